//! Directories and clinics by chance.

use std::collections::{BTreeMap, BTreeSet};

use directory::plan::*;
use ground::Role;
use proptest::prelude::*;

use super::kit::*;

const STANDINGS: [Standing; 4] = [Standing::Active, Standing::Suspended, Standing::Archived, Standing::Deleted];

/// For each of eight users: whether they are there, which name, which address, how they stand.
type DrawnUser = (bool, usize, usize, usize);
/// For each of five groups: whether it is there, its name, who and what is in it.
type DrawnGroup = (bool, usize, Vec<usize>, Vec<usize>);

fn drawn() -> impl Strategy<Value = Snapshot> {
    let mostly_own = |n: usize| prop_oneof![9 => Just(n), 1 => 0..10usize];
    let user = |n: usize| {
        (prop::bool::weighted(0.8), 0..3usize, mostly_own(n), prop_oneof![5 => Just(0usize), 3 => 0..4usize])
    };
    let users: Vec<_> = (0..8).map(user).collect();
    let group = (
        prop::bool::weighted(0.9),
        0..3usize,
        prop::collection::vec(0..8usize, 0..5),
        prop::collection::vec(0..5usize, 0..3),
    );
    (users, prop::collection::vec(group, 5)).prop_map(|(users, groups)| snapshot(&users, &groups))
}

fn snapshot(users: &[DrawnUser], groups: &[DrawnGroup]) -> Snapshot {
    let mut gathering = Gathering::default();
    for (n, (_, name, address, standing)) in users.iter().enumerate().filter(|(_, user)| user.0) {
        let (id, email) = (format!("u{n}"), format!("Address{address}@example.org"));
        gathering.user(person(&id, &format!("Name {name}"), &email, STANDINGS[*standing])).unwrap();
    }
    for (n, (_, name, ..)) in groups.iter().enumerate().filter(|(_, group)| group.0) {
        gathering.group(Group { id: format!("g{n}").into(), name: format!("Group {name}").into() }).unwrap();
    }
    let there = groups.iter().filter(|group| group.0);
    for (at, (.., members, inner)) in there.enumerate() {
        members.iter().for_each(|n| gathering.member(at, &format!("u{n}")));
        inner.iter().for_each(|n| gathering.member(at, &format!("g{n}")));
    }
    gathering.finish()
}

/// A clinic that followed another directory before, and has rules, erased people, managers of its own and taken addresses.
fn clinic() -> impl Strategy<Value = Here> {
    // The clinic made two roles: one of the manager's, and one of the privacy officer's, which governs beside the front desk.
    let own = [Gift::Own(0), Gift::Own(1)];
    let gifts =
        [Role::Manager, Role::Clinician, Role::FrontDesk].map(Gift::Role).into_iter().chain(own).collect::<Vec<_>>();
    let rule = (0..5usize, prop::sample::select(gifts));
    (
        drawn(),
        prop::collection::vec(rule, 0..4),
        prop::collection::vec((prop::bool::weighted(0.1), prop::bool::weighted(0.7), prop::bool::weighted(0.2)), 8),
        prop::collection::hash_set(0..10usize, 0..2),
        0..2u32,
    )
        .prop_map(|(before, rules, people, taken, managers)| {
            let rules = rules.into_iter().map(|(n, gives)| Rule { group: group(&format!("g{n}")), gives }).collect();
            let taken = taken.into_iter().map(|n| token("email", &format!("address{n}@example.org"))).collect();
            let own_roles = own_roles(&[Role::Manager, Role::PrivacyOfficer]);
            let mut here = Here { rules, own_roles, taken, managers, ..Here::default() };
            if let Some(plan) = allowed(&plan(&before, &here, &wide(), now(), ASKS)) {
                here = carry_out(&here, &before, plan, now());
            }
            for (known, (erased, open, manages)) in here.users.iter_mut().zip(people) {
                known.open = open;
                if manages {
                    known.own = Gifts::from(Role::Manager);
                }
                if erased {
                    (known.state, known.roles) = (State::Erased, Gifts::default());
                }
            }
            let gone: BTreeSet<u32> =
                (0u32..).zip(&here.users).filter(|(_, known)| known.state == State::Erased).map(|(at, _)| at).collect();
            here.members.retain(|pair| !gone.contains(&pair.1));
            here
        })
}

