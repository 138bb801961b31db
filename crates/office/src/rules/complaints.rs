//! In which time a complaint is answered and settled, which days count, and what the figures of a year say: pure, with the time
//! as a parameter.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use promise::calendar::{Calendar, CalendarError};

use crate::model::complaints::{Outcome, State, Subject};

/// Countries whose offices rest on Friday and Saturday. Where the weekend differs from place to place within a country, or
/// changed lately, the clinic says so itself.
const FRIDAY_SATURDAY: [&str; 16] =
    ["SA", "EG", "KW", "QA", "BH", "OM", "JO", "IQ", "SY", "YE", "LY", "DZ", "SD", "IL", "BD", "MV"];

/// Most holidays a clinic keeps: some years of them.
pub const HOLIDAYS: usize = 200;

/// The weekend that is usual in a country: Saturday and Sunday where we know of no other.
pub fn usual_weekend(country: &str) -> Vec<Weekday> {
    match country {
        _ if FRIDAY_SATURDAY.contains(&country) => vec![Weekday::Friday, Weekday::Saturday],
        "IR" => vec![Weekday::Friday],
        "NP" => vec![Weekday::Saturday],
        _ => vec![Weekday::Saturday, Weekday::Sunday],
    }
}

/// The days on which a clinic works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    pub weekend: Vec<Weekday>,
    pub holidays: BTreeSet<Date>,
}

impl Days {
    /// What is usual where the clinic is, before it says otherwise.
    pub fn usual(country: &str) -> Days {
        Days { weekend: usual_weekend(country), holidays: BTreeSet::new() }
    }

    /// As something that can be counted in.
    ///
    /// # Errors
    /// When no day of a week is left to work on.
    pub fn calendar(&self) -> Result<Calendar, CalendarError> {
        Calendar::new(self.weekend.iter().copied(), self.holidays.iter().copied())
    }
}

/// The names of weekdays, as they are stored and sent by forms.
pub const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// By when a complaint is answered and settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub answer_by: Timestamp,
    pub settle_by: Timestamp,
}

/// The clock of a complaint that came at `received`: the day it came does not count, and the last moment of each last day does.
pub fn clock(calendar: &Calendar, received: Timestamp, zone: &TimeZone, answer: u32, settle: u32) -> Clock {
    let day = received.to_zoned(zone.clone()).date();
    let last = |days| calendar.add_business_days(day, days).map_or(Timestamp::MAX, |day| end_of(day, zone));
    Clock { answer_by: last(answer), settle_by: last(settle.max(answer)) }
}

/// The last moment of a day.
fn end_of(day: Date, zone: &TimeZone) -> Timestamp {
    let next = day.tomorrow().unwrap_or(day);
    let start = zone.to_ambiguous_zoned(next.at(0, 0, 0, 0)).compatible();
    start.map_or(Timestamp::MAX, |start| start.timestamp() - SignedDuration::from_micros(1))
}

/// Whether its answer, or its end, is late.
pub fn is_late(state: State, answer_by: Timestamp, settle_by: Timestamp, now: Timestamp) -> bool {
    match state {
        State::Open => now > answer_by,
        State::Answered => now > settle_by,
        State::Resolved => false,
    }
}

/// One complaint, as the figures see it.
#[derive(Clone, Debug)]
pub struct Counted {
    pub subject: Subject,
    pub outcome: Option<Outcome>,
    pub received_at: Timestamp,
    pub answer_by: Timestamp,
    pub settle_by: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub resolved_at: Option<Timestamp>,
}

/// What the complaints of some time say together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    pub all: u64,
    /// By the clinic's month, the first of each.
    pub months: BTreeMap<Date, u64>,
    pub subjects: BTreeMap<Subject, u64>,
    pub outcomes: BTreeMap<Outcome, u64>,
    /// Not settled yet.
    pub open: u64,
    /// Answered or settled after its day, or past it now.
    pub late: u64,
    /// The middle of the days until the answer, and until the end: whole days of the clinic's calendar year, not working days.
    pub days_to_answer: Option<i64>,
    pub days_to_settle: Option<i64>,
}

/// Counts them.
pub fn figures(complaints: &[Counted], zone: &TimeZone, now: Timestamp) -> Figures {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let mut figures = Figures { all: complaints.len() as u64, ..Figures::default() };
    let (mut to_answer, mut to_settle) = (Vec::new(), Vec::new());
    for one in complaints {
        *figures.months.entry(day(one.received_at).first_of_month()).or_default() += 1;
        *figures.subjects.entry(one.subject).or_default() += 1;
        if let Some(outcome) = one.outcome.filter(|_| one.resolved_at.is_some()) {
            *figures.outcomes.entry(outcome).or_default() += 1;
        }
        figures.open += u64::from(one.resolved_at.is_none());
        let after = |done: Option<Timestamp>, by: Timestamp| done.unwrap_or(now) > by;
        // What was taken back needed no answer.
        let answered = one.answered_at.or(one.resolved_at);
        figures.late += u64::from(after(answered, one.answer_by) || after(one.resolved_at, one.settle_by));
        let days = |done: Timestamp| i64::from((day(done) - day(one.received_at)).get_days());
        to_answer.extend(one.answered_at.map(days));
        to_settle.extend(one.resolved_at.map(days));
    }
    figures.days_to_answer = median(to_answer);
    figures.days_to_settle = median(to_settle);
    figures
}

