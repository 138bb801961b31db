//! A complaint about privacy, as it is kept.

use ground::PersonId;
use ground::db::Row;
use ground::files::FileKey;
use jiff::Timestamp;
use people::model::{FileName, Kind};

use super::requests::{stored, word, word_or_none};

ground::id!(/// A complaint.
    pub ComplaintId, "cmp");
ground::id!(/// Something that happened with one.
    pub EventId, "cme");
ground::id!(/// A letter about one.
    pub LetterId, "cml");
ground::id!(/// A document that came with one.
    pub FileId, "cmf");
ground::id!(/// A link to one.
    pub LinkId, "cmk");

/// Most characters of what somebody complains of, or adds to it.
pub const SAID: usize = 4_000;
/// Most characters of how somebody wants to be called.
pub const CALLED: usize = 100;
/// Most documents of one complaint.
pub const FILES: u32 = 5;
/// Most bytes of one document.
pub const BYTES: u64 = 10_000_000;
/// Most things that one complainant adds: what is more comes to the desk.
pub const ADDED: i64 = 50;

stored! {
    /// What a complaint is about.
    pub enum Subject {
        /// Somebody opened a record without need.
        Opened = "opened",
        /// Something was told to others.
        Shared = "shared",
        /// What is kept is wrong.
        Wrong = "wrong",
        /// Something was lost, or lay open.
        Security = "security",
        /// What somebody asked about their data was not answered, or not rightly.
        Rights = "rights",
        /// Letters nobody wants.
        Messages = "messages",
        /// How somebody was dealt with.
        Conduct = "conduct",
        Other = "other",
    }
}

stored! {
    /// How far a complaint is.
    pub enum State {
        /// Nobody has answered yet.
        Open = "open",
        /// It was answered and is not settled.
        Answered = "answered",
        /// It was settled, and they were told how.
        Resolved = "resolved",
    }
}

stored! {
    /// By which way it came.
    pub enum Via {
        /// From their own page.
        Page = "page",
        /// From the form for everyone.
        Public = "public",
        /// Written down by the desk.
        Desk = "desk",
    }
}

stored! {
    /// How it was settled.
    pub enum Outcome {
        Upheld = "upheld",
        Partly = "partly",
        NotUpheld = "not_upheld",
        /// Whoever complained took it back.
        Withdrawn = "withdrawn",
    }
}

impl Outcome {
    /// What whoever answers may decide. Taking it back is for whoever complained, as is telling the desk so.
    pub const DECIDED: [Outcome; 4] = [Outcome::Upheld, Outcome::Partly, Outcome::NotUpheld, Outcome::Withdrawn];
}

stored! {
    /// Something that happened with a complaint.
    pub enum Happened {
        Received = "received",
        /// The address is theirs.
        Proved = "proved",
        /// They added to it.
        Added = "added",
        /// They added a document.
        Filed = "filed",
        Acknowledged = "acknowledged",
        Asked = "asked",
        Answered = "answered",
        Decided = "decided",
        Resolved = "resolved",
        Withdrawn = "withdrawn",
        /// It is late: whoever governs was told.
        Risen = "risen",
        /// It is late: they were told, and where else they may go.
        Told = "told",
    }
}

stored! {
    /// A letter about a complaint.
    pub enum LetterKind {
        /// That it came: by itself, at once.
        Receipt = "receipt",
        /// That somebody looks into it.
        Acknowledgement = "acknowledgement",
        Question = "question",
        Answer = "answer",
        /// How it was settled, and why.
        Outcome = "outcome",
        /// That it is late: by itself.
        Late = "late",
    }
}

impl LetterKind {
    /// What whoever answers may draft at any time before it is settled.
    pub const DRAFTED: [LetterKind; 3] = [LetterKind::Acknowledgement, LetterKind::Question, LetterKind::Answer];
}

/// A complaint to be made.
#[derive(Clone)]
pub struct NewComplaint {
    /// Whose it is; none makes a person of its own.
    pub person: Option<PersonId>,
    pub via: Via,
    pub subject: Subject,
    pub said: String,
    pub name: Option<String>,
    /// Where to answer; none where they read it by their code or on their page.
    pub email: Option<String>,
    pub language: String,
    /// The form's own key with what was asked under it: sent twice it makes one.
    pub key: String,
}

/// A document that is on disk, sealed, and waits for its row.
#[derive(Clone)]
pub struct NewFile {
    pub id: FileId,
    pub name: FileName,
    pub kind: Kind,
    pub key: FileKey,
    pub size: u64,
}

/// A complaint, without what is sealed of it.
#[derive(Clone, Debug)]
pub struct Complaint {
    pub id: ComplaintId,
    pub person: PersonId,
    pub subject: Subject,
    pub state: State,
    pub via: Via,
    /// An address was given with it.
    pub by_mail: bool,
    pub proved_at: Option<Timestamp>,
    pub language: String,
    pub received_at: Timestamp,
    pub answer_by: Timestamp,
    pub settle_by: Timestamp,
    pub answered_at: Option<Timestamp>,
    pub asked_at: Option<Timestamp>,
    pub outcome: Option<Outcome>,
    pub decided_at: Option<Timestamp>,
    pub resolved_at: Option<Timestamp>,
    pub version: i64,
}

/// The columns of a [`Complaint`].
pub(crate) const COLUMNS: &str = "id, person, subject, state, via, CASE WHEN email IS NULL THEN 0 ELSE 1 END AS by_mail, proved_at, language, \
     received_at, answer_by, settle_by, answered_at, asked_at, outcome, decided_at, resolved_at, version";

impl Complaint {
    pub(crate) fn from_row(row: &Row) -> ground::Result<Complaint> {
        Ok(Complaint {
            id: row.get("id")?,
            person: row.get("person")?,
            subject: word(row, "subject")?,
            state: word(row, "state")?,
            via: word(row, "via")?,
            by_mail: row.get("by_mail")?,
            proved_at: row.get("proved_at")?,
            language: row.get("language")?,
            received_at: row.get("received_at")?,
            answer_by: row.get("answer_by")?,
            settle_by: row.get("settle_by")?,
            answered_at: row.get("answered_at")?,
            asked_at: row.get("asked_at")?,
            outcome: word_or_none(row, "outcome")?,
            decided_at: row.get("decided_at")?,
            resolved_at: row.get("resolved_at")?,
            version: row.get("version")?,
        })
    }

    /// Whether whoever wrote it gave an address and has yet to show that it is theirs.
    pub fn is_unproved(&self) -> bool {
        self.via != Via::Page && self.by_mail && self.proved_at.is_none()
    }

    /// By when the next thing is due: the answer, and then the end.
    pub fn due(&self) -> Timestamp {
        if self.state == State::Open { self.answer_by } else { self.settle_by }
    }
}

/// What was written in a complaint.
#[derive(Clone, Default)]
pub struct Written {
    pub said: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    /// Why it was settled as it was.
    pub reason: Option<String>,
}

/// Something that happened, opened where it was asked for.
#[derive(Clone)]
pub struct Past {
    pub actor: String,
    pub what: Happened,
    pub note: Option<String>,
    pub at: Timestamp,
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
    /// It was mailed, and is not on the page alone.
    pub mailed: bool,
}

/// A document, as a list shows it.
#[derive(Clone)]
pub struct Filed {
    pub id: FileId,
    pub name: FileName,
    pub kind: Kind,
    pub size: u64,
    pub at: Timestamp,
}
