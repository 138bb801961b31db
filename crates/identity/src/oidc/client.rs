//! Asking a provider: what it is, which keys it has, and what a code stands for. Everything leaves through the gate, to the
//! places that the provider names for itself, bounded in time and size; it sends us nowhere else.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method as Verb};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ground::egress::{Answer, Ask, Gate, Recipient, Register, Unanswered};
use ground::recipient::{self, Carries, Implied};
use ground::{House, Scope, Tx};
use promise::{Category, Purpose};
use serde::Deserialize;
use url::{Url, form_urlencoded};

use super::Fault;
use super::discovery::{Discovery, Method, place};
use super::jws::{Jwk, keys_of};

/// The name under which a provider stands in the register of recipients.
pub const RECIPIENT: &str = "openid-provider";
/// Bytes of an answer at most.
const MOST: usize = 128 * 1024;
/// Somebody waits in front of their browser.
const PATIENCE: Duration = Duration::from_secs(8);

/// Whether `place` may be asked, or a browser sent there: by TLS, or on this machine where the installation itself is one
/// without TLS, as a trial or a test is. Where somebody hosts clinics, nothing on their machine or around it is asked at all.
fn is_sound(house: &House, place: &Url) -> bool {
    let trial = house.address.starts_with("http://");
    (place.scheme() == "https" || trial) && Recipient::new(RECIPIENT, &[place]).is_some()
}

/// What a code stands for: who signs in. It says so to the provider only as the code and our own name, but it is about them.
const CODE: Carries = Carries { purpose: Purpose::Account, categories: &[Category::Account] };

/// The host under which the provider `issuer` is on the register of recipients. It names the places of its tokens and keys
/// itself, by TLS, so they are its own.
fn issued_by(issuer: &str) -> Option<Url> {
    issuer.parse().ok()
}

/// The same as its name alone.
pub fn host(issuer: &str) -> Option<String> {
    issued_by(issuer).and_then(|url| url.host_str().map(str::to_owned))
}

/// Writes down the first provider that a clinic lets its people sign in with; another is listed by somebody first.
///
/// # Errors
/// Those of the store.
pub fn take_over(tx: &mut Tx<'_>, issuer: &str) -> ground::Result<()> {
    let implied = host(issuer).and_then(|host| Implied::at(RECIPIENT, &host));
    implied.map_or(Ok(()), |implied| recipient::take_over(tx, &[implied]).map(drop))
}

/// Whether the register lets go what a sign-in by `issuer` sends there.
///
/// # Errors
/// Those of the store.
pub fn is_open(tx: &mut Tx<'_>, issuer: &str) -> ground::Result<bool> {
    match host(issuer) {
        Some(host) => recipient::is_open(tx, RECIPIENT, &host, &CODE),
        None => Ok(false),
    }
}

/// Whether the register lets anybody be sent to `issuer`, or would once it is set up: the first of a clinic is taken over.
///
/// # Errors
/// [`Fault::Unlisted`] where it does not.
pub async fn listed(scope: &Scope, issuer: &str) -> Result<(), Fault> {
    let issuer = issuer.to_owned();
    if host(&issuer).is_none() {
        return Err(Fault::Insecure);
    }
    match scope.read(move |tx| Ok::<_, ground::Error>(is_open(tx, &issuer)? || recipient::nobody(tx, RECIPIENT)?)).await
    {
        Ok(true) => Ok(()),
        _ => Err(Fault::Unlisted),
    }
}

struct Question<'a> {
    issuer: &'a str,
    carries: Carries,
    verb: Verb,
    url: Url,
    headers: HeaderMap,
    body: Vec<u8>,
}

async fn ask(scope: &Scope, question: Question<'_>) -> Result<Answer, Fault> {
    let (house, Question { issuer, carries, verb, url, headers, body }) = (scope.house(), question);
    if !is_sound(house, &url) {
        return Err(Fault::Insecure);
    }
    let issuer = issued_by(issuer).ok_or(Fault::Insecure)?;
    let recipient = Recipient::new(RECIPIENT, &[&url]).ok_or(Fault::Insecure)?.listed_at(&issuer);
    // Who hosts others' clinics has hosts around it that are none of a clinic's business.
    let (register, hosted) = (Register::of(scope), house.installed.host.is_some());
    let gate = if hosted { Gate::outside(register, vec![recipient]) } else { Gate::new(register, vec![recipient]) };
    let gate = gate.map_err(|_| Fault::Unanswered(ground::egress::Unanswered::Unreached))?;
    let ask = Ask { method: verb, url, headers, body, most: MOST, patience: PATIENCE };
    gate.ask(RECIPIENT, carries, ask).await.map_err(|why| match why {
        Unanswered::Refused(_) => Fault::Unlisted,
        why => Fault::Unanswered(why),
    })
}

