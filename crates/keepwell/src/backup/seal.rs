//! A part's envelope: AES-256-GCM over chunks whose order, number and end are authenticated.
//!
//! This is the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár (2015): a chunk's nonce is its number and
//! whether it is the last. The key belongs to one part alone, so no nonce is used twice.

use std::io::{self, BufRead, Read, Write};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf;
use zeroize::Zeroizing;

use super::part::Kind;

const MAGIC: &[u8] = b"keepwell backup part 1\n";
const SALT: usize = 32;
const ID: usize = 16;
const HEADER: usize = MAGIC.len() + 1 + ID + SALT;
/// Bytes in clear that one chunk holds.
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// Which part of which backup it is: bound into the part's key, so that a part does not open as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) kind: Kind,
    pub(super) set: [u8; ID],
}

/// What is wrong with an envelope; carried inside an [`io::Error`].
#[derive(Debug, thiserror::Error)]
pub(super) enum Envelope {
    #[error("a part of another backup, or no part at all")]
    Foreign,
    #[error("damaged at byte {0}")]
    Damaged(u64),
}

impl Envelope {
    /// The fault inside an error of reading, if it is one.
    pub(super) fn of(error: &io::Error) -> Option<&Envelope> {
        error.get_ref()?.downcast_ref()
    }
}

/// The key of the part with this header.
fn key(master: &[u8; 32], header: &[u8]) -> io::Result<LessSafeKey> {
    let mut bytes = Zeroizing::new([0u8; 32]);
    hkdf::Salt::new(hkdf::HKDF_SHA256, &header[HEADER - SALT..])
        .extract(master)
        .expand(&[header], hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(bytes.as_mut()))
        .and_then(|()| UnboundKey::new(&AES_256_GCM, bytes.as_ref()))
        .map(LessSafeKey::new)
        .map_err(|_| io::Error::other("a key could not be derived"))
}

fn nonce(number: u64, last: bool) -> Nonce {
    let mut nonce = [0u8; NONCE_LEN];
    nonce[3..11].copy_from_slice(&number.to_be_bytes());
    nonce[11] = u8::from(last);
    Nonce::assume_unique_for_key(nonce)
}

/// Seals what is written to it. Without [`Sealer::finish`] the part has no end, and does not open.
pub(super) struct Sealer<W> {
    out: W,
    key: LessSafeKey,
    number: u64,
    clear: Vec<u8>,
}

impl<W: Write> Sealer<W> {
    pub(super) fn new(mut out: W, master: &[u8; 32], label: Label) -> io::Result<Sealer<W>> {
        let mut header = MAGIC.to_vec();
        header.push(label.kind.byte());
        header.extend_from_slice(&label.set);
        let mut salt = [0u8; SALT];
        ground::random(&mut salt);
        header.extend_from_slice(&salt);
        out.write_all(&header)?;
        Ok(Sealer { out, key: key(master, &header)?, number: 0, clear: Vec::with_capacity(CHUNK + TAG) })
    }

    fn chunk(&mut self, last: bool) -> io::Result<()> {
        self.key
            .seal_in_place_append_tag(nonce(self.number, last), Aad::empty(), &mut self.clear)
            .map_err(|_| io::Error::other("sealing failed"))?;
        self.out.write_all(&self.clear)?;
        self.clear.clear();
        self.number += 1;
        Ok(())
    }

