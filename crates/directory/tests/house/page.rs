//! The manager's page, and what a directory says of somebody, for themselves.

use ground::Role;

use crate::kit::{TestHouse, person};

#[tokio::test(flavor = "multi_thread")]
async fn the_manager_says_what_groups_give_and_sees_who_gets_what_by_which() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let manager = house.enter("own@example.org").await;
    let empty = house.page(&manager, "/directory", None).await;
    assert!(
        empty.status == 200 && empty.text.contains("http://clinic.example/c/linden-quay/scim/v2"),
        "{}",
        empty.text
    );
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let inner = house.group("Night shift", &[&edda]).await;
    let outer = house.group("Reception", &[&inner]).await;
    let rule = [("group", outer.as_str()), ("role", "front_desk")];
    let made = house.page(&manager, "/directory/rules", Some(&rule)).await;
    assert_eq!(made.header("location"), "/c/linden-quay/directory?done=given");
    assert_eq!((house.roles(&edda), house.roles(&ada)), ("front_desk".to_owned(), String::new()));
    house.place.tamper(&format!("UPDATE account SET roles = 'clinician' WHERE id = '{}'", house.account(&ada)));
    let page = house.page(&manager, "/directory?done=given", None).await.text.replace(['\u{2068}', '\u{2069}'], "");
    for shown in
        ["Edda Marsh", "Ada Marsh", "Night shift", "Front desk by Reception", "Clinician", "The role is given."]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains("example.org"), "nobody is opened for it");
    let opened = "SELECT COUNT(*) || '' FROM access_entry WHERE purpose = 'administration'";
    assert_eq!(house.place.column(opened), ["0"]);
    let gone = house.page(&manager, "/directory/rules/removal", Some(&rule)).await;
    assert_eq!((gone.status, house.roles(&edda)), (303, String::new()));
    // What was not offered is not taken.
    for (group, role) in [
        (outer.as_str(), "operator"),
        (outer.as_str(), "directory"),
        ("nothing", "manager"),
        (edda.as_str(), "manager"),
    ] {
        let answer = house.page(&manager, "/directory/rules", Some(&[("group", group), ("role", role)])).await;
        assert_eq!(answer.status, 422, "{group} {role}");
    }
    let unknown = [("group", "dgr_00000000000000000000000000"), ("role", "manager")];
    assert_eq!(house.page(&manager, "/directory/rules", Some(&unknown)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_whose_end_would_leave_the_clinic_without_a_manager_stays_and_the_page_says_why() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let group = house.group("Heads", &[&edda]).await;
    house.rule(&group, Role::Manager).await;
    house.sign_in(&edda).await;
    let manager = house.enter("edda@example.org").await;
    let rule = [("group", group.as_str()), ("role", "manager")];
    let answer = house.page(&manager, "/directory/rules/removal", Some(&rule)).await;
    assert!(answer.status == 409 && answer.text.contains("The last manager stays"), "{}", answer.text);
    assert_eq!(house.roles(&edda), "manager");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_is_asked_whether_it_is_the_same_person_and_only_a_manager_answers() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    house.staff("officer@example.org", Role::PrivacyOfficer).await;
    house.staff("desk@example.org", Role::FrontDesk).await;
    let known = house.staff("edda@example.org", Role::Clinician).await;
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.status, 409);
    let (manager, officer, desk) = (
        house.enter("own@example.org").await,
        house.enter("officer@example.org").await,
        house.enter("desk@example.org").await,
    );
    let action = format!("/directory/claims/{}", known.account);
    assert_eq!(house.page(&desk, "/directory", None).await.status, 403);
    let read = house.page(&officer, "/directory", None).await;
    assert!(
        read.status == 200
            && read.text.contains("edda")
            && !read.text.contains("<form method=\"post\" action=\"/c/linden-quay/directory"),
        "{}",
        read.text
    );
    for other in [&officer, &desk] {
        assert_eq!(house.page(other, &action, Some(&[("answer", "yes")])).await.status, 403);
    }
    let asked = house.page(&manager, "/directory", None).await;
    assert!(asked.text.contains("Is this the same person?") && asked.text.contains(&action), "{}", asked.text);
    // No: the question is gone, and comes again with the person.
    assert_eq!(house.page(&manager, &action, Some(&[("answer", "no")])).await.status, 303);
    assert!(!house.page(&manager, "/directory", None).await.text.contains(&action));
    assert_eq!(house.page(&manager, &action, Some(&[("answer", "yes")])).await.status, 404);
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.status, 409);
    // A yes to what the page did not ask is none.
    assert_eq!(house.page(&manager, &action, Some(&[("answer", "yes"), ("seen", "00")])).await.status, 409);
    let asked = house.page(&manager, "/directory", None).await.text;
    let seen = asked.split("name=\"seen\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(house.page(&manager, &action, Some(&[("answer", "yes"), ("seen", seen)])).await.status, 303);
    assert!(house.page(&manager, "/directory", None).await.text.contains("when the directory next sends"));
    let edda = house.bring("edda").await;
    assert_eq!(house.account(&edda), known.account.to_string());
    assert!(!house.page(&manager, "/directory", None).await.text.contains("Is this the same person?"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_from_a_directory_reads_what_it_says_of_them() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let edda = house.bring("edda").await;
    let group = house.group("Reception", &[&edda]).await;
    house.rule(&group, Role::FrontDesk).await;
    house.sign_in(&edda).await;
    let own = house.enter("edda@example.org").await;
    let page = house.page(&own, "/account/directory", None).await;
    assert_eq!(page.status, 200, "{}", page.text);
    for shown in ["Edda", "Marsh", "edda@example.org", "ext-edda", "Reception"] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    let other = house.enter("own@example.org").await;
    let page = house.page(&other, "/account/directory", None).await;
    assert!(page.status == 200 && page.text.contains("No directory brought you here."), "{}", page.text);
}
