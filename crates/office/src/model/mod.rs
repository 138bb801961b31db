//! What the office keeps, as types.

pub mod change;
pub mod notice;
