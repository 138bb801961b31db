//! The office's pages, by what they are about.

mod notice;
pub(crate) mod retention;

use ground::Routes;

pub(crate) fn routes() -> Routes {
    notice::routes()
}
