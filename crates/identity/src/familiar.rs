//! Browsers that have signed in to an account before. Whoever tries passwords for somebody else's account uses up the
//! tries of strangers; a familiar browser has tries of its own, so nobody keeps the holder out.
//!
//! The browser keeps one mark for each of the last accounts that signed in with it: random bytes, and a keyed mark
//! over them, the account and its password's salt: a new password makes strangers of all browsers. Nothing is
//! stored of it here, it says nothing about anyone, and it opens nothing.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::hmac;
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ground::Scope;
use ground::web::cookies::{self, Listed, Need, Place};

use crate::error::Result;
use crate::model::Account;
use crate::password::Hashed;

/// The cookie as the list of cookies has it.
pub const COOKIE: Listed = Listed {
    name: "keepwell_familiar",
    place: Place::Cookie,
    purpose: "cookie-familiar",
    need: Need::Necessary,
    days: 180,
};

/// Bytes of a mark's random half, and of its keyed half.
const HALF: usize = 16;
/// Accounts a browser is familiar to: a family shares one.
const MOST: usize = 4;

/// The marks a browser brings; any of them may be false.
#[derive(Clone, Default)]
pub(crate) struct Marks(Vec<String>);

impl Marks {
    pub(crate) fn of(headers: &HeaderMap) -> Marks {
        let value = cookies::read(headers, COOKIE.name).unwrap_or_default();
        Marks(value.split('.').filter(|mark| !mark.is_empty()).take(MOST).map(str::to_owned).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The mark among them that this account gave.
    pub(crate) fn of_account(&self, scope: &Scope, account: &Account) -> Result<Option<&str>> {
        let key = &scope.house().keys.clinic(scope.clinic.id)?.links;
        let genuine = |mark: &&String| {
            let Ok(bytes) = URL_SAFE_NO_PAD.decode(mark) else { return false };
            bytes.len() == 2 * HALF
                && verify_slices_are_equal(&bytes[HALF..], &keyed(key, scope, account, &bytes[..HALF])).is_ok()
        };
        Ok(self.0.iter().find(genuine).map(String::as_str))
    }

    /// The `Set-Cookie` by which this browser becomes familiar to `account` too.
    pub(crate) fn with(&self, scope: &Scope, base: &str, account: &Account, tls: bool) -> Result<Option<HeaderValue>> {
        let key = &scope.house().keys.clinic(scope.clinic.id)?.links;
        let before = self.of_account(scope, account)?;
        let mut random = [0; HALF];
        ground::random(&mut random);
        let fresh = URL_SAFE_NO_PAD.encode([random, keyed(key, scope, account, &random)].concat());
        let others = self.0.iter().filter(|mark| Some(mark.as_str()) != before).map(String::as_str);
        let marks: Vec<&str> = std::iter::once(fresh.as_str()).chain(others).take(MOST).collect();
        Ok(cookies::set_below(&COOKIE, &marks.join("."), base, tls))
    }
}

fn keyed(key: &hmac::Key, scope: &Scope, account: &Account, random: &[u8]) -> [u8; HALF] {
    let mut context = hmac::Context::with_key(key);
    context.update(format!("{}\0{}\0familiar\0", scope.clinic.id, account.id).as_bytes());
    context.update(account.password.as_ref().map_or(&[][..], Hashed::salt));
    context.update(random);
    let mut mark = [0; HALF];
    mark.copy_from_slice(&context.sign().as_ref()[..HALF]);
    mark
}
