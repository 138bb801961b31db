//! Asking: a token first, then pages, again where it is worth it.

use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Method};
use ground::Clock;
use ground::egress::{Answer, Ask, Gate, Recipient, Unanswered};
use ground::recipient::Carries;
use jiff::{SignedDuration, Timestamp};
use promise::{Category, Purpose};
use tokio::sync::Mutex;
use url::{Url, form_urlencoded};

use super::assertion::assertion;
use super::consent::Consent;
use super::fault::{Fault, What};
use super::key::ServiceKey;
use super::pace::Pace;
use super::wire::{ApiError, Token, TokenError};

/// The name under which Google stands in the register of recipients.
pub const RECIPIENT: &str = "google-workspace";

/// What a question tells Google: for whom we ask, and of whom.
pub(super) const CARRIES: Carries = Carries {
    purpose: Purpose::Administration,
    categories: &[Category::Identity, Category::Contact, Category::Account],
};

/// Bytes of a page at most: 500 users with the four fields are some 150 KB.
const PAGE: usize = 8 * 1024 * 1024;
/// Bytes of a token's answer at most.
pub(super) const TOKEN: usize = 64 * 1024;
const PATIENCE: Duration = Duration::from_secs(60);
/// A token is not used in its last minute.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// Where Google answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// Where tokens are asked for.
    pub token: Url,
    /// What the addresses of users and groups begin with.
    pub directory: Url,
}

impl Endpoints {
    /// Google's own.
    pub const GOOGLE: (&'static str, &'static str) =
        ("https://oauth2.googleapis.com/token", "https://admin.googleapis.com/admin/directory/v1/");

    /// These two addresses; nothing where one is none.
    pub fn at(token: &str, directory: &str) -> Option<Endpoints> {
        let directory: Url = directory.parse().ok()?;
        let based = directory.path().ends_with('/') && !directory.cannot_be_a_base();
        based.then_some(Endpoints { token: token.parse().ok()?, directory })
    }

    /// Who they are, for the gate; nothing where one of them is neither reached by TLS nor on this machine.
    pub fn recipient(&self) -> Option<Recipient> {
        Recipient::new(RECIPIENT, &[&self.directory, &self.token])
    }
}

/// By what tokens are asked for.
pub enum Credential {
    /// As a service account, on behalf of the administrator with this address.
    Service(ServiceKey, String),
    /// As an administrator has consented.
    Consent(Consent),
}

/// One clinic's way to its directory.
pub struct Google {
    gate: Gate,
    endpoints: Endpoints,
    credential: Credential,
    clock: Clock,
    pace: Pace,
    token: Mutex<Option<Held>>,
}

/// A token, and until when it is used.
struct Held {
    header: HeaderValue,
    until: Timestamp,
}

/// Says nothing of the key or whom it acts for.
impl fmt::Debug for Google {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Google")
    }
}

impl Google {
    /// Asks through `gate` as `key`'s service account on behalf of `administrator`, an address.
    pub fn new(
        gate: Gate,
        endpoints: Endpoints,
        key: ServiceKey,
        administrator: String,
        clock: Clock,
        pace: Pace,
    ) -> Google {
        Google::by(gate, endpoints, Credential::Service(key, administrator), clock, pace)
    }

    /// Asks through `gate` by `credential`.
    pub fn by(gate: Gate, endpoints: Endpoints, credential: Credential, clock: Clock, pace: Pace) -> Google {
        Google { gate, endpoints, credential, clock, pace, token: Mutex::default() }
    }

