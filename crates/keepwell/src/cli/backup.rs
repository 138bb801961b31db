//! `keepwell backup`, `keepwell restore` and `keepwell upgrade --rehearse`: what they are told, and what they say.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use ground::Clock;

use super::CliError;
use crate::backup::{self, From, Kind, Rehearsal, RestoreReport, RestoredClinic, Taken};
use crate::config::Config;
use crate::out::note;
use crate::rooms::rooms;

/// What `keepwell backup` can be told.
#[derive(Args, Clone, Debug)]
#[group(required = true, multiple = true)]
pub struct BackupOptions {
    /// Take a backup, as a new folder below this one. The program may be running.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Read the backups below this folder to their ends, and say which are whole.
    #[arg(long, value_name = "DIR")]
    verify: Option<PathBuf>,
    /// Destroy the keys in backups below this folder that are older than backup.keys_days.
    #[arg(long, value_name = "DIR")]
    prune: Option<PathBuf>,
}

/// What `keepwell restore` can be told.
#[derive(Args, Clone, Debug)]
pub struct RestoreOptions {
    /// A backup, or a folder of backups, of which the newest is restored.
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Take the keys from this backup, in place of the newest beside the data.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// The master key's file; it is copied into the data folder.
    #[arg(long, value_name = "FILE")]
    master: Option<PathBuf>,
}

/// What `keepwell upgrade` can be told.
#[derive(Args, Clone, Debug)]
pub struct UpgradeOptions {
    /// On a copy, which is removed again: say what this program would do to the installation.
    #[arg(long, required = true)]
    rehearse: bool,
    /// On PostgreSQL: a configuration whose [data] names empty databases for the copy.
    #[arg(long, value_name = "FILE")]
    copy: Option<PathBuf>,
    /// A folder with room for a copy, in place of the system's for such things.
    #[arg(long, value_name = "DIR")]
    within: Option<PathBuf>,
}

pub(super) async fn backup(config: &Config, options: BackupOptions) -> Result<ExitCode, CliError> {
    within_bounds(config)?;
    let mut code = ExitCode::SUCCESS;
    let taken = match options.to {
        None => Ok(()),
        Some(to) => {
            let config = config.clone();
            blocking(move || backup::take(&config, &to, &Clock::system(), &progress))
                .await
                .map(|taken| say_taken(&taken))
        }
    };
    if let Some(folder) = options.verify {
        code = verify(config, folder).await?;
    }
    // Keys have their time whether a new backup could be taken or not.
    if let Some(folder) = options.prune {
        let days = config.backup.keys_days;
        let pruned = blocking(move || backup::prune(&folder, days, Clock::system().now())).await?;
        for name in &pruned.destroyed {
            say!("keys of {name}: destroyed; its data stays");
        }
        for (name, due) in &pruned.kept {
            say!("keys of {name}: kept until {}", due.strftime("%Y-%m-%d %H:%M UTC"));
        }
        swept(pruned.swept);
    }
    taken?;
    Ok(code)
}

pub(super) async fn restore(config: &Config, options: RestoreOptions) -> Result<ExitCode, CliError> {
    let faults = config.faults();
    if !faults.is_empty() {
        return Err(crate::install::InstallError::Config(faults).into());
    }
    let from = From { folder: options.from, keys: options.keys, master: options.master };
    let report = backup::restore(config, from, rooms, Clock::system()).await?;
    Ok(say_restored(config, &report))
}

pub(super) async fn upgrade(config: &Config, options: UpgradeOptions) -> Result<ExitCode, CliError> {
    let copy = options.copy.as_deref().map(|file| Config::load(Some(file))).transpose()?;
    let rehearsal = backup::rehearse(config, copy, options.within, rooms).await?;
    Ok(say_rehearsed(&rehearsal))
}

/// Keys must not outlive what a promise could ever say.
fn within_bounds(config: &Config) -> Result<(), CliError> {
    let mut parameters = promise::Parameters::default();
    config.installed().apply(&mut parameters);
    match parameters.validate().into_iter().find(|fault| fault.field == promise::Parameter::BackupKeyDays) {
        Some(fault) => Err(CliError::Said(format!("backup.keys_days: {}", fault.message))),
        None => Ok(()),
    }
}

/// Runs work that blocks where it holds nobody up.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> backup::Result<T> + Send + 'static) -> Result<T, CliError> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(ground::Error::internal)??)
}

/// For whoever watches; a timer's log is spared it.
fn progress(kind: Kind, rows: u64) {
    if std::io::stderr().is_terminal() {
        note(format_args!("\r{}: {rows} rows ", kind.file()));
    }
}

