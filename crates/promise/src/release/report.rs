//! What a release would be, before it is one.

use serde::{Deserialize, Serialize};

vocabulary! {
    /// How the spread of a sensitive column within a class is measured (Machanavajjhala et al., "l-Diversity: Privacy Beyond
    /// k-Anonymity", ACM TKDD 1(1), 2007).
    pub enum Diversity as "a measure of spread" {
        /// Definition 3.3: so many different values.
        Distinct = "distinct",
        /// Definition 4.1: the entropy of its values is that of so many equally frequent ones.
        Entropy = "entropy",
    }
}

/// What became of a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Became {
    /// Which.
    pub column: String,
    /// The rung of its ladder.
    pub rung: u8,
    /// The last rung, on which nothing is left.
    pub top: u8,
}

/// The least spread of a sensitive column over all classes that leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// Which.
    pub column: String,
    /// Different values.
    pub distinct: u32,
    /// The exponential of the entropy, in hundredths: 250 is as mixed as two and a half equally frequent values.
    pub entropy: u32,
}

/// What a release would be. Shares and risks are of 10,000.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// People asked for in each class.
    pub k: u32,
    /// Spread asked for of each sensitive column in each class.
    pub l: u32,
    /// How that is measured.
    pub diversity: Diversity,
    /// The greatest share of rows that may be left out.
    pub most_suppressed: u32,
    /// Rows that were looked at.
    pub rows: u64,
    /// People they are about.
    pub people: u64,
    /// Rows that would leave.
    pub released: u64,
    /// Rows that stay, because their class is too small.
    pub suppressed: u64,
    /// The share they are.
    pub suppressed_share: u32,
    /// Classes that would leave.
    pub classes: u64,
    /// People in the smallest of them.
    pub smallest: u32,
    /// What each column became.
    pub became: Vec<Became>,
    /// How mixed each sensitive column is.
    pub spread: Vec<Spread>,
    /// The risk of whoever stands in the smallest class, to somebody who knows that they are in the file: one by its people.
    pub risk_most: u32,
    /// The same on average over the rows.
    pub risk_average: u32,
}
