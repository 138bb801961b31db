//! How a file is sealed: in chunks of 64 KiB, each with AES-256-GCM under the file's own key.
//!
//! A chunk's nonce is its number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
//! Vizár, 2015), so that none can be left out, doubled, moved or cut off the end; and the file's place is associated data.
//! Counting nonces is safe because a key seals one file, once.

use std::collections::VecDeque;
use std::fmt;

use aws_lc_rs::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use zeroize::Zeroizing;

use super::FilePlace;
use crate::error::{Error, Result};
use crate::seal::{Seal, aead, random};

/// Bytes of a chunk in clear.
pub(super) const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
/// Bytes of a full chunk as it is stored.
pub(super) const SEALED: usize = CHUNK + TAG;
/// The first byte of every file key: which scheme the file is sealed by.
const SCHEME: u8 = 1;

/// The key of one file. Sealed under a person's key it stands in the file's row; it has no `Display`, and `Debug` says
/// nothing.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    fn fresh() -> FileKey {
        let mut key = Zeroizing::new([0; 32]);
        random(key.as_mut());
        FileKey(key)
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey")
    }
}

impl Seal for FileKey {
    fn to_bytes(&self) -> Vec<u8> {
        [&[SCHEME], self.0.as_slice()].concat()
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<FileKey> {
        let bytes = Zeroizing::new(bytes);
        let (&SCHEME, key) = bytes.split_first()? else { return None };
        Some(FileKey(Zeroizing::new(key.try_into().ok()?)))
    }
}

fn nonce(number: u32, last: bool) -> Nonce {
    let mut nonce = [0; NONCE_LEN];
    nonce[7..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    Nonce::assume_unique_for_key(nonce)
}

fn aad(place: &FilePlace) -> Vec<u8> {
    format!("{}\0{}\0{}", place.clinic, place.table, place.row).into_bytes()
}

/// Seals a file as it comes.
pub(super) struct Sealer {
    key: FileKey,
    aead: LessSafeKey,
    aad: Vec<u8>,
    waiting: Zeroizing<Vec<u8>>,
    number: u32,
    size: u64,
}

impl Sealer {
    pub(super) fn new(place: &FilePlace) -> Result<Sealer> {
        let key = FileKey::fresh();
        let aead = aead(&key.0)?;
        Ok(Sealer {
            key,
            aead,
            aad: aad(place),
            waiting: Zeroizing::new(Vec::with_capacity(CHUNK)),
            number: 0,
            size: 0,
        })
    }

    pub(super) fn key(&self) -> FileKey {
        self.key.clone()
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Takes up to a chunk. A full chunk leaves when more comes: only then is it known not to be the last.
    pub(super) fn push(&mut self, mut bytes: &[u8], out: &mut Vec<u8>) -> Result<()> {
        self.size += bytes.len() as u64;
        while !bytes.is_empty() {
            if self.waiting.len() == CHUNK {
                self.seal(false, out)?;
            }
            let (fits, rest) = bytes.split_at(bytes.len().min(CHUNK - self.waiting.len()));
            self.waiting.extend_from_slice(fits);
            bytes = rest;
        }
        Ok(())
    }

    /// Seals what is left as the last chunk; of an empty file, an empty one.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) -> Result<()> {
        self.seal(true, out)
    }

    fn seal(&mut self, last: bool, out: &mut Vec<u8>) -> Result<()> {
        let begins = out.len();
        out.extend_from_slice(&self.waiting);
        self.waiting.clear();
        let tag = self
            .aead
            .seal_in_place_separate_tag(nonce(self.number, last), Aad::from(&self.aad), &mut out[begins..])
            .map_err(|_| Error::internal("sealing a file failed"))?;
        out.extend_from_slice(tag.as_ref());
        self.number = self.number.checked_add(1).ok_or_else(|| Error::internal("a file of too many chunks"))?;
        Ok(())
    }
}

/// Opens a file of known size.
pub(super) struct Opener {
    aead: LessSafeKey,
    aad: Vec<u8>,
    size: u64,
    chunks: u32,
    number: u32,
}

impl Opener {
    pub(super) fn new(place: &FilePlace, key: &FileKey, size: u64) -> Result<Opener> {
        let chunks = u32::try_from(size.div_ceil(CHUNK as u64).max(1)).map_err(Error::internal)?;
        Ok(Opener { aead: aead(&key.0)?, aad: aad(place), size, chunks, number: 0 })
    }

    /// How long the file is as it is stored.
    pub(super) fn stored(&self) -> u64 {
        self.size + u64::from(self.chunks) * TAG as u64
    }

    /// The length of the next chunk as it is stored; none after the last.
    fn next(&self) -> Option<usize> {
        if self.number == self.chunks {
            return None;
        }
        let last = self.size - u64::from(self.chunks - 1) * CHUNK as u64;
        Some(if self.number + 1 == self.chunks { usize::try_from(last).ok()? + TAG } else { SEALED })
    }

    fn open(&mut self, mut chunk: BytesMut) -> Result<Bytes> {
        let last = self.number + 1 == self.chunks;
        let clear = self
            .aead
            .open_in_place(nonce(self.number, last), Aad::from(&self.aad), &mut chunk)
            .map_err(|_| Error::internal("a file does not open with its key: it was altered or moved"))?
            .len();
        self.number += 1;
        chunk.truncate(clear);
        Ok(chunk.freeze())
    }
}

/// The chunks of a file in clear, from the pieces in which it comes. After a fault nothing follows.
pub(super) fn opened(
    pieces: impl Stream<Item = Result<Bytes>> + Send + 'static,
    opener: Opener,
) -> impl Stream<Item = Result<Bytes>> + Send {
    struct State<S> {
        pieces: S,
        opener: Opener,
        waiting: VecDeque<Bytes>,
        have: usize,
    }
    let state = State { pieces: Box::pin(pieces), opener, waiting: VecDeque::new(), have: 0 };
    futures_util::stream::try_unfold(state, |mut state| async move {
        let Some(length) = state.opener.next() else { return Ok(None) };
        while state.have < length {
            let piece = state.pieces.next().await.ok_or_else(|| Error::internal("a file ends too early"))??;
            state.have += piece.len();
            state.waiting.push_back(piece);
        }
        let mut chunk = BytesMut::with_capacity(length);
        while chunk.len() < length {
            let Some(mut piece) = state.waiting.pop_front() else { break };
            let taken = piece.split_to(piece.len().min(length - chunk.len()));
            chunk.extend_from_slice(&taken);
            if !piece.is_empty() {
                state.waiting.push_front(piece);
            }
        }
        state.have -= length;
        let clear = state.opener.open(chunk)?;
        Ok(Some((clear, state)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ClinicId;
    use proptest::prelude::*;

    fn place() -> FilePlace {
        FilePlace { clinic: ClinicId::from_bits(1), table: "document".into(), row: "doc_1".to_owned() }
    }

    fn sealed(pieces: &[&[u8]]) -> (Vec<u8>, FileKey, u64) {
        let mut sealer = Sealer::new(&place()).unwrap();
        let mut out = Vec::new();
        pieces.iter().for_each(|piece| sealer.push(piece, &mut out).unwrap());
        sealer.end(&mut out).unwrap();
        (out, sealer.key(), sealer.size())
    }

    fn open(stored: &[u8], key: &FileKey, size: u64, at: &FilePlace, step: usize) -> Result<Vec<u8>> {
        let pieces: Vec<Result<Bytes>> = stored.chunks(step).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let opener = Opener::new(at, key, size)?;
        let chunks = opened(futures_util::stream::iter(pieces), opener);
        futures_util::FutureExt::now_or_never(chunks.collect::<Vec<_>>())
            .unwrap()
            .into_iter()
            .try_fold(Vec::new(), |all, chunk| Ok([all, chunk?.to_vec()].concat()))
    }

    #[test]
    fn a_file_of_any_length_in_any_pieces_comes_back_as_it_was() {
        proptest!(ProptestConfig::with_cases(64), |(length in prop_oneof![0usize..100, (CHUNK - 3)..(CHUNK + 3), (2 * CHUNK - 2)..(2 * CHUNK + 2)], cut in 1usize..CHUNK, step in 1_000usize..200_000)| {
            let clear: Vec<u8> = (0..length).map(|n| (n * 31 % 251) as u8).collect();
            let pieces: Vec<&[u8]> = clear.chunks(cut).collect();
            let (stored, key, size) = sealed(&pieces);
            prop_assert_eq!(size, length as u64);
            prop_assert_eq!(stored.len() as u64, Opener::new(&place(), &key, size).unwrap().stored());
            prop_assert_eq!(open(&stored, &key, size, &place(), step).unwrap(), clear);
        });
    }

    #[test]
    fn a_file_that_was_changed_cut_or_put_together_anew_does_not_open() {
        let clear = vec![7; 3 * CHUNK + 10];
        let (stored, key, size) = sealed(&[&clear]);
        let at = |n: usize| &stored[n * SEALED..stored.len().min((n + 1) * SEALED)];
        let other = FilePlace { row: "doc_2".to_owned(), ..place() };
        assert!(open(&stored, &key, size, &other, 9_000).is_err(), "of another row");
        let (_, another, _) = sealed(&[&clear]);
        assert!(open(&stored, &another, size, &place(), 9_000).is_err(), "with another key");
        for (what, tampered, size) in [
            ("two chunks change places", [at(1), at(0), at(2), at(3)].concat(), size),
            ("a chunk is doubled", [at(0), at(0), at(2), at(3)].concat(), size),
            ("the end is cut off", [at(0), at(1), at(2)].concat(), 3 * CHUNK as u64),
            ("a chunk is left out", [at(0), at(2), at(3)].concat(), size - CHUNK as u64),
        ] {
            assert!(open(&tampered, &key, size, &place(), 9_000).is_err(), "{what}");
        }
        for byte in [0, CHUNK, SEALED + 1, stored.len() - 1] {
            let mut changed = stored.clone();
            changed[byte] ^= 1;
            assert!(open(&changed, &key, size, &place(), 9_000).is_err(), "byte {byte}");
        }
    }
}
