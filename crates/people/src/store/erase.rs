//! A client erased: the tokens they were found by, who acted for whom, and by what an import would bring them back.

use std::collections::{HashMap, HashSet};

use ground::db::{LISTED, Value, listed};
use ground::erase::evidence::newest;
use ground::erase::{Became, Because, Cause, Done, Erases};
use ground::{Event, PersonId, Result, Tx, params};
use jiff::Timestamp;
use promise::Evidence;

use super::{duplicate, imported, token};

/// Tokens and pairs are found by what the record says of itself: neither table has an index by person for each of its rows.
pub(crate) const ERASES: Erases =
    Erases { tables: &["client_token", "duplicate", "guardian"], may, last: |_, _| Ok(None), erase };

/// A client's record is not erased with a colleague's account: that is asked for and decided otherwise.
fn may(tx: &mut Tx<'_>, person: PersonId, because: &Because) -> Result<Option<&'static str>> {
    if because.cause != Cause::Leaver {
        return Ok(None);
    }
    let row = tx.optional("SELECT id FROM client WHERE clinic = $1 AND id = $2", &params![tx.clinic(), person])?;
    Ok(row.map(|_| "client"))
}

fn erase(tx: &mut Tx<'_>, person: PersonId, done: &mut Done) -> Result<()> {
    remember(tx, person, done)?;
    unfind(tx, person, done)?;
    let pairs = duplicate::delete_all(tx, person)?;
    done.note("duplicate", Became::Gone, pairs);
    part(tx, person, done)?;
    if done.locked_until.is_some() {
        // What a law keeps is found by nobody.
        tx.execute(
            "UPDATE client SET tokens = $3, name_token = $3, near_token = NULL, twin_token = NULL, email_token = NULL, phone_token = NULL,
                    source_detail = NULL, version = version + 1
             WHERE clinic = $1 AND id = $2",
            &params![tx.clinic(), person, Vec::<u8>::new()],
        )?;
    }
    Ok(())
}

/// Nobody is found by what was known of them. The tokens stand in the record in a row; one that was merged left some of them
/// to the record that stayed.
fn unfind(tx: &mut Tx<'_>, person: PersonId, done: &mut Done) -> Result<()> {
    let clinic = tx.clinic();
    let mut rows: Vec<Vec<u8>> = Vec::new();
    for (table, whose) in [("client", "id"), ("client_before", "client")] {
        let sql = format!("SELECT tokens FROM {table} WHERE clinic = $1 AND {whose} = $2");
        for row in tx.query(&sql, &params![clinic, person])? {
            rows.push(row.get("tokens")?);
        }
    }
    let mut gone = 0;
    for of in done.persons.clone() {
        for row in &rows {
            gone += token::delete(tx, of, row)?;
        }
        gone += tx.execute(
            "DELETE FROM client_token WHERE clinic = $1 AND client = $2
               AND token IN (SELECT token FROM client_tag WHERE clinic = $1 AND client = $3)",
            &params![clinic, of, person],
        )?;
    }
    gone += imported::forget(tx, person)?;
    done.note("client_token", Became::Gone, gone);
    Ok(())
}

/// Nobody acts for them or by them any more. Whoever they acted for keeps their record, and the desk is told there.
fn part(tx: &mut Tx<'_>, person: PersonId, done: &mut Done) -> Result<()> {
    let clinic = tx.clinic();
    let rows = tx.query(
        "SELECT dependant FROM guardian WHERE clinic = $1 AND guardian = $2 AND ended_at IS NULL",
        &params![clinic, person],
    )?;
    let dependants = rows.iter().map(|row| row.get("dependant")).collect::<Result<HashSet<PersonId>>>()?;
    for dependant in dependants {
        if !done.persons.contains(&dependant) {
            tx.emit(Event::new(UNGUARDED, dependant, dependant))?;
        }
    }
    // Each side by itself, by its own index.
    for side in ["dependant", "guardian"] {
        let sql = format!("DELETE FROM guardian WHERE clinic = $1 AND {side} = $2");
        let gone = tx.execute(&sql, &params![clinic, person])?;
        done.note("guardian", Became::Gone, gone);
    }
    Ok(())
}

/// That whoever acted for somebody was erased.
const UNGUARDED: &str = "guardian.erased";

/// When the last one who acted for `dependant` was erased, if nobody acts for them since: for the desk to look for somebody.
pub fn unguarded(tx: &mut Tx<'_>, dependant: PersonId) -> Result<Option<Timestamp>> {
    let row = tx.one(
        // By the subject's few events; SQLite would walk all of the clinic's by their time for the greatest of a bare column.
        "SELECT MAX(+at) AS at FROM event WHERE clinic = $1 AND subject = $2 AND name = $3
           AND NOT EXISTS (SELECT 1 FROM guardian WHERE clinic = $1 AND dependant = $2 AND ended_at IS NULL)",
        &params![tx.clinic(), dependant, UNGUARDED],
    )?;
    row.get("at")
}

/// The token by which an erased person is known again where a file brings them: made of the tokens by which an import knows
/// people, and of no use without the clinic's key.
fn mark(tx: &Tx<'_>, token: &[u8]) -> Result<Vec<u8>> {
    let text: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    tx.token("client.erased", &text)
}

/// Remembers the numbers by which other systems know them, and their address with their whole name.
pub(super) fn remember(tx: &mut Tx<'_>, person: PersonId, done: &mut Done) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let mut known = imported::tokens_of(tx, person)?;
    for row in tx.query(
        "SELECT email_token, name_token FROM client WHERE clinic = $1 AND id = $2 AND email_token IS NOT NULL",
        &params![clinic, person],
    )? {
        known.push([row.get::<Vec<u8>>("email_token")?, row.get::<Vec<u8>>("name_token")?].concat());
    }
    for token in known {
        let mark = mark(tx, &token)?;
        done.remembered += tx.execute(
            "INSERT INTO client_erased (clinic, token, erased_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![clinic, mark, now],
        )?;
    }
    Ok(())
}

/// Those of the tokens by which an import knows people that were somebody's who was erased.
pub(super) fn erased_among(tx: &mut Tx<'_>, tokens: &[Vec<u8>]) -> Result<HashSet<Vec<u8>>> {
    let mut of: HashMap<Vec<u8>, Vec<u8>> = HashMap::with_capacity(tokens.len());
    for token in tokens {
        of.insert(mark(tx, token)?, token.clone());
    }
    let marks: Vec<Vec<u8>> = of.keys().cloned().collect();
    let mut erased = HashSet::new();
    for marks in marks.chunks(500) {
        let places: Vec<String> = (2..2 + marks.len()).map(|n| format!("${n}")).collect();
        let values: Vec<Value> =
            std::iter::once(tx.clinic().into()).chain(marks.iter().map(|mark| Value::from(mark.clone()))).collect();
        let sql = format!("SELECT token FROM client_erased WHERE clinic = $1 AND token IN ({})", places.join(", "));
        for row in tx.query(&sql, &values)? {
            erased.extend(of.get(&row.get::<Vec<u8>>("token")?).cloned());
        }
    }
    Ok(erased)
}

/// Writes down that a file brought them.
pub(super) fn asked(tx: &mut Tx<'_>, tokens: &[Vec<u8>]) -> Result<()> {
    for token in tokens {
        let mark = mark(tx, token)?;
        tx.execute(
            "UPDATE client_erased SET asked_at = $3 WHERE clinic = $1 AND token = $2",
            &params![tx.clinic(), mark, tx.now()],
        )?;
    }
    Ok(())
}

/// For `rights.delete`: what those erased last would be found by still. Of the short tokens, which are a dozen for each client
/// and have no index by client, nothing is asked.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let mut left = 0;
    for persons in newest(tx, 200)?.chunks(LISTED) {
        for (table, column, more) in [
            ("client_token", "client", " AND length(token) > 8"),
            ("duplicate", "one", ""),
            ("duplicate", "other", ""),
            ("guardian", "dependant", ""),
            ("guardian", "guardian", ""),
        ] {
            let mut values = params![tx.clinic()].to_vec();
            let list = listed(&mut values, persons);
            let sql = format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND {column} IN ({list}){more}");
            left += tx.one(&sql, &values)?.get::<i64>("n")?;
        }
    }
    Ok(Evidence::new(&[("found_by", left)], left == 0))
}
