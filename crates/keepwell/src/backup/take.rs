//! Taking a backup: the data first, then the keys, read back, and complete by one rename.

use std::fs;
use std::path::Path;

use ground::Clock;
use ground::db::Value;
use ground::db::copy::{Snapshot, Store};
use ground::keys::Master;
use jiff::SignedDuration;

use super::folder::{self, Held, Set};
use super::manifest::Manifest;
use super::seal::Label;
use super::{BackupError, BackupKeys, Kind, Progress, Result, documents, part};
use crate::config::Config;

/// A backup that was taken.
pub struct Taken {
    pub set: Set,
    pub manifest: Manifest,
    /// Leftovers of backups that did not finish, which were removed.
    pub swept: usize,
}

/// The two stores of an installation.
pub(super) fn stores(config: &Config) -> (Store, Store) {
    (Store::Data(config.location()), Store::Keys(config.key_location()))
}

/// Backs the installation up into a new folder below `to`, while it runs or not. It changes nothing in the
/// installation; ended at any instant, it leaves no folder that looks like a backup.
///
/// It blocks its thread, and must not run on one that runs async code.
pub fn take(config: &Config, to: &Path, clock: &Clock, progress: Progress<'_>) -> Result<Taken> {
    let (data, keys) = stores(config);
    outside(to, &config.data.folder)?;
    outside(to, &config.files_folder())?;
    let master = opened(config, &keys)?;
    let backup_keys = BackupKeys::of(&master)?;
    let held = Held::take(to)?;
    let (_, unfinished) = folder::look(to)?;
    let swept = folder::sweep(&unfinished)?;
    let mut taken_at = clock.now();
    // One backup a second bears a name of its own.
    while to.join(folder::name(taken_at)).exists() {
        std::thread::sleep(std::time::Duration::from_millis(100));
        taken_at = clock.now();
    }
    let set = Set { path: to.join(folder::name(taken_at)), name: folder::name(taken_at) };
    folder::make(&set.path)?;
    let written = write(config, &set, (&data, &keys), &backup_keys, taken_at, progress);
    if written.is_err() {
        // Without its manifest it is no backup; this only gives the room back.
        let _left_for_the_next = fs::remove_dir_all(&set.path);
    }
    drop(held);
    Ok(Taken { manifest: written?, set, swept })
}

fn write(
    config: &Config,
    set: &Set,
    (data, keys): (&Store, &Store),
    backup_keys: &BackupKeys,
    taken_at: jiff::Timestamp,
    progress: Progress<'_>,
) -> Result<Manifest> {
    let mut id = [0u8; 16];
    ground::random(&mut id);
    let label = |kind| Label { kind, set: id };
    let mut rows = Snapshot::of(data).map_err(|error| missing(config, error))?;
    let (schema, engine) = (rows.applied()?, config.location().engine());
    let data = part::write(&set.path, label(Kind::Data), backup_keys, &mut rows, progress)?;
    drop(rows);
    let documents = documents::copy(&config.files_folder(), &set.path)?;
    // Only now: a person who came while the data was read is not in it, but everybody in it has their key in here.
    let keys = part::write(&set.path, label(Kind::Keys), backup_keys, &mut Snapshot::of(keys)?, progress)?;
    let manifest = Manifest {
        format: Manifest::format(),
        id: super::hex(&id),
        taken_at,
        destroy_keys_after: taken_at + SignedDuration::from_hours(24 * i64::from(config.backup.keys_days)),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        engine: engine.as_str().to_owned(),
        master: backup_keys.fingerprint.clone(),
        data,
        keys,
        documents,
        schema,
    };
    for (kind, record) in [(Kind::Data, &manifest.data), (Kind::Keys, &manifest.keys)] {
        part::read(&set.path, label(kind), backup_keys, record, |_, _| Ok(()))?;
    }
    documents::verify(&set.path, &manifest.documents)?;
    folder::sync(&set.path)?;
    manifest.write(&set.path, backup_keys)?;
    if let Some(above) = set.path.parent() {
        folder::sync(above)?;
    }
    Ok(manifest)
}

/// The master key, proven against the key store, which is read and not made.
fn opened(config: &Config, keys: &Store) -> Result<Master> {
    let mut snapshot = Snapshot::of(keys).map_err(|error| missing(config, error))?;
    let master = config.master().read(false)?;
    let proof = snapshot.tables().into_iter().find(|table| table.name == "key_proof");
    let proof = proof.ok_or_else(|| missing(config, ground::Error::NotFound))?;
    let mut proven = false;
    snapshot.rows(&proof, |values| -> Result<()> {
        for value in values {
            if let Value::Blob(sealed) = value {
                proven |= master.proves(sealed)?;
            }
        }
        Ok(())
    })?;
    if !proven {
        return Err(ground::Error::internal("this master key is not the one this installation was made with, so a backup under it could not be restored. Put back the right key (the file named in keepwell.toml under keys, or what your command prints)").into());
    }
    Ok(master)
}

/// A store that is not there, in words for a person.
fn missing(config: &Config, error: ground::Error) -> BackupError {
    match (error, &config.data.postgres) {
        (ground::Error::NotFound, Some(_)) => {
            BackupError::NoInstallation("a table in the configured databases".to_owned())
        }
        (ground::Error::NotFound, None) => {
            let file = ["keys.db", "keepwell.db"]
                .map(|file| config.data.folder.join(file))
                .into_iter()
                .find(|file| !file.exists());
            BackupError::NoInstallation(file.unwrap_or_else(|| config.data.folder.clone()).display().to_string())
        }
        (other, _) => other.into(),
    }
}

fn outside(to: &Path, data: &Path) -> Result<()> {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| absolute(path));
    if real(to).starts_with(real(data)) || absolute(to).starts_with(absolute(data)) {
        return Err(BackupError::Inside(to.to_owned()));
    }
    Ok(())
}

/// Reads a whole backup and compares it with its manifest, without restoring it. The second is whether its keys are
/// still there.
pub fn verify(set: &Set, master: &Master) -> Result<(Manifest, bool)> {
    let keys = BackupKeys::of(master)?;
    let manifest = Manifest::read(&set.path, &set.name, &keys)?;
    let id = manifest.id().unwrap_or_default();
    part::read(&set.path, Label { kind: Kind::Data, set: id }, &keys, &manifest.data, |_, _| Ok(()))?;
    documents::verify(&set.path, &manifest.documents)?;
    if set.has_keys() {
        part::read(&set.path, Label { kind: Kind::Keys, set: id }, &keys, &manifest.keys, |_, _| Ok(()))?;
    }
    Ok((manifest, set.has_keys()))
}
