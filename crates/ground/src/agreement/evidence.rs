//! Whether anything that waits for somebody's yes was read without it.

use jiff::Timestamp;
use promise::{Categories, Purpose};

use super::{OF_LETTERS, kinds, latest, used, waiting};
use crate::consent::BY_US;
use crate::error::Result;
use crate::tx::Tx;
use crate::{PersonId, ReceiptId, consent, params, restrict, trial};

/// Entries of the access record and answers looked at, the newest first.
const MANY: u32 = 10_000;

/// What evidence has to say of added uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Uses that versions of the notice added, each a kind of data with a purpose.
    pub added: i64,
    /// People who agreed to one or more, who refused one or more, and who have still to be heard of one or more.
    pub agreed: i64,
    pub refused: i64,
    pub waiting: i64,
    /// Tried on the spot, and what came of it.
    pub tried: i64,
    /// Opened on the spot, or by the access record, though nobody agreed; and letters sent.
    pub read: i64,
    pub sent: i64,
    /// A yes without a receipt that is whole and says just that.
    pub unproven: i64,
}

impl Figures {
    /// Whether nothing speaks against the promise.
    pub fn holds(&self) -> bool {
        self.read == 0 && self.sent == 0 && self.unproven == 0
    }
}

/// Whose record `p` is can be asked: it did not end, and is not part of another.
const THERE: &str = "p.erased_at IS NULL AND p.locked_until IS NULL AND p.merged_into IS NULL";

/// Counts all of it. `since`: from when the clinic is of its edition; before, a purpose may have opened something else.
///
/// # Errors
/// Those of the store.
pub fn figures(tx: &mut Tx<'_>, since: Timestamp) -> Result<Figures> {
    let uses = latest(tx)?;
    let mut figures = Figures { unproven: unproven(tx)?, ..Figures::default() };
    if uses.is_empty() {
        return Ok(figures);
    }
    figures.added = uses.iter().map(|one| one.categories.iter().count() as i64).sum();
    let said = |tx: &mut Tx<'_>, word: &str| -> Result<i64> {
        let sql = "SELECT COUNT(DISTINCT a.person) AS n FROM use_answer a JOIN person p ON p.clinic = a.clinic AND p.id = a.person
                   WHERE a.clinic = $1 AND a.answer = $2 AND a.ended_at IS NULL AND p.merged_into IS NULL";
        tx.one(sql, &params![tx.clinic(), word])?.get("n")
    };
    figures.agreed = said(tx, "yes")?;
    figures.refused = said(tx, "no")?;
    let waits = format!(
        "SELECT COUNT(*) AS n FROM person p WHERE p.clinic = $1 AND {THERE}
         AND EXISTS (SELECT 1 FROM {} AND (a.answer IS NULL OR a.answer <> 'no'))",
        waiting("$2")
    );
    figures.waiting = tx.one(&waits, &params![tx.clinic(), tx.now()])?.get("n")?;
    let tried = trial::unagreed(tx)?;
    figures.tried = tried.times;
    figures.read = tried.wrong;
    let mut purposes: Vec<Purpose> = uses.iter().map(|one| one.purpose).collect();
    purposes.dedup();
    for purpose in purposes {
        let of: Vec<_> = uses.iter().filter(|one| one.purpose == purpose).collect();
        let all: Categories = of.iter().flat_map(|one| one.categories.iter()).collect();
        // What the purpose opened before, it opens still: the access record does not say which kinds were read.
        if !all.covers(used(tx, purpose)) {
            continue;
        }
        let (first, last) =
            of.iter().fold((Timestamp::MAX, since), |(first, last), one| (first.min(one.since), last.max(one.since)));
        figures.read += opened(tx, purpose, first, last)?;
    }
    figures.sent = sent(tx)?;
    Ok(figures)
}

/// Stands at the instant `{at}` a yes of whoever's record `{person}` is, to what `{which}` says.
fn agreed(person: &str, which: &str, at: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM use_answer a WHERE a.clinic = $1 AND a.person = {person} AND {which} AND a.answer = 'yes'
            AND a.at <= {at} AND (a.ended_at IS NULL OR a.ended_at >= {at}) AND (a.until IS NULL OR a.until > {at}))"
    )
}

