//! What the officer writes beside each part of the summary of impact: every version stays, with who and when.

use ground::{Error, Result, Tx, params};
use jiff::Timestamp;

/// The parts of the summary, in their order.
pub const SECTIONS: [&str; 5] = ["processing", "proportion", "risks", "measures", "open"];

/// Most characters of one.
pub const LONGEST: usize = 10_000;

/// One version.
#[derive(Clone, Debug)]
pub struct Written {
    pub section: String,
    /// From 1, within its section.
    pub number: i64,
    pub body: String,
    /// Who wrote it, as the access record says who.
    pub by: String,
    pub at: Timestamp,
}

/// The newest versions of a section, the newest first.
pub fn list(tx: &mut Tx<'_>, section: &str, most: u32) -> Result<Vec<Written>> {
    let rows = tx.query(
        "SELECT section, number, body, written_by, written_at FROM assessment WHERE clinic = $1 AND section = $2
         ORDER BY number DESC LIMIT $3",
        &params![tx.clinic(), section, most],
    )?;
    let read = |row: &ground::db::Row| -> Result<Written> {
        Ok(Written {
            section: row.get("section")?,
            number: row.get("number")?,
            body: row.get("body")?,
            by: row.get("written_by")?,
            at: row.get("written_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Keeps a version; false where it says what the newest says already.
///
/// # Errors
/// Not found where there is no such section.
pub fn write(tx: &mut Tx<'_>, section: &str, body: &str) -> Result<bool> {
    if !SECTIONS.contains(&section) {
        return Err(Error::NotFound);
    }
    tx.take_turns("office.assessment")?;
    let newest = list(tx, section, 1)?.pop();
    if newest.as_ref().is_some_and(|newest| newest.body == body) {
        return Ok(false);
    }
    let (clinic, by, now) = (tx.clinic(), tx.actor().to_string(), tx.now());
    tx.execute(
        "INSERT INTO assessment (clinic, section, number, body, written_by, written_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &params![clinic, section, newest.map_or(1, |newest| newest.number + 1), body, by, now],
    )?;
    Ok(true)
}
