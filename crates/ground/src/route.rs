//! Routes: one printed list says every address, and who may call it; one guard reads that same list.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, REFERER};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::MethodFilter;
use axum::routing::{MethodRouter, on};
use promise::Purpose;

use crate::actor::{Actor, Relations, Role};
use crate::door::Door;
use crate::error::{Error, Refusal};
use crate::house::House;
use crate::paused;
use crate::room::About;
use crate::scope::Scope;
use crate::web::face::has_room;
use crate::web::{Assets, Face, Fault, Tongue, TurnedAway, health, signal};

/// One route: method, path, the action policy decides, and the purpose of what is read there.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    /// As axum matches it: `/c/{clinic}/day`.
    pub path: &'static str,
    pub action: &'static str,
    pub purpose: Purpose,
    /// Nothing is changed by it, whatever its method: a key for reading only reaches it.
    pub(crate) reads: bool,
    /// A session is not enough for it: whoever asks shows again who they are, within [`crate::FRESH_MINUTES`].
    pub fresh: bool,
    pub(crate) handler: MethodRouter<House>,
}

/// Marks a request that changes nothing, for the doorkeeper.
#[derive(Clone, Copy, Debug)]
pub struct OnlyReads;

/// A list of routes in the making.
#[derive(Clone, Default)]
pub struct Routes(Vec<Route>);

