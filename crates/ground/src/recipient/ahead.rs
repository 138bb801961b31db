//! What of the register is announced in a clinic before it counts there: the rows, and the evidence that nothing came sooner.
//!
//! A version that gives more is written with a day, and counts only where its announcement is closed as effective
//! ([`super::store`]): without a row of these nothing leaves by it, whoever forgot to write one. Whoever tells people, and looks
//! whether the letters left in time, is the office.

use jiff::Timestamp;

use super::store;
use super::{Entry, RecipientId, State};
use crate::db::Row;
use crate::error::Result;
use crate::id::AccountId;
use crate::tx::Tx;
use crate::{mail, params};

/// One announcement in the clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    pub recipient: RecipientId,
    /// The version of the entry with which it was announced.
    pub version: i64,
    pub published_at: Timestamp,
    /// From when it counts.
    pub effective_at: Timestamp,
    /// The last account that was written to.
    pub told_to: Option<AccountId>,
    /// When the last letter was written.
    pub told_at: Option<Timestamp>,
    /// It counts.
    pub is_effective: bool,
    /// From when it was to count when it was announced first; none where that was not noted yet.
    pub first_at: Option<Timestamp>,
    /// It counted already, and is announced afterwards.
    pub afterwards: bool,
}

const COLUMNS: &str = "recipient, version, state, published_at, effective_at, first_at, told_to, told_at,
    CAST(CASE WHEN EXISTS (SELECT 1 FROM recipient r WHERE r.clinic = recipient_ahead.clinic AND r.id = recipient_ahead.recipient
        AND r.version = recipient_ahead.version AND r.basis = 'needed') OR EXISTS (SELECT 1 FROM installation_recipient r
        WHERE r.id = recipient_ahead.recipient AND r.version = recipient_ahead.version AND r.basis = 'needed') THEN 1 ELSE 0 END AS BIGINT) AS afterwards";
/// Announcements that are looked at in one go.
const MOST: u32 = 500;

fn from_row(row: &Row) -> Result<Announced> {
    Ok(Announced {
        recipient: row.get("recipient")?,
        version: row.get("version")?,
        published_at: row.get("published_at")?,
        effective_at: row.get("effective_at")?,
        told_to: row.get("told_to")?,
        told_at: row.get("told_at")?,
        is_effective: row.get::<String>("state")? == "effective",
        first_at: row.get("first_at")?,
        afterwards: row.get("afterwards")?,
    })
}

/// What waits for its day, or counts already and is told afterwards, and was not announced in the clinic yet.
///
/// # Errors
/// Those of the store.
pub fn unannounced(tx: &mut Tx<'_>) -> Result<Vec<Entry>> {
    let mut all = Vec::new();
    let open = |entry: &Entry| (entry.waits || entry.afterwards) && entry.state != State::Ended;
    for entry in store::to_tell(tx)?.into_iter().filter(open) {
        let sql = "SELECT 1 AS one FROM recipient_ahead WHERE clinic = $1 AND recipient = $2 AND version = $3";
        if tx.optional(sql, &params![tx.clinic(), entry.id, entry.ahead])?.is_none() {
            all.push(entry);
        }
    }
    Ok(all)
}

/// Announces what `entry` gives more, for `at`; what counts already, for since when it does.
///
/// # Errors
/// Those of the store.
pub fn announce(tx: &mut Tx<'_>, entry: &Entry, at: Timestamp) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO recipient_ahead (clinic, recipient, version, state, published_at, effective_at, first_at)
         VALUES ($1, $2, $3, 'announced', $4, $5, $5) ON CONFLICT (clinic, recipient, version) DO NOTHING",
        &params![clinic, entry.id, entry.ahead, now, if entry.afterwards { entry.effective_at } else { at }],
    )
    .map(drop)
}

/// What is announced and does not count yet, the soonest first, each with the version that will count; none where something else
/// was written in its place.
///
/// # Errors
/// Those of the store.
pub fn announced(tx: &mut Tx<'_>) -> Result<Vec<(Announced, Option<Entry>)>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM recipient_ahead WHERE clinic = $1 AND state = 'announced' ORDER BY effective_at, recipient LIMIT $2"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), MOST])?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let coming = store::to_tell(tx)?;
    let find = |one: &Announced| coming.iter().find(|e| e.id == one.recipient && e.ahead == Some(one.version)).cloned();
    rows.iter().map(from_row).map(|one| one.map(|one| (one.clone(), find(&one)))).collect()
}

