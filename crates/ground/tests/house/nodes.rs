//! Several nodes on one database: two houses at once, each with its own memory.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ground::access::verify_clinic;
use ground::job::{self, Handler, NewJob};
use ground::keys::{Keys, Master};
use ground::{Change, Clinic, Clock, Error, Event, House, KeyId, PersonId, Refusal, Role, Scope, Sealed, cell, params};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;
use tokio::sync::Notify;
use tokio::sync::broadcast::Receiver;

use crate::ground_test::{as_role, garden, house, new_clinic, plant, read};
use crate::place::Place;

/// Well below every time after which memory grows stale by itself, and well above what news take.
const AT_ONCE: Duration = Duration::from_secs(3);

/// Two nodes and a clinic that both know.
async fn two(place: &Place) -> (House, House, Arc<Clinic>) {
    let (a, b) = (house(place, vec![garden()]).await.unwrap(), house(place, vec![garden()]).await.unwrap());
    let clinic = a.create_clinic(new_clinic("one")).await.unwrap();
    (a, b, clinic)
}

/// Whether `what` comes true at once.
async fn soon<F: Future<Output = bool>>(what: impl Fn() -> F) -> bool {
    let waited = tokio::time::timeout(AT_ONCE, async {
        while !what().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    waited.await.is_ok()
}

fn refused(outcome: &ground::Result<String>) -> bool {
    matches!(outcome, Err(Error::Refused(Refusal::Erased)))
}

async fn key_of(scope: &Scope, person: PersonId) -> KeyId {
    scope
        .read(move |tx| {
            tx.one("SELECT key FROM person WHERE clinic = $1 AND id = $2", &params![tx.clinic(), person])?.get("key")
        })
        .await
        .unwrap()
}

async fn destroy(house: &House, clinic: &Clinic, key: KeyId) {
    let (house, clinic) = (house.clone(), clinic.id);
    tokio::task::spawn_blocking(move || house.keys.destroy(clinic, key)).await.unwrap().unwrap();
}

async fn happen(scope: &Scope, name: &'static str) {
    scope.write(move |tx| tx.emit(Event::new(name, "one", None))).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_node_commits_the_others_hear_once_and_it_does_not_hear_itself() {
    let place = Place::fresh();
    let (a, b, clinic) = two(&place).await;
    let scope = as_role(&a, &clinic, Role::Clinician, Purpose::Care);
    let (mut here, mut there) = (a.changes(), b.changes());
    for name in ["plant.planted", "plant.watered", "pot.moved"] {
        happen(&scope, name).await;
    }
    let change = |topic: &str| Change { clinic: clinic.id, topic: topic.to_owned() };
    if !place.is_postgres() {
        // One program has the file; nobody else is told.
        assert!(there.try_recv().is_err());
        return;
    }
    // What is gathered for a moment is told once; that the clinic was made may be told among it.
    let mut heard = until(&mut there, &change("pot")).await;
    heard.retain(|heard| *heard != change("clinic"));
    assert!(
        heard.iter().all(|heard| [change("plant"), change("pot")].contains(heard)) && heard.len() <= 3,
        "{heard:?}"
    );
    for topic in ["plant", "plant", "pot"] {
        assert_eq!(here.try_recv().unwrap(), change(topic));
    }
    // What was taken back was never news.
    let undone = scope.write(|tx| -> ground::Result<()> {
        tx.emit(Event::new("weed.grown", "one", None))?;
        Err(Error::NotFound)
    });
    assert!(undone.await.is_err());
    happen(&scope, "gate.closed").await;
    assert!(!until(&mut there, &change("gate")).await.contains(&change("weed")));
    // Whoever ends at once, as a command does, has told before.
    let c = house(&place, vec![garden()]).await.unwrap();
    happen(&as_role(&c, &clinic, Role::Clinician, Purpose::Care), "path.raked").await;
    drop(c);
    until(&mut there, &change("path")).await;
    assert_eq!(until(&mut here, &change("path")).await, [change("gate"), change("path")]);
    // One's own news would be back before what another node tells after them.
    happen(&as_role(&b, &clinic, Role::Clinician, Purpose::Care), "shed.built").await;
    assert_eq!(until(&mut here, &change("shed")).await, [change("shed")]);
}

/// Everything heard up to `last`.
async fn until(news: &mut Receiver<Change>, last: &Change) -> Vec<Change> {
    let mut heard = Vec::new();
    while !heard.contains(last) {
        heard.push(tokio::time::timeout(AT_ONCE, news.recv()).await.expect("news come").unwrap());
    }
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinics_settings_changed_on_one_node_hold_on_the_others_at_once() {
    let place = Place::fresh();
    let (a, b, clinic) = two(&place).await;
    let name = || async { b.clinic_by_id(clinic.id).await.unwrap().map(|clinic| clinic.name.clone()) };
    assert_eq!(name().await.as_deref(), Some("Clinic one"));
    let mut changed = Clinic::clone(&clinic);
    changed.name = "Clinic first".to_owned();
    a.update_clinic(changed).await.unwrap();
    let (second, known) = (a.create_clinic(new_clinic("two")).await.unwrap(), b.clone());
    if !place.is_postgres() {
        // Beside another command on the same file they grow stale by themselves.
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    assert!(soon(async || name().await.as_deref() == Some("Clinic first")).await);
    assert!(soon(async || known.clinic_by_id(second.id).await.unwrap().is_some()).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_destroyed_on_one_node_opens_nothing_on_the_others_at_once() {
    let place = Place::fresh();
    if !place.is_postgres() {
        return;
    }
    let (a, b, clinic) = two(&place).await;
    let (here, there) =
        (as_role(&a, &clinic, Role::Clinician, Purpose::Care), as_role(&b, &clinic, Role::Clinician, Purpose::Care));
    let person = plant(&here, "Fern").await;
    assert_eq!(read(&there).await.unwrap(), "Fern", "a key made ahead on one node opens on another");
    let key = key_of(&here, person).await;
    destroy(&a, &clinic, key).await;
    assert!(refused(&read(&here).await));
    assert!(soon(async || refused(&read(&there).await)).await);
    // Destroying it again is no fault: whoever was told that the others may not know does it again.
    destroy(&b, &clinic, key).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_could_not_listen_trusts_nothing_it_kept() {
    let place = Place::fresh();
    if !place.is_postgres() {
        return;
    }
    let (a, b, clinic) = two(&place).await;
    let (here, there) =
        (as_role(&a, &clinic, Role::Clinician, Purpose::Care), as_role(&b, &clinic, Role::Clinician, Purpose::Care));
    let person = plant(&here, "Fern").await;
    assert_eq!(read(&there).await.unwrap(), "Fern");
    let (key, mut news) = (key_of(&here, person).await, b.changes());
    let change = |topic: &str| Change { clinic: clinic.id, topic: topic.to_owned() };
    happen(&here, "gate.closed").await;
    until(&mut news, &change("gate")).await;

    // Both listeners are cut off, and nobody new is let in.
    let cut = tokio::task::block_in_place(|| {
        place.admit(false);
        place.cut("keepwell listens")
    });
    assert_eq!(cut, 2);
    destroy(&a, &clinic, key).await;
    assert_eq!(read(&there).await.unwrap(), "Fern", "it has not heard: without what follows it would go on");
    tokio::task::block_in_place(|| place.admit(true));
    assert!(soon(async || refused(&read(&there).await)).await, "listening again, it takes everything as stale");
    let everything = tokio::time::timeout(AT_ONCE, news.recv()).await.expect("live pages look again").unwrap();
    assert!(everything.concerns(clinic.id, "plant") && everything.concerns(clinic.id, "anything"));
    // And it hears as before.
    happen(&here, "pot.moved").await;
    assert_eq!(until(&mut news, &change("pot")).await, [change("pot")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_begin_together_agree_on_tables_and_on_the_master_key() {
    let place = Place::fresh();
    let (a, b, c) =
        tokio::join!(house(&place, vec![garden()]), house(&place, vec![garden()]), house(&place, vec![garden()]));
    for node in [a.unwrap(), b.unwrap(), c.unwrap()] {
        assert!(node.gaps().await.unwrap().is_empty());
    }
    // Where each brings a key of its own, one is the installation's and the others are refused.
    let other = Place::fresh();
    let open = |byte: u8| {
        let keys = other.keys.clone();
        tokio::task::spawn_blocking(move || Keys::open(&keys, &Master::from_bytes([byte; 32]), Clock::system()).is_ok())
    };
    let opened = futures_util::future::join_all((1..=6).map(open)).await;
    assert_eq!(opened.into_iter().filter(|opened| *opened.as_ref().unwrap()).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_starts_does_not_wait_for_the_work_of_others() {
    let place = Place::fresh();
    if !place.is_postgres() {
        return;
    }
    let a = house(&place, vec![garden()]).await.unwrap();
    let clinic = a.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&a, &clinic, Role::Clinician, Purpose::Care);
    plant(&care, "Fern").await;
    let (begun, ended) = (Arc::new(Notify::new()), Arc::new(AtomicBool::new(false)));
    let (tell, done) = (begun.clone(), ended.clone());
    let work = tokio::spawn(async move {
        care.write(move |tx| -> ground::Result<()> {
            tx.execute("UPDATE plant SET id = id WHERE clinic = $1", &params![tx.clinic()])?;
            tell.notify_one();
            std::thread::sleep(Duration::from_secs(4));
            done.store(true, Ordering::SeqCst);
            Ok(())
        })
        .await
    });
    begun.notified().await;
    let b = house(&place, vec![garden()]).await.unwrap();
    assert!(!ended.load(Ordering::SeqCst), "it stood before the others were done");
    assert!(b.gaps().await.unwrap().is_empty());
    work.await.unwrap().unwrap();
    // A wall that was pulled down is put up again at the next start.
    let open = "SELECT count(*)::TEXT FROM pg_policies WHERE tablename = 'plant' AND qual = 'true'";
    tokio::task::block_in_place(|| place.tamper("ALTER POLICY clinic_wall ON plant USING (true)"));
    assert_eq!(tokio::task::block_in_place(|| place.column(open)), ["1"]);
    house(&place, vec![garden()]).await.unwrap();
    assert_eq!(tokio::task::block_in_place(|| place.column(open)), ["0"]);
}

/// The garden with work that is counted by its subject.
fn counting(runs: &Arc<Mutex<HashMap<String, u32>>>) -> ground::Room {
    let runs = runs.clone();
    garden().job(Handler::new("garden.water", Purpose::Operation, move |_, job| {
        *runs.lock().unwrap().entry(job.subject).or_default() += 1;
        async { Ok(()) }
    }))
}

async fn leave(scope: &Scope, subjects: Vec<String>, run_at: Timestamp) {
    let left = scope.write(move |tx| -> ground::Result<()> {
        subjects
            .iter()
            .try_for_each(|subject| tx.enqueue(&NewJob { kind: "garden.water", subject: subject.clone(), run_at }))
    });
    left.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_done_once_however_many_nodes_look_for_it() {
    const LEFT: usize = 600;
    let (place, runs) = (Place::fresh(), Arc::default());
    let a = house(&place, vec![counting(&runs)]).await.unwrap();
    let b = house(&place, vec![counting(&runs)]).await.unwrap();
    let clinic = a.create_clinic(new_clinic("one")).await.unwrap();
    let scope = as_role(&a, &clinic, Role::Clinician, Purpose::Care);
    let due = a.clock.now() + SignedDuration::from_mins(1);
    leave(&scope, (0..LEFT).map(|n| n.to_string()).collect(), due).await;
    assert_eq!(job::run_due(&b).await.unwrap(), 0, "none is due yet");
    // All of it falls due at once, and four on each node reach for it.
    a.clock.set(due);
    b.clock.set(due);
    let reach = [&a, &b].into_iter().flat_map(|node| (0..4).map(|_| node.clone()));
    let reach = reach.map(|node| tokio::spawn(async move { job::run_due(&node).await.unwrap() }));
    let done = futures_util::future::join_all(reach).await;
    assert_eq!(done.into_iter().map(Result::unwrap).sum::<usize>(), LEFT);
    assert!(job::list(&a).await.unwrap().is_empty());
    let runs = runs.lock().unwrap();
    assert_eq!((runs.len(), runs.values().max()), (LEFT, Some(&1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn work_left_again_while_another_node_does_it_is_not_lost() {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (slow_begun, slow_go) = (begun.clone(), go.clone());
    let slow = Handler::new("garden.water", Purpose::Operation, move |_, _| {
        let (begun, go) = (slow_begun.clone(), slow_go.clone());
        async move {
            begun.notify_one();
            go.notified().await;
            Ok(())
        }
    });
    let failing = Handler::new("garden.water", Purpose::Operation, |_, _| async { Err("no water".to_owned()) });
    let place = Place::fresh();
    let a = house(&place, vec![garden().job(slow)]).await.unwrap();
    let b = house(&place, vec![garden().job(failing)]).await.unwrap();
    let clinic = a.create_clinic(new_clinic("one")).await.unwrap();
    let scope = as_role(&a, &clinic, Role::Clinician, Purpose::Care);
    leave(&scope, vec!["fern".to_owned()], a.clock.now()).await;
    let working = a.clone();
    let first = tokio::spawn(async move { job::run_due(&working).await.unwrap() });
    begun.notified().await;
    leave(&scope, vec!["fern".to_owned()], a.clock.now()).await;
    assert_eq!(job::run_due(&b).await.unwrap(), 1, "the other node does what was left since");
    go.notify_one();
    assert_eq!(first.await.unwrap(), 1);
    let waiting = job::list(&a).await.unwrap();
    assert_eq!(waiting.len(), 1, "what failed there is not settled by what was done here");
    assert_eq!((waiting[0].attempts, waiting[0].cause.as_deref()), (1, Some("no water")));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sealers_append_to_one_log_that_verifies_and_each_node_has_keys_of_its_own() {
    const EACH: usize = 60;
    let place = Place::fresh();
    let (a, b, clinic) = two(&place).await;
    a.start();
    b.start();
    let nodes = [&a, &b].map(|node| as_role(node, &clinic, Role::Clinician, Purpose::Care));
    let planted = nodes.clone().map(|scope| async move {
        let mut persons = Vec::new();
        for n in 0..EACH {
            let name = format!("{} {n}", scope.actor);
            let person = scope.write(move |tx| -> ground::Result<PersonId> {
                let key = tx.create_person()?;
                let id = key.person().to_string();
                let sealed = key.seal(cell("plant", "name", &id), &name)?;
                tx.execute(
                    "INSERT INTO plant (clinic, id, person, name) VALUES ($1, $2, $3, $4)",
                    &params![tx.clinic(), &id, key.person(), sealed],
                )?;
                Ok(key.person())
            });
            persons.push(person.await.unwrap());
        }
        persons
    });
    let persons = futures_util::future::join_all(planted).await.concat();
    // Each opens everybody, also whom the other made, while both seal.
    let opened = nodes.clone().map(|scope| {
        let persons = persons.clone();
        async move {
            for person in persons {
                let name = scope.read(move |tx| -> ground::Result<String> {
                    let row = tx.one(
                        "SELECT id, name FROM plant WHERE clinic = $1 AND person = $2",
                        &params![tx.clinic(), person],
                    )?;
                    let id: String = row.get("id")?;
                    tx.open(person)?.open(&Sealed::<String>::read(&row, "plant", "name", &id)?)
                });
                assert!(!name.await.unwrap().is_empty());
            }
        }
    });
    futures_util::future::join_all(opened).await;
    a.close();
    b.close();
    let (first, second) = tokio::join!(a.seal_access(), b.seal_access());
    first.unwrap();
    second.unwrap();
    for scope in &nodes {
        let report = verify_clinic(scope).await.unwrap();
        assert_eq!((report.entries, report.waiting), (4 * EACH as i64, 0));
        assert_eq!(report.faults, []);
        assert!(report.checkpoints >= 1);
    }
    let keys = nodes[0].read(|tx| -> ground::Result<(i64, i64)> {
        let row = tx.one(
            "SELECT COUNT(*) AS n, COUNT(DISTINCT key) AS keys FROM person WHERE clinic = $1",
            &params![tx.clinic()],
        )?;
        Ok((row.get("n")?, row.get("keys")?))
    });
    assert_eq!(keys.await.unwrap(), (2 * EACH as i64, 2 * EACH as i64));
}
