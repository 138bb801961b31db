//! What is kept, for whom, and what another clinic sees of it.

use ground::{Actor, Error, PersonId, Refusal, Scope, params};
use jiff::civil::date;
use people::{BirthDate, FamilyName, GivenName, Kinship, NewChild, Source};
use promise::Purpose;

use crate::house::{Tested, new, new_clinic, tested};

async fn tokens(tested: &Tested) -> i64 {
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    let row = scope
        .read(|tx| tx.one("SELECT COUNT(*) AS n FROM client_token WHERE clinic = $1", &params![tx.clinic()]))
        .await
        .unwrap();
    row.get("n").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_client_is_one_whose_address_and_whole_name_both_match() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "family@example.org").await;
    for (given, family, email, known) in [
        ("NADIA", " Ferreira", "Family@Example.ORG", true),
        ("Nadia", "Ferreirá", "family@example.org", true),
        ("Nadia", "Ferreira", "other@example.org", false),
        ("Nádia Rosa", "Ferreira", "family@example.org", false),
        ("Tomás", "Ferreira", "family@example.org", false),
        ("Nadia", "Ferreira", "", false),
    ] {
        let new = new(given, family, email);
        let scope = tested.scope("front_desk", Purpose::Scheduling).as_actor(Actor::nobody());
        let (id, created) = scope.write(move |tx| people::find_or_create(tx, &new, &Source::Yourself)).await.unwrap();
        assert_eq!((id == nadia, created), (known, !known), "{given} {family} {email}");
    }
    let record = tested
        .scope("front_desk", Purpose::Scheduling)
        .read(move |tx| ground::access::about(tx, nadia, 10))
        .await
        .unwrap();
    assert!(record.is_empty(), "comparing opens nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_bookings_of_one_new_client_at_once_make_one_client() {
    let tested = tested().await;
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let scope = tested.scope("front_desk", Purpose::Scheduling).as_actor(Actor::nobody());
            tokio::spawn(async move {
                let new = new("Nadia", "Ferreira", "nadia@example.org");
                scope.write(move |tx| people::find_or_create(tx, &new, &Source::Yourself)).await.unwrap()
            })
        })
        .collect();
    let mut made = Vec::new();
    for task in tasks {
        made.push(task.await.unwrap());
    }
    assert!(made.iter().all(|(id, _)| *id == made[0].0));
    assert_eq!(made.iter().filter(|(_, created)| *created).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_says_who_is_meant_only_while_one_client_has_it() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "family@example.org").await;
    let email = people::Email::parse("Family@example.org").unwrap();
    let scope = tested.scope("front_desk", Purpose::Account);
    let asked = email.clone();
    assert_eq!(scope.read(move |tx| people::known_by_email(tx, &asked)).await.unwrap(), Some(nadia));
    tested.client("Tomás", "Ferreira", "family@example.org").await;
    assert_eq!(scope.read(move |tx| people::known_by_email(tx, &email)).await.unwrap(), None);
}

