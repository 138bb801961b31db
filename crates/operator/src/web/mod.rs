//! Who runs this: the one page on which a clinic reads who does, agrees with them, and lets one of them in.

mod agreement;
mod grant;
pub(crate) mod panel;

use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Page, render_as};
use ground::{Routes, Scope, Tx};
use jiff::Timestamp;
use promise::Purpose::Administration;

use crate::error::Result;
use crate::model::{Acceptance, Agreement, Grant};
use crate::rules::Standing;
use crate::store;

/// Of whom was let in, as many are shown.
const SHOWN: u32 = 30;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/operator", "operator.page.read", Administration, read)
        .get("/c/{clinic}/operator/agreements/{agreement}", "operator.agreement.read", Administration, agreement::read)
        .post(
            "/c/{clinic}/operator/agreements/{agreement}/acceptance",
            "operator.agreement.accept",
            Administration,
            agreement::accept,
        )
        .fresh()
        .post("/c/{clinic}/operator/grants", "operator.grant.create", Administration, grant::create)
        .fresh()
        .post("/c/{clinic}/operator/grants/{grant}/end", "operator.grant.end", Administration, grant::end)
}

#[derive(askama::Template)]
#[template(path = "operator/page.html")]
struct Overview {
    page: Page,
    /// None where the program is the clinic's own.
    host: Option<HostLine>,
    agreement: AgreementPart,
    live: Vec<GrantLine>,
    past: Vec<GrantLine>,
    form: GrantForm,
}

struct HostLine {
    name: String,
    contact: String,
}

/// The agreement as the page shows it.
struct AgreementPart {
    /// `unpublished`, `open`, `accepted`, `outgrown` or `lapsed`.
    state: &'static str,
    /// Until when what was accepted stands.
    until: String,
    newest: Option<VersionLine>,
    /// Where the newest is accepted, by whom may and where it is not yet.
    accept: Option<String>,
    accepted: Vec<AcceptedLine>,
}

struct VersionLine {
    version: String,
    digest: String,
    published: String,
    href: String,
}

struct AcceptedLine {
    version: String,
    digest: String,
    operator: String,
    who: String,
    when: String,
    href: String,
}

struct GrantLine {
    who: String,
    reason: String,
    may: String,
    /// Who let them in, when, and until when.
    told: String,
    opened: String,
    /// Where they are shown out, while they are in.
    end: Option<String>,
}

struct GrantForm {
    action: String,
    faults: u32,
    name: Field,
    email: Field,
    reason: Field,
    hours: Field,
    records: bool,
    everything: bool,
    most: String,
    least: String,
}

struct Field {
    value: String,
    fault: String,
}

struct Read {
    standing: Standing,
    published: Vec<Agreement>,
    accepted: Vec<Acceptance>,
    grants: Vec<(Grant, i64, String)>,
    now: Timestamp,
}

fn look(tx: &mut Tx<'_>) -> Result<Read> {
    let mut grants = Vec::new();
    for grant in store::grant::list(tx, SHOWN)? {
        let opened = store::grant::opened(tx, &grant)?;
        let by = match grant.granted_by.parse() {
            Ok(person) => tx.names(&[person])?.remove(&person).unwrap_or_default(),
            Err(_) => String::new(),
        };
        grants.push((grant, opened, by));
    }
    Ok(Read {
        standing: store::agreement::standing(tx)?,
        published: store::agreement::list(tx)?,
        accepted: store::agreement::accepted(tx)?,
        grants,
        now: tx.now(),
    })
}

/// Words about this scope's times.
struct Times<'a> {
    scope: &'a Scope,
    face: &'a Face,
    now: Timestamp,
}

impl Times<'_> {
    fn say(&self, at: Timestamp) -> String {
        let zone = &self.scope.clinic.zone;
        self.face.t.date_time(&at.to_zoned(zone.clone()), zone.to_datetime(self.now).date())
    }
}

async fn read(scope: Scope, face: Face, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let done = query.as_deref().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("done=")));
    let toast = match done {
        Some("accepted") => Some("operator-done-accepted"),
        Some("let-in") => Some("operator-done-let-in"),
        Some("ended") => Some("operator-done-ended"),
        _ => None,
    };
    show(&scope, &face, &Fields::default(), &Faults::new(), toast).await
}

async fn show(
    scope: &Scope,
    face: &Face,
    typed: &Fields,
    faults: &Faults,
    toast: Option<&str>,
) -> Result<Response, Fault> {
    let seen = scope.read(look).await?;
    let times = Times { scope, face, now: seen.now };
    let mut page = face.page(scope, "operator-title");
    page.toast = toast.map(|key| face.t.get(key));
    let (live, past): (Vec<_>, Vec<_>) = seen.grants.iter().partition(|(grant, ..)| grant.is_live(seen.now));
    let host = scope.house().installed.host.as_ref();
    let overview = Overview {
        host: host.map(|host| HostLine { name: host.name.clone(), contact: host.contact.clone() }),
        agreement: agreement::part(scope, face, &seen, &times),
        live: live.into_iter().map(|one| grant::line(face, one, &times)).collect(),
        past: past.into_iter().map(|one| grant::line(face, one, &times)).collect(),
        form: grant::form(scope, face, typed, faults),
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &overview))
}

fn back(face: &Face, done: &str) -> Response {
    Redirect::to(&face.to(&format!("/operator?done={done}"))).into_response()
}

/// What there is only where somebody else runs the program.
fn hosted(scope: &Scope) -> Result<(), Fault> {
    match scope.house().installed.host {
        Some(_) => Ok(()),
        None => Err(Fault::conflict("operator.own").words("operator-own-title", "operator-own-text")),
    }
}
