//! Cases that directories are known for.

use directory::plan::*;
use ground::Role;
use jiff::{SignedDuration, ToSpan};

use super::kit::*;
use Standing::{Active, Archived, Deleted, Suspended};

fn changes(there: &Snapshot, here: &Here) -> Vec<Change> {
    plan(there, here, &wide(), now(), ASKS).unwrap().changes
}

/// The number that a plan gives a user.
fn number(plan: &Plan, id: &str) -> u32 {
    plan.users.iter().position(|subject| subject.token == user(id)).unwrap() as u32
}

/// Changes without their numbers, as a person would say them.
fn said(there: &Snapshot, here: &Here) -> Vec<String> {
    let plan = plan(there, here, &wide(), now(), ASKS).unwrap();
    let mut said: Vec<String> = plan
        .changes
        .iter()
        .map(|change| format!("{change:?}").split([' ', '{']).next().unwrap().to_owned())
        .chain(plan.questions.iter().map(|question| format!("{question:?}").split(' ').next().unwrap().to_owned()))
        .collect();
    said.sort();
    said
}

fn reasons(there: &Snapshot, here: &Here, limits: &Limits) -> Vec<Reason> {
    plan(there, here, limits, now(), ASKS).unwrap_err().reasons
}

const ADA: (&str, &str, Standing) = ("ada", "ada@example.org", Active);
const BEN: (&str, &str, Standing) = ("ben", "ben@example.org", Active);
const CAI: (&str, &str, Standing) = ("cai", "cai@example.org", Active);

#[test]
fn somebody_by_themselves_goes_every_way_a_directory_can_take_them() {
    let standing = |standing| directory(&[("ada", "ada@example.org", standing), BEN], &[]);
    let gone = || directory(&[BEN], &[]);
    let here = |state| {
        let mut here = settled(&standing(Active), &[]);
        here.users.iter_mut().find(|known| known.token == user("ada")).unwrap().state = state;
        here
    };
    let left = State::Left { since: now(), due: false };
    for (there, before, expected) in [
        (standing(Active), State::In, &[][..]),
        (standing(Suspended), State::In, &["Suspended"]),
        (standing(Archived), State::In, &["Suspended"]),
        (standing(Deleted), State::In, &["Left"]),
        (gone(), State::In, &["Left"]),
        (standing(Active), State::Out, &["Returned"]),
        (standing(Suspended), State::Out, &[]),
        (standing(Deleted), State::Out, &["Left"]),
        (gone(), State::Out, &["Left"]),
        (standing(Active), left, &["Restored"]),
        (standing(Suspended), left, &["Restored"]),
        (standing(Deleted), left, &[]),
        (gone(), left, &[]),
        (standing(Active), State::Erased, &["Erased"]),
        (standing(Suspended), State::Erased, &["Erased"]),
        (standing(Deleted), State::Erased, &[]),
        (gone(), State::Erased, &[]),
    ] {
        assert_eq!(said(&there, &here(before)), expected, "{before:?}");
    }
}

#[test]
fn whoever_may_not_enter_over_there_and_is_not_known_here_is_not_taken() {
    let there = directory(
        &[
            ADA,
            ("ben", "ben@example.org", Suspended),
            ("cai", "cai@example.org", Archived),
            ("dee", "d@example.org", Deleted),
        ],
        &[("all", &["ada", "ben", "cai", "dee"])],
    );
    assert_eq!(said(&there, &Here::default()), ["GroupNew", "Join", "MemberAdded"]);
}

#[test]
fn a_renamed_address_stays_one_person_and_two_may_swap_theirs() {
    let here = settled(&directory(&[ADA, BEN], &[]), &[]);
    let married = directory(&[("ada", "ada.holm@example.org", Active), BEN], &[]);
    assert_eq!(said(&married, &here), ["Readdressed"]);
    let swapped = directory(&[("ada", "ben@example.org", Active), ("ben", "ada@example.org", Active)], &[]);
    assert_eq!(said(&swapped, &here), ["Readdressed", "Readdressed"]);
    // Written otherwise it is the same.
    let louder = directory(&[("ada", "Ada@Example.ORG", Active), BEN], &[]);
    assert!(changes(&louder, &here).is_empty());
}

