//! What somebody said no to, and what a law or a dispute keeps, written down beside the keys too: so that older data which is
//! restored does not undo it.
//!
//! The key store is where a restore learns who was erased since, because the newest keys go with any data. In the same way it learns
//! here who was locked, restricted or held back since, and what they objected to, took back or said no to. For each person it is one
//! text: their rows as they stand, sealed where they are sealed. A job writes it after each change, an hourly look what a job missed,
//! and with the person's key it goes. [`again`] brings the data of a restore to it.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use promise::Purpose;
use serde::{Deserialize, Serialize};

use crate::db::{Row, Value};
use crate::erase::{Because, Cause, Unerased};
use crate::error::{Error, Result};
use crate::job::{Handler, NewJob};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{KeyId, PersonId, params};

/// The kind of job that writes down how somebody stands.
const CARRY: &str = "stands.carry";

/// The tables whose rows are carried, with which of somebody's: of agreements those of a kind that they ever took back or denied.
const TABLES: [(&str, &str); 4] = [
    ("legal_hold", "1 = 1"),
    ("restriction", "1 = 1"),
    (
        "consent_receipt",
        "EXISTS (SELECT 1 FROM consent_receipt w WHERE w.clinic = t.clinic AND w.person = t.person AND w.consent = t.consent AND w.event = 'withdrawn')",
    ),
    (
        "use_answer",
        "EXISTS (SELECT 1 FROM use_answer w WHERE w.clinic = t.clinic AND w.person = t.person AND w.purpose = t.purpose AND w.category = t.category AND w.answer = 'no')",
    ),
];

/// Everybody of whom something is carried.
const EVERYBODY: &str =
    "SELECT person FROM restriction WHERE clinic = $1 UNION SELECT person FROM legal_hold WHERE clinic = $1
     UNION SELECT person FROM consent_receipt WHERE clinic = $1 AND event = 'withdrawn'
     UNION SELECT person FROM use_answer WHERE clinic = $1 AND answer = 'no'
     UNION SELECT id AS person FROM person WHERE clinic = $1 AND locked_until > 0 AND erased_at IS NULL";

/// How somebody stands.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Stands {
    key: String,
    began: i64,
    lock: Option<Lock>,
    rows: Vec<Carried>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Lock {
    since: i64,
    until: i64,
    law: String,
}

/// A row, by the names of its columns.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Carried {
    table: String,
    cells: BTreeMap<String, Cell>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Cell {
    Nothing(()),
    Int(i64),
    Text(String),
    Bytes { bytes: Vec<u8> },
}

impl Carried {
    fn of(table: &str, row: &Row) -> Result<Carried> {
        let cell = |value: &Value| match value {
            Value::Null => Ok(Cell::Nothing(())),
            Value::Int(value) => Ok(Cell::Int(*value)),
            Value::Text(value) => Ok(Cell::Text(value.clone())),
            Value::Blob(value) => Ok(Cell::Bytes { bytes: value.clone() }),
            Value::Real(_) => Err(Error::internal("a number that is carried nowhere")),
        };
        let cells = row.columns().map(|(name, value)| Ok((name.to_owned(), cell(value)?))).collect::<Result<_>>()?;
        Ok(Carried { table: table.to_owned(), cells })
    }

    fn value(&self, column: &str) -> Value {
        match self.cells.get(column) {
            None | Some(Cell::Nothing(())) => Value::Null,
            Some(Cell::Int(value)) => Value::Int(*value),
            Some(Cell::Text(value)) => Value::Text(value.clone()),
            Some(Cell::Bytes { bytes }) => Value::Blob(bytes.clone()),
        }
    }

    /// Whether it is over: a hold or a restriction that was lifted, an answer in whose place another stands.
    fn is_over(&self) -> bool {
        self.value("lifted_at") != Value::Null || self.value("ended_at") != Value::Null
    }

    /// A hold of the whole clinic, which is no matter of the person under whose key its reason is sealed.
    fn holds_the_clinic(&self) -> bool {
        self.table == "legal_hold" && self.value("whole") == Value::Int(1) && !self.is_over()
    }
}

impl Tx<'_> {
    /// Has it written down beside the keys how `person` stands, once this is committed.
    pub(crate) fn carry(&mut self, person: PersonId) -> Result<()> {
        let run_at = self.now();
        self.enqueue_once(&NewJob { kind: CARRY, subject: person.to_string(), run_at })
    }
}