/// The middle one; of two in the middle the later, so that nobody is told less than it took.
fn median(mut of: Vec<i64>) -> Option<i64> {
    of.sort_unstable();
    of.get(of.len() / 2).copied()
}

/// Days from free text, a day in each line or word; what is no day is given back.
///
/// # Errors
/// The first word that is no day.
pub fn read_days(text: &str) -> Result<BTreeSet<Date>, String> {
    text.split_whitespace().map(|word| word.parse().map_err(|_| word.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_clock_runs_on_working_days_of_the_clinic_and_ends_with_its_day() {
        let zone = TimeZone::get("Europe/Dublin").unwrap();
        let holidays = [date(2026, 12, 25), date(2026, 12, 28)].into_iter().collect();
        let days = Days { weekend: usual_weekend("IE"), holidays };
        // A Friday evening: the first day that counts is the Monday.
        let clock = clock(&days.calendar().unwrap(), at("2026-12-11T23:30:00Z"), &zone, 10, 25);
        assert_eq!(clock.answer_by, at("2026-12-29T23:59:59.999999Z"), "ten days, and two holidays more");
        assert_eq!(clock.settle_by, at("2027-01-19T23:59:59.999999Z"));
        let same = super::clock(&Days::usual("IE").calendar().unwrap(), at("2026-12-11T12:00:00Z"), &zone, 10, 5);
        assert_eq!(same.answer_by, same.settle_by, "never settled before it is answered");
    }

    #[test]
    fn the_weekend_is_that_of_the_country_and_never_the_whole_week() {
        for (country, weekend) in [
            ("IE", vec![Weekday::Saturday, Weekday::Sunday]),
            ("AE", vec![Weekday::Saturday, Weekday::Sunday]),
            ("EG", vec![Weekday::Friday, Weekday::Saturday]),
            ("NP", vec![Weekday::Saturday]),
            ("", vec![Weekday::Saturday, Weekday::Sunday]),
        ] {
            assert_eq!(usual_weekend(country), weekend, "{country}");
        }
        let all = Days { weekend: WEEKDAYS.iter().map(|(day, _)| *day).collect(), holidays: BTreeSet::new() };
        assert_eq!(all.calendar(), Err(CalendarError::NoBusinessDay));
    }

    #[test]
    fn it_is_late_past_the_last_moment_of_what_is_due_next() {
        let (answer, settle) = (at("2026-12-01T00:00:00Z"), at("2026-12-20T00:00:00Z"));
        let after = |by: Timestamp| by + SignedDuration::from_micros(1);
        assert!(!is_late(State::Open, answer, settle, answer) && is_late(State::Open, answer, settle, after(answer)));
        assert!(!is_late(State::Answered, answer, settle, after(answer)));
        assert!(is_late(State::Answered, answer, settle, after(settle)));
        assert!(!is_late(State::Resolved, answer, settle, Timestamp::MAX));
    }

    #[test]
    fn figures_count_months_subjects_outcomes_the_middle_and_what_is_late() {
        let one = |received: &str, answered: Option<&str>, resolved: Option<&str>, outcome| Counted {
            subject: Subject::Shared,
            outcome,
            received_at: at(received),
            answer_by: at(received) + SignedDuration::from_hours(24 * 14),
            settle_by: at(received) + SignedDuration::from_hours(24 * 35),
            answered_at: answered.map(at),
            resolved_at: resolved.map(at),
        };
        let all = [
            one(
                "2026-10-31T23:30:00Z",
                Some("2026-11-03T12:00:00Z"),
                Some("2026-11-10T12:00:00Z"),
                Some(Outcome::Upheld),
            ),
            one("2026-11-02T12:00:00Z", Some("2026-11-20T12:00:00Z"), None, None),
            // Decided, and the letter not sent: it is not settled.
            one("2026-11-20T12:00:00Z", None, None, Some(Outcome::Partly)),
            one("2026-09-01T12:00:00Z", None, Some("2026-09-02T12:00:00Z"), Some(Outcome::Withdrawn)),
        ];
        let figures = figures(&all, &TimeZone::UTC, at("2026-11-24T12:00:00Z"));
        assert_eq!((figures.all, figures.open, figures.late), (4, 2, 1));
        assert_eq!(
            figures.months.into_iter().collect::<Vec<_>>(),
            [(date(2026, 9, 1), 1), (date(2026, 10, 1), 1), (date(2026, 11, 1), 2)]
        );
        assert_eq!(figures.outcomes.into_iter().collect::<Vec<_>>(), [(Outcome::Upheld, 1), (Outcome::Withdrawn, 1)]);
        assert_eq!(figures.subjects[&Subject::Shared], 4);
        assert_eq!((figures.days_to_answer, figures.days_to_settle), (Some(18), Some(10)));
    }

    #[test]
    fn holidays_are_days_and_nothing_else() {
        let read = read_days(" 2026-12-25\n2026-12-26 2026-12-25").unwrap();
        assert_eq!(read.into_iter().collect::<Vec<_>>(), [date(2026, 12, 25), date(2026, 12, 26)]);
        assert_eq!(read_days("2026-12-25 Christmas"), Err("Christmas".to_owned()));
        assert_eq!(read_days("2026-02-30"), Err("2026-02-30".to_owned()));
    }
}
