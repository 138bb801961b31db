//! Two clients' records made one: which details stay is chosen, everything else follows by the data map.

use ground::merge::{Cannot, Merged, Merges, Merging};
use ground::{Error, Event, MergeId, PersonId, Result, Tx, params};

use super::token::{SIZE, TAG, token};
use super::{client, duplicate, imported, tag};
use crate::model::{Change, Stored};

/// The details that a merge changes, and undoing it puts back.
const DETAILS: &str = "given_name, family_name, email, phone, birth_date, note, language, claimed, name_token, near_token, twin_token, email_token, phone_token, tokens";

/// What this room does when two records of one person are merged.
pub(crate) const MERGES: Merges = Merges { may, merge: follow, undo: return_all };

/// What became of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done(MergeId),
    /// One of the two was changed since the page was made.
    Stale,
    Cannot(Cannot),
}

/// Merges the record of `from` into that of `into`, whose details become `change`. `version` is that of `from` as it was
/// seen; `change` has that of `into`.
pub fn merge(tx: &mut Tx<'_>, from: PersonId, version: i64, into: PersonId, change: &Change) -> Result<Outcome> {
    for id in [from, into] {
        if tx.kept(id)? == id {
            client::find(tx, id)?.ok_or(Error::NotFound)?;
        }
    }
    let merged = match tx.merge(from, into)? {
        Ok(merged) => merged,
        Err(why) => return Ok(Outcome::Cannot(why)),
    };
    let clinic = tx.clinic();
    tx.execute(
        &format!(
            "INSERT INTO client_before (clinic, id, client, version, {DETAILS})
             SELECT clinic, CAST($2 AS TEXT), id, version + 1, {DETAILS} FROM client WHERE clinic = $1 AND id = $3"
        ),
        &params![clinic, merged, into],
    )?;
    if !touch(tx, from, version)? || !client::update(tx, into, change)? {
        return Ok(Outcome::Stale);
    }
    duplicate::delete_open(tx, from)?;
    duplicate::look_again(tx, into)?;
    tx.emit(Event::new("client.merged", from, from))?;
    Ok(Outcome::Done(merged))
}

/// What `person`'s record said before each merge into it that can still be taken back, the oldest first.
pub fn before(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Stored>> {
    let rows = tx.query(
        "SELECT c.id, b.given_name, b.family_name, b.email, b.phone, b.birth_date, b.note, b.language, c.source, c.source_detail,
                c.created_at, c.updated_at, b.version, b.claimed, b.tokens
         FROM client_before b JOIN client c ON c.clinic = b.clinic AND c.id = b.client
         WHERE b.clinic = $1 AND b.client = $2 ORDER BY b.id",
        &params![tx.clinic(), person],
    )?;
    rows.iter().map(Stored::from_row).collect()
}

/// Counts a change of a record whose details stay as they are: forms made before it are stale. False when it was changed
/// since `version`.
fn touch(tx: &mut Tx<'_>, id: PersonId, version: i64) -> Result<bool> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let seen = tx.execute(
        "UPDATE client SET version = version + 1, updated_at = $4 WHERE clinic = $1 AND id = $2 AND version = $3",
        &params![clinic, id, version, now],
    )?;
    // What earlier merges into it left is as far from what it is now as it was.
    if seen > 0 {
        tx.execute(
            "UPDATE client_before SET version = version + 1 WHERE clinic = $1 AND client = $2",
            &params![clinic, id],
        )?;
    }
    Ok(seen > 0)
}

/// What became of undoing a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undoing {
    /// The record is back; and whether the other's details are as they were before the merge, or stay as somebody has
    /// changed them since.
    Done {
        back: PersonId,
        details: bool,
    },
    Cannot(Cannot),
}

