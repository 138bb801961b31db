//! Clinics: the tenants in which everything lives.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use promise::{Parameters, Region};

use crate::allowance::Allowance;
use crate::db::Row;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::host::host_name;
use crate::leave::{Leaving, STAYS, is_reserved};
use crate::logo::Logo;
use crate::paused::Paused;
use crate::tx::Tx;
use crate::{ClinicId, params};

/// One clinic, as every request needs it.
#[derive(Clone, Debug)]
pub struct Clinic {
    pub id: ClinicId,
    /// Stands in the address: `/c/{slug}`.
    pub slug: String,
    /// The clinic's own host name, under which `/c/{slug}` is left out.
    pub host: Option<String>,
    pub name: String,
    /// IANA name of the clinic's zone.
    pub zone_name: String,
    pub zone: TimeZone,
    /// Country, or part of one, whose law the clinic follows: `IE`, `US-CA`.
    pub jurisdiction: String,
    /// Offered languages, the clinic's own first.
    pub languages: Vec<String>,
    /// ISO 4217 code of prices.
    pub currency: String,
    /// The clinic's colour, `#rrggbb`.
    pub brand: Option<String>,
    /// What pages must know of its logo; the picture itself lies beside the clinic's row.
    pub logo: Option<Logo>,
    /// The number people ring, as it is printed: `+353 20 910 0142`.
    pub phone: Option<String>,
    /// The address people write to, and to which they answer the clinic's letters.
    pub email: Option<String>,
    /// What the clinic says of itself on its front page, by language.
    pub greetings: BTreeMap<String, String>,
    /// What the clinic's notice states and the controls obey.
    pub parameters: Parameters,
    /// When a change takes effect that is announced in the notice; until then the parameters are the old ones.
    pub changes_at: Option<Timestamp>,
    /// When the first of the recipients that are announced counts.
    pub recipients_at: Option<Timestamp>,
    /// What it posts on its home page.
    pub posted: Vec<Posted>,
    /// Whoever runs the program paused it.
    pub paused: Option<Paused>,
    /// It leaves the installation.
    pub leaving: Option<Leaving>,
    /// What whoever runs the program lets it use.
    pub allowance: Allowance,
    /// The country in which whoever runs the program says that its data lies; none where they did not say it.
    pub kept_in: Option<Region>,
    /// Counts changes, from 1.
    pub version: i64,
}

/// A public notice on the clinic's home page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Where it is read, below the clinic's address.
    pub path: String,
    /// Until when it stands.
    pub until: Timestamp,
}

fn posted_from(text: &str) -> Option<Vec<Posted>> {
    let one = |line: &str| {
        let (path, until) = line.split_once(' ')?;
        let until = Timestamp::from_microsecond(until.parse().ok()?).ok()?;
        Some(Posted { path: path.to_owned(), until })
    };
    text.lines().map(one).collect()
}

/// What a new clinic is made of.
#[derive(Clone, Debug)]
pub struct NewClinic {
    pub slug: String,
    pub host: Option<String>,
    pub name: String,
    pub zone: String,
    pub jurisdiction: String,
    pub languages: Vec<String>,
    pub currency: String,
    pub brand: Option<String>,
    pub parameters: Parameters,
}

impl Clinic {
    /// The place of the program's own work over all clinics; it has no rows of its own.
    pub fn installation() -> Clinic {
        Clinic {
            id: ClinicId::from_bits(0),
            slug: String::new(),
            host: None,
            name: "Keepwell".to_owned(),
            zone_name: "UTC".to_owned(),
            zone: TimeZone::UTC,
            jurisdiction: String::new(),
            languages: vec!["en".to_owned(), "ar".to_owned()],
            currency: "EUR".to_owned(),
            brand: None,
            logo: None,
            phone: None,
            email: None,
            greetings: BTreeMap::new(),
            parameters: Parameters::default(),
            changes_at: None,
            recipients_at: None,
            posted: Vec::new(),
            paused: None,
            leaving: None,
            allowance: Allowance::default(),
            kept_in: None,
            version: 1,
        }
    }

