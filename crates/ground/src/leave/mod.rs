//! A clinic leaves the installation: it is closed, can take it back for a time, and is then erased for good.
//!
//! Three parts. While it leaves, its row says so ([`Leaving`]), nothing new is taken, and it takes everything along. When the
//! time is over it is said farewell ([`Farewell`](crate::room::Farewell)) and erasing begins: from the row in `clinic_left`
//! on, nobody finds it any more ([`STAYS`]). Then its keys go, the root first, so that whatever stops the program in between
//! leaves nothing that opens; then its files, then its rows in steps, last its own row. What stands in `clinic_left`
//! afterwards are counts, under the installation's signature ([`receipt`]).
//!
//! Nothing of it is a job in the table of jobs, because that table is among what goes. [`turn`] looks at the state and does
//! what is missing, however often it was stopped.

mod going;
pub mod receipt;
mod rows;

use jiff::{SignedDuration, Timestamp};
use promise::{DataMap, Evidence};

use crate::clinic::Clinic;
use crate::db::{Engine, Row};
use crate::error::{Error, Result};
use crate::event::Event;
use crate::house::House;
use crate::scope::Scope;
use crate::tx::Tx;
use crate::web::Fault;
use crate::{ClinicId, params, seal};

pub use going::{look, recall, turn};

/// Which clinics are there at all: those that are not being erased.
pub(crate) const STAYS: &str = "id NOT IN (SELECT id FROM clinic_left)";

/// How long a clinic is waited for with its farewell not handed over, because a relay does not answer.
pub(crate) const PATIENCE: SignedDuration = SignedDuration::from_hours(72);
/// How old a look for what is left may be before nothing is known.
const LOOKED: SignedDuration = SignedDuration::from_hours(48);
/// How long erasing a clinic may take before somebody should look why.
const LATE: SignedDuration = SignedDuration::from_hours(24);
/// Receipts that are read for the evidence, the newest.
const READ: i64 = 100;

/// That a clinic leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    pub since: Timestamp,
    /// Until when it can be taken back; then it is erased.
    pub until: Timestamp,
    /// Why, in the words of whoever asked for it.
    pub because: String,
}

impl Leaving {
    pub(crate) fn from_row(row: &Row) -> Result<Option<Leaving>> {
        let (since, until): (Option<Timestamp>, Option<Timestamp>) = (row.get("leaving_at")?, row.get("leaves_at")?);
        let because = row.get::<Option<String>>("leaving_because")?.unwrap_or_default();
        Ok(since.zip(until).map(|(since, until)| Leaving { since, until, because }))
    }

    /// What whoever comes for something new is told, `staff` or anybody else.
    pub(crate) fn fault(&self, clinic: &Clinic, staff: bool) -> Fault {
        let day = self.until.to_zoned(clinic.zone.clone()).date();
        let fault = Fault::leaving().day("until", day);
        if staff {
            return fault
                .words("clinic-leaving-title", "clinic-leaving-staff")
                .leading("/setup/leave", "clinic-leaving-more")
                .also("/setup/export", "clinic-paused-export");
        }
        fault.words("clinic-leaving-title", "clinic-leaving-text").leading("/sign-in", "error-sign-in")
    }
}

/// Why a clinic cannot take it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unstayed {
    #[error("the clinic does not leave")]
    Not,
    #[error("the time in which it could be taken back is over")]
    Over,
}

/// Lets the clinic leave, for the reason in `because`. Asked twice, it leaves when it would have.
///
/// # Errors
/// [`Error::Held`] while a dispute holds any of its data back.
pub fn ask(tx: &mut Tx<'_>, because: &str) -> Result<Leaving> {
    // In turn with whoever places a hold.
    tx.take_turns(crate::merge::TURN)?;
    if crate::hold::standing(tx)? > 0 {
        return Err(Error::Held);
    }
    let (clinic, now) = (tx.clinic(), tx.now());
    let until = now + SignedDuration::from_hours(24 * i64::from(tx.settings().parameters.leave_days));
    let asked = tx.execute(
        "UPDATE clinic SET leaving_at = $2, leaves_at = $3, leaving_because = $4 WHERE id = $1 AND leaving_at IS NULL",
        &params![clinic, now, until, because],
    )?;
    if asked > 0 {
        tx.emit(Event::new("clinic.leaving", clinic, None))?;
    }
    standing(tx)?.ok_or(Error::NotFound)
}

