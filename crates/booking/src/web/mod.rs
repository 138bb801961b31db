//! Pages of booking: what a visitor sees, the desk's day, and the manager's setup.

pub mod desk;
pub mod import;
pub mod public;
pub mod setup;
