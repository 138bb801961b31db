//! Letters about a complaint, in the language of whoever complains. The receipt and the word that it is late go by themselves;
//! all others are drafts that whoever answers changes and sends. Each also stands on the page of whoever complains, and on that
//! page alone where there is no address.

use ground::mail::{Letter, Voice, post};
use ground::web::{Tongue, Value};
use ground::{Error as Ground, Sealed, Tx, cell, params};
use promise::{Jurisdiction, Purpose, law};

use super::{changed, happen, in_turn, link, queue, there, unsettled, waits_for_word};
use crate::error::{Error, Result};
use crate::model::complaints::{Complaint, ComplaintId, Draft, Happened, LetterId, LetterKind, Outcome, Via};
use crate::model::requests::word;
use crate::store::requests::{self, GAP, plain};

/// Stands in a draft for the link to the complaint.
pub const LINK: &str = "[[link]]";

/// The authority of the clinic's place, where we know it.
fn authority(tx: &Tx<'_>) -> Option<law::Authority> {
    tx.settings().jurisdiction.parse::<Jurisdiction>().ok().and_then(law::authority)
}

/// The letter's words as they are before anybody changes them.
fn drafted(tx: &Tx<'_>, complaint: &Complaint, kind: LetterKind, settled: Option<(Outcome, &str)>) -> (String, String) {
    let house = tx.scope().house();
    let tongue: Tongue = house.words.tongue(&complaint.language).unwrap_or_else(|| house.words.english());
    let zone = tx.settings().zone.clone();
    let day = |at: jiff::Timestamp| tongue.date_long(at.to_zoned(zone.clone()).date());
    let authority = authority(tx);
    let known = if authority.is_some() { "yes" } else { "no" };
    let elsewhere = plain(
        &tongue,
        "complaints-elsewhere",
        &[
            ("known", known.into()),
            ("name", authority.map_or("", |one| one.name).to_owned().into()),
            ("url", authority.map_or("", |one| one.url).to_owned().into()),
        ],
    );
    let values: [(&str, Value<'_>); 8] = [
        ("clinic", tx.settings().name.clone().into()),
        ("received", day(complaint.received_at).into()),
        ("answer", day(complaint.answer_by).into()),
        ("settle", day(complaint.settle_by).into()),
        ("page", LINK.into()),
        ("elsewhere", elsewhere.into()),
        ("outcome", settled.map_or("", |(outcome, _)| outcome.as_str()).to_owned().into()),
        ("reason", settled.map_or("", |(_, reason)| reason).to_owned().into()),
    ];
    let subject = plain(&tongue, "complaints-mail-subject", &values);
    let body = plain(&tongue, &format!("complaints-mail-{kind}"), &values);
    (subject, format!("{body}\n\n{}\n", tx.settings().signature()))
}

/// Drafts a letter; one of its kind that was drafted before and not sent is written anew.
pub fn draft(tx: &mut Tx<'_>, id: ComplaintId, version: i64, kind: LetterKind) -> Result<()> {
    let complaint = super::turn(tx, id, version)?;
    unsettled(&complaint)?;
    if !LetterKind::DRAFTED.contains(&kind) {
        return Err(Error::NotNow);
    }
    let (subject, body) = drafted(tx, &complaint, kind, None);
    keep(tx, &complaint, kind, &subject, &body)?;
    changed(tx, &complaint)
}

/// Drafts the letter that says how it is settled.
pub(super) fn draft_outcome(tx: &mut Tx<'_>, complaint: &Complaint, outcome: Outcome, reason: &str) -> Result<()> {
    let (subject, body) = drafted(tx, complaint, LetterKind::Outcome, Some((outcome, reason)));
    keep(tx, complaint, LetterKind::Outcome, &subject, &body).map(drop)
}

fn keep(tx: &mut Tx<'_>, complaint: &Complaint, kind: LetterKind, subject: &str, body: &str) -> Result<LetterId> {
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "DELETE FROM complaint_letter WHERE clinic = $1 AND complaint = $2 AND kind = $3 AND sent_at IS NULL",
        &params![clinic, complaint.id, kind.as_str()],
    )?;
    let id = LetterId::new(now);
    let key = tx.seal_for(complaint.person)?;
    let sealed = |column, text: &str| key.seal(cell("complaint_letter", column, id), &text.to_owned());
    let language = complaint.language.as_str();
    tx.execute(
        "INSERT INTO complaint_letter (clinic, id, complaint, person, kind, language, subject, body, drafted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            clinic,
            id,
            complaint.id,
            complaint.person,
            kind.as_str(),
            language,
            sealed("subject", subject)?,
            sealed("body", body)?,
            now
        ],
    )?;
    Ok(id)
}

