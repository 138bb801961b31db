//! Roles that the clinic makes, and who holds them. Writers take turns with whoever changes who is manager: somebody must
//! be able to govern at every moment.

use std::collections::BTreeSet;

use ground::db::{LISTED, Row, listed};
use ground::{AccountId, Event, Role, RoleSet, Tx, params};

use super::account::{self, from_row as account_row};
use super::{session, staff};
use crate::error::{Error, Result};
use crate::model::{Account, HolderId, NewRole, OwnRole, OwnRoleId, Policies, What};
use crate::rules::{STAFF_ROLES, role_key};

const COLUMNS: &str = "id, name, parts, taken, version";

/// Beside an account's own roles, those that the clinic made, as [`held`] reads them.
pub(super) const HELD: &str =
    "(SELECT string_agg(r.parts || ':' || r.taken, ';') FROM own_role_holder h JOIN own_role r ON r.clinic = h.clinic AND r.id = h.role
      WHERE h.clinic = account.clinic AND h.account = account.id) AS held";

/// All roles that `row` gives: those given as they are, and the clinic's own. One that names what nobody knows any more
/// gives nothing.
pub(super) fn held(policies: Policies<'_>, row: &Row) -> Result<RoleSet> {
    Ok(account::roles(row)?.or(own(policies, row)?))
}

/// What the clinic's own roles give of these.
pub(super) fn own(policies: Policies<'_>, row: &Row) -> Result<RoleSet> {
    let own: Option<String> = row.get("held")?;
    let own = own.iter().flat_map(|own| own.split(';')).filter_map(|own| own.split_once(':'));
    let own = own.filter_map(|(parts, taken)| policies.own_role(parts_of(parts), words(taken)));
    Ok(own.fold(RoleSet::EMPTY, RoleSet::or))
}

/// The roles of staff that a role is made of; what is no such role is no part.
fn parts_of(text: &str) -> RoleSet {
    words(text).filter_map(|word| word.parse::<Role>().ok()).filter(|role| STAFF_ROLES.contains(role)).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn from_row(row: &Row) -> Result<OwnRole> {
    let (parts, taken): (String, String) = (row.get("parts")?, row.get("taken")?);
    Ok(OwnRole {
        id: row.get("id")?,
        name: row.get("name")?,
        parts: parts_of(&parts),
        taken: words(&taken).map(str::to_owned).collect(),
        version: row.get("version")?,
    })
}

/// All of them, by name.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<OwnRole>> {
    let sql = format!("SELECT {COLUMNS} FROM own_role WHERE clinic = $1 ORDER BY name_key");
    tx.query(&sql, &params![tx.clinic()])?.iter().map(from_row).collect()
}

/// The names of those that give nothing, because they name what this version does not know.
pub fn giving_nothing(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    let roles = list(tx)?;
    let policy = &tx.scope().house().policy;
    let known = |role: &OwnRole| policy.own_role(role.parts, role.taken.iter().map(String::as_str)).is_some();
    Ok(roles.into_iter().filter(|role| !known(role)).map(|role| role.name).collect())
}

/// One of them; not found when another clinic's.
pub fn find(tx: &mut Tx<'_>, id: OwnRoleId) -> Result<OwnRole> {
    let sql = format!("SELECT {COLUMNS} FROM own_role WHERE clinic = $1 AND id = $2");
    from_row(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// Those that an account holds, by name.
pub fn of(tx: &mut Tx<'_>, account: AccountId) -> Result<Vec<OwnRole>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM own_role r WHERE clinic = $1
         AND EXISTS (SELECT 1 FROM own_role_holder h WHERE h.clinic = r.clinic AND h.role = r.id AND h.account = $2) ORDER BY name_key"
    );
    tx.query(&sql, &params![tx.clinic(), account])?.iter().map(from_row).collect()
}

/// Who of these accounts holds which.
pub fn held_among(tx: &mut Tx<'_>, accounts: &[AccountId]) -> Result<Vec<(AccountId, OwnRoleId)>> {
    let mut found = Vec::new();
    for accounts in accounts.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, accounts);
        let sql = format!("SELECT account, role FROM own_role_holder WHERE clinic = $1 AND account IN ({list})");
        for row in tx.query(&sql, &values)? {
            found.push((row.get("account")?, row.get("role")?));
        }
    }
    Ok(found)
}

