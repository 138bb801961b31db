//! Those who work for the clinic.

use std::collections::{BTreeSet, HashMap};

use ground::db::{LISTED, listed};
use ground::{AccountId, Event, Full, House, PersonId, Refusal, Relations, Role, RoleSet, Scope, Tx, params};
use policy::Ask;
use promise::Purpose;

use super::account::{self, NewRow};
use crate::error::{Error, Result};
use crate::model::{Account, Made, NewStaff, OwnRoleId, What};

/// Everyone with a name shown to colleagues and patients, those who may sign in first, by that name.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Account>> {
    let sql = format!(
        "SELECT {} FROM account WHERE clinic = $1 AND shown_as IS NOT NULL
         ORDER BY CASE WHEN deactivated_at IS NULL THEN 0 ELSE 1 END, shown_as, id",
        account::columns()
    );
    let rows = tx.query(&sql, &params![tx.clinic()])?;
    rows.iter().map(|row| account::from_row(tx, row)).collect()
}

/// The names by which everyone knows those of `persons` who work or worked here: for the record of who opened what.
pub fn names(tx: &mut Tx<'_>, persons: &[PersonId]) -> ground::Result<HashMap<PersonId, String>> {
    let mut names = HashMap::with_capacity(persons.len());
    for persons in persons.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, persons);
        let sql = format!(
            "SELECT person, shown_as FROM account WHERE clinic = $1 AND person IN ({list}) AND shown_as IS NOT NULL"
        );
        for row in tx.query(&sql, &values)? {
            names.insert(row.get("person")?, row.get("shown_as")?);
        }
    }
    Ok(names)
}

/// A member of staff; a client's account is not found here.
pub fn find(tx: &mut Tx<'_>, id: AccountId) -> Result<Account> {
    let account = account::find(tx, id)?;
    if account.shown_as.is_none() {
        return Err(ground::Error::NotFound.into());
    }
    Ok(account)
}

/// How many accounts of staff are open or invited. Somebody whom a directory brings and who has no role here is none of them.
pub fn many(tx: &mut Tx<'_>) -> ground::Result<u64> {
    let row = tx.one(
        "SELECT COUNT(*) AS many FROM account a WHERE clinic = $1 AND shown_as IS NOT NULL AND deactivated_at IS NULL AND ends_at IS NULL
         AND (roles <> '' OR EXISTS (SELECT 1 FROM own_role_holder h WHERE h.clinic = a.clinic AND h.account = a.id))",
        &params![tx.clinic()],
    )?;
    Ok(row.get::<i64>("many")?.unsigned_abs())
}

/// Makes an account for a member of staff, and a person for it.
///
/// # Errors
/// [`Error::EmailTaken`] when the address has an account here.
pub fn create(tx: &mut Tx<'_>, new: &NewStaff) -> Result<Made> {
    // Whom the clinic lets in to help is none of its own.
    if !new.roles.contains(Role::Operator) && !new.roles.is_empty() {
        tx.room_for(Full::Staff, 1, many)?;
    }
    super::directory::release_begun(tx, &new.email)?;
    let key = tx.create_person()?;
    let row = NewRow {
        email: &new.email,
        name: None,
        password: new.password.as_ref(),
        roles: new.roles,
        shown_as: Some(&new.shown_as),
        language: &new.language,
        source: new.source.as_str(),
        age_stated: None,
    };
    let account = account::insert(tx, &key, &row)?;
    Ok(Made { account, person: key.person() })
}

/// The same for somebody who is given roles that the clinic made, too.
///
/// # Errors
/// [`Error::RoleGone`] when one of them is no more; [`ground::Error::Full`] when they are one more than the clinic may have.
pub fn create_with(tx: &mut Tx<'_>, new: &NewStaff, own: &BTreeSet<OwnRoleId>) -> Result<Made> {
    // In turn with whoever changes or retires one: it is still there when this is committed.
    super::own_role::take_turns(tx)?;
    let known = super::own_role::list(tx)?;
    if own.iter().any(|id| known.iter().all(|role| role.id != *id)) {
        return Err(Error::RoleGone);
    }
    let made = create(tx, new)?;
    let account = account::find(tx, made.account)?;
    // Whoever has no other role was not counted until now.
    if super::own_role::give(tx, &account, own)? && new.roles.is_empty() {
        tx.room_for(Full::Staff, 0, many)?;
    }
    Ok(made)
}

/// Changes a colleague's name and the roles given as they are; those that the clinic made stay.
///
/// # Errors
/// [`Error::LastManager`] when nobody else could govern the staff then.
pub fn update(tx: &mut Tx<'_>, before: &Account, shown_as: &str, roles: RoleSet) -> Result<()> {
    change(tx, before, shown_as, roles, None)
}

