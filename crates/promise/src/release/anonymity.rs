//! k-anonymity (Sweeney, "k-Anonymity: A Model for Protecting Privacy", IJUFKS 10(5), 2002) and l-diversity, by generalising
//! whole columns and leaving small classes out.
//!
//! The rungs are sought as Samarati and Sweeney do, each column as a whole on one rung, and not divided region by region as
//! Mondrian does (LeFevre et al., ICDE 2006): one value then means one thing in the whole file. Of all rungs that hold, those
//! are taken that lose least; of two that lose as much, the first, so that the same rows always give the same file.
//!
//! What is counted in a class are people, not rows: eleven visits of one person are a class of one, and what they all say is said
//! once. A class stays mixed enough when any one person's rows are left out of it: whoever knows their own finds as many values
//! among the others.

use std::collections::HashMap;

use super::ladder::{Kind, Ladder};
use super::mixed::{Held, Mixed};
use super::report::{Became, Diversity, Report, Spread};

/// Rows that are weighed at most: what they take is held in memory, some tens of bytes a row.
pub const MOST_ROWS: usize = 1_000_000;
/// Different combinations that are weighed. Where there are more, the finest column begins a rung higher.
const MOST_TUPLES: usize = 50_000;
/// What a cell on its last rung, or of a row that stays, costs. Every ladder has a height that divides it.
const CELL: u64 = 60;

/// What is asked of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// People in each class, at least.
    pub k: u32,
    /// Spread of each sensitive column in each class, at least.
    pub l: u32,
    /// How that is measured.
    pub diversity: Diversity,
    /// Rows that may be left out, of 10,000.
    pub most_suppressed: u32,
}

/// Why rows do not become a release.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// A column that never leaves.
    #[error("the column \"{0}\" never leaves")]
    Column(String),
    /// A row of another length.
    #[error("a row has another number of cells than there are columns")]
    Row,
    /// More than [`MOST_ROWS`].
    #[error("there are more rows than are weighed at once")]
    Many,
}

/// Rows on their way into a release: each value once, each row as numbers.
#[derive(Debug, Clone)]
pub struct Gathered {
    columns: Vec<(String, Kind)>,
    words: Vec<Vec<String>>,
    known: Vec<HashMap<String, u32>>,
    people: HashMap<String, u32>,
    persons: Vec<u32>,
    cells: Vec<u32>,
}

impl Gathered {
    /// No rows of these columns.
    ///
    /// # Errors
    /// Where one of them never leaves.
    pub fn new(columns: Vec<(String, Kind)>) -> Result<Self, Unfit> {
        if let Some((name, _)) = columns.iter().find(|(_, kind)| !kind.leaves()) {
            return Err(Unfit::Column(name.clone()));
        }
        let many = columns.len();
        Ok(Self {
            columns,
            words: vec![Vec::new(); many],
            known: vec![HashMap::new(); many],
            people: HashMap::new(),
            persons: Vec::new(),
            cells: Vec::new(),
        })
    }

    /// One row more, about `person`: whoever it is about is counted, and never leaves.
    ///
    /// # Errors
    /// Where it has another number of cells, or there are too many.
    pub fn push<T: AsRef<str>>(&mut self, person: &str, cells: &[T]) -> Result<(), Unfit> {
        if cells.len() != self.columns.len() {
            return Err(Unfit::Row);
        }
        if self.persons.len() >= MOST_ROWS {
            return Err(Unfit::Many);
        }
        let next = number(self.people.len());
        self.persons.push(*self.people.entry(person.to_owned()).or_insert(next));
        for ((words, known), cell) in self.words.iter_mut().zip(&mut self.known).zip(cells) {
            let cell = cell.as_ref();
            let id = match known.get(cell) {
                Some(id) => *id,
                None => {
                    let id = number(words.len());
                    words.push(cell.to_owned());
                    known.insert(cell.to_owned(), id);
                    id
                }
            };
            self.cells.push(id);
        }
        Ok(())
    }