/// What it lets one do; nothing, where it names what this version does not know.
pub fn holds(tx: &Tx<'_>, role: &OwnRole) -> RoleSet {
    let policy = &tx.scope().house().policy;
    policy.own_role(role.parts, role.taken.iter().map(String::as_str)).unwrap_or(RoleSet::EMPTY)
}

/// Who holds it, those who left too.
pub fn holders(tx: &mut Tx<'_>, id: OwnRoleId) -> Result<Vec<Account>> {
    let sql = format!(
        "SELECT {} FROM account WHERE clinic = $1
         AND id IN (SELECT account FROM own_role_holder WHERE clinic = $1 AND role = $2) ORDER BY shown_as, id",
        account::columns()
    );
    let rows = tx.query(&sql, &params![tx.clinic(), id])?;
    rows.iter().map(|row| account_row(tx, row)).collect()
}

/// What each account holds, by name.
pub fn by_holder(tx: &mut Tx<'_>) -> Result<Vec<(AccountId, String)>> {
    let rows = tx.query(
        "SELECT h.account AS account, r.name AS name FROM own_role_holder h JOIN own_role r ON r.clinic = h.clinic AND r.id = h.role
         WHERE h.clinic = $1 ORDER BY r.name_key",
        &params![tx.clinic()],
    )?;
    rows.iter().map(|row| Ok((row.get("account")?, row.get("name")?))).collect()
}

/// Who of those who work here holds which, by their names.
pub fn held_by(tx: &mut Tx<'_>) -> Result<Vec<(OwnRoleId, String)>> {
    let rows = tx.query(
        "SELECT h.role AS role, a.shown_as AS shown_as FROM own_role_holder h JOIN account a ON a.clinic = h.clinic AND a.id = h.account
         WHERE h.clinic = $1 AND a.deactivated_at IS NULL ORDER BY a.shown_as, a.id",
        &params![tx.clinic()],
    )?;
    rows.iter().map(|row| Ok((row.get("role")?, row.get::<Option<String>>("shown_as")?.unwrap_or_default()))).collect()
}

/// Lets whoever changes what somebody may do take turns, before they look at how things stand.
pub fn take_turns(tx: &mut Tx<'_>) -> Result<()> {
    Ok(tx.take_turns("identity.managers")?)
}

/// Makes one; nobody holds it yet.
///
/// # Errors
/// [`Error::RoleTaken`] when one is called so.
pub fn create(tx: &mut Tx<'_>, new: &NewRole) -> Result<OwnRoleId> {
    take_turns(tx)?;
    free(tx, new, None)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    let id = OwnRoleId::new(now);
    tx.execute(
        "INSERT INTO own_role (clinic, id, name, name_key, parts, taken, version, created_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
        &params![clinic, id, &new.name, role_key(&new.name), new.parts.to_string(), taken(new), now],
    )?;
    tx.emit(Event::new("role.created", id, None))?;
    Ok(id)
}

