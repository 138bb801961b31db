//! On which terms something was agreed to, whose word it was, and until when it is one.

use ground::recipient::{self, Agreement, BY_HAND, Kind, Terms};
use ground::{PersonId, Role};
use jiff::SignedDuration;
use promise::{Category, Edition, Purpose, State};

use super::{job_opens, press, press_for, stands};
use crate::booking_own::client;
use crate::kit::{Browser, TestApp};
use crate::reminders::somebody;

/// The one receipt of a consent, as a page and as another program reads it.
async fn taken(app: &TestApp, browser: &Browser, consent: &str) -> (String, serde_json::Value) {
    let id = app.place.column(&format!("SELECT id FROM consent_receipt WHERE consent = '{consent}'"));
    let [id] = id.as_slice() else { panic!("{id:?}") };
    let path = app.path(&format!("/me/consents/{id}"));
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.text);
    (page.text, browser.get(&format!("{path}/receipt.json")).await.json())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_says_on_which_terms_in_the_fields_of_the_standard() {
    let (app, browser, person) = client().await;
    let (now, scope) = (app.house.clock.now(), app.scope(&app.clinic, Purpose::Rights));
    let terms = Terms {
        name: "Post & Quay Ltd".to_owned(),
        way: BY_HAND.to_owned(),
        place: String::new(),
        purposes: [Purpose::Scheduling].into_iter().collect(),
        categories: [Category::Contact].into_iter().collect(),
        region: "IE".to_owned(),
        safeguard: String::new(),
        agreement: Some(Agreement {
            kind: Kind::Processing,
            reference: "PQ-1".to_owned(),
            signed_on: jiff::civil::date(2026, 1, 5),
            ends_on: None,
        }),
    };
    let other =
        Terms { name: "Ledger Ltd".to_owned(), purposes: [Purpose::Billing].into_iter().collect(), ..terms.clone() };
    let listed =
        scope.write(move |tx| recipient::stood(tx, &terms, now).and_then(|_| recipient::stood(tx, &other, now)));
    listed.await.unwrap();
    press(&app, &browser, "restricted", 1).await;
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(1));
    press(&app, &browser, "consent-scheduling", 1).await;
    let (page, record) = taken(&app, &browser, "scheduling").await;

    // The header, and the parties.
    assert!(record["schema_version"].as_str().unwrap().starts_with("keepwell-consent-2"), "{record}");
    assert!(record["record_id"].as_str().unwrap().starts_with("rcp_"));
    assert_eq!(record["pii_principal_id"], person.to_string());
    let controller = &record["party_identification"][0];
    assert_eq!(
        (controller["party_role"].as_str(), controller["party_name"].as_str()),
        (Some("pii_controller"), Some(app.clinic.name.as_str()))
    );
    assert_eq!(controller["party_url"], app.house.address_of(&app.clinic));
    assert_eq!(record["party_identification"][1]["party_role"], "pii_principal");

    // What is processed: by what right, of which kinds, where, how long, by whom, and how it is taken back.
    let said = &record["pii_processing"];
    let base = app.house.address_of(&app.clinic);
    assert_eq!(said["withdrawal_method"], format!("{base}/me/consents"));
    assert_eq!(said["privacy_rights"], format!("{base}/me/privacy"));
    assert_eq!(said["language"], "en");
    assert!(said["shown_digest"].as_str().unwrap().starts_with("SHA-256:"));
    let version = said["privacy_notice"]["version"].as_i64().unwrap();
    assert_eq!(said["privacy_notice"]["address"], format!("{base}/notice/versions/{version}"));
    let purpose = &said["purposes"][0];
    assert_eq!(
        (purpose["purpose"].as_str(), purpose["lawful_basis"].as_str()),
        (Some("scheduling"), Some("explicit_consent"))
    );
    assert_eq!(purpose["storage_locations"][0], app.clinic.parameters.region.as_str());
    let recipient = &purpose["recipient_third_parties"][0];
    assert_eq!((recipient["name"].as_str(), recipient["region"].as_str()), (Some("Post & Quay Ltd"), Some("IE")));
    assert_eq!(purpose["recipient_third_parties"].as_array().unwrap().len(), 1, "not for other uses: {purpose}");
    let kinds = purpose["pii_information"].as_array().unwrap();
    let health = kinds.iter().find(|kind| kind["pii_type"] == "health").expect("visits have notes");
    assert_eq!(health["sensitive_pii_category"], true);
    let identity = kinds.iter().find(|kind| kind["pii_type"] == "identity").unwrap();
    assert_eq!(identity["sensitive_pii_category"], false);
    for kind in kinds {
        let period = kind["retention_period"].as_str().unwrap_or_else(|| panic!("{kind}"));
        assert!(period.starts_with('P') && period.ends_with(['Y', 'D']), "{kind}");
    }
    let event = &record["event"];
    assert_eq!(
        (event["event_type"].as_str(), event["event_state"].as_str()),
        (Some("explicit"), Some("consent_given"))
    );
    // To read, too.
    for words in [
        "Post &#38; Quay Ltd (Ireland)",
        "your explicit consent",
        "Where you take it back",
        "How long we keep: health",
        "the law guards it more than other data",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_is_about_what_its_purpose_opens() {
    let (app, browser, _) = client().await;
    press(&app, &browser, "restricted", 1).await;
    for (name, purpose) in [("scheduling", Purpose::Scheduling), ("care", Purpose::Care)] {
        press(&app, &browser, &format!("consent-{name}"), 1).await;
        let (_, record) = taken(&app, &browser, name).await;
        let kinds = record["pii_processing"]["purposes"][0]["pii_information"].as_array().unwrap();
        let mut said: Vec<&str> = kinds.iter().map(|kind| kind["pii_type"].as_str().unwrap()).collect();
        // Read off the data map itself: whatever lies sealed and is used for that.
        let map = &app.house.data_map;
        let mut opened: Vec<&str> = Category::ALL
            .iter()
            .filter(|category| {
                map.tables.values().flat_map(|table| table.columns.values()).any(|column| {
                    column.clear.is_none() && column.category == **category && column.purposes.contains(purpose)
                })
            })
            .map(|category| category.as_str())
            .collect();
        said.sort_unstable();
        opened.sort_unstable();
        assert_eq!(app.clinic.parameters.edition, Edition::All);
        assert_eq!(said, opened, "{name}");
        assert!(said.contains(&"health"), "{name} opens notes");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_terms_of_a_receipt_are_under_its_mark() {
    let (app, browser, person) = client().await;
    press(&app, &browser, "restricted", 1).await;
    press(&app, &browser, "consent-scheduling", 1).await;
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    let was = app.place.column("SELECT terms FROM consent_receipt")[0].clone();
    for change in ["terms = NULL", "terms = replace(terms, 'explicit_consent', 'consent')"] {
        app.place.tamper(&format!("UPDATE consent_receipt SET {change}"));
        assert!(job_opens(&app, person, Purpose::Scheduling).await.is_err(), "{change}");
        assert_eq!(stands(&app, "consent.recorded").await.0, State::Gap, "{change}");
        app.place.tamper(&format!("UPDATE consent_receipt SET terms = '{}'", was.replace('\'', "''")));
    }
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    // A receipt of an earlier program has none, and the mark of then.
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let mark = scope
        .write(move |tx| {
            let mut one = ground::consent::receipts(tx, person)?.remove(0);
            one.terms = None;
            one.schema_version = "keepwell-consent-1 (ISO/IEC TS 27560:2023)".to_owned();
            tx.token("consent.receipt", &serde_json::to_string(&one).unwrap())
        })
        .await
        .unwrap();
    let hex: String = mark.iter().map(|byte| format!("{byte:02x}")).collect();
    let blob = if app.place.is_postgres() { format!("'\\x{hex}'::bytea") } else { format!("X'{hex}'") };
    app.place.tamper(&format!(
        "UPDATE consent_receipt SET terms = NULL, schema_version = 'keepwell-consent-1 (ISO/IEC TS 27560:2023)', mark = {blob}"
    ));
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()), "it holds as it did");
    let (page, record) = taken(&app, &browser, "scheduling").await;
    assert!(!page.contains("changed after"), "{page}");
    assert!(record["pii_processing"]["withdrawal_method"].is_null(), "{record}");
}

/// A consent of fewer kinds of data than its purpose opens now is asked for anew, and what was used by it is no breach.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_used_by_a_narrower_yes_was_used_by_a_yes() {
    let (app, browser, person) = client().await;
    press(&app, &browser, "restricted", 1).await;
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(1));
    press(&app, &browser, "consent-scheduling", 1).await;
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(1));
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    // As it would lie there had notes not been opened for this at that time.
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let mark = scope
        .write(move |tx| {
            let mut one = ground::consent::receipts(tx, person)?.remove(0);
            one.categories.retain(|kind| kind != "health");
            tx.token("consent.receipt", &serde_json::to_string(&one).unwrap())
        })
        .await
        .unwrap();
    let hex: String = mark.iter().map(|byte| format!("{byte:02x}")).collect();
    let blob = if app.place.is_postgres() { format!("'\\x{hex}'::bytea") } else { format!("X'{hex}'") };
    let had = app.place.column("SELECT categories FROM consent_receipt")[0].clone();
    let less: Vec<&str> = had.split(' ').filter(|kind| *kind != "health").collect();
    app.place.tamper(&format!("UPDATE consent_receipt SET categories = '{}', mark = {blob}", less.join(" ")));
    assert!(job_opens(&app, person, Purpose::Scheduling).await.is_err(), "asked anew");
    assert!(browser.get(&app.path("/me/consents")).await.text.contains("I agree"));
    let (state, said) = stands(&app, "consent.recorded").await;
    assert_eq!(state, State::Kept, "{said}");
}

