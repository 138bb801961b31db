//! Clients: who came for the first time and who came again, as counts. Nobody is opened, and no id leaves the store.

use ground::{Error, Result, Tx, params};

use super::super::nobody;
use super::{after, first_instant, span};
use crate::report::{Came, Nobodys, Period};

/// The clients with a kept visit in `period`: by the part of it in which their first visit ever lies (none: before the
/// period), and by how many visits they kept in it, in the classes that begin with `classes`.
///
/// Everybody's first visit must be known, so this reads the whole history up to the period's end, in the order of
/// clients: the unary plus keeps either engine from taking the index on time and sorting.
pub(crate) fn clients(tx: &mut Tx<'_>, period: Period, parts: &[Period], classes: &[u64]) -> Result<Vec<Came>> {
    let zone = tx.settings().zone.clone();
    let (from, to) = span(&zone, period)?;
    let mut values = params![tx.clinic(), from, to.min(tx.now())].to_vec();
    let mut bounds = String::new();
    for (at, part) in parts.iter().enumerate() {
        values.push(first_instant(&zone, after(part.to))?.into());
        bounds.push_str(&format!(" WHEN first < ${} THEN {}", values.len(), at + 1));
    }
    let width = classes.len();
    let class = classes.iter().enumerate().rev().map(|(at, least)| format!(" WHEN visits >= {least} THEN {at}"));
    let sql = format!(
        "SELECT CAST(NULL AS TEXT) AS name, (CASE WHEN first < $2 THEN 0{bounds} ELSE 0 END) * {width} + CASE{} ELSE 0 END AS key,
                visits AS amount
         FROM (SELECT MIN(starts_at) AS first, SUM(CASE WHEN starts_at >= $2 THEN 1 ELSE 0 END) AS visits
               FROM appointment
               WHERE clinic = $1 AND +starts_at < $3 AND status IN ('arrived', 'in_progress', 'done') AND nobodys IS NULL
               GROUP BY client) AS each_client
         WHERE visits > 0",
        class.collect::<String>()
    );
    let odd = || Error::internal("a count of clients that is none");
    tx.counted(&sql, &values)?
        .into_iter()
        .map(|counted| {
            let key = usize::try_from(counted.key).map_err(|_| odd())?;
            Ok(Came {
                first_in: (key / width).checked_sub(1),
                class: key % width,
                clients: counted.rows,
                visits: u64::try_from(counted.sum).map_err(|_| odd())?,
            })
        })
        .collect()
}

/// What `period` has of visits that are about nobody any more.
pub(crate) fn nobodys(tx: &mut Tx<'_>, period: Period, parts: &[Period]) -> Result<Nobodys> {
    let zone = tx.settings().zone.clone();
    let (from, to) = span(&zone, period)?;
    let bounds = parts.iter().map(|part| first_instant(&zone, after(part.to))).collect::<Result<Vec<_>>>()?;
    let now = tx.now();
    nobody::counted(tx, period, (from, to.min(now)), &bounds)
}
