//! Reading: one transaction that sees the store as it was when it began, while others go on writing.

use std::path::Path;
use std::time::Duration;

use postgres::Client;
use postgres::binary_copy::{BinaryCopyOutIter, BinaryCopyOutRow};
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{FromSql, Type};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};

use super::{Applied, Store, Table, Tables, Typed, columns, postgres_tables, quoted, sqlite_tables};
use crate::db::postgres::{connect, from_postgres};
use crate::db::sqlite::{from_sqlite, wal_of};
use crate::db::{Location, Value};
use crate::error::{Error, Result};
use crate::keys::KeyLocation;

/// A store as it stands at one instant. It reads and never writes, and no writer waits for it.
pub struct Snapshot(Source);

enum Source {
    Sqlite(Connection, Vec<Table>),
    Postgres(Box<Client>, Vec<Typed>),
}

impl Snapshot {
    /// Begins it: what is committed from now on is not in it. A store that does not exist is [`Error::NotFound`], and
    /// is not made.
    pub fn of(store: &Store) -> Result<Snapshot> {
        match store {
            Store::Data(Location::Sqlite(path)) | Store::Keys(KeyLocation::Sqlite(path)) => sqlite(path),
            Store::Data(Location::Postgres { app, .. }) => postgres(app, Tables::WORKED_ON),
            Store::Keys(KeyLocation::Postgres(address)) => postgres(address, Tables::KEYS),
        }
    }

    /// Its tables, by name.
    pub fn tables(&self) -> Vec<Table> {
        match &self.0 {
            Source::Sqlite(_, tables) => tables.clone(),
            Source::Postgres(_, tables) => tables.iter().map(|(table, _)| table.clone()).collect(),
        }
    }

    /// The steps of the schema that were applied; none for a key store, which has no migrations.
    pub fn applied(&mut self) -> Result<Vec<Applied>> {
        const SQL: &str = "SELECT room, name, digest FROM schema_migration ORDER BY room, name";
        match &mut self.0 {
            Source::Sqlite(connection, _) => {
                let recorded = connection.table_exists(None, "schema_migration").map_err(from_sqlite)?;
                if !recorded {
                    return Ok(Vec::new());
                }
                let mut statement = connection.prepare(SQL).map_err(from_sqlite)?;
                let rows = statement
                    .query_map([], |row| Ok(Applied { room: row.get(0)?, name: row.get(1)?, digest: row.get(2)? }))
                    .map_err(from_sqlite)?;
                rows.collect::<Result<_, _>>().map_err(from_sqlite)
            }
            Source::Postgres(client, _) => {
                let recorded = client
                    .query_one("SELECT to_regclass('public.schema_migration') IS NOT NULL", &[])
                    .map_err(|e| from_postgres(&e))?;
                if !recorded.get::<_, bool>(0) {
                    return Ok(Vec::new());
                }
                let rows = client.query(SQL, &[]).map_err(|e| from_postgres(&e))?;
                Ok(rows.iter().map(|row| Applied { room: row.get(0), name: row.get(1), digest: row.get(2) }).collect())
            }
        }
    }

    /// Gives every row of `table` to `each`, its values in the order of the table's columns.
    pub fn rows<E: From<Error>>(
        &mut self,
        table: &Table,
        mut each: impl FnMut(&[Value]) -> Result<(), E>,
    ) -> Result<(), E> {
        let select = format!("SELECT {} FROM {}", columns(table), quoted(&table.name));
        match &mut self.0 {
            Source::Sqlite(connection, _) => {
                let mut statement = connection.prepare(&select).map_err(from_sqlite)?;
                let mut rows = statement.query([]).map_err(from_sqlite)?;
                let mut values = Vec::with_capacity(table.columns.len());
                while let Some(row) = rows.next().map_err(from_sqlite)? {
                    values.clear();
                    for (at, column) in table.columns.iter().enumerate() {
                        values.push(exact(table, column, row.get_ref(at).map_err(from_sqlite)?)?);
                    }
                    each(&values)?;
                }
                Ok(())
            }
            Source::Postgres(client, tables) => {
                let types = tables.iter().find(|(known, _)| known == table).map(|(_, types)| types.clone());
                let types = types.ok_or(Error::NotFound)?;
                let copy = format!("COPY ({select}) TO STDOUT (FORMAT binary)");
                let reader = client.copy_out(&copy).map_err(|e| from_postgres(&e))?;
                let mut rows = BinaryCopyOutIter::new(reader, &types);
                let mut values = Vec::with_capacity(types.len());
                while let Some(row) = rows.next().map_err(|e| from_postgres(&e))? {
                    values.clear();
                    for (at, kind) in types.iter().enumerate() {
                        values.push(read(&row, at, kind)?);
                    }
                    each(&values)?;
                }
                Ok(())
            }
        }
    }
}

fn sqlite(path: &Path) -> Result<Snapshot> {
    if !path.exists() {
        return Err(Error::NotFound);
    }
    // Read and write, because a reader of a WAL must be able to make its index; nothing is written to the database.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(from_sqlite)?;
    connection.busy_timeout(Duration::from_secs(10)).map_err(from_sqlite)?;
    // What a stopped program left in its WAL is read from there, and left there.
    if std::fs::metadata(wal_of(path)).is_ok_and(|wal| wal.len() > 0) {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(from_sqlite)?;
    }
    connection
        .execute_batch("PRAGMA query_only=ON; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY; BEGIN")
        .map_err(from_sqlite)?;
    // The first thing read is what fixes the instant.
    let tables = sqlite_tables(&connection)?;
    Ok(Snapshot(Source::Sqlite(connection, tables)))
}

fn postgres(address: &str, which: Tables) -> Result<Snapshot> {
    let mut client = connect(address)?;
    // As long as it takes; a lock that a migration holds is not waited for longer than usual.
    client
        .batch_execute(
            "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 5000;
             BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL keepwell.clinic = '*'",
        )
        .map_err(|e| from_postgres(&e))?;
    let tables = postgres_tables(&mut client, which)?;
    if tables.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(Snapshot(Source::Postgres(Box::new(client), tables)))
}

/// A value as it is, or a fault: a copy that quietly mends what it copies is not one.
fn exact(table: &Table, column: &str, value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(v) => Value::Int(v),
        ValueRef::Real(v) => Value::Real(v),
        ValueRef::Text(v) => Value::Text(
            std::str::from_utf8(v)
                .map_err(|_| Error::internal(format_args!("{}.{column} holds text that is not UTF-8", table.name)))?
                .to_owned(),
        ),
        ValueRef::Blob(v) => Value::Blob(v.to_vec()),
    })
}

fn read(row: &BinaryCopyOutRow, at: usize, kind: &Type) -> Result<Value> {
    fn of<'a, T: FromSql<'a>>(row: &'a BinaryCopyOutRow, at: usize, wrap: impl Fn(T) -> Value) -> Result<Value> {
        let value: Option<T> = row.try_get(at).map_err(|e| from_postgres(&e))?;
        Ok(value.map_or(Value::Null, wrap))
    }
    match *kind {
        Type::INT8 => of::<i64>(row, at, Value::Int),
        Type::INT4 => of::<i32>(row, at, |v| Value::Int(v.into())),
        Type::FLOAT8 => of::<f64>(row, at, Value::Real),
        Type::BYTEA => of::<Vec<u8>>(row, at, Value::Blob),
        _ => of::<String>(row, at, Value::Text),
    }
}
