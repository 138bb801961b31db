//! The office's pages, by what they are about.

mod notice;
pub(crate) mod requests;

use ground::Routes;

pub(crate) fn routes() -> Vec<Routes> {
    vec![notice::routes(), requests::routes()]
}
