//! One's own details: seen, changed and removed by whom they are about, without asking anyone (promise `rights.self_service`).

use ground::{PersonId, Role, params};
use people::model::{IdentifierKind, Number, TagName};
use people::store::tag::Named;
use people::store::{identifier, tag};
use promise::Purpose;

use crate::booking_own::{CHILD, free};
use crate::booking_public::{book, visit};
use crate::kit::{Answer, Browser, TestApp};

async fn client() -> (TestApp, Browser, PersonId) {
    let (app, browser, person) = crate::booking_own::client().await;
    app.place.tamper(&format!("DELETE FROM appointment WHERE client = '{person}'"));
    (app, browser, person)
}

async fn stored(app: &TestApp, person: PersonId) -> people::Client {
    app.scope(&app.clinic, Purpose::Scheduling).read(move |tx| people::open(tx, person)).await.unwrap()
}

/// Sends the form of one's details as it stands, with these fields changed.
async fn save(browser: &Browser, path: &str, changed: &[(&str, &str)]) -> Answer {
    let page = browser.get(path).await;
    let value = |name: &str| page.attribute(&format!("name=\"{name}\""), "value").unwrap_or_default();
    let names = ["version", "given_name", "family_name", "email", "phone", "birth_date"];
    let mut fields: Vec<(&str, String)> = names.iter().map(|name| (*name, value(name))).collect();
    fields.push(("language", "en".to_owned()));
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(path, &fields).await
}