#[test]
fn the_address_of_whoever_left_may_be_given_to_the_next() {
    let here = settled(&directory(&[("ada", "desk@example.org", Active), BEN], &[]), &[]);
    let next = directory(&[("cai", "desk@example.org", Active), BEN], &[]);
    let plan = plan(&next, &here, &wide(), now(), ASKS).unwrap();
    assert!(plan.questions.is_empty());
    // Who goes makes room before who comes.
    let kinds: Vec<bool> = plan.changes.iter().map(|change| matches!(change, Change::Left { .. })).collect();
    assert_eq!(kinds, [true, false]);
}

#[test]
fn an_address_that_is_somebody_elses_here_is_asked_about_and_stands_in_nobodys_way() {
    let mut here = settled(&directory(&[ADA, BEN], &[]), &[]);
    here.taken.insert(token("email", "client@example.org"));
    let there = directory(
        &[
            ("ada", "client@example.org", Active),
            ("ben", "ada@example.org", Active),
            ("cai", "client@example.org", Active),
        ],
        &[],
    );
    // Cai does not join, Ada keeps hers, so Ben keeps his.
    assert_eq!(said(&there, &here), ["AddressTaken", "AddressTaken", "AddressTaken"]);
    // Whoever would come back is not let in by an address that is another's meanwhile.
    let mut gone = settled(&directory(&[ADA, BEN], &[]), &[]);
    gone.users.iter_mut().for_each(|known| known.state = State::Left { since: now(), due: false });
    gone.taken.insert(token("email", "ada@example.org"));
    assert_eq!(said(&directory(&[ADA, BEN], &[]), &gone), ["AddressTaken", "Restored"]);
}

#[test]
fn a_group_is_its_id_whatever_it_is_called() {
    // The second differs by case, the third has a Cyrillic letter, the fourth turns itself round, the fifth is in two forms.
    let names = ["Managers", "managers", "\u{41c}anagers", "\u{5de}\u{5e0}\u{5d4}\u{5dc}\u{5d9}\u{5dd}", "Managers "];
    let mut gathering = Gathering::default();
    for (n, name) in names.iter().enumerate() {
        gathering.user(person(&format!("u{n}"), "Somebody", &format!("u{n}@example.org"), Active)).unwrap();
        gathering.group(Group { id: format!("g{n}").into(), name: (*name).into() }).unwrap();
    }
    (0..names.len()).for_each(|n| gathering.member(n, &format!("u{n}")));
    let here = settled(&gathering.finish(), &[("g0", Role::Manager)]);
    let managers: Vec<Token> =
        here.users.iter().filter(|known| known.roles.contains(Role::Manager.into())).map(|known| known.token).collect();
    assert_eq!(managers, [user("u0")]);
    // Two groups that swap their names swap nothing else.
    let swapped = |one: &str, two: &str| {
        let mut gathering = Gathering::default();
        gathering.user(person("ada", "Ada", "ada@example.org", Active)).unwrap();
        gathering.group(Group { id: "g0".into(), name: one.into() }).unwrap();
        gathering.group(Group { id: "g1".into(), name: two.into() }).unwrap();
        gathering.member(0, "ada");
        gathering.finish()
    };
    let here = settled(&swapped("Front desk", "Managers"), &[("g1", Role::Manager)]);
    assert_eq!(said(&swapped("Managers", "Front desk"), &here), ["GroupRenamed", "GroupRenamed"]);
}

#[test]
fn whoever_is_among_the_deleted_and_the_others_was_brought_back_in_between() {
    let mut gathering = Gathering::default();
    gathering.user(person("ada", "", "", Deleted)).unwrap();
    gathering.user(person("ada", "Ada", "ada@example.org", Active)).unwrap();
    assert_eq!(gathering.finish().users, [person("ada", "Ada", "ada@example.org", Active)]);
    // Two records that say different things are believed neither.
    let mut gathering = Gathering::default();
    gathering.user(person("ada", "Ada", "ada@example.org", Active)).unwrap();
    assert_eq!(gathering.user(person("ada", "Ada", "ada@example.org", Active)), Ok(()));
    assert_eq!(gathering.user(person("ada", "Ada", "other@example.org", Active)), Err(Twice));
}

