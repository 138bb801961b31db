//! An append-only Merkle tree over SHA-256: what is kept of a log to append to it, and the root over all of it.
//!
//! The tree is that of RFC 6962 §2.1, unchanged in RFC 9162 §2.1 (section numbers below are of the latter), so that
//! every tool of the Certificate Transparency family reads our roots.
//!
//! Appending needs only the [`Frontier`], at most 650 bytes for a million entries. Deliberately absent: stored inner
//! nodes; the store has the hash of every entry beside it, a verification goes over all of them, and so does a proof
//! ([`proof`]).

pub mod proof;

use aws_lc_rs::digest::{Context, SHA256};

/// A node of the tree: SHA-256, 32 bytes.
pub type Hash = [u8; 32];

/// The bytes were not written by [`Frontier::to_bytes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the frontier of a log")]
pub struct NotAFrontier;

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

    /// Appends an entry by its [`leaf_hash`]; two hashes on average.
    pub fn push(&mut self, leaf: Hash) {
        self.push_tree(0, leaf);
    }

    /// Appends 2^`height` entries by the root over them; the size must be a multiple of that many.
    pub(super) fn push_tree(&mut self, height: u32, root: Hash) {
        let mut hash = root;
        // As in counting: each trailing 1 of the size is a subtree as large as the one just completed.
        for _ in 0..(self.size >> height).trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1 << height;
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
    /// When the number of peaks does not fit the size.
    pub fn from_bytes(bytes: &[u8]) -> Result<Frontier, NotAFrontier> {
        let (size, peaks) = bytes.split_first_chunk().ok_or(NotAFrontier)?;
        let size = u64::from_be_bytes(*size);
        let (peaks, rest) = peaks.as_chunks::<32>();
        if !rest.is_empty() || peaks.len() != size.count_ones() as usize {
            return Err(NotAFrontier);
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

#[cfg(test)]
mod tests;
