//! The whole policy as one table: role by action by purpose by relation.

use ground::{PersonId, Relations, Role, RoleSet, Tx};
use policy::{Ask, OPEN};
use promise::Purpose;

use crate::kit::program::run;
use crate::kit::{Place, TestApp};

/// Everything that anybody may, as it was agreed upon. A rule that lets in more or fewer changes a line here, and
/// whoever reads the change sees what it does: what stands in no line, nobody may.
const TABLE: &str = include_str!("policy/table.txt");

#[test]
fn every_role_may_do_exactly_what_the_table_says() {
    let output = run(&Place::fresh(), &["policy", "table"], &[]);
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    let (there, agreed): (Vec<&str>, Vec<&str>) = (printed.lines().collect(), TABLE.lines().collect());
    let more: Vec<&&str> = there.iter().filter(|line| !agreed.contains(line)).collect();
    let fewer: Vec<&&str> = agreed.iter().filter(|line| !there.contains(line)).collect();
    assert!(
        more.is_empty() && fewer.is_empty(),
        "policy/table.txt does not say what the rules do. The rules: {more:#?}, the table: {fewer:#?}"
    );
    assert!(there.len() > 100, "{}", there.len());
}

/// For every action, purpose and relation, every role of staff, less each ability and less all but each: the answer is that
/// of the role, unless the ability was taken away.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_of_the_clinic_may_what_its_part_may_but_what_was_taken_away() {
    let app = TestApp::start().await;
    let policy = &app.house.policy;
    assert_eq!(
        policy.unsorted(),
        Vec::<String>::new(),
        "every action of staff stands in an ability, or is always theirs"
    );
    let abilities: Vec<_> = policy.abilities().cloned().collect();
    let names: Vec<&str> = abilities.iter().map(|one| one.name.as_str()).collect();
    let relations: Vec<Relations> =
        std::iter::once(Relations::NONE).chain(Relations::each().map(|one| one.1)).collect();
    let mut asked = 0;
    for role in policy::STAFF {
        let mut own = Vec::new();
        for name in &names {
            own.push(vec![*name]);
            own.push(names.iter().filter(|other| *other != name).copied().collect());
        }
        for taken in own {
            let roles = policy.own_role(role.into(), taken.iter().copied()).unwrap();
            for ability in &abilities {
                let gone = taken.contains(&ability.name.as_str());
                let opens = ability.opens.iter().map(|purpose| (OPEN, purpose.as_str()));
                let routes =
                    app.house.routes.iter().filter(|route| ability.actions.iter().any(|one| one == route.action));
                for (action, purpose) in routes.map(|route| (route.action, route.purpose.as_str())).chain(opens) {
                    for relations in &relations {
                        let ask = |roles| policy.decide(&Ask { roles, action, purpose, relations: *relations }).allowed;
                        let part = if gone { RoleSet::EMPTY } else { role.into() };
                        assert_eq!(ask(roles), ask(part), "{role} less {taken:?}: {action} for {purpose}");
                        asked += 1;
                    }
                }
            }
        }
    }
    assert!(asked > 10_000, "{asked}");
    for language in ["en", "ar"] {
        let words = app.house.words.tongue(language).unwrap();
        for name in &names {
            let key = format!("ability-{}", name.replace(['.', '_'], "-"));
            assert_ne!(words.get(&key), key, "{language} says what {name} is");
        }
    }
}

/// The figures of the page are those of the doors: as many as it says can be opened, can be opened.
#[tokio::test(flavor = "multi_thread")]
async fn the_effect_says_as_many_records_as_are_opened_then() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let staff = scope.read(identity::list_staff).await.unwrap();
    let clinicians: Vec<_> = staff.iter().filter(|one| one.roles.contains(Role::Clinician)).cloned().collect();
    assert!(!clinicians.is_empty());
    let persons: Vec<PersonId> = clinicians.iter().map(|one| one.person).collect();
    let counted = scope.read(move |tx| ground::reach::figures(tx, &persons)).await.unwrap();
    let clients = |tx: &mut Tx<'_>| -> ground::Result<Vec<PersonId>> {
        let rows = tx.query("SELECT id FROM client WHERE clinic = $1 ORDER BY id", &ground::params![tx.clinic()])?;
        rows.iter().map(|row| row.get("id")).collect()
    };
    let clients = scope.read(clients).await.unwrap();
    let mut some = 0;
    for one in clinicians {
        let who = ground::Who::Account { account: one.id, person: one.person };
        let actor = ground::Actor { who, roles: one.held, shown_as: None };
        let care = scope.as_actor(actor).for_purpose(Purpose::Care);
        let clients = clients.clone();
        let may = care
            .read(move |tx| -> ground::Result<i64> {
                let mut n = 0;
                for client in &clients {
                    n += i64::from(tx.may_open(*client)?);
                }
                Ok(n)
            })
            .await
            .unwrap();
        let extent = app.house.extent(one.held, Purpose::Care);
        assert_eq!(extent, ground::reach::Extent::Related("in_care"));
        assert_eq!(counted.of(extent, one.person), may, "{:?}", one.shown_as);
        some += may;
    }
    assert!(some > 0, "somebody treats somebody");
    let all = app.house.extent(Role::FrontDesk.into(), Purpose::Scheduling);
    assert_eq!(counted.of(all, staff[0].person), i64::try_from(clients.len()).unwrap());
}

