//! What the office keeps, as types.

pub mod change;
pub mod checks;
pub mod code;
pub mod complaints;
pub mod confirmations;
pub mod disclosures;
pub mod incidents;
pub mod notice;
pub mod opinions;
pub mod releases;
pub mod requests;
pub mod responsible;
