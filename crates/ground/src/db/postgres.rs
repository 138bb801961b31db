//! PostgreSQL: worker threads, each owning a connection; work that lost a race runs again.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use postgres::error::{Severity, SqlState};
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Statement};

use super::{Address, Database, Engine, Migration, Row, Session, Step, Threads, Value, Work, guarded, migrate, roles};
use crate::db::queue::{Waiting, queue};
use crate::error::{Error, Result};

/// How often one closure may lose a race before the person is told to try again.
const TRIES: u32 = 12;
/// The longest a statement may run, in milliseconds: a stuck one must not hold a worker.
const STATEMENT_LIMIT_MS: u32 = 30_000;

pub(super) fn open(app: &str, owner: &str, threads: Threads, migrations: &[Migration]) -> Result<Database> {
    let role = role_of(app)?;
    let mut client = connect(owner)?;
    roles::unprivileged(&mut client)?;
    migrate::postgres(&mut client, &role, migrations)?;
    drop(client);
    roles::bound(&mut connect(app)?)?;
    let ((write, writes), (read, reads)) = (queue(), queue());
    let mut handles = Vec::new();
    for (count, queue, name) in [(threads.writers, writes, "db-write"), (threads.readers, reads, "db-read")] {
        for n in 0..count.max(1) {
            let queue = queue.clone();
            let worker = Worker { link: Link::open(app)?, read_only: name == "db-read" };
            let thread = std::thread::Builder::new().name(format!("{name}-{n}"));
            handles.push(thread.spawn(move || worker.serve(queue)).map_err(Error::internal)?);
        }
    }
    Ok(Database { engine: Engine::Postgres, read, write, sqlite: None, _threads: handles })
}

/// Reads an address that the configuration should have refused already.
pub(crate) fn address(text: &str) -> Result<Address> {
    Address::parse(text).map_err(|fault| Error::internal(format_args!("the PostgreSQL address: {fault}")))
}

/// The role named in an address; it must be named, because it is granted what it needs and no more.
pub(super) fn role_of(text: &str) -> Result<String> {
    let address = address(text)?;
    address.role().map(str::to_owned).ok_or_else(|| Error::internal("the PostgreSQL address names no user"))
}

pub(crate) fn connect(text: &str) -> Result<Client> {
    address(text)?.connect()
}

struct Worker {
    link: Link,
    read_only: bool,
}

/// A connection that is opened again when it is gone: PostgreSQL may be restarted while the program runs.
pub(crate) struct Link {
    address: String,
    held: Option<Held>,
}

const AWAY: Error = Error::Unavailable("PostgreSQL does not answer");

impl Link {
    pub(crate) fn open(address: &str) -> Result<Link> {
        Ok(Link { address: address.to_owned(), held: Some(Held::connect(address)?) })
    }

    /// The connection, with nothing begun on it.
    pub(super) fn idle(&mut self) -> Result<&mut Held> {
        if self.held.as_ref().is_none_or(|held| held.open || held.is_gone()) {
            self.held = None;
            self.held = Some(Held::connect(&self.address).map_err(|_| AWAY)?);
        }
        self.held.as_mut().ok_or(AWAY)
    }

    /// Begins a transaction. A connection that proves to be gone is opened again, because nothing was done on it.
    pub(super) fn begin(&mut self, sql: &str) -> Result<&mut Held> {
        let begun = self.idle()?.begin(sql);
        if begun.is_err() && self.is_gone() {
            self.idle()?.begin(sql)?;
        } else {
            begun?;
        }
        self.held.as_mut().ok_or(AWAY)
    }

    /// Rows of one statement outside a transaction; asked again on a new connection when the old one is gone.
    pub(super) fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let rows = self.idle()?.query(sql, params);
        if rows.is_err() && self.is_gone() { self.idle()?.query(sql, params) } else { rows }
    }

    fn is_gone(&self) -> bool {
        self.held.as_ref().is_none_or(Held::is_gone)
    }
}

