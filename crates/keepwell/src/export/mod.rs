//! Everything a clinic keeps, in one file that it can take along: a table for each thing, the documents beside them, and a
//! page of text that says what is what.
//!
//! What leaves is decided by the data map ([`promise::Export`]), so that a column that a room adds leaves too. The reason is
//! written down before the first record is opened. Rows are read a page at a time, by somebody who waits behind everyone
//! else; so the tables are not of one instant, and the page of text says from when to when they were read.

mod guide;
mod parcel;
pub mod person;
mod sheet_of_paper;
mod store;

use std::io;

use futures_util::TryStreamExt;
use ground::db::Value;
use ground::export::{Cell, Page};
use ground::files::{FileKey, FilePlace};
use ground::{Error, Scope};
use people::model::FileName;

use parcel::Parcel;
pub use store::{Begun, Past, Word, begin, begin_on_page, confirmed, last_whole, past};

ground::id!(/// An export's id.
    pub ExportId, "xpt");

/// Most characters of a reason.
pub const REASON: usize = 300;
/// Rows that one transaction reads. Those that are opened are written into the access log in one other.
const ROWS: u32 = 400;
/// Documents that are told of by name when they could not be read; the others are counted.
const TOLD: usize = 100;

/// Why an export came to no end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{0}")]
    Ground(#[from] Error),
    #[error("it could not be written: {0}")]
    Unwritten(#[from] io::Error),
    #[error("it was interrupted")]
    Interrupted,
}

impl From<zip::result::ZipError> for ExportError {
    fn from(error: zip::result::ZipError) -> ExportError {
        ExportError::Unwritten(error.into())
    }
}

/// How much has left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub lines: u64,
    pub files: u64,
}

/// What left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Each table's file and how many rows it has.
    pub tables: Vec<(String, u64)>,
    pub files: u64,
    /// Where the first documents that could not be read would lie.
    pub unread: Vec<String>,
    /// How many could not.
    pub lost: u64,
    /// Cells whose key is destroyed.
    pub gone: u64,
    /// Cells whose key is missing, though nobody was erased.
    pub locked: u64,
}

impl Taken {
    /// Rows of all tables.
    pub fn lines(&self) -> u64 {
        self.tables.iter().map(|(_, lines)| lines).sum()
    }

    fn progress(&self, lines: u64) -> Progress {
        Progress { lines: self.lines() + lines, files: self.files }
    }
}

/// Where an export goes.
pub trait Outlet {
    /// Hands on what comes next of it.
    fn put(&mut self, bytes: Vec<u8>) -> impl Future<Output = io::Result<()>> + Send;

    /// Keeps what was put, all of which there is.
    fn keep(&mut self) -> impl Future<Output = io::Result<()>> + Send;
}

