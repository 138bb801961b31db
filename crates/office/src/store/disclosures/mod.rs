//! What was given to somebody outside care: written down, listed, and told to the person (promise
//! `sharing.disclosures_recorded`).
//!
//! A row is never changed. What an order keeps from the person is left out by the ground wherever rows are told to whom they
//! are about, and by [`told`] here; on its day it is there, and nothing has to be done for it. Deliberately absent: telling by
//! mail that a secrecy is over.

pub(crate) mod evidence;
mod hand;

use std::collections::HashMap;

use ground::db::{LISTED, Row, Value, listed};
use ground::once::{self, Once};
use ground::restrict::{self, Kind as Stopped};
use ground::{Error as Ground, Event, PersonId, Sealed, Tx, cell, params};
use jiff::{Span, Timestamp};

use crate::error::{Error, Result};
use crate::model::disclosures::{AttachedId, COLUMNS, Disclosure, DisclosureId, NewDisclosure, Occasion, Opened, Said};
use crate::model::requests::StatementId;
use crate::rules::disclosures::told_since;

pub use hand::{MOST as ROWS, Part, data, handed};

/// What a person may be told at `$2`, of what was given or could first be told since `$3`.
const TOLD: &str =
    "(withheld_until IS NULL OR withheld_until <= $2) AND (given_at >= $3 OR COALESCE(withheld_until, given_at) >= $3)";

fn since(tx: &Tx<'_>) -> Timestamp {
    let clinic = tx.settings();
    told_since(clinic.parameters.disclosure_years, tx.now(), &clinic.zone)
}

/// Writes down what was given about `person`.
///
/// # Errors
/// [`Error::StatementsLeft`] where something they said stands beside what was not corrected, and nobody says that it went
/// along; [`Error::Restricted`] where they had their processing restricted and no law asks for it; refused where they were
/// erased.
pub fn record(tx: &mut Tx<'_>, person: PersonId, new: &NewDisclosure) -> Result<DisclosureId> {
    let person = tx.held(person)?;
    // What they say meanwhile is said before or after, not beside.
    tx.take_turns(&format!("requests/{person}"))?;
    if new.kind.waits_while_restricted() && restrict::since(tx, person, Stopped::Restricted)?.is_some() {
        return Err(Error::Restricted);
    }
    let standing = standing(tx, person)?;
    if !standing.is_empty() && !new.attached {
        return Err(Error::StatementsLeft);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = DisclosureId::new(now);
    let key = tx.seal_for(person)?;
    let sealed = |column, text: &str| key.seal(cell("disclosure", column, id), &text.to_owned());
    let address = new.address.as_deref().map(|text| sealed("address", text)).transpose()?;
    let ordered_by = new.secrecy.as_ref().map(|one| sealed("ordered_by", &one.ordered_by)).transpose()?;
    let row = Disclosure {
        id,
        person,
        kind: new.kind,
        categories: new.categories.clone(),
        form: new.form,
        given_at: new.given_at,
        recorded_at: now,
        recorded_by: actor,
        withheld_until: new.secrecy.as_ref().map(|one| one.until),
        statements: i64::try_from(standing.len()).unwrap_or(i64::MAX),
    };
    let mark = mark(tx, &row)?;
    let categories: Vec<&str> = row.categories.iter().map(|one| one.as_str()).collect();
    tx.execute(
        "INSERT INTO disclosure (clinic, id, person, kind, recipient, address, purpose, basis, categories, form, given_at,
             recorded_at, recorded_by, withheld_until, ordered_by, statements, mark)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        &params![
            clinic,
            id,
            person,
            row.kind.as_str(),
            sealed("recipient", &new.recipient)?,
            address,
            sealed("purpose", &new.purpose)?,
            sealed("basis", &new.basis)?,
            categories.join(" "),
            row.form.as_str(),
            row.given_at,
            now,
            row.recorded_by.as_str(),
            row.withheld_until,
            ordered_by,
            row.statements,
            mark
        ],
    )?;
    attach(tx, &row, standing)?;
    // It says of nobody whose page is open that there is something to be read.
    tx.emit(Event::new("disclosure.recorded", id, None))?;
    Ok(id)
}

/// Writes down that these went along with it, those that did not before.
fn attach(tx: &mut Tx<'_>, to: &Disclosure, statements: Vec<StatementId>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    for statement in statements {
        tx.execute(
            "INSERT INTO disclosure_statement (clinic, id, disclosure, person, statement, withheld_until)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (clinic, disclosure, statement) DO NOTHING",
            &params![clinic, AttachedId::new(now), to.id, to.person, statement, to.withheld_until],
        )?;
    }
    Ok(())
}

