//! `keepwell access verify` and `keepwell access accept`.

use std::process::ExitCode;

use ground::access::{Accepted, accept as accept_log, accept_gone, gone, verify_clinic};
use ground::{Actor, ClinicId, House, Scope};
use promise::Purpose;

use super::{CliError, clinic};

pub(super) async fn verify(house: &House, slug: Option<&str>) -> Result<ExitCode, CliError> {
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
pub(super) async fn accept(house: &House, slug: &str, because: &str) -> Result<(), CliError> {
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
