//! Whom a visit is for, and who speaks for them.

use ground::residency::{self, Told, Via};
use ground::{PersonId, Refusal, Relations, Tx, restrict};
use jiff::civil::Date;
use people::rules::{AgeKnown, Alone, may_book_alone};
use people::{Acts, BirthDate, Email, Kinship, NewChild, NewClient, Phone, Source};
use promise::Purpose;

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
    /// What they were told of where it is kept; none where the clinic has not said it.
    pub told: Option<Told>,
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
    /// What they were told of where it is kept; none where the clinic has not said it.
    pub told: Option<Told>,
}

/// The persons of a booking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Party {
    pub client: PersonId,
    pub booked_by: Option<PersonId>,
    /// Whoever filled in a form was a client already. Their record stays as it is, whatever they wrote.
    pub found: bool,
    /// The one whom the visit is for had a record, and whoever booked it showed nothing but their name and address.
    /// Nobody has the client in care by such a visit until the clinic has had a hand in it.
    pub unproved: bool,
}

impl Party {
    fn known(client: PersonId, booked_by: Option<PersonId>) -> Party {
        Party { client, booked_by, found: false, unproved: false }
    }
}

impl Whom {
    /// Whether whoever asks may book for these at all; asked before the time is looked at, and before anybody is looked
    /// up. Who makes clients for the clinic may type anybody. Other staff book for those whom they may open: a known
    /// client's name and address, typed, would else bring the client into their care, and tell that they are known.
    pub(crate) fn admit(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        match self {
            Whom::Known { client, .. } => {
                let client = tx.kept(*client)?;
                Ok(tx.require(client)?)
            }
            Whom::Visitor(_) if tx.actor().is_staff() && !makes_clients(tx) => Err(Error::DeskOnly),
            Whom::Visitor(_) | Whom::Own(_) => Ok(()),
        }
    }

    /// Finds or makes the persons. `known_only` refuses whoever the clinic does not know yet.
    pub(crate) fn settle(&self, tx: &mut Tx<'_>, known_only: bool) -> Result<Party, Error> {
        let visitor = match self {
            // A page made before two records of one person were merged still names the merged one.
            Whom::Known { client, booked_by } => {
                let booked_by = booked_by.map(|by| tx.held(by)).transpose()?;
                let client = tx.held(*client)?;
                // Whose yes to where it is kept ended or names another country is asked before more is stored.
                if residency::asks_anew(tx, client)?.is_some() {
                    return Err(Error::AskAnew);
                }
                return Ok(Party::known(client, booked_by));
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
        // Whoever the desk typed as new may be known: their own word is asked for on their page.
        if let Some(typed) = visitor.told.as_ref().filter(|told| !new && told.via == Via::Desk)
            && residency::asks_first(tx, person, typed)?
        {
            return Err(Error::AskAnew);
        }
        told(tx, person, person, visitor.told.as_ref(), new)?;
        let (client, booked_by, made) = match &visitor.child {
            None => (person, None, new),
            Some(child) => {
                let (client, made) = people::create_dependant(tx, person, child, kinship(tx, child.birth_date))?;
                told(tx, client, person, visitor.told.as_ref(), made)?;
                (client, Some(person), made)
            }
        };
        Ok(Party { client, booked_by, found: !new, unproved: !made && !makes_clients(tx) })
    }
}

fn makes_clients(tx: &Tx<'_>) -> bool {
    tx.decide("people.client.create", Relations::NONE)
}

impl Own {
    fn settle(&self, tx: &mut Tx<'_>) -> Result<Party, Error> {
        // Nothing is arranged for whoever had that stopped, and nobody is promised a letter that would be held back.
        let ward = if let OwnFor::Ward(ward) = self.to { Some(ward) } else { None };
        for person in std::iter::once(self.me).chain(ward) {
            if restrict::stops(tx, person, Purpose::Scheduling)? {
                return Err(Error::Stopped);
            }
        }
        if self.email.is_some() || self.phone.is_some() {
            people::complete(tx, self.me, self.email.clone(), self.phone.clone())?;
        }
        match &self.to {
            OwnFor::Myself => {
                residency::note_anew(tx, self.me, self.me, self.told.as_ref())?;
                Ok(Party::known(self.me, None))
            }
            OwnFor::Ward(ward) => {
                // Asked where it is booked: a bond that ended a moment ago books nothing, nor does one to a child who has
                // grown up.
                if people::acts_for(tx, self.me, *ward)? != Acts::Now {
                    return Err(ground::Error::Refused(Refusal::Policy).into());
                }
                residency::note_anew(tx, *ward, self.me, self.told.as_ref())?;
                Ok(Party::known(*ward, Some(self.me)))
            }
            OwnFor::New(new) => {
                let kind = kinship(tx, new.birth_date);
                let (client, made) = people::create_dependant(tx, self.me, new, kind)?;
                told(tx, client, self.me, self.told.as_ref(), made)?;
                Ok(Party::known(client, Some(self.me)))
            }
        }
    }
}

/// Writes down what `giver` was told for somebody of whom the first row is stored now, or more than there was.
fn told(tx: &mut Tx<'_>, person: PersonId, giver: PersonId, told: Option<&Told>, new: bool) -> Result<(), Error> {
    match new {
        true => residency::note(tx, person, giver, told)?,
        false => residency::note_anew(tx, person, giver, told)?,
    }
    Ok(())
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
