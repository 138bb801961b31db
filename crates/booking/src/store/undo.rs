//! Taking the last change back: a real change the other way, by the same rules, for a few minutes.
//!
//! Every change that one of the clinic's people makes leaves a row with how things stood before. It is undone by who
//! made it, once, and only while nobody changed the same thing since. What was given away is asked for again like any
//! other time: if somebody else has it by now, it stays with them.

use ground::{Event, PersonId, Result as Grounded, Tx, params};
use jiff::{SignedDuration, Timestamp};

use super::book::{Settled, Wish, choose, letter, take_turns};
use super::change::{put, stand};
use super::setup::{self, NewBlock};
use super::{appointment, catalogue, reminders};
use crate::error::Error;
use crate::jobs;
use crate::model::{
    Appointment, AppointmentId, Block, BlockId, ChangeId, ChangeKind as Kind, DeviceId, Owner, PractitionerId, RoomId,
};
use crate::rules::{Assignment, Booker, Refusal, Status};

/// How long a change can be undone.
pub const WINDOW: SignedDuration = SignedDuration::from_mins(5);
/// How long its row is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A change, with how things stood before it.
#[derive(Clone, Debug)]
pub struct Done {
    pub id: ChangeId,
    pub kind: Kind,
    /// The appointment or the block.
    pub subject: String,
    /// How the appointment stood after it.
    version: String,
    /// How it stood before; none for a block.
    pub status: Option<Status>,
    practitioner: Option<PractitionerId>,
    room: Option<RoomId>,
    device: Option<DeviceId>,
    pub starts_at: Timestamp,
    ends_at: Timestamp,
    reason: Option<String>,
    /// Whether the client was written to about it, and so is to be written to when it is undone.
    pub told: bool,
    at: Timestamp,
    undone_at: Option<Timestamp>,
}

/// Why a change cannot be undone; that somebody changed the same thing since is [`Error::Stale`], that the time is
/// taken [`Error::NotFree`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UndoFault {
    /// It is longer ago than [`WINDOW`].
    TooLate,
    /// It was undone already.
    Again,
}

/// What has been undone: an appointment as it stands again, or a block.
#[derive(Clone, Debug)]
pub enum Undone {
    Appointment(Box<Appointment>),
    /// Whether its time is blocked now.
    Block {
        starts_at: Timestamp,
        blocked: bool,
    },
}

/// Keeps how `was` stood before one of the clinic's people made `now` of it.
pub(super) fn keep(tx: &mut Tx<'_>, kind: Kind, was: &Appointment, now: &Appointment, told: bool) -> Grounded<()> {
    let done = Done {
        id: ChangeId::new(tx.now()),
        kind,
        subject: was.id.to_string(),
        version: now.version(),
        status: Some(was.status),
        practitioner: was.practitioner,
        room: was.room,
        device: was.device,
        starts_at: was.starts_at,
        ends_at: was.ends_at,
        reason: None,
        told,
        at: tx.now(),
        undone_at: None,
    };
    insert(tx, &done)
}

/// The same for a block that was made or given back.
pub(super) fn keep_block(tx: &mut Tx<'_>, kind: Kind, id: BlockId, block: &NewBlock) -> Grounded<()> {
    let done = Done {
        id: ChangeId::new(tx.now()),
        kind,
        subject: id.to_string(),
        version: String::new(),
        status: None,
        practitioner: block.practitioner,
        room: block.room,
        device: block.device,
        starts_at: block.starts_at,
        ends_at: block.ends_at,
        reason: Some(block.reason.clone()),
        told: false,
        at: tx.now(),
        undone_at: None,
    };
    insert(tx, &done)
}

fn insert(tx: &mut Tx<'_>, done: &Done) -> Grounded<()> {
    if !tx.actor().is_staff() {
        return Ok(());
    }
    let (clinic, actor) = (tx.clinic(), tx.actor().to_string());
    // Of two changes in one instant, the later one is the last all the same.
    let same = tx.optional(
        "SELECT at FROM desk_change WHERE clinic = $1 AND actor = $2 AND at >= $3 AND at < $4 ORDER BY at DESC LIMIT 1",
        &params![clinic, &actor, done.at, done.at + SignedDuration::from_secs(1)],
    )?;
    let at = match same {
        Some(row) => row.get::<Timestamp>("at")? + SignedDuration::from_micros(1),
        None => done.at,
    };
    tx.execute(
        "INSERT INTO desk_change (clinic, id, actor, kind, subject, version, status, practitioner, room, device, starts_at, ends_at, reason, told, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        &params![
            clinic, done.id, actor, Kind::as_word(done.kind), &done.subject, &done.version, done.status.map(Status::as_str), done.practitioner, done.room,
            done.device, done.starts_at, done.ends_at, done.reason.clone(), done.told, at
        ],
    )?;
    Ok(())
}

