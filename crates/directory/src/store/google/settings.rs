//! How a clinic asks its directory.

use ground::recipient::{Implied, take_over as takes_over};
use ground::{PersonId, Sealed, Tx, cell, params};
use jiff::{SignedDuration, Timestamp};

use crate::error::{Error, Result};
use crate::google::{Consent, Endpoints, RECIPIENT};
use crate::model::RunId;
use crate::plan::Limits;

const TABLE: &str = "directory_google";

/// How a clinic asks its directory, but for what is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    keeper: PersonId,
    /// The number by which the Workspace's administrator delegates to the service account.
    pub client_id: String,
    /// An administrator consented, rather than that there is a key.
    pub consented: bool,
    /// Where it is asked; none where that is Google itself.
    pub endpoints: Option<Endpoints>,
    /// Whether it is asked by itself.
    pub working: bool,
    /// How often, in minutes.
    pub minutes: u32,
    pub limits: Limits,
    /// Somebody asked for a run that has not begun.
    pub asked_at: Option<Timestamp>,
    /// That run changes nothing.
    pub asked_trial: bool,
    pub changed_at: Timestamp,
    pub changed_by: String,
}

/// What is sealed: the file of a service account's key and whom it acts for, or what an administrator's consent gave.
pub struct Secret {
    pub service_key: String,
    pub administrator: String,
}

/// Says nothing.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<secret>")
    }
}

/// How it is to be asked.
#[derive(Debug)]
pub struct NewSettings {
    /// None keeps the one there is.
    pub secret: Option<(Secret, String)>,
    pub endpoints: Option<Endpoints>,
    pub working: bool,
    pub minutes: u32,
    pub limits: Limits,
}

