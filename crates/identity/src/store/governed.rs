//! How many accounts stand at once, for whoever governs them by a directory. Nothing is opened.

use std::collections::HashMap;

use ground::db::{LISTED, Value, listed};
use ground::{AccountId, RoleSet, Tx, params};
use jiff::Timestamp;

use super::account::roles;
use crate::error::Result;

/// How an account stands.
#[derive(Clone, Debug)]
pub struct Stands {
    /// The keyed token of its address.
    pub email_token: Vec<u8>,
    /// Those given as they are; what the clinic made is told by [`super::own_role::held_among`].
    pub roles: RoleSet,
    /// Its holder can sign in.
    pub open: bool,
}

/// How these accounts stand.
pub fn stands(tx: &mut Tx<'_>, ids: &[AccountId]) -> Result<HashMap<AccountId, Stands>> {
    let mut found = HashMap::with_capacity(ids.len());
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, ids);
        let sql = format!(
            "SELECT id, email_token, roles, verified_at, deactivated_at FROM account WHERE clinic = $1 AND id IN ({list})"
        );
        for row in tx.query(&sql, &values)? {
            let verified: Option<Timestamp> = row.get("verified_at")?;
            let closed: Option<Timestamp> = row.get("deactivated_at")?;
            let open = verified.is_some() && closed.is_none();
            let (email_token, roles) = (row.get("email_token")?, roles(&row)?);
            found.insert(row.get("id")?, Stands { email_token, roles, open });
        }
    }
    Ok(found)
}

/// The accounts that are found by one of these tokens of addresses, each with its token; but not those that a visitor began
/// and never confirmed: they are nobody's yet.
pub fn accounts_at(tx: &mut Tx<'_>, tokens: &[[u8; 16]]) -> Result<Vec<(Vec<u8>, AccountId)>> {
    let mut found = Vec::new();
    for tokens in tokens.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, &tokens.iter().map(Token).collect::<Vec<_>>());
        let sql = format!(
            "SELECT id, email_token FROM account WHERE clinic = $1 AND email_token IN ({list})
             AND (verified_at IS NOT NULL OR shown_as IS NOT NULL)"
        );
        for row in tx.query(&sql, &values)? {
            found.push((row.get("email_token")?, row.get("id")?));
        }
    }
    Ok(found)
}

#[derive(Clone, Copy)]
struct Token<'a>(&'a [u8; 16]);

impl From<Token<'_>> for Value {
    fn from(token: Token<'_>) -> Value {
        token.0.as_slice().into()
    }
}

/// Those who can sign in and govern the staff, be it by a role that the clinic made.
pub fn managers(tx: &mut Tx<'_>) -> Result<Vec<AccountId>> {
    let staff = super::staff::list(tx)?;
    let govern =
        staff.iter().filter(|one| one.is_open() && one.ends_at.is_none() && super::staff::governs(tx, one.held));
    Ok(govern.map(|one| one.id).collect())
}