fn say_taken(taken: &Taken) {
    let manifest = &taken.manifest;
    if std::io::stderr().is_terminal() {
        note(format_args!("\n"));
    }
    swept(taken.swept);
    say!("backup {}", taken.set.path.display());
    for (record, then) in [(&manifest.data, "read back and found whole"), (&manifest.keys, "read back and found whole")]
    {
        let tables = record.tables.len();
        say!("  {:9}  {} rows of {tables} tables, {}, {then}", record.file, record.rows(), size(record.bytes));
    }
    let documents = &manifest.documents;
    say!(
        "  documents  {}, {}, read back and found whole",
        counted(usize::try_from(documents.files).unwrap_or(usize::MAX), "file", "files"),
        size(documents.bytes)
    );
    say!("  its keys are to be destroyed after {}", manifest.destroy_keys_after.strftime("%Y-%m-%d"));
}

fn swept(count: usize) {
    if count > 0 {
        say!("removed what {} had left", counted(count, "unfinished backup", "unfinished backups"));
    }
}

async fn verify(config: &Config, folder: PathBuf) -> Result<ExitCode, CliError> {
    let config = config.clone();
    let verified = blocking(move || {
        let master = config.master().read(false)?;
        let sets = backup::sets(&folder)?;
        Ok(sets.into_iter().map(|set| (backup::verify(&set, &master), set)).collect::<Vec<_>>())
    })
    .await?;
    let mut code = ExitCode::SUCCESS;
    if verified.is_empty() {
        say!("there is no complete backup");
        code = ExitCode::FAILURE;
    }
    for (outcome, set) in verified {
        match outcome {
            Ok((manifest, keys)) => say!(
                "{}: whole, {} rows{}",
                set.name,
                manifest.data.rows(),
                if keys { "" } else { "; its keys were destroyed" }
            ),
            Err(fault) => {
                say!("{}: {fault}", set.name);
                code = ExitCode::FAILURE;
            }
        }
    }
    Ok(code)
}

fn say_restored(config: &Config, report: &RestoreReport) -> ExitCode {
    let manifest = &report.manifest;
    say!("restored {} into {}", report.data.name, config.data.folder.display());
    say!(
        "  {} rows as they were on {}, compared with the backup and found equal",
        manifest.data.rows(),
        manifest.taken_at.strftime("%Y-%m-%d at %H:%M:%S UTC")
    );
    if report.keys != report.data {
        say!("  with the keys of {}", report.keys.name);
    }
    match report.unreadable {
        0 => {}
        1 => say!("  1 person, whose key was destroyed since, stays unreadable"),
        n => say!("  {n} people, whose keys were destroyed since, stay unreadable"),
    }
    match report.again {
        0 => {}
        1 => say!(
            "  1 person had been locked, restricted or held back since, or had said no to something: so they are again"
        ),
        n => say!(
            "  {n} people had been locked, restricted or held back since, or had said no to something: so they are again"
        ),
    }
    if report.steps > 0 {
        say!("  brought up to date by {}", counted(report.steps, "step of the schema", "steps of the schema"));
    }
    say_clinics(&report.clinics);
    verdict(report.clinics.iter().all(|clinic| clinic.faults.is_empty()), "it opens; start it with keepwell serve")
}

fn say_clinics(clinics: &[RestoredClinic]) {
    for clinic in clinics {
        say!(
            "  access log of {}: {} entries, {}",
            clinic.slug,
            clinic.entries,
            match clinic.faults.len() {
                0 => "each as it was sealed".to_owned(),
                n => counted(n, "fault", "faults"),
            }
        );
        if let Some(restored) = &clinic.rejoined {
            say!(
                "    {} had been sealed when the keys were taken; it goes on from {}, which is kept on record",
                restored.known,
                restored.size
            );
        }
        for fault in &clinic.faults {
            say!("    {fault}");
        }
    }
}

fn say_rehearsed(rehearsal: &Rehearsal) -> ExitCode {
    let manifest = &rehearsal.manifest;
    say!(
        "rehearsed on a copy of {} rows in {} tables, taken at {}; the installation itself was only read",
        manifest.data.rows(),
        manifest.data.tables.len(),
        manifest.taken_at.strftime("%H:%M:%S UTC")
    );
    match rehearsal.steps.as_slice() {
        [] => say!("  the schema is up to date: nothing would be changed in it"),
        steps => {
            say!(
                "  {} would be applied, which took {:.1} s here:",
                counted(steps.len(), "step of the schema", "steps of the schema"),
                rehearsal.took.as_secs_f64()
            );
            steps.iter().for_each(|step| say!("    {step}"));
        }
    }
    if let Some(refused) = &rehearsal.refused {
        say!("  the program would not open it: {refused}");
        return verdict(false, "");
    }
    say!("  the data map and the database would agree");
    match rehearsal.changed.as_slice() {
        [] => say!("  every table would keep its number of rows"),
        changed => {
            let shown = |rows: Option<u64>| rows.map_or_else(|| "none".to_owned(), |rows| rows.to_string());
            for (table, before, after) in changed {
                say!("  rows of {table}: {} before, {} after", shown(*before), shown(*after));
            }
        }
    }
    say_clinics(&rehearsal.clinics);
    verdict(rehearsal.is_well(), "the upgrade would go well")
}

fn verdict(well: bool, words: &str) -> ExitCode {
    say!("{}", if well { words } else { "this is not well: see above" });
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Bytes as a person reads them.
fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
