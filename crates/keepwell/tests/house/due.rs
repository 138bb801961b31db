//! Everything that is due stands on the officer's page, of whichever room it is.

use ground::due::Due;
use ground::{PersonId, Role, Room, Tx, cell, params};
use keepwell::rooms::rooms;
use promise::Purpose;

use crate::kit::{Browser, TestApp};

async fn office(app: &TestApp, browser: &Browser) -> String {
    let page = browser.get(&app.path("/office")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    page.text.replace(['\u{2068}', '\u{2069}'], "")
}

/// A room that nobody but this test knows.
fn gardening(due: ground::due::SayDue) -> Vec<Room> {
    let room = Room::new("gardening").words("en", "gardening-due = Water bed { $bed }\n").due(due);
    rooms().into_iter().chain([room]).collect()
}

fn bed(number: i64, hours: Option<i64>, now: jiff::Timestamp) -> Due {
    Due {
        part: "gardening",
        words: "gardening-due".to_owned(),
        args: vec![("bed", number.into())],
        href: format!("/beds/{number}"),
        action: None,
        by: hours.map(|hours| now + jiff::SignedDuration::from_hours(hours)),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_any_room_says_is_due_stands_on_the_officers_page_and_is_counted_when_late() {
    let app = TestApp::start().await;
    let app = app.beside_with(gardening(|tx| {
        let now = tx.now();
        // More than a column shows at once.
        let many = (10..30).map(|number| bed(number, None, now));
        Ok([bed(1, Some(-30), now), bed(2, Some(2), now)].into_iter().chain(many).collect())
    }));
    let app = app.await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let page = office(&app, &officer).await;
    let late = page.split("class=\"bad\"").nth(1).unwrap().split("</li>").next().unwrap();
    assert!(late.contains("Water bed 1<") && !late.contains("Water bed 2<"), "{late}");
    for number in [1, 2].into_iter().chain(10..30) {
        assert!(page.contains(&format!("/beds/{number}\"")), "bed {number} is not on it: {page}");
    }
    let check = app.house.checks.iter().find(|(_, check)| check.name == "overdue").unwrap().1;
    let found = ground::check::look(&app.house, &app.clinic, check).await.unwrap();
    assert!(found.wrong >= 1, "what is late of any room is told by the self-check: {found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_room_cannot_say_is_not_left_out_in_silence() {
    let app = TestApp::start().await;
    let app = app.beside_with(gardening(|_| Err(ground::Error::internal("the beds cannot be read")))).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    assert_eq!(officer.get(&app.path("/office")).await.status, 500);
    let check = app.house.checks.iter().find(|(_, check)| check.name == "overdue").unwrap().1;
    assert!(ground::check::look(&app.house, &app.clinic, check).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_room_tells_whoever_answers_for_data_what_waits_there() {
    let app = TestApp::start().await;
    let now = app.house.clock.now();
    let persons = app.place.column(&format!("SELECT id FROM person WHERE clinic = '{}'", app.clinic.id));
    let (one, other): (PersonId, PersonId) = (persons[0].parse().unwrap(), persons[1].parse().unwrap());
    let account = app.place.column(&format!("SELECT id FROM account WHERE clinic = '{}'", app.clinic.id)).remove(0);
    let hours = jiff::SignedDuration::from_hours;
    let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        let clinic = tx.clinic();
        let reason =
            tx.seal_for(one)?.seal(cell("emergency", "reason", "emg_00000000000000000000000000"), &"x".to_owned())?;
        tx.execute(
            "INSERT INTO emergency (clinic, id, person, actor, reason, began_at, ends_at) VALUES ($1, 'emg_00000000000000000000000000', $2, $3, $4, $5, $5)",
            &params![clinic, one, other, reason, now],
        )?;
        tx.execute(
            "INSERT INTO api_token (clinic, id, kind, label, hash, scopes, roles, created_by, created_at, expires_at)
             VALUES ($1, 'tok_00000000000000000000000000', 'key', 'the till', $2, 'read', '', 'automatic', $3, $4)",
            &params![clinic, vec![1_u8; 32], now, now + hours(24 * 3)],
        )?;
        tx.execute(
            "INSERT INTO duplicate (clinic, one, other, reasons, weight, found_at) VALUES ($1, $2, $3, 'email', 1, $4)",
            &params![clinic, one, other, now],
        )?;
        tx.execute(
            "INSERT INTO directory_user (clinic, id, account, person, source, user_name_token, email_marks, active, roles_given, digest, version, made_at, changed_at, left_at)
             VALUES ($1, 'dus_00000000000000000000000000', $5, $2, 'scim', $3, '', 0, '', $3, 1, $4, $4, $4)",
            &params![clinic, one, vec![2_u8; 32], now, &account],
        )
        .map(drop)
    };
    app.scope(&app.clinic, Purpose::Operation).write(write).await.unwrap();
    let told = [
        ("A record was opened in an emergency: was it in order?", "/emergencies/emg_", true),
        ("The key “the till” ends", "/tokens/tok_", false),
        ("pairs of records may be one person’s each: somebody decides", "/clients/duplicates\"", false),
        ("Somebody left, and is erased unless they are kept", "/directory\"", true),
    ];
    for (role, all) in [(Role::PrivacyOfficer, false), (Role::Manager, true)] {
        let browser = app.signed_in(&app.clinic, role).await;
        let page = office(&app, &browser).await;
        let due = page.split("<ol class=\"due\">").nth(1).unwrap().split("</ol>").next().unwrap();
        for (words, href, officers) in told {
            assert!(due.contains(words), "{role:?}: {words} is not in {due}");
            // Whoever may not open that page is told, and not led there.
            assert_eq!(due.contains(href), all || officers, "{role:?} {words}");
        }
    }
    // What is dealt with is due no more, and the other clinic has none of it.
    app.place.tamper(&format!("UPDATE emergency SET looked_at = 1, looked_by = '{other}', verdict = 'in_order'"));
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    assert!(!office(&app, &officer).await.contains(told[0].0));
    let elsewhere = app.signed_in(&app.other, Role::PrivacyOfficer).await;
    let page = elsewhere.get(&format!("/c/{}/office", app.other.slug)).await.text;
    for (words, ..) in [told[0], told[1], told[3]] {
        assert!(!page.contains(words), "{words} is the other clinic's too: {page}");
    }
}
