//! The manager's page of the Google directory: how it is asked, what came of it, and what waits for a person.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render_as};
use ground::{Routes, Scope};
use jiff::SignedDuration;
use promise::Purpose;

use super::consent;
use super::words::{counts, reasons};
use super::{Pace, difference, way};
use crate::error::{Error, Result};
use crate::google::{Endpoints, ServiceKey, Unfit, probe};
use crate::plan::Limits;
use crate::store::google::run::{self, Outcome, Run};
use crate::store::google::settings::{self, NewSettings, Secret, Settings};

pub(super) const PATH: &str = "/directory/google";
/// Bytes of a key's file at most.
const KEY: usize = 16_000;
/// Looks that are shown.
const SHOWN: u32 = 20;

pub(crate) fn routes() -> Routes {
    let purpose = Purpose::Administration;
    Routes::new()
        .get("/c/{clinic}/directory/google", "directory.google.read", purpose, read)
        .post("/c/{clinic}/directory/google", "directory.google.write", purpose, save)
        .fresh()
        .get("/c/{clinic}/directory/google/consent", "directory.google.write", purpose, consent::come_back)
        .post("/c/{clinic}/directory/google/consent", "directory.google.write", purpose, consent::begin)
        .fresh()
        .post("/c/{clinic}/directory/google/look", "directory.google.write", purpose, look)
        .post("/c/{clinic}/directory/google/test", "directory.google.write", purpose, test)
        .post("/c/{clinic}/directory/google/approval", "directory.google.write", purpose, approve)
        .fresh()
}

struct Field {
    value: String,
    fault: String,
}

#[derive(askama::Template)]
#[template(path = "directory/google.html")]
struct Shown {
    page: Page,
    action: String,
    faults: u32,
    /// Who looks may change what is seen.
    manages: bool,
    /// The number by which the service account is delegated to; empty where there is no key.
    client_id: String,
    scopes: String,
    waits: bool,
    /// An administrator consented.
    consented: bool,
    /// Where an administrator is asked, for whoever has begun it in this browser; and where they are sent back to.
    consent: Option<String>,
    redirect: String,
    oauth_client: Field,
    oauth_secret: Field,
    /// In the demo: where the stand-in is that plays Google.
    played: Option<String>,
    working: bool,
    key: Field,
    administrator: Field,
    minutes: Field,
    few: Field,
    share: Field,
    number: Field,
    grace: Field,
    held: Option<Held>,
    runs: Vec<Line>,
    /// What the newest look would change, or changed, and when it was.
    changes: Vec<String>,
    changes_when: String,
}

/// A plan that waits for a person.
struct Held {
    digest: String,
    why: Vec<String>,
    counts: Vec<String>,
}

struct Line {
    when: String,
    /// As a status is drawn.
    mark: &'static str,
    outcome: String,
    said: Vec<String>,
}

fn line(scope: &Scope, page: &Page, run: &Run, now: jiff::Timestamp) -> Line {
    let zone = scope.clinic.zone.clone();
    let mark = match run.outcome {
        Outcome::Applied | Outcome::Unchanged => "kept",
        Outcome::Tried => "booked",
        Outcome::Held => "asked",
        Outcome::Refused | Outcome::Failed => "missed",
    };
    let mut said = reasons(&page.t, run);
    said.extend(counts(&page.t, run));
    Line {
        when: page.t.date_time(&run.ended_at.to_zoned(zone.clone()), now.to_zoned(zone).date()),
        mark,
        outcome: page.t.get(&format!("google-outcome-{}", run.outcome.as_str())),
        said,
    }
}

