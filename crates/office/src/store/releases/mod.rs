//! All SQL of releases: drafted, gathered, weighed, decided, kept for a while; and of questions and what they spend.
//!
//! What was gathered is sealed by a key that is nobody's. Whoever says no, has their processing restricted, or is erased, while
//! a release is not decided yet, ends that key in the same transaction ([`said_no`]): what was gathered is unreadable, and it is
//! gathered anew without them.

pub mod evidence;
pub mod part;
pub mod question;

use ground::db::Row;
use ground::due::Due;
use ground::job::NewJob;
use ground::{Error, Event, PersonId, Result, Tx, manifest, params};
use jiff::{SignedDuration, Timestamp};
use promise::release::{Diversity, Report, harbor};
use serde_json::json;

use crate::model::releases::{NewRelease, Release, ReleaseId, State};
use crate::rules::releases::{KEPT_DAYS, UNDECIDED_DAYS, may_decide};

/// The job that gathers and weighs.
pub const GATHER: &str = "office.release";
/// The name in which a manifest is signed.
pub const KIND: &str = "release";
/// Releases and questions take turns.
const TURN: &str = "office.release";

const COLUMNS: &str = "id, data_set, purpose, recipient, chosen, k, l, diversity, most_suppressed, state, round, reached, gathered, left_out, keeper, report, digest, bytes, drafted_by, drafted_at, decided_by, decided_at, four_eyes, reason, manifest, expires_at, gone_at, sound, taken";

fn from_row(row: &Row) -> Result<Release> {
    let fault = |what: &str| Error::internal(format_args!("a release: its {what} cannot be read"));
    let small = |name: &str| -> Result<u32> { u32::try_from(row.get::<i64>(name)?).map_err(|_| fault(name)) };
    let report: Option<String> = row.get("report")?;
    let report = report.map(|text| serde_json::from_str::<Report>(&text)).transpose().map_err(|_| fault("report"))?;
    Ok(Release {
        id: row.get("id")?,
        asked: NewRelease {
            data_set: row.get("data_set")?,
            purpose: row.get("purpose")?,
            recipient: row.get("recipient")?,
            columns: serde_json::from_str(&row.get::<String>("chosen")?).map_err(|_| fault("columns"))?,
            k: small("k")?,
            l: small("l")?,
            diversity: row.get::<String>("diversity")?.parse::<Diversity>().map_err(|_| fault("diversity"))?,
            most_suppressed: small("most_suppressed")?,
        },
        state: row.get::<String>("state")?.parse().map_err(|()| fault("state"))?,
        round: row.get("round")?,
        reached: row.get("reached")?,
        gathered: row.get("gathered")?,
        left_out: row.get("left_out")?,
        keeper: row.get("keeper")?,
        report,
        digest: row.get("digest")?,
        bytes: row.get("bytes")?,
        drafted_by: row.get("drafted_by")?,
        drafted_at: row.get("drafted_at")?,
        decided: row.get::<Option<String>>("decided_by")?.zip(row.get("decided_at")?),
        four_eyes: row.get("four_eyes")?,
        reason: row.get("reason")?,
        manifest: row.get("manifest")?,
        expires_at: row.get("expires_at")?,
        gone_at: row.get("gone_at")?,
        sound: row.get::<Option<i64>>("sound")?.map(|sound| sound == 1),
        taken: row.get("taken")?,
    })
}

/// The release; not found where there is none.
pub fn find(tx: &mut Tx<'_>, id: ReleaseId) -> Result<Release> {
    let sql = format!("SELECT {COLUMNS} FROM data_release WHERE clinic = $1 AND id = $2");
    from_row(&tx.one(&sql, &params![tx.clinic(), id])?)
}

