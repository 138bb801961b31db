//! Proofs about a part of a log: that an entry stands in it (§2.1.3), and that a log continues an earlier one (§2.1.4).
//!
//! A proof is the roots of a few stretches of the log. Which, is told by the sizes alone, so it is found first and the
//! entries are read after: each once, and none kept but the frontier of the stretch it falls into.

use std::ops::Range;

use super::{Hash, node_hash};

/// The stretches whose roots prove that the entry at `leaf` stands in the log of `size` entries, in the order of the proof:
/// PATH of §2.1.3.1. None where there is no such entry.
pub fn inclusion(leaf: u64, size: u64) -> Option<Vec<Range<u64>>> {
    if leaf >= size {
        return None;
    }
    let (mut log, mut found) = (0..size, Vec::new());
    while log.end - log.start > 1 {
        let middle = log.start + half(log.end - log.start);
        if leaf < middle {
            found.push(middle..log.end);
            log.end = middle;
        } else {
            found.push(log.start..middle);
            log.start = middle;
        }
    }
    found.reverse();
    Some(found)
}

/// The stretches whose roots prove that the log of `to` entries continues the one of `from`, in the order of the proof:
/// PROOF of §2.1.4.1. None where the first has no entry, or more than the second.
pub fn consistency(from: u64, to: u64) -> Option<Vec<Range<u64>>> {
    if from == 0 || from > to {
        return None;
    }
    let (mut log, mut found) = (0..to, Vec::new());
    // Whether what is left of the first log is the whole of it, whose root the reader has.
    let mut whole = true;
    while log.end != from {
        let middle = log.start + half(log.end - log.start);
        if from <= middle {
            found.push(middle..log.end);
            log.end = middle;
        } else {
            found.push(log.start..middle);
            log.start = middle;
            whole = false;
        }
    }
    if !whole {
        found.push(log);
    }
    found.reverse();
    Some(found)
}

/// The largest power of two below `size`, which is at least 2: where a tree of that size is divided (§2.1.1).
fn half(size: u64) -> u64 {
    1 << (u64::BITS - 1 - (size - 1).leading_zeros())
}

