//! Two records of one person are noticed by tokens, opening nobody.

use ground::{Actor, PersonId, Scope};
use jiff::SignedDuration;
use jiff::civil::date;
use people::model::Shared;
use people::store::duplicate;
use people::{BirthDate, Email, FamilyName, GivenName, Kinship, NewChild, NewClient, Phone, Source};
use promise::Purpose;

use crate::house::{Tested, tested};

/// A client with these details; born on 3 May of the year, where there is one.
async fn client(tested: &Tested, name: (&str, &str), year: i16, email: &str, phone: &str) -> PersonId {
    tested.house.clock.set(tested.house.clock.now() + SignedDuration::from_millis(1));
    let new = NewClient {
        given_name: GivenName::parse(name.0).unwrap(),
        family_name: FamilyName::parse(name.1).unwrap(),
        email: (!email.is_empty()).then(|| Email::parse(email).unwrap()),
        phone: (!phone.is_empty()).then(|| Phone::parse(phone, "IE".parse().ok()).unwrap()),
        birth_date: (year > 0).then(|| BirthDate::new(date(year, 5, 3), date(2026, 11, 24)).unwrap()),
        note: None,
        language: "en".to_owned(),
    };
    tested
        .scope("front_desk", Purpose::Scheduling)
        .write(move |tx| people::create(tx, &new, &Source::Desk))
        .await
        .unwrap()
}

/// Looks through whoever came, as the program does beside the requests.
async fn look_through(tested: &Tested) -> u64 {
    tested.house.clock.set(tested.house.clock.now() + SignedDuration::from_mins(2));
    let scope =
        Scope::new(&tested.house, tested.clinic.clone(), Actor::automatic(), Purpose::Operation, "people.duplicates");
    duplicate::look_through(&scope).await.unwrap()
}

async fn pairs(tested: &Tested) -> Vec<(PersonId, PersonId, Shared)> {
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    let list = scope.read(|tx| duplicate::list(tx, 0, 100)).await.unwrap();
    list.into_iter().map(|pair| (pair.one, pair.other, pair.shared)).collect()
}

