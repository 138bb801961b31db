//! What groups give: the roles of everybody who is in a group for which the clinic made a rule, or in a group within it.

use std::collections::{BTreeMap, BTreeSet};

use ground::{Tx, params};
use identity::Account;

use super::{member, rule, user};
use crate::error::Result;
use crate::model::{Given, GroupId, User, UserId};

/// What the rules of each group give.
pub fn by_group(tx: &mut Tx<'_>) -> Result<BTreeMap<GroupId, Given>> {
    let mut gives: BTreeMap<GroupId, Given> = BTreeMap::new();
    for rule in rule::list(tx)? {
        let given = gives.entry(rule.group).or_default();
        *given = std::mem::take(given).with(rule.gives);
    }
    Ok(gives)
}

/// The roles that the groups of each of `users` give.
pub fn given(tx: &mut Tx<'_>, users: &[UserId]) -> Result<BTreeMap<UserId, Given>> {
    let gives = by_group(tx)?;
    let union = |groups: &[member::Belongs]| -> Given {
        groups.iter().filter_map(|belongs| gives.get(&belongs.group)).flat_map(Given::iter).collect()
    };
    let groups = member::of_users(tx, users)?;
    Ok(users.iter().map(|user| (*user, groups.get(user).map_or_else(Given::default, |groups| union(groups)))).collect())
}

/// What becomes of an account's roles, and which of them groups gave. What a manager gave by hand stays, also where a
/// group gave it too.
pub fn becomes(has: &Given, gave: &Given, gives: &Given) -> (Given, Given) {
    let gone = gave.without(gives);
    (has.without(&gone).or(gives), gave.and(gives).or(&gives.without(has)))
}

/// Gives an account what `to` makes of the roles it has, and returns those. Its roles that the clinic made are looked up
/// only where groups have a say in them (`own`); else they stay as they are. Whoever never came in learns how once there is
/// something to do.
///
/// # Errors
/// [`crate::Error::LastManager`].
pub(super) fn change(tx: &mut Tx<'_>, account: &Account, own: bool, to: impl FnOnce(&Given) -> Given) -> Result<Given> {
    let mut has = Given::from(account.roles);
    if own {
        has.own = identity::own_roles_among(tx, &[account.id])?.into_iter().map(|(_, role)| role).collect();
    }
    let roles = to(&has);
    if roles != has {
        let shown_as = account.shown_as.clone().unwrap_or_default();
        identity::change_staff(tx, account, &shown_as, roles.roles, own.then_some(&roles.own))?;
        if account.verified_at.is_none() && account.held.is_empty() && !roles.is_empty() {
            identity::invite(tx, account.id)?;
        }
    }
    Ok(has)
}

/// Writes down which of somebody's roles groups gave.
pub(super) fn write(tx: &mut Tx<'_>, user: UserId, given: &Given) -> Result<()> {
    tx.execute(
        "UPDATE directory_user SET roles_given = $3, own_given = $4 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), user, given.roles.to_string(), given.own_text()],
    )?;
    Ok(())
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
    let nothing = Given::default();
    let mut found = user::any_of(tx, &users)?;
    // All that is given is given before anything is taken: of two who change places one governs at any time, by whichever
    // role.
    for user in &mut found {
        let gives = given.get(&user.id).unwrap_or(&nothing);
        if !gives.without(&user.given).is_empty() {
            settle_one(tx, user, gives, false)?;
        }
    }
    for user in &mut found {
        settle_one(tx, user, given.get(&user.id).unwrap_or(&nothing), true)?;
    }
    Ok(())
}

/// Gives what groups give; `takes` also what they give no more.
fn settle_one(tx: &mut Tx<'_>, user: &mut User, gives: &Given, takes: bool) -> Result<()> {
    let account = identity::find_account(tx, user.account)?;
    let own = !(user.given.own.is_empty() && gives.own.is_empty());
    // Whatever a group still gives or gave is then kept, so that nothing is taken; by hand nothing is given anew.
    let kept = if takes { Given::default() } else { user.given.without(gives) };
    let gave = user.given.without(&kept);
    let has = change(tx, &account, own, |has| becomes(has, &gave, gives).0)?;
    let given = becomes(&has, &gave, gives).1.or(&kept);
    if given != user.given {
        write(tx, user.id, &given)?;
        user.given = given;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ground::Role::{Clinician, FrontDesk, Manager};
    use identity::OwnRoleId;

    use super::*;
    use crate::model::Gives;

    #[test]
    fn what_a_group_gave_goes_with_it_and_what_a_manager_gave_stays() {
        let (desk, clinician, manager) = (Gives::Role(FrontDesk), Gives::Role(Clinician), Gives::Role(Manager));
        let own = Gives::Own(OwnRoleId::from_bits(7));
        let other = Gives::Own(OwnRoleId::from_bits(8));
        // has, gave, gives, then: has, given
        type Case<'a> = [&'a [Gives]; 5];
        let cases: [Case<'_>; 9] = [
            [&[], &[], &[desk], &[desk], &[desk]],
            [&[desk], &[desk], &[], &[], &[]],
            // Given by hand before the group gave it: it is not the group's to take.
            [&[desk], &[], &[desk], &[desk], &[]],
            [&[desk, manager], &[desk], &[clinician], &[clinician, manager], &[clinician]],
            // Taken by hand while the group goes on giving it: the rule is what the clinic said.
            [&[], &[desk], &[desk], &[desk], &[desk]],
            // The same of roles that the clinic made.
            [&[desk], &[], &[own], &[desk, own], &[own]],
            [&[own, other], &[own], &[], &[other], &[]],
            [&[own], &[], &[own], &[own], &[]],
            [&[own, desk], &[own], &[other, desk], &[other, desk], &[other]],
        ];
        for case in cases {
            let [has, gave, gives, roles, given] = case.map(|one| one.iter().copied().collect::<Given>());
            assert_eq!(becomes(&has, &gave, &gives), (roles, given), "{case:?}");
        }
    }
}
