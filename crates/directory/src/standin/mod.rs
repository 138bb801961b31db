//! A stand-in for Google's endpoints, on this machine: for tests, and for the demo, whose directory one can edit and watch
//! follow. It gives tokens and pages as Google documents them, checks what it is shown as strictly, and goes wrong in each of
//! the ways of [`Trouble`] when it is told to.

mod answer;
mod consent;
mod edit;
mod kept;
mod mask;
pub mod schema;
mod token;
mod world;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RsaKeyPair};
use axum::Router;
use axum::extract::{Form, Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ground::Clock;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::form_urlencoded;

use self::answer::{List, Wanted, error, page};
use self::consent::Consents;
pub use self::consent::{OAUTH_CLIENT, OAUTH_SECRET};
pub use self::edit::Edited;
pub use self::token::CLIENT_ID;
use self::token::{Judge, key_file};
pub use self::world::{Asked, Belongs, Circle, Person, Script, Trouble, World};
use crate::google::{Endpoints, SCOPES, What};

/// Seconds for which a token works.
const LASTS: i64 = 3_599;

/// A running stand-in. It ends when it is dropped.
pub struct Standin {
    inner: Arc<Inner>,
    address: String,
    key: String,
    serving: JoinHandle<()>,
}

impl std::fmt::Debug for Standin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a stand-in at {}", self.address)
    }
}

struct Inner {
    world: Mutex<World>,
    judge: Mutex<Judge>,
    /// Tokens that were given out, and until when they work.
    tokens: Mutex<HashMap<String, i64>>,
    /// Consents of its administrator.
    consents: Mutex<Consents>,
    clock: Clock,
    /// What its page needs, where it has one.
    edited: Option<Edited>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Standin {
    /// Starts one on a free port, with a service account whose key it makes, delegated by `administrator`.
    ///
    /// # Errors
    /// Where no port is free, or no key can be made.
    pub async fn start(world: World, administrator: &str, clock: Clock) -> ground::Result<Standin> {
        Standin::begin(world, administrator, clock, None).await
    }

    /// The same with a page at its root, on which its directory is edited by whoever sits at this machine.
    ///
    /// # Errors
    /// As for [`Standin::start`].
    pub async fn with_page(world: World, administrator: &str, clock: Clock, edited: Edited) -> ground::Result<Standin> {
        Standin::begin(world, administrator, clock, Some(edited)).await
    }

    async fn begin(world: World, administrator: &str, clock: Clock, edited: Option<Edited>) -> ground::Result<Standin> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(ground::Error::internal)?;
        let address = format!("http://{}", listener.local_addr().map_err(ground::Error::internal)?);
        // Finding the primes takes a while, during which others of this thread have their turn.
        let pair = tokio::task::spawn_blocking(|| RsaKeyPair::generate(KeySize::Rsa2048)).await;
        let pair = pair.map_err(ground::Error::internal)?.map_err(ground::Error::internal)?;
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().map_err(ground::Error::internal)?;
        let judge = Judge {
            public: pair.public_key().as_ref().to_vec(),
            key_id: "0f1e2d3c4b5a".to_owned(),
            issuer: "directory@keepwell-standin.iam.gserviceaccount.com".to_owned(),
            administrator: administrator.to_owned(),
            audience: format!("{address}/token"),
            delegated: SCOPES.to_vec(),
        };
        let key = key_file(pkcs8.as_ref(), &judge);
        let paged = edited.is_some();
        let (world, judge) = (Mutex::new(world), Mutex::new(judge));
        let inner =
            Arc::new(Inner { world, judge, tokens: Mutex::default(), consents: Mutex::default(), clock, edited });
        let router = Router::new()
            .route("/token", post(token))
            .route("/admin/directory/v1/users", get(users))
            .route("/admin/directory/v1/groups", get(groups))
            .route("/admin/directory/v1/groups/{group}/members", get(members));
        let router = if paged { router.merge(edit::routes()) } else { router };
        let router = router.with_state(inner.clone());
        let serving = tokio::spawn(async move {
            // It ends with the task.
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Standin { inner, address, key, serving })
    }

    /// Where it answers; nothing only if it answers nowhere.
    pub fn endpoints(&self) -> Option<Endpoints> {
        Endpoints::at(&format!("{}/token", self.address), &format!("{}/admin/directory/v1/", self.address))
    }

    /// Where its page is, if it has one.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The file of its service account's key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Its directory, to be edited.
    pub fn world(&self) -> MutexGuard<'_, World> {
        locked(&self.inner.world)
    }

