//! Appointments from another system's file.
//!
//! A mapping says which column is what; `docs/import.md` is its manual. Each row has a key of its own, made from the
//! other system's id, so the same file again changes nothing, and an import that was interrupted goes on where it
//! stopped. Rows that cannot be appointments are told by line and column, without their values.

mod mapping;
mod row;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead as _, BufReader, Read};
use std::sync::Arc;

use ground::{Event, PersonId, Scope, Tx};
use jiff::{SignedDuration, Timestamp};

pub use mapping::{Mapping, MappingFault};
pub use row::{Line, Wrong};
use row::{Reader, Row};

use crate::model::{Practitioner, PractitionerId, Service, ServiceId};
use crate::rules::{Status, Timing};
use crate::store;
use crate::store::import::{Imported, Refused, Seats};

/// Rows of one transaction: long enough to be quick, short enough that bookings of the same minute do not wait.
const BATCH: usize = 500;
/// Remarks and faults kept with their line; the rest are only counted.
const LINES: usize = 1_000;

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

/// How far it is: told after each batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub rows: u64,
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
    /// What is wrong with them; the first thousand.
    pub faults: Vec<Line>,
    /// How often each thing is odd, by column.
    pub remarked: BTreeMap<(String, Wrong), u64>,
    /// What is odd; the first thousand.
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
    #[error(transparent)]
    Ground(#[from] ground::Error),
}

/// What the clinic has that rows may name.
struct Known {
    services: HashMap<String, Arc<Service>>,
    practitioners: HashMap<String, Practitioner>,
}

/// A row ready to be written: all that is known before the transaction gives it its key and its client.
#[derive(Clone, Debug)]
struct Ready {
    line: u64,
    id: String,
    client: String,
    service: Option<ServiceId>,
    practitioner: Option<PractitionerId>,
    status: Status,
    active: bool,
    /// The service of one that is still to come and claims its time.
    ahead: Option<Arc<Service>>,
    starts_at: Timestamp,
    ends_at: Timestamp,
    busy_from: Timestamp,
    busy_to: Timestamp,
    time_known: bool,
    reminded: Option<bool>,
    created_at: Timestamp,
}

/// What one transaction did.
struct Written {
    written: u64,
    already: u64,
    new_clients: u64,
    persons: Vec<(String, PersonId)>,
}

/// Why a transaction was taken back.
enum Undone {
    Ground(ground::Error),
    /// The row at this place of the batch is refused.
    Row(usize, Wrong),
}

impl From<ground::Error> for Undone {
    fn from(error: ground::Error) -> Undone {
        Undone::Ground(error)
    }
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
    mut progress: impl FnMut(Progress),
) -> Result<Report, ImportError> {
    let mut file = csv::ReaderBuilder::new().delimiter(mapping.delimiter).flexible(true).from_reader(plain(reader)?);
    let mut headers: Vec<String> =
        file.headers().map_err(unreadable)?.iter().map(|name| name.trim().to_owned()).collect();
    if let Some(first) = headers.first_mut() {
        *first = first.trim_start_matches('\u{feff}').to_owned();
    }
    mapping.fits(&headers)?;
    let known = scope
        .read(|tx| -> ground::Result<_> { Ok((store::catalogue::services(tx)?, store::catalogue::practitioners(tx)?)) })
        .await?;
    let known = Known {
        services: known.0.into_iter().map(|service| (service.slug.clone(), Arc::new(service))).collect(),
        practitioners: known.1.into_iter().map(|practitioner| (practitioner.name.clone(), practitioner)).collect(),
    };
    let columns = headers.len();
    let now = scope.house().clock.now();
    let rows = Reader::new(mapping, headers, scope.clinic.zone.clone(), now);
    let mut run = Run {
        scope,
        mapping,
        options,
        known,
        now,
        report: Report::default(),
        seen: HashSet::new(),
        clients: HashSet::new(),
        persons: Arc::default(),
    };
    let mut batch = Vec::with_capacity(BATCH);
    let mut record = csv::StringRecord::new();
    loop {
        match file.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let line = record.position().map_or(0, csv::Position::line);
                run.report.rows += 1;
                if record.len() == columns {
                    run.take(&rows, line, &record, &mut batch);
                } else {
                    run.fault(line, "", Wrong::Columns);
                }
            }
            Err(error) => match error.kind() {
                csv::ErrorKind::Utf8 { pos, .. } => {
                    run.report.rows += 1;
                    run.fault(pos.as_ref().map_or(0, csv::Position::line), "", Wrong::Encoding);
                }
                _ => return Err(unreadable(error)),
            },
        }
        // A whole file is one transaction only when it is asked to be all or nothing.
        if batch.len() >= BATCH && options.on_bad == OnBad::Skip {
            run.write(std::mem::take(&mut batch)).await?;
            progress(run.progress());
        } else if run.report.rows.is_multiple_of(BATCH as u64 * 10) {
            progress(run.progress());
        }
    }
    run.finish(batch).await?;
    progress(run.progress());
    Ok(run.report)
}

