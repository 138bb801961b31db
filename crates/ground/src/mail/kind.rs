//! The letters of one kind, for whoever waits for all of them: how many were written, left, wait, and can be sent no more.

use jiff::Timestamp;

use super::SEND;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// What a letter `m` is that waits and can still be sent: the job that sends it has not given up.
pub const AWAITED: &str = "m.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM job j
    WHERE j.clinic = m.clinic AND j.kind = 'mail.send' AND j.subject = m.id AND j.state = 'stuck')";

/// How the letters of one kind stand that were written within a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub written: i64,
    /// Those that wait.
    pub waiting: i64,
    /// Those of them whose job has given up.
    pub stuck: i64,
    /// Those that were not handed on in time, and left later, since the moment that was asked about.
    pub late: i64,
}

impl Standing {
    /// Not one of them left: nobody could be written to.
    pub fn reached_nobody(&self) -> bool {
        self.written > 0 && self.waiting == self.written
    }
}

/// How those stand that were written from `from` to `to`; late are those that left after `to`, and since `since`.
///
/// # Errors
/// Those of the store.
pub fn standing(tx: &mut Tx<'_>, kind: &str, from: Timestamp, to: Timestamp, since: Timestamp) -> Result<Standing> {
    let count = |which: &str| format!("CAST(COALESCE(SUM(CASE WHEN {which} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    let sql = format!(
        "SELECT COUNT(*) AS written, {} AS waiting, {} AS awaited, {} AS late FROM mail m
         WHERE m.clinic = $1 AND m.kind = $2 AND m.created_at >= $3 AND m.created_at <= $4",
        count("m.state = 'waiting'"),
        count(AWAITED),
        count("m.state <> 'waiting' AND m.sent_at > $4 AND m.sent_at > $5"),
    );
    let row = tx.one(&sql, &params![tx.clinic(), kind, from, to, since])?;
    let (waiting, awaited): (i64, i64) = (row.get("waiting")?, row.get("awaited")?);
    Ok(Standing { written: row.get("written")?, waiting, stuck: waiting - awaited, late: row.get("late")? })
}

/// Has those tried again whose job gave up and has rested since, of those that were written after `since`.
///
/// # Errors
/// Those of the store.
pub fn try_again(tx: &mut Tx<'_>, kind: &str, since: Timestamp) -> Result<()> {
    let sql =
        "UPDATE job SET state = 'due', attempts = 0, run_at = $3, leased_until = NULL, generation = generation + 1
         WHERE clinic = $1 AND kind = $4 AND state = 'stuck' AND run_at <= $3 AND subject IN
         (SELECT m.id FROM mail m WHERE m.clinic = $1 AND m.kind = $2 AND m.state = 'waiting' AND m.created_at > $5)";
    tx.execute(sql, &params![tx.clinic(), kind, tx.now(), SEND, since]).map(drop)
}

/// How many letters of a kind the clinic wrote, and how many of them wait to be sent.
///
/// # Errors
/// Those of the store.
pub fn of_kind(tx: &mut Tx<'_>, kind: &str) -> Result<(u64, u64)> {
    let row = tx.one(
        "SELECT COUNT(*) AS written, CAST(COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting
         FROM mail WHERE clinic = $1 AND kind = $2",
        &params![tx.clinic(), kind],
    )?;
    Ok((row.get::<i64>("written")?.unsigned_abs(), row.get::<i64>("waiting")?.unsigned_abs()))
}

/// How many letters of a kind that were written after `since` wait and can still be sent.
///
/// # Errors
/// Those of the store.
pub fn awaited(tx: &mut Tx<'_>, kind: &str, since: Timestamp) -> Result<u64> {
    let sql = format!(
        "SELECT COUNT(*) AS letters FROM mail m WHERE m.clinic = $1 AND m.kind = $2 AND m.created_at > $3 AND {AWAITED}"
    );
    Ok(tx.one(&sql, &params![tx.clinic(), kind, since])?.get::<i64>("letters")?.unsigned_abs())
}

/// When the last letter of a kind left until `to`, of those that were written from `from` to `to`.
///
/// # Errors
/// Those of the store.
pub fn last_of_kind(tx: &mut Tx<'_>, kind: &str, from: Timestamp, to: Timestamp) -> Result<Option<Timestamp>> {
    let sql = "SELECT MAX(sent_at) AS last FROM mail
         WHERE clinic = $1 AND kind = $2 AND created_at >= $3 AND created_at <= $4 AND sent_at <= $4";
    tx.one(sql, &params![tx.clinic(), kind, from, to])?.get("last")
}

/// Takes back the letters of a kind that still wait: what they say is so no more.
///
/// # Errors
/// Those of the store.
pub fn take_back(tx: &mut Tx<'_>, kind: &str) -> Result<()> {
    let sql = "DELETE FROM mail WHERE clinic = $1 AND kind = $2 AND state = 'waiting'";
    tx.execute(sql, &params![tx.clinic(), kind]).map(drop)
}
