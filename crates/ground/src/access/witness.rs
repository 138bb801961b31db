//! The witness: the newest checkpoint is also kept beside the keys, where whoever edits the data does not reach.
//!
//! The log in the data may be longer than its witness, because a checkpoint is committed before it is witnessed; then
//! it must continue it. It may never be shorter or another: nothing is appended to such a log, or the cut would heal
//! under a new signature. Data restored from an older backup beside newer keys looks the same, and is the operator's
//! to tell: [`accept`] lets the log go on, and writes down what was given up.

use jiff::Timestamp;

use super::merkle::Frontier;
use super::note::{self, Checkpoint};
use super::seal::origin;
use super::verify::{AccessFault, PAGE};
use crate::error::{Error, Result};
use crate::house::House;
use crate::keys::ClinicKeys;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{ClinicId, params};

/// Once, the operator let a log go on that did not continue its witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub at: Timestamp,
    /// How many entries had been sealed.
    pub known: u64,
    /// From how many on the log went on.
    pub size: u64,
    pub reason: String,
}

/// What is witnessed of `clinic`'s log: its newest checkpoint, or that of the empty log. Waits for the key store.
pub(super) fn known(house: &House, clinic: ClinicId) -> Result<Result<Checkpoint, AccessFault>> {
    let Some((size, text)) = house.keys.witnessed(clinic)? else {
        return Ok(Ok(Checkpoint { origin: origin(clinic), size: 0, root: Frontier::default().root() }));
    };
    let signed = verified(&*house.keys.clinic(clinic)?, clinic, &text).filter(|checkpoint| checkpoint.size == size);
    Ok(signed.ok_or(AccessFault::Witness { size }))
}

/// The same, for who must not wait.
pub(super) async fn ask(scope: &Scope) -> Result<Result<Checkpoint, AccessFault>> {
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    tokio::task::spawn_blocking(move || known(&house, clinic)).await.map_err(Error::internal)?
}

/// Keeps beside the keys what the log is at `frontier`, unless more is known there.
pub(super) async fn keep(scope: &Scope, frontier: &Frontier) -> Result<()> {
    let (house, clinic) = (scope.house().clone(), scope.clinic.id);
    let (size, root) = (frontier.size(), frontier.root());
    let keeping = move || {
        let keys = house.keys.clinic(clinic)?;
        let note = note::sign(&origin(clinic), size, &root, &keys.log).map_err(Error::internal)?;
        house.keys.witness(clinic, size, &note)
    };
    tokio::task::spawn_blocking(keeping).await.map_err(Error::internal)?
}

/// The checkpoint in `text`, if this clinic signed it.
pub(super) fn verified(keys: &ClinicKeys, clinic: ClinicId, text: &str) -> Option<Checkpoint> {
    use aws_lc_rs::signature::KeyPair;
    note::verify(text, keys.log.public_key().as_ref(), &origin(clinic)).ok()
}

/// The frontier to append to: that of the newest checkpoint.
pub(super) fn newest(tx: &mut Tx<'_>) -> Result<Frontier> {
    let row = tx.optional(
        "SELECT frontier FROM access_checkpoint WHERE clinic = $1 ORDER BY size DESC LIMIT 1",
        &params![tx.clinic()],
    )?;
    match row {
        Some(row) => Frontier::from_bytes(&row.get::<Vec<u8>>("frontier")?).map_err(Error::internal),
        None => Ok(Frontier::default()),
    }
}

/// Why the log at `newest` does not continue what is witnessed, if it does not.
pub(super) fn fault(tx: &mut Tx<'_>, known: &Checkpoint, newest: &Frontier) -> Result<Option<AccessFault>> {
    let found = newest.size();
    if known.size > found {
        return Ok(Some(AccessFault::Shortened { known: known.size, found }));
    }
    let continued = if known.size == found {
        newest.root() == known.root
    } else {
        match begin(tx, known)? {
            Some(mut frontier) => grow(tx, &mut frontier, found)? && frontier == *newest,
            None => false,
        }
    };
    Ok((!continued).then_some(AccessFault::Rewritten { known: known.size }))
}

/// The frontier whose root is the witnessed one: from its checkpoint, or from all its entries when that is gone.
fn begin(tx: &mut Tx<'_>, known: &Checkpoint) -> Result<Option<Frontier>> {
    let size = i64::try_from(known.size).map_err(Error::internal)?;
    let row = tx.optional(
        "SELECT frontier FROM access_checkpoint WHERE clinic = $1 AND size = $2",
        &params![tx.clinic(), size],
    )?;
    if let Some(row) = row
        && let Ok(frontier) = Frontier::from_bytes(&row.get::<Vec<u8>>("frontier")?)
        && frontier.size() == known.size
        && frontier.root() == known.root
    {
        return Ok(Some(frontier));
    }
    let mut frontier = Frontier::default();
    let whole = grow(tx, &mut frontier, known.size)?;
    Ok((whole && frontier.root() == known.root).then_some(frontier))
}

