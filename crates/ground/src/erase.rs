//! A person erased.
//!
//! The data map says of every column about a person what their erasure does to it. From that follows what becomes of each
//! table's rows ([`promise::Erased`]): they go, or they stay because a law asks for it, and what is to go of them is emptied;
//! references elsewhere cease to point to the person. What a column cannot say is left to its room ([`Erases`]), and a table
//! that is left to a room which says nothing of it stops the start. An erasure is as complete as the data map: a column that
//! holds a person's id and of which the map does not say so is not reached, unless the engine itself refuses. Last of all
//! the person's key ends ([`Tx::end_person`]), and with it what it sealed, in every backup too.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use promise::Erased;

use crate::db::{Engine, LISTED, Value, listed};
use crate::error::{Error, Result};
use crate::event::Event;
use crate::merge::TURN;
use crate::tx::Tx;
use crate::{PersonId, params};

/// What a room does when somebody is erased.
#[derive(Clone, Copy)]
pub struct Erases {
    /// Its tables of which the data map alone does not say it.
    pub tables: &'static [&'static str],
    /// Whether the person may be: a word why not. Nothing is changed.
    pub may: fn(&mut Tx<'_>, PersonId) -> Result<Option<&'static str>>,
    /// Does what the data map leaves to the room, before everything else is done.
    pub erase: fn(&mut Tx<'_>, PersonId) -> Result<()>,
}

/// Why somebody is not erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unerased {
    #[error("they were erased before")]
    Before,
    #[error("their record and another are one")]
    Merged,
    #[error("a dispute holds their data back")]
    Held,
    #[error("a room says no: {0}")]
    Room(&'static str),
}

impl Tx<'_> {
    /// Erases `person`: all that the data map says goes, in this transaction. Nothing is opened for it. Whoever calls this
    /// says why it may be; a person whose record was merged is parted first.
    ///
    /// # Errors
    /// Those of the store; not found where nobody is called that.
    pub fn erase_person(&mut self, person: PersonId) -> Result<std::result::Result<(), Unerased>> {
        self.take_turns(TURN)?;
        // Whoever is about to write something about them is done before, or finds them gone after.
        let lock = match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => " FOR UPDATE",
        };
        let sql = format!("SELECT erased_at, merged_into FROM person WHERE clinic = $1 AND id = $2{lock}");
        let row = self.one(&sql, &params![self.clinic(), person])?;
        if row.get::<Option<jiff::Timestamp>>("erased_at")?.is_some() {
            return Ok(Err(Unerased::Before));
        }
        if row.get::<Option<PersonId>>("merged_into")?.is_some() || !self.merged_into(person)?.is_empty() {
            return Ok(Err(Unerased::Merged));
        }
        if crate::hold::of(self, person)?.is_some() {
            return Ok(Err(Unerased::Held));
        }
        for room in self.house().erases.clone().iter() {
            if let Some(why) = (room.may)(self, person)? {
                return Ok(Err(Unerased::Room(why)));
            }
        }
        for room in self.house().erases.clone().iter() {
            (room.erase)(self, person)?;
        }
        let map = self.house().data_map.clone();
        for (table, column) in map.detached() {
            let sql = format!("UPDATE {table} SET {column} = NULL WHERE clinic = $1 AND {column} = $2");
            self.execute(&sql, &params![self.clinic(), person])?;
        }
        let tables: BTreeMap<&str, (&str, &promise::Table)> =
            map.person_tables().map(|(name, column, table)| (name, (column, table))).collect();
        for name in children_first(&tables.keys().copied().collect(), &references(self)?) {
            let Some((column, table)) = tables.get(name) else { continue };
            match table.erased() {
                Some(Erased::Gone) => {
                    if table.columns.values().any(|column| column.file) {
                        self.drop_files(name, column, person)?;
                    }
                    let sql = format!("DELETE FROM {name} WHERE clinic = $1 AND {column} = $2");
                    self.execute(&sql, &params![self.clinic(), person])?;
                }
                Some(Erased::Stay) => {
                    let emptied: Vec<String> = table.emptied().map(|column| format!("{column} = NULL")).collect();
                    if !emptied.is_empty() {
                        let sql =
                            format!("UPDATE {name} SET {} WHERE clinic = $1 AND {column} = $2", emptied.join(", "));
                        self.execute(&sql, &params![self.clinic(), person])?;
                    }
                }
                Some(Erased::Room) | None => {}
            }
        }
        self.end_person(person)?;
        self.emit(Event::new("person.erased", person, person))?;
        Ok(Ok(()))
    }

    fn drop_files(&mut self, table: &str, column: &str, person: PersonId) -> Result<()> {
        let sql = format!("SELECT id FROM {table} WHERE clinic = $1 AND {column} = $2");
        for row in self.query(&sql, &params![self.clinic(), person])? {
            self.drop_file(table, row.get::<String>("id")?)?;
        }
        Ok(())
    }

    /// Removes the rows that refer to the row `id` of `parent` by their column called as `parent` is, in every table about a
    /// person whose rows go with them, `but` those tables: what belongs to an account goes with the account, whichever room keeps it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn erase_belonging(&mut self, parent: &str, id: impl Into<Value>, but: &[&str]) -> Result<()> {
        let (id, map, references) = (id.into(), self.house().data_map.clone(), references(self)?);
        let goes = |name: &str| {
            let table = map.tables.get(name).filter(|_| !but.contains(&name));
            table.is_some_and(|table| table.erased() == Some(Erased::Gone) && table.columns.contains_key(parent))
        };
        let belonging =
            references.iter().filter(|(child, of)| of == parent && goes(child)).map(|(child, _)| child.as_str());
        let belonging: BTreeSet<&str> = belonging.collect();
        for name in children_first(&belonging, &references) {
            let sql = format!("DELETE FROM {name} WHERE clinic = $1 AND {parent} = $2");
            self.execute(&sql, &[self.clinic().into(), id.clone()])?;
        }
        Ok(())
    }

    /// Those of `persons` who were erased.
    ///
    /// # Errors
    /// Those of the store.
    pub fn erased(&mut self, persons: &[PersonId]) -> Result<HashSet<PersonId>> {
        let mut erased = HashSet::new();
        for persons in persons.chunks(LISTED) {
            let mut values = params![self.clinic()].to_vec();
            let list = listed(&mut values, persons);
            let sql = format!("SELECT id FROM person WHERE clinic = $1 AND id IN ({list}) AND erased_at IS NOT NULL");
            for row in self.query(&sql, &values)? {
                erased.insert(row.get("id")?);
            }
        }
        Ok(erased)
    }
}

