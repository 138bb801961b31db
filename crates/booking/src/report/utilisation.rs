//! Utilisation: how much of the time that was open for visits they took.
//!
//! Taken is what a visit claims, with the time kept free before and after it: nobody else could have had it. A missed
//! visit has taken its time, one that was called off has not. Open are working hours after exceptions, the clinic's own
//! days and blocks; a room is open while somebody works at its place. Visits outside open hours count as taken all the
//! same, so that a share may pass the whole: time that is not open on paper is then worked.

use std::collections::{BTreeMap, HashMap};

use ground::{Result, Tx};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::figures::Figure::{Count, Part};
use super::{Figures, Period};
use crate::model::{Block, PractitionerId, RoomId};
use crate::rules::clock::{Clock, Day, day_of};
use crate::rules::hours::Hours;
use crate::rules::open::{Spans, joined};
use crate::rules::tick::DAY_TICKS;
use crate::rules::{OpenTime, PlaceKey, Taken, Tick};
use crate::store;
use crate::store::report::Stated;

/// What visits take of one practitioner's or room's time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Taking {
    pub visits: u64,
    pub minutes: i64,
    /// The first visit ever. Hours that hold since always are counted from it: nobody worked before their first visit.
    pub since: Option<Timestamp>,
}

/// How much was taken of what was open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    pub visits: u64,
    pub booked_min: u64,
    pub open_min: u64,
}

/// The whole report. Those with neither visits nor open time are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Utilisation {
    pub period: Period,
    /// By name, in the clinic's order.
    pub practitioners: Vec<(String, Use)>,
    pub rooms: Vec<(String, Use)>,
}

impl Use {
    /// Taken of open: 0 to 1, and beyond when visits lie outside open hours; none when nothing was open.
    pub fn share(self) -> Option<f64> {
        (self.open_min > 0).then(|| self.booked_min as f64 / self.open_min as f64)
    }

    /// All of them together.
    pub fn sum(of: &[(String, Use)]) -> Use {
        of.iter().fold(Use::default(), |sum, (_, one)| Use {
            visits: sum.visits + one.visits,
            booked_min: sum.booked_min + one.booked_min,
            open_min: sum.open_min + one.open_min,
        })
    }
}

impl Utilisation {
    /// The report as lines of a file.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::new(self.period, &["visits", "booked_minutes", "open_minutes", "utilisation"]);
        let mut line = |by, group, of: Use| {
            figures.line(by, group, [Count(of.visits), Count(of.booked_min), Count(of.open_min), Part(of.share())]);
        };
        for (all, each, of) in [("practitioners", "practitioner", &self.practitioners), ("rooms", "room", &self.rooms)]
        {
            line(all, self.period.to_string(), Use::sum(of));
            of.iter().for_each(|(name, of)| line(each, name.clone(), *of));
        }
        figures
    }
}

/// The utilisation of `period`, also of days to come.
pub fn utilisation(tx: &mut Tx<'_>, period: Period) -> Result<Utilisation> {
    let stated = store::report::stated(tx, period)?;
    let practitioners = store::report::used_practitioners(tx, period)?;
    let rooms = store::report::used_rooms(tx, period)?;
    Ok(Counting::new(&tx.settings().zone.clone(), period, &stated).report(&practitioners, &rooms))
}

struct Counting<'a> {
    zone: &'a TimeZone,
    period: Period,
    stated: &'a Stated,
    clock: Clock,
    left: BTreeMap<PlaceKey, Day>,
    nothing: Hours,
}