/// Whether something they said since goes along with what is handed out, and is not written down with it.
pub fn is_short(tx: &mut Tx<'_>, of: &Disclosure) -> ground::Result<bool> {
    let sql = "SELECT 1 AS one FROM statement s WHERE s.clinic = $1 AND s.person = $2 AND NOT EXISTS (
            SELECT 1 FROM disclosure_statement a WHERE a.clinic = s.clinic AND a.disclosure = $3 AND a.statement = s.id) LIMIT 1";
    Ok(tx.optional(sql, &params![tx.clinic(), of.person, of.id])?.is_some())
}

/// Writes down that all they said until now goes along: it does with a sheet that is made now, though it was said after the
/// disclosure was written down.
pub fn attach_standing(tx: &mut Tx<'_>, person: PersonId, of: DisclosureId) -> Result<()> {
    let person = tx.held(person)?;
    tx.take_turns(&format!("requests/{person}"))?;
    let row = find(tx, person, of)?;
    let standing = standing(tx, person)?;
    attach(tx, &row, standing)
}

/// The same once for each page that was drawn: a form that is sent twice is one disclosure.
///
/// # Errors
/// Those of [`record`]; [`Error::PageSent`] where the page was sent before and said something else.
pub fn record_once(tx: &mut Tx<'_>, drawn: &str, person: PersonId, new: &NewDisclosure) -> Result<()> {
    if first(tx, drawn, &new.request(&person.to_string()))? {
        record(tx, person, new)?;
    }
    Ok(())
}

/// Whether the page was not sent before; it is now. What it says is kept as a keyed token: who goes back and writes down
/// something else has not written it down before.
fn first(tx: &mut Tx<'_>, drawn: &str, request: &str) -> Result<bool> {
    if drawn.is_empty() {
        return Ok(true);
    }
    let key = format!("disclosure/{drawn}");
    tx.take_turns(&key)?;
    match once::look(tx, &key, request.as_bytes())? {
        Once::First => once::keep(tx, &key, request.as_bytes(), drawn).map(|()| true).map_err(Error::from),
        Once::Again(_) => Ok(false),
        Once::Different => Err(Error::PageSent),
    }
}

/// What keeps a line of a list from being written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// Nobody here is called that.
    Nobody,
    /// An earlier line names the same person.
    Twice,
    /// Something of theirs was to go along.
    Statements,
    /// They were erased.
    Erased,
    /// They had their processing restricted, and no law asks for it.
    Restricted,
}

/// Writes the same down about each of several people, or about none of them. `named` are the lines of a list with their
/// numbers: an id, or an address that one client alone has.
///
/// # Errors
/// [`Error::Unlisted`] with every line that could not be; [`Error::PageSent`] where the page was sent before with something
/// else.
pub fn record_many(tx: &mut Tx<'_>, drawn: &str, named: &[(usize, String)], new: &NewDisclosure) -> Result<usize> {
    let list: Vec<&str> = named.iter().map(|(_, text)| text.as_str()).collect();
    if !first(tx, drawn, &new.request(&list.join("\n")))? {
        return Ok(0);
    }
    let (mut faults, mut persons) = (Vec::new(), Vec::new());
    for (line, text) in named {
        match whom(tx, text)? {
            None => faults.push((*line, Unlisted::Nobody)),
            Some(person) if persons.contains(&person) => faults.push((*line, Unlisted::Twice)),
            Some(person) => {
                persons.push(person);
                match record(tx, person, new) {
                    Ok(_) => {}
                    Err(Error::StatementsLeft) => faults.push((*line, Unlisted::Statements)),
                    Err(Error::Restricted) => faults.push((*line, Unlisted::Restricted)),
                    Err(Error::Ground(Ground::Refused(_))) => faults.push((*line, Unlisted::Erased)),
                    Err(Error::Ground(Ground::NotFound)) => faults.push((*line, Unlisted::Nobody)),
                    Err(error) => return Err(error),
                }
            }
        }
    }
    if faults.is_empty() { Ok(persons.len()) } else { Err(Error::Unlisted(faults)) }
}

/// The client whom a line of a list names.
fn whom(tx: &mut Tx<'_>, text: &str) -> Result<Option<PersonId>> {
    if let Ok(person) = text.parse::<PersonId>() {
        if !tx.knows(person)? {
            return Ok(None);
        }
        let person = tx.kept(person)?;
        return Ok(people::find(tx, person)?.map(|_| person));
    }
    match people::Email::parse(text) {
        Ok(email) => Ok(people::known_by_email(tx, &email)?),
        Err(_) => Ok(None),
    }
}

