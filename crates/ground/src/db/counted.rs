//! Counting very many rows by few keys, in one walk through them.
//!
//! PostgreSQL groups by hashing. SQLite groups by sorting, which on a million rows takes five times as long as reading
//! them; there a function of our own counts rows as they come. What is counted is one text for both.

use std::collections::HashMap;

use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result as SqliteResult};

use super::sqlite::from_sqlite;
use super::{Engine, Session, Value};
use crate::error::{Error, Result};

/// The rows of one name and key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub name: Option<String>,
    pub key: i64,
    pub rows: u64,
    /// Of the rows' amounts.
    pub sum: i64,
}

/// Counts the rows of `sql`, which names three columns: `name` (text or nothing), `key` and `amount` (whole numbers).
pub(crate) fn counted(session: &mut dyn Session, sql: &str, params: &[Value]) -> Result<Vec<Counted>> {
    match session.engine() {
        Engine::Sqlite => {
            let rows = session.query(&format!("SELECT counted(name, key, amount) AS counted FROM ({sql})"), params)?;
            let bytes: Vec<u8> = rows.first().map(|row| row.get("counted")).transpose()?.unwrap_or_default();
            read(&bytes).ok_or_else(|| Error::internal("counted rows that cannot be read"))
        }
        Engine::Postgres => session
            .query(
                &format!(
                    "SELECT name, CAST(key AS BIGINT) AS key, COUNT(*) AS rows, CAST(SUM(amount) AS BIGINT) AS sum
                     FROM ({sql}) AS counted GROUP BY name, key"
                ),
                params,
            )?
            .iter()
            .map(|row| {
                let rows: i64 = row.get("rows")?;
                Ok(Counted {
                    name: row.get("name")?,
                    key: row.get("key")?,
                    rows: u64::try_from(rows).map_err(Error::internal)?,
                    sum: row.get("sum")?,
                })
            })
            .collect(),
    }
}

/// Gives a connection the function.
pub(super) fn teach(connection: &Connection) -> Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_aggregate_function("counted", 3, flags, Counting).map_err(from_sqlite)
}

struct Counting;

/// By key, because keys are many and the names of one are few.
#[derive(Default)]
struct Counts(HashMap<i64, Vec<Count>>);

struct Count {
    name: Option<Box<[u8]>>,
    rows: u64,
    sum: i64,
}

impl Aggregate<Counts, Vec<u8>> for Counting {
    fn init(&self, _: &mut Context<'_>) -> SqliteResult<Counts> {
        Ok(Counts::default())
    }

    fn step(&self, row: &mut Context<'_>, counts: &mut Counts) -> SqliteResult<()> {
        let name = match row.get_raw(0) {
            ValueRef::Text(name) => Some(name),
            _ => None,
        };
        let whole = |at| match row.get_raw(at) {
            ValueRef::Integer(number) => number,
            _ => 0,
        };
        let (key, amount) = (whole(1), whole(2));
        let of_key = counts.0.entry(key).or_default();
        match of_key.iter_mut().find(|count| count.name.as_deref() == name) {
            Some(count) => {
                count.rows += 1;
                count.sum = count.sum.saturating_add(amount);
            }
            None => of_key.push(Count { name: name.map(Box::from), rows: 1, sum: amount }),
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, counts: Option<Counts>) -> SqliteResult<Vec<u8>> {
        Ok(write(&counts.unwrap_or_default()))
    }
}

/// Each as: length of the name (or -1), the name, key, rows, sum; numbers of eight bytes, the least first.
fn write(counts: &Counts) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (key, of_key) in &counts.0 {
        for count in of_key {
            let length = count.name.as_ref().map_or(-1, |name| name.len() as i64);
            bytes.extend(length.to_le_bytes());
            bytes.extend(count.name.as_deref().unwrap_or_default());
            for number in [*key, count.rows as i64, count.sum] {
                bytes.extend(number.to_le_bytes());
            }
        }
    }
    bytes
}

fn read(mut bytes: &[u8]) -> Option<Vec<Counted>> {
    fn number(bytes: &mut &[u8]) -> Option<i64> {
        let (first, rest) = bytes.split_first_chunk::<8>()?;
        *bytes = rest;
        Some(i64::from_le_bytes(*first))
    }
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let name = match usize::try_from(number(&mut bytes)?) {
            Ok(length) => {
                let (name, rest) = bytes.split_at_checked(length)?;
                bytes = rest;
                Some(String::from_utf8(name.to_vec()).ok()?)
            }
            Err(_) => None,
        };
        let (key, rows, sum) = (number(&mut bytes)?, number(&mut bytes)?, number(&mut bytes)?);
        found.push(Counted { name, key, rows: u64::try_from(rows).ok()?, sum });
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::super::on::On;
    use super::*;

    #[test]
    fn rows_are_counted_by_name_and_key_and_nothing_is_counted_as_nothing() {
        let connection = Connection::open_in_memory().unwrap();
        teach(&connection).unwrap();
        let mut on = On::new(&connection);
        let rows = "SELECT 'a' AS name, 1 AS key, 5 AS amount UNION ALL SELECT 'é', 1, 7 UNION ALL SELECT 'a', 1, -2
                    UNION ALL SELECT NULL, -3, 1 UNION ALL SELECT 'a', 2, 0";
        let mut found = counted(&mut on, rows, &[]).unwrap();
        found.sort_by(|a, b| (a.key, &a.name).cmp(&(b.key, &b.name)));
        let of = |name: Option<&str>, key, rows, sum| Counted { name: name.map(str::to_owned), key, rows, sum };
        assert_eq!(found, [of(None, -3, 1, 1), of(Some("a"), 1, 2, 3), of(Some("é"), 1, 1, 7), of(Some("a"), 2, 1, 0)]);
        assert_eq!(counted(&mut on, &format!("SELECT * FROM ({rows}) WHERE key = 9"), &[]).unwrap(), []);
    }
}