    /// The names of its columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(name, _)| name.as_str())
    }

    fn row(&self, row: usize) -> &[u32] {
        let wide = self.columns.len();
        self.cells.get(row * wide..(row + 1) * wide).unwrap_or_default()
    }

    /// Hands every row that leaves to `each`, in the order of its values: the order in which they were kept says nothing any
    /// more.
    pub fn released(&self, weighed: &Weighed, mut each: impl FnMut(&[&str])) {
        let coarse: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(&self.words)
            .zip(&weighed.rungs)
            .map(|(((_, kind), words), rung)| words.iter().map(|word| said(*kind, word, *rung)).collect())
            .collect();
        let value = |row: u32, at: usize| -> &str {
            let id = self.row(row as usize).get(at).copied().unwrap_or_default();
            coarse.get(at).and_then(|words| words.get(id as usize)).map_or("", String::as_str)
        };
        let mut kept: Vec<u32> = (0..number(self.persons.len()))
            .filter(|row| weighed.leaves.get(*row as usize).copied().unwrap_or(false))
            .collect();
        let wide = self.columns.len();
        kept.sort_unstable_by(|a, b| (0..wide).map(|at| value(*a, at)).cmp((0..wide).map(|at| value(*b, at))));
        for row in kept {
            let cells: Vec<&str> = (0..wide).map(|at| value(row, at)).collect();
            each(&cells);
        }
    }
}

fn said(kind: Kind, word: &str, rung: u8) -> String {
    match kind {
        Kind::Quasi(ladder) => ladder.climb(word, rung),
        _ => word.to_owned(),
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Rows that were weighed: on which rungs which of them leave.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// What it is, in figures.
    pub report: Report,
    /// By column; 0 where it has no ladder.
    rungs: Vec<u8>,
    /// By row.
    leaves: Vec<bool>,
}

/// The rungs that lose least, and which rows leave on them; nothing where no rungs hold.
#[must_use]
pub fn weigh(rows: &Gathered, asked: Asked) -> Option<Weighed> {
    let search = Search::new(rows, asked)?;
    let best = search.best()?;
    Some(search.told(&best))
}

/// What does not change from rung to rung.
struct Search<'a> {
    rows: &'a Gathered,
    asked: Asked,
    /// Columns with a ladder, by their place.
    ladders: Vec<(usize, Ladder)>,
    /// For each of them and each rung, what each value is there.
    climbed: Vec<Vec<Vec<u32>>>,
    /// The rung each begins on.
    floor: Vec<u8>,
    /// The combination of each row, and what each is made of.
    of_row: Vec<u32>,
    tuples: Vec<Vec<u32>>,
    /// Rows of each combination.
    many: Vec<u64>,
    /// Who stands in which combination: each once, person by person.
    stands: Vec<(u32, u32)>,
    /// Who has which sensitive values in which combination.
    sensitive: Held,
}

/// Classes on some rungs.
struct Classes {
    rungs: Vec<u8>,
    of_tuple: Vec<u32>,
    persons: Vec<u32>,
    rows: Vec<u64>,
    /// Which of them leave.
    good: Vec<bool>,
    cost: u64,
    suppressed: u64,
}

impl<'a> Search<'a> {
    fn new(rows: &'a Gathered, asked: Asked) -> Option<Self> {
        if rows.persons.is_empty() {
            return None;
        }
        let ladders: Vec<(usize, Ladder)> = rows
            .columns
            .iter()
            .enumerate()
            .filter_map(|(at, (_, kind))| match kind {
                Kind::Quasi(ladder) => Some((at, *ladder)),
                _ => None,
            })
            .collect();
        let climbed: Vec<Vec<Vec<u32>>> = ladders
            .iter()
            .map(|(at, ladder)| {
                let words = rows.words.get(*at).map(Vec::as_slice).unwrap_or_default();
                (0..=ladder.top()).map(|rung| on_rung(*ladder, words, rung)).collect()
            })
            .collect();
        let mut search = Self {
            rows,
            asked,
            floor: vec![0; ladders.len()],
            ladders,
            climbed,
            of_row: Vec::new(),
            tuples: Vec::new(),
            many: Vec::new(),
            stands: Vec::new(),
            sensitive: Held::default(),
        };
        while !search.combine() {
            search.raise();
        }
        search.count();
        Some(search)
    }

    /// Finds the combinations on the lowest rungs; false where there are too many.
    fn combine(&mut self) -> bool {
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        self.of_row.clear();
        for row in 0..self.rows.persons.len() {
            let cells = self.rows.row(row);
            let tuple: Vec<u32> = self
                .ladders
                .iter()
                .map(|(at, _)| cells.get(*at).copied().unwrap_or_default())
                .zip(self.climbed.iter().zip(&self.floor))
                .map(|(value, (climbed, floor))| at(climbed, *floor, value))
                .collect();
            let next = number(known.len());
            self.of_row.push(*known.entry(tuple).or_insert(next));
            if known.len() > MOST_TUPLES && self.floor.iter().zip(&self.ladders).any(|(at, (_, l))| *at < l.top()) {
                return false;
            }
        }
        let mut tuples = vec![Vec::new(); known.len()];
        for (tuple, id) in known {
            if let Some(place) = tuples.get_mut(id as usize) {
                *place = tuple;
            }
        }
        self.tuples = tuples;
        true
    }

