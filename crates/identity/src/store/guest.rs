//! Somebody of those who run the program, whom the clinic lets in to help: an account that ends by itself.

use ground::{AccountId, Event, Refusal, Role, RoleSet, Tx, params};
use jiff::Timestamp;

use super::{account, challenge, session, staff, step};
use crate::error::{Error, Result};
use crate::model::{Made, NewStaff, Source};

/// Whom the clinic lets in, and until when.
#[derive(Clone, Debug)]
pub struct NewGuest {
    pub email: String,
    pub shown_as: String,
    pub language: String,
    /// They do what the front desk does, besides seeing to the setup.
    pub with_records: bool,
    pub ends_at: Timestamp,
}

impl NewGuest {
    fn roles(&self) -> RoleSet {
        let roles = RoleSet::from(Role::Operator);
        if self.with_records { roles.with(Role::FrontDesk) } else { roles }
    }
}

/// Lets somebody in until their end. Who was let in before has the same account, and shows anew who they are.
///
/// # Errors
/// [`Error::EmailTaken`] when the address is that of somebody who belongs to the clinic.
pub fn admit(tx: &mut Tx<'_>, new: &NewGuest) -> Result<Made> {
    // An account that a visitor began and never confirmed is nobody's: making another takes the address off it.
    let known = account::find_by_email(tx, &new.email)?.filter(|known| !known.is_unconfirmed());
    let made = match known {
        Some(known) if known.roles.contains(Role::Operator) => Made { account: known.id, person: known.person },
        Some(_) => return Err(Error::EmailTaken),
        None => {
            let new = NewStaff {
                email: new.email.clone(),
                shown_as: new.shown_as.clone(),
                roles: new.roles(),
                language: new.language.clone(),
                password: None,
                source: Source::Staff,
            };
            staff::create(tx, &new)?
        }
    };
    account::take_turns(tx, made.account)?;
    tx.execute(
        "UPDATE account SET shown_as = $3, roles = $4, ends_at = $5, deactivated_at = NULL WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), made.account, &new.shown_as, new.roles().to_string(), new.ends_at],
    )?;
    session::end_all(tx, made.account)?;
    tx.emit(Event::new("account.admitted", made.account, made.person))?;
    Ok(made)
}

/// Ends the account of whom the clinic let in, now: every session and mailed link of it is over.
///
/// # Errors
/// Refused for an account that is nobody's who was let in.
pub fn dismiss(tx: &mut Tx<'_>, id: AccountId) -> Result<()> {
    account::take_turns(tx, id)?;
    let guest = account::find(tx, id)?;
    if !guest.roles.contains(Role::Operator) {
        return Err(ground::Error::Refused(Refusal::Policy).into());
    }
    tx.execute(
        "UPDATE account SET ends_at = $3, roles = $4 WHERE clinic = $1 AND id = $2",
        &params![tx.clinic(), id, tx.now(), RoleSet::from(Role::Operator).to_string()],
    )?;
    session::end_all(tx, id)?;
    challenge::delete_all(tx, id)?;
    step::delete_all(tx, id)
}

/// Accounts of operators that are open without an end, or past it: none may be.
pub fn without_end(tx: &mut Tx<'_>) -> Result<i64> {
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM session s JOIN account a ON a.clinic = s.clinic AND a.id = s.account
         WHERE s.clinic = $1 AND a.roles LIKE '%operator%' AND (a.ends_at IS NULL OR s.expires_at > a.ends_at)",
        &params![tx.clinic()],
    )?;
    Ok(row.get("n")?)
}
