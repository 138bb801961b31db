//! `keepwell erase` and `keepwell certificate`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use ground::erase::{Because, Broken, Cause, ErasureId, Unerased, destroy_keys, key_of, key_within, read, verify};
use ground::{Clinic, House, PersonId, Scope};
use promise::Purpose;

use super::{CliError, clinic, hosted, line};
use crate::out::print;

/// Longest reason, in characters.
const REASON: usize = 200;
/// Longest certificate that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// What `keepwell erase` can be told.
#[derive(Args, Clone, Debug)]
pub struct Options {
    #[arg(long)]
    clinic: String,
    /// The client's number, as their record's address ends: per_...
    #[arg(long, value_name = "ID")]
    client: String,
    /// Why, for the certificate. It names nobody.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Leave the clinic's figures exactly as they are; for whoever has no visit to come.
    #[arg(long)]
    anonymise: bool,
    /// Who of you does it, where you run the program for others: the address by which the clinic let them in.
    #[arg(long = "as", value_name = "EMAIL")]
    whom: Option<String>,
}

#[derive(Subcommand)]
pub enum Action {
    /// Print the public key by which a clinic's certificates are checked.
    Key {
        #[arg(long)]
        clinic: String,
    },
    /// Print a certificate again.
    Show {
        #[arg(long)]
        clinic: String,
        /// Its number: ers_...
        id: String,
    },
    /// Check a certificate, and say which line is not as it was given. Needs no installation.
    Verify {
        file: PathBuf,
        /// The clinic's public key, as `keepwell certificate key` prints it: then it is checked whose the certificate is. Without
        /// it, only whether it is as whoever has the key in it signed it.
        #[arg(long)]
        key: Option<String>,
    },
}

/// Erases one client and prints the certificate.
pub(super) async fn erase(house: &House, options: Options) -> Result<(), CliError> {
    let reason = line(house, "reason", &options.reason, REASON)?;
    let person: PersonId = options
        .client
        .trim()
        .parse()
        .map_err(|_| CliError::Said("--client: that is not a client's number".to_owned()))?;
    let clinic = clinic(house, Some(&options.clinic)).await?;
    let actor = hosted::acting(house, &clinic, Purpose::Operation, options.whom.as_deref()).await?;
    let scope = Scope::new(house, clinic.clone(), actor, Purpose::Rights, "erase.command");
    let because = Because::new(Cause::Clinic, reason);
    let because = if options.anonymise { because.anonymise() } else { because };
    let done = match scope.write(move |tx| tx.erase_person(person, &because)).await {
        Ok(Ok(done)) => done,
        Ok(Err(why)) => return Err(CliError::Said(refused(&clinic, why))),
        Err(ground::Error::NotFound) => {
            return Err(CliError::Said(format!("{} has no client of that number", clinic.slug)));
        }
        Err(error) => return Err(error.into()),
    };
    // The certificate is out before anything else can fail: what it says is committed.
    print(format_args!("{}", done.certificate));
    destroy_keys(&scope, &done).await?;
    Ok(())
}

fn refused(clinic: &Clinic, why: Unerased) -> String {
    let why = match why {
        Unerased::Room("visits-ahead") => {
            "they have visits to come: call them off first, or erase without --anonymise".to_owned()
        }
        Unerased::Room("manager") => {
            "they are the last who can govern the clinic's staff: name another manager first".to_owned()
        }
        Unerased::Room("staff") => {
            "they work here: end that first, by closing their account on the page Staff; then erase them".to_owned()
        }
        why => why.to_string(),
    };
    format!("nobody of {} was erased: {why}", clinic.slug)
}

/// Prints a clinic's public key, or a certificate again.
pub(super) async fn certificate(house: &House, action: Action) -> Result<ExitCode, CliError> {
    match action {
        Action::Key { clinic: slug } => {
            let clinic = clinic(house, Some(&slug)).await?;
            say!("{}", key_of(house, clinic.id)?);
        }
        Action::Show { clinic: slug, id } => {
            let id: ErasureId =
                id.parse().map_err(|_| CliError::Said("that is not a certificate's number".to_owned()))?;
            let clinic = clinic(house, Some(&slug)).await?;
            let scope = Scope::new(house, clinic, ground::Actor::automatic(), Purpose::Operation, "certificate.show");
            print(format_args!("{}", scope.read(move |tx| read(tx, id)).await?));
        }
        Action::Verify { file, key } => return check(&file, key.as_deref()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Checks a certificate; needs no installation.
pub(super) fn check(file: &std::path::Path, key: Option<&str>) -> Result<ExitCode, CliError> {
    let place = file.display();
    let unread = |error: std::io::Error| CliError::Said(format!("{place} cannot be read: {error}"));
    if std::fs::metadata(file).map_err(unread)?.len() > LONGEST {
        return Err(CliError::Said(format!("{place} is too long to be a certificate")));
    }
    let text = std::fs::read(file).map_err(unread)?;
    let text = String::from_utf8(text).map_err(|_| CliError::Said(format!("{place} is no text")))?;
    let within = key_within(&text);
    let Some(used) = key.or(within.as_ref().map(|(key, _)| key.as_str())) else {
        return Err(CliError::Said(format!(
            "no public key stands in {place}: name the clinic's with --key, as `keepwell certificate key` prints it"
        )));
    };
    match verify(&text, used) {
        Ok(()) if key.is_some() => {
            say!("{place}: every line is as the clinic signed it");
            Ok(ExitCode::SUCCESS)
        }
        Ok(()) => {
            let fingerprint = within.map(|(_, fingerprint)| fingerprint).unwrap_or_default();
            say!("{place}: every line is as it was signed by the key that stands in it, SHA-256 {fingerprint}");
            say!("whose key that is, the file does not prove: ask the clinic for its key, and give it with --key");
            Ok(ExitCode::SUCCESS)
        }
        Err(Broken::Key) => Err(CliError::Said(format!("--key: {}", Broken::Key))),
        Err(broken) => {
            say!("{place}: {broken}");
            Ok(ExitCode::FAILURE)
        }
    }
}
