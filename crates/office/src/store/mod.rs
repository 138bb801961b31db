//! All SQL of the office, by what it is about.

pub mod ahead;
pub mod change;
pub mod consent;
pub mod due;
pub mod incidents;
pub mod notice;
pub mod requests;
pub mod retention;
