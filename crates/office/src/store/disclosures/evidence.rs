//! What can be shown of disclosures: whether all that was to go along did, whether what is over is told, and whether requests
//! are answered from the register.

use ground::{PersonId, Result, Tx, params};
use jiff::Timestamp;
use promise::{Evidence, Purpose};

use super::{mark, since, told_rows};
use crate::model::disclosures::{COLUMNS, Disclosure, DisclosureId};

/// Looked at, the newest first.
const MANY: u32 = 10_000;
/// People of whom an order keeps something, and rows of each, whose own view is held against what there is.
const PEOPLE: u32 = 50;
const ROWS: u32 = 500;

/// How much is hidden from whom it is about though it may be told, and how much is told though it may not: what the person
/// reads, held against the rows as they are.
fn told_wrongly(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    let (clinic, now, since) = (tx.clinic(), tx.now(), since(tx));
    // A statement that went along is told when the disclosure is, neither before nor after.
    let beside = |not: &str, yes: &str| {
        format!(
            "SELECT COUNT(*) AS n FROM disclosure_statement a JOIN disclosure d ON d.clinic = a.clinic AND d.id = a.disclosure
             WHERE a.clinic = $1 AND COALESCE({not}.withheld_until, 0) > $2 AND COALESCE({yes}.withheld_until, 0) <= $2"
        )
    };
    let mut hidden: i64 = tx.one(&beside("a", "d"), &params![clinic, now])?.get("n")?;
    let mut early: i64 = tx.one(&beside("d", "a"), &params![clinic, now])?.get("n")?;
    let people = tx.query(
        "SELECT person FROM disclosure WHERE clinic = $1 AND withheld_until IS NOT NULL
         GROUP BY person ORDER BY MAX(recorded_at) DESC, person LIMIT $2",
        &params![clinic, PEOPLE],
    )?;
    for row in &people {
        let person: PersonId = row.get("person")?;
        let told: Vec<DisclosureId> = told_rows(tx, person, None, ROWS)?.into_iter().map(|one| one.id).collect();
        let there = tx.query(
            "SELECT id, given_at, withheld_until FROM disclosure WHERE clinic = $1 AND person = $2
             ORDER BY given_at DESC, id DESC LIMIT $3",
            &params![clinic, person, ROWS],
        )?;
        let mut secret = false;
        for row in &there {
            let (given, until): (Timestamp, Option<Timestamp>) = (row.get("given_at")?, row.get("withheld_until")?);
            let (is_told, kept) = (told.contains(&row.get("id")?), until.is_some_and(|until| until > now));
            let recent = given >= since || until.is_some_and(|until| until >= since);
            hidden += i64::from(!kept && recent && !is_told);
            early += i64::from(kept && is_told);
            secret |= kept;
        }
        // Their copy and what is counted of them.
        let withheld = tx.withheld(&[person])?;
        for table in ["disclosure", "disclosure_statement"] {
            let sql =
                format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND person = $2 AND withheld_until > $3");
            let kept: i64 = tx.one(&sql, &params![clinic, person, now])?.get("n")?;
            let left = withheld.iter().find(|(name, _)| name == table).map_or(0, |(_, count)| *count);
            hidden += (left - kept).max(0);
            early += (kept - left).max(0);
        }
        // And who opened their record for it.
        if secret {
            let openings = ground::access::about(tx, person, ROWS)?;
            let told = openings.iter().filter(|opening| opening.purpose == Purpose::Disclosure).count();
            early += i64::try_from(told).unwrap_or(i64::MAX);
        }
    }
    Ok((hidden, early))
}

/// For `sharing.disclosures_recorded`. Everybody reads these figures, so what may not be told is not counted.
pub(crate) fn recorded(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (clinic, now, since) = (tx.clinic(), tx.now(), since(tx));
    let sql =
        format!("SELECT {COLUMNS}, mark FROM disclosure WHERE clinic = $1 ORDER BY given_at DESC, id DESC LIMIT $2");
    let (mut recorded, mut altered) = (0, 0);
    for row in tx.query(&sql, &params![clinic, MANY])? {
        let one = Disclosure::from_row(&row)?;
        recorded += i64::from(!one.is_secret(now));
        altered += i64::from(mark(tx, &one)? != row.get::<Vec<u8>>("mark")?);
    }
    let row = tx.one(
        // What was said after it was written down goes along with a sheet that is made then, so there may be more. Of whom two
        // records were joined, what was said in one of them did not stand in the other.
        "SELECT COUNT(*) AS n FROM disclosure d WHERE d.clinic = $1 AND (d.statements > (SELECT COUNT(*)
                 FROM disclosure_statement a WHERE a.clinic = d.clinic AND a.disclosure = d.id)
             OR EXISTS (SELECT 1 FROM statement s WHERE s.clinic = d.clinic AND s.person = d.person
                 AND s.said_at < d.recorded_at
                 AND NOT EXISTS (SELECT 1 FROM disclosure_statement a WHERE a.clinic = d.clinic AND a.disclosure = d.id
                     AND a.statement = s.id)
                 AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE m.clinic = d.clinic AND m.kept = d.person))
             OR EXISTS (SELECT 1 FROM disclosure_statement a JOIN person p ON p.clinic = a.clinic AND p.id = a.person
                 WHERE a.clinic = d.clinic AND a.disclosure = d.id AND p.erased_at IS NULL AND p.locked_until IS NULL
                     AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.clinic = a.clinic AND s.id = a.statement)))",
        &params![clinic],
    )?;
    let left: i64 = row.get("n")?;
    let (hidden, early) = told_wrongly(tx)?;
    // An answer names what could be told when it was made. Of whom two records were joined since, more stands there now.
    let answered = tx.query(
        "SELECT r.person AS person FROM request r WHERE r.clinic = $1 AND r.kind = 'disclosures' AND r.state = 'done'
             AND NOT EXISTS (SELECT 1 FROM request_step s WHERE s.clinic = r.clinic AND s.request = r.id AND s.place = 'disclosures'
                 AND (s.outcome = 'handed' OR s.count >= (SELECT COUNT(*) FROM disclosure d WHERE d.clinic = r.clinic
                     AND d.person = r.person AND d.recorded_at < s.at AND COALESCE(d.withheld_until, 0) <= s.at
                     AND d.given_at >= $2))) LIMIT $3",
        &params![clinic, since, MANY],
    )?;
    let mut short = 0;
    for row in &answered {
        short += i64::from(tx.parts_of(row.get("person")?)?.len() == 1);
    }
    Ok(Evidence::new(
        &[
            ("recorded", recorded),
            ("statements left out", left),
            ("hidden past their day", hidden),
            ("told before their day", early),
            ("changed afterwards", altered),
            ("answered short", short),
        ],
        left == 0 && hidden == 0 && early == 0 && altered == 0 && short == 0,
    ))
}