/// Up to `most` releases, the newest first, from before `before` on.
pub fn list(tx: &mut Tx<'_>, before: Option<ReleaseId>, most: u32) -> Result<Vec<Release>> {
    let before = before.unwrap_or_else(|| ReleaseId::from_bits(u128::MAX));
    let sql = format!("SELECT {COLUMNS} FROM data_release WHERE clinic = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
    tx.query(&sql, &params![tx.clinic(), before, most])?.iter().map(from_row).collect()
}

/// In which nobody has decided yet.
const OPEN: &str = "state IN ('gathering', 'weighed', 'unfit')";

/// Those that nobody has decided about yet: all of them, because a no reaches every one.
pub fn open(tx: &mut Tx<'_>) -> Result<Vec<Release>> {
    let sql = format!("SELECT {COLUMNS} FROM data_release WHERE clinic = $1 AND {OPEN} ORDER BY id");
    tx.query(&sql, &params![tx.clinic()])?.iter().map(from_row).collect()
}

/// How many of them are listed among what is due, the oldest.
const DUE: usize = 100;

/// What somebody has to decide.
pub fn due(tx: &mut Tx<'_>) -> Result<Vec<Due>> {
    let waits = open(tx)?.into_iter().filter(|one| one.state == State::Weighed).take(DUE);
    Ok(waits
        .map(|one| Due {
            part: "releases",
            words: "releases-due".to_owned(),
            args: vec![("recipient", one.asked.recipient.clone().into())],
            href: format!("/releases/{}", one.id),
            action: None,
            by: one.drafted_at.checked_add(days(UNDECIDED_DAYS)).ok(),
        })
        .collect())
}

fn days(many: i64) -> SignedDuration {
    SignedDuration::from_hours(many * 24)
}

/// Keeps a draft, and leaves the work of gathering it.
pub fn draft(tx: &mut Tx<'_>, new: &NewRelease) -> Result<ReleaseId> {
    // Whoever says no at this moment is done before, or finds the draft.
    tx.take_turns(TURN)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = ReleaseId::new(now);
    let keeper = tx.create_keeper()?.person();
    let chosen = serde_json::to_string(&new.columns).map_err(Error::internal)?;
    tx.execute(
        "INSERT INTO data_release (clinic, id, data_set, purpose, recipient, chosen, k, l, diversity, most_suppressed, state, round, reached, gathered, left_out, keeper, drafted_by, drafted_at, four_eyes, taken)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'gathering', 1, '', 0, 0, $11, $12, $13, 0, 0)",
        &params![
            clinic, id, &new.data_set, &new.purpose, &new.recipient, chosen, new.k, new.l, new.diversity.as_str(),
            new.most_suppressed, keeper, actor, now
        ],
    )?;
    tx.emit(Event::new("release.drafted", id, None))?;
    tx.enqueue(&NewJob { kind: GATHER, subject: id.to_string(), run_at: now })?;
    Ok(id)
}

/// Somebody who may be in what was gathered said no, or is erased: each release that is not decided is gathered anew, and each
/// file that nobody has taken yet goes. What they had is unreadable from this transaction on.
pub fn said_no(tx: &mut Tx<'_>) -> Result<()> {
    tx.take_turns(TURN)?;
    for release in open(tx)? {
        anew(tx, &release)?;
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM data_release WHERE clinic = $1 AND state = 'released' AND gone_at IS NULL AND taken = 0 ORDER BY id"
    );
    for row in tx.query(&sql, &params![tx.clinic()])? {
        end_file(tx, &from_row(&row)?, "release.withdrawn")?;
    }
    Ok(())
}

/// The same where it became known of `person` that they are no longer one of many; of somebody whose record begins in this very
/// transaction nothing was gathered.
pub fn known_of(tx: &mut Tx<'_>, person: Option<PersonId>) -> Result<()> {
    let sql = "SELECT 1 AS one FROM person WHERE clinic = $1 AND id = $2 AND created_at < $3";
    match tx.optional(sql, &params![tx.clinic(), person, tx.now()])? {
        Some(_) => said_no(tx),
        None => Ok(()),
    }
}

/// Ends the file of a release; nothing where it went before.
fn end_file(tx: &mut Tx<'_>, release: &Release, event: &'static str) -> Result<()> {
    let gone = tx.execute(
        "UPDATE data_release SET gone_at = $3 WHERE clinic = $1 AND id = $2 AND state = 'released' AND gone_at IS NULL",
        &params![tx.clinic(), release.id, tx.now()],
    )?;
    if gone == 0 {
        return Ok(());
    }
    part::end(tx, release.keeper)?;
    tx.emit(Event::new(event, release.id, None))
}

fn anew(tx: &mut Tx<'_>, release: &Release) -> Result<()> {
    let keeper = tx.create_keeper()?.person();
    let (clinic, now) = (tx.clinic(), tx.now());
    let sql = format!(
        "UPDATE data_release SET state = 'gathering', round = round + 1, reached = '', gathered = 0, left_out = 0, keeper = $3,
            report = NULL, digest = NULL, bytes = NULL WHERE clinic = $1 AND id = $2 AND round = $4 AND {OPEN}"
    );
    if tx.execute(&sql, &params![clinic, release.id, keeper, release.round])? == 0 {
        return part::end(tx, keeper);
    }
    part::end(tx, release.keeper)?;
    tx.enqueue(&NewJob { kind: GATHER, subject: release.id.to_string(), run_at: now })
}

/// Says how a round of gathering ended: with what it would be, or with nothing that can leave. The rows that were gathered go:
/// nothing reads them again. False where another round began meanwhile.
pub fn weighed(tx: &mut Tx<'_>, id: ReleaseId, round: i64, whole: Option<(&Report, &str, i64)>) -> Result<bool> {
    let state = if whole.is_some() { State::Weighed } else { State::Unfit };
    let report = whole.map(|(report, ..)| serde_json::to_string(report)).transpose().map_err(Error::internal)?;
    let (digest, bytes) = (whole.map(|(_, digest, _)| digest.to_owned()), whole.map(|(.., bytes)| bytes));
    let changed = tx.execute(
        "UPDATE data_release SET state = $4, report = $5, digest = $6, bytes = $7
         WHERE clinic = $1 AND id = $2 AND round = $3 AND state = 'gathering'",
        &params![tx.clinic(), id, round, state.as_str(), report, digest, bytes],
    )?;
    if changed > 0 {
        part::forget_rows(tx, id)?;
        tx.emit(Event::new("release.weighed", id, None))?;
    }
    Ok(changed > 0)
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    Done,
    /// It is not in a state in which it can be decided, or was gathered anew since.
    Stale,
    /// Whoever drafted it does not decide where somebody else could.
    SameEyes,
    /// Since it was drafted the clinic states more people in a class.
    TooSmall,
}

/// How many people of the clinic could decide.
pub fn able(tx: &mut Tx<'_>) -> Result<usize> {
    use ground::Role::{Manager, PrivacyOfficer};
    let governing = identity::governing(tx).map_err(Error::internal)?;
    Ok(governing.iter().filter(|one| one.held.contains(Manager) || one.held.contains(PrivacyOfficer)).count())
}

/// Approves the release as it was weighed in that `round`: signs its manifest, and keeps the file for a while.
pub fn approve(tx: &mut Tx<'_>, id: ReleaseId, round: i64) -> Result<Decided> {
    tx.take_turns(TURN)?;
    let release = find(tx, id)?;
    let (actor, now, able) = (tx.actor().to_string(), tx.now(), able(tx)?);
    let (Some(report), Some(digest), Some(bytes)) = (&release.report, &release.digest, release.bytes) else {
        return Ok(Decided::Stale);
    };
    if release.state != State::Weighed || release.round != round {
        return Ok(Decided::Stale);
    }
    if !may_decide(&release.drafted_by, &actor, able) {
        return Ok(Decided::SameEyes);
    }
    let stated = tx.settings().parameters.release_k;
    if report.smallest < stated || release.asked.k < stated {
        return Ok(Decided::TooSmall);
    }
    let expires = now.checked_add(days(KEPT_DAYS)).map_err(Error::internal)?;
    let two = able >= 2;
    let columns: Vec<_> = release
        .asked
        .columns
        .iter()
        .map(|name| match report.became.iter().find(|became| became.column == *name) {
            Some(became) => json!({"column": name, "rung": became.rung, "of": became.top}),
            None => json!({"column": name}),
        })
        .collect();
    let fields = [
        ("release", json!(id.to_string())),
        ("clinic", json!(tx.clinic().to_string())),
        ("clinic_name", json!(tx.settings().name)),
        ("at", json!(now.to_string())),
        ("purpose", json!(release.asked.purpose)),
        ("recipient", json!(release.asked.recipient)),
        ("data_set", json!(release.asked.data_set)),
        (
            "method",
            json!("Safe Harbor, 45 CFR 164.514(b)(2); k-anonymity and l-diversity by generalisation and suppression"),
        ),
        ("small_zip_areas_by_census", json!(harbor::CENSUS.year)),
        ("columns", json!(columns)),
        ("release_k", json!(stated)),
        ("k", json!(report.k)),
        ("l", json!(report.l)),
        ("diversity", json!(report.diversity.as_str())),
        ("smallest_class", json!(report.smallest)),
        ("classes", json!(report.classes)),
        ("rows", json!(report.released)),
        ("suppressed_share_of_10000", json!(report.suppressed_share)),
        ("risk_most_of_10000", json!(report.risk_most)),
        ("risk_average_of_10000", json!(report.risk_average)),
        ("report_sha256", json!(evidence::of_report(report)?)),
        ("approved_by_a_second_person", json!(two)),
        ("drafted_by", json!(release.drafted_by)),
        ("decided_by", json!(actor)),
        ("bytes", json!(bytes)),
        ("sha256", json!(digest)),
    ];
    let signed = manifest::sign(tx, KIND, &fields)?;
    let changed = tx.execute(
        "UPDATE data_release SET state = 'released', decided_by = $3, decided_at = $4, four_eyes = $5, manifest = $6, expires_at = $7, checked_at = $4, sound = 1
         WHERE clinic = $1 AND id = $2 AND state = 'weighed' AND round = $8",
        &params![tx.clinic(), id, actor, now, two, signed, expires, round],
    )?;
    if changed == 0 {
        return Ok(Decided::Stale);
    }
    tx.emit(Event::new("release.approved", id, None))?;
    Ok(Decided::Done)
}

/// Refuses the release, or takes back what somebody drafted themselves.
pub fn refuse(tx: &mut Tx<'_>, id: ReleaseId, reason: &str) -> Result<Decided> {
    tx.take_turns(TURN)?;
    let release = find(tx, id)?;
    if !matches!(release.state, State::Gathering | State::Weighed | State::Unfit) {
        return Ok(Decided::Stale);
    }
    let (actor, now) = (tx.actor().to_string(), tx.now());
    let sql = format!(
        "UPDATE data_release SET state = 'refused', decided_by = $3, decided_at = $4, reason = $5, gone_at = $4
         WHERE clinic = $1 AND id = $2 AND round = $6 AND {OPEN}"
    );
    if tx.execute(&sql, &params![tx.clinic(), id, actor, now, reason, release.round])? == 0 {
        return Ok(Decided::Stale);
    }
    part::end(tx, release.keeper)?;
    tx.emit(Event::new("release.refused", id, None))?;
    Ok(Decided::Done)
}

/// Counts that somebody took the file: from then on a no cannot end it any more.
pub fn took(tx: &mut Tx<'_>, id: ReleaseId) -> Result<Release> {
    tx.take_turns(TURN)?;
    let release = find(tx, id)?;
    if release.state != State::Released
        || release.gone_at.is_some()
        || release.expires_at.is_none_or(|at| at <= tx.now())
    {
        return Err(Error::NotFound);
    }
    let sql = "UPDATE data_release SET taken = taken + 1 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), id])?;
    tx.emit(Event::new("release.taken", id, None))?;
    Ok(release)
}

/// Ends what is over: files whose time has come, and drafts that nobody decided about. What is left of what was gathered goes
/// with it, a few pieces at a time.
pub fn sweep(tx: &mut Tx<'_>) -> Result<()> {
    tx.take_turns(TURN)?;
    let now = tx.now();
    for release in kept(tx)? {
        if release.expires_at.is_some_and(|at| at <= now) {
            end_file(tx, &release, "release.expired")?;
        }
    }
    for release in open(tx)? {
        if release.drafted_at.checked_add(days(UNDECIDED_DAYS)).is_ok_and(|at| at <= now) {
            refuse(tx, release.id, "")?;
        }
    }
    part::sweep(tx)
}

/// Those whose file is kept.
pub fn kept(tx: &mut Tx<'_>) -> Result<Vec<Release>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM data_release WHERE clinic = $1 AND state = 'released' AND gone_at IS NULL ORDER BY id LIMIT 200"
    );
    tx.query(&sql, &params![tx.clinic()])?.iter().map(from_row).collect()
}

/// How many releases of that set left before, from which what leaves now could be set off.
pub fn before(tx: &mut Tx<'_>, data_set: &str) -> Result<i64> {
    let sql = "SELECT COUNT(*) AS n FROM data_release WHERE clinic = $1 AND state = 'released' AND data_set = $2";
    tx.one(sql, &params![tx.clinic(), data_set])?.get("n")
}

/// The file of those that were not read again since `since`.
pub fn unchecked(tx: &mut Tx<'_>, since: Timestamp) -> Result<Vec<Release>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM data_release WHERE clinic = $1 AND state = 'released' AND gone_at IS NULL AND checked_at < $2 ORDER BY id LIMIT 20"
    );
    tx.query(&sql, &params![tx.clinic(), since])?.iter().map(from_row).collect()
}

/// Says whether the file that is kept is as it was signed.
pub fn checked(tx: &mut Tx<'_>, id: ReleaseId, sound: bool) -> Result<()> {
    let sql = "UPDATE data_release SET checked_at = $3, sound = $4 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![tx.clinic(), id, tx.now(), sound]).map(drop)
}

/// The keeper of a release's pieces, as the pieces say.
pub(super) type Keeper = PersonId;
