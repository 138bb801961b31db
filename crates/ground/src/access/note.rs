//! Signed checkpoints: what a clinic's log was, at one size, in a form that anyone can keep and check later.
//!
//! A checkpoint is a text of three lines (where the log is, its size, its root) under an Ed25519 signature:
//!
//! ```text
//! keepwell/access/cln_01h455vb4pex5vsknk084sn02q
//! 20852163
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — keepwell/access/cln_01h455vb4pex5vsknk084sn02q Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5...
//! ```
//!
//! The text is [tlog-checkpoint](https://c2sp.org/tlog-checkpoint), the signature
//! [signed-note](https://c2sp.org/signed-note@v1.0.0), so that witnesses and verifiers made for other logs read ours.
//! Other keys may sign the same text (a witness, a successor key); signatures of unknown keys are passed over, as the
//! specification demands. Deliberately absent: all signature types but Ed25519.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// "Signature types" of signed-note: Ed25519.
const ED25519_TYPE: u8 = 0x01;

/// Longest note read, in bytes; a post-quantum signature takes 5 KB, and the specification asks for 16 of them.
const LONGEST: usize = 128 * 1024;

/// What a log was, as its key signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log it is.
    pub origin: String,
    /// How many entries it had.
    pub size: u64,
    /// The root over them, as [`super::merkle::Frontier::root`] gives it.
    pub root: [u8; 32],
}

/// A key by which checkpoints are checked, in the form in which logs publish theirs ("Verifier keys" of signed-note):
/// `name+hex(id)+base64(0x01 || public key)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: Vec<u8>,
}

impl VerifierKey {
    /// The key of the log `name`.
    pub fn new(name: &str, key: &[u8]) -> VerifierKey {
        VerifierKey { name: name.to_owned(), key: key.to_vec() }
    }

    /// Whose key it is, and its 32 bytes.
    #[must_use]
    pub fn parts(&self) -> (&str, &[u8]) {
        (&self.name, &self.key)
    }

    /// The checkpoint in `note`, if this key signed it.
    ///
    /// # Errors
    /// As [`verify`].
    pub fn checkpoint(&self, note: &str) -> Result<Checkpoint, NoteError> {
        verify(note, &self.key, &self.name)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(key_id(&self.name, &self.key));
        write!(f, "{}+{id:08x}+{}", self.name, STANDARD.encode([&[ED25519_TYPE], &self.key[..]].concat()))
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<VerifierKey, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::Name);
        };
        check_name(name)?;
        let key = STANDARD.decode(key).ok().filter(|key| key.len() == 33 && key.first() == Some(&ED25519_TYPE));
        let key = VerifierKey::new(name, key.ok_or(NoteError::Key)?.get(1..).unwrap_or_default());
        // Whoever copied half of it is told so, and not that a signature is false.
        if id.len() == 8 && key.to_string() == text { Ok(key) } else { Err(NoteError::Key) }
    }
}

/// Why a note cannot be made, or says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A name is empty, or has a space, a `+` or a control character.
    #[error("not a name that can sign")]
    Name,
    /// The key refused to sign, or is none.
    #[error("not a key that signs or checks")]
    Key,
    /// The text is not a signed note.
    #[error("not a signed note")]
    Form,
    /// The key asked for has not signed it.
    #[error("not signed by this key")]
    Unsigned,
    /// A signature in the key's name is false: the text was changed, or the key is another one.
    #[error("the signature is false")]
    Signature,
    /// The signed text is no checkpoint, or one of another log.
    #[error("not a checkpoint of this log")]
    Checkpoint,
}

/// Signs the checkpoint of the log `origin`, which is also the name of its key.
///
/// # Errors
/// [`NoteError::Name`] when `origin` cannot be a key's name; [`NoteError::Key`] when the key fails.
pub fn sign(origin: &str, size: u64, root: &[u8; 32], key: &Ed25519KeyPair) -> Result<String, NoteError> {
    sign_text(origin, &format!("{origin}\n{size}\n{}\n", STANDARD.encode(root)), key)
}

