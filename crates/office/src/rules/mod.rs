//! What the office decides: pure, with the time as a parameter.

pub mod change;
pub mod consent;
pub mod incidents;
pub mod notice;
pub mod requests;
