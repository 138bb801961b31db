//! Two records of one person made one, and apart again.
//!
//! The data map says of every table about a person what happens to its rows: those that `move` are moved here, each with
//! what is sealed in it sealed anew under the key of the record that stays; of those left to their `room`, the room's hook
//! decides ([`Merges`]); those that `stay` go on being about the merged record. A table that says nothing stops the start,
//! so a merge is complete by construction.
//!
//! The merged record remains: its key, its pointer to the other ([`Tx::kept`]), and a note of every row that moved. Undoing
//! moves exactly those rows back. What was added since stays where it was added.

use jiff::{SignedDuration, Timestamp};

use crate::db::{Engine, Row, Value};
use crate::error::{Error, Refusal, Result};
use crate::seal::{Sealing, reseal};
use crate::tx::Tx;
use crate::{MergeId, PersonId, params};

/// How long a merge can be undone.
pub const UNDO: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Merges of a clinic take turns by this, and so does whoever takes a record away.
pub const TURN: &str = "person.merge";

/// A merge under way: `from` becomes a pointer to `into`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merging {
    pub id: MergeId,
    pub from: PersonId,
    pub into: PersonId,
}

/// What a room does when two records are merged.
#[derive(Clone, Copy)]
pub struct Merges {
    /// Whether they may be: the key of a sentence why not. Nothing is changed.
    pub may: fn(&mut Tx<'_>, &Merging) -> Result<Option<&'static str>>,
    /// Moves what the data map leaves to the room, after everything else has moved.
    pub merge: fn(&mut Tx<'_>, &Merging) -> Result<()>,
    /// Moves it back, after everything else has.
    pub undo: fn(&mut Tx<'_>, &Merging) -> Result<()>,
}

/// Why two records cannot be merged, or a merge not undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cannot {
    #[error("a record is not merged into itself")]
    Same,
    #[error("it is merged already, into this one")]
    Merged(PersonId),
    #[error("one of them was erased")]
    Erased,
    #[error("a room says no: {0}")]
    Room(&'static str),
    #[error("the time to undo it is over")]
    Late,
    #[error("it was undone")]
    Undone,
}

/// A merge as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub id: MergeId,
    pub from: PersonId,
    pub into: PersonId,
    /// Who did it, as in the access record.
    pub actor: String,
    pub at: Timestamp,
    pub undo_until: Timestamp,
    pub undone_at: Option<Timestamp>,
}

impl Merged {
    const COLUMNS: &str = "id, person, kept, actor, at, undo_until, undone_at";

    fn from_row(row: &Row) -> Result<Merged> {
        Ok(Merged {
            id: row.get("id")?,
            from: row.get("person")?,
            into: row.get("kept")?,
            actor: row.get("actor")?,
            at: row.get("at")?,
            undo_until: row.get("undo_until")?,
            undone_at: row.get("undone_at")?,
        })
    }

    fn merging(&self) -> Merging {
        Merging { id: self.id, from: self.from, into: self.into }
    }
}

impl Merging {
    /// Notes that the row `subject` of `table` moved by its `column`, for [`Merging::moved`] to say when it is undone.
    pub fn note(&self, tx: &mut Tx<'_>, table: &str, column: &str, subject: &str) -> Result<()> {
        tx.execute(
            "INSERT INTO person_moved (clinic, merge, place, part, subject) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            &params![tx.clinic(), self.id, table, column, subject],
        )?;
        Ok(())
    }

    /// Takes rows of `table` along to the record that is parted, sealed anew: what was added since, and belongs to something
    /// that went back. `these` selects their ids, by `values` of which the first is the clinic.
    pub fn part(&self, tx: &mut Tx<'_>, table: &str, these: &str, values: &[Value]) -> Result<()> {
        if !seal_anew(tx, table, "person", self.into, self.from, Some((these, values)))? {
            return Ok(());
        }
        let to = values.len() + 1;
        let values: Vec<Value> = values.iter().cloned().chain([Value::from(self.from)]).collect();
        tx.execute(&format!("UPDATE {table} SET person = ${to} WHERE clinic = $1 AND id IN {these}"), &values)?;
        Ok(())
    }

    /// The rows of `table` that moved by its `column`.
    pub fn moved(&self, tx: &mut Tx<'_>, table: &str, column: &str) -> Result<Vec<String>> {
        let rows = tx.query(
            "SELECT subject FROM person_moved WHERE clinic = $1 AND merge = $2 AND place = $3 AND part = $4 ORDER BY subject",
            &params![tx.clinic(), self.id, table, column],
        )?;
        rows.iter().map(|row| row.get("subject")).collect()
    }
}

impl Tx<'_> {
    /// The record that `person`'s was merged into, at the end of the chain; `person` where it was not.
    pub fn kept(&mut self, person: PersonId) -> Result<PersonId> {
        let mut at = person;
        while let Some(next) = self.pointer(at)? {
            at = next;
        }
        Ok(at)
    }

    /// The same for whoever is about to write something about them: on PostgreSQL a merge or an erasure waits for this
    /// transaction, and this one for one under way, so that nothing is written about a record that has just become a pointer
    /// or has just ended. One that has ended is refused.
    pub fn held(&mut self, person: PersonId) -> Result<PersonId> {
        let lock = match self.engine() {
            Engine::Sqlite => "",
            Engine::Postgres => " FOR KEY SHARE",
        };
        let sql =
            format!("SELECT merged_into, erased_at, locked_until FROM person WHERE clinic = $1 AND id = $2{lock}");
        let mut at = person;
        loop {
            let Some(row) = self.optional(&sql, &params![self.clinic(), at])? else { return Ok(at) };
            if let Some(next) = row.get("merged_into")? {
                at = next;
                continue;
            }
            let ended = |column| Ok::<_, Error>(row.get::<Option<Timestamp>>(column)?.is_some());
            if ended("erased_at")? || ended("locked_until")? {
                return Err(Error::Refused(Refusal::Erased));
            }
            return Ok(at);
        }
    }

    fn pointer(&mut self, person: PersonId) -> Result<Option<PersonId>> {
        let sql = "SELECT merged_into FROM person WHERE clinic = $1 AND id = $2";
        match self.optional(sql, &params![self.clinic(), person])? {
            Some(row) => row.get("merged_into"),
            None => Ok(None),
        }
    }

    /// Every record that was merged into `person`'s, directly or by another.
    pub fn merged_into(&mut self, person: PersonId) -> Result<Vec<PersonId>> {
        let mut found = vec![person];
        let mut at = 0;
        while let Some(next) = found.get(at).copied() {
            let rows = self.query(
                "SELECT person FROM person_merge WHERE clinic = $1 AND kept = $2 AND undone_at IS NULL ORDER BY id",
                &params![self.clinic(), next],
            )?;
            for row in &rows {
                found.push(row.get("person")?);
            }
            at += 1;
        }
        Ok(found.split_off(1))
    }

    /// `person`'s record and every record that was merged into it: all that one person's openings and bookings stand by.
    pub fn parts_of(&mut self, person: PersonId) -> Result<Vec<PersonId>> {
        let merged = self.merged_into(person)?;
        Ok(std::iter::once(person).chain(merged).collect())
    }

    /// The merges into `person`'s record, the newest first, undone ones too.
    pub fn merges(&mut self, person: PersonId) -> Result<Vec<Merged>> {
        let sql =
            format!("SELECT {} FROM person_merge WHERE clinic = $1 AND kept = $2 ORDER BY id DESC", Merged::COLUMNS);
        self.query(&sql, &params![self.clinic(), person])?.iter().map(Merged::from_row).collect()
    }

    /// When `person`'s record and another were last made one, or parted again.
    pub fn last_merged(&mut self, person: PersonId) -> Result<Option<Timestamp>> {
        let sql = "SELECT MAX(CASE WHEN undone_at > at THEN undone_at ELSE at END) AS last FROM (
             SELECT at, undone_at FROM person_merge WHERE clinic = $1 AND kept = $2
             UNION ALL SELECT at, undone_at FROM person_merge WHERE clinic = $1 AND person = $2) AS merges";
        self.one(sql, &params![self.clinic(), person])?.get("last")
    }

