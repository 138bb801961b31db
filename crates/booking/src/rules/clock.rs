//! The clinic's wall clock against elapsed time.
//!
//! A zone is a few stretches of constant offset (for four weeks usually one, sometimes two). "09:00 to 17:00 on
//! Monday" means: every instant at which the wall clock in the clinic reads Monday and a time from 09:00 up to
//! 17:00. From that one sentence follows what happens when the clocks change:
//! - a reading that does not occur (the gap in spring) yields no instants, so nothing is offered then;
//! - a reading that occurs twice (the fold in autumn) yields both hours: 01:00 to 03:00 on such a night is three
//!   elapsed hours, and 01:30 to 01:45 is two separate quarters;
//! - a date that a zone skipped altogether has no instants at all.

use std::ops::{Range, RangeInclusive};

use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};

use super::tick::{TICK_SECONDS, Tick};

const DAY_SECONDS: i64 = 86_400;
/// No clock has ever read further from UTC than this.
const WIDEST_OFFSET: i64 = DAY_SECONDS + 7200;

/// A local date as a count of days since 1970-01-01.
pub type Day = i32;

/// Days since 1970-01-01.
pub fn day_of(date: Date) -> Day {
    // Every civil date is an instant at UTC, except the last and first few hours of jiff's range.
    TimeZone::UTC.to_timestamp(date.into()).map_or(0, |at| at.as_second().div_euclid(DAY_SECONDS) as Day)
}

/// The date `day` days after 1970-01-01.
pub fn date_of(day: Day) -> Date {
    let end = if day < 0 { Date::MIN } else { Date::MAX };
    Timestamp::from_second(i64::from(day) * DAY_SECONDS).map_or(end, |at| TimeZone::UTC.to_datetime(at).date())
}

/// The dates that may be asked about: a century back, because an import can reach far, and a decade ahead, beyond any
/// plan a clinic makes. Behind them lies the end of what a calendar can say.
pub fn askable(today: Date) -> RangeInclusive<Date> {
    today.saturating_sub(100.years())..=today.saturating_add(10.years())
}

#[derive(Clone, Debug)]
struct Constant {
    /// Seconds since the epoch, end excluded.
    span: Range<i64>,
    /// Seconds the wall clock is ahead of UTC.
    offset: i64,
}

/// A zone's offsets over one stretch of time, laid out so that no further question needs the zone's tables.
#[derive(Clone, Debug)]
pub struct Clock {
    zone: TimeZone,
    parts: Vec<Constant>,
}

impl Clock {
    /// Lays out the zone over `stretch` and a little more than a day to either side.
    pub fn new(zone: &TimeZone, stretch: Range<Tick>) -> Clock {
        let from = stretch.start.plus(-400);
        let to = stretch.end.plus(400).second();
        let mut parts =
            vec![Constant { span: from.second()..to, offset: zone.to_offset(from.timestamp()).seconds().into() }];
        for change in zone.following(from.timestamp()) {
            let at = change.timestamp().as_second();
            if at >= to {
                break;
            }
            if let Some(last) = parts.last_mut() {
                last.span.end = at;
            }
            parts.push(Constant { span: at..to, offset: change.offset().seconds().into() });
        }
        Clock { zone: zone.clone(), parts }
    }

    /// The zone itself, for instants outside the stretch.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The local date that the clock shows when the tick starts.
    pub fn day(&self, tick: Tick) -> Day {
        let part = self.parts.iter().rev().find(|part| part.span.start <= tick.second()).or(self.parts.first());
        part.map_or(0, |part| (tick.second() + part.offset).div_euclid(DAY_SECONDS) as Day)
    }

    /// Whether the local day has 24 hours and one offset, so that it is like every other such day.
    pub fn is_even(&self, day: Day) -> bool {
        let mut spans = self.spans(day, 0..1440);
        spans.next().is_some_and(|(span, _)| span.end - span.start == DAY_SECONDS) && spans.next().is_none()
    }

