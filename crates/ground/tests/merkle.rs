//! The Merkle tree of the access log beside another implementation of RFC 6962, on logs of random sizes.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ground::access::merkle::{Frontier, Hash, leaf_hash};
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
    fn an_edited_removed_or_moved_entry_changes_every_root_after_it(
        entries in entries(), place in any::<prop::sample::Index>(), how in 0..3u8,
    ) {
        let place = place.index(entries.len());
        let (mut before, _) = both(&entries);
        before.push(leaf_hash(b"one more, longer than forty bytes, so never the same as another"));
        let mut after = before.clone();
        match how {
            0 => after[place] = leaf_hash(b"edited to something longer than forty bytes, so never the same"),
            1 => { after.remove(place); }
            _ => after.swap(place, before.len() - 1),
        }
        let root = |leaves: Vec<Hash>| leaves.into_iter().collect::<Frontier>().root();
        prop_assert_ne!(root(before), root(after));
    }
}
