//! Whom a row of another system's file is about, where the row is about something else than a client.

use ground::{PersonId, Result, Tx, params};

use super::token::Marks;
use super::{brought, client, erase, imported};
use crate::import::Whom;
use crate::incoming::System;
use crate::model::{FamilyName, GivenName, Phone, Source};

/// What is known of whom a row is about, without opening anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A client's.
    Client,
    /// Somebody's of whom nothing is known but a number, now or once it is written.
    Number,
    /// Somebody's who would become a client.
    New,
    /// Nobody is called so.
    Nobody,
    /// Several are called so.
    Several,
}

/// Looks whom a row is about.
pub fn whose(tx: &mut Tx<'_>, system: Option<&System>, whom: &Whom) -> Result<Whose> {
    match whom {
        Whom::Number(number) => {
            let token = imported::token(tx, system.map_or("", System::as_str), number)?;
            let person = imported::find(tx, std::slice::from_ref(&token))?.remove(&token);
            if person.is_none() && !erase::erased_among(tx, std::slice::from_ref(&token))?.is_empty() {
                return Ok(Whose::Nobody);
            }
            Ok(match person {
                Some(person) if client::find(tx, person)?.is_some() => Whose::Client,
                _ => Whose::Number,
            })
        }
        Whom::Client(ready) => {
            let standing = brought::standing(tx, system, std::slice::from_ref(ready.as_ref()))?;
            Ok(match standing.first() {
                Some(row) if row.known => Whose::Client,
                Some(row) if row.erased => Whose::Nobody,
                _ => Whose::New,
            })
        }
        Whom::Called { given_name, family_name, phone } => {
            Ok(match called(tx, given_name, family_name, phone.as_ref())?.as_slice() {
                [] => Whose::Nobody,
                [_] => Whose::Client,
                _ => Whose::Several,
            })
        }
    }
}

/// The person a row is about, made known where that is needed and possible; none where nobody or several are called so.
/// Imports take turns: see [`crate::incoming`].
pub fn settle(tx: &mut Tx<'_>, system: Option<&System>, whom: &Whom, source: &Source) -> Result<Option<PersonId>> {
    match whom {
        Whom::Number(number) => {
            let token = imported::token(tx, system.map_or("", System::as_str), number)?;
            if !erase::erased_among(tx, std::slice::from_ref(&token))?.is_empty() {
                return Ok(None);
            }
            Ok(imported::find_or_create(tx, std::slice::from_ref(&token))?.0.remove(&token))
        }
        Whom::Client(ready)
            if brought::standing(tx, system, std::slice::from_ref(ready.as_ref()))?.iter().any(|row| row.erased) =>
        {
            Ok(None)
        }
        Whom::Client(ready) => brought::bring_one(tx, system, ready, source).map(|(person, _)| Some(person)),
        Whom::Called { given_name, family_name, phone } => {
            Ok(match called(tx, given_name, family_name, phone.as_ref())?.as_slice() {
                [person] => Some(*person),
                _ => None,
            })
        }
    }
}

/// Clients who are called so, two at most; with a phone number, those of them who have it. A record that was merged is
/// meant by its old name too. Of records that somebody began themselves the name is not proved: whoever is called so on
/// their own page alone could take over what was another's.
fn called(tx: &mut Tx<'_>, given: &GivenName, family: &FamilyName, phone: Option<&Phone>) -> Result<Vec<PersonId>> {
    let marks = Marks::of(tx, given.as_str(), family.as_str(), None, None, phone)?;
    // By how the name sounds, of which there is an index; who is called exactly so is few of these.
    let rows = tx.query(
        "SELECT id, phone_token FROM client
         WHERE clinic = $1 AND near_token = $2 AND name_token = $3 AND source IN ('desk', 'import', 'demo') LIMIT 100",
        &params![tx.clinic(), marks.near.as_slice(), marks.name.as_slice()],
    )?;
    let mut found = Vec::new();
    for row in &rows {
        let theirs: Option<Vec<u8>> = row.get("phone_token")?;
        let kept = tx.kept(row.get("id")?)?;
        if (marks.phone.is_none() || theirs == marks.phone) && !found.contains(&kept) {
            found.push(kept);
        }
    }
    found.truncate(2);
    Ok(found)
}
