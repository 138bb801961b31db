//! What was given to somebody outside care, as it is kept.

use ground::PersonId;
use ground::db::Row;
use jiff::Timestamp;
use promise::Category;

use super::requests::{StatementId, stored, word};

ground::id!(/// Something that was given to somebody outside care.
    pub DisclosureId, "dsc");
ground::id!(/// That a statement went along with it.
    pub AttachedId, "dst");

stored! {
    /// On what occasion something was given.
    pub enum Occasion {
        /// A court, or an authority with the power to ask for it.
        LegalOrder = "legal_order",
        /// The practice, or a part of it, goes to somebody else.
        BusinessTransfer = "business_transfer",
        /// To make or to meet a claim, or to keep somebody from harm.
        RightsProtection = "rights_protection",
        PublicHealth = "public_health",
        /// Somebody the clinic works with, outside this person's care.
        Partner = "partner",
        /// Somebody whom the person named.
        Named = "named",
    }
}

impl Occasion {
    /// Whether it waits while the person has their processing restricted: neither a law asks for it nor somebody's right or
    /// safety (GDPR Art. 18(2)).
    pub const fn waits_while_restricted(self) -> bool {
        matches!(self, Occasion::BusinessTransfer | Occasion::Partner | Occasion::Named)
    }
}

stored! {
    /// How it was given.
    pub enum Form {
        Paper = "paper",
        Post = "post",
        /// By word, or shown on the spot.
        Hand = "hand",
        /// A file that was made here.
        File = "file",
    }
}

/// The kinds of data that can be given: those that say something about a person.
pub const GIVEN: [Category; 9] = [
    Category::Identity,
    Category::Contact,
    Category::Schedule,
    Category::Health,
    Category::Biometric,
    Category::Location,
    Category::Message,
    Category::Finance,
    Category::Account,
];

/// Most characters of whom it went to and where, of what for, and of the ground.
pub const NAME: usize = 200;
pub const ADDRESS: usize = 500;
pub const WHY: usize = 1_000;

/// That an order forbids to tell the person, until when, and who ordered so.
#[derive(Clone)]
pub struct Secrecy {
    pub until: Timestamp,
    pub ordered_by: String,
}

/// Something given, to be written down.
#[derive(Clone)]
pub struct NewDisclosure {
    pub kind: Occasion,
    pub recipient: String,
    pub address: Option<String>,
    pub purpose: String,
    pub basis: String,
    pub categories: Vec<Category>,
    pub form: Form,
    pub given_at: Timestamp,
    pub secrecy: Option<Secrecy>,
    /// Whoever writes it down says that every statement of theirs went along.
    pub attached: bool,
}

impl NewDisclosure {
    /// All of it that was said about `whom`, in a form by which the same page is known when it is sent again.
    pub(crate) fn request(&self, whom: &str) -> String {
        let categories: Vec<&str> = self.categories.iter().map(|one| one.as_str()).collect();
        let secrecy = self.secrecy.as_ref().map(|one| (one.until.as_microsecond(), &one.ordered_by));
        let way = (self.kind.as_str(), self.form.as_str(), self.given_at.as_microsecond(), self.attached);
        let said = (&self.recipient, &self.address, &self.purpose, &self.basis);
        format!("{:?}", (whom, way, said, categories, secrecy))
    }
}

/// Something given, without what is sealed of it.
#[derive(Clone, Debug)]
pub struct Disclosure {
    pub id: DisclosureId,
    pub person: PersonId,
    pub kind: Occasion,
    pub categories: Vec<Category>,
    pub form: Form,
    pub given_at: Timestamp,
    pub recorded_at: Timestamp,
    pub recorded_by: String,
    pub withheld_until: Option<Timestamp>,
    pub statements: i64,
}

/// What is sealed of it.
#[derive(Clone, Default)]
pub struct Opened {
    pub recipient: String,
    pub address: String,
    pub purpose: String,
    pub basis: String,
    pub ordered_by: String,
}

/// The columns of a [`Disclosure`].
pub(crate) const COLUMNS: &str =
    "id, person, kind, categories, form, given_at, recorded_at, recorded_by, withheld_until, statements";

impl Disclosure {
    pub(crate) fn from_row(row: &Row) -> ground::Result<Disclosure> {
        let categories: String = row.get("categories")?;
        Ok(Disclosure {
            id: row.get("id")?,
            person: row.get("person")?,
            kind: word(row, "kind")?,
            categories: categories.split_whitespace().filter_map(|one| one.parse().ok()).collect(),
            form: word(row, "form")?,
            given_at: row.get("given_at")?,
            recorded_at: row.get("recorded_at")?,
            recorded_by: row.get("recorded_by")?,
            withheld_until: row.get("withheld_until")?,
            statements: row.get("statements")?,
        })
    }

    /// Whether the person may not be told at `now`.
    pub fn is_secret(&self, now: Timestamp) -> bool {
        self.withheld_until.is_some_and(|until| until > now)
    }

    /// All of it that stands in clear and never changes, as its mark is made over it. Whose it is may change, by a merge.
    pub(crate) fn said(&self) -> String {
        let categories: Vec<&str> = self.categories.iter().map(|one| one.as_str()).collect();
        format!(
            "{}|{}|{}|{}|{}|{}|{}|{}|{}",
            self.id,
            self.kind,
            categories.join(" "),
            self.form,
            self.given_at.as_microsecond(),
            self.recorded_at.as_microsecond(),
            self.recorded_by,
            self.withheld_until.map_or(0, Timestamp::as_microsecond),
            self.statements
        )
    }
}

/// What somebody said beside what was not corrected, and when.
#[derive(Clone)]
pub struct Said {
    pub id: StatementId,
    pub field: String,
    pub body: String,
    pub at: Timestamp,
}
