//! Booking: the one way by which an appointment comes to be, whoever asks and wherever.

use ground::db::Engine;
use ground::job::NewJob;
use ground::once::{self, Once};
use ground::{Event, Result as Grounded, Sealed, Turn, Tx, cell, params};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::care::UNPROVED;
use super::{appointment, calendar, catalogue, reminders, undo};
use crate::error::Error;
use crate::jobs;
use crate::model::{
    Appointment, AppointmentId, ChangeKind, Online, PlaceId, PractitionerId, RoomId, Service, ServiceId, Source,
    written,
};
use crate::party::{Party, Whom};
use crate::rules::{Assignment, Booker, Query, Refusal, Status, Timing};

/// What is to be booked.
#[derive(Clone, Debug)]
pub struct NewBooking {
    pub service: ServiceId,
    /// With whom; none: with whoever is free and has least to do that day.
    pub practitioner: Option<PractitionerId>,
    pub place: Option<PlaceId>,
    pub start: Timestamp,
    /// Another length or a certain room, where the desk says so.
    pub settled: Settled,
    pub booker: Booker,
    pub whom: Whom,
    /// The language letters are written in.
    pub language: String,
    /// What the clinic should know to receive the client.
    pub note: Option<String>,
    /// Whether a reminder is wanted.
    pub remind: bool,
    /// Whether the client is written to about it.
    pub tell: bool,
    pub source: Source,
    /// The idempotency key and what was asked under it.
    pub once: Option<OnceKey>,
}

/// What the desk settles of one appointment that its service leaves open, or has otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Settled {
    /// Its length in minutes; none: the service's.
    pub minutes: Option<u16>,
    /// In this room and no other; none: in the first free one that the service may use.
    pub room: Option<RoomId>,
}

impl Settled {
    /// The service as it is asked for this once. A length that is not in whole five minutes is no time there is; a room
    /// the service may not use is none.
    pub fn of(self, service: &Service) -> Result<Service, Refusal> {
        let mut service = service.clone();
        if let Some(minutes) = self.minutes {
            service.duration_min = minutes;
            Timing::new(minutes, service.before_min, service.after_min, service.step_min)
                .map_err(|_| Refusal::OffGrid)?;
        }
        if let Some(room) = self.room.filter(|_| service.needs_room) {
            if !service.rooms.is_empty() && !service.rooms.contains(&room) {
                return Err(Refusal::NoRoom);
            }
            service.rooms = vec![room];
        }
        Ok(service)
    }
}

/// An idempotency key with the request it stands for.
#[derive(Clone, Debug)]
pub struct OnceKey {
    /// Every name under which it is known; used under one of them for another request, it is refused.
    pub keys: Vec<String>,
    /// The request in any stable form; only a digest is kept.
    pub request: Vec<u8>,
}

