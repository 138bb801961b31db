//! Legal holds: a dispute keeps data back, of one person or of the whole clinic.
//!
//! While one stands, the sweep ([`crate::retain`]) passes over what it is about, and nobody it is about is erased. Why it
//! stands is sealed and read for rights alone; that it stands may be known to whoever works with the record. One that is over
//! by its own time stands no more, and is not lifted by anybody.

use jiff::Timestamp;

use crate::db::Row;
use crate::error::{Error, Refusal, Result};
use crate::event::Event;
use crate::seal::{Sealed, cell};
use crate::tx::Tx;
use crate::{HoldId, PersonId, params};

/// In which whoever places a hold and whoever erases take turns; merges take it too.
pub const TURN: &str = crate::merge::TURN;

/// Characters of a reason at most.
pub const REASON: usize = 1_000;

/// That data is held back, without why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub id: HoldId,
    /// Whose data; none where it is the whole clinic's.
    pub whom: Option<PersonId>,
    /// Under whose key the reason is sealed.
    key_of: PersonId,
    /// Who placed it: an id, or a kind of actor.
    pub placed_by: String,
    pub since: Timestamp,
    /// Until when; none where only somebody ends it.
    pub until: Option<Timestamp>,
    pub lifted_by: Option<String>,
    pub lifted_at: Option<Timestamp>,
}

impl Hold {
    /// Whether it stands at `now`.
    pub fn stands(&self, now: Timestamp) -> bool {
        self.lifted_at.is_none() && self.until.is_none_or(|until| until > now)
    }
}

const COLUMNS: &str = "id, person, whole, placed_by, since, until, lifted_by, lifted_at";

/// That the hold `h` stands at the instant of the parameter `at`.
pub(crate) fn stands(at: &str) -> String {
    format!("h.lifted_at IS NULL AND (h.until IS NULL OR h.until > {at})")
}

fn read(row: &Row) -> Result<Hold> {
    let person: PersonId = row.get("person")?;
    let whole: bool = row.get("whole")?;
    Ok(Hold {
        id: row.get("id")?,
        whom: (!whole).then_some(person),
        key_of: person,
        placed_by: row.get("placed_by")?,
        since: row.get("since")?,
        until: row.get("until")?,
        lifted_by: row.get("lifted_by")?,
        lifted_at: row.get("lifted_at")?,
    })
}

/// Holds back the data of `whom`, or of the whole clinic where nobody is named. It holds from the commit on: a sweep or an
/// erasure that is under way was before it.
///
/// # Errors
/// Not found where nobody is called so, or a hold of the whole clinic is placed by nobody in person; refused where they were
/// erased, or where the clinic is being erased.
pub fn place(tx: &mut Tx<'_>, whom: Option<PersonId>, reason: &str, until: Option<Timestamp>) -> Result<HoldId> {
    tx.take_turns(TURN)?;
    let key_of = match whom {
        // A record that was merged is the other one now.
        Some(person) => tx.kept(person)?,
        None => tx.actor().person().ok_or(Error::NotFound)?,
    };
    let sql = "SELECT erased_at FROM person WHERE clinic = $1 AND id = $2";
    let row = tx.one(sql, &params![tx.clinic(), key_of])?;
    if row.get::<Option<Timestamp>>("erased_at")?.is_some() {
        return Err(Error::Refused(Refusal::Erased));
    }
    // A clinic that leaves has disputes too; of one that is being erased nothing can be held any more.
    if crate::leave::is_going(tx)? {
        return Err(Error::Leaving);
    }
    let (clinic, now, by) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = HoldId::new(now);
    // What a law keeps locked may be what the dispute is about.
    let key = tx.seal_for_locked(key_of)?;
    let reason: String = reason.trim().chars().take(REASON).collect();
    let sealed = key.seal(cell("legal_hold", "reason", id), &reason)?;
    tx.execute(
        "INSERT INTO legal_hold (clinic, id, person, whole, reason, placed_by, since, until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![clinic, id, key_of, whom.is_none(), sealed, by, now, until],
    )?;
    tx.carry(key_of)?;
    tx.emit(Event::new("hold.placed", id, whom.map(|_| key_of)))?;
    Ok(id)
}

