//! What a version of the notice added to the uses of people's data, and who agreed to it (promise `notice.change_ahead`).
//!
//! A use is a kind of data with a purpose. Whoever was known before it was added is asked, and until they say yes it is withheld:
//! no answer counts as no. [`Tx::open`] asks in the very statement that finds the key ([`withheld`]); the key that it hands out
//! does not open those kinds, and where a purpose has nothing else to open there is no key. Whoever came later came under the
//! notice that has it, and is asked nothing.
//!
//! An answer is a row that knows when, how and by whom, and is closed when another takes its place. A yes has a receipt. What
//! somebody does themselves, what the law leaves ([`restrict::LEFT`]) and an emergency wait for nobody's yes.

mod answer;
mod evidence;
mod merge;

use std::collections::HashMap;

use jiff::Timestamp;
use promise::{Categories, Category, Edition, Purpose};

use crate::db::Row;
use crate::error::{Error, Result};
use crate::restrict::{self, LEFT};
use crate::tx::Tx;
use crate::{PersonId, ReceiptId, params};

pub use answer::{answer, questions};
pub(crate) use evidence::some;
pub use evidence::{Figures, figures};
pub(crate) use merge::MERGES;

/// The uses that were added of which something waits of whoever's record `p` is, at the instant in `{now}`: to be put behind
/// `FROM`, with `u` the use and `a` the word that stands. Whoever was made in the same instant as the use was known before; what
/// is nobody's is asked nothing.
fn waiting(now: &str) -> String {
    format!(
        "added_use u LEFT JOIN use_answer a
            ON a.clinic = u.clinic AND a.person = p.id AND a.purpose = u.purpose AND a.category = u.category AND a.ended_at IS NULL
         WHERE u.clinic = p.clinic AND p.nobodys = 0
           AND CASE WHEN a.answer IS NULL THEN p.created_at <= u.since_at ELSE a.answer <> 'yes' OR a.until <= {now} END"
    )
}

/// The kinds of data about whoever's record `p` is that wait for their agreement, by the purpose `$2` at the instant `$3`, as
/// words; none where nothing waits.
pub(crate) fn withheld() -> String {
    format!("(SELECT string_agg(u.category, ' ') FROM {} AND u.purpose = $2)", waiting("$3"))
}

/// The kinds of data that a letter is made of: where it goes, and that somebody is written to.
const OF_LETTERS: [Category; 2] = [Category::Contact, Category::Message];

/// What somebody said to an added use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    Yes,
    /// Nothing yet.
    Unasked,
    No,
}

impl Said {
    /// As it is stored, and as words have it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Said::Yes => "yes",
            Said::Unasked => "unasked",
            Said::No => "no",
        }
    }

    fn read(word: &str) -> Result<Said> {
        let said = [Said::Yes, Said::Unasked, Said::No].into_iter().find(|said| said.as_str() == word);
        said.ok_or_else(|| Error::internal("an answer that is none"))
    }
}

/// A purpose that one version of the notice added for some kinds of data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    pub purpose: Purpose,
    /// The version of the notice that added it.
    pub notice: i64,
    pub since: Timestamp,
    /// All that it was added for, though the clinic's edition may make less use of it now.
    pub categories: Categories,
}

impl Added {
    /// As forms and receipts name it.
    pub fn name(&self) -> String {
        format!("use-{}-{}", self.purpose, self.notice)
    }

    /// The purpose and the version of the notice that such a name says.
    pub fn named(name: &str) -> Option<(Purpose, i64)> {
        let (purpose, notice) = name.strip_prefix("use-")?.rsplit_once('-')?;
        Some((purpose.parse().ok()?, notice.parse().ok()?))
    }
}

/// An added use that somebody is asked about, with their word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub added: Added,
    pub said: Said,
    /// When they said so.
    pub at: Option<Timestamp>,
    /// When their yes ends by itself.
    pub until: Option<Timestamp>,
    /// Of their yes.
    pub receipt: Option<ReceiptId>,
}

/// Notes that the version `notice` adds `purpose` for `category`, from this transaction on, for the first time or again after it
/// had ended. What waits for nobody's yes is not noted; false then, and where that version added it already.
///
/// # Errors
/// Those of the store.
pub fn add(tx: &mut Tx<'_>, category: Category, purpose: Purpose, notice: i64) -> Result<bool> {
    if LEFT.contains(&purpose) {
        return Ok(false);
    }
    let written = tx.execute(
        "INSERT INTO added_use (clinic, purpose, category, notice, since_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (clinic, purpose, category, notice) DO NOTHING",
        &params![tx.clinic(), purpose.as_str(), category.as_str(), notice, tx.now()],
    )?;
    Ok(written > 0)
}

