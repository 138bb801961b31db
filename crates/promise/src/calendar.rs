//! Business days, in which the clocks of requests and complaints run.
//!
//! The day something arrives does not count; the first business day after it is day one (for the
//! EU, Regulation 1182/71, Article 3(1)).

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// On which days a clinic works: a week with its weekend, and the holidays on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "CalendarText", into = "CalendarText")]
pub struct Calendar {
    // By Weekday::to_monday_zero_offset. At least one day is not weekend, or no term would end.
    weekend: [bool; 7],
    holidays: BTreeSet<Date>,
}

/// A calendar that cannot be counted in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    /// All seven days are weekend.
    #[error("a week needs a business day: leave at least one day out of the weekend")]
    NoBusinessDay,
    /// A word that is no weekday.
    #[error(
        "\"{0}\" is not a weekday: write monday, tuesday, wednesday, thursday, friday, \
         saturday or sunday"
    )]
    NotAWeekday(String),
}

impl Calendar {
    /// A calendar of the days a week is off and of single days off.
    ///
    /// # Errors
    /// When all seven days are weekend.
    pub fn new(
        weekend: impl IntoIterator<Item = Weekday>,
        holidays: impl IntoIterator<Item = Date>,
    ) -> Result<Self, CalendarError> {
        let mut days = [false; 7];
        for day in weekend {
            days[index(day)] = true;
        }
        if days == [true; 7] {
            return Err(CalendarError::NoBusinessDay);
        }
        Ok(Self { weekend: days, holidays: holidays.into_iter().collect() })
    }

    /// Whether the clinic works on that day.
    #[must_use]
    pub fn is_business_day(&self, date: Date) -> bool {
        !self.weekend[index(date.weekday())] && !self.holidays.contains(&date)
    }

    /// The day on which a term of so many business days ends that began on `start`, which itself
    /// does not count. A term of none ends on `start`, business day or not.
    ///
    /// None when that day lies beyond the year 9999.
    #[must_use]
    pub fn add_business_days(&self, start: Date, days: u32) -> Option<Date> {
        let mut date = start;
        let mut left = days;
        while left > 0 {
            date = date.tomorrow().ok()?;
            if self.is_business_day(date) {
                left -= 1;
            }
        }
        Some(date)
    }

    /// How many business days lie after `start` up to and with `end`; negative when `end` is before
    /// `start`.
    ///
    /// So `business_days_between(start, add_business_days(start, n))` is `n`.
    #[must_use]
    pub fn business_days_between(&self, start: Date, end: Date) -> i32 {
        if end < start {
            return -self.business_days_between(end, start);
        }
        let days = (end - start).get_days();
        // Any seven days in a row have equally many working weekdays: only the rest is walked.
        let (weeks, rest) = (days / 7, days % 7);
        let first = index(start.weekday());
        let working = |offset: i32| !self.weekend[(first + offset as usize) % 7];
        let per_week = self.weekend.iter().filter(|off| !**off).count() as i32;
        let weekdays = weeks * per_week + (1..=rest).filter(|offset| working(*offset)).count() as i32;
        let holidays = self
            .holidays
            .range(start..=end)
            .filter(|holiday| **holiday > start && !self.weekend[index(holiday.weekday())])
            .count() as i32;
        weekdays - holidays
    }
}

impl Default for Calendar {
    /// Saturday and Sunday off, no holidays.
    fn default() -> Self {
        Self { weekend: [false, false, false, false, false, true, true], holidays: BTreeSet::new() }
    }
}

fn index(day: Weekday) -> usize {
    // 0 to 6 by its definition.
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

/// A calendar as it stands in a file: `weekend = ["friday", "saturday"]`, `holidays =
/// ["2026-12-02"]`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarText {
    weekend: Vec<String>,
    #[serde(default)]
    holidays: BTreeSet<Date>,
}

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

impl TryFrom<CalendarText> for Calendar {
    type Error = CalendarError;

    fn try_from(text: CalendarText) -> Result<Self, CalendarError> {
        let weekday = |word: &String| {
            WEEKDAYS
                .iter()
                .find(|(_, name)| name == word)
                .map(|(day, _)| *day)
                .ok_or_else(|| CalendarError::NotAWeekday(word.clone()))
        };
        let weekend = text.weekend.iter().map(weekday).collect::<Result<Vec<_>, _>>()?;
        Self::new(weekend, text.holidays)
    }
}

impl From<Calendar> for CalendarText {
    fn from(calendar: Calendar) -> Self {
        let weekend = WEEKDAYS
            .iter()
            .filter(|(day, _)| calendar.weekend[index(*day)])
            .map(|(_, name)| (*name).to_owned())
            .collect();
        Self { weekend, holidays: calendar.holidays }
    }
}
