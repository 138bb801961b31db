//! What stands about one person, counted: for themselves, who may know of all of it.

use crate::PersonId;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

impl Tx<'_> {
    /// How many rows there are about `person`, by table, as the data map says which tables are about persons; none are
    /// left out but `except`, which their rooms tell of otherwise. Nothing is opened.
    pub fn counted_about(&mut self, person: PersonId, except: &[&str]) -> Result<Vec<(String, i64)>> {
        let map = self.house().data_map.clone();
        let mut counted = Vec::new();
        for (table, column, _) in map.person_tables().filter(|(table, ..)| !except.contains(table)) {
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {column} = $2");
            let count: i64 = self.one(&sql, &params![self.clinic(), person])?.get("n")?;
            if count > 0 {
                counted.push((table.to_owned(), count));
            }
        }
        Ok(counted)
    }
}
