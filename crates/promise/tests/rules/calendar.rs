use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use promise::Calendar;
use promise::calendar::CalendarError;
use proptest::prelude::*;

#[test]
fn a_term_begins_the_day_after_and_passes_over_what_is_off() {
    let plain = Calendar::default();
    let holidays = [date(2026, 11, 26), date(2026, 11, 28), date(2026, 12, 25)];
    let thanksgiving = Calendar::new([Weekday::Saturday, Weekday::Sunday], holidays).unwrap();
    let gulf = Calendar::new([Weekday::Friday, Weekday::Saturday], []).unwrap();
    for (name, calendar, start, days, end) in [
        ("two weeks", &plain, date(2026, 11, 24), 10, date(2026, 12, 8)),
        ("from a Saturday", &plain, date(2026, 11, 28), 1, date(2026, 11, 30)),
        ("from a Friday", &plain, date(2026, 11, 27), 1, date(2026, 11, 30)),
        ("none", &plain, date(2026, 11, 28), 0, date(2026, 11, 28)),
        (
            "a holiday, and one on a Saturday that is off anyway",
            &thanksgiving,
            date(2026, 11, 24),
            10,
            date(2026, 12, 9),
        ),
        ("begun on a holiday", &thanksgiving, date(2026, 11, 26), 1, date(2026, 11, 27)),
        ("another weekend", &gulf, date(2026, 11, 26), 1, date(2026, 11, 29)),
    ] {
        assert_eq!(calendar.add_business_days(start, days), Some(end), "{name}");
        assert_eq!(calendar.business_days_between(start, end), days as i32, "{name}");
    }
}

#[test]
fn a_week_without_a_business_day_is_refused() {
    let all = Weekday::Monday.cycle_forward().take(7);
    assert_eq!(Calendar::new(all, []), Err(CalendarError::NoBusinessDay));
}

#[test]
fn a_term_beyond_the_last_date_has_no_end() {
    assert_eq!(Calendar::default().add_business_days(Date::MAX, 1), None);
    assert_eq!(Calendar::default().add_business_days(Date::MAX, 0), Some(Date::MAX));
}

#[test]
fn a_calendar_is_written_as_words_and_dates() {
    let text = "weekend = [\"friday\", \"saturday\"]\nholidays = [\"2026-12-02\"]\n";
    let calendar: Calendar = toml::from_str(text).unwrap();
    assert!(!calendar.is_business_day(date(2026, 12, 2)));
    assert!(!calendar.is_business_day(date(2026, 12, 4)));
    assert!(calendar.is_business_day(date(2026, 12, 6)));
    assert_eq!(toml::to_string(&calendar).unwrap(), text);

    let error = toml::from_str::<Calendar>("weekend = [\"frisday\"]").unwrap_err();
    assert!(error.message().starts_with("\"frisday\" is not a weekday"), "{error}");
}

fn calendars() -> impl Strategy<Value = Calendar> {
    let weekend = proptest::collection::vec(any::<bool>(), 7).prop_filter("a business day", |off| off.contains(&false));
    let holidays = proptest::collection::btree_set(0_i32..200, 0..40);
    (weekend, holidays).prop_map(|(off, holidays)| {
        let weekend = Weekday::Monday.cycle_forward().take(7).zip(off).filter(|(_, off)| *off).map(|(day, _)| day);
        let holidays: BTreeSet<Date> = holidays.into_iter().map(day).collect();
        Calendar::new(weekend, holidays).unwrap()
    })
}

/// A day of the time in which the holidays of [`calendars`] lie.
fn day(n: i32) -> Date {
    date(2026, 1, 1) + n.days()
}

proptest! {
    #[test]
    fn counting_back_gives_the_days_that_were_added(calendar in calendars(), start in 0..200, days in 0_u32..60) {
        let start = day(start);
        let end = calendar.add_business_days(start, days).unwrap();
        prop_assert_eq!(calendar.business_days_between(start, end), days as i32);
        prop_assert!(days == 0 || calendar.is_business_day(end));
    }

    #[test]
    fn business_days_are_those_found_by_looking_at_each_day(calendar in calendars(), start in 0..200, length in 0..90) {
        let each = (start + 1..=start + length).filter(|n| calendar.is_business_day(day(*n))).count() as i32;
        prop_assert_eq!(calendar.business_days_between(day(start), day(start + length)), each);
        prop_assert_eq!(calendar.business_days_between(day(start + length), day(start)), -each);
    }

    #[test]
    fn a_longer_term_never_ends_earlier(calendar in calendars(), start in 0..200, days in 0_u32..60) {
        let (start, end) = (day(start), |days| calendar.add_business_days(day(start), days).unwrap());
        prop_assert!(start <= end(days) && end(days) < end(days + 1));
    }
}
