//! `keepwell check`: what is wrong with the configuration and with the installation.

use std::os::unix::fs::PermissionsExt;
use std::process::ExitCode;

use ground::access::verify_clinic;
use ground::db::{Damage, Unseen};
use ground::mail::{Late, Transport};
use ground::{Actor, Clock, Scope};
use promise::Purpose;

use super::CliError;
use crate::backup::UNFINISHED;
use crate::config::Config;
use crate::install::{self, InstallError};
use crate::rooms::rooms;
use crate::tls;

/// What of it is checked.
#[derive(clap::Args)]
pub(super) struct Options {
    /// Judge every promise, and what the rooms look after beside them; keep it; fail where something is wrong.
    #[arg(long)]
    pub privacy: bool,
    /// Of this clinic alone.
    #[arg(long, requires = "privacy")]
    pub clinic: Option<String>,
    /// As JSON, one audit for each clinic.
    #[arg(long, requires = "privacy")]
    pub json: bool,
}

pub(super) async fn check(config: &Config, limits: Option<&str>) -> Result<ExitCode, CliError> {
    let mut faults = config.faults();
    let mut doubts = config.doubts();
    doubts.extend(config.doubts_of_limits(limits));
    let word = if faults.is_empty() && doubts.is_empty() { "well" } else { "has faults" };
    say!("configuration: {word}");
    faults.extend(files(config));
    // Of what cannot be looked into, what is wrong is told below. Of a folder that is mistyped nothing else is said.
    let nothing = faults.is_empty() && !install::is_there(config).await.unwrap_or(true);
    if !nothing {
        faults.extend(folder(config));
    }
    if faults.is_empty() {
        let certificate = tls::look(config, Clock::system().now());
        if let Some(well) = certificate.well {
            say!("{well}");
        }
        faults.extend(certificate.faults);
    }
    if nothing {
        faults.push(InstallError::Nothing(config.location().to_string()).to_string());
    } else if faults.is_empty() {
        faults.extend(installation(config).await);
    }
    faults.extend(doubts);
    for fault in &faults {
        say!("  {fault}");
    }
    if faults.is_empty() {
        say!("nothing is wrong");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

/// Files that are missing, or that others can read.
fn files(config: &Config) -> Vec<String> {
    let mut faults = Vec::new();
    for (what, path) in [("tls.certificate", &config.tls.certificate), ("tls.key", &config.tls.key)] {
        if let Some(path) = path
            && let Err(error) = std::fs::File::open(path)
        {
            faults.push(format!("{what}: {} cannot be read: {error}", path.display()));
        }
    }
    if let Some(key) = &config.tls.key
        && std::fs::metadata(key).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
    {
        faults.push(format!("tls.key: others can read {}: chmod 600 it", key.display()));
    }
    faults
}

/// That the data folder is one, and this user's alone.
fn folder(config: &Config) -> Option<String> {
    let folder = config.data.folder.display();
    match std::fs::metadata(&config.data.folder) {
        Ok(meta) if !meta.is_dir() => Some(InstallError::NoFolder(folder.to_string()).to_string()),
        Ok(meta) if meta.permissions().mode() & 0o077 != 0 => {
            Some(format!("data.folder: others can look into {folder}: chmod 700 it"))
        }
        _ => None,
    }
}

/// Whether the pages of SQLite's two files hold together. A damaged one is not opened: what is written to it is lost too. What
/// a restore left half-written is not looked at: whoever opens it is told to run that again.
async fn pages(config: &Config) -> Vec<String> {
    if config.data.folder.join(UNFINISHED).exists() {
        return Vec::new();
    }
    let (data, keys) = (config.location(), config.key_location());
    let look = move || {
        let files = [("data.folder: the database", data.damage()), ("data.folder: the key store", keys.damage())];
        let said = |(what, found): (&str, Result<Option<Damage>, Unseen>)| match found {
            Ok(damage) => damage.map(|damage| damaged(what, &damage)),
            Err(unseen) => Some(hidden(what, &unseen)),
        };
        files.into_iter().filter_map(said).collect()
    };
    tokio::task::spawn_blocking(look).await.unwrap_or_else(|error| vec![error.to_string()])
}

fn damaged(what: &str, Damage { path, first, count }: &Damage) -> String {
    let more = if *count > 1 { ", and more" } else { "" };
    format!(
        "{what} {} is damaged ({first}{more}). Stop the program, keep the file aside, look after the disk, and bring back the newest backup (keepwell restore; docs/operate.md, Restore)",
        path.display()
    )
}

/// Of a file that could not be looked at nothing is known, least of all that it must be brought back.
fn hidden(what: &str, unseen: &Unseen) -> String {
    let then = match unseen.rights {
        true => "It is for the user alone whom the program runs as: run this command as that user",
        false => "Run this command again when nothing else works on the file",
    };
    format!("{what} {unseen}. {then}")
}

/// What only opening it shows: keys, schema, data map, jobs, access log.
async fn installation(config: &Config) -> Vec<String> {
    let pages = pages(config).await;
    if !pages.is_empty() {
        return pages;
    }
    let house = match install::open_existing(config, rooms()).await {
        Ok(house) => house,
        Err(error) => return vec![error.to_string()],
    };
    say!("keys, database and data map: well ({})", house.engine().as_str());
    let mut faults = house.closed().await.unwrap_or_else(|error| vec![error.to_string()]);
    match ground::clock_behind(&house).await {
        Ok(behind) => faults.extend(behind.map(|behind| behind.to_string())),
        Err(error) => faults.push(error.to_string()),
    }
    match ground::job::stuck(&house).await {
        Ok(0) => {}
        Ok(stuck) => faults.push(format!("{stuck} jobs are stuck: keepwell jobs")),
        Err(error) => faults.push(error.to_string()),
    }
    if matches!(house.post.transport, Transport::Nowhere) {
        match ground::mail::waiting(&house).await {
            Ok(0) => {}
            Ok(letters) => faults.push(format!("no mail.relay is named: letters that wait for one: {letters}")),
            Err(error) => faults.push(error.to_string()),
        }
    } else {
        match ground::mail::late_anywhere(&house).await {
            Ok(late) => faults.extend(late.map(|late| waiting(&late))),
            Err(error) => faults.push(error.to_string()),
        }
    }
    match crate::recipients::ways(&house).await {
        Ok(ways) => {
            // Of whom nobody was written down, the first is taken over by the next start; recipient check names the others.
            let shut = ways.iter().filter(|way| way.standing.is_some() && !way.is_open());
            faults.extend(shut.map(crate::recipients::Stands::said));
        }
        Err(error) => faults.push(error.to_string()),
    }
    match ground::access::gone(&house).await {
        Ok(gone) => faults.extend(gone.iter().filter(|gone| gone.is_fault()).map(ToString::to_string)),
        Err(error) => faults.push(error.to_string()),
    }
    for clinic in house.clinics().await.unwrap_or_default() {
        let slug = clinic.slug.clone();
        let bounds = clinic.parameters.validate();
        faults.extend(bounds.iter().map(|fault| format!("what {slug} promises: {fault}")));
        let post = Scope::new(&house, clinic.clone(), Actor::automatic(), Purpose::Operation, "mail.check");
        match post.read(ground::mail::returned).await {
            Ok(0) => {}
            Ok(letters) => say!("letters of {slug}: {letters} came back from the mailboxes they were for"),
            Err(error) => faults.push(format!("letters of {slug}: {error}")),
        }
        let roles = Scope::new(&house, clinic.clone(), Actor::automatic(), Purpose::Operation, "roles.check");
        match roles.read(identity::roles_giving_nothing).await {
            Ok(roles) => faults.extend(roles.iter().map(|role| format!("roles of {slug}: {role} names what this version does not know, and gives nothing until it is saved anew"))),
            Err(error) => faults.push(format!("roles of {slug}: {error}")),
        }
        let scope = Scope::new(&house, clinic, Actor::automatic(), Purpose::Operation, "access.verify");
        match verify_clinic(&scope).await {
            Ok(report) if report.faults.is_empty() => {
                say!("access log of {slug}: well, {} entries", report.entries)
            }
            Ok(report) => faults.extend(report.faults.iter().map(|fault| format!("access log of {slug}: {fault}"))),
            Err(error) => faults.push(format!("access log of {slug}: {error}")),
        }
    }
    faults
}

/// Letters that should be gone, and why they are not.
fn waiting(late: &Late) -> String {
    let cause = late.cause.as_deref().unwrap_or("nobody tried to send them: does keepwell serve run?");
    format!(
        "letters that wait since {} UTC: {}: {cause}; keepwell jobs",
        late.since.strftime("%Y-%m-%d %H:%M"),
        late.letters
    )
}
