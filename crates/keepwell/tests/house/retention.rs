//! What is kept how long: the sweep, what a dispute holds back, the plan, and the evidence, through the program's own doors.

mod held;

use ground::erase::Unerased;
use ground::{HoldId, PersonId, Role, Scope, Tx, hold, params, retain};
use jiff::Timestamp;
use promise::{Purpose, State};

use crate::kit::program::{run, said};
use crate::kit::{Place, TestApp};
use crate::reminders::somebody;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Writes `n` events of that instant.
async fn events(scope: &Scope, at: Timestamp, n: usize) {
    let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        for _ in 0..n {
            let id = ground::EventId::new(at);
            tx.execute(
                "INSERT INTO event (clinic, id, name, subject, actor, at) VALUES ($1, $2, 'old.thing', 'x', 'automatic', $3)",
                &params![tx.clinic(), id, at],
            )?;
        }
        Ok(())
    };
    scope.write(write).await.unwrap();
}

/// A letter to `person` that was sent at that instant.
async fn letter(scope: &Scope, person: PersonId, at: Timestamp) {
    let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        let blob = || vec![1_u8; 8];
        tx.execute(
            "INSERT INTO mail (clinic, id, person, kind, voice, language, recipient, subject, body, state, created_at, sent_at)
             VALUES ($1, $2, $3, 'old.letter', 'automatic', 'en', $4, $5, $6, 'sent', $7, $7)",
            &params![tx.clinic(), ground::MailId::new(at), person, blob(), blob(), blob(), at],
        )?;
        Ok(())
    };
    scope.write(write).await.unwrap();
}

fn count(place: &Place, what: &str) -> i64 {
    place.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {what}"))[0].parse().unwrap()
}

/// A client whose record began, and was written last, at that instant, and of whom there is nothing else.
async fn client(app: &TestApp, at: Timestamp) -> PersonId {
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let person = scope.write(|tx| people::create(tx, &somebody(), &people::Source::Desk)).await.unwrap();
    let at = at.as_microsecond();
    app.place.tamper(&format!("UPDATE client SET created_at = {at}, updated_at = {at} WHERE id = '{person}'"));
    app.place.tamper(&format!("UPDATE person SET created_at = {at} WHERE id = '{person}'"));
    person
}

async fn state(app: &TestApp) -> (State, String) {
    let all = keepwell::promises::standing(&app.house, &app.clinic).await;
    let promise = all.into_iter().find(|standing| standing.promise.id == "retention.limited").unwrap();
    (promise.state, format!("{:?}", promise.evidence))
}

async fn over(scope: &Scope) -> i64 {
    scope.read(|tx| -> ground::Result<i64> { Ok(retain::plan(tx)?.iter().map(|one| one.over).sum()) }).await.unwrap()
}

