//! Incidents, as they are kept.

use ground::PersonId;
use ground::db::Row;
use jiff::Timestamp;
use promise::Category;
pub use promise::law::{Grade, Whom};
use serde::{Deserialize, Serialize};

use super::requests::{stored, word, word_or_none};

ground::id!(/// Something that went wrong with people's data, or may have.
    pub IncidentId, "inc");
ground::id!(/// Something that happened with one.
    pub IncidentEventId, "iev");
ground::id!(/// A letter about one, in one language.
    pub IncidentLetterId, "ilt");
ground::id!(/// A public notice of one.
    pub NoticeId, "ntc");
ground::id!(/// That somebody must be told of one.
    pub DutyId, "idt");
ground::id!(/// What one person was told.
    pub ToldId, "itd");

/// Most characters of what is written about one.
pub const SAID: usize = 4_000;
/// Fewest characters of a reason.
pub const LEAST: usize = 10;
/// Stands in a draft where only whoever answers knows what to write.
pub const GAP: &str = "[[…]]";

stored! {
    /// What kind of thing it is.
    pub enum IncidentKind {
        /// A letter or a file went to somebody else.
        Misdirected = "misdirected",
        /// Somebody opened what they had no business with.
        Opened = "opened",
        LostDevice = "lost_device",
        /// A password, a key or a session in other hands.
        StolenKey = "stolen_key",
        Ransomware = "ransomware",
        Other = "other",
    }
}

stored! {
    /// How far it is.
    pub enum IncidentState {
        Suspected = "suspected",
        Confirmed = "confirmed",
        /// Somebody was told, or is being told.
        Notifying = "notifying",
        Closed = "closed",
        /// It was none.
        Dismissed = "dismissed",
    }
}

impl IncidentState {
    /// Whether nothing comes after it.
    pub const fn is_over(self) -> bool {
        matches!(self, IncidentState::Closed | IncidentState::Dismissed)
    }
}

stored! {
    /// How it is found whom it touches.
    pub enum Reach {
        /// Everybody whom one account opened within the time.
        Actor = "actor",
        /// Everybody whom one program opened by its key.
        Token = "token",
        /// Everybody opened in an emergency.
        Emergency = "emergency",
        /// Everybody opened at all.
        Window = "window",
        /// Everybody of whom there is data of some kinds.
        Categories = "categories",
        /// Everybody of whom there is anything: the whole database, or a backup.
        Everything = "everything",
        /// Nobody but those who are named.
        ByHand = "by_hand",
    }
}

impl Reach {
    /// Whether it is found in the access record, so that it needs a stretch of time.
    pub const fn is_of_openings(self) -> bool {
        matches!(self, Reach::Actor | Reach::Token | Reach::Emergency | Reach::Window)
    }
}

stored! {
    /// What was decided by hand of somebody.
    pub enum Hand {
        Added = "added",
        Removed = "removed",
    }
}

stored! {
    /// How somebody is told.
    pub enum Way {
        Mail = "mail",
        /// There is no address to mail to: it waits to be posted.
        Post = "post",
        Posted = "posted",
        /// They were erased: there is nobody to write to.
        Gone = "gone",
        /// Their record was merged with one that was written to.
        Same = "same",
    }
}

stored! {
    /// By which other means somebody is told whom no letter reaches.
    pub enum By {
        Telephone = "telephone",
        /// When they came.
        Spoken = "spoken",
        Other = "other",
    }
}

stored! {
    /// What happened with one.
    pub enum Step {
        Reported = "reported",
        Confirmed = "confirmed",
        Changed = "changed",
        Reached = "reached",
        Found = "found",
        Added = "added",
        Removed = "removed",
        Counted = "counted",
        Assessed = "assessed",
        Delayed = "delayed",
        Written = "written",
        Sending = "sending",
        Sent = "sent",
        Posted = "posted",
        Told = "told",
        /// That somebody was told was noted wrongly, and put right.
        Retold = "retold",
        /// Somebody is not told, for a reason.
        Waived = "waived",
        Spared = "spared",
        /// What letters had said was put right after they had gone.
        Corrected = "corrected",
        /// Letters came back.
        Returned = "returned",
        /// A public notice was written.
        Drafted = "drafted",
        Published = "published",
        TakenDown = "taken_down",
        /// Somebody was told by other means.
        Otherwise = "otherwise",
        Risen = "risen",
        Dismissed = "dismissed",
        Closed = "closed",
    }
}

