//! The machine's clock is set back an hour: what was due is done, what was made stands, and somebody is told.

use std::os::unix::fs::PermissionsExt as _;

use base64::Engine as _;
use ground::mail::Voice;
use ground::{Clock, MailId, Role, job};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use crate::booking_public::{about, book, times, visit, with};
use crate::import::{ALL, MAPPING, import};
use crate::kit::program::{run, said};
use crate::kit::relay::Relay;
use crate::kit::{NOW, TestApp};
use crate::letters;

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn set(app: &TestApp, minutes: i64) {
    app.house.clock.set(now() + SignedDuration::from_mins(minutes));
}

async fn write(app: &TestApp) -> MailId {
    letters::write(app, Voice::Automatic, "Your visit").await
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_were_due_by_a_clock_an_hour_ahead_do_not_wait_for_that_hour() {
    let relay = Relay::start().await;
    let app = letters::posting(&relay).await;
    set(&app, 60);
    app.run_jobs().await;
    // One failed and waits for two minutes, one was begun by a process that died, one was just left.
    relay.answers(451);
    let failed = write(&app).await;
    app.run_jobs().await;
    let begun = write(&app).await;
    let lease = (now() + SignedDuration::from_mins(62)).as_microsecond();
    app.place.tamper(&format!("UPDATE job SET leased_until = {lease}, attempts = 1 WHERE subject = '{begun}'"));
    let left = write(&app).await;
    relay.answers(250);

    set(&app, 0);
    app.run_jobs().await;
    assert_eq!(letters::state(&app, left).await, "sent", "it was due");
    for (id, why) in [(failed, "its two minutes are not over"), (begun, "whoever began it may still be at it")] {
        assert_eq!(letters::state(&app, id).await, "waiting", "{why}");
    }
    let jobs = job::list(&app.house).await.unwrap();
    let waits = jobs.iter().find(|job| job.subject == failed.to_string()).unwrap().run_at;
    assert_eq!(waits, now() + SignedDuration::from_mins(2));
    set(&app, 3);
    app.run_jobs().await;
    for id in [failed, begun] {
        assert_eq!(letters::state(&app, id).await, "sent");
    }
    assert_eq!(relay.taken().len(), 3, "each once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_its_letters_and_its_link_outlive_a_clock_that_is_set_back() {
    let app = TestApp::start().await;
    set(&app, 60);
    app.run_jobs().await;
    let browser = app.visitor();
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&offered[0], &[("remind", "1")])).await);
    let before = write(&app).await;

    set(&app, 0);
    let letters = app.letters().await;
    assert_eq!(about(&letters, "booking.confirmation").len(), 1, "its confirmation was due and does not wait");
    assert_eq!(about(&letters, "booking.reminder").len(), 0, "it is not reminded of early");
    // The link, the session, and what is made now.
    let page = browser.get(&here).await;
    assert!(page.status == 200 && page.text.contains("/change"), "{}", page.text);
    assert_eq!(desk.get(&app.path("/day?date=2026-12-03")).await.status, 200, "whoever is signed in stays so");
    let change = browser.get(&format!("{here}/change?day=2026-12-03")).await;
    let other = crate::booking_public::slots(&change).into_iter().find(|slot| *slot != offered[0]).unwrap();
    let moved = browser.post(&format!("{here}/change"), &[("who", "any"), ("slot", &other)]).await;
    assert_eq!(moved.location.as_deref(), Some(format!("{here}?moved=1").as_str()), "{}", moved.text);
    let after = write(&app).await;
    let letters = app.letters().await;
    assert_eq!(about(&letters, "booking.change").len(), 1);
    // A list by time of making shows all of it, newest by the clock of then first.
    let place = |id: MailId| letters.iter().position(|letter| letter.id == id).unwrap();
    assert!(place(before) < place(after));
    let record = letters.iter().filter(|letter| letter.to == "nadia@example.net").count();
    assert!(record >= 4, "{record}");

    // Reminded once, at its time; and the access log is whole.
    let day_before: Timestamp = "2026-12-02T18:00:00Z".parse().unwrap();
    for minutes in [0, 30] {
        app.house.clock.set(day_before + SignedDuration::from_mins(minutes));
        assert_eq!(about(&app.letters().await, "booking.reminder").len(), 1, "once");
    }
    assert_eq!(browser.call_off(&here).await.status, 303);
    assert_eq!(about(&app.letters().await, "booking.cancellation").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_goes_on_under_a_clock_that_was_set_back_and_writes_each_row_once() {
    let app = TestApp::start().await;
    let row = |n: u32| format!("{n},88{n},2016-04-2{n},2016-04-10 08:00,y,0,20\n");
    let head = "Id,Person,Day,Made,Came,Sms,Age\n";
    set(&app, 60);
    let first = import(&app, MAPPING, &format!("{head}{}{}", row(1), row(2)), ALL).await.unwrap();
    assert_eq!((first.written, first.already), (2, 0));
    set(&app, 0);
    let again = import(&app, MAPPING, &format!("{head}{}{}{}", row(1), row(2), row(3)), ALL).await.unwrap();
    assert_eq!((again.written, again.already, again.new_clients), (1, 2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_stands_before_what_was_written_last_is_said() {
    let app = TestApp::start().await;
    let behind = async || ground::clock_behind(&app.house).await.unwrap().map(|behind| behind.to_string());
    assert_eq!(behind().await, None);
    set(&app, 58);
    app.signed_in(&app.clinic, Role::Manager).await.get(&app.path("/day")).await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review?day=2026-12-03").await;
    visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    app.run_jobs().await;
    assert_eq!(behind().await, None);
    set(&app, 0);
    let words = behind().await.unwrap();
    assert!(
        words.starts_with("this machine's clock stands 58 minutes before what was written last: set it right"),
        "{words}"
    );
    set(&app, 54);
    assert_eq!(behind().await, None, "clocks of two machines differ by a little");

    // By the program's own clock, which the tests' does not know.
    let ahead = Clock::system().now() + SignedDuration::from_secs(58 * 60 + 30);
    app.house.clock.set(ahead);
    app.run_jobs().await;
    app.signed_in(&app.clinic, Role::Manager).await;
    app.scope(&app.clinic, Purpose::Scheduling)
        .write(|tx: &mut ground::Tx<'_>| tx.emit(ground::Event::new("test.happened", "nothing", None)))
        .await
        .unwrap();
    std::fs::set_permissions(app.place.folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
    let key = base64::engine::general_purpose::STANDARD.encode([7; 32]);
    let keys = [("KEEPWELL_KEYS__SOURCE", "environment"), ("KEEPWELL_MASTER_KEY", key.as_str())];
    let checked = run(&app.place, &["check"], &keys);
    let words = said(&checked);
    let told = ["58 minutes", "57 minutes"].iter().any(|by| words.contains(&format!("clock stands {by} before")));
    assert!(told && checked.status.code() == Some(1), "{words}");
}
