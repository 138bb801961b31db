//! Consents, each yes and each end of one kept as a receipt (promise `consent.recorded`; ISO/IEC TS 27560:2023).
//!
//! A consent is here only if something in the program obeys it. Today that is [`Tx::open`]: what somebody restricted is opened
//! for what they agreed to nevertheless (GDPR Art. 18(2)); and [`crate::residency`], by which nothing is stored before it was
//! given. A receipt says what was shown, in which language and version of the notice, for which purposes, by whom, how and until
//! when. Rows are added and never changed; each bears a keyed mark, and one whose mark does not hold counts for nothing. A yes
//! holds as long as no end of it came later, its time is not over, and it covers what the consent is for now: one that was
//! widened is asked for anew.

mod evidence;
mod terms;

use jiff::{SignedDuration, Timestamp};
use promise::{Categories, Category, Purpose, Region};

use crate::db::{LISTED, Row, listed};
use crate::error::{Error, Result};
use crate::event::Event;
use crate::tx::Tx;
use crate::{PersonId, ReceiptId, params, residency};

pub use evidence::evidence;
pub(crate) use evidence::{BY_US, letters_without, uses_without};
pub use terms::{Kept, Recipient, Terms};

/// The form of the receipts.
pub const SCHEMA: &str = "keepwell-consent-2 (ISO/IEC TS 27560:2023)";

/// Something that can be agreed to. Its words are `consent-NAME` and `consent-NAME-text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    pub name: &'static str,
    pub purposes: &'static [Purpose],
    /// Whether it opens what somebody had stopped.
    pub opens: bool,
}

/// Every consent that something here obeys.
pub const CONSENTS: [Consent; 3] = [
    Consent { name: "scheduling", purposes: &[Purpose::Scheduling], opens: true },
    Consent { name: "care", purposes: &[Purpose::Care], opens: true },
    // That it is kept where it is, of whoever lives under a law that asks for it.
    Consent { name: residency::CONSENT, purposes: &[Purpose::Scheduling, Purpose::Care], opens: false },
];

impl Consent {
    /// The consent of this name.
    pub fn named(name: &str) -> Option<&'static Consent> {
        CONSENTS.iter().find(|consent| consent.name == name)
    }

    /// The kinds of data that it is about: those that the rooms of the clinic's edition open for one of its purposes, by the data
    /// map.
    pub fn categories(&self, tx: &Tx<'_>) -> Categories {
        let opened = |purpose: &Purpose| tx.house().permits.opened(tx.settings().parameters.edition, *purpose);
        self.purposes.iter().flat_map(|purpose| opened(purpose).iter().collect::<Vec<_>>()).collect()
    }
}

/// How a word was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// On a page of their own.
    Page,
    /// Through another program, which showed it to them.
    Program,
    /// On paper or by word, and somebody who works here saw it and wrote it down.
    Desk,
}

impl Way {
    /// As it is stored, and as words have it.
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Page => "page",
            Way::Program => "program",
            Way::Desk => "desk",
        }
    }
}

/// What was said to a consent, and what was shown for it.
#[derive(Clone, Debug)]
pub struct Word {
    pub consent: &'static Consent,
    /// A yes, or its end.
    pub given: bool,
    pub heard: Heard,
}

/// What was read by whoever said something, and how it was said.
#[derive(Clone, Debug)]
pub struct Heard {
    pub language: String,
    /// The text as it was read.
    pub shown: String,
    /// The version of the notice that held.
    pub notice: i64,
    pub way: Way,
    /// Who said it: themselves, or whoever acts for them.
    pub giver: PersonId,
    /// When a yes ends by itself, as one for a child on the day on which the child speaks for themselves.
    pub until: Option<Timestamp>,
}

