//! All SQL of the office, by what it is about.

pub mod consent;
pub mod notice;
pub mod retention;
