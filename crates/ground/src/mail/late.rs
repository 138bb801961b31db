//! Letters that should have gone out by now, for whoever looks after the clinic or the machine.

use jiff::{SignedDuration, Timestamp};

use super::{SEND, Transport};
use crate::error::Result;
use crate::house::House;
use crate::params;
use crate::paused::PAUSED;
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
     WHERE mail.state = 'waiting' AND mail.created_at < $1";

/// Which of them wait for another day because the clinic may send no more on this one: nobody tried, and nothing is wrong.
const PUT_OFF: &str = "mail.counted = 1 AND job.attempts = 0 AND job.run_at > $3
     AND EXISTS (SELECT 1 FROM clinic WHERE clinic.id = mail.clinic AND clinic.allowance LIKE '%letters_a_day%')";

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
    // Without a relay every letter looks again later, and that is told.
    let put_off =
        if matches!(tx.house().post.transport, Transport::Nowhere) { "CAST($3 AS BIGINT) IS NULL" } else { PUT_OFF };
    let of = if clinic.is_some() { "AND mail.clinic = $4" } else { "" };
    let of = format!(
        "AND NOT EXISTS (SELECT 1 FROM clinic WHERE clinic.id = mail.clinic AND {PAUSED}) AND NOT ({put_off}) {of}"
    );
    let mut values = params![tx.now() - PATIENCE, SEND, tx.now()].to_vec();
    values.extend(clinic.map(Into::into));
    let row = tx.one(&format!("SELECT COUNT(*) AS letters, MIN(mail.created_at) AS since {THEM} {of}"), &values)?;
    let letters = row.get::<i64>("letters")?.unsigned_abs();
    let Some(since) = row.get::<Option<Timestamp>>("since")? else { return Ok(None) };
    // What was tried last is tried again last.
    let last = format!("SELECT job.cause {THEM} {of} AND job.cause IS NOT NULL ORDER BY job.run_at DESC LIMIT 1");
    let cause = tx.optional(&last, &values)?.map(|row| row.get("cause")).transpose()?;
    Ok(Some(Late { letters, since, cause }))
}
