//! Opening an installation: configuration, keys, database, rooms.

use ground::web::Limits;
use ground::{Clock, House, Plan, Room};

use crate::config::Config;

/// Why an installation does not open, in words for its operator.
#[derive(Debug, thiserror::Error)]
pub enum InstallError {
    #[error("the configuration has faults:\n  {}", .0.join("\n  "))]
    Config(Vec<String>),
    #[error("the folder {0} cannot be made: {1}")]
    Folder(String, std::io::Error),
    #[error("{0}")]
    Ground(#[from] ground::Error),
    #[error("the database and the data map differ, so the program does not open:\n  {}", .0.join("\n  "))]
    Gaps(Vec<String>),
}

/// Opens the house of `config` with these rooms, and refuses on any gap between data map and database.
pub async fn open(config: &Config, rooms: Vec<Room>, demo: bool) -> Result<House, InstallError> {
    open_by(config, rooms, demo, Clock::system()).await
}

/// The same by another clock than the machine's.
pub async fn open_by(config: &Config, rooms: Vec<Room>, demo: bool, clock: Clock) -> Result<House, InstallError> {
    let faults = config.faults();
    if !faults.is_empty() {
        return Err(InstallError::Config(faults));
    }
    let folder = &config.data.folder;
    std::fs::create_dir_all(folder).map_err(|e| InstallError::Folder(folder.display().to_string(), e))?;
    restrict(folder);
    let keys = config.key_location();
    let fresh = match &keys {
        ground::keys::KeyLocation::Sqlite(path) => !path.exists(),
        ground::keys::KeyLocation::Postgres(address) => ground::keys::is_fresh(address)?,
    };
    let master = config.master().read(fresh)?;
    let loopback = config.web.listen.ip().is_loopback();
    let limits = config.limits.heed(std::env::var("KEEPWELL_LIMITS").ok().as_deref(), loopback);
    let plan = Plan {
        data: config.location(),
        keys,
        files: config.files(),
        master,
        threads: config.threads(),
        clock,
        post: config.post().map_err(|fault| InstallError::Config(vec![fault]))?,
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
    Ok(house)
}

/// The data folder is for this user alone.
fn restrict(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    if let Err(error) = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)) {
        tracing::warn!(cause = %error, "the data folder's permissions could not be set");
    }
}
