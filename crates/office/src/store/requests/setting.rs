//! Whether whoever decides is another than whoever carries out.

use ground::{Event, Tx, params};

use crate::error::Result;

/// Whether the clinic asks for four eyes. Nobody is asked for a second pair before a clinic says so.
pub fn four_eyes(tx: &mut Tx<'_>) -> ground::Result<bool> {
    let row = tx.optional("SELECT four_eyes FROM request_setting WHERE clinic = $1", &params![tx.clinic()])?;
    row.map_or(Ok(false), |row| row.get("four_eyes"))
}

/// Says whether it does.
pub fn set_four_eyes(tx: &mut Tx<'_>, asked: bool) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO request_setting (clinic, four_eyes, changed_by, changed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (clinic) DO UPDATE SET four_eyes = excluded.four_eyes, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        &params![clinic, asked, actor, now],
    )?;
    Ok(tx.emit(Event::new("request.setting", clinic, None))?)
}