/// A connection with its prepared statements.
pub(crate) struct Held {
    client: Client,
    statements: HashMap<String, Statement>,
    /// The transaction lost a race and must be run again.
    lost: bool,
    /// A transaction was begun, and its end is not known to have been reached.
    open: bool,
    /// The server ended the connection, or it broke.
    gone: bool,
}

impl Held {
    fn connect(address: &str) -> Result<Held> {
        let mut client = connect(address)?;
        client
            .batch_execute(&format!("SET statement_timeout = {STATEMENT_LIMIT_MS}; SET lock_timeout = 5000; SET idle_in_transaction_session_timeout = 60000"))
            .map_err(|e| from_postgres(&e))?;
        Ok(Held { client, statements: HashMap::new(), lost: false, open: false, gone: false })
    }

    pub(super) fn unprivileged(&mut self) -> Result<()> {
        roles::unprivileged(&mut self.client)
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(|e| self.note(&e))
    }

    fn begin(&mut self, sql: &str) -> Result<()> {
        (self.lost, self.open) = (false, true);
        self.batch(sql)
    }

    pub(super) fn commit(&mut self) -> Result<()> {
        let committed = self.batch("COMMIT");
        if committed.is_err() {
            // Mostly the server has taken it back already, and says so in a warning.
            self.open = self.batch("ROLLBACK").is_err();
        } else {
            self.open = false;
        }
        committed
    }

    pub(super) fn take_back(&mut self) -> Result<()> {
        self.batch("ROLLBACK")?;
        self.open = false;
        Ok(())
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|e| self.note(&e))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn note(&mut self, error: &postgres::Error) -> Error {
        self.gone |= is_broken(error);
        let error = from_postgres(error);
        self.lost |= matches!(error, Error::Again);
        error
    }

    fn is_gone(&self) -> bool {
        self.gone || self.client.is_closed()
    }
}

impl Worker {
    fn serve(mut self, mut queue: Waiting) {
        while let Some(mut work) = queue.wait() {
            let outcome = self.transact(work.as_mut());
            work.finish(outcome);
        }
    }

    fn transact(&mut self, work: &mut dyn Work) -> Result<()> {
        for attempt in 0..TRIES {
            match once(&mut self.link, work, self.read_only) {
                Err(Error::Again) => std::thread::sleep(Duration::from_millis(1 << attempt.min(6))),
                other => return other,
            }
        }
        Err(Error::Unavailable("too many others changed the same rows"))
    }
}

fn once(link: &mut Link, work: &mut dyn Work, read_only: bool) -> Result<()> {
    // A clinic's id is ours and holds no quote; it is checked all the same, since it becomes part of a statement.
    let clinic = work.clinic();
    if !clinic.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_' || c == b'*') {
        return Err(Error::internal("a clinic's id with strange characters"));
    }
    let mode = if read_only { "ISOLATION LEVEL REPEATABLE READ READ ONLY" } else { "ISOLATION LEVEL READ COMMITTED" };
    let held = link.begin(&format!("BEGIN {mode}; SET LOCAL keepwell.clinic = '{clinic}'"))?;
    let step = guarded(work, held);
    if matches!(step, Ok(Step::Keep)) && !held.lost {
        return held.commit();
    }
    held.take_back()?;
    if held.lost { Err(Error::Again) } else { step.map(drop) }
}

impl Session for Held {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
        let rows = match self.client.query(&statement, &params) {
            Ok(rows) => rows,
            Err(error) => return Err(self.note(&error)),
        };
        let columns: Arc<[String]> = statement.columns().iter().map(|c| c.name().to_owned()).collect();
        rows.iter()
            .map(|row| {
                let values = statement
                    .columns()
                    .iter()
                    .enumerate()
                    .map(|(i, column)| read(row, i, column.type_()))
                    .collect::<Result<_>>()?;
                Ok(Row { columns: columns.clone(), values })
            })
            .collect()
    }

    fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|v| v as &(dyn ToSql + Sync)).collect();
        self.client.execute(&statement, &params).map_err(|e| self.note(&e))
    }
}

