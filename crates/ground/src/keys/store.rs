//! The key store on disk: its own SQLite file, or its own schema and role on PostgreSQL.

use std::collections::HashMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use aws_lc_rs::aead::LessSafeKey;
use jiff::Timestamp;

use crate::access::Watched;
use crate::db::{Damage, Direct, Row, Unseen, Value, damage};
use crate::error::{Error, Result};
use crate::{ClinicId, KeyId, PersonId, params, seal};

/// Where the keys are.
#[derive(Clone, Debug)]
pub enum KeyLocation {
    Sqlite(PathBuf),
    /// The address of the role that owns the schema `keepwell_keys`, and nothing else.
    Postgres(String),
}

impl fmt::Display for KeyLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyLocation::Sqlite(path) => write!(f, "{}", path.display()),
            // The address holds a password.
            KeyLocation::Postgres(_) => f.write_str("the database of data.postgres_keys"),
        }
    }
}

impl KeyLocation {
    /// What is wrong with the pages of its file; see [`Location::damage`](crate::db::Location::damage).
    ///
    /// # Errors
    /// It cannot be looked at.
    pub fn damage(&self) -> Result<Option<Damage>, Unseen> {
        match self {
            KeyLocation::Sqlite(path) => damage(path),
            KeyLocation::Postgres(_) => Ok(None),
        }
    }

    /// Whether no key was ever kept there. Nothing is made by looking.
    pub fn is_fresh(&self) -> Result<bool> {
        self.holds_any(&["key_proof"]).map(|holds| !holds)
    }

    /// Whether somebody's key is kept there, or a witness of an access log: then there was a clinic in the data, because
    /// it is committed before either. What a first start leaves behind that was cut off is neither: the proof of the
    /// master key, or the root of a clinic whose row was not written any more.
    pub fn holds_people(&self) -> Result<bool> {
        self.holds_any(&["key_person", "key_witness"])
    }

