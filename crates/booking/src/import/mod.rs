//! Appointments from another system's file.
//!
//! A mapping says which column is what; `docs/import.md` is its manual. Each row has a key of its own, made from the
//! other system's id, so the same file again changes nothing, and an import that was interrupted goes on where it
//! stopped. Rows that cannot be appointments are told by line and column, without their values.

mod file;
mod mapping;
mod row;
mod run;
pub(crate) mod visit;
pub(crate) mod visits;
mod write;

use std::collections::BTreeMap;
use std::io::Read;

use file::File;
use ground::Scope;
pub use mapping::{Mapping, MappingFault};
use row::Reader;
pub use row::{Line, Wrong};
use run::Run;

/// Rows of one transaction: long enough to be quick, short enough that bookings of the same minute do not wait.
const BATCH: usize = 500;

/// What to do with rows that cannot be appointments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnBad {
    /// Nothing is written unless every row can be: the whole file is one transaction.
    All,
    /// The others are written, 500 to a transaction.
    Skip,
}

/// How to import.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Reads and checks everything, and writes nothing.
    pub dry_run: bool,
    pub on_bad: OnBad,
}

/// What is told on the way: how far it is, and each thing that is wrong or odd as it is found.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    Progress(Progress),
    Fault(&'a Line),
    Remark(&'a Line),
}

/// How far it is: told after each batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub rows: u64,
    /// In a dry run, those that would be.
    pub written: u64,
    pub already: u64,
    pub faulty: u64,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows of the file, the header not counted.
    pub rows: u64,
    /// Appointments written now; in a dry run, those that would be.
    pub written: u64,
    /// Appointments that were here already.
    pub already: u64,
    /// Persons made now; in a dry run, unknown and 0.
    pub new_clients: u64,
    /// Different clients of the rows that are appointments.
    pub clients: u64,
    /// By status, as the file tells it: of the rows that are appointments.
    pub statuses: BTreeMap<&'static str, u64>,
    /// Rows that are no appointments.
    pub faulty: u64,
    /// How many things are wrong with them: a row can have several.
    pub wrong: u64,
    /// What is wrong with them; the first thousand. All are [`Told`].
    pub faults: Vec<Line>,
    /// How often each thing is odd, by column.
    pub remarked: BTreeMap<(String, Wrong), u64>,
    /// What is odd; the first thousand. All are [`Told`].
    pub remarks: Vec<Line>,
    /// Nothing was written because of the faults ([`OnBad::All`]).
    pub refused: bool,
}

/// Why an import could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error(transparent)]
    Mapping(#[from] MappingFault),
    /// The file itself: not readable, damaged gzip.
    #[error("the file cannot be read: {0}")]
    File(#[from] std::io::Error),
    #[error(
        "the file ends in the midst of a packed part: it was cut off on its way, or something stands behind its end. Fetch the whole of it, or unpack it and bring it in so"
    )]
    CutOff,
    #[error("the file is empty: not even a line with the names of its columns stands in it")]
    Empty,
    /// Something of the above, after rows were taken: what came of them until then.
    #[error("{why}")]
    Stopped { report: Box<Report>, why: Box<ImportError> },
    #[error(transparent)]
    Ground(#[from] ground::Error),
}

/// Imports appointments from CSV, plain or gzip. The scope's purpose is `Import`.
///
/// # Errors
/// A mapping that does not fit the file, a file that cannot be read, a store that does not answer. Faults of rows are
/// no errors: they are in the report.
pub async fn import_appointments<R: Read + Send>(
    scope: &Scope,
    reader: R,
    mapping: &Mapping,
    options: Options,
    mut tell: impl FnMut(Told<'_>),
) -> Result<Report, ImportError> {
    let mut file = File::open(reader, mapping.delimiter)?;
    mapping.fits(&file.headers)?;
    let mut run = Run::begin(scope, mapping, options, &mut tell).await?;
    match take_all(&mut file, &mut run, mapping, scope).await {
        Ok(()) => Ok(run.report),
        Err(why) => {
            run.tell_of_rows();
            Err(ImportError::Stopped { report: Box::new(run.report), why: Box::new(why) })
        }
    }
}

async fn take_all(file: &mut File<'_>, run: &mut Run<'_>, mapping: &Mapping, scope: &Scope) -> Result<(), ImportError> {
    let options = run.options;
    let rows = Reader::new(mapping, file.headers.clone(), scope.clinic.zone.clone(), run.now());
    // A whole file is one transaction only when it is asked to be all or nothing, and is written.
    let in_batches = options.on_bad == OnBad::Skip || options.dry_run;
    let mut batch = Vec::with_capacity(BATCH);
    while let Some((line, found)) = file.next()? {
        run.report.rows += 1;
        match found {
            Ok(record) => run.take(&rows, line, &record, &mut batch),
            Err(what) => run.fault(line, "", what),
        }
        // Faults are told with the rows among which they stand.
        if in_batches && batch.len() + run.untold() >= BATCH {
            run.write(std::mem::take(&mut batch)).await?;
            run.tell_of_rows();
            run.progress();
        } else if !in_batches && run.report.rows.is_multiple_of(BATCH as u64 * 10) {
            run.tell_of_rows();
            run.progress();
        }
    }
    run.finish(batch).await?;
    run.tell_of_rows();
    run.progress();
    Ok(())
}
