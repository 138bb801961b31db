//! The word of whoever treats, on a correction of what is written about a visit or a treatment.
//!
//! Whoever answers for data asks in the program; whoever has the person in their care reads the question and says yes, or no with
//! a reason. Meanwhile the request's day goes on.

use ground::db::Row;
use ground::{Error as Ground, Event, PersonId, Sealed, Tx, cell, params};

use super::{Act, find, follows, turn, word_or_none, written};
use crate::error::{Error, Result};
use crate::model::opinions::{Answer, Opinion, OpinionId};
use crate::model::requests::{Detail, Kind, Request, RequestId, State};

const COLUMNS: &str = "id, request, person, question, asked_at, answer, reason, answered_by, answered_at, known_at";

/// Whether it takes the word of whoever treats before it is agreed to, or refused because it is right.
pub fn takes_opinion(request: &Request) -> bool {
    request.kind == Kind::Correction && request.field.is_some_and(Detail::is_about_care)
}

fn read(tx: &mut Tx<'_>, row: &Row) -> ground::Result<Opinion> {
    let (id, person): (OpinionId, PersonId) = (row.get("id")?, row.get("person")?);
    let sealed = |column| Sealed::<String>::read_optional(row, "request_opinion", column, id);
    let (question, reason) = (sealed("question")?, sealed("reason")?);
    let key = match question.is_some() || reason.is_some() {
        true => Some(tx.open(person)?),
        false => None,
    };
    let open = |sealed: Option<Sealed<String>>| -> ground::Result<String> {
        let Some(key) = &key else { return Ok(String::new()) };
        Ok(key.open_optional(sealed.as_ref())?.unwrap_or_default())
    };
    Ok(Opinion {
        id,
        request: row.get("request")?,
        person,
        asked_at: row.get("asked_at")?,
        answer: word_or_none(row, "answer")?,
        answered_by: row.get("answered_by")?,
        answered_at: row.get("answered_at")?,
        known: row.get::<Option<jiff::Timestamp>>("known_at")?.is_some(),
        question: open(question)?,
        reason: open(reason)?,
    })
}

/// What was asked of whoever treats about this request, opened.
pub fn opinion(tx: &mut Tx<'_>, request: &Request) -> ground::Result<Option<Opinion>> {
    let sql = format!("SELECT {COLUMNS} FROM request_opinion WHERE clinic = $1 AND request = $2");
    let row = tx.optional(&sql, &params![tx.clinic(), request.id])?;
    row.map(|row| read(tx, &row)).transpose()
}

/// What was answered, without what is sealed.
fn answer_of(tx: &mut Tx<'_>, request: &Request) -> ground::Result<Option<Answer>> {
    let row = tx.optional(
        "SELECT answer FROM request_opinion WHERE clinic = $1 AND request = $2",
        &params![tx.clinic(), request.id],
    )?;
    row.map_or(Ok(None), |row| word_or_none(&row, "answer"))
}

/// Since when these requests wait for whoever treats.
pub fn awaited(tx: &mut Tx<'_>) -> ground::Result<Vec<RequestId>> {
    let rows = tx.query(
        "SELECT request FROM request_opinion WHERE clinic = $1 AND answer IS NULL ORDER BY asked_at LIMIT 500",
        &params![tx.clinic()],
    )?;
    rows.iter().map(|row| row.get("request")).collect()
}

