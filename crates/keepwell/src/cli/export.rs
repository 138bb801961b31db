//! `keepwell export`.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use ground::{House, Scope};
use promise::Purpose;
use tokio::signal::unix::{SignalKind, signal};

use super::{CliError, clinic, hosted, line};
use crate::export::{ExportError, Outlet, Progress, REASON, Taken, begin, take};
use crate::out::Meter;

/// What `keepwell export` can be told.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// The clinic whose data it is.
    #[arg(long)]
    clinic: String,
    /// The ZIP file to write. It must not be there yet; only this user can read it.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Why, for the clinic's own record. It names nobody.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who of you takes it, where you run the program for others: the address by which the clinic let them in.
    #[arg(long = "as", value_name = "EMAIL")]
    whom: Option<String>,
}

pub(super) async fn export(house: &House, options: Options) -> Result<ExitCode, CliError> {
    let reason = line(house, "reason", &options.reason, REASON)?;
    let clinic = clinic(house, Some(&options.clinic)).await?;
    let actor = hosted::acting(house, &clinic, Purpose::Export, options.whom.as_deref()).await?;
    let scope = Scope::new(house, clinic, actor, Purpose::Export, "export.take");
    let place = options.to.display();
    // Asked for before there is a file: whatever ends it, the file goes with it.
    let ends = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
    let [Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)] = ends else {
        return Err(CliError::Said("the system lets nobody say that the export is to stop".to_owned()));
    };
    // What cannot be written is known before anybody is opened.
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&options.to);
    let file = file.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => CliError::Said(format!("{place} is there already: name another file")),
        _ => CliError::Said(format!("{place} cannot be written: {error}")),
    })?;
    let came = tokio::select! {
        came = written(&scope, &reason, file) => came,
        _ = interrupt.recv() => Err(ExportError::Interrupted),
        _ = terminate.recv() => Err(ExportError::Interrupted),
        _ = hangup.recv() => Err(ExportError::Interrupted),
    };
    match came {
        Ok(taken) => Ok(say_taken(&taken, &options)),
        Err(error) => {
            // Half an export is none, and all of it lies open.
            let left = match std::fs::remove_file(&options.to) {
                Ok(()) => String::new(),
                Err(error) => format!(". What was written of it is still there, and could not be removed: {error}"),
            };
            Err(CliError::Said(format!("the export stopped, and there is no {place}: {error}{left}")))
        }
    }
}

async fn written(scope: &Scope, reason: &str, file: File) -> Result<Taken, ExportError> {
    let mut meter = Meter::new();
    let tell = |Progress { lines, files }: Progress| {
        meter.tell(lines + files, format_args!("{lines} rows, {files} documents"));
    };
    let taken =
        take(scope, &begin(scope, reason).await?, &mut ToDisk(BufWriter::with_capacity(1 << 16, file)), tell).await;
    meter.end();
    taken
}

struct ToDisk(BufWriter<File>);

impl Outlet for ToDisk {
    async fn put(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.0.write_all(&bytes)
    }

    async fn keep(&mut self) -> io::Result<()> {
        self.0.flush()?;
        self.0.get_ref().sync_all()
    }
}

fn say_taken(taken: &Taken, options: &Options) -> ExitCode {
    for (file, lines) in &taken.tables {
        say!("  {file:22} {lines:>9}");
    }
    say!("{} rows and {} documents in {}", taken.lines(), taken.files, options.to.display());
    say!("what is in it is not sealed any more: keep it where nobody else reads it");
    if taken.locked > 0 {
        say!("{} cells are empty, because the key store lacks the keys that open them: keepwell check", taken.locked);
    }
    if taken.lost == 0 {
        return if taken.locked == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    say!("{} documents could not be read where they are kept, and are not in it:", taken.lost);
    for place in &taken.unread {
        say!("  {place}");
    }
    ExitCode::FAILURE
}
