//! All SQL of the room, by what it is about.

pub mod access;
pub mod account;
pub mod alert;
pub mod authenticator;
pub mod ceremony;
pub mod challenge;
pub mod directory;
pub mod doors;
pub mod erase;
pub mod evidence;
pub mod factor;
pub mod governed;
pub mod guest;
pub mod merge;
pub mod new_address;
pub mod oidc;
pub mod own_role;
pub mod passkey;
pub mod personal;
pub mod recovery;
pub mod reset;
pub mod session;
pub mod staff;
pub mod step;
pub mod sweep;
pub mod token;
