//! Whom a visit is for, and who speaks for them.

use ground::{PersonId, Tx};
use people::{Kinship, NewChild, NewClient, Source};

use crate::error::Error;

/// For whom something is booked.
#[derive(Clone, Debug)]
pub enum Whom {
    /// Somebody the clinic knows.
    Known {
        client: PersonId,
        /// The parent or carer who is written to instead.
        booked_by: Option<PersonId>,
    },
    /// Whoever filled in a form: found again by name and address, or made.
    Visitor(Box<Visitor>),
}

/// What a visitor said about themselves, and about their child if the visit is for one.
#[derive(Clone, Debug)]
pub struct Visitor {
    pub me: NewClient,
    pub child: Option<NewChild>,
    pub source: Source,
}

/// The persons of a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Party {
    pub client: PersonId,
    pub booked_by: Option<PersonId>,
}

impl Whom {
    /// Finds or makes the persons. `known_only` refuses whoever the clinic does not know yet.
    pub(crate) fn settle(&self, tx: &mut Tx<'_>, known_only: bool) -> Result<Party, Error> {
        let visitor = match self {
            // A page made before two records of one person were merged still names the merged one.
            Whom::Known { client, booked_by } => {
                let booked_by = booked_by.map(|by| tx.kept(by)).transpose()?;
                return Ok(Party { client: tx.kept(*client)?, booked_by });
            }
            Whom::Visitor(visitor) => visitor,
        };
        let me = &visitor.me;
        let found = match &me.email {
            Some(email) if known_only => {
                people::known(tx, &me.given_name, &me.family_name, email)?.ok_or(Error::Unknown)?
            }
            None if known_only => return Err(Error::Unknown),
            _ => people::find_or_create(tx, me, &visitor.source)?.0,
        };
        match &visitor.child {
            None => Ok(Party { client: found, booked_by: None }),
            Some(child) => {
                let (client, _) = people::create_dependant(tx, found, child, Kinship::Parent)?;
                Ok(Party { client, booked_by: Some(found) })
            }
        }
    }
}
