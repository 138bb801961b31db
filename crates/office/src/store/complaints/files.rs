//! Documents that came with a complaint. A file is on disk, sealed, before its row, and goes after it.

use ground::db::Row;
use ground::files::FileKey;
use ground::{Error as Ground, Full, Key, Sealed, Tx, cell, params};
use people::model::{FileName, Kind};

use crate::error::{Error, Result};
use crate::model::complaints::{Complaint, FILES, FileId, Filed, NewFile};

/// How many bytes of documents the clinic keeps, those of complaints too.
pub fn bytes(tx: &mut Tx<'_>) -> ground::Result<u64> {
    let row = tx.one(
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes FROM complaint_file WHERE clinic = $1",
        &params![tx.clinic()],
    )?;
    Ok(people::document_bytes(tx)?.saturating_add(row.get::<i64>("bytes")?.unsigned_abs()))
}

/// Keeps the row of a file that is on disk.
pub(super) fn create(tx: &mut Tx<'_>, complaint: &Complaint, new: &NewFile) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let there = tx.one(
        "SELECT COUNT(*) AS n FROM complaint_file WHERE clinic = $1 AND complaint = $2",
        &params![clinic, complaint.id],
    )?;
    if there.get::<i64>("n")? >= i64::from(FILES) {
        return Err(Error::TooMany);
    }
    tx.room_for(Full::Documents, new.size, bytes)?;
    let key = tx.seal_for(complaint.person)?;
    let name = key.seal(cell("complaint_file", "name", new.id), &new.name.as_str().to_owned())?;
    let kind = key.seal(cell("complaint_file", "kind", new.id), &new.kind.as_str().to_owned())?;
    let content = key.seal(cell("complaint_file", "content", new.id), &new.key)?;
    let size = i64::try_from(new.size).map_err(Ground::internal)?;
    tx.execute(
        "INSERT INTO complaint_file (clinic, id, complaint, person, name, kind, content, size, added_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![clinic, new.id, complaint.id, complaint.person, name, kind, content, size, actor, now],
    )?;
    Ok(())
}

fn filed(row: &Row, key: &Key) -> ground::Result<Filed> {
    let id: FileId = row.get("id")?;
    let open = |column| key.open(&Sealed::<String>::read(row, "complaint_file", column, id)?);
    let kind = Kind::stored(&open("kind")?).ok_or_else(|| Ground::internal("a document of an unknown kind"))?;
    Ok(Filed {
        id,
        // What was kept once stays as it is.
        name: FileName::parse(&open("name")?),
        kind,
        size: row.get::<i64>("size")?.unsigned_abs(),
        at: row.get("created_at")?,
    })
}

const LISTED: &str = "id, name, kind, size, created_at";

/// The documents of a complaint.
pub fn files(tx: &mut Tx<'_>, complaint: &Complaint) -> ground::Result<Vec<Filed>> {
    let sql = format!(
        "SELECT {LISTED} FROM complaint_file WHERE clinic = $1 AND complaint = $2 ORDER BY created_at, id LIMIT {FILES}"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), complaint.id])?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(complaint.person)?;
    rows.iter().map(|row| filed(row, &key)).collect()
}

/// One of them with what opens it; another complaint's is not found.
pub fn file(tx: &mut Tx<'_>, complaint: &Complaint, id: FileId) -> ground::Result<(Filed, FileKey)> {
    let sql = format!("SELECT {LISTED}, content FROM complaint_file WHERE clinic = $1 AND complaint = $2 AND id = $3");
    let row = tx.one(&sql, &params![tx.clinic(), complaint.id, id])?;
    let key = tx.open(complaint.person)?;
    let content = key.open(&Sealed::<FileKey>::read(&row, "complaint_file", "content", id)?)?;
    Ok((filed(&row, &key)?, content))
}
