//! What whoever answers for people's data has to do. Each room says what of its own is due ([`Room::due`]), so that the officer's
//! page knows of no table and misses no room.
//!
//! [`Room::due`]: crate::Room::due

use jiff::Timestamp;

use crate::error::Result;
use crate::tx::Tx;
use crate::web::Value;

/// One thing that is due, as the officer's page shows it.
#[derive(Clone, Debug)]
pub struct Due {
    /// The part it comes from, as `requests`.
    pub part: &'static str,
    /// The key of its words.
    pub words: String,
    /// What its words are filled with.
    pub args: Vec<(&'static str, Value<'static>)>,
    /// Where it is done, from the clinic's address on: `/office/requests/…`.
    pub href: String,
    /// Whoever may do this may open that page; to others it is told and does not lead there. None where whoever reads what is
    /// due may.
    pub action: Option<&'static str>,
    /// Until when; none where no clock runs.
    pub by: Option<Timestamp>,
}

/// What a room says that is to be done; it changes nothing.
pub type SayDue = fn(&mut Tx<'_>) -> Result<Vec<Due>>;

/// All of it, of every room: what has a day first, the soonest before the others.
///
/// # Errors
/// Those of the store: what one room cannot say is not left out in silence.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let mut all = Vec::new();
    for say in tx.house().due.clone().iter() {
        all.extend(say(tx)?);
    }
    all.sort_by_key(|due| (due.by.is_none(), due.by));
    Ok(all)
}
