//! The register of all incidents, as a page and as a file for an authority (GDPR Article 33(5)).

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Page, Query, render};
use ground::{Scope, Tx};
use jiff::Timestamp;

use super::{dashed, day, tone};
use crate::model::incidents::{Duty, Incident, IncidentId, Tally};
use crate::store::incidents as store;

/// Incidents on one page.
const LISTED: u32 = 30;
/// Incidents in one file, the newest.
const FILED: u32 = 2_000;

#[derive(Template)]
#[template(path = "incidents/list.html")]
struct List {
    page: Page,
    lines: Vec<Line>,
    next: Option<String>,
    first: Option<String>,
}

struct Line {
    href: String,
    what: String,
    known: String,
    tone: &'static str,
    mark: &'static str,
    state: String,
    touched: String,
    told: String,
    late: bool,
}

struct Entry {
    incident: Incident,
    tally: Tally,
    duties: Vec<Duty>,
}

fn entries(tx: &mut Tx<'_>, before: Option<IncidentId>, most: u32) -> ground::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for incident in store::list(tx, before, most)? {
        let (tally, duties) = (store::tally(tx, incident.id)?, store::duties(tx, incident.id)?);
        entries.push(Entry { incident, tally, duties });
    }
    Ok(entries)
}

pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let before: Option<IncidentId> = fields.value("before").parse().ok();
    let mut entries = scope.read(move |tx| entries(tx, before, LISTED + 1)).await?;
    let more = entries.len() > LISTED as usize;
    entries.truncate(LISTED as usize);
    let t = &face.t;
    let now = scope.house().clock.now();
    let next = entries.last().filter(|_| more).map(|last| face.to(&format!("/incidents?before={}", last.incident.id)));
    let line = |entry: &Entry| {
        let late = entry.duties.iter().any(|duty| duty.is_late(now));
        let met = entry.duties.iter().filter(|duty| duty.met_at.is_some()).count();
        let (tone, mark) = tone(entry.incident.state);
        Line {
            href: face.to(&format!("/incidents/{}", entry.incident.id)),
            what: t.get(&format!("incidents-kind-{}", dashed(entry.incident.kind.as_str()))),
            known: day(&scope, t, entry.incident.discovered_at),
            tone,
            mark,
            state: t.get(&format!("incidents-state-{}", entry.incident.state)),
            touched: t.with("incidents-touched", &[("count", entry.tally.touched.into())]),
            told: t.with(
                "incidents-duties-met",
                &[("met", (met as i64).into()), ("all", (entry.duties.len() as i64).into())],
            ),
            late,
        }
    };
    let lines = entries.iter().map(line).collect();
    let first = before.map(|_| face.to("/incidents"));
    Ok(render(&List { page: face.page(&scope, "incidents-title"), lines, next, first }))
}

/// One cell. What begins as a formula would stays text in a spreadsheet.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Whether somebody was told in time, as the file says it: what nobody did is never called so.
fn in_time(duty: &Duty, now: Timestamp) -> &'static str {
    match (duty.met_at, duty.waived_at, duty.is_late(now)) {
        (Some(_), _, false) => "yes",
        (Some(_), _, true) => "late",
        (None, Some(_), _) => "not told for a reason",
        (None, None, true) => "not done, late",
        (None, None, false) => "not done",
    }
}

pub(super) async fn csv(scope: Scope) -> Result<Response, Fault> {
    let entries = scope.read(|tx| entries(tx, None, FILED)).await?;
    let mut text = String::from(
        "incident,kind,state,began,ended,known,reported,closed,categories,persons,risk,whom,place,law,due,told,in_time,reference\r\n",
    );
    let now = scope.house().clock.now();
    let at = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    for Entry { incident, tally, duties } in &entries {
        let categories: Vec<&str> = incident.categories.iter().map(|one| one.as_str()).collect();
        let own = [
            incident.id.to_string(),
            incident.kind.to_string(),
            incident.state.to_string(),
            at(incident.window.map(|window| window.0)),
            at(incident.window.map(|window| window.1)),
            at(Some(incident.discovered_at)),
            at(Some(incident.reported_at)),
            at(incident.closed_at),
            categories.join(" "),
            tally.touched.to_string(),
            incident.grade.map(|grade| grade.to_string()).unwrap_or_default(),
        ];
        let mut line = |duty: [String; 7]| {
            let cells: Vec<String> = own.iter().chain(&duty).map(|text| cell(text)).collect();
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        };
        if duties.is_empty() {
            line(Default::default());
        }
        for duty in duties {
            line([
                duty.whom.to_string(),
                duty.place.clone(),
                promise::law::named(&duty.law),
                at(Some(duty.due_at)),
                at(duty.met_at),
                in_time(duty, now).to_owned(),
                duty.reference.clone().unwrap_or_default(),
            ]);
        }
    }
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"incidents.csv\""));
    Ok(response)
}
