//! Everything that is due, of every part of the office.

use ground::{Result, Tx};

use super::{change, incidents, requests, retention};
use crate::model::due::Due;

/// What a part says that it has to do.
type Part = fn(&mut Tx<'_>) -> Result<Vec<Due>>;

const PARTS: [Part; 4] = [requests::due, incidents::due, change::due, retention::due];

/// All of it: what has a day first, the soonest before the others.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let mut all = Vec::new();
    for part in PARTS {
        all.extend(part(tx)?);
    }
    all.sort_by_key(|due| (due.by.is_none(), due.by));
    Ok(all)
}
