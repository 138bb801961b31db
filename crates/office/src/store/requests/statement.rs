//! What somebody says beside what we hold and would not change: it stands in every copy from then on.

use ground::{Error as Ground, Event, PersonId, Sealed, Tx, cell, params};

use super::{find, happen, turn};
use crate::error::{Error, Result};
use crate::model::requests::{Detail, Happened, Kind, RequestId, State, Statement, StatementId, word};

/// Attaches it to a correction that was refused, once.
///
/// # Errors
/// [`Error::NotNow`] where no correction was refused, or something was said before.
pub fn state(tx: &mut Tx<'_>, person: PersonId, id: RequestId, body: &str) -> Result<()> {
    let version = find(tx, id)?.version;
    let request = turn(tx, id, version)?;
    if request.person != person {
        return Err(Ground::NotFound.into());
    }
    if request.kind != Kind::Correction || request.state != State::Refused || request.is_untold() {
        return Err(Error::NotNow);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let statement = StatementId::new(now);
    let sealed = tx.seal_for(person)?.seal(cell("statement", "body", statement), &body.to_owned())?;
    let added = tx.execute(
        "INSERT INTO statement (clinic, id, request, person, field, body, said_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (clinic, request) DO NOTHING",
        &params![clinic, statement, id, person, request.field.unwrap_or(Detail::Other).as_str(), sealed, now],
    )?;
    if added == 0 {
        return Err(Error::NotNow);
    }
    happen(tx, &request, Happened::Stated, None)?;
    Ok(tx.emit(Event::new("request.stated", id, person))?)
}

/// Those of `person`, opened for this transaction's purpose, the newest first.
pub fn of_person(tx: &mut Tx<'_>, person: PersonId) -> ground::Result<Vec<Statement>> {
    let rows = tx.query(
        "SELECT id, request, field, body, said_at FROM statement WHERE clinic = $1 AND person = $2 ORDER BY said_at DESC, id DESC LIMIT 50",
        &params![tx.clinic(), person],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(person)?;
    let mut said = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: StatementId = row.get("id")?;
        let body = key.open_optional(Sealed::<String>::read_optional(row, "statement", "body", id)?.as_ref())?;
        said.push(Statement {
            request: row.get("request")?,
            field: word(row, "field")?,
            body: body.unwrap_or_default(),
            at: row.get("said_at")?,
        });
    }
    Ok(said)
}
