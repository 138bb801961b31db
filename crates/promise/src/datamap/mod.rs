//! The data map: what every column holds, about whom, why, for how long, and what erasure does to
//! it.
//!
//! Each room writes one `datamap.toml`; the program merges them and compares the whole with the
//! live schema, so a column nobody declared stops the build and the start. In the file:
//!
//! ```toml
//! [client]
//! about = "person"     # person | clinic | installation
//! subjects = ["client", "guardian"]   # whose data it is, in words of [`Subject`]; also where a clinic's rows name somebody
//! person = "id"        # the column that holds the person's id, when about = "person"
//! merge = "room"       # then too: what merging two records of one person does: move | room | stay, with stays = the reason
//! refers = ["agent"]   # further columns that hold a person's id, and follow that person into another record
//! export = { file = "clients" }   # or { stays = "why its rows do not leave" }; see the module export
//!
//! [client.columns]
//! id         = { category = "reference", clear = "an id tells nothing", purposes = ["operation"], retention = "client", erase = "delete" }
//! given_name = { category = "identity", sealed = true, purposes = ["scheduling", "care"], retention = "client", erase = "shred" }
//! ```
//!
//! A table whose rows go by their age says from when: `goes = { after = "at" }`; see [`Goes`] and [`crate::retention`].
//!
//! A table whose rows may have to be kept from the person for a time says which column holds its end:
//! `withheld = "withheld_until"`. Until then no way by which the person reads their data gives such a row.
//!
//! A table of which something is no more than drafted says until when, and of the person's own copy it is no part before:
//! `draft = { until = "sent_at" }`; see [`Draft`].
//!
//! What a person may read of themselves (`rights`) may be handed to others where a law asks for it: those columns have the
//! purpose `disclosure` besides, and no file writes it.
//!
//! A column with `file = true` stands for a sealed file beside the database: the column holds that file's own key, sealed
//! under the person's, and says of the file what any column says of a value.

mod compare;
mod draft;
mod erase;
mod export;
mod goes;
mod parse;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

pub use compare::{Gap, LiveSchema};
pub use draft::Draft;
pub use erase::Erased;
pub use export::{Export, Leaving, opens_or_finds};
pub use goes::Goes;
pub use parse::{DataMapError, DataMapFault};

use crate::{Categories, Category, Edition, Erase, Merge, Purpose, Purposes, Subject};

/// Every declared table by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DataMap {
    /// The tables of all merged rooms.
    pub tables: BTreeMap<String, Table>,
}

/// One table as its room declares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The room whose data map declares it.
    pub room: String,
    /// About whom its rows are.
    pub about: About,
    /// Whose data it holds; a table about persons says it.
    pub subjects: Vec<Subject>,
    /// What merging two records of one person does to its rows; present exactly when they are about a person.
    pub merge: Option<Merge>,
    /// Why they stay with the merged record; present exactly with [`Merge::Stay`].
    pub stays: Option<String>,
    /// Further columns that hold a person's id; they follow that person into another record.
    pub refers: Vec<String>,
    /// Whether its rows leave with a clinic that takes its data along.
    pub export: Export,
    /// From when the time of each row counts, where its retention class asks for that.
    pub goes: Option<Goes>,
    /// The column until whose instant a row is kept from the person it is about, as an order asks; empty where nothing does.
    pub withheld: Option<String>,
    /// What of it is a draft, and stays out of the person's own copy until it is sent or decided.
    pub draft: Option<Draft>,
    /// The columns by name.
    pub columns: BTreeMap<String, Column>,
}

impl Table {
    /// The columns that leave with a clinic, as they stand in the file: the row's id, then whose it is, then the others by
    /// name. None when the rows stay.
    #[must_use]
    pub fn taken(&self) -> Vec<&str> {
        let Export::File(leaving) = &self.export else { return Vec::new() };
        let first = |name: &str| match &self.about {
            _ if name == "id" => 0,
            About::Person { column } if column == name => 1,
            _ => 2,
        };
        let mut taken: Vec<&str> = self.columns.keys().map(String::as_str).filter(|name| leaving.takes(name)).collect();
        taken.sort_by_key(|name| first(name));
        taken
    }
}

/// About whom the rows of a table are; decides whose key seals them and what erasing a person
/// touches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// Each row is about one person.
    Person {
        /// The column that holds that person's id; one of the table's own columns.
        column: String,
    },
    /// The rows are about a clinic.
    Clinic,
    /// The rows are about the installation as a whole.
    Installation,
}

/// What one column holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What kind of thing it is.
    pub category: Category,
    /// Whether it is encrypted under the key of the person the row is about.
    pub sealed: bool,
    /// Whether the value is a file beside the database, and the column its sealed key.
    pub file: bool,
    /// Why it stands in clear; present exactly when it is not sealed.
    pub clear: Option<String>,
    /// What it may be read for; never empty.
    pub purposes: Purposes,
    /// The retention class, whose time comes from the notice, the law or the contract: "client",
    /// "session".
    pub retention: String,
    /// What erasing the person does to it.
    pub erase: Erase,
    /// The law that asks for it to be kept; present where [`Erase::Keep`] stands in a table about a
    /// person.
    pub law: Option<String>,
}

impl DataMap {
    /// The declared column, if there is one.
    #[must_use]
    pub fn column(&self, table: &str, column: &str) -> Option<&Column> {
        self.tables.get(table)?.columns.get(column)
    }

