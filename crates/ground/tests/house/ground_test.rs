//! The ground floor, on the engine under test.

use std::sync::Arc;

use ground::access::{AccessFault, verify_clinic};
use ground::db::Threads;
use ground::keys::Master;
use ground::mail::{Post, Transport};
use ground::web::{LimitSettings, Limits};
use ground::{
    Actor, Clinic, Clock, Error, Event, House, NewClinic, PersonId, Plan, Refusal, Role, RoleSet, Room, Routes, Scope,
    Sealed, Who, cell, params,
};
use promise::{Parameters, Purpose};

use crate::place::Place;

/// A tiny room: all that a later room needs is here, and one line in the list of rooms.
pub(crate) fn garden() -> Room {
    Room::new("garden")
        .schema("001_garden", "CREATE TABLE plant (clinic TEXT NOT NULL, id TEXT NOT NULL, person TEXT NOT NULL, name BYTEA NOT NULL, PRIMARY KEY (clinic, id));")
        .data_map(
            r#"
            [plant]
            about = "person"
            person = "person"
            merge = "move"
            export = { file = "plants" }
            [plant.columns]
            clinic = { category = "reference", clear = "says which clinic", purposes = ["care"], retention = "client", erase = "delete" }
            id = { category = "reference", clear = "a random id", purposes = ["care"], retention = "client", erase = "delete" }
            person = { category = "reference", clear = "a random id", purposes = ["care"], retention = "client", erase = "delete" }
            name = { category = "identity", sealed = true, purposes = ["care"], retention = "client", erase = "shred" }
            "#,
        )
        .policy(
            r#"
            @id("garden.clinician_opens")
            permit (principal, action == Action::"person.open", resource)
            when { principal.roles.contains("clinician") && ["care", "billing"].contains(context.purpose) };
            @id("garden.everyone_looks")
            permit (principal, action == Action::"garden.plants.list", resource);
            "#,
        )
        .words("en", "garden-title = Garden\n")
        .routes(Routes::new().get("/c/{clinic}/garden", "garden.plants.list", Purpose::Care, async |scope: Scope| scope.clinic.name.clone()))
}

pub(crate) async fn house(place: &Place, rooms: Vec<Room>) -> ground::Result<House> {
    let plan = Plan {
        data: place.data.clone(),
        keys: place.keys.clone(),
        files: place.files(),
        master: Master::from_bytes([7; 32]),
        threads: Threads { readers: 2, writers: 4 },
        clock: Clock::held("2026-11-24T10:00:00Z".parse().unwrap()),
        post: Post { from: "clinic@localhost".to_owned(), transport: Transport::Mailbox },
        limits: Limits::new(LimitSettings::default()).unwrap(),
        demo: false,
        address: "http://localhost".to_owned(),
        installed: ground::Installed::default(),
    };
    tokio::task::spawn_blocking(move || House::open(plan, rooms)).await.unwrap()
}

pub(crate) fn new_clinic(slug: &str) -> NewClinic {
    NewClinic {
        slug: slug.to_owned(),
        host: None,
        name: format!("Clinic {slug}"),
        zone: "Europe/Dublin".to_owned(),
        jurisdiction: "IE".to_owned(),
        languages: vec!["en".to_owned()],
        currency: "EUR".to_owned(),
        brand: None,
        parameters: Parameters::default(),
    }
}

pub(crate) fn as_role(house: &House, clinic: &Arc<Clinic>, role: Role, purpose: Purpose) -> Scope {
    let now = house.clock.now();
    let who = Who::Account { account: ground::AccountId::new(now), person: PersonId::new(now) };
    let actor = Actor { who, roles: RoleSet::from(role), shown_as: None };
    Scope::new(house, clinic.clone(), actor, purpose, "garden.plants.list")
}

pub(crate) async fn plant(scope: &Scope, name: &'static str) -> PersonId {
    scope
        .write(move |tx| -> ground::Result<PersonId> {
            let key = tx.create_person()?;
            let sealed = key.seal(cell("plant", "name", "one"), &name.to_owned())?;
            tx.execute(
                "INSERT INTO plant (clinic, id, person, name) VALUES ($1, 'one', $2, $3)",
                &params![tx.clinic(), key.person(), sealed],
            )?;
            tx.emit(Event::new("plant.planted", "one", key.person()))?;
            Ok(key.person())
        })
        .await
        .unwrap()
}

pub(crate) async fn read(scope: &Scope) -> ground::Result<String> {
    scope
        .read(|tx| -> ground::Result<String> {
            let row = tx.one("SELECT id, person, name FROM plant WHERE clinic = $1", &params![tx.clinic()])?;
            let key = tx.open(row.get("person")?)?;
            key.open(&Sealed::<String>::read(&row, "plant", "name", "one")?)
        })
        .await
}

