//! The Merkle tree of the access log beside another implementation of RFC 6962, on logs of random sizes.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof};
use ground::access::merkle::{
    Frontier, Hash, consistency_proof, inclusion_proof, leaf_hash, root, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use sha2::Sha256;

type Theirs = MemoryBackedTree<Sha256, Vec<u8>>;

/// Logs of up to 600 entries of up to 40 bytes.
fn entries() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..600)
}

fn both(entries: &[Vec<u8>]) -> (Vec<Hash>, Theirs) {
    let mut theirs = Theirs::new();
    entries.iter().cloned().for_each(|entry| theirs.push(entry));
    (entries.iter().map(|entry| leaf_hash(entry)).collect(), theirs)
}

fn hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes.chunks(32).map(|hash| hash.try_into().unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn roots_are_alike(entries in entries()) {
        let (ours, theirs) = both(&entries);
        let frontier: Frontier = ours.iter().copied().collect();
        let their_root = theirs.root();
        prop_assert_eq!(&frontier.root()[..], &their_root.as_bytes()[..]);
        prop_assert_eq!(frontier.size(), theirs.len());
    }

    #[test]
    fn inclusion_proofs_are_alike_and_each_verifies_the_others(entries in entries(), place in any::<prop::sample::Index>()) {
        let place = place.index(entries.len());
        let (ours, theirs) = both(&entries);
        let our_proof = inclusion_proof(&ours, place).unwrap();
        let their_proof = theirs.prove_inclusion(place);
        prop_assert_eq!(&our_proof, &hashes(their_proof.as_bytes()));
        let size = ours.len() as u64;
        prop_assert_eq!(
            verify_inclusion(&ours[place], place as u64, size, &hashes(their_proof.as_bytes()), &root(&ours)),
            Ok(())
        );
        let sent = InclusionProof::<Sha256>::try_from_bytes(our_proof.concat()).unwrap();
        prop_assert!(theirs.root().verify_inclusion(&entries[place], place as u64, &sent).is_ok());
    }

    #[test]
    fn consistency_proofs_are_alike_and_each_verifies_the_others(entries in entries(), old in any::<prop::sample::Index>()) {
        let old = 1 + old.index(entries.len());
        let (ours, theirs) = both(&entries);
        let (_, their_old) = both(&entries[..old]);
        let our_proof = consistency_proof(&ours, old).unwrap();
        let their_proof = theirs.prove_consistency(entries.len() - old);
        prop_assert_eq!(&our_proof, &hashes(their_proof.as_bytes()));
        let (old_root, new_root) = (root(&ours[..old]), root(&ours));
        let (old_size, new_size) = (old as u64, ours.len() as u64);
        let received = hashes(their_proof.as_bytes());
        prop_assert_eq!(verify_consistency(old_size, &old_root, new_size, &new_root, &received), Ok(()));
        let sent = ConsistencyProof::<Sha256>::try_from_bytes(our_proof.concat()).unwrap();
        prop_assert!(theirs.root().verify_consistency(&their_old.root(), &sent).is_ok());
    }

    #[test]
    fn an_edited_removed_or_moved_entry_is_inconsistent_with_the_root_before(
        entries in entries(), place in any::<prop::sample::Index>(), how in 0..3u8,
    ) {
        let place = place.index(entries.len());
        let (before, _) = both(&entries);
        let mut after = before.clone();
        after.push(leaf_hash(b"one more"));
        match how {
            0 => after[place] = leaf_hash(b"edited to something longer than forty bytes, so never the same"),
            1 => { after.remove(place); }
            _ => after.swap(place, before.len()),
        }
        let old = before.len().min(after.len());
        let proof = consistency_proof(&after, old).unwrap();
        let (old_root, new_root) = (root(&before), root(&after));
        prop_assert!(verify_consistency(before.len() as u64, &old_root, after.len() as u64, &new_root, &proof).is_err());
    }
}
