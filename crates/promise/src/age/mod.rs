//! How old somebody is on a day, and how old they must be where they live.

mod jurisdiction;
mod rules;

use jiff::civil::Date;

pub use jurisdiction::{Jurisdiction, NotAJurisdiction};
pub use rules::{AGE_RULES, AgeRule, Reading, minimum_age, rule};

/// Completed years of somebody born on `born`, on the day `on`; none when that is before the birth.
///
/// Who was born on 29 February completes a year on 1 March of a common year, as by statute in Hong
/// Kong (Age of Majority (Related Provisions) Ordinance, Cap. 410, s. 5). Some places count from 28
/// February (Taiwan, Civil Code, Article 121); the later day never lets a person in too early.
#[must_use]
pub fn age_on(born: Date, on: Date) -> Option<u32> {
    if on < born {
        return None;
    }
    let years = i32::from(on.year()) - i32::from(born.year());
    // 29 February sorts between 28 February and 1 March: the rule above without a special case.
    let had_anniversary = (on.month(), on.day()) >= (born.month(), born.day());
    u32::try_from(years - i32::from(!had_anniversary)).ok()
}