async fn child(tested: &Tested, guardian: PersonId, given: &'static str) -> (PersonId, bool) {
    let scope = tested.scope("front_desk", Purpose::Scheduling).as_actor(Actor::nobody());
    scope
        .write(move |tx| {
            let child = NewChild {
                given_name: GivenName::parse(given).unwrap(),
                family_name: FamilyName::parse("Ferreira").unwrap(),
                birth_date: Some(BirthDate::new(date(2019, 2, 1), date(2026, 11, 24)).unwrap()),
                language: "en".into(),
            };
            people::create_dependant(tx, guardian, &child, Kinship::Parent)
        })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guardian_opens_their_ward_for_as_long_as_they_are_one() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "nadia@example.org").await;
    let stranger = tested.client("Lukas", "Brandt", "").await;
    let (luis, created) = child(&tested, nadia, "Luis").await;
    assert!(created);
    assert_eq!(child(&tested, nadia, "Luís").await, (luis, false), "the same child again is the same client");
    assert_ne!(child(&tested, nadia, "Rosa").await.0, luis);

    let as_client = |person: PersonId| tested.scope(&format!("client {person}"), Purpose::Account);
    let read =
        |scope: Scope| async move { scope.read(move |tx| people::open(tx, luis)).await.map(|client| client.name()) };
    assert_eq!(read(as_client(nadia)).await.unwrap(), "Luis Ferreira");
    assert!(matches!(read(as_client(stranger)).await, Err(Error::Refused(Refusal::Policy))));
    assert!(
        matches!(read(as_client(nadia).as_actor(Actor::link(nadia))).await, Err(Error::Refused(Refusal::Policy))),
        "a link opens no household"
    );

    let desk = tested.scope("front_desk", Purpose::Scheduling);
    desk.write(move |tx| people::end_bond(tx, luis, nadia)).await.unwrap();
    assert!(matches!(read(as_client(nadia)).await, Err(Error::Refused(Refusal::Policy))));
    assert!(matches!(desk.write(move |tx| people::end_bond(tx, luis, nadia)).await, Err(Error::NotFound)));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_clinic_sees_nothing_of_a_client() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "nadia@example.org").await;
    let other = tested.house.create_clinic(new_clinic("other")).await.unwrap();
    let scope =
        Scope::new(&tested.house, other, crate::house::actor("front_desk"), Purpose::Scheduling, "people.client.read");
    assert!(matches!(scope.read(move |tx| people::open(tx, nadia)).await, Err(Error::NotFound)));
    let found = scope.read(|tx| people::found(tx, "nadia", None, 10)).await.unwrap();
    assert!(found.clients.is_empty());
    let email = people::Email::parse("nadia@example.org").unwrap();
    assert_eq!(scope.read(move |tx| people::known_by_email(tx, &email)).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_client_leaves_nothing_to_find_them_by() {
    let tested = tested().await;
    let nadia = tested.client("Nadia", "Ferreira", "nadia@example.org").await;
    assert_eq!(tokens(&tested).await, 13);
    let (luis, _) = child(&tested, nadia, "Luis").await;
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    desk.write(move |tx| people::forget(tx, nadia).and_then(|()| people::forget(tx, luis))).await.unwrap();
    assert_eq!(tokens(&tested).await, 0);
}

/// Every table of this room in which the person still stands, as text or as what is sealed for them.
async fn left(tested: &Tested, person: PersonId) -> Vec<String> {
    let tables: Vec<(String, Vec<String>)> = promise::DataMap::parse("people", include_str!("../../datamap.toml"))
        .unwrap()
        .tables
        .into_iter()
        .map(|(name, table)| (name, table.columns.into_keys().collect()))
        .collect();
    assert!(tables.len() >= 3);
    let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<String>> {
        let mut left = Vec::new();
        for (table, columns) in &tables {
            for column in columns {
                let sql =
                    format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND CAST({column} AS TEXT) = $2");
                if tx.one(&sql, &params![tx.clinic(), person.to_string()])?.get::<i64>("n")? > 0 {
                    left.push(format!("{table}.{column}"));
                }
            }
        }
        Ok(left)
    };
    tested.scope("front_desk", Purpose::Scheduling).read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_this_room_is_about_a_person_who_was_forgotten() {
    let tested = tested().await;
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let numbered = |number: &'static str| {
        let desk = desk.clone();
        async move {
            let make = move |tx: &mut ground::Tx<'_>| {
                let token = people::imported::token(tx, "old", number)?;
                people::imported::find_or_create(tx, std::slice::from_ref(&token)).map(|(found, _)| found[&token])
            };
            desk.write(make).await.unwrap()
        }
    };
    let nadia = tested.client("Nadia", "Ferreira", "nadia@example.org").await;
    let (luis, _) = child(&tested, nadia, "Luis").await;
    // Known by a number alone; and one of whom more was learnt afterwards.
    let (number, became, stays) = (numbered("1").await, numbered("2").await, numbered("3").await);
    desk.write(move |tx| people::create_for(tx, became, &new("Lukas", "Brandt", "lukas@example.org"), &Source::Desk))
        .await
        .unwrap();
    for person in [nadia, luis, number, became] {
        assert_ne!(left(&tested, person).await, [] as [String; 0]);
        desk.write(move |tx| people::forget(tx, person)).await.unwrap();
        assert_eq!(left(&tested, person).await, [] as [String; 0]);
    }
    assert_eq!(left(&tested, stays).await, ["client_token.client"], "nobody else is forgotten with them");
    // The number leads to nobody, so that the same file read again makes somebody new.
    let found = desk
        .read(|tx| {
            let token = people::imported::token(tx, "old", "1")?;
            people::imported::find(tx, &[token])
        })
        .await
        .unwrap();
    assert!(found.is_empty());
}

/// The promise `collection.source`.
#[tokio::test(flavor = "multi_thread")]
async fn every_client_says_where_their_details_came_from() {
    let tested = tested().await;
    tested.client("Nadia", "Ferreira", "").await;
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    desk.write(|tx| people::create(tx, &new("Lukas", "Brandt", ""), &Source::Import("9f86".into()))).await.unwrap();
    let prove = tested.house.evidence["collection.source"];
    let evidence = desk.read(prove).await.unwrap();
    assert!(evidence.ok);
    let figures = [("clients", 2), ("without_source", 0), ("desk", 1), ("import", 1)];
    assert_eq!(evidence, promise::Evidence::new(&figures, true));
    // A row without a source is refused by the database itself, whoever writes it.
    for source in ["NULL", "''", "'hearsay'"] {
        let sql = format!("UPDATE client SET source = {source} WHERE clinic = $1");
        let written = desk.write(move |tx| tx.execute(&sql, &params![tx.clinic()])).await;
        assert!(written.is_err(), "{source}");
    }
}
