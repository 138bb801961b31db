//! What somebody asks about their own data, as it is kept.

use ground::PersonId;
use ground::db::Row;
use jiff::Timestamp;

/// What is asked for.
pub use promise::law::RequestKind as Kind;

ground::id!(/// Something that a person asks about their own data.
    pub RequestId, "req");
ground::id!(/// A part of what was done for one.
    pub StepId, "stp");
ground::id!(/// Something that happened with one.
    pub HappenedId, "rev");
ground::id!(/// A letter about one.
    pub LetterId, "rlt");
ground::id!(/// What somebody says beside what was not changed.
    pub StatementId, "stm");
ground::id!(/// That somebody is asked to show that an address is theirs.
    pub ProofId, "prf");

/// Most characters of what somebody writes, or is written to them as a reason.
pub const SAID: usize = 2_000;
/// Most characters of a letter.
pub const BODY: usize = 10_000;
/// Most characters of where something stands.
pub const PLACE: usize = 200;
/// Fewest characters of a reason: one word explains nothing.
pub const LEAST_REASON: usize = 10;

/// Stored words of an enumeration: each value and its word, once.
macro_rules! stored {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$about:meta])* $value:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$about])* $value),* }

        impl $name {
            /// Every value, in the order of its declaration.
            pub const ALL: &'static [$name] = &[$($name::$value),*];

            /// As it is stored, sent by forms, and as its words are named.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$value => $word),* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::requests::NoSuchWord;

            fn from_str(text: &str) -> Result<$name, $crate::model::requests::NoSuchWord> {
                $name::ALL.iter().copied().find(|value| value.as_str() == text).ok_or($crate::model::requests::NoSuchWord)
            }
        }
    };
}

pub(crate) use stored;

/// The word names nothing of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchWord;

stored! {
    /// How far a request is.
    pub enum State {
        /// Whoever asks has yet to show who they are.
        Unproved = "unproved",
        /// It is doubted who asks.
        Questioned = "questioned",
        /// It waits for a decision.
        Open = "open",
        /// It is being carried out.
        Granted = "granted",
        /// It was carried out, all of it.
        Done = "done",
        /// It was refused, with a reason.
        Refused = "refused",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
        /// Nobody showed in time who they are.
        Expired = "expired",
    }
}

impl State {
    /// Whether nothing comes after it.
    pub const fn is_closed(self) -> bool {
        matches!(self, State::Done | State::Refused | State::Withdrawn | State::Expired)
    }
}

stored! {
    /// By which way a request came.
    pub enum Via {
        /// From their own page.
        Page = "page",
        /// From the page of whoever acts for them.
        Guardian = "guardian",
        /// From somebody without an account, by an address we hold.
        Letter = "letter",
        /// By whoever the desk spoke with.
        Desk = "desk",
    }
}

stored! {
    /// How whoever asks showed who they are: the kind of proof, and nothing of it.
    pub enum Shown {
        /// They were signed in.
        Session = "session",
        /// They had the letter that went to an address we hold.
        Letter = "letter",
        Passport = "passport",
        IdentityCard = "identity_card",
        DrivingLicence = "driving_licence",
        /// The desk knows them by sight.
        Known = "known",
        /// A paper that says they act for the person.
        Guardianship = "guardianship",
    }
}

impl Shown {
    /// What the desk may have seen.
    pub const IN_PERSON: [Shown; 5] =
        [Shown::Passport, Shown::IdentityCard, Shown::DrivingLicence, Shown::Known, Shown::Guardianship];
}

stored! {
    /// What is to be corrected, or said no to.
    pub enum Detail {
        Name = "name",
        BirthDate = "birth_date",
        /// What the desk noted to receive them.
        Note = "note",
        Visit = "visit",
        /// What was written about their treatment.
        Treatment = "treatment",
        Document = "document",
        Other = "other",
        /// Of an objection: what it says no to.
        Reminders = "reminders",
        Marketing = "marketing",
        Analytics = "analytics",
        Research = "research",
    }
}

impl Detail {
    /// What a correction may be about.
    pub const CORRECTED: [Detail; 7] = [
        Detail::BirthDate,
        Detail::Note,
        Detail::Name,
        Detail::Visit,
        Detail::Treatment,
        Detail::Document,
        Detail::Other,
    ];
    /// What an objection may be to.
    pub const OBJECTED: [Detail; 4] = [Detail::Reminders, Detail::Marketing, Detail::Analytics, Detail::Research];

