//! Requests of people about their own data: made, decided, carried out, proven.
//!
//! Whatever changes a request takes its turn, looks at the version the page was drawn from, and leaves a row of its history in
//! the same transaction. Steps are written one by one and stay when one of them failed, so that it is gone on with there.

mod account;
mod ask;
mod carry;
mod copies;
pub(crate) mod evidence;
mod letter;
mod opinion;
mod proof;
mod queue;
mod setting;
mod statement;

use ground::db::Row;
use ground::{Error as Ground, Event, PersonId, Sealed, Tx, cell, params};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::model::requests::{
    ByHand, COLUMNS, Ground as Why, Happened, HappenedId, Kind, LetterKind, Outcome, Request, RequestId, Shown, State,
    Step, StepId, Written, word, word_or_none,
};
use crate::rules::requests::{Act, Undone, at_once, failed_for_good, finished, next, other_eyes};

pub use ask::create;
pub use carry::{by_hand, carry};
pub use copies::{confirm, copied_for, handed_for, taken};
pub(super) use letter::GAP;
pub(crate) use letter::{LINK, address, enters, plain};
pub use letter::{draft, letters, recipient_has_address, send};
pub use opinion::{
    ask_opinion, awaited, give_opinion, nobody_treats, opinion, opinions_for, person_of_opinion, takes_opinion,
};
pub use proof::{Asking, ask_by_letter, find_proof, prove_by_letter};
pub use queue::{Which, due, list, rises, sweep, unproved};
pub use setting::{Set, four_eyes, let_go, set_four_eyes};
pub use statement::{of_person as statements, state};

/// One request.
pub fn find(tx: &mut Tx<'_>, id: RequestId) -> ground::Result<Request> {
    let sql = format!("SELECT {COLUMNS} FROM request WHERE clinic = $1 AND id = $2");
    Request::from_row(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// Whom an address with a request's id is about.
pub fn person_of(tx: &mut Tx<'_>, text: &str) -> ground::Result<Option<PersonId>> {
    let Ok(id) = text.parse::<RequestId>() else { return Ok(None) };
    let row = tx.optional("SELECT person FROM request WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    row.map(|row| row.get("person")).transpose()
}

/// What was written in it, opened for this transaction's purpose.
pub fn written(tx: &mut Tx<'_>, request: &Request) -> ground::Result<Written> {
    let row = tx.one(
        "SELECT said, wanted, reason, changed_what, changed_where FROM request WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), request.id],
    )?;
    let read = |column| Sealed::<String>::read_optional(&row, "request", column, request.id);
    let all = [read("said")?, read("wanted")?, read("reason")?, read("changed_what")?, read("changed_where")?];
    if all.iter().all(Option::is_none) {
        return Ok(Written::default());
    }
    let key = tx.open(request.person)?;
    let [said, wanted, reason, what, place] = all.map(|sealed| key.open_optional(sealed.as_ref()));
    let changed = what?.zip(place?).map(|(what, place)| ByHand { what, place });
    Ok(Written { said: said?, wanted: wanted?, reason: reason?, changed })
}

/// The newest requests of `person`.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId, most: u32) -> ground::Result<Vec<Request>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM request WHERE clinic = $1 AND person = $2 ORDER BY received_at DESC, id DESC LIMIT $3"
    );
    tx.query(&sql, &params![tx.clinic(), person, most])?.iter().map(Request::from_row).collect()
}

/// Something that happened.
pub struct Past {
    pub actor: String,
    pub what: Happened,
    pub note: Option<String>,
    pub at: Timestamp,
    /// Whoever asked may read that it did.
    pub known: bool,
}

/// What happened with a request, in order; `opened` also what was noted.
pub fn history(tx: &mut Tx<'_>, request: &Request, opened: bool) -> ground::Result<Vec<Past>> {
    let rows = tx.query(
        "SELECT id, actor, what, note, at, known_at FROM request_event WHERE clinic = $1 AND request = $2 ORDER BY number",
        &params![tx.clinic(), request.id],
    )?;
    let mut past = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: HappenedId = row.get("id")?;
        let sealed = Sealed::<String>::read_optional(row, "request_event", "note", id)?;
        let note = match sealed.filter(|_| opened) {
            Some(sealed) => Some(tx.open(request.person)?.open(&sealed)?),
            None => None,
        };
        let known = row.get::<Option<Timestamp>>("known_at")?.is_some();
        past.push(Past { actor: row.get("actor")?, what: word(row, "what")?, note, at: row.get("at")?, known });
    }
    Ok(past)
}

