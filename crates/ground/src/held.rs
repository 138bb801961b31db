//! What stands about one person, counted: for themselves, who may know of all of it but what an order keeps from them.
//!
//! A law may forbid for a time to tell somebody that something about them was handed out (45 CFR 164.528(a)(2)). A table whose
//! rows it may be about says so (`withheld` in its data map). What may not be told is left out here, in [`crate::portable`] and
//! in what a person reads of their access record ([`crate::access::about`]), and so everywhere: nobody else lists rows for the
//! person they are about. Nothing has to be done when the day has come.

use promise::{Purpose, Table};

use crate::PersonId;
use crate::error::Result;
use crate::params;
use crate::tx::Tx;

/// The table of openings.
const OPENINGS: &str = "access_entry";
/// How long an opening that was made to hand something out is not told: whether an order forbids it is written down after.
const SETTLES: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

impl Tx<'_> {
    /// How many rows there are about `person`, by table, as the data map says which tables are about persons; none are
    /// left out but `except`, which their rooms tell of otherwise, and what may not be told. Nothing is opened.
    pub fn counted_about(&mut self, person: PersonId, except: &[&str]) -> Result<Vec<(String, i64)>> {
        let map = self.house().data_map.clone();
        let mut counted = Vec::new();
        for (table, column, declared) in map.person_tables().filter(|(table, ..)| !except.contains(table)) {
            let told = self.only_told(table, declared, &[person])?;
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {column} = $2{told}");
            let count: i64 = self.one(&sql, &params![self.clinic(), person])?.get("n")?;
            if count > 0 {
                counted.push((table.to_owned(), count));
            }
        }
        Ok(counted)
    }

    /// How many rows about `persons`, all of one person's records, may not be told to them now, by table.
    pub fn withheld(&mut self, persons: &[PersonId]) -> Result<Vec<(String, i64)>> {
        let map = self.house().data_map.clone();
        let mut withheld = Vec::new();
        for (table, column, declared) in map.person_tables() {
            let told = self.only_told(table, declared, persons)?;
            if told.is_empty() {
                continue;
            }
            let count = |tx: &mut Tx<'_>, more: &str| -> Result<i64> {
                let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {column} = $2{more}");
                let mut all = 0;
                for person in persons {
                    all += tx.one(&sql, &params![tx.clinic(), *person])?.get::<i64>("n")?;
                }
                Ok(all)
            };
            let kept = count(self, "")? - count(self, &told)?;
            if kept > 0 {
                withheld.push((table.to_owned(), kept));
            }
        }
        Ok(withheld)
    }

    /// What a query of `table` for rows about `persons`, one person's records, goes on with so that it gives only what may be
    /// told to them; empty where all may.
    pub(crate) fn only_told(&mut self, table: &str, declared: &Table, persons: &[PersonId]) -> Result<String> {
        let now = self.now();
        if let Some(until) = &declared.withheld {
            let now = now.as_microsecond();
            return Ok(format!(" AND (\"{until}\" IS NULL OR \"{until}\" <= {now})"));
        }
        if table != OPENINGS {
            return Ok(String::new());
        }
        self.openings_told(persons)
    }

    /// The same for the openings of their record: whoever opened it to hand something out is not told while an order forbids
    /// to tell that anything was.
    pub(crate) fn openings_told(&mut self, persons: &[PersonId]) -> Result<String> {
        let map = self.house().data_map.clone();
        let (now, disclosure) = (self.now(), Purpose::Disclosure);
        for (table, column, declared) in map.person_tables() {
            let Some(until) = &declared.withheld else { continue };
            for person in persons {
                let sql = format!(
                    "SELECT 1 AS one FROM {table} WHERE clinic = $1 AND {column} = $2 AND \"{until}\" > $3 LIMIT 1"
                );
                if self.optional(&sql, &params![self.clinic(), *person, now])?.is_some() {
                    return Ok(format!(" AND purpose <> '{disclosure}'"));
                }
            }
        }
        let settled = (now - SETTLES).as_microsecond();
        Ok(format!(" AND (purpose <> '{disclosure}' OR at <= {settled})"))
    }
}
