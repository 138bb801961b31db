//! What somebody restricts, says no to and agrees to: it holds at once, in open windows, for jobs and for letters that wait.

mod booked;
mod cookies;
mod receipts;
mod signals;
mod terms;

use ground::mail::{self, Letter, Voice};
use ground::restrict::{self, Basis, Kind, Use};
use ground::{Error, PersonId, Refusal, Role, Tx};
use promise::{Purpose, State};

use crate::booking_own::{CHILD, client, free, party};
use crate::booking_public::{book, visit};
use crate::kit::{Answer, Browser, TestApp};

/// Presses a button of one's own page.
pub(super) async fn press(app: &TestApp, browser: &Browser, what: &str, set: u8) -> Answer {
    press_for(app, browser, "", what, set).await
}

/// The same on the page of whom one acts for.
pub(super) async fn press_for(app: &TestApp, browser: &Browser, whom: &str, what: &str, set: u8) -> Answer {
    let set = set.to_string();
    browser.post(&app.path("/me/consents"), &[("for", whom), ("what", what), ("set", &set)]).await
}

/// How a promise stands, with its figures.
pub(super) async fn stands(app: &TestApp, id: &str) -> (State, String) {
    let all = keepwell::promises::standing(&app.house, &app.clinic).await;
    let promise = all.into_iter().find(|standing| standing.promise.id == id).unwrap();
    (promise.state, format!("{:?}", promise.evidence))
}

/// Whether a job of ours opens them for `purpose`.
pub(super) async fn job_opens(app: &TestApp, person: PersonId, purpose: Purpose) -> Result<(), Refusal> {
    match app.scope(&app.clinic, purpose).read(move |tx| tx.open(person).map(drop)).await {
        Ok(()) => Ok(()),
        Err(Error::Refused(why)) => Err(why),
        Err(error) => panic!("{error}"),
    }
}

