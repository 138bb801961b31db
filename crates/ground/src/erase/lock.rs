//! What a law makes the clinic keep, and the lock on it until then.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use promise::{Category, Jurisdiction, Purpose, law};

use super::{Because, Cause, Retained};
use crate::error::{Error, Result};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{PersonId, params};

/// Records unlocked in one round.
const ROUND: u32 = 100;

/// Whether what is locked may be opened for `purpose`: what a law keeps is there for what people ask about their own data,
/// and for the law that asks for it, and for nothing else.
#[must_use]
pub fn is_open_under(purpose: Purpose) -> bool {
    purpose == Purpose::Rights
}

/// A table, its column that says whom a row is about, and those of its columns that hold data of one kind.
type Stands = (String, String, Vec<String>);

/// What a law makes the clinic keep of what there is about `persons`, one person's records, beyond now.
///
/// # Errors
/// Those of the store.
pub fn retained(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<Vec<Retained>> {
    let place: Jurisdiction = tx.settings().jurisdiction.parse().map_err(Error::internal)?;
    let mut kinds: BTreeMap<&'static str, (Category, Vec<Stands>)> = BTreeMap::new();
    for (table, about, declared) in tx.house().data_map.person_tables() {
        if declared.is_of_the_account() {
            continue;
        }
        for category in declared.sealed_kinds() {
            let columns = declared.sealed_as(category).map(str::to_owned).collect();
            let stands = (table.to_owned(), about.to_owned(), columns);
            kinds.entry(category.as_str()).or_insert_with(|| (category, Vec::new())).1.push(stands);
        }
    }
    let mut retained = Vec::new();
    let zone = tx.settings().zone.clone();
    for (category, stands) in kinds.into_values() {
        let Some(duty) = law::retain(&[place], category) else { continue };
        if !any(tx, persons, &stands)? {
            continue;
        }
        let since = last_seen(tx, persons)?.to_zoned(zone.clone());
        let until = since.checked_add(i64::from(duty.years).years()).map_err(Error::internal)?.timestamp();
        if until > tx.now() {
            retained.push(Retained { category, law: duty.citation, until: Some(until) });
        }
    }
    Ok(retained)
}

/// Their last visit, or when their record began: what laws count from.
fn last_seen(tx: &mut Tx<'_>, persons: &[PersonId]) -> Result<Timestamp> {
    let mut last = None;
    for person in persons {
        for room in tx.house().erases.clone().iter() {
            last = last.max((room.last)(tx, *person)?);
        }
    }
    match (last, persons.first()) {
        (Some(last), _) => Ok(last),
        (None, Some(person)) => {
            let sql = "SELECT created_at FROM person WHERE clinic = $1 AND id = $2";
            tx.one(sql, &params![tx.clinic(), *person])?.get("created_at")
        }
        (None, None) => Ok(tx.now()),
    }
}

fn any(tx: &mut Tx<'_>, persons: &[PersonId], places: &[(String, String, Vec<String>)]) -> Result<bool> {
    for (table, about, columns) in places {
        let filled = columns.iter().map(|column| format!("{column} IS NOT NULL")).collect::<Vec<_>>().join(" OR ");
        let sql = format!("SELECT 1 AS one FROM {table} WHERE clinic = $1 AND {about} = $2 AND ({filled}) LIMIT 1");
        for person in persons {
            if tx.optional(&sql, &params![tx.clinic(), *person])?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Locks what is left of `persons` until then.
pub(super) fn lock(tx: &mut Tx<'_>, persons: &[PersonId], retained: &[Retained], until: Timestamp) -> Result<()> {
    let mut laws: Vec<&str> = retained.iter().map(|kept| kept.law.as_str()).collect();
    laws.dedup();
    let (clinic, now, laws) = (tx.clinic(), tx.now(), laws.join("; "));
    for person in persons {
        tx.execute(
            "UPDATE person SET locked_at = $3, locked_until = $4, locked_by = $5 WHERE clinic = $1 AND id = $2",
            &params![clinic, *person, now, until, &laws],
        )?;
    }
    Ok(())
}

/// A record that a law keeps, locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    pub since: Timestamp,
    pub until: Timestamp,
    pub law: String,
}

/// Whether a law keeps `person`'s record locked.
///
/// # Errors
/// Those of the store; not found where nobody is called that.
pub fn locked(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Lock>> {
    let row = tx.one(
        "SELECT locked_at, locked_until, locked_by FROM person WHERE clinic = $1 AND id = $2 AND erased_at IS NULL",
        &params![tx.clinic(), person],
    );
    let row = match row {
        Ok(row) => row,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let (since, until, law) =
        (row.get("locked_at")?, row.get("locked_until")?, row.get::<Option<String>>("locked_by")?);
    let (Some(since), Some(until), Some(law)) = (since, until, law) else { return Ok(None) };
    Ok(Some(Lock { since, until, law }))
}

/// Ends the records whose lock is over, each in a transaction of its own; how many.
///
/// # Errors
/// Those of the store.
pub async fn unlock(scope: &Scope) -> Result<usize> {
    let over = scope
        .read(|tx| -> Result<Vec<PersonId>> {
            let rows = tx.query(
                "SELECT id FROM person WHERE clinic = $1 AND locked_until <= $2 AND erased_at IS NULL ORDER BY locked_until LIMIT $3",
                &params![tx.clinic(), tx.now(), ROUND],
            )?;
            rows.iter().map(|row| row.get("id")).collect()
        })
        .await?;
    let mut ended = 0;
    for person in over {
        let because = Because::new(Cause::Unlocked, "what the law kept is over");
        if scope.write(move |tx| tx.erase_person(person, &because)).await?.is_ok() {
            ended += 1;
        }
    }
    Ok(ended)
}
