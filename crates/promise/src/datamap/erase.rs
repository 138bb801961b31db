//! What erasing a person does to a whole row, as the data map says it of each column.

use super::{About, DataMap, Table};
use crate::{Category, Erase};

/// What becomes of the rows about a person who is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erased {
    /// They go.
    Gone,
    /// They stay, because a law asks for it; columns that are to go are emptied.
    Stay,
    /// They stay as something that is about nobody any more. How is more than a column can say: their room does it.
    Room,
}

impl Table {
    /// What becomes of its rows about a person who is erased; nothing where they are about nobody.
    #[must_use]
    pub fn erased(&self) -> Option<Erased> {
        let About::Person { .. } = &self.about else { return None };
        let any = |what: Erase| self.columns.values().any(|column| column.erase == what);
        Some(match (any(Erase::Anonymise) || any(Erase::Detach), any(Erase::Keep)) {
            (true, _) => Erased::Room,
            (false, true) => Erased::Stay,
            (false, false) => Erased::Gone,
        })
    }

    /// What is emptied in its rows where a law keeps data of these kinds about whoever is erased; nothing where its rows are
    /// not kept by that. A row that is kept has what is sealed of these kinds, and says whose it is: where it is the record
    /// itself, that is who they were.
    #[must_use]
    pub fn locked(&self, keeps: &dyn Fn(Category) -> bool) -> Option<Vec<&str>> {
        let About::Person { column: person } = &self.about else { return None };
        if self.is_of_the_account() {
            return None;
        }
        let record = person == "id" && self.sealed_kinds().contains(&Category::Identity);
        if !record && !self.sealed_kinds().into_iter().any(keeps) {
            return None;
        }
        let stays = |category: Category| keeps(category) || category == Category::Identity;
        let emptied = self.columns.iter().filter(|(_, column)| column.sealed && !stays(column.category));
        Some(emptied.map(|(name, _)| name.as_str()).collect())
    }

    /// Whether it is how somebody signs in, or a file on its way: no law keeps that, whatever else it keeps.
    #[must_use]
    pub fn is_of_the_account(&self) -> bool {
        self.columns
            .values()
            .any(|column| ["account", "session", "configuration", "import", "job"].contains(&column.retention.as_str()))
    }

    /// The kinds of what is sealed in it.
    #[must_use]
    pub fn sealed_kinds(&self) -> Vec<Category> {
        let mut kinds: Vec<Category> = Vec::new();
        for column in self.columns.values().filter(|column| column.sealed) {
            if !kinds.contains(&column.category) {
                kinds.push(column.category);
            }
        }
        kinds
    }

    /// The columns that hold something sealed of this kind.
    pub fn sealed_as(&self, category: Category) -> impl Iterator<Item = &str> {
        let these = move |column: &super::Column| column.sealed && column.category == category;
        self.columns.iter().filter(move |(_, column)| these(column)).map(|(name, _)| name.as_str())
    }

    /// Columns that are emptied in rows that stay.
    pub fn emptied(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|(_, column)| column.erase != Erase::Keep).map(|(name, _)| name.as_str())
    }
}

impl DataMap {
    /// The columns beside the one that says whom a row is about which cease to point to a person who is erased.
    pub fn detached(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tables.iter().flat_map(|(name, table)| {
            let detached = |column: &&String| {
                table.columns.get(column.as_str()).is_some_and(|column| column.erase == Erase::Detach)
            };
            table.refers.iter().filter(detached).map(move |column| (name.as_str(), column.as_str()))
        })
    }

    /// What an erasure leaves to a room, as the room and its table: rows that it makes to be about nobody, and references
    /// to a person that neither stay as they are nor are emptied.
    pub fn left_to_rooms(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tables.iter().filter_map(|(name, table)| {
            let refers = table.refers.iter().filter_map(|column| table.columns.get(column.as_str()));
            let open = refers.into_iter().any(|column| !matches!(column.erase, Erase::Keep | Erase::Detach));
            let left = table.erased() == Some(Erased::Room) || (open && table.erased() != Some(Erased::Gone));
            left.then_some((table.room.as_str(), name.as_str()))
        })
    }
}
