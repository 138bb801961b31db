//! Roles that the clinic makes: made, given, changed, retired, each change shown before it is saved.

use ground::{AccountId, Role, RoleSet, Tx, params};
use promise::Purpose;

use crate::kit::{Browser, PASSWORD, TestHouse, field};

const EDDA: &str = "edda@example.org";
const BEN: &str = "ben@example.org";
const ROLES: &str = "/c/linden-quay/roles";
/// Everything this room lets one do but looking at who works here.
const ALL: [&str; 4] =
    ["identity.see_staff", "identity.govern_staff", "identity.emergency", "identity.judge_emergencies"];

/// A house with a manager who is signed in, and somebody at the desk.
async fn house() -> (TestHouse, Browser, AccountId) {
    let house = TestHouse::open().await;
    house.staff(EDDA, "Edda Marsh", Role::Manager).await;
    let ben = house.staff(BEN, "Ben Lindqvist", Role::FrontDesk).await.account;
    let manager = house.signed_in(EDDA).await;
    (house, manager, ben)
}

fn form<'a>(name: &'a str, parts: &[&'a str], keeps: &[&'a str]) -> Vec<(&'static str, &'a str)> {
    let parts = parts.iter().map(|part| ("part", *part));
    let keeps = keeps.iter().map(|keeps| ("keeps", *keeps));
    std::iter::once(("name", name)).chain(parts).chain(keeps).collect()
}

/// Makes a role and says which it is.
async fn made(house: &TestHouse, manager: &Browser, name: &str, parts: &[&str], keeps: &[&str]) -> String {
    let answer = manager.post(ROLES, &form(name, parts, keeps)).await;
    assert_eq!(answer.location(), format!("{ROLES}?done=role-made"), "{}", answer.text);
    let roles = house.scope(Purpose::Operation).read(identity::list_roles).await.unwrap();
    roles.iter().find(|role| role.name == name).unwrap().id.to_string()
}

