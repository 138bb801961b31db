//! Appointments, for programs with a key: what staff do on pages.

use std::ops::RangeInclusive;

use axum::Json;
use axum::extract::Path;
use ground::web::json::{Body, Shape, exactly};
use ground::web::{Fault, Fields, Query};
use ground::{Scope, Tx};
use jiff::civil::Date;

use super::bookings::{refused, start};
use super::shape::{AppointmentBody, Appointments};
use crate::act;
use crate::model::{Appointment, AppointmentId, PractitionerId};
use crate::rules::clock::askable;
use crate::rules::{Booker, Status};
use crate::store::book::Settled;
use crate::store::calendar::local_day;
use crate::store::change::Move;
use crate::store::{self, Filter};

struct Asked {
    days: RangeInclusive<Date>,
    practitioner: Option<PractitionerId>,
    status: Option<Status>,
    limit: u32,
    after: Option<AppointmentId>,
}

pub(super) async fn list(scope: Scope, Query(fields): Query) -> Result<Json<Appointments>, Fault> {
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let asked = asked(&fields, today)?;
    let limit = asked.limit as usize;
    let found = scope.read(move |tx: &mut Tx<'_>| find(tx, &asked)).await?;
    let next = (found.len() > limit).then(|| found[..limit].last().map(|last| last.id.to_string())).flatten();
    let appointments = found.iter().take(limit).map(|found| AppointmentBody::of(found, &scope.clinic.zone)).collect();
    Ok(Json(Appointments { appointments, next }))
}

fn asked(fields: &Fields, today: Date) -> Result<Asked, Fault> {
    let mut form = fields.reader();
    exactly(&mut form, fields, &["from", "to", "practitioner", "status", "limit", "after"]);
    // A day out of reach is a date all the same: nothing is booked there, and nothing is what the answer holds.
    let reach = askable(today);
    let near = |date: Date| date.clamp(*reach.start(), *reach.end());
    let (from, to) = (form.date_or_none("from").map(near), form.date_or_none("to").map(near));
    let practitioner = form.parse_or_none("practitioner");
    let status = form.text_or_none("status", 20);
    let status = match status.as_deref().map(str::parse::<Status>) {
        Some(Ok(status)) => Some(status),
        Some(Err(_)) => {
            form.fault("status", "fault-choice");
            None
        }
        None => None,
    };
    let limit = form.number_or_none("limit", 1..=200).unwrap_or(50);
    let after = form.parse_or_none("after");
    let read = form.finish(|| {
        let from = from.unwrap_or(today);
        Some(Asked { days: from..=to.unwrap_or(from), practitioner, status, limit: u32::try_from(limit).ok()?, after })
    });
    read.map_err(Fault::invalid)
}

fn find(tx: &mut Tx<'_>, asked: &Asked) -> ground::Result<Vec<Appointment>> {
    let zone = tx.settings().zone.clone();
    let after = match asked.after {
        Some(id) => Some((store::find(tx, id)?.starts_at, id)),
        None => None,
    };
    let (from, to) = (local_day(&zone, *asked.days.start())?.start, local_day(&zone, *asked.days.end())?.end);
    store::list(
        tx,
        &Filter { from, to, practitioner: asked.practitioner, status: asked.status, after, limit: asked.limit + 1 },
    )
}

pub(super) async fn read(scope: Scope, Path((_, id)): Path<(String, String)>) -> Result<Json<AppointmentBody>, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let found = scope.read(move |tx| store::find(tx, id)).await?;
    Ok(Json(AppointmentBody::of(&found, &scope.clinic.zone)))
}

pub(super) async fn change(
    scope: Scope,
    Path((_, id)): Path<(String, String)>,
    body: Body,
) -> Result<Json<AppointmentBody>, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let shape = Shape { nullable: &["practitioner"], objects: &[] };
    let (start, practitioner) = body.read(shape, |form| {
        exactly(form, &body.fields, &["start", "practitioner"]);
        let (start, practitioner) = (start(form), form.parse_or_none("practitioner"));
        Some((start?, practitioner))
    })?;
    let to = Move {
        start,
        practitioner,
        booker: Booker::Desk,
        tell: true,
        version: None,
        leave: None,
        settled: Settled::default(),
    };
    let moved = act::move_to(&scope, id, to).await.map_err(|error| refused(error, practitioner, &scope))?;
    Ok(Json(AppointmentBody::of(&moved, &scope.clinic.zone)))
}

pub(super) async fn cancel(
    scope: Scope,
    Path((_, id)): Path<(String, String)>,
) -> Result<Json<AppointmentBody>, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let cancelled = act::cancel(&scope, id, true).await?;
    Ok(Json(AppointmentBody::of(&cancelled, &scope.clinic.zone)))
}
