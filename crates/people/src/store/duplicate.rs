//! Pairs of records that may be one person's: noticed by tokens, opening nobody.
//!
//! New clients are looked through beside the requests ([`look_through`]), so that a booking pays nothing for it but four
//! short columns; a client whose details change is looked at again at once.

use std::collections::BTreeMap;
use std::time::Instant;

use ground::due::Due;
use ground::{Event, PersonId, Result, Scope, Tx, params};
use jiff::SignedDuration;

use crate::model::{Pair, Shared};

/// What more clients than these share says nothing about any of them: the number of a clinic's own desk, say.
const TELLING: u32 = 20;
/// Records of names that sound alike that are compared by their whole name.
const COMPARED: u32 = 500;
/// Clients looked through in one transaction: few, because whoever opens a record meanwhile waits for its end.
const STEP: u32 = 20;
/// How many times as long as it worked the look rests.
const RESTS: u32 = 4;
/// A client is looked at once nobody can still be writing one with an older id.
const SETTLED: SignedDuration = SignedDuration::from_mins(1);

type Shares = BTreeMap<PersonId, Shared>;

/// Those who share something with `id` that may make them one person.
fn like(tx: &mut Tx<'_>, id: PersonId) -> Result<Shares> {
    let clinic = tx.clinic();
    let mut shares = Shares::new();
    let sql =
        "SELECT name_token, near_token, twin_token, email_token, phone_token FROM client WHERE clinic = $1 AND id = $2";
    let Some(own) = tx.optional(sql, &params![clinic, id])? else { return Ok(shares) };
    let own_name: Vec<u8> = own.get("name_token")?;
    let (near, twin): (Option<Vec<u8>>, Option<Vec<u8>>) = (own.get("near_token")?, own.get("twin_token")?);
    if let Some(near) = &near {
        if let Some(twin) = &twin {
            let rows = tx.query(
                "SELECT id, name_token FROM client WHERE clinic = $1 AND near_token = $2 AND twin_token = $3 AND id <> $4 LIMIT $5",
                &params![clinic, near.as_slice(), twin.as_slice(), id, TELLING + 1],
            )?;
            if rows.len() <= TELLING as usize {
                for row in &rows {
                    let shared = shares.entry(row.get("id")?).or_default();
                    shared.birth = true;
                    shared.near = true;
                    shared.name = row.get::<Vec<u8>>("name_token")? == own_name;
                }
            }
        }
        let rows = tx.query(
            "SELECT id, name_token, twin_token FROM client WHERE clinic = $1 AND near_token = $2 AND id <> $3 LIMIT $4",
            &params![clinic, near.as_slice(), id, COMPARED],
        )?;
        let mut named = Vec::new();
        for row in &rows {
            let other: Option<Vec<u8>> = row.get("twin_token")?;
            // Two different dates of birth are two persons, unless something else speaks for one.
            let differ = twin.is_some() && other.is_some() && twin != other;
            if row.get::<Vec<u8>>("name_token")? == own_name && !differ {
                named.push(row.get("id")?);
            }
        }
        if rows.len() < COMPARED as usize && named.len() <= TELLING as usize {
            for other in named {
                shares.entry(other).or_default().name = true;
            }
        }
    }
    for (column, mark) in [("email_token", own.get("email_token")?), ("phone_token", own.get("phone_token")?)] {
        let mark: Option<Vec<u8>> = mark;
        let Some(mark) = mark else { continue };
        let rows = tx.query(
            "SELECT t.client, c.name_token, c.near_token FROM client_token t JOIN client c ON c.clinic = t.clinic AND c.id = t.client
             WHERE t.clinic = $1 AND t.token = $2 AND t.client <> $3 LIMIT $4",
            &params![clinic, mark, id, TELLING + 1],
        )?;
        if rows.len() > TELLING as usize {
            continue;
        }
        for row in &rows {
            let shared = shares.entry(row.get("client")?).or_default();
            shared.email |= column == "email_token";
            shared.phone |= column == "phone_token";
            shared.name |= row.get::<Vec<u8>>("name_token")? == own_name;
            shared.near |= near.is_some() && row.get::<Option<Vec<u8>>>("near_token")? == near;
        }
    }
    for shared in shares.values_mut().filter(|shared| shared.name) {
        shared.near = false;
    }
    Ok(shares)
}

