//! What happened: one row an event, told to the rooms that subscribed and to the live pages.

use jiff::Timestamp;

use crate::error::Result;
use crate::tx::Tx;
use crate::{EventId, PersonId, params};

/// Something that happened to `subject`.
#[derive(Clone, Debug)]
pub struct Event {
    /// `appointment.booked`: a noun and a past tense.
    pub name: &'static str,
    /// The id of what it happened to.
    pub subject: String,
    /// Whom it is about.
    pub person: Option<PersonId>,
}

impl Event {
    /// An event about `person`.
    pub fn new(name: &'static str, subject: impl ToString, person: impl Into<Option<PersonId>>) -> Event {
        Event { name, subject: subject.to_string(), person: person.into() }
    }

    /// What live pages listen for: the noun.
    pub fn topic(&self) -> &'static str {
        self.name.split('.').next().unwrap_or(self.name)
    }
}

/// One line of a subject's history.
#[derive(Clone, Debug)]
pub struct Happened {
    pub name: String,
    /// Who did it, as in the access record.
    pub actor: String,
    pub at: Timestamp,
}

pub(crate) fn insert(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO event (clinic, id, name, subject, actor, at) VALUES ($1, $2, $3, $4, $5, $6)",
        &params![clinic, EventId::new(now), event.name, &event.subject, actor, now],
    )?;
    Ok(())
}

/// The history of `subject`, oldest first.
pub fn history(tx: &mut Tx<'_>, subject: &str) -> Result<Vec<Happened>> {
    let rows = tx.query(
        "SELECT name, actor, at FROM event WHERE clinic = $1 AND subject = $2 ORDER BY id",
        &params![tx.clinic(), subject],
    )?;
    rows.iter()
        .map(|row| Ok(Happened { name: row.get("name")?, actor: row.get("actor")?, at: row.get("at")? }))
        .collect()
}
