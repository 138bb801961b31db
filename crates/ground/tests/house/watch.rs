//! The watch over the access log: what it says of a log, when, and what it must not say.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ground::access::{is_faulty, verify_clinic, watch};
use ground::{Clinic, NewClinic, Role};
use jiff::SignedDuration;
use promise::Purpose;

use crate::ground_test::{as_role, garden, house, new_clinic, plant, read};
use crate::log::Log;

const SWAPPED: &str =
    "UPDATE access_entry SET leaf = 99 WHERE leaf = 3; UPDATE access_entry SET leaf = 3 WHERE leaf = 4;
    UPDATE access_entry SET leaf = 4 WHERE leaf = 99";

/// What can be done to a log of eight that leaves its end as it was, and how it is undone where it can be.
const DEEDS: [(&str, Option<&str>); 5] = [
    (
        "UPDATE access_entry SET actor = 'visitor' WHERE leaf = 2",
        Some("UPDATE access_entry SET actor = (SELECT actor FROM access_entry WHERE leaf = 1) WHERE leaf = 2"),
    ),
    (SWAPPED, Some(SWAPPED)),
    // The seal is made anew too, as well as it can be without the key.
    ("UPDATE access_entry SET leaf_hash = (SELECT leaf_hash FROM access_entry WHERE leaf = 1) WHERE leaf = 2", None),
    ("DELETE FROM access_entry WHERE leaf = 5", None),
    ("UPDATE access_checkpoint SET note = 'false' WHERE size = 8", None),
];

fn figure(evidence: &promise::Evidence, name: &str) -> i64 {
    evidence.figures.iter().find(|(figure, _)| figure == name).unwrap().1
}

impl Log {
    fn later(&self, minutes: i64) {
        self.house.clock.set(self.house.clock.now() + SignedDuration::from_mins(minutes));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_changed_in_a_sealed_log_is_a_gap_in_the_running_program() {
    for (deed, undoing) in DEEDS {
        let log = Log::of(8).await;
        verify_clinic(&log.care).await.unwrap();
        assert!(log.evidence().await.ok);
        log.later(1);
        log.tamper(deed);
        // What nobody has looked at since is said to be as old as it is.
        let before = log.evidence().await;
        assert_eq!((figure(&before, "verified"), figure(&before, "minutes")), (8, 1));
        log.house.start();
        let begun = Instant::now();
        while !is_faulty(&log.house, log.clinic.id) && begun.elapsed() < Duration::from_secs(20) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let found = log.evidence().await;
        assert!(!found.ok && figure(&found, "altered") == 1, "{deed}: {found:?}");
        log.house.close();
        let Some(undoing) = undoing else { continue };
        log.later(1);
        log.tamper(undoing);
        assert!(!log.evidence().await.ok, "that it was put right is known to nobody");
        assert!(log.evidence_holds().await, "{deed}: it was read again to its end");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_reads_so_many_entries_and_goes_on_where_the_last_one_ended() {
    let log = Log::of(0).await;
    for _ in 0..25 {
        log.open().await;
    }
    log.house.seal_access().await.unwrap();
    let never = log.evidence().await;
    assert!(!never.ok && figure(&never, "minutes") == -1, "unknown is a gap: {never:?}");
    for (read, ok) in [(10, false), (10, false), (5, true)] {
        assert_eq!(watch(&log.care, 10).await.unwrap(), read);
        let evidence = log.evidence().await;
        assert_eq!((evidence.ok, figure(&evidence, "verified")), (ok, if ok { 25 } else { 0 }));
    }
    // What is changed behind its back is found in the next round, not before, and until then the old round is what is said.
    log.later(2);
    assert_eq!(watch(&log.care, 10).await.unwrap(), 10);
    log.tamper("UPDATE access_entry SET action = 'garden' WHERE leaf = 3");
    assert_eq!(watch(&log.care, 1_000).await.unwrap(), 15);
    let unseen = log.evidence().await;
    assert!(unseen.ok && figure(&unseen, "minutes") == 0, "{unseen:?}");
    log.later(2);
    // It is told as soon as it is found, in the midst of a round.
    assert_eq!(watch(&log.care, 10).await.unwrap(), 10);
    assert!(!log.evidence().await.ok);
    // A round that is too old says nothing any more.
    let log = Log::of(2).await;
    assert!(log.evidence_holds().await);
    log.later(24 * 60);
    assert!(log.evidence().await.ok);
    log.later(1);
    assert!(!log.evidence().await.ok);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_watch_found_outlasts_the_program_and_no_edit_of_the_data_reaches_it() {
    let log = Log::of(4).await;
    assert!(log.evidence_holds().await);
    let clinic = log.clinic.clone();
    let again = house(&log.place, vec![garden()]).await.unwrap();
    again.clock.set(log.house.clock.now() + SignedDuration::from_mins(1));
    let care = as_role(&again, &clinic, Role::Clinician, Purpose::Care);
    let known = care.read(again.evidence["access.visible"]).await.unwrap();
    assert!(known.ok && figure(&known, "minutes") == 1, "it was whole a minute ago: {known:?}");
    log.tamper("DELETE FROM access_entry WHERE leaf = 1");
    watch(&care, 10).await.unwrap();
    again.close();
    let third = house(&log.place, vec![garden()]).await.unwrap();
    third.clock.set(again.clock.now() + SignedDuration::from_mins(1));
    let care = as_role(&third, &clinic, Role::Clinician, Purpose::Care);
    let known = care.read(third.evidence["access.visible"]).await.unwrap();
    assert!(!known.ok && figure(&known, "altered") == 1, "{known:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_clinics_log_has_its_turn_whatever_the_others_cost() {
    let log = Log::of(3).await;
    let mut cares = vec![log.care.clone()];
    for slug in ["later", "last"] {
        let clinic: Arc<Clinic> =
            log.house.create_clinic(NewClinic { name: slug.to_owned(), ..new_clinic(slug) }).await.unwrap();
        let care = as_role(&log.house, &clinic, Role::Clinician, Purpose::Care);
        plant(&care, "Moss").await;
        read(&care).await.unwrap();
        cares.push(care);
    }
    log.house.seal_access().await.unwrap();
    for turn in 1..=3 {
        // No more than one of them has room in a turn so short.
        log.house.watch_access(50).await.unwrap();
        let mut known = 0;
        for care in &cares {
            known += usize::from(care.read(log.house.evidence["access.visible"]).await.unwrap().ok);
        }
        assert_eq!(known, turn);
    }
}
