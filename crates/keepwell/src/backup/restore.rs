//! Restoring: everything is verified before anything is written, what is written is compared with the backup, and the
//! installation is opened. Until then a mark in the folder keeps every other command from taking it for whole.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use ground::access::{Accepted, AccessFault, accept, verify_clinic};
use ground::db::copy::{Applied, Fill, Filled, Snapshot, Store, Table};
use ground::db::{Migration, Value};
use ground::keys::{Master, MasterSource};
use ground::{Actor, Clock, House, Room, Scope};
use jiff::Timestamp;
use promise::{KeySource, Purpose};

use super::folder::{self, Set};
use super::manifest::Manifest;
use super::seal::Label;
use super::{BackupError, BackupKeys, Kind, PartRecord, Result, documents, part, take};
use crate::config::Config;
use crate::install;

/// Stands in a data folder while it is being restored into.
pub const UNFINISHED: &str = "restore-unfinished";

/// Which backup, which keys, and where the master key is.
#[derive(Clone, Debug)]
pub struct From {
    /// A backup, or a folder of backups, of which the newest is taken.
    pub folder: PathBuf,
    /// Where the keys are taken from; if left out, the newest beside the data, so that whoever was erased since stays
    /// unreadable.
    pub keys: Option<PathBuf>,
    /// The master key's file, which is copied into the data folder; the configured source if left out.
    pub master: Option<PathBuf>,
}

/// What a restore did.
pub struct RestoreReport {
    pub data: Set,
    pub keys: Set,
    pub manifest: Manifest,
    /// People in the data whose key is not in the keys: erased since the data was taken.
    pub unreadable: u64,
    /// People who had been locked, restricted or held back since, or had said no to something: so they are again.
    pub again: usize,
    /// Steps of the schema that this program has and the backup did not.
    pub steps: usize,
    /// Clinics by slug, with the access entries that came back, and what is not as it was sealed.
    pub clinics: Vec<RestoredClinic>,
}

/// One clinic after a restore.
pub struct RestoredClinic {
    pub slug: String,
    pub entries: i64,
    /// When the log goes on from fewer entries than had been sealed.
    pub rejoined: Option<Accepted>,
    pub faults: Vec<String>,
}

/// Restores into the empty place that `config` names, and opens it with `rooms`.
pub async fn restore(config: &Config, from: From, rooms: fn() -> Vec<Room>, clock: Clock) -> Result<RestoreReport> {
    let (laying, steps, now) = (config.clone(), ground::migrations(&rooms()), clock.now());
    let known = steps.len();
    let laid = tokio::task::spawn_blocking(move || lay(&laying, &from, &steps, now))
        .await
        .map_err(ground::Error::internal)??;
    let house = install::open_unfinished(config, rooms(), clock).await?;
    let clinics = settle(&house).await?;
    // Whose key is gone is erased: what the older data still has to find them by goes too.
    if laid.unreadable > 0 {
        let mut fault = None;
        for clinic in house.clinics().await? {
            let scope = Scope::new(&house, clinic, Actor::automatic(), Purpose::Operation, "erase.restored");
            // One that fails keeps nobody of another clinic; what is unfinished stays marked as that.
            if let Err(error) = ground::erase::erase_keyless(&scope).await {
                fault.get_or_insert(error);
            }
        }
        if let Some(error) = fault {
            return Err(error.into());
        }
    }
    let mut again = 0;
    for clinic in house.clinics().await? {
        let scope = Scope::new(&house, clinic, Actor::automatic(), Purpose::Operation, "stands.restored");
        again += ground::carried::again(&scope).await?;
    }
    let folder = config.data.folder.clone();
    fs::remove_file(folder.join(UNFINISHED)).map_err(BackupError::io(&folder))?;
    folder::sync(&folder)?;
    Ok(RestoreReport {
        steps: known - laid.manifest.schema.len(),
        data: laid.data,
        keys: laid.keys,
        manifest: laid.manifest,
        unreadable: laid.unreadable,
        again,
        clinics,
    })
}