/// The statements of `person` that stand beside what was not corrected.
fn standing(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<StatementId>> {
    let sql = "SELECT id FROM statement WHERE clinic = $1 AND person = $2 ORDER BY said_at, id";
    let rows = tx.query(sql, &params![tx.clinic(), person])?;
    Ok(rows.iter().map(|row| row.get("id")).collect::<ground::Result<_>>()?)
}

/// What they said beside what was not corrected, opened for this transaction's purpose, the oldest first.
pub fn statements(tx: &mut Tx<'_>, person: PersonId) -> ground::Result<Vec<Said>> {
    let rows = tx.query(
        "SELECT id, field, body, said_at FROM statement WHERE clinic = $1 AND person = $2 ORDER BY said_at, id",
        &params![tx.clinic(), person],
    )?;
    said(tx, person, &rows)
}

/// Those of them that went along with one disclosure.
pub fn attached(tx: &mut Tx<'_>, of: &Disclosure) -> ground::Result<Vec<Said>> {
    let rows = tx.query(
        "SELECT s.id AS id, s.field AS field, s.body AS body, s.said_at AS said_at FROM disclosure_statement a
         JOIN statement s ON s.clinic = a.clinic AND s.id = a.statement AND s.person = a.person
         WHERE a.clinic = $1 AND a.disclosure = $2 ORDER BY s.said_at, s.id",
        &params![tx.clinic(), of.id],
    )?;
    said(tx, of.person, &rows)
}

fn said(tx: &mut Tx<'_>, person: PersonId, rows: &[Row]) -> ground::Result<Vec<Said>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(person)?;
    let one = |row: &Row| {
        let id: StatementId = row.get("id")?;
        let body = key.open_optional(Sealed::<String>::read_optional(row, "statement", "body", id)?.as_ref())?;
        Ok(Said { id, field: row.get("field")?, body: body.unwrap_or_default(), at: row.get("said_at")? })
    };
    rows.iter().map(one).collect()
}

/// A mark that whoever has the database alone cannot make.
fn mark(tx: &Tx<'_>, row: &Disclosure) -> ground::Result<Vec<u8>> {
    tx.token("disclosure.row", &row.said())
}

/// One about `person`.
///
/// # Errors
/// Not found where there is none of this id about them.
pub fn find(tx: &mut Tx<'_>, person: PersonId, id: DisclosureId) -> ground::Result<Disclosure> {
    let sql = format!("SELECT {COLUMNS} FROM disclosure WHERE clinic = $1 AND person = $2 AND id = $3");
    Disclosure::from_row(&tx.one(&sql, &params![tx.clinic(), person, id])?)
}

/// How many `person` may be told of now.
pub fn count_told(tx: &mut Tx<'_>, person: PersonId) -> ground::Result<i64> {
    let (clinic, now, since) = (tx.clinic(), tx.now(), since(tx));
    let sql = format!("SELECT COUNT(*) AS n FROM disclosure WHERE clinic = $1 AND person = $4 AND {TOLD}");
    tx.one(&sql, &params![clinic, now, since, person])?.get("n")
}

/// What comes after one in a list: when it was given, and its id.
pub type After = Option<(Timestamp, DisclosureId)>;

/// Up to `most` that `person` may be told of now, the newest first, opened for this transaction's purpose.
pub fn told(tx: &mut Tx<'_>, person: PersonId, after: After, most: u32) -> ground::Result<Vec<(Disclosure, Opened)>> {
    let rows = told_rows(tx, person, after, most)?;
    let opened = open(tx, &rows)?;
    Ok(rows.into_iter().zip(opened).collect())
}

fn told_rows(tx: &mut Tx<'_>, person: PersonId, after: After, most: u32) -> ground::Result<Vec<Disclosure>> {
    let mut values = params![tx.clinic(), tx.now(), since(tx), person].to_vec();
    page(tx, &mut values, &format!("person = $4 AND {TOLD}"), after, most)
}

/// Which of them the register shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    pub person: Option<PersonId>,
    pub kind: Option<Occasion>,
    /// Given at or after.
    pub from: Option<Timestamp>,
    /// Given before.
    pub to: Option<Timestamp>,
    /// Those that may not be told to the person as well.
    pub secret: bool,
}

