//! What becomes of an appointment afterwards: moved, called off, approved, arrived, done.

use ground::{Event, Tx, Who, params};
use jiff::Timestamp;

use super::book::{Wish, choose, letter, remind, take_turns};
use super::{appointment, care, catalogue};
use crate::error::Error;
use crate::jobs;
use crate::model::{Appointment, AppointmentId, DeviceId, PlaceId, PractitionerId, Reminder, RoomId};
use crate::rules::{self, Booker, Refusal, Status, StatusFault};

/// Where an appointment is to be moved.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    pub start: Timestamp,
    /// With whom; none: with whom it is.
    pub practitioner: Option<PractitionerId>,
    /// A visitor is bound by the clinic's terms, notice and grid; the desk is not.
    pub booker: Booker,
    /// Whether the client is written to about it.
    pub tell: bool,
    /// The version (sequence) the change was made from; none: whatever it is.
    pub version: Option<i64>,
}

/// Moves an appointment. The old time is given back in the same instant as the new one is taken, or not at all. One
/// that stands there already is answered as it is: nothing has changed, so nobody is told anything.
pub fn move_to(tx: &mut Tx<'_>, id: AppointmentId, to: &Move) -> Result<Appointment, Error> {
    // A first look says whose turn to wait for; all that is decided rests on what stands when it has come.
    let seen = appointment::find(tx, id)?;
    let Some(service) = seen.service else { return Err(Refusal::NotOffered.into()) };
    let service = catalogue::service(tx, service)?;
    let with = to.practitioner.or(seen.practitioner);
    take_turns(tx, &service, with, to.start)?;
    let was = appointment::find_to_change(tx, id)?;
    if !was.status.is_ahead() {
        return Err(Error::Status(StatusFault::NoSuchStep { from: was.status, to: was.status }));
    }
    if to.start == was.starts_at && to.practitioner.is_none_or(|with| was.practitioner == Some(with)) {
        return Ok(was);
    }
    if to.version.is_some_and(|version| version != was.sequence) || with != to.practitioner.or(was.practitioner) {
        return Err(Error::Stale);
    }
    if to.booker == Booker::Visitor {
        rules::policy::may_change(tx.now(), was.starts_at, &catalogue::terms(tx)?.policy()).map_err(Error::TooLate)?;
    }
    let wish = Wish { service: &service, practitioner: with, place: None, start: to.start, booker: to.booker };
    let chosen = choose(tx, &wish, Some(id))?;
    let place: Option<PlaceId> = chosen.place.map(Into::into);
    let room: Option<RoomId> = chosen.room.map(Into::into);
    let device: Option<DeviceId> = chosen.device.map(Into::into);
    let status = match (to.booker, was.status) {
        // A visitor asks for a time anew: where the clinic looks at each request first, its yes was to the old one.
        (Booker::Visitor, _) => chosen.status,
        // Who has said they will come at the old time has not said so of the new one.
        (Booker::Desk, Status::Confirmed) => Status::Booked,
        (Booker::Desk, status) => status,
    };
    let asked = to.booker == Booker::Visitor && status == Status::Requested;
    let told = match (asked, was.status, status) {
        (true, ..) => jobs::REQUEST,
        // The service is no longer looked at first.
        (false, Status::Requested, Status::Booked) => jobs::APPROVAL,
        (false, ..) => jobs::CHANGE,
    };
    // A reminder that went out is due again at the new time; one that was refused stays refused, by whatever was said last.
    let row = tx.optional(
        "UPDATE appointment SET practitioner = $3, place = $4, room = $5, device = $6, status = $7, starts_at = $8, ends_at = $9, busy_from = $10, busy_to = $11,
         sequence = sequence + 1, reminded = CASE WHEN reminded > 0 THEN NULL ELSE reminded END, updated_at = $12 WHERE clinic = $1 AND id = $2 AND sequence = $13 AND status = $14
         RETURNING *",
        &params![
            tx.clinic(), id, PractitionerId::from(chosen.practitioner), place, room, device, status.as_str(), chosen.start, chosen.end, chosen.busy_from,
            chosen.busy_to, tx.now(), was.sequence, was.status.as_str()
        ],
    )?;
    let Some(row) = row else { return Err(Error::Stale) };
    let moved = Appointment::from_row(&row)?;
    tx.emit(Event::new(if asked { "appointment.requested_anew" } else { "appointment.moved" }, id, was.client))?;
    if matches!(tx.actor().who, Who::Link { .. }) && was.practitioner != Some(chosen.practitioner.into()) {
        care::handed_on(tx, id, was.client)?;
    }
    if to.tell {
        letter(tx, told, id)?;
    }
    if moved.reminded != Reminder::Unwanted {
        remind(tx, id, chosen.start)?;
    }
    Ok(moved)
}

