//! Who is in which group, and which group is within which.

use std::collections::{BTreeMap, BTreeSet};

use ground::db::{LISTED, listed};
use ground::{Tx, params};

use super::{group, roles, user};
use crate::error::{Error, Result};
use crate::model::{Group, GroupId, Member, User, UserId};

/// A membership as a person or a group has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Belongs {
    pub group: GroupId,
    /// Not by a group within it.
    pub direct: bool,
}

/// Groups within one group, and groups within groups altogether: what hangs together is read as a whole.
const CHILDREN: usize = 1_000;
const NESTINGS: usize = 20_000;
/// People whose roles one change may be about.
const TOUCHED: usize = 100_000;

/// What is in the group itself, people first.
pub fn list(tx: &mut Tx<'_>, group: GroupId) -> Result<Vec<Member>> {
    let clinic = tx.clinic();
    let people = tx.query(
        "SELECT directory_user AS id FROM directory_member WHERE clinic = $1 AND directory_group = $2 ORDER BY directory_user",
        &params![clinic, group],
    )?;
    let groups = tx.query(
        "SELECT child AS id FROM directory_subgroup WHERE clinic = $1 AND parent = $2 ORDER BY child",
        &params![clinic, group],
    )?;
    let mut members = Vec::with_capacity(people.len() + groups.len());
    for row in &people {
        members.push(Member::User(row.get("id")?));
    }
    for row in &groups {
        members.push(Member::Group(row.get("id")?));
    }
    Ok(members)
}

/// Whether it is in the group itself.
pub fn has(tx: &mut Tx<'_>, group: GroupId, member: Member) -> Result<bool> {
    let row = match member {
        Member::User(user) => tx.optional(
            "SELECT 1 AS one FROM directory_member WHERE clinic = $1 AND directory_group = $2 AND directory_user = $3",
            &params![tx.clinic(), group, user],
        )?,
        Member::Group(child) => tx.optional(
            "SELECT 1 AS one FROM directory_subgroup WHERE clinic = $1 AND parent = $2 AND child = $3",
            &params![tx.clinic(), group, child],
        )?,
    };
    Ok(row.is_some())
}

/// How many people are in each group itself.
pub fn counts(tx: &mut Tx<'_>) -> Result<BTreeMap<GroupId, usize>> {
    let rows = tx.query(
        "SELECT directory_group, COUNT(*) AS many FROM directory_member WHERE clinic = $1 GROUP BY directory_group",
        &params![tx.clinic()],
    )?;
    rows.iter()
        .map(|row| Ok((row.get("directory_group")?, usize::try_from(row.get::<i64>("many")?).unwrap_or(0))))
        .collect()
}

/// Which group is within which: each child with its parents.
pub fn parents(tx: &mut Tx<'_>) -> Result<BTreeMap<GroupId, Vec<GroupId>>> {
    let rows = tx.query(
        "SELECT parent, child FROM directory_subgroup WHERE clinic = $1 ORDER BY child, parent",
        &params![tx.clinic()],
    )?;
    let mut parents: BTreeMap<GroupId, Vec<GroupId>> = BTreeMap::new();
    for row in &rows {
        parents.entry(row.get("child")?).or_default().push(row.get("parent")?);
    }
    Ok(parents)
}

/// Everything that is reached from `from` by `next`, itself among it. It ends also where something leads back.
pub fn reached(from: &[GroupId], next: &BTreeMap<GroupId, Vec<GroupId>>) -> BTreeSet<GroupId> {
    let mut reached: BTreeSet<GroupId> = from.iter().copied().collect();
    let mut ahead: Vec<GroupId> = from.to_vec();
    while let Some(group) = ahead.pop() {
        for other in next.get(&group).into_iter().flatten() {
            if reached.insert(*other) {
                ahead.push(*other);
            }
        }
    }
    reached
}

