//! The record of processing: every item of Article 30(1) of the GDPR has its place in it, on the page, in the files and in what a
//! clinic takes along.

use std::collections::BTreeSet;

use ground::Role;
use promise::{About, Category, Subject};
use serde_json::Value;

use crate::kit::{Browser, TestApp};

async fn record(app: &TestApp, browser: &Browser) -> Value {
    let answer = browser.get(&app.path("/processing.json")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    serde_json::from_str(&answer.text).unwrap()
}

fn list<'a>(of: &'a Value, name: &str) -> &'a Vec<Value> {
    of[name].as_array().unwrap_or_else(|| panic!("{name} is no list: {of}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn each_table_about_people_says_whose_data_it_is() {
    let app = TestApp::start().await;
    let map = &app.house.data_map;
    assert_eq!(map.whose_gaps(), Vec::<&str>::new(), "write subjects into their data maps");
    for (table, subject) in [("client", Subject::Client), ("account", Subject::Staff), ("practitioner", Subject::Staff)]
    {
        assert!(map.tables[table].subjects.contains(&subject), "{table}");
    }
    // What is sealed about somebody is somebody's.
    for (name, _, table) in map.person_tables().filter(|(.., table)| table.subjects == [Subject::Nobody]) {
        let sensitive = table.columns.values().any(|column| column.category.is_sensitive());
        assert!(!sensitive, "{name} holds what asks for more care, and would be nobody's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_item_of_article_30_has_its_place_and_says_something() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    // (a) Nobody is named but the clinic itself, and that is told.
    let before = record(&app, &officer).await;
    assert_eq!((&before["representative"], &before["officer"]), (&Value::Null, &Value::Null));
    assert_eq!(before["controller"]["name"], app.clinic.name.as_str());
    let page = officer.get(&app.path("/processing")).await.text;
    assert_eq!(page.matches("Nobody is named.").count(), 2, "{page}");
    let named = [
        ("controller_name", "North Clinic Ltd"),
        ("controller_address", "1 Quay\nDublin"),
        ("controller_email", "office@north.example"),
        ("representative_name", "Union Agents SARL"),
        ("representative_phone", "+353 20 910 0142"),
        ("officer_name", "Privacy desk"),
        ("officer_email", "privacy@north.example"),
    ];
    let kept = officer.post(&app.path("/office/responsible"), &named).await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    let record = record(&app, &officer).await;
    let page = officer.get(&app.path("/processing")).await.text;
    assert_eq!(record["controller"]["name"], "North Clinic Ltd");
    assert_eq!(record["controller"]["email"], "office@north.example");
    assert_eq!(record["representative"]["phone"], "+353 20 910 0142");
    assert_eq!(record["officer"]["email"], "privacy@north.example");
    for (_, said) in named {
        assert!(said.lines().all(|line| page.contains(line)), "{said} is not on the page");
    }
    // (b) purposes, (c) whose data and of what kind, (d) who gets it.
    let activities = list(&record, "activities");
    assert!(activities.len() > 5);
    for one in activities.iter().filter(|one| one["about_persons"] == true) {
        assert!(!list(one, "subjects").is_empty() && !list(one, "categories").is_empty(), "{one}");
    }
    let whose: BTreeSet<&str> =
        activities.iter().flat_map(|one| list(one, "subjects")).filter_map(Value::as_str).collect();
    for subject in ["client", "guardian", "staff", "visitor"] {
        assert!(whose.contains(subject), "{subject}: {whose:?}");
    }
    let recipients: BTreeSet<&str> =
        list(&record, "recipients").iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(!recipients.is_empty());
    let getting: BTreeSet<&str> =
        activities.iter().flat_map(|one| list(one, "recipients")).filter_map(Value::as_str).collect();
    assert_eq!(getting, recipients, "each recipient gets something for a purpose that is named");
    // (f) until when, for every kind of data about people.
    let held: BTreeSet<Category> = app
        .house
        .data_map
        .tables
        .values()
        .filter(|table| matches!(table.about, About::Person { .. }))
        .flat_map(|table| table.columns.values().map(|column| column.category))
        .collect();
    let limits = list(&record, "erased");
    for category in &held {
        let limit = limits.iter().find(|one| one["category"] == category.as_str());
        let classes = limit.map(|one| list(one, "classes").clone()).unwrap_or_default();
        assert!(!classes.is_empty(), "{category} has no time");
        assert!(classes.iter().all(|class| !class["rule"].is_null()), "{classes:?}");
    }
    // (g) what guards it: what is promised and kept, and how.
    let measures = list(&record, "measures");
    assert!(measures.len() > 5 && measures.iter().all(|one| one["how"].as_str().is_some_and(|how| how.len() > 20)));
    let csv = officer.get(&app.path("/processing.csv")).await.text;
    let head = csv.lines().next().unwrap();
    for column in ["purpose", "data subjects", "categories", "recipients", "other countries", "time limits"] {
        assert!(head.contains(column), "{column} is not in {head}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_to_another_country_is_told_and_whether_anything_protects_it_there() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let all = record(&app, &officer).await;
    let listed = list(&all, "recipients").len();
    assert!(listed > 0 && list(&all, "recipients").iter().all(|one| one["region"] == "IE"));
    for (home, elsewhere) in [("IE", false), ("DE", false), ("US-CA", true), ("AE", true), ("BR", true)] {
        app.place.tamper(&format!("UPDATE clinic SET jurisdiction = '{home}' WHERE id = '{}'", app.clinic.id));
        let beside = app.beside().await;
        let found = record(&beside, &officer_of(&beside).await).await;
        let recipients: Vec<&Value> = list(&found, "transfers").iter().filter(|one| one["to"].is_string()).collect();
        assert_eq!(recipients.len(), if elsewhere { listed } else { 0 }, "from {home}: {recipients:?}");
        assert!(recipients.iter().all(|one| one["region"] == "IE" && one["safeguard"].is_string()));
        // Where nobody has said what protects it there, the page says that.
        let page = officer_of(&beside).await.get(&beside.path("/processing")).await.text;
        assert_eq!(page.contains("nobody has said what protects it there"), elsewhere, "from {home}");
    }
}

async fn officer_of(app: &TestApp) -> Browser {
    app.signed_in(&app.clinic, Role::PrivacyOfficer).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answers_is_said_by_name_and_with_a_way_to_reach_them() {
    let app = TestApp::start().await;
    let officer = officer_of(&app).await;
    let post = async |fields: &[(&str, &str)]| officer.post(&app.path("/office/responsible"), fields).await;
    for (fields, fault) in [
        (&[("controller_name", "")][..], "aria-invalid"),
        (&[("controller_name", "North")], "Say how they are reached"),
        (
            &[
                ("controller_name", "North"),
                ("controller_email", "n@north.example"),
                ("officer_email", "p@north.example"),
            ],
            "Say whose this is.",
        ),
        (
            &[("controller_name", "North"), ("controller_email", "n@north.example"), ("officer_name", "P")],
            "Say how they are reached",
        ),
        (&[("controller_name", "North"), ("controller_email", "nobody")], "aria-invalid"),
    ] {
        let answer = post(fields).await;
        assert_eq!(answer.status, 422, "{fields:?}: {}", answer.text);
        assert!(answer.text.contains(fault), "{fields:?}: {}", answer.text);
    }
    let whole = [
        ("controller_name", "North"),
        ("controller_email", "n@north.example"),
        ("officer_name", "P"),
        ("officer_phone", "+353 20 910 0142"),
    ];
    assert_eq!(post(&whole).await.status, 303);
    assert_eq!(record(&app, &officer).await["officer"]["name"], "P");
    // Left empty, nobody is named any more; the other clinic was never touched.
    assert_eq!(post(&whole[..2]).await.status, 303);
    assert_eq!(record(&app, &officer).await["officer"], Value::Null);
    let clinics = app.place.column("SELECT DISTINCT clinic FROM responsible");
    assert_eq!(clinics, [app.clinic.id.to_string()]);
    for language in ["en", "ar"] {
        let page = officer.get(&app.path(&format!("/office/responsible?lang={language}"))).await;
        assert!(page.status == 200 && !page.text.contains(">responsible-"), "{language}: {}", page.text);
    }
}