impl<'a> Counting<'a> {
    fn new(zone: &'a TimeZone, period: Period, stated: &'a Stated) -> Counting<'a> {
        let tick = |day: Day| Tick(day.saturating_mul(DAY_TICKS));
        let clock = Clock::new(zone, tick(day_of(period.from) - 1)..tick(day_of(period.to) + 2));
        let last = |at: Timestamp| day_of(zone.to_datetime(at).date());
        let left = stated.places.iter().filter_map(|place| Some((place.id.into(), last(place.retired_at?)))).collect();
        Counting { zone, period, stated, clock, left, nothing: Hours::default() }
    }

    fn report(
        &self,
        practitioners: &BTreeMap<PractitionerId, Taking>,
        rooms: &BTreeMap<RoomId, Taking>,
    ) -> Utilisation {
        let mut open = OpenTime::new(&self.clock, &self.stated.clinic, &self.left);
        let first = practitioners.values().filter_map(|taking| taking.since).min();
        let days: HashMap<PractitionerId, (Day, Day)> = self
            .stated
            .practitioners
            .iter()
            .map(|one| (one.id, self.days(practitioners.get(&one.id), first, one.retired_at)))
            .collect();
        let practitioners = self.stated.practitioners.iter().map(|one| {
            let taken = self.taken(|block| block.practitioner == Some(one.id));
            let (from, to) = days[&one.id];
            let hours = self.hours(one.id);
            let minutes = (from..=to).map(|day| {
                let mut spans = Spans::new();
                open.hours(hours, day, None, &mut spans);
                open.minutes(day, spans, &taken)
            });
            let minutes = minutes.sum();
            (one.name.clone(), used(practitioners.get(&one.id), minutes))
        });
        let practitioners = practitioners.collect::<Vec<_>>();
        let worked: BTreeMap<PlaceKey, Vec<Spans>> = self
            .stated
            .places
            .iter()
            .map(|place| {
                let place: PlaceKey = place.id.into();
                (place, self.worked(&open, place, &days))
            })
            .collect();
        let rooms = self.stated.rooms.iter().map(|room| {
            let taken = self.taken(|block| block.room == Some(room.id));
            let (from, to) = self.days(rooms.get(&room.id), first, room.retired_at);
            let begins = day_of(self.period.from);
            let worked = worked.get(&room.place.into()).map(Vec::as_slice).unwrap_or_default();
            let minutes = (from..=to)
                .filter_map(|day| Some((day, worked.get(usize::try_from(day - begins).ok()?)?)))
                .map(|(day, spans)| open.minutes(day, spans.clone(), &taken))
                .sum();
            (room.name.clone(), used(rooms.get(&room.id), minutes))
        });
        let rooms = rooms.collect::<Vec<_>>();
        let shown = |of: Vec<(String, Use)>| of.into_iter().filter(|(_, one)| *one != Use::default()).collect();
        Utilisation { period: self.period, practitioners: shown(practitioners), rooms: shown(rooms) }
    }

    /// For each day of the period the hours during which anybody works at a place.
    fn worked(&self, open: &OpenTime<'_>, place: PlaceKey, days: &HashMap<PractitionerId, (Day, Day)>) -> Vec<Spans> {
        let all = day_of(self.period.from)..=day_of(self.period.to);
        all.map(|day| {
            let mut spans = Spans::new();
            for one in &self.stated.practitioners {
                let (from, to) = days[&one.id];
                if (from..=to).contains(&day) {
                    open.hours(self.hours(one.id), day, Some(place), &mut spans);
                }
            }
            joined(spans)
        })
        .collect()
    }

    fn hours(&self, id: PractitionerId) -> &Hours {
        self.stated.hours.get(&id).unwrap_or(&self.nothing)
    }

    /// The days of the period on which somebody or something was there: from its first visit, or from the clinic's if
    /// it never had one, until it was retired.
    fn days(&self, taking: Option<&Taking>, first: Option<Timestamp>, retired: Option<Timestamp>) -> (Day, Day) {
        let day = |at: Timestamp| day_of(self.zone.to_datetime(at).date());
        let since = taking.and_then(|taking| taking.since).or(first);
        let (from, to) = (day_of(self.period.from), day_of(self.period.to));
        (since.map_or(from, |since| day(since).max(from)), retired.map_or(to, |retired| day(retired).min(to)))
    }

    fn taken(&self, of: impl Fn(&Block) -> bool) -> Taken {
        let mut taken = Taken::default();
        for block in self.stated.blocks.iter().filter(|block| of(block)) {
            taken.take(&self.clock, Tick::floor(block.starts_at)..Tick::ceil(block.ends_at));
        }
        taken
    }
}

fn used(taking: Option<&Taking>, open: i64) -> Use {
    let whole = |minutes: i64| u64::try_from(minutes).unwrap_or_default();
    let taking = taking.copied().unwrap_or_default();
    Use { visits: taking.visits, booked_min: whole(taking.minutes), open_min: whole(open) }
}
