//! The file that leaves: a ZIP archive, written from its beginning to its end.

use std::io::{self, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::DateTime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::ExportError;

pub(super) struct Parcel<W: Write + Seek> {
    zip: ZipWriter<Sturdy<W>>,
    failed: Failed,
    options: SimpleFileOptions,
}

impl<W: Write + Seek> Parcel<W> {
    /// `at` is the time that its parts bear, by the clinic's clock.
    pub(super) fn new(to: W, at: DateTime) -> Parcel<W> {
        let part = |n: i8| u8::try_from(n).unwrap_or_default();
        let year = u16::try_from(at.year()).unwrap_or_default();
        let at = zip::DateTime::from_date_and_time(
            year,
            part(at.month()),
            part(at.day()),
            part(at.hour()),
            part(at.minute()),
            part(at.second()),
        );
        // How long a part becomes is known at its end: each has room for more than 4 GiB.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(true)
            .unix_permissions(0o600)
            .last_modified_time(at.unwrap_or_default());
        let failed = Failed::default();
        Parcel { zip: ZipWriter::new(Sturdy::new(to, failed.clone())), failed, options }
    }

    /// What came of it, unless what it was written to had failed by then.
    fn unless_failed<T>(&self, came: zip::result::ZipResult<T>) -> Result<T, ExportError> {
        match self.failed.take() {
            Some(error) => Err(error.into()),
            None => Ok(came?),
        }
    }

    /// Begins the next part, which ends the one before.
    pub(super) fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        let came = self.zip.start_file(name, self.options);
        self.unless_failed(came)
    }

    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        let came = self.zip.write_all(bytes).map_err(Into::into);
        self.unless_failed(came)
    }

    /// A line of a table, in which no cell is a formula to a spreadsheet.
    pub(super) fn line(&mut self, cells: impl IntoIterator<Item = String>) -> Result<(), ExportError> {
        self.add(sheet::written(cells).as_bytes())
    }

    /// Takes the part that was begun back.
    pub(super) fn take_back(&mut self) -> Result<(), ExportError> {
        let came = self.zip.abort_file();
        self.unless_failed(came)
    }

    pub(super) fn finish(self) -> Result<(), ExportError> {
        let failed = self.failed;
        let came = self.zip.finish().map(|mut to| to.flush());
        match failed.take() {
            Some(error) => Err(error.into()),
            None => Ok(came??),
        }
    }
}

/// What went wrong first in what the archive is written to.
#[derive(Clone, Default)]
struct Failed(Arc<Mutex<Option<io::Error>>>);

impl Failed {
    fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn keep(&self, error: io::Error) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// What an archive is written to, which takes everything. The library ends an archive also after a fault, and stumbles over
/// a part that is half written; so the fault is kept beside it, and what comes after one goes nowhere.
struct Sturdy<W> {
    to: W,
    failed: Failed,
    broken: bool,
    at: u64,
    end: u64,
}

impl<W> Sturdy<W> {
    fn new(to: W, failed: Failed) -> Sturdy<W> {
        Sturdy { to, failed, broken: false, at: 0, end: 0 }
    }

    /// Does `what`, unless it is broken; keeps what goes wrong.
    fn once<T>(&mut self, what: impl FnOnce(&mut W) -> io::Result<T>) -> Option<T> {
        if self.broken {
            return None;
        }
        match what(&mut self.to) {
            Ok(done) => Some(done),
            Err(error) => {
                self.broken = true;
                self.failed.keep(error);
                None
            }
        }
    }
}

impl<W: Write> Write for Sturdy<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.once(|to| to.write_all(bytes));
        self.at += bytes.len() as u64;
        self.end = self.end.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.once(Write::flush);
        Ok(())
    }
}

impl<W: Seek> Seek for Sturdy<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let beyond = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let at = beyond.ok_or(io::ErrorKind::InvalidInput)?;
        self.once(|file| file.seek(SeekFrom::Start(at)));
        self.at = at;
        Ok(at)
    }
}
