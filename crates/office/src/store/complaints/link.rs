//! The secrets by which somebody without an account follows their complaint. What is stored of one is a hash.

use ground::{Tx, params};
use identity::Secret;
use jiff::SignedDuration;

use super::{changed, happen, in_turn};
use crate::error::Result;
use crate::model::code::Code;
use crate::model::complaints::{Complaint, ComplaintId, Happened, LinkId};

/// How long one shows how the complaint stands: until long after it was settled.
const FOLLOW_DAYS: i64 = 365;

/// Makes a secret that leads to the complaint.
pub(super) fn make(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<Secret> {
    let secret = Secret::fresh();
    keep(tx, complaint, &secret)?;
    Ok(secret)
}

/// Makes a code that leads to the complaint.
pub(super) fn make_code(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<Code> {
    let code = Code::fresh();
    keep(tx, complaint, &code.secret())?;
    Ok(code)
}

fn keep(tx: &mut Tx<'_>, complaint: &Complaint, secret: &Secret) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let expires = now + SignedDuration::from_hours(24 * FOLLOW_DAYS);
    tx.execute(
        "INSERT INTO complaint_link (clinic, id, complaint, person, hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &params![clinic, LinkId::new(now), complaint.id, complaint.person, secret.hash(), now, expires],
    )?;
    Ok(())
}

/// The complaint that a secret leads to; a wrong one and an old one look the same.
pub fn find_link(tx: &mut Tx<'_>, secret: &Secret) -> ground::Result<Option<Complaint>> {
    let row = tx.optional(
        "SELECT complaint FROM complaint_link WHERE clinic = $1 AND hash = $2 AND expires_at > $3",
        &params![tx.clinic(), secret.hash(), tx.now()],
    )?;
    match row {
        Some(row) => super::find(tx, row.get("complaint")?).map(Some),
        None => Ok(None),
    }
}

/// Notes that whoever wrote it has the address they gave. Twice proves nothing twice.
pub fn prove(tx: &mut Tx<'_>, id: ComplaintId) -> Result<()> {
    let complaint = in_turn(tx, id)?;
    let proved = tx.execute(
        "UPDATE complaint SET proved_at = $3 WHERE clinic = $1 AND id = $2 AND proved_at IS NULL AND email IS NOT NULL",
        &params![tx.clinic(), id, tx.now()],
    )?;
    if proved == 0 {
        return Ok(());
    }
    happen(tx, &complaint, Happened::Proved, None)?;
    changed(tx, &complaint)
}
