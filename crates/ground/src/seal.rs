//! Sealing: AES-256-GCM under one person's key, with the table, column and row bound as associated data, so that
//! a ciphertext moved to another row or person does not open.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use promise::{Categories, Lookup, Purpose};
use zeroize::Zeroizing;

use crate::PersonId;
use crate::db::{Row, Value};
use crate::error::{Error, Refusal, Result};

/// The first byte of every sealed value: which scheme made it.
const SCHEME: u8 = 1;

/// Fills `out` from the operating system's generator.
#[allow(clippy::expect_used, reason = "without randomness nothing here is safe to do; the process must not go on")]
pub fn random(out: &mut [u8]) {
    aws_lc_rs::rand::fill(out).expect("the system has no randomness");
}

/// SHA-256 in hexadecimal: by which the same bytes are known again.
pub fn digest(bytes: &[u8]) -> String {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes);
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where a sealed value stands: its table, column and row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub table: &'static str,
    pub column: &'static str,
    pub row: String,
}

/// The cell of `column` in the row `row` of `table`.
pub fn cell(table: &'static str, column: &'static str, row: impl fmt::Display) -> Cell {
    Cell { table, column, row: row.to_string() }
}

/// What can be sealed: text, bytes, and dates as text.
pub trait Seal: Sized {
    fn to_bytes(&self) -> Vec<u8>;
    fn from_bytes(bytes: Vec<u8>) -> Option<Self>;
}
impl Seal for String {
    fn to_bytes(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
    fn from_bytes(bytes: Vec<u8>) -> Option<String> {
        String::from_utf8(bytes).ok()
    }
}
impl Seal for Vec<u8> {
    fn to_bytes(&self) -> Vec<u8> {
        self.clone()
    }
    fn from_bytes(bytes: Vec<u8>) -> Option<Vec<u8>> {
        Some(bytes)
    }
}
impl Seal for jiff::civil::Date {
    fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }
    fn from_bytes(bytes: Vec<u8>) -> Option<jiff::civil::Date> {
        std::str::from_utf8(&bytes).ok()?.parse().ok()
    }
}

/// A value of type `T` that only its person's key can read. It has no `Display`, and its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed<T> {
    bytes: Vec<u8>,
    cell: Cell,
    of: PhantomData<T>,
}

impl<T> fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<sealed>")
    }
}

impl<T: Seal> Sealed<T> {
    /// Reads the sealed column `column` of `row`, which belongs to `table` and is known there by `id`.
    pub fn read(row: &Row, table: &'static str, column: &'static str, id: impl fmt::Display) -> Result<Sealed<T>> {
        Ok(Sealed { bytes: row.get(column)?, cell: cell(table, column, id), of: PhantomData })
    }

    /// As [`Sealed::read`], for a column that may be empty.
    pub fn read_optional(
        row: &Row,
        table: &'static str,
        column: &'static str,
        id: impl fmt::Display,
    ) -> Result<Option<Sealed<T>>> {
        let bytes: Option<Vec<u8>> = row.get(column)?;
        Ok(bytes.map(|bytes| Sealed { bytes, cell: cell(table, column, id), of: PhantomData }))
    }
}

impl<T> From<Sealed<T>> for Value {
    fn from(sealed: Sealed<T>) -> Value {
        Value::Blob(sealed.bytes)
    }
}

/// One person's key, handed out for one purpose. It opens only the columns whose purposes list that purpose.
#[derive(Clone)]
pub struct Key {
    person: PersonId,
    /// `None` for a key that may only seal: whoever brings new data needs no leave to read the old.
    purpose: Option<Purpose>,
    aead: Arc<LessSafeKey>,
    permits: Arc<Lookup>,
    /// What the person did not agree to have read for this purpose, which the notice added.
    withheld: Categories,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.person)
    }
}

impl Key {
    pub(crate) fn new(person: PersonId, purpose: Option<Purpose>, aead: Arc<LessSafeKey>, permits: Arc<Lookup>) -> Key {
        Key { person, purpose, aead, permits, withheld: Categories::NONE }
    }

    /// The same key, which does not open these kinds.
    pub(crate) fn withholding(self, withheld: Categories) -> Key {
        Key { withheld, ..self }
    }

    /// Whether the person has still to agree to having that column read for this purpose: for whoever can do without it.
    pub fn withholds(&self, table: &str, column: &str) -> bool {
        self.permits.category(table, column).is_some_and(|category| self.withheld.contains(category))
    }

    /// Whose key this is.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// What it was handed out for; nothing for one that only seals.
    pub fn purpose(&self) -> Option<Purpose> {
        self.purpose
    }

