//! What can be shown of requests: whether they are answered, whole and in time.

use ground::{Result, Tx, params};
use jiff::SignedDuration;
use promise::Evidence;

use super::queue::{THERE, UNSENT, WAITS};

/// Requests of how long ago are counted; what still waits for an answer is counted however old it is.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// For `rights.access`: copies and accounts are given in time, and none is said to be whole of which a part failed.
pub(crate) fn access(tx: &mut Tx<'_>) -> Result<Evidence> {
    of_kinds(tx, "'access', 'portability', 'disclosures'")
}

/// For `rights.correct`: corrections are answered in time, and none was refused without a reason.
pub(crate) fn correct(tx: &mut Tx<'_>) -> Result<Evidence> {
    of_kinds(tx, "'correction'")
}

fn of_kinds(tx: &mut Tx<'_>, kinds: &str) -> Result<Evidence> {
    let (clinic, now) = (tx.clinic(), tx.now());
    // Somebody is answered once the answer went; nobody writes to who was erased.
    let sql = format!(
        "SELECT COUNT(*) AS requests,
             CAST(COALESCE(SUM(CASE WHEN due_at < $3 AND ((state IN ('open', 'granted', 'questioned') AND {WAITS})
                 OR ({UNSENT} AND {THERE})) THEN 1 ELSE 0 END), 0) AS BIGINT) AS overdue,
             CAST(COALESCE(SUM(CASE WHEN state IN ('done', 'refused') AND (closed_at > due_at
                 OR EXISTS (SELECT 1 FROM request_letter l WHERE l.clinic = request.clinic AND l.request = request.id
                     AND l.kind = 'answer' AND l.sent_at > request.due_at)) THEN 1 ELSE 0 END), 0) AS BIGINT) AS late,
             CAST(COALESCE(SUM(CASE WHEN state = 'refused' AND ground IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS unfounded,
             CAST(COALESCE(SUM(CASE WHEN state = 'done' AND (done_by IS NULL
                 OR EXISTS (SELECT 1 FROM request_step s WHERE s.clinic = request.clinic AND s.request = request.id
                     AND s.outcome = 'failed')
                 OR NOT EXISTS (SELECT 1 FROM request_step s WHERE s.clinic = request.clinic AND s.request = request.id))
                 THEN 1 ELSE 0 END), 0) AS BIGINT) AS partly
         FROM request WHERE clinic = $1
             AND (received_at > $2 OR state IN ('open', 'granted', 'questioned') OR {UNSENT}) AND kind IN ({kinds})"
    );
    let row = tx.one(&sql, &params![clinic, now - YEAR, now])?;
    let count = |name: &str| row.get::<i64>(name);
    let (requests, overdue, late) = (count("requests")?, count("overdue")?, count("late")?);
    let (unfounded, partly) = (count("unfounded")?, count("partly")?);
    Ok(Evidence::new(
        &[
            ("requests", requests),
            ("overdue", overdue),
            ("answered late", late),
            ("refused without a ground", unfounded),
            ("done in part", partly),
        ],
        overdue == 0 && late == 0 && unfounded == 0 && partly == 0,
    ))
}
