//! Asking a provider: what it is, which keys it has, and what a code stands for. Everything leaves through the gate, to the
//! places that the provider names for itself, bounded in time and size; it sends us nowhere else.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method as Verb};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ground::House;
use ground::egress::{Answer, Ask, Gate, Recipient};
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

async fn ask(house: &House, verb: Verb, url: Url, headers: HeaderMap, body: Vec<u8>) -> Result<Answer, Fault> {
    if !is_sound(house, &url) {
        return Err(Fault::Insecure);
    }
    let recipient = Recipient::new(RECIPIENT, &[&url]).ok_or(Fault::Insecure)?;
    // Who hosts others' clinics has hosts around it that are none of a clinic's business.
    let gate = if house.installed.host.is_some() { Gate::outside(vec![recipient]) } else { Gate::new(vec![recipient]) };
    let gate = gate.map_err(|_| Fault::Unanswered(ground::egress::Unanswered::Unreached))?;
    let ask = Ask { method: verb, url, headers, body, most: MOST, patience: PATIENCE };
    gate.ask(RECIPIENT, ask).await.map_err(Fault::Unanswered)
}

async fn get(house: &House, url: Url) -> Result<Bytes, Fault> {
    let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    let answer = ask(house, Verb::GET, url, headers, Vec::new()).await?;
    if answer.status == 200 { Ok(answer.body) } else { Err(Fault::Status) }
}

/// Asks the provider `issuer` what it is.
///
/// # Errors
/// What is wrong with it.
pub async fn discover(house: &House, issuer: &str) -> Result<Discovery, Fault> {
    let url = place(issuer).ok_or(Fault::Insecure)?;
    let found = Discovery::read(&get(house, url).await?, issuer)?;
    let places = [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri];
    if places.into_iter().all(|place| is_sound(house, place)) { Ok(found) } else { Err(Fault::Insecure) }
}

/// Asks the provider for its keys.
///
/// # Errors
/// What is wrong with them.
pub async fn keys(house: &House, found: &Discovery) -> Result<Vec<Jwk>, Fault> {
    keys_of(&get(house, found.jwks_uri.clone()).await?)
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
pub async fn exchange(house: &House, found: &Discovery, code: &Code<'_>) -> Result<Given, Fault> {
    let (headers, body) = written(found.method()?, code)?;
    let answer = ask(house, Verb::POST, found.token_endpoint.clone(), headers, body).await?;
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
