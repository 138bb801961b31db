//! The signed link to one visit: what it opens, what it never opens, and that looking changes nothing.

use ground::Clock;
use ground::mail::Kept;
use ground::web::{LimitSettings, Rate, SlowRate};
use jiff::SignedDuration;
use reqwest::Method;

use crate::kit::{NOW, TestApp};

/// Books a review on the first day offered after `day` and returns the visit's page.
async fn booked(app: &TestApp, nth: usize) -> String {
    let browser = app.visitor();
    let page = browser.get(&app.path("/book/review?day=2026-12-01")).await;
    let slot = page
        .text
        .split("name=\"slot\" value=\"")
        .nth(nth + 1)
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .unwrap();
    let mut fields = vec![
        ("slot", slot.as_str()),
        ("whom", "self"),
        ("given_name", "Nadia"),
        ("family_name", "Ferreira"),
        ("email", "nadia@example.net"),
        ("of_age", "1"),
    ];
    let key =
        browser.post(&app.path("/book/review/confirm"), &fields).await.attribute("name=\"key\"", "value").unwrap();
    fields.push(("key", &key));
    let answer = browser.post(&app.path("/book/review"), &fields).await;
    answer.location.unwrap_or_else(|| panic!("{}", answer.text)).split('?').next().unwrap().to_owned()
}

/// Everything about appointments that a request could have changed.
fn stored(app: &TestApp) -> Vec<String> {
    let row = if app.place.is_postgres() {
        "CAST(row_to_json(a) AS TEXT)"
    } else {
        "quote(id) || quote(status) || quote(starts_at) || quote(practitioner) || quote(sequence) || quote(updated_at)"
    };
    app.place.column(&format!("SELECT {row} FROM appointment a ORDER BY id"))
}

/// The calendar of the visit's file, line by line.
async fn file(app: &TestApp, here: &str) -> Vec<String> {
    let answer = app.visitor().get(&format!("{here}/calendar.ics")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.text.lines().map(|line| line.trim_end().to_owned()).collect()
}

fn of<'a>(calendar: &'a [String], name: &str) -> &'a str {
    calendar.iter().find_map(|line| line.strip_prefix(name)).unwrap_or_else(|| panic!("no {name} in {calendar:?}"))
}

fn letters<'a>(all: &'a [Kept], kind: &str) -> Vec<(&'a Kept, Vec<String>)> {
    let lines = |letter: &Kept| {
        letter.calendar.as_deref().unwrap_or_default().lines().map(|line| line.trim_end().to_owned()).collect()
    };
    all.iter().filter(|letter| letter.kind == kind).map(|letter| (letter, lines(letter))).collect()
}

