//! One client erased or anonymised at the desk: what will happen is shown before, what happened after, with the certificate.
//! Nobody's record is opened for it: the page knows a number, and how many rows there are of what.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use ground::erase::{self, Because, Cause, Certificate, Done, ErasureId, Foreseen, Retained, Unerased};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render, render_as};
use ground::{Error, Panel, PersonId, Result, Routes, Scope, Tx};
use jiff::Timestamp;
use promise::Purpose::{Administration, Rights};

use super::confirmations::{self, Number};
use crate::error::Error as OfficeError;
use crate::model::confirmations::{ConfirmationId, Kind, NewConfirmation};
use crate::store::confirmations as store;

/// Longest reason, in characters.
const REASON: usize = 200;
/// Certificates on one page of the list.
const SHOWN: u32 = 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/clients/{client}/erasure", "office.erasure.create", Rights, ask)
        .post("/c/{clinic}/clients/{client}/erasure", "office.erasure.create", Rights, erase_one)
        .fresh()
        .post("/c/{clinic}/clients/{client}/erasure/confirmation", "office.erasure.create", Rights, confirm)
        .fresh()
        .post("/c/{clinic}/clients/{client}/erasure/confirmation/withdrawal", "office.erasure.create", Rights, withdraw)
        .get("/c/{clinic}/erasures", "office.erasure.list", Administration, list)
        .get("/c/{clinic}/erasures/{erasure}", "office.erasure.list", Administration, one)
        .get("/c/{clinic}/erasures/{erasure}/certificate", "office.erasure.list", Administration, certificate)
}

type Parts = Path<HashMap<String, String>>;

fn person(parts: &Parts) -> Result<PersonId> {
    parts.get("client").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

/// How many rows of what.
struct Counted {
    words: String,
    count: i64,
}

/// What a law keeps, in words.
struct Kept {
    what: String,
    law: String,
    until: String,
}

#[derive(askama::Template)]
#[template(path = "erasure/ask.html")]
struct AskPage {
    page: Page,
    action: String,
    back: String,
    number: String,
    rows: Vec<Counted>,
    kept: Vec<Kept>,
    /// Until when the rest is locked; empty where nothing is.
    locked: String,
    /// Why nobody can be erased now; empty where they can.
    stop: String,
    /// What waits for a second person, in place of the form.
    waits: Option<String>,
    /// It takes another to agree.
    two: bool,
    faults: u32,
    way: String,
    way_fault: String,
    reason: String,
    reason_fault: String,
    typed: String,
    typed_fault: String,
}

async fn ask(scope: Scope, face: Face, parts: Parts, Query(query): Query) -> Result<Response, Fault> {
    let person = person(&parts)?;
    shown(&scope, &face, person, &query, &Faults::new(), None, StatusCode::OK).await
}

/// What was just done here, said once.
const DONE: [&str; 2] = ["asked", "withdrawn"];

async fn shown(
    scope: &Scope,
    face: &Face,
    person: PersonId,
    fields: &Fields,
    faults: &Faults,
    refused: Option<Unerased>,
    status: StatusCode,
) -> Result<Response, Fault> {
    let because = Because::new(Cause::Clinic, "");
    let (foreseen, waits, two) = scope
        .read(move |tx| -> Result<_> {
            let foreseen = tx.foresee_erasure(person, &because)?;
            Ok((foreseen, confirmations::waits(tx, Kind::Erasure, Some(person))?, store::needed(tx)?))
        })
        .await?;
    let t = &face.t;
    let day = |at: Timestamp| t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date());
    let told = |name: &str| faults.of(name, t).unwrap_or_default();
    let stop = refused.or(foreseen.unerased).map(|why| why_not(t, why, &day)).unwrap_or_default();
    let Foreseen { rows, retained, locked_until, .. } = foreseen;
    let mut page = face.page(scope, "office-erasure-title");
    page.toast = DONE
        .into_iter()
        .find(|done| *done == fields.value("done"))
        .map(|done| t.get(&format!("confirmations-done-{done}")));
    let number = Number { number: person.to_string(), typed: fields.value("number").to_owned(), fault: told("number") };
    let wrong = u32::try_from(faults.fields().count()).unwrap_or(u32::MAX);
    let base = face.to(&format!("/clients/{person}/erasure"));
    let waits = waits.map(|waits| waits.drawn(scope, face, &page, &base, Some(number), wrong)).transpose()?;
    let page = AskPage {
        page,
        waits,
        two,
        action: base,
        back: face.to(&format!("/clients/{person}")),
        number: person.to_string(),
        rows: rows.into_iter().map(|(table, count)| Counted { words: called(t, &table), count }).collect(),
        kept: retained.iter().map(|kept| said(t, kept, &day)).collect(),
        locked: locked_until.map(&day).unwrap_or_default(),
        stop,
        faults: wrong,
        way: fields.value("way").to_owned(),
        way_fault: told("way"),
        reason: fields.value("reason").to_owned(),
        reason_fault: told("reason"),
        typed: fields.value("number").to_owned(),
        typed_fault: told("number"),
    };
    Ok(render_as(status, &page))
}

