//! Groups of a directory. A group is known by its id: two of one name, or of names that look alike, stay two.

use ground::db::{LISTED, Row, listed};
use ground::{Event, Tx, params};

use super::user::folded;
use super::{member, roles};
use crate::error::{Error, Result};
use crate::model::{Group, GroupId, Source};

const COLUMNS: &str = "id, source, external_id, name, version, made_at, changed_at";

fn from_row(row: &Row) -> Result<Group> {
    let source: String = row.get("source")?;
    Ok(Group {
        id: row.get("id")?,
        source: Source::of(&source).ok_or_else(|| Error::internal("a group of an unknown directory"))?,
        external_id: row.get("external_id")?,
        name: row.get("name")?,
        version: row.get("version")?,
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
    })
}

fn some(tx: &mut Tx<'_>, found_by: &str, source: Source, value: impl Into<ground::db::Value>) -> Result<Vec<Group>> {
    let rows = tx.query(
        &format!(
            "SELECT {COLUMNS} FROM directory_group WHERE clinic = $1 AND source = $2 AND {found_by} = $3 ORDER BY id"
        ),
        &[tx.clinic().into(), source.as_str().into(), value.into()],
    )?;
    rows.iter().map(from_row).collect()
}

/// The group `id`.
pub fn find(tx: &mut Tx<'_>, source: Source, id: GroupId) -> Result<Option<Group>> {
    Ok(some(tx, "id", source, id)?.pop())
}

/// The group that the directory knows by `external_id`.
pub fn by_external(tx: &mut Tx<'_>, source: Source, external_id: &str) -> Result<Option<Group>> {
    Ok(some(tx, "external_id", source, external_id)?.pop())
}

/// Every group called so, in whatever case.
pub fn by_name(tx: &mut Tx<'_>, source: Source, name: &str) -> Result<Vec<Group>> {
    some(tx, "folded", source, folded(name))
}

/// Those of `ids` that the directory has.
pub fn find_many(tx: &mut Tx<'_>, source: Source, ids: &[GroupId]) -> Result<Vec<Group>> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(LISTED) {
        let mut values = params![tx.clinic(), source.as_str()].to_vec();
        let list = listed(&mut values, ids);
        let sql = format!("SELECT {COLUMNS} FROM directory_group WHERE clinic = $1 AND source = $2 AND id IN ({list})");
        for row in tx.query(&sql, &values)? {
            found.push(from_row(&row)?);
        }
    }
    Ok(found)
}

/// The directory's groups in the order in which they came; from `start`, at most `most`.
pub fn list(tx: &mut Tx<'_>, source: Source, start: usize, most: usize) -> Result<Vec<Group>> {
    let (start, most) = (i64::try_from(start).unwrap_or(i64::MAX), i64::try_from(most).unwrap_or(i64::MAX));
    let rows = tx.query(
        &format!(
            "SELECT {COLUMNS} FROM directory_group WHERE clinic = $1 AND source = $2 ORDER BY id LIMIT $3 OFFSET $4"
        ),
        &params![tx.clinic(), source.as_str(), most, start],
    )?;
    rows.iter().map(from_row).collect()
}

/// Groups that a directory which tells us may have.
const MOST: usize = 20_000;

/// How many groups the directory has.
pub fn count(tx: &mut Tx<'_>, source: Source) -> Result<usize> {
    let row = tx.one(
        "SELECT COUNT(*) AS many FROM directory_group WHERE clinic = $1 AND source = $2",
        &params![tx.clinic(), source.as_str()],
    )?;
    Ok(usize::try_from(row.get::<i64>("many")?).unwrap_or(0))
}

/// That no other group has this id there. Two may be called the same where the directory tells them apart by its own ids;
/// where it does not, the second is the first, sent again.
fn vacant(tx: &mut Tx<'_>, source: Source, external_id: Option<&str>, name: &str, but: Option<GroupId>) -> Result<()> {
    if let Some(external_id) = external_id
        && by_external(tx, source, external_id)?.is_some_and(|group| Some(group.id) != but)
    {
        return Err(Error::Taken("externalId"));
    }
    let alike = by_name(tx, source, name)?;
    let same = |group: &Group| Some(group.id) != but && group.name == name;
    if alike.iter().any(|group| same(group) && (external_id.is_none() || group.external_id.is_none())) {
        return Err(Error::Taken("displayName"));
    }
    Ok(())
}