    /// What a request of this kind names; nothing where it is about everything.
    pub const fn of(kind: Kind) -> &'static [Detail] {
        match kind {
            Kind::Correction => &Detail::CORRECTED,
            Kind::Objection => &Detail::OBJECTED,
            _ => &[],
        }
    }

    /// The use that an objection is to.
    pub fn is_use(self) -> Option<ground::restrict::Use> {
        ground::restrict::Use::named(self.as_str())
    }

    /// Whether whoever treats says if it is right.
    pub const fn is_about_care(self) -> bool {
        matches!(self, Detail::Visit | Detail::Treatment)
    }

    /// Whether the program itself changes it once it is agreed to.
    pub const fn is_changed_by_program(self) -> bool {
        matches!(self, Detail::BirthDate | Detail::Note)
    }
}

stored! {
    /// For what the law lets a request be refused.
    pub enum Ground {
        /// We could not be sure who asks.
        Identity = "identity",
        /// They do not act for the person.
        NotTheirs = "not_theirs",
        /// A law has it kept.
        LegalDuty = "legal_duty",
        /// It is needed for a claim in law, or held for one.
        LegalClaim = "legal_claim",
        /// It would tell of others.
        OthersRights = "others_rights",
        /// It is right as it stands, in the judgement of whoever treats.
        Accurate = "accurate",
        /// It was asked again and again, or without any ground.
        Excessive = "excessive",
    }
}

impl Ground {
    /// Whether the law knows this ground for what was asked.
    pub const fn fits(self, kind: Kind) -> bool {
        match self {
            Ground::Identity | Ground::NotTheirs | Ground::Excessive => true,
            Ground::LegalDuty => matches!(kind, Kind::Erasure | Kind::Restriction | Kind::Objection),
            Ground::LegalClaim => matches!(kind, Kind::Erasure | Kind::Objection | Kind::Restriction),
            Ground::OthersRights => matches!(kind, Kind::Access | Kind::Portability | Kind::Disclosures),
            Ground::Accurate => matches!(kind, Kind::Correction),
        }
    }
}

stored! {
    /// What became of a part.
    pub enum Outcome {
        Copied = "copied",
        Changed = "changed",
        Gone = "gone",
        Emptied = "emptied",
        Kept = "kept",
        /// Left to its room.
        Handed = "handed",
        /// Kept, and used for nothing.
        Locked = "locked",
        /// There is nothing.
        Nothing = "nothing",
        Failed = "failed",
    }
}

stored! {
    /// What happened with a request.
    pub enum Happened {
        Received = "received",
        Proved = "proved",
        Questioned = "questioned",
        Extended = "extended",
        Granted = "granted",
        Refused = "refused",
        /// A part was tried and failed.
        Failed = "failed",
        Done = "done",
        Withdrawn = "withdrawn",
        Expired = "expired",
        LetterSent = "letter_sent",
        LetterHanded = "letter_handed",
        Stated = "stated",
        /// Whoever governs the clinic was told that it is late.
        Risen = "risen",
        /// A second person agreed that whoever asked takes the copy.
        Confirmed = "confirmed",
        /// A copy was taken.
        Taken = "taken",
    }
}

stored! {
    /// A letter about a request.
    pub enum LetterKind {
        Receipt = "receipt",
        Extension = "extension",
        Answer = "answer",
    }
}

/// A request to be made.
#[derive(Clone, Debug)]
pub struct NewRequest {
    pub person: PersonId,
    pub kind: Kind,
    pub via: Via,
    /// None where they have yet to show it.
    pub shown: Option<Shown>,
    pub field: Option<Detail>,
    pub said: Option<String>,
    pub wanted: Option<String>,
    pub language: String,
}

/// A request, without what is sealed of it.
#[derive(Clone, Debug)]
pub struct Request {
    pub id: RequestId,
    pub person: PersonId,
    pub kind: Kind,
    pub state: State,
    pub via: Via,
    pub asked_by: String,
    pub shown: Option<Shown>,
    pub field: Option<Detail>,
    pub language: String,
    pub received_at: Timestamp,
    pub due_at: Timestamp,
    pub extendable_to: Option<Timestamp>,
    pub place: String,
    pub law: String,
    pub extended_at: Option<Timestamp>,
    pub decided_by: Option<String>,
    pub decided_at: Option<Timestamp>,
    /// Four eyes were asked for when it was decided.
    pub four_eyes: bool,
    /// Who agreed, besides whoever decided, that the copy is taken.
    pub confirmed_by: Option<String>,
    pub ground: Option<Ground>,
    pub done_by: Option<String>,
    pub closed_at: Option<Timestamp>,
    /// Since when whoever asked may read how it stands; none where it was refused and the letter that says so has not gone.
    pub known_at: Option<Timestamp>,
    /// It was done or refused, and its answer is a draft.
    pub unsent: bool,
    pub version: i64,
}

