//! Booking's part of pages about one person.

use ground::Panel;

pub(crate) fn panels() -> Vec<Panel> {
    Vec::new()
}
