//! What somebody is asked, and what they answer.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use promise::{Categories, Purpose};

use super::{Added, Question, Said, latest, pair, unmade};
use crate::consent::{self, About, Heard};
use crate::db::{Row, Value};
use crate::error::{Error, Result};
use crate::event::Event;
use crate::restrict::turn;
use crate::tx::Tx;
use crate::{AnswerId, PersonId, ReceiptId, params};

/// One word that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub said: Said,
    /// When it was said: a row made of it can be newer.
    pub at: Timestamp,
    pub until: Option<Timestamp>,
    pub receipt: Option<ReceiptId>,
    pub giver: PersonId,
}

impl Standing {
    const COLUMNS: &str = "answer, COALESCE(said_at, at) AS said_at, until, receipt, giver";

    fn from_row(row: &Row) -> Result<Standing> {
        Ok(Standing {
            said: Said::read(&row.get::<String>("answer")?)?,
            at: row.get("said_at")?,
            until: row.get("until")?,
            receipt: row.get("receipt")?,
            giver: row.get("giver")?,
        })
    }

    /// What counts of it at `now`.
    pub(super) fn counts(self, now: Timestamp) -> Said {
        if self.said == Said::Yes && self.until.is_some_and(|end| end <= now) { Said::Unasked } else { self.said }
    }
}

/// What stands of `person`'s record, by purpose and kind.
pub(super) type Answers = HashMap<(Purpose, promise::Category), Standing>;

pub(super) fn standing(tx: &mut Tx<'_>, person: PersonId) -> Result<Answers> {
    rows(tx, "person = $2 AND ended_at IS NULL", &params![tx.clinic(), person])
}

/// The words in the rows that `which` names, by purpose and kind.
pub(super) fn rows(tx: &mut Tx<'_>, which: &str, values: &[Value]) -> Result<Answers> {
    let sql = format!(
        "SELECT purpose, category, {} FROM use_answer WHERE clinic = $1 AND {which} ORDER BY at, id",
        Standing::COLUMNS
    );
    let rows = tx.query(&sql, values)?;
    let mut all = Answers::new();
    for row in &rows {
        if let Some(of) = pair(row)? {
            all.insert(of, Standing::from_row(row)?);
        }
    }
    Ok(all)
}

/// Since when the record is there.
pub(super) fn known_since(tx: &mut Tx<'_>, person: PersonId) -> Result<Timestamp> {
    tx.one("SELECT created_at FROM person WHERE clinic = $1 AND id = $2", &params![tx.clinic(), person])?
        .get("created_at")
}

