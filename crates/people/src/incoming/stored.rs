//! A file on its way in, sealed and opened.

use std::marker::PhantomData;

use ground::db::Row;
use ground::files::FileKey;
use ground::{Error, Key, PersonId, Sealed};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Flaw, Kind, PlanOf, STILL};
use crate::model::FileName;

ground::id!(/// An import's id.
    pub ImportId, "imp");

/// How far a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody said yet what its columns are.
    Columns,
    /// Its rows are being looked at; nothing is written.
    Checking,
    /// It is known what would come of it.
    Checked,
    /// Its rows are being written.
    Writing,
    Done,
    /// Its file could not be read to the end.
    Unread,
}

impl State {
    pub const ALL: [State; 6] =
        [State::Columns, State::Checking, State::Checked, State::Writing, State::Done, State::Unread];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Columns => "columns",
            State::Checking => "checking",
            State::Checked => "checked",
            State::Writing => "writing",
            State::Done => "done",
            State::Unread => "unread",
        }
    }
}

/// What is seen of a file before anything is said about it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Head {
    pub headers: Vec<String>,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
    /// The sheet that is read, where there are several.
    pub sheet: Option<String>,
}

/// What was found in its rows.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Found {
    /// What is wrong, of the first rows in which something is.
    pub flaws: Vec<Flaw>,
    /// The first rows as they would be, each as its details in the order of the page.
    pub sample: Vec<Vec<String>>,
    /// What the rows add to what the clinic chooses from.
    #[serde(rename = "labels")]
    pub added: Vec<String>,
    /// Persons who become clients by the way.
    #[serde(default)]
    pub clients: u64,
}

/// What becomes of the rows, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that are done with.
    pub gone: u64,
    pub fresh: u64,
    /// Of what was here before, or stands in an earlier row.
    pub known: u64,
    pub faulty: u64,
}

/// A file to be kept, which is on disk.
pub(super) struct NewImport {
    pub id: ImportId,
    pub name: FileName,
    pub key: FileKey,
    pub size: u64,
    pub head: Head,
    pub total: u64,
}

/// A file as stored.
#[derive(Clone, Debug)]
pub struct StoredImport<K> {
    pub id: ImportId,
    /// Whose key seals it: nobody's.
    pub person: PersonId,
    name: Sealed<String>,
    content: Sealed<FileKey>,
    head: Sealed<String>,
    plan: Option<Sealed<String>>,
    found: Option<Sealed<String>>,
    pub size: u64,
    pub state: State,
    /// How often its columns were named.
    pub round: i64,
    /// Rows with faults are left out, and the others written.
    pub skips: bool,
    pub total: u64,
    pub tally: Tally,
    pub added_by: String,
    pub created_at: Timestamp,
    /// When it last got on.
    pub updated_at: Timestamp,
    kind: PhantomData<K>,
}

impl<K: Kind> StoredImport<K> {
    pub(super) const COLUMNS: &str = "id, person, name, content, head, plan, found, size, state, round, skips, total, gone, fresh, known, faulty, added_by, created_at, updated_at";

    pub(super) fn from_row(row: &Row) -> ground::Result<StoredImport<K>> {
        let id: ImportId = row.get("id")?;
        let count = |name: &str| Ok::<u64, Error>(row.get::<i64>(name)?.unsigned_abs());
        let state: String = row.get("state")?;
        Ok(StoredImport {
            id,
            person: row.get("person")?,
            name: Sealed::read(row, K::TABLE, "name", id)?,
            content: Sealed::read(row, K::TABLE, "content", id)?,
            head: Sealed::read(row, K::TABLE, "head", id)?,
            plan: Sealed::read_optional(row, K::TABLE, "plan", id)?,
            found: Sealed::read_optional(row, K::TABLE, "found", id)?,
            size: count("size")?,
            state: State::ALL
                .into_iter()
                .find(|known| known.as_str() == state)
                .ok_or_else(|| Error::internal("an import of an unknown state"))?,
            round: row.get("round")?,
            skips: row.get("skips")?,
            total: count("total")?,
            tally: Tally {
                gone: count("gone")?,
                fresh: count("fresh")?,
                known: count("known")?,
                faulty: count("faulty")?,
            },
            added_by: row.get("added_by")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            kind: PhantomData,
        })
    }

    /// Its rows were to be looked at or written, and nothing happened for long.
    pub(super) fn still(&self, now: Timestamp) -> bool {
        matches!(self.state, State::Checking | State::Writing) && self.updated_at < now - STILL
    }

    /// What the file is called.
    pub fn name(&self, key: &Key) -> ground::Result<FileName> {
        Ok(FileName::parse(&key.open(&self.name)?))
    }

    /// The key of the file itself.
    pub fn content(&self, key: &Key) -> ground::Result<FileKey> {
        key.open(&self.content)
    }

    pub(super) fn head(&self, key: &Key) -> ground::Result<Head> {
        read(&key.open(&self.head)?)
    }

    /// What its columns are, once somebody said so.
    pub fn plan(&self, key: &Key) -> ground::Result<Option<PlanOf<K>>> {
        key.open_optional(self.plan.as_ref())?.map(|text| read(&text)).transpose()
    }

    /// What was found, once it was looked at.
    pub(super) fn found(&self, key: &Key) -> ground::Result<Found> {
        key.open_optional(self.found.as_ref())?.map_or_else(|| Ok(Found::default()), |text| read(&text))
    }
}

/// The library's own words could quote what is read.
fn read<T: DeserializeOwned>(text: &str) -> ground::Result<T> {
    serde_json::from_str(text).map_err(|_| Error::internal("an import holds something else than it should"))
}

/// What is sealed of it.
pub(super) fn written<T: Serialize>(value: &T) -> ground::Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}
