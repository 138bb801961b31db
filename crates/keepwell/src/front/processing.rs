//! The record of processing (GDPR, Article 30), composed from what the program is made of: data map, purposes, the register of
//! recipients as it stands today, the schedule of retention, and the promises as they stand. Nobody writes it, so nothing is left out
//! of it. Each item of Article 30(1) has its place: (a) who answers, (b) purposes, (c) whose data and of what kind, (d) recipients,
//! (e) other countries, (f) how long, (g) measures.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use ground::recipient::{self, Entry};
use ground::says;
use ground::web::{Face, Fault, Page, Tongue, render};
use ground::{Clinic, Scope, Tx, retain};
use office::responsible::{Part, Responsible};
use promise::retention::{Line, Span};
use promise::{About, Category, Column, DataMap, Group, Jurisdiction, Purpose, State, Subject, Table};
use serde::Serialize;

use crate::promises::Standing;

use super::impact::{category, purpose, said};

/// What the record says.
#[derive(Serialize)]
pub(crate) struct Record {
    pub(super) controller: Controller,
    /// Who stands for whoever is responsible in the Union, and who is asked about data protection; none where nobody is named.
    representative: Option<Responsible>,
    officer: Option<Responsible>,
    /// One for each purpose for which anything is read.
    pub(super) activities: Vec<Activity>,
    pub(super) recipients: Vec<Named>,
    /// What goes to a country where another law holds.
    transfers: Vec<Transfer>,
    pub(super) retention: Vec<Line>,
    /// Of each kind of data about people, how long what holds it is kept.
    erased: Vec<Limit>,
    /// The promises that are made, each with whether it is kept now.
    pub(super) safeguards: Vec<Safeguard>,
    /// How what is promised of security is kept: measures of technique and organisation (Article 32(1)).
    measures: Vec<Measure>,
    /// What is of a kind that asks for more care, and what guards it.
    pub(super) impact: Vec<Risk>,
    pub(super) notice: &'static str,
}

