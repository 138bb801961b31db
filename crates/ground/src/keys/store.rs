//! The key store on disk: its own SQLite file, or its own schema and role on PostgreSQL.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::aead::LessSafeKey;
use jiff::Timestamp;

use crate::db::Value;
use crate::error::{Error, Result};
use crate::db::Direct;
use crate::{ClinicId, KeyId, params, seal};

/// Where the keys are.
#[derive(Clone, Debug)]
pub enum KeyLocation {
    Sqlite(PathBuf),
    /// The address of the role that owns the schema `keepwell_keys`, and nothing else.
    Postgres(String),
}

/// Sealed by the master key when the store is made: opening it proves that a master key is the right one.
const PROOF: &[u8] = b"keepwell master key";

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS key_proof (id BIGINT PRIMARY KEY, sealed BYTEA NOT NULL);
CREATE TABLE IF NOT EXISTS key_root (clinic TEXT PRIMARY KEY, wrapped BYTEA NOT NULL, made_at BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS key_person (clinic TEXT NOT NULL, id TEXT NOT NULL, wrapped BYTEA NOT NULL, made_at BIGINT NOT NULL, PRIMARY KEY (clinic, id));
CREATE TABLE IF NOT EXISTS key_witness (clinic TEXT PRIMARY KEY, size BIGINT NOT NULL, note TEXT NOT NULL);
";

/// One connection reads, another writes, each behind a lock. A holder never waits for the data's connections, so
/// waiting for this lock cannot close a circle.
pub(super) struct Store {
    reader: Mutex<Direct>,
    writer: Mutex<Direct>,
    path: Option<PathBuf>,
}

impl Store {
    pub(super) fn open(location: &KeyLocation) -> Result<Store> {
        let (reader, mut writer, path) = match location {
            KeyLocation::Sqlite(path) => {
                let writer = Direct::sqlite(path)?;
                // A destroyed key must not be found in the file's free pages.
                writer.pragma("PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=100; PRAGMA journal_size_limit=0;")?;
                (Direct::sqlite(path)?, writer, Some(path.clone()))
            }
            KeyLocation::Postgres(address) => (Direct::postgres(address)?, Direct::postgres(address)?, None),
        };
        writer.create(SCHEMA)?;
        Ok(Store { reader: Mutex::new(reader), writer: Mutex::new(writer), path })
    }

    pub(super) fn file(&self) -> Option<&std::path::Path> {
        self.path.as_deref()
    }

    /// Proves the master key, or records the proof in a store that is new.
    pub(super) fn check(&self, master: &LessSafeKey) -> Result<()> {
        let row = self.read("SELECT sealed FROM key_proof WHERE id = 1", &[])?;
        let Some(sealed) = row else {
            let sealed = seal::encrypt(master, b"proof", PROOF)?;
            self.write("INSERT INTO key_proof (id, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING", &params![sealed])?;
            return Ok(());
        };
        match seal::decrypt(master, b"proof", &blob(sealed)?) {
            Some(proof) if proof == PROOF => Ok(()),
            _ => Err(Error::internal(
                "this master key is not the one this installation was made with. Put back the right key (the file named in keepwell.toml under keys, or what your command prints); a new key cannot open the old records",
            )),
        }
    }

    pub(super) fn insert_root(&self, clinic: ClinicId, wrapped: &[u8], now: Timestamp) -> Result<()> {
        self.write("INSERT INTO key_root (clinic, wrapped, made_at) VALUES ($1, $2, $3)", &params![clinic, wrapped, now])
    }

    pub(super) fn root(&self, clinic: ClinicId) -> Result<Option<Vec<u8>>> {
        self.read("SELECT wrapped FROM key_root WHERE clinic = $1", &params![clinic])?.map(blob).transpose()
    }

    pub(super) fn insert(&self, clinic: ClinicId, rows: &[(KeyId, Vec<u8>)], now: Timestamp) -> Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.transaction(|session| {
            for (id, wrapped) in rows {
                session.execute("INSERT INTO key_person (clinic, id, wrapped, made_at) VALUES ($1, $2, $3, $4)", &params![clinic, *id, wrapped.as_slice(), now])?;
            }
            Ok(())
        })
    }

    pub(super) fn get(&self, clinic: ClinicId, id: KeyId) -> Result<Option<Vec<u8>>> {
        self.read("SELECT wrapped FROM key_person WHERE clinic = $1 AND id = $2", &params![clinic, id])?.map(blob).transpose()
    }

    pub(super) fn delete(&self, clinic: ClinicId, id: KeyId) -> Result<()> {
        self.write("DELETE FROM key_person WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).scrub()
    }

    pub(super) fn made_before(&self, clinic: ClinicId, before: Timestamp) -> Result<Vec<KeyId>> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = reader.query("SELECT id FROM key_person WHERE clinic = $1 AND made_at < $2", &params![clinic, before])?;
        rows.iter().map(|row| row.get("id")).collect()
    }

    pub(super) fn count(&self, clinic: ClinicId) -> Result<i64> {
        let value = self.read("SELECT COUNT(*) AS n FROM key_person WHERE clinic = $1", &params![clinic])?;
        match value {
            Some(Value::Int(n)) => Ok(n),
            _ => Err(Error::internal("the key store does not count")),
        }
    }

    pub(super) fn witness(&self, clinic: ClinicId, size: u64, note: &str) -> Result<()> {
        let size = i64::try_from(size).map_err(Error::internal)?;
        self.write(
            "INSERT INTO key_witness (clinic, size, note) VALUES ($1, $2, $3) ON CONFLICT (clinic) DO UPDATE SET size = excluded.size, note = excluded.note WHERE excluded.size >= key_witness.size",
            &params![clinic, size, note],
        )
    }

    pub(super) fn witnessed(&self, clinic: ClinicId) -> Result<Option<(u64, String)>> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = reader.query("SELECT size, note FROM key_witness WHERE clinic = $1", &params![clinic])?;
        rows.first().map(|row| Ok((row.get::<i64>("size")?.unsigned_abs(), row.get("note")?))).transpose()
    }

    fn read(&self, sql: &str, params: &[Value]) -> Result<Option<Value>> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = reader.query(sql, params)?;
        Ok(rows.into_iter().next().and_then(|row| row.columns().next().map(|(_, value)| value.clone())))
    }

    fn write(&self, sql: &str, params: &[Value]) -> Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        writer.transaction(|session| session.execute(sql, params).map(drop))
    }
}

fn blob(value: Value) -> Result<Vec<u8>> {
    match value {
        Value::Blob(bytes) => Ok(bytes),
        _ => Err(Error::internal("the key store holds something else than a key")),
    }
}
