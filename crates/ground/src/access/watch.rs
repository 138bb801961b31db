//! The watch: goes over every clinic's sealed log again and again, a bounded number of entries at a time, and remembers how
//! far it is, when it was last through, and what it found. It is what the notice may say of the log: that it was whole
//! when all of it was last read, and no more.
//!
//! Where it stands in a round is this process's own; what came of rounds is also kept beside the keys, where whoever
//! edits the data does not reach, so that a restart forgets no fault and knows when the log was last whole.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt;
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use super::verify::{AccessReport, Round};
use crate::clinic::Clinic;
use crate::error::{Error, Result};
use crate::house::House;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{Actor, ClinicId};

/// Entries verified in one turn, over all clinics: some 80 ms of one processor.
pub(crate) const TURN: usize = 20_000;
/// Entries read at once: whoever waits for a connection waits for no more of them.
const PAGE: usize = 1_000;
/// What a clinic costs beside its entries, so that thousands of small ones are bounded too.
const EACH: usize = 100;
/// A log that was just read to its end is left alone so long.
const REST: Duration = Duration::from_secs(60);
/// A round that found what the last one did is written down again only after so long.
const KEPT: SignedDuration = SignedDuration::from_mins(10);

/// A round that read the log to its end and found it as it was sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    pub began: Timestamp,
    pub ended: Timestamp,
    pub entries: i64,
}

/// What is known of one clinic's log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// When it was last whole.
    pub whole: Option<Whole>,
    /// What was found and not read past since, and when.
    pub fault: Option<(Timestamp, String)>,
}

impl Watched {
    /// What two know together. A fault stands until all of the log was read again, from its beginning, and was whole.
    fn and(self, other: Watched) -> Watched {
        let whole = [self.whole, other.whole].into_iter().flatten().max_by_key(|whole| whole.ended);
        let fault = [self.fault, other.fault].into_iter().flatten().max_by_key(|(at, _)| *at);
        Watched { whole, fault: fault.filter(|(at, _)| whole.is_none_or(|whole| whole.began <= *at)) }
    }

    /// What of it was so at `now`: a clock that was set back must not let the future speak for the log.
    fn until(self, now: Timestamp) -> Watched {
        let whole = self.whole.filter(|whole| whole.ended <= now);
        Watched { whole, fault: self.fault.filter(|(at, _)| *at <= now) }
    }

    fn of(report: &AccessReport) -> Watched {
        match report.faults.first() {
            Some(fault) => Watched { whole: None, fault: Some((report.ended, fault.by_place())) },
            None => {
                let whole = Whole { began: report.began, ended: report.ended, entries: report.entries };
                Watched { whole: Some(whole), fault: None }
            }
        }
    }

    fn what(&self) -> Option<&str> {
        self.fault.as_ref().map(|(_, what)| what.as_str())
    }

    /// Whether it is worth writing down, where `kept` was written before.
    fn is_news(&self, kept: &Watched) -> bool {
        let late = match (self.whole, kept.whole) {
            (Some(now), Some(kept)) => now.ended.duration_since(kept.ended) >= KEPT,
            (now, kept) => now != kept,
        };
        late || self.what() != kept.what()
    }
}

/// What is known of the clinic's log, by this process and beside the keys.
///
/// # Errors
/// Those of the key store.
pub fn watched(tx: &mut Tx<'_>) -> Result<Watched> {
    let (house, clinic) = (tx.house().clone(), tx.clinic());
    let here = house.watch.logs().get(&clinic).map(|log| log.known.clone()).unwrap_or_default();
    Ok(here.and(house.keys.watched(clinic)?.until(tx.now())))
}

/// Whether this process knows of a fault in `clinic`'s log. It waits for nothing.
pub fn is_faulty(house: &House, clinic: ClinicId) -> bool {
    house.watch.logs().get(&clinic).is_some_and(|log| log.known.fault.is_some())
}

/// What this process remembers of its rounds.
#[derive(Default)]
pub(crate) struct Watch {
    logs: Mutex<HashMap<ClinicId, Log>>,
    /// The clinic at which the last turn ended.
    last: Mutex<Option<ClinicId>>,
}

#[derive(Default)]
struct Log {
    /// None while a turn has it in its hands.
    round: Option<Round>,
    taken: bool,
    ended: Option<Instant>,
    known: Watched,
    /// As it was last written beside the keys.
    kept: Watched,
}

impl Watch {
    fn logs(&self) -> MutexGuard<'_, HashMap<ClinicId, Log>> {
        self.logs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clinics whose turn it is, those first that come after the one at which the last turn ended.
    fn due(&self, clinics: Vec<Arc<Clinic>>) -> Vec<Arc<Clinic>> {
        let logs = self.logs();
        let rests = |clinic: &Clinic| {
            let ended = logs.get(&clinic.id).and_then(|log| log.ended);
            ended.is_some_and(|ended| ended.elapsed() < REST)
        };
        let mut due: Vec<Arc<Clinic>> = clinics.into_iter().filter(|clinic| !rests(clinic)).collect();
        due.sort_unstable_by_key(|clinic| clinic.id);
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let first = due.partition_point(|clinic| last.is_some_and(|last| clinic.id <= last));
        due.rotate_left(first);
        due
    }
}

/// One turn over the clinics, of at most `most` entries. One clinic's failure does not keep the others from theirs.
pub(crate) async fn turn(house: &House, most: usize) -> Result<()> {
    let mut left = most;
    for clinic in house.watch.due(house.clinics().await?) {
        let id = clinic.id;
        let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "access.watch").behind();
        let watched = AssertUnwindSafe(watch(&scope, left)).catch_unwind().await;
        let read = watched.unwrap_or_else(|_| Err(Error::internal("watching panicked"))).unwrap_or_else(|error| {
            let slug = &scope.clinic.slug;
            tracing::warn!(cause = %error, clinic = slug, "the access log was not verified; it will be");
            0
        });
        *house.watch.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(id);
        left = left.saturating_sub(read + EACH);
        if left == 0 {
            break;
        }
    }
    Ok(())
}

