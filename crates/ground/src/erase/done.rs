//! Why somebody is erased, and what became of it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use promise::Category;
use promise::law::Checked;
use serde::Serialize;

use crate::PersonId;

crate::id!(/// The erasure of one person, and its certificate.
    pub ErasureId, "ers");

/// At whose word somebody is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// They asked for it.
    Request,
    /// The clinic decided it.
    Clinic,
    /// Their time was over.
    Retention,
    /// What a law kept is over.
    Unlocked,
    /// An older backup was restored, and they had been erased since.
    Restored,
    /// A directory has them no more. Whoever is a client too is not for a directory to erase.
    Leaver,
}

impl Cause {
    /// As it is stored, and stands in the certificate.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Request => "request",
            Cause::Clinic => "clinic",
            Cause::Retention => "retention",
            Cause::Unlocked => "unlocked",
            Cause::Restored => "restored",
            Cause::Leaver => "leaver",
        }
    }
}

/// Why somebody is erased, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Because {
    pub cause: Cause,
    /// In words, for the certificate: without a name, whoever writes them.
    pub reason: String,
    /// The clinic's figures must stay exactly what they are: whoever has visits to come is not anonymised.
    pub anonymise: bool,
    /// Where it took the word of two: who asked for it, and who agreed, as they stand in the access record.
    pub two: Option<(String, String)>,
    /// A law keeps some of it until then, whatever laws say now: it was locked before.
    pub(crate) locked_until: Option<Timestamp>,
}

impl Because {
    /// At `cause`'s word, for `reason`.
    pub fn new(cause: Cause, reason: impl Into<String>) -> Because {
        Because { cause, reason: reason.into(), anonymise: false, two: None, locked_until: None }
    }

    /// They asked for it.
    pub fn request(reason: impl Into<String>) -> Because {
        Because::new(Cause::Request, reason)
    }

    /// A directory has them no more.
    #[must_use]
    pub fn leaver() -> Because {
        Because::new(Cause::Leaver, "the directory has them no more")
    }

    /// The same, at the word of two: `asked` wanted it, and `agreed` said yes.
    #[must_use]
    pub fn of_two(self, asked: impl Into<String>, agreed: impl Into<String>) -> Because {
        Because { two: Some((asked.into(), agreed.into())), ..self }
    }

    /// The same of whom a law kept locked until then.
    pub(crate) fn locked_until(self, until: Timestamp) -> Because {
        Because { locked_until: Some(until), ..self }
    }

    /// The same, with the clinic's figures staying what they are.
    #[must_use]
    pub fn anonymise(self) -> Because {
        Because { anonymise: true, ..self }
    }
}

/// Why somebody is not erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unerased {
    #[error("they were erased before")]
    Before,
    #[error("their record and another are one")]
    Merged,
    #[error("a legal hold keeps their record")]
    Held,
    #[error("a law keeps all that would be erased now until {0}")]
    Locked(Timestamp),
    #[error("a room says no: {0}")]
    Room(&'static str),
}

/// What became of the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// They are gone.
    Gone,
    /// They stay as something about nobody.
    Nobody,
    /// They stay and no longer point to the person.
    Detached,
    /// A law keeps them, as they are; they say nothing of who it was.
    Kept,
    /// A law keeps them, locked.
    Locked,
}

impl Became {
    /// As it stands in the certificate.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Became::Gone => "gone",
            Became::Nobody => "nobody",
            Became::Detached => "detached",
            Became::Kept => "kept",
            Became::Locked => "locked",
        }
    }
}

/// What became of how many rows of one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub table: String,
    pub became: Became,
    pub rows: u64,
}

/// What a law keeps, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Retained {
    /// Which kind of data.
    pub category: Category,
    /// The law of the clinic's own place, as it is cited; empty where none that we know asks for it.
    pub law: String,
    /// Until when; nothing where no day is set.
    pub until: Option<Timestamp>,
    /// What it is kept for, where no day is set.
    pub why: Option<String>,
    /// Whether we read its text ourselves; nothing where no fact of ours is that law.
    pub checked: Option<Checked>,
}

impl Retained {
    /// Whether it is named without that we read its text.
    #[must_use]
    pub fn is_unverified(&self) -> bool {
        self.checked.is_none_or(|checked| checked == Checked::Unverified)
    }
}

/// What an erasure did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub id: ErasureId,
    pub at: Timestamp,
    /// The records that were one person's: their own, and those merged into it. The certificate says how many.
    pub persons: Vec<PersonId>,
    pub tables: Vec<Outcome>,
    /// Tables of whose rows, unreadable now, a job takes the rest: they were too many for one transaction.
    pub follow: BTreeSet<String>,
    pub retained: Vec<Retained>,
    /// Fingerprints of the keys that are destroyed; none of one who is locked, whose key ends when the lock does.
    pub keys: Vec<String>,
    /// A law keeps some of it, locked, until then.
    pub locked_until: Option<Timestamp>,
    /// How many keyed tokens are remembered, so that an import or a directory does not bring them back.
    pub remembered: u64,
    /// The signed certificate.
    pub certificate: String,
}

impl Done {
    pub(super) fn new(at: Timestamp) -> Done {
        Done {
            id: ErasureId::new(at),
            at,
            persons: Vec::new(),
            tables: Vec::new(),
            follow: BTreeSet::new(),
            retained: Vec::new(),
            keys: Vec::new(),
            locked_until: None,
            remembered: 0,
            certificate: String::new(),
        }
    }

    /// Notes what became of `rows` rows of `table`.
    pub fn note(&mut self, table: &str, became: Became, rows: u64) {
        if rows == 0 {
            return;
        }
        match self.tables.iter_mut().find(|known| known.table == table && known.became == became) {
            Some(known) => known.rows += rows,
            None => self.tables.push(Outcome { table: table.to_owned(), became, rows }),
        }
    }

    /// Whether a law keeps data of this kind about them.
    #[must_use]
    pub fn keeps(&self, category: Category) -> bool {
        self.locked_until.is_some() && self.retained.iter().any(|kept| kept.category == category)
    }

    /// How many rows became that.
    #[must_use]
    pub fn count(&self, became: Became) -> u64 {
        self.tables.iter().filter(|known| known.became == became).map(|known| known.rows).sum()
    }
}

/// What an erasure would do, and whether it may be.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// All records that are one person's.
    pub persons: Vec<PersonId>,
    pub unerased: Option<Unerased>,
    /// Rows about them, by table.
    pub rows: Vec<(String, i64)>,
    pub retained: Vec<Retained>,
    pub locked_until: Option<Timestamp>,
}
