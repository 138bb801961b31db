//! The office's pages, by what they are about.

mod consent;
mod notice;
pub(crate) mod retention;

use ground::{Room, Routes};

pub(crate) fn routes() -> Routes {
    notice::routes()
}

/// The pages about consents and restrictions, and what of them is shown on pages that all rooms share.
pub(crate) fn consents(room: Room) -> Room {
    consent::furnish(room)
}
