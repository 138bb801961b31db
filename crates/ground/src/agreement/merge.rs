//! Two records made one: the narrower word counts for both, and after they are parted nobody's yes is the other's.

use jiff::Timestamp;

use super::answer::{Answers, Standing, close, known_since, put, rows, standing};
use super::{Said, latest};
use crate::error::Result;
use crate::merge::{Merges, Merging};
use crate::tx::Tx;
use crate::{PersonId, params};

pub(crate) const MERGES: Merges = Merges { may: |_, _| Ok(None), merge, undo };

const MERGE: &str = "merge";

fn merge(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let parts = tx.parts_of(merging.into)?;
    narrow(tx, &parts, merging.into)
}

/// Gives every part of `into`'s record the narrowest word of all: a no before silence, and silence before a yes.
fn narrow(tx: &mut Tx<'_>, parts: &[PersonId], into: PersonId) -> Result<()> {
    let added = latest(tx)?;
    if added.is_empty() {
        return Ok(());
    }
    let now = tx.now();
    let mut known = Vec::with_capacity(parts.len());
    for part in parts {
        known.push((*part, known_since(tx, *part)?, standing(tx, *part)?));
    }
    for one in added {
        for category in one.categories.iter() {
            let of = (one.purpose, category);
            let word = |(_, since, answers): &(_, Timestamp, Answers)| match answers.get(&of) {
                Some(stands) => Some(Standing { said: stands.counts(now), ..*stands }),
                None if *since <= one.since => {
                    Some(Standing { said: Said::Unasked, at: now, until: None, receipt: None, giver: into })
                }
                // They came under the notice that has it.
                None => None,
            };
            let Some(narrowest) = known.iter().filter_map(word).max_by_key(|stands| stands.said) else { continue };
            for part in &known {
                if word(part).is_none_or(|stands| stands.said != narrowest.said) {
                    put(tx, part.0, of, narrowest, MERGE)?;
                    tx.let_go(part.0);
                }
            }
        }
    }
    Ok(())
}

/// Each has again what stood of them before, where the merge alone took its place. What was said since they were one was said by
/// whoever of them it was: of a yes each is asked for themselves, and a no stays with both.
fn undo(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let sql = "SELECT at FROM person_merge WHERE clinic = $1 AND id = $2";
    let merged_at: Timestamp = tx.one(sql, &params![tx.clinic(), merging.id])?.get("at")?;
    // The merge counts still, so they are all parts of one.
    let mut parts = tx.parts_of(merging.into)?;
    for part in parts.iter().copied() {
        let values = params![tx.clinic(), part, merged_at];
        let by_it = rows(tx, "person = $2 AND ended_at IS NULL AND at = $3 AND way = 'merge'", &values)?;
        let before = rows(tx, "person = $2 AND ended_at = $3 AND NOT (at = $3 AND way = 'merge')", &values)?;
        for (of, stands) in standing(tx, part)? {
            match by_it.contains_key(&of) {
                true => match before.get(&of) {
                    Some(word) => put(tx, part, of, *word, MERGE)?,
                    None => close(tx, part, of)?,
                },
                false if stands.said == Said::Yes && stands.at >= merged_at => {
                    let unasked = Standing { said: Said::Unasked, receipt: None, until: None, ..stands };
                    put(tx, part, of, unasked, MERGE)?;
                }
                false => {}
            }
        }
        tx.let_go(part);
    }
    let gone = tx.parts_of(merging.from)?;
    parts.retain(|part| !gone.contains(part));
    narrow(tx, &parts, merging.into)
}
