//! Words that travel in an address without standing there: what somebody typed into a search box.
//!
//! An address is kept by the browser's history, by every proxy's log, and is told to the next page. A name in one is a
//! name in all of these. A veiled word is sealed under a key of the clinic, bound to what it is for and to who typed
//! it, padded so that its length says little, and readable for half a day: the page can be loaded again, gone back to
//! and paged through, and a history found later says nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::error::Result;
use crate::scope::Scope;
use crate::seal;

/// How long a veiled word can be read: a working day with room to spare.
const READABLE: SignedDuration = SignedDuration::from_hours(12);
/// Words are padded to a multiple of so many bytes.
const STEP: usize = 48;
/// The seconds of its making stand before the words.
const STAMP: usize = 8;

/// `words` for an address, to be read again by the scope's actor for the same `kind` of thing.
pub fn veil(scope: &Scope, kind: &str, words: &str) -> Result<String> {
    let keys = scope.house().keys.clinic(scope.clinic.id)?;
    let mut clear = Zeroizing::new(scope.house().clock.now().as_second().to_be_bytes().to_vec());
    clear.extend_from_slice(words.as_bytes());
    // Text of ours holds no NUL, so the padding cannot be taken for words.
    let padded = clear.len().next_multiple_of(STEP);
    clear.resize(padded, 0);
    Ok(URL_SAFE_NO_PAD.encode(seal::encrypt(&keys.addresses, &bound(scope, kind), &clear)?))
}

/// What was veiled; nothing when it is too old, somebody else's, for something else, or was never ours.
pub fn unveil(scope: &Scope, kind: &str, veiled: &str) -> Result<Option<String>> {
    let keys = scope.house().keys.clinic(scope.clinic.id)?;
    let read = || {
        let sealed = URL_SAFE_NO_PAD.decode(veiled).ok()?;
        let clear = Zeroizing::new(seal::decrypt(&keys.addresses, &bound(scope, kind), &sealed)?);
        let (stamp, words) = clear.split_first_chunk::<STAMP>()?;
        let made = Timestamp::from_second(i64::from_be_bytes(*stamp)).ok()?;
        let words = words.split(|byte| *byte == 0).next()?;
        // Whole seconds are kept: what was veiled a moment ago was never veiled in the future.
        let readable = scope.house().clock.now().duration_since(made) < READABLE;
        readable.then(|| String::from_utf8(words.to_vec()).ok()).flatten()
    };
    Ok(read())
}

fn bound(scope: &Scope, kind: &str) -> Vec<u8> {
    format!("{}\0{kind}\0{}", scope.clinic.id, scope.actor).into_bytes()
}
