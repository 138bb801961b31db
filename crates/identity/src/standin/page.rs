//! The stand-in's page: whoever is sent there chooses as whom they come back, be it as somebody of whom the clinic knows
//! nothing. It is served at the stand-in's own address and is no page of Keepwell's.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ground::web::headers::CONTENT_SECURITY_POLICY;
use ground::web::{Assets, Fault, Faults, Fields, Page, Words, origin, render_as};
use url::form_urlencoded;

use super::{Inner, Person};

/// How many people one can make: it is a demonstration.
const MOST: usize = 200;
/// Bytes of a form.
const BODY: usize = 64 * 1024;
/// Characters of a name or a group's name, and groups of one person.
const NAME: usize = 100;
const GROUPS: usize = 20;
/// Who is chosen where nobody signs in after all.
const NOBODY: &str = "nobody";

/// What the page needs to know.
pub struct Played {
    pub words: Words,
    /// The clinic for which it is played, and where one signs in there.
    pub clinic: String,
    pub signs_in: String,
    /// The one place to which it sends anybody back.
    pub redirect: String,
    /// Groups of which the clinic's rules say something: the form names them.
    pub groups: Vec<String>,
}

pub(super) fn routes() -> Router<Arc<Inner>> {
    Router::new()
        .route("/", get(list))
        .route("/authorize", get(choose))
        .route("/authorize/{subject}", get(chosen))
        .route("/people", post(create))
        .route("/people/{subject}/removal", post(remove))
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

struct Line {
    subject: String,
    name: String,
    email: String,
    groups: String,
    linked: bool,
    /// Where one comes back as them; empty where nobody waits.
    href: String,
}

struct Field {
    value: String,
    fault: String,
}

#[derive(askama::Template)]
#[template(path = "standin/people.html")]
struct People {
    page: Page,
    clinic: String,
    signs_in: String,
    people: Vec<Line>,
    /// The question that somebody waits to be answered, as it came; empty where nobody does.
    asked: String,
    refuse: String,
    faults: u32,
    called: Field,
    email: Field,
    groups: Field,
    /// The groups that the clinic's rules name.
    named: String,
}

fn played(inner: &Inner) -> Result<&Played, Fault> {
    inner.played.as_ref().ok_or_else(Fault::not_found)
}

/// The page: with `asked`, each name leads back to whoever asked.
fn page(inner: &Inner, asked: &str, fields: &Fields, faults: &Faults) -> Result<Response, Fault> {
    let played = played(inner)?;
    let t = played.words.english();
    let title = t.get(if asked.is_empty() { "played-title" } else { "played-choose" });
    let page = Page { demo: true, ..Page::new(&t, title, t.get("played-house"), "") };
    let back = |subject: &str| match asked {
        "" => String::new(),
        asked => format!("/authorize/{subject}?{asked}"),
    };
    let line = |person: &Person| Line {
        subject: person.subject.clone(),
        name: person.name.clone(),
        email: person.email.clone().unwrap_or_default(),
        groups: t.list(&person.groups.iter().map(String::as_str).collect::<Vec<_>>()),
        linked: person.linked,
        href: back(&person.subject),
    };
    let people = inner.world().people.iter().map(line).collect();
    let field = |name: &str| Field {
        value: fields.value(name).to_owned(),
        fault: faults.of(name, &page.t).unwrap_or_default(),
    };
    let count = u32::try_from(faults.fields().count()).unwrap_or(u32::MAX);
    let (called, email, groups) = (field("name"), field("email"), field("groups"));
    let shown = People {
        clinic: played.clinic.clone(),
        signs_in: played.signs_in.clone(),
        people,
        asked: asked.to_owned(),
        refuse: back(NOBODY),
        faults: count,
        called,
        email,
        groups,
        named: t.list(&played.groups.iter().map(String::as_str).collect::<Vec<_>>()),
        page,
    };
    Ok(render_as(if count == 0 { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &shown))
}

async fn list(State(inner): State<Arc<Inner>>) -> Result<Response, Fault> {
    page(&inner, "", &nothing(), &Faults::new())
}

/// A form in which nothing is typed.
fn nothing() -> Fields {
    Fields::filled([("name", "")])
}

fn query_of(query: &str) -> HashMap<String, String> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Asks as whom somebody comes back. A question that is not right is answered here: a browser is sent nowhere by it.
async fn choose(State(inner): State<Arc<Inner>>, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let asked = query.unwrap_or_default();
    if inner.judge(&query_of(&asked)).is_none() {
        return Err(Fault::not_found());
    }
    page(&inner, &asked, &nothing(), &Faults::new())
}

/// Sends them back. It is a link and no form: browsers hold where a form's answer leads against the places that forms may go to.
async fn chosen(
    State(inner): State<Arc<Inner>>,
    Path(subject): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = query_of(&query.unwrap_or_default());
    let person = inner.world().people.iter().find(|person| person.subject == subject).cloned();
    if person.is_none() && subject != NOBODY {
        return Err(Fault::not_found());
    }
    let to = match &person {
        Some(person) => inner.authorize(&query, Some(person)),
        // Nobody's code is made.
        None => inner.refuse(&query),
    };
    let to = to.ok_or_else(Fault::not_found)?;
    let location = HeaderValue::try_from(String::from(to)).map_err(|_| Fault::internal("redirect"))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// Back to the list, or to the question that waits.
fn back(asked: &str) -> Result<Response, Fault> {
    let to = if asked.is_empty() { "/".to_owned() } else { format!("/authorize?{asked}") };
    let location = HeaderValue::try_from(to).map_err(|_| Fault::internal("redirect"))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

async fn create(State(inner): State<Arc<Inner>>, body: Bytes) -> Result<Response, Fault> {
    let fields = Fields::parse(&body)?;
    let mut form = fields.reader();
    let (name, email) = (form.text("name", NAME), form.email("email"));
    let groups = form.lines_or_none("groups", NAME * GROUPS).unwrap_or_default();
    let groups: Vec<String> =
        groups.lines().map(str::trim).filter(|group| !group.is_empty()).map(str::to_owned).collect();
    if groups.len() > GROUPS || groups.iter().any(|group| group.chars().count() > NAME) {
        form.fault("groups", "played-groups-long");
    }
    if inner.world().people.len() >= MOST {
        form.fault("name", "played-full");
    }
    let asked = form.text_or_none("asked", BODY).unwrap_or_default();
    match form.finish(|| Some((name?, email?))) {
        Err(faults) => page(&inner, &asked, &fields, &faults),
        Ok((name, email)) => {
            let mut bytes = [0u8; 8];
            ground::random(&mut bytes);
            let subject = format!("{:016x}", u64::from_le_bytes(bytes));
            inner.world().people.push(Person { subject, name, email: Some(email), groups, linked: false });
            back(&asked)
        }
    }
}

async fn remove(State(inner): State<Arc<Inner>>, Path(subject): Path<String>, body: Bytes) -> Result<Response, Fault> {
    let fields = Fields::parse(&body)?;
    inner.world().people.retain(|person| person.linked || person.subject != subject);
    back(fields.value("asked"))
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, to_bytes};
    use ground::Clock;
    use tower::ServiceExt;

    use super::*;
    use crate::standin::{DEMO_CLIENT, Standin};

    const BACK: &str = "http://127.0.0.1:8080/c/linden-quay/sign-in/return";

    /// A page for a clinic, and what a browser that comes from there asks with.
    async fn played() -> (Router, String) {
        let ground = include_str!("../../../ground/locales/en/dates.ftl");
        let standin = include_str!("../../locales/en/standin.ftl");
        let words = Words::build(&[("en", "ground", ground), ("en", "identity", standin)]).unwrap();
        let played = Played {
            words,
            clinic: "Linden Quay".to_owned(),
            signs_in: "/sign-in".to_owned(),
            redirect: BACK.to_owned(),
            groups: vec!["Reception".to_owned()],
        };
        let standin =
            Standin::with_page(Clock::held("2026-11-24T10:00:00Z".parse().unwrap()), played, 0).await.unwrap();
        let person = |subject: &str, linked| Person {
            subject: subject.to_owned(),
            name: "Edda <Marsh>".to_owned(),
            email: None,
            groups: Vec::new(),
            linked,
        };
        standin.world().people = vec![person("one", true), person("two", false)];
        let asked = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([
                ("client_id", DEMO_CLIENT),
                ("redirect_uri", BACK),
                ("response_type", "code"),
                ("code_challenge_method", "S256"),
                ("code_challenge", "x"),
                ("scope", "openid email"),
                ("state", "of this browser"),
                ("nonce", "n"),
            ])
            .finish();
        (routes().with_state(standin.inner.clone()), asked)
    }

    async fn send(routes: &Router, method: Method, path: &str, body: &str) -> (StatusCode, String, String) {
        let request = axum::http::Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let answer = routes.clone().oneshot(request).await.unwrap();
        let location = answer.headers().get("location").map_or("", |at| at.to_str().unwrap()).to_owned();
        let status = answer.status();
        (status, location, String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap())
    }

    #[tokio::test]
    async fn whoever_is_chosen_comes_back_with_a_code_and_nobody_without_one() {
        let (routes, asked) = played().await;
        let (status, _, page) = send(&routes, Method::GET, &format!("/authorize?{asked}"), "").await;
        assert!(
            status == StatusCode::OK && page.contains("Edda &#60;Marsh&#62;") && page.contains("/authorize/one?"),
            "{page}"
        );
        let (status, to, _) = send(&routes, Method::GET, &format!("/authorize/one?{asked}"), "").await;
        assert!(
            status == StatusCode::SEE_OTHER && to.starts_with(&format!("{BACK}?code=")) && to.contains("&state="),
            "{to}"
        );
        let (_, to, _) = send(&routes, Method::GET, &format!("/authorize/nobody?{asked}"), "").await;
        assert!(to.starts_with(BACK) && to.contains("error=access_denied") && !to.contains("code="), "{to}");
        assert_eq!(send(&routes, Method::GET, &format!("/authorize/other?{asked}"), "").await.0, StatusCode::NOT_FOUND);
        // It sends nobody anywhere but to the clinic it is played for.
        let elsewhere = asked.replace("linden-quay", "harbour-row");
        for path in ["/authorize".to_owned(), "/authorize/one".to_owned(), "/authorize/nobody".to_owned()] {
            let (status, to, _) = send(&routes, Method::GET, &format!("{path}?{elsewhere}"), "").await;
            assert_eq!((status, to.as_str()), (StatusCode::NOT_FOUND, ""), "{path}");
        }
    }

    #[tokio::test]
    async fn people_are_added_and_removed_and_the_question_that_waits_is_kept() {
        let (routes, asked) = played().await;
        let form = |name: &str, email: &str| {
            form_urlencoded::Serializer::new(String::new())
                .extend_pairs([("name", name), ("email", email), ("groups", "Reception\n\nNight"), ("asked", &asked)])
                .finish()
        };
        let (status, _, page) = send(&routes, Method::POST, "/people", &form("Tova", "nothing")).await;
        assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("value=\"Tova\""), "{page}");
        let (status, to, _) = send(&routes, Method::POST, "/people", &form("Tova", "tova@example.org")).await;
        assert_eq!((status, to), (StatusCode::SEE_OTHER, format!("/authorize?{asked}")));
        let page = send(&routes, Method::GET, "/", "").await.2;
        assert!(page.contains("Tova") && page.contains("Night"), "{page}");
        // Whoever is linked with somebody of the demo stays.
        for subject in ["one", "two"] {
            let (_, to, _) = send(&routes, Method::POST, &format!("/people/{subject}/removal"), "").await;
            assert_eq!(to, "/");
        }
        assert_eq!(send(&routes, Method::GET, "/", "").await.2.matches("Edda").count(), 1);
    }
}
