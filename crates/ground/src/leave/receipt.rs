//! The receipt of a clinic that left: what went and when, as anybody can check without this program.
//!
//! It is a [signed note](https://c2sp.org/signed-note@v1.0.0), like a checkpoint of the access log. The key that signs is the
//! installation's, because the clinic's are gone by then. Its public half stands in the text, and a receipt that is its own
//! witness proves nothing: whoever asks for it to leave is told the key's fingerprint then, by letter and on the page, weeks
//! before, and holds the receipt against that.

use std::collections::BTreeMap;
use std::fmt::Write;

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::access::note;
use crate::error::{Error, Result};
use crate::{ClinicId, seal};

/// The name of the key.
const NAME: &str = "keepwell/receipts";
/// The first line.
const HEAD: &str = "keepwell receipt 1: a clinic left";

/// What is said of a clinic that left. Counts and instants; nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub clinic: ClinicId,
    /// SHA-256 of its address here.
    pub address: String,
    pub asked: Option<Timestamp>,
    /// When its keys were destroyed, the root first.
    pub began: Timestamp,
    /// When nothing was left.
    pub ended: Timestamp,
    /// By which its root key was known.
    pub root: String,
    pub keys: u64,
    pub files: u64,
    /// Until when backups may hold copies of its keys.
    pub copies_until: Timestamp,
    pub rows: BTreeMap<String, u64>,
}

/// A receipt that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// What it says, a line each.
    pub text: String,
    /// The fingerprint of the key that signed it.
    pub key: String,
    /// SHA-256 of the address.
    address: String,
}

impl Verified {
    /// Whether it is about the clinic of this address.
    pub fn is_of(&self, slug: &str) -> bool {
        self.address == super::address(slug)
    }
}

/// Why a receipt is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unverified {
    #[error("it is no receipt of a clinic that left")]
    Form,
    #[error("it was changed, or not signed by the key that it names")]
    Signature,
    #[error("another key signed it than the one you named")]
    Key,
}

/// The public half of a key, in base64.
pub(crate) fn public(key: &Ed25519KeyPair) -> String {
    STANDARD.encode(key.public_key().as_ref())
}

/// What a key is known by: the beginning of the SHA-256 of its public half, in groups that can be read to somebody.
pub fn fingerprint(public: &str) -> String {
    let digest = STANDARD.decode(public).map(|bytes| seal::digest(&bytes)).unwrap_or_default();
    let short: Vec<&str> =
        [(0, 8), (8, 16), (16, 24), (24, 32)].iter().filter_map(|(a, b)| digest.get(*a..*b)).collect();
    short.join("-")
}

/// Writes and signs one.
pub(crate) fn sign(receipt: &Receipt, key: &Ed25519KeyPair) -> Result<String> {
    let mut text = format!("{HEAD}\nclinic {}\naddress sha256 {}\n", receipt.clinic, receipt.address);
    let mut line =
        |name: &str, value: &dyn std::fmt::Display| writeln!(text, "{name} {value}").map_err(Error::internal);
    if let Some(asked) = receipt.asked {
        line("asked", &asked)?;
    }
    line("keys destroyed", &receipt.began)?;
    line("erased", &receipt.ended)?;
    line("root key sha256", &receipt.root)?;
    line("keys", &receipt.keys)?;
    line("files", &receipt.files)?;
    for (table, rows) in &receipt.rows {
        line(&format!("rows {table}"), rows)?;
    }
    line("copies of keys in backups until", &receipt.copies_until)?;
    line("signed by", &public(key))?;
    note::sign_text(NAME, &text, key).map_err(Error::internal)
}

/// Reads a receipt, after the key that it names is found to have signed it; `expected` is the public half or the fingerprint
/// that whoever asks knows from elsewhere.
///
/// # Errors
/// Nothing of it may be believed.
pub fn verify(receipt: &str, expected: Option<&str>) -> std::result::Result<Verified, Unverified> {
    // A file that came through another system may have its line ends.
    let receipt = receipt.replace("\r\n", "\n");
    let receipt = format!("{}\n", receipt.trim_end());
    let said =
        |name: &str| receipt.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).map(str::to_owned);
    let public = said("signed by").ok_or(Unverified::Form)?;
    let bytes = STANDARD.decode(&public).map_err(|_| Unverified::Form)?;
    let text = note::open(&receipt, &bytes, NAME).map_err(|_| Unverified::Signature)?;
    if text.lines().next() != Some(HEAD) {
        return Err(Unverified::Form);
    }
    let key = fingerprint(&public);
    if expected.is_some_and(|expected| expected != public && expected != key) {
        return Err(Unverified::Key);
    }
    let address = said("address sha256").ok_or(Unverified::Form)?;
    Ok(Verified { text: text.to_owned(), key, address })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(seed: u8) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
    }

    fn receipt() -> String {
        let at = |second| Timestamp::from_second(second).unwrap();
        let receipt = Receipt {
            clinic: ClinicId::from_bits(7),
            address: super::super::address("north"),
            asked: Some(at(1)),
            began: at(2),
            ended: at(3),
            root: "ab".to_owned(),
            keys: 4,
            files: 5,
            copies_until: at(6),
            rows: BTreeMap::from([("client".to_owned(), 12), ("mail".to_owned(), 3)]),
        };
        sign(&receipt, &key(1)).unwrap()
    }

    #[test]
    fn a_receipt_is_read_back_and_no_character_of_it_can_be_changed() {
        let written = receipt();
        let read = verify(&written, None).unwrap();
        assert!(read.text.contains("\nrows client 12\nrows mail 3\n"), "{}", read.text);
        assert!(read.is_of("north") && !read.is_of("south"));
        assert!(verify(&written.replace('\n', "\r\n"), Some(&read.key)).is_ok(), "through another system");
        for at in 0..written.trim_end().len() {
            let mut bytes = written.clone().into_bytes();
            bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(verify(&changed, None).is_err(), "{changed}");
            }
        }
        assert_eq!(verify("", None), Err(Unverified::Form));
    }

    #[test]
    fn a_receipt_of_another_key_is_told_by_whoever_knows_the_right_one() {
        let (ours, theirs) = (public(&key(1)), public(&key(2)));
        assert!(verify(&receipt(), Some(&ours)).is_ok());
        assert!(verify(&receipt(), Some(&fingerprint(&ours))).is_ok());
        assert_eq!(verify(&receipt(), Some(&theirs)), Err(Unverified::Key));
        assert_eq!(fingerprint(&ours).len(), 35);
    }
}
