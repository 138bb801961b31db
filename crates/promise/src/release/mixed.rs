//! How mixed a sensitive column is in each class (Machanavajjhala et al., "l-Diversity", ICDE 2006). People are counted, each value
//! once for whoever has it, and each of them is left out once: whoever knows their own rows takes them away.

use std::collections::HashMap;

/// Of a column's values in a class: how many there are, the people who have them, and what their entropy is reckoned from.
#[derive(Clone, Copy, Default)]
struct Sum {
    distinct: u32,
    people: u64,
    logs: f64,
}

/// x ln x.
fn log(people: u64) -> f64 {
    if people < 2 { 0.0 } else { people as f64 * (people as f64).ln() }
}

impl Sum {
    /// A value more, which so many have.
    fn add(&mut self, people: u64) {
        self.distinct += 1;
        self.people += people;
        self.logs += log(people);
    }

    /// One fewer of so many who have a value.
    fn leave(&mut self, people: u64) {
        self.distinct -= u32::from(people == 1);
        self.people -= 1;
        self.logs -= log(people) - log(people - 1);
    }

    /// The exponential of the entropy: as mixed as so many equally frequent values.
    fn entropy(&self) -> f64 {
        if self.people == 0 { 0.0 } else { ((self.people as f64).ln() - self.logs / self.people as f64).exp() }
    }
}

/// How mixed a column is in a class: with everybody, and at least, whoever is left out.
#[derive(Clone, Copy)]
pub(super) struct Mixed {
    pub(super) distinct: u32,
    pub(super) entropy: f64,
    pub(super) least_distinct: u32,
    pub(super) least_entropy: f64,
}

impl Mixed {
    fn of(all: &Sum) -> Self {
        let (distinct, entropy) = (all.distinct, all.entropy());
        Self { distinct, entropy, least_distinct: distinct, least_entropy: entropy }
    }

    fn at_least(&mut self, without: &Sum) {
        self.least_distinct = self.least_distinct.min(without.distinct);
        self.least_entropy = self.least_entropy.min(without.entropy());
    }
}

/// Sensitive values in combinations of what the ladders say, and who has which.
#[derive(Default)]
pub(super) struct Held {
    /// Combination, column, value: each once.
    values: Vec<(u32, u32, u32)>,
    /// Person, and the place of a value: each once, person by person.
    holds: Vec<(u32, u32)>,
}

impl Held {
    /// What each row says: whose it is, its combination, the column and the value.
    pub(super) fn of(rows: impl Iterator<Item = (u32, u32, u32, u32)>) -> Self {
        let (mut known, mut held): (HashMap<(u32, u32, u32), u32>, Self) = (HashMap::new(), Self::default());
        for (person, tuple, column, value) in rows {
            let next = number(held.values.len());
            let place = *known.entry((tuple, column, value)).or_insert(next);
            if place == next {
                held.values.push((tuple, column, value));
            }
            held.holds.push((person, place));
        }
        held.holds.sort_unstable();
        held.holds.dedup();
        held
    }

    /// By sensitive column and class, how mixed it is: people are counted, each value once for whoever has it.
    pub(super) fn spreads(&self, of_tuple: &[u32], columns: usize, classes: usize) -> Vec<Vec<Mixed>> {
        // What is one value of one class here, of those that each combination has.
        let mut known: HashMap<(u32, u32, u32), u32> = HashMap::new();
        let mut place_of = Vec::with_capacity(self.values.len());
        let mut stands: Vec<(usize, usize)> = Vec::new();
        for (tuple, column, value) in &self.values {
            let class = of_tuple.get(*tuple as usize).copied().unwrap_or_default();
            let next = number(stands.len());
            let place = *known.entry((*column, class, *value)).or_insert(next);
            if place == next {
                stands.push((*column as usize, class as usize));
            }
            place_of.push(place);
        }
        let mut people = vec![0_u64; stands.len()];
        self.each_person(&place_of, |theirs| theirs.iter().for_each(|place| people[*place as usize] += 1));
        let mut sums = vec![vec![Sum::default(); classes]; columns];
        for ((column, class), people) in stands.iter().zip(&people) {
            sums[*column][*class].add(*people);
        }
        let mut spreads: Vec<Vec<Mixed>> = sums.iter().map(|sums| sums.iter().map(Mixed::of).collect()).collect();
        // And without any one of them.
        let mut without: Vec<(usize, usize, Sum)> = Vec::new();
        self.each_person(&place_of, |theirs| {
            without.clear();
            for place in theirs {
                let (column, class) = stands[*place as usize];
                let at = without.iter().position(|(of, at, _)| (*of, *at) == (column, class));
                let at = at.unwrap_or_else(|| {
                    without.push((column, class, sums[column][class]));
                    without.len() - 1
                });
                without[at].2.leave(people[*place as usize]);
            }
            for (column, class, sum) in &without {
                spreads[*column][*class].at_least(sum);
            }
        });
        spreads
    }

    /// Hands the places of each person's values to `each`, every place once.
    fn each_person(&self, place_of: &[u32], mut each: impl FnMut(&[u32])) {
        let mut theirs: Vec<u32> = Vec::new();
        for held in self.holds.chunk_by(|one, other| one.0 == other.0) {
            theirs.clear();
            theirs.extend(held.iter().filter_map(|(_, value)| place_of.get(*value as usize)));
            theirs.sort_unstable();
            theirs.dedup();
            each(&theirs);
        }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