    /// What a merge would move of `person`'s: tables that have rows about them, with how many.
    pub fn following(&mut self, person: PersonId) -> Result<Vec<(String, i64)>> {
        let mut found = Vec::new();
        let map = self.house().data_map.clone();
        for (table, column, _) in map.person_tables().filter(|(_, _, table)| table.merge == Some(promise::Merge::Move))
        {
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {column} = $2");
            let count: i64 = self.one(&sql, &params![self.clinic(), person])?.get("n")?;
            if count > 0 {
                found.push((table.to_owned(), count));
            }
        }
        Ok(found)
    }

    /// Makes the record of `from` a pointer to that of `into`, and moves what is about it. Both are opened for it: whoever
    /// may not open them may not merge them, and both openings are recorded.
    pub fn merge(&mut self, from: PersonId, into: PersonId) -> Result<Result<MergeId, Cannot>> {
        if from == into {
            return Ok(Err(Cannot::Same));
        }
        if let Some(why) = self.together(&[from, into])? {
            return Ok(Err(why));
        }
        let merging = Merging { id: MergeId::new(self.now()), from, into };
        for hook in self.house().merges.clone().iter() {
            if let Some(why) = (hook.may)(self, &merging)? {
                return Ok(Err(Cannot::Room(why)));
            }
        }
        let (clinic, now, actor) = (self.clinic(), self.now(), self.actor().to_string());
        self.execute(
            "INSERT INTO person_merge (clinic, id, person, kept, actor, at, undo_until) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![clinic, merging.id, from, into, actor, now, now + UNDO],
        )?;
        self.execute("UPDATE person SET merged_into = $3 WHERE clinic = $1 AND id = $2", &params![clinic, from, into])?;
        move_rows(self, &merging)?;
        for hook in self.house().merges.clone().iter() {
            (hook.merge)(self, &merging)?;
        }
        self.carry(from)?;
        self.carry(into)?;
        Ok(Ok(merging.id))
    }