/// The kinds of data that an incident can be about, each with its bit. A bit is never given to another kind.
pub const KINDS: [(Category, i64); 9] = [
    (Category::Identity, 1),
    (Category::Contact, 2),
    (Category::Health, 4),
    (Category::Biometric, 8),
    (Category::Location, 16),
    (Category::Message, 32),
    (Category::Schedule, 64),
    (Category::Account, 128),
    (Category::Finance, 256),
];

/// The kinds as one number.
pub fn bits(of: &[Category]) -> i64 {
    KINDS.iter().filter(|(kind, _)| of.contains(kind)).map(|(_, bit)| bit).sum()
}

/// The kinds in one number.
pub fn kinds(bits: i64) -> Vec<Category> {
    KINDS.iter().filter(|(_, bit)| bits & bit != 0).map(|(kind, _)| *kind).collect()
}

/// A suspicion as it is reported.
#[derive(Clone, Debug)]
pub struct NewIncident {
    pub kind: IncidentKind,
    pub said: String,
    /// When it was noticed.
    pub discovered_at: Timestamp,
}

/// What is known of one.
#[derive(Clone, Debug)]
pub struct Facts {
    pub kind: IncidentKind,
    pub said: String,
    pub categories: Vec<Category>,
    pub window: Option<(Timestamp, Timestamp)>,
    pub discovered_at: Timestamp,
}

/// The four factors of 45 CFR 164.402(2), and why the grade is what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {
    /// What kind of data, and how easily it says who somebody is.
    pub nature: String,
    /// Who used it, or to whom it went.
    pub recipient: String,
    /// Whether it was really taken or seen.
    pub acquired: String,
    /// How far the risk was undone.
    pub mitigated: String,
    /// Why the grade is what it is.
    pub why: String,
}

/// How one was assessed.
#[derive(Clone, Debug)]
pub struct Assessment {
    pub grade: Grade,
    pub improbable: bool,
    pub unreadable: bool,
    pub factors: Factors,
}

/// One incident, without what is sealed of it.
#[derive(Clone, Debug)]
pub struct Incident {
    pub id: IncidentId,
    pub holder: PersonId,
    pub kind: IncidentKind,
    pub state: IncidentState,
    pub categories: Vec<Category>,
    pub window: Option<(Timestamp, Timestamp)>,
    pub reported_by: String,
    pub reported_at: Timestamp,
    pub discovered_at: Timestamp,
    pub reach: Option<Reach>,
    pub reach_of: String,
    pub round: i64,
    pub counting: bool,
    pub part: i64,
    pub reached: String,
    pub counted_at: Option<Timestamp>,
    pub grade: Option<Grade>,
    pub improbable: bool,
    pub unreadable: bool,
    pub assessed_by: Option<String>,
    pub delay_until: Option<Timestamp>,
    pub sending_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub version: i64,
}

/// The columns that [`Incident::from_row`] reads.
pub(crate) const COLUMNS: &str = "id, holder, kind, state, categories, began_at, ended_at, reported_by, reported_at,
    discovered_at, reach, reach_of, round, counting, part, reached, counted_at, grade, improbable, unreadable, assessed_by,
    delay_until, sending_at, closed_at, version";

