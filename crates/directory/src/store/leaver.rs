//! Whoever left: erased once the days of grace are over, unless a person says that they are kept.

use ground::erase::{Because, Unerased};
use ground::{AccountId, Actor, PersonId, Tx, params};
use jiff::{SignedDuration, Timestamp};

use super::google::{remember_erased, settings};
use super::shut::was_account_shut;
use crate::error::Result;
use crate::model::{DecisionId, Source, UserId};
use crate::plan::Limits;

/// How long after its time an erasure is late.
const LATE: SignedDuration = SignedDuration::from_hours(24);
/// How long managers have at least, once they were written to.
const NOTICE: SignedDuration = SignedDuration::from_hours(24);

/// Somebody who left.
#[derive(Clone, Debug)]
pub struct Leaver {
    pub id: UserId,
    pub person: PersonId,
    pub left_at: Timestamp,
    /// A person said that they are not erased.
    pub kept: bool,
}

/// What became of somebody whose time was over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Erased,
    /// They are more to the clinic than a colleague who left: only that side of them went.
    Parted,
    /// The clinic let them in again, or another directory has them.
    Kept,
    /// Their time is not over, or somebody was quicker.
    Nothing,
}

/// A line of the history.
#[derive(Clone, Debug)]
pub struct Decision {
    pub what: String,
    pub at: Timestamp,
    pub by: String,
}

/// How long whoever left may come back: as the clinic set it where it asks Google, and else the usual.
pub fn grace(tx: &mut Tx<'_>) -> Result<SignedDuration> {
    Ok(settings::find(tx)?.map_or_else(|| Limits::default().grace, |settings| settings.limits.grace))
}

/// Those who left, who left first first, at most `most`; and how many there are.
pub fn list(tx: &mut Tx<'_>, most: u32) -> Result<(Vec<Leaver>, i64)> {
    let total = "SELECT COUNT(*) AS many FROM directory_user WHERE clinic = $1 AND left_at IS NOT NULL";
    let total = tx.one(total, &params![tx.clinic()])?.get("many")?;
    let rows = tx.query(
        "SELECT id, person, left_at, kept_at FROM directory_user WHERE clinic = $1 AND left_at IS NOT NULL ORDER BY left_at, id LIMIT $2",
        &params![tx.clinic(), most],
    )?;
    let leaver = |row: &ground::db::Row| -> Result<Leaver> {
        Ok(Leaver {
            id: row.get("id")?,
            person: row.get("person")?,
            left_at: row.get("left_at")?,
            kept: row.get::<Option<Timestamp>>("kept_at")?.is_some(),
        })
    };
    Ok((rows.iter().map(leaver).collect::<Result<_>>()?, total))
}

/// Where the time of those who left is over: of whom we ask for, once a look found them gone still; of whom we are told,
/// once it is over.
const DUE: &str = "left_at IS NOT NULL AND kept_at IS NULL
     AND ((source = 'google' AND due_at IS NOT NULL AND due_at <= $3) OR (source <> 'google' AND left_at <= $2))";

/// Those whose time is over, at most `most`.
pub fn due(tx: &mut Tx<'_>, most: u32) -> Result<Vec<UserId>> {
    let (now, grace) = (tx.now(), grace(tx)?);
    let rows = tx.query(
        &format!(
            "SELECT id FROM directory_user WHERE clinic = $1 AND {DUE} AND told_at <= $5 ORDER BY left_at, id LIMIT $4"
        ),
        &params![tx.clinic(), now - grace, now, most, now - NOTICE],
    )?;
    rows.iter().map(|row| Ok(row.get("id")?)).collect()
}

/// Those who left and whom nobody keeps: how many, and when the first of them is erased at the earliest.
pub fn waiting(tx: &mut Tx<'_>) -> Result<Option<(i64, Timestamp)>> {
    let row = tx.one(
        "SELECT COUNT(*) AS many, MIN(left_at) AS since FROM directory_user WHERE clinic = $1 AND left_at IS NOT NULL AND kept_at IS NULL",
        &params![tx.clinic()],
    )?;
    let Some(since) = row.get::<Option<Timestamp>>("since")? else { return Ok(None) };
    Ok(Some((row.get("many")?, (since + grace(tx)?).max(tx.now()))))
}

