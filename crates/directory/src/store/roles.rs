//! What groups give: the roles of everybody who is in a group for which the clinic made a rule, or in a group within it.

use std::collections::{BTreeMap, BTreeSet};

use ground::{Role, RoleSet, Tx, params};

use super::{member, rule, user};
use crate::error::Result;
use crate::model::{GroupId, User, UserId};

/// The roles that the groups of each of `users` give.
pub fn given(tx: &mut Tx<'_>, users: &[UserId]) -> Result<BTreeMap<UserId, RoleSet>> {
    let mut gives: BTreeMap<GroupId, RoleSet> = BTreeMap::new();
    for rule in rule::list(tx)? {
        let roles = gives.entry(rule.group).or_default();
        *roles = roles.with(rule.role);
    }
    let union = |groups: &[member::Belongs]| -> RoleSet {
        groups.iter().filter_map(|belongs| gives.get(&belongs.group)).flat_map(|roles| roles.iter()).collect()
    };
    let groups = member::of_users(tx, users)?;
    Ok(users.iter().map(|user| (*user, groups.get(user).map_or(RoleSet::EMPTY, |groups| union(groups)))).collect())
}

fn without(roles: RoleSet, others: RoleSet) -> RoleSet {
    roles.iter().filter(|role| !others.contains(*role)).collect()
}

fn both(roles: RoleSet, others: RoleSet) -> RoleSet {
    roles.iter().chain(others.iter()).collect()
}

/// What becomes of an account's roles, and which of them groups gave. What a manager gave by hand stays, also where a
/// group gave it too.
pub fn becomes(has: RoleSet, gave: RoleSet, gives: RoleSet) -> (RoleSet, RoleSet) {
    let gone = without(gave, gives);
    let roles = both(without(has, gone), gives);
    let still: RoleSet = gave.iter().filter(|role| gives.contains(*role)).collect();
    (roles, both(still, without(gives, has)))
}

/// Gives each of `users` what their groups give now. Whose roles change is signed out everywhere, in this transaction.
///
/// # Errors
/// [`crate::Error::LastManager`]: whoever takes the last manager's role is refused as a whole.
pub fn settle(tx: &mut Tx<'_>, users: &[UserId]) -> Result<()> {
    let users: Vec<UserId> = users.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    if users.is_empty() {
        return Ok(());
    }
    let given = given(tx, &users)?;
    let mut found = user::any_of(tx, &users)?;
    // Who gains goes first: of two managers who change places one is there at any time.
    found.sort_by_key(|user| {
        let gives = given.get(&user.id).copied().unwrap_or_default();
        user.roles_given.contains(Role::Manager) && !gives.contains(Role::Manager)
    });
    for user in &found {
        settle_one(tx, user, given.get(&user.id).copied().unwrap_or_default())?;
    }
    Ok(())
}

fn settle_one(tx: &mut Tx<'_>, user: &User, gives: RoleSet) -> Result<()> {
    let account = identity::find_account(tx, user.account)?;
    let (roles, given) = becomes(account.roles, user.roles_given, gives);
    if roles != account.roles {
        let shown_as = account.shown_as.clone().unwrap_or_default();
        identity::update_staff(tx, &account, &shown_as, roles)?;
        // Whoever never came in learns how once there is something to do.
        if account.verified_at.is_none() && account.roles.is_empty() {
            identity::invite(tx, account.id)?;
        }
    }
    if given != user.roles_given {
        tx.execute(
            "UPDATE directory_user SET roles_given = $3 WHERE clinic = $1 AND id = $2",
            &params![tx.clinic(), user.id, given.to_string()],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ground::Role::{Clinician, FrontDesk, Manager};

    use super::*;

    #[test]
    fn what_a_group_gave_goes_with_it_and_what_a_manager_gave_stays() {
        let set = RoleSet::of;
        // has, gave, gives, then: has, given
        for (has, gave, gives, roles, given) in [
            (set(&[]), set(&[]), set(&[FrontDesk]), set(&[FrontDesk]), set(&[FrontDesk])),
            (set(&[FrontDesk]), set(&[FrontDesk]), set(&[]), set(&[]), set(&[])),
            // Given by hand before the group gave it: it is not the group's to take.
            (set(&[FrontDesk]), set(&[]), set(&[FrontDesk]), set(&[FrontDesk]), set(&[])),
            (
                set(&[FrontDesk, Manager]),
                set(&[FrontDesk]),
                set(&[Clinician]),
                set(&[Clinician, Manager]),
                set(&[Clinician]),
            ),
            // Taken by hand while the group goes on giving it: the rule is what the clinic said.
            (set(&[]), set(&[FrontDesk]), set(&[FrontDesk]), set(&[FrontDesk]), set(&[FrontDesk])),
        ] {
            assert_eq!(becomes(has, gave, gives), (roles, given), "{has} {gave} {gives}");
        }
    }
}
