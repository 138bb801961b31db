//! What a law keeps is locked, and goes when the law's time and every hold are over.

use std::collections::BTreeSet;

use ground::erase::{Unerased, locked, unlock};
use ground::{PersonId, Scope};
use promise::Purpose;

use super::{erase, is_erased, request, visitors};
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_law_keeps_is_locked_for_all_but_the_law_and_goes_when_its_time_is_over() {
    let app = TestApp::start().await;
    app.place.tamper(&format!("UPDATE clinic SET jurisdiction = 'AE' WHERE id = '{}'", app.clinic.id));
    let node = app.beside().await;
    let clinic = node.house.clinic_by_slug(&app.clinic.slug).await.unwrap().unwrap();
    let scope = |purpose| Scope::new(&node.house, clinic.clone(), ground::Actor::automatic(), purpose, "test");
    let (desk, rights) = (scope(Purpose::Scheduling), scope(Purpose::Rights));
    // Whoever never came is not locked for what counts from the last visit.
    let kept = app.place.column(&format!(
        "SELECT DISTINCT client FROM appointment WHERE clinic = '{}' AND status IN ('arrived', 'in_progress', 'done')",
        app.clinic.id
    ));
    let came = |person: PersonId| kept.contains(&person.to_string());
    let all_of_them = visitors(&app).await;
    if let Some((never, ..)) = all_of_them.iter().copied().find(|(person, ..)| !came(*person)) {
        let foreseen = rights.read(move |tx| tx.foresee_erasure(never, &request())).await.unwrap();
        assert_eq!(foreseen.locked_until, None, "{:?}", foreseen.retained);
    }
    let (person, all, ahead) =
        all_of_them.into_iter().find(|(person, all, ahead)| all > ahead && came(*person)).unwrap();
    let name = desk.read(move |tx| people::open(tx, person)).await.unwrap().name();
    let done = erase(&rights, person, request()).await.unwrap();
    let until = done.locked_until.unwrap();
    let locks = done.retained.iter().filter(|kept| kept.until.is_some());
    assert!(locks.clone().count() > 0 && locks.clone().all(|kept| kept.law.contains("2019")), "{:?}", done.retained);
    let said: serde_json::Value = serde_json::from_str(&done.certificate).unwrap();
    let locks = said["retained"].as_array().unwrap().iter().filter(|kept| kept["until"].is_string());
    for kept in locks {
        assert_eq!(kept["unverified"], true, "nobody here read the law of the Emirates: {kept}");
    }
    assert!(done.keys.is_empty() && done.certificate.contains("\"what\": \"locked\""), "{}", done.certificate);
    assert!(is_erased(&desk, person).await, "for the desk it is over");
    // The program by itself answers nobody's request; that it is refused by policy, and not as erased, shows what the lock lets by.
    assert!(!is_erased(&rights, person).await, "for what they ask, and the law, it is there");
    assert!(desk.read(move |tx| people::search(tx, &name, 10)).await.unwrap().is_empty());
    let lock = desk.read(move |tx| locked(tx, person)).await.unwrap().unwrap();
    assert_eq!(lock.until, until);
    let midnight = until.to_zoned(clinic.zone.clone());
    assert_eq!(midnight.start_of_day().unwrap(), midnight, "it ends as a day begins");
    let laws: Vec<&str> = lock.law.split("; ").collect();
    let locking = |law: &&str| done.retained.iter().any(|kept| kept.until.is_some() && kept.law == **law);
    assert!(laws.iter().all(locking), "only laws that lock are named: {}", lock.law);
    assert_eq!(laws.iter().collect::<BTreeSet<_>>().len(), laws.len(), "each once: {}", lock.law);
    assert!(!promise::law::is_read(&lock.law) && lock.law.contains("2019"), "nobody here read that law: {}", lock.law);
    let export = scope(Purpose::Export);
    assert!(!is_erased(&export, person).await, "whoever takes everything along takes it along too");
    assert_eq!(erase(&rights, person, request()).await.unwrap_err(), Unerased::Locked(until));
    for gone in ["account", "session", "client_token", "reminder_choice"] {
        let column = if gone == "client_token" { "client" } else { "person" };
        let rows = app.place.column(&format!("SELECT '1' FROM {gone} WHERE {column} = '{person}'"));
        assert_eq!(rows, Vec::<String>::new(), "{gone}");
    }
    let contact = app
        .place
        .column(&format!("SELECT id FROM client WHERE id = '{person}' AND (email IS NOT NULL OR phone IS NOT NULL)"));
    assert_eq!(contact, Vec::<String>::new(), "how to reach them is not what the law keeps");
    let open = app.place.column(&format!(
        "SELECT id FROM appointment WHERE client = '{person}' AND status IN ('requested', 'booked', 'confirmed') AND ends_at > {}",
        node.house.clock.now().as_microsecond()
    ));
    assert!(open.is_empty() && ahead <= all);

    // A dispute may be about what is locked: beyond its day it stays, and is not late.
    let hold = rights.write(move |tx| ground::hold::place(tx, Some(person), "Case 12/2026", None)).await.unwrap();

    // Nothing goes early; then everything does.
    assert_eq!(unlock(&rights).await.unwrap(), 0);
    for sql in [
        format!("UPDATE person SET locked_until = 1, created_at = 1 WHERE id = '{person}'"),
        format!(
            "UPDATE appointment SET starts_at = 2, ends_at = 3, busy_from = 1, busy_to = 4, active = 0 WHERE client = '{person}'"
        ),
    ] {
        app.place.tamper(&sql);
    }
    assert_eq!(unlock(&rights).await.unwrap(), 0, "it is held");
    let evidence = rights.read(ground::erase::evidence::deleted).await.unwrap();
    assert!(evidence.figures.contains(&("late".into(), 0)), "{evidence:?}");
    rights.write(move |tx| ground::hold::lift(tx, hold)).await.unwrap();
    assert_eq!(unlock(&rights).await.unwrap(), 1);
    assert!(is_erased(&rights, person).await);
    assert_eq!(unlock(&rights).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_names_laws_of_the_clinics_own_place_alone_and_why_no_day_is_set() {
    for (place, named, silent) in [("IE", "GDPR", "45 CFR"), ("US", "45 CFR 164.316(b)(2)(i)", "GDPR")] {
        let app = TestApp::start().await;
        app.place.tamper(&format!("UPDATE clinic SET jurisdiction = '{place}' WHERE id = '{}'", app.clinic.id));
        let clinic = app.house.clinic_by_slug(&app.clinic.slug).await.unwrap().unwrap();
        let clinic = std::sync::Arc::new(ground::Clinic { jurisdiction: place.to_owned(), ..(*clinic).clone() });
        let rights = app.scope(&clinic, Purpose::Rights);
        let (person, ..) = visitors(&app).await[0];
        // What stays as proof of a request, and of who opened the record.
        let new = office::requests::NewRequest {
            person,
            kind: office::requests::Kind::Disclosures,
            via: office::requests::Via::Page,
            shown: Some(office::requests::Shown::Session),
            field: None,
            said: None,
            wanted: None,
            language: "en".to_owned(),
        };
        rights.write(move |tx| office::requests::create(tx, &new)).await.unwrap();
        let scheduling = app.scope(&clinic, Purpose::Scheduling);
        scheduling.read(move |tx| people::open(tx, person).map(drop)).await.unwrap();
        let done = erase(&rights, person, request()).await.unwrap();
        let kept: serde_json::Value = serde_json::from_str(&done.certificate).unwrap();
        let kept = kept["retained"].as_array().unwrap();
        assert!(!kept.is_empty(), "{}", done.certificate);
        let laws: Vec<&str> = kept.iter().filter_map(|one| one["law"].as_str()).collect();
        assert!(laws.iter().any(|law| law.starts_with(named)), "{place}: {laws:?}");
        assert!(!laws.iter().any(|law| law.contains(silent)), "{place}: {laws:?}");
        // What nobody here read in its own text is marked, and only that.
        let places: promise::Jurisdiction = place.parse().unwrap();
        for one in kept.iter().filter(|one| one["law"].is_string()) {
            let mut facts = promise::law::facts(places);
            let fact = facts.find(|fact| one["law"] == fact.citation.as_str());
            let read = fact.is_some_and(|fact| fact.checked == promise::law::Checked::Verified);
            assert_eq!(one["unverified"].as_bool(), (!read).then_some(true), "{place}: {one}");
        }
        assert!(done.certificate.contains("\n  \"done_by\": \"automatic\",\n"), "{}", done.certificate);
        let explained = |one: &serde_json::Value| one["until"].is_string() || one["why"].is_string();
        assert!(kept.iter().all(explained), "{place}: {kept:?}");
    }
}
