//! A stand-in for a provider of identities, on this machine: for tests, and for the demo, where one chooses as whom one signs
//! in. It does what the specification asks of one, judges codes and secrets as strictly, and goes wrong in each of the ways of
//! [`Trouble`] when it is told to.
//!
//! No route of the program leads here. It answers at an address of its own, on this machine alone, and nothing but a test or
//! the demo starts it.

mod connect;
mod keys;
mod page;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use aws_lc_rs::hmac;
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ground::{Clock, Result};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

pub use self::connect::{Connected, connect};
use self::keys::Pair;
pub use self::page::Played;

pub const CLIENT: &str = "keepwell-linden";
/// The same where it has a page: a provider with this client is one of a demo, and nobody comes in by it anywhere else.
pub const DEMO_CLIENT: &str = "keepwell-demo";
pub const SECRET: &str = "a secret: of the client's/own";

/// What goes wrong there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// The token is signed by nobody.
    Unsigned,
    /// By a shared secret, which is the public key that everybody has.
    SharedKey,
    /// By a key that is not the provider's, under the name of one that is.
    OthersKey,
    /// It was changed after it was signed.
    Changed,
    OtherIssuer,
    OtherAudience,
    SeveralAudiences,
    Expired,
    Early,
    /// The first token that was ever given is given again.
    Replayed,
    OthersNonce,
    OthersAccessToken,
    /// The token names a key that the list does not have.
    UnknownKey,
    KeysHuge,
    KeysSlow,
    KeysNoJson,
    KeysGone,
    /// It says of itself that it is another.
    CallsItselfElse,
    /// It sends whoever asks what it is to another host.
    SendsElsewhere,
    /// It gives no token for a code.
    TokenError,
    TokenNoJson,
    /// It sends the code elsewhere.
    TokenElsewhere,
    /// It names another in what it sends back.
    NamesAnother,
    Denied,
}

/// Somebody who can be chosen on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// What the provider calls them, for ever.
    pub subject: String,
    pub name: String,
    /// None for those who are linked: nobody asks for it.
    pub email: Option<String>,
    pub groups: Vec<String>,
    /// An account of the clinic is linked with them.
    pub linked: bool,
}

impl Person {
    fn claims(&self) -> Value {
        let mut claims =
            json!({ "sub": self.subject, "name": self.name, "groups": self.groups, "amr": ["pwd", "mfa"] });
        if let (Some(email), Some(claims)) = (&self.email, claims.as_object_mut()) {
            claims.insert("email".to_owned(), json!(email));
            claims.insert("email_verified".to_owned(), json!(true));
        }
        claims
    }
}

/// Who signs in there, as the token says.
pub struct World {
    pub trouble: Trouble,
    /// Claims beside those of every token, where nobody was chosen on the page.
    pub person: Value,
    /// What it says of itself besides.
    pub says: Value,
    /// Who can be chosen on its page.
    pub people: Vec<Person>,
    pair: Pair,
    kid: String,
    codes: HashMap<String, Code>,
    first: Option<String>,
    /// How often it was asked for its keys, and for what it is.
    pub keys_asked: usize,
    pub discovered: usize,
    pub tokens_asked: usize,
}

struct Code {
    nonce: String,
    challenge: String,
    redirect: String,
    /// Who was chosen.
    person: Option<Value>,
}

/// Codes that wait at once: whoever asks for more has forgotten the first.
const CODES: usize = 1_000;

struct Inner {
    world: Mutex<World>,
    address: String,
    clock: Clock,
    /// What its page needs, where it has one.
    played: Option<Played>,
}

impl Inner {
    /// As whom the clinic asks.
    fn client(&self) -> &'static str {
        if self.played.is_some() { DEMO_CLIENT } else { CLIENT }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where what is asked leads back to; nothing where it is not right.
    fn judge(&self, query: &HashMap<String, String>) -> Option<Url> {
        let asked = |name: &str| query.get(name).map_or("", String::as_str);
        let redirect = asked("redirect_uri");
        // One that has a page sends browsers nowhere but to the clinic it is played for.
        let ours = self.played.as_ref().is_none_or(|played| played.redirect == redirect);
        let right = ours
            && asked("client_id") == self.client()
            && (asked("response_type"), asked("code_challenge_method")) == ("code", "S256")
            && asked("scope").split(' ').any(|scope| scope == "openid")
            && !asked("state").is_empty();
        redirect.parse().ok().filter(|_| right)
    }

    /// Sends a browser back with a no.
    fn refuse(&self, query: &HashMap<String, String>) -> Option<Url> {
        let mut back = self.judge(query)?;
        back.query_pairs_mut()
            .append_pair("error", "access_denied")
            .append_pair("state", query.get("state").map_or("", String::as_str))
            .append_pair("iss", &self.address);
        Some(back)
    }