    /// Whether nothing new is taken and nothing goes on by itself: it is paused, or it leaves.
    pub fn is_closed(&self) -> bool {
        self.paused.is_some() || self.leaving.is_some()
    }

    /// The clinic as it signs a letter: its name, and how it is reached.
    pub fn signature(&self) -> String {
        let lines = [Some(&self.name), self.phone.as_ref(), self.email.as_ref()];
        lines.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    fn from_row(row: &Row) -> Result<Clinic> {
        let zone_name: String = row.get("zone")?;
        let slug: String = row.get("slug")?;
        let logo: Option<String> = row.get("logo")?;
        let fault = |what: &str| Error::internal(format_args!("clinic {slug}: its {what} cannot be read"));
        let because: Option<String> = row.get("suspended_because")?;
        let paused = row.get::<Option<Timestamp>>("suspended_at")?;
        Ok(Clinic {
            id: row.get("id")?,
            host: row.get("host")?,
            name: row.get("name")?,
            zone: TimeZone::get(&zone_name).map_err(|_| fault("zone"))?,
            jurisdiction: row.get("jurisdiction")?,
            languages: row.get::<String>("languages")?.split(' ').map(str::to_owned).collect(),
            currency: row.get("currency")?,
            brand: row.get("brand")?,
            logo: logo.map(|logo| serde_json::from_str(&logo)).transpose().map_err(|_| fault("logo"))?,
            phone: row.get("phone")?,
            email: row.get("email")?,
            greetings: serde_json::from_str(&row.get::<String>("greetings")?).map_err(|_| fault("greetings"))?,
            leaving: Leaving::from_row(row)?,
            paused: paused.map(|since| Paused { since, because: because.unwrap_or_default() }),
            allowance: serde_json::from_str(&row.get::<String>("allowance")?).map_err(|_| fault("allowance"))?,
            // A country that a newer program knows is none that this one can compare.
            kept_in: row.get::<Option<String>>("kept_in")?.and_then(|code| code.parse().ok()),
            version: row.get("version")?,
            parameters: serde_json::from_str(&row.get::<String>("parameters")?).map_err(|_| fault("parameters"))?,
            changes_at: row.get("changes_at")?,
            recipients_at: row.get("recipients_at")?,
            posted: posted_from(&row.get::<String>("posted")?).ok_or_else(|| fault("public notices"))?,
            zone_name,
            slug,
        })
    }
}

/// Every clinic, by name, and what is wrong with those that cannot be read.
pub(crate) fn list(tx: &mut Tx<'_>) -> Result<(Vec<Clinic>, Vec<String>)> {
    let (mut clinics, mut faults) = (Vec::new(), Vec::new());
    for row in tx.query(&format!("SELECT * FROM clinic WHERE {STAYS} ORDER BY name, id"), &[])? {
        match Clinic::from_row(&row) {
            Ok(clinic) => clinics.push(clinic),
            Err(error) => faults.push(error.to_string()),
        }
    }
    Ok((clinics, faults))
}

/// Every clinic's id and slug, readable or not.
pub(crate) fn slugs(tx: &mut Tx<'_>) -> Result<Vec<(ClinicId, String)>> {
    let rows = tx.query("SELECT id, slug FROM clinic ORDER BY slug", &[])?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("slug")?))).collect()
}

/// The same of those that are not being erased.
pub(crate) fn staying(tx: &mut Tx<'_>) -> Result<Vec<(ClinicId, String)>> {
    let rows = tx.query(&format!("SELECT id, slug FROM clinic WHERE {STAYS} ORDER BY slug"), &[])?;
    rows.iter().map(|row| Ok((row.get("id")?, row.get("slug")?))).collect()
}

