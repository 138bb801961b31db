//! The rows of a clinic, in every table there is.
//!
//! Which tables is not written down anywhere: it is asked of the data map, which the program compares with the live schema
//! before it opens. Rows that refer go before those that are referred to, as the engine itself has it.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::{Engine, LISTED};
use crate::erase::{children_first, references};
use crate::error::Result;
use crate::tx::Tx;
use crate::{ClinicId, params};

/// Rows removed in one transaction: so few that nobody else waits for long.
const STEP: u64 = 2_000;

/// How many rows of which table went.
pub(super) type Counts = BTreeMap<String, u64>;

/// The tables with rows of clinics, in the order in which they are emptied.
pub(super) fn tables(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let map = tx.house().data_map.clone();
    let with: BTreeSet<&str> = map
        .tables
        .iter()
        .filter(|(_, table)| table.columns.contains_key("clinic"))
        .map(|(name, _)| name.as_str())
        .collect();
    Ok(children_first(&with, &references(tx)?).into_iter().map(str::to_owned).collect())
}

/// How many tables of the live schema have rows of clinics, and how many of those would be left out.
pub(super) fn covered(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    let known: BTreeSet<String> = tables(tx)?.into_iter().collect();
    let live = tx.live()?;
    let with: Vec<&String> =
        live.tables.iter().filter(|(_, columns)| columns.contains("clinic")).map(|(name, _)| name).collect();
    let uncovered = with.iter().filter(|name| !known.contains(**name)).count();
    Ok((i64::try_from(with.len()).unwrap_or(i64::MAX), i64::try_from(uncovered).unwrap_or(i64::MAX)))
}

/// Removes rows of `clinic`, as many as one transaction should, and adds them to `counts`. Whether there may be more.
pub(super) fn step(tx: &mut Tx<'_>, clinic: ClinicId, counts: &mut Counts) -> Result<bool> {
    let mut room = STEP;
    for table in tables(tx)? {
        // Rows of one table may refer to each other: as many of those go at once as one clinic has.
        let gone = match tx.engine() {
            Engine::Postgres => tx.execute(
                &format!(
                    "DELETE FROM {table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM {table} WHERE clinic = $1 LIMIT $2))"
                ),
                &params![clinic, i64::try_from(room).unwrap_or(i64::MAX)],
            )?,
            Engine::Sqlite => {
                let key = key_of(tx, &table)?;
                tx.execute(
                    &format!(
                        "DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE clinic = $1 LIMIT $2)"
                    ),
                    &params![clinic, i64::try_from(room).unwrap_or(i64::MAX)],
                )?
            }
        };
        if gone > 0 {
            *counts.entry(table).or_default() += gone;
        }
        room = room.saturating_sub(gone);
        if room == 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The columns that tell a table's rows apart.
fn key_of(tx: &mut Tx<'_>, table: &str) -> Result<String> {
    let rows = tx.query("SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", &params![table])?;
    let names: Vec<String> = rows.iter().map(|row| row.get("name")).collect::<Result<_>>()?;
    Ok(if names.is_empty() { "rowid".to_owned() } else { names.join(", ") })
}

/// In how many tables there is still something of `clinic`, its own row among them.
pub(super) fn holding(tx: &mut Tx<'_>, clinic: ClinicId) -> Result<i64> {
    let mut holding = i64::from(tx.optional("SELECT 1 AS one FROM clinic WHERE id = $1", &params![clinic])?.is_some());
    for tables in tables(tx)?.chunks(LISTED.min(40)) {
        let some: Vec<String> = tables
            .iter()
            .map(|table| format!("SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM {table} WHERE clinic = $1)"))
            .collect();
        let rows = tx.query(&some.join(" UNION ALL "), &params![clinic])?;
        holding += i64::try_from(rows.len()).unwrap_or(i64::MAX);
    }
    Ok(holding)
}
