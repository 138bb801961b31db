//! What Entra ID and Okta really send, and what must not be guessed.

use serde_json::{Value as Json, json};

use crate::kit::{TestHouse, USER, person};

#[tokio::test(flavor = "multi_thread")]
async fn what_entra_id_sends_is_taken_as_it_means_it() {
    let house = TestHouse::open().await;
    // It looks whether somebody is there, and makes them.
    let none = house.get("/Users?filter=emails[type eq \"work\"].value eq \"edda@example.org\"").await.json();
    assert_eq!((none["totalResults"].as_i64(), &none["Resources"]), (Some(0), &json!([])));
    let edda = house.bring("edda").await;
    let found = house.get("/Users?filter=emails[type eq \"work\"].value eq \"Edda@example.org\"").await.json();
    assert_eq!(found["Resources"][0]["id"], json!(edda));
    let found = house.get("/Users?filter=externalId eq \"ext-edda\"").await.json();
    assert_eq!(found["totalResults"], 1);
    let path = format!("/Users/{edda}");
    for (value, active) in
        [(json!("False"), false), (json!("True"), true), (json!(false), false), (json!([{ "value": "True" }]), true)]
    {
        let answer = house.patch(&path, &[("Replace", "active", value.clone())]).await;
        assert_eq!((answer.status, &answer.json()["active"]), (200, &json!(active)), "{value}");
        assert_eq!(house.is_open(&edda), active, "{value}");
    }
    // Without a path, with paths for names.
    let answer = house
        .patch(&path, &[("Replace", "", json!({ "active": "False", "name.familyName": "Quay", "emails[type eq \"work\"].value": "quay@example.org", "displayName": "x" }))])
        .await
        .json();
    assert_eq!(
        (&answer["active"], &answer["name"]["familyName"], &answer["emails"][0]["value"]),
        (&json!(false), &json!("Quay"), &json!("quay@example.org"))
    );
    let answer = house
        .patch(&path, &[("Add", "name.givenName", json!("Ida")), ("Remove", "externalId", Json::Null)])
        .await
        .json();
    assert_eq!((&answer["name"]["givenName"], answer.get("externalId")), (&json!("Ida"), None));
    // A person without a mailbox is written to where they sign in.
    let mut bare = person("ada");
    bare.as_object_mut().unwrap().remove("emails");
    let ada = house.scim("POST", "/Users", Some(bare)).await;
    assert_eq!(ada.json()["emails"][0]["value"], "ada@example.org");
    let path = format!("/Users/{}", ada.id());
    let named =
        house.patch(&path, &[("Add", "emails[type eq \"work\"].value", json!("ada.work@example.org"))]).await.json();
    assert_eq!(named["emails"], json!([{ "value": "ada.work@example.org", "type": "work" }]));
    let gone = house.patch(&path, &[("Remove", "emails[type eq \"work\"].value", Json::Null)]).await.json();
    assert_eq!(gone["emails"][0]["value"], "ada@example.org");
    // It takes a member out by value, and takes out whoever is not in it too.
    let group = house.group("Reception", &[&edda, &ada.id()]).await;
    let named = |id: &str| ("Remove", "members", json!([{ "value": id }]));
    assert_eq!(house.patch(&format!("/Groups/{group}"), &[named(&edda)]).await.status, 204);
    assert_eq!(house.members(&group).await, [ada.id()]);
    assert_eq!(house.patch(&format!("/Groups/{group}"), &[named(&edda)]).await.status, 204);
    assert_eq!(house.members(&group).await, [ada.id()]);
    assert_eq!(
        house.get("/Groups?excludedAttributes=members&filter=displayName eq \"reception\"").await.json()["Resources"]
            [0]
        .get("members"),
        None
    );
    let is_in = format!("/Groups?filter=id eq \"{group}\" and members eq \"{}\"", ada.id());
    assert_eq!(house.get(&is_in).await.json()["totalResults"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_okta_sends_is_taken_as_it_means_it() {
    let house = TestHouse::open().await;
    let sent = json!({
        "schemas": [USER], "userName": "edda@example.org", "externalId": "00ujl29u0le5T6Aj10h7",
        "name": { "givenName": "Edda", "familyName": "Marsh" }, "displayName": "Edda Marsh", "locale": "en-US",
        "emails": [{ "primary": true, "value": "edda@example.org", "type": "work" }],
        "groups": [], "password": "1mz050nq", "active": true,
    });
    let answer = house
        .scim_with("POST", "/Users", &[("content-type", "application/scim+json; charset=utf-8")], Some(sent.clone()))
        .await;
    // A header twice is read as the first; what counts is that the type with a charset is taken.
    assert_eq!(answer.status, 201, "{}", answer.text);
    let edda = answer.id();
    // It reads the person, changes what it changes, and sends the whole back, by PUT.
    let mut whole = house.get(&format!("/Users/{edda}")).await.json();
    whole["active"] = json!(false);
    whole["name"]["familyName"] = json!("Quay");
    let put = house.scim("PUT", &format!("/Users/{edda}"), Some(whole)).await;
    assert_eq!((put.status, &put.json()["active"]), (200, &json!(false)), "{}", put.text);
    assert!(!house.is_open(&edda));
    let back = house.patch(&format!("/Users/{edda}"), &[("replace", "", json!({ "active": true }))]).await;
    assert_eq!((back.status, house.is_open(&edda)), (200, true));
    // What is left out of a replacement is left as it is: nobody comes back by omission.
    house.patch(&format!("/Users/{edda}"), &[("replace", "active", json!(false))]).await;
    let put = house
        .scim("PUT", &format!("/Users/{edda}"), Some(json!({ "schemas": [USER], "userName": "edda@example.org" })))
        .await;
    assert_eq!((&put.json()["active"], &put.json()["name"]["familyName"]), (&json!(false), &json!("Quay")));
    // A group is renamed with its id beside the name, and pushed with whom it has.
    let group = house.group("Reception", &[&edda]).await;
    let path = format!("/Groups/{group}");
    let renamed = house.patch(&path, &[("replace", "", json!({ "id": group, "displayName": "Front desk" }))]).await;
    assert_eq!(renamed.status, 204, "{}", renamed.text);
    assert_eq!(house.get(&path).await.json()["displayName"], "Front desk");
    assert_eq!(house.members(&group).await, std::slice::from_ref(&edda));
    let gone = house.patch(&path, &[("remove", &format!("members[value eq \"{edda}\"]"), Json::Null)]).await;
    assert_eq!((gone.status, house.members(&group).await.len()), (204, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_removal_never_empties_a_group() {
    let house = TestHouse::open().await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let group = house.group("Reception", &[&edda, &ada]).await;
    let path = format!("/Groups/{group}");
    let all = {
        let mut all = vec![edda.clone(), ada.clone()];
        all.sort();
        all
    };
    for (op, kind) in [
        // Nobody named, where somebody was to be.
        (json!({ "op": "Remove", "path": "members", "value": [] }), "noTarget"),
        (json!({ "op": "Remove", "path": "members", "value": null }), "noTarget"),
        (json!({ "op": "remove" }), "noTarget"),
        (json!({ "op": "remove", "value": [{ "value": edda }] }), "noTarget"),
        (json!({ "op": "remove", "path": "members", "value": [{}] }), "invalidValue"),
        (json!({ "op": "remove", "path": "members", "value": [{ "value": null }] }), "invalidValue"),
        (json!({ "op": "remove", "path": "members[]" }), "invalidPath"),
        (json!({ "op": "remove", "path": "members[value eq]" }), "invalidPath"),
        (json!({ "op": "remove", "path": "members.value" }), "mutability"),
        (json!({ "op": "replace", "path": "members", "value": null }), "invalidValue"),
        (json!({ "op": "replace", "path": "members" }), "invalidValue"),
        (json!({ "op": "replace", "path": "members[value eq \"x\"]", "value": [] }), "mutability"),
    ] {
        let answer = house.patch_raw(&path, vec![op.clone()]).await;
        assert_eq!(answer.fault(), (400, kind.to_owned()), "{op}");
        assert_eq!(house.members(&group).await, all, "{op}");
    }
    for harmless in [
        json!({ "op": "remove", "path": "members", "value": [{ "value": "dus_00000000000000000000000000" }] }),
        json!({ "op": "remove", "path": "members[value eq \"dus_00000000000000000000000000\"]" }),
        json!({ "op": "remove", "path": "members[value eq \"\"]" }),
        json!({ "op": "remove", "path": "members[type eq \"Group\"]" }),
    ] {
        assert_eq!(house.patch_raw(&path, vec![harmless.clone()]).await.status, 204, "{harmless}");
        assert_eq!(house.members(&group).await, all, "{harmless}");
    }
    // A replacement that says nothing of members takes none of them.
    let put = house.scim("PUT", &path, Some(json!({ "displayName": "Reception" }))).await;
    assert_eq!((put.status, house.members(&group).await), (200, all));
    // Whoever says all means all (RFC 7644, section 3.5.2.2).
    assert_eq!(house.patch_raw(&path, vec![json!({ "op": "remove", "path": "members" })]).await.status, 204);
    assert_eq!(house.members(&group).await, [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_changes_nothing_and_says_why() {
    let house = TestHouse::open().await;
    let edda = house.bring("edda").await;
    let path = format!("/Users/{edda}");
    let before = house.get(&path).await.json();
    for (op, kind) in [
        (json!({ "op": "move", "path": "userName", "value": "x" }), "invalidSyntax"),
        (json!({ "path": "userName", "value": "x" }), "invalidSyntax"),
        (json!({ "op": "replace", "path": "userName[", "value": "x" }), "invalidPath"),
        (json!({ "op": "replace", "path": "nothing", "value": "x" }), "invalidPath"),
        (json!({ "op": "replace", "path": 7, "value": "x" }), "invalidPath"),
        (json!({ "op": "replace", "path": "id", "value": "x" }), "mutability"),
        (json!({ "op": "replace", "path": "groups", "value": [] }), "mutability"),
        (json!({ "op": "remove", "path": "userName" }), "mutability"),
        (json!({ "op": "remove", "path": "active" }), "mutability"),
        (json!({ "op": "replace", "path": "active", "value": "perhaps" }), "invalidValue"),
        (json!({ "op": "replace", "path": "emails", "value": "nobody" }), "invalidValue"),
        (json!({ "op": "replace", "path": "userName", "value": "a\u{0}b" }), "invalidValue"),
        (json!({ "op": "replace", "path": "userName", "value": "a\u{7}b" }), "invalidValue"),
        (json!({ "op": "replace", "path": "name.givenName", "value": "x".repeat(101) }), "invalidValue"),
        (json!({ "op": "replace", "path": "userName", "value": { "deep": 1 } }), "invalidValue"),
        (json!({ "op": "replace", "value": 7 }), "invalidValue"),
        (json!({ "op": "replace", "path": "userName" }), "invalidValue"),
        (json!({ "op": "replace", "path": "emails[display eq \"x\"].value", "value": "a@example.org" }), "noTarget"),
    ] {
        // The one before it is taken back with it.
        let answer = house
            .patch_raw(&path, vec![json!({ "op": "replace", "path": "name.familyName", "value": "Quay" }), op.clone()])
            .await;
        assert_eq!(answer.fault(), (400, kind.to_owned()), "{op}");
        assert_eq!(house.get(&path).await.json(), before, "{op}");
    }
    for (body, status) in [
        (String::new(), 400),
        ("{".to_owned(), 400),
        ("[]".to_owned(), 400),
        ("7".to_owned(), 400),
        (json!({ "Operations": [] }).to_string(), 400),
        (json!({ "Operations": {} }).to_string(), 400),
        (format!("{{\"a\":{}{}}}", "[".repeat(500), "]".repeat(500)), 400),
        (json!({ "Operations": vec![json!({ "op": "remove", "path": "externalId" }); 1_001] }).to_string(), 400),
        (format!("{{\"a\":\"{}\"}}", "x".repeat(2 * 1024 * 1024)), 413),
    ] {
        let bearer = format!("Bearer {}", house.key);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/scim+json")];
        let path = format!("/c/linden-quay/scim/v2/Users/{edda}");
        let answer = house.send("PATCH".parse().unwrap(), &path, &headers, Some(body.clone())).await;
        assert_eq!(answer.fault().0, status, "{}", &body[..body.len().min(80)]);
        let form = [("authorization", bearer.as_str()), ("content-type", "text/plain")];
        assert_eq!(house.send("PATCH".parse().unwrap(), &path, &form, Some(body)).await.fault().0, 415);
    }
    for body in [
        json!({}),
        json!({ "userName": "nobody" }),
        json!({ "userName": 7 }),
        json!({ "emails": [{ "value": "x@example.org" }] }),
    ] {
        assert_eq!(
            house.scim("POST", "/Users", Some(body.clone())).await.fault(),
            (400, "invalidValue".to_owned()),
            "{body}"
        );
    }
}
