//! `keepwell import`.

use std::path::PathBuf;
use std::process::ExitCode;

use booking::import::{Mapping, OnBad, Options as ImportOptions, Report, import_appointments};
use clap::{Args, ValueEnum};
use ground::{Actor, House, Scope};
use promise::Purpose;

use super::{CliError, clinic};
use crate::out::note;

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
    /// Write every bad row with its fault to this file, to mend and import again.
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
    let said = |what: &str, path: &std::path::Path, e: &dyn std::fmt::Display| {
        CliError::Said(format!("{what} {}: {e}", path.display()))
    };
    let clinic = clinic(house, Some(&options.clinic)).await?;
    let text = std::fs::read_to_string(&options.mapping).map_err(|e| said("the mapping", &options.mapping, &e))?;
    let mapping = Mapping::parse(&text).map_err(|e| said("the mapping", &options.mapping, &e))?;
    let file = std::fs::File::open(&options.file).map_err(|e| said("the file", &options.file, &e))?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Import, "import.appointments");
    let how = ImportOptions {
        dry_run: options.dry_run,
        on_bad: if matches!(options.on_bad, Bad::Skip) { OnBad::Skip } else { OnBad::All },
    };
    let done = words_of(options.dry_run);
    let progress = |p: booking::import::Progress| {
        note(format_args!("\r{} rows, {} {done}, {} here already, {} faulty ", p.rows, p.written, p.already, p.faulty))
    };
    let report =
        import_appointments(&scope, file, &mapping, how, progress).await.map_err(|e| CliError::Said(e.to_string()))?;
    note(format_args!("\n"));
    print(&report, options.dry_run);
    if let Some(path) = &options.errors {
        std::fs::write(path, errors(&report)).map_err(|e| said("the error file", path, &e))?;
    }
    Ok(if report.faulty == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn words_of(dry_run: bool) -> &'static str {
    if dry_run { "would be written" } else { "written" }
}

fn print(report: &Report, dry_run: bool) {
    let done = words_of(dry_run);
    say!("{} rows: {} {done}, {} here already, {} faulty", report.rows, report.written, report.already, report.faulty);
    match dry_run {
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
    for fault in report.faults.iter().take(20) {
        say!("  line {}, {}: {}", fault.row, fault.column, fault.what);
    }
    if report.faults.len() > 20 {
        say!("  and {} more: write them to a file with --errors", report.faulty - 20);
    }
    if report.refused {
        let nothing = if dry_run { "nothing would be written" } else { "nothing was written" };
        say!("{nothing}: mend the rows, or import the others with --on-bad skip");
    }
}

/// Each fault and remark by row, as CSV. It names columns and lines, never what stands there.
fn errors(report: &Report) -> String {
    let mut text = "kind,line,column,what\r\n".to_owned();
    for (kind, lines) in [("fault", &report.faults), ("remark", &report.remarks)] {
        for line in lines {
            text.push_str(&format!(
                "{kind},{},\"{}\",\"{}\"\r\n",
                line.row,
                line.column.replace('"', "\"\""),
                line.what
            ));
        }
    }
    text
}