/// A receipt, as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Receipt {
    pub receipt_id: ReceiptId,
    pub schema_version: String,
    pub principal: PersonId,
    pub consent: String,
    /// `given` or `withdrawn`.
    pub event: String,
    pub language: String,
    pub shown: String,
    /// SHA-256 of what was shown.
    pub shown_digest: String,
    pub notice_version: i64,
    pub purposes: Vec<String>,
    pub categories: Vec<String>,
    /// Entries of the register of recipients; who they were is in the terms.
    pub recipients: Vec<String>,
    pub controller: String,
    pub contact: String,
    pub jurisdiction: String,
    pub way: String,
    pub giver: PersonId,
    pub recorded_by: String,
    pub at: Timestamp,
    pub expires_at: Option<Timestamp>,
    /// The country that was agreed to, of the consent to where it is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// On which terms, as they were then; none of a receipt of an earlier program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// Whether its mark holds: it is as it was written down.
    #[serde(skip)]
    pub whole: bool,
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

impl Receipt {
    fn from_row(tx: &Tx<'_>, row: &Row) -> Result<Receipt> {
        let shown: String = row.get("shown")?;
        let mut receipt = Receipt {
            receipt_id: row.get("id")?,
            schema_version: row.get("schema_version")?,
            principal: row.get("person")?,
            consent: row.get("consent")?,
            event: row.get("event")?,
            language: row.get("language")?,
            shown_digest: crate::digest(shown.as_bytes()),
            shown,
            notice_version: row.get("notice")?,
            purposes: words(&row.get::<String>("purposes")?),
            categories: words(&row.get::<String>("categories")?),
            recipients: words(&row.get::<String>("recipients")?),
            controller: row.get("controller")?,
            contact: row.get("contact")?,
            jurisdiction: row.get("jurisdiction")?,
            way: row.get("way")?,
            giver: row.get("giver")?,
            recorded_by: row.get("actor")?,
            at: row.get("at")?,
            expires_at: row.get("expires_at")?,
            region: row.get("region")?,
            // What is no such text is no text that was marked.
            terms: row.get::<Option<String>>("terms")?.and_then(|text| serde_json::from_str(&text).ok()),
            whole: false,
        };
        receipt.whole = receipt.mark(tx)? == row.get::<Vec<u8>>("mark")?;
        Ok(receipt)
    }

    /// A mark that whoever has the database alone cannot make.
    fn mark(&self, tx: &Tx<'_>) -> Result<Vec<u8>> {
        tx.token("consent.receipt", &serde_json::to_string(self).map_err(Error::internal)?)
    }

    /// Whether it is a yes that holds at `at`, if nothing was said later.
    fn holds(&self, at: Timestamp) -> bool {
        self.whole && self.event == "given" && self.expires_at.is_none_or(|end| at < end)
    }

    /// Whether it is a yes that covers all that its consent is for now: every purpose, and every kind of data opened for it.
    fn covers(&self, tx: &Tx<'_>, now: Timestamp) -> bool {
        let Some(consent) = Consent::named(&self.consent) else { return false };
        self.holds(now)
            && consent.purposes.iter().all(|purpose| self.names(*purpose))
            && consent.categories(tx).iter().all(|category| self.categories.iter().any(|had| had == category.as_str()))
    }

    /// Whether it says that it is for this purpose.
    fn names(&self, purpose: Purpose) -> bool {
        self.purposes.iter().any(|had| had == purpose.as_str())
    }
}

/// Writes down what `person`, or whoever acts for them, said; it holds from this transaction on.
///
/// # Errors
/// Those of the store; not found where nobody is called that.
pub fn record(tx: &mut Tx<'_>, person: PersonId, word: &Word) -> Result<ReceiptId> {
    write(tx, person, About::of(tx, word.consent, None), word.given, &word.heard)
}

/// What a receipt is about.
pub(crate) struct About {
    pub name: String,
    pub purposes: Vec<Purpose>,
    pub categories: Categories,
    pub region: Option<Region>,
}

impl About {
    /// What a consent of ours is about.
    pub(crate) fn of(tx: &Tx<'_>, consent: &Consent, region: Option<Region>) -> About {
        About {
            name: consent.name.to_owned(),
            purposes: consent.purposes.to_vec(),
            categories: consent.categories(tx),
            region,
        }
    }
}

