//! The tree beside the examples of its RFC.

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

#[test]
fn the_root_of_seven_is_that_the_rfc_draws() {
    let leaves = leaves(7);
    let [a, b, c, d, e, f, j] = leaves[..] else { unreachable!() };
    let (g, h, i) = (node_hash(&a, &b), node_hash(&c, &d), node_hash(&e, &f));
    let (k, l) = (node_hash(&g, &h), node_hash(&i, &j));
    assert_eq!(leaves.into_iter().collect::<Frontier>().root(), node_hash(&k, &l));
}

#[test]
fn a_frontier_is_read_back_and_goes_on_where_it_stopped() {
    let leaves = leaves(70);
    let mut whole = Frontier::default();
    for leaf in leaves {
        let mut stored = Frontier::from_bytes(&whole.to_bytes()).unwrap();
        assert_eq!(stored, whole);
        assert_eq!(stored.peaks.len(), whole.size().count_ones() as usize);
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
        assert_eq!(Frontier::from_bytes(bytes), Err(NotAFrontier));
    }
}
