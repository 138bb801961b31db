//! What besides a password shows who somebody is: codes of an app, passkeys, and codes on paper for whoever lost both.
//!
//! No door begins a session by itself: [`crate::store::session::begin`] asks [`need`] in the transaction that begins it.

pub mod code;
pub mod passkey;
pub mod recovery;

use ground::{Role, Tx};
use jiff::SignedDuration;

use crate::error::Result;
use crate::model::Account;
use crate::rules::is_staff;
use crate::store;

ground::id!(/// An app that makes one-time codes.
    pub AuthenticatorId, "otp");
ground::id!(/// A passkey.
    pub PasskeyId, "pky");
ground::id!(/// A code on paper.
    pub RecoveryId, "rec");

/// How long one has for the second step of signing in.
pub const STEP: SignedDuration = SignedDuration::from_mins(5);

/// An app whose first code nobody typed is forgotten.
pub const UNCONFIRMED_KEPT: SignedDuration = SignedDuration::from_hours(1);

/// Wrong codes in a row after which codes of the app count for nothing, until a new password is set: whoever tries that
/// many knows the password (NIST SP 800-63B, 5.2.2). Recovery codes and passkeys go on working for the holder.
pub const MOST_WRONG: i64 = 100;

/// What somebody showed who asks for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The password, or a letter's link: one factor.
    Password,
    /// Two factors.
    Both,
    /// Nothing: a door of the demo, which only opens on the machine it runs on.
    Nothing,
}

/// What an account needs beside its password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// A factor it has.
    Factor,
    /// A factor it is yet to have: the clinic asks its staff for one.
    Enrolment,
}

/// What `account` needs beside its password, if anything.
pub fn need(tx: &mut Tx<'_>, account: &Account) -> Result<Option<Need>> {
    if store::factor::any(tx, account.id)? {
        return Ok(Some(Need::Factor));
    }
    // Whoever the clinic lets in to help always shows two, whatever it asks of its own people.
    let asked = tx.settings().parameters.staff_second_factor && is_staff(account.held)
        || account.roles.contains(Role::Operator);
    Ok(asked.then_some(Need::Enrolment))
}

/// The decimal digits of what was typed, in whichever script: spaces and dashes between them are nobody's fault.
pub(crate) fn digits(typed: &str) -> String {
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '\u{660}'..='\u{669}' => char::from_digit(c as u32 - 0x660, 10),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(c as u32 - 0x6f0, 10),
        _ => None,
    };
    typed.chars().filter_map(digit).collect()
}