    /// Calls `each` for every unbroken run of instants whose reading is on `day` and within `minutes` after
    /// midnight (0 to 1440, end excluded), in order. Rounded inward to whole ticks.
    pub fn runs(&self, day: Day, minutes: Range<u16>, mut each: impl FnMut(Range<Tick>)) {
        let mut run: Option<Range<i64>> = None;
        let mut give = |run: Range<i64>| {
            let ticks = Tick::ceil_second(run.start)..Tick::floor_second(run.end);
            if !ticks.is_empty() {
                each(ticks);
            }
        };
        for (span, _) in self.spans(day, minutes) {
            match &mut run {
                Some(run) if run.end == span.start => run.end = span.end,
                _ => {
                    if let Some(whole) = run.replace(span) {
                        give(whole);
                    }
                }
            }
        }
        if let Some(whole) = run {
            give(whole);
        }
    }

    /// Calls `each` for every run of constant offset on `day`, with the first tick in it whose reading is a
    /// multiple of `step` ticks after midnight. A clock that is not a multiple of five minutes from UTC (none
    /// since 1972) has no such ticks.
    pub fn grid_runs(&self, day: Day, step: u16, mut each: impl FnMut(Range<Tick>)) {
        let step = i64::from(step.max(1)) * TICK_SECONDS;
        for (span, offset) in self.spans(day, 0..1440) {
            if offset % TICK_SECONDS != 0 {
                continue;
            }
            let from = Tick::ceil_second(span.start);
            let reading = from.second() + offset - i64::from(day) * DAY_SECONDS;
            let wait = (-reading).rem_euclid(step) / TICK_SECONDS;
            // An end between ticks still admits the tick that starts before it.
            let run = from.plus(wait as i32)..Tick::ceil_second(span.end);
            if !run.is_empty() {
                each(run);
            }
        }
    }