    /// Takes the merge `id` back: what moved moves back, and the pointer goes. A later merge of the record that stayed is
    /// undone first.
    pub fn unmerge(&mut self, id: MergeId) -> Result<Result<Merged, Cannot>> {
        self.take_turns(TURN)?;
        let sql = format!("SELECT {} FROM person_merge WHERE clinic = $1 AND id = $2", Merged::COLUMNS);
        let merged = Merged::from_row(&self.one(&sql, &params![self.clinic(), id])?)?;
        if merged.undone_at.is_some() {
            return Ok(Err(Cannot::Undone));
        }
        if merged.undo_until < self.now() {
            return Ok(Err(Cannot::Late));
        }
        if let Some(why) = self.together(&[merged.into])? {
            return Ok(Err(why));
        }
        self.open(merged.from)?;
        self.take_apart(&merged)?;
        Ok(Ok(merged))
    }

    /// Takes a merge back of which one record is about to be erased and the other is not. Nobody opens them for it.
    pub(crate) fn part(&mut self, id: MergeId) -> Result<()> {
        self.take_turns(TURN)?;
        let sql = format!("SELECT {} FROM person_merge WHERE clinic = $1 AND id = $2", Merged::COLUMNS);
        let merged = Merged::from_row(&self.one(&sql, &params![self.clinic(), id])?)?;
        if merged.undone_at.is_some() { Ok(()) } else { self.take_apart(&merged) }
    }

