//! Letters over a real wire: whose voice they show, and that each goes out once.

use std::time::{Duration, Instant};

use ground::job::{self, NewJob};
use ground::mail::{Letter, Post, Voice};
use ground::web::LimitSettings;
use ground::{Clock, Error, MailId, PersonId, Refusal, Role};
use jiff::{SignedDuration, Timestamp};
use keepwell::config::Config;
use promise::Purpose;

use crate::kit::program::{CREATE, run, said};
use crate::kit::relay::{Part, Received, Relay};
use crate::kit::{NOW, Place, Program, TestApp};

/// The program with letters leaving by `relay`, as its configuration would have it.
pub(crate) async fn posting(relay: &Relay) -> TestApp {
    by(Some(relay.address.clone()), 20).await
}

/// The same with a relay that may be none, and has so long to greet and three times that to take a letter.
pub(crate) async fn by(relay: Option<String>, patience_seconds: u32) -> TestApp {
    let mut config = Config::load(None).unwrap();
    config.mail.from = "desk@linden.example".to_owned();
    config.mail.relay = relay;
    config.mail.patience_seconds = patience_seconds;
    let post: Post = config.post().unwrap();
    TestApp::posting(LimitSettings { off: true, ..LimitSettings::default() }, Clock::held(NOW.parse().unwrap()), post)
        .await
}

/// Writes a letter in this voice to somebody new.
pub(crate) async fn write(app: &TestApp, voice: Voice, subject: &str) -> MailId {
    write_until(app, None, voice, subject).await
}

/// The same, of a letter that says nothing any more from `until` on.
async fn write_until(app: &TestApp, until: Option<Timestamp>, voice: Voice, subject: &str) -> MailId {
    write_to(app, "nadia@example.net", until, voice, subject).await
}

fn plain() -> Letter {
    Letter {
        kind: "test.letter",
        purpose: Purpose::Scheduling,
        voice: Voice::Automatic,
        language: "en".to_owned(),
        to: "nadia@example.net".to_owned(),
        subject: String::new(),
        body: "Your knee will thank you.\n\nMaeve".to_owned(),
        calendar: None,
        until: None,
    }
}

async fn write_to(app: &TestApp, address: &str, until: Option<Timestamp>, voice: Voice, subject: &str) -> MailId {
    let letter = Letter { voice, to: address.to_owned(), subject: subject.to_owned(), until, ..plain() };
    let post = move |tx: &mut ground::Tx<'_>| {
        let key = tx.create_person()?;
        ground::mail::post(tx, &key, &letter)
    };
    app.scope(&app.clinic, Purpose::Scheduling).write(post).await.unwrap()
}

pub(crate) async fn state(app: &TestApp, id: MailId) -> String {
    app.scope(&app.clinic, Purpose::Operation).read(move |tx| ground::mail::find(tx, id)).await.unwrap().state
}

/// Books a review as a visitor who reads `language`.
pub(crate) async fn book(app: &TestApp, language: &str) -> String {
    let browser = app.visitor();
    let page = browser.get(&app.path(&format!("/book/review?day=2026-12-01&lang={language}"))).await;
    let slot = page
        .text
        .split("name=\"slot\" value=\"")
        .nth(1)
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .unwrap();
    let mut fields = vec![
        ("slot", slot.as_str()),
        ("whom", "self"),
        ("given_name", "Nadia"),
        ("family_name", "Ferreira"),
        ("email", "nadia@example.net"),
        ("of_age", "1"),
        ("remind", "1"),
    ];
    let key =
        browser.post(&app.path("/book/review/confirm"), &fields).await.attribute("name=\"key\"", "value").unwrap();
    fields.push(("key", &key));
    let booked = browser.post(&app.path("/book/review"), &fields).await;
    booked.location.unwrap_or_else(|| panic!("{}", booked.text)).split('?').next().unwrap().to_owned()
}

fn line<'a>(calendar: &'a Part, name: &str) -> &'a str {
    calendar
        .body
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .unwrap_or_else(|| panic!("no {name} in {}", calendar.body))
}

