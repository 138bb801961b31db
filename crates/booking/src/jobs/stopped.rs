//! The one letter about a visit that was booked, from outside and in their name, for somebody who had the use of their data
//! stopped. Whoever fills in the form is not told that; the person is, and how to call the visit off. It is written for
//! their rights, which a restriction leaves; of the visit itself no letter comes.

use ground::job::Handler;
use ground::mail::{Letter, Voice, post};
use ground::once::{self, Once};
use ground::{Result, Tx, restrict};
use promise::Purpose;

use super::{open, plain};
use crate::link;
use crate::model::{Appointment, AppointmentId};
use crate::store;

/// The kind of the letter and of its job.
pub(crate) const STOPPED: &str = "booking.stopped";

pub(super) fn handler() -> Handler {
    Handler::new(STOPPED, Purpose::Rights, |scope, job| async move {
        let id: AppointmentId = job.subject.parse().map_err(|_| "the subject is no appointment".to_owned())?;
        scope.write(move |tx| write(tx, id)).await.map_err(|error: ground::Error| error.to_string())
    })
}

/// Whether the letters about `visit` are held back, because arranging visits is stopped for its reader or its client.
pub(crate) fn is_stopped(tx: &mut Tx<'_>, visit: &Appointment) -> Result<bool> {
    let reader = visit.correspondent();
    Ok(restrict::stops(tx, reader, Purpose::Scheduling)?
        || (reader != visit.client && restrict::stops(tx, visit.client, Purpose::Scheduling)?))
}

fn write(tx: &mut Tx<'_>, id: AppointmentId) -> Result<()> {
    let visit = match store::find(tx, id) {
        Err(ground::Error::NotFound) => return Ok(()),
        other => other?,
    };
    let key = format!("letter:{STOPPED}:{id}");
    if !visit.status.is_ahead() || once::look(tx, &key, b"")? != Once::First {
        return Ok(());
    }
    let Some(reader) = open(tx, visit.correspondent())? else { return Ok(()) };
    let Some(to) = reader.email.clone() else { return Ok(()) };
    once::keep(tx, &key, b"", &id.to_string())?;
    let scope = tx.scope().clone();
    let (house, clinic) = (scope.house(), &scope.clinic);
    let t = house.words.tongue(&visit.language).unwrap_or_else(|| house.words.english());
    let local = visit.starts_at.to_zoned(clinic.zone.clone());
    let when = t.with("date-time", &[("date", t.date_full(local.date()).into()), ("time", t.clock(&local).into())]);
    let say = |key: &str| t.with(key, &[("when", when.as_str().into()), ("clinic", clinic.name.as_str().into())]);
    let lines = [
        say("booking-mail-automatic"),
        String::new(),
        t.with("booking-mail-dear", &[("name", reader.given_name.as_str().into())]),
        String::new(),
        say("booking-mail-stopped"),
        String::new(),
        t.get("booking-mail-manage"),
        link::address(house, clinic, id)?,
        String::new(),
        t.get("booking-mail-stopped-agree"),
        format!("{}/me/consents", house.address_of(clinic)),
        String::new(),
        clinic.signature(),
        String::new(),
    ];
    let letter = Letter {
        kind: STOPPED,
        purpose: Purpose::Rights,
        voice: Voice::Automatic,
        language: t.lang().to_owned(),
        to,
        subject: plain(&say("booking-mail-stopped-subject")),
        body: plain(&lines.join("\n")),
        calendar: None,
        until: Some(visit.ends_at),
    };
    let key = tx.open(visit.correspondent())?;
    post(tx, &key, &letter).map(drop)
}
