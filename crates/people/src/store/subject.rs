//! What a release may know of people, each one of many: when they were born, and their language.

use std::collections::{HashMap, HashSet};

use ground::db::{LISTED, listed};
use ground::{PersonId, Result, Sealed, Tx, params};
use jiff::civil::Date;
use promise::age_on;

/// Years of age from which on somebody is no child anywhere.
const ADULT: u32 = 18;

/// One of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub born: Option<Date>,
    pub language: String,
}

/// Those of `ids` who may be among many, for the purpose of this transaction: whoever said no, has yet to say yes, had
/// processing restricted, is erased or locked, or is a child, as far as we know their birth or that somebody acts for them, is left out. Nobody who is
/// left out for a no is asked for, so their record shows no refusal; of whom is among them each opening is recorded.
pub fn subjects(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, Subject>> {
    let mut ids: Vec<PersonId> = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let may = tx.may_open_many(&ids, &[("client", "birth_date")])?;
    let today = tx.settings().zone.to_datetime(tx.now()).date();
    let mut found = HashMap::with_capacity(may.len());
    for ids in may.chunks(LISTED) {
        let wards = wards(tx, ids)?;
        let ids: Vec<PersonId> = ids.iter().filter(|id| !wards.contains(id)).copied().collect();
        let keys = tx.open_many(&ids)?;
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, &ids);
        let sql = format!("SELECT id, birth_date, language FROM client WHERE clinic = $1 AND id IN ({list})");
        for row in tx.query(&sql, &values)? {
            let id: PersonId = row.get("id")?;
            let Some(key) = keys.get(&id) else { continue };
            let born = key.open_optional(Sealed::<Date>::read_optional(&row, "client", "birth_date", id)?.as_ref())?;
            let is_child = born.is_some_and(|born| age_on(born, today).is_none_or(|years| years < ADULT));
            if !is_child {
                found.insert(id, Subject { born, language: row.get("language")? });
            }
        }
    }
    Ok(found)
}

/// Those for whom somebody acts.
fn wards(tx: &mut Tx<'_>, ids: &[PersonId]) -> Result<HashSet<PersonId>> {
    let mut values = params![tx.clinic()].to_vec();
    let list = listed(&mut values, ids);
    let sql =
        format!("SELECT dependant FROM guardian WHERE clinic = $1 AND ended_at IS NULL AND dependant IN ({list})");
    tx.query(&sql, &values)?.iter().map(|row| row.get("dependant")).collect()
}
