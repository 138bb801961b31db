//! Roles that a clinic makes: never more than their parts, whatever is taken away.

use policy::{Ask, Fault, OPEN, Policy, Relations, Role, RoleSet, STAFF};

const DESK: &str = r#"
@id("desk.staff_see") permit (principal, action == Action::"desk.day.read", resource)
when { principal.roles.containsAny(["front_desk", "manager"]) };
@id("desk.manager_sets") permit (principal, action == Action::"desk.day.set", resource)
when { principal.roles.contains("manager") };
@id("desk.front_opens") permit (principal, action == Action::"person.open", resource)
when { principal.roles.contains("front_desk") && context.purpose == "scheduling" };
@id("desk.clinician_opens") permit (principal, action == Action::"person.open", resource)
when { principal.roles.contains("clinician") && resource.in_care && ["care", "scheduling"].contains(context.purpose) };
@id("desk.own") permit (principal, action == Action::"desk.own.read", resource)
when { principal.roles.containsAny(["client", "front_desk", "manager"]) };
@id("desk.yourself") permit (principal, action == Action::"person.open", resource)
when { resource.yourself && context.purpose == "account" };
@id("desk.both") permit (principal, action == Action::"desk.key.make", resource)
when { principal.roles.contains("manager") && !principal.roles.contains("integration") };
"#;

const ABILITIES: &str = r#"
[ability.see]
actions = ["desk.day.read"]
[ability.set]
actions = ["desk.day.set", "desk.key.make"]
[ability.schedule]
opens = ["scheduling"]
[ability.care]
opens = ["care"]
"#;

fn policy() -> Policy {
    Policy::parse(&[("desk", DESK)]).unwrap().with_abilities(&[("desk", ABILITIES)]).unwrap()
}

fn may(policy: &Policy, roles: RoleSet, action: &str, purpose: &str, relations: Relations) -> bool {
    policy.decide(&Ask { roles, action, purpose, relations }).allowed
}

fn fault(abilities: &str) -> String {
    Policy::parse(&[("desk", DESK)]).unwrap().with_abilities(&[("desk", abilities)]).unwrap_err().to_string()
}

/// Every set of staff's roles, less every set of abilities, for every ask: what it may is what one of its parts may, unless
/// that was taken away; and beside any role as it is, exactly what either may.
#[test]
fn a_role_of_the_clinic_does_what_a_part_of_it_may_and_was_not_taken_away_and_nothing_else() {
    let policy = policy();
    let names: Vec<String> = policy.abilities().map(|ability| ability.name.clone()).collect();
    let asks = [
        ("desk.day.read", "scheduling", "desk.see"),
        ("desk.day.set", "administration", "desk.set"),
        ("desk.key.make", "administration", "desk.set"),
        (OPEN, "scheduling", "desk.schedule"),
        (OPEN, "care", "desk.care"),
        (OPEN, "account", ""),
        ("desk.own.read", "account", ""),
    ];
    let relations: Vec<Relations> =
        std::iter::once(Relations::NONE).chain(Relations::each().map(|one| one.1)).collect();
    let sets =
        |bits: usize| STAFF.into_iter().enumerate().filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, role)| role);
    let mut asked = 0;
    for parts in 0..16 {
        let parts: RoleSet = sets(parts).collect();
        for bits in 0..1usize << names.len() {
            let taken: Vec<&str> =
                names.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, name)| name.as_str()).collect();
            let own = policy.own_role(parts, taken.iter().copied()).unwrap();
            for beside in [RoleSet::EMPTY, Role::FrontDesk.into(), Role::Manager.into()] {
                for (action, purpose, ability) in asks {
                    for relations in &relations {
                        let gone = taken.contains(&ability);
                        let alone =
                            may(&policy, if gone { RoleSet::EMPTY } else { parts }, action, purpose, *relations);
                        let expected = alone || may(&policy, beside, action, purpose, *relations);
                        let said = may(&policy, own.or(beside), action, purpose, *relations);
                        assert_eq!(
                            said, expected,
                            "{parts} less {taken:?} beside {beside}: {action} {purpose} {relations:?}"
                        );
                        asked += 1;
                    }
                }
            }
        }
    }
    assert!(asked > 30_000, "{asked}");
}

