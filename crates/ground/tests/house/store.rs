//! What a store does that is not asked for: it is restarted, it fails in the midst, it is another than it should be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ground::db::Location;
use ground::keys::KeyLocation;
use ground::{Clinic, Error, House, KeyId, NewClinic, Recurring, Role, Room, Scope, Turn, params};
use promise::Purpose;

use crate::ground_test::{as_role, garden, house, new_clinic, plant, read};
use crate::place::Place;

/// A clinic called `name`, which is its place in the order of clinics too.
async fn clinic(house: &House, name: &str) -> Arc<Clinic> {
    house.create_clinic(NewClinic { name: name.to_owned(), ..new_clinic(name) }).await.unwrap()
}

async fn until(what: &str, holds: impl AsyncFn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !holds().await {
        assert!(Instant::now() < deadline, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn data_and_keys_are_reached_again_after_their_connections_were_ended() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let one = clinic(&house, "one").await;
    let care = as_role(&house, &one, Role::Clinician, Purpose::Care);
    let person = plant(&care, "Fern").await;
    let key: KeyId = care
        .read(move |tx| {
            tx.one("SELECT key FROM person WHERE clinic = $1 AND id = $2", &params![tx.clinic(), person])?.get("key")
        })
        .await
        .unwrap();
    for round in 0..3 {
        read(&care).await.unwrap();
        tokio::task::block_in_place(|| place.disconnect());
        // The key is no longer in memory, so that it is read; and a clinic's root is written.
        house.keys.forget(key);
        assert_eq!(read(&care).await.unwrap(), "Fern");
        tokio::task::block_in_place(|| place.disconnect());
        clinic(&house, &format!("more{round}")).await;
        tokio::task::block_in_place(|| house.keys.ready()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_statement_that_nobody_heeds_is_no_success() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let one = clinic(&house, "one").await;
    let care = as_role(&house, &one, Role::Clinician, Purpose::Care);
    let insert = |tx: &mut ground::Tx<'_>, id: &str| {
        tx.execute(
            "INSERT INTO plant (clinic, id, person, name) VALUES ($1, $2, 'nobody', $3)",
            &params![tx.clinic(), id, vec![1u8]],
        )
    };
    let heedless = care
        .write(move |tx| -> ground::Result<()> {
            insert(tx, "first")?;
            assert!(insert(tx, "first").is_err());
            Ok(())
        })
        .await;
    assert!(matches!(heedless, Err(Error::Internal(_))), "{heedless:?}");
    let misspelt = care.write(|tx| -> ground::Result<()> {
        assert!(tx.query("SELECT nothing FROM nowhere", &[]).is_err());
        Ok(())
    });
    assert!(misspelt.await.is_err());
    let stored = care
        .read(|tx| -> ground::Result<usize> {
            Ok(tx.query("SELECT id FROM plant WHERE clinic = $1", &params![tx.clinic()])?.len())
        })
        .await
        .unwrap();
    assert_eq!(stored, 0);
    care.write(move |tx| insert(tx, "second").map(drop)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_of_other_data_or_older_than_it_are_found() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    for slug in ["one", "two", "three"] {
        clinic(&house, slug).await;
    }
    assert_eq!(house.locked().await.unwrap(), Vec::<String>::new());
    let one = house.clinic_by_slug("one").await.unwrap().unwrap().id;
    let two = house.clinic_by_slug("two").await.unwrap().unwrap().id;
    tokio::task::block_in_place(|| {
        place.tamper_keys(&format!("DELETE FROM key_root WHERE clinic = '{one}'"));
        place.tamper_keys(&format!(
            "UPDATE key_root SET wrapped = (SELECT wrapped FROM key_root WHERE clinic <> '{two}') WHERE clinic = '{two}'"
        ));
    });
    assert_eq!(house.locked().await.unwrap(), ["one", "two"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_whose_settings_cannot_be_read_closes_no_other() {
    let place = Place::fresh();
    let first = house(&place, vec![garden()]).await.unwrap();
    for slug in ["one", "two"] {
        clinic(&first, slug).await;
    }
    drop(first);
    tokio::task::block_in_place(|| place.tamper("UPDATE clinic SET parameters = '{' WHERE slug = 'one'"));
    let house = house(&place, vec![garden()]).await.unwrap();
    let open: Vec<String> = house.clinics().await.unwrap().iter().map(|clinic| clinic.slug.clone()).collect();
    assert_eq!(open, ["two"]);
    let closed = house.closed().await.unwrap();
    assert!(closed.len() == 1 && closed[0].contains("clinic one"), "{closed:?}");
}

static WELL: AtomicUsize = AtomicUsize::new(0);

#[tokio::test(flavor = "multi_thread")]
async fn recurring_work_that_fails_or_panics_for_one_clinic_is_done_for_the_others_and_again() {
    let recurring = |run| Recurring { name: "odd.work", every: Duration::from_millis(20), run };
    let room = Room::new("odd").recurring(recurring(|scope: Scope| {
        Box::pin(async move {
            match scope.clinic.slug.as_str() {
                "a-panics" => panic!("for this clinic"),
                "b-fails" => Err(Error::NotFound),
                _ => {
                    WELL.fetch_add(1, Ordering::Relaxed);
                    Ok(())
                }
            }
        })
    }));
    let place = Place::fresh();
    let house = house(&place, vec![room]).await.unwrap();
    for slug in ["a-panics", "b-fails", "c-well"] {
        clinic(&house, slug).await;
    }
    house.start();
    until("the well one has had three turns", async || WELL.load(Ordering::Relaxed) >= 3).await;
    house.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn clinics_that_keys_cannot_be_made_for_do_not_keep_others_from_theirs() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let mut clinics = Vec::new();
    for slug in ["one", "two", "three", "four", "five", "six"] {
        let clinic = clinic(&house, slug).await;
        // More than half of the keys made ahead are taken.
        let many = |tx: &mut ground::Tx<'_>| (0..150).try_for_each(|_| tx.create_person().map(drop));
        as_role(&house, &clinic, Role::Manager, Purpose::Operation).write(many).await.unwrap();
        clinics.push(clinic.id);
    }
    // Their turn comes in no order, so several of each.
    let well = &clinics[..3];
    let list = well.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    tokio::task::block_in_place(|| {
        place.tamper_keys(&if place.is_postgres() {
            format!("ALTER TABLE key_person ADD CONSTRAINT refused CHECK (clinic IN ({list})) NOT VALID")
        } else {
            format!("CREATE TRIGGER refused BEFORE INSERT ON key_person WHEN NEW.clinic NOT IN ({list}) BEGIN SELECT RAISE(ABORT, 'refused'); END")
        });
    });
    house.start();
    let all = || well.iter().all(|clinic| house.keys.count(*clinic).unwrap() > 256);
    until("keys were made ahead", async || tokio::task::block_in_place(all)).await;
    house.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn data_tables_and_keys_are_reached_as_three_roles() {
    for (app, owner, keys) in [("a", "a", "c"), ("a", "b", "a"), ("a", "b", "b")] {
        let address = |role: &str| format!("postgres://{role}@127.0.0.1:1/nowhere");
        let place = Place::at(
            Location::Postgres { app: address(app), owner: address(owner) },
            KeyLocation::Postgres(address(keys)),
        );
        let refused = house(&place, vec![]).await.err().unwrap().to_string();
        assert!(refused.contains("these must be three roles"), "{refused}");
    }
}

/// Roles are PostgreSQL's; SQLite's file has one owner.
#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_row_level_security_does_not_bind_is_refused() {
    let place = Place::fresh();
    if let (Location::Postgres { app, owner }, KeyLocation::Postgres(keys)) = (place.data.clone(), place.keys.clone()) {
        let opens = async |data: (&str, &str), keys: &str| {
            let data = Location::Postgres { app: data.0.to_owned(), owner: data.1.to_owned() };
            let place = Place::at(data, KeyLocation::Postgres(keys.to_owned()));
            house(&place, vec![garden()]).await.map(drop).map_err(|error| error.to_string())
        };
        let as_role = |address: &str, role: &str| {
            let (_, rest) = address.split_once('@').unwrap();
            format!("postgres://{role}@{rest}")
        };
        let name = app.rsplit('/').next().unwrap().to_owned();
        let role = |kind: &str, what: &str| {
            let role = format!("{name}_{kind}");
            tokio::task::block_in_place(|| place.tamper(&format!("CREATE ROLE {role} LOGIN {what}")));
            role
        };
        let (superuser, bypass, member) =
            (role("super", "SUPERUSER"), role("bypass", "BYPASSRLS"), role("member", "IN ROLE keepwell_owner"));
        for (data, keys, expected) in [
            ((as_role(&app, &superuser), owner.clone()), keys.clone(), "is a superuser"),
            ((as_role(&app, &bypass), owner.clone()), keys.clone(), "has BYPASSRLS"),
            ((as_role(&app, &member), owner.clone()), keys.clone(), "can act as the owner of the table"),
            ((app.clone(), as_role(&owner, &superuser)), keys.clone(), "is a superuser"),
            ((app.clone(), owner.clone()), as_role(&keys, &superuser), "is a superuser"),
        ] {
            let refused = opens((&data.0, &data.1), &keys).await.unwrap_err();
            assert!(refused.contains(expected) && refused.contains("docs/operate.md"), "{refused}");
        }
        opens((&app, &owner), &keys).await.unwrap();
        // A table that the application's role owns itself.
        tokio::task::block_in_place(|| place.tamper("ALTER TABLE plant OWNER TO keepwell_app"));
        let refused = opens((&app, &owner), &keys).await.unwrap_err();
        assert!(refused.contains("ALTER TABLE \"plant\" OWNER TO"), "{refused}");
    }
    house(&Place::fresh(), vec![garden()]).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_alone_waits_for_all_others_and_who_goes_beside_others_does_not_wait_for_them() {
    use Turn::{Alone, Beside};
    let place = Place::fresh();
    if !place.is_postgres() {
        // Writers of SQLite take turns whatever they name.
        return;
    }
    let house = house(&place, vec![garden()]).await.unwrap();
    let scope = as_role(&house, &clinic(&house, "one").await, Role::FrontDesk, Purpose::Scheduling);
    for (first, second, waits) in [
        (vec![(Alone, "day")], vec![(Alone, "day")], true),
        (vec![(Alone, "day")], vec![(Alone, "another day")], false),
        (vec![(Beside, "day")], vec![(Beside, "day")], false),
        (vec![(Beside, "day")], vec![(Alone, "day")], true),
        (vec![(Alone, "day")], vec![(Beside, "day"), (Alone, "one")], true),
        (vec![(Beside, "day"), (Alone, "one")], vec![(Beside, "day"), (Alone, "other")], false),
        (vec![(Beside, "day"), (Alone, "one")], vec![(Beside, "day"), (Alone, "one")], true),
    ] {
        let what = format!("{first:?}, then {second:?}");
        let (begun, has_begun) = std::sync::mpsc::channel();
        let (end, ends) = std::sync::mpsc::channel::<()>();
        let (begun, ends) = (std::sync::Mutex::new(begun), std::sync::Mutex::new(ends));
        let holds = scope.clone();
        let holder = tokio::spawn(async move {
            let hold = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
                tx.take_turns_of(&first)?;
                begun.lock().unwrap().send(()).unwrap();
                ends.lock().unwrap().recv().map_err(Error::internal)
            };
            holds.write(hold).await
        });
        tokio::task::block_in_place(|| has_begun.recv()).unwrap();
        let comes = scope.clone();
        let mut other = tokio::spawn(async move { comes.write(move |tx| tx.take_turns_of(&second)).await });
        let early = tokio::time::timeout(Duration::from_millis(if waits { 300 } else { 5_000 }), &mut other).await;
        assert_eq!(early.is_err(), waits, "{what}");
        end.send(()).unwrap();
        holder.await.unwrap().unwrap();
        if waits {
            other.await.unwrap().unwrap();
        }
    }
}
