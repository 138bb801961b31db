//! Jobs: an outbox table written in the transaction that causes the work.
//!
//! A job names a kind and a subject (an id), nothing else, so the table holds no personal data and a job can be run
//! twice: its handler looks at the state and does what is missing. Failures wait 2, 4, 8, ... minutes and are stuck
//! after [`TRIES`]; `keepwell jobs` shows and retries them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use crate::db::{Engine, Row};
use crate::error::Result;
use crate::house::House;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{Actor, ClinicId, JobId, params};

/// Attempts before a job is stuck and waits for a person.
pub const TRIES: i64 = 10;
/// How long one attempt may take before another worker may try, in seconds.
const LEASE: i64 = 120;
/// Jobs taken at once.
const TAKE: u32 = 16;

/// Work to leave behind.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub kind: &'static str,
    /// The id the work is about. The same kind and subject waits once.
    pub subject: String,
    pub run_at: Timestamp,
}

/// A job that is due.
#[derive(Clone, Debug)]
pub struct Job {
    pub clinic: ClinicId,
    pub id: JobId,
    pub kind: String,
    pub subject: String,
    pub attempts: i64,
    pub state: String,
    pub run_at: Timestamp,
    pub cause: Option<String>,
}

/// What a handler returns: an error is tried again, its text is kept and must hold no personal data.
pub type JobResult = Result<(), String>;
type Run = Arc<dyn Fn(Scope, Job) -> BoxFuture<'static, JobResult> + Send + Sync>;

/// A kind of job and who runs it.
#[derive(Clone)]
pub struct Handler {
    pub kind: &'static str,
    pub purpose: Purpose,
    run: Run,
}

impl Handler {
    /// Jobs of `kind`, run for `purpose` by Keepwell itself.
    pub fn new<F, Fut>(kind: &'static str, purpose: Purpose, run: F) -> Handler
    where
        F: Fn(Scope, Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = JobResult> + Send + 'static,
    {
        Handler { kind, purpose, run: Arc::new(move |scope, job| Box::pin(run(scope, job))) }
    }
}

/// Work left again while it waits becomes one with it, under the newer id: whoever is at the older work meanwhile,
/// on this node or another, settles nothing that it has not seen.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewJob) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at) VALUES ($1, $2, $3, $4, $5, 0, 'due', $6)
         ON CONFLICT (clinic, kind, subject) DO UPDATE SET id = excluded.id, run_at = excluded.run_at, attempts = 0, state = 'due', leased_until = NULL, created_at = excluded.created_at",
        &params![clinic, JobId::new(now), new.kind, &new.subject, new.run_at, now],
    )?;
    Ok(())
}

fn from_row(row: &Row) -> Result<Job> {
    Ok(Job {
        clinic: row.get("clinic")?,
        id: row.get("id")?,
        kind: row.get("kind")?,
        subject: row.get("subject")?,
        attempts: row.get("attempts")?,
        state: row.get("state")?,
        run_at: row.get("run_at")?,
        cause: row.get("cause")?,
    })
}

/// Jobs that wait or are stuck, over all clinics, the longest waiting first.
pub async fn list(house: &House) -> Result<Vec<Job>> {
    Scope::installation(house)
        .read(|tx| -> Result<Vec<Job>> {
            tx.query("SELECT clinic, id, kind, subject, attempts, state, run_at, cause FROM job ORDER BY state DESC, run_at, id LIMIT 1000", &[])?.iter().map(from_row).collect()
        })
        .await
}

/// Makes stuck jobs due again: all, or the one with `id`. Returns how many.
pub async fn retry(house: &House, id: Option<JobId>) -> Result<u64> {
    let retried = Scope::installation(house)
        .write(move |tx| -> Result<u64> {
            let now = tx.now();
            match id {
                Some(id) => tx.execute("UPDATE job SET state = 'due', attempts = 0, run_at = $1, leased_until = NULL WHERE id = $2", &params![now, id]),
                None => tx.execute("UPDATE job SET state = 'due', attempts = 0, run_at = $1, leased_until = NULL WHERE state = 'stuck'", &params![now]),
            }
        })
        .await?;
    house.nudge_jobs();
    Ok(retried)
}

