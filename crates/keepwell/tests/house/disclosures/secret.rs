//! What an order keeps from the person, by every way by which somebody reads their own data.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use ground::portable::tables;
use ground::{PersonId, Tx, params};
use jiff::SignedDuration;
use promise::Purpose;
use zip::ZipArchive;

use super::{evidence, figure, given, officer};
use crate::kit::{Browser, TestApp};

/// A name that stands nowhere else.
const WHO: &str = "Quillfeather Tribunal";

/// Their own copy, by what lies where.
async fn copy(app: &TestApp, browser: &Browser) -> BTreeMap<String, String> {
    let asked = browser.post(&app.path("/me/privacy/requests"), &[("kind", "access")]).await;
    assert_eq!(asked.status, 303, "{}", asked.text);
    let page = browser.get(&app.path("/me/privacy")).await.text;
    let at = page.find("/me/privacy/copy/").expect("a copy to take");
    let path: String = page[at..].chars().take_while(|c| *c != '"').collect();
    let mut answer = browser.open(&app.path(&path)).await;
    // One of the same person that has just been read is written down a moment later.
    for _ in 0..100 {
        if answer.status() != 409 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        answer = browser.open(&app.path(&path)).await;
    }
    assert_eq!(answer.status(), 200);
    let mut zip = ZipArchive::new(Cursor::new(answer.bytes().await.unwrap())).unwrap();
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        parts.insert(name, String::from_utf8_lossy(&bytes).into_owned());
    }
    // That it was taken is written down a moment later.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    parts
}

/// The same person, signed in anew: a browser is not signed in for months.
async fn enters(app: &TestApp, person: PersonId) -> Browser {
    let account = app.place.column(&format!("SELECT id FROM account WHERE person = '{person}'")).remove(0);
    crate::attack::signed_in_to(app, account.parse().unwrap()).await
}

/// Everything that the person reads, by the way they read it.
async fn ways(app: &TestApp, browser: &Browser, person: PersonId) -> Vec<(String, String)> {
    let mut ways = Vec::new();
    for path in [
        "/me",
        "/me/privacy",
        "/me/privacy/disclosures",
        "/me/held",
        "/me/record",
        "/notice/sharing.disclosures_recorded",
    ] {
        let page = browser.get(&app.path(path)).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        ways.push((path.to_owned(), page.text));
    }
    for (name, text) in copy(app, browser).await {
        ways.push((format!("the copy: {name}"), text));
    }
    let map = app.house.data_map.clone();
    let read = move |tx: &mut Tx<'_>| -> ground::Result<Vec<(String, String)>> {
        let mut all = vec![("counts".to_owned(), format!("{:?}", tx.counted_about(person, &["client_token"])?))];
        for table in tables(&map) {
            let held = tx.about_person(table, person, None, 2_000)?;
            all.push((format!("the store: {table}"), format!("{:?}", held.rows)));
        }
        let openings = ground::access::about(tx, person, 1_000)?;
        all.push(("openings".to_owned(), format!("{openings:?}")));
        Ok(all)
    };
    // As the person themselves.
    let actor = ground::Actor {
        who: ground::Who::Account { account: ground::AccountId::from_bits(1), person },
        roles: ground::RoleSet::from(ground::Role::Client),
        shown_as: None,
    };
    let scope = app.scope(&app.clinic, Purpose::Rights).as_actor(actor);
    ways.extend(scope.read(read).await.unwrap());
    ways
}

/// Who opened their record, as their first page says it.
async fn openers(app: &TestApp, browser: &Browser) -> String {
    let page = browser.get(&app.path("/me")).await.text;
    let said = page.split("id=\"opened\">").nth(1).expect("how many opened it");
    said.split("</p>").next().unwrap_or_default().to_owned()
}

