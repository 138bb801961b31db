//! `keepwell access`: verify, accept, and what can be checked elsewhere: key, prove, check.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use ground::access::note::{NoteError, VerifierKey};
use ground::access::{
    Accepted, Asked, Proven, accept as accept_log, accept_gone, check_proof, checkpoint, gone, prove as prove_entry,
    prove_continued, verifier_key, verify_clinic,
};
use ground::{Actor, ClinicId, House, Scope};
use promise::Purpose;

use super::{CliError, clinic, open};
use crate::config::Config;

#[derive(Subcommand)]
pub(super) enum AccessAction {
    /// Find any edit, removal or reordering in the access log, and name the entry.
    Verify {
        /// One clinic; all if left out.
        #[arg(long)]
        clinic: Option<String>,
    },
    /// Print the key by which the log's checkpoints and proofs are checked, or its newest checkpoint.
    Key {
        #[arg(long)]
        clinic: String,
        /// The newest checkpoint instead, to be kept elsewhere.
        #[arg(long)]
        checkpoint: bool,
    },
    /// Print the proof that an entry stands in the log, or that the log continues an earlier one.
    Prove {
        #[arg(long)]
        clinic: String,
        /// The entry's id.
        #[arg(long, required_unless_present = "from")]
        entry: Option<String>,
        /// How many entries the earlier log had.
        #[arg(long, conflicts_with = "entry")]
        from: Option<u64>,
    },
    /// Check a proof by the log's key alone. It asks no installation.
    Check {
        /// The proof.
        file: PathBuf,
        /// The log's key, as `access key` prints it.
        #[arg(long)]
        key: String,
        /// The checkpoint that was kept, for a proof that the log continues it.
        #[arg(long)]
        before: Option<PathBuf>,
    },
    /// Let a log go on that is shorter than what was sealed, because older data was restored on purpose. This is
    /// written down beside the keys, and every verification tells of it.
    Accept {
        /// Its slug; or the id of a clinic that is gone from the database, as verify names it.
        #[arg(long)]
        clinic: String,
        /// Why, for whoever verifies the log later.
        #[arg(long, value_parser = clap::builder::NonEmptyStringValueParser::new())]
        because: String,
    },
}

pub(super) async fn run(config: &Config, action: AccessAction) -> Result<ExitCode, CliError> {
    if let AccessAction::Check { file, key, before } = &action {
        return Ok(check(file, key, before.as_deref()));
    }
    let house = &open(config).await?;
    match action {
        AccessAction::Verify { clinic } => return verify(house, clinic.as_deref()).await,
        AccessAction::Accept { clinic, because } => accept(house, &clinic, &because).await?,
        AccessAction::Key { clinic, checkpoint } => key(house, &clinic, checkpoint).await?,
        AccessAction::Prove { clinic, entry, from } => prove(house, &clinic, entry.as_deref(), from).await?,
        // It asks no installation.
        AccessAction::Check { .. } => {}
    }
    Ok(ExitCode::SUCCESS)
}

async fn verify(house: &House, slug: Option<&str>) -> Result<ExitCode, CliError> {
    let clinics = match slug {
        Some(slug) => vec![clinic(house, Some(slug)).await?],
        None => house.clinics().await?,
    };
    let mut whole = true;
    // Asked for one clinic, only that one is told of.
    let missing = if slug.is_none() { gone(house).await? } else { Vec::new() };
    for clinic in clinics {
        let slug = clinic.slug.clone();
        let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "access.verify");
        let report = verify_clinic(&scope).await?;
        whole &= report.faults.is_empty();
        say!(
            "{slug}: {} entries, {} checkpoints, {} waiting, {} faults",
            report.entries,
            report.checkpoints,
            report.waiting,
            report.faults.len()
        );
        for fault in &report.faults {
            say!("  {fault}");
        }
        report.accepted.iter().for_each(say_accepted);
    }
    for clinic in missing {
        whole &= !clinic.is_fault();
        match clinic.is_fault() {
            true => say!("{clinic}"),
            false => say!("{}: not in the database any more", clinic.clinic),
        }
        clinic.accepted.iter().for_each(say_accepted);
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say_accepted(then: &Accepted) {
    say!(
        "  on {} the operator let it go on from {} entries, when {} had been sealed: {}",
        then.at.strftime("%Y-%m-%d at %H:%M UTC"),
        then.size,
        then.known,
        then.reason
    );
}

/// `slug` is that of a clinic, or the id of one that is gone from the database.
async fn accept(house: &House, slug: &str, because: &str) -> Result<(), CliError> {
    if let Ok(id) = slug.parse::<ClinicId>()
        && let Some(then) = accept_gone(house, id, because.trim()).await?
    {
        say!("{slug}: it is gone, with {} entries that had been sealed. Every verification tells of it", then.known);
        return Ok(());
    }
    let clinic = clinic(house, Some(slug)).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "access.accept");
    match accept_log(&scope, because.trim()).await? {
        None => say!("{slug}: the log continues what was sealed; there is nothing to accept"),
        Some(then) => say!(
            "{slug}: {} entries had been sealed, and the log goes on from {}. Every verification tells of it",
            then.known,
            then.size
        ),
    }
    Ok(())
}

