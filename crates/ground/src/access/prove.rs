//! Proofs that whoever was given them can check without us: that an entry stands in the log, and that the log continues an
//! earlier one.
//!
//! A proof of an entry is a text of the form [tlog-proof](https://c2sp.org/tlog-proof), with the entry itself as its extra
//! data; one that the log continues is the request of [tlog-witness](https://c2sp.org/tlog-witness). Both end in a signed
//! checkpoint ([`super::note`]), and tools made for other logs read them.
//!
//! A proof is made from the hashes of all entries, a page of them to a transaction. The roots of full stretches are kept
//! in memory, so the next proof reads a few thousand hashes. Nothing is given out that we do not find true ourselves.

use std::ops::Range;

use aws_lc_rs::signature::KeyPair;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::merkle::proof::{consistency, continues, includes, inclusion};
use super::merkle::{Frontier, Hash, leaf_hash};
use super::note::{Checkpoint, NoteError, VerifierKey};
use super::seal::{content, origin};
use crate::db::Row;
use crate::error::{Error, Result};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{ClinicId, EntryId, PersonId, params};

/// The first line of a proof of an entry.
const FORM: &str = "c2sp.org/tlog-proof@v1";
/// Entries of a stretch whose root is kept, and that number as a power of two.
const BLOCK: u64 = 1 << HEIGHT;
const HEIGHT: u32 = 12;
/// Longest proof read, in bytes: far more than any of ours.
const LONGEST: usize = 256 * 1024;

/// Roots of full stretches of logs, by the clinic and the stretch's number.
pub(crate) struct Roots {
    kept: moka::sync::Cache<(ClinicId, u64), Hash>,
    /// One proof is made at a time, so that those who ask at once do not each read the whole log.
    turn: tokio::sync::Mutex<()>,
}

impl Roots {
    pub(crate) fn new() -> Roots {
        Roots { kept: moka::sync::Cache::new(16_384), turn: tokio::sync::Mutex::new(()) }
    }
}

/// The newest checkpoint of the scope's clinic, signed; none before the first entry.
///
/// # Errors
/// Those of the store.
pub async fn checkpoint(scope: &Scope) -> Result<Option<String>> {
    Ok(scope.read(newest).await?.map(|(_, note)| note))
}

/// The key by which the clinic's log signs, as tools that check such logs take it: `name+id+key`.
///
/// # Errors
/// Those of the key store.
pub async fn verifier_key(scope: &Scope) -> Result<String> {
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    let keys = tokio::task::spawn_blocking(move || house.keys.clinic(clinic)).await.map_err(Error::internal)??;
    Ok(VerifierKey::new(&origin(clinic), keys.log.public_key().as_ref()).to_string())
}

/// The checkpoints that are kept, the newest first: how many entries there were, and when it was signed.
///
/// # Errors
/// Those of the store.
pub fn checkpoints(tx: &mut Tx<'_>, most: u32) -> Result<Vec<(u64, jiff::Timestamp)>> {
    let sql = "SELECT size, at FROM access_checkpoint WHERE clinic = $1 ORDER BY size DESC LIMIT $2";
    let rows = tx.query(sql, &params![tx.clinic(), most])?;
    rows.iter().map(|row| Ok((row.get::<i64>("size")?.unsigned_abs(), row.get("at")?))).collect()
}

/// Which entry is to be proven.
#[derive(Clone, Debug)]
pub enum Asked {
    /// One about somebody, or about a record that became part of theirs; no other is found.
    About(PersonId, EntryId),
    /// The one with that id, whomever it is about.
    Entry(EntryId),
}

/// The proof that the entry stands in the log; none while it waits for its place there, which takes a second.
///
/// # Errors
/// [`Error::NotFound`] when there is no such entry; an internal one when the log does not match its checkpoint.
pub async fn prove(scope: &Scope, asked: Asked) -> Result<Option<String>> {
    let (entry, newest) = scope.read(move |tx| Ok::<_, Error>((find(tx, &asked)?, newest(tx)?))).await?;
    let (Some((leaf, entry)), Some((size, note))) = (entry, newest) else { return Ok(None) };
    let Some(stretches) = inclusion(leaf, size) else { return Ok(None) };
    let root = Checkpoint::of_note(&note).map_err(Error::internal)?.root;
    let whole = |path: &[Hash]| includes((leaf, leaf_hash(&entry)), (size, root), path);
    let path = roots_that(scope, &stretches, whole).await?;
    let extra = STANDARD.encode(&entry);
    Ok(Some(format!("{FORM}\nextra {extra}\nindex {leaf}\n{}\n{note}", lines(&path))))
}