impl OnceKey {
    fn each(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.keys.iter().map(|key| (key.as_str(), self.request.as_slice()))
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Booked {
    /// As it stands now.
    pub appointment: Appointment,
    /// As it was when it was booked.
    pub answer: Answer,
    /// The same request was answered before; nothing was done now.
    pub again: bool,
    /// Whoever filled in the form was a client already. For the desk, which knows its clients; never for a visitor.
    pub found: bool,
}

/// What a program is told of its booking, but for the person and the link's signature. It is kept with the idempotency
/// key, so that a repeated request is told the very same, whatever became of the visit since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub status: String,
    /// With the offset of the clinic's zone then (RFC 3339).
    pub start: String,
    pub end: String,
    pub practitioner: Option<String>,
    /// Below which address the clinic's pages stood.
    pub clinic_at: String,
}

impl Answer {
    fn of(tx: &Tx<'_>, booked: &Appointment) -> Answer {
        let clinic = tx.settings();
        Answer {
            status: booked.status.to_string(),
            start: written(booked.starts_at, &clinic.zone),
            end: written(booked.ends_at, &clinic.zone),
            practitioner: booked.practitioner.map(|id| id.to_string()),
            clinic_at: tx.scope().house().address_of(clinic),
        }
    }
}

/// Books. One transaction decides, by the rules on what it sees, and stores appointment, event, letters to come and
/// idempotency key; [`crate::act::book`] runs it again when somebody else was quicker.
pub fn book(tx: &mut Tx<'_>, new: &NewBooking) -> Result<Booked, Error> {
    let service = match new.practitioner {
        Some(one) => catalogue::service_by(tx, new.service, one)?,
        None => catalogue::service(tx, new.service)?,
    };
    take_turns(tx, &service, new.practitioner, new.start)?;
    if let Some(once) = &new.once
        && let Some(before) = answered(tx, once)?
    {
        return Ok(before);
    }
    // Whoever was at it when it was decided that the clinic leaves books nothing that nobody would keep.
    tx.takes_new()?;
    let barred = new.booker == Booker::Visitor && service.online == Online::Nobody;
    if service.retired_at.is_some() || barred {
        return Err(ground::Error::NotFound.into());
    }
    new.whom.admit(tx)?;
    let wish = Wish {
        service: &new.settled.of(&service)?,
        practitioner: new.practitioner,
        place: new.place,
        start: new.start,
        booker: new.booker,
        as_of: None,
    };
    let chosen = choose(tx, &wish, None)?;
    let party = new.whom.settle(tx, service.online == Online::Known && new.booker == Booker::Visitor)?;
    // Whoever is being erased meanwhile is found gone, however they were found.
    if tx.engine() == Engine::Postgres {
        tx.held(party.client)?;
    }
    let appointment = insert(tx, new, &chosen, &party)?;
    let id = appointment.id;
    let answer = Answer::of(tx, &appointment);
    if let Some(once) = &new.once {
        let told = serde_json::to_string(&answer).map_err(ground::Error::internal)?;
        for (key, request) in once.each() {
            once::keep_answer(tx, key, request, &id.to_string(), &told)?;
        }
    }
    let asked = chosen.status == Status::Requested;
    if party.unproved {
        tx.emit(Event::new(UNPROVED, id, party.client))?;
    }
    tx.emit(Event::new(if asked { "appointment.requested" } else { "appointment.booked" }, id, party.client))?;
    if new.booker == Booker::Desk {
        undo::keep(tx, ChangeKind::Booked, &appointment, &appointment, new.tell)?;
    }
    if new.tell && jobs::is_stopped(tx, &appointment)? {
        letter(tx, jobs::STOPPED, id)?;
    } else if new.tell {
        letter(tx, if asked { jobs::REQUEST } else { jobs::CONFIRMATION }, id)?;
    }
    reminders::leave(tx, &appointment)?;
    Ok(Booked { appointment, answer, again: false, found: party.found })
}

/// What a request was answered when it first came; nothing if it did not.
pub(crate) fn answered(tx: &mut Tx<'_>, once: &OnceKey) -> Result<Option<Booked>, Error> {
    for (key, request) in once.each() {
        match once::look(tx, key, request)? {
            Once::First => {}
            Once::Again(subject) => {
                let id =
                    subject.parse().map_err(|_| ground::Error::internal("an idempotency key of something else"))?;
                let appointment = appointment::find(tx, id)?;
                let answer = match once::answer(tx, key)? {
                    Some(kept) => serde_json::from_str(&kept).map_err(ground::Error::internal)?,
                    // Kept by a version that did not keep answers: as it stands now is the nearest.
                    None => Answer::of(tx, &appointment),
                };
                return Ok(Some(Booked { appointment, answer, again: true, found: false }));
            }
            Once::Different => return Err(Error::KeyReused),
        }
    }
    Ok(None)
}

/// The turn at all times there are: who takes one goes beside others, who changes what times there are goes alone.
const TIMES: &str = "times";

/// Bookings wait until what changes the times is done, and it waits for those under way: who looks which visits a block or
/// other hours would meet sees all of them, and nobody takes a time that is being taken away.
pub(crate) fn times_alone(tx: &mut Tx<'_>) -> Grounded<()> {
    tx.take_turns(TIMES)
}

/// On PostgreSQL, bookings that look at the same things on one local day take turns, so that each sees what the other
/// has taken and counts towards the same limits; others go on beside them. Whoever takes any practitioner looks at all
/// of them. What reaches over midnight, the tables' own constraints decide.
pub(super) fn take_turns(
    tx: &mut Tx<'_>,
    service: &Service,
    practitioner: Option<PractitionerId>,
    start: Timestamp,
) -> Grounded<()> {
    let day: Date = tx.settings().zone.to_datetime(start).date();
    let whole = format!("day/{day}");
    let Some(practitioner) = practitioner else {
        return tx.take_turns_of(&[(Turn::Beside, TIMES), (Turn::Alone, &whole)]);
    };
    let (shared, own) = (format!("{whole}/shared"), format!("{whole}/{practitioner}"));
    let shares = service.needs_room || service.needs_device || service.daily_limit.is_some();
    let turns = [(Turn::Beside, TIMES), (Turn::Beside, whole.as_str()), (Turn::Alone, &shared), (Turn::Alone, &own)];
    let turns = turns.into_iter().filter(|(_, about)| shares || *about != shared);
    tx.take_turns_of(&turns.collect::<Vec<_>>())
}

/// What is wished for.
pub(super) struct Wish<'a> {
    pub service: &'a Service,
    pub practitioner: Option<PractitionerId>,
    pub place: Option<PlaceId>,
    pub start: Timestamp,
    pub booker: Booker,
    /// Asked as if it were then: what stood there before may stand there again. None: now.
    pub as_of: Option<Timestamp>,
}

