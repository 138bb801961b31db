//! Persons of whom an imported file knows a number and nothing else.
//!
//! They are persons with a key of their own, so that whatever is learnt about them later is sealed like anyone's and
//! erased like anyone's; but no clients with a record, because there is nothing to put into one. The number itself is
//! not kept: only its keyed token, which leads the next row of the same file back to the same person.

use std::collections::HashMap;

use ground::db::Value;
use ground::{PersonId, Result, Tx, params};

/// The look-up token of a number in another system; `system` keeps two systems' numbers apart.
pub fn token(tx: &Tx<'_>, system: &str, number: &str) -> Result<Vec<u8>> {
    tx.token("import-client", &format!("{system}\0{number}"))
}

/// The persons already known by `tokens`.
pub fn find(tx: &mut Tx<'_>, tokens: &[Vec<u8>]) -> Result<HashMap<Vec<u8>, PersonId>> {
    let mut found = HashMap::with_capacity(tokens.len());
    for part in tokens.chunks(500) {
        let places: Vec<String> = (0..part.len()).map(|n| format!("${}", n + 2)).collect();
        let sql =
            format!("SELECT token, client FROM client_token WHERE clinic = $1 AND token IN ({})", places.join(", "));
        let values: Vec<Value> =
            std::iter::once(tx.clinic().into()).chain(part.iter().map(|token| Value::from(token.clone()))).collect();
        for row in tx.query(&sql, &values)? {
            found.insert(row.get("token")?, row.get("client")?);
        }
    }
    Ok(found)
}

/// The persons with `tokens`, and how many of them are new: of whom nothing is known yet gets a key, and is found again by
/// the token.
pub fn find_or_create(tx: &mut Tx<'_>, tokens: &[Vec<u8>]) -> Result<(HashMap<Vec<u8>, PersonId>, u64)> {
    let mut found = find(tx, tokens)?;
    if tokens.iter().all(|token| found.contains_key(token)) {
        return Ok((found, 0));
    }
    take_turns(tx)?;
    found.extend(find(tx, tokens)?);
    let mut made = 0;
    for token in tokens {
        if !found.contains_key(token) {
            let person = tx.create_person()?.person();
            add(tx, token, person)?;
            found.insert(token.clone(), person);
            made += 1;
        }
    }
    Ok((found, made))
}

/// Lets imports that make persons take turns: a number in two files is one person.
pub(crate) fn take_turns(tx: &mut Tx<'_>) -> Result<()> {
    tx.take_turns("people.import")
}

/// Makes `person` found by one more token.
pub(super) fn add(tx: &mut Tx<'_>, token: &[u8], person: PersonId) -> Result<()> {
    tx.execute(
        "INSERT INTO client_token (clinic, token, client) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &params![tx.clinic(), token, person],
    )?;
    Ok(())
}

/// The tokens by which `person` is found again, of numbers in other systems.
pub(super) fn tokens_of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Vec<u8>>> {
    let rows = tx.query(
        "SELECT token FROM client_token WHERE clinic = $1 AND client = $2 AND length(token) > 8",
        &params![tx.clinic(), person],
    )?;
    rows.iter().map(|row| row.get("token")).collect()
}

/// Makes `token`, which led to `from`, lead to `into`.
pub(super) fn lead(tx: &mut Tx<'_>, token: &[u8], from: PersonId, into: PersonId) -> Result<()> {
    tx.execute(
        "UPDATE client_token SET client = $4 WHERE clinic = $1 AND token = $2 AND client = $3",
        &params![tx.clinic(), token, from, into],
    )?;
    Ok(())
}

/// Makes `person` no longer found by an imported number. Its token is longer than any that a client's row lists, and
/// the index `client_token_imported` has these alone.
pub(super) fn forget(tx: &mut Tx<'_>, person: PersonId) -> Result<u64> {
    tx.execute(
        "DELETE FROM client_token WHERE clinic = $1 AND client = $2 AND length(token) > 8",
        &params![tx.clinic(), person],
    )
}