const UNTOLD: &str = "left_at IS NOT NULL AND kept_at IS NULL AND told_at IS NULL";

/// Those of whom managers were not written to yet: how many, and when the first of them is erased at the earliest.
pub fn untold(tx: &mut Tx<'_>) -> Result<Option<(i64, Timestamp)>> {
    let row = tx.one(
        &format!("SELECT COUNT(*) AS many, MIN(left_at) AS since FROM directory_user WHERE clinic = $1 AND {UNTOLD}"),
        &params![tx.clinic()],
    )?;
    let Some(since) = row.get::<Option<Timestamp>>("since")? else { return Ok(None) };
    let earliest = (since + grace(tx)?).max(tx.now() + NOTICE);
    Ok(Some((row.get("many")?, earliest)))
}

/// Managers were written to of all of them.
pub fn set_told(tx: &mut Tx<'_>) -> Result<()> {
    let sql = format!("UPDATE directory_user SET told_at = $2 WHERE clinic = $1 AND {UNTOLD}");
    tx.execute(&sql, &params![tx.clinic(), tx.now()])?;
    Ok(())
}

/// How many should have been erased and were not, for longer than a day.
pub fn overdue(tx: &mut Tx<'_>) -> Result<i64> {
    let (late, grace) = (tx.now() - LATE, grace(tx)?);
    let row = tx.one(
        &format!(
            "SELECT COUNT(*) AS many FROM directory_user WHERE clinic = $1 AND {DUE} AND (told_at IS NULL OR told_at <= $4)"
        ),
        &params![tx.clinic(), late - grace, late, late - NOTICE],
    )?;
    Ok(row.get("many")?)
}

/// A person says that somebody who left is kept, or after all is not.
///
/// # Errors
/// Not found where nobody left by that id.
pub fn keep(tx: &mut Tx<'_>, id: UserId, kept: bool) -> Result<()> {
    super::take_turns(tx)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let row = tx.one(
        "SELECT account FROM directory_user WHERE clinic = $1 AND id = $2 AND left_at IS NOT NULL",
        &params![clinic, id],
    )?;
    tx.execute(
        "UPDATE directory_user SET kept_at = $3, kept_by = $4 WHERE clinic = $1 AND id = $2",
        &params![clinic, id, kept.then_some(now), kept.then_some(actor)],
    )?;
    decided(tx, row.get("account")?, if kept { "kept" } else { "released" })
}

fn decided(tx: &mut Tx<'_>, account: AccountId, what: &str) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO directory_decision (clinic, id, account, what, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6)",
        &params![clinic, DecisionId::new(now), account, what, now, actor],
    )?;
    Ok(())
}

/// What was decided and done last, the newest first.
pub fn decisions(tx: &mut Tx<'_>, most: u32) -> Result<Vec<Decision>> {
    let rows = tx.query(
        "SELECT what, made_at, made_by FROM directory_decision WHERE clinic = $1 ORDER BY made_at DESC, id DESC LIMIT $2",
        &params![tx.clinic(), most],
    )?;
    rows.iter()
        .map(|row| Ok(Decision { what: row.get("what")?, at: row.get("made_at")?, by: row.get("made_by")? }))
        .collect()
}

