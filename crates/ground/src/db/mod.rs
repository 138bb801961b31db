//! The two engines behind one small synchronous surface.
//!
//! A unit of [`Work`] is a plain closure that runs on a thread owning one connection. It asks for one connection once,
//! and never waits for a second while it holds it. SQLite commits waiting work together; PostgreSQL runs
//! work again when it lost a serialization race.

mod address;
pub mod copy;
mod counted;
mod damage;
mod direct;
mod migrate;
mod on;
mod postgres;
mod queue;
mod roles;
pub(crate) mod schema;
#[cfg(debug_assertions)]
mod seen;
mod sqlite;
mod value;

use std::fmt;
use std::path::PathBuf;

pub use address::Address;
pub use counted::Counted;
pub(crate) use counted::counted;
pub(crate) use damage::damage;
pub use damage::{Damage, Unseen};
pub(crate) use direct::Direct;
pub use migrate::{Migration, digest, migrations_for};
pub(crate) use postgres::{address as address_of, from_postgres};
pub(crate) use roles::apart;
#[cfg(debug_assertions)]
pub use seen::statements_seen;
pub use value::{FromValue, LISTED, Row, Value, listed};

use crate::error::{Error, Result};

/// Which engine stores the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The name used in schema files and in the configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }
}

/// Where the data is.
#[derive(Clone, Debug)]
pub enum Location {
    /// A file; its folder must exist.
    Sqlite(PathBuf),
    /// `app` is the address of the role the program works as; `owner` that of the role owning the tables.
    Postgres { app: String, owner: String },
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Sqlite(path) => write!(f, "{}", path.display()),
            // The address holds a password.
            Location::Postgres { .. } => f.write_str("the database of data.postgres"),
        }
    }
}

impl Location {
    /// Which engine it is for.
    pub fn engine(&self) -> Engine {
        match self {
            Location::Sqlite(_) => Engine::Sqlite,
            Location::Postgres { .. } => Engine::Postgres,
        }
    }

    /// What is wrong with the pages of its file; none where nothing is, where there is no file yet, and on PostgreSQL,
    /// which looks after its own.
    ///
    /// # Errors
    /// It cannot be looked at.
    pub fn damage(&self) -> Result<Option<Damage>, Unseen> {
        match self {
            Location::Sqlite(path) => damage(path),
            Location::Postgres { .. } => Ok(None),
        }
    }

    /// Whether there is no clinic yet, and so nothing that a key was made for. Nothing is made by looking.
    pub fn is_fresh(&self) -> Result<bool> {
        let table = "clinic";
        match self {
            Location::Sqlite(path) if !path.exists() => Ok(true),
            Location::Sqlite(path) => Direct::looking(path)?.holds(table).map(|holds| !holds),
            Location::Postgres { owner, .. } => Direct::postgres(owner)?.holds(table).map(|holds| !holds),
        }
    }
}

/// How many threads each own a connection.
#[derive(Clone, Copy, Debug)]
pub struct Threads {
    pub readers: usize,
    /// PostgreSQL only: SQLite has one writer by nature.
    pub writers: usize,
}

impl Default for Threads {
    fn default() -> Threads {
        Threads { readers: 4, writers: 8 }
    }
}

/// What statements run on, inside one transaction.
pub(crate) trait Session {
    fn engine(&self) -> Engine;
    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>>;
    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64>;
}

/// What becomes of a piece of work after it ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Commit what it did.
    Keep,
    /// Take back what it did; it answered with an error.
    Undo,
}

/// One closure waiting for a connection, and whoever waits for its answer.
pub(crate) trait Work: Send {
    /// The clinic whose rows it may touch; `*` for the program's own work over all clinics.
    fn clinic(&self) -> &str;
    /// Whether somebody waits for it: else it lets others go first.
    fn is_waited_for(&self) -> bool {
        true
    }
    fn run(&mut self, session: &mut dyn Session) -> Step;
    /// Called once: after the commit was acknowledged by the disk, or with why it was not.
    fn finish(self: Box<Self>, outcome: Result<()>);
}

/// The open database.
pub struct Database {
    engine: Engine,
    read: queue::Queue,
    write: queue::Queue,
    sqlite: Option<sqlite::Files>,
    _threads: Vec<std::thread::JoinHandle<()>>,
}

impl Database {
    /// Brings the schema up to date as its owner, checks nothing else, and starts the threads.
    pub fn open(location: &Location, threads: Threads, migrations: &[Migration]) -> Result<Database> {
        match location {
            Location::Sqlite(path) => sqlite::open(path, threads, migrations),
            Location::Postgres { app, owner } => postgres::open(app, owner, threads, migrations),
        }
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The SQLite file in use, if that is the engine.
    pub fn file(&self) -> Option<&std::path::Path> {
        self.sqlite.as_ref().map(|files| files.path.as_path())
    }

    pub(crate) fn read(&self, work: Box<dyn Work>) {
        self.read.leave(work);
    }

    pub(crate) fn write(&self, work: Box<dyn Work>) {
        self.write.leave(work);
    }
}

/// Runs work so that a panic in a room's closure takes back that closure's changes and nothing else, and so that a
/// statement that failed is never passed over.
fn guarded(work: &mut dyn Work, session: &mut dyn Session) -> Result<Step> {
    let mut heeded = Heeded { session, failed: false };
    let step = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work.run(&mut heeded)))
        .map_err(|_| Error::internal("a transaction stopped by a panic"))?;
    if step == Step::Keep && heeded.failed {
        return Err(Error::internal("a statement failed and its transaction went on as if it had not"));
    }
    Ok(step)
}

/// A session that remembers a failed statement. After one, PostgreSQL answers COMMIT by taking everything back, and
/// says so in a word that no client reports as an error: what a closure then returns as done would be lost.
struct Heeded<'a> {
    session: &'a mut dyn Session,
    failed: bool,
}

impl Session for Heeded<'_> {
    fn engine(&self) -> Engine {
        self.session.engine()
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        self.session.query(sql, params).inspect_err(|_| self.failed = true)
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.session.execute(sql, params).inspect_err(|_| self.failed = true)
    }
}