/// Writes the receipt of a yes to something, or of its end.
pub(crate) fn write(tx: &mut Tx<'_>, person: PersonId, about: About, given: bool, heard: &Heard) -> Result<ReceiptId> {
    if !tx.knows(person)? {
        return Err(Error::NotFound);
    }
    let person = tx.held(person)?;
    write_of(tx, person, about, given, heard)
}

/// Writes the receipt of the end of a yes: of the same record as that of the yes, which another may have been made one with since.
pub(crate) fn end(tx: &mut Tx<'_>, given: &Receipt, heard: &Heard) -> Result<ReceiptId> {
    tx.held(given.principal)?;
    let about = About {
        name: given.consent.clone(),
        purposes: given.purposes.iter().filter_map(|purpose| purpose.parse().ok()).collect(),
        categories: given.categories.iter().filter_map(|category| category.parse::<Category>().ok()).collect(),
        region: given.region.as_deref().and_then(|region| region.parse().ok()),
    };
    write_of(tx, given.principal, about, false, heard)
}

/// The same of one part of a record, which the caller holds, and that may have been merged since.
pub(crate) fn write_of(
    tx: &mut Tx<'_>,
    person: PersonId,
    about: About,
    given: bool,
    heard: &Heard,
) -> Result<ReceiptId> {
    tx.take_turns(&format!("consent/{person}"))?;
    // What is said later is later, by a clock that stands still too.
    let newest = newest(tx, person, &about.name)?.map(|receipt| receipt.at + SignedDuration::from_micros(1));
    let at = newest.map_or(tx.now(), |next| next.max(tx.now()));
    let terms = Terms::now(tx, &about)?;
    let clinic = tx.settings();
    let receipt = Receipt {
        receipt_id: ReceiptId::new(at),
        schema_version: SCHEMA.to_owned(),
        principal: person,
        consent: about.name,
        event: if given { "given" } else { "withdrawn" }.to_owned(),
        language: heard.language.clone(),
        shown_digest: crate::digest(heard.shown.as_bytes()),
        shown: heard.shown.clone(),
        notice_version: heard.notice,
        purposes: about.purposes.iter().map(ToString::to_string).collect(),
        categories: about.categories.iter().map(|category| category.to_string()).collect(),
        recipients: terms.recipients.iter().map(|one| one.id.clone()).collect(),
        controller: clinic.name.clone(),
        contact: clinic.email.clone().or_else(|| clinic.phone.clone()).unwrap_or_default(),
        jurisdiction: clinic.jurisdiction.clone(),
        way: heard.way.as_str().to_owned(),
        giver: heard.giver,
        recorded_by: tx.actor().to_string(),
        at,
        expires_at: heard.until.filter(|_| given),
        region: about.region.map(|region| region.as_str().to_owned()),
        terms: Some(terms),
        whole: true,
    };
    let mark = receipt.mark(tx)?;
    let terms = serde_json::to_string(&receipt.terms).map_err(Error::internal)?;
    tx.execute(
        "INSERT INTO consent_receipt (clinic, id, person, schema_version, consent, event, language, shown, notice, purposes, categories,
            recipients, controller, contact, jurisdiction, way, giver, actor, at, expires_at, region, terms, mark)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        &params![
            tx.clinic(),
            receipt.receipt_id,
            person,
            &receipt.schema_version,
            &receipt.consent,
            &receipt.event,
            &receipt.language,
            &receipt.shown,
            receipt.notice_version,
            receipt.purposes.join(" "),
            receipt.categories.join(" "),
            receipt.recipients.join(" "),
            &receipt.controller,
            &receipt.contact,
            &receipt.jurisdiction,
            &receipt.way,
            receipt.giver,
            &receipt.recorded_by,
            at,
            receipt.expires_at,
            receipt.region.clone(),
            terms,
            mark
        ],
    )?;
    tx.let_go(person);
    tx.carry_taken_back(person, &receipt.consent)?;
    tx.emit(Event::new("consent.recorded", person, person))?;
    Ok(receipt.receipt_id)
}