/// Goes on with the round over the scope's clinic, by at most `most` entries, and says how many were read. A round that
/// another has in hand is left to them.
pub async fn watch(scope: &Scope, most: usize) -> Result<usize> {
    let Some((mut hand, round)) = Hand::take(scope) else { return Ok(0) };
    let mut round = match round {
        Some(round) => round,
        None => Round::begin(scope).await?,
    };
    let begun = round.report.entries;
    let (mut read, mut more) = (0, true);
    while more && read < most {
        more = round.step(scope, i64::try_from(PAGE.min(most - read)).map_err(Error::internal)?).await?;
        read = usize::try_from(round.report.entries - begun).map_err(Error::internal)?;
        if more && !round.report.faults.is_empty() {
            // It is told of at once, and the rest is read all the same; the first fault says enough.
            round.report.faults.truncate(1);
            round.report.ended = scope.house().clock.now();
            if !round.is_void(scope).await? {
                note(scope, &round.report).await?;
            }
        }
    }
    metrics::counter!("keepwell_access_verified_total").increment(read as u64);
    if more {
        hand.round = Some(round);
        return Ok(read);
    }
    let (report, void) = round.end(scope).await?;
    if !void {
        note(scope, &report).await?;
    }
    hand.ended = Some(Instant::now());
    Ok(read)
}

/// A clinic's round in somebody's hands, who give it back; whoever fails gives none, and it begins anew.
struct Hand<'a> {
    house: &'a House,
    clinic: ClinicId,
    round: Option<Round>,
    ended: Option<Instant>,
}

impl Hand<'_> {
    fn take(scope: &Scope) -> Option<(Hand<'_>, Option<Round>)> {
        let (house, clinic) = (scope.house(), scope.clinic.id);
        let mut logs = house.watch.logs();
        let log = logs.entry(clinic).or_default();
        if std::mem::replace(&mut log.taken, true) {
            return None;
        }
        Some((Hand { house, clinic, round: None, ended: None }, log.round.take()))
    }
}

impl Drop for Hand<'_> {
    fn drop(&mut self) {
        let mut logs = self.house.watch.logs();
        let log = logs.entry(self.clinic).or_default();
        log.taken = false;
        log.round = self.round.take();
        log.ended = self.ended.or(log.ended);
    }
}

/// Keeps what a verification saw.
pub(super) async fn note(scope: &Scope, report: &AccessReport) -> Result<()> {
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    let (known, told, kept) = {
        let mut logs = house.watch.logs();
        let log = logs.entry(clinic).or_default();
        let before = std::mem::take(&mut log.known);
        log.known = before.clone().until(report.ended).and(Watched::of(report));
        (log.known.clone(), before.what() == log.known.what(), log.kept.clone())
    };
    if let Some(cause) = known.what().filter(|_| !told) {
        let clinic = &scope.clinic.slug;
        tracing::error!(cause, clinic, "the access log is not as it was sealed; `keepwell access verify` says more");
    }
    if !known.is_news(&kept) {
        return Ok(());
    }
    let (keeping, keeper) = (known.clone(), house.clone());
    let keep = move || keeper.keys.watch(clinic, &keeping);
    tokio::task::spawn_blocking(keep).await.map_err(Error::internal)??;
    house.watch.logs().entry(clinic).or_default().kept = known;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn whole(began: i64, ended: i64) -> Watched {
        Watched { whole: Some(Whole { began: at(began), ended: at(ended), entries: 5 }), fault: None }
    }

    fn fault(second: i64) -> Watched {
        Watched { whole: None, fault: Some((at(second), "an entry was edited".to_owned())) }
    }

    #[test]
    fn a_fault_stands_until_all_of_the_log_was_read_again_and_was_whole() {
        for (first, second, stands, ended) in [
            (whole(0, 10), fault(20), true, Some(10)),
            // It was found while another round was under way, which read past its place before.
            (fault(20), whole(15, 30), true, Some(30)),
            (fault(20), whole(21, 30), false, Some(30)),
            (whole(0, 10), whole(5, 8), false, Some(10)),
            (Watched::default(), fault(20), true, None),
            (Watched::default(), Watched::default(), false, None),
        ] {
            for known in [first.clone().and(second.clone()), second.clone().and(first.clone())] {
                assert_eq!(known.fault.is_some(), stands, "{first:?} {second:?}");
                assert_eq!(known.whole.map(|whole| whole.ended), ended.map(at), "{first:?} {second:?}");
            }
        }
    }

    #[test]
    fn what_changed_nothing_is_written_down_every_ten_minutes() {
        assert!(whole(0, 10).is_news(&Watched::default()) && fault(10).is_news(&whole(0, 10)));
        assert!(!whole(0, 10).is_news(&whole(0, 10)) && !whole(500, 609).is_news(&whole(0, 10)));
        assert!(whole(500, 610).is_news(&whole(0, 10)));
        assert!(!fault(30).is_news(&fault(10)), "the same was found again");
    }

    #[test]
    fn what_a_clock_that_was_set_back_left_in_the_future_speaks_for_nothing() {
        assert!(whole(90, 100).until(at(50)).and(fault(20)).fault.is_some());
        assert_eq!(whole(30, 50).until(at(50)), whole(30, 50));
        assert_eq!(fault(51).until(at(50)), Watched::default());
    }
}