    fn spans(&self, day: Day, minutes: Range<u16>) -> impl Iterator<Item = (Range<i64>, i64)> + '_ {
        let midnight = i64::from(day) * DAY_SECONDS;
        let (from, to) = (midnight + i64::from(minutes.start) * 60, midnight + i64::from(minutes.end) * 60);
        self.parts
            .iter()
            .skip_while(move |part| part.span.end < from - WIDEST_OFFSET)
            .take_while(move |part| part.span.start < to + WIDEST_OFFSET)
            .map(move |part| {
                ((from - part.offset).max(part.span.start)..(to - part.offset).min(part.span.end), part.offset)
            })
            .filter(|(span, _)| span.start < span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(zone: &str, around: &str) -> (Clock, Day) {
        let zone = TimeZone::get(zone).unwrap();
        let date: Date = around.parse().unwrap();
        let noon = Tick(day_of(date) * 288 + 144);
        (Clock::new(&zone, noon.plus(-600)..noon.plus(600)), day_of(date))
    }

    fn runs(zone: &str, date: &str, from: u16, to: u16) -> Vec<String> {
        let (clock, day) = clock(zone, date);
        let mut found = Vec::new();
        clock.runs(day, from..to, |run| {
            found.push(format!("{} +{}", run.start.timestamp(), (run.end.0 - run.start.0) * 5));
        });
        found
    }

    #[test]
    fn hours_follow_the_wall_clock_through_gaps_and_folds() {
        let h = |n: u16| n * 60;
        let cases: &[(&str, &str, u16, u16, &[&str])] = &[
            // An ordinary summer day.
            ("Europe/Dublin", "2026-07-06", h(9), h(17), &["2026-07-06T08:00:00Z +480"]),
            // Spring: 01:00 to 02:00 does not exist.
            ("Europe/Dublin", "2026-03-29", h(1), h(2), &[]),
            ("Europe/Dublin", "2026-03-29", h(0), h(4), &["2026-03-29T00:00:00Z +180"]),
            ("Europe/Dublin", "2026-03-29", 90, h(3), &["2026-03-29T01:00:00Z +60"]),
            // Autumn: 01:00 to 02:00 occurs twice.
            ("Europe/Dublin", "2026-10-25", h(1), h(3), &["2026-10-25T00:00:00Z +180"]),
            ("Europe/Dublin", "2026-10-25", 90, 105, &["2026-10-25T00:30:00Z +15", "2026-10-25T01:30:00Z +15"]),
            ("Europe/Dublin", "2026-10-25", 30, 90, &["2026-10-24T23:30:00Z +60", "2026-10-25T01:00:00Z +30"]),
            // Midnight itself does not exist: the day begins at 01:00.
            ("America/Sao_Paulo", "2018-11-04", 0, h(24), &["2018-11-04T03:00:00Z +1380"]),
            ("Africa/Cairo", "2026-04-24", 0, h(2), &["2026-04-23T22:00:00Z +60"]),
            // The last hour of the day occurs twice.
            ("America/Sao_Paulo", "2018-02-17", h(22), h(24), &["2018-02-18T00:00:00Z +180"]),
            ("Africa/Cairo", "2026-10-29", h(23), h(24), &["2026-10-29T20:00:00Z +120"]),
            // Half an hour each way.
            ("Australia/Lord_Howe", "2026-10-04", h(1), h(4), &["2026-10-03T14:30:00Z +150"]),
            ("Australia/Lord_Howe", "2026-04-05", h(1), h(3), &["2026-04-04T14:00:00Z +150"]),
            ("Asia/Kathmandu", "2026-01-05", h(9), h(10), &["2026-01-05T03:15:00Z +60"]),
            // Samoa went from Thursday to Saturday.
            ("Pacific/Apia", "2011-12-30", 0, h(24), &[]),
            ("Pacific/Apia", "2011-12-31", 0, h(24), &["2011-12-30T10:00:00Z +1440"]),
            // A clock 44 minutes and 30 seconds behind: inward to the five minutes.
            ("Africa/Monrovia", "1971-06-01", h(9), h(10), &["1971-06-01T09:45:00Z +55"]),
        ];
        for (zone, date, from, to, expected) in cases {
            assert_eq!(runs(zone, date, *from, *to), *expected, "{zone} {date} {from}..{to}");
        }
    }

    #[test]
    fn every_tick_belongs_to_the_date_the_clock_shows() {
        for (zone, date) in [
            ("Europe/Dublin", "2026-10-25"),
            ("America/Sao_Paulo", "2018-02-17"),
            ("America/Sao_Paulo", "2018-11-04"),
            ("Africa/Cairo", "2026-10-29"),
            ("Australia/Lord_Howe", "2026-04-05"),
            ("America/St_Johns", "2008-11-02"),
            ("Pacific/Apia", "2011-12-30"),
        ] {
            let (clock, day) = clock(zone, date);
            let noon = Tick(day * 288 + 144);
            for tick in (-600..600).map(|n| noon.plus(n)) {
                let shown = clock.zone().to_datetime(tick.timestamp()).date();
                assert_eq!(date_of(clock.day(tick)), shown, "{zone} {tick:?}");
                assert_eq!(day_of(shown), clock.day(tick));
            }
        }
    }

    #[test]
    fn the_grid_follows_the_wall_clock_also_where_it_is_not_a_whole_hour_from_utc() {
        for (zone, date, step) in [
            ("Asia/Kathmandu", "2026-01-05", 30),
            ("Australia/Lord_Howe", "2026-04-05", 60),
            ("Europe/Dublin", "2026-03-29", 45),
            ("Africa/Cairo", "2026-10-29", 50),
        ] {
            let (clock, day) = clock(zone, date);
            let noon = Tick(day * 288 + 144);
            let mut grid = super::super::ticks::Ticks::over(noon.plus(-600)..noon.plus(600));
            (day - 1..=day + 1).for_each(|day| clock.grid_runs(day, step / 5, |run| grid.set_every(run, step / 5)));
            for tick in (-250..250).map(|n| noon.plus(n)) {
                let shown = clock.zone().to_datetime(tick.timestamp());
                let minute = i32::from(shown.hour()) * 60 + i32::from(shown.minute());
                assert_eq!(grid.has(tick), minute % i32::from(step as i16) == 0, "{zone} {shown}");
            }
        }
    }
}