/// Rows keep their lines when the file is unpacked here rather than by whoever calls.
fn plain<'a, R: Read + Send + 'a>(reader: R) -> std::io::Result<Box<dyn Read + Send + 'a>> {
    let mut reader = BufReader::with_capacity(256 * 1024, reader);
    let gzip = reader.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(if gzip { Box::new(flate2::bufread::MultiGzDecoder::new(reader)) } else { Box::new(reader) })
}

fn unreadable(error: csv::Error) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => ImportError::File(error),
        // The library's own words could quote the row.
        _ => ImportError::File(std::io::Error::other("not a CSV file")),
    }
}

struct Run<'a> {
    scope: &'a Scope,
    mapping: &'a Mapping,
    options: Options,
    known: Known,
    now: Timestamp,
    report: Report,
    seen: HashSet<String>,
    clients: HashSet<String>,
    /// Who was found or made in earlier batches.
    persons: Arc<HashMap<String, PersonId>>,
}

impl Run<'_> {
    fn progress(&self) -> Progress {
        let Report { rows, written, already, faulty, .. } = self.report;
        Progress { rows, written, already, faulty }
    }

    fn fault(&mut self, row: u64, column: &str, what: Wrong) {
        self.refuse([Line { row, column: column.to_owned(), what }]);
    }

    fn refuse(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.report.faulty += 1;
        let room = LINES.saturating_sub(self.report.faults.len());
        self.report.faults.extend(lines.into_iter().take(room));
    }

    fn take(&mut self, rows: &Reader<'_>, line: u64, record: &csv::StringRecord, batch: &mut Vec<Ready>) {
        let mut remarks = Vec::new();
        match rows.read(line, record, &mut remarks).and_then(|row| self.ready(row)) {
            Err(faults) => self.refuse(faults),
            Ok(ready) => {
                *self.report.statuses.entry(ready.status.as_str()).or_default() += 1;
                if !self.clients.contains(&ready.client) {
                    self.clients.insert(ready.client.clone());
                }
                for remark in remarks {
                    *self.report.remarked.entry((remark.column.clone(), remark.what)).or_default() += 1;
                    if self.report.remarks.len() < LINES {
                        self.report.remarks.push(remark);
                    }
                }
                batch.push(ready);
            }
        }
    }

    /// Finds what the row names, and works out what it claims.
    fn ready(&mut self, row: Row) -> Result<Ready, Vec<Line>> {
        let fault = |column: &str, what| Err(vec![Line { row: row.line, column: column.to_owned(), what }]);
        let column =
            |words: &Option<mapping::Words>| words.as_ref().map_or_else(String::new, |words| words.column.clone());
        let service = row.service.as_ref().map(|name| self.known.services.get(name));
        let practitioner = row.practitioner.as_ref().map(|name| self.known.practitioners.get(name));
        if matches!(service, Some(None)) {
            return fault(&column(&self.mapping.service), Wrong::NoSuchService);
        }
        if matches!(practitioner, Some(None)) {
            return fault(&column(&self.mapping.practitioner), Wrong::NoSuchPractitioner);
        }
        if !self.seen.insert(row.id.clone()) {
            return fault(&self.mapping.id.column, Wrong::Repeated);
        }
        let (service, practitioner) = (service.flatten(), practitioner.flatten().map(|one| one.id));
        let minutes = row.minutes.or(service.map(|service| service.duration_min)).filter(|_| row.time_known);
        let later =
            |at: Timestamp, minutes: u16| at.saturating_add(SignedDuration::from_mins(minutes.into())).unwrap_or(at);
        let ends_at = later(row.starts, minutes.unwrap_or(0));
        // Without a practitioner or a length there is nothing to claim.
        let active = row.status.claims_time() && practitioner.is_some() && minutes.is_some();
        let (before, after) =
            service.filter(|_| active).map_or((0, 0), |service| (service.before_min, service.after_min));
        let busy_from = row.starts.saturating_sub(SignedDuration::from_mins(before.into())).unwrap_or(row.starts);
        let busy_to = later(ends_at, after);
        // The bound of the table, and of every search for what overlaps.
        if busy_to.duration_since(busy_from) > SignedDuration::from_mins(Timing::LONGEST_MIN.into()) {
            let of = self.mapping.minutes.clone().unwrap_or_else(|| column(&self.mapping.service));
            return fault(&of, Wrong::Minutes);
        }
        Ok(Ready {
            line: row.line,
            ahead: service.filter(|_| active && busy_to > self.now).cloned(),
            service: service.map(|service| service.id),
            practitioner,
            status: row.status,
            active,
            starts_at: row.starts,
            ends_at,
            busy_from,
            busy_to,
            time_known: row.time_known,
            reminded: row.reminded,
            created_at: row.made.unwrap_or(self.now),
            id: row.id,
            client: row.client,
        })
    }

    /// Writes a batch, leaving out rows that what is stored refuses.
    async fn write(&mut self, mut batch: Vec<Ready>) -> Result<(), ImportError> {
        let mut tries = 0;
        while !batch.is_empty() {
            let rows = Arc::new(std::mem::take(&mut batch));
            match self.transaction(rows.clone()).await {
                Ok(done) => {
                    self.report.written += done.written;
                    self.report.already += done.already;
                    self.report.new_clients += done.new_clients;
                    Arc::make_mut(&mut self.persons).extend(done.persons);
                }
                Err(Undone::Row(at, what)) => {
                    batch = rows.to_vec();
                    let row = batch.remove(at);
                    self.drop_row(&row, what);
                    if self.options.on_bad == OnBad::All {
                        self.report.refused = true;
                        return Ok(());
                    }
                }
                // Another import of the same file was quicker: what it wrote is found the second time.
                Err(Undone::Ground(ground::Error::Constraint(_))) if tries < 3 => {
                    tries += 1;
                    batch = rows.to_vec();
                }
                Err(Undone::Ground(error)) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn drop_row(&mut self, row: &Ready, what: Wrong) {
        if let Some(count) = self.report.statuses.get_mut(row.status.as_str()) {
            *count -= 1;
        }
        let (starts, service) = (&self.mapping.starts.column, self.mapping.service.as_ref().map(|words| &words.column));
        let column = match what {
            Wrong::NoRoom | Wrong::NoDevice => service.unwrap_or(starts),
            Wrong::Minutes => self.mapping.minutes.as_ref().or(service).unwrap_or(starts),
            _ => starts,
        };
        self.fault(row.line, &column.clone(), what);
    }

    async fn transaction(&self, rows: Arc<Vec<Ready>>) -> Result<Written, Undone> {
        let (persons, name) = (self.persons.clone(), self.mapping.name.clone());
        if self.options.dry_run {
            return self.scope.read(move |tx| would_write(tx, &name, &rows)).await;
        }
        self.scope.write(move |tx| write(tx, &name, &rows, &persons)).await
    }

    /// Writes what is left, or all of it; or nothing, when something is wrong and all was asked.
    async fn finish(&mut self, batch: Vec<Ready>) -> Result<(), ImportError> {
        self.report.clients = self.clients.len() as u64;
        if self.options.on_bad == OnBad::All && self.report.faulty > 0 {
            self.report.refused = true;
            return Ok(());
        }
        self.write(batch).await?;
        if self.report.written > 0 && !self.options.dry_run {
            let name = self.mapping.name.clone();
            // One event for the whole file: live pages look again once.
            self.scope.write(move |tx| tx.emit(Event::new("appointment.imported", &name, None))).await?;
        }
        Ok(())
    }
}

fn keys(tx: &Tx<'_>, system: &str, rows: &[Ready]) -> ground::Result<Vec<String>> {
    // A token rather than the other system's id: that would be one more number by which someone can be found.
    let key = |row: &Ready| {
        Ok(tx
            .token("import-appointment", &format!("{system}\0{}", row.id))?
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect())
    };
    rows.iter().map(key).collect()
}

fn write(
    tx: &mut Tx<'_>,
    system: &str,
    rows: &[Ready],
    persons: &HashMap<String, PersonId>,
) -> Result<Written, Undone> {
    let keys = keys(tx, system, rows)?;
    let known = store::import::known(tx, &keys)?;
    let fresh: Vec<usize> = (0..rows.len()).filter(|at| !known.contains(&keys[*at])).collect();
    let strangers: HashSet<&str> =
        fresh.iter().map(|at| rows[*at].client.as_str()).filter(|client| !persons.contains_key(*client)).collect();
    let mut tokens = Vec::with_capacity(strangers.len());
    for client in strangers {
        tokens.push((client, people::imported::token(tx, system, client)?));
    }
    let (found, new_clients) =
        store::import::persons(tx, &tokens.iter().map(|(_, token)| token.clone()).collect::<Vec<_>>())?;
    let met: HashMap<&str, PersonId> =
        tokens.iter().filter_map(|(client, token)| Some((*client, *found.get(token)?))).collect();
    let mut appointments = Vec::with_capacity(fresh.len());
    for at in &fresh {
        let row = &rows[*at];
        let client =
            met.get(row.client.as_str()).or_else(|| persons.get(&row.client)).ok_or(ground::Error::NotFound)?;
        appointments.push(Imported {
            key: keys[*at].clone(),
            client: *client,
            service: row.service,
            practitioner: row.practitioner,
            status: row.status,
            active: row.active,
            ahead: row.ahead.clone(),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            busy_from: row.busy_from,
            busy_to: row.busy_to,
            time_known: row.time_known,
            reminded: row.reminded,
            created_at: row.created_at,
        });
    }
    let language = tx.settings().languages.first().cloned().unwrap_or_else(|| "en".to_owned());
    store::import::insert(tx, &appointments, &language)
        .map_err(|(at, why)| refused(fresh.get(at).copied().unwrap_or(0), why))?;
    let persons = met.into_iter().map(|(client, person)| (client.to_owned(), person)).collect();
    Ok(Written { written: fresh.len() as u64, already: known.len() as u64, new_clients, persons })
}

/// What the refusal of the row at a place of the batch means. A room or a device that went to a booking meanwhile is
/// no fault of the row: another may be free, so the batch is tried again.
fn refused(row: usize, why: Refused) -> Undone {
    match why {
        Refused::Room => Undone::Row(row, Wrong::NoRoom),
        Refused::Device => Undone::Row(row, Wrong::NoDevice),
        Refused::Store(ground::Error::Constraint(name)) if name == "appointment_practitioner_overlap" => {
            Undone::Row(row, Wrong::Taken)
        }
        Refused::Store(ground::Error::Constraint(name)) if name == "appointment_span" => {
            Undone::Row(row, Wrong::Minutes)
        }
        Refused::Store(error) => Undone::Ground(error),
    }
}

/// What a dry run can know without writing: what is here already, and what it would collide with.
fn would_write(tx: &mut Tx<'_>, system: &str, rows: &[Ready]) -> Result<Written, Undone> {
    let keys = keys(tx, system, rows)?;
    let known = store::import::known(tx, &keys)?;
    let (mut written, mut seats) = (0, Seats::default());
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| !known.contains(&keys[*at])) {
        if let (Some(practitioner), true) = (row.practitioner, row.active) {
            if store::import::taken(tx, practitioner, row.busy_from, row.busy_to)? {
                return Err(Undone::Row(at, Wrong::Taken));
            }
            if let Some(service) = &row.ahead {
                seats
                    .find(tx, service, practitioner, row.starts_at, row.busy_from..row.busy_to)
                    .map_err(|why| refused(at, why))?;
            }
        }
        written += 1;
    }
    Ok(Written { written, already: known.len() as u64, new_clients: 0, persons: Vec::new() })
}