    /// Writes the last chunk.
    pub(super) fn finish(mut self) -> io::Result<W> {
        self.chunk(true)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.clear.len() == CHUNK {
            self.chunk(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.clear.len());
        self.clear.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what a [`Sealer`] wrote. Nothing of a chunk is given out before the whole chunk is proven.
pub(super) struct Opener<R> {
    sealed: R,
    key: LessSafeKey,
    number: u64,
    at: u64,
    clear: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl<R: BufRead> Opener<R> {
    pub(super) fn new(mut sealed: R, master: &[u8; 32], label: Label) -> io::Result<Opener<R>> {
        let mut header = [0u8; HEADER];
        sealed.read_exact(&mut header).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => io::Error::other(Envelope::Damaged(0)),
            _ => error,
        })?;
        let (kind, set) = (header[MAGIC.len()], &header[MAGIC.len() + 1..MAGIC.len() + 1 + ID]);
        if !header.starts_with(MAGIC) || kind != label.kind.byte() || set != label.set {
            return Err(io::Error::other(Envelope::Foreign));
        }
        let key = key(master, &header)?;
        Ok(Opener { sealed, key, number: 0, at: HEADER as u64, clear: Vec::new(), taken: 0, ended: false })
    }

    fn next(&mut self) -> io::Result<()> {
        self.clear.clear();
        self.taken = 0;
        let read = (&mut self.sealed).take((CHUNK + TAG) as u64).read_to_end(&mut self.clear)?;
        let last = self.sealed.fill_buf()?.is_empty();
        let clear = self
            .key
            .open_in_place(nonce(self.number, last), Aad::empty(), &mut self.clear)
            .map_err(|_| io::Error::other(Envelope::Damaged(self.at)))?
            .len();
        self.clear.truncate(clear);
        self.at += read as u64;
        self.number += 1;
        self.ended = last;
        Ok(())
    }
}

impl<R: BufRead> Read for Opener<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.clear.len() {
            if self.ended {
                return Ok(0);
            }
            self.next()?;
        }
        let given = out.len().min(self.clear.len() - self.taken);
        out[..given].copy_from_slice(&self.clear[self.taken..self.taken + given]);
        self.taken += given;
        Ok(given)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MASTER: [u8; 32] = [5; 32];
    const LABEL: Label = Label { kind: Kind::Data, set: [1; ID] };

    fn sealed(clear: &[u8]) -> Vec<u8> {
        let mut sealer = Sealer::new(Vec::new(), &MASTER, LABEL).unwrap();
        sealer.write_all(clear).unwrap();
        sealer.finish().unwrap()
    }

    fn opened(sealed: &[u8], label: Label) -> io::Result<Vec<u8>> {
        let mut clear = Vec::new();
        Opener::new(sealed, &MASTER, label)?.read_to_end(&mut clear).map(|_| clear)
    }

    #[test]
    fn every_length_around_a_chunk_comes_back_as_it_was() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7] {
            let clear: Vec<u8> = (0..length).map(|n| n as u8).collect();
            assert_eq!(opened(&sealed(&clear), LABEL).unwrap(), clear, "{length}");
        }
    }

    #[test]
    fn what_is_cut_lengthened_reordered_repeated_or_changed_does_not_open() {
        let clear: Vec<u8> = (0..3 * CHUNK + 7).map(|n| (n % 251) as u8).collect();
        let whole = sealed(&clear);
        let chunk = CHUNK + TAG;
        let damaged = |bytes: &[u8], what: &str| {
            let error = opened(bytes, LABEL).expect_err(what);
            assert!(matches!(Envelope::of(&error), Some(Envelope::Damaged(_))), "{what}: {error}");
        };
        for end in
            [HEADER - 1, HEADER, HEADER + 1, HEADER + chunk, HEADER + 2 * chunk, HEADER + 3 * chunk, whole.len() - 1]
        {
            damaged(&whole[..end], &format!("cut at {end}"));
        }
        damaged(&[&whole[..], &[0]].concat(), "lengthened");
        damaged(&[&whole[..], &whole[HEADER..]].concat(), "repeated");
        let (one, two) = (&whole[HEADER..HEADER + chunk], &whole[HEADER + chunk..HEADER + 2 * chunk]);
        damaged(&[&whole[..HEADER], two, one, &whole[HEADER + 2 * chunk..]].concat(), "reordered");
        damaged(&[&whole[..HEADER], one, &whole[HEADER + 2 * chunk..]].concat(), "a chunk left out");
        for at in [HEADER - 1, HEADER, HEADER + chunk - 1, HEADER + chunk, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            damaged(&changed, &format!("byte {at}"));
        }
    }

    #[test]
    fn a_part_opens_as_no_other_and_under_no_other_key() {
        let whole = sealed(b"something");
        for label in [Label { kind: Kind::Keys, ..LABEL }, Label { set: [2; ID], ..LABEL }] {
            let error = opened(&whole, label).unwrap_err();
            assert!(matches!(Envelope::of(&error), Some(Envelope::Foreign)), "{error}");
        }
        // A header rewritten to look right changes the key.
        let mut renamed = whole.clone();
        renamed[MAGIC.len()] = Kind::Keys.byte();
        let error = opened(&renamed, Label { kind: Kind::Keys, ..LABEL }).unwrap_err();
        assert!(matches!(Envelope::of(&error), Some(Envelope::Damaged(_))), "{error}");
        let mut clear = Vec::new();
        assert!(Opener::new(&whole[..], &[6; 32], LABEL).unwrap().read_to_end(&mut clear).is_err() && clear.is_empty());
        assert_ne!(sealed(b"x"), sealed(b"x"), "each part has a key of its own");
    }
}
