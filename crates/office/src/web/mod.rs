//! The office's pages, by what they are about.

mod ahead;
mod change;
mod consent;
mod erasure;
mod gaps;
pub(crate) mod incidents;
mod notice;
pub(crate) mod requests;
pub(crate) mod retention;

use ground::{Room, Routes};

pub(crate) fn routes() -> Vec<Routes> {
    let notice = change::routes(ahead::routes(notice::routes()));
    vec![erasure::routes(), incidents::routes(), notice, requests::routes(), retention::routes()]
}

/// The pages about consents and restrictions, and what of them is shown on pages that all rooms share.
pub(crate) fn consents(room: Room) -> Room {
    consent::furnish(room)
}

/// The way from a client's record to erasing it.
pub(crate) fn erasure_panel() -> ground::Panel {
    erasure::panel()
}
