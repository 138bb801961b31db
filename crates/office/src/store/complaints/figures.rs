//! What the figures of complaints are counted from: no person is opened for them.

use ground::{Tx, params};
use jiff::Timestamp;

use crate::model::complaints::COLUMNS;
use crate::model::complaints::Complaint;
use crate::rules::complaints::Counted;

/// Most complaints that are counted at once.
pub const MOST: u32 = 20_000;

/// The newest complaints that came since `from`.
pub fn counted(tx: &mut Tx<'_>, from: Timestamp) -> ground::Result<Vec<Counted>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM complaint WHERE clinic = $1 AND received_at >= $2 ORDER BY received_at DESC LIMIT {MOST}"
    );
    let one = |row| {
        Complaint::from_row(row).map(|one| Counted {
            subject: one.subject,
            outcome: one.outcome,
            received_at: one.received_at,
            answer_by: one.answer_by,
            settle_by: one.settle_by,
            answered_at: one.answered_at,
            resolved_at: one.resolved_at,
        })
    };
    tx.query(&sql, &params![tx.clinic(), from])?.iter().map(one).collect()
}