#[derive(Serialize)]
pub(super) struct Controller {
    pub(super) name: String,
    pub(super) jurisdiction: String,
    address: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) email: Option<String>,
    /// Whoever runs the program for the clinic; none where it is its own.
    pub(super) processor: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Activity {
    pub(super) purpose: Purpose,
    pub(super) categories: Vec<Category>,
    /// Whose data it is.
    subjects: Vec<Subject>,
    /// Who of the register gets something for it.
    recipients: Vec<String>,
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

/// Something that leaves the law of the clinic's place.
#[derive(Serialize)]
struct Transfer {
    /// Who gets it; none where it is the place in which all of it lies.
    to: Option<String>,
    /// In which country; empty where nobody has said it yet.
    region: String,
    /// What protects it there; empty where nobody has said it.
    safeguard: String,
}

/// How long one kind of data is kept: by the class of what holds it.
#[derive(Serialize)]
struct Limit {
    category: Category,
    classes: Vec<Line>,
}

#[derive(Serialize)]
struct Measure {
    id: &'static str,
    /// What is promised, and how it is kept, in English; the page says both in its own language.
    promised: String,
    how: String,
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

/// Whether another law holds in the country `region` than where the clinic is. Of a place of which we know no law it is another
/// country; of a country that nobody has named it is not known, and so it is told.
fn is_elsewhere(region: &str, home: &str) -> bool {
    let law = |code: &str| {
        code.parse().ok().map(|place: Jurisdiction| {
            let pack = promise::law::pack(place).map(|pack| pack.code.clone());
            pack.unwrap_or_else(|| place.country().to_owned())
        })
    };
    law(region).is_none_or(|there| law(home).is_none_or(|here| here != there))
}

fn transfers(clinic: &Clinic, recipients: &[Named]) -> Vec<Transfer> {
    let own = clinic.parameters.region;
    let own =
        own.country().map(|country| country.to_string()).filter(|country| is_elsewhere(country, &clinic.jurisdiction));
    let own = own.map(|region| Transfer { to: None, region, safeguard: String::new() });
    let others = recipients.iter().filter(|one| is_elsewhere(&one.region, &clinic.jurisdiction)).map(|one| Transfer {
        to: Some(one.name.clone()),
        region: one.region.clone(),
        safeguard: one.safeguard.clone(),
    });
    own.into_iter().chain(others).collect()
}

/// How long each kind of data about people is kept, by the schedule.
fn limits(map: &DataMap, schedule: &[Line]) -> Vec<Limit> {
    let of = |category: &Category| {
        let columns = map.person_tables().flat_map(|(_, _, table)| table.columns.values());
        let classes: BTreeSet<&str> =
            columns.filter(|column| column.category == *category).map(|column| column.retention.as_str()).collect();
        let classes: Vec<Line> = schedule.iter().filter(|line| classes.contains(line.class)).cloned().collect();
        (!classes.is_empty()).then_some(Limit { category: *category, classes })
    };
    Category::ALL.iter().filter_map(of).collect()
}

/// What is promised of security and kept now, each with how.
fn measures(t: &Tongue, scope: &Scope, standing: &[Standing]) -> Vec<Measure> {
    let kept = standing.iter().filter(|one| one.promise.group == Group::Safeguards && one.state == State::Kept);
    let parameters = &scope.clinic.parameters;
    let measure = |one: &Standing| {
        let control = one.control.as_ref()?;
        Some(Measure {
            id: one.promise.id,
            promised: says::statement(t, one.promise, parameters),
            how: says::how(t, control, parameters),
        })
    };
    kept.filter_map(measure).collect()
}

/// Composes it, in English; a page says its parts in its own language.
pub(crate) async fn compose(scope: &Scope) -> ground::Result<Record> {
    compose_in(scope, &scope.house().words.english()).await
}

async fn compose_in(scope: &Scope, t: &Tongue) -> ground::Result<Record> {
    let house = scope.house().clone();
    let map = house.data_map.clone();
    let read = |tx: &mut Tx<'_>| -> ground::Result<_> {
        let [controller, representative, officer] = Part::ALL.map(|part| office::responsible::find(tx, part));
        Ok((retain::schedule(tx), recipient::visible(tx)?, controller?, representative?, officer?))
    };
    let (retention, listed, controller, representative, officer) = scope.read(read).await?;
    let recipients: Vec<Named> = listed.iter().map(Named::of).collect();
    let standing = crate::promises::standing(&house, &scope.clinic).await;
    let columns = || {
        map.tables.iter().flat_map(|(table, declared)| {
            declared.columns.iter().map(move |(name, column)| (table, declared, name, column))
        })
    };
    let activity = |purpose: &Purpose| {
        let read: Vec<_> = columns().filter(|(.., column)| column.purposes.contains(*purpose)).collect();
        let set = |of: fn(&Column) -> String| read.iter().map(|(.., column)| of(column)).collect::<BTreeSet<_>>();
        let whose = |(_, table, ..): &(&String, &Table, &String, &Column)| table.subjects.clone();
        (!read.is_empty()).then(|| Activity {
            purpose: *purpose,
            subjects: read.iter().flat_map(whose).collect::<BTreeSet<_>>().into_iter().collect(),
            recipients: recipients
                .iter()
                .filter(|one| one.purposes.contains(purpose))
                .map(|one| one.name.clone())
                .collect(),
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
            name: controller.as_ref().map_or_else(|| clinic.name.clone(), |one| one.name.clone()),
            jurisdiction: clinic.jurisdiction.clone(),
            address: controller.as_ref().and_then(|one| one.address.clone()),
            phone: controller.as_ref().map_or_else(|| clinic.phone.clone(), |one| one.phone.clone()),
            email: controller.as_ref().map_or_else(|| clinic.email.clone(), |one| one.email.clone()),
            processor: house.installed.host.as_ref().map(|host| host.name.clone()),
        },
        representative,
        officer,
        activities: Purpose::ALL.iter().filter_map(activity).collect(),
        transfers: transfers(clinic, &recipients),
        erased: limits(&map, &retention),
        measures: measures(t, scope, &standing),
        recipients,
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
    transfers: Vec<TransferLine>,
    erased: Vec<LimitLine>,
    risks: Vec<RiskLine>,
    /// What guards all of them.
    guards: Vec<String>,
    kept: usize,
    gaps: Vec<String>,
    /// Where the clinic is.
    place: String,
    /// Where it is said who answers, for whom may.
    change: Option<String>,
}

/// An activity in words.
struct ActivityLine {
    purpose: String,
    subjects: String,
    categories: String,
    recipients: String,
    columns: usize,
    sealed: usize,
    retention: String,
}

/// What goes to a country of another law, in words.
struct TransferLine {
    to: String,
    region: String,
    safeguard: String,
}

/// How long a kind of data is kept, in words.
struct LimitLine {
    category: String,
    times: Vec<String>,
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
    let record = compose_in(&scope, &face.t).await?;
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
        subjects: t.list(&one.subjects.iter().map(|one| t.get(&format!("subject-{one}"))).collect::<Vec<_>>()),
        categories: kinds(&one.categories),
        recipients: t.list(&one.recipients),
        columns: one.columns,
        sealed: one.sealed,
        retention: classes(&one.retention),
    };
    let country = |code: &str| t.known(&format!("place-{}", code.to_lowercase())).unwrap_or_else(|| code.to_owned());
    let recipient = |one: &Named| RecipientLine {
        name: one.name.clone(),
        purposes: purposes(&one.purposes),
        categories: kinds(&one.categories),
        region: country(&one.region),
    };
    let transfer = |one: &Transfer| TransferLine {
        to: one.to.clone().unwrap_or_else(|| t.get("processing-transfer-all")),
        region: if one.region.is_empty() { t.get("processing-transfer-unsaid") } else { country(&one.region) },
        safeguard: if one.safeguard.is_empty() {
            t.get("processing-transfer-unguarded")
        } else {
            one.safeguard.clone()
        },
    };
    let limit = |one: &Limit| LimitLine {
        category: category(t, one.category),
        times: one.classes.iter().map(|line| office::kept_for(t, line)).collect(),
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
        transfers: record.transfers.iter().map(transfer).collect(),
        erased: record.erased.iter().map(limit).collect(),
        place: country(&record.controller.jurisdiction),
        change: scope
            .house()
            .permits_anyhow(&scope, "office.responsible.write")
            .then(|| face.to("/office/responsible")),
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
        "data subjects",
        "about persons",
        "table",
        "sealed columns",
        "retention",
        "time limits",
        "recipients",
        "other countries",
    ]);
    for activity in &record.activities {
        let recipients = activity.recipients.join(", ");
        let gets = |one: &&Transfer| one.to.as_ref().is_none_or(|to| activity.recipients.contains(to));
        let elsewhere: BTreeSet<&str> = record.transfers.iter().filter(gets).map(|one| one.region.as_str()).collect();
        let elsewhere = words(&elsewhere.into_iter().collect::<Vec<_>>());
        let lines = record.retention.iter().filter(|line| activity.retention.iter().any(|class| class == line.class));
        let limits = words(&lines.map(limit_of).collect::<Vec<_>>());
        for table in &activity.tables {
            text += &sheet::written([
                activity.purpose.to_string(),
                words(&activity.categories),
                words(&activity.subjects),
                if activity.about_persons { "yes" } else { "no" }.to_owned(),
                table.clone(),
                activity.sealed.to_string(),
                activity.retention.join(", "),
                limits.clone(),
                recipients.clone(),
                elsewhere.clone(),
            ]);
        }
    }
    Ok(saved("text/csv; charset=utf-8", "processing.csv", text))
}

/// How long a class is kept, as a cell says it.
fn limit_of(line: &Line) -> String {
    match line.span {
        Some(Span::Years(years)) => format!("{}: {years} years", line.class),
        Some(Span::Days(days)) => format!("{}: {days} days", line.class),
        None => format!("{}: {}", line.class, line.rule.word()),
    }
}

fn saved(kind: &'static str, name: &'static str, text: String) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let head =
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition), (CACHE_CONTROL, "no-store".to_owned())];
    (head, text).into_response()
}
