//! When somebody was seen last, as far as this room knows.

use std::collections::HashMap;

use ground::db::{LISTED, listed};
use ground::{PersonId, Result, Tx, params};
use jiff::Timestamp;

/// Their last visit, that which is to come too, and the last that they booked for somebody; whoever treats is seen now.
pub fn seen(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<HashMap<PersonId, Timestamp>> {
    let mut seen: HashMap<PersonId, Timestamp> = HashMap::new();
    let now = tx.now();
    for persons in persons.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, persons);
        let visits = format!(
            "SELECT client AS person, MAX(starts_at) AS at FROM appointment WHERE clinic = $1 AND client IN ({list}) GROUP BY client
             UNION ALL SELECT booked_by AS person, MAX(starts_at) AS at FROM appointment WHERE clinic = $1 AND booked_by IN ({list}) GROUP BY booked_by"
        );
        for row in tx.query(&visits, &values)? {
            let at: Timestamp = row.get("at")?;
            let known = seen.entry(row.get("person")?).or_insert(at);
            *known = at.max(*known);
        }
        let treat =
            format!("SELECT person FROM practitioner WHERE clinic = $1 AND retired_at IS NULL AND person IN ({list})");
        for row in tx.query(&treat, &values)? {
            seen.insert(row.get("person")?, now);
        }
    }
    Ok(seen)
}
