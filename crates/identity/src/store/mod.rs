//! All SQL of the room, by what it is about.

pub mod account;
pub mod alert;
pub mod authenticator;
pub mod ceremony;
pub mod challenge;
pub mod directory;
pub mod doors;
pub mod evidence;
pub mod factor;
pub mod governed;
pub mod merge;
pub mod own_role;
pub mod passkey;
pub mod recovery;
pub mod reset;
pub mod session;
pub mod staff;
pub mod step;
pub mod sweep;
pub mod token;
