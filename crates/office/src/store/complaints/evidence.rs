//! What can be shown of complaints: whether they are answered and settled in time, and whether what is late rose.

use ground::{Result, Tx, params};
use jiff::SignedDuration;
use promise::Evidence;

use super::queue::THERE;

/// Complaints of how long ago are counted; what still waits is counted however old it is.
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// How long the program has to tell whoever is in charge that something is late.
const RISES: SignedDuration = SignedDuration::from_hours(1);

/// For `complaints.answered`.
pub(crate) fn answered(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let sum = |when: &str| format!("CAST(COALESCE(SUM(CASE WHEN {when} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    // What was taken back before it was answered needed no answer.
    let settled = "COALESCE(answered_at, resolved_at)";
    let late_now = format!(
        "{THERE} AND ((state = 'open' AND answer_by < $3) OR (state IN ('open', 'answered') AND settle_by < $3))"
    );
    let was_late = format!("({settled} > answer_by OR resolved_at > settle_by)");
    // Called answered or settled, and no letter to that effect was sent.
    let unsaid = "(state = 'answered' AND NOT EXISTS (SELECT 1 FROM complaint_letter l WHERE l.clinic = complaint.clinic
             AND l.complaint = complaint.id AND l.kind = 'answer' AND l.sent_at IS NOT NULL))
         OR (state = 'resolved' AND outcome <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM complaint_letter l
             WHERE l.clinic = complaint.clinic AND l.complaint = complaint.id AND l.kind = 'outcome' AND l.sent_at IS NOT NULL))";
    let unrisen = format!(
        "{THERE} AND ((state = 'open' AND answer_by < $4 AND answer_told_at IS NULL)
             OR (state IN ('open', 'answered') AND settle_by < $4 AND settle_told_at IS NULL))"
    );
    let sql = format!(
        "SELECT COUNT(*) AS complaints, {} AS open, {} AS answered, {} AS settled, {} AS overdue, {} AS late, {} AS unsaid,
             {} AS unrisen
         FROM complaint WHERE clinic = $1 AND (received_at > $2 OR state IN ('open', 'answered'))",
        sum("state IN ('open', 'answered')"),
        sum(&format!("{settled} <= answer_by")),
        sum("resolved_at <= settle_by"),
        sum(&late_now),
        sum(&was_late),
        sum(unsaid),
        sum(&unrisen),
    );
    let row = tx.one(&sql, &params![clinic, now - YEAR, now, now - RISES])?;
    let count = |name: &str| row.get::<i64>(name);
    let (overdue, late, unsaid, unrisen) = (count("overdue")?, count("late")?, count("unsaid")?, count("unrisen")?);
    Ok(Evidence::new(
        &[
            ("complaints", count("complaints")?),
            ("open", count("open")?),
            ("answered in time", count("answered")?),
            ("settled in time", count("settled")?),
            ("overdue", overdue),
            ("answered or settled late", late),
            ("closed without a word", unsaid),
            ("late and nobody told", unrisen),
        ],
        overdue == 0 && late == 0 && unsaid == 0 && unrisen == 0,
    ))
}
