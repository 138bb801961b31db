//! The policy says by which rule somebody gets at a record, about the same people as the doors do.

use base64::Engine as _;
use ground::params;
use promise::Purpose;

use super::ward::Ward;
use crate::kit::program::{run, said};

/// What `keepwell policy explain` says, and with which code it ends.
fn explained(ward: &Ward, rest: &[&str]) -> (String, Option<i32>) {
    let key = base64::engine::general_purpose::STANDARD.encode([7; 32]);
    let keys = [("KEEPWELL_KEYS__SOURCE", "environment"), ("KEEPWELL_MASTER_KEY", key.as_str())];
    let arguments: Vec<&str> =
        ["policy", "explain", "--clinic", &ward.app.clinic.slug].into_iter().chain(rest.iter().copied()).collect();
    let output = run(&ward.app.place, &arguments, &keys);
    (said(&output), output.status.code())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_says_by_which_rule_a_record_opens_and_to_whom_it_stays_shut() {
    let ward = Ward::open().await;
    std::fs::set_permissions(ward.app.place.folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .unwrap();
    let (clinician, visit) = {
        let (person, inside) = (ward.person, ward.inside);
        let scope = ward.app.scope(&ward.app.clinic, Purpose::Operation);
        scope
            .read(move |tx| -> ground::Result<(String, String)> {
                let account = tx
                    .one("SELECT id FROM account WHERE clinic = $1 AND person = $2", &params![tx.clinic(), person])?
                    .get("id")?;
                let visit = tx
                    .one("SELECT id FROM appointment WHERE clinic = $1 AND client = $2", &params![tx.clinic(), inside])?
                    .get("id")?;
                Ok((account, visit))
            })
            .await
            .unwrap()
    };
    let (inside, outside) = (ward.inside.to_string(), ward.outside.to_string());
    let open = |actor: &str, whom: &str, purpose: &str| {
        explained(&ward, &["--actor", actor, "--action", "person.open", "--resource", whom, "--purpose", purpose])
    };
    for whom in [&inside, &visit] {
        let (words, code) = open(&clinician, whom, "care");
        assert_eq!(code, Some(0), "{words}");
        assert!(words.starts_with("person.open for care by clinician (in_care)\npermitted by\n"), "{words}");
        assert!(words.contains(" people.clinician_opens_those_in_care"), "{words}");
        assert!(words.contains("people/policy.cedar:"), "{words}");
    }
    let (words, code) = open(&clinician, &outside, "care");
    assert_eq!(code, Some(1), "{words}");
    assert!(words.contains("by clinician (no relation)\nrefused: no rule permits it"), "{words}");
    assert!(words.contains("rules that permit it otherwise"), "{words}");

    // Roles alone, and what a rule forbids whatever permits it.
    let (words, code) = open("front_desk", &outside, "scheduling");
    assert!(code == Some(0) && words.contains(" people.front_desk_opens_to_schedule"), "{words}");
    let (words, code) = open("front_desk,operator", &outside, "scheduling");
    assert!(code == Some(1) && words.contains("forbidden by\n") && words.contains("operator_opens_nothing"), "{words}");

    // Without a purpose, each for which some page asks; as data too.
    let (words, code) =
        explained(&ward, &["--actor", "manager", "--action", "booking.report.read", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&words).unwrap();
    assert_eq!((code, told[0]["allowed"].as_bool()), (Some(0), Some(true)), "{words}");
    assert_eq!(told[0]["rules"], serde_json::json!(["booking.manager_reads_reports"]));

    for (rest, fault) in [
        (
            ["nurse", "person.open", inside.as_str()],
            "nurse is no account's id and no role; the roles are nobody, client",
        ),
        (["manager", "person.opens", inside.as_str()], "no rule and no page knows the action person.opens"),
        (["manager", "person.open", "per_nobody"], "knows nobody by per_nobody"),
        (["acc_01jdfx6z8q0000000000000000", "person.open", inside.as_str()], "has no account acc_01jdfx6z8q"),
    ] {
        let [actor, action, whom] = rest;
        let (words, code) = explained(&ward, &["--actor", actor, "--action", action, "--resource", whom]);
        assert!(words.contains(fault) && code == Some(1), "{words}");
    }
    // Asking opened nobody and was written into nobody's record.
    assert_eq!(ward.refusals(ward.outside).await, 0);
}
