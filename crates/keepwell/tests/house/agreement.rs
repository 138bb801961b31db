//! A use of people's data that a version of the notice adds waits for the yes of whoever was known before.

mod after;
mod again;
mod lists;
mod merged;
mod proof;

use ground::agreement::{self, Question, Said};
use ground::{Error, PersonId, Refusal, Role, Tx};
use jiff::SignedDuration;
use promise::{Category, Edition, Purpose};

use crate::booking_own::client;
use crate::kit::{Answer, Browser, TestApp};

/// What a job of ours may open of somebody for `purpose`.
async fn job_opens(app: &TestApp, person: PersonId, purpose: Purpose) -> Result<(), Refusal> {
    match app.scope(&app.clinic, purpose).read(move |tx| tx.open(person).map(drop)).await {
        Ok(()) => Ok(()),
        Err(Error::Refused(why)) => Err(why),
        Err(error) => panic!("{error}"),
    }
}

fn later(app: &TestApp) {
    app.house.clock.set(app.house.clock.now() + SignedDuration::from_secs(1));
}

/// A version adds these uses: as if the program had not made them until now, which its look every minute finds.
async fn adds(app: &TestApp, uses: &[(Category, Purpose)]) -> i64 {
    later(app);
    for (category, purpose) in uses {
        app.place.tamper(&format!(
            "DELETE FROM notice_use WHERE clinic = '{}' AND category = '{category}' AND purpose = '{purpose}'",
            app.clinic.id
        ));
    }
    assert!(app.scope(&app.clinic, Purpose::Operation).write(office::keep).await.unwrap());
    later(app);
    let number = app
        .place
        .column(&format!("SELECT CAST(MAX(number) AS TEXT) FROM notice_version WHERE clinic = '{}'", app.clinic.id));
    number[0].parse().unwrap()
}

/// All that a purpose opens.
fn all_of(app: &TestApp, purpose: Purpose) -> Vec<(Category, Purpose)> {
    app.house.data_map.uses(Edition::All).into_iter().filter(|(_, of)| *of == purpose).collect()
}

async fn adds_all(app: &TestApp, purpose: Purpose) -> i64 {
    adds(app, &all_of(app, purpose)).await
}

async fn answer(app: &TestApp, browser: &Browser, what: &str, set: &str) -> Answer {
    answer_for(app, browser, "", what, set).await
}

async fn answer_for(app: &TestApp, browser: &Browser, whom: &str, what: &str, set: &str) -> Answer {
    browser.post(&app.path("/me/consents"), &[("for", whom), ("what", what), ("set", set)]).await
}

async fn questions(app: &TestApp, person: PersonId) -> Vec<Question> {
    // As the clinic is set now.
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    app.scope(&clinic, Purpose::Rights).read(move |tx| agreement::questions(tx, person)).await.unwrap()
}

