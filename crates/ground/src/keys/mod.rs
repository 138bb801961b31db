//! The key store: per-person keys, wrapped by the clinic's key, wrapped by the master key.
//!
//! It is a store of its own (a file, or a schema under a role of its own), so that backups of the data may be kept for
//! years while backups of the keys live for days: destroying one row here makes a person unreadable everywhere.
//!
//! Person keys are made ahead, in batches, before anyone needs them: a new client's key is already durable when the
//! booking commits, and costs that booking no commit of its own. A key that was made and never used opens nothing, and stays.

mod left;
mod master;
mod store;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_lc_rs::aead::LessSafeKey;
use aws_lc_rs::{hkdf, hmac, signature};
use jiff::Timestamp;
use tokio::sync::Notify;
use zeroize::Zeroizing;

pub(crate) use left::Ended;
pub use master::{Master, MasterSource};
pub use store::KeyLocation;
pub(crate) use store::SCHEMA;
use store::Store;

use crate::access::{Accepted, Watched, Whole};
use crate::clock::Clock;
use crate::error::{Error, Refusal, Result};
use crate::news::{Teller, Word};
use crate::{ClinicId, KeyId, PersonId, seal};

/// Opened keys are kept this long. A destroyed one is dropped at once on every node that hears of it, and by this time
/// on one that does not.
const CACHE: Duration = Duration::from_secs(60);
const CACHED: u64 = 100_000;
/// Keys made ahead at once.
const BATCH: usize = 256;

/// A clinic's derived keys. All come from one root, so that they go when the root goes.
pub struct ClinicKeys {
    wrap: LessSafeKey,
    /// Keyed look-up tokens over folded names, normalised phones and emails.
    pub tokens: hmac::Key,
    /// Signed links, such as the one to change a visit.
    pub links: hmac::Key,
    /// Marks on the access log's leaves.
    pub marks: hmac::Key,
    /// Seals what addresses carry and nobody is to read there.
    pub(crate) addresses: LessSafeKey,
    /// Signs the access log's checkpoints.
    pub log: signature::Ed25519KeyPair,
    /// By which the root is known, also when it is gone; nothing follows from it.
    pub(crate) fingerprint: String,
}

impl ClinicKeys {
    fn derive(root: &[u8; 32]) -> Result<ClinicKeys> {
        let salt = hkdf::Salt::new(hkdf::HKDF_SHA256, b"keepwell clinic root 1");
        let root = salt.extract(root);
        let derive = |label: &[u8]| derive(&root, label);
        let mac = |label: &[u8]| derive(label).map(|key| hmac::Key::new(hmac::HMAC_SHA256, key.as_ref()));
        Ok(ClinicKeys {
            wrap: seal::aead(&*derive(b"wrap")?)?,
            tokens: mac(b"tokens")?,
            links: mac(b"links")?,
            marks: mac(b"marks")?,
            addresses: seal::aead(&*derive(b"addresses")?)?,
            log: signature::Ed25519KeyPair::from_seed_unchecked(derive(b"log")?.as_ref())
                .map_err(|_| Error::internal("a signing key could not be derived"))?,
            fingerprint: seal::digest(derive(b"fingerprint")?.as_ref()),
        })
    }
}

/// A key of its own for each label, of which none tells anything of another (HKDF-SHA256, RFC 5869).
fn derive(root: &hkdf::Prk, label: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
    let mut out = Zeroizing::new([0u8; 32]);
    root.expand(&[label], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(out.as_mut()))
        .map_err(|_| Error::internal("a key could not be derived"))?;
    Ok(out)
}

/// A key with its id, ready to seal.
type Opened = (KeyId, Arc<LessSafeKey>);

/// The open key store.
pub struct Keys {
    store: Store,
    master: LessSafeKey,
    clock: Clock,
    clinics: Mutex<HashMap<ClinicId, Arc<ClinicKeys>>>,
    opened: moka::sync::Cache<KeyId, Arc<LessSafeKey>>,
    /// Counts what was forgotten: a key read before that is not kept behind it.
    forgotten: AtomicU64,
    teller: Option<Arc<Teller>>,
    ahead: Mutex<HashMap<ClinicId, Vec<Opened>>>,
    low: Notify,
}

