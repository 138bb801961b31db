//! Pieces of what was gathered, and of the file: sealed by the release's keeper, who is nobody.

use ground::{Error, Result, Sealed, Tx, cell, params};

use super::Keeper;
use crate::model::releases::{PartId, Release, ReleaseId, State};

const TABLE: &str = "data_release_part";
/// Pieces that are removed at once.
const STEP: i64 = 200;

/// What a piece is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Rows,
    File,
}

impl Of {
    const fn as_str(self) -> &'static str {
        match self {
            Of::Rows => "rows",
            Of::File => "file",
        }
    }
}

/// Whether this round of gathering is still the one that is asked for.
fn goes_on(tx: &mut Tx<'_>, release: &Release) -> Result<bool> {
    let now = super::find(tx, release.id)?;
    Ok(now.state == State::Gathering && now.round == release.round)
}

/// Keeps a page of rows, and where the next begins; false where the round is over, or somebody else kept that page.
pub fn gathered(
    tx: &mut Tx<'_>,
    release: &Release,
    rows: &str,
    (rows_read, left_out): (i64, i64),
    next: &str,
) -> Result<bool> {
    tx.take_turns(&format!("{}/{}", super::TURN, release.id))?;
    if !goes_on(tx, release)? || super::find(tx, release.id)?.reached != release.reached {
        return Ok(false);
    }
    let number = self::many(tx, release, Of::Rows)?;
    insert(tx, release, Of::Rows, number, rows)?;
    let changed = tx.execute(
        "UPDATE data_release SET reached = $3, gathered = gathered + $4, left_out = left_out + $5 WHERE clinic = $1 AND id = $2 AND round = $6 AND reached = $7",
        &params![tx.clinic(), release.id, next, rows_read, left_out, release.round, &release.reached],
    )?;
    Ok(changed > 0)
}

/// Keeps a piece of the file; false where the round is over.
pub fn file(tx: &mut Tx<'_>, release: &Release, number: i64, text: &str) -> Result<bool> {
    if !goes_on(tx, release)? {
        return Ok(false);
    }
    insert(tx, release, Of::File, number, text)?;
    Ok(true)
}

fn insert(tx: &mut Tx<'_>, release: &Release, of: Of, number: i64, text: &str) -> Result<()> {
    let (clinic, id) = (tx.clinic(), PartId::new(tx.now()));
    let key = tx.seal_for(release.keeper)?;
    let content = key.seal(cell(TABLE, "content", id), &text.to_owned())?;
    // Two nodes that gather the same page write the same piece.
    tx.execute(
        "INSERT INTO data_release_part (clinic, id, release_id, keeper, round, kind, number, content) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (clinic, release_id, kind, round, number) DO NOTHING",
        &params![clinic, id, release.id, release.keeper, release.round, of.as_str(), number, content],
    )?;
    Ok(())
}

/// How many pieces there are.
pub fn many(tx: &mut Tx<'_>, release: &Release, of: Of) -> Result<i64> {
    tx.one(
        "SELECT COUNT(*) AS n FROM data_release_part WHERE clinic = $1 AND release_id = $2 AND kind = $3 AND round = $4",
        &params![tx.clinic(), release.id, of.as_str(), release.round],
    )?
    .get("n")
}

/// One piece in clear; none past the last.
pub fn read(tx: &mut Tx<'_>, release: &Release, of: Of, number: i64) -> Result<Option<String>> {
    let row = tx.optional(
        "SELECT id, keeper, content FROM data_release_part WHERE clinic = $1 AND release_id = $2 AND kind = $3 AND round = $4 AND number = $5",
        &params![tx.clinic(), release.id, of.as_str(), release.round, number],
    )?;
    let Some(row) = row else { return Ok(None) };
    let (id, keeper): (PartId, Keeper) = (row.get("id")?, row.get("keeper")?);
    if keeper != release.keeper {
        return Err(Error::internal("a piece of a release is another's"));
    }
    let key = tx.open(keeper)?;
    key.open(&Sealed::<String>::read(&row, TABLE, "content", id)?).map(Some)
}

/// Forgets the file of a round that was cut off, so that it is written anew.
pub fn forget_file(tx: &mut Tx<'_>, release: &Release) -> Result<()> {
    if !goes_on(tx, release)? {
        return Ok(());
    }
    tx.execute(
        "DELETE FROM data_release_part WHERE clinic = $1 AND release_id = $2 AND kind = 'file' AND round = $3",
        &params![tx.clinic(), release.id, release.round],
    )
    .map(drop)
}

/// Forgets the rows that were gathered: the file is all that is left of them.
pub fn forget_rows(tx: &mut Tx<'_>, id: ReleaseId) -> Result<()> {
    let sql = "DELETE FROM data_release_part WHERE clinic = $1 AND release_id = $2 AND kind = 'rows'";
    tx.execute(sql, &params![tx.clinic(), id]).map(drop)
}

/// Ends a keeper, and with it what it sealed: its pieces go, the first at once and the others by a job.
pub fn end(tx: &mut Tx<'_>, keeper: Keeper) -> Result<()> {
    tx.end_keeper(keeper, (TABLE, "keeper"), STEP)
}

/// Removes pieces whose keeper has ended: nobody can read them any more.
pub fn sweep(tx: &mut Tx<'_>) -> Result<()> {
    tx.execute(
        "DELETE FROM data_release_part WHERE clinic = $1 AND id IN (
            SELECT t.id FROM data_release_part t JOIN person p ON p.clinic = t.clinic AND p.id = t.keeper
            WHERE t.clinic = $1 AND p.erased_at IS NOT NULL LIMIT $2)",
        &params![tx.clinic(), STEP],
    )
    .map(drop)
}
