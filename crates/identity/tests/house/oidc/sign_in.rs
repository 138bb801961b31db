//! Whom a provider signs in, and whom not.

use ground::{Clinic, Role, Tx, recipient};
use promise::Purpose;
use serde_json::json;

use super::{Kit, MANAGER, came, here};
use crate::kit::{OTHER_PASSWORD, PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn whoever_linked_an_account_elsewhere_is_signed_in_by_it() {
    let kit = Kit::open(&[]).await;
    kit.test.staff("ana@linden.example", "Ana Roe", Role::FrontDesk).await;
    let browser = kit.linked("ana@linden.example").await;
    let page = browser.get("/c/linden-quay/sign-in").await;
    assert!(page.text.contains("Linden staff"), "{}", page.text);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("form-action 'self';"), "nothing is widened for it: {policy}");
    assert!(browser.session().is_none());
    let answer = kit.sign_in(&browser).await;
    assert_eq!((answer.status, answer.location()), (303, "/c/linden-quay/account"), "{}", answer.text);
    assert!(browser.session().is_some() && browser.cookie("keepwell_leaving").is_none());
    assert_eq!(browser.get("/c/linden-quay/account").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_asked_for_before_is_gone_on_to_and_another_hosts_is_not() {
    let kit = Kit::open(&[]).await;
    kit.linked(MANAGER).await;
    for (next, to) in
        [("/c/linden-quay/tokens", "/c/linden-quay/tokens"), ("https://evil.example/", "/c/linden-quay/staff")]
    {
        let browser = kit.test.browser();
        let path = format!("/c/linden-quay/sign-in/with/{}", kit.provider);
        let there = super::leads_to(&browser.post(&path, &[("next", next)]).await);
        assert_eq!(browser.get(&here(&kit.standin.authorize(&there).unwrap())).await.location(), to);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_of_signing_that_counts_is_taken() {
    let kit = Kit::open(&[]).await;
    kit.linked(MANAGER).await;
    for alg in ["RS256", "PS256", "ES256", "EdDSA"] {
        kit.standin.rotate(alg, &format!("key of {alg}")).unwrap();
        kit.test.later(2);
        let browser = kit.test.browser();
        assert_eq!(kit.sign_in(&browser).await.location(), "/c/linden-quay/staff", "{alg}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_alone_signs_nobody_in_and_says_nothing_of_accounts() {
    let kit = Kit::open(&[]).await;
    kit.test.staff("ana@linden.example", "Ana Roe", Role::FrontDesk).await;
    let browser = kit.test.browser();
    // The address of an account, proven; one of nobody; one that nobody vouches for; none.
    for person in [
        json!({"sub": "s", "email": "ana@linden.example", "email_verified": true}),
        json!({"sub": "s", "email": "nobody@linden.example", "email_verified": true}),
        json!({"sub": "s", "email": "ana@linden.example", "email_verified": false}),
        json!({"sub": "s", "email": "ana@linden.example"}),
        json!({"sub": "s"}),
    ] {
        kit.is(person.clone());
        assert_eq!(came(&kit.sign_in(&browser).await), "unlinked", "{person}");
    }
    assert!(browser.session().is_none());
    let said = browser.get("/c/linden-quay/sign-in?came=unlinked").await.text;
    assert!(said.contains("link it on your account"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subject_that_changes_is_somebody_else_with_the_same_address_too() {
    let kit = Kit::open(&[]).await;
    kit.linked(MANAGER).await;
    kit.is(json!({"sub": "subject-2", "email": MANAGER, "email_verified": true, "name": "Ana Roe"}));
    let browser = kit.test.browser();
    assert_eq!(came(&kit.sign_in(&browser).await), "unlinked");
    // And an address that changes is the same one still.
    kit.is(json!({"sub": "subject-1", "email": "other@elsewhere.example", "email_verified": true}));
    assert_eq!(kit.sign_in(&browser).await.location(), "/c/linden-quay/staff");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_account_stays_closed() {
    let kit = Kit::open(&[]).await;
    let made = kit.test.staff("ana@linden.example", "Ana Roe", Role::FrontDesk).await;
    let browser = kit.linked("ana@linden.example").await;
    let manager = kit.test.signed_in(MANAGER).await;
    manager.post(&format!("/c/linden-quay/staff/{}/deactivation", made.account), &[]).await;
    assert_eq!(came(&kit.sign_in(&browser).await), "refused");
    assert!(browser.session().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_come_in_for_whom_the_clinic_set_it_up() {
    let kit = Kit::open(&[]).await;
    kit.test.client("cleo@example.net").await;
    let browser = kit.linked("cleo@example.net").await;
    let manager = kit.test.signed_in(MANAGER).await;
    let path = format!("/c/linden-quay/staff/providers/{}", kit.provider);
    let change = [("issuer", ""), ("secret", ""), ("for_clients", "")];
    let saved = manager.post(&path, &super::filled("", &change)).await;
    assert_eq!(saved.location(), "/c/linden-quay/staff/providers?done=provider-saved", "{}", saved.text);
    assert_eq!(came(&kit.sign_in(&browser).await), "refused");
    // Switched off, it has no button and no door; whoever is on the way comes back to nothing.
    let on_the_way = kit.press(&browser).await;
    let off = [("issuer", ""), ("secret", ""), ("working", "")];
    manager.post(&path, &super::filled("", &off)).await;
    assert_eq!(browser.post(&format!("/c/linden-quay/sign-in/with/{}", kit.provider), &[]).await.status, 404);
    assert_eq!(came(&browser.get(&here(&kit.standin.authorize(&on_the_way).unwrap())).await), "again");
    assert!(!browser.get("/c/linden-quay/sign-in").await.text.contains("Linden staff"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_one_that_is_on_the_list_of_recipients_no_more() {
    let kit = Kit::open(&[]).await;
    kit.linked(MANAGER).await;
    let browser = kit.test.browser();
    let on_the_way = kit.press(&browser).await;
    let end = |tx: &mut Tx<'_>| -> ground::Result<bool> {
        let entry = recipient::visible(tx)?.into_iter().find(|entry| entry.terms.way == "openid-provider").unwrap();
        recipient::end(tx, entry.id, entry.version)
    };
    assert!(kit.test.scope(Purpose::Operation).write(end).await.unwrap());
    let page = browser.get("/c/linden-quay/sign-in").await.text;
    assert!(!page.contains("Linden staff"), "no button: {page}");
    let answer = browser.post(&format!("/c/linden-quay/sign-in/with/{}", kit.provider), &[]).await;
    assert_eq!(came(&answer), "unreached");
    // Whoever is there already comes back to nothing.
    assert_eq!(came(&browser.get(&here(&kit.standin.authorize(&on_the_way).unwrap())).await), "failed");
    let manager = kit.test.signed_in(MANAGER).await;
    let answer = manager.post(&format!("/c/linden-quay/account/providers/{}", kit.provider), &[]).await;
    assert_eq!(answer.location(), "/c/linden-quay/account/providers?done=provider-failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_other_domains_are_turned_away_linked_or_not() {
    let kit = Kit::open(&[("domains", "linden.example")]).await;
    kit.linked(MANAGER).await;
    let browser = kit.test.browser();
    for (person, turned_away) in [
        (json!({"sub": "subject-1", "email": "a@linden.example", "email_verified": true}), false),
        (json!({"sub": "subject-1", "email": "a@other.example", "email_verified": true}), true),
        (json!({"sub": "subject-1", "email": "a@linden.example"}), true),
        (json!({"sub": "subject-1"}), true),
        // The word of an organisation is Google's alone.
        (json!({"sub": "subject-1", "hd": "linden.example"}), true),
    ] {
        kit.is(person.clone());
        let answer = kit.sign_in(&browser).await;
        assert_eq!(answer.location() == "/c/linden-quay/sign-in?came=domain", turned_away, "{person}");
    }
}

async fn ask_two_factors(kit: &Kit) {
    let clinic = kit.test.house.clinic_by_slug("linden-quay").await.unwrap().unwrap();
    let mut asked = Clinic::clone(&clinic);
    asked.parameters.staff_second_factor = true;
    kit.test.house.update_clinic(asked).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_is_asked_for_unless_the_clinic_trusts_the_provider_and_its_token_says_so() {
    for (trusts, says, asked) in [(false, false, true), (false, true, true), (true, false, true), (true, true, false)] {
        let kit = Kit::open(if trusts { &[("proves_two", "1")] } else { &[] }).await;
        let browser = kit.linked(MANAGER).await;
        ask_two_factors(&kit).await;
        let amr = if says { json!(["pwd", "mfa"]) } else { json!(["pwd"]) };
        kit.is(json!({"sub": "subject-1", "amr": amr}));
        let answer = kit.sign_in(&browser).await;
        assert_eq!(browser.session().is_none(), asked, "trusts {trusts}, says {says}: {}", answer.text);
        if asked {
            assert!(answer.status == 200 && answer.text.contains("name=\"step\""), "{}", answer.text);
        } else {
            // And the session holds, though the clinic ends those of one factor.
            assert_eq!(browser.get("/c/linden-quay/account").await.status, 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_from_a_browser_never_seen_is_told() {
    let kit = Kit::open(&[]).await;
    kit.linked(MANAGER).await;
    kit.test.letters().await;
    let browser = kit.test.browser_from("198.51.100.7");
    kit.sign_in(&browser).await;
    let letters = kit.test.letters().await;
    assert!(letters.iter().any(|letter| letter.kind == "identity.alert" && letter.body.contains("198.51.100.0")));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_unknown_who_may_ask_waits_for_a_managers_yes() {
    let kit = Kit::open(&[("unknown", "request")]).await;
    let browser = kit.test.browser();
    // Only with an address that the provider vouches for, and that has no account.
    kit.is(json!({"sub": "s-0", "email": "new@linden.example", "name": "New Person"}));
    assert_eq!(came(&kit.sign_in(&browser).await), "unlinked");
    kit.is(json!({"sub": "s-0", "email": MANAGER, "email_verified": true}));
    assert_eq!(came(&kit.sign_in(&browser).await), "unlinked");
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true, "name": "New Person"}));
    assert_eq!(came(&kit.sign_in(&browser).await), "requested");
    assert_eq!(came(&kit.sign_in(&browser).await), "requested", "whoever asks again is noted once");
    assert_eq!(kit.test.rows().await["oidc_request"], 1);
    let manager = kit.test.signed_in(MANAGER).await;
    let page = manager.get("/c/linden-quay/staff/providers").await.text;
    assert!(page.contains("new@linden.example") && page.contains("New Person"), "{page}");
    let action = page.split("/staff/providers/requests/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/c/linden-quay/staff/providers/requests/{action}");
    let nothing = manager.post(&path, &[("answer", "yes"), ("name", "New Person")]).await;
    assert_eq!(nothing.status, 422, "without a role nobody is let in");
    let yes = [("answer", "yes"), ("name", "New Person"), ("role", "front_desk")];
    assert!(manager.post(&path, &yes).await.location().ends_with("done=provider-admitted"));
    assert_eq!(kit.test.rows().await["oidc_request"], 0);
    assert_eq!(kit.sign_in(&browser).await.status, 303);
    assert!(browser.session().is_some());
    assert_eq!(manager.post(&path, &yes).await.status, 404, "an answer is given once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_forgets_whoever_asked() {
    let kit = Kit::open(&[("unknown", "request")]).await;
    let before = kit.test.rows().await;
    let browser = kit.test.browser();
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true}));
    assert_eq!(came(&kit.sign_in(&browser).await), "requested");
    let manager = kit.test.signed_in(MANAGER).await;
    let page = manager.get("/c/linden-quay/staff/providers").await.text;
    let action = page.split("/staff/providers/requests/").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/c/linden-quay/staff/providers/requests/{action}");
    assert!(
        manager.post(&path, &[("answer", "no"), ("name", "x")]).await.location().ends_with("done=provider-refused")
    );
    let after = kit.test.rows().await;
    assert_eq!((before["account"], before["oidc_request"]), (after["account"], after["oidc_request"]));
    // One that nobody answers is forgotten too.
    kit.sign_in(&browser).await;
    kit.test.later(30 * 24 * 60 + 1);
    kit.test.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    assert_eq!(kit.test.rows().await["oidc_request"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_let_somebody_in_with_the_roles_that_the_rules_name_and_no_others() {
    let change = [("unknown", "group"), ("groups-front_desk", "Reception\nBoth"), ("groups-clinician", "Both")];
    let kit = Kit::open(&change).await;
    let browser = kit.test.browser();
    for groups in [json!([]), json!(["manager", "Manager", "reception"]), json!({"a": 1}), json!(null)] {
        kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true, "groups": groups.clone()}));
        assert_eq!(came(&kit.sign_in(&browser).await), "unlinked", "{groups}");
    }
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true, "name": "New\u{202e} Person", "groups": ["Both", "manager"]}));
    assert_eq!(kit.sign_in(&browser).await.status, 303);
    assert!(browser.session().is_some());
    let manager = kit.test.signed_in(MANAGER).await;
    let staff = manager.get("/c/linden-quay/staff").await.text;
    assert!(staff.contains("New Person"), "{staff}");
    assert_eq!(browser.get("/c/linden-quay/staff/providers").await.status, 403, "nobody becomes a manager by it");
    // The address is theirs, and another subject with it is nobody.
    kit.is(json!({"sub": "s-2", "email": "new@linden.example", "email_verified": true, "groups": ["Both"]}));
    assert_eq!(came(&kit.sign_in(&kit.test.browser()).await), "unlinked");
    // Groups count once: whoever is in none of them any more keeps what a manager sees under Staff.
    kit.is(json!({"sub": "s-1", "groups": []}));
    assert_eq!(kit.sign_in(&kit.test.browser()).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_a_visitor_began_and_never_confirmed_holds_nobody_up() {
    let kit = Kit::open(&[("unknown", "group"), ("groups-front_desk", "Reception")]).await;
    let visitor = kit.test.browser();
    let form = [("email", "new@linden.example"), ("password", OTHER_PASSWORD), ("age", "1")];
    visitor.post("/c/linden-quay/sign-up", &form).await;
    kit.is(json!({"sub": "s-1", "email": "new@linden.example", "email_verified": true, "groups": ["Reception"]}));
    let browser = kit.test.browser();
    assert_eq!(kit.sign_in(&browser).await.status, 303);
    assert!(browser.session().is_some());
    // And the password that the visitor chose is worth nothing.
    let answer = kit.test.browser().sign_in("new@linden.example", OTHER_PASSWORD).await;
    assert_eq!(answer.status, 422);
    assert_eq!(kit.test.browser().sign_in("new@linden.example", PASSWORD).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_whom_a_directory_brought_or_a_manager_invited_or_closed_is_taken_over_by_an_address() {
    let kit = Kit::open(&[("unknown", "group"), ("groups-front_desk", "Reception")]).await;
    let new = |email: &str, source| identity::NewStaff {
        password: None,
        source,
        ..crate::kit::new_staff(email, "Ana Roe", Role::Clinician)
    };
    let brought = new("brought@linden.example", identity::Source::Directory);
    let invited = new("invited@linden.example", identity::Source::Staff);
    let closed = new("closed@linden.example", identity::Source::Directory);
    let make = move |tx: &mut ground::Tx<'_>| -> identity::Result<()> {
        identity::create_staff(tx, &brought)?;
        identity::create_staff(tx, &invited)?;
        let made = identity::create_staff(tx, &closed)?;
        let account = identity::find_staff(tx, made.account)?;
        identity::deactivate_staff(tx, &account)
    };
    kit.test.scope(Purpose::Operation).write(make).await.unwrap();
    let before = kit.test.rows().await;
    for email in ["brought@linden.example", "INVITED@linden.example", "closed@linden.example"] {
        kit.is(json!({"sub": "s-1", "email": email, "email_verified": true, "groups": ["Reception"]}));
        let browser = kit.test.browser();
        assert_eq!(came(&kit.sign_in(&browser).await), "unlinked", "{email}");
        assert!(browser.session().is_none());
    }
    let after = kit.test.rows().await;
    assert_eq!((before["account"], before["oidc_identity"]), (after["account"], after["oidc_identity"]));
}