    fn take_apart(&mut self, merged: &Merged) -> Result<()> {
        let id = merged.id;
        let merging = merged.merging();
        move_back(self, &merging)?;
        let (clinic, now) = (self.clinic(), self.now());
        self.execute(
            "UPDATE person SET merged_into = NULL WHERE clinic = $1 AND id = $2",
            &params![clinic, merging.from],
        )?;
        for hook in self.house().merges.clone().iter() {
            (hook.undo)(self, &merging)?;
        }
        self.execute(
            "UPDATE person_merge SET undone_at = $3 WHERE clinic = $1 AND id = $2",
            &params![clinic, id, now],
        )?;
        self.execute("DELETE FROM person_moved WHERE clinic = $1 AND merge = $2", &params![clinic, id])?;
        self.carry(merging.from)?;
        self.carry(merging.into)
    }

    /// Sends what was written about a merged record after all, by somebody who had it before them, after the rest.
    pub fn follow(&mut self, person: PersonId) -> Result<()> {
        let mut at = person;
        while self.pointer(at)?.is_some() {
            let sql = format!(
                "SELECT {} FROM person_merge WHERE clinic = $1 AND person = $2 AND undone_at IS NULL",
                Merged::COLUMNS
            );
            let merged = Merged::from_row(&self.one(&sql, &params![self.clinic(), at])?)?;
            move_rows(self, &merged.merging())?;
            at = merged.into;
        }
        Ok(())
    }

