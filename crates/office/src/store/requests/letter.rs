//! Letters about a request: drafted in the language of whom they are to, changed by whoever answers, and then sent.

use ground::mail::{Letter, Voice, post};
use ground::web::{Tongue, Value};
use ground::{Error as Ground, PersonId, Sealed, Tx, cell, params};
use identity::Secret;
use jiff::SignedDuration;
use promise::Purpose;

use super::{extended, find, happen, known};
use crate::error::{Error, Result};
use crate::model::requests::{
    Draft, Happened, Kind, LetterId, LetterKind, ProofId, Request, RequestId, State, Via, word,
};
use crate::rules::requests::FOLLOW_DAYS;

/// Stands in a draft for the link to the request.
pub const LINK: &str = "[[link]]";
/// Stands in a draft where only whoever answers knows what to write.
pub const GAP: &str = "[[…]]";

/// Drafts a letter; one that was drafted before and not sent is written anew.
pub fn draft(tx: &mut Tx<'_>, request: &Request, kind: LetterKind, reason: Option<&str>) -> Result<()> {
    let words = match (kind, request.state, request.kind) {
        (LetterKind::Receipt, ..) => "receipt",
        (LetterKind::Extension, ..) => "extension",
        (LetterKind::Answer, State::Refused, _) => "refused",
        (LetterKind::Answer, _, Kind::Erasure) => "erasure",
        (LetterKind::Answer, ..) => "done",
    };
    write(tx, request, kind, words, reason)
}

/// Drafts the answer to what is done: that it is, or that there was nothing; to whom something was given, with the list.
pub(super) fn draft_done(tx: &mut Tx<'_>, request: &Request, nothing: bool) -> Result<()> {
    match (request.kind, nothing) {
        (Kind::Disclosures, true) => write(tx, request, LetterKind::Answer, "disclosures-none", None),
        (Kind::Disclosures, false) => {
            let list = super::account::list(tx, request)?;
            write(tx, request, LetterKind::Answer, "disclosures", Some(&list))
        }
        (Kind::Correction, false) => {
            let changed =
                super::written(tx, request)?.changed.map(|changed| format!("{}\n{}", changed.what, changed.place));
            let words = if changed.is_some() { "changed" } else { "done" };
            write(tx, request, LetterKind::Answer, words, changed.as_deref())
        }
        (_, nothing) => write(tx, request, LetterKind::Answer, if nothing { "nothing" } else { "done" }, None),
    }
}

