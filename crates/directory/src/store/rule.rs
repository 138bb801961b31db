//! Rules: what the clinic lets whoever is in a group do.

use ground::{Event, Tx, params};

use super::{group, member, roles};
use crate::error::{Error, Result};
use crate::model::{Gives, GroupId, Source};

/// Whoever is in `group`, or in a group within it, is given a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub group: GroupId,
    pub gives: Gives,
}

/// Every rule.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Rule>> {
    let rows = tx.query(
        "SELECT directory_group, role FROM directory_rule WHERE clinic = $1
         UNION ALL SELECT directory_group, role FROM directory_own_rule WHERE clinic = $1
         ORDER BY directory_group, role",
        &params![tx.clinic()],
    )?;
    rows.iter()
        .map(|row| {
            let gives = row.get::<String>("role")?.parse();
            let gives = gives.map_err(|_| Error::internal("a rule for an unknown role"))?;
            Ok(Rule { group: row.get("directory_group")?, gives })
        })
        .collect()
}

/// Makes a rule, and gives everybody whom it is about what it gives.
///
/// # Errors
/// Not found where there is no such group, or the clinic made no such role.
pub fn create(tx: &mut Tx<'_>, rule: Rule) -> Result<()> {
    let mut known = false;
    for source in [Source::Scim, Source::Google] {
        known |= group::find(tx, source, rule.group)?.is_some();
    }
    if !known {
        return Err(ground::Error::NotFound.into());
    }
    let sql = match rule.gives {
        Gives::Role(_) => {
            "INSERT INTO directory_rule (clinic, directory_group, role, made_at, made_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
        }
        Gives::Own(role) => {
            identity::find_role(tx, role)?;
            "INSERT INTO directory_own_rule (clinic, directory_group, role, made_at, made_by) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
        }
    };
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(sql, &params![clinic, rule.group, rule.gives.to_string(), now, actor])?;
    settle(tx, rule.group)
}

/// Takes a rule back, and what it gave.
///
/// # Errors
/// [`Error::LastManager`].
pub fn delete(tx: &mut Tx<'_>, rule: Rule) -> Result<()> {
    let sql = match rule.gives {
        Gives::Role(_) => "DELETE FROM directory_rule WHERE clinic = $1 AND directory_group = $2 AND role = $3",
        Gives::Own(_) => "DELETE FROM directory_own_rule WHERE clinic = $1 AND directory_group = $2 AND role = $3",
    };
    tx.execute(sql, &params![tx.clinic(), rule.group, rule.gives.to_string()])?;
    settle(tx, rule.group)
}

fn settle(tx: &mut Tx<'_>, group: GroupId) -> Result<()> {
    let within = member::within(tx, &[group])?;
    roles::settle(tx, &within)?;
    tx.emit(Event::new("directory.rules_changed", group, None))?;
    Ok(())
}
