//! An append-only Merkle tree over SHA-256: what is kept to append, and the proofs about what was appended.
//!
//! The tree is that of RFC 6962 §2.1, unchanged in RFC 9162 §2.1 (section numbers below are of the latter), so that
//! every tool of the Certificate Transparency family reads our proofs. Two proofs matter to a clinic: *inclusion*
//! (this entry stands at this place of the log whose checkpoint you hold) and *consistency* (the log of today
//! begins with all of the log of yesterday: nothing was changed, removed or reordered in between).
//!
//! Appending needs only the [`Frontier`], at most 650 bytes for a million entries. Proofs are made from the leaf
//! hashes, which the store has beside the entries; they are rare, and hashing a million leaves anew takes less than
//! a second. Deliberately absent: stored inner nodes.

use aws_lc_rs::digest::{Context, SHA256};

/// A node of the tree: SHA-256, 32 bytes.
pub type Hash = [u8; 32];

/// Why bytes are no frontier, or a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MerkleError {
    /// The bytes were not written by [`Frontier::to_bytes`].
    #[error("not the frontier of a log")]
    Frontier,
    /// No such place, or no such earlier size, in a log of this size.
    #[error("the log is not that long")]
    Range,
    /// The proof has too many or too few hashes for these sizes.
    #[error("the proof has the wrong length")]
    Length,
    /// The proof leads to another root: an entry was changed, or the log was rewritten.
    #[error("the proof leads to another root")]
    Root,
}

/// The hash of an entry: `SHA-256(0x00 || data)` (§2.1.1).
pub fn leaf_hash(data: &[u8]) -> Hash {
    sha256(&[&[0], data])
}

/// The hash over two subtrees: `SHA-256(0x01 || left || right)` (§2.1.1). The first byte differs from a leaf's, or
/// a forger could pass off two hashes as an entry.
fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], left, right])
}

/// The root of the log without entries: the hash of nothing (§2.1.1).
fn empty_root() -> Hash {
    sha256(&[])
}

fn sha256(parts: &[&[u8]]) -> Hash {
    let mut context = Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    let mut hash = Hash::default();
    // SHA-256 gives exactly the 32 bytes the array has.
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// What must be known of a log to append to it: its size, and the roots of the full subtrees it falls into, from
/// the largest to the smallest, one for each 1 in the binary form of the size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// How many entries were appended; also the place the next one gets.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the full subtrees, largest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Appends an entry by its [`leaf_hash`]; two hashes on average.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // As in counting: each trailing 1 of the size is a subtree as large as the one just completed.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The root over all entries, MTH of §2.1.1.
    pub fn root(&self) -> Hash {
        let from_the_smallest = self.peaks.iter().rev().copied();
        from_the_smallest.reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }

    /// The frontier for the store: the size as 8 bytes, most significant first, then the peaks.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        for peak in &self.peaks {
            bytes.extend_from_slice(peak);
        }
        bytes
    }

    /// The frontier as [`Frontier::to_bytes`] wrote it.
    ///
    /// # Errors
    /// [`MerkleError::Frontier`] when the number of peaks does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Frontier, MerkleError> {
        let (size, peaks) = bytes.split_first_chunk().ok_or(MerkleError::Frontier)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, rest) = peaks.as_chunks::<32>();
        if !rest.is_empty() || peaks.len() != size.count_ones() as usize {
            return Err(MerkleError::Frontier);
        }
        Ok(Frontier { size, peaks: peaks.to_vec() })
    }
}

impl FromIterator<Hash> for Frontier {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Frontier {
        let mut frontier = Frontier::default();
        leaves.into_iter().for_each(|leaf| frontier.push(leaf));
        frontier
    }
}

/// The root over these leaf hashes.
pub fn root(leaves: &[Hash]) -> Hash {
    leaves.iter().copied().collect::<Frontier>().root()
}

/// Cuts a range of two leaves or more where §2.1.1 does: at the largest power of two below its length.
fn cut(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    leaves.split_at(leaves.len().div_ceil(2).next_power_of_two())
}

/// Proves that the leaf at `place` (from 0) is in the log of all these leaves: PATH of §2.1.3.1, its hashes from
/// the leaf's neighbour up.
///
/// # Errors
/// [`MerkleError::Range`] when there is no such place.
pub fn inclusion_proof(leaves: &[Hash], place: usize) -> Result<Vec<Hash>, MerkleError> {
    if place >= leaves.len() {
        return Err(MerkleError::Range);
    }
    let (mut range, mut place, mut path) = (leaves, place, Vec::new());
    while range.len() > 1 {
        let (left, right) = cut(range);
        let beside;
        if place < left.len() {
            (range, beside) = (left, right);
        } else {
            place -= left.len();
            (range, beside) = (right, left);
        }
        path.push(root(beside));
    }
    path.reverse();
    Ok(path)
}