    /// Seals `value` for `cell`. A column that the data map does not declare as sealed is refused.
    pub fn seal<T: Seal>(&self, cell: Cell, value: &T) -> Result<Sealed<T>> {
        if !self.permits.sealed(cell.table, cell.column) {
            return Err(Error::Refused(Refusal::Undeclared));
        }
        let clear = Zeroizing::new(value.to_bytes());
        let bytes = encrypt(&self.aead, &aad(&self.person, cell.table, cell.column, &cell.row), &clear)?;
        Ok(Sealed { bytes, cell, of: PhantomData })
    }

    /// Opens `sealed`, if this key was handed out for a purpose the data map lists for that column.
    pub fn open<T: Seal>(&self, sealed: &Sealed<T>) -> Result<T> {
        let Cell { table, column, row } = &sealed.cell;
        self.disclose((table, column, row), &sealed.bytes)
    }

    /// The same for a cell that the data map names, by table, column and row.
    pub(crate) fn disclose<T: Seal>(&self, cell: (&str, &str, &str), sealed: &[u8]) -> Result<T> {
        let (table, column, row) = cell;
        match self.purpose {
            Some(purpose) if self.permits.permits(table, column, purpose) => {}
            _ => return Err(Error::Refused(Refusal::Purpose)),
        }
        if self.withholds(table, column) {
            return Err(Error::Refused(Refusal::Unagreed));
        }
        let clear = decrypt(&self.aead, &aad(&self.person, table, column, row), sealed).ok_or_else(|| {
            Error::internal(format_args!(
                "{table}.{column} does not open with its person's key: it was altered or moved"
            ))
        })?;
        T::from_bytes(clear)
            .ok_or_else(|| Error::internal(format_args!("{table}.{column} holds something else than it should")))
    }

    /// Opens a column that may be empty.
    pub fn open_optional<T: Seal>(&self, sealed: Option<&Sealed<T>>) -> Result<Option<T>> {
        sealed.map(|sealed| self.open(sealed)).transpose()
    }
}

fn aad(person: &PersonId, table: &str, column: &str, row: &str) -> Vec<u8> {
    format!("{person}\0{table}\0{column}\0{row}").into_bytes()
}

/// A person's key for sealing anew what moves between two records of theirs: it shows nobody anything.
pub(crate) struct Sealing {
    pub(crate) person: PersonId,
    pub(crate) aead: Arc<LessSafeKey>,
}

/// The value that stands sealed by `old` in a cell, sealed by `new` for the same cell.
pub(crate) fn reseal(old: &Sealing, new: &Sealing, cell: (&str, &str, &str), sealed: &[u8]) -> Result<Vec<u8>> {
    let (table, column, row) = cell;
    let clear = decrypt(&old.aead, &aad(&old.person, table, column, row), sealed).map(Zeroizing::new);
    let clear = clear.ok_or_else(|| {
        Error::internal(format_args!("{table}.{column} does not open with its person's key: it was altered or moved"))
    })?;
    encrypt(&new.aead, &aad(&new.person, table, column, row), &clear)
}

/// `scheme | nonce | ciphertext | tag`, with a random nonce.
pub(crate) fn encrypt(aead: &LessSafeKey, aad: &[u8], clear: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(1 + NONCE_LEN + clear.len() + 16);
    let mut nonce = [0u8; NONCE_LEN];
    random(&mut nonce);
    out.push(SCHEME);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(clear);
    let tag = aead
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut out[1 + NONCE_LEN..])
        .map_err(|_| Error::internal("sealing failed"))?;
    out.extend_from_slice(tag.as_ref());
    Ok(out)
}

pub(crate) fn decrypt(aead: &LessSafeKey, aad: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (&SCHEME, rest) = sealed.split_first()? else { return None };
    let (nonce, body) = rest.split_at_checked(NONCE_LEN)?;
    let mut body = body.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let clear = aead.open_in_place(nonce, Aad::from(aad), &mut body).ok()?.len();
    body.truncate(clear);
    Some(body)
}

pub(crate) fn aead(key: &[u8; 32]) -> Result<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| Error::internal("a key of the wrong length"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ciphertext_moved_or_changed_does_not_open() {
        let key = aead(&[7; 32]).unwrap();
        let sealed = encrypt(&key, b"here", b"Nadia").unwrap();
        assert_eq!(decrypt(&key, b"here", &sealed).unwrap(), b"Nadia");
        assert!(decrypt(&key, b"there", &sealed).is_none());
        assert!(decrypt(&aead(&[8; 32]).unwrap(), b"here", &sealed).is_none());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(decrypt(&key, b"here", &changed).is_none(), "byte {at}");
        }
    }
}
