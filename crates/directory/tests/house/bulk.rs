//! Several changes in one request.

use serde_json::{Value as Json, json};

use crate::kit::{TestHouse, person};

fn bulk(ops: Vec<Json>, more: Json) -> Json {
    let mut body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": ops });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn post(path: &str, bulk_id: &str, data: Json) -> Json {
    json!({ "method": "POST", "path": path, "bulkId": bulk_id, "data": data })
}

fn statuses(json: &Json) -> Vec<&str> {
    json["Operations"].as_array().unwrap().iter().map(|one| one["status"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_refers_to_what_another_makes_waits_for_it_wherever_it_stands() {
    let house = TestHouse::open().await;
    let ops = vec![
        post(
            "/Groups",
            "g",
            json!({ "displayName": "Reception", "members": [{ "value": "bulkId:edda" }, { "value": "bulkId:inner" }] }),
        ),
        post("/Users", "edda", person("edda")),
        json!({ "method": "PATCH", "path": "/Users/bulkId:edda", "data": { "Operations": [{ "op": "replace", "path": "name.familyName", "value": "Quay" }] } }),
        post("/Groups", "inner", json!({ "displayName": "Inner" })),
    ];
    let answer = house.scim("POST", "/Bulk", Some(bulk(ops, json!({})))).await.json();
    assert_eq!(statuses(&answer), ["201", "201", "200", "201"], "{answer}");
    let found = house.get("/Groups?filter=displayName eq \"Reception\"").await.json();
    assert_eq!(found["Resources"][0]["members"].as_array().unwrap().len(), 2);
    assert_eq!(house.get("/Users").await.json()["Resources"][0]["name"]["familyName"], "Quay");
    assert!(answer["Operations"][1]["location"].as_str().unwrap().contains("/Users/dus_"));
    // Two that wait for one another: neither is made, and neither takes the rest along.
    let ops = vec![
        post("/Groups", "a", json!({ "displayName": "A", "members": [{ "value": "bulkId:b" }] })),
        post("/Groups", "b", json!({ "displayName": "B", "members": [{ "value": "bulkId:a" }] })),
        post("/Users", "ada", person("ada")),
    ];
    let answer = house.scim("POST", "/Bulk", Some(bulk(ops, json!({})))).await.json();
    assert_eq!(statuses(&answer), ["400", "400", "201"], "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_takes_no_other_back_and_as_many_as_are_said_end_it() {
    let house = TestHouse::open().await;
    let ops = || {
        vec![
            post("/Users", "1", person("edda")),
            post("/Users", "2", person("edda")),
            json!({ "method": "DELETE", "path": "/Users/dus_00000000000000000000000000" }),
            post("/Users", "3", person("ada")),
        ]
    };
    let stopped = house.scim("POST", "/Bulk", Some(bulk(ops(), json!({ "failOnErrors": 2 })))).await.json();
    assert_eq!(statuses(&stopped), ["201", "409", "404"], "{stopped}");
    let conflict = &stopped["Operations"][1]["response"];
    assert_eq!((&conflict["scimType"], &conflict["status"]), (&json!("uniqueness"), &json!("409")));
    let all = house.scim("POST", "/Bulk", Some(bulk(ops(), json!({})))).await.json();
    assert_eq!(statuses(&all), ["409", "409", "404", "201"]);
    for (ops, more, status) in [
        (vec![post("/Users", "1", json!({})); 1_001], json!({}), 413),
        (vec![json!("x")], json!({}), 400),
        (vec![], json!({ "failOnErrors": "x" }), 400),
        (vec![], json!({ "schemas": [] }), 400),
    ] {
        assert_eq!(house.scim("POST", "/Bulk", Some(bulk(ops, more))).await.fault().0, status);
    }
    let wrong = vec![
        json!({ "method": "POST", "path": "/Users", "data": person("x") }),
        json!({ "method": "GET", "path": "/Users" }),
        json!({ "method": "POST", "path": "/Bulk", "bulkId": "b", "data": {} }),
        json!({ "method": "PUT", "path": "/Users/a/b", "data": {} }),
    ];
    let answer = house.scim("POST", "/Bulk", Some(bulk(wrong, json!({})))).await.json();
    assert_eq!(statuses(&answer), ["400", "400", "404", "404"], "{answer}");
    // A version holds here too.
    let edda = house.get("/Users?filter=externalId eq \"ext-edda\"").await.json()["Resources"][0]["id"].clone();
    let late =
        json!({ "method": "DELETE", "path": format!("/Users/{}", edda.as_str().unwrap()), "version": "W/\"7\"" });
    assert_eq!(statuses(&house.scim("POST", "/Bulk", Some(bulk(vec![late], json!({})))).await.json()), ["412"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_begun_in_time_is_said_and_what_was_done_is_too() {
    let house = TestHouse::open().await;
    let ops: Vec<Json> = (0..200).map(|n| post("/Users", &n.to_string(), person(&format!("p{n}")))).collect();
    let count = || house.place.column("SELECT id FROM directory_user").len();
    let slow = async {
        while count() < 3 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        house.later(1);
    };
    let (answer, ()) = tokio::join!(house.scim("POST", "/Bulk", Some(bulk(ops, json!({})))), slow);
    let answer = answer.json();
    let all = statuses(&answer);
    let done = all.iter().filter(|status| **status == "201").count();
    assert!(all.len() == 200 && (3..200).contains(&done) && done == count(), "{done} of {}", all.len());
    assert!(all[done..].iter().all(|status| *status == "503"));
    assert!(
        answer["Operations"][199]["response"]["detail"].as_str().unwrap().contains("Not begun in time"),
        "{answer}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_that_wait_for_one_another_are_looked_through_once() {
    let house = TestHouse::open().await;
    // Each but the last two waits for the last, and names it many times: sought anew at each step this would take minutes.
    let members = vec![json!({ "value": "bulkId:end" }); 60];
    let mut ops: Vec<Json> = (0..700)
        .map(|n| json!({ "method": "PATCH", "path": format!("/Groups/dgr_{n}"), "data": { "Operations": members } }))
        .collect();
    ops.push(post("/Groups", "none", json!({ "displayName": "Refused", "members": [{ "value": "bulkId:nothing" }] })));
    ops.push(post("/Users", "end", person("edda")));
    let answer = house.scim("POST", "/Bulk", Some(bulk(ops, json!({})))).await.json();
    let all = statuses(&answer);
    assert_eq!((all.len(), all[701]), (702, "201"));
    assert!(all[..701].iter().all(|status| *status != "503"), "in time");
}