fn read(row: &postgres::Row, at: usize, kind: &Type) -> Result<Value> {
    fn of<'a, T: postgres::types::FromSql<'a>>(
        row: &'a postgres::Row,
        at: usize,
        wrap: impl Fn(T) -> Value,
    ) -> Result<Value> {
        let value: Option<T> = row.try_get(at).map_err(|e| from_postgres(&e))?;
        Ok(value.map_or(Value::Null, wrap))
    }
    match *kind {
        Type::INT8 => of::<i64>(row, at, Value::Int),
        Type::INT4 => of::<i32>(row, at, |v| Value::Int(v.into())),
        Type::INT2 => of::<i16>(row, at, |v| Value::Int(v.into())),
        Type::BOOL => of::<bool>(row, at, |v| Value::Int(v.into())),
        Type::FLOAT8 => of::<f64>(row, at, Value::Real),
        Type::BYTEA => of::<Vec<u8>>(row, at, Value::Blob),
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR => of::<String>(row, at, Value::Text),
        Type::VOID => Ok(Value::Null),
        _ => Err(Error::internal(format_args!("a column of type {kind}, which is not portable"))),
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, kind) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Int(v), &Type::FLOAT8) => (*v as f64).to_sql(kind, out),
            (Value::Int(v), &Type::INT4) => i32::try_from(*v)?.to_sql(kind, out),
            (Value::Int(v), _) => v.to_sql(kind, out),
            (Value::Real(v), _) => v.to_sql(kind, out),
            (Value::Text(v), _) => v.to_sql(kind, out),
            (Value::Blob(v), _) => v.to_sql(kind, out),
        }
    }

    /// The engine infers a parameter's type from where it stands; a mismatch is reported when it is sent.
    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// An error's text without values: PostgreSQL's `DETAIL` quotes rows, so only state, message and constraint are told;
/// of the way there, everything.
pub(super) fn describe(error: &postgres::Error) -> String {
    if let Some(db) = error.as_db_error() {
        return format!("{} {}", db.code().code(), db.message());
    }
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

/// Whether the connection ended with this error.
fn is_broken(error: &postgres::Error) -> bool {
    match error.as_db_error() {
        Some(db) => matches!(db.parsed_severity(), Some(Severity::Fatal | Severity::Panic)),
        None => error.is_closed() || std::error::Error::source(error).is_some_and(|s| s.is::<std::io::Error>()),
    }
}

pub(crate) fn from_postgres(error: &postgres::Error) -> Error {
    let Some(db) = error.as_db_error() else {
        return if is_broken(error) { AWAY } else { Error::internal(format_args!("postgres: {error}")) };
    };
    let name = || db.constraint().unwrap_or("unnamed").to_owned();
    match db.code() {
        &SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED => Error::Again,
        &SqlState::FOREIGN_KEY_VIOLATION => Error::Constraint("foreign_key".to_owned()),
        &SqlState::UNIQUE_VIOLATION
        | &SqlState::CHECK_VIOLATION
        | &SqlState::EXCLUSION_VIOLATION
        | &SqlState::NOT_NULL_VIOLATION => Error::Constraint(name()),
        &SqlState::LOCK_NOT_AVAILABLE | &SqlState::QUERY_CANCELED => Error::Unavailable("PostgreSQL took too long"),
        &SqlState::DISK_FULL => Error::Unavailable("the disk is full"),
        &SqlState::ADMIN_SHUTDOWN | &SqlState::CRASH_SHUTDOWN | &SqlState::CANNOT_CONNECT_NOW => {
            Error::Unavailable("PostgreSQL is not available")
        }
        _ => Error::internal(format_args!("postgres: {}", describe(error))),
    }
}