/// What a table holds, in words where there are some.
fn called(t: &Tongue, table: &str) -> String {
    let key = format!("office-rows-{}", table.replace('_', "-"));
    if t.has(&key) { t.get(&key) } else { t.get("office-rows-other") }
}

fn said(t: &Tongue, kept: &Retained, day: &impl Fn(Timestamp) -> String) -> Kept {
    let key = format!("office-kind-{}", kept.category.as_str());
    Kept {
        what: if t.has(&key) { t.get(&key) } else { kept.category.as_str().to_owned() },
        law: ground::says::named(t, &kept.law),
        until: kept.until.map(day).unwrap_or_default(),
    }
}

fn why_not(t: &Tongue, why: Unerased, day: &impl Fn(Timestamp) -> String) -> String {
    match why {
        Unerased::Before => t.get("office-unerased-before"),
        Unerased::Held => t.get("office-unerased-held"),
        Unerased::Locked(until) => t.with("office-unerased-locked", &[("day", day(until).into())]),
        Unerased::Room("visits-ahead") => t.get("office-unerased-ahead"),
        Unerased::Room("manager") => t.get("office-unerased-manager"),
        Unerased::Room("staff") => t.get("office-unerased-staff"),
        Unerased::Merged | Unerased::Room(_) => t.get("office-unerased-other"),
    }
}

