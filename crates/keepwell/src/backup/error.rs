//! What can go wrong with backups, in words for whoever runs them: what happened, and what to do.

use std::io;
use std::path::{Path, PathBuf};

/// A fault of a backup, a restore or a rehearsal.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0}")]
    Ground(#[from] ground::Error),
    #[error("{0}")]
    Install(#[from] crate::install::InstallError),
    #[error(
        "there is no installation here to back up: {0} does not exist. Name its folder with --data, or its configuration with --config"
    )]
    NoInstallation(String),
    #[error("{0} lies inside the data folder, so a backup there would be lost with it: name a folder on another disk")]
    Inside(PathBuf),
    #[error("another backup is writing to {0}: wait until it ends")]
    Busy(PathBuf),
    #[error(
        "there is no room left for {0}: free some, or name a folder on another disk. Nothing was kept, and nothing else was changed"
    )]
    Full(PathBuf),
    #[error("{0} cannot be used: {1}")]
    Io(PathBuf, io::Error),
    #[error("there is no complete backup in {folder}{}", leftovers(.unfinished))]
    NoBackup { folder: PathBuf, unfinished: usize },
    #[error(
        "{0} is no manifest of a backup, or was changed after it was written: use another copy of it, or another backup"
    )]
    ManifestDamaged(PathBuf),
    #[error(
        "the backup {set} was made under another master key (its mark is {theirs}, this key's is {ours}): name the key the installation had then with --master FILE"
    )]
    OtherMaster { set: String, theirs: String, ours: String },
    #[error(
        "the backup {set} was made by keepwell {theirs}, which is newer than this program, {ours}: install {theirs} or a newer one, and restore with that"
    )]
    Newer { set: String, theirs: String, ours: String },
    #[error(
        "the backup {set} has a step of the schema that this program does not know, {step}: it was made by a newer keepwell, or by one with other rooms. Restore with that one"
    )]
    UnknownStep { set: String, step: String },
    #[error("{0} is missing: copy it back beside its manifest, or use another backup")]
    PartMissing(PathBuf),
    #[error(
        "the keys of the backup {set} are not there any more: they were to be destroyed after {after}. Name a newer backup's keys with --keys FOLDER; whoever was erased since stays unreadable"
    )]
    KeysDestroyed { set: String, after: String },
    #[error(
        "the keys in {keys} are older than the data in {data}: people who came in between could not be read. Use keys of the same backup or of a newer one"
    )]
    KeysOlder { keys: String, data: String },
    #[error(
        "{0} belongs to another backup than the manifest beside it: put back the part that was made with this manifest"
    )]
    PartForeign(PathBuf),
    #[error(
        "{0} is damaged at byte {1}, or was cut off there: use another copy of it, or another backup. Nothing was restored"
    )]
    PartDamaged(PathBuf, u64),
    #[error(
        "{0} does not hold what its manifest says: use another copy of it, or another backup. Nothing was restored"
    )]
    PartDiffers(PathBuf),
    #[error("{0} is not empty: name an empty folder. What is there is left as it is")]
    NotEmpty(String),
    #[error(
        "what was restored differs from the backup in {0}: do not use it; remove {1} and restore again on another disk"
    )]
    RestoredDiffers(String, PathBuf),
    #[error("{0}")]
    Said(String),
}

fn leftovers(count: &usize) -> String {
    match count {
        0 => ": a backup is a folder with a file manifest.toml".to_owned(),
        1 => "; the one that was begun there did not finish, and is of no use. The next backup removes it".to_owned(),
        n => format!("; {n} that were begun there did not finish, and are of no use. The next backup removes them"),
    }
}

impl BackupError {
    /// An error of the operating system about `path`.
    pub(super) fn io(path: &Path) -> impl Fn(io::Error) -> BackupError {
        let path = path.to_owned();
        move |error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                BackupError::Full(path.clone())
            }
            _ => BackupError::Io(path.clone(), error),
        }
    }
}
