//! What one browser carries to a provider and back.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ground::web::cookies::{self, Listed, Need, Place};

use crate::session::Secret;

/// The cookie as the list of cookies has it. It ends with the browser; what it is worth ends after ten minutes.
pub const COOKIE: Listed = Listed {
    name: "keepwell_leaving",
    place: Place::Cookie,
    purpose: "cookie-leaving",
    need: Need::Necessary,
    days: 0,
};

/// The secret of a browser that was sent to a provider. Everything that has to come back with it is made of it.
#[derive(Clone)]
pub struct Leaving(Secret);

impl Leaving {
    pub fn fresh() -> Leaving {
        Leaving(Secret::fresh())
    }

    /// The one in a request's cookie.
    pub fn of(headers: &HeaderMap) -> Option<Leaving> {
        cookies::read(headers, COOKIE.name).and_then(Secret::read).map(Leaving)
    }

    /// What is stored of it.
    pub fn hash(&self) -> Vec<u8> {
        self.0.hash()
    }

    fn derived(&self, what: &str) -> String {
        let mut text = what.as_bytes().to_vec();
        text.push(0);
        text.extend_from_slice(self.0.text().as_bytes());
        URL_SAFE_NO_PAD.encode(digest(&SHA256, &text))
    }

    /// What the provider writes into the token (OpenID Connect Core, 3.1.2.1).
    pub fn nonce(&self) -> String {
        self.derived("nonce")
    }

    /// The code verifier (RFC 7636, 4.1).
    pub fn verifier(&self) -> String {
        self.derived("verifier")
    }

    /// The code challenge by S256 (RFC 7636, 4.2).
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier().as_bytes()))
    }

    /// The `Set-Cookie` that gives it to the browser.
    pub fn set(&self, base: &str, tls: bool) -> Option<HeaderValue> {
        cookies::set_below(&COOKIE, &self.0.text(), base, tls)
    }

    /// The `Set-Cookie` that takes it away.
    pub fn clear(base: &str, tls: bool) -> Option<HeaderValue> {
        cookies::clear(&COOKIE, base, tls)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_to_the_provider_tells_nothing_of_what_stays() {
        let leaving = Leaving::fresh();
        let (nonce, verifier, challenge) = (leaving.nonce(), leaving.verifier(), leaving.challenge());
        assert!(verifier.len() >= 43 && verifier.len() <= 128, "RFC 7636, 4.1");
        assert_eq!(challenge, URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())));
        assert!(nonce != verifier && nonce != challenge && nonce != leaving.0.text());
        assert_ne!(nonce, Leaving::fresh().nonce());
    }
}