/// Signs any text, which ends with a new line and has no empty one, in the name `name`.
///
/// # Errors
/// [`NoteError::Name`] when `name` cannot be a key's name; [`NoteError::Key`] when the key fails.
pub fn sign_text(name: &str, text: &str, key: &Ed25519KeyPair) -> Result<String, NoteError> {
    check_name(name)?;
    let signature = key.try_sign(text.as_bytes()).map_err(|_| NoteError::Key)?;
    let mut bytes = key_id(name, key.public_key().as_ref()).to_vec();
    bytes.extend_from_slice(signature.as_ref());
    Ok(format!("{text}\n\u{2014} {name} {}\n", STANDARD.encode(bytes)))
}

/// Reads a checkpoint of the log `name` from a note its key (32 bytes) has signed.
///
/// # Errors
/// Any but [`NoteError::Key`]; then nothing in the note may be believed.
pub fn verify(note: &str, public_key: &[u8], name: &str) -> Result<Checkpoint, NoteError> {
    let checkpoint = Checkpoint::parse(open(note, public_key, name)?)?;
    // The key of one log must not speak for another.
    if checkpoint.origin == name { Ok(checkpoint) } else { Err(NoteError::Checkpoint) }
}

/// The text of a note, whatever it says, after the key `name` is found to have signed it.
///
/// # Errors
/// [`NoteError::Name`], [`NoteError::Form`], [`NoteError::Unsigned`] or [`NoteError::Signature`].
pub(crate) fn open<'a>(note: &'a str, public_key: &[u8], name: &str) -> Result<&'a str, NoteError> {
    check_name(name)?;
    if note.len() > LONGEST || note.chars().any(|c| c < ' ' && c != '\n') {
        return Err(NoteError::Form);
    }
    // "The text is separated from the signatures by the last empty line", and includes its own final newline.
    let split = note.rfind("\n\n").ok_or(NoteError::Form)?;
    let (text, rest) = note.split_at(split + 1);
    let signatures = rest.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n')).ok_or(NoteError::Form)?;
    let id = key_id(name, public_key);
    let key = UnparsedPublicKey::new(&ED25519, public_key);
    let mut signed = false;
    for line in signatures.split('\n') {
        let (signer, bytes) = signature(line).ok_or(NoteError::Form)?;
        match bytes.split_first_chunk() {
            Some((claimed, signature)) if signer == name && *claimed == id => {
                key.verify(text.as_bytes(), signature).map_err(|_| NoteError::Signature)?;
                signed = true;
            }
            // A signature of a key we do not know says nothing, either way.
            Some(_) => {}
            None => return Err(NoteError::Form),
        }
    }
    if signed { Ok(text) } else { Err(NoteError::Unsigned) }
}

/// `— name base64(id || signature)`
fn signature(line: &str) -> Option<(&str, Vec<u8>)> {
    let (name, bytes) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    check_name(name).ok()?;
    let bytes = STANDARD.decode(bytes).ok()?;
    (bytes.len() > 4).then_some((name, bytes))
}

impl Checkpoint {
    /// Reads the text of a checkpoint ("Note text" of tlog-checkpoint); lines after the third belong to extensions
    /// and are passed over. Believe it only when it comes from [`open`].
    ///
    /// # Errors
    /// [`NoteError::Checkpoint`].
    pub fn parse(text: &str) -> Result<Checkpoint, NoteError> {
        Self::read(text).ok_or(NoteError::Checkpoint)
    }

    /// What a note of our own says, without asking who signed it.
    pub(super) fn of_note(note: &str) -> Result<Checkpoint, NoteError> {
        Self::parse(note.rfind("\n\n").and_then(|end| note.get(..=end)).ok_or(NoteError::Form)?)
    }

    fn read(text: &str) -> Option<Checkpoint> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        if origin.is_empty() || lines.any(str::is_empty) {
            return None;
        }
        let plain = size == "0" || (!size.starts_with('0') && size.bytes().all(|byte| byte.is_ascii_digit()));
        Some(Checkpoint {
            origin: origin.to_owned(),
            size: size.parse().ok().filter(|_| plain)?,
            root: STANDARD.decode(root).ok()?.try_into().ok()?,
        })
    }
}