/// The proof that the log continues the one that had `from` entries, in front of its newest checkpoint.
///
/// # Errors
/// [`Error::NotFound`] when the log never had so few entries, or has fewer.
pub async fn prove_continued(scope: &Scope, from: u64) -> Result<String> {
    let (size, note) = scope.read(newest).await?.ok_or(Error::NotFound)?;
    let stretches = consistency(from, size).ok_or(Error::NotFound)?;
    let after = Checkpoint::of_note(&note).map_err(Error::internal)?.root;
    // What it was then is not taken from a checkpoint, which may have been thinned out, but from the entries: the last stretch.
    let asked: Vec<_> = stretches.into_iter().chain(std::iter::once(0..from)).collect();
    let whole = |roots: &[Hash]| {
        roots.split_last().is_some_and(|(before, path)| continues((from, *before), (size, after), path))
    };
    let mut path = roots_that(scope, &asked, whole).await?;
    path.pop();
    Ok(format!("old {from}\n{}\n{note}", lines(&path)))
}

fn lines(path: &[Hash]) -> String {
    path.iter().map(|hash| format!("{}\n", STANDARD.encode(hash))).collect()
}

fn newest(tx: &mut Tx<'_>) -> Result<Option<(u64, String)>> {
    let sql = "SELECT size, note FROM access_checkpoint WHERE clinic = $1 ORDER BY size DESC LIMIT 1";
    let row = tx.optional(sql, &params![tx.clinic()])?;
    row.map(|row| Ok((row.get::<i64>("size")?.unsigned_abs(), row.get("note")?))).transpose()
}

/// Its place in the log and its bytes; none while it has no place.
fn find(tx: &mut Tx<'_>, asked: &Asked) -> Result<Option<(u64, Vec<u8>)>> {
    let (Asked::About(_, id) | Asked::Entry(id)) = asked;
    let row = tx.one(
        "SELECT clinic, id, person, actor, roles, purpose, action, outcome, begins, at, leaf FROM access_entry
         WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), *id],
    )?;
    if let Asked::About(person, _) = asked {
        let parts = tx.parts_of(*person)?;
        let sql = format!("SELECT id FROM access_entry WHERE clinic = $1 AND id = $2{}", tx.openings_told(&parts)?);
        let told = tx.optional(&sql, &params![tx.clinic(), *id])?.is_some();
        if !told || !parts.contains(&row.get("person")?) {
            return Err(Error::NotFound);
        }
    }
    let leaf: Option<i64> = row.get("leaf")?;
    Ok(match leaf {
        Some(leaf) => Some((leaf.unsigned_abs(), content(&row)?)),
        None => None,
    })
}

/// The roots of `stretches`, if `whole` finds them true. If not they are read anew once, because the operator may have let
/// the log go on from an older state.
async fn roots_that(scope: &Scope, stretches: &[Range<u64>], whole: impl Fn(&[Hash]) -> bool) -> Result<Vec<Hash>> {
    let (house, clinic) = (scope.house(), scope.clinic.id);
    let altered =
        || Error::internal("the access log does not match its checkpoint: keepwell access verify names the entry");
    // Of a log that is known to be altered nothing is proven, and nobody makes us read it again to find that out.
    if super::is_faulty(house, clinic) {
        return Err(altered());
    }
    let _turn = house.roots.turn.lock().await;
    let path = roots(scope, stretches).await?;
    if whole(&path) {
        return Ok(path);
    }
    let kept = &house.roots.kept;
    kept.iter().filter(|(key, _)| key.0 == clinic).for_each(|(key, _)| kept.invalidate(&*key));
    let path = roots(scope, stretches).await?;
    if whole(&path) { Ok(path) } else { Err(altered()) }
}

async fn roots(scope: &Scope, stretches: &[Range<u64>]) -> Result<Vec<Hash>> {
    let mut roots = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        roots.push(root(scope, stretch).await?);
    }
    Ok(roots)
}

async fn root(scope: &Scope, stretch: &Range<u64>) -> Result<Hash> {
    let mut frontier = Frontier::default();
    let mut at = stretch.start;
    while at < stretch.end {
        let end = stretch.end.min((at / BLOCK + 1) * BLOCK);
        // A stretch begins where a tree of its size may, so a full block within it is a subtree of its own.
        if end - at == BLOCK {
            frontier.push_tree(HEIGHT, block(scope, at / BLOCK).await?);
        } else {
            hashes(scope, at..end).await?.into_iter().for_each(|hash| frontier.push(hash));
        }
        at = end;
    }
    Ok(frontier.root())
}