fn taken(new: &NewRole) -> String {
    new.taken.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Asked first, because a constraint's refusal ends a transaction on PostgreSQL; the constraint still decides races.
fn free(tx: &mut Tx<'_>, new: &NewRole, but: Option<OwnRoleId>) -> Result<()> {
    let row = tx.optional(
        "SELECT id FROM own_role WHERE clinic = $1 AND name_key = $2",
        &params![tx.clinic(), role_key(&new.name)],
    )?;
    match row.map(|row| row.get::<OwnRoleId>("id")).transpose()? {
        Some(other) if Some(other) != but => Err(Error::RoleTaken),
        _ => Ok(()),
    }
}

/// Changes one for all who hold it, who are signed out: no page of what they could do before stays open.
///
/// # Errors
/// [`Error::LastManager`] when nobody could govern the staff then; [`Error::RoleTaken`] when another is called so.
pub fn update(tx: &mut Tx<'_>, before: &OwnRole, new: &NewRole) -> Result<()> {
    take_turns(tx)?;
    free(tx, new, Some(before.id))?;
    let clinic = tx.clinic();
    let governed = staff::is_governed(tx)?;
    let holders = holders(tx, before.id)?;
    let other = (before.parts, &before.taken) != (new.parts, &new.taken);
    let changed = tx.execute(
        "UPDATE own_role SET name = $4, name_key = $5, parts = $6, taken = $7, version = version + 1
         WHERE clinic = $1 AND id = $2 AND version = $3",
        &params![clinic, before.id, before.version, &new.name, role_key(&new.name), new.parts.to_string(), taken(new)],
    )?;
    if changed == 0 {
        return Err(ground::Error::NotFound.into());
    }
    if governed && !staff::is_governed(tx)? {
        return Err(Error::LastManager);
    }
    tx.emit(Event::new("role.changed", before.id, None))?;
    if !other {
        return Ok(());
    }
    for holder in &holders {
        account::take_turns(tx, holder.id)?;
        session::end_all(tx, holder.id)?;
        tx.emit(Event::new("account.roles_changed", holder.id, holder.person))?;
        let now = account::find(tx, holder.id)?;
        raised(tx, holder, now.held)?;
        governs_now(tx, holder, now.held)?;
    }
    Ok(())
}

/// Ends one that nobody holds, and that no group gives.
///
/// # Errors
/// [`Error::RoleHeld`] while somebody does; [`Error::RoleNamed`] while a rule names it, be it another room's.
pub fn retire(tx: &mut Tx<'_>, id: OwnRoleId) -> Result<()> {
    take_turns(tx)?;
    if !holders(tx, id)?.is_empty() {
        return Err(Error::RoleHeld);
    }
    let ended = tx.execute("DELETE FROM own_role WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id]);
    match ended {
        Ok(0) => return Err(ground::Error::NotFound.into()),
        // Nobody holds it, so it is a rule that refers to it.
        Err(ground::Error::Constraint(name)) if name == "foreign_key" => return Err(Error::RoleNamed),
        ended => ended?,
    };
    Ok(tx.emit(Event::new("role.retired", id, None))?)
}

/// Gives an account these and no others; whether that is other than before.
pub(super) fn give(tx: &mut Tx<'_>, account: &Account, roles: &BTreeSet<OwnRoleId>) -> Result<bool> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let before: BTreeSet<OwnRoleId> = of(tx, account.id)?.iter().map(|role| role.id).collect();
    for gone in before.difference(roles) {
        tx.execute(
            "DELETE FROM own_role_holder WHERE clinic = $1 AND account = $2 AND role = $3",
            &params![clinic, account.id, *gone],
        )?;
    }
    for new in roles.difference(&before) {
        find(tx, *new)?;
        tx.execute(
            "INSERT INTO own_role_holder (clinic, id, account, person, role, given_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![clinic, HolderId::new(now), account.id, account.person, *new, now],
        )?;
    }
    Ok(&before != roles)
}

/// Tells the other managers and the privacy officers where somebody gave more to themselves. It is theirs to give; it is
/// not theirs to hide.
pub(super) fn raised(tx: &mut Tx<'_>, before: &Account, after: RoleSet) -> Result<()> {
    if tx.actor().account() != Some(before.id) {
        return Ok(());
    }
    let house = tx.scope().house().clone();
    let more = |ability| {
        let (was, is) = (house.of_ability(before.held, ability), house.of_ability(after, ability));
        !is.is_subset(&was)
    };
    let count = house.policy.abilities().filter(|ability| more(ability)).count();
    if count == 0 {
        return Ok(());
    }
    let about = (before.person.to_string(), i64::try_from(count).unwrap_or(i64::MAX));
    super::alert::tell_governing(tx, Some(before.id), What::RolesRaised, &about)
}

/// Tells whoever governs that somebody more does, where nobody gave it to them by hand: a role that they hold became another, or
/// a group gave them one.
pub(super) fn governs_now(tx: &mut Tx<'_>, before: &Account, after: RoleSet) -> Result<()> {
    // What somebody gave to themselves is told already.
    if tx.actor().account() == Some(before.id) || !before.is_open() {
        return Ok(());
    }
    if staff::governs(tx, before.held) || !staff::governs(tx, after) {
        return Ok(());
    }
    super::alert::tell_governing(tx, Some(before.id), What::GovernsNow, &(before.person.to_string(), 1))
}
