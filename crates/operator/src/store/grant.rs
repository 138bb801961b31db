//! Whom the clinic let in.

use std::collections::HashMap;

use ground::db::Row;
use ground::job::NewJob;
use ground::{Actor, Event, PersonId, Relations, Role, RoleSet, Tx, Who, params};
use identity::NewGuest;
use jiff::SignedDuration;
use promise::Purpose;

use super::agreement;
use crate::error::{Error, Result};
use crate::letter;
use crate::model::{Grant, GrantId, NewGrant};

const COLUMNS: &str =
    "id, account, guest, guest_name, records, everything, reason, granted_by, granted_at, ends_at, ended_at, told_at";

fn read(row: &Row) -> ground::Result<Grant> {
    Ok(Grant {
        id: row.get("id")?,
        account: row.get("account")?,
        guest: row.get("guest")?,
        guest_name: row.get("guest_name")?,
        records: row.get("records")?,
        everything: row.get("everything")?,
        reason: row.get("reason")?,
        granted_by: row.get("granted_by")?,
        granted_at: row.get("granted_at")?,
        ends_at: row.get("ends_at")?,
        ended_at: row.get("ended_at")?,
        told_at: row.get("told_at")?,
    })
}

/// Lets somebody in. Who is let in already is let in anew, for what is said now: the earlier leave ends with it.
///
/// # Errors
/// [`Error::NoAgreement`] where none stands; [`Error::Belongs`] when the address is that of somebody here.
pub fn create(tx: &mut Tx<'_>, new: &NewGrant) -> Result<GrantId> {
    // In turn with each other, so that of two for one address the second ends the first.
    tx.take_turns("operator.grants")?;
    if !agreement::standing(tx)?.holds() {
        return Err(Error::NoAgreement);
    }
    let (clinic, now, by) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let most = i64::from(tx.settings().parameters.grant_hours);
    let ends_at = now + SignedDuration::from_hours(new.hours.clamp(1, most));
    let made = identity::admit_guest(
        tx,
        &NewGuest {
            email: new.email.clone(),
            shown_as: new.name.clone(),
            language: new.language.clone(),
            with_records: new.records,
            ends_at,
        },
    )?;
    tx.execute(
        "UPDATE operator_grant SET ended_at = $3, ended_by = $4 WHERE clinic = $1 AND account = $2 AND ended_at IS NULL AND ends_at > $3",
        &params![clinic, made.account, now, &by],
    )?;
    let id = GrantId::new(now);
    tx.execute(
        "INSERT INTO operator_grant (clinic, id, account, guest, guest_name, records, everything, reason, granted_by, granted_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &params![clinic, id, made.account, made.person, &new.name, new.records, new.everything, &new.reason, by, now, ends_at],
    )?;
    identity::invite(tx, made.account)?;
    tx.enqueue(&NewJob { kind: letter::JOB, subject: id.to_string(), run_at: now })?;
    tx.emit(Event::new("grant.created", id, None))?;
    Ok(id)
}

/// One of them.
pub fn find(tx: &mut Tx<'_>, id: GrantId) -> ground::Result<Grant> {
    let sql = format!("SELECT {COLUMNS} FROM operator_grant WHERE clinic = $1 AND id = $2");
    read(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// The newest `limit`.
pub fn list(tx: &mut Tx<'_>, limit: u32) -> ground::Result<Vec<Grant>> {
    let sql =
        format!("SELECT {COLUMNS} FROM operator_grant WHERE clinic = $1 ORDER BY granted_at DESC, id DESC LIMIT $2");
    tx.query(&sql, &params![tx.clinic(), limit])?.iter().map(read).collect()
}

/// Those that hold now.
pub fn live(tx: &mut Tx<'_>) -> ground::Result<Vec<Grant>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM operator_grant WHERE clinic = $1 AND granted_at <= $2 AND ends_at > $2 AND ended_at IS NULL"
    );
    let mut live: Vec<Grant> =
        tx.query(&sql, &params![tx.clinic(), tx.now()])?.iter().map(read).collect::<ground::Result<_>>()?;
    live.sort_by_key(|grant| std::cmp::Reverse((grant.granted_at, grant.id)));
    Ok(live)
}

/// Ends one now. One that is over stays as it was.
pub fn end(tx: &mut Tx<'_>, id: GrantId) -> Result<()> {
    tx.take_turns("operator.grants")?;
    let grant = find(tx, id)?;
    if !grant.is_live(tx.now()) {
        return Ok(());
    }
    mark_ended(tx, &grant)?;
    identity::dismiss_guest(tx, grant.account)?;
    tx.emit(Event::new("grant.ended", id, None))?;
    Ok(())
}

fn mark_ended(tx: &mut Tx<'_>, grant: &Grant) -> ground::Result<()> {
    let (clinic, now, by) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE operator_grant SET ended_at = $3, ended_by = $4 WHERE clinic = $1 AND id = $2 AND ended_at IS NULL",
        &params![clinic, grant.id, now, by],
    )
    .map(drop)
}

