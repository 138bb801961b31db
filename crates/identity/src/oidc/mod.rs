//! Signing in by a provider of identities (OpenID Connect Core 1.0, the authorization code flow with PKCE).
//!
//! A browser that is sent there carries one random secret in a cookie of ours; the nonce and the code verifier are made of
//! it, so what comes back is worth something in that browser alone, and the store holds only hashes. Whoever comes back is
//! known by issuer and subject. An address of mail never signs anybody in.
//!
//! What a token must be like is decided by [`jws`] and [`claims`], which ask nobody; [`client`] does the asking.

pub mod claims;
pub mod client;
pub mod discovery;
pub mod fault;
pub mod jws;
mod secret;

use jiff::SignedDuration;

pub use fault::Fault;
pub use secret::{COOKIE, Leaving};

ground::id!(/// A provider of identities.
    pub ProviderId, "idp");
ground::id!(/// Who somebody is at a provider.
    pub IdentityId, "oid");
ground::id!(/// Somebody unknown who asks to be let in.
    pub RequestId, "ask");

/// How long a browser has to come back.
pub const FLOW: SignedDuration = SignedDuration::from_mins(10);
/// What a provider says of itself, and its keys, are asked for again after this: a key that it withdrew counts for nothing.
pub const KNOWN: SignedDuration = SignedDuration::from_hours(1);
/// An unknown key is asked after, but not more often than this.
pub const KEYS_AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// A request that nobody answered is forgotten.
pub const REQUEST_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Requests that wait at once.
pub const MOST_REQUESTS: i64 = 200;
/// Providers of one clinic.
pub const MOST_PROVIDERS: usize = 10;

/// Google's issuer.
pub const GOOGLE: &str = "https://accounts.google.com";

/// What becomes of somebody whom no account is linked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// They are told to ask the clinic.
    Refuse,
    /// A manager says yes or no.
    Request,
    /// Groups of the provider give roles; who is in none of them is refused.
    Group,
}

impl Unknown {
    pub const ALL: [Unknown; 3] = [Unknown::Refuse, Unknown::Request, Unknown::Group];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Unknown::Refuse => "refuse",
            Unknown::Request => "request",
            Unknown::Group => "group",
        }
    }
}

impl std::str::FromStr for Unknown {
    type Err = ();

    fn from_str(text: &str) -> Result<Unknown, ()> {
        Unknown::ALL.into_iter().find(|rule| rule.as_str() == text).ok_or(())
    }
}
