//! What is taken of a person, and what is not (promise `directory.fields`).

use serde_json::{Value as Json, json};

use crate::kit::{TestHouse, USER};

/// Every attribute of RFC 7643's User and of its enterprise extension, each with a text that is found wherever it is kept.
fn everything() -> Json {
    let several = |name: &str| {
        json!([{ "value": format!("secret-{name}"), "display": format!("secret-{name}-display"), "type": "work",
            "primary": true, "$ref": format!("https://secret-{name}-ref.example") }])
    };
    json!({
        "schemas": [USER, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:secret:2.0:Extension"],
        "id": "secret-id",
        "externalId": "kept-external",
        "meta": { "resourceType": "secret-meta", "created": "1999-01-01T00:00:00Z", "version": "W/\"secret-meta\"" },
        "userName": "kept-user@example.org",
        "name": {
            "formatted": "secret-formatted", "familyName": "kept-family", "givenName": "kept-given",
            "middleName": "secret-middle", "honorificPrefix": "secret-prefix", "honorificSuffix": "secret-suffix",
        },
        "displayName": "secret-display", "nickName": "secret-nick", "profileUrl": "https://secret-profile.example",
        "title": "secret-title", "userType": "secret-type", "preferredLanguage": "secret-language",
        "locale": "secret-locale", "timezone": "secret-timezone", "active": true, "password": "secret-password",
        "emails": [
            { "value": "secret-home@example.org", "type": "home", "display": "secret-email-display" },
            { "value": "kept-email@example.org", "type": "work", "primary": true, "display": "secret-email-display" },
        ],
        "phoneNumbers": several("phone"), "ims": several("im"), "photos": several("photo"),
        "addresses": [{ "formatted": "secret-address", "streetAddress": "secret-street", "locality": "secret-locality",
            "region": "secret-region", "postalCode": "secret-code", "country": "secret-country", "type": "work" }],
        "groups": several("group"), "entitlements": several("entitlement"), "roles": several("role"),
        "x509Certificates": several("certificate"),
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "employeeNumber": "secret-number", "costCenter": "secret-centre", "organization": "secret-organization",
            "division": "secret-division", "department": "secret-department",
            "manager": { "value": "secret-manager", "$ref": "../Users/secret-manager", "displayName": "secret-manager" },
        },
        "urn:secret:2.0:Extension": { "anything": "secret-extension" },
    })
}

/// Everything that is stored, in clear and as it opens.
async fn stored(house: &TestHouse) -> String {
    let mut all = String::new();
    let columns = house.house.data_map.tables.iter().flat_map(|(table, known)| {
        known.columns.iter().filter(|(_, column)| !column.sealed).map(move |(name, _)| (table.clone(), name.clone()))
    });
    for (table, column) in columns {
        // What is no text, a token or a digest, is none of what was sent.
        let text = match house.place.data {
            ground::db::Location::Sqlite(_) => {
                format!("CASE WHEN typeof({column}) = 'blob' THEN '' ELSE CAST({column} AS TEXT) END")
            }
            _ => format!("CAST({column} AS TEXT)"),
        };
        let values = house.place.column(&format!("SELECT {text} FROM {table} WHERE {column} IS NOT NULL"));
        all.extend(values);
    }
    let scope = house.as_directory();
    let opened = scope.read(|tx| {
        let users = directory::store::user::list(tx, directory::model::Source::Scim, 0, 10)?;
        directory::store::user::open_many(tx, &users)
    });
    for fields in opened.await.unwrap().into_values() {
        let directory::model::Fields { external, user_name, given_name, family_name, email, email_marks, active } =
            fields;
        let told = [external, Some(user_name), given_name, family_name, Some(email), Some(email_marks)];
        all.extend(told.into_iter().flatten());
        assert!(active);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn of_everything_that_a_directory_knows_only_names_the_address_and_groups_are_kept() {
    let house = TestHouse::open().await;
    let made = house.scim("POST", "/Users", Some(everything())).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let path = format!("/Users/{}", made.id());
    let put = house.scim("PUT", &path, Some(everything())).await;
    assert_eq!(put.status, 200, "{}", put.text);
    // Each by itself, as an administrator maps it; what is no client's to say is refused as such.
    for (name, value) in everything().as_object().unwrap() {
        let answer = house.patch(&path, &[("Add", name, value.clone())]).await;
        match name.as_str() {
            "id" | "meta" | "groups" | "schemas" => {
                assert_eq!(answer.fault(), (400, "mutability".to_owned()), "{name}");
            }
            _ => assert_eq!(answer.status, 200, "{name}: {}", answer.text),
        }
    }
    for path_of in [
        "name.formatted",
        "name.middleName",
        "phoneNumbers[type eq \"mobile\"].value",
        "addresses[type eq \"work\"].country",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
        "emails[type eq \"home\"].value",
    ] {
        let answer = house.patch(&path, &[("Replace", path_of, json!("secret-patched"))]).await;
        assert_eq!(answer.status, 200, "{path_of}: {}", answer.text);
    }
    let whole = house.patch(&path, &[("replace", "", everything())]).await;
    assert_eq!(whole.status, 200, "{}", whole.text);
    let bulk = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [{ "method": "PUT", "path": path, "data": everything() }] });
    assert_eq!(house.scim("POST", "/Bulk", Some(bulk)).await.json()["Operations"][0]["status"], "200");

    let stored = stored(&house).await;
    let answered = house.get(&path).await.text + &house.get("/Users").await.text;
    for kept in ["kept-external", "kept-user@example.org", "kept-given", "kept-family", "kept-email@example.org"] {
        assert!(stored.contains(kept) && answered.contains(kept), "{kept}");
    }
    for (place, text) in [("stored", &stored), ("answered", &answered), ("answered to a change", &whole.text)] {
        assert!(!text.contains("secret"), "{place}: {text}");
    }
    let password = house
        .place
        .column(&format!("SELECT COUNT(password) || '' FROM account WHERE id = '{}'", house.account(&made.id())));
    assert_eq!(password, ["0"], "nobody signs in with what a directory sent");
    let known = ["active", "emails", "externalId", "id", "meta", "name", "schemas", "userName"];
    let read = house.get(&path).await.json();
    let mut names: Vec<&str> = read.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, known);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_this_server_says_that_it_keeps_is_what_it_keeps() {
    let house = TestHouse::open().await;
    let schema = house.get(&format!("/Schemas/{USER}")).await.json();
    let names: Vec<&str> =
        schema["attributes"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["userName", "name", "active", "emails", "groups"]);
    let (figures, kept) = house.evidence("directory.fields").await;
    assert!(kept && figures["kept"] == 5, "{figures:?}");
}
