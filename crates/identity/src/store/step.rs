//! Between the password and the session: who showed the right password, for five minutes, once.

use aws_lc_rs::digest::{SHA256, digest};
use ground::{AccountId, Tx, params};

use crate::error::{Error, Result};
use crate::factor::STEP;
use crate::model::Account;
use crate::session::Secret;

/// What is kept of the password that was tried: a step does not outlive it.
fn tried(account: &Account) -> Vec<u8> {
    let stored = account.password.as_ref().map(ToString::to_string).unwrap_or_default();
    digest(&SHA256, stored.as_bytes()).as_ref().to_vec()
}

/// Begins the second step of whoever showed the password of `account`.
pub fn create(tx: &mut Tx<'_>, account: &Account) -> Result<Secret> {
    let (clinic, now, secret) = (tx.clinic(), tx.now(), Secret::fresh());
    tx.execute(
        "INSERT INTO sign_in_step (clinic, hash, account, person, password, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, secret.hash(), account.id, account.person, tried(account), now, now + STEP],
    )?;
    Ok(secret)
}

/// Whose step `secret` is.
///
/// # Errors
/// [`Error::LinkGone`] when it was used, its time is over, the account is closed or has another password by now.
pub fn find(tx: &mut Tx<'_>, secret: &Secret) -> Result<Account> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT account, password FROM sign_in_step WHERE clinic = $1 AND hash = $2 AND expires_at > $3",
        &params![clinic, secret.hash(), now],
    )?;
    let row = row.ok_or(Error::LinkGone)?;
    let account = super::account::find(tx, row.get("account")?)?;
    let same = row.get::<Vec<u8>>("password")? == tried(&account);
    if same && account.is_open() { Ok(account) } else { Err(Error::LinkGone) }
}

/// Uses the step up. Of two who use it at once, one does.
///
/// # Errors
/// [`Error::LinkGone`] when it was used.
pub fn spend(tx: &mut Tx<'_>, secret: &Secret) -> Result<()> {
    let spent =
        tx.execute("DELETE FROM sign_in_step WHERE clinic = $1 AND hash = $2", &params![tx.clinic(), secret.hash()])?;
    if spent == 1 { Ok(()) } else { Err(Error::LinkGone) }
}

/// Ends every second step of `account`.
pub fn delete_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute("DELETE FROM sign_in_step WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(())
}
