//! What law asks for those of a breach whom no letter reaches: pure.

use jiff::civil::Date;

use super::pack::{Fact, facts};
use crate::age::Jurisdiction;

/// Days that a public notice stands where no law that asks for one says how many.
pub const POSTED_DAYS: u32 = 90;

/// What the law of one place asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The country.
    pub place: Jurisdiction,
    /// The fact; none where we know no law about it.
    pub fact: Option<&'static Fact>,
}

/// What is to be done for so many as no letter reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// Everybody is reached.
    Nothing,
    /// They are told by other means: by telephone, or by word of mouth.
    ByOtherMeans,
    /// The public is told for so many days, with a number that may be called free of charge where the law says so.
    Publicly {
        /// Days.
        days: u32,
        /// A number that may be called free of charge.
        toll_free: bool,
    },
}

/// What the law of each of these places asks on the day `on`.
pub fn asked(places: impl IntoIterator<Item = Jurisdiction>, on: Date) -> Vec<Asked> {
    let mut countries: Vec<Jurisdiction> = places.into_iter().map(Jurisdiction::country_only).collect();
    countries.sort_unstable();
    countries.dedup();
    let fact = |place: Jurisdiction| facts(place).find(|fact| fact.holds(on) && fact.unreached.is_some());
    countries.into_iter().map(|place| Asked { place, fact: fact(place) }).collect()
}

/// The most that any of them asks for so many. Where none that we know says anything, whoever cannot be written to is told by other
/// means, however many they are.
#[must_use]
pub fn otherwise(asked: &[Asked], unreached: u64) -> Otherwise {
    if unreached == 0 {
        return Otherwise::Nothing;
    }
    let rules = asked.iter().filter_map(|one| one.fact.and_then(|fact| fact.unreached.as_ref()));
    let public: Vec<_> = rules.filter(|rule| unreached >= u64::from(rule.from)).collect();
    if public.is_empty() {
        return Otherwise::ByOtherMeans;
    }
    Otherwise::Publicly {
        days: public.iter().filter_map(|rule| rule.days).max().unwrap_or(POSTED_DAYS),
        toll_free: public.iter().any(|rule| rule.toll_free),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ten_in_the_states_are_told_publicly_with_a_number_free_of_charge_and_nine_are_not() {
        let of = |places: &[&str], unreached| {
            let places = places.iter().map(|place| place.parse().unwrap());
            otherwise(&asked(places, date(2026, 11, 24)), unreached)
        };
        let public = |days, toll_free| Otherwise::Publicly { days, toll_free };
        for (places, unreached, expected) in [
            (&["US-CA"][..], 0, Otherwise::Nothing),
            (&["US-CA"], 9, Otherwise::ByOtherMeans),
            (&["US-CA"], 10, public(90, true)),
            // A law that names no figure asks for it from the first.
            (&["IE"], 1, public(POSTED_DAYS, false)),
            (&["CA-ON"], 1, public(POSTED_DAYS, false)),
            (&["IE", "US-NY"], 3, public(POSTED_DAYS, false)),
            (&["IE", "US-NY"], 12, public(90, true)),
            // Where we know no law of it, they are told all the same.
            (&["BR"], 50, Otherwise::ByOtherMeans),
            (&[], 2, Otherwise::ByOtherMeans),
        ] {
            assert_eq!(of(places, unreached), expected, "{places:?} {unreached}");
        }
    }

    #[test]
    fn each_place_is_named_once_with_its_law_or_with_none() {
        let all = asked(["US-CA", "US-NY", "BR"].map(|place| place.parse().unwrap()), date(2026, 11, 24));
        let named: Vec<_> =
            all.iter().map(|one| (one.place.to_string(), one.fact.map(|fact| fact.id.as_str()))).collect();
        assert_eq!(named, [("BR".to_owned(), None), ("US".to_owned(), Some("us.breach.substitute"))]);
    }
}
