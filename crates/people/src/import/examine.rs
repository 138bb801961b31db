//! A file's rows one after another: what spans several of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sheet::Row;

use super::{Context, Meaning, Ready};
use crate::incoming::{Examiner, Flaw};
use crate::model::TagName;
use crate::store::tag;

/// Looks at the rows of one file, from its first.
pub struct Examined {
    context: Context,
    /// The numbers that were seen, and on which line.
    numbers: HashMap<String, u64>,
    /// The clinic's labels, folded.
    labels: BTreeSet<String>,
    /// Those that the file adds.
    added: BTreeMap<String, TagName>,
}

impl Examined {
    /// `labels` are those that the clinic has.
    pub(crate) fn new(context: Context, labels: impl IntoIterator<Item = TagName>) -> Examined {
        let labels = labels.into_iter().map(|label| label.folded()).collect();
        Examined { context, numbers: HashMap::new(), labels, added: BTreeMap::new() }
    }
}

impl Examiner for Examined {
    type Ready = Ready;

    fn examine(&mut self, row: &Row) -> Result<Ready, Vec<Flaw>> {
        let ready = self.context.read(row)?;
        let mut flaws = Vec::new();
        let mut flaw = |meaning, key: &str, n| {
            let column = self.context.plan.column(meaning);
            flaws.push(Flaw { n, ..Flaw::new(row.line, column, key) });
        };
        if let Some(before) = ready.number.as_ref().and_then(|number| self.numbers.get(number)) {
            flaw(Meaning::Number, "incoming-fault-repeated", Some(*before));
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
            return Err(flaws);
        }
        // Of a row that is left out nothing counts: its number is free for the one that mends it.
        self.numbers.extend(ready.number.iter().map(|number| (number.clone(), row.line)));
        self.added.extend(new);
        Ok(ready)
    }

    fn added(&self) -> Vec<String> {
        self.added.values().map(|label| label.as_str().to_owned()).collect()
    }
}