#[test]
fn a_role_comes_through_groups_within_groups_by_the_shortest_way_and_says_which() {
    // `top` holds `left` and `right`, both hold `inner`, `inner` holds `deep`, and `deep` holds `top` again.
    let groups: &[(&str, &[&str])] = &[
        ("top", &["left", "right"]),
        ("left", &["inner"]),
        ("right", &["inner", "ben"]),
        ("inner", &["deep"]),
        ("deep", &["top", "ada"]),
        ("aside", &["cai"]),
    ];
    let there = directory(&[ADA, BEN, CAI], groups);
    let rules = vec![Rule { group: group("top"), gives: Gift::Role(Role::Clinician) }];
    let here = Here { rules, ..Here::default() };
    let plan = plan(&there, &here, &wide(), now(), ASKS).unwrap();
    let chain = |id: &str| -> Vec<String> {
        let given = plan.changes.iter().find_map(|change| match change {
            Change::RoleGiven { user, role, via } if *user == number(&plan, id) => Some((*role, *via)),
            _ => None,
        });
        let name = |at: u32| there.groups[plan.groups[at as usize].there.unwrap() as usize].name.to_string();
        given.map_or(Vec::new(), |(role, via)| plan.why.chain(role, via).into_iter().map(name).collect())
    };
    assert_eq!(chain("ben"), ["right", "top"]);
    let ada = chain("ada");
    assert_eq!((ada.len(), ada[0].as_str(), ada[1].as_str(), ada[3].as_str()), (4, "deep", "inner", "top"));
    assert!(chain("cai").is_empty());
    assert_eq!(plan.counts().roles_given, 2);
}

#[test]
fn ways_that_multiply_are_walked_once_each() {
    // Sixty storeys of two groups that each hold both of the next: more ways than could ever be walked.
    let names: Vec<String> = (0..120).map(|n| format!("g{n}")).collect();
    let mut gathering = Gathering::default();
    gathering.user(person("ada", "Ada", "ada@example.org", Active)).unwrap();
    for name in &names {
        gathering.group(Group { id: name.as_str().into(), name: name.as_str().into() }).unwrap();
    }
    for storey in 0..59 {
        for (from, to) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            gathering.member(storey * 2 + from, &names[(storey + 1) * 2 + to]);
        }
    }
    gathering.member(119, "ada");
    let here = settled(&gathering.finish(), &[("g0", Role::FrontDesk)]);
    assert_eq!(here.users[0].roles, Gifts::from(Role::FrontDesk));
}

#[test]
fn the_days_of_grace_end_in_a_mark_and_not_a_moment_before() {
    let mut here = settled(&directory(&[ADA, BEN], &[]), &[]);
    let ada = here.users.iter_mut().find(|known| known.token == user("ada")).unwrap();
    ada.state = State::Left { since: now(), due: false };
    let limits = Limits { grace: SignedDuration::from_hours(24 * 20), ..wide() };
    let at =
        |hours: i64| plan(&directory(&[BEN], &[]), &here, &limits, now() + hours.hours(), ASKS).unwrap().counts().due;
    assert_eq!((at(24 * 20 - 1), at(24 * 20)), (0, 1));
    // Whoever is there again is not due, however late.
    let back = plan(&directory(&[ADA, BEN], &[]), &here, &limits, now() + (24 * 30).hours(), ASKS).unwrap();
    assert_eq!((back.counts().due, back.counts().restored), (0, 1));
}

#[test]
fn every_reason_against_a_plan_is_said() {
    let here =
        settled(&directory(&[ADA, BEN, CAI], &[("bosses", &["ada", "ben", "cai"])]), &[("bosses", Role::Manager)]);
    let nothing = Snapshot { gaps: vec![Gap::Page, Gap::Fields, Gap::End, Gap::Page], ..Snapshot::default() };
    let all = [
        Reason::NothingRead,
        Reason::PageMissing,
        Reason::FieldsMissing,
        Reason::Partial,
        Reason::LastManager,
        Reason::Everybody { of: 3 },
    ];
    assert_eq!(reasons(&nothing, &here, &Limits::default()), all);
    assert!(plan(&nothing, &here, &wide(), now(), ASKS).unwrap_err().held.is_none());
}

