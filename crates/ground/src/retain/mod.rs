//! What is kept, and when it goes: one query says what is over, and the sweep, the plan and the evidence all ask it.
//!
//! The schedule is [`promise::retention`]: classes with rules, and how long by notice, law and contract. Rows that go by their
//! age go table by table ([`sweep`]); what belongs to a person goes with them, once no room has seen them for longer than the
//! longest duty ([`Seen`]). A person whom no room knows as a client or by an account is left alone: their key may seal what is
//! the clinic's.

mod person;
mod sweep;

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp, ToSpan};
use promise::retention::{self, Line, Span};
use promise::{Evidence, Jurisdiction};

pub use person::{latest, over as over_persons};
pub use sweep::{Swept, sweep, swept};

use crate::clinic::Clinic;
use crate::db::Value;
use crate::error::Result;
use crate::hold;
use crate::tx::Tx;
use crate::{PersonId, params};

/// Says of those of these persons whom a room keeps something about when it saw them last. Whoever must stay was seen now.
pub type Seen = fn(&mut Tx<'_>, &[PersonId]) -> Result<HashMap<PersonId, Timestamp>>;

/// The part of the sweep that is about persons and not about rows of one table.
pub const PERSONS: &str = "person";

/// The places whose law the clinic follows.
pub fn places(clinic: &Clinic) -> Vec<Jurisdiction> {
    clinic.jurisdiction.parse().into_iter().collect()
}

/// How long each class is kept by this clinic, and why.
pub fn schedule(tx: &Tx<'_>) -> Vec<Line> {
    let clinic = tx.settings();
    retention::schedule(&tx.house().data_map, &clinic.parameters, &places(clinic), today(tx))
}

/// The clinic's day.
fn today(tx: &Tx<'_>) -> jiff::civil::Date {
    tx.now().to_zoned(tx.settings().zone.clone()).date()
}

/// A table whose rows go by their age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub table: String,
    /// The column that the time counts from, or that is the end where there is no span.
    pub column: String,
    pub span: Option<Span>,
    /// Its retention class.
    pub class: String,
    /// The column that says whom a row is about.
    person: Option<String>,
}

/// Every table whose rows go by their age, by name.
pub fn parts(tx: &Tx<'_>) -> Vec<Part> {
    let clinic = tx.settings();
    let (map, places) = (&tx.house().data_map, places(clinic));
    retention::by_row(map, &clinic.parameters, &places, today(tx))
        .map(|(table, declared, column, span)| Part {
            table: table.to_owned(),
            column: column.to_owned(),
            span,
            class: declared.columns.values().next().map(|column| column.retention.clone()).unwrap_or_default(),
            person: retention::person_of(declared).map(str::to_owned),
        })
        .collect()
}

/// Before which instant whatever is counted from is over at `now`, by the clinic's days.
fn before(clinic: &Clinic, span: Option<Span>, now: Timestamp) -> Timestamp {
    match span {
        // The end itself: over at its instant.
        None => now.checked_add(1.microsecond()).unwrap_or(now),
        Some(Span::Days(days)) => {
            now.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MIN)
        }
        Some(span @ Span::Years(_)) => {
            let day = span.over_before(now.to_zoned(clinic.zone.clone()).date());
            day.to_zoned(clinic.zone.clone()).map_or(Timestamp::MIN, |start| start.timestamp())
        }
    }
}

impl Part {
    /// The rows `t` that are over at `at` and not held back now, as the end of a statement, with its parameters.
    fn over(&self, tx: &Tx<'_>, at: Timestamp) -> (String, Vec<Value>) {
        let Part { table, column, person, span, .. } = self;
        let mut values = params![tx.clinic(), before(tx.settings(), *span, at)].to_vec();
        let mut sql = format!("{table} AS t WHERE t.clinic = $1 AND t.{column} < $2");
        if let Some(person) = person {
            values.push(tx.now().into());
            // What stayed with a record that was merged is held by a hold of the one it was merged into.
            let held = hold::persons_held("$1", "$3");
            sql += &format!(" AND (t.{person} IS NULL OR t.{person} NOT IN {held})");
        }
        (sql, values)
    }

