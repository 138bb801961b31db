//! Who keeps the register of recipients, and how: the officer of a clinic, and whoever runs the installation.

use ground::Role;
use ground::recipient::{self, Agreement, Carries, Entry, Kind, RecipientId, Refused, Terms};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use promise::{Category, Purpose};

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Place, TestApp};
use crate::recipients::{DAY, evidence, figure, later};

/// The form of a new entry, with these fields otherwise.
pub(crate) fn form<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Marram Couriers"),
        ("way", "by_hand"),
        ("place", ""),
        ("purposes", "billing"),
        ("categories", "contact"),
        ("region", "ie"),
        ("safeguard", ""),
        ("kind", "processing"),
        ("reference", "MC-7"),
        ("signed_on", "2026-10-01"),
        ("ends_on", ""),
    ];
    for (name, value) in changes {
        fields.retain(|(field, _)| field != name);
        fields.push((name, value));
    }
    fields
}

/// Marram Couriers, who stood on the list before anybody came, until that day.
pub(crate) async fn standing_until(app: &TestApp, ends_on: Option<Date>) -> RecipientId {
    let terms = Terms {
        name: "Marram Couriers".to_owned(),
        way: recipient::BY_HAND.to_owned(),
        place: String::new(),
        purposes: [Purpose::Billing].into_iter().collect(),
        categories: [Category::Contact].into(),
        region: "IE".to_owned(),
        safeguard: String::new(),
        agreement: Some(Agreement {
            kind: Kind::Processing,
            reference: "MC-7".to_owned(),
            signed_on: date(2026, 10, 1),
            ends_on,
        }),
    };
    let add = move |tx: &mut ground::Tx<'_>| {
        let now = tx.now();
        recipient::stood(tx, &terms, now)
    };
    app.scope(&app.clinic, Purpose::Operation).write(add).await.unwrap()
}

pub(crate) async fn standing(app: &TestApp) -> RecipientId {
    standing_until(app, None).await
}

