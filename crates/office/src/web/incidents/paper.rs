//! A paper for an authority or the press, to be printed or copied where they take it, and the note that they have it. The
//! program has no way to send it.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::says::named;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render_as};
use ground::{Scope, Tx};
use promise::law::Whom;

use super::{Field, Parts, Sent, dashed, day, id, moment, past, reason, typed};
use crate::model::incidents::{Duty, DutyId, Incident, IncidentId, SAID, Tally};
use crate::store::incidents::{self as store, Met, Written};

#[derive(Template)]
#[template(path = "incidents/paper.html")]
struct Paper {
    page: Page,
    back: String,
    action: String,
    version: i64,
    title: String,
    law: String,
    due: String,
    /// Each heading with what stands under it.
    parts: Vec<(String, String)>,
    signature: Vec<String>,
    open: bool,
    met: String,
    waived: String,
    day: Field,
    time: Field,
    reference: Field,
    faults: u32,
    /// What was noted can be put right.
    rights: bool,
    right_day: Field,
    right_time: Field,
    right_reference: Field,
    untold: bool,
    right_why: Field,
    right_faults: u32,
    /// Why they are not told can be said.
    waives: bool,
    not_why: Field,
}

struct Look {
    incident: Incident,
    duty: Duty,
    written: Written,
    tally: Tally,
    places: Vec<(String, u64)>,
}

fn look(tx: &mut Tx<'_>, of: IncidentId, duty: DutyId) -> ground::Result<Look> {
    let incident = store::find(tx, of)?;
    Ok(Look {
        duty: store::find_duty(tx, of, duty)?,
        written: store::written(tx, &incident)?,
        tally: store::tally(tx, of)?,
        places: store::stated(tx, of)?.into_iter().map(|(place, n)| (place.to_string(), n)).collect(),
        incident,
    })
}

/// What GDPR Article 33(3), 45 CFR 164.404(c) and 164.408 ask for. The press reads no more than the persons do.
fn body(scope: &Scope, face: &Face, look: &Look) -> Vec<(String, String)> {
    let t = &face.t;
    let part = |name: &str, text: String| (t.get(&format!("incidents-paper-{name}")), text);
    let kinds: Vec<String> =
        look.incident.categories.iter().map(|kind| t.get(&format!("consent-category-{kind}"))).collect();
    let when = match look.incident.window {
        Some((from, to)) => {
            t.with("incidents-from-to", &[("from", moment(scope, t, from).into()), ("to", moment(scope, t, to).into())])
        }
        None => t.get("incidents-when-unknown"),
    };
    let mut parts = vec![
        part("nature", t.get(&format!("incidents-kind-{}", dashed(look.incident.kind.as_str())))),
        part("when", when),
        part("known", moment(scope, t, look.incident.discovered_at)),
        part("kinds", if kinds.is_empty() { t.get("incidents-kinds-unknown") } else { kinds.join(", ") }),
        part("persons", {
            let places: Vec<String> = look.places.iter().map(|(place, n)| format!("{place}: {n}")).collect();
            let touched = t.with("incidents-touched", &[("count", look.tally.touched.into())]);
            if places.is_empty() { touched } else { format!("{touched} ({})", places.join(", ")) }
        }),
    ];
    if look.duty.whom == Whom::Authority {
        parts.push(part("what", look.written.said.clone()));
        if let Some(factors) = &look.written.factors {
            parts.push(part("consequences", factors.why.clone()));
            parts.push(part("measures", factors.mitigated.clone()));
        }
        parts.push(part("told", t.with("incidents-paper-told-text", &[("told", look.tally.told.into())])));
    } else {
        parts.push(part("measures", t.get("incidents-paper-fill")));
    }
    parts
}

