//! Sessions.

use ground::{AccountId, FRESH_MINUTES, PersonId, Role, RoleSet, Tx, params};
use jiff::{SignedDuration, Timestamp};

use super::own_role::{HELD, held};
use crate::error::{Error, Result};
use crate::factor::{Shown, need};
use crate::model::{Account, Device, Session, SessionId, SignedIn, is_over};
use crate::rules::is_staff;
use crate::session::{Secret, Times, expiry};

/// Who is behind a session, and its times.
#[derive(Clone, Debug)]
pub struct Behind {
    pub account: AccountId,
    pub person: PersonId,
    pub roles: RoleSet,
    pub shown_as: Option<String>,
    /// When the account ends by itself.
    pub ends_at: Option<Timestamp>,
    pub times: Times,
}

impl Behind {
    /// Whether the account is over at `now`, or its holder showed less than is asked of whom a clinic lets in to help.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let guest = self.roles.contains(Role::Operator);
        is_over(self.roles, self.ends_at, now) || guest && !self.times.two_factors
    }
}

/// Who holds the session of `hash`, unless the account was closed: one read by two primary keys.
pub fn behind(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<Behind>> {
    let row = tx.optional(
        &format!(
            "SELECT s.account, s.person, s.started_at, s.seen_at, s.expires_at, s.staff, s.two_factors, account.roles, account.shown_as, account.ends_at, {HELD}
             FROM session s JOIN account ON account.clinic = s.clinic AND account.id = s.account
             WHERE s.clinic = $1 AND s.token_hash = $2 AND account.deactivated_at IS NULL"
        ),
        &params![tx.clinic(), hash],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Behind {
        account: row.get("account")?,
        person: row.get("person")?,
        roles: held(&tx.scope().house().policy, &row)?,
        shown_as: row.get("shown_as")?,
        ends_at: row.get("ends_at")?,
        times: times(&row)?,
    }))
}

fn times(row: &ground::db::Row) -> Result<Times> {
    Ok(Times {
        started_at: row.get("started_at")?,
        seen_at: row.get("seen_at")?,
        expires_at: row.get("expires_at")?,
        staff: row.get("staff")?,
        two_factors: row.get("two_factors")?,
    })
}

/// Begins a session of `account` on `device`, which the account knows when it is `familiar`. This is the one place where
/// a session begins, so no door forgets to ask for the second factor.
///
/// # Errors
/// [`Error::Closed`] when the account is not open to its holder; [`Error::Unproven`] when it asks for more than was shown.
pub fn begin(tx: &mut Tx<'_>, account: &Account, device: &Device, familiar: bool, shown: Shown) -> Result<Session> {
    if !account.is_open() || account.has_ended(tx.now()) {
        return Err(Error::Closed);
    }
    if shown == Shown::Password && need(tx, account)?.is_some() {
        return Err(Error::Unproven);
    }
    super::alert::seen(tx, account, device, familiar || shown == Shown::Nothing)?;
    let now = tx.now();
    let (id, secret) = (SessionId::new(now), Secret::fresh());
    let expires_at = expiry(&tx.settings().parameters, now);
    let expires_at = account.ends_at.map_or(expires_at, |end| end.min(expires_at));
    tx.execute(
        "INSERT INTO session (clinic, token_hash, id, account, person, started_at, seen_at, expires_at, browser, block, staff, two_factors, proven_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $6)",
        &params![
            tx.clinic(), secret.hash(), id, account.id, account.person, now, expires_at, &device.browser, &device.block, is_staff(account.held),
            shown != Shown::Password
        ],
    )?;
    Ok(Session { id, account: account.id, person: account.person, secret })
}

/// Notes that the session was seen now.
pub fn note(tx: &mut Tx<'_>, hash: &[u8]) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE session SET seen_at = $3 WHERE clinic = $1 AND token_hash = $2 AND seen_at < $3",
        &params![clinic, hash, now],
    )?;
    Ok(())
}

