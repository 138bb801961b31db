//! What somebody said no to, and what they had stopped for a while (promise `rights.object`).
//!
//! Two kinds. Whoever has processing *restricted* is opened for nobody but themselves, whoever acts for them, and what the
//! law leaves (GDPR Art. 18(2)): [`LEFT`], an emergency, the administration of whoever works here, and what they agreed to
//! nevertheless (`consent`). An *objection* is
//! a no to one use ([`Use`]). [`Tx::open`] asks before it hands out a key, whoever sends a letter asks once more as it leaves
//! ([`held_back`]); so both hold at once, in pages that are open and in jobs that wait.
//!
//! A restriction is a row that knows since when and by whom, and is closed when it is lifted. Writers hold the person, so
//! whoever wrote about them before is done, and whoever comes after finds it.

use jiff::Timestamp;
use policy::Relations;
use promise::{Evidence, Purpose};

use crate::db::{Engine, Row};
use crate::error::{Error, Refusal, Result};
use crate::event::Event;
use crate::id::RestrictionId;
use crate::tx::Tx;
use crate::{PersonId, agreement, consent, params};

/// What a restriction leaves: keeping what is kept, safe and whole; somebody's own account; and answering what they ask for,
/// in which legal claims and the rights of others are; and what a law asks to be handed out.
pub const LEFT: [Purpose; 6] =
    [Purpose::Rights, Purpose::Security, Purpose::Account, Purpose::Operation, Purpose::Export, Purpose::Disclosure];

/// All processing stopped, or a no to one use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Restricted,
    Objected(Use),
}

impl Kind {
    fn stored(self) -> (&'static str, &'static str) {
        match self {
            Kind::Restricted => ("restricted", ""),
            Kind::Objected(of) => ("objected", of.as_str()),
        }
    }

    fn read(row: &Row) -> Result<Kind> {
        let of = row.get::<String>("purpose")?;
        match row.get::<String>("kind")?.as_str() {
            "restricted" => Ok(Kind::Restricted),
            _ => Use::named(&of).map(Kind::Objected).ok_or_else(|| Error::internal("a no to an unknown use")),
        }
    }
}

/// What can be said no to, each by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Marketing,
    Analytics,
    /// Letters that remind of a visit. The visit itself, and letters about changes of it, stay.
    Reminders,
    /// Being one of many in what is released for research and statistics, though nobody could tell (GDPR Art. 21(6)).
    Research,
}

impl Use {
    pub const ALL: [Use; 4] = [Use::Reminders, Use::Marketing, Use::Analytics, Use::Research];

    /// As it is stored, and as words and forms have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Use::Marketing => "marketing",
            Use::Analytics => "analytics",
            Use::Reminders => "reminders",
            Use::Research => "research",
        }
    }

    /// The use of this name.
    pub fn named(name: &str) -> Option<Use> {
        Use::ALL.into_iter().find(|one| one.as_str() == name)
    }

    /// The use that reading for `purpose` is.
    pub fn of_purpose(purpose: Purpose) -> Option<Use> {
        match purpose {
            Purpose::Marketing => Some(Use::Marketing),
            Purpose::Analytics => Some(Use::Analytics),
            Purpose::Research => Some(Use::Research),
            _ => None,
        }
    }

    /// The use that a letter of `kind` is, written for `purpose`.
    fn of_letter(kind: &str, purpose: Purpose) -> Option<Use> {
        if kind.ends_with(".reminder") { Some(Use::Reminders) } else { Use::of_purpose(purpose) }
    }
}

/// How somebody's word reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// They said so themselves, on their page.
    Wish,
    /// They asked, and whoever answers such requests wrote it down.
    Request,
    /// Their browser says so: Global Privacy Control or Do Not Track.
    Signal,
}

impl Basis {
    /// As it is stored, and as words have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Wish => "wish",
            Basis::Request => "request",
            Basis::Signal => "signal",
        }
    }
}

/// A restriction or an objection, standing or lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    pub id: RestrictionId,
    pub person: PersonId,
    pub kind: Kind,
    pub basis: Basis,
    pub since: Timestamp,
    /// Who wrote it down, as the access record says who.
    pub by: String,
    pub lifted: Option<(Timestamp, String)>,
}

impl Restriction {
    fn from_row(row: &Row) -> Result<Restriction> {
        let basis = row.get::<String>("basis")?;
        let basis = [Basis::Wish, Basis::Request, Basis::Signal].into_iter().find(|one| one.as_str() == basis);
        let lifted = row.get::<Option<Timestamp>>("lifted_at")?.zip(row.get("lifted_by")?);
        Ok(Restriction {
            id: row.get("id")?,
            person: row.get("person")?,
            kind: Kind::read(row)?,
            basis: basis.ok_or_else(|| Error::internal("a restriction for an unknown reason"))?,
            since: row.get("since")?,
            by: row.get("actor")?,
            lifted,
        })
    }
}

