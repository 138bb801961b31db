//! The sweep: what is over goes, a few rows at a time, behind whoever waits for something.
//!
//! It takes no input and remembers nothing it would need: what is over is found by asking, so it can end anywhere and begin
//! again, and run twice at once. Rows are looked for beside the writers and removed by their place, in transactions of a few
//! milliseconds; each asks again whether the row is over and nothing holds it. How far it came stands in a table for whoever
//! wants to see.

use jiff::Timestamp;

use super::{PERSONS, Part, parts, person};
use crate::db::{Engine, Row, Value};
use crate::error::Result;
use crate::hold;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{PersonId, params};

/// Rows that are looked for at once.
const FOUND: i64 = 5_000;
/// Rows of one transaction.
const STEP: usize = 250;

/// How the last sweep of one part went, or how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Swept {
    /// A table, or [`PERSONS`].
    pub part: String,
    pub began_at: Timestamp,
    /// None while it is under way, or was cut off.
    pub ended_at: Option<Timestamp>,
    /// Rows or persons that went.
    pub gone: i64,
    /// Persons who were to go and whom a room, or a hold placed meanwhile, kept.
    pub kept: i64,
    /// Why it did not come to its end.
    pub cause: Option<String>,
    reached: String,
}

/// How the last sweep went, part by part.
///
/// # Errors
/// Those of the store.
pub fn swept(tx: &mut Tx<'_>) -> Result<Vec<Swept>> {
    let rows = tx.query(
        "SELECT part, began_at, ended_at, reached, gone, kept, cause FROM retention_sweep WHERE clinic = $1 ORDER BY part",
        &params![tx.clinic()],
    )?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Swept> {
    Ok(Swept {
        part: row.get("part")?,
        began_at: row.get("began_at")?,
        ended_at: row.get("ended_at")?,
        reached: row.get("reached")?,
        gone: row.get("gone")?,
        kept: row.get("kept")?,
        cause: row.get("cause")?,
    })
}

/// Removes what is over in the scope's clinic, and returns how many rows and persons went. Nothing goes while the whole clinic
/// is held. One part that fails does not keep the others from theirs; the first fault is returned at the end.
///
/// # Errors
/// Those of the store.
pub async fn sweep(scope: &Scope) -> Result<u64> {
    let scope = scope.clone().behind();
    let (parts, held) = scope.read(|tx| -> Result<_> { Ok((parts(tx), hold::of_clinic(tx)?.is_some())) }).await?;
    if held {
        return Ok(0);
    }
    let (mut gone, mut fault) = (0, None);
    for part in parts {
        let name = part.table.clone();
        match rows(&scope, part).await {
            Ok(went) => gone += went,
            Err(error) => fault = fault.or(failed(&scope, name, error).await),
        }
    }
    match persons(&scope).await {
        Ok(went) => gone += went,
        Err(error) => fault = fault.or(failed(&scope, PERSONS.to_owned(), error).await),
    }
    fault.map_or(Ok(gone), Err)
}

/// Writes down that a part did not come to its end. What the store says names tables and constraints, and no value.
async fn failed(scope: &Scope, part: String, error: crate::Error) -> Option<crate::Error> {
    let cause: String = error.to_string().chars().take(200).collect();
    let noted = scope.write(move |tx| note(tx, &part, "cause = $3", cause.clone().into())).await;
    Some(noted.err().unwrap_or(error))
}

fn note(tx: &mut Tx<'_>, part: &str, set: &str, value: Value) -> Result<()> {
    let sql = format!("UPDATE retention_sweep SET {set} WHERE clinic = $1 AND part = $2");
    tx.execute(&sql, &[tx.clinic().into(), part.into(), value]).map(drop)
}

/// Begins a part anew. Where nothing was found it is written down all the same: that it was looked at is what counts.
fn begin(tx: &mut Tx<'_>, part: &str) -> Result<()> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO retention_sweep (clinic, part, began_at, ended_at, reached, gone, kept, cause) VALUES ($1, $2, $3, NULL, '', 0, 0, NULL)
         ON CONFLICT (clinic, part) DO UPDATE SET began_at = excluded.began_at, ended_at = NULL, reached = '', gone = 0, kept = 0, cause = NULL",
        &params![tx.clinic(), part, now],
    )
    .map(drop)
}

fn end(tx: &mut Tx<'_>, part: &str) -> Result<()> {
    let now = tx.now();
    note(tx, part, "ended_at = $3", now.into())
}

