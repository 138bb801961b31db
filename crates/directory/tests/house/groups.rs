//! Groups within groups, and what they give.

use ground::Role;
use serde_json::{Value as Json, json};

use crate::kit::TestHouse;

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_made_renamed_emptied_and_removed() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let group = house.group("Reception", &[&edda]).await;
    let path = format!("/Groups/{group}");
    let read = house.get(&path).await;
    let location = |id: &str, kind: &str| format!("http://clinic.example/c/linden-quay/scim/v2/{kind}/{id}");
    assert_eq!(
        read.json()["members"],
        json!([{ "value": edda, "$ref": location(&edda, "Users"), "type": "User" }]),
        "nobody's name is among the members"
    );
    let in_it = house.get(&format!("/Users/{edda}")).await.json();
    assert_eq!(
        in_it["groups"],
        json!([{ "value": group, "$ref": location(&group, "Groups"), "display": "Reception", "type": "direct" }])
    );
    assert_eq!(
        house.scim("POST", "/Groups", Some(json!({ "displayName": "Reception" }))).await.fault(),
        (409, "uniqueness".to_owned())
    );
    assert_eq!(house.scim("POST", "/Groups", Some(json!({}))).await.fault(), (400, "invalidValue".to_owned()));
    let renamed = house
        .patch(&path, &[("replace", "displayName", json!("Front desk")), ("add", "externalId", json!("g-1"))])
        .await;
    assert_eq!((renamed.status, renamed.header("etag")), (204, "W/\"2\""));
    assert_eq!(
        house.scim("POST", "/Groups", Some(json!({ "displayName": "Other", "externalId": "g-1" }))).await.status,
        409
    );
    let answered = house
        .scim(
            "PATCH",
            &format!("{path}?attributes=displayName"),
            Some(json!({ "Operations": [{ "op": "replace", "path": "displayName", "value": "Desk" }] })),
        )
        .await;
    assert_eq!((answered.status, &answered.json()["displayName"]), (200, &json!("Desk")));
    assert_eq!(
        house
            .scim_with("PUT", &path, &[("if-match", "W/\"1\"")], Some(json!({ "displayName": "Late" })))
            .await
            .fault()
            .0,
        412
    );
    let stranger = json!([{ "value": "dus_00000000000000000000000000" }]);
    assert_eq!(house.patch(&path, &[("add", "members", stranger)]).await.fault(), (400, "invalidValue".to_owned()));
    assert_eq!(
        house.patch(&path, &[("add", "members", json!(["nobody"]))]).await.fault(),
        (400, "invalidValue".to_owned())
    );
    let put = house.scim("PUT", &path, Some(json!({ "displayName": "Desk", "members": [] }))).await;
    assert_eq!((put.status, house.members(&group).await.len()), (200, 0), "an empty list is explicit");
    assert_eq!(house.scim("DELETE", &path, None).await.status, 204);
    assert_eq!(house.get(&path).await.fault().0, 404);
    assert_eq!(house.scim("DELETE", &path, None).await.fault().0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_group_gives_comes_and_goes_with_it_and_ends_sessions_when_it_changes() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let (inner, outer) = (house.group("Inner", &[&edda]).await, house.group("Outer", &[]).await);
    let (inner_path, outer_path) = (format!("/Groups/{inner}"), format!("/Groups/{outer}"));
    house.rule(&outer, Role::FrontDesk).await;
    assert_eq!(house.roles(&edda), "");
    let value = |id: &str| json!([{ "value": id }]);
    // Into a group within it.
    assert_eq!(house.patch(&outer_path, &[("add", "members", value(&inner))]).await.status, 204);
    assert_eq!(house.roles(&edda), "front_desk");
    let groups = house.get(&format!("/Users/{edda}")).await.json()["groups"].clone();
    let kinds: Vec<&str> = groups.as_array().unwrap().iter().map(|one| one["type"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"direct") && kinds.contains(&"indirect"), "{groups}");
    house.sign_in(&edda).await;
    // A rule more: other roles, and nobody stays signed in by the old.
    house.rule(&inner, Role::Clinician).await;
    assert_eq!((house.roles(&edda), house.sessions(&edda)), ("front_desk, clinician".to_owned(), "0".to_owned()));
    house.sign_in(&edda).await;
    assert_eq!(house.patch(&inner_path, &[("add", "members", value(&ada))]).await.status, 204);
    assert_eq!(
        (house.roles(&ada), house.sessions(&edda)),
        ("front_desk, clinician".to_owned(), "1".to_owned()),
        "whose roles stay stays signed in"
    );
    assert_eq!(
        house.patch(&outer_path, &[("remove", &format!("members[value eq \"{inner}\"]"), Json::Null)]).await.status,
        204
    );
    assert_eq!((house.roles(&edda), house.sessions(&edda)), ("clinician".to_owned(), "0".to_owned()));
    // What a manager gave by hand is not a group's to take.
    house.place.tamper(&format!(
        "UPDATE account SET roles = 'clinician, privacy_officer' WHERE id = '{}'",
        house.account(&ada)
    ));
    assert_eq!(house.scim("DELETE", &inner_path, None).await.status, 204);
    assert_eq!((house.roles(&edda), house.roles(&ada)), (String::new(), "privacy_officer".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_never_within_itself_however_long_the_way() {
    let house = TestHouse::open().await;
    let c = house.group("C", &[]).await;
    let b = house.group("B", &[&c]).await;
    let a = house.group("A", &[&b]).await;
    for within in [&a, &b, &c] {
        let body = json!([{ "value": within }]);
        let answer = house.patch(&format!("/Groups/{c}"), &[("add", "members", body)]).await;
        assert_eq!(answer.fault(), (400, "invalidValue".to_owned()));
    }
    // Two ways to one place are no circle.
    let diamond = house.group("D", &[&c]).await;
    assert_eq!(
        house.patch(&format!("/Groups/{a}"), &[("add", "members", json!([{ "value": diamond }]))]).await.status,
        204
    );
    let edda = house.bring("edda").await;
    house.patch(&format!("/Groups/{c}"), &[("add", "members", json!([{ "value": edda }]))]).await;
    assert_eq!(house.get(&format!("/Users/{edda}")).await.json()["groups"].as_array().unwrap().len(), 4);
    // Also where a circle stands in the store, everything has an end.
    house.place.tamper(&format!("INSERT INTO directory_subgroup (clinic, parent, child) SELECT clinic, '{c}', '{a}' FROM directory_group WHERE id = '{a}'"));
    assert_eq!(house.get(&format!("/Users/{edda}")).await.json()["groups"].as_array().unwrap().len(), 4);
    house.rule(&a, Role::FrontDesk).await;
    assert_eq!(house.roles(&edda), "front_desk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_called_like_another_gives_nothing_that_the_other_gives() {
    let house = TestHouse::open().await;
    let (edda, ada, mira) = (house.bring("edda").await, house.bring("ada").await, house.bring("mira").await);
    let real = house.group("Managers", &[]).await;
    house.rule(&real, Role::Manager).await;
    house.group("managers", &[&edda]).await;
    house.group("M\u{0430}nagers", &[&ada]).await;
    house.group("Managers\u{200b}", &[&mira]).await;
    assert_eq!(
        (house.roles(&edda), house.roles(&ada), house.roles(&mira)),
        (String::new(), String::new(), String::new())
    );
    // Called otherwise it gives what it gave: rules name the group, and not its name.
    house
        .patch(
            &format!("/Groups/{real}"),
            &[("replace", "displayName", json!("Heads")), ("add", "members", json!([{ "value": edda }]))],
        )
        .await;
    assert_eq!(house.roles(&edda), "manager");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_first_given_something_to_do_is_written_how_to_come_in_and_nobody_else_is() {
    let house = TestHouse::open().await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let mut shut = crate::kit::person("mira");
    shut["active"] = json!(false);
    let mira = house.scim("POST", "/Users", Some(shut)).await.id();
    assert_eq!(house.letters("identity.invitation").await, [] as [&str; 0]);
    let group = house.group("Reception", &[&edda, &mira]).await;
    house.rule(&group, Role::FrontDesk).await;
    assert_eq!(house.letters("identity.invitation").await, ["edda@example.org"]);
    house.rule(&group, Role::Clinician).await;
    assert_eq!(house.letters("identity.invitation").await.len(), 1, "one role more is no news of that kind");
    house.patch(&format!("/Users/{mira}"), &[("replace", "active", json!(true))]).await;
    let mut letters = house.letters("identity.invitation").await;
    letters.sort();
    assert_eq!(letters, ["edda@example.org", "mira@example.org"], "who was shut out learns it on being let in");
    // Who has come in already is not asked to.
    house.sign_in(&ada).await;
    house.patch(&format!("/Groups/{group}"), &[("add", "members", json!([{ "value": ada }]))]).await;
    assert_eq!(house.letters("identity.invitation").await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_has_no_more_groups_within_it_than_are_looked_through() {
    let house = TestHouse::open().await;
    let over = house.group("Everybody", &[]).await;
    let id: directory::model::GroupId = over.parse().unwrap();
    let scope = house.scope(promise::Purpose::Administration);
    let inner = scope.write(move |tx| {
        let source = directory::model::Source::Scim;
        let made = (0..1_001).map(|n| directory::store::group::create(tx, source, None, &format!("Group {n}")));
        let made: Vec<directory::model::Member> =
            made.map(|group| Ok(directory::model::Member::Group(group?.id))).collect::<directory::Result<_>>()?;
        let group = directory::store::group::find(tx, source, id)?.unwrap();
        directory::store::member::add(tx, &group, &made[..1_000])?;
        Ok::<_, directory::Error>(directory::store::member::add(tx, &group, &made[1_000..]))
    });
    assert!(matches!(inner.await.unwrap(), Err(directory::Error::TooMany)));
}
