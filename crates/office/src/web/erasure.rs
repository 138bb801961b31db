//! One client erased or anonymised at the desk: what will happen is shown before, what happened after, with the certificate.
//! Nobody's record is opened for it: the page knows a number, and how many rows there are of what.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use ground::erase::{self, Because, Cause, Certificate, ErasureId, Foreseen, Retained, Unerased};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render, render_as};
use ground::{Error, Panel, PersonId, Result, Routes, Scope, Tx};
use jiff::Timestamp;
use promise::Purpose::{Administration, Rights};

/// Longest reason, in characters.
const REASON: usize = 200;
/// Certificates on one page of the list.
const SHOWN: u32 = 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/clients/{client}/erasure", "office.erasure.create", Rights, ask)
        .post("/c/{clinic}/clients/{client}/erasure", "office.erasure.create", Rights, erase_one)
        .fresh()
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
    /// We have not read this law's text ourselves.
    unread: bool,
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
    faults: u32,
    way: String,
    way_fault: String,
    reason: String,
    reason_fault: String,
    typed: String,
    typed_fault: String,
}

async fn ask(scope: Scope, face: Face, parts: Parts) -> Result<Response, Fault> {
    let person = person(&parts)?;
    shown(&scope, &face, person, &Fields::default(), &Faults::new(), None, StatusCode::OK).await
}

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
    let foreseen = scope.read(move |tx| tx.foresee_erasure(person, &because)).await?;
    let t = &face.t;
    let day = |at: Timestamp| t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date());
    let told = |name: &str| faults.of(name, t).unwrap_or_default();
    let stop = refused.or(foreseen.unerased).map(|why| why_not(t, why, &day)).unwrap_or_default();
    let Foreseen { rows, retained, locked_until, .. } = foreseen;
    let page = AskPage {
        page: face.page(scope, "office-erasure-title"),
        action: face.to(&format!("/clients/{person}/erasure")),
        back: face.to(&format!("/clients/{person}")),
        number: person.to_string(),
        rows: rows.into_iter().map(|(table, count)| Counted { words: called(t, &table), count }).collect(),
        kept: retained.iter().map(|kept| said(t, kept, &day)).collect(),
        locked: locked_until.map(&day).unwrap_or_default(),
        stop,
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
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
        law: kept.law.clone(),
        unread: kept.checked == Some(promise::law::Checked::Unverified),
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
    match scope.write(move |tx| tx.erase_person(person, &because)).await? {
        Ok(done) => {
            // What could not be destroyed now is by the job, and nobody opens it meanwhile.
            if let Err(error) = erase::destroy_keys(&scope, &done).await {
                tracing::warn!(cause = %error, "a key is destroyed later");
            }
            Ok(Redirect::to(&face.to(&format!("/erasures/{}?done=1", done.id))).into_response())
        }
        Err(why) => shown(&scope, &face, person, &fields, &Faults::new(), Some(why), StatusCode::CONFLICT).await,
    }
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
}

fn named(parts: &Parts) -> Result<ErasureId> {
    parts.get("erasure").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)
}

async fn one(scope: Scope, face: Face, parts: Parts, Query(query): Query) -> Result<Response, Fault> {
    let id = named(&parts)?;
    let text = scope.read(move |tx| erase::read(tx, id)).await?;
    let mut page = face.page(&scope, "office-certificate");
    page.toast = (query.value("done") == "1").then(|| face.t.get("office-erasure-done"));
    Ok(render(&OnePage {
        page,
        id,
        text,
        key: erase::key_of(scope.house(), scope.clinic.id)?,
        file: face.to(&format!("/erasures/{id}/certificate")),
        back: face.to("/erasures"),
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
