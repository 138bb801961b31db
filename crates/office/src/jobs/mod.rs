//! Work after the commit, by what it is about.

mod announce;
mod incidents;
mod late;

pub(crate) use announce::announce;
pub(crate) use incidents::incidents;
pub use incidents::look as look_at_incidents;
pub(crate) use late::late;
pub use late::look;
