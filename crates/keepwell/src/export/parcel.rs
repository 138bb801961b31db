//! The file that leaves: a ZIP archive, written from its beginning to its end and handed on piece by piece, so that it is
//! nowhere whole but where it goes.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::DateTime;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

use super::ExportError;

pub(super) struct Parcel {
    zip: ZipWriter<StreamWriter<Ready>>,
    ready: Ready,
    options: SimpleFileOptions,
}

impl Parcel {
    /// `at` is the time that its parts bear, by the clinic's clock.
    pub(super) fn new(at: DateTime) -> Parcel {
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
        let ready = Ready::default();
        Parcel { zip: ZipWriter::new_stream(ready.clone()), ready, options }
    }

    /// Begins the next part, which ends the one before.
    pub(super) fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        Ok(self.zip.start_file(name, self.options)?)
    }

    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        Ok(self.zip.write_all(bytes)?)
    }

    /// A line of a table, in which no cell is a formula to a spreadsheet.
    pub(super) fn line(&mut self, cells: impl IntoIterator<Item = String>) -> Result<(), ExportError> {
        self.add(sheet::written(cells).as_bytes())
    }

    /// What was written since the last time.
    pub(super) fn ready(&self) -> Vec<u8> {
        self.ready.taken()
    }

    /// Its end.
    pub(super) fn finish(self) -> Result<Vec<u8>, ExportError> {
        self.zip.finish()?;
        Ok(self.ready.taken())
    }
}

/// What the archive is written into, until it is handed on.
#[derive(Clone, Default)]
struct Ready(Arc<Mutex<Vec<u8>>>);

impl Ready {
    fn taken(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Ready {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
