//! What waits and what is stuck, for whoever runs the program.

use super::{FREE, Job, from_row};
use crate::error::Result;
use crate::house::House;
use crate::scope::Scope;
use crate::{JobId, params};

/// Jobs that are listed at most.
pub const LISTED: usize = 1_000;

/// Jobs that wait or are stuck, over all clinics, the longest waiting first; no more than [`LISTED`].
pub async fn list(house: &House) -> Result<Vec<Job>> {
    Scope::installation(house)
        .read(|tx| -> Result<Vec<Job>> {
            tx.query("SELECT clinic, id, kind, subject, attempts, state, run_at, cause, generation FROM job ORDER BY state DESC, run_at, id LIMIT $1", &params![LISTED as i64])?.iter().map(from_row).collect()
        })
        .await
}

/// How many jobs are stuck, over all clinics.
pub async fn stuck(house: &House) -> Result<u64> {
    let count = "SELECT COUNT(*) AS jobs FROM job WHERE state = 'stuck'";
    Scope::installation(house)
        .read(move |tx| -> Result<u64> { Ok(tx.one(count, &[])?.get::<i64>("jobs")?.unsigned_abs()) })
        .await
}

/// Makes stuck jobs due again: all, or the one with `id`, which may also wait for its time, or be under way and begin once
/// more. Returns how many; one that is due already is left as it is.
pub async fn retry(house: &House, id: Option<JobId>) -> Result<u64> {
    let retried = Scope::installation(house)
        .write(move |tx| -> Result<u64> {
            let now = tx.now();
            let again = "UPDATE job SET state = 'due', attempts = 0, run_at = $1, leased_until = NULL, generation = generation + 1";
            match id {
                Some(id) => tx.execute(
                    &format!("{again} WHERE id = $2 AND NOT ({FREE})"),
                    &params![now, id],
                ),
                None => tx.execute(&format!("{again} WHERE state = 'stuck'"), &params![now]),
            }
        })
        .await?;
    house.nudge_jobs();
    Ok(retried)
}
