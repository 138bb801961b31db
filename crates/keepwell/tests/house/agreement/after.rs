//! When a use is added: with the version that takes effect, and not before; and what leaves for it.

use ground::mail::{self, Letter, Voice};
use ground::{PersonId, Role, Room, Tx};
use keepwell::rooms::rooms;
use promise::{Edition, Purpose};

use super::{adds_all, answer, later, questions};
use crate::booking_own::client;
use crate::kit::TestApp;

pub(super) async fn edition(app: &TestApp, edition: Edition) {
    let mut clinic = ground::Clinic::clone(&*app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
    clinic.parameters.edition = edition;
    app.house.update_clinic(clinic).await.unwrap();
}

/// Whether a job of ours cannot read their name to arrange visits.
pub(super) async fn nameless(app: &TestApp, person: PersonId) -> bool {
    let read = move |tx: &mut Tx<'_>| Ok::<_, ground::Error>(tx.open(person)?.withholds("client", "given_name"));
    app.scope(&app.clinic, Purpose::Scheduling).read(read).await.unwrap()
}

pub(super) fn added(app: &TestApp) -> Vec<String> {
    app.place.column("SELECT purpose || ' ' || category FROM added_use ORDER BY purpose, category")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_withholds_nothing_and_the_version_that_widens_does_in_its_own_transaction() {
    let (app, _, person) = client().await;
    // A clinic that began with a directory alone: nobody's visits are arranged there.
    edition(&app, Edition::Directory).await;
    app.place.tamper("DELETE FROM notice_use");
    let keep = || app.scope(&app.clinic, Purpose::Operation);
    keep().write(office::keep).await.unwrap();
    assert_eq!(added(&app), [] as [&str; 0], "what is there when a clinic begins is what people come to");
    later(&app);
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let page = manager.get(&app.path("/notice/change?lang=en")).await;
    let revision = page.attribute("name=\"revision\"", "value").unwrap();
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let mut fields: Vec<(String, String)> = office::rules::change::own()
        .filter_map(|parameter| Some((parameter.to_string(), clinic.parameters.number(parameter)?.to_string())))
        .collect();
    fields.extend(
        [("edition", "all"), ("region", "IE"), ("revision", &revision)]
            .map(|(name, value)| (name.into(), value.into())),
    );
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let kept = manager.post(&app.path("/notice/change"), &fields).await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    keep().write(office::keep).await.unwrap();
    assert_eq!((added(&app).len(), nameless(&app, person).await), (0, false), "a draft");
    // One that fails adds nothing.
    let mut failed = ground::Clinic::clone(&clinic);
    failed.parameters.edition = Edition::All;
    let write = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        assert!(ground::clinic::update(tx, &failed)?);
        assert!(!ground::agreement::added(tx)?.is_empty(), "it is in that transaction");
        assert!(tx.open(person)?.withholds("client", "given_name"));
        Err(ground::Error::NotFound)
    };
    assert!(app.scope(&app.clinic, Purpose::Scheduling).write(write).await.is_err());
    assert_eq!((added(&app).len(), nameless(&app, person).await), (0, false));

    edition(&app, Edition::All).await;
    assert!(added(&app).contains(&"scheduling identity".to_owned()), "{:?}", added(&app));
    // What the law leaves waits for nobody.
    assert!(added(&app).iter().all(|one| !one.starts_with("rights ") && !one.starts_with("security ")));
    assert!(nameless(&app, person).await);
    assert!(!questions(&app, person).await.is_empty());
}

/// A later version of the program, which uses what somebody's health is for promotion.
fn eager() -> Room {
    const SCHEMA: &str = "CREATE TABLE eager (clinic TEXT NOT NULL, id TEXT NOT NULL, person TEXT NOT NULL, wish BYTEA, PRIMARY KEY (clinic, id));";
    const MAP: &str = r#"
[eager]
about = "person"
person = "person"
merge = "move"
export = { stays = "a test" }
[eager.columns]
clinic = { category = "reference", clear = "says which clinic", purposes = ["operation"], retention = "client", erase = "delete" }
id = { category = "reference", clear = "a random id", purposes = ["operation"], retention = "client", erase = "delete" }
person = { category = "reference", clear = "a random id", purposes = ["operation"], retention = "client", erase = "delete" }
wish = { category = "health", sealed = true, purposes = ["reporting", "scheduling"], retention = "client", erase = "shred" }
"#;
    Room::new("eager").schema("001_eager", SCHEMA).data_map(MAP).shows(&[("eager", "wish", ground::NOBODYS)])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_later_program_uses_for_more_waits_before_it_opens_anybody() {
    let (app, _, person) = client().await;
    let before = added(&app);
    assert!(before.is_empty());
    later(&app);
    let newer = app.beside_with([rooms(), vec![eager()]].concat()).await;
    // As it begins to serve, before the first request.
    keepwell::uses::note(&newer.house).await.unwrap();
    assert!(added(&app).contains(&"reporting health".to_owned()), "{:?}", added(&app));
    let asked = questions(&app, person).await;
    assert!(asked.iter().any(|one| one.added.purpose == Purpose::Reporting), "{asked:?}");
    // A program of before that still runs beside it takes nothing back.
    assert!(!app.scope(&app.clinic, Purpose::Operation).write(office::keep).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_for_a_use_that_was_added_stays_here_until_its_reader_agrees() {
    let (app, browser, person) = client().await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    app.place.tamper("DELETE FROM job");
    let sent = async || app.letters().await.iter().filter(|letter| letter.kind == "test.change").count();
    post(&app, person, Purpose::Scheduling).await;
    assert_eq!(sent().await, 0);
    assert_eq!(app.place.column("SELECT id FROM event WHERE name = 'mail.unwanted'").len(), 1);
    // What was not added is sent.
    post(&app, person, Purpose::Account).await;
    assert_eq!(sent().await, 1);
    answer(&app, &browser, &format!("use-scheduling-{version}"), "1").await;
    post(&app, person, Purpose::Scheduling).await;
    assert_eq!(sent().await, 2);
}

async fn post(app: &TestApp, person: PersonId, purpose: Purpose) {
    let letter = Letter {
        kind: "test.change",
        purpose,
        voice: Voice::Automatic,
        language: "en".to_owned(),
        to: "first@example.net".to_owned(),
        subject: "A change".to_owned(),
        body: "A change".to_owned(),
        calendar: None,
        until: None,
    };
    let write = move |tx: &mut Tx<'_>| {
        let key = tx.seal_for(person)?;
        mail::post(tx, &key, &letter).map(drop)
    };
    app.scope(&app.clinic, purpose).write(write).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_holder_gets_one_letter_that_leads_to_the_question() {
    let (app, browser, person) = client().await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    let letters = app.letters().await;
    let asked: Vec<_> = letters.iter().filter(|letter| letter.kind == "office.uses").collect();
    let holders = app.place.column(&format!(
        "SELECT id FROM account WHERE clinic = '{}' AND verified_at IS NOT NULL AND deactivated_at IS NULL",
        app.clinic.id
    ));
    assert_eq!(asked.len(), holders.len());
    let letter = asked.iter().find(|letter| letter.language == "en").unwrap();
    let versions = format!("/notice/versions/{version}?lang=en");
    for says in ["waits for your yes", "arranging visits", "/me/consents?lang=en", versions.as_str()] {
        assert!(letter.body.contains(says), "{says}: {}", letter.body);
    }
    // Whatever ended the program in between, nobody is written to twice.
    later(&app);
    let again = version.to_string();
    app.place.tamper(&format!(
        "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at)
         VALUES ('{}', 'job_00000000000000000000000000', 'office.uses', '{again}', 0, 0, 'due', 0)",
        app.clinic.id
    ));
    let twice = app.letters().await.iter().filter(|letter| letter.kind == "office.uses").count();
    assert_eq!(twice, holders.len());
    // The link leads whoever is signed in to both answers.
    let page = browser.get(&app.path("/me/consents?lang=en")).await.text;
    assert!(page.contains(&format!("use-scheduling-{version}")), "{page}");
    let of = format!("SELECT notice FROM use_letter WHERE person = '{person}'");
    assert_eq!(app.place.column(&of.replace("notice", "CAST(notice AS TEXT)")), [again]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_works_here_is_written_to_about_that_though_the_use_waits() {
    let (app, _, person) = client().await;
    adds_all(&app, Purpose::Administration).await;
    app.place.tamper("DELETE FROM job");
    let staff = app.place.column(&format!(
        "SELECT person FROM account WHERE clinic = '{}' AND roles = 'manager' AND deactivated_at IS NULL",
        app.clinic.id
    ));
    let sent = async || app.letters().await.iter().filter(|letter| letter.kind == "test.change").count();
    post(&app, staff[0].parse().unwrap(), Purpose::Administration).await;
    assert_eq!(sent().await, 1);
    post(&app, person, Purpose::Administration).await;
    assert_eq!(sent().await, 1, "whoever comes has not agreed");
    // Evidence says the same: one letter left, to somebody who works here.
    let (state, said) = super::proof::stands(&app).await;
    assert_eq!(state, promise::State::Kept, "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_that_nobody_wrote_within_the_hour_are_evidence_against_it() {
    let (app, browser, person) = client().await;
    let version = adds_all(&app, Purpose::Scheduling).await;
    // Whoever answered needs none.
    answer(&app, &browser, &format!("use-scheduling-{version}"), "1").await;
    let (state, said) = super::proof::stands(&app).await;
    assert_eq!(state, promise::State::Kept, "they are being written: {said}");
    app.house.clock.set(app.house.clock.now() + jiff::SignedDuration::from_mins(70));
    assert_eq!(super::proof::stands(&app).await.0, promise::State::Gap, "the job is stuck");
    app.letters().await;
    assert_eq!(app.place.column(&format!("SELECT id FROM use_letter WHERE person = '{person}'")), [] as [&str; 0]);
    let (state, said) = super::proof::stands(&app).await;
    assert_eq!(state, promise::State::Kept, "{said}");
    app.place.tamper("DELETE FROM use_letter WHERE account = (SELECT MAX(account) FROM use_letter)");
    assert_eq!(super::proof::stands(&app).await.0, promise::State::Gap);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_nobodys_waits_for_nobody() {
    let (app, _, _) = client().await;
    let keeper = |tx: &mut Tx<'_>| tx.create_keeper().map(|key| key.person());
    let keeper = app.scope(&app.clinic, Purpose::Operation).write(keeper).await.unwrap();
    let waiting = async || {
        let figures = |tx: &mut Tx<'_>| ground::agreement::figures(tx, jiff::Timestamp::MIN);
        app.scope(&app.clinic, Purpose::Operation).read(figures).await.unwrap().waiting
    };
    adds_all(&app, Purpose::Scheduling).await;
    assert_eq!(super::job_opens(&app, keeper, Purpose::Scheduling).await, Ok(()));
    let with = waiting().await;
    app.place.tamper(&format!("UPDATE person SET nobodys = 0 WHERE id = '{keeper}'"));
    assert_eq!(waiting().await, with + 1);
    assert_eq!(super::job_opens(&app, keeper, Purpose::Scheduling).await, Err(ground::Refusal::Unagreed));
    // Whatever has a key of its own and is about nobody says so.
    let mut about_nobody = 0;
    for (table, declared) in &app.house.data_map.tables {
        let promise::About::Person { column } = &declared.about else { continue };
        if !declared.columns[column].clear.as_ref().is_some_and(|clear| clear.contains("nobody's")) {
            continue;
        }
        about_nobody += 1;
        let wrong = format!(
            "SELECT t.{column} FROM {table} t JOIN person p ON p.clinic = t.clinic AND p.id = t.{column} WHERE p.nobodys = 0"
        );
        assert_eq!(app.place.column(&wrong), [] as [&str; 0], "{table}");
    }
    assert!(about_nobody >= 6, "{about_nobody}");
}