/// Lets each clinic's access log go on from where the data ends, and verifies it.
pub(super) async fn settle(house: &House) -> Result<Vec<RestoredClinic>> {
    let mut clinics = Vec::new();
    for clinic in house.clinics().await? {
        let slug = clinic.slug.clone();
        let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "access.verify");
        let mut report = verify_clinic(&scope).await?;
        // Keys are backed up after the data, so they know of entries that the data does not have. A log that is damaged
        // in any other way is told as it is.
        let rejoined = match report.faults.as_slice() {
            [AccessFault::Shortened { .. }] => accept(&scope, "restored from a backup").await?,
            _ => None,
        };
        if rejoined.is_some() {
            report = verify_clinic(&scope).await?;
        }
        let faults = report.faults.iter().map(ToString::to_string).collect();
        clinics.push(RestoredClinic { slug, entries: report.entries, rejoined, faults });
    }
    Ok(clinics)
}

/// A backup that was laid into an empty place and compared, not opened yet.
pub(super) struct Laid {
    pub(super) data: Set,
    pub(super) keys: Set,
    pub(super) manifest: Manifest,
    pub(super) unreadable: u64,
    pub(super) filled: Vec<Filled>,
}

/// One part with all that is needed to read it.
struct Source<'a> {
    set: &'a Set,
    label: Label,
    record: &'a PartRecord,
}

/// Verifies a backup and writes it into the place of `config`. `steps` are those of the schema that this program knows.
pub(super) fn lay(config: &Config, from: &From, steps: &[Migration], now: Timestamp) -> Result<Laid> {
    let set = folder::newest(&from.folder)?;
    let master = master(config, from)?;
    let backup_keys = BackupKeys::of(&master)?;
    let manifest = Manifest::read(&set.path, &set.name, &backup_keys)?;
    let steps = known(&set, &manifest.schema, steps)?;
    let (keys_set, keys_manifest) = keys_of(&set, &manifest, from, &backup_keys, now)?;
    let label = |kind, manifest: &Manifest| Label { kind, set: manifest.id().unwrap_or_default() };
    let data = Source { set: &set, label: label(Kind::Data, &manifest), record: &manifest.data };
    let keys = Source { set: &keys_set, label: label(Kind::Keys, &keys_manifest), record: &keys_manifest.keys };
    let target = Target::of(config, &master)?;
    let unreadable = verify(&data, &keys, &backup_keys)?;
    documents::verify(&set.path, &manifest.documents)?;
    let mut writing = Writing { target: &target, backup_keys: &backup_keys, filled: Vec::new() };
    let written = writing
        .write(config, &master, &data, &keys, &steps)
        .and_then(|()| documents::restore(&set.path, &manifest.documents, &config.files_folder()));
    match written {
        Ok(()) => {
            let filled = writing.filled;
            Ok(Laid { data: set, keys: keys_set, manifest, unreadable, filled })
        }
        Err(error) => {
            writing.take_back();
            Err(match error {
                BackupError::Ground(ground::Error::Unavailable("the disk is full")) => {
                    BackupError::Full(config.data.folder.clone())
                }
                other => other,
            })
        }
    }
}

fn master(config: &Config, from: &From) -> Result<Master> {
    match (&from.master, config.keys.source) {
        (Some(file), KeySource::File) => Ok(MasterSource::File(file.clone()).read(false)?),
        (Some(_), _) => Err(BackupError::Said(
            "--master is for an installation whose key is in a file; here keys.source says that it comes from elsewhere, and it must be the same from there".to_owned(),
        )),
        (None, KeySource::File) if !config.data.folder.join(&config.keys.file).exists() => {
            Err(BackupError::Said(format!(
                "the master key is needed: name its file with --master FILE, or put it at {}",
                config.data.folder.join(&config.keys.file).display()
            )))
        }
        (None, _) => Ok(config.master().read(false)?),
    }
}

/// The steps that the backup had applied, in this program's order; refused when it had one that this program has not.
fn known(set: &Set, applied: &[Applied], steps: &[Migration]) -> Result<Vec<Migration>> {
    let is = |step: &Migration, applied: &Applied| step.room == applied.room && step.name == applied.name;
    for applied in applied {
        let same = steps.iter().any(|step| is(step, applied) && ground::db::digest(step) == applied.digest);
        if !same {
            let step = format!("{}/{}", applied.room, applied.name);
            return Err(BackupError::UnknownStep { set: set.name.clone(), step });
        }
    }
    Ok(steps.iter().filter(|step| applied.iter().any(|applied| is(step, applied))).copied().collect())
}

