//! A relay that is slow, falls silent or goes away: letters wait and go out once it is well, and nothing else waits with them.

use std::time::{Duration, Instant};

use ground::mail::Voice;
use ground::{MailId, Role, job};
use jiff::SignedDuration;

use crate::kit::relay::{Ill, Relay};
use crate::kit::{NOW, TestApp};
use crate::letters;

/// The program with letters leaving by `relay`, which has a second to greet and three to take a letter.
async fn posting(relay: &Relay) -> TestApp {
    letters::by(Some(relay.address.clone()), 1).await
}

async fn write(app: &TestApp) -> MailId {
    letters::write(app, Voice::Automatic, "Your visit").await
}

fn later(app: &TestApp, minutes: i64) {
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(minutes));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_a_relay_hung_on_or_dropped_goes_again_under_the_same_message_id() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    for (ill, has_it) in [(Ill::Mute, false), (Ill::Hangs, true), (Ill::Drops, true)] {
        let (before, lost) = (relay.taken().len(), relay.lost().len());
        relay.ails(Some(ill));
        let id = write(&app).await;
        let begun = Instant::now();
        app.run_jobs().await;
        assert!(begun.elapsed() < Duration::from_secs(10), "{ill:?}: it was waited for {:?}", begun.elapsed());
        assert_eq!(letters::state(&app, id).await, "waiting", "{ill:?}");
        let jobs = job::list(&app.house).await.unwrap();
        let waits = jobs.iter().find(|job| job.subject == id.to_string()).unwrap();
        assert_eq!(waits.cause.as_deref(), Some("the mail relay does not answer"), "{ill:?}");
        assert!(waits.attempts == 1 && waits.run_at > app.house.clock.now(), "{ill:?}");
        assert_eq!(relay.lost().len() - lost, usize::from(has_it), "{ill:?}");

        relay.ails(None);
        later(&app, 3);
        app.run_jobs().await;
        assert_eq!((letters::state(&app, id).await.as_str(), relay.taken().len()), ("sent", before + 1), "{ill:?}");
        let sent = relay.taken().pop().unwrap();
        assert!(sent.id().contains(&id.to_string()));
        if has_it {
            assert_eq!(relay.lost().pop().unwrap().id(), sent.id(), "{ill:?}: a mail program knows the copy by it");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_took_a_letter_and_fell_silent_is_not_handed_it_again() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    relay.ails(Some(Ill::NoGoodbye));
    let id = write(&app).await;
    for _ in 0..3 {
        app.run_jobs().await;
        later(&app, 10);
    }
    assert_eq!((letters::state(&app, id).await.as_str(), relay.taken().len()), ("sent", 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_relay_hangs_bookings_are_answered_and_other_work_goes_on() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    relay.ails(Some(Ill::Hangs));
    // More letters than there are places for jobs of any kind.
    let mut left = Vec::new();
    for _ in 0..24 {
        left.push(write(&app).await);
    }
    let _beside = app.house.start();
    let deadline = Instant::now() + Duration::from_secs(20);
    while relay.lost().is_empty() {
        assert!(Instant::now() < deadline, "no letter was handed over");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let begun = Instant::now();
    letters::book(&app, "en").await;
    let answered = begun.elapsed();
    // The job that writes its letter does not wait for those that hang either.
    let deadline = Instant::now() + Duration::from_millis(2_500);
    let written = || app.place.column("SELECT id FROM mail WHERE kind = 'booking.confirmation'");
    while written().is_empty() {
        assert!(Instant::now() < deadline, "its letter was not written while the others hang");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(answered < Duration::from_secs(3), "the booking was answered after {answered:?}");
    assert!(relay.lost().len() <= 16, "eight letters hang at once, and no more: {}", relay.lost().len());

    relay.ails(None);
    let deadline = Instant::now() + Duration::from_secs(60);
    left.extend(written().iter().map(|id| id.parse::<MailId>().unwrap()));
    let waiting = || app.place.column("SELECT id FROM mail WHERE state = 'waiting'");
    while !waiting().is_empty() {
        assert!(Instant::now() < deadline, "they wait on: {:?}", waiting());
        later(&app, 3);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let mut sent: Vec<String> = relay.taken().iter().map(|letter| letter.id()).collect();
    sent.sort();
    // This clock leaps past the lease of an attempt that is under way: such a letter goes out once more, by the same id.
    sent.dedup();
    let mut written: Vec<String> = left.iter().map(|id| format!("<{id}@keepwell>")).collect();
    written.sort();
    assert_eq!(sent, written, "each went out");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_wait_for_long_are_said_to_the_manager_and_to_the_operator() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    // Whoever pauses for long signs in again.
    let overview = async || {
        let manager = app.signed_in(&app.clinic, Role::Manager).await;
        let page = manager.get(&app.path("/setup")).await;
        assert_eq!(page.status, 200);
        page.text.replace(['\u{2068}', '\u{2069}'], "")
    };
    relay.answers(451);
    write(&app).await;
    write(&app).await;
    app.run_jobs().await;
    assert!(!overview().await.contains("did not go out"), "a relay that is busy for a moment is no news");
    later(&app, 16);
    app.run_jobs().await;
    let said = overview().await;
    assert!(said.contains("2 letters") && said.contains("10:40") && said.contains("did not go out"), "{said}");
    let late = ground::mail::late_anywhere(&app.house).await.unwrap().unwrap();
    assert_eq!((late.letters, late.since.to_string().as_str()), (2, NOW));
    assert_eq!(late.cause.as_deref(), Some("the mail relay answered 451"));

    relay.answers(250);
    later(&app, 60);
    app.run_jobs().await;
    assert!(!overview().await.contains("did not go out"));
    assert_eq!(ground::mail::late_anywhere(&app.house).await.unwrap(), None);
}