/// Runs due jobs until the program stops.
pub(crate) async fn serve(house: House) {
    loop {
        match take(&house).await {
            Ok(jobs) if jobs.is_empty() => {
                let _woken = tokio::time::timeout(Duration::from_millis(1_000), house.jobs_nudged()).await;
            }
            // Side by side: one slow relay must not use up the lease of the letters behind it.
            Ok(jobs) => drop(join_all(jobs.into_iter().map(|job| attempt(&house, job))).await),
            Err(error) => {
                tracing::warn!(cause = %error, "jobs could not be read");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
        if house.is_closing() {
            return;
        }
    }
}

/// Runs everything that is due now, one after another: for tests, which hold the clock.
pub async fn run_due(house: &House) -> Result<usize> {
    let mut ran = 0;
    loop {
        let jobs = take(house).await?;
        if jobs.is_empty() {
            return Ok(ran);
        }
        for job in jobs {
            attempt(house, job).await;
            ran += 1;
        }
    }
}

async fn take(house: &House) -> Result<Vec<Job>> {
    let scope = Scope::installation(house);
    let waiting = scope
        .read(|tx| -> Result<bool> {
            let now = tx.now();
            Ok(tx.optional("SELECT 1 AS one FROM job WHERE state = 'due' AND run_at <= $1 AND (leased_until IS NULL OR leased_until < $1) LIMIT 1", &params![now])?.is_some())
        })
        .await?;
    if !waiting {
        return Ok(Vec::new());
    }
    scope
        .write(|tx| -> Result<Vec<Job>> {
            let now = tx.now();
            let until = now + SignedDuration::from_secs(LEASE);
            // Several nodes take different rows; SQLite has one writer and needs no such words. Materialized, because
            // a plan may run a subquery that locks more than once and take more than it was to.
            let skip = match tx.engine() {
                Engine::Sqlite => "",
                Engine::Postgres => "FOR UPDATE SKIP LOCKED",
            };
            let sql = format!(
                "WITH free AS MATERIALIZED (
                     SELECT id FROM job WHERE state = 'due' AND run_at <= $1 AND (leased_until IS NULL OR leased_until < $1) ORDER BY run_at LIMIT $3 {skip})
                 UPDATE job SET leased_until = $2, attempts = attempts + 1 WHERE id IN (SELECT id FROM free)
                 RETURNING clinic, id, kind, subject, attempts, state, run_at, cause"
            );
            tx.query(&sql, &params![now, until, TAKE])?.iter().map(from_row).collect()
        })
        .await
}

async fn attempt(house: &House, job: Job) {
    let outcome = match (house.handler(&job.kind), house.clinic_by_id(job.clinic).await) {
        (Some(handler), Ok(Some(clinic))) => {
            let scope = Scope::new(house, clinic, Actor::automatic(), handler.purpose, handler.kind);
            // One job that panics must not end the running of all others; the log has the place.
            let ran = AssertUnwindSafe((handler.run)(scope, job.clone())).catch_unwind().await;
            ran.unwrap_or_else(|_| Err("it panicked".to_owned()))
        }
        (None, _) => Err("no room of this program knows this kind of job".to_owned()),
        (_, Ok(None)) => Err("its clinic is gone".to_owned()),
        (_, Err(error)) => Err(error.to_string()),
    };
    metrics::counter!("keepwell_jobs_total", "kind" => job.kind.clone(), "outcome" => if outcome.is_ok() { "done" } else { "failed" }).increment(1);
    if let Err(error) = settle(house, &job, outcome).await {
        tracing::warn!(cause = %error, kind = job.kind, "a job's outcome was not written; it will run again");
    }
}

async fn settle(house: &House, job: &Job, outcome: JobResult) -> Result<()> {
    let (id, attempts, kind) = (job.id, job.attempts, job.kind.clone());
    Scope::installation(house)
        .write(move |tx| -> Result<()> {
            match &outcome {
                // Only what this attempt saw is done: work left again meanwhile has an id of its own.
                Ok(()) => tx.execute("DELETE FROM job WHERE id = $1 AND attempts = $2", &params![id, attempts])?,
                Err(cause) => {
                    let state = if attempts >= TRIES { "stuck" } else { "due" };
                    let wait = SignedDuration::from_mins(1 << attempts.clamp(1, 10));
                    tracing::warn!(kind, attempts, state, cause, "a job failed");
                    let next = tx.now() + wait;
                    tx.execute("UPDATE job SET state = $3, run_at = $4, leased_until = NULL, cause = $5 WHERE id = $1 AND attempts = $2", &params![id, attempts, state, next, cause.as_str()])?
                }
            };
            Ok(())
        })
        .await
}
