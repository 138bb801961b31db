//! The stand-in's page: who is in the played directory, edited by whoever sits at this machine, and what may go wrong with
//! its answers. It is served at the stand-in's own address and is no page of Keepwell's.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ground::web::headers::CONTENT_SECURITY_POLICY;
use ground::web::{Assets, Fault, Faults, Fields, Page, Words, origin, render, render_as};

use super::consent::{self, OAUTH_CLIENT, OAUTH_SECRET};
use super::world::{Belongs, Circle, Person, Trouble, World};
use super::{Inner, locked};
use crate::google::What;

/// How many people and groups one can make: it is a demonstration.
const MOST: usize = 500;
/// Bytes of a form.
const BODY: usize = 64 * 1024;
/// Characters of a name.
const NAME: usize = 100;

/// What the page needs to know.
pub struct Edited {
    pub words: Words,
    /// The clinic whose directory it plays, and where its own page of it is.
    pub clinic: String,
    pub follows: String,
    /// The file in which the directory is kept, if it is.
    pub kept: Option<PathBuf>,
    trouble: Mutex<&'static str>,
}

impl Edited {
    pub fn new(words: Words, clinic: String, follows: String, kept: Option<PathBuf>) -> Edited {
        Edited { words, clinic, follows, kept, trouble: Mutex::new("none") }
    }
}

/// Which answers go wrong, and after how many that do not.
type Wrong = (What, u32, Trouble);

/// What can be switched on, by its word.
fn troubles() -> [(&'static str, Option<Wrong>); 8] {
    // Longer than anybody waits: what is put off is given up at once.
    let quota = Trouble::Status { status: 403, reason: "quotaExceeded", retry_after: Some(3_600) };
    [
        ("none", None),
        ("empty", Some((What::Users, 0, Trouble::NoObject))),
        ("page", Some((What::Users, 1, Trouble::CutShort))),
        ("cycle", Some((What::Users, 0, Trouble::SameAgain))),
        ("members", Some((What::Members, 0, Trouble::Emptied))),
        ("fields", Some((What::Users, 0, Trouble::Without("primaryEmail")))),
        ("quota", Some((What::Users, 0, quota))),
        ("key", Some((What::Token, 0, Trouble::TokenError("invalid_grant")))),
    ]
}

pub(super) fn routes() -> Router<Arc<Inner>> {
    Router::new()
        .route("/", get(list))
        .route("/people", post(create_person))
        .route("/people/{id}", get(person).post(update_person))
        .route("/people/{id}/removal", post(remove_person))
        .route("/groups", post(create_group))
        .route("/groups/{id}", get(group).post(update_group))
        .route("/groups/{id}/removal", post(remove_group))
        .route("/trouble", post(trouble))
        .route("/authorize", get(consent::authorize))
        .route("/authorize/yes", get(consent::yes))
        .route("/authorize/no", get(consent::no))
        .route("/consents/removal", post(take_back))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn(guarded))
        .merge(Assets::routes())
}

/// Takes nothing that another site sends, and lets a page load nothing from elsewhere.
async fn guarded(method: Method, uri: Uri, headers: HeaderMap, request: Request, next: Next) -> Response {
    if origin::judge(&method, &uri, &headers, false).is_err() {
        return StatusCode::FORBIDDEN.into_response();
    }
    let mut response = next.run(request).await;
    let set = response.headers_mut();
    set.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    set.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// An entry of a list to choose from.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

struct Line {
    href: String,
    name: String,
    address: String,
    state: String,
    mark: &'static str,
    groups: String,
}

#[derive(askama::Template)]
#[template(path = "standin/list.html")]
struct Listed {
    page: Page,
    clinic: String,
    follows: String,
    people: Vec<Line>,
    groups: Vec<Line>,
    troubles: Vec<Choice>,
    wrong: bool,
    oauth: (&'static str, &'static str),
}

struct Field {
    value: String,
    fault: String,
}

/// A person or a group, as a form; made, where it has no id yet.
#[derive(askama::Template)]
#[template(path = "standin/one.html")]
struct One {
    page: Page,
    action: String,
    faults: u32,
    /// A group has one name.
    is_group: bool,
    made: bool,
    given: Field,
    family: Field,
    called: Field,
    email: Field,
    states: Vec<Choice>,
    /// Groups a person is in, or groups within a group.
    groups: Vec<Choice>,
}

const STATES: [&str; 4] = ["in", "suspended", "archived", "deleted"];

fn state(person: &Person) -> &'static str {
    match person {
        Person { deleted: true, .. } => "deleted",
        Person { archived: true, .. } => "archived",
        Person { suspended: true, .. } => "suspended",
        _ => "in",
    }
}

