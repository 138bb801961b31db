//! Whom a hold reaches and whom it does not, and what a sweep passes over besides.

use std::sync::Arc;

use ground::{Clinic, Error, PersonId, Refusal, Tx, erase, hold, retain};
use jiff::{SignedDuration, tz};
use promise::{Purpose, State};

use super::{OLD, at, client, count, events, letter, officer, state};
use crate::kit::TestApp;

/// Long before anything is kept.
const LONG_AGO: &str = "2001-01-01T00:00:00Z";

fn request() -> erase::Because {
    erase::Because::request("a test")
}

fn later(app: &TestApp, hours: i64) {
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(hours));
}

/// Two clients of whom the first was merged into the second.
async fn merged(app: &TestApp, ages: [&str; 2]) -> (PersonId, PersonId) {
    let (from, into) = (client(app, at(ages[0])).await, client(app, at(ages[1])).await);
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    assert!(scope.write(move |tx| tx.merge(from, into)).await.unwrap().is_ok());
    (from, into)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_held_of_whom_was_erased_or_of_a_clinic_that_is_being_erased() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let person = client(&app, at("2026-01-01T00:00:00Z")).await;
    scope.write(move |tx| tx.erase_person(person, &request())).await.unwrap().unwrap();
    let held = scope.write(move |tx| hold::place(tx, Some(person), "Case 12/2026", None)).await;
    assert!(matches!(held, Err(Error::Refused(Refusal::Erased))), "{held:?}");
    // Whoever came before its erasing began has the clinic in hand still.
    let other = client(&app, at("2026-01-01T00:00:00Z")).await;
    app.place.tamper(&format!(
        "INSERT INTO clinic_left (id, address, began_at, root, counts, key_count, file_count, copies_until, found)
         VALUES ('{}', 'x', 1, 'x', '', 0, 0, 1, 0)",
        app.clinic.id
    ));
    let held = scope.write(move |tx| hold::place(tx, Some(other), "Case 12/2026", None)).await;
    assert!(matches!(held, Err(Error::Leaving)), "{held:?}");
    assert_eq!(count(&app.place, "legal_hold"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_of_somebody_holds_what_stayed_with_a_record_that_was_merged_into_theirs() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let (from, into) = merged(&app, [LONG_AGO, "2026-01-01T00:00:00Z"]).await;
    letter(&scope, from, at(LONG_AGO)).await;
    let id = scope.write(move |tx| hold::place(tx, Some(into), "Case 12/2026", None)).await.unwrap();
    retain::sweep(&scope).await.unwrap();
    assert_eq!(app.place.column("SELECT person FROM mail WHERE kind = 'old.letter'"), [from.to_string()]);
    scope.write(move |tx| hold::lift(tx, id)).await.unwrap();
    retain::sweep(&scope).await.unwrap();
    assert_eq!(count(&app.place, "mail WHERE kind = 'old.letter'"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_merged_goes_with_the_one_it_is_now_and_not_before() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let (from, into) = merged(&app, [LONG_AGO, "2026-01-01T00:00:00Z"]).await;
    retain::sweep(&scope).await.unwrap();
    for person in [from, into] {
        assert_eq!(count(&app.place, &format!("person WHERE id = '{person}' AND erased_at IS NULL")), 1);
    }
    assert_eq!(count(&app.place, &format!("client WHERE id = '{into}'")), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_by_the_number_of_a_record_that_was_merged_holds_the_one_it_is_now() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let (from, into) = merged(&app, ["2026-01-01T00:00:00Z"; 2]).await;
    let id = scope.write(move |tx| hold::place(tx, Some(from), "Case 12/2026", None)).await.unwrap();
    let found = scope.read(move |tx| hold::of(tx, into)).await.unwrap().map(|hold| (hold.id, hold.whom));
    assert_eq!(found, Some((id, Some(into))));
    let erased = scope.write(move |tx| tx.erase_person(into, &request())).await.unwrap();
    assert_eq!(erased.unwrap_err(), erase::Unerased::Held);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_was_lifted_stays_as_it_was() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let person = client(&app, at("2026-01-01T00:00:00Z")).await;
    let id = scope.write(move |tx| hold::place(tx, Some(person), "Case 12/2026", None)).await.unwrap();
    scope.write(move |tx| hold::lift(tx, id)).await.unwrap();
    let lifted = scope.read(move |tx| hold::find(tx, id)).await.unwrap();
    later(&app, 1);
    officer(&app).await.write(move |tx| hold::lift(tx, id)).await.unwrap();
    assert_eq!(scope.read(move |tx| hold::find(tx, id)).await.unwrap(), lifted);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_hold_of_the_whole_clinic_keeps_is_neither_late_nor_past_its_time() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    retain::sweep(&scope).await.unwrap();
    let person = client(&app, at(LONG_AGO)).await;
    events(&scope, at(LONG_AGO), 1).await;
    // A lock whose day was long ago.
    let locked = client(&app, at("2026-01-01T00:00:00Z")).await;
    app.place.tamper(&format!(
        "UPDATE person SET locked_at = 1, locked_until = 2, locked_by = 'a law' WHERE id = '{locked}'"
    ));
    let figures = async || {
        let late = scope.read(erase::evidence::deleted).await.unwrap();
        let late = late.figures.iter().find(|(name, _)| name == "late").unwrap().1;
        let (state, evidence) = state(&app).await;
        (
            late,
            state,
            evidence.contains("(\"rows past their time\", 1)"),
            evidence.contains("(\"persons past their time\", 1)"),
        )
    };
    assert_eq!(figures().await, (1, State::Gap, true, true));
    let swept = scope.read(retain::swept).await.unwrap();
    let id = officer(&app).await.write(|tx| hold::place(tx, None, "Subpoena", None)).await.unwrap();
    assert_eq!(figures().await, (0, State::Kept, false, false));
    later(&app, 1);
    assert_eq!(retain::sweep(&scope).await.unwrap(), 0);
    assert_eq!(scope.read(retain::swept).await.unwrap(), swept, "it did not even begin");
    scope.write(move |tx| hold::lift(tx, id)).await.unwrap();
    retain::sweep(&scope).await.unwrap();
    assert_eq!((count(&app.place, OLD), count(&app.place, &format!("client WHERE id = '{person}'"))), (0, 0));
}

/// Has `client` seen again in the very transaction that erases somebody.
fn comes_back(app: &TestApp, client: &str) {
    let now = app.house.clock.now().as_microsecond();
    let seen = format!("UPDATE client SET updated_at = {now} WHERE id = '{client}';");
    let on = "AFTER UPDATE OF erased_at ON person";
    app.place.tamper(&match app.place.is_postgres() {
        true => format!(
            "CREATE FUNCTION back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {seen} RETURN NULL; END $$;
             CREATE TRIGGER back {on} FOR EACH ROW EXECUTE FUNCTION back();"
        ),
        false => format!("CREATE TRIGGER back {on} BEGIN {seen} END"),
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_came_back_while_a_sweep_runs_stays() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    retain::sweep(&scope).await.unwrap();
    // They go in the order of their ids; the sweep has seen the second as it begins with the first.
    let mut both = [client(&app, at(LONG_AGO)).await, client(&app, at(LONG_AGO)).await].map(|id| id.to_string());
    both.sort();
    comes_back(&app, &both[1]);
    assert_eq!(retain::sweep(&scope).await.unwrap(), 1);
    let there = both.map(|id| count(&app.place, &format!("client WHERE id = '{id}'")));
    assert_eq!(there, [0, 1]);
    let swept = scope.read(retain::swept).await.unwrap();
    let persons = swept.iter().find(|swept| swept.part == retain::PERSONS).unwrap();
    assert_eq!((persons.gone, persons.kept), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_no_room_knows_or_somebody_saw_a_while_ago_stays_however_long_ago_their_record_began() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let seen = client(&app, at(LONG_AGO)).await;
    let now = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!("UPDATE client SET updated_at = {now} WHERE id = '{seen}'"));
    // Under whose key is what is the clinic's.
    let unknown = scope.write(|tx| tx.create_person().map(|key| key.person())).await.unwrap();
    app.place.tamper(&format!("UPDATE person SET created_at = 1 WHERE id = '{unknown}'"));
    retain::sweep(&scope).await.unwrap();
    for person in [seen, unknown] {
        assert_eq!(count(&app.place, &format!("person WHERE id = '{person}' AND erased_at IS NULL")), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn years_end_with_a_day_of_the_clinics_own_clock() {
    let app = TestApp::start().await;
    let zone = tz::TimeZone::get("Pacific/Auckland").unwrap();
    let clinic = Arc::new(Clinic { zone, ..(*app.clinic).clone() });
    let scope = app.scope(&clinic, Purpose::Operation);
    retain::sweep(&scope).await.unwrap();
    // There, midnight after the day ten years ago was eleven in the morning.
    events(&scope, at("2016-11-24T10:59:00Z"), 1).await;
    events(&scope, at("2016-11-24T11:01:00Z"), 1).await;
    assert_eq!(retain::sweep(&scope).await.unwrap(), 1);
    assert_eq!(count(&app.place, &format!("{OLD} AND at > {}", at("2016-11-24T11:00:00Z").as_microsecond())), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_the_sweep_that_fails_keeps_no_other_from_going() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let parts = scope.read(|tx: &mut Tx<'_>| -> ground::Result<_> { Ok(retain::parts(tx)) }).await.unwrap();
    let first = parts[0].table.clone();
    assert!(first.as_str() < "event", "{first}");
    events(&scope, at(LONG_AGO), 2).await;
    let person = client(&app, at(LONG_AGO)).await;
    app.place.tamper(&format!("ALTER TABLE {first} RENAME TO aside"));
    assert!(retain::sweep(&scope).await.is_err(), "that it failed is told");
    app.place.tamper(&format!("ALTER TABLE aside RENAME TO {first}"));
    assert_eq!((count(&app.place, OLD), count(&app.place, &format!("client WHERE id = '{person}'"))), (0, 0));
    let swept = scope.read(retain::swept).await.unwrap();
    let failed: Vec<&str> =
        swept.iter().filter(|swept| swept.cause.is_some()).map(|swept| swept.part.as_str()).collect();
    assert_eq!(failed, [first.as_str()]);
}