/// Takes it back, as long as there is time.
///
/// # Errors
/// Those of the store.
pub fn stay(tx: &mut Tx<'_>) -> Result<Result<(), Unstayed>> {
    let (clinic, now) = (tx.clinic(), tx.now());
    in_turn(tx, clinic)?;
    let sql = format!(
        "UPDATE clinic SET leaving_at = NULL, leaves_at = NULL, leaving_because = NULL WHERE id = $1 AND leaves_at > $2 AND {STAYS}"
    );
    if tx.execute(&sql, &params![clinic, now])? > 0 {
        tx.emit(Event::new("clinic.stays", clinic, None))?;
        return Ok(Ok(()));
    }
    Ok(Err(if standing(tx)?.is_some() { Unstayed::Over } else { Unstayed::Not }))
}

/// Makes whoever takes it back and whoever begins to erase it wait for each other: the second finds what the first did.
fn in_turn(tx: &mut Tx<'_>, clinic: ClinicId) -> Result<()> {
    match tx.engine() {
        Engine::Sqlite => Ok(()),
        // No key of it changes: rows that refer to the clinic are written meanwhile.
        Engine::Postgres => {
            tx.query("SELECT id FROM clinic WHERE id = $1 FOR NO KEY UPDATE", &params![clinic]).map(drop)
        }
    }
}

/// Whether it is being erased already, whatever was read before.
pub(crate) fn is_going(tx: &mut Tx<'_>) -> Result<bool> {
    let clinic = tx.clinic();
    Ok(tx.optional("SELECT 1 AS one FROM clinic_left WHERE id = $1", &params![clinic])?.is_some())
}

/// That a dispute holds data of the row of `clinic` back, at the instant of the parameter `at`: of one person, or all of it.
fn is_held(at: &str) -> String {
    let stands = crate::hold::stands(at);
    format!("EXISTS (SELECT 1 FROM legal_hold h WHERE h.clinic = clinic.id AND {stands})")
}

/// How it stands now, whatever was read before.
///
/// # Errors
/// Those of the store.
pub fn standing(tx: &mut Tx<'_>) -> Result<Option<Leaving>> {
    let sql = "SELECT leaving_at, leaves_at, leaving_because FROM clinic WHERE id = $1";
    Leaving::from_row(&tx.one(sql, &params![tx.clinic()])?)
}

impl Tx<'_> {
    /// Refuses what is new where the clinic leaves, also to whoever came before it did.
    ///
    /// # Errors
    /// [`Error::Leaving`].
    pub fn takes_new(&mut self) -> Result<()> {
        let row = self.one("SELECT leaving_at FROM clinic WHERE id = $1", &params![self.clinic()])?;
        if row.get::<Option<Timestamp>>("leaving_at")?.is_some() { Err(Error::Leaving) } else { Ok(()) }
    }
}

/// Whether an address was that of a clinic that left. Nobody else gets it: who follows an old letter or an old bookmark, and
/// types what is theirs, must not come to strangers.
pub(crate) fn is_reserved(tx: &mut Tx<'_>, slug: &str) -> Result<bool> {
    let sql = "SELECT 1 AS one FROM clinic_left WHERE address = $1 LIMIT 1";
    Ok(tx.optional(sql, &params![address(slug)])?.is_some())
}

/// An address as it is remembered: enough to know it again, and not its words, which may be somebody's name.
pub(crate) fn address(slug: &str) -> String {
    seal::digest(slug.as_bytes())
}

/// What is known of a clinic that left, or is being erased.
#[derive(Clone, Debug)]
pub struct Left {
    pub clinic: ClinicId,
    pub asked: Option<Timestamp>,
    pub began: Timestamp,
    /// When nothing was left of it.
    pub ended: Option<Timestamp>,
    pub receipt: Option<String>,
    /// What was found of it when it was last looked for.
    pub found: i64,
}

impl Left {
    fn from_row(row: &Row) -> Result<Left> {
        Ok(Left {
            clinic: row.get("id")?,
            asked: row.get("asked_at")?,
            began: row.get("began_at")?,
            ended: row.get("ended_at")?,
            receipt: row.get("receipt")?,
            found: row.get("found")?,
        })
    }
}

