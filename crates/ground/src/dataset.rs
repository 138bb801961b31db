//! Data sets: rows that a room offers for releases that can no longer be led back to anybody.
//!
//! A room declares each column with what it is ([`promise::release::Kind`]), which columns of the store it is made from, and, of
//! the tables it reads, every other column with why it is left. The house compares that with the data map when it opens: a
//! column that a room adds to such a table enters no data set before somebody said what it is, and the program does not start
//! until then ([`complete`]). What names somebody directly and free text are declared so that they are known not to leave;
//! no row ever holds them.

use std::collections::BTreeSet;

use promise::release::{Kind, Ladder};
use promise::{Category, DataMap, Purpose};

use crate::PersonId;
use crate::error::{Error, Result};
use crate::room::Room;
use crate::tx::Tx;

/// One row of a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRow {
    /// Whom it is about: counted, and never told.
    pub person: PersonId,
    /// One for each column that may leave, in the order in which they are declared.
    pub cells: Vec<String>,
}

/// Some rows of a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DataPage {
    pub rows: Vec<DataRow>,
    /// Rows that were left out: who they are about said no, may not be opened, or is a child.
    pub left_out: u64,
    /// Where the next page begins; none when there is no more.
    pub next: Option<String>,
}

/// Reads up to so many rows after a place, for the purpose `research` and no other.
pub type ReadRows = fn(&mut Tx<'_>, Option<&str>, u32) -> Result<DataPage>;

/// A column of a data set.
#[derive(Clone, Copy, Debug)]
pub struct DataColumn {
    /// As it stands in the file, in forms and as the end of its word.
    pub name: &'static str,
    pub kind: Kind,
    /// The columns of the store that it is made from, by table and name.
    pub from: &'static [(&'static str, &'static str)],
    /// All the values that it can have, where everybody knows them; else its values are known by the data alone.
    pub values: Option<&'static [&'static str]>,
}

/// A data set.
#[derive(Clone, Copy)]
pub struct DataSet {
    pub name: &'static str,
    pub columns: &'static [DataColumn],
    /// Every other column of the tables that it reads: why, which table, which columns.
    pub left: &'static [(&'static str, &'static str, &'static [&'static str])],
    pub read: ReadRows,
}

impl DataSet {
    /// The columns that may leave.
    pub fn leaving(&self) -> impl Iterator<Item = &'static DataColumn> {
        self.columns.iter().filter(|column| column.kind.leaves())
    }

    /// Up to `most` rows after `after`.
    ///
    /// # Errors
    /// Those of the store; refused for another purpose than `research`; a row that is not as the columns say.
    pub fn page(&self, tx: &mut Tx<'_>, after: Option<&str>, most: u32) -> Result<DataPage> {
        if tx.scope().purpose != Purpose::Research {
            return Err(Error::Refused(crate::Refusal::Purpose));
        }
        let page = (self.read)(tx, after, most)?;
        let wide = self.leaving().count();
        match page.rows.iter().all(|row| row.cells.len() == wide) {
            true => Ok(page),
            false => Err(Error::internal("a row of a data set has other cells than its columns")),
        }
    }
}

/// What is wrong with a data set, if anything.
fn fault(map: &DataMap, set: &DataSet) -> Option<String> {
    let mut named: BTreeSet<(&str, &str)> = BTreeSet::new();
    for column in set.columns {
        for (table, name) in column.from {
            let Some(stored) = map.tables.get(*table).and_then(|table| table.columns.get(*name)) else {
                return Some(format!("its column {} is made from {table}.{name}, which there is not", column.name));
            };
            named.insert((table, name));
            let written =
                matches!(stored.category, Category::Message | Category::Health) && stored.sealed || stored.file;
            if written && column.kind.leaves() {
                return Some(format!("its column {} is made from what somebody wrote, {table}.{name}", column.name));
            }
            if stored.category == Category::Contact && !matches!(column.kind, Kind::Direct(_)) {
                return Some(format!(
                    "its column {} is made from how somebody is reached, {table}.{name}",
                    column.name
                ));
            }
            // A name is no word of a list; what is left of it is an age or a year, and nothing of what is measured or signed in by.
            let of_time = matches!(column.kind, Kind::Quasi(Ladder::Age | Ladder::Year));
            let theirs = match stored.category {
                Category::Identity => !of_time,
                Category::Biometric | Category::Account => true,
                _ => false,
            };
            if theirs && column.kind.leaves() {
                return Some(format!("its column {} is made from what names somebody, {table}.{name}", column.name));
            }
            if column.kind.leaves() && !stored.purposes.contains(Purpose::Research) {
                return Some(format!("the purposes of {table}.{name} do not list research"));
            }
        }
    }
    for (why, table, names) in set.left {
        if why.trim().is_empty() {
            return Some(format!("it leaves columns of {table} without a reason"));
        }
        for name in *names {
            if !named.insert((table, name)) {
                return Some(format!("it leaves {table}.{name}, of which it says something else too"));
            }
            if map.tables.get(*table).is_none_or(|table| !table.columns.contains_key(*name)) {
                return Some(format!("it leaves {table}.{name}, which there is not"));
            }
        }
    }
    let tables: BTreeSet<&str> = named.iter().map(|(table, _)| *table).collect();
    for table in tables {
        let columns = map.tables.get(table).into_iter().flat_map(|table| table.columns.keys());
        if let Some(name) = columns.into_iter().find(|name| !named.contains(&(table, name.as_str()))) {
            return Some(format!("{table}.{name} is not classified: make it a column, or leave it with a reason"));
        }
    }
    None
}

