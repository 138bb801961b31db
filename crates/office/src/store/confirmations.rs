//! What one person asked for and another has to agree to: asked, agreed to, taken back, over.
//!
//! What is agreed to happens in the transaction in which it is: of two who agree at once one does, and what cannot be done
//! stays as it was asked.

use ground::due::Due;
use ground::{Error as Ground, Event, PersonId, Tx, params};
use jiff::SignedDuration;

use super::requests::four_eyes;
use crate::error::{Error, Result};
use crate::model::confirmations::{COLUMNS, Confirmation, ConfirmationId, Kind, NewConfirmation, State};
use crate::rules::confirmations::{DAYS, Unconfirmed, may_confirm};

/// Who asks or agrees: somebody who is signed in, and no other program.
fn who(tx: &Tx<'_>) -> Result<PersonId> {
    tx.actor().person().ok_or_else(|| Ground::NotFound.into())
}

/// Whether what whoever is signed in wants takes a second person.
pub fn needed(tx: &mut Tx<'_>) -> ground::Result<bool> {
    four_eyes(tx)
}

/// Asks for it. What waits already waits on; nothing is asked for twice.
pub fn ask(tx: &mut Tx<'_>, new: &NewConfirmation) -> Result<()> {
    let (clinic, now, by) = (tx.clinic(), tx.now(), who(tx)?);
    let subject = new.subject.map(|person| person.to_string()).unwrap_or_default();
    over(tx)?;
    let id = ConfirmationId::new(now);
    let until = now + SignedDuration::from_hours(24 * DAYS);
    let added = tx.execute(
        "INSERT INTO confirmation (clinic, id, kind, subject, way, reason, asked_by, asked_at, expires_at, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked') ON CONFLICT DO NOTHING",
        &params![clinic, id, new.kind.as_str(), subject, new.way, new.reason.clone(), by, now, until],
    )?;
    if added == 0 {
        return Err(Error::AskedBefore);
    }
    Ok(tx.emit(Event::new("confirmation.asked", id, None))?)
}

/// What waits of this kind, about this person or the clinic.
pub fn waiting(tx: &mut Tx<'_>, kind: Kind, subject: Option<PersonId>) -> ground::Result<Option<Confirmation>> {
    let subject = subject.map(|person| person.to_string()).unwrap_or_default();
    let sql = format!(
        "SELECT {COLUMNS} FROM confirmation WHERE clinic = $1 AND kind = $2 AND subject = $3 AND state = 'asked' AND expires_at > $4"
    );
    let row = tx.optional(&sql, &params![tx.clinic(), kind.as_str(), subject, tx.now()])?;
    row.map(|row| Confirmation::from_row(&row)).transpose()
}

/// What whoever is signed in asked for, another agreed to a short while ago, and was not done yet.
pub fn agreed(tx: &mut Tx<'_>, kind: Kind) -> ground::Result<Option<Confirmation>> {
    let Some(by) = tx.actor().person() else { return Ok(None) };
    let since = tx.now() - SignedDuration::from_hours(24 * DAYS);
    let sql = format!(
        "SELECT {COLUMNS} FROM confirmation WHERE clinic = $1 AND kind = $2 AND asked_by = $3 AND state = 'confirmed'
         AND outcome IS NULL AND answered_at > $4 ORDER BY answered_at, id LIMIT 1"
    );
    let row = tx.optional(&sql, &params![tx.clinic(), kind.as_str(), by, since])?;
    row.map(|row| Confirmation::from_row(&row)).transpose()
}

/// The one that is being answered, in its turn.
fn turn(tx: &mut Tx<'_>, id: ConfirmationId, kind: Kind) -> Result<Confirmation> {
    tx.take_turns(&format!("confirmation/{id}"))?;
    let sql = format!("SELECT {COLUMNS} FROM confirmation WHERE clinic = $1 AND id = $2 AND kind = $3");
    Ok(Confirmation::from_row(&tx.one(&sql, &params![tx.clinic(), id, kind.as_str()])?)?)
}

/// The one that whoever is signed in may agree to now.
///
/// # Errors
/// [`Error::OwnWord`] for whoever asked for it, and [`Error::NotNow`] where it was answered or is over.
pub fn confirmable(tx: &mut Tx<'_>, id: ConfirmationId, kind: Kind) -> Result<Confirmation> {
    let (one, by, now) = (turn(tx, id, kind)?, who(tx)?, tx.now());
    match may_confirm(&one, by, now) {
        Ok(()) => Ok(one),
        Err(Unconfirmed::Own) => Err(Error::OwnWord),
        Err(Unconfirmed::Over) => Err(Error::NotNow),
    }
}

