//! SQLite: reader threads with their own connections, and one writer thread with group commit.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::on::{On, Texts};
use super::queue::{Waiting, queue};
use super::{Database, Engine, Migration, Step, Threads, Work, guarded, migrate};
use crate::error::{Error, Result};

/// Most closures committed together: enough to fill a slow disk's commit, few enough to answer evenly.
const BATCH: usize = 64;
/// A WAL of more frames than this, some 50 MB, is folded to its end by the writer itself, so that it is begun anew.
const WAL_CAP: u64 = 12_000;
/// How often it is folded beside the writer before that: each time has to do only with what was written during the last.
const ROUNDS: usize = 3;
/// How long a connection waits for another process's.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Files {
    pub(super) path: PathBuf,
    closing: Arc<AtomicBool>,
}

impl Drop for Files {
    fn drop(&mut self) {
        self.closing.store(true, Ordering::Relaxed);
    }
}

pub(super) fn open(path: &Path, threads: Threads, migrations: &[Migration]) -> Result<Database> {
    let mut owner = connect(path, false)?;
    migrate::sqlite(&mut owner, migrations)?;
    let ((write, writes), (read, reads)) = (queue(), queue());
    let mut handles = Vec::new();
    let large = Arc::new(AtomicBool::new(false));
    let cut = large.clone();
    handles.push(spawn("db-write", move || writer(owner, writes, &cut))?);
    for n in 0..threads.readers.max(1) {
        let (connection, reads) = (connect(path, true)?, reads.clone());
        handles.push(spawn(&format!("db-read-{n}"), move || reader(&connection, reads))?);
    }
    let closing = Arc::new(AtomicBool::new(false));
    let (checkpoints, checkpointed, until) = (connect(path, false)?, wal_of(path), closing.clone());
    handles.push(spawn("db-checkpoint", move || checkpointer(&checkpoints, &checkpointed, &large, &until))?);
    Ok(Database {
        engine: Engine::Sqlite,
        read,
        write,
        sqlite: Some(Files { path: path.to_owned(), closing }),
        _threads: handles,
    })
}

/// Opens one connection with the settings every connection needs: foreign keys are a connection's setting in SQLite.
pub(crate) fn connect(path: &Path, read_only: bool) -> Result<Connection> {
    make_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(from_sqlite)?;
    connection.busy_timeout(PATIENCE).map_err(from_sqlite)?;
    begin_wal(&connection)?;
    connection
        .execute_batch(
            "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0;
             PRAGMA journal_size_limit=67108864; PRAGMA mmap_size=268435456; PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;",
        )
        .map_err(from_sqlite)?;
    // Plans stay as prepared, whatever values are bound: re-planning costs more than it gains on our queries.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(from_sqlite)?;
    connection.set_prepared_statement_cache_capacity(256);
    super::counted::teach(&connection)?;
    if read_only {
        connection.execute_batch("PRAGMA query_only=ON;").map_err(from_sqlite)?;
    }
    Ok(connection)
}

/// Lets the database write ahead. SQLite does not wait for a lock here as it does elsewhere: of two that open a new file
/// at once one is turned away, or goes on in the old mode, and tries again.
fn begin_wal(connection: &Connection) -> Result<()> {
    let begun = Instant::now();
    loop {
        let mode = connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get::<_, String>(0));
        let busy = match mode.map_err(from_sqlite) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(mode) => Error::internal(format_args!("the database stays in the journal mode {mode}")),
            Err(Error::Unavailable(busy)) => Error::Unavailable(busy),
            Err(error) => return Err(error),
        };
        if begun.elapsed() >= PATIENCE {
            return Err(busy);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A new database is for this user alone; SQLite gives its WAL the same mode.
pub(super) fn make_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => {
            Err(Error::internal(format_args!("the database file {} cannot be made: {error}", path.display())))
        }
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<std::thread::JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(body).map_err(Error::internal)
}

fn reader(connection: &Connection, mut queue: Waiting) {
    let texts = Texts::default();
    while let Some(mut work) = queue.wait() {
        let outcome = take_back(connection).and_then(|()| execute_cached(connection, "BEGIN")).and_then(|()| {
            let step = guarded(work.as_mut(), &mut On::knowing(connection, &texts));
            take_back(connection)?;
            step.map(drop)
        });
        work.finish(outcome);
    }
}

