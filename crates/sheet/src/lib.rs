//! Tables from the files that people have: CSV as any program writes it, and workbooks (XLSX). Bytes in, rows out: no
//! store, no clock, nothing kept.
//!
//! Nothing about a file is asked for that can be seen in it: what stands between two columns, how its letters are
//! written. What cannot be read is refused with the reason; nothing is guessed about a row.

mod book;
mod guard;
mod text;

use std::ops::ControlFlow;

pub use guard::{guard, unguard, written};

/// Rows of one table at most, its first line not counted.
pub const MOST_ROWS: u64 = 200_000;
/// Columns of one table at most.
pub const MOST_COLUMNS: usize = 80;

/// Why there is no table in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("nothing is in the file")]
    Empty,
    #[error("a workbook of an old kind, or one that is locked with a password")]
    Old,
    #[error("no table")]
    Foreign,
    #[error("damaged")]
    Damaged,
    #[error("unpacks to more than can be read")]
    Huge,
    #[error("more than {MOST_COLUMNS} columns")]
    Wide,
    #[error("more than {MOST_ROWS} rows")]
    Long,
    #[error("one line and nothing below it")]
    NoRows,
}

/// What is wrong with a row as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Torn {
    /// It has more or fewer columns than the first line.
    Columns,
    /// A formula of the workbook ends in a fault, so that the cell holds nothing.
    Formula,
}

/// A row as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line or row that a program shows beside it, the first being 1.
    pub line: u64,
    /// As many as there are names of columns, unless the row is torn.
    pub cells: Vec<String>,
    pub torn: Option<Torn>,
}

/// Whether a file with these first bytes may hold a table: said before anything of it is kept.
///
/// # Errors
/// Why not.
pub fn judge(head: &[u8]) -> Result<(), Unreadable> {
    match head {
        [] => Err(Unreadable::Empty),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Unreadable::Old),
        head if book::is_one(head) || text::is_some(head) => Ok(()),
        _ => Err(Unreadable::Foreign),
    }
}

/// A file in which there is a table.
pub struct Table {
    headers: Vec<String>,
    content: Content,
}

enum Content {
    Text(text::Text),
    Book(book::Book),
}

impl Table {
    /// Reads the names of the columns: the first line in which something stands.
    ///
    /// # Errors
    /// Why there is no table in it.
    pub fn open(bytes: Vec<u8>) -> Result<Table, Unreadable> {
        judge(&bytes)?;
        let content = match book::is_one(&bytes) {
            true => Content::Book(book::Book::open(bytes)?),
            false => Content::Text(text::Text::open(&bytes)),
        };
        let mut first = None;
        each(&content, &mut |_, cells, _| {
            first = Some(cells);
            ControlFlow::Break(())
        })?;
        let mut headers: Vec<String> =
            first.ok_or(Unreadable::Empty)?.iter().map(|name| name.trim().to_owned()).collect();
        // Programs write commas for columns in which nothing ever stood.
        while headers.last().is_some_and(String::is_empty) {
            headers.pop();
        }
        match headers.len() > MOST_COLUMNS {
            true => Err(Unreadable::Wide),
            false => Ok(Table { headers, content }),
        }
    }

    /// The names of the columns; one may be empty, and two may be the same.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The sheet that is read, where the workbook has several.
    pub fn sheet(&self) -> Option<&str> {
        match &self.content {
            Content::Book(book) if book.several => Some(&book.sheet),
            _ => None,
        }
    }

    /// Goes through the rows below the first line, those left out in which nothing stands, until `then` has enough.
    ///
    /// # Errors
    /// A workbook that ends in the midst of itself, or more rows than are read.
    pub fn rows(&self, mut then: impl FnMut(Row) -> ControlFlow<()>) -> Result<(), Unreadable> {
        let width = self.headers.len();
        let padded = matches!(self.content, Content::Book(_));
        let (mut named, mut rows, mut long) = (false, 0, false);
        each(&self.content, &mut |line, mut cells, mut torn| {
            if !std::mem::replace(&mut named, true) {
                return ControlFlow::Continue(());
            }
            rows += 1;
            if rows > MOST_ROWS {
                long = true;
                return ControlFlow::Break(());
            }
            while cells.len() > width && cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            // A workbook keeps no empty cells; in text a missing column may be any of them.
            if padded && cells.len() < width {
                cells.resize(width, String::new());
            }
            if cells.len() != width {
                torn = Some(Torn::Columns);
            }
            then(Row { line, cells, torn })
        })?;
        if long { Err(Unreadable::Long) } else { Ok(()) }
    }
}

/// What a spreadsheet writes where a formula ends in a fault, in a workbook and in the text it makes of it.
const FAULTS: [&str; 8] = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!"];

/// What is called for each row, with its line and its cells.
type Each<'a> = dyn FnMut(u64, Vec<String>) -> ControlFlow<()> + 'a;
/// The same once it is seen that something stands in it, and whether it is torn.
type Seen<'a> = dyn FnMut(u64, Vec<String>, Option<Torn>) -> ControlFlow<()> + 'a;

fn each(content: &Content, then: &mut Seen<'_>) -> Result<(), Unreadable> {
    let mut told = |line, cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|cell| plain(unguard(cell.trim()))).collect();
        let torn = cells.iter().any(|cell| FAULTS.contains(&cell.as_str())).then_some(Torn::Formula);
        match cells.iter().all(String::is_empty) {
            true => ControlFlow::Continue(()),
            false => then(line, cells, torn),
        }
    };
    match content {
        Content::Text(text) => text.each(&mut told),
        Content::Book(book) => book.each(&mut told),
    }
}

/// A cell without embeddings, overrides and isolates (Unicode standard annex 9), which come along when a number is copied from
/// a contact list: they carry no meaning of their own, and forms leave them out too.
fn plain(cell: &str) -> String {
    cell.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect()
}

#[cfg(test)]
mod tests;