/// Takes everything of the scope's clinic along, as it was [begun](begin). A document that cannot be read is told of, and the
/// others leave; anything else that fails ends it, and what was written until then is no export. Nor is what cannot be kept.
pub async fn take(
    scope: &Scope,
    begun: &Begun,
    to: &mut impl Outlet,
    mut tell: impl FnMut(Progress),
) -> Result<Taken, ExportError> {
    let scope = scope.for_export();
    let mut parcel = Parcel::new(begun.at.to_zoned(scope.clinic.zone.clone()).datetime());
    let map = scope.house().data_map.clone();
    let mut taken = Taken::default();
    for (table, leaving) in map.leaving() {
        let declared = &map.tables[table];
        let columns = declared.taken();
        parcel.begin(&format!("{}.csv", leaving.file))?;
        parcel.line(columns.iter().map(|name| (*name).to_owned()))?;
        let (mut lines, mut after) = (0, None);
        loop {
            let page = page(&scope, table, after).await?;
            for row in &page.rows {
                taken.gone += row.iter().filter(|cell| matches!(cell, Cell::Gone)).count() as u64;
                taken.locked += row.iter().filter(|cell| matches!(cell, Cell::Locked)).count() as u64;
                parcel.line(written(&leaving.file, &columns, row))?;
            }
            to.put(parcel.ready()).await?;
            lines += page.rows.len() as u64;
            tell(taken.progress(lines));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        taken.tables.push((leaving.file.clone(), lines));
        if columns.iter().any(|name| declared.columns[*name].file) {
            let mut folder = Folder { scope: &scope, table, file: &leaving.file, columns: &columns };
            folder.fill(&mut parcel, &mut taken, to, &mut tell).await?;
        }
    }
    let record = crate::front::processing::compose(&scope).await?;
    parcel.begin("record_of_processing.json")?;
    parcel.add(serde_json::to_string_pretty(&record).map_err(Error::internal)?.as_bytes())?;
    let ended = scope.house().clock.now();
    parcel.begin("README.txt")?;
    parcel.add(guide::written(&scope, begun, &taken, ended).as_bytes())?;
    to.put(parcel.finish()?).await?;
    to.keep().await?;
    let (id, lines, files) = (begun.id, taken.lines(), taken.files);
    scope.write(move |tx| store::end(tx, id, lines, files)).await?;
    Ok(taken)
}

async fn page(scope: &Scope, table: &str, after: Option<Vec<Value>>) -> Result<Page, Error> {
    let table = table.to_owned();
    scope.read(move |tx| tx.leaving(&table, after.as_deref(), ROWS)).await
}

/// A row as its line.
fn written(file: &str, columns: &[&str], row: &[Cell]) -> Vec<String> {
    let cell = |cell: &Cell| match cell {
        Cell::Nothing | Cell::Gone | Cell::Locked => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Whole(whole) => whole.to_string(),
        Cell::Part(part) => part.to_string(),
        Cell::Instant(at) => at.to_string(),
        Cell::File(_) => place_in(file, columns, row).unwrap_or_default(),
    };
    row.iter().map(cell).collect()
}

/// Where the file of a row lies in the export: in a folder of its own, since two may have one name.
fn place_in(file: &str, columns: &[&str], row: &[Cell]) -> Option<String> {
    let text = |name: &str| match &row[columns.iter().position(|column| *column == name)?] {
        Cell::Text(text) => Some(text.as_str()),
        _ => None,
    };
    let name = text("name").map_or_else(|| "file".to_owned(), |name| FileName::parse(name).as_str().to_owned());
    Some(format!("{file}/{}/{name}", text("id")?))
}

/// The files of one table's rows.
struct Folder<'a> {
    scope: &'a Scope,
    table: &'a str,
    file: &'a str,
    columns: &'a [&'a str],
}

impl Folder<'_> {
    /// Walks the rows again: a list of all files would not be of one size with any clinic.
    async fn fill(
        &mut self,
        parcel: &mut Parcel,
        taken: &mut Taken,
        to: &mut impl Outlet,
        tell: &mut impl FnMut(Progress),
    ) -> Result<(), ExportError> {
        let mut after = None;
        loop {
            let page = page(self.scope, self.table, after).await?;
            for row in &page.rows {
                if let Some(place) = place_in(self.file, self.columns, row).filter(|_| row.iter().any(is_file)) {
                    match self.add(parcel, &place, row, to).await? {
                        true => taken.files += 1,
                        false => {
                            taken.lost += 1;
                            if taken.unread.len() < TOLD {
                                taken.unread.push(place);
                            }
                        }
                    }
                    tell(taken.progress(0));
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    /// Adds a row's file; false when it is not there, or not what it was. What is handed on cannot be taken back, and half a
    /// document would pass for one: so it is read twice, and handed on once it is known to be whole.
    async fn add(
        &self,
        parcel: &mut Parcel,
        place: &str,
        row: &[Cell],
        to: &mut impl Outlet,
    ) -> Result<bool, ExportError> {
        let at = |name: &str| self.columns.iter().position(|column| *column == name).map(|at| &row[at]);
        let (Some(Cell::Text(id)), Some(Cell::Whole(size)), Some(Cell::File(key))) =
            (at("id"), at("size"), row.iter().find(|cell| is_file(cell)))
        else {
            return Ok(false);
        };
        let lies = FilePlace { clinic: self.scope.clinic.id, table: self.table.to_owned().into(), row: id.clone() };
        let size = size.unsigned_abs();
        match self.walk(&lies, key, size, async |_| Ok(())).await {
            Ok(()) => {}
            Err(ExportError::Ground(Error::NotFound | Error::Internal(_))) => return Ok(false),
            Err(error) => return Err(error),
        }
        parcel.begin(place)?;
        let hand_on = async |chunk: &[u8]| {
            parcel.add(chunk)?;
            Ok(to.put(parcel.ready()).await?)
        };
        self.walk(&lies, key, size, hand_on).await?;
        Ok(true)
    }

    /// Opens a file chunk by chunk.
    async fn walk(
        &self,
        lies: &FilePlace,
        key: &FileKey,
        size: u64,
        mut each: impl AsyncFnMut(&[u8]) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let mut chunks = Box::pin(self.scope.house().files.read(lies, key, size).await?);
        while let Some(chunk) = chunks.try_next().await? {
            each(&chunk).await?;
        }
        Ok(())
    }
}

fn is_file(cell: &Cell) -> bool {
    matches!(cell, Cell::File(_))
}
