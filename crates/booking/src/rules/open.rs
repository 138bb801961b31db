//! How long time was open: the minutes of working hours after exceptions, the clinic's own days and blocks.
//!
//! A calendar lays out a few weeks in bits. Here ten years of sixty people are counted, so a day that is like one
//! counted before is not counted again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::clock::{Clock, Day};
use super::hours::{ClinicDays, Hours};
use super::model::PlaceKey;
use super::tick::{TICK_MINUTES, Tick};
use super::ticks::Ticks;

/// Minutes after midnight, from and to, in order and apart from each other.
pub type Spans = Vec<(u16, u16)>;

/// Counts open minutes by local days.
#[derive(Debug)]
pub struct OpenTime<'a> {
    clock: &'a Clock,
    clinic: &'a ClinicDays,
    /// The last day on which a place was one of the clinic's, for those that no longer are.
    left: &'a BTreeMap<PlaceKey, Day>,
    known: HashMap<Spans, i64>,
}

/// Time that is taken from what is open, by something that is no visit.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    ranges: Vec<Range<Tick>>,
    days: BTreeSet<Day>,
}

impl Taken {
    /// Takes a stretch; stretches may overlap.
    pub fn take(&mut self, clock: &Clock, range: Range<Tick>) {
        self.days.extend(clock.day(range.start)..=clock.day(range.end));
        self.ranges.push(range);
    }
}

impl<'a> OpenTime<'a> {
    /// `clock` must reach over all days that are asked for.
    pub fn new(clock: &'a Clock, clinic: &'a ClinicDays, left: &'a BTreeMap<PlaceKey, Day>) -> OpenTime<'a> {
        OpenTime { clock, clinic, left, known: HashMap::new() }
    }

    /// Adds the hours that hold on `day` to `spans`, at one place or (none) wherever.
    pub fn hours(&self, hours: &Hours, day: Day, place: Option<PlaceKey>, spans: &mut Spans) {
        hours.on(day, self.clinic, |span| {
            let ours = self.left.get(&span.place).is_none_or(|last| day <= *last);
            if ours && place.is_none_or(|place| place == span.place) {
                spans.push((span.from_min, span.to_min));
            }
        });
    }

    /// The minutes of `spans` on `day`, counted once where they overlap, without what is taken. On the day of a clock
    /// change an hour that does not occur has none, and one that occurs twice has two.
    pub fn minutes(&mut self, day: Day, spans: Spans, taken: &Taken) -> i64 {
        let spans = joined(spans);
        if spans.is_empty() {
            return 0;
        }
        if taken.days.contains(&day) || !self.clock.is_even(day) {
            return self.count(day, &spans, &taken.ranges);
        }
        if let Some(minutes) = self.known.get(&spans) {
            return *minutes;
        }
        let minutes = self.count(day, &spans, &[]);
        self.known.insert(spans, minutes);
        minutes
    }

    fn count(&self, day: Day, spans: &Spans, taken: &[Range<Tick>]) -> i64 {
        let mut runs: Vec<Range<Tick>> = Vec::new();
        spans.iter().for_each(|(from, to)| self.clock.runs(day, *from..*to, |run| runs.push(run)));
        let (Some(from), Some(to)) = (runs.iter().map(|run| run.start).min(), runs.iter().map(|run| run.end).max())
        else {
            return 0;
        };
        let mut open = Ticks::over(from..to);
        runs.into_iter().for_each(|run| open.set_range(run));
        taken.iter().for_each(|range| open.clear_range(range.clone()));
        open.len() as i64 * i64::from(TICK_MINUTES)
    }
}

/// In order, and as one where they touch.
pub fn joined(mut spans: Spans) -> Spans {
    spans.sort_unstable();
    let mut joined: Spans = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, Weekday};
    use jiff::tz::TimeZone;

    use super::super::clock::day_of;
    use super::super::hours::{ClinicDay, DayPlan, Span, WeeklyHours};
    use super::*;

    const HERE: PlaceKey = PlaceKey(1);

    fn hours() -> Hours {
        let weekly = |weekday, from_min, to_min| WeeklyHours {
            weekday,
            span: Span { from_min, to_min, place: HERE },
            since: None,
            until: None,
        };
        Hours {
            weekly: vec![
                weekly(Weekday::Monday, 540, 720),
                weekly(Weekday::Monday, 660, 780),
                weekly(Weekday::Sunday, 30, 180),
            ],
            exceptions: [
                (date("2026-03-09"), DayPlan::Away),
                (date("2026-03-16"), DayPlan::Instead(vec![Span { from_min: 600, to_min: 660, place: HERE }])),
            ]
            .into(),
        }
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn clock() -> Clock {
        let zone = TimeZone::get("Europe/Dublin").unwrap();
        Clock::new(&zone, Tick(day_of(date("2026-01-01")) * 288)..Tick(day_of(date("2026-12-31")) * 288))
    }

    #[test]
    fn open_minutes_are_counted_after_exceptions_the_clinics_days_blocks_and_clock_changes() {
        let clock = clock();
        let clinic: ClinicDays = [
            (date("2026-03-23"), ClinicDay::Closed),
            (date("2026-03-30"), ClinicDay::Only { from_min: 600, to_min: 720 }),
        ]
        .into();
        let left = BTreeMap::from([(HERE, day_of(date("2026-05-31")))]);
        let mut taken = Taken::default();
        let at = |text: &str| Tick::floor(text.parse().unwrap());
        // Two blocks over each other take what both cover once.
        taken.take(&clock, at("2026-04-06T08:00:00Z")..at("2026-04-06T09:00:00Z"));
        taken.take(&clock, at("2026-04-06T08:30:00Z")..at("2026-04-06T09:30:00Z"));
        let mut open = OpenTime::new(&clock, &clinic, &left);
        for (day, minutes, why) in [
            ("2026-03-02", 240, "two spans that overlap are open once"),
            ("2026-03-03", 0, "nobody works on Tuesday"),
            ("2026-03-09", 0, "away"),
            ("2026-03-16", 60, "another plan for the day"),
            ("2026-03-23", 0, "a holiday"),
            ("2026-03-30", 120, "a short day of the clinic"),
            ("2026-04-06", 150, "an hour and a half is blocked"),
            ("2026-03-22", 150, "an ordinary Sunday"),
            ("2026-03-29", 90, "01:00 to 02:00 does not occur"),
            ("2026-10-25", 0, "the place was given up in May"),
            ("2026-05-25", 240, "and was open before"),
        ] {
            let mut spans = Spans::new();
            open.hours(&hours(), day_of(date(day)), None, &mut spans);
            assert_eq!(open.minutes(day_of(date(day)), spans, &taken), minutes, "{day}: {why}");
        }
        let nowhere = BTreeMap::new();
        let mut open = OpenTime::new(&clock, &clinic, &nowhere);
        let night = day_of(date("2026-10-25"));
        let mut spans = Spans::new();
        open.hours(&hours(), night, Some(HERE), &mut spans);
        assert_eq!(open.minutes(night, spans, &Taken::default()), 210, "01:00 to 02:00 occurs twice");
        let mut spans = Spans::new();
        open.hours(&hours(), night, Some(PlaceKey(2)), &mut spans);
        assert_eq!(open.minutes(night, spans, &Taken::default()), 0, "nobody works at the other place");
    }

    #[test]
    fn spans_are_joined_where_they_touch() {
        assert_eq!(
            joined(vec![(600, 700), (0, 10), (650, 660), (700, 710), (720, 730)]),
            [(0, 10), (600, 710), (720, 730)]
        );
    }
}
