//! A person erased.
//!
//! The data map says of every column about a person what their erasure does to it. From that follows what becomes of each
//! table's rows ([`promise::Erased`]): they go, or they stay because a law asks for it, and what is to go of them is emptied;
//! references elsewhere cease to point to the person. What a column cannot say is left to its room ([`Erases`]), and a table
//! that is left to a room which says nothing of it stops the start. An erasure is as complete as the data map: a column that
//! holds a person's id and of which the map does not say so is not reached, unless the engine itself refuses. Last of all
//! the person's key ends ([`Tx::end_person`]), and with it what it sealed, in every backup too.
//!
//! All of it is one transaction, but for a table that holds very many rows about them: of those it takes the first, and a job
//! takes the others after it, some at a time ([`rest`]). So nobody waits long for the writer, and it takes as long until
//! nobody can read somebody as their key takes, however much there is of them.

mod certificate;
mod done;
pub mod evidence;
mod lock;
mod rest;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::Timestamp;
use promise::{Category, Erased};

pub(crate) use certificate::sign;
pub use certificate::{Broken, Certificate, key_of, key_within, list, read, two_within, verify};
pub use done::{Became, Because, Cause, Done, ErasureId, Foreseen, Outcome, Retained, Unerased};
pub use lock::{Lock, is_open_under, locked, retained, unlock};
pub(crate) use rest::handler;

use crate::db::{Engine, LISTED, Value, listed};
use crate::error::{Error, Result};
use crate::event::Event;
use crate::merge::TURN;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{KeyId, MergeId, PersonId, params};