/// Asks whoever treats, once, in the words of whoever asked.
pub fn ask_opinion(tx: &mut Tx<'_>, id: RequestId, version: i64) -> Result<()> {
    let request = turn(tx, id, version)?;
    if !takes_opinion(&request) || request.state != State::Open {
        return Err(Error::NotNow);
    }
    let said = written(tx, &request)?;
    let question: Vec<String> = [said.wanted, said.said].into_iter().flatten().collect();
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let opinion = OpinionId::new(now);
    let question =
        tx.seal_for(request.person)?.seal(cell("request_opinion", "question", opinion), &question.join("\n\n"))?;
    let added = tx.execute(
        "INSERT INTO request_opinion (clinic, id, request, person, question, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (clinic, request) DO NOTHING",
        &params![clinic, opinion, id, request.person, question, actor, now],
    )?;
    if added == 0 {
        return Err(Error::NotNow);
    }
    tx.execute("UPDATE request SET version = version + 1 WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    Ok(tx.emit(Event::new("request.changed", id, request.person))?)
}

/// Notes that nobody treats them any more who could be asked, and why that is so.
pub fn nobody_treats(tx: &mut Tx<'_>, id: RequestId, version: i64, why: &str) -> Result<()> {
    let request = turn(tx, id, version)?;
    let Some(opinion) = opinion(tx, &request)? else { return Err(Error::NotNow) };
    answered(tx, &opinion, Answer::Nobody, Some(why))
}

/// Whom an address with an opinion's id is about.
pub fn person_of_opinion(tx: &mut Tx<'_>, text: &str) -> ground::Result<Option<PersonId>> {
    let Ok(id) = text.parse::<OpinionId>() else { return Ok(None) };
    let row =
        tx.optional("SELECT person FROM request_opinion WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    row.map(|row| row.get("person")).transpose()
}

/// The questions that wait for whoever is signed in: about whom they have in their care, the oldest first.
pub fn opinions_for(tx: &mut Tx<'_>) -> ground::Result<Vec<Opinion>> {
    const MOST: u32 = 200;
    let sql = format!(
        "SELECT {COLUMNS} FROM request_opinion o WHERE clinic = $1 AND answer IS NULL
         AND EXISTS (SELECT 1 FROM request r WHERE r.clinic = o.clinic AND r.id = o.request AND r.state = 'open')
         ORDER BY asked_at, id LIMIT $2"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), MOST])?;
    let persons: Vec<PersonId> = rows.iter().map(|row| row.get("person")).collect::<ground::Result<_>>()?;
    let may = tx.may_open_many(&persons, &[("request_opinion", "question")])?;
    let mut open = Vec::new();
    for (row, person) in rows.iter().zip(persons) {
        if may.contains(&person) {
            open.push(read(tx, row)?);
        }
    }
    Ok(open)
}

/// Writes down what whoever treats says; whom they do not have in their care is nobody they are asked about.
///
/// # Errors
/// [`Error::NotNow`] where it was answered before or the request is decided.
pub fn give_opinion(tx: &mut Tx<'_>, id: OpinionId, answer: Answer, reason: Option<&str>) -> Result<()> {
    let sql = format!("SELECT {COLUMNS} FROM request_opinion WHERE clinic = $1 AND id = $2");
    let row = tx.one(&sql, &params![tx.clinic(), id])?;
    let person: PersonId = row.get("person")?;
    if tx.may_open_many(&[person], &[("request_opinion", "question")])?.is_empty() {
        // It stands in that record, and whoever tried learns nothing of it.
        let _noted = tx.require(person);
        return Err(Ground::NotFound.into());
    }
    let person = tx.held(person)?;
    tx.take_turns(&format!("requests/{person}"))?;
    let row = tx.one(&sql, &params![tx.clinic(), id])?;
    let opinion = read(tx, &row)?;
    let request = find(tx, opinion.request)?;
    if request.state != State::Open || answer == Answer::Nobody {
        return Err(Error::NotNow);
    }
    answered(tx, &opinion, answer, reason)
}

fn answered(tx: &mut Tx<'_>, opinion: &Opinion, answer: Answer, reason: Option<&str>) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let key = tx.seal_for(opinion.person)?;
    let reason =
        reason.map(|reason| key.seal(cell("request_opinion", "reason", opinion.id), &reason.to_owned())).transpose()?;
    let changed = tx.execute(
        "UPDATE request_opinion SET answer = $3, reason = $4, answered_by = $5, answered_at = $6
         WHERE clinic = $1 AND id = $2 AND answer IS NULL",
        &params![clinic, opinion.id, answer.as_str(), reason, actor, now],
    )?;
    if changed == 0 {
        return Err(Error::NotNow);
    }
    tx.execute(
        "UPDATE request SET version = version + 1 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), opinion.request],
    )?;
    Ok(tx.emit(Event::new("request.changed", opinion.request, opinion.person))?)
}

/// Whether what is decided of a correction about a visit or a treatment is what whoever treats said: agreed to once they agree,
/// and refused as right once they do not. Where nobody treats them any more, whoever answers decides alone.
///
/// # Errors
/// [`Error::OpinionFirst`] and [`Error::Disagreed`].
pub(super) fn as_whoever_treats_says(tx: &mut Tx<'_>, request: &Request, act: Act, as_right: bool) -> Result<()> {
    follows(request, act)?;
    if !takes_opinion(request) || (act == Act::Refuse && !as_right) {
        return Ok(());
    }
    match (answer_of(tx, request)?, act) {
        (None, _) => Err(Error::OpinionFirst),
        (Some(Answer::Nobody), _) | (Some(Answer::Agrees), Act::Grant) | (Some(Answer::Disagrees), Act::Refuse) => {
            Ok(())
        }
        (Some(_), _) => Err(Error::Disagreed),
    }
}