#[test]
fn a_person_is_asked_when_too_many_would_lose_something() {
    let ids: Vec<String> = (0..100).map(|n| format!("u{n}")).collect();
    let emails: Vec<String> = ids.iter().map(|id| format!("{id}@example.org")).collect();
    let users: Vec<_> = ids.iter().zip(&emails).map(|(id, email)| (id.as_str(), email.as_str(), Active)).collect();
    let members: Vec<&str> = ids.iter().map(String::as_str).collect();
    let all = directory(&users, &[("desk", &members)]);
    let mut here = settled(&all, &[("desk", Role::FrontDesk)]);
    here.managers = 1;
    let limits = Limits { few: 2, share: 10, number: 50, ..Limits::default() };
    // Ten in a hundred may go, eleven may not; a role that is taken weighs as much as an account that is closed.
    let but = |n: usize| directory(&users[n..], &[("desk", &members[n..])]);
    assert!(plan(&but(10), &here, &limits, now(), ASKS).is_ok());
    let refusal = plan(&but(11), &here, &limits, now(), ASKS).unwrap_err();
    assert_eq!(refusal.reasons, [Reason::TooMany { losing: 11, of: 100, allowed: 10 }]);
    let held = refusal.held.unwrap();
    assert_eq!(held.counts().left, 11);
    let roleless = directory(&users, &[("desk", &members[11..])]);
    assert_eq!(reasons(&roleless, &here, &limits), [Reason::TooMany { losing: 11, of: 100, allowed: 10 }]);
    // A group that comes back without anybody.
    let empty = directory(&users, &[("desk", &[])]);
    let memberships = Reason::TooManyMemberships { losing: 100, of: 100, allowed: 40 };
    assert_eq!(reasons(&empty, &here, &limits), [Reason::TooMany { losing: 100, of: 100, allowed: 10 }, memberships]);
    // In a small clinic a share is less than one: a few may always go.
    let small = settled(&directory(&[ADA, BEN, CAI], &[]), &[]);
    assert!(plan(&directory(&[ADA], &[]), &small, &limits, now(), ASKS).is_ok());
    assert_eq!(
        reasons(&directory(&[("dee", "dee@example.org", Active)], &[]), &small, &limits),
        [Reason::Everybody { of: 3 }]
    );
}

#[test]
fn what_was_approved_is_that_plan_and_no_other() {
    let here = settled(&directory(&[ADA, BEN, CAI], &[]), &[]);
    let digest = |there: &Snapshot| plan(there, &here, &wide(), now(), ASKS).unwrap().digest;
    let without_ada = digest(&directory(&[BEN, CAI], &[]));
    assert_eq!(without_ada, digest(&directory(&[CAI, BEN], &[])), "read in another order");
    assert_eq!(
        without_ada,
        digest(&directory(&[("ada", "ada@example.org", Deleted), BEN, CAI], &[])),
        "told otherwise"
    );
    for other in [
        directory(&[ADA, CAI], &[]),
        directory(&[CAI], &[]),
        directory(&[BEN, CAI, ("dee", "dee@example.org", Active)], &[]),
        directory(&[("ben", "other@example.org", Active), CAI], &[]),
        directory(&[BEN, CAI], &[("desk", &["ben"])]),
    ] {
        assert_ne!(without_ada, digest(&other));
    }
}

#[test]
fn the_last_manager_holds_the_run_and_nobody_can_approve_it() {
    let groups: &[(&str, &[&str])] = &[("bosses", &["ada"])];
    let rules = [("bosses", Role::Manager)];
    let mut here = settled(&directory(&[ADA, BEN], groups), &rules);
    let nobody: &[(&str, &[&str])] = &[("bosses", &[])];
    let suspended = directory(&[("ada", "ada@example.org", Suspended), BEN], groups);
    for there in [directory(&[BEN], groups), directory(&[ADA, BEN], nobody), suspended, directory(&[ADA, BEN], &[])] {
        let refusal = plan(&there, &here, &wide(), now(), ASKS).unwrap_err();
        assert_eq!(refusal.reasons, [Reason::LastManager]);
        assert!(refusal.held.is_none());
    }
    // Ben follows, but has not signed in yet: until he has, Ada stays.
    let passed: &[(&str, &[&str])] = &[("bosses", &["ben"])];
    here.users.iter_mut().find(|known| known.token == user("ben")).unwrap().open = false;
    assert_eq!(reasons(&directory(&[BEN], passed), &here, &wide()), [Reason::LastManager]);
    here.users.iter_mut().find(|known| known.token == user("ben")).unwrap().open = true;
    assert!(plan(&directory(&[BEN], passed), &here, &wide(), now(), ASKS).is_ok());
    // Whoever governs by a role that the clinic made stays one, whatever the groups say.
    here.own_roles = own_roles(&[Role::Manager]);
    let own = Gifts::default().with(Gift::Own(0));
    here.users.iter_mut().find(|known| known.token == user("ada")).unwrap().own = own;
    assert!(plan(&directory(&[ADA, BEN], nobody), &here, &wide(), now(), ASKS).is_ok());
    assert_eq!(reasons(&directory(&[BEN], groups), &here, &wide()), [Reason::LastManager], "but not once they left");
    here.users.iter_mut().find(|known| known.token == user("ada")).unwrap().own = Gifts::default();
    // A manager of whom the directory knows nothing is one as well.
    here.managers = 1;
    assert!(plan(&directory(&[BEN], groups), &here, &wide(), now(), ASKS).is_ok());
}

