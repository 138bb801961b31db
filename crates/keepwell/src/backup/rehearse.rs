//! An upgrade rehearsed: a backup of the installation, restored elsewhere, brought up to date by this program, looked
//! over, and removed. The installation itself is only read.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ground::db::copy::{Filled, Snapshot};
use ground::{Clock, Room};
use promise::KeySource;

use super::restore::{From, Laid, RestoredClinic, lay, settle};
use super::{BackupError, BackupKeys, Manifest, Result, part, take};
use crate::config::Config;
use crate::install;

/// What would happen.
pub struct Rehearsal {
    /// What the copy was made of.
    pub manifest: Manifest,
    /// Steps of the schema that would be applied, as `room/name`.
    pub steps: Vec<String>,
    /// How long that took on the copy.
    pub took: Duration,
    /// Tables whose number of rows would change: before and after, where the table is there.
    pub changed: Vec<(String, Option<u64>, Option<u64>)>,
    pub clinics: Vec<RestoredClinic>,
    /// Why the program would not open the installation.
    pub refused: Option<String>,
}

impl Rehearsal {
    /// Whether the upgrade would go well.
    pub fn is_well(&self) -> bool {
        self.refused.is_none() && self.clinics.iter().all(|clinic| clinic.faults.is_empty())
    }
}

/// Rehearses the upgrade of the installation of `config` to this program. `copy` says where the copy's database is, for
/// PostgreSQL; `within` is a folder with room for the copy, the system's for such things if left out.
pub async fn rehearse(
    config: &Config,
    copy: Option<Config>,
    within: Option<PathBuf>,
    rooms: fn() -> Vec<Room>,
) -> Result<Rehearsal> {
    let within = within.unwrap_or_else(std::env::temp_dir);
    // Readable by this user alone, and removed when dropped.
    let folder = tempfile::Builder::new()
        .prefix("keepwell-rehearsal-")
        .permissions(std::fs::Permissions::from_mode(0o700))
        .tempdir_in(&within)
        .map_err(BackupError::io(&within))?;
    let copy = copy_of(config, copy, folder.path())?;
    let (mut original, place, backups) = (config.clone(), copy.clone(), folder.path().join("backup"));
    // An upgrade changes rows. Documents stay as they are, so the copy does without.
    original.files.folder = folder.path().join("no-documents");
    let steps = ground::migrations(&rooms());
    let laid = tokio::task::spawn_blocking(move || -> Result<Laid> {
        take::take(&original, &backups, &Clock::system(), &|_, _| {})?;
        let file = original.data.folder.join(&original.keys.file);
        let master = (original.keys.source == KeySource::File).then_some(file);
        lay(&place, &From { folder: backups, keys: None, master }, &steps, Clock::system().now())
    })
    .await
    .map_err(ground::Error::internal)??;
    let (manifest, filled) = (laid.manifest, laid.filled);
    let outcome = upgrade(&copy, manifest, rooms).await;
    let removed = tokio::task::spawn_blocking(move || filled.into_iter().try_for_each(Filled::remove))
        .await
        .map_err(ground::Error::internal)?;
    let path = folder.path().to_owned();
    folder.close().map_err(BackupError::io(&path))?;
    removed?;
    outcome
}

/// Opens the copy, which brings it up to date, and looks it over.
async fn upgrade(copy: &Config, manifest: Manifest, rooms: fn() -> Vec<Room>) -> Result<Rehearsal> {
    let steps = ground::migrations(&rooms())
        .iter()
        .filter(|step| !manifest.schema.iter().any(|applied| applied.room == step.room && applied.name == step.name))
        .map(|step| format!("{}/{}", step.room, step.name))
        .collect();
    let mut rehearsal =
        Rehearsal { manifest, steps, took: Duration::ZERO, changed: Vec::new(), clinics: Vec::new(), refused: None };
    let begun = Instant::now();
    let opened = install::open_unfinished(copy, rooms(), Clock::system()).await;
    rehearsal.took = begun.elapsed();
    match opened {
        Ok(house) => {
            rehearsal.clinics = settle(&house).await?;
            rehearsal.changed = changed(copy, &rehearsal.manifest).await?;
        }
        Err(error) => rehearsal.refused = Some(error.to_string()),
    }
    Ok(rehearsal)
}

/// The tables of the copy's data whose number of rows is not that of the backup.
async fn changed(copy: &Config, manifest: &Manifest) -> Result<Vec<(String, Option<u64>, Option<u64>)>> {
    let before: BTreeMap<String, u64> =
        manifest.data.tables.iter().map(|table| (table.name.clone(), table.rows)).collect();
    let copy = copy.clone();
    let after = tokio::task::spawn_blocking(move || -> Result<BTreeMap<String, u64>> {
        let keys = BackupKeys::of(&copy.master().read(false)?)?;
        let tables = part::tally(&mut Snapshot::of(&take::stores(&copy).0)?, &keys)?;
        Ok(tables.into_iter().map(|table| (table.name, table.rows)).collect())
    })
    .await
    .map_err(ground::Error::internal)??;
    let names: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    Ok(names
        .into_iter()
        .map(|name| (name.clone(), before.get(name).copied(), after.get(name).copied()))
        .filter(|(_, before, after)| before != after)
        .collect())
}

/// The configuration of the copy: this one's, in a folder and a database of its own.
fn copy_of(config: &Config, copy: Option<Config>, folder: &Path) -> Result<Config> {
    let mut place = config.clone();
    place.data.folder = folder.join("copy");
    // Wherever the installation's documents lie, the copy's lie with it.
    place.files.folder = "files".into();
    match (copy, &config.data.postgres) {
        (Some(copy), Some(_)) => {
            let same = [
                (&copy.data.postgres, &config.data.postgres),
                (&copy.data.postgres_owner, &config.data.postgres_owner),
                (&copy.data.postgres_keys, &config.data.postgres_keys),
            ];
            if same.iter().any(|(copy, original)| copy == original) {
                return Err(BackupError::Said("--copy names the installation itself: name a configuration whose [data] has empty databases of its own".to_owned()));
            }
            place.data.postgres = copy.data.postgres;
            place.data.postgres_owner = copy.data.postgres_owner;
            place.data.postgres_keys = copy.data.postgres_keys;
            if place.data.postgres.is_none() {
                return Err(BackupError::Said("--copy names a configuration without data.postgres: the copy is to be on PostgreSQL, as the installation is".to_owned()));
            }
        }
        (None, Some(_)) => {
            return Err(BackupError::Said("on PostgreSQL the copy needs empty databases of its own: write a second configuration whose [data] names them, and give it with --copy FILE".to_owned()));
        }
        (Some(_), None) => {
            return Err(BackupError::Said(
                "--copy is for PostgreSQL; this installation's copy is made in a folder of its own, below --within"
                    .to_owned(),
            ));
        }
        (None, None) => {}
    }
    Ok(place)
}