pub(super) fn page(edited: &Edited, title: &str) -> Page {
    let t = edited.words.english();
    let (title, house) = (t.get(title), t.get("standin-house"));
    Page { demo: true, ..Page::new(&t, title, house, "") }
}

fn edited(inner: &Inner) -> Result<&Edited, Fault> {
    inner.edited.as_ref().ok_or_else(Fault::not_found)
}

async fn list(State(inner): State<Arc<Inner>>) -> Result<Response, Fault> {
    let edited = edited(&inner)?;
    let mut page = page(edited, "standin-house");
    page.title = page.t.with("standin-title", &[("clinic", edited.clinic.as_str().into())]);
    let world = locked(&inner.world);
    let within = |belongs: Belongs| {
        let circles = world.circles.iter().filter(|circle| circle.members.contains(&belongs));
        page.t.list(&circles.map(|circle| circle.name.as_str()).collect::<Vec<_>>())
    };
    let people = world.people.iter().enumerate().map(|(at, person)| Line {
        href: format!("/people/{}", person.id),
        name: format!("{} {}", person.given, person.family),
        address: person.email.clone(),
        state: page.t.get(&format!("standin-state-{}", state(person))),
        mark: if state(person) == "in" { "kept" } else { "cancelled" },
        groups: within(Belongs::Person(at)),
    });
    let people: Vec<Line> = people.collect();
    let groups = world.circles.iter().enumerate().map(|(at, circle)| Line {
        href: format!("/groups/{}", circle.id),
        name: circle.name.clone(),
        address: circle.email.clone(),
        state: circle.members.len().to_string(),
        mark: "kept",
        groups: within(Belongs::Circle(at)),
    });
    let groups: Vec<Line> = groups.collect();
    let on = *locked(&edited.trouble);
    let troubles = troubles().map(|(value, _)| Choice {
        value: value.to_owned(),
        label: page.t.get(&format!("standin-trouble-{value}")),
        chosen: value == on,
    });
    let (clinic, follows) = (edited.clinic.clone(), edited.follows.clone());
    let listed = Listed {
        clinic,
        follows,
        people,
        groups,
        troubles: troubles.into(),
        wrong: on != "none",
        oauth: (OAUTH_CLIENT, OAUTH_SECRET),
        page,
    };
    Ok(render(&listed))
}

/// The form of a person: as they are, or as somebody typed.
fn form(edited: &Edited, world: &World, is_group: bool, id: &str, fields: &Fields, faults: &Faults) -> One {
    let made = id == "new";
    let title = match (is_group, made) {
        (false, true) => "standin-person-new",
        (false, false) => "standin-person",
        (true, true) => "standin-group-new",
        (true, false) => "standin-group",
    };
    let page = page(edited, title);
    let field = |name: &str| Field {
        value: fields.value(name).to_owned(),
        fault: faults.of(name, &page.t).unwrap_or_default(),
    };
    let states = STATES.map(|value| Choice {
        value: value.to_owned(),
        label: page.t.get(&format!("standin-state-{value}")),
        chosen: fields.value("state") == value,
    });
    let groups = world.circles.iter().filter(|circle| !is_group || circle.id != id);
    let groups = groups.map(|circle| Choice {
        value: circle.id.clone(),
        label: circle.name.clone(),
        chosen: fields.all("group").any(|chosen| chosen == circle.id),
    });
    let kind = if is_group { "groups" } else { "people" };
    One {
        action: if made { format!("/{kind}") } else { format!("/{kind}/{id}") },
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        is_group,
        made,
        given: field("given"),
        family: field("family"),
        called: field("name"),
        email: field("email"),
        states: states.into(),
        groups: groups.collect(),
        page,
    }
}

fn answer(one: &One) -> Response {
    render_as(if one.faults == 0 { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, one)
}

fn back() -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, HeaderValue::from_static("/"))]).into_response()
}