/// Takes a merge back.
pub fn unmerge(tx: &mut Tx<'_>, id: MergeId) -> Result<Undoing> {
    let Merged { from, into, .. } = match tx.unmerge(id)? {
        Ok(merged) => merged,
        Err(why) => return Ok(Undoing::Cannot(why)),
    };
    let clinic = tx.clinic();
    let now_has = client::find(tx, into)?.ok_or(Error::NotFound)?;
    let back = client::find(tx, from)?.ok_or(Error::NotFound)?;
    let restored = tx.execute(
        &format!(
            "UPDATE client SET ({DETAILS}) = (SELECT {DETAILS} FROM client_before b WHERE b.clinic = $1 AND b.id = $2),
                    version = version + 1, updated_at = $4
             WHERE clinic = $1 AND id = $3
               AND version = (SELECT b.version FROM client_before b WHERE b.clinic = $1 AND b.id = $2)"
        ),
        &params![clinic, id, into, tx.now()],
    )?;
    if restored > 0 {
        let before = client::find(tx, into)?.ok_or(Error::NotFound)?;
        super::token::replace(tx, into, &now_has.tokens, &before.tokens)?;
        // What the two had in common only as long as the details were chosen from both.
        tokens_back(tx, from, into)?;
        // The details are those that an earlier merge into the same record left, so that it can be undone as exactly.
        tx.execute(
            "UPDATE client_before SET version = $3 WHERE clinic = $1 AND client = $2 AND version = $4",
            &params![clinic, into, before.version, now_has.version - 1],
        )?;
    }
    tx.execute("DELETE FROM client_before WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
    touch(tx, from, back.version)?;
    // They were taken for one and are not: the pair does not come again.
    duplicate::look_again(tx, from)?;
    duplicate::look_again(tx, into)?;
    duplicate::apart(tx, from, into)?;
    tx.emit(Event::new("client.unmerged", from, from))?;
    Ok(Undoing::Done { back: from, details: restored > 0 })
}

/// Forgets what records were before merges that can no longer be undone, and that no dispute holds back.
pub fn sweep(tx: &mut Tx<'_>) -> Result<u64> {
    if ground::hold::of_clinic(tx)?.is_some() {
        return Ok(0);
    }
    let held = ground::hold::persons_held("$1", "$2");
    let sql = format!(
        "DELETE FROM client_before WHERE clinic = $1
           AND id IN (SELECT id FROM person_merge WHERE clinic = $1 AND undo_until < $2) AND client NOT IN {held}"
    );
    tx.execute(&sql, &params![tx.clinic(), tx.now()])
}

fn may(tx: &mut Tx<'_>, merging: &Merging) -> Result<Option<&'static str>> {
    let bond = tx.optional(
        "SELECT 1 AS one FROM guardian WHERE clinic = $1 AND dependant IN ($2, $3) AND guardian IN ($2, $3) AND ended_at IS NULL LIMIT 1",
        &params![tx.clinic(), merging.from, merging.into],
    )?;
    Ok(bond.map(|_| "people-merge-bond"))
}

fn follow(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    bonds(tx, merging)?;
    labels(tx, merging)?;
    numbers(tx, merging)?;
    tokens(tx, merging)
}

fn return_all(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    bonds_back(tx, merging)?;
    labels_back(tx, merging)?;
    numbers_back(tx, merging)?;
    tokens_back(tx, merging.from, merging.into)
}

/// A bond is known by its four parts; what moves is one of the first two.
struct Bond {
    dependant: String,
    guardian: String,
    since: i64,
}

impl Bond {
    fn written(&self) -> String {
        format!("{} {} {}", self.dependant, self.guardian, self.since)
    }

    fn read(text: &str) -> Result<Bond> {
        let mut parts = text.split(' ');
        let bond = (|| {
            Some(Bond {
                dependant: parts.next()?.to_owned(),
                guardian: parts.next()?.to_owned(),
                since: parts.next()?.parse().ok()?,
            })
        })();
        bond.ok_or_else(|| Error::internal("a bond that moved is noted wrongly"))
    }
}

/// Who acts for whom: each bond of the merged record becomes one of the other's, unless there is the same already.
fn bonds(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let clinic = tx.clinic();
    for (own, with) in [("dependant", "guardian"), ("guardian", "dependant")] {
        let rows = tx.query(
            &format!(
                "SELECT dependant, guardian, since FROM guardian g WHERE clinic = $1 AND {own} = $2 AND {with} <> $3
                   AND NOT EXISTS (SELECT 1 FROM guardian h WHERE h.clinic = g.clinic AND h.{own} = $3 AND h.{with} = g.{with}
                       AND (h.since = g.since OR (h.ended_at IS NULL AND g.ended_at IS NULL)))"
            ),
            &params![clinic, merging.from, merging.into],
        )?;
        for row in &rows {
            let bond =
                Bond { dependant: row.get("dependant")?, guardian: row.get("guardian")?, since: row.get("since")? };
            merging.note(tx, "guardian", own, &bond.written())?;
            tx.execute(
                &format!("UPDATE guardian SET {own} = $5 WHERE clinic = $1 AND dependant = $2 AND guardian = $3 AND since = $4"),
                &params![clinic, &bond.dependant, &bond.guardian, bond.since, merging.into],
            )?;
        }
    }
    Ok(())
}

fn bonds_back(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let clinic = tx.clinic();
    for own in ["dependant", "guardian"] {
        for noted in merging.moved(tx, "guardian", own)? {
            let bond = Bond::read(&noted)?;
            let with = if own == "dependant" { ("guardian", &bond.guardian) } else { ("dependant", &bond.dependant) };
            tx.execute(
                &format!(
                    "UPDATE guardian SET {own} = $5 WHERE clinic = $1 AND {own} = $2 AND {} = $3 AND since = $4",
                    with.0
                ),
                &params![clinic, merging.into, with.1, bond.since, merging.from],
            )?;
        }
    }
    Ok(())
}

/// Labels: those the other record does not bear yet.
fn labels(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let (from, into) = (tag::of_client(tx, merging.from)?, tag::of_client(tx, merging.into)?);
    let on: Vec<_> = from.iter().filter(|tag| !into.contains(tag)).map(|tag| tag.id).collect();
    for tag in &on {
        merging.note(tx, "client_tag", "client", &tag.to_string())?;
    }
    tag::change(tx, merging.into, &on, &[])?;
    // The merged record is found by nothing, its labels neither; they stay with it.
    for tag in &from {
        let token = token(tx, TAG, &tag.id.to_string())?;
        super::token::delete(tx, merging.from, &token)?;
    }
    Ok(())
}

fn labels_back(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let moved = merging.moved(tx, "client_tag", "client")?;
    let off: Vec<_> = moved.iter().filter_map(|tag| tag.parse().ok()).collect();
    tag::change(tx, merging.into, &[], &off)?;
    let clinic = tx.clinic();
    tx.execute(
        "INSERT INTO client_token (clinic, token, client)
         SELECT clinic, token, client FROM client_tag WHERE clinic = $1 AND client = $2 ON CONFLICT DO NOTHING",
        &params![clinic, merging.from],
    )?;
    Ok(())
}

/// A file that is imported again by the merged record's number in another system brings its visits to the one that stays.
fn numbers(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    for token in imported::tokens_of(tx, merging.from)? {
        let written: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        merging.note(tx, "client_token", "client", &written)?;
        imported::lead(tx, &token, merging.from, merging.into)?;
    }
    Ok(())
}

fn numbers_back(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let moved = merging.moved(tx, "client_token", "client")?;
    for token in imported::tokens_of(tx, merging.into)? {
        let written: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
        if moved.contains(&written) {
            imported::lead(tx, &token, merging.into, merging.from)?;
        }
    }
    Ok(())
}

/// Whoever remembers the merged record's name, number or address finds the one that stays; a visitor who books with them
/// is known by them. An address that was merely claimed leads nowhere: nobody has proved it.
fn tokens(tx: &mut Tx<'_>, merging: &Merging) -> Result<()> {
    let Some(stored) = client::find(tx, merging.from)? else { return Ok(()) };
    let clinic = tx.clinic();
    super::token::delete(tx, merging.from, &stored.tokens)?;
    let claimed = if stored.claimed { client::address_tokens(tx, &stored)? } else { Vec::new() };
    for token in stored.tokens.chunks_exact(SIZE).filter(|token| !claimed.iter().any(|one| one == token)) {
        tx.execute(
            "INSERT INTO client_token (clinic, token, client) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![clinic, token, merging.into],
        )?;
    }
    Ok(())
}

/// The tokens of `from` find `from` again, and `into` is found by its own alone.
fn tokens_back(tx: &mut Tx<'_>, from: PersonId, into: PersonId) -> Result<()> {
    let (Some(stored), Some(other)) = (client::find(tx, from)?, client::find(tx, into)?) else { return Ok(()) };
    let mut own: Vec<Vec<u8>> = other.tokens.chunks_exact(SIZE).map(<[u8]>::to_vec).collect();
    // What still others were found by, whose records are merged into it as well.
    for merged in tx.merged_into(into)? {
        if let Some(merged) = client::find(tx, merged)? {
            own.extend(merged.tokens.chunks_exact(SIZE).map(<[u8]>::to_vec));
        }
    }
    let clinic = tx.clinic();
    for token in stored.tokens.chunks_exact(SIZE) {
        if !own.iter().any(|kept| kept == token) {
            super::token::delete(tx, into, token)?;
        }
        tx.execute(
            "INSERT INTO client_token (clinic, token, client) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &params![clinic, token, from],
        )?;
    }
    Ok(())
}