async fn held(house: &TestHouse, account: AccountId) -> RoleSet {
    let scope = house.scope(Purpose::Operation);
    scope.read(move |tx| identity::find_account(tx, account)).await.unwrap().held
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_made_given_and_felt_at_the_next_page() {
    let (house, manager, ben) = house().await;
    let role = made(&house, &manager, "Staff list", &["manager"], &["identity.see_staff"]).await;
    let list = manager.get(ROLES).await.text;
    assert!(list.contains("Staff list") && list.contains("Made of: Manager") && list.contains("Without: "), "{list}");
    let (page, own) = (format!("/c/linden-quay/staff/{ben}"), house.signed_in(BEN).await);
    assert_eq!(own.get("/c/linden-quay/staff").await.status, 403);
    let fields = [("name", "Ben Lindqvist"), ("role", "front_desk"), ("own", role.as_str())];
    let shown = manager.post(&page, &fields).await;
    assert_eq!(shown.status, 200);
    assert!(shown.text.contains("Will be able to") && shown.text.contains("See who works here and in which roles"));
    assert!(!shown.text.contains("Invite colleagues"), "{}", shown.text);
    assert_eq!(own.get("/c/linden-quay/account").await.status, 200, "nothing is saved yet");
    assert_eq!(manager.post_and_agree(&page, &fields).await.location(), "/c/linden-quay/staff?done=saved");
    assert_eq!(own.get("/c/linden-quay/account").await.status, 303, "other roles sign out");
    let own = house.signed_in(BEN).await;
    assert_eq!(own.get("/c/linden-quay/staff").await.status, 200);
    for path in [ROLES.to_owned(), "/c/linden-quay/tokens".to_owned(), page.clone(), format!("{ROLES}/{role}")] {
        let may = path == ROLES;
        assert_eq!(own.get(&path).await.status, if may { 200 } else { 403 }, "{path}");
    }
    assert_eq!(own.post(&page, &[("name", "Ben"), ("role", "manager")]).await.status, 403);
    // What the role is, changes for who holds it, and is shown first.
    let change = form("Staff list", &["manager"], &["identity.see_staff", "identity.judge_emergencies"]);
    let shown = manager.post(&format!("{ROLES}/{role}"), &change).await;
    assert!(
        shown.status == 200
            && shown.text.contains("Ben Lindqvist")
            && shown.text.contains("Look at emergencies and judge them")
    );
    assert_eq!(own.get("/c/linden-quay/emergencies").await.status, 403);
    let saved = manager.post_and_agree(&format!("{ROLES}/{role}"), &change).await;
    assert_eq!(saved.location(), format!("{ROLES}?done=role-saved"));
    assert_eq!(own.get("/c/linden-quay/account").await.status, 303, "a role that changed signs out who holds it");
    assert_eq!(house.signed_in(BEN).await.get("/c/linden-quay/emergencies").await.status, 200);
    // Held, it is not retired; given up, it is.
    let kept = manager.post(&format!("{ROLES}/{role}/retirement"), &[]).await;
    assert!(kept.status == 422 && kept.text.contains("give them another role first"), "{}", kept.text);
    manager.post_and_agree(&page, &[("name", "Ben Lindqvist"), ("role", "front_desk")]).await;
    assert_eq!(held(&house, ben).await, Role::FrontDesk.into());
    let gone = manager.post(&format!("{ROLES}/{role}/retirement"), &[]).await;
    assert_eq!(gone.location(), format!("{ROLES}?done=role-retired"));
    assert_eq!(manager.get(&format!("{ROLES}/{role}")).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_invited_into_a_role_that_the_clinic_made() {
    let (house, manager, _) = house().await;
    let role = made(&house, &manager, "Staff list", &["manager"], &["identity.see_staff"]).await;
    let staff = "/c/linden-quay/staff";
    assert!(manager.get(&format!("{staff}/invite")).await.text.contains("Staff list"), "it is offered");
    let invite = async |email: &str, own: &str| {
        let fields = [("name", "Ada Holm"), ("email", email), ("own", own)];
        manager.post(staff, &fields).await
    };
    let invited = invite("ada@example.org", &role).await;
    assert_eq!(invited.location(), format!("{staff}?done=invited"), "{}", invited.text);
    let accounts = house.scope(Purpose::Operation).read(identity::list_staff).await.unwrap();
    let ada = accounts.iter().find(|account| account.shown_as.as_deref() == Some("Ada Holm")).unwrap();
    assert!(ada.roles.is_empty() && !ada.held.is_empty(), "what the role gives, and nothing besides");
    // One that was retired while the form was open: nobody is invited, and the form stays filled.
    let gone = made(&house, &manager, "Evenings", &["manager"], &["identity.see_staff"]).await;
    let retired = manager.post(&format!("{ROLES}/{gone}/retirement"), &[]).await;
    assert_eq!(retired.location(), format!("{ROLES}?done=role-retired"));
    let refused = invite("ida@example.org", &gone).await;
    assert!(refused.status == 422 && refused.text.contains("ida@example.org"), "{}", refused.text);
    let none = manager.post(staff, &[("name", "Ida"), ("email", "ida@example.org")]).await;
    assert_eq!(none.status, 422, "a role of either kind is asked for");
    let accounts = house.scope(Purpose::Operation).read(identity::list_staff).await.unwrap();
    assert_eq!(accounts.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_what_is_saved() {
    let (house, manager, ben) = house().await;
    let role = made(&house, &manager, "Helpers", &["manager"], &["identity.see_staff"]).await;
    let page = format!("/c/linden-quay/staff/{ben}");
    let fields = [("name", "Ben Lindqvist"), ("own", role.as_str())];
    let seen = field(&manager.post(&page, &fields).await.text, "seen");
    // The role becomes another while the page is read.
    let more = form("Helpers", &["manager"], &["identity.see_staff", "identity.judge_emergencies"]);
    assert_eq!(manager.post(&format!("{ROLES}/{role}"), &more).await.status, 303, "nobody holds it yet");
    let late = manager.post(&page, &[&fields[..], &[("seen", seen.as_str())]].concat()).await;
    assert_eq!(late.status, 409);
    assert!(
        late.text.contains("this is not what you were shown")
            && late.text.contains("Look at emergencies and judge them")
    );
    assert_eq!(held(&house, ben).await, Role::FrontDesk.into(), "nothing is saved");
    // What was shown of one thing to be saved is nothing of another, be the effect the same.
    let path = format!("{ROLES}/{role}");
    let ida = house.staff("ida@example.org", "Ida Holm", Role::FrontDesk).await.account;
    manager.post_and_agree(&format!("/c/linden-quay/staff/{ida}"), &[("name", "Ida Holm"), ("own", &role)]).await;
    let change = form("Helpers", &["manager"], &["identity.see_staff", "identity.emergency"]);
    let of = field(&manager.post(&path, &change).await.text, "seen");
    let called = form("Others", &["manager"], &["identity.see_staff", "identity.emergency"]);
    let other = manager.post(&path, &[&called[..], &[("seen", of.as_str())]].concat()).await;
    assert_eq!(other.status, 409, "{}", other.location());
    // A made-up word is none either, nor that of other fields.
    let cut = field(&late.text, "seen").split_off(1);
    for seen in ["", "0", cut.as_str()] {
        let answer = manager.post(&page, &[&fields[..], &[("seen", seen)]].concat()).await;
        assert_ne!(answer.status, 303, "{seen}");
    }
    let seen = field(&late.text, "seen");
    let other = [("name", "Ben Lindqvist"), ("role", "manager"), ("seen", seen.as_str())];
    assert_eq!(manager.post(&page, &other).await.status, 409);
    assert_eq!(manager.post(&page, &[&fields[..], &[("seen", seen.as_str())]].concat()).await.status, 303);
    assert!(held(&house, ben).await.contains(Role::Manager));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_nobody_offers_is_refused_beside_its_field() {
    let (house, manager, ben) = house().await;
    for (fields, fault) in [
        (form("", &["manager"], &ALL), "e-name"),
        (form("Manager", &["front_desk"], &ALL), "e-name"),
        (form("Desk", &[], &ALL), "e-part"),
        (form("Desk", &["operator"], &ALL), "e-part"),
        (form("Desk", &["manager"], &["identity.see_staff", "identity.everything"]), "e-keeps"),
        (form("Desk", &["manager"], &["person.open"]), "e-keeps"),
        // Keys go with governing: whoever made one could let a program in where they may not go themselves.
        (form("Desk", &["manager"], &["identity.see_staff", "identity.keys"]), "e-keeps"),
        (form("Desk", &["manager"], &[]), "e-keeps"),
        // Nothing that the front desk gives is left.
        (form("Desk", &["front_desk"], &ALL), "e-keeps"),
    ] {
        let answer = manager.post(ROLES, &fields).await;
        assert!(
            answer.status == 422 && answer.text.contains(&format!("id=\"{fault}\"")),
            "{fields:?}: {}",
            answer.text
        );
    }
    made(&house, &manager, "Desk", &["manager"], &ALL).await;
    assert_eq!(manager.post(ROLES, &form(" desk ", &["manager"], &ALL)).await.status, 422, "called alike");
    // Another clinic's role is none here.
    let new = identity::NewRole { name: "Theirs".to_owned(), parts: Role::Manager.into(), taken: Default::default() };
    let there =
        ground::Scope::new(&house.house, house.other.clone(), ground::Actor::automatic(), Purpose::Operation, "test");
    let theirs = there.write(move |tx| identity::create_role(tx, &new)).await.unwrap();
    let page = format!("/c/linden-quay/staff/{ben}");
    let answer = manager.post(&page, &[("name", "Ben"), ("own", &theirs.to_string())]).await;
    assert!(answer.status == 422 && answer.text.contains("not there any more"), "{}", answer.text);
    assert_eq!(manager.get(&format!("{ROLES}/{theirs}")).await.status, 404);
    assert_eq!(manager.post(&format!("{ROLES}/{theirs}"), &form("X", &["manager"], &ALL)).await.status, 404);
    assert_eq!(manager.post(&format!("{ROLES}/{theirs}/retirement"), &[]).await.status, 404);
    assert_eq!(held(&house, ben).await, Role::FrontDesk.into());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_can_always_govern_the_staff() {
    let (house, manager, ben) = house().await;
    let deputy = made(&house, &manager, "Deputy", &["manager"], &ALL).await;
    let list = made(&house, &manager, "List", &["manager"], &["identity.see_staff"]).await;
    let edda = house.scope(Purpose::Operation).read(|tx| identity::find_by_email(tx, EDDA)).await.unwrap().unwrap().id;
    let own = format!("/c/linden-quay/staff/{edda}");
    // A manager less the governing is no manager who could help.
    let page = format!("/c/linden-quay/staff/{ben}");
    let fields = [("name", "Ben Lindqvist"), ("own", list.as_str())];
    assert_eq!(manager.post_and_agree(&page, &fields).await.status, 303);
    let away = manager.post_and_agree(&own, &[("name", "Edda Marsh"), ("role", "clinician")]).await;
    assert!(away.status == 422 && away.text.contains("make a colleague manager first"), "{}", away.text);
    assert_eq!(manager.post(&format!("{own}/deactivation"), &[]).await.status, 409);
    // A deputy is; and then the deputies' role is what keeps the clinic open.
    let fields = [("name", "Ben Lindqvist"), ("own", deputy.as_str())];
    assert_eq!(manager.post_and_agree(&page, &fields).await.status, 303);
    assert_eq!(manager.post_and_agree(&own, &[("name", "Edda Marsh"), ("role", "clinician")]).await.status, 303);
    let ben = house.signed_in(BEN).await;
    let change = form("Deputy", &["manager"], &["identity.see_staff"]);
    let away = ben.post_and_agree(&format!("{ROLES}/{deputy}"), &change).await;
    assert!(away.status == 422 && away.text.contains("make a colleague manager first"), "{}", away.text);
    assert_eq!(ben.post(&format!("{page}/deactivation"), &[]).await.status, 409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_take_the_governing_from_each_other_at_once_leave_one() {
    let (house, edda, ben) = house().await;
    let deputy = made(&house, &edda, "Deputy", &["manager"], &ALL).await;
    let page = format!("/c/linden-quay/staff/{ben}");
    edda.post_and_agree(&page, &[("name", "Ben Lindqvist"), ("own", deputy.as_str())]).await;
    let own = house.scope(Purpose::Operation).read(|tx| identity::find_by_email(tx, EDDA)).await.unwrap().unwrap().id;
    let (ben, own) = (house.signed_in(BEN).await, format!("/c/linden-quay/staff/{own}"));
    let (change, away) =
        (form("Deputy", &["manager"], &["identity.see_staff"]), [("name", "Edda Marsh"), ("role", "clinician")]);
    let path = format!("{ROLES}/{deputy}");
    let shown = (edda.post(&path, &change).await, ben.post(&own, &away).await);
    let seen = (field(&shown.0.text, "seen"), field(&shown.1.text, "seen"));
    let one = [&change[..], &[("seen", seen.0.as_str())]].concat();
    let two = [&away[..], &[("seen", seen.1.as_str())]].concat();
    let (one, two) = tokio::join!(edda.post(&path, &one), ben.post(&own, &two));
    let staff = house.scope(Purpose::Operation).read(identity::list_staff).await.unwrap();
    let governs = |roles| {
        let relations = ground::Relations::NONE;
        let ask = policy::Ask { roles, action: "identity.staff.update", purpose: "administration", relations };
        house.house.policy.decide(&ask).allowed
    };
    assert!(staff.iter().any(|one| one.is_open() && governs(one.held)), "{} {}", one.status, two.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_themselves_more_is_told_to_the_others() {
    let (house, manager, ben) = house().await;
    house.staff("ida@example.org", "Ida Holm", Role::PrivacyOfficer).await;
    let deputy = made(&house, &manager, "Deputy", &["manager"], &["identity.see_staff", "identity.govern_staff"]).await;
    let page = format!("/c/linden-quay/staff/{ben}");
    manager.post_and_agree(&page, &[("name", "Ben Lindqvist"), ("own", deputy.as_str())]).await;
    assert!(house.letters().await.iter().all(|letter| letter.kind != "identity.alert"), "given by another");
    let own = house.signed_in(BEN).await;
    let more = form("Deputy", &["manager"], &ALL);
    assert_eq!(own.post_and_agree(&format!("{ROLES}/{deputy}"), &more).await.status, 303);
    let letters = house.letters().await;
    let told: Vec<&str> =
        letters.iter().filter(|letter| letter.kind == "identity.alert").map(|letter| letter.to.as_str()).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.contains(&EDDA) && told.contains(&"ida@example.org"));
    let body = &letters.iter().find(|letter| letter.kind == "identity.alert").unwrap().body;
    assert!(body.contains("Ben Lindqvist") && body.contains("gave themselves more"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_governs_is_told_when_a_role_that_was_changed_lets_somebody_more_govern() {
    let (house, manager, ben) = house().await;
    house.staff("ida@example.org", "Ida Holm", Role::PrivacyOfficer).await;
    let helper = made(&house, &manager, "Helper", &["manager"], &["identity.see_staff"]).await;
    let page = format!("/c/linden-quay/staff/{ben}");
    manager.post_and_agree(&page, &[("name", "Ben Lindqvist"), ("own", helper.as_str())]).await;
    let told = async || {
        let letters = house.letters().await;
        letters.into_iter().filter(|one| one.kind == "identity.alert").collect::<Vec<_>>()
    };
    let more = form("Helper", &["manager"], &ALL);
    assert_eq!(manager.post_and_agree(&format!("{ROLES}/{helper}"), &more).await.status, 303);
    let letters = told().await;
    let to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    assert!(to.len() == 2 && to.contains(&EDDA) && to.contains(&"ida@example.org"), "{to:?}");
    let body = letters[0].body.replace(['\u{2068}', '\u{2069}'], "");
    assert!(body.contains("Ben Lindqvist can govern the staff here from now on"), "{body}");
    // What changes nothing about that is told to nobody.
    let name = form("Helpers", &["manager"], &ALL);
    assert_eq!(manager.post_and_agree(&format!("{ROLES}/{helper}"), &name).await.status, 303);
    assert_eq!(told().await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_names_what_nobody_knows_gives_nothing() {
    let (house, manager, ben) = house().await;
    let role = made(&house, &manager, "Old", &["manager", "front_desk"], &ALL).await;
    let page = format!("/c/linden-quay/staff/{ben}");
    manager.post_and_agree(&page, &[("name", "Ben Lindqvist"), ("own", role.as_str())]).await;
    assert_eq!(house.signed_in(BEN).await.get("/c/linden-quay/staff").await.status, 200);
    let spoil = |sql: &'static str| {
        let scope = house.scope(Purpose::Operation);
        async move { scope.write(move |tx: &mut Tx<'_>| tx.execute(sql, &params![tx.clinic()])).await.unwrap() }
    };
    // A part that was retired gives nothing; the other goes on.
    spoil("UPDATE own_role SET parts = 'front_desk, matron' WHERE clinic = $1").await;
    assert_eq!(held(&house, ben).await.to_string(), "front_desk");
    spoil("UPDATE own_role SET parts = 'front_desk, operator' WHERE clinic = $1").await;
    assert_eq!(held(&house, ben).await.to_string(), "front_desk", "only roles of staff are parts");
    let roles = house.scope(Purpose::Operation).read(identity::list_roles).await.unwrap();
    assert_eq!(roles[0].parts, Role::FrontDesk.into(), "and are shown as such");
    spoil("UPDATE own_role SET parts = 'manager', taken = 'identity.levitation' WHERE clinic = $1").await;
    assert!(held(&house, ben).await.is_empty());
    assert!(manager.get(ROLES).await.text.contains("names something that this version does not know"));
    let nothing = house.scope(Purpose::Operation).read(identity::roles_giving_nothing).await.unwrap();
    assert_eq!(nothing, ["Old"], "keepwell check names it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_asked_again_who_it_is_loses_nothing() {
    let (house, manager, _) = house().await;
    house.later(11);
    let fields = form("Evening & night", &["manager"], &["identity.see_staff"]);
    let asked = manager.post(ROLES, &fields).await;
    assert!(asked.status == 403 && asked.text.contains("Is it you?"), "{}", asked.text);
    let none = house.scope(Purpose::Operation).read(identity::list_roles).await.unwrap();
    assert!(none.is_empty(), "nothing is saved");
    let carried = field(&asked.text, "carried");
    let again = async |who: &Browser, password: &str, carried: &str| {
        who.post("/c/linden-quay/account/again", &[("password", password), ("carried", carried)]).await
    };
    let wrong = again(&manager, "not this one at all", &carried).await;
    assert_eq!(
        (wrong.status, field(&wrong.text, "carried")),
        (422, carried.clone()),
        "a wrong one loses nothing either"
    );
    let carry = again(&manager, PASSWORD, &carried).await;
    assert!(carry.status == 200 && carry.text.contains("What you typed before is still here"), "{}", carry.text);
    assert!(carry.text.contains("action=\"/c/linden-quay/roles\""));
    assert_eq!(field(&carry.text, "part"), "manager");
    assert_eq!(manager.post(ROLES, &fields).await.status, 303);
    // A secret is not kept.
    house.later(11);
    let secret = manager.post("/c/linden-quay/account/factors/app/confirmation", &[("code", "123456")]).await;
    assert_eq!(secret.location(), "/c/linden-quay/account/again?next=%2Fc%2Flinden-quay%2Faccount%2Ffactors");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_says_what_goes_on_after_a_fresh_proof() {
    let (house, manager, _) = house().await;
    house.staff("rival@example.org", "Rival Manager", Role::Manager).await;
    let rival = house.signed_in("rival@example.org").await;
    house.later(11);
    let theirs = rival.post(ROLES, &form("Rival role", &["manager"], &["identity.see_staff"])).await;
    let theirs = field(&theirs.text, "carried");
    // An address carries no form, whatever it names.
    let url = format!("/c/linden-quay/account/again?to=%2Fc%2Flinden-quay%2Froles&kept=name%3DEvil&carried={theirs}");
    let looked = manager.get(&url).await;
    assert_eq!(looked.status, 200);
    for name in ["carried", "to", "kept"] {
        assert!(!looked.text.contains(&format!("type=\"hidden\" name=\"{name}\"")), "{name}: {}", looked.text);
    }
    // What somebody else sent and what is made up carry nothing on.
    for carried in [theirs.as_str(), "made-up"] {
        let fields = [("carried", carried), ("password", PASSWORD)];
        let answer = manager.post("/c/linden-quay/account/again", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, "/c/linden-quay/account"), "{carried}: {}", answer.text);
    }
    // Nor does what stands in plain fields.
    let fields = [("to", "/c/linden-quay/roles"), ("kept", "name=Evil"), ("password", PASSWORD)];
    let answer = manager.post("/c/linden-quay/account/again", &fields).await;
    assert!(!answer.text.contains("action=\"/c/linden-quay/roles\""), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_judge_answers_for_nothing_and_whoever_governs_by_an_own_role_counts() {
    let (house, manager, ben) = house().await;
    let quiet = made(&house, &manager, "Quiet officer", &["privacy_officer"], &["identity.see_staff"]).await;
    let page = format!("/c/linden-quay/staff/{ben}");
    let own = |role: &str| vec![("name", "Ben Lindqvist".to_owned()), ("own", role.to_owned())];
    let give = async |role: &str| {
        let fields = own(role);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(manager.post_and_agree(&page, &fields).await.status, 303);
    };
    give(&quiet).await;
    let mut clinic = ground::Clinic::clone(&house.clinic);
    clinic.parameters.alert_reads = 1;
    house.house.update_clinic(clinic).await.unwrap();
    let clinic = house.house.clinic_by_slug("linden-quay").await.unwrap().unwrap();
    let edda = identity::find_by_email;
    let edda = house.scope(Purpose::Operation).read(move |tx| edda(tx, EDDA)).await.unwrap().unwrap();
    let actor = ground::Actor {
        who: ground::Who::Account { account: edda.id, person: edda.person },
        roles: Role::Manager.into(),
        shown_as: None,
    };
    let scope = ground::Scope::new(&house.house, clinic, actor, Purpose::Administration, "test");
    let person = house.scope(Purpose::Operation).read(move |tx| identity::find_account(tx, ben)).await.unwrap().person;
    scope.read(move |tx| tx.open(person).map(drop)).await.unwrap();
    let automatic = scope.as_actor(ground::Actor::automatic()).for_purpose(Purpose::Operation);
    automatic.write(identity::sweep).await.unwrap();
    let letters = house.letters().await;
    let told: Vec<&str> = letters
        .iter()
        .filter(|letter| letter.body.contains("within an hour"))
        .map(|letter| letter.to.as_str())
        .collect();
    assert_eq!(told, [EDDA], "who may not judge is no privacy officer to be told instead");
    // Governing by a role that the clinic made is governing, also for whoever looks at many accounts at once.
    let stands = async || house.scope(Purpose::Operation).read(identity::managers).await.unwrap().contains(&ben);
    assert!(!stands().await);
    let deputy = made(&house, &manager, "Deputy", &["manager"], &["identity.govern_staff"]).await;
    give(&deputy).await;
    assert!(stands().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_not_saved_of_somebody_who_is_another_by_then() {
    let (house, manager, ben) = house().await;
    let page = format!("/c/linden-quay/staff/{ben}");
    let fields = [("name", "Ben Lindqvist"), ("role", "front_desk"), ("role", "privacy_officer")];
    let seen = field(&manager.post(&page, &fields).await.text, "seen");
    let other = move |tx: &mut Tx<'_>| -> ground::Result<u64> {
        let sql = "UPDATE account SET roles = 'clinician' WHERE clinic = $1 AND id = $2";
        tx.execute(sql, &params![tx.clinic(), ben])
    };
    house.scope(Purpose::Operation).write(other).await.unwrap();
    let late = manager.post(&page, &[&fields[..], &[("seen", seen.as_str())]].concat()).await;
    assert_eq!(late.status, 409, "{}", late.location());
    assert_eq!(held(&house, ben).await, Role::Clinician.into());
    // Nor of a role that somebody else holds by then.
    let role = made(&house, &manager, "Helpers", &["manager"], &["identity.see_staff"]).await;
    let give = [("name", "Ben Lindqvist"), ("own", role.as_str())];
    assert_eq!(manager.post_and_agree(&page, &give).await.status, 303);
    let change = form("Helpers", &["manager"], &["identity.see_staff", "identity.emergency"]);
    let path = format!("{ROLES}/{role}");
    let seen = field(&manager.post(&path, &change).await.text, "seen");
    let ida = house.staff("ida@example.org", "Ida Holm", Role::FrontDesk).await.account;
    let give = [("name", "Ida Holm"), ("own", role.as_str())];
    assert_eq!(manager.post_and_agree(&format!("/c/linden-quay/staff/{ida}"), &give).await.status, 303);
    let late = manager.post(&path, &[&change[..], &[("seen", seen.as_str())]].concat()).await;
    assert!(late.status == 409 && late.text.contains("Ida Holm"), "{}", late.text);
}
