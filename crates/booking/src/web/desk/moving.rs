//! Moving an appointment by a small form.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{Result, Scope};

use super::appointment::newest;
use super::card::{self, Chosen};
use super::form::{Choice, Clash, Field, Wish, at, clash};
use super::say::{Say, version};
use crate::act;
use crate::error::Error;
use crate::model::{AppointmentId, PractitionerId};
use crate::rules::Booker;
use crate::store::change::Move;
use crate::{offers, store};

#[derive(askama::Template)]
#[template(path = "desk/move.html")]
struct MovePage {
    page: Page,
    card: Chosen,
    action: String,
    back: String,
    version: String,
    faults: u32,
    date: Field,
    time: Field,
    practitioners: Vec<Choice>,
    practitioner_fault: String,
    tell: bool,
    clash: Option<Clash>,
    /// That somebody else was quicker; "" otherwise.
    news: String,
}

pub(super) async fn show(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Query(fields): Query,
) -> Result<Response, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    Ok(render(&page(&scope, &face, id, &fields, &Faults::new(), None, String::new()).await?))
}

async fn page(
    scope: &Scope,
    face: &Face,
    id: AppointmentId,
    fields: &Fields,
    faults: &Faults,
    clash: Option<Clash>,
    news: String,
) -> Result<MovePage> {
    let catalogue = offers::catalogue(scope).await?;
    let seen = scope
        .read(move |tx| {
            let appointment = store::appointment::find_to_change(tx, id)?;
            card::see(tx, appointment)
        })
        .await?;
    let say = Say { t: &face.t, zone: &scope.clinic.zone, now: scope.house().clock.now() };
    let (was, t) = (&seen.appointment, &face.t);
    let stands = say.zone.to_datetime(was.starts_at);
    let or = |name: &str, otherwise: String| {
        if fields.value(name).is_empty() { otherwise } else { fields.value(name).to_owned() }
    };
    let field = |name: &str, value: String| Field { value, fault: faults.of(name, t).unwrap_or_default() };
    let chosen = or("practitioner", was.practitioner.map(|one| one.to_string()).unwrap_or_default());
    let gives = was
        .service
        .and_then(|id| catalogue.service_of(id))
        .map(|service| service.practitioners.clone())
        .unwrap_or_default();
    let choices = catalogue.practitioners.iter().filter(|one| one.retired_at.is_none() && gives.contains(&one.id));
    Ok(MovePage {
        page: face.page(scope, "booking-move"),
        action: face.to(&format!("/appointments/{id}/move")),
        back: face.to(&format!("/day?date={}&visit={id}", stands.date())),
        // Somebody who saw how it stands now moves from there.
        version: version(was),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        date: field("date", or("date", stands.date().to_string())),
        time: field("time", or("time", stands.strftime("%H:%M").to_string())),
        practitioners: choices
            .map(|one| Choice {
                chosen: one.id.to_string() == chosen,
                value: one.id.to_string(),
                label: one.name.clone(),
            })
            .collect(),
        practitioner_fault: faults.of("practitioner", t).unwrap_or_default(),
        tell: fields.chosen("tell", "1") || fields.value("version").is_empty(),
        card: card::chosen(scope, face, &say, &catalogue, &seen),
        clash,
        news,
    })
}

pub(super) async fn create(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let (start, practitioner, drawn, tell) = match read(&fields, &scope) {
        Ok(read) => read,
        Err(faults) => {
            let page = page(&scope, &face, id, &fields, &faults, None, String::new()).await?;
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let was = scope.read(move |tx| store::find(tx, id)).await?;
    let (sequence, service) = (was.sequence, was.service);
    let moved = if version(&was) == drawn {
        act::move_to(
            &scope,
            id,
            Move {
                start,
                practitioner: practitioner.or(was.practitioner),
                booker: Booker::Desk,
                tell,
                version: Some(sequence),
            },
        )
        .await
    } else {
        Err(Error::Stale)
    };
    match moved {
        Ok(appointment) => {
            let date = scope.clinic.zone.to_datetime(appointment.starts_at).date();
            // Where it was already, it was not moved.
            let said = if appointment.sequence == sequence { "" } else { "&done=moved" };
            Ok(Redirect::to(&face.to(&format!("/day?date={date}&visit={id}{said}"))).into_response())
        }
        Err(Error::Stale | Error::Status(_)) => {
            let news = newest(&scope, &face, id).await?;
            let page = page(&scope, &face, id, &fields, &Faults::new(), None, news).await?;
            Ok(render_as(StatusCode::CONFLICT, &page))
        }
        Err(Error::NotFree { refusal, next }) => {
            let found = match service {
                // The visit itself is no obstacle to moving it, so the one reason of the decision is told, not all of
                // those the time would have for somebody else.
                Some(service) => {
                    Some(clash(&scope, &face, Wish { service, practitioner: None, start }, refusal, &next).await?)
                }
                None => None,
            };
            let page = page(&scope, &face, id, &fields, &Faults::new(), found, String::new()).await?;
            Ok(render_as(StatusCode::CONFLICT, &page))
        }
        Err(error) => Err(error.into()),
    }
}

type Typed = (jiff::Timestamp, Option<PractitionerId>, String, bool);

fn read(fields: &Fields, scope: &Scope) -> Result<Typed, Faults> {
    let mut form = fields.reader();
    let practitioner = form.parse_or_none::<PractitionerId>("practitioner");
    let at = at(&mut form, scope);
    let (drawn, tell) = (form.text("version", 80), form.ticked("tell"));
    form.finish(|| {
        let (start, instead) = at?;
        Some((start, instead.or(practitioner), drawn?, tell))
    })
}
