//! The keys of a clinic that left, and the key by which the installation signs that it did.
//!
//! The root goes first: nothing that was ever sealed under it opens from then on. In the same transaction stands that the
//! clinic left, so that an older copy of the data, brought back beside these keys, is known for what it is.

use aws_lc_rs::signature::Ed25519KeyPair;
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::store::blob;
use super::{Keys, lock};
use crate::error::{Error, Result};
use crate::news::Word;
use crate::{ClinicId, params, seal};

/// Person keys that are removed in one transaction.
const STEP: i64 = 5_000;
/// Tables that keep something of a clinic, but for the one that says that it left.
const TABLES: [&str; 6] = ["key_root", "key_person", "key_witness", "key_accepted", "key_watch", "key_carried"];

/// A clinic whose keys were destroyed because it left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) clinic: ClinicId,
    /// By which its root was known.
    pub(crate) root: String,
    /// How many keys of people it had.
    pub(crate) people: i64,
    /// When its root was destroyed.
    pub(crate) at: Timestamp,
}

impl Keys {
    /// Destroys all keys of `clinic`, its root first, and tells the other nodes. Twice is once; whoever stops in between goes
    /// on. An error may mean that only the others were not told.
    pub(crate) fn end_clinic(&self, clinic: ClinicId, root: &str) -> Result<()> {
        let (root, at) = (root.to_owned(), self.clock.now());
        self.store.writer.ask(move |connection| {
            connection.transaction(|session| {
                session.execute(
                    "INSERT INTO key_left (clinic, root, people, at) SELECT $1, $2, COUNT(*), $3 FROM key_person WHERE clinic = $1 ON CONFLICT (clinic) DO NOTHING",
                    &params![clinic, root.as_str(), at],
                )?;
                session.execute("DELETE FROM key_root WHERE clinic = $1", &params![clinic]).map(drop)
            })?;
            connection.scrub()
        })?;
        self.forget_clinic(clinic);
        if let Some(teller) = &self.teller {
            teller.tell_surely(Word::Left(clinic))?;
        }
        let step =
            "DELETE FROM key_person WHERE clinic = $1 AND id IN (SELECT id FROM key_person WHERE clinic = $1 LIMIT $2)";
        while self
            .store
            .writer
            .ask(move |connection| connection.transaction(|session| session.execute(step, &params![clinic, STEP])))?
            > 0
        {}
        self.store.writer.ask(move |connection| {
            connection.transaction(|session| {
                TABLES.iter().try_for_each(|table| {
                    session.execute(&format!("DELETE FROM {table} WHERE clinic = $1"), &params![clinic]).map(drop)
                })
            })?;
            connection.scrub()
        })
    }

    /// Drops what is kept in memory of a clinic that left.
    pub(crate) fn forget_clinic(&self, clinic: ClinicId) {
        self.forget_all();
        lock(&self.clinics).remove(&clinic);
        lock(&self.ahead).remove(&clinic);
    }

    /// Every clinic that left.
    pub(crate) fn ended(&self) -> Result<Vec<Ended>> {
        let rows = self
            .store
            .reader
            .ask(|connection| connection.query("SELECT clinic, root, people, at FROM key_left ORDER BY clinic", &[]))?;
        let read = |row: &crate::db::Row| {
            Ok(Ended {
                clinic: row.get("clinic")?,
                root: row.get("root")?,
                people: row.get("people")?,
                at: row.get("at")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// How much is kept of `clinic`: rows in any of the tables.
    pub(crate) fn kept_of(&self, clinic: ClinicId) -> Result<i64> {
        self.store.reader.ask(move |connection| {
            TABLES.iter().try_fold(0, |sum, table| {
                let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1");
                let rows = connection.query(&sql, &params![clinic])?;
                Ok(sum + rows.first().map_or(Ok(0), |row| row.get::<i64>("n"))?)
            })
        })
    }

    /// The key by which the installation signs receipts: its own, since a clinic's goes with the clinic. It is made when it is
    /// first asked for, and stands sealed by the master key.
    pub(crate) fn receipts(&self) -> Result<Ed25519KeyPair> {
        const KEPT: &str = "SELECT sealed FROM key_proof WHERE id = 2";
        let sealed = match self.store.read(KEPT, &[])? {
            Some(sealed) => sealed,
            None => {
                let mut seed = Zeroizing::new([0u8; 32]);
                seal::random(seed.as_mut());
                let sealed = seal::encrypt(&self.master, b"receipts", seed.as_ref())?;
                let insert = "INSERT INTO key_proof (id, sealed) VALUES (2, $1) ON CONFLICT DO NOTHING";
                self.store.write(insert, &params![sealed])?;
                // Another node may have been quicker.
                self.store
                    .read(KEPT, &[])?
                    .ok_or_else(|| Error::internal("the key store does not keep what is written"))?
            }
        };
        let seed = seal::decrypt(&self.master, b"receipts", &blob(sealed)?).map(Zeroizing::new);
        let seed = seed.ok_or_else(|| Error::internal("the key that signs receipts does not open"))?;
        Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| Error::internal("the key that signs receipts is none"))
    }
}
