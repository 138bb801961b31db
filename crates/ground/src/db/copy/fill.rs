//! Writing: an empty store that is filled from elsewhere, and checked as a whole at the end.
//!
//! While rows arrive, nothing is asked of them one by one: a child may come before its parent, and a trigger has had its
//! say where the row was first written. Constraints that span rows are checked over everything in [`Fill::finish`].

use std::path::{Path, PathBuf};

use postgres::Client;
use postgres::binary_copy::BinaryCopyInWriter;
use postgres::types::ToSql;
use rusqlite::Connection;

use super::{Store, Table, Tables, Typed, columns, postgres_tables, quoted, sqlite_tables};
use crate::db::postgres::{connect, from_postgres, role_of};
use crate::db::sqlite::{from_sqlite, make_private, wal_of};
use crate::db::{Location, Migration, Value, migrate};
use crate::error::{Error, Result};
use crate::keys::{self, KeyLocation};

/// A store that is being filled.
pub struct Fill(Sink);

enum Sink {
    Sqlite {
        connection: Connection,
        path: PathBuf,
        tables: Vec<Table>,
        /// Statements that make the triggers again.
        triggers: Vec<String>,
    },
    Postgres {
        client: Box<Client>,
        address: String,
        which: Tables,
        tables: Vec<Typed>,
        /// Statements that make the foreign keys again.
        references: Vec<String>,
        /// The role that may use the tables, for data; keys belong to the role that made them.
        app: Option<String>,
    },
}

/// A store that was filled by this process. Only such a one can be removed.
pub struct Filled(Place);

enum Place {
    Sqlite(PathBuf),
    Postgres { address: String, which: Tables },
}

/// Whether nothing is there yet: no file; on PostgreSQL no table, or for keys no row in any.
pub(super) fn is_empty(store: &Store) -> Result<bool> {
    match store {
        Store::Data(Location::Sqlite(path)) | Store::Keys(KeyLocation::Sqlite(path)) => Ok(!path.exists()),
        Store::Data(Location::Postgres { owner, .. }) => {
            Ok(postgres_tables(&mut connect(owner)?, Tables::OWNED)?.is_empty())
        }
        Store::Keys(KeyLocation::Postgres(address)) => {
            let mut client = connect(address)?;
            for (table, _) in postgres_tables(&mut client, Tables::KEYS)? {
                let any = format!("SELECT 1 FROM {} LIMIT 1", quoted(&table.name));
                if client.query_opt(&any, &[]).map_err(|e| from_postgres(&e))?.is_some() {
                    return Ok(false);
                }
            }
            Ok(true)
        }
    }
}

impl Store {
    /// Whether nothing is there yet: no file; on PostgreSQL no table, or for keys no row in any.
    pub fn is_empty(&self) -> Result<bool> {
        is_empty(self)
    }
}

impl Fill {
    /// Makes the tables of an empty store: of `steps` for data, of the program for keys.
    pub fn begin(store: &Store, steps: &[Migration]) -> Result<Fill> {
        if !is_empty(store)? {
            return Err(Error::internal("the store to be filled is not empty"));
        }
        match store {
            Store::Data(Location::Sqlite(path)) => sqlite(path, |connection| migrate::sqlite(connection, steps)),
            Store::Keys(KeyLocation::Sqlite(path)) => sqlite(path, |connection| {
                let schema = keys::SCHEMA.replace("BYTEA", "BLOB");
                connection.execute_batch(&schema).map_err(from_sqlite)
            }),
            Store::Data(Location::Postgres { app, owner }) => {
                postgres(owner, Tables::OWNED, Some(role_of(app)?), |client| migrate::postgres_steps(client, steps))
            }
            Store::Keys(KeyLocation::Postgres(address)) => postgres(address, Tables::KEYS, None, |client| {
                client.batch_execute(keys::SCHEMA).map_err(|e| from_postgres(&e))
            }),
        }
    }

    /// Writes the rows of one table, which `next` hands over one by one, and says how many. A table or column that the
    /// schema does not have is [`Error::NotFound`].
    pub fn table<E: From<Error>>(
        &mut self,
        table: &Table,
        mut next: impl FnMut() -> Result<Option<Vec<Value>>, E>,
    ) -> Result<u64, E> {
        let mut count = 0;
        match &mut self.0 {
            Sink::Sqlite { connection, tables, .. } => {
                if !tables.contains(table) {
                    return Err(Error::NotFound.into());
                }
                let places = (1..=table.columns.len()).map(|n| format!("?{n}")).collect::<Vec<_>>().join(", ");
                let insert = format!("INSERT INTO {} ({}) VALUES ({places})", quoted(&table.name), columns(table));
                let mut statement = connection.prepare(&insert).map_err(from_sqlite)?;
                while let Some(values) = next()? {
                    statement.execute(rusqlite::params_from_iter(&values)).map_err(from_sqlite)?;
                    count += 1;
                }
            }
            Sink::Postgres { client, tables, .. } => {
                let types = tables.iter().find(|(known, _)| known == table).map(|(_, types)| types.clone());
                let types = types.ok_or(Error::NotFound)?;
                let copy = format!("COPY {} ({}) FROM STDIN (FORMAT binary)", quoted(&table.name), columns(table));
                let writer = client.copy_in(&copy).map_err(|e| from_postgres(&e))?;
                let mut rows = BinaryCopyInWriter::new(writer, &types);
                while let Some(values) = next()? {
                    // The library would panic at a row of another width.
                    if values.len() != types.len() {
                        return Err(Error::internal("a row of another width than its table").into());
                    }
                    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
                    rows.write(&values).map_err(|e| from_postgres(&e))?;
                    count += 1;
                }
                rows.finish().map_err(|e| from_postgres(&e))?;
            }
        }
        Ok(count)
    }

