//! What is offered: clinics, services, free times.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use ground::web::json::exactly;
use ground::web::{Fault, Query};
use ground::{House, Scope};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};

use super::bookings::nobody_of_that_id;
use super::shape::{Clinic, Clinics, Giver, Offered, Services, Time, Times};
use crate::model::{Online, PractitionerId};
use crate::offers::{self, Wish};
use crate::rules::Booker;

pub(super) async fn clinics(State(house): State<House>, Query(fields): Query) -> Result<Json<Clinics>, Fault> {
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    let clinics = house.clinics().await?;
    let clinics = clinics.iter().map(|clinic| Clinic {
        slug: clinic.slug.clone(),
        name: clinic.name.clone(),
        zone: clinic.zone_name.clone(),
    });
    Ok(Json(Clinics { clinics: clinics.collect() }))
}

pub(super) async fn services(scope: Scope, Query(fields): Query) -> Result<Json<Services>, Fault> {
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    let catalogue = offers::catalogue(&scope).await?;
    let offered = catalogue
        .services
        .iter()
        .filter(|service| service.retired_at.is_none() && service.online != Online::Nobody)
        .map(|service| {
            let givers = catalogue.givers(service).map(|one| Giver { id: one.id.to_string(), name: one.name.clone() });
            Offered::of(service, givers.collect(), &scope.clinic.currency)
        });
    Ok(Json(Services { services: offered.collect() }))
}

pub(super) async fn times(
    scope: Scope,
    Path((_, name)): Path<(String, String)>,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let mut form = fields.reader();
    exactly(&mut form, &fields, &["from", "to", "practitioner"]);
    let (from, to) = (form.date("from"), form.date("to"));
    let practitioner: Option<PractitionerId> = form.parse_or_none("practitioner");
    let (from, to) = form.finish(|| from.zip(to)).map_err(Fault::invalid)?;
    let catalogue = offers::catalogue(&scope).await?;
    let service =
        catalogue.service(&name).filter(|service| service.online != Online::Nobody).ok_or_else(Fault::not_found)?;
    if let Some(practitioner) = practitioner
        && !catalogue.givers(service).any(|one| one.id == practitioner)
    {
        return Err(nobody_of_that_id());
    }
    let key = offers::AnswerKey { service: service.id, practitioner, from, to };
    if let Some(kept) = offers::answered(&scope, &key) {
        return Ok(json(kept));
    }
    let stamp = offers::stamp(&scope);
    // Days before today and beyond the horizon have no times; looking no further keeps a long question cheap.
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let last: Date = today.saturating_add(i32::from(service.horizon_days).days());
    let (first, last) = (from.max(today), to.min(last));
    let mut times = Vec::new();
    if first <= last {
        let length = SignedDuration::from_mins(service.duration_min.into());
        let wish = Wish { service, practitioner, booker: Booker::Visitor };
        for (start, who) in offers::times(&scope, &wish, first..=last).await? {
            times.push(Time::of(start, start.saturating_add(length).unwrap_or(start), who, &scope.clinic.zone));
        }
    }
    let body = serde_json::to_vec(&Times { times }).map_err(|_| Fault::internal("json"))?;
    Ok(json(offers::keep_answer(&scope, key, stamp, body.into())))
}

fn json(body: axum::body::Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
