//! Somebody without an account shows that an address we hold is theirs: by the link of a letter to it, and by nothing more.

use ground::mail::{Letter, Voice, post};
use ground::web::Value;
use ground::{Event, PersonId, Tx, params};
use identity::Secret;
use jiff::SignedDuration;
use jiff::civil::Date;
use people::{Email, FamilyName, GivenName};
use promise::Purpose;

use super::letter::plain;
use super::{create, find, is_child, prove, question};
use crate::error::Result;
use crate::model::requests::{Detail, Kind, NewRequest, ProofId, Request, RequestId, Shown, State, Via};
use crate::rules::requests::{FOLLOW_DAYS, PROOF_DAYS};

/// Who says they are whom, and what they ask.
#[derive(Clone)]
pub struct Asking {
    pub given_name: GivenName,
    pub family_name: FamilyName,
    pub email: Email,
    /// Tells two of one name apart.
    pub birth_date: Option<Date>,
    pub kind: Kind,
    pub field: Option<Detail>,
    pub said: Option<String>,
    pub wanted: Option<String>,
    pub language: String,
}

/// Writes to the address if it stands in the one record of that name, and does nothing else that whoever asks could see.
/// Either way something is written down, so that the two take the same time.
pub fn ask_by_letter(tx: &mut Tx<'_>, asking: &Asking) -> Result<()> {
    let person = people::meant(tx, &asking.given_name, &asking.family_name, &asking.email, asking.birth_date)?;
    tx.emit(Event::new("request.asked", ProofId::new(tx.now()), None))?;
    let Some(person) = person else { return Ok(()) };
    let new = NewRequest {
        person,
        kind: asking.kind,
        via: Via::Letter,
        shown: None,
        field: asking.field,
        said: asking.said.clone(),
        wanted: asking.wanted.clone(),
        language: asking.language.clone(),
    };
    let id = create(tx, &new)?;
    let request = find(tx, id)?;
    write(tx, person, &request, &asking.email)
}

/// Writes the link of one asking. How many letters a mailbox gets is limited before anybody is looked for.
fn write(tx: &mut Tx<'_>, person: PersonId, request: &Request, to: &Email) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let shared = people::is_shared(tx, to)?;
    let secret = Secret::fresh();
    let expires = now + SignedDuration::from_hours(24 * PROOF_DAYS);
    tx.execute(
        "INSERT INTO request_proof (clinic, id, request, person, hash, created_at, expires_at, shared)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![clinic, ProofId::new(now), request.id, person, secret.hash(), now, expires, shared],
    )?;
    let house = tx.scope().house();
    let tongue = house.words.tongue(&request.language).unwrap_or_else(|| house.words.english());
    let link = format!("{}/privacy/request/{}?lang={}", house.address_of(tx.settings()), secret.text(), tongue.lang());
    let values: [(&str, Value<'_>); 4] = [
        ("clinic", tx.settings().name.clone().into()),
        ("kind", request.kind.as_str().into()),
        ("link", link.into()),
        ("days", PROOF_DAYS.into()),
    ];
    let letter = Letter {
        kind: "office.proof",
        purpose: Purpose::Rights,
        voice: Voice::Automatic,
        language: tongue.lang().to_owned(),
        to: to.as_str().to_owned(),
        subject: plain(&tongue, "requests-mail-subject", &values),
        body: format!("{}\n\n{}\n", plain(&tongue, "requests-mail-proof", &values), tx.settings().signature()),
        calendar: None,
        until: Some(expires),
    };
    let key = tx.seal_for(person)?;
    post(tx, &key, &letter)?;
    Ok(())
}

/// The request that a link is about; none where it leads nowhere any more. A wrong secret and an old one look the same.
pub fn find_proof(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<Request>> {
    let row = tx.optional(
        "SELECT request FROM request_proof WHERE clinic = $1 AND hash = $2 AND expires_at > $3",
        &params![tx.clinic(), secret.hash(), tx.now()],
    )?;
    match row {
        Some(row) => Ok(Some(find(tx, row.get("request")?)?)),
        None => Ok(None),
    }
}

/// Whoever has the letter has the address. Where several have it, or it is about a child, that does not say who asks: then it
/// is held until somebody shows it at the desk. Twice proves nothing twice. The link shows from then on how the request stands.
pub fn prove_by_letter(tx: &mut Tx<'_>, secret: &Secret) -> Result<Option<RequestId>> {
    let Some(request) = find_proof(tx, secret)? else { return Ok(None) };
    if request.state == State::Unproved {
        if says_who(tx, secret, &request)? {
            prove(tx, request.id, request.version, Shown::Letter)?;
        } else {
            let languages = tx.settings().languages.clone();
            let words = &tx.scope().house().words;
            let tongue = languages.first().and_then(|first| words.tongue(first)).unwrap_or_else(|| words.english());
            question(tx, request.id, request.version, &tongue.get("requests-held-by-letter"))?;
        }
        let (now, follow) = (tx.now(), SignedDuration::from_hours(24 * FOLLOW_DAYS));
        tx.execute(
            "UPDATE request_proof SET used_at = $3, expires_at = $4 WHERE clinic = $1 AND hash = $2",
            &params![tx.clinic(), secret.hash(), now, now + follow],
        )?;
    }
    Ok(Some(request.id))
}

/// Whether having the address says who asks: nobody else has it, now or when the letter went, and it is about no child.
fn says_who(tx: &mut Tx<'_>, secret: &Secret, request: &Request) -> Result<bool> {
    let row = tx.one(
        "SELECT shared FROM request_proof WHERE clinic = $1 AND hash = $2",
        &params![tx.clinic(), secret.hash()],
    )?;
    if row.get::<bool>("shared")? || is_child(tx, request.person)? {
        return Ok(false);
    }
    let email = people::open(tx, request.person)?.email.and_then(|email| Email::parse(&email).ok());
    Ok(match email {
        Some(email) => !people::is_shared(tx, &email)?,
        None => true,
    })
}
