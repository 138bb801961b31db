//! A change of what the notice states, on its way from a draft to its taking effect.

use std::collections::BTreeMap;
use std::str::FromStr;

use jiff::Timestamp;

ground::id!(/// That somebody was written to about a change.
    pub LetterId, "ntl");
ground::id!(/// That somebody was written to about a recipient that is announced.
    pub RecipientLetterId, "rcl");

/// New values by the name of their parameter; `edition` is one too.
pub type Values = BTreeMap<String, serde_json::Value>;

/// How far a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody but the clinic knows of it.
    Draft,
    /// It is said to everyone, and the old values hold.
    Announced,
    /// The new values hold.
    Effective,
    /// It was taken back before it took effect.
    Withdrawn,
}

impl State {
    const ALL: [State; 4] = [State::Draft, State::Announced, State::Effective, State::Withdrawn];

    /// As it is stored, and as its words are named.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Announced => "announced",
            State::Effective => "effective",
            State::Withdrawn => "withdrawn",
        }
    }
}

impl FromStr for State {
    type Err = ();

    fn from_str(text: &str) -> Result<State, ()> {
        State::ALL.into_iter().find(|state| state.as_str() == text).ok_or(())
    }
}

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// From 1, in the order in which they were begun.
    pub number: i64,
    pub state: State,
    pub wanted: Values,
    /// Counts the changes of a draft, so that a stale page is told.
    pub revision: i64,
    pub published_at: Option<Timestamp>,
    /// From when it holds; none while it is a draft.
    pub effective_at: Option<Timestamp>,
    /// The last account that was written to.
    pub told_to: Option<ground::AccountId>,
    /// When the last letter was written.
    pub told_at: Option<Timestamp>,
}
