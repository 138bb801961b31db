//! Who acts for whom.

use std::collections::HashMap;

use ground::db::listed;
use ground::{Event, PersonId, Relations, Result, Role, Tx, params};
use jiff::Timestamp;

use super::client::create;
use super::token;
use crate::fold;
use crate::model::{BirthDate, Client, Kinship, NewChild, NewClient, Source};
use crate::rules::too_young;

/// That someone acts for another, from then until it was ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bond {
    pub dependant: PersonId,
    pub guardian: PersonId,
    pub kind: Kinship,
    pub since: Timestamp,
}

/// The dependant of `guardian` with this name, or a new one with the bond between them; and whether it is new.
pub fn create_dependant(
    tx: &mut Tx<'_>,
    guardian: PersonId,
    child: &NewChild,
    kind: Kinship,
) -> Result<(PersonId, bool)> {
    let guardian = tx.held(guardian)?;
    tx.take_turns(&format!("client.dependant/{guardian}"))?;
    let name = token::token(tx, fold::WHOLE, &fold::whole(child.given_name.as_str(), child.family_name.as_str()))?;
    let known = tx.optional(
        "SELECT c.id FROM guardian g JOIN client c ON c.clinic = g.clinic AND c.id = g.dependant
         WHERE g.clinic = $1 AND g.guardian = $2 AND g.ended_at IS NULL AND c.name_token = $3 ORDER BY c.id LIMIT 1",
        &params![tx.clinic(), guardian, name],
    )?;
    if let Some(known) = known {
        return Ok((known.get("id")?, false));
    }
    let new = NewClient {
        given_name: child.given_name.clone(),
        family_name: child.family_name.clone(),
        email: None,
        phone: None,
        birth_date: child.birth_date,
        note: None,
        language: child.language.clone(),
    };
    let dependant = create(tx, &new, &Source::Guardian)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO guardian (clinic, dependant, guardian, kind, since) VALUES ($1, $2, $3, $4, $5)",
        &params![clinic, dependant, guardian, kind.as_str(), now],
    )?;
    tx.emit(Event::new("guardian.began", dependant, dependant))?;
    Ok((dependant, true))
}

/// What became of noting a bond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    Done,
    /// Nobody acts for themselves.
    Same,
    /// It was noted before.
    Known,
    /// The dependant acts for the guardian.
    Circle,
}

/// Notes that `guardian` acts for `dependant`, both of whom are clients.
pub fn bind(tx: &mut Tx<'_>, dependant: PersonId, guardian: PersonId, kind: Kinship) -> Result<Bound> {
    let (dependant, guardian) = (tx.held(dependant)?, tx.held(guardian)?);
    if dependant == guardian {
        return Ok(Bound::Same);
    }
    tx.take_turns("client.family")?;
    for id in [dependant, guardian] {
        super::client::find(tx, id)?.ok_or(ground::Error::NotFound)?;
    }
    if guardians_of(tx, dependant)?.iter().any(|bond| bond.guardian == guardian) {
        return Ok(Bound::Known);
    }
    if guardians_of(tx, guardian)?.iter().any(|bond| bond.guardian == dependant) {
        return Ok(Bound::Circle);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "INSERT INTO guardian (clinic, dependant, guardian, kind, since) VALUES ($1, $2, $3, $4, $5)",
        &params![clinic, dependant, guardian, kind.as_str(), now],
    )?;
    tx.emit(Event::new("guardian.began", dependant, dependant))?;
    Ok(Bound::Done)
}

/// Ends that `guardian` acts for `dependant`. What was done before stays done.
pub fn end_bond(tx: &mut Tx<'_>, dependant: PersonId, guardian: PersonId) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let ended = tx.execute(
        "UPDATE guardian SET ended_at = $4 WHERE clinic = $1 AND dependant = $2 AND guardian = $3 AND ended_at IS NULL",
        &params![clinic, dependant, guardian, now],
    )?;
    if ended == 0 {
        return Err(ground::Error::NotFound);
    }
    tx.emit(Event::new("guardian.ended", dependant, dependant))
}

/// Who acts for `dependant` now.
pub fn guardians_of(tx: &mut Tx<'_>, dependant: PersonId) -> Result<Vec<Bond>> {
    bonds(
        tx,
        "SELECT dependant, guardian, kind, since FROM guardian WHERE clinic = $1 AND dependant = $2 AND ended_at IS NULL ORDER BY since, guardian",
        dependant,
    )
}

