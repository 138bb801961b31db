//! Mailed links: made, looked at, used once.

use ground::{AccountId, PersonId, Tx, params};

use crate::error::{Error, Result};
use crate::model::{Challenge, ChallengeKind};
use crate::password::Hashed;
use crate::rules::{LETTERS_MOST, LETTERS_WITHIN, after_hours};
use crate::session::Secret;

/// Makes a link for `account`; none when enough letters of this kind went to it within the hour.
pub fn create(
    tx: &mut Tx<'_>,
    account: AccountId,
    person: PersonId,
    kind: ChallengeKind,
    password: Option<&Hashed>,
) -> Result<Option<Secret>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let recent = tx.one(
        "SELECT COUNT(*) AS letters FROM challenge WHERE clinic = $1 AND account = $2 AND kind = $3 AND created_at > $4",
        &params![clinic, account, kind.as_str(), now - LETTERS_WITHIN],
    )?;
    if recent.get::<i64>("letters")? >= LETTERS_MOST {
        return Ok(None);
    }
    let secret = Secret::fresh();
    tx.execute(
        "INSERT INTO challenge (clinic, hash, account, person, kind, password, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![clinic, secret.hash(), account, person, kind.as_str(), password.cloned(), now, after_hours(now, kind.hours())],
    )?;
    Ok(Some(secret))
}

/// The link of `secret`, while it works.
///
/// # Errors
/// [`Error::LinkGone`] when it was used, has expired or never was, or its account is closed.
pub fn find(tx: &mut Tx<'_>, secret: &Secret) -> Result<Challenge> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        "SELECT c.account, c.person, c.kind, c.password FROM challenge c JOIN account a ON a.clinic = c.clinic AND a.id = c.account
         WHERE c.clinic = $1 AND c.hash = $2 AND c.used_at IS NULL AND c.expires_at > $3 AND a.deactivated_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > $3)",
        &params![clinic, secret.hash(), now],
    )?;
    let row = row.ok_or(Error::LinkGone)?;
    let kind = match row.get::<String>("kind")?.as_str() {
        "verification" => ChallengeKind::Verification,
        "reset" => ChallengeKind::Reset,
        "invitation" => ChallengeKind::Invitation,
        _ => return Err(Error::internal("a mailed link for an unknown purpose")),
    };
    Ok(Challenge { account: row.get("account")?, person: row.get("person")?, kind, password: row.get("password")? })
}

/// Uses the link up. Of two who use it at once, one does.
///
/// # Errors
/// [`Error::LinkGone`] when it does not work any more.
pub fn spend(tx: &mut Tx<'_>, secret: &Secret) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let spent = tx.execute(
        "UPDATE challenge SET used_at = $3 WHERE clinic = $1 AND hash = $2 AND used_at IS NULL AND expires_at > $3",
        &params![clinic, secret.hash(), now],
    )?;
    if spent == 1 { Ok(()) } else { Err(Error::LinkGone) }
}

/// Stops every link of `account`.
pub fn delete_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute("DELETE FROM challenge WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(())
}
