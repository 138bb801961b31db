//! The room's nouns.

use ground::{AccountId, PersonId};
use jiff::Timestamp;

ground::id!(/// A version of the operator's agreement.
    pub AgreementId, "agr");
ground::id!(/// That a clinic accepted one.
    pub AcceptanceId, "acc");
ground::id!(/// That a clinic let somebody of the operator's in.
    pub GrantId, "grt");

/// Most characters of what a version is called.
pub const VERSION: usize = 40;
/// Most bytes of an agreement's text.
pub const BODY: usize = 500_000;
/// Most characters of a reason, and fewest: one word explains nothing to whoever reads it later.
pub const REASON: usize = 300;
pub const LEAST_REASON: usize = 10;

/// A version of the agreement, without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub id: AgreementId,
    /// What the operator calls it: `2026-1`.
    pub version: String,
    /// SHA-256 of the text, in hexadecimal.
    pub digest: String,
    pub published_at: Timestamp,
}

/// That the clinic accepted a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    pub agreement: AgreementId,
    pub version: String,
    pub digest: String,
    /// With whom it was agreed, as they called themselves then.
    pub operator: String,
    /// The name by which whoever accepted works here.
    pub signed_as: String,
    pub at: Timestamp,
}

/// Whom to let in.
#[derive(Clone, Debug)]
pub struct NewGrant {
    pub email: String,
    pub name: String,
    pub language: String,
    /// Also what the front desk does with records, or the setup alone.
    pub records: bool,
    /// Also take along everything that the clinic keeps.
    pub everything: bool,
    pub reason: String,
    pub hours: i64,
}

/// Somebody of the operator's whom the clinic let in.
#[derive(Clone, Debug)]
pub struct Grant {
    pub id: GrantId,
    pub account: AccountId,
    pub guest: PersonId,
    pub guest_name: String,
    pub records: bool,
    pub everything: bool,
    pub reason: String,
    /// As [`ground::access::Opening::actor`] has actors.
    pub granted_by: String,
    pub granted_at: Timestamp,
    pub ends_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    /// When whoever answers for the clinic was written to.
    pub told_at: Option<Timestamp>,
}

impl Grant {
    /// When it was over, or will be.
    pub fn over_at(&self) -> Timestamp {
        self.ended_at.map_or(self.ends_at, |ended| ended.min(self.ends_at))
    }

    /// Whether it holds at `now`.
    pub fn is_live(&self, now: Timestamp) -> bool {
        now >= self.granted_at && now < self.over_at()
    }
}
