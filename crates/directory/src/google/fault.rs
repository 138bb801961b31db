//! What can be wrong with what a directory answers. None of it holds a word of an answer: answers name people.

use ground::egress::Unanswered;

use crate::plan::Gap;

/// Which list was being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    Token,
    Users,
    Deleted,
    Groups,
    Members,
}

impl What {
    /// As it is stored and counted.
    pub const fn as_str(self) -> &'static str {
        match self {
            What::Token => "token",
            What::Users => "users",
            What::Deleted => "deleted",
            What::Groups => "groups",
            What::Members => "members",
        }
    }
}

/// Why a directory was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The key's holder may not act for that administrator: domain-wide delegation is missing, or lacks a scope.
    #[error("the service account is not delegated for the scopes")]
    NotDelegated,
    /// Google takes the key or the administrator for none.
    #[error("the key or the administrator is not accepted")]
    NotAccepted,
    /// The administrator took the consent back, or it ran out.
    #[error("the consent does not hold any more")]
    TakenBack,
    /// The key signs nothing.
    #[error("the key does not sign")]
    Key,
    /// The administrator may not read this.
    #[error("the administrator may not read {}", .0.as_str())]
    Forbidden(What),
    /// The API is not switched on in the service account's project.
    #[error("the Admin SDK API is not switched on")]
    SwitchedOff,
    /// It said "later" for longer than we ask again.
    #[error("{} were put off too often", .0.as_str())]
    PutOff(What),
    #[error("no answer about {}: {why}", .what.as_str())]
    Unanswered { what: What, why: Unanswered },
    /// A status that we cannot do anything with.
    #[error("{} were answered {status}", .what.as_str())]
    Status { what: What, status: u16 },
    /// 200 and nothing in it, or not what was asked for.
    #[error("an empty answer about {}", .0.as_str())]
    Empty(What),
    /// It breaks off, or a part of it is of another kind than it should be.
    #[error("an answer about {} cannot be read", .0.as_str())]
    Malformed(What),
    /// A user, group or member without a field that we need.
    #[error("{} without a field that is needed", .0.as_str())]
    FieldMissing(What),
    /// The token of a page came before: reading would go round for ever.
    #[error("the pages of {} go round", .0.as_str())]
    Cycle(What),
    /// Two records of one id say different things.
    #[error("{} with one id say different things", .0.as_str())]
    Twice(What),
    /// A group that has members came without one.
    #[error("members are missing")]
    Short,
    /// A group went while it was read.
    #[error("a group went while it was read")]
    Moved,
    /// More than a directory can have.
    #[error("too many {}", .0.as_str())]
    TooMany(What),
}

impl Fault {
    /// As it is stored, counted and put into words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fault::NotDelegated => "not_delegated",
            Fault::NotAccepted => "not_accepted",
            Fault::TakenBack => "taken_back",
            Fault::Key => "key",
            Fault::Forbidden(_) => "forbidden",
            Fault::SwitchedOff => "switched_off",
            Fault::PutOff(_) => "put_off",
            Fault::Unanswered { why: Unanswered::Refused(_), .. } => "unlisted",
            Fault::Unanswered { .. } => "unanswered",
            Fault::Status { .. } => "status",
            Fault::Empty(_) => "empty",
            Fault::Malformed(_) => "malformed",
            Fault::FieldMissing(_) => "field_missing",
            Fault::Cycle(_) => "cycle",
            Fault::Twice(_) => "twice",
            Fault::Short => "short",
            Fault::Moved => "moved",
            Fault::TooMany(_) => "too_many_records",
        }
    }

    /// What it leaves open in what was read.
    pub const fn gap(self) -> Gap {
        match self {
            Fault::FieldMissing(_) | Fault::Twice(_) => Gap::Fields,
            Fault::Empty(_) | Fault::Malformed(_) | Fault::Cycle(_) | Fault::Short => Gap::Page,
            _ => Gap::End,
        }
    }
}