pub(super) async fn show(
    scope: &Scope,
    face: &Face,
    headers: &HeaderMap,
    typed: Option<&Fields>,
    faults: &Faults,
) -> Result<Response> {
    let (browser, redirect) = (consent::browser(headers), consent::redirect(scope));
    let to = redirect.clone();
    let manages = scope.house().permits_anyhow(scope, "directory.google.write");
    let (found, runs, newest, difference, asked, now) = scope
        .read(move |tx| {
            let found = settings::find(tx)?;
            let difference = match &found {
                // It names people, so it is opened for whoever decides about them.
                Some(settings) if manages => settings::difference(tx, settings)?,
                _ => None,
            };
            let asked = if manages { consent::link(tx, found.as_ref(), &to, &browser)? } else { None };
            Ok::<_, Error>((found, run::list(tx, SHOWN)?, run::newest(tx)?, difference, asked, tx.now()))
        })
        .await?;
    let mut page = face.page(scope, "google-title");
    let done = face.uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("done=")));
    page.toast = done.and_then(|done| page.t.known(&format!("google-done-{done}")));
    let stands = filled(found.as_ref());
    let fields = typed.unwrap_or(&stands);
    let field = |name: &str| Field {
        value: fields.value(name).to_owned(),
        fault: faults.of(name, &page.t).unwrap_or_default(),
    };
    let held = newest.filter(|run| run.outcome == Outcome::Held && run.approved_at.is_none());
    let held = held.and_then(|run| {
        Some(Held { digest: run.digest.clone()?, why: reasons(&page.t, &run), counts: counts(&page.t, &run) })
    });
    let lines: Vec<Line> = runs.iter().map(|run| line(scope, &page, run, now)).collect();
    let (mut changes, mut changes_when) = (Vec::new(), String::new());
    if let Some((of, said)) = difference
        && let Some(at) = runs.iter().position(|run| run.id == of)
    {
        changes = said.iter().filter_map(|said| difference::word(&page, said)).collect();
        changes_when = lines.get(at).map(|line| line.when.clone()).unwrap_or_default();
    }
    let mut at_fault: Vec<&str> = faults.fields().collect();
    at_fault.sort_unstable();
    at_fault.dedup();
    let shown = Shown {
        action: face.to(PATH),
        faults: u32::try_from(at_fault.len()).unwrap_or(u32::MAX),
        manages,
        client_id: found.as_ref().map(|settings| settings.client_id.clone()).unwrap_or_default(),
        scopes: crate::google::SCOPES.join(","),
        waits: found.as_ref().is_some_and(|settings| settings.asked_at.is_some()),
        consented: found.as_ref().is_some_and(|settings| settings.consented),
        consent: asked,
        redirect,
        oauth_client: field("oauth_client"),
        oauth_secret: field("oauth_secret"),
        played: found.as_ref().filter(|_| scope.house().demo).and_then(|settings| {
            let root = settings.endpoints.as_ref()?.directory.join("/").ok()?;
            Some(root.to_string())
        }),
        working: fields.chosen("working", "1"),
        // What was given once is not shown again.
        key: Field { value: String::new(), fault: faults.of("key", &page.t).unwrap_or_default() },
        administrator: field("administrator"),
        minutes: field("minutes"),
        few: field("few"),
        share: field("share"),
        number: field("number"),
        grace: field("grace"),
        held,
        runs: lines,
        changes,
        changes_when,
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

/// How it is asked, as fields; the usual where it is not asked yet.
fn filled(found: Option<&Settings>) -> Fields {
    let (limits, minutes) = found.map_or((Limits::default(), 60), |settings| (settings.limits, settings.minutes));
    let working = found.is_none_or(|settings| settings.working);
    let mut fields = vec![
        ("minutes", minutes.to_string()),
        ("few", limits.few.to_string()),
        ("share", limits.share.to_string()),
        ("number", limits.number.to_string()),
        ("grace", (limits.grace.as_hours() / 24).to_string()),
    ];
    fields.extend(working.then(|| ("working", "1".to_owned())));
    Fields::filled(fields)
}

async fn read(scope: Scope, face: Face, headers: HeaderMap) -> Result<Response, Fault> {
    Ok(show(&scope, &face, &headers, None, &Faults::new()).await?)
}

fn parse(fields: &Fields, found: Option<&Settings>) -> Result<NewSettings, Faults> {
    let mut form = fields.reader();
    let number = |form: &mut ground::web::Reader<'_>, name: &str, least: i64, most: i64| {
        form.number(name, least..=most).and_then(|number| u32::try_from(number).ok())
    };
    let minutes = number(&mut form, "minutes", 5, 1_440);
    let few = number(&mut form, "few", 0, 1_000);
    let share = number(&mut form, "share", 0, 100);
    let most = number(&mut form, "number", 0, 100_000);
    let grace = number(&mut form, "grace", 1, 365);
    let working = form.ticked("working");
    let given = !fields.value("key").trim().is_empty();
    let mut secret = None;
    if given || found.is_none() {
        let (key, administrator) = (form.lines_or_none("key", KEY), form.email("administrator"));
        let endpoints = found.and_then(|settings| settings.endpoints.clone());
        let at = endpoints.or_else(|| Endpoints::at(Endpoints::GOOGLE.0, Endpoints::GOOGLE.1));
        match (key, at) {
            (Some(file), Some(at)) => match ServiceKey::read(&file, &at.token) {
                Ok(read) => {
                    let client_id = read.client_id;
                    secret =
                        administrator.map(|administrator| (Secret { service_key: file, administrator }, client_id));
                }
                Err(Unfit::Foreign) => form.fault("key", "google-key-foreign"),
                Err(Unfit::Key) => form.fault("key", "google-key-none"),
                Err(Unfit::Elsewhere) => form.fault("key", "google-key-elsewhere"),
            },
            _ => form.fault("key", "google-key-missing"),
        }
    }
    form.finish(|| {
        let grace = SignedDuration::from_hours(i64::from(grace?) * 24);
        Some(NewSettings {
            secret,
            endpoints: found.and_then(|settings| settings.endpoints.clone()),
            working,
            minutes: minutes?,
            limits: Limits { few: few?, share: share?, number: most?, grace },
        })
    })
}

