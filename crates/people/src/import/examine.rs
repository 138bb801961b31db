//! A file's rows one after another: what spans several of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sheet::Row;

use super::{Context, Flaw, Meaning, Ready};
use crate::model::TagName;
use crate::store::tag;

/// What a row is.
pub(crate) enum Examined {
    Ready(Ready),
    Faulty(Row, Vec<Flaw>),
}

/// Looks at the rows of one file, from its first: what it says of a row depends on those before it.
pub(crate) struct Examiner {
    context: Context,
    /// The numbers that were seen, and on which line.
    numbers: HashMap<String, u64>,
    /// The clinic's labels, folded.
    labels: BTreeSet<String>,
    /// Those that the file adds.
    pub(crate) added: BTreeMap<String, TagName>,
}

impl Examiner {
    /// `labels` are those that the clinic has.
    pub(crate) fn new(context: Context, labels: impl IntoIterator<Item = TagName>) -> Examiner {
        let labels = labels.into_iter().map(|label| label.folded()).collect();
        Examiner { context, numbers: HashMap::new(), labels, added: BTreeMap::new() }
    }

    pub(crate) fn examine(&mut self, row: Row) -> Examined {
        let ready = match self.context.read(&row) {
            Ok(ready) => ready,
            Err(flaws) => return Examined::Faulty(row, flaws),
        };
        let mut flaws = Vec::new();
        let mut flaw = |meaning, key: &str, n| {
            let column = self.context.plan.column(meaning);
            flaws.push(Flaw { line: row.line, column, key: key.to_owned(), n });
        };
        if let Some(before) = ready.number.as_ref().and_then(|number| self.numbers.get(number)) {
            flaw(Meaning::Number, "people-import-fault-repeated", Some(*before));
        }
        let new: BTreeMap<String, TagName> = ready
            .labels
            .iter()
            .map(|label| (label.folded(), label.clone()))
            .filter(|(folded, _)| !self.labels.contains(folded) && !self.added.contains_key(folded))
            .collect();
        if self.labels.len() + self.added.len() + new.len() > tag::MOST as usize && !new.is_empty() {
            flaw(Meaning::Labels, "people-import-fault-labels-full", Some(u64::from(tag::MOST)));
        }
        if !flaws.is_empty() {
            return Examined::Faulty(row, flaws);
        }
        // Of a row that is left out nothing counts: its number is free for the one that mends it.
        self.numbers.extend(ready.number.iter().map(|number| (number.clone(), row.line)));
        self.added.extend(new);
        Examined::Ready(ready)
    }
}