fn writer(connection: Connection, mut queue: Waiting, large: &AtomicBool) {
    let texts = Texts::default();
    let mut done: Vec<Box<dyn Work>> = Vec::with_capacity(BATCH);
    while let Some(first) = queue.wait() {
        if let Err(error) = take_back(&connection).and_then(|()| execute_cached(&connection, "BEGIN IMMEDIATE")) {
            first.finish(Err(error));
            continue;
        }
        let (mut next, mut touched, mut gone) = (Some(first), false, None);
        while let Some(mut work) = next.take() {
            match apply(&connection, &texts, work.as_mut()) {
                Applied::Kept => {
                    touched = true;
                    done.push(work);
                }
                Applied::Undone => done.push(work),
                Applied::Failed(error) => work.finish(Err(error)),
                Applied::Gone(error) => {
                    done.push(work);
                    gone = Some(error);
                    break;
                }
            }
            if done.len() < BATCH {
                next = queue.take();
            }
        }
        let commit = match gone {
            Some(error) => Err(error),
            None => execute_cached(&connection, if touched { "COMMIT" } else { "ROLLBACK" }),
        };
        if let Err(error) = &commit {
            tracing::error!(cause = %error, works = done.len(), "a commit failed; nothing of it is kept, and everyone is told");
            let _tried_again_before_the_next = take_back(&connection);
        }
        for work in done.drain(..) {
            work.finish(commit.as_ref().copied().map_err(|_| Error::Unavailable("the commit failed")));
        }
        // Between two transactions nothing is added, so that all of it is folded, and the next one begins the WAL anew
        // unless somebody reads from it; no reader is waited for.
        if large.load(Ordering::Relaxed) && checkpoint(&connection, "PASSIVE").is_some_and(|frames| frames <= WAL_CAP) {
            large.store(false, Ordering::Relaxed);
        }
    }
    checkpoint(&connection, "TRUNCATE");
}

/// What became of one piece of work among those that are committed together.
enum Applied {
    Kept,
    Undone,
    /// It failed alone: what it did is taken back, and what others did stands.
    Failed(Error),
    /// The transaction of all of them is gone, or is no longer known to hold what it should.
    Gone(Error),
}

/// Runs one piece of work in a savepoint of its own.
fn apply(connection: &Connection, texts: &Texts, work: &mut dyn Work) -> Applied {
    if let Err(error) = execute_cached(connection, "SAVEPOINT work") {
        return Applied::Gone(error);
    }
    let step = guarded(work, &mut On::knowing(connection, texts));
    // A full disk, a failing one and a lack of memory make SQLite take back all of the transaction by itself. A
    // savepoint would then begin a new one, and its commit be taken for that of the work before.
    if connection.is_autocommit() {
        return Applied::Gone(Error::Unavailable("the database took the transaction back"));
    }
    let undone = if matches!(step, Ok(Step::Keep)) { Ok(()) } else { execute_cached(connection, "ROLLBACK TO work") };
    if let Err(error) = undone.and_then(|()| execute_cached(connection, "RELEASE work")) {
        return Applied::Gone(error);
    }
    match step {
        Ok(Step::Keep) => Applied::Kept,
        Ok(Step::Undo) => Applied::Undone,
        Err(error) => Applied::Failed(error),
    }
}

/// Takes back what is open, if anything is.
pub(super) fn take_back(connection: &Connection) -> Result<()> {
    if connection.is_autocommit() { Ok(()) } else { execute_cached(connection, "ROLLBACK") }
}

/// Folds the WAL back beside the writer, so that a commit never pays for it: measured, this takes the 99th
/// percentile of a booking from 45 to 12 ms. A WAL that grew too large is folded again and again first, so that the writer
/// finds little left when it begins the WAL anew, for which everyone waits: measured, 11 ms under a lasting burst where
/// one fold of all of it takes 70.
fn checkpointer(connection: &Connection, wal: &Path, large: &AtomicBool, closing: &AtomicBool) {
    let mut folded = None;
    while !closing.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(250));
        let changed = std::fs::metadata(wal).and_then(|file| file.modified()).ok();
        if changed == folded {
            continue;
        }
        folded = changed;
        if checkpoint(connection, "PASSIVE").is_some_and(|frames| frames > WAL_CAP) {
            for _ in 0..ROUNDS {
                checkpoint(connection, "PASSIVE");
            }
            large.store(true, Ordering::Relaxed);
        }
    }
}

