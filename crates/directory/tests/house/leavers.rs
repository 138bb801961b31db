//! Whom a directory shuts out or removes (promise `directory.follows_leavers`).

use ground::Role;
use serde_json::{Value as Json, json};

use crate::kit::{TestHouse, person};

#[tokio::test(flavor = "multi_thread")]
async fn who_is_shut_out_there_is_shut_out_here_and_signed_out_at_once() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let path = format!("/Users/{edda}");
    for (shut, open) in [
        (json!({ "op": "replace", "path": "active", "value": false }), json!(true)),
        (json!({ "op": "Replace", "path": "active", "value": "False" }), json!("True")),
        (json!({ "op": "replace", "value": { "active": "false" } }), json!("true")),
    ] {
        house.sign_in(&edda).await;
        assert_eq!(house.patch_raw(&path, vec![shut.clone()]).await.status, 200, "{shut}");
        assert_eq!((house.is_open(&edda), house.sessions(&edda)), (false, "0".to_owned()), "{shut}");
        house.patch(&path, &[("replace", "active", open)]).await;
        assert!(house.is_open(&edda), "{shut}");
    }
    house.sign_in(&edda).await;
    let mut whole = person("edda");
    whole["active"] = json!("False");
    assert_eq!(house.scim("PUT", &path, Some(whole.clone())).await.status, 200);
    assert_eq!((house.is_open(&edda), house.sessions(&edda)), (false, "0".to_owned()));
    // Opened here by hand: the directory says again what it said, and is heard though it is nothing new.
    let account = house.account(&edda);
    house.place.tamper(&format!("UPDATE account SET deactivated_at = NULL WHERE id = '{account}'"));
    let (figures, kept) = house.evidence("directory.follows_leavers").await;
    assert!(!kept && figures["still open"] == 1, "{figures:?}");
    assert_eq!(house.scim("PUT", &path, Some(whole)).await.status, 200);
    assert!(!house.is_open(&edda));
    let (figures, kept) = house.evidence("directory.follows_leavers").await;
    assert!(kept && figures["shut out or removed"] == 1, "{figures:?}");
    // Somebody who comes shut out is never open.
    let mut ada = person("ada");
    ada["active"] = json!(false);
    let ada = house.scim("POST", "/Users", Some(ada)).await.id();
    assert!(!house.is_open(&ada));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_removed_there_and_is_erased_before_the_days_of_grace_are_over_is_not_brought_back() {
    let house = TestHouse::open().await;
    for external in [true, false] {
        let name = if external { "edda" } else { "ruth" };
        let mut sent = person(name);
        if !external {
            sent.as_object_mut().unwrap().remove("externalId");
        }
        let user = house.scim("POST", "/Users", Some(sent.clone())).await.id();
        let person: ground::PersonId = house
            .place
            .column(&format!("SELECT person FROM directory_user WHERE id = '{user}'"))
            .remove(0)
            .parse()
            .unwrap();
        // One is removed there first, the other is closed here and in the directory still.
        match external {
            true => assert_eq!(house.scim("DELETE", &format!("/Users/{user}"), None).await.status, 204),
            false => house.place.tamper(&format!("UPDATE account SET deactivated_at = 1 WHERE person = '{person}'")),
        }
        let because = ground::erase::Because::request("they asked");
        let erase = move |tx: &mut ground::Tx<'_>| tx.erase_person(person, &because);
        house.scope(promise::Purpose::Rights).write(erase).await.unwrap().unwrap();
        let back = house.scim("POST", "/Users", Some(sent)).await;
        let here = house.place.column("SELECT id FROM directory_user WHERE left_at IS NULL");
        assert_eq!(here, [] as [&str; 0], "{name}: {} {}", back.status, back.text);
        let asked = house.place.column("SELECT source FROM directory_erased WHERE asked_at IS NOT NULL");
        assert_eq!(asked.len(), if external { 1 } else { 2 }, "a manager is asked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_removed_there_is_gone_here_and_comes_back_as_the_same_by_the_directorys_own_id() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let group = house.group("Reception", &[&edda]).await;
    house.rule(&group, Role::FrontDesk).await;
    house.sign_in(&edda).await;
    let (path, account) = (format!("/Users/{edda}"), house.account(&edda));
    assert_eq!(house.scim("DELETE", &path, None).await.status, 204);
    assert_eq!(
        (house.is_open(&edda), house.sessions(&edda), house.roles(&edda)),
        (false, "0".to_owned(), String::new())
    );
    assert_eq!(house.members(&group).await, [] as [&str; 0]);
    for method in ["GET", "DELETE", "PUT"] {
        assert_eq!(
            house.scim(method, &path, (method == "PUT").then(|| person("edda"))).await.fault().0,
            404,
            "{method}"
        );
    }
    assert_eq!(house.patch(&path, &[("replace", "active", json!(true))]).await.fault().0, 404);
    assert_eq!(house.get("/Users").await.json()["totalResults"], 0);
    let names = "SELECT CAST(COUNT(user_name) + COUNT(given_name) + COUNT(family_name) + COUNT(external) AS TEXT) FROM directory_user";
    assert_eq!(house.place.column(names), ["0"], "no name of theirs is kept");
    // Back, with another address.
    let mut back = person("edda");
    back["emails"] = json!([{ "value": "edda.again@example.org" }]);
    let back = house.scim("POST", "/Users", Some(back)).await;
    assert_eq!(back.status, 201, "{}", back.text);
    assert_ne!(back.id(), edda);
    assert_eq!((house.account(&back.id()), house.is_open(&back.id())), (account.clone(), true));
    assert_eq!(house.roles(&back.id()), "", "and in no group");
    // Gone again, and somebody else is given the address: that is somebody else.
    assert_eq!(house.scim("DELETE", &format!("/Users/{}", back.id()), None).await.status, 204);
    let mut other = person("other");
    other["emails"] = json!([{ "value": "edda.again@example.org" }]);
    let other = house.scim("POST", "/Users", Some(other)).await;
    assert_eq!(other.status, 201, "{}", other.text);
    assert_ne!(house.account(&other.id()), account);
    // And Edda may still come back, by another address.
    let third = house.bring("edda").await;
    assert_eq!(house.account(&third), account);
    let (_, kept) = house.evidence("directory.follows_leavers").await;
    assert!(kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_a_manager_closed_stays_closed_whatever_the_directory_says_since() {
    let house = TestHouse::open().await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let close = |user: &str| {
        let (scope, id) = (house.scope(promise::Purpose::Administration), house.account(user).parse().unwrap());
        async move {
            scope
                .write(move |tx| {
                    let account = identity::find_account(tx, id)?;
                    identity::deactivate_staff(tx, &account)
                })
                .await
                .unwrap();
        }
    };
    // Closed by hand, then shut out there and let in again.
    close(&edda).await;
    let path = format!("/Users/{edda}");
    for active in [false, true] {
        assert_eq!(house.patch(&path, &[("replace", "active", json!(active))]).await.status, 200);
        assert!(!house.is_open(&edda), "{active}");
    }
    // Or removed there and brought anew.
    assert_eq!(house.scim("DELETE", &path, None).await.status, 204);
    assert!(!house.is_open(&house.bring("edda").await));
    // Whom the directory shut out it lets in; closed by hand meanwhile or not is all one.
    let path = format!("/Users/{ada}");
    assert_eq!(house.patch(&path, &[("replace", "active", json!(false))]).await.status, 200);
    assert_eq!(house.patch(&path, &[("replace", "active", json!(true))]).await.status, 200);
    assert!(house.is_open(&ada));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_given_another_address_is_told_at_both_and_an_address_nobody_confirmed_is_in_nobodys_way() {
    let house = TestHouse::open().await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    house.sign_in(&edda).await;
    let path = format!("/Users/{edda}");
    let moved = house.patch(&path, &[("replace", "emails[type eq \"work\"].value", json!("thief@example.net"))]).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
    let mut told = house.letters("identity.alert").await;
    told.sort();
    assert_eq!(told, ["edda@example.org", "thief@example.net"]);
    // Who left has no address here any more: it is free for somebody who is here.
    assert_eq!(house.scim("DELETE", &path, None).await.status, 204);
    let other = format!("/Users/{ada}");
    let taken = house.patch(&other, &[("replace", "emails[type eq \"work\"].value", json!("thief@example.net"))]).await;
    assert_eq!(taken.status, 200, "{}", taken.text);

    let visitor = identity::NewClient {
        person: None,
        email: "new@example.org".to_owned(),
        name: None,
        language: "en".to_owned(),
        age_stated: Some(18),
        password: None,
        source: identity::Source::Themselves,
    };
    let scope = house.scope(promise::Purpose::Account);
    let began = scope.write(move |tx| identity::create_client_account(tx, &visitor)).await.unwrap();
    let new = house.bring("new").await;
    assert_ne!(house.account(&new), began.account.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_manager_is_never_shut_out_demoted_or_removed_by_a_directory() {
    let house = TestHouse::open().await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let inner = house.group("Heads", &[&edda]).await;
    let group = house.group("Managers", &[&inner]).await;
    house.rule(&group, Role::Manager).await;
    house.sign_in(&edda).await;
    assert_eq!(house.roles(&edda), "manager");
    let path = format!("/Users/{edda}");
    let (inner_path, group_path) = (format!("/Groups/{inner}"), format!("/Groups/{group}"));
    let refused = [
        house.patch(&path, &[("replace", "active", json!(false))]).await,
        house.patch(&path, &[("replace", "name.givenName", json!("Ida")), ("replace", "active", json!("False"))]).await,
        house.scim("DELETE", &path, None).await,
        house.patch(&inner_path, &[("remove", &format!("members[value eq \"{edda}\"]"), Json::Null)]).await,
        house.patch(&inner_path, &[("remove", "members", json!([{ "value": edda }]))]).await,
        house.patch(&inner_path, &[("replace", "members", json!([{ "value": ada }]))]).await,
        house.scim("PUT", &group_path, Some(json!({ "displayName": "Managers", "members": [] }))).await,
        house.scim("DELETE", &inner_path, None).await,
        house.scim("DELETE", &group_path, None).await,
    ];
    for answer in refused {
        assert_eq!(answer.fault().0, 409);
        assert!(answer.text.contains("The last manager stays"), "{}", answer.text);
    }
    let rule = directory::store::rule::Rule { group: group.parse().unwrap(), gives: Role::Manager.into() };
    let scope = house.scope(promise::Purpose::Administration);
    let taken = scope.write(move |tx| directory::store::rule::delete(tx, rule));
    assert!(matches!(taken.await, Err(directory::Error::LastManager)));
    assert_eq!(
        (house.roles(&edda), house.is_open(&edda), house.sessions(&edda)),
        ("manager".to_owned(), true, "1".to_owned())
    );
    assert_eq!(house.get(&path).await.json()["name"]["givenName"], "Edda", "nothing of a refused change is made");
    assert_eq!(house.members(&inner).await, std::slice::from_ref(&edda));
    // With another who can govern the staff, it is done.
    house.staff("own@example.org", Role::Manager).await;
    assert_eq!(house.scim("DELETE", &path, None).await.status, 204);
    assert!(!house.is_open(&edda));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_removed_by_scim_is_erased_after_the_days_of_grace_and_comes_back_by_a_decision_only() {
    let house = TestHouse::open().await;
    let (edda, _) = (house.bring("edda").await, house.bring("ada").await);
    // Somebody is there to be written to; where nobody is, nobody is erased.
    house.staff("mia@example.org", Role::Manager).await;
    let account = house.account(&edda);
    assert_eq!(house.scim("DELETE", &format!("/Users/{edda}"), None).await.status, 204);
    let turn = async || directory::leave::turn(house.scope(promise::Purpose::Operation)).await.unwrap();
    let there = || house.place.column(&format!("SELECT id FROM account WHERE id = '{account}'")).len();
    turn().await;
    house.later(20 * 24 * 60 - 1);
    turn().await;
    assert_eq!(there(), 1);
    house.later(1);
    turn().await;
    assert_eq!(there(), 0);
    let (figures, kept) = house.evidence("directory.follows_leavers").await;
    assert!(kept && figures["not erased in time"] == 0, "{figures:?}");
    // The directory sends them again by the same id.
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.fault().0, 409);
    let scope = house.scope(promise::Purpose::Administration);
    let taken = scope.write(|tx| {
        let back = directory::store::leaver::back(tx, 10)?.remove(0);
        directory::store::leaver::take_in(tx, back.source, &back.token)
    });
    taken.await.unwrap();
    assert_ne!(house.account(&house.bring("edda").await), account);
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_are_written_to_a_day_before_anybody_is_erased_at_least() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let accounts = [house.account(&edda), house.account(&ada)];
    for user in [&edda, &ada] {
        assert_eq!(house.scim("DELETE", &format!("/Users/{user}"), None).await.status, 204);
    }
    let turn = async || directory::leave::turn(house.scope(promise::Purpose::Operation)).await.unwrap();
    let [first, second] = &accounts;
    let there = || house.place.column(&format!("SELECT id FROM account WHERE id IN ('{first}', '{second}')")).len();
    // Nothing looked for longer than the days of grace: nobody is erased unannounced all the same.
    house.later(21 * 24 * 60);
    turn().await;
    assert_eq!(house.letters("directory.leavers").await, ["own@example.org"], "one letter for both");
    house.later(24 * 60 - 1);
    turn().await;
    assert_eq!((house.letters("directory.leavers").await.len(), there()), (1, 2), "once, and not before a day");
    house.later(1);
    turn().await;
    assert_eq!(there(), 0);
}
