//! The office's pages, by what they are about.

mod erasure;
mod notice;

use ground::Routes;

pub(crate) fn routes() -> Routes {
    notice::routes()
}

/// Erasing a client, and the certificates of it.
pub(crate) fn erasure_routes() -> Routes {
    erasure::routes()
}

/// The way from a client's record to erasing it.
pub(crate) fn erasure_panel() -> ground::Panel {
    erasure::panel()
}
