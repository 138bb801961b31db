//! Attendance: how many came, how many did not, and when they are missed most.
//!
//! Counted are appointments whose outcome somebody marked: kept (arrived, in the room, done) or missed (no-show).
//! What began and was never marked is told beside them and counts as neither, because unknown is no outcome;
//! so are late cancellations, which are no surprise to whoever waits.

use std::collections::BTreeMap;

use ground::{Result, Tx};
use jiff::civil::Weekday;

use super::figures::Figure::{Count, Part};
use super::{Figures, Named, Period, named};
use crate::model::{Service, ServiceId};
use crate::store;

/// How long before its day an appointment was made, in the clinic's calendar days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lead {
    SameDay,
    NextDay,
    /// 2 to 7 days.
    Week,
    /// 8 to 14 days.
    Fortnight,
    /// 15 to 30 days.
    Month,
    /// 31 days and more.
    Longer,
    /// Entered after its own day, so that nobody knows when it was agreed.
    Unknown,
}

/// What became of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Kept,
    Missed,
    Unmarked,
    LateCancelled,
}

/// So many appointments with one service, weekday, lead, reminder and outcome.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    /// None: an import that did not say.
    pub service: Option<ServiceId>,
    pub weekday: Weekday,
    pub lead: Lead,
    pub reminded: bool,
    pub outcome: Outcome,
    pub count: u64,
}

/// Kept and missed appointments of one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    pub kept: u64,
    pub missed: u64,
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    pub period: Period,
    pub all: Share,
    /// By days of lead time, shortest first; groups without an appointment are there too, but [`Lead::Unknown`] only
    /// when it has some.
    pub by_lead: Vec<(Lead, Share)>,
    /// Monday first.
    pub by_weekday: Vec<(Weekday, Share)>,
    /// Without and with a reminder.
    pub by_reminder: [(bool, Share); 2],
    /// In the clinic's order, those with a visit; last those of no known service.
    pub by_service: Vec<(Named, Share)>,
    /// Began, and nobody marked what became of them.
    pub unmarked: u64,
    pub late_cancelled: u64,
}

impl Attendance {
    /// The report as lines of a file: `missed_share` from 0 to 1, nothing for a group without appointments.
    pub fn figures(&self) -> Figures {
        let mut figures = Figures::new(self.period, &["appointments", "kept", "missed", "missed_share"]);
        let mut line = |by, group: String, share: Share| {
            figures.line(by, group, [Count(share.total()), Count(share.kept), Count(share.missed), Part(share.rate())]);
        };
        line("all", self.period.to_string(), self.all);
        self.by_lead.iter().for_each(|(lead, share)| line("lead_days", lead.as_str().to_owned(), *share));
        for (weekday, share) in &self.by_weekday {
            line("weekday", weekday.to_monday_one_offset().to_string(), *share);
        }
        for (reminded, share) in &self.by_reminder {
            line("reminder", if *reminded { "sent" } else { "none" }.to_owned(), *share);
        }
        self.by_service.iter().for_each(|(service, share)| line("service", service.word(), *share));
        figures
    }
}

impl Lead {
    /// All of them, shortest first.
    pub const ALL: [Lead; 7] =
        [Lead::SameDay, Lead::NextDay, Lead::Week, Lead::Fortnight, Lead::Month, Lead::Longer, Lead::Unknown];

    /// The group of an appointment made `days` before its day; negative: after it.
    pub fn of(days: i64) -> Lead {
        match days {
            ..0 => Lead::Unknown,
            0 => Lead::SameDay,
            1 => Lead::NextDay,
            2..=7 => Lead::Week,
            8..=14 => Lead::Fortnight,
            15..=30 => Lead::Month,
            31.. => Lead::Longer,
        }
    }

    /// The group's days as they stand in the CSV.
    pub fn as_str(self) -> &'static str {
        match self {
            Lead::SameDay => "0",
            Lead::NextDay => "1",
            Lead::Week => "2-7",
            Lead::Fortnight => "8-14",
            Lead::Month => "15-30",
            Lead::Longer => "31+",
            Lead::Unknown => "unknown",
        }
    }
}

impl Share {
    /// Kept and missed together.
    pub fn total(self) -> u64 {
        self.kept + self.missed
    }

    /// The missed of all, from 0 to 1; none of nothing.
    pub fn rate(self) -> Option<f64> {
        (self.total() > 0).then(|| self.missed as f64 / self.total() as f64)
    }

    fn add(&mut self, outcome: Outcome, count: u64) {
        match outcome {
            Outcome::Kept => self.kept += count,
            Outcome::Missed => self.missed += count,
            Outcome::Unmarked | Outcome::LateCancelled => {}
        }
    }
}

