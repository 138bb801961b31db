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
use crate::store::{self, appointment, catalogue};

/// How often a lost race is run again: another room or another practitioner may be free.
const TRIES: usize = 6;
/// How many free times go with a refusal.
const NEXT: usize = 6;

/// Books, by whatever way in.
pub async fn book(scope: &Scope, new: NewBooking) -> Result<Booked, Error> {
    let (service, practitioner, start, booker) = (new.service, new.practitioner, new.start, new.booker);
    let outcome = again(scope, start, move |tx| store::book(tx, &new)).await;
    with_next(scope, outcome, move |_| Ok(Some((service, practitioner))), start, booker).await
}

/// Moves an appointment.
pub async fn move_to(scope: &Scope, id: AppointmentId, to: Move) -> Result<Appointment, Error> {
    let outcome = again(scope, to.start, move |tx| store::move_to(tx, id, &to)).await;
    let wished = move |tx: &mut Tx<'_>| -> ground::Result<_> {
        let was = appointment::find(tx, id)?;
        Ok(was.service.map(|service| (service, to.practitioner.or(was.practitioner))))
    };
    with_next(scope, outcome, wished, to.start, to.booker).await
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

async fn with_next<T>(
    scope: &Scope,
    outcome: Result<T, Error>,
    wished: impl Fn(&mut Tx<'_>) -> ground::Result<Option<(ServiceId, Option<PractitionerId>)>> + Send + 'static,
    start: Timestamp,
    booker: Booker,
) -> Result<T, Error> {
    let Err(Error::NotFree { refusal, .. }) = outcome else { return outcome };
    let next = scope
        .read(move |tx| -> ground::Result<_> {
            let Some((service, practitioner)) = wished(tx)? else { return Ok(Vec::new()) };
            let service = catalogue::service(tx, service)?;
            offers::next(tx, &Wish { service: &service, practitioner, booker }, start, NEXT)
        })
        .await?;
    Err(Error::NotFree { refusal, next })
}
