//! Everything that is kept about one person, in clear, for that person: table by table, as the data map says which are about
//! persons. It is read under the purpose `rights`, so their opening stands in their record like any other.
//!
//! What is left out is left out by rule: the clinic's id, what opens or finds something (tokens, hashes, seeds), and counts by
//! which stale forms are told. What is no more than drafted is left out until it is sent or decided, as the data map says
//! ([`Draft`]). Whoever else is named in a row is named by the name the clinic shows to everyone, or not at all.

use std::collections::HashMap;

use promise::{Column, Draft, Export, Merge, Purpose, Table};

use crate::clock::from_micros;
use crate::db::{Engine, LISTED, Row, Value, listed};
use crate::error::{Error, Refusal, Result};
use crate::export::Cell;
use crate::seal::Key;
use crate::tx::Tx;
use crate::{PersonId, params};

/// Some rows of a table that are about one person.
#[derive(Debug)]
pub struct Held {
    /// Their cells in the order of [`told`].
    pub rows: Vec<Vec<Cell>>,
    /// Where the next page begins; none when there is no more.
    pub next: Option<Vec<Value>>,
}

/// The columns of a table about persons that a person gets, the row's id first.
pub fn told(table: &Table) -> Vec<&str> {
    let mut told: Vec<&str> = table
        .columns
        .iter()
        .filter(|(name, column)| tells(table, name, column))
        .map(|(name, _)| name.as_str())
        .collect();
    told.sort_by_key(|name| *name != "id");
    told
}

fn tells(table: &Table, name: &str, column: &Column) -> bool {
    let left = match &table.export {
        Export::File(leaving) => !leaving.takes(name),
        Export::Stays(_) => name == "clinic" || promise::opens_or_finds(name),
    };
    !left && (!column.sealed || column.purposes.contains(Purpose::Rights))
}

/// The tables that are about persons, by their names, but for those of which nothing is told but whose a row is, as the marks
/// by which somebody is found.
pub fn tables(map: &promise::DataMap) -> Vec<&str> {
    let says = |whose: &str, table: &Table| told(table).into_iter().any(|name| name != whose);
    map.person_tables().filter(|(_, whose, table)| says(whose, table)).map(|(name, ..)| name).collect()
}

impl Tx<'_> {
    /// Up to `most` rows of `table` that are about `person`, those after `after`. Rows that stayed with a record that was
    /// merged into theirs are theirs too. Everything sealed is opened for `rights`, or for a disclosure to others, and for
    /// nothing else. What an order keeps from them is not among it, see [`Tx::withheld`].
    pub fn about_person(&mut self, table: &str, person: PersonId, after: Option<&[Value]>, most: u32) -> Result<Held> {
        if !matches!(self.scope().purpose, Purpose::Rights | Purpose::Disclosure) {
            return Err(Error::Refused(Refusal::Purpose));
        }
        let map = self.house().data_map.clone();
        let Some((name, whose, declared)) = map.person_tables().find(|(name, ..)| *name == table) else {
            return Err(Error::internal("a copy of no table about persons"));
        };
        let mut persons = vec![person];
        if declared.merge == Some(Merge::Stay) {
            persons = self.parts_of(person)?;
        }
        let rows = self.pages(name, whose, declared, &persons, after, most)?;
        let next = match rows.last() {
            Some(last) if rows.len() == most as usize => Some(after_of(declared, last, after, most)?),
            _ => None,
        };
        let columns = told(declared);
        let sealed: Vec<&str> = columns.iter().copied().filter(|name| declared.columns[*name].sealed).collect();
        let mut keys: HashMap<PersonId, Option<Key>> = HashMap::new();
        let mut out = Vec::with_capacity(rows.len());
        for row in &rows {
            let of: PersonId = row.get(whose)?;
            let mut needed = false;
            for name in &sealed {
                needed |= !matches!(row.value(name)?, Value::Null);
            }
            if needed && !keys.contains_key(&of) {
                // Refused is refused for themselves; a record that was joined and cannot be opened leaves its cells shut.
                let key = match self.open(of) {
                    Ok(key) => Some(key),
                    Err(Error::Refused(_)) if of != person => None,
                    Err(error) => return Err(error),
                };
                keys.insert(of, key);
            }
            let key = keys.get(&of).and_then(Option::as_ref);
            out.push(columns.iter().map(|column| cell(declared, name, row, column, key)).collect::<Result<_>>()?);
        }
        Ok(Held { rows: out, next })
    }

    fn pages(
        &mut self,
        table: &str,
        whose: &str,
        declared: &Table,
        persons: &[PersonId],
        after: Option<&[Value]>,
        most: u32,
    ) -> Result<Vec<Row>> {
        let by = by(declared);
        let mut columns = told(declared);
        columns.extend(by.iter().copied().chain([whose]));
        columns.sort_unstable();
        columns.dedup();
        let mut values = params![self.clinic()].to_vec();
        let list = listed(&mut values, persons.get(..LISTED.min(persons.len())).unwrap_or_default());
        let draft = declared.draft.as_ref();
        let read: Vec<String> = columns.iter().map(|column| read(table, draft, column)).collect();
        let mut sql =
            format!("SELECT {} FROM \"{table}\" WHERE clinic = $1 AND \"{whose}\" IN ({list})", read.join(", "));
        sql.push_str(&self.only_told(table, declared, persons)?);
        if let Some(draft) = draft.filter(|draft| draft.columns.is_empty()) {
            sql.push_str(&format!(" AND {}", is_over(table, draft)));
        }
        // SQLite would walk the clinic in the order of its key; it is to take this person's rows and sort them.
        let plus = if self.engine() == Engine::Sqlite { "+" } else { "" };
        let sorted = |names: &[&str]| {
            let names = names.iter().map(|name| format!("{plus}\"{name}\""));
            names.collect::<Vec<_>>().join(", ")
        };
        let order = if by.is_empty() { sorted(&columns) } else { sorted(&by) };
        match after {
            Some(after) if !by.is_empty() => {
                let from = values.len() + 1;
                values.extend_from_slice(after);
                let places: Vec<String> = (from..=values.len()).map(|n| format!("${n}")).collect();
                sql.push_str(&format!(" AND ({}) > ({})", sorted(&by), places.join(", ")));
            }
            _ => {}
        }
        values.push(most.into());
        sql.push_str(&format!(" ORDER BY {order} LIMIT ${}", values.len()));
        if let Some([Value::Int(skipped)]) = after.filter(|_| by.is_empty()) {
            values.push((*skipped).into());
            sql.push_str(&format!(" OFFSET ${}", values.len()));
        }
        self.query(&sql, &values)
    }
}

