//! Rows of identifiers, and of every time one was opened.

use ground::{Error, Event, PersonId, Result, Sealed, Tx, cell, params};

use crate::model::{
    IdentifierId, IdentifierKind, IdentifierOpening, IdentifierOpeningId, Issuer, Number, Reason, StoredIdentifier,
};

/// Identifiers of one person at most.
pub const MOST: u32 = 20;
const COLUMNS: &str = "id, kind, issuer, number, ending, created_at";

/// What became of keeping a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    Done,
    /// There are as many as there may be.
    Full,
    /// The person has this number already.
    Known,
    /// It is in another record, and of a kind that two persons do not share.
    Elsewhere(PersonId),
}

/// Keeps a number. Whoever brings one needs no leave to read the others.
pub fn create(
    tx: &mut Tx<'_>,
    person: PersonId,
    kind: IdentifierKind,
    number: &Number,
    issuer: Option<&Issuer>,
) -> Result<Kept> {
    let token = token(tx, kind, number, issuer)?;
    // Two desks with the same card: the second finds what the first kept.
    let about: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    tx.take_turns(&format!("people.identifier/{about}"))?;
    if list(tx, person)?.len() >= MOST as usize {
        return Ok(Kept::Full);
    }
    let holders = holders(tx, &token)?;
    if holders.contains(&person) {
        return Ok(Kept::Known);
    }
    if let Some(other) = holders.first().filter(|_| kind.is_personal()) {
        return Ok(Kept::Elsewhere(*other));
    }
    let key = tx.seal_for(person)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = IdentifierId::new(now);
    let sealed = |column, text: &str| key.seal(cell("identifier", column, id), &text.to_owned());
    let (whole, ending) = (sealed("number", number.as_str())?, sealed("ending", &number.ending())?);
    let issuer = issuer.map(|issuer| sealed("issuer", issuer.as_str())).transpose()?;
    tx.execute(
        "INSERT INTO identifier (clinic, id, person, kind, issuer, number, ending, token, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![clinic, id, person, kind.as_str(), issuer, whole, ending, token, now],
    )?;
    tx.emit(Event::new("identifier.added", id, person))?;
    Ok(Kept::Done)
}

/// By which the same number of the same issuer is known again, opening nobody.
fn token(tx: &Tx<'_>, kind: IdentifierKind, number: &Number, issuer: Option<&Issuer>) -> Result<Vec<u8>> {
    let issuer = issuer.map(Issuer::folded).unwrap_or_default();
    tx.token("people.identifier", &format!("{}\n{issuer}\n{}", kind.as_str(), number.folded()))
}

/// Whose number it is.
fn holders(tx: &mut Tx<'_>, token: &[u8]) -> Result<Vec<PersonId>> {
    let rows = tx.query(
        "SELECT person FROM identifier WHERE clinic = $1 AND token = $2 ORDER BY person",
        &params![tx.clinic(), token],
    )?;
    rows.iter().map(|row| row.get("person")).collect()
}

/// The identifiers of `person`, sealed, in the order in which they came.
pub fn list(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<StoredIdentifier>> {
    let sql = format!("SELECT {COLUMNS} FROM identifier WHERE clinic = $1 AND person = $2 ORDER BY id");
    let rows = tx.query(&sql, &params![tx.clinic(), person])?;
    rows.iter().map(StoredIdentifier::from_row).collect()
}

/// Opens a number for `reason`, which is kept: there is no other way to read one.
pub fn open(tx: &mut Tx<'_>, person: PersonId, id: IdentifierId, reason: &Reason) -> Result<String> {
    let sql = format!("SELECT {COLUMNS} FROM identifier WHERE clinic = $1 AND id = $2 AND person = $3");
    let stored = StoredIdentifier::from_row(&tx.one(&sql, &params![tx.clinic(), id, person])?)?;
    let key = tx.open(person)?;
    let number = stored.number(&key)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let opening = IdentifierOpeningId::new(now);
    let sealed = key.seal(cell("identifier_opening", "reason", opening), &reason.stored())?;
    tx.execute(
        "INSERT INTO identifier_opening (clinic, id, person, kind, actor, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, opening, person, stored.kind.as_str(), actor, sealed, now],
    )?;
    tx.emit(Event::new("identifier.opened", id, person))?;
    Ok(number)
}

/// The newest `limit` times that a number of `person` was opened, with the reason.
pub fn openings(tx: &mut Tx<'_>, person: PersonId, limit: u32) -> Result<Vec<IdentifierOpening>> {
    let rows = tx.query(
        "SELECT id, kind, actor, reason, at FROM identifier_opening WHERE clinic = $1 AND person = $2 ORDER BY id DESC LIMIT $3",
        &params![tx.clinic(), person, limit],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(person)?;
    rows.iter()
        .map(|row| {
            let id: IdentifierOpeningId = row.get("id")?;
            let reason = key.open(&Sealed::<String>::read(row, "identifier_opening", "reason", id)?)?;
            Ok(IdentifierOpening {
                kind: row.get::<String>("kind")?.parse().map_err(Error::internal)?,
                actor: row.get("actor")?,
                reason: Reason::read(&reason).ok_or_else(|| Error::internal("a reason that is none"))?,
                at: row.get("at")?,
            })
        })
        .collect()
}

/// Removes a number. That it was opened, and why, stays.
pub fn delete(tx: &mut Tx<'_>, person: PersonId, id: IdentifierId) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM identifier WHERE clinic = $1 AND id = $2 AND person = $3",
        &params![tx.clinic(), id, person],
    )?;
    if gone == 0 {
        return Err(Error::NotFound);
    }
    tx.emit(Event::new("identifier.removed", id, person))
}