    /// Takes back what the administrator has delegated, but for these scopes.
    pub fn delegate(&self, scopes: &[&'static str]) {
        locked(&self.inner.judge).delegated = scopes.to_vec();
        self.forget_tokens();
    }

    /// Answers for the administrator who is asked at `address`: where the browser is sent back to; nothing where what is
    /// asked is not right.
    pub fn answer(&self, address: &url::Url, yes: bool) -> Option<url::Url> {
        let now = self.inner.clock.now().as_second();
        locked(&self.inner.consents).answer(&asked(address.query()), yes, now)
    }

    /// The administrator takes every consent back.
    pub fn take_back(&self) {
        locked(&self.inner.consents).take_back();
        self.forget_tokens();
    }

    /// Every token that was given out stops working.
    pub fn forget_tokens(&self) {
        locked(&self.inner.tokens).clear();
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn token(State(inner): State<Arc<Inner>>, Form(fields): Form<Vec<(String, String)>>) -> Response {
    let trouble = {
        let mut world = locked(&inner.world);
        world.note(What::Token, &[]);
        world.trouble(What::Token)
    };
    let wrong = |error: &str| {
        let body = json!({ "error": error, "error_description": "The stand-in says no to somebody@example.org." });
        (StatusCode::BAD_REQUEST, axum::Json(body)).into_response()
    };
    match trouble {
        Some(Trouble::TokenError(named)) => return wrong(named),
        Some(Trouble::Status { status, reason, retry_after }) => return error(status, reason, retry_after),
        Some(Trouble::NoBody) => return StatusCode::OK.into_response(),
        Some(Trouble::NoObject) => return axum::Json(json!({})).into_response(),
        Some(_) => return "not JSON".into_response(),
        None => {}
    }
    let field = |name: &str| fields.iter().find(|field| field.0 == name).map_or("", |field| field.1.as_str());
    if matches!(field("grant_type"), "authorization_code" | "refresh_token") {
        let now = inner.clock.now().as_second();
        let given = locked(&inner.consents).token(&|name| field(name).to_owned(), now);
        return match given {
            Ok((scope, lasting)) => {
                let token = token_of(&inner, now);
                axum::Json(json!({
                    "access_token": token, "expires_in": LASTS, "token_type": "Bearer", "scope": scope, "refresh_token": lasting,
                }))
                .into_response()
            }
            Err(named) => wrong(named),
        };
    }
    if field("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" {
        return wrong("unsupported_grant_type");
    }
    let now = inner.clock.now().as_second();
    if let Err(named) = locked(&inner.judge).judge(field("assertion"), now) {
        return wrong(named);
    }
    let token = token_of(&inner, now);
    axum::Json(json!({ "access_token": token, "expires_in": LASTS, "token_type": "Bearer" })).into_response()
}

/// A new token that works for an hour.
fn token_of(inner: &Inner, now: i64) -> String {
    let mut bytes = [0u8; 16];
    ground::random(&mut bytes);
    let token = format!("standin.{:032x}", u128::from_le_bytes(bytes));
    locked(&inner.tokens).insert(token.clone(), now + LASTS);
    token
}

fn asked(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

fn value<'a>(query: &'a [(String, String)], name: &str) -> Option<&'a str> {
    query.iter().find(|pair| pair.0 == name).map(|pair| pair.1.as_str())
}

/// Answers one list, if the token works.
fn answer(inner: &Inner, headers: &HeaderMap, list: List<'_>, what: What, query: &[(String, String)]) -> Response {
    let shown = headers.get(header::AUTHORIZATION).and_then(|shown| shown.to_str().ok()?.strip_prefix("Bearer "));
    let now = inner.clock.now().as_second();
    let works = shown.is_some_and(|token| locked(&inner.tokens).get(token).is_some_and(|until| now < *until));
    let mut world = locked(&inner.world);
    world.note(what, query);
    if !works {
        return error(401, "authError", None);
    }
    let trouble = world.trouble(what);
    let size = value(query, "maxResults").and_then(|size| size.parse().ok());
    page(&world, &Wanted { list, size, token: value(query, "pageToken"), mask: value(query, "fields") }, trouble)
}

async fn users(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = asked(query.as_deref());
    if value(&query, "customer") != Some("my_customer") {
        return error(400, "badRequest", None);
    }
    let deleted = value(&query, "showDeleted") == Some("true");
    let what = if deleted { What::Deleted } else { What::Users };
    answer(&inner, &headers, List::Users { deleted }, what, &query)
}

async fn groups(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let query = asked(query.as_deref());
    if value(&query, "customer") != Some("my_customer") {
        return error(400, "badRequest", None);
    }
    answer(&inner, &headers, List::Groups, What::Groups, &query)
}

async fn members(
    State(inner): State<Arc<Inner>>,
    Path(group): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    answer(&inner, &headers, List::Members(&group), What::Members, &asked(query.as_deref()))
}
