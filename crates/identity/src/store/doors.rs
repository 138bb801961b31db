//! Ways in that need no letter: for the demo's doors and for a clinic's first manager, who reads the link off the
//! operator's terminal.

use ground::{Role, RoleSet, Scope, Tx, params};

use super::{account, challenge, staff};
use crate::error::{Error, Result};
use crate::model::{Account, ChallengeKind, NewStaff, Source};
use crate::session::Secret;

/// The oldest open account of each role.
pub fn one_of_each(tx: &mut Tx<'_>) -> ground::Result<Vec<Account>> {
    let rows = tx.query("SELECT MIN(id) AS id FROM account WHERE clinic = $1 AND deactivated_at IS NULL AND password IS NOT NULL GROUP BY roles", &params![tx.clinic()])?;
    rows.iter().map(|row| account::find(tx, row.get("id")?).map_err(ground::Error::internal)).collect()
}

/// Makes the clinic's first manager, and the path below the installation's address at which they set a password.
pub async fn invite_manager(scope: &Scope, email: &str, shown_as: &str) -> Result<String> {
    let new = NewStaff {
        email: email.to_owned(),
        shown_as: shown_as.to_owned(),
        roles: RoleSet::from(Role::Manager),
        language: scope.clinic.languages.first().cloned().unwrap_or_else(|| ground::words::ENGLISH.to_owned()),
        password: None,
        source: Source::Automatic,
    };
    let secret: Secret = scope
        .write(move |tx| -> Result<Secret> {
            let made = staff::create(tx, &new)?;
            challenge::create(tx, made.account, made.person, ChallengeKind::Invitation, None)?
                .ok_or_else(|| Error::internal("a first invitation over the limit"))
        })
        .await?;
    Ok(crate::letters::path_of(crate::letters::Kind::Invitation, &secret))
}