fn asking(house: &House, clinic: std::sync::Arc<ground::Clinic>) -> Scope {
    Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "access.prove")
}

/// The log's key, or its newest checkpoint.
async fn key(house: &House, slug: &str, newest: bool) -> Result<(), CliError> {
    let scope = asking(house, clinic(house, Some(slug)).await?);
    match newest {
        false => say!("{}", verifier_key(&scope).await?),
        true => match checkpoint(&scope).await? {
            Some(note) => say!("{}", note.trim_end()),
            None => return Err(CliError::Said(format!("the access log of {slug} has no entry yet"))),
        },
    }
    Ok(())
}

/// The proof that an entry stands in the log, or that the log continues the one that had `from` entries.
async fn prove(house: &House, slug: &str, entry: Option<&str>, from: Option<u64>) -> Result<(), CliError> {
    let scope = asking(house, clinic(house, Some(slug)).await?);
    let proof = match (entry, from) {
        (Some(entry), _) => {
            let id = entry.parse().map_err(|_| CliError::Said(format!("{entry} is not an entry's id")))?;
            match prove_entry(&scope, Asked::Entry(id)).await {
                Ok(Some(proof)) => proof,
                Ok(None) => return Err(CliError::Said(format!("{entry} is not sealed yet: in a second it is"))),
                Err(ground::Error::NotFound) => {
                    return Err(CliError::Said(format!("the access log of {slug} has no entry {entry}")));
                }
                Err(error) => return Err(error.into()),
            }
        }
        (None, from) => match prove_continued(&scope, from.unwrap_or_default()).await {
            Err(ground::Error::NotFound) => {
                return Err(CliError::Said(format!("the access log of {slug} never ended at so many entries")));
            }
            proof => proof?,
        },
    };
    say!("{}", proof.trim_end());
    Ok(())
}

/// Says what a proof proves, or why it proves nothing.
fn check(file: &Path, key: &str, before: Option<&Path>) -> ExitCode {
    match checked(file, key, before) {
        Ok(lines) => {
            lines.iter().for_each(|line| say!("{line}"));
            ExitCode::SUCCESS
        }
        Err(why) => {
            say!("{}: proves nothing: {why}", file.display());
            ExitCode::FAILURE
        }
    }
}

fn checked(file: &Path, key: &str, before: Option<&Path>) -> Result<Vec<String>, String> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let key: VerifierKey = key.trim().parse().map_err(|error: NoteError| format!("the key: {error}"))?;
    let before = match before {
        Some(path) => Some(key.checkpoint(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))?),
        None => None,
    };
    Ok(match check_proof(&read(file)?, &key, before.as_ref()).map_err(|error| error.to_string())? {
        Proven::Entry { place, entry, log } => {
            let mut lines = vec![format!("the entry at place {place} of {}, which had {} then:", log.origin, log.size)];
            lines.extend(String::from_utf8_lossy(&entry).lines().map(|line| format!("  {line}")));
            lines
        }
        Proven::Continued { from, log, .. } => {
            vec![format!("{} with {} entries continues what it was with {from}", log.origin, log.size)]
        }
    })
}
