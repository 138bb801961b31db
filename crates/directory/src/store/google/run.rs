//! What came of each look at a directory.

use ground::db::Row;
use ground::{Event, Tx, params};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::model::RunId;

/// How a look ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What it found was done.
    Applied,
    /// It found nothing to do.
    Unchanged,
    /// Nothing was done, and a person may approve it.
    Held,
    /// Nothing was done, and nobody may.
    Refused,
    /// The directory was not read.
    Failed,
    /// It was only a look.
    Tried,
}

impl Outcome {
    const ALL: [Outcome; 6] =
        [Outcome::Applied, Outcome::Unchanged, Outcome::Held, Outcome::Refused, Outcome::Failed, Outcome::Tried];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Applied => "applied",
            Outcome::Unchanged => "unchanged",
            Outcome::Held => "held",
            Outcome::Refused => "refused",
            Outcome::Failed => "failed",
            Outcome::Tried => "tried",
        }
    }
}

/// A look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: RunId,
    pub begun_at: Timestamp,
    pub ended_at: Timestamp,
    pub trial: bool,
    pub outcome: Outcome,
    /// Why nothing was done: words of ours, one after the other.
    pub reasons: String,
    /// How many of each: `joined=3 left=1`.
    pub counts: String,
    /// The plan's digest, in hexadecimal.
    pub digest: Option<String>,
    pub approved_at: Option<Timestamp>,
}

/// A look that ended.
#[derive(Clone, Debug)]
pub struct NewRun {
    pub begun_at: Timestamp,
    pub trial: bool,
    pub outcome: Outcome,
    pub reasons: String,
    pub counts: String,
    pub digest: Option<String>,
}

/// Looks that are kept.
const KEPT: i64 = 500;

/// Writes down how a look ended, and forgets the oldest.
pub fn create(tx: &mut Tx<'_>, new: &NewRun) -> Result<RunId> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = RunId::new(now);
    tx.execute(
        "INSERT INTO directory_run (clinic, id, begun_at, ended_at, trial, outcome, reasons, counts, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            clinic, id, new.begun_at, now, new.trial, new.outcome.as_str(), &new.reasons, &new.counts, new.digest.clone()
        ],
    )?;
    tx.execute(
        "DELETE FROM directory_run WHERE clinic = $1 AND id IN (SELECT id FROM directory_run WHERE clinic = $1 ORDER BY ended_at DESC, id DESC LIMIT 1000 OFFSET $2)",
        &params![clinic, KEPT],
    )?;
    tx.emit(Event::new("directory.run_ended", id, None))?;
    Ok(id)
}

fn from_row(row: &Row) -> Result<Run> {
    let outcome: String = row.get("outcome")?;
    Ok(Run {
        id: row.get("id")?,
        begun_at: row.get("begun_at")?,
        ended_at: row.get("ended_at")?,
        trial: row.get("trial")?,
        outcome: Outcome::ALL
            .into_iter()
            .find(|known| known.as_str() == outcome)
            .ok_or_else(|| Error::internal("a look at a directory with an unknown end"))?,
        reasons: row.get("reasons")?,
        counts: row.get("counts")?,
        digest: row.get("digest")?,
        approved_at: row.get("approved_at")?,
    })
}

/// The newest looks first.
pub fn list(tx: &mut Tx<'_>, most: u32) -> Result<Vec<Run>> {
    let rows = tx.query(
        "SELECT id, begun_at, ended_at, trial, outcome, reasons, counts, digest, approved_at FROM directory_run
         WHERE clinic = $1 ORDER BY ended_at DESC, id DESC LIMIT $2",
        &params![tx.clinic(), most],
    )?;
    rows.iter().map(from_row).collect()
}

/// A person approves the plan that is held, and no other: it is done when the next look finds the very same.
///
/// # Errors
/// [`Error::Changed`] where the newest look that was no trial is not held with this digest.
pub fn approve(tx: &mut Tx<'_>, digest: &str) -> Result<()> {
    let newest = newest(tx)?.filter(|run| run.outcome == Outcome::Held && run.digest.as_deref() == Some(digest));
    let Some(run) = newest else { return Err(Error::Changed) };
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE directory_run SET approved_at = $3, approved_by = $4 WHERE clinic = $1 AND id = $2",
        &params![clinic, run.id, now, actor],
    )?;
    Ok(())
}

/// When the directory was followed last: all that it said was done, or there was nothing to do.
pub fn followed(tx: &mut Tx<'_>) -> Result<Option<Timestamp>> {
    let row = tx.one(
        "SELECT MAX(ended_at) AS at FROM directory_run WHERE clinic = $1 AND trial = 0 AND outcome IN ('applied', 'unchanged')",
        &params![tx.clinic()],
    )?;
    Ok(row.get("at")?)
}

/// The newest look that was no trial.
pub fn newest(tx: &mut Tx<'_>) -> Result<Option<Run>> {
    let row = tx.optional(
        "SELECT id, begun_at, ended_at, trial, outcome, reasons, counts, digest, approved_at FROM directory_run
         WHERE clinic = $1 AND trial = 0 ORDER BY ended_at DESC, id DESC LIMIT 1",
        &params![tx.clinic()],
    )?;
    row.as_ref().map(from_row).transpose()
}

/// The digest that was approved, if what was approved is still the newest.
pub fn approved(tx: &mut Tx<'_>) -> Result<Option<String>> {
    Ok(newest(tx)?.filter(|run| run.approved_at.is_some()).and_then(|run| run.digest))
}

/// Notes how much differed still after what was found was done.
pub fn drift(tx: &mut Tx<'_>, id: RunId, changes: usize) -> Result<()> {
    tx.execute(
        "UPDATE directory_run SET counts = counts || $3 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, format!(" drift={changes}")],
    )?;
    Ok(())
}
