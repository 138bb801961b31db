//! What was given to somebody outside care: written down, sealed, read by the person, and hidden where an order asks so.

mod answered;
mod handed;
mod secret;
mod told;

use ground::{PersonId, Role, params};
use promise::{Evidence, Purpose};

use crate::attack::{another, signed_in_to};
use crate::kit::{Answer, Browser, TestApp};

/// What the form says where nothing else is said.
const USUAL: [(&str, &str); 6] = [
    ("kind", "public_health"),
    ("recipient", "Harbour Health Board"),
    ("purpose", "They count a measles outbreak"),
    ("basis", "Infectious Diseases Regulations, article 14"),
    ("form", "paper"),
    ("given", "2026-11-20"),
];

/// The form, with the categories `contact` and `health`, and some of it said otherwise; what is said as nothing is left out.
fn form<'a>(otherwise: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<(&str, &str)> =
        USUAL.into_iter().filter(|(name, _)| !otherwise.iter().any(|(other, _)| other == name)).collect();
    if !otherwise.iter().any(|(name, _)| *name == "category") {
        fields.extend([("category", "contact"), ("category", "health")]);
    }
    fields.extend(otherwise.iter().copied().filter(|(_, value)| !value.is_empty()));
    fields
}

async fn give(app: &TestApp, staff: &Browser, person: PersonId, otherwise: &[(&str, &str)]) -> Answer {
    staff.post(&app.path(&format!("/clients/{person}/disclosures")), &form(otherwise)).await
}

async fn given(app: &TestApp, staff: &Browser, person: PersonId, otherwise: &[(&str, &str)]) {
    let answer = give(app, staff, person, otherwise).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
}

async fn officer(app: &TestApp) -> Browser {
    app.signed_in(&app.clinic, Role::PrivacyOfficer).await
}

fn rows(app: &TestApp) -> usize {
    app.place.column("SELECT id FROM disclosure").len()
}

async fn evidence(app: &TestApp) -> Evidence {
    let prove = app.house.evidence["sharing.disclosures_recorded"];
    app.scope(&app.clinic, Purpose::Operation).read(prove).await.unwrap()
}

fn figure(evidence: &Evidence, name: &str) -> i64 {
    evidence.figures.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("{name}")).1
}