/// Whoever deactivates the account of somebody who was let in shows them out.
pub fn closed(tx: &mut Tx<'_>, event: &Event) -> ground::Result<()> {
    for grant in live(tx)?.iter().filter(|grant| grant.account.to_string() == event.subject) {
        mark_ended(tx, grant)?;
    }
    Ok(())
}

/// Whether the actor is somebody whom the clinic let in for records, and their time is not over. Asked in the transaction
/// that would open something, so that the end of it is the end of it.
pub fn relate(
    tx: &mut Tx<'_>,
    persons: &[PersonId],
    relations: &mut HashMap<PersonId, Relations>,
) -> ground::Result<()> {
    if !tx.actor().roles.contains(Role::Operator) {
        return Ok(());
    }
    let Some(guest) = tx.actor().person() else { return Ok(()) };
    let leave = leave_for(tx.scope().purpose);
    if live(tx)?.iter().any(|grant| grant.guest == guest && leave(grant)) {
        for person in persons {
            relations.entry(*person).or_default().granted = true;
        }
    }
    Ok(())
}

/// Taking everything along is a leave of its own: to mend a booking is not to have asked for the database.
fn leave_for(purpose: Purpose) -> fn(&Grant) -> bool {
    match purpose {
        Purpose::Export => |grant| grant.everything,
        _ => |grant| grant.records,
    }
}

/// The actor as whom a command of the operator's opens what the clinic keeps for `purpose`: the one of `email`, if the clinic
/// let them in for that, now. It is never somebody else who happens to be let in.
pub fn acting(tx: &mut Tx<'_>, purpose: Purpose, email: &str) -> Result<Option<Actor>> {
    let Some(account) = identity::find_by_email(tx, email)? else { return Ok(None) };
    let may = leave_for(purpose);
    let grant = live(tx)?.into_iter().find(|grant| grant.account == account.id && may(grant));
    Ok(grant.map(|grant| Actor {
        who: Who::Account { account: grant.account, person: grant.guest },
        roles: RoleSet::from(Role::Operator),
        shown_as: Some(grant.guest_name),
    }))
}

/// Whether the clinic let anybody in for `purpose`, now.
pub fn any(tx: &mut Tx<'_>, purpose: Purpose) -> ground::Result<bool> {
    Ok(live(tx)?.iter().any(leave_for(purpose)))
}

/// How many records of others `grant` opened, as far as the access record goes.
pub fn opened(tx: &mut Tx<'_>, grant: &Grant) -> ground::Result<i64> {
    let row = tx.one(
        "SELECT COUNT(DISTINCT person) AS n FROM access_entry
         WHERE clinic = $1 AND id >= $2 AND id < $3 AND actor = $4 AND person <> $4 AND outcome = 'opened'",
        &params![
            tx.clinic(),
            ground::EntryId::since(grant.granted_at),
            ground::EntryId::since(grant.over_at()),
            grant.guest.to_string()
        ],
    )?;
    row.get("n")
}

/// Notes that everybody concerned was written to.
pub fn note_told(tx: &mut Tx<'_>, id: GrantId) -> ground::Result<()> {
    let now = tx.now();
    tx.execute(
        "UPDATE operator_grant SET told_at = $3 WHERE clinic = $1 AND id = $2 AND told_at IS NULL",
        &params![tx.clinic(), id, now],
    )
    .map(drop)
}
