//! Jobs: an outbox table written in the transaction that causes the work.
//!
//! A job names a kind and a subject (an id), nothing else, so the table holds no personal data and a job can be run
//! twice: its handler looks at the state and does what is missing. Failures wait 2, 4, 8, ... minutes and are stuck
//! after [`TRIES`]; `keepwell jobs` shows and retries them.
//!
//! An attempt that never ends, because the process did, is one of the [`TRIES`] too. Every leaving, taking and retrying
//! of a job gives it another generation, and only an attempt of the newest says how it ended.
//!
//! Times are the machine's, whose clock may be set back: what an earlier clock left far ahead is put right ([`set_right`]).

mod shown;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::clinic::Clinic;
use crate::db::{Engine, Row};
use crate::error::Result;
use crate::house::House;
use crate::mail;
use crate::paused::{CLOSED, PAUSED};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{Actor, ClinicId, JobId, params};

pub use shown::{LISTED, list, retry, stuck};

/// Attempts before a job is stuck and waits for a person.
pub const TRIES: i64 = 10;
/// How long after an attempt began another worker may try, in seconds.
const LEASE: i64 = 120;
/// How long one attempt may take: it has ended, and said so, before its lease has.
const LIMIT: Duration = Duration::from_secs(90);
/// A clock that goes back by less was only adjusted.
const ADJUSTED: i64 = 5_000_000;
/// The first wait after a failure, in microseconds, half of it: 2, 4, 8, ... minutes.
const MINUTE: i64 = 60_000_000;
/// Jobs run side by side.
const SIDE_BY_SIDE: usize = 16;

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
    generation: i64,
    /// Its last attempt never ended.
    unended: bool,
}

/// What a handler returns: an error is tried again, its text is kept and must hold no personal data.
pub type JobResult = Result<(), String>;
type Run = Arc<dyn Fn(Scope, Job) -> BoxFuture<'static, JobResult> + Send + Sync>;

/// A kind of job and who runs it.
#[derive(Clone)]
pub struct Handler {
    pub kind: &'static str,
    pub purpose: Purpose,
    limit: Duration,
    /// How many of them this process has under way, and how many it may; none where they may be as many as any.
    places: Option<(Arc<AtomicUsize>, usize)>,
    /// Whether they are done for a clinic that is paused too, or whose edition lacks their room.
    always: bool,
    /// The room that does them.
    of: &'static str,
    run: Run,
}

impl Handler {
    /// Jobs of `kind`, run for `purpose` by Keepwell itself.
    pub fn new<F, Fut>(kind: &'static str, purpose: Purpose, run: F) -> Handler
    where
        F: Fn(Scope, Job) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = JobResult> + Send + 'static,
    {
        Handler {
            kind,
            purpose,
            limit: LIMIT,
            places: None,
            always: false,
            of: "",
            run: Arc::new(move |scope, job| Box::pin(run(scope, job))),
        }
    }

    /// Jobs that are given up sooner, for what should take a moment.
    #[must_use]
    pub fn within(self, limit: Duration) -> Handler {
        Handler { limit: limit.min(LIMIT), ..self }
    }

    /// Jobs that do not wait while their clinic is paused: what ends what somebody no longer wants kept.
    #[must_use]
    pub fn always(self) -> Handler {
        Handler { always: true, ..self }
    }

    /// As jobs of this room.
    pub(crate) fn of(self, room: &'static str) -> Handler {
        Handler { of: room, ..self }
    }

    /// Whether they mean anything to a clinic: not where its edition lacks their room, but for what must be done all the same.
    fn is_for(&self, clinic: &Clinic) -> bool {
        self.always || clinic.parameters.edition.has_room(self.of)
    }

    /// Jobs of which at most `most` are under way side by side, for what waits for somebody else: the other places are for
    /// the other kinds.
    #[must_use]
    pub fn few(self, most: usize) -> Handler {
        Handler { places: Some((Arc::default(), most)), ..self }
    }

    /// How many more may begin; none where that is not counted.
    fn room(&self) -> Option<usize> {
        self.places.as_ref().map(|(taken, most)| most.saturating_sub(taken.load(Ordering::SeqCst)))
    }

    /// Takes a place until it is dropped.
    fn place(&self) -> Option<Place> {
        self.places.as_ref().map(|(taken, _)| {
            taken.fetch_add(1, Ordering::SeqCst);
            Place(taken.clone())
        })
    }
}

/// A place among those of one kind.
struct Place(Arc<AtomicUsize>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

pub(crate) fn insert(tx: &mut Tx<'_>, new: &NewJob) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at) VALUES ($1, $2, $3, $4, $5, 0, 'due', $6)
         ON CONFLICT (clinic, kind, subject) DO UPDATE SET run_at = excluded.run_at, attempts = 0, state = 'due', leased_until = NULL,
         created_at = excluded.created_at, generation = job.generation + 1",
        &params![clinic, JobId::new(now), new.kind, &new.subject, new.run_at, now],
    )?;
    Ok(())
}

/// The same, but one that is there already stays as it is: how often it was tried, when it is tried again, that it is stuck.
pub(crate) fn insert_once(tx: &mut Tx<'_>, new: &NewJob) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at) VALUES ($1, $2, $3, $4, $5, 0, 'due', $6)
         ON CONFLICT (clinic, kind, subject) DO NOTHING",
        &params![clinic, JobId::new(now), new.kind, &new.subject, new.run_at, now],
    )?;
    Ok(())
}

