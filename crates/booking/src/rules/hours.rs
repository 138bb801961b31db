//! Weekly hours, the exceptions to them, and the clinic's own days, written onto the ticks.
//!
//! Order of precedence for one date: a day the clinic is closed is closed for everyone; otherwise the
//! practitioner's own plan for that date replaces their weekly hours; what remains is cut to the clinic's
//! shortened hours, if it keeps such that day.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::{Date, Weekday};

use super::clock::{Clock, Day, date_of, day_of};
use super::model::PlaceKey;
use super::tick::Tick;
use super::ticks::Ticks;

/// Hours at a place on one day: minutes after midnight by the clinic's clock, 0 to 1440, end excluded. Hours
/// past midnight are two spans, on two days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Minutes after midnight.
    pub from_min: u16,
    /// Minutes after midnight; 1440 is the end of the day.
    pub to_min: u16,
    /// Where the practitioner works then.
    pub place: PlaceKey,
}

/// A span that returns every week.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WeeklyHours {
    /// The day of the week.
    pub weekday: Weekday,
    /// The hours on it.
    pub span: Span,
    /// First date on which they hold; none: always so far.
    pub since: Option<Date>,
    /// Last date on which they hold; none: until further notice.
    pub until: Option<Date>,
}

impl WeeklyHours {
    /// Whether they hold on the date.
    pub fn holds_on(&self, date: Date) -> bool {
        self.weekday == date.weekday()
            && self.since.is_none_or(|since| since <= date)
            && self.until.is_none_or(|until| date <= until)
    }
}

/// A practitioner's own plan for one date, in place of the weekly hours.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DayPlan {
    /// Does not work that day.
    Away,
    /// Works these hours instead.
    Instead(Vec<Span>),
}

/// When and where one practitioner works.
#[derive(Clone, Default, Debug)]
pub struct Hours {
    /// What returns every week.
    pub weekly: Vec<WeeklyHours>,
    /// What differs, by date.
    pub exceptions: BTreeMap<Date, DayPlan>,
}

/// What the clinic itself does on a date that is not ordinary.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClinicDay {
    /// Closed to everyone, as on a public holiday; no practitioner's plan overrides it.
    Closed,
    /// Open only from and to these minutes after midnight; everyone's hours are cut to them.
    Only {
        /// Minutes after midnight.
        from_min: u16,
        /// Minutes after midnight, excluded.
        to_min: u16,
    },
}

/// The clinic's dates that are not ordinary.
pub type ClinicDays = BTreeMap<Date, ClinicDay>;

/// One practitioner's hours at one place, over a calendar's window.
#[derive(Clone, Debug)]
pub struct PlaceHours {
    /// Where.
    pub place: PlaceKey,
    /// The ticks worked there.
    pub open: Ticks,
    /// The unbroken stretches as they were stated, not cut to the window: the opening grid counts from their starts.
    pub openings: Vec<Range<Tick>>,
}

/// One practitioner's hours over a calendar's window.
#[derive(Clone, Debug)]
pub struct OpenHours {
    /// By place, in the order of their keys.
    pub places: Vec<PlaceHours>,
    /// Wherever: for services that need no place.
    pub anywhere: Ticks,
}

impl Hours {
    /// Writes the hours of all dates that touch `window` onto ticks.
    pub fn expand(&self, clock: &Clock, clinic: &ClinicDays, window: Range<Tick>) -> OpenHours {
        let mut open = OpenHours { places: Vec::new(), anywhere: Ticks::over(window.clone()) };
        for day in clock.day(window.start) - 1..=clock.day(window.end) + 1 {
            self.on(day, clinic, |span| {
                clock.runs(day, span.from_min..span.to_min, |run| {
                    if run.end > window.start && run.start < window.end {
                        open.anywhere.set_range(run.clone());
                        let hours = open.at(span.place, &window);
                        hours.open.set_range(run.clone());
                        hours.openings.push(run);
                    }
                });
            });
        }
        open
    }

    /// Whether the practitioner's own plan says they do not work on the date.
    pub fn away(&self, date: Date) -> bool {
        matches!(self.exceptions.get(&date), Some(DayPlan::Away))
    }

    /// Calls `each` for the spans that hold on a day.
    pub(super) fn on(&self, day: Day, clinic: &ClinicDays, mut each: impl FnMut(Span)) {
        let date = date_of(day);
        let (opens, closes) = match clinic.get(&date) {
            Some(ClinicDay::Closed) => return,
            Some(ClinicDay::Only { from_min, to_min }) => (*from_min, *to_min),
            None => (0, 1440),
        };
        let mut give = |span: &Span| {
            let cut = Span { from_min: span.from_min.max(opens), to_min: span.to_min.min(closes).min(1440), ..*span };
            if cut.from_min < cut.to_min {
                each(cut);
            }
        };
        match self.exceptions.get(&date) {
            Some(DayPlan::Away) => {}
            Some(DayPlan::Instead(spans)) => spans.iter().for_each(give),
            None => {
                self.weekly.iter().filter(|hours| hours.holds_on(date)).for_each(|hours| give(&hours.span));
            }
        }
    }
}

impl OpenHours {
    /// Starts on the grid that counts from each opening, at one place or (none) wherever.
    pub fn opening_grid(&self, place: Option<PlaceKey>, step: u16, stretch: Range<Tick>) -> Ticks {
        let mut grid = Ticks::over(stretch);
        let held = grid.stretch();
        for hours in self.places.iter().filter(|hours| place.is_none_or(|place| hours.place == place)) {
            for opening in hours.openings.iter().filter(|run| run.end > held.start && run.start < held.end) {
                grid.set_every(opening.clone(), step);
            }
        }
        grid
    }

