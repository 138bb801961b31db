//! Booking: the one way by which an appointment comes to be, whoever asks and wherever.

use ground::job::NewJob;
use ground::once::{self, Once};
use ground::{Event, Result as Grounded, Tx, cell, params};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::{appointment, calendar, catalogue};
use crate::error::Error;
use crate::jobs;
use crate::model::{Appointment, AppointmentId, Online, PlaceId, PractitionerId, RoomId, Service, ServiceId, Source};
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
    pub key: String,
    /// The request in any stable form; only a digest is kept.
    pub request: Vec<u8>,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Booked {
    pub appointment: Appointment,
    /// The same request was answered before; nothing was done now.
    pub again: bool,
}

/// Books. One transaction decides, by the rules on what it sees, and stores appointment, event, letters to come and
/// idempotency key; [`crate::act::book`] runs it again when somebody else was quicker.
pub fn book(tx: &mut Tx<'_>, new: &NewBooking) -> Result<Booked, Error> {
    take_turns(tx, new.start)?;
    if let Some(once) = &new.once {
        match once::look(tx, &once.key, &once.request)? {
            Once::First => {}
            Once::Again(subject) => {
                let id =
                    subject.parse().map_err(|_| ground::Error::internal("an idempotency key of something else"))?;
                return Ok(Booked { appointment: appointment::find(tx, id)?, again: true });
            }
            Once::Different => return Err(Error::KeyReused),
        }
    }
    let service = catalogue::service(tx, new.service)?;
    let barred = new.booker == Booker::Visitor && service.online == Online::Nobody;
    if service.retired_at.is_some() || barred {
        return Err(ground::Error::NotFound.into());
    }
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
    let id = insert(tx, new, &chosen, &party)?;
    if let Some(once) = &new.once {
        once::keep(tx, &once.key, &once.request, &id.to_string())?;
    }
    let asked = chosen.status == Status::Requested;
    tx.emit(Event::new(if asked { "appointment.requested" } else { "appointment.booked" }, id, party.client))?;
    if new.tell {
        letter(tx, if asked { jobs::REQUEST } else { jobs::CONFIRMATION }, id)?;
    }
    if new.remind {
        remind(tx, id, chosen.start)?;
    }
    Ok(Booked { appointment: appointment::find(tx, id)?, again: false })
}

/// On PostgreSQL, bookings for one local day take turns, so that two of them see each other's rooms and count towards
/// the same limits; bookings for other days go on beside them. What reaches over midnight, the tables' own
/// constraints decide.
pub(super) fn take_turns(tx: &mut Tx<'_>, start: Timestamp) -> Grounded<()> {
    let day: Date = tx.settings().zone.to_datetime(start).date();
    tx.take_turns(&format!("day/{day}"))
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

fn insert(tx: &mut Tx<'_>, new: &NewBooking, chosen: &Assignment, party: &Party) -> Result<AppointmentId, Error> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = AppointmentId::new(now);
    let note = match &new.note {
        Some(note) => Some(tx.seal_for(party.client)?.seal(cell("appointment", "note", id), note)?),
        None => None,
    };
    let reminded: Option<i64> = (!new.remind).then_some(0);
    let place: Option<PlaceId> = chosen.place.map(Into::into);
    let room: Option<crate::model::RoomId> = chosen.room.map(Into::into);
    let device: Option<crate::model::DeviceId> = chosen.device.map(Into::into);
    tx.execute(
        "INSERT INTO appointment (clinic, id, service, practitioner, place, room, device, client, booked_by, status, active, starts_at, ends_at, busy_from, busy_to,
         time_known, sequence, language, note, source, import, reminded, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $14, 1, 0, $15, $16, $17, NULL, $18, $19, $19)",
        &params![
            clinic, id, new.service, PractitionerId::from(chosen.practitioner), place, room, device, party.client, party.booked_by, chosen.status.as_str(),
            chosen.start, chosen.end, chosen.busy_from, chosen.busy_to, &new.language, note, Source::as_word(new.source), reminded, now
        ],
    )?;
    Ok(id)
}

/// Leaves a letter about `id` to be written.
pub(super) fn letter(tx: &mut Tx<'_>, kind: &'static str, id: AppointmentId) -> Grounded<()> {
    let run_at = tx.now();
    tx.enqueue(&NewJob { kind, subject: id.to_string(), run_at })
}

/// Leaves the reminder for one local day before `start`; a visit nearer than that needs none.
pub(super) fn remind(tx: &mut Tx<'_>, id: AppointmentId, start: Timestamp) -> Grounded<()> {
    let run_at = reminder_time(&tx.settings().zone, start);
    if run_at <= tx.now() {
        return Ok(());
    }
    tx.enqueue(&NewJob { kind: jobs::REMINDER, subject: id.to_string(), run_at })
}

/// One local day before the visit, by the clinic's clock.
pub fn reminder_time(zone: &jiff::tz::TimeZone, start: Timestamp) -> Timestamp {
    let before = start.to_zoned(zone.clone()).checked_sub(1.day());
    before.map_or(start, |before| before.timestamp())
}
