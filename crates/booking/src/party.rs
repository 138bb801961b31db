//! Whom a visit is for, and who speaks for them.

use ground::{PersonId, Refusal, Tx};
use jiff::civil::Date;
use people::rules::{AgeKnown, Alone, may_book_alone};
use people::{BirthDate, Email, Kinship, NewChild, NewClient, Phone, Source};

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
    /// Whoever is signed in, for themselves or for somebody they act for.
    Own(Box<Own>),
}

/// A client who books for their own record, or for one that is theirs to care for.
#[derive(Clone, Debug)]
pub struct Own {
    pub me: PersonId,
    pub to: OwnFor,
    /// What their record lacked, and has from now on.
    pub email: Option<Email>,
    pub phone: Option<Phone>,
}

/// Whom they book for.
#[derive(Clone, Debug)]
pub enum OwnFor {
    Myself,
    /// Somebody they act for now; anyone else is refused.
    Ward(PersonId),
    /// Somebody the clinic does not know yet, whom they act for from now on.
    New(Box<NewChild>),
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
    /// Whoever filled in a form was a client already. Their record stays as it is, whatever they wrote.
    pub found: bool,
}

impl Whom {
    /// Finds or makes the persons. `known_only` refuses whoever the clinic does not know yet.
    pub(crate) fn settle(&self, tx: &mut Tx<'_>, known_only: bool) -> Result<Party, Error> {
        let visitor = match self {
            // A page made before two records of one person were merged still names the merged one.
            Whom::Known { client, booked_by } => {
                let booked_by = booked_by.map(|by| tx.kept(by)).transpose()?;
                return Ok(Party { client: tx.kept(*client)?, booked_by, found: false });
            }
            Whom::Own(own) => return own.settle(tx),
            Whom::Visitor(visitor) => visitor,
        };
        let me = &visitor.me;
        let (person, new) = match &me.email {
            Some(email) if known_only => {
                (people::known(tx, &me.given_name, &me.family_name, email)?.ok_or(Error::Unknown)?, false)
            }
            None if known_only => return Err(Error::Unknown),
            _ => people::find_or_create(tx, me, &visitor.source)?,
        };
        match &visitor.child {
            None => Ok(Party { client: person, booked_by: None, found: !new }),
            Some(child) => {
                let (client, _) = people::create_dependant(tx, person, child, Kinship::Parent)?;
                Ok(Party { client, booked_by: Some(person), found: !new })
            }
        }
    }
}

impl Own {
    fn settle(&self, tx: &mut Tx<'_>) -> Result<Party, Error> {
        if self.email.is_some() || self.phone.is_some() {
            people::complete(tx, self.me, self.email.clone(), self.phone.clone())?;
        }
        match &self.to {
            OwnFor::Myself => Ok(Party { client: self.me, booked_by: None, found: false }),
            OwnFor::Ward(ward) => {
                // Asked where it is booked: a bond that ended a moment ago books nothing.
                if people::dependants_of(tx, self.me)?.iter().all(|bond| bond.dependant != *ward) {
                    return Err(ground::Error::Refused(Refusal::Policy).into());
                }
                Ok(Party { client: *ward, booked_by: Some(self.me), found: false })
            }
            OwnFor::New(new) => {
                let kind = kinship(tx, new.birth_date);
                let (client, _) = people::create_dependant(tx, self.me, new, kind)?;
                Ok(Party { client, booked_by: Some(self.me), found: false })
            }
        }
    }
}

/// How whoever brings somebody of this age stands to them: a parent to a child, a carer to an adult.
fn kinship(tx: &Tx<'_>, born: Option<BirthDate>) -> Kinship {
    let clinic = tx.settings();
    let today: Date = clinic.zone.to_datetime(tx.now()).date();
    let known = born.map_or(AgeKnown::No, AgeKnown::Born);
    match clinic.jurisdiction.parse().map(|place| may_book_alone(&clinic.parameters, place, known, today)) {
        Ok(Alone::Yes) => Kinship::Carer,
        _ => Kinship::Parent,
    }
}
