//! All SQL of the office: versions are added, read and proven, never changed.

use ground::db::Row;
use ground::web::{Tongue, footed};
use ground::{Error, House, Installed, Result, Tx, agreement, params, says};
use jiff::{SignedDuration, Timestamp};
use promise::{Evidence, PROMISES, Parameters};

use super::{asked, uses};
use crate::model::notice::{Cause, Said, Sentences, Version};
use crate::rules::chain::link;

/// What is written down as the program's version.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// How long a text that was just replaced is not written down again by the program's own look: programs that do not agree
/// about how they are set up would otherwise write each other's down in turn, for ever.
pub(super) const AGREED: SignedDuration = SignedDuration::from_hours(24);

/// Writes a version down if the notice says something else than the newest, in whichever language; true if it did. `by` says
/// whose values of the installation count.
///
/// # Errors
/// The store's own.
fn keep_by(tx: &mut Tx<'_>, by: By) -> Result<bool> {
    if !is_open(tx) {
        return Ok(false);
    }
    tx.take_turns("office.notice")?;
    let newest = newest(tx)?;
    let stated = newest.as_ref().and_then(|newest| newest.parameters.clone());
    // A use that is added is a version too: who came before it is asked.
    let added = uses::note(tx, stated.as_ref().map(|stated| stated.edition), by == By::Settings)?;
    let (parameters, sentences) = now(tx, if by == By::Settings { stated.as_ref() } else { None })?;
    let (clinic, at) = (tx.clinic(), tx.now());
    if added.is_empty() && newest.as_ref().is_some_and(|newest| newest.sentences == sentences) {
        return Ok(false);
    }
    let cause = cause(newest.is_some(), stated, &parameters);
    let number = newest.as_ref().map_or(1, |newest| newest.number + 1);
    if by == By::Look
        && added.is_empty()
        && cause != Cause::Settings
        && let Some(newest) = newest.as_ref().filter(|newest| at.duration_since(newest.effective_at) < AGREED)
        && find(tx, newest.number - 1)?.is_some_and(|before| before.sentences == sentences)
    {
        tracing::warn!(
            "the notice is not written down anew: a day ago it said just this, so either a setting was turned back, or programs of this installation are set up in different ways"
        );
        return Ok(false);
    }
    let parameters = serde_json::to_string(&parameters).map_err(Error::internal)?;
    let sentences = serde_json::to_string(&sentences).map_err(Error::internal)?;
    let texts = [cause.as_str(), PROGRAM, &parameters, &sentences];
    let digest = link(newest.as_ref().map(|newest| newest.digest.as_slice()), number, &texts, at);
    tx.execute(
        "INSERT INTO notice_version (clinic, number, cause, program, parameters, sentences, digest, effective_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![clinic, number, cause.as_str(), PROGRAM, parameters, sentences, digest, at],
    )?;
    let asks = !added.is_empty();
    for (category, purpose) in added {
        agreement::add(tx, category, purpose, number)?;
    }
    if asks {
        asked::leave(tx, number)?;
    }
    Ok(true)
}

/// What makes us look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// The program's own look: it knows how it is set up.
    Look,
    /// The clinic's settings changed, by whatever process: a command may be set up in another way than the program.
    Settings,
}

/// Writes a version down if the notice says something else than the newest, as the program's own look does every minute.
pub fn keep(tx: &mut Tx<'_>) -> Result<bool> {
    keep_by(tx, By::Look)
}

/// The same in the transaction that changes the clinic's settings.
pub(crate) fn settings_changed(tx: &mut Tx<'_>) -> Result<bool> {
    keep_by(tx, By::Settings)
}

/// Why what is stated is another than before: the clinic's own values first, then the installation's, then the program's words.
fn cause(any: bool, stated: Option<Parameters>, now: &Parameters) -> Cause {
    let Some(mut stated) = stated else { return if any { Cause::Program } else { Cause::First } };
    let installation = {
        let mut carried = stated.clone();
        Installed::carry(now, &mut carried);
        carried != stated
    };
    Installed::carry(now, &mut stated);
    match (stated == *now, installation) {
        (false, _) => Cause::Settings,
        (true, true) => Cause::Installation,
        (true, false) => Cause::Program,
    }
}

/// Whether this program has an office; a supported edition leaves it out.
fn is_open(tx: &Tx<'_>) -> bool {
    tx.scope().house().data_map.tables.contains_key("notice_version")
}

/// What the notice says now, in every language of the program: the clinic's values as they are stored, with what the
/// installation decides (`stated` where that was written down), and the sentences that this program has a control for.
fn now(tx: &mut Tx<'_>, stated: Option<&Parameters>) -> Result<(Parameters, Sentences)> {
    let clinic = ground::clinic::find(tx)?;
    let house = tx.scope().house();
    let mut parameters = clinic.parameters;
    match stated {
        Some(stated) => Installed::carry(stated, &mut parameters),
        None => house.installed.apply(&mut parameters),
    }
    let mut sentences = Sentences::new();
    for (language, _) in house.words.languages_of_notice() {
        let Some(tongue) = house.words.tongue(&language) else { continue };
        let said = said(house, &tongue, &parameters);
        sentences.insert(language, said);
    }
    Ok((parameters, sentences))
}

