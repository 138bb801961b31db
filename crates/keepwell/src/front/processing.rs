//! The record of processing (GDPR, Article 30), composed from what the program is made of: data map, purposes, the register of
//! recipients as it stands today, the schedule of retention, and the promises as they stand. Nobody writes it, so nothing is left out of it.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use ground::recipient::{self, Entry};
use ground::web::{Face, Fault, Page, render};
use ground::{Scope, retain};
use promise::retention::Line;
use promise::{About, Category, Column, Purpose, State};
use serde::Serialize;

use super::impact::{category, purpose, said};

/// What the record says.
#[derive(Serialize)]
pub(super) struct Record {
    pub(super) controller: Controller,
    /// One for each purpose for which anything is read.
    pub(super) activities: Vec<Activity>,
    pub(super) recipients: Vec<Named>,
    pub(super) retention: Vec<Line>,
    /// The promises that are made, each with whether it is kept now.
    pub(super) safeguards: Vec<Safeguard>,
    /// What is of a kind that asks for more care, and what guards it.
    pub(super) impact: Vec<Risk>,
    pub(super) notice: &'static str,
}

#[derive(Serialize)]
pub(super) struct Controller {
    pub(super) name: String,
    pub(super) jurisdiction: String,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    /// Whoever runs the program for the clinic; none where it is its own.
    pub(super) processor: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Activity {
    pub(super) purpose: Purpose,
    pub(super) categories: Vec<Category>,
    /// Whether it touches data about single persons.
    pub(super) about_persons: bool,
    pub(super) tables: Vec<String>,
    pub(super) columns: usize,
    pub(super) sealed: usize,
    /// Retention classes of what it reads.
    pub(super) retention: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) purpose: String,
    #[serde(skip)]
    purposes: Vec<Purpose>,
    categories: Vec<Category>,
    /// In which country; empty where nobody has said it yet.
    region: String,
    /// What protects it there.
    safeguard: String,
    /// By what kind of agreement they are bound, and since when; none where it is yet to be named.
    agreement: Option<&'static str>,
    since: Option<String>,
}

