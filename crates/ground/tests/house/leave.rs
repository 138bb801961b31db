//! A clinic leaves, as far as the ground alone knows it.

use ground::{Role, Room, leave};
use jiff::SignedDuration;
use promise::Purpose;

use crate::ground_test::{as_role, garden, house, new_clinic};
use crate::place::Place;

/// A yard whose gates say whose they are, and not which clinic's.
fn yard() -> Room {
    Room::new("yard").schema("001_yard", "CREATE TABLE gate (id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL);").data_map(
        r#"
        [gate]
        about = "person"
        person = "person"
        merge = "move"
        export = { file = "gates" }
        [gate.columns]
        id = { category = "reference", clear = "a random id", purposes = ["care"], retention = "client", erase = "delete" }
        person = { category = "reference", clear = "a random id", purposes = ["care"], retention = "client", erase = "delete" }
        "#,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_would_stay_when_a_clinic_leaves_stops_the_start() {
    let place = Place::fresh();
    let refused = house(&place, vec![garden(), yard()]).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refused.contains("gate") && refused.contains("they would stay when it leaves"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_a_room_adds_goes_with_the_clinic() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let [one, two] =
        [house.create_clinic(new_clinic("one")).await.unwrap(), house.create_clinic(new_clinic("two")).await.unwrap()];
    for clinic in [&one, &two] {
        crate::ground_test::plant(&as_role(&house, clinic, Role::Clinician, Purpose::Care), "Fern").await;
    }
    let leaves = |tx: &mut ground::Tx<'_>| leave::ask(tx, "to another garden");
    as_role(&house, &one, Role::Manager, Purpose::Operation).write(leaves).await.unwrap();
    house.clock.set(house.clock.now() + SignedDuration::from_hours(24 * 31));
    leave::turn(&house).await.unwrap();
    let plants = place.column("SELECT clinic FROM plant");
    assert_eq!(plants, [two.id.to_string()]);
    let again = house.create_clinic(new_clinic("one")).await;
    assert!(again.is_err_and(|error| error.to_string().contains("stays reserved")));
}