async fn draw(
    scope: &Scope,
    face: &Face,
    (of, duty): (IncidentId, DutyId),
    form: &str,
    fields: &Fields,
    faults: &Faults,
) -> Result<Response, Fault> {
    let look = scope.read(move |tx| look(tx, of, duty)).await?;
    let t = &face.t;
    let title = t.with(
        "incidents-paper-title",
        &[("whom", look.duty.whom.as_str().into()), ("place", look.duty.place.clone().into())],
    );
    let sent = Sent { form, fields, faults, t };
    let (today, now) = typed(scope, Some(scope.house().clock.now()));
    let (met_day, met_time) = typed(scope, look.duty.met_at);
    let changes = look.incident.is_open() && look.duty.whom != Whom::Persons;
    let reference = look.duty.reference.clone().unwrap_or_default();
    let shown = Paper {
        parts: body(scope, face, &look),
        page: face.page_titled(scope, title.clone()),
        title,
        back: face.to(&format!("/incidents/{of}")),
        action: face.to(&format!("/incidents/{of}/duties/{duty}")),
        version: look.incident.version,
        law: named(t, &look.duty.law),
        due: moment(scope, t, look.duty.due_at),
        signature: scope.clinic.signature().lines().map(str::to_owned).collect(),
        open: changes && look.duty.met_at.is_none(),
        met: look.duty.met_at.map(|at| day(scope, t, at)).unwrap_or_default(),
        waived: look.duty.waived_at.map(|at| day(scope, t, at)).unwrap_or_default(),
        rights: changes && look.duty.met_at.is_some(),
        right_day: sent.field("right", "day", &met_day),
        right_time: sent.field("right", "time", &met_time),
        right_reference: sent.field("right", "reference", &reference),
        untold: sent.ticked("right", "untold", false),
        right_why: sent.field("right", "why", ""),
        right_faults: sent.count("right"),
        waives: changes && look.duty.is_open(),
        not_why: sent.field("not", "why", ""),
        day: sent.field("meet", "day", &today),
        time: sent.field("meet", "time", &now),
        reference: sent.field("meet", "reference", &reference),
        faults: sent.count("meet"),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

pub(super) async fn show(scope: Scope, face: Face, Path(parts): Parts) -> Result<Response, Fault> {
    let of = (id(&parts, "incident")?, id(&parts, "duty")?);
    draw(&scope, &face, of, "", &Fields::default(), &Faults::new()).await
}

/// Notes that they were told, when and by which number it is known there; puts that right; or says why they are not told.
pub(super) async fn meet(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let of: (IncidentId, DutyId) = (id(&parts, "incident")?, id(&parts, "duty")?);
    let form = match fields.value("act") {
        "right" => "right",
        "not" => "not",
        _ => "meet",
    };
    let said = match read(&scope, form, &fields) {
        Ok(said) => said,
        Err(faults) => return draw(&scope, &face, of, form, &fields, &faults).await,
    };
    let (of, duty) = of;
    scope
        .write(move |tx| match &said {
            Say::Met(version, met) => store::meet(tx, of, *version, duty, met.at, &met.reference),
            Say::Right(version, met, why) => store::put_right(tx, of, *version, duty, met.as_ref(), why),
            Say::Not(version, why) => store::waive(tx, of, *version, duty, why),
        })
        .await?;
    let done = if form == "meet" { "told" } else { "noted" };
    Ok(Redirect::to(&face.to(&format!("/incidents/{of}?done={done}"))).into_response())
}

/// What one of the forms says, of the version that was seen.
enum Say {
    Met(i64, Met),
    /// That they were told then, or not at all, and why it was noted otherwise.
    Right(i64, Option<Met>, String),
    Not(i64, String),
}

fn read(scope: &Scope, name: &str, fields: &Fields) -> Result<Say, Faults> {
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    form.text_or_none("act", 10);
    if name == "not" {
        let why = reason(&mut form, "why", SAID);
        return form.finish(|| Some(Say::Not(version?, why?)));
    }
    let untold = name == "right" && form.ticked("untold");
    let (at, reference) = if untold {
        for name in ["day", "time", "reference"] {
            form.text_or_none(name, 200);
        }
        (None, None)
    } else {
        (past(scope, &mut form, ("day", "time")), form.text("reference", 200))
    };
    let met = at.zip(reference).map(|(at, reference)| Met { at, reference });
    if name == "meet" {
        return form.finish(|| Some(Say::Met(version?, met?)));
    }
    let why = reason(&mut form, "why", SAID);
    form.finish(|| (untold || met.is_some()).then_some(Say::Right(version?, met, why?)))
}
