//! Letters that should have gone out by now, for whoever looks after the clinic or the machine.

use jiff::{SignedDuration, Timestamp};

use super::SEND;
use crate::error::Result;
use crate::house::House;
use crate::params;
use crate::scope::Scope;
use crate::tx::Tx;

/// How long a letter may wait before somebody is told: a relay that is busy for a moment is no news.
const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

/// Letters that wait for too long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    pub letters: u64,
    /// When the oldest of them was written.
    pub since: Timestamp,
    /// What was wrong when one was tried last; none where nobody tried.
    pub cause: Option<String>,
}

/// Which letters: those that wait and are still to be sent. Of somebody who was erased a letter is not.
const THEM: &str = "FROM mail JOIN job ON job.clinic = mail.clinic AND job.kind = $2 AND job.subject = mail.id
     WHERE mail.state = 'waiting' AND mail.created_at < $1
     AND mail.clinic NOT IN (SELECT id FROM clinic WHERE suspended_at IS NOT NULL)";

/// The clinic's letters that wait for too long.
pub fn late(tx: &mut Tx<'_>) -> Result<Option<Late>> {
    let clinic = tx.clinic().to_string();
    look(tx, Some(clinic))
}

/// Those of all clinics.
pub async fn late_anywhere(house: &House) -> Result<Option<Late>> {
    Scope::installation(house).read(|tx| look(tx, None)).await
}

fn look(tx: &mut Tx<'_>, clinic: Option<String>) -> Result<Option<Late>> {
    let (before, of) = (tx.now() - PATIENCE, if clinic.is_some() { "AND mail.clinic = $3" } else { "" });
    let mut values = params![before, SEND].to_vec();
    values.extend(clinic.map(Into::into));
    let row = tx.one(&format!("SELECT COUNT(*) AS letters, MIN(mail.created_at) AS since {THEM} {of}"), &values)?;
    let letters = row.get::<i64>("letters")?.unsigned_abs();
    let Some(since) = row.get::<Option<Timestamp>>("since")? else { return Ok(None) };
    // What was tried last is tried again last.
    let last = format!("SELECT job.cause {THEM} {of} AND job.cause IS NOT NULL ORDER BY job.run_at DESC LIMIT 1");
    let cause = tx.optional(&last, &values)?.map(|row| row.get("cause")).transpose()?;
    Ok(Some(Late { letters, since, cause }))
}
