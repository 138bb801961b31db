//! All SQL of the people room: clients, the tokens they are found by, and who acts for whom.

mod client;
mod evidence;
mod household;
pub mod imported;
mod search;
mod token;

pub use client::{
    complete, create, create_for, find, find_many, find_or_create, forget, known, known_by_email, named, open, update,
};
pub use evidence::source as source_evidence;
pub use household::{Bond, create_dependant, dependants_of, end_bond, guardians_of, relate};
pub use search::{Found, found, search};