impl House {
    /// The clinics that left, the newest first, at most `most`; those of one address, where it is named.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn left(&self, slug: Option<&str>, most: u32) -> Result<Vec<Left>> {
        let of = slug.map(address);
        let read = move |tx: &mut Tx<'_>| -> Result<Vec<Left>> {
            let which = if of.is_some() { "WHERE address = $2" } else { "" };
            let mut values = params![most].to_vec();
            values.extend(of.clone().map(Into::into));
            let sql = format!("SELECT * FROM clinic_left {which} ORDER BY began_at DESC, id LIMIT $1");
            tx.query(&sql, &values)?.iter().map(Left::from_row).collect()
        };
        Scope::installation(self).read(read).await
    }

    /// The clinic of this id, if it left.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn left_as(&self, id: ClinicId) -> Result<Option<Left>> {
        let read = move |tx: &mut Tx<'_>| -> Result<Option<Left>> {
            let row = tx.optional("SELECT * FROM clinic_left WHERE id = $1", &params![id])?;
            row.as_ref().map(Left::from_row).transpose()
        };
        Scope::installation(self).read(read).await
    }
}

/// The fingerprint of the key by which this installation signs receipts.
///
/// # Errors
/// Those of the key store.
pub fn signs(tx: &Tx<'_>) -> Result<String> {
    Ok(receipt::fingerprint(&receipt::public(&tx.house().keys.receipts()?)))
}

/// That all that a clinic has goes with it: every table says whose its rows are by a column `clinic`, or belongs to the
/// installation. What the map does not know stops the start by itself ([`House::gaps`]).
///
/// # Errors
/// The table of which nobody could say whose rows go.
pub(crate) fn complete(map: &DataMap) -> Result<()> {
    let of_nobody =
        |table: &promise::Table| table.about != promise::About::Installation && !table.columns.contains_key("clinic");
    match map.tables.iter().find(|(_, table)| of_nobody(table)) {
        None => Ok(()),
        Some((name, table)) => Err(Error::internal(format_args!(
            "the room {} declares a table {name} whose rows do not say which clinic they are of (clinic): they would stay when it leaves",
            table.room
        ))),
    }
}

/// Evidence for `termination.removes_service_data`: what was found of clinics that left when it was last looked for, whether
/// it was looked for lately, whether one waits for too long, and whether all that there is would go.
pub(crate) fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let now = tx.now();
    let row = tx.one(
        "SELECT COUNT(*) AS gone, CAST(COALESCE(SUM(found), 0) AS BIGINT) AS found,
         CAST(COALESCE(SUM(CASE WHEN ended_at IS NULL AND began_at < $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late,
         CAST(COALESCE(SUM(CASE WHEN ended_at IS NOT NULL AND (looked_at IS NULL OR looked_at < $2) THEN 1 ELSE 0 END), 0) AS BIGINT) AS unlooked
         FROM clinic_left",
        &params![now - LATE, now - LOOKED],
    )?;
    let (found, late, unlooked): (i64, i64, i64) = (row.get("found")?, row.get("late")?, row.get("unlooked")?);
    // What a dispute kept here is late from when it was last seen to.
    let sql = format!(
        "SELECT CAST(COALESCE(SUM(CASE WHEN leave_held_at >= $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS held,
         CAST(COALESCE(SUM(CASE WHEN leaves_at < $2 AND (leave_held_at IS NULL OR leave_held_at < $2) THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting
         FROM clinic WHERE leaves_at <= $1 AND {STAYS}"
    );
    let clinics = tx.one(&sql, &params![now, now - PATIENCE - LATE])?;
    let (held, waiting): (i64, i64) = (clinics.get("held")?, clinics.get("waiting")?);
    let receipts = tx.query(
        "SELECT receipt FROM clinic_left WHERE ended_at IS NOT NULL ORDER BY began_at DESC LIMIT $1",
        &params![READ],
    )?;
    let key = if receipts.is_empty() { None } else { Some(receipt::public(&tx.house().keys.receipts()?)) };
    let mut unsigned = 0;
    for row in &receipts {
        let receipt: Option<String> = row.get("receipt")?;
        let read = receipt.map(|receipt| receipt::verify(&receipt, key.as_deref()));
        unsigned += i64::from(!matches!(read, Some(Ok(_))));
    }
    let (tables, uncovered) = rows::covered(tx)?;
    Ok(Evidence::new(
        &[
            ("left", row.get("gone")?),
            ("found", found),
            ("not looked for", unlooked),
            ("late", late + waiting),
            ("held", held),
            ("receipts not signed", unsigned),
            ("tables", tables),
            ("tables not covered", uncovered),
        ],
        found == 0 && unlooked == 0 && late + waiting == 0 && unsigned == 0 && tables > 0 && uncovered == 0,
    ))
}
