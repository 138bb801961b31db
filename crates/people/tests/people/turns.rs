//! Who waits for whom: two desks at one client, a desk and whoever removes a label, a desk and a merge.

use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ground::PersonId;
use people::model::TagId;
use people::store::tag;
use promise::Purpose;

use crate::house::{Tested, tested};

const CLIENTS: &str = "/c/linden-quay/clients";

async fn label(tested: &Tested, name: &str) -> TagId {
    assert_eq!(tested.post("manager", &format!("{CLIENTS}/tags"), &[("name", name)]).await.status, 303);
    let all = tested.scope("manager", Purpose::Scheduling).read(tag::list).await.unwrap();
    all.iter().find(|tag| tag.name == name).unwrap().id
}

/// How many of `client`'s rows say which labels they bear, and how many find them by one.
fn rows(tested: &Tested, client: PersonId) -> (usize, usize) {
    let borne = tested.place.column(&format!("SELECT client FROM client_tag WHERE client = '{client}'"));
    let finding = format!(
        "SELECT t.client FROM client_token t WHERE t.client = '{client}' AND t.token IN (SELECT token FROM client_tag)"
    );
    (borne.len(), tested.place.column(&finding).len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn desks_that_label_one_client_at_once_take_turns_and_nothing_is_lost() {
    let tested = tested().await;
    let labels = [label(&tested, "A-label").await, label(&tested, "B-label").await, label(&tested, "C-label").await];
    let client = tested.client("Nadia", "Ferreira", "").await;
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let change = |on: Vec<TagId>, off: Vec<TagId>| {
        let desk = desk.clone();
        tokio::spawn(async move { desk.write(move |tx| tag::change(tx, client, &on, &off)).await })
    };
    // Somebody bears A throughout, so that its token is known to the question above.
    let other = tested.client("Nora", "Ferreira", "").await;
    desk.write(move |tx| tag::change(tx, other, &labels, &[])).await.unwrap();
    for round in 0..40 {
        let [a, b, c] = labels;
        // Two put A on and take it off while others are at B and C.
        let at_once = [
            change(vec![a], vec![]),
            change(vec![], vec![a]),
            change(vec![a], vec![]),
            change(vec![], vec![a]),
            change(vec![b], vec![]),
            change(vec![c], vec![]),
        ];
        for one in at_once {
            one.await.unwrap().unwrap();
        }
        let (borne, finding) = rows(&tested, client);
        assert_eq!(borne, finding, "round {round}: what a client bears is what finds them");
        let names = desk.read(move |tx| tag::of_client(tx, client)).await.unwrap();
        let names: Vec<&str> = names.iter().map(|tag| tag.name.as_str()).filter(|name| *name != "A-label").collect();
        assert_eq!(names, ["B-label", "C-label"], "round {round}");
        change(vec![], vec![b, c]).await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_label_that_is_removed_while_it_is_put_on_is_on_nobody() {
    let tested = tested().await;
    let client = tested.client("Nadia", "Ferreira", "").await;
    let (desk, manager) =
        (tested.scope("front_desk", Purpose::Scheduling), tested.scope("manager", Purpose::Scheduling));
    for round in 0..30 {
        let gone = label(&tested, &format!("Label {round}")).await;
        let puts = (0..3).map(|_| {
            let desk = desk.clone();
            tokio::spawn(async move { desk.write(move |tx| tag::change(tx, client, &[gone], &[])).await })
        });
        let puts: Vec<_> = puts.collect();
        manager.write(move |tx| tag::delete(tx, gone)).await.unwrap();
        for put in puts {
            put.await.unwrap().unwrap();
        }
        assert_eq!(rows(&tested, client), (0, 0), "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_holds_a_record_to_write_about_it_is_waited_for_by_a_merge() {
    let tested = tested().await;
    let mornings = label(&tested, "Mornings").await;
    let from = tested.client("Nadia", "Ferreira", "home@example.org").await;
    let into = tested.client("Nadia", "Ferreirinha", "work@example.org").await;
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let ((holds, held), (release, released)) = (sync_channel(1), sync_channel(1));
    let released = Arc::new(Mutex::new(released));
    let writing = tokio::spawn({
        let desk = desk.clone();
        async move {
            desk.write(move |tx| {
                let kept = tx.held(from)?;
                let _told = holds.try_send(());
                let _waited = released.lock().unwrap().recv_timeout(Duration::from_secs(20));
                tag::change(tx, kept, &[mornings], &[]).map(|()| kept)
            })
            .await
        }
    });
    tokio::task::block_in_place(|| held.recv_timeout(Duration::from_secs(20)).unwrap());
    let merging = tokio::spawn({
        let desk = desk.clone();
        async move { desk.write(move |tx| tx.merge(from, into)).await }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(!merging.is_finished(), "the merge did not wait for who writes about the record");
    release.send(()).unwrap();
    assert_eq!(writing.await.unwrap().unwrap(), from);
    assert!(merging.await.unwrap().unwrap().is_ok());
    // What was written is on the one that stays; the other keeps it to be taken back, and is found by nothing.
    assert_eq!((rows(&tested, from), rows(&tested, into)), ((1, 0), (1, 1)));
    // Whoever comes now is led on.
    assert_eq!(desk.write(move |tx| tx.held(from)).await.unwrap(), into);
}