const OLD: &str = "event WHERE name = 'old.thing'";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_over_goes_and_what_is_not_stays() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    retain::sweep(&scope).await.unwrap();
    // Ten years before the held day: what is of that day goes on it, and what is of the next does not.
    events(&scope, at("2016-11-24T23:59:00Z"), 2).await;
    events(&scope, at("2016-11-25T00:01:00Z"), 3).await;
    let other = app.scope(&app.other, Purpose::Operation);
    events(&other, at("2010-01-01T00:00:00Z"), 1).await;
    let planned = scope.read(retain::plan).await.unwrap();
    let event = planned.iter().find(|one| one.line.class == "event").unwrap();
    assert_eq!((event.over, event.soon), (2, 3));
    assert_eq!(retain::sweep(&scope).await.unwrap(), 2);
    assert_eq!(count(&app.place, OLD), 4, "another clinic's row is that clinic's to sweep");
    let swept = scope.read(retain::swept).await.unwrap();
    let of = |part: &str| swept.iter().find(|swept| swept.part == part).unwrap().clone();
    assert_eq!((of("event").gone, of("event").cause), (2, None));
    assert!(swept.iter().all(|swept| swept.ended_at.is_some()), "{swept:?}");
    assert_eq!(retain::sweep(&scope).await.unwrap(), 0, "it can run twice");
    // A clock that is set back takes nothing more.
    app.house.clock.set(at("2020-02-29T10:00:00Z"));
    events(&scope, at("2010-03-01T12:00:00Z"), 1).await;
    assert_eq!(retain::sweep(&scope).await.unwrap(), 0, "ten years are not complete on the day before");
    app.house.clock.set(at("2020-03-01T10:00:00Z"));
    assert_eq!(retain::sweep(&scope).await.unwrap(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_past_its_time_is_evidence_against_it() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    retain::sweep(&scope).await.unwrap();
    let (before, evidence) = state(&app).await;
    assert_eq!(before, State::Kept, "{evidence}");
    events(&scope, at("2001-01-01T00:00:00Z"), 1).await;
    let (tampered, evidence) = state(&app).await;
    assert_eq!(tampered, State::Gap, "{evidence}");
    assert!(evidence.contains("(\"rows past their time\", 1)"), "{evidence}");
    retain::sweep(&scope).await.unwrap();
    assert_eq!(state(&app).await.0, State::Kept);
    // And so is a record that nobody has seen for longer than it is kept.
    client(&app, at("2001-01-01T00:00:00Z")).await;
    let (tampered, evidence) = state(&app).await;
    assert_eq!(tampered, State::Gap, "{evidence}");
    assert!(evidence.contains("(\"persons past their time\", 1)"), "{evidence}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_stops_the_sweep_and_the_erasure() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    retain::sweep(&scope).await.unwrap();
    let person = client(&app, at("2001-01-01T00:00:00Z")).await;
    assert_eq!(over(&scope).await, scope.read(persons_classes).await.unwrap());
    let place = move |whom: Option<PersonId>| move |tx: &mut Tx<'_>| hold::place(tx, whom, "Case 12/2026", None);
    let id = scope.write(place(Some(person))).await.unwrap();
    // A letter to them that is over stays too; one to somebody else goes.
    let free = client(&app, at("2026-01-01T00:00:00Z")).await;
    for whom in [person, free] {
        letter(&scope, whom, at("2001-01-01T00:00:00Z")).await;
    }
    assert_eq!(over(&scope).await, 1, "they are held, and the other letter is not");
    let of = move |tx: &mut Tx<'_>| hold::of(tx, person);
    let of = scope.read(of).await.unwrap().unwrap();
    assert_eq!((of.id, of.whom), (id, Some(person)));
    let erase = move |tx: &mut Tx<'_>| -> ground::Result<bool> {
        Ok(matches!(tx.erase_person(person, &ground::erase::Because::request("a test"))?, Err(Unerased::Held)))
    };
    assert!(scope.write(erase).await.unwrap(), "nobody erases them by another way either");
    assert_eq!(retain::sweep(&scope).await.unwrap(), 1);
    assert_eq!(app.place.column("SELECT person FROM mail WHERE kind = 'old.letter'"), [person.to_string()]);
    assert_eq!(app.place.column(&format!("SELECT id FROM client WHERE id = '{person}'")), [person.to_string()]);
    let (kept, evidence) = state(&app).await;
    assert_eq!(kept, State::Kept, "{evidence}");
    assert!(evidence.contains("(\"holds\", 1)"), "{evidence}");
    scope.write(move |tx| hold::lift(tx, id)).await.unwrap();
    scope.write(move |tx| hold::lift(tx, id)).await.unwrap();
    assert_eq!(
        over(&scope).await,
        1 + scope.read(persons_classes).await.unwrap(),
        "it is over again, and so is the letter"
    );
    // A hold of the whole clinic keeps rows too, and one whose own day has come does not.
    events(&scope, at("2001-01-01T00:00:00Z"), 1).await;
    let officer = officer(&app).await;
    let until = Some(at("2026-12-01T00:00:00Z"));
    let whole = officer.write(move |tx| hold::place(tx, None, "Subpoena", until)).await.unwrap();
    assert_eq!(retain::sweep(&scope).await.unwrap(), 0);
    assert_eq!(count(&app.place, OLD), 1);
    let found = scope.read(move |tx| hold::of(tx, person)).await.unwrap().unwrap();
    assert_eq!((found.id, found.whom), (whole, None));
    let reason = officer
        .read(move |tx| {
            let hold = hold::find(tx, whole)?;
            hold::reason(tx, &hold)
        })
        .await
        .unwrap();
    assert_eq!(reason, "Subpoena");
    app.house.clock.set(at("2026-12-01T00:00:01Z"));
    retain::sweep(&scope).await.unwrap();
    assert_eq!(count(&app.place, OLD), 0);
}

/// How many classes go with a person: a person who is over is counted in each.
fn persons_classes(tx: &mut Tx<'_>) -> ground::Result<i64> {
    let person = |line: &&promise::retention::Line| line.rule == promise::retention::Rule::Person;
    Ok(retain::schedule(tx).iter().filter(person).count() as i64)
}

/// The scope of whoever answers for people's data.
async fn officer(app: &TestApp) -> Scope {
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let accounts = scope.read(identity::one_of_each).await.unwrap();
    let account = accounts.into_iter().find(|account| account.roles.contains(Role::PrivacyOfficer)).unwrap();
    let who = ground::Who::Account { account: account.id, person: account.person };
    scope.as_actor(ground::Actor { who, roles: Role::PrivacyOfficer.into(), shown_as: None })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_that_was_cut_off_goes_on_where_it_was() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    retain::sweep(&scope).await.unwrap();
    events(&scope, at("2001-01-01T00:00:00Z"), 3_000).await;
    let cut = scope.clone();
    let sweep = tokio::spawn(async move { retain::sweep(&cut).await });
    while count(&app.place, OLD) == 3_000 {
        tokio::task::yield_now().await;
    }
    sweep.abort();
    let _cut = sweep.await;
    let left = count(&app.place, OLD);
    assert!(left < 3_000, "{left}");
    retain::sweep(&scope).await.unwrap();
    assert_eq!(count(&app.place, OLD), 0);
    // Of persons it is noted how far it came, and it is gone on from there.
    let reached = "UPDATE retention_sweep SET ended_at = NULL, reached = 'per_7zzzzzzzzzzzzzzzzzzzzzzzzz', gone = 7 WHERE part = 'person'";
    app.place.tamper(reached);
    retain::sweep(&scope).await.unwrap();
    let gone = app.place.column(&format!(
        "SELECT CAST(gone AS TEXT) FROM retention_sweep WHERE part = 'person' AND clinic = '{}'",
        app.clinic.id
    ));
    assert_eq!(gone, ["7"], "it did not begin anew");
    retain::sweep(&scope).await.unwrap();
    let gone = app.place.column(&format!(
        "SELECT CAST(gone AS TEXT) FROM retention_sweep WHERE part = 'person' AND clinic = '{}'",
        app.clinic.id
    ));
    assert_eq!(gone, ["0"], "the next one did");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_is_placed_while_a_sweep_runs_stops_it() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    retain::sweep(&scope).await.unwrap();
    events(&scope, at("2001-01-01T00:00:00Z"), 12_000).await;
    let swept = scope.clone();
    let sweep = tokio::spawn(async move { retain::sweep(&swept).await });
    while count(&app.place, OLD) == 12_000 {
        tokio::task::yield_now().await;
    }
    officer(&app).await.write(|tx| hold::place(tx, None, "Subpoena", None)).await.unwrap();
    let left = count(&app.place, OLD);
    sweep.await.unwrap().unwrap();
    let after = count(&app.place, OLD);
    // The step that was under way had begun before.
    assert!(after > 0 && left - after <= 250, "{left} and then {after}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_for_the_data_holds_it_back_and_the_desk_reads_that_and_not_why() {
    let app = TestApp::start().await;
    let browser = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let person = client(&app, at("2026-01-01T00:00:00Z")).await.to_string();
    let page = app.path("/retention");
    let shown = browser.get(&page).await;
    assert_eq!(shown.status, 200, "{}", shown.text);
    assert!(shown.text.contains("The schedule") && shown.text.contains("none of it is legal advice"));
    let holds = app.path("/retention/holds");
    for (fields, fault) in [
        (vec![("client", person.as_str()), ("reason", "no")], "Say why in at least 5 characters."),
        (
            vec![("client", person.as_str()), ("reason", "Case 12/2026"), ("until", "2026-11-24")],
            "Choose a day to come.",
        ),
        (
            vec![("client", "per_00000000000000000000000000"), ("reason", "Case 12/2026")],
            "No record here is found by that.",
        ),
        (vec![("client", "somebody"), ("reason", "Case 12/2026")], "No record here is found by that."),
        (vec![("client", ""), ("reason", "Case 12/2026")], "aria-invalid"),
    ] {
        let answer = browser.post(&holds, &fields).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        assert!(answer.text.contains(fault) && answer.text.contains(fields[1].1), "{fields:?}: {}", answer.text);
    }
    let placed = browser.post(&holds, &[("client", &person), ("reason", "Case 12/2026, keep all letters")]).await;
    assert_eq!(placed.status, 303, "{}", placed.text);
    assert!(browser.get(&page).await.text.contains("Case 12/2026, keep all letters"));
    for role in [Role::Manager, Role::FrontDesk] {
        let desk = app.signed_in(&app.clinic, role).await;
        let record = desk.get(&app.path(&format!("/clients/{person}"))).await;
        assert!(record.text.contains("A dispute holds this record back"), "{role:?} {}", record.text);
        assert!(!record.text.contains("Case 12/2026"), "{role:?} reads why");
    }
    let manager = app.signed_in(&app.clinic, Role::Manager).await.get(&page).await;
    // The manager holds data back too, and answers for it where there is no officer.
    assert!(manager.status == 200 && manager.text.contains("Case 12/2026"), "{}", manager.text);
    let ids = app.place.column("SELECT id FROM legal_hold");
    let id: HoldId = ids[0].parse().unwrap();
    let lifted = browser.post(&app.path(&format!("/retention/holds/{id}/lift")), &[]).await;
    assert_eq!(lifted.status, 303, "{}", lifted.text);
    let clear = app.place.column("SELECT CASE WHEN lifted_at IS NULL THEN 'no' ELSE lifted_by END FROM legal_hold");
    assert!(clear[0].starts_with("per_"), "{clear:?}");
    // Whoever comes reads how long, and no figures.
    for language in ["en", "ar"] {
        let summary = app.visitor().get(&app.path(&format!("/notice/retention?lang={language}"))).await;
        assert_eq!(summary.status, 200);
        assert!(!summary.text.contains("office-retention-"), "a word is missing in {language}: {}", summary.text);
        let page = browser.get(&app.path(&format!("/retention?lang={language}"))).await;
        assert!(!page.text.contains("office-"), "a word is missing in {language}: {}", page.text);
    }
}

#[test]
fn the_plan_says_what_goes_when_and_why() {
    let place = Place::fresh();
    assert!(run(&place, crate::kit::program::CREATE, &[]).status.success());
    let printed = run(&place, &["retention", "plan", "--clinic", "north", "--format", "json"], &[]);
    assert!(printed.status.success(), "{}", said(&printed));
    let plan: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    let of = |class: &str| plan.as_array().unwrap().iter().find(|one| one["class"] == class).unwrap().clone();
    assert_eq!((&of("client")["span"]["years"], &of("client")["decides"]), (&10.into(), &"notice".into()));
    assert_eq!((&of("message")["span"]["days"], &of("message")["rule"]), (&730.into(), &"days".into()));
    assert_eq!((&of("access")["rule"], &of("access")["span"]), (&"proof".into(), &serde_json::Value::Null));
    let text = said(&run(&place, &["retention", "plan"], &[]));
    assert!(text.contains("None of it is legal advice") && text.contains("client"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_of_processing_names_every_purpose_recipient_and_sealed_column() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let record = officer.get(&app.path("/processing.json")).await;
    assert_eq!(record.status, 200, "{}", record.text);
    let record: serde_json::Value = serde_json::from_str(&record.text).unwrap();
    let list = |of: &str| record[of].as_array().unwrap().clone();
    let map = &app.house.data_map;
    for purpose in Purpose::ALL {
        let read = |column: &&promise::Column| column.purposes.contains(*purpose);
        let columns = map.tables.values().flat_map(|table| table.columns.values()).filter(read).count();
        let activity = list("activities").into_iter().find(|one| one["purpose"] == purpose.as_str());
        assert_eq!(activity.map_or(0, |one| one["columns"].as_u64().unwrap()), columns as u64, "{purpose}");
    }
    let risky: Vec<serde_json::Value> =
        list("impact").into_iter().flat_map(|one| one["columns"].as_array().unwrap().clone()).collect();
    for (table, declared) in &map.tables {
        for (name, column) in declared.columns.iter().filter(|(_, column)| column.category.is_sensitive()) {
            assert!(
                risky.contains(&format!("{table}.{name}").into()),
                "{table}.{name} ({}) is not in it",
                column.category
            );
        }
    }
    let mut recipients: Vec<String> =
        list("recipients").iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect();
    recipients.sort();
    assert_eq!(recipients, ["Harbour Directory Services Ltd", "Marram Accountants", "Quayside Sign-in Ltd"]);
    let safeguards = list("safeguards");
    assert!(safeguards.iter().any(|one| one["id"] == "retention.limited" && one["state"] == "kept"), "{safeguards:?}");
    let csv = officer.get(&app.path("/processing.csv")).await.text;
    assert!(csv.starts_with("purpose,") && csv.contains("client"), "{csv}");
    for language in ["en", "ar"] {
        let page = officer.get(&app.path(&format!("/processing?lang={language}"))).await;
        assert!(page.status == 200 && !page.text.contains("processing-t"), "{language}: {}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_is_placed_by_what_an_officer_has_and_the_opening_is_written_down() {
    let (app, _, person) = crate::booking_own::client().await;
    let browser = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let scope = app.scope(&app.clinic, promise::Purpose::Scheduling);
    let client = scope.read(move |tx| people::open(tx, person)).await.unwrap();
    let email = client.email.clone().unwrap();
    let holds = app.path("/retention/holds");
    let opened = || {
        let sql = format!("SELECT action FROM access_entry WHERE person = '{person}' AND action = 'office.hold.place'");
        app.place.column(&sql).len()
    };
    assert_eq!(opened(), 0);
    let name = browser.post(&holds, &[("client", client.family_name.as_str()), ("reason", "Case 12/2026")]).await;
    assert!(name.status == 422 && name.text.contains("id=\"e-client\""), "a name is many people's: {}", name.text);
    assert!(name.text.contains("No record here is found by that."), "{}", name.text);
    let placed = browser.post(&holds, &[("client", &email.to_uppercase()), ("reason", "Case 12/2026")]).await;
    assert_eq!(placed.status, 303, "{}", placed.text);
    assert_eq!(app.place.column("SELECT person FROM legal_hold"), [person.to_string()]);
    assert_eq!(opened(), 1);
    // Told apart by name and number; whoever may not enter the record is led to no door that is shut.
    let page = browser.get(&app.path("/retention")).await;
    let plain = page.text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(plain.contains(&client.name()) && plain.contains(&person.to_string()), "{plain}");
    assert!(!plain.contains(&format!("href=\"{}\"", app.path(&format!("/clients/{person}")))), "{plain}");

    // Of an address that several have nobody is meant.
    let shared =
        people::NewClient { email: Some(people::Email::parse(&email).unwrap()), ..crate::reminders::somebody() };
    scope.write(move |tx| people::create(tx, &shared, &people::Source::Desk)).await.unwrap();
    let several = browser.post(&holds, &[("client", &email), ("reason", "Case 13/2026")]).await;
    assert!(several.status == 422 && several.text.contains("Several records have that"), "{}", several.text);
    assert_eq!(app.place.column("SELECT person FROM legal_hold").len(), 1);
}
