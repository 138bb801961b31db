//! Opening an installation: configuration, keys, database, rooms.

use ground::db::Location;
use ground::keys::{KeyLocation, Master};
use ground::mail::{Post, Transport};
use ground::web::Limits;
use ground::{Clock, House, Plan, Room};

use crate::backup::UNFINISHED;
use crate::config::Config;

/// The variable that switches limits off where nobody but this machine comes.
pub(crate) const LIMITS: &str = "KEEPWELL_LIMITS";

/// Why an installation does not open, in words for its operator.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error("the configuration has faults:\n  {}", .0.join("\n  "))]
    Config(Vec<String>),
    #[error("the folder {0} cannot be made: {1}")]
    Folder(String, std::io::Error),
    #[error("data.folder: {0} is a file, no folder")]
    NoFolder(String),
    #[error(
        "a restore into {0} was begun and did not finish, so what is there is not whole: run the same keepwell restore again"
    )]
    Unfinished(String),
    #[error(
        "there is no installation here: {0}. Name its folder with --data, or its configuration with --config; a new one is made by keepwell clinic create, or by keepwell serve"
    )]
    Nothing(String),
    #[error("{0}")]
    Ground(#[from] ground::Error),
    #[error(
        "there are clinics in the data, and no keys beside it ({0}). Put back the key store that belongs to this data, and its master key; without them the records cannot be opened. Nothing was changed"
    )]
    KeysMissing(String),
    #[error(
        "there are people's keys in {keys}, and no clinic in {data}: the database is gone, or another stands in its place. Restore the newest backup into an empty place (keepwell restore; docs/operate.md, Restore), and keep this key store and its master key until that is done. Nothing was made. Whoever means to begin anew names a place where no keys are"
    )]
    DataMissing { data: String, keys: String },
    #[error("the key store does not open what this data holds; it has no key, or another, for: {}. Put back the newest copy of the key store that was kept with this data (docs/operate.md, Backup and restore)", .0.join(", "))]
    Locked(Vec<String>),
    #[error("the database and the data map differ, so the program does not open:\n  {}", .0.join("\n  "))]
    Gaps(Vec<String>),
    #[error("these are for staff and stand in no abilities.toml, so nobody could say what a role that a clinic makes has of them:\n  {}", .0.join("\n  "))]
    Unsorted(Vec<String>),
}

/// What is done where there is no data folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Folder {
    Make,
    Leave,
}

/// Opens the house of `config` with these rooms, and refuses on any gap between data map and database. Where there is no
/// installation it makes one: for what begins one or serves it. All else opens one that is there ([`open_existing`]).
pub async fn open(config: &Config, rooms: Vec<Room>, demo: bool) -> Result<House, InstallError> {
    open_by(config, rooms, demo, Clock::system()).await
}

/// Opens an installation that is there: what looks into one must not make one where a folder is mistyped or not mounted.
pub async fn open_existing(config: &Config, rooms: Vec<Room>) -> Result<House, InstallError> {
    well_said(config)?;
    unless_unfinished(config)?;
    if !is_there(config).await? {
        return Err(InstallError::Nothing(config.location().to_string()));
    }
    open_marked(config, rooms, false, Clock::system(), Folder::Leave).await
}

/// Whether an installation is where `config` says, or a part of one, or what is wrong in its place. Nothing is made by looking.
pub(crate) async fn is_there(config: &Config) -> Result<bool, InstallError> {
    if well_said(config).is_err() || unless_unfinished(config).is_err() {
        return Ok(true);
    }
    let (data, keys) = (config.location(), config.key_location());
    let look = move || Ok::<_, ground::Error>(!data.is_fresh()? || !keys.is_fresh()?);
    Ok(tokio::task::spawn_blocking(look).await.map_err(ground::Error::internal)??)
}

/// The same by another clock than the machine's.
pub async fn open_by(config: &Config, rooms: Vec<Room>, demo: bool, clock: Clock) -> Result<House, InstallError> {
    unless_unfinished(config)?;
    open_marked(config, rooms, demo, clock, Folder::Make).await
}