pub(crate) fn delete(tx: &mut Tx<'_>, kind: &str, subject: &str) -> Result<()> {
    let sql =
        "DELETE FROM job WHERE clinic = $1 AND kind = $2 AND subject = $3 AND run_at > $4 AND leased_until IS NULL";
    tx.execute(sql, &params![tx.clinic(), kind, subject, tx.now()]).map(drop)
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
        generation: row.get("generation")?,
        unended: false,
    })
}

/// Runs due jobs until the program stops. One that hangs takes one of the places and no more. Of those whose last attempt
/// never ended, one runs at a time: if it is the one that ends the process, the others are not counted out with it.
pub(crate) async fn serve(house: House) {
    let mut running: JoinSet<Ended> = JoinSet::new();
    let mut ended: Vec<Ended> = Vec::new();
    let suspect = Arc::new(Semaphore::new(1));
    while !house.is_closing() {
        if let Err(error) = set_right(&house).await {
            tracing::warn!(cause = %error, "jobs that another clock left ahead wait on; they are looked at again");
        }
        ended.extend(std::iter::from_fn(|| running.try_join_next()).filter_map(Result::ok));
        let free = SIDE_BY_SIDE - running.len();
        let turn = suspect.clone().try_acquire_owned().ok();
        let jobs = match free {
            0 => Ok(Vec::new()),
            _ => take(&house, std::mem::take(&mut ended), free, turn.is_some()).await,
        };
        match jobs {
            Ok(jobs) if jobs.is_empty() => {
                tokio::select! {
                    () = house.jobs_nudged() => {}
                    Some(Ok(one)) = running.join_next() => ended.push(one),
                    () = tokio::time::sleep(Duration::from_secs(1)) => {}
                }
            }
            Ok(jobs) => {
                let mut turn = turn;
                for job in jobs {
                    let (house, turn) = (house.clone(), if job.unended { turn.take() } else { None });
                    let place = house.handler(&job.kind).and_then(|handler| handler.place());
                    running.spawn(async move {
                        let ended = attempt(&house, job).await;
                        drop((turn, place));
                        ended
                    });
                }
            }
            Err(error) => {
                tracing::warn!(cause = %error, "jobs could not be read");
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
    }
    while let Some(last) = running.join_next().await {
        ended.extend(last);
    }
    if let Err(error) = take(&house, ended, 0, false).await {
        tracing::warn!(cause = %error, "jobs' outcomes were not written; they will run again");
    }
}

/// Runs everything that is due now, one after another: for tests, which hold the clock.
pub async fn run_due(house: &House) -> Result<usize> {
    let mut ran = 0;
    set_right(house).await?;
    loop {
        let jobs = take(house, Vec::new(), SIDE_BY_SIDE, true).await?;
        if jobs.is_empty() {
            return Ok(ran);
        }
        for job in jobs {
            let ended = attempt(house, job).await;
            take(house, vec![ended], 0, false).await?;
            ran += 1;
        }
    }
}

/// What an attempt may be made of: never tried, or tried to an end; and what was begun and whose lease is over. Only
/// what is due is leased.
const FREE: &str = "state = 'due' AND run_at <= $1 AND leased_until IS NULL";
const UNENDED: &str = "leased_until < $1";

/// Of which jobs something is done at all: those of clinics that are not paused, and those that do not wait for that.
fn working(house: &House) -> String {
    let always: Vec<String> =
        house.handlers().filter(|handler| handler.always).map(|handler| format!("'{}'", handler.kind)).collect();
    // A clinic that leaves is still written to: its letters to whoever answers for it are among them.
    format!(
        "((clinic NOT IN (SELECT id FROM clinic WHERE {CLOSED}) OR kind IN ({})
          OR (kind = '{}' AND clinic NOT IN (SELECT id FROM clinic WHERE {PAUSED} AND leaving_at IS NULL)))
         AND clinic NOT IN (SELECT id FROM clinic_left))",
        always.join(", "),
        mail::SEND
    )
}