    fn at(&mut self, place: PlaceKey, window: &Range<Tick>) -> &mut PlaceHours {
        let at = match self.places.binary_search_by_key(&place, |hours| hours.place) {
            Ok(at) => at,
            Err(at) => {
                let hours = PlaceHours { place, open: Ticks::over(window.clone()), openings: Vec::new() };
                self.places.insert(at, hours);
                at
            }
        };
        &mut self.places[at]
    }
}

/// Whether the clinic is closed on the day.
pub fn closed(clinic: &ClinicDays, day: Day) -> bool {
    matches!(clinic.get(&date_of(day)), Some(ClinicDay::Closed))
}

/// The window of ticks that `days` need: the local days themselves and a longest claim to either side.
pub fn window(zone: &jiff::tz::TimeZone, days: &std::ops::RangeInclusive<Date>) -> Range<Tick> {
    let rough = Tick(day_of(*days.start()).saturating_mul(288))..Tick(day_of(*days.end()).saturating_mul(288));
    let clock = Clock::new(zone, rough.start.plus(-400)..rough.end.plus(700));
    let mut whole: Option<Range<Tick>> = None;
    for day in day_of(*days.start())..=day_of(*days.end()) {
        clock.runs(day, 0..1440, |run| {
            let from = whole.as_ref().map_or(run.start, |whole| whole.start);
            whole = Some(from..run.end);
        });
    }
    let whole = whole.unwrap_or(rough);
    whole.start.plus(-super::tick::DAY_TICKS)..whole.end.plus(super::tick::DAY_TICKS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    const HERE: PlaceKey = PlaceKey(1);
    const THERE: PlaceKey = PlaceKey(2);

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn span(from: u16, to: u16, place: PlaceKey) -> Span {
        Span { from_min: from * 60, to_min: to * 60, place }
    }

    fn weekly(weekday: Weekday, span: Span) -> WeeklyHours {
        WeeklyHours { weekday, span, since: None, until: None }
    }

    /// Hours as "MM-DD HH:MM/place" of each opening, by the wall clock.
    fn openings(hours: &Hours, clinic: &ClinicDays, from: &str, to: &str) -> Vec<String> {
        let zone = TimeZone::get("Europe/Dublin").unwrap();
        let window = window(&zone, &(date(from)..=date(to)));
        let clock = Clock::new(&zone, window.clone());
        let open = hours.expand(&clock, clinic, window);
        let mut found: Vec<(Tick, String)> = Vec::new();
        for at in &open.places {
            for run in &at.openings {
                let show = |tick: Tick| zone.to_datetime(tick.timestamp()).strftime("%m-%d %H:%M").to_string();
                if (date(from)..=date(to)).contains(&zone.to_datetime(run.start.timestamp()).date()) {
                    found.push((run.start, format!("{}-{}/{}", show(run.start), &show(run.end)[6..], at.place.0)));
                }
            }
        }
        found.sort();
        found.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn exceptions_replace_the_week_and_the_clinic_s_days_stand_above_both() {
        let hours = Hours {
            weekly: vec![
                weekly(Weekday::Monday, span(9, 12, HERE)),
                weekly(Weekday::Monday, span(13, 17, THERE)),
                WeeklyHours { until: Some(date("2026-05-05")), ..weekly(Weekday::Tuesday, span(9, 12, HERE)) },
                WeeklyHours { since: Some(date("2026-05-12")), ..weekly(Weekday::Tuesday, span(8, 10, HERE)) },
            ],
            exceptions: BTreeMap::from([
                (date("2026-05-11"), DayPlan::Away),
                (date("2026-05-13"), DayPlan::Instead(vec![span(18, 20, HERE)])),
                (date("2026-05-14"), DayPlan::Instead(vec![span(9, 10, HERE)])),
            ]),
        };
        let clinic = ClinicDays::from([
            (date("2026-05-14"), ClinicDay::Closed),
            (date("2026-05-18"), ClinicDay::Only { from_min: 600, to_min: 840 }),
        ]);
        assert_eq!(
            openings(&hours, &clinic, "2026-05-04", "2026-05-19"),
            [
                "05-04 09:00-12:00/1",
                "05-04 13:00-17:00/2",
                "05-05 09:00-12:00/1",
                "05-12 08:00-10:00/1",
                "05-13 18:00-20:00/1",
                "05-18 10:00-12:00/1",
                "05-18 13:00-14:00/2",
                "05-19 08:00-10:00/1",
            ]
        );
    }

    #[test]
    fn hours_past_midnight_join_into_one_stretch() {
        let hours = Hours {
            weekly: vec![weekly(Weekday::Monday, span(20, 24, HERE)), weekly(Weekday::Tuesday, span(0, 4, HERE))],
            ..Hours::default()
        };
        let zone = TimeZone::get("Asia/Kathmandu").unwrap();
        let window = window(&zone, &(date("2026-05-04")..=date("2026-05-05")));
        let open = hours.expand(&Clock::new(&zone, window.clone()), &ClinicDays::new(), window);
        let first = open.anywhere.first().unwrap();
        assert!(open.anywhere.covers(first..first.plus(96)));
        assert_eq!(open.anywhere.len(), 96);
    }
}
