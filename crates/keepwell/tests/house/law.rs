//! What the program knows of laws: each fact with its source, whether it was read and what keeps to it; and a mark wherever a law
//! is named that nobody read.

use ground::Role;
use promise::Jurisdiction;
use promise::law::{Checked, Fact, facts, is_read, named, packs};

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Place, TestApp};

/// As a page says it: without what keeps texts of two directions apart, and with its signs as they are read.
fn plain(text: &str) -> String {
    let text = text.replace(['\u{2068}', '\u{2069}'], "");
    text.replace("&#39;", "'").replace("&#38;", "&").replace("&#60;", "<").replace("&#34;", "\"")
}

/// The part of the page that is about the fact.
fn part<'a>(page: &'a str, fact: &Fact) -> &'a str {
    let begins = format!("<li id=\"{}\">", fact.id);
    let rest = page.split(&begins).nth(1).unwrap_or_else(|| panic!("{} is not on the page", fact.id));
    rest.split("</li>").next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_fact_stands_on_the_page_with_its_source_its_mark_and_what_keeps_to_it() {
    let app = TestApp::start().await;
    let officer = app.signed_in(&app.clinic, Role::PrivacyOfficer).await;
    let own = plain(&officer.get(&app.path("/office/law")).await.text);
    let all = plain(&officer.get(&app.path("/office/law?of=all")).await.text);
    let place: Jurisdiction = app.clinic.jurisdiction.parse().unwrap();
    assert!(facts(place).count() > 5);
    let words = app.house.words.english();
    let here = facts(place).map(|fact| (fact, own.as_str()));
    for (fact, page) in here.chain(packs().iter().flat_map(|pack| &pack.facts).map(|fact| (fact, all.as_str()))) {
        let part = part(page, fact);
        for said in [&fact.what, &fact.value, &fact.citation, &fact.url] {
            assert!(part.contains(said.as_str()), "{}: {said} is not in {part}", fact.id);
        }
        let (mark, other) = ("Checked against its source, ", "Unverified");
        match fact.checked {
            Checked::Verified => assert!(part.contains(mark) && !part.contains(other), "{}: {part}", fact.id),
            Checked::Unverified => assert!(!part.contains(mark) && part.contains(other), "{}: {part}", fact.id),
        }
        if let Some(read) = fact.read {
            assert!(part.contains(&words.date_plain(read)), "{}: the day is not in {part}", fact.id);
        }
        assert!(!fact.mechanisms().is_empty());
        for mechanism in fact.mechanisms() {
            let word = words.known(&format!("law-by-{mechanism}")).expect("a word of each");
            assert!(part.contains(&word), "{}: {word} is not in {part}", fact.id);
        }
        assert_eq!(part.contains(&format!("{} (unverified)", fact.citation)), !is_read(&fact.citation), "{}", fact.id);
    }
    for page in [&own, &all] {
        assert!(page.contains("None of it is legal advice."));
    }
    assert!(!own.contains("<li id=\"us."), "a law of elsewhere is not the clinic's");
    for language in ["en", "ar"] {
        let page = officer.get(&app.path(&format!("/office/law?of=all&lang={language}"))).await;
        assert!(page.status == 200 && !page.text.contains("law-by-") && !page.text.contains(">law-"), "{language}");
    }
    // What leads on leads somewhere.
    for rest in all.split("<main").nth(1).unwrap().split("<a href=\"").skip(1) {
        let to = rest.split('"').next().unwrap();
        assert_eq!(officer.get(to).await.status, 200, "{to}");
    }
}

