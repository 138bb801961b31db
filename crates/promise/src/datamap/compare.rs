//! The declared against the actual.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::DataMap;

/// The tables and columns a database really has, as its engine lists them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveSchema {
    /// Column names by table name. Leave out what belongs to the engine (`sqlite_sequence`,
    /// `pg_catalog`).
    pub tables: BTreeMap<String, BTreeSet<String>>,
}

/// One difference between the data map and the live schema; any of them stops the start.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// In the database, in no data map.
    UndeclaredTable {
        /// The table.
        table: String,
    },
    /// In the database, not in the data map of its table's room.
    UndeclaredColumn {
        /// The room that declares the table.
        room: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Declared, not in the database, although its table is.
    MissingColumn {
        /// The room that declares the table.
        room: String,
        /// The table.
        table: String,
        /// The column.
        column: String,
    },
    /// Declared, not in the database.
    MissingTable {
        /// The room that declares the table.
        room: String,
        /// The table.
        table: String,
    },
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UndeclaredTable { table } => write!(
                f,
                "the database has a table \"{table}\" that no room declares: write \
                 [{table}] and [{table}.columns] into the datamap.toml of the room it belongs to"
            ),
            Self::UndeclaredColumn { room, table, column } => write!(
                f,
                "the database has a column \"{table}.{column}\" that the room {room} does not \
                 declare: write {column} = {{ category, sealed or clear, purposes, retention, erase }} \
                 under [{table}.columns] in its datamap.toml"
            ),
            Self::MissingColumn { room, table, column } => write!(
                f,
                "the room {room} declares a column \"{table}.{column}\" that the database does \
                 not have: add a migration that makes it, or remove its line from the room's datamap.toml"
            ),
            Self::MissingTable { room, table } => write!(
                f,
                "the room {room} declares a table \"{table}\" that the database does not have: \
                 add a migration that makes it, or remove [{table}] from the room's datamap.toml"
            ),
        }
    }
}

impl DataMap {
    /// Every difference between what is declared and what the database has, by table; empty when
    /// they agree.
    #[must_use]
    pub fn compare(&self, live: &LiveSchema) -> Vec<Gap> {
        let names: BTreeSet<&String> = self.tables.keys().chain(live.tables.keys()).collect();
        let mut gaps = Vec::new();
        for name in names {
            match (self.tables.get(name), live.tables.get(name)) {
                (None, _) => gaps.push(Gap::UndeclaredTable { table: name.clone() }),
                (Some(table), None) => {
                    gaps.push(Gap::MissingTable { room: table.room.clone(), table: name.clone() });
                }
                (Some(table), Some(columns)) => {
                    let gap = |column: &String| (table.room.clone(), name.clone(), column.clone());
                    gaps.extend(columns.iter().filter(|column| !table.columns.contains_key(*column)).map(|column| {
                        let (room, table, column) = gap(column);
                        Gap::UndeclaredColumn { room, table, column }
                    }));
                    gaps.extend(table.columns.keys().filter(|column| !columns.contains(*column)).map(|column| {
                        let (room, table, column) = gap(column);
                        Gap::MissingColumn { room, table, column }
                    }));
                }
            }
        }
        gaps
    }
}
