//! People whom a directory brings, from request to disk.

use ground::Role;
use serde_json::json;

use crate::kit::{TestHouse, USER, person};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_whom_the_directory_brings_has_an_account_and_is_read_back() {
    let house = TestHouse::open().await;
    let made = house.scim("POST", "/Users", Some(person("edda"))).await;
    assert_eq!((made.status, made.header("content-type")), (201, "application/scim+json"), "{}", made.text);
    let json = made.json();
    assert_eq!(made.header("location"), json["meta"]["location"].as_str().unwrap());
    assert_eq!(made.header("etag"), "W/\"1\"");
    assert_eq!(json["meta"]["location"], format!("http://clinic.example/c/linden-quay/scim/v2/Users/{}", made.id()));
    let read = house.get(&format!("/Users/{}", made.id())).await;
    assert_eq!((read.status, read.json()), (200, json.clone()));
    for (name, value) in person("edda").as_object().unwrap() {
        assert_eq!(&json[name], value, "{name}");
    }
    let account = house.account(&made.id());
    let stored = house.place.column(&format!("SELECT source || ' ' || shown_as FROM account WHERE id = '{account}'"));
    assert_eq!(stored, ["directory Edda Marsh"]);
    assert_eq!(house.roles(&made.id()), "", "nobody is given anything by being there");
    // Nothing of it lies in clear but the name that colleagues know.
    let bytes = match &house.place.data {
        ground::db::Location::Sqlite(path) => std::fs::read(path).unwrap(),
        _ => Vec::new(),
    };
    for clear in ["edda@example.org", "ext-edda"] {
        assert!(!bytes.windows(clear.len()).any(|window| window == clear.as_bytes()), "{clear}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_do_not_have_one_name_one_id_or_one_address() {
    let house = TestHouse::open().await;
    house.bring("edda").await;
    for (field, value) in [
        ("userName", json!("EDDA@example.org")),
        ("externalId", json!("ext-edda")),
        ("emails", json!([{ "value": "Edda@Example.org" }])),
    ] {
        let mut other = person("ada");
        other[field] = value;
        let refused = house.scim("POST", "/Users", Some(other.clone())).await;
        assert_eq!(refused.fault(), (409, "uniqueness".to_owned()), "{field}");
        assert!(refused.text.contains(field), "{}", refused.text);
        let ada = house.bring("ada").await;
        let refused = house.scim("PUT", &format!("/Users/{ada}"), Some(other)).await;
        assert_eq!(refused.fault(), (409, "uniqueness".to_owned()), "{field}");
        assert_eq!(house.scim("DELETE", &format!("/Users/{ada}"), None).await.status, 204);
    }
    // A letter of another script is another letter, and a name may be written in any.
    let mut homograph = person("mira");
    homograph["userName"] = json!("\u{0435}dda@example.org");
    assert_eq!(house.scim("POST", "/Users", Some(homograph)).await.status, 201);
    let mut arabic = person("noor");
    arabic["name"] = json!({ "givenName": "نور\u{202e}", "familyName": "الهاشمي" });
    let made = house.scim("POST", "/Users", Some(arabic)).await;
    assert_eq!(made.json()["name"]["givenName"], "نور", "what turns the text around it is left out");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_swap_their_addresses_and_nobody_is_lost_on_the_way() {
    let house = TestHouse::open().await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let accounts = (house.account(&edda), house.account(&ada));
    let address = |user: &str, email: &str| (format!("/Users/{user}"), json!([{ "value": email, "type": "work" }]));
    let (path, value) = address(&edda, "ada@example.org");
    let refused = house.patch(&path, &[("replace", "emails", value.clone())]).await;
    assert_eq!(refused.fault(), (409, "uniqueness".to_owned()));
    // By a third address, as directories do it.
    let (path, between) = address(&edda, "between@example.org");
    assert_eq!(house.patch(&path, &[("replace", "emails", between)]).await.status, 200);
    let (other, own) = address(&ada, "edda@example.org");
    assert_eq!(house.patch(&other, &[("replace", "emails", own)]).await.status, 200);
    assert_eq!(house.patch(&path, &[("replace", "emails", value)]).await.status, 200);
    assert_eq!(house.get(&path).await.json()["emails"][0]["value"], "ada@example.org");
    assert_eq!(house.get(&other).await.json()["emails"][0]["value"], "edda@example.org");
    assert_eq!((house.account(&edda), house.account(&ada)), accounts);
    // And at once, for whoever knows both.
    let ids: Vec<ground::AccountId> = [accounts.0, accounts.1].iter().map(|id| id.parse().unwrap()).collect();
    let new = [(ids[0], "edda@example.org".to_owned()), (ids[1], "ada@example.org".to_owned())];
    let swapped = house.as_directory().write(move |tx| identity::readdress(tx, &new)).await;
    swapped.unwrap();
    assert_eq!(house.get(&path).await.json()["emails"][0]["value"], "edda@example.org");
    let one = [(ids[0], "ada@example.org".to_owned())];
    let refused = house.as_directory().write(move |tx| identity::readdress(tx, &one)).await;
    assert!(matches!(refused, Err(identity::Error::EmailTaken)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_the_clinic_made_is_the_directorys_when_a_manager_says_so_and_not_before() {
    let house = TestHouse::open().await;
    let own = house.staff("edda@example.org", Role::Clinician).await;
    let refused = house.scim("POST", "/Users", Some(person("edda"))).await;
    assert_eq!(refused.fault(), (409, "uniqueness".to_owned()));
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.status, 409, "asking again changes nothing");
    let unchanged =
        house.place.column(&format!("SELECT roles || ' ' || source FROM account WHERE id = '{}'", own.account));
    assert_eq!(unchanged, ["clinician automatic"]);
    let account = own.account;
    house.scope(promise::Purpose::Administration).write(move |tx| agree(tx, account)).await.unwrap();
    // Whoever else has the address there meanwhile is not whom the manager meant.
    let mut other = person("edda");
    other["externalId"] = json!("ext-somebody-else");
    assert_eq!(house.scim("POST", "/Users", Some(other)).await.status, 409);
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.status, 409, "so it is asked anew");
    house.scope(promise::Purpose::Administration).write(move |tx| agree(tx, account)).await.unwrap();
    let edda = house.bring("edda").await;
    assert_eq!(house.account(&edda), own.account.to_string());
    assert_eq!(house.roles(&edda), "clinician", "what a manager gave stays");
}

/// A manager's yes to what is asked just now.
fn agree(tx: &mut ground::Tx<'_>, account: ground::AccountId) -> directory::Result<()> {
    let asked = directory::store::claim::list(tx)?.into_iter().find(|claim| claim.account == account).unwrap();
    directory::store::claim::confirm(tx, account, &asked.seen)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_yes_is_for_the_person_and_the_address_that_the_page_showed() {
    let house = TestHouse::open().await;
    let account = house.staff("edda@example.org", Role::Clinician).await.account;
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.status, 409);
    let scope = house.scope(promise::Purpose::Administration);
    let asked = scope.read(directory::store::claim::list).await.unwrap().remove(0);
    // Meanwhile the directory means somebody else.
    let mut other = person("edda");
    other["externalId"] = json!("ext-somebody-else");
    assert_eq!(house.scim("POST", "/Users", Some(other)).await.status, 409);
    let seen = asked.seen.clone();
    let late = scope.write(move |tx| directory::store::claim::confirm(tx, account, &seen)).await;
    assert!(matches!(late, Err(directory::Error::Changed)), "{late:?}");
    // Or the account has another address.
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.status, 409);
    let moved = [(account, "edda.marsh@example.org".to_owned())];
    let own = house.scope(promise::Purpose::Operation);
    own.write(move |tx| identity::readdress(tx, &moved)).await.unwrap();
    let seen = asked.seen.clone();
    let late = scope.write(move |tx| directory::store::claim::confirm(tx, account, &seen)).await;
    assert!(matches!(late, Err(directory::Error::Changed)), "{late:?}");
    let back = [(account, "edda@example.org".to_owned())];
    own.write(move |tx| identity::readdress(tx, &back)).await.unwrap();
    scope.write(move |tx| agree(tx, account)).await.unwrap();
    assert_eq!(house.account(&house.bring("edda").await), account.to_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_whose_record_was_made_one_with_anothers_is_connected_with_no_directory() {
    let house = TestHouse::open().await;
    let own = house.staff("edda@example.org", Role::Clinician).await;
    let scope = house.scope(promise::Purpose::Operation);
    let person_id = own.person;
    let merge = scope.write(move |tx| {
        let other = tx.create_person()?.person();
        Ok::<_, ground::Error>(tx.merge(other, person_id)?.is_ok())
    });
    assert!(merge.await.unwrap());
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.fault(), (409, "uniqueness".to_owned()));
    assert!(scope.read(directory::store::claim::list).await.unwrap().is_empty(), "nobody is asked what nobody may say");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_no_colleague_whatever_a_directory_says() {
    let house = TestHouse::open().await;
    let new = identity::NewClient {
        person: None,
        email: "edda@example.org".to_owned(),
        name: None,
        language: "en".to_owned(),
        age_stated: Some(18),
        password: Some(identity::Hashed::of("x", 1)),
        source: identity::Source::Automatic,
    };
    let scope = house.scope(promise::Purpose::Operation);
    let made = scope.write(move |tx| identity::create_client_account(tx, &new)).await.unwrap();
    let refused = house.scim("POST", "/Users", Some(person("edda"))).await;
    assert_eq!(refused.fault(), (409, "uniqueness".to_owned()));
    assert_eq!(house.place.column("SELECT account FROM directory_claim"), [] as [&str; 0], "no manager is asked");
    // Nor does the directory's role open a client's record.
    let opened = house.as_directory().read(move |tx| tx.open(made.person).map(drop)).await;
    assert!(matches!(opened, Err(ground::Error::Refused(_))));
    // Nor by way of a merge.
    let ada = house.bring("ada").await;
    let brought: ground::PersonId =
        house.place.column(&format!("SELECT person FROM directory_user WHERE id = '{ada}'"))[0].parse().unwrap();
    for (from, into) in [(made.person, brought), (brought, made.person)] {
        let manager = ground::Actor { roles: Role::Manager.into(), ..ground::Actor::automatic() };
        let scope = house.scope(promise::Purpose::Administration).as_actor(manager);
        let merged = scope.write(move |tx| tx.merge(from, into)).await.unwrap();
        assert_eq!(merged.map(drop), Err(ground::merge::Cannot::Room("directory-merge-brought")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_stands_in_the_record_as_the_directorys_and_nobody_is_opened_for_nothing() {
    let house = TestHouse::open().await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let person_of = |user: &str| -> ground::PersonId {
        house.place.column(&format!("SELECT person FROM directory_user WHERE id = '{user}'"))[0].parse().unwrap()
    };
    let opened = async |person: ground::PersonId| -> Vec<String> {
        let scope = house.scope(promise::Purpose::Operation);
        let all = scope.read(move |tx| ground::access::about(tx, person, 100)).await.unwrap();
        all.into_iter().map(|one| format!("{} {}", one.actor.split(':').next().unwrap(), one.purpose)).collect()
    };
    let (edda, ada) = ((edda.clone(), person_of(&edda)), (ada.clone(), person_of(&ada)));
    for unopened in [
        "/Users?attributes=active",
        "/Users?attributes=id&filter=active eq true",
        "/Users?excludedAttributes=userName,externalId,name,emails",
        "/Users?attributes=groups&filter=userName eq \"edda@example.org\"",
        "/Groups",
    ] {
        let answer = house.get(unopened).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert!(!answer.text.contains("edda@"), "{unopened}");
    }
    assert_eq!((opened(edda.1).await, opened(ada.1).await), (vec![], vec![]));
    let found = house.get("/Users?filter=userName eq \"edda@example.org\"").await.json();
    assert_eq!(
        (found["totalResults"].as_i64(), found["Resources"][0]["id"].as_str()),
        (Some(1), Some(edda.0.as_str()))
    );
    assert_eq!(opened(edda.1).await, ["token administration"]);
    assert_eq!(opened(ada.1).await, [] as [&str; 0], "who was not asked for was not opened");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_of_the_version_it_was_made_for() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let path = format!("/Users/{edda}");
    // A person's version says nothing of their groups, so who has it is answered all the same.
    let group = house.group("Desk", &[&edda]).await;
    let known = house.scim_with("GET", &path, &[("if-none-match", "W/\"1\"")], None).await;
    assert_eq!((known.status, known.json()["groups"][0]["value"].as_str()), (200, Some(group.as_str())));
    let group = format!("/Groups/{group}");
    let tag = house.get(&group).await.header("etag").to_owned();
    let known = house.scim_with("GET", &group, &[("if-none-match", &tag)], None).await;
    assert_eq!((known.status, known.text.as_str()), (304, ""));
    let change = |name: &str| json!({ "schemas": [USER], "name": { "familyName": name } });
    let first = house.scim_with("PUT", &path, &[("if-match", "W/\"1\"")], Some(change("Quay"))).await;
    assert_eq!((first.status, first.header("etag")), (200, "W/\"2\""), "{}", first.text);
    let late = house.scim_with("PUT", &path, &[("if-match", "W/\"1\"")], Some(change("Late"))).await;
    assert_eq!(late.fault().0, 412);
    assert_eq!(house.scim_with("DELETE", &path, &[("if-match", "\"7\"")], None).await.status, 412);
    let same = house.scim_with("PUT", &path, &[("if-match", "*")], Some(change("Quay"))).await;
    assert_eq!((same.status, same.header("etag")), (200, "W/\"2\""), "what says nothing new writes nothing");
    let read = house.get(&path).await.json();
    assert_eq!((read["name"]["givenName"].as_str(), read["name"]["familyName"].as_str()), (Some("Edda"), Some("Quay")));
    let shown = house.place.column(&format!("SELECT shown_as FROM account WHERE id = '{}'", house.account(&edda)));
    assert_eq!(shown, ["Edda Quay"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_at_once_are_all_made_and_none_is_made_of_another() {
    let house = std::sync::Arc::new(TestHouse::open().await);
    let (edda, group) = (house.bring("edda").await, house.group("Everyone", &[]).await);
    let mut people = Vec::new();
    for at in 0..8 {
        people.push(house.bring(&format!("p{at}")).await);
    }
    let mut under_way = Vec::new();
    for (at, person) in people.iter().cloned().enumerate() {
        let (house, edda, group) = (house.clone(), edda.clone(), group.clone());
        under_way.push(tokio::spawn(async move {
            let named = [("replace", "name.familyName", json!(format!("N{at}")))];
            let name = house.patch(&format!("/Users/{edda}"), &named).await;
            assert_eq!(name.status, 200, "{}", name.text);
            let member = json!([{ "value": person }]);
            assert_eq!(house.patch(&format!("/Groups/{group}"), &[("add", "members", member)]).await.status, 204);
        }));
    }
    for one in under_way {
        one.await.unwrap();
    }
    people.sort();
    assert_eq!(house.members(&group).await, people);
    assert_eq!(house.get(&format!("/Users/{edda}")).await.header("etag"), "W/\"9\"");
    assert_eq!(house.get(&format!("/Groups/{group}")).await.header("etag"), "W/\"9\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_directory_has_changes_no_address_here() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let group = house.group("Reception", &[&edda]).await;
    house.rule(&group, Role::FrontDesk).await;
    house.sign_in(&edda).await;
    house.staff("own@example.org", Role::FrontDesk).await;
    let address = [("email", "elsewhere@example.net")];
    for (email, status) in [("edda@example.org", 422), ("own@example.org", 303)] {
        let cookie = house.enter(email).await;
        let answer = house.page(&cookie, "/account/address", Some(&address)).await;
        assert_eq!(answer.status, status, "{email}: {}", answer.text);
        assert_eq!(answer.text.contains("A directory of the clinic’s says which address"), status == 422, "{email}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_had_everything_restricted_is_locked_out_all_the_same() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let person: ground::PersonId = house
        .place
        .column(&format!("SELECT person FROM directory_user WHERE id = '{edda}'"))
        .remove(0)
        .parse()
        .unwrap();
    let restrict = move |tx: &mut ground::Tx<'_>| ground::restrict::restrict(tx, person, ground::restrict::Basis::Wish);
    assert!(house.scope(promise::Purpose::Rights).write(restrict).await.unwrap());
    let here = format!("/Users/{edda}");
    assert_eq!(house.get(&here).await.status, 200);
    let left = house.patch(&here, &[("replace", "active", json!(false))]).await;
    assert_eq!(left.status, 200, "{}", left.text);
    let account = house.account(&edda);
    let closed = format!("SELECT id FROM account WHERE id = '{account}' AND deactivated_at IS NOT NULL");
    assert_eq!(house.place.column(&closed), [account]);
}