/// Up to `most` of the register, the newest first, opened for this transaction's purpose; of whom nobody may open, none.
pub fn register(tx: &mut Tx<'_>, shown: Shown, after: After, most: u32) -> ground::Result<Vec<(Disclosure, Opened)>> {
    let mut values: Vec<Value> = params![tx.clinic()].to_vec();
    let mut sql = "1 = 1".to_owned();
    let mut add = |what: &str, value: Value| {
        values.push(value);
        sql.push_str(&format!(" AND {what} ${}", values.len()));
    };
    if let Some(person) = shown.person {
        add("person =", person.into());
    }
    if let Some(kind) = shown.kind {
        add("kind =", kind.as_str().into());
    }
    if let Some(from) = shown.from {
        add("given_at >=", from.into());
    }
    if let Some(to) = shown.to {
        add("given_at <", to.into());
    }
    if !shown.secret {
        add("COALESCE(withheld_until, 0) <=", tx.now().into());
    }
    let rows = page(tx, &mut values, &sql, after, most)?;
    let opened = open(tx, &rows)?;
    Ok(rows.into_iter().zip(opened).collect())
}

fn page(
    tx: &mut Tx<'_>,
    values: &mut Vec<Value>,
    which: &str,
    after: After,
    most: u32,
) -> ground::Result<Vec<Disclosure>> {
    let mut sql = format!("SELECT {COLUMNS} FROM disclosure WHERE clinic = $1 AND {which}");
    if let Some((given, id)) = after {
        values.extend([given.into(), id.into()]);
        sql.push_str(&format!(" AND (given_at, id) < (${}, ${})", values.len() - 1, values.len()));
    }
    values.push(most.into());
    sql.push_str(&format!(" ORDER BY given_at DESC, id DESC LIMIT ${}", values.len()));
    tx.query(&sql, values)?.iter().map(Disclosure::from_row).collect()
}

/// What is sealed of each of these; nothing of whom this transaction may not open.
fn open(tx: &mut Tx<'_>, rows: &[Disclosure]) -> ground::Result<Vec<Opened>> {
    let mut persons: Vec<PersonId> = rows.iter().map(|row| row.person).collect();
    persons.sort_unstable();
    persons.dedup();
    let keys = tx.open_many(&persons)?;
    let mut sealed: HashMap<DisclosureId, Row> = HashMap::new();
    for ids in rows.iter().map(|row| row.id).collect::<Vec<_>>().chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, ids);
        let sql = format!(
            "SELECT id, recipient, address, purpose, basis, ordered_by FROM disclosure WHERE clinic = $1 AND id IN ({list})"
        );
        for row in tx.query(&sql, &values)? {
            sealed.insert(row.get("id")?, row);
        }
    }
    let one = |row: &Disclosure| {
        let (Some(key), Some(from)) = (keys.get(&row.person), sealed.get(&row.id)) else {
            return Ok(Opened::default());
        };
        let read = |column| {
            let sealed = Sealed::<String>::read_optional(from, "disclosure", column, row.id)?;
            key.open_optional(sealed.as_ref()).map(Option::unwrap_or_default)
        };
        Ok(Opened {
            recipient: read("recipient")?,
            address: read("address")?,
            purpose: read("purpose")?,
            basis: read("basis")?,
            ordered_by: read("ordered_by")?,
        })
    };
    rows.iter().map(one).collect()
}

/// One, opened.
pub fn opened(tx: &mut Tx<'_>, of: &Disclosure) -> ground::Result<Opened> {
    Ok(open(tx, std::slice::from_ref(of))?.remove(0))
}

/// When those were seen last about whom something was given: so that their record, which is kept so many years after that,
/// stays for as long as they are told of it.
pub fn seen(tx: &mut Tx<'_>, persons: &[PersonId]) -> ground::Result<HashMap<PersonId, Timestamp>> {
    let (told, record) = {
        let parameters = &tx.settings().parameters;
        (parameters.disclosure_years, parameters.record_years)
    };
    let mut seen = HashMap::new();
    let zone = tx.settings().zone.clone();
    let later = |at: Timestamp| {
        let years = i64::from(told) - i64::from(record);
        at.to_zoned(zone.clone()).saturating_add(Span::new().years(years)).timestamp()
    };
    for persons in persons.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, persons);
        let sql = format!(
            "SELECT person, MAX(CASE WHEN COALESCE(withheld_until, 0) > given_at THEN withheld_until ELSE given_at END) AS at
             FROM disclosure WHERE clinic = $1 AND person IN ({list}) GROUP BY person"
        );
        for row in tx.query(&sql, &values)? {
            seen.insert(row.get("person")?, later(row.get("at")?));
        }
    }
    Ok(seen)
}
