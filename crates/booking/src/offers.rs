//! Free times for pages and programs, from calendars kept in memory.
//!
//! What is kept is advice: a booking reads the database in its own transaction. Each clinic has a shelf with its
//! catalogue and a calendar per week; news of a committed change makes what it is about stale, and what was read
//! before the news is never kept behind it. A transaction that was rolled back makes no news and leaves no trace. News
//! of other nodes come as those of this one do; beside another process on SQLite, and where news are lost, a shelf may be
//! behind for [`FRESH`].

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use ground::{Change, ClinicId, House, Result, Scope, Tx};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

use crate::error::Free;
use crate::model::{PractitionerId, Service, ServiceId};
use crate::rules::clock::{Day, date_of, day_of};
use crate::rules::{Assignment, Booker, Calendar, Query, Refusal};
use crate::store::{self, Catalogue};

/// How long a shelf may be behind changes that it did not hear of.
const FRESH: SignedDuration = SignedDuration::from_secs(5);
/// Weeks kept per clinic: a year and a little, of which the farthest from what is asked go first.
const WEEKS: usize = 60;
/// Answers kept per clinic.
const ANSWERS: usize = 1_000;
/// How far "first available" looks, in days.
pub const FAR: u16 = 92;
/// How far the next free times are looked for, in weeks.
const NEAR: Day = 4;

static SHELVES: LazyLock<moka::sync::Cache<(usize, ClinicId), Arc<Shelf>>> =
    LazyLock::new(|| moka::sync::Cache::builder().max_capacity(2_000).time_to_idle(Duration::from_secs(900)).build());

/// Which service, with whom, on whose behalf.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    pub service: &'a Service,
    pub practitioner: Option<PractitionerId>,
    pub booker: Booker,
}

/// The clinic's catalogue.
pub async fn catalogue(scope: &Scope) -> Result<Arc<Catalogue>> {
    let shelf = shelf(scope);
    let now = scope.house().clock.now();
    if let Some(kept) = shelf.catalogue(now) {
        return Ok(kept);
    }
    let _one_reads = shelf.loading.lock().await;
    if let Some(kept) = shelf.catalogue(now) {
        return Ok(kept);
    }
    let stamp = shelf.stamp(now);
    let read = Arc::new(scope.read(store::catalogue).await?);
    shelf.state().catalogue = Some((stamp, read.clone()));
    Ok(read)
}

/// A question about free times that programs ask over and over.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct AnswerKey {
    pub service: ServiceId,
    pub practitioner: Option<PractitionerId>,
    pub from: Date,
    pub to: Date,
}

/// The answer kept for `key`, if nothing has changed since. The minimum notice runs on, so none outlives its minute.
pub fn answered(scope: &Scope, key: &AnswerKey) -> Option<Bytes> {
    let (shelf, now) = (shelf(scope), scope.house().clock.now());
    let state = shelf.state();
    let (stamp, kept) = state.answers.get(key)?;
    (state.holds(stamp, now) && minute(stamp.at) == minute(now)).then(|| kept.clone())
}

/// What is known now: to be taken before an answer is worked out, and given with it.
pub fn stamp(scope: &Scope) -> Stamp {
    shelf(scope).stamp(scope.house().clock.now())
}

/// Keeps an answer for whoever asks next.
pub fn keep_answer(scope: &Scope, key: AnswerKey, stamp: Stamp, answer: Bytes) -> Bytes {
    let shelf = shelf(scope);
    let mut state = shelf.state();
    if state.answers.len() >= ANSWERS {
        state.answers.clear();
    }
    state.answers.insert(key, (stamp, answer.clone()));
    answer
}

/// Every free start on `days` with who is free then, by time.
pub async fn times(
    scope: &Scope,
    wish: &Wish<'_>,
    days: RangeInclusive<Date>,
) -> Result<Vec<(Timestamp, PractitionerId)>> {
    let catalogue = catalogue(scope).await?;
    let rules = catalogue.rules(wish.service)?;
    let query = query(&rules, wish, scope.house().clock.now());
    let mut found = Vec::new();
    for calendar in weeks(scope, &catalogue, &days).await? {
        found.extend(
            calendar.offer_on(&query, days.clone()).times().map(|(start, practitioner)| (start, practitioner.into())),
        );
    }
    Ok(found)
}

