//! All SQL of the people room: clients, the tokens they are found by, and who acts for whom.

pub(crate) mod brought;
mod client;
pub mod document;
pub mod duplicate;
pub mod erase;
mod evidence;
mod household;
pub mod identifier;
pub mod imported;
pub mod merge;
mod search;
pub(crate) mod seen;
mod subject;
pub mod tag;
mod token;
pub mod whom;

pub use client::{
    amend, begin, complete, count, create, create_for, find, find_many, find_or_create, forget, is_shared,
    kept as clients_kept, known, known_by_email, meant, named, open, open_many, update,
};
pub use erase::unguarded;
pub use evidence::{self_service, source as source_evidence, told, unshown};
pub use household::{
    Acts, Bond, Bound, acts_for, bind, create_dependant, dependants_of, end_bond, guardians_of, is_child, relate, wards,
};
pub use search::{FOUND_BY, Found, by_address_or_number, found, found_among, search};
pub use subject::{Subject, subjects};