/// The last change of whoever asks, or what they did last to `subject`, if they can still undo it. Who has given a visit
/// away, and with it the client from their care, does not take it back.
pub fn last(tx: &mut Tx<'_>, subject: Option<&str>) -> Grounded<Option<Done>> {
    let (actor, since, until) = (tx.actor().to_string(), tx.now() - WINDOW, tx.now() + WINDOW);
    let mut values = params![tx.clinic(), actor, since, until].to_vec();
    values.extend(subject.map(Into::into));
    let about = if subject.is_some() { " AND subject = $5" } else { "" };
    let row = tx.optional(
        &format!(
            "SELECT * FROM desk_change WHERE clinic = $1 AND actor = $2 AND at >= $3 AND at <= $4{about} ORDER BY at DESC LIMIT 1"
        ),
        &values,
    )?;
    let done = row.as_ref().map(from_row).transpose()?.filter(|done| done.undone_at.is_none());
    match done.as_ref().map(|done| appointment::client_of(tx, &done.subject)).transpose()?.flatten() {
        Some(client) if !tx.may_open(client)? => Ok(None),
        _ => Ok(done),
    }
}

/// Whose visit a change in an address was about, if it was about one.
pub fn client_of(tx: &mut Tx<'_>, text: &str) -> Grounded<Option<PersonId>> {
    let Ok(id) = text.parse::<ChangeId>() else { return Ok(None) };
    let row =
        tx.optional("SELECT subject FROM desk_change WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    match row {
        Some(row) => appointment::client_of(tx, &row.get::<String>("subject")?),
        None => Ok(None),
    }
}

