//! Whoever is signed in books: for themselves, for somebody they act for, for somebody new; never for anyone else's.

use booking::{Error, Own, OwnFor, Whom, act};
use ground::{Actor, PersonId, Refusal, Role, RoleSet, Scope, Who, params};
use people::Kinship;
use promise::Purpose;

use crate::booking_public::{book, times, visit};
use crate::kit::{Browser, TestApp};

/// The demo's client, signed in, with the person they are.
pub async fn client() -> (TestApp, Browser, PersonId) {
    let app = TestApp::start().await;
    let browser = app.signed_in(&app.clinic, Role::Client).await;
    let read = |tx: &mut ground::Tx<'_>| -> ground::Result<PersonId> {
        tx.one("SELECT person FROM account WHERE clinic = $1 AND roles = 'client'", &params![tx.clinic()])?
            .get("person")
    };
    let person = app.scope(&app.clinic, Purpose::Operation).read(read).await.unwrap();
    (app, browser, person)
}

async fn opened(app: &TestApp, person: PersonId) -> people::Client {
    app.scope(&app.clinic, Purpose::Scheduling).read(move |tx| people::open(tx, person)).await.unwrap()
}

/// For whom an appointment at `here` is, and who booked it.
pub async fn party(app: &TestApp, here: &str) -> (PersonId, Option<PersonId>) {
    let id: booking::model::AppointmentId = here.split('/').nth(4).unwrap().parse().unwrap();
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let visit = scope.read(move |tx| booking::store::find(tx, id)).await.unwrap();
    (visit.client, visit.booked_by)
}

pub async fn wards(app: &TestApp, guardian: PersonId) -> Vec<(PersonId, Kinship)> {
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let bonds = scope.read(move |tx| people::dependants_of(tx, guardian)).await.unwrap();
    bonds.into_iter().map(|bond| (bond.dependant, bond.kind)).collect()
}

async fn count(app: &TestApp) -> i64 {
    let read = |tx: &mut ground::Tx<'_>| -> ground::Result<i64> {
        tx.one("SELECT COUNT(*) AS n FROM appointment WHERE clinic = $1", &params![tx.clinic()])?.get("n")
    };
    app.scope(&app.clinic, Purpose::Operation).read(read).await.unwrap()
}

/// Times of one day that do not touch each other.
pub async fn free(browser: &Browser, app: &TestApp) -> Vec<String> {
    let second = |slot: &str| slot.split('.').next().unwrap().parse::<i64>().unwrap();
    let mut apart: Vec<String> = Vec::new();
    for slot in times(browser, app, "review?day=2026-12-03").await {
        if apart.last().is_none_or(|last| second(&slot) - second(last) >= 3_600) {
            apart.push(slot);
        }
    }
    apart
}

pub const CHILD: [(&str, &str); 4] = [
    ("whom", "child"),
    ("child_given_name", "Ines"),
    ("child_family_name", "Ferreira"),
    ("child_birth_date", "2018-03-04"),
];

