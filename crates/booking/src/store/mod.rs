//! All SQL of booking.
//!
//! [`catalogue`] reads what the clinic states about itself, [`calendar`] lays it out with what is taken, [`book`],
//! [`change`] and [`appointment`] are the life of an appointment, [`care`] says who treats whom.

pub mod appointment;
pub mod book;
pub mod calendar;
pub mod care;
pub mod catalogue;
pub mod change;
pub(crate) mod dataset;
pub mod day;
pub(crate) mod erase;
pub mod feed;
pub mod import;
pub mod letter;
pub(crate) mod merge;
mod nobody;
pub mod reminders;
pub mod report;
pub mod seed;
pub(crate) mod seen;
pub mod setup;
pub mod told;
pub mod undo;
pub mod why;

use ground::{Event, Result, Tx};

pub use appointment::{Filter, client_of, find, list};
pub use book::book;
pub use calendar::calendar;
pub use catalogue::{Catalogue, catalogue};
pub use change::{cancel, move_to, set_status};
pub use undo::undo;

/// Says that services, people, rooms, hours or terms changed, so that pages that keep them look again. Every change
/// of the setup calls it in its own transaction; `subject` is the id of what changed.
pub fn setup_changed(tx: &mut Tx<'_>, subject: impl ToString) -> Result<()> {
    tx.emit(Event::new("setup.changed", subject, None))
}
