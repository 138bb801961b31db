//! Whose key opens what.

use ground::Role;
use serde_json::json;

use crate::kit::{TestHouse, person};

#[tokio::test(flavor = "multi_thread")]
async fn a_directorys_key_opens_its_own_addresses_and_no_other_key_opens_them() {
    let house = TestHouse::open().await;
    let users = "/c/linden-quay/scim/v2/Users";
    let ask = async |key: Option<&str>, path: &str| {
        let bearer = key.map(|key| format!("Bearer {key}"));
        let headers: Vec<(&str, &str)> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
        house.send("GET".parse().unwrap(), path, &headers, None).await
    };
    assert_eq!(ask(Some(&house.key), users).await.status, 200);
    let (reads, writes) = (house.token(identity::Reach::Read).await, house.token(identity::Reach::Write).await);
    for (key, status) in
        [(None, 401), (Some("kw_nonsense"), 401), (Some(reads.as_str()), 403), (Some(writes.as_str()), 403)]
    {
        let answer = ask(key, users).await;
        assert_eq!(answer.fault().0, status, "{key:?}");
        assert_eq!(answer.header("www-authenticate").is_empty(), status != 401);
    }
    // A manager's browser is nobody here.
    house.staff("own@example.org", Role::Manager).await;
    let cookie = house.enter("own@example.org").await;
    let answer = house.send("GET".parse().unwrap(), users, &[("cookie", &cookie)], None).await;
    assert_eq!(answer.fault().0, 401);
    // And the directory's key is nobody's on a page.
    let page = ask(Some(&house.key), "/c/linden-quay/staff").await;
    assert_eq!(page.status, 303);
    let gone = ask(Some(&house.key), "/c/linden-quay/scim/v2/Nothing").await;
    assert_eq!(gone.fault().0, 404);
    for path in ["ServiceProviderConfig", "Schemas", "ResourceTypes"] {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let bearer = format!("Bearer {}", house.key);
            let headers = [("authorization", bearer.as_str()), ("content-type", "application/scim+json")];
            let path = format!("/c/linden-quay/scim/v2/{path}");
            let answer = house.send(method.parse().unwrap(), &path, &headers, Some("{}".to_owned())).await;
            assert_eq!(answer.status, if method == "GET" { 200 } else { 405 }, "{method} {path}");
        }
    }
    assert_eq!(house.get("/Me").await.fault().0, 501);
    assert_eq!(house.get("/Users/.search").await.fault().0, 405, "no way leads from there to a list");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_resources_can_be_found_by_its_address() {
    let house = TestHouse::open().await;
    for list in ["/Schemas", "/ResourceTypes"] {
        for one in house.get(list).await.json()["Resources"].as_array().unwrap() {
            let below = format!("{list}/{}", one["id"].as_str().unwrap_or_else(|| panic!("{one}")));
            assert_eq!(&house.get(&below).await.json(), one, "{below}");
            assert!(one["meta"]["location"].as_str().unwrap().ends_with(&below), "{one}");
        }
        assert_eq!(house.get(&format!("{list}/nothing")).await.fault().0, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_was_revoked_takes_nobody_in_or_out_any_more() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    house.place.tamper("DELETE FROM api_token");
    assert_eq!(house.scim("DELETE", &format!("/Users/{edda}"), None).await.fault().0, 401);
    assert_eq!(house.scim("POST", "/Users", Some(person("ada"))).await.fault().0, 401);
    assert!(house.is_open(&edda));
    assert_eq!(house.scim("POST", "/Bulk", Some(json!({}))).await.fault().0, 401);
}
