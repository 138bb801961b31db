//! Asking without an account: by an address that we hold already. The answer is the same whether we know somebody or not, and
//! nothing is shown before the link of the letter was used.

use askama::Template;
use axum::Extension;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{
    ClientAddress, Face, Fault, Faults, Fields, Form, Page, Query, Reader, Rule, Tongue, render, render_as,
};
use ground::{Actor, Scope, Tx};
use identity::Secret;
use jiff::civil::Date;
use promise::Jurisdiction;

use super::own_one::{One, one, stated};
use super::{Choice, Field, Parts, choices, named_or_none, toast, today};
use crate::model::requests::{Detail, Kind, Request, State};
use crate::rules::requests::{PROOF_DAYS, clock};
use crate::store::requests::{self as store, Asking};

#[derive(Template)]
#[template(path = "requests/public_ask.html")]
struct Ask {
    page: Page,
    action: String,
    kinds: Vec<Choice>,
    kind_fault: String,
    details: Vec<Choice>,
    detail_fault: String,
    given_name: Field,
    family_name: Field,
    email: Field,
    birth_date: Field,
    said: Field,
    wanted: Field,
    faults: u32,
    /// Where it is kept; nothing is stored of whoever is not known here already.
    kept: String,
    /// It was sent: what happens now, and by when. The same whoever asked, known or not.
    sent: Option<String>,
}

fn shown(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults, sent: Option<String>) -> Ask {
    let t = &face.t;
    let field = |name: &str| Field::of(name, fields, faults, t);
    let ask = ground::residency::Ask::of(&scope.clinic, scope.house().clock.now());
    let details: Vec<Detail> = Detail::CORRECTED.into_iter().chain(Detail::OBJECTED).collect();
    Ask {
        page: face.page(scope, "requests-public-title"),
        action: face.to("/privacy/request"),
        kinds: choices(Kind::ALL, "kind", fields.value("kind"), t),
        kind_fault: faults.of("kind", t).unwrap_or_default(),
        details: named_or_none(&details, fields.value("field"), t),
        detail_fault: faults.of("field", t).unwrap_or_default(),
        given_name: field("given_name"),
        family_name: field("family_name"),
        email: field("email"),
        birth_date: field("birth_date"),
        said: field("said"),
        wanted: field("wanted"),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        kept: ask.map(|ask| ask.line(t)).unwrap_or_default(),
        sent,
    }
}

pub(super) async fn blank(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    Ok(render(&shown(&scope, &face, &fields, &Faults::new(), None)))
}

fn read(fields: &Fields, language: &str, today: Date) -> Result<Asking, Faults> {
    let who = |form: &mut Reader<'_>| {
        let given = people::form::given_name(form, "given_name");
        let family = people::form::family_name(form, "family_name");
        let email = people::form::email(form, "email");
        let born = people::form::birth_date_or_none(form, "birth_date", today);
        Some((given?, family?, email?, born.map(people::BirthDate::day)))
    };
    let (said, (given_name, family_name, email, birth_date)) = super::own::read(fields, today, who)?;
    Ok(Asking {
        given_name,
        family_name,
        email,
        birth_date,
        kind: said.kind,
        field: said.field,
        said: said.said,
        wanted: said.wanted,
        language: language.to_owned(),
    })
}

pub(super) async fn ask(
    scope: Scope,
    face: Face,
    from: Option<Extension<ClientAddress>>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    if let Some(Extension(from)) = from {
        scope.house().limits.check(Rule::PublicForm, from)?;
    }
    let asking = match read(&fields, face.t.lang(), today(&scope)) {
        Ok(asking) => asking,
        Err(faults) => {
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &shown(&scope, &face, &fields, &faults, None)));
        }
    };
    // By mailbox, known or not: nobody's is filled in their name, and that it is known shows in nothing.
    let typed = asking.email.as_str();
    let (local, host) = typed.split_once('@').unwrap_or((typed, ""));
    let mailbox = format!("{} {}@{host}", scope.clinic.id, local.split('+').next().unwrap_or(local));
    if let Err(fault) = scope.house().limits.check_about(Rule::Letters, &mailbox) {
        let faults = super::often(fault, "requests-fault-often")?;
        return Ok(render_as(StatusCode::TOO_MANY_REQUESTS, &shown(&scope, &face, &fields, &faults, None)));
    }
    let next = next_steps(&scope, &face.t, asking.kind);
    scope.write(move |tx| store::ask_by_letter(tx, &asking)).await?;
    Ok(render(&shown(&scope, &face, &Fields::default(), &Faults::new(), Some(next))))
}

