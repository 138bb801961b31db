//! The room's nouns.

mod given;
mod what;

use std::collections::BTreeSet;
use std::fmt;

use ground::{AccountId, PersonId, Role, RoleSet};
use jiff::Timestamp;

use crate::password::Hashed;
use crate::session::{Secret, Times};

pub use given::{Given, Gives, GivesNothing};
pub use what::What;

ground::id!(/// A browser that is signed in.
    pub SessionId, "ses");
ground::id!(/// A key by which another program comes in.
    pub TokenId, "tok");
ground::id!(/// A token that somebody made for a program of theirs.
    pub PersonalId, "pat");

ground::id!(/// Somebody asked for a new password.
    pub ResetRequestId, "rst");
ground::id!(/// Something happened with how somebody signs in.
    pub AlertId, "alr");
ground::id!(/// A wrong password.
    pub MissId, "mis");
ground::id!(/// A browser and network that an account was signed in from.
    pub KnownDeviceId, "dev");

/// Whether an account with these roles and this end is over. One of the operator's has an end, or is let in nowhere.
pub fn is_over(roles: RoleSet, ends_at: Option<Timestamp>, now: Timestamp) -> bool {
    match ends_at {
        Some(end) => now >= end,
        None => roles.contains(Role::Operator),
    }
}

ground::id!(/// A role that the clinic made.
    pub OwnRoleId, "rol");
ground::id!(/// That somebody holds one.
    pub HolderId, "hol");

/// The rules that say what a role gives.
pub(crate) type Policies<'a> = &'a policy::Policy;

/// A role that the clinic made: of which roles of staff, less which abilities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRole {
    pub id: OwnRoleId,
    pub name: String,
    pub parts: RoleSet,
    /// By name; one that the program does not know takes everything away.
    pub taken: BTreeSet<String>,
    pub version: i64,
}

/// What a role is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRole {
    pub name: String,
    pub parts: RoleSet,
    pub taken: BTreeSet<String>,
}

/// How an account came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The person signed up.
    Themselves,
    /// A colleague invited them.
    Staff,
    /// A file brought them.
    Import,
    /// A directory brought them.
    Directory,
    /// The program made it, as for the demo, or by a rule of the clinic's.
    Automatic,
}

impl Source {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Source::Themselves => "themselves",
            Source::Staff => "staff",
            Source::Import => "import",
            Source::Directory => "directory",
            Source::Automatic => "automatic",
        }
    }
}

/// An account as signing in and governing it need it. The email address and the name stay sealed.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub person: PersonId,
    pub password: Option<Hashed>,
    /// The roles given as they are.
    pub roles: RoleSet,
    /// All that its holder acts in: these, and the roles that the clinic made, less what was taken away.
    pub held: RoleSet,
    /// The name colleagues and patients know a member of staff by; none for clients.
    pub shown_as: Option<String>,
    /// The language of our letters.
    pub language: String,
    pub created_at: Timestamp,
    /// When the address was confirmed; without that nobody signs in.
    pub verified_at: Option<Timestamp>,
    pub deactivated_at: Option<Timestamp>,
    /// When it ends by itself: of somebody who runs the program, whom the clinic let in to help.
    pub ends_at: Option<Timestamp>,
}

impl Account {
    /// Whether it is over by itself: of somebody who runs the program, whom nobody lets in, or not any more.
    pub fn has_ended(&self, now: Timestamp) -> bool {
        is_over(self.roles, self.ends_at, now)
    }

    /// Whether a visitor began it and never showed that its address is theirs.
    pub fn is_unconfirmed(&self) -> bool {
        self.verified_at.is_none() && self.shown_as.is_none()
    }

    /// Whether its holder may sign in.
    pub fn is_open(&self) -> bool {
        self.verified_at.is_some() && self.deactivated_at.is_none()
    }
}

/// A member of staff to make an account for.
#[derive(Clone, Debug)]
pub struct NewStaff {
    pub email: String,
    pub shown_as: String,
    pub roles: RoleSet,
    pub language: String,
    /// With a password the account is open at once; without one its holder sets it by the link of an invitation.
    pub password: Option<Hashed>,
    pub source: Source,
}

