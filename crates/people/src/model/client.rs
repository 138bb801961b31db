//! A client, sealed and opened.

use ground::db::Row;
use ground::{Error, Key, PersonId, Sealed};
use jiff::Timestamp;
use jiff::civil::Date;

use super::name::turns_text;
use super::{BirthDate, Email, FamilyName, GivenName, Phone, Source, Wrong, personal};

/// What the desk notes to receive somebody well. Not a note about care.
#[derive(Clone, PartialEq, Eq)]
pub struct Note(String);

personal!(Note);

impl Note {
    /// Most characters.
    pub const MOST: usize = 1_000;

    /// Reads a note of some lines.
    pub fn parse(text: &str) -> Result<Note, Wrong> {
        let text: String = text.trim().replace("\r\n", "\n").chars().filter(|c| !turns_text(*c)).collect();
        if text.is_empty() {
            return Err(Wrong::Missing);
        }
        if text.chars().count() > Note::MOST {
            return Err(Wrong::Long(Note::MOST));
        }
        if let Some(c) = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(Wrong::Characters(c));
        }
        Ok(Note(text))
    }
}

/// A client to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClient {
    pub given_name: GivenName,
    pub family_name: FamilyName,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub birth_date: Option<BirthDate>,
    pub note: Option<Note>,
    /// The language to write to them in, one of the clinic's: `en`.
    pub language: String,
}

/// A child, or whoever else a client acts for. They are reached through the one who does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChild {
    pub given_name: GivenName,
    pub family_name: FamilyName,
    pub birth_date: Option<BirthDate>,
    pub language: String,
}

/// Everything of a client that can be changed, as it should be afterwards. The outer `Option` of the note says whether
/// it is touched at all: who may not read it cannot empty it by saving a form without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub given_name: GivenName,
    pub family_name: FamilyName,
    pub email: Option<Email>,
    pub phone: Option<Phone>,
    pub birth_date: Option<BirthDate>,
    pub note: Option<Option<Note>>,
    pub language: String,
    /// Whether it comes from the client's own page, where a new address is a claim that nobody has proved.
    pub by_holder: bool,
    /// The version the change was made from; another one stored means that somebody else was quicker.
    pub version: i64,
}

/// How someone stands to the person they act for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinship {
    Parent,
    /// By order of a court, or by agreement of the family.
    Guardian,
    /// For an adult.
    Carer,
}

/// The word names no kinship.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not parent, guardian or carer")]
pub struct NotKinship;

impl Kinship {
    /// Every kind.
    pub const ALL: [Kinship; 3] = [Kinship::Parent, Kinship::Guardian, Kinship::Carer];

    /// As it is stored, and sent by forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kinship::Parent => "parent",
            Kinship::Guardian => "guardian",
            Kinship::Carer => "carer",
        }
    }

    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            Kinship::Parent => "people-kinship-parent",
            Kinship::Guardian => "people-kinship-guardian",
            Kinship::Carer => "people-kinship-carer",
        }
    }
}

impl std::str::FromStr for Kinship {
    type Err = NotKinship;

    fn from_str(text: &str) -> Result<Kinship, NotKinship> {
        Kinship::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(NotKinship)
    }
}

/// A client as stored: what is personal is sealed.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: PersonId,
    given_name: Sealed<String>,
    family_name: Sealed<String>,
    email: Option<Sealed<String>>,
    phone: Option<Sealed<String>>,
    birth_date: Option<Sealed<Date>>,
    note: Option<Sealed<String>>,
    pub language: String,
    pub source: Source,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Counts changes, from 1.
    pub version: i64,
    /// The address was written by the client themselves, and is not proven.
    pub(crate) claimed: bool,
    pub(crate) tokens: Vec<u8>,
}

impl Stored {
    /// Whether there is an address to write to; which one it is stays sealed.
    pub fn has_email(&self) -> bool {
        self.email.is_some()
    }

    pub(crate) fn from_row(row: &Row) -> ground::Result<Stored> {
        let id: PersonId = row.get("id")?;
        let source = Source::stored(&row.get::<String>("source")?, row.get("source_detail")?);
        Ok(Stored {
            id,
            given_name: Sealed::read(row, "client", "given_name", id)?,
            family_name: Sealed::read(row, "client", "family_name", id)?,
            email: Sealed::read_optional(row, "client", "email", id)?,
            phone: Sealed::read_optional(row, "client", "phone", id)?,
            birth_date: Sealed::read_optional(row, "client", "birth_date", id)?,
            note: Sealed::read_optional(row, "client", "note", id)?,
            language: row.get("language")?,
            source: source.ok_or_else(|| Error::internal("a client of an unknown source"))?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            version: row.get("version")?,
            claimed: row.get("claimed")?,
            tokens: row.get("tokens")?,
        })
    }

    /// The client in clear. A key handed out for a purpose that does not cover names and contacts is refused.
    pub fn open(&self, key: &Key) -> ground::Result<Client> {
        Ok(Client {
            id: self.id,
            given_name: key.open(&self.given_name)?,
            family_name: key.open(&self.family_name)?,
            email: key.open_optional(self.email.as_ref())?,
            phone: key.open_optional(self.phone.as_ref())?,
            birth_date: key.open_optional(self.birth_date.as_ref())?.map(BirthDate::stored),
            language: self.language.clone(),
            source: self.source.clone(),
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        })
    }

    /// The desk's note, for purposes that cover it.
    pub fn note(&self, key: &Key) -> ground::Result<Option<String>> {
        key.open_optional(self.note.as_ref())
    }
}

/// A client in clear, for whom and what it was opened for.
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    pub id: PersonId,
    pub given_name: String,
    pub family_name: String,
    pub email: Option<String>,
    /// In international form.
    pub phone: Option<String>,
    pub birth_date: Option<BirthDate>,
    pub language: String,
    pub source: Source,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client(<personal>)")
    }
}

impl Client {
    /// Given name, then family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// The first letter of each name, for the mark beside it.
    pub fn initials(&self) -> String {
        [&self.given_name, &self.family_name]
            .into_iter()
            .filter_map(|name| name.chars().find(|c| c.is_alphanumeric()))
            .flat_map(char::to_uppercase)
            .collect()
    }
}
