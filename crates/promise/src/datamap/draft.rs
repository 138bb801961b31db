//! What of a table is a draft, so that it stays out of what the person it is about takes along until it is sent or decided:
//!
//! ```toml
//! draft = { until = "sent_at" }                          # the row, until this column has a value
//! draft = { until = "known_at", columns = ["reason"] }   # of the row these columns alone
//! draft = { until = "decided_at", of = "incident", by = "incident" }   # the column of the row of that table whose id is in `by`
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{About, Column, Export};

/// What of a table's rows is a draft, and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// The column whose value says that it is none any more.
    pub until: String,
    /// The table that has that column, and the column here that holds the id of its row; none where it is the row's own.
    pub of: Option<(String, String)>,
    /// The columns that are; all of the row where none is named.
    pub columns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftText {
    until: String,
    of: Option<String>,
    by: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
}

pub(super) fn read(
    text: Option<DraftText>,
    about: Option<&About>,
    export: Option<&Export>,
    columns: &BTreeMap<String, Column>,
    fault: &mut impl FnMut(String),
) -> Option<Draft> {
    let text = text?;
    let Some(About::Person { column: whose }) = about else {
        fault("draft belongs to about = \"person\": nobody else takes their rows along".to_owned());
        return None;
    };
    let of = match (text.of, text.by) {
        (Some(of), Some(by)) => Some((of, by)),
        (None, None) => None,
        _ => {
            fault(
                "draft names another table by both: of = the table, by = the column here that holds its row's id"
                    .to_owned(),
            );
            return None;
        }
    };
    let here = of.as_ref().map_or(&text.until, |(_, by)| by);
    for name in text.columns.iter().chain([here]).filter(|name| !columns.contains_key(*name)) {
        fault(format!("draft names \"{name}\", which is not among its columns"));
    }
    let told_apart = |name: &String| match export {
        Some(Export::File(leaving)) => leaving.by.contains(name),
        _ => name == "id",
    };
    for name in text.columns.iter().filter(|name| *name == whose || *name == "id" || told_apart(name)) {
        fault(format!("draft names \"{name}\", by which rows are told apart: let the whole row be a draft"));
    }
    Some(Draft { until: text.until, of, columns: text.columns })
}
