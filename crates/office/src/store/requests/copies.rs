//! Copies that are taken for a request: by whom, and that they were.

use ground::{Error as Ground, Tx};
use jiff::Timestamp;

use super::{ended, find, four_eyes_of, happen, note, turn};
use crate::error::{Error, Result};
use crate::model::requests::{Happened, Kind, Request, RequestId, State, Step, Via};
use crate::rules::requests::{Act, next, other_eyes};

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
/// [`Error::Undone`] with [`crate::rules::requests::Undone::SameEyes`] where whoever decided may not carry it out too.
pub fn copied_for(tx: &mut Tx<'_>, id: RequestId) -> Result<Request> {
    let request = find(tx, id)?;
    let fresh = |closed: Timestamp| tx.now().duration_since(closed) < TAKEN;
    let open =
        request.state == State::Granted || (request.state == State::Done && request.closed_at.is_some_and(fresh));
    match open && matches!(request.kind, Kind::Access | Kind::Portability) {
        true => {
            let (four, actor) = (four_eyes_of(tx, &request)?, tx.actor().to_string());
            other_eyes(four, request.decided_by.as_deref(), &actor).map_err(Error::Undone)?;
            Ok(request)
        }
        false => Err(Ground::NotFound.into()),
    }
}

/// How long after it was done a copy may be taken again from the same request.
const TAKEN: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Says that a copy was handed on, table by table. It is done when all of it was.
pub fn taken(tx: &mut Tx<'_>, id: RequestId, copied: &[Step]) -> Result<()> {
    let version = find(tx, id)?.version;
    let request = turn(tx, id, version)?;
    let (four, actor) = (four_eyes_of(tx, &request)?, tx.actor().to_string());
    other_eyes(four, request.decided_by.as_deref(), &actor).map_err(Error::Undone)?;
    note(tx, &request, copied)?;
    happen(tx, &request, Happened::Taken, None)?;
    match next(request.state, Act::Finish) {
        Some(state) => ended(tx, &request, state).map(drop),
        None => Ok(()),
    }
}