/// Adds to the history. What is noted is sealed. A doubt and a refusal are theirs to read once the answer went.
fn happen(tx: &mut Tx<'_>, request: &Request, what: Happened, note: Option<&str>) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = HappenedId::new(now);
    let note = match note {
        Some(note) => {
            let key = tx.seal_for(request.person)?;
            Some(key.seal(cell("request_event", "note", id), &note.to_owned())?)
        }
        None => None,
    };
    let known = Some(now).filter(|_| !matches!(what, Happened::Refused | Happened::Questioned));
    tx.execute(
        "INSERT INTO request_event (clinic, id, request, person, number, actor, what, note, at, known_at)
         VALUES ($1, $2, $3, $4,
             (SELECT COALESCE(MAX(number), 0) + 1 FROM request_event WHERE clinic = $1 AND request = $3), $5, $6, $7, $8, $9)",
        &params![clinic, id, request.id, request.person, actor, what.as_str(), note, now, known],
    )?;
    Ok(())
}

/// The request in its turn, as the page saw it.
///
/// # Errors
/// [`Error::Stale`] when somebody was quicker.
fn turn(tx: &mut Tx<'_>, id: RequestId, version: i64) -> Result<Request> {
    let person = find(tx, id)?.person;
    let person = tx.held(person)?;
    tx.take_turns(&format!("requests/{person}"))?;
    let request = find(tx, id)?;
    if request.version == version { Ok(request) } else { Err(Error::Stale) }
}

/// The state that follows.
fn follows(request: &Request, act: Act) -> Result<State> {
    next(request.state, act).ok_or(Error::NotNow)
}

/// Writes the state a request is in now.
fn enter(tx: &mut Tx<'_>, request: &Request, state: State) -> Result<()> {
    let closed: Option<Timestamp> = state.is_closed().then(|| tx.now());
    let changed = tx.execute(
        "UPDATE request SET state = $3, closed_at = $4, version = version + 1 WHERE clinic = $1 AND id = $2 AND version = $5",
        &params![tx.clinic(), request.id, state.as_str(), closed, request.version],
    )?;
    if changed == 0 {
        return Err(Error::Stale);
    }
    Ok(tx.emit(Event::new("request.changed", request.id, request.person))?)
}

/// Whoever asked may read from now on how it stands, and what happened until now.
fn known(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let of = params![tx.clinic(), request.id, tx.now()];
    tx.execute("UPDATE request SET known_at = $3 WHERE clinic = $1 AND id = $2 AND known_at IS NULL", &of)?;
    tx.execute(
        "UPDATE request_opinion SET known_at = $3 WHERE clinic = $1 AND request = $2 AND known_at IS NULL",
        &of,
    )?;
    tx.execute("UPDATE request_event SET known_at = $3 WHERE clinic = $1 AND request = $2 AND known_at IS NULL", &of)?;
    Ok(())
}

/// What is decided of a request.
#[derive(Clone, Debug)]
pub enum Decision {
    Grant,
    Refuse { ground: Why, reason: String },
}

/// Decides a request. The answer to a refusal is drafted at once; to what is granted, once it is done.
///
/// # Errors
/// [`Error::Groundless`] where the law does not know this ground for it.
pub fn decide(tx: &mut Tx<'_>, id: RequestId, version: i64, decision: &Decision) -> Result<()> {
    let request = turn(tx, id, version)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    match decision {
        Decision::Grant => {
            let state = follows(&request, Act::Grant)?;
            opinion::as_whoever_treats_says(tx, &request, Act::Grant, false)?;
            if request.kind == Kind::Erasure {
                erasable(tx, &request)?;
            }
            // Nor is anybody told that something will be done that cannot be.
            if let Some(why) = carry::impossible(tx, &request)? {
                return Err(Error::Impossible(why));
            }
            // What was decided under four eyes stays under them, whatever is set afterwards.
            let four = four_eyes(tx)?;
            tx.execute(
                "UPDATE request SET decided_by = $3, decided_at = $4, four_eyes = $5 WHERE clinic = $1 AND id = $2",
                &params![clinic, id, actor, now, four],
            )?;
            enter(tx, &request, state)?;
            happen(tx, &request, Happened::Granted, None)?;
            if answer_first(request.kind) {
                let request = find(tx, id)?;
                draft(tx, &request, LetterKind::Answer, None)?;
            }
        }
        Decision::Refuse { ground, reason } => {
            if !ground.fits(request.kind) {
                return Err(Error::Groundless);
            }
            let state = follows(&request, Act::Refuse)?;
            opinion::as_whoever_treats_says(tx, &request, Act::Refuse, *ground == Why::Accurate)?;
            let sealed = tx.seal_for(request.person)?.seal(cell("request", "reason", id), reason)?;
            tx.execute(
                "UPDATE request SET decided_by = $3, decided_at = $4, ground = $5, reason = $6, known_at = NULL WHERE clinic = $1 AND id = $2",
                &params![clinic, id, actor, now, ground.as_str(), sealed],
            )?;
            enter(tx, &request, state)?;
            happen(tx, &request, Happened::Refused, None)?;
            let request = find(tx, id)?;
            draft(tx, &request, LetterKind::Answer, Some(reason))?;
        }
    }
    Ok(())
}

