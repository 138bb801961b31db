//! When somebody was here last, as far as their account tells.

use std::collections::HashMap;

use ground::db::{LISTED, listed};
use ground::{PersonId, Result, Tx, params};
use jiff::Timestamp;

/// When their account was made, and when a browser of theirs was seen last. Whoever works here is seen now: a colleague's
/// record goes when they leave, and not because no client's duty asks for it.
pub fn seen(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<HashMap<PersonId, Timestamp>> {
    let mut seen: HashMap<PersonId, Timestamp> = HashMap::new();
    let now = tx.now();
    for persons in persons.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, persons);
        let sql = format!(
            "SELECT person, created_at AS at, roles, deactivated_at FROM account WHERE clinic = $1 AND person IN ({list})
             UNION ALL SELECT person, MAX(seen_at) AS at, '' AS roles, NULL AS deactivated_at FROM session WHERE clinic = $1 AND person IN ({list}) GROUP BY person
             UNION ALL SELECT person, MAX(seen_at) AS at, '' AS roles, NULL AS deactivated_at FROM known_device WHERE clinic = $1 AND person IN ({list}) GROUP BY person"
        );
        for row in tx.query(&sql, &values)? {
            let roles: String = row.get("roles")?;
            let works = roles.split(',').any(|role| !["", "client", "guardian"].contains(&role.trim()));
            let open = row.get::<Option<Timestamp>>("deactivated_at")?.is_none();
            let at = if works && open { now } else { row.get("at")? };
            let known = seen.entry(row.get("person")?).or_insert(at);
            *known = at.max(*known);
        }
    }
    Ok(seen)
}