/// An attempt that ended, and how.
struct Ended {
    job: Job,
    outcome: JobResult,
}

/// Writes down how attempts ended, and takes up to `most` jobs into this process's hands, among them one `unended` if
/// asked for: in one transaction, because letters come in bursts. Should it fail, what ended runs again.
async fn take(house: &House, ended: Vec<Ended>, most: usize, unended: bool) -> Result<Vec<Job>> {
    let (free, working) = (free(house), working(house));
    let begun = format!("{UNENDED} AND {working}");
    if ended.is_empty() && (most == 0 || !waiting(house, &free, unended.then_some(&begun)).await?) {
        return Ok(Vec::new());
    }
    let (jobs, given_up) = Scope::installation(house)
        .behind()
        .write(move |tx| -> Result<(Vec<Job>, u64)> {
            ended.iter().try_for_each(|ended| settle(tx, ended))?;
            if most == 0 {
                return Ok((Vec::new(), 0));
            }
            let given_up = give_up(tx, &begun)?;
            let mut jobs = if unended { lease(tx, &begun, 1)? } else { Vec::new() };
            jobs.iter_mut().for_each(|job| job.unended = true);
            for (which, room) in &free {
                jobs.extend(lease(tx, which, (*room).min(most - jobs.len()))?);
            }
            Ok((jobs, given_up))
        })
        .await?;
    if given_up > 0 {
        tracing::error!(jobs = given_up, "jobs are stuck whose attempts never ended: `keepwell jobs` shows them");
    }
    Ok(jobs)
}

/// Puts right, at the start and whenever the clock was set back, what a clock left that was ahead of this one: what was due
/// when it was left is due, what is to be tried again waits no longer than it would, and an attempt that is under way has
/// its lease from now on.
async fn set_right(house: &House) -> Result<()> {
    let now = house.clock.now().as_microsecond();
    let last = house.jobs_at.swap(now, Ordering::SeqCst);
    if now >= last.saturating_sub(ADJUSTED) {
        return Ok(());
    }
    let put = |tx: &mut Tx<'_>| -> Result<()> {
        let now = tx.now();
        tx.execute(
            "UPDATE job SET run_at = $1 WHERE state = 'due' AND leased_until IS NULL AND run_at > $1 AND run_at <= created_at",
            &params![now],
        )?;
        let wait = "(CAST($2 AS BIGINT) << CAST(attempts AS INTEGER))";
        tx.execute(
            &format!(
                "UPDATE job SET run_at = $1 + {wait} WHERE state = 'due' AND leased_until IS NULL AND cause IS NOT NULL AND attempts > 0
                 AND run_at > $1 AND run_at > $1 + {wait}"
            ),
            &params![now, MINUTE],
        )?;
        let lease = SignedDuration::from_secs(LEASE);
        tx.execute("UPDATE job SET leased_until = $1 WHERE leased_until > $2", &params![now + lease, now + lease * 2])?;
        Ok(())
    };
    let done = Scope::installation(house).behind().write(put).await;
    if done.is_err() {
        house.jobs_at.store(last, Ordering::SeqCst);
    }
    done
}