/// Folds the WAL back as far as nobody reads it, and says how many frames it has; none where another folds it now.
fn checkpoint(connection: &Connection, mode: &str) -> Option<u64> {
    match connection.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| row.get::<_, i64>(1)) {
        Ok(frames) => frames.try_into().ok(),
        Err(error) => {
            tracing::warn!(cause = %error, "the WAL was not folded back");
            None
        }
    }
}

pub(super) fn wal_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

/// Runs a statement without rows, which is read once and run again and again.
fn execute_cached(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare_cached(sql).and_then(|mut statement| statement.execute([])).map(drop).map_err(from_sqlite)
}

/// Maps an engine's error; constraint names come out the same as PostgreSQL would give them.
pub(crate) fn from_sqlite(error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{ConstraintViolation, DatabaseBusy, DatabaseLocked, DiskFull};
    let rusqlite::Error::SqliteFailure(code, message) = &error else {
        return Error::internal(format_args!("sqlite: {error}"));
    };
    match code.code {
        ConstraintViolation => Error::Constraint(constraint(message.as_deref().unwrap_or_default())),
        DatabaseBusy | DatabaseLocked => Error::Unavailable("the database is busy"),
        DiskFull => Error::Unavailable("the disk is full"),
        _ => Error::internal(format_args!("sqlite: {error}")),
    }
}

