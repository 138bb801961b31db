//! What a law makes the clinic keep, and the lock on it until then.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use promise::law::Counted;
use promise::{Category, Jurisdiction, Purpose, law};

use super::{Because, Cause, Retained};
use crate::error::{Error, Result};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::{PersonId, params};

/// Records unlocked in one round.
const ROUND: u32 = 100;

/// Whether what is locked may be opened for `purpose`: what a law keeps is there for what people ask about their own data,
/// and for the law that asks for it. The clinic that takes everything along takes that duty along, and what it is about.
#[must_use]
pub fn is_open_under(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Rights | Purpose::Export)
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
    let now = tx.now();
    let zone = tx.settings().zone.clone();
    let today = now.to_zoned(zone.clone()).date();
    for (category, stands) in kinds.into_values() {
        let Some(duty) = law::retain(&[place], category, today) else { continue };
        if !any(tx, persons, &stands)? {
            continue;
        }
        let Some(since) = counted_from(tx, persons, duty.from)? else { continue };
        // As the sweep counts: from the start of the day on which the years are complete, by the clinic's clock.
        let day = law::anniversary(since.to_zoned(zone.clone()).date(), duty.years);
        let until = day.to_zoned(zone.clone()).map_err(Error::internal)?.timestamp();
        if until > now {
            retained.push(Retained {
                category,
                law: duty.citation,
                until: Some(until),
                why: None,
                checked: Some(duty.checked),
            });
        }
    }
    Ok(retained)
}

/// Rows that stay of whoever was erased, because the data map says that they are proof of something: `said` is a law and what
/// they prove. Only a law of the clinic's own place is named; where none that we know asks for it, the clinic keeps them of itself.
pub(super) fn stays(tx: &Tx<'_>, table: &promise::Table, said: &str) -> Retained {
    let (named, proof) = said.split_once(": ").unwrap_or(("", said));
    let clinic = tx.settings();
    let today = tx.now().to_zoned(clinic.zone.clone()).date();
    let places: Vec<Jurisdiction> = clinic.jurisdiction.parse().into_iter().collect();
    let class = table.columns.values().map(|column| column.retention.as_str()).next().unwrap_or_default();
    let duty = law::retain_class(&places, class, today);
    let code = named.split(' ').next().filter(|code| !code.is_empty());
    // A law that the data map names is named where it holds: where the place's own laws are of the same code.
    let holds = code.is_some_and(|code| {
        let mut own = places.iter().flat_map(|place| law::facts(*place));
        own.any(|fact| fact.citation.split(' ').next() == Some(code))
    });
    let exactly = || places.iter().flat_map(|place| law::facts(*place)).find(|fact| fact.citation == named);
    Retained {
        category: Category::Reference,
        checked: duty.as_ref().map(|duty| duty.checked).or_else(|| exactly().map(|fact| fact.checked)),
        law: match (duty, holds) {
            (Some(duty), _) => duty.citation,
            (None, true) => named.to_owned(),
            (None, false) => String::new(),
        },
        until: None,
        why: Some(format!("{proof}; these rows name nobody any more and stay as long as the clinic is here")),
    }
}

/// What a duty counts from. One that counts from the last visit says nothing of whoever never came; one that counts from when
/// something was written counts from their last visit too where that was later, since of what is sealed nobody knows its day.
fn counted_from(tx: &mut Tx<'_>, persons: &[PersonId], from: Counted) -> Result<Option<Timestamp>> {
    let mut last = None;
    for person in persons {
        for room in tx.house().erases.clone().iter() {
            last = last.max((room.last)(tx, *person)?);
        }
    }
    if from == Counted::LastSeen {
        return Ok(last);
    }
    for person in persons {
        let sql = "SELECT created_at FROM person WHERE clinic = $1 AND id = $2";
        last = last.max(tx.one(sql, &params![tx.clinic(), *person])?.get("created_at")?);
    }
    Ok(last)
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
    // A law that names no day keeps nothing locked.
    let laws: BTreeSet<&str> =
        retained.iter().filter(|kept| kept.until.is_some()).map(|kept| kept.law.as_str()).collect();
    let laws: Vec<&str> = laws.into_iter().collect();
    let (clinic, now, laws) = (tx.clinic(), tx.now(), laws.join("; "));
    for person in persons {
        tx.execute(
            "UPDATE person SET locked_at = $3, locked_until = $4, locked_by = $5 WHERE clinic = $1 AND id = $2",
            &params![clinic, *person, now, until, &laws],
        )?;
        tx.carry(*person)?;
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

/// Ends the records whose lock is over, each in a transaction of its own; how many. One that fails, or that a dispute holds
/// back, does not keep the others: all are looked at, and the first fault is returned at the end.
///
/// # Errors
/// Those of the store.
pub async fn unlock(scope: &Scope) -> Result<usize> {
    let (mut ended, mut fault, mut after) = (0, None, None);
    loop {
        let over = scope.read(move |tx| over(tx, after)).await?;
        let Some(last) = over.last().copied() else { break };
        after = Some(last);
        for (_, person) in over {
            let because = Because::new(Cause::Unlocked, "what the law kept is over");
            match scope.write(move |tx| tx.erase_person(person, &because)).await {
                Ok(Ok(_)) => ended += 1,
                Ok(Err(why)) => tracing::debug!(%why, "a record whose lock is over stays"),
                Err(error) => {
                    tracing::error!(%error, "a record whose lock is over could not be ended");
                    fault.get_or_insert(error);
                }
            }
        }
    }
    fault.map_or(Ok(ended), Err)
}

/// The next of those whose lock is over, and since when it is.
fn over(tx: &mut Tx<'_>, after: Option<(Timestamp, PersonId)>) -> Result<Vec<(Timestamp, PersonId)>> {
    let (at, id) = after.map_or_else(|| (Timestamp::UNIX_EPOCH, String::new()), |(at, id)| (at, id.to_string()));
    let rows = tx.query(
        "SELECT id, locked_until FROM person WHERE clinic = $1 AND locked_until <= $2 AND (locked_until, id) > ($3, $4)
           AND erased_at IS NULL ORDER BY locked_until, id LIMIT $5",
        &params![tx.clinic(), tx.now(), at, id, ROUND],
    )?;
    rows.iter().map(|row| Ok((row.get("locked_until")?, row.get("id")?))).collect()
}
