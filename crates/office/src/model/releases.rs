//! Releases that can no longer be led back to anybody, and questions that are answered with noise.

use std::str::FromStr;

use ground::PersonId;
use jiff::Timestamp;
use promise::release::{Diversity, Report};
use serde::{Deserialize, Serialize};

ground::id!(/// A release.
    pub ReleaseId, "rel");
ground::id!(/// A piece of what was gathered for one.
    pub PartId, "rlp");
ground::id!(/// A question about a set of data.
    pub QuestionId, "qst");

/// How far a release is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its rows are being read and weighed.
    Gathering,
    /// What it would be is known, and somebody has to decide.
    Weighed,
    /// Nothing can leave as it was asked for.
    Unfit,
    /// It was approved and signed.
    Released,
    /// It was not, or nobody decided in time.
    Refused,
}

impl State {
    const ALL: [State; 5] = [State::Gathering, State::Weighed, State::Unfit, State::Released, State::Refused];

    /// As it is stored, and as its words are named.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Gathering => "gathering",
            State::Weighed => "weighed",
            State::Unfit => "unfit",
            State::Released => "released",
            State::Refused => "refused",
        }
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<State, ()> {
        State::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// What somebody drafts.
#[derive(Clone, Debug)]
pub struct NewRelease {
    pub data_set: String,
    pub purpose: String,
    pub recipient: String,
    pub columns: Vec<String>,
    pub k: u32,
    pub l: u32,
    pub diversity: Diversity,
    /// Of 10,000.
    pub most_suppressed: u32,
}

/// A release.
#[derive(Clone, Debug)]
pub struct Release {
    pub id: ReleaseId,
    pub asked: NewRelease,
    pub state: State,
    pub round: i64,
    pub reached: String,
    pub gathered: i64,
    pub left_out: i64,
    pub keeper: PersonId,
    pub report: Option<Report>,
    pub digest: Option<String>,
    pub bytes: Option<i64>,
    pub drafted_by: String,
    pub drafted_at: Timestamp,
    pub decided: Option<(String, Timestamp)>,
    pub four_eyes: bool,
    pub reason: Option<String>,
    pub manifest: Option<String>,
    pub expires_at: Option<Timestamp>,
    pub gone_at: Option<Timestamp>,
    pub sound: Option<bool>,
    pub taken: i64,
}

/// A question: how many rows, in all or by the values of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewQuestion {
    pub data_set: String,
    /// None: all together.
    pub by: Option<String>,
    /// Rows that one person adds at most.
    pub most: u32,
    /// In tenths.
    pub epsilon: u32,
}

impl NewQuestion {
    /// What is asked, in one line.
    pub fn line(&self) -> String {
        format!("{}/{}/{}", self.by.as_deref().unwrap_or("*"), self.most, self.epsilon)
    }
}

/// Counts with noise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// By value; one without a name where nothing was divided.
    pub counts: Vec<(String, i64)>,
    /// Small counts were left out, because only the data know which values there are.
    pub left_small: bool,
}

/// A question that was asked.
#[derive(Clone, Debug)]
pub struct Question {
    pub id: QuestionId,
    pub asked: NewQuestion,
    pub answer: Option<Answer>,
    pub asked_by: String,
    pub asked_at: Timestamp,
    pub answered_at: Option<Timestamp>,
}

/// What was spent of a budget, in tenths of epsilon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    pub data_set: String,
    pub spent: u32,
    pub budget: u32,
}