/// A client to make an account for.
#[derive(Clone)]
pub struct NewClient {
    /// The person the account is for, when the clinic knows them; else a new one is made.
    pub person: Option<PersonId>,
    pub email: String,
    pub name: Option<String>,
    pub language: String,
    /// The least age the person stated, in completed years.
    pub age_stated: Option<u32>,
    /// With a password the address counts as confirmed: give one only where it is.
    pub password: Option<Hashed>,
    pub source: Source,
}

/// An account that was made, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    pub account: AccountId,
    pub person: PersonId,
}

/// The browser that signs in, as the list of devices shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// A family of browsers: `firefox`.
    pub browser: String,
    /// The network it came from: `203.0.113.0/24`.
    pub block: String,
}

/// A session as it begins; `secret` goes into the cookie and is kept nowhere.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub account: AccountId,
    pub person: PersonId,
    pub secret: Secret,
}

/// A signed-in browser in the list of devices.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub id: SessionId,
    pub token_hash: Vec<u8>,
    pub times: Times,
    pub device: Device,
}

/// What a mailed link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChallengeKind {
    /// Confirms the address of a sign-up.
    Verification,
    /// Lets a forgotten password be replaced.
    Reset,
    /// Lets a new colleague set the first password.
    Invitation,
}

impl ChallengeKind {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            ChallengeKind::Verification => "verification",
            ChallengeKind::Reset => "reset",
            ChallengeKind::Invitation => "invitation",
        }
    }

    /// Hours for which the link works.
    pub const fn hours(self) -> i64 {
        match self {
            ChallengeKind::Verification => crate::rules::VERIFICATION_HOURS,
            ChallengeKind::Reset => crate::rules::RESET_HOURS,
            ChallengeKind::Invitation => crate::rules::INVITATION_HOURS,
        }
    }
}

/// A mailed link that still works.
#[derive(Clone, Debug)]
pub struct Challenge {
    pub account: AccountId,
    pub person: PersonId,
    pub kind: ChallengeKind,
    /// The password that becomes the account's when the address is confirmed.
    pub password: Option<Hashed>,
}

/// What an API token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Look things up.
    Read,
    /// Look things up and change them.
    Write,
    /// Say who works here, as a directory of the clinic's people, and nothing else.
    Scim,
}

impl Reach {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reach::Read => "read",
            Reach::Write => "read write",
            Reach::Scim => "scim",
        }
    }

    /// What of it `most` allows; none where the two have nothing in common.
    pub const fn within(self, most: Reach) -> Option<Reach> {
        match (self, most) {
            (Reach::Scim, Reach::Scim) => Some(Reach::Scim),
            (Reach::Scim, _) | (_, Reach::Scim) => None,
            (Reach::Write, Reach::Write) => Some(Reach::Write),
            (Reach::Read, _) | (_, Reach::Read) => Some(Reach::Read),
        }
    }

    /// What a program asks for by these scopes (RFC 6749, section 3.3), if all of them are within `most`: it may ask for
    /// less than it may have, and for nothing more. Changing things is looking them up too.
    pub fn asked(scopes: &str, most: Reach) -> Option<Reach> {
        let granted = |scope: &str| most.as_str().split(' ').any(|known| known == scope);
        (!scopes.is_empty() && scopes.split(' ').all(granted)).then(|| Reach::of(scopes))
    }

    /// From what is stored; what we do not know is the lesser.
    pub fn of(scopes: &str) -> Reach {
        let has = |wanted: &str| scopes.split(' ').any(|scope| scope == wanted);
        match (has("scim"), has("write")) {
            (true, _) => Reach::Scim,
            (false, true) => Reach::Write,
            (false, false) => Reach::Read,
        }
    }
}