async fn said(app: &TestApp, person: PersonId) -> Vec<Said> {
    questions(app, person).await.into_iter().map(|one| one.said).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_added_use_is_withheld_until_a_yes_and_again_after_a_no() {
    let (app, browser, person) = client().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let record = app.path(&format!("/clients/{person}"));
    assert_eq!(desk.get(&record).await.status, 200);
    assert!(!browser.get(&app.path("/me")).await.text.contains("We ask you first"), "nothing is asked");
    let version = adds_all(&app, Purpose::Scheduling).await;
    assert_eq!(version, 2, "it is a version of the notice");
    let what = format!("use-scheduling-{version}");

    // No answer counts as no, in windows that are open and for jobs.
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    assert!(job_opens(&app, person, Purpose::Security).await.is_ok(), "what was not added goes on");
    let shut = desk.get(&record).await;
    assert_eq!(shut.status, 403);
    assert!(shut.text.contains("have not agreed") && shut.text.contains("/consents"), "{}", shut.text);
    let may = move |tx: &mut Tx<'_>| Ok::<_, Error>((tx.may_open(person)?, tx.open_many(&[person])?.len()));
    assert_eq!(app.scope(&app.clinic, Purpose::Scheduling).read(may).await.unwrap(), (false, 0));
    let change = move |tx: &mut Tx<'_>| Ok::<_, Error>(tx.require(person).is_err());
    assert!(app.scope(&app.clinic, Purpose::Scheduling).write(change).await.unwrap());
    let refused = format!("SELECT actor FROM access_entry WHERE person = '{person}' AND outcome = 'refused'");
    assert!(app.place.column(&refused).len() >= 2, "each refusal is written down");

    // What they do themselves they want.
    for own in ["/me", "/me/details", "/me/visits", "/me/record", "/me/privacy", "/me/consents"] {
        assert_eq!(browser.get(&app.path(own)).await.status, 200, "{own}");
    }
    for page in ["/me", "/me/privacy", "/me/consents"] {
        let asks = browser.get(&app.path(&format!("{page}?lang=en"))).await.text;
        assert!(asks.contains(&what) && asks.contains("Yes, I agree") && asks.contains(">No<"), "{page}: {asks}");
        assert!(asks.contains("arranging visits") && asks.contains("We act as if it were a no"), "{page}: {asks}");
    }
    let arabic = browser.get(&app.path("/me?lang=ar")).await.text;
    assert!(arabic.contains("نعم، أوافق") && arabic.contains("ترتيب المواعيد"), "{arabic}");
    // What is read next is English again, and so is the receipt.
    browser.get(&app.path("/me?lang=en")).await;

    // A yes opens at once, and is a receipt.
    let pressed = answer(&app, &browser, &what, "1").await;
    assert_eq!(pressed.location, Some(app.path("/me/consents?done=1")), "{}", pressed.text);
    answer(&app, &browser, &what, "1").await;
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    assert_eq!(desk.get(&record).await.status, 200);
    let page = browser.get(&app.path("/me/consents?lang=en")).await.text;
    let receipt = page[page.find("/me/consents/rcp_").unwrap()..].split('"').next().unwrap().to_owned();
    let receipt = browser.get(&app.path(&format!("{receipt}?lang=en"))).await;
    for says in ["You agreed to this", "arranging visits", "You came before that", "on a page of ours"] {
        assert!(receipt.text.contains(says), "{says}: {}", receipt.text);
    }
    assert_eq!(app.place.column("SELECT consent FROM consent_receipt"), [what.as_str()], "pressed twice, said once");
    // Of whoever they act for it waits still.
    assert!(!browser.get(&app.path("/me?lang=en")).await.text.contains("Yes, I agree"), "nobody is asked again");

    // A no shuts at once, and is as easy; nobody is asked again, and it can be changed.
    assert_eq!(answer(&app, &browser, &what, "0").await.status, 303);
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    assert_eq!(app.place.column("SELECT event FROM consent_receipt ORDER BY at"), ["given", "withdrawn"]);
    assert!(!browser.get(&app.path("/me?lang=en")).await.text.contains("Yes, I agree"));
    let page = browser.get(&app.path("/me/consents?lang=en")).await.text;
    assert!(page.contains("Said no on") && page.contains("Yes, I agree"), "{page}");
    answer(&app, &browser, &what, "1").await;
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    // What is not asked is not answered.
    for unasked in ["use-care-2", "use-scheduling-9"] {
        assert_eq!(answer(&app, &browser, unasked, "1").await.status, 404, "{unasked}");
    }
    assert_eq!(answer(&app, &browser, "use-nothing-2", "1").await.status, 400);
    // The version says what it added.
    for (lang, says) in
        [("en", "For arranging visits"), ("ar", "من أجل ترتيب المواعيد"), ("hi", "मुलाक़ातें तय करना के लिए")]
    {
        let page = app.visitor().get(&app.path(&format!("/notice/versions/2?lang={lang}"))).await.text;
        assert!(page.replace(['\u{2068}', '\u{2069}'], "").contains(says), "{lang}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_purpose_only_the_kinds_that_were_added_are_withheld() {
    let (app, browser, person) = client().await;
    let version = adds(&app, &[(Category::Contact, Purpose::Scheduling)]).await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let read = move |tx: &mut Tx<'_>| {
        let row = tx.one(
            "SELECT given_name, email FROM client WHERE clinic = $1 AND id = $2",
            &ground::params![tx.clinic(), person],
        )?;
        let key = tx.open(person)?;
        assert!(key.withholds("client", "email") && !key.withholds("client", "given_name"));
        let name = key.open(&ground::Sealed::<String>::read(&row, "client", "given_name", person)?)?;
        let email = key.open(&ground::Sealed::<String>::read(&row, "client", "email", person)?);
        Ok::<_, Error>((name, email))
    };
    let (name, email) = scope.read(read).await.unwrap();
    assert!(!name.is_empty() && matches!(email, Err(Error::Refused(Refusal::Unagreed))), "{name} {email:?}");
    answer(&app, &browser, &format!("use-scheduling-{version}"), "1").await;
    let opened = scope.read(move |tx| people::open(tx, person)).await.unwrap();
    assert!(opened.email.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn within_one_transaction_a_yes_opens_and_a_no_takes_the_key_back() {
    let (app, _, person) = client().await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    let heard = ground::consent::Heard {
        language: "en".to_owned(),
        shown: "What was shown".to_owned(),
        notice: version,
        way: ground::consent::Way::Page,
        giver: person,
        until: None,
    };
    let of = (Purpose::Scheduling, version);
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let tried = scope.write(move |tx| {
        let before = tx.open(person).is_ok();
        assert!(agreement::answer(tx, person, of, true, &heard)?);
        assert!(!agreement::answer(tx, person, of, true, &heard)?, "it is said");
        let opened = tx.open(person).is_ok();
        assert!(agreement::answer(tx, person, of, false, &heard)?);
        Ok::<_, Error>((before, opened, tx.open(person).is_ok()))
    });
    assert_eq!(tried.await.unwrap(), (false, true, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_came_under_the_notice_that_has_it_is_asked_nothing() {
    let (app, _, person) = client().await;
    let make = |tx: &mut Tx<'_>| people::create(tx, &crate::reminders::somebody(), &people::Source::Desk);
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let before = scope.write(make).await.unwrap();
    adds_all(&app, Purpose::Scheduling).await;
    let after = scope.write(make).await.unwrap();
    assert_eq!(job_opens(&app, before, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    assert_eq!(job_opens(&app, after, Purpose::Scheduling).await, Ok(()));
    assert_eq!((questions(&app, before).await.len(), questions(&app, after).await.len()), (1, 0));
    // Made in the very instant: they may have read the notice of before.
    let since = "SELECT MAX(since_at) FROM added_use";
    app.place.tamper(&format!("UPDATE person SET created_at = ({since}) WHERE id = '{after}'"));
    assert_eq!(job_opens(&app, after, Purpose::Scheduling).await, Err(Refusal::Unagreed));
    // Another clinic's version is nothing to this one.
    let other = app.scope(&app.other, Purpose::Scheduling);
    assert!(other.read(agreement::added).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_widened_again_is_asked_for_anew_and_what_was_agreed_to_stays() {
    let (app, browser, person) = client().await;
    let first = adds(&app, &[(Category::Contact, Purpose::Scheduling)]).await;
    answer(&app, &browser, &format!("use-scheduling-{first}"), "1").await;
    assert_eq!(said(&app, person).await, [Said::Yes]);
    let second = adds(&app, &[(Category::Identity, Purpose::Scheduling)]).await;
    assert_eq!((second, said(&app, person).await), (first + 1, vec![Said::Yes, Said::Unasked]));
    let kinds = move |tx: &mut Tx<'_>| {
        let key = tx.open(person)?;
        Ok::<_, Error>((key.withholds("client", "email"), key.withholds("client", "given_name")))
    };
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    assert_eq!(scope.read(kinds).await.unwrap(), (false, true));
    answer(&app, &browser, &format!("use-scheduling-{second}"), "1").await;
    answer(&app, &browser, &format!("use-scheduling-{first}"), "0").await;
    assert_eq!(scope.read(kinds).await.unwrap(), (true, false), "each by itself");
    assert_eq!(said(&app, person).await, [Said::No, Said::Yes]);
    // What is looked at again adds nothing.
    assert!(!app.scope(&app.clinic, Purpose::Operation).write(office::keep).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn while_jobs_open_a_record_again_and_again_none_does_before_a_yes_and_none_after_a_no() {
    let (app, browser, person) = client().await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    let what = format!("use-scheduling-{version}");
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    // 0: nothing said; 1: about to say yes, or said; 2: said no.
    let word = std::sync::Arc::new(std::sync::atomic::AtomicU8::new(0));
    let jobs: Vec<_> = (0..4)
        .map(|_| {
            let (scope, word) = (scope.clone(), word.clone());
            tokio::spawn(async move {
                let mut wrong = 0;
                for _ in 0..400 {
                    let before = word.load(std::sync::atomic::Ordering::SeqCst);
                    let opened = scope.write(move |tx| tx.open(person).map(drop)).await.is_ok();
                    let after = word.load(std::sync::atomic::Ordering::SeqCst);
                    wrong += u32::from(opened && (after == 0 || before == 2));
                    if before == 2 {
                        break;
                    }
                }
                wrong
            })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    word.store(1, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(answer(&app, &browser, &what, "1").await.status, 303);
    assert_eq!(job_opens(&app, person, Purpose::Scheduling).await, Ok(()));
    assert_eq!(answer(&app, &browser, &what, "0").await.status, 303);
    word.store(2, std::sync::atomic::Ordering::SeqCst);
    for job in jobs {
        assert_eq!(job.await.unwrap(), 0);
    }
}
