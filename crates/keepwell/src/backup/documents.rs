//! Documents in a backup: the sealed files as they lie, with a list of what each is.
//!
//! They are copied after the data was read: a document whose row is in the data has its file here, unless somebody removed
//! it in between. Nothing is sealed a second time: without the keys' part they open as little as the rows do.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};

use aws_lc_rs::digest::{Context, Digest, SHA256, digest};
use serde::{Deserialize, Serialize};

use super::{BackupError, Result, folder, hex};

/// The folder of the files, and the list of them.
const FOLDER: &str = "documents";
const LIST: &str = "documents.list";

/// What a manifest says of the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentsRecord {
    pub files: u64,
    pub bytes: u64,
    /// SHA-256 of the list, which has that of each file.
    pub sha256: String,
}

/// Copies every file below `from` into the set; durable when it returns. No folder is no files.
pub(super) fn copy(from: &Path, set: &Path) -> Result<DocumentsRecord> {
    let to = set.join(FOLDER);
    let mut record = DocumentsRecord::default();
    let list = set.join(LIST);
    let fault = BackupError::io(&list);
    let file = File::options().write(true).create_new(true).mode(0o600).open(&list).map_err(&fault)?;
    let mut lines = BufWriter::new(file);
    let mut whole = Context::new(&SHA256);
    for place in below(from)? {
        let Some((bytes, digest)) = copied(&from.join(&place), &to.join(&place))? else { continue };
        let line = format!("{} {bytes} {}\n", hex(digest.as_ref()), place.display());
        lines.write_all(line.as_bytes()).map_err(&fault)?;
        whole.update(line.as_bytes());
        record.files += 1;
        record.bytes += bytes;
    }
    lines.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all()).map_err(&fault)?;
    record.sha256 = hex(whole.finish().as_ref());
    Ok(record)
}

/// Reads every file of a set and compares it with the list, and the list with its record.
pub(super) fn verify(set: &Path, record: &DocumentsRecord) -> Result<()> {
    each(set, record, |path, _| read(path))
}

/// Copies the files of a set to where documents lie, comparing each.
pub(super) fn restore(set: &Path, record: &DocumentsRecord, to: &Path) -> Result<()> {
    folder::make(to)?;
    each(set, record, |path, place| {
        copied(path, &to.join(place))?.ok_or_else(|| BackupError::PartMissing(path.to_owned()))
    })
}

/// Hands over each file of the list with its place, and compares what comes back with what the list says.
fn each(
    set: &Path,
    record: &DocumentsRecord,
    mut act: impl FnMut(&Path, &Path) -> Result<(u64, Digest)>,
) -> Result<()> {
    let list = set.join(LIST);
    let text = match fs::read(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(BackupError::PartMissing(list)),
        Err(error) => return Err(BackupError::Io(list, error)),
    };
    let differs = || BackupError::PartDiffers(list.clone());
    if hex(digest(&SHA256, &text).as_ref()) != record.sha256 {
        return Err(differs());
    }
    for line in BufReader::new(text.as_slice()).lines() {
        let line = line.map_err(|_| differs())?;
        let mut words = line.splitn(3, ' ');
        let (Some(sha256), Some(bytes), Some(place)) = (words.next(), words.next(), words.next()) else {
            return Err(differs());
        };
        let place = Path::new(place);
        // The list is sealed by the manifest; that it leads nowhere else is held all the same.
        if !place.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(differs());
        }
        let path = set.join(FOLDER).join(place);
        let (read, digest) = act(&path, place)?;
        if hex(digest.as_ref()) != sha256 || bytes.parse() != Ok(read) {
            return Err(BackupError::PartDiffers(path));
        }
    }
    Ok(())
}

/// Every file below `folder`, as clinic, table and row, in order. What an interrupted upload left is no file.
fn below(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(within) = waiting.pop() {
        let here = folder.join(&within);
        let entries = match fs::read_dir(&here) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(BackupError::Io(here, error)),
        };
        for entry in entries {
            let entry = entry.map_err(BackupError::io(&here))?;
            let kind = entry.file_type().map_err(BackupError::io(&here))?;
            let name = entry.file_name();
            let place = within.join(&name);
            if kind.is_dir() {
                waiting.push(place);
            } else if kind.is_file() && name.to_str().is_some_and(|name| !name.contains(['#', '\n'])) {
                found.insert(place);
            }
        }
    }
    Ok(found)
}

fn read(path: &Path) -> Result<(u64, Digest)> {
    match File::open(path) {
        Ok(file) => passed(file, io::sink()).map_err(BackupError::io(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(BackupError::PartMissing(path.to_owned())),
        Err(error) => Err(BackupError::Io(path.to_owned(), error)),
    }
}

/// Copies one file, durably; nothing when it is gone. It is never changed, so it is whole whenever it is read.
fn copied(from: &Path, to: &Path) -> Result<Option<(u64, Digest)>> {
    let source = match File::open(from) {
        Ok(source) => source,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(BackupError::Io(from.to_owned(), error)),
    };
    if let Some(above) = to.parent() {
        folder::make(above)?;
    }
    let fault = BackupError::io(to);
    // Over what an earlier attempt left.
    let file = File::options().write(true).create(true).truncate(true).mode(0o600).open(to).map_err(&fault)?;
    let passed = passed(source, &file).map_err(&fault)?;
    file.sync_all().map_err(&fault)?;
    Ok(Some(passed))
}

fn passed(mut from: impl Read, mut to: impl Write) -> io::Result<(u64, Digest)> {
    let (mut digest, mut bytes, mut piece) = (Context::new(&SHA256), 0, vec![0; 1 << 18]);
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            return Ok((bytes, digest.finish()));
        }
        digest.update(&piece[..read]);
        to.write_all(&piece[..read])?;
        bytes += read as u64;
    }
}
