//! What whoever treats says of a correction, as it is kept.

use ground::PersonId;
use jiff::Timestamp;

use super::requests::{RequestId, stored};

ground::id!(/// What whoever treats says of a correction.
    pub OpinionId, "opn");

stored! {
    /// What was said.
    pub enum Answer {
        Agrees = "agrees",
        Disagrees = "disagrees",
        /// Nobody treats them any more who could say something.
        Nobody = "nobody",
    }
}

/// A question to whoever treats, and what they said.
#[derive(Clone, Debug)]
pub struct Opinion {
    pub id: OpinionId,
    pub request: RequestId,
    pub person: PersonId,
    pub asked_at: Timestamp,
    pub answer: Option<Answer>,
    pub answered_by: Option<String>,
    pub answered_at: Option<Timestamp>,
    /// Whoever asked for the correction may read it.
    pub known: bool,
    /// What should be put right, as they wrote it, and why it is or is not: opened.
    pub question: String,
    pub reason: String,
}