fn person_at(world: &World, id: &str) -> Result<usize, Fault> {
    world.people.iter().position(|person| person.id == id).ok_or_else(Fault::not_found)
}

fn group_at(world: &World, id: &str) -> Result<usize, Fault> {
    world.circles.iter().position(|circle| circle.id == id).ok_or_else(Fault::not_found)
}

async fn person(State(inner): State<Arc<Inner>>, Path(id): Path<String>) -> Result<Response, Fault> {
    let (edited, world) = (edited(&inner)?, locked(&inner.world));
    let mut fields = vec![("state", "in".to_owned())];
    if id != "new" {
        let at = person_at(&world, &id)?;
        let person = world.people.get(at).ok_or_else(Fault::not_found)?;
        fields = vec![
            ("given", person.given.clone()),
            ("family", person.family.clone()),
            ("email", person.email.clone()),
            ("state", state(person).to_owned()),
        ];
        let of = world.circles.iter().filter(|circle| circle.members.contains(&Belongs::Person(at)));
        fields.extend(of.map(|circle| ("group", circle.id.clone())));
    }
    Ok(answer(&form(edited, &world, false, &id, &Fields::filled(fields), &Faults::new())))
}

async fn group(State(inner): State<Arc<Inner>>, Path(id): Path<String>) -> Result<Response, Fault> {
    let (edited, world) = (edited(&inner)?, locked(&inner.world));
    let mut fields = Vec::new();
    if id != "new" {
        let circle = world.circles.get(group_at(&world, &id)?).ok_or_else(Fault::not_found)?;
        fields = vec![("name", circle.name.clone()), ("email", circle.email.clone())];
        for belongs in &circle.members {
            if let Belongs::Circle(inner) = belongs
                && let Some(inner) = world.circles.get(*inner)
            {
                fields.push(("group", inner.id.clone()));
            }
        }
    }
    Ok(answer(&form(edited, &world, true, &id, &Fields::filled(fields), &Faults::new())))
}

/// A number that nothing here has, as Google's are.
fn number() -> String {
    let mut bytes = [0u8; 8];
    ground::random(&mut bytes);
    format!("1{:020}", u64::from_le_bytes(bytes))
}

fn save_person(inner: &Inner, id: &str, fields: &Fields) -> Result<Response, Fault> {
    let edited = edited(inner)?;
    let mut world = locked(&inner.world);
    let at = if id == "new" { None } else { Some(person_at(&world, id)?) };
    let mut read = fields.reader();
    let (given, family) = (read.text("given", NAME), read.text("family", NAME));
    let (email, chosen) = (read.email("email"), read.many::<String>("group", MOST));
    let state = read.text("state", NAME).unwrap_or_default();
    let state = state.as_str();
    if read.sound() && !STATES.contains(&state) {
        read.fault("state", "standin-state-unknown");
    }
    if let Some(email) = &email {
        let other = |(n, person): (usize, &Person)| {
            Some(n) != at && !person.deleted && person.email.eq_ignore_ascii_case(email)
        };
        if state != "deleted" && world.people.iter().enumerate().any(other) {
            read.fault("email", "standin-email-taken");
        }
    }
    if at.is_none() && world.people.len() >= MOST {
        read.fault("given", "standin-full");
    }
    let faults = match read.finish(|| Some((given?, family?, email?))) {
        Err(faults) => faults,
        Ok((given, family, email)) => {
            let at = at.unwrap_or_else(|| {
                world.people.push(Person::new(number(), "", "", ""));
                world.people.len() - 1
            });
            if let Some(person) = world.people.get_mut(at) {
                (person.given, person.family, person.email) = (given, family, email);
                person.suspended = state == "suspended";
                person.archived = state == "archived";
                person.deleted = state == "deleted";
            }
            for circle in &mut world.circles {
                // Google takes whoever is deleted out of their groups.
                let belongs = state != "deleted" && chosen.contains(&circle.id);
                let there = circle.members.contains(&Belongs::Person(at));
                match (belongs, there) {
                    (true, false) => circle.members.push(Belongs::Person(at)),
                    (false, true) => circle.members.retain(|member| *member != Belongs::Person(at)),
                    _ => {}
                }
            }
            keep(edited, &world);
            return Ok(back());
        }
    };
    Ok(answer(&form(edited, &world, false, id, fields, &faults)))
}