/// Whether one of the two acts for the other, or one was merged: then they are no pair to decide about.
fn settled(tx: &mut Tx<'_>, one: PersonId, other: PersonId) -> Result<bool> {
    let row = tx.one(
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM guardian WHERE clinic = $1 AND dependant IN ($2, $3) AND guardian IN ($2, $3) AND ended_at IS NULL)
             OR EXISTS (SELECT 1 FROM person WHERE clinic = $1 AND id IN ($2, $3) AND merged_into IS NOT NULL)
             THEN 1 ELSE 0 END AS settled",
        &params![tx.clinic(), one, other],
    )?;
    row.get("settled")
}

fn keep(tx: &mut Tx<'_>, id: PersonId, shares: &Shares) -> Result<u64> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let mut found = 0;
    for (&like, shared) in shares {
        let (one, other) = if id < like { (id, like) } else { (like, id) };
        if settled(tx, one, other)? {
            continue;
        }
        found += tx.execute(
            "INSERT INTO duplicate (clinic, one, other, reasons, weight, found_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (clinic, one, other) DO UPDATE SET reasons = excluded.reasons, weight = excluded.weight",
            &params![clinic, one, other, shared.words(), shared.weight(), now],
        )?;
    }
    Ok(found)
}

/// Finds the pairs of a client who was added at the desk or whose details changed, and forgets those they no longer make.
/// What somebody said about a pair stays said.
pub fn look_again(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    let shares = like(tx, id)?;
    delete_open(tx, id)?;
    keep(tx, id, &shares).map(drop)
}

/// Looks through the clients that came since the last time; how many. It can run twice, and on every node. It rests
/// longer than it worked: a clinic that brought in all its clients works on beside it.
pub async fn look_through(scope: &Scope) -> Result<u64> {
    let mut looked = 0;
    scope.write(set_back).await?;
    loop {
        let begun = Instant::now();
        let (ids, shares) = scope.read(next).await?;
        let Some(&last) = ids.last() else { return Ok(looked) };
        let some = ids.len() as u64;
        scope
            .write(move |tx| -> Result<()> {
                tx.take_turns("people.duplicates")?;
                for (id, shares) in &shares {
                    keep(tx, *id, shares)?;
                }
                let (clinic, now) = (tx.clinic(), tx.now());
                tx.execute(
                    "INSERT INTO duplicate_scan (clinic, upto, at) VALUES ($1, $2, $3)
                     ON CONFLICT (clinic) DO UPDATE SET upto = excluded.upto, at = excluded.at WHERE excluded.upto > duplicate_scan.upto",
                    &params![clinic, last, now],
                )?;
                Ok(())
            })
            .await?;
        looked += some;
        if some < u64::from(STEP) {
            return Ok(looked);
        }
        tokio::time::sleep(begun.elapsed() * RESTS).await;
    }
}

/// After the clock was set back new clients have older ids than those that were looked at last: they are looked for from a day
/// before on.
fn set_back(tx: &mut Tx<'_>) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let from = PersonId::since(now - SignedDuration::from_hours(24));
    tx.execute(
        "UPDATE duplicate_scan SET upto = $3 WHERE clinic = $1 AND upto > $2",
        &params![clinic, PersonId::since(now), from],
    )
    .map(drop)
}

/// Clients in order, and those of them that may be somebody else too.
type Looked = (Vec<PersonId>, Vec<(PersonId, Shares)>);

