//! The short form by which anybody who works here says that something may have gone wrong.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::Scope;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render_as};

use super::{Choice, Field, Sent, choices, past, reason, typed};
use crate::model::incidents::{IncidentKind, NewIncident, SAID};
use crate::store::incidents as store;

#[derive(Template)]
#[template(path = "incidents/report.html")]
struct Report {
    page: Page,
    kinds: Vec<Choice>,
    kind_fault: String,
    said: Field,
    day: Field,
    time: Field,
    faults: u32,
    /// It was just written down.
    done: bool,
}

const FORM: &str = "report";

fn draw(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults, done: bool) -> Response {
    let t = &face.t;
    let sent = Sent { form: if fields.is_empty() { "" } else { FORM }, fields, faults, t };
    let (day, time) = typed(scope, Some(scope.house().clock.now()));
    let shown = Report {
        page: face.page(scope, "incidents-report-title"),
        kinds: choices(IncidentKind::ALL, "kind", &sent.chosen(FORM, "kind", "misdirected"), t),
        kind_fault: sent.fault(FORM, "kind"),
        said: sent.field(FORM, "said", ""),
        day: sent.field(FORM, "day", &day),
        time: sent.field(FORM, "time", &time),
        faults: sent.count(FORM),
        done,
    };
    render_as(if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }, &shown)
}

pub(super) async fn blank(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    Ok(draw(&scope, &face, &Fields::default(), &Faults::new(), fields.value("done") == "reported"))
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let mut form = fields.reader();
    let kind: Option<IncidentKind> = form.parse("kind");
    let said = reason(&mut form, "said", SAID);
    let at = past(&scope, &mut form, ("day", "time"));
    let new = match form.finish(|| Some(NewIncident { kind: kind?, said: said?, discovered_at: at? })) {
        Ok(new) => new,
        Err(faults) => return Ok(draw(&scope, &face, &fields, &faults, false)),
    };
    scope.write(move |tx| store::report(tx, &new)).await?;
    Ok(Redirect::to(&face.to("/incidents/report?done=reported")).into_response())
}