    /// Sends a browser back with a code, for somebody who was chosen or for [`World::person`]; nothing where what is asked is
    /// not right.
    fn authorize(&self, query: &HashMap<String, String>, person: Option<&Person>) -> Option<Url> {
        let asked = |name: &str| query.get(name).map_or("", String::as_str);
        let redirect = asked("redirect_uri");
        let mut back = self.judge(query)?;
        let mut world = self.world();
        let code = URL_SAFE_NO_PAD.encode(digest(&SHA256, asked("state").as_bytes()));
        let kept = Code {
            nonce: asked("nonce").to_owned(),
            challenge: asked("code_challenge").to_owned(),
            redirect: redirect.to_owned(),
            person: person.map(Person::claims),
        };
        if world.codes.len() >= CODES {
            world.codes.clear();
        }
        world.codes.insert(code.clone(), kept);
        match world.trouble {
            Trouble::Denied => back.query_pairs_mut().append_pair("error", "access_denied"),
            _ => back.query_pairs_mut().append_pair("code", &code),
        };
        let issuer = if world.trouble == Trouble::NamesAnother { "https://another.example" } else { &self.address };
        back.query_pairs_mut()
            .append_pair("state", asked("state"))
            .append_pair("iss", issuer)
            .append_pair("session_state", "what providers add");
        Some(back)
    }
}

/// A running stand-in. It ends when it is dropped.
pub struct Standin {
    inner: Arc<Inner>,
    serving: JoinHandle<()>,
}

impl Drop for Standin {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Standin {
    /// Starts one on a free port of this machine.
    ///
    /// # Errors
    /// Where no port is free, or no key can be made.
    pub async fn start(clock: Clock) -> Result<Standin> {
        Standin::begin(clock, None, 0).await
    }

    /// The same with a page, on which whoever is sent there chooses as whom they come back; at `port`, if that is free, so that
    /// whoever was linked with its people stays so.
    ///
    /// # Errors
    /// As for [`Standin::start`].
    pub async fn with_page(clock: Clock, played: Played, port: u16) -> Result<Standin> {
        Standin::begin(clock, Some(played), port).await
    }

    async fn begin(clock: Clock, played: Option<Played>, port: u16) -> Result<Standin> {
        let listener = match TcpListener::bind(("127.0.0.1", port)).await {
            Err(_) if port != 0 => TcpListener::bind(("127.0.0.1", 0)).await,
            bound => bound,
        };
        let listener = listener.map_err(ground::Error::internal)?;
        let address = format!("http://{}", listener.local_addr().map_err(ground::Error::internal)?);
        let mut name = [0u8; 8];
        ground::random(&mut name);
        let world = World {
            trouble: Trouble::None,
            person: json!({"sub": "subject-1", "email": "ana@linden.example", "email_verified": true, "name": "Ana Roe"}),
            says: json!({}),
            people: Vec::new(),
            pair: Pair::of("ES256")?,
            // Another key each time has another name, so that whoever knows the last one asks.
            kid: format!("key-{:016x}", u64::from_le_bytes(name)),
            codes: HashMap::new(),
            first: None,
            keys_asked: 0,
            discovered: 0,
            tokens_asked: 0,
        };
        let paged = played.is_some();
        let inner = Arc::new(Inner { world: Mutex::new(world), address, clock, played });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token));
        let router = if paged { router.merge(page::routes()) } else { router };
        let router = router.with_state(inner.clone());
        let serving = tokio::spawn(async move {
            // It ends with the task.
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Standin { inner, serving })
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.inner.world()
    }

    pub fn issuer(&self) -> &str {
        &self.inner.address
    }

    /// Another key, of this way of signing; the one before is gone.
    ///
    /// # Errors
    /// Where no key can be made.
    pub fn rotate(&self, alg: &str, kid: &str) -> Result<()> {
        let pair = Pair::of(alg)?;
        let mut world = self.world();
        (world.pair, world.kid) = (pair, kid.to_owned());
        Ok(())
    }

    /// Where a browser that comes to `to` is sent back, once somebody has signed in there; nothing where what is asked is not
    /// right.
    pub fn authorize(&self, to: &str) -> Option<String> {
        let url: Url = to.parse().ok().filter(|_| to.starts_with(&format!("{}/authorize?", self.inner.address)))?;
        let query = url.query_pairs().into_owned().collect();
        self.inner.authorize(&query, None).map(String::from)
    }
}

async fn discovery(State(inner): State<Arc<Inner>>) -> Response {
    let at = &inner.address;
    let mut world = inner.world();
    world.discovered += 1;
    match world.trouble {
        Trouble::SendsElsewhere => {
            return (StatusCode::FOUND, [(header::LOCATION, format!("{at}/elsewhere"))]).into_response();
        }
        Trouble::CallsItselfElse => {
            return axum::Json(said("https://another.example", at, &world.says)).into_response();
        }
        _ => {}
    }
    axum::Json(said(at, at, &world.says)).into_response()
}

fn said(issuer: &str, at: &str, besides: &Value) -> Value {
    let said = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{at}/authorize"),
        "token_endpoint": format!("{at}/token"),
        "jwks_uri": format!("{at}/keys"),
        "response_types_supported": ["code"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "email", "profile", "groups"],
    });
    beside(said, besides)
}

