//! What holds for whoever is let in by a provider as for whoever is invited: the room there is, and who is told.

use ground::{Allowance, Role};
use promise::Purpose;
use serde_json::{Value, json};

use super::{Kit, MANAGER, Standin, came, set_up};
use crate::kit::{Browser, TestHouse};

const PAGE: &str = "/c/linden-quay/staff/providers";

async fn allow(house: &TestHouse, staff: u64) {
    let clinic = house.house.clinic_by_id(house.clinic.id).await.unwrap().unwrap();
    house.house.allow(clinic, Allowance { staff: Some(staff), ..Allowance::default() }).await.unwrap();
}

fn unknown(groups: &[&str]) -> Value {
    json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true, "name": "New Person", "groups": groups})
}

/// Where the answer to the one who waits goes.
async fn waiting(manager: &Browser) -> String {
    let page = manager.get(PAGE).await.text;
    let id = page.split("/staff/providers/requests/").nth(1).unwrap().split('"').next().unwrap();
    format!("{PAGE}/requests/{id}")
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_let_in_where_there_is_no_room() {
    let kit = Kit::open(&[("unknown", "group"), ("groups-front_desk", "Reception")]).await;
    let ben = kit.test.staff("ben@linden.example", "Ben Ashe", Role::FrontDesk).await.account;
    allow(&kit.test, 2).await;
    kit.is(unknown(&["Reception"]));
    assert_eq!(came(&kit.sign_in(&kit.test.browser()).await), "no-room");
    let said = kit.test.browser().get("/c/linden-quay/sign-in?came=no-room").await.text;
    assert!(said.contains("no room for another colleague"), "{said}");
    assert_eq!(kit.test.rows().await["account"], 2);
    // Who left makes room, and comes back only where there is some.
    let manager = kit.test.signed_in(MANAGER).await;
    let path = |what: &str| format!("/c/linden-quay/staff/{ben}/{what}");
    assert_eq!(manager.post(&path("deactivation"), &[]).await.status, 303);
    assert_eq!(kit.sign_in(&kit.test.browser()).await.status, 303);
    let refused = manager.post(&path("activation"), &[]).await;
    assert!(refused.status == 409 && refused.text.contains("no room for another colleague"), "{}", refused.text);
    allow(&kit.test, 3).await;
    assert_eq!(manager.post(&path("activation"), &[]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_is_let_in_only_where_there_is_room_and_what_is_wrong_stands_beside_the_field() {
    let kit = Kit::open(&[("unknown", "request")]).await;
    kit.is(unknown(&[]));
    assert_eq!(came(&kit.sign_in(&kit.test.browser()).await), "requested");
    let manager = kit.test.signed_in(MANAGER).await;
    let path = waiting(&manager).await;
    let yes = [("answer", "yes"), ("name", "Newly Named"), ("role", "front_desk")];
    allow(&kit.test, 1).await;
    assert_eq!(manager.post(&path, &yes).await.status, 409);
    allow(&kit.test, 9).await;
    let nobody = manager.post(&path, &yes[..2]).await;
    assert!(nobody.status == 422 && nobody.text.contains("at least one role"), "{}", nobody.text);
    assert!(nobody.text.contains("value=\"Newly Named\""), "what was typed is kept");
    // The address has an account by now.
    kit.test.client("new@linden.example").await;
    let late = manager.post(&path, &yes).await;
    assert!(late.status == 422 && late.text.contains("has an account here by now"), "{}", late.text);
    assert!(late.text.contains("value=\"front_desk\" checked"), "{}", late.text);
    assert_eq!(kit.test.rows().await["oidc_request"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_others_who_govern_are_told_of_groups_that_make_managers_and_of_whom_they_made_one() {
    let kit = Kit::open(&[("unknown", "group"), ("groups-front_desk", "Reception")]).await;
    kit.test.staff("other@linden.example", "Other Manager", Role::Manager).await;
    kit.test.staff("ida@linden.example", "Ida Holm", Role::PrivacyOfficer).await;
    kit.test.staff("ben@linden.example", "Ben Ashe", Role::FrontDesk).await;
    let told = async |words: &str| {
        let letters = kit.test.letters().await;
        let mut to: Vec<String> =
            letters.into_iter().filter(|letter| letter.body.contains(words)).map(|letter| letter.to).collect();
        to.sort();
        to
    };
    let manager = kit.test.signed_in(MANAGER).await;
    let path = format!("{PAGE}/{}", kit.provider);
    let change = [("issuer", ""), ("secret", ""), ("unknown", "group"), ("groups-manager", "Heads")];
    for _ in 0..2 {
        let saved = manager.post(&path, &super::filled("", &change)).await;
        assert!(saved.location().ends_with("done=provider-saved"), "{}", saved.text);
    }
    let makes = "Mia Held set up another sign-in so that its groups make managers here";
    assert_eq!(told(makes).await, ["ida@linden.example", "other@linden.example"], "once, and not whoever did it");
    // Other groups that do are told as the first were.
    let change = [("issuer", ""), ("secret", ""), ("unknown", "group"), ("groups-manager", "Heads\nEveryone")];
    kit.test.later(1);
    assert!(manager.post(&path, &super::filled("", &change)).await.location().ends_with("done=provider-saved"));
    assert_eq!(told(makes).await.len(), 4);
    kit.is(unknown(&["Heads"]));
    assert_eq!(kit.sign_in(&kit.test.browser()).await.status, 303);
    let came = "New Person came in by a group of another sign-in";
    assert_eq!(told(came).await, ["ida@linden.example", MANAGER, "other@linden.example"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn more_providers_than_there_may_be_are_a_fault_on_the_form() {
    let kit = Kit::open(&[]).await;
    let manager = kit.test.signed_in(MANAGER).await;
    let mut others = Vec::new();
    for many in 2..=11 {
        let other = Standin::start(kit.test.house.clock.clone()).await.unwrap();
        let answer = set_up(&manager, other.issuer(), &[]).await;
        let last = many == 11;
        assert_eq!(answer.status, if last { 422 } else { 303 }, "{many}");
        assert_eq!(answer.text.contains("as many other sign-ins as there may be"), last, "{many}");
        others.push(other);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_somebody_hosts_clinics_no_clinic_asks_around_on_their_machine() {
    for (house, asks) in [(TestHouse::open().await, true), (TestHouse::hosted().await, false)] {
        house.staff(MANAGER, "Mia Held", Role::Manager).await;
        let standin = Standin::start(house.house.clock.clone()).await.unwrap();
        let answer = set_up(&house.signed_in(MANAGER).await, standin.issuer(), &[]).await;
        assert_eq!(answer.status, if asks { 303 } else { 422 }, "{}", answer.text);
        assert_eq!(answer.text.contains("Nobody answers"), !asks);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_clinic_lets_nobody_new_in() {
    let kit = Kit::open(&[("unknown", "group"), ("groups-front_desk", "Reception")]).await;
    let clinic = kit.test.house.clinic_by_id(kit.test.clinic.id).await.unwrap().unwrap();
    kit.test.house.pause(clinic, Some("The contract ended.".to_owned())).await.unwrap();
    kit.is(unknown(&["Reception"]));
    let before = kit.test.rows().await["account"];
    assert_eq!(came(&kit.sign_in(&kit.test.browser()).await), "unlinked");
    assert_eq!(kit.test.rows().await["account"], before);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_give_roles_that_the_clinic_made_which_are_not_retired_meanwhile() {
    let kit = Kit::open(&[]).await;
    kit.test.staff("ida@linden.example", "Ida Holm", Role::Manager).await;
    let manager = kit.test.signed_in(MANAGER).await;
    const ROLES: &str = "/c/linden-quay/roles";
    let mut made = Vec::new();
    for (name, keeps) in [("List", "identity.see_staff"), ("Deputy", "identity.govern_staff")] {
        let fields = [("name", name), ("part", "manager"), ("keeps", keeps), ("keeps", "identity.see_staff")];
        assert_eq!(manager.post(ROLES, &fields).await.status, 303, "{name}");
        let roles = kit.test.scope(Purpose::Operation).read(identity::list_roles).await.unwrap();
        made.push(roles.iter().find(|role| role.name == name).unwrap().id.to_string());
    }
    let path = format!("/c/linden-quay/staff/providers/{}", kit.provider);
    let page = manager.get(&path).await.text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(page.contains("Groups that make somebody: List"), "{page}");
    let alerts = async || {
        let letters = kit.test.letters().await;
        letters.iter().filter(|letter| letter.kind == "identity.alert" && letter.to == "ida@linden.example").count()
    };
    let (list, deputy) = (format!("groups-{}", made[0]), format!("groups-{}", made[1]));
    let rules = |name| super::filled("", &[("issuer", ""), ("secret", ""), ("unknown", "group"), (name, "Night")]);
    assert_eq!(manager.post(&path, &rules(list.as_str())).await.status, 303);
    assert_eq!(alerts().await, 0, "it governs nothing");
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true, "groups": ["Night"]}));
    let browser = kit.test.browser();
    assert_eq!(kit.sign_in(&browser).await.status, 303);
    for (page, status) in [("/c/linden-quay/staff", 200), ("/c/linden-quay/tokens", 403)] {
        assert_eq!(browser.get(page).await.status, status, "{page}");
    }
    // Whoever lets somebody in who governs is told of, be it by a role that the clinic made.
    assert_eq!(manager.post(&path, &rules(deputy.as_str())).await.status, 303);
    assert_eq!(alerts().await, 1);
    let kept = manager.post(&format!("{ROLES}/{}/retirement", made[1]), &[]).await;
    assert!(kept.status == 422 && kept.text.contains("A group gives it."), "{}", kept.text);
    let filled = manager.get(&path).await.text;
    assert!(filled.contains("Night"), "{filled}");
    assert_eq!(manager.post(&format!("{path}/removal"), &[]).await.status, 303);
    assert_eq!(manager.post(&format!("{ROLES}/{}/retirement", made[1]), &[]).await.status, 303);
}
