//! What the office decides: pure, with the time as a parameter.

pub mod chain;
pub mod change;
pub mod checks;
pub mod complaints;
pub mod confirmations;
pub mod consent;
pub mod disclosures;
pub mod incidents;
pub mod notice;
pub mod recipients;
pub mod releases;
pub mod requests;
