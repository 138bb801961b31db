//! Whom a request is about, by when and how often: what is asked twice, taken twice, late, or said by somebody else.

use ground::{Actor, Error as Ground, PersonId, Refusal, Role, RoleSet, Tx, Who};
use jiff::SignedDuration;
use jiff::civil::date;
use office::requests::{Detail, Kind, NewRequest, Outcome, RequestId, Shown, State, Step, Via, rises, taken};
use promise::Purpose;

use super::letter::{asks, link};
use super::{act, ask, by_program, client, create, evidence, grant, history, officer, send_answer, state, version};
use crate::attack::another;
use crate::kit::TestApp;

pub(super) fn new(person: PersonId, kind: Kind, via: Via, shown: Option<Shown>) -> NewRequest {
    let (field, said, wanted) = match kind {
        Kind::Correction => (Some(Detail::Other), None, Some("Something else".to_owned())),
        _ => (None, None, None),
    };
    NewRequest { person, kind, via, shown, field, said, wanted, language: "en".to_owned() }
}

fn requests(app: &TestApp) -> usize {
    app.place.column("SELECT id FROM request").len()
}

fn only(app: &TestApp, person: PersonId) -> RequestId {
    app.place.column(&format!("SELECT id FROM request WHERE person = '{person}'")).remove(0).parse().unwrap()
}