/// Compares the data sets of all rooms with the data map.
pub(crate) fn complete(map: &DataMap, rooms: &[Room]) -> Result<()> {
    let mut names = BTreeSet::new();
    for set in rooms.iter().flat_map(|room| &room.datasets) {
        if !names.insert(set.name) {
            return Err(Error::internal(format_args!("there are two data sets called {}", set.name)));
        }
        if let Some(fault) = fault(map, set) {
            return Err(Error::internal(format_args!("the data set {}: {fault}", set.name)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use promise::release::Identifier;

    const MAP: &str = r#"
        [visit]
        about = "person"
        person = "client"
        merge = "stay"
        stays = "a test"
        export = { stays = "a test" }
        [visit.columns]
        clinic = { category = "reference", clear = "x", purposes = ["care"], retention = "client", erase = "delete" }
        client = { category = "reference", clear = "x", purposes = ["care", "research"], retention = "client", erase = "delete" }
        year = { category = "schedule", clear = "x", purposes = ["care", "research"], retention = "client", erase = "delete" }
        name = { category = "identity", sealed = true, purposes = ["care", "research"], retention = "client", erase = "shred" }
        mail = { category = "contact", sealed = true, purposes = ["care", "research"], retention = "client", erase = "shred" }
        note = { category = "message", sealed = true, purposes = ["care", "research"], retention = "client", erase = "shred" }
    "#;

    fn no_rows(_: &mut Tx<'_>, _: Option<&str>, _: u32) -> Result<DataPage> {
        Ok(DataPage::default())
    }

    fn column(name: &'static str, kind: Kind, from: &'static [(&'static str, &'static str)]) -> DataColumn {
        DataColumn { name, kind, from, values: None }
    }

    fn told(
        columns: Vec<DataColumn>,
        left: &'static [(&'static str, &'static str, &'static [&'static str])],
    ) -> Option<String> {
        let mut map = DataMap::default();
        map.merge(DataMap::parse("test", MAP).unwrap()).unwrap();
        let columns: &'static [DataColumn] = Vec::leak(columns);
        fault(&map, &DataSet { name: "visits", columns, left, read: no_rows })
    }

    #[test]
    fn a_column_enters_no_data_set_unclassified() {
        let who = || {
            column(
                "person",
                Kind::Direct(Identifier::Others),
                &[("visit", "client"), ("visit", "mail"), ("visit", "name")],
            )
        };
        let year = || column("year", Kind::Quasi(Ladder::Year), &[("visit", "year")]);
        let note = || column("note", Kind::FreeText, &[("visit", "note")]);
        const CLINIC: &[(&str, &str, &[&str])] = &[("which clinic", "visit", &["clinic"])];
        assert_eq!(told(vec![who(), year(), note()], CLINIC), None);
        let fault = |columns, left| told(columns, left).unwrap();
        assert!(fault(vec![who(), year(), note()], &[]).contains("visit.clinic is not classified"));
        assert!(fault(vec![who(), year()], CLINIC).contains("visit.note is not classified"));
        assert!(
            fault(vec![who(), year(), column("note", Kind::Sensitive, &[("visit", "note")])], CLINIC).contains("wrote")
        );
        assert!(
            fault(vec![year(), note(), column("mail", Kind::Plain, &[("visit", "mail")])], CLINIC).contains("reached")
        );
        for kind in [Kind::Plain, Kind::Sensitive, Kind::Quasi(Ladder::Word)] {
            assert!(fault(vec![column("name", kind, &[("visit", "name")])], &[]).contains("names somebody"));
        }
        assert!(fault(vec![column("c", Kind::Plain, &[("visit", "clinic")])], &[]).contains("do not list research"));
        assert!(fault(vec![column("c", Kind::Plain, &[("visit", "none")])], &[]).contains("there is not"));
        assert!(fault(vec![year()], &[("x", "visit", &["year"])]).contains("something else"));
    }
}