/// A key for another program, to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What a manager calls the program that holds the key.
    pub label: String,
    /// What it may do beyond what every program may.
    pub roles: RoleSet,
    pub reach: Reach,
    /// Days for which it works; for ever when none.
    pub days: Option<u32>,
}

/// How a program shows its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// With each request, as it is.
    Key,
    /// To be given a key for a while (OAuth 2, RFC 6749, section 4.4).
    Client,
}

impl Kind {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Key => "key",
            Kind::Client => "client",
        }
    }

    /// From what is stored.
    pub fn of(text: &str) -> Kind {
        if text == "client" { Kind::Client } else { Kind::Key }
    }

    /// What the text of its secret begins with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Kind::Key => TokenText::PREFIX,
            Kind::Client => TokenText::CLIENT,
        }
    }
}

/// The secret before the last time it was made anew, while it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    pub ends_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// A key for another program, as the list shows it.
#[derive(Clone, Debug)]
pub struct ApiToken {
    pub id: TokenId,
    pub kind: Kind,
    pub label: String,
    pub roles: RoleSet,
    pub reach: Reach,
    /// Who made it, as the access record names them.
    pub created_by: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub expires_at: Option<Timestamp>,
    /// How often its secret was made anew.
    pub generation: i64,
    pub rotated_at: Option<Timestamp>,
    pub before: Option<Before>,
}

/// A token for a program of one's own, to be made.
#[derive(Clone, Debug)]
pub struct NewPersonal {
    pub name: String,
    pub reach: Reach,
    /// Days for which it works.
    pub days: u32,
}

/// A token for a program of one's own, as its holder's list shows it.
#[derive(Clone, Debug)]
pub struct Personal {
    pub id: PersonalId,
    pub name: String,
    pub reach: Reach,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
}

/// The text of a key: shown once, then kept nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenText(pub String);

impl TokenText {
    /// What every key begins with, so that a leaked one is recognised for what it is.
    pub const PREFIX: &'static str = "kw_";
    /// The secret of a client of OAuth 2, which opens nothing by itself.
    pub const CLIENT: &'static str = "kws_";
    /// What such a client is given for a while.
    pub const ACCESS: &'static str = "kwa_";
    /// A token that somebody made for a program of theirs.
    pub const PERSONAL: &'static str = "kwp_";

    /// The text of `secret`.
    pub fn of(prefix: &str, secret: &Secret) -> TokenText {
        TokenText(format!("{prefix}{}", secret.text()))
    }

    /// The secret in `text`, if that begins so; none when it cannot be one.
    pub fn read(prefix: &str, text: &str) -> Option<Secret> {
        text.strip_prefix(prefix).and_then(Secret::read)
    }
}

impl fmt::Debug for TokenText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<token>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_asks_for_less_than_it_may_have_and_for_nothing_more() {
        for (scopes, most, granted) in [
            ("read", Reach::Write, Some(Reach::Read)),
            ("write", Reach::Write, Some(Reach::Write)),
            ("read write", Reach::Write, Some(Reach::Write)),
            ("read read", Reach::Read, Some(Reach::Read)),
            ("write", Reach::Read, None),
            ("read write", Reach::Read, None),
            ("scim", Reach::Write, None),
            ("read", Reach::Scim, None),
            ("scim", Reach::Scim, Some(Reach::Scim)),
            ("read  write", Reach::Write, None),
            ("READ", Reach::Write, None),
            ("admin", Reach::Write, None),
            ("", Reach::Write, None),
        ] {
            assert_eq!(Reach::asked(scopes, most), granted, "{scopes} of {most:?}");
        }
        for (one, most, left) in [
            (Reach::Write, Reach::Read, Some(Reach::Read)),
            (Reach::Read, Reach::Write, Some(Reach::Read)),
            (Reach::Write, Reach::Write, Some(Reach::Write)),
            (Reach::Scim, Reach::Write, None),
            (Reach::Read, Reach::Scim, None),
            (Reach::Scim, Reach::Scim, Some(Reach::Scim)),
        ] {
            assert_eq!(one.within(most), left, "{one:?} within {most:?}");
        }
    }
}
