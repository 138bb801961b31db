//! An import under way: rows become appointments that are ready to be written, and are written in batches.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ground::{Event, PersonId, Scope, Tx};
use jiff::Timestamp;

use super::mapping::Words;
use super::row::{Reader, Row};
use super::visit::{self, Held, Visit};
use super::write::{Ready, Undone, Written, would_write, write};
use super::{ImportError, Line, Mapping, OnBad, Options, Progress, Report, Told, Wrong};
use crate::model::{Practitioner, Service};
use crate::store::catalogue::{practitioners, services};

/// Remarks and faults kept with their line; the rest are only told and counted.
const LINES: usize = 1_000;

/// What the clinic has that rows may name.
struct Known {
    services: HashMap<String, Arc<Service>>,
    practitioners: HashMap<String, Practitioner>,
}

/// An import under way.
pub(super) struct Run<'a> {
    scope: &'a Scope,
    mapping: &'a Mapping,
    pub(super) options: Options,
    known: Known,
    now: Timestamp,
    pub(super) report: Report,
    tell: &'a mut dyn FnMut(Told<'_>),
    /// What is wrong or odd with rows of the batch under way. A time may turn out to be taken when rows behind it have
    /// been read already; all are told by their lines.
    untold: Vec<(Kind, Line)>,
    seen: HashSet<String>,
    clients: HashSet<String>,
    /// Who was found or made in earlier batches.
    persons: Arc<HashMap<String, PersonId>>,
    /// What earlier rows of a dry run would take.
    held: Arc<Held>,
}

/// Whether a row is no appointment for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Fault,
    Remark,
}

