//! Reminders come as their reader chose: of whose visits, how long before, and in no hour of quiet by their own clock.

use booking::rules::Status;
use ground::mail::Kept;
use ground::{PersonId, Role};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use crate::booking_own::{CHILD, free};
use crate::booking_public::{book, visit};
use crate::kit::{Answer, Browser, TestApp};

/// The demo's client, signed in, without the visits that the demo gave them.
async fn client() -> (TestApp, Browser, PersonId) {
    let (app, browser, person) = crate::booking_own::client().await;
    app.place.tamper(&format!("DELETE FROM appointment WHERE client = '{person}'"));
    app.place.tamper(&format!("UPDATE guardian SET ended_at = 1 WHERE guardian = '{person}'"));
    app.place.tamper("DELETE FROM job");
    (app, browser, person)
}

/// A client of whom no more than the name is known.
pub fn somebody() -> people::NewClient {
    people::NewClient {
        given_name: people::GivenName::parse("Nadia").unwrap(),
        family_name: people::FamilyName::parse("Ferreira").unwrap(),
        email: None,
        phone: None,
        birth_date: None,
        note: None,
        language: "en".to_owned(),
    }
}

async fn booked(browser: &Browser, app: &TestApp, nth: usize, more: &[(&str, &str)]) -> String {
    let offered = free(browser, app).await;
    let fields = [&[("slot", offered[nth].as_str()), ("remind", "1")], more].concat();
    let here = visit(&book(browser, app, "review", &fields).await);
    here.split('/').nth(4).unwrap().to_owned()
}

/// Chooses as the page's form does; what is not named is not ticked.
async fn choose(browser: &Browser, app: &TestApp, chosen: &[(&str, &str)]) -> Answer {
    let path = app.path("/me/reminders");
    let since = browser.get(&path).await.attribute("name=\"since\"", "value").unwrap();
    let zone = if chosen.iter().any(|(name, _)| *name == "zone") { &[][..] } else { &[("zone", "Europe/Dublin")] };
    browser.post(&path, &[&[("since", since.as_str())], zone, chosen].concat()).await
}

fn reminders(letters: &[Kept]) -> usize {
    letters.iter().filter(|letter| letter.kind == "booking.reminder").count()
}

/// When the reminder of the visit waits, if it does.
fn waits(app: &TestApp, id: &str) -> Option<Timestamp> {
    let at = app
        .place
        .column(&format!("SELECT CAST(run_at AS TEXT) FROM job WHERE kind = 'booking.reminder' AND subject = '{id}'"));
    at.first().map(|at| Timestamp::from_microsecond(at.parse().unwrap()).unwrap())
}

