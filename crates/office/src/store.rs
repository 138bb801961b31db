//! All SQL of the office: versions are added, read and proven, never changed.

use aws_lc_rs::digest::{Context, SHA256};
use ground::db::Row;
use ground::web::footed;
use ground::words::ENGLISH;
use ground::{Error, Result, Tx, params, says};
use jiff::Timestamp;
use promise::{Evidence, PROMISES, Parameters};

use crate::model::{Cause, Said, Sentences, Version};

/// What is written down as the program's version.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Writes a version down if the notice says something else than the newest, in whichever language; true if it did.
///
/// # Errors
/// The store's own.
pub fn keep(tx: &mut Tx<'_>) -> Result<bool> {
    if !is_open(tx) {
        return Ok(false);
    }
    tx.take_turns("office.notice")?;
    let (parameters, sentences) = now(tx)?;
    let (clinic, at) = (tx.clinic(), tx.now());
    let newest = newest(tx)?;
    if newest.as_ref().is_some_and(|newest| newest.sentences == sentences) {
        return Ok(false);
    }
    let parameters = serde_json::to_string(&parameters).map_err(Error::internal)?;
    let cause = match &newest {
        None => Cause::First,
        Some(newest) if newest.parameters != parameters => Cause::Settings,
        Some(newest) if !newest.sentences.keys().eq(sentences.keys()) => Cause::Languages,
        Some(_) => Cause::Program,
    };
    let number = newest.as_ref().map_or(1, |newest| newest.number + 1);
    let sentences = serde_json::to_string(&sentences).map_err(Error::internal)?;
    let texts = [cause.as_str(), PROGRAM, &parameters, &sentences];
    let digest = digest(newest.as_ref().map(|newest| newest.digest.as_slice()), number, texts, at);
    tx.execute(
        "INSERT INTO notice_version (clinic, number, cause, program, parameters, sentences, digest, effective_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![clinic, number, cause.as_str(), PROGRAM, parameters, sentences, digest, at],
    )?;
    Ok(true)
}

/// Whether this program has an office; a supported edition leaves it out.
fn is_open(tx: &Tx<'_>) -> bool {
    tx.scope().house().data_map.tables.contains_key("notice_version")
}

/// What the notice says now: the clinic's values as they are stored, with what the installation decides, and the sentences
/// that this program has a control for.
fn now(tx: &mut Tx<'_>) -> Result<(Parameters, Sentences)> {
    let clinic = ground::clinic::find(tx)?;
    let house = tx.scope().house();
    let mut parameters = clinic.parameters;
    house.installed.apply(&mut parameters);
    let services = parameters.edition.services();
    let controlled = |id: &str| house.promises.iter().flat_map(|room| &room.controls).any(|control| control.id == id);
    let made: Vec<_> = PROMISES
        .iter()
        .filter(|promise| promise.is_made_by(services) && controlled(promise.id))
        .filter(|promise| promise.out_of_bounds(&parameters).is_empty())
        .collect();
    let mut sentences = Sentences::new();
    for language in &clinic.languages {
        let Some(tongue) = house.words.tongue(language) else { continue };
        let said = |promise: &&promise::Promise| Said {
            id: promise.id.to_owned(),
            group: promise.group.to_string(),
            text: says::statement(&tongue, promise, &parameters),
        };
        sentences.insert(language.clone(), made.iter().map(said).collect());
    }
    if sentences.is_empty() {
        return Err(Error::internal(format_args!(
            "clinic {} offers no language of ours; {ENGLISH} is one",
            clinic.slug
        )));
    }
    Ok((parameters, sentences))
}

fn digest(before: Option<&[u8]>, number: i64, texts: [&str; 4], at: Timestamp) -> Vec<u8> {
    let mut context = Context::new(&SHA256);
    context.update(before.unwrap_or_default());
    context.update(&number.to_be_bytes());
    for text in texts {
        // With its length, so that no two rows read alike.
        context.update(&(text.len() as u64).to_be_bytes());
        context.update(text.as_bytes());
    }
    context.update(&at.as_microsecond().to_be_bytes());
    context.finish().as_ref().to_vec()
}

const COLUMNS: &str = "number, cause, program, parameters, sentences, digest, effective_at";

fn from_row(row: &Row) -> Result<Version> {
    let number = row.get("number")?;
    let fault = |what: &str| Error::internal(format_args!("version {number} of the notice: its {what} cannot be read"));
    Ok(Version {
        number,
        cause: row.get::<String>("cause")?.parse().map_err(|()| fault("cause"))?,
        program: row.get("program")?,
        parameters: row.get("parameters")?,
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

/// The next `most` versions below `below`, the newest first.
pub fn list(tx: &mut Tx<'_>, below: i64, most: u32) -> Result<Vec<Version>> {
    let sql =
        format!("SELECT {COLUMNS} FROM notice_version WHERE clinic = $1 AND number < $2 ORDER BY number DESC LIMIT $3");
    tx.query(&sql, &params![tx.clinic(), below, most])?.iter().map(from_row).collect()
}

/// When the notice first took effect, when what it says changed last, and which version that is; none before it was written
/// down.
pub fn dates(tx: &mut Tx<'_>) -> Result<Option<(Timestamp, Timestamp, i64)>> {
    if !is_open(tx) {
        return Ok(None);
    }
    let row = tx.one(
        "SELECT MIN(effective_at) AS first, MAX(effective_at) AS last, MAX(number) AS number FROM notice_version WHERE clinic = $1",
        &params![tx.clinic()],
    )?;
    let (first, last, number): (Option<Timestamp>, Option<Timestamp>, Option<i64>) =
        (row.get("first")?, row.get("last")?, row.get("number")?);
    Ok(first.zip(last).zip(number).map(|((first, last), number)| (first, last, number)))
}

/// What stands in the newest version is what the notice says now, in every language, and every page leads to it.
pub(crate) fn published(tx: &mut Tx<'_>) -> Result<Evidence> {
    let (_, sentences) = now(tx)?;
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

/// Every version is there and as it was written down.
pub(crate) fn versions(tx: &mut Tx<'_>) -> Result<Evidence> {
    let sql = format!("SELECT {COLUMNS} FROM notice_version WHERE clinic = $1 ORDER BY number");
    let rows = tx.query(&sql, &params![tx.clinic()])?;
    let (mut before, mut expected, mut changed, mut missing) = (None, 1, 0, 0);
    for row in &rows {
        let number: i64 = row.get("number")?;
        missing += number - expected;
        expected = number + 1;
        let texts = ["cause", "program", "parameters", "sentences"].map(|column| row.get::<String>(column));
        let [cause, program, parameters, sentences] = texts;
        let (cause, program, parameters, sentences) = (cause?, program?, parameters?, sentences?);
        let kept: Vec<u8> = row.get("digest")?;
        let texts = [cause.as_str(), &program, &parameters, &sentences];
        changed += i64::from(digest(before.as_deref(), number, texts, row.get("effective_at")?) != kept);
        before = Some(kept);
    }
    Ok(Evidence::new(
        &[("versions", rows.len() as i64), ("changed afterwards", changed), ("missing", missing)],
        !rows.is_empty() && changed == 0 && missing == 0,
    ))
}
