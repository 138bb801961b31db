//! Requests decided and carried out by whoever answers for data.

use ground::{Role, params};
use office::requests::{Detail, Kind, NewRequest, Shown, State, Via};
use promise::Purpose;

use super::{act, ask, by_program, client, create, evidence, grant, history, officer, send_answer, state, version};
use crate::attack::another;
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_agreed_to_is_changed_and_what_is_refused_keeps_the_other_view_beside_it() {
    let (app, browser, person) = client().await;
    // A date that is none comes back with the fault beside it.
    let wrong = browser
        .post(
            &app.path("/me/privacy/requests"),
            &[("kind", "correction"), ("field", "birth_date"), ("wanted", "yesterday"), ("said", "It is wrong")],
        )
        .await;
    assert!(
        wrong.status == 422 && wrong.text.contains("year-month-day") && wrong.text.contains("It is wrong"),
        "{}",
        wrong.text
    );
    let born =
        ask(&app, &browser, &[("kind", "correction"), ("field", "birth_date"), ("wanted", "1971-02-03"), ("said", "")])
            .await;
    let note =
        ask(&app, &browser, &[("kind", "correction"), ("field", "note"), ("wanted", ""), ("said", "I never said so")])
            .await;
    assert_ne!(born, note);

    let officer = officer(&app).await;
    let page = officer.get(&app.path("/office")).await;
    assert!(
        page.status == 200 && page.text.contains("the date of birth") && page.text.contains("Decide:"),
        "{}",
        page.text
    );
    let page = officer.get(&app.path(&format!("/office/requests/{born}"))).await;
    assert!(page.text.contains("1971-02-03") && page.text.contains("This is no legal advice"), "{}", page.text);
    grant(&app, &officer, born).await;
    let done = act(&app, &officer, born, "completion", &[]).await;
    assert_eq!(done.location, Some(app.path(&format!("/office/requests/{born}?done=carried"))), "{}", done.text);
    assert_eq!(state(&app, born), State::Done);
    let client = app.scope(&app.clinic, Purpose::Scheduling).read(move |tx| people::open(tx, person)).await.unwrap();
    assert_eq!(client.birth_date.unwrap().day(), jiff::civil::date(1971, 2, 3));

    // The answer is drafted in their language, changed by whoever sends it, and sent once.
    let letter = app
        .place
        .column(&format!("SELECT id FROM request_letter WHERE request = '{born}' AND kind = 'answer'"))
        .remove(0);
    let path = app.path(&format!("/office/requests/{born}/letters/{letter}"));
    let sent = officer.post(&path, &[("subject", "Your date of birth"), ("body", "It is put right. Greetings.")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert_eq!(officer.post(&path, &[("subject", "Twice"), ("body", "Twice")]).await.status, 409);
    let letters = app.letters().await;
    assert!(letters.iter().any(|one| one.subject == "Your date of birth" && one.body.contains("Greetings")));
    assert!(!letters.iter().any(|one| one.subject == "Twice"));

    // A refusal needs a ground that the law knows for this, and a reason.
    let refuse =
        [("decision", "refuse"), ("ground", "others_rights"), ("reason", "It would tell of others, we think.")];
    assert_eq!(act(&app, &officer, note, "decision", &refuse).await.status, 409);
    let refuse = [("decision", "refuse"), ("ground", "accurate"), ("reason", "no")];
    assert_eq!(act(&app, &officer, note, "decision", &refuse).await.status, 422);
    let refuse =
        [("decision", "refuse"), ("ground", "accurate"), ("reason", "The clinician wrote down what was said.")];
    assert_eq!(act(&app, &officer, note, "decision", &refuse).await.status, 303);
    assert_eq!(send_answer(&app, &officer, note, "We refuse it.").await.status, 303);
    let page = browser.get(&app.path(&format!("/me/privacy/requests/{note}"))).await;
    assert!(
        page.text.contains("The clinician wrote down what was said.") && page.text.contains("you can complain"),
        "{}",
        page.text
    );
    let stated = browser
        .post(&app.path(&format!("/me/privacy/requests/{note}/statement")), &[("statement", "I did not say that. <b>")])
        .await;
    assert_eq!(stated.status, 303, "{}", stated.text);
    // Once, and beside what it is about, for the person and for whoever works with them.
    let twice =
        browser.post(&app.path(&format!("/me/privacy/requests/{note}/statement")), &[("statement", "And again")]).await;
    assert_eq!(twice.status, 409);
    let held = browser.get(&app.path("/me/held")).await;
    assert!(
        held.text.contains("I did not say that. &#60;b&#62;") || held.text.contains("I did not say that. &lt;b&gt;"),
        "{}",
        held.text
    );
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let record = desk.get(&app.path(&format!("/clients/{person}"))).await;
    assert!(record.text.contains("I did not say that."), "{}", record.text);
    assert!(evidence(&app, "rights.correct").await.ok);
}

/// Asked by somebody without an account, who showed by the letter that they are who they say.
fn by_letter(person: ground::PersonId, kind: Kind, field: Option<Detail>) -> NewRequest {
    NewRequest {
        person,
        kind,
        via: Via::Letter,
        shown: Some(Shown::Letter),
        field,
        said: None,
        wanted: None,
        language: "en".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_quicker_decides_and_nothing_is_decided_twice() {
    let (app, _, person) = client().await;
    let id = create(&app, by_letter(person, Kind::Restriction, None)).await;
    let officer = officer(&app).await;
    let seen = version(&app, id);
    grant(&app, &officer, id).await;
    let path = app.path(&format!("/office/requests/{id}/decision"));
    let stale = officer.post(&path, &[("version", &seen), ("decision", "grant"), ("ground", ""), ("reason", "")]).await;
    assert_eq!(stale.status, 409);
    let again = act(&app, &officer, id, "decision", &[("decision", "grant"), ("ground", ""), ("reason", "")]).await;
    assert_eq!(again.status, 409);
    // Two at once: one carries it out.
    let (one, other) = (super::officer(&app).await, officer);
    let (a, b) = tokio::join!(act(&app, &one, id, "completion", &[]), act(&app, &other, id, "completion", &[]));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(history(&app, id), ["received", "granted", "done"]);
    // It holds at once.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let person = app.place.column(&format!("SELECT person FROM request WHERE id = '{id}'")).remove(0);
    let shut = desk.get(&app.path(&format!("/clients/{person}"))).await;
    assert!(shut.status >= 400 && shut.status < 500, "{}", shut.status);
    // What happened is never rewritten.
    let refused = by_program(&app)
        .write(|tx| -> ground::Result<()> {
            tx.execute("UPDATE request_event SET what = 'refused' WHERE clinic = $1", &params![tx.clinic()]).map(drop)
        })
        .await;
    assert!(refused.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_decided_does_not_carry_it_out_where_four_eyes_are_asked_for() {
    let (app, _, person) = client().await;
    let id = create(&app, by_letter(person, Kind::Objection, Some(Detail::Reminders))).await;
    let officer = officer(&app).await;
    assert_eq!(officer.post(&app.path("/office/four-eyes"), &[("four_eyes", "1")]).await.status, 403);
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    assert_eq!(manager.post(&app.path("/office/four-eyes"), &[("four_eyes", "1")]).await.status, 303);
    grant(&app, &officer, id).await;
    assert_eq!(act(&app, &officer, id, "completion", &[]).await.status, 409);
    assert_eq!(state(&app, id), State::Granted);
    let page = manager.get(&app.path("/office")).await;
    assert!(page.text.contains("A second pair of eyes"), "{}", page.text);
    assert_eq!(act(&app, &manager, id, "completion", &[]).await.status, 303);
    assert_eq!(state(&app, id), State::Done);
    let objected = app.place.column("SELECT purpose FROM restriction WHERE kind = 'objected'");
    assert_eq!(objected, ["reminders"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_is_answered_before_it_is_carried_out_and_is_not_done_when_it_failed() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "erasure"), ("said", "")]).await;
    let officer = officer(&app).await;
    grant(&app, &officer, id).await;
    let early = act(&app, &officer, id, "completion", &[]).await;
    assert!(early.status == 409 && early.text.contains("The letter goes first"), "{}", early.text);
    let letter = app
        .place
        .column(&format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer'"))
        .remove(0);
    let path = app.path(&format!("/office/requests/{id}/letters/{letter}"));
    assert_eq!(officer.post(&path, &[("subject", "Erased"), ("body", "We do so now.")]).await.status, 303);
    // It is written and waits to go: erasing now would take it along.
    let waiting = || app.place.column("SELECT state FROM mail WHERE kind = 'office.request'");
    assert_eq!(waiting(), ["waiting"]);
    let early = act(&app, &officer, id, "completion", &[]).await;
    assert!(early.status == 409 && early.text.contains("The letter goes first"), "{}", early.text);
    app.run_jobs().await;
    assert_ne!(waiting(), ["waiting"], "it has left");
    let carried = act(&app, &officer, id, "completion", &[]).await;
    assert_eq!(carried.status, 303, "{}", carried.text);
    let outcomes = app.place.column(&format!("SELECT outcome FROM request_step WHERE request = '{id}'"));
    match outcomes.iter().any(|outcome| outcome == "failed") {
        true => assert_eq!(state(&app, id), State::Granted, "{outcomes:?}"),
        false => assert_eq!(state(&app, id), State::Done, "{outcomes:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_late_or_half_done_is_evidence_against_it() {
    let (app, browser, _) = client().await;
    let id =
        ask(&app, &browser, &[("kind", "correction"), ("field", "other"), ("wanted", "Something"), ("said", "")]).await;
    let access = ask(&app, &browser, &[("kind", "disclosures"), ("said", "")]).await;
    for kept in ["rights.access", "rights.correct"] {
        assert!(evidence(&app, kept).await.ok, "{kept}");
    }
    for (row, of) in [(id, "rights.correct"), (access, "rights.access")] {
        for (broken, mended) in [
            ("due_at = 1", "due_at = 9000000000000000"),
            ("state = 'refused', closed_at = 2", "state = 'open', closed_at = NULL"),
            (
                "state = 'done', closed_at = 2, done_by = 'automatic'",
                "state = 'open', closed_at = NULL, done_by = NULL",
            ),
        ] {
            app.place.tamper(&format!("UPDATE request SET {broken} WHERE id = '{row}'"));
            assert!(!evidence(&app, of).await.ok, "{of}: {broken}");
            app.place.tamper(&format!("UPDATE request SET {mended} WHERE id = '{row}'"));
            assert!(evidence(&app, of).await.ok, "{of}: {mended}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_rises_once_and_an_extension_is_written_with_its_reason() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "disclosures"), ("said", "")]).await;
    let officer = officer(&app).await;
    let due = app.place.column(&format!("SELECT CAST(due_at AS TEXT) FROM request WHERE id = '{id}'")).remove(0);
    app.place.tamper(&format!("UPDATE request SET extendable_to = {due} + 5184000000000 WHERE id = '{id}'"));
    let short = act(&app, &officer, id, "extension", &[("reason", "busy")]).await;
    assert_eq!(short.status, 422);
    let extended = act(&app, &officer, id, "extension", &[("reason", "The old files lie in another town.")]).await;
    assert_eq!(extended.status, 303, "{}", extended.text);
    assert!(app.letters().await.iter().any(|one| one.body.contains("The old files lie in another town.")));
    let twice = act(&app, &officer, id, "extension", &[("reason", "The old files lie in another town.")]).await;
    assert_eq!(twice.status, 409, "once");

    let sweep = || app.scope(&app.clinic, Purpose::Operation);
    let late = |app: &TestApp| -> usize { app.place.column("SELECT id FROM mail WHERE kind = 'office.late'").len() };
    assert_eq!(sweep().write(office::requests::sweep).await.unwrap(), [] as [office::requests::RequestId; 0]);
    app.place.tamper(&format!("UPDATE request SET due_at = 1 WHERE id = '{id}'"));
    for _ in 0..2 {
        run_recurring(&app).await;
        app.run_jobs().await;
    }
    let told = late(&app);
    assert!(told >= 1, "whoever governs is written to");
    run_recurring(&app).await;
    app.run_jobs().await;
    assert_eq!(late(&app), told, "once");
    let officer = super::officer(&app).await;
    let page = officer.get(&app.path("/office")).await;
    assert!(page.text.contains("One thing is late."), "{}", page.text);
}

async fn run_recurring(app: &TestApp) {
    office::requests::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_notes_what_kind_of_paper_it_saw_and_asks_for_one_where_it_is_a_child() {
    let app = TestApp::start().await;
    let (_, adult) = another(&app, "adult@example.net").await;
    let (_, child) = another(&app, "child@example.net").await;
    let young = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        let client = people::open(tx, child)?;
        let born = people::BirthDate::new(jiff::civil::date(2018, 3, 4), jiff::civil::date(2026, 11, 24)).unwrap();
        assert!(people::store::amend(tx, &client, |change| change.birth_date = Some(born))?);
        Ok(())
    };
    app.scope(&app.clinic, Purpose::Scheduling).write(young).await.unwrap();
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let log = |person: ground::PersonId, seen: &'static str| {
        let path = app.path(&format!("/clients/{person}/requests"));
        let desk = &desk;
        async move {
            desk.post(&path, &[("kind", "access"), ("field", ""), ("wanted", ""), ("said", ""), ("seen", seen)]).await
        }
    };
    assert_eq!(log(adult, "session").await.status, 422, "nobody shows a session at the desk");
    assert_eq!(log(adult, "passport").await.status, 303);
    let row =
        app.place.column(&format!("SELECT via || ' ' || shown || ' ' || state FROM request WHERE person = '{adult}'"));
    assert_eq!(row, ["desk passport open"]);
    let refused = log(child, "passport").await;
    assert!(refused.status == 422 && refused.text.contains("is a child"), "{}", refused.text);
    assert!(app.place.column(&format!("SELECT id FROM request WHERE person = '{child}'")).is_empty());
    assert_eq!(log(child, "guardianship").await.status, 303);
    // Nobody who does not act for the child asks for it from their own page.
    let (stranger, _) = another(&app, "stranger@example.net").await;
    let stranger = crate::attack::signed_in_to(&app, stranger).await;
    let asked =
        stranger.post(&app.path("/me/privacy/requests"), &[("kind", "access"), ("for", &child.to_string())]).await;
    assert!([403, 404].contains(&asked.status), "{}", asked.text);
    assert_eq!(stranger.get(&app.path(&format!("/me/privacy?for={child}"))).await.status, asked.status);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_held_is_an_answer() {
    let (app, _, person) = client().await;
    let new = NewRequest {
        person,
        kind: Kind::Disclosures,
        via: Via::Letter,
        shown: Some(Shown::Letter),
        field: None::<Detail>,
        said: None,
        wanted: None,
        language: "ar".to_owned(),
    };
    let id = create(&app, new).await;
    let officer = officer(&app).await;
    grant(&app, &officer, id).await;
    // The program looks it up, and drafts the answer.
    assert_eq!(act(&app, &officer, id, "completion", &[]).await.status, 303);
    assert_eq!(state(&app, id), State::Done);
    let letter = app
        .place
        .column(&format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer'"))
        .remove(0);
    let path = app.path(&format!("/office/requests/{id}/letters/{letter}"));
    let gap = officer.post(&path, &[("subject", "Answer"), ("body", "We looked.\n[[…]]")]).await;
    assert!(gap.status == 422 && gap.text.contains("We looked."), "what was typed stays: {}", gap.text);
    let page = officer.get(&app.path(&format!("/office/requests/{id}"))).await;
    assert!(page.text.contains("lang=\"ar\"") && page.text.contains("بحثنا"), "in their language: {}", page.text);
    let sent =
        officer.post(&path, &[("subject", "Answer"), ("body", "Nothing was given to anybody. See [[link]]")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let letters = app.letters().await;
    let letter = letters.iter().find(|one| one.subject == "Answer").expect("it went");
    assert!(!letter.body.contains("[[link]]"), "{}", letter.body);
    let at = letter.body.find("/privacy/request/").expect("a link that works without an account");
    let link: String = letter.body[at..].chars().take_while(|c| !c.is_whitespace() && *c != '?').collect();
    assert_eq!(app.visitor().get(&app.path(&link)).await.status, 200);
    let page = officer.get(&app.path(&format!("/office/requests/{id}"))).await;
    assert!(page.text.contains("nothing was given to anybody"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn four_eyes_hold_from_the_decision_on_and_for_copies_too() {
    let (app, _, person) = client().await;
    let copy = create(&app, by_letter(person, Kind::Access, None)).await;
    let locked = create(&app, by_letter(person, Kind::Restriction, None)).await;
    let (officer, manager) = (officer(&app).await, app.signed_in(&app.clinic, Role::Manager).await);
    assert_eq!(manager.post(&app.path("/office/four-eyes"), &[("four_eyes", "1")]).await.status, 303);
    grant(&app, &officer, copy).await;
    grant(&app, &manager, locked).await;
    // Switching it off frees nothing of what was decided under it.
    app.place.tamper("UPDATE request_setting SET four_eyes = 0");
    assert_eq!(act(&app, &manager, locked, "completion", &[]).await.status, 409);
    let path = app.path(&format!("/office/requests/{copy}/copy"));
    assert_eq!(officer.open(&path).await.status(), 409, "nor is a copy taken by whoever decided");
    assert_eq!(manager.open(&path).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_granted_goes_back_with_its_decision_and_an_erasure_is_foreseen() {
    let (app, browser, person) = client().await;
    let id = ask(&app, &browser, &[("kind", "erasure"), ("said", "")]).await;
    let officer = officer(&app).await;
    grant(&app, &officer, id).await;
    let doubt = act(&app, &officer, id, "identity", &[("reason", "The client rang: it was not them.")]).await;
    assert_eq!(doubt.status, 303, "{}", doubt.text);
    assert_eq!(state(&app, id), State::Questioned);
    let undecided = app.place.column(&format!("SELECT COALESCE(decided_by, 'nobody') FROM request WHERE id = '{id}'"));
    assert_eq!(undecided, ["nobody"]);
    let drafts = format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer'");
    assert!(app.place.column(&drafts).is_empty(), "no letter says that they are erased");
    assert_eq!(act(&app, &officer, id, "identity", &[("shown", "passport"), ("reason", "")]).await.status, 303);
    grant(&app, &officer, id).await;
    let refuse = [("decision", "refuse"), ("ground", "legal_duty"), ("reason", "The law has us keep all of it.")];
    assert_eq!(act(&app, &officer, id, "decision", &refuse).await.status, 303);
    assert_eq!(state(&app, id), State::Refused);
    assert_eq!(app.place.column(&drafts).len(), 1, "the refusal is drafted");
    // The refusal was not sent: it still waits, and is late once its day is over.
    let due = officer.get(&app.path("/office")).await;
    assert!(due.text.contains("Send the answer"), "{}", due.text);

    // Who cannot be erased is not told that they will be.
    let again = ask(&app, &browser, &[("kind", "erasure"), ("said", "")]).await;
    assert_ne!(again, id);
    by_program(&app)
        .write(move |tx| ground::hold::place(tx, Some(person), "A claim in law", None).map(drop))
        .await
        .unwrap();
    let told = act(&app, &officer, again, "decision", &[("decision", "grant"), ("ground", ""), ("reason", "")]).await;
    assert!(told.status == 409 && told.text.contains("A legal hold keeps this record"), "{}", told.text);
    assert_eq!(state(&app, again), State::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_nobody_answers_stays_evidence_however_old_it_is() {
    let (app, browser, _) = client().await;
    let id =
        ask(&app, &browser, &[("kind", "correction"), ("field", "other"), ("wanted", "Something"), ("said", "")]).await;
    app.place.tamper(&format!("UPDATE request SET received_at = 1, due_at = 2 WHERE id = '{id}'"));
    assert!(!evidence(&app, "rights.correct").await.ok, "two years do not heal it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_nobody_takes_ends_and_is_nobodys_fault() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "access")]).await;
    let officer = officer(&app).await;
    app.place.tamper(&format!("UPDATE request SET due_at = 1 WHERE id = '{id}'"));
    assert!(evidence(&app, "rights.access").await.ok);
    assert!(officer.get(&app.path("/office")).await.text.contains("Nothing is late"));
    let sweep = || app.scope(&app.clinic, Purpose::Operation);
    sweep().write(office::requests::sweep).await.unwrap();
    assert_eq!(state(&app, id), State::Granted);
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_hours(24 * 8));
    sweep().write(office::requests::sweep).await.unwrap();
    assert_eq!(state(&app, id), State::Expired);
}