    /// Lifts the column with the most different values.
    fn raise(&mut self) {
        let different = |at: usize| {
            let mut values =
                self.climbed.get(at).and_then(|all| all.get(self.floor.get(at).copied()? as usize)).cloned();
            if let Some(values) = &mut values {
                values.sort_unstable();
                values.dedup();
            }
            values.map_or(0, |values| values.len())
        };
        let open = (0..self.ladders.len())
            .filter(|at| self.ladders.get(*at).zip(self.floor.get(*at)).is_some_and(|((_, l), rung)| *rung < l.top()));
        let finest = open.max_by_key(|at| (different(*at), std::cmp::Reverse(*at)));
        if let Some(rung) = finest.and_then(|at| self.floor.get_mut(at)) {
            *rung += 1;
        }
    }

    fn count(&mut self) {
        self.many = vec![0; self.tuples.len()];
        for tuple in &self.of_row {
            if let Some(many) = self.many.get_mut(*tuple as usize) {
                *many += 1;
            }
        }
        let sensitive: Vec<usize> = self.sensitive_columns().collect();
        let (all, sensitive) = (self.rows, &sensitive);
        let rows = all.persons.iter().zip(&self.of_row).enumerate();
        let held = Held::of(rows.flat_map(move |(row, (person, tuple))| {
            let cells = all.row(row);
            let value = move |column: &usize| cells.get(*column).copied().unwrap_or_default();
            sensitive.iter().zip(0_u32..).map(move |(column, n)| (*person, *tuple, n, value(column)))
        }));
        self.sensitive = held;
        self.stands = self.rows.persons.iter().copied().zip(self.of_row.iter().copied()).collect();
        self.stands.sort_unstable();
        self.stands.dedup();
    }

    fn sensitive_columns(&self) -> impl Iterator<Item = usize> {
        let columns = self.rows.columns.iter().enumerate();
        columns.filter(|(_, (_, kind))| *kind == Kind::Sensitive).map(|(at, _)| at)
    }

    /// What the rungs alone cost, were every row to leave.
    fn loss(&self, rungs: &[u8]) -> u64 {
        let cells = rungs
            .iter()
            .zip(&self.ladders)
            .map(|(rung, (_, ladder))| u64::from(*rung) * CELL / u64::from(ladder.top()));
        cells.sum()
    }

    fn best(&self) -> Option<Classes> {
        let rows = self.rows.persons.len() as u64;
        let mut all: Vec<Vec<u8>> = vec![Vec::new()];
        for ((_, ladder), floor) in self.ladders.iter().zip(&self.floor) {
            let longer = |rungs: &Vec<u8>| -> Vec<Vec<u8>> {
                (*floor..=ladder.top()).map(|rung| [rungs.as_slice(), &[rung]].concat()).collect()
            };
            all = all.iter().flat_map(longer).collect();
        }
        // The cheapest first: once the rungs alone cost more than what was found, nothing better comes, because a row that
        // stays costs more still.
        all.sort_by_cached_key(|rungs| (self.loss(rungs), rungs.clone()));
        let mut best: Option<Classes> = None;
        for rungs in all {
            if best.as_ref().is_some_and(|best| self.loss(&rungs) * rows >= best.cost) {
                break;
            }
            if let Some(classes) = self.classes(rungs)
                && best.as_ref().is_none_or(|best| classes.cost < best.cost)
            {
                best = Some(classes);
            }
        }
        best
    }

    /// The classes on these rungs; nothing where too many rows would stay, or all.
    fn classes(&self, rungs: Vec<u8>) -> Option<Classes> {
        let mut known: HashMap<Vec<u32>, u32> = HashMap::new();
        let mut of_tuple = Vec::with_capacity(self.tuples.len());
        for tuple in &self.tuples {
            let class: Vec<u32> = tuple
                .iter()
                .zip(self.climbed.iter().zip(&rungs))
                .map(|(value, (climbed, rung))| at(climbed, *rung, *value))
                .collect();
            let next = number(known.len());
            of_tuple.push(*known.entry(class).or_insert(next));
        }
        let class_of = |tuple: u32| of_tuple.get(tuple as usize).map_or(0, |class| *class as usize);
        let mut rows = vec![0; known.len()];
        for (tuple, many) in self.many.iter().enumerate() {
            rows[class_of(number(tuple))] += many;
        }
        let mut persons = vec![0; known.len()];
        let mut last = vec![u32::MAX; known.len()];
        for (person, tuple) in &self.stands {
            let class = class_of(*tuple);
            if last[class] != *person {
                last[class] = *person;
                persons[class] += 1;
            }
        }
        let mut good: Vec<bool> = persons.iter().map(|persons| *persons >= self.asked.k.max(1)).collect();
        if self.asked.l > 1 && self.stay(&rows, &good).is_some() {
            for spread in self.spreads(&of_tuple, known.len()) {
                for (class, spread) in spread.iter().enumerate() {
                    let reached = match self.asked.diversity {
                        Diversity::Distinct => f64::from(spread.least_distinct),
                        Diversity::Entropy => spread.least_entropy,
                    };
                    // A billionth: what is reckoned in fractions does not fail by their last digit.
                    good[class] &= reached + 1e-9 >= f64::from(self.asked.l);
                }
            }
        }
        let suppressed = self.stay(&rows, &good)?;
        let total = self.rows.persons.len() as u64;
        let whole = CELL * self.rows.columns.len() as u64;
        let cost = self.loss(&rungs) * (total - suppressed) + whole * suppressed;
        Some(Classes { rungs, of_tuple, persons, rows, good, cost, suppressed })
    }

