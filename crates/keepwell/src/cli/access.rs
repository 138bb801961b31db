//! `keepwell access verify`.

use std::process::ExitCode;

use ground::access::verify_clinic;
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
        println!(
            "{slug}: {} entries, {} checkpoints, {} waiting, {} faults",
            report.entries,
            report.checkpoints,
            report.waiting,
            report.faults.len()
        );
        for restored in &report.restored {
            println!(
                "  a restore at {} brought back {} of {} entries",
                restored.at.strftime("%Y-%m-%d %H:%M UTC"),
                restored.found,
                restored.known
            );
        }
        for fault in &report.faults {
            println!("  {fault}");
        }
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