#[test]
fn roles_that_the_clinic_made_are_given_and_taken_like_the_others() {
    let groups: &[(&str, &[&str])] = &[("desk", &["ada", "ben"]), ("all", &["desk"])];
    let there = directory(&[ADA, BEN], groups);
    let rules = vec![
        Rule { group: group("all"), gives: Gift::Own(1) },
        Rule { group: group("desk"), gives: Gift::Role(Role::FrontDesk) },
    ];
    let mut here = Here { rules, own_roles: own_roles(&[Role::Manager, Role::Clinician]), ..Here::default() };
    let first = plan(&there, &here, &wide(), now(), ASKS).unwrap();
    assert_eq!(first.counts().roles_given, 4);
    here = carry_out(&here, &there, &first, now());
    let both = Gifts::from(Role::FrontDesk).with(Gift::Own(1));
    assert!(here.users.iter().all(|known| known.roles == both));
    // What Ada has by hand as well is left to whoever gave it.
    let ada = here.users.iter_mut().find(|known| known.token == user("ada")).unwrap();
    (ada.roles, ada.own) = (Role::FrontDesk.into(), Gifts::default().with(Gift::Own(1)));
    assert!(plan(&there, &here, &wide(), now(), ASKS).unwrap().is_empty());
    here.rules.remove(0);
    let taken = plan(&there, &here, &wide(), now(), ASKS).unwrap();
    let ben = number(&taken, "ben");
    assert_eq!(taken.changes, [Change::RoleTaken { user: ben, role: Gift::Own(1) }]);
    // Losing one counts as losing something.
    let strict = Limits { few: 0, share: 0, number: 0, ..Limits::default() };
    assert!(matches!(reasons(&there, &here, &strict)[..], [Reason::TooMany { losing: 1, .. }]));
    // Another role, or the same in another version, is another plan.
    let mut other = here.clone();
    other.own_roles[1].version = 2;
    assert_ne!(plan(&there, &other, &wide(), now(), ASKS).unwrap().digest, taken.digest);
    let mut other = here.clone();
    other.own_roles[1].id = identity::OwnRoleId::from_bits(9);
    assert_ne!(plan(&there, &other, &wide(), now(), ASKS).unwrap().digest, taken.digest);
}

#[test]
fn who_governs_is_asked_of_all_that_somebody_holds_together() {
    let groups: &[(&str, &[&str])] = &[("desk", &["ada"])];
    let mut here = settled(&directory(&[ADA, BEN], groups), &[("desk", Role::FrontDesk)]);
    // Ada is at the desk by her group, and answers for privacy by a role that a colleague gave: both make her govern.
    here.own_roles = own_roles(&[Role::PrivacyOfficer]);
    here.users.iter_mut().find(|known| known.token == user("ada")).unwrap().own = Gifts::default().with(Gift::Own(0));
    let nobody: &[(&str, &[&str])] = &[("desk", &[])];
    assert_eq!(reasons(&directory(&[ADA, BEN], nobody), &here, &wide()), [Reason::LastManager]);
    // Somebody else who governs by two roles of which neither does alone.
    let ben = here.users.iter_mut().find(|known| known.token == user("ben")).unwrap();
    ben.own = Gifts::from(Role::FrontDesk).with(Gift::Own(0));
    assert!(plan(&directory(&[ADA, BEN], nobody), &here, &wide(), now(), ASKS).is_ok());
}
