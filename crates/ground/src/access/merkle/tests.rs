//! The tree beside the examples of its RFC, and every proof of every small log.

use super::*;

/// The entries of the reference tests of Certificate Transparency, and the root after each.
const REFERENCE: [(&str, &str); 8] = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
];

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|at| leaf_hash(&at.to_be_bytes())).collect()
}

#[test]
fn the_roots_are_those_of_the_reference_tests() {
    let mut frontier = Frontier::default();
    let nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(frontier.root()[..], bytes(nothing));
    for (at, (entry, root)) in (1..).zip(REFERENCE) {
        frontier.push(leaf_hash(&bytes(entry)));
        assert_eq!(frontier.root()[..], bytes(root), "{at} entries");
        assert_eq!(frontier.size(), at);
    }
}

/// The tree of seven that RFC 6962 §2.1.3 draws, with its letters.
struct Drawn {
    leaves: Vec<Hash>,
    b: Hash,
    c: Hash,
    d: Hash,
    f: Hash,
    g: Hash,
    h: Hash,
    i: Hash,
    j: Hash,
    k: Hash,
    l: Hash,
}

fn drawn() -> Drawn {
    let leaves = leaves(7);
    let [a, b, c, d, e, f, j] = leaves[..] else { unreachable!() };
    let (g, h, i) = (node_hash(&a, &b), node_hash(&c, &d), node_hash(&e, &f));
    let (k, l) = (node_hash(&g, &h), node_hash(&i, &j));
    Drawn { leaves, b, c, d, f, g, h, i, j, k, l }
}

#[test]
fn the_inclusion_proofs_are_those_the_rfc_draws() {
    let t = drawn();
    assert_eq!(inclusion_proof(&t.leaves, 0), Ok(vec![t.b, t.h, t.l]));
    assert_eq!(inclusion_proof(&t.leaves, 3), Ok(vec![t.c, t.g, t.l]));
    assert_eq!(inclusion_proof(&t.leaves, 4), Ok(vec![t.f, t.j, t.k]));
    assert_eq!(inclusion_proof(&t.leaves, 6), Ok(vec![t.i, t.k]));
    assert_eq!(inclusion_proof(&t.leaves, 7), Err(MerkleError::Range));
}

#[test]
fn the_consistency_proofs_are_those_the_rfc_draws() {
    let t = drawn();
    assert_eq!(consistency_proof(&t.leaves, 3), Ok(vec![t.c, t.d, t.g, t.l]));
    assert_eq!(consistency_proof(&t.leaves, 4), Ok(vec![t.l]));
    assert_eq!(consistency_proof(&t.leaves, 6), Ok(vec![t.i, t.j, t.k]));
    assert_eq!(consistency_proof(&t.leaves, 7), Ok(vec![]));
    assert_eq!(consistency_proof(&t.leaves, 0), Ok(vec![]));
    assert_eq!(consistency_proof(&t.leaves, 8), Err(MerkleError::Range));
}

#[test]
fn every_entry_of_every_small_log_is_proven_and_no_other() {
    for size in 1..=33 {
        let leaves = leaves(size);
        let root = root(&leaves);
        for place in 0..size {
            let proof = inclusion_proof(&leaves, place).unwrap();
            let check = |leaf: usize, place: usize, size: usize, proof: &[Hash]| {
                verify_inclusion(&leaf_hash(&leaf.to_be_bytes()), place as u64, size as u64, proof, &root)
            };
            assert_eq!(check(place, place, size, &proof), Ok(()), "{place} of {size}");
            for other in (0..size).filter(|other| *other != place) {
                assert!(check(other, place, size, &proof).is_err());
                assert!(check(place, other, size, &proof).is_err());
            }
            assert_eq!(check(place, size, size, &proof), Err(MerkleError::Range));
            assert_eq!(check(place, place, size, &[&proof[..], &[root]].concat()), Err(MerkleError::Length));
            for at in 0..proof.len() {
                let mut changed = proof.clone();
                changed[at][31] ^= 1;
                assert_eq!(check(place, place, size, &changed), Err(MerkleError::Root));
                assert_eq!(check(place, place, size, &proof[..at]), Err(MerkleError::Length));
            }
        }
    }
}

#[test]
fn every_beginning_of_every_small_log_is_proven_and_no_other() {
    for new in 0..=33 {
        let leaves = leaves(new);
        let new_root = root(&leaves);
        for old in 0..=new {
            let old_root = root(&leaves[..old]);
            let proof = consistency_proof(&leaves, old).unwrap();
            let check = |old_root: &Hash, new_root: &Hash, proof: &[Hash]| {
                verify_consistency(old as u64, old_root, new as u64, new_root, proof)
            };
            assert_eq!(check(&old_root, &new_root, &proof), Ok(()), "{old} of {new}");
            let forged = leaf_hash(b"forged");
            assert_eq!(check(&forged, &new_root, &proof), Err(MerkleError::Root), "{old} of {new}");
            // The empty log says nothing about what follows it.
            if old > 0 {
                assert_eq!(check(&old_root, &forged, &proof), Err(MerkleError::Root), "{old} of {new}");
            }
            assert_eq!(check(&old_root, &new_root, &[&proof[..], &[forged]].concat()), Err(MerkleError::Length));
            for at in 0..proof.len() {
                let mut changed = proof.clone();
                changed[at][0] ^= 0x80;
                assert_eq!(check(&old_root, &new_root, &changed), Err(MerkleError::Root));
                assert_eq!(check(&old_root, &new_root, &proof[..at]), Err(MerkleError::Length));
            }
            if old < new {
                let shrunk = verify_consistency(new as u64, &new_root, old as u64, &old_root, &proof);
                assert_eq!(shrunk, Err(MerkleError::Range));
            }
        }
    }
}

#[test]
fn a_frontier_is_read_back_and_goes_on_where_it_stopped() {
    let leaves = leaves(70);
    let mut whole = Frontier::default();
    for leaf in leaves {
        let mut stored = Frontier::from_bytes(&whole.to_bytes()).unwrap();
        assert_eq!(stored, whole);
        assert_eq!(stored.peaks().len(), whole.size().count_ones() as usize);
        stored.push(leaf);
        whole.push(leaf);
        assert_eq!(stored.root(), whole.root());
    }
}

#[test]
fn bytes_that_are_no_frontier_are_refused() {
    let good = leaves(5).into_iter().collect::<Frontier>().to_bytes();
    assert_eq!(good.len(), 8 + 2 * 32);
    for bytes in [&[][..], &good[..7], &good[..8], &good[..40], &good[..71], &[&good[..], &[0]].concat()] {
        assert_eq!(Frontier::from_bytes(bytes), Err(MerkleError::Frontier));
    }
}

#[test]
fn sizes_near_the_end_of_numbers_neither_pass_nor_panic() {
    let hash = leaf_hash(b"");
    for size in [u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) + 1] {
        for length in [0, 1, 63, 64, 65] {
            let proof = vec![hash; length];
            for place in [0, 1, size / 2, size - 1] {
                assert!(verify_inclusion(&hash, place, size, &proof, &hash).is_err());
                assert!(verify_consistency(place.max(1), &hash, size, &[0; 32], &proof).is_err());
            }
        }
    }
}