/// A child of whom no day of birth is known, for whom `parents` act.
async fn child_of(app: &TestApp, parents: &[PersonId]) -> PersonId {
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let child = scope.write(|tx| people::create(tx, &somebody(), &people::Source::Desk)).await.unwrap();
    for (nth, parent) in parents.iter().enumerate() {
        app.place.tamper(&format!(
            "INSERT INTO guardian (clinic, dependant, guardian, kind, since) VALUES ('{}', '{child}', '{parent}', 'parent', {nth})",
            app.clinic.id
        ));
    }
    child
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parents_yes_without_an_end_is_not_written_down_on_their_own_page_either() {
    let (app, browser, person) = client().await;
    let child = child_of(&app, &[person]).await;
    let whom = child.to_string();
    assert_eq!(press_for(&app, &browser, &whom, "restricted", 1).await.status, 303);
    let refused = press_for(&app, &browser, &whom, "consent-scheduling", 1).await;
    let back = refused.location.expect("a way back");
    assert!(back.ends_with("done=age"), "{back}");
    assert!(app.place.column("SELECT id FROM consent_receipt").is_empty());
    assert!(browser.get(&back).await.text.contains("we do not know the day of birth"));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_desk_a_word_is_that_of_whoever_gave_it() {
    let (app, browser, person) = client().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let other = scope.write(|tx| people::create(tx, &somebody(), &people::Source::Desk)).await.unwrap();
    let child = child_of(&app, &[person, other]).await;
    let whom = child.to_string();
    press_for(&app, &browser, &whom, "restricted", 1).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let path = app.path(&format!("/clients/{child}/consents"));
    let page = manager.get(&path).await;
    assert!(page.text.contains("Nadia Ferreira, Parent"), "{}", page.text);
    let (other, stranger) = (other.to_string(), PersonId::new(app.house.clock.now()).to_string());
    for (by, told) in [("", "giver"), ("self", "own"), (other.as_str(), "age")] {
        let said = manager.post(&path, &[("what", "consent-care"), ("set", "1"), ("by", by)]).await;
        assert_eq!(said.location, Some(format!("{path}?done={told}")), "{by}: {}", said.text);
    }
    assert_eq!(manager.post(&path, &[("what", "consent-care"), ("set", "1"), ("by", &stranger)]).await.status, 400);
    assert!(app.place.column("SELECT id FROM consent_receipt").is_empty(), "nothing was written down");
}
