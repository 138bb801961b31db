//! What a room says of its files.

use std::fmt::Debug;
use std::str::FromStr;

use ground::web::Tongue;
use ground::{Error, Scope, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sheet::Row;

use super::{Flaw, Misfit, Plan};
use crate::model::Source;

/// The addresses of the pages of one kind of files. Made by [`paths!`](crate::paths).
#[derive(Clone, Copy, Debug)]
pub struct Paths {
    /// Below the clinic's base.
    pub below: &'static str,
    pub list: &'static str,
    pub live: &'static str,
    pub one: &'static str,
    pub columns: &'static str,
    pub run: &'static str,
    pub faults: &'static str,
    pub removal: &'static str,
}

/// The addresses below one: `paths!("/clients/import")`.
#[macro_export]
macro_rules! paths {
    ($below:literal) => {
        $crate::incoming::Paths {
            below: $below,
            list: concat!("/c/{clinic}", $below),
            live: concat!("/c/{clinic}", $below, "/live"),
            one: concat!("/c/{clinic}", $below, "/{import}"),
            columns: concat!("/c/{clinic}", $below, "/{import}/columns"),
            run: concat!("/c/{clinic}", $below, "/{import}/run"),
            faults: concat!("/c/{clinic}", $below, "/{import}/faults"),
            removal: concat!("/c/{clinic}", $below, "/{import}/removal"),
        }
    };
}

/// What a column may be.
pub trait Meaning:
    Copy + Debug + PartialEq + FromStr + Serialize + DeserializeOwned + Send + Sync + Sized + 'static
{
    /// Every meaning, in the order in which they are offered; the last is [`Meaning::LEFT`].
    const ALL: &'static [Self];
    /// Left behind: nothing of it is kept.
    const LEFT: Self;

    /// As it is sent by forms.
    fn as_str(self) -> &'static str;

    /// The key of its words.
    fn key(self) -> &'static str;

    /// What columns of this meaning are called in files, folded.
    fn called(self) -> &'static [&'static str];

    /// Whether a column may be this beside columns that are called so: "Name" beside "Surname" may be anything.
    fn fits_beside(self, _called: &[String]) -> bool {
        true
    }
}

/// A kind of files: what their rows are and what becomes of them.
pub trait Kind: Clone + Debug + Send + Sync + Sized + 'static {
    /// The room's table of its files.
    const TABLE: &'static str;
    /// The kind of job that looks at rows and writes them.
    const JOB: &'static str;
    const PATHS: Paths;
    /// What is asked at the doors of the pages.
    const ACTION: &'static str;
    /// How the keys of its own words begin. Its title is called so; the others are in `locales/en/import.ftl`.
    const WORDS: &'static str;
    /// Where one comes from, below the clinic's base, and the key of its word.
    const BACK: (&'static str, &'static str);
    /// The keys of what is shown of a row that becomes something; see [`Kind::shown`].
    const SAMPLE: &'static [&'static str];
    /// Rows of one file at most: a look at all of them ends well before an attempt is given up, whatever the engine.
    const MOST_ROWS: u64;
    /// Whether what is stored may refuse a row that is sound by itself.
    const REFUSES: bool;

    type Meaning: Meaning;
    /// What of the clinic its rows are read by, as it was when the columns were named; kept with them, so that a row that
    /// was looked at and is sound is sound when it is written, whatever the clinic changed meanwhile.
    type Setting: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Send + Sync + 'static;
    type Ready: Clone + Send + Sync + 'static;
    type Examiner: Examiner<Ready = Self::Ready>;
    /// What of earlier rows of the same file bears on later ones, beside what is stored.
    type Seen: Default + Send + Sync + 'static;

    /// What the rows will be read by; `before` is what they were read by when the columns were named last.
    fn setting(scope: &Scope, before: Option<Self::Setting>) -> Self::Setting;

    /// What is wrong with what the columns are said to be.
    fn misfits(columns: &[Self::Meaning]) -> Vec<Misfit>;

    /// Whether the other system's name is needed, because its numbers come along.
    fn is_numbered(columns: &[Self::Meaning]) -> bool;

    /// Where more is to be asked than what the columns are: the end of the page's address.
    fn asks_more(_plan: &PlanOf<Self>) -> Option<&'static str> {
        None
    }

    /// How many clients a file makes, of whose rows `fresh` become something and by the way `others` become clients.
    fn clients(_fresh: u64, others: u64) -> u64 {
        others
    }

    /// Begins to examine the rows of a file, from its first.
    fn examiner(tx: &mut Tx<'_>, plan: &PlanOf<Self>) -> ground::Result<Self::Examiner>;

    /// Looks what rows would become, writing nothing.
    fn look(
        tx: &mut Tx<'_>,
        plan: &PlanOf<Self>,
        seen: &Self::Seen,
        rows: &[Self::Ready],
    ) -> ground::Result<Looked<Self::Seen>>;

    /// Adds what was seen of some rows to what was seen before.
    fn add(seen: &mut Self::Seen, more: Self::Seen);

    /// What is made before the first row, of what the examiner said is added.
    fn begin(_tx: &mut Tx<'_>, _added: &[String]) -> ground::Result<()> {
        Ok(())
    }

    /// Writes rows.
    fn bring(tx: &mut Tx<'_>, plan: &PlanOf<Self>, rows: &[Self::Ready], source: &Source) -> Result<Brought, Undone>;

    /// Says once that rows were written, when the last one was.
    fn end(_tx: &mut Tx<'_>) -> ground::Result<()> {
        Ok(())
    }

    /// What is shown of a row that becomes something, as it is kept.
    fn sample(ready: &Self::Ready) -> Vec<String>;

    /// The same as the reader writes days and calls languages.
    fn shown(t: &Tongue, sample: Vec<String>) -> Vec<String>;
}

/// What the columns of a kind of files are.
pub type PlanOf<K> = Plan<<K as Kind>::Meaning, <K as Kind>::Setting>;

/// Looks at the rows of one file, from its first: what it says of a row depends on those before it, and on nothing else.
pub trait Examiner: Send + 'static {
    type Ready;

    /// What the row is by itself, or everything that is wrong with it.
    ///
    /// # Errors
    /// What is wrong, by column.
    fn examine(&mut self, row: &Row) -> Result<Self::Ready, Vec<Flaw>>;

    /// What the rows so far add to what the clinic chooses from, such as labels.
    fn added(&self) -> Vec<String> {
        Vec::new()
    }
}

/// What a sound row is among what is stored and the rows before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It would be written.
    Fresh,
    /// It is here already, or stands in an earlier row.
    Known,
    /// It cannot be written.
    Refused(Flaw),
}

/// What rows would become.
pub struct Looked<S> {
    pub standing: Vec<Standing>,
    /// What bears on later rows.
    pub seen: S,
    /// Persons who would become clients by the way.
    pub clients: u64,
}

/// What became of rows.
#[derive(Clone, Debug, Default)]
pub struct Brought {
    pub fresh: u64,
    pub known: u64,
    /// Those that could not be written.
    pub refused: Vec<Flaw>,
}

/// Why a transaction of writing is taken back.
pub enum Undone {
    Ground(Error),
    /// What is stored refused the row at this place, though it did not look so a moment before: without it, it is tried
    /// again.
    Row(usize, Flaw),
    /// Another attempt went on from where this one began.
    Elsewhere,
}

impl From<Error> for Undone {
    fn from(error: Error) -> Undone {
        Undone::Ground(error)
    }
}