/// The columns of a [`Request`].
pub(crate) const COLUMNS: &str = "id, person, kind, state, via, asked_by, shown, field, language, received_at, due_at, extendable_to, \
     place, law, extended_at, decided_by, decided_at, four_eyes, confirmed_by, ground, done_by, closed_at, known_at, version, \
     CAST(CASE WHEN state IN ('done', 'refused') AND EXISTS (SELECT 1 FROM request_letter l WHERE l.clinic = request.clinic \
     AND l.request = request.id AND l.kind = 'answer' AND l.sent_at IS NULL) THEN 1 ELSE 0 END AS BIGINT) AS unsent";

/// A stored word, read.
pub(crate) fn word<T: std::str::FromStr>(row: &Row, column: &str) -> ground::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| ground::Error::internal(format_args!("an unknown word in {column}")))
}

pub(crate) fn word_or_none<T: std::str::FromStr>(row: &Row, column: &str) -> ground::Result<Option<T>> {
    match row.get::<Option<String>>(column)? {
        Some(_) => word(row, column).map(Some),
        None => Ok(None),
    }
}

impl Request {
    pub(crate) fn from_row(row: &Row) -> ground::Result<Request> {
        Ok(Request {
            id: row.get("id")?,
            person: row.get("person")?,
            kind: word(row, "kind")?,
            state: word(row, "state")?,
            via: word(row, "via")?,
            asked_by: row.get("asked_by")?,
            shown: word_or_none(row, "shown")?,
            field: word_or_none(row, "field")?,
            language: row.get("language")?,
            received_at: row.get("received_at")?,
            due_at: row.get("due_at")?,
            extendable_to: row.get("extendable_to")?,
            place: row.get("place")?,
            law: row.get("law")?,
            extended_at: row.get("extended_at")?,
            decided_by: row.get("decided_by")?,
            decided_at: row.get("decided_at")?,
            four_eyes: row.get("four_eyes")?,
            confirmed_by: row.get("confirmed_by")?,
            ground: word_or_none(row, "ground")?,
            done_by: row.get("done_by")?,
            closed_at: row.get("closed_at")?,
            known_at: row.get("known_at")?,
            unsent: row.get("unsent")?,
            version: row.get("version")?,
        })
    }

    /// It was refused, and whoever asked was not told yet.
    pub const fn is_untold(&self) -> bool {
        matches!(self.state, State::Refused) && self.known_at.is_none()
    }

    /// As whoever asked reads it: what was refused waits for its answer until the letter went.
    #[must_use]
    pub fn as_told(&self) -> Request {
        match self.is_untold() {
            true => Request {
                state: State::Open,
                ground: None,
                decided_by: None,
                decided_at: None,
                closed_at: None,
                ..self.clone()
            },
            false => self.clone(),
        }
    }
}

/// What was written in a request.
#[derive(Clone, Default)]
pub struct Written {
    pub said: Option<String>,
    pub wanted: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    /// What was put right by hand.
    pub changed: Option<ByHand>,
}

/// What somebody changed by hand, and where it stands.
#[derive(Clone)]
pub struct ByHand {
    pub what: String,
    pub place: String,
}

/// What was done for a request in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// A table, or a part that is none.
    pub place: String,
    pub outcome: Outcome,
    pub count: i64,
    /// Why something stays, and until when.
    pub law: Option<String>,
    pub until: Option<Timestamp>,
    /// A word for what failed; nothing about anybody.
    pub cause: Option<String>,
}

impl Step {
    /// A part of which nothing stays and nothing failed.
    pub fn of(place: impl Into<String>, outcome: Outcome, count: i64) -> Step {
        Step { place: place.into(), outcome, count, law: None, until: None, cause: None }
    }

    /// A part that failed.
    pub fn failed(place: impl Into<String>, cause: impl Into<String>) -> Step {
        Step { cause: Some(cause.into()), ..Step::of(place, Outcome::Failed, 0) }
    }
}

/// A letter, opened.
#[derive(Clone)]
pub struct Draft {
    pub id: LetterId,
    pub kind: LetterKind,
    pub language: String,
    pub subject: String,
    pub body: String,
    pub sent_at: Option<Timestamp>,
    /// It was handed over, and not mailed.
    pub by_hand: bool,
}

/// What somebody says beside what was not changed.
#[derive(Clone)]
pub struct Statement {
    pub request: RequestId,
    pub field: Detail,
    pub body: String,
    pub at: Timestamp,
}
