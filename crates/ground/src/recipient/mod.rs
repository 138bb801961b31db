//! The register of recipients: everyone who handles something about people for a clinic, what for, where, and by which
//! agreement they are bound.
//!
//! Nothing leaves the program without asking it ([`pass`]): the gate ([`crate::egress`]) and the mail relay both want a
//! [`Passed`], which nothing else makes. An entry is a row of versions and is never overwritten. Entries of the installation
//! stand in every clinic; a clinic's own in it alone. Deliberately absent: a purpose of advertising or sale. Neither can be
//! written down for a recipient, and nothing leaves for one.

mod ahead;
mod evidence;
mod justified;
mod pass;
mod rules;
mod store;
mod taken;
mod told;
mod write;

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use promise::{Category, Purpose, Purposes};

pub use ahead::{
    Announced, announce, announced, announced_since, early, postpone, takes_effect, unannounced, withdraw, written,
};
pub use justified::unjustified;
pub use pass::{Carries, Passed, Refused, is_open, pass};
pub use rules::{Fault, LAST_DAYS, Standing, counts_from, faults, is_equal, standing, widens};
pub use store::{all, coming, everywhere, find, history, nobody, then, visible};
pub use taken::{Implied, TakenOver, take_over, take_over_everywhere};
pub use told::{due_to_tell, told};
pub use write::{AtOnce, New, Outcome, add, add_everywhere, end, end_everywhere, renew, renew_everywhere, stood};

pub(crate) use evidence::{listed, never_sold};

crate::id!(/// An entry of the register of recipients.
    pub RecipientId, "rcp");

/// A recipient that gets data outside the program: an accountant, whoever runs the machine.
pub const BY_HAND: &str = "by_hand";

/// What no recipient gets anything for: we promote only ourselves, and count only by ourselves.
pub const NEVER: [Purpose; 2] = [Purpose::Marketing, Purpose::Analytics];

/// The purposes that a recipient can have.
pub fn purposes() -> impl Iterator<Item = Purpose> {
    Purpose::ALL.iter().copied().filter(|purpose| !NEVER.contains(purpose))
}

/// Days within which an agreement must be named with whom the program asked before it had a register, or is asked first.
pub const GRACE_DAYS: i64 = 30;

/// Days after the end of an entry within which an equal one may stand in its place at once.
pub const REPLACED_WITHIN_DAYS: i64 = 30;

/// Characters of a name, a reference and a safeguard at most.
pub const TEXT: usize = 200;
/// Characters of a host's name at most (RFC 1035).
pub const PLACE: usize = 253;

/// How somebody is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// They keep it to themselves.
    Confidentiality,
    /// A processor's (GDPR, Article 28).
    Processing,
    /// A business associate's (45 CFR 164.504(e)).
    Associate,
}

impl Kind {
    /// All of them, as a form offers them.
    pub const ALL: [Kind; 3] = [Kind::Processing, Kind::Associate, Kind::Confidentiality];

    /// As it is stored, and as its words are named.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Confidentiality => "confidentiality",
            Kind::Processing => "processing",
            Kind::Associate => "associate",
        }
    }
}

impl std::str::FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Kind, ()> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// By what somebody is bound, since when and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub kind: Kind,
    /// What the paper is called.
    pub reference: String,
    pub signed_on: Date,
    /// The last day on which it stands; none where it has no end.
    pub ends_on: Option<Date>,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Their legal name.
    pub name: String,
    /// Under which name the program asks them ([`crate::egress::REGISTER`]), or [`BY_HAND`].
    pub way: String,
    /// The host that is asked; empty where data goes by hand.
    pub place: String,
    pub purposes: Purposes,
    pub categories: BTreeSet<Category>,
    /// The country in which they keep it, ISO 3166-1.
    pub region: String,
    /// What protects it elsewhere, such as standard contractual clauses; empty where nothing must.
    pub safeguard: String,
    /// None where it is yet to be named.
    pub agreement: Option<Agreement>,
}

/// What a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Listed,
    /// The program asked them before; the agreement is to be named until the end of this day.
    TakenOver(Date),
    Ended,
}

/// Why a version counts from when it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// It was written before anybody asked why.
    Before,
    /// It gives nobody more than what stood.
    Same,
    /// The first of its way: there was nobody before whom it is more than.
    First,
    /// It replaces an equal one.
    Equal,
    /// It is more, or somebody new: it is announced first.
    Announced,
    /// A relay, and none was open: only a relay carries the letters that announce one, so it is announced afterwards.
    Needed,
}

impl Basis {
    const ALL: [Basis; 6] = [Basis::Before, Basis::Same, Basis::First, Basis::Equal, Basis::Announced, Basis::Needed];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Basis::Before => "before",
            Basis::Same => "same",
            Basis::First => "first",
            Basis::Equal => "equal",
            Basis::Announced => "announced",
            Basis::Needed => "needed",
        }
    }
}

impl std::str::FromStr for Basis {
    type Err = ();

    fn from_str(text: &str) -> Result<Basis, ()> {
        Basis::ALL.into_iter().find(|basis| basis.as_str() == text).ok_or(())
    }
}

/// One version of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: RecipientId,
    /// From 1.
    pub version: i64,
    /// Whether it stands in every clinic of the installation.
    pub everywhere: bool,
    pub state: State,
    pub terms: Terms,
    /// From when it counts; where it waits to be announced to everybody, from when at the soonest.
    pub effective_at: Timestamp,
    /// Why from then.
    pub basis: Basis,
    /// The version with which it was announced that this one gives more; none where nothing is to be announced.
    pub ahead: Option<i64>,
    /// The entry that it replaces by an equal one.
    pub replaces: Option<RecipientId>,
    /// It is announced, and does not count yet.
    pub waits: bool,
    /// It counts already, and is announced afterwards.
    pub afterwards: bool,
    /// An id, or a kind of actor.
    pub written_by: String,
    pub written_at: Timestamp,
    /// A stored word is not one of ours: somebody else wrote it.
    pub odd: bool,
}
