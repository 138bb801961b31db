//! All SQL of the office, by what it is about.

pub mod ahead;
pub mod change;
pub mod notice;