/// That the configuration has no faults, and its folder is none but a folder.
fn well_said(config: &Config) -> Result<(), InstallError> {
    let faults = config.faults();
    if !faults.is_empty() {
        return Err(InstallError::Config(faults));
    }
    let folder = &config.data.folder;
    match folder.exists() && !folder.is_dir() {
        true => Err(InstallError::NoFolder(folder.display().to_string())),
        false => Ok(()),
    }
}

fn unless_unfinished(config: &Config) -> Result<(), InstallError> {
    let folder = &config.data.folder;
    match folder.join(UNFINISHED).exists() {
        true => Err(InstallError::Unfinished(folder.display().to_string())),
        false => Ok(()),
    }
}

/// Opens what is marked as a restore that has not finished, for the restore itself.
pub(crate) async fn open_unfinished(config: &Config, rooms: Vec<Room>, clock: Clock) -> Result<House, InstallError> {
    open_marked(config, rooms, false, clock, Folder::Make).await
}

/// The gate letters leave by; those of a demo are shown and leave nowhere.
fn post(config: &Config, demo: bool) -> Result<Post, InstallError> {
    let mut post = config.post().map_err(|fault| InstallError::Config(vec![fault]))?;
    if demo && matches!(post.transport, Transport::Nowhere) {
        post.transport = Transport::Mailbox;
    }
    Ok(post)
}

async fn open_marked(
    config: &Config,
    rooms: Vec<Room>,
    demo: bool,
    clock: Clock,
    missing: Folder,
) -> Result<House, InstallError> {
    well_said(config)?;
    let folder = &config.data.folder;
    if missing == Folder::Make {
        std::fs::create_dir_all(folder).map_err(|e| InstallError::Folder(folder.display().to_string(), e))?;
    }
    if folder.exists() {
        restrict(folder);
    }
    let (data, keys, master) = places(config).await?;
    let switch = std::env::var(LIMITS).ok();
    let limits = config.limits.heed(switch.as_deref(), config.for_this_machine_only());
    let plan = Plan {
        data,
        keys,
        files: config.files(),
        master,
        threads: config.threads(),
        clock,
        post: post(config, demo)?,
        limits: Limits::new(limits).map_err(|_| ground::Error::internal("the system has no randomness"))?,
        demo,
        address: config.web.address.trim_end_matches('/').to_owned(),
        installed: config.installed(),
    };
    let house =
        tokio::task::spawn_blocking(move || House::open(plan, rooms)).await.map_err(ground::Error::internal)??;
    let gaps = house.gaps().await?;
    if !gaps.is_empty() {
        return Err(InstallError::Gaps(gaps.iter().map(ToString::to_string).collect()));
    }
    let unsorted = house.policy.unsorted();
    if !unsorted.is_empty() {
        return Err(InstallError::Unsorted(unsorted));
    }
    let locked = house.locked().await?;
    if !locked.is_empty() {
        return Err(InstallError::Locked(locked));
    }
    // The other clinics are served: theirs is whole. Who looks after the installation is told.
    for gone in ground::access::gone(&house).await?.iter().filter(|gone| gone.is_fault()) {
        tracing::error!(cause = %gone, "a clinic is gone from the database");
    }
    // A demo is shown at whatever hour is asked for.
    if !demo && let Some(behind) = ground::clock_behind(&house).await? {
        tracing::error!(cause = %behind, "times will not be in order");
    }
    Ok(house)
}

/// Where data and keys are, and the master key. Keys are made only where there is no data that others were made for.
async fn places(config: &Config) -> Result<(Location, KeyLocation, Master), InstallError> {
    let (data, keys, master) = (config.location(), config.key_location(), config.master());
    let look = move || {
        let fresh = keys.is_fresh()?;
        let bare = data.is_fresh()?;
        if fresh && !bare {
            return Err(InstallError::KeysMissing(keys.to_string()));
        }
        // The other half: a database made anew would pass for a whole installation that nobody ever used.
        if bare && keys.holds_people()? {
            return Err(InstallError::DataMissing { data: data.to_string(), keys: keys.to_string() });
        }
        let master = master.read(fresh)?;
        Ok((data, keys, master))
    };
    tokio::task::spawn_blocking(look).await.map_err(ground::Error::internal)?
}

/// The data folder is for this user alone.
pub(crate) fn restrict(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    if let Err(error) = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)) {
        tracing::warn!(cause = %error, "the data folder's permissions could not be set");
    }
}
