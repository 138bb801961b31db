//! Who may do what, as tables; and the speed of an answer.

use policy::{Ask, OPEN, Policy, Relations, Role, RoleSet};
use std::time::Instant;

const DESK: &str = r#"
// The door is open.
@id("desk.anyone_sees_the_door")
permit (principal, action == Action::"desk.door.read", resource);

@id("desk.staff_see_the_day")
permit (principal, action in [Action::"desk.day.read", Action::"desk.day.print"], resource)
when { principal.roles.containsAny(["front_desk", "clinician"]) && context.purpose == "scheduling" };

@id("desk.own_record")
permit (principal, action == Action::"desk.record.open", resource)
when { resource.yourself || (resource.ward && principal.roles.contains("guardian")) }
unless { context.purpose == "reporting" };

@id("desk.care_opens")
permit (principal, action == Action::"desk.record.open", resource)
when { principal.roles.contains("clinician") && resource.in_care && ["care", "scheduling"].contains(context.purpose) };

@id("desk.link_opens")
permit (principal, action == Action::"desk.record.open", resource)
when { resource.by_link && context.purpose == "scheduling" };
"#;

const OFFICE: &str = r#"
@id("office.operators_open_nothing")
forbid (principal, action == Action::"desk.record.open", resource)
when { principal.roles.contains("operator") };
"#;

fn policy() -> Policy {
    Policy::parse(&[("desk", DESK), ("office", OFFICE)]).unwrap()
}

fn relations(name: &str) -> Relations {
    let mut relations = Relations::default();
    match name {
        "" => {}
        "yourself" => relations.yourself = true,
        "ward" => relations.ward = true,
        "in_care" => relations.in_care = true,
        "by_link" => relations.by_link = true,
        "from_directory" => relations.from_directory = true,
        _ => panic!("{name}"),
    }
    relations
}

#[test]
fn each_role_may_do_exactly_what_the_table_says() {
    use Role::*;
    let but_operators: Vec<Role> = Role::ALL.into_iter().filter(|role| *role != Operator).collect();
    // action, purpose, relation, who
    let table: [(&str, &str, &str, &[Role]); 13] = [
        ("desk.door.read", "scheduling", "", &Role::ALL),
        ("desk.door.read", "no such purpose", "", &Role::ALL),
        ("desk.day.read", "scheduling", "", &[FrontDesk, Clinician]),
        ("desk.day.print", "scheduling", "", &[FrontDesk, Clinician]),
        ("desk.day.read", "reporting", "", &[]),
        ("desk.record.open", "care", "", &[]),
        ("desk.record.open", "care", "in_care", &[Clinician]),
        ("desk.record.open", "reporting", "in_care", &[]),
        ("desk.record.open", "rights", "ward", &[Guardian]),
        ("desk.record.open", "reporting", "yourself", &[]),
        ("desk.record.open", "account", "yourself", &but_operators),
        ("desk.record.open", "scheduling", "by_link", &but_operators),
        ("desk.record.erase", "rights", "yourself", &[]),
    ];
    let policy = policy();
    for (action, purpose, relation, who) in table {
        let found = policy.who_related(action, purpose, relations(relation));
        assert_eq!(found, who, "{action} for {purpose} {relation}");
        for role in Role::ALL {
            let ask = Ask { roles: role.into(), action, purpose, relations: relations(relation) };
            assert_eq!(policy.decide(&ask).allowed, who.contains(&role), "{role} {action}");
        }
    }
}

#[test]
fn what_no_rule_permits_is_refused_without_a_rule() {
    let everything = Relations::ALL;
    let roles = Role::ALL.into_iter().collect();
    for policy in [policy(), Policy::parse(&[]).unwrap()] {
        let ask = Ask { roles, action: "desk.safe.open", purpose: "care", relations: everything };
        let decision = policy.decide(&ask);
        assert!(!decision.allowed);
        assert!(decision.rules.is_empty());
    }
}

#[test]
fn a_forbid_beats_every_permit_and_is_named() {
    let ask = Ask {
        roles: RoleSet::of(&[Role::Clinician, Role::Operator]),
        action: "desk.record.open",
        purpose: "care",
        relations: Relations { yourself: true, in_care: true, ..Relations::NONE },
    };
    let decision = policy().decide(&ask);
    assert!(!decision.allowed);
    assert_eq!(*decision.rules, ["office.operators_open_nothing"]);
}

#[test]
fn a_forbid_without_a_head_reaches_every_room() {
    let lock = r#"@id("office.integrations_write_nothing") forbid (principal, action, resource)
        when { principal.roles.contains("integration") };"#;
    let policy = Policy::parse(&[("desk", DESK), ("office", lock)]).unwrap();
    let expected: Vec<Role> = Role::ALL.into_iter().filter(|role| *role != Role::Integration).collect();
    assert_eq!(policy.who("desk.door.read", "scheduling"), expected);
}