/// The attendance of `period`, up to now.
pub fn attendance(tx: &mut Tx<'_>, period: Period) -> Result<Attendance> {
    let tallies = store::report::tallies(tx, period)?;
    Ok(gather(period, &store::catalogue::services(tx)?, &tallies))
}

fn gather(period: Period, services: &[Service], tallies: &[Tally]) -> Attendance {
    let mut by_service: BTreeMap<Option<ServiceId>, Share> = BTreeMap::new();
    let mut report = Attendance {
        period,
        all: Share::default(),
        by_lead: Lead::ALL.map(|lead| (lead, Share::default())).to_vec(),
        by_weekday: Weekday::Monday.cycle_forward().take(7).map(|day| (day, Share::default())).collect(),
        by_reminder: [(false, Share::default()), (true, Share::default())],
        by_service: Vec::new(),
        unmarked: 0,
        late_cancelled: 0,
    };
    for tally in tallies {
        match tally.outcome {
            Outcome::Unmarked => report.unmarked += tally.count,
            Outcome::LateCancelled => report.late_cancelled += tally.count,
            Outcome::Kept | Outcome::Missed => {}
        }
        let groups = [
            Some(&mut report.all),
            find(&mut report.by_lead, &tally.lead),
            find(&mut report.by_weekday, &tally.weekday),
            find(&mut report.by_reminder, &tally.reminded),
            Some(by_service.entry(tally.service).or_default()),
        ];
        groups.into_iter().flatten().for_each(|share| share.add(tally.outcome, tally.count));
    }
    by_service.retain(|_, share| share.total() > 0);
    report.by_service = named(services, by_service);
    report.by_lead.retain(|(lead, share)| *lead != Lead::Unknown || share.total() > 0);
    report
}

fn find<'a, K: PartialEq>(groups: &'a mut [(K, Share)], key: &K) -> Option<&'a mut Share> {
    groups.iter_mut().find(|(known, _)| known == key).map(|(_, share)| share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn tally(weekday: Weekday, days: i64, reminded: bool, outcome: Outcome, count: u64) -> Tally {
        Tally { service: None, weekday, lead: Lead::of(days), reminded, outcome, count }
    }

    #[test]
    fn every_marked_appointment_stands_once_in_each_grouping() {
        let period = Period { from: date(2026, 1, 1), to: date(2026, 12, 31) };
        let report = gather(
            period,
            &[],
            &[
                tally(Weekday::Monday, 0, false, Outcome::Kept, 7),
                tally(Weekday::Monday, 40, true, Outcome::Missed, 2),
                tally(Weekday::Sunday, -1, false, Outcome::Missed, 1),
                tally(Weekday::Friday, 3, true, Outcome::Unmarked, 9),
                tally(Weekday::Friday, 3, true, Outcome::LateCancelled, 4),
            ],
        );
        assert_eq!(report.all, Share { kept: 7, missed: 3 });
        assert_eq!((report.unmarked, report.late_cancelled), (9, 4));
        let sum = |shares: Vec<Share>| shares.iter().map(|share| share.total()).sum::<u64>();
        assert_eq!(sum(report.by_lead.iter().map(|(_, s)| *s).collect()), 10);
        assert_eq!(sum(report.by_weekday.iter().map(|(_, s)| *s).collect()), 10);
        assert_eq!(report.by_reminder, [(false, Share { kept: 7, missed: 1 }), (true, Share { kept: 0, missed: 2 })]);
        assert_eq!(report.by_service, [(Named::default(), Share { kept: 7, missed: 3 })]);
        assert_eq!(report.by_weekday[0].0, Weekday::Monday);
        assert_eq!(report.by_lead.last().map(|(lead, _)| *lead), Some(Lead::Unknown));
        assert!((report.all.rate().unwrap() - 0.3).abs() < 1e-9);
    }

    #[test]
    fn nothing_has_no_rate_and_an_unknown_lead_is_shown_only_when_there_is_one() {
        let report = gather(Period { from: date(2026, 1, 1), to: date(2026, 1, 1) }, &[], &[]);
        assert_eq!(report.all.rate(), None);
        assert_eq!(report.by_lead.len(), 6);
    }

    #[test]
    fn lead_groups_meet_without_a_gap() {
        let groups: Vec<&str> = [-3, 0, 1, 2, 7, 8, 14, 15, 30, 31, 400].map(|days| Lead::of(days).as_str()).to_vec();
        assert_eq!(groups, ["unknown", "0", "1", "2-7", "2-7", "8-14", "8-14", "15-30", "15-30", "31+", "31+"]);
    }
}