/// The keys to restore with: those asked for, or else the newest beside the data that are not older.
fn keys_of(
    set: &Set,
    manifest: &Manifest,
    from: &From,
    backup_keys: &BackupKeys,
    now: Timestamp,
) -> Result<(Set, Manifest)> {
    let proven = |set: &Set| Manifest::read(&set.path, &set.name, backup_keys);
    if let Some(asked) = &from.keys {
        let keys = folder::newest(asked)?;
        if !keys.has_keys() {
            return Err(BackupError::PartMissing(keys.path.join(Kind::Keys.file())));
        }
        let theirs = proven(&keys)?;
        if theirs.taken_at < manifest.taken_at {
            return Err(BackupError::KeysOlder { keys: keys.name, data: set.name.clone() });
        }
        return Ok((keys, theirs));
    }
    let beside = set.path.canonicalize().ok().and_then(|path| path.parent().map(Path::to_owned));
    let others = beside.map(|folder| folder::look(&folder)).transpose()?.map(|(whole, _)| whole).unwrap_or_default();
    let newest = others
        .into_iter()
        .rev()
        .filter(Set::has_keys)
        .find_map(|other| proven(&other).ok().filter(|m| m.taken_at >= manifest.taken_at).map(|m| (other, m)));
    match newest {
        Some(found) => Ok(found),
        None if set.has_keys() => Ok((set.clone(), manifest.clone())),
        None if manifest.destroy_keys_after <= now => Err(BackupError::KeysDestroyed {
            set: set.name.clone(),
            after: manifest.destroy_keys_after.strftime("%Y-%m-%d").to_string(),
        }),
        None => Err(BackupError::PartMissing(set.path.join(Kind::Keys.file()))),
    }
}

/// Reads both parts to their ends. Says how many people in the data have no key among the keys.
fn verify(data: &Source<'_>, keys: &Source<'_>, backup_keys: &BackupKeys) -> Result<u64> {
    let mut known: HashSet<String> = HashSet::new();
    let at = |table: &Table, column: &str| table.columns.iter().position(|name| name == column);
    let read = |source: &Source<'_>, each: &mut dyn FnMut(&Table, part::Rows<'_>) -> Result<()>| {
        part::read(&source.set.path, source.label, backup_keys, source.record, each)
    };
    read(keys, &mut |table, rows| {
        let (true, Some(id)) = (table.name == "key_person", at(table, "id")) else { return Ok(()) };
        while let Some(mut values) = rows()? {
            if let Value::Text(id) = values.swap_remove(id) {
                known.insert(id);
            }
        }
        Ok(())
    })?;
    let mut unreadable = 0;
    read(data, &mut |table, rows| {
        let (true, Some(key), Some(erased)) = (table.name == "person", at(table, "key"), at(table, "erased_at")) else {
            return Ok(());
        };
        while let Some(values) = rows()? {
            let there = matches!(&values[key], Value::Text(id) if known.contains(id));
            unreadable += u64::from(!there && values[erased] == Value::Null);
        }
        Ok(())
    })?;
    Ok(unreadable)
}

/// An empty place.
struct Target {
    folder: PathBuf,
    /// Where the master key's file is to be, when it is not there yet.
    key_file: Option<PathBuf>,
    /// A restore into it was begun before and did not finish.
    begun: bool,
    /// Where documents are to be: nothing, or nothing but what an earlier attempt left.
    files: PathBuf,
    data: Store,
    keys: Store,
}

impl Target {
    fn of(config: &Config, master: &Master) -> Result<Target> {
        let folder = config.data.folder.clone();
        let begun = folder.join(UNFINISHED).exists();
        let key_file = (config.keys.source == KeySource::File).then(|| folder.join(&config.keys.file));
        if let Some(file) = key_file.as_ref().filter(|file| file.exists()) {
            let there = BackupKeys::of(&MasterSource::File(file.clone()).read(false)?)?;
            if there.fingerprint != BackupKeys::of(master)?.fingerprint {
                return Err(BackupError::NotEmpty(format!("{} is another master key: the folder", file.display())));
            }
        }
        let (data, keys) = take::stores(config);
        if folder.exists() && !begun {
            let expected =
                |path: &Path| path.file_name() == Some(OsStr::new("lost+found")) || Some(path) == key_file.as_deref();
            let fault = BackupError::io(&folder);
            for entry in fs::read_dir(&folder).map_err(&fault)? {
                if !expected(&entry.map_err(&fault)?.path()) {
                    return Err(BackupError::NotEmpty(folder.display().to_string()));
                }
            }
        }
        if !begun {
            for (store, what) in
                [(&data, "the database of data.postgres"), (&keys, "the key store of data.postgres_keys")]
            {
                if !store.is_empty()? {
                    return Err(BackupError::NotEmpty(what.to_owned()));
                }
            }
        }
        let files = config.files_folder();
        let taken = fs::read_dir(&files).is_ok_and(|mut entries| entries.next().is_some());
        if taken && !begun {
            return Err(BackupError::NotEmpty(files.display().to_string()));
        }
        let key_file = key_file.filter(|file| !file.exists());
        Ok(Target { folder, key_file, begun, files, data, keys })
    }
}

