//! The access log beside what is kept of it with the keys: cut, rewritten, restored, thinned.

use std::sync::Arc;

use ground::access::{self, AccessFault, SealError, accept, verify_clinic};
use ground::{Clinic, House, Role, Scope};
use promise::{Evidence, Purpose};

use crate::ground_test::{as_role, garden, house, new_clinic, plant, read};
use crate::place::Place;

pub(crate) struct Log {
    pub(crate) place: Place,
    pub(crate) house: House,
    pub(crate) clinic: Arc<Clinic>,
    pub(crate) care: Scope,
}

impl Log {
    /// A clinic's log of `entries`, each sealed by itself.
    pub(crate) async fn of(entries: usize) -> Log {
        let place = Place::fresh();
        let house = house(&place, vec![garden()]).await.unwrap();
        let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
        let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
        plant(&care, "Fern").await;
        let log = Log { place, house, clinic, care };
        for _ in 0..entries {
            log.open().await;
            log.house.seal_access().await.unwrap();
        }
        log
    }

    /// Opens the record in the next quarter hour, so that there is one more entry.
    pub(crate) async fn open(&self) {
        self.house.clock.set(self.house.clock.now() + jiff::SignedDuration::from_mins(15));
        read(&self.care).await.unwrap();
    }

    pub(crate) fn tamper(&self, sql: &str) {
        tokio::task::block_in_place(|| self.place.tamper(sql));
    }

    fn tamper_keys(&self, sql: &str) {
        tokio::task::block_in_place(|| self.place.tamper_keys(sql));
    }

    /// What the clinic's newest checkpoint says, as a witness.
    fn newest(&self) -> String {
        let read = || self.place.column("SELECT note FROM access_checkpoint ORDER BY size DESC LIMIT 1");
        tokio::task::block_in_place(read).join("\n").trim_end().to_owned()
    }

    /// Takes all but the first `size` entries away, and every trace of the others in the data.
    fn cut(&self, size: usize) {
        self.tamper(&format!(
            "DELETE FROM access_entry WHERE leaf >= {size}; DELETE FROM access_checkpoint WHERE size > {size}"
        ));
        assert_eq!(self.checkpoints().last(), Some(&size), "there is a checkpoint to go on from");
    }

    fn checkpoints(&self) -> Vec<usize> {
        let read =
            || self.place.column("SELECT CAST(size AS TEXT) FROM access_checkpoint ORDER BY access_checkpoint.size");
        tokio::task::block_in_place(read).iter().map(|size| size.parse().unwrap()).collect()
    }

    pub(crate) async fn faults(&self) -> Vec<AccessFault> {
        verify_clinic(&self.care).await.unwrap().faults
    }

    pub(crate) async fn evidence_holds(&self) -> bool {
        access::watch(&self.care, usize::MAX).await.unwrap();
        self.evidence().await.ok
    }

    /// What is known, and nothing looked at for it.
    pub(crate) async fn evidence(&self) -> Evidence {
        self.care.read(self.house.evidence["access.visible"]).await.unwrap()
    }

    async fn refused(&self) -> AccessFault {
        match self.house.seal_access().await {
            Err(SealError::Broken(fault)) => fault,
            other => panic!("{other:?}"),
        }
    }

