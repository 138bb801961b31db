//! The register of recipients, and the gate that asks it: nothing leaves for who is not on it, or bound no more.

mod gate;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ground::egress::{Ask, Gate, Recipient, Register, Unanswered};
use ground::mail::Voice;
use ground::recipient::{self, Agreement, AtOnce, Carries, Entry, Kind, New, Outcome, Refused, State, Terms};
use ground::{Clinic, MailId, Role};
use jiff::civil::{Date, date};
use jiff::{SignedDuration, ToSpan};
use promise::{Category, Evidence, Purpose};

use crate::kit::TestApp;
use crate::kit::relay::Relay;
use crate::letters;
use crate::recipients_kept::standing;

/// The day of the held clock.
const TODAY: Date = date(2026, 11, 24);

async fn everywhere(app: &TestApp) -> Vec<Entry> {
    recipient::everywhere(&app.house).await.unwrap().0
}

/// The entry of the relay that the configuration names.
pub(crate) async fn relay_entry(app: &TestApp) -> Entry {
    everywhere(app).await.into_iter().find(|entry| entry.terms.way == "mail-relay").unwrap()
}

fn agreed(ends_on: Option<Date>) -> Option<Agreement> {
    let signed_on = date(2026, 1, 5);
    Some(Agreement { kind: Kind::Processing, reference: "PQ-1".to_owned(), signed_on, ends_on })
}

/// Names the agreement with the relay, which ends on that day.
pub(crate) async fn bind(app: &TestApp, ends_on: Option<Date>) {
    let entry = relay_entry(app).await;
    let terms = Terms {
        name: "Post & Quay Ltd".to_owned(),
        region: "IE".to_owned(),
        agreement: agreed(ends_on),
        ..entry.terms.clone()
    };
    let new = New { terms, day: app.house.clock.now(), at_once: AtOnce::No };
    let renewed = recipient::renew_everywhere(&app.house, entry.id, entry.version, new).await.unwrap();
    assert_eq!(renewed, Outcome::Written(entry.id, app.house.clock.now()));
}

pub(crate) fn later(app: &TestApp, by: SignedDuration) {
    app.house.clock.set(app.house.clock.now() + by);
}

pub(crate) const DAY: SignedDuration = SignedDuration::from_hours(24);

async fn write(app: &TestApp, subject: &str) -> MailId {
    letters::write(app, Voice::Automatic, subject).await
}

pub(crate) async fn evidence(app: &TestApp, clinic: &Arc<Clinic>, id: &str) -> Evidence {
    ground::proof(&app.house, clinic, id).await.unwrap()
}

pub(crate) fn figure(evidence: &Evidence, name: &str) -> i64 {
    evidence.figures.iter().find(|(known, _)| known == name).unwrap().1
}

/// A host that counts who connects, and answers nothing.
async fn host() -> (url::Url, Arc<AtomicUsize>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    let came = Arc::new(AtomicUsize::new(0));
    let counted = came.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(stream);
        }
    });
    (at, came)
}

fn question(url: &url::Url) -> Ask {
    Ask {
        method: axum::http::Method::GET,
        url: url.clone(),
        headers: axum::http::HeaderMap::new(),
        body: Vec::new(),
        most: 100,
        patience: Duration::from_secs(5),
    }
}