/// What happens next with what was asked just now, and by when.
fn next_steps(scope: &Scope, t: &Tongue, kind: Kind) -> String {
    let (now, zone) = (scope.house().clock.now(), &scope.clinic.zone);
    let places: Vec<Jurisdiction> = scope.clinic.jurisdiction.parse().into_iter().collect();
    let due = clock(&places, kind, now, zone).due.to_zoned(zone.clone()).date();
    t.with("requests-public-next", &[("days", PROOF_DAYS.into()), ("due", t.date_plain(due).into())])
}

/// Who has the letter, reading what it is about. Nothing else is opened by it.
fn by_letter(scope: &Scope, request: &Request) -> Scope {
    scope.as_actor(Actor::link(request.person))
}

fn secret(parts: &Parts) -> Result<Secret, Fault> {
    parts.get("secret").and_then(|text| Secret::read(text)).ok_or_else(no_link)
}

/// A link that was not copied whole, is too old or was never ours: the three look the same, and the way to a new one is named.
fn no_link() -> Fault {
    Fault::not_found()
        .words("requests-link-title", "requests-link-text")
        .leading("/privacy/request", "requests-link-again")
}

/// The request that a link leads to.
pub async fn found(scope: &Scope, secret: &Secret) -> Result<Request, Fault> {
    let secret = Secret::read(&secret.text()).ok_or_else(Fault::not_found)?;
    let found = scope.read(move |tx| store::find_proof(tx, &secret)).await?;
    found.ok_or_else(no_link)
}

/// The page of a request that a letter's link leads to.
async fn page(scope: &Scope, face: &Face, secret: &Secret, request: Request, done: &Fields) -> Result<One, Fault> {
    let mut page = face.page(scope, "requests-public-title");
    toast(&mut page, done);
    let base = face.to(&format!("/privacy/request/{}", secret.text()));
    let copy = format!("{base}/copy");
    let (inner, at) = (face.clone(), scope.clone());
    let shown = by_letter(scope, &request)
        .read(move |tx: &mut Tx<'_>| one(tx, &at, &inner, page.clone(), &request, request.person, (&base, &copy)))
        .await?;
    Ok(shown)
}

pub(super) async fn show(scope: Scope, face: Face, parts: Parts, Query(fields): Query) -> Result<Response, Fault> {
    let secret = secret(&parts)?;
    let request = found(&scope, &secret).await?;
    Ok(render(&page(&scope, &face, &secret, request, &fields).await?))
}

/// Only a pressed button proves: a program that looks into letters follows links too.
pub(super) async fn prove(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let secret = secret(&parts)?;
    let request = found(&scope, &secret).await?;
    let text = secret.text();
    by_letter(&scope, &request).write(move |tx| prove_again(tx, &secret)).await?;
    Ok(Redirect::to(&face.to(&format!("/privacy/request/{text}?done=asked"))).into_response())
}

fn prove_again(tx: &mut Tx<'_>, secret: &Secret) -> Result<(), Fault> {
    store::prove_by_letter(tx, secret)?.map(drop).ok_or_else(Fault::not_found)
}

/// Whoever shows the link speaks for the request once they have proved that the address is theirs.
fn proved(request: &Request) -> Result<(), Fault> {
    match request.state {
        State::Unproved | State::Expired | State::Questioned => Err(Fault::not_found()),
        _ => Ok(()),
    }
}

pub(super) async fn withdraw(
    scope: Scope,
    face: Face,
    Path(parts): Parts,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let secret = secret(&Path(parts))?;
    let request = found(&scope, &secret).await?;
    let (of, version) = (request.id, fields.value("version").parse().unwrap_or_default());
    by_letter(&scope, &request).write(move |tx| store::withdraw(tx, of, version)).await?;
    Ok(Redirect::to(&face.to(&format!("/privacy/request/{}?done=withdrawn", secret.text()))).into_response())
}

pub(super) async fn state(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let secret = secret(&Path(parts))?;
    let request = found(&scope, &secret).await?;
    proved(&request)?;
    let body = match stated(&fields) {
        Ok(body) => body,
        Err(faults) => {
            return Ok(page(&scope, &face, &secret, request, &Fields::default()).await?.again(&fields, &faults));
        }
    };
    let (of, person) = (request.id, request.person);
    by_letter(&scope, &request).write(move |tx| store::state(tx, person, of, &body)).await?;
    Ok(Redirect::to(&face.to(&format!("/privacy/request/{}?done=stated", secret.text()))).into_response())
}