    /// How many rows are over at `at` and not held back.
    ///
    /// # Errors
    /// Those of the store.
    pub fn due(&self, tx: &mut Tx<'_>, at: Timestamp) -> Result<i64> {
        let (over, values) = self.over(tx, at);
        tx.one(&format!("SELECT COUNT(*) AS n FROM {over}"), &values)?.get("n")
    }
}

/// A class as the pages and the plan show it.
#[derive(Clone, Debug)]
pub struct Planned {
    pub line: Line,
    /// Tables of that class.
    pub tables: Vec<String>,
    /// Rows in them.
    pub rows: i64,
    /// Rows, or persons where the class goes with them, that are over and still there.
    pub over: i64,
    /// Of those that are there, how many go within [`SOON`].
    pub soon: i64,
}

/// How far ahead a plan looks.
pub const SOON: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Persons whom a plan or evidence looks at, the oldest; a sweep looks at all of them.
const LOOKED_AT: usize = 2_000;

/// What goes when, by class.
///
/// # Errors
/// Those of the store.
pub fn plan(tx: &mut Tx<'_>) -> Result<Vec<Planned>> {
    let (lines, parts, now) = (schedule(tx), parts(tx), tx.now());
    let map = tx.house().data_map.clone();
    let held = hold::of_clinic(tx)?.is_some();
    let persons =
        if held { (0, 0) } else { (over_persons(tx, now, LOOKED_AT)?, over_persons(tx, now + SOON, LOOKED_AT)?) };
    let mut planned = Vec::new();
    for line in lines {
        let of_class = |table: &promise::Table| table.columns.values().any(|column| column.retention == line.class);
        let tables: Vec<String> =
            map.tables.iter().filter(|(_, table)| of_class(table)).map(|(name, _)| name.clone()).collect();
        let mut rows = 0;
        for table in &tables {
            let installation = map.tables.get(table).is_some_and(|table| table.about == promise::About::Installation);
            // What is the installation's is no clinic's to count.
            if !installation {
                let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1");
                rows += tx.one(&sql, &params![tx.clinic()])?.get::<i64>("n")?;
            }
        }
        let (mut over, mut soon) = (0, 0);
        if line.rule == retention::Rule::Person {
            (over, soon) = (persons.0, persons.1 - persons.0);
        }
        for part in parts.iter().filter(|part| part.class == line.class && !held) {
            let due = part.due(tx, now)?;
            over += due;
            soon += part.due(tx, now + SOON)? - due;
        }
        planned.push(Planned { line, tables, rows, over, soon });
    }
    Ok(planned)
}

/// How long a row that is over may wait for the sweep before it counts against the promise.
const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// `retention.limited`: rows and persons whose time is over for longer than the sweep may take, by the very question the sweep
/// asks, and what a dispute holds back.
pub(crate) fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (parts, now) = (parts(tx), tx.now());
    let then = now - GRACE;
    let whole = hold::of_clinic(tx)?.is_some();
    let (mut rows, mut persons) = (0, 0);
    if !whole {
        for part in &parts {
            rows += part.due(tx, then)?;
        }
        persons = over_persons(tx, then, LOOKED_AT)?;
    }
    let holds = hold::standing(tx)?;
    let last = swept(tx)?.iter().filter_map(|swept| swept.ended_at).max();
    let minutes = last.map_or(-1, |last| now.duration_since(last).as_mins().max(0));
    let unruled = retention::gaps(&tx.house().data_map).len() as i64;
    Ok(Evidence::new(
        &[
            ("classes", schedule(tx).len() as i64),
            ("classes without a rule", unruled),
            ("rows past their time", rows),
            ("persons past their time", persons),
            ("holds", holds),
            // -1 where there was none.
            ("minutes since the last sweep", minutes),
        ],
        rows == 0 && persons == 0 && unruled == 0,
    ))
}
