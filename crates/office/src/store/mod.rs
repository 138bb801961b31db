//! All SQL of the office, by what it is about.

pub mod due;
pub mod notice;
pub mod requests;
