//! What is done to appointments, from outside a transaction: each runs the store's one function, again when somebody
//! else was quicker, and answers a time that is gone with the next free ones.

use ground::{Scope, Tx};
use jiff::Timestamp;

use crate::error::Error;
use crate::model::{Appointment, AppointmentId, PractitionerId, ServiceId};
use crate::offers::{self, Wish};
use crate::rules::{Booker, Status};
use crate::store::book::{Booked, NewBooking};
use crate::store::change::Move;
use crate::store::{self, appointment};

/// How often a lost race is run again: another room or another practitioner may be free.
const TRIES: usize = 6;
/// How many free times go with a refusal.
const NEXT: usize = 6;

/// Books, by whatever way in.
pub async fn book(scope: &Scope, new: NewBooking) -> Result<Booked, Error> {
    let (service, practitioner, start, booker) = (new.service, new.practitioner, new.start, new.booker);
    let outcome = again(scope, start, move |tx| store::book(tx, &new)).await;
    with_next(scope, outcome, start, booker, async || Ok(Some((service, practitioner)))).await
}

/// Moves an appointment.
pub async fn move_to(scope: &Scope, id: AppointmentId, to: Move) -> Result<Appointment, Error> {
    let outcome = again(scope, to.start, move |tx| store::move_to(tx, id, &to)).await;
    let wished = async || {
        let was = scope.read(move |tx| appointment::find(tx, id)).await?;
        Ok(was.service.map(|service| (service, to.practitioner.or(was.practitioner))))
    };
    with_next(scope, outcome, to.start, to.booker, wished).await
}

/// Calls an appointment off.
pub async fn cancel(scope: &Scope, id: AppointmentId, booker: Booker, tell: bool) -> Result<Appointment, Error> {
    scope.write(move |tx| store::cancel(tx, id, booker, tell)).await
}

/// Says whether a reminder is wanted.
pub async fn want_reminder(scope: &Scope, id: AppointmentId, wanted: bool) -> Result<Appointment, Error> {
    scope.write(move |tx| store::change::want_reminder(tx, id, wanted)).await
}

/// Takes the next step of an appointment's life.
pub async fn set_status(scope: &Scope, id: AppointmentId, to: Status, tell: bool) -> Result<Appointment, Error> {
    scope.write(move |tx| store::set_status(tx, id, to, tell)).await
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

/// Adds to a time that is not free the next ones that are, for the service and practitioner that `wished` names.
async fn with_next<T>(
    scope: &Scope,
    outcome: Result<T, Error>,
    start: Timestamp,
    booker: Booker,
    wished: impl AsyncFnOnce() -> ground::Result<Option<(ServiceId, Option<PractitionerId>)>>,
) -> Result<T, Error> {
    let Err(Error::NotFree { refusal, .. }) = outcome else { return outcome };
    let catalogue = offers::catalogue(scope).await?;
    let next = match wished().await?.and_then(|(service, one)| Some((catalogue.service_of(service)?, one))) {
        Some((service, practitioner)) => {
            offers::next(scope, &Wish { service, practitioner, booker }, start, NEXT).await?
        }
        None => Vec::new(),
    };
    Err(Error::NotFree { refusal, next })
}
