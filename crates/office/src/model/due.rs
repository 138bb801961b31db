//! What the office has to do by a day, of whichever part.

use ground::web::Value;
use jiff::Timestamp;

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
    /// Until when; none where no clock runs.
    pub by: Option<Timestamp>,
}
