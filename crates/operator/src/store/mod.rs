//! All SQL of the room, by what it is about.

pub mod agreement;
pub mod evidence;
pub mod grant;
