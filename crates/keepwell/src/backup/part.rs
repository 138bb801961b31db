//! A part on disk: rows, compressed, sealed, digested; written once and read back.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use aws_lc_rs::digest::{Context, SHA256};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use ground::db::Value;
use ground::db::copy::{Snapshot, Table};
use serde::{Deserialize, Serialize};

use super::rows::{Record, RowReader, RowWriter, Tally};
use super::seal::{Envelope, Label, Opener, Sealer};
use super::{BackupError, BackupKeys, Progress, Result, hex};

/// Rows after which progress is told.
const STEP: u64 = 10_000;

/// The two parts of a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Data,
    Keys,
}

impl Kind {
    /// Its file beside the manifest.
    pub fn file(self) -> &'static str {
        match self {
            Kind::Data => "data.part",
            Kind::Keys => "keys.part",
        }
    }

    pub(super) fn byte(self) -> u8 {
        match self {
            Kind::Data => b'd',
            Kind::Keys => b'k',
        }
    }
}

/// What a manifest says of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartRecord {
    pub file: String,
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal: for tools that copy backups and have no key.
    pub sha256: String,
    pub tables: Vec<TableRecord>,
}

/// What a manifest says of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRecord {
    pub name: String,
    pub rows: u64,
    /// Over all rows in any order, keyed; equal for equal rows under one master key, whatever the engine.
    pub digest: String,
}

impl PartRecord {
    /// Rows of all its tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Counts and digests what passes.
struct Digesting<T> {
    inner: T,
    digest: Context,
    bytes: u64,
}

impl<T> Digesting<T> {
    fn new(inner: T) -> Digesting<T> {
        Digesting { inner, digest: Context::new(&SHA256), bytes: 0 }
    }

    fn note(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<W: Write> Write for Digesting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.note(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.note(&out[..read]);
        Ok(read)
    }
}

/// Writes every row of `snapshot` into a new file in `folder`; durable when it returns.
pub(super) fn write(
    folder: &Path,
    label: Label,
    keys: &BackupKeys,
    snapshot: &mut Snapshot,
    progress: Progress<'_>,
) -> Result<PartRecord> {
    let path = folder.join(label.kind.file());
    let fault = BackupError::io(&path);
    let file = File::options().write(true).create_new(true).mode(0o600).open(&path).map_err(&fault)?;
    let out = BufWriter::with_capacity(1 << 18, Digesting::new(file));
    let sealer = Sealer::new(out, &keys.part, label).map_err(&fault)?;
    // Sealed values do not shrink; what does is found as well by the quickest setting.
    let mut writer = RowWriter::new(DeflateEncoder::new(sealer, Compression::fast()), &keys.rows);
    let (mut tables, mut done) = (Vec::new(), 0);
    for table in snapshot.tables() {
        writer.table(&table).map_err(&fault)?;
        snapshot.rows(&table, |values| -> Result<()> {
            writer.row(values).map_err(&fault)?;
            done += 1;
            if done % STEP == 0 {
                progress(label.kind, done);
            }
            Ok(())
        })?;
        let (rows, digest) = writer.end().map_err(&fault)?;
        tables.push(TableRecord { name: table.name, rows, digest: hex(&digest) });
    }
    progress(label.kind, done);
    let end = || -> io::Result<Digesting<File>> {
        writer.finish()?.finish()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)
    };
    let out = end().map_err(&fault)?;
    out.inner.sync_all().map_err(&fault)?;
    Ok(PartRecord {
        file: label.kind.file().to_owned(),
        bytes: out.bytes,
        sha256: hex(out.digest.finish().as_ref()),
        tables,
    })
}

/// Hands over a table's rows one by one, then nothing.
pub(super) type Rows<'a> = &'a mut dyn FnMut() -> Result<Option<Vec<Value>>>;

/// Reads a whole part and compares it with its record: nothing in it is worth anything before this returned. `each` is
/// given every table with its rows; what it leaves is read all the same.
pub(super) fn read(
    folder: &Path,
    label: Label,
    keys: &BackupKeys,
    record: &PartRecord,
    mut each: impl FnMut(&Table, Rows<'_>) -> Result<()>,
) -> Result<()> {
    let path = folder.join(&record.file);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(BackupError::PartMissing(path)),
        Err(error) => return Err(BackupError::Io(path, error)),
    };
    let fault = |error: io::Error| match Envelope::of(&error) {
        Some(Envelope::Foreign) => BackupError::PartForeign(path.clone()),
        Some(Envelope::Damaged(at)) => BackupError::PartDamaged(path.clone(), *at),
        None if matches!(
            error.kind(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
        ) =>
        {
            BackupError::PartDiffers(path.clone())
        }
        None => BackupError::Io(path.clone(), error),
    };
    let mut digesting = Digesting::new(BufReader::with_capacity(1 << 18, file));
    let sealed = BufReader::with_capacity(1 << 18, &mut digesting);
    let opener = Opener::new(sealed, &keys.part, label).map_err(fault)?;
    let mut reader = RowReader::new(BufReader::with_capacity(1 << 16, DeflateDecoder::new(opener)));
    let mut found = Vec::new();
    loop {
        let table = match reader.next().map_err(fault)? {
            Record::Table(table) => table,
            Record::Done => break,
            Record::Row(_) | Record::End(..) => return Err(BackupError::PartDiffers(path)),
        };
        let mut tally = Tally::of(&table, &keys.rows);
        let mut ended = None;
        let mut next = || -> Result<Option<Vec<Value>>> {
            if ended.is_some() {
                return Ok(None);
            }
            match reader.next().map_err(fault)? {
                Record::Row(values) => {
                    tally.add(&values);
                    Ok(Some(values))
                }
                Record::End(rows, digest) => {
                    ended = Some((rows, digest));
                    Ok(None)
                }
                Record::Table(_) | Record::Done => Err(BackupError::PartDiffers(path.clone())),
            }
        };
        each(&table, &mut next)?;
        while next()?.is_some() {}
        let (rows, digest) = tally.end();
        if ended != Some((rows, digest)) {
            return Err(BackupError::PartDiffers(path));
        }
        found.push(TableRecord { name: table.name, rows, digest: hex(&digest) });
    }
    drop(reader);
    let (bytes, sha256) = (digesting.bytes, hex(digesting.digest.finish().as_ref()));
    if found != record.tables || bytes != record.bytes || sha256 != record.sha256 {
        return Err(BackupError::PartDiffers(path));
    }
    Ok(())
}

/// Counts and digests every table of a store as it stands, to be compared with what a manifest says.
pub fn tally(snapshot: &mut Snapshot, keys: &BackupKeys) -> Result<Vec<TableRecord>> {
    let mut tables = Vec::new();
    for table in snapshot.tables() {
        let mut tally = Tally::of(&table, &keys.rows);
        snapshot.rows(&table, |values| -> Result<()> {
            tally.add(values);
            Ok(())
        })?;
        let (rows, digest) = tally.end();
        tables.push(TableRecord { name: table.name, rows, digest: hex(&digest) });
    }
    Ok(tables)
}