async fn erase_one(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let person = person(&parts)?;
    let mut form = fields.reader();
    let way = form.text_or_none("way", REASON);
    let anonymise = match way.as_deref() {
        Some("erase") => Some(false),
        Some("anonymise") => Some(true),
        _ => {
            form.fault("way", "office-erasure-way-needed");
            None
        }
    };
    let reason = form.text("reason", REASON);
    if form.text_or_none("number", REASON).is_none_or(|typed| typed.trim() != person.to_string()) {
        form.fault("number", "office-erasure-number-other");
    }
    let because = match form.finish(|| Some((anonymise?, reason?))) {
        Ok((true, reason)) => Because::new(Cause::Clinic, reason).anonymise(),
        Ok((false, reason)) => Because::new(Cause::Clinic, reason),
        Err(faults) => {
            return shown(&scope, &face, person, &fields, &faults, None, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    match scope.write(move |tx| begin(tx, person, &because)).await {
        Ok(Begun::Erased(done)) => Ok(erased(&scope, &face, &done).await),
        Ok(Begun::Asked) => {
            Ok(Redirect::to(&face.to(&format!("/clients/{person}/erasure?done=asked"))).into_response())
        }
        Err(OfficeError::Unerased(why)) => {
            shown(&scope, &face, person, &fields, &Faults::new(), Some(why), StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What became of somebody's word that a client is to be erased.
enum Begun {
    Erased(Box<Done>),
    /// It waits for another.
    Asked,
}

/// Erases them, or asks another to agree where four eyes are asked for.
fn begin(tx: &mut Tx<'_>, person: PersonId, because: &Because) -> Result<Begun, OfficeError> {
    if !store::needed(tx)? {
        let done = tx.erase_person(person, because)?.map_err(OfficeError::Unerased)?;
        return Ok(Begun::Erased(Box::new(done)));
    }
    // Nobody is asked to agree to what cannot be done.
    if let Some(why) = tx.foresee_erasure(person, because)?.unerased {
        return Err(OfficeError::Unerased(why));
    }
    let asked = NewConfirmation {
        kind: Kind::Erasure,
        subject: Some(tx.kept(person)?),
        way: Some(if because.anonymise { "anonymise" } else { "erase" }),
        reason: Some(because.reason.clone()),
    };
    store::ask(tx, &asked).map(|()| Begun::Asked)
}

async fn erased(scope: &Scope, face: &Face, done: &Done) -> Response {
    // What could not be destroyed now is by the job, and nobody opens it meanwhile.
    if let Err(error) = erase::destroy_keys(scope, done).await {
        tracing::warn!(cause = %error, "a key is destroyed later");
    }
    Redirect::to(&face.to(&format!("/erasures/{}?done=1", done.id))).into_response()
}

/// Agrees to what another asked for: it is done in the same transaction, at the word of both.
async fn confirm(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let person = person(&parts)?;
    let id: Option<ConfirmationId> = fields.value("confirmation").parse().ok();
    let id = id.ok_or_else(Fault::not_found)?;
    if fields.value("number").trim() != person.to_string() {
        let faults = Faults::one("number", "office-erasure-number-other");
        return shown(&scope, &face, person, &fields, &faults, None, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    match scope.write(move |tx| agree(tx, person, id)).await {
        Ok(done) => Ok(erased(&scope, &face, &done).await),
        Err(OfficeError::Unerased(why)) => {
            shown(&scope, &face, person, &fields, &Faults::new(), Some(why), StatusCode::CONFLICT).await
        }
        Err(error) => Err(error.into()),
    }
}

fn agree(tx: &mut Tx<'_>, person: PersonId, id: ConfirmationId) -> Result<Box<Done>, OfficeError> {
    let one = store::confirmable(tx, id, Kind::Erasure)?;
    // Whoever asked meant the record as it was: another that became one with it goes with nobody's word.
    if one.subject != Some(person) {
        return Err(Error::NotFound.into());
    }
    if tx.kept(person)? != person || tx.last_merged(person)?.is_some_and(|at| at >= one.asked_at) {
        return Err(OfficeError::OtherRecord);
    }
    let because = Because::new(Cause::Clinic, one.reason.clone().unwrap_or_default());
    let because = if one.way.as_deref() == Some("anonymise") { because.anonymise() } else { because };
    let agreed = tx.actor().to_string();
    store::confirm(tx, &one, None)?;
    let done =
        tx.erase_person(person, &because.of_two(one.asked_by.to_string(), agreed))?.map_err(OfficeError::Unerased)?;
    store::used(tx, &one, &done.id.to_string())?;
    Ok(Box::new(done))
}

/// Takes it back, or does not agree.
async fn withdraw(scope: Scope, face: Face, parts: Parts, Form(fields): Form) -> Result<Response, Fault> {
    let person = person(&parts)?;
    let id = confirmations::named(&fields)?;
    scope.write(move |tx| store::withdraw(tx, id, Kind::Erasure)).await?;
    Ok(Redirect::to(&face.to(&format!("/clients/{person}/erasure?done=withdrawn"))).into_response())
}

/// One certificate in the list.
struct Line {
    href: String,
    what: String,
    when: String,
    until: String,
    id: ErasureId,
}

#[derive(askama::Template)]
#[template(path = "erasure/list.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
    older: Option<String>,
}

fn line(scope: &Scope, face: &Face, one: &Certificate) -> Line {
    let t = &face.t;
    let day = |at: Timestamp| t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date());
    Line {
        href: face.to(&format!("/erasures/{}", one.id)),
        what: t.get(&format!("office-erasure-{}", one.what)),
        when: day(one.at),
        until: one.locked_until.map(day).unwrap_or_default(),
        id: one.id,
    }
}

async fn list(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let before: Option<ErasureId> = query.value("before").parse().ok();
    let mut all = scope.read(move |tx| erase::list(tx, before, SHOWN + 1)).await?;
    let more = all.len() > SHOWN as usize;
    all.truncate(SHOWN as usize);
    let older = all.last().filter(|_| more).map(|last| face.to(&format!("/erasures?before={}", last.id)));
    let lines = all.iter().map(|one| line(&scope, &face, one)).collect();
    Ok(render(&ListPage { page: face.page(&scope, "office-erasures-title"), lines, older }))
}

#[derive(askama::Template)]
#[template(path = "erasure/one.html")]
struct OnePage {
    page: Page,
    id: ErasureId,
    text: String,
    key: String,
    file: String,
    back: String,
    /// Whose word it was, where it took two.
    two: String,
}

fn named(parts: &Parts) -> Result<ErasureId> {
    parts.get("erasure").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

async fn one(scope: Scope, face: Face, parts: Parts, Query(query): Query) -> Result<Response, Fault> {
    let id = named(&parts)?;
    let (text, two) = scope
        .read(move |tx| -> Result<_> {
            let text = erase::read(tx, id)?;
            let Some((asked, agreed)) = erase::two_within(&text) else { return Ok((text, None)) };
            let persons: Vec<PersonId> = [&asked, &agreed].into_iter().filter_map(|one| one.parse().ok()).collect();
            let names = tx.names(&persons)?;
            let name = |one: &String| one.parse().ok().and_then(|one: PersonId| names.get(&one).cloned());
            Ok((text, Some((name(&asked), name(&agreed)))))
        })
        .await?;
    let t = &face.t;
    let somebody = |name: Option<String>| name.unwrap_or_else(|| t.get("requests-by-somebody"));
    let two = two.map(|(asked, agreed)| {
        t.with("office-certificate-two", &[("asked", somebody(asked).into()), ("agreed", somebody(agreed).into())])
    });
    let mut page = face.page(&scope, "office-certificate");
    page.toast = (query.value("done") == "1").then(|| face.t.get("office-erasure-done"));
    Ok(render(&OnePage {
        page,
        id,
        text,
        key: erase::key_of(scope.house(), scope.clinic.id)?,
        file: face.to(&format!("/erasures/{id}/certificate")),
        back: face.to("/erasures"),
        two: two.unwrap_or_default(),
    }))
}

async fn certificate(scope: Scope, parts: Parts) -> Result<Response, Fault> {
    let id = named(&parts)?;
    let text = scope.read(move |tx| erase::read(tx, id)).await?;
    let name = format!("attachment; filename=\"{id}.json\"");
    Ok(([(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)], text)
        .into_response())
}

/// The way there from a client's record.
pub(super) fn panel() -> Panel {
    Panel { place: "client", order: 95, draw }
}

#[derive(askama::Template)]
#[template(path = "erasure/panel.html")]
struct ErasurePanel<'a> {
    page: &'a Page,
    href: String,
}

fn draw(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    if !tx.scope().house().permits_anyhow(tx.scope(), "office.erasure.create") {
        return Ok(None);
    }
    let panel = ErasurePanel { page, href: format!("{}/clients/{person}/erasure", page.base) };
    askama::Template::render(&panel).map(Some).map_err(|_| Error::internal("the panel of erasing does not render"))
}
