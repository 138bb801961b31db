//! All SQL of the self-audit. Its rows are added, read and proven, never changed, but for when whoever governs was told.

use ground::db::Row;
use ground::due::Due;
use ground::job::NewJob;
use ground::{Error, Result, Tx, params};
use jiff::Timestamp;
use promise::Evidence;

use crate::model::checks::{Audit, Finding, Kind, State, Way, Went};
use crate::rules::chain::link;
use crate::rules::checks as rules;

/// Makes an audit that was asked for.
pub const RUN: &str = "office.audit";
/// Tells whoever governs the clinic what got worse.
pub const TELL: &str = "office.audit.worse";

/// The promise that is about the audit itself.
pub const ITSELF: &str = "security.evaluated";

/// What is written down as the program's version.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// How long an audit that was asked for may take before it is asked for again: whoever had it in hand may have died.
const TAKES: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

const COLUMNS: &str = "number, way, run_by, days, program, findings, standing, worse, better, digest, at";
const FOUND: &str = "audit, kind, subject, state, wrong, went, figures, stated, href";

fn unread(what: &str) -> Error {
    Error::internal(format_args!("a self-audit: its {what} cannot be read"))
}

fn from_row(row: &Row) -> Result<Audit> {
    Ok(Audit {
        number: row.get("number")?,
        way: Way::named(&row.get::<String>("way")?).ok_or_else(|| unread("way"))?,
        run_by: row.get("run_by")?,
        days: row.get("days")?,
        program: row.get("program")?,
        findings: row.get("findings")?,
        standing: row.get("standing")?,
        worse: row.get("worse")?,
        better: row.get("better")?,
        at: row.get("at")?,
    })
}

fn finding(row: &Row) -> Result<Finding> {
    Ok(Finding {
        kind: Kind::named(&row.get::<String>("kind")?).ok_or_else(|| unread("kinds"))?,
        subject: row.get("subject")?,
        state: State::named(&row.get::<String>("state")?).ok_or_else(|| unread("states"))?,
        wrong: row.get("wrong")?,
        went: Went::named(&row.get::<String>("went")?).ok_or_else(|| unread("comparison"))?,
        figures: serde_json::from_str(&row.get::<String>("figures")?).map_err(|_| unread("figures"))?,
        stated: serde_json::from_str(&row.get::<String>("stated")?).map_err(|_| unread("values"))?,
        href: row.get("href")?,
    })
}

/// The newest audit.
pub fn newest(tx: &mut Tx<'_>) -> Result<Option<Audit>> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE clinic = $1 ORDER BY number DESC LIMIT 1");
    tx.optional(&sql, &params![tx.clinic()])?.as_ref().map(from_row).transpose()
}

/// The audit of that number.
pub fn find(tx: &mut Tx<'_>, number: i64) -> Result<Option<Audit>> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE clinic = $1 AND number = $2");
    tx.optional(&sql, &params![tx.clinic(), number])?.as_ref().map(from_row).transpose()
}

/// The next `most` audits below `below`, the newest first.
pub fn list(tx: &mut Tx<'_>, below: i64, most: u32) -> Result<Vec<Audit>> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE clinic = $1 AND number < $2 ORDER BY number DESC LIMIT $3");
    tx.query(&sql, &params![tx.clinic(), below, most])?.iter().map(from_row).collect()
}

/// What an audit found, in its order.
pub fn findings(tx: &mut Tx<'_>, audit: i64) -> Result<Vec<Finding>> {
    let sql = format!("SELECT {FOUND} FROM audit_finding WHERE clinic = $1 AND audit = $2 ORDER BY number");
    tx.query(&sql, &params![tx.clinic(), audit])?.iter().map(finding).collect()
}

/// What the audit before looked at and this one did not.
pub fn gone(tx: &mut Tx<'_>, audit: i64) -> Result<Vec<Finding>> {
    let before = findings(tx, audit - 1)?;
    Ok(rules::vanished(before, &findings(tx, audit)?))
}

/// The period that the clinic states, in days.
fn period(tx: &Tx<'_>) -> i64 {
    i64::from(tx.settings().parameters.audit_days)
}

/// What became of pressing for an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is made as soon as somebody is free.
    Asked,
    /// One is under way.
    Waits,
    /// One was just made.
    Rests,
}