/// Restricts all processing of what is kept about `person`. False where it is restricted already.
///
/// # Errors
/// Those of the store; not found where nobody is called that.
pub fn restrict(tx: &mut Tx<'_>, person: PersonId, basis: Basis) -> Result<bool> {
    set(tx, person, Kind::Restricted, basis)
}

/// Writes down `person`'s no to one use. False where it stands already.
///
/// # Errors
/// Those of the store; not found where nobody is called that.
pub fn object(tx: &mut Tx<'_>, person: PersonId, to: Use, basis: Basis) -> Result<bool> {
    set(tx, person, Kind::Objected(to), basis)
}

/// Writes down what somebody's browser says, unless they ever said something of it: what they lifted themselves stays lifted.
pub(crate) fn heard(tx: &mut Tx<'_>, person: PersonId, to: Use) -> Result<()> {
    if of(tx, person)?.iter().any(|one| one.kind == Kind::Objected(to)) {
        return Ok(());
    }
    object(tx, person, to, Basis::Signal).map(drop)
}

fn set(tx: &mut Tx<'_>, person: PersonId, kind: Kind, basis: Basis) -> Result<bool> {
    let person = turn(tx, person)?;
    if since(tx, person, kind)?.is_some() {
        return Ok(false);
    }
    let ((stored, purpose), now, actor) = (kind.stored(), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO restriction (clinic, id, person, kind, purpose, basis, since, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![tx.clinic(), RestrictionId::new(now), person, stored, purpose, basis.as_str(), now, actor],
    )?;
    changed(tx, person)?;
    Ok(true)
}

/// Ends a restriction or an objection. False where none stands.
///
/// # Errors
/// Those of the store; not found where nobody is called that.
pub fn lift(tx: &mut Tx<'_>, person: PersonId, kind: Kind) -> Result<bool> {
    let person = turn(tx, person)?;
    let ((stored, purpose), now, actor) = (kind.stored(), tx.now(), tx.actor().to_string());
    let lifted = tx.execute(
        "UPDATE restriction SET lifted_at = $5, lifted_by = $6
         WHERE clinic = $1 AND person = $2 AND kind = $3 AND purpose = $4 AND lifted_at IS NULL",
        &params![tx.clinic(), person, stored, purpose, now, actor],
    )?;
    if lifted > 0 {
        changed(tx, person)?;
    }
    Ok(lifted > 0)
}

/// Holds `person` for a word about what their data is used for: whoever is under way with them is done before.
pub(crate) fn turn(tx: &mut Tx<'_>, person: PersonId) -> Result<PersonId> {
    if !tx.knows(person)? {
        return Err(Error::NotFound);
    }
    let person = tx.held(person)?;
    tx.take_turns(&format!("restriction/{person}"))?;
    // Whoever is under way with the person is done before: on SQLite writers are alone anyway.
    if tx.engine() == Engine::Postgres {
        let sql = "SELECT id FROM person WHERE clinic = $1 AND id = $2 FOR UPDATE";
        tx.one(sql, &params![tx.clinic(), person])?;
    }
    Ok(person)
}

fn changed(tx: &mut Tx<'_>, person: PersonId) -> Result<()> {
    tx.let_go(person);
    tx.carry(person)?;
    tx.emit(Event::new("restriction.changed", person, person))
}

/// Everything `person` ever had restricted or said no to, the newest first.
///
/// # Errors
/// Those of the store.
pub fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Restriction>> {
    let person = tx.kept(person)?;
    let rows = tx.query(
        "SELECT * FROM restriction WHERE clinic = $1 AND person = $2 ORDER BY since DESC, id DESC LIMIT 200",
        &params![tx.clinic(), person],
    )?;
    rows.iter().map(Restriction::from_row).collect()
}

/// Since when one stands, if it does.
///
/// # Errors
/// Those of the store.
pub fn since(tx: &mut Tx<'_>, person: PersonId, kind: Kind) -> Result<Option<Timestamp>> {
    let (stored, purpose) = kind.stored();
    // Whoever has a record that was merged into another's speaks for both, however often that was merged again.
    let person = tx.kept(person)?;
    let row = tx.one(
        "SELECT MIN(r.since) AS since FROM restriction r
         WHERE r.clinic = $1 AND r.person = $2 AND r.kind = $3 AND r.purpose = $4 AND r.lifted_at IS NULL",
        &params![tx.clinic(), person, stored, purpose],
    )?;
    row.get("since")
}

/// Says no where `person` had their processing restricted, or objected to what it is for. Asked of whoever policy lets in.
///
/// # Errors
/// Those of the store.
pub fn judge(tx: &mut Tx<'_>, person: PersonId, purpose: Purpose) -> Result<Option<Refusal>> {
    if let Some(of) = Use::of_purpose(purpose)
        && let Some(at) = since(tx, person, Kind::Objected(of))?
    {
        return Ok(Some(Refusal::Objected(at)));
    }
    if LEFT.contains(&purpose) {
        return Ok(None);
    }
    let Some(at) = since(tx, person, Kind::Restricted)? else { return Ok(None) };
    if is_own(tx.scope().actor.relations(person)) || leaves(tx.relations(person)?) {
        return Ok(None);
    }
    if purpose == Purpose::Administration && works(tx, person)? {
        return Ok(None);
    }
    Ok((!consent::lets(tx, person, purpose)?).then_some(Refusal::Restricted(at)))
}

/// It is theirs, and what they do themselves they want.
fn is_own(relations: Relations) -> bool {
    relations.yourself || relations.by_link
}

/// Whom a restriction leaves a record open to: themselves, whoever acts for them, and who said that it is an emergency.
pub(crate) fn leaves(relations: Relations) -> bool {
    is_own(relations) || relations.ward || relations.emergency
}

/// Whether they work or worked here. What they restrict is what is done with their record as somebody who comes; that they work
/// here, and no longer do, is the clinic's to say: who leaves is locked out, whatever they had stopped.
pub(crate) fn works(tx: &mut Tx<'_>, person: PersonId) -> Result<bool> {
    Ok(!tx.names(&[person])?.is_empty())
}

/// Whether `person` had everything stopped, and agreed to nothing that lets their data be used for `purpose` meanwhile.
///
/// # Errors
/// Those of the store.
pub fn stops(tx: &mut Tx<'_>, person: PersonId, purpose: Purpose) -> Result<bool> {
    Ok(since(tx, person, Kind::Restricted)?.is_some() && !consent::lets(tx, person, purpose)?)
}

/// Whether a letter of `kind` for `purpose` stays here: what it would say is said for something its reader stopped.
///
/// # Errors
/// Those of the store.
pub fn held_back(tx: &mut Tx<'_>, reader: PersonId, kind: &str, purpose: Purpose) -> Result<bool> {
    if let Some(of) = Use::of_letter(kind, purpose)
        && since(tx, reader, Kind::Objected(of))?.is_some()
    {
        return Ok(true);
    }
    if LEFT.contains(&purpose) {
        return Ok(false);
    }
    Ok(agreement::keeps_letter(tx, reader, purpose)? || stops(tx, reader, purpose)?)
}

/// For `rights.object`: openings that stand in the access record although processing was restricted then, and letters that
/// left against somebody's no; and keys asked for on the spot, of those whose restriction stands.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    let clinic = tx.clinic();
    let count = |tx: &mut Tx<'_>, sql: &str| -> Result<i64> { tx.one(sql, &params![clinic])?.get("n") };
    let standing = count(tx, "SELECT COUNT(*) AS n FROM restriction WHERE clinic = $1 AND lifted_at IS NULL")?;
    let lifted = count(tx, "SELECT COUNT(*) AS n FROM restriction WHERE clinic = $1 AND lifted_at IS NOT NULL")?;
    // An objection alone gives nothing to try, and of whoever is erased nothing is left to open.
    let restricted = count(
        tx,
        "SELECT COUNT(*) AS n FROM restriction r JOIN person p ON p.clinic = r.clinic AND p.id = r.person
         WHERE r.clinic = $1 AND r.kind = 'restricted' AND r.lifted_at IS NULL AND p.erased_at IS NULL AND p.locked_until IS NULL",
    )?;
    let opened = consent::uses_without(tx)?;
    let written = count(
        tx,
        "SELECT COUNT(*) AS n FROM restriction r CROSS JOIN mail m
         WHERE r.clinic = $1 AND m.clinic = r.clinic AND m.person = r.person AND m.sent_at > r.since AND (r.lifted_at IS NULL OR m.sent_at < r.lifted_at)
           AND ((r.purpose = 'reminders' AND m.kind LIKE '%.reminder') OR (r.kind = 'objected' AND m.purpose = r.purpose))",
    )? + consent::letters_without(tx)?;
    let tried = crate::trial::restricted(tx)?;
    Ok(Evidence::new(
        &[
            ("standing", standing),
            ("lifted", lifted),
            ("tried", tried.times),
            ("opened all the same", tried.wrong + opened),
            ("refused without a note", tried.unrecorded),
            ("letters sent all the same", written),
        ],
        (tried.times > 0 || restricted == 0)
            && tried.wrong == 0
            && tried.unrecorded == 0
            && opened == 0
            && written == 0,
    ))
}
