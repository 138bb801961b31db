//! The one gate through which the program asks other hosts something (letters have a relay of their own, `mail::relay`).
//!
//! Whoever asks names a recipient, and a recipient is a list of places: a request to any other does not leave. What comes
//! back is bounded in time and size, and a redirect is an answer like any other, so that no recipient can send us on to
//! somebody else. A place without TLS is one on this machine.

mod outside;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use axum::http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use self::outside::{Names, is_outside};
use crate::error::{Error, Result};

/// Everybody whom the program may ask or write to, by the name they ask under, and what for. A test holds the names of the
/// rooms' recipients against it, so the record of processing leaves nobody out.
pub const REGISTER: &[(&str, &str)] = &[
    ("google-workspace", "administration: who works here, where a clinic has us follow its directory"),
    ("mail-relay", "scheduling, account, security, administration, rights: letters to the person they are about"),
    ("openid-provider", "account: who signs in, where a clinic lets a provider say so"),
];

/// How long another host may take to be reached.
const REACH: Duration = Duration::from_secs(10);
/// How long a connection is kept for the next question.
const IDLE: Duration = Duration::from_secs(60);
const OURSELVES: &str = concat!("Keepwell/", env!("CARGO_PKG_VERSION"));

/// Somebody whom the program may ask, by the name under which they stand in the register, and where they are.
#[derive(Clone, Debug)]
pub struct Recipient {
    name: &'static str,
    places: Vec<Url>,
}

impl Recipient {
    /// The recipient `name` at these places, of which scheme, host and port count. Nothing where one of them is neither
    /// reached by TLS nor on this machine, or carries a password.
    pub fn new(name: &'static str, places: &[&Url]) -> Option<Recipient> {
        let sound = |place: &&Url| place.username().is_empty() && place.password().is_none() && is_protected(place);
        places
            .iter()
            .all(sound)
            .then(|| Recipient { name, places: places.iter().map(|place| (*place).clone()).collect() })
    }

    fn is_at(&self, url: &Url) -> bool {
        let same = |place: &Url| {
            place.scheme() == url.scheme()
                && place.host() == url.host()
                && place.port_or_known_default() == url.port_or_known_default()
        };
        self.places.iter().any(same)
    }
}

fn is_protected(place: &Url) -> bool {
    match (place.scheme(), place.host()) {
        ("https", Some(_)) => true,
        ("http", Some(Host::Ipv4(host))) => host.is_loopback(),
        ("http", Some(Host::Ipv6(host))) => host.is_loopback(),
        _ => false,
    }
}

/// A question.
pub struct Ask {
    pub method: Method,
    pub url: Url,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Bytes of an answer at most.
    pub most: usize,
    /// How long the whole of it may take.
    pub patience: Duration,
}

/// Says where it goes and nothing of what it carries.
impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url.host_str().unwrap_or_default())
    }
}

/// An answer, whatever it says.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    #[error("no recipient of that name is at that place")]
    Unlisted,
    #[error("the recipient cannot be reached")]
    Unreached,
    #[error("the recipient takes too long")]
    Silent,
    #[error("the recipient says more than is taken")]
    TooLong,
    #[error("the answer broke off")]
    BrokenOff,
}

impl Unanswered {
    fn as_str(self) -> &'static str {
        match self {
            Unanswered::Unlisted => "unlisted",
            Unanswered::Unreached => "unreached",
            Unanswered::Silent => "silent",
            Unanswered::TooLong => "too_long",
            Unanswered::BrokenOff => "broken_off",
        }
    }
}

fn authorities() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    roots
}

/// The gate. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    client: Client<HttpsConnector<HttpConnector<Names>>, Full<Bytes>>,
    recipients: Arc<[Recipient]>,
    /// Nothing is asked on this machine or in the network around it.
    outside: bool,
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.recipients.iter().map(|recipient| recipient.name)).finish()
    }
}

impl Gate {
    /// A gate to these recipients. Certificates are judged by the public authorities that the program brings along, so that
    /// an installation without a store of its own asks as safely.
    ///
    /// # Errors
    /// Where TLS cannot be set up.
    pub fn new(recipients: Vec<Recipient>) -> Result<Gate> {
        Gate::trusting(recipients, authorities(), false)
    }

    /// A gate that leads to no host on this machine or in the network around it, for places that somebody names who does not
    /// run the program: else they could ask around there. What a name stands for is looked at as it is reached, so that it
    /// is not one thing when it is judged and another when it is asked.
    ///
    /// # Errors
    /// Where TLS cannot be set up.
    pub fn outside(recipients: Vec<Recipient>) -> Result<Gate> {
        Gate::trusting(recipients, authorities(), true)
    }

    fn trusting(recipients: Vec<Recipient>, roots: RootCertStore, outside: bool) -> Result<Gate> {
        let tls = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(Error::internal)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut plain = HttpConnector::new_with_resolver(Names::new(outside));
        plain.enforce_http(false);
        plain.set_connect_timeout(Some(REACH));
        plain.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(plain);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            // A question is asked once; whoever asks decides whether it is asked again.
            .retry_canceled_requests(false)
            .build(connector);
        Ok(Gate { client, recipients: recipients.into(), outside })
    }

    /// Asks `recipient`, if what is asked is at a place of theirs.
    ///
    /// # Errors
    /// [`Unanswered`] when there is no whole answer.
    pub async fn ask(&self, recipient: &'static str, ask: Ask) -> Result<Answer, Unanswered> {
        let answer = self.try_ask(recipient, ask).await;
        let outcome = match &answer {
            Ok(answer) if answer.status < 400 => "answered",
            Ok(_) => "refused",
            Err(error) => error.as_str(),
        };
        metrics::counter!("keepwell_asked_total", "recipient" => recipient, "outcome" => outcome).increment(1);
        answer
    }

    async fn try_ask(&self, recipient: &'static str, ask: Ask) -> Result<Answer, Unanswered> {
        let listed = self.recipients.iter().find(|listed| listed.name == recipient).ok_or(Unanswered::Unlisted)?;
        if !listed.is_at(&ask.url) {
            return Err(Unanswered::Unlisted);
        }
        // A number is no name: it is looked up nowhere.
        let number = match ask.url.host() {
            Some(Host::Ipv4(host)) => Some(host.into()),
            Some(Host::Ipv6(host)) => Some(host.into()),
            _ => None,
        };
        if self.outside && number.is_some_and(|number| !is_outside(number)) {
            return Err(Unanswered::Unreached);
        }
        let Ask { method, url, headers, body, most, patience } = ask;
        let mut request = Request::builder().method(method).uri(url.as_str()).header("user-agent", OURSELVES);
        if let Some(all) = request.headers_mut() {
            all.extend(headers);
        }
        let request = request.body(Full::from(body)).map_err(|_| Unanswered::Unlisted)?;
        let asking = async {
            let answer = self.client.request(request).await.map_err(|_| Unanswered::Unreached)?;
            let (parts, body) = answer.into_parts();
            if body.size_hint().lower() > most as u64 {
                return Err(Unanswered::TooLong);
            }
            let body = Limited::new(body, most).collect().await.map_err(|error| {
                if error.is::<LengthLimitError>() { Unanswered::TooLong } else { Unanswered::BrokenOff }
            })?;
            Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body: body.to_bytes() })
        };
        tokio::time::timeout(patience, asking).await.unwrap_or(Err(Unanswered::Silent))
    }
}

#[cfg(test)]
mod tests;
