//! Everything a clinic keeps, in clear, for the clinic to take along.
//!
//! The data map says of each table whether its rows leave, by which columns they are told apart, and what stays. They are
//! read a page at a time, each in a transaction of its own, so that nobody waits for a large clinic. Whoever's sealed data
//! a page holds is opened as by anybody who opens a record: against the policy, and with an entry in the access log.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use promise::{About, Export, Leaving, Purpose, Table};

use crate::clock::from_micros;
use crate::db::{LISTED, Row, Value, listed};
use crate::error::{Error, Refusal, Result};
use crate::files::FileKey;
use crate::scope::Scope;
use crate::seal::Key;
use crate::tx::{OPEN, Tx};
use crate::{PersonId, Relations, Role, params};

/// What stands in one cell.
#[derive(Clone, Debug)]
pub enum Cell {
    Nothing,
    Text(String),
    Whole(i64),
    Part(f64),
    Instant(Timestamp),
    /// A file beside the database, by the key it is sealed under.
    File(FileKey),
    /// Sealed under a key that was destroyed: whoever it was about was erased.
    Gone,
    /// Sealed under a key that is not to be had, though nobody was erased: the key store lacks it.
    Locked,
}

/// Some rows of a table.
#[derive(Debug)]
pub struct Page {
    /// Their cells in the order of [`Table::taken`].
    pub rows: Vec<Vec<Cell>>,
    /// Where the next page begins; none when there is no more.
    pub next: Option<Vec<Value>>,
}

/// How an export stands in the access log.
const ACTION: &str = "export.take";

impl Scope {
    /// The same actor in the same clinic, taking everything along; whoever waits for something else goes first.
    #[must_use]
    pub fn for_export(&self) -> Scope {
        let mut scope = self.for_purpose(Purpose::Export).behind();
        scope.action = ACTION;
        scope
    }
}

impl Tx<'_> {
    /// Refuses unless this actor may open everybody for an export. Asked once before anything leaves: an export in which
    /// everybody is missing would look like a whole one.
    pub fn may_export(&mut self) -> Result<()> {
        // Whom the clinic let in is so by no relation to anybody in particular.
        let granted = match self.actor().person() {
            Some(own) if self.actor().roles.contains(Role::Operator) => self.relations(own)?.granted,
            _ => false,
        };
        match self.scope().purpose == Purpose::Export && self.decide(OPEN, Relations { granted, ..Relations::NONE }) {
            true => Ok(()),
            false => Err(Error::Refused(Refusal::Policy)),
        }
    }

    /// Up to `most` rows of `table`, those after `after`.
    pub fn leaving(&mut self, table: &str, after: Option<&[Value]>, most: u32) -> Result<Page> {
        let map = self.house().data_map.clone();
        let declared = map.tables.get(table).ok_or_else(|| Error::internal("an export of no table"))?;
        let Export::File(leaving) = &declared.export else {
            return Err(Error::Refused(Refusal::Undeclared));
        };
        let rows = self.page(table, declared, leaving, after, most)?;
        let next = match rows.last() {
            Some(last) if rows.len() == most as usize => {
                Some(leaving.by.iter().map(|column| last.value(column).cloned()).collect::<Result<_>>()?)
            }
            _ => None,
        };
        let (keys, erased) = self.keys_for(declared, &rows)?;
        let out = Out { table, declared, leaving, keys, erased };
        Ok(Page { rows: rows.iter().map(|row| out.cells(row)).collect::<Result<_>>()?, next })
    }

    fn page(
        &mut self,
        table: &str,
        declared: &Table,
        leaving: &Leaving,
        after: Option<&[Value]>,
        most: u32,
    ) -> Result<Vec<Row>> {
        let quoted = |names: &[&str]| {
            let names = names.iter().map(|name| format!("\"{name}\""));
            names.collect::<Vec<_>>().join(", ")
        };
        let by: Vec<&str> = leaving.by.iter().map(String::as_str).collect();
        // What stays is not read either; what tells rows apart, and whom they are about, is.
        let mut columns = declared.taken();
        let whom = match &declared.about {
            About::Person { column } => Some(column.as_str()),
            About::Clinic | About::Installation => None,
        };
        columns.extend(by.iter().copied().chain(whom));
        columns.sort_unstable();
        columns.dedup();
        // The clinic's own row is known by its id.
        let whose = if declared.columns.contains_key("clinic") { "clinic" } else { "id" };
        let mut values = params![self.clinic()].to_vec();
        let beyond = match after {
            // Every first page is after nothing: so it walks the same index from there as the others.
            None => {
                values.push("".into());
                format!("{} > $2", quoted(&by[..1]))
            }
            Some(after) => {
                values.extend_from_slice(after);
                let places: Vec<String> = (2..=values.len()).map(|n| format!("${n}")).collect();
                format!("({}) > ({})", quoted(&by), places.join(", "))
            }
        };
        values.push(most.into());
        let sql = format!(
            "SELECT {} FROM \"{table}\" WHERE {whose} = $1 AND {beyond} ORDER BY {} LIMIT ${}",
            quoted(&columns),
            quoted(&by),
            values.len()
        );
        self.query(&sql, &values)
    }

    /// The keys of those of whom something sealed leaves in these rows, and of nobody else; and who of them was erased.
    fn keys_for(&mut self, declared: &Table, rows: &[Row]) -> Result<(HashMap<PersonId, Key>, HashSet<PersonId>)> {
        let About::Person { column: whose } = &declared.about else { return Ok(Default::default()) };
        let taken = declared.taken();
        let sealed: Vec<&str> = taken.into_iter().filter(|name| declared.columns[*name].sealed).collect();
        let mut persons = HashSet::new();
        for row in rows {
            for name in &sealed {
                if !matches!(row.value(name)?, Value::Null) {
                    persons.insert(row.get::<PersonId>(whose)?);
                }
            }
        }
        let keys = self.open_many(&persons.iter().copied().collect::<Vec<_>>())?;
        let without: Vec<PersonId> = persons.into_iter().filter(|person| !keys.contains_key(person)).collect();
        let mut erased = HashSet::new();
        for without in without.chunks(LISTED) {
            let mut values = params![self.clinic()].to_vec();
            let list = listed(&mut values, without);
            let sql = format!("SELECT id FROM person WHERE clinic = $1 AND id IN ({list}) AND erased_at IS NOT NULL");
            for row in self.query(&sql, &values)? {
                erased.insert(row.get("id")?);
            }
        }
        Ok((keys, erased))
    }
}

