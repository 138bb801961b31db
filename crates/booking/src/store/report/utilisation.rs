//! Utilisation: what visits take of somebody's or a room's time, and all that says how long it was open.

use std::collections::{BTreeMap, HashMap};

use ground::db::FromValue;
use ground::{Result, Tx, params};
use jiff::{Timestamp, ToSpan};

use super::super::{calendar, catalogue};
use super::span;
use crate::model::{Block, Place, Practitioner, PractitionerId, Room, RoomId};
use crate::report::{Period, Taking};
use crate::rules::{ClinicDays, Hours};

/// What open time is counted from. What is retired is there: it was open once.
pub(crate) struct Stated {
    pub practitioners: Vec<Practitioner>,
    pub rooms: Vec<Room>,
    pub places: Vec<Place>,
    pub hours: HashMap<PractitionerId, Hours>,
    pub clinic: ClinicDays,
    pub blocks: Vec<Block>,
}

/// What the clinic states about `period`.
pub(crate) fn stated(tx: &mut Tx<'_>, period: Period) -> Result<Stated> {
    let days = period.from.saturating_sub(1.day())..=period.to.saturating_add(1.day());
    let (from, to) = span(&tx.settings().zone.clone(), period)?;
    Ok(Stated {
        practitioners: catalogue::practitioners(tx)?,
        rooms: catalogue::rooms(tx)?,
        places: catalogue::places(tx)?,
        hours: calendar::hours(tx, &Default::default(), &days, None)?,
        clinic: calendar::clinic_days(tx, &days)?.into_iter().map(|row| (row.date, row.day)).collect(),
        blocks: calendar::blocks(tx, &(from..to))?,
    })
}

/// What visits of `period` take of each practitioner's time.
pub(crate) fn used_practitioners(tx: &mut Tx<'_>, period: Period) -> Result<BTreeMap<PractitionerId, Taking>> {
    used(tx, "practitioner", period)
}

/// What visits of `period` take of each room's time.
pub(crate) fn used_rooms(tx: &mut Tx<'_>, period: Period) -> Result<BTreeMap<RoomId, Taking>> {
    used(tx, "room", period)
}

/// A visit belongs to the day on which it begins, as in every other report; the time kept free before it may lie in the
/// day before. The cross join makes both engines go from owner to owner through the index of each one's time.
fn used<Id: FromValue + Ord>(tx: &mut Tx<'_>, owner: &str, period: Period) -> Result<BTreeMap<Id, Taking>> {
    let (from, to) = span(&tx.settings().zone.clone(), period)?;
    let sums = format!(
        "SELECT o.id AS id, COUNT(*) AS visits, CAST(SUM(a.busy_to - a.busy_from) AS BIGINT) AS taken
         FROM {owner} o CROSS JOIN appointment a
         WHERE o.clinic = $1 AND a.clinic = o.clinic AND a.{owner} = o.id AND a.active = 1
           AND a.busy_from >= $2 - {} AND a.busy_from < $3 AND a.starts_at >= $2 AND a.starts_at < $3
         GROUP BY o.id",
        calendar::LONGEST_CLAIM
    );
    let mut found = BTreeMap::new();
    for row in &tx.query(&sums, &params![tx.clinic(), from, to])? {
        let visits: i64 = row.get("visits")?;
        let taking = Taking {
            visits: u64::try_from(visits).unwrap_or_default(),
            minutes: row.get::<i64>("taken")? / 60_000_000,
            since: None,
        };
        found.insert(row.get("id")?, taking);
    }
    let firsts = format!(
        "SELECT o.id AS id, (SELECT MIN(a.busy_from) FROM appointment a WHERE a.clinic = o.clinic AND a.{owner} = o.id AND a.active = 1) AS first
         FROM {owner} o WHERE o.clinic = $1"
    );
    for row in &tx.query(&firsts, &params![tx.clinic()])? {
        let first: Option<Timestamp> = row.get("first")?;
        found.entry(row.get("id")?).or_default().since = first;
    }
    Ok(found)
}