/// Takes in a group, with nobody in it.
///
/// # Errors
/// [`Error::Taken`], [`Error::TooMany`].
pub fn create(tx: &mut Tx<'_>, source: Source, external_id: Option<&str>, name: &str) -> Result<Group> {
    if count(tx, source)? >= MOST {
        return Err(Error::TooMany);
    }
    vacant(tx, source, external_id, name, None)?;
    let now = tx.now();
    let id = GroupId::new(now);
    tx.execute(
        "INSERT INTO directory_group (clinic, id, source, external_id, name, folded, version, made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)",
        &params![tx.clinic(), id, source.as_str(), external_id.map(str::to_owned), name, folded(name), now],
    )?;
    tx.emit(Event::new("directory.group_came", id, None))?;
    Ok(Group {
        id,
        source,
        external_id: external_id.map(str::to_owned),
        name: name.to_owned(),
        version: 1,
        made_at: now,
        changed_at: now,
    })
}

/// Calls the group otherwise. What it gives stays what it was: rules name it by its id.
///
/// # Errors
/// [`Error::Taken`].
pub fn update(tx: &mut Tx<'_>, group: &Group, external_id: Option<&str>, name: &str) -> Result<bool> {
    if group.name == name && group.external_id.as_deref() == external_id {
        return Ok(false);
    }
    vacant(tx, group.source, external_id, name, Some(group.id))?;
    tx.execute(
        "UPDATE directory_group SET external_id = $3, name = $4, folded = $5 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), group.id, external_id.map(str::to_owned), name, folded(name)],
    )?;
    Ok(true)
}

/// Notes that the group, or who is in it, changed.
pub fn touch(tx: &mut Tx<'_>, id: GroupId) -> Result<()> {
    tx.execute(
        "UPDATE directory_group SET version = version + 1, changed_at = $3 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, tx.now()],
    )?;
    tx.emit(Event::new("directory.group_changed", id, None))?;
    Ok(())
}

/// Removes a group with its rules. Whoever was in it, or in a group within it, loses what it gave.
///
/// # Errors
/// [`Error::LastManager`].
pub fn delete(tx: &mut Tx<'_>, group: &Group) -> Result<()> {
    let within = member::within(tx, &[group.id])?;
    let clinic = tx.clinic();
    for sql in [
        "DELETE FROM directory_member WHERE clinic = $1 AND directory_group = $2",
        "DELETE FROM directory_subgroup WHERE clinic = $1 AND parent = $2",
        "DELETE FROM directory_subgroup WHERE clinic = $1 AND child = $2",
        "DELETE FROM directory_rule WHERE clinic = $1 AND directory_group = $2",
        "DELETE FROM directory_own_rule WHERE clinic = $1 AND directory_group = $2",
        "DELETE FROM directory_group WHERE clinic = $1 AND id = $2",
    ] {
        tx.execute(sql, &params![clinic, group.id])?;
    }
    roles::settle(tx, &within)?;
    tx.emit(Event::new("directory.group_left", group.id, None))?;
    Ok(())
}

/// Removes a group in which nothing is any more, with its rules: whoever plans has taken what they gave.
pub(super) fn delete_empty(tx: &mut Tx<'_>, id: GroupId) -> Result<()> {
    let clinic = tx.clinic();
    for sql in [
        "DELETE FROM directory_subgroup WHERE clinic = $1 AND child = $2",
        "DELETE FROM directory_rule WHERE clinic = $1 AND directory_group = $2",
        "DELETE FROM directory_own_rule WHERE clinic = $1 AND directory_group = $2",
        "DELETE FROM directory_group WHERE clinic = $1 AND id = $2",
    ] {
        tx.execute(sql, &params![clinic, id])?;
    }
    tx.emit(Event::new("directory.group_left", id, None))?;
    Ok(())
}
