//! All SQL of the office, by what it is about.

pub mod ahead;
pub mod asked;
pub mod assessment;
pub mod change;
pub mod checks;
pub mod complaints;
pub mod confirmations;
pub mod consent;
pub mod disclosures;
pub mod due;
pub mod incidents;
pub mod law;
pub mod notice;
pub mod recipients;
pub mod releases;
pub mod requests;
pub mod residency;
pub mod responsible;
pub mod retention;
pub mod uses;
