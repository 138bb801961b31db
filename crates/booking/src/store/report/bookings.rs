//! Bookings: every visit and request of a stretch of time, by what became of it, its service and how it came to be.

use ground::db::Counted;
use ground::{Error, Result, Tx, params};

use super::span;
use crate::model::ServiceId;
use crate::report::{Booked, Period, Standing, Way};

/// What was booked for `period`.
pub(crate) fn bookings(tx: &mut Tx<'_>, period: Period) -> Result<Vec<Booked>> {
    let (from, to) = span(&tx.settings().zone.clone(), period)?;
    let counted = tx.counted(COUNTS, &params![tx.clinic(), from, to, tx.now()])?;
    counted.iter().map(read).collect()
}

// key = way * 8 + standing. What is commonest is asked first.
const COUNTS: &str = "
SELECT service AS name,
       CASE source WHEN 'online' THEN 0 WHEN 'desk' THEN 8 WHEN 'api' THEN 16 WHEN 'import' THEN 24 ELSE 32 END
       + CASE WHEN status = 'cancelled' OR status = 'declined' THEN 3 WHEN status = 'late_cancelled' THEN 2
              WHEN starts_at >= $4 THEN 5 WHEN status = 'done' THEN 0 WHEN status = 'no_show' THEN 1
              WHEN status = 'arrived' OR status = 'in_progress' THEN 0 ELSE 4 END AS key,
       0 AS amount
FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3";

fn read(counted: &Counted) -> Result<Booked> {
    let (way, standing) = (counted.key / 8, counted.key % 8);
    let at = |at: i64| usize::try_from(at).map_err(|_| Error::internal("a count that is none"));
    let none = || Error::internal("a count of nothing known");
    Ok(Booked {
        service: counted.name.as_deref().and_then(|id| id.parse::<ServiceId>().ok()),
        way: Way::ALL.get(at(way)?).copied().ok_or_else(none)?,
        standing: Standing::ALL.get(at(standing)?).copied().ok_or_else(none)?,
        count: counted.rows,
    })
}

/// How many visits of `period` were kept: begun, and the client was there.
pub(crate) fn kept(tx: &mut Tx<'_>, period: Period) -> Result<u64> {
    let (from, to) = span(&tx.settings().zone.clone(), period)?;
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM appointment WHERE clinic = $1 AND starts_at >= $2 AND starts_at < $3 AND status IN ('arrived', 'in_progress', 'done')",
        &params![tx.clinic(), from, to.min(tx.now())],
    )?;
    u64::try_from(row.get::<i64>("n")?).map_err(Error::internal)
}