    fn holds_any(&self, tables: &[&'static str]) -> Result<bool> {
        let mut connection = match self {
            KeyLocation::Sqlite(path) if !path.exists() => return Ok(false),
            KeyLocation::Sqlite(path) => Direct::looking(path)?,
            KeyLocation::Postgres(address) => Direct::postgres(address)?,
        };
        for table in tables {
            if connection.holds(table)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Sealed by the master key when the store is made: opening it proves that a master key is the right one.
const PROOF: &[u8] = b"keepwell master key";

/// Made where it is missing, at every start: the key store has no migrations.
pub(crate) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS key_proof (id BIGINT PRIMARY KEY, sealed BYTEA NOT NULL);
CREATE TABLE IF NOT EXISTS key_root (clinic TEXT PRIMARY KEY, wrapped BYTEA NOT NULL, made_at BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS key_person (clinic TEXT NOT NULL, id TEXT NOT NULL, wrapped BYTEA NOT NULL, made_at BIGINT NOT NULL, PRIMARY KEY (clinic, id));
CREATE TABLE IF NOT EXISTS key_witness (clinic TEXT PRIMARY KEY, size BIGINT NOT NULL, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS key_accepted (clinic TEXT NOT NULL, at BIGINT NOT NULL, known BIGINT NOT NULL, note TEXT NOT NULL, size BIGINT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (clinic, at));
CREATE TABLE IF NOT EXISTS key_watch (clinic TEXT NOT NULL, outcome TEXT NOT NULL, began BIGINT NOT NULL, ended BIGINT NOT NULL, entries BIGINT NOT NULL, fault TEXT NOT NULL, PRIMARY KEY (clinic, outcome));
CREATE TABLE IF NOT EXISTS key_carried (clinic TEXT NOT NULL, person TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (clinic, person));
CREATE TABLE IF NOT EXISTS key_left (clinic TEXT PRIMARY KEY, root TEXT NOT NULL, people BIGINT NOT NULL, at BIGINT NOT NULL);
";

/// Whether `sealed` is the proof made with `master`.
pub(super) fn proves(master: &LessSafeKey, sealed: &[u8]) -> bool {
    seal::decrypt(master, b"proof", sealed).is_some_and(|proof| proof == PROOF)
}

/// One thread reads, another writes, each owning its connection; neither ever waits for the data's connections, so
/// waiting for an answer cannot close a circle. The threads also keep the blocking PostgreSQL client off threads
/// that run an async runtime, where it must not be.
pub(super) struct Store {
    pub(super) reader: Keeper,
    pub(super) writer: Keeper,
    path: Option<PathBuf>,
}

pub(super) type Errand = Box<dyn FnOnce(&mut Direct) + Send>;

pub(super) struct Keeper(crossbeam_channel::Sender<Errand>);

impl Keeper {
    fn start(location: &KeyLocation, setup: &'static str) -> Result<Keeper> {
        let (errands, queue) = crossbeam_channel::bounded::<Errand>(1024);
        let (opened, open) = crossbeam_channel::bounded(1);
        let location = location.clone();
        let body = move || {
            let connection = match &location {
                KeyLocation::Sqlite(path) => Direct::sqlite(path),
                KeyLocation::Postgres(address) => Direct::postgres(address),
            };
            match connection.and_then(|connection| connection.pragma(setup).map(|()| connection)) {
                Ok(mut connection) => {
                    let _told = opened.send(Ok(()));
                    for errand in &queue {
                        // An errand that panics answers nobody; the next one finds what it left open taken back.
                        let _panicked = catch_unwind(AssertUnwindSafe(|| errand(&mut connection)));
                    }
                }
                Err(error) => {
                    let _told = opened.send(Err(error));
                }
            }
        };
        std::thread::Builder::new().name("keys".to_owned()).spawn(body).map_err(Error::internal)?;
        open.recv().map_err(Error::internal)??;
        Ok(Keeper(errands))
    }

    pub(super) fn ask<T: Send + 'static>(
        &self,
        errand: impl FnOnce(&mut Direct) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, wait) = crossbeam_channel::bounded(1);
        let run = Box::new(move |connection: &mut Direct| {
            let _told = answer.send(errand(connection));
        });
        self.0.send(run).map_err(|_| Error::Unavailable("the key store is closed"))?;
        wait.recv().map_err(|_| Error::Unavailable("the key store is closed"))?
    }
}

impl Store {
    pub(super) fn open(location: &KeyLocation) -> Result<Store> {
        // A destroyed key must not be found in the file's free pages.
        let writer = Keeper::start(
            location,
            "PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=100; PRAGMA journal_size_limit=0;",
        )?;
        writer.ask(|connection| connection.unprivileged().and_then(|()| connection.create(SCHEMA)))?;
        let reader = Keeper::start(location, "")?;
        let path = match location {
            KeyLocation::Sqlite(path) => Some(path.clone()),
            KeyLocation::Postgres(_) => None,
        };
        Ok(Store { reader, writer, path })
    }

    pub(super) fn file(&self) -> Option<&std::path::Path> {
        self.path.as_deref()
    }

    /// Proves the master key, or records the proof in a store that is new.
    pub(super) fn check(&self, master: &LessSafeKey) -> Result<()> {
        const PROVEN: &str = "SELECT sealed FROM key_proof WHERE id = 1";
        let sealed = match self.read(PROVEN, &[])? {
            Some(sealed) => sealed,
            None => {
                let sealed = seal::encrypt(master, b"proof", PROOF)?;
                self.write(
                    "INSERT INTO key_proof (id, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING",
                    &params![sealed],
                )?;
                // Another node may have been quicker, with another key.
                self.read(PROVEN, &[])?.ok_or_else(|| Error::internal("the key store does not keep what is written"))?
            }
        };
        match proves(master, &blob(sealed)?) {
            true => Ok(()),
            false => Err(Error::internal(
                "this master key is not the one this installation was made with. Put back the right key (the file named in keepwell.toml under keys, or what your command prints); a new key cannot open the old records",
            )),
        }
    }

    /// Whether both threads see the store.
    pub(super) fn ready(&self) -> Result<()> {
        for keeper in [&self.reader, &self.writer] {
            let proof = keeper.ask(|connection| connection.query("SELECT id FROM key_proof WHERE id = 1", &[]))?;
            proof.first().ok_or(Error::Unavailable("the key store is empty"))?;
        }
        Ok(())
    }

    pub(super) fn insert_root(&self, clinic: ClinicId, wrapped: &[u8], now: Timestamp) -> Result<()> {
        self.write(
            "INSERT INTO key_root (clinic, wrapped, made_at) VALUES ($1, $2, $3)",
            &params![clinic, wrapped, now],
        )
    }

    pub(super) fn root(&self, clinic: ClinicId) -> Result<Option<Vec<u8>>> {
        self.read("SELECT wrapped FROM key_root WHERE clinic = $1", &params![clinic])?.map(blob).transpose()
    }

    pub(super) fn roots(&self) -> Result<HashMap<ClinicId, Vec<u8>>> {
        let rows = self.reader.ask(|connection| connection.query("SELECT clinic, wrapped FROM key_root", &[]))?;
        rows.iter().map(|row| Ok((row.get("clinic")?, row.get("wrapped")?))).collect()
    }

    pub(super) fn insert(&self, clinic: ClinicId, rows: Vec<(KeyId, Vec<u8>)>, now: Timestamp) -> Result<()> {
        self.writer.ask(move |connection| {
            connection.transaction(|session| {
                // Keys made ahead for a clinic that left meanwhile would stay behind it.
                if session.query("SELECT 1 AS one FROM key_root WHERE clinic = $1", &params![clinic])?.is_empty() {
                    return Err(Error::internal("the clinic has no key: keys for its people are not made"));
                }
                for (id, wrapped) in rows {
                    session.execute(
                        "INSERT INTO key_person (clinic, id, wrapped, made_at) VALUES ($1, $2, $3, $4)",
                        &params![clinic, id, wrapped, now],
                    )?;
                }
                Ok(())
            })
        })
    }

    pub(super) fn get(&self, clinic: ClinicId, id: KeyId) -> Result<Option<Vec<u8>>> {
        self.read("SELECT wrapped FROM key_person WHERE clinic = $1 AND id = $2", &params![clinic, id])?
            .map(blob)
            .transpose()
    }

    pub(super) fn delete(&self, clinic: ClinicId, id: KeyId) -> Result<()> {
        self.write("DELETE FROM key_person WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
        self.writer.ask(|connection| connection.scrub())
    }

    /// Writes down how somebody stands, or nothing any more.
    pub(super) fn carry(&self, clinic: ClinicId, person: PersonId, said: Option<String>) -> Result<()> {
        match said {
            Some(said) => self.write(
                "INSERT INTO key_carried (clinic, person, said) VALUES ($1, $2, $3) ON CONFLICT (clinic, person) DO UPDATE SET said = excluded.said",
                &params![clinic, person, said],
            ),
            None => {
                self.write("DELETE FROM key_carried WHERE clinic = $1 AND person = $2", &params![clinic, person])?;
                self.writer.ask(|connection| connection.scrub())
            }
        }
    }

    pub(super) fn carried(&self, clinic: ClinicId) -> Result<Vec<(PersonId, String)>> {
        let rows = self.reader.ask(move |connection| {
            connection.query("SELECT person, said FROM key_carried WHERE clinic = $1 ORDER BY person", &params![clinic])
        })?;
        rows.iter().map(|row| Ok((row.get("person")?, row.get("said")?))).collect()
    }

    pub(super) fn ids(&self, clinic: ClinicId) -> Result<std::collections::HashSet<String>> {
        let rows = self
            .reader
            .ask(move |connection| connection.query("SELECT id FROM key_person WHERE clinic = $1", &params![clinic]))?;
        rows.iter().map(|row| row.get("id")).collect()
    }

    pub(super) fn count(&self, clinic: ClinicId) -> Result<i64> {
        let value = self.read("SELECT COUNT(*) AS n FROM key_person WHERE clinic = $1", &params![clinic])?;
        match value {
            Some(Value::Int(n)) => Ok(n),
            _ => Err(Error::internal("the key store does not count")),
        }
    }

    /// It only grows: what was seen once stays until an operator accepts a shorter log.
    pub(super) fn witness(&self, clinic: ClinicId, size: u64, note: &str) -> Result<()> {
        let size = i64::try_from(size).map_err(Error::internal)?;
        self.write(
            "INSERT INTO key_witness (clinic, size, note) VALUES ($1, $2, $3) ON CONFLICT (clinic) DO UPDATE SET size = excluded.size, note = excluded.note WHERE excluded.size > key_witness.size",
            &params![clinic, size, note],
        )
    }

    /// Puts another witness in the place of the one there is, and keeps that one with the reason.
    pub(super) fn accept(&self, clinic: ClinicId, to: (u64, &str), reason: &str, at: Timestamp) -> Result<()> {
        let size = i64::try_from(to.0).map_err(Error::internal)?;
        let params = params![clinic, size, to.1, reason, at];
        self.writer.ask(move |connection| {
            connection.transaction(|session| {
                session.execute(
                    "INSERT INTO key_accepted (clinic, at, known, note, size, reason)
                     SELECT w.clinic, $3, w.size, w.note, $2, $4 FROM key_witness w WHERE w.clinic = $1",
                    &[&params[..2], &params[4..], &params[3..4]].concat(),
                )?;
                session.execute("DELETE FROM key_witness WHERE clinic = $1", &params[..1])?;
                session.execute("INSERT INTO key_witness (clinic, size, note) VALUES ($1, $2, $3)", &params[..3])
            })
        })?;
        Ok(())
    }

    pub(super) fn accepted(&self, clinic: ClinicId) -> Result<Vec<Row>> {
        self.reader.ask(move |connection| {
            connection.query(
                "SELECT at, known, size, reason FROM key_accepted WHERE clinic = $1 ORDER BY at",
                &params![clinic],
            )
        })
    }

    pub(super) fn witnessed(&self, clinic: ClinicId) -> Result<Option<(u64, String)>> {
        let rows = self.reader.ask(move |connection| {
            connection.query("SELECT size, note FROM key_witness WHERE clinic = $1", &params![clinic])
        })?;
        rows.first().map(|row| Ok((row.get::<i64>("size")?.unsigned_abs(), row.get("note")?))).transpose()
    }

    /// Every clinic of whose log something is witnessed, with how many entries.
    pub(super) fn witnesses(&self) -> Result<Vec<(ClinicId, u64)>> {
        let rows = self
            .reader
            .ask(|connection| connection.query("SELECT clinic, size FROM key_witness ORDER BY clinic", &[]))?;
        rows.iter().map(|row| Ok((row.get("clinic")?, row.get::<i64>("size")?.unsigned_abs()))).collect()
    }

    /// The newest of each outcome stays: which of them holds is told from both.
    pub(super) fn watch(&self, clinic: ClinicId, known: &Watched) -> Result<()> {
        const SQL: &str = "INSERT INTO key_watch (clinic, outcome, began, ended, entries, fault) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (clinic, outcome) DO UPDATE SET began = excluded.began, ended = excluded.ended, entries = excluded.entries, fault = excluded.fault
             WHERE excluded.ended > key_watch.ended";
        let whole = known.whole.map(|w| params![clinic, "whole", w.began, w.ended, w.entries, ""]);
        let fault = known.fault.as_ref().map(|(at, what)| params![clinic, "fault", *at, *at, 0, what]);
        let rows: Vec<_> = [whole, fault].into_iter().flatten().collect();
        self.writer.ask(move |connection| {
            connection.transaction(|session| rows.iter().try_for_each(|row| session.execute(SQL, row).map(drop)))
        })
    }

    pub(super) fn watched(&self, clinic: ClinicId) -> Result<Vec<Row>> {
        self.reader.ask(move |connection| {
            connection.query(
                "SELECT outcome, began, ended, entries, fault FROM key_watch WHERE clinic = $1",
                &params![clinic],
            )
        })
    }

    pub(super) fn read(&self, sql: &'static str, params: &[Value]) -> Result<Option<Value>> {
        let params = params.to_vec();
        let rows = self.reader.ask(move |connection| connection.query(sql, &params))?;
        Ok(rows.into_iter().next().and_then(|row| row.columns().next().map(|(_, value)| value.clone())))
    }

    pub(super) fn write(&self, sql: &'static str, params: &[Value]) -> Result<()> {
        let params = params.to_vec();
        self.writer.ask(move |connection| connection.transaction(|session| session.execute(sql, &params).map(drop)))
    }
}

pub(super) fn blob(value: Value) -> Result<Vec<u8>> {
    match value {
        Value::Blob(bytes) => Ok(bytes),
        _ => Err(Error::internal("the key store holds something else than a key")),
    }
}
