//! What stands in a copy is called by its name, in words that a reader has.

use ground::portable::{tables, told};
use promise::Purpose;

use super::ask;
use super::copy::{json, take};
use crate::attack::{one_who_has_everything, signed_in_to};
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_says_beside_each_id_what_a_reader_calls_it() {
    let app = TestApp::start().await;
    let (account, _) = one_who_has_everything(&app).await;
    let browser = signed_in_to(&app, account).await;
    let id = ask(&app, &browser, &[("kind", "access")]).await;
    let parts = take(&app, &browser, &format!("/me/privacy/copy/{id}")).await;
    let catalogue = app.scope(&app.clinic, Purpose::Scheduling).read(booking::store::catalogue).await.unwrap();
    let visits = json(&parts, "appointment");
    assert!(!visits.is_empty());
    for visit in &visits {
        let named = |list: Vec<(String, String)>, column: &str| {
            let id = visit[column].as_str().unwrap_or_default();
            let name = list.into_iter().find(|(known, _)| known == id).map(|(_, name)| name);
            assert_eq!(visit[format!("{column}_name")].as_str(), name.as_deref(), "{column}: {visit}");
        };
        named(catalogue.services.iter().map(|one| (one.id.to_string(), one.name.clone())).collect(), "service");
        named(
            catalogue.practitioners.iter().map(|one| (one.id.to_string(), one.name.clone())).collect(),
            "practitioner",
        );
    }
    let opened = json(&parts, "access_entry");
    assert!(
        opened.iter().any(|row| row["purpose"] == "rights" && row["purpose_name"] == "answering you about your data")
    );
    let csv = String::from_utf8(parts["data/appointment.csv"].clone()).unwrap();
    let head = csv.lines().next().unwrap();
    assert!(head.contains("service,service_name") && head.contains("practitioner,practitioner_name"), "{head}");
    let html = String::from_utf8(parts["index.html"].clone()).unwrap();
    assert!(
        !html.contains("svc_") && html.contains("answering you about your data"),
        "names, and no numbers of things"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_table_and_column_of_a_copy_has_words_in_every_language() {
    let app = TestApp::start().await;
    let map = app.house.data_map.clone();
    let mut missing = Vec::new();
    for code in ["en", "ar", "hi"] {
        let t = app.house.words.tongue(code).unwrap();
        for table in tables(&map) {
            let columns = told(&map.tables[table]);
            let keys = columns.iter().filter(|name| **name != "clinic");
            let keys = keys.map(|name| format!("copy-field-{}", name.replace('_', "-")));
            for key in keys.chain([format!("copy-table-{}", table.replace('_', "-"))]) {
                if !t.has(&key) || (code != "en" && t.lacks(&key)) {
                    missing.push(format!("{code} {key}"));
                }
            }
        }
    }
    assert_eq!(missing, [] as [String; 0]);
}