/// The newest receipt of one record, whatever was merged into it or it was merged into.
pub(crate) fn newest(tx: &mut Tx<'_>, person: PersonId, consent: &str) -> Result<Option<Receipt>> {
    let row = tx.optional(
        "SELECT * FROM consent_receipt WHERE clinic = $1 AND person = $2 AND consent = $3 ORDER BY at DESC, id DESC LIMIT 1",
        &params![tx.clinic(), person, consent],
    )?;
    row.map(|row| Receipt::from_row(tx, &row)).transpose()
}

/// The yes of `person` that stands now, if one does.
///
/// # Errors
/// Those of the store.
pub fn standing(tx: &mut Tx<'_>, person: PersonId, consent: &Consent) -> Result<Option<Receipt>> {
    let person = tx.kept(person)?;
    let now = tx.now();
    Ok(newest(tx, person, consent.name)?.filter(|receipt| receipt.covers(tx, now)))
}

/// Whether a yes to `region` stood when something was stored, by a receipt that is as it was written down. Asked of the record
/// itself, also of one that was merged since.
pub(crate) fn was_given(tx: &mut Tx<'_>, person: PersonId, consent: &str, region: &str, at: Timestamp) -> Result<bool> {
    // It is written in the same transaction, and after what was said before.
    let rows = tx.query(
        "SELECT * FROM consent_receipt WHERE clinic = $1 AND person = $2 AND consent = $3 AND event = 'given' AND at <= $4
         ORDER BY at DESC LIMIT 20",
        &params![tx.clinic(), person, consent, at + SignedDuration::from_secs(1)],
    )?;
    for row in &rows {
        let receipt = Receipt::from_row(tx, row)?;
        if receipt.whole && receipt.region.is_none_or(|named| named == region) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Every receipt about `person`, the newest first, with those of records that were made part of theirs.
///
/// # Errors
/// Those of the store.
pub fn receipts(tx: &mut Tx<'_>, person: PersonId) -> Result<Vec<Receipt>> {
    let person = tx.kept(person)?;
    let parts = tx.parts_of(person)?;
    let mut found = Vec::new();
    for parts in parts.chunks(LISTED) {
        let mut values = params![tx.clinic()].to_vec();
        let list = listed(&mut values, parts);
        let sql = format!(
            "SELECT * FROM consent_receipt WHERE clinic = $1 AND person IN ({list}) ORDER BY at DESC, id DESC LIMIT 200"
        );
        for row in tx.query(&sql, &values)? {
            found.push(Receipt::from_row(tx, &row)?);
        }
    }
    found.sort_by_key(|receipt| std::cmp::Reverse((receipt.at, receipt.receipt_id)));
    found.truncate(200);
    Ok(found)
}

/// One of them.
///
/// # Errors
/// Not found where there is none of this id about them, or about a record that was made part of theirs.
pub fn find(tx: &mut Tx<'_>, person: PersonId, id: ReceiptId) -> Result<Receipt> {
    let receipt = by_id(tx, id)?.ok_or(Error::NotFound)?;
    if tx.kept(receipt.principal)? == tx.kept(person)? { Ok(receipt) } else { Err(Error::NotFound) }
}

/// The receipt of this id, whoever it is about.
pub(crate) fn by_id(tx: &mut Tx<'_>, id: ReceiptId) -> Result<Option<Receipt>> {
    let row = tx.optional("SELECT * FROM consent_receipt WHERE clinic = $1 AND id = $2", &params![tx.clinic(), id])?;
    row.map(|row| Receipt::from_row(tx, &row)).transpose()
}

/// Whether `person` agreed to be opened for `purpose` although they restricted everything. Nothing opens what must not be where it
/// is.
pub(crate) fn lets(tx: &mut Tx<'_>, person: PersonId, purpose: Purpose) -> Result<bool> {
    for consent in CONSENTS.iter().filter(|consent| consent.opens && consent.purposes.contains(&purpose)) {
        if standing(tx, person, consent)?.is_some() {
            return Ok(!residency::taken_back(tx, person)?);
        }
    }
    Ok(false)
}
