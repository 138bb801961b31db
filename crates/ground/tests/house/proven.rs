//! What is proven of the access log, and what is not; and by which name a verification calls what it finds.

use ground::EntryId;
use ground::access::{
    AccessFault, Asked, ProofError, Proven, check_proof, is_faulty, note::VerifierKey, prove, prove_continued,
    verifier_key, verify_clinic,
};

use crate::log::Log;

async fn key(log: &Log) -> VerifierKey {
    verifier_key(&log.care).await.unwrap().parse().unwrap()
}

fn entry(log: &Log, leaf: u64) -> EntryId {
    let sql = format!("SELECT id FROM access_entry WHERE leaf = {leaf}");
    tokio::task::block_in_place(|| log.place.column(&sql)).remove(0).parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proof_is_about_the_checkpoint_that_was_kept() {
    let log = Log::of(8).await;
    let key = key(&log).await;
    let kept = key.checkpoint(&ground::access::checkpoint(&log.care).await.unwrap().unwrap()).unwrap();
    log.open().await;
    log.house.seal_access().await.unwrap();
    let continued = prove_continued(&log.care, 8).await.unwrap();
    assert!(matches!(check_proof(&continued, &key, Some(&kept)), Ok(Proven::Continued { from: 8, .. })));
    let earlier = prove_continued(&log.care, 5).await.unwrap();
    assert_eq!(check_proof(&earlier, &key, Some(&kept)), Err(ProofError::Other(5, 8)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_in_a_proof_is_written_in_one_way() {
    let log = Log::of(8).await;
    let key = key(&log).await;
    let proof = prove(&log.care, Asked::Entry(entry(&log, 5))).await.unwrap().unwrap();
    assert!(check_proof(&proof, &key, None).is_ok());
    for other in ["index 05\n", "index +5\n", "index 5 \n", "index \n"] {
        let bent = proof.replacen("index 5\n", other, 1);
        assert_ne!(bent, proof);
        assert_eq!(check_proof(&bent, &key, None), Err(ProofError::Form), "{other}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_log_that_is_known_to_be_altered_nothing_is_proven() {
    let log = Log::of(8).await;
    let asked = Asked::Entry(entry(&log, 5));
    // The words alone, so that the hashes say all they said.
    log.tamper("UPDATE access_entry SET actor = 'visitor' WHERE leaf = 2");
    assert!(prove(&log.care, asked.clone()).await.is_ok(), "nobody knows of it yet");
    assert!(matches!(verify_clinic(&log.care).await.unwrap().faults[..], [AccessFault::Edited { leaf: 2, .. }]));
    assert!(is_faulty(&log.house, log.clinic.id));
    assert!(prove(&log.care, asked).await.is_err());
    assert!(prove_continued(&log.care, 3).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_changed_places_are_named() {
    let log = Log::of(8).await;
    let (third, fourth) = (entry(&log, 3).to_string(), entry(&log, 4).to_string());
    for (from, to) in [(3, 99), (4, 3), (99, 4)] {
        log.tamper(&format!("UPDATE access_entry SET leaf = {to} WHERE leaf = {from}"));
    }
    let faults = log.faults().await;
    for moved in [AccessFault::Moved { leaf: 3, entry: fourth }, AccessFault::Moved { leaf: 4, entry: third }] {
        assert!(faults.contains(&moved), "{faults:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_were_removed_are_named_by_their_places() {
    let log = Log::of(8).await;
    log.tamper("DELETE FROM access_entry WHERE leaf IN (2, 3)");
    assert_eq!(log.faults().await, [AccessFault::Removed { from: 2, to: 3 }]);
    // The last of them too, though the checkpoint over them is there still.
    let log = Log::of(8).await;
    log.tamper("DELETE FROM access_entry WHERE leaf = 7");
    let faults = log.faults().await;
    assert!(faults.contains(&AccessFault::Shortened { known: 8, found: 7 }), "{faults:?}");
}
