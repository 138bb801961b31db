//! What becomes of an appointment afterwards: moved, called off, approved, arrived, done.

use ground::{Event, Tx, Who, params};
use jiff::Timestamp;

use super::book::{Settled, Wish, choose, letter, take_turns};
use super::undo;
use super::{appointment, care, catalogue, reminders};
use crate::error::Error;
use crate::jobs;
use crate::model::{Appointment, AppointmentId, ChangeKind as Kind, DeviceId, PlaceId, PractitionerId, RoomId};
use crate::rules::policy::{self, Leave};
use crate::rules::{Assignment, Booker, Refusal, Status, StatusFault};

/// Where an appointment is to be moved, and how long it is to be.
#[derive(Clone, Debug)]
pub struct Move {
    pub start: Timestamp,
    /// With whom; none: with whom it is.
    pub practitioner: Option<PractitionerId>,
    /// Its length and room; none: as long as it is, and in the same room where that is free.
    pub settled: Settled,
    /// A visitor is bound by the clinic's terms, notice and grid; the desk is not.
    pub booker: Booker,
    /// Whether the client is written to about it.
    pub tell: bool,
    /// The version ([`Appointment::version`]) the change was made from; none: whatever it is.
    pub version: Option<String>,
    /// What a visitor knows they may still do to it at the new time; none: as much as they may do now.
    pub leave: Option<Leave>,
}

/// What a client had before their eyes when they called a visit off.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The visit ([`Appointment::version`]).
    pub version: String,
    /// That it counts as late.
    pub late: bool,
}

impl Move {
    /// Whether nothing but the end changes.
    fn resizes(&self, was: &Appointment) -> bool {
        self.start == was.starts_at
            && self.practitioner.is_none_or(|asked| Some(asked) == was.practitioner)
            && self.settled.room.is_none_or(|asked| Some(asked) == was.room)
    }
}

/// Moves an appointment, or makes it longer or shorter. The old time is given back in the same instant as the new one is
/// taken, or not at all. One that stands there already is answered as it is: nothing has changed, so nobody is told
/// anything. Who is already there can still be given more time, but not another one.
pub fn move_to(tx: &mut Tx<'_>, id: AppointmentId, to: &Move) -> Result<Appointment, Error> {
    // A first look says whose turn to wait for; all that is decided rests on what stands when it has come.
    let seen = appointment::find(tx, id)?;
    let Some(service) = seen.service else { return Err(Refusal::NotOffered.into()) };
    let service = catalogue::service(tx, service)?;
    let with = to.practitioner.or(seen.practitioner);
    take_turns(tx, &service, with, to.start)?;
    let was = appointment::find_to_change(tx, id)?;
    let resizes = to.resizes(&was);
    let there = matches!(was.status, Status::Arrived | Status::InProgress);
    let open = was.status.is_ahead() || resizes && there;
    if !open {
        return Err(Error::Status(StatusFault::NoSuchStep { from: was.status, to: was.status }));
    }
    if resizes && to.settled.minutes.is_none_or(|minutes| minutes == was.minutes()) {
        return Ok(was);
    }
    let behind = to.version.as_ref().is_some_and(|version| *version != was.version());
    if behind || with != to.practitioner.or(was.practitioner) {
        return Err(Error::Stale);
    }
    let terms = catalogue::terms(tx)?.policy();
    if to.booker == Booker::Visitor {
        policy::may_change(tx.now(), was.starts_at, &terms).map_err(Error::TooLate)?;
    }
    let chosen = place(tx, &was, to)?;
    let known = to.leave.unwrap_or_else(|| policy::leave(tx.now(), was.starts_at, &terms));
    if to.booker == Booker::Visitor && known.is_more_than(policy::leave(tx.now(), chosen.start, &terms)) {
        return Err(Error::Unasked);
    }
    let status = match (to.booker, was.status) {
        // A visitor asks for a time anew: where the clinic looks at each request first, its yes was to the old one.
        (Booker::Visitor, _) => chosen.status,
        // Who has said they will come at the old time has not said so of the new one.
        (Booker::Desk, Status::Confirmed) if !resizes => Status::Booked,
        (Booker::Desk, status) => status,
    };
    let asked = to.booker == Booker::Visitor && status == Status::Requested;
    let (event, told) = match (resizes, asked, was.status, status) {
        (true, ..) => ("appointment.resized", jobs::LENGTH),
        (false, true, ..) => ("appointment.requested_anew", jobs::REQUEST),
        // The service is no longer looked at first.
        (false, false, Status::Requested, Status::Booked) => ("appointment.moved", jobs::APPROVAL),
        (false, false, ..) => ("appointment.moved", jobs::CHANGE),
    };
    let moved = put(tx, &was, &chosen, status)?;
    tx.emit(Event::new(event, id, was.client))?;
    if matches!(tx.actor().who, Who::Link { .. }) && was.practitioner != moved.practitioner {
        care::handed_on(tx, id, was.client)?;
    }
    undo::keep(tx, if resizes { Kind::Resized } else { Kind::Moved }, &was, &moved, to.tell)?;
    if to.tell {
        letter(tx, told, id)?;
    }
    if !resizes {
        reminders::leave(tx, &moved)?;
    }
    Ok(moved)
}

