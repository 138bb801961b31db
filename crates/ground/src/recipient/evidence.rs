//! What really left, held against the list: every count of a day against the version of the entry that it was let go by.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use promise::{Category, Evidence, Purpose};

use super::pass::{LEFT, NOTHING};
use super::rules::{Standing, standing};
use super::{Entry, NEVER, State, store};
use crate::db::Row;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// Days back that are read.
const DAYS: i64 = 366;

/// How often something left, and what is wrong with it.
#[derive(Default)]
struct Counted {
    left: i64,
    refused: i64,
    /// Left for somebody who was not on the list on that day, or not bound.
    unbound: i64,
    /// Left for a purpose, or of a kind, that the list does not say.
    beyond: i64,
    /// Left for advertising, sale or counting.
    sold: i64,
}

fn counted(tx: &mut Tx<'_>) -> Result<Counted> {
    let today = today(tx);
    let rows = tx.query(
        "SELECT day, way, place, recipient, version, purpose, categories, outcome, asks FROM recipient_ask
         WHERE clinic = $1 AND day >= $2 ORDER BY day",
        &params![tx.clinic(), today.saturating_sub(DAYS.days()).to_string()],
    )?;
    let mut counted = Counted::default();
    let mut known: Vec<(String, i64, Option<Judged>)> = Vec::new();
    for row in &rows {
        let asks: i64 = row.get("asks")?;
        match row.get::<String>("outcome")?.as_str() {
            LEFT => {}
            NOTHING => continue,
            _ => {
                counted.refused += asks;
                continue;
            }
        }
        counted.left += asks;
        let purpose: Option<Purpose> = row.get::<String>("purpose")?.parse().ok();
        counted.sold += if purpose.is_none_or(|purpose| NEVER.contains(&purpose)) { asks } else { 0 };
        let (id, version): (String, i64) = (row.get("recipient")?, row.get("version")?);
        if !known.iter().any(|(one, of, _)| *one == id && *of == version) {
            let entry = judged(tx, &id, version)?;
            known.push((id.clone(), version, entry));
        }
        let found = known.iter().find(|(one, of, _)| *one == id && *of == version).and_then(|(.., one)| one.as_ref());
        let bound = match found {
            Some(judged) => judged.bound(row)?,
            None => false,
        };
        counted.unbound += if bound { 0 } else { asks };
        let words: String = row.get("categories")?;
        let kinds: Option<BTreeSet<Category>> =
            words.split(' ').filter(|word| !word.is_empty()).map(|word| word.parse().ok()).collect();
        let within = found.is_some_and(|judged| {
            let terms = &judged.entry.terms;
            purpose.is_some_and(|purpose| terms.purposes.contains(purpose))
                && kinds.is_some_and(|kinds| kinds.is_subset(&terms.categories))
        });
        counted.beyond += if within { 0 } else { asks };
    }
    Ok(counted)
}

fn today(tx: &Tx<'_>) -> Date {
    tx.now().to_zoned(tx.settings().zone.clone()).date()
}

/// A version, and the days on which it counted.
struct Judged {
    entry: Entry,
    from: Date,
    until: Option<Date>,
}

fn judged(tx: &mut Tx<'_>, id: &str, version: i64) -> Result<Option<Judged>> {
    let Some(entry) = store::version(tx, id, version)? else { return Ok(None) };
    let zone = tx.settings().zone.clone();
    let until = store::replaced_at(tx, &entry)?.map(|at| at.to_zoned(zone.clone()).date());
    let from = entry.effective_at.to_zoned(zone).date();
    Ok(Some(Judged { entry, from, until }))
}

impl Judged {
    fn bound(&self, row: &Row) -> Result<bool> {
        let Ok(day) = row.get::<String>("day")?.parse::<Date>() else { return Ok(false) };
        let terms = &self.entry.terms;
        let same = row.get::<String>("way")? == terms.way
            && row.get::<String>("place")?.eq_ignore_ascii_case(terms.place.trim_matches(['[', ']']));
        let counts = day >= self.from && self.until.is_none_or(|until| day <= until);
        // What waits to be announced lets nothing go, whatever its day.
        Ok(same && counts && !self.entry.waits && standing(&self.entry, day).is_open())
    }
}

/// For `sharing.recipients_listed`: everybody on the list is bound today, and nothing left for anybody who was not.
pub(crate) fn listed(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (counted, today) = (counted(tx)?, today(tx));
    let entries = store::visible(tx)?;
    let of = |is: fn(Standing) -> bool| entries.iter().filter(|entry| is(standing(entry, today))).count() as i64;
    let to_name = of(|standing| matches!(standing, Standing::ToName(_)));
    let lapsed = of(|standing| !standing.is_open());
    Ok(Evidence::new(
        &[
            ("recipients", entries.len() as i64),
            ("to be named", to_name),
            ("not bound", lapsed),
            ("left", counted.left),
            ("refused", counted.refused),
            ("to nobody bound", counted.unbound),
        ],
        to_name == 0 && lapsed == 0 && counted.unbound == 0,
    ))
}

/// For `sharing.never_sold`: no entry, and nothing that left, is for advertising or sale, or beyond what the list says.
pub(crate) fn never_sold(tx: &mut Tx<'_>) -> Result<Evidence> {
    let counted = counted(tx)?;
    let odd = store::all(tx)?.iter().filter(|entry| entry.odd && entry.state != State::Ended).count() as i64;
    Ok(Evidence::new(
        &[
            ("left", counted.left),
            ("refused", counted.refused),
            ("for advertising or sale", counted.sold),
            ("beyond the list", counted.beyond),
            ("entries that say so", odd),
        ],
        counted.sold == 0 && counted.beyond == 0 && odd == 0,
    ))
}
