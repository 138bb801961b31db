//! Whoever asks and goes away before the answer: what they did is done, told and recorded all the same.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use ground::once::{self, Once};
use ground::{Event, Role, Scope, Tx, params};
use promise::Purpose;

use crate::ground_test::{as_role, garden, house, new_clinic, plant};
use crate::place::Place;

const LONG: Duration = Duration::from_secs(20);

/// Where a transaction tells that it stands, and waits until it may end.
struct Gate {
    stands: SyncSender<()>,
    may_end: Mutex<Receiver<()>>,
}

impl Gate {
    fn pass(&self) {
        let _told = self.stands.try_send(());
        let _waited = self.may_end.lock().unwrap().recv_timeout(LONG);
    }
}

/// Asks by `ask`, and goes away while the transaction is under way.
async fn leave<F: Future<Output = ()> + Send + 'static>(ask: impl FnOnce(Gate) -> F) {
    let ((stands, stood), (end, may_end)) = (sync_channel(1), sync_channel(1));
    let asking = tokio::spawn(ask(Gate { stands, may_end: Mutex::new(may_end) }));
    tokio::task::block_in_place(|| stood.recv_timeout(LONG).unwrap());
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());
    end.send(()).unwrap();
}

async fn refusals(care: &Scope, person: ground::PersonId) -> usize {
    let all = care.read(move |tx| ground::access::about(tx, person, 100)).await.unwrap();
    all.iter().filter(|opening| opening.refused).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_goes_away_while_it_is_committed_takes_neither_the_news_nor_the_record_with_them() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let person = plant(&care, "Fern").await;

    let mut changes = house.changes();
    let writes = care.clone();
    leave(|gate| async move {
        let body = move |tx: &mut Tx<'_>| {
            tx.execute("UPDATE plant SET id = 'two' WHERE clinic = $1", &params![tx.clinic()])?;
            tx.emit(Event::new("plant.moved", "two", person))?;
            gate.pass();
            Ok::<_, ground::Error>(())
        };
        writes.write(body).await.unwrap();
    })
    .await;
    let told = tokio::time::timeout(LONG, changes.recv()).await.expect("nobody was told of it").unwrap();
    assert_eq!((told.clinic, told.topic.as_str()), (clinic.id, "plant"));

    // Whom policy refuses, in a transaction that reads and in one that writes.
    for (writes, expected) in [(false, 1), (true, 2)] {
        let desk = as_role(&house, &clinic, Role::FrontDesk, Purpose::Care);
        leave(|gate| async move {
            let body = move |tx: &mut Tx<'_>| {
                let opened = tx.open(person).map(drop);
                gate.pass();
                opened
            };
            let _refused = if writes { desk.write(body).await } else { desk.read(body).await };
        })
        .await;
        for _ in 0..400 {
            if refusals(&care, person).await == expected {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(refusals(&care, person).await, expected, "who was refused and went away stands nowhere");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_known_again_by_nothing_that_could_be_tried_out_without_the_keys() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    for slug in ["one", "two"] {
        let clinic = house.create_clinic(new_clinic(slug)).await.unwrap();
        let scope = as_role(&house, &clinic, Role::FrontDesk, Purpose::Scheduling);
        scope.write(|tx| once::keep(tx, "key", b"Nadia Ferreira", "apt_1")).await.unwrap();
        let known = scope.read(|tx| once::look(tx, "key", b"Nadia Ferreira")).await.unwrap();
        assert_eq!(known, Once::Again("apt_1".to_owned()));
        assert_eq!(scope.read(|tx| once::look(tx, "key", b"Nora Ferreira")).await.unwrap(), Once::Different);
    }
    let hex = if place.is_postgres() { "encode(digest, 'hex')" } else { "lower(hex(digest))" };
    let kept = place.column(&format!("SELECT {hex} FROM once"));
    assert_eq!(kept.len(), 2);
    assert_ne!(kept[0], kept[1], "two clinics keep the same of one request: it is not keyed");
    assert!(!kept.contains(&ground::digest(b"Nadia Ferreira")));
}
