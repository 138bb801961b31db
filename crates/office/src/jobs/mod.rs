//! Work after the commit, by what it is about.

mod announce;
pub(crate) mod checks;
mod complaints;
mod incidents;
mod late;
mod recipients;
pub(crate) mod releases;
mod uses;

pub(crate) use announce::{announce, announce_recipient};
pub use complaints::look as look_at_complaints;
pub(crate) use complaints::{late_for_governors, late_for_them};
pub(crate) use incidents::incidents;
pub use incidents::look as look_at_incidents;
pub(crate) use late::late;
pub use late::look;
pub use recipients::look as look_at_recipients;
pub(crate) use uses::ask;