/// Everybody in `groups` or within them, if the group at `above`, or one that it is within, gives anything: else nobody's
/// roles hang on it.
///
/// # Errors
/// [`Error::TooMany`].
fn hanging(tx: &mut Tx<'_>, above: GroupId, groups: &[GroupId]) -> Result<Vec<UserId>> {
    let over = reached(&[above], &parents(tx)?);
    if groups.is_empty() || !super::rule::list(tx)?.iter().any(|rule| over.contains(&rule.group)) {
        return Ok(Vec::new());
    }
    let within = within(tx, groups)?;
    if within.len() > TOUCHED { Err(Error::TooMany) } else { Ok(within) }
}

/// Everybody who is in one of `groups` or in a group within them.
pub fn within(tx: &mut Tx<'_>, groups: &[GroupId]) -> Result<Vec<UserId>> {
    let mut children: BTreeMap<GroupId, Vec<GroupId>> = BTreeMap::new();
    for (child, parents) in parents(tx)? {
        for parent in parents {
            children.entry(parent).or_default().push(child);
        }
    }
    let all: Vec<GroupId> = reached(groups, &children).into_iter().collect();
    let mut within = BTreeSet::new();
    for groups in all.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, groups);
        let sql =
            format!("SELECT directory_user FROM directory_member WHERE clinic = $1 AND directory_group IN ({list})");
        for row in tx.query(&sql, &values)? {
            within.insert(row.get::<UserId>("directory_user")?);
        }
    }
    Ok(within.into_iter().collect())
}

/// The groups each of `users` is in, itself or by a group within it.
pub fn of_users(tx: &mut Tx<'_>, users: &[UserId]) -> Result<BTreeMap<UserId, Vec<Belongs>>> {
    let parents = parents(tx)?;
    let mut direct: BTreeMap<UserId, Vec<GroupId>> = BTreeMap::new();
    for users in users.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, users);
        let sql = format!(
            "SELECT directory_user, directory_group FROM directory_member WHERE clinic = $1 AND directory_user IN ({list})"
        );
        for row in tx.query(&sql, &values)? {
            direct.entry(row.get("directory_user")?).or_default().push(row.get("directory_group")?);
        }
    }
    let belongs = |groups: Vec<GroupId>| {
        let all = reached(&groups, &parents);
        all.into_iter().map(|group| Belongs { group, direct: groups.contains(&group) }).collect()
    };
    Ok(direct.into_iter().map(|(user, groups)| (user, belongs(groups))).collect())
}

