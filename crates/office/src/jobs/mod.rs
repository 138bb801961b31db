//! Work after the commit, by what it is about.

mod announce;
pub(crate) mod checks;
mod late;

pub(crate) use announce::announce;
pub(crate) use late::late;
pub use late::look;