fn save_group(inner: &Inner, id: &str, fields: &Fields) -> Result<Response, Fault> {
    let edited = edited(inner)?;
    let mut world = locked(&inner.world);
    let at = if id == "new" { None } else { Some(group_at(&world, id)?) };
    let mut read = fields.reader();
    let (name, email) = (read.text("name", NAME), read.email("email"));
    let chosen = read.many::<String>("group", MOST);
    if at.is_none() && world.circles.len() >= MOST {
        read.fault("name", "standin-full");
    }
    let faults = match read.finish(|| Some((name?, email?))) {
        Err(faults) => faults,
        Ok((name, email)) => {
            let at = at.unwrap_or_else(|| {
                world.circles.push(Circle::new(number(), "", ""));
                world.circles.len() - 1
            });
            let within = world.circles.iter().enumerate();
            let within: Vec<Belongs> = within
                .filter(|(n, circle)| *n != at && chosen.contains(&circle.id))
                .map(|(n, _)| Belongs::Circle(n))
                .collect();
            if let Some(circle) = world.circles.get_mut(at) {
                (circle.name, circle.email) = (name, email);
                circle.members.retain(|member| !matches!(member, Belongs::Circle(_)));
                circle.members.extend(within);
            }
            keep(edited, &world);
            return Ok(back());
        }
    };
    Ok(answer(&form(edited, &world, true, id, fields, &faults)))
}

fn keep(edited: &Edited, world: &World) {
    if let Some(path) = &edited.kept
        && let Err(fault) = world.keep(path)
    {
        tracing::warn!(cause = %fault, "the played directory was not kept");
    }
}

async fn create_person(State(inner): State<Arc<Inner>>, body: axum::body::Bytes) -> Result<Response, Fault> {
    save_person(&inner, "new", &Fields::parse(&body)?)
}

async fn update_person(
    State(inner): State<Arc<Inner>>,
    Path(id): Path<String>,
    body: axum::body::Bytes,
) -> Result<Response, Fault> {
    save_person(&inner, &id, &Fields::parse(&body)?)
}

async fn create_group(State(inner): State<Arc<Inner>>, body: axum::body::Bytes) -> Result<Response, Fault> {
    save_group(&inner, "new", &Fields::parse(&body)?)
}

async fn update_group(
    State(inner): State<Arc<Inner>>,
    Path(id): Path<String>,
    body: axum::body::Bytes,
) -> Result<Response, Fault> {
    save_group(&inner, &id, &Fields::parse(&body)?)
}

/// What Google does twenty days after somebody was deleted: nothing is known of them any more.
async fn remove_person(State(inner): State<Arc<Inner>>, Path(id): Path<String>) -> Result<Response, Fault> {
    let (edited, mut world) = (edited(&inner)?, locked(&inner.world));
    let at = person_at(&world, &id)?;
    world.remove_person(at);
    keep(edited, &world);
    Ok(back())
}

async fn remove_group(State(inner): State<Arc<Inner>>, Path(id): Path<String>) -> Result<Response, Fault> {
    let (edited, mut world) = (edited(&inner)?, locked(&inner.world));
    let at = group_at(&world, &id)?;
    world.remove_circle(at);
    keep(edited, &world);
    Ok(back())
}

async fn take_back(State(inner): State<Arc<Inner>>) -> Response {
    locked(&inner.consents).take_back();
    locked(&inner.tokens).clear();
    back()
}

async fn trouble(State(inner): State<Arc<Inner>>, body: axum::body::Bytes) -> Result<Response, Fault> {
    let edited = edited(&inner)?;
    let fields = Fields::parse(&body)?;
    let wanted = troubles().into_iter().find(|(value, _)| fields.chosen("trouble", value));
    let (value, what) = wanted.ok_or_else(Fault::not_found)?;
    let mut world = locked(&inner.world);
    world.scripts.clear();
    if let Some((what, after, trouble)) = what {
        world.script(what, after, u32::MAX, trouble);
    }
    *locked(&edited.trouble) = value;
    drop(world);
    if value == "key" {
        // A token that was given before would work for another hour.
        locked(&inner.tokens).clear();
    }
    Ok(back())
}