/// Where `was` would be after `to`, by the rules, as if it had given its time back; nothing is changed. Unless a room
/// is asked for, it keeps its own where that is free.
pub fn place(tx: &mut Tx<'_>, was: &Appointment, to: &Move) -> Result<Assignment, Error> {
    let Some(service) = was.service else { return Err(Refusal::NotOffered.into()) };
    let service = catalogue::service(tx, service)?;
    let mut choose_in = |room: Option<RoomId>| {
        let settled = Settled { minutes: to.settled.minutes.or(Some(was.minutes())), room };
        let wish = Wish {
            service: &settled.of(&service)?,
            practitioner: to.practitioner.or(was.practitioner),
            place: None,
            start: to.start,
            booker: to.booker,
            as_of: None,
        };
        choose(tx, &wish, Some(was.id))
    };
    match to.settled.room {
        Some(room) => choose_in(Some(room)),
        None => match choose_in(was.room) {
            Err(Error::NotFree { refusal: Refusal::NoRoom, .. }) if was.room.is_some() => choose_in(None),
            other => other,
        },
    }
}

/// Puts an appointment where the rules have decided, if it still is as it was. A reminder that went out is due again when
/// it begins at another time; one that was refused stays refused, by whatever was said last.
pub(super) fn put(
    tx: &mut Tx<'_>,
    was: &Appointment,
    chosen: &Assignment,
    status: Status,
) -> Result<Appointment, Error> {
    let place: Option<PlaceId> = chosen.place.map(Into::into);
    let room: Option<RoomId> = chosen.room.map(Into::into);
    let device: Option<DeviceId> = chosen.device.map(Into::into);
    let row = tx.optional(
        "UPDATE appointment SET practitioner = $3, place = $4, room = $5, device = $6, status = $7, active = 1, starts_at = $8, ends_at = $9, busy_from = $10,
         busy_to = $11, sequence = sequence + 1, reminded = CASE WHEN starts_at <> $8 THEN NULL ELSE reminded END, updated_at = $12
         WHERE clinic = $1 AND id = $2 AND sequence = $13 AND status = $14 RETURNING *",
        &params![
            tx.clinic(), was.id, PractitionerId::from(chosen.practitioner), place, room, device, status.as_str(), chosen.start, chosen.end, chosen.busy_from,
            chosen.busy_to, tx.now(), was.sequence, was.status.as_str()
        ],
    )?;
    Ok(Appointment::from_row(&row.ok_or(Error::Stale)?)?)
}

/// Says whether a reminder of the visit is wanted, or one more of those that its reader chose.
pub fn want_reminder(tx: &mut Tx<'_>, id: AppointmentId, wanted: bool) -> Result<Appointment, Error> {
    let was = appointment::find_to_change(tx, id)?;
    if !was.status.is_ahead() {
        return Err(Error::Status(StatusFault::NoSuchStep { from: was.status, to: was.status }));
    }
    // The last one went out, and is not taken back.
    let over = was.reminded.is_some() && !wanted && reminders::next(tx, &was)?.is_none();
    if was.remind == wanted || over {
        return Ok(was);
    }
    let changed = tx.execute(
        "UPDATE appointment SET remind = $3 WHERE clinic = $1 AND id = $2 AND remind = $4",
        &params![tx.clinic(), id, wanted, was.remind],
    )?;
    let now = appointment::find(tx, id)?;
    if changed == 1 {
        let event = if wanted { "appointment.reminder_wanted" } else { "appointment.reminder_unwanted" };
        tx.emit(Event::new(event, id, was.client))?;
        reminders::leave(tx, &now)?;
    }
    Ok(now)
}

