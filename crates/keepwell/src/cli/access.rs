//! `keepwell access verify` and `keepwell access accept`.

use std::process::ExitCode;

use ground::access::{accept as accept_log, verify_clinic};
use ground::{Actor, House, Scope};
use promise::Purpose;

use super::{CliError, clinic};

pub(super) async fn verify(house: &House, slug: Option<&str>) -> Result<ExitCode, CliError> {
    let clinics = match slug {
        Some(slug) => vec![clinic(house, Some(slug)).await?],
        None => house.clinics().await?,
    };
    let mut whole = true;
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
        for then in &report.accepted {
            say!(
                "  on {} the operator let it go on from {} entries, when {} had been sealed: {}",
                then.at.strftime("%Y-%m-%d at %H:%M UTC"),
                then.size,
                then.known,
                then.reason
            );
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub(super) async fn accept(house: &House, slug: &str, because: &str) -> Result<(), CliError> {
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
