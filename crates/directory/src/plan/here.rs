//! How things stand here, as far as planning needs it: keyed tokens and digests, so that nobody is opened by planning.

use std::collections::HashSet;
use std::fmt;

use ground::RoleSet;
use jiff::{SignedDuration, Timestamp};

use super::gift::{Gift, Gifts, OwnRole};
use super::snapshot::{Group, User};

/// Stands for an id, a name or an address, made with a key of the clinic: two are the same or not, and say nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub [u8; 16]);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}{:02x}..", self.0[0], self.0[1])
    }
}

/// Makes tokens of a kind: the clinic's key stands behind it, which planning does not see.
pub type Tokens<'a> = &'a dyn Fn(&'static str, &str) -> Token;

/// What planning has to ask others.
#[derive(Clone, Copy)]
pub struct Asks<'a> {
    pub tokens: Tokens<'a>,
    /// Whether somebody who holds these roles could govern the clinic's staff: the policy says so, not a role's name.
    pub governs: &'a dyn Fn(RoleSet) -> bool,
}

/// The token by which a user is known.
pub fn user_token(tokens: Tokens<'_>, user: &User) -> Token {
    tokens("directory.external", &user.id)
}

/// The token by which a group is known.
pub fn group_token(tokens: Tokens<'_>, group: &Group) -> Token {
    tokens("directory.group", &group.id)
}

/// What a user's names come to.
pub fn name_digest(tokens: Tokens<'_>, user: &User) -> Token {
    tokens("directory.name", &format!("{}\0{}", user.given, user.family))
}

/// What a user's address comes to, however it is written: the token by which an account of that address is found.
pub fn address_digest(tokens: Tokens<'_>, user: &User) -> Token {
    tokens("email", &user.email.trim().to_ascii_lowercase())
}

/// What a group's name comes to.
pub fn group_digest(tokens: Tokens<'_>, group: &Group) -> Token {
    tokens("directory.group.name", &group.name)
}

/// How somebody from the directory stands here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Their account is open as far as the directory has a say.
    In,
    /// Suspended or archived over there: shut out here.
    Out,
    /// Deleted over there: shut out, and kept until the days of grace are over.
    Left { since: Timestamp, due: bool },
    /// Erased at their own request. Nothing but the token is left, so that they are known if the directory has them still.
    Erased,
}

/// Somebody from the directory who is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub token: Token,
    pub name: Token,
    pub address: Token,
    pub state: State,
    /// Roles that their groups gave them.
    pub roles: Gifts,
    /// Roles that colleagues gave them, which the directory does not take.
    pub own: Gifts,
    /// Whether they can really sign in: confirmed, and not shut out by a colleague.
    pub open: bool,
}

/// A group that is known here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownGroup {
    pub token: Token,
    pub name: Token,
}

/// Who is in a group has a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    pub group: Token,
    pub gives: Gift,
}

/// How everything stands here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Here {
    pub users: Vec<Known>,
    pub groups: Vec<KnownGroup>,
    /// Group and user, by their places above.
    pub members: Vec<(u32, u32)>,
    /// Group and the group within it.
    pub nested: Vec<(u32, u32)>,
    pub rules: Vec<Rule>,
    /// Roles that the clinic made, by their ids.
    pub own_roles: Vec<OwnRole>,
    /// Addresses of accounts that the directory has no say in.
    pub taken: HashSet<Token>,
    /// Managers who can sign in and of whom the directory knows nothing.
    pub managers: u32,
}

/// What a clinic lets a run do without asking anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// So many may always lose something, however few work here.
    pub few: u32,
    /// Per cent of those who are in.
    pub share: u32,
    pub number: u32,
    /// For how long whoever was deleted over there can come back as they were.
    pub grace: SignedDuration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { few: 2, share: 10, number: 50, grace: SignedDuration::from_hours(24 * 20) }
    }
}

impl Limits {
    /// How many of `all` may lose something.
    pub fn allowed(&self, all: u64) -> u64 {
        let share = all.saturating_mul(u64::from(self.share.min(100))) / 100;
        share.max(u64::from(self.few)).min(u64::from(self.number))
    }
}
