//! Whether what leaves or is destroyed takes the word of two.

use ground::{Event, Tx, params};

use crate::error::Result;
use crate::model::confirmations::{Confirmation, ConfirmationId, Kind, NewConfirmation};
use crate::store::confirmations;

/// Whether the clinic asks for four eyes. Nobody is asked for a second pair before a clinic says so.
pub fn four_eyes(tx: &mut Tx<'_>) -> ground::Result<bool> {
    let row = tx.optional("SELECT four_eyes FROM request_setting WHERE clinic = $1", &params![tx.clinic()])?;
    row.map_or(Ok(false), |row| row.get("four_eyes"))
}

/// What became of a word about four eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// It holds.
    Kept,
    /// It waits for another to agree.
    Asked,
}

/// Says whether it does. To let them go takes another, as all else does that they guard.
pub fn set_four_eyes(tx: &mut Tx<'_>, asked: bool) -> Result<Set> {
    tx.take_turns("requests/four-eyes")?;
    if four_eyes(tx)? && !asked {
        let off = NewConfirmation { kind: Kind::FourEyes, subject: None, way: None, reason: None };
        return confirmations::ask(tx, &off).map(|()| Set::Asked);
    }
    write(tx, asked).map(|()| Set::Kept)
}

/// Agrees that four eyes are let go, as another asked.
pub fn let_go(tx: &mut Tx<'_>, id: ConfirmationId) -> Result<()> {
    tx.take_turns("requests/four-eyes")?;
    let one: Confirmation = confirmations::confirmable(tx, id, Kind::FourEyes)?;
    confirmations::confirm(tx, &one, None)?;
    write(tx, false)
}

fn write(tx: &mut Tx<'_>, asked: bool) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO request_setting (clinic, four_eyes, changed_by, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (clinic) DO UPDATE SET four_eyes = excluded.four_eyes, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        &params![clinic, asked, actor, now],
    )?;
    Ok(tx.emit(Event::new("request.setting", clinic, None))?)
}
