//! Workbooks (XLSX): their first sheet that is shown.

use std::io::{Cursor, Read, copy, sink};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use zip::ZipArchive;

use super::{Each, MOST_COLUMNS, Unreadable};

/// Bytes that all parts of a workbook may have together once they are unpacked: some hundred thousand rows.
const MOST_UNPACKED: u64 = 150_000_000;

/// Whether it begins as a workbook does, which is an archive.
pub(super) fn is_one(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04")
}

/// A workbook that was found readable.
pub(super) struct Book {
    bytes: Vec<u8>,
    pub(super) sheet: String,
    /// There are sheets that are not read.
    pub(super) several: bool,
}

impl Book {
    pub(super) fn open(bytes: Vec<u8>) -> Result<Book, Unreadable> {
        weigh(&bytes)?;
        let book = unpacked(&bytes)?;
        let mut shown = book
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone());
        let sheet = shown.next().ok_or(Unreadable::Empty)?;
        let several = shown.next().is_some();
        Ok(Book { bytes, sheet, several })
    }

    pub(super) fn each(&self, then: &mut Each<'_>) -> Result<(), Unreadable> {
        let mut book = unpacked(&self.bytes)?;
        let mut cells = book.worksheet_cells_reader(&self.sheet).map_err(damaged)?;
        let mut row = Gathered::default();
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (line, column) = cell.get_position();
            if row.line.is_some_and(|before| before != line) && row.hand(then).is_break() {
                return Ok(());
            }
            row.line = Some(line);
            row.take(column as usize, cell.get_value())?;
        }
        let _enough = row.hand(then);
        Ok(())
    }
}

/// The cells of one row, of which the empty ones are not kept in the file.
#[derive(Default)]
struct Gathered {
    line: Option<u32>,
    cells: Vec<String>,
}

impl Gathered {
    fn take(&mut self, column: usize, value: &DataRef<'_>) -> Result<(), Unreadable> {
        let text = said(value);
        if text.is_empty() {
            return Ok(());
        }
        // A cell far to the side would make rows of thousands of empty ones.
        if column >= 2 * MOST_COLUMNS {
            return Err(Unreadable::Wide);
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        Ok(())
    }

    fn hand(&mut self, then: &mut Each<'_>) -> std::ops::ControlFlow<()> {
        let Gathered { line, cells } = std::mem::take(self);
        line.map_or(std::ops::ControlFlow::Continue(()), |line| then(u64::from(line) + 1, cells))
    }
}

/// A cell's value as text. A day is written as ISO 8601 has it, whatever the cell looks like.
fn said(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(n) => n.to_string(),
        // A number of an office is whole, and a spreadsheet keeps it as any other.
        DataRef::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => moment(at),
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::Error(fault) => fault.to_string(),
    }
}

fn moment(at: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, _, _) = at.to_ymd_hms_milli();
    match (hour, minute) {
        (0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}

/// Unpacks everything into nothing first: what an archive says of its own size need not be true, and the reader of
/// workbooks keeps some of their parts whole.
fn weigh(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)?;
    let mut left = MOST_UNPACKED;
    for part in 0..archive.len() {
        let part = archive.by_index(part).map_err(|_| Unreadable::Damaged)?;
        let size = copy(&mut part.take(left + 1), &mut sink()).map_err(|_| Unreadable::Damaged)?;
        left = left.checked_sub(size).ok_or(Unreadable::Huge)?;
    }
    Ok(())
}

fn unpacked(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, Unreadable> {
    Xlsx::new(Cursor::new(bytes)).map_err(damaged)
}

fn damaged(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Old,
        _ => Unreadable::Damaged,
    }
}
