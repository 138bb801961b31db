//! What runs beside the requests for as long as the program does: the sealer and the watch of the access log, the jobs,
//! keys made ahead, recurring work.
//!
//! One clinic that fails must not stop the others, and a panic must not end any of it in silence.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use promise::Purpose;
use tokio::task::JoinHandle;

use crate::access::{self, SealError};
use crate::clinic::Clinic;
use crate::error::{Error, Result};
use crate::house::House;
use crate::mail::{self, Transport};
use crate::room::Recurring;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{Actor, ClinicId, job, leave, params};

/// How long what panicked rests before it begins again.
const REST: Duration = Duration::from_secs(1);
/// How long recurring work may take for one clinic before the next one's turn.
const TURN: Duration = Duration::from_secs(600);
/// How often a log that is not continued is told of.
const TOLD: Duration = Duration::from_secs(300);
/// How often what waits is counted for whoever collects figures.
const COUNTED: Duration = Duration::from_secs(30);
/// How long the watch of the access log rests between its turns.
const WATCH: Duration = Duration::from_secs(10);
/// How often clinics are looked for whose time here is over.
const LEAVING: Duration = Duration::from_secs(30);

pub(crate) fn start(house: &House) -> Beside {
    keep_up(house, "keys made ahead", keys_ahead);
    keep_up(house, "the sealer", seal);
    keep_up(house, "the watch", watch);
    keep_up(house, "the figures", figures);
    keep_up(house, "those who leave", leaving);
    for recurring in house.recurring.clone() {
        keep_up(house, recurring.name, move |house| recur(house, recurring));
    }
    Beside { jobs: keep_up(house, "the jobs", jobs) }
}

/// What runs beside the requests, to be waited for when the house is closed.
pub struct Beside {
    jobs: JoinHandle<()>,
}

impl Beside {
    /// Waits until jobs that are under way have ended and how is written down, so that a letter which the relay has taken is
    /// not sent again; no longer than `patience`.
    pub async fn ended(self, patience: Duration) {
        if tokio::time::timeout(patience, self.jobs).await.is_err() {
            tracing::warn!("jobs are still under way and are cut off; they begin again");
        }
    }
}

fn keep_up<F, Fut>(house: &House, work: &'static str, body: F) -> JoinHandle<()>
where
    F: Fn(House) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let (house, closing) = (house.clone(), house.clone());
    tokio::spawn(again(work, move || closing.is_closing(), move || body(house.clone())))
}

/// Runs `body` until it is time to close, and again when it panics.
async fn again<Fut: Future<Output = ()>>(work: &'static str, closing: impl Fn() -> bool, body: impl Fn() -> Fut) {
    while !closing() {
        if AssertUnwindSafe(async { body().await }).catch_unwind().await.is_err() {
            metrics::counter!("keepwell_restarts_total", "work" => work).increment(1);
            tracing::error!(work, "it panicked; it begins again");
            tokio::time::sleep(REST).await;
        }
    }
}

async fn jobs(house: House) {
    if matches!(house.post.transport, Transport::Smtp(_))
        && let Err(error) = Scope::installation(&house).write(mail::released).await
    {
        tracing::warn!(cause = %error, "letters that wait for a relay wait on");
    }
    job::serve(house).await;
}

async fn keys_ahead(house: House) {
    while !house.is_closing() {
        let _woken = tokio::time::timeout(Duration::from_secs(1), house.keys.running_out()).await;
        let filling = house.clone();
        match tokio::task::spawn_blocking(move || filling.keys.top_up()).await {
            Ok(failed) => {
                for (clinic, error) in failed {
                    tracing::warn!(cause = %error, clinic = %clinic, "keys could not be made ahead; a new client waits for theirs");
                }
            }
            Err(error) => tracing::error!(cause = %error, "making keys ahead stopped; it is tried again"),
        }
    }
}

async fn seal(house: House) {
    let mut told: HashMap<ClinicId, Instant> = HashMap::new();
    while !house.is_closing() {
        let _woken = tokio::time::timeout(Duration::from_secs(5), house.sealer_nudged()).await;
        // Entries of a burst are appended together.
        tokio::time::sleep(Duration::from_millis(400)).await;
        match seal_waiting(&house).await {
            Ok(failed) => {
                told.retain(|clinic, at| {
                    at.elapsed() < TOLD && failed.iter().any(|(scope, _)| scope.clinic.id == *clinic)
                });
                for (scope, error) in failed {
                    if told.insert(scope.clinic.id, Instant::now()).is_none() {
                        tell(&scope, &error);
                    }
                }
            }
            Err(error) => tracing::warn!(cause = %error, "the access log was not appended to; it will be"),
        }
    }
}

