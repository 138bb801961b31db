//! Over how long a person is told of what was given, and the lines of a list of people: pure.

use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// Most people of one list.
pub const MOST: usize = 200;

/// From which instant on what was given is told at `now`, by the days of `zone`.
pub fn told_since(years: u32, now: Timestamp, zone: &TimeZone) -> Timestamp {
    let day = now.to_zoned(zone.clone()).date().saturating_sub(Span::new().years(i64::from(years)));
    let start = zone.to_ambiguous_zoned(day.at(0, 0, 0, 0)).compatible();
    start.map_or(Timestamp::MIN, |start| start.timestamp())
}

/// The lines of a list that name somebody, each with its number.
pub fn lines(text: &str) -> Vec<(usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).filter(|(_, line)| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_years_are_those_of_the_clinics_calendar() {
        let zone = TimeZone::get("Europe/Dublin").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(told_since(6, at("2026-06-30T23:30:00Z"), &zone), at("2020-06-30T23:00:00Z"), "its own midnight");
        assert_eq!(told_since(1, at("2024-02-29T12:00:00Z"), &zone), at("2023-02-28T00:00:00Z"));
    }

    #[test]
    fn empty_lines_name_nobody_and_keep_the_count() {
        assert_eq!(lines("a\n\n  b \r\n"), [(1, "a"), (3, "b")]);
        assert!(lines(" \n").is_empty());
    }
}
