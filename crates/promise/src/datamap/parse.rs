//! From `datamap.toml` to a map that cannot be wrong.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::draft::{self, DraftText};
use super::export::{self, ExportText};
use super::goes::{self, GoesText};
use super::{About, Column, DataMap, Export, Table};
use crate::{Category, Erase, Merge, Purpose, Purposes, Subject};

/// Everything that is wrong with one room's data map, so that one reading mends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataMapError {
    /// The room whose file it is.
    pub room: String,
    /// Each fault; never empty.
    pub faults: Vec<DataMapFault>,
}

/// One fault, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataMapFault {
    /// The table; none when the file itself cannot be read.
    pub table: Option<String>,
    /// The column; none when the fault is the table's.
    pub column: Option<String>,
    /// What is wrong and what to write.
    pub message: String,
}

impl fmt::Display for DataMapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, fault) in self.faults.iter().enumerate() {
            if n > 0 {
                f.write_str("\n")?;
            }
            write!(f, "data map of the room {}", self.room)?;
            match (&fault.table, &fault.column) {
                (Some(table), Some(column)) => write!(f, ", {table}.{column}")?,
                (Some(table), None) => write!(f, ", {table}")?,
                (None, _) => {}
            }
            write!(f, ": {}", fault.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for DataMapError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableText {
    about: AboutText,
    person: Option<String>,
    #[serde(default)]
    subjects: Vec<Subject>,
    merge: Option<Merge>,
    stays: Option<String>,
    #[serde(default)]
    refers: Vec<String>,
    export: Option<ExportText>,
    goes: Option<GoesText>,
    withheld: Option<String>,
    draft: Option<DraftText>,
    // Read one by one afterwards, so that a mistake names its column.
    columns: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum AboutText {
    Person,
    Clinic,
    Installation,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnText {
    category: Category,
    #[serde(default)]
    sealed: bool,
    #[serde(default)]
    file: bool,
    clear: Option<String>,
    purposes: Purposes,
    retention: String,
    erase: Erase,
    law: Option<String>,
}

impl DataMap {
    /// Reads the `datamap.toml` of one room.
    ///
    /// # Errors
    /// All faults at once, each naming room, table and column and saying what to write.
    pub fn parse(room: &str, text: &str) -> Result<Self, DataMapError> {
        let file: BTreeMap<String, toml::Value> = toml::from_str(text).map_err(|error| DataMapError {
            room: room.to_owned(),
            faults: vec![DataMapFault { table: None, column: None, message: error.to_string() }],
        })?;
        let mut faults = Vec::new();
        let mut tables = BTreeMap::new();
        for (name, value) in file {
            if let Some(table) = read_table(room, &name, value, &mut faults) {
                tables.insert(name, table);
            }
        }
        if faults.is_empty() { Ok(Self { tables }) } else { Err(DataMapError { room: room.to_owned(), faults }) }
    }

    /// Takes the tables of another room in.
    ///
    /// # Errors
    /// When both declare a table of the same name; then nothing is taken in.
    pub fn merge(&mut self, other: Self) -> Result<(), DataMapError> {
        let faults: Vec<_> = other
            .tables
            .iter()
            .filter_map(|(name, table)| Some((name, table, self.tables.get(name)?)))
            .map(|(name, table, earlier)| {
                let message = format!(
                    "the room {} declares this table already: a table belongs to one \
                     room, name the other anew",
                    earlier.room
                );
                (table.room.clone(), DataMapFault { table: Some(name.clone()), column: None, message })
            })
            .collect();
        let faults: Vec<_> = faults.into_iter().chain(self.same_files(&other)).collect();
        if let Some((room, _)) = faults.first() {
            let room = room.clone();
            return Err(DataMapError { room, faults: faults.into_iter().map(|(_, fault)| fault).collect() });
        }
        self.tables.extend(other.tables);
        Ok(())
    }

    /// Files of an export that two tables would write.
    fn same_files(&self, other: &Self) -> Vec<(String, DataMapFault)> {
        let file = |table: &Table| match &table.export {
            Export::File(leaving) => Some(leaving.file.clone()),
            Export::Stays(_) => None,
        };
        let mut taken: BTreeMap<String, &String> =
            self.tables.iter().filter_map(|(name, table)| Some((file(table)?, name))).collect();
        let mut faults = Vec::new();
        for (name, table) in &other.tables {
            let Some(file) = file(table) else { continue };
            if let Some(earlier) = taken.insert(file.clone(), name) {
                let message =
                    format!("its rows would leave as {file}, and so do those of {earlier}: name another file");
                faults.push((table.room.clone(), DataMapFault { table: Some(name.clone()), column: None, message }));
            }
        }
        faults
    }
}

fn read_table(room: &str, name: &str, value: toml::Value, faults: &mut Vec<DataMapFault>) -> Option<Table> {
    let fault = |message: String| DataMapFault { table: Some(name.to_owned()), column: None, message };
    let text: TableText = match value.try_into() {
        Ok(text) => text,
        Err(error) => {
            faults.push(fault(one_line(&error)));
            return None;
        }
    };
    if text.columns.is_empty() {
        faults.push(fault(format!("it has no columns: declare them under [{name}.columns]")));
    }
    let about = match (text.about, text.person) {
        (AboutText::Person, None) => {
            faults.push(fault("about = \"person\" needs person = the column that holds the person's id".to_owned()));
            None
        }
        (AboutText::Person, Some(column)) => {
            if !text.columns.contains_key(&column) {
                faults.push(fault(format!(
                    "person = \"{column}\" is not among its columns: declare {column}, or \
                     name the column that holds the person's id"
                )));
            }
            Some(About::Person { column })
        }
        (AboutText::Clinic | AboutText::Installation, Some(_)) => {
            faults.push(fault(
                "person belongs to about = \"person\": remove it, or say that the table is \
                 about a person"
                    .to_owned(),
            ));
            None
        }
        (AboutText::Clinic, None) => Some(About::Clinic),
        (AboutText::Installation, None) => Some(About::Installation),
    };
    let (merge, stays, refers) = (text.merge, text.stays, text.refers);
    let names: Vec<&String> = text.columns.keys().collect();
    faults.extend(merge_rules(text.about, merge, stays.as_deref(), &refers, &names).into_iter().map(fault));
    if subjects_twice(&text.subjects) {
        faults.push(fault("subjects names one of them twice, or nobody beside somebody".to_owned()));
    }
    let mut columns = BTreeMap::new();
    for (column_name, value) in text.columns {
        let fault =
            |message: String| DataMapFault { table: Some(name.to_owned()), column: Some(column_name.clone()), message };
        match value.try_into::<ColumnText>() {
            Ok(text) => {
                let column = Column {
                    category: text.category,
                    sealed: text.sealed,
                    file: text.file,
                    clear: text.clear,
                    purposes: text.purposes,
                    retention: text.retention,
                    erase: text.erase,
                    law: text.law,
                };
                faults.extend(rules(about.as_ref(), &column).into_iter().map(fault));
                columns.insert(column_name, column);
            }
            Err(error) => faults.push(fault(one_line(&error))),
        }
    }
    if columns.values().any(|column| column.file)
        && !["id", "created_at"].iter().all(|name| columns.contains_key(*name))
    {
        faults.push(fault("a file is found by its row's id and created_at: the table needs both".to_owned()));
    }
    if let Some(until) = &text.withheld
        && (!matches!(about, Some(About::Person { .. })) || !columns.contains_key(until))
    {
        faults.push(fault(format!(
            "withheld = \"{until}\" is a column of a table about a person, until whose instant a row is kept from them"
        )));
    }
    if columns.values().any(|column| column.purposes.contains(Purpose::Disclosure)) {
        faults.push(fault(
            "what a person may read of themselves may be disclosed: remove disclosure from the purposes of its columns"
                .to_owned(),
        ));
    }
    if matches!(about, Some(About::Person { .. })) {
        for column in columns.values_mut().filter(|column| column.purposes.contains(Purpose::Rights)) {
            column.purposes = column.purposes.with(Purpose::Disclosure);
        }
    }
    let (subjects, withheld) = (text.subjects, text.withheld);
    let export = export::read(text.export, &mut columns, &mut |message| faults.push(fault(message)));
    let goes = goes::read(text.goes, &columns, &mut |message| faults.push(fault(message)));
    let draft = draft::read(text.draft, about.as_ref(), export.as_ref(), &columns, &mut |message| {
        faults.push(fault(message));
    });
    Some(Table {
        room: room.to_owned(),
        about: about?,
        subjects,
        merge,
        stays,
        refers,
        export: export?,
        goes,
        withheld,
        draft,
        columns,
    })
}

/// Whether one stands there twice, or nobody beside somebody.
fn subjects_twice(subjects: &[Subject]) -> bool {
    let distinct: std::collections::BTreeSet<&Subject> = subjects.iter().collect();
    distinct.len() < subjects.len() || (distinct.contains(&Subject::Nobody) && distinct.len() > 1)
}

/// What is wrong with what a table says about merging.
fn merge_rules(
    about: AboutText,
    merge: Option<Merge>,
    stays: Option<&str>,
    refers: &[String],
    columns: &[&String],
) -> Vec<String> {
    let mut faults = Vec::new();
    match (about, merge) {
        (AboutText::Person, None) => faults.push(
            "say what merging two records of one person does to its rows: merge = \"move\", \"room\", or \"stay\" \
             with stays = the reason"
                .to_owned(),
        ),
        (AboutText::Clinic | AboutText::Installation, Some(_)) => {
            faults.push("merge belongs to about = \"person\": remove it".to_owned());
        }
        _ => {}
    }
    if (merge == Some(Merge::Stay)) != stays.is_some_and(|reason| !reason.trim().is_empty()) {
        faults.push("stays = the reason belongs to merge = \"stay\", and to nothing else".to_owned());
    }
    for column in refers.iter().filter(|column| !columns.contains(column)) {
        faults.push(format!("refers names \"{column}\", which is not among its columns"));
    }
    if (merge == Some(Merge::Move) || !refers.is_empty()) && !columns.iter().any(|column| *column == "id") {
        faults.push("rows that follow a person are known by their id: the table needs that column".to_owned());
    }
    faults
}

/// What a single column breaks; `about` is none when the table's own is faulty and reported
/// already.
fn rules(about: Option<&About>, column: &Column) -> Vec<String> {
    let mut faults = Vec::new();
    let mut fault = |message: String| faults.push(message);
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    let category = column.category;

    match (column.sealed, blank(&column.clear)) {
        (false, true) if category.is_sensitive() => fault(format!(
            "{category} is sealed: write sealed = true, or clear = the reason \
             why it must stand in clear"
        )),
        (false, true) => fault("write sealed = true, or clear = the reason why it stands in clear".to_owned()),
        (true, _) if column.clear.is_some() => {
            fault("it cannot be both sealed and clear: remove one of them".to_owned());
        }
        _ => {}
    }
    if column.sealed && matches!(about, Some(About::Clinic | About::Installation)) {
        fault(
            "a sealed column needs a person whose key seals it: \
             write about = \"person\" and person for the table, or clear = a reason here"
                .to_owned(),
        );
    }
    if column.file && (!column.sealed || column.erase != Erase::Shred) {
        fault("a file is sealed, and goes with its person's key: write sealed = true and erase = \"shred\"".to_owned());
    }
    if column.erase == Erase::Shred && !column.sealed {
        fault(
            "erase = \"shred\" destroys the key of a sealed value, and this one is not \
             sealed: write delete, anonymise, detach or keep"
                .to_owned(),
        );
    }
    if column.erase == Erase::Keep && matches!(about, Some(About::Person { .. })) && blank(&column.law) {
        fault("erase = \"keep\" about a person needs law = the law and article that asks for it".to_owned());
    }
    if column.erase != Erase::Keep && column.law.is_some() {
        fault(format!("law says why something is kept, and this has erase = \"{}\": remove law", column.erase));
    }
    if column.purposes.is_empty() {
        fault("purposes is empty: name what it is read for, or do not keep it".to_owned());
    }
    if column.retention.trim().is_empty() {
        fault("retention is empty: name its retention class, such as \"client\" or \"session\"".to_owned());
    }
    faults
}

/// The error of the TOML reader without its picture of the file, which names a line of a fragment
/// only.
fn one_line(error: &toml::de::Error) -> String {
    error.message().to_owned()
}