#[test]
fn the_command_prints_the_same() {
    let place = Place::fresh();
    // What is known of laws needs no installation.
    let all = run(&place, &["law", "--jurisdiction", "all", "--format", "json"], &[]);
    assert!(all.status.success(), "{}", said(&all));
    let all: Vec<serde_json::Value> = serde_json::from_slice(&all.stdout).unwrap();
    assert_eq!(all.len(), packs().iter().map(|pack| pack.facts.len()).sum::<usize>());
    assert!(all.iter().all(|fact| !fact["used"].as_array().unwrap().is_empty() && fact["citation"].is_string()));
    let india = said(&run(&place, &["law", "--jurisdiction", "IN"], &[]));
    for fact in facts("IN".parse().unwrap()) {
        assert!(india.contains(&fact.id) && india.contains(&fact.citation), "{}: {india}", fact.id);
    }
    assert!(india.contains("None of this is legal advice") && !india.contains("us.access"), "{india}");
    let nowhere = run(&place, &["law", "--jurisdiction", "Atlantis"], &[]);
    assert!(!nowhere.status.success(), "{}", said(&nowhere));
    assert!(run(&place, CREATE, &[]).status.success());
    let own = said(&run(&place, &["law", "--clinic", "north"], &[]));
    assert!(own.contains("eu.rights") && !own.contains("us.access"), "{own}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_law_that_nobody_read_says_so_wherever_it_is_named() {
    for code in ["AE", "IE", "US"] {
        let app = TestApp::start().await;
        app.place.tamper(&format!("UPDATE clinic SET jurisdiction = '{code}' WHERE id = '{}'", app.clinic.id));
        let beside = app.beside().await;
        let officer = beside.signed_in(&beside.clinic, Role::PrivacyOfficer).await;
        let mut seen = 0;
        for page in ["/retention", "/notice/retention", "/privacy/complaint", "/office/law"] {
            let text = plain(&officer.get(&beside.path(page)).await.text);
            for fact in facts(code.parse().unwrap()) {
                for rest in text.split(&fact.citation).skip(1) {
                    // A longer citation may begin like this one.
                    let longer = packs().iter().flat_map(|pack| &pack.facts).any(|other| {
                        let more = other.citation.strip_prefix(&fact.citation);
                        more.is_some_and(|more| !more.is_empty() && rest.starts_with(more))
                    });
                    if longer {
                        continue;
                    }
                    seen += 1;
                    let marked = rest.starts_with(" (unverified)");
                    assert_eq!(marked, !is_read(&fact.citation), "{code} {page}: {} {}", fact.citation, &rest[..40]);
                }
            }
        }
        assert!(seen > 5, "{code}: {seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_self_check_says_what_of_the_law_nobody_read_and_what_is_to_be_read_again() {
    let app = TestApp::start().await;
    let look = async |app: &TestApp| {
        let check = app.house.checks.iter().find(|(_, check)| check.name == "laws").unwrap().1;
        ground::check::look(&app.house, &app.clinic, check).await.unwrap()
    };
    let figure = |found: &ground::check::Found, of: &str| {
        found.figures.iter().find(|(name, _)| name == of).unwrap_or_else(|| panic!("{of}")).1
    };
    let own = || facts(app.clinic.jurisdiction.parse().unwrap());
    let unread = own().filter(|fact| fact.checked == Checked::Unverified).count() as i64;
    let found = look(&app).await;
    assert_eq!((figure(&found, "facts"), figure(&found, "unverified")), (own().count() as i64, unread));
    assert_eq!((figure(&found, "outdated"), found.wrong), (0, 0), "{found:?}");
    // Two years on every reading is old.
    app.house.clock.set("2028-12-01T10:00:00Z".parse().unwrap());
    let found = look(&app).await;
    let read = own().filter(|fact| fact.checked == Checked::Verified).count() as i64;
    assert!(read > 0 && figure(&found, "outdated") >= read && found.wrong >= read, "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_erasing_meets_a_duty_to_keep_the_pages_name_both_and_the_lock() {
    let day = "2026-11-24".parse().unwrap();
    for (code, met) in [("AE", true), ("DE", true), ("US", false)] {
        let app = TestApp::start().await;
        app.place.tamper(&format!("UPDATE clinic SET jurisdiction = '{code}' WHERE id = '{}'", app.clinic.id));
        let beside = app.beside().await;
        let officer = beside.signed_in(&beside.clinic, Role::PrivacyOfficer).await;
        let conflicts = promise::law::conflicts(&[code.parse().unwrap()], day);
        assert_eq!(conflicts.is_empty(), !met, "{code}: {conflicts:?}");
        for page in ["/retention", "/notice/retention"] {
            let text = plain(&officer.get(&beside.path(page)).await.text);
            assert_eq!(text.contains("Both are met by a lock"), met, "{code} {page}");
            for one in &conflicts {
                let right = one.right.as_deref().map_or_else(|| "our own promise to erase".to_owned(), named);
                let both = format!(
                    "Erased on request ({right}), and kept {} years ({}).",
                    one.duty.years,
                    named(&one.duty.citation)
                );
                assert!(text.contains(&both), "{code} {page}: {both} is not in {text}");
            }
        }
    }
}