async fn openings(tested: &Tested, of: PersonId) -> usize {
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    scope.read(move |tx| ground::access::about(tx, of, 50)).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_noticed_by_what_two_people_rarely_share() {
    for (one, other, expected) in [
        // The same name, however it is typed, and the same day.
        ((("Nadia", "Ferreira"), 1988, "", ""), (("NÁDIA", "Ferreira"), 1988, "", ""), Some("name birth")),
        ((("Aoife", "O’Neill"), 1988, "", ""), (("Aoife", "ONeill"), 1988, "", ""), Some("name birth")),
        ((("Hồng", "Nguyễn"), 1988, "", ""), (("Hong", "Nguyen"), 1988, "", ""), Some("name birth")),
        ((("أحمد", "الرشيد"), 1988, "", ""), (("احمد", "الرشيد"), 1988, "", ""), Some("name birth")),
        // A name that is taken for it.
        ((("Nadia", "Ferreira"), 1988, "", ""), (("Nadja", "Fereira"), 1988, "", ""), Some("near birth")),
        ((("Nadia", "Ferreira"), 1988, "", ""), (("Ferreira", "Nadia"), 1988, "", ""), Some("near birth")),
        // The same address or number, whoever writes it how.
        ((("Nadia", "Ferreira"), 1988, "n@example.org", ""), (("N", "F"), 0, "N@Example.ORG", ""), Some("email")),
        ((("Nadia", "Ferreira"), 0, "", "087 555 0142"), (("Rui", "Costa"), 0, "", "+353 87 555 0142"), Some("phone")),
        (
            (("Nadia", "Ferreira"), 0, "n@example.org", ""),
            (("Nadja", "Ferreira"), 0, "n@example.org", ""),
            Some("near email"),
        ),
        (
            (("Nadia", "Ferreira"), 0, "n@example.org", "087 555 0142"),
            (("Nadia", "Ferreira"), 0, "n@example.org", "087 555 0142"),
            Some("name email phone"),
        ),
        // A name alone, where nothing speaks against it.
        ((("Nadia", "Ferreira"), 1988, "", ""), (("Nadia", "Ferreira"), 0, "", ""), Some("name")),
        // Two persons.
        ((("Nadia", "Ferreira"), 1988, "", ""), (("Nadia", "Ferreira"), 1957, "", ""), None),
        ((("Nadia", "Ferreira"), 0, "", ""), (("Nadja", "Fereira"), 0, "", ""), None),
        (
            (("Nadia", "Ferreira"), 1988, "a@example.org", "087 555 0142"),
            (("Lukas", "Brandt"), 1988, "b@example.org", "087 555 0143"),
            None,
        ),
    ] {
        let tested = tested().await;
        let a = client(&tested, one.0, one.1, one.2, one.3).await;
        let b = client(&tested, other.0, other.1, other.2, other.3).await;
        assert_eq!(look_through(&tested).await, 2);
        let found = pairs(&tested).await;
        let seen = found.first().map(|(first, second, shared)| {
            assert_eq!((*first, *second), (a, b));
            let of = |is, word: &'static str| if is { word } else { "" };
            [
                of(shared.name, "name"),
                of(shared.near, "near"),
                of(shared.birth, "birth"),
                of(shared.email, "email"),
                of(shared.phone, "phone"),
            ]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
        });
        assert_eq!(seen.as_deref(), expected, "{one:?} {other:?}");
        assert_eq!((openings(&tested, a).await, openings(&tested, b).await), (0, 0), "nobody is opened for it");
        assert_eq!(look_through(&tested).await, 0, "everyone is looked at once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_many_share_says_nothing_and_families_are_left_alone() {
    let tested = tested().await;
    // The clinic's own number, typed for everyone without one.
    for n in 0..23u8 {
        let family = format!("Ferreira{}", char::from(b'a' + n));
        client(&tested, ("Ana", &family), 0, "", "01 555 0100").await;
    }
    look_through(&tested).await;
    assert_eq!(pairs(&tested).await, []);
    // A parent and the child they act for share an address.
    let nadia = client(&tested, ("Nadia", "Silva"), 1988, "nadia@example.org", "").await;
    let child = tested
        .scope("front_desk", Purpose::Scheduling)
        .write(move |tx| {
            let child = NewChild {
                given_name: GivenName::parse("Nadia").unwrap(),
                family_name: FamilyName::parse("Silva").unwrap(),
                birth_date: None,
                language: "en".into(),
            };
            people::create_dependant(tx, nadia, &child, Kinship::Parent)
        })
        .await
        .unwrap()
        .0;
    look_through(&tested).await;
    assert_eq!(pairs(&tested).await, []);
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    desk.write(move |tx| people::end_bond(tx, child, nadia)).await.unwrap();
    assert_eq!(pairs(&tested).await, [], "what was looked at is looked at again when it changes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_goes_when_the_details_that_made_it_are_mended_and_stays_away_once_told_apart() {
    let tested = tested().await;
    let a = client(&tested, ("Nadia", "Ferreira"), 1988, "", "").await;
    let b = client(&tested, ("Nadia", "Ferreira"), 1988, "", "").await;
    look_through(&tested).await;
    assert_eq!(pairs(&tested).await.len(), 1);
    let save = async |name: &str, version: &str| {
        let details = [
            ("given_name", name),
            ("family_name", "Ferreira"),
            ("birth_date", "1988-05-03"),
            ("language", "en"),
            ("version", version),
        ];
        let saved = tested.post("front_desk", &format!("/c/linden-quay/clients/{b}/details"), &details).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
    };
    save("Lukas", "1").await;
    assert_eq!(pairs(&tested).await.len(), 0);
    save("Nadia", "2").await;
    assert_eq!(pairs(&tested).await.len(), 1, "without waiting for the next time");
    let page = tested.get("front_desk", "/c/linden-quay/clients/duplicates").await;
    for words in ["Same name and date of birth", "They are two people", "Born 3 May 1988"] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(openings(&tested, a).await == 1, "who is shown is opened, and recorded");
    let clients = tested.get("front_desk", "/c/linden-quay/clients").await;
    assert!(clients.text.contains("One possible duplicate"), "{}", clients.text);
    let apart = tested.post("front_desk", &format!("/c/linden-quay/clients/{a}/apart/{b}"), &[]).await;
    assert!(apart.status == 303 && apart.location.ends_with("?done=apart"));
    assert_eq!(pairs(&tested).await.len(), 0);
    save("Nadja", "3").await;
    save("Nadia", "4").await;
    assert_eq!(pairs(&tested).await.len(), 0, "it was said once");
    for (who, status) in [("clinician", 403), ("privacy_officer", 403), ("", 303), ("manager", 200)] {
        assert_eq!(tested.get(who, "/c/linden-quay/clients/duplicates").await.status, status, "{who}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_after_the_clock_was_set_back_is_looked_at_too() {
    let tested = tested().await;
    let start = tested.house.clock.now();
    tested.house.clock.set(start + SignedDuration::from_hours(1));
    client(&tested, ("Luis", "Almeida"), 1980, "luis@example.net", "").await;
    look_through(&tested).await;
    tested.house.clock.set(start);
    let one = client(&tested, ("Nadia", "Ferreira"), 1979, "nadia@example.net", "").await;
    let other = client(&tested, ("Nadia", "Ferreira"), 1979, "nadia@example.org", "").await;
    assert_eq!(pairs(&tested).await.len(), 0);
    look_through(&tested).await;
    let found = pairs(&tested).await;
    assert!(found.iter().any(|(a, b, _)| (*a, *b) == (one, other)), "{found:?}");
    assert!(look_through(&tested).await < 20, "and the looking ends");
}