/// The plan, also where a person would have to agree to it.
fn allowed(planned: &Result<Plan, Refusal>) -> Option<&Plan> {
    match planned {
        Ok(plan) => Some(plan),
        Err(refusal) => refusal.held.as_deref(),
    }
}

/// What a clinic should come to, thought through naively, where no person has to decide anything.
fn expected(there: &Snapshot, here: &Here) -> Clinic {
    let mut clinic = Clinic::default();
    let found: BTreeMap<Token, &User> =
        there.users.iter().filter(|u| u.standing != Standing::Deleted).map(|u| (user(&u.id), u)).collect();
    for known in &here.users {
        let mut known = known.clone();
        let over_there = found.get(&known.token);
        known.state = match (known.state, over_there) {
            (State::Erased, _) => State::Erased,
            (_, Some(user)) if user.standing == Standing::Active => State::In,
            (_, Some(_)) => State::Out,
            (State::In | State::Out, None) => State::Left { since: now(), due: false },
            (left, None) => left,
        };
        if let Some(user) = over_there.filter(|_| known.state != State::Erased) {
            (known.name, known.address) = (name_digest(&token, user), address_digest(&token, user));
        }
        known.roles = Gifts::default();
        clinic.users.insert(known.token, known);
    }
    for (id, over_there) in &found {
        if over_there.standing == Standing::Active && !clinic.users.contains_key(id) {
            let (name, address) = (name_digest(&token, over_there), address_digest(&token, over_there));
            let roles = Gifts::default();
            let known = Known { token: *id, name, address, state: State::In, roles, own: roles, open: false };
            clinic.users.insert(*id, known);
        }
    }
    clinic.groups = there.groups.iter().map(|g| (group(&g.id), group_digest(&token, g))).collect();
    let groups: Vec<Token> = there.groups.iter().map(|g| group(&g.id)).collect();
    clinic.nested = there.nested.iter().map(|pair| (groups[pair.0 as usize], groups[pair.1 as usize])).collect();
    for (of, who) in &there.members {
        let who = user(&there.users[*who as usize].id);
        let is_here = clinic.users.get(&who).is_some_and(|known| matches!(known.state, State::In | State::Out));
        if is_here {
            clinic.members.insert((groups[*of as usize], who));
        }
    }
    for rule in &here.rules {
        let mut reached = BTreeSet::new();
        let mut turn = if clinic.groups.contains_key(&rule.group) { vec![rule.group] } else { Vec::new() };
        while let Some(at) = turn.pop() {
            if reached.insert(at) {
                turn.extend(clinic.nested.iter().filter(|pair| pair.0 == at).map(|pair| pair.1));
            }
        }
        for (of, who) in &clinic.members {
            if reached.contains(of) {
                let had = here
                    .users
                    .iter()
                    .find(|known| known.token == *who)
                    .map_or_else(Gifts::default, |known| known.roles);
                let known = clinic.users.get_mut(who).unwrap();
                if had.contains(rule.gives) || !known.own.contains(rule.gives) {
                    known.roles = known.roles.with(rule.gives);
                }
            }
        }
    }
    clinic
}

