//! The room's nouns.

use ground::{AccountId, PersonId};
use jiff::Timestamp;

pub use identity::{Given, Gives};

ground::id!(/// A person as a directory knows them.
    pub UserId, "dus");
ground::id!(/// A group of a directory.
    pub GroupId, "dgr");

ground::id!(/// A look at a directory that is asked.
    pub RunId, "dlk");
ground::id!(/// An administrator who is asked to consent.
    pub ConsentId, "con");
ground::id!(/// What was decided about somebody who left.
    pub DecisionId, "dec");

/// Which kind of directory says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// One that tells us, by SCIM.
    Scim,
    /// Google Workspace, which we ask.
    Google,
}

impl Source {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Source::Scim => "scim",
            Source::Google => "google",
        }
    }

    pub(crate) fn of(text: &str) -> Option<Source> {
        [Source::Scim, Source::Google].into_iter().find(|source| source.as_str() == text)
    }
}

/// All that a directory may say of a person, beside their groups.
#[derive(Clone, PartialEq, Eq)]
pub struct Fields {
    /// The directory's own id for the person, which never changes; by SCIM it may say none.
    pub external: Option<String>,
    /// What the person signs in with there.
    pub user_name: String,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub email: String,
    /// Whether the address is called `work`, and whether `primary`: `work primary`. It says nothing of the person, and is
    /// given back as it came.
    pub email_marks: String,
    /// Whether the directory lets the person in.
    pub active: bool,
}

/// Says nothing: it is about a person.
impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<fields>")
    }
}

/// A person as a directory knows them, unopened.
#[derive(Clone, Debug)]
pub struct User {
    pub id: UserId,
    pub account: AccountId,
    pub person: PersonId,
    pub source: Source,
    pub email_marks: String,
    pub active: bool,
    /// The roles that groups gave; what a manager gave by hand is not among them.
    pub given: Given,
    /// What [`crate::store::user::digest`] made of the fields last said.
    pub digest: Vec<u8>,
    pub version: i64,
    pub made_at: Timestamp,
    pub changed_at: Timestamp,
    /// When the directory removed the person: nobody finds them by it any more.
    pub left_at: Option<Timestamp>,
}

/// A group of a directory.
#[derive(Clone, Debug)]
pub struct Group {
    pub id: GroupId,
    pub source: Source,
    /// The directory's own id for the group.
    pub external_id: Option<String>,
    pub name: String,
    pub version: i64,
    pub made_at: Timestamp,
    pub changed_at: Timestamp,
}

/// What is in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    User(UserId),
    Group(GroupId),
}