    /// What is asked of every column on every read and every write, to be kept by whoever asks.
    #[must_use]
    pub fn lookup(&self) -> Lookup {
        let columns = |table: &Table| {
            let asked = |(name, column): (&String, &Column)| {
                (
                    name.as_str().into(),
                    Asked { purposes: column.purposes, sealed: column.sealed, category: column.category },
                )
            };
            table.columns.iter().map(asked).collect()
        };
        let tables = self.tables.iter().map(|(name, table)| (name.as_str().into(), columns(table))).collect();
        let mut opened: HashMap<(Edition, Purpose), Categories> = HashMap::new();
        for edition in Edition::ALL {
            for (category, purpose) in self.uses(*edition) {
                let all = opened.entry((*edition, purpose)).or_default();
                *all = all.with(category);
            }
        }
        Lookup { tables, opened }
    }

    /// What is sealed about people is used for, by the rooms that a clinic of this edition has: each kind with each purpose.
    #[must_use]
    pub fn uses(&self, edition: Edition) -> BTreeSet<(Category, Purpose)> {
        let sealed = self
            .person_tables()
            .filter(|(_, _, table)| edition.has_room(&table.room))
            .flat_map(|(_, _, table)| table.columns.values())
            .filter(|column| column.sealed);
        sealed.flat_map(|column| column.purposes.iter().map(|purpose| (column.category, purpose))).collect()
    }

    /// The columns that stand for files, as table and column. The file of a row is known by the row's `id`.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tables.iter().flat_map(|(name, table)| {
            let files = table.columns.iter().filter(|(_, column)| column.file);
            files.map(move |(column, _)| (name.as_str(), column.as_str()))
        })
    }

    /// The columns that follow a person into another record, as table and column: of tables that move, the one that says
    /// whom a row is about; of every table, those that refer to a person besides.
    pub fn moving(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tables.iter().flat_map(|(name, table)| {
            let own = match &table.about {
                About::Person { column } if table.merge == Some(Merge::Move) => Some(column),
                _ => None,
            };
            own.into_iter().chain(&table.refers).map(move |column| (name.as_str(), column.as_str()))
        })
    }

    /// The tables whose rows leave with a clinic, in the order of their files' names.
    pub fn leaving(&self) -> Vec<(&str, &Leaving)> {
        let tables = self.tables.iter().filter_map(|(name, table)| match &table.export {
            Export::File(leaving) => Some((name.as_str(), leaving)),
            Export::Stays(_) => None,
        });
        let mut tables: Vec<_> = tables.collect();
        tables.sort_by_key(|(_, leaving)| &leaving.file);
        tables
    }

    /// Drafts that name a table or a column of one that nobody declares, with the table that says so.
    pub fn lost_drafts(&self) -> impl Iterator<Item = (&str, &Draft)> {
        self.tables.iter().filter_map(|(name, table)| {
            let draft = table.draft.as_ref()?;
            let (of, _) = draft.of.as_ref()?;
            let found = self
                .tables
                .get(of)
                .is_some_and(|of| of.columns.contains_key(&draft.until) && of.columns.contains_key("id"));
            (!found).then_some((name.as_str(), draft))
        })
    }

    /// Tables about persons that do not say whose data they hold.
    #[must_use]
    pub fn whose_gaps(&self) -> Vec<&str> {
        self.person_tables().filter(|(.., table)| table.subjects.is_empty()).map(|(name, ..)| name).collect()
    }

    /// The tables whose rows are about one person, with the column that says which.
    pub fn person_tables(&self) -> impl Iterator<Item = (&str, &str, &Table)> {
        self.tables.iter().filter_map(|(name, table)| match &table.about {
            About::Person { column } => Some((name.as_str(), column.as_str(), table)),
            About::Clinic | About::Installation => None,
        })
    }
}

/// The purposes of every column and whether it is sealed, without allocation at the question. A table or a column that
/// is not declared is sealed for nobody and read for nothing.
///
/// Made once at start from the merged [`DataMap`]; the map does not change while the program runs.
#[derive(Debug, Clone, Default)]
pub struct Lookup {
    tables: HashMap<Box<str>, Columns>,
    /// The kinds of sealed data about people that each purpose opens in the rooms of each edition.
    opened: HashMap<(Edition, Purpose), Categories>,
}

type Columns = HashMap<Box<str>, Asked>;

/// Of each column: for what it may be read, whether it is sealed, and what kind of thing it holds.
#[derive(Debug, Clone, Copy)]
struct Asked {
    purposes: Purposes,
    sealed: bool,
    category: Category,
}

impl Lookup {
    /// Whether the column may be read for the purpose.
    #[must_use]
    pub fn permits(&self, table: &str, column: &str, purpose: Purpose) -> bool {
        self.find(table, column).is_some_and(|asked| asked.purposes.contains(purpose))
    }

    /// Whether the column is declared as sealed.
    #[must_use]
    pub fn sealed(&self, table: &str, column: &str) -> bool {
        self.find(table, column).is_some_and(|asked| asked.sealed)
    }

    /// What kind of thing the column holds, if it is declared.
    #[must_use]
    pub fn category(&self, table: &str, column: &str) -> Option<Category> {
        self.find(table, column).map(|asked| asked.category)
    }

    /// The kinds of sealed data about people that `purpose` opens in the rooms of a clinic of this edition.
    #[must_use]
    pub fn opened(&self, edition: Edition, purpose: Purpose) -> Categories {
        self.opened.get(&(edition, purpose)).copied().unwrap_or_default()
    }

    fn find(&self, table: &str, column: &str) -> Option<&Asked> {
        self.tables.get(table)?.get(column)
    }
}