/// Appends the hashes the entries were sealed with, up to `size`; false when one is missing.
fn grow(tx: &mut Tx<'_>, frontier: &mut Frontier, size: u64) -> Result<bool> {
    while frontier.size() < size {
        let from = i64::try_from(frontier.size()).map_err(Error::internal)?;
        let until = i64::try_from(size).map_err(Error::internal)?;
        let rows = tx.query(
            "SELECT leaf, leaf_hash FROM access_entry WHERE clinic = $1 AND leaf >= $2 AND leaf < $3 ORDER BY leaf LIMIT $4",
            &params![tx.clinic(), from, until, PAGE],
        )?;
        for row in &rows {
            let leaf: i64 = row.get("leaf")?;
            if leaf.unsigned_abs() != frontier.size() {
                return Ok(false);
            }
            frontier.push(row.get::<Vec<u8>>("leaf_hash")?.try_into().unwrap_or_default());
        }
        if rows.is_empty() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the clinic's log continues its witness, in a transaction in which nothing was read yet: what is witnessed
/// must not be newer than what the transaction sees.
pub(crate) fn standing(tx: &mut Tx<'_>) -> Result<Option<AccessFault>> {
    match known(&tx.house().clone(), tx.clinic())? {
        Err(altered) => Ok(Some(altered)),
        Ok(known) => {
            let newest = newest(tx)?;
            fault(tx, &known, &newest)
        }
    }
}

/// Lets a log go on that does not continue its witness, because the operator knows why: from its newest genuine
/// checkpoint. Entries after that wait for their seal again. What was witnessed is written down beside the keys with
/// `reason`, and every verification tells of it. Nothing is done to a log that continues its witness.
pub async fn accept(scope: &Scope, reason: &str) -> Result<Option<Accepted>> {
    if scope.read(standing).await?.is_none() {
        return Ok(None);
    }
    let keys = scope.house().keys.clinic(scope.clinic.id)?;
    let (genuine, at) = scope.write(move |tx| Ok::<_, Error>((cut_back(tx, &keys)?, tx.now()))).await?;
    let (house, clinic, reason) = (scope.house().clone(), scope.clinic.id, reason.to_owned());
    let accepting = move || -> Result<Accepted> {
        let known = house.keys.witnessed(clinic)?.map_or(0, |(size, _)| size);
        let (size, keys) = (genuine.size(), house.keys.clinic(clinic)?);
        let note = note::sign(&origin(clinic), size, &genuine.root(), &keys.log).map_err(Error::internal)?;
        house.keys.accept(clinic, (size, &note), &reason, at)?;
        Ok(Accepted { at, known, size, reason })
    };
    let accepted = tokio::task::spawn_blocking(accepting).await.map_err(Error::internal)??;
    tracing::warn!(
        clinic = scope.clinic.slug,
        known = accepted.known,
        size = accepted.size,
        "an access log goes on that does not continue what was witnessed of it: the operator accepted it"
    );
    scope.house().nudge_sealer();
    Ok(Some(accepted))
}

/// Takes away what follows the newest genuine checkpoint, and returns its frontier.
fn cut_back(tx: &mut Tx<'_>, keys: &ClinicKeys) -> Result<Frontier> {
    tx.take_turns("access.seal")?;
    let clinic = tx.clinic();
    let mut below = i64::MAX;
    let genuine = loop {
        let row = tx.optional(
            "SELECT size, frontier, note FROM access_checkpoint WHERE clinic = $1 AND size < $2 ORDER BY size DESC LIMIT 1",
            &params![clinic, below],
        )?;
        let Some(row) = row else { break Frontier::default() };
        below = row.get("size")?;
        let signed = verified(keys, clinic, &row.get::<String>("note")?);
        if let (Some(signed), Ok(frontier)) = (signed, Frontier::from_bytes(&row.get::<Vec<u8>>("frontier")?))
            && signed.size == frontier.size()
            && signed.root == frontier.root()
        {
            break frontier;
        }
    };
    let size = i64::try_from(genuine.size()).map_err(Error::internal)?;
    tx.execute("DELETE FROM access_checkpoint WHERE clinic = $1 AND size > $2", &params![clinic, size])?;
    tx.execute(
        "UPDATE access_entry SET leaf = NULL, leaf_hash = NULL, leaf_mark = NULL WHERE clinic = $1 AND leaf >= $2",
        &params![clinic, size],
    )?;
    Ok(genuine)
}
