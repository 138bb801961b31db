//! Complaints about privacy: made, answered, settled.
//!
//! Whoever has no account gets a person of their own for each complaint, with a key of its own, joined to no record: nothing they
//! type is looked up, so that nothing they are shown says who is known here. The days by which to answer are counted once, when
//! it comes, and are never moved.

mod calendar;
pub(crate) mod evidence;
mod figures;
mod files;
mod letter;
mod link;
mod queue;

use ground::once::{self, Once};
use ground::{Error as Ground, Event, PersonId, Refusal, Sealed, Tx, cell, params};

use crate::error::{Error, Result};
use crate::model::code::Code;
use crate::model::complaints::{
    ADDED, COLUMNS, Complaint, ComplaintId, EventId, Happened, LetterKind, NewComplaint, NewFile, Outcome, Past, State,
    Via, Written,
};
use crate::model::requests::word;
use crate::rules::complaints::clock;

pub use calendar::{days, set_days};
pub use figures::counted;
pub use files::{bytes, file, files};
pub(crate) use letter::apologise;
pub use letter::{LINK, draft, has_address, letters, send};
pub use link::{find_link, prove};
pub use queue::{Which, due, list, rises, seen, sweep, waits_for_word};

/// A complaint that was made.
pub struct Made {
    pub id: ComplaintId,
    /// The code by which it is followed where there is no address to write to. Shown once, kept as a hash.
    pub code: Option<Code>,
}

/// Makes a complaint and says so at once: by a letter where there is an address, else by a code.
///
/// # Errors
/// [`Error::TooMany`] where the clinic has no room for the document.
pub fn create(tx: &mut Tx<'_>, new: &NewComplaint, file: Option<&NewFile>) -> Result<(Made, bool)> {
    let once = format!("complaint/{}", new.key);
    tx.take_turns(&format!("complaints/made/{}", turn_of(tx, &once)?))?;
    if let Once::Again(subject) = once::look(tx, &once, b"")? {
        let id: ComplaintId =
            subject.parse().map_err(|_| Ground::internal("a complaint's form key of something else"))?;
        let complaint = find(tx, id)?;
        let code = coded(tx, &complaint, new.email.is_none())?;
        return Ok((Made { id, code }, false));
    }
    let person = match new.person {
        Some(person) => tx.held(person)?,
        None => tx.create_person()?.person(),
    };
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let zone = tx.settings().zone.clone();
    let parameters = tx.settings().parameters.clone();
    let calendar = days(tx)?.calendar().map_err(Ground::internal)?;
    let clock = clock(&calendar, now, &zone, parameters.complaint_answer_days, parameters.complaint_resolve_days);
    let id = ComplaintId::new(now);
    let key = tx.seal_for(person)?;
    let sealed =
        |column, text: Option<&String>| text.map(|text| key.seal(cell("complaint", column, id), text)).transpose();
    let (said, name) = (sealed("said", Some(&new.said))?, sealed("name", new.name.as_ref())?);
    let email = sealed("email", new.email.as_ref())?;
    tx.execute(
        "INSERT INTO complaint (clinic, id, person, subject, state, via, made_by, said, name, email, language, received_at,
             answer_by, settle_by, version)
         VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
        &params![
            clinic, id, person, new.subject.as_str(), new.via.as_str(), actor, said, name, email, new.language.as_str(),
            now, clock.answer_by, clock.settle_by
        ],
    )?;
    let complaint = find(tx, id)?;
    happen(tx, &complaint, Happened::Received, None)?;
    if let Some(file) = file {
        files::create(tx, &complaint, file)?;
    }
    let to = match (&new.email, new.via) {
        (None, Via::Desk) => crate::store::requests::address(tx, person)?,
        (given, _) => given.clone(),
    };
    letter::automatic(tx, &complaint, LetterKind::Receipt, to.as_deref())?;
    let code = coded(tx, &complaint, new.email.is_none())?;
    once::keep(tx, &once, b"", &id.to_string())?;
    tx.emit(Event::new("complaint.received", id, person))?;
    Ok((Made { id, code }, true))
}

