//! When a client was seen last, as far as this room knows.

use std::collections::HashMap;

use ground::db::{LISTED, listed};
use ground::{PersonId, Result, Tx, params};
use jiff::Timestamp;

/// When their record was written last, or a document of theirs. Whoever acts for somebody is seen for as long as they do.
pub fn seen(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<HashMap<PersonId, Timestamp>> {
    let mut seen: HashMap<PersonId, Timestamp> = HashMap::new();
    let now = tx.now();
    for persons in persons.chunks(LISTED) {
        let mut values = params![tx.clinic(), now].to_vec();
        let list = listed(&mut values, persons);
        let sql = format!(
            "SELECT id AS person, updated_at AS at FROM client WHERE clinic = $1 AND updated_at <= $2 AND id IN ({list})
             UNION ALL SELECT id AS person, created_at AS at FROM client WHERE clinic = $1 AND created_at <= $2 AND id IN ({list})
             UNION ALL SELECT person, MAX(created_at) AS at FROM document WHERE clinic = $1 AND created_at <= $2 AND person IN ({list}) GROUP BY person
             UNION ALL SELECT guardian AS person, MAX($2) AS at FROM guardian WHERE clinic = $1 AND since <= $2 AND ended_at IS NULL AND guardian IN ({list}) GROUP BY guardian"
        );
        for row in tx.query(&sql, &values)? {
            let at: Timestamp = row.get("at")?;
            let known = seen.entry(row.get("person")?).or_insert(at);
            *known = at.max(*known);
        }
    }
    Ok(seen)
}
