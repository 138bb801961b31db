//! All SQL of the office, by what it is about.

pub mod notice;
pub mod retention;