macro_rules! method {
    ($(#[$doc:meta])* $name:ident, $method:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name<H, T>(self, path: &'static str, action: &'static str, purpose: Purpose, handler: H) -> Routes
        where
            H: Handler<T, House>,
            T: 'static,
        {
            self.add(Method::$method, MethodFilter::$method, path, action, purpose, handler)
        }
    };
}

impl Routes {
    /// An empty list.
    pub fn new() -> Routes {
        Routes::default()
    }

    method!(/// A page or resource to read.
        get, GET);
    method!(/// A change.
        post, POST);
    method!(/// A replacement.
        put, PUT);
    method!(/// A change of a part.
        patch, PATCH);
    method!(/// A removal.
        delete, DELETE);

    /// A question that is asked by POST, so that what it asks for stands in no address. It changes nothing.
    #[must_use]
    pub fn question<H, T>(self, path: &'static str, action: &'static str, purpose: Purpose, handler: H) -> Routes
    where
        H: Handler<T, House>,
        T: 'static,
    {
        let mut asked = self.post(path, action, purpose, handler);
        asked.0.iter_mut().rev().take(1).for_each(|route| route.reads = true);
        asked
    }

    /// The route that was listed last is dangerous: whoever comes to it must have shown lately who they are. The guard
    /// asks for it before any handler runs, and brings them back with what they typed.
    #[must_use]
    pub fn fresh(mut self) -> Routes {
        self.0.iter_mut().rev().take(1).for_each(|route| route.fresh = true);
        self
    }

    fn add<H, T>(
        mut self,
        method: Method,
        filter: MethodFilter,
        path: &'static str,
        action: &'static str,
        purpose: Purpose,
        handler: H,
    ) -> Routes
    where
        H: Handler<T, House>,
        T: 'static,
    {
        let reads = method == Method::GET;
        self.0.push(Route { method, path, action, purpose, reads, fresh: false, handler: on(filter, handler) });
        self
    }

    pub(crate) fn into_inner(self) -> Vec<Route> {
        self.0
    }
}

/// What the guard knows of a route.
#[derive(Clone, Copy)]
pub(crate) struct Rule {
    action: &'static str,
    purpose: Purpose,
    reads: bool,
    fresh: bool,
}

/// The rules of all routes, by path and method.
#[derive(Clone, Default)]
pub(crate) struct Rules(Arc<HashMap<&'static str, Vec<(Method, Rule)>>>);

impl Rules {
    pub(crate) fn of(routes: &[Route]) -> Rules {
        let mut rules: HashMap<&'static str, Vec<(Method, Rule)>> = HashMap::new();
        for route in routes {
            rules.entry(route.path).or_default().push((
                route.method.clone(),
                Rule { action: route.action, purpose: route.purpose, reads: route.reads, fresh: route.fresh },
            ));
        }
        Rules(Arc::new(rules))
    }

    fn find(&self, method: &Method, path: &str) -> Option<Rule> {
        let method = if method == Method::HEAD { &Method::GET } else { method };
        self.0.get(path)?.iter().find(|(known, _)| known == method).map(|(_, rule)| *rule)
    }

    /// How many segments above `path`, which only takes a form, the page lies that the form is sent from. A browser
    /// asks for such an address by itself: when it comes back to a page that answered a form.
    fn up_to_page(&self, method: &Method, path: &str) -> Option<usize> {
        if !matches!(*method, Method::GET | Method::HEAD) || Door::of(path) != Door::Pages {
            return None;
        }
        self.find(&Method::POST, path)?;
        let above = |path: &str| path.rsplit_once('/').map(|(above, _)| above.to_owned());
        std::iter::successors(above(path), |path| above(path))
            .position(|path| self.find(&Method::GET, &path).is_some())
            .map(|up| up + 1)
    }
}

/// Lets a request through when policy permits its route's action, and gives the handler its [`Scope`].
pub(crate) async fn guard(
    State((house, rules)): State<(House, Rules)>,
    matched: MatchedPath,
    request: Request,
    next: Next,
) -> Response {
    let path = matched.as_str();
    let Some(rule) = rules.find(request.method(), path) else {
        if let Some(up) = rules.up_to_page(request.method(), path) {
            return to_page(&request, up).into_response();
        }
        // A method this path does not have: the router answers 405 itself.
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    if rule.reads {
        parts.extensions.insert(OnlyReads);
    }
    let scope = match enter(&house, rule, path, &parts).await {
        Ok(scope) => scope,
        Err(denied) => return denied,
    };
    parts.extensions.insert(scope.clone());
    if Door::of(path) == Door::Pages {
        signal::heed(&scope, &parts.headers).await;
    }
    if rule.fresh {
        // A house without a doorkeeper knows nobody who could show who they are.
        let Some(door) = &house.doorkeeper else { return Error::Refused(Refusal::Policy).into_response() };
        match door.is_fresh(&scope, &parts).await {
            Ok(true) => {}
            Ok(false) => {
                let (page, typed) = (page_of(&rules, path, &parts), typed(&parts, body).await);
                return door.again(&scope, parts, page, typed).await;
            }
            Err(error) => return error.into_response(),
        }
    }
    next.run(Request::from_parts(parts, body)).await
}

/// The page that somebody was on, or would be: the address itself, what the browser says it came from, or what lies above
/// the form's address. The doorkeeper goes to none but the clinic's own.
fn page_of(rules: &Rules, path: &str, parts: &Parts) -> Option<String> {
    let seen = crate::host::seen(&parts.uri, &parts.extensions);
    if matches!(parts.method, Method::GET | Method::HEAD) {
        return seen.path_and_query().map(ToString::to_string);
    }
    let from = parts.headers.get(REFERER).and_then(|from| from.to_str().ok()?.parse::<axum::http::Uri>().ok());
    if let Some(from) = from.as_ref().and_then(axum::http::Uri::path_and_query) {
        return Some(from.to_string());
    }
    let up = rules.up_to_page(&Method::GET, path)?;
    let kept = seen.path().split('/').count().saturating_sub(up);
    Some(seen.path().split('/').take(kept).collect::<Vec<_>>().join("/"))
}

/// The most of a form that is kept while whoever sent it shows who they are.
const TYPED: usize = 16 * 1024;

/// What was typed into a form, as it was sent; none where it is no form, or more than is kept.
async fn typed(parts: &Parts, body: Body) -> Option<Vec<u8>> {
    if parts.method != Method::POST {
        return None;
    }
    let kind = parts.headers.get(CONTENT_TYPE).map_or(Some(""), |kind| kind.to_str().ok())?;
    if !kind.is_empty() && !kind.starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    to_bytes(body, TYPED).await.ok().map(|bytes| bytes.to_vec())
}

/// The page that lies `up` segments above the address of a form.
fn to_page(request: &Request, up: usize) -> Redirect {
    let seen = crate::host::seen(request.uri(), request.extensions());
    let kept = seen.path().split('/').count().saturating_sub(up);
    let path = seen.path().split('/').take(kept).collect::<Vec<_>>().join("/");
    let query = seen.query().map_or_else(String::new, |query| format!("?{query}"));
    Redirect::to(&format!("/{}{query}", path.trim_start_matches('/')))
}

async fn enter(house: &House, rule: Rule, path: &str, parts: &Parts) -> Result<Scope, Response> {
    let clinic = match segment(path, parts.uri.path(), "{clinic}") {
        Some(slug) => house
            .clinic_by_slug(slug)
            .await
            .map_err(Error::into_response)?
            .ok_or_else(|| Error::NotFound.into_response())?,
        None => house.installation(),
    };
    if !has_room(&clinic, rule.action) {
        // Where there is nothing to book, the clinic's front is its notice.
        let is_front = path == "/c/{clinic}" && parts.method == Method::GET;
        return Err(match is_front {
            true => Redirect::to(&format!("{}/notice", house.base(&clinic, parts))).into_response(),
            false => Error::NotFound.into_response(),
        });
    }
    let known = match &house.doorkeeper {
        Some(door) => door.who(house, &clinic, parts).await.map_err(Error::into_response)?,
        None => None,
    };
    let stranger = known.is_none();
    // Whoever has no key of the clinic's takes nothing from those who have.
    if !stranger && Door::of(path) != Door::Pages {
        house.minutes.pass(&clinic, house.clock.now()).map_err(IntoResponse::into_response)?;
    }
    let scope = Scope::new(house, clinic, known.unwrap_or_else(Actor::nobody), rule.purpose, rule.action);
    let closed =
        paused::instead(&scope, rule.action).or_else(|| paused::leaves(&scope, rule.action, &parts.method, path));
    if let Some(fault) = closed {
        return Err(fault.into_response());
    }
    if house.decide(&scope, rule.action, Relations::NONE) {
        return Ok(scope);
    }
    if !stranger {
        note_refusal(&scope, path, parts.uri.path()).await;
    }
    let api = Door::of(path) != Door::Pages;
    match (stranger, api, parts.method == Method::GET) {
        (true, true, _) => Err(Fault::signed_out("nobody").into_response()),
        (true, false, true) => {
            let base = house.base(&scope.clinic, parts);
            let seen = crate::host::seen(&parts.uri, &parts.extensions);
            let next =
                url::form_urlencoded::byte_serialize(seen.path_and_query().map_or("/", |p| p.as_str()).as_bytes())
                    .collect::<String>();
            Err(Redirect::to(&format!("{base}/sign-in?next={next}")).into_response())
        }
        _ => {
            let mut refused = Error::Refused(Refusal::Policy).into_response();
            // Whoever works here is turned away from one page, and goes on from there.
            if let (false, true, Some(t)) = (api, scope.actor.is_staff(), parts.extensions.get::<Tongue>()) {
                let uri = crate::host::seen(&parts.uri, &parts.extensions);
                let face = Face { t: t.clone(), uri, base: house.base(&scope.clinic, parts) };
                refused.extensions_mut().insert(TurnedAway(face.page_titled(&scope, String::new())));
            }
            Err(refused)
        }
    }
}

/// Writes down that somebody who is signed in, or a program with a key, was turned away at the door of an address that
/// is about a person. Strangers are not written down: they are sent to sign in, as is everybody whose session ended.
async fn note_refusal(scope: &Scope, pattern: &str, actual: &str) {
    let about: Vec<(About, String)> = pattern
        .split('/')
        .zip(actual.split('/'))
        .filter_map(|(name, text)| Some((*scope.house().about.get(name)?, text.to_owned())))
        .collect();
    if about.is_empty() {
        return;
    }
    let noted = scope.read(move |tx| -> Result<(), Error> {
        for (about, text) in &about {
            let person = about(tx, text)?;
            if let Some(person) = person.filter(|person| tx.actor().person() != Some(*person)) {
                tx.note_refusal(person);
            }
        }
        Ok(())
    });
    // They are turned away whether or not that could be written.
    if let Err(error) = noted.await {
        tracing::warn!(cause = %error, "that somebody was turned away could not be noted");
    }
}

/// The segment of `actual` that stands where `pattern` has `name`.
fn segment<'a>(pattern: &str, actual: &'a str, name: &str) -> Option<&'a str> {
    let at = pattern.split('/').position(|part| part == name)?;
    actual.split('/').nth(at)
}

impl FromRequestParts<House> for Scope {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &House) -> Result<Scope, Response> {
        parts
            .extensions
            .get::<Scope>()
            .cloned()
            .ok_or_else(|| Error::internal("a route outside the list asked for a scope").into_response())
    }
}