/// The rules' decision on what this transaction sees, as if the appointment `without` had given its time back.
pub(super) fn choose(tx: &mut Tx<'_>, wish: &Wish<'_>, without: Option<AppointmentId>) -> Result<Assignment, Error> {
    // Beyond any plan a clinic makes, and beyond what a calendar can say: answered without building one.
    let (now, far) = (wish.as_of.unwrap_or(tx.now()), SignedDuration::from_hours(24 * 365 * 10));
    if wish.start < now - far {
        return Err(Refusal::TooSoon { earliest: now }.into());
    }
    if wish.start > now + far {
        let last_day =
            tx.settings().zone.to_datetime(now).date().saturating_add(i32::from(wish.service.horizon_days).days());
        return Err(Refusal::TooFar { last_day }.into());
    }
    let around = calendar::around(tx, wish.service, wish.practitioner, wish.start, without)?;
    let query = Query {
        service: &around.service,
        now,
        booker: wish.booker,
        practitioner: wish.practitioner.map(Into::into),
        place: wish.place.map(Into::into),
    };
    Ok(around.calendar.choose(&query, wish.start)?)
}

fn insert(tx: &mut Tx<'_>, new: &NewBooking, chosen: &Assignment, party: &Party) -> Result<Appointment, Error> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = AppointmentId::new(now);
    // A number that the record may not have: the record is not changed by a form, and the clinic may have to ring.
    let phone = match &new.whom {
        Whom::Visitor(visitor) if party.found => visitor.me.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        _ => None,
    };
    let mut sealed = |column, text: &Option<String>| -> Grounded<Option<Sealed<String>>> {
        let Some(text) = text else { return Ok(None) };
        tx.seal_for(party.client)?.seal(cell("appointment", column, id), text).map(Some)
    };
    let (note, phone) = (sealed("note", &new.note)?, sealed("phone", &phone)?);
    let place: Option<PlaceId> = chosen.place.map(Into::into);
    let room: Option<crate::model::RoomId> = chosen.room.map(Into::into);
    let device: Option<crate::model::DeviceId> = chosen.device.map(Into::into);
    let row = tx.one(
        "INSERT INTO appointment (clinic, id, service, practitioner, place, room, device, client, booked_by, status, active, starts_at, ends_at, busy_from, busy_to,
         time_known, sequence, language, note, phone, source, import, remind, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $14, 1, 0, $15, $16, $17, $18, NULL, $19, $20, $20)
         RETURNING *",
        &params![
            clinic, id, new.service, PractitionerId::from(chosen.practitioner), place, room, device, party.client, party.booked_by, chosen.status.as_str(),
            chosen.start, chosen.end, chosen.busy_from, chosen.busy_to, &new.language, note, phone, Source::as_word(new.source), new.remind, now
        ],
    )?;
    Ok(Appointment::from_row(&row)?)
}

/// Leaves a letter about `id` to be written.
pub(super) fn letter(tx: &mut Tx<'_>, kind: &'static str, id: AppointmentId) -> Grounded<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind, subject: id.to_string(), run_at })
}