/// The next clients to look at.
fn next(tx: &mut Tx<'_>) -> Result<Looked> {
    let clinic = tx.clinic();
    let row = tx.optional("SELECT upto FROM duplicate_scan WHERE clinic = $1", &params![clinic])?;
    let from: PersonId = row.map_or(Ok(PersonId::from_bits(0)), |row| row.get("upto"))?;
    let before = u128::try_from((tx.now() - SETTLED).as_millisecond()).unwrap_or(0) << 80;
    let rows = tx.query(
        "SELECT id FROM client WHERE clinic = $1 AND id > $2 AND id < $3 ORDER BY id LIMIT $4",
        &params![clinic, from, PersonId::from_bits(before), STEP],
    )?;
    let ids: Vec<PersonId> = rows.iter().map(|row| row.get("id")).collect::<Result<_>>()?;
    let mut shares = Vec::new();
    for &id in &ids {
        let like = like(tx, id)?;
        if !like.is_empty() {
            shares.push((id, like));
        }
    }
    Ok((ids, shares))
}

/// The pairs nobody has decided about, the likeliest first, after `skip` of them.
pub fn list(tx: &mut Tx<'_>, skip: u32, limit: u32) -> Result<Vec<Pair>> {
    let rows = tx.query(
        "SELECT one, other, reasons, weight, found_at FROM duplicate WHERE clinic = $1 AND apart_at IS NULL
         ORDER BY weight DESC, one DESC, other DESC LIMIT $2 OFFSET $3",
        &params![tx.clinic(), limit, skip],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Pair {
                one: row.get("one")?,
                other: row.get("other")?,
                shared: Shared::stored(&row.get::<String>("reasons")?),
                weight: row.get("weight")?,
                found_at: row.get("found_at")?,
            })
        })
        .collect()
}

/// How many pairs wait for somebody's word, counted up to `most`.
pub fn count(tx: &mut Tx<'_>, most: u32) -> Result<u32> {
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM duplicate WHERE clinic = $1 AND apart_at IS NULL LIMIT $2) counted",
        &params![tx.clinic(), most],
    )?;
    row.get("n")
}

/// Records that may be one person's: what is about them is right once somebody decided.
pub fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    const MOST: u32 = 1_000;
    let pairs = count(tx, MOST)?;
    Ok(if pairs == 0 { Vec::new() } else { vec![waits(pairs)] })
}

fn waits(pairs: u32) -> Due {
    Due {
        part: "duplicates",
        words: "people-due-duplicates".to_owned(),
        args: vec![("n", pairs.into())],
        href: "/clients/duplicates".to_owned(),
        action: Some("people.duplicate.list"),
        by: None,
    }
}

/// Notes that the two are two persons: the pair does not come again.
pub fn apart(tx: &mut Tx<'_>, one: PersonId, other: PersonId) -> Result<()> {
    let (one, other) = if one < other { (one, other) } else { (other, one) };
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE duplicate SET apart_at = $4, apart_by = $5 WHERE clinic = $1 AND one = $2 AND other = $3 AND apart_at IS NULL",
        &params![clinic, one, other, now, actor],
    )?;
    tx.emit(Event::new("client.told_apart", one, one))
}

/// Forgets the pairs of a record that is no longer one of its own.
pub(super) fn delete_open(tx: &mut Tx<'_>, id: PersonId) -> Result<()> {
    // Each side by itself, by its own index: together, an engine may look through all open pairs instead.
    for sql in [
        "DELETE FROM duplicate WHERE clinic = $1 AND one = $2 AND apart_at IS NULL",
        "DELETE FROM duplicate WHERE clinic = $1 AND other = $2 AND apart_at IS NULL",
    ] {
        tx.execute(sql, &params![tx.clinic(), id])?;
    }
    Ok(())
}

/// Forgets every pair of somebody who is forgotten; how many.
pub(super) fn delete_all(tx: &mut Tx<'_>, id: PersonId) -> Result<u64> {
    let mut gone = 0;
    for sql in [
        "DELETE FROM duplicate WHERE clinic = $1 AND one = $2",
        "DELETE FROM duplicate WHERE clinic = $1 AND other = $2",
    ] {
        gone += tx.execute(sql, &params![tx.clinic(), id])?;
    }
    Ok(gone)
}