impl Keys {
    /// Opens the store, and proves that `master` is the key it was made with.
    pub fn open(location: &KeyLocation, master: &Master, clock: Clock) -> Result<Keys> {
        let store = Store::open(location)?;
        let master = master.aead()?;
        store.check(&master)?;
        let opened = moka::sync::Cache::builder().max_capacity(CACHED).time_to_live(CACHE).build();
        let (clinics, ahead) = (Mutex::default(), Mutex::default());
        Ok(Keys {
            store,
            master,
            clock,
            clinics,
            opened,
            forgotten: AtomicU64::new(0),
            teller: None,
            ahead,
            low: Notify::new(),
        })
    }

    /// From here on other nodes are told of destroyed keys.
    pub(crate) fn told_by(&mut self, teller: Option<Arc<Teller>>) {
        self.teller = teller;
    }

    /// Makes the root of a new clinic.
    pub fn create_clinic(&self, clinic: ClinicId) -> Result<()> {
        let mut root = Zeroizing::new([0u8; 32]);
        seal::random(root.as_mut());
        let wrapped = seal::encrypt(&self.master, clinic.to_string().as_bytes(), root.as_ref())?;
        self.store.insert_root(clinic, &wrapped, self.clock.now())
    }

    /// A clinic's derived keys.
    pub fn clinic(&self, clinic: ClinicId) -> Result<Arc<ClinicKeys>> {
        if let Some(keys) = lock(&self.clinics).get(&clinic) {
            return Ok(keys.clone());
        }
        let before = self.forgotten.load(Ordering::SeqCst);
        let wrapped = self
            .store
            .root(clinic)?
            .ok_or_else(|| Error::internal("the clinic has no key: the key store does not belong to this database"))?;
        let keys = self.unwrap_root(clinic, &wrapped)?;
        // What was destroyed meanwhile is not kept behind it; whoever is there is read again.
        if self.forgotten.load(Ordering::SeqCst) != before {
            lock(&self.clinics).remove(&clinic);
        }
        Ok(keys)
    }

    fn unwrap_root(&self, clinic: ClinicId, wrapped: &[u8]) -> Result<Arc<ClinicKeys>> {
        let root = Zeroizing::new(
            seal::decrypt(&self.master, clinic.to_string().as_bytes(), wrapped)
                .ok_or_else(|| Error::internal("the clinic's key does not open"))?,
        );
        let root: &[u8; 32] =
            root.as_slice().try_into().map_err(|_| Error::internal("the clinic's key has a wrong length"))?;
        let keys = Arc::new(ClinicKeys::derive(root)?);
        lock(&self.clinics).insert(clinic, keys.clone());
        Ok(keys)
    }

    /// Opens the keys of all these clinics; returns those that have none here, or one that does not open.
    pub fn unlock(&self, clinics: &[ClinicId]) -> Result<Vec<ClinicId>> {
        let roots = self.store.roots()?;
        let opens =
            |clinic: &ClinicId| roots.get(clinic).is_some_and(|wrapped| self.unwrap_root(*clinic, wrapped).is_ok());
        Ok(clinics.iter().filter(|clinic| !opens(clinic)).copied().collect())
    }

    /// Whether the key store answers now.
    pub fn ready(&self) -> Result<()> {
        self.store.ready()
    }

    /// A fresh key, already durable, for a new person of `clinic`.
    pub(crate) fn take(&self, clinic: ClinicId) -> Result<(KeyId, Arc<LessSafeKey>)> {
        let taken = lock(&self.ahead).get_mut(&clinic).and_then(|ready| Some((ready.pop()?, ready.len())));
        if let Some(((id, key), left)) = taken {
            if left < BATCH / 2 {
                self.low.notify_one();
            }
            self.opened.insert(id, key.clone());
            return Ok((id, key));
        }
        self.make_ahead(clinic)?;
        let taken = lock(&self.ahead).get_mut(&clinic).and_then(Vec::pop);
        taken.ok_or(Error::Unavailable("no key is ready"))
    }