fn write(tx: &mut Tx<'_>, request: &Request, kind: LetterKind, words: &str, reason: Option<&str>) -> Result<()> {
    let to = recipient(tx, request)?;
    let by_letter = by_letter(tx, request, to)? && address(tx, to).is_ok_and(|address| address.is_some());
    let house = tx.scope().house();
    let tongue = house.words.tongue(&request.language).unwrap_or_else(|| house.words.english());
    let zone = tx.settings().zone.clone();
    let day = |at: jiff::Timestamp| tongue.date_full(at.to_zoned(zone.clone()).date());
    // Without an account there is no page of one's own; the link is made when the letter goes, so that nobody else has it.
    let page = match request.via {
        Via::Letter => LINK.to_owned(),
        Via::Page | Via::Guardian if by_letter => LINK.to_owned(),
        _ => own_page(tx),
    };
    let due = match kind {
        LetterKind::Extension => request.extendable_to.unwrap_or(request.due_at),
        _ => request.due_at,
    };
    let ground = request.ground.map(|ground| tongue.get(&format!("requests-ground-{}", dashed(ground.as_str()))));
    let values: [(&str, Value<'_>); 9] = [
        ("clinic", tx.settings().name.clone().into()),
        ("kind", request.kind.as_str().into()),
        ("received", day(request.received_at).into()),
        ("due", day(due).into()),
        ("law", ground::says::named(&tongue, &request.law).into()),
        ("reason", reason.unwrap_or_default().to_owned().into()),
        ("ground", ground.unwrap_or_default().into()),
        ("page", page.into()),
        ("correction", if request.kind == Kind::Correction { "yes" } else { "no" }.into()),
    ];
    let subject = plain(&tongue, "requests-mail-subject", &values);
    let body =
        format!("{}\n\n{}\n", plain(&tongue, &format!("requests-mail-{words}"), &values), tx.settings().signature());
    let (clinic, now, language) = (tx.clinic(), tx.now(), tongue.lang().to_owned());
    tx.execute(
        "DELETE FROM request_letter WHERE clinic = $1 AND request = $2 AND kind = $3 AND sent_at IS NULL",
        &params![clinic, request.id, kind.as_str()],
    )?;
    let id = LetterId::new(now);
    let key = tx.seal_for(request.person)?;
    let sealed = |column, text: &String| key.seal(cell("request_letter", column, id), text);
    tx.execute(
        "INSERT INTO request_letter (clinic, id, request, person, kind, language, subject, body, drafted_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
        &params![
            clinic,
            id,
            request.id,
            request.person,
            kind.as_str(),
            language,
            sealed("subject", &subject)?,
            sealed("body", &body)?,
            now
        ],
    )?;
    Ok(())
}

/// The letters of a request, opened; of somebody who was erased, that they were.
pub fn letters(tx: &mut Tx<'_>, request: &Request) -> ground::Result<Vec<Draft>> {
    let rows = tx.query(
        "SELECT id, kind, language, subject, body, sent_at, way FROM request_letter WHERE clinic = $1 AND request = $2
         ORDER BY drafted_at, id",
        &params![tx.clinic(), request.id],
    )?;
    let mut letters = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: LetterId = row.get("id")?;
        let subject = Sealed::<String>::read_optional(row, "request_letter", "subject", id)?;
        let body = Sealed::<String>::read_optional(row, "request_letter", "body", id)?;
        let (subject, body) = match (subject, body) {
            (None, None) => (String::new(), String::new()),
            (subject, body) => {
                let key = tx.open(request.person)?;
                let open =
                    |sealed: Option<Sealed<String>>| key.open_optional(sealed.as_ref()).map(Option::unwrap_or_default);
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
            by_hand: row.get::<Option<String>>("way")?.as_deref() == Some("hand"),
        });
    }
    Ok(letters)
}

/// Sends a draft as it reads now, or notes that it was handed over where there is no address. Once.
///
/// # Errors
/// [`Error::NotNow`] where it was sent before.
pub fn send(tx: &mut Tx<'_>, id: RequestId, letter: LetterId, subject: &str, body: &str) -> Result<()> {
    let request = find(tx, id)?;
    tx.take_turns(&format!("requests/{}", request.person))?;
    let row = tx.optional(
        "SELECT kind, language FROM request_letter WHERE clinic = $1 AND request = $2 AND id = $3 AND sent_at IS NULL",
        &params![tx.clinic(), id, letter],
    )?;
    let Some(row) = row else { return Err(Error::NotNow) };
    let language: String = row.get("language")?;
    let kind: LetterKind = word(&row, "kind")?;
    if kind == LetterKind::Answer && body.contains(GAP) {
        return Err(Error::Unwritten);
    }
    if kind == LetterKind::Extension {
        extended(tx, &request)?;
    }
    let to = recipient(tx, &request)?;
    let address = address(tx, to)?;
    let way = if address.is_some() { "mail" } else { "hand" };
    let mut mail = None;
    if let Some(address) = address {
        // Drafted while they had a page of their own, it is followed by the letter once they have none.
        let own = own_page(tx);
        let body = if by_letter(tx, &request, to)? { body.replace(&own, LINK) } else { body.to_owned() };
        let key = tx.seal_for(to)?;
        let voice = tx.actor().shown_as.clone().map_or(Voice::Automatic, Voice::Person);
        let letter = Letter {
            kind: "office.request",
            purpose: Purpose::Rights,
            voice,
            language,
            to: address,
            subject: subject.to_owned(),
            body: if body.contains(LINK) { body.replace(LINK, &follow(tx, &request)?) } else { body },
            calendar: None,
            until: None,
        };
        mail = Some(post(tx, &key, &letter)?);
    }
    let key = tx.seal_for(request.person)?;
    let sealed = |column, text: &str| key.seal(cell("request_letter", column, letter), &text.to_owned());
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE request_letter SET subject = $3, body = $4, sent_at = $5, sent_by = $6, way = $7, mail = $8 WHERE clinic = $1 AND id = $2",
        &params![clinic, letter, sealed("subject", subject)?, sealed("body", body)?, now, actor, way, mail],
    )?;
    if kind == LetterKind::Answer {
        known(tx, &request)?;
    }
    happen(tx, &request, if way == "mail" { Happened::LetterSent } else { Happened::LetterHanded }, None)
}

