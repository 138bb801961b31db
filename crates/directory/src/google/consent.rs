//! The other way in: an administrator of the Workspace consents in their browser (RFC 6749, section 4.1, with PKCE, RFC 7636),
//! and what Google gives for it is exchanged for tokens from then on.

use std::fmt;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ground::egress::{Ask, Gate};
use serde::{Deserialize, Serialize};
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

use super::client::{CARRIES, Endpoints, RECIPIENT, TOKEN};
use super::fault::{Fault, What};
use super::{SCOPES, wire::TokenError};

/// Where Google asks an administrator.
const GOOGLE: &str = "https://accounts.google.com/o/oauth2/v2/auth";
/// Somebody waits in front of a page.
const PATIENCE: Duration = Duration::from_secs(20);
/// Google names its kind of file so.
const KIND: &str = "authorized_user";

/// What an administrator's consent gave. It is never printed.
#[derive(Serialize, Deserialize)]
pub struct Consent {
    #[serde(rename = "type")]
    kind: String,
    pub client_id: String,
    pub(super) client_secret: Zeroizing<String>,
    pub(super) refresh_token: Zeroizing<String>,
}

impl fmt::Debug for Consent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<consent>")
    }
}

impl Consent {
    /// Reads what [`Consent::file`] wrote; nothing where it is something else.
    pub fn read(file: &str) -> Option<Consent> {
        serde_json::from_str::<Consent>(file).ok().filter(|consent| consent.kind == KIND)
    }

    /// As a file of the form that Google's own tools keep it in.
    ///
    /// # Errors
    /// [`Fault::Malformed`], which does not happen.
    pub fn file(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|_| Fault::Malformed(What::Token))
    }
}

/// What is asked of an administrator.
#[derive(Debug)]
pub struct Asked<'a> {
    pub client_id: &'a str,
    /// Where they are sent back to.
    pub redirect: &'a str,
    pub state: &'a str,
    pub verifier: &'a str,
}

/// The address at which an administrator is asked: to read, and also while nobody is there.
pub fn address(endpoints: &Endpoints, asked: &Asked<'_>) -> Option<Url> {
    let google = endpoints.token.as_str() == Endpoints::GOOGLE.0;
    let mut url = if google { GOOGLE.parse().ok()? } else { endpoints.token.join("/authorize").ok()? };
    url.query_pairs_mut().extend_pairs([
        ("response_type", "code"),
        ("client_id", asked.client_id),
        ("redirect_uri", asked.redirect),
        ("scope", &SCOPES.join(" ")),
        ("access_type", "offline"),
        // Without it Google gives what lasts only the first time.
        ("prompt", "consent"),
        ("state", asked.state),
        ("code_challenge", &challenge(asked.verifier)),
        ("code_challenge_method", "S256"),
    ]);
    Some(url)
}

/// What of the verifier may be seen (RFC 7636, section 4.2).
pub(crate) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

#[derive(Deserialize)]
struct Given {
    refresh_token: Option<Zeroizing<String>>,
    scope: Option<String>,
}

/// Exchanges the code that came back for what lasts.
///
/// # Errors
/// [`Fault::NotDelegated`] where the administrator let us read less than we ask, [`Fault::FieldMissing`] where Google gave
/// nothing that lasts, and the others.
pub async fn exchange(
    gate: &Gate,
    endpoints: &Endpoints,
    asked: &Asked<'_>,
    client_secret: &str,
    code: &str,
) -> Result<Consent, Fault> {
    let what = What::Token;
    let body = form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "authorization_code")
        .append_pair("code", code)
        .append_pair("client_id", asked.client_id)
        .append_pair("client_secret", client_secret)
        .append_pair("redirect_uri", asked.redirect)
        .append_pair("code_verifier", asked.verifier)
        .finish();
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let url = endpoints.token.clone();
    let ask = Ask { method: Method::POST, url, headers, body: body.into_bytes(), most: TOKEN, patience: PATIENCE };
    let answer = gate.ask(RECIPIENT, CARRIES, ask).await.map_err(|why| Fault::Unanswered { what, why })?;
    match answer.status {
        200 => {}
        400 | 401 | 403 => {
            let error = serde_json::from_slice::<TokenError>(&answer.body).ok().and_then(|said| said.error);
            return Err(match error.as_deref() {
                Some("invalid_grant") => Fault::TakenBack,
                _ => Fault::NotAccepted,
            });
        }
        status => return Err(Fault::Status { what, status }),
    }
    let given: Given = serde_json::from_slice(&answer.body).map_err(|_| Fault::Malformed(what))?;
    let scopes: Vec<&str> = given.scope.as_deref().unwrap_or_default().split(' ').collect();
    if !SCOPES.iter().all(|scope| scopes.contains(scope)) {
        return Err(Fault::NotDelegated);
    }
    let lasting = given.refresh_token.filter(|token| !token.is_empty()).ok_or(Fault::FieldMissing(what))?;
    Ok(Consent {
        kind: KIND.to_owned(),
        client_id: asked.client_id.to_owned(),
        client_secret: Zeroizing::new(client_secret.to_owned()),
        refresh_token: lasting,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn an_administrator_is_asked_at_google_for_reading_and_nothing_else() {
        let endpoints = Endpoints::at(Endpoints::GOOGLE.0, Endpoints::GOOGLE.1).unwrap();
        let asked =
            Asked { client_id: "7.apps.example", redirect: "https://clinic.example/back", state: "s", verifier: "v" };
        let url = address(&endpoints, &asked).unwrap();
        assert_eq!(url.host_str(), Some("accounts.google.com"));
        let scope = url.query_pairs().find(|pair| pair.0 == "scope").unwrap().1.into_owned();
        assert!(scope.split(' ').all(|scope| scope.ends_with(".readonly")), "{scope}");
        assert!(!url.as_str().contains("code_verifier"));
    }
}
