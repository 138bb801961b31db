//! All SQL of the room.

pub mod claim;
pub mod due;
pub(crate) mod erase;
pub mod evidence;
pub mod google;
pub mod group;
pub mod leaver;
pub mod member;
pub mod merge;
pub mod overview;
pub mod roles;
pub mod rule;
pub(crate) mod shut;
pub mod user;

use ground::Tx;

use crate::error::Result;

/// Whoever writes what a directory says takes turns with everybody who does: what a group is in, who is in it and what it
/// gives are decided together.
pub fn take_turns(tx: &mut Tx<'_>) -> Result<()> {
    Ok(tx.take_turns("directory")?)
}