/// Whether the answer to what was decided has left the house: handed over, or mailed and no longer waiting to go. What waits
/// goes with whoever is erased.
pub(super) fn has_left(tx: &mut Tx<'_>, request: &Request) -> Result<bool> {
    let rows = tx.query(
        "SELECT mail FROM request_letter WHERE clinic = $1 AND request = $2 AND kind = 'answer' AND sent_at IS NOT NULL
         AND drafted_at >= $3",
        &params![tx.clinic(), request.id, request.decided_at.unwrap_or(request.received_at)],
    )?;
    for row in &rows {
        let left = match row.get::<Option<ground::MailId>>("mail")? {
            Some(mail) => !ground::mail::waits(tx, mail)?,
            None => true,
        };
        if left {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a letter about it can be mailed.
pub fn recipient_has_address(tx: &mut Tx<'_>, request: &Request) -> ground::Result<bool> {
    let to = recipient(tx, request)?;
    Ok(address(tx, to)
        .map_err(|error| match error {
            Error::Ground(error) => error,
            other => Ground::internal(other),
        })?
        .is_some())
}

/// Whoever asked is written to: for a child, whoever acts for them, as long as they do.
fn recipient(tx: &mut Tx<'_>, request: &Request) -> ground::Result<PersonId> {
    let asked_by: Option<PersonId> = request.asked_by.parse().ok();
    if let Some(guardian) = asked_by.filter(|_| request.via == Via::Guardian) {
        let ward = tx.kept(request.person)?;
        if matches!(people::acts_for(tx, guardian, ward)?, people::Acts::Now) {
            return Ok(guardian);
        }
    }
    Ok(request.person)
}

/// Whether whoever asked on a page of their own has none any more, as they closed their account, and follows it by the letters.
fn by_letter(tx: &mut Tx<'_>, request: &Request, to: PersonId) -> ground::Result<bool> {
    Ok(matches!(request.via, Via::Page | Via::Guardian) && !enters(tx, to)?)
}

/// Whether there is an account by which `person` comes to a page of their own.
pub(crate) fn enters(tx: &mut Tx<'_>, person: PersonId) -> ground::Result<bool> {
    Ok(identity::accounts_of(tx, person)?.iter().any(identity::model::Account::is_open))
}

/// Where a page of one's own is.
fn own_page(tx: &Tx<'_>) -> String {
    format!("{}/me/privacy", tx.scope().house().address_of(tx.settings()))
}

/// A fresh link that shows how the request stands.
fn follow(tx: &mut Tx<'_>, request: &Request) -> Result<String> {
    let (clinic, now, secret) = (tx.clinic(), tx.now(), Secret::fresh());
    let expires = now + SignedDuration::from_hours(24 * FOLLOW_DAYS);
    tx.execute(
        "INSERT INTO request_proof (clinic, id, request, person, hash, created_at, expires_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $6)",
        &params![clinic, ProofId::new(now), request.id, request.person, secret.hash(), now, expires],
    )?;
    let base = tx.scope().house().address_of(tx.settings());
    Ok(format!("{base}/privacy/request/{}?lang={}", secret.text(), request.language))
}

/// The address in their record, or of the account they sign in with.
pub(crate) fn address(tx: &mut Tx<'_>, person: PersonId) -> Result<Option<String>> {
    match people::open(tx, person) {
        Ok(client) if client.email.is_some() => return Ok(client.email),
        Ok(_) | Err(Ground::NotFound) => {}
        Err(Ground::Refused(ground::Refusal::Erased)) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    for account in identity::accounts_of(tx, person)? {
        if account.is_open() {
            return Ok(Some(identity::open_email(tx, account.id)?));
        }
    }
    Ok(None)
}

/// A word as keys have it.
pub(super) fn dashed(word: &str) -> String {
    word.replace('_', "-")
}

/// Words without the marks that isolate a name's direction on a page: inside a link they would break it.
pub(crate) fn plain(tongue: &Tongue, key: &str, values: &[(&str, Value<'_>)]) -> String {
    tongue.with(key, values).chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect()
}