/// How the clinic asks, if it does.
pub fn find(tx: &mut Tx<'_>) -> Result<Option<Settings>> {
    let row = tx.optional(
        "SELECT keeper, client_id, token_at, directory_at, working, minutes, few, share, number, grace_days, asked_at, asked_trial, changed_at, changed_by, consented_at
         FROM directory_google WHERE clinic = $1",
        &params![tx.clinic()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let endpoints = match (row.get::<Option<String>>("token_at")?, row.get::<Option<String>>("directory_at")?) {
        (Some(token), Some(directory)) => Some(
            Endpoints::at(&token, &directory)
                .ok_or_else(|| Error::internal("a directory is asked at what is no address"))?,
        ),
        _ => None,
    };
    let days: u32 = row.get("grace_days")?;
    Ok(Some(Settings {
        keeper: row.get("keeper")?,
        client_id: row.get("client_id")?,
        consented: row.get::<Option<Timestamp>>("consented_at")?.is_some(),
        endpoints,
        working: row.get("working")?,
        minutes: row.get("minutes")?,
        limits: Limits {
            few: row.get("few")?,
            share: row.get("share")?,
            number: row.get("number")?,
            grace: SignedDuration::from_hours(i64::from(days.max(1)) * 24),
        },
        asked_at: row.get("asked_at")?,
        asked_trial: row.get("asked_trial")?,
        changed_at: row.get("changed_at")?,
        changed_by: row.get("changed_by")?,
    }))
}

/// Opens the key and whom it acts for, to ask with them.
pub fn open(tx: &mut Tx<'_>, settings: &Settings) -> Result<Secret> {
    let clinic = tx.clinic();
    let row = tx.one("SELECT service_key, administrator FROM directory_google WHERE clinic = $1", &params![clinic])?;
    let key = tx.open(settings.keeper)?;
    let text = |column: &'static str| -> Result<String> {
        Ok(key.open(&Sealed::<String>::read(&row, TABLE, column, clinic)?)?)
    };
    Ok(Secret { service_key: text("service_key")?, administrator: text("administrator")? })
}

/// Keeps how it is asked. A new key has a keeper of its own, and the one before ends, so that a backup's copy of the old key
/// is unreadable soon.
///
/// # Errors
/// Not found where there is no key yet and none is given.
pub fn save(tx: &mut Tx<'_>, new: &NewSettings) -> Result<()> {
    tx.take_turns("directory.google")?;
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let before = find(tx)?;
    if let Some((secret, client_id)) = &new.secret {
        let key = tx.create_keeper()?;
        let service_key = key.seal(cell(TABLE, "service_key", clinic), &secret.service_key)?;
        let administrator = key.seal(cell(TABLE, "administrator", clinic), &secret.administrator)?;
        tx.execute("DELETE FROM directory_google WHERE clinic = $1", &params![clinic])?;
        tx.execute(
            "INSERT INTO directory_google (clinic, keeper, service_key, administrator, client_id, working, minutes, few, share, number, grace_days, asked_trial, changed_at, changed_by, consented_at)
             VALUES ($1, $2, $3, $4, $5, 0, 60, 0, 0, 0, 0, 0, $6, $7, $8)",
            &params![
                clinic, key.person(), service_key, administrator, client_id, now, &actor, Consent::read(&secret.service_key).map(|_| now)
            ],
        )?;
        if let Some(before) = before {
            tx.end_person(before.keeper)?;
        }
    } else if before.is_none() {
        return Err(ground::Error::NotFound.into());
    }
    let place = |url: fn(&Endpoints) -> &url::Url| new.endpoints.as_ref().map(|at| url(at).as_str().to_owned());
    let limits = &new.limits;
    tx.execute(
        "UPDATE directory_google SET token_at = $2, directory_at = $3, working = $4, minutes = $5, few = $6, share = $7, number = $8, grace_days = $9, changed_at = $10, changed_by = $11
         WHERE clinic = $1",
        &params![
            clinic, place(|at| &at.token), place(|at| &at.directory), new.working, new.minutes, limits.few, limits.share, limits.number,
            limits.grace.as_hours() / 24, now, actor
        ],
    )?;
    take_over(tx, new.endpoints.as_ref())
}

/// The host that the clinic's directory is asked at; none where it follows none.
///
/// # Errors
/// Those of the store.
pub fn recipient(tx: &mut Tx<'_>) -> Result<Option<String>> {
    Ok(find(tx)?.and_then(|settings| host(settings.endpoints.as_ref())))
}

fn host(endpoints: Option<&Endpoints>) -> Option<String> {
    let usual = || Endpoints::at(Endpoints::GOOGLE.0, Endpoints::GOOGLE.1);
    endpoints.cloned().or_else(usual).and_then(|at| at.directory.host_str().map(str::to_owned))
}

/// Writes Google down as a recipient where the clinic never had one of that way.
fn take_over(tx: &mut Tx<'_>, endpoints: Option<&Endpoints>) -> Result<()> {
    match host(endpoints).and_then(|host| Implied::at(RECIPIENT, &host)) {
        Some(implied) => Ok(takes_over(tx, &[implied]).map(drop)?),
        None => Ok(()),
    }
}

/// Asks for a run as soon as may be; one that only looks, if `trial`.
pub fn ask(tx: &mut Tx<'_>, trial: bool) -> Result<()> {
    let asked = tx.execute(
        "UPDATE directory_google SET asked_at = $2, asked_trial = $3 WHERE clinic = $1",
        &params![tx.clinic(), tx.now(), trial],
    )?;
    if asked == 0 { Err(ground::Error::NotFound.into()) } else { Ok(()) }
}

/// Takes what was asked for by `at`: true for whoever took it.
pub fn take(tx: &mut Tx<'_>, at: Timestamp) -> Result<bool> {
    let taken = tx.execute(
        "UPDATE directory_google SET asked_at = NULL WHERE clinic = $1 AND asked_at = $2",
        &params![tx.clinic(), at],
    )?;
    Ok(taken > 0)
}

/// Keeps what the newest look would change, or changed, line by line, sealed like the key: it names people.
pub fn keep_difference(tx: &mut Tx<'_>, of: RunId, lines: &[String]) -> Result<()> {
    let clinic = tx.clinic();
    let Some(settings) = find(tx)? else { return Ok(()) };
    let sealed = tx.seal_for(settings.keeper)?.seal(cell(TABLE, "difference", clinic), &lines.join("\n"))?;
    tx.execute(
        "UPDATE directory_google SET difference = $2, difference_of = $3 WHERE clinic = $1",
        &params![clinic, sealed, of],
    )?;
    Ok(())
}

/// What that look would change, or changed, and which look it was.
pub fn difference(tx: &mut Tx<'_>, settings: &Settings) -> Result<Option<(RunId, Vec<String>)>> {
    let clinic = tx.clinic();
    let row = tx.one("SELECT difference, difference_of FROM directory_google WHERE clinic = $1", &params![clinic])?;
    let Some(of) = row.get::<Option<RunId>>("difference_of")? else { return Ok(None) };
    let sealed = Sealed::<String>::read_optional(&row, TABLE, "difference", clinic)?;
    let text = tx.open(settings.keeper)?.open_optional(sealed.as_ref())?.unwrap_or_default();
    Ok(Some((of, text.lines().map(str::to_owned).collect())))
}