/// `UNIQUE constraint failed: account.clinic, account.email` is `account_clinic_email_key` in PostgreSQL's words;
/// a CHECK or a trigger says its own name.
fn constraint(message: &str) -> String {
    if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        let mut name = String::new();
        for column in columns.split(", ") {
            let (table, column) = column.split_once('.').unwrap_or(("", column));
            if name.is_empty() {
                name.push_str(table);
            }
            name.push('_');
            name.push_str(column);
        }
        return name + "_key";
    }
    if message.starts_with("FOREIGN KEY") {
        return "foreign_key".to_owned();
    }
    message.rsplit(": ").next().unwrap_or(message).to_owned()
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::{Receiver, bounded};

    use super::super::Session;
    use super::*;

    #[test]
    fn whoever_reads_for_long_holds_up_nobody_who_writes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let (writer, reader) = (connect(&path, false).unwrap(), connect(&path, true).unwrap());
        writer.execute_batch("CREATE TABLE t (a BIGINT); INSERT INTO t VALUES (1)").unwrap();
        reader.execute_batch("BEGIN").unwrap();
        let count = || reader.query_row("SELECT COUNT(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(count(), 1);
        writer.execute_batch("INSERT INTO t VALUES (2)").unwrap();
        let begun = std::time::Instant::now();
        let frames = checkpoint(&writer, "PASSIVE").unwrap();
        assert!(begun.elapsed() < PATIENCE / 4, "waited {:?}", begun.elapsed());
        assert_eq!(count(), 1, "the reader still sees its own instant");
        writer.execute_batch("INSERT INTO t VALUES (3)").unwrap();
        assert!(checkpoint(&writer, "PASSIVE").unwrap() > frames, "what is read stays");
        reader.execute_batch("COMMIT").unwrap();
        checkpoint(&writer, "PASSIVE");
        writer.execute_batch("INSERT INTO t VALUES (4)").unwrap();
        assert_eq!((checkpoint(&writer, "PASSIVE"), count()), (Some(1), 4), "begun anew");
    }

    #[test]
    fn whoever_opens_a_new_database_at_once_with_others_waits_for_them() {
        for _ in 0..40 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x.db");
            let start = std::sync::Barrier::new(6);
            std::thread::scope(|threads| {
                let open = || {
                    start.wait();
                    let mut connection = connect(&path, false)?;
                    migrate::sqlite(&mut connection, &[TABLES])
                };
                let opened: Vec<_> = (0..6).map(|_| threads.spawn(open)).collect();
                for one in opened {
                    one.join().unwrap().unwrap();
                }
            });
        }
        // Somebody who has a file of the old kind locked is waited for.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE t (a BIGINT); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)").unwrap();
        std::thread::scope(|threads| {
            let opening = threads.spawn(|| connect(&path, false).map(drop));
            std::thread::sleep(Duration::from_millis(300));
            assert!(!opening.is_finished());
            other.execute_batch("COMMIT").unwrap();
            drop(other);
            opening.join().unwrap().unwrap();
        });
    }

    #[test]
    fn constraints_are_named_as_on_the_other_engine() {
        assert_eq!(constraint("UNIQUE constraint failed: account.clinic, account.email"), "account_clinic_email_key");
        assert_eq!(constraint("CHECK constraint failed: appointment_length"), "appointment_length");
        assert_eq!(constraint("appointment_practitioner_overlap"), "appointment_practitioner_overlap");
        assert_eq!(constraint("FOREIGN KEY constraint failed"), "foreign_key");
    }

    type Body = Box<dyn FnMut(&mut dyn Session) -> Step + Send>;

    /// Work that does what it is told, and tells what it was told.
    struct Piece {
        body: Body,
        told: crossbeam_channel::Sender<bool>,
    }

    impl Work for Piece {
        fn clinic(&self) -> &str {
            "*"
        }
        fn run(&mut self, session: &mut dyn Session) -> Step {
            (self.body)(session)
        }
        fn finish(self: Box<Self>, outcome: Result<()>) {
            self.told.send(outcome.is_ok()).unwrap();
        }
    }

    const TABLES: Migration = Migration {
        room: "r",
        name: "001",
        sql: "CREATE TABLE kept (id BIGINT PRIMARY KEY, bulk BYTEA, other BIGINT REFERENCES kept (id) DEFERRABLE INITIALLY DEFERRED);",
    };

    fn write(db: &Database, body: impl FnMut(&mut dyn Session) -> Step + Send + 'static) -> Receiver<bool> {
        let (told, hear) = bounded(1);
        db.write(Box::new(Piece { body: Box::new(body), told }));
        hear
    }

    fn stored(db: &Database) -> Vec<i64> {
        let (found, find) = bounded(1);
        let (told, _hear) = bounded(1);
        let body = Box::new(move |session: &mut dyn Session| {
            let rows = session.query("SELECT id FROM kept ORDER BY id", &[]).unwrap();
            found.send(rows.iter().map(|row| row.get("id").unwrap()).collect()).unwrap();
            Step::Keep
        });
        db.read(Box::new(Piece { body, told }));
        find.recv().unwrap()
    }

    fn insert(id: i64, bulk: usize, other: Option<i64>) -> impl FnMut(&mut dyn Session) -> Step + Send + 'static {
        move |session| {
            let row = crate::params![id, vec![1u8; bulk], other];
            match session.execute("INSERT INTO kept (id, bulk, other) VALUES ($1, $2, $3)", &row) {
                Ok(_) => Step::Keep,
                Err(_) => Step::Undo,
            }
        }
    }

    /// A full disk makes SQLite take back the transaction of everyone, not of the one who filled it.
    #[test]
    fn what_was_acknowledged_is_stored_though_the_disk_was_full_in_the_midst_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let db = open(&folder.path().join("full.db"), Threads::default(), &[TABLES]).unwrap();
        // Holds the writer until all of them wait, so that they are committed together.
        let (go, wait) = bounded::<()>(1);
        let held = write(&db, move |session| {
            wait.recv().unwrap();
            let pages: i64 = session.query("PRAGMA page_count", &[]).unwrap()[0].get("page_count").unwrap();
            session.query(&format!("PRAGMA max_page_count = {}", pages + 20), &[]).unwrap();
            Step::Keep
        });
        let told: Vec<(i64, Receiver<bool>)> = [
            (1, insert(1, 10, None)),
            (2, insert(2, 10, None)),
            (3, insert(3, 4_000_000, None)),
            // The first of a new transaction, and one that cannot be committed without the next.
            (4, insert(4, 10, Some(5))),
            (5, insert(5, 10, None)),
        ]
        .into_iter()
        .map(|(id, body)| (id, write(&db, body)))
        .collect();
        go.send(()).unwrap();
        held.recv().unwrap();
        let acknowledged: Vec<i64> =
            told.into_iter().filter_map(|(id, hear)| hear.recv().unwrap().then_some(id)).collect();
        let stored = stored(&db);
        assert!(acknowledged.iter().all(|id| *id == 3 || stored.contains(id)), "{acknowledged:?} of {stored:?}");
        assert!(stored.iter().all(|id| acknowledged.contains(id)), "{stored:?} but {acknowledged:?}");
        assert!(write(&db, insert(6, 10, None)).recv().unwrap(), "the writer goes on");
    }
}