async fn save(scope: Scope, face: Face, headers: HeaderMap, Form(fields): Form) -> Result<Response, Fault> {
    identity::only_governing(&scope)?;
    let found = scope.read(settings::find).await?;
    let new = match parse(&fields, found.as_ref()) {
        Ok(new) => new,
        Err(faults) => return Ok(show(&scope, &face, &headers, Some(&fields), &faults).await?),
    };
    scope.write(move |tx| settings::save(tx, &new)).await?;
    Ok(back(&face, "saved"))
}

async fn look(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let trial = fields.value("trial") == "1";
    scope.write(move |tx| settings::ask(tx, trial)).await?;
    Ok(back(&face, "asked"))
}

/// Asks for one user and one group, and says what came of it.
async fn test(scope: Scope, face: Face) -> Result<Response, Fault> {
    let found = scope.read(settings::find).await?.ok_or_else(Fault::not_found)?;
    let own = scope.as_actor(ground::Actor::automatic()).for_purpose(Purpose::Operation);
    let opening = found.clone();
    let secret = own.read(move |tx| settings::open(tx, &opening)).await?;
    let pace = Pace::never();
    let outcome = match way(&own, &found, &secret, &pace)? {
        Ok(google) => pace.keep(probe(&google)).await,
        Err(fault) => Err(fault),
    };
    match outcome {
        Ok(()) => Ok(back(&face, "works")),
        Err(fault) => Ok(back(&face, &format!("fault-{}", fault.as_str().replace('_', "-")))),
    }
}

async fn approve(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    identity::only_governing(&scope)?;
    let digest = fields.value("digest").to_owned();
    scope
        .write(move |tx| {
            run::approve(tx, &digest)?;
            settings::ask(tx, false)
        })
        .await?;
    Ok(back(&face, "approved"))
}

pub(super) fn back(face: &Face, done: &str) -> Response {
    let Ok(to) = HeaderValue::try_from(face.to(&format!("{PATH}?done={done}"))) else {
        return Fault::internal("redirect").into_response();
    };
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}
