//! An administrator who is being asked: what is kept until they come back, for minutes.

use ground::{PersonId, Sealed, Tx, cell, params};
use jiff::{SignedDuration, Timestamp};

use crate::error::Result;
use crate::model::ConsentId;

const TABLE: &str = "directory_consent";
/// How long an administrator may take.
pub const LASTS: SignedDuration = SignedDuration::from_mins(10);

/// One that is being asked, but for what is sealed.
#[derive(Clone, Debug)]
pub struct Pending {
    pub id: ConsentId,
    keeper: PersonId,
    pub client_id: String,
    pub made_at: Timestamp,
    pub made_by: String,
}

/// Begins to ask; whoever was being asked before is not any more.
pub fn begin(tx: &mut Tx<'_>, client_id: &str, client_secret: &str) -> Result<ConsentId> {
    tx.take_turns("directory.google")?;
    end(tx)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let (id, key) = (ConsentId::new(now), tx.create_keeper()?);
    let sealed = key.seal(cell(TABLE, "client_secret", clinic), &client_secret.to_owned())?;
    tx.execute(
        "INSERT INTO directory_consent (clinic, keeper, id, client_id, client_secret, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, key.person(), id, client_id, sealed, now, actor],
    )?;
    Ok(id)
}

/// Who is being asked, if they may still come back.
pub fn find(tx: &mut Tx<'_>) -> Result<Option<Pending>> {
    let now = tx.now();
    Ok(any(tx)?.filter(|pending| now.duration_since(pending.made_at) < LASTS))
}

fn any(tx: &mut Tx<'_>) -> Result<Option<Pending>> {
    let row = tx.optional(
        "SELECT id, keeper, client_id, made_at, made_by FROM directory_consent WHERE clinic = $1",
        &params![tx.clinic()],
    )?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Pending {
        id: row.get("id")?,
        keeper: row.get("keeper")?,
        client_id: row.get("client_id")?,
        made_at: row.get("made_at")?,
        made_by: row.get("made_by")?,
    }))
}

/// Opens the client's secret, and forgets the asking: a code is exchanged once. Nothing where somebody was quicker.
pub fn take(tx: &mut Tx<'_>, pending: &Pending) -> Result<Option<String>> {
    tx.take_turns("directory.google")?;
    let clinic = tx.clinic();
    let row = tx.optional(
        "SELECT client_secret FROM directory_consent WHERE clinic = $1 AND id = $2",
        &params![clinic, pending.id],
    )?;
    let Some(row) = row else { return Ok(None) };
    let sealed = Sealed::<String>::read(&row, TABLE, "client_secret", clinic)?;
    let secret = tx.open(pending.keeper)?.open(&sealed)?;
    end(tx)?;
    Ok(Some(secret))
}

fn end(tx: &mut Tx<'_>) -> Result<()> {
    if let Some(before) = any(tx)? {
        tx.execute("DELETE FROM directory_consent WHERE clinic = $1", &params![tx.clinic()])?;
        tx.end_person(before.keeper)?;
    }
    Ok(())
}

/// Whether somebody was asked and did not come back.
pub fn is_over(tx: &mut Tx<'_>) -> Result<bool> {
    let now = tx.now();
    Ok(any(tx)?.is_some_and(|pending| now.duration_since(pending.made_at) >= LASTS))
}

/// Forgets whoever did not come back.
pub fn sweep(tx: &mut Tx<'_>) -> Result<()> {
    if is_over(tx)? { end(tx) } else { Ok(()) }
}

/// What must come back with whoever was asked: it is made of the asking and of the browser in which it began, so that no other
/// browser can bring it.
pub fn state(tx: &Tx<'_>, id: ConsentId, browser: &str) -> Result<String> {
    Ok(hex(&tx.token("directory.consent.state", &format!("{id} {browser}"))?))
}

/// What proves that whoever exchanges the code is who asked for it.
pub fn verifier(tx: &Tx<'_>, id: ConsentId) -> Result<String> {
    let half = |kind: &str| -> Result<String> { Ok(hex(&tx.token(kind, &id.to_string())?)) };
    Ok(format!("{}{}", half("directory.consent.verifier")?, half("directory.consent.verifier.more")?))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
