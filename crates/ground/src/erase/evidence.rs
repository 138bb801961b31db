//! Figures behind what is promised of erasing: read from the rows, whatever the program believes of itself.

use jiff::SignedDuration;
use promise::{DataMap, Erased, Evidence};

use super::{Broken, verify};
use crate::error::Result;
use crate::tx::Tx;
use crate::{KeyId, params};

/// How long a key may wait to be destroyed.
const WAITS: SignedDuration = SignedDuration::from_mins(10);
/// How many of the newest erasures are looked at one by one.
const NEWEST: u32 = 200;

/// For `rights.delete`: who was erased, who is locked by law, and what is left of whom was erased that should not be: keys, rows
/// that were to go, and locks whose time is over.
///
/// # Errors
/// Those of the store.
pub fn deleted(tx: &mut Tx<'_>) -> Result<Evidence> {
    // Whoever is nobody never was anybody: their row ended when it began.
    let row = tx.one(
        "SELECT CAST(COALESCE(SUM(CASE WHEN erased_at > created_at THEN 1 ELSE 0 END), 0) AS BIGINT) AS erased, CAST(COALESCE(SUM(CASE WHEN erased_at IS NULL AND locked_until IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS locked,
                CAST(COALESCE(SUM(CASE WHEN erased_at IS NULL AND locked_until < $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late
         FROM person WHERE clinic = $1 AND (erased_at IS NOT NULL OR locked_until IS NOT NULL)",
        &params![tx.clinic(), tx.now() - SignedDuration::from_hours(24)],
    )?;
    let (erased, locked, late): (i64, i64, i64) = (row.get("erased")?, row.get("locked")?, row.get("late")?);
    let (keys, rows) = (keys_left(tx)?, rows_left(tx)?);
    Ok(Evidence::new(
        &[("erased", erased), ("locked", locked), ("late", late), ("keys", keys), ("rows", rows)],
        keys == 0 && rows == 0 && late == 0,
    ))
}

/// For `deletion.reaches_backups`: keys that are left of whom was erased, for as long as they are there they come into a backup;
/// and certificates that are not what was signed.
///
/// # Errors
/// Those of the store.
pub fn reaches_backups(tx: &mut Tx<'_>) -> Result<Evidence> {
    let key = super::key_of(&tx.scope().house().clone(), tx.clinic())?;
    let rows = tx.query(
        "SELECT certificate FROM erasure WHERE clinic = $1 ORDER BY id DESC LIMIT $2",
        &params![tx.clinic(), NEWEST],
    )?;
    let mut broken = 0;
    for row in &rows {
        let checked: std::result::Result<(), Broken> = verify(&row.get::<String>("certificate")?, &key);
        broken += i64::from(checked.is_err());
    }
    let (certificates, keys) = (i64::try_from(rows.len()).unwrap_or(i64::MAX), keys_left(tx)?);
    Ok(Evidence::new(&[("certificates", certificates), ("broken", broken), ("keys", keys)], broken == 0 && keys == 0))
}

/// For `rights.anonymise`: rows that stay about nobody, and how many of them say something of somebody all the same.
///
/// # Errors
/// Those of the store.
pub fn anonymised(tx: &mut Tx<'_>) -> Result<Evidence> {
    let map = tx.house().data_map.clone();
    let (mut rows, mut telling) = (0, 0);
    for (table, about, declared) in map.person_tables().filter(|(_, _, table)| table.erased() == Some(Erased::Room)) {
        let sealed = declared.columns.iter().filter(|(_, column)| column.sealed).map(|(name, _)| name.as_str());
        let says: Vec<String> = sealed
            .chain(declared.refers.iter().map(String::as_str))
            .map(|name| format!("t.{name} IS NOT NULL"))
            .collect();
        let says = if says.is_empty() { "1 = 0".to_owned() } else { says.join(" OR ") };
        let sql = format!(
            "SELECT COUNT(*) AS n, CAST(COALESCE(SUM(CASE WHEN {says} THEN 1 ELSE 0 END), 0) AS BIGINT) AS telling
             FROM person p JOIN {table} t ON t.clinic = p.clinic AND t.{about} = p.id WHERE p.clinic = $1 AND p.erased_at IS NOT NULL"
        );
        let row = tx.one(&sql, &params![tx.clinic()])?;
        rows += row.get::<i64>("n")?;
        telling += row.get::<i64>("telling")?;
    }
    Ok(Evidence::new(&[("rows", rows), ("telling", telling)], telling == 0))
}

/// Keys of those erased last that are in the key store still.
fn keys_left(tx: &mut Tx<'_>) -> Result<i64> {
    let rows = tx.query(
        "SELECT key FROM person WHERE clinic = $1 AND erased_at < $2 ORDER BY erased_at DESC LIMIT $3",
        &params![tx.clinic(), tx.now() - WAITS, NEWEST],
    )?;
    let mut left = 0;
    for row in &rows {
        let key: KeyId = row.get("key")?;
        left += i64::from(tx.house().keys.fingerprint(tx.clinic(), key)?.is_some());
    }
    Ok(left)
}

/// Rows about whom was erased, in tables whose rows go. Where what somebody was found by would have to be walked from end to end,
/// it is looked at in a small clinic only.
fn rows_left(tx: &mut Tx<'_>) -> Result<i64> {
    const SMALL: i64 = 20_000;
    let map: std::sync::Arc<DataMap> = tx.house().data_map.clone();
    let persons: i64 = tx.one("SELECT COUNT(*) AS n FROM person WHERE clinic = $1", &params![tx.clinic()])?.get("n")?;
    let mut left = 0;
    for (table, about, declared) in map.person_tables().filter(|(_, _, table)| table.erased() == Some(Erased::Gone)) {
        // A table without an id is one of tokens or pairs, of which there are many for each person.
        if persons > SMALL && !declared.columns.contains_key("id") {
            continue;
        }
        let sql = format!(
            "SELECT COUNT(*) AS n FROM person p JOIN {table} t ON t.clinic = p.clinic AND t.{about} = p.id
             WHERE p.clinic = $1 AND p.erased_at IS NOT NULL"
        );
        left += tx.one(&sql, &params![tx.clinic()])?.get::<i64>("n")?;
    }
    Ok(left)
}
