//! What a page writes down once, what waits for a restriction, and what is in what is handed out.

use ground::restrict::{self, Basis};
use ground::{PersonId, Tx};
use jiff::SignedDuration;
use promise::Purpose;

use super::{evidence, figure, form, give, given, officer, rows, says};
use crate::attack::another;
use crate::kit::{Browser, TestApp};

fn key_of(page: &str) -> String {
    let from = page.split("name=\"once\" value=\"").nth(1).expect("a key");
    from.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_disclosure_from_a_page_that_was_sent_is_not_taken_for_the_first() {
    let (app, _, person) = crate::booking_own::client().await;
    let (_, second) = another(&app, "second@example.net").await;
    let officer = officer(&app).await;
    let once = ("once", "evt_00000000000000000000000000");
    given(&app, &officer, person, &[once]).await;
    for (whom, more) in [(person, ("recipient", "Aunt Brid")), (second, ("recipient", "Harbour Health Board"))] {
        let answer = give(&app, &officer, whom, &[once, more]).await;
        assert!(answer.status == 422 && answer.text.contains("id=\"e-once\""), "{}", answer.text);
        assert!(answer.text.contains(more.1), "what was typed stays");
        let fresh = key_of(&answer.text);
        assert_ne!(fresh, once.1);
        given(&app, &officer, whom, &[("once", &fresh), more]).await;
        given(&app, &officer, whom, &[("once", &fresh), more]).await;
    }
    assert_eq!(rows(&app), 3);
    // A list is the same with the same people, and another with others.
    let path = app.path("/office/disclosures/several");
    let once = ("once", "evt_00000000000000000000000001");
    let list = |people: &'static str| form(&[once, ("people", people)]);
    assert_eq!(officer.post(&path, &list("second@example.net")).await.status, 303);
    assert_eq!(officer.post(&path, &list("second@example.net")).await.status, 303);
    let another = person.to_string();
    let answer = officer.post(&path, &form(&[once, ("people", another.as_str())])).await;
    assert!(answer.status == 422 && answer.text.contains("id=\"e-once\""), "{}", answer.text);
    assert_eq!(rows(&app), 4);
}

async fn sheet(app: &TestApp, officer: &Browser, person: PersonId, kind: &str) -> (u16, String) {
    let id = app.place.column(&format!("SELECT id FROM disclosure WHERE kind = '{kind}'")).remove(0);
    let answer = officer.get(&app.path(&format!("/clients/{person}/disclosures/{id}/sheet"))).await;
    (answer.status, answer.text)
}

#[tokio::test(flavor = "multi_thread")]
async fn while_processing_is_restricted_only_what_a_law_asks_for_is_given_out() {
    let (app, _, person) = crate::booking_own::client().await;
    let officer = officer(&app).await;
    given(&app, &officer, person, &[("kind", "named")]).await;
    assert_eq!(sheet(&app, &officer, person, "named").await.0, 200);
    let rights = app.scope(&app.clinic, Purpose::Rights);
    assert!(rights.write(move |tx| restrict::restrict(tx, person, Basis::Wish)).await.unwrap());
    for kind in ["partner", "business_transfer", "named"] {
        let answer = give(&app, &officer, person, &[("kind", kind)]).await;
        assert!(answer.status == 422 && answer.text.contains("id=\"e-kind\""), "{kind}: {}", answer.text);
        assert!(answer.text.contains("Harbour Health Board"), "{kind}: what was typed stays");
    }
    let person_line = person.to_string();
    let several = form(&[("kind", "partner"), ("people", person_line.as_str())]);
    let several = officer.post(&app.path("/office/disclosures/several"), &several).await;
    let said = several.text.contains("this person has their processing restricted");
    assert!(several.status == 422 && said, "{}", several.text);
    assert_eq!(rows(&app), 1);
    // What was written down before is not handed out any more either.
    let (status, text) = sheet(&app, &officer, person, "named").await;
    assert!(status == 403 && !text.contains("Harbour Health Board"), "{status}: {text}");
    for kind in ["legal_order", "rights_protection", "public_health"] {
        given(&app, &officer, person, &[("kind", kind)]).await;
        assert_eq!(sheet(&app, &officer, person, kind).await.0, 200, "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_after_it_was_written_down_goes_along_with_a_sheet_that_is_made_then() {
    let (app, _, person) = crate::booking_own::client().await;
    let officer = officer(&app).await;
    given(&app, &officer, person, &[]).await;
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(2));
    says(&app, person, "It was the left knee.").await;
    assert!(evidence(&app).await.ok, "it was not said yet");
    // Had it been said before, it was left out.
    app.place.tamper("UPDATE statement SET said_at = said_at - 7200000000");
    let seen = evidence(&app).await;
    assert!(!seen.ok && figure(&seen, "statements left out") == 1, "{seen:?}");
    app.place.tamper("UPDATE statement SET said_at = said_at + 7200000000");
    for _ in 0..2 {
        let (status, text) = sheet(&app, &officer, person, "public_health").await;
        assert!(status == 200 && text.contains("It was the left knee."), "{text}");
    }
    assert_eq!(app.place.column("SELECT statement FROM disclosure_statement").len(), 1);
    let id = app.place.column("SELECT id FROM disclosure").remove(0);
    let file = officer.get(&app.path(&format!("/clients/{person}/disclosures/{id}/data.json"))).await.text;
    assert!(file.contains("It was the left knee."), "{file}");
    assert!(evidence(&app).await.ok, "that more went along is no fault");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_of_the_record_only_where_it_is_named_and_what_is_cut_off_says_so() {
    let (app, _, person) = crate::booking_own::client().await;
    let map = app.house.data_map.clone();
    let handed = office::disclosures::handed(&map);
    for (table, _, declared) in map.person_tables() {
        let whys: Vec<&str> = declared.columns.values().map(|column| column.retention.as_str()).collect();
        let other =
            ["access", "account", "complaint", "disclosure", "hold", "import", "incident", "job", "message", "session"];
        let is_other = whys.iter().any(|why| other.contains(why));
        assert!(!(is_other && handed.contains(&table)), "{table} is no part of the record");
    }
    let record = [
        "appointment",
        "calendar_feed",
        "client",
        "client_before",
        "client_tag",
        "document",
        "identifier",
        "identifier_opening",
        "reminder_choice",
    ];
    assert_eq!(handed, record, "whoever adds a table says here whether it is part of the record");
    let accounts = app.scope(&app.clinic, Purpose::Operation).read(identity::one_of_each).await.unwrap();
    let account = accounts.into_iter().find(|account| account.roles.contains(ground::Role::PrivacyOfficer)).unwrap();
    let who = ground::Who::Account { account: account.id, person: account.person };
    let officer = ground::Actor { who, roles: ground::Role::PrivacyOfficer.into(), shown_as: None };
    let read = |most: usize| {
        let scope = app.scope(&app.clinic, Purpose::Disclosure).as_actor(officer.clone());
        async move {
            let read = move |tx: &mut Tx<'_>| office::disclosures::data(tx, person, &office::disclosures::GIVEN, most);
            let (parts, whole) = scope.read(read).await.unwrap();
            (parts.iter().map(|part| part.rows.len()).sum::<usize>(), whole)
        }
    };
    let (all, whole) = read(10_000).await;
    assert!(whole && all > 1, "{all}");
    assert_eq!(read(all).await, (all, true));
    assert_eq!(read(all - 1).await, (all - 1, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withheld_of_a_merged_record_is_withheld_of_whoever_has_it_now() {
    let (app, _, person) = crate::booking_own::client().await;
    let (_, twin) = another(&app, "twin@example.net").await;
    let officer = officer(&app).await;
    let secret = [("secret", "2027-01-31"), ("ordered_by", "A court"), ("kind", "legal_order")];
    given(&app, &officer, twin, &secret).await;
    assert_eq!(sheet(&app, &officer, twin, "legal_order").await.0, 200);
    // Settled, so that only the order keeps it back.
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(48));
    let who = ground::Actor { roles: ground::RoleSet::from(ground::Role::FrontDesk), ..ground::Actor::automatic() };
    let scope = app.scope(&app.clinic, Purpose::Scheduling).as_actor(who);
    scope.write(move |tx| tx.merge(twin, person)).await.unwrap().unwrap();
    let opened = app.place.column(&format!(
        "SELECT id FROM access_entry WHERE person IN ('{twin}', '{person}') AND purpose = 'disclosure'"
    ));
    let withheld = move |tx: &mut Tx<'_>| {
        let parts = tx.parts_of(person)?;
        tx.withheld(&parts)
    };
    let withheld = app.scope(&app.clinic, Purpose::Operation).read(withheld).await.unwrap();
    let of = |table: &str| withheld.iter().find(|(name, _)| name == table).map_or(0, |(_, count)| *count);
    assert_eq!(of("disclosure"), 1, "{withheld:?}");
    assert!(!opened.is_empty() && of("access_entry") == opened.len() as i64, "{withheld:?} of {}", opened.len());
}
