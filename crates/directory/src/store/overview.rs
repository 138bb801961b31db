//! Who comes from a directory and gets what by which group, for the manager's page. Nobody is opened for it: people are
//! shown by the name that everyone knows them by.

use std::collections::BTreeMap;

use ground::{AccountId, PersonId, Role, RoleSet, Tx, params};

use super::{claim, group, member, rule, user};
use crate::error::Result;
use crate::model::{GroupId, Source, User, UserId};

/// Groups that are shown.
const GROUPS: usize = 2_000;

/// All of the page.
pub struct Seen {
    pub claims: Vec<Claimed>,
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
    pub gives: RoleSet,
}

/// A person.
pub struct Person {
    pub account: AccountId,
    pub name: String,
    pub open: bool,
    /// Groups they are in themselves.
    pub groups: Vec<String>,
    /// Roles, each with the groups that give it.
    pub given: Vec<(Role, Vec<String>)>,
    /// Roles that no group gave.
    pub own: RoleSet,
}

/// Everything, and of the people those from `from`, at most `most`.
pub fn read(tx: &mut Tx<'_>, from: usize, most: usize) -> Result<Seen> {
    let mut gives: BTreeMap<GroupId, RoleSet> = BTreeMap::new();
    for rule in rule::list(tx)? {
        let roles = gives.entry(rule.group).or_default();
        *roles = roles.with(rule.role);
    }
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
            gives: gives.get(&group.id).copied().unwrap_or_default(),
            id: group.id,
            name: group.name,
        })
        .collect();
    let users = everyone(tx, from, most)?;
    let persons: Vec<PersonId> = users.iter().map(|user| user.person).collect();
    let names = identity::staff_names(tx, &persons)?;
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let belongs = member::of_users(tx, &ids)?;
    let mut people = Vec::with_capacity(users.len());
    for user in &users {
        let account = identity::find_account(tx, user.account)?;
        let of = belongs.get(&user.id).map_or(&[][..], Vec::as_slice);
        let by = |role: Role| -> Vec<String> {
            let gives = |group: &GroupId| gives.get(group).is_some_and(|roles| roles.contains(role));
            of.iter().map(|belongs| belongs.group).filter(gives).map(|group| name(&group)).collect()
        };
        people.push(Person {
            account: user.account,
            name: names.get(&user.person).cloned().unwrap_or_default(),
            open: account.deactivated_at.is_none(),
            groups: of.iter().filter(|belongs| belongs.direct).map(|belongs| name(&belongs.group)).collect(),
            given: identity::STAFF_ROLES
                .into_iter()
                .map(|role| (role, by(role)))
                .filter(|(_, by)| !by.is_empty())
                .collect(),
            own: account.roles.iter().filter(|role| !user.roles_given.contains(*role)).collect(),
        });
    }
    Ok(Seen {
        claims: claims(tx)?,
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
