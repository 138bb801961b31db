//! How people and groups are found: filters, order, pages, parts.

use serde_json::{Value as Json, json};

use crate::kit::{Answer, TestHouse};

fn names(answer: &Answer) -> Vec<String> {
    let json = answer.json();
    let name = |one: &Json| one["userName"].as_str().or(one["displayName"].as_str()).unwrap_or_default().to_owned();
    json["Resources"].as_array().unwrap_or_else(|| panic!("{}", answer.text)).iter().map(name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_found_by_filters_in_an_order_and_by_pages() {
    let house = TestHouse::open().await;
    for name in ["edda", "ada", "mira", "noor", "ben"] {
        house.bring(name).await;
        house.later(1);
    }
    let noor = house.get("/Users?filter=userName eq \"noor@example.org\"").await.json()["Resources"][0]["id"].clone();
    house.patch(&format!("/Users/{}", noor.as_str().unwrap()), &[("replace", "active", json!(false))]).await;
    for (query, expected) in [
        ("", &["edda", "ada", "mira", "noor", "ben"][..]),
        ("sortBy=userName", &["ada", "ben", "edda", "mira", "noor"]),
        ("sortBy=name.givenName&sortOrder=descending", &["noor", "mira", "edda", "ben", "ada"]),
        ("sortBy=emails.value&startIndex=2&count=2", &["ben", "edda"]),
        ("startIndex=4", &["noor", "ben"]),
        ("startIndex=6", &[]),
        ("count=0", &[]),
        ("filter=active eq false", &["noor"]),
        ("filter=userName sw \"M\" or userName ew \"n@example.org\"", &["mira", "ben"]),
        ("filter=not (name.givenName co \"d\") and active eq true", &["mira", "ben"]),
        ("filter=emails[value eq \"ada@example.org\" and type eq \"work\"]", &["ada"]),
        ("filter=emails[value eq \"ada@example.org\" and type eq \"home\"]", &[]),
        ("filter=meta.created gt \"2026-11-24T10:02:30Z\"", &["noor", "ben"]),
        ("filter=userName eq \"ada@example.org\" and active eq false", &[]),
        ("filter=id eq \"dus_nothing\"", &[]),
        ("filter=phoneNumbers pr", &[]),
    ] {
        let answer = house.get(&format!("/Users?{query}")).await;
        let expected: Vec<String> = expected.iter().map(|name| format!("{name}@example.org")).collect();
        assert_eq!(names(&answer), expected, "{query}");
        // The same asked by POST, where it stands in no address.
        let body: serde_json::Map<String, Json> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| {
                let number = value.parse::<i64>().map(Json::from);
                (name.to_owned(), number.unwrap_or_else(|_| json!(value)))
            })
            .collect();
        let posted = house.scim("POST", "/Users/.search", Some(Json::Object(body))).await;
        assert_eq!(posted.json(), answer.json(), "{query}");
    }
    let total = house.get("/Users?startIndex=4&count=1").await.json();
    assert_eq!(
        (&total["totalResults"], &total["itemsPerPage"], &total["startIndex"]),
        (&json!(5), &json!(1), &json!(4))
    );
    for wrong in ["filter=userName", "filter=(", "count=x", "sortBy=a b", "attributes=a b"] {
        let answer = house.get(&format!("/Users?{wrong}")).await;
        assert_eq!(answer.fault().0, 400, "{wrong}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_found_by_name_by_member_and_beside_people() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let one = house.group("Reception", &[&edda]).await;
    // Ids of one moment have no order.
    house.later(1);
    let other = house.group("RECEPTION", &[]).await;
    let both = house.get("/Groups?filter=displayName eq \"reception\"").await;
    assert_eq!(names(&both), ["Reception", "RECEPTION"], "alike by case, and two");
    for query in
        [format!("members.value eq \"{edda}\""), format!("members[value eq \"{edda}\"]"), "members pr".to_owned()]
    {
        let found = house.get(&format!("/Groups?filter={query}")).await;
        assert_eq!(found.json()["Resources"][0]["id"], json!(one), "{query}");
        assert_eq!(found.json()["totalResults"], 1, "{query}");
    }
    let all = house.scim("POST", "/.search", Some(json!({}))).await;
    assert_eq!(names(&all), ["edda@example.org", "Reception", "RECEPTION"]);
    for (start, expected) in [(1, "edda@example.org"), (2, "Reception"), (3, "RECEPTION")] {
        let page = house.scim("POST", "/.search", Some(json!({ "startIndex": start, "count": 1 }))).await;
        assert_eq!((names(&page), &page.json()["totalResults"]), (vec![expected.to_owned()], &json!(3)), "{start}");
    }
    let parts = house.get(&format!("/Groups/{other}?attributes=displayName")).await.json();
    assert_eq!(parts, json!({ "schemas": [crate::kit::GROUP], "id": other, "displayName": "RECEPTION" }));
    let edda = house.get(&format!("/Users/{edda}?attributes=groups.display")).await.json();
    assert_eq!(edda["groups"], json!([{ "display": "Reception" }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_that_would_open_too_many_is_refused_and_one_by_an_index_is_not() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    // A thousand more, as rows: none of them is opened.
    let padded = "substr('70000000000000000000000000', 1, 26 - length(CAST(at AS TEXT))) || CAST(at AS TEXT)";
    let prefix = ground::AccountId::PREFIX;
    let sql = format!(
        "INSERT INTO directory_user (clinic, id, account, person, source, user_name_token, email_marks, active, roles_given, digest, version, made_at, changed_at, external_token)
         WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 1001)
         SELECT u.clinic, 'dus_' || {padded}, '{prefix}_' || {padded}, u.person, 'scim', CAST('n' || CAST(at AS TEXT) AS BYTEA), '', 1, '', u.digest, 1, 0, 0, NULL
         FROM directory_user u, n WHERE u.id = '{edda}'"
    );
    let accounts = format!(
        "INSERT INTO account (clinic, id, person, email, email_token, roles, language, source, created_at)
         WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < 1001)
         SELECT a.clinic, '{prefix}_' || {padded}, a.person, a.email, CAST('t' || CAST(at AS TEXT) AS BYTEA), '', 'en', 'directory', 0
         FROM account a, n WHERE a.id = '{}'",
        house.account(&edda)
    );
    let blob = |sql: &str| match house.place.data {
        ground::db::Location::Sqlite(_) => sql.replace("BYTEA", "BLOB"),
        _ => sql.to_owned(),
    };
    house.place.tamper(&blob(&accounts));
    house.place.tamper(&blob(&sql));
    let refused = house.get("/Users?filter=userName co \"edda\"").await;
    assert_eq!(refused.fault(), (400, "tooMany".to_owned()));
    assert_eq!(house.get("/Users?filter=userName eq \"edda@example.org\"").await.json()["totalResults"], 1);
    let unopened = house.get("/Users?filter=active eq true&attributes=id&count=1").await.json();
    assert_eq!(unopened["totalResults"], 1_002);
}