/// Checks, by §2.1.3.2, that `leaf` stands at `place` of the log of `size` entries with this root.
///
/// # Errors
/// [`MerkleError::Range`], [`MerkleError::Length`] or [`MerkleError::Root`]: in each case nothing is proven.
pub fn verify_inclusion(leaf: &Hash, place: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), MerkleError> {
    if place >= size {
        return Err(MerkleError::Range);
    }
    let mut climb = Climb { node: place, last: size - 1 };
    let mut hash = *leaf;
    for beside in proof {
        hash = match climb.step()? {
            Side::Left => node_hash(beside, &hash),
            Side::Right => node_hash(&hash, beside),
        };
    }
    climb.at_the_top()?;
    if hash == *root { Ok(()) } else { Err(MerkleError::Root) }
}

/// Proves that the log of all these leaves begins with its first `old` ones: PROOF of §2.1.4.1. Empty when `old` is
/// 0 or all of them, where there is nothing to prove.
///
/// # Errors
/// [`MerkleError::Range`] when there are fewer leaves than `old`.
pub fn consistency_proof(leaves: &[Hash], old: usize) -> Result<Vec<Hash>, MerkleError> {
    if old > leaves.len() {
        return Err(MerkleError::Range);
    }
    let mut path = Vec::new();
    if old == 0 {
        return Ok(path);
    }
    // SUBPROOF of §2.1.4.1: goes down to the last subtree that the old log had whole.
    let (mut range, mut old, mut known) = (leaves, old, true);
    while old < range.len() {
        let (left, right) = cut(range);
        if old <= left.len() {
            path.push(root(right));
            range = left;
        } else {
            path.push(root(left));
            (range, old, known) = (right, old - left.len(), false);
        }
    }
    // That subtree is the old log itself when the way went left only; the verifier has its root then.
    if !known {
        path.push(root(range));
    }
    path.reverse();
    Ok(path)
}

/// Checks, by §2.1.4.2, that the log of `new` entries with `new_root` begins with the log of `old` entries with
/// `old_root`. The RFC leaves `old` = 0 open: here every log begins with the empty one, by an empty proof.
///
/// # Errors
/// [`MerkleError::Range`], [`MerkleError::Length`] or [`MerkleError::Root`]: in each case nothing is proven.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), MerkleError> {
    if old > new {
        return Err(MerkleError::Range);
    }
    if old == 0 || old == new {
        let same = if old == new { old_root == new_root } else { true };
        let begins = old != 0 || *old_root == empty_root();
        return match (proof.is_empty(), same && begins) {
            (false, _) => Err(MerkleError::Length),
            (true, false) => Err(MerkleError::Root),
            (true, true) => Ok(()),
        };
    }
    let mut climb = Climb { node: old - 1, last: new - 1 };
    climb.up(climb.node.trailing_ones());
    // A whole subtree is its own first hash, and the proof leaves it out.
    let (first, path) = match proof.split_first() {
        _ if old.is_power_of_two() => (old_root, proof),
        Some(split) => split,
        None => return Err(MerkleError::Length),
    };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for beside in path {
        match climb.step()? {
            Side::Left => {
                old_hash = node_hash(beside, &old_hash);
                new_hash = node_hash(beside, &new_hash);
            }
            Side::Right => new_hash = node_hash(&new_hash, beside),
        }
    }
    climb.at_the_top()?;
    if old_hash == *old_root && new_hash == *new_root { Ok(()) } else { Err(MerkleError::Root) }
}

/// The way from a node to the root: `fn` and `sn` of §2.1.3.2, the node's and the last node's place on their level.
struct Climb {
    node: u64,
    last: u64,
}

/// On which side of the node its neighbour stands.
enum Side {
    Left,
    Right,
}

impl Climb {
    fn up(&mut self, levels: u32) {
        // Levels above the root have one node, at 0.
        self.node = self.node.checked_shr(levels).unwrap_or(0);
        self.last = self.last.checked_shr(levels).unwrap_or(0);
    }

    /// One hash of the proof: says where it stands, and goes up past the levels on which the node has no neighbour.
    fn step(&mut self) -> Result<Side, MerkleError> {
        if self.last == 0 {
            return Err(MerkleError::Length);
        }
        let side = if self.node & 1 == 1 || self.node == self.last {
            // The last node of a level, standing at an even place, is alone there and rises unhashed.
            self.up(self.node.trailing_zeros());
            Side::Left
        } else {
            Side::Right
        };
        self.up(1);
        Ok(side)
    }

    fn at_the_top(&self) -> Result<(), MerkleError> {
        if self.last == 0 { Ok(()) } else { Err(MerkleError::Length) }
    }
}

#[cfg(test)]
mod tests;