/// Writes a letter that goes by itself.
pub(super) fn automatic(tx: &mut Tx<'_>, complaint: &Complaint, kind: LetterKind, to: Option<&str>) -> Result<()> {
    let (subject, body) = drafted(tx, complaint, kind, None);
    let id = keep(tx, complaint, kind, &subject, &body)?;
    leave(tx, complaint, id, (&subject, &body), to, Voice::Automatic)
}

/// Mails it where there is an address, and notes that it is sent either way.
fn leave(
    tx: &mut Tx<'_>,
    complaint: &Complaint,
    id: LetterId,
    (subject, body): (&str, &str),
    to: Option<&str>,
    voice: Voice,
) -> Result<()> {
    if let Some(to) = to {
        let body = if body.contains(LINK) { body.replace(LINK, &address_of(tx, complaint)?) } else { body.to_owned() };
        let letter = Letter {
            kind: "office.complaint",
            purpose: Purpose::Rights,
            voice,
            language: complaint.language.clone(),
            to: to.to_owned(),
            subject: subject.to_owned(),
            body,
            calendar: None,
            until: None,
        };
        let key = tx.seal_for(complaint.person)?;
        post(tx, &key, &letter)?;
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE complaint_letter SET sent_at = $3, sent_by = $4, way = $5 WHERE clinic = $1 AND id = $2",
        &params![clinic, id, now, actor, if to.is_some() { "mail" } else { "page" }],
    )?;
    Ok(())
}

