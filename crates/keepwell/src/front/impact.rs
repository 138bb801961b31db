//! The summary of impact (GDPR, Article 35(7)): what is done and why, whether it is needed, at what risk, what guards it, and what is
//! left open. Each part is composed from the data map, the schedule, the register and the promises as they stand; beside each the
//! clinic writes its own assessment, of which every version stays. Deliberately absent: a verdict.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render_as};
use ground::{PersonId, Scope, Tx};
use office::checks::assessment::{self, Written};
use office::checks::{Audit, newest};
use promise::{Category, Purpose, State};

use super::processing::{Record, compose};

/// Versions that stand below the newest.
const OLDER: u32 = 10;

/// What a part says, computed.
#[derive(Default)]
struct Computed {
    lines: Vec<Line>,
    /// Below them, in smaller letters.
    notes: Vec<String>,
    /// Promises by name, under a heading.
    lists: Vec<(String, Vec<String>)>,
}

struct Line {
    what: String,
    about: String,
    mark: bool,
}

struct Version {
    told: String,
    body: String,
}

struct Part {
    name: &'static str,
    title: String,
    computed: Computed,
    newest: Option<Version>,
    older: Vec<Version>,
    action: String,
    value: String,
    fault: String,
}

#[derive(Template)]
#[template(path = "impact.html")]
struct Impact {
    page: Page,
    parts: Vec<Part>,
    faults: u32,
    /// Whether they may write.
    writes: bool,
}

pub(super) fn category(t: &Tongue, category: Category) -> String {
    let name = t.get(&format!("office-retention-category-{category}"));
    if category.is_special() { format!("{name} ({})", t.get("impact-special")) } else { name }
}

pub(super) fn purpose(t: &Tongue, purpose: Purpose) -> String {
    t.get(&format!("impact-purpose-{purpose}"))
}

fn processing(t: &Tongue, record: &Record) -> Computed {
    let line = |one: &super::processing::Activity| Line {
        what: purpose(t, one.purpose),
        about: t.list(&one.categories.iter().map(|of| category(t, *of)).collect::<Vec<_>>()),
        mark: one.categories.iter().any(|of| of.is_special()),
    };
    Computed {
        lines: record.activities.iter().filter(|one| one.about_persons).map(line).collect(),
        ..Computed::default()
    }
}

fn proportion(t: &Tongue, scope: &Scope, record: &Record) -> Computed {
    let kept = |one: &promise::retention::Line| Line {
        what: t.get(&format!("office-retention-class-{}", one.class)),
        about: match one.span {
            Some(promise::retention::Span::Years(years)) => {
                t.with("office-retention-years", &[("years", years.into())])
            }
            Some(promise::retention::Span::Days(days)) => t.with("office-retention-days", &[("days", days.into())]),
            None => t.get(&format!("office-retention-how-{}", one.rule.word())),
        },
        mark: false,
    };
    let (mut columns, mut sealed) = (0_i64, 0_i64);
    for (.., table) in scope.house().data_map.person_tables() {
        columns += i64::try_from(table.columns.len()).unwrap_or(i64::MAX);
        sealed += table.columns.values().filter(|column| column.sealed).count() as i64;
    }
    let recipients = match record.recipients.as_slice() {
        [] => t.get("impact-no-recipients"),
        some => {
            let names: Vec<String> = some.iter().map(|one| one.name.clone()).collect();
            format!("{}: {}", t.get("impact-recipients"), t.list(&names))
        }
    };
    Computed {
        lines: record.retention.iter().map(kept).collect(),
        notes: vec![t.with("impact-sealed", &[("columns", columns.into()), ("sealed", sealed.into())]), recipients],
        lists: Vec::new(),
    }
}

/// Which risks a clinic of this edition has, by what the data map holds of whom.
fn risks(t: &Tongue, scope: &Scope, record: &Record) -> Computed {
    let parameters = &scope.clinic.parameters;
    let map = &scope.house().data_map;
    let holds = |category: Category| {
        let here = |room: &str| parameters.edition.has_room(room);
        map.person_tables()
            .any(|(_, _, table)| here(&table.room) && table.columns.values().any(|column| column.category == category))
    };
    let years = scope.clinic.jurisdiction.parse().map_or(parameters.age_minimum, |place| parameters.minimum_age(place));
    let all = [
        (holds(Category::Health), "health"),
        (holds(Category::Biometric), "biometric"),
        (holds(Category::Location), "location"),
        (parameters.edition.has_room("people"), "children"),
        (true, "employees"),
        (holds(Category::Message), "messages"),
        (!record.recipients.is_empty(), "outside"),
        (record.controller.processor.is_some(), "hosted"),
    ];
    let line = |(_, name): (bool, &str)| Line {
        what: t.with(&format!("impact-risk-{name}"), &[("years", years.into())]),
        about: String::new(),
        mark: matches!(name, "health" | "biometric"),
    };
    Computed { lines: all.into_iter().filter(|(there, _)| *there).map(line).collect(), ..Computed::default() }
}