impl Tx<'_> {
    /// The same of an agreement, if it was ever taken back: one that was only given is not carried.
    pub(crate) fn carry_taken_back(&mut self, person: PersonId, consent: &str) -> Result<()> {
        let sql = "SELECT 1 AS one FROM consent_receipt WHERE clinic = $1 AND person = $2 AND consent = $3 AND event = 'withdrawn' LIMIT 1";
        match self.optional(sql, &params![self.clinic(), person, consent])? {
            Some(_) => self.carry(person),
            None => Ok(()),
        }
    }

    /// The same of what somebody answered, if they ever said no.
    pub(crate) fn carry_denied(&mut self, person: PersonId) -> Result<()> {
        let sql = "SELECT 1 AS one FROM use_answer WHERE clinic = $1 AND person = $2 AND answer = 'no' LIMIT 1";
        match self.optional(sql, &params![self.clinic(), person])? {
            Some(_) => self.carry(person),
            None => Ok(()),
        }
    }
}

/// How `person` stands; none of whom nothing is to be carried, or who was erased.
fn stands(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Stands>> {
    let of = params![tx.clinic(), person];
    let row = tx.optional(
        "SELECT key, created_at, locked_at, locked_until, locked_by FROM person WHERE clinic = $1 AND id = $2 AND erased_at IS NULL",
        &of,
    )?;
    let Some(row) = row else { return Ok(None) };
    let lock = (row.get("locked_at")?, row.get("locked_until")?, row.get("locked_by")?);
    let lock = match lock {
        (Some(since), Some(until), Some(law)) => Some(Lock { since, until, law }),
        _ => None,
    };
    let mut rows = Vec::new();
    for (table, these) in TABLES {
        let sql = format!("SELECT t.* FROM {table} t WHERE t.clinic = $1 AND t.person = $2 AND {these} ORDER BY t.id");
        for row in tx.query(&sql, &of)? {
            rows.push(Carried::of(table, &row)?);
        }
    }
    let any = lock.is_some() || !rows.is_empty();
    Ok(any.then_some(Stands { key: row.get("key")?, began: row.get("created_at")?, lock, rows }))
}

pub(crate) fn handler() -> Handler {
    Handler::new(CARRY, Purpose::Operation, |scope, job| async move {
        let person = job.subject.parse().map_err(|_| "how nobody stands".to_owned())?;
        carry(&scope, person).await.map_err(|error| error.to_string())
    })
    .always()
}

async fn carry(scope: &Scope, person: PersonId) -> Result<()> {
    let stands = scope.read(move |tx| stands(tx, person)).await?;
    let said = stands.map(|stands| serde_json::to_string(&stands)).transpose().map_err(Error::internal)?;
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    tokio::task::spawn_blocking(move || house.keys.carry(clinic, person, said)).await.map_err(Error::internal)?
}

/// Everybody of whom something is written down beside the keys.
///
/// # Errors
/// Those of the key store.
pub async fn people(scope: &Scope) -> Result<Vec<PersonId>> {
    Ok(carried(scope).await?.into_iter().map(|(person, _)| person).collect())
}

/// Everybody of whom something is carried, with it.
async fn carried(scope: &Scope) -> Result<Vec<(PersonId, String)>> {
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    tokio::task::spawn_blocking(move || house.keys.carried(clinic)).await.map_err(Error::internal)?
}

/// Writes down what is not yet: what stood before there was such a place, and what a job could not.
///
/// # Errors
/// Those of the stores.
pub async fn reconcile(scope: &Scope) -> Result<()> {
    let known: HashSet<PersonId> = people(scope).await?.into_iter().collect();
    let all = scope
        .read(|tx| -> Result<Vec<PersonId>> {
            tx.query(EVERYBODY, &params![tx.clinic()])?.iter().map(|row| row.get("person")).collect()
        })
        .await?;
    for person in all.into_iter().filter(|person| !known.contains(person)) {
        carry(scope, person).await?;
    }
    Ok(())
}

/// Brings what stands in the data, which is older than the keys, to what was carried beside them since: who was locked is locked, and
/// all else of it gone again; holds, restrictions and every no stand as they stood. Of how many people something was otherwise.
///
/// # Errors
/// Those of the stores; all are tried, and the first fault is returned.
pub async fn again(scope: &Scope) -> Result<usize> {
    let (mut changed, mut fault) = (0, None);
    for (person, said) in carried(scope).await? {
        let stood: Stands = match serde_json::from_str(&said) {
            Ok(stood) => stood,
            Err(error) => {
                fault.get_or_insert(Error::internal(error));
                continue;
            }
        };
        let one = scope.write(move |tx| bring(tx, person, &stood)).await;
        match one {
            Ok(other) => changed += usize::from(other),
            Err(error) => {
                tracing::error!(%error, "how somebody stood could not be brought back");
                fault.get_or_insert(error);
            }
        }
    }
    fault.map_or(Ok(changed), Err)
}

/// Whether something was otherwise.
fn bring(tx: &mut Tx<'_>, person: PersonId, stood: &Stands) -> Result<bool> {
    let clinic = tx.clinic();
    let row = tx.optional("SELECT erased_at FROM person WHERE clinic = $1 AND id = $2", &params![clinic, person])?;
    match row {
        Some(row) if row.get::<Option<Timestamp>>("erased_at")?.is_some() => return Ok(false),
        Some(_) => {}
        // Whoever came after the data was taken is not in it. Only what they placed on the whole clinic is a matter of others.
        None if stood.rows.iter().any(Carried::holds_the_clinic) => {
            let key: KeyId = stood.key.parse().map_err(|_| Error::internal("a key of no name"))?;
            tx.execute(
                "INSERT INTO person (clinic, id, key, created_at) VALUES ($1, $2, $3, $4)",
                &params![clinic, person, key, stood.began],
            )?;
        }
        None => return Ok(false),
    }
    let stands = stands(tx, person)?;
    if stands.as_ref().is_some_and(|now| now.rows == stood.rows && now.lock == stood.lock) {
        return Ok(false);
    }
    // What was lifted held nobody back from being locked; what stands now was said of who is locked.
    for row in stood.rows.iter().filter(|row| row.is_over()) {
        put(tx, row)?;
    }
    if let Some(lock) = stood.lock.as_ref().filter(|lock| stands.is_none_or(|now| now.lock.as_ref() != Some(lock))) {
        relock(tx, person, lock)?;
    }
    for row in stood.rows.iter().filter(|row| !row.is_over()) {
        put(tx, row)?;
    }
    tx.let_go(person);
    Ok(true)
}

/// Locks somebody as they were: what was erased of them goes once more, what the law kept stays until the same day.
fn relock(tx: &mut Tx<'_>, person: PersonId, lock: &Lock) -> Result<()> {
    let until = crate::from_micros(lock.until);
    let because =
        Because::new(Cause::Restored, "a law kept it locked when an older backup was restored").locked_until(until);
    match tx.erase_person(person, &because)? {
        Ok(done) => {
            for person in done.persons {
                tx.execute(
                    "UPDATE person SET locked_at = $3, locked_until = $4, locked_by = $5 WHERE clinic = $1 AND id = $2",
                    &params![tx.clinic(), person, lock.since, lock.until, lock.law.as_str()],
                )?;
            }
            Ok(())
        }
        Err(Unerased::Before | Unerased::Locked(_)) => Ok(()),
        Err(why) => Err(Error::internal(format_args!("a record that a law kept locked is not locked again: {why}"))),
    }
}

/// Puts a row as it stood, in the place of what is there.
fn put(tx: &mut Tx<'_>, row: &Carried) -> Result<()> {
    let clinic = tx.clinic();
    let known = TABLES.iter().find(|(table, _)| *table == row.table).map(|(table, _)| *table);
    let Some(table) = known else { return Ok(()) };
    if table == "use_answer" && !row.is_over() {
        // One answer stands: another one of the older data ended with it.
        tx.execute(
            "UPDATE use_answer SET ended_at = $6 WHERE clinic = $1 AND person = $2 AND purpose = $3 AND category = $4 AND id <> $5 AND ended_at IS NULL",
            &[
                clinic.into(),
                row.value("person"),
                row.value("purpose"),
                row.value("category"),
                row.value("id"),
                row.value("at"),
            ],
        )?;
    }
    let map = tx.house().data_map.clone();
    let columns: Vec<&str> =
        map.tables.get(table).into_iter().flat_map(|table| table.columns.keys()).map(String::as_str).collect();
    let columns: Vec<&str> = columns.into_iter().filter(|column| row.cells.contains_key(*column)).collect();
    let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    let changes: Vec<String> = columns
        .iter()
        // Whose it is stays as the older data has it: two who were made one since are two there.
        .filter(|column| !["clinic", "id", "person"].contains(*column))
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({}) ON CONFLICT (clinic, id) DO UPDATE SET {}",
        columns.join(", "),
        places.join(", "),
        changes.join(", ")
    );
    // Of another clinic nothing is put.
    let values: Vec<Value> =
        columns.iter().map(|column| if *column == "clinic" { clinic.into() } else { row.value(column) }).collect();
    tx.execute(&sql, &values).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_as_it_was_written() {
        let cells = [
            ("a", Cell::Nothing(())),
            ("b", Cell::Int(-7)),
            ("c", Cell::Text("12".to_owned())),
            ("d", Cell::Bytes { bytes: vec![0, 255] }),
        ];
        let cells = cells.into_iter().map(|(name, cell)| (name.to_owned(), cell)).collect();
        let row = Carried { table: "restriction".to_owned(), cells };
        let text = serde_json::to_string(&row).unwrap();
        assert_eq!(serde_json::from_str::<Carried>(&text).unwrap(), row, "{text}");
        assert_eq!(text, r#"{"table":"restriction","cells":{"a":null,"b":-7,"c":"12","d":{"bytes":[0,255]}}}"#);
    }
}
