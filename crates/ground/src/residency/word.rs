//! What somebody last said to where it is kept, whichever of their records they said it of.

use super::{CONSENT, laws};
use crate::consent::{self, About, Consent, Heard, Receipt};
use crate::error::{Error, Refusal, Result};
use crate::merge::Merging;
use crate::restrict::{self, Basis};
use crate::tx::Tx;
use crate::{PersonId, ReceiptId, params};

/// How a word stands now, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// A yes that holds.
    Given,
    /// A yes to another country than the one where it is kept now, of somebody whose law asks for that one too.
    Elsewhere,
    /// A yes that ended by itself, of somebody whose law still asks for one.
    RanOut,
    /// Its end, said by themselves or whoever acts for them.
    TakenBack,
}

/// The last word of somebody, and what it was.
#[derive(Clone, Debug)]
pub struct Last {
    pub word: Word,
    pub receipt: Receipt,
    /// The law by which it is asked anew, before anything more is stored; none where it is not.
    pub law: Option<&'static str>,
}

/// The last word of `person` to where it is kept: of several parts of a record the narrowest. None where nobody ever asked them, or
/// nothing asks for it any more.
///
/// # Errors
/// Those of the store.
pub fn last(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Last>> {
    let person = tx.kept(person)?;
    let mut narrowest: Option<Last> = None;
    for part in tx.parts_of(person)? {
        if let Some(own) = own(tx, part)?
            && narrowest.as_ref().is_none_or(|last| last.word < own.word)
        {
            narrowest = Some(own);
        }
    }
    Ok(narrowest)
}

/// Whether their last word is that they take it back: then nothing goes on before they agree anew, or are erased.
///
/// # Errors
/// Those of the store.
pub fn taken_back(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    Ok(last(tx, person)?.is_some_and(|last| last.word == Word::TakenBack))
}

/// The law by which `person`, of whom there is a record, is asked anew before more about them is stored.
///
/// # Errors
/// Those of the store.
pub fn asks_anew(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<&'static str>> {
    Ok(last(tx, person)?.and_then(|last| last.law))
}

/// The word of one part of a record.
fn own(tx: &mut Tx<'_>, part: PersonId) -> Result<Option<Last>> {
    let Some(receipt) = whole(tx, part)? else { return Ok(None) };
    let (now, region) = (tx.now(), tx.settings().parameters.region);
    let word = if receipt.event != "given" {
        Word::TakenBack
    } else if receipt.expires_at.is_some_and(|end| end <= now) {
        Word::RanOut
    } else if receipt.region.as_deref() != Some(region.as_str()) {
        Word::Elsewhere
    } else {
        return Ok(Some(Last { word: Word::Given, receipt, law: None }));
    };
    let law = asked_by(tx, part)?;
    Ok(match (word, law) {
        (Word::RanOut, None) => None,
        (Word::Elsewhere, None) => Some(Last { word: Word::Given, receipt, law: None }),
        _ => Some(Last { word, receipt, law }),
    })
}

fn whole(tx: &mut Tx<'_>, part: PersonId) -> Result<Option<Receipt>> {
    Ok(consent::newest(tx, part, CONSENT)?.filter(|receipt| receipt.whole))
}

/// Whose law asked for their agreement, if it asks for the country that holds now too.
fn asked_by(tx: &mut Tx<'_>, part: PersonId) -> Result<Option<&'static str>> {
    let row = tx.optional(
        "SELECT law FROM residency_told WHERE clinic = $1 AND person = $2 AND law IS NOT NULL ORDER BY at DESC LIMIT 1",
        &params![tx.clinic(), part],
    )?;
    let Some(asked) = row.map(|row| row.get::<String>("law")).transpose()? else { return Ok(None) };
    Ok(laws(tx.settings(), tx.now()).into_iter().find(|law| *law == asked))
}

/// Writes down a yes to where it is kept now, or the end of one, with a receipt of each part of the record that said otherwise. What
/// is taken back stops everything at once. None where there is nothing to say.
///
/// # Errors
/// Those of the store; not found where nobody is called that.
pub fn say(tx: &mut Tx<'_>, person: PersonId, given: bool, heard: &Heard, basis: Basis) -> Result<Option<ReceiptId>> {
    let consent = Consent::named(CONSENT).ok_or_else(|| Error::internal("there is no consent to where it is kept"))?;
    let person = restrict::turn(tx, person)?;
    let here = tx.settings().parameters.region;
    let mut says = Vec::new();
    let mut stands = false;
    for part in tx.parts_of(person)? {
        match (given, own(tx, part)?) {
            (true, Some(own)) if own.word == Word::Given => stands = true,
            (true, Some(_)) => says.push((part, Some(here))),
            (true, None) => {}
            (false, _) => {
                let yes = whole(tx, part)?.filter(|receipt| receipt.event == "given");
                says.extend(yes.map(|yes| (part, yes.region.and_then(|region| region.parse().ok()))));
            }
        }
    }
    if given && !stands && says.iter().all(|(part, _)| *part != person) {
        says.push((person, Some(here)));
    }
    let mut written = None;
    for (part, region) in says {
        let about = About::of(tx, consent, region);
        written = Some(consent::write_of(tx, part, about, given, heard)?);
    }
    if !given && written.is_some() {
        restrict::restrict(tx, person, basis)?;
    }
    tx.let_go(person);
    Ok(written)
}

/// Whoever took it back as one of two records did so for that one too, which is stopped as the other is.
pub(crate) fn parted(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    if !taken_back(tx, merging.from)? {
        return Ok(());
    }
    match restrict::restrict(tx, merging.from, Basis::Wish) {
        // It has ended: nothing is done with it any more.
        Ok(_) | Err(Error::Refused(Refusal::Erased)) => Ok(()),
        Err(error) => Err(error),
    }
}