/// The letter's text and its calendar, which stands beside the text for mail programs that show it and once more as a file.
fn read(letter: &Received) -> (&Part, Option<&Part>) {
    let leaves = letter.whole.leaves();
    assert!(leaves[0].header("content-type").unwrap_or("text/plain").starts_with("text/plain"), "{:?}", leaves[0]);
    if leaves.len() == 1 {
        return (leaves[0], None);
    }
    assert_eq!(leaves.len(), 3, "{leaves:?}");
    let method = format!("method={}", line(leaves[1], "METHOD:"));
    assert!(
        leaves[1]
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/calendar") && kind.contains(&method)),
        "{:?}",
        leaves[1]
    );
    assert!(leaves[2].header("content-disposition").is_some_and(|how| how.contains("visit.ics")), "{:?}", leaves[2]);
    assert_eq!(leaves[1].body.trim_end(), leaves[2].body.trim_end());
    (leaves[0], Some(leaves[1]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_shows_whose_voice_it_is() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    let here = book(&app, "en").await;
    app.run_jobs().await;
    app.visitor().call_off(&here).await;
    book(&app, "ar").await;
    app.visitor()
        .post(
            &app.path("/sign-up"),
            &[("name", "Tove"), ("email", "tove@example.net"), ("password", "garnet-Lattice7-umbrel"), ("age", "1")],
        )
        .await;
    app.run_jobs().await;
    let letters = relay.taken();
    assert_eq!(letters.len(), 4, "{letters:?}");
    for letter in &letters {
        let arabic = letter.whole.header("subject").is_some_and(|subject| {
            subject.contains(char::is_alphabetic)
                && !subject.is_ascii()
                && subject.chars().any(|c| ('\u{0600}'..'\u{0700}').contains(&c))
        });
        let (sender, first) = if arabic {
            ("(رسالة آلية)", "هذه رسالة آلية")
        } else {
            ("Linden Quay Physiotherapy (automatic message)", "This is an automatic")
        };
        let from = letter.whole.header("from").unwrap();
        assert!(from.contains(sender) && from.ends_with("<desk@linden.example>"), "{from}");
        assert_eq!(letter.whole.header("auto-submitted"), Some("auto-generated"));
        let text = &read(letter).0.body;
        assert!(text.lines().next().unwrap().starts_with(first), "{text}");
        // A link is followed as it stands: no mark that isolates a name's direction is part of it.
        let mut links = text.split_whitespace().filter(|word| word.contains("http"));
        assert!(
            links.all(|link| link.starts_with(&app.address) && link.is_ascii()) && !text.contains("<img"),
            "{text}"
        );
        assert_eq!(letter.whole.header("to"), Some(letter.recipient.as_str()));
    }
    let calendars: Vec<&Part> = letters.iter().filter_map(|letter| read(letter).1).collect();
    assert_eq!(calendars.len(), 3);
    let told = |n: usize| (line(calendars[n], "METHOD:"), line(calendars[n], "SEQUENCE:"), line(calendars[n], "UID:"));
    assert_eq!((told(0).0, told(0).1), ("REQUEST", "0"));
    let cancelled = (0..3).find(|n| told(*n).0 == "CANCEL").unwrap();
    assert_eq!((told(cancelled).1, told(cancelled).2), ("1", told(0).2));

    // A person's letter is that person's, and not automatic.
    write(&app, Voice::Person("Maeve Corrigan".to_owned()), "Your exercises").await;
    app.run_jobs().await;
    let letter = relay.taken().pop().unwrap();
    let from = letter.whole.header("from").unwrap();
    assert!(from.contains("Maeve Corrigan, Linden Quay Physiotherapy") && !from.contains("automatic"), "{from}");
    assert_eq!((letter.whole.header("auto-submitted"), letter.whole.header("subject")), (None, Some("Your exercises")));
    assert!(read(&letter).0.body.starts_with("Your knee will thank you."));

    // A name with a line break in it makes no header of its own.
    let id =
        write(&app, Voice::Person("Maeve\r\nBcc: all@example.net".to_owned()), "Hello\r\nBcc: all@example.net").await;
    app.run_jobs().await;
    let letter = relay.taken().pop().unwrap();
    assert!(letter.whole.header("message-id").unwrap().contains(&id.to_string()), "{:?}", letter.whole.headers);
    assert!(
        letter.whole.header("bcc").is_none() && letter.recipient == "nadia@example.net",
        "{:?}",
        letter.whole.headers
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_out_once_later_when_it_must_and_never_when_it_is_refused() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    let now = app.house.clock.now();
    relay.answers(550);
    let refused = write(&app, Voice::Automatic, "Refused").await;
    app.run_jobs().await;
    assert_eq!((state(&app, refused).await.as_str(), relay.asked()), ("refused", 1));

    relay.answers(451);
    let later = write(&app, Voice::Automatic, "Later").await;
    for _ in 0..3 {
        app.run_jobs().await;
    }
    assert_eq!(
        (state(&app, later).await.as_str(), relay.asked()),
        ("waiting", 2),
        "a relay that is busy is not pressed"
    );
    let waiting = job::list(&app.house).await.unwrap();
    let waiting = waiting.iter().find(|job| job.subject == later.to_string()).unwrap();
    let cause = waiting.cause.clone().unwrap();
    assert!(waiting.attempts == 1 && waiting.run_at > now && cause.contains("451") && !cause.contains('@'), "{cause}");

    // Nor is a letter lost when the relay no longer takes anything from the clinic.
    relay.answers(535);
    let away = write(&app, Voice::Automatic, "Turned away").await;
    app.run_jobs().await;
    assert_eq!((state(&app, away).await.as_str(), relay.asked()), ("waiting", 3));

    relay.answers(250);
    app.house.clock.set(now + SignedDuration::from_mins(3));
    app.run_jobs().await;
    for id in [later, away] {
        assert_eq!((state(&app, id).await.as_str(), relay.taken().len()), ("sent", 2));
    }
    // Whatever asks for it again, what went out went out.
    for id in [later, refused] {
        let again = move |tx: &mut ground::Tx<'_>| {
            tx.enqueue(&NewJob { kind: "mail.send", subject: id.to_string(), run_at: tx.now() })
        };
        app.scope(&app.clinic, Purpose::Operation).write(again).await.unwrap();
    }
    app.run_jobs().await;
    assert_eq!((relay.taken().len(), relay.asked()), (2, 5));
    assert!(job::list(&app.house).await.unwrap().iter().all(|job| job.kind != "mail.send"));
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_wait_for_a_relay_where_none_is_named_however_long_and_what_says_nothing_any_more_goes() {
    let app = by(None, 20).await;
    let letter = write(&app, Voice::Automatic, "Waiting").await;
    let until = app.house.clock.now() + SignedDuration::from_hours(48);
    let overtaken = write_until(&app, Some(until), Voice::Automatic, "Tomorrow at ten").await;
    // Longer than any job is tried again for.
    for _ in 0..60 {
        app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(1));
        app.run_jobs().await;
    }
    assert_eq!(state(&app, letter).await, "waiting");
    let jobs = job::list(&app.house).await.unwrap();
    let job = jobs.iter().find(|job| job.subject == letter.to_string()).unwrap();
    assert_eq!((job.state.as_str(), job.attempts), ("due", 0), "waiting for a relay is no failure");
    assert_eq!(ground::mail::waiting(&app.house).await.unwrap(), 1);
    let scope = app.scope(&app.clinic, Purpose::Operation);
    assert!(matches!(scope.read(move |tx| ground::mail::find(tx, overtaken)).await, Err(Error::NotFound)));
    assert!(jobs.iter().all(|job| job.subject != overtaken.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_beyond_ascii_is_spelt_as_the_network_does_or_said_to_take_no_letters() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    let to = async |address: &'static str| {
        let id = write_to(&app, address, None, Voice::Automatic, "Tomorrow at ten").await;
        app.run_jobs().await;
        state(&app, id).await
    };
    assert_eq!(to("idn@exämple.org").await, "sent");
    assert_eq!(relay.taken().pop().unwrap().recipient, "idn@xn--exmple-cua.org");
    // The relay does not say that it takes letters beyond ASCII before the @, and never will be told of this one.
    assert_eq!((to("zoë@example.org").await.as_str(), relay.taken().len()), ("refused", 1));
    assert_eq!((to("zoe@example.org").await.as_str(), relay.taken().len()), ("sent", 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_sends_by_the_relay_its_configuration_names() {
    let (place, relay) = (Place::fresh(), Relay::start().await);
    let address = relay.address.clone();
    let environment = [
        ("KEEPWELL_MAIL__RELAY", address.as_str()),
        ("KEEPWELL_MAIL__FROM", "desk@north.example"),
        ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
    ];
    let made = run(&place, CREATE, &environment);
    let link = said(&made)
        .split("/password/")
        .nth(1)
        .map(|rest| rest.split_whitespace().next().unwrap().to_owned())
        .unwrap_or_else(|| panic!("{}", said(&made)));
    // What was asked for while there was no relay goes out as soon as one is named.
    let unnamed = [environment[2]];
    let mut program = Program::start(&place, &["serve"], &unnamed);
    let browser = program.visitor();
    let set = browser.post(&format!("/c/north/password/{link}"), &[("password", "garnet-Lattice7-umbrel-quay")]).await;
    assert_eq!(set.status, 303, "{}", set.text);
    assert_eq!(program.visitor().post("/c/north/forgotten", &[("email", "m@example.org")]).await.status, 200);
    let deadline = Instant::now() + Duration::from_secs(10);
    while place.column("SELECT id FROM job WHERE kind = 'mail.send' AND generation > 1").is_empty() {
        assert!(Instant::now() < deadline, "no letter was written: {}", String::from_utf8_lossy(&program.log()));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    program.terminate();
    program.wait();
    let checked = run(&place, &["check"], &unnamed);
    assert!(said(&checked).contains("no mail.relay is named: letters that wait for one: 1"), "{}", said(&checked));
    // With a relay named, and nobody who sends them.
    place.tamper("UPDATE mail SET created_at = created_at - 3600000000");
    let checked = run(&place, &["check"], &environment);
    let words = said(&checked);
    assert!(words.contains("letters that wait since 20") && words.contains("UTC: 1: nobody tried"), "{words}");
    place.tamper("UPDATE job SET cause = 'the mail relay does not answer' WHERE kind = 'mail.send'");
    let checked = run(&place, &["check"], &environment);
    let words = said(&checked);
    assert!(words.contains("UTC: 1: the mail relay does not answer; keepwell jobs"), "{words}");
    assert!(!words.contains('@') && checked.status.code() == Some(1), "{words}");
    relay.thinks(2_000);
    let mut program = Program::start(&place, &["serve"], &environment);
    let deadline = Instant::now() + Duration::from_secs(10);
    while relay.taken().is_empty() {
        assert!(Instant::now() < deadline, "no letter came: {}", String::from_utf8_lossy(&program.log()));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // The program is told to stop while the relay still thinks: that it took the letter is written down all the same.
    program.terminate();
    program.wait();
    assert_eq!(place.column("SELECT state FROM mail"), ["sent"]);
    let program = Program::start(&place, &["serve"], &environment);
    let letter = relay.taken().remove(0);
    assert_eq!(
        (letter.recipient.as_str(), letter.whole.header("auto-submitted")),
        ("m@example.org", Some("auto-generated"))
    );
    assert!(read(&letter).0.body.contains("/c/north/password/"));
    // Where letters really leave, nobody reads them in a mailbox page.
    for path in ["/c/north/mailbox", "/_components"] {
        assert_eq!(program.visitor().get(path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_states_what_it_is_for_and_one_for_what_is_not_listed_is_refused() {
    let app = TestApp::start().await;
    let letter = |purpose: Purpose, language: &str| Letter {
        kind: "test.letter",
        purpose,
        voice: Voice::Automatic,
        language: language.to_owned(),
        to: "nadia@example.net".to_owned(),
        subject: "Ten for the price of nine".to_owned(),
        body: "Come again.\n".to_owned(),
        calendar: None,
        until: None,
    };
    let post = |opened: Purpose, letter: Letter| {
        let scope = app.scope(&app.clinic, opened);
        async move {
            let write = move |tx: &mut ground::Tx<'_>| {
                let key = tx.create_person()?;
                ground::mail::post(tx, &key, &letter)
            };
            scope.write(write).await
        }
    };
    let before = app.letters().await.len();
    // Nobody listed promotion for anybody's address, and what is opened for one purpose is not sent for another.
    for (opened, purpose) in [
        (Purpose::Marketing, Purpose::Marketing),
        (Purpose::Analytics, Purpose::Analytics),
        (Purpose::Care, Purpose::Care),
        (Purpose::Scheduling, Purpose::Account),
        (Purpose::Scheduling, Purpose::Marketing),
        (Purpose::Security, Purpose::Scheduling),
    ] {
        let refused = post(opened, letter(purpose, "en")).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::Purpose))), "{opened} {purpose}: {refused:?}");
    }
    assert_eq!(app.letters().await.len(), before, "nothing was written");
    for (language, why) in [
        ("en", "Come again.\n\nYou get this letter so that a visit takes place as agreed.\n"),
        ("ar", "Come again.\n\nتصلك هذه الرسالة لكي تتم الزيارة كما اتُّفق عليها.\n"),
    ] {
        post(Purpose::Scheduling, letter(Purpose::Scheduling, language)).await.unwrap();
        let letters = app.letters().await;
        assert!(letters.iter().any(|letter| letter.body == why), "{:?}", letters[0].body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_whose_letters_come_back_is_said_at_the_desk_until_one_is_taken() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    relay.answers(550);
    let here = book(&app, "en").await;
    app.run_jobs().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let visit = here.split('/').nth(4).unwrap();
    let card = desk.get(&app.path(&format!("/day?date=2026-12-01&visit={visit}"))).await;
    let words = "A letter to it came back on 24 November 2026";
    let plain = |text: &str| text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(plain(&card.text).contains(words), "{}", card.text);
    let record = card.attribute("/clients/per_", "href").unwrap();
    assert!(plain(&desk.get(&record).await.text).contains(words));

    // Taken again, such as by a mailbox that was full: nothing is said any more.
    relay.answers(250);
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_mins(1));
    app.visitor().call_off(&here).await;
    app.run_jobs().await;
    assert!(!plain(&desk.get(&record).await.text).contains("came back"));
}

/// What another host reports of a letter that it gave up.
fn report(id: MailId) -> String {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.net\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n\
         --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{id}@keepwell>\r\n\r\nDear reader\r\n--b--\r\n"
    )
}

/// Since when letters to `nadia@example.net` come back.
async fn came_back(app: &TestApp, person: PersonId) -> Option<Timestamp> {
    let look = move |tx: &mut ground::Tx<'_>| {
        let key = tx.open(person)?;
        ground::mail::came_back(tx, &key, "Nadia@example.net")
    };
    app.scope(&app.clinic, Purpose::Scheduling).read(look).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_another_host_sends_back_is_known_until_one_stays_away() {
    let relay = Relay::start().await;
    let app = posting(&relay).await;
    let first = write(&app, Voice::Automatic, "First").await;
    app.run_jobs().await;
    let person = app.place.column(&format!("SELECT person FROM mail WHERE id = '{first}'")).remove(0);
    let person: PersonId = person.parse().unwrap();
    assert_eq!((state(&app, first).await.as_str(), came_back(&app, person).await), ("sent", None));

    let file = app.place.folder.path().join("report.eml");
    std::fs::write(&file, report(first)).unwrap();
    let key = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, [7; 32]);
    let keys = [("KEEPWELL_KEYS__SOURCE", "environment"), ("KEEPWELL_MASTER_KEY", key.as_str())];
    let take = |words: &[&str]| {
        let output = run(&app.place, words, &keys);
        (output.status.code(), said(&output))
    };
    let (code, words) = take(&["mail", "returned", file.to_str().unwrap()]);
    assert!(code == Some(0) && words.contains(&format!("letter {first} of {} came back", app.clinic.slug)), "{words}");
    assert!(!words.contains("nadia"), "{words}");
    // By the program's own clock, which the tests' does not know.
    app.place.tamper(&format!("UPDATE mail SET returned_at = sent_at + 60000000 WHERE id = '{first}'"));
    let at = app.house.clock.now();
    assert_eq!(came_back(&app, person).await, Some(at + SignedDuration::from_mins(1)));
    assert_eq!(app.place.column("SELECT subject FROM event WHERE name = 'mail.returned'"), [first.to_string()]);

    // The same report again, another program's, and what is not there.
    let (code, words) = take(&["mail", "returned", file.to_str().unwrap()]);
    assert!(code == Some(0) && words.contains("known to have come back"), "{words}");
    std::fs::write(&file, report(first).replace("@keepwell", "@example.com")).unwrap();
    let (code, words) = take(&["mail", "returned", file.to_str().unwrap()]);
    assert!(code == Some(0) && words.contains("says of no letter of ours"), "{words}");
    let (code, words) = take(&["mail", "returned", "nothing.eml"]);
    assert_eq!(code, Some(75), "a mail server keeps the report: {words}");

    // A later letter that was taken may come back as well; after a day it would have.
    let at = at + SignedDuration::from_mins(2);
    app.house.clock.set(at);
    let again = Letter { subject: "Second".to_owned(), ..plain() };
    let write = move |tx: &mut ground::Tx<'_>| {
        let key = tx.open(person)?;
        ground::mail::post(tx, &key, &again)
    };
    app.scope(&app.clinic, Purpose::Scheduling).write(write).await.unwrap();
    app.run_jobs().await;
    assert_eq!(relay.taken().len(), 2);
    assert!(came_back(&app, person).await.is_some());
    app.house.clock.set(at + SignedDuration::from_hours(24));
    assert_eq!(came_back(&app, person).await, None);
}
