//! Work after the commit, by what it is about.

mod announce;
pub(crate) mod checks;
mod late;
mod recipients;
pub(crate) mod releases;

pub(crate) use announce::announce;
pub(crate) use late::late;
pub use late::look;
pub use recipients::look as look_at_recipients;
