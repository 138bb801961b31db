//! Decisions about consents that need no store.

use ground::Clinic;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// When a yes that a parent gave for a child born on that day ends by itself: on the day on which the child is old enough to be
/// asked, by the age that the clinic states for its place and the law there.
pub fn ends(clinic: &Clinic, born: Date) -> Option<Timestamp> {
    let years = clinic.parameters.minimum_age(clinic.jurisdiction.parse().ok()?);
    let grown = born.checked_add(i64::from(years).years()).ok()?;
    grown.to_zoned(clinic.zone.clone()).ok().map(|day| day.timestamp())
}