/// Whether the answer goes before it is carried out: once they are erased there is nobody to write to.
const fn answer_first(kind: Kind) -> bool {
    matches!(kind, Kind::Erasure)
}

/// Nobody is told that they will be erased who then is not.
fn erasable(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let because = ground::erase::Because::request(format!("request {}", request.id));
    match tx.foresee_erasure(request.person, &because)?.unerased {
        None | Some(ground::erase::Unerased::Before) => Ok(()),
        Some(why) => Err(Error::Unerased(why)),
    }
}

/// Whether it is about a child, so that whoever asks shows that they act for them.
fn is_child(tx: &mut Tx<'_>, person: PersonId) -> ground::Result<bool> {
    match people::open(tx, person) {
        Ok(client) => Ok(people::store::is_child(tx, client.birth_date)),
        // Whoever is no client has no day of birth here.
        Err(Ground::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Notes how whoever asks showed who they are.
///
/// # Errors
/// [`Error::NotTheirs`] where it is about a child and nothing says that whoever asks acts for them.
pub fn prove(tx: &mut Tx<'_>, id: RequestId, version: i64, shown: Shown) -> Result<()> {
    let request = turn(tx, id, version)?;
    let state = follows(&request, Act::Prove)?;
    if shown != Shown::Guardianship && is_child(tx, request.person)? {
        return Err(Error::NotTheirs);
    }
    tx.execute(
        "UPDATE request SET shown = $3 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, shown.as_str()],
    )?;
    enter(tx, &request, state)?;
    happen(tx, &request, Happened::Proved, None)
}

/// Holds a request because it is doubted who asks.
pub fn question(tx: &mut Tx<'_>, id: RequestId, version: i64, why: &str) -> Result<()> {
    let request = turn(tx, id, version)?;
    let state = follows(&request, Act::Question)?;
    if request.state == State::Granted {
        undecide(tx, &request)?;
    }
    enter(tx, &request, state)?;
    happen(tx, &request, Happened::Questioned, Some(why))
}

/// Takes back what was decided, and the answer that was drafted to it and not sent.
fn undecide(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let of = params![tx.clinic(), request.id];
    tx.execute(
        "UPDATE request SET decided_by = NULL, decided_at = NULL, four_eyes = 0, confirmed_by = NULL, confirmed_at = NULL WHERE clinic = $1 AND id = $2",
        &of,
    )?;
    tx.execute(
        "DELETE FROM request_letter WHERE clinic = $1 AND request = $2 AND kind = 'answer' AND sent_at IS NULL",
        &of,
    )?;
    Ok(())
}

/// Takes a request back, as whoever made it does. Pressed again, in another window, it is as was wished.
pub fn withdraw(tx: &mut Tx<'_>, id: RequestId, version: i64) -> Result<()> {
    if find(tx, id)?.state == State::Withdrawn {
        return Ok(());
    }
    let request = turn(tx, id, version)?;
    let state = follows(&request, Act::Withdraw)?;
    enter(tx, &request, state)?;
    known(tx, &request)?;
    happen(tx, &request, Happened::Withdrawn, None)
}

/// Until when the time can be extended now.
fn extendable(tx: &Tx<'_>, request: &Request) -> Result<Timestamp> {
    // What is late already is not made timely by it, and of whom nobody knows who they are nobody is written to.
    let open = !request.state.is_closed() && request.state != State::Unproved && tx.now() <= request.due_at;
    request.extendable_to.filter(|_| open && request.extended_at.is_none()).ok_or(Error::Unextendable)
}

/// Moves the day, as the letter that says so goes.
fn extended(tx: &mut Tx<'_>, request: &Request) -> Result<()> {
    let until = extendable(tx, request)?;
    tx.execute(
        "UPDATE request SET due_at = $3, extended_at = $4, version = version + 1 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), request.id, until, tx.now()],
    )?;
    happen(tx, request, Happened::Extended, None)
}

/// Extends the time once, and writes so with the reason. Where there is no address the letter stays a draft, and the day moves
/// once it was handed over; whether it moved is the answer.
///
/// # Errors
/// [`Error::Unextendable`] where it was extended before, is late, nobody knows who asks, or the law has no extension.
pub fn extend(tx: &mut Tx<'_>, id: RequestId, version: i64, reason: &str) -> Result<bool> {
    let request = turn(tx, id, version)?;
    extendable(tx, &request)?;
    draft(tx, &request, LetterKind::Extension, Some(reason))?;
    if !recipient_has_address(tx, &request)? {
        return Ok(false);
    }
    for one in letters(tx, &request)?.into_iter().filter(|one| one.kind == LetterKind::Extension) {
        send(tx, id, one.id, &one.subject, &one.body)?;
    }
    Ok(true)
}

/// What was done for a request, place by place.
pub fn steps(tx: &mut Tx<'_>, id: RequestId) -> ground::Result<Vec<Step>> {
    let rows = tx.query(
        "SELECT place, outcome, count, law, until, cause FROM request_step WHERE clinic = $1 AND request = $2 ORDER BY place",
        &params![tx.clinic(), id],
    )?;
    let read = |row: &Row| -> ground::Result<Step> {
        Ok(Step {
            place: row.get("place")?,
            outcome: word(row, "outcome")?,
            count: row.get("count")?,
            law: row.get("law")?,
            until: row.get("until")?,
            cause: row.get("cause")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Writes what was done; what was tried before in the same place is replaced by how it went now.
fn note(tx: &mut Tx<'_>, request: &Request, steps: &[Step]) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    for step in steps {
        tx.execute(
            "INSERT INTO request_step (clinic, id, request, person, place, outcome, count, law, until, cause, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (clinic, request, place) DO UPDATE SET outcome = excluded.outcome, count = excluded.count,
                 law = excluded.law, until = excluded.until, cause = excluded.cause, at = excluded.at",
            &params![
                clinic,
                StepId::new(now),
                request.id,
                request.person,
                step.place.as_str(),
                step.outcome.as_str(),
                step.count,
                step.law.clone(),
                step.until,
                step.cause.clone(),
                now
            ],
        )?;
    }
    Ok(())
}

/// Carries out what was granted. It is done when no part of it failed; else it stays as it is, and is tried again.
///
/// # Errors
/// [`Error::Undone`] with [`Undone::SameEyes`] where whoever decided may not carry it out too, and with [`Undone::ForGood`] where
/// a part failed before that fails whenever it is tried: then it is decided anew. [`Error::Unsaid`] where it is put right by hand
/// and nobody says what was changed, and where.
pub fn complete(tx: &mut Tx<'_>, id: RequestId, version: i64, changed: Option<&ByHand>) -> Result<State> {
    let request = turn(tx, id, version)?;
    let state = follows(&request, Act::Finish)?;
    let actor = tx.actor().to_string();
    let four = four_eyes_of(tx, &request)?;
    other_eyes(four, request.decided_by.as_deref(), &actor).map_err(Error::Undone)?;
    if failed_for_good(&steps(tx, id)?) {
        return Err(Error::Undone(Undone::ForGood));
    }
    if by_hand(&request) {
        carry::keep_changed(tx, &request, changed.ok_or(Error::Unsaid)?)?;
    }
    let carried = carry(tx, &request)?;
    note(tx, &request, &carried)?;
    ended(tx, &request, state)
}

/// Where all of it is done, says so; else that a part failed.
fn ended(tx: &mut Tx<'_>, request: &Request, state: State) -> Result<State> {
    let all = steps(tx, request.id)?;
    match finished(&all) {
        Ok(()) => {}
        Err(Undone::Failed) => {
            tx.execute(
                "UPDATE request SET version = version + 1 WHERE clinic = $1 AND id = $2",
                &params![tx.clinic(), request.id],
            )?;
            happen(tx, request, Happened::Failed, None)?;
            tx.emit(Event::new("request.changed", request.id, request.person))?;
            return Ok(request.state);
        }
        Err(undone) => return Err(Error::Undone(undone)),
    }
    let actor = tx.actor().to_string();
    tx.execute(
        "UPDATE request SET done_by = $3 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), request.id, actor],
    )?;
    enter(tx, request, state)?;
    happen(tx, request, Happened::Done, None)?;
    if !answer_first(request.kind) && !at_once(request.kind, request.via) {
        let request = find(tx, request.id)?;
        let nothing = all.iter().all(|step| step.outcome == Outcome::Nothing);
        letter::draft_done(tx, &request, nothing)?;
    }
    Ok(state)
}

/// Whether it takes another to carry it out than decided: it was so when it was decided, or it is asked for now.
pub fn four_eyes_of(tx: &mut Tx<'_>, request: &Request) -> ground::Result<bool> {
    Ok(request.four_eyes || four_eyes(tx)?)
}