impl Incident {
    pub(crate) fn from_row(row: &Row) -> ground::Result<Incident> {
        let categories: String = row.get("categories")?;
        let window: (Option<Timestamp>, Option<Timestamp>) = (row.get("began_at")?, row.get("ended_at")?);
        Ok(Incident {
            id: row.get("id")?,
            holder: row.get("holder")?,
            kind: word(row, "kind")?,
            state: word(row, "state")?,
            categories: categories.split(',').filter_map(|word| word.parse().ok()).collect(),
            window: window.0.zip(window.1),
            reported_by: row.get("reported_by")?,
            reported_at: row.get("reported_at")?,
            discovered_at: row.get("discovered_at")?,
            reach: word_or_none(row, "reach")?,
            reach_of: row.get("reach_of")?,
            round: row.get("round")?,
            counting: row.get("counting")?,
            part: row.get("part")?,
            reached: row.get("reached")?,
            counted_at: row.get("counted_at")?,
            grade: word_or_none(row, "grade")?,
            improbable: row.get("improbable")?,
            unreadable: row.get("unreadable")?,
            assessed_by: row.get("assessed_by")?,
            delay_until: row.get("delay_until")?,
            sending_at: row.get("sending_at")?,
            closed_at: row.get("closed_at")?,
            version: row.get("version")?,
        })
    }

    /// Whether somebody said how it is found whom it touches, and they were found.
    pub fn is_found(&self) -> bool {
        self.reach.is_some() && self.counted_at.is_some() && !self.counting
    }

    /// Whether anything can still be changed.
    pub fn is_open(&self) -> bool {
        !self.state.is_over()
    }
}

/// That somebody must be told.
#[derive(Clone, Debug)]
pub struct Duty {
    pub id: DutyId,
    pub incident: IncidentId,
    pub fact: String,
    pub place: String,
    pub whom: Whom,
    pub law: String,
    pub verified: bool,
    pub due_at: Timestamp,
    pub met_at: Option<Timestamp>,
    pub reference: Option<String>,
    /// When somebody said why they are not told.
    pub waived_at: Option<Timestamp>,
}

impl Duty {
    pub(crate) const COLUMNS: &str =
        "id, incident, fact, place, whom, law, verified, due_at, met_at, reference, waived_at";

    /// Whether it is still to be done: nobody was told, and nobody said why not.
    pub fn is_open(&self) -> bool {
        self.met_at.is_none() && self.waived_at.is_none()
    }

    /// Whether it was done late, or is still to be done though its day is over.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.met_at.map_or(self.is_open() && self.due_at < now, |met| met > self.due_at)
    }

    pub(crate) fn from_row(row: &Row) -> ground::Result<Duty> {
        Ok(Duty {
            id: row.get("id")?,
            incident: row.get("incident")?,
            fact: row.get("fact")?,
            place: row.get("place")?,
            whom: word(row, "whom")?,
            law: row.get("law")?,
            verified: row.get("verified")?,
            due_at: row.get("due_at")?,
            met_at: row.get("met_at")?,
            reference: row.get("reference")?,
            waived_at: row.get("waived_at")?,
        })
    }
}

/// Somebody whom it touches, or was said not to touch.
#[derive(Clone, Debug)]
pub struct Touched {
    pub person: PersonId,
    pub why: String,
    pub hand: Option<Hand>,
    pub categories: Vec<Category>,
    pub place: String,
    pub way: Option<Way>,
    pub told_at: Option<Timestamp>,
    /// When their letter came back.
    pub returned_at: Option<Timestamp>,
    /// By which other means they were told, and when.
    pub otherwise: Option<(By, Timestamp)>,
    /// When somebody said why they are not told.
    pub spared_at: Option<Timestamp>,
}

impl Touched {
    /// Whether no letter reaches them, and nobody told them by other means.
    pub fn is_unreached(&self) -> bool {
        let no_letter = self.way == Some(Way::Post) || self.returned_at.is_some();
        self.hand != Some(Hand::Removed) && no_letter && self.otherwise.is_none() && self.spared_at.is_none()
    }
}

/// How many are touched, and how far telling them is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub touched: i64,
    pub removed: i64,
    pub told: i64,
    /// To be written to by post.
    pub posts: i64,
    /// Not written to yet.
    pub waiting: i64,
}