impl<'a> Run<'a> {
    pub(super) async fn begin(
        scope: &'a Scope,
        mapping: &'a Mapping,
        options: Options,
        tell: &'a mut dyn FnMut(Told<'_>),
    ) -> ground::Result<Run<'a>> {
        let both = |tx: &mut Tx<'_>| Ok::<_, ground::Error>((services(tx)?, practitioners(tx)?));
        let (services, practitioners) = scope.read(both).await?;
        let known = Known {
            services: services.into_iter().map(|service| (service.slug.clone(), Arc::new(service))).collect(),
            practitioners: practitioners.into_iter().map(|one| (one.name.clone(), one)).collect(),
        };
        let now = scope.house().clock.now();
        let (seen, clients, persons) = (HashSet::new(), HashSet::new(), Arc::default());
        Ok(Run {
            scope,
            mapping,
            options,
            known,
            now,
            report: Report::default(),
            tell,
            untold: Vec::new(),
            seen,
            clients,
            persons,
            held: Arc::default(),
        })
    }

    /// When the import began.
    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// Tells how far it is.
    pub(super) fn progress(&mut self) {
        let Report { rows, written, already, faulty, .. } = self.report;
        (self.tell)(Told::Progress(Progress { rows, written, already, faulty }));
    }

    pub(super) fn fault(&mut self, row: u64, column: &str, what: Wrong) {
        self.refuse([Line { row, column: column.to_owned(), what }]);
    }

    fn refuse(&mut self, lines: impl IntoIterator<Item = Line>) {
        self.report.faulty += 1;
        self.untold.extend(lines.into_iter().map(|line| (Kind::Fault, line)));
    }

    /// How many things are found and not told.
    pub(super) fn untold(&self) -> usize {
        self.untold.len()
    }

    /// Tells what was found, by line.
    pub(super) fn tell_of_rows(&mut self) {
        self.untold.sort_by_key(|(_, line)| line.row);
        for (kind, line) in std::mem::take(&mut self.untold) {
            let kept = match kind {
                Kind::Fault => {
                    (self.tell)(Told::Fault(&line));
                    self.report.wrong += 1;
                    &mut self.report.faults
                }
                Kind::Remark => {
                    (self.tell)(Told::Remark(&line));
                    *self.report.remarked.entry((line.column.clone(), line.what)).or_default() += 1;
                    &mut self.report.remarks
                }
            };
            if kept.len() < LINES {
                kept.push(line);
            }
        }
    }

    /// Counts rows that are appointments, and keeps what is odd about them.
    fn count(&mut self, rows: &[Ready]) {
        for row in rows {
            *self.report.statuses.entry(row.visit.status.as_str()).or_default() += 1;
            if !self.clients.contains(&row.client) {
                self.clients.insert(row.client.clone());
            }
            self.untold.extend(row.remarks.iter().map(|remark| (Kind::Remark, remark.clone())));
        }
        self.report.clients = self.clients.len() as u64;
    }

    pub(super) fn take(&mut self, rows: &Reader<'_>, line: u64, record: &csv::StringRecord, batch: &mut Vec<Ready>) {
        let mut remarks = Vec::new();
        match rows.read(line, record, &mut remarks).and_then(|row| self.ready(row)) {
            Err(faults) => self.refuse(faults),
            Ok(ready) => batch.push(Ready { remarks, ..ready }),
        }
    }

    /// Finds what the row names, and works out what it claims.
    fn ready(&mut self, row: Row) -> Result<Ready, Vec<Line>> {
        let fault = |column: &str, what| Err(vec![Line { row: row.line, column: column.to_owned(), what }]);
        let column = |words: &Option<Words>| words.as_ref().map_or_else(String::new, |words| words.column.clone());
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
        let told = visit::Told {
            service: service.flatten(),
            practitioner: practitioner.flatten().map(|one| one.id),
            status: row.status,
            starts: row.starts,
            minutes: row.minutes,
            time_known: row.time_known,
            reminded: row.reminded,
            made: row.made,
        };
        let Some(visit) = Visit::of(&told, self.now) else {
            let of = self.mapping.minutes.clone().unwrap_or_else(|| column(&self.mapping.service));
            return fault(&of, Wrong::Minutes);
        };
        Ok(Ready { line: row.line, remarks: Vec::new(), id: row.id, client: row.client, visit })
    }

    /// Writes a batch, leaving out rows that what is stored refuses.
    pub(super) async fn write(&mut self, mut batch: Vec<Ready>) -> Result<(), ImportError> {
        if self.options.dry_run {
            return self.try_out(batch).await;
        }
        let mut tries = 0;
        while !batch.is_empty() {
            let rows = Arc::new(std::mem::take(&mut batch));
            match self.transaction(rows.clone()).await {
                Ok(done) => {
                    self.count(&rows);
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
                        self.count(&batch);
                        self.refuse_all();
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

    /// Looks what would become of a batch.
    async fn try_out(&mut self, mut batch: Vec<Ready>) -> Result<(), ImportError> {
        let rows = Arc::new(batch.clone());
        let (name, held) = (self.mapping.name.clone(), self.held.clone());
        let would = self.scope.read(move |tx| would_write(tx, &name, &rows, &held)).await?;
        for (at, what) in would.refused.iter().rev() {
            let row = batch.remove(*at);
            self.drop_row(&row, *what);
        }
        self.count(&batch);
        if self.options.on_bad == OnBad::All && !would.refused.is_empty() {
            self.refuse_all();
            return Ok(());
        }
        self.report.written += would.written;
        self.report.already += would.already;
        Arc::make_mut(&mut self.held).add(would.held);
        Ok(())
    }

    /// Nothing is written, whatever a dry run counted before it met the fault.
    fn refuse_all(&mut self) {
        (self.report.refused, self.report.written, self.report.already) = (true, 0, 0);
    }

    fn drop_row(&mut self, row: &Ready, what: Wrong) {
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
        self.scope.write(move |tx| write(tx, &name, &rows, &persons)).await
    }

    /// Writes what is left, or all of it; or nothing, when something is wrong and all was asked.
    pub(super) async fn finish(&mut self, batch: Vec<Ready>) -> Result<(), ImportError> {
        if self.options.on_bad == OnBad::All && self.report.faulty > 0 {
            self.count(&batch);
            self.refuse_all();
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
