//! What waits for a second person, as it is kept.

use ground::PersonId;
use ground::db::Row;
use jiff::Timestamp;

use super::requests::{stored, word};

ground::id!(/// Something that one person asked for and another has to agree to.
    pub ConfirmationId, "cfm");

stored! {
    /// What happens only on the word of two.
    pub enum Kind {
        /// A client is erased or anonymised.
        Erasure = "erasure",
        /// Everything is taken along.
        Export = "export",
        /// The clinic leaves.
        Leaving = "leaving",
        /// Four eyes are asked for no more.
        FourEyes = "four_eyes",
    }
}

impl Kind {
    /// Who may ask for it may agree to it, but for four eyes, which the privacy officer may let go too.
    pub const fn action(self) -> &'static str {
        match self {
            Kind::Erasure => "office.erasure.create",
            Kind::Export => "front.export.take",
            Kind::Leaving => "front.leave.ask",
            Kind::FourEyes => "office.setting.confirm",
        }
    }
}

stored! {
    /// How far it is.
    pub enum State {
        Asked = "asked",
        Confirmed = "confirmed",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
        /// Another did not agree.
        Declined = "declined",
        /// Nobody agreed in time.
        Expired = "expired",
    }
}

/// Something to be asked for.
#[derive(Clone, Debug)]
pub struct NewConfirmation {
    pub kind: Kind,
    /// Whom it is about; none where it is the clinic.
    pub subject: Option<PersonId>,
    /// How, as a word of its kind.
    pub way: Option<&'static str>,
    /// Without a name.
    pub reason: Option<String>,
}

/// Something that one person asked for.
#[derive(Clone, Debug)]
pub struct Confirmation {
    pub id: ConfirmationId,
    pub kind: Kind,
    pub subject: Option<PersonId>,
    pub way: Option<String>,
    pub reason: Option<String>,
    pub asked_by: PersonId,
    pub asked_at: Timestamp,
    /// From when on nobody agrees to it any more.
    pub expires_at: Timestamp,
    pub state: State,
    pub answered_by: Option<PersonId>,
    pub answered_at: Option<Timestamp>,
}

/// The columns of a [`Confirmation`].
pub(crate) const COLUMNS: &str =
    "id, kind, subject, way, reason, asked_by, asked_at, expires_at, state, answered_by, answered_at";

impl Confirmation {
    pub(crate) fn from_row(row: &Row) -> ground::Result<Confirmation> {
        let subject: String = row.get("subject")?;
        let read = |text: &str| text.parse().map_err(|_| ground::Error::internal("a confirmation is about no person"));
        Ok(Confirmation {
            id: row.get("id")?,
            kind: word(row, "kind")?,
            subject: if subject.is_empty() { None } else { Some(read(&subject)?) },
            way: row.get("way")?,
            reason: row.get("reason")?,
            asked_by: row.get("asked_by")?,
            asked_at: row.get("asked_at")?,
            expires_at: row.get("expires_at")?,
            state: word(row, "state")?,
            answered_by: row.get("answered_by")?,
            answered_at: row.get("answered_at")?,
        })
    }
}
