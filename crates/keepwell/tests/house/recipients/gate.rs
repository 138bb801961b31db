//! Where one question alone tells that a control is there: of days, of what cannot be read, of what is over.

use super::*;
use crate::recipients_kept::{form, standing_until};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_before_the_day_on_which_an_agreement_was_signed() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let place = "later.example";
    let terms = Terms {
        name: "Later Ltd".to_owned(),
        way: "google-workspace".to_owned(),
        place: place.to_owned(),
        purposes: [Purpose::Administration].into_iter().collect(),
        categories: [Category::Identity].into(),
        region: "IE".to_owned(),
        safeguard: String::new(),
        agreement: agreed(None).map(|agreement| Agreement { signed_on: TODAY.saturating_add(1.day()), ..agreement }),
    };
    let now = app.house.clock.now();
    scope.write(move |tx| recipient::stood(tx, &terms, now)).await.unwrap();
    let ask = move |tx: &mut ground::Tx<'_>| recipient::pass(tx, "google-workspace", place, &STAFF);
    assert_eq!(scope.write(ask).await.unwrap().unwrap_err(), Refused::NotYet);
    // Nor is anybody sent there for whom nothing would leave.
    let open = move |tx: &mut ground::Tx<'_>| recipient::is_open(tx, "google-workspace", place, &STAFF);
    assert!(!scope.read(open).await.unwrap());
    later(&app, DAY);
    assert!(scope.write(ask).await.unwrap().is_ok() && scope.read(open).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_not_taken_for_a_yes() {
    let app = TestApp::start().await;
    let (url, came) = host().await;
    let register = Register::of(&app.scope(&app.clinic, Purpose::Operation));
    let gate = Gate::new(register, vec![Recipient::new("google-workspace", &[&url]).unwrap()]).unwrap();
    app.place.tamper("ALTER TABLE recipient_ask RENAME TO aside");
    let unread = gate.ask("google-workspace", STAFF, question(&url)).await.unwrap_err();
    assert_eq!((unread, came.load(Ordering::SeqCst)), (Unanswered::Unread, 0));
    app.place.tamper("ALTER TABLE aside RENAME TO recipient_ask");
    let asked = gate.ask("google-workspace", STAFF, question(&url)).await.unwrap_err();
    assert_eq!((asked, came.load(Ordering::SeqCst)), (Unanswered::Unreached, 1), "read again, it is a yes");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_is_not_renewed() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    standing(&app).await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let there = async || {
        let all = scope.read(recipient::visible).await.unwrap();
        all.into_iter().find(|entry| entry.terms.name == "Marram Couriers")
    };
    let path = app.path(&format!("/office/recipients/{}", there().await.unwrap().id));
    assert_eq!(officer.post(&format!("{path}/end"), &[("seen", "1")]).await.status, 303);
    let renewed = officer.post(&path, &form(&[("reference", "MC-8"), ("seen", "2")])).await;
    assert_eq!(renewed.status, 404, "{}", renewed.text);
    assert_eq!(there().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_taken_over_twice_or_where_somebody_of_that_way_was_written_down() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.other, Purpose::Operation);
    app.place.tamper("DELETE FROM recipient WHERE way = 'openid-provider'");
    let implied = recipient::Implied::at("openid-provider", "who.example").unwrap();
    let take = async |implied: &recipient::Implied| {
        let implied = implied.clone();
        scope.write(move |tx| recipient::take_over(tx, std::slice::from_ref(&implied))).await.unwrap()
    };
    let taken = take(&implied).await;
    assert_eq!(taken.len(), 1);
    assert_eq!(take(&implied).await, []);
    let another = recipient::Implied::at("openid-provider", "another.example").unwrap();
    assert_eq!(take(&another).await, [], "whoever comes after the first is listed by somebody");
    // What somebody ended does not come back.
    let id = taken[0].id;
    assert!(scope.write(move |tx| recipient::end(tx, id, 1)).await.unwrap());
    assert_eq!(take(&implied).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_of_which_somebody_was_told_is_told_no_more() {
    let app = TestApp::start().await;
    standing_until(&app, Some(date(2026, 12, 20))).await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let due = async || {
        let all = scope.read(|tx| recipient::due_to_tell(tx, TODAY)).await.unwrap();
        all.into_iter().find(|(entry, ..)| entry.terms.name == "Marram Couriers")
    };
    let (entry, end, step) = due().await.unwrap();
    assert_eq!((end, step), (date(2026, 12, 20), 30));
    // Of two nodes that look at once, one tells.
    let tell = move |tx: &mut ground::Tx<'_>| recipient::told(tx, entry.id, end, step);
    assert!(scope.write(tell).await.unwrap());
    assert!(!scope.write(tell).await.unwrap());
    assert_eq!(due().await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_left_for_advertising_is_evidence_though_the_entry_said_so_then() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, None).await;
    write(&app, "Bound").await;
    app.run_jobs().await;
    let trigger = if app.place.is_postgres() { " ON installation_recipient" } else { "" };
    app.place.tamper(&format!("DROP TRIGGER installation_recipient_stays{trigger}"));
    app.place.tamper("UPDATE installation_recipient SET purposes = 'marketing scheduling' WHERE state = 'listed'");
    app.place.tamper("UPDATE recipient_ask SET purpose = 'marketing' WHERE outcome = 'left'");
    // And a version that says nothing of it in its place.
    let entry = relay_entry(&app).await;
    let terms = Terms { purposes: [Purpose::Scheduling].into_iter().collect(), ..entry.terms.clone() };
    let new = New { terms, day: app.house.clock.now(), at_once: AtOnce::No };
    let renewed = recipient::renew_everywhere(&app.house, entry.id, entry.version, new).await.unwrap();
    assert!(matches!(renewed, Outcome::Written(..)), "{renewed:?}");
    let gap = evidence(&app, &app.clinic, "sharing.never_sold").await;
    let figures = ["for advertising or sale", "beyond the list", "entries that say so"].map(|name| figure(&gap, name));
    assert!(!gap.ok && figures == [1, 0, 0], "{gap:?}");
}
