//! Dates of birth.

use jiff::civil::Date;

use super::Wrong;

/// More years than anybody is known to have lived (122, Jeanne Calment).
const MOST_YEARS: u32 = 123;

/// The day somebody was born.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct BirthDate(Date);

impl BirthDate {
    /// A day that is not after `today` and at most 123 years before it.
    pub fn new(day: Date, today: Date) -> Result<BirthDate, Wrong> {
        match promise::age_on(day, today) {
            None => Err(Wrong::Future),
            Some(years) if years > MOST_YEARS => Err(Wrong::TooOld),
            Some(_) => Ok(BirthDate(day)),
        }
    }

    /// The day.
    pub fn day(self) -> Date {
        self.0
    }

    /// A day that was checked when it was stored.
    pub(crate) fn stored(day: Date) -> BirthDate {
        BirthDate(day)
    }
}

impl std::fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BirthDate(<personal>)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_birth_date_is_a_day_of_somebody_living() {
        let today = date(2026, 11, 24);
        for (day, expected) in [
            (today, Ok(())),
            (date(1988, 5, 3), Ok(())),
            (date(1902, 11, 25), Ok(())),
            (date(1902, 11, 24), Err(Wrong::TooOld)),
            (date(1900, 1, 1), Err(Wrong::TooOld)),
            (date(2026, 11, 25), Err(Wrong::Future)),
        ] {
            assert_eq!(BirthDate::new(day, today).map(drop), expected, "{day}");
        }
    }
}
