//! Those whom no letter reaches: who they are, what law asks for them, what was done by other means, and the public notice.
//!
//! A notice is drafted in each language of the clinic, sealed like the letters, and read by another than whoever wrote it before it
//! is published. What is published is never changed: it stands on the clinic's home page and at its own address until its day, or until
//! somebody takes it down, and then those for whom it stood are told in another way or not at all.

use std::collections::BTreeMap;

use ground::clinic::Posted;
use ground::db::Row;
use ground::web::{Tongue, Value};
use ground::{PersonId, Tx, clinic, params};
use jiff::Timestamp;
use promise::law::{Asked, Otherwise, asked, otherwise};
use serde::{Deserialize, Serialize};

use super::duty::places;
use super::letter::{self, Draft};
use super::persons::COUNTS;
use super::{changed, duty, find, happen, turn_of};
use crate::error::{Error, Result};
use crate::model::incidents::{By, GAP, Incident, IncidentId, IncidentState as State, NoticeId, Step};
use crate::rules::change::effective;
use crate::rules::incidents::{Act, MANY, may_send};
use crate::store::requests::plain;

/// The drafts' table.
pub(super) const DRAFTS: &str = "incident_draft";
/// Public notices that a page shows.
const SHOWN: u32 = 50;
/// Microseconds of a day.
const DAY: i64 = 24 * 3_600 * 1_000_000;

/// That somebody counts, and has no address or a letter that came back: what we know of where they are is not enough (45 CFR
/// 164.404(d)(2)), whatever was done for them since.
const INSUFFICIENT: &str = "(p.hand IS NULL OR p.hand = 'added') AND (p.way = 'post' OR p.returned_at IS NOT NULL)";

/// The same, and nobody told them by other means, or said why not.
pub(super) fn not_told() -> String {
    format!("{INSUFFICIENT} AND p.otherwise IS NULL AND p.spared_at IS NULL")
}

/// The same of whom no public notice stands for either: one that stands as many days as it was published for from when it was known
/// that no letter reaches them.
pub(super) fn uncovered() -> String {
    format!(
        "{} AND NOT EXISTS (SELECT 1 FROM incident_notice n WHERE n.clinic = p.clinic AND n.incident = p.incident
             AND n.withdrawn_at IS NULL AND n.until_at >= COALESCE(p.returned_at, p.at) + n.days * {DAY})",
        not_told()
    )
}

/// Those whom no letter reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unreached {
    /// Nobody knows an address of theirs.
    pub no_address: i64,
    /// Their letter came back.
    pub returned: i64,
    /// How many of those without an address no public notice stands for.
    pub untold: i64,
    /// How many of those whose letter came back none stands for, and when the first of those letters did.
    pub returned_untold: i64,
    pub returned_first: Option<Timestamp>,
    /// Who were told by other means.
    pub otherwise: i64,
    /// How many no letter reaches, whoever was told by other means too: so a law counts them.
    pub insufficient: i64,
}

impl Unreached {
    /// All of them who were told by no other means.
    pub fn all(self) -> i64 {
        self.no_address + self.returned
    }

    /// How many of them no public notice stands for.
    pub fn uncovered(self) -> i64 {
        self.untold + self.returned_untold
    }
}