/// Where whoever complains follows it: on their own page as long as they have one, or by a fresh link that nobody else has.
fn address_of(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<String> {
    let base = tx.scope().house().address_of(tx.settings());
    if complaint.via == Via::Page && requests::enters(tx, complaint.person)? {
        return Ok(format!("{base}/me/privacy/complaints/{}", complaint.id));
    }
    let secret = link::make(tx, complaint)?;
    Ok(format!("{base}/privacy/complaint/{}?lang={}", secret.text(), complaint.language))
}

/// Where we answer: the address that was given with it; where the desk was given none, that in the record. Whoever complains
/// on their own page gave none with it: there the record says it as it is now.
fn address(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<Option<String>> {
    let known = match complaint.via {
        Via::Public | Via::Desk => email(tx, complaint)?,
        Via::Page => requests::address(tx, complaint.person)?,
    };
    Ok(match (known, complaint.via) {
        (None, Via::Desk) => requests::address(tx, complaint.person)?,
        (None, Via::Page) => email(tx, complaint)?,
        (known, _) => known,
    })
}

/// Whether a letter about it can be mailed.
pub fn has_address(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<bool> {
    Ok(address(tx, complaint)?.is_some())
}

/// The letters of a complaint, opened. Whoever complains sees those that were sent.
pub fn letters(tx: &mut Tx<'_>, complaint: &Complaint, drafts: bool) -> ground::Result<Vec<Draft>> {
    let which = if drafts { "" } else { " AND sent_at IS NOT NULL" };
    let sql = format!(
        "SELECT id, kind, language, subject, body, sent_at, way FROM complaint_letter
         WHERE clinic = $1 AND complaint = $2{which} ORDER BY drafted_at, id"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), complaint.id])?;
    let mut letters = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: LetterId = row.get("id")?;
        let read = |column| Sealed::<String>::read_optional(row, "complaint_letter", column, id);
        let (subject, body) = match (read("subject")?, read("body")?) {
            // Of somebody who was erased, that there was one.
            (None, None) => (String::new(), String::new()),
            (subject, body) => {
                let key = tx.open(complaint.person)?;
                let open = |one: Option<Sealed<String>>| key.open_optional(one.as_ref()).map(Option::unwrap_or_default);
                (open(subject)?, open(body)?)
            }
        };
        letters.push(Draft {
            id,
            kind: word(row, "kind")?,
            language: row.get("language")?,
            subject,
            body,
            sent_at: row.get("sent_at")?,
            mailed: row.get::<Option<String>>("way")?.as_deref() == Some("mail"),
        });
    }
    Ok(letters)
}

/// Sends a draft as it reads now, once; with it the complaint is acknowledged, asked about, answered or settled.
///
/// # Errors
/// [`Error::NotNow`] where it was sent before or all is settled, [`Error::Unwritten`] where a gap is left that only whoever
/// answers can fill.
pub fn send(tx: &mut Tx<'_>, id: ComplaintId, letter: LetterId, subject: &str, body: &str) -> Result<()> {
    let complaint = in_turn(tx, id)?;
    unsettled(&complaint)?;
    let row = tx.optional(
        "SELECT kind FROM complaint_letter WHERE clinic = $1 AND complaint = $2 AND id = $3 AND sent_at IS NULL",
        &params![tx.clinic(), id, letter],
    )?;
    let Some(row) = row else { return Err(Error::NotNow) };
    let kind: LetterKind = word(&row, "kind")?;
    if body.contains(GAP) {
        return Err(Error::Unwritten);
    }
    if kind == LetterKind::Outcome && !waits_for_word(&complaint) {
        return Err(Error::Undecided);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let key = tx.seal_for(complaint.person)?;
    let sealed = |column, text: &str| key.seal(cell("complaint_letter", column, letter), &text.to_owned());
    tx.execute(
        "UPDATE complaint_letter SET subject = $3, body = $4 WHERE clinic = $1 AND id = $2",
        &params![clinic, letter, sealed("subject", subject)?, sealed("body", body)?],
    )?;
    let to = address(tx, &complaint)?;
    let voice = tx.actor().shown_as.clone().map_or(Voice::Automatic, Voice::Person);
    leave(tx, &complaint, letter, (subject, body), to.as_deref(), voice)?;
    let (what, sql) = match kind {
        LetterKind::Question => {
            (Happened::Asked, Some("UPDATE complaint SET asked_at = $3 WHERE clinic = $1 AND id = $2"))
        }
        LetterKind::Answer => (
            Happened::Answered,
            Some(
                "UPDATE complaint SET state = 'answered', answered_at = COALESCE(answered_at, $3),
                     answered_by = COALESCE(answered_by, $4) WHERE clinic = $1 AND id = $2",
            ),
        ),
        // How it was settled is an answer too.
        LetterKind::Outcome => (
            Happened::Resolved,
            Some(
                "UPDATE complaint SET state = 'resolved', resolved_at = $3, answered_at = COALESCE(answered_at, $3),
                     answered_by = COALESCE(answered_by, $4), asked_at = NULL WHERE clinic = $1 AND id = $2",
            ),
        ),
        LetterKind::Acknowledgement | LetterKind::Receipt | LetterKind::Late => (Happened::Acknowledged, None),
    };
    if let Some(sql) = sql {
        let mut of = params![clinic, id, now].to_vec();
        of.extend(sql.contains("$4").then(|| actor.into()));
        tx.execute(sql, &of)?;
    }
    if kind == LetterKind::Outcome {
        // What was drafted besides says nothing any more.
        tx.execute(
            "DELETE FROM complaint_letter WHERE clinic = $1 AND complaint = $2 AND sent_at IS NULL",
            &params![clinic, id],
        )?;
    }
    happen(tx, &complaint, what, None)?;
    changed(tx, &complaint)
}

/// Tells whoever complains, once, that it is late and where else they may go.
pub(crate) fn apologise(tx: &mut Tx<'_>, id: ComplaintId) -> Result<()> {
    if there(tx, id)?.is_none() {
        return Ok(());
    }
    let Some(complaint) = queue::sorry(tx, id)? else { return Ok(()) };
    let to = address(tx, &complaint)?;
    automatic(tx, &complaint, LetterKind::Late, to.as_deref())
}

/// The address that was given with it.
fn email(tx: &mut Tx<'_>, complaint: &Complaint) -> Result<Option<String>> {
    let sql = "SELECT email FROM complaint WHERE clinic = $1 AND id = $2";
    let row = tx.one(sql, &params![tx.clinic(), complaint.id])?;
    match Sealed::<String>::read_optional(&row, "complaint", "email", complaint.id)? {
        Some(sealed) => match tx.open(complaint.person) {
            Ok(key) => Ok(Some(key.open(&sealed)?)),
            Err(Ground::Refused(ground::Refusal::Erased)) => Ok(None),
            Err(error) => Err(error.into()),
        },
        None => Ok(None),
    }
}