async fn block(scope: &Scope, number: u64) -> Result<Hash> {
    let (kept, key) = (&scope.house().roots.kept, (scope.clinic.id, number));
    if let Some(root) = kept.get(&key) {
        return Ok(root);
    }
    let root = hashes(scope, number * BLOCK..(number + 1) * BLOCK).await?.into_iter().collect::<Frontier>().root();
    kept.insert(key, root);
    Ok(root)
}

/// The hashes of entries, at most [`BLOCK`].
async fn hashes(scope: &Scope, leaves: Range<u64>) -> Result<Vec<Hash>> {
    let place = |leaf: u64| i64::try_from(leaf).map_err(Error::internal);
    let (from, to, many) = (place(leaves.start)?, place(leaves.end)?, leaves.end - leaves.start);
    let rows: Vec<Row> = scope
        .read(move |tx| {
            let sql = "SELECT leaf_hash FROM access_entry WHERE clinic = $1 AND leaf >= $2 AND leaf < $3 ORDER BY leaf";
            tx.query(sql, &params![tx.clinic(), from, to])
        })
        .await?;
    let gone = || Error::internal("entries of the access log are gone: keepwell access verify names them");
    let read = |row: &Row| row.get::<Vec<u8>>("leaf_hash")?.try_into().map_err(|_| gone());
    let hashes: Vec<Hash> = rows.iter().map(read).collect::<Result<_>>()?;
    if hashes.len() as u64 == many { Ok(hashes) } else { Err(gone()) }
}

/// What a proof proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proven {
    /// This entry stands in the log, at this place from 1 on.
    Entry { place: u64, entry: Vec<u8>, log: Checkpoint },
    /// The log continues the one that had this size and root.
    Continued { from: u64, before: Hash, log: Checkpoint },
}

/// Why a text proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    #[error("not a proof: its lines are not those of one")]
    Form,
    #[error("the checkpoint at its end: {0}")]
    Note(#[from] NoteError),
    #[error("the entry does not stand in the log of that checkpoint, or not at that place")]
    Included,
    #[error("the log does not continue the one that it is said to")]
    Continued,
    #[error("one who proves that a log continues an earlier one is given that one's checkpoint")]
    Before,
    #[error("it is about a log of {0} entries, and the checkpoint that was kept is about {1}")]
    Other(u64, u64),
}

/// Checks a proof by the log's key alone, asking nobody. `before` is the checkpoint that was kept of the earlier log, for a
/// proof that it is continued.
///
/// # Errors
/// Whatever makes it prove nothing.
pub fn check(proof: &str, key: &VerifierKey, before: Option<&Checkpoint>) -> std::result::Result<Proven, ProofError> {
    let (head, note) = (proof.len() <= LONGEST).then(|| proof.split_once("\n\n")).flatten().ok_or(ProofError::Form)?;
    let log = key.checkpoint(note)?;
    let mut lines = head.split('\n');
    let first = lines.next().ok_or(ProofError::Form)?;
    if let Some(from) = first.strip_prefix("old ") {
        let from = number(from)?;
        let path = path(lines)?;
        let before = before.ok_or(ProofError::Before)?;
        if before.size != from {
            return Err(ProofError::Other(from, before.size));
        }
        return match continues((from, before.root), (log.size, log.root), &path) {
            true => Ok(Proven::Continued { from, before: before.root, log }),
            false => Err(ProofError::Continued),
        };
    }
    if first != FORM {
        return Err(ProofError::Form);
    }
    let extra = lines.next().and_then(|line| line.strip_prefix("extra ")).ok_or(ProofError::Form)?;
    let entry = STANDARD.decode(extra).map_err(|_| ProofError::Form)?;
    let leaf = number(lines.next().and_then(|line| line.strip_prefix("index ")).ok_or(ProofError::Form)?)?;
    let path = path(lines)?;
    match includes((leaf, leaf_hash(&entry)), (log.size, log.root), &path) {
        true => Ok(Proven::Entry { place: leaf + 1, entry, log }),
        false => Err(ProofError::Included),
    }
}

fn number(text: &str) -> std::result::Result<u64, ProofError> {
    let plain = text == "0" || (!text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit()));
    text.parse().ok().filter(|_| plain).ok_or(ProofError::Form)
}

fn path<'a>(lines: impl Iterator<Item = &'a str>) -> std::result::Result<Vec<Hash>, ProofError> {
    let hash = |line: &str| STANDARD.decode(line).ok()?.try_into().ok();
    lines.map(|line| hash(line).ok_or(ProofError::Form)).collect()
}
