//! `keepwell clinic leave`, `stay` and `receipt`; `keepwell receipt`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use ground::leave::{self, Left, receipt};
use ground::{Actor, ClinicId, House, Scope};
use jiff::SignedDuration;
use promise::Purpose;

use super::{CliError, clinic, hosted, line};
use crate::export::last_whole;
use crate::front::REASON;

/// Longest receipt that is read, in bytes.
const LONGEST: u64 = 1_000_000;

#[derive(Subcommand)]
pub(super) enum ReceiptAction {
    /// Check a receipt. This needs no installation, and asks nobody.
    Verify(Verify),
    /// Print the fingerprint of the key by which this installation signs receipts.
    Key,
}

#[derive(Args)]
pub(super) struct Verify {
    /// The receipt.
    file: PathBuf,
    /// The fingerprint that you were told before the clinic left. Without it, compare the one that is printed.
    #[arg(long, value_name = "FINGERPRINT")]
    key: Option<String>,
    /// The slug that the clinic had.
    #[arg(long, value_name = "SLUG")]
    clinic: Option<String>,
}

/// Lets it leave.
pub(super) async fn ask(house: &House, slug: &str, reason: &str, without_export: bool) -> Result<(), CliError> {
    let reason = line(house, "reason", reason, REASON)?;
    let clinic = clinic(house, Some(slug)).await?;
    hosted::permitted(house, &clinic).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "clinic.leave");
    let taken = scope.read(last_whole).await?;
    if taken.is_none() && !without_export {
        return Err(CliError::Said(format!(
            "nobody has taken everything of {slug} along yet: keepwell export --clinic {slug} --to FILE --reason TEXT; or say --without-export"
        )));
    }
    let leaving = scope.write(move |tx| leave::ask(tx, &reason)).await?;
    say!(
        "{slug} is closed and leaves; it can be taken back until {} (keepwell clinic stay --clinic {slug})",
        leaving.until
    );
    match taken {
        Some(at) => say!("everything was last taken along at {at}"),
        None => say!("nobody took everything along; until then they still can"),
    }
    say!("everybody who answers for it is written to by the program that serves");
    Ok(())
}

/// Takes it back.
pub(super) async fn stay(house: &House, slug: &str) -> Result<(), CliError> {
    let clinic = clinic(house, Some(slug)).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "clinic.leave");
    scope.write(leave::stay).await?.map_err(|why| CliError::Said(format!("{slug}: {why}")))?;
    say!("{slug} stays, and goes on where it was");
    Ok(())
}

/// Prints its receipt.
pub(super) async fn receipt(house: &House, named: &str) -> Result<(), CliError> {
    let left: Option<Left> = match named.parse::<ClinicId>() {
        Ok(id) => house.left_as(id).await?,
        Err(_) => house.left(Some(named), 1).await?.pop(),
    };
    let Some(left) = left else {
        return Err(CliError::Said(format!("no clinic {named} has left this installation")));
    };
    let Some(receipt) = left.receipt else {
        let since = house.clock.now().duration_since(left.began);
        let late = if since > SignedDuration::from_hours(24) { "; the log says what keeps it" } else { "" };
        let began = left.began;
        return Err(CliError::Said(format!(
            "{named} is being erased since {began}{late}. The receipt comes when nothing is left"
        )));
    };
    crate::out::print(format_args!("{receipt}"));
    Ok(())
}

/// Says by which key receipts are signed here.
pub(super) async fn key(house: &House) -> Result<(), CliError> {
    let scope = Scope::new(house, house.installation(), Actor::automatic(), Purpose::Operation, "receipt.key");
    say!("{}", scope.read(|tx| leave::signs(tx)).await?);
    Ok(())
}

/// Checks a file.
pub(super) fn verify(asked: &Verify) -> Result<ExitCode, CliError> {
    let shown = asked.file.display();
    let fault = |error: std::io::Error| CliError::Said(format!("{shown}: {error}"));
    let size = std::fs::metadata(&asked.file).map_err(fault)?.len();
    if size > LONGEST {
        return Err(CliError::Said(format!("{shown} has {size} bytes, and no receipt is so long")));
    }
    let bytes = std::fs::read(&asked.file).map_err(fault)?;
    let text = String::from_utf8(bytes).map_err(|_| CliError::Said(format!("{shown} is no text")))?;
    let read = receipt::verify(&text, asked.key.as_deref()).map_err(|why| CliError::Said(format!("{shown}: {why}")))?;
    if let Some(slug) = asked.clinic.as_ref().filter(|slug| !read.is_of(slug)) {
        return Err(CliError::Said(format!("{shown} is genuine, and of another clinic than {slug}")));
    }
    crate::out::print(format_args!("{}", read.text));
    say!("signed by the key {}", read.key);
    if asked.key.is_none() {
        say!(
            "compare it with the one you were told before the clinic left: a receipt alone does not prove whose it is"
        );
    }
    Ok(ExitCode::SUCCESS)
}