/// `claims` with those of `besides`, which take the place of those that are there.
fn beside(mut claims: Value, besides: &Value) -> Value {
    if let (Some(claims), Some(besides)) = (claims.as_object_mut(), besides.as_object()) {
        claims.extend(besides.clone());
    }
    claims
}

async fn keys(State(inner): State<Arc<Inner>>) -> Response {
    let trouble = {
        let mut world = inner.world();
        world.keys_asked += 1;
        world.trouble
    };
    match trouble {
        Trouble::KeysHuge => return "x".repeat(1 << 20).into_response(),
        Trouble::KeysSlow => tokio::time::sleep(Duration::from_secs(20)).await,
        Trouble::KeysNoJson => return "<html>".into_response(),
        Trouble::KeysGone => return StatusCode::NOT_FOUND.into_response(),
        _ => {}
    }
    let world = inner.world();
    let other = json!({"kty": "oct", "k": "AAAA", "kid": "of another kind"});
    axum::Json(json!({"keys": [other, world.pair.public(&world.kid)]})).into_response()
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, axum::Json(json!({ "error": error }))).into_response()
}

async fn token(
    State(inner): State<Arc<Inner>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let mut world = inner.world();
    world.tokens_asked += 1;
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    let half = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", half(inner.client()), half(SECRET))));
    let by_header = headers.get(header::AUTHORIZATION).is_some_and(|shown| shown.to_str().ok() == Some(basic.as_str()));
    let by_form = field("client_secret") == SECRET;
    if by_header == by_form || field("client_id") != inner.client() || field("grant_type") != "authorization_code" {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    // A code works once.
    let Some(code) = world.codes.remove(field("code")) else {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, field("code_verifier").as_bytes()));
    if challenge != code.challenge || field("redirect_uri") != code.redirect {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    match world.trouble {
        Trouble::TokenError => return refused(StatusCode::BAD_REQUEST, "invalid_grant"),
        Trouble::TokenNoJson => return "<html>".into_response(),
        Trouble::TokenElsewhere => {
            return (StatusCode::FOUND, [(header::LOCATION, format!("{}/keys", inner.address))]).into_response();
        }
        _ => {}
    }
    let Ok(fresh) = written(&world, &inner, &code) else {
        return refused(StatusCode::INTERNAL_SERVER_ERROR, "server_error");
    };
    let first = world.first.get_or_insert_with(|| fresh.clone()).clone();
    let id_token = if world.trouble == Trouble::Replayed { first } else { fresh };
    axum::Json(json!({"id_token": id_token, "access_token": "access", "token_type": "Bearer", "expires_in": 60}))
        .into_response()
}

fn written(world: &World, inner: &Inner, code: &Code) -> Result<String> {
    let now = inner.clock.now().as_second();
    let way = if world.pair.alg() == "EdDSA" { &SHA512 } else { &SHA256 };
    let hash = digest(way, b"access");
    let hash = URL_SAFE_NO_PAD.encode(hash.as_ref().get(..hash.as_ref().len() / 2).unwrap_or_default());
    let claims = json!({
        "iss": inner.address, "aud": inner.client(), "exp": now + 300, "iat": now, "nonce": code.nonce, "at_hash": hash,
    });
    let claims = beside(claims, code.person.as_ref().unwrap_or(&world.person));
    let wrong = match world.trouble {
        Trouble::OtherIssuer => json!({"iss": "https://another.example"}),
        Trouble::OtherAudience => json!({"aud": "another-client"}),
        Trouble::SeveralAudiences => json!({"aud": [CLIENT, "another-client"]}),
        Trouble::Expired => json!({"iat": now - 600, "exp": now - 300}),
        Trouble::Early => json!({"iat": now + 600, "exp": now + 900}),
        Trouble::OthersNonce => json!({"nonce": "of another browser"}),
        Trouble::OthersAccessToken => json!({"at_hash": URL_SAFE_NO_PAD.encode([7; 16])}),
        _ => json!({}),
    };
    let claims = beside(claims, &wrong);
    let alg = match world.trouble {
        Trouble::Unsigned => "none",
        Trouble::SharedKey => "HS256",
        _ => world.pair.alg(),
    };
    let kid = if world.trouble == Trouble::UnknownKey { "nobody's" } else { &world.kid };
    let header = json!({"alg": alg, "typ": "JWT", "kid": kid});
    let text = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", text(&header), text(&claims));
    let signature = match world.trouble {
        Trouble::Unsigned => Vec::new(),
        Trouble::SharedKey => {
            let public = world.pair.public(&world.kid).to_string();
            let key = hmac::Key::new(hmac::HMAC_SHA256, public.as_bytes());
            hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
        }
        Trouble::OthersKey => Pair::of(world.pair.alg())?.sign(message.as_bytes())?,
        _ => world.pair.sign(message.as_bytes())?,
    };
    let message = if world.trouble == Trouble::Changed {
        format!("{}.{}", text(&header), text(&beside(claims, &json!({"sub": "subject-of-somebody-else"}))))
    } else {
        message
    };
    Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
}
