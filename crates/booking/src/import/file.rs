//! The file: plain or gzip, record by record, each with the line on which it begins.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, ErrorKind, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use csv::{ByteRecord, StringRecord};

use super::ImportError;
use super::row::Wrong;

/// A record, or what is wrong with it as a whole.
pub(super) type Found = Result<StringRecord, Wrong>;

/// A CSV file under way. Lines are counted here: the library passes over empty ones before it notes where a record
/// begins.
pub(super) struct File<'a> {
    records: csv::Reader<Counted<Box<dyn Read + Send + 'a>>>,
    lines: Arc<Mutex<Lines>>,
    pub(super) headers: Vec<String>,
}

impl<'a> File<'a> {
    pub(super) fn open<R: Read + Send + 'a>(reader: R, delimiter: u8) -> Result<File<'a>, ImportError> {
        let lines = Arc::<Mutex<Lines>>::default();
        let counted = Counted { inner: plain(reader)?, read: 0, lines: lines.clone() };
        let mut records = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(counted);
        let mut headers: Vec<String> =
            records.headers().map_err(unreadable)?.iter().map(|name| name.trim().to_owned()).collect();
        if let Some(first) = headers.first_mut() {
            *first = first.trim_start_matches('\u{feff}').to_owned();
        }
        if headers.iter().all(String::is_empty) {
            return Err(ImportError::Empty);
        }
        Ok(File { records, lines, headers })
    }

    /// The next record and its line, the first of the file being 1; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<(u64, Found)>, ImportError> {
        let mut record = ByteRecord::new();
        if !self.records.read_byte_record(&mut record).map_err(unreadable)? {
            return Ok(None);
        }
        // The byte that ended the record may be the end of its last line, which counts for the next.
        let end = self.records.position().byte().saturating_sub(1);
        let within = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
        let line = lock(&self.lines).before(end) + 1 - within;
        let found = match StringRecord::from_byte_record(record) {
            Ok(record) if record.len() == self.headers.len() => Ok(record),
            Ok(_) => Err(Wrong::Columns),
            Err(_) => Err(Wrong::Encoding),
        };
        Ok(Some((line, found)))
    }
}

/// Rows keep their lines when the file is unpacked here rather than by whoever calls.
fn plain<'a, R: Read + Send + 'a>(reader: R) -> std::io::Result<Box<dyn Read + Send + 'a>> {
    let mut reader = BufReader::with_capacity(256 * 1024, reader);
    let gzip = reader.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if gzip { Box::new(flate2::bufread::MultiGzDecoder::new(reader)) } else { Box::new(reader) })
}

fn unreadable(error: csv::Error) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == ErrorKind::UnexpectedEof => ImportError::CutOff,
        csv::ErrorKind::Io(error) => ImportError::File(error),
        // The library's own words could quote the row.
        _ => ImportError::File(std::io::Error::other("not a CSV file")),
    }
}

/// Where the lines end that were read and not counted yet, and how many were counted.
#[derive(Default)]
struct Lines {
    counted: u64,
    ahead: VecDeque<u64>,
}

impl Lines {
    /// How many lines end before this byte, which is never one before the last that was asked for.
    fn before(&mut self, byte: u64) -> u64 {
        while self.ahead.front().is_some_and(|end| *end < byte) {
            self.ahead.pop_front();
            self.counted += 1;
        }
        self.counted
    }
}

fn lock(lines: &Mutex<Lines>) -> MutexGuard<'_, Lines> {
    lines.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes where lines end in what passes through.
struct Counted<R> {
    inner: R,
    read: u64,
    lines: Arc<Mutex<Lines>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let ends = buffer[..count].iter().zip(self.read..).filter(|(byte, _)| **byte == b'\n').map(|(_, at)| at);
        lock(&self.lines).ahead.extend(ends);
        self.read += count as u64;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line of each record, and its first column or what is wrong with it.
    fn read(text: &str) -> Vec<(u64, String)> {
        let mut file = File::open(text.as_bytes(), b',').unwrap();
        let mut found = Vec::new();
        while let Some((line, record)) = file.next().unwrap() {
            found.push((line, record.map_or_else(|wrong| wrong.to_string(), |record| record[0].to_owned())));
        }
        found
    }

    #[test]
    fn a_file_with_nothing_in_it_is_called_empty() {
        for text in ["", "\n\n", "\u{feff}", "\u{feff}\n", " \n"] {
            assert!(matches!(File::open(text.as_bytes(), b','), Err(ImportError::Empty)), "{text:?}");
        }
    }

    #[test]
    fn each_row_has_the_line_on_which_an_editor_shows_it() {
        let text = "\u{feff}id,note\na,1\n\n\nb,2\nc,\"two\n\nlines\"\nd,3\n\ne\n\n\nf,5";
        let expected = [(2, "a"), (5, "b"), (6, "c"), (9, "d"), (11, &Wrong::Columns.to_string()), (14, "f")];
        let expected: Vec<(u64, String)> = expected.map(|(line, id)| (line, id.to_owned())).into();
        assert_eq!(read(text), expected);
        assert_eq!(read(&text.replace('\n', "\r\n")), expected);
        // So too when it is longer than what is read at once.
        let long: String = (0..20_000).map(|n| format!("{n},x\n\n")).collect();
        let found = read(&format!("id,note\n{long}"));
        assert!(found.iter().enumerate().all(|(at, (line, id))| *line == 2 * at as u64 + 2 && *id == at.to_string()));
    }
}
