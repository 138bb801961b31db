//! What one click does to an appointment: arrived, in the room, kept, missed, agreed to, called off.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Fields, Form};
use ground::{Event, Scope, Tx};

use super::appointment;
use super::view::View;
use crate::error::Error;
use crate::model::{Appointment, AppointmentId};
use crate::rules::{Status, StatusFault};
use crate::store;

/// Why the desk calls an appointment off; kept as an event of its own.
const REASONS: [(&str, &str); 3] = [
    ("client", "appointment.reason_client"),
    ("clinic", "appointment.reason_clinic"),
    ("mistake", "appointment.reason_mistake"),
];

/// The words of a reason.
pub(super) fn reasons() -> impl Iterator<Item = (&'static str, &'static str)> {
    [("client", "booking-reason-client"), ("clinic", "booking-reason-clinic"), ("mistake", "booking-reason-mistake")]
        .into_iter()
}

/// Marks who came, and takes a mark back.
pub(super) async fn mark(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let belongs =
        |was: Status, to: Status| was != Status::Requested && (to.claims_time() || to == Status::LateCancelled);
    // Whoever calls off late has their calendar put right; who has arrived knows it.
    step(scope, face, &id, fields, |to, ahead| to == Status::LateCancelled && ahead, belongs).await
}

/// Agrees to a request, or does not. Whoever asked is written to.
pub(super) async fn approve(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let belongs = |was: Status, to: Status| was == Status::Requested && matches!(to, Status::Booked | Status::Declined);
    step(scope, face, &id, fields, |_, _| true, belongs).await
}

async fn step(
    scope: Scope,
    face: Face,
    id: &str,
    fields: Fields,
    tells: fn(Status, bool) -> bool,
    belongs: fn(Status, Status) -> bool,
) -> Result<Response, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let (to, drawn, see) = read(&fields)?;
    let done = scope
        .write(move |tx| -> Result<Appointment, Error> {
            let was = current(tx, id, &drawn)?;
            if !belongs(was.status, to) {
                return Err(Error::Status(StatusFault::NoSuchStep { from: was.status, to }));
            }
            let tell = tells(to, was.starts_at > tx.now());
            store::set_status(tx, id, to, tell)
        })
        .await;
    answer(&scope, &face, id, done, &see, "&done=marked").await
}

fn read(fields: &Fields) -> Result<(Status, String, String), Fault> {
    let mut form = fields.reader();
    let state = form.text("state", 20);
    let (drawn, see) = (form.text("version", 80), form.text_or_none("see", 200).unwrap_or_default());
    let to = state.and_then(|state| state.parse::<Status>().ok());
    if to.is_none() {
        form.fault("state", "fault-choice");
    }
    form.finish(|| Some((to?, drawn?, see))).map_err(Fault::invalid)
}

/// The appointment, if it still is as the form was drawn from it.
pub(super) fn current(tx: &mut Tx<'_>, id: AppointmentId, drawn: &str) -> Result<Appointment, Error> {
    let was = store::appointment::find_to_change(tx, id)?;
    if was.version() == drawn { Ok(was) } else { Err(Error::Stale) }
}

/// Calls an appointment off, with the reason.
pub(super) async fn cancel(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: AppointmentId = id.parse().map_err(|_| Fault::not_found())?;
    let mut form = fields.reader();
    let (reason, drawn, tell) = (form.text("reason", 20), form.text("version", 80), form.ticked("tell"));
    let see = form.text_or_none("see", 200).unwrap_or_default();
    let reason = reason.and_then(|word| REASONS.into_iter().find(|(known, _)| *known == word)).map(|(_, event)| event);
    if reason.is_none() {
        form.fault("reason", "fault-choice");
    }
    let (reason, drawn) = form.finish(|| reason.zip(drawn)).map_err(Fault::invalid)?;
    let done = scope
        .write(move |tx| -> Result<Appointment, Error> {
            current(tx, id, &drawn)?;
            let done = store::cancel(tx, id, tell)?;
            tx.emit(Event::new(reason, id, done.client))?;
            Ok(done)
        })
        .await;
    answer(&scope, &face, id, done, &see, "&done=cancelled").await
}

/// Back to the day with the appointment chosen; or, when somebody else was quicker, how it stands now.
async fn answer(
    scope: &Scope,
    face: &Face,
    id: AppointmentId,
    done: Result<Appointment, Error>,
    see: &str,
    said: &str,
) -> Result<Response, Fault> {
    match done {
        Ok(appointment) => {
            let date = scope.clinic.zone.to_datetime(appointment.starts_at).date();
            let view = View::carried(see, date).showing(date);
            Ok(Redirect::to(&face.to(&format!("/day?{}&visit={id}{said}", view.query()))).into_response())
        }
        Err(Error::Status(StatusFault::NotBefore(from))) => appointment::early(scope, face, id, from).await,
        Err(Error::Stale | Error::Status(_)) => appointment::changed(scope, face, id).await,
        Err(error) => Err(error.into()),
    }
}
