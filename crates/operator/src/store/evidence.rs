//! What the store says, now, about the promise this room keeps.

use ground::{EntryId, Tx, params};
use jiff::SignedDuration;
use promise::Evidence;

use super::agreement;
use crate::rules::Standing;

/// How far back openings are looked at.
const BACK: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long a letter may take.
const LATE: SignedDuration = SignedDuration::from_mins(20);

/// `phi.as_clinic_permits`: whether the clinic has an agreement with whoever runs the program for it, and
/// whether its text is the one that was accepted, what their people
/// opened outside the time they were let in for, and of whom nobody was told.
pub fn permitted(tx: &mut Tx<'_>) -> ground::Result<Evidence> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let standing = agreement::standing(tx)?;
    let (hosted, without) = (standing != Standing::Own, !standing.holds());
    let differing = agreement::differing(tx)?;
    let openings = tx.one(
        "SELECT COUNT(*) AS openings,
             CAST(COALESCE(SUM(CASE WHEN EXISTS (SELECT 1 FROM operator_grant g WHERE g.clinic = e.clinic AND g.guest = e.actor AND CASE WHEN e.purpose = 'export' THEN g.everything ELSE g.records END = 1
                 AND g.granted_at <= e.at AND g.ends_at > e.at AND (g.ended_at IS NULL OR g.ended_at > e.at)) THEN 0 ELSE 1 END), 0) AS BIGINT) AS outside
         FROM access_entry e WHERE e.clinic = $1 AND e.id >= $2 AND e.outcome = 'opened' AND e.roles LIKE '%operator%' AND e.actor <> e.person",
        &params![clinic, EntryId::since(now - BACK)],
    )?;
    let grants = tx.one(
        "SELECT COUNT(*) AS grants, CAST(COALESCE(SUM(CASE WHEN told_at IS NULL AND granted_at < $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS untold
         FROM operator_grant WHERE clinic = $1 AND granted_at >= $2",
        &params![clinic, now - BACK, now - LATE],
    )?;
    let endless = identity::guests_without_end(tx).map_err(ground::Error::internal)?;
    let (outside, untold): (i64, i64) = (openings.get("outside")?, grants.get("untold")?);
    Ok(Evidence::new(
        &[
            ("run by others", i64::from(hosted)),
            ("without an agreement", i64::from(without)),
            ("of another text", differing),
            ("let in", grants.get("grants")?),
            ("opened", openings.get("openings")?),
            ("opened outside", outside),
            ("not told", untold),
            ("without an end", endless),
        ],
        !without && differing == 0 && outside == 0 && untold == 0 && endless == 0,
    ))
}