    /// How many rows stay; nothing where that is too many, or all.
    fn stay(&self, rows: &[u64], good: &[bool]) -> Option<u64> {
        let total = self.rows.persons.len() as u64;
        let released: u64 = rows.iter().zip(good).filter(|(_, good)| **good).map(|(rows, _)| *rows).sum();
        let stay = total - released;
        (released > 0 && stay * 10_000 <= total * u64::from(self.asked.most_suppressed)).then_some(stay)
    }

    fn spreads(&self, of_tuple: &[u32], classes: usize) -> Vec<Vec<Mixed>> {
        self.sensitive.spreads(of_tuple, self.sensitive_columns().count(), classes)
    }

    fn told(&self, best: &Classes) -> Weighed {
        let leaves: Vec<bool> = self
            .of_row
            .iter()
            .map(|tuple| best.of_tuple.get(*tuple as usize).is_some_and(|class| best.good[*class as usize]))
            .collect();
        let kept = || (0..best.good.len()).filter(|class| best.good[*class]);
        let smallest = kept().map(|class| best.persons[class]).min().unwrap_or(0);
        let rows = leaves.len() as u64;
        let released = rows - best.suppressed;
        let risk: f64 = kept().map(|class| best.rows[class] as f64 / f64::from(best.persons[class])).sum();
        let names: Vec<&str> = self.rows.names().collect();
        let spreads = self.spreads(&best.of_tuple, best.good.len());
        let spread = self.sensitive_columns().zip(&spreads).map(|(column, spread)| Spread {
            column: names[column].to_owned(),
            distinct: kept().map(|class| spread[class].distinct).min().unwrap_or(0),
            entropy: kept().map(|class| hundredths(spread[class].entropy)).min().unwrap_or(0),
        });
        let became = self.ladders.iter().zip(&best.rungs).map(|((at, ladder), rung)| Became {
            column: names[*at].to_owned(),
            rung: *rung,
            top: ladder.top(),
        });
        let mut rungs = vec![0; names.len()];
        for ((at, _), rung) in self.ladders.iter().zip(&best.rungs) {
            rungs[*at] = *rung;
        }
        let report = Report {
            k: self.asked.k,
            l: self.asked.l,
            diversity: self.asked.diversity,
            most_suppressed: self.asked.most_suppressed,
            rows,
            people: self.rows.people.len() as u64,
            released,
            suppressed: best.suppressed,
            suppressed_share: of_ten_thousand(best.suppressed as f64 / rows as f64),
            classes: kept().count() as u64,
            smallest,
            became: became.collect(),
            spread: spread.collect(),
            risk_most: of_ten_thousand(1.0 / f64::from(smallest.max(1))),
            risk_average: of_ten_thousand(risk / released.max(1) as f64),
        };
        Weighed { report, rungs, leaves }
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between 0 and 1")]
fn of_ten_thousand(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 10_000.0).ceil() as u32
}

/// Rounded down: what is stated is reached.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is at least 1 and at most the rows")]
fn hundredths(spread: f64) -> u32 {
    (spread * 100.0 + 1e-6).floor() as u32
}

fn at(climbed: &[Vec<u32>], rung: u8, value: u32) -> u32 {
    climbed.get(usize::from(rung)).and_then(|values| values.get(value as usize)).copied().unwrap_or_default()
}

/// For each value, the first one that is the same on the rung.
fn on_rung(ladder: Ladder, words: &[String], rung: u8) -> Vec<u32> {
    let mut first: HashMap<String, u32> = HashMap::new();
    words.iter().zip(0..).map(|(word, id)| *first.entry(ladder.climb(word, rung)).or_insert(id)).collect()
}