/// What a room does when somebody is erased.
#[derive(Clone, Copy)]
pub struct Erases {
    /// Its tables whose rows it sees to itself, all of them: those of which the data map alone does not say it, and those
    /// that would be walked from end to end for one person.
    pub tables: &'static [&'static str],
    /// Whether the person may be: a word why not. Nothing is changed.
    pub may: fn(&mut Tx<'_>, PersonId, &Because) -> Result<Option<&'static str>>,
    /// When something was last done for them of which a law may ask that it is kept for a time.
    pub last: fn(&mut Tx<'_>, PersonId) -> Result<Option<Timestamp>>,
    /// Does what the data map leaves to the room, before everything else is done, and notes what became of the rows.
    pub erase: fn(&mut Tx<'_>, PersonId, &mut Done) -> Result<()>,
}

impl Tx<'_> {
    /// Erases `person`: all that the data map says goes, in this transaction, of their record and of all that were merged
    /// into it. From its commit on nobody opens them, on whichever node; their key is destroyed by the job that
    /// [`Tx::end_person`] leaves. Nothing is opened for it. What a law keeps is locked instead ([`retained`]).
    ///
    /// # Errors
    /// Those of the store; not found where nobody is called that.
    pub fn erase_person(&mut self, person: PersonId, because: &Because) -> Result<std::result::Result<Done, Unerased>> {
        self.take_turns(TURN)?;
        let person = self.kept(person)?;
        let persons = self.parts_of(person)?;
        if let Some(why) = self.unerasable(&persons, because)? {
            return Ok(Err(why));
        }
        let mut done = Done::new(self.now());
        done.persons.clone_from(&persons);
        // Of whom no key is left, as where an older backup was restored, nothing is there to be kept readable.
        // And what a law kept is over once; a pack that says something else since locks nobody again.
        if because.cause != Cause::Unlocked && self.fingerprint(person)?.is_some() {
            done.retained = retained(self, &persons)?;
        }
        done.locked_until = because.locked_until.or_else(|| done.retained.iter().filter_map(|kept| kept.until).max());
        for &person in &persons {
            self.erase_record(person, &mut done)?;
        }
        match done.locked_until {
            Some(until) => lock::lock(self, &persons, &done.retained, until)?,
            None => {
                for &person in &persons {
                    done.keys.extend(self.fingerprint(person)?);
                    self.end_person(person)?;
                }
            }
        }
        certificate::issue(self, because, &mut done)?;
        let event = if done.locked_until.is_some() { "person.locked" } else { "person.erased" };
        for &person in &persons {
            self.emit(Event::new(event, person, person))?;
        }
        Ok(Ok(done))
    }

    /// What erasing `person` would do, before anybody says so. Nothing is changed or opened.
    ///
    /// # Errors
    /// Those of the store; not found where nobody is called that.
    pub fn foresee_erasure(&mut self, person: PersonId, because: &Because) -> Result<Foreseen> {
        let person = self.kept(person)?;
        let persons = self.parts_of(person)?;
        let unerased = self.unerasable(&persons, because)?;
        let mut rows: BTreeMap<String, i64> = BTreeMap::new();
        for &person in &persons {
            for (table, count) in self.counted_about(person, &["person", "client_token"])? {
                *rows.entry(table).or_default() += count;
            }
        }
        let retained = retained(self, &persons)?;
        let locked_until = retained.iter().filter_map(|kept| kept.until).max();
        Ok(Foreseen { persons, unerased, rows: rows.into_iter().collect(), retained, locked_until })
    }

    /// Why these records, one person's, are not erased now. Whoever is about to write something about them is done before,
    /// or finds them gone after ([`Tx::held`]).
    fn unerasable(&mut self, persons: &[PersonId], because: &Because) -> Result<Option<Unerased>> {
        let lock = match self.engine() {
            Engine::Postgres if self.is_writing() => " FOR UPDATE",
            _ => "",
        };
        let sql = format!("SELECT erased_at, locked_until FROM person WHERE clinic = $1 AND id = $2{lock}");
        for &person in persons {
            let row = self.one(&sql, &params![self.clinic(), person])?;
            if row.get::<Option<Timestamp>>("erased_at")?.is_some() {
                return Ok(Some(Unerased::Before));
            }
            if let Some(until) = row.get::<Option<Timestamp>>("locked_until")?.filter(|until| *until > self.now()) {
                return Ok(Some(Unerased::Locked(until)));
            }
        }
        if persons.len() > 1 && because.cause == Cause::Leaver {
            return Ok(Some(Unerased::Merged));
        }
        for &person in persons {
            if crate::hold::of(self, person)?.is_some() {
                return Ok(Some(Unerased::Held));
            }
            for room in self.house().erases.clone().iter() {
                if let Some(why) = (room.may)(self, person, because)? {
                    return Ok(Some(Unerased::Room(why)));
                }
            }
        }
        Ok(None)
    }

    /// What stands about one record, by the rooms and by the data map.
    fn erase_record(&mut self, person: PersonId, done: &mut Done) -> Result<()> {
        let rooms = self.house().erases.clone();
        // What a room knows may hang on what is below it: an account goes last, after whoever asks by it.
        for room in rooms.iter().rev() {
            (room.erase)(self, person, done)?;
        }
        let theirs: HashSet<&str> = rooms.iter().flat_map(|room| room.tables).copied().collect();
        let map = self.house().data_map.clone();
        for (table, column) in map.detached().filter(|(table, _)| !theirs.contains(table)) {
            let sql = format!("UPDATE {table} SET {column} = NULL WHERE clinic = $1 AND {column} = $2");
            let rows = self.execute(&sql, &params![self.clinic(), person])?;
            done.note(table, Became::Detached, rows);
        }
        // Which merges there were is said of both records, each by its own index; the rows that moved are known by the merge.
        let clinic = self.clinic();
        for side in ["person", "kept"] {
            let merges = format!("SELECT id FROM person_merge WHERE clinic = $1 AND {side} = $2");
            let sql = format!("DELETE FROM person_moved WHERE clinic = $1 AND merge IN ({merges})");
            self.execute(&sql, &params![clinic, person])?;
            let sql = format!("DELETE FROM person_merge WHERE clinic = $1 AND {side} = $2");
            let merged = self.execute(&sql, &params![clinic, person])?;
            done.note("person_merge", Became::Gone, merged);
        }
        // What waits to be done about them, their letters too, and what is told of them by their id.
        self.execute("DELETE FROM event WHERE clinic = $1 AND subject = $2", &params![clinic, person])?;
        self.forget_jobs("SELECT id FROM person WHERE clinic = $1 AND id = $2", person)?;
        // Those that left wait for nothing, and may be many.
        let open = "clinic = $1 AND person = $2 AND state IN ('waiting', 'refused')";
        self.forget_jobs(&format!("SELECT id FROM mail WHERE {open}"), person)?;
        // Even where a law keeps what was written, nothing more is sent.
        let sql = format!("DELETE FROM mail WHERE {open} AND state = 'waiting'");
        let unsent = self.execute(&sql, &params![clinic, person])?;
        done.note("mail", Became::Gone, unsent);
        let tables: BTreeMap<&str, (&str, &promise::Table)> =
            map.person_tables().map(|(name, column, table)| (name, (column, table))).collect();
        let references = references(self)?;
        let mut long = BTreeSet::new();
        for name in children_first(&tables.keys().copied().collect(), &references) {
            let Some((column, table)) = tables.get(name).filter(|_| !theirs.contains(name)) else { continue };
            let keeps = |category: Category| done.keeps(category);
            let kept = done.locked_until.is_some().then(|| table.locked(&keeps)).flatten();
            match (kept, table.erased()) {
                (Some(emptied), _) => {
                    let rows = self.empty(name, column, emptied, person)?;
                    done.note(name, Became::Locked, rows);
                }
                (None, Some(Erased::Gone)) => {
                    if table.columns.values().any(|column| column.file) {
                        self.drop_files(name, column, person)?;
                    }
                    // What is locked is not looked after by a job: what goes of it goes now.
                    let most = if done.locked_until.is_some() { i64::MAX - 1 } else { rest::STEP };
                    let rows = self.drop_rows((name, column), person, most, &references, &mut long)?;
                    done.note(name, Became::Gone, rows);
                }
                (None, Some(Erased::Stay)) => {
                    let rows = self.empty(name, column, table.emptied().collect(), person)?;
                    done.note(name, Became::Kept, rows);
                    let law = table.columns.values().find_map(|column| column.law.clone()).filter(|_| rows > 0);
                    let kept = law.map(|law| lock::stays(self, table, &law));
                    if let Some(kept) = kept.filter(|kept| !done.retained.contains(kept)) {
                        done.retained.push(kept);
                    }
                }
                (None, Some(Erased::Room) | None) => {}
            }
        }
        if long.is_empty() {
            return Ok(());
        }
        done.follow.extend(long);
        rest::leave(self, person)
    }

    /// Takes back all work about the subjects that `these` selects, by the clinic as `$1` and `person` as `$2`, whether it is
    /// due or not: by each kind, of which there is an index.
    ///
    /// # Errors
    /// Those of the store.
    pub fn forget_jobs(&mut self, these: &str, person: PersonId) -> Result<()> {
        let kinds: Vec<&'static str> = self.house().handlers().map(|handler| handler.kind).collect();
        let sql = format!("DELETE FROM job WHERE clinic = $1 AND kind = $3 AND subject IN ({these})");
        for kind in kinds {
            self.execute(&sql, &params![self.clinic(), person, kind])?;
        }
        Ok(())
    }

    /// Empties columns of a person's rows; how many rows there are.
    fn empty(&mut self, table: &str, column: &str, emptied: Vec<&str>, person: PersonId) -> Result<u64> {
        let values = params![self.clinic(), person];
        if emptied.is_empty() {
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {column} = $2");
            return Ok(self.one(&sql, &values)?.get::<i64>("n")?.unsigned_abs());
        }
        let emptied: Vec<String> = emptied.iter().map(|column| format!("{column} = NULL")).collect();
        let sql = format!("UPDATE {table} SET {} WHERE clinic = $1 AND {column} = $2", emptied.join(", "));
        self.execute(&sql, &values)
    }

    /// By what a person's key is known again by whoever has it, and which tells nothing of it; nothing where it is gone.
    pub(crate) fn fingerprint(&mut self, person: PersonId) -> Result<Option<String>> {
        let row = self.one("SELECT key FROM person WHERE clinic = $1 AND id = $2", &params![self.clinic(), person])?;
        let key: KeyId = row.get("key")?;
        self.house().keys.fingerprint(self.clinic(), key)
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
    /// Says how many of which table there were.
    ///
    /// # Errors
    /// Those of the store.
    pub fn erase_belonging(&mut self, parent: &str, id: impl Into<Value>, but: &[&str]) -> Result<Vec<(String, u64)>> {
        let (id, map, references) = (id.into(), self.house().data_map.clone(), references(self)?);
        let goes = |name: &str| {
            let table = map.tables.get(name).filter(|_| !but.contains(&name));
            table.is_some_and(|table| table.erased() == Some(Erased::Gone) && table.columns.contains_key(parent))
        };
        let belonging =
            references.iter().filter(|(child, of)| of == parent && goes(child)).map(|(child, _)| child.as_str());
        let belonging: BTreeSet<&str> = belonging.collect();
        let mut gone = Vec::new();
        for name in children_first(&belonging, &references) {
            let sql = format!("DELETE FROM {name} WHERE clinic = $1 AND {parent} = $2");
            gone.push((name.to_owned(), self.execute(&sql, &[self.clinic().into(), id.clone()])?));
        }
        Ok(gone)
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

/// Erases whoever is in the data and has no key any more: an older backup was restored, and they had been erased since. How
/// many.
///
/// # Errors
/// Those of the stores.
pub async fn erase_keyless(scope: &Scope) -> Result<usize> {
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    let known = tokio::task::spawn_blocking(move || house.keys.ids(clinic)).await.map_err(Error::internal)??;
    let alive = known.clone();
    part_from_keyless(scope, alive).await?;
    let persons = scope
        .read(|tx| -> Result<Vec<(PersonId, String)>> {
            let sql = "SELECT id, key FROM person WHERE clinic = $1 AND erased_at IS NULL";
            tx.query(sql, &params![tx.clinic()])?.iter().map(|row| Ok((row.get("id")?, row.get("key")?))).collect()
        })
        .await?;
    let (mut erased, mut fault) = (0, None);
    for (person, _) in persons.into_iter().filter(|(_, key)| !known.contains(key)) {
        let because = Because::new(Cause::Restored, "their key had been destroyed when an older backup was restored");
        match scope.write(move |tx| tx.erase_person(person, &because)).await {
            Ok(Ok(_)) => erased += 1,
            Ok(Err(Unerased::Before)) => {}
            Ok(Err(why)) => tracing::warn!(%why, "a record without a key stays"),
            Err(error) => {
                tracing::error!(%error, "a record without a key could not be erased");
                fault.get_or_insert(error);
            }
        }
    }
    fault.map_or(Ok(erased), Err)
}

/// Parts records that the older data has as one, of which one has a key and the other has none: they had been parted since, or
/// one erasure would have ended both. Whoever has a key is not erased with whoever was.
async fn part_from_keyless(scope: &Scope, known: HashSet<String>) -> Result<()> {
    let apart = scope
        .read(move |tx| -> Result<Vec<MergeId>> {
            let rows = tx.query(
                "SELECT m.id, f.key AS parted, i.key AS kept FROM person_merge m
                 JOIN person f ON f.clinic = m.clinic AND f.id = m.person JOIN person i ON i.clinic = m.clinic AND i.id = m.kept
                 WHERE m.clinic = $1 AND m.undone_at IS NULL AND f.erased_at IS NULL AND i.erased_at IS NULL ORDER BY m.id DESC",
                &params![tx.clinic()],
            )?;
            let mut apart = Vec::new();
            for row in &rows {
                if known.contains(&row.get::<String>("parted")?) != known.contains(&row.get::<String>("kept")?) {
                    apart.push(row.get("id")?);
                }
            }
            Ok(apart)
        })
        .await?;
    for merge in apart {
        // Where it cannot be, nobody is erased: the one would go with the other.
        if let Err(error) = scope.write(move |tx| tx.part(merge)).await {
            tracing::error!(%error, "two records that had been parted could not be parted again");
            return Err(error);
        }
    }
    Ok(())
}

/// Destroys the keys of whom a committed erasure ended, at once. Should it fail, or nobody ask for it, the job that the erasure
/// left does it; nobody opens them meanwhile either way.
///
/// # Errors
/// Those of the key store.
pub async fn destroy_keys(scope: &Scope, done: &Done) -> Result<()> {
    if done.locked_until.is_none() {
        for person in &done.persons {
            crate::ended::destroy_key(scope, *person).await?;
        }
    }
    Ok(())
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