async fn watch(house: House) {
    while !house.is_closing() {
        if let Err(error) = house.watch_access(access::TURN).await {
            tracing::warn!(cause = %error, "the access logs were not verified; they will be");
        }
        tokio::time::sleep(WATCH).await;
    }
}

async fn leaving(house: House) {
    while !house.is_closing() {
        if let Err(error) = leave::turn(&house).await {
            tracing::warn!(cause = %error, "a clinic that left is not erased yet; it will be");
        }
        tokio::time::sleep(LEAVING).await;
    }
}

async fn figures(house: House) {
    while !house.is_closing() {
        match mail::late_anywhere(&house).await {
            Ok(late) => {
                let letters = late.map_or(0, |late| late.letters);
                metrics::gauge!("keepwell_letters_late").set(f64::from(u32::try_from(letters).unwrap_or(u32::MAX)));
            }
            Err(error) => tracing::warn!(cause = %error, "letters that wait were not counted; they will be"),
        }
        tokio::time::sleep(COUNTED).await;
    }
}

fn tell(scope: &Scope, error: &SealError) {
    let clinic = &scope.clinic.slug;
    match error {
        SealError::Broken(_) => tracing::error!(
            cause = %error,
            clinic,
            "entries were taken from the access log, or the data is older than the keys; openings go on waiting for their seal. `keepwell access verify` says more"
        ),
        SealError::Ground(_) => {
            tracing::warn!(cause = %error, clinic, "the access log was not appended to; it will be")
        }
    }
}

/// Appends every clinic's waiting entries to its log; returns those for which it failed, and why.
pub(crate) async fn seal_waiting(house: &House) -> Result<Vec<(Scope, SealError)>> {
    let waiting = Scope::installation(house).read(waiting).await?;
    let mut failed = Vec::new();
    for clinic in house.clinics().await?.into_iter().filter(|clinic| waiting.contains(&clinic.id)) {
        let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "access.seal");
        let outcome = loop {
            let sealed = AssertUnwindSafe(access::seal_clinic(&scope)).catch_unwind().await;
            match sealed.unwrap_or_else(|_| Err(Error::internal("sealing panicked").into())) {
                Ok(true) => {}
                Ok(false) => break "sealed",
                Err(error) => {
                    let outcome = if matches!(error, SealError::Broken(_)) { "refused" } else { "failed" };
                    failed.push((scope, error));
                    break outcome;
                }
            }
        };
        metrics::counter!("keepwell_access_seals_total", "outcome" => outcome).increment(1);
    }
    Ok(failed)
}

/// The clinics with entries that wait for their seal.
fn waiting(tx: &mut Tx<'_>) -> Result<Vec<ClinicId>> {
    let rows = tx.query(
        "SELECT id FROM clinic WHERE EXISTS (SELECT 1 FROM access_entry e WHERE e.clinic = clinic.id AND e.leaf IS NULL)",
        &params![],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

async fn recur(house: House, recurring: Recurring) {
    let work = recurring.name;
    while !house.is_closing() {
        match house.clinics().await {
            Ok(clinics) => {
                // Of a clinic that is paused or leaves the ground's own work goes on: what it keeps is looked after, and nobody is written to.
                let works = |clinic: &Arc<Clinic>| !clinic.is_closed() || work.starts_with("ground.");
                for clinic in clinics.into_iter().filter(works) {
                    let scope = Scope::new(&house, clinic, Actor::automatic(), Purpose::Operation, work);
                    let slug = scope.clinic.slug.clone();
                    let ran = AssertUnwindSafe(async { tokio::time::timeout(TURN, (recurring.run)(scope)).await });
                    let cause = match ran.catch_unwind().await {
                        Ok(Ok(Ok(()))) => continue,
                        Ok(Ok(Err(error))) => error.to_string(),
                        Ok(Err(_)) => "it took too long".to_owned(),
                        Err(_) => "it panicked".to_owned(),
                    };
                    tracing::warn!(cause, clinic = slug, work, "recurring work failed; it will be tried again");
                }
            }
            Err(error) => tracing::warn!(cause = %error, "the clinics could not be listed"),
        }
        tokio::time::sleep(recurring.every).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn what_panics_begins_again_until_it_is_time_to_close() {
        let begun = AtomicUsize::new(0);
        let body = || {
            let turn = begun.fetch_add(1, Ordering::Relaxed);
            assert!(turn != 0, "before the first await");
            async move { assert!(turn != 1, "after it") }
        };
        again("this", || begun.load(Ordering::Relaxed) >= 3, body).await;
        assert_eq!(begun.load(Ordering::Relaxed), 3);
    }
}