#[test]
fn what_was_remembered_for_one_role_is_not_said_of_another() {
    let policy = policy();
    let less = policy.own_role(Role::Manager.into(), ["desk.set"]).unwrap();
    let asks = |roles| may(&policy, roles, "desk.day.set", "administration", Relations::NONE);
    for _ in 0..3 {
        assert!(asks(Role::Manager.into()));
        assert!(!asks(less));
        assert!(asks(less.or(Role::Manager.into())));
    }
}

#[test]
fn an_ability_that_nobody_knows_takes_everything_away_and_what_stands_in_no_list_is_not_given() {
    let policy = policy();
    assert_eq!(policy.own_role(Role::Manager.into(), ["desk.gone"]), None);
    assert_eq!(policy.unsorted(), Vec::<String>::new());
    let bare = Policy::parse(&[("desk", DESK)]).unwrap().with_abilities(&[("desk", "")]).unwrap();
    let own = bare.own_role(RoleSet::of(&[Role::Manager, Role::FrontDesk]), []).unwrap();
    for (action, purpose) in [("desk.day.read", "scheduling"), ("desk.day.set", "administration"), (OPEN, "scheduling")]
    {
        assert!(!may(&bare, own, action, purpose, Relations::NONE), "{action}");
    }
    assert!(may(&bare, own, "desk.own.read", "account", Relations::NONE), "what whoever is signed in may");
    let missing = bare.unsorted();
    for action in
        ["desk.day.read", "desk.day.set", "desk.key.make", "person.open for scheduling", "person.open for care"]
    {
        assert!(missing.iter().any(|line| line.starts_with(action)), "{action}: {missing:?}");
    }
    assert!(!missing.iter().any(|line| line.contains("desk.own.read")));
    let forbids = format!(
        "{DESK}@id(\"desk.no\") forbid (principal, action == Action::\"desk.day.read\", resource) when {{ principal.roles.contains(\"manager\") }};"
    );
    let forbids = Policy::parse(&[("desk", &forbids)]).unwrap().with_abilities(&[("desk", ABILITIES)]).unwrap();
    assert_eq!(forbids.unsorted(), ["desk.no forbids something to a role of staff"]);
}

#[test]
fn a_list_of_abilities_with_a_fault_stops_the_start_and_says_where() {
    for (abilities, said) in [
        (
            "[ability.see]\nactions = [\"desk.day.raed\"]",
            "desk/abilities.toml:2: no rule names the action \"desk.day.raed\"",
        ),
        ("always = [\"desk.day.read\"]\n[ability.see]\nactions = [\"desk.day.read\"]", "stands in two places"),
        (
            "[ability.see]\nopens = [\"care\"]\n[ability.two]\nopens = [\"care\"]",
            "opening for care stands in two abilities",
        ),
        ("[ability.see]\nopens = [\"caer\"]", "unknown purpose \"caer\""),
        ("[ability.see]\nactions = [\"person.open\"]", "no rule names the action \"person.open\""),
        ("[ability.see]\nacts = []", "unknown field"),
        ("[ability", "desk/abilities.toml:1:"),
    ] {
        let fault = fault(abilities);
        assert!(fault.contains(said), "{abilities}: {fault}");
    }
    let other = Policy::parse(&[("desk", DESK)]).unwrap();
    let other = other.with_abilities(&[("office", "always = [\"desk.day.read\"]")]).unwrap_err();
    assert!(matches!(other.fault, Fault::Abilities(text) if text.contains("another room's action")));
}

#[test]
fn why_says_which_ability_was_taken_away() {
    let policy = policy();
    let roles = policy.own_role(Role::Manager.into(), ["desk.set"]).unwrap();
    let ask = Ask { roles, action: "desk.day.set", purpose: "administration", relations: Relations::NONE };
    let why = policy.explain(&ask);
    assert_eq!((why.decision.allowed, why.taken.as_deref()), (false, Some("desk.set")));
    assert!(why.to_string().contains("the ability desk.set was taken away"), "{why}");
    let other = policy.explain(&Ask { action: "desk.day.read", ..ask });
    assert_eq!((other.decision.allowed, other.taken), (true, None));
}
