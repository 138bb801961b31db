//! A request is made: by whoever it is about, by whoever acts for them, or by the desk for whoever stands there.

use ground::{Error as Ground, Event, PersonId, Refusal, Tx, cell, params};
use promise::Jurisdiction;

use super::{carry, draft, ended, find, happen, note, written};
use crate::error::{Error, Result};
use crate::model::requests::{Detail, Happened, Kind, LetterKind, NewRequest, Request, RequestId, Shown, State, Via};
use crate::rules::requests::{at_once, begins, clock, holds_at_once};

/// Makes a request. Somebody who is known asking for the same thing again, while it is open, has the one there is. Of
/// somebody who is not known yet each asking is one of its own: nobody's words ride on what another proves.
///
/// A restriction, or a no to a use, of somebody who is signed in holds in this very transaction ([`holds_at_once`]), and is done.
///
/// # Errors
/// [`Error::NotTheirs`] where the desk asks for a child and saw nothing that says whoever asks acts for them.
pub fn create(tx: &mut Tx<'_>, new: &NewRequest) -> Result<RequestId> {
    let person = tx.held(new.person)?;
    tx.take_turns(&format!("requests/{person}"))?;
    let said = new.kind != Kind::Objection || new.field.and_then(Detail::is_use).is_some();
    // A no that does not say to what holds against nothing, and is looked at by whoever answers.
    let holds = holds_at_once(new.kind, new.via) && new.shown.is_some() && said;
    if let Some(open) = same(tx, person, new)? {
        let request = find(tx, open)?;
        // Asked before such a word held at once, it waited for whoever answers.
        if holds && request.state != State::Done {
            hold(tx, &request)?;
        }
        return Ok(open);
    }
    if new.via == Via::Desk && new.shown != Some(Shown::Guardianship) {
        match people::open(tx, person) {
            Ok(client) if people::store::is_child(tx, client.birth_date) => return Err(Error::NotTheirs),
            // Nobody at the desk opens what is restricted; whoever stands there may ask all the same, and whoever answers opens
            // the record for that and sees who it is.
            Ok(_) | Err(Ground::Refused(Refusal::Restricted(_))) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let zone = tx.settings().zone.clone();
    let places: Vec<Jurisdiction> = tx.settings().jurisdiction.parse().into_iter().collect();
    let clock = clock(&places, new.kind, now, &zone);
    let id = RequestId::new(now);
    let key = tx.seal_for(person)?;
    let sealed = |column, text: &Option<String>| {
        text.as_ref().map(|text| key.seal(cell("request", column, id), text)).transpose()
    };
    let (said, wanted) = (sealed("said", &new.said)?, sealed("wanted", &new.wanted)?);
    let at_once = at_once(new.kind, new.via);
    let state = if at_once || holds { State::Granted } else { begins(new.shown) };
    tx.execute(
        "INSERT INTO request (clinic, id, person, kind, state, via, asked_by, shown, field, said, wanted, language, received_at,
             due_at, extendable_to, place, law, known_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $13, 1)",
        &params![
            clinic, id, person, new.kind.as_str(), state.as_str(), new.via.as_str(), actor,
            new.shown.map(Shown::as_str), new.field.map(Detail::as_str), said, wanted, new.language.as_str(), now,
            clock.due, clock.extendable_to, clock.place, clock.law
        ],
    )?;
    let request = find(tx, id)?;
    happen(tx, &request, Happened::Received, None)?;
    if state == State::Open {
        draft(tx, &request, LetterKind::Receipt, None)?;
    }
    if holds {
        hold(tx, &request)?;
    }
    tx.emit(Event::new("request.received", id, person))?;
    Ok(id)
}

/// What is asked holds, and the request is done.
fn hold(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let carried = carry(tx, request)?;
    note(tx, request, &carried)?;
    ended(tx, request, State::Done).map(drop)
}

/// The open request of this person for the very same: of a correction, also what is wrong and what it should say; of what holds
/// since they asked, the one by which it does.
fn same(tx: &mut Tx<'_>, person: PersonId, new: &NewRequest) -> Result<Option<RequestId>> {
    // The desk opens nothing of what was written before.
    if new.via == Via::Letter || (new.via == Via::Desk && new.kind == Kind::Correction) {
        return Ok(None);
    }
    let over = if holds_at_once(new.kind, new.via) { ", 'done'" } else { "" };
    let sql = format!(
        "SELECT id FROM request WHERE clinic = $1 AND person = $2 AND kind = $3 AND COALESCE(field, '') = $4 AND via = $5
         AND state IN ('open', 'granted'{over}) ORDER BY received_at DESC LIMIT 20"
    );
    let rows = tx.query(
        &sql,
        &params![tx.clinic(), person, new.kind.as_str(), new.field.map_or("", Detail::as_str), new.via.as_str()],
    )?;
    for row in &rows {
        let id = row.get("id")?;
        let request = find(tx, id)?;
        if new.kind != Kind::Correction {
            if request.state == State::Done && !still_holds(tx, &request)? {
                continue;
            }
            return Ok(Some(id));
        }
        let before = written(tx, &request)?;
        if (before.said, before.wanted) == (new.said.clone(), new.wanted.clone()) {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Whether what was asked to stop is stopped still: whoever asked may have taken it back since.
fn still_holds(tx: &mut Tx<'_>, request: &Request) -> ground::Result<bool> {
    use ground::restrict::{Kind as Stopped, since};
    let stopped = match request.field.and_then(Detail::is_use) {
        Some(of) => Stopped::Objected(of),
        None => Stopped::Restricted,
    };
    Ok(since(tx, request.person, stopped)?.is_some())
}