async fn somebody(app: &TestApp, given: &'static str, email: &'static str) -> PersonId {
    let new = people::NewClient {
        given_name: people::GivenName::parse(given).unwrap(),
        email: Some(people::Email::parse(email).unwrap()),
        ..crate::reminders::somebody()
    };
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    scope.write(move |tx| people::create(tx, &new, &people::Source::Desk)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_the_same_again_is_the_request_that_is_open() {
    let (app, browser, _) = client().await;
    let fields = [("kind", "disclosures"), ("said", "")];
    let id = ask(&app, &browser, &fields).await;
    assert_eq!((ask(&app, &browser, &fields).await, requests(&app)), (id, 1));
    // Once it is over they may ask again.
    grant(&app, &officer(&app).await, id).await;
    assert_eq!(act(&app, &officer(&app).await, id, "completion", &[]).await.status, 303);
    ask(&app, &browser, &fields).await;
    assert_eq!(requests(&app), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_whom_it_is_not_known_yet_who_asks_each_asking_is_one_of_its_own() {
    let (app, _, person) = client().await;
    let by_letter = || new(person, Kind::Disclosures, Via::Letter, None);
    let proved = create(&app, by_letter()).await;
    app.place.tamper(&format!("UPDATE request SET state = 'open', shown = 'letter' WHERE id = '{proved}'"));
    let other = create(&app, by_letter()).await;
    assert_ne!(other, proved);
    assert_eq!((state(&app, proved), state(&app, other)), (State::Open, State::Unproved));
    // The desk opens nothing of what was written before, to see whether it is the same.
    let at_desk = || new(person, Kind::Correction, Via::Desk, Some(Shown::Passport));
    assert_ne!(create(&app, at_desk()).await, create(&app, at_desk()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_it_was_read_is_not_decided() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "disclosures"), ("said", "")]).await;
    let officer = officer(&app).await;
    app.place.tamper(&format!("UPDATE request SET extendable_to = due_at + 5184000000000 WHERE id = '{id}'"));
    let seen = version(&app, id);
    let reason = [("reason", "The old files lie in another town.")];
    assert_eq!(act(&app, &officer, id, "extension", &reason).await.status, 303);
    assert_eq!(state(&app, id), State::Open, "it could be decided, by whoever reads that it was extended");
    let fields = [("version", seen.as_str()), ("decision", "grant"), ("ground", ""), ("reason", "")];
    let stale = officer.post(&app.path(&format!("/office/requests/{id}/decision")), &fields).await;
    assert_eq!((stale.status, state(&app, id)), (409, State::Open), "{}", stale.text);
    grant(&app, &officer, id).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_is_not_made_timely_by_an_extension() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "disclosures"), ("said", "")]).await;
    app.place
        .tamper(&format!("UPDATE request SET extendable_to = due_at + 5184000000000, due_at = 1 WHERE id = '{id}'"));
    let reason = [("reason", "The old files lie in another town.")];
    assert_eq!(act(&app, &officer(&app).await, id, "extension", &reason).await.status, 409);
    assert_eq!(app.place.column(&format!("SELECT CAST(due_at AS TEXT) FROM request WHERE id = '{id}'")), ["1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_is_extended_once_though_the_letter_is_handed_over() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let somebody = |tx: &mut Tx<'_>| people::create(tx, &crate::reminders::somebody(), &people::Source::Desk);
    let person = scope.write(somebody).await.unwrap();
    let id = create(&app, new(person, Kind::Disclosures, Via::Desk, Some(Shown::Passport))).await;
    app.place.tamper(&format!("UPDATE request SET extendable_to = due_at + 5184000000000 WHERE id = '{id}'"));
    let officer = officer(&app).await;
    let reason = [("reason", "The old files lie in another town.")];
    assert_eq!(act(&app, &officer, id, "extension", &reason).await.status, 303);
    let drafts = format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'extension'");
    let path = app.path(&format!("/office/requests/{id}/letters/{}", app.place.column(&drafts)[0]));
    assert_eq!(officer.post(&path, &[("subject", "Later"), ("body", "It takes longer.")]).await.status, 303);
    assert_eq!(act(&app, &officer, id, "extension", &reason).await.status, 409);
    assert_eq!(app.place.column(&drafts).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letters_link_ends_in_its_days_though_nobody_swept_it() {
    let app = TestApp::start().await;
    another(&app, "known@example.net").await;
    let visitor = app.visitor();
    asks(&app, &visitor, "Tove", "Tove", "known@example.net", &[]).await;
    let path = link(&app, "known@example.net").await.unwrap();
    assert_eq!(visitor.get(&path).await.status, 200);
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_hours(24 * 8));
    assert_eq!(visitor.get(&path).await.status, 404);
    assert_eq!(visitor.post(&path, &[]).await.status, 404);
    assert_eq!(app.place.column("SELECT state FROM request"), ["unproved"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_several_had_or_came_to_have_says_not_who_asks() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    // Somebody else has it by the time the button is pressed.
    let first = somebody(&app, "Anna", "anna@example.net").await;
    asks(&app, &visitor, "Anna", "Ferreira", "anna@example.net", &[]).await;
    somebody(&app, "Piet", "anna@example.net").await;
    let path = link(&app, "anna@example.net").await.unwrap();
    assert_eq!(visitor.post(&path, &[]).await.status, 303);
    assert_eq!(state(&app, only(&app, first)), State::Questioned);
    // Somebody else had it as the letter went, and may have read it.
    let second = somebody(&app, "Tove", "both@example.net").await;
    let other = somebody(&app, "Ravi", "both@example.net").await;
    asks(&app, &visitor, "Tove", "Ferreira", "both@example.net", &[]).await;
    let path = link(&app, "both@example.net").await.unwrap();
    let moves = move |tx: &mut Tx<'_>| -> ground::Result<bool> {
        let client = people::open(tx, other)?;
        people::store::amend(tx, &client, |change| change.email = None)
    };
    assert!(app.scope(&app.clinic, Purpose::Scheduling).write(moves).await.unwrap());
    assert_eq!(visitor.post(&path, &[]).await.status, 303);
    assert_eq!(state(&app, only(&app, second)), State::Questioned);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_nodes_that_find_it_late_at_once_one_tells() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "disclosures"), ("said", "")]).await;
    app.place.tamper(&format!("UPDATE request SET due_at = 1 WHERE id = '{id}'"));
    let rise = async || by_program(&app).write(move |tx| rises(tx, id)).await.unwrap().map(|request| request.id);
    assert_eq!(rise().await, Some(id));
    assert_eq!(rise().await, None);
    assert_eq!(history(&app, id).iter().filter(|what| *what == "risen").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_does_not_take_a_copy_that_somebody_takes_themselves() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "access")]).await;
    let answer = officer(&app).await.open(&app.path(&format!("/office/requests/{id}/copy"))).await;
    assert_eq!(answer.status(), 404);
    assert_eq!(state(&app, id), State::Granted);
    assert_eq!(browser.open(&app.path(&format!("/me/privacy/copy/{id}"))).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_kept_beside_ones_own_correction_that_was_refused_and_beside_nothing_else() {
    let (app, browser, person) = client().await;
    let fields = [("kind", "correction"), ("field", "note"), ("wanted", ""), ("said", "I never said so")];
    let id = ask(&app, &browser, &fields).await;
    let at = app.path(&format!("/me/privacy/requests/{id}/statement"));
    let says = [("statement", "I did not say that.")];
    assert_eq!(browser.post(&at, &says).await.status, 409, "nothing was refused");
    let refuse = [("decision", "refuse"), ("ground", "accurate"), ("reason", "It was written down as it was said.")];
    let officer = officer(&app).await;
    assert_eq!(act(&app, &officer, id, "decision", &refuse).await.status, 303);
    assert_eq!(browser.post(&at, &says).await.status, 409, "nobody told them yet");
    assert_eq!(send_answer(&app, &officer, id, "We refuse it.").await.status, 303);
    let (_, other) = another(&app, "other@example.net").await;
    let theirs = move |tx: &mut Tx<'_>| office::requests::state(tx, other, id, "Nor did I.");
    let theirs = by_program(&app).write(theirs).await;
    assert!(matches!(theirs, Err(office::Error::Ground(Ground::NotFound))), "{theirs:?}");
    assert_eq!(app.place.column("SELECT id FROM statement"), [] as [String; 0]);
    assert_eq!(browser.post(&at, &says).await.status, 303);
    assert_eq!(app.place.column("SELECT person FROM statement"), [person.to_string()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_was_answered_after_its_day_is_evidence_against_it() {
    let (app, browser, _) = client().await;
    let id = ask(&app, &browser, &[("kind", "disclosures"), ("said", "")]).await;
    let officer = officer(&app).await;
    grant(&app, &officer, id).await;
    assert_eq!(act(&app, &officer, id, "completion", &[]).await.status, 303);
    let letter = app.place.column(&format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer'"));
    let path = app.path(&format!("/office/requests/{id}/letters/{}", letter[0]));
    assert_eq!(officer.post(&path, &[("subject", "Answer"), ("body", "There is nothing.")]).await.status, 303);
    assert!(evidence(&app, "rights.access").await.ok);
    app.place.tamper(&format!("UPDATE request SET due_at = closed_at - 1 WHERE id = '{id}'"));
    let late = evidence(&app, "rights.access").await;
    let wrong: Vec<&str> =
        late.figures.iter().filter(|(name, n)| name != "requests" && *n > 0).map(|(name, _)| name.as_ref()).collect();
    assert!(!late.ok && wrong == ["answered late"], "{late:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_not_written_down_as_taken_by_whoever_decided_where_four_eyes_are_asked_for() {
    let (app, _, person) = client().await;
    let id = create(&app, new(person, Kind::Access, Via::Letter, Some(Shown::Letter))).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    assert_eq!(manager.post(&app.path("/office/four-eyes"), &[("four_eyes", "1")]).await.status, 303);
    grant(&app, &officer(&app).await, id).await;
    let decided: PersonId =
        app.place.column(&format!("SELECT decided_by FROM request WHERE id = '{id}'")).remove(0).parse().unwrap();
    let taking = async |person: PersonId| {
        let who = Who::Account { account: ground::AccountId::from_bits(1), person };
        let actor = Actor { who, roles: RoleSet::from(Role::PrivacyOfficer), shown_as: None };
        let copied = [Step::of("client", Outcome::Copied, 1)];
        by_program(&app).as_actor(actor).write(move |tx| taken(tx, id, &copied)).await
    };
    // As if it had been read before they decided.
    assert!(matches!(taking(decided).await, Err(office::Error::Undone(_))));
    assert_eq!(state(&app, id), State::Granted);
    taking(PersonId::from_bits(7)).await.unwrap();
    assert_eq!(state(&app, id), State::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_that_can_be_written_no_more_is_not_done() {
    let (app, browser, person) = client().await;
    let day = date(2026, 11, 24);
    let fields = [("kind", "correction"), ("field", "birth_date"), ("wanted", "2026-11-24"), ("said", "")];
    let id = ask(&app, &browser, &fields).await;
    grant(&app, &officer(&app).await, id).await;
    // The clock was wrong, and that day is only to come.
    app.house.clock.set(app.house.clock.now() - SignedDuration::from_hours(24));
    let officer = officer(&app).await;
    act(&app, &officer, id, "completion", &[]).await;
    assert_eq!(state(&app, id), State::Granted);
    let steps = format!("SELECT outcome || ' ' || COALESCE(cause, '') FROM request_step WHERE request = '{id}'");
    assert_eq!(app.place.column(&steps), ["failed no_date"]);
    let client = app.scope(&app.clinic, Purpose::Scheduling).read(move |tx| people::open(tx, person)).await.unwrap();
    assert!(client.birth_date.is_none_or(|born| born.day() != day));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_became_of_what_an_order_keeps_from_somebody_is_not_told_to_them() {
    let (app, browser, person) = client().await;
    let officer = officer(&app).await;
    let given = [
        ("kind", "public_health"),
        ("recipient", "Quillfeather Tribunal"),
        ("purpose", "They look into something"),
        ("basis", "Their order"),
        ("form", "paper"),
        ("given", "2026-11-20"),
        ("category", "contact"),
        ("secret", "2027-01-31"),
        ("ordered_by", "A judge"),
    ];
    let answer = officer.post(&app.path(&format!("/clients/{person}/disclosures")), &given).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    let id = ask(&app, &browser, &[("kind", "erasure"), ("said", "")]).await;
    grant(&app, &officer, id).await;
    let letter = app.place.column(&format!("SELECT id FROM request_letter WHERE request = '{id}' AND kind = 'answer'"));
    let path = app.path(&format!("/office/requests/{id}/letters/{}", letter[0]));
    assert_eq!(officer.post(&path, &[("subject", "Erased"), ("body", "We do so now.")]).await.status, 303);
    app.run_jobs().await;
    assert_eq!(act(&app, &officer, id, "completion", &[]).await.status, 303);
    assert_eq!(state(&app, id), State::Done);
    let places = app.place.column(&format!("SELECT place FROM request_step WHERE request = '{id}'"));
    assert!(places.len() > 3 && !places.iter().any(|place| place.starts_with("disclosure")), "{places:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_about_somebody_is_read_for_rights_or_to_be_given_out_and_for_nothing_else() {
    let (app, _, person) = client().await;
    let read = move |tx: &mut Tx<'_>| tx.about_person("client", person, None, 10).map(|held| held.rows.len());
    for purpose in Purpose::ALL {
        let read = app.scope(&app.clinic, *purpose).read(read).await;
        match purpose {
            Purpose::Rights | Purpose::Disclosure => {
                assert!(!matches!(read, Err(Ground::Refused(Refusal::Purpose))), "{purpose}: {read:?}");
            }
            _ => assert!(matches!(read, Err(Ground::Refused(Refusal::Purpose))), "{purpose}: {read:?}"),
        }
    }
}
