//! What is late, and what can be shown of it.

use ground::job::NewJob;

use super::*;

fn mails(app: &TestApp, kind: &str) -> usize {
    app.place.column(&format!("SELECT id FROM mail WHERE kind = '{kind}'")).len()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_rises_once_though_the_job_runs_twice_and_the_program_was_killed() {
    let app = TestApp::start().await;
    let (id, _) = make(&app, &app.visitor(), &[("email", "waits@example.net")]).await;
    app.run_jobs().await;
    let governors = |app: &TestApp| mails(app, "office.complaint_late");
    let theirs = |app: &TestApp| mails(app, "office.complaint");
    assert_eq!((governors(&app), theirs(&app)), (0, 1), "the receipt");
    // Its last day: nothing is late.
    app.house.clock.set("2026-12-08T20:00:00Z".parse().unwrap());
    look(&app).await;
    app.run_jobs().await;
    assert_eq!((governors(&app), theirs(&app)), (0, 1));
    // The day after it the jobs are left, and the program ends before they run; another goes on.
    app.house.clock.set("2026-12-09T08:00:00Z".parse().unwrap());
    look(&app).await;
    let again = app.beside().await;
    for _ in 0..2 {
        look(&again).await;
        again.run_jobs().await;
    }
    let told = governors(&again);
    assert!(told >= 2, "each manager and privacy officer: {told}");
    assert_eq!(theirs(&again), 2, "and whoever complains");
    look(&app).await;
    app.run_jobs().await;
    assert_eq!((governors(&app), theirs(&app)), (told, 2), "once");
    // Though they are left once more.
    let leave = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        for kind in ["office.complaint_late", "office.complaint_sorry"] {
            tx.enqueue(&NewJob { kind, subject: id.to_string(), run_at: tx.now() })?;
        }
        Ok(())
    };
    app.scope(&app.clinic, Purpose::Operation).write(leave).await.unwrap();
    app.run_jobs().await;
    assert_eq!((governors(&app), theirs(&app)), (told, 2), "once");
    let letters = app.letters().await;
    let sorry = letters.iter().find(|one| one.to == "waits@example.net").unwrap();
    assert!(sorry.body.contains("are late") && sorry.body.contains("dataprotection.ie"), "{}", sorry.body);
    let page = officer(&app).await.get(&app.path("/office")).await.text;
    assert!(page.contains("One thing is late.") && page.contains("Answer a complaint"), "{page}");
    let path = path_in(&app, &sorry.body).unwrap();
    app.visitor().post(&path, &[]).await;
    assert!(app.visitor().get(&path).await.text.contains("late"), "they see it too");
    // Answered late, and then not settled: that rises once more, and is not written to them again.
    let officer = officer(&app).await;
    answer(&app, &officer, id).await;
    app.house.clock.set("2027-01-20T08:00:00Z".parse().unwrap());
    for _ in 0..2 {
        look(&app).await;
        app.run_jobs().await;
    }
    assert_eq!(governors(&app), 2 * told);
    assert_eq!(theirs(&app), 3, "the receipt, that it is late, and the answer");
    assert_eq!(history(&app, id).iter().filter(|what| *what == "risen").count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_complaint_or_one_closed_without_a_word_is_evidence_against_it() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let (first, _) = make(&app, &visitor, &[]).await;
    let (second, _) = make(&app, &visitor, &[]).await;
    assert!(evidence(&app).await.ok, "{:?}", evidence(&app).await);
    // Called answered, and nobody wrote.
    app.place.tamper(&format!("UPDATE complaint SET state = 'answered', answered_at = 1 WHERE id = '{first}'"));
    let without = evidence(&app).await;
    assert!(!without.ok, "{without:?}");
    app.place.tamper(&format!("UPDATE complaint SET state = 'open', answered_at = NULL WHERE id = '{first}'"));
    assert!(evidence(&app).await.ok);
    // Settled without the letter.
    let settled = "state = 'resolved', outcome = 'upheld', resolved_at = 1, answered_at = 1";
    app.place.tamper(&format!("UPDATE complaint SET {settled} WHERE id = '{second}'"));
    assert!(!evidence(&app).await.ok);
    let open = "state = 'open', outcome = NULL, resolved_at = NULL, answered_at = NULL";
    app.place.tamper(&format!("UPDATE complaint SET {open} WHERE id = '{second}'"));
    // Late now; and answered late, it stays evidence for a year.
    app.house.clock.set("2026-12-09T08:00:00Z".parse().unwrap());
    assert!(!evidence(&app).await.ok);
    look(&app).await;
    app.run_jobs().await;
    let officer = officer(&app).await;
    for id in [first, second] {
        answer(&app, &officer, id).await;
        settle(&app, &officer, id, "upheld").await;
    }
    let late = evidence(&app).await;
    assert!(!late.ok, "{late:?}");
    app.house.clock.set("2027-12-09T08:00:00Z".parse().unwrap());
    assert!(evidence(&app).await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_locked_by_a_law_is_waited_for_by_nobody() {
    let app = TestApp::start().await;
    let (browser, person) = client(&app, "locked@example.net").await;
    let id = complain(&app, &browser).await;
    app.run_jobs().await;
    app.house.clock.set("2026-12-09T08:00:00Z".parse().unwrap());
    // The jobs are left, and then the record is erased where a law keeps some of it.
    look(&app).await;
    let until = "2030-01-01T00:00:00Z".parse::<jiff::Timestamp>().unwrap().as_microsecond();
    app.place.tamper(&format!("UPDATE person SET locked_until = {until} WHERE id = '{person}'"));
    app.run_jobs().await;
    assert_eq!((mails(&app, "office.complaint_late"), mails(&app, "office.complaint")), (0, 1));
    assert_eq!(app.place.column("SELECT kind FROM job WHERE kind LIKE 'office.complaint%'"), Vec::<String>::new());
    assert!(one(&app, "sorry_at", id).is_empty());
    look(&app).await;
    assert_eq!(app.place.column("SELECT kind FROM job WHERE kind LIKE 'office.complaint%'"), Vec::<String>::new());
    assert!(evidence(&app).await.ok, "{:?}", evidence(&app).await);
}