/// What a form's key is known by among those who take turns: nothing that somebody typed.
fn turn_of(tx: &Tx<'_>, key: &str) -> ground::Result<String> {
    Ok(tx.token("complaint.turn", key)?.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A code for whoever has neither an address with us nor a page of their own.
fn coded(tx: &mut Tx<'_>, complaint: &Complaint, no_address: bool) -> Result<Option<Code>> {
    match complaint.via == Via::Public && no_address {
        true => link::make_code(tx, complaint).map(Some),
        false => Ok(None),
    }
}

/// One complaint.
pub fn find(tx: &mut Tx<'_>, id: ComplaintId) -> ground::Result<Complaint> {
    let sql = format!("SELECT {COLUMNS} FROM complaint WHERE clinic = $1 AND id = $2");
    Complaint::from_row(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// Whom an address with a complaint's id is about.
pub fn person_of(tx: &mut Tx<'_>, text: &str) -> ground::Result<Option<PersonId>> {
    let Ok(id) = text.parse::<ComplaintId>() else { return Ok(None) };
    let row = tx.optional("SELECT person FROM complaint WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    row.map(|row| row.get("person")).transpose()
}

/// The newest complaints of `person`.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, most: u32) -> ground::Result<Vec<Complaint>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM complaint WHERE clinic = $1 AND person = $2 ORDER BY received_at DESC, id DESC LIMIT $3"
    );
    tx.query(&sql, &params![tx.clinic(), person, most])?.iter().map(Complaint::from_row).collect()
}

/// What was written in it, opened for this transaction's purpose.
pub fn written(tx: &mut Tx<'_>, complaint: &Complaint) -> ground::Result<Written> {
    let row = tx.one(
        "SELECT said, name, email, reason FROM complaint WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), complaint.id],
    )?;
    let read = |column| Sealed::<String>::read_optional(&row, "complaint", column, complaint.id);
    let (said, name, email, reason) = (read("said")?, read("name")?, read("email")?, read("reason")?);
    if said.is_none() && name.is_none() && email.is_none() && reason.is_none() {
        return Ok(Written::default());
    }
    let key = tx.open(complaint.person)?;
    let open = |sealed: Option<Sealed<String>>| key.open_optional(sealed.as_ref());
    Ok(Written { said: open(said)?, name: open(name)?, email: open(email)?, reason: open(reason)? })
}

/// What happened with a complaint, in order, with what was added to it.
pub fn history(tx: &mut Tx<'_>, complaint: &Complaint) -> ground::Result<Vec<Past>> {
    let rows = tx.query(
        "SELECT id, actor, what, note, at FROM complaint_event WHERE clinic = $1 AND complaint = $2 ORDER BY number",
        &params![tx.clinic(), complaint.id],
    )?;
    let mut past = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: EventId = row.get("id")?;
        let note = match Sealed::<String>::read_optional(row, "complaint_event", "note", id)? {
            Some(sealed) => Some(tx.open(complaint.person)?.open(&sealed)?),
            None => None,
        };
        past.push(Past { actor: row.get("actor")?, what: word(row, "what")?, note, at: row.get("at")? });
    }
    Ok(past)
}

/// Adds to the history. What is noted is sealed.
fn happen(tx: &mut Tx<'_>, complaint: &Complaint, what: Happened, note: Option<&str>) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = EventId::new(now);
    let note = match note {
        Some(note) => {
            let key = tx.seal_for(complaint.person)?;
            Some(key.seal(cell("complaint_event", "note", id), &note.to_owned())?)
        }
        None => None,
    };
    tx.execute(
        "INSERT INTO complaint_event (clinic, id, complaint, person, number, actor, what, note, at)
         VALUES ($1, $2, $3, $4,
             (SELECT COALESCE(MAX(number), 0) + 1 FROM complaint_event WHERE clinic = $1 AND complaint = $3), $5, $6, $7, $8)",
        &params![clinic, id, complaint.id, complaint.person, actor, what.as_str(), note, now],
    )?;
    Ok(())
}

/// The complaint in its turn, as it stands now.
fn in_turn(tx: &mut Tx<'_>, id: ComplaintId) -> Result<Complaint> {
    let person = find(tx, id)?.person;
    tx.held(person)?;
    tx.take_turns(&format!("complaints/{id}"))?;
    Ok(find(tx, id)?)
}

/// The same for the program, which writes nothing more about somebody whose record has ended.
fn there(tx: &mut Tx<'_>, id: ComplaintId) -> Result<Option<Complaint>> {
    match in_turn(tx, id) {
        Err(Error::Ground(Ground::Refused(Refusal::Erased))) => Ok(None),
        other => other.map(Some),
    }
}

/// The same as the page saw it.
///
/// # Errors
/// [`Error::Stale`] when somebody was quicker.
fn turn(tx: &mut Tx<'_>, id: ComplaintId, version: i64) -> Result<Complaint> {
    let complaint = in_turn(tx, id)?;
    if complaint.version == version { Ok(complaint) } else { Err(Error::Stale) }
}

/// Nothing is done any more with what was settled.
fn unsettled(complaint: &Complaint) -> Result<()> {
    if complaint.state == State::Resolved { Err(Error::NotNow) } else { Ok(()) }
}

/// Says that it changed, so that older pages of it are stale.
fn changed(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<()> {
    tx.execute(
        "UPDATE complaint SET version = version + 1 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), complaint.id],
    )?;
    Ok(tx.emit(Event::new("complaint.changed", complaint.id, complaint.person))?)
}

/// Adds what whoever complains has to say besides, or a document. What they were asked is answered by it.
///
/// # Errors
/// [`Error::NotNow`] once it was settled, [`Error::TooMany`] where it has as much as it takes.
pub fn add(tx: &mut Tx<'_>, id: ComplaintId, said: Option<&str>, file: Option<&NewFile>) -> Result<()> {
    let complaint = in_turn(tx, id)?;
    unsettled(&complaint)?;
    if let Some(said) = said {
        let sql = "SELECT COUNT(*) AS n FROM complaint_event WHERE clinic = $1 AND complaint = $2 AND what = 'added'";
        if tx.one(sql, &params![tx.clinic(), id])?.get::<i64>("n")? >= ADDED {
            return Err(Error::TooMany);
        }
        happen(tx, &complaint, Happened::Added, Some(said))?;
    }
    if let Some(file) = file {
        files::create(tx, &complaint, file)?;
        happen(tx, &complaint, Happened::Filed, None)?;
    }
    tx.execute("UPDATE complaint SET asked_at = NULL WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    changed(tx, &complaint)
}

/// Says how it is settled, and why. It is settled once the letter that says so went; until then it can be said otherwise.
pub fn decide(tx: &mut Tx<'_>, id: ComplaintId, version: i64, outcome: Outcome, reason: &str) -> Result<()> {
    let complaint = turn(tx, id, version)?;
    unsettled(&complaint)?;
    let sealed = tx.seal_for(complaint.person)?.seal(cell("complaint", "reason", id), &reason.to_owned())?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE complaint SET outcome = $3, reason = $4, decided_at = $5, decided_by = $6 WHERE clinic = $1 AND id = $2",
        &params![clinic, id, outcome.as_str(), sealed, now, actor],
    )?;
    happen(tx, &complaint, Happened::Decided, None)?;
    let complaint = find(tx, id)?;
    letter::draft_outcome(tx, &complaint, outcome, reason)?;
    changed(tx, &complaint)
}

/// Takes it back, as whoever complained does.
pub fn withdraw(tx: &mut Tx<'_>, id: ComplaintId, version: i64) -> Result<()> {
    let complaint = turn(tx, id, version)?;
    unsettled(&complaint)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE complaint SET state = 'resolved', outcome = 'withdrawn', decided_at = $3, decided_by = $4, resolved_at = $3,
             asked_at = NULL, reason = NULL WHERE clinic = $1 AND id = $2",
        &params![clinic, id, now, actor],
    )?;
    tx.execute(
        "DELETE FROM complaint_letter WHERE clinic = $1 AND complaint = $2 AND sent_at IS NULL",
        &params![clinic, id],
    )?;
    happen(tx, &complaint, Happened::Withdrawn, None)?;
    changed(tx, &complaint)
}
