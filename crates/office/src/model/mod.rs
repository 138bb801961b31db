//! What the office keeps, as types.

pub mod notice;