/// What the cells of a table's rows are made with.
struct Out<'a> {
    table: &'a str,
    declared: &'a Table,
    leaving: &'a Leaving,
    keys: HashMap<PersonId, Key>,
    erased: HashSet<PersonId>,
}

impl Out<'_> {
    fn cells(&self, row: &Row) -> Result<Vec<Cell>> {
        self.declared.taken().into_iter().map(|name| self.cell(row, name)).collect()
    }

    fn cell(&self, row: &Row, name: &str) -> Result<Cell> {
        let column = &self.declared.columns[name];
        Ok(match row.value(name)? {
            Value::Null => Cell::Nothing,
            Value::Blob(sealed) if column.sealed => {
                let About::Person { column: whose } = &self.declared.about else {
                    return Err(Error::internal("a sealed column about nobody"));
                };
                let person: PersonId = row.get(whose)?;
                let Some(key) = self.keys.get(&person) else {
                    return Ok(if self.erased.contains(&person) { Cell::Gone } else { Cell::Locked });
                };
                let id: String = row.get("id")?;
                let cell = (self.table, name, id.as_str());
                if column.file {
                    Cell::File(key.disclose(cell, sealed)?)
                } else {
                    Cell::Text(key.disclose(cell, sealed)?)
                }
            }
            Value::Text(text) if !column.sealed => Cell::Text(text.clone()),
            Value::Int(at) if self.leaving.is_instant(name) => Cell::Instant(from_micros(*at)),
            Value::Int(whole) => Cell::Whole(*whole),
            Value::Real(part) => Cell::Part(*part),
            // Bytes in clear are tokens and hashes, and what is declared as sealed is: neither leaves by mistake.
            Value::Blob(_) | Value::Text(_) => {
                return Err(Error::internal(format_args!("{}.{name} holds what does not leave", self.table)));
            }
        })
    }
}