/// Calls an appointment off for the clinic: it is never late.
pub fn cancel(tx: &mut Tx<'_>, id: AppointmentId, tell: bool) -> Result<Appointment, Error> {
    let was = appointment::find_to_change(tx, id)?;
    step(tx, was, Status::Cancelled, tell)
}

/// Calls an appointment off for its client, who is written to. After the clinic's deadline that counts as late: only of
/// whom knows so is it taken, and only of the visit as they saw it.
pub fn call_off(tx: &mut Tx<'_>, id: AppointmentId, seen: &Seen) -> Result<Appointment, Error> {
    let was = appointment::find_to_change(tx, id)?;
    if !was.status.is_ahead() {
        return step(tx, was, Status::Cancelled, true);
    }
    let terms = catalogue::terms(tx)?.policy();
    let to = policy::may_cancel(tx.now(), was.starts_at, was.status, &terms).map_err(Error::TooLate)?;
    if to == Status::LateCancelled && !seen.late || was.version() != seen.version {
        return Err(Error::Unasked);
    }
    step(tx, was, to, true)
}

/// Takes the next step of an appointment's life: approves, declines, marks an arrival, takes a mark back.
pub fn set_status(tx: &mut Tx<'_>, id: AppointmentId, to: Status, tell: bool) -> Result<Appointment, Error> {
    let was = appointment::find_to_change(tx, id)?;
    step(tx, was, to, tell)
}

fn step(tx: &mut Tx<'_>, was: Appointment, to: Status, tell: bool) -> Result<Appointment, Error> {
    let now = stand(tx, &was, to, tell)?;
    // A yes or a no to a request is an answer that was given.
    if was.status != Status::Requested {
        undo::keep(tx, if now.status.claims_time() { Kind::Marked } else { Kind::Cancelled }, &was, &now, tell)?;
    }
    Ok(now)
}

/// Lets `was` stand as `to` from now on.
pub(super) fn stand(tx: &mut Tx<'_>, was: &Appointment, to: Status, tell: bool) -> Result<Appointment, Error> {
    let to = was.status.step(to, tx.now(), was.starts_at).map_err(Error::Status)?;
    // A calendar program is told of what changes the visit's standing, not of who has arrived.
    let standing = was.status == Status::Requested || !to.claims_time();
    let changed = tx.execute(
        "UPDATE appointment SET status = $3, active = $4, sequence = sequence + $5, updated_at = $6 WHERE clinic = $1 AND id = $2 AND sequence = $7 AND status = $8",
        &params![tx.clinic(), was.id, to.as_str(), to.claims_time(), i64::from(standing), tx.now(), was.sequence, was.status.as_str()],
    )?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    tx.emit(Event::new(event_of(was.status, to), was.id, was.client))?;
    let told = match (was.status, to) {
        (Status::Requested, Status::Booked) => Some(jobs::APPROVAL),
        (_, Status::Declined) => Some(jobs::DECLINE),
        (_, Status::Cancelled | Status::LateCancelled) => Some(jobs::CANCELLATION),
        _ => None,
    };
    if let Some(kind) = told.filter(|_| tell) {
        letter(tx, kind, was.id)?;
    }
    let now = appointment::find(tx, was.id)?;
    reminders::follow(tx, was.status, &now)?;
    Ok(now)
}

fn event_of(from: Status, to: Status) -> &'static str {
    match to {
        Status::Booked if from == Status::Requested => "appointment.approved",
        Status::Requested | Status::Booked => "appointment.reopened",
        Status::Confirmed => "appointment.confirmed",
        Status::Arrived => "appointment.arrived",
        Status::InProgress => "appointment.begun",
        Status::Done => "appointment.done",
        Status::Cancelled => "appointment.cancelled",
        Status::LateCancelled => "appointment.cancelled_late",
        Status::NoShow => "appointment.missed",
        Status::Declined => "appointment.declined",
    }
}

/// Notes that the reminder goes out now which was due at `due`. False when it has, when none is wanted, or when nothing is
/// to be reminded of: asked and answered in one statement, so that a reminder goes out once, however many nodes ask.
pub fn take_reminder(tx: &mut Tx<'_>, id: AppointmentId, due: Timestamp) -> ground::Result<bool> {
    let now = tx.now();
    let taken = tx.execute(
        "UPDATE appointment SET reminded = $3 WHERE clinic = $1 AND id = $2 AND remind = 1 AND (reminded IS NULL OR reminded < $4) AND starts_at > $3
           AND status IN ('booked', 'confirmed')",
        &params![tx.clinic(), id, now, due],
    )?;
    Ok(taken == 1)
}
