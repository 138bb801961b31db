//! Whether the pages of a SQLite file hold together.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

/// What SQLite found in a file whose pages do not hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub path: PathBuf,
    /// In SQLite's words, which name pages and tables and never what stands there.
    pub first: String,
    pub count: usize,
}

/// Why nobody knows whether a file is damaged: it could not be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} could not be looked at: {why}", path.display())]
pub struct Unseen {
    pub path: PathBuf,
    /// In the words of the system or of SQLite.
    pub why: String,
    /// Whether somebody else may look: whom the file belongs to.
    pub rights: bool,
}

/// Reads every page of a file and whether the trees they make hold together (`PRAGMA quick_check`). Only what is found in
/// the file is damage; that it cannot be read, or is in use, says nothing about it.
pub(crate) fn damage(path: &Path) -> Result<Option<Damage>, Unseen> {
    // Asked of the system first, which knows why not; SQLite says only that it cannot open it.
    match std::fs::File::open(path) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            let rights = error.kind() == std::io::ErrorKind::PermissionDenied;
            return Err(Unseen { path: path.to_owned(), why: error.to_string(), rights });
        }
    }
    let found = match looked(path) {
        Ok(found) => found,
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => vec![error.to_string()],
            code => {
                // A file in WAL mode is read with help of others beside it, which whoever reads must be able to make.
                let rights =
                    matches!(code, Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied));
                return Err(Unseen { path: path.to_owned(), why: error.to_string(), rights });
            }
        },
    };
    let lines = || found.iter().flat_map(|said: &String| said.lines()).filter(|line| !line.starts_with("***"));
    let first = lines().next().map(str::to_owned);
    Ok(first.map(|first| Damage { path: path.to_owned(), first, count: lines().count() }))
}

fn looked(path: &Path) -> rusqlite::Result<Vec<String>> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let file = Connection::open_with_flags(path, flags)?;
    let mut check = file.prepare("PRAGMA quick_check(9)")?;
    let said: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(said.into_iter().filter(|said| said != "ok").collect())
}
