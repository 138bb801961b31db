//! Bookings: every visit and request, by what became of it.

use std::collections::BTreeMap;

use ground::{Result, Tx};

use super::figures::Figure::Count;
use super::{Figures, Named, Period, Unit, named};
use crate::model::{Service, ServiceId};
use crate::store;

/// What became of a booking, as far as is known now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The client was there: arrived, in the room, done.
    Kept,
    /// The client did not come.
    Missed,
    /// Called off after the clinic's deadline.
    LateCancelled,
    /// Called off in time, or a request that was not approved.
    Cancelled,
    /// Began, and nobody marked what became of it.
    Unmarked,
    /// Has not begun.
    Ahead,
}

/// How a booking came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Online,
    Desk,
    Api,
    Import,
    /// Invented for the demo.
    Demo,
}

/// So many bookings of one service, way and standing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Booked {
    /// None: an import that did not say.
    pub service: Option<ServiceId>,
    pub way: Way,
    pub standing: Standing,
    pub count: u64,
}

/// Bookings by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct States([u64; 6]);

/// The whole report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookings {
    pub period: Period,
    pub unit: Unit,
    pub all: States,
    /// The period's parts in order, those without a booking too.
    pub by_time: Vec<(Period, States)>,
    /// In the clinic's order, those with a booking; last those of no known service.
    pub by_service: Vec<(Named, States)>,
    /// Those with a booking.
    pub by_way: Vec<(Way, States)>,
}

impl Standing {
    /// All of them, in the order of the report's columns.
    pub const ALL: [Standing; 6] = [
        Standing::Kept,
        Standing::Missed,
        Standing::LateCancelled,
        Standing::Cancelled,
        Standing::Unmarked,
        Standing::Ahead,
    ];
}

impl Way {
    /// All of them.
    pub const ALL: [Way; 5] = [Way::Online, Way::Desk, Way::Api, Way::Import, Way::Demo];

    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Online => "online",
            Way::Desk => "desk",
            Way::Api => "api",
            Way::Import => "import",
            Way::Demo => "demo",
        }
    }
}

impl States {
    /// How many stand so.
    pub fn of(self, standing: Standing) -> u64 {
        self.0[standing as usize]
    }

    /// All bookings.
    pub fn total(self) -> u64 {
        self.0.iter().sum()
    }

    /// Those that were not called off: they hold, or held, their time.
    pub fn standing(self) -> u64 {
        self.total() - self.of(Standing::LateCancelled) - self.of(Standing::Cancelled)
    }

    fn add(&mut self, booked: &Booked) {
        self.0[booked.standing as usize] += booked.count;
    }
}

impl Bookings {
    /// The report as lines of a file.
    pub fn figures(&self) -> Figures {
        let measures = &["bookings", "kept", "missed", "late_cancelled", "cancelled", "unmarked", "ahead"];
        let mut figures = Figures::new(self.period, measures);
        let mut line = |by, group, states: States| {
            let [kept, missed, late, cancelled, unmarked, ahead] = Standing::ALL.map(|one| Count(states.of(one)));
            figures.line(by, group, [Count(states.total()), kept, missed, late, cancelled, unmarked, ahead]);
        };
        line("all", self.period.to_string(), self.all);
        self.by_time.iter().for_each(|(part, states)| line(self.unit.as_str(), part.to_string(), *states));
        self.by_service.iter().for_each(|(service, states)| line("service", service.word(), *states));
        self.by_way.iter().for_each(|(way, states)| line("way", way.as_str().to_owned(), *states));
        figures
    }
}

/// The bookings of `period`, also of days to come.
pub fn bookings(tx: &mut Tx<'_>, period: Period) -> Result<Bookings> {
    let unit = period.unit();
    // A part at a time: which part a visit belongs to is then a matter of two instants, whatever the clock does.
    let parts = period.parts(unit).into_iter().map(|part| Ok((part, store::report::bookings(tx, part)?)));
    let parts = parts.collect::<Result<Vec<_>>>()?;
    Ok(gather(period, &store::catalogue::services(tx)?, &parts))
}

fn gather(period: Period, services: &[Service], parts: &[(Period, Vec<Booked>)]) -> Bookings {
    let (mut all, mut by_time) = (States::default(), Vec::new());
    let mut by_service: BTreeMap<Option<ServiceId>, States> = BTreeMap::new();
    let mut by_way: BTreeMap<Way, States> = BTreeMap::new();
    for (part, booked) in parts {
        let mut here = States::default();
        for one in booked {
            let groups =
                [&mut all, &mut here, by_service.entry(one.service).or_default(), by_way.entry(one.way).or_default()];
            groups.into_iter().for_each(|states| states.add(one));
        }
        by_time.push((*part, here));
    }
    Bookings {
        period,
        unit: period.unit(),
        all,
        by_time,
        by_service: named(services, by_service),
        by_way: by_way.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_booking_stands_once_in_each_grouping() {
        let one = |way, standing, count| Booked { service: None, way, standing, count };
        let period = Period { from: date(2026, 3, 1), to: date(2026, 3, 2) };
        let mut parts: Vec<_> = period.parts(Unit::Day).into_iter().map(|part| (part, Vec::new())).collect();
        parts[0].1 = Standing::ALL.map(|standing| one(Way::Desk, standing, 1 + standing as u64)).to_vec();
        parts[1].1 = vec![one(Way::Online, Standing::Kept, 10)];
        let report = gather(period, &[], &parts);
        assert_eq!((report.all.total(), report.all.of(Standing::Kept), report.all.standing()), (31, 11, 24));
        let sums = |states: Vec<States>| states.iter().map(|states| states.total()).sum::<u64>();
        assert_eq!(sums(report.by_time.iter().map(|(_, states)| *states).collect()), 31);
        assert_eq!(sums(report.by_way.iter().map(|(_, states)| *states).collect()), 31);
        assert_eq!(sums(report.by_service.iter().map(|(_, states)| *states).collect()), 31);
        assert_eq!(report.by_way.iter().map(|(way, _)| way.as_str()).collect::<Vec<_>>(), ["online", "desk"]);
    }
}
