//! Keys for a while, for programs that show a client's id and secret (OAuth 2, RFC 6749, section 4.4), their end (RFC 7009),
//! and where that is written down for programs (RFC 8414).
//!
//! Deliberately absent: every other grant. A person is asked for nothing here and consents to nothing; what somebody may do
//! by a program of their own is said on their account's page.

use std::collections::BTreeMap;

use axum::Json;
use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ground::web::{Fault, Rule};
use ground::{Door, Scope, Tx};
use serde_json::{Value, json};

use crate::enter::Visitor;
use crate::error::Error;
use crate::model::{ApiToken, Reach, TokenId, TokenText};
use crate::session::Secret;
use crate::store;

/// Bytes of a request at most: ids, secrets and scopes are a few hundred.
const LONGEST: usize = 8_192;

/// What is answered instead of a key (RFC 6749, section 5.2).
#[derive(Debug)]
enum Said {
    InvalidRequest(&'static str),
    InvalidClient,
    InvalidScope,
    UnsupportedGrant,
    /// Tried too often; seconds to wait.
    TooOften(HeaderValue),
    Failed(Error),
}

impl From<Error> for Said {
    fn from(error: Error) -> Said {
        Said::Failed(error)
    }
}

impl IntoResponse for Said {
    fn into_response(self) -> Response {
        let (status, error, what) = match self {
            Said::InvalidRequest(what) => (StatusCode::BAD_REQUEST, "invalid_request", what),
            Said::InvalidClient => {
                (StatusCode::UNAUTHORIZED, "invalid_client", "no client of this clinic has this secret")
            }
            Said::InvalidScope => (StatusCode::BAD_REQUEST, "invalid_scope", "the client may not have all of that"),
            Said::UnsupportedGrant => (StatusCode::BAD_REQUEST, "unsupported_grant_type", "only client_credentials"),
            Said::TooOften(wait) => {
                let mut response = answer(
                    StatusCode::TOO_MANY_REQUESTS,
                    &json!({ "error": "temporarily_unavailable", "error_description": "asked too often" }),
                );
                response.headers_mut().insert(RETRY_AFTER, wait);
                return response;
            }
            Said::Failed(error) => return Fault::from(error).into_response(),
        };
        let mut response = answer(status, &json!({ "error": error, "error_description": what }));
        if status == StatusCode::UNAUTHORIZED {
            let how = HeaderValue::from_static("Basic realm=\"keepwell\", charset=\"UTF-8\"");
            response.headers_mut().insert(WWW_AUTHENTICATE, how);
        }
        response
    }
}

/// What a program is told is for it alone and for now (RFC 6749, section 5.1).
fn answer(status: StatusCode, body: &Value) -> Response {
    let kept = [(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")];
    (status, kept, Json(body)).into_response()
}

/// What a program sent: each name once, and nothing without a value.
struct Sent(BTreeMap<String, String>);

impl Sent {
    fn read(uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Sent, Said> {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Said::InvalidRequest("send a form (application/x-www-form-urlencoded)"));
        }
        if uri.query().is_some_and(|query| !query.is_empty()) {
            return Err(Said::InvalidRequest("nothing may stand in the address (RFC 6749, section 2.3.1)"));
        }
        if body.len() > LONGEST {
            return Err(Said::InvalidRequest("the request is too long"));
        }
        let (mut sent, mut seen) = (BTreeMap::new(), Vec::new());
        for (name, value) in url::form_urlencoded::parse(body) {
            if seen.contains(&name) {
                return Err(Said::InvalidRequest("a parameter is there twice"));
            }
            // Without a value it is as if it were not there (section 3.2).
            if !value.is_empty() {
                sent.insert(name.clone().into_owned(), value.into_owned());
            }
            seen.push(name);
        }
        Ok(Sent(sent))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The client's id and secret, from the header or from what was sent, and never from both (section 2.3).
    fn client(&self, headers: &HeaderMap) -> Result<(TokenId, Secret), Said> {
        let mut shown = headers.get_all(AUTHORIZATION).iter();
        let (id, secret) = match (shown.next(), shown.next()) {
            (Some(_), Some(_)) => return Err(Said::InvalidRequest("the client is shown twice")),
            (Some(_), None) if self.get("client_secret").is_some() => {
                return Err(Said::InvalidRequest("the client is shown in two ways"));
            }
            (Some(basic), None) => {
                let (id, secret) = basic_of(basic).ok_or(Said::InvalidClient)?;
                if self.get("client_id").is_some_and(|other| other != id) {
                    return Err(Said::InvalidRequest("two clients are named"));
                }
                (id, secret)
            }
            _ => match (self.get("client_id"), self.get("client_secret")) {
                (Some(id), Some(secret)) => (id.to_owned(), secret.to_owned()),
                _ => return Err(Said::InvalidClient),
            },
        };
        let id = id.parse().map_err(|_| Said::InvalidClient)?;
        let secret = TokenText::read(TokenText::CLIENT, &secret).ok_or(Said::InvalidClient)?;
        Ok((id, secret))
    }
}

/// Id and secret of `Basic` (RFC 7617), each written as in a form (RFC 6749, section 2.3.1).
fn basic_of(header: &HeaderValue) -> Option<(String, String)> {
    let (scheme, text) = header.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let plain = |part: &str| {
        let mut pairs = url::form_urlencoded::parse(part.as_bytes());
        match (pairs.next(), pairs.next()) {
            (Some((name, value)), None) if value.is_empty() => Some(name.into_owned()),
            _ => None,
        }
    };
    Some((plain(id)?, plain(secret)?))
}

/// Does `what` as the client that is shown. Who comes with a wrong secret is limited by where they come from, as at
/// sign-in, and counted, so that the managers are told when it happens again and again. The secret itself is past guessing:
/// nobody can shut a client's door by knocking at it from elsewhere.
async fn as_client<T: Send + 'static>(
    scope: &Scope,
    visitor: &Visitor,
    (id, secret): (TokenId, Secret),
    what: impl Fn(&mut Tx<'_>, &ApiToken) -> Result<T, Error> + Send + Sync + 'static,
) -> Result<T, Said> {
    let limits = &scope.house().limits;
    let taken = limits.check(Rule::SignIn, visitor.address).map_err(|fault| {
        let wait = fault.into_response().headers_mut().remove(RETRY_AFTER);
        Said::TooOften(wait.unwrap_or_else(|| HeaderValue::from_static("60")))
    })?;
    let done = scope.write(move |tx| -> Result<Option<T>, Error> {
        let Some((client, is_old)) = store::token::client(tx, id, &secret)? else { return Ok(None) };
        store::token::note(tx, client.id, is_old)?;
        what(tx, &client).map(Some)
    });
    let Some(done) = done.await? else {
        scope.write(move |tx| store::alert::missed(tx, &id.to_string())).await?;
        return Err(Said::InvalidClient);
    };
    limits.forgive(taken);
    Ok(done)
}

async fn give(scope: &Scope, visitor: &Visitor, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Response, Said> {
    let sent = Sent::read(uri, headers, body)?;
    let client = sent.client(headers)?;
    let scopes = sent.get("scope").map(str::to_owned);
    match sent.get("grant_type") {
        Some("client_credentials") => {}
        grant => {
            // Who asks for something else is told so only by being a client.
            as_client(scope, visitor, client, |_, _| Ok(())).await?;
            return Err(grant.map_or(Said::InvalidRequest("grant_type is missing"), |_| Said::UnsupportedGrant));
        }
    }
    let given = as_client(scope, visitor, client, move |tx, client| {
        let reach = match &scopes {
            Some(scopes) => Reach::asked(scopes, client.reach),
            None => Some(client.reach),
        };
        reach.map(|reach| Ok((reach, store::access::create(tx, client, reach)?))).transpose()
    });
    let Some((reach, (TokenText(text), seconds))) = given.await? else { return Err(Said::InvalidScope) };
    let body = json!({ "access_token": text, "token_type": "Bearer", "expires_in": seconds, "scope": reach.as_str() });
    Ok(answer(StatusCode::OK, &body))
}

pub(super) async fn token(scope: Scope, visitor: Visitor, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    give(&scope, &visitor, &uri, &headers, &body).await.unwrap_or_else(Said::into_response)
}

async fn end(scope: &Scope, visitor: &Visitor, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Result<Response, Said> {
    let sent = Sent::read(uri, headers, body)?;
    let client = sent.client(headers)?;
    let text = sent.get("token").map(str::to_owned);
    let Some(text) = text else { return Err(Said::InvalidRequest("token is missing")) };
    as_client(scope, visitor, client, move |tx, client| match TokenText::read(TokenText::ACCESS, &text) {
        Some(secret) => store::access::end(tx, client.id, &secret),
        None => Ok(()),
    })
    .await?;
    // What was none, or another client's, opens nothing for this one either (RFC 7009, section 2.2).
    Ok(answer(StatusCode::OK, &json!({})))
}

pub(super) async fn revoke(scope: Scope, visitor: Visitor, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    end(&scope, &visitor, &uri, &headers, &body).await.unwrap_or_else(Said::into_response)
}

/// What a program needs to know to ask (RFC 8414): under the clinic's own host name as that, else as a path of the
/// installation's, whichever was asked.
pub(super) async fn describe(scope: Scope, parts: Parts) -> Response {
    let house = scope.house();
    let issuer = match house.base(&scope.clinic, &parts).as_str() {
        "" => house.address_of(&scope.clinic),
        base => format!("{}{base}", house.address.trim_end_matches('/')),
    };
    let ways = ["client_secret_basic", "client_secret_post"];
    let directories = house.routes.iter().any(|route| Door::of(route.path) == Door::Directory);
    let scopes: Vec<&str> = ["read", "write"].into_iter().chain(directories.then_some("scim")).collect();
    Json(json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}/oauth/token"),
        "token_endpoint_auth_methods_supported": ways,
        "revocation_endpoint": format!("{issuer}/oauth/revoke"),
        "revocation_endpoint_auth_methods_supported": ways,
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": scopes,
    }))
    .into_response()
}