/// What may be taken now, and how many of it: kinds of which only a few may be under way by themselves, and all others.
fn free(house: &House) -> Vec<(String, usize)> {
    let few: Vec<(&'static str, usize)> =
        house.handlers().filter_map(|handler| Some((handler.kind, handler.room()?))).collect();
    let working = working(house);
    let names: Vec<String> = few.iter().map(|(kind, _)| format!("'{kind}'")).collect();
    let begun = few
        .iter()
        .filter(|(_, room)| *room > 0)
        .map(|(kind, room)| (format!("{FREE} AND kind = '{kind}' AND {working}"), *room));
    begun.chain([(format!("{FREE} AND kind NOT IN ({}) AND {working}", names.join(", ")), usize::MAX)]).collect()
}

/// Whether there is something to take.
async fn waiting(house: &House, free: &[(String, usize)], begun: Option<&String>) -> Result<bool> {
    let kinds: Vec<String> = free.iter().map(|(which, _)| which).chain(begun).cloned().collect();
    Scope::installation(house)
        .read(move |tx| -> Result<bool> {
            let now = tx.now();
            for kind in &kinds {
                if tx.optional(&format!("SELECT 1 AS one FROM job WHERE {kind} LIMIT 1"), &params![now])?.is_some() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
}

/// Jobs that were begun as often as may be and never ended wait for a person; says how many.
fn give_up(tx: &mut Tx<'_>, begun: &str) -> Result<u64> {
    let (now, cause) = (tx.now(), "its attempts began and never ended: the program stopped in the midst of them");
    tx.execute(
        &format!("UPDATE job SET state = 'stuck', leased_until = NULL, cause = $3, generation = generation + 1 WHERE attempts >= $2 AND {begun}"),
        &params![now, TRIES, cause],
    )
}

fn lease(tx: &mut Tx<'_>, which: &str, most: usize) -> Result<Vec<Job>> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let now = tx.now();
    let until = now + SignedDuration::from_secs(LEASE);
    // Several nodes take different rows; SQLite has one writer and needs no such words.
    let skip = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
    };
    let sql = format!(
        "WITH due AS (SELECT clinic, id FROM job WHERE {which} ORDER BY run_at LIMIT $3 {skip})
         UPDATE job SET leased_until = $2, attempts = attempts + 1, generation = generation + 1 WHERE (clinic, id) IN (SELECT clinic, id FROM due)
         RETURNING clinic, id, kind, subject, attempts, state, run_at, cause, generation"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    tx.query(&sql, &params![now, until, most])?.iter().map(from_row).collect()
}

async fn attempt(house: &House, job: Job) -> Ended {
    let outcome = match (house.handler(&job.kind), house.clinic_by_id(job.clinic).await) {
        // A letter about a visit would lead to a page that is not there.
        (Some(handler), Ok(Some(clinic))) if !handler.is_for(&clinic) => Ok(()),
        (Some(handler), Ok(Some(clinic))) => {
            let scope = Scope::new(house, clinic, Actor::automatic(), handler.purpose, handler.kind).behind();
            // One job that panics must not end the running of all others; the log has the place.
            let ran = AssertUnwindSafe(async {
                tokio::time::timeout(handler.limit, (handler.run)(scope, job.clone())).await
            });
            match ran.catch_unwind().await {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(_)) => Err("it took too long".to_owned()),
                Err(_) => Err("it panicked".to_owned()),
            }
        }
        (None, _) => Err("no room of this program knows this kind of job".to_owned()),
        (_, Ok(None)) => Err("its clinic is gone, or its settings cannot be read".to_owned()),
        (_, Err(error)) => Err(error.to_string()),
    };
    metrics::counter!("keepwell_jobs_total", "kind" => job.kind.clone(), "outcome" => if outcome.is_ok() { "done" } else { "failed" }).increment(1);
    Ended { job, outcome }
}

/// Writes down how an attempt ended. Only what it saw is done: work left again meanwhile is of another generation.
fn settle(tx: &mut Tx<'_>, Ended { job, outcome }: &Ended) -> Result<()> {
    let Err(cause) = outcome else {
        return tx
            .execute(
                "DELETE FROM job WHERE clinic = $1 AND id = $2 AND generation = $3",
                &params![job.clinic, job.id, job.generation],
            )
            .map(drop);
    };
    let state = if job.attempts >= TRIES { "stuck" } else { "due" };
    let next = tx.now() + SignedDuration::from_mins(1 << job.attempts.clamp(1, 10));
    tracing::warn!(kind = job.kind, attempts = job.attempts, state, cause, "a job failed");
    tx.execute(
        "UPDATE job SET state = $4, run_at = $5, leased_until = NULL, cause = $6 WHERE clinic = $1 AND id = $2 AND generation = $3",
        &params![job.clinic, job.id, job.generation, state, next, cause.as_str()],
    )
    .map(drop)
}