/// Says whether a reminder of the visit is wanted. One that went out is not taken back.
pub fn want_reminder(tx: &mut Tx<'_>, id: AppointmentId, wanted: bool) -> Result<Appointment, Error> {
    let was = appointment::find_to_change(tx, id)?;
    if !was.status.is_ahead() {
        return Err(Error::Status(StatusFault::NoSuchStep { from: was.status, to: was.status }));
    }
    let stands = match was.reminded {
        Reminder::Wanted => true,
        Reminder::Unwanted => false,
        Reminder::Sent(_) => return Ok(was),
    };
    if stands == wanted {
        return Ok(was);
    }
    let reminded: Option<i64> = (!wanted).then_some(0);
    // Unless the reminder has just gone out.
    let changed = tx.execute(
        "UPDATE appointment SET reminded = $3 WHERE clinic = $1 AND id = $2 AND (reminded IS NULL OR reminded = 0)",
        &params![tx.clinic(), id, reminded],
    )?;
    if changed == 1 {
        let event = if wanted { "appointment.reminder_wanted" } else { "appointment.reminder_unwanted" };
        tx.emit(Event::new(event, id, was.client))?;
        if wanted {
            remind(tx, id, was.starts_at)?;
        }
    }
    Ok(appointment::find(tx, id)?)
}

/// Calls an appointment off. A visitor's call after the clinic's deadline counts as late; the desk's never does.
pub fn cancel(tx: &mut Tx<'_>, id: AppointmentId, booker: Booker, tell: bool) -> Result<Appointment, Error> {
    let was = appointment::find_to_change(tx, id)?;
    let to = match booker {
        Booker::Visitor if was.status.is_ahead() => {
            let terms = catalogue::terms(tx)?.policy();
            rules::policy::may_cancel(tx.now(), was.starts_at, was.status, &terms).map_err(Error::TooLate)?
        }
        _ => Status::Cancelled,
    };
    step(tx, was, to, tell)
}

/// Takes the next step of an appointment's life: approves, declines, marks an arrival, takes a mark back.
pub fn set_status(tx: &mut Tx<'_>, id: AppointmentId, to: Status, tell: bool) -> Result<Appointment, Error> {
    let was = appointment::find_to_change(tx, id)?;
    step(tx, was, to, tell)
}

fn step(tx: &mut Tx<'_>, was: Appointment, to: Status, tell: bool) -> Result<Appointment, Error> {
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
    Ok(appointment::find(tx, was.id)?)
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

/// Notes that the reminder goes out now. False when it has, when none is wanted, or when nothing is to be reminded of:
/// asked and answered in one statement, so that a reminder goes out once, however many nodes ask.
pub fn take_reminder(tx: &mut Tx<'_>, id: AppointmentId) -> ground::Result<bool> {
    let now = tx.now();
    let taken = tx.execute(
        "UPDATE appointment SET reminded = $3 WHERE clinic = $1 AND id = $2 AND reminded IS NULL AND starts_at > $3 AND status IN ('booked', 'confirmed')",
        &params![tx.clinic(), id, now],
    )?;
    Ok(taken == 1)
}
