//! Answers when two records become one, when somebody is erased, and of those for whom somebody acts.

use ground::agreement::Said;
use ground::consent::{Heard, Way};
use ground::{Error, PersonId, Refusal, Role, Tx, agreement};
use jiff::SignedDuration;
use promise::{Purpose, State};

use super::proof::stands_of;
use super::{adds_all, answer, answer_for, job_opens, later, said};
use crate::booking_own::{CHILD, client, free, wards};
use crate::booking_public::{book, visit};
use crate::kit::TestApp;

pub(super) async fn made(app: &TestApp) -> PersonId {
    let make = |tx: &mut Tx<'_>| people::create(tx, &crate::reminders::somebody(), &people::Source::Desk);
    app.scope(&app.clinic, Purpose::Scheduling).write(make).await.unwrap()
}

async fn say(app: &TestApp, person: PersonId, version: i64, yes: bool) {
    let heard = Heard {
        language: "en".to_owned(),
        shown: "What was shown".to_owned(),
        notice: version,
        way: Way::Desk,
        giver: person,
        until: None,
    };
    let say = move |tx: &mut Tx<'_>| agreement::answer(tx, person, (Purpose::Scheduling, version), yes, &heard);
    assert!(app.scope(&app.clinic, Purpose::Rights).write(say).await.unwrap());
}

