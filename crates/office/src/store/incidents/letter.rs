//! The letters to those whom an incident touches: drafted in each language of the clinic, written by whoever answers for data,
//! and sent some at a time, each once.

use std::collections::BTreeMap;

use ground::mail::{Letter, Voice, post};
use ground::web::{Tongue, Value};
use ground::{Error as Ground, MailId, PersonId, Refusal, Sealed, Tx, cell, params};
use jiff::Timestamp;
use promise::Purpose;

use super::persons::COUNTS;
use super::{TELL, changed, duty, happen, later, public, tally, turn, turn_of};
use crate::error::{Error, Result};
use crate::model::incidents::{GAP, Incident, IncidentId, IncidentLetterId, Step, ToldId, Way};
use crate::rules::incidents::{self as rules, Act};
use crate::store::requests::plain;

/// Letters that are written in one transaction.
pub const BATCH: u32 = 50;

/// The letter in one language.
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: IncidentLetterId,
    pub language: String,
    pub subject: String,
    pub body: String,
    pub written_by: String,
}

impl Draft {
    /// Whether something is left for whoever answers to fill in.
    pub fn has_gap(&self) -> bool {
        self.body.contains(GAP) || self.subject.contains(GAP)
    }
}

/// The letters' table.
pub(super) const LETTERS: &str = "incident_letter";

/// The letters as they are written, in the order of the clinic's languages.
pub fn drafts(tx: &mut Tx<'_>, incident: &Incident) -> ground::Result<Vec<Draft>> {
    drafts_in(tx, incident, LETTERS)
}

/// The same of a table that is like the letters'.
pub(super) fn drafts_in(tx: &mut Tx<'_>, incident: &Incident, table: &'static str) -> ground::Result<Vec<Draft>> {
    let rows = tx.query(
        &format!("SELECT id, language, subject, body, written_by FROM {table} WHERE clinic = $1 AND incident = $2 ORDER BY language"),
        &params![tx.clinic(), incident.id],
    )?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let key = tx.open(incident.holder)?;
    let languages = tx.settings().languages.clone();
    let mut drafts = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: IncidentLetterId = row.get("id")?;
        drafts.push(Draft {
            id,
            language: row.get("language")?,
            subject: key.open(&Sealed::<String>::read(row, table, "subject", id)?)?,
            body: key.open(&Sealed::<String>::read(row, table, "body", id)?)?,
            written_by: row.get("written_by")?,
        });
    }
    drafts.sort_by_key(|draft| languages.iter().position(|one| *one == draft.language));
    Ok(drafts)
}

/// Drafts the letter in each language of the clinic that has none yet: what law asks to be in it (45 CFR 164.404(c), GDPR
/// Article 34(2)), with marks where only whoever answers knows what to say.
pub(super) fn draft(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    draft_in(tx, incident, LETTERS, words)
}

