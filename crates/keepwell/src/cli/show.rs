//! Commands that print lists and figures.

use ground::{Actor, House, Scope};
use promise::{Purpose, State};

use super::{CliError, clinic as named};
use crate::promises::standing;

pub(super) fn routes(house: &House, json: bool) {
    let lines = ground::printed(house);
    if json {
        say!("{}", serde_json::to_string_pretty(&lines).unwrap_or_default());
        return;
    }
    for line in lines {
        // Marked where whoever comes shows again who they are.
        let fresh = if line.fresh { "  (asks again)" } else { "" };
        say!("{:7} {:60} {:32} {}{fresh}", line.method, line.path, line.action, line.who.join(" "));
    }
}

pub(super) async fn promises(house: &House, slug: Option<&str>, json: bool) -> Result<(), CliError> {
    let clinic = named(house, slug).await?;
    let english = house.words.english();
    // Whoever asks by hand waits until all of the access log is read; the running program reads a part at a time.
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "access.verify");
    if let Err(error) = ground::access::verify_clinic(&scope).await {
        tracing::warn!(cause = %error, "the access log could not be verified");
    }
    let all = standing(house, &clinic).await;
    let all: Vec<_> = all.iter().map(|promise| promise.printed(&english, &clinic.parameters)).collect();
    if json {
        say!("{}", serde_json::to_string_pretty(&all).map_err(|e| CliError::Said(e.to_string()))?);
        return Ok(());
    }
    for promise in &all {
        say!("{:4}  {}", promise.state, promise.id);
        say!("      {}", promise.statement);
        if let Some(control) = &promise.control {
            say!("      control   {control}");
        }
        if let Some(evidence) = &promise.evidence {
            say!("      evidence  {}", evidence.sentence);
        }
        for fault in &promise.out_of_bounds {
            say!("      bounds    {fault}");
        }
        for test in &promise.tests {
            say!("      test      {test}");
        }
        if promise.state == State::Gap && !promise.waits_for.is_empty() {
            say!("      waits for {}", promise.waits_for.join(", "));
        }
    }
    let count = |state| all.iter().filter(|promise| promise.state == state).count();
    say!("{} kept, {} gaps, {} off", count(State::Kept), count(State::Gap), count(State::Off));
    Ok(())
}