/// What the notice says with these values in one language: the promises that this program has a control for.
pub(crate) fn said(house: &House, t: &Tongue, parameters: &Parameters) -> Vec<Said> {
    let controlled = |id: &str| house.control(parameters, id).is_some();
    let made = PROMISES
        .iter()
        .filter(|promise| promise.is_made_in(parameters.edition) && controlled(promise.id))
        .filter(|promise| promise.out_of_bounds(parameters).is_empty());
    made.map(|promise| Said {
        id: promise.id.to_owned(),
        group: promise.group.to_string(),
        text: says::statement(t, promise, parameters),
    })
    .collect()
}

const COLUMNS: &str = "number, cause, program, parameters, sentences, digest, effective_at";

fn from_row(row: &Row) -> Result<Version> {
    let number = row.get("number")?;
    let fault = |what: &str| Error::internal(format_args!("version {number} of the notice: its {what} cannot be read"));
    Ok(Version {
        number,
        cause: row.get::<String>("cause")?.parse().map_err(|()| fault("cause"))?,
        program: row.get("program")?,
        parameters: serde_json::from_str(&row.get::<String>("parameters")?).ok(),
        sentences: serde_json::from_str(&row.get::<String>("sentences")?).map_err(|_| fault("sentences"))?,
        digest: row.get("digest")?,
        effective_at: row.get("effective_at")?,
    })
}

fn newest(tx: &mut Tx<'_>) -> Result<Option<Version>> {
    let sql = format!("SELECT {COLUMNS} FROM notice_version WHERE clinic = $1 ORDER BY number DESC LIMIT 1");
    tx.optional(&sql, &params![tx.clinic()])?.as_ref().map(from_row).transpose()
}

/// The version of that number; none when there is none.
pub fn find(tx: &mut Tx<'_>, number: i64) -> Result<Option<Version>> {
    let sql = format!("SELECT {COLUMNS} FROM notice_version WHERE clinic = $1 AND number = $2");
    tx.optional(&sql, &params![tx.clinic(), number])?.as_ref().map(from_row).transpose()
}

/// A version as the list names it, without what it says.
pub struct Listed {
    pub number: i64,
    pub cause: Cause,
    pub program: String,
    pub effective_at: Timestamp,
}

/// The next `most` versions below `below`, the newest first.
pub fn list(tx: &mut Tx<'_>, below: i64, most: u32) -> Result<Vec<Listed>> {
    let rows = tx.query(
        "SELECT number, cause, program, effective_at FROM notice_version WHERE clinic = $1 AND number < $2
         ORDER BY number DESC LIMIT $3",
        &params![tx.clinic(), below, most],
    )?;
    let listed = |row: &Row| -> Result<Listed> {
        let cause =
            row.get::<String>("cause")?.parse().map_err(|()| Error::internal("an unknown cause of a version"))?;
        let (number, program, effective_at) = (row.get("number")?, row.get("program")?, row.get("effective_at")?);
        Ok(Listed { number, cause, program, effective_at })
    };
    rows.iter().map(listed).collect()
}

/// When the first version was written down, when the newest took effect, and its number; none before there is one.
pub fn dates(tx: &mut Tx<'_>) -> Result<Option<(Timestamp, Timestamp, i64)>> {
    if !is_open(tx) {
        return Ok(None);
    }
    let rows = tx.query(
        "SELECT number, effective_at FROM notice_version WHERE clinic = $1
         AND number IN (1, (SELECT MAX(number) FROM notice_version WHERE clinic = $1)) ORDER BY number",
        &params![tx.clinic()],
    )?;
    let (Some(first), Some(newest)) = (rows.first(), rows.last()) else { return Ok(None) };
    Ok(Some((first.get("effective_at")?, newest.get("effective_at")?, newest.get("number")?)))
}

/// What stands in the newest version is what the notice says now, in every language, and every page leads to it.
pub(crate) fn published(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (_, sentences) = now(tx, None)?;
    let newest = newest(tx)?;
    let current = newest.as_ref().is_some_and(|newest| newest.sentences == sentences);
    let feet = footed();
    let (pages, without) = (feet.pages as i64, feet.without as i64);
    Ok(Evidence::new(
        &[
            ("version", newest.map_or(0, |newest| newest.number)),
            ("languages", sentences.len() as i64),
            ("current", current.into()),
            ("pages", pages),
            ("without it", without),
        ],
        current && pages > 0 && without == 0,
    ))
}

/// Versions that are looked at in one go.
const AT_ONCE: u32 = 100;

/// Every version is there and as it was written down.
pub(crate) fn versions(tx: &mut Tx<'_>) -> Result<Evidence> {
    let sql =
        format!("SELECT {COLUMNS} FROM notice_version WHERE clinic = $1 AND number > $2 ORDER BY number LIMIT $3");
    let (mut before, mut last, mut there, mut changed, mut missing) = (None, 0, 0, 0, 0);
    loop {
        let rows = tx.query(&sql, &params![tx.clinic(), last, AT_ONCE])?;
        for row in &rows {
            let number: i64 = row.get("number")?;
            missing += number - last - 1;
            last = number;
            there += 1;
            let text = |column: &str| row.get::<String>(column);
            let (cause, program) = (text("cause")?, text("program")?);
            let (parameters, sentences) = (text("parameters")?, text("sentences")?);
            let kept: Vec<u8> = row.get("digest")?;
            let texts = [cause.as_str(), &program, &parameters, &sentences];
            changed += i64::from(link(before.as_deref(), number, &texts, row.get("effective_at")?) != kept);
            before = Some(kept);
        }
        if rows.len() < AT_ONCE as usize {
            break;
        }
    }
    Ok(Evidence::new(
        &[("versions", there), ("changed afterwards", changed), ("missing", missing)],
        there > 0 && changed == 0 && missing == 0,
    ))
}
