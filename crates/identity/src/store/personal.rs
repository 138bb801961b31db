//! Tokens that people who work here make for programs of their own.

use ground::{AccountId, Event, PersonId, RoleSet, Sealed, Tx, cell, params};
use jiff::{SignedDuration, Timestamp};

use super::own_role::{HELD, held};
use crate::error::{Error, Result};
use crate::model::{Account, Device, NewPersonal, Personal, PersonalId, Reach, TokenText, What};
use crate::rules::PERSONAL_MOST;
use crate::session::{NOTED, Secret};

/// Who comes by a token, as they are now.
pub struct Behind {
    pub id: PersonalId,
    pub person: PersonId,
    pub roles: RoleSet,
    pub shown_as: Option<String>,
    pub reach: Reach,
    pub used_at: Option<Timestamp>,
}

/// Makes one, and writes to its holder that it was made. Its text is returned once and kept nowhere.
///
/// # Errors
/// [`Error::TooMany`] when the account has as many as one may.
pub fn create(tx: &mut Tx<'_>, account: &Account, new: &NewPersonal, device: &Device) -> Result<TokenText> {
    super::account::take_turns(tx, account.id)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    let count = tx.one(
        "SELECT COUNT(*) AS n FROM personal_token WHERE clinic = $1 AND account = $2 AND expires_at > $3",
        &params![clinic, account.id, now],
    )?;
    if count.get::<i64>("n")? >= PERSONAL_MOST {
        return Err(Error::TooMany);
    }
    let (id, secret) = (PersonalId::new(now), Secret::fresh());
    let name = tx.seal_for(account.person)?.seal(cell("personal_token", "name", id), &new.name)?;
    let expires_at = now + SignedDuration::from_hours(24 * i64::from(new.days));
    tx.execute(
        "INSERT INTO personal_token (clinic, id, account, person, name, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![clinic, id, account.id, account.person, name, secret.hash(), new.reach.as_str(), now, expires_at],
    )?;
    super::alert::note(tx, account, What::TokenMade, Some(device))?;
    tx.emit(Event::new("personal_token.created", id, account.person))?;
    Ok(TokenText::of(TokenText::PERSONAL, &secret))
}

/// Who holds the token of `secret`, while it works and their account is open. Whom the clinic lets in for a time has none.
pub fn behind(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<Behind>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let row = tx.optional(
        &format!(
            "SELECT t.id, account.person, account.roles, account.shown_as, t.scopes, t.used_at, {HELD} FROM personal_token t
             JOIN account ON account.clinic = t.clinic AND account.id = t.account
             WHERE t.clinic = $1 AND t.hash = $2 AND t.expires_at > $3 AND account.verified_at IS NOT NULL
             AND account.deactivated_at IS NULL AND account.ends_at IS NULL"
        ),
        &params![clinic, secret.hash(), now],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Behind {
        id: row.get("id")?,
        person: row.get("person")?,
        roles: held(&tx.scope().house().policy, &row)?,
        shown_as: row.get("shown_as")?,
        reach: Reach::of(&row.get::<String>("scopes")?),
        used_at: row.get("used_at")?,
    }))
}

/// Notes that it was used now, at most once a minute. Whether it wrote.
pub fn note(tx: &mut Tx<'_>, id: PersonalId) -> Result<bool> {
    let now = tx.now();
    let written = tx.execute(
        "UPDATE personal_token SET used_at = $3 WHERE clinic = $1 AND id = $2 AND (used_at IS NULL OR used_at <= $4)",
        &params![tx.clinic(), id, now, now - NOTED],
    )?;
    Ok(written > 0)
}

/// Those of `account`, opened for their holder, the newest first.
pub fn list(tx: &mut Tx<'_>, account: &Account) -> Result<Vec<Personal>> {
    let now = tx.now();
    let rows = tx.query(
        "SELECT id, name, scopes, created_at, expires_at, used_at FROM personal_token
         WHERE clinic = $1 AND account = $2 AND expires_at > $3 ORDER BY id DESC",
        &params![tx.clinic(), account.id, now],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(account.person)?;
    rows.iter()
        .map(|row| {
            let id: PersonalId = row.get("id")?;
            Ok(Personal {
                id,
                name: key.open(&Sealed::<String>::read(row, "personal_token", "name", id)?)?,
                reach: Reach::of(&row.get::<String>("scopes")?),
                created_at: row.get("created_at")?,
                expires_at: row.get("expires_at")?,
                used_at: row.get("used_at")?,
            })
        })
        .collect()
}

/// How many of `account` work.
pub fn count(tx: &mut Tx<'_>, account: AccountId) -> Result<i64> {
    let now = tx.now();
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM personal_token WHERE clinic = $1 AND account = $2 AND expires_at > $3",
        &params![tx.clinic(), account, now],
    )?;
    Ok(row.get("n")?)
}

/// Ends one of `account`; another account's is not found.
pub fn delete(tx: &mut Tx<'_>, account: AccountId, id: PersonalId) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM personal_token WHERE clinic = $1 AND account = $2 AND id = $3",
        &params![tx.clinic(), account, id],
    )?;
    if gone == 0 {
        return Err(ground::Error::NotFound.into());
    }
    tx.emit(Event::new("personal_token.revoked", id, None))?;
    Ok(())
}

/// Ends all of `account`.
pub fn delete_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute("DELETE FROM personal_token WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(())
}