    /// Waits until some clinic's keys made ahead are running out.
    pub(crate) async fn running_out(&self) {
        self.low.notified().await;
    }

    /// Tops up the clinics whose keys made ahead are running out, so that no new client has to wait for them.
    /// Returns those for which it failed, and why.
    pub(crate) fn top_up(&self) -> Vec<(ClinicId, Error)> {
        let low: Vec<ClinicId> =
            lock(&self.ahead).iter().filter(|(_, ready)| ready.len() < BATCH / 2).map(|(clinic, _)| *clinic).collect();
        low.into_iter().filter_map(|clinic| self.make_ahead(clinic).err().map(|error| (clinic, error))).collect()
    }

    /// Makes a batch of keys for a clinic that has fewer than half a batch.
    fn make_ahead(&self, clinic: ClinicId) -> Result<()> {
        if lock(&self.ahead).get(&clinic).is_some_and(|ready| ready.len() >= BATCH / 2) {
            return Ok(());
        }
        let parent = self.clinic(clinic)?;
        let now = self.clock.now();
        let mut fresh = Vec::with_capacity(BATCH);
        let mut rows = Vec::with_capacity(BATCH);
        for _ in 0..BATCH {
            let id = KeyId::new(now);
            let mut key = Zeroizing::new([0u8; 32]);
            seal::random(key.as_mut());
            rows.push((id, seal::encrypt(&parent.wrap, id.to_string().as_bytes(), key.as_ref())?));
            fresh.push((id, Arc::new(seal::aead(&key)?)));
        }
        self.store.insert(clinic, rows, now)?;
        lock(&self.ahead).entry(clinic).or_default().extend(fresh);
        Ok(())
    }

    /// The key `id` of `clinic`; a destroyed one is refused as erased.
    pub(crate) fn get(&self, clinic: ClinicId, id: KeyId) -> Result<Arc<LessSafeKey>> {
        if let Some(key) = self.opened.get(&id) {
            return Ok(key);
        }
        let before = self.forgotten.load(Ordering::SeqCst);
        let wrapped = self.store.get(clinic, id)?.ok_or(Error::Refused(Refusal::Erased))?;
        let parent = self.clinic(clinic)?;
        let clear = Zeroizing::new(
            seal::decrypt(&parent.wrap, id.to_string().as_bytes(), &wrapped)
                .ok_or_else(|| Error::internal("a person's key does not open"))?,
        );
        let clear: &[u8; 32] =
            clear.as_slice().try_into().map_err(|_| Error::internal("a person's key has a wrong length"))?;
        let key = Arc::new(seal::aead(clear)?);
        self.opened.insert(id, key.clone());
        if self.forgotten.load(Ordering::SeqCst) != before {
            self.opened.invalidate(&id);
        }
        Ok(key)
    }

    /// Whether the clinic has that key.
    pub(crate) fn has(&self, clinic: ClinicId, id: KeyId) -> Result<bool> {
        Ok(self.store.get(clinic, id)?.is_some())
    }

    /// SHA-256 over the key `id`, in hexadecimal: whoever has the key knows it again by this, and nobody learns anything of
    /// it. Nothing where it is destroyed.
    pub(crate) fn fingerprint(&self, clinic: ClinicId, id: KeyId) -> Result<Option<String>> {
        let Some(wrapped) = self.store.get(clinic, id)? else { return Ok(None) };
        let clear = Zeroizing::new(
            seal::decrypt(&self.clinic(clinic)?.wrap, id.to_string().as_bytes(), &wrapped)
                .ok_or_else(|| Error::internal("a person's key does not open"))?,
        );
        Ok(Some(seal::digest(&Zeroizing::new([b"keepwell person key 1\n", clear.as_slice()].concat()))))
    }