/// The same into a table that is like the letters', of these words.
pub(super) fn draft_in(
    tx: &mut Tx<'_>,
    incident: &Incident,
    table: &'static str,
    words: fn(&Tx<'_>, &Incident, &Tongue) -> (String, String),
) -> Result<()> {
    let there: Vec<String> = tx
        .query(
            &format!("SELECT language FROM {table} WHERE clinic = $1 AND incident = $2"),
            &params![tx.clinic(), incident.id],
        )?
        .iter()
        .map(|row| row.get("language"))
        .collect::<ground::Result<_>>()?;
    let actor = tx.actor().to_string();
    for language in tx.settings().languages.clone() {
        if there.contains(&language) {
            continue;
        }
        let house = tx.scope().house();
        let tongue = house.words.tongue(&language).unwrap_or_else(|| house.words.english());
        let (subject, body) = words(tx, incident, &tongue);
        write_in(tx, incident, table, &language, (&subject, &body), &actor)?;
    }
    Ok(())
}

pub(super) fn words(tx: &Tx<'_>, incident: &Incident, tongue: &Tongue) -> (String, String) {
    let zone = tx.settings().zone.clone();
    let day = |at: Timestamp| tongue.date_long(at.to_zoned(zone.clone()).date());
    let kinds: Vec<String> =
        incident.categories.iter().map(|kind| tongue.get(&format!("consent-category-{kind}"))).collect();
    let values: [(&str, Value<'_>); 5] = [
        ("clinic", tx.settings().name.clone().into()),
        ("kind", incident.kind.as_str().into()),
        ("day", day(incident.window.map_or(incident.discovered_at, |window| window.0)).into()),
        ("known", day(incident.discovered_at).into()),
        ("kinds", if kinds.is_empty() { GAP.to_owned() } else { kinds.join(", ") }.into()),
    ];
    let body = format!("{}\n\n{}\n", plain(tongue, "incidents-mail-person", &values), tx.settings().signature());
    (plain(tongue, "incidents-mail-person-subject", &values), body.replace("GAP", GAP))
}

pub(super) fn write_in(
    tx: &mut Tx<'_>,
    incident: &Incident,
    table: &'static str,
    language: &str,
    (subject, body): (&str, &str),
    actor: &str,
) -> Result<()> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let sql = format!("DELETE FROM {table} WHERE clinic = $1 AND incident = $2 AND language = $3");
    tx.execute(&sql, &params![clinic, incident.id, language])?;
    let id = IncidentLetterId::new(now);
    let key = tx.seal_for(incident.holder)?;
    let sealed = |column, text: &str| key.seal(cell(table, column, id), &text.to_owned());
    tx.execute(
        &format!(
            "INSERT INTO {table} (clinic, id, incident, holder, language, subject, body, written_by, written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &params![
            clinic,
            id,
            incident.id,
            incident.holder,
            language,
            sealed("subject", subject)?,
            sealed("body", body)?,
            actor,
            now
        ],
    )?;
    Ok(())
}

/// Writes the letter in one language of the clinic.
///
/// # Errors
/// [`Error::NotNow`] once letters go: all read the same.
pub fn save(tx: &mut Tx<'_>, id: IncidentId, version: i64, language: &str, subject: &str, body: &str) -> Result<()> {
    let incident = turn(tx, id, version)?;
    if incident.sending_at.is_some() || incident.grade.is_none() {
        return Err(Error::NotNow);
    }
    if !tx.settings().languages.iter().any(|one| one == language) {
        return Err(Ground::NotFound.into());
    }
    let actor = tx.actor().to_string();
    write_in(tx, &incident, LETTERS, language, (subject, body), &actor)?;
    happen(tx, &incident, Step::Written, Some(language))?;
    changed(tx, &incident)
}

/// Those that go: in a language that the clinic has no more, nobody can put one right.
fn going(tx: &mut Tx<'_>, incident: &Incident) -> ground::Result<Vec<Draft>> {
    let languages = tx.settings().languages.clone();
    let mut going = drafts(tx, incident)?;
    going.retain(|draft| languages.contains(&draft.language));
    Ok(going)
}

/// Whether every letter is written.
pub(super) fn written_whole(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    let drafts = going(tx, incident)?;
    if drafts.is_empty() || drafts.iter().any(Draft::has_gap) { Err(Error::Unwritten) } else { Ok(()) }
}

/// Whether the actor may send them: many letters are sent by another than whoever wrote them, where there is another.
pub fn may_send(tx: &mut Tx<'_>, incident: &Incident) -> Result<bool> {
    let written: Vec<String> = going(tx, incident)?.into_iter().map(|draft| draft.written_by).collect();
    let actor = tx.actor().to_string();
    let others = identity::governing(tx)?.iter().any(|account| account.person.to_string() != actor);
    Ok(rules::may_send(tally(tx, incident.id)?.touched, &written, &actor, others))
}

/// Lets the letters go.
///
/// # Errors
/// [`Error::Unwritten`] where a letter has a gap, [`Error::SameEyes`] where another has to do it.
pub fn send(tx: &mut Tx<'_>, id: IncidentId, version: i64) -> Result<()> {
    let incident = turn(tx, id, version)?;
    if incident.sending_at.is_some() {
        return Err(Error::NotNow);
    }
    duty::ready(tx, &incident)?;
    if !may_send(tx, &incident)? {
        return Err(Error::SameEyes);
    }
    super::enter(tx, &incident, Act::Tell)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let sql = "UPDATE incident SET sending_at = $3, sending_by = $4 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![clinic, id, now, actor])?;
    happen(tx, &incident, Step::Sending, None)?;
    later(tx, TELL, id)?;
    changed(tx, &incident)
}

/// What is left to do after some letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    More,
    Done,
    /// Whoever prosecutes asked that nobody be told before.
    Waits(Timestamp),
}

