//! The question that whatever leaves the program asks first.

use promise::{Category, Purpose};

use super::rules::{Standing, standing};
use super::store::all;
use super::{NEVER, PLACE};
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// What is about to leave: what for, and of which kinds. What says nothing about anybody has no kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carries {
    pub purpose: Purpose,
    pub categories: &'static [Category],
}

impl Carries {
    /// A question about nobody, such as what a provider calls its pages. The gate lets it be nothing but the reading of an
    /// address, without a body and without a word of who asks.
    pub const NOTHING: Carries = Carries { purpose: Purpose::Operation, categories: &[] };
}

/// The register said yes. Nothing but [`pass`] makes one, and nothing leaves without one.
#[derive(Debug)]
pub struct Passed(());

/// Why nothing leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refused {
    #[error("nobody of that name and at that place is on the register of recipients")]
    Unlisted,
    #[error("the recipient's entry ended")]
    Ended,
    #[error("the recipient's agreement does not stand yet")]
    NotYet,
    #[error("the recipient's agreement is over")]
    Lapsed,
    #[error("the recipient gets nothing for that purpose")]
    Purpose,
    #[error("the recipient gets nothing of that kind")]
    Category,
}

impl Refused {
    /// As it is counted, and as its words are named.
    pub const fn as_str(self) -> &'static str {
        match self {
            Refused::Unlisted => "unlisted",
            Refused::Ended => "ended",
            Refused::NotYet => "not_yet",
            Refused::Lapsed => "lapsed",
            Refused::Purpose => "purpose",
            Refused::Category => "category",
        }
    }
}

/// As what is let go is counted.
pub(super) const LEFT: &str = "left";
/// The same of what says nothing about anybody.
pub(super) const NOTHING: &str = "nothing";

/// Asks whether what `carries` says may leave under the name `way` for the host `place`, and counts the answer in the same
/// transaction. What is let go is counted before it goes: whatever breaks off after that was counted, never the other way
/// round.
///
/// # Errors
/// Those of the store; then nothing leaves.
pub fn pass(tx: &mut Tx<'_>, way: &str, place: &str, carries: &Carries) -> Result<Result<Passed, Refused>> {
    let place = plain(place);
    if *carries == Carries::NOTHING {
        count(tx, way, &place, ("", 0), carries, NOTHING)?;
        return Ok(Ok(Passed(())));
    }
    match judge(tx, way, &place, carries)? {
        Ok((id, version)) => {
            count(tx, way, &place, (&id, version), carries, LEFT)?;
            Ok(Ok(Passed(())))
        }
        Err((why, id, version)) => {
            count(tx, way, &place, (&id, version), carries, why.as_str())?;
            Ok(Err(why))
        }
    }
}

/// Whether [`pass`] would let go now what `carries` says: for whoever is about to send somebody there. Nothing is counted.
///
/// # Errors
/// Those of the store.
pub fn is_open(tx: &mut Tx<'_>, way: &str, place: &str, carries: &Carries) -> Result<bool> {
    Ok(*carries == Carries::NOTHING || judge(tx, way, &plain(place), carries)?.is_ok())
}

fn plain(place: &str) -> String {
    place.trim_matches(['[', ']']).to_ascii_lowercase().chars().take(PLACE).collect()
}

/// The version of an entry that lets it go; else why none does, and which is the nearest.
type Judged = std::result::Result<(String, i64), (Refused, String, i64)>;

fn judge(tx: &mut Tx<'_>, way: &str, place: &str, carries: &Carries) -> Result<Judged> {
    let today = tx.now().to_zoned(tx.settings().zone.clone()).date();
    let mut refused = None;
    for entry in all(tx)? {
        let terms = &entry.terms;
        if terms.way != way || !terms.place.trim_matches(['[', ']']).eq_ignore_ascii_case(place) {
            continue;
        }
        let why = match standing(&entry, today) {
            Standing::Ended => Some(Refused::Ended),
            Standing::NotYet => Some(Refused::NotYet),
            Standing::Lapsed(_) => Some(Refused::Lapsed),
            _ if NEVER.contains(&carries.purpose) || !terms.purposes.contains(carries.purpose) => {
                Some(Refused::Purpose)
            }
            _ if !carries.categories.iter().all(|category| terms.categories.contains(category)) => {
                Some(Refused::Category)
            }
            _ => None,
        };
        match why {
            None => return Ok(Ok((entry.id.to_string(), entry.version))),
            // Whoever could be asked for another purpose is nearer than whoever is bound no more.
            Some(why) => refused = refused.max(Some((why, entry.id.to_string(), entry.version))),
        }
    }
    Ok(Err(refused.unwrap_or((Refused::Unlisted, String::new(), 0))))
}

fn count(
    tx: &mut Tx<'_>,
    way: &str,
    place: &str,
    (id, version): (&str, i64),
    carries: &Carries,
    outcome: &str,
) -> Result<()> {
    let day = tx.now().to_zoned(tx.settings().zone.clone()).date().to_string();
    let mut categories: Vec<&str> = carries.categories.iter().map(|category| category.as_str()).collect();
    categories.sort_unstable();
    let clinic = tx.clinic();
    tx.execute(
        "INSERT INTO recipient_ask (clinic, day, way, place, recipient, version, purpose, categories, outcome, asks)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
         ON CONFLICT (clinic, day, way, place, recipient, version, purpose, categories, outcome)
         DO UPDATE SET asks = recipient_ask.asks + 1",
        &params![clinic, day, way, place, id, version, carries.purpose.as_str(), categories.join(" "), outcome],
    )
    .map(drop)
}