    /// Destroys the key `id`: what it sealed is unreadable from this moment, here and in every backup without it. The
    /// other nodes are told before this returns; an error may mean that only they were not, and it is to be done again.
    pub fn destroy(&self, clinic: ClinicId, id: KeyId) -> Result<()> {
        self.store.delete(clinic, id)?;
        self.forget(id);
        self.teller.as_ref().map_or(Ok(()), |teller| teller.tell_surely(Word::Destroyed(id)))
    }

    /// Drops an opened key from memory: it was destroyed.
    pub fn forget(&self, id: KeyId) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.opened.invalidate(&id);
    }

    /// Drops every opened key from memory: what other nodes destroyed may not have been heard of.
    pub(crate) fn forget_all(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.opened.invalidate_all();
    }

    /// Writes down how `person` stands, for a restore of older data; or that there is nothing to be written down.
    pub(crate) fn carry(&self, clinic: ClinicId, person: PersonId, said: Option<String>) -> Result<()> {
        self.store.carry(clinic, person, said)
    }

    /// What was written down so.
    pub(crate) fn carried(&self, clinic: ClinicId) -> Result<Vec<(PersonId, String)>> {
        self.store.carried(clinic)
    }

    /// The ids of all person keys the clinic has.
    pub(crate) fn ids(&self, clinic: ClinicId) -> Result<std::collections::HashSet<String>> {
        self.store.ids(clinic)
    }

    /// How many person keys the clinic has.
    pub fn count(&self, clinic: ClinicId) -> Result<i64> {
        self.store.count(clinic)
    }

    /// Keeps the newest checkpoint of a clinic's access log beside the keys, where whoever edits the data does not reach.
    pub(crate) fn witness(&self, clinic: ClinicId, size: u64, note: &str) -> Result<()> {
        self.store.witness(clinic, size, note)
    }

    /// The newest checkpoint kept by [`Keys::witness`].
    pub(crate) fn witnessed(&self, clinic: ClinicId) -> Result<Option<(u64, String)>> {
        self.store.witnessed(clinic)
    }

    /// Every clinic with a checkpoint kept by [`Keys::witness`], and over how many entries.
    pub(crate) fn witnesses(&self) -> Result<Vec<(ClinicId, u64)>> {
        self.store.witnesses()
    }

    /// Puts a shorter log's checkpoint, its size and note, in the place of the newest one, and writes down that it was.
    pub(crate) fn accept(&self, clinic: ClinicId, to: (u64, &str), reason: &str, at: Timestamp) -> Result<()> {
        self.store.accept(clinic, to, reason, at)
    }

    /// What was written down by [`Keys::accept`], the oldest first.
    pub(crate) fn accepted(&self, clinic: ClinicId) -> Result<Vec<Accepted>> {
        let rows = self.store.accepted(clinic)?;
        let accepted = |row: &crate::db::Row| {
            Ok(Accepted {
                at: row.get("at")?,
                known: row.get::<i64>("known")?.unsigned_abs(),
                size: row.get::<i64>("size")?.unsigned_abs(),
                reason: row.get("reason")?,
            })
        };
        rows.iter().map(accepted).collect()
    }

    /// Keeps what the watch over a clinic's access log found, beside the keys for the same reason.
    pub(crate) fn watch(&self, clinic: ClinicId, known: &Watched) -> Result<()> {
        self.store.watch(clinic, known)
    }

    /// What was kept by [`Keys::watch`]: the newest of each, whichever of them holds.
    pub(crate) fn watched(&self, clinic: ClinicId) -> Result<Watched> {
        let mut known = Watched::default();
        for row in self.store.watched(clinic)? {
            match row.get::<String>("outcome")?.as_str() {
                "whole" => {
                    let (began, ended, entries) = (row.get("began")?, row.get("ended")?, row.get("entries")?);
                    known.whole = Some(Whole { began, ended, entries });
                }
                _ => known.fault = Some((row.get("ended")?, row.get("fault")?)),
            }
        }
        Ok(known)
    }

    /// The key store's file, if it is one.
    pub fn file(&self) -> Option<&std::path::Path> {
        self.store.file()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
