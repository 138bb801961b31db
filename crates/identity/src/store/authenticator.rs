//! Apps that make one-time codes.

use ground::{AccountId, Sealed, Tx, cell, params};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::factor::{AuthenticatorId, MOST_WRONG, code};
use crate::model::Account;

/// An account's app.
#[derive(Clone, Debug)]
pub struct Authenticator {
    pub id: AuthenticatorId,
    /// When a code of it was typed first; before that it counts for nothing.
    pub confirmed_at: Option<Timestamp>,
    pub used_at: Option<Timestamp>,
    begun_by: Vec<u8>,
    last_step: i64,
    wrong: i64,
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    Right,
    /// With how many wrong ones in a row there were by now.
    Wrong(i64),
    /// Too many wrong ones in a row: no code counts until a new password is set.
    Shut,
}

/// The app of `account`, if it has one.
pub fn find(tx: &mut Tx<'_>, account: AccountId) -> Result<Option<Authenticator>> {
    let row = tx.optional(
        "SELECT id, confirmed_at, used_at, begun_by, last_step, wrong FROM authenticator WHERE clinic = $1 AND account = $2",
        &params![tx.clinic(), account],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Authenticator {
        id: row.get("id")?,
        confirmed_at: row.get("confirmed_at")?,
        used_at: row.get("used_at")?,
        begun_by: row.get("begun_by")?,
        last_step: row.get("last_step")?,
        wrong: row.get("wrong")?,
    }))
}

/// The seed of an app that is being set up in the session or second step `by`: that of a minute ago, so that the page can
/// be shown again. What was begun in another is begun anew: whoever saw that seed may be somebody else.
///
/// # Errors
/// [`Error::FactorThere`] when the account has an app already.
pub fn begin(tx: &mut Tx<'_>, account: &Account, by: &[u8]) -> Result<Vec<u8>> {
    super::account::take_turns(tx, account.id)?;
    match find(tx, account.id)? {
        Some(Authenticator { confirmed_at: Some(_), .. }) => return Err(Error::FactorThere),
        Some(begun) if begun.begun_by == by => return seed(tx, account, begun.id),
        Some(_) => drop(delete(tx, account.id)?),
        None => {}
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let (id, seed) = (AuthenticatorId::new(now), code::seed());
    let sealed = tx.seal_for(account.person)?.seal(cell("authenticator", "seed", id), &seed)?;
    tx.execute(
        "INSERT INTO authenticator (clinic, id, account, person, seed, begun_by, created_at, last_step, wrong) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0)",
        &params![clinic, id, account.id, account.person, sealed, by, now],
    )?;
    Ok(seed)
}

fn seed(tx: &mut Tx<'_>, account: &Account, id: AuthenticatorId) -> Result<Vec<u8>> {
    let row = tx.one("SELECT seed FROM authenticator WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    let key = tx.open(account.person)?;
    Ok(key.open(&Sealed::<Vec<u8>>::read(&row, "authenticator", "seed", id)?)?)
}

/// Makes the app count that is being set up in `by`, if `typed` is a code of it.
///
/// # Errors
/// [`Error::LinkGone`] when nothing is being set up there any more.
pub fn confirm(tx: &mut Tx<'_>, account: &Account, by: &[u8], typed: &str) -> Result<bool> {
    super::account::take_turns(tx, account.id)?;
    let begun = find(tx, account.id)?.filter(|app| app.confirmed_at.is_none() && app.begun_by == by);
    let begun = begun.ok_or(Error::LinkGone)?;
    let seed = seed(tx, account, begun.id)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    let Some(step) = code::check(&seed, typed, now, begun.last_step)? else { return Ok(false) };
    let confirmed = tx.execute(
        "UPDATE authenticator SET confirmed_at = $3, last_step = $4, wrong = 0 WHERE clinic = $1 AND id = $2 AND confirmed_at IS NULL",
        &params![clinic, begun.id, now, step],
    )?;
    Ok(confirmed == 1)
}

/// Tries a code of the app, and uses it up. Of two browsers that bring one code at once, one is let in.
pub fn spend(tx: &mut Tx<'_>, account: &Account, typed: &str) -> Result<Tried> {
    super::account::take_turns(tx, account.id)?;
    let Some(app) = find(tx, account.id)?.filter(|app| app.confirmed_at.is_some()) else { return Ok(Tried::Wrong(0)) };
    if app.wrong >= MOST_WRONG {
        return Ok(Tried::Shut);
    }
    let seed = seed(tx, account, app.id)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    if let Some(step) = code::check(&seed, typed, now, app.last_step)? {
        let spent = tx.execute(
            "UPDATE authenticator SET last_step = $3, used_at = $4, wrong = 0 WHERE clinic = $1 AND id = $2 AND last_step < $3",
            &params![clinic, app.id, step, now],
        )?;
        if spent == 1 {
            return Ok(Tried::Right);
        }
    }
    tx.execute("UPDATE authenticator SET wrong = wrong + 1 WHERE clinic = $1 AND id = $2", &params![clinic, app.id])?;
    Ok(Tried::Wrong(app.wrong + 1))
}

/// Forgets the wrong codes: whoever tried them knew a password that is none any more.
pub fn forgive(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute(
        "UPDATE authenticator SET wrong = 0 WHERE clinic = $1 AND account = $2",
        &params![tx.clinic(), account],
    )?;
    Ok(())
}

/// Removes the app of `account`, confirmed or not.
pub fn delete(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let gone =
        tx.execute("DELETE FROM authenticator WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(gone > 0)
}