/// Leaves work for an audit whose day came; true if it did. On any node, and once.
pub fn fall_due(tx: &mut Tx<'_>) -> Result<bool> {
    tx.take_turns("office.audit")?;
    let newest = newest(tx)?;
    if !rules::due(newest.as_ref().map(|newest| newest.at), period(tx), tx.now()) {
        return Ok(false);
    }
    ask_for(tx, newest, Way::Schedule)
}

/// Somebody presses for one.
pub fn press(tx: &mut Tx<'_>) -> Result<Asked> {
    tx.take_turns("office.audit")?;
    let newest = newest(tx)?;
    if rules::rests(newest.as_ref().map(|newest| newest.at), tx.now()) {
        return Ok(Asked::Rests);
    }
    Ok(if ask_for(tx, newest, Way::Hand)? { Asked::Asked } else { Asked::Waits })
}

fn ask_for(tx: &mut Tx<'_>, newest: Option<Audit>, way: Way) -> Result<bool> {
    let number = newest.map_or(1, |newest| newest.number + 1);
    let (clinic, now, by) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "DELETE FROM audit_asked WHERE clinic = $1 AND (number < $2 OR asked_at < $3)",
        &params![clinic, number, now - TAKES],
    )?;
    let asked = tx.execute(
        "INSERT INTO audit_asked (clinic, number, way, asked_by, asked_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (clinic, number) DO NOTHING",
        &params![clinic, number, way.as_str(), by, now],
    )?;
    if asked > 0 {
        tx.enqueue(&NewJob { kind: RUN, subject: number.to_string(), run_at: now })?;
    }
    Ok(asked > 0)
}

/// Who asked for the audit of that number, and how; none where it was made meanwhile.
pub fn asked(tx: &mut Tx<'_>, number: i64) -> Result<Option<(Way, String)>> {
    let sql = "SELECT way, asked_by FROM audit_asked WHERE clinic = $1 AND number = $2";
    let Some(row) = tx.optional(sql, &params![tx.clinic(), number])? else { return Ok(None) };
    let way = Way::named(&row.get::<String>("way")?).ok_or_else(|| unread("way"))?;
    Ok(Some((way, row.get("asked_by")?)))
}

/// Whether one is under way.
pub fn is_asked(tx: &mut Tx<'_>) -> Result<bool> {
    let sql = "SELECT 1 AS one FROM audit_asked WHERE clinic = $1 LIMIT 1";
    Ok(tx.optional(sql, &params![tx.clinic()])?.is_some())
}

/// Keeps what was found as the next audit. None where `number` was to be it and another was quicker.
pub fn keep(
    tx: &mut Tx<'_>,
    number: Option<i64>,
    way: Way,
    run_by: &str,
    mut found: Vec<Finding>,
) -> Result<Option<Audit>> {
    tx.take_turns("office.audit")?;
    let clinic = tx.clinic();
    let before = newest(tx)?;
    let next = before.as_ref().map_or(1, |before| before.number + 1);
    if number.is_some_and(|number| number != next) {
        return Ok(None);
    }
    // The audit that is being made counts as made: what it says of itself is what it leaves behind.
    if let Some(itself) = found.iter_mut().find(|one| one.kind == Kind::Promise && one.subject == ITSELF)
        && matches!(itself.state, State::Kept | State::Gap)
    {
        let now = tx.now();
        let evidence = evaluated(tx, Some(now))?;
        (itself.state, itself.wrong) = if evidence.ok { (State::Kept, 0) } else { (State::Gap, 1) };
        itself.figures = evidence.figures;
    }
    let then = match &before {
        Some(before) => Some(findings(tx, before.number)?),
        None => None,
    };
    rules::compare(then.as_deref(), &mut found);
    let count = |which: &dyn Fn(&Finding) -> bool| found.iter().filter(|one| which(one)).count() as i64;
    let audit = Audit {
        number: next,
        way,
        run_by: run_by.to_owned(),
        days: period(tx),
        program: PROGRAM.to_owned(),
        findings: found.len() as i64,
        standing: count(&Finding::stands),
        worse: count(&|one| one.went == Went::Worse),
        better: count(&|one| one.went == Went::Better),
        at: tx.now(),
    };
    let rows = found.iter().map(Stored::of).collect::<Result<Vec<_>>>()?;
    let chained = before_digest(tx, next - 1)?;
    let digest = digest(tx, chained.as_deref(), &audit, &rows)?;
    tx.execute(
        "INSERT INTO audit (clinic, number, way, run_by, days, program, findings, standing, worse, better, digest, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &params![
            clinic,
            audit.number,
            audit.way.as_str(),
            &audit.run_by,
            audit.days,
            &audit.program,
            audit.findings,
            audit.standing,
            audit.worse,
            audit.better,
            digest,
            audit.at
        ],
    )?;
    for (at, row) in rows.iter().enumerate() {
        tx.execute(
            "INSERT INTO audit_finding (clinic, audit, number, kind, subject, state, wrong, went, figures, stated, href)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            &params![
                clinic,
                next,
                at as i64,
                &row.kind,
                &row.subject,
                &row.state,
                row.wrong,
                &row.went,
                &row.figures,
                &row.stated,
                &row.href
            ],
        )?;
    }
    tx.execute("DELETE FROM audit_asked WHERE clinic = $1 AND number <= $2", &params![clinic, next])?;
    if audit.worse > 0 {
        let run_at = tx.now();
        tx.enqueue(&NewJob { kind: TELL, subject: next.to_string(), run_at })?;
    }
    Ok(Some(audit))
}