/// Writes the next letters. They are one transaction with the note of who was written to, so that nobody is written to
/// twice, whatever ends the program.
pub fn tell(tx: &mut Tx<'_>, id: IncidentId) -> Result<Next> {
    let incident = turn_of(tx, id)?;
    if incident.sending_at.is_none() || incident.counting || !incident.is_open() {
        return Ok(Next::Done);
    }
    if let Some(until) = incident.delay_until.filter(|until| *until > tx.now()) {
        return Ok(Next::Waits(until));
    }
    let sql = format!(
        "SELECT person FROM incident_person WHERE clinic = $1 AND incident = $2 AND way IS NULL AND {COUNTS} ORDER BY person LIMIT $3"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), id, BATCH])?;
    if !rows.is_empty() {
        let drafts = going(tx, &incident)?.into_iter().map(|draft| (draft.language.clone(), draft)).collect();
        for row in &rows {
            write_to(tx, &incident, row.get("person")?, &drafts)?;
        }
    }
    // A page from before shows fewer to be posted to than there are now.
    if !rows.is_empty() {
        changed(tx, &incident)?;
    }
    if rows.len() == BATCH as usize {
        return Ok(Next::More);
    }
    public::ready(tx, &incident)?;
    duty::persons_told(tx, id)?;
    if !rows.is_empty() {
        happen(tx, &incident, Step::Sent, None)?;
    }
    Ok(Next::Done)
}

/// Leaves the rest to another attempt, now or when it may.
pub fn go_on(tx: &mut Tx<'_>, id: IncidentId, at: Option<Timestamp>) -> ground::Result<()> {
    let run_at = at.unwrap_or_else(|| tx.now());
    tx.enqueue(&ground::job::NewJob { kind: TELL, subject: id.to_string(), run_at })
}

/// Writes to one of them, or notes why not.
fn write_to(tx: &mut Tx<'_>, incident: &Incident, of: PersonId, drafts: &BTreeMap<String, Draft>) -> Result<()> {
    let person = match tx.held(of) {
        Ok(person) => person,
        Err(Ground::Refused(Refusal::Erased)) => return mark(tx, incident, of, Way::Gone),
        Err(error) => return Err(error.into()),
    };
    // Merged, whichever of the two was written to, and the letter went along.
    if told_to(tx, incident.id, person)? {
        return mark(tx, incident, of, Way::Same);
    }
    let reached = match reached(tx, person) {
        Err(Error::Ground(Ground::Refused(Refusal::Erased))) => return mark(tx, incident, of, Way::Gone),
        other => other?,
    };
    let own = tx.settings().languages.first().cloned().unwrap_or_default();
    let draft = drafts.get(&reached.language).or_else(|| drafts.get(&own)).or_else(|| drafts.values().next());
    let Some(draft) = draft else { return Err(Error::Unwritten) };
    let mut mail: Option<MailId> = None;
    if let Some((to, address)) = &reached.at {
        let key = tx.seal_for(*to)?;
        let letter = Letter {
            kind: "office.incident",
            purpose: Purpose::Rights,
            voice: Voice::Automatic,
            language: draft.language.clone(),
            to: address.clone(),
            subject: draft.subject.clone(),
            body: draft.body.clone(),
            calendar: None,
            // However long it is kept from going out, it goes.
            until: None,
        };
        mail = Some(post(tx, &key, &letter)?);
    }
    let (clinic, now, id) = (tx.clinic(), tx.now(), ToldId::new(tx.now()));
    let key = tx.seal_for(person)?;
    let sealed = |column, text: &String| key.seal(cell("incident_told", column, id), text);
    tx.execute(
        "INSERT INTO incident_told (clinic, id, incident, person, language, subject, body, mail, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            clinic,
            id,
            incident.id,
            person,
            draft.language.as_str(),
            sealed("subject", &draft.subject)?,
            sealed("body", &draft.body)?,
            mail,
            now
        ],
    )?;
    let sql = "UPDATE incident_person SET mail = $4 WHERE clinic = $1 AND incident = $2 AND person = $3";
    tx.execute(sql, &params![clinic, incident.id, of, mail])?;
    mark(tx, incident, of, if mail.is_some() { Way::Mail } else { Way::Post })
}

