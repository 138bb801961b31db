//! What becomes of visits, and of what was chosen about them, when two records of one person are made one.

use ground::merge::{Merges, Merging};
use ground::{Result, Tx};

use super::{care, reminders};

/// What this room does when two records of one person are merged. Visits and choices have moved by then; reminders follow
/// the choice that holds now.
pub(crate) const MERGES: Merges = Merges { may: |_, _| Ok(None), merge, undo };

fn merge(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    care::unprove(tx, merging)?;
    reminders::follow_all(tx, merging.into)
}

fn undo(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    reminders::follow_all(tx, merging.into)?;
    reminders::follow_all(tx, merging.from)
}
