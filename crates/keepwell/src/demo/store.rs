//! Which clinics the demo planted: said in the database that holds them, not beside it.

use std::path::Path;

use ground::{House, PersonId, Result, Scope, Tx, params};
use promise::Purpose;
use rusqlite::{Connection, OpenFlags};

/// Says that the demo planted this transaction's clinic.
pub fn mark(tx: &mut Tx<'_>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO invented (clinic, planted_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &params![clinic, now],
    )?;
    Ok(())
}

/// Whether the demo planted this transaction's clinic.
pub fn is_invented(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(tx.optional("SELECT clinic FROM invented WHERE clinic = $1", &params![tx.clinic()])?.is_some())
}

/// The first `most` clients of this transaction's clinic.
pub(super) fn first_clients(tx: &mut Tx<'_>, most: u32) -> Result<Vec<ground::PersonId>> {
    let sql = "SELECT id FROM client WHERE clinic = $1 ORDER BY id LIMIT $2";
    tx.query(sql, &params![tx.clinic(), most])?.iter().map(|row| row.get("id")).collect()
}

/// The slugs of clinics that the demo did not plant.
pub(super) async fn real_clinics(house: &House) -> Result<Vec<String>> {
    let mut real = Vec::new();
    for clinic in house.clinics().await? {
        let slug = clinic.slug.clone();
        let scope = Scope::new(house, clinic, ground::Actor::automatic(), Purpose::Operation, "demo.look");
        if !scope.read(is_invented).await? {
            real.push(slug);
        }
    }
    Ok(real)
}

/// Whether the SQLite database at `path` holds no clinics but the demo's. It is read as it lies there, because
/// an older one cannot be opened any more; one that cannot be read so is nobody's demo.
pub(super) fn is_all_invented(path: &Path) -> bool {
    let count = || -> rusqlite::Result<(i64, i64)> {
        let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.query_row(
            "SELECT (SELECT COUNT(*) FROM clinic), (SELECT COUNT(*) FROM clinic WHERE id IN (SELECT clinic FROM invented))",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    };
    count().is_ok_and(|(clinics, invented)| clinics == invented)
}

/// The first `most` clients but `one`.
pub(super) fn other_clients(tx: &mut Tx<'_>, one: PersonId, most: u32) -> Result<Vec<PersonId>> {
    let rows = tx.query(
        "SELECT id FROM client WHERE clinic = $1 AND id <> $2 ORDER BY id LIMIT $3",
        &params![tx.clinic(), one, most],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// How many visits have begun.
pub fn begun(tx: &mut Tx<'_>) -> Result<i64> {
    tx.one(
        "SELECT COUNT(*) AS n FROM appointment WHERE clinic = $1 AND starts_at < $2",
        &params![tx.clinic(), tx.now()],
    )?
    .get("n")
}
