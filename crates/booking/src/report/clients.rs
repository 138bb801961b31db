//! Clients: who came for the first time, who came again, and how often. Counts only: nobody is opened.
//!
//! Few people in a group would say something of them: "one client came twenty times" is about somebody. So groups by how
//! often people came are told together with their neighbour until they hold [`FEWEST`] clients, from which nothing can be
//! subtracted; and no part of a period is shorter than a week.

use ground::{Result, Tx};

use super::figures::Figure::{Blank, Count};
use super::{Figures, Period, Unit};
use crate::store;

/// The fewest clients in a group by how often they came.
const FEWEST: u64 = 5;
/// The fewest visits of each class: once, 2 to 3, 4 to 6, 7 and more.
const CLASSES: [u64; 4] = [1, 2, 4, 7];

/// So many clients with a first visit in one part of the period (none: before it) and visits of one class.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Came {
    pub first_in: Option<usize>,
    pub class: usize,
    pub clients: u64,
    pub visits: u64,
}

/// The class of somebody who kept so many visits.
pub(crate) fn class_of(visits: u64) -> usize {
    CLASSES.iter().rposition(|least| visits >= *least).unwrap_or_default()
}

/// Visits that are about nobody any more: of no two of them it is known whether they were one person's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Nobodys {
    /// Of each part of the period, how many were the first of whoever came.
    pub new: Vec<u64>,
    /// All of them.
    pub kept: u64,
    /// Of each class that has some: who came first, who came again, and their visits. None where the period is neither everything
    /// nor a year of the calendar: how often they came is not known of it.
    pub classes: Option<Vec<(usize, u64, u64, u64)>>,
}

/// A part of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub period: Period,
    /// Clients whose first visit lies in it; as many first visits.
    pub new: u64,
    /// Kept visits.
    pub kept: u64,
}

/// Clients who came so often in the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequency {
    pub least: u64,
    /// None: and more.
    pub most: Option<u64>,
    pub new: u64,
    pub returning: u64,
    /// Their visits in the period.
    pub kept: u64,
}

/// The whole report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clients {
    pub period: Period,
    pub unit: Unit,
    /// Clients with a kept visit in the period whose first one lies in it.
    pub new: u64,
    /// Those who had kept one before.
    pub returning: u64,
    /// Kept visits of both.
    pub kept: u64,
    /// Of these, visits of people who were anonymised and had come before, in a period of which it is not known any more how many
    /// people that were: they are among the visits, and nobody is among those who came again for them.
    pub nobodys: u64,
    pub by_time: Vec<Part>,
    pub by_frequency: Vec<Frequency>,
}

impl Clients {
    /// The report as lines of a file. Of a part of the period only visits are known as of new clients or of others: who
    /// came again may have come in several parts.
    pub fn figures(&self) -> Figures {
        let measures = &["clients", "new_clients", "returning_clients", "kept_visits", "further_visits"];
        let mut figures = Figures::new(self.period, measures);
        let whole = |new: u64, returning: u64, kept: u64| {
            [Count(new + returning), Count(new), Count(returning), Count(kept), Count(kept - new.min(kept))]
        };
        figures.line("all", self.period.to_string(), whole(self.new, self.returning, self.kept));
        for part in &self.by_time {
            let further = part.kept - part.new.min(part.kept);
            let values = [Blank, Count(part.new), Blank, Count(part.kept), Count(further)];
            figures.line(self.unit.as_str(), part.period.to_string(), values);
        }
        for of in &self.by_frequency {
            let group = match of.most {
                Some(most) if most == of.least => most.to_string(),
                Some(most) => format!("{}-{most}", of.least),
                None => format!("{}+", of.least),
            };
            figures.line("visits", group, whole(of.new, of.returning, of.kept));
        }
        if self.nobodys > 0 {
            let values = [Blank, Blank, Blank, Count(self.nobodys), Count(self.nobodys)];
            figures.line("anonymised", self.period.to_string(), values);
        }
        figures
    }
}

/// The clients of `period`, up to now.
pub fn clients(tx: &mut Tx<'_>, period: Period) -> Result<Clients> {
    let unit = period.unit().max(Unit::Week);
    let parts = period.parts(unit);
    let came = store::report::clients(tx, period, &parts, &CLASSES)?;
    let kept = parts.iter().map(|part| store::report::kept(tx, *part)).collect::<Result<Vec<_>>>()?;
    let nobodys = store::report::nobodys(tx, period, &parts)?;
    Ok(gather(period, unit, &parts, &kept, &came, &nobodys))
}

fn gather(period: Period, unit: Unit, parts: &[Period], kept: &[u64], came: &[Came], nobodys: &Nobodys) -> Clients {
    let mut by_time: Vec<Part> =
        parts.iter().zip(kept).map(|(period, kept)| Part { period: *period, new: 0, kept: *kept }).collect();
    let mut by_frequency: Vec<Frequency> = CLASSES
        .iter()
        .enumerate()
        .map(|(at, least)| {
            let most = CLASSES.get(at + 1).map(|next| next - 1);
            Frequency { least: *least, most, new: 0, returning: 0, kept: 0 }
        })
        .collect();
    for one in came {
        if let Some(part) = one.first_in.and_then(|at| by_time.get_mut(at)) {
            part.new += one.clients;
        }
        if let Some(of) = by_frequency.get_mut(one.class) {
            let side = if one.first_in.is_some() { &mut of.new } else { &mut of.returning };
            *side += one.clients;
            of.kept += one.visits;
        }
    }
    for (part, new) in by_time.iter_mut().zip(&nobodys.new) {
        part.new += new;
    }
    let first: u64 = nobodys.new.iter().sum();
    // Of whom it is not known how often they came, each visit is told as somebody's only one.
    let unknown = [(0, first, 0, nobodys.kept)];
    for (class, new, returning, visits) in nobodys.classes.as_deref().unwrap_or(&unknown) {
        if let Some(of) = by_frequency.get_mut(*class) {
            of.new += new;
            of.returning += returning;
            of.kept += visits;
        }
    }
    let further = if nobodys.classes.is_some() { 0 } else { nobodys.kept - first.min(nobodys.kept) };
    let sum = |of: fn(&Frequency) -> u64| by_frequency.iter().map(of).sum();
    Clients {
        nobodys: further,
        period,
        unit,
        new: sum(|of| of.new),
        returning: sum(|of| of.returning),
        kept: sum(|of| of.kept),
        by_time,
        by_frequency: together(by_frequency),
    }
}

