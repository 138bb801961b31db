//! What a wrong policy file is answered with: the room, the line, and what to write instead.

use policy::{Fault, Policy, PolicyError};

fn fault(text: &str) -> PolicyError {
    Policy::parse(&[("desk", text)]).unwrap_err()
}

const GOOD: &str = "@id(\"desk.good\")\npermit (principal, action == Action::\"desk.day.read\", resource);\n";

#[test]
fn each_fault_is_told_with_its_room_and_line() {
    let table: [(&str, &str); 22] = [
        (
            "permit (principal, action == Action::\"desk.day.read\", resource);",
            "desk/policy.cedar:1: a rule needs a name: write @id(\"room.name\") above it",
        ),
        (
            "// first\n\n@id(\"day\")\npermit (principal, action == Action::\"desk.day.read\", resource);",
            "desk/policy.cedar:3: the id \"day\" must begin with this room's name and a dot",
        ),
        (
            "@id(\"deskday\")\npermit (principal, action == Action::\"desk.day.read\", resource);",
            "desk/policy.cedar:1: the id \"deskday\" must begin",
        ),
        (
            "@id(\"desk.a\")\npermit (principal, action == Action::\"desk.day.read\", resource);\n\n// again\n@id(\"desk.a\")\nforbid (principal, action, resource);",
            "desk/policy.cedar:5: the id \"desk.a\" is taken at desk/policy.cedar:1",
        ),
        (
            "@id(\"desk.a\")\npermit (principal, action == Action::\"desk.day.read\", resource)\nwhen {\n  principal.roles.contains(\"frontdesk\")\n};",
            "desk/policy.cedar:4: unknown role \"frontdesk\"; the roles are nobody, client, guardian, front_desk,",
        ),
        (
            "@id(\"desk.a\")\npermit (principal, action == Action::\"desk.day.read\", resource)\nunless {\n  principal.roles.containsAny([\"manager\",\n  \"Clinician\"])\n};",
            "desk/policy.cedar:5: unknown role \"Clinician\"",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action, resource)\nwhen { !(resource.ward ||\n  principal.roles.containsAll([\"manger\"])) };",
            "desk/policy.cedar:4: unknown role \"manger\"",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action, resource)\nwhen {\n context.purpose != \"Care\" };",
            "desk/policy.cedar:4: unknown purpose \"Care\"; the purposes are scheduling, care,",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action, resource)\nwhen { [\"care\",\n \"sheduling\"].contains(context.purpose) };",
            "desk/policy.cedar:4: unknown purpose \"sheduling\"",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action, resource)\nwhen { context.purpose like \"care*\" };",
            "desk/policy.cedar:1: compare context.purpose with purposes written out",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action, resource)\nwhen { [\"manager\"].containsAll(principal.roles) };",
            "desk/policy.cedar:1: name roles by principal.roles.contains",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action, resource)\nwhen { principal.roles.contains(context.purpose) };",
            "desk/policy.cedar:1: name roles by principal.roles.contains",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action, resource)\nwhen { principal.role == \"manager\" };",
            "desk/policy.cedar:1: name roles by principal.roles.contains",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action, resource)\nwhen { action == Action::\"desk.day.read\" };",
            "desk/policy.cedar:1: name actions in the head",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal == Actor::\"nora\", action, resource);",
            "desk/policy.cedar:1: leave principal and resource open",
        ),
        (
            "@id(\"desk.a\")\npermit (principal, action, resource);",
            "desk/policy.cedar:1: a permit must name its actions",
        ),
        (
            "@id(\"desk.a\")\npermit (principal, action in\n[Action::\"desk.day.read\",\n Action::\"people.person.open\"], resource);",
            "desk/policy.cedar:4: \"people.person.open\" is another room's action",
        ),
        (
            "@id(\"desk.a\")\npermit (principal,\n action == Action::\"desk.read\", resource);",
            "desk/policy.cedar:3: \"desk.read\" is no action; write Action::\"room.noun.verb\"",
        ),
        ("@id(\"desk.a\")\npermit (principal, action == Door::\"desk.day.read\", resource);", "desk/policy.cedar:2: "),
        (
            "@id(\"desk.a\")\npermit (principal == ?principal, action == Action::\"desk.day.read\", resource);",
            "desk/policy.cedar:1: a rule with ?principal or ?resource decides nothing",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action == Action::\"desk.day.read\", resource)\nwhen {\n  resource.in_caer };",
            "desk/policy.cedar:4: ",
        ),
        (
            "@id(\"desk.a\")\nforbid (principal, action == Action::\"desk.day.read\", resource)\nwhen {\n  resource.ward == \"yes\" };",
            "desk/policy.cedar:4: ",
        ),
    ];
    for (text, expected) in table {
        let told = fault(text).to_string();
        assert!(told.starts_with(expected), "\n{text}\nexpected {expected}\n     was {told}");
    }
}

#[test]
fn syntax_faults_are_told_at_the_line_where_reading_stopped() {
    let second = format!(
        "{GOOD}\n@id(\"desk.b\")\npermit (principal, action == Action::\"desk.day.read\",\n resource) wenn {{ true }};"
    );
    let error = fault(&second);
    assert_eq!(error.line, 6, "{error}");
    assert!(matches!(error.fault, Fault::Syntax(_)), "{error}");

    let error = fault("@id(\"desk.a\")\npermit (principal, action == Action::\"desk.day.read\", resource)");
    assert!(matches!(error.fault, Fault::Syntax(_)), "{error}");
}

#[test]
fn the_fault_names_the_room_it_is_in() {
    let error = Policy::parse(&[("desk", GOOD), ("office", GOOD)]).unwrap_err();
    assert_eq!(error.room, "office");
    assert_eq!(error.fault, Fault::IdOfAnotherRoom("desk.good".into()));
}

#[test]
fn semicolons_and_slashes_in_strings_and_comments_do_not_cut_a_rule() {
    let text = "// first; not \"this\n@note(\"a; b // c \\\" d\")\n@id(\"desk.a\") // why; because\n\
                permit (principal, action == Action::\"desk.day.read\", resource);\n// the end;";
    let policy = Policy::parse(&[("desk", text)]).unwrap();
    assert_eq!(policy.who("desk.day.read", "care").len(), policy::Role::ALL.len());
    assert!(Policy::parse(&[("desk", " // nothing at all\n")]).is_ok());
    assert!(Policy::parse(&[("desk", ";")]).is_err());
}

#[test]
fn a_rule_that_can_never_apply_is_a_fault() {
    let text = "@id(\"desk.a\")\nforbid (principal, action == Action::\"desk.day.read\", resource)\nwhen { resource.ward && !resource.ward && false };";
    assert!(matches!(fault(text).fault, Fault::Invalid(_)));
}
