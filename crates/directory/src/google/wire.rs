//! The shapes of answers, as far as we look: every other field is passed over unread.

use std::collections::HashSet;

use serde::Deserialize;

use super::fault::{Fault, What};
use crate::plan::{Group, Standing, User};

/// Letters of a name at most; Google allows 60 (users) and 73 (groups).
const NAME: usize = 200;
/// Letters of an id at most.
const ID: usize = 100;
/// Of an address (RFC 5321, 4.5.3.1.3).
const ADDRESS: usize = 254;

/// A page of a list: what it says it is, what is in it, and how the next is asked for.
pub(super) trait Page: for<'de> Deserialize<'de> {
    type Item;
    const KIND: &'static str;
    /// How many are asked for in one page: as many as Google gives.
    const SIZE: &'static str;
    /// All that is asked for.
    const FIELDS: &'static str;
    fn parts(self) -> (Option<String>, Option<Vec<Self::Item>>, Option<String>);
}

macro_rules! page {
    ($page:ident, $field:ident, $item:ty, $kind:literal, $size:literal, $fields:literal) => {
        #[derive(Deserialize)]
        pub(super) struct $page {
            kind: Option<String>,
            $field: Option<Vec<$item>>,
            #[serde(rename = "nextPageToken")]
            next: Option<String>,
        }

        impl Page for $page {
            type Item = $item;
            const KIND: &'static str = $kind;
            const SIZE: &'static str = $size;
            const FIELDS: &'static str = $fields;

            fn parts(self) -> (Option<String>, Option<Vec<$item>>, Option<String>) {
                (self.kind, self.$field, self.next)
            }
        }
    };
}

page!(
    Users,
    users,
    RawUser,
    "admin#directory#users",
    "500",
    "kind,nextPageToken,users(id,primaryEmail,name(givenName,familyName),suspended,archived)"
);
page!(Deleted, users, RawDeleted, "admin#directory#users", "500", "kind,nextPageToken,users(id)");
page!(
    Groups,
    groups,
    RawGroup,
    "admin#directory#groups",
    "200",
    "kind,nextPageToken,groups(id,name,email,directMembersCount)"
);
page!(Members, members, RawMember, "admin#directory#members", "200", "kind,nextPageToken,members(id,email,type)");

#[derive(Deserialize)]
pub(super) struct RawUser {
    id: Option<String>,
    #[serde(rename = "primaryEmail")]
    email: Option<String>,
    name: Option<RawName>,
    suspended: Option<bool>,
    archived: Option<bool>,
}

#[derive(Deserialize)]
struct RawName {
    #[serde(rename = "givenName")]
    given: Option<String>,
    #[serde(rename = "familyName")]
    family: Option<String>,
}

impl RawUser {
    pub(super) fn user(self) -> Result<User, Fault> {
        let missing = || Fault::FieldMissing(What::Users);
        let malformed = || Fault::Malformed(What::Users);
        let id = id(self.id, What::Users)?;
        let email = self.email.map(|email| email.trim().to_owned()).filter(|email| !email.is_empty());
        let email = email.ok_or_else(missing)?;
        // An address that we could not write to, or that reads like another, is nobody's to sign in with.
        if email.len() > ADDRESS || !email.bytes().all(|byte| byte.is_ascii_graphic()) || !has_domain(&email) {
            return Err(malformed());
        }
        let name = self.name.ok_or_else(missing)?;
        let (given, family) = (clean(name.given), clean(name.family));
        if given.is_empty() && family.is_empty() {
            return Err(missing());
        }
        if given.chars().count() > NAME || family.chars().count() > NAME {
            return Err(malformed());
        }
        // Whether they may enter is not for us to guess.
        let standing = match (self.suspended.ok_or_else(missing)?, self.archived) {
            (true, _) => Standing::Suspended,
            (false, Some(true)) => Standing::Archived,
            (false, _) => Standing::Active,
        };
        Ok(User { id, given: given.into(), family: family.into(), email: email.into(), standing })
    }
}

#[derive(Deserialize)]
pub(super) struct RawDeleted {
    id: Option<String>,
}