pub(crate) fn create(tx: &mut Tx<'_>, id: ClinicId, new: &NewClinic, now: Timestamp) -> Result<()> {
    if is_reserved(tx, &new.slug)? {
        return Err(Error::internal(format_args!(
            "{} was the address of a clinic that left, and stays reserved",
            new.slug
        )));
    }
    TimeZone::get(&new.zone).map_err(|_| Error::internal(format_args!("{} is not an IANA time zone", new.zone)))?;
    new.jurisdiction.parse::<promise::Jurisdiction>().map_err(Error::internal)?;
    well_named(new.host.as_deref())?;
    if let Some(fault) = new.parameters.validate().first() {
        return Err(Error::internal(fault));
    }
    let parameters = serde_json::to_string(&new.parameters).map_err(Error::internal)?;
    tx.execute(
        "INSERT INTO clinic (id, slug, host, name, zone, jurisdiction, languages, currency, brand, parameters, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &params![id, &new.slug, new.host.clone(), &new.name, &new.zone, &new.jurisdiction, new.languages.join(" "), &new.currency, new.brand.clone(), parameters, now],
    )?;
    Ok(())
}

/// A host that is not written as it is looked for would never be found.
fn well_named(host: Option<&str>) -> Result<()> {
    match host.filter(|host| host_name(host).as_deref() != Some(host)) {
        Some(host) => Err(Error::internal(format_args!("{host} is not a host name"))),
        None => Ok(()),
    }
}

/// The clinic of this transaction, as it is stored now.
pub fn find(tx: &mut Tx<'_>) -> Result<Clinic> {
    Clinic::from_row(&tx.one("SELECT * FROM clinic WHERE id = $1", &params![tx.clinic()])?)
}

/// Writes the clinic's changed settings, unless it was changed since the version they were made from: then nothing is
/// written, and the answer is false.
pub fn update(tx: &mut Tx<'_>, clinic: &Clinic) -> Result<bool> {
    well_named(clinic.host.as_deref())?;
    let parameters = serde_json::to_string(&clinic.parameters).map_err(Error::internal)?;
    let greetings = serde_json::to_string(&clinic.greetings).map_err(Error::internal)?;
    let written = tx.execute(
        "UPDATE clinic SET name = $3, zone = $4, languages = $5, currency = $6, brand = $7, parameters = $8, phone = $9, email = $10, greetings = $11, host = $12,
                version = version + 1
         WHERE id = $1 AND version = $2",
        &params![
            clinic.id, clinic.version, &clinic.name, &clinic.zone_name, clinic.languages.join(" "), &clinic.currency, clinic.brand.clone(), parameters,
            clinic.phone.clone(), clinic.email.clone(), greetings, clinic.host.clone()
        ],
    )?;
    if written == 1 {
        tx.emit(Event::new(CHANGED, clinic.id, None))?;
    }
    Ok(written == 1)
}

/// Every page says from now on when what the notice states changes, and when who handles something about people does; none
/// takes that back.
pub fn announce(tx: &mut Tx<'_>, changes_at: Option<Timestamp>, recipients_at: Option<Timestamp>) -> Result<()> {
    let clinic = tx.clinic();
    let sql = "UPDATE clinic SET changes_at = $2, recipients_at = $3, version = version + 1 WHERE id = $1";
    tx.execute(sql, &params![clinic, changes_at, recipients_at])?;
    tx.emit(Event::new(CHANGED, clinic, None))
}

/// The clinic's home page shows these from now on, each until its time.
pub fn post(tx: &mut Tx<'_>, posted: &[Posted]) -> Result<()> {
    let lines: Vec<String> = posted.iter().map(|one| format!("{} {}", one.path, one.until.as_microsecond())).collect();
    let clinic = tx.clinic();
    tx.execute(
        "UPDATE clinic SET posted = $2, version = version + 1 WHERE id = $1",
        &params![clinic, lines.join("\n")],
    )?;
    tx.emit(Event::new(CHANGED, clinic, None))
}

/// That a clinic's settings changed; its noun is the topic by which they are read anew.
pub(crate) const CHANGED: &str = "clinic.changed";
pub(crate) const TOPIC: &str = "clinic";