/// The writing half, which can be taken back.
struct Writing<'a> {
    target: &'a Target,
    backup_keys: &'a BackupKeys,
    filled: Vec<Filled>,
}

impl Writing<'_> {
    fn write(
        &mut self,
        config: &Config,
        master: &Master,
        data: &Source<'_>,
        keys: &Source<'_>,
        steps: &[Migration],
    ) -> Result<()> {
        let target = self.target;
        folder::make(&target.folder)?;
        install::restrict(&target.folder);
        let mark = target.folder.join(UNFINISHED);
        File::create(&mark).and_then(|file| file.sync_all()).map_err(BackupError::io(&mark))?;
        folder::sync(&target.folder)?;
        if target.begun {
            self.clear()?;
        }
        if let Some(file) = &target.key_file {
            master.keep(file)?;
        }
        self.fill(&target.keys, &[], keys)?;
        self.fill(&target.data, steps, data)?;
        folder::sync(&target.folder)?;
        for (store, source) in [(&target.keys, keys), (&target.data, data)] {
            self.compare(store, source, &config.data.folder)?;
        }
        Ok(())
    }

    fn fill(&mut self, store: &Store, steps: &[Migration], source: &Source<'_>) -> Result<()> {
        // On PostgreSQL an earlier attempt may have got this far; it did so in one transaction.
        if !store.is_empty()? {
            return self.compare(store, source, &self.target.folder).map_err(|error| match error {
                BackupError::RestoredDiffers(..) => BackupError::NotEmpty("the database to restore into".to_owned()),
                other => other,
            });
        }
        let mut fill = Fill::begin(store, steps)?;
        part::read(&source.set.path, source.label, self.backup_keys, source.record, |table, rows| {
            match fill.table(table, rows) {
                Err(BackupError::Ground(ground::Error::NotFound)) => Err(BackupError::UnknownStep {
                    set: source.set.name.clone(),
                    step: format!("the table {}", table.name),
                }),
                other => other.map(drop),
            }
        })?;
        self.filled.push(fill.finish()?);
        Ok(())
    }

    /// What stands in `store` against what the backup says.
    fn compare(&self, store: &Store, source: &Source<'_>, folder: &Path) -> Result<()> {
        let found = part::tally(&mut Snapshot::of(store)?, self.backup_keys)?;
        for record in &source.record.tables {
            if !found.contains(record) {
                return Err(BackupError::RestoredDiffers(record.name.clone(), folder.to_owned()));
            }
        }
        // Tables that the backup did not have are empty.
        match found.iter().find(|table| table.rows > 0 && !source.record.tables.contains(table)) {
            Some(table) => Err(BackupError::RestoredDiffers(table.name.clone(), folder.to_owned())),
            None => Ok(()),
        }
    }

    /// Removes what an earlier attempt left in the folder. Nobody has used it: its mark kept them off.
    fn clear(&self) -> Result<()> {
        for entry in fs::read_dir(&self.target.folder).map_err(BackupError::io(&self.target.folder))? {
            let path = entry.map_err(BackupError::io(&self.target.folder))?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if ["keepwell.db", "keys.db"].iter().any(|ours| name.starts_with(ours)) {
                fs::remove_file(&path).map_err(BackupError::io(&path))?;
            }
        }
        let files = &self.target.files;
        match fs::remove_dir_all(files) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(BackupError::Io(files.clone(), error)),
            _ => Ok(()),
        }
    }

    /// Leaves the place as empty as it was. What cannot be removed stays behind the mark.
    fn take_back(self) {
        let removed = self.filled.into_iter().map(Filled::remove).collect::<ground::Result<Vec<()>>>().is_ok();
        let mut cleared =
            Writing { target: self.target, backup_keys: self.backup_keys, filled: Vec::new() }.clear().is_ok();
        if let Some(file) = &self.target.key_file {
            cleared &= fs::remove_file(file).is_ok() || !file.exists();
        }
        if removed && cleared {
            let _stays_marked = fs::remove_file(self.target.folder.join(UNFINISHED));
        }
    }
}