pub(super) fn said(t: &Tongue, scope: &Scope, ids: impl Iterator<Item = &'static str>) -> Vec<String> {
    let say = |id| Some(ground::says::statement(t, promise::find(id)?, &scope.clinic.parameters));
    ids.filter_map(say).collect()
}

fn measures(t: &Tongue, scope: &Scope, record: &Record) -> Computed {
    let kept: Vec<&'static str> =
        record.safeguards.iter().filter(|one| one.state == State::Kept).map(|one| one.id).collect();
    let told = t.with("impact-kept", &[("kept", (kept.len() as i64).into())]);
    Computed { lists: vec![(told, said(t, scope, kept.into_iter()))], ..Computed::default() }
}

fn open(t: &Tongue, scope: &Scope, record: &Record, audit: Option<&Audit>) -> Computed {
    let gaps = |controlled: bool| {
        let which =
            record.safeguards.iter().filter(move |one| one.state == State::Gap && one.control.is_some() == controlled);
        which.map(|one| one.id)
    };
    let lists = [("impact-gaps", said(t, scope, gaps(true))), ("impact-absent", said(t, scope, gaps(false)))];
    let checked = match audit {
        Some(audit) => t.with("impact-findings", &[("count", audit.standing.into())]),
        None => t.get("impact-unchecked"),
    };
    Computed {
        notes: vec![checked],
        lists: lists.into_iter().filter(|(_, list)| !list.is_empty()).map(|(key, list)| (t.get(key), list)).collect(),
        ..Computed::default()
    }
}

type Kept = (Vec<Vec<Written>>, std::collections::HashMap<PersonId, String>, Option<Audit>);

fn kept(tx: &mut Tx<'_>) -> ground::Result<Kept> {
    let mut all = Vec::new();
    for section in assessment::SECTIONS {
        all.push(assessment::list(tx, section, OLDER + 1)?);
    }
    let mut persons: Vec<PersonId> = all.iter().flatten().filter_map(|one| one.by.parse().ok()).collect();
    persons.sort_unstable();
    persons.dedup();
    let names = tx.names(&persons)?;
    Ok((all, names, newest(tx)?))
}

async fn show(
    scope: &Scope,
    face: &Face,
    typed: Option<(&str, &Fields, &Faults)>,
    done: &str,
) -> Result<Response, Fault> {
    let record = compose(scope).await?;
    let (written, names, audit) = scope.read(kept).await?;
    let t = &face.t;
    let today = scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date();
    let version = |one: Written| {
        let who = one.by.parse().ok().and_then(|person| names.get(&person).cloned()).unwrap_or_else(|| one.by.clone());
        let when = t.date_time(&one.at.to_zoned(scope.clinic.zone.clone()), today);
        let values = [("who", who.into()), ("when", when.into()), ("number", one.number.into())];
        Version { told: t.with("impact-written", &values), body: one.body }
    };
    let part = |(name, written): (&'static str, Vec<Written>)| {
        let computed = match name {
            "processing" => processing(t, &record),
            "proportion" => proportion(t, scope, &record),
            "risks" => risks(t, scope, &record),
            "measures" => measures(t, scope, &record),
            _ => open(t, scope, &record, audit.as_ref()),
        };
        let mut written = written.into_iter().map(version);
        let newest = written.next();
        let (value, fault) = match typed.filter(|(section, ..)| *section == name) {
            Some((_, fields, faults)) => (fields.value("body").to_owned(), faults.of("body", t).unwrap_or_default()),
            None => (newest.as_ref().map(|one| one.body.clone()).unwrap_or_default(), String::new()),
        };
        let older = written.collect();
        let action = face.to(&format!("/processing/impact/{name}"));
        Part { name, title: t.get(&format!("impact-section-{name}")), computed, newest, older, action, value, fault }
    };
    let mut page = face.page(scope, "impact-title");
    page.toast = ["done", "same"].into_iter().find(|key| *key == done).map(|key| t.get(&format!("impact-{key}")));
    let impact = Impact {
        page,
        parts: assessment::SECTIONS.into_iter().zip(written).map(part).collect(),
        faults: u32::from(typed.is_some()),
        writes: scope.house().permits_anyhow(scope, "front.impact.write"),
    };
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(render_as(status, &impact))
}

pub(super) async fn page(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    show(&scope, &face, None, query.value("done")).await
}

/// Keeps what the clinic writes of one part.
pub(super) async fn write(
    scope: Scope,
    face: Face,
    Path((_, section)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let section = assessment::SECTIONS.into_iter().find(|one| *one == section).ok_or_else(Fault::not_found)?;
    let mut form = fields.reader();
    let body = form.lines_or_none("body", assessment::LONGEST);
    if fields.value("body").trim().is_empty() {
        form.fault("body", "impact-fault-empty");
    }
    let body = match form.finish(|| body) {
        Ok(body) => body,
        Err(faults) => return show(&scope, &face, Some((section, &fields, &faults)), "").await,
    };
    let kept = scope.write(move |tx| assessment::write(tx, section, &body)).await?;
    let done = if kept { "done" } else { "same" };
    Ok(Redirect::to(&face.to(&format!("/processing/impact?done={done}#{section}"))).into_response())
}
