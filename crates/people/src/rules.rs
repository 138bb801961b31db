//! Decisions that need no store. The day is a parameter.

use ground::Clinic;
use jiff::civil::Date;
use promise::{Jurisdiction, Parameters, age_on};

use crate::model::BirthDate;

/// What is known of somebody's age.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeKnown {
    /// The day they were born.
    Born(BirthDate),
    /// They stated that they are old enough, having been told the age; or that they are not.
    Stated { old_enough: bool },
    /// Nothing: they were not asked, or did not answer.
    No,
}

/// Whether somebody may book for themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alone {
    Yes,
    /// Below this age, in completed years, a guardian books for them.
    WithGuardian {
        from: u32,
    },
}

/// Whether somebody in `place` may book for themselves on `today` (promise `age.minimum`): from the age that the clinic
/// states for the place, never below what the law there sets. A date of birth outweighs a statement, and without
/// either the answer is no.
pub fn may_book_alone(parameters: &Parameters, place: Jurisdiction, known: AgeKnown, today: Date) -> Alone {
    let from = parameters.minimum_age(place);
    let old_enough = match known {
        AgeKnown::Born(born) => age_on(born.day(), today).is_some_and(|years| years >= from),
        AgeKnown::Stated { old_enough } => old_enough,
        AgeKnown::No => false,
    };
    if old_enough { Alone::Yes } else { Alone::WithGuardian { from } }
}

/// Whether somebody born on that day is too young to act alone in the clinic on `today`.
pub fn too_young(clinic: &Clinic, born: BirthDate, today: Date) -> bool {
    let place = clinic.jurisdiction.parse();
    place.is_ok_and(|place| may_book_alone(&clinic.parameters, place, AgeKnown::Born(born), today) != Alone::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn who_is_too_young_where_they_live_books_with_a_guardian() {
        let today = date(2026, 11, 24);
        let clinic = |age_minimum| Parameters { age_minimum, ..Parameters::default() };
        let born = |day| AgeKnown::Born(BirthDate::new(day, today).unwrap());
        for (place, years, known, expected) in [
            ("IE", 16, born(date(2010, 11, 24)), Alone::Yes),
            ("IE", 16, born(date(2010, 11, 25)), Alone::WithGuardian { from: 16 }),
            // The clinic's own age holds where it is above the law's, the law's where that is above the clinic's.
            ("IE", 18, born(date(2010, 11, 24)), Alone::WithGuardian { from: 18 }),
            ("IN", 13, born(date(2010, 11, 24)), Alone::WithGuardian { from: 18 }),
            ("IE", 16, AgeKnown::Stated { old_enough: true }, Alone::Yes),
            ("IE", 16, AgeKnown::Stated { old_enough: false }, Alone::WithGuardian { from: 16 }),
            ("IE", 16, AgeKnown::No, Alone::WithGuardian { from: 16 }),
            // A place whose law we do not know takes the strictest age.
            ("ZZ", 13, born(date(2010, 11, 24)), Alone::WithGuardian { from: 18 }),
        ] {
            assert_eq!(
                may_book_alone(&clinic(years), place.parse().unwrap(), known, today),
                expected,
                "{place} {years} {known:?}"
            );
        }
    }
}
