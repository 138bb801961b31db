//! Work after the commit, by what it is about.

mod announce;
mod late;
pub(crate) mod releases;

pub(crate) use announce::announce;
pub(crate) use late::late;
pub use late::look;
