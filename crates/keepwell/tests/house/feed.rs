//! A private address for one's own calendar program: what it tells, whom, and until when.

use base64::Engine as _;
use ground::{PersonId, Role, params};
use jiff::SignedDuration;
use promise::Purpose;
use reqwest::Method;

use crate::booking_own::{CHILD, free, wards};
use crate::booking_public::{book, visit};
use crate::kit::{Browser, NOW, TestApp};
use crate::reminders::somebody;
use ground::Clock;
use ground::web::{LimitSettings, SlowRate};

async fn client() -> (TestApp, Browser, PersonId) {
    let (app, browser, person) = crate::booking_own::client().await;
    app.place.tamper(&format!("DELETE FROM appointment WHERE client = '{person}'"));
    (app, browser, person)
}

async fn booked(browser: &Browser, app: &TestApp, nth: usize, more: &[(&str, &str)]) -> String {
    let offered = free(browser, app).await;
    let fields = [&[("slot", offered[nth].as_str())], more].concat();
    visit(&book(browser, app, "review", &fields).await).split('/').nth(4).unwrap().to_owned()
}

/// Makes an address; its path, as a program asks for it.
async fn made(browser: &Browser, app: &TestApp, fields: &[(&str, &str)]) -> String {
    let page = browser.post(&app.path("/me/calendar"), fields).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let address = page.attribute("id=\"f-address\"", "value").unwrap();
    assert_eq!(page.headers["cache-control"], "no-store");
    let again = browser.get(&app.path("/me/calendar")).await;
    assert!(!again.text.contains(&address), "shown once");
    address.strip_prefix(&app.address).unwrap_or_else(|| panic!("{address}")).to_owned()
}

/// The calendar's lines, unfolded.
async fn lines(app: &TestApp, path: &str) -> Vec<String> {
    let answer = app.visitor().get(path).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.headers["content-type"], "text/calendar; charset=utf-8");
    // RFC 5545, 3.1: lines end with CRLF and are no longer than 75 octets.
    assert!(answer.text.ends_with("\r\n") && answer.text.split("\r\n").all(|line| line.len() <= 75), "{}", answer.text);
    assert!(!answer.text.replace("\r\n", "").contains(['\r', '\n']));
    answer.text.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

