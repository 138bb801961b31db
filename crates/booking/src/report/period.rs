//! A period of the clinic's days, and its parts.

use std::fmt;

use ground::web::{Faults, Fields};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

use crate::rules::clock::{askable, day_of};

/// Days of a report when no period is asked for.
const USUAL_DAYS: i64 = 90;

/// Days by the clinic's calendar, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    pub to: Date,
}

/// What a period is divided into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    Day,
    /// From Monday.
    Week,
    Month,
    Year,
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.from, self.to)
    }
}

impl Unit {
    /// The word in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        }
    }

    /// The last day of the part that `day` lies in.
    fn last(self, day: Date) -> Date {
        match self {
            Unit::Day => day,
            Unit::Week => {
                let ahead = 6 - i64::from(day.weekday().since(Weekday::Monday));
                day.saturating_add(ahead.days())
            }
            Unit::Month => day.last_of_month(),
            Unit::Year => day.last_of_year(),
        }
    }
}

impl Period {
    /// How many days it has.
    pub fn days(self) -> i64 {
        i64::from(day_of(self.to)) - i64::from(day_of(self.from)) + 1
    }

    /// The parts that a reader can take in: a month by days, half a year by weeks, three years by months.
    pub fn unit(self) -> Unit {
        match self.days() {
            ..=31 => Unit::Day,
            32..=184 => Unit::Week,
            185..=1_096 => Unit::Month,
            1_097.. => Unit::Year,
        }
    }

    /// Its parts in order, the first and the last cut to it.
    pub fn parts(self, unit: Unit) -> Vec<Period> {
        let mut parts = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            let to = unit.last(from).min(self.to);
            parts.push(Period { from, to });
            match to.tomorrow() {
                Ok(next) => from = next,
                Err(_) => break,
            }
        }
        parts
    }

    /// The last 90 days: what a report shows when nothing is asked.
    pub(super) fn usual(today: Date) -> Period {
        Period { from: today.saturating_sub((USUAL_DAYS - 1).days()), to: today }
    }

    /// The periods a reader asks for most, with the keys of their words.
    pub(super) fn presets(today: Date) -> [(Period, &'static str); 5] {
        let month = |of: Date| Period { from: of.first_of_month(), to: of.last_of_month() };
        let ago = |span: Span| today.first_of_month().saturating_sub(span);
        let quarter = ago(i64::from((today.month() - 1) % 3).months());
        [
            (month(today), "report-this-month"),
            (month(ago(1.month())), "report-last-month"),
            (Period { from: quarter, to: quarter.saturating_add(2.months()).last_of_month() }, "report-this-quarter"),
            (Period::usual(today), "report-last-days"),
            (Period { from: today.first_of_year(), to: today.last_of_year() }, "report-this-year"),
        ]
    }
}

/// The period the address asks for (none: everything), with what is wrong with it.
pub(super) fn asked(fields: &Fields, today: Date) -> (Option<Period>, Faults) {
    let usual = Period::usual(today);
    let mut faults = Faults::new();
    let mut date = |name: &'static str, usual: Date| match fields.value(name) {
        "" => usual,
        text => match text.parse().ok().filter(|_| text.len() == 10) {
            Some(date) if askable(today).contains(&date) => date,
            read => {
                faults.add(name, if read.is_some() { "booking-fault-far" } else { "fault-date" }, &[]);
                usual
            }
        },
    };
    let period = Period { from: date("from", usual.from), to: date("to", usual.to) };
    if faults.is_empty() && period.to < period.from {
        faults.add("to", "desk-fault-before", &[]);
    }
    if !faults.is_empty() {
        return (Some(usual), faults);
    }
    ((!fields.chosen("all", "1")).then_some(period), faults)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn of(from: Date, to: Date) -> Period {
        Period { from, to }
    }

    #[test]
    fn a_period_is_asked_for_or_usual_and_never_backwards() {
        let today = date(2026, 11, 24);
        let fields = |pairs: &[(&str, &str)]| Fields::filled(pairs.iter().copied());
        let usual = of(date(2026, 8, 27), today);
        for (pairs, period, wrong) in [
            (&[][..], Some(usual), ""),
            (&[("from", "2016-04-29"), ("to", "2016-06-08")], Some(of(date(2016, 4, 29), date(2016, 6, 8))), ""),
            (&[("all", "1")], None, ""),
            (&[("from", "2016-06-08"), ("to", "2016-04-29")], Some(usual), "to"),
            (&[("from", "yesterday")], Some(usual), "from"),
            (&[("from", "2026-01-01"), ("to", "9999-12-31")], Some(usual), "to"),
            (&[("from", "2026-02-30"), ("to", "2026-03-01")], Some(usual), "from"),
        ] {
            let (found, faults) = asked(&fields(pairs), today);
            assert_eq!((found, faults.fields().collect::<Vec<_>>().join(" ")), (period, wrong.to_owned()), "{pairs:?}");
        }
    }

    #[test]
    fn parts_follow_each_other_without_a_gap_and_stay_within_the_period() {
        for (from, to, unit, parts) in [
            (date(2026, 3, 1), date(2026, 3, 31), Unit::Day, 31),
            (date(2026, 3, 1), date(2026, 4, 1), Unit::Week, 6),
            (date(2026, 1, 15), date(2026, 12, 31), Unit::Month, 12),
            (date(2017, 2, 1), date(2027, 1, 31), Unit::Year, 11),
            (date(1926, 1, 1), date(2036, 12, 31), Unit::Year, 111),
            (date(2026, 3, 1), date(2026, 3, 1), Unit::Day, 1),
        ] {
            let period = of(from, to);
            assert_eq!(period.unit(), unit);
            let found = period.parts(unit);
            assert_eq!(found.len(), parts, "{period}");
            assert_eq!((found[0].from, found[parts - 1].to), (from, to));
            assert!(found.windows(2).all(|pair| pair[0].to.tomorrow().unwrap() == pair[1].from));
        }
        assert_eq!(of(date(2026, 3, 4), date(2026, 4, 20)).parts(Unit::Week)[1].from.weekday(), Weekday::Monday);
    }

    #[test]
    fn the_periods_asked_for_most_are_whole_months_quarters_and_years() {
        let presets = Period::presets(date(2026, 1, 31)).map(|(period, _)| period.to_string());
        assert_eq!(
            presets,
            [
                "2026-01-01/2026-01-31",
                "2025-12-01/2025-12-31",
                "2026-01-01/2026-03-31",
                "2025-11-03/2026-01-31",
                "2026-01-01/2026-12-31"
            ]
        );
        assert_eq!(Period::presets(date(2026, 12, 1))[2].0, of(date(2026, 10, 1), date(2026, 12, 31)));
    }
}
