//! What the office keeps, as types.

pub mod change;
pub mod complaints;
pub mod due;
pub mod notice;
pub mod requests;
