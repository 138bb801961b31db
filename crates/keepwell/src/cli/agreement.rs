//! `keepwell agreement`: what the operator asks clinics to agree to.

use std::path::PathBuf;

use clap::Subcommand;
use ground::{Actor, House, Scope};
use operator::model::{BODY, VERSION};
use promise::Purpose;

use super::{CliError, line};

#[derive(Subcommand)]
pub(super) enum Action {
    /// Publish a version of the agreement to every clinic. What was published is never changed.
    Publish {
        /// What you call it, such as 2026-1.
        #[arg(long)]
        version: String,
        /// The text, as a file in UTF-8.
        file: PathBuf,
    },
    /// List the published versions, and how each clinic stands to them.
    List,
}

pub(super) async fn run(house: &House, action: Action) -> Result<(), CliError> {
    match action {
        Action::Publish { version, file } => publish(house, &version, &file).await,
        Action::List => list(house).await,
    }
}

fn scope(house: &House) -> Scope {
    Scope::new(house, house.installation(), Actor::automatic(), Purpose::Operation, "operator.agreement")
}

async fn publish(house: &House, version: &str, file: &std::path::Path) -> Result<(), CliError> {
    if house.installed.host.is_none() {
        return Err(CliError::Said(
            "operator.name is not set: this installation is its clinics' own, and there is nobody to agree with"
                .to_owned(),
        ));
    }
    let version = line(house, "--version", version, VERSION)?;
    let shown = file.display();
    let size = std::fs::metadata(file).map_err(|error| CliError::Said(format!("{shown}: {error}")))?.len();
    if size > BODY as u64 {
        return Err(CliError::Said(format!("{shown} has {size} bytes: at most {BODY}")));
    }
    let bytes = std::fs::read(file).map_err(|error| CliError::Said(format!("{shown}: {error}")))?;
    let body = String::from_utf8(bytes).map_err(|_| CliError::Said(format!("{shown} is not text in UTF-8")))?;
    if body.trim().is_empty() || body.contains('\0') {
        return Err(CliError::Said(format!("{shown} is no text that anybody could agree to")));
    }
    let published = scope(house)
        .write(move |tx| operator::agreement::publish(tx, &version, &body))
        .await
        .map_err(|error| CliError::Said(error.to_string()))?;
    say!("{} is published; its fingerprint is {}", published.version, published.digest);
    say!("each clinic's manager reads and accepts it on the page /operator");
    Ok(())
}

async fn list(house: &House) -> Result<(), CliError> {
    let published = scope(house).read(operator::agreement::list).await?;
    for one in &published {
        say!("{:20} {} {}", one.version, one.published_at.strftime("%Y-%m-%d"), one.digest);
    }
    if published.is_empty() {
        say!("no agreement is published");
    }
    for clinic in house.clinics().await? {
        let slug = clinic.slug.clone();
        let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "operator.agreement");
        let standing = operator::agreement::standing_of(&scope).await?;
        say!("{slug}: {}", said(&standing));
    }
    Ok(())
}

fn said(standing: &operator::Standing) -> String {
    use operator::Standing as S;
    let by = |one: &operator::model::Acceptance| {
        format!("{} on {} by {}", one.version, one.at.strftime("%Y-%m-%d"), one.signed_as)
    };
    match standing {
        S::Own => "its own installation".to_owned(),
        S::Unpublished => "nothing to accept".to_owned(),
        S::Open => "accepted nothing".to_owned(),
        S::Accepted(one) => format!("accepted {}", by(one)),
        S::Outgrown(one, until) => format!("accepted {}, which stands until {}", by(one), until.strftime("%Y-%m-%d")),
        S::Lapsed(one) => format!("accepted {}, which stands no longer", by(one)),
    }
}