/// Presses what removes a detail on the page of what is held, and says yes.
async fn remove(browser: &Browser, app: &TestApp, what: &str) -> Answer {
    let path = app.path(&format!("/me/held/removal?what={what}"));
    let asked = browser.get(&path).await;
    assert!(asked.status == 200 && asked.text.contains("Keep it"), "{what}: {}", asked.text);
    browser.post(&app.path("/me/held/removal"), &[("what", what)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_detail_is_seen_changed_and_removed_by_whom_it_is_about_without_asking_anyone() {
    let (app, browser, person) = client().await;
    let desk = app.scope(&app.clinic, Purpose::Scheduling);
    let written = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        let Named::Done(label) = tag::create(tx, &TagName::parse("Needs a chair").unwrap())? else { panic!("a label") };
        tag::change(tx, person, &[label], &[])?;
        identifier::create(tx, person, IdentifierKind::Insurance, &Number::parse("QM 4417 2209 31").unwrap(), None)?;
        let client = people::open(tx, person)?;
        let note = people::model::Note::parse("Prefers the back door").unwrap();
        let born = people::BirthDate::new(jiff::civil::date(1988, 5, 3), jiff::civil::date(2026, 11, 24)).unwrap();
        assert!(people::store::amend(tx, &client, |change| {
            change.note = Some(Some(note));
            change.birth_date = Some(born);
        })?);
        Ok(())
    };
    desk.write(written).await.unwrap();
    let offered = free(&browser, &app).await;
    visit(&book(&browser, &app, "review", &[("slot", &offered[0]), ("whom", "self")]).await);

    // Seen: every one of them, whoever wrote it.
    let me = stored(&app, person).await;
    let held = browser.get(&app.path("/me/held")).await;
    assert_eq!(held.status, 200, "{}", held.text);
    let phone = people::model::grouped(me.phone.as_deref().unwrap());
    for shown in [
        me.given_name.as_str(),
        &me.family_name,
        me.email.as_deref().unwrap(),
        &phone,
        "3 May 1988",
        "English",
        "Prefers the back door",
        "Needs a chair",
        "QM 4417 2209 31",
        "One visit, that was or is to come.",
        "Exercises for the knee.txt",
        "One account to sign in with.",
    ] {
        assert!(held.text.contains(shown), "{shown}: {}", held.text);
    }
    // Changed.
    let details = app.path("/me/details");
    let changed =
        save(&browser, &details, &[("given_name", "Noor"), ("phone", "087 555 0177"), ("birth_date", "1988-05-04")])
            .await;
    assert_eq!(changed.location, Some(app.path("/me?done=saved")), "{}", changed.text);
    let now = stored(&app, person).await;
    assert_eq!((now.given_name.as_str(), now.phone.as_deref()), ("Noor", Some("+353875550177")));
    assert_eq!(now.birth_date.unwrap().day(), jiff::civil::date(1988, 5, 4));

    // Removed, each by itself, and the visit that is ahead is spoken of before.
    let asked = browser.get(&app.path("/me/held/removal?what=email")).await;
    assert!(
        asked.text.contains("You have a visit ahead, Thursday 3 December") && asked.text.contains("It stays booked."),
        "{}",
        asked.text
    );
    assert!(stored(&app, person).await.email.is_some(), "asking removes nothing");
    let held = browser.get(&app.path("/me/held")).await.text;
    let whats: Vec<String> =
        held.split("removal?what=").skip(1).map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect();
    let count =
        |of: &str| app.place.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {of} = '{person}'"))[0].clone();
    let (labels, numbers) = (count("client_tag WHERE client"), count("identifier WHERE person"));
    let more: usize = [labels, numbers].iter().map(|count| count.parse::<usize>().unwrap()).sum();
    assert!(more >= 2 && whats.len() == 4 + more, "{whats:?}");
    for what in &whats {
        let gone = remove(&browser, &app, what).await;
        assert_eq!(gone.location, Some(app.path("/me/held?done=detail")), "{what}: {}", gone.text);
        // Pressed again in another window.
        let again = browser.post(&app.path("/me/held/removal"), &[("what", what)]).await;
        assert_eq!(again.location, Some(app.path("/me/held?done=detail")), "{what}");
    }
    let now = stored(&app, person).await;
    assert_eq!((now.email, now.phone, now.birth_date), (None, None, None));
    let held = browser.get(&app.path("/me/held?done=detail")).await.text;
    for gone in ["Prefers the back door", "Needs a chair", "QM 4417", "removal?what="] {
        assert!(!held.contains(gone), "{gone}: {held}");
    }
    assert!(held.contains("Removed.") && held.contains("Noor"));
    let booked = app.place.column(&format!("SELECT status FROM appointment WHERE client = '{person}'"));
    assert_eq!(booked, ["booked"], "the visit stays");
    // The desk sees nothing of what was removed, and who was at the record.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let page = desk.get(&app.path(&format!("/clients/{person}"))).await;
    assert!(
        page.text.contains("to answer a question about one’s own data") && !page.text.contains("Prefers the back door"),
        "{}",
        page.text
    );
    // A name stays, and so does what is no detail.
    for what in ["given_name", "version", "per_00000000000000000000000000x", ""] {
        let answer = browser.get(&app.path(&format!("/me/held/removal?what={what}"))).await;
        assert_eq!(answer.status, 404, "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_of_birth_is_ones_own_to_change_until_it_would_make_a_child_of_one_or_no_longer() {
    let (app, browser, person) = client().await;
    let details = app.path("/me/details");
    // Nobody knew it: it may be said.
    app.place.tamper(&format!("UPDATE client SET birth_date = NULL WHERE id = '{person}'"));
    let child = save(&browser, &details, &[("birth_date", "2016-05-04")]).await;
    assert!(child.status == 422 && child.text.contains("id=\"e-birth_date\""), "{}", child.text);
    assert_eq!(save(&browser, &details, &[("birth_date", "1990-02-03")]).await.status, 303);
    let crossing = save(&browser, &details, &[("birth_date", "2015-02-03")]).await;
    assert!(
        crossing.status == 422 && crossing.text.contains("id=\"e-birth_date\"") && crossing.text.contains("2015-02-03"),
        "{}",
        crossing.text
    );
    let wrong = save(&browser, &details, &[("birth_date", "1990-02-31")]).await;
    assert!(wrong.status == 422 && wrong.text.contains("id=\"e-birth_date\""), "{}", wrong.text);
    // A form without the field leaves it.
    let version = browser.get(&details).await.attribute("name=\"version\"", "value").unwrap();
    let without = [
        ("version", version.as_str()),
        ("given_name", "Noor"),
        ("family_name", "Ferreira"),
        ("email", "noor@example.org"),
        ("language", "en"),
    ];
    assert_eq!(browser.post(&details, &without).await.status, 303);
    assert!(stored(&app, person).await.birth_date.is_some());

    // A child's is the clinic's, whoever asks; within childhood it is its parent's to correct.
    let before = crate::booking_own::wards(&app, person).await;
    let offered = free(&browser, &app).await;
    visit(&book(&browser, &app, "review", &[&[("slot", offered[0].as_str())], CHILD.as_slice()].concat()).await);
    let ward = crate::booking_own::wards(&app, person).await.into_iter().find(|ward| !before.contains(ward)).unwrap().0;
    let theirs = app.path(&format!("/me/wards/{ward}/details"));
    assert_eq!(save(&browser, &theirs, &[("birth_date", "2018-03-05")]).await.status, 303);
    for crossing in ["1990-02-03", ""] {
        let refused = save(&browser, &theirs, &[("birth_date", crossing)]).await;
        assert!(refused.status == 422 && refused.text.contains("id=\"e-birth_date\""), "{crossing}: {}", refused.text);
    }
    assert_eq!(stored(&app, ward).await.birth_date.unwrap().day(), jiff::civil::date(2018, 3, 5));
    // And a child who signs in does not take it away, nor who acts for them.
    let born = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        let client = people::open(tx, person)?;
        let born = people::BirthDate::new(jiff::civil::date(2012, 5, 3), jiff::civil::date(2026, 11, 24)).unwrap();
        people::store::amend(tx, &client, |change| change.birth_date = Some(born)).map(drop)
    };
    app.scope(&app.clinic, Purpose::Scheduling).write(born).await.unwrap();
    let held = browser.get(&app.path("/me/held")).await;
    assert!(!held.text.contains("what=birth_date") && held.text.contains("so the desk changes it"), "{}", held.text);
    let refused = browser.post(&app.path("/me/held/removal"), &[("what", "birth_date")]).await;
    assert_eq!(refused.location, Some(app.path("/me/held?done=stays")));
    assert!(stored(&app, person).await.birth_date.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_without_a_record_begins_it_themselves_and_its_address_proves_nothing() {
    let (app, browser, person) = client().await;
    app.scope(&app.clinic, Purpose::Scheduling).write(move |tx| people::forget(tx, person)).await.unwrap();
    let details = app.path("/me/details");
    let page = browser.get(&details).await;
    assert!(page.status == 200 && page.text.contains("We hold no details of yours yet"), "{}", page.text);
    // What is held of nobody is said so; a form from before is not the beginning of another record.
    assert_eq!(browser.get(&app.path("/me/held")).await.status, 410);
    let stale = browser.post(&details, &[("version", "3"), ("given_name", "Noor")]).await;
    assert!(stale.status == 410 && stale.text.contains("There is no record of yours here"), "{}", stale.text);
    let wrong = browser.post(&details, &[("given_name", "Noor"), ("language", "en")]).await;
    assert!(
        wrong.status == 422 && wrong.text.contains("id=\"e-family_name\"") && wrong.text.contains("value=\"Noor\""),
        "{}",
        wrong.text
    );
    let fields = [
        ("given_name", "Noor"),
        ("family_name", "Ferreira"),
        ("email", "maeve@example.net"),
        ("phone", ""),
        ("birth_date", ""),
        ("language", "en"),
    ];
    let begun = browser.post(&details, &fields).await;
    assert_eq!(begun.location, Some(app.path("/me?done=saved")), "{}", begun.text);
    assert_eq!(stored(&app, person).await.name(), "Noor Ferreira");
    let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<(String, bool)> {
        let row =
            tx.one("SELECT source, claimed FROM client WHERE clinic = $1 AND id = $2", &params![tx.clinic(), person])?;
        Ok((row.get("source")?, row.get("claimed")?))
    };
    let kept = app.scope(&app.clinic, Purpose::Operation).read(read).await.unwrap();
    assert_eq!(kept, ("self".to_owned(), true));
    // Whoever books in that name with that address is not taken for them.
    let stranger = app.visitor();
    let offered = free(&stranger, &app).await;
    let typed = [
        ("slot", offered[0].as_str()),
        ("whom", "self"),
        ("given_name", "Noor"),
        ("family_name", "Ferreira"),
        ("email", "maeve@example.net"),
        ("of_age", "1"),
    ];
    let here = visit(&book(&stranger, &app, "review", &typed).await);
    assert_ne!(crate::booking_own::party(&app, &here).await.0, person);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_told_with_a_visit_is_seen_and_removed_beside_it() {
    let (app, browser, person) = client().await;
    let offered = free(&browser, &app).await;
    let told = [("slot", offered[0].as_str()), ("whom", "self"), ("note", "A chair with arms")];
    let here = visit(&book(&browser, &app, "review", &told).await);
    let id = here.rsplit('/').nth(1).unwrap().to_owned();
    // Somebody whose record was there books as a visitor, with another number than it has.
    let me = stored(&app, person).await;
    let typed = [
        ("slot", offered[2].as_str()),
        ("whom", "self"),
        ("given_name", me.given_name.as_str()),
        ("family_name", &me.family_name),
        ("email", me.email.as_deref().unwrap()),
        ("phone", "087 555 0144"),
        ("of_age", "1"),
    ];
    let other = visit(&book(&app.visitor(), &app, "review", &typed).await);
    assert_eq!(crate::booking_own::party(&app, &other).await.0, person);
    let other = other.rsplit('/').nth(1).unwrap().to_owned();
    let own = |id: &str| app.path(&format!("/me/visits/{id}"));
    let held = browser.get(&app.path("/me/held")).await;
    assert!(held.text.contains(&own(&id)) && held.text.contains(&own(&other)), "{}", held.text);
    // Whoever removes their number learns that another stands with a visit.
    let asked = browser.get(&app.path("/me/held/removal?what=phone")).await;
    assert!(asked.text.contains(&own(&other)) && !asked.text.contains(&own(&id)), "{}", asked.text);
    for (id, what, value) in [(&id, "note", "A chair with arms"), (&other, "phone", "+353 875 550 144")] {
        let page = browser.get(&own(id)).await;
        assert!(page.text.contains(value), "{}", page.text);
        let removal = format!("{}/told/removal", own(id));
        assert_eq!(browser.post(&removal, &[("what", "secret")]).await.status, 404);
        for _ in 0..2 {
            let gone = browser.post(&removal, &[("what", what)]).await;
            assert_eq!(gone.location, Some(format!("{}?told=removed", own(id))), "{}", gone.text);
        }
        assert!(!browser.get(&own(id)).await.text.contains(value));
        let stranger = app.signed_in(&app.clinic, Role::FrontDesk).await;
        assert_eq!(stranger.post(&removal, &[("what", what)]).await.status, 404);
    }
    let held = browser.get(&app.path("/me/held")).await;
    assert!(!held.text.contains(&own(&id)) && !held.text.contains(&own(&other)));
    // A link of a letter shows nothing of it.
    let told = [("slot", offered[4].as_str()), ("whom", "self"), ("note", "A chair with arms")];
    let link = visit(&book(&browser, &app, "review", &told).await);
    assert!(!app.visitor().get(&link).await.text.contains("A chair with arms"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adult_ends_that_somebody_acts_for_them() {
    let (app, browser, person) = client().await;
    let here = app.clinic.id;
    // Nobody's child: who is in somebody's care acts for nobody of theirs.
    let carer = format!(
        "SELECT id FROM client WHERE id <> '{person}' AND clinic = '{here}'
         AND id NOT IN (SELECT dependant FROM guardian) ORDER BY id LIMIT 1"
    );
    let carer = app.place.column(&carer);
    let carer: PersonId = carer[0].parse().unwrap();
    let bind = move |tx: &mut ground::Tx<'_>| people::store::bind(tx, person, carer, people::Kinship::Carer);
    app.scope(&app.clinic, Purpose::Scheduling).write(bind).await.unwrap();
    let held = browser.get(&app.path("/me/held")).await;
    assert!(held.text.contains("A carer") && held.text.contains(&format!("what={carer}")), "{}", held.text);
    assert_eq!(remove(&browser, &app, &carer.to_string()).await.status, 303);
    let left = app.place.column(&format!(
        "SELECT CAST(COUNT(*) AS TEXT) FROM guardian WHERE dependant = '{person}' AND ended_at IS NULL"
    ));
    assert_eq!(left, ["0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_no_page_shows_is_evidence_against_self_service() {
    let app = TestApp::start().await;
    let mut map = (*app.house.data_map).clone();
    let shown = &app.house.shown;
    assert_eq!(people::store::unshown(&map, shown), []);
    let evidence = app.scope(&app.clinic, Purpose::Operation).read(people::store::self_service).await.unwrap();
    assert!(evidence.ok, "{evidence:?}");
    let client = map.tables.get_mut("client").unwrap();
    let secret = client.columns["note"].clone();
    client.columns.insert("secret".to_owned(), secret);
    let visit = map.tables.get_mut("appointment").unwrap();
    let secret = visit.columns["note"].clone();
    visit.columns.insert("secret".to_owned(), secret);
    let of = |table: &str| (table.to_owned(), "secret".to_owned());
    assert_eq!(people::store::unshown(&map, shown), [of("appointment"), of("client")]);
    // What stands about a person is told in words, in each language, whichever room keeps it: some row by row, and what is
    // on its way in under a key that is nobody's stands about nobody yet.
    for (table, _, _) in map.person_tables().filter(|(table, ..)| {
        ![
            "client",
            "client_tag",
            "client_token",
            "identifier",
            "guardian",
            "document",
            "client_import",
            "appointment_import",
            "directory_google",
            "oidc_provider",
            "oidc_request",
            "directory_consent",
        ]
        .contains(table)
    }) {
        let (key, count) = (format!("holds-{}", table.replace('_', "-")), [("count", 1_i64.into())]);
        let told = |language: &str| app.house.words.tongue(language).unwrap().known_with(&key, &count);
        let english = told("en");
        assert!(english.is_some(), "{table}");
        for (language, _) in app.house.words.languages().into_iter().filter(|(language, _)| language != "en") {
            assert_ne!(told(&language), english, "{table} in {language}");
        }
    }
}
