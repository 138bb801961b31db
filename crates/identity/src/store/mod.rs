//! All SQL of the room, by what it is about.

pub mod account;
pub mod challenge;
pub mod directory;
pub mod doors;
pub mod evidence;
pub mod governed;
pub mod merge;
pub mod reset;
pub mod session;
pub mod staff;
pub mod sweep;
pub mod token;
