//! The office's pages, by what they are about.

mod agreement;
mod ahead;
mod change;
mod checks;
pub(crate) mod complaints;
pub(crate) mod confirmations;
mod consent;
pub(crate) mod disclosures;
mod erasure;
pub(crate) mod gaps;
pub(crate) mod incidents;
mod law;
mod notice;
mod recipients;
mod releases;
pub(crate) mod requests;
mod responsible;
pub(crate) mod retention;

use ground::{Room, Routes};

pub(crate) fn routes() -> Vec<Routes> {
    let notice = change::routes(ahead::routes(notice::routes()));
    vec![
        erasure::routes(),
        notice,
        requests::routes(),
        retention::routes(),
        law::routes(),
        responsible::routes(),
        recipients::routes(),
        disclosures::routes(),
        releases::routes(),
        checks::routes(),
        complaints::routes(),
        incidents::routes(),
    ]
}

/// The pages about consents and restrictions, and what of them is shown on pages that all rooms share.
pub(crate) fn consents(room: Room) -> Room {
    agreement::furnish(consent::furnish(room))
}

/// What the page where a clinic is set up says of recipients.
pub(crate) fn recipients_notice() -> ground::Panel {
    ground::Panel { place: "setup", order: 20, draw: recipients::notice }
}

/// The way from a client's record to erasing it.
pub(crate) fn erasure_panel() -> ground::Panel {
    erasure::panel()
}
