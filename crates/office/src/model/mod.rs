//! What the office keeps, as types.

pub mod due;
pub mod notice;
pub mod requests;
