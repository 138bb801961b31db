//! What the office decides: pure, with the time as a parameter.

pub mod notice;
pub mod requests;