const STAFF: Carries = Carries { purpose: Purpose::Administration, categories: &[Category::Identity] };

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_on_the_list_is_not_even_connected_to() {
    let app = TestApp::start().await;
    let (url, came) = host().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let listed = Recipient::new("google-workspace", &[&url]).unwrap();
    let unlisted = listed.clone().listed_at(&"https://elsewhere.example/".parse().unwrap());
    let gate = |recipient: &Recipient| Gate::new(Register::of(&scope), vec![recipient.clone()]).unwrap();
    let ask = async |recipient: &Recipient, carries| {
        gate(recipient).ask("google-workspace", carries, question(&url)).await.unwrap_err()
    };
    let refused = |why| Unanswered::Refused(why);
    assert_eq!(ask(&unlisted, STAFF).await, refused(Refused::Unlisted));
    let health = Carries { categories: &[Category::Identity, Category::Health], ..STAFF };
    assert_eq!(ask(&listed, health).await, refused(Refused::Category));
    assert_eq!(ask(&listed, Carries { purpose: Purpose::Care, ..STAFF }).await, refused(Refused::Purpose));
    assert_eq!(came.load(Ordering::SeqCst), 0, "not a byte left");
    // Who is on it is asked.
    assert_eq!(ask(&listed, STAFF).await, Unanswered::Unreached);
    assert_eq!(came.load(Ordering::SeqCst), 1);
    // Ended between one question and the next, on the same gate.
    let open = gate(&listed);
    let find = |tx: &mut ground::Tx<'_>| -> ground::Result<Entry> {
        Ok(recipient::visible(tx)?.into_iter().find(|entry| entry.terms.way == "google-workspace").unwrap())
    };
    let entry = scope.read(find).await.unwrap();
    assert!(scope.write(move |tx| recipient::end(tx, entry.id, entry.version)).await.unwrap());
    let again = open.ask("google-workspace", STAFF, question(&url)).await.unwrap_err();
    assert_eq!((again, came.load(Ordering::SeqCst)), (refused(Refused::Ended), 1));
    let evidence = evidence(&app, &app.clinic, "sharing.recipients_listed").await;
    assert_eq!((figure(&evidence, "left"), figure(&evidence, "refused")), (1, 4));
    assert!(evidence.ok, "{evidence:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_wait_while_an_agreement_is_over_and_leave_once_when_it_is_renewed() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, Some(TODAY)).await;
    let first = write(&app, "On its last day").await;
    app.run_jobs().await;
    assert_eq!((letters::state(&app, first).await.as_str(), relay.taken().len()), ("sent", 1));
    later(&app, DAY);
    let asked = relay.asked();
    let second = write(&app, "The day after").await;
    for _ in 0..3 {
        app.run_jobs().await;
        later(&app, SignedDuration::from_mins(11));
    }
    assert_eq!((letters::state(&app, second).await.as_str(), relay.asked()), ("waiting", asked));
    let over = evidence(&app, &app.clinic, "sharing.recipients_listed").await;
    assert!(!over.ok && figure(&over, "not bound") == 1, "{over:?}");
    // Renewed, it leaves at once, and once.
    bind(&app, None).await;
    for _ in 0..3 {
        app.run_jobs().await;
        later(&app, SignedDuration::from_mins(11));
    }
    assert_eq!((letters::state(&app, second).await.as_str(), relay.taken().len()), ("sent", 2));
    let well = evidence(&app, &app.clinic, "sharing.recipients_listed").await;
    assert!(well.ok && figure(&well, "left") == 2 && figure(&well, "to nobody bound") == 0, "{well:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_renewed_while_letters_are_being_looked_at_leaves_none_behind_and_sends_none_twice() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, Some(TODAY)).await;
    later(&app, DAY);
    for n in 0..8 {
        write(&app, &format!("Letter {n}")).await;
    }
    tokio::join!(app.run_jobs(), bind(&app, None));
    for _ in 0..3 {
        app.run_jobs().await;
        later(&app, SignedDuration::from_mins(11));
    }
    let mut ids: Vec<String> = relay.taken().iter().map(|letter| letter.id()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!((ids.len(), relay.taken().len()), (8, 8));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_installation_goes_on_and_has_some_days_to_name_whom_it_asks() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    let entry = relay_entry(&app).await;
    let due = TODAY.saturating_add(recipient::GRACE_DAYS.days());
    assert_eq!((entry.state, entry.terms.place.as_str()), (State::TakenOver(due), "127.0.0.1"));
    let first = write(&app, "Meanwhile").await;
    app.run_jobs().await;
    assert_eq!(letters::state(&app, first).await, "sent");
    // It is said: on the officer's page, on the public one, and by the evidence.
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let page = officer.get(&app.path("/office")).await;
    assert!(page.text.contains("Name the agreement with"), "{}", page.text);
    let public = app.visitor().get(&app.path("/recipients")).await;
    assert!(public.text.contains("is to be named by"), "{}", public.text);
    let gap = evidence(&app, &app.clinic, "sharing.recipients_listed").await;
    assert!(!gap.ok && figure(&gap, "to be named") == 1, "{gap:?}");
    // Looked at again, it is not put off; and another relay is not taken over.
    later(&app, DAY);
    keepwell::recipients::take_over(&app.house).await.unwrap();
    assert_eq!(relay_entry(&app).await, entry);
    let other = recipient::Implied::at("mail-relay", "other.example").unwrap();
    assert_eq!(recipient::take_over_everywhere(&app.house, other).await.unwrap(), None);
    let ways = keepwell::recipients::ways(&app.house).await.unwrap();
    assert!(ways.iter().all(keepwell::recipients::Stands::is_open), "{ways:?}");
    // Nobody named it: from the day after on, letters wait.
    later(&app, DAY * 30);
    let second = write(&app, "Too late").await;
    app.run_jobs().await;
    assert_eq!((letters::state(&app, second).await.as_str(), relay.taken().len()), ("waiting", 1));
    let page = app.signed_in(&app.clinic, Role::PrivacyOfficer).await.get(&app.path("/office")).await;
    assert!(page.text.contains("Nothing leaves for"), "{}", page.text);
    // Named, it counts at once, although a name and a country are said for the first time.
    let named = Terms { name: "Post & Quay Ltd".to_owned(), region: "IE".to_owned(), ..entry.terms.clone() };
    assert!(!recipient::widens(&entry, &named));
    bind(&app, None).await;
    app.run_jobs().await;
    assert_eq!(letters::state(&app, second).await, "sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_left_for_nobody_bound_is_evidence_against_it() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, None).await;
    write(&app, "Bound").await;
    app.run_jobs().await;
    assert!(evidence(&app, &app.clinic, "sharing.recipients_listed").await.ok);
    // What stands is not overwritten, by nobody who does not take the lock off first.
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let over = scope.write(|tx| tx.execute("UPDATE installation_recipient SET name = 'Other'", &[]).map(drop)).await;
    assert!(over.is_err());
    let trigger = if app.place.is_postgres() { " ON installation_recipient" } else { "" };
    app.place.tamper(&format!("DROP TRIGGER installation_recipient_stays{trigger}"));
    for (changed, back) in [
        ("ends_on = '2026-01-31'", "ends_on = NULL"),
        ("signed_on = '2026-11-25'", "signed_on = '2026-01-05'"),
        ("place = 'other.example'", "place = '127.0.0.1'"),
        ("effective_at = effective_at + 172800000000", "effective_at = effective_at - 172800000000"),
    ] {
        app.place.tamper(&format!("UPDATE installation_recipient SET {changed} WHERE state = 'listed'"));
        let gap = evidence(&app, &app.clinic, "sharing.recipients_listed").await;
        assert!(!gap.ok && figure(&gap, "to nobody bound") == 1, "{changed}: {gap:?}");
        app.place.tamper(&format!("UPDATE installation_recipient SET {back} WHERE state = 'listed'"));
        assert!(evidence(&app, &app.clinic, "sharing.recipients_listed").await.ok, "{back}");
    }
    // The version that let it go is gone.
    app.place.tamper("DELETE FROM installation_recipient WHERE state = 'listed'");
    let gap = evidence(&app, &app.clinic, "sharing.recipients_listed").await;
    assert!(!gap.ok && figure(&gap, "to nobody bound") == 1, "{gap:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_left_beyond_the_list_is_evidence_against_it() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, None).await;
    write(&app, "Bound").await;
    app.run_jobs().await;
    let well = evidence(&app, &app.clinic, "sharing.never_sold").await;
    assert!(well.ok && figure(&well, "left") == 1, "{well:?}");
    for (changed, back, counted) in [
        ("purpose = 'marketing'", "purpose = 'scheduling'", "for advertising or sale"),
        ("purpose = 'sale'", "purpose = 'scheduling'", "for advertising or sale"),
        ("purpose = 'care'", "purpose = 'scheduling'", "beyond the list"),
        ("categories = 'contact health'", "categories = 'contact'", "beyond the list"),
    ] {
        app.place.tamper(&format!("UPDATE recipient_ask SET {changed} WHERE outcome = 'left'"));
        let gap = evidence(&app, &app.clinic, "sharing.never_sold").await;
        assert!(!gap.ok && figure(&gap, counted) == 1, "{changed}: {gap:?}");
        app.place.tamper(&format!("UPDATE recipient_ask SET {back} WHERE outcome = 'left'"));
        assert!(evidence(&app, &app.clinic, "sharing.never_sold").await.ok, "{back}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_clinics_recipients_are_not_anothers_and_the_installations_are_everybodys() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    bind(&app, None).await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    standing(&app).await;
    let at = |clinic: &Clinic, below: &str| format!("/c/{}{below}", clinic.slug);
    let here = app.visitor().get(&at(&app.clinic, "/recipients")).await.text;
    let there = app.visitor().get(&at(&app.other, "/recipients")).await.text;
    assert!(here.contains("Marram Couriers") && here.contains("Post &#38; Quay Ltd"), "{here}");
    assert!(!there.contains("Marram Couriers") && there.contains("Post &#38; Quay Ltd"), "{there}");
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let own = scope.read(recipient::visible).await.unwrap().into_iter().find(|one| one.terms.name == "Marram Couriers");
    let id = own.unwrap().id;
    let stranger = app.signed_in(&app.other, Role::Manager).await;
    for path in [format!("/office/recipients/{id}")] {
        assert_eq!(stranger.get(&at(&app.other, &path)).await.status, 404);
        let end = stranger.post(&at(&app.other, &format!("{path}/end")), &[("seen", "1")]).await;
        assert_eq!(end.status, 404, "{}", end.text);
    }
    // The installation's is for whoever runs it to change.
    let everywhere = relay_entry(&app).await;
    let path = app.path(&format!("/office/recipients/{}", everywhere.id));
    let page = officer.get(&path).await;
    assert!(page.status == 200 && page.text.contains("keepwell recipient"), "{}", page.text);
    assert_eq!(officer.post(&format!("{path}/end"), &[("seen", "2")]).await.status, 404);
    // One clinic's Google is not asked for another's staff.
    let other = app.scope(&app.other, Purpose::Operation);
    let end = |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        for entry in recipient::visible(tx)?.into_iter().filter(|entry| !entry.everywhere) {
            recipient::end(tx, entry.id, entry.version)?;
        }
        Ok(())
    };
    other.write(end).await.unwrap();
    let ask = |tx: &mut ground::Tx<'_>| recipient::pass(tx, "google-workspace", "127.0.0.1", &STAFF);
    assert_eq!(other.write(ask).await.unwrap().unwrap_err(), Refused::Ended);
    assert!(scope.write(ask).await.unwrap().is_ok());
    // The record of processing names the same.
    let record = officer.get(&app.path("/processing.json")).await.json();
    let names: Vec<&str> =
        record["recipients"].as_array().unwrap().iter().filter_map(|one| one["name"].as_str()).collect();
    assert!(names.contains(&"Post & Quay Ltd") && names.contains(&"Marram Couriers"), "{names:?}");
}

/// What opens a connection, and the files that may name it, each with its reason.
const DOORS: &[(&str, &[&str])] = &[
    // The gate, which asks the register.
    ("HttpConnector", &["ground/src/egress.rs"]),
    ("legacy::Client", &["ground/src/egress.rs"]),
    ("hyper_rustls", &["ground/src/egress.rs"]),
    ("GaiResolver", &["ground/src/egress/outside.rs"]),
    // The mail relay, which takes no letter that the register did not let go.
    ("AsyncSmtp", &["ground/src/mail/relay.rs"]),
    ("SmtpTransport", &[]),
    // The installation's own database and its news.
    (
        ".connect(",
        &["ground/src/db/address.rs", "ground/src/db/postgres.rs", "ground/src/mail/relay.rs", "ground/src/news.rs"],
    ),
    ("MakeRustlsConnect", &["ground/src/db/address.rs"]),
    // The authority of the certificate, which hears host names and the operator's address.
    ("AcmeConfig", &["keepwell/src/tls/acme.rs"]),
    // Who comes in.
    ("TcpStream", &["keepwell/src/serve/doorstep.rs"]),
    ("UdpSocket", &[]),
    ("UnixStream", &[]),
    ("reqwest", &[]),
    ("ureq", &[]),
    // Documents lie in a folder of the installation's own.
    ("AmazonS3", &[]),
    ("GoogleCloudStorage", &[]),
    ("MicrosoftAzure", &[]),
    // A register that lets everything go is for tests.
    ("of_a_test", &["ground/src/egress.rs"]),
    ("Passed(())", &["ground/src/recipient/pass.rs"]),
];

#[test]
fn nothing_but_the_gate_and_the_relay_opens_a_connection() {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut folders: Vec<_> = std::fs::read_dir(crates).unwrap().map(|one| one.unwrap().path().join("src")).collect();
    let (mut found, mut files) = (Vec::new(), 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(crates).unwrap().to_str().unwrap().to_owned();
            if !name.ends_with(".rs") || name.ends_with("tests.rs") || name.contains("/tests/") {
                continue;
            }
            files += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            let code: String =
                text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            let doors = DOORS.iter().filter(|(door, may)| code.contains(door) && !may.contains(&name.as_str()));
            found.extend(doors.map(|(door, _)| format!("{name}: {door}")));
        }
    }
    assert!(files > 300, "only {files} files were looked at");
    assert_eq!(found, [] as [String; 0], "a way out that asks no register");
}

#[test]
fn every_name_under_which_the_program_asks_is_a_way_of_the_register() {
    let names = [ground::mail::RECIPIENT, directory::google::RECIPIENT, identity::PROVIDER];
    let ways: Vec<&str> = ground::egress::REGISTER.iter().map(|way| way.name).collect();
    assert_eq!(ways.len(), names.len());
    for name in names {
        assert!(ways.contains(&name), "{name}");
    }
    for way in ground::egress::REGISTER {
        assert!(way.purposes.iter().all(|purpose| !recipient::NEVER.contains(purpose)), "{}", way.name);
    }
}
