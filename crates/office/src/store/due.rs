//! Of everything that is due: how much is late.

use ground::check::Found;
use ground::{Result, Tx, due};

/// For the self-audit: how much is late. What an audit itself left to do is none of it.
pub fn overdue(tx: &mut Tx<'_>) -> Result<Found> {
    let (all, now) = (due::all(tx)?, tx.now());
    let of = |late: bool| {
        let which = all.iter().filter(|due| due.part != "checks" && (!late || due.by.is_some_and(|by| by < now)));
        which.count() as i64
    };
    Ok(Found::new(&[("due", of(false)), ("late", of(true))], of(true)))
}