#[tokio::test(flavor = "multi_thread")]
async fn who_is_signed_in_types_nothing_again_and_the_visit_is_on_their_own_page() {
    let (app, browser, person) = client().await;
    let me = opened(&app, person).await;
    let offered = free(&browser, &app).await;
    for lang in ["ar", "en"] {
        let details = browser.get(&app.path(&format!("/book/review/details?slot={}&lang={lang}", offered[0]))).await;
        assert_eq!(details.status, 200);
        for known in [me.name(), me.email.clone().unwrap(), people::model::grouped(me.phone.as_deref().unwrap())] {
            assert!(details.text.contains(&known), "{lang}: {known} in {}", details.text);
        }
        for typed in ["name=\"given_name\"", "name=\"email\"", "name=\"phone\"", "name=\"of_age\""] {
            assert!(!details.text.contains(typed), "{lang}: {typed}");
        }
    }
    let booked = book(&browser, &app, "review", &[("slot", &offered[0]), ("whom", "self"), ("note", "By train")]).await;
    let here = visit(&booked);
    assert_eq!(party(&app, &here).await, (person, None));
    let home = browser.get(&app.path("/me")).await;
    let own = format!("/me/visits/{}", here.split('/').nth(4).unwrap());
    assert!(home.text.contains(&own) && home.text.contains("Thursday 3 December"), "{}", home.text);
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.kind == "booking.confirmation").unwrap();
    assert!(letter.to == me.email.unwrap() && letter.body.contains(&format!("Dear {}", me.given_name)));
    // Nobody new came of it, and who looked is the person themselves.
    let operation = app.scope(&app.clinic, Purpose::Operation);
    let record = operation.read(move |tx| ground::access::about(tx, person, 50)).await.unwrap();
    assert!(record.iter().any(|entry| entry.actor == person.to_string() && !entry.refused));

    // A form begun before signing in brings what was typed there: it is not taken for another person.
    let typed = [
        ("slot", offered[1].as_str()),
        ("whom", "self"),
        ("given_name", "Somebody"),
        ("family_name", "Else"),
        ("email", "else@example.net"),
        ("of_age", "1"),
    ];
    assert_eq!(party(&app, &visit(&book(&browser, &app, "review", &typed).await)).await, (person, None));
    // Nothing chosen is not taken for oneself.
    let nothing = browser.post(&app.path("/book/review/confirm"), &[("slot", &offered[2])]).await;
    assert!(nothing.status == 422 && nothing.text.contains("id=\"e-whom\""), "{}", nothing.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_new_becomes_a_dependant_who_is_known_the_next_time() {
    let (app, browser, person) = client().await;
    let offered = free(&browser, &app).await;
    let slot = |n: usize| ("slot", offered[n].as_str());
    let known = wards(&app, person).await;
    let missing = browser.post(&app.path("/book/review/confirm"), &[slot(0), CHILD[0], CHILD[1], CHILD[2]]).await;
    assert!(missing.status == 422 && missing.text.contains("id=\"e-child_birth_date\""), "{}", missing.text);
    let first = visit(&book(&browser, &app, "review", &[&[slot(0)], CHILD.as_slice()].concat()).await);
    let new: Vec<_> = wards(&app, person).await.into_iter().filter(|ward| !known.contains(ward)).collect();
    let [(ines, Kinship::Parent)] = new[..] else { panic!("{new:?}") };
    assert_eq!(party(&app, &first).await, (ines, Some(person)));

    let details = browser.get(&app.path(&format!("/book/review/details?slot={}", offered[1]))).await;
    assert!(details.text.contains("For Ines Ferreira") || details.text.contains("Ines Ferreira"), "{}", details.text);
    let ines_text = ines.to_string();
    let again = [slot(1), ("whom", ines_text.as_str())];
    let confirm = browser.post(&app.path("/book/review/confirm"), &again).await;
    assert!(confirm.text.contains("Ines Ferreira") && confirm.text.contains("4 March 2018"), "{}", confirm.text);
    assert_eq!(party(&app, &visit(&book(&browser, &app, "review", &again).await)).await, (ines, Some(person)));
    let home = browser.get(&app.path("/me")).await;
    assert!(home.text.matches("Ines").count() >= 2, "a parent sees their child's visits: {}", home.text);
    let letters = app.letters().await;
    assert!(letters.iter().filter(|letter| letter.body.contains("For Ines")).count() == 2, "the parent is written to");

    // An adult is cared for, not parented.
    let adult = [slot(2), CHILD[0], ("child_given_name", "Otto"), CHILD[2], ("child_birth_date", "1941-03-04")];
    visit(&book(&browser, &app, "review", &adult).await);
    let cared_for = wards(&app, person).await.iter().filter(|(_, kind)| *kind == Kinship::Carer).count();
    assert_eq!(cared_for, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_books_for_somebody_elses_dependant() {
    let (app, browser, person) = client().await;
    let stranger = app.visitor();
    let offered = free(&browser, &app).await;
    let theirs = [
        ("slot", offered[0].as_str()),
        ("given_name", "Nadia"),
        ("family_name", "Ferreira"),
        ("email", "nadia@example.net"),
        ("of_age", "1"),
    ];
    let here = visit(&book(&stranger, &app, "review", &[theirs.as_slice(), &CHILD].concat()).await);
    let (ines, nadia) = party(&app, &here).await;
    let before = count(&app).await;

    let (ines_text, me) = (ines.to_string(), person.to_string());
    for whom in [ines_text.as_str(), me.as_str(), "per_00000000000000000000000000", "anyone"] {
        let fields = [("slot", offered[1].as_str()), ("whom", whom), ("key", "a-key-of-some-length")];
        for path in ["/book/review/confirm", "/book/review"] {
            let kept = if path.ends_with("confirm") { &fields[..2] } else { &fields[..] };
            let refused = browser.post(&app.path(path), kept).await;
            assert!(
                refused.status == 422 && refused.text.contains("id=\"e-whom\"") && !refused.text.contains("Ines"),
                "{whom} {path}: {} {}",
                refused.status,
                refused.text
            );
        }
    }
    // A stranger who is signed in to nothing gains nothing by the id either: it is no answer of theirs.
    let signed_out = [&theirs[1..], &[("slot", offered[1].as_str()), ("whom", ines_text.as_str())]].concat();
    let asked = stranger.post(&app.path("/book/review/confirm"), &signed_out).await;
    assert!(!asked.text.contains("Ines"), "{}", asked.text);

    // Nor does the store, whatever the page let through; nor after the bond has ended.
    let account = ground::AccountId::from_bits(1);
    let as_person = |person| {
        let actor = Actor { who: Who::Account { account, person }, roles: RoleSet::from(Role::Client), shown_as: None };
        app.scope(&app.clinic, Purpose::Scheduling).as_actor(actor)
    };
    let refused =
        |outcome: Result<_, Error>| matches!(outcome, Err(Error::Ground(ground::Error::Refused(Refusal::Policy))));
    assert!(refused(ward(&as_person(person), person, ines, &offered[1]).await));
    let guardian = nadia.unwrap();
    app.scope(&app.clinic, Purpose::Scheduling).write(move |tx| people::end_bond(tx, ines, guardian)).await.unwrap();
    assert!(refused(ward(&as_person(guardian), guardian, ines, &offered[1]).await));
    assert_eq!(count(&app).await, before);
}

async fn ward(scope: &Scope, me: PersonId, ward: PersonId, slot: &str) -> Result<booking::store::book::Booked, Error> {
    let (start, practitioner) = slot.split_once('.').unwrap();
    let catalogue = booking::offers::catalogue(scope).await.unwrap();
    let new = crate::kit::booking(
        catalogue.service("review").unwrap().id,
        Some(practitioner.parse().unwrap()),
        jiff::Timestamp::from_second(start.parse().unwrap()).unwrap(),
        Whom::Own(Box::new(Own { me, to: OwnFor::Ward(ward), email: None, phone: None, told: None })),
    );
    act::book(scope, new).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_record_lacks_is_asked_once_and_who_is_too_young_does_not_book_alone() {
    let (app, browser, person) = client().await;
    let me = opened(&app, person).await;
    let own = |change: &'static [(&'static str, &'static str)]| {
        let (given, family) = (me.given_name.clone(), me.family_name.clone());
        let email = me.email.clone().unwrap();
        let browser = browser.clone();
        let details = app.path("/me/details");
        async move {
            let version = browser.get(&details).await.attribute("name=\"version\"", "value").unwrap();
            let all = [
                ("version", version.as_str()),
                ("given_name", &given),
                ("family_name", &family),
                ("email", &email),
                ("phone", ""),
                ("language", "ar"),
            ];
            let fields = all.map(|(name, value)| {
                (name, change.iter().find(|(other, _)| *other == name).map_or(value, |(_, value)| *value))
            });
            assert_eq!(browser.post(&details, &fields).await.status, 303);
        }
    };
    own(&[("email", "")]).await;
    let offered = free(&browser, &app).await;
    let details = browser.get(&app.path(&format!("/book/review/details?slot={}", offered[0]))).await;
    assert!(details.text.contains("name=\"email\"") && details.text.contains("name=\"phone\""), "{}", details.text);
    let nothing = browser.post(&app.path("/book/review/confirm"), &[("slot", &offered[0]), ("whom", "self")]).await;
    assert!(nothing.status == 422 && nothing.text.contains("id=\"e-email\""), "{}", nothing.text);
    let told = [
        ("slot", offered[0].as_str()),
        ("whom", "self"),
        ("email", "found.again@example.net"),
        ("phone", "087 555 0177"),
    ];
    let here = visit(&book(&browser, &app, "review", &told).await);
    assert_eq!(party(&app, &here).await, (person, None));
    let now = opened(&app, person).await;
    assert_eq!(
        (now.email.as_deref(), now.phone.as_deref(), now.language.as_str()),
        (Some("found.again@example.net"), Some("+353875550177"), "ar")
    );
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == "found.again@example.net").unwrap();
    assert_eq!(letter.language, "ar", "in the language of their record");

    // The desk learns that they are twelve: what they once stated holds no more.
    let born = move |tx: &mut ground::Tx<'_>| -> ground::Result<bool> {
        let client = people::open(tx, person)?;
        let today = jiff::civil::date(2026, 11, 24);
        let change = people::model::Change {
            given_name: people::GivenName::parse(&client.given_name).unwrap(),
            family_name: people::FamilyName::parse(&client.family_name).unwrap(),
            email: None,
            phone: None,
            birth_date: Some(people::BirthDate::new(jiff::civil::date(2014, 5, 6), today).unwrap()),
            note: None,
            by_holder: false,
            language: "en".to_owned(),
            version: client.version,
        };
        people::store::update(tx, person, &change)
    };
    assert!(app.scope(&app.clinic, Purpose::Scheduling).write(born).await.unwrap());
    let young = [("slot", offered[1].as_str()), ("whom", "self"), ("email", "young@example.net")];
    let refused = browser.post(&app.path("/book/review/confirm"), &young).await;
    assert!(refused.status == 422 && refused.text.contains("ask a parent to book for you"), "{}", refused.text);
}
