//! What is wrong with a row.

use serde::{Deserialize, Serialize};
use sheet::{Row, Torn};

/// One thing that is wrong with a row: where, and the key of what to say. Never the value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flaw {
    /// The line of the file, the names of the columns being the first.
    pub line: u64,
    /// Which column; none when it is the row as a whole.
    pub column: Option<usize>,
    pub key: String,
    /// The number in the sentence, where there is one: `$most` or `$line` there, or that of a `$character`.
    pub n: Option<u64>,
}

impl Flaw {
    /// What is wrong with one column of `row`, or with all of it.
    pub fn new(line: u64, column: Option<usize>, key: &str) -> Flaw {
        Flaw { line, column, key: key.to_owned(), n: None }
    }

    /// Why a row cannot be read at all.
    pub fn torn(row: &Row) -> Option<Flaw> {
        let key = match row.torn? {
            Torn::Columns => "incoming-fault-columns",
            Torn::Formula => "incoming-fault-formula",
        };
        Some(Flaw::new(row.line, None, key))
    }
}