/// The times offered on the visit's page for moving it.
async fn others(app: &TestApp, here: &str) -> Vec<String> {
    let page = app.visitor().get(&format!("{here}/change?day=2026-12-03")).await;
    page.text.split("name=\"slot\" value=\"").skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scanner_that_follows_every_link_of_a_letter_changes_nothing() {
    let app = TestApp::start().await;
    let here = booked(&app, 0).await;
    let before = stored(&app);
    let letters = app.letters().await.len();
    for page in
        ["", "/change", "/cancel", "/calendar.ics", "?cancelled=1", "?done=1", "/cancel?confirm=1", "/change?slot=x"]
    {
        for method in [Method::GET, Method::HEAD] {
            let answer = app.visitor().send(method.clone(), &format!("{here}{page}"), None).await;
            assert!(answer.status == 200 || answer.status == 303, "{method} {page}: {}", answer.status);
        }
    }
    // Nor does a button on another site's page.
    for page in ["/cancel", "/change"] {
        let foreign = reqwest::Client::new()
            .post(format!("{}{here}{page}", app.address))
            .header("sec-fetch-site", "cross-site")
            .header("origin", "https://elsewhere.example");
        assert_eq!(foreign.send().await.unwrap().status(), 403);
        for method in [Method::PUT, Method::DELETE, Method::PATCH] {
            assert_eq!(app.visitor().send(method, &format!("{here}{page}"), None).await.status, 405);
        }
    }
    assert_eq!(stored(&app), before);
    assert_eq!(app.letters().await.len(), letters);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_its_own_visit_and_no_other() {
    let app = TestApp::start().await;
    let (mine, theirs) = (booked(&app, 0).await, booked(&app, 4).await);
    let part = |path: &str, n: usize| path.split('/').nth(n).unwrap().to_owned();
    let (id, signature) = (part(&mine, 4), part(&mine, 5));
    let visit = |id: &str, signature: &str| app.path(&format!("/visit/{id}/{signature}"));
    assert_eq!(visit(&id, &signature), mine);
    let mut flipped = signature.clone().into_bytes();
    flipped[3] = if flipped[3] == b'A' { b'B' } else { b'A' };
    let flipped = String::from_utf8(flipped).unwrap();
    let last = |c: char| format!("{}{c}", &signature[..signature.len() - 1]);
    let mut forged = vec![
        visit(&part(&theirs, 4), &signature),
        visit(&id, &part(&theirs, 5)),
        visit(&id, &flipped),
        visit(&id, &signature[..signature.len() - 1]),
        visit(&id, &format!("{signature}A")),
        visit(&id, &format!("{signature}=")),
        visit(&id, "AAAAAAAAAAAAAAAAAAAAAA"),
        visit(&id, "%20"),
        visit(&id.to_uppercase(), &signature),
        mine.replace("/c/linden-quay/", "/c/harbour-row/"),
    ];
    // Bits that base64 leaves over must be none.
    forged.extend(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            .chars()
            .map(last)
            .filter(|other| *other != signature)
            .map(|other| visit(&id, &other)),
    );
    let before = stored(&app);
    let nothing = app.visitor().get(&visit("apt_00000000000000000000000000", &signature)).await;
    for path in forged {
        for page in ["", "/change", "/cancel", "/calendar.ics"] {
            let answer = app.visitor().get(&format!("{path}{page}")).await;
            // What cannot be an id at all may be told from what is none.
            assert!(
                answer.status == 404 || (answer.status == 400 && path.contains("APT_")),
                "{path}{page}: {}",
                answer.status
            );
            assert!(!answer.text.contains("Nadia"), "{}", answer.text);
            if page.is_empty() && answer.status == 404 && path.starts_with("/c/linden-quay") {
                let plain = |text: &str| text.split("<main").nth(1).unwrap().split("</main").next().unwrap().to_owned();
                assert_eq!(plain(&answer.text), plain(&nothing.text), "wrong and absent look the same");
            }
        }
        for (page, fields) in [("/change", &[("slot", "1.x")][..]), ("/cancel", &[])] {
            let status = app.visitor().post(&format!("{path}{page}"), fields).await.status;
            assert!(status == 404 || (status == 400 && path.contains("APT_")), "{path}{page}: {status}");
        }
    }
    assert_eq!(stored(&app), before);
    // Signed out of nothing, signed in as nobody: the right link needs no account, and a staff role gives none of it.
    assert_eq!(app.visitor().get(&mine).await.status, 200);
    assert_eq!(app.signed_in(&app.clinic, ground::Role::Manager).await.get(&visit(&id, &flipped)).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn moving_and_calling_off_by_link_keep_one_event_and_the_clinics_terms() {
    let app = TestApp::start().await;
    let here = booked(&app, 0).await;
    let visitor = app.visitor();
    let first = file(&app, &here).await;
    let offered = others(&app, &here).await;
    let moved = visitor.post(&format!("{here}/change"), &[("slot", &offered[0])]).await;
    assert_eq!(moved.status, 303, "{}", moved.text);
    let second = file(&app, &here).await;
    let number = |calendar: &[String]| of(calendar, "SEQUENCE:").parse::<u32>().unwrap();
    assert_eq!(of(&second, "UID:"), of(&first, "UID:"));
    assert!(number(&second) > number(&first) && of(&second, "DTSTART;") != of(&first, "DTSTART;"));
    // The same button pressed twice moves once.
    assert_eq!(visitor.post(&format!("{here}/change"), &[("slot", &offered[0])]).await.status, 303);
    assert_eq!(number(&file(&app, &here).await), number(&second));
    assert_eq!(letters(&app.letters().await, "booking.change").len(), 1);

    // Past the deadline moving is refused with words, and calling off is late but possible.
    let late = booked(&app, 2).await;
    app.run_jobs().await;
    let slot = others(&app, &late).await[0].clone();
    let start: i64 = app.place.column(&format!(
        "SELECT CAST(starts_at AS TEXT) FROM appointment WHERE id = '{}'",
        late.split('/').nth(4).unwrap()
    ))[0]
        .parse()
        .unwrap();
    app.house.clock.set(ground::from_micros(start) - SignedDuration::from_hours(3));
    let before = stored(&app);
    let refused = visitor.post(&format!("{late}/change"), &[("slot", &slot)]).await;
    let page = if refused.status == 303 { visitor.get(&refused.location.unwrap()).await } else { refused };
    assert!(
        !page.text.contains(&format!("href=\"{late}/change\""))
            && page.text.contains("no longer be moved here, but by telephone"),
        "{}",
        page.text
    );
    assert_eq!(stored(&app), before, "nothing moved");
    assert_eq!(visitor.get(&format!("{late}/cancel")).await.status, 200);
    for _ in 0..3 {
        assert_eq!(visitor.call_off(&late).await.status, 303);
    }
    let all = app.letters().await;
    let cancelled = letters(&all, "booking.cancellation");
    assert_eq!(cancelled.len(), 1, "called off three times, told once");
    let calendar = &cancelled[0].1;
    assert_eq!(
        (of(calendar, "METHOD:"), of(calendar, "STATUS:"), of(calendar, "SEQUENCE:")),
        ("CANCEL", "CANCELLED", "1")
    );
    let confirmation =
        letters(&all, "booking.confirmation").into_iter().find(|(_, lines)| of(lines, "UID:") == of(calendar, "UID:"));
    assert!(confirmation.is_some(), "the cancellation is of the event that was sent before");
    // What is over is over: neither moved nor called off any more.
    let before = stored(&app);
    visitor.post(&format!("{late}/change"), &[("slot", &slot)]).await;
    app.house.clock.set(ground::from_micros(start) + SignedDuration::from_hours(2));
    for page in ["/change", "/cancel"] {
        let answer = visitor.post(&format!("{late}{page}"), &[("slot", &slot)]).await;
        assert!(answer.status < 500, "{page}: {}", answer.text);
    }
    assert_eq!(stored(&app), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_moves_a_visit_too_often_waits_for_that_one_and_calls_any_off_at_once() {
    let limits = LimitSettings {
        letters: SlowRate { per_hour: 1, burst: 2 },
        public_form: Rate { per_minute: 1_000, burst: 1_000 },
        ..LimitSettings::default()
    };
    let app = TestApp::with(limits, Clock::held(NOW.parse().unwrap())).await;
    // Both are one client's, whose mailbox has no booking left in it now.
    let (one, two) = (booked(&app, 0).await, booked(&app, 6).await);
    let visitor = app.visitor();
    let moved = async |here: &str, nth: usize| {
        let slot = others(&app, here).await[nth].clone();
        visitor.post(&format!("{here}/change"), &[("slot", &slot)]).await.status
    };
    assert_eq!([moved(&one, 0).await, moved(&one, 4).await, moved(&one, 8).await], [303, 303, 429]);
    assert_eq!(moved(&two, 12).await, 303, "one visit uses up nothing of another's");
    assert_eq!(visitor.call_off(&one).await.status, 303);
    assert_eq!([moved(&two, 16).await, moved(&two, 20).await], [303, 429]);
    assert_eq!(visitor.call_off(&two).await.status, 303);
    assert_eq!(letters(&app.letters().await, "booking.cancellation").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_its_visit_until_the_stated_days_after_it_and_then_says_so() {
    let app = TestApp::start().await;
    let here = booked(&app, 0).await;
    let id = here.split('/').nth(4).unwrap().to_owned();
    let end: i64 = app.place.column(&format!("SELECT CAST(ends_at AS TEXT) FROM appointment WHERE id = '{id}'"))[0]
        .parse()
        .unwrap();
    let (end, hour) = (ground::from_micros(end), SignedDuration::from_hours(1));
    let set_days = async |days: u32| {
        let now = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
        let mut clinic = ground::Clinic::clone(&now);
        clinic.parameters.visit_link_days = days;
        app.house.update_clinic(clinic).await.unwrap();
    };
    let pages = ["", "?done=1", "/calendar.ics", "/change", "/cancel"];
    for (days, hours) in [(30, 30 * 24), (2, 48)] {
        set_days(days).await;
        app.house.clock.set(end + hour * (hours - 1));
        for page in pages {
            let answer = app.visitor().get(&format!("{here}{page}")).await;
            assert!(answer.status == 200 || answer.status == 303, "{page}: {}", answer.status);
        }
        app.house.clock.set(end + hour * hours);
        let before = stored(&app);
        for page in pages {
            let answer = app.visitor().get(&format!("{here}{page}")).await;
            assert_eq!(answer.status, 410, "{page}");
            assert!(answer.text.contains("This link has ended") && answer.text.contains(&format!("until {days} days")));
            assert_eq!(answer.attribute(">Sign in", "href"), Some(app.path("/sign-in")), "{}", answer.text);
            for word in ["Nadia", "nadia@", "Review", "Maeve"] {
                assert!(!answer.text.contains(word), "{page} shows {word}");
            }
        }
        for page in ["/change", "/cancel"] {
            assert_eq!(app.visitor().post(&format!("{here}{page}"), &[("slot", "x")]).await.status, 410, "{page}");
        }
        assert_eq!(stored(&app), before);
        let arabic = app.visitor().get(&format!("{here}?lang=ar")).await;
        assert!(arabic.text.contains("انتهت مدة هذا الرابط") && arabic.text.contains("dir=\"rtl\""), "{}", arabic.text);
        // A wrong signature learns nothing of it.
        assert_eq!(app.visitor().get(&format!("{}x", &here[..here.len() - 1])).await.status, 404);
    }
    // The link bears no time: what changes is the clinic's, also for those sent before.
    set_days(3).await;
    assert_eq!(app.visitor().get(&here).await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_move_that_is_sent_twice_at_once_is_told_twice_that_it_is_done() {
    let app = TestApp::start().await;
    let here = booked(&app, 0).await;
    let browser = app.visitor();
    for round in 0..10 {
        let slots = others(&app, &here).await;
        let slot = &slots[round % slots.len()];
        let (path, fields) = (format!("{here}/change"), [("slot", slot.as_str())]);
        let (one, two) = tokio::join!(browser.post(&path, &fields), browser.post(&path, &fields));
        for answer in [one, two] {
            assert_eq!(answer.location, Some(format!("{here}?moved=1")), "round {round}: {}", answer.text);
        }
    }
}