    /// What is sent for a token.
    fn asking(&self, now: Timestamp) -> Result<String, Fault> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        match &self.credential {
            Credential::Service(key, administrator) => {
                let assertion = assertion(key, administrator, &self.endpoints.token, now)?;
                form.append_pair("grant_type", GRANT).append_pair("assertion", &assertion);
            }
            Credential::Consent(consent) => {
                form.append_pair("grant_type", "refresh_token")
                    .append_pair("client_id", &consent.client_id)
                    .append_pair("client_secret", &consent.client_secret)
                    .append_pair("refresh_token", &consent.refresh_token);
            }
        }
        Ok(form.finish())
    }

    /// Gets what is at `path` below the directory's address.
    pub(super) async fn get(&self, what: What, path: &[&str], query: &[(&str, &str)]) -> Result<Bytes, Fault> {
        let mut url = self.endpoints.directory.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url.query_pairs_mut().extend_pairs(query);
        let (mut tried, mut turned_away) = (0, false);
        loop {
            let header = self.header().await?;
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
            headers.insert(AUTHORIZATION, header.clone());
            let url = url.clone();
            let ask = Ask { method: Method::GET, url, headers, body: Vec::new(), most: PAGE, patience: PATIENCE };
            let answer = self.gate.ask(RECIPIENT, CARRIES, ask).await;
            tried += 1;
            match said(what, &answer) {
                Said::Yes => {
                    return match answer {
                        Ok(answer) => Ok(answer.body),
                        Err(why) => Err(Fault::Unanswered { what, why }),
                    };
                }
                Said::Who if !turned_away => {
                    turned_away = true;
                    self.forget(&header).await;
                }
                Said::Who => return Err(Fault::NotAccepted),
                Said::Later(fault) => {
                    if !self.pace.again(tried, answer.as_ref().ok().map(|answer| &answer.headers)).await {
                        return Err(fault);
                    }
                }
                Said::No(fault) => return Err(fault),
            }
        }
    }

    /// A token that works for a while yet. Whoever needs one while it is asked for waits for that one.
    async fn header(&self) -> Result<HeaderValue, Fault> {
        let mut held = self.token.lock().await;
        let now = self.clock.now();
        if let Some(held) = held.as_ref().filter(|held| now < held.until) {
            return Ok(held.header.clone());
        }
        let new = self.ask_token().await?;
        let header = new.header.clone();
        *held = Some(new);
        Ok(header)
    }

    async fn forget(&self, header: &HeaderValue) {
        let mut held = self.token.lock().await;
        if held.as_ref().is_some_and(|held| held.header == *header) {
            *held = None;
        }
    }

    async fn ask_token(&self) -> Result<Held, Fault> {
        let what = What::Token;
        let mut tried = 0;
        loop {
            // Made anew each time: one that was put off for minutes would be out of its time.
            let now = self.clock.now();
            let body = self.asking(now)?;
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
            headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
            let url = self.endpoints.token.clone();
            let body = body.into_bytes();
            let ask = Ask { method: Method::POST, url, headers, body, most: TOKEN, patience: PATIENCE };
            let answer = self.gate.ask(RECIPIENT, CARRIES, ask).await;
            tried += 1;
            let fault = match &answer {
                Ok(answer) if answer.status == 200 => return held(&answer.body, now),
                Ok(answer) if matches!(answer.status, 400 | 401 | 403) => {
                    return Err(refused(&answer.body, matches!(self.credential, Credential::Consent(_))));
                }
                Ok(answer) if is_for_later(answer.status) => Fault::PutOff(what),
                Ok(answer) => return Err(Fault::Status { what, status: answer.status }),
                Err(why) if may_come_again(*why) => Fault::Unanswered { what, why: *why },
                Err(why) => return Err(Fault::Unanswered { what, why: *why }),
            };
            if !self.pace.again(tried, answer.as_ref().ok().map(|answer| &answer.headers)).await {
                return Err(fault);
            }
        }
    }
}

fn held(body: &Bytes, now: Timestamp) -> Result<Held, Fault> {
    let what = What::Token;
    if body.is_empty() {
        return Err(Fault::Empty(what));
    }
    let token: Token = serde_json::from_slice(body).map_err(|_| Fault::Malformed(what))?;
    let (Some(text), Some(seconds), Some(kind)) = (token.access_token, token.expires_in, token.token_type) else {
        return Err(Fault::FieldMissing(what));
    };
    if text.is_empty() || !kind.eq_ignore_ascii_case("bearer") {
        return Err(Fault::Malformed(what));
    }
    let mut header = HeaderValue::try_from(format!("Bearer {text}")).map_err(|_| Fault::Malformed(what))?;
    header.set_sensitive(true);
    let lasts = SignedDuration::from_secs(seconds.clamp(0, 24 * 3_600)) - MARGIN;
    Ok(Held { header, until: now + lasts })
}

fn refused(body: &Bytes, consented: bool) -> Fault {
    let error = serde_json::from_slice::<TokenError>(body).ok().and_then(|said| said.error);
    match error.as_deref() {
        // Taken back by whoever gave it, run out, or ended with a password.
        Some("invalid_grant") if consented => Fault::TakenBack,
        Some("unauthorized_client" | "invalid_scope" | "access_denied") => Fault::NotDelegated,
        _ => Fault::NotAccepted,
    }
}

/// What an answer comes to.
enum Said {
    Yes,
    /// It does not know the token.
    Who,
    /// Worth asking again; this fault, if not.
    Later(Fault),
    No(Fault),
}

fn said(what: What, answer: &Result<Answer, Unanswered>) -> Said {
    let answer = match answer {
        Ok(answer) => answer,
        Err(why) if may_come_again(*why) => return Said::Later(Fault::Unanswered { what, why: *why }),
        Err(why) => return Said::No(Fault::Unanswered { what, why: *why }),
    };
    match answer.status {
        200 => Said::Yes,
        401 => Said::Who,
        403 => forbidden(what, &answer.body),
        // A group that was there a moment ago.
        404 if what == What::Members => Said::No(Fault::Moved),
        status if is_for_later(status) => Said::Later(Fault::PutOff(what)),
        status => Said::No(Fault::Status { what, status }),
    }
}

/// 403 says both "never" and "not so fast".
fn forbidden(what: What, body: &Bytes) -> Said {
    let error: ApiError = serde_json::from_slice(body).unwrap_or_default();
    for reason in error.reasons() {
        match reason {
            "rateLimitExceeded" | "userRateLimitExceeded" | "quotaExceeded" | "RATE_LIMIT_EXCEEDED" => {
                return Said::Later(Fault::PutOff(what));
            }
            "accessNotConfigured" | "SERVICE_DISABLED" => return Said::No(Fault::SwitchedOff),
            _ => {}
        }
    }
    Said::No(Fault::Forbidden(what))
}

fn is_for_later(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

fn may_come_again(why: Unanswered) -> bool {
    matches!(why, Unanswered::Unreached | Unanswered::Silent | Unanswered::BrokenOff)
}