/// Lets the clock come to `at` and everything due run; how many reminders have been written by then.
async fn by(app: &TestApp, at: &str) -> usize {
    app.house.clock.set(at.parse().unwrap());
    reminders(&app.letters().await)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_comes_as_long_before_as_its_reader_chose_and_never_in_their_quiet_hours() {
    let (app, browser, _) = client().await;
    // Thursday 3 December; 8 and 9 in the morning.
    let id = booked(&browser, &app, 0, &[("whom", "self")]).await;
    let start: Timestamp = "2026-12-03T08:00:00Z".parse().unwrap();
    assert_eq!(
        waits(&app, &id),
        Some("2026-12-02T08:00:00Z".parse().unwrap()),
        "the day before, as long as nothing is chosen"
    );

    let page = browser.get(&app.path("/me/reminders")).await;
    for shown in ["Wed 2 Dec, 08:00", "value=\"1440\" checked", "value=\"Europe/Dublin\" selected", "A week before"] {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert!(!page.text.contains("name=\"wards\""), "whoever acts for nobody is not asked about them");
    // A week and three hours before, and quiet from nine in the evening to half past eight by the clock of Lisbon and Dublin.
    let chosen = [
        ("own", "1"),
        ("leads", "10080"),
        ("leads", "180"),
        ("quiet_from", "21:00"),
        ("quiet_to", "08:30"),
        ("zone", "Europe/Lisbon"),
    ];
    let saved = choose(&browser, &app, &chosen).await;
    assert_eq!(saved.location, Some(app.path("/me/reminders?done=saved")), "{}", saved.text);
    let page = browser.get(&app.path("/me/reminders?done=saved")).await;
    for shown in
        ["Saved.", "Wed 25 Nov, 20:59", "Wed 2 Dec, 20:59", "value=\"Europe/Lisbon\" selected", "value=\"21:00\""]
    {
        assert!(page.text.contains(shown), "{shown}: {}", page.text);
    }
    assert_eq!(waits(&app, &id), Some("2026-11-25T20:59:59Z".parse().unwrap()));
    for (now, written) in [
        ("2026-11-25T20:59:58Z", 0),
        ("2026-11-25T20:59:59Z", 1),
        ("2026-11-26T10:00:00Z", 1),
        ("2026-12-02T20:59:58Z", 1),
        ("2026-12-02T20:59:59Z", 2),
        ("2026-12-03T07:59:00Z", 2),
    ] {
        assert_eq!(by(&app, now).await, written, "{now}");
    }
    assert!(app.house.clock.now() < start);
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "booking.reminder").unwrap();
    assert!(letter.body.contains("/me/reminders"), "it says where one chooses: {}", letter.body);
    let gone = app.place.column(&format!(
        "SELECT CAST(COUNT(*) AS TEXT) FROM event WHERE name = 'appointment.reminded' AND subject = '{id}'"
    ));
    assert_eq!(gone, ["2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_written_to_about_visits_where_the_clinics_edition_has_none() {
    let (app, browser, _) = client().await;
    let id = booked(&browser, &app, 0, &[("whom", "self")]).await;
    let at = waits(&app, &id).unwrap();
    let edition = "UPDATE clinic SET parameters = replace(parameters, '\"edition\":\"all\"', '\"edition\":\"crm\"')";
    app.place.tamper(edition);
    let app = app.beside().await;
    app.house.clock.set(at);
    assert_eq!(reminders(&app.letters().await), 0);
    assert_eq!(waits(&app, &id), None, "and it does not wait for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_stood_still_reminds_once_and_not_at_night() {
    let (app, browser, _) = client().await;
    let id = booked(&browser, &app, 1, &[("whom", "self")]).await;
    let start = "2026-12-03T09:00:00Z";
    let all = [
        ("own", "1"),
        ("leads", "10080"),
        ("leads", "2880"),
        ("leads", "1440"),
        ("quiet_from", "22:00"),
        ("quiet_to", "07:00"),
    ];
    assert_eq!(choose(&browser, &app, &all).await.status, 303);
    // It comes up at night, a week, two days and one day late.
    assert_eq!(by(&app, "2026-12-03T01:30:00Z").await, 0);
    assert_eq!(waits(&app, &id), Some("2026-12-03T07:00:00Z".parse().unwrap()));
    assert_eq!(by(&app, "2026-12-03T06:59:59Z").await, 0);
    assert_eq!(by(&app, "2026-12-03T07:00:00Z").await, 1, "one, not three");
    assert_eq!(by(&app, start).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_going_to_happen_is_reminded_of() {
    let (app, browser, person) = client().await;
    let ids = [
        booked(&browser, &app, 0, &[("whom", "self")]).await,
        booked(&browser, &app, 0, &[("whom", "self")]).await,
        booked(&browser, &app, 0, &[("whom", "self")]).await,
        booked(&browser, &app, 0, &[("whom", "self")]).await,
    ];
    let two = [("own", "1"), ("leads", "2880"), ("leads", "1440")];
    assert_eq!(choose(&browser, &app, &two).await.status, 303);
    for (id, status, active) in
        [(&ids[0], "requested", 1), (&ids[1], "cancelled", 0), (&ids[2], "confirmed", 1), (&ids[3], "arrived", 1)]
    {
        app.place.tamper(&format!("UPDATE appointment SET status = '{status}', active = {active} WHERE id = '{id}'"));
    }
    let day = |days: i64| app.house.clock.now() + SignedDuration::from_hours(24 * days);
    app.house.clock.set(day(7) + SignedDuration::from_hours(3));
    assert_eq!(reminders(&app.letters().await), 1, "of the one that was confirmed");
    // The request is agreed to between the two times: the next one is for it too.
    app.place.tamper(&format!("UPDATE appointment SET status = 'booked' WHERE id = '{}'", ids[0]));
    app.house.clock.set(day(1));
    assert_eq!(reminders(&app.letters().await), 3, "the confirmed one again, and what was asked for and agreed to");
    let _ = person;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_none_of_their_own_or_of_those_they_act_for_gets_none() {
    let (app, browser, _) = client().await;
    let own = booked(&browser, &app, 0, &[("whom", "self")]).await;
    let theirs = booked(&browser, &app, 1, &CHILD).await;
    let page = browser.get(&app.path("/me/reminders")).await;
    assert!(page.text.contains("name=\"wards\" value=\"1\" checked"), "{}", page.text);
    assert_eq!(choose(&browser, &app, &[("wards", "1"), ("leads", "1440")]).await.status, 303);
    // The one that waited looks before it is written.
    assert_eq!(by(&app, "2026-12-02T08:00:00Z").await, 0);
    assert_eq!(by(&app, "2026-12-02T09:00:00Z").await, 1);
    let reminded = |id: &str| {
        app.place.column(&format!("SELECT COALESCE(CAST(reminded AS TEXT), '') FROM appointment WHERE id = '{id}'"))
    };
    assert_eq!(reminded(&own), [""]);
    assert!(!reminded(&theirs)[0].is_empty());
    // None at all: and what is booked from then on waits for nothing.
    let none = choose(&browser, &app, &[]).await;
    assert_eq!(none.status, 303, "{}", none.text);
    let later = booked(&browser, &app, 2, &[("whom", "self")]).await;
    assert_eq!(waits(&app, &later), None);
    // Wanted again: what is ahead is reminded of after all.
    assert_eq!(choose(&browser, &app, &[("own", "1"), ("leads", "180")]).await.status, 303);
    assert!(waits(&app, &later).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_choice_comes_back_filled_and_one_from_another_window_is_not_written_over_unseen() {
    let (app, browser, _) = client().await;
    for (chosen, fault) in [
        (&[("own", "1")][..], "e-leads"),
        (&[("own", "1"), ("leads", "7")], "e-leads"),
        (&[("own", "1"), ("leads", "1440"), ("quiet_from", "21:00")], "e-quiet_to"),
        (&[("own", "1"), ("leads", "1440"), ("quiet_to", "08:00")], "e-quiet_from"),
        (&[("own", "1"), ("leads", "1440"), ("quiet_from", "08:00"), ("quiet_to", "08:00")], "e-quiet_to"),
        (&[("own", "1"), ("leads", "1440"), ("quiet_from", "25:00"), ("quiet_to", "08:00")], "e-quiet_from"),
        (&[("own", "1"), ("leads", "1440"), ("zone", "Mars/Olympus")], "e-zone"),
        (&[("own", "1"), ("leads", "1440"), ("zone", "")], "e-zone"),
        (&[("own", "1"), ("leads", "1440"), ("else", "1")], ""),
    ] {
        for lang in ["en", "ar"] {
            let path = app.path(&format!("/me/reminders?lang={lang}"));
            let zone =
                if chosen.iter().any(|(name, _)| *name == "zone") { &[][..] } else { &[("zone", "Asia/Kathmandu")] };
            let refused = browser.post(&path, &[&[("since", "")], zone, chosen].concat()).await;
            let said = fault.is_empty() || refused.text.contains(&format!("id=\"{fault}\""));
            assert!(refused.status == 422 && said, "{chosen:?}: {} {}", refused.status, refused.text);
            let ticked = refused.text.contains("name=\"own\" value=\"1\" checked");
            assert!(ticked && (zone.is_empty() || refused.text.contains("value=\"Asia/Kathmandu\" selected")));
        }
    }
    let one = browser.get(&app.path("/me/reminders")).await.attribute("name=\"since\"", "value").unwrap();
    assert_eq!(choose(&browser, &app, &[("own", "1"), ("leads", "180")]).await.status, 303);
    let mine = [("since", one.as_str()), ("own", "1"), ("leads", "10080"), ("zone", "Europe/Dublin")];
    let path = app.path("/me/reminders?lang=en");
    let stale = browser.post(&path, &mine).await;
    assert!(stale.status == 409 && stale.text.contains("in another window"), "{}", stale.text);
    assert!(stale.text.contains("value=\"10080\" checked") && !stale.text.contains("value=\"180\" checked"));
    // Sent again, knowingly.
    let since = stale.attribute("name=\"since\"", "value").unwrap();
    assert_eq!(browser.post(&path, &[&[("since", since.as_str())], &mine[1..]].concat()).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_chosen_follows_two_records_made_one_and_goes_back_with_them() {
    let (app, browser, person) = client().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let twin = scope.write(|tx| people::create(tx, &somebody(), &people::Source::Desk)).await.unwrap();
    let choice = move |person: PersonId| {
        let scope = scope.clone();
        async move { scope.read(move |tx| booking::store::reminders::choice_of(tx, person)).await.unwrap() }
    };
    assert_eq!(choose(&browser, &app, &[("own", "1"), ("leads", "180")]).await.status, 303);
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let merge = desk.write(move |tx| tx.merge(person, twin)).await.unwrap().unwrap();
    assert_eq!(choice(twin).await.plan.leads, [180]);
    desk.write(move |tx| tx.unmerge(merge)).await.unwrap().unwrap();
    assert_eq!((choice(twin).await.since, choice(person).await.plan.leads.as_slice()), (None, &[180][..]));
}

async fn evidence(app: &TestApp) -> promise::Evidence {
    app.scope(&app.clinic, Purpose::Operation).read(booking::store::reminders::evidence).await.unwrap()
}

fn figure(evidence: &promise::Evidence, name: &str) -> i64 {
    evidence.figures.iter().find(|(known, _)| known == name).unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn the_evidence_of_reminders_finds_one_that_waits_against_a_choice() {
    let (app, browser, _) = client().await;
    let id = booked(&browser, &app, 0, &[("whom", "self")]).await;
    let night = [("own", "1"), ("leads", "1440"), ("quiet_from", "22:00"), ("quiet_to", "07:00")];
    assert_eq!(choose(&browser, &app, &night).await.status, 303);
    let well = evidence(&app).await;
    assert!(well.ok && figure(&well, "reminders waiting") == 1 && figure(&well, "choices") == 1, "{well:?}");
    let at: Timestamp = "2026-12-02T23:30:00Z".parse().unwrap();
    app.place.tamper(&format!("UPDATE job SET run_at = {} WHERE subject = '{id}'", at.as_microsecond()));
    let ill = evidence(&app).await;
    assert!(!ill.ok && figure(&ill, "against a choice") == 1, "{ill:?}");
    // Nobody is signed in to no page of it.
    let stranger = app.visitor().get(&app.path("/me/reminders")).await;
    assert_eq!(stranger.status, 303);
    assert_eq!(app.signed_in(&app.clinic, Role::Manager).await.get(&app.path("/me/reminders")).await.status, 200);
}

/// Quiet until after the first visit of the day begins.
const MORNING: [(&str, &str); 2] = [("quiet_from", "21:00"), ("quiet_to", "09:00")];

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_is_no_longer_to_come_waits_no_longer() {
    let (app, browser, _) = client().await;
    let visits = [
        booked(&browser, &app, 0, &[("whom", "self")]).await,
        booked(&browser, &app, 0, &[("whom", "self")]).await,
        booked(&browser, &app, 0, &[("whom", "self")]).await,
    ];
    assert!(visits.iter().all(|id| waits(&app, id).is_some()));
    // One is not to be reminded of, one is called off: neither waits, whatever is chosen then.
    let own = |id: &str, what: &str| app.path(&format!("/me/visits/{id}/{what}"));
    assert_eq!(browser.post(&own(&visits[0], "reminder"), &[]).await.status, 303);
    let page = browser.get(&own(&visits[1], "cancel")).await;
    let version = page.attribute("name=\"version\"", "value").unwrap();
    assert_eq!(browser.post(&own(&visits[1], "cancel"), &[("version", &version)]).await.status, 303);
    let left: Vec<bool> = visits.iter().map(|id| waits(&app, id).is_some()).collect();
    assert_eq!(left, [false, false, true]);
    // Three days ahead, a week before is over: nothing is to come, and nothing comes.
    app.house.clock.set("2026-11-30T08:00:00Z".parse().unwrap());
    assert_eq!(choose(&browser, &app, &[&[("own", "1"), ("leads", "10080")][..], &MORNING].concat()).await.status, 303);
    assert_eq!(waits(&app, &visits[2]), None);
    let well = evidence(&app).await;
    assert!(well.ok && figure(&well, "reminders waiting") == 0, "{well:?}");
    assert_eq!(by(&app, "2026-12-02T10:00:00Z").await, 0);
    // It is wanted again, and comes as is chosen by then.
    assert_eq!(browser.post(&own(&visits[0], "reminder"), &[("remind", "1")]).await.status, 303);
    assert_eq!(choose(&browser, &app, &[("own", "1"), ("leads", "180")]).await.status, 303);
    assert!(
        waits(&app, &visits[0]).is_some() && waits(&app, &visits[2]).is_some() && waits(&app, &visits[1]).is_none()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_marked_as_begun_by_mistake_is_reminded_of_after_all() {
    let (app, browser, _) = client().await;
    let id = booked(&browser, &app, 0, &[("whom", "self")]).await;
    assert_eq!(choose(&browser, &app, &[("own", "1"), ("leads", "180")]).await.status, 303);
    app.house.clock.set("2026-12-02T20:00:00Z".parse().unwrap());
    let (desk, visit) = (app.scope(&app.clinic, Purpose::Scheduling), id.parse().unwrap());
    for (status, waiting) in [(Status::Arrived, false), (Status::Booked, true), (Status::Cancelled, false)] {
        booking::act::set_status(&desk, visit, status, false).await.unwrap();
        assert_eq!(waits(&app, &id).is_some(), waiting, "{status:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_choices_that_became_one_persons_the_newest_holds_and_is_judged() {
    let (app, browser, person) = client().await;
    let id = booked(&browser, &app, 0, &[("whom", "self")]).await;
    assert_eq!(choose(&browser, &app, &[("own", "1"), ("leads", "2880"), ("leads", "180")]).await.status, 303);
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let twin = scope.write(|tx| people::create(tx, &somebody(), &people::Source::Desk)).await.unwrap();
    // The other record has chosen since: quiet in just those hours.
    app.house.clock.set("2026-11-25T08:00:00Z".parse().unwrap());
    let quiet = move |tx: &mut ground::Tx<'_>| -> ground::Result<bool> {
        let mut chosen = booking::store::reminders::choice_of(tx, twin)?;
        let clock = |hour| jiff::civil::time(hour, 0, 0, 0);
        chosen.plan.quiet = booking::rules::reminder::Quiet::new(clock(21), clock(9));
        booking::store::reminders::choose(tx, twin, &chosen)
    };
    assert!(scope.write(quiet).await.unwrap());
    // A reminder goes out in hours that are quiet for the other record alone.
    assert_eq!(by(&app, "2026-12-01T08:00:00Z").await, 1);
    assert_eq!(waits(&app, &id), Some("2026-12-03T05:00:00Z".parse().unwrap()));
    assert!(evidence(&app).await.ok);

    app.house.clock.set("2026-12-01T10:00:00Z".parse().unwrap());
    let merge = scope.write(move |tx| tx.merge(person, twin)).await.unwrap().unwrap();
    assert_eq!(waits(&app, &id), Some("2026-12-01T20:59:59Z".parse().unwrap()), "as the newest says");
    let one = evidence(&app).await;
    assert!(one.ok && figure(&one, "choices") == 1 && figure(&one, "reminders waiting") == 1, "{one:?}");

    app.house.clock.set("2026-12-01T12:00:00Z".parse().unwrap());
    scope.write(move |tx| tx.unmerge(merge)).await.unwrap().unwrap();
    assert_eq!(waits(&app, &id), Some("2026-12-03T05:00:00Z".parse().unwrap()), "as they had chosen themselves");
    let two = evidence(&app).await;
    assert!(two.ok && figure(&two, "choices") == 2, "{two:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_went_out_is_counted_whatever_is_wanted_afterwards() {
    let (app, browser, _) = client().await;
    let id = booked(&browser, &app, 0, &[("whom", "self")]).await;
    assert_eq!(choose(&browser, &app, &[("own", "1"), ("leads", "2880"), ("leads", "180")]).await.status, 303);
    assert_eq!(by(&app, "2026-12-01T08:00:00Z").await, 1);
    let reminder = app.path(&format!("/me/visits/{id}/reminder"));
    for (remind, waiting) in [(&[][..], false), (&[("remind", "1")], true), (&[], false)] {
        assert_eq!(browser.post(&reminder, remind).await.status, 303);
        assert_eq!(waits(&app, &id).is_some(), waiting);
        let sent = format!("SELECT id FROM appointment WHERE id = '{id}' AND reminded > 0");
        assert_eq!(app.place.column(&sent).len(), 1, "{remind:?}");
    }
    // Who wants no more of them gets none, and was reminded all the same.
    assert_eq!(by(&app, "2026-12-03T12:00:00Z").await, 1);
    app.place.tamper(&format!("UPDATE appointment SET status = 'done' WHERE id = '{id}'"));
    let day = jiff::civil::date(2026, 12, 3);
    let period = booking::report::Period { from: day, to: day.tomorrow().unwrap() };
    let scope = app.scope(&app.clinic, Purpose::Reporting);
    let report = scope.read(move |tx| booking::report::attendance(tx, period)).await.unwrap();
    assert_eq!(report.by_reminder.map(|(sent, share)| (sent, share.kept)), [(false, 0), (true, 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_refused_a_reminder_before_that_stood_by_itself_has_refused_it_still() {
    let app = TestApp::start().await;
    let ids = app.place.column("SELECT id FROM appointment ORDER BY id LIMIT 3");
    for sql in [
        "ALTER TABLE appointment DROP COLUMN remind",
        "DELETE FROM schema_migration WHERE room = 'booking' AND name = '021_remind'",
        &format!("UPDATE appointment SET reminded = 0 WHERE id = '{}'", ids[0]),
        &format!("UPDATE appointment SET reminded = 5 WHERE id = '{}'", ids[1]),
        &format!("UPDATE appointment SET reminded = NULL WHERE id = '{}'", ids[2]),
    ] {
        app.place.tamper(sql);
    }
    let _node = app.beside().await;
    let stand = app.place.column(
        "SELECT CAST(remind AS TEXT) || ' ' || COALESCE(CAST(reminded AS TEXT), '') FROM appointment ORDER BY id LIMIT 3",
    );
    assert_eq!(stand, ["0 ", "1 5", "1 "]);
}
