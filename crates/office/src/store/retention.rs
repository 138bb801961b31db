//! What of retention is due: see [`ground::retain`], which holds the rows.

use ground::due::Due;
use ground::{Result, Tx};

/// What whoever answers for the data has to look after.
pub fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    Ok(crate::web::retention::overdue(tx)?.into_iter().collect())
}
