//! `keepwell import`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use booking::import::{
    ImportError, Line, Mapping, OnBad, Options as ImportOptions, Progress, Report, Told, import_appointments,
};
use clap::{Args, ValueEnum};
use ground::{Actor, House, Scope};
use promise::Purpose;

use super::{CliError, clinic, hosted};
use crate::out::Meter;

/// Faults that are printed; the others stand in the file of `--errors`.
const SHOWN: usize = 20;

/// What `keepwell import appointments` can be told.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// A CSV file, plain or gzipped.
    file: PathBuf,
    /// The clinic it belongs to.
    #[arg(long)]
    clinic: String,
    /// Which column is what; see docs/import.md.
    #[arg(long)]
    mapping: PathBuf,
    /// Read and judge everything, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// What a bad row means for the others.
    #[arg(long, value_enum, default_value_t = Bad::Stop)]
    on_bad: Bad,
    /// Write every fault and every remark to this file, each with its line and column, to mend and import again.
    #[arg(long)]
    errors: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Bad {
    /// Nothing is imported.
    Stop,
    /// The others are imported, the bad ones reported.
    Skip,
}

pub(super) async fn appointments(house: &House, options: Options) -> Result<ExitCode, CliError> {
    let said =
        |what: &str, path: &Path, e: &dyn std::fmt::Display| CliError::Said(format!("{what} {}: {e}", path.display()));
    let clinic = clinic(house, Some(&options.clinic)).await?;
    hosted::permitted(house, &clinic).await?;
    let text = std::fs::read_to_string(&options.mapping).map_err(|e| said("the mapping", &options.mapping, &e))?;
    let mapping = Mapping::parse(&text).map_err(|e| said("the mapping", &options.mapping, &e))?;
    let file = File::open(&options.file).map_err(|e| said("the file", &options.file, &e))?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Import, "import.appointments");
    let how = ImportOptions {
        dry_run: options.dry_run,
        on_bad: if matches!(options.on_bad, Bad::Skip) { OnBad::Skip } else { OnBad::All },
    };
    let done = words_of(options.dry_run);
    // What cannot be written is known before anything is imported.
    let mut errors = options.errors.as_deref().map(|path| Errors::create(path, &options)).transpose()?;
    let mut meter = Meter::new();
    let tell = |told: Told<'_>| match (told, &mut errors) {
        (Told::Progress(Progress { rows, written, already, faulty }), _) => {
            meter.tell(rows, format_args!("{rows} rows, {written} {done}, {already} here already, {faulty} faulty"));
        }
        (Told::Fault(line), Some(errors)) => errors.add("fault", line),
        (Told::Remark(line), Some(errors)) => errors.add("remark", line),
        (Told::Fault(_) | Told::Remark(_), None) => {}
    };
    let came = import_appointments(&scope, file, &mapping, how, tell).await;
    meter.end();
    // The file is whole before a word is printed: whoever reads may have read enough.
    let kept = errors.map_or(Ok(()), Errors::finish);
    let report = match came {
        Ok(report) => report,
        Err(ImportError::Stopped { report, why }) => {
            say_rows(&report, done);
            say_faults(&report, &options);
            kept?;
            return Err(CliError::Said(stopped(&why, &options)));
        }
        Err(error) => return Err(CliError::Said(error.to_string())),
    };
    print(&report, &options);
    kept?;
    Ok(if report.faulty == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn words_of(dry_run: bool) -> &'static str {
    if dry_run { "would be written" } else { "written" }
}

/// Why an import came to no end, and what that means for what it did until then.
fn stopped(why: &ImportError, options: &Options) -> String {
    let left = match (options.dry_run, options.on_bad) {
        (true, _) => "a dry run writes nothing",
        (false, Bad::Stop) => "nothing was written",
        (false, Bad::Skip) => "what was written stays, and the same import, run again, goes on from there",
    };
    format!("the import stopped: {why}. Of its rows: {left}")
}

fn say_rows(report: &Report, done: &str) {
    say!("{} rows: {} {done}, {} here already, {} faulty", report.rows, report.written, report.already, report.faulty);
}

fn print(report: &Report, options: &Options) {
    say_rows(report, words_of(options.dry_run));
    match options.dry_run {
        // Who is new is known when somebody is made.
        true => say!("{} clients", report.clients),
        false => say!("{} clients, {} of them new", report.clients, report.new_clients),
    }
    for (status, count) in &report.statuses {
        say!("  {status:14} {count}");
    }
    for ((column, what), count) in &report.remarked {
        say!("  remark: {count} x {column}: {what}");
    }
    say_faults(report, options);
    if report.refused {
        let nothing = if options.dry_run { "nothing would be written" } else { "nothing was written" };
        say!("{nothing}: mend the rows, or import the others with --on-bad skip");
    }
}

fn say_faults(report: &Report, Options { errors, .. }: &Options) {
    let shown = report.faults.len().min(SHOWN);
    for fault in &report.faults[..shown] {
        match fault.column.as_str() {
            "" => say!("  line {}: {}", fault.row, fault.what),
            column => say!("  line {}, {column}: {}", fault.row, fault.what),
        }
    }
    match (report.wrong - shown as u64, errors) {
        (0, _) => {}
        (more, Some(path)) => say!("  and {more} more, in {}", path.display()),
        (more, None) => say!("  and {more} more: write them to a file with --errors"),
    }
}

/// Each fault and remark as it is found, as CSV. It names columns and lines, never what stands there.
struct Errors<'a> {
    path: &'a Path,
    file: BufWriter<File>,
    /// The first thing that went wrong in writing it.
    failed: Option<std::io::Error>,
}

impl<'a> Errors<'a> {
    fn create(path: &'a Path, options: &Options) -> Result<Errors<'a>, CliError> {
        let read = [&options.file, &options.mapping].map(std::fs::canonicalize);
        if std::fs::canonicalize(path).is_ok_and(|path| read.iter().flatten().any(|read| *read == path)) {
            return Err(CliError::Said(format!("the error file {} is one that is read: name another", path.display())));
        }
        let file = File::create(path).map_err(|e| unwritten(path, &e))?;
        let mut errors = Errors { path, file: BufWriter::new(file), failed: None };
        errors.write("kind,line,column,what\r\n");
        Ok(errors)
    }

    fn add(&mut self, kind: &str, line: &Line) {
        let quoted = |text: &str| text.replace('"', "\"\"");
        let (column, what) = (quoted(&line.column), quoted(&line.what.to_string()));
        self.write(&format!("{kind},{},\"{column}\",\"{what}\"\r\n", line.row));
    }

    /// The import goes on when its errors cannot be written; that is said at its end.
    fn write(&mut self, text: &str) {
        if self.failed.is_none() {
            self.failed = self.file.write_all(text.as_bytes()).err();
        }
    }

    fn finish(mut self) -> Result<(), CliError> {
        match self.failed.take().or_else(|| self.file.flush().err()) {
            None => Ok(()),
            Some(error) => Err(unwritten(self.path, &error)),
        }
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> CliError {
    CliError::Said(format!("the error file {} could not be written: {error}", path.display()))
}
