//! Rows about somebody who was erased that were too many for one transaction.
//!
//! Nobody can read them: their record has ended, and its key is gone. They go by a job, a few hundred to a transaction, and until
//! none is left the evidence counts them ([`super::evidence`]).

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use promise::{Erased, Purpose};

use super::{children_first, references};
use crate::db::Engine;
use crate::ended::DESTROY;
use crate::error::Result;
use crate::job::{Handler, NewJob};
use crate::tx::Tx;
use crate::{PersonId, params};

/// Takes the rest of somebody who was erased.
pub(super) const REST: &str = "erase.rest";
/// Rows of one table that go in one transaction: some ten milliseconds of the writer.
pub(super) const STEP: i64 = 1_000;

impl Tx<'_> {
    /// Removes the rows about `person` from a table, or the first `most` of them where there are more: `long` names the tables
    /// of which rows are left, and what those refer to stays with them. How many there were.
    pub(super) fn drop_rows(
        &mut self,
        (table, column): (&str, &str),
        person: PersonId,
        most: i64,
        references: &[(String, String)],
        long: &mut BTreeSet<String>,
    ) -> Result<u64> {
        let of = params![self.clinic(), person];
        let few = format!("SELECT 1 AS one FROM {table} WHERE clinic = $1 AND {column} = $2 LIMIT {}", most + 1);
        let few = format!("SELECT COUNT(*) AS n FROM ({few}) few");
        let held = references.iter().any(|(child, parent)| parent == table && long.contains(child));
        if !held && self.one(&few, &of)?.get::<i64>("n")? <= most {
            return self.execute(&format!("DELETE FROM {table} WHERE clinic = $1 AND {column} = $2"), &of);
        }
        let all = self.one(&format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {column} = $2"), &of)?;
        let all = all.get::<i64>("n")?.unsigned_abs();
        if all > 0 {
            long.insert(table.to_owned());
        }
        if !held {
            let place = match self.engine() {
                Engine::Sqlite => "rowid",
                Engine::Postgres => "ctid",
            };
            let some = format!("SELECT {place} FROM {table} WHERE clinic = $1 AND {column} = $2 LIMIT {most}");
            self.execute(&format!("DELETE FROM {table} WHERE {place} IN ({some})"), &of)?;
        }
        Ok(all)
    }

    /// Ends the keeper of rows that are nobody's, whose key alone reads them: nobody opens it from now on, the first `most` rows
    /// of `rows` (a table, and its column of the keeper) go at once, and a job takes the others. One that ended before stays as
    /// it is.
    ///
    /// A keeper never was anybody, so no figure counts it among those who were erased. Its record says so: it ends before it
    /// begins ([`super::evidence`]).
    ///
    /// # Errors
    /// Those of the store.
    pub fn end_keeper(&mut self, keeper: PersonId, rows: (&str, &str), most: i64) -> Result<()> {
        let (clinic, now) = (self.clinic(), self.now());
        let ended = self.execute(
            "UPDATE person SET erased_at = $3, created_at = $4 WHERE clinic = $1 AND id = $2 AND erased_at IS NULL",
            &params![clinic, keeper, now, now + SignedDuration::from_micros(1)],
        )?;
        if ended == 0 {
            return Ok(());
        }
        let mut long = BTreeSet::new();
        self.drop_rows(rows, keeper, most, &[], &mut long)?;
        if !long.is_empty() {
            leave(self, keeper)?;
        }
        self.enqueue(&NewJob { kind: DESTROY, subject: keeper.to_string(), run_at: now })
    }

    /// Takes a step of what is left of `person`; whether there is more.
    fn drop_more(&mut self, person: PersonId) -> Result<bool> {
        let map = self.house().data_map.clone();
        let rooms = self.house().erases.clone();
        let tables: BTreeMap<&str, &str> = map
            .person_tables()
            .filter(|(name, _, table)| {
                table.erased() == Some(Erased::Gone) && !rooms.iter().any(|room| room.tables.contains(name))
            })
            .map(|(name, column, _)| (name, column))
            .collect();
        let (references, mut long) = (references(self)?, BTreeSet::new());
        for name in children_first(&tables.keys().copied().collect(), &references) {
            self.drop_rows((name, tables[name]), person, STEP, &references, &mut long)?;
        }
        Ok(!long.is_empty())
    }
}

/// Leaves the rest of `person` to the job.
pub(super) fn leave(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind: REST, subject: person.to_string(), run_at })
}

/// Takes the rest, step by step; cut off, it is begun again.
pub(crate) fn handler() -> Handler {
    Handler::new(REST, Purpose::Operation, |scope, job| async move {
        let person: PersonId = job.subject.parse().map_err(|_| "the rest of nobody".to_owned())?;
        loop {
            let more = scope.write(move |tx| more(tx, person)).await.map_err(|error| error.to_string())?;
            if !more {
                return Ok(());
            }
            // Whoever waits for the writer has their turn between two steps.
            tokio::task::yield_now().await;
        }
    })
    .always()
}

/// A step, if they were erased: a record that a law keeps, or that somebody brought back, is not touched.
fn more(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let sql = "SELECT 1 AS one FROM person WHERE clinic = $1 AND id = $2 AND erased_at IS NOT NULL";
    match tx.optional(sql, &params![tx.clinic(), person])? {
        Some(_) => tx.drop_more(person),
        None => Ok(false),
    }
}