/// One line of `keepwell routes`.
#[derive(Clone, Debug, serde::Serialize)]
pub struct RouteLine {
    pub method: String,
    pub path: String,
    pub action: String,
    pub purpose: String,
    /// Roles that may call it without being related to anyone.
    pub who: Vec<&'static str>,
    /// Whoever calls it shows again who they are.
    pub fresh: bool,
}

/// Addresses beside the rooms', which nobody's policy decides about: what they are for, and who may call them.
const BESIDE: [(&str, &str, &[&str]); 4] = [
    (health::ALIVE, "ground.health.read", &["everyone"]),
    (health::READY, "ground.health.read", &["everyone"]),
    (health::FIGURES, "ground.figures.read", &["this_machine", "metrics_token"]),
    (Assets::PATH, "ground.asset.read", &["everyone"]),
];

/// Whether somebody in `role` comes to `path` at all. Keepwell itself calls nothing; a key of a program opens the API
/// and nothing else.
fn comes(role: Role, path: &str) -> bool {
    match role {
        Role::Automatic => false,
        Role::Integration => Door::of(path) == Door::Api,
        Role::Directory => Door::of(path) == Door::Directory,
        Role::PersonalRead | Role::PersonalWrite => Door::of(path) == Door::Api,
        _ => true,
    }
}

/// Every route with who may call it, asked of the policy itself.
pub fn printed(house: &House) -> Vec<RouteLine> {
    let who = |route: &Route| {
        let may = house.policy.who(route.action, route.purpose.as_str());
        may.into_iter().filter(|role| comes(*role, route.path)).map(Role::as_str).collect()
    };
    let beside = BESIDE.map(|(path, action, who)| RouteLine {
        method: Method::GET.to_string(),
        path: path.to_owned(),
        action: action.to_owned(),
        purpose: Purpose::Operation.to_string(),
        who: who.to_vec(),
        fresh: false,
    });
    let mut lines: Vec<RouteLine> = house
        .routes
        .iter()
        .map(|route| RouteLine {
            method: route.method.to_string(),
            path: route.path.to_owned(),
            action: route.action.to_owned(),
            purpose: route.purpose.to_string(),
            who: who(route),
            fresh: route.fresh,
        })
        .chain(beside)
        .collect();
    lines.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
    lines
}