/// Which table's rows refer to which table's, as the engine itself has it.
pub(crate) fn references(tx: &mut Tx<'_>) -> Result<Vec<(String, String)>> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "SELECT m.name AS child, f.\"table\" AS parent FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'"
        }
        Engine::Postgres => {
            "SELECT CAST(child.relname AS TEXT) AS child, CAST(parent.relname AS TEXT) AS parent FROM pg_constraint c
             JOIN pg_class child ON child.oid = c.conrelid JOIN pg_class parent ON parent.oid = c.confrelid
             JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = current_schema()"
        }
    };
    let rows = tx.query(sql, &[])?;
    rows.iter().map(|row| Ok((row.get("child")?, row.get("parent")?))).collect::<Result<_>>()
}

/// `tables` in an order in which no row that is referred to goes before those that refer to it.
pub(crate) fn children_first<'a>(tables: &BTreeSet<&'a str>, references: &[(String, String)]) -> Vec<&'a str> {
    let mut left = tables.clone();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_free = |table: &&&str| {
            let named = |(child, parent): &(String, String)| {
                parent == **table && child != **table && left.contains(child.as_str())
            };
            !references.iter().any(named)
        };
        let free: Vec<&str> = left.iter().filter(is_free).copied().collect();
        // Tables that refer to each other go as they come: the engine says no, and nothing is done.
        let free = if free.is_empty() { left.iter().copied().collect() } else { free };
        for table in &free {
            left.remove(table);
        }
        order.extend(free);
    }
    order
}

/// What is left to a room that says nothing of it.
///
/// # Errors
/// Its name.
pub(crate) fn complete(map: &promise::DataMap, rooms: &[crate::Room]) -> Result<()> {
    for (room, table) in map.left_to_rooms() {
        let says = |known: &crate::Room| {
            known.name == room && known.erases.is_some_and(|erases| erases.tables.contains(&table))
        };
        if !rooms.iter().any(says) {
            return Err(Error::internal(format_args!(
                "the data map leaves it to the room {room} what erasing somebody does to {table}, and the room does not say"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_refers_goes_before_what_is_referred_to() {
        let refers = |child: &str, parent: &str| (child.to_owned(), parent.to_owned());
        let references = [
            refers("session", "account"),
            refers("member", "user"),
            refers("user", "account"),
            refers("account", "person"),
            refers("session", "clinic"),
        ];
        let tables = BTreeSet::from(["account", "member", "person", "session", "user"]);
        assert_eq!(children_first(&tables, &references), ["member", "session", "user", "account", "person"]);
        let round = [refers("a", "b"), refers("b", "a")];
        assert_eq!(children_first(&BTreeSet::from(["a", "b"]), &round), ["a", "b"], "it ends");
    }
}
