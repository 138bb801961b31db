//! What the office decides: pure, with the time as a parameter.

pub mod change;
pub mod complaints;
pub mod consent;
pub mod notice;
pub mod requests;