async fn openings(scope: &Scope, person: PersonId) -> Vec<(bool, String)> {
    let all = scope.read(move |tx| ground::access::about(tx, person, 100)).await.unwrap();
    all.into_iter().map(|o| (o.refused, o.purpose.to_string())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tiny_room_needs_nothing_but_its_line_in_the_list() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    assert!(house.gaps().await.unwrap().is_empty());
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    plant(&care, "Fern").await;
    assert_eq!(read(&care).await.unwrap(), "Fern");
    assert!(
        ground::printed(&house).iter().any(|line| line.path == "/c/{clinic}/garden" && line.who.contains(&"nobody"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_only_what_its_purpose_lists() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    plant(&as_role(&house, &clinic, Role::Clinician, Purpose::Care), "Fern").await;
    // Policy lets the clinician open for billing; the data map does not list billing for a plant's name.
    let billing = as_role(&house, &clinic, Role::Clinician, Purpose::Billing);
    assert!(matches!(read(&billing).await, Err(Error::Refused(Refusal::Purpose))));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_refused_reads_nothing_and_is_recorded() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let person = plant(&care, "Fern").await;
    let desk = as_role(&house, &clinic, Role::FrontDesk, Purpose::Care);
    assert!(matches!(read(&desk).await, Err(Error::Refused(Refusal::Policy))));
    assert_eq!(openings(&care, person).await, [(true, "care".to_owned())]);
    // An opening is recorded once a visit, whoever reads twice.
    read(&care).await.unwrap();
    read(&care).await.unwrap();
    assert_eq!(openings(&care, person).await.iter().filter(|(refused, _)| !refused).count(), 1);
    house.clock.set("2026-11-24T10:15:00Z".parse().unwrap());
    read(&care).await.unwrap();
    assert_eq!(openings(&care, person).await.iter().filter(|(refused, _)| !refused).count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_stays_recorded_though_the_transaction_is_taken_back() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let person = plant(&care, "Fern").await;
    let failed: ground::Result<()> = care
        .write(move |tx| {
            tx.open(person)?;
            Err(Error::Unavailable("for this test"))
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(openings(&care, person).await, [(false, "care".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_elses_row_is_not_there() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let (one, two) =
        (house.create_clinic(new_clinic("one")).await.unwrap(), house.create_clinic(new_clinic("two")).await.unwrap());
    let person = plant(&as_role(&house, &one, Role::Clinician, Purpose::Care), "Fern").await;
    let other = as_role(&house, &two, Role::Clinician, Purpose::Care);
    assert!(matches!(other.read(move |tx| tx.open(person).map(drop)).await, Err(Error::NotFound)));
    // The second wall: a query that forgets its clinic sees nothing of another on PostgreSQL.
    if place.is_postgres() {
        let seen = other
            .read(|tx| -> ground::Result<usize> { Ok(tx.query("SELECT id FROM plant", &[])?.len()) })
            .await
            .unwrap();
        assert_eq!(seen, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undeclared_column_is_a_gap() {
    let place = Place::fresh();
    let first = house(&place, vec![garden()]).await.unwrap();
    drop(first);
    let tampering = &place;
    tokio::task::block_in_place(|| tampering.tamper("ALTER TABLE plant ADD COLUMN diary TEXT"));
    let again = house(&place, vec![garden()]).await.unwrap();
    let gaps = again.gaps().await.unwrap();
    assert_eq!(gaps.len(), 1, "{gaps:?}");
    assert!(gaps[0].to_string().contains("diary"), "{}", gaps[0]);
}

/// A room that brings nothing but one rule.
fn rule(cedar: &'static str) -> Room {
    Room::new("gate").policy(cedar)
}

/// A promise's evidence now.
async fn evidence(house: &House, clinic: &Arc<Clinic>, id: &str) -> promise::Evidence {
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "promises.evidence");
    scope.read(house.evidence[id]).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_knocks_at_the_door_and_says_when_it_is_open() {
    let opens = r#"@id("gate.clients") permit (principal, action == Action::"person.open", resource) when { principal.roles.contains("client") && context.purpose == "care" };"#;
    for (rooms, kept) in [(vec![garden()], true), (vec![garden(), rule(opens)], false)] {
        let place = Place::fresh();
        let house = house(&place, rooms).await.unwrap();
        let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
        let nobody = evidence(&house, &clinic, "access.need_to_know").await;
        assert!(!nobody.ok, "where there is nobody to ask for, nothing is known: {nobody:?}");
        let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
        let person = plant(&care, "Fern").await;
        let knocked = evidence(&house, &clinic, "access.need_to_know").await;
        assert_eq!(knocked.ok, kept, "{knocked:?}");
        assert_eq!(openings(&care, person).await, [], "trying leaves no trace in anybody's record");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_says_when_a_record_may_be_opened_for_what_no_column_lists() {
    let sells = r#"@id("gate.sells") permit (principal, action == Action::"person.open", resource) when { resource.yourself && context.purpose == "marketing" };"#;
    // In the garden a clinician may open for billing, and no column lists billing.
    for (rooms, kept) in [(vec![], true), (vec![rule(sells)], false), (vec![garden()], false)] {
        let place = Place::fresh();
        let house = house(&place, rooms).await.unwrap();
        let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
        let compared = evidence(&house, &clinic, "purpose.limited").await;
        assert_eq!(compared.ok, kept, "{compared:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_destroyed_key_opens_nothing_at_once() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let person = plant(&care, "Fern").await;
    read(&care).await.unwrap();
    let key: ground::KeyId = care
        .read(move |tx| {
            tx.one("SELECT key FROM person WHERE clinic = $1 AND id = $2", &params![tx.clinic(), person])?.get("key")
        })
        .await
        .unwrap();
    let (destroying, id) = (house.clone(), clinic.id);
    tokio::task::spawn_blocking(move || destroying.keys.destroy(id, key)).await.unwrap().unwrap();
    assert!(matches!(read(&care).await, Err(Error::Refused(Refusal::Erased))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_master_key_refuses_to_start_and_says_what_to_do() {
    let place = Place::fresh();
    drop(house(&place, vec![]).await.unwrap());
    let plan_keys = place.keys.clone();
    let wrong = tokio::task::spawn_blocking(move || {
        ground::keys::Keys::open(&plan_keys, &Master::from_bytes([8; 32]), Clock::system()).err().map(|e| e.to_string())
    })
    .await
    .unwrap();
    assert!(wrong.unwrap().contains("Put back the right key"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_moved_or_removed_entry_is_found_and_named() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let person = plant(&care, "Fern").await;
    for quarter in 0..8 {
        house.clock.set(ground::from_micros(house.clock.now().as_microsecond() + quarter * 900_000_000));
        read(&care).await.unwrap();
        house.seal_access().await.unwrap();
    }
    assert!(openings(&care, person).await.len() >= 7);
    let verified = verify_clinic(&care).await.unwrap();
    assert_eq!(verified.faults, [], "an untouched log verifies");
    assert!(verified.entries >= 7 && verified.checkpoints >= 2);
    let tamper = |sql: &str| tokio::task::block_in_place(|| place.tamper(sql));

    tamper("UPDATE access_entry SET purpose = 'billing' WHERE leaf = 2");
    let faults = verify_clinic(&care).await.unwrap().faults;
    assert!(matches!(faults.as_slice(), [AccessFault::Edited { leaf: 2, .. }]), "{faults:?}");
    // Told by the place that the person's own page shows, which counts from 1.
    assert!(faults[0].to_string().contains("(place 3)") && faults[0].by_place().contains("place 3 "), "{}", faults[0]);
    tamper("UPDATE access_entry SET purpose = 'care' WHERE leaf = 2");

    tamper(
        "UPDATE access_entry SET leaf = 99 WHERE leaf = 3; UPDATE access_entry SET leaf = 3 WHERE leaf = 4; UPDATE access_entry SET leaf = 4 WHERE leaf = 99",
    );
    let faults = verify_clinic(&care).await.unwrap().faults;
    assert!(
        faults.iter().any(|f| matches!(f, AccessFault::Moved { leaf: 3, .. }))
            && faults.iter().any(|f| matches!(f, AccessFault::Moved { leaf: 4, .. })),
        "{faults:?}"
    );
    tamper(
        "UPDATE access_entry SET leaf = 99 WHERE leaf = 3; UPDATE access_entry SET leaf = 3 WHERE leaf = 4; UPDATE access_entry SET leaf = 4 WHERE leaf = 99",
    );
    assert_eq!(verify_clinic(&care).await.unwrap().faults, []);

    tamper("DELETE FROM access_entry WHERE leaf = 5");
    let faults = verify_clinic(&care).await.unwrap().faults;
    let removed = AccessFault::Removed { from: 5, to: 5 };
    assert!(faults.contains(&removed), "{faults:?}");
    assert_eq!(removed.to_string(), "the entry at place 6 was removed");

    // Cutting the end off, checkpoints and all, is known beside the keys.
    tamper("DELETE FROM access_entry WHERE leaf >= 5; DELETE FROM access_checkpoint WHERE size > 5");
    let faults = verify_clinic(&care).await.unwrap().faults;
    assert!(matches!(faults.as_slice(), [AccessFault::Shortened { found: 5, .. }]), "{faults:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_at_once_lose_nothing_and_a_panic_takes_back_only_its_own() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let mut tasks = Vec::new();
    for n in 0..200 {
        let scope = care.clone();
        tasks.push(tokio::spawn(async move {
            scope
                .write(move |tx| -> ground::Result<()> {
                    let key = tx.create_person()?;
                    let id = format!("p{n}");
                    let sealed = key.seal(cell("plant", "name", &id), &id)?;
                    tx.execute(
                        "INSERT INTO plant (clinic, id, person, name) VALUES ($1, $2, $3, $4)",
                        &params![tx.clinic(), &id, key.person(), sealed],
                    )?;
                    assert!(n % 10 != 3, "every tenth stops here");
                    Ok(())
                })
                .await
                .is_ok()
        }));
    }
    let mut kept = 0;
    for task in tasks {
        kept += usize::from(task.await.unwrap());
    }
    let stored = care
        .read(|tx| -> ground::Result<usize> {
            Ok(tx.query("SELECT id FROM plant WHERE clinic = $1", &params![tx.clinic()])?.len())
        })
        .await
        .unwrap();
    assert_eq!((kept, stored), (180, 180));
}