/// The calendars of the weeks that `days` touch, in order.
pub async fn weeks(
    scope: &Scope,
    catalogue: &Arc<Catalogue>,
    days: &RangeInclusive<Date>,
) -> Result<Vec<Arc<Calendar>>> {
    let shelf = shelf(scope);
    let now = scope.house().clock.now();
    let wanted = week_of(*days.start())..=week_of(*days.end());
    if let Some(kept) = shelf.weeks(wanted.clone(), now) {
        return Ok(kept);
    }
    let _one_reads = shelf.loading.lock().await;
    let stamp = shelf.stamp(now);
    let missing: Vec<Day> = wanted.clone().filter(|week| shelf.weeks(*week..=*week, now).is_none()).collect();
    // Hours change seldom: what is laid out is kept, and a booking makes only what is taken be read again.
    let laid: BTreeMap<Day, Arc<Calendar>> =
        missing.iter().filter_map(|week| Some((*week, shelf.laid(*week, now)?))).collect();
    let (reading, asked, kept) = (missing.clone(), catalogue.clone(), laid.clone());
    let read = scope
        .read(move |tx: &mut Tx<'_>| -> Result<_> {
            let bare: Vec<Day> = reading.iter().copied().filter(|week| !kept.contains_key(week)).collect();
            let stretches: Vec<_> = bare.iter().map(|week| days_of(*week)).collect();
            let fresh = store::calendar::laid_out(tx, &asked, &stretches)?;
            let mut all: BTreeMap<Day, Calendar> =
                kept.iter().map(|(week, calendar)| (*week, Calendar::clone(calendar))).collect();
            all.extend(bare.iter().copied().zip(fresh.iter().cloned()));
            let (weeks, mut calendars): (Vec<Day>, Vec<Calendar>) = all.into_iter().unzip();
            store::calendar::fill(tx, &mut calendars)?;
            Ok((weeks.into_iter().zip(calendars).collect::<Vec<_>>(), bare.into_iter().zip(fresh).collect::<Vec<_>>()))
        })
        .await?;
    let (filled, bare) = read;
    let mut calendars: BTreeMap<Day, Arc<Calendar>> =
        filled.into_iter().map(|(week, calendar)| (week, Arc::new(calendar))).collect();
    {
        let mut state = shelf.state();
        for (week, calendar) in &calendars {
            state.weeks.insert(*week, (stamp, calendar.clone()));
        }
        for (week, calendar) in bare {
            state.laid.insert(week, (stamp, Arc::new(calendar)));
        }
        let here = *wanted.start();
        while state.weeks.len() > WEEKS {
            let Some(farthest) = state.weeks.keys().max_by_key(|week| (**week - here).abs()).copied() else { break };
            state.weeks.remove(&farthest);
            state.laid.remove(&farthest);
        }
        for week in wanted.clone() {
            if let Some((_, kept)) = state.weeks.get(&week) {
                calendars.entry(week).or_insert_with(|| kept.clone());
            }
        }
    }
    Ok(calendars.into_values().collect())
}

/// Who would have `start`, or why it cannot be had, as far as is known here.
pub async fn choose(scope: &Scope, wish: &Wish<'_>, start: Timestamp) -> Result<Result<Assignment, Refusal>> {
    let catalogue = catalogue(scope).await?;
    let rules = catalogue.rules(wish.service)?;
    let query = query(&rules, wish, scope.house().clock.now());
    let day = scope.clinic.zone.to_datetime(start).date();
    let weeks = weeks(scope, &catalogue, &(day..=day)).await?;
    Ok(weeks.first().map_or(Err(Refusal::NotLoaded), |week| week.choose(&query, start)))
}

/// The first free time within the service's horizon, looking at most [`FAR`] days ahead.
pub async fn first(scope: &Scope, wish: &Wish<'_>) -> Result<Option<Assignment>> {
    let now = scope.house().clock.now();
    let today = scope.clinic.zone.to_datetime(now).date();
    let catalogue = catalogue(scope).await?;
    let rules = catalogue.rules(wish.service)?;
    let query = query(&rules, wish, now);
    let last = day_of(today) + Day::from(wish.service.horizon_days.min(FAR));
    let mut week = week_of(today);
    while week * 7 <= last {
        let days = days_of(week);
        for calendar in weeks(scope, &catalogue, &days).await? {
            if let Some(found) = calendar.first_available(&query) {
                return Ok(Some(found));
            }
        }
        week += 1;
    }
    Ok(None)
}