async fn merge(app: &TestApp, from: PersonId, into: PersonId) -> ground::MergeId {
    // By whoever answers for people's data: no word stands against that.
    let merge = move |tx: &mut Tx<'_>| tx.merge(from, into);
    app.scope(&app.clinic, Purpose::Security).write(merge).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_records_made_one_the_narrower_word_counts() {
    let (app, _, _) = client().await;
    let old = [made(&app).await, made(&app).await, made(&app).await, made(&app).await, made(&app).await];
    let version = adds_all(&app, Purpose::Scheduling).await;
    let [yes, no, silent, also, third] = old;
    let newcomer = made(&app).await;
    later(&app);
    say(&app, yes, version, true).await;
    say(&app, no, version, false).await;
    say(&app, also, version, true).await;
    say(&app, third, version, true).await;
    // A no wins, whichever way round.
    merge(&app, no, yes).await;
    for one in [no, yes] {
        assert_eq!(job_opens(&app, one, Purpose::Scheduling).await, Err(Refusal::Unagreed), "{one}");
    }
    assert_eq!(said(&app, yes).await, [Said::No]);
    // Silence wins over a yes, and over whoever was never asked: they were known by another record.
    merge(&app, silent, also).await;
    assert_eq!(said(&app, also).await, [Said::Unasked]);
    assert_eq!(job_opens(&app, also, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    later(&app);
    let undo = merge(&app, newcomer, also).await;
    assert_eq!(job_opens(&app, newcomer, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    // One word then opens every part of the record.
    later(&app);
    say(&app, newcomer, version, true).await;
    for one in [newcomer, also, silent] {
        assert_eq!(job_opens(&app, one, Purpose::Scheduling).await, Ok(()), "{one}");
    }
    // Parted again, nobody's yes is the other's: each is asked.
    later(&app);
    let part = move |tx: &mut Tx<'_>| tx.unmerge(undo);
    app.scope(&app.clinic, Purpose::Security).write(part).await.unwrap().unwrap();
    for one in [newcomer, also] {
        assert_eq!(job_opens(&app, one, Purpose::Scheduling).await, Err(Refusal::Unagreed), "{one}");
        assert_eq!(said(&app, one).await, [Said::Unasked]);
    }
    // Of two who agreed, both did.
    let fresh = made(&app).await;
    merge(&app, third, fresh).await;
    assert_eq!((said(&app, fresh).await, job_opens(&app, fresh, Purpose::Scheduling).await), (vec![Said::Yes], Ok(())));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_answers_for_a_child_until_the_child_is_asked_itself() {
    let (app, browser, person) = client().await;
    let offered = free(&browser, &app).await;
    visit(&book(&browser, &app, "review", &[&[("slot", offered[0].as_str())], CHILD.as_slice()].concat()).await);
    let mut child = None;
    for (ward, _) in wards(&app, person).await {
        let born = app.scope(&app.clinic, Purpose::Scheduling).read(move |tx| people::open(tx, ward)).await.unwrap();
        child = child.or((born.given_name == "Ines").then_some(ward));
    }
    let child = child.unwrap();
    let version = adds_all(&app, Purpose::Scheduling).await;
    let (whom, what) = (child.to_string(), format!("use-scheduling-{version}"));
    assert_eq!(job_opens(&app, child, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    // The home page of whoever acts for them leads there.
    let home = browser.get(&app.path("/me?lang=en")).await.text;
    assert!(home.replace(['\u{2068}', '\u{2069}'], "").contains("Answer for Ines"), "{home}");
    assert!(home.contains(&format!("/me/consents?for={whom}")), "{home}");
    assert_eq!(answer_for(&app, &browser, &whom, &what, "1").await.status, 303);
    assert_eq!(job_opens(&app, child, Purpose::Scheduling).await, Ok(()));
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Err(Refusal::Unagreed), "their own is their own");
    let giver = format!("SELECT DISTINCT giver FROM use_answer WHERE person = '{child}'");
    assert_eq!(app.place.column(&giver), [person.to_string()]);
    // Whoever does not act for the child says nothing for it.
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    assert_eq!(answer_for(&app, &officer, &whom, &what, "0").await.status, 404);
    // Theirs ends on the day on which the child is asked.
    let years = i32::try_from(app.clinic.parameters.minimum_age(app.clinic.jurisdiction.parse().unwrap())).unwrap();
    let grown = jiff::civil::date(2018, 3, 4).saturating_add(jiff::Span::new().years(years));
    let grown = grown.to_zoned(app.clinic.zone.clone()).unwrap().timestamp();
    app.house.clock.set(grown - SignedDuration::from_secs(1));
    assert_eq!(job_opens(&app, child, Purpose::Scheduling).await, Ok(()));
    app.house.clock.set(grown);
    assert_eq!(job_opens(&app, child, Purpose::Scheduling).await, Err(Refusal::Unagreed), "asked anew");
    assert_eq!(said(&app, child).await, [Said::Unasked]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_asks_whoever_has_no_account_and_says_who_heard_it() {
    let (app, browser, person) = client().await;
    let known = made(&app).await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    let what = format!("use-scheduling-{version}");
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let at_desk = app.path(&format!("/clients/{known}/consents"));
    let page = desk.get(&format!("{at_desk}?lang=en")).await;
    assert!(page.status == 200 && page.text.contains(&what) && page.text.contains("They say yes"), "{}", page.text);
    assert_eq!(desk.post(&at_desk, &[("what", what.as_str()), ("set", "1")]).await.status, 303);
    assert_eq!(job_opens(&app, known, Purpose::Scheduling).await, Ok(()));
    let row = format!("SELECT way || ' ' || giver FROM use_answer WHERE person = '{known}' AND category = 'identity'");
    assert_eq!(app.place.column(&row), [format!("desk {known}")]);
    let actor = app.place.column(&format!("SELECT DISTINCT actor FROM use_answer WHERE person = '{known}'"));
    assert!(actor.len() == 1 && actor[0].starts_with("per_") && actor[0] != known.to_string(), "{actor:?}");
    assert_eq!(desk.post(&at_desk, &[("what", what.as_str()), ("set", "0")]).await.status, 303);
    assert_eq!(job_opens(&app, known, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    // Whoever is neither of the desk nor themselves says nothing.
    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    for browser in [&browser, &clinician, &app.visitor()] {
        let refused = browser.post(&at_desk, &[("what", what.as_str()), ("set", "1")]).await;
        assert_ne!(refused.location, Some(format!("{at_desk}?done=1")));
    }
    assert_eq!(job_opens(&app, known, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    assert_eq!(said(&app, person).await, [Said::Unasked]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_answered_is_in_their_copy_and_goes_with_them() {
    let (app, browser, person) = client().await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    answer(&app, &browser, &format!("use-scheduling-{version}"), "1").await;
    later(&app);
    answer(&app, &browser, &format!("use-scheduling-{version}"), "0").await;
    let rows = format!("SELECT id FROM use_answer WHERE person = '{person}'");
    let count = app.place.column(&rows).len();
    assert!(count > 1 && count.is_multiple_of(2), "{count}");
    let leaving = app.scope(&app.clinic, Purpose::Export).read(|tx| tx.leaving("use_answer", None, 100)).await.unwrap();
    assert_eq!(leaving.rows.len(), count);
    let added = app.scope(&app.clinic, Purpose::Export).read(|tx| tx.leaving("added_use", None, 100)).await.unwrap();
    assert_eq!(added.rows.len() * 2, count);
    let because = ground::erase::Because::request("they asked for it");
    let erase = move |tx: &mut Tx<'_>| Ok::<_, Error>(tx.erase_person(person, &because)?.is_ok());
    assert!(app.scope(&app.clinic, Purpose::Rights).write(erase).await.unwrap());
    assert_eq!(app.place.column(&rows), [] as [&str; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_after_a_merge_ends_what_the_other_record_had_agreed_to() {
    let (app, _, person) = client().await;
    let known = made(&app).await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    let what = format!("use-scheduling-{version}");
    later(&app);
    say(&app, known, version, true).await;
    // The record that stays came later, and has an account.
    app.place.tamper(&format!(
        "UPDATE person SET created_at = {} WHERE id = '{person}'",
        app.house.clock.now().as_microsecond()
    ));
    assert_eq!(said(&app, person).await, [] as [Said; 0]);
    let said_on = app.house.clock.now();
    app.house.clock.set(said_on + SignedDuration::from_hours(72));
    let merge = move |tx: &mut Tx<'_>| tx.merge(known, person);
    app.scope(&app.clinic, Purpose::Scheduling).write(merge).await.unwrap().unwrap();
    assert_eq!(said(&app, person).await, [Said::Yes]);
    // The receipt of the yes is theirs to read, and says when it was said.
    let again = app.signed_in(&app.clinic, Role::Client).await;
    let page = again.get(&app.path("/me/consents?lang=en")).await.text;
    let day = said_on.to_zoned(app.clinic.zone.clone()).day();
    assert!(page.replace(['\u{2068}', '\u{2069}'], "").contains(&format!("Agreed on {day} November")), "{page}");
    let receipt = page[page.find("/me/consents/rcp_").unwrap()..].split('"').next().unwrap().to_owned();
    assert_eq!(again.get(&app.path(&receipt)).await.status, 200);
    later(&app);
    assert_eq!(answer(&app, &again, &what, "0").await.status, 303);
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    let whose = "SELECT DISTINCT person FROM consent_receipt WHERE event = 'withdrawn'";
    assert_eq!(app.place.column(whose), [known.to_string()], "the end is of the record that had it");
    let (state, told) = stands_of(&app, "consent.recorded").await;
    assert_eq!(state, State::Kept, "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn parted_again_each_has_the_word_of_before() {
    let (app, _, _) = client().await;
    let (yes, no, silent, alone) = (made(&app).await, made(&app).await, made(&app).await, made(&app).await);
    let version = adds_all(&app, Purpose::Scheduling).await;
    let newcomer = made(&app).await;
    later(&app);
    say(&app, yes, version, true).await;
    say(&app, no, version, false).await;
    let at = app.house.clock.now();
    let part = async |undo| {
        later(&app);
        let part = move |tx: &mut Tx<'_>| tx.unmerge(undo);
        app.scope(&app.clinic, Purpose::Security).write(part).await.unwrap().unwrap();
        later(&app);
    };
    for other in [no, silent, newcomer] {
        later(&app);
        let undo = merge(&app, other, yes).await;
        if other != newcomer {
            assert_eq!(job_opens(&app, yes, Purpose::Scheduling).await, Err(Refusal::Unagreed), "{other}");
        }
        part(undo).await;
        let asked = super::questions(&app, yes).await;
        assert_eq!((asked[0].said, asked[0].at), (Said::Yes, Some(at)), "{other}");
        assert_eq!(job_opens(&app, yes, Purpose::Scheduling).await, Ok(()), "{other}");
    }
    assert_eq!((said(&app, no).await, said(&app, silent).await), (vec![Said::No], vec![Said::Unasked]));
    assert_eq!(said(&app, newcomer).await, [] as [Said; 0]);
    // Of two that were made part of it one is parted: what the other brings counts still.
    let undo = merge(&app, no, yes).await;
    later(&app);
    merge(&app, silent, yes).await;
    part(undo).await;
    assert_ne!(job_opens(&app, yes, Purpose::Scheduling).await, Ok(()));
    // A no that was said while they were one stays with both.
    let undo = merge(&app, newcomer, alone).await;
    later(&app);
    say(&app, alone, version, false).await;
    part(undo).await;
    assert_eq!(said(&app, newcomer).await, [Said::No]);
    let (state, told) = stands_of(&app, "consent.recorded").await;
    assert_eq!(state, State::Kept, "{told}");
}