/// Looks after what is announced as the program does every minute, with its letters.
pub(crate) async fn looked_after(app: &TestApp) {
    app.run_jobs().await;
    app.scope(&app.clinic, Purpose::Operation).write(office::recipients_take_effect).await.unwrap();
    app.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_leaves_for_advertising_and_no_entry_can_say_so() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    for purpose in ["marketing", "analytics"] {
        let answer = officer.post(&app.path("/office/recipients"), &form(&[("purposes", purpose)])).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert!(answer.text.contains("Nobody gets anything for promotion, sale or counting."), "{}", answer.text);
    }
    // A word that is no purpose of ours is none.
    let answer = officer.post(&app.path("/office/recipients"), &form(&[("purposes", "sale")])).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    let page = officer.get(&app.path("/office/recipients")).await;
    assert!(!page.text.contains("Marram Couriers") && !page.text.contains("value=\"marketing\""), "{}", page.text);
    // Written in past the program, it is still not asked for that, and is told of.
    let trigger = if app.place.is_postgres() { " ON recipient" } else { "" };
    app.place.tamper(&format!("DROP TRIGGER recipient_stays{trigger}"));
    app.place.tamper("UPDATE recipient SET purposes = 'administration marketing' WHERE way = 'google-workspace'");
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let carries = Carries { purpose: Purpose::Marketing, categories: &[Category::Identity] };
    let passed = scope.write(move |tx| recipient::pass(tx, "google-workspace", "127.0.0.1", &carries)).await.unwrap();
    assert_eq!(passed.unwrap_err(), Refused::Purpose);
    let gap = evidence(&app, &app.clinic, "sharing.never_sold").await;
    assert!(!gap.ok && figure(&gap, "entries that say so") == 1, "{gap:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_officer_adds_renews_and_ends_and_what_is_more_waits_for_its_day() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let list = app.path("/office/recipients");
    for (field, value, beside, words) in [
        ("name", "", "name", ""),
        ("place", "relay.example", "place", "none where it goes by hand"),
        ("region", "US", "safeguard", "say what protects it there"),
        ("signed_on", "2027-01-01", "signed_on", "signed on a day to come"),
        ("ends_on", "2026-11-01", "ends_on", "over before today"),
    ] {
        let answer = officer.post(&list, &form(&[(field, value)])).await;
        assert_eq!(answer.status, 422, "{field}: {}", answer.text);
        let said = answer.text.contains(words) && answer.text.contains(&format!("id=\"e-{beside}\""));
        assert!(said, "{field}: {}", answer.text);
        assert!(answer.text.contains("value=\"MC-7\""), "what was typed stays: {}", answer.text);
    }
    assert_eq!(officer.post(&list, &form(&[])).await.status, 303);
    // Sent once more it is the same entry, and stands beside the name; for another purpose it is another.
    let twice = officer.post(&list, &form(&[("reference", "MC-8")])).await;
    assert!(twice.status == 422 && twice.text.contains("id=\"e-name\""), "{}", twice.text);
    assert!(twice.text.contains("stands on the list already"), "{}", twice.text);
    // Nor is one announced whose agreement is over before its day comes.
    let short = [("name", "Ebb Couriers"), ("ends_on", "2026-12-01")];
    let early = officer.post(&list, &form(&short)).await;
    assert!(early.status == 422 && early.text.contains("id=\"e-ends_on\""), "{}", early.text);
    assert!(early.text.contains("ends before this entry counts"), "{}", early.text);
    // It is a change of what is stated: announced, and counts only later.
    let public = app.visitor().get(&app.path("/recipients")).await.text;
    assert!(public.contains("Marram Couriers") && public.contains("Announced"), "{public}");
    let visible = async || {
        let scope = app.scope(&app.clinic, Purpose::Operation);
        let names = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<String>> {
            Ok(recipient::visible(tx)?.into_iter().map(|entry| entry.terms.name).collect())
        };
        scope.read(names).await.unwrap()
    };
    assert!(!visible().await.contains(&"Marram Couriers".to_owned()));
    // What replaces an equal one counts at once, and ends it; nothing else does, whoever says so.
    let old = standing(&app).await.to_string();
    for (field, value) in [("purposes", "rights"), ("categories", "health"), ("region", "US")] {
        let more = form(&[("name", "Dune Couriers"), ("replaces", &old), ("safeguard", "clauses"), (field, value)]);
        let answer = officer.post(&list, &more).await;
        let beside = answer.text.contains("id=\"e-replaces\"") && answer.text.contains("That is no equal");
        assert!(answer.status == 422 && beside, "{field}: {}", answer.text);
    }
    let announced = app.scope(&app.clinic, Purpose::Operation).read(recipient::coming).await.unwrap()[0].id.to_string();
    let waits = officer.post(&list, &form(&[("name", "Dune Couriers"), ("replaces", &announced)])).await;
    assert!(waits.status == 422 && waits.text.contains("That is no equal"), "{}", waits.text);
    let replaces = form(&[("name", "Dune Couriers"), ("replaces", &old)]);
    assert_eq!(officer.post(&list, &replaces).await.status, 303);
    assert_eq!(visible().await.iter().filter(|name| *name == "Dune Couriers" || *name == "Marram Couriers").count(), 1);
    let one = async |name: &str| {
        let (scope, name) = (app.scope(&app.clinic, Purpose::Operation), name.to_owned());
        let find = move |tx: &mut ground::Tx<'_>| -> ground::Result<Entry> {
            let all = recipient::all(tx)?.into_iter().chain(recipient::coming(tx)?);
            Ok(all.into_iter().find(|entry| entry.terms.name == name).unwrap())
        };
        scope.read(find).await.unwrap()
    };
    let dune = one("Dune Couriers").await;
    let path = app.path(&format!("/office/recipients/{}", dune.id));
    // Another paper counts at once; more kinds of data only later, and the version that counts goes on until then.
    let paper = form(&[("name", "Dune Couriers"), ("reference", "DC-8"), ("seen", "1")]);
    assert_eq!(officer.post(&path, &paper).await.status, 303);
    let more = [("name", "Dune Couriers"), ("reference", "DC-8"), ("categories", "identity"), ("seen", "2")];
    assert_eq!(officer.post(&path, &form(&more)).await.status, 303);
    let stands = one("Dune Couriers").await;
    assert_eq!((stands.version, stands.terms.categories.contains(&Category::Identity)), (2, false));
    // Whoever saw an older page is told; nothing is written.
    let stale = officer.post(&path, &paper).await;
    assert!(stale.status == 422 && stale.text.contains("Somebody else was quicker"), "{}", stale.text);
    // Renewed while that waits: both are bound by the new paper.
    let renewed = form(&[("name", "Dune Couriers"), ("reference", "DC-9"), ("seen", "3")]);
    assert_eq!(officer.post(&path, &renewed).await.status, 303);
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let coming = scope.read(recipient::coming).await.unwrap();
    let waits = coming.iter().find(|entry| entry.id == dune.id).unwrap();
    assert_eq!((waits.version, waits.terms.agreement.as_ref().unwrap().reference.as_str()), (5, "DC-9"));
    // Its end takes along what waited.
    assert_eq!(officer.post(&format!("{path}/end"), &[("seen", "5")]).await.status, 303);
    let offered = officer.get(&list).await.text;
    assert!(offered.contains(&format!("value=\"{}\"", dune.id)), "an equal one may stand in for it still: {offered}");
    looked_after(&app).await;
    later(&app, DAY * 100);
    looked_after(&app).await;
    assert!(!visible().await.contains(&"Dune Couriers".to_owned()));
    assert!(visible().await.contains(&"Marram Couriers".to_owned()), "its day has come");
    let id = dune.id;
    assert_eq!(scope.read(move |tx| recipient::history(tx, id)).await.unwrap().len(), 6, "every version is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_announced_counts_no_sooner_for_another_paper_and_what_was_replaced_before_its_day_never() {
    let app = TestApp::start().await;
    // Signed in anew: no browser is for days.
    let post = async |path: &str, changes: &[(&str, &str)]| {
        let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
        let answer = officer.post(path, &form(changes)).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
    };
    post(&app.path("/office/recipients"), &[]).await;
    looked_after(&app).await;
    let counts = async || {
        let find = |tx: &mut ground::Tx<'_>| -> ground::Result<Option<Entry>> {
            Ok(recipient::visible(tx)?.into_iter().find(|entry| entry.terms.name == "Marram Couriers"))
        };
        app.scope(&app.clinic, Purpose::Operation).read(find).await.unwrap()
    };
    let coming = app.scope(&app.clinic, Purpose::Operation).read(recipient::coming).await.unwrap();
    let first = coming.into_iter().find(|entry| entry.terms.name == "Marram Couriers").unwrap();
    let path = app.path(&format!("/office/recipients/{}", first.id));
    later(&app, DAY);
    // Announced, and another paper a day later: it waits for the day that was announced.
    post(&path, &[("reference", "MC-8"), ("seen", "1")]).await;
    assert!(counts().await.is_none(), "the days of the notice are not over");
    // More kinds of data: announced anew, and what was announced before is in nobody's place any more.
    later(&app, DAY);
    post(&path, &[("reference", "MC-8"), ("categories", "identity"), ("seen", "2")]).await;
    looked_after(&app).await;
    app.house.clock.set(first.effective_at + SignedDuration::from_secs(1));
    looked_after(&app).await;
    assert!(counts().await.is_none(), "it was replaced before its day");
    later(&app, DAY * 3);
    looked_after(&app).await;
    let stands = counts().await.expect("its day has come");
    assert_eq!((stands.version, stands.terms.categories.contains(&Category::Identity)), (3, true));
    // Replaced before its day: the version that counts goes on until the day of the last.
    post(&path, &[("reference", "MC-8"), ("categories", "health"), ("seen", "3")]).await;
    looked_after(&app).await;
    later(&app, DAY);
    post(&path, &[("reference", "MC-8"), ("categories", "schedule"), ("seen", "4")]).await;
    looked_after(&app).await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let id = first.id;
    let waits = scope.read(move |tx| recipient::history(tx, id)).await.unwrap().remove(1);
    assert!(waits.terms.categories.contains(&Category::Health) && waits.version == 4);
    app.house.clock.set(waits.effective_at + SignedDuration::from_secs(1));
    looked_after(&app).await;
    assert_eq!(counts().await.unwrap().version, 3);
    assert_eq!(scope.read(move |tx| recipient::find(tx, id)).await.unwrap().version, 3);
    later(&app, DAY * 3);
    looked_after(&app).await;
    assert_eq!(counts().await.unwrap().version, 5);
    assert_eq!(scope.read(move |tx| recipient::find(tx, id)).await.unwrap().version, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_keeps_the_list_is_told_once_at_each_step_before_an_agreement_ends() {
    let app = TestApp::start().await;
    standing_until(&app, Some(date(2027, 1, 15))).await;
    let told = async |day: Date| {
        let zone = app.clinic.zone.clone();
        app.house.clock.set(day.at(9, 0, 0, 0).to_zoned(zone).unwrap().timestamp());
        for _ in 0..2 {
            office::look_at_recipients(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
        }
        let all = app.letters().await;
        all.iter()
            .filter(|letter| letter.kind == "office.recipient" && letter.subject.contains("Marram Couriers"))
            .count()
    };
    // A manager and a privacy officer.
    assert_eq!(told(date(2026, 12, 10)).await, 0);
    assert_eq!(told(date(2026, 12, 16)).await, 2);
    assert_eq!(told(date(2026, 12, 20)).await, 2);
    assert_eq!(told(date(2027, 1, 9)).await, 4, "a step that was missed is told by the one that counts now");
    assert_eq!(told(date(2027, 1, 15)).await, 6);
    assert_eq!(told(date(2027, 1, 16)).await, 6);
}

#[test]
fn the_operator_keeps_the_installations_list_and_asks_how_every_way_out_stands() {
    let place = Place::fresh();
    let environment = [("KEEPWELL_MAIL__RELAY", "smtps://relay.example:465"), ("KEEPWELL_MAIL__FROM", "a@example.org")];
    let keepwell = |words: &[&str]| {
        let output = run(&place, words, &environment);
        (output.status.success(), said(&output))
    };
    assert!(keepwell(CREATE).0);
    let (well, told) = keepwell(&["recipient", "check"]);
    assert!(!well && told.contains("mail-relay relay.example: is not on the list"), "{told}");
    let entry = |more: &[&'static str]| {
        let mut words = vec!["recipient", "add", "--name", "Post & Quay Ltd", "--way", "mail-relay"];
        words.extend(["--place", "relay.example", "--agreement", "processing", "--reference", "PQ-1"]);
        words.extend(["--signed", "2026-01-05"]);
        words.extend(more);
        keepwell(&words)
    };
    let (well, told) = entry(&["--region", "US"]);
    assert!(!well && told.contains("--safeguard"), "{told}");
    let (well, told) = entry(&["--region", "IE", "--purpose", "marketing"]);
    assert!(!well && told.contains("nobody gets anything for promotion"), "{told}");
    let (well, told) = entry(&["--region", "IE"]);
    assert!(well, "{told}");
    let id = told.split_whitespace().find(|word| word.starts_with("rcp_")).unwrap().to_owned();
    let (well, told) = keepwell(&["recipient", "check"]);
    assert!(well && told.contains("mail-relay relay.example: bound"), "{told}");
    let (well, told) = keepwell(&["recipient", "renew", &id, "--reference", "PQ-2", "--ends", "2030-12-31"]);
    assert!(well, "{told}");
    let (well, told) = keepwell(&["recipient", "list"]);
    assert!(well && told.contains("bound until 2030-12-31") && told.contains("Post & Quay Ltd"), "{told}");
    // Another relay is a new recipient, unless it replaces an equal one.
    let other = ["recipient", "add", "--name", "Other Ltd", "--way", "mail-relay", "--place", "other.example"];
    let other =
        [&other[..], &["--region", "IE", "--agreement", "processing", "--reference", "O", "--signed", "2026-01-05"]];
    // Announced, it is not over before it counts.
    let soon = (ground::Clock::system().now() + DAY * 10).strftime("%Y-%m-%d").to_string();
    let mut short: Vec<&str> = other.concat();
    short.extend(["--ends", soon.as_str()]);
    let (well, told) = keepwell(&short);
    assert!(!well && told.contains("--ends: it would be over before it counts"), "{told}");
    let (well, told) = keepwell(&other.concat());
    let id_of_other = told.split_whitespace().find(|word| word.starts_with("rcp_")).unwrap().to_owned();
    let listed = keepwell(&["recipient", "list"]).1;
    assert!(
        well && listed.lines().any(|line| line.starts_with(&id_of_other) && line.contains(", from 20")),
        "{listed}"
    );
    // Another paper for who is announced still does not bring them forward.
    let (well, told) = keepwell(&["recipient", "renew", &id_of_other, "--reference", "O-2"]);
    assert!(well, "{told}");
    let listed = keepwell(&["recipient", "list"]).1;
    assert!(listed.lines().any(|line| line.starts_with(&id_of_other) && line.contains(", from 20")), "{listed}");
    // What replaces is asked for the same; else nothing is written, and nothing ends.
    let mut by_hand: Vec<&str> = other.concat();
    by_hand.extend(["--purpose", "operation", "--category", "technical", "--replaces", id.as_str()]);
    let way = by_hand.iter().position(|word| *word == "mail-relay").unwrap();
    let place = by_hand.iter().position(|word| *word == "other.example").unwrap();
    (by_hand[way], by_hand[place]) = ("by_hand", "");
    let (well, told) = keepwell(&by_hand);
    assert!(!well && told.contains("only an equal one replaces it"), "{told}");
    assert!(keepwell(&["recipient", "list"]).1.contains("bound until 2030-12-31"));
    let mut equal: Vec<&str> = other.concat();
    equal.extend(["--replaces", id.as_str()]);
    let (well, told) = keepwell(&equal);
    assert!(well, "{told}");
    let (well, told) = keepwell(&["recipient", "check"]);
    assert!(!well && told.contains("was ended"), "{told}");
    let (well, told) = keepwell(&equal);
    assert!(!well && told.contains("was replaced already"), "{told}");
    let (well, told) = keepwell(&["recipient", "check"]);
    assert!(!well && told.contains("was ended"), "{told}");
    let (well, told) = keepwell(&["recipient", "end", "rcp_00000000000000000000000000"]);
    assert!(!well && told.contains("there is no recipient"), "{told}");
}