fn mark(tx: &mut Tx<'_>, incident: &Incident, person: PersonId, way: Way) -> Result<()> {
    let told = (way == Way::Mail).then(|| tx.now());
    tx.execute(
        "UPDATE incident_person SET way = $4, told_at = $5 WHERE clinic = $1 AND incident = $2 AND person = $3",
        &params![tx.clinic(), incident.id, person, way.as_str(), told],
    )?;
    Ok(())
}

/// Whether there is a letter to `person` about it.
pub fn told_to(tx: &mut Tx<'_>, id: IncidentId, person: PersonId) -> ground::Result<bool> {
    let sql = "SELECT id FROM incident_told WHERE clinic = $1 AND person = $2 AND incident = $3 LIMIT 1";
    Ok(tx.optional(sql, &params![tx.clinic(), person, id])?.is_some())
}

/// How somebody is reached: in which language, and at whose address.
struct Reached {
    language: String,
    at: Option<(PersonId, String)>,
}

/// The address in their record, of their account, or of whoever acts for them. Nobody whose record cannot be opened keeps the
/// letters of all others: to them it goes by post.
fn reached(tx: &mut Tx<'_>, person: PersonId) -> Result<Reached> {
    let mut language = String::new();
    match people::open(tx, person) {
        Ok(client) => {
            language = client.language.clone();
            if let Some(email) = client.email {
                return Ok(Reached { language, at: Some((person, email)) });
            }
        }
        Err(Ground::NotFound) => {}
        Err(Ground::Refused(why)) if why != Refusal::Erased => return Ok(Reached { language, at: None }),
        Err(error) => return Err(error.into()),
    }
    for account in identity::accounts_of(tx, person)? {
        if account.is_open() {
            let email = identity::open_email(tx, account.id)?;
            return Ok(Reached { language: account.language, at: Some((person, email)) });
        }
    }
    for bond in people::guardians_of(tx, person)? {
        // One whose record is locked opens for what they ask, and nothing is sealed for them any more.
        let guardian = match tx.held(bond.guardian) {
            Err(Ground::Refused(_)) => continue,
            other => other?,
        };
        match people::open(tx, guardian) {
            Ok(client) => {
                if let Some(email) = client.email {
                    return Ok(Reached { language: client.language, at: Some((guardian, email)) });
                }
            }
            Err(Ground::NotFound | Ground::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Reached { language, at: None })
}

/// Notes that the letters that had to go by post went.
pub fn posted(tx: &mut Tx<'_>, id: IncidentId, version: i64, at: Timestamp) -> Result<()> {
    let incident = turn(tx, id, version)?;
    let posted = tx.execute(
        "UPDATE incident_person SET way = 'posted', told_at = $3 WHERE clinic = $1 AND incident = $2 AND way = 'post'",
        &params![tx.clinic(), id, at.min(tx.now())],
    )?;
    if posted == 0 {
        return Err(Error::NotNow);
    }
    happen(tx, &incident, Step::Posted, None)?;
    duty::persons_told(tx, id)?;
    changed(tx, &incident)
}
