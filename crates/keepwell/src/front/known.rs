//! Where accounts and clients meet: the two rooms on one floor know nothing of each other.

use ground::{AccountId, Error, Event, Result, Role, Tx};

/// Gives an account whose address was just proven the record of the one client with that address. With several
/// clients, as in a family that shares one, the address says nothing about who is meant, and nothing is done.
pub(super) fn attach(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let account: AccountId =
        event.subject.parse().map_err(|_| Error::internal("an event about an account names none"))?;
    if !identity::find_account(tx, account)?.roles.contains(Role::Client) {
        return Ok(());
    }
    let email = identity::open_email(tx, account)?;
    let Ok(email) = people::Email::parse(&email) else { return Ok(()) };
    match people::known_by_email(tx, &email)? {
        Some(client) => Ok(identity::attach(tx, account, client)?),
        None => Ok(()),
    }
}