/// Openings for a purpose of which everything was added, of those known before, for which no yes stood. Of whoever's record ended
/// the answers went with it.
fn opened(tx: &mut Tx<'_>, purpose: Purpose, first: Timestamp, last: Timestamp) -> Result<i64> {
    let sql = format!(
        "SELECT e.person AS person FROM (SELECT * FROM access_entry WHERE clinic = $1 ORDER BY id DESC LIMIT {MANY}) e
         JOIN person p ON p.clinic = e.clinic AND p.id = e.person
         WHERE e.purpose = $2 AND e.outcome = 'opened' AND e.at > $3 AND p.created_at <= $4 AND p.nobodys = 0
           AND p.erased_at IS NULL AND p.locked_until IS NULL AND {BY_US} AND NOT {}",
        agreed("e.person", "e.purpose = a.purpose", "e.at")
    );
    let rows = tx.query(&sql, &params![tx.clinic(), purpose.as_str(), last, first])?;
    let mut without = 0;
    for row in &rows {
        without += i64::from(!administers(tx, row.get("person")?, purpose)?);
    }
    Ok(without)
}

/// What the clinic does with those who work here waits for nothing.
fn administers(tx: &mut Tx<'_>, person: PersonId, purpose: Purpose) -> Result<bool> {
    Ok(purpose == Purpose::Administration && restrict::works(tx, person)?)
}

/// Letters that left for a purpose added for letters, to whoever had not agreed.
fn sent(tx: &mut Tx<'_>) -> Result<i64> {
    let kinds = OF_LETTERS.map(|kind| format!("'{kind}'")).join(", ");
    let sql = format!(
        "SELECT DISTINCT m.id AS id, m.person AS person, m.purpose AS purpose
         FROM (SELECT * FROM mail WHERE clinic = $1 ORDER BY id DESC LIMIT {MANY}) m
         JOIN added_use u ON u.clinic = m.clinic AND u.purpose = m.purpose AND u.category IN ({kinds})
         JOIN person p ON p.clinic = m.clinic AND p.id = m.person
         WHERE m.sent_at > u.since_at AND p.created_at <= u.since_at AND p.erased_at IS NULL AND p.locked_until IS NULL AND NOT {}",
        agreed("m.person", "a.purpose = u.purpose AND a.category = u.category", "m.sent_at")
    );
    let rows = tx.query(&sql, &params![tx.clinic()])?;
    let mut without = 0;
    for row in &rows {
        let purpose = row.get::<String>("purpose")?.parse().ok();
        let administered = purpose.map(|purpose| administers(tx, row.get("person")?, purpose)).transpose()?;
        without += i64::from(!administered.unwrap_or(false));
    }
    Ok(without)
}

/// Words of yes that stand without a receipt of that use, whole and about the same person.
fn unproven(tx: &mut Tx<'_>) -> Result<i64> {
    let rows = tx.query(
        "SELECT person, purpose, category, receipt FROM use_answer WHERE clinic = $1 AND answer = 'yes' AND ended_at IS NULL
         ORDER BY at DESC, id DESC LIMIT $2",
        &params![tx.clinic(), MANY],
    )?;
    let mut without = 0;
    for row in &rows {
        let person: PersonId = row.get("person")?;
        let (purpose, category): (String, String) = (row.get("purpose")?, row.get("category")?);
        let receipt: Option<ReceiptId> = row.get("receipt")?;
        let mut proven = false;
        if let Some(receipt) = receipt.map(|id| consent::by_id(tx, id)).transpose()?.flatten() {
            let same = tx.kept(receipt.principal)? == tx.kept(person)?;
            proven = same
                && receipt.whole
                && receipt.event == "given"
                && receipt.purposes.contains(&purpose)
                && receipt.categories.contains(&category);
        }
        without += i64::from(!proven);
    }
    Ok(without)
}

/// Some of those of whom something waits, each with the purpose and the kinds: what [`trial::unagreed`] tries.
pub(crate) fn some(tx: &mut Tx<'_>) -> Result<Vec<(PersonId, Purpose, Categories)>> {
    let sql = format!(
        "SELECT p.id, u.purpose, string_agg(u.category, ' ') AS withheld FROM person p CROSS JOIN {} AND p.clinic = $1
           AND p.erased_at IS NULL AND p.locked_until IS NULL
         GROUP BY p.id, u.purpose ORDER BY p.id, u.purpose LIMIT 24",
        waiting("$2")
    );
    let rows = tx.query(&sql, &params![tx.clinic(), tx.now()])?;
    let some = rows.iter().map(|row| {
        let purpose = row.get::<String>("purpose")?.parse().ok();
        Ok(purpose.map(|purpose| Ok::<_, crate::Error>((row.get("id")?, purpose, kinds(row.get("withheld")?)))))
    });
    some.filter_map(Result::transpose).map(|one| one?).collect()
}
