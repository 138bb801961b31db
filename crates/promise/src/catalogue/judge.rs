//! Whether a promise is kept now.

use serde::{Deserialize, Serialize};

use super::{Control, Promise};
use crate::Parameters;

vocabulary! {
    /// How a promise stands now.
    pub enum State as "a state of a promise" {
        /// A control keeps it, and the evidence says so.
        Kept = "kept",
        /// Something is missing or not well; a notice that makes it cannot be published.
        Gap = "gap",
        /// This clinic does not make it.
        Off = "off",
    }
}

/// What the store says about a promise at this moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Counts by name, as ("records past retention", 0). Words make a sentence of them in each language.
    pub figures: Vec<(String, i64)>,
    /// Whether the figures show the promise kept.
    pub ok: bool,
}

impl Evidence {
    /// These figures, and whether they show the promise kept.
    #[must_use]
    pub fn new(figures: &[(&str, i64)], ok: bool) -> Self {
        Self { figures: figures.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect(), ok }
    }

    /// With what another part of the program knows of the same promise: only both together show it kept.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.figures.extend(other.figures);
        self.ok &= other.ok;
        self
    }
}

/// How the promise stands: kept only with a control of its own, with tests, and with evidence that
/// says so.
///
/// What is unknown is a gap: no control, no evidence, a control of another promise.
#[must_use]
pub fn judge(promise: &Promise, control: Option<&Control>, evidence: Option<&Evidence>) -> State {
    match (control, evidence) {
        (Some(control), Some(evidence)) if control.id == promise.id && !control.tests.is_empty() && evidence.ok => {
            State::Kept
        }
        _ => State::Gap,
    }
}

/// As [`judge`], for a clinic with these parameters: what its edition does not promise is off, and what it promises with
/// a number out of its bounds is a gap, whatever its control makes of that number.
#[must_use]
pub fn judge_in(
    parameters: &Parameters,
    promise: &Promise,
    control: Option<&Control>,
    evidence: Option<&Evidence>,
) -> State {
    match promise.is_made_in(parameters.edition) {
        false => State::Off,
        true if !promise.out_of_bounds(parameters).is_empty() => State::Gap,
        true => judge(promise, control, evidence),
    }
}
