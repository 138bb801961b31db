//! The versions of the notice: each is written down with what changes it, stays, and is read by whoever comes.

use ground::{Clinic, Role};
use promise::{Purpose, State};

mod ahead;
mod killed;

use crate::kit::TestApp;

/// Changes the clinic as a page does, from how it stands now.
async fn change(app: &TestApp, change: impl FnOnce(&mut Clinic)) {
    let mut clinic = Clinic::clone(&*app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
    change(&mut clinic);
    app.house.update_clinic(clinic).await.unwrap();
}

async fn days(app: &TestApp, days: u32) {
    change(app, |clinic| clinic.parameters.session_days = days).await;
}

/// The clinic's versions by number with why each is there.
fn versions(app: &TestApp) -> Vec<String> {
    app.place.column(&format!(
        "SELECT CAST(number AS TEXT) || ' ' || cause FROM notice_version WHERE clinic = '{}' ORDER BY number",
        app.clinic.id
    ))
}

pub(crate) async fn state(app: &TestApp, id: &str) -> State {
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let all = keepwell::promises::standing(&app.house, &clinic).await;
    all.iter().find(|one| one.promise.id == id).unwrap().state
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_what_is_stated_is_a_version_in_the_same_transaction() {
    let app = TestApp::start().await;
    assert_eq!(versions(&app), ["1 first"]);
    days(&app, 14).await;
    assert_eq!(versions(&app), ["1 first", "2 settings"]);
    // What the notice does not say makes no version, and neither does looking again.
    change(&app, |clinic| clinic.phone = Some("+353 20 910 0199".to_owned())).await;
    assert!(!app.scope(&app.clinic, Purpose::Operation).write(office::keep).await.unwrap());
    assert_eq!(versions(&app).len(), 2);
    // What is taken back was never a version.
    let mut clinic = Clinic::clone(&*app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
    clinic.parameters.session_days = 7;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let failed = scope.write(move |tx| -> ground::Result<()> {
        assert!(ground::clinic::update(tx, &clinic)?);
        Err(ground::Error::NotFound)
    });
    assert!(failed.await.is_err());
    assert_eq!(versions(&app).len(), 2);
    // What the installation decides is stated too, whatever the row says.
    let stored = app.place.column("SELECT parameters FROM notice_version WHERE number = 2");
    let stored: promise::Parameters = serde_json::from_str(&stored[0]).unwrap();
    assert_eq!((stored.session_days, stored.key_source), (14, app.house.installed.key_source));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_version_stays_to_be_read_with_what_changed() {
    let app = TestApp::start().await;
    days(&app, 14).await;
    app.house.clock.set("2026-12-05T10:00:00Z".parse().unwrap());
    // Every language of the program is written down, whichever the clinic offers today.
    change(&app, |clinic| clinic.languages = vec!["ar".to_owned()]).await;
    assert_eq!(versions(&app), ["1 first", "2 settings"]);
    days(&app, 21).await;
    let browser = app.visitor();
    let list = browser.get(&app.path("/notice/versions?lang=en")).await;
    for says in
        ["Version 1", "Version 2", "Version 3", "24 November 2026", "5 December 2026", "We changed what we promise."]
    {
        assert!(list.text.contains(says), "{says}: {}", list.text);
    }
    assert_eq!(list.text.matches(">Now<").count(), 1, "{}", list.text);
    let second = browser.get(&app.path("/notice/versions/2?lang=en")).await;
    assert!(second.text.contains("<del>30</del> <ins>14</ins>"), "{}", second.text);
    assert_eq!(second.text.matches("<ins>").count(), 1, "what did not change is not told as changed: {}", second.text);
    let first = browser.get(&app.path("/notice/versions/1?lang=en")).await;
    assert!(first.text.contains("30 days") && !first.text.contains("<ins>"), "{}", first.text);
    let arabic = browser.get(&app.path("/notice/versions/2?lang=ar")).await;
    assert!(arabic.text.contains("dir=\"rtl\"") && arabic.text.contains("<ins>"), "{}", arabic.text);
    for none in ["0", "4", "-1", "two", "9223372036854775808"] {
        assert_eq!(browser.get(&app.path(&format!("/notice/versions/{none}"))).await.status, 404, "{none}");
    }
    let notice = browser.get(&app.path("/notice?lang=en")).await;
    assert!(
        notice.text.contains("took effect on 24 November 2026. We last changed it on 5 December 2026: version 3,"),
        "{}",
        notice.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_versions_are_listed_by_pages() {
    let app = TestApp::start().await;
    for more in 0..24 {
        days(&app, 31 + more).await;
    }
    let browser = app.visitor();
    let page = browser.get(&app.path("/notice/versions")).await;
    assert!(page.text.contains("Version 25<") && page.text.contains("Version 6<") && !page.text.contains("Version 5<"));
    let older = app.path("/notice/versions?below=6");
    assert!(page.text.contains(&format!("href=\"{older}\"")), "{}", page.text);
    let page = browser.get(&older).await;
    assert!(page.text.contains("Version 5<") && page.text.contains("Version 1<") && !page.text.contains(">Now<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_a_clinic_leads_to_its_notice() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for path in
        ["", "/book/review", "/sign-in", "/sign-up", "/forgotten", "/notice", "/notice/versions", "/nothing-here"]
    {
        visitor.get(&app.path(path)).await;
    }
    for (role, paths) in [
        (Role::Client, &["/me", "/me/held", "/me/record", "/account"][..]),
        (Role::FrontDesk, &["/day", "/clients", "/clients/new", "/why"]),
        (Role::Manager, &["/setup", "/staff", "/tokens", "/reports/bookings", "/directory"]),
    ] {
        let browser = app.signed_in(&app.clinic, role).await;
        for path in paths {
            assert_eq!(browser.get(&app.path(path)).await.status, 200, "{path}");
        }
    }
    let seen = ground::web::footed();
    assert!(seen.pages > 20 && seen.without == 0, "{seen:?}");
    assert_eq!(state(&app, "notice.published").await, State::Kept);
    // A page that somebody draws without it.
    #[derive(askama::Template)]
    #[template(source = "<!doctype html>\n<body>\nNo foot.", ext = "html")]
    struct Footless;
    ground::web::render(&Footless);
    assert_eq!(state(&app, "notice.published").await, State::Gap);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_that_is_not_written_down_is_evidence_against_it() {
    let app = TestApp::start().await;
    app.visitor().get(&app.path("/notice")).await;
    assert_eq!(state(&app, "notice.published").await, State::Kept);
    // As if a value had been changed around the program.
    let parameters = "'\"session_days\":30', '\"session_days\":60'";
    app.place.tamper(&format!(
        "UPDATE clinic SET parameters = REPLACE(parameters, {parameters}), version = version + 1 WHERE id = '{}'",
        app.clinic.id
    ));
    assert_eq!(state(&app, "notice.published").await, State::Gap);
    // The next look writes it down.
    assert!(app.scope(&app.clinic, Purpose::Operation).write(office::keep).await.unwrap());
    assert_eq!(state(&app, "notice.published").await, State::Kept);
    assert_eq!(versions(&app), ["1 first", "2 settings"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_was_changed_afterwards_is_found() {
    for tampering in [
        "UPDATE notice_version SET sentences = REPLACE(sentences, '14 days', '90 days') WHERE number = 2",
        "UPDATE notice_version SET effective_at = effective_at - 1 WHERE number = 1",
        "UPDATE notice_version SET cause = 'program' WHERE number = 2",
        "DELETE FROM notice_version WHERE number = 2",
        "DELETE FROM notice_version WHERE number = 1",
        "DELETE FROM notice_version",
    ] {
        let app = TestApp::start().await;
        days(&app, 14).await;
        days(&app, 21).await;
        assert_eq!(state(&app, "notice.versions").await, State::Kept);
        app.place.tamper(tampering);
        assert_eq!(state(&app, "notice.versions").await, State::Gap, "{tampering}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_clinics_versions_are_not_shown() {
    let app = TestApp::start().await;
    days(&app, 14).await;
    let browser = app.visitor();
    let theirs = format!("/c/{}/notice/versions", app.other.slug);
    assert_eq!(browser.get(&format!("{theirs}/2")).await.status, 404);
    let list = browser.get(&theirs).await;
    assert!(list.status == 200 && list.text.contains("Version 1") && !list.text.contains("Version 2"), "{}", list.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_are_set_up_differently_do_not_write_each_others_versions_down() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    // As if another program, whose log keeps other bits of an address, had written the newest.
    days(&app, 14).await;
    let other = |number: i64, cause: &str| {
        format!(
            "INSERT INTO notice_version (clinic, number, cause, program, parameters, sentences, digest, effective_at)
             SELECT clinic, {number}, '{cause}', program, REPLACE(parameters, '\"log_address_bits\":24', '\"log_address_bits\":16'),
             REPLACE(sentences, '24', '16'), digest, effective_at FROM notice_version WHERE number = 2 AND clinic = '{}'",
            app.clinic.id
        )
    };
    app.place.tamper(&other(3, "installation"));
    assert!(!scope.write(office::keep).await.unwrap(), "what was just replaced is not written again");
    // A change of the clinic's own is a version, whoever is right about the installation, and only what the clinic changed.
    days(&app, 7).await;
    assert_eq!(versions(&app), ["1 first", "2 settings", "3 installation", "4 settings"]);
    let stored = app.place.column("SELECT parameters FROM notice_version WHERE number = 4");
    assert!(stored[0].contains("\"log_address_bits\":16") && stored[0].contains("\"session_days\":7"), "{}", stored[0]);
    // A day later the program that is left is right.
    app.house.clock.set("2026-11-26T10:40:00Z".parse().unwrap());
    assert!(scope.write(office::keep).await.unwrap());
    assert_eq!(versions(&app).last().unwrap(), "5 installation");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_sentence_has_a_page_of_its_own_that_says_how_it_is_kept() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let notice = browser.get(&app.path("/notice?lang=en")).await;
    assert!(notice.text.contains("We follow the law of"), "{}", notice.text);
    let link = app.path("/notice/password.hashed");
    assert!(notice.text.contains(&format!("href=\"{link}\"")), "{}", notice.text);
    let one = browser.get(&format!("{link}?lang=en")).await;
    for says in ["600,000 rounds", "Kept now", "identity::", "Last checked"] {
        assert!(one.text.contains(says), "{says}: {}", one.text);
    }
    let gap = browser.get(&app.path("/notice/marketing.opt_out?lang=en")).await;
    assert!(gap.text.contains("Not kept now") && gap.text.contains("messages and reviews"), "{}", gap.text);
    for none in ["password.hash", "x", "password.hashed.x"] {
        assert_eq!(browser.get(&app.path(&format!("/notice/{none}"))).await.status, 404, "{none}");
    }
    // What a clinic does not promise stands on no page of it.
    change(&app, |clinic| clinic.parameters.edition = promise::catalogue::Edition::Directory).await;
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let off = keepwell::promises::standing(&app.house, &clinic).await;
    assert!(off.iter().any(|one| one.promise.id == "password.hashed" && one.state == State::Off));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_the_notice_without_fetching_anything_else() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let page = browser.get(&app.path("/notice?lang=en")).await;
    let link = page.attribute("rel=\"alternate\"", "href").unwrap();
    assert_eq!(link, app.path("/notice.jsonld"));
    let document = browser.get(&format!("{link}?lang=en")).await.json();
    let context = document["@context"].as_object().unwrap();
    assert!(context.values().all(|term| term.as_str().is_some_and(|term| term.ends_with(['#', '/']))), "{context:?}");
    assert_eq!(document["@type"], "dpv:PrivacyNotice");
    assert_eq!(document["dpv:hasJurisdiction"]["@id"], format!("loc:{}", app.clinic.jurisdiction));
    let processes = document["dpv:hasProcess"].as_array().unwrap();
    let care = processes.iter().find(|one| one["dct:identifier"] == "care").unwrap();
    assert!(
        care["dpv:hasPersonalData"].as_array().unwrap().iter().any(|data| data["@id"] == "pd:MedicalHealth"),
        "{care}"
    );
    // Every term has its prefix in the context, however deep it stands.
    fn terms(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(map) => {
                for (key, value) in map.iter().filter(|(key, _)| *key != "@context") {
                    found.extend((!key.starts_with('@')).then(|| key.clone()));
                    found.extend(value.as_str().filter(|_| key == "@type").map(str::to_owned));
                    terms(value, found);
                }
            }
            serde_json::Value::Array(all) => all.iter().for_each(|one| terms(one, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    terms(&document, &mut found);
    for term in &found {
        let prefix = term.split_once(':').map(|(prefix, _)| prefix).unwrap_or_default();
        assert!(context.contains_key(prefix), "{term}");
    }
    let measures = document["dpv:hasTechnicalOrganisationalMeasure"].as_array().unwrap();
    assert!(measures.iter().any(|one| one["@type"] == "dpv:EncryptionAtRest"), "{measures:?}");
    // The same address answers programs that ask for it.
    let asked = reqwest::Client::new().get(format!("{}{}", app.address, app.path("/notice")));
    let asked = asked.header("accept", "application/ld+json").send().await.unwrap();
    assert_eq!(asked.headers()["content-type"], "application/ld+json");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_is_offered_in_hindi_and_other_pages_are_not() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let notice = browser.get(&app.path("/notice?lang=hi")).await;
    assert!(notice.text.contains("<html lang=\"hi\" dir=\"ltr\">"), "{}", notice.text);
    for says in ["आप जो बताते हैं उसे हम कैसे रखते हैं", "30 दिन साइन इन रहते हैं", "यह कैसे निभाया जाता है", "के क़ानून का पालन करते हैं"]
    {
        assert!(notice.text.contains(says), "{says}: {}", notice.text);
    }
    assert!(!notice.text.contains("<p lang=\"en\" dir=\"ltr\"><b>"), "{}", notice.text);
    let english = browser.get(&app.path("/notice?lang=en")).await;
    assert!(english.text.contains(">हिन्दी</a>"), "{}", english.text);
    let front = browser.get(&app.path("?lang=hi")).await;
    assert!(front.text.contains("<html lang=\"en\"") && !front.text.contains("हिन्दी"), "{}", front.text);
    // A version is written down in it too, and is read in it.
    let version = browser.get(&app.path("/notice/versions/1?lang=hi")).await;
    assert!(version.text.contains("30 दिन साइन इन रहते हैं"), "{}", version.text);
    assert!(!app.house.words.languages().iter().any(|(code, _)| code == "hi"), "no clinic can offer it elsewhere");
    let hindi = app.house.words.tongue("hi").unwrap();
    for promise in promise::PROMISES {
        let said = ground::says::statement(&hindi, promise, &promise::Parameters::default());
        assert!(said.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)), "{}: {said}", promise.id);
    }
    // With the same values, also where a room is missing.
    let file = format!("\n{}", include_str!("../../../office/locales/hi/promises.ftl"));
    for promise in promise::PROMISES {
        let otherwise = promise.otherwise.iter().map(|one| (promise.otherwise_key(one), one.statement));
        for (key, statement) in std::iter::once((promise.message_key(), promise.statement)).chain(otherwise) {
            let said = file.split(&format!("\n{key} = ")).nth(1).unwrap_or_else(|| panic!("{key} is not said"));
            let said = said.split('\n').next().unwrap();
            for parameter in promise::Parameter::ALL {
                let named = said.contains(&format!("${parameter} "));
                let names = statement.placeholders().unwrap().contains(parameter);
                assert_eq!(named, names, "{key}: {parameter} in {said}");
            }
        }
    }
    // And how each is kept, and what its evidence says, as far as English has words for it.
    let english = app.house.words.tongue("en").unwrap();
    for promise in promise::PROMISES {
        let id = promise.id.to_string().replace(['.', '_'], "-");
        for key in [format!("how-{id}"), format!("evidence-{id}")] {
            assert!(!english.has(&key) || !hindi.lacks(&key), "{key}");
        }
    }
    assert_eq!(app.house.words.missing(), [] as [String; 0]);
}
