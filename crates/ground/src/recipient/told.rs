//! Of what ends, whoever keeps the register is told: once at each step.

use jiff::civil::Date;

use super::rules::{LAST_DAYS, Standing, standing};
use super::store::visible;
use super::{Entry, RecipientId};
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// Days before the end of the time in which an agreement is to be named. It is due on the officer's page from the first day.
const TO_NAME: [i64; 3] = [21, 7, 0];

/// The last day of an entry that has one, and how many days before whoever keeps the list is told.
fn last_day(entry: &Entry, today: Date) -> Option<(Date, [i64; 3])> {
    match standing(entry, today) {
        Standing::Bound(end) => end.map(|end| (end, LAST_DAYS)),
        Standing::ToName(due) => Some((due, TO_NAME)),
        _ => None,
    }
}

/// Of which entries whoever keeps the register is to be told now that they end, and which step that is, in days before.
///
/// # Errors
/// Those of the store.
pub fn due_to_tell(tx: &mut Tx<'_>, today: Date) -> Result<Vec<(Entry, Date, i64)>> {
    let mut due = Vec::new();
    for entry in visible(tx)? {
        let Some((end, steps)) = last_day(&entry, today) else { continue };
        let left = i64::from((end - today).get_days());
        // What was missed while nobody ran the program is told by the step that counts now.
        let Some(step) = steps.into_iter().filter(|step| left <= *step).min() else { continue };
        let sql =
            "SELECT 1 AS one FROM recipient_told WHERE clinic = $1 AND recipient = $2 AND ends_on = $3 AND days = $4";
        if tx.optional(sql, &params![tx.clinic(), entry.id, end.to_string(), step])?.is_none() {
            due.push((entry, end, step));
        }
    }
    Ok(due)
}

/// Notes that they were told; false where they were.
///
/// # Errors
/// Those of the store.
pub fn told(tx: &mut Tx<'_>, id: RecipientId, end: Date, step: i64) -> Result<bool> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let added = tx.execute(
        "INSERT INTO recipient_told (clinic, recipient, ends_on, days, told_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (clinic, recipient, ends_on, days) DO NOTHING",
        &params![clinic, id, end.to_string(), step, now],
    )?;
    Ok(added > 0)
}
