//! What leaves with a clinic that takes its data along, as each table says:
//!
//! ```toml
//! export = { file = "guardians", by = ["dependant", "guardian", "since"], instants = ["since"] }
//! export = { file = "clients", leave = { "says nothing without this clinic's key" = ["tokens", "name_token"] } }
//! export = { stays = "a browser is signed in here, and nowhere else" }
//! ```
//!
//! Every column of a table that leaves is in its file, but the clinic's id, which is the same in all of them, and what is
//! left out by name with the reason. So a column that a room adds leaves too, unless its room says why not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Column;

/// Whether the rows of a table leave with the clinic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Export {
    /// They leave, as a file.
    File(Leaving),
    /// They stay, for this reason.
    Stays(String),
}

/// How the rows of a table leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leaving {
    /// The file's name without its ending; no other table's.
    pub file: String,
    /// The columns that together tell one row of a clinic from the others, in whose order they leave; the first is text.
    pub by: Vec<String>,
    /// Columns that hold instants, besides those whose names end in `_at`.
    pub instants: Vec<String>,
    /// What columns hold whose names and kinds do not say so.
    pub means: BTreeMap<String, String>,
    /// Columns that stay, each with the reason.
    pub left: BTreeMap<String, String>,
}

impl Leaving {
    /// Whether the column is in the file.
    #[must_use]
    pub fn takes(&self, column: &str) -> bool {
        column != CLINIC && !self.left.contains_key(column)
    }

    /// Whether the column holds an instant, in microseconds of UTC.
    #[must_use]
    pub fn is_instant(&self, column: &str) -> bool {
        column == "at" || column.ends_with("_at") || self.instants.iter().any(|instant| instant == column)
    }
}

/// The column that says whose row it is: the same in a whole export.
const CLINIC: &str = "clinic";
/// Parts of the names of what opens or finds something: it does not leave.
const SECRET: [&str; 5] = ["token", "hash", "password", "secret", "mark"];

/// Whether a column of this name opens or finds something: that leaves with nobody.
#[must_use]
pub fn opens_or_finds(name: &str) -> bool {
    name.split('_').any(|word| SECRET.contains(&word))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExportText {
    file: Option<String>,
    stays: Option<String>,
    #[serde(default)]
    by: Vec<String>,
    #[serde(default)]
    instants: Vec<String>,
    #[serde(default)]
    means: BTreeMap<String, String>,
    #[serde(default)]
    leave: BTreeMap<String, Vec<String>>,
}

/// Reads what a table says, and marks the columns that leave as read for that purpose.
pub(super) fn read(
    text: Option<ExportText>,
    columns: &mut BTreeMap<String, Column>,
    fault: &mut impl FnMut(String),
) -> Option<Export> {
    let says =
        "say whether its rows leave with a clinic: export = { file = the file's name } or { stays = the reason }";
    let Some(text) = text else {
        fault(says.to_owned());
        return None;
    };
    if columns.values().any(|column| column.purposes.contains(crate::Purpose::Export)) {
        fault("the table says what leaves: remove export from the purposes of its columns".to_owned());
    }
    match (text.file, text.stays) {
        (None, Some(reason)) if !reason.trim().is_empty() => {
            if !(text.by.is_empty() && text.instants.is_empty() && text.means.is_empty() && text.leave.is_empty()) {
                fault("its rows stay: remove what is said of their file".to_owned());
            }
            Some(Export::Stays(reason))
        }
        (Some(file), None) => {
            if file.is_empty() || !file.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
                fault("the name of its file is of small letters and underscores".to_owned());
            }
            let mut leaving = Leaving {
                file,
                by: if text.by.is_empty() { vec!["id".to_owned()] } else { text.by },
                instants: text.instants,
                means: text.means,
                left: BTreeMap::new(),
            };
            for (reason, names) in text.leave {
                if reason.trim().is_empty() {
                    fault("what is left out is left out for a reason: write it before the columns".to_owned());
                }
                for name in names {
                    if leaving.left.insert(name.clone(), reason.clone()).is_some() {
                        fault(format!("\"{name}\" is left out twice"));
                    }
                }
            }
            rules(&leaving, columns).into_iter().for_each(&mut *fault);
            for (_, column) in columns.iter_mut().filter(|(name, _)| leaving.takes(name)) {
                column.purposes = column.purposes.with(crate::Purpose::Export);
            }
            Some(Export::File(leaving))
        }
        _ => {
            fault(says.to_owned());
            None
        }
    }
}

fn rules(leaving: &Leaving, columns: &BTreeMap<String, Column>) -> Vec<String> {
    let mut faults = Vec::new();
    let named = leaving.by.iter().chain(&leaving.instants).chain(leaving.means.keys()).chain(leaving.left.keys());
    for name in named.filter(|name| !columns.contains_key(*name)) {
        faults.push(format!("export names \"{name}\", which is not among its columns"));
    }
    for name in leaving.by.iter().chain(&leaving.instants).chain(leaving.means.keys()) {
        if columns.contains_key(name) && !leaving.takes(name) && name != CLINIC {
            faults.push(format!("export says of \"{name}\" what it is, and leaves it out"));
        }
    }
    for (name, column) in columns.iter().filter(|(name, _)| leaving.takes(name)) {
        if opens_or_finds(name) {
            faults.push(format!("\"{name}\" opens or finds something: leave it out of the export, with the reason"));
        }
        if column.sealed && !columns.contains_key("id") {
            faults.push(format!("\"{name}\" is opened by its row's id: the table needs that column"));
        }
        if column.file && !columns.contains_key("size") {
            faults.push(format!("\"{name}\" is a file, which is read by its length: the table needs a column size"));
        }
    }
    faults
}
