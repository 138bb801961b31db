//! The stand-in as a provider of a clinic: set up as a manager would, with people who are linked already.

use ground::{AccountId, Tx};

use super::{DEMO_CLIENT, SECRET};
use crate::error::{Error, Result};
use crate::model::Gives;
use crate::oidc::Unknown;
use crate::store::account;
use crate::store::oidc::provider::{self, NewProvider, Rule, Secret};
use crate::store::oidc::{link, subject_token};

/// What is set up.
pub struct Connected<'a> {
    pub issuer: &'a str,
    /// What the button says.
    pub name: &'a str,
    /// Which group gives what to somebody unknown.
    pub rules: &'a [(&'a str, Gives)],
    /// Accounts, each with the subject that signs it in.
    pub people: &'a [(AccountId, String)],
}

/// Sets the stand-in up at the transaction's clinic. One that is set up already stays as a manager left it; one that answers
/// elsewhere now is set up anew.
///
/// # Errors
/// [`Error::TooMany`] where the clinic has as many providers as it may; not found where this is no demo.
pub fn connect(tx: &mut Tx<'_>, new: &Connected<'_>) -> Result<()> {
    if !tx.scope().house().demo {
        return Err(ground::Error::NotFound.into());
    }
    let before = provider::list(tx)?.into_iter().find(|provider| provider.client_id == DEMO_CLIENT);
    let id = match before {
        Some(before) if before.issuer == new.issuer => before.id,
        before => {
            if let Some(before) = before {
                provider::delete(tx, before.id)?;
            }
            let rule = |(group, gives): &(&str, Gives)| Rule { group: (*group).to_owned(), gives: *gives };
            let provider = NewProvider {
                name: new.name.to_owned(),
                issuer: new.issuer.to_owned(),
                client_id: DEMO_CLIENT.to_owned(),
                secret: Some(Secret(SECRET.to_owned())),
                domains: Vec::new(),
                for_staff: true,
                for_clients: true,
                unknown: Unknown::Group,
                proves_two: true,
                working: true,
                rules: new.rules.iter().map(rule).collect(),
            };
            provider::create(tx, &provider)?
        }
    };
    for (of, subject) in new.people {
        let account = account::find(tx, *of)?;
        let token = subject_token(tx, new.issuer, subject)?;
        // Nobody is told: nobody did it.
        match link::put(tx, &account, id, &token) {
            Ok(_) | Err(Error::LinkedElsewhere) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
