//! What is done to appointments, from outside a transaction: each runs the store's one function, again when somebody
//! else was quicker, and answers a time that is gone with the next free ones.

use ground::{Scope, Tx};
use jiff::Timestamp;

use crate::error::Error;
use crate::model::{Appointment, AppointmentId, ChangeId, PractitionerId, Service, ServiceId};
use crate::offers::{self, Wish};
use crate::rules::{Assignment, Booker, Status};
use crate::store::book::{Booked, NewBooking, Settled};
use crate::store::change::{Move, Seen};
use crate::store::undo::Undone;
use crate::store::{self, appointment};

/// How often a lost race is run again: another room or another practitioner may be free.
const TRIES: usize = 6;
/// How many free times go with a refusal.
const NEXT: usize = 6;

/// Books, by whatever way in.
pub async fn book(scope: &Scope, new: NewBooking) -> Result<Booked, Error> {
    let (service, practitioner, start, booker) = (new.service, new.practitioner, new.start, new.booker);
    let settled = new.settled;
    let outcome = again(scope, start, move |tx| store::book(tx, &new)).await;
    let wished = async || Ok(Some((service, settled, practitioner)));
    with_next(scope, outcome, start, booker, wished).await
}

/// Moves an appointment.
pub async fn move_to(scope: &Scope, id: AppointmentId, to: Move) -> Result<Appointment, Error> {
    let wish = to.clone();
    let outcome = again(scope, to.start, move |tx| store::move_to(tx, id, &wish)).await;
    moving(scope, id, outcome, to).await
}

/// Whether an appointment may be moved so, by the same rules, with nothing changed: what a question shows before it is
/// answered.
pub async fn may_move(scope: &Scope, id: AppointmentId, to: Move) -> Result<Assignment, Error> {
    let wish = to.clone();
    let outcome = scope
        .read(move |tx| {
            let was = appointment::find_to_change(tx, id)?;
            store::change::place(tx, &was, &wish)
        })
        .await;
    moving(scope, id, outcome, to).await
}

async fn moving<T>(scope: &Scope, id: AppointmentId, outcome: Result<T, Error>, to: Move) -> Result<T, Error> {
    let wished = async || {
        let was = scope.read(move |tx| appointment::find(tx, id)).await?;
        let settled = Settled { minutes: to.settled.minutes.or(Some(was.minutes())), ..to.settled };
        Ok(was.service.map(|service| (service, settled, to.practitioner.or(was.practitioner))))
    };
    with_next(scope, outcome, to.start, to.booker, wished).await
}

/// Calls an appointment off for the clinic.
pub async fn cancel(scope: &Scope, id: AppointmentId, tell: bool) -> Result<Appointment, Error> {
    scope.write(move |tx| store::cancel(tx, id, tell)).await
}

/// Calls an appointment off for its client.
pub async fn call_off(scope: &Scope, id: AppointmentId, seen: Seen) -> Result<Appointment, Error> {
    scope.write(move |tx| store::change::call_off(tx, id, &seen)).await
}

/// Says whether a reminder is wanted.
pub async fn want_reminder(scope: &Scope, id: AppointmentId, wanted: bool) -> Result<Appointment, Error> {
    scope.write(move |tx| store::change::want_reminder(tx, id, wanted)).await
}

/// Takes the next step of an appointment's life.
pub async fn set_status(scope: &Scope, id: AppointmentId, to: Status, tell: bool) -> Result<Appointment, Error> {
    scope.write(move |tx| store::set_status(tx, id, to, tell)).await
}

/// Takes a change back.
pub async fn undo(scope: &Scope, id: ChangeId) -> Result<Undone, Error> {
    again(scope, scope.house().clock.now(), move |tx| store::undo(tx, id)).await
}

/// The service as it was asked for; as it usually is when it cannot be had so.
fn wanted(service: &Service, settled: Settled) -> Service {
    settled.of(service).unwrap_or_else(|_| service.clone())
}

async fn again<T: Send + 'static>(
    scope: &Scope,
    start: Timestamp,
    body: impl Fn(&mut Tx<'_>) -> Result<T, Error> + Clone + Send + 'static,
) -> Result<T, Error> {
    for _ in 1..TRIES {
        match scope.write(body.clone()).await {
            Err(error) if error.lost_race() => {}
            other => return other,
        }
    }
    scope.write(body).await.map_err(|error| error.settled(start))
}

/// Adds to a time that is not free the next ones that are, for the service, as it was asked for, and the practitioner
/// that `wished` names.
async fn with_next<T>(
    scope: &Scope,
    outcome: Result<T, Error>,
    start: Timestamp,
    booker: Booker,
    wished: impl AsyncFnOnce() -> ground::Result<Option<(ServiceId, Settled, Option<PractitionerId>)>>,
) -> Result<T, Error> {
    let Err(Error::NotFree { refusal, .. }) = outcome else { return outcome };
    let catalogue = offers::catalogue(scope).await?;
    let wished = wished()
        .await?
        .and_then(|(service, settled, one)| Some((wanted(catalogue.service_of(service)?, settled), one)));
    let next = match wished {
        Some((service, practitioner)) => {
            offers::next(scope, &Wish { service: &service, practitioner, booker }, start, NEXT).await?
        }
        None => Vec::new(),
    };
    Err(Error::NotFree { refusal, next })
}