/// What `person` is asked and was asked: the uses added since they came, each with what they said. About a use that the clinic's
/// edition does not make now nobody is asked; a word that was said to it stands there to be changed. Nobody is opened.
///
/// # Errors
/// Those of the store; not found where nobody is called that.
pub fn questions(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Question>> {
    let added = latest(tx)?;
    if added.is_empty() {
        return Ok(Vec::new());
    }
    let person = tx.kept(person)?;
    let (since, answers, now) = (known_since(tx, person)?, standing(tx, person)?, tx.now());
    let asked = added.into_iter().filter_map(|added| {
        let unmade = unmade(tx, added.purpose);
        asked(added, unmade, since, &answers, now)
    });
    Ok(asked.collect())
}

/// One of them, as far as it concerns whoever is known `since`. Of several kinds the narrowest word counts.
fn asked(added: Added, unmade: Categories, since: Timestamp, answers: &Answers, now: Timestamp) -> Option<Question> {
    let mut asks = Categories::NONE;
    let mut word: Option<(Said, Option<Standing>)> = None;
    for category in added.categories.iter() {
        let stands = answers.get(&(added.purpose, category)).copied();
        let said = match stands {
            Some(stands) => stands.counts(now),
            None if since <= added.since => Said::Unasked,
            None => continue,
        };
        if said == Said::Unasked && unmade.contains(category) {
            continue;
        }
        asks = asks.with(category);
        if word.as_ref().is_none_or(|(narrowest, _)| said > *narrowest) {
            word = Some((said, stands.filter(|_| said != Said::Unasked)));
        }
    }
    let (said, stands) = word?;
    Some(Question {
        added: Added { categories: asks, ..added },
        said,
        at: stands.map(|stands| stands.at),
        until: stands.and_then(|stands| stands.until).filter(|_| said == Said::Yes),
        receipt: stands.and_then(|stands| stands.receipt).filter(|_| said == Said::Yes),
    })
}

/// Writes down what `person`, or whoever acts for them, says to the use that the version `notice` added; it holds from this
/// transaction on. False where they said so already.
///
/// # Errors
/// Those of the store; not found where they are not asked about such a use.
pub fn answer(
    tx: &mut Tx<'_>,
    person: PersonId,
    (purpose, notice): (Purpose, i64),
    yes: bool,
    heard: &Heard,
) -> Result<bool> {
    let person = turn(tx, person)?;
    let question = questions(tx, person)?
        .into_iter()
        .find(|one| one.added.purpose == purpose && one.added.notice == notice)
        .ok_or(Error::NotFound)?;
    let said = if yes { Said::Yes } else { Said::No };
    if question.said == said {
        return Ok(false);
    }
    let parts = tx.parts_of(person)?;
    let receipt = match yes {
        true => {
            let about = About {
                name: question.added.name(),
                purposes: vec![purpose],
                categories: question.added.categories,
                region: None,
            };
            Some(consent::write(tx, person, about, yes, heard)?)
        }
        false => end(tx, &parts, &question.added, heard)?,
    };
    let word = Standing { said, at: tx.now(), until: heard.until.filter(|_| yes), receipt, giver: heard.giver };
    for part in &parts {
        for category in question.added.categories.iter() {
            put(tx, *part, (purpose, category), word, heard.way.as_str())?;
        }
        tx.let_go(*part);
    }
    tx.emit(Event::new("agreement.answered", person, person))?;
    Ok(true)
}

/// Ends each yes that stands of this use, with a receipt of the record that has the one of the yes: it may be of one that was made
/// part of this. A no to what was never agreed to ends nothing.
fn end(tx: &mut Tx<'_>, parts: &[PersonId], one: &Added, heard: &Heard) -> Result<Option<ReceiptId>> {
    let mut given = BTreeSet::new();
    for part in parts {
        let stands = standing(tx, *part)?;
        let yes = one.categories.iter().filter_map(|kind| stands.get(&(one.purpose, kind)));
        given.extend(yes.filter(|word| word.said == Said::Yes).filter_map(|word| word.receipt));
    }
    let mut ended = None;
    for id in given {
        if let Some(receipt) = consent::by_id(tx, id)? {
            ended = Some(consent::end(tx, &receipt, heard)?);
        }
    }
    Ok(ended)
}

/// Lets nothing stand any more of a use.
pub(super) fn close(
    tx: &mut Tx<'_>,
    person: PersonId,
    (purpose, category): (Purpose, promise::Category),
) -> Result<()> {
    tx.execute(
        "UPDATE use_answer SET ended_at = $5 WHERE clinic = $1 AND person = $2 AND purpose = $3 AND category = $4 AND ended_at IS NULL",
        &params![tx.clinic(), person, purpose.as_str(), category.as_str(), tx.now()],
    )?;
    tx.carry_denied(person)
}

/// Lets `word` stand in the place of what stood.
pub(super) fn put(
    tx: &mut Tx<'_>,
    person: PersonId,
    of: (Purpose, promise::Category),
    word: Standing,
    way: &str,
) -> Result<()> {
    close(tx, person, of)?;
    let ((purpose, category), clinic, now, actor) = (of, tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "INSERT INTO use_answer (clinic, id, person, purpose, category, answer, receipt, way, giver, actor, at, until, said_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &params![
            clinic,
            AnswerId::new(now),
            person,
            purpose.as_str(),
            category.as_str(),
            word.said.as_str(),
            word.receipt,
            way,
            word.giver,
            actor,
            now,
            word.until,
            Some(word.at).filter(|said| *said != now)
        ],
    )?;
    tx.carry_denied(person)
}