impl Named {
    fn of(entry: &Entry) -> Named {
        let terms = &entry.terms;
        let agreement = terms.agreement.as_ref();
        Named {
            name: terms.name.clone(),
            purpose: words(&terms.purposes.iter().collect::<Vec<_>>()),
            purposes: terms.purposes.iter().collect(),
            categories: terms.categories.iter().copied().collect(),
            region: terms.region.clone(),
            safeguard: terms.safeguard.clone(),
            agreement: agreement.map(|one| one.kind.as_str()),
            since: agreement.map(|one| one.signed_on.to_string()),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Safeguard {
    pub(super) id: &'static str,
    pub(super) control: Option<String>,
    pub(super) state: State,
}

#[derive(Serialize)]
pub(super) struct Risk {
    pub(super) category: Category,
    pub(super) columns: Vec<String>,
    pub(super) sealed: usize,
    /// Columns of it that stand in clear, each with the reason.
    pub(super) clear: Vec<String>,
    pub(super) controls: Vec<&'static str>,
}

const NO_ADVICE: &str = "What is said of laws is what this program knows of them; none of it is legal advice.";

/// What guards every sealed column, and what governs who opens it.
const GUARDS: [&str; 5] =
    ["encryption.at_rest", "access.need_to_know", "access.visible", "purpose.limited", "retention.limited"];

pub(super) async fn compose(scope: &Scope) -> Result<Record, Fault> {
    let house = scope.house().clone();
    let map = house.data_map.clone();
    let (retention, listed) =
        scope.read(|tx| -> ground::Result<_> { Ok((retain::schedule(tx), recipient::visible(tx)?)) }).await?;
    let standing = crate::promises::standing(&house, &scope.clinic).await;
    let columns = || {
        map.tables.iter().flat_map(|(table, declared)| {
            declared.columns.iter().map(move |(name, column)| (table, declared, name, column))
        })
    };
    let activity = |purpose: &Purpose| {
        let read: Vec<_> = columns().filter(|(.., column)| column.purposes.contains(*purpose)).collect();
        let set = |of: fn(&Column) -> String| read.iter().map(|(.., column)| of(column)).collect::<BTreeSet<_>>();
        (!read.is_empty()).then(|| Activity {
            purpose: *purpose,
            categories: read.iter().map(|(.., column)| column.category).collect::<BTreeSet<_>>().into_iter().collect(),
            about_persons: read.iter().any(|(_, table, ..)| matches!(table.about, About::Person { .. })),
            tables: read.iter().map(|(table, ..)| (*table).clone()).collect::<BTreeSet<_>>().into_iter().collect(),
            columns: read.len(),
            sealed: read.iter().filter(|(.., column)| column.sealed).count(),
            retention: set(|column| column.retention.clone()).into_iter().collect(),
        })
    };
    let risk = |category: &Category| {
        let of: Vec<_> = columns().filter(|(.., column)| column.category == *category).collect();
        (category.is_sensitive() && !of.is_empty()).then(|| Risk {
            category: *category,
            columns: of.iter().map(|(table, _, name, _)| format!("{table}.{name}")).collect(),
            sealed: of.iter().filter(|(.., column)| column.sealed).count(),
            clear: of
                .iter()
                .filter_map(|(table, _, name, column)| Some(format!("{table}.{name}: {}", column.clear.as_ref()?)))
                .collect(),
            controls: GUARDS.to_vec(),
        })
    };
    let clinic = &scope.clinic;
    Ok(Record {
        controller: Controller {
            name: clinic.name.clone(),
            jurisdiction: clinic.jurisdiction.clone(),
            phone: clinic.phone.clone(),
            email: clinic.email.clone(),
            processor: house.installed.host.as_ref().map(|host| host.name.clone()),
        },
        activities: Purpose::ALL.iter().filter_map(activity).collect(),
        recipients: listed.iter().map(Named::of).collect(),
        safeguards: standing
            .into_iter()
            .filter(|one| one.state != State::Off)
            .map(|one| Safeguard {
                id: one.promise.id,
                control: one.control.map(|control| control.control),
                state: one.state,
            })
            .collect(),
        impact: Category::ALL.iter().filter_map(risk).collect(),
        retention,
        notice: NO_ADVICE,
    })
}

#[derive(Template)]
#[template(path = "processing.html")]
struct Processing {
    page: Page,
    record: Record,
    activities: Vec<ActivityLine>,
    recipients: Vec<RecipientLine>,
    risks: Vec<RiskLine>,
    /// What guards all of them.
    guards: Vec<String>,
    kept: usize,
    gaps: Vec<String>,
}

/// An activity in words.
struct ActivityLine {
    purpose: String,
    categories: String,
    columns: usize,
    sealed: usize,
    retention: String,
}

/// A recipient in words.
struct RecipientLine {
    name: String,
    purposes: String,
    categories: String,
    region: String,
}

/// A kind of data that asks for more care, in words.
struct RiskLine {
    category: String,
    columns: usize,
    sealed: usize,
    /// Columns in clear and why, as the data map says it.
    clear: Vec<String>,
}

fn words(all: &[impl std::fmt::Display]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

pub(super) async fn page(scope: Scope, face: Face) -> Result<Response, Fault> {
    let record = compose(&scope).await?;
    let of = |state: State| record.safeguards.iter().filter(move |one| one.state == state).map(|one| one.id);
    let t = &face.t;
    let (kept, gaps) = (of(State::Kept).count(), said(t, &scope, of(State::Gap)));
    let kinds = |all: &[Category]| t.list(&all.iter().map(|one| category(t, *one)).collect::<Vec<_>>());
    let purposes = |all: &[Purpose]| t.list(&all.iter().map(|one| purpose(t, *one)).collect::<Vec<_>>());
    let classes = |all: &[String]| {
        t.list(&all.iter().map(|one| t.get(&format!("office-retention-class-{one}"))).collect::<Vec<_>>())
    };
    let activity = |one: &Activity| ActivityLine {
        purpose: purpose(t, one.purpose),
        categories: kinds(&one.categories),
        columns: one.columns,
        sealed: one.sealed,
        retention: classes(&one.retention),
    };
    let recipient = |one: &Named| RecipientLine {
        name: one.name.clone(),
        purposes: purposes(&one.purposes),
        categories: kinds(&one.categories),
        region: one.region.clone(),
    };
    let risk = |one: &Risk| RiskLine {
        category: category(t, one.category),
        columns: one.columns.len(),
        sealed: one.sealed,
        clear: one.clear.clone(),
    };
    Ok(render(&Processing {
        page: face.page(&scope, "processing-title"),
        activities: record.activities.iter().map(activity).collect(),
        recipients: record.recipients.iter().map(recipient).collect(),
        risks: record.impact.iter().map(risk).collect(),
        guards: said(t, &scope, GUARDS.into_iter()),
        kept,
        gaps,
        record,
    }))
}

pub(super) async fn json(scope: Scope) -> Result<Response, Fault> {
    let record = compose(&scope).await?;
    let text = serde_json::to_string_pretty(&record).map_err(ground::Error::internal)?;
    Ok(saved("application/json; charset=utf-8", "processing.json", text))
}

/// One line for each activity and each of its tables, in the form that registers of processing are kept in.
pub(super) async fn csv(scope: Scope) -> Result<Response, Fault> {
    let record = compose(&scope).await?;
    let mut text = sheet::written([
        "purpose",
        "categories",
        "about persons",
        "table",
        "sealed columns",
        "retention",
        "recipients",
    ]);
    for activity in &record.activities {
        let purpose = activity.purpose.as_str();
        let gets = |one: &&Named| one.purpose.split(", ").any(|word| word == purpose);
        let named: Vec<String> = record.recipients.iter().filter(gets).map(|one| one.name.clone()).collect();
        let recipients = named.join(", ");
        for table in &activity.tables {
            text += &sheet::written([
                activity.purpose.to_string(),
                words(&activity.categories),
                if activity.about_persons { "yes" } else { "no" }.to_owned(),
                table.clone(),
                activity.sealed.to_string(),
                activity.retention.join(", "),
                recipients.clone(),
            ]);
        }
    }
    Ok(saved("text/csv; charset=utf-8", "processing.csv", text))
}

fn saved(kind: &'static str, name: &'static str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let head =
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition), (CACHE_CONTROL, "no-store".to_owned())];
    (head, text).into_response()
}