/// Every use that was added, by the version that added it.
///
/// # Errors
/// Those of the store.
pub fn added(tx: &mut Tx<'_>) -> Result<Vec<Added>> {
    let rows = tx.query(
        "SELECT purpose, category, notice, since_at FROM added_use WHERE clinic = $1 ORDER BY notice, purpose, category",
        &params![tx.clinic()],
    )?;
    let mut all: Vec<Added> = Vec::new();
    for row in &rows {
        let Some((purpose, category)) = pair(row)? else { continue };
        let notice = row.get("notice")?;
        match all.last_mut().filter(|last| last.purpose == purpose && last.notice == notice) {
            Some(last) => last.categories = last.categories.with(category),
            None => {
                let categories = Categories::NONE.with(category);
                all.push(Added { purpose, notice, since: row.get("since_at")?, categories });
            }
        }
    }
    Ok(all)
}

/// The uses that were added, each as it was added last: what is asked about.
fn latest(tx: &mut Tx<'_>) -> Result<Vec<Added>> {
    let mut all = added(tx)?;
    let mut later: HashMap<Purpose, Categories> = HashMap::new();
    for one in all.iter_mut().rev() {
        let had = later.entry(one.purpose).or_default();
        let again = *had;
        *had = again.iter().chain(one.categories.iter()).collect();
        one.categories = one.categories.iter().filter(|category| !again.contains(*category)).collect();
    }
    all.retain(|one| !one.categories.is_empty());
    Ok(all)
}

/// The kinds of data that the rooms of the clinic's edition use for `purpose`.
fn used(tx: &Tx<'_>, purpose: Purpose) -> Categories {
    tx.house().permits.opened(tx.settings().parameters.edition, purpose)
}

/// Those that only rooms of another edition use for it. What this program does not know at all a newer one beside it makes.
fn unmade(tx: &Tx<'_>, purpose: Purpose) -> Categories {
    let made = used(tx, purpose);
    tx.house().permits.opened(Edition::All, purpose).iter().filter(|category| !made.contains(*category)).collect()
}

/// The use of a row; none where this program knows such a use no more, and so makes none of it.
fn pair(row: &Row) -> Result<Option<(Purpose, Category)>> {
    let (purpose, category) = (row.get::<String>("purpose")?, row.get::<String>("category")?);
    Ok(purpose.parse().ok().zip(category.parse().ok()))
}

/// The kinds that [`withheld`] names.
pub(crate) fn kinds(words: Option<String>) -> Categories {
    words.iter().flat_map(|words| words.split(' ')).filter_map(|word| word.parse().ok()).collect()
}

/// What of `withheld` really is from this actor: what people do themselves, for a child or in an emergency they want, and that
/// somebody works here is the clinic's to say.
pub(crate) fn left(tx: &mut Tx<'_>, person: PersonId, purpose: Purpose, withheld: Categories) -> Result<Categories> {
    if withheld.is_empty() || LEFT.contains(&purpose) || restrict::leaves(tx.scope().actor.relations(person)) {
        return Ok(Categories::NONE);
    }
    // Who acts as nobody in particular is bound to nobody: it is not looked up.
    if tx.actor().person().is_some() && restrict::leaves(tx.relations(person)?) {
        return Ok(Categories::NONE);
    }
    if purpose == Purpose::Administration && restrict::works(tx, person)? {
        return Ok(Categories::NONE);
    }
    Ok(withheld)
}

/// Whether there is no key at all: everything that the purpose opens in this clinic is withheld.
pub(crate) fn shuts(tx: &Tx<'_>, purpose: Purpose, withheld: Categories) -> bool {
    !withheld.is_empty() && withheld.covers(used(tx, purpose))
}

/// Whether a letter for `purpose` stays here: its reader has not agreed that they are written to for that. Of who works here the
/// clinic's own affairs wait for nothing.
pub(crate) fn keeps_letter(tx: &mut Tx<'_>, reader: PersonId, purpose: Purpose) -> Result<bool> {
    let reader = tx.kept(reader)?;
    let sql = format!("SELECT {} AS withheld FROM person p WHERE p.clinic = $1 AND p.id = $4", withheld());
    let row = tx.optional(&sql, &params![tx.clinic(), purpose.as_str(), tx.now(), reader])?;
    let withheld = row.map(|row| row.get("withheld")).transpose()?.map_or(Categories::NONE, kinds);
    let withheld = left(tx, reader, purpose, withheld)?;
    Ok(OF_LETTERS.into_iter().any(|kind| withheld.contains(kind)))
}