/// The names of the groups a person is in themselves.
pub fn names_of(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<String>> {
    let rows = tx.query(
        "SELECT g.name FROM directory_member m JOIN directory_group g ON g.clinic = m.clinic AND g.id = m.directory_group
         WHERE m.clinic = $1 AND m.directory_user = $2 ORDER BY g.folded, g.id",
        &params![tx.clinic(), user],
    )?;
    Ok(rows.iter().map(|row| row.get("name")).collect::<ground::Result<_>>()?)
}

/// What each of `members` is here, of the directory of `group`.
///
/// # Errors
/// [`Error::NoMember`] when one is not.
fn known(tx: &mut Tx<'_>, group: &Group, members: &[Member]) -> Result<(Vec<User>, Vec<Group>)> {
    let (mut people, mut groups) = (BTreeSet::new(), BTreeSet::new());
    for member in members {
        match member {
            Member::User(id) => people.insert(*id),
            Member::Group(id) => groups.insert(*id),
        };
    }
    let (people, groups): (Vec<UserId>, Vec<GroupId>) = (people.into_iter().collect(), groups.into_iter().collect());
    let users = user::find_many(tx, group.source, &people)?;
    let found = group::find_many(tx, group.source, &groups)?;
    if users.len() != people.len() || found.len() != groups.len() {
        return Err(Error::NoMember);
    }
    Ok((users, found))
}

/// Puts members into the group; who is in it already stays. True when somebody was not.
///
/// # Errors
/// [`Error::NoMember`], [`Error::Cycle`], [`Error::TooMany`], [`Error::LastManager`].
pub fn add(tx: &mut Tx<'_>, group: &Group, members: &[Member]) -> Result<bool> {
    let (users, groups) = known(tx, group, members)?;
    let clinic = tx.clinic();
    let (mut changed, mut touched) = (false, Vec::new());
    for user in &users {
        let added = tx.execute(
            "INSERT INTO directory_member (clinic, directory_group, directory_user, person) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            &params![clinic, group.id, user.id, user.person],
        )?;
        if added > 0 {
            touched.push(user.id);
        }
    }
    // Who is put into a group does not change what that one is within: it is read once for all of them.
    let mut fresh = Vec::new();
    if !groups.is_empty() {
        let parents = parents(tx)?;
        let over = reached(&[group.id], &parents);
        if groups.iter().any(|child| over.contains(&child.id)) {
            return Err(Error::Cycle);
        }
        let of = parents.values().filter(|parents| parents.contains(&group.id)).count();
        let all: usize = parents.values().map(Vec::len).sum();
        if of + groups.len() > CHILDREN || all + groups.len() > NESTINGS {
            return Err(Error::TooMany);
        }
    }
    for child in &groups {
        let added = tx.execute(
            "INSERT INTO directory_subgroup (clinic, parent, child) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![clinic, group.id, child.id],
        )?;
        if added > 0 {
            changed = true;
            fresh.push(child.id);
        }
    }
    changed |= !touched.is_empty();
    touched.extend(hanging(tx, group.id, &fresh)?);
    roles::settle(tx, &touched)?;
    Ok(changed)
}

/// Takes members out of the group, those that are named and no others. True when somebody was in it.
///
/// # Errors
/// [`Error::LastManager`], [`Error::TooMany`].
pub fn remove(tx: &mut Tx<'_>, group: &Group, members: &[Member]) -> Result<bool> {
    let clinic = tx.clinic();
    let (mut changed, mut touched, mut out) = (false, Vec::new(), Vec::new());
    for member in members {
        match member {
            Member::User(user) => {
                let gone = tx.execute(
                    "DELETE FROM directory_member WHERE clinic = $1 AND directory_group = $2 AND directory_user = $3",
                    &params![clinic, group.id, *user],
                )?;
                if gone > 0 {
                    touched.push(*user);
                }
            }
            Member::Group(child) => {
                let gone = tx.execute(
                    "DELETE FROM directory_subgroup WHERE clinic = $1 AND parent = $2 AND child = $3",
                    &params![clinic, group.id, *child],
                )?;
                if gone > 0 {
                    changed = true;
                    out.push(*child);
                }
            }
        }
    }
    changed |= !touched.is_empty();
    // What is below them is below them still.
    touched.extend(hanging(tx, group.id, &out)?);
    roles::settle(tx, &touched)?;
    Ok(changed)
}

/// Has exactly these members in the group. True when anybody came or went.
///
/// # Errors
/// As [`add`] and [`remove`].
pub fn replace(tx: &mut Tx<'_>, group: &Group, members: &[Member]) -> Result<bool> {
    let before: BTreeSet<Member> = list(tx, group.id)?.into_iter().collect();
    let after: BTreeSet<Member> = members.iter().copied().collect();
    let gone: Vec<Member> = before.difference(&after).copied().collect();
    let came: Vec<Member> = after.difference(&before).copied().collect();
    // Who comes comes first, so that no change leaves the clinic without a manager on its way to one that has two.
    let came = add(tx, group, &came)?;
    Ok(remove(tx, group, &gone)? || came)
}

/// Takes a person out of every group.
pub(super) fn remove_everywhere(tx: &mut Tx<'_>, user: UserId) -> Result<()> {
    let rows = tx.query(
        "SELECT directory_group FROM directory_member WHERE clinic = $1 AND directory_user = $2",
        &params![tx.clinic(), user],
    )?;
    for row in &rows {
        group::touch(tx, row.get("directory_group")?)?;
    }
    tx.execute("DELETE FROM directory_member WHERE clinic = $1 AND directory_user = $2", &params![tx.clinic(), user])?;
    Ok(())
}