/// Whether `path` proves that an entry of this hash stands at `leaf` of the log with this root (§2.1.3.2).
pub fn includes((leaf, hash): (u64, Hash), (size, root): (u64, Hash), path: &[Hash]) -> bool {
    if leaf >= size {
        return false;
    }
    let (mut node, mut last, mut reached) = (leaf, size - 1, hash);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            reached = node_hash(sibling, &reached);
            if node & 1 == 0 {
                (node, last) = up(node, last);
            }
        } else {
            reached = node_hash(&reached, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    last == 0 && reached == root
}

/// Whether `path` proves that the log with the second size and root continues the one with the first (§2.1.4.2).
pub fn continues((from, before): (u64, Hash), (to, after): (u64, Hash), path: &[Hash]) -> bool {
    if from == to {
        return path.is_empty() && before == after;
    }
    if from == 0 || from > to {
        return false;
    }
    // A log that fills a tree to the last place is itself the first node of the path.
    let mut path = from.is_power_of_two().then_some(&before).into_iter().chain(path);
    let Some(first) = path.next() else { return false };
    let (mut node, mut last) = (from - 1, to - 1);
    let full = node.trailing_ones();
    (node, last) = (node >> full, last >> full);
    let (mut old, mut new) = (*first, *first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            (old, new) = (node_hash(sibling, &old), node_hash(sibling, &new));
            if node & 1 == 0 {
                (node, last) = up(node, last);
            }
        } else {
            new = node_hash(&new, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    last == 0 && old == before && new == after
}

/// A node that stands alone at its height rises until it is a right one, or the first.
fn up(mut node: u64, mut last: u64) -> (u64, u64) {
    while node & 1 == 0 && node != 0 {
        (node, last) = (node >> 1, last >> 1);
    }
    (node, last)
}

#[cfg(test)]
mod tests {
    use super::super::{Frontier, leaf_hash};
    use super::*;

    fn leaves(size: u64) -> Vec<Hash> {
        (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    fn root(leaves: &[Hash]) -> Hash {
        leaves.iter().copied().collect::<Frontier>().root()
    }

    fn roots(leaves: &[Hash], stretches: &[Range<u64>]) -> Vec<Hash> {
        let of = |stretch: &Range<u64>| {
            &leaves[usize::try_from(stretch.start).unwrap()..usize::try_from(stretch.end).unwrap()]
        };
        stretches.iter().map(|stretch| root(of(stretch))).collect()
    }

    #[test]
    fn every_entry_of_every_small_log_is_proven_and_no_other() {
        for size in 1..=70 {
            let all = leaves(size);
            let log = (size, root(&all));
            for leaf in 0..size {
                let path = roots(&all, &inclusion(leaf, size).unwrap());
                let hash = all[usize::try_from(leaf).unwrap()];
                assert!(includes((leaf, hash), log, &path), "{leaf} of {size}");
                assert!(!includes((leaf, leaf_hash(b"another")), log, &path), "{leaf} of {size}: another entry");
                assert!(
                    size == 1 || !includes(((leaf + 1) % size, hash), log, &path),
                    "{leaf} of {size}: another place"
                );
                assert!(!includes((leaf, hash), (size, [7; 32]), &path), "{leaf} of {size}: another log");
                assert!(!includes((leaf, hash), log, &[path.clone(), vec![[7; 32]]].concat()), "one too many");
                if let Some((_, short)) = path.split_last() {
                    assert!(!includes((leaf, hash), log, short), "{leaf} of {size}: one too few");
                }
            }
            assert_eq!(inclusion(size, size), None);
        }
    }

    #[test]
    fn every_small_log_is_proven_to_continue_every_smaller_one() {
        for to in 1..=70 {
            let all = leaves(to);
            let after = (to, root(&all));
            for from in 1..=to {
                let before = (from, root(&all[..usize::try_from(from).unwrap()]));
                let path = roots(&all, &consistency(from, to).unwrap());
                assert!(continues(before, after, &path), "{from} to {to}");
                assert!(from == to || !continues((from, [7; 32]), after, &path), "{from} to {to}: another first log");
                assert!(!continues(before, (to, [7; 32]), &path), "{from} to {to}: another second log");
                assert!(!continues(before, after, &[path.clone(), vec![[7; 32]]].concat()), "one too many");
                for n in 0..path.len() {
                    let mut other = path.clone();
                    other[n] = [7; 32];
                    assert!(!continues(before, after, &other), "{from} to {to}: node {n}");
                }
            }
            assert_eq!((consistency(0, to), consistency(to + 1, to)), (None, None));
        }
    }

    #[test]
    fn another_library_makes_the_same_proofs() {
        let mut tree = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, [u8; 8]>::new();
        for size in 1..=70_u64 {
            tree.push((size - 1).to_be_bytes());
            let all = leaves(size);
            for leaf in 0..size {
                let ours = roots(&all, &inclusion(leaf, size).unwrap()).concat();
                assert_eq!(ours, tree.prove_inclusion(usize::try_from(leaf).unwrap()).as_bytes(), "{leaf} of {size}");
            }
            for from in 1..=size {
                let ours = roots(&all, &consistency(from, size).unwrap()).concat();
                let added = usize::try_from(size - from).unwrap();
                assert_eq!(ours, tree.prove_consistency(added).as_bytes(), "{from} to {size}");
            }
        }
    }

    #[test]
    fn the_example_of_the_specification_names_its_nodes() {
        // §2.1.5: of seven entries, d0 is proven by b, h, l; d3 by c, g, l; d4 by f, j, k; d6 by i, k.
        let named = |leaf| inclusion(leaf, 7).unwrap();
        assert_eq!(named(0), [1..2, 2..4, 4..7]);
        assert_eq!(named(3), [2..3, 0..2, 4..7]);
        assert_eq!(named(4), [5..6, 6..7, 0..4]);
        assert_eq!(named(6), [4..6, 0..4]);
        // That seven continue three: c, d, g, l; four: l; six: i, j, k.
        assert_eq!(consistency(3, 7).unwrap(), [2..3, 3..4, 0..2, 4..7]);
        assert_eq!(consistency(4, 7).unwrap().as_slice(), std::slice::from_ref(&(4..7)));
        assert_eq!(consistency(6, 7).unwrap(), [4..6, 6..7, 0..4]);
    }
}