fn before_digest(tx: &mut Tx<'_>, number: i64) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT digest FROM audit WHERE clinic = $1 AND number = $2";
    tx.optional(sql, &params![tx.clinic(), number])?.map(|row| row.get("digest")).transpose()
}

/// A finding as its row has it: what the digest is of.
struct Stored {
    kind: String,
    subject: String,
    state: String,
    wrong: i64,
    went: String,
    figures: String,
    stated: String,
    href: String,
}

impl Stored {
    fn of(finding: &Finding) -> Result<Stored> {
        Ok(Stored {
            kind: finding.kind.as_str().to_owned(),
            subject: finding.subject.clone(),
            state: finding.state.as_str().to_owned(),
            wrong: finding.wrong,
            went: finding.went.as_str().to_owned(),
            figures: serde_json::to_string(&finding.figures).map_err(Error::internal)?,
            stated: serde_json::to_string(&finding.stated).map_err(Error::internal)?,
            href: finding.href.clone(),
        })
    }

    fn from_row(row: &Row) -> Result<Stored> {
        Ok(Stored {
            kind: row.get("kind")?,
            subject: row.get("subject")?,
            state: row.get("state")?,
            wrong: row.get("wrong")?,
            went: row.get("went")?,
            figures: row.get("figures")?,
            stated: row.get("stated")?,
            href: row.get("href")?,
        })
    }
}

