//! Two records made one: the narrower word counts for both, and after they are parted nobody's yes is the other's.

use jiff::Timestamp;

use super::answer::{Standing, known_since, put, standing};
use super::{Said, added};
use crate::error::Result;
use crate::merge::{Merges, Merging};
use crate::params;
use crate::tx::Tx;

pub(crate) const MERGES: Merges = Merges { may: |_, _| Ok(None), merge, undo };

const MERGE: &str = "merge";

/// Gives every part of the record the narrowest word of all: a no before silence, and silence before a yes.
fn merge(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let added = added(tx)?;
    if added.is_empty() {
        return Ok(());
    }
    let (parts, now) = (tx.parts_of(merging.into)?, tx.now());
    let mut known = Vec::with_capacity(parts.len());
    for part in &parts {
        known.push((*part, known_since(tx, *part)?, standing(tx, *part)?));
    }
    for one in added {
        for category in one.categories.iter() {
            let of = (one.purpose, category);
            let word = |(_, since, answers): &(_, Timestamp, super::answer::Answers)| match answers.get(&of) {
                Some(stands) => Some(Standing { said: stands.counts(now), ..*stands }),
                None if *since <= one.since => {
                    Some(Standing { said: Said::Unasked, at: now, until: None, receipt: None, giver: merging.into })
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

/// A yes since they were one was said by whoever of them it was: each is asked for themselves. A no stays with both.
fn undo(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let sql = "SELECT at FROM person_merge WHERE clinic = $1 AND id = $2";
    let merged_at: Timestamp = tx.one(sql, &params![tx.clinic(), merging.id])?.get("at")?;
    for part in tx.parts_of(merging.into)?.into_iter().chain([merging.from]) {
        for (of, stands) in standing(tx, part)? {
            if stands.said == Said::Yes && stands.at >= merged_at {
                let unasked = Standing { said: Said::Unasked, receipt: None, until: None, ..stands };
                put(tx, part, of, unasked, MERGE)?;
            }
        }
        tx.let_go(part);
    }
    Ok(())
}