/// Reads what a provider says to everybody, which tells it nothing of anybody.
async fn get(scope: &Scope, issuer: &str, url: Url) -> Result<Bytes, Fault> {
    let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    let question = Question { issuer, carries: Carries::NOTHING, verb: Verb::GET, url, headers, body: Vec::new() };
    let answer = ask(scope, question).await?;
    if answer.status == 200 { Ok(answer.body) } else { Err(Fault::Status) }
}

/// Asks the provider `issuer` what it is.
///
/// # Errors
/// What is wrong with it.
pub async fn discover(scope: &Scope, issuer: &str) -> Result<Discovery, Fault> {
    let house = scope.house();
    let url = place(issuer).ok_or(Fault::Insecure)?;
    let found = Discovery::read(&get(scope, issuer, url).await?, issuer)?;
    let places = [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri];
    if places.into_iter().all(|place| is_sound(house, place)) { Ok(found) } else { Err(Fault::Insecure) }
}

/// Asks the provider for its keys.
///
/// # Errors
/// What is wrong with them.
pub async fn keys(scope: &Scope, found: &Discovery) -> Result<Vec<Jwk>, Fault> {
    keys_of(&get(scope, &found.issuer, found.jwks_uri.clone()).await?)
}

/// What a code is given for.
pub struct Code<'a> {
    pub code: &'a str,
    pub verifier: &'a str,
    pub redirect: &'a str,
    pub client_id: &'a str,
    pub secret: &'a str,
}

/// What a provider gives for a code.
#[derive(Deserialize)]
pub struct Given {
    pub id_token: String,
    pub access_token: Option<String>,
}

/// Gives a code for a token.
///
/// # Errors
/// What stands against it.
pub async fn exchange(scope: &Scope, found: &Discovery, code: &Code<'_>) -> Result<Given, Fault> {
    let (headers, body) = written(found.method()?, code)?;
    let (issuer, url) = (found.issuer.as_str(), found.token_endpoint.clone());
    let answer = ask(scope, Question { issuer, carries: CODE, verb: Verb::POST, url, headers, body }).await?;
    match answer.status {
        200 => serde_json::from_slice(&answer.body).map_err(|_| Fault::Answer),
        400 | 401 => Err(refused(&answer.body)),
        _ => Err(Fault::Status),
    }
}

/// The question as it is posted, with the secret where the provider takes it.
fn written(method: Method, code: &Code<'_>) -> Result<(HeaderMap, Vec<u8>), Fault> {
    let mut headers = HeaderMap::from_iter([
        (ACCEPT, HeaderValue::from_static("application/json")),
        (CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded")),
    ]);
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("grant_type", "authorization_code")
        .append_pair("code", code.code)
        .append_pair("redirect_uri", code.redirect)
        .append_pair("code_verifier", code.verifier)
        .append_pair("client_id", code.client_id);
    match method {
        // Each half is written as in a form first (RFC 6749, 2.3.1).
        Method::Basic => {
            let half = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let both = STANDARD.encode(format!("{}:{}", half(code.client_id), half(code.secret)));
            let mut value = HeaderValue::try_from(format!("Basic {both}")).map_err(|_| Fault::Client)?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Method::Post => {
            body.append_pair("client_secret", code.secret);
        }
    }
    Ok((headers, body.finish().into_bytes()))
}

fn refused(body: &Bytes) -> Fault {
    #[derive(Deserialize)]
    struct Refused {
        error: String,
    }
    match serde_json::from_slice::<Refused>(body).map(|refused| refused.error).as_deref() {
        Ok("invalid_client" | "unauthorized_client") => Fault::Client,
        Ok("invalid_grant") => Fault::Code,
        _ => Fault::Answer,
    }
}
