//! What of the register of recipients is due: see [`ground::recipient`], which holds the rows.

pub mod ahead;

use ground::due::Due;
use ground::recipient::{self, Entry, Standing};
use ground::{Result, Tx};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

/// Days ahead that an end is due.
const AHEAD: i64 = 30;

/// The day it is in the clinic.
pub fn today(tx: &Tx<'_>) -> Date {
    tx.now().to_zoned(tx.settings().zone.clone()).date()
}

/// The end of `day` in the clinic.
fn end_of(tx: &Tx<'_>, day: Date) -> Option<Timestamp> {
    let next = day.saturating_add(1.day());
    next.to_zoned(tx.settings().zone.clone()).ok().map(|next| next.timestamp())
}

/// Agreements to name, those that end soon, and those that are over: nothing leaves for them. And of who is announced, that
/// their day moved, because letters about them left late or wait.
pub fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let today = today(tx);
    let mut due = Vec::new();
    for entry in recipient::visible(tx)? {
        let Some((words, day)) = what(&entry, today) else { continue };
        due.push(Due {
            part: "recipients",
            words: format!("recipients-due-{words}"),
            args: vec![("name", entry.terms.name.clone().into())],
            href: format!("/office/recipients/{}", entry.id),
            action: None,
            by: end_of(tx, day),
        });
    }
    for (one, entry) in recipient::announced(tx)? {
        let Some(entry) = entry.filter(|_| one.first_at.is_some_and(|first| first < one.effective_at)) else {
            continue;
        };
        let waiting = ahead::letters(tx, &one)?.waiting;
        due.push(Due {
            part: "recipients",
            words: "recipients-due-moved".to_owned(),
            args: vec![("name", entry.terms.name.clone().into()), ("n", waiting.into())],
            href: format!("/office/recipients/{}", entry.id),
            action: None,
            by: Some(one.effective_at),
        });
    }
    Ok(due)
}

fn what(entry: &Entry, today: Date) -> Option<(&'static str, Date)> {
    match recipient::standing(entry, today) {
        Standing::ToName(day) => Some(("name", day)),
        Standing::Lapsed(day) => Some(("lapsed", day)),
        Standing::Bound(Some(day)) if i64::from((day - today).get_days()) <= AHEAD => Some(("ends", day)),
        _ => None,
    }
}