fn all<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
    lines.iter().filter_map(|line| line.strip_prefix(name)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_program_reads_ones_visits_at_a_private_address_until_it_is_revoked() {
    let (app, browser, person) = client().await;
    let first = booked(&browser, &app, 0, &[("whom", "self")]).await;
    let theirs = booked(&browser, &app, 1, &CHILD).await;
    let path = made(&browser, &app, &[("shows", "all"), ("wards", "1")]).await;
    let read = lines(&app, &path).await;
    assert_eq!((read[0].as_str(), read.last().unwrap().as_str()), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
    assert_eq!(all(&read, "VERSION:"), ["2.0"]);
    let uids = all(&read, "UID:");
    assert_eq!(uids, [format!("{first}@{}", app.clinic.id), format!("{theirs}@{}", app.clinic.id)]);
    assert_eq!(all(&read, "SUMMARY:"), ["Review", "Ines: Review"]);
    assert_eq!(all(&read, "DTSTART;TZID=Europe/Dublin:"), ["20261203T080000", "20261203T090000"]);
    assert_eq!(all(&read, "STATUS:"), ["CONFIRMED", "CONFIRMED"]);
    let whole = read.join("\n");
    assert!(
        whole.contains("LOCATION:14 Linden Quay\\, Dublin")
            && whole.contains(&format!("URL:{}{}", app.address, app.path(&format!("/me/visits/{first}")))),
        "{whole}"
    );
    assert!(!whole.contains("/visit/apt_"), "no link that works without signing in goes to a calendar company");

    // A visit that is called off is gone; one that is moved has moved, under the same UID.
    let own = app.path(&format!("/me/visits/{first}"));
    let version = browser.get(&own).await.attribute("name=\"version\"", "value").unwrap();
    assert_eq!(browser.post(&format!("{own}/cancel"), &[("version", &version)]).await.status, 303);
    assert_eq!(all(&lines(&app, &path).await, "UID:"), [format!("{theirs}@{}", app.clinic.id)]);

    // That it was read stands in the records of both, by whom and for what.
    app.house.seal_access().await.unwrap();
    let record = browser.get(&app.path("/me/record")).await;
    assert!(
        record.text.contains("Your calendar program") && record.text.contains("Visits for a calendar"),
        "{}",
        record.text
    );
    let page = browser.get(&app.path("/me/calendar")).await;
    assert!(page.text.contains("last read today"), "{}", page.text);

    // Revoked, it opens nothing at once; a secret that never was looks the same.
    let revoke = page.attribute("/revocation", "action").unwrap();
    let stranger = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(stranger.post(&revoke, &[]).await.status, 404, "somebody else's is not found");
    assert_eq!(app.visitor().get(&path).await.status, 200, "somebody else's stays as it is");
    assert_eq!(browser.post(&revoke, &[]).await.location, Some(app.path("/me/calendar?done=revoked")));
    assert_eq!(browser.post(&revoke, &[]).await.status, 404, "pressed again in another window");
    for gone in [
        path.clone(),
        app.path("/calendar/x.ics"),
        app.path(&format!("/calendar/{}.ics", "A".repeat(43))),
        path.replace(".ics", ""),
    ] {
        let answer = app.visitor().get(&gone).await;
        assert_eq!(answer.status, 404, "{gone}");
    }
    let _ = person;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_it_tells_a_calendar_no_more_than_that_they_are_busy() {
    let (app, browser, person) = client().await;
    booked(&browser, &app, 0, &[("whom", "self")]).await;
    booked(&browser, &app, 1, &CHILD).await;
    let busy = made(&browser, &app, &[("shows", "busy")]).await;
    let read = lines(&app, &busy).await;
    assert_eq!(all(&read, "SUMMARY:"), ["Busy"], "without those they act for");
    assert_eq!(all(&read, "DTSTART:"), ["20261203T080000Z"], "by no zone's clock");
    let whole = read.join("\n");
    for word in [
        "Review",
        "Linden",
        "Dublin",
        "Ines",
        "physio",
        "Physio",
        "ORGANIZER",
        "LOCATION",
        "DESCRIPTION",
        "URL",
        "clinic@example.org",
        "METHOD",
    ] {
        assert!(!whole.contains(word), "{word} in {whole}");
    }
    // No ward's record was opened for that.
    let ward = wards(&app, person).await.last().unwrap().0;
    let openings = |of: PersonId| {
        let by =
            format!("SELECT CAST(COUNT(*) AS TEXT) FROM access_entry WHERE actor LIKE 'feed:%' AND person = '{of}'");
        app.place.column(&by).remove(0)
    };
    let fixture = wards(&app, person).await.first().unwrap().0;
    assert_eq!((openings(person), openings(ward), openings(fixture)), ("1".to_owned(), "0".to_owned(), "0".to_owned()));
    let both = made(&browser, &app, &[("shows", "busy"), ("wards", "1")]).await;
    assert_eq!(all(&lines(&app, &both).await, "SUMMARY:"), ["Busy", "Busy"]);
    assert!(!lines(&app, &both).await.join("\n").contains("Ines"));
    // Whether they are children still is read in their records, once in a quarter hour, and that is written down.
    assert_eq!((openings(person), openings(ward)), ("1".to_owned(), "1".to_owned()));
    // The words are its owner's: what their record says, whatever the program asks for.
    app.place.tamper("UPDATE client SET language = 'ar'");
    assert_eq!(all(&lines(&app, &busy).await, "SUMMARY:"), ["مشغول"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_of_a_calendar_is_kept_nowhere_and_a_program_that_asks_too_often_waits() {
    let limits = LimitSettings { feed: SlowRate { per_hour: 60, burst: 3 }, ..LimitSettings::default() };
    let app = TestApp::with(limits, Clock::held(NOW.parse().unwrap())).await;
    let browser = app.signed_in(&app.clinic, Role::Client).await;
    let path = made(&browser, &app, &[("shows", "all")]).await;
    let secret = path.rsplit('/').next().unwrap().trim_end_matches(".ics").to_owned();
    assert_eq!(secret.len(), 43, "256 bits, base64url");
    // What is kept of it is its hash, which is no way back.
    let kept = async |bytes: Vec<u8>| -> i64 {
        let count = move |tx: &mut ground::Tx<'_>| -> ground::Result<i64> {
            tx.one("SELECT COUNT(*) AS n FROM calendar_feed WHERE hash = $1", &params![bytes.clone()])?.get("n")
        };
        app.scope(&app.clinic, Purpose::Operation).read(count).await.unwrap()
    };
    let read = identity::Secret::read(&secret).unwrap();
    let raw = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(&secret).unwrap();
    assert_eq!(kept(read.hash().to_vec()).await, 1);
    assert_eq!((kept(raw).await, kept(secret.clone().into_bytes()).await), (0, 0));
    for _ in 0..3 {
        assert_eq!(app.visitor().get(&path).await.status, 200);
    }
    let waits = app.visitor().get(&path).await;
    assert!(waits.status == 429 && waits.headers.contains_key("retry-after"));
    // Others go on; whoever guesses is told to wait too.
    let other = made(&browser, &app, &[("shows", "busy")]).await;
    assert_eq!(app.visitor().get(&other).await.status, 200);
    let mut answers = Vec::new();
    for n in 0..40 {
        answers.push(app.visitor().get(&app.path(&format!("/calendar/{n:043}.ics"))).await.status);
    }
    assert!(answers[0] == 404 && answers.last() == Some(&429), "{answers:?}");
    // Whoever is told to wait is not even looked for.
    assert_eq!(app.visitor().get(&other).await.status, 429);

    // Unchanged, it is not sent again.
    let app = TestApp::start().await;
    let browser = app.signed_in(&app.clinic, Role::Client).await;
    let path = made(&browser, &app, &[("shows", "all")]).await;
    let first = app.visitor().get(&path).await;
    let tag = first.headers["etag"].to_str().unwrap().to_owned();
    let again = app.visitor().api(Method::GET, &path, None, &[("if-none-match", &tag)], None).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    // Not more than a few.
    for _ in 0..4 {
        made(&browser, &app, &[("shows", "busy")]).await;
    }
    let many = browser.post(&app.path("/me/calendar"), &[("shows", "busy")]).await;
    assert!(many.status == 422 && many.text.contains("id=\"e-shows\""), "{}", many.text);
    let wrong = browser.post(&app.path("/me/calendar"), &[("shows", "everything")]).await;
    assert!(wrong.status == 422 && wrong.text.contains("id=\"e-shows\""), "{}", wrong.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_follows_two_records_made_one_and_forgets_a_dependant_who_is_no_longer_theirs() {
    let (app, browser, person) = client().await;
    let before = wards(&app, person).await;
    booked(&browser, &app, 1, &CHILD).await;
    let path = made(&browser, &app, &[("shows", "all"), ("wards", "1")]).await;
    assert_eq!(all(&lines(&app, &path).await, "SUMMARY:"), ["Ines: Review"]);
    let (ward, _) = wards(&app, person).await.into_iter().find(|ward| !before.contains(ward)).unwrap();
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    scope.write(move |tx| people::end_bond(tx, ward, person)).await.unwrap();
    assert_eq!(all(&lines(&app, &path).await, "UID:"), [""; 0]);
    let twin = scope.write(|tx| people::create(tx, &somebody(), &people::Source::Desk)).await.unwrap();
    scope.write(move |tx| tx.merge(person, twin)).await.unwrap().unwrap();
    assert_eq!(lines(&app, &path).await[0], "BEGIN:VCALENDAR");
    let owner = app.place.column("SELECT person FROM calendar_feed");
    assert_eq!(owner, [twin.to_string()]);
    // A visit that was long ago is no longer told.
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(24 * 60));
    assert_eq!(lines(&app, &path).await[0], "BEGIN:VCALENDAR");
}
