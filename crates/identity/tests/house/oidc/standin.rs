//! A stand-in for a provider of identities, on this machine. It does what the specification asks of one, judges codes and
//! secrets as strictly, and goes wrong in each of the ways of [`Trouble`] when it is told to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    RsaKeyPair,
};
use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ground::Clock;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

pub const CLIENT: &str = "keepwell-linden";
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

/// By which way it signs.
enum Pair {
    Rsa(RsaKeyPair, bool),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

impl Pair {
    fn of(alg: &str) -> Pair {
        match alg {
            "RS256" | "PS256" => Pair::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).unwrap(), alg == "PS256"),
            "ES256" => Pair::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()),
            _ => Pair::Ed(Ed25519KeyPair::generate().unwrap()),
        }
    }

    fn alg(&self) -> &'static str {
        match self {
            Pair::Rsa(_, false) => "RS256",
            Pair::Rsa(_, true) => "PS256",
            Pair::Ec(_) => "ES256",
            Pair::Ed(_) => "EdDSA",
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Pair::Rsa(pair, pss) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let way = if *pss { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
                pair.sign(way, &random, message, &mut signature).unwrap();
                signature
            }
            Pair::Ec(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }

    fn public(&self, kid: &str) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Pair::Rsa(pair, _) => {
                let key = pair.public_key();
                let (n, e) = (key.modulus(), key.exponent());
                json!({"kty": "RSA", "kid": kid, "use": "sig", "alg": self.alg(),
                    "n": text(n.big_endian_without_leading_zero()), "e": text(e.big_endian_without_leading_zero())})
            }
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                json!({"kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "x": text(&point[1..33]), "y": text(&point[33..])})
            }
            Pair::Ed(pair) => {
                json!({"kty": "OKP", "crv": "Ed25519", "kid": kid, "x": text(pair.public_key().as_ref())})
            }
        }
    }
}

/// Who signs in there, as the token says.
pub struct World {
    pub trouble: Trouble,
    /// Claims beside those of every token.
    pub person: Value,
    /// What it says of itself besides.
    pub says: Value,
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
}

struct Inner {
    world: Mutex<World>,
    address: String,
    clock: Clock,
}

impl Inner {
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap()
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
    pub async fn start(clock: Clock) -> Standin {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let world = World {
            trouble: Trouble::None,
            person: json!({"sub": "subject-1", "email": "ana@linden.example", "email_verified": true, "name": "Ana Roe"}),
            says: json!({}),
            pair: Pair::of("ES256"),
            kid: "key-1".to_owned(),
            codes: HashMap::new(),
            first: None,
            keys_asked: 0,
            discovered: 0,
            tokens_asked: 0,
        };
        let inner = Arc::new(Inner { world: Mutex::new(world), address, clock });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(inner.clone());
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Standin { inner, serving }
    }

    pub fn world(&self) -> MutexGuard<'_, World> {
        self.inner.world()
    }

    pub fn issuer(&self) -> &str {
        &self.inner.address
    }

    /// Another key, of this way of signing; the one before is gone.
    pub fn rotate(&self, alg: &str, kid: &str) {
        let mut world = self.world();
        (world.pair, world.kid) = (Pair::of(alg), kid.to_owned());
    }

    /// What a browser that comes to `to` is sent back with, once somebody has signed in there.
    pub fn authorize(&self, to: &str) -> String {
        let url: Url = to.parse().unwrap();
        assert!(to.starts_with(&format!("{}/authorize?", self.inner.address)), "{to}");
        let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(query["client_id"], CLIENT);
        assert_eq!((query["response_type"].as_str(), query["code_challenge_method"].as_str()), ("code", "S256"));
        assert!(query["scope"].split(' ').any(|scope| scope == "openid"));
        let redirect = query["redirect_uri"].clone();
        let code = URL_SAFE_NO_PAD.encode(digest(&SHA256, query["state"].as_bytes()));
        let mut world = self.world();
        let kept = Code {
            nonce: query["nonce"].clone(),
            challenge: query["code_challenge"].clone(),
            redirect: redirect.clone(),
        };
        world.codes.insert(code.clone(), kept);
        let mut back: Url = redirect.parse().unwrap();
        match world.trouble {
            Trouble::Denied => back.query_pairs_mut().append_pair("error", "access_denied"),
            _ => back.query_pairs_mut().append_pair("code", &code),
        };
        let issuer = if world.trouble == Trouble::NamesAnother { "https://another.example" } else { self.issuer() };
        back.query_pairs_mut()
            .append_pair("state", &query["state"])
            .append_pair("iss", issuer)
            .append_pair("session_state", "what providers add");
        back.into()
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
    let mut said = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{at}/authorize"),
        "token_endpoint": format!("{at}/token"),
        "jwks_uri": format!("{at}/keys"),
        "response_types_supported": ["code"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "email", "profile", "groups"],
    });
    for (name, value) in besides.as_object().unwrap() {
        said[name] = value.clone();
    }
    said
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
    let half = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", half(CLIENT), half(SECRET))));
    let by_header = headers.get(header::AUTHORIZATION).is_some_and(|shown| shown.to_str().ok() == Some(basic.as_str()));
    let by_form = form.get("client_secret").is_some_and(|secret| secret == SECRET);
    if by_header == by_form || form["client_id"] != CLIENT || form["grant_type"] != "authorization_code" {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    // A code works once.
    let Some(code) = world.codes.remove(&form["code"]) else {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, form["code_verifier"].as_bytes()));
    if challenge != code.challenge || form["redirect_uri"] != code.redirect {
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
    let fresh = written(&world, &inner, &code.nonce);
    let first = world.first.get_or_insert_with(|| fresh.clone()).clone();
    let id_token = if world.trouble == Trouble::Replayed { first } else { fresh };
    axum::Json(json!({"id_token": id_token, "access_token": "access", "token_type": "Bearer", "expires_in": 60}))
        .into_response()
}

fn written(world: &World, inner: &Inner, nonce: &str) -> String {
    let now = inner.clock.now().as_second();
    let hash = if world.pair.alg() == "EdDSA" {
        let long = digest(&aws_lc_rs::digest::SHA512, b"access");
        URL_SAFE_NO_PAD.encode(&long.as_ref()[..32])
    } else {
        URL_SAFE_NO_PAD.encode(&digest(&SHA256, b"access").as_ref()[..16])
    };
    let mut claims = json!({
        "iss": inner.address, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce, "at_hash": hash,
    });
    for (name, value) in world.person.as_object().unwrap() {
        claims[name] = value.clone();
    }
    match world.trouble {
        Trouble::OtherIssuer => claims["iss"] = json!("https://another.example"),
        Trouble::OtherAudience => claims["aud"] = json!("another-client"),
        Trouble::SeveralAudiences => claims["aud"] = json!([CLIENT, "another-client"]),
        Trouble::Expired => (claims["iat"], claims["exp"]) = (json!(now - 600), json!(now - 300)),
        Trouble::Early => (claims["iat"], claims["exp"]) = (json!(now + 600), json!(now + 900)),
        Trouble::OthersNonce => claims["nonce"] = json!("of another browser"),
        Trouble::OthersAccessToken => claims["at_hash"] = json!(URL_SAFE_NO_PAD.encode([7; 16])),
        _ => {}
    }
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
        Trouble::OthersKey => Pair::of(world.pair.alg()).sign(message.as_bytes()),
        _ => world.pair.sign(message.as_bytes()),
    };
    let message = if world.trouble == Trouble::Changed {
        claims["sub"] = json!("subject-of-somebody-else");
        format!("{}.{}", text(&header), text(&claims))
    } else {
        message
    };
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}