    /// Opens `persons` for a merge, one merge of a clinic after another. On PostgreSQL their rows are locked, so that
    /// whoever is about to write something about them is done before, or finds the pointer after.
    fn together(&mut self, persons: &[PersonId]) -> Result<Option<Cannot>> {
        self.take_turns(TURN)?;
        for &person in persons {
            let lock = match self.engine() {
                Engine::Sqlite => "",
                Engine::Postgres => " FOR UPDATE",
            };
            let row = self.one(
                &format!("SELECT merged_into FROM person WHERE clinic = $1 AND id = $2{lock}"),
                &params![self.clinic(), person],
            )?;
            if let Some(other) = row.get("merged_into")? {
                return Ok(Some(Cannot::Merged(other)));
            }
            match self.open(person) {
                Ok(_) => {}
                Err(Error::Refused(Refusal::Erased)) => return Ok(Some(Cannot::Erased)),
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}

/// Forgets which rows moved in merges that can no longer be undone.
pub(crate) fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    // What a dispute holds back says of itself which record it was.
    if crate::hold::of_clinic(tx)?.is_some() {
        return Ok(0);
    }
    let held = crate::hold::persons_held("$1", "$2");
    let sql = format!(
        "DELETE FROM person_moved WHERE clinic = $1
           AND merge IN (SELECT id FROM person_merge WHERE clinic = $1 AND undo_until < $2 AND undone_at IS NULL
                           AND kept NOT IN {held})"
    );
    tx.execute(&sql, &params![tx.clinic(), tx.now()])
}

/// The columns that follow a person, as table and column.
fn moving(tx: &Tx<'_>) -> Vec<(String, String)> {
    tx.house().data_map.moving().map(|(table, column)| (table.to_owned(), column.to_owned())).collect()
}

fn move_rows(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let clinic = tx.clinic();
    for (table, column) in moving(tx) {
        let noted = tx.execute(
            &format!(
                "INSERT INTO person_moved (clinic, merge, place, part, subject)
                 SELECT clinic, CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), id FROM {table} WHERE clinic = $1 AND {column} = $5
                 ON CONFLICT DO NOTHING"
            ),
            &params![clinic, merging.id, &table, &column, merging.from],
        )?;
        if noted > 0 {
            if !seal_anew(tx, &table, &column, merging.from, merging.into, None)? {
                continue;
            }
            tx.execute(
                &format!("UPDATE {table} SET {column} = $3 WHERE clinic = $1 AND {column} = $2"),
                &params![clinic, merging.from, merging.into],
            )?;
        }
    }
    Ok(())
}

fn move_back(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let clinic = tx.clinic();
    for (table, column) in moving(tx) {
        let values = params![clinic, merging.id, &table, &column];
        let these = "(SELECT subject FROM person_moved WHERE clinic = $1 AND merge = $2 AND place = $3 AND part = $4)";
        if !seal_anew(tx, &table, &column, merging.into, merging.from, Some((these, &values)))? {
            continue;
        }
        let values: Vec<Value> =
            values.into_iter().chain([Value::from(merging.into), Value::from(merging.from)]).collect();
        tx.execute(
            &format!("UPDATE {table} SET {column} = $6 WHERE clinic = $1 AND {column} = $5 AND id IN {these}"),
            &values,
        )?;
    }
    Ok(())
}

/// Seals under `into`'s key what rows about `from` have sealed under `from`'s. Nobody is shown anything by it. Whether the rows go
/// along: where an older backup was restored beside newer keys, one of the two may have none. What is sealed under a key that is
/// gone stays with whom it is sealed for, and goes with them; what goes to whoever has no key goes as it is, and with them too.
fn seal_anew(
    tx: &mut Tx<'_>,
    table: &str,
    column: &str,
    from: PersonId,
    into: PersonId,
    among: Option<(&str, &[Value])>,
) -> Result<bool> {
    let map = tx.house().data_map.clone();
    let Some(declared) = map.tables.get(table) else { return Ok(true) };
    if !matches!(&declared.about, promise::About::Person { column: about } if about == column) {
        return Ok(true);
    }
    let sealed: Vec<&str> =
        declared.columns.iter().filter(|(_, column)| column.sealed).map(|(name, _)| name.as_str()).collect();
    if sealed.is_empty() {
        return Ok(true);
    }
    let clinic = tx.clinic();
    let any = sealed.iter().map(|name| format!("{name} IS NOT NULL")).collect::<Vec<_>>().join(" OR ");
    let (these, mut values) = match among {
        None => (String::new(), params![clinic].to_vec()),
        Some((these, values)) => (format!(" AND id IN {these}"), values.to_vec()),
    };
    values.push(from.into());
    let rows = tx.query(
        &format!(
            "SELECT id, {} FROM {table} WHERE clinic = $1 AND {column} = ${}{these} AND ({any})",
            sealed.join(", "),
            values.len()
        ),
        &values,
    )?;
    if rows.is_empty() {
        return Ok(true);
    }
    if tx.fingerprint(from)?.is_none() {
        return Ok(false);
    }
    if tx.fingerprint(into)?.is_none() {
        return Ok(true);
    }
    let (old, new) = (tx.sealing(from)?, tx.sealing(into)?);
    let places: Vec<String> = sealed.iter().enumerate().map(|(n, name)| format!("{name} = ${}", n + 3)).collect();
    let update = format!("UPDATE {table} SET {} WHERE clinic = $1 AND id = $2", places.join(", "));
    for row in &rows {
        let id: String = row.get("id")?;
        let mut values = params![clinic, &id].to_vec();
        for name in &sealed {
            let value: Option<Vec<u8>> = row.get(name)?;
            let anew = value.map(|value| reseal(&old, &new, (table, name, &id), &value)).transpose()?;
            values.push(anew.into());
        }
        tx.execute(&update, &values)?;
    }
    Ok(true)
}

impl Tx<'_> {
    /// The key of `person` for sealing anew and nothing else.
    fn sealing(&mut self, person: PersonId) -> Result<Sealing> {
        let row = self.one("SELECT key FROM person WHERE clinic = $1 AND id = $2", &params![self.clinic(), person])?;
        let aead = self.house().keys.get(self.clinic(), row.get("key")?)?;
        Ok(Sealing { person, aead })
    }
}
