//! The one gate through which the program asks other hosts something (letters have a relay of their own, `mail::relay`).
//!
//! Before anything leaves it asks the register of recipients ([`crate::recipient::pass`]), each time: whoever is not on it,
//! or not bound today, is asked nothing. The relay asks the same. Three other ways lead out of the process, and none of them
//! to somebody who handles what is about people for us: the database of the installation (`db/postgres`), the folder of its
//! documents (`files`), and the authority of its certificate (`tls/acme.rs` of the roof), which hears the installation's host
//! names and the operator's address. A test walks the sources: nothing else opens a connection.
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
use promise::{Category, Purpose};
use rustls::crypto::aws_lc_rs;
use rustls::{ClientConfig, RootCertStore};
use url::{Host, Url};

use self::outside::{Names, is_outside};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::recipient::{self, Carries, Passed, Refused};
use crate::scope::Scope;

/// A way out: a name under which the program asks somebody, and what that can be for.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    pub name: &'static str,
    pub purposes: &'static [Purpose],
    pub categories: &'static [Category],
}

/// Every way out that the program has. Who stands at its other end is written in the register of recipients. A test holds
/// the names of the rooms' recipients against it, so the list leaves nobody out.
pub const REGISTER: &[Way] = &[
    // Who works here, where a clinic has us follow its directory.
    Way {
        name: "google-workspace",
        purposes: &[Purpose::Administration],
        categories: &[Category::Identity, Category::Contact, Category::Account],
    },
    // Letters to the person they are about.
    Way {
        name: crate::mail::RECIPIENT,
        purposes: &[
            Purpose::Scheduling,
            Purpose::Account,
            Purpose::Administration,
            Purpose::Security,
            Purpose::Rights,
            Purpose::Operation,
        ],
        categories: crate::mail::CARRIES,
    },
    // Who signs in, where a clinic lets a provider say so.
    Way {
        name: "openid-provider",
        purposes: &[Purpose::Account],
        categories: &[Category::Identity, Category::Account],
    },
];

/// The way out of that name.
pub fn way(name: &str) -> Option<&'static Way> {
    REGISTER.iter().find(|way| way.name == name)
}

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
    /// The host under which the register has them; that of the first place, where nobody says otherwise.
    listed: Option<String>,
}

impl Recipient {
    /// The recipient `name` at these places, of which scheme, host and port count. Nothing where one of them is neither
    /// reached by TLS nor on this machine, or carries a password.
    pub fn new(name: &'static str, places: &[&Url]) -> Option<Recipient> {
        let sound = |place: &&Url| place.username().is_empty() && place.password().is_none() && is_protected(place);
        places
            .iter()
            .all(sound)
            .then(|| Recipient { name, places: places.iter().map(|place| (*place).clone()).collect(), listed: None })
            .map(|recipient| match places.first() {
                Some(first) => recipient.listed_at(first),
                None => recipient,
            })
    }

    /// The same with the host of `place` in the register: who answers under several names is one recipient, as a provider
    /// that names the place of its tokens itself.
    #[must_use]
    pub fn listed_at(self, place: &Url) -> Recipient {
        Recipient { listed: place.host_str().map(str::to_owned), ..self }
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
    #[error("{0}")]
    Refused(Refused),
    #[error("the register of recipients cannot be read")]
    Unread,
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
            Unanswered::Refused(_) => "not_registered",
            Unanswered::Unread => "unread",
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

/// The register of recipients, as a gate asks it: in one clinic, as the program itself.
#[derive(Clone)]
pub struct Register(Option<Scope>);

impl Register {
    /// That of the scope's clinic.
    pub fn of(scope: &Scope) -> Register {
        Register(Some(scope.as_actor(Actor::automatic()).for_purpose(Purpose::Operation)))
    }

    /// None, for tests of what speaks to a stand-in without an installation. A test walks the sources: nothing else takes it.
    #[doc(hidden)]
    pub fn of_a_test() -> Register {
        Register(None)
    }

    async fn pass(
        &self,
        way: &'static str,
        place: &str,
        carries: Carries,
    ) -> std::result::Result<Option<Passed>, Unanswered> {
        let Some(scope) = &self.0 else { return Ok(None) };
        let place = place.to_owned();
        let asked = scope.write(move |tx| recipient::pass(tx, way, &place, &carries)).await;
        match asked {
            Ok(Ok(passed)) => Ok(Some(passed)),
            Ok(Err(why)) => {
                tracing::warn!(recipient = way, cause = %why, "nothing leaves");
                Err(Unanswered::Refused(why))
            }
            // What cannot be asked is not taken for a yes.
            Err(_) => Err(Unanswered::Unread),
        }
    }
}

/// The gate. Cheap to clone.
#[derive(Clone)]
pub struct Gate {
    register: Register,
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
    pub fn new(register: Register, recipients: Vec<Recipient>) -> Result<Gate> {
        Gate::trusting(register, recipients, authorities(), false)
    }

    /// A gate that leads to no host on this machine or in the network around it, for places that somebody names who does not
    /// run the program: else they could ask around there. What a name stands for is looked at as it is reached, so that it
    /// is not one thing when it is judged and another when it is asked.
    ///
    /// # Errors
    /// Where TLS cannot be set up.
    pub fn outside(register: Register, recipients: Vec<Recipient>) -> Result<Gate> {
        Gate::trusting(register, recipients, authorities(), true)
    }

    fn trusting(register: Register, recipients: Vec<Recipient>, roots: RootCertStore, outside: bool) -> Result<Gate> {
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
        Ok(Gate { register, client, recipients: recipients.into(), outside })
    }

    /// Asks `recipient`, if what is asked is at a place of theirs, and the register lets what the question `carries` go there.
    ///
    /// # Errors
    /// [`Unanswered`] when there is no whole answer.
    pub async fn ask(&self, recipient: &'static str, carries: Carries, ask: Ask) -> Result<Answer, Unanswered> {
        let answer = self.try_ask(recipient, carries, ask).await;
        let outcome = match &answer {
            Ok(answer) if answer.status < 400 => "answered",
            Ok(_) => "refused",
            Err(error) => error.as_str(),
        };
        metrics::counter!("keepwell_asked_total", "recipient" => recipient, "outcome" => outcome).increment(1);
        answer
    }

    async fn try_ask(&self, recipient: &'static str, carries: Carries, ask: Ask) -> Result<Answer, Unanswered> {
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
        // A question about nobody has no room for anybody.
        let bare = ask.method == Method::GET
            && ask.body.is_empty()
            && ask.url.query().is_none()
            && ask.headers.keys().all(|name| name == axum::http::header::ACCEPT);
        if carries == Carries::NOTHING && !bare {
            return Err(Unanswered::Refused(Refused::Purpose));
        }
        let _passed = self.register.pass(recipient, listed.listed.as_deref().unwrap_or_default(), carries).await?;
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