fn managers(here: &Here) -> usize {
    let manages = |known: &&Known| {
        let roles = governs(known.roles.or(known.own).held(&here.own_roles));
        known.state == State::In && known.open && roles
    };
    here.users.iter().filter(manages).count() + here.managers as usize
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn applying_a_plan_gives_the_directory_and_planning_again_gives_nothing(there in drawn(), here in clinic()) {
        let planned = plan(&there, &here, &wide(), now(), ASKS);
        if let Some(first) = allowed(&planned) {
            let after = carry_out(&here, &there, first, now());
            if first.questions.is_empty() {
                prop_assert_eq!(Clinic::of(&after), expected(&there, &here));
            }
            let again = plan(&there, &after, &wide(), now(), ASKS);
            prop_assert!(allowed(&again).is_some_and(Plan::is_empty), "{:?}", again);
            prop_assert_eq!(&allowed(&again).unwrap().questions, &first.questions);
        }
    }

    #[test]
    fn nobody_shares_an_address_whatever_the_directory_says(there in drawn(), here in clinic()) {
        let planned = plan(&there, &here, &wide(), now(), ASKS);
        if let Some(plan) = allowed(&planned) {
            let after = carry_out(&here, &there, plan, now());
            let mut held = BTreeSet::new();
            for known in after.users.iter().filter(|known| matches!(known.state, State::In | State::Out)) {
                let before = here.users.iter().any(|b| b.token == known.token && b.address == known.address);
                prop_assert!(held.insert(known.address), "two have one address");
                prop_assert!(before || !here.taken.contains(&known.address), "somebody else's address was taken");
            }
        }
    }

    #[test]
    fn a_partial_snapshot_never_removes_anybody(
        there in drawn(), here in clinic(), gap in prop::sample::select(vec![Gap::Page, Gap::Fields, Gap::End])
    ) {
        let there = Snapshot { gaps: vec![gap], ..there };
        let refusal = plan(&there, &here, &wide(), now(), ASKS).unwrap_err();
        prop_assert!(refusal.held.is_none());
        prop_assert!(refusal.reasons.contains(&Reason::from(gap)));
    }

    #[test]
    fn the_last_manager_is_never_removed(there in drawn(), here in clinic()) {
        let planned = plan(&there, &here, &wide(), now(), ASKS);
        if let Some(plan) = allowed(&planned) {
            let after = carry_out(&here, &there, plan, now());
            prop_assert!(managers(&here) == 0 || managers(&after) > 0);
        } else {
            let refusal = planned.unwrap_err();
            prop_assert!(refusal.reasons.iter().any(|reason| matches!(reason, Reason::LastManager | Reason::NothingRead)));
        }
    }

    #[test]
    fn the_order_of_pages_changes_nothing(there in drawn(), here in clinic(), seed in any::<u64>()) {
        let turned = turned(&there, seed);
        let digest = |there: &Snapshot| allowed(&plan(there, &here, &wide(), now(), ASKS)).map(|plan| plan.digest);
        prop_assert_eq!(digest(&there), digest(&turned));
    }

    #[test]
    fn no_more_lose_something_than_the_clinic_allows(there in drawn(), here in clinic(), few in 0..3u32, share in 0..60u32) {
        let limits = Limits { few, share, number: 4, ..Limits::default() };
        if let Ok(plan) = plan(&there, &here, &limits, now(), ASKS) {
            let all = here.users.iter().filter(|known| known.state == State::In).count() as u64;
            let after = carry_out(&here, &there, &plan, now());
            let kept: BTreeMap<Token, &Known> = after.users.iter().map(|known| (known.token, known)).collect();
            let losing = here.users.iter().filter(|known| {
                let after = kept[&known.token];
                let roles = known.roles.iter().all(|role| after.roles.contains(role));
                known.state == State::In && (after.state != State::In || !roles)
            });
            prop_assert!(losing.count() as u64 <= limits.allowed(all));
        }
    }
}

/// The same directory, read in another order.
fn turned(there: &Snapshot, seed: u64) -> Snapshot {
    let order = |size: usize, seed: u64| -> Vec<usize> {
        let mut order: Vec<usize> = (0..size).collect();
        order.sort_by_key(|at| (*at as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
        order
    };
    let (users, groups) = (order(there.users.len(), seed), order(there.groups.len(), seed >> 7));
    let mut gathering = Gathering::default();
    users.iter().for_each(|at| gathering.user(there.users[*at].clone()).unwrap());
    groups.iter().for_each(|at| gathering.group(there.groups[*at].clone()).unwrap());
    for (new, old) in groups.iter().enumerate() {
        for pair in there.members.iter().filter(|pair| pair.0 as usize == *old) {
            gathering.member(new, &there.users[pair.1 as usize].id);
        }
        for pair in there.nested.iter().filter(|pair| pair.0 as usize == *old) {
            gathering.member(new, &there.groups[pair.1 as usize].id);
        }
    }
    gathering.finish()
}
