//! The access log: every opening of a person's record, and every refusal, committed with the transaction that
//! opened it and appended within a second to a Merkle log per clinic.
//!
//! An opening is recorded once per visit: the entry covers that actor, person and purpose for the quarter hour it
//! begins (the clinic's `access_visit_minutes`), so that a day's calendar does not drown the record.

mod gone;
pub mod merkle;
pub mod note;
mod prove;
mod read;
mod seal;
mod verify;
mod watch;
mod witness;

use std::time::Duration;

use jiff::Timestamp;
use policy::{OPEN, Relations};
use promise::Purpose;

pub use gone::{Gone, accept_gone, gone};
pub(crate) use prove::Roots;
pub use prove::{
    Asked, ProofError, Proven, check as check_proof, checkpoint, checkpoints, prove, prove_continued, verifier_key,
};
pub use read::{Opening, about, about_before, busiest, counts, opened_by, openers};
pub use seal::{SealError, seal_clinic};
pub use verify::{AccessFault, AccessReport, place, verify_clinic};
pub(crate) use watch::{TURN, Watch, turn};
pub use watch::{Watched, Whole, is_faulty, watch, watched};
pub(crate) use witness::standing;
pub use witness::{Accepted, accept};

use crate::clock::from_micros;
use crate::error::Result;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{ClinicId, EntryId, PersonId, params};

/// What came of asking for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Opened,
    Refused,
}

impl Outcome {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Opened => "opened",
            Outcome::Refused => "refused",
        }
    }
}

/// One opening to record.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    clinic: ClinicId,
    person: PersonId,
    actor: String,
    roles: String,
    purpose: Purpose,
    action: &'static str,
    outcome: Outcome,
    begins: Timestamp,
    at: Timestamp,
}

impl Visit {
    pub(crate) fn new(scope: &Scope, person: PersonId, outcome: Outcome, at: Timestamp) -> Visit {
        let span = i64::from(scope.clinic.parameters.access_visit_minutes.max(1)) * 60_000_000;
        let begins = from_micros(at.as_microsecond().div_euclid(span) * span);
        Visit {
            clinic: scope.clinic.id,
            person,
            actor: scope.actor.to_string(),
            // Those that counted: what the clinic took away from a role of its own did not open it.
            roles: match outcome {
                Outcome::Opened => scope.house.policy.counting(&scope.ask(OPEN, Relations::NONE)),
                Outcome::Refused => scope.actor.roles,
            }
            .to_string(),
            purpose: scope.purpose,
            action: scope.action,
            outcome,
            begins,
            at,
        }
    }

    fn key(&self) -> VisitKey {
        (self.clinic, self.person, self.actor.clone(), self.purpose, self.outcome, self.begins.as_microsecond())
    }
}

type VisitKey = (ClinicId, PersonId, String, Purpose, Outcome, i64);

/// Visits already on disk, so that the second opening or refusal of a quarter hour writes nothing. Forgetting one costs a
/// write that the table's uniqueness turns into nothing; it never costs an entry.
pub(crate) struct Visits(moka::sync::Cache<VisitKey, ()>);

impl Visits {
    pub(crate) fn new() -> Visits {
        Visits(moka::sync::Cache::builder().max_capacity(200_000).time_to_live(Duration::from_secs(900)).build())
    }

    pub(crate) fn contains(&self, visit: &Visit) -> bool {
        self.0.contains_key(&visit.key())
    }

    pub(crate) fn add(&self, visits: &[Visit]) {
        for visit in visits {
            self.0.insert(visit.key(), ());
        }
    }
}

pub(crate) fn insert(tx: &mut Tx<'_>, visit: &Visit) -> Result<()> {
    let id = EntryId::new(visit.at);
    tx.execute(
        "INSERT INTO access_entry (clinic, id, person, actor, roles, purpose, action, outcome, begins, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        &params![
            visit.clinic,
            id,
            visit.person,
            &visit.actor,
            &visit.roles,
            visit.purpose.as_str(),
            visit.action,
            visit.outcome.as_str(),
            visit.begins,
            visit.at
        ],
    )?;
    Ok(())
}
