//! A connection that its holder owns: the key store's, and those of tools that work on a stopped installation.

use std::path::Path;

use super::postgres::{Held, address};
use super::sqlite::{On, connect, from_sqlite};
use super::{Row, Session, Value};
use crate::error::Result;

/// One owned connection to either engine.
pub(crate) enum Direct {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Held>),
}

impl Direct {
    pub(crate) fn sqlite(path: &Path) -> Result<Direct> {
        connect(path, false).map(Direct::Sqlite)
    }

    pub(crate) fn postgres(text: &str) -> Result<Direct> {
        Held::connect(&address(text)?).map(|held| Direct::Postgres(Box::new(held)))
    }

    /// Runs portable statements that make tables, together. Nodes that start at once take turns: PostgreSQL's
    /// `IF NOT EXISTS` does not see a table that is being made.
    pub(crate) fn create(&mut self, sql: &str) -> Result<()> {
        match self {
            Direct::Sqlite(connection) => connection.execute_batch(&sql.replace("BYTEA", "BLOB")).map_err(from_sqlite),
            Direct::Postgres(held) => held.batch(&format!("SELECT pg_advisory_xact_lock(7291002); {sql}")),
        }
    }

    /// Runs engine-specific statements on SQLite alone.
    pub(crate) fn pragma(&self, sql: &str) -> Result<()> {
        match self {
            Direct::Sqlite(connection) => connection.execute_batch(sql).map_err(from_sqlite),
            Direct::Postgres(_) => Ok(()),
        }
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        match self {
            Direct::Sqlite(connection) => On(connection).query(sql, params),
            Direct::Postgres(held) => held.query(sql, params),
        }
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        match self {
            Direct::Sqlite(connection) => On(connection).execute(sql, params),
            Direct::Postgres(held) => held.execute(sql, params),
        }
    }

    /// Runs `body` and commits, or takes everything back.
    pub(crate) fn transaction<T>(&mut self, body: impl FnOnce(&mut Direct) -> Result<T>) -> Result<T> {
        self.simple("BEGIN")?;
        match body(self) {
            Ok(value) => self.simple("COMMIT").map(|()| value),
            Err(error) => self.simple("ROLLBACK").and(Err(error)),
        }
    }

    /// Removes what deleted rows left in the write-ahead log.
    pub(crate) fn scrub(&self) -> Result<()> {
        match self {
            Direct::Sqlite(connection) => {
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(from_sqlite)
            }
            Direct::Postgres(_) => Ok(()),
        }
    }

    fn simple(&mut self, sql: &str) -> Result<()> {
        match self {
            Direct::Sqlite(connection) => connection.execute_batch(sql).map_err(from_sqlite),
            Direct::Postgres(held) => held.batch(sql),
        }
    }
}
