//! What the office keeps, as types.

pub mod change;
pub mod due;
pub mod incidents;
pub mod notice;
pub mod requests;