/// Whether a row is no draft any more, as a query asks it.
fn is_over(table: &str, draft: &Draft) -> String {
    let until = &draft.until;
    match &draft.of {
        None => format!("\"{until}\" IS NOT NULL"),
        Some((of, by)) => format!(
            "EXISTS (SELECT 1 FROM \"{of}\" drafted WHERE drafted.clinic = \"{table}\".clinic AND drafted.id = \"{table}\".\"{by}\"
             AND drafted.\"{until}\" IS NOT NULL)"
        ),
    }
}

/// A column as a query reads it: nothing where it is a draft.
fn read(table: &str, draft: Option<&Draft>, column: &str) -> String {
    match draft.filter(|draft| draft.columns.iter().any(|drafted| drafted == column)) {
        Some(draft) => format!("CASE WHEN {} THEN \"{column}\" END AS \"{column}\"", is_over(table, draft)),
        None => format!("\"{column}\""),
    }
}

/// By what rows are told apart; nothing where they are few and counted off.
fn by(table: &Table) -> Vec<&str> {
    match &table.export {
        Export::File(leaving) => leaving.by.iter().map(String::as_str).collect(),
        Export::Stays(_) if table.columns.contains_key("id") => vec!["id"],
        Export::Stays(_) => Vec::new(),
    }
}

fn after_of(table: &Table, last: &Row, after: Option<&[Value]>, most: u32) -> Result<Vec<Value>> {
    let by = by(table);
    if by.is_empty() {
        let before = match after {
            Some([Value::Int(skipped)]) => *skipped,
            _ => 0,
        };
        return Ok(vec![Value::Int(before + i64::from(most))]);
    }
    by.iter().map(|column| last.value(column).cloned()).collect()
}

fn cell(declared: &Table, table: &str, row: &Row, name: &str, key: Option<&Key>) -> Result<Cell> {
    let column = &declared.columns[name];
    Ok(match row.value(name)? {
        Value::Null => Cell::Nothing,
        Value::Blob(sealed) if column.sealed => {
            let Some(key) = key else { return Ok(Cell::Locked) };
            let id: String = row.get("id")?;
            let cell = (table, name, id.as_str());
            if column.file { Cell::File(key.disclose(cell, sealed)?) } else { Cell::Text(key.disclose(cell, sealed)?) }
        }
        // What is bytes in clear is a token or a hash, and says nothing to anybody.
        Value::Blob(_) => Cell::Nothing,
        Value::Text(text) => Cell::Text(text.clone()),
        Value::Int(at) if is_instant(declared, name) => Cell::Instant(from_micros(*at)),
        Value::Int(whole) => Cell::Whole(*whole),
        Value::Real(part) => Cell::Part(*part),
    })
}

fn is_instant(table: &Table, name: &str) -> bool {
    match &table.export {
        Export::File(leaving) => leaving.is_instant(name),
        Export::Stays(_) => name == "at" || name.ends_with("_at"),
    }
}
