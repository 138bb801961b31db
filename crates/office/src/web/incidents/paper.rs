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

use super::{Field, Parts, Sent, dashed, day, id, moment, past, typed};
use crate::model::incidents::{Duty, DutyId, Incident, IncidentId, Tally};
use crate::store::incidents::{self as store, Written};

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
    day: Field,
    time: Field,
    reference: Field,
    faults: u32,
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
    fields: &Fields,
    faults: &Faults,
) -> Result<Response, Fault> {
    let look = scope.read(move |tx| look(tx, of, duty)).await?;
    let t = &face.t;
    let title = t.with(
        "incidents-paper-title",
        &[("whom", look.duty.whom.as_str().into()), ("place", look.duty.place.clone().into())],
    );
    let sent = Sent { form: if fields.is_empty() { "" } else { "meet" }, fields, faults, t };
    let (today, now) = typed(scope, Some(scope.house().clock.now()));
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
        open: look.incident.is_open() && look.duty.met_at.is_none() && look.duty.whom != Whom::Persons,
        met: look.duty.met_at.map(|at| day(scope, t, at)).unwrap_or_default(),
        day: sent.field("meet", "day", &today),
        time: sent.field("meet", "time", &now),
        reference: sent.field("meet", "reference", look.duty.reference.as_deref().unwrap_or_default()),
        faults: sent.count("meet"),
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &shown))
}

pub(super) async fn show(scope: Scope, face: Face, Path(parts): Parts) -> Result<Response, Fault> {
    let of = (id(&parts, "incident")?, id(&parts, "duty")?);
    draw(&scope, &face, of, &Fields::default(), &Faults::new()).await
}

/// Notes that they were told: when, and by which number it is known there.
pub(super) async fn meet(scope: Scope, face: Face, Path(parts): Parts, Form(fields): Form) -> Result<Response, Fault> {
    let (of, duty): (IncidentId, DutyId) = (id(&parts, "incident")?, id(&parts, "duty")?);
    let mut form = fields.reader();
    let version = form.number("version", 1..=i64::MAX);
    let at = past(&scope, &mut form, ("day", "time"));
    let reference = form.text("reference", 200);
    let (version, at, reference) = match form.finish(|| Some((version?, at?, reference?))) {
        Ok(read) => read,
        Err(faults) => return draw(&scope, &face, (of, duty), &fields, &faults).await,
    };
    scope.write(move |tx| store::meet(tx, of, version, duty, at, &reference)).await?;
    Ok(Redirect::to(&face.to(&format!("/incidents/{of}?done=told"))).into_response())
}