/// Changes a colleague's name and roles, with those that the clinic made if they are given. Other roles end their sessions,
/// so that no page of the old ones stays open.
///
/// # Errors
/// [`Error::LastManager`] when nobody else could govern the staff then; [`ground::Error::Full`] when their first role makes
/// them one more than the clinic may have.
pub fn change(
    tx: &mut Tx<'_>,
    before: &Account,
    shown_as: &str,
    roles: RoleSet,
    own: Option<&BTreeSet<OwnRoleId>>,
) -> Result<()> {
    // What somebody who was let in may do is what they were let in for.
    if before.roles.contains(Role::Operator) {
        return Err(ground::Error::Refused(Refusal::Policy).into());
    }
    // Before anything is looked at: what is asked below must still be so when this is committed.
    super::own_role::take_turns(tx)?;
    account::take_turns(tx, before.id)?;
    let stood = account::find(tx, before.id)?;
    tx.execute(
        "UPDATE account SET shown_as = $3, roles = $4 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), before.id, shown_as, roles.to_string()],
    )?;
    let others = match own {
        Some(own) => super::own_role::give(tx, before, own)?,
        None => false,
    };
    let stands = account::find(tx, before.id)?;
    // Whoever had no role was not counted until now.
    if stood.held.is_empty() && !stands.held.is_empty() && stands.deactivated_at.is_none() {
        tx.room_for(Full::Staff, 0, many)?;
    }
    if governs(tx, stood.held) && !governs(tx, stands.held) {
        another_manager(tx, before.id)?;
    }
    if stood.roles != stands.roles || others {
        super::session::end_all(tx, before.id)?;
        tx.emit(Event::new("account.roles_changed", before.id, before.person))?;
        super::own_role::raised(tx, &stood, stands.held)?;
        // Given by hand, it was read before it was given; a directory asks nobody.
        if tx.actor().account().is_none() {
            super::own_role::governs_now(tx, &stood, stands.held)?;
        }
    }
    Ok(())
}

/// Closes a colleague's account.
///
/// # Errors
/// [`Error::LastManager`] when nobody else could govern the staff then.
pub fn deactivate(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    super::own_role::take_turns(tx)?;
    let stands = account::find(tx, account.id)?;
    if governs(tx, stands.held) {
        another_manager(tx, account.id)?;
    }
    account::deactivate(tx, account)
}

/// Opens a colleague's account again, as a manager does. Who signed in for them elsewhere does so no more, and their holder is
/// told: until now the link stayed, so that whoever is there was known as somebody who is shut out, and not as somebody new.
pub fn activate(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    account::activate(tx, account)?;
    if super::oidc::link::delete_all(tx, account)? {
        super::alert::note(tx, account, What::ProviderUnlinked, None)?;
    }
    Ok(())
}

/// What somebody must be able to do so that nobody is locked out: give roles, and change what the clinic made.
const GOVERNING: [&str; 3] = ["identity.staff.update", "identity.staff.invite", "identity.role.update"];

/// Whether somebody with these roles could govern the staff, whatever became of everybody else.
pub fn governs(tx: &Tx<'_>, roles: RoleSet) -> bool {
    governs_by(tx.scope().house(), roles)
}

fn governs_by(house: &House, roles: RoleSet) -> bool {
    let (purpose, relations) = (Purpose::Administration.as_str(), Relations::NONE);
    let may = |action| house.policy.decide(&Ask { roles, action, purpose, relations }).allowed;
    GOVERNING.into_iter().all(may)
}

/// Lets only those go on who govern the staff: what they are about to do could give anybody anything, themselves too.
///
/// # Errors
/// Refused by policy.
pub fn only_governing(scope: &Scope) -> ground::Result<()> {
    if governs_by(scope.house(), scope.actor.roles) { Ok(()) } else { Err(ground::Error::Refused(Refusal::Policy)) }
}

/// Whether anybody who may sign in could.
pub fn is_governed(tx: &mut Tx<'_>) -> Result<bool> {
    let staff = list(tx)?;
    Ok(staff.iter().any(|account| account.is_open() && governs(tx, account.held)))
}

/// Whether anybody but `person` could who may sign in and whose account has no end.
pub(super) fn is_governed_without(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    let staff = list(tx)?;
    let stays = |account: &&Account| account.person != person && account.is_open() && account.ends_at.is_none();
    Ok(staff.iter().filter(stays).any(|account| governs(tx, account.held)))
}

/// The managers and the privacy officers who can sign in, by a role that the clinic made as by one that is given as it is, and
/// whoever else governs the staff.
pub fn governing(tx: &mut Tx<'_>) -> Result<Vec<Account>> {
    let mut open = list(tx)?;
    open.retain(|account| {
        let named = [Role::Manager, Role::PrivacyOfficer].into_iter().any(|role| account.held.contains(role));
        account.is_open() && account.ends_at.is_none() && (named || governs(tx, account.held))
    });
    Ok(open)
}

/// Those who answer for the clinic's privacy, but for `but`: its privacy officers, as far as they may judge an emergency; where
/// none does, whoever may, and where nobody may, whoever governs the staff.
pub fn answerable(tx: &mut Tx<'_>, but: Option<PersonId>) -> Result<Vec<Account>> {
    let mut open = list(tx)?;
    open.retain(|account| account.is_open() && Some(account.person) != but);
    let (action, purpose, relations) = ("identity.emergency.judge", Purpose::Rights.as_str(), Relations::NONE);
    let may = |roles| tx.scope().house().policy.decide(&Ask { roles, action, purpose, relations }).allowed;
    let judges: Vec<Account> = open.iter().filter(|account| may(account.held)).cloned().collect();
    let officers = judges.iter().filter(|account| account.held.contains(Role::PrivacyOfficer));
    let officers: Vec<Account> = officers.cloned().collect();
    if !officers.is_empty() {
        return Ok(officers);
    }
    if !judges.is_empty() {
        return Ok(judges);
    }
    open.retain(|account| governs(tx, account.held));
    Ok(open)
}

/// Two managers who remove each other at once take turns, so that one of them stays.
fn another_manager(tx: &mut Tx<'_>, but: AccountId) -> Result<()> {
    let staff = list(tx)?;
    let another = staff.iter().any(|account| account.id != but && account.is_open() && governs(tx, account.held));
    if another { Ok(()) } else { Err(Error::LastManager) }
}