/// For whom `guardian` acts now.
pub fn dependants_of(tx: &mut Tx<'_>, guardian: PersonId) -> Result<Vec<Bond>> {
    bonds(
        tx,
        "SELECT dependant, guardian, kind, since FROM guardian WHERE clinic = $1 AND guardian = $2 AND ended_at IS NULL ORDER BY since, dependant",
        guardian,
    )
}

fn bonds(tx: &mut Tx<'_>, sql: &str, person: PersonId) -> Result<Vec<Bond>> {
    let rows = tx.query(sql, &params![tx.clinic(), person])?;
    let bond = |row: &ground::db::Row| {
        let kind = row.get::<String>("kind")?.parse().map_err(ground::Error::internal)?;
        Ok(Bond { dependant: row.get("dependant")?, guardian: row.get("guardian")?, kind, since: row.get("since")? })
    };
    rows.iter().map(bond).collect()
}

/// How somebody stands to the record of another whom they may once have acted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acts {
    /// They act for them now.
    Now,
    /// A child of theirs, who has come of the age from which one speaks for oneself.
    Grown,
    /// They did, until it was ended.
    Ended,
    Never,
}

/// Whether `guardian` acts for `ward` now. A parent does as long as the child is too young to act alone (promise
/// `age.minimum`); whoever was named a guardian or a carer does until that is ended. A child's date of birth is opened
/// for it, so it is for whoever may open the child.
pub fn acts_for(tx: &mut Tx<'_>, guardian: PersonId, ward: PersonId) -> Result<Acts> {
    let row = tx.optional(
        "SELECT kind, ended_at FROM guardian WHERE clinic = $1 AND dependant = $2 AND guardian = $3
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, since DESC LIMIT 1",
        &params![tx.clinic(), ward, guardian],
    )?;
    let Some(row) = row else { return Ok(Acts::Never) };
    if row.get::<Option<Timestamp>>("ended_at")?.is_some() {
        return Ok(Acts::Ended);
    }
    let kind: Kinship = row.get::<String>("kind")?.parse().map_err(ground::Error::internal)?;
    let grown = kind == Kinship::Parent && super::client::open(tx, ward)?.is_grown(tx);
    Ok(if grown { Acts::Grown } else { Acts::Now })
}

/// Those for whom `guardian` acts now, opened; whoever may not be opened is left out. Children who have grown up are named
/// apart: they speak for themselves.
pub fn wards(tx: &mut Tx<'_>, guardian: PersonId) -> Result<(Vec<Client>, Vec<Client>)> {
    let (mut wards, mut grown) = (Vec::new(), Vec::new());
    let bonds = dependants_of(tx, guardian)?;
    let dependants: Vec<PersonId> = bonds.iter().map(|bond| bond.dependant).collect();
    let mut opened = super::client::open_many(tx, &dependants)?;
    for bond in bonds {
        let Some(ward) = opened.remove(&bond.dependant) else { continue };
        let apart = bond.kind == Kinship::Parent && ward.is_grown(tx);
        if apart { grown.push(ward) } else { wards.push(ward) }
    }
    Ok((wards, grown))
}

/// Whether somebody born on that day is too young to act alone here. Of whom no day is known, nothing is said.
pub fn is_child(tx: &Tx<'_>, born: Option<BirthDate>) -> bool {
    let today = tx.settings().zone.to_datetime(tx.now()).date();
    born.is_some_and(|born| too_young(tx.settings(), born, today))
}

impl Client {
    /// Whether they are known to have come of the age from which one speaks for oneself here.
    fn is_grown(&self, tx: &Tx<'_>) -> bool {
        self.birth_date.is_some() && !is_child(tx, self.birth_date)
    }
}

/// For whom of `persons` the actor acts now: what the policy calls a ward.
pub fn relate(tx: &mut Tx<'_>, persons: &[PersonId], relations: &mut HashMap<PersonId, Relations>) -> Result<()> {
    let Some(guardian) = tx.actor().person() else { return Ok(()) };
    let mut values = params![tx.clinic(), guardian].to_vec();
    let list = listed(&mut values, persons);
    let sql = format!(
        "SELECT dependant FROM guardian WHERE clinic = $1 AND guardian = $2 AND dependant IN ({list}) AND ended_at IS NULL"
    );
    for row in tx.query(&sql, &values)? {
        if let Some(relations) = relations.get_mut(&row.get::<PersonId>("dependant")?) {
            relations.ward = true;
        }
    }
    if [Role::Client, Role::Guardian].into_iter().any(|role| tx.actor().roles.contains(role)) {
        for person in persons {
            // A record that was merged into one's own is one's own.
            if let Some(relations) = relations.get_mut(person).filter(|one| !one.yourself) {
                relations.yourself = tx.kept(*person)? == guardian;
            }
        }
    }
    Ok(())
}
