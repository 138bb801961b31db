//! Rows of documents. A document's file is on disk before its row, and goes after it.

use ground::{Error, Event, Full, PersonId, Result, Tx, cell, params};

use crate::model::{DocumentId, FileName, NewDocument, StoredDocument};

/// How many bytes of documents the clinic keeps, as they were brought.
pub fn bytes(tx: &mut Tx<'_>) -> Result<u64> {
    let row = tx.one(
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM document WHERE clinic = $1",
        &params![tx.clinic()],
    )?;
    Ok(row.get::<i64>("bytes")?.unsigned_abs())
}

/// Makes a document about `person` of a file that is on disk. Whoever brings one needs no leave to read the others.
pub fn create(tx: &mut Tx<'_>, person: PersonId, new: &NewDocument) -> Result<()> {
    let key = tx.seal_for(person)?;
    let name = key.seal(cell("document", "name", new.id), &new.name.as_str().to_owned())?;
    let kind = key.seal(cell("document", "kind", new.id), &new.kind.as_str().to_owned())?;
    let content = key.seal(cell("document", "content", new.id), &new.key)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let size = i64::try_from(new.size).map_err(Error::internal)?;
    tx.room_for(Full::Documents, new.size, bytes)?;
    let made = tx.execute(
        "INSERT INTO document (clinic, id, person, name, kind, content, size, shared, added_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![clinic, new.id, person, name, kind, content, size, new.shared, actor, now],
    );
    match made {
        // Somebody removed the client while the file was on its way.
        Err(Error::Constraint(name)) if name == "foreign_key" => Err(Error::NotFound),
        other => other.map(drop),
    }?;
    tx.emit(Event::new("document.added", new.id, person))
}

/// The document `id` of `person`, sealed; none when there is no such, or it is about somebody else.
pub fn find(tx: &mut Tx<'_>, person: PersonId, id: DocumentId) -> Result<Option<StoredDocument>> {
    let sql = format!("SELECT {} FROM document WHERE clinic = $1 AND id = $2 AND person = $3", StoredDocument::COLUMNS);
    let row = tx.optional(&sql, &params![tx.clinic(), id, person])?;
    row.as_ref().map(StoredDocument::from_row).transpose()
}

/// The newest `limit` documents of `person`, sealed, and how many there are; `shared` asks only for those on the client's
/// own pages.
pub fn list(tx: &mut Tx<'_>, person: PersonId, shared: bool, limit: u32) -> Result<(Vec<StoredDocument>, u64)> {
    let which = if shared { " AND shared = 1" } else { "" };
    let count = format!("SELECT COUNT(*) AS n FROM document WHERE clinic = $1 AND person = $2{which}");
    let all: i64 = tx.one(&count, &params![tx.clinic(), person])?.get("n")?;
    if all == 0 {
        return Ok((Vec::new(), 0));
    }
    let sql = format!(
        "SELECT {} FROM document WHERE clinic = $1 AND person = $2{which} ORDER BY id DESC LIMIT $3",
        StoredDocument::COLUMNS
    );
    let rows = tx.query(&sql, &params![tx.clinic(), person, limit])?;
    let documents = rows.iter().map(StoredDocument::from_row).collect::<Result<_>>()?;
    Ok((documents, all.unsigned_abs()))
}

/// Calls a document otherwise, and shows it to the client or not.
pub fn update(tx: &mut Tx<'_>, person: PersonId, id: DocumentId, name: &FileName, shared: bool) -> Result<()> {
    let key = tx.seal_for(person)?;
    let name = key.seal(cell("document", "name", id), &name.as_str().to_owned())?;
    let changed = tx.execute(
        "UPDATE document SET name = $4, shared = $5 WHERE clinic = $1 AND id = $2 AND person = $3",
        &params![tx.clinic(), id, person, name, shared],
    )?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    tx.emit(Event::new("document.changed", id, person))
}

/// Removes a document; its file goes after the commit.
pub fn delete(tx: &mut Tx<'_>, person: PersonId, id: DocumentId) -> Result<()> {
    let gone = tx.execute(
        "DELETE FROM document WHERE clinic = $1 AND id = $2 AND person = $3",
        &params![tx.clinic(), id, person],
    )?;
    if gone == 0 {
        return Err(Error::NotFound);
    }
    tx.drop_file("document", id)?;
    tx.emit(Event::new("document.removed", id, person))
}

/// Removes every document of somebody who is forgotten.
pub(super) fn delete_all(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    let rows = tx.query("SELECT id FROM document WHERE clinic = $1 AND person = $2", &params![tx.clinic(), person])?;
    for row in &rows {
        delete(tx, person, row.get("id")?)?;
    }
    Ok(())
}