/// The audit's link in the chain, keyed by a key of the clinic's that is not in the database: whoever can write there alone cannot
/// make the chain anew.
fn digest(tx: &Tx<'_>, before: Option<&[u8]>, audit: &Audit, rows: &[Stored]) -> Result<Vec<u8>> {
    let counts = [audit.days, audit.findings, audit.standing, audit.worse, audit.better].map(|n| n.to_string());
    let wrong: Vec<String> = rows.iter().map(|row| row.wrong.to_string()).collect();
    let mut texts = vec![audit.way.as_str(), &audit.run_by, &audit.program];
    texts.extend(counts.iter().map(String::as_str));
    for (row, wrong) in rows.iter().zip(&wrong) {
        texts.extend([
            row.kind.as_str(),
            &row.subject,
            &row.state,
            wrong,
            &row.went,
            &row.figures,
            &row.stated,
            &row.href,
        ]);
    }
    let link = link(before, audit.number, &texts, audit.at);
    tx.token("office.audit", &link.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// Audits that are looked at in one go.
const AT_ONCE: i64 = 20;

/// What stands of the history.
struct History {
    audits: i64,
    /// Whose digest is not what it was.
    changed: i64,
    /// Numbers between the first and the newest that are not there.
    missing: i64,
    /// How often one came later than was stated.
    missed: i64,
    /// When the newest was made, the period that was stated then, how many findings of it stand, and whether it came too late.
    newest: Option<(Timestamp, i64, i64, bool)>,
}

/// Reads all of it, a few audits at a time.
fn history(tx: &mut Tx<'_>) -> Result<History> {
    let sql = format!("SELECT {COLUMNS} FROM audit WHERE clinic = $1 AND number > $2 ORDER BY number LIMIT $3");
    let found = format!(
        "SELECT {FOUND} FROM audit_finding WHERE clinic = $1 AND audit > $2 AND audit <= $3 ORDER BY audit, number"
    );
    let mut history = History { audits: 0, changed: 0, missing: 0, missed: 0, newest: None };
    let (mut before, mut last): (Option<Vec<u8>>, i64) = (None, 0);
    loop {
        let audits = tx.query(&sql, &params![tx.clinic(), last, AT_ONCE])?;
        let Some(end) = audits.last().map(|row| row.get::<i64>("number")).transpose()? else { break };
        let rows = tx.query(&found, &params![tx.clinic(), last, end])?;
        for row in &audits {
            let number: i64 = row.get("number")?;
            history.missing += number - last - 1;
            (last, history.audits) = (number, history.audits + 1);
            let kept: Vec<u8> = row.get("digest")?;
            // What cannot be read any more was changed as well.
            let own = |of: &&Row| of.get::<i64>("audit").is_ok_and(|of| of == number);
            let stored = rows.iter().filter(own).map(Stored::from_row).collect::<Result<Vec<_>>>();
            let whole = match (from_row(row), stored) {
                (Ok(audit), Ok(stored)) => digest(tx, before.as_deref(), &audit, &stored)? == kept,
                _ => false,
            };
            history.changed += i64::from(!whole);
            let (at, days): (Timestamp, i64) = (row.get("at")?, row.get("days")?);
            // A period that was changed meanwhile counts as the longer of the two.
            let late = history.newest.is_some_and(|(before, then, ..)| rules::missed(before, then.max(days), at));
            history.missed += i64::from(late);
            history.newest = Some((at, days, row.get("standing")?, late));
            before = Some(kept);
        }
    }
    Ok(history)
}

/// `security.evaluated`: when the last one ran, how much stands, whether a period was missed, and whether the history is what was
/// written down.
pub fn evidence(tx: &mut Tx<'_>) -> Result<Evidence> {
    evaluated(tx, None)
}

/// The same, where one that is being made at `made` counts as the newest.
fn evaluated(tx: &mut Tx<'_>, made: Option<Timestamp>) -> Result<Evidence> {
    let history = history(tx)?;
    let now = tx.now();
    let (mut missed, mut standing) = (history.missed, 0);
    // Nothing is late in a clinic that has just begun.
    let began = "SELECT created_at FROM clinic WHERE id = $1";
    let began: Timestamp = tx.one(began, &params![tx.clinic()])?.get("created_at")?;
    let (last, days, was_late) = match history.newest {
        Some((at, days, stand, late)) => {
            standing = stand;
            (at, days.max(period(tx)), late)
        }
        None => (began, period(tx), false),
    };
    let late = rules::missed(last, days, now);
    let was_late = match made {
        None => was_late || late,
        Some(_) => late && history.newest.is_some(),
    };
    missed += i64::from(made.is_some() && was_late);
    let hours = match (made, history.newest) {
        (Some(_), _) => 0,
        (None, Some(_)) => now.duration_since(last).as_hours().max(0),
        (None, None) => -1,
    };
    Ok(Evidence::new(
        &[
            ("audits", history.audits + i64::from(made.is_some())),
            ("hours", hours),
            ("standing", standing),
            ("late", i64::from(made.is_none() && late)),
            ("missed", missed),
            ("changed", history.changed),
            ("missing", history.missing),
        ],
        !was_late && history.changed == 0 && history.missing == 0,
    ))
}

/// Whether nobody was told yet what got worse, and notes that they are: once.
pub fn rises(tx: &mut Tx<'_>, number: i64) -> Result<Option<Audit>> {
    let risen = tx.execute(
        "UPDATE audit SET told_at = $3 WHERE clinic = $1 AND number = $2 AND told_at IS NULL AND worse > 0",
        &params![tx.clinic(), number, tx.now()],
    )?;
    if risen == 0 { Ok(None) } else { find(tx, number) }
}

/// What whoever answers for the clinic has to look after: what the newest audit found.
pub fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let newest = newest(tx)?.filter(|newest| newest.standing > 0);
    let due = |audit: Audit| Due {
        part: "checks",
        words: "checks-due".to_owned(),
        args: vec![("count", audit.standing.into())],
        href: format!("/office/checks/{}", audit.number),
        action: None,
        by: None,
    };
    Ok(newest.map(due).into_iter().collect())
}