/// Writes down that whoever is signed in agreed, and what came of it. Of whom was erased nothing says any more who it was.
pub fn confirm(tx: &mut Tx<'_>, one: &Confirmation, outcome: Option<String>) -> Result<()> {
    let (by, now) = (who(tx)?, tx.now());
    let subject = match one.kind {
        Kind::Erasure => String::new(),
        _ => one.subject.map(|person| person.to_string()).unwrap_or_default(),
    };
    let changed = tx.execute(
        "UPDATE confirmation SET state = 'confirmed', answered_by = $3, answered_at = $4, outcome = $5, subject = $6
         WHERE clinic = $1 AND id = $2 AND state = 'asked'",
        &params![tx.clinic(), one.id, by, now, outcome, subject],
    )?;
    if changed == 0 {
        return Err(Error::NotNow);
    }
    Ok(tx.emit(Event::new("confirmation.answered", one.id, None))?)
}

/// Writes down what came of what was agreed to: it is done once.
pub fn used(tx: &mut Tx<'_>, one: &Confirmation, outcome: &str) -> Result<()> {
    let changed = tx.execute(
        "UPDATE confirmation SET outcome = $3 WHERE clinic = $1 AND id = $2 AND state = 'confirmed' AND outcome IS NULL",
        &params![tx.clinic(), one.id, outcome],
    )?;
    if changed == 0 { Err(Error::NotNow) } else { Ok(()) }
}

/// Takes it back, as whoever asked does; of another, does not agree.
pub fn withdraw(tx: &mut Tx<'_>, id: ConfirmationId, kind: Kind) -> Result<()> {
    let (one, by, now) = (turn(tx, id, kind)?, who(tx)?, tx.now());
    let state = if one.asked_by == by { State::Withdrawn } else { State::Declined };
    let changed = tx.execute(
        "UPDATE confirmation SET state = $3, answered_by = $4, answered_at = $5 WHERE clinic = $1 AND id = $2 AND state = 'asked'",
        &params![tx.clinic(), id, state.as_str(), by, now],
    )?;
    if changed == 0 {
        return Err(Error::NotNow);
    }
    Ok(tx.emit(Event::new("confirmation.answered", id, None))?)
}

/// Who asked for what came out as `outcome`, and who agreed; none where it was the word of one.
pub fn two(tx: &mut Tx<'_>, outcome: &str) -> ground::Result<Option<(PersonId, PersonId)>> {
    let row = tx.optional(
        "SELECT asked_by, answered_by FROM confirmation WHERE clinic = $1 AND outcome = $2 AND state = 'confirmed'",
        &params![tx.clinic(), outcome],
    )?;
    row.map(|row| Ok((row.get("asked_by")?, row.get("answered_by")?))).transpose()
}

/// Ends what nobody agreed to in time.
pub fn over(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute(
        "UPDATE confirmation SET state = 'expired' WHERE clinic = $1 AND state = 'asked' AND expires_at <= $2",
        &params![tx.clinic(), tx.now()],
    )?;
    Ok(())
}

/// Whoever was erased in another way waits for nobody any more.
pub fn erased(tx: &mut Tx<'_>, person: PersonId) -> ground::Result<()> {
    tx.execute(
        "UPDATE confirmation SET state = CASE WHEN state = 'asked' THEN 'expired' ELSE state END, subject = ''
         WHERE clinic = $1 AND subject = $2",
        &params![tx.clinic(), person.to_string()],
    )?;
    Ok(())
}

/// What waits for whoever reads: what they may agree to, and did not ask for themselves.
pub fn due(tx: &mut Tx<'_>) -> ground::Result<Vec<Due>> {
    const MOST: u32 = 100;
    let (clinic, now, me) = (tx.clinic(), tx.now(), tx.actor().person());
    let sql = format!(
        "SELECT {COLUMNS} FROM confirmation WHERE clinic = $1 AND state = 'asked' AND expires_at > $2 ORDER BY expires_at, id LIMIT $3"
    );
    let rows = tx.query(&sql, &params![clinic, now, MOST])?;
    let mut due = Vec::new();
    for row in &rows {
        let one = Confirmation::from_row(row)?;
        // The self-audit looks as nobody, and counts all of it.
        if me.is_some_and(|me| me == one.asked_by || !tx.scope().house().permits_anyhow(tx.scope(), one.kind.action()))
        {
            continue;
        }
        due.push(Due {
            part: "confirmations",
            words: "confirmations-due".to_owned(),
            args: vec![("kind", one.kind.as_str().to_owned().into())],
            href: match (one.kind, one.subject) {
                (Kind::Erasure, Some(person)) => format!("/clients/{person}/erasure"),
                (Kind::Export, _) => "/setup/export".to_owned(),
                (Kind::Leaving, _) => "/setup/leave".to_owned(),
                (Kind::Erasure | Kind::FourEyes, _) => "/office".to_owned(),
            },
            action: None,
            by: Some(one.expires_at),
        });
    }
    Ok(due)
}
