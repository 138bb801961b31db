//! What a request stopped: whether it holds still, and when and by whom it was ended.

use std::collections::HashMap;

use ground::restrict::{self, Restriction};
use ground::web::Tongue;
use ground::{PersonId, Scope, Tx};
use jiff::Timestamp;

use super::{Told, actor, is_by};
use crate::model::requests::{Detail, Kind, Request, State};

/// What stood as the request was done: what it stopped, or what had stopped it before.
fn stood(tx: &mut Tx<'_>, request: &Request) -> ground::Result<Option<Restriction>> {
    let kind = match (request.kind, request.field.and_then(Detail::is_use)) {
        (Kind::Restriction, _) => restrict::Kind::Restricted,
        (Kind::Objection, Some(of)) => restrict::Kind::Objected(of),
        _ => return Ok(None),
    };
    let Some(done) = request.closed_at.filter(|_| request.state == State::Done) else { return Ok(None) };
    let then = |one: &Restriction| {
        one.kind == kind && one.since <= done && one.lifted.as_ref().is_none_or(|(lifted, _)| *lifted >= done)
    };
    Ok(restrict::of(tx, request.person)?.into_iter().find(then))
}

/// Whether it holds still.
pub(super) fn holds(tx: &mut Tx<'_>, request: &Request) -> ground::Result<bool> {
    Ok(stood(tx, request)?.is_some_and(|one| one.lifted.is_none()))
}

/// When it was ended, and by whom; none while it holds, and of what stops nothing.
pub(super) fn ended(tx: &mut Tx<'_>, request: &Request) -> ground::Result<Option<(Timestamp, String)>> {
    Ok(stood(tx, request)?.and_then(|one| one.lifted))
}

/// That it was ended, as the last of what happened.
pub(super) fn told_of_end(
    scope: &Scope,
    t: &Tongue,
    (at, by): (Timestamp, &str),
    names: &HashMap<PersonId, String>,
    (person, reader): (PersonId, Option<PersonId>),
    now: Timestamp,
) -> Told {
    let zone = &scope.clinic.zone;
    Told {
        what: t.get("requests-happened-ended"),
        who: match reader {
            Some(me) if is_by(by, me) => t.get("requests-by-you"),
            _ => actor(t, names, by, person),
        },
        when: t.date_time(&at.to_zoned(zone.clone()), now.to_zoned(zone.clone()).date()),
        note: String::new(),
    }
}
