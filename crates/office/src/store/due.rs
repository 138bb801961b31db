//! Everything that is due, of every part of the office.

use ground::check::Found;
use ground::{Result, Tx};

use super::{change, checks, complaints, confirmations, incidents, recipients, releases, requests, retention};
use crate::model::due::Due;

/// What a part says that it has to do.
type Part = fn(&mut Tx<'_>) -> Result<Vec<Due>>;

const PARTS: [Part; 9] = [
    requests::due,
    confirmations::due,
    change::due,
    retention::due,
    recipients::due,
    releases::due,
    checks::due,
    complaints::due,
    incidents::due,
];

/// All of it: what has a day first, the soonest before the others.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let mut all = Vec::new();
    for part in PARTS {
        all.extend(part(tx)?);
    }
    all.sort_by_key(|due| (due.by.is_none(), due.by));
    Ok(all)
}

/// For the self-audit: how much is late. What an audit itself left to do is none of it.
pub fn overdue(tx: &mut Tx<'_>) -> Result<Found> {
    let (all, now) = (all(tx)?, tx.now());
    let of = |late: bool| {
        let which = all.iter().filter(|due| due.part != "checks" && (!late || due.by.is_some_and(|by| by < now)));
        which.count() as i64
    };
    Ok(Found::new(&[("due", of(false)), ("late", of(true))], of(true)))
}