/// What was announced since `since` and not taken back, the newest first. Where the installation's entry counted at once as an
/// equal of one that counted, nothing was announced.
///
/// # Errors
/// Those of the store.
pub fn announced_since(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Announced>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM recipient_ahead WHERE clinic = $1 AND published_at >= $2 AND state <> 'withdrawn'
         AND NOT (effective_at <= published_at AND EXISTS (SELECT 1 FROM installation_recipient r
            WHERE r.id = recipient_ahead.recipient AND r.version = recipient_ahead.version AND r.basis = 'equal'))
         ORDER BY published_at DESC, recipient, version LIMIT $3"
    );
    tx.query(&sql, &params![tx.clinic(), since, MOST])?.iter().map(from_row).collect()
}

/// Moves the day of one to `at`; no day is moved nearer. True if it was moved.
///
/// # Errors
/// Those of the store.
pub fn postpone(tx: &mut Tx<'_>, one: &mut Announced, at: Timestamp) -> Result<bool> {
    if one.effective_at >= at {
        return Ok(false);
    }
    let sql = "UPDATE recipient_ahead SET effective_at = $4 WHERE clinic = $1 AND recipient = $2 AND version = $3 AND state = 'announced'";
    tx.execute(sql, &params![tx.clinic(), one.recipient, one.version, at])?;
    one.effective_at = at;
    Ok(true)
}

/// Notes how far the letters about one came: to `last`, or to everyone.
///
/// # Errors
/// Those of the store.
pub fn written(tx: &mut Tx<'_>, one: &Announced, last: Option<AccountId>) -> Result<()> {
    let (clinic, at) = (tx.clinic(), last.is_none().then(|| tx.now()));
    tx.execute(
        "UPDATE recipient_ahead SET told_to = COALESCE($4, told_to), told_at = $5 WHERE clinic = $1 AND recipient = $2 AND version = $3",
        &params![clinic, one.recipient, one.version, last, at],
    )
    .map(drop)
}

fn close(tx: &mut Tx<'_>, one: &Announced, state: &str) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE recipient_ahead SET state = $4, closed_at = $5 WHERE clinic = $1 AND recipient = $2 AND version = $3",
        &params![clinic, one.recipient, one.version, state, now],
    )
    .map(drop)
}

/// Lets one count from now on; letters that waited for it go.
///
/// # Errors
/// Those of the store.
pub fn takes_effect(tx: &mut Tx<'_>, one: &Announced) -> Result<()> {
    close(tx, one, "effective")?;
    mail::released(tx)
}

/// Notes that one will never count: something else was written in its place.
///
/// # Errors
/// Those of the store.
pub fn withdraw(tx: &mut Tx<'_>, one: &Announced) -> Result<()> {
    close(tx, one, "withdrawn")
}

/// How much left within the days since `since` for whoever was announced, before the day from which that counted in the clinic.
///
/// # Errors
/// Those of the store.
pub fn early(tx: &mut Tx<'_>, since: Timestamp) -> Result<i64> {
    let zone = tx.settings().zone.clone();
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let rows = tx.query(
        "SELECT day, recipient, version, asks FROM recipient_ask WHERE clinic = $1 AND day >= $2 AND outcome = 'left'
         ORDER BY day",
        &params![tx.clinic(), day(since).to_string()],
    )?;
    let mut known: Vec<(String, i64, Option<Entry>)> = Vec::new();
    let mut early = 0;
    for row in &rows {
        let (id, version): (String, i64) = (row.get("recipient")?, row.get("version")?);
        if !known.iter().any(|(one, of, _)| *one == id && *of == version) {
            let entry = store::version(tx, &id, version)?;
            known.push((id.clone(), version, entry));
        }
        let entry = known.iter().find(|(one, of, _)| *one == id && *of == version).and_then(|(.., one)| one.as_ref());
        let Some(entry) = entry.filter(|entry| entry.ahead.is_some()) else { continue };
        let on: String = row.get("day")?;
        if entry.waits || on < day(entry.effective_at).to_string() {
            early += row.get::<i64>("asks")?;
        }
    }
    Ok(early)
}
