//! `keepwell check --privacy`: the self-audit, made now, printed and kept.

use std::process::ExitCode;

use ground::House;
use ground::web::Tongue;
use office::checks::{self, Audit, Finding, State};
use serde::Serialize;

use super::check::Options;
use super::{CliError, clinic as named};

/// An audit as it is printed.
#[derive(Serialize)]
struct Printed {
    clinic: String,
    #[serde(flatten)]
    audit: Audit,
    /// What became of it since the audit before, in words.
    since: Vec<String>,
    found: Vec<Said>,
}

/// A finding with its words.
#[derive(Serialize)]
struct Said {
    #[serde(flatten)]
    finding: Finding,
    about: String,
    told: String,
}

/// Each clinic's, or one's. Fails where something is wrong in any of them.
pub(super) async fn audit(house: &House, options: &Options) -> Result<ExitCode, CliError> {
    let clinics = match &options.clinic {
        Some(slug) => vec![named(house, Some(slug)).await?],
        None => house.clinics().await?,
    };
    let t = house.words.english();
    let mut all = Vec::new();
    for clinic in clinics {
        let (audit, findings, gone) = checks::now(house, &clinic).await?;
        let parameters = &clinic.parameters;
        let since = checks::difference(&t, &findings, &gone, parameters).iter().map(|said| bare(said)).collect();
        let said = |finding: Finding| Said {
            about: bare(&checks::subject(&t, &finding, parameters)),
            told: bare(&checks::found(&t, &finding)),
            finding,
        };
        let found = findings.into_iter().map(said).collect();
        all.push(Printed { clinic: clinic.slug.clone(), audit, since, found });
    }
    if options.json {
        say!("{}", serde_json::to_string_pretty(&all).map_err(|error| CliError::Said(error.to_string()))?);
    } else {
        all.iter().for_each(|one| print(&t, one));
    }
    let wrong = all.iter().any(|one| one.audit.standing > 0);
    Ok(if wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn print(t: &Tongue, printed: &Printed) {
    let Printed { clinic, audit, since, found } = printed;
    say!("self-check {} of {clinic}: {} things looked at, {} wrong", audit.number, audit.findings, audit.standing);
    for one in found.iter().filter(|one| one.finding.stands()) {
        say!("  {:6} {}", one.finding.state.as_str(), one.finding.subject);
        say!("         {}", one.about);
        say!("         {}", one.told);
    }
    let count = |state: State| found.iter().filter(|one| one.finding.state == state).count();
    say!(
        "  {} promises kept, {} checks well, {} promises that no room of this program keeps yet, {} off",
        count(State::Kept),
        count(State::Well),
        count(State::Absent),
        count(State::Off)
    );
    if audit.number > 1 && since.is_empty() {
        say!("  {}", bare(&t.get("checks-same")));
    }
    since.iter().for_each(|said| say!("  {said}"));
}

/// Without the marks that keep directions apart on a page.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}