fn refused(app: &TestApp, person: PersonId) -> Vec<String> {
    let sql =
        format!("SELECT actor FROM access_entry WHERE person = '{person}' AND outcome = 'refused' ORDER BY actor");
    app.place.column(&sql)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_holds_at_once_in_open_windows_and_for_jobs() {
    let (app, browser, person) = client().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let record = app.path(&format!("/clients/{person}"));
    assert_eq!(desk.get(&record).await.status, 200, "a window that is open");
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    let visits = || {
        app.place.column(&format!("SELECT id FROM appointment WHERE client = '{person}' AND active = 1 ORDER BY id"))
    };
    let before = visits();
    assert!(!before.is_empty() && refused(&app, person).is_empty());

    let pressed = press(&app, &browser, "restricted", 1).await;
    assert_eq!(pressed.location, Some(app.path("/me/consents?done=1")), "{}", pressed.text);
    // Pressed again in another window, it is said once.
    assert_eq!(press(&app, &browser, "restricted", 1).await.status, 303);
    assert_eq!(app.place.column("SELECT id FROM restriction").len(), 1);

    let shut = desk.get(&record).await;
    assert_eq!(shut.status, 403);
    for said in ["restricted at their wish since", "24 November 2026", "Visits already booked stay"] {
        assert!(shut.text.contains(said), "{said}: {}", shut.text);
    }
    assert!(matches!(job_opens(&app, person, Purpose::Scheduling).await, Err(Refusal::Restricted(_))));
    assert_eq!(visits(), before, "visits already booked stay");
    let written = refused(&app, person);
    assert!(written.len() == 2 && written[0] == "automatic" && written[1].starts_with("per_"), "{written:?}");
    // Neither a list nor a look tells of them what a record would.
    let may = move |tx: &mut Tx<'_>| Ok::<_, Error>((tx.may_open(person)?, tx.open_many(&[person])?.len()));
    assert_eq!(app.scope(&app.clinic, Purpose::Scheduling).read(may).await.unwrap(), (false, 0));

    // What the law leaves: their own pages, their account, what they ask for, security.
    for own in ["/me", "/me/details", "/me/visits", "/me/record", "/me/consents"] {
        assert_eq!(browser.get(&app.path(own)).await.status, 200, "{own}");
    }
    for purpose in [Purpose::Operation, Purpose::Security] {
        assert_eq!(job_opens(&app, person, purpose).await, Ok(()), "{purpose}");
    }
    // The desk is told what stands without reading who it is.
    let board = desk.get(&app.path(&format!("/clients/{person}/consents"))).await;
    assert!(board.status == 200 && board.text.contains("Visits already booked stay"), "{}", board.text);

    // As easy to lift as to set.
    assert_eq!(press(&app, &browser, "restricted", 0).await.status, 303);
    assert_eq!(desk.get(&record).await.status, 200);
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    let past = browser.get(&app.path("/me/consents")).await;
    assert!(past.text.contains("What you took back"), "{}", past.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn within_one_transaction_a_key_that_was_handed_out_is_taken_back() {
    let (app, _, person) = client().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let tried = scope.write(move |tx| {
        tx.open(person)?;
        assert!(restrict::restrict(tx, person, Basis::Request)?);
        let shut = matches!(tx.open(person), Err(Error::Refused(Refusal::Restricted(_))));
        assert!(restrict::lift(tx, person, Kind::Restricted)? && !restrict::lift(tx, person, Kind::Restricted)?);
        Ok::<_, Error>((shut, tx.open(person).is_ok()))
    });
    assert_eq!(tried.await.unwrap(), (true, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_jobs_open_a_record_again_and_again_none_does_once_it_is_restricted() {
    let (app, browser, person) = client().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let jobs: Vec<_> = (0..4)
        .map(|_| {
            let (scope, done) = (scope.clone(), done.clone());
            tokio::spawn(async move {
                let mut late = 0;
                for _ in 0..200 {
                    // Said before this began.
                    let over = done.load(std::sync::atomic::Ordering::SeqCst);
                    let opened = scope.write(move |tx| tx.open(person).map(drop)).await.is_ok();
                    late += u32::from(over && opened);
                    if over {
                        break;
                    }
                }
                late
            })
        })
        .collect();
    assert_eq!(press(&app, &browser, "restricted", 1).await.status, 303);
    done.store(true, std::sync::atomic::Ordering::SeqCst);
    for job in jobs {
        assert_eq!(job.await.unwrap(), 0);
    }
}

/// Leaves a letter to `person` to be sent.
async fn post(app: &TestApp, person: PersonId, kind: &'static str, purpose: Purpose) {
    let letter = Letter {
        kind,
        purpose,
        voice: Voice::Automatic,
        language: "en".to_owned(),
        to: "first@example.net".to_owned(),
        subject: kind.to_owned(),
        body: kind.to_owned(),
        calendar: None,
        until: None,
    };
    let write = move |tx: &mut Tx<'_>| {
        let key = tx.seal_for(person)?;
        mail::post(tx, &key, &letter).map(drop)
    };
    app.scope(&app.clinic, purpose).write(write).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_waits_is_not_sent_once_its_reader_says_no() {
    let (app, browser, person) = client().await;
    app.place.tamper("DELETE FROM job");
    let sent = async |kind: &str| app.letters().await.iter().filter(|letter| letter.kind == kind).count();
    // They wait; then the word comes.
    post(&app, person, "test.reminder", Purpose::Scheduling).await;
    post(&app, person, "test.change", Purpose::Scheduling).await;
    assert_eq!(press(&app, &browser, "reminders", 1).await.status, 303);
    assert_eq!((sent("test.reminder").await, sent("test.change").await), (0, 1));

    post(&app, person, "test.change", Purpose::Scheduling).await;
    post(&app, person, "test.account", Purpose::Account).await;
    assert_eq!(press(&app, &browser, "restricted", 1).await.status, 303);
    assert_eq!((sent("test.change").await, sent("test.account").await), (1, 1));
    // Of a letter from before that was written down, what it is for is known by its kind.
    press(&app, &browser, "restricted", 0).await;
    post(&app, person, "test.change", Purpose::Scheduling).await;
    app.place.tamper("UPDATE mail SET purpose = NULL WHERE state = 'waiting'");
    press(&app, &browser, "restricted", 1).await;
    assert_eq!(sent("test.change").await, 1);
    // It stands nowhere that it was promised to anybody.
    assert_eq!(app.place.column("SELECT id FROM event WHERE name = 'mail.unwanted'").len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn reminders_stop_and_come_again_for_visits_booked_before() {
    let (app, browser, person) = client().await;
    app.place.tamper(&format!("DELETE FROM appointment WHERE client = '{person}'"));
    let offered = free(&browser, &app).await;
    let fields = [("slot", offered[0].as_str()), ("remind", "1"), ("whom", "self")];
    let here = visit(&book(&browser, &app, "review", &fields).await);
    let id = here.split('/').nth(4).unwrap().to_owned();
    let waits = || {
        let sql = format!("SELECT subject FROM job WHERE kind = 'booking.reminder' AND subject = '{id}'");
        app.place.column(&sql).len()
    };
    assert_eq!(waits(), 1);
    press(&app, &browser, "reminders", 1).await;
    assert_eq!(waits(), 0, "none waits");
    press(&app, &browser, "reminders", 0).await;
    assert_eq!(waits(), 1, "and it comes again");
    // A job that was about to look finds the word.
    press(&app, &browser, "reminders", 1).await;
    let at = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at)
         SELECT clinic, 'job_00000000000000000000000000', 'booking.reminder', id, {at}, 0, 'due', {at} FROM appointment WHERE id = '{id}'"
    ));
    app.house.clock.set("2026-12-02T09:00:00Z".parse().unwrap());
    assert!(app.letters().await.iter().all(|letter| letter.kind != "booking.reminder"));
    // Who asks for reminders on their page takes the no back.
    let page = browser.get(&app.path("/me/reminders")).await;
    let since = page.attribute("name=\"since\"", "value").unwrap();
    let chosen = [("since", since.as_str()), ("zone", "Europe/Dublin"), ("own", "1"), ("leads", "180")];
    assert_eq!(browser.post(&app.path("/me/reminders"), &chosen).await.status, 303);
    let stands = app.scope(&app.clinic, Purpose::Operation);
    let since = stands.read(move |tx| restrict::since(tx, person, Kind::Objected(Use::Reminders))).await.unwrap();
    assert_eq!(since, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_to_one_use_refuses_that_use_and_nothing_else() {
    let (app, browser, person) = client().await;
    press(&app, &browser, "marketing", 1).await;
    // Policy lets nobody open for promotion today; the restriction is asked of whoever it lets in.
    let judged = app.scope(&app.clinic, Purpose::Marketing).read(move |tx| tx.may_open(person)).await.unwrap();
    assert!(!judged);
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let held = scope.read(move |tx| {
        let mut held = Vec::new();
        for (kind, purpose) in [
            ("news.letter", Purpose::Marketing),
            ("a.change", Purpose::Scheduling),
            ("a.reminder", Purpose::Scheduling),
        ] {
            held.push(restrict::held_back(tx, person, kind, purpose)?);
        }
        Ok::<_, Error>(held)
    });
    assert_eq!(held.await.unwrap(), [true, false, false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_officer_writes_down_what_was_asked_and_nobody_else_does() {
    let (app, browser, person) = client().await;
    let path = app.path(&format!("/clients/{person}/restrictions"));
    let say = [("what", "restricted"), ("set", "1")];
    for role in [Role::FrontDesk, Role::Manager, Role::Clinician] {
        assert_eq!(app.signed_in(&app.clinic, role).await.post(&path, &say).await.status, 403, "{role}");
    }
    assert!(app.place.column("SELECT id FROM restriction").is_empty());
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    for wrong in [
        [("what", "restricted"), ("set", "2")],
        [("what", "consent-care"), ("set", "1")],
        [("what", "x"), ("set", "1")],
    ] {
        assert_eq!(officer.post(&path, &wrong).await.status, 400, "{wrong:?}");
    }
    assert_eq!(officer.post(&path, &say).await.status, 303);
    let own = browser.get(&app.path("/me/consents")).await;
    assert!(own.text.contains("as asked"), "{}", own.text);
    // Another clinic's manager finds nobody of that name.
    let other = app.signed_in(&app.other, Role::Manager).await;
    let there = format!("/c/{}/clients/{person}/consents", app.other.slug);
    assert_eq!(other.get(&there).await.status, 404);
    assert_eq!(other.post(&there, &[("what", "consent-care"), ("set", "1")]).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_all_the_same_is_evidence_against_it() {
    let (app, browser, person) = client().await;
    ground::look_around(&app.house, &app.clinic).await.unwrap();
    assert_eq!(stands(&app, "rights.object").await.0, State::Kept);
    press(&app, &browser, "restricted", 1).await;
    let (state, said) = stands(&app, "rights.object").await;
    assert!(state == State::Kept && said.contains("(\"tried\", 4)"), "{said}");
    // As if a job had opened it a moment later.
    app.place.tamper(
        "INSERT INTO access_entry (clinic, id, person, actor, roles, purpose, action, outcome, begins, at)
         SELECT clinic, 'acl_00000000000000000000000000', person, 'automatic', 'automatic', 'scheduling', 'test', 'opened', since + 1, since + 1
         FROM restriction",
    );
    let (state, said) = stands(&app, "rights.object").await;
    assert_eq!(state, State::Gap, "{said}");
    app.place.tamper("DELETE FROM access_entry WHERE id = 'acl_00000000000000000000000000'");
    assert_eq!(stands(&app, "rights.object").await.0, State::Kept);
    // Or a letter that went out.
    press(&app, &browser, "restricted", 0).await;
    press(&app, &browser, "reminders", 1).await;
    post(&app, person, "test.change", Purpose::Scheduling).await;
    app.letters().await;
    let (state, said) = stands(&app, "rights.object").await;
    assert_eq!(state, State::Kept, "an objection alone is no gap: {said}");
    app.place.tamper("UPDATE mail SET kind = 'test.reminder', sent_at = sent_at + 1 WHERE kind = 'test.change'");
    assert_eq!(stands(&app, "rights.object").await.0, State::Gap);
    // Or one that a restriction stops, though it reminds of nothing.
    app.place.tamper("UPDATE mail SET kind = 'test.change', sent_at = sent_at - 1");
    assert_eq!(stands(&app, "rights.object").await.0, State::Kept);
    press(&app, &browser, "restricted", 1).await;
    assert_eq!(stands(&app, "rights.object").await.0, State::Kept);
    app.place.tamper("UPDATE mail SET sent_at = sent_at + 10 WHERE kind = 'test.change'");
    let (state, said) = stands(&app, "rights.object").await;
    assert_eq!(state, State::Gap, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_works_here_and_restricts_their_record_is_administered_all_the_same() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let read = |tx: &mut Tx<'_>| -> ground::Result<(ground::AccountId, PersonId)> {
        let sql = "SELECT id, person FROM account WHERE clinic = $1 AND roles = 'front_desk' ORDER BY id LIMIT 1";
        let row = tx.one(sql, &ground::params![tx.clinic()])?;
        Ok((row.get("id")?, row.get("person")?))
    };
    let (account, person) = app.scope(&app.clinic, Purpose::Operation).read(read).await.unwrap();
    let say = move |tx: &mut Tx<'_>| restrict::restrict(tx, person, Basis::Wish);
    assert!(app.scope(&app.clinic, Purpose::Rights).write(say).await.unwrap());
    let page = app.path(&format!("/staff/{account}"));
    assert_eq!(manager.get(&page).await.status, 200);
    assert_eq!(manager.post(&format!("{page}/deactivation"), &[]).await.status, 303);
    assert_eq!(
        app.place
            .column(&format!("SELECT id FROM account WHERE id = '{account}' AND deactivated_at IS NOT NULL"))
            .len(),
        1
    );
    // What they are as somebody who comes is restricted.
    assert!(matches!(
        job_opens(&app, person, Purpose::Scheduling).await,
        Err(Refusal::Restricted(_) | Refusal::Policy)
    ));
    let (state, said) = stands(&app, "rights.object").await;
    assert_eq!(state, State::Kept, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_stopped_for_a_child_stops_letters_about_the_child() {
    let (app, browser, person) = client().await;
    let offered = free(&browser, &app).await;
    let fields = [&[("slot", offered[0].as_str()), ("remind", "1")], CHILD.as_slice()].concat();
    let here = visit(&book(&browser, &app, "review", &fields).await);
    let id = here.split('/').nth(4).unwrap().to_owned();
    let (child, by) = party(&app, &here).await;
    assert_eq!(by, Some(person));
    let whom = child.to_string();
    let waits = || {
        let sql = format!("SELECT subject FROM job WHERE kind = 'booking.reminder' AND subject = '{id}'");
        app.place.column(&sql).len()
    };
    app.letters().await;
    assert_eq!(waits(), 1);
    for what in ["reminders", "restricted"] {
        assert_eq!(press_for(&app, &browser, &whom, what, 1).await.status, 303);
        assert_eq!(waits(), 0, "{what} of the child");
        press_for(&app, &browser, &whom, what, 0).await;
        assert_eq!(waits(), 1, "{what} no more");
    }
    // A letter about a change that was about to be written finds the word.
    press_for(&app, &browser, &whom, "restricted", 1).await;
    let at = app.house.clock.now().as_microsecond();
    app.place.tamper(&format!("UPDATE appointment SET sequence = sequence + 1 WHERE id = '{id}'"));
    app.place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at)
         SELECT clinic, 'job_00000000000000000000000000', 'booking.change', id, {at}, 0, 'due', {at} FROM appointment WHERE id = '{id}'"
    ));
    assert!(app.letters().await.iter().all(|letter| letter.kind != "booking.change"));
    assert!(app.place.column("SELECT id FROM job WHERE kind = 'booking.change' AND state <> 'done'").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_restricted_holds_for_a_record_that_was_made_part_of_it() {
    let (app, browser, person) = client().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let make = move |tx: &mut Tx<'_>| {
        let twin = people::create(tx, &crate::reminders::somebody(), &people::Source::Desk)?;
        Ok::<_, Error>(tx.merge(twin, person)?.is_ok().then_some(twin))
    };
    let twin = scope.write(make).await.unwrap().expect("they are merged");
    assert_eq!(job_opens(&app, twin, Purpose::Scheduling).await, Ok(()));
    press(&app, &browser, "restricted", 1).await;
    assert!(matches!(job_opens(&app, twin, Purpose::Scheduling).await, Err(Refusal::Restricted(_))));
    // And with none more while it stands, because whoever merges opens both.
    let again = move |tx: &mut Tx<'_>| {
        let other = people::create(tx, &crate::reminders::somebody(), &people::Source::Desk)?;
        tx.merge(other, person).map(drop)
    };
    assert!(matches!(scope.write(again).await, Err(Error::Refused(Refusal::Restricted(_)))));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_restricted_holds_along_every_merge() {
    let (app, browser, person) = client().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let make = move |tx: &mut Tx<'_>| {
        let first = people::create(tx, &crate::reminders::somebody(), &people::Source::Desk)?;
        let second = people::create(tx, &crate::reminders::somebody(), &people::Source::Desk)?;
        assert!(tx.merge(first, second)?.is_ok() && tx.merge(second, person)?.is_ok());
        Ok::<_, Error>([first, second])
    };
    let merged = scope.write(make).await.unwrap();
    for one in merged {
        assert_eq!(job_opens(&app, one, Purpose::Scheduling).await, Ok(()));
    }
    press(&app, &browser, "restricted", 1).await;
    for one in merged {
        assert!(matches!(job_opens(&app, one, Purpose::Scheduling).await, Err(Refusal::Restricted(_))), "{one}");
        let may = move |tx: &mut Tx<'_>| Ok::<_, Error>((tx.may_open(one)?, tx.open_many(&[one])?.len()));
        assert_eq!(scope.read(may).await.unwrap(), (false, 0));
        let back = move |tx: &mut Tx<'_>| restrict::held_back(tx, one, "test.change", Purpose::Scheduling);
        assert!(scope.read(back).await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_to_something_else_costs_no_question() {
    let (app, browser, person) = client().await;
    let asked = || {
        let scope = app.scope(&app.clinic, Purpose::Scheduling);
        async move { scope.read(move |tx| tx.open(person).map(|_| tx.asked())).await.unwrap() }
    };
    let before = asked().await;
    for what in ["reminders", "marketing", "analytics", "research"] {
        press(&app, &browser, what, 1).await;
    }
    assert_eq!(asked().await, before);
}
