//! `keepwell mail`.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;

use ground::{Actor, House, Scope, mail};
use promise::Purpose;

use super::{CliError, open};
use crate::config::Config;

/// Most bytes of a report that are read: what tells of the letter stands at its head, and what was attached to it does not
/// matter.
const MOST: u64 = 4 * 1024 * 1024;

/// What a mail server understands as: try again later (`EX_TEMPFAIL` of sysexits.h).
const LATER: u8 = 75;

/// Reads reports about letters that came back, from `files` or, where there are none, one from the standard input.
pub(super) async fn returned(config: &Config, files: Vec<PathBuf>) -> ExitCode {
    match noted(config, files).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A mail server that hands reports over keeps this one, and nobody is sent a report about a report.
            eprintln!("keepwell: {error}");
            ExitCode::from(LATER)
        }
    }
}

async fn noted(config: &Config, files: Vec<PathBuf>) -> Result<(), CliError> {
    let house = open(config).await?;
    if files.is_empty() {
        return note(&house, "the report", std::io::stdin().lock()).await;
    }
    for file in files {
        let named = file.display().to_string();
        let report = File::open(&file).map_err(|error| CliError::Said(format!("{named}: {error}")))?;
        note(&house, &named, report).await?;
    }
    Ok(())
}

async fn note(house: &House, named: &str, from: impl Read) -> Result<(), CliError> {
    let mut report = Vec::new();
    from.take(MOST).read_to_end(&mut report).map_err(|error| CliError::Said(format!("{named}: {error}")))?;
    let Some(id) = mail::reported(&report) else {
        say!("{named} says of no letter of ours that it came back");
        return Ok(());
    };
    for clinic in house.clinics().await? {
        let slug = clinic.slug.clone();
        let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "mail.return");
        if scope.write(move |tx| mail::note_returned(tx, id)).await? {
            say!("{named}: letter {id} of {slug} came back, and the desk is told");
            return Ok(());
        }
    }
    say!("{named}: letter {id} is gone, or known to have come back");
    Ok(())
}