/// `SHA-256(name || 0x0A || 0x01 || public key)[:4]`: tells keys apart; it is no proof of anything.
fn key_id(name: &str, public_key: &[u8]) -> [u8; 4] {
    let hash = digest(&SHA256, &[name.as_bytes(), b"\n", &[ED25519_TYPE], public_key].concat());
    let mut id = [0; 4];
    id.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    id
}

fn check_name(name: &str) -> Result<(), NoteError> {
    let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    if name.is_empty() || name.contains(bad) { Err(NoteError::Name) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "keepwell/access/cln_1";

    fn key(seed: u8) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
    }

    fn public(key: &Ed25519KeyPair) -> &[u8] {
        key.public_key().as_ref()
    }

    fn note() -> String {
        sign(LOG, 20_852_163, &[7; 32], &key(1)).unwrap()
    }

    /// The name and the key, as other logs publish theirs.
    fn verifier_key(text: &str) -> (String, Vec<u8>) {
        let key: VerifierKey = text.parse().unwrap();
        assert_eq!(key.to_string(), text);
        (key.name, key.key)
    }

    /// A note over any text, to try what an honest log would not sign.
    fn signed(text: &str, name: &str, key: &Ed25519KeyPair) -> String {
        let bytes = [&key_id(name, public(key)), key.sign(text.as_bytes()).as_ref()].concat();
        format!("{text}\n\u{2014} {name} {}\n", STANDARD.encode(bytes))
    }

    #[test]
    fn a_signed_checkpoint_is_read_back() {
        for size in [0, 1, u64::MAX] {
            let note = sign(LOG, size, &[7; 32], &key(1)).unwrap();
            let expected = Checkpoint { origin: LOG.to_owned(), size, root: [7; 32] };
            assert_eq!(verify(&note, public(&key(1)), LOG), Ok(expected));
        }
        assert_eq!(
            note().lines().take(4).collect::<Vec<_>>(),
            [LOG, "20852163", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=", ""],
        );
    }

    #[test]
    fn the_example_of_the_signed_note_specification_is_verified() {
        let (name, key) = verifier_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        let note = "This is an example message.\n\n\u{2014} example.com/foo \
                    Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        assert_eq!(open(note, &key, &name), Ok("This is an example message.\n"));
        assert_eq!(verify(note, &key, &name), Err(NoteError::Checkpoint));
    }

    #[test]
    fn a_checkpoint_of_the_go_checksum_database_is_verified() {
        let (name, key) = verifier_key("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8");
        let note = "go.sum database tree\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} sum.golang.org \
                    Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
        let checkpoint = Checkpoint::parse(open(note, &key, &name).unwrap()).unwrap();
        assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("go.sum database tree", 20_852_163));
        // That log's key has another name than the log; ours never has, and one log's key speaks for no other.
        assert_eq!(verify(note, &key, &name), Err(NoteError::Checkpoint));
    }

    #[test]
    fn half_a_key_is_told_from_a_false_signature() {
        let whole = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        for text in [
            &whole[..40],
            &whole[1..],
            "",
            "a",
            "a+b",
            "sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
        ] {
            assert!(text.parse::<VerifierKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn no_byte_of_a_note_can_be_changed_removed_or_added() {
        let (note, key) = (note(), key(1));
        let good = verify(&note, public(&key), LOG).unwrap();
        let refused = |bytes: Vec<u8>, what: &str| {
            // Bytes that are no text never reach the verifier.
            if let Ok(text) = String::from_utf8(bytes) {
                assert_ne!(verify(&text, public(&key), LOG).ok().as_ref(), Some(&good), "{what}: {text}");
                assert!(verify(&text, public(&key), LOG).is_err(), "{what}: {text}");
            }
        };
        for at in 0..note.len() {
            for to in (0..128).filter(|to| *to != note.as_bytes()[at]) {
                let mut bytes = note.clone().into_bytes();
                bytes[at] = to;
                refused(bytes, "changed");
            }
            let mut bytes = note.clone().into_bytes();
            bytes.remove(at);
            refused(bytes, "removed");
            for byte in [b'\n', b' ', b'A', b'0', b'='] {
                let mut bytes = note.clone().into_bytes();
                bytes.insert(at, byte);
                refused(bytes, "added");
            }
            refused(note.as_bytes()[..at].to_vec(), "cut");
        }
    }

    #[test]
    fn another_key_another_name_and_another_log_are_refused() {
        assert_eq!(verify(&note(), public(&key(2)), LOG), Err(NoteError::Unsigned));
        assert_eq!(verify(&note(), public(&key(1)), "keepwell/access/cln_2"), Err(NoteError::Unsigned));
        let other = signed("keepwell/access/cln_2\n1\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n", LOG, &key(1));
        assert_eq!(verify(&other, public(&key(1)), LOG), Err(NoteError::Checkpoint));
    }

    #[test]
    fn signatures_of_unknown_keys_are_passed_over_and_false_ones_of_ours_are_not() {
        let note = note();
        let (text, ours) = note.split_once("\n\n").unwrap();
        let witness = "\u{2014} witness.example MDEyMzQ1Njc4OQ==\n";
        for lines in [format!("{witness}{ours}"), format!("{ours}{witness}"), format!("{ours}{ours}")] {
            assert!(verify(&format!("{text}\n\n{lines}"), public(&key(1)), LOG).is_ok(), "{lines}");
        }
        assert_eq!(verify(&format!("{text}\n\n{witness}"), public(&key(1)), LOG), Err(NoteError::Unsigned));
        let elsewhere = signed("other text\n", LOG, &key(1));
        let (_, copied) = elsewhere.split_once("\n\n").unwrap();
        for lines in [format!("{copied}{ours}"), format!("{ours}{copied}")] {
            let mixed = format!("{text}\n\n{lines}");
            assert_eq!(verify(&mixed, public(&key(1)), LOG), Err(NoteError::Signature), "{lines}");
        }
    }

    #[test]
    fn texts_that_are_no_checkpoint_are_refused_though_signed() {
        const ROOT: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
        let accepted = |text: &str| verify(&signed(text, LOG, &key(1)), public(&key(1)), LOG).is_ok();
        assert!(accepted(&format!("{LOG}\n5\n{ROOT}\n")));
        assert!(accepted(&format!("{LOG}\n5\n{ROOT}\nan extension\n")));
        for text in [
            format!("{LOG}\n05\n{ROOT}\n"),
            format!("{LOG}\n+5\n{ROOT}\n"),
            format!("{LOG}\n-5\n{ROOT}\n"),
            format!("{LOG}\n\n{ROOT}\n"),
            format!("{LOG}\n18446744073709551616\n{ROOT}\n"),
            format!("{LOG}\n5\n{}\n", &ROOT[4..]),
            format!("{LOG}\n5\n{}\n", &ROOT[..43]),
            format!("{LOG}\n5\n{}d=\n", &ROOT[..42]),
            format!("{LOG}\n5\n"),
            format!("{LOG}\n5\n{ROOT}\n\nafter a gap\n"),
            format!("\n5\n{ROOT}\n"),
            format!("{LOG}\n5\n{ROOT}\na tab\there\n"),
        ] {
            assert!(!accepted(&text), "{text}");
        }
    }

    #[test]
    fn a_name_that_would_break_a_line_cannot_sign() {
        for name in ["", "a b", "a\u{a0}b", "a+b", "a\nb", "a\u{0}"] {
            assert_eq!(sign(name, 0, &[0; 32], &key(1)), Err(NoteError::Name), "{name:?}");
        }
    }

    #[test]
    fn a_note_too_long_to_be_one_is_refused_unread() {
        let text = format!("{}\n", "a".repeat(LONGEST));
        assert_eq!(open(&signed(&text, LOG, &key(1)), public(&key(1)), LOG), Err(NoteError::Form));
    }
}