/// What of a way tells that something was given: the name, the table's rows, the opening.
fn tells(name: &str, text: &str) -> bool {
    text.contains(WHO)
        || text.contains("office.disclosure")
        || (name.starts_with("counts") && text.contains("\"disclosure"))
        || (name.contains("disclosure") && !name.starts_with('/') && !["[]", "[]\n"].contains(&text))
        || text.contains("outside your care once")
        || text.contains("one note of something given")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_order_keeps_secret_is_nowhere_until_its_day_and_then_everywhere() {
    let (app, browser, person) = crate::booking_own::client().await;
    super::says(&app, person, "Not so.").await;
    let officer = officer(&app).await;
    // An order needs its day and whoever gave it, and hides nothing that is over.
    for wrong in [
        [("secret", "2027-01-31"), ("ordered_by", "")],
        [("secret", ""), ("ordered_by", "A judge")],
        [("secret", "2026-11-23"), ("ordered_by", "A judge")],
    ] {
        let answer = super::give(&app, &officer, person, &[wrong[0], wrong[1], ("attached", "1")]).await;
        assert_eq!(answer.status, 422, "{wrong:?}");
    }
    let all = [
        ("kind", "legal_order"),
        ("recipient", WHO),
        ("attached", "1"),
        ("secret", "2027-01-31"),
        ("ordered_by", "Judge Ashgrove"),
    ];
    let before = openers(&app, &browser).await;
    given(&app, &officer, person, &all).await;
    // Whoever opens the sheet for it opens the record for that purpose.
    let id = app.place.column("SELECT id FROM disclosure").remove(0);
    assert_eq!(officer.get(&app.path(&format!("/clients/{person}/disclosures/{id}/sheet"))).await.status, 200);
    let opened = app.place.column(&format!(
        "SELECT action FROM access_entry WHERE person = '{person}' AND purpose = 'disclosure' AND outcome = 'opened'"
    ));
    assert!(!opened.is_empty(), "it stands in the record");
    for (way, text) in ways(&app, &browser, person).await {
        assert!(!tells(&way, &text), "{way} tells: {text}");
    }
    let after = openers(&app, &browser).await;
    assert!(after == before && !after.contains("Severin Poole"), "how many opened it, and who: {before} {after}");
    // A proof of that opening is not made for the person either.
    let entry = app
        .place
        .column(&format!("SELECT id FROM access_entry WHERE person = '{person}' AND purpose = 'disclosure'"))
        .remove(0);
    assert_eq!(browser.get(&app.path(&format!("/me/record/proof?entry={entry}"))).await.status, 404);
    // The desk, which may not know either, finds nothing; whoever answers for data does.
    let desk = app.signed_in(&app.clinic, ground::Role::FrontDesk).await;
    let page = desk.get(&app.path(&format!("/clients/{person}/disclosures"))).await;
    assert!(page.status == 200 && !page.text.contains(WHO), "{}", page.text);
    for path in ["/office/disclosures".to_owned(), format!("/clients/{person}/disclosures")] {
        let page = officer.get(&app.path(&path)).await;
        assert!(page.text.contains(WHO) && page.text.contains("Judge Ashgrove"), "{}", page.text);
    }
    assert_eq!(figure(&evidence(&app).await, "recorded"), 0);

    // On its last day it is hidden still; a moment later it is there, and nobody did anything.
    app.house.clock.set("2027-01-31T23:59:59Z".parse().unwrap());
    let browser = enters(&app, person).await;
    for (way, text) in ways(&app, &browser, person).await {
        assert!(!tells(&way, &text), "{way} tells on the last day: {text}");
    }
    app.house.clock.set("2027-02-01T00:00:00Z".parse().unwrap());
    let there: Vec<(String, String)> = ways(&app, &browser, person).await;
    let of = |way: &str| &there.iter().find(|(name, _)| name == way).unwrap_or_else(|| panic!("{way}")).1;
    for way in
        ["/me/privacy/disclosures", "the copy: index.html", "the copy: data/disclosure.json", "the store: disclosure"]
    {
        assert!(of(way).contains(WHO), "{way}: {}", of(way));
    }
    assert!(of("/me/privacy/disclosures").contains("Judge Ashgrove"), "and who ordered so");
    assert!(of("/me/privacy").contains("outside your care once"));
    assert!(of("/me/held").contains("one note of something given"), "{}", of("/me/held"));
    assert!(of("counts").contains("\"disclosure\""), "{}", of("counts"));
    assert!(of("openings").contains("office.disclosure"), "{}", of("openings"));
    assert_eq!(figure(&evidence(&app).await, "recorded"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_acts_for_a_child_is_not_told_either() {
    let (app, browser, guardian) = crate::booking_own::client().await;
    let (_, child) = crate::attack::another(&app, "child@example.net").await;
    let (stranger, other) = crate::attack::another(&app, "stranger@example.net").await;
    let (_, theirs) = crate::attack::another(&app, "theirs@example.net").await;
    let bind = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        let now = tx.now();
        let add = "INSERT INTO guardian (clinic, dependant, guardian, kind, since) VALUES ($1, $2, $3, 'carer', $4)";
        tx.execute(add, &params![tx.clinic(), child, guardian, now - SignedDuration::from_hours(1)])?;
        tx.execute(add, &params![tx.clinic(), theirs, other, now - SignedDuration::from_hours(1)]).map(drop)
    };
    app.scope(&app.clinic, Purpose::Operation).write(bind).await.unwrap();
    let officer = officer(&app).await;
    given(&app, &officer, child, &[("recipient", "Harbour Health Board")]).await;
    let hidden = [("recipient", WHO), ("secret", "2026-12-24"), ("ordered_by", "Judge Ashgrove")];
    given(&app, &officer, child, &hidden).await;
    let page = browser.get(&app.path(&format!("/me/privacy/disclosures?for={child}"))).await;
    assert!(page.text.contains("Harbour Health Board") && !page.text.contains(WHO), "{}", page.text);
    let privacy = browser.get(&app.path(&format!("/me/privacy?for={child}"))).await;
    let once = "was given to somebody outside their care once";
    assert!(privacy.text.contains(once) && !privacy.text.contains("outside your care"), "{}", privacy.text);
    let record = browser.get(&app.path(&format!("/me/wards/{child}/record"))).await;
    assert!(record.status == 200 && !record.text.contains("outside your care"), "{}", record.text);
    // A guardian of another child finds nothing.
    let stranger = crate::attack::signed_in_to(&app, stranger).await;
    let refused = stranger.get(&app.path(&format!("/me/privacy/disclosures?for={child}"))).await;
    assert!([403, 404].contains(&refused.status), "{}", refused.text);
    app.house.clock.set("2026-12-25T00:00:00Z".parse().unwrap());
    let browser = enters(&app, guardian).await;
    let page = browser.get(&app.path(&format!("/me/privacy/disclosures?for={child}"))).await;
    assert!(page.text.contains(WHO), "by itself: {}", page.text);
}
