//! The office's pages, by what they are about.

mod ahead;
mod change;
mod gaps;
mod notice;

use ground::Routes;

pub(crate) fn routes() -> Routes {
    change::routes(ahead::routes(notice::routes()))
}
