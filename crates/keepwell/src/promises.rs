//! The promises as they stand now: statement, control, evidence, tests, state.

use ground::{Actor, Clinic, House, Scope};
use promise::{Evidence, PROMISES, Purpose, State, judge_in};
use std::sync::Arc;

/// One promise of one clinic, now.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Standing {
    pub id: &'static str,
    pub group: String,
    pub statement: String,
    /// Where in the code it is kept.
    pub control: Option<String>,
    /// How it is kept, in plain words.
    pub how: Option<String>,
    pub evidence: Option<Figures>,
    pub tests: Vec<String>,
    pub state: State,
    /// The rooms without which it cannot be kept.
    pub waits_for: Vec<&'static str>,
}

/// Evidence as it is printed.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Figures {
    pub sentence: String,
    pub figures: Vec<(String, i64)>,
    pub ok: bool,
}

/// Every promise of the catalogue as it stands in `clinic`. Evidence that cannot be read is none, and that is a gap.
pub async fn standing(house: &House, clinic: &Arc<Clinic>) -> Vec<Standing> {
    if let Err(error) = ground::look_around(house, clinic).await {
        tracing::warn!(cause = %error, "the program's own pages could not be looked at");
    }
    let mut all = Vec::with_capacity(PROMISES.len());
    for promise in PROMISES {
        let control = house.promises.iter().flat_map(|room| &room.controls).find(|control| control.id == promise.id);
        let evidence = evidence(house, clinic, promise.id).await;
        all.push(Standing {
            id: promise.id,
            group: promise.group.to_string(),
            statement: promise.statement.render(&clinic.parameters).unwrap_or_default(),
            control: control.map(|control| control.control.clone()),
            how: control.and_then(|control| control.how(&clinic.parameters).ok()),
            tests: control.map(|control| control.tests.clone()).unwrap_or_default(),
            state: judge_in(clinic.parameters.edition.services(), promise, control, evidence.as_ref()),
            evidence: evidence.map(|Evidence { figures, sentence, ok }| Figures { sentence, figures, ok }),
            waits_for: promise.waits_for.to_vec(),
        });
    }
    all
}

async fn evidence(house: &House, clinic: &Arc<Clinic>, id: &str) -> Option<Evidence> {
    let prove = *house.evidence.get(id)?;
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "promises.evidence");
    match scope.read(prove).await {
        Ok(evidence) => Some(evidence),
        Err(error) => {
            tracing::warn!(cause = %error, promise = id, "the evidence could not be read");
            None
        }
    }
}