/// When the holder of the session last showed who they are, and whether by two factors; none when it has ended.
pub fn proven(tx: &mut Tx<'_>, hash: &[u8]) -> Result<Option<(Timestamp, bool)>> {
    let row = tx.optional(
        "SELECT proven_at, two_factors FROM session WHERE clinic = $1 AND token_hash = $2",
        &params![tx.clinic(), hash],
    )?;
    row.map(|row| Ok((row.get("proven_at")?, row.get("two_factors")?))).transpose()
}

/// Whether the session's holder showed who they are lately enough for what a session is not enough for.
pub fn is_fresh(tx: &mut Tx<'_>, hash: &[u8]) -> Result<bool> {
    let now = tx.now();
    let proven = proven(tx, hash)?;
    Ok(proven.is_some_and(|(at, _)| now.duration_since(at) < SignedDuration::from_mins(FRESH_MINUTES)))
}

/// Notes that the session's holder showed who they are now.
pub fn prove(tx: &mut Tx<'_>, hash: &[u8]) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute("UPDATE session SET proven_at = $3 WHERE clinic = $1 AND token_hash = $2", &params![clinic, hash, now])?;
    Ok(())
}

/// Notes that the session's holder showed who they are then, and not since.
pub fn proven_at(tx: &mut Tx<'_>, hash: &[u8], at: Timestamp) -> Result<()> {
    let clinic = tx.clinic();
    tx.execute("UPDATE session SET proven_at = $3 WHERE clinic = $1 AND token_hash = $2", &params![clinic, hash, at])?;
    Ok(())
}

/// The session's holder has shown two factors by now.
pub fn shown_both(tx: &mut Tx<'_>, hash: &[u8]) -> Result<()> {
    tx.execute(
        "UPDATE session SET two_factors = 1 WHERE clinic = $1 AND token_hash = $2",
        &params![tx.clinic(), hash],
    )?;
    Ok(())
}

/// Ends the sessions of `account` that began with its password alone.
pub fn end_of_one_factor(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute(
        "DELETE FROM session WHERE clinic = $1 AND account = $2 AND two_factors = 0",
        &params![tx.clinic(), account],
    )?;
    Ok(())
}

/// Ends the session of `hash`.
pub fn end(tx: &mut Tx<'_>, hash: &[u8]) -> Result<()> {
    tx.execute("DELETE FROM session WHERE clinic = $1 AND token_hash = $2", &params![tx.clinic(), hash])?;
    Ok(())
}

/// Ends one session of `account`; another account's is not found.
pub fn end_one(tx: &mut Tx<'_>, account: AccountId, id: SessionId) -> Result<()> {
    let ended = tx.execute(
        "DELETE FROM session WHERE clinic = $1 AND account = $2 AND id = $3",
        &params![tx.clinic(), account, id],
    )?;
    if ended == 0 { Err(ground::Error::NotFound.into()) } else { Ok(()) }
}

/// Ends every session of `account`.
pub fn end_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute("DELETE FROM session WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(())
}

/// The browsers signed in to `account`, the one seen last first. Who asks leaves out those that have ended by
/// themselves and wait for the sweep.
pub fn list(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<SignedIn>> {
    let now: Timestamp = tx.now();
    let rows = tx.query(
        "SELECT id, token_hash, started_at, seen_at, expires_at, staff, two_factors, browser, block FROM session
         WHERE clinic = $1 AND account = $2 AND expires_at > $3 ORDER BY seen_at DESC, id DESC",
        &params![tx.clinic(), account, now],
    )?;
    rows.iter()
        .map(|row| {
            Ok(SignedIn {
                id: row.get("id")?,
                token_hash: row.get("token_hash")?,
                times: times(row)?,
                device: Device { browser: row.get("browser")?, block: row.get("block")? },
            })
        })
        .collect()
}