/// Groups of fewer than [`FEWEST`] clients told with their neighbour: the one that came less often, or for the first
/// group the next.
fn together(groups: Vec<Frequency>) -> Vec<Frequency> {
    let few = |of: &Frequency| of.new + of.returning < FEWEST;
    let join = |into: &mut Frequency, next: Frequency| {
        into.most = next.most;
        into.new += next.new;
        into.returning += next.returning;
        into.kept += next.kept;
    };
    let mut found: Vec<Frequency> = Vec::new();
    for of in groups {
        match found.last_mut() {
            Some(last) if few(&of) || few(last) => join(last, of),
            _ => found.push(of),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const NONE: Nobodys = Nobodys { new: Vec::new(), kept: 0, classes: None };

    #[test]
    fn visits_about_nobody_stand_among_the_visits_and_nobody_is_counted_twice_for_them() {
        let period = Period { from: date(2026, 1, 1), to: date(2026, 12, 31) };
        let parts = period.parts(Unit::Month);
        let mut new = vec![0; 12];
        (new[0], new[3]) = (1, 1);
        let of = |classes| {
            gather(period, Unit::Month, &parts, &[9; 12], &[], &Nobodys { new: new.clone(), kept: 9, classes })
        };
        let unknown = of(None);
        assert_eq!((unknown.new, unknown.returning, unknown.kept, unknown.nobodys), (2, 0, 9, 7));
        assert!(unknown.figures().csv().contains("\r\nanonymised,2026-01-01/2026-12-31,,,,7,7\r\n"));
        let known = of(Some(vec![(0, 1, 0, 1), (1, 1, 1, 4), (2, 0, 1, 4)]));
        assert_eq!((known.new, known.returning, known.kept, known.nobodys), (2, 2, 9, 0));
        assert_eq!((known.by_time[0].new, known.by_time[3].new), (1, 1));
        assert!(!known.figures().csv().contains("anonymised"));
        assert_eq!([1, 2, 3, 4, 6, 7, 90].map(class_of), [0, 1, 1, 2, 2, 3, 3]);
    }

    fn of(least: u64, most: Option<u64>, new: u64, returning: u64) -> Frequency {
        Frequency { least, most, new, returning, kept: least * (new + returning) }
    }

    #[test]
    fn a_group_of_few_is_told_with_its_neighbour_so_that_nothing_can_be_subtracted() {
        let told = |groups: [(u64, u64); 4]| -> Vec<(u64, Option<u64>, u64)> {
            let bounds = [(1, Some(1)), (2, Some(3)), (4, Some(6)), (7, None)];
            let groups = bounds.into_iter().zip(groups).map(|((least, most), (new, back))| of(least, most, new, back));
            together(groups.collect()).iter().map(|of| (of.least, of.most, of.new + of.returning)).collect()
        };
        assert_eq!(told([(9, 9), (3, 3), (5, 0), (0, 6)]).len(), 4);
        assert_eq!(told([(9, 9), (3, 3), (5, 0), (0, 1)]), [(1, Some(1), 18), (2, Some(3), 6), (4, None, 6)]);
        assert_eq!(told([(1, 0), (9, 9), (0, 0), (0, 0)]), [(1, None, 19)]);
        assert_eq!(told([(9, 0), (0, 2), (0, 2), (0, 6)]), [(1, Some(6), 13), (7, None, 6)]);
        assert_eq!(told([(1, 0), (0, 0), (0, 0), (0, 1)]), [(1, None, 2)]);
    }

    #[test]
    fn new_and_returning_clients_and_their_visits_add_up() {
        let period = Period { from: date(2026, 1, 1), to: date(2026, 12, 31) };
        let parts = period.parts(Unit::Month);
        let mut kept = vec![0; 12];
        (kept[0], kept[5]) = (30, 12);
        let came = [
            Came { first_in: Some(0), class: 1, clients: 10, visits: 25 },
            Came { first_in: Some(5), class: 0, clients: 6, visits: 6 },
            Came { first_in: None, class: 0, clients: 11, visits: 11 },
        ];
        let report = gather(period, Unit::Month, &parts, &kept, &came, &NONE);
        assert_eq!((report.new, report.returning, report.kept), (16, 11, 42));
        assert_eq!(report.by_time.iter().map(|part| part.new).sum::<u64>(), report.new);
        assert_eq!(report.by_time.iter().map(|part| part.kept).sum::<u64>(), report.kept);
        assert_eq!(report.by_frequency.iter().map(|of| of.kept).sum::<u64>(), report.kept);
        let csv = report.figures().csv();
        assert!(
            csv.contains("\r\nall,2026-01-01/2026-12-31,27,16,11,42,26\r\nmonth,2026-01-01/2026-01-31,,10,,30,20\r\n"),
            "{csv}"
        );
        assert!(csv.ends_with("visits,1,17,6,11,17,11\r\nvisits,2+,10,10,0,25,15\r\n"), "{csv}");
    }
}
