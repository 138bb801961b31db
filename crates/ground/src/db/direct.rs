//! A connection that its holder owns: the key store's, and those of tools that work on a stopped installation.

use std::path::Path;

use super::on::On;
use super::postgres::Link;
use super::sqlite::{connect, from_sqlite, take_back};
use super::{Row, Session, Value};
use crate::error::Result;

/// One owned connection to either engine. That to PostgreSQL is opened again when it is gone.
pub(crate) enum Direct {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Link>),
}

impl Direct {
    pub(crate) fn sqlite(path: &Path) -> Result<Direct> {
        connect(path, false).map(Direct::Sqlite)
    }

    /// A file that is there, to look at and not to change.
    pub(crate) fn looking(path: &Path) -> Result<Direct> {
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
        rusqlite::Connection::open_with_flags(path, flags).map(Direct::Sqlite).map_err(from_sqlite)
    }

    pub(crate) fn postgres(address: &str) -> Result<Direct> {
        Link::open(address).map(|link| Direct::Postgres(Box::new(link)))
    }

    /// Runs portable statements that make tables, together. Nodes that start at once take turns: PostgreSQL's
    /// `IF NOT EXISTS` does not see a table that is being made.
    pub(crate) fn create(&mut self, sql: &str) -> Result<()> {
        match self {
            Direct::Sqlite(connection) => connection.execute_batch(&sql.replace("BYTEA", "BLOB")).map_err(from_sqlite),
            Direct::Postgres(link) => link.idle()?.batch(&format!("SELECT pg_advisory_xact_lock(7291002); {sql}")),
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
            Direct::Sqlite(connection) => On::new(connection).query(sql, params),
            Direct::Postgres(link) => link.query(sql, params),
        }
    }

    /// Refuses a role of PostgreSQL for which the walls between roles do not stand.
    pub(crate) fn unprivileged(&mut self) -> Result<()> {
        match self {
            Direct::Sqlite(_) => Ok(()),
            Direct::Postgres(link) => link.idle()?.unprivileged(),
        }
    }

    /// Whether there is such a table, and a row in it.
    pub(crate) fn holds(&mut self, table: &'static str) -> Result<bool> {
        let exists = match self {
            Direct::Sqlite(_) => "SELECT 1 AS one FROM sqlite_master WHERE type = 'table' AND name = $1",
            Direct::Postgres(_) => "SELECT 1 AS one WHERE to_regclass($1) IS NOT NULL",
        };
        if self.query(exists, &crate::params![table])?.is_empty() {
            return Ok(false);
        }
        Ok(!self.query(&format!("SELECT 1 AS one FROM {table} LIMIT 1"), &[])?.is_empty())
    }

    /// Runs `body` and commits, or takes everything back.
    pub(crate) fn transaction<T>(&mut self, body: impl FnOnce(&mut dyn Session) -> Result<T>) -> Result<T> {
        match self {
            Direct::Sqlite(connection) => {
                take_back(connection)?;
                connection.execute_batch("BEGIN IMMEDIATE").map_err(from_sqlite)?;
                let done = body(&mut On::new(connection))
                    .and_then(|value| connection.execute_batch("COMMIT").map_err(from_sqlite).map(|()| value));
                // Why it failed is worth more than whether taking it back did; that is tried again before the next.
                if done.is_err() {
                    let _taken_back = take_back(connection);
                }
                done
            }
            Direct::Postgres(link) => {
                let held = link.begin("BEGIN")?;
                match body(held) {
                    Ok(value) => held.commit().map(|()| value),
                    Err(error) => {
                        let _taken_back = held.take_back();
                        Err(error)
                    }
                }
            }
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::params;

    /// A connection to the engine under test, with tables of its own that go with it.
    fn connection() -> (Direct, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = match std::env::var("KEEPWELL_TEST_ENGINE").as_deref() {
            Ok("postgres") => Direct::postgres(&std::env::var("KEEPWELL_TEST_POSTGRES").unwrap()),
            _ => Direct::sqlite(&folder.path().join("direct.db")),
        }
        .unwrap();
        let tables = "CREATE TEMP TABLE parent (id BIGINT PRIMARY KEY);
            CREATE TEMP TABLE child (id BIGINT PRIMARY KEY, parent BIGINT NOT NULL REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);";
        connection.create(tables).unwrap();
        (connection, folder)
    }

    fn add(connection: &mut Direct, child: i64, parent: i64) -> Result<u64> {
        let add = |session: &mut dyn Session| {
            session.execute("INSERT INTO child (id, parent) VALUES ($1, $2)", &params![child, parent])?;
            session.execute("INSERT INTO parent (id) VALUES ($1)", &params![child])
        };
        connection.transaction(add)
    }

    #[test]
    fn a_commit_that_fails_is_taken_back_and_the_next_one_is_not_its_heir() {
        let (mut connection, _folder) = connection();
        add(&mut connection, 1, 1).unwrap();
        assert!(matches!(add(&mut connection, 2, 99), Err(Error::Constraint(_))), "known only at the commit");
        add(&mut connection, 3, 1).unwrap();
        let stopped: Result<()> = connection.transaction(|session| {
            session.execute("INSERT INTO parent (id) VALUES ($1)", &params![4])?;
            session.execute("INSERT INTO parent (id) VALUES ($1)", &params![4]).map(drop)
        });
        assert!(matches!(stopped, Err(Error::Constraint(_))));
        add(&mut connection, 5, 3).unwrap();
        let rows = connection.query("SELECT id FROM child ORDER BY id", &[]).unwrap();
        let kept: Vec<i64> = rows.iter().map(|row| row.get("id").unwrap()).collect();
        assert_eq!(kept, [1, 3, 5]);
    }
}