impl RawDeleted {
    /// Of whoever was deleted we ask for nothing but who it was.
    pub(super) fn user(self) -> Result<User, Fault> {
        let nothing = || Box::<str>::from("");
        let id = id(self.id, What::Deleted)?;
        Ok(User { id, given: nothing(), family: nothing(), email: nothing(), standing: Standing::Deleted })
    }
}

#[derive(Deserialize)]
pub(super) struct RawGroup {
    id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    #[serde(rename = "directMembersCount")]
    members: Option<String>,
}

impl RawGroup {
    /// The group, and how many are directly in it by its own account.
    pub(super) fn group(self) -> Result<(Group, u64), Fault> {
        let id = id(self.id, What::Groups)?;
        let mut name = clean(self.name);
        if name.is_empty() {
            name = clean(self.email);
        }
        if name.is_empty() {
            return Err(Fault::FieldMissing(What::Groups));
        }
        if name.chars().count() > NAME {
            return Err(Fault::Malformed(What::Groups));
        }
        let members = self.members.ok_or(Fault::FieldMissing(What::Groups))?;
        let members = members.parse().map_err(|_| Fault::Malformed(What::Groups))?;
        Ok((Group { id, name: name.into() }, members))
    }
}

#[derive(Deserialize)]
pub(super) struct RawMember {
    id: Option<String>,
    email: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Who is in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Member {
    /// A user or a group, by their id.
    One(Box<str>),
    /// The whole directory.
    Everybody,
    /// Somebody with an address elsewhere and no id.
    Outside,
}

impl RawMember {
    /// `domains` are those of the directory's users: whoever has an address there has an id, and one without is a record
    /// with a hole in it.
    pub(super) fn member(self, domains: &HashSet<String>) -> Result<Member, Fault> {
        let missing = Fault::FieldMissing(What::Members);
        match self.kind.as_deref() {
            None | Some("") => return Err(missing),
            Some("CUSTOMER") => return Ok(Member::Everybody),
            Some(_) => {}
        }
        if self.id.as_deref().is_some_and(|id| !id.is_empty()) {
            return Ok(Member::One(id(self.id, What::Members)?));
        }
        match self.email.as_deref().and_then(domain) {
            Some(domain) if !domains.contains(&domain) => Ok(Member::Outside),
            _ => Err(missing),
        }
    }
}

fn id(id: Option<String>, what: What) -> Result<Box<str>, Fault> {
    let id = id.filter(|id| !id.is_empty()).ok_or(Fault::FieldMissing(what))?;
    if id.len() > ID || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Fault::Malformed(what));
    }
    Ok(id.into())
}

/// A name without signs that no reader sees and that turn the words beside it round.
fn clean(name: Option<String>) -> String {
    let seen =
        |c: &char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let name: String = name.unwrap_or_default().chars().filter(seen).collect();
    name.trim().to_owned()
}

/// What follows the last `@`, in small letters.
pub(super) fn domain(email: &str) -> Option<String> {
    let (before, after) = email.rsplit_once('@')?;
    (!before.is_empty() && !after.is_empty()).then(|| after.to_ascii_lowercase())
}

fn has_domain(email: &str) -> bool {
    domain(email).is_some()
}

/// An access token (RFC 6749, 5.1).
#[derive(Deserialize)]
pub(super) struct Token {
    pub access_token: Option<String>,
    pub expires_in: Option<i64>,
    pub token_type: Option<String>,
}

/// Why there is none (RFC 6749, 5.2). Its description is for a person and quotes addresses: it is not looked at.
#[derive(Deserialize)]
pub(super) struct TokenError {
    pub error: Option<String>,
}

/// Why an answer is none, as Google's APIs say it.
#[derive(Deserialize, Default)]
pub(super) struct ApiError {
    #[serde(default)]
    error: Errors,
}

#[derive(Deserialize, Default)]
struct Errors {
    #[serde(default)]
    errors: Vec<Reason>,
    #[serde(default)]
    details: Vec<Reason>,
}

#[derive(Deserialize)]
struct Reason {
    reason: Option<String>,
}

impl ApiError {
    /// Every reason that is named.
    pub(super) fn reasons(&self) -> impl Iterator<Item = &str> {
        self.error.errors.iter().chain(&self.error.details).filter_map(|named| named.reason.as_deref())
    }
}