/// The next free times for the same wish at or after `lost`, for whoever has just been refused that time: it must not be
/// offered what another has just won.
///
/// The desk may book at any five minutes: what it is told lies as far apart as what a visitor is shown.
///
/// Having lost is news that may come before the winner's own. What is kept and still offers the lost time is behind, and
/// is read again; what does not is as good to a hundred who lost as to one.
pub async fn next(scope: &Scope, wish: &Wish<'_>, lost: Timestamp, most: usize) -> Result<Vec<Free>> {
    let now = scope.house().clock.now();
    let zone = &scope.clinic.zone;
    let catalogue = catalogue(scope).await?;
    let rules = catalogue.rules(wish.service)?;
    let query = query(&rules, wish, now);
    // Whoever asked for a time that is past, or farther than is booked, is offered what comes now.
    let days = match wish.booker {
        Booker::Visitor => i64::from(wish.service.horizon_days) + 1,
        Booker::Desk => 365 * 10,
    };
    let last = now + SignedDuration::from_hours(24 * days);
    let from = if (now..last).contains(&lost) { lost } else { now };
    let day = zone.to_datetime(from).date();
    if weeks(scope, &catalogue, &(day..=day)).await?.iter().any(|week| week.choose(&query, lost).is_ok()) {
        shelf(scope).state().taken += 1;
    }
    let (apart, enough) = match wish.booker {
        Booker::Desk => (SignedDuration::from_mins(wish.service.step_min.into()), usize::MAX),
        Booker::Visitor => (SignedDuration::ZERO, most),
    };
    let mut found: Vec<Free> = Vec::new();
    // Behind the last free time of the plan there is nothing: then what comes soonest is the best there is.
    for from in [from, now] {
        let first = week_of(zone.to_datetime(from).date());
        for week in first..=first + NEAR {
            for calendar in weeks(scope, &catalogue, &days_of(week)).await? {
                for start in calendar.offer(&query).next_starts(from, enough) {
                    let clear = found.last().is_none_or(|last| start.duration_since(last.start) >= apart);
                    if let (true, Ok(chosen)) = (clear, calendar.choose(&query, start)) {
                        let Assignment { start, end, practitioner, .. } = chosen;
                        found.push(Free { start, end, practitioner: practitioner.into() });
                    }
                    if found.len() >= most {
                        return Ok(found);
                    }
                }
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    Ok(found)
}

fn query<'a>(service: &'a crate::rules::Service, wish: &Wish<'_>, now: Timestamp) -> Query<'a> {
    Query { service, now, booker: wish.booker, practitioner: wish.practitioner.map(Into::into), place: None }
}

fn week_of(date: Date) -> Day {
    day_of(date).div_euclid(7)
}

fn days_of(week: Day) -> RangeInclusive<Date> {
    date_of(week.saturating_mul(7))..=date_of(week.saturating_mul(7).saturating_add(6))
}

/// What is kept of one clinic.
struct Shelf {
    news: Mutex<Receiver<Change>>,
    state: Mutex<State>,
    /// Held while reading, so that a hundred visitors of a stale page cause one reading.
    loading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    /// Counts news about the setup.
    setup: u64,
    /// Counts news about appointments.
    taken: u64,
    catalogue: Option<(Stamp, Arc<Catalogue>)>,
    weeks: BTreeMap<Day, (Stamp, Arc<Calendar>)>,
    /// The same weeks with nothing taken.
    laid: BTreeMap<Day, (Stamp, Arc<Calendar>)>,
    answers: HashMap<AnswerKey, (Stamp, Bytes)>,
}

impl State {
    fn holds(&self, stamp: &Stamp, now: Timestamp) -> bool {
        (stamp.setup, stamp.taken) == (self.setup, self.taken) && fresh(stamp, now)
    }
}

/// What was known when a reading began.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    setup: u64,
    taken: u64,
    at: Timestamp,
}

fn shelf(scope: &Scope) -> Arc<Shelf> {
    let house = scope.house();
    let key = (std::ptr::from_ref(&**house).addr(), scope.clinic.id);
    let shelf = SHELVES.get_with(key, || {
        Arc::new(Shelf {
            news: Mutex::new(house.changes()),
            state: Mutex::default(),
            loading: tokio::sync::Mutex::default(),
        })
    });
    shelf.hear(house, scope.clinic.id);
    shelf
}

impl Shelf {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in all news there is.
    fn hear(&self, house: &House, clinic: ClinicId) {
        let mut news = self.news.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let (setup, taken) = match news.try_recv() {
                Ok(change) => (change.concerns(clinic, "setup"), change.concerns(clinic, "appointment")),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Lagged(_)) => (true, true),
                Err(TryRecvError::Closed) => {
                    // The house that stood at this address before is gone; this is another.
                    *news = house.changes();
                    (true, true)
                }
            };
            if setup || taken {
                let mut state = self.state();
                state.setup += u64::from(setup);
                state.taken += u64::from(taken);
            }
        }
    }

    fn stamp(&self, now: Timestamp) -> Stamp {
        let state = self.state();
        Stamp { setup: state.setup, taken: state.taken, at: now }
    }

    fn catalogue(&self, now: Timestamp) -> Option<Arc<Catalogue>> {
        let state = self.state();
        let (stamp, kept) = state.catalogue.as_ref()?;
        (stamp.setup == state.setup && fresh(stamp, now)).then(|| kept.clone())
    }

    fn laid(&self, week: Day, now: Timestamp) -> Option<Arc<Calendar>> {
        let state = self.state();
        let (stamp, laid) = state.laid.get(&week)?;
        (stamp.setup == state.setup && fresh(stamp, now)).then(|| laid.clone())
    }

    fn weeks(&self, wanted: RangeInclusive<Day>, now: Timestamp) -> Option<Vec<Arc<Calendar>>> {
        let state = self.state();
        let kept = |week: Day| {
            let (stamp, kept) = state.weeks.get(&week)?;
            state.holds(stamp, now).then(|| kept.clone())
        };
        wanted.map(kept).collect()
    }
}

fn fresh(stamp: &Stamp, now: Timestamp) -> bool {
    // A clock set back makes the stamp lie ahead: then look again too.
    (SignedDuration::ZERO..=FRESH).contains(&now.duration_since(stamp.at))
}

fn minute(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}