/// Erases somebody whose time is over. The directory's own id is remembered, so that it does not bring them back unasked.
///
/// # Errors
/// Those of the store; then nothing was done.
pub fn erase(tx: &mut Tx<'_>, id: UserId) -> Result<Ended> {
    super::take_turns(tx)?;
    let (clinic, now, grace) = (tx.clinic(), tx.now(), grace(tx)?);
    let row = tx.optional(
        &format!(
            "SELECT account, person FROM directory_user WHERE clinic = $1 AND {DUE} AND id = $4 AND told_at <= $5"
        ),
        &params![clinic, now - grace, now, id, now - NOTICE],
    )?;
    let Some(row) = row else { return Ok(Ended::Nothing) };
    let (account, person): (AccountId, PersonId) = (row.get("account")?, row.get("person")?);
    // In turn with whoever places a hold: none comes between this and the erasure.
    tx.take_turns(ground::hold::TURN)?;
    if ground::hold::of(tx, person)?.is_some() {
        // They wait until nothing holds their data back: the next turn asks again.
        return Ok(Ended::Nothing);
    }
    let another = tx.optional(
        "SELECT 1 AS one FROM directory_user WHERE clinic = $1 AND account = $2 AND left_at IS NULL",
        &params![clinic, account],
    )?;
    if another.is_some() || identity::find_account(tx, account)?.deactivated_at.is_none() {
        tx.execute(
            "UPDATE directory_user SET kept_at = $3, kept_by = $4 WHERE clinic = $1 AND id = $2",
            &params![clinic, id, now, Actor::automatic().to_string()],
        )?;
        decided(tx, account, "kept")?;
        return Ok(Ended::Kept);
    }
    remember_erased(tx, account)?;
    let shut = was_account_shut(tx, account)?;
    let ended = match tx.erase_person(person, &Because::leaver())? {
        Ok(_) | Err(Unerased::Before) => Ended::Erased,
        Err(Unerased::Held) => return Err(ground::Error::internal("a hold came between").into()),
        Err(Unerased::Merged | Unerased::Locked(_) | Unerased::Room(_)) => {
            // Their record is a client's too, and is theirs to have erased, not a directory's.
            for table in ["directory_member", "directory_claim"] {
                let of = if table == "directory_claim" { "account = $2" } else { MEMBER_OF };
                tx.execute(&format!("DELETE FROM {table} WHERE clinic = $1 AND {of}"), &params![clinic, account])?;
            }
            tx.execute("DELETE FROM directory_user WHERE clinic = $1 AND account = $2", &params![clinic, account])?;
            identity::end_staff(tx, account, shut)?;
            Ended::Parted
        }
    };
    decided(tx, account, if ended == Ended::Erased { "erased" } else { "parted" })?;
    Ok(ended)
}

const MEMBER_OF: &str = "directory_user IN (SELECT id FROM directory_user WHERE clinic = $1 AND account = $2)";

/// Somebody who was erased here and whom the directory has.
#[derive(Clone, Debug)]
pub struct Back {
    pub source: Source,
    pub token: Vec<u8>,
    pub erased_at: Timestamp,
    pub asked_at: Timestamp,
}

/// Those of whom a directory spoke after they were erased.
pub fn back(tx: &mut Tx<'_>, most: u32) -> Result<Vec<Back>> {
    let rows = tx.query(
        "SELECT source, external_token, erased_at, asked_at FROM directory_erased WHERE clinic = $1 AND asked_at IS NOT NULL ORDER BY asked_at DESC LIMIT $2",
        &params![tx.clinic(), most],
    )?;
    let mut back = Vec::with_capacity(rows.len());
    for row in &rows {
        let source: String = row.get("source")?;
        let Some(source) = Source::of(&source) else { continue };
        let (token, erased_at) = (row.get("external_token")?, row.get("erased_at")?);
        back.push(Back { source, token, erased_at, asked_at: row.get("asked_at")? });
    }
    Ok(back)
}

/// Whether whom the directory knows by this token was erased here; that it spoke of them is written down, for a manager.
pub(super) fn was_erased(tx: &mut Tx<'_>, source: Source, token: &[u8]) -> Result<bool> {
    let asked = tx.execute(
        "UPDATE directory_erased SET asked_at = $4 WHERE clinic = $1 AND source = $2 AND external_token = $3",
        &params![tx.clinic(), source.as_str(), token.to_vec(), tx.now()],
    )?;
    Ok(asked > 0)
}

/// A manager takes somebody in whom the directory has again after they were erased: as somebody new, when it next speaks
/// of them.
///
/// # Errors
/// Not found where nobody is asked about by that token.
pub fn take_in(tx: &mut Tx<'_>, source: Source, token: &[u8]) -> Result<()> {
    super::take_turns(tx)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let taken = tx.execute(
        "DELETE FROM directory_erased WHERE clinic = $1 AND source = $2 AND external_token = $3 AND asked_at IS NOT NULL",
        &params![clinic, source.as_str(), token.to_vec()],
    )?;
    if taken == 0 {
        return Err(ground::Error::NotFound.into());
    }
    tx.execute(
        "INSERT INTO directory_decision (clinic, id, account, what, made_at, made_by) VALUES ($1, $2, '', 'taken', $3, $4)",
        &params![clinic, DecisionId::new(now), now, actor],
    )?;
    Ok(())
}