    /// Checks what spans rows, and makes everything durable. Whoever drops a `Fill` instead has a file that is no
    /// database, or on PostgreSQL nothing at all.
    pub fn finish(self) -> Result<Filled> {
        match self.0 {
            Sink::Sqlite { connection, path, triggers, .. } => {
                connection.execute_batch("COMMIT").map_err(from_sqlite)?;
                connection.execute_batch(&triggers.join(";\n")).map_err(from_sqlite)?;
                let orphans: i64 = connection
                    .query_row("SELECT COUNT(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
                    .map_err(from_sqlite)?;
                if orphans > 0 {
                    return Err(Error::Constraint("foreign_key".to_owned()));
                }
                connection.execute_batch("PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL;").map_err(from_sqlite)?;
                connection.close().map_err(|(_, e)| from_sqlite(e))?;
                std::fs::File::open(&path).and_then(|file| file.sync_all()).map_err(Error::internal)?;
                Ok(Filled(Place::Sqlite(path)))
            }
            Sink::Postgres { mut client, address, which, tables, references, app } => {
                let fault = |e: postgres::Error| from_postgres(&e);
                client.batch_execute(&references.join(";\n")).map_err(fault)?;
                for (table, _) in &tables {
                    let enable = format!("ALTER TABLE {} ENABLE TRIGGER USER", quoted(&table.name));
                    client.batch_execute(&enable).map_err(fault)?;
                }
                if let Some(app) = &app {
                    migrate::wall(&mut *client, app).map_err(fault)?;
                }
                client.batch_execute("COMMIT").map_err(fault)?;
                Ok(Filled(Place::Postgres { address, which }))
            }
        }
    }
}

impl Filled {
    /// Removes it, with whatever was done to it since.
    pub fn remove(self) -> Result<()> {
        match self.0 {
            Place::Sqlite(path) => remove_sqlite(&path).map_err(Error::internal),
            Place::Postgres { address, which } => {
                let mut client = connect(&address)?;
                let fault = |e: postgres::Error| from_postgres(&e);
                for (table, _) in postgres_tables(&mut client, which)? {
                    client.batch_execute(&format!("DROP TABLE {} CASCADE", quoted(&table.name))).map_err(fault)?;
                }
                client.batch_execute("DROP TABLE IF EXISTS schema_migration").map_err(fault)
            }
        }
    }
}

/// Removes a database's files, as far as they are there.
fn remove_sqlite(path: &Path) -> std::io::Result<()> {
    let mut index = path.as_os_str().to_owned();
    index.push("-shm");
    for file in [path.to_owned(), wal_of(path), index.into()] {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn sqlite(path: &Path, make: impl FnOnce(&mut Connection) -> Result<()>) -> Result<Fill> {
    make_private(path)?;
    let mut connection = Connection::open(path).map_err(from_sqlite)?;
    // Nothing is there to be protected from a crash: whoever fills knows that it did not finish.
    connection
        .execute_batch(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-65536;",
        )
        .map_err(from_sqlite)?;
    make(&mut connection)?;
    let tables = sqlite_tables(&connection)?;
    let mut made = Vec::new();
    {
        let mut statement = connection
            .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid")
            .map_err(from_sqlite)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(from_sqlite)?;
        for row in rows {
            made.push(row.map_err(from_sqlite)?);
        }
    }
    let made: Vec<(String, String)> = made;
    for (name, _) in &made {
        connection.execute_batch(&format!("DROP TRIGGER {}", quoted(name))).map_err(from_sqlite)?;
    }
    connection.execute_batch("BEGIN").map_err(from_sqlite)?;
    let triggers = made.into_iter().map(|(_, sql)| sql).collect();
    Ok(Fill(Sink::Sqlite { connection, path: path.to_owned(), tables, triggers }))
}

/// Everything happens in one transaction, so that a fill that ends early leaves nothing.
fn postgres(
    address: &str,
    which: Tables,
    app: Option<String>,
    make: impl FnOnce(&mut Client) -> Result<()>,
) -> Result<Fill> {
    let fault = |e: postgres::Error| from_postgres(&e);
    let mut client = connect(address)?;
    client
        .batch_execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; BEGIN")
        .map_err(fault)?;
    make(&mut client)?;
    let tables = postgres_tables(&mut client, which)?;
    for (table, _) in &tables {
        let disable = format!("ALTER TABLE {} DISABLE TRIGGER USER", quoted(&table.name));
        client.batch_execute(&disable).map_err(fault)?;
    }
    let keys = client
        .query(
            "SELECT CAST(c.conrelid::regclass AS TEXT), quote_ident(c.conname), pg_get_constraintdef(c.oid)
             FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
             WHERE c.contype = 'f' AND n.nspname = current_schema()",
            &[],
        )
        .map_err(fault)?;
    let mut references = Vec::new();
    for key in keys {
        let (table, name, definition): (String, String, String) = (key.get(0), key.get(1), key.get(2));
        client.batch_execute(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}")).map_err(fault)?;
        references.push(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"));
    }
    Ok(Fill(Sink::Postgres { client: Box::new(client), address: address.to_owned(), which, tables, references, app }))
}