/// Has `person` say something beside what was not corrected.
async fn says(app: &TestApp, person: PersonId, body: &'static str) {
    let new = office::requests::NewRequest {
        person,
        kind: office::requests::Kind::Correction,
        via: office::requests::Via::Page,
        shown: Some(office::requests::Shown::Session),
        field: Some(office::requests::Detail::Other),
        said: None,
        wanted: Some("Something else".to_owned()),
        language: "en".to_owned(),
    };
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let id = scope.write(move |tx| office::requests::create(tx, &new)).await.unwrap();
    app.place.tamper(&format!(
        "UPDATE request SET state = 'refused', ground = 'accurate', closed_at = received_at WHERE id = '{id}'"
    ));
    scope.write(move |tx| office::requests::state(tx, person, id, body)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_to_whom_is_written_down_sealed_and_read_by_the_person() {
    let (app, browser, person) = crate::booking_own::client().await;
    let none = browser.get(&app.path("/me/privacy/disclosures")).await;
    assert!(none.status == 200 && none.text.contains("Nothing was given out"), "{}", none.text);
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let record = desk.get(&app.path(&format!("/clients/{person}"))).await;
    assert!(record.text.contains(&format!("/clients/{person}/disclosures")), "a way there: {}", record.text);
    // What is wrong comes back beside its field, with all that was typed.
    for (wrong, fault) in [
        (("kind", ""), "id=\"e-kind\""),
        (("recipient", ""), "id=\"e-recipient\""),
        (("purpose", ""), "id=\"e-purpose\""),
        (("basis", ""), "id=\"e-basis\""),
        (("category", ""), "id=\"e-category\""),
        (("category", "technical"), "id=\"e-category\""),
        (("form", "pigeon"), "id=\"e-form\""),
        (("given", "2026-11-25"), "id=\"e-given\""),
        (("given", "yesterday"), "id=\"e-given\""),
    ] {
        let answer = give(&app, &desk, person, &[wrong, ("address", "12 Quay Street")]).await;
        assert!(answer.status == 422 && answer.text.contains(fault), "{wrong:?}: {}", answer.text);
        assert!(answer.text.contains("12 Quay Street"), "{wrong:?}: what was typed stays");
    }
    // The desk does not say what an order hides: whoever answers for data does.
    let secret = [("secret", "2027-01-31"), ("ordered_by", "A court")];
    assert_eq!(give(&app, &desk, person, &secret).await.status, 422);
    assert_eq!(rows(&app), 0);
    // Sent twice it is one.
    let sent = [("address", "12 Quay Street"), ("once", "evt_00000000000000000000000000")];
    given(&app, &desk, person, &sent).await;
    given(&app, &desk, person, &sent).await;
    assert_eq!(rows(&app), 1);
    for column in ["recipient", "address", "purpose", "basis"] {
        let clear =
            app.place.column(&format!("SELECT id FROM disclosure WHERE CAST({column} AS TEXT) LIKE '%Harbour%'"));
        assert!(clear.is_empty(), "{column} is sealed");
    }
    let page = browser.get(&app.path("/me/privacy/disclosures")).await;
    for told in [
        "Harbour Health Board",
        "12 Quay Street",
        "They count a measles outbreak",
        "article 14",
        "Public health",
        "Health",
    ] {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    let mine = browser.get(&app.path("/me/privacy")).await;
    assert!(mine.text.contains("to somebody outside your care once"), "{}", mine.text);
    // Another client, whoever acts for another child, and another clinic find nothing of it.
    let (stranger, _) = another(&app, "stranger@example.net").await;
    let stranger = signed_in_to(&app, stranger).await;
    let page = stranger.get(&app.path("/me/privacy/disclosures")).await;
    assert!(page.status == 200 && !page.text.contains("Harbour"), "{}", page.text);
    let page = stranger.get(&app.path(&format!("/me/privacy/disclosures?for={person}"))).await;
    assert!([403, 404].contains(&page.status) && !page.text.contains("Harbour"), "{}", page.text);
    assert_eq!(give(&app, &stranger, person, &[]).await.status, 403);
    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    assert_eq!(give(&app, &clinician, person, &[]).await.status, 403);
    assert_eq!(desk.get(&app.path("/office/disclosures")).await.status, 403, "the register is not the desk's");
    let elsewhere = app.signed_in(&app.other, Role::Manager).await;
    let there = format!("/c/{}/clients/{person}/disclosures", app.other.slug);
    assert_eq!(elsewhere.get(&there).await.status, 404);
    assert_eq!(elsewhere.post(&there, &form(&[])).await.status, 404);
    assert_eq!(rows(&app), 1);
    // Nothing of it is changed afterwards.
    let change = |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
        tx.execute("UPDATE disclosure SET kind = 'named' WHERE clinic = $1", &params![tx.clinic()]).map(drop)
    };
    assert!(app.scope(&app.clinic, Purpose::Rights).write(change).await.is_err());
    assert!(evidence(&app).await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_register_is_filtered_and_what_is_handed_out_is_what_was_chosen() {
    let (app, _, person) = crate::booking_own::client().await;
    let officer = officer(&app).await;
    says(&app, person, "I never agreed to that note.").await;
    given(&app, &officer, person, &[("attached", "1"), ("category", "contact"), ("form", "file")]).await;
    given(
        &app,
        &officer,
        person,
        &[("attached", "1"), ("kind", "named"), ("recipient", "Aunt Brid"), ("given", "2026-10-02")],
    )
    .await;
    let list = |query: &'static str| {
        let (app, officer) = (&app, &officer);
        async move { officer.get(&app.path(&format!("/office/disclosures{query}"))).await.text }
    };
    let all = list("").await;
    assert!(all.contains("Harbour Health Board") && all.contains("Aunt Brid"), "{all}");
    for (query, harbour, brid) in [
        ("?kind=named", false, true),
        ("?from=2026-11-20", true, false),
        ("?to=2026-10-02", false, true),
        ("?from=2026-10-03&to=2026-11-19", false, false),
    ] {
        let text = list(query).await;
        assert_eq!(text.contains("Harbour Health Board"), harbour, "{query}");
        assert_eq!(text.contains("Aunt Brid"), brid, "{query}");
    }
    let id = app.place.column("SELECT id FROM disclosure WHERE kind = 'public_health'").remove(0);
    let base = app.path(&format!("/clients/{person}/disclosures/{id}"));
    let sheet = officer.get(&format!("{base}/sheet")).await;
    for told in ["Harbour Health Board", "article 14", "I never agreed to that note.", "data-print"] {
        assert!(sheet.text.contains(told), "{told}: {}", sheet.text);
    }
    let file: serde_json::Value = serde_json::from_str(&officer.get(&format!("{base}/data.json")).await.text).unwrap();
    assert_eq!(file["statements"][0]["said"], "I never agreed to that note.");
    let map = app.house.data_map.clone();
    let data = file["data"].as_object().unwrap();
    assert!(data.contains_key("client"), "{file}");
    for (table, rows) in data {
        for row in rows.as_array().unwrap() {
            for (column, value) in row.as_object().unwrap() {
                let category = map.column(table, column).unwrap().category;
                assert_eq!(category, promise::Category::Contact, "{table}.{column}: {value}");
            }
        }
    }
    let csv = officer.get(&format!("{base}/data.csv")).await.text;
    assert!(csv.starts_with("table,row,column,value\r\nstatement,1,") && csv.contains("client,1,email,"), "{csv}");
    assert!(!csv.contains("given_name"), "{csv}");
    // The desk makes no such file, and another person's record has no such row.
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.get(&format!("{base}/data.json")).await.status, 403);
    let (_, other) = another(&app, "other@example.net").await;
    let wrong = app.path(&format!("/clients/{other}/disclosures/{id}/data.json"));
    assert_eq!(officer.get(&wrong).await.status, 404);
    // Opening the record for it is an opening with its own purpose.
    let purposes = app.place.column(&format!(
        "SELECT DISTINCT purpose FROM access_entry WHERE person = '{person}' AND action LIKE 'office.disclosure%'"
    ));
    assert_eq!(purposes, ["disclosure"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disclosure_without_the_statement_beside_it_is_not_written_down() {
    let (app, browser, person) = crate::booking_own::client().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    says(&app, person, "It was the left knee, not the right one.").await;
    let page = desk.get(&app.path(&format!("/clients/{person}/disclosures"))).await;
    assert!(page.text.contains("It was the left knee, not the right one."), "it is shown: {}", page.text);
    let without = give(&app, &desk, person, &[]).await;
    assert!(
        without.status == 422 && without.text.contains("id=\"e-attached\"") && without.text.contains("Harbour"),
        "{}",
        without.text
    );
    assert_eq!(rows(&app), 0);
    // Nor by the store, whatever the page let through.
    let new = office::disclosures::NewDisclosure {
        kind: office::disclosures::Occasion::Partner,
        recipient: "x".to_owned(),
        address: None,
        purpose: "x".to_owned(),
        basis: "x".to_owned(),
        categories: vec![promise::Category::Health],
        form: office::disclosures::Form::Post,
        given_at: app.house.clock.now(),
        secrecy: None,
        attached: false,
    };
    let scope = app.scope(&app.clinic, Purpose::Disclosure);
    let refused = scope.write(move |tx| office::disclosures::record(tx, person, &new)).await;
    assert!(matches!(refused, Err(office::Error::StatementsLeft)));
    given(&app, &desk, person, &[("attached", "1")]).await;
    let page = browser.get(&app.path("/me/privacy/disclosures")).await;
    assert!(page.text.contains("One statement of the person went along"), "{}", page.text);
    assert_eq!(app.place.column("SELECT statement FROM disclosure_statement").len(), 1);
    assert!(evidence(&app).await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_one_fault_writes_down_nothing() {
    let (app, _, person) = crate::booking_own::client().await;
    let (_, second) = another(&app, "second@example.net").await;
    let (_, third) = another(&app, "third@example.net").await;
    says(&app, third, "Not so.").await;
    let officer = officer(&app).await;
    let path = app.path("/office/disclosures/several");
    assert_eq!(officer.get(&path).await.status, 200);
    let people = format!("{person}\nsecond@example.net\n\n{second}\nper_00000000000000000000000000\nnobody\n{third}");
    let send = |people: String, more: &[(&'static str, &'static str)]| {
        let more = more.to_vec();
        let (officer, path) = (&officer, &path);
        async move {
            let mut fields = form(&more);
            fields.push(("people", people.as_str()));
            officer.post(path, &fields).await
        }
    };
    let wrong = send(people.clone(), &[]).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    for told in ["Line 4: an earlier", "Line 5: nobody", "Line 6: nobody", "Line 7: what this person says"] {
        let plain = wrong.text.replace(['\u{2068}', '\u{2069}'], "");
        assert!(plain.contains(told), "{told}: {plain}");
    }
    assert!(wrong.text.contains("second@example.net"), "what was typed stays");
    assert_eq!(rows(&app), 0, "nothing is written down");
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    assert_eq!(desk.post(&path, &form(&[("people", "second@example.net")])).await.status, 403);
    // The same list without its faults, twice: once each.
    let people = format!("{person}\nsecond@example.net\n{third}");
    let more = [("attached", "1"), ("once", "evt_00000000000000000000000001")];
    for _ in 0..2 {
        let done = send(people.clone(), &more).await;
        assert_eq!(done.status, 303, "{}", done.text);
    }
    let mut written = app.place.column("SELECT person FROM disclosure");
    written.sort();
    let mut expected = [person, second, third].map(|one| one.to_string());
    expected.sort();
    assert_eq!(written, expected);
    assert_eq!(app.place.column("SELECT person FROM disclosure_statement"), [third.to_string()]);
    let too_many = (0..201).map(|n| format!("p{n}@example.net\n")).collect::<String>();
    let too_many = send(too_many, &[]).await;
    assert!(too_many.status == 422 && !too_many.text.contains("Line "), "nobody is looked for: {}", too_many.text);
    assert_eq!(send(String::new(), &[]).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_moves_with_a_merged_record_and_what_law_keeps_stays_of_whoever_is_erased() {
    let (app, _, person) = crate::booking_own::client().await;
    let (_, twin) = another(&app, "twin@example.net").await;
    let officer = officer(&app).await;
    given(&app, &officer, twin, &[]).await;
    let who = ground::Actor { roles: ground::RoleSet::from(Role::FrontDesk), ..ground::Actor::automatic() };
    let scope = app.scope(&app.clinic, Purpose::Scheduling).as_actor(who);
    scope.write(move |tx| tx.merge(twin, person)).await.unwrap().unwrap();
    let scope = app.scope(&app.clinic, Purpose::Operation);
    assert_eq!(scope.read(move |tx| office::disclosures::count_told(tx, person)).await.unwrap(), 1);
    let page = officer.get(&app.path(&format!("/clients/{person}/disclosures"))).await;
    assert!(page.text.contains("Harbour Health Board"), "sealed anew: {}", page.text);
    assert!(evidence(&app).await.ok, "the mark holds whosever it is");
    let (_, gone) = another(&app, "gone@example.net").await;
    given(&app, &officer, gone, &[]).await;
    let because = ground::erase::Because::request("a test");
    app.scope(&app.clinic, Purpose::Rights).write(move |tx| tx.erase_person(gone, &because)).await.unwrap().unwrap();
    let left = app.place.column(&format!(
        "SELECT kind || ' ' || categories FROM disclosure WHERE person = '{gone}' AND recipient IS NULL AND basis IS NULL"
    ));
    let kept = app.place.column(&format!("SELECT kind FROM disclosure WHERE person = '{gone}'"));
    assert_eq!(kept, ["public_health"], "that something was given, of which kind and when");
    // A law that keeps a part of the record locked keeps this with it; else what names the recipient is gone.
    let locked = app.place.column(&format!("SELECT id FROM person WHERE id = '{gone}' AND locked_until IS NOT NULL"));
    assert!(!left.is_empty() || !locked.is_empty());
    let list = officer.get(&app.path("/office/disclosures")).await;
    assert!(list.status == 200 && list.text.contains("Erased with the person"), "{}", list.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_out_or_changed_is_evidence_against_it() {
    let (app, _, person) = crate::booking_own::client().await;
    let officer = officer(&app).await;
    says(&app, person, "Not so.").await;
    given(&app, &officer, person, &[("attached", "1")]).await;
    let secret = [("attached", "1"), ("secret", "2027-01-31"), ("ordered_by", "A court")];
    given(&app, &officer, person, &secret).await;
    let whole = evidence(&app).await;
    assert!(whole.ok, "{whole:?}");
    assert_eq!(figure(&whole, "recorded"), 1, "what is hidden is not counted where everybody reads it");
    let off = match app.place.is_postgres() {
        true => "ALTER TABLE disclosure DISABLE TRIGGER disclosure_stays",
        false => "DROP TRIGGER disclosure_stays",
    };
    app.place.tamper(off);
    for (broken, mended, name) in [
        (
            "UPDATE disclosure SET withheld_until = withheld_until + 1 WHERE withheld_until IS NOT NULL",
            "UPDATE disclosure SET withheld_until = withheld_until - 1 WHERE withheld_until IS NOT NULL",
            "changed afterwards",
        ),
        (
            "UPDATE disclosure SET categories = 'contact' WHERE categories = 'contact health'",
            "UPDATE disclosure SET categories = 'contact health' WHERE categories = 'contact'",
            "changed afterwards",
        ),
        (
            "UPDATE disclosure_statement SET statement = 'x' || statement",
            "UPDATE disclosure_statement SET statement = substr(statement, 2)",
            "statements left out",
        ),
    ] {
        app.place.tamper(broken);
        let seen = evidence(&app).await;
        assert!(!seen.ok && figure(&seen, name) > 0, "{name}: {seen:?}");
        app.place.tamper(mended);
        assert!(evidence(&app).await.ok, "{mended}");
    }
    // What went along is told when the disclosure is: neither before nor after, whatever stands in its own row.
    for (broken, name) in [
        (
            "UPDATE disclosure_statement SET withheld_until = NULL WHERE withheld_until IS NOT NULL",
            "told before their day",
        ),
        (
            "UPDATE disclosure_statement SET withheld_until = 4102444800000000 WHERE withheld_until IS NULL",
            "hidden past their day",
        ),
    ] {
        app.place.tamper(broken);
        let seen = evidence(&app).await;
        assert!(!seen.ok && figure(&seen, name) == 1, "{name}: {seen:?}");
        app.place.tamper(
            "UPDATE disclosure_statement SET withheld_until =
                 (SELECT d.withheld_until FROM disclosure d WHERE d.id = disclosure_statement.disclosure)",
        );
        assert!(evidence(&app).await.ok, "{name}");
    }
    app.place.tamper("DELETE FROM disclosure_statement");
    let seen = evidence(&app).await;
    assert!(!seen.ok && figure(&seen, "statements left out") == 2, "{seen:?}");
}
