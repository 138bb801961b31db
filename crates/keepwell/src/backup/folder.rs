//! A folder of backups: which are whole, which were left unfinished, and whose keys have had their time.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::manifest::{self, Manifest};
use super::{BackupError, Kind, Result};

/// A complete backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    pub path: PathBuf,
    /// When it was taken, as its folder is called.
    pub name: String,
}

impl Set {
    /// The one that `path` is, if it is one.
    fn at(path: &Path) -> Option<Set> {
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        path.join(manifest::FILE).is_file().then(|| Set { path: path.to_owned(), name })
    }

    /// Whether its keys' part is there.
    pub(super) fn has_keys(&self) -> bool {
        self.path.join(Kind::Keys.file()).is_file()
    }
}

/// What stands in a folder: complete backups, the oldest first, and the folders of those that did not finish.
pub(super) fn look(folder: &Path) -> Result<(Vec<Set>, Vec<PathBuf>)> {
    let fault = BackupError::io(folder);
    let (mut whole, mut unfinished) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).map_err(&fault)? {
        let path = entry.map_err(&fault)?.path();
        let ours = path.file_name().and_then(|name| name.to_str()).is_some_and(is_name);
        match Set::at(&path) {
            Some(set) => whole.push(set),
            None if ours && path.is_dir() => unfinished.push(path),
            None => {}
        }
    }
    whole.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((whole, unfinished))
}

/// Every complete backup in `folder`, the oldest first; the folder itself if it is one.
pub fn sets(folder: &Path) -> Result<Vec<Set>> {
    match Set::at(folder) {
        Some(set) => Ok(vec![set]),
        None => Ok(look(folder)?.0),
    }
}

/// The newest complete backup in `folder`; the folder itself if it is one.
pub(super) fn newest(folder: &Path) -> Result<Set> {
    if let Some(set) = Set::at(folder) {
        return Ok(set);
    }
    let (mut whole, unfinished) = look(folder)?;
    whole.pop().ok_or_else(|| BackupError::NoBackup { folder: folder.to_owned(), unfinished: unfinished.len() })
}

/// The name of a backup taken now: its instant, in signs that every file system takes.
pub(super) fn name(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H-%M-%SZ").to_string()
}

/// Whether a folder is called as a backup is, by us and by nobody else.
fn is_name(name: &str) -> bool {
    let shape = b"dddd-dd-ddTdd-dd-ddZ";
    name.len() == shape.len()
        && name.bytes().zip(shape).all(|(byte, shape)| match shape {
            b'd' => byte.is_ascii_digit(),
            other => byte == *other,
        })
}

/// Holds a folder for one writer; let go when dropped, or when the process ends in whatever way.
pub(super) struct Held(#[allow(dead_code, reason = "the lock is the file being open")] File);

impl Held {
    /// Makes the folder if it is missing, for this user alone, and takes it.
    pub(super) fn take(folder: &Path) -> Result<Held> {
        let fault = BackupError::io(folder);
        make(folder)?;
        let file =
            File::options().write(true).create(true).truncate(false).open(folder.join("lock")).map_err(&fault)?;
        match file.try_lock() {
            Ok(()) => Ok(Held(file)),
            Err(fs::TryLockError::WouldBlock) => Err(BackupError::Busy(folder.to_owned())),
            Err(fs::TryLockError::Error(error)) => Err(fault(error)),
        }
    }
}

/// Makes a folder for this user alone, and those above it.
pub(super) fn make(folder: &Path) -> Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(BackupError::io(folder))
}

/// Makes what was made, renamed or removed in a folder durable.
pub(super) fn sync(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|file| file.sync_all()).map_err(BackupError::io(folder))
}

/// What pruning did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Backups whose keys were destroyed.
    pub destroyed: Vec<String>,
    /// Backups whose keys stay for now, with when they go.
    pub kept: Vec<(String, Timestamp)>,
    /// Leftovers of backups that did not finish.
    pub swept: usize,
}

/// Removes the keys' part of every backup in `folder` that is older than `days`, or past the day its manifest names,
/// whichever is sooner; and what unfinished backups left. The data's parts stay. No key is needed for it.
pub fn prune(folder: &Path, days: u32, now: Timestamp) -> Result<Pruned> {
    if !folder.is_dir() {
        return Err(BackupError::NoBackup { folder: folder.to_owned(), unfinished: 0 });
    }
    let _held = Held::take(folder)?;
    let (whole, unfinished) = look(folder)?;
    let mut pruned = Pruned { swept: sweep(&unfinished)?, ..Pruned::default() };
    for set in whole.into_iter().filter(Set::has_keys) {
        let path = set.path.join(Kind::Keys.file());
        let fault = BackupError::io(&path);
        let written = fs::metadata(&path).and_then(|meta| meta.modified()).map_err(&fault)?;
        // By whichever clock says the sooner: a manifest that was changed or cannot be read keeps nothing alive.
        let after = |from: Timestamp| from.saturating_add(SignedDuration::from_hours(24 * i64::from(days)));
        let mut due = Timestamp::try_from(written).ok().and_then(|at| after(at).ok()).unwrap_or(now);
        if let Some(manifest) = Manifest::peek(&set.path) {
            due = due.min(manifest.destroy_keys_after).min(after(manifest.taken_at).unwrap_or(now));
        }
        if due <= now {
            fs::remove_file(&path).map_err(&fault)?;
            sync(&set.path)?;
            pruned.destroyed.push(set.name);
        } else {
            pruned.kept.push((set.name, due));
        }
    }
    Ok(pruned)
}

/// Removes what backups that did not finish left; for whoever holds the folder.
pub(super) fn sweep(unfinished: &[PathBuf]) -> Result<usize> {
    for path in unfinished {
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(BackupError::Io(path.clone(), error)),
            _ => {}
        }
    }
    Ok(unfinished.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_called_by_its_instant_and_nothing_else_is_taken_for_one() {
        let at: Timestamp = "2026-11-24T10:40:07.5Z".parse().unwrap();
        assert_eq!(name(at), "2026-11-24T10-40-07Z");
        assert!(is_name(&name(at)));
        for other in ["photos", "2026-11-24", "2026-11-24T10-40-07Z.old", "2026-11-24T10-40-0xZ", ""] {
            assert!(!is_name(other), "{other}");
        }
    }
}
