//! Pages of releases: the register, a draft, what it would be, the decision; and questions that are answered with noise.

mod counts;
mod draft;
mod one;

use std::collections::HashMap;

use axum::response::Response;
use ground::web::{Face, Fault, Page, Query, Tongue, render};
use ground::{DataColumn, DataSet, PersonId, Result, Routes, Scope, Tx};
use jiff::Timestamp;
use promise::Purpose::Administration;

use crate::model::releases::{Release, ReleaseId};
use crate::store::releases as store;

/// Releases on one page of the register.
const LISTED: u32 = 30;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/releases", "office.release.read", Administration, list)
        .get("/c/{clinic}/releases/new", "office.release.draft", Administration, draft::ask)
        .post("/c/{clinic}/releases/new", "office.release.draft", Administration, draft::create)
        .get("/c/{clinic}/releases/counts", "office.release.read", Administration, counts::list)
        .post("/c/{clinic}/releases/counts", "office.release.count", Administration, counts::ask)
        .get("/c/{clinic}/releases/counts/{data_question}", "office.release.read", Administration, counts::one)
        .get("/c/{clinic}/releases/{data_release}", "office.release.read", Administration, one::show)
        .post("/c/{clinic}/releases/{data_release}/approval", "office.release.decide", Administration, one::approve)
        .fresh()
        .post("/c/{clinic}/releases/{data_release}/refusal", "office.release.decide", Administration, one::refuse)
        .get("/c/{clinic}/releases/{data_release}/file", "office.release.take", Administration, one::file)
        .get("/c/{clinic}/releases/{data_release}/manifest", "office.release.read", Administration, one::manifest)
}

/// One of several to choose from.
struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

fn day(scope: &Scope, t: &Tongue, at: Timestamp) -> String {
    t.date_plain(at.to_zoned(scope.clinic.zone.clone()).date())
}

fn sets(scope: &Scope) -> &[DataSet] {
    &scope.house().datasets
}

/// A word of a set of data: its own, or one of its columns.
fn set_word(t: &Tongue, name: &str) -> String {
    t.get(&format!("releases-set-{name}"))
}

fn column_word(t: &Tongue, name: &str) -> String {
    t.get(&format!("releases-column-{}", name.replace('_', "-")))
}

/// A value as somebody reads it: one of those that a column lists has words, where it is a word itself.
fn value_word(t: &Tongue, column: &DataColumn, value: &str) -> String {
    let is_word = value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    match column.values {
        Some(listed) if is_word && listed.contains(&value) => {
            t.get(&format!("releases-value-{}-{}", column.name, value.replace('_', "-")))
        }
        _ => value.to_owned(),
    }
}

/// The names of those who did something, as the clinic shows them.
fn names(tx: &mut Tx<'_>, actors: &[&str]) -> Result<HashMap<PersonId, String>> {
    let persons: Vec<PersonId> = actors.iter().filter_map(|actor| actor.parse().ok()).collect();
    tx.names(&persons)
}

fn name(t: &Tongue, names: &HashMap<PersonId, String>, actor: &str) -> String {
    let known = actor.parse().ok().and_then(|person: PersonId| names.get(&person).cloned());
    known.unwrap_or_else(|| t.get(if actor == "automatic" { "releases-by-itself" } else { "releases-by-somebody" }))
}

/// One release in the register.
struct Line {
    href: String,
    recipient: String,
    about: String,
    state: String,
}

fn line(scope: &Scope, face: &Face, one: &Release) -> Line {
    let t = &face.t;
    Line {
        href: face.to(&format!("/releases/{}", one.id)),
        recipient: one.asked.recipient.clone(),
        about: t.with(
            "releases-line",
            &[
                ("set", set_word(t, &one.asked.data_set).into()),
                ("day", day(scope, t, one.drafted_at).into()),
                ("purpose", one.asked.purpose.clone().into()),
            ],
        ),
        state: t.get(&format!("releases-state-{}", one.state.as_str())),
    }
}

#[derive(askama::Template)]
#[template(path = "releases/list.html")]
struct ListPage {
    page: Page,
    lines: Vec<Line>,
    older: Option<String>,
    may_draft: bool,
}

async fn list(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let before: Option<ReleaseId> = query.value("before").parse().ok();
    let mut all = scope.read(move |tx| store::list(tx, before, LISTED + 1)).await?;
    let more = all.len() > LISTED as usize;
    all.truncate(LISTED as usize);
    let older = all.last().filter(|_| more).map(|last| face.to(&format!("/releases?before={}", last.id)));
    Ok(render(&ListPage {
        page: face.page(&scope, "releases-title"),
        lines: all.iter().map(|one| line(&scope, &face, one)).collect(),
        older,
        may_draft: scope.house().permits_anyhow(&scope, "office.release.draft"),
    }))
}
