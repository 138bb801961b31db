//! For the self-audit: what of the laws of the clinic's place nobody read, and what is to be read again.

use ground::check::Found;
use ground::{Result, Tx, retain};
use promise::law::{Checked, Fact, facts};

/// That a text was not read is told, and shown wherever it is named; that a reading is old is wrong.
pub fn looked(tx: &mut Tx<'_>) -> Result<Found> {
    let today = tx.now().to_zoned(tx.settings().zone.clone()).date();
    let own: Vec<&Fact> = retain::places(tx.settings()).into_iter().flat_map(facts).collect();
    let unverified = own.iter().filter(|fact| fact.checked == Checked::Unverified).count() as i64;
    let outdated = own.iter().filter(|fact| fact.is_outdated(today)).count() as i64;
    Ok(Found::new(&[("facts", own.len() as i64), ("unverified", unverified), ("outdated", outdated)], outdated))
}