/// Which routes are not entered by a session alone: written down by hand.
#[tokio::test(flavor = "multi_thread")]
async fn dangerous_routes_ask_again_who_it_is() {
    let app = TestApp::start().await;
    let there = ground::printed(&app.house).into_iter().filter(|line| line.fresh);
    let there: Vec<String> =
        there.map(|line| format!("{} {}", line.method, line.path.replace("/c/{clinic}", ""))).collect();
    let expected = [
        "GET /account/address",
        "POST /account/address",
        "POST /account/factors/app",
        "POST /account/factors/app/confirmation",
        "POST /account/factors/app/removal",
        "POST /account/factors/codes",
        "POST /account/factors/passkeys",
        "POST /account/factors/passkeys/challenge",
        "POST /account/factors/passkeys/{passkey}/removal",
        "POST /account/providers/{provider}",
        "POST /account/providers/{provider}/removal",
        "POST /account/tokens",
        "POST /accounts/{account}/factors/removal",
        "GET /clients/{client}/disclosures/{disclosure}/data.csv",
        "GET /clients/{client}/disclosures/{disclosure}/data.json",
        "GET /clients/{client}/disclosures/{disclosure}/sheet",
        "POST /clients/{client}/erasure",
        "POST /clients/{client}/erasure/confirmation",
        "POST /directory/claims/{account}",
        "POST /directory/erased",
        "POST /directory/google",
        "POST /directory/google/approval",
        "POST /directory/google/consent",
        "POST /directory/leavers/{directory_user}",
        "POST /directory/rules",
        "POST /directory/rules/removal",
        "POST /incidents/{incident}/publication",
        "POST /incidents/{incident}/sending",
        "POST /incidents/{incident}/withdrawal",
        "POST /me/privacy/closing",
        "GET /me/privacy/copy/{privacy_request}",
        "POST /notice/change/publication",
        "POST /office/four-eyes",
        "POST /office/four-eyes/confirmation",
        "POST /office/recipients",
        "POST /office/recipients/{recipient}",
        "POST /office/recipients/{recipient}/end",
        "POST /office/requests/{privacy_request}/completion",
        "POST /office/requests/{privacy_request}/confirmation",
        "GET /office/requests/{privacy_request}/copy",
        "POST /operator/agreements/{agreement}/acceptance",
        "POST /operator/grants",
        "POST /releases/{data_release}/approval",
        "POST /retention/holds",
        "POST /retention/holds/{hold}/lift",
        "POST /roles",
        "POST /roles/{role}",
        "POST /roles/{role}/retirement",
        "POST /setup/export/confirmation",
        "POST /setup/leave",
        "POST /setup/leave/confirmation",
        "POST /staff",
        "POST /staff/providers",
        "GET /staff/providers/new",
        "POST /staff/providers/requests/{request}",
        "GET /staff/providers/{provider}",
        "POST /staff/providers/{provider}",
        "POST /staff/providers/{provider}/removal",
        "POST /staff/second-factor",
        "POST /staff/{account}",
        "POST /staff/{account}/activation",
        "POST /tokens",
        "POST /tokens/{token}/rotation",
    ];
    assert_eq!(there, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_find_clients_is_offered_no_search_and_who_is_turned_away_keeps_their_way() {
    let app = TestApp::start().await;
    let search = app.path("/clients/search");
    let form = format!("action=\"{search}\"");
    for (role, page, finds) in [
        (Role::PrivacyOfficer, "/office", false),
        (Role::Manager, "/office", true),
        (Role::FrontDesk, "/day", true),
        (Role::Clinician, "/day", true),
    ] {
        let browser = app.signed_in(&app.clinic, role).await;
        let shown = browser.get(&app.path(page)).await;
        assert!(shown.status == 200 && shown.text.contains(&form) == finds, "{role:?}: {}", shown.text);
        let found = browser.post(&search, &[("q", "a")]).await;
        assert_eq!(found.status == 403, !finds, "{role:?}: {}", found.text);
        if !finds {
            let way = format!("href=\"{}\"", app.path("/office"));
            assert!(found.text.contains(&way), "their navigation: {}", found.text);
        }
    }
    // Whoever is no staff is led nowhere that is not theirs.
    let client = app.signed_in(&app.clinic, Role::Client).await.get(&app.path("/office")).await;
    assert!(client.status == 403 && !client.text.contains("/office/"), "{}", client.text);
}