/// What a change was about: the id of an appointment or a block.
pub fn subject(tx: &mut Tx<'_>, id: ChangeId) -> Grounded<String> {
    tx.one("SELECT subject FROM desk_change WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?.get("subject")
}

/// Takes a change of whoever asks back.
pub fn undo(tx: &mut Tx<'_>, id: ChangeId) -> Result<Undone, Error> {
    let actor = tx.actor().to_string();
    let row = tx.one(
        "SELECT * FROM desk_change WHERE clinic = $1 AND id = $2 AND actor = $3",
        &params![tx.clinic(), id, actor],
    )?;
    let done = from_row(&row)?;
    // A clock set back makes the change lie ahead: as far off as one that is long over.
    if tx.now().duration_since(done.at).abs() > WINDOW {
        return Err(Error::Undo(UndoFault::TooLate));
    }
    // Asked and answered in one statement, so that pressing twice undoes once.
    let first = tx.execute(
        "UPDATE desk_change SET undone_at = $3 WHERE clinic = $1 AND id = $2 AND undone_at IS NULL",
        &params![tx.clinic(), id, tx.now()],
    )?;
    if first == 0 {
        return Err(Error::Undo(UndoFault::Again));
    }
    match done.kind {
        Kind::Booked | Kind::Moved | Kind::Resized | Kind::Marked | Kind::Cancelled => {
            appointment_back(tx, &done).map(|now| Undone::Appointment(Box::new(now)))
        }
        Kind::Blocked | Kind::Unblocked => {
            block_back(tx, &done)?;
            Ok(Undone::Block { starts_at: done.starts_at, blocked: done.kind == Kind::Unblocked })
        }
    }
}

fn appointment_back(tx: &mut Tx<'_>, done: &Done) -> Result<Appointment, Error> {
    let id: AppointmentId = parsed(&done.subject)?;
    let status = done.status.ok_or_else(|| ground::Error::internal("a change of an appointment without its status"))?;
    // Whatever it had is looked at again: it takes the turn of the whole day.
    if let Some(service) = appointment::find(tx, id)?.service {
        let service = catalogue::service(tx, service)?;
        take_turns(tx, &service, None, done.starts_at)?;
    }
    let was = appointment::find_to_change(tx, id)?;
    if was.version() != done.version {
        return Err(Error::Stale);
    }
    if done.kind == Kind::Booked {
        let now = stand(tx, &was, Status::Cancelled, done.told)?;
        tx.emit(Event::new("appointment.reason_mistake", id, was.client))?;
        return Ok(now);
    }
    if done.kind == Kind::Marked {
        let to = was.status.back(status).map_err(Error::Status)?;
        let changed = tx.execute(
            "UPDATE appointment SET status = $3, updated_at = $4 WHERE clinic = $1 AND id = $2 AND sequence = $5 AND status = $6",
            &params![tx.clinic(), id, to.as_str(), tx.now(), was.sequence, was.status.as_str()],
        )?;
        if changed == 0 {
            return Err(Error::Stale);
        }
        tx.emit(Event::new("appointment.reopened", id, was.client))?;
        let now = appointment::find(tx, id)?;
        reminders::follow(tx, was.status, &now)?;
        return Ok(now);
    }
    let chosen = place_again(tx, &was, done)?;
    let now = put(tx, &was, &chosen, status)?;
    let (event, kind) = match done.kind {
        Kind::Cancelled => ("appointment.reinstated", jobs::REINSTATEMENT),
        Kind::Resized => ("appointment.resized", jobs::LENGTH),
        _ => ("appointment.moved", jobs::CHANGE),
    };
    tx.emit(Event::new(event, id, was.client))?;
    if done.told {
        letter(tx, kind, id)?;
    }
    if done.kind != Kind::Resized {
        reminders::leave(tx, &now)?;
    }
    Ok(now)
}

/// The old time by the rules, in the old room where that is free. What stood there before may stand there again, also
/// when it has begun.
fn place_again(tx: &mut Tx<'_>, was: &Appointment, done: &Done) -> Result<Assignment, Error> {
    let service = was.service.ok_or(Refusal::NotOffered)?;
    let service = catalogue::service(tx, service)?;
    let minutes = u16::try_from(done.ends_at.duration_since(done.starts_at).as_mins()).unwrap_or(0);
    let mut choose_in = |room: Option<RoomId>| {
        let wish = Wish {
            service: &Settled { minutes: Some(minutes), room }.of(&service)?,
            practitioner: done.practitioner,
            place: None,
            start: done.starts_at,
            booker: Booker::Desk,
            as_of: Some(tx.now().min(done.starts_at)),
        };
        choose(tx, &wish, Some(was.id))
    };
    match choose_in(done.room) {
        Err(Error::NotFree { refusal: Refusal::NoRoom, .. }) if done.room.is_some() => choose_in(None),
        other => other,
    }
}

fn block_back(tx: &mut Tx<'_>, done: &Done) -> Result<(), Error> {
    if done.kind == Kind::Blocked {
        return match setup::remove_block(tx, parsed(&done.subject)?) {
            Err(ground::Error::NotFound) => Err(Error::Stale),
            other => Ok(other.map(drop)?),
        };
    }
    let owner = Owner { practitioner: done.practitioner, room: done.room, device: done.device };
    let block = NewBlock::of(owner, done.starts_at..done.ends_at, done.reason.clone().unwrap_or_default());
    if let Some(met) = setup::meets(tx, &block)?.first() {
        return Err(Refusal::PractitionerBusy { from: met.starts_at, to: met.ends_at }.into());
    }
    setup::create_block(tx, &block)?;
    Ok(())
}

fn parsed<T: std::str::FromStr>(subject: &str) -> Grounded<T> {
    subject.parse().map_err(|_| ground::Error::internal("a change of something that is none"))
}

/// Forgets changes that are long over.
pub fn sweep(tx: &mut Tx<'_>) -> Grounded<u64> {
    let before = tx.now() - KEPT;
    tx.execute("DELETE FROM desk_change WHERE clinic = $1 AND at < $2", &params![tx.clinic(), before])
}

fn from_row(row: &ground::db::Row) -> Grounded<Done> {
    let status: Option<String> = row.get("status")?;
    Ok(Done {
        id: row.get("id")?,
        kind: Kind::from_word(&row.get::<String>("kind")?)
            .ok_or_else(|| ground::Error::internal("a change of no known kind"))?,
        subject: row.get("subject")?,
        version: row.get("version")?,
        status: status.and_then(|word| word.parse().ok()),
        practitioner: row.get("practitioner")?,
        room: row.get("room")?,
        device: row.get("device")?,
        starts_at: row.get("starts_at")?,
        ends_at: row.get("ends_at")?,
        reason: row.get("reason")?,
        told: row.get("told")?,
        at: row.get("at")?,
        undone_at: row.get("undone_at")?,
    })
}

/// Blocks time at the desk, so that it can be undone.
pub fn block(tx: &mut Tx<'_>, new: &NewBlock) -> Grounded<BlockId> {
    let id = setup::create_block(tx, new)?;
    keep_block(tx, Kind::Blocked, id, new)?;
    Ok(id)
}

/// Gives blocked time back at the desk, so that it can be undone.
pub fn unblock(tx: &mut Tx<'_>, id: BlockId) -> Grounded<Block> {
    let block = setup::remove_block(tx, id)?;
    keep_block(tx, Kind::Unblocked, id, &NewBlock::again(&block))?;
    Ok(block)
}
