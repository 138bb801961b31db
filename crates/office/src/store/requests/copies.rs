//! Copies that are taken for a request: by whom, and that they were.

use ground::{Error as Ground, Event, Tx, params};
use jiff::Timestamp;

use super::{ended, find, four_eyes_of, happen, note, turn};
use crate::error::{Error, Result};
use crate::model::requests::{Happened, Kind, Request, RequestId, State, Step, Via};
use crate::rules::requests::{Act, Undone, next, other_eyes};

/// Whether a copy may be handed on for this request by whoever answers: to somebody who has no page to take it from.
///
/// # Errors
/// As [`copied_for`], and not found where whoever asks takes it themselves.
pub fn handed_for(tx: &mut Tx<'_>, id: RequestId) -> Result<Request> {
    let request = copied_for(tx, id)?;
    match request.via {
        Via::Letter | Via::Desk => Ok(request),
        Via::Page | Via::Guardian => Err(Ground::NotFound.into()),
    }
}

/// Whether a copy may be taken for this request now, and of whom: it was granted, or it was done a short while ago.
///
/// # Errors
/// [`Error::Undone`] with [`Undone::SameEyes`] where whoever decided may not carry it out too, and with [`Undone::Unconfirmed`]
/// where whoever asked waits for a second person's word.
pub fn copied_for(tx: &mut Tx<'_>, id: RequestId) -> Result<Request> {
    let request = find(tx, id)?;
    let fresh = |closed: Timestamp| tx.now().duration_since(closed) < TAKEN;
    let open =
        request.state == State::Granted || (request.state == State::Done && request.closed_at.is_some_and(fresh));
    match open && matches!(request.kind, Kind::Access | Kind::Portability) {
        true => {
            second(tx, &request)?;
            Ok(request)
        }
        false => Err(Ground::NotFound.into()),
    }
}

/// Whether a second person stands behind this copy: whoever hands it over, or whoever agreed that it is taken by whoever asked. What a
/// person takes from their own page was decided by nobody, and takes nobody.
fn second(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    if !four_eyes_of(tx, request)? || request.decided_by.is_none() || request.confirmed_by.is_some() {
        return Ok(());
    }
    if !tx.scope().house().permits_anyhow(tx.scope(), "office.request.complete") {
        return Err(Error::Undone(Undone::Unconfirmed));
    }
    let actor = tx.actor().to_string();
    other_eyes(true, request.decided_by.as_deref(), &actor).map_err(Error::Undone)
}

/// Agrees, besides whoever decided, that whoever asked takes their copy themselves.
///
/// # Errors
/// [`Error::Undone`] with [`Undone::SameEyes`] for whoever decided it, and [`Error::NotNow`] where it needs nobody's word.
pub fn confirm(tx: &mut Tx<'_>, id: RequestId, version: i64) -> Result<()> {
    let request = turn(tx, id, version)?;
    let copy = matches!(request.kind, Kind::Access | Kind::Portability);
    let waits = request.state == State::Granted && request.decided_by.is_some() && request.confirmed_by.is_none();
    if !copy || !waits || !four_eyes_of(tx, &request)? {
        return Err(Error::NotNow);
    }
    let actor = tx.actor().to_string();
    other_eyes(true, request.decided_by.as_deref(), &actor).map_err(Error::Undone)?;
    tx.execute(
        "UPDATE request SET confirmed_by = $3, confirmed_at = $4, version = version + 1 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, actor, tx.now()],
    )?;
    happen(tx, &request, Happened::Confirmed, None)?;
    Ok(tx.emit(Event::new("request.changed", id, request.person))?)
}

/// How long after it was done a copy may be taken again from the same request.
const TAKEN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Says that a copy was handed on, table by table. It is done when all of it was.
pub fn taken(tx: &mut Tx<'_>, id: RequestId, copied: &[Step]) -> Result<()> {
    let version = find(tx, id)?.version;
    let request = turn(tx, id, version)?;
    second(tx, &request)?;
    note(tx, &request, copied)?;
    happen(tx, &request, Happened::Taken, None)?;
    match next(request.state, Act::Finish) {
        Some(state) => ended(tx, &request, state).map(drop),
        None => Ok(()),
    }
}