    /// The note of a witness of `size`, put back in the place of the one there is.
    fn witness(&self, size: usize, note: &str) {
        self.tamper_keys(&format!("UPDATE key_witness SET size = {size}, note = '{note}\n'"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_cut_short_is_not_continued_and_stays_found() {
    let log = Log::of(8).await;
    assert!(log.evidence_holds().await);
    log.cut(7);
    assert!(!log.evidence_holds().await);
    // The next opening would become the entry that is gone, under a checkpoint of the same size.
    for waiting in 1..4 {
        log.open().await;
        assert_eq!(log.refused().await, AccessFault::Shortened { known: 8, found: 7 });
        let report = verify_clinic(&log.care).await.unwrap();
        assert_eq!(report.faults, [AccessFault::Shortened { known: 8, found: 7 }]);
        assert_eq!((report.entries, report.waiting), (7, waiting));
        assert!(!log.evidence_holds().await);
    }
    // Nor does taking all of it away begin a new one.
    log.tamper("DELETE FROM access_entry WHERE leaf IS NOT NULL; DELETE FROM access_checkpoint");
    assert_eq!(log.refused().await, AccessFault::Shortened { known: 8, found: 0 });
    assert_eq!(log.faults().await, [AccessFault::Shortened { known: 8, found: 0 }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_taken_away_alone_is_found_too() {
    let log = Log::of(8).await;
    log.tamper("DELETE FROM access_checkpoint WHERE size = 8");
    assert_eq!(log.faults().await, [AccessFault::Shortened { known: 8, found: 7 }]);
    let log = Log::of(3).await;
    log.tamper("UPDATE access_checkpoint SET frontier = (SELECT frontier FROM access_checkpoint WHERE size = 2) WHERE size = 3");
    log.open().await;
    assert_eq!(log.refused().await, AccessFault::Shortened { known: 3, found: 2 });
    assert!(log.faults().await.contains(&AccessFault::Checkpoint { size: 3 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_log_of_the_same_clinic_is_not_the_one_that_was_witnessed() {
    let log = Log::of(8).await;
    let eight = log.newest();
    log.open().await;
    log.house.seal_access().await.unwrap();
    let nine = log.newest();
    // Data and keys of the eighth entry are restored, the log goes on, and the newer keys come back.
    log.cut(8);
    log.witness(8, &eight);
    log.house.clock.set(log.house.clock.now() + jiff::SignedDuration::from_hours(1));
    for _ in 0..3 {
        log.open().await;
        log.house.seal_access().await.unwrap();
    }
    assert_eq!(log.faults().await, []);
    log.witness(9, &nine);
    assert_eq!(log.faults().await, [AccessFault::Rewritten { known: 9 }]);
    assert!(!log.evidence_holds().await);
    log.open().await;
    assert_eq!(log.refused().await, AccessFault::Rewritten { known: 9 });
    // A witness that the clinic never signed proves nothing, and is not passed over.
    log.witness(2, &nine);
    assert_eq!(log.faults().await, [AccessFault::Witness { size: 2 }]);
    assert_eq!(log.refused().await, AccessFault::Witness { size: 2 });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_a_crash_left_without_its_witness_is_continued() {
    let log = Log::of(7).await;
    let seven = log.newest();
    log.open().await;
    log.house.seal_access().await.unwrap();
    let witnessed = || async {
        let report = verify_clinic(&log.care).await.unwrap();
        assert_eq!((report.faults, report.waiting), (vec![], 0));
        assert!(log.evidence_holds().await);
        report.entries
    };
    // The crash was between the checkpoint of eight and its witness.
    log.witness(7, &seven);
    assert_eq!(witnessed().await, 8);
    log.open().await;
    log.house.seal_access().await.unwrap();
    assert_eq!(witnessed().await, 9);
    // The keys were restored from a backup, older than any checkpoint that is still there.
    log.witness(7, &seven);
    log.tamper("DELETE FROM access_checkpoint WHERE size < 9");
    log.open().await;
    log.house.seal_access().await.unwrap();
    assert_eq!(witnessed().await, 10);
    // It was the first of all checkpoints.
    log.tamper_keys("DELETE FROM key_witness");
    log.open().await;
    log.house.seal_access().await.unwrap();
    assert_eq!(witnessed().await, 11);
    log.cut(10);
    assert_eq!(log.faults().await, [AccessFault::Shortened { known: 11, found: 10 }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_log_goes_on_when_the_operator_says_so_and_it_is_written_down() {
    let log = Log::of(8).await;
    assert_eq!(accept(&log.care, "no reason").await.unwrap(), None, "nothing is wrong");
    log.cut(7);
    log.open().await;
    assert_eq!(log.refused().await, AccessFault::Shortened { known: 8, found: 7 });
    let accepted = accept(&log.care, "the disk of Tuesday was restored").await.unwrap().unwrap();
    assert_eq!((accepted.known, accepted.size), (8, 7));
    log.house.seal_access().await.unwrap();
    let report = verify_clinic(&log.care).await.unwrap();
    assert_eq!((report.faults, report.entries, report.waiting), (vec![], 8, 0));
    assert_eq!(report.accepted, [accepted]);
    assert!(log.evidence_holds().await);
    log.house.clock.set(log.house.clock.now() + jiff::SignedDuration::from_mins(1));
    // Of a log whose newest checkpoints are false, what follows the last true one is sealed again.
    log.tamper(
        "DELETE FROM access_checkpoint WHERE size = 8; UPDATE access_checkpoint SET note = 'false' WHERE size = 7",
    );
    log.tamper(
        "INSERT INTO access_checkpoint SELECT clinic, 6, frontier, note, at FROM access_checkpoint WHERE size = 7",
    );
    assert_eq!(accept(&log.care, "a repaired disk").await.unwrap().map(|accepted| accepted.size), Some(0));
    log.house.seal_access().await.unwrap();
    let report = verify_clinic(&log.care).await.unwrap();
    assert_eq!((report.faults, report.entries, report.accepted.len()), (vec![], 8, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_checkpoints_the_last_of_each_day_and_the_newest_stay() {
    let log = Log::of(0).await;
    log.house.clock.set("2026-11-24T22:00:00Z".parse().unwrap());
    for _ in 0..12 {
        log.open().await;
        log.house.seal_access().await.unwrap();
        log.house.seal_access().await.unwrap();
    }
    // Seven entries of the 24th and five of the 25th, one of which is still waited for by the witness of the one before.
    assert_eq!(log.checkpoints(), [7, 11, 12]);
    assert_eq!(log.faults().await, []);
    log.house.clock.set("2026-11-27T08:00:00Z".parse().unwrap());
    for _ in 0..3 {
        log.open().await;
        log.house.seal_access().await.unwrap();
    }
    assert_eq!(log.checkpoints(), [7, 12, 14, 15]);
    assert_eq!(log.faults().await, []);
    // Those that stay are still held to the entries.
    log.tamper(
        "UPDATE access_checkpoint SET note = (SELECT note FROM access_checkpoint WHERE size = 12) WHERE size = 7",
    );
    assert_eq!(log.faults().await, [AccessFault::Checkpoint { size: 7 }]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_where_nothing_waits() {
    let log = Log::of(2).await;
    let clinic = log.clinic.id.to_string();
    let runtime = tokio::runtime::Handle::current();
    let seal = || runtime.block_on(log.house.seal_access());
    tokio::task::block_in_place(|| {
        log.place.holding_the_log(&clinic, || {
            let begun = std::time::Instant::now();
            seal().unwrap();
            assert!(begun.elapsed() < std::time::Duration::from_secs(3), "it waited for a turn to write nothing");
        });
    });
    log.open().await;
    log.house.seal_access().await.unwrap();
    assert_eq!(verify_clinic(&log.care).await.unwrap().waiting, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_clinics_broken_log_does_not_stop_the_others() {
    let log = Log::of(3).await;
    let mut others = Vec::new();
    for slug in ["before", "later"] {
        let clinic =
            log.house.create_clinic(ground::NewClinic { name: slug.to_owned(), ..new_clinic(slug) }).await.unwrap();
        let care = as_role(&log.house, &clinic, Role::Clinician, Purpose::Care);
        plant(&care, "Moss").await;
        read(&care).await.unwrap();
        others.push(care);
    }
    log.cut(2);
    log.open().await;
    assert_eq!(log.refused().await, AccessFault::Shortened { known: 3, found: 2 });
    for care in &others {
        let report = verify_clinic(care).await.unwrap();
        assert_eq!((report.faults, report.entries, report.waiting), (vec![], 1, 0), "{}", care.clinic.slug);
    }
}
