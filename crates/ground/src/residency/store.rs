//! Rows of who was told where it is kept.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use promise::{Purpose, Region};

use super::{Told, Via, Word, last};
use crate::clinic::Clinic;
use crate::db::Row;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::house::House;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{Actor, PersonId, params};

/// What is told to the room that keeps the notice, which writes the receipt in the same transaction.
pub const AGREED: &str = "residency.agreed";

/// What stands about one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub person: PersonId,
    pub told: Told,
    /// Who read it and agreed: themselves, or whoever acts for them.
    pub giver: PersonId,
    pub at: Timestamp,
}

impl Note {
    fn from_row(row: &Row) -> Result<Note> {
        let unknown = |what: &str| Error::internal(format_args!("an unknown {what} in what was told"));
        Ok(Note {
            person: row.get("person")?,
            told: Told {
                region: row.get::<String>("region")?.parse().map_err(|_| unknown("country"))?,
                law: row.get("law")?,
                via: Via::named(&row.get::<String>("way")?).ok_or_else(|| unknown("way"))?,
                language: row.get("language")?,
            },
            giver: row.get("giver")?,
            at: row.get("at")?,
        })
    }
}

/// Writes down that `giver` was told, for `person`, of whom this transaction stores the first row. Once for each person.
///
/// # Errors
/// Those of the store, and of whoever writes the receipt.
pub fn note(tx: &mut Tx<'_>, person: PersonId, giver: PersonId, told: Option<&Told>) -> Result<()> {
    match told {
        Some(told) if noted(tx, person)?.is_none() => write(tx, person, giver, told, tx.now()),
        _ => Ok(()),
    }
}

/// The same of whoever is known already, where a law asked for their agreement and what they said before holds for it no more. It is
/// said by whoever it is about, acts for them, or works here and saw it on their page. Nobody who merely types their name agrees to
/// anything for them, nor says where they live: not on a page, not through a program, and not at the desk ([`asks_first`]).
///
/// # Errors
/// Those of the store, and of whoever writes the receipt.
pub fn note_anew(tx: &mut Tx<'_>, person: PersonId, giver: PersonId, told: Option<&Told>) -> Result<()> {
    let Some(told) = told.filter(|told| told.law.is_some()) else { return Ok(()) };
    let person = tx.kept(person)?;
    let shown = (told.via == Via::Desk && tx.actor().is_staff()) || tx.actor().person() == Some(giver);
    if !shown || last(tx, person)?.is_some_and(|last| last.word == Word::Given) {
        return Ok(());
    }
    let after = noted(tx, person)?.map(|note| note.at + SignedDuration::from_micros(1));
    write(tx, person, giver, told, after.map_or(tx.now(), |after| after.max(tx.now())))
}

/// Whether the desk, which typed `person` as somebody new though they are known, asks them on their page before more is stored: what
/// they said holds no more, or they were typed with a home whose law asks, and nobody has asked them by it.
///
/// # Errors
/// Those of the store.
pub fn asks_first(tx: &mut Tx<'_>, person: PersonId, typed: &Told) -> Result<bool> {
    Ok(match last(tx, person)? {
        Some(last) => last.word != Word::Given && (last.law.is_some() || typed.law.is_some()),
        None => typed.law.is_some(),
    })
}

fn write(tx: &mut Tx<'_>, person: PersonId, giver: PersonId, told: &Told, at: Timestamp) -> Result<()> {
    let (clinic, actor) = (tx.clinic(), tx.actor().to_string());
    let written = tx.execute(
        "INSERT INTO residency_told (clinic, person, region, law, way, language, giver, actor, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (clinic, person, at) DO NOTHING",
        &params![
            clinic,
            person,
            told.region.as_str(),
            told.law.clone(),
            told.via.as_str(),
            &told.language,
            giver,
            actor,
            at
        ],
    )?;
    if written > 0 && told.law.is_some() {
        tx.emit(Event::new(AGREED, person, person))?;
    }
    Ok(())
}

/// What `person` was told last: as the first row about them was stored, or as they agreed anew.
///
/// # Errors
/// Those of the store.
pub fn noted(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Note>> {
    let sql = "SELECT * FROM residency_told WHERE clinic = $1 AND person = $2 ORDER BY at DESC LIMIT 1";
    let row = tx.optional(sql, &params![tx.clinic(), person])?;
    row.as_ref().map(Note::from_row).transpose()
}

/// How many of `table` came by a form of ours within thirty days, since the first of whom it is known what they were told, without
/// a word of it. Of a record that a law alone keeps, locked, that word is gone with all that the law does not keep. `by_form` says which rows a form made, with the room's table as `t` and its `person`.
///
/// # Errors
/// Those of the store.
pub fn unnoted(tx: &mut Tx<'_>, table: &str, person: &str, by_form: &str) -> Result<i64> {
    let first = tx.one("SELECT MIN(at) AS at FROM residency_told WHERE clinic = $1", &params![tx.clinic()])?;
    let Some(first) = first.get::<Option<Timestamp>>("at")? else { return Ok(0) };
    // By the id, which begins with its time: years of people stand before it.
    let since = PersonId::since(first.max(tx.now() - SignedDuration::from_hours(24 * 30)));
    let sql = format!(
        "SELECT COUNT(*) AS n FROM person p CROSS JOIN {table} t
         WHERE p.clinic = $1 AND p.id >= $2 AND t.clinic = $1 AND t.{person} = p.id AND p.erased_at IS NULL AND p.locked_until IS NULL
           AND {by_form}
           AND NOT EXISTS (SELECT 1 FROM residency_told r WHERE r.clinic = $1 AND r.person = p.id)"
    );
    tx.one(&sql, &params![tx.clinic(), since])?.get("n")
}

/// Whoever runs the program says in which country the clinic's data lies.
///
/// # Errors
/// Those of the store.
pub async fn state(house: &House, clinic: Arc<Clinic>, region: Option<Region>) -> Result<()> {
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "clinic.kept_in");
    let word = region.map(|region| region.as_str().to_owned());
    scope
        .write(move |tx| {
            let clinic = tx.clinic();
            tx.execute("UPDATE clinic SET kept_in = $2 WHERE id = $1", &params![clinic, word.clone()])?;
            tx.emit(Event::new("clinic.stated", clinic, None))
        })
        .await
}
