//! From receipt to end.

use ground::{PersonId, Role, Tx};
use promise::Purpose;

use super::*;

/// Microseconds of an instant, as rows have it.
fn micros(at: &str) -> String {
    at.parse::<jiff::Timestamp>().unwrap().as_microsecond().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_lives_from_receipt_to_end_on_working_days() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let days = "weekend=saturday&weekend=sunday&holidays=2026-12-01%0A2026-12-25";
    let kept = officer.send(reqwest::Method::POST, &app.path("/office/calendar"), Some(days.to_owned())).await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    let page = officer.get(&app.path("/office/calendar")).await.text;
    assert!(page.contains("2026-12-25"), "{page}");

    // A Tuesday; the Tuesday after it is a holiday, and so is Christmas Day.
    let visitor = app.visitor();
    let before = all(&app);
    let said = [("email", "sun@example.net"), ("name", "Sun"), ("said", "You told <b>my</b> neighbour.")];
    let made = send(&app, &visitor, &said, ("what I saw.pdf", PAPER)).await;
    assert_eq!(made.status, 200, "{}", made.text);
    assert!(made.text.contains("9 December 2026") && made.text.contains("31 December 2026"), "{}", made.text);
    assert!(!made.text.contains("sun@example.net"), "what was typed is confirmed by nothing");
    let id: ComplaintId = all(&app).difference(&before).next().unwrap().parse().unwrap();
    assert_eq!(one(&app, "answer_by", id), micros("2026-12-09T23:59:59.999999Z"), "ten working days");
    assert_eq!(one(&app, "settle_by", id), micros("2026-12-31T23:59:59.999999Z"), "twenty-five");

    // The letter's link shows nothing before its button was pressed.
    let path = link(&app, "sun@example.net").await.expect("a receipt at once");
    let closed = visitor.get(&path).await.text;
    assert!(closed.contains("It was me") && !closed.contains("neighbour"), "{closed}");
    assert_eq!(visitor.post(&format!("{path}/withdrawal"), &[("version", "1")]).await.status, 404);
    assert_eq!(visitor.post(&path, &[]).await.status, 303);
    let page = visitor.get(&path).await.text;
    assert!(page.contains("neighbour") && page.contains("what I saw.pdf") && !page.contains("<b>my</b>"), "{page}");
    assert!(page.contains("Data Protection Commission"), "where else they may go: {page}");

    // It stands under what is due, and is read there.
    let due = officer.get(&app.path("/office")).await.text;
    assert!(due.contains("Answer a complaint") && due.contains(&format!("/office/complaints/{id}")), "{due}");
    let page = officer.get(&app.path(&format!("/office/complaints/{id}"))).await.text;
    assert!(page.contains("neighbour") && page.contains("has the address that was given"), "{page}");
    let file = app.place.column(&format!("SELECT id FROM complaint_file WHERE complaint = '{id}'")).remove(0);
    let paper = officer.open(&app.path(&format!("/office/complaints/{id}/files/{file}"))).await;
    assert_eq!(paper.status().as_u16(), 200);
    let header = |name: &str| paper.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment"), "{}", header("content-disposition"));
    assert!(header("content-security-policy").contains("sandbox") && header("x-content-type-options") == "nosniff");
    assert_eq!(paper.bytes().await.unwrap().as_ref(), PAPER);

    // A question waits for whoever complains, and no clock stands still for it.
    assert_eq!(act(&app, &officer, id, "drafts", &[("kind", "question")]).await.status, 303);
    let gap = write(&app, &officer, id, "question", "When was it? [[…]]").await;
    assert!(gap.status == 422 && gap.text.contains("When was it?"), "{}", gap.text);
    assert_eq!(write(&app, &officer, id, "question", "When was it? Here: [[link]]").await.status, 303);
    assert_eq!((one(&app, "state", id), one(&app, "asked_at", id).is_empty()), ("open".to_owned(), false));
    assert!(officer.get(&app.path("/office")).await.text.contains("A complaint waits for more"));
    let page = visitor.get(&path).await.text;
    assert!(
        page.contains("When was it? Here: this page") && page.contains("the days by which we answer go on"),
        "{page}"
    );
    let nothing = visitor.upload_with(&format!("{path}/additions"), &[("said", " ")], "", b"").await;
    assert_eq!(nothing.status, 422, "{}", nothing.text);
    let more = visitor.upload_with(&format!("{path}/additions"), &[("said", "On Monday.")], "a.txt", b"At noon.").await;
    assert_eq!(more.status, 303, "{}", more.text);
    assert!(one(&app, "asked_at", id).is_empty());
    let page = officer.get(&app.path(&format!("/office/complaints/{id}"))).await.text;
    assert!(page.contains("On Monday.") && page.contains("a.txt"), "{page}");

    // Answered on a later day, and settled by a letter with a reason.
    app.house.clock.set("2026-12-07T10:00:00Z".parse().unwrap());
    let officer = super::officer(&app).await;
    answer(&app, &officer, id).await;
    assert_eq!(one(&app, "state", id), "answered");
    let stale = officer
        .post(
            &app.path(&format!("/office/complaints/{id}/decision")),
            &[("version", "1"), ("outcome", "upheld"), ("reason", "Somebody spoke too loud.")],
        )
        .await;
    assert_eq!(stale.status, 409);
    let short = act(&app, &officer, id, "decision", &[("outcome", "upheld"), ("reason", "Sorry")]).await;
    assert!(short.status == 422 && short.text.contains("Sorry"), "{}", short.text);
    let decided =
        act(&app, &officer, id, "decision", &[("outcome", "partly"), ("reason", "Somebody spoke too loud.")]).await;
    assert_eq!(decided.status, 303, "{}", decided.text);
    assert_eq!(one(&app, "state", id), "answered", "settled once they were told");
    assert!(!visitor.get(&path).await.text.contains("spoke too loud"), "and not told before the letter goes");
    let body = officer.get(&app.path(&format!("/office/complaints/{id}"))).await.text;
    assert!(body.contains("You are right in part."), "drafted in their language: {body}");
    assert_eq!(write(&app, &officer, id, "outcome", "Somebody spoke too loud. [[link]]").await.status, 303);
    assert_eq!((one(&app, "state", id), one(&app, "outcome", id)), ("resolved".to_owned(), "partly".to_owned()));
    let page = visitor.get(&path).await.text;
    assert!(page.contains("You are right in part") && page.contains("Somebody spoke too loud."), "{page}");
    assert!(path_in(&app, &app.letters().await[0].body).is_some(), "each letter leads there");
    let late = visitor.upload_with(&format!("{path}/additions"), &[("said", "And more.")], "", b"").await;
    assert_eq!(late.status, 409, "it is settled");
    assert_eq!(history(&app, id), ["received", "proved", "asked", "added", "filed", "answered", "decided", "resolved"]);
    assert!(evidence(&app).await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_are_those_that_the_clinic_keeps() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let save = async |body: &str| {
        officer.send(reqwest::Method::POST, &app.path("/office/calendar"), Some(body.to_owned())).await
    };
    let all_week: String = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        .map(|day| format!("weekend={day}&"))
        .concat();
    for (body, said) in [
        (format!("{all_week}holidays="), "somebody works"),
        ("weekend=sunday&holidays=Christmas+Day".to_owned(), "Christmas Day"),
    ] {
        let refused = save(&body).await;
        assert!(refused.status == 422 && refused.text.contains(said), "{}", refused.text);
    }
    let (first, _) = make(&app, &app.visitor(), &[]).await;
    assert_eq!(one(&app, "answer_by", first), micros("2026-12-08T23:59:59.999999Z"), "the country's weekend");
    assert_eq!(save("weekend=friday&holidays=2026-11-25").await.status, 303);
    let (second, _) = make(&app, &app.visitor(), &[]).await;
    assert_eq!(
        one(&app, "answer_by", second),
        micros("2026-12-07T23:59:59.999999Z"),
        "one day off a week, and a holiday"
    );
    assert_eq!(one(&app, "answer_by", first), micros("2026-12-08T23:59:59.999999Z"), "what was told stays");
    let moved = |tx: &mut Tx<'_>| -> ground::Result<u64> {
        tx.execute("UPDATE complaint SET answer_by = settle_by WHERE clinic = $1", &ground::params![tx.clinic()])
    };
    let moved = app.scope(&app.clinic, Purpose::Operation).write(moved).await;
    assert!(moved.is_err(), "the database lets nobody move the days");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_complaint_is_followed_and_taken_back_by_its_code() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let (id, page) = make(&app, &visitor, &[]).await;
    assert!(page.text.contains("Your code"), "{}", page.text);
    let path = by_code(&app, &page);
    assert!(
        app.place.column(&format!("SELECT id FROM complaint_letter WHERE complaint = '{id}' AND way = 'page'")).len()
            == 1
    );
    let code = path.rsplit('/').next().unwrap();
    let led = visitor.post(&app.path("/privacy/complaint/follow"), &[("code", code)]).await;
    assert_eq!((led.status, led.location.as_deref()), (303, Some(path.as_str())));
    // As it is shown and copied, in groups.
    let shown = page.text.split_once("id=\"complaint-code\"").unwrap().1.split_once('>').unwrap().1;
    let shown = shown.split_once('<').unwrap().0;
    assert!(shown.split(' ').all(|group| group.len() == 4) && shown.len() == 24, "{shown}");
    // And as somebody types it who wrote it down by hand.
    let by_hand = shown.to_lowercase().replace(' ', "-").replace('0', "o").replace('1', "l");
    for typed in [shown, by_hand.as_str()] {
        let led = visitor.post(&app.path("/privacy/complaint/follow"), &[("code", typed)]).await;
        assert_eq!((led.status, led.location.as_deref()), (303, Some(path.as_str())), "{typed}");
    }
    let wrong = visitor.post(&app.path("/privacy/complaint/follow"), &[("code", "nothing")]).await;
    assert_eq!(wrong.status, 422);
    assert!(visitor.get(&path).await.text.contains("You told my neighbour."));
    // What is answered stands on the page, because there is nowhere to write to.
    let officer = officer(&app).await;
    answer(&app, &officer, id).await;
    assert!(visitor.get(&path).await.text.contains("We looked, and this is so."));
    let version = one(&app, "version", id);
    let back = visitor.post(&format!("{path}/withdrawal"), &[("version", &version)]).await;
    assert_eq!(back.status, 303, "{}", back.text);
    assert_eq!((one(&app, "state", id), one(&app, "outcome", id)), ("resolved".to_owned(), "withdrawn".to_owned()));
    assert!(evidence(&app).await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restriction_stops_no_answer_and_an_erasure_takes_the_words_and_papers() {
    let app = TestApp::start().await;
    let (browser, person) = client(&app, "held@example.net").await;
    let id = complain(&app, &browser).await;
    let file = browser
        .upload_with(&app.path(&format!("/me/privacy/complaints/{id}/additions")), &[("said", "")], "a.pdf", PAPER)
        .await;
    assert_eq!(file.status, 303, "{}", file.text);
    app.scope(&app.clinic, Purpose::Rights)
        .write(move |tx| ground::restrict::restrict(tx, person, ground::restrict::Basis::Request).map(drop))
        .await
        .unwrap();
    let officer = officer(&app).await;
    let page = officer.get(&app.path(&format!("/office/complaints/{id}"))).await;
    assert!(page.status == 200 && page.text.contains("My cousin works here"), "{}", page.text);
    answer(&app, &officer, id).await;
    let page = browser.get(&app.path(&format!("/me/privacy/complaints/{id}"))).await.text;
    assert!(page.contains("We looked, and this is so."), "{page}");
    assert!(app.letters().await.iter().any(|one| one.kind == "office.complaint" && one.to == "held@example.net"));
    let erase = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        tx.erase_person(person, &ground::erase::Because::request("asked"))?.expect("erased");
        Ok(())
    };
    app.scope(&app.clinic, Purpose::Rights).write(erase).await.unwrap();
    let left = app.place.column(&format!(
        "SELECT CAST(COUNT(*) AS TEXT) FROM complaint WHERE id = '{id}' AND said IS NULL AND email IS NULL"
    ));
    assert_eq!(left, ["1"], "that it was answered stays, without a word of it");
    assert_eq!(app.place.column("SELECT CAST(COUNT(*) AS TEXT) FROM complaint_file"), ["0"]);
    assert_eq!(app.place.column("SELECT CAST(COUNT(*) AS TEXT) FROM complaint_link"), ["0"]);
    let page = officer.get(&app.path(&format!("/office/complaints/{id}"))).await;
    assert!(page.status == 200 && !page.text.contains("My cousin"), "{}", page.text);
    // Nobody answers whom nobody can reach: it is late for nobody.
    app.house.clock.set("2027-06-01T10:00:00Z".parse().unwrap());
    look(&app).await;
    app.run_jobs().await;
    assert!(evidence(&app).await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_writes_one_down_for_whoever_stands_there() {
    let app = TestApp::start().await;
    let (browser, person) = client(&app, "stands@example.net").await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let path = app.path(&format!("/clients/{person}/complaints"));
    assert!(desk.get(&app.path(&format!("/clients/{person}"))).await.text.contains(&path), "a way from their page");
    let fields = [("key", "k"), ("subject", "conduct"), ("said", "They called my name aloud."), ("email", "not one")];
    let wrong = desk.upload_with(&path, &fields, "", b"").await;
    assert!(wrong.status == 422 && wrong.text.contains("They called my name aloud."), "{}", wrong.text);
    let before = all(&app);
    let fields = [("key", "k"), ("subject", "conduct"), ("said", "They called my name aloud."), ("email", "")];
    let made = desk.upload_with(&path, &fields, "", b"").await;
    assert_eq!(made.status, 303, "{}", made.text);
    let id: ComplaintId = all(&app).difference(&before).next().unwrap().parse().unwrap();
    assert_eq!(one(&app, "person", id).parse::<PersonId>().unwrap(), person);
    let listed = officer(&app).await.get(&app.path("/office/complaints")).await.text;
    assert!(listed.contains("Tove"), "known by name: {listed}");
    assert!(browser.get(&app.path(&format!("/me/privacy/complaints/{id}"))).await.text.contains("called my name"));
    assert_eq!(desk.get(&app.path(&format!("/office/complaints/{id}"))).await.status, 403, "the desk reads none again");
    // No address was given, so the one in the record takes the receipt; one that is given takes all letters.
    let to = async |to: &str| {
        app.letters().await.iter().filter(|one| one.kind == "office.complaint" && one.to == to).count()
    };
    assert_eq!(to("stands@example.net").await, 1);
    let before = all(&app);
    let fields = [("key", "l"), ("subject", "conduct"), ("said", "And again today."), ("email", "given@example.net")];
    assert_eq!(desk.upload_with(&path, &fields, "", b"").await.status, 303);
    let given: ComplaintId = all(&app).difference(&before).next().unwrap().parse().unwrap();
    let officer = officer(&app).await;
    answer(&app, &officer, given).await;
    assert_eq!((to("given@example.net").await, to("stands@example.net").await), (2, 1));
    // That it is late goes there too.
    app.house.clock.set("2026-12-09T08:00:00Z".parse().unwrap());
    look(&app).await;
    app.run_jobs().await;
    assert_eq!((one(&app, "sorry_at", id).is_empty(), to("stands@example.net").await), (false, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_what_the_rows_say() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let officer = officer(&app).await;
    let mut made = Vec::new();
    for subject in ["shared", "shared", "wrong", "other"] {
        made.push(make(&app, &visitor, &[("subject", subject)]).await.0);
    }
    answer(&app, &officer, made[0]).await;
    settle(&app, &officer, made[1], "upheld").await;
    settle(&app, &officer, made[2], "not_upheld").await;
    let page = officer.get(&app.path("/office/complaints/figures")).await.text;
    let figure = |name: &str| {
        let (_, rest) = page.split_once(&format!("id=\"n-{name}\">")).unwrap_or_else(|| panic!("{name}: {page}"));
        rest[..rest.find('<').unwrap()].to_owned()
    };
    let count = |which: &str| {
        app.place.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM complaint WHERE {which}")).remove(0)
    };
    assert_eq!(figure("all"), count("1 = 1"));
    assert_eq!(figure("open"), count("resolved_at IS NULL"));
    assert_eq!((figure("late"), figure("settle")), ("0".to_owned(), "the same day".to_owned()));
    let after = |word: &str| {
        let (_, rest) = page.rsplit_once(&format!("<dt>{word}</dt><dd>")).unwrap_or_else(|| panic!("{word}: {page}"));
        rest[..rest.find('<').unwrap()].to_owned()
    };
    assert_eq!(after("Something was told to others"), count("subject = 'shared'"));
    assert_eq!(after("They are right"), count("outcome = 'upheld'"));
    assert_eq!(after("We see it otherwise"), count("outcome = 'not_upheld'"));
    assert_eq!(after("November 2026"), count("1 = 1"));
}