/// Counts them.
pub fn unreached(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<Unreached> {
    let sum = |when: &str| format!("CAST(COALESCE(SUM(CASE WHEN {when} THEN 1 ELSE 0 END), 0) AS BIGINT)");
    let (not_told, uncovered) = (not_told(), uncovered());
    let sql = format!(
        "SELECT {} AS no_address, {} AS returned, {} AS untold, {} AS returned_untold,
             MIN(CASE WHEN {uncovered} THEN p.returned_at END) AS returned_first, {} AS otherwise, {} AS insufficient
         FROM incident_person p WHERE p.clinic = $1 AND p.incident = $2",
        sum(&format!("{not_told} AND p.returned_at IS NULL")),
        sum(&format!("{not_told} AND p.returned_at IS NOT NULL")),
        sum(&format!("{uncovered} AND p.returned_at IS NULL")),
        sum(&format!("{uncovered} AND p.returned_at IS NOT NULL")),
        sum(&format!("{COUNTS} AND p.otherwise IS NOT NULL")),
        sum(INSUFFICIENT),
    );
    let row = tx.one(&sql, &params![tx.clinic(), id])?;
    Ok(Unreached {
        no_address: row.get("no_address")?,
        returned: row.get("returned")?,
        untold: row.get("untold")?,
        returned_untold: row.get("returned_untold")?,
        returned_first: row.get("returned_first")?,
        otherwise: row.get("otherwise")?,
        insufficient: row.get("insufficient")?,
    })
}

/// What the law of each place asks for them, and what that comes to.
pub fn law(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<(Vec<Asked>, Otherwise)> {
    let today = tx.now().to_zoned(tx.settings().zone.clone()).date();
    let places = places(tx, id)?.into_iter().filter(|(_, n)| *n > 0).map(|(place, _)| place);
    let asked = asked(places, today);
    let many = u64::try_from(unreached(tx, id)?.insufficient).unwrap_or_default();
    let comes_to = otherwise(&asked, many);
    Ok((asked, comes_to))
}

/// Drafts the notice in each language of the clinic that has none yet, once somebody is found whom no letter reaches.
pub(super) fn ready(tx: &mut Tx<'_>, incident: &Incident) -> Result<()> {
    if unreached(tx, incident.id)?.all() == 0 {
        return Ok(());
    }
    letter::draft_in(tx, incident, DRAFTS, words)
}

/// What law asks to be in it (45 CFR 164.404(c) and (d)(2)(ii)), with marks where only whoever answers knows what to say. It
/// names nobody.
pub(super) fn words(tx: &Tx<'_>, incident: &Incident, tongue: &Tongue) -> (String, String) {
    let zone = tx.settings().zone.clone();
    let day = |at: Timestamp| tongue.date_long(at.to_zoned(zone.clone()).date());
    let kinds: Vec<String> =
        incident.categories.iter().map(|kind| tongue.get(&format!("consent-category-{kind}"))).collect();
    let values: [(&str, Value<'_>); 4] = [
        ("clinic", tx.settings().name.clone().into()),
        ("day", day(incident.window.map_or(incident.discovered_at, |window| window.0)).into()),
        ("known", day(incident.discovered_at).into()),
        ("kinds", if kinds.is_empty() { GAP.to_owned() } else { kinds.join(", ") }.into()),
    ];
    let body = plain(tongue, "incidents-public-body", &values).replace("GAP", GAP);
    (plain(tongue, "incidents-public-subject", &values), body)
}

/// The notice as it is drafted, in the order of the clinic's languages.
pub fn public_drafts(tx: &mut Tx<'_>, incident: &Incident) -> ground::Result<Vec<Draft>> {
    letter::drafts_in(tx, incident, DRAFTS)
}

/// Those that are published: in a language that the clinic has no more, nobody can put one right.
fn going(tx: &mut Tx<'_>, incident: &Incident) -> ground::Result<Vec<Draft>> {
    let languages = tx.settings().languages.clone();
    let mut going = public_drafts(tx, incident)?;
    going.retain(|draft| languages.contains(&draft.language));
    Ok(going)
}

/// The incident in its turn, as the page saw it. Of a closed one somebody may turn out not to be reached.
fn turn_told(tx: &mut Tx<'_>, id: IncidentId, version: i64) -> Result<Incident> {
    let incident = turn_of(tx, id)?;
    if incident.version != version {
        return Err(Error::Stale);
    }
    let told = matches!(incident.state, State::Confirmed | State::Notifying | State::Closed);
    if told && incident.grade.is_some() { Ok(incident) } else { Err(Error::NotNow) }
}

/// Writes the draft in one language of the clinic.
///
/// # Errors
/// [`Error::NotNow`] while one stands: what is published is not changed.
pub fn save_public(
    tx: &mut Tx<'_>,
    id: IncidentId,
    version: i64,
    language: &str,
    subject: &str,
    body: &str,
) -> Result<()> {
    let incident = turn_told(tx, id, version)?;
    if standing(tx, id)?.is_some() {
        return Err(Error::NotNow);
    }
    if !tx.settings().languages.iter().any(|one| one == language) {
        return Err(ground::Error::NotFound.into());
    }
    let actor = tx.actor().to_string();
    letter::write_in(tx, &incident, DRAFTS, language, (subject, body), &actor)?;
    happen(tx, &incident, Step::Drafted, Some(language))?;
    changed(tx, &incident)
}

/// Whether the actor may publish it: another than whoever wrote it does, where there is another. Everybody reads it, so it is as
/// if it went to many, however few it is for.
pub fn may_publish(tx: &mut Tx<'_>, incident: &Incident) -> Result<bool> {
    let written: Vec<String> = going(tx, incident)?.into_iter().map(|draft| draft.written_by).collect();
    let actor = tx.actor().to_string();
    let others = identity::governing(tx)?.iter().any(|account| account.person.to_string() != actor);
    Ok(may_send(MANY, &written, &actor, others))
}

/// A public notice in one language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Text {
    pub subject: String,
    pub body: String,
}

/// A public notice.
#[derive(Clone, Debug)]
pub struct Notice {
    pub id: NoticeId,
    pub incident: IncidentId,
    /// The number to call.
    pub phone: String,
    pub toll_free: bool,
    pub texts: BTreeMap<String, Text>,
    pub published_at: Timestamp,
    pub until_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
}

impl Notice {
    fn from_row(row: &Row) -> ground::Result<Notice> {
        Ok(Notice {
            id: row.get("id")?,
            incident: row.get("incident")?,
            phone: row.get("phone")?,
            toll_free: row.get("toll_free")?,
            texts: serde_json::from_str(&row.get::<String>("texts")?).map_err(ground::Error::internal)?,
            published_at: row.get("published_at")?,
            until_at: row.get("until_at")?,
            withdrawn_at: row.get("withdrawn_at")?,
        })
    }

    /// Where it is read, below the clinic's address.
    pub fn path(&self) -> String {
        format!("/incident-notices/{}", self.id)
    }

    /// Whether it stands at `now`.
    pub fn stands(&self, now: Timestamp) -> bool {
        self.withdrawn_at.is_none() && now < self.until_at
    }
}

const COLUMNS: &str = "id, incident, phone, toll_free, texts, published_at, until_at, withdrawn_at";

/// The notices of one incident, the newest first.
pub fn notices(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<Vec<Notice>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM incident_notice WHERE clinic = $1 AND incident = $2 ORDER BY published_at DESC, id DESC LIMIT $3"
    );
    tx.query(&sql, &params![tx.clinic(), id, SHOWN])?.iter().map(Notice::from_row).collect()
}

/// The one of an incident that stands now.
fn standing(tx: &mut Tx<'_>, id: IncidentId) -> ground::Result<Option<Notice>> {
    let now = tx.now();
    Ok(notices(tx, id)?.into_iter().find(|notice| notice.stands(now)))
}

/// A notice that stands now, for whoever reads it.
///
/// # Errors
/// Not found once its time is over, or it was taken down.
pub fn public(tx: &mut Tx<'_>, id: NoticeId) -> ground::Result<Notice> {
    let sql = format!("SELECT {COLUMNS} FROM incident_notice WHERE clinic = $1 AND id = $2");
    let notice = Notice::from_row(&tx.one(&sql, &params![tx.clinic(), id])?)?;
    if notice.stands(tx.now()) { Ok(notice) } else { Err(ground::Error::NotFound) }
}

/// What belongs on the home page: what is published and not over.
fn to_be_posted(tx: &mut Tx<'_>) -> ground::Result<Vec<Posted>> {
    let now = tx.now();
    let sql = format!(
        "SELECT {COLUMNS} FROM incident_notice WHERE clinic = $1 AND until_at > $2 AND withdrawn_at IS NULL
         ORDER BY published_at, id LIMIT $3"
    );
    let rows = tx.query(&sql, &params![tx.clinic(), now, SHOWN])?;
    let notices = rows.iter().map(Notice::from_row);
    notices.map(|notice| notice.map(|notice| Posted { path: notice.path(), until: notice.until_at })).collect()
}

/// Puts on the home page what belongs there, and nothing else, where it is not so.
pub(super) fn proclaim(tx: &mut Tx<'_>) -> ground::Result<()> {
    let posted = to_be_posted(tx)?;
    if clinic::find(tx)?.posted == posted { Ok(()) } else { clinic::post(tx, &posted) }
}

/// Publishes the notice as it is drafted, for as many days as the laws of its places ask; anew in place of the one that stands, where
/// somebody was found since for whom that does not stand long enough.
///
/// # Errors
/// [`Error::Unwritten`] where a draft has a gap, [`Error::SameEyes`] where another has to do it, [`Error::NoPhone`] where law asks
/// for a number that none was given of, [`Error::NotNow`] where one stands for all of them or everybody is reached.
pub fn publish(tx: &mut Tx<'_>, id: IncidentId, version: i64, phone: &str) -> Result<()> {
    let incident = turn_told(tx, id, version)?;
    if incident.delay_until.is_some_and(|until| until > tx.now()) {
        // Whoever prosecutes holds back what tells the public.
        return Err(Error::NotNow);
    }
    let (standing, unreached) = (standing(tx, id)?, unreached(tx, id)?);
    if unreached.all() == 0 || (standing.is_some() && unreached.uncovered() == 0) {
        return Err(Error::NotNow);
    }
    let drafts = going(tx, &incident)?;
    if drafts.is_empty() || drafts.iter().any(Draft::has_gap) {
        return Err(Error::Unwritten);
    }
    if !may_publish(tx, &incident)? {
        return Err(Error::SameEyes);
    }
    let (days, toll_free) = match law(tx, id)?.1 {
        Otherwise::Publicly { days, toll_free } => (days, toll_free),
        Otherwise::ByOtherMeans | Otherwise::Nothing => (promise::law::POSTED_DAYS, false),
    };
    if toll_free && phone.trim().is_empty() {
        return Err(Error::NoPhone);
    }
    let texts: BTreeMap<String, Text> =
        drafts.into_iter().map(|draft| (draft.language, Text { subject: draft.subject, body: draft.body })).collect();
    let texts = serde_json::to_string(&texts).map_err(ground::Error::internal)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let until = effective(now, days, &tx.settings().zone.clone());
    let notice = NoticeId::new(now);
    if let Some(before) = standing {
        withdraw(tx, before.id)?;
    }
    tx.execute(
        "INSERT INTO incident_notice (clinic, id, incident, phone, toll_free, days, texts, published_by, published_at, until_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![clinic, notice, id, phone.trim(), toll_free, days, texts, actor, now, until],
    )?;
    if incident.is_open() {
        super::enter(tx, &incident, Act::Tell)?;
    }
    happen(tx, &incident, Step::Published, None)?;
    proclaim(tx)?;
    duty::persons_told(tx, id)?;
    changed(tx, &incident)
}

/// From now on it stands no more.
fn withdraw(tx: &mut Tx<'_>, id: NoticeId) -> ground::Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let sql = "UPDATE incident_notice SET withdrawn_at = $3, withdrawn_by = $4 WHERE clinic = $1 AND id = $2";
    tx.execute(sql, &params![clinic, id, now, actor]).map(drop)
}

/// Takes one down before its day, and says why. Those for whom it stood are not told any more.
pub fn take_down(tx: &mut Tx<'_>, id: IncidentId, version: i64, why: &str) -> Result<()> {
    let incident = turn_told(tx, id, version)?;
    let Some(notice) = standing(tx, id)? else { return Err(Error::NotNow) };
    withdraw(tx, notice.id)?;
    happen(tx, &incident, Step::TakenDown, Some(why))?;
    proclaim(tx)?;
    if incident.is_open() {
        duty::unreached_again(tx, id)?;
    }
    changed(tx, &incident)
}

/// Notes that somebody whom no letter reaches was told by other means, and when.
///
/// # Errors
/// Not found where there is no such person among them.
pub fn by_other_means(
    tx: &mut Tx<'_>,
    id: IncidentId,
    version: i64,
    person: PersonId,
    by: By,
    at: Timestamp,
) -> Result<()> {
    let incident = turn_told(tx, id, version)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let sql = format!(
        "UPDATE incident_person SET otherwise = $4, otherwise_at = $5, otherwise_by = $6
         WHERE clinic = $1 AND incident = $2 AND person = $3 AND EXISTS (SELECT 1 FROM incident_person p
             WHERE p.clinic = $1 AND p.incident = $2 AND p.person = $3 AND {})",
        not_told()
    );
    let noted = tx.execute(&sql, &params![clinic, id, person, by.as_str(), at.min(now), actor])?;
    if noted == 0 {
        return Err(ground::Error::NotFound.into());
    }
    happen(tx, &incident, Step::Otherwise, Some(&format!("{person}: {by}")))?;
    if incident.is_open() {
        duty::persons_told(tx, id)?;
    }
    let incident = find(tx, id)?;
    changed(tx, &incident)
}

/// Says why somebody whom no letter reaches is told in no other way.
///
/// # Errors
/// Not found where a letter reaches them, or they were told.
pub fn spare(tx: &mut Tx<'_>, id: IncidentId, version: i64, person: PersonId, why: &str) -> Result<()> {
    let incident = turn_told(tx, id, version)?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let sql = format!(
        "UPDATE incident_person SET spared_at = $4, spared_by = $5
         WHERE clinic = $1 AND incident = $2 AND person = $3 AND EXISTS (SELECT 1 FROM incident_person p
             WHERE p.clinic = $1 AND p.incident = $2 AND p.person = $3 AND {})",
        not_told()
    );
    if tx.execute(&sql, &params![clinic, id, person, now, actor])? == 0 {
        return Err(ground::Error::NotFound.into());
    }
    happen(tx, &incident, Step::Spared, Some(&format!("{person}: {why}")))?;
    if incident.is_open() {
        duty::persons_told(tx, id)?;
    }
    let incident = find(tx, id)?;
    changed(tx, &incident)
}

/// How many stand on the home page no more, or never did, though their days are not over.
pub(super) fn missing_from_home(tx: &mut Tx<'_>) -> ground::Result<i64> {
    let there = clinic::find(tx)?.posted;
    let stands = |one: &&Posted| there.iter().any(|other| other.path == one.path && other.until >= one.until);
    let missing = to_be_posted(tx)?.iter().filter(|one| !stands(one)).count();
    Ok(i64::try_from(missing).unwrap_or(i64::MAX))
}
