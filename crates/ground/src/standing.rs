//! The promises as they stand now: statement, control, evidence, tests, state.

use std::sync::Arc;

use promise::{Control, Evidence, Fault, PROMISES, Parameters, Promise, State, judge_in};

use crate::web::Tongue;
use crate::{Clinic, House, proof, says};

/// One promise of one clinic, now.
#[derive(Clone, Debug)]
pub struct Standing {
    pub promise: &'static Promise,
    /// What keeps it.
    pub control: Option<Control>,
    pub evidence: Option<Evidence>,
    /// What is out of its bounds of what it reads.
    pub out_of_bounds: Vec<Fault>,
    pub state: State,
    /// The rooms that are missing and without which it cannot be kept.
    pub waits_for: Vec<&'static str>,
}

/// The same in words, as `keepwell promises` prints it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Printed {
    pub id: &'static str,
    pub group: String,
    pub statement: String,
    /// Where in the code it is kept.
    pub control: Option<String>,
    /// How it is kept, in plain words.
    pub how: Option<String>,
    pub evidence: Option<Figures>,
    /// Parameters of the clinic that are out of their bounds: the promise is a gap.
    pub out_of_bounds: Vec<String>,
    pub tests: Vec<String>,
    pub state: State,
    /// The rooms that are missing and without which it cannot be kept.
    pub waits_for: Vec<&'static str>,
}

impl Standing {
    /// In the words of one language, with a clinic's own values.
    pub fn printed(&self, t: &Tongue, parameters: &Parameters) -> Printed {
        let id = self.promise.id;
        Printed {
            id,
            group: self.promise.group.to_string(),
            statement: says::statement(t, self.promise, parameters),
            control: self.control.as_ref().map(|control| control.control.clone()),
            how: self.control.as_ref().map(|control| says::how(t, control, parameters)),
            evidence: self.evidence.as_ref().map(|evidence| Figures {
                sentence: says::evidence(t, id, evidence),
                figures: evidence.figures.clone(),
                ok: evidence.ok,
            }),
            out_of_bounds: self.out_of_bounds.iter().map(ToString::to_string).collect(),
            tests: self.control.as_ref().map(|control| control.tests.clone()).unwrap_or_default(),
            state: self.state,
            waits_for: self.waits_for.clone(),
        }
    }
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
    if let Err(error) = crate::look_around(house, clinic).await {
        tracing::warn!(cause = %error, "the program's own pages could not be looked at");
    }
    let mut all = Vec::with_capacity(PROMISES.len());
    for promise in PROMISES {
        let control = house.control(&clinic.parameters, promise.id);
        let evidence = match control {
            Some(_) => proof(house, clinic, promise.id).await,
            None => None,
        };
        let state = judge_in(&clinic.parameters, promise, control, evidence.as_ref());
        let out_of_bounds = promise.out_of_bounds(&clinic.parameters);
        let waits_for = house.waits_for(&clinic.parameters, promise);
        all.push(Standing { promise, control: control.cloned(), evidence, out_of_bounds, state, waits_for });
    }
    all
}
