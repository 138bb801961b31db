//! Who comes from a directory and gets what by which group, for the manager's page. Nobody is opened for it: people are
//! shown by the name that everyone knows them by.

use std::collections::{BTreeMap, BTreeSet};

use ground::{AccountId, PersonId, Tx, params};
use identity::{OwnRole, OwnRoleId, STAFF_ROLES};

use super::{claim, group, member, roles, user};
use crate::error::Result;
use crate::model::{Given, Gives, GroupId, Source, User, UserId};

/// Groups that are shown.
const GROUPS: usize = 2_000;

/// All of the page.
pub struct Seen {
    pub claims: Vec<Claimed>,
    /// Roles that the clinic made, by name.
    pub own_roles: Vec<OwnRole>,
    pub groups: Vec<Grouped>,
    pub people: Vec<Person>,
    /// How many people there are, shown or not.
    pub total: usize,
}

/// An account that a directory speaks of.
pub struct Claimed {
    pub account: AccountId,
    pub name: String,
    /// What the question is about, for the answer to name it.
    pub seen: String,
    pub source: String,
    pub confirmed: bool,
}

/// A group.
pub struct Grouped {
    pub id: GroupId,
    pub name: String,
    /// People in it itself.
    pub people: usize,
    /// Groups it is within.
    pub within: Vec<String>,
    pub gives: Given,
}

/// A person.
pub struct Person {
    pub account: AccountId,
    pub name: String,
    pub open: bool,
    /// Groups they are in themselves.
    pub groups: Vec<String>,
    /// Roles, each with the groups that give it.
    pub given: Vec<(Gives, Vec<String>)>,
    /// Roles that no group gave.
    pub own: Given,
}

/// Everything, and of the people those from `from`, at most `most`.
pub fn read(tx: &mut Tx<'_>, from: usize, most: usize) -> Result<Seen> {
    let gives = roles::by_group(tx)?;
    let own_roles = identity::list_roles(tx)?;
    let every: Vec<Gives> =
        STAFF_ROLES.into_iter().map(Gives::Role).chain(own_roles.iter().map(|role| Gives::Own(role.id))).collect();
    let mut groups = group::list(tx, Source::Scim, 0, GROUPS)?;
    groups.extend(group::list(tx, Source::Google, 0, GROUPS)?);
    // What gives something comes first.
    groups.sort_by_key(|group| (!gives.contains_key(&group.id), group.name.to_lowercase()));
    let named: BTreeMap<GroupId, String> = groups.iter().map(|group| (group.id, group.name.clone())).collect();
    let (counts, parents) = (member::counts(tx)?, member::parents(tx)?);
    let name = |group: &GroupId| named.get(group).cloned().unwrap_or_default();
    let groups = groups
        .into_iter()
        .map(|group| Grouped {
            people: counts.get(&group.id).copied().unwrap_or(0),
            within: parents.get(&group.id).into_iter().flatten().map(name).collect(),
            gives: gives.get(&group.id).cloned().unwrap_or_default(),
            id: group.id,
            name: group.name,
        })
        .collect();
    let users = everyone(tx, from, most)?;
    let persons: Vec<PersonId> = users.iter().map(|user| user.person).collect();
    let names = identity::staff_names(tx, &persons)?;
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let belongs = member::of_users(tx, &ids)?;
    let accounts: Vec<AccountId> = users.iter().map(|user| user.account).collect();
    let mut held: BTreeMap<AccountId, BTreeSet<OwnRoleId>> = BTreeMap::new();
    for (account, role) in identity::own_roles_among(tx, &accounts)? {
        held.entry(account).or_default().insert(role);
    }
    let mut people = Vec::with_capacity(users.len());
    for user in &users {
        let account = identity::find_account(tx, user.account)?;
        let has = Given { roles: account.roles, own: held.remove(&user.account).unwrap_or_default() };
        let of = belongs.get(&user.id).map_or(&[][..], Vec::as_slice);
        let by = |role: Gives| -> Vec<String> {
            let gives = |group: &GroupId| gives.get(group).is_some_and(|roles| roles.contains(role));
            of.iter().map(|belongs| belongs.group).filter(gives).map(|group| name(&group)).collect()
        };
        people.push(Person {
            account: user.account,
            name: names.get(&user.person).cloned().unwrap_or_default(),
            open: account.deactivated_at.is_none(),
            groups: of.iter().filter(|belongs| belongs.direct).map(|belongs| name(&belongs.group)).collect(),
            given: every.iter().map(|role| (*role, by(*role))).filter(|(_, by)| !by.is_empty()).collect(),
            own: has.without(&user.given),
        });
    }
    Ok(Seen {
        claims: claims(tx)?,
        own_roles,
        groups,
        people,
        total: user::count(tx, Source::Scim)? + user::count(tx, Source::Google)?,
    })
}

fn everyone(tx: &mut Tx<'_>, from: usize, most: usize) -> Result<Vec<User>> {
    let (from, most) = (i64::try_from(from).unwrap_or(i64::MAX), i64::try_from(most).unwrap_or(i64::MAX));
    let sql = format!(
        "SELECT {} FROM directory_user WHERE clinic = $1 AND left_at IS NULL ORDER BY id LIMIT $2 OFFSET $3",
        user::COLUMNS
    );
    tx.query(&sql, &params![tx.clinic(), most, from])?.iter().map(user::from_row).collect()
}

fn claims(tx: &mut Tx<'_>) -> Result<Vec<Claimed>> {
    let claims = claim::list(tx)?;
    let persons: Vec<PersonId> = claims.iter().map(|claim| claim.person).collect();
    let names = identity::staff_names(tx, &persons)?;
    Ok(claims
        .into_iter()
        .map(|claim| Claimed {
            account: claim.account,
            name: names.get(&claim.person).cloned().unwrap_or_default(),
            confirmed: claim.confirmed_at.is_some(),
            seen: claim.seen,
            source: claim.source,
        })
        .collect())
}