#[test]
fn any_room_may_let_a_record_be_opened_and_only_its_own_doors() {
    let open = |room: &str, role: &str| {
        format!(
            "@id(\"{room}.opens\") permit (principal, action == Action::\"{OPEN}\", resource)
             when {{ principal.roles.contains(\"{role}\") && context.purpose == \"care\" }};"
        )
    };
    let (desk, office) = (open("desk", "clinician"), open("office", "manager"));
    let policy = Policy::parse(&[("desk", &desk), ("office", &office)]).unwrap();
    assert_eq!(policy.who(OPEN, "care"), [Role::Clinician, Role::Manager]);
    assert_eq!(policy.who(OPEN, "marketing"), []);
}

#[test]
fn all_deciding_rules_are_named_in_order() {
    let ask = Ask {
        roles: Role::Clinician.into(),
        action: "desk.record.open",
        purpose: "scheduling",
        relations: Relations { yourself: true, in_care: true, ..Relations::NONE },
    };
    let decision = policy().decide(&ask);
    assert!(decision.allowed);
    assert_eq!(*decision.rules, ["desk.care_opens", "desk.own_record"]);
}

#[test]
fn several_roles_may_do_what_each_may_do() {
    let policy = policy();
    let ask = |roles: &[Role]| Ask {
        roles: RoleSet::of(roles),
        action: "desk.day.read",
        purpose: "scheduling",
        relations: Relations::NONE,
    };
    assert!(policy.decide(&ask(&[Role::Client, Role::FrontDesk])).allowed);
    assert!(!policy.decide(&ask(&[Role::Client, Role::Manager])).allowed);
    assert!(!policy.decide(&ask(&[])).allowed);
}

#[test]
fn a_rule_that_cannot_be_evaluated_refuses() {
    // The validator cannot see an overflow; only evaluation can.
    let overflow = r#"@id("office.broken") forbid (principal, action == Action::"desk.door.read", resource)
        when { 9223372036854775807 + (if resource.yourself then 1 else 0) == 0 };"#;
    let policy = Policy::parse(&[("desk", DESK), ("office", overflow)]).unwrap();
    let ask = |yourself| Ask {
        roles: Role::Client.into(),
        action: "desk.door.read",
        purpose: "account",
        relations: Relations { yourself, ..Relations::NONE },
    };
    assert!(policy.decide(&ask(false)).allowed);
    let decision = policy.decide(&ask(true));
    assert!(!decision.allowed);
    assert_eq!(*decision.rules, ["office.broken"]);
}

#[test]
fn an_answer_does_not_change_when_it_is_remembered() {
    let remembering = policy();
    for round in 0..2 {
        for action in remembering.actions() {
            for purpose in ["care", "scheduling", "reporting", "rights", "made up", "also made up"] {
                for bits in 0..128u8 {
                    let relations = Relations {
                        yourself: bits & 1 != 0,
                        ward: bits & 2 != 0,
                        in_care: bits & 4 != 0,
                        by_link: bits & 8 != 0,
                        emergency: bits & 16 != 0,
                        from_directory: bits & 32 != 0,
                        granted: bits & 64 != 0,
                    };
                    for roles in [Role::Guardian.into(), RoleSet::of(&[Role::Clinician, Role::Client])] {
                        let ask = Ask { roles, action, purpose, relations };
                        if round == 1 && bits % 5 == 0 {
                            assert_eq!(remembering.decide(&ask), policy().decide(&ask), "{ask:?}");
                        } else {
                            remembering.decide(&ask);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn an_explanation_names_the_rule_and_its_line_or_the_nearest_rules() {
    let policy = policy();
    let mut ask = Ask {
        roles: Role::Clinician.into(),
        action: "desk.record.open",
        purpose: "care",
        relations: Relations { in_care: true, ..Relations::NONE },
    };
    let told = policy.explain(&ask);
    assert_eq!(
        told.to_string(),
        "desk.record.open for care by clinician (in_care)\n\
         permitted by\n  desk/policy.cedar:15 desk.care_opens\n"
    );
    ask.relations = Relations::NONE;
    assert_eq!(
        policy.explain(&ask).to_string(),
        "desk.record.open for care by clinician (no relation)\n\
         refused: no rule permits it\n\
         rules that permit it otherwise\n\
         \x20 desk/policy.cedar:15 desk.care_opens\n\
         \x20 desk/policy.cedar:19 desk.link_opens\n\
         \x20 desk/policy.cedar:10 desk.own_record\n"
    );
    ask.roles = Role::Operator.into();
    assert_eq!(
        policy.explain(&ask).to_string(),
        "desk.record.open for care by operator (no relation)\n\
         forbidden by\n  office/policy.cedar:2 office.operators_open_nothing\n"
    );
}

#[test]
fn the_listed_actions_are_those_some_rule_names() {
    let policy = policy();
    let actions: Vec<&str> = policy.actions().collect();
    assert_eq!(actions, ["desk.day.print", "desk.day.read", "desk.door.read", "desk.record.open"]);
}

/// Prints rather than asserts: `cargo nextest run -p policy speed --no-capture`.
#[test]
fn the_speed_of_an_answer_is_printed() {
    // As many rules as a full house may have: 30 rooms' worth of 10.
    let mut rooms = Vec::new();
    for room in 0..30 {
        let mut text = String::new();
        for rule in 0..10 {
            text += &format!(
                "@id(\"r{room}.rule{rule}\") permit (principal, action == Action::\"r{room}.noun{rule}.read\", resource)
                 when {{ principal.roles.containsAny([\"manager\", \"clinician\"]) && resource.in_care
                         && [\"care\", \"scheduling\"].contains(context.purpose) }};\n"
            );
        }
        rooms.push((format!("r{room}"), text));
    }
    let files: Vec<(&str, &str)> = rooms.iter().map(|(room, text)| (room.as_str(), text.as_str())).collect();
    let start = Instant::now();
    let policy = Policy::parse(&files).unwrap();
    let parsed = start.elapsed();

    let actions: Vec<String> = policy.actions().map(str::to_owned).collect();
    let ask_all = |role: Role| {
        let start = Instant::now();
        for action in &actions {
            let relations = Relations { in_care: true, ..Relations::NONE };
            let ask = Ask { roles: role.into(), action, purpose: "care", relations };
            assert_eq!(policy.decide(&ask).allowed, role == Role::Clinician);
        }
        start.elapsed() / actions.len() as u32
    };
    let (first, refused) = (ask_all(Role::Clinician), ask_all(Role::Client));
    let rounds = 100;
    let again = (0..rounds).map(|_| ask_all(Role::Clinician)).sum::<std::time::Duration>() / rounds;
    println!("{} rules parsed in {parsed:?}; first answer {first:?} (refusal {refused:?}), again {again:?}", 300);
}

#[test]
fn a_token_of_ones_own_does_what_its_holder_may_and_only_what_a_rule_names_it_for() {
    use Role::*;
    // The first rule forgets that there are tokens; so do most.
    let policy = Policy::parse(&[(
        "desk",
        r#"
@id("desk.managers_govern")
permit (principal, action in [Action::"desk.staff.govern", Action::"desk.day.read", Action::"desk.day.write"], resource)
when { principal.roles.containsAny(["manager", "front_desk"]) && !principal.roles.contains("integration") };

@id("desk.tokens_read")
permit (principal, action == Action::"desk.day.read", resource)
when { principal.roles.contains("personal_read") && context.purpose == "scheduling" };

@id("desk.tokens_write")
permit (principal, action == Action::"desk.day.write", resource)
when { principal.roles.contains("personal_write") && context.purpose == "scheduling" };

@id("desk.anyone_sees_the_door")
permit (principal, action == Action::"desk.door.read", resource);

@id("desk.operators_read_nothing")
forbid (principal, action == Action::"desk.day.read", resource)
when { principal.roles.contains("operator") };
"#,
    )])
    .unwrap();
    let may = |roles: &[Role], action: &str, purpose: &str| {
        policy.decide(&Ask { roles: RoleSet::of(roles), action, purpose, relations: Relations::NONE }).allowed
    };
    let (reads, writes) = ([Manager, PersonalRead], [Manager, PersonalRead, PersonalWrite]);
    assert!(may(&[Manager], "desk.staff.govern", "scheduling"));
    assert!(!may(&reads, "desk.staff.govern", "scheduling") && !may(&writes, "desk.staff.govern", "scheduling"));
    assert!(may(&reads, "desk.day.read", "scheduling") && !may(&reads, "desk.day.write", "scheduling"));
    assert!(may(&writes, "desk.day.read", "scheduling") && may(&writes, "desk.day.write", "scheduling"));
    assert!(may(&[Manager], "desk.day.read", "care") && !may(&writes, "desk.day.read", "care"));
    // Its holder's roles are asked first: without any the marks open nothing, and a forbid of theirs holds.
    assert!(!may(&[PersonalRead, PersonalWrite], "desk.day.read", "scheduling"));
    assert!(!may(&[Client, PersonalRead, PersonalWrite], "desk.day.write", "scheduling"));
    assert!(!may(&[Manager, Operator, PersonalRead], "desk.day.read", "scheduling"));
    assert!(may(&reads, "desk.door.read", "scheduling") && may(&[PersonalRead], "desk.door.read", "scheduling"));
    // Remembered answers are those of the same asker.
    assert!(may(&[Manager], "desk.staff.govern", "scheduling") && !may(&reads, "desk.staff.govern", "scheduling"));
    assert_eq!(policy.who("desk.staff.govern", "scheduling"), [FrontDesk, Manager]);
    assert_eq!(policy.who("desk.day.write", "scheduling"), [FrontDesk, Manager, PersonalWrite]);
}