/// Ends one now. One that is over stays as it was.
///
/// # Errors
/// Not found where there is none.
pub fn lift(tx: &mut Tx<'_>, id: HoldId) -> Result<()> {
    tx.take_turns(TURN)?;
    let hold = find(tx, id)?;
    let (clinic, now, by) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let lifted = tx.execute(
        "UPDATE legal_hold SET lifted_at = $3, lifted_by = $4 WHERE clinic = $1 AND id = $2 AND lifted_at IS NULL",
        &params![clinic, id, now, by],
    )?;
    if lifted == 0 {
        return Ok(());
    }
    tx.carry(hold.key_of)?;
    tx.emit(Event::new("hold.lifted", id, hold.whom))
}

/// What holds back the data of `person` now: a hold of their own before one of the whole clinic; none where nothing does.
///
/// # Errors
/// Those of the store.
pub fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<Hold>> {
    let stands = stands("$2");
    let sql = format!(
        "SELECT {COLUMNS} FROM legal_hold h WHERE h.clinic = $1 AND {stands} AND (h.whole = 1 OR h.person = $3) ORDER BY h.whole, h.id LIMIT 1"
    );
    tx.optional(&sql, &params![tx.clinic(), tx.now(), person])?.as_ref().map(read).transpose()
}

/// What holds back the whole clinic's data now.
///
/// # Errors
/// Those of the store.
pub fn of_clinic(tx: &mut Tx<'_>) -> Result<Option<Hold>> {
    let stands = stands("$2");
    let sql = format!(
        "SELECT {COLUMNS} FROM legal_hold h WHERE h.clinic = $1 AND {stands} AND h.whole = 1 ORDER BY h.id LIMIT 1"
    );
    tx.optional(&sql, &params![tx.clinic(), tx.now()])?.as_ref().map(read).transpose()
}

/// The persons held by holds of their own at the instant of the parameter `at`, as a question in brackets: whom a hold names,
/// and every record that was merged into theirs. `clinic` is a parameter too.
#[must_use]
pub fn persons_held(clinic: &str, at: &str) -> String {
    let stands = stands(at);
    format!(
        "(WITH RECURSIVE held(id) AS (
            SELECT h.person FROM legal_hold h WHERE h.clinic = {clinic} AND h.whole = 0 AND {stands}
            UNION SELECT m.person FROM held CROSS JOIN person_merge m
               WHERE m.clinic = {clinic} AND m.kept = held.id AND m.undone_at IS NULL
         ) SELECT id FROM held)"
    )
}

/// How many stand now.
///
/// # Errors
/// Those of the store.
pub fn standing(tx: &mut Tx<'_>) -> Result<i64> {
    let stands = stands("$2");
    let sql = format!("SELECT COUNT(*) AS n FROM legal_hold h WHERE h.clinic = $1 AND {stands}");
    tx.one(&sql, &params![tx.clinic(), tx.now()])?.get("n")
}

/// One of them.
///
/// # Errors
/// Not found where there is none.
pub fn find(tx: &mut Tx<'_>, id: HoldId) -> Result<Hold> {
    let sql = format!("SELECT {COLUMNS} FROM legal_hold WHERE clinic = $1 AND id = $2");
    read(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// The newest `limit`, those that are over too.
///
/// # Errors
/// Those of the store.
pub fn list(tx: &mut Tx<'_>, limit: u32) -> Result<Vec<Hold>> {
    let sql = format!("SELECT {COLUMNS} FROM legal_hold WHERE clinic = $1 ORDER BY id DESC LIMIT $2");
    tx.query(&sql, &params![tx.clinic(), limit])?.iter().map(read).collect()
}

/// Why it was placed. Opening it is opening the record of whoever it is about.
///
/// # Errors
/// Refused where the actor may not open that record for rights.
pub fn reason(tx: &mut Tx<'_>, hold: &Hold) -> Result<String> {
    let row =
        tx.one("SELECT id, reason FROM legal_hold WHERE clinic = $1 AND id = $2", &params![tx.clinic(), hold.id])?;
    let key = tx.open(hold.key_of)?;
    key.open(&Sealed::<String>::read(&row, "legal_hold", "reason", hold.id)?)
}
