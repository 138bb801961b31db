//! An address at which a calendar program reads somebody's visits.

use ground::db::Row;
use ground::{PersonId, Result};
use jiff::{SignedDuration, Timestamp};

use super::word;

ground::id!(/// An address at which a calendar program reads somebody's visits.
    pub FeedId, "fed");

/// How much of a visit a feed tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shows {
    /// That there is something, and when.
    Busy,
    /// What, where and with whom too.
    All,
}

impl Shows {
    words! {
        /// The stored word.
        pub fn as_word, from_word: Shows { Shows::Busy = "busy", Shows::All = "all" }
    }
}

/// A feed, without its secret, of which only a hash is kept.
#[derive(Clone, Debug)]
pub struct Feed {
    pub id: FeedId,
    pub person: PersonId,
    pub shows: Shows,
    /// Whether it has the visits of those they act for too.
    pub wards: bool,
    pub created_at: Timestamp,
    /// When a program last read it, to the hour.
    pub read_at: Option<Timestamp>,
}

/// That a program read a feed is noted this often.
const NOTED: SignedDuration = SignedDuration::from_hours(1);

impl Feed {
    /// Whether it is time to note again that it was read.
    pub(crate) fn is_noted_at(&self, now: Timestamp) -> bool {
        self.read_at.is_none_or(|at| now.duration_since(at) >= NOTED)
    }

    pub(crate) fn from_row(row: &Row) -> Result<Feed> {
        Ok(Feed {
            id: row.get("id")?,
            person: row.get("person")?,
            shows: word(row, "shows", Shows::from_word)?,
            wards: row.get("wards")?,
            created_at: row.get("created_at")?,
            read_at: row.get("read_at")?,
        })
    }
}
