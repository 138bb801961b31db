//! Figures behind what is promised of erasing: read from the rows, whatever the program believes of itself.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use promise::{Erased, Evidence};

use super::{Broken, verify};
use crate::db::{LISTED, listed};
use crate::error::Result;
use crate::tx::Tx;
use crate::{KeyId, PersonId, params};

/// How long a key may wait to be destroyed.
const WAITS: SignedDuration = SignedDuration::from_mins(10);
/// How many of the newest erasures are looked at one by one.
const NEWEST: u32 = 200;
/// How many records that ended are looked at for rows about nobody.
const MOST: u32 = 2_000;

/// For `rights.delete`: who was erased, who is locked by law, and what is left of whom was erased that should not be: keys, rows
/// that were to go, and locks whose time is over.
///
/// # Errors
/// Those of the store.
pub fn deleted(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (clinic, day) = (tx.clinic(), SignedDuration::from_hours(24));
    let mut count = |sql: &str, since: Timestamp| -> Result<i64> { tx.one(sql, &params![clinic, since])?.get("n") };
    // Whoever is nobody never was anybody: their row ended when it began, and a keeper's before ([`Tx::end_keeper`]).
    let erased = count(
        "SELECT COUNT(*) AS n FROM person WHERE clinic = $1 AND erased_at > $2 AND erased_at > created_at",
        Timestamp::UNIX_EPOCH,
    )?;
    let of_locked = "SELECT COUNT(*) AS n FROM person WHERE clinic = $1 AND locked_until > $2 AND erased_at IS NULL";
    let locked = count(of_locked, Timestamp::UNIX_EPOCH)?;
    let now = tx.now();
    // What a dispute holds back beyond the law's day is not late.
    let late = if crate::hold::of_clinic(tx)?.is_some() {
        0
    } else {
        let held = crate::hold::persons_held("$1", "$3");
        let sql = format!(
            "SELECT COUNT(*) AS n FROM person WHERE clinic = $1 AND locked_until <= $2 AND erased_at IS NULL AND id NOT IN {held}"
        );
        tx.one(&sql, &params![clinic, now - day, now])?.get::<i64>("n")?
    };
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
    let persons = newest(tx, MOST)?;
    for (table, about, declared) in map.person_tables().filter(|(_, _, table)| table.erased() == Some(Erased::Room)) {
        let sealed = declared.columns.iter().filter(|(_, column)| column.sealed).map(|(name, _)| name.as_str());
        let says: Vec<String> = sealed
            .chain(declared.refers.iter().map(String::as_str))
            .map(|name| format!("{name} IS NOT NULL"))
            .collect();
        let says = if says.is_empty() { "1 = 0".to_owned() } else { says.join(" OR ") };
        for persons in persons.chunks(LISTED) {
            let mut values = params![tx.clinic()].to_vec();
            let list = listed(&mut values, persons);
            let sql = format!(
                "SELECT COUNT(*) AS n, CAST(COALESCE(SUM(CASE WHEN {says} THEN 1 ELSE 0 END), 0) AS BIGINT) AS telling
                 FROM {table} WHERE clinic = $1 AND {about} IN ({list})"
            );
            let row = tx.one(&sql, &values)?;
            rows += row.get::<i64>("n")?;
            telling += row.get::<i64>("telling")?;
        }
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

/// Those whose record ended last; a keeper's rows are its room's to tell of.
///
/// # Errors
/// Those of the store.
pub fn newest(tx: &mut Tx<'_>, most: u32) -> Result<Vec<PersonId>> {
    let rows = tx.query(
        "SELECT id FROM person WHERE clinic = $1 AND erased_at > $2 AND erased_at >= created_at ORDER BY erased_at DESC LIMIT $3",
        &params![tx.clinic(), Timestamp::UNIX_EPOCH, most],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Rows about those erased last, in tables whose rows go. What a room sees to itself it tells of itself.
fn rows_left(tx: &mut Tx<'_>) -> Result<i64> {
    let map = tx.house().data_map.clone();
    let rooms = tx.house().erases.clone();
    let theirs: HashSet<&str> = rooms.iter().flat_map(|room| room.tables).copied().collect();
    // Those of whom a job is taking the rest are under way; one that is stuck is not.
    let sql = "SELECT subject FROM job WHERE clinic = $1 AND kind = $2 AND state = 'due'";
    let rows = tx.query(sql, &params![tx.clinic(), super::rest::REST])?;
    let under_way = rows.iter().map(|row| row.get::<PersonId>("subject")).collect::<Result<HashSet<PersonId>>>()?;
    let persons: Vec<PersonId> = newest(tx, NEWEST)?.into_iter().filter(|one| !under_way.contains(one)).collect();
    let mut left = 0;
    for (table, about, _) in
        map.person_tables().filter(|(name, _, table)| table.erased() == Some(Erased::Gone) && !theirs.contains(name))
    {
        for persons in persons.chunks(LISTED) {
            let mut values = params![tx.clinic()].to_vec();
            let list = listed(&mut values, persons);
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {about} IN ({list})");
            left += tx.one(&sql, &values)?.get::<i64>("n")?;
        }
    }
    Ok(left)
}
