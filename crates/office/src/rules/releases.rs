//! What releases and questions decide without a store: by whom, how a file is written, and how rows are counted for noise.

use std::collections::{BTreeMap, HashMap};

use ground::PersonId;
use promise::release::{Gathered, Kind, Weighed};

use crate::model::releases::Answer;

/// A chance of one in ten million that a value which one person alone has shows in an answer.
pub const DELTA: f64 = 1e-7;
/// Days for which the file of a release is kept. The register and the manifest stay.
pub const KEPT_DAYS: i64 = 30;
/// Days after which what nobody decided is refused by itself.
pub const UNDECIDED_DAYS: i64 = 30;

/// Whether `decides` may decide about what `drafted` drafted, where `able` people of the clinic could.
#[must_use]
pub fn may_decide(drafted: &str, decides: &str, able: usize) -> bool {
    able < 2 || drafted != decides
}

/// Whether so many tenths of epsilon may be spent on top of what was.
#[must_use]
pub fn within(spent: u32, more: u32, budget: u32) -> bool {
    more > 0 && spent.checked_add(more).is_some_and(|sum| sum <= budget)
}

/// The file, a line for each row, as its pieces become full.
pub fn write(rows: &Gathered, weighed: &Weighed, piece: usize, mut full: impl FnMut(String)) {
    let mut text = sheet::written(rows.names());
    rows.released(weighed, |cells| {
        text.push_str(&sheet::written(cells.iter().copied()));
        if text.len() >= piece {
            full(std::mem::take(&mut text));
        }
    });
    if !text.is_empty() {
        full(text);
    }
}

/// Rows counted by value, of which nobody adds more than `most`.
#[derive(Debug)]
pub struct Counter {
    most: u32,
    each: HashMap<PersonId, u32>,
    counts: BTreeMap<String, i64>,
}

impl Counter {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(most: u32) -> Counter {
        Counter { most, each: HashMap::new(), counts: BTreeMap::new() }
    }

    /// Counts one row, unless its person has added as many as they may.
    pub fn add(&mut self, person: PersonId, value: &str) {
        let added = self.each.entry(person).or_default();
        if *added < self.most {
            *added += 1;
            *self.counts.entry(value.to_owned()).or_default() += 1;
        }
    }

    /// What may be told: with noise, for all values where everybody knows them, else for those that are large.
    ///
    /// # Errors
    /// Where no noise can be made.
    pub fn told(&self, values: Option<&[&str]>, epsilon: u32) -> Result<Answer, noise::Silent> {
        let epsilon = f64::from(epsilon) / 10.0;
        let counts = match values {
            Some(values) => {
                let counts: Vec<i64> =
                    values.iter().map(|value| self.counts.get(*value).copied().unwrap_or_default()).collect();
                let noisy = noise::known(&counts, self.most, epsilon)?;
                values.iter().map(|value| (*value).to_owned()).zip(noisy).collect::<Vec<_>>()
            }
            None => noise::unknown(&self.counts, self.most, epsilon, DELTA)?.into_iter().collect(),
        };
        // A count below nothing says no more than nothing; what is done to an answer tells nothing more.
        let counts = counts.into_iter().map(|(value, count)| (value, count.max(0))).collect();
        Ok(Answer { counts, left_small: values.is_none() })
    }
}

/// Tries the control on the spot: a table in which one person is like nobody, and columns that never leave. How many of the
/// trials went wrong, of two.
#[must_use]
pub fn tried(k: u32) -> (i64, i64) {
    let direct = Kind::Direct(promise::release::Identifier::Names);
    let named = Gathered::new(vec![("name".to_owned(), direct)]).is_ok();
    let age = vec![("age".to_owned(), Kind::Quasi(promise::release::Ladder::Age))];
    let planted = Gathered::new(age).ok().and_then(|mut rows| {
        (0..k * 30).try_for_each(|n| rows.push(&n.to_string(), &["41"])).ok()?;
        rows.push("planted", &["87"]).ok()?;
        let asked =
            promise::release::Asked { k, l: 1, diversity: promise::release::Diversity::Distinct, most_suppressed: 500 };
        let weighed = promise::release::weigh(&rows, asked)?;
        let mut seen = false;
        rows.released(&weighed, |cells| seen |= cells == ["87"]);
        Some(seen || weighed.report.smallest < k)
    });
    (2, i64::from(named) + i64::from(planted.unwrap_or(true)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn whoever_drafted_decides_only_where_nobody_else_could() {
        assert!(!may_decide("a", "a", 2) && may_decide("a", "b", 2) && may_decide("a", "a", 1));
    }

    #[test]
    fn a_budget_is_spent_to_its_end_and_no_further() {
        assert!(within(0, 30, 30) && within(29, 1, 30));
        assert!(!within(30, 1, 30) && !within(29, 2, 30) && !within(0, 0, 30) && !within(u32::MAX, 1, u32::MAX));
    }

    #[test]
    fn nobody_adds_more_than_is_counted_of_one() {
        let at = |n: i64| PersonId::new(Timestamp::from_second(n).unwrap());
        let (one, other) = (at(1), at(2));
        let mut counter = Counter::new(3);
        (0..50).for_each(|_| counter.add(one, "done"));
        counter.add(one, "missed");
        counter.add(other, "missed");
        assert_eq!(counter.counts, BTreeMap::from([("done".to_owned(), 3), ("missed".to_owned(), 1)]));
        let told = counter.told(Some(&["done", "missed", "never"]), 100).unwrap();
        assert_eq!(told.counts.len(), 3, "a value that nobody has is told of as the others are: {told:?}");
        assert!(counter.told(None, 10).unwrap().counts.is_empty(), "what few have is not told of");
    }

    #[test]
    fn the_control_that_evidence_tries_holds() {
        assert_eq!(tried(11), (2, 0));
    }
}
