//! Whether this machine's clock stands before what was written last: then it is wrong, or it was.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use crate::error::Result;
use crate::house::House;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{ClinicId, id, params};

/// Clocks of several nodes may differ by so much, and are put right by so much without anybody's doing.
const APART: SignedDuration = SignedDuration::from_mins(5);

/// By how much the clock stands before what was written last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Behind(SignedDuration);

impl fmt::Display for Behind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (minutes, hours) = (self.0.as_mins(), self.0.as_hours());
        let (count, unit) = match (minutes, hours) {
            (..120, _) => (minutes, "minutes"),
            (_, ..48) => (hours, "hours"),
            _ => (hours / 24, "days"),
        };
        write!(
            f,
            "this machine's clock stands {count} {unit} before what was written last: set it right, unless it was ahead until now"
        )
    }
}

/// Whether the clock stands before what was written last, in any clinic.
pub async fn clock_behind(house: &House) -> Result<Option<Behind>> {
    let last = Scope::installation(house).read(last).await?;
    let by = last.map(|last| last.duration_since(house.clock.now()));
    Ok(by.filter(|by| *by > APART).map(Behind))
}

/// When the newest event or opening was written, as its id says.
fn last(tx: &mut Tx<'_>) -> Result<Option<Timestamp>> {
    let clinics: Vec<ClinicId> =
        tx.query("SELECT id FROM clinic", &[])?.iter().map(|row| row.get("id")).collect::<Result<_>>()?;
    let mut last = None;
    for clinic in clinics {
        for table in ["event", "access_entry"] {
            let newest = format!("SELECT id FROM {table} WHERE clinic = $1 ORDER BY id DESC LIMIT 1");
            if let Some(row) = tx.optional(&newest, &params![clinic])? {
                last = last.max(id::made(&row.get::<String>("id")?));
            }
        }
    }
    Ok(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_is_said_in_the_unit_that_suits() {
        for (minutes, words) in [(58, "58 minutes"), (119, "119 minutes"), (180, "3 hours"), (60 * 24 * 3, "3 days")] {
            let said = Behind(SignedDuration::from_mins(minutes)).to_string();
            assert!(said.starts_with(&format!("this machine's clock stands {words} before")), "{said}");
        }
    }
}
