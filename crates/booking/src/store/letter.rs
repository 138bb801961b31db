//! What the clinic lets its letters say.

use ground::db::Row;
use ground::{Result, Tx, params};

use super::setup_changed;
use crate::model::LetterWords;

/// The words of every kind and language that has some.
pub fn letters(tx: &mut Tx<'_>) -> Result<Vec<LetterWords>> {
    let rows =
        tx.query("SELECT * FROM letter_words WHERE clinic = $1 ORDER BY kind, language", &params![tx.clinic()])?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<LetterWords> {
    Ok(LetterWords {
        kind: row.get("kind")?,
        language: row.get("language")?,
        subject: row.get("subject")?,
        said: row.get("said")?,
        updated_at: row.get("updated_at")?,
    })
}

/// Sets what one kind of letter says in one language; ours where nothing is given.
pub fn set_letter(
    tx: &mut Tx<'_>,
    kind: &str,
    language: &str,
    subject: Option<&str>,
    said: Option<&str>,
) -> Result<()> {
    tx.execute(
        "INSERT INTO letter_words (clinic, kind, language, subject, said, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (clinic, kind, language) DO UPDATE SET subject = excluded.subject, said = excluded.said, updated_at = excluded.updated_at",
        &params![tx.clinic(), kind, language, subject, said, tx.now()],
    )?;
    setup_changed(tx, kind)
}