async fn rows(scope: &Scope, part: Part) -> Result<u64> {
    let name = part.table.clone();
    scope.write(move |tx| begin(tx, &name)).await?;
    let mut gone = 0;
    loop {
        let looking = part.clone();
        let found = scope.read(move |tx| found(tx, &looking)).await?;
        let mut went = 0;
        for places in found.chunks(STEP) {
            let (part, places) = (part.clone(), places.to_vec());
            went += scope.write(move |tx| remove(tx, &part, &places)).await?;
            // Whoever waits for the writer has their turn between two steps.
            tokio::task::yield_now().await;
        }
        gone += went;
        // Where rows were found and none could go, a hold came meanwhile: the next sweep looks again.
        if found.len() < FOUND as usize || went == 0 {
            break;
        }
    }
    let name = part.table;
    scope.write(move |tx| end(tx, &name)).await?;
    Ok(gone)
}

/// Where rows that are over lie, as the engine itself tells a row's place.
fn found(tx: &mut Tx<'_>, part: &Part) -> Result<Vec<String>> {
    let place = place(tx.engine());
    let now = tx.now();
    let (over, values) = part.over(tx, now);
    let rows = tx.query(&format!("SELECT CAST({place} AS TEXT) AS place FROM {over} LIMIT {FOUND}"), &values)?;
    rows.iter().map(|row| row.get("place")).collect()
}

const fn place(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "t.rowid",
        Engine::Postgres => "t.ctid",
    }
}

/// Removes the rows at `places` that are over still: a place may be another row's by now.
fn remove(tx: &mut Tx<'_>, part: &Part, places: &[String]) -> Result<u64> {
    if hold::of_clinic(tx)?.is_some() {
        return Ok(0);
    }
    let now = tx.now();
    let (over, mut values) = part.over(tx, now);
    let (kind, over) = match tx.engine() {
        // The places are where to look, and no index: a plus keeps SQLite from walking one.
        Engine::Sqlite => ("INTEGER", over.replacen("t.clinic =", "+t.clinic =", 1).replacen(" AND t.", " AND +t.", 1)),
        Engine::Postgres => ("tid", over),
    };
    let first = values.len() + 1;
    values.extend(places.iter().map(Value::from));
    let list: Vec<String> = (first..=values.len()).map(|n| format!("CAST(CAST(${n} AS TEXT) AS {kind})")).collect();
    let place = place(tx.engine());
    let gone = tx.execute(&format!("DELETE FROM {over} AND {place} IN ({})", list.join(", ")), &values)?;
    if gone > 0 {
        note(tx, &part.table, "gone = gone + $3", Value::Int(gone as i64))?;
    }
    Ok(gone)
}

/// Counts somebody who could not go as kept, and says why the last one could not.
fn kept(tx: &mut Tx<'_>, cause: &str) -> Result<()> {
    note(tx, PERSONS, "kept = kept + $3", Value::Int(1))?;
    note(tx, PERSONS, "cause = $3", cause.into())
}

async fn persons(scope: &Scope) -> Result<u64> {
    let mut after = scope
        .write(|tx| -> Result<Option<PersonId>> {
            let last = swept(tx)?.into_iter().find(|swept| swept.part == PERSONS);
            match last {
                // It was cut off: it goes on where it was. One that failed begins anew.
                Some(last) if last.ended_at.is_none() && last.cause.is_none() && !last.reached.is_empty() => {
                    Ok(last.reached.parse().ok())
                }
                _ => begin(tx, PERSONS).map(|()| None),
            }
        })
        .await?;
    let (mut gone, mut fault) = (0, None);
    while let Some((last, over)) = scope.read(move |tx| person::next(tx, after)).await? {
        for person in over {
            let went = scope
                .write(move |tx| -> Result<bool> {
                    let went = person::erase(tx, person)?;
                    let counted = if went { "gone = gone + $3" } else { "kept = kept + $3" };
                    note(tx, PERSONS, counted, Value::Int(1))?;
                    Ok(went)
                })
                .await;
            match went {
                Ok(went) => gone += u64::from(went),
                // One who cannot go keeps nobody else here.
                Err(error) => {
                    let cause: String = error.to_string().chars().take(200).collect();
                    fault.get_or_insert(error);
                    scope.write(move |tx| kept(tx, &cause)).await?;
                }
            }
            tokio::task::yield_now().await;
        }
        scope.write(move |tx| note(tx, PERSONS, "reached = $3", last.into())).await?;
        after = Some(last);
    }
    scope.write(|tx| end(tx, PERSONS)).await?;
    fault.map_or(Ok(gone), Err)
}
