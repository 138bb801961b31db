//! What a browser was asked for, until it answers: for five minutes, once.

use ground::{AccountId, Tx, params};

use crate::error::{Error, Result};
use crate::factor::STEP;
use crate::session::Secret;

/// Keeps what was asked; with an account, only for a passkey of that account to be made.
pub fn create(tx: &mut Tx<'_>, account: Option<AccountId>, state: &str) -> Result<Secret> {
    let (clinic, now, secret) = (tx.clinic(), tx.now(), Secret::fresh());
    tx.execute(
        "INSERT INTO passkey_ceremony (clinic, hash, account, state, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &params![clinic, secret.hash(), account, state, now, now + STEP],
    )?;
    Ok(secret)
}

/// Takes what was asked; whoever answers twice finds nothing, also when the first answer was wrong.
///
/// # Errors
/// [`Error::LinkGone`] when it was taken, is too old, or was asked of another account.
pub fn take(tx: &mut Tx<'_>, account: Option<AccountId>, secret: &Secret) -> Result<String> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT account, state FROM passkey_ceremony WHERE clinic = $1 AND hash = $2 AND expires_at > $3",
        &params![clinic, secret.hash(), now],
    )?;
    let row = row.ok_or(Error::LinkGone)?;
    let taken =
        tx.execute("DELETE FROM passkey_ceremony WHERE clinic = $1 AND hash = $2", &params![clinic, secret.hash()])?;
    if taken != 1 || row.get::<Option<AccountId>>("account")? != account {
        return Err(Error::LinkGone);
    }
    Ok(row.get("state")?)
}
