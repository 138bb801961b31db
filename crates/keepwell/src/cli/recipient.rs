//! `keepwell recipient`: who handles something for every clinic of the installation, such as its mail relay.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use ground::House;
use ground::recipient::{
    self, Agreement, AtOnce, BY_HAND, Entry, Kind, New, Outcome, RecipientId, Standing, State, Terms,
};
use jiff::civil::Date;
use promise::{Category, Purpose};

use super::CliError;
use crate::recipients;

/// What `keepwell recipient` can do.
#[derive(Subcommand)]
pub(super) enum Action {
    /// List the installation's recipients; those of a clinic are on its own page /office/recipients.
    List,
    /// Write down a recipient of the whole installation. It counts once every clinic's notice has announced it, or at once
    /// where it replaces an equal one, or is a mail relay and none is open.
    Add(Fresh),
    /// Write down the next version of an entry: a renewed agreement, or other terms. What is left out stays.
    Renew {
        id: String,
        #[command(flatten)]
        with: Said,
        /// It gives nobody more than before, although its words differ: it counts at once.
        #[arg(long)]
        equal: bool,
    },
    /// End an entry: nothing leaves for them any more.
    End { id: String },
    /// Say how every way out stands that the configuration and the clinics' settings name; fails where nothing may leave.
    Check,
}

/// A new entry.
#[derive(Args)]
pub(super) struct Fresh {
    #[command(flatten)]
    with: Said,
    /// The entry that it replaces by an equal one, which then ends, or ended in the last 30 days.
    #[arg(long, value_name = "ID")]
    replaces: Option<String>,
}

/// What an entry says.
#[derive(Args)]
pub(super) struct Said {
    /// Their legal name.
    #[arg(long)]
    name: Option<String>,
    /// What the program asks them for: mail-relay, google-workspace, openid-provider; or by_hand.
    #[arg(long)]
    way: Option<String>,
    /// The host that is asked, as in relay.example.org.
    #[arg(long)]
    place: Option<String>,
    /// What for; may be given several times. What the program asks them for, if left out.
    #[arg(long = "purpose", value_name = "PURPOSE")]
    purposes: Vec<Purpose>,
    /// What kinds of data; may be given several times. What the program sends them, if left out.
    #[arg(long = "category", value_name = "CATEGORY")]
    categories: Vec<Category>,
    /// The country in which they keep it, in two letters.
    #[arg(long)]
    region: Option<String>,
    /// What protects it there, where a clinic is in another country.
    #[arg(long)]
    safeguard: Option<String>,
    /// processing, associate or confidentiality.
    #[arg(long, value_parser = kind)]
    agreement: Option<Kind>,
    /// What the paper is called.
    #[arg(long)]
    reference: Option<String>,
    /// The day on which it was signed, as in 2026-11-24.
    #[arg(long)]
    signed: Option<Date>,
    /// Its last day.
    #[arg(long, conflicts_with = "endless")]
    ends: Option<Date>,
    /// It has no end.
    #[arg(long)]
    endless: bool,
}

fn kind(text: &str) -> Result<Kind, String> {
    text.parse().map_err(|()| "write one of: processing, associate, confidentiality".to_owned())
}

pub(super) async fn run(house: &House, action: Action) -> Result<ExitCode, CliError> {
    match action {
        Action::List => list(house).await?,
        Action::Add(new) => add(house, new).await?,
        Action::Renew { id, with, equal } => renew(house, &id, with, equal).await?,
        Action::End { id } => end(house, &id).await?,
        Action::Check => return check(house).await,
    }
    Ok(ExitCode::SUCCESS)
}

fn today(house: &House) -> Date {
    house.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn line(entry: &Entry, today: Date) -> String {
    let how = match recipient::standing(entry, today) {
        Standing::Bound(Some(end)) => format!("bound until {end}"),
        Standing::Bound(None) => "bound".to_owned(),
        Standing::ToName(due) => format!("agreement to be named by {due}"),
        Standing::NotYet => "bound from a day to come".to_owned(),
        Standing::Lapsed(end) => format!("bound no more since {end}"),
        Standing::Ended => "ended".to_owned(),
    };
    let terms = &entry.terms;
    let place = if terms.place.is_empty() { "-" } else { &terms.place };
    format!("{} {:<16} {:<28} {:<30} {how}", entry.id, terms.way, place, terms.name)
}

async fn list(house: &House) -> Result<(), CliError> {
    let ((counting, coming), today) = (recipient::everywhere(house).await?, today(house));
    for entry in &counting {
        say!("{}", line(entry, today));
    }
    for entry in &coming {
        say!("{}, from {}", line(entry, today), entry.effective_at.strftime("%Y-%m-%d"));
    }
    if counting.is_empty() && coming.is_empty() {
        say!("nobody handles anything for the whole installation");
    }
    Ok(())
}

/// An entry's versions that count, or will, and the number of the newest.
async fn found(house: &House, id: &str) -> Result<(Entry, i64), CliError> {
    let none = || CliError::Said(format!("there is no recipient {id} of the installation: keepwell recipient list"));
    let wanted: RecipientId = id.parse().map_err(|_| none())?;
    let (counting, coming) = recipient::everywhere(house).await?;
    let newest = coming.iter().chain(&counting).filter(|entry| entry.id == wanted).map(|entry| entry.version).max();
    let entry = counting.into_iter().chain(coming).find(|entry| entry.id == wanted).ok_or_else(none)?;
    Ok((entry, newest.unwrap_or_default()))
}

/// What is said, over what stood before.
fn terms(said: Said, before: Option<&Terms>) -> Result<Terms, CliError> {
    let missing = |option: &str| CliError::Said(format!("{option} is missing"));
    let old = |of: fn(&Terms) -> String| before.map(of);
    let way = said.way.or(old(|terms| terms.way.clone())).ok_or_else(|| missing("--way"))?;
    let usual = recipient::Implied::at(way_of(&way), "");
    let purposes = match (said.purposes.is_empty(), before, &usual) {
        (false, ..) => said.purposes.into_iter().collect(),
        (true, Some(before), _) => before.purposes,
        (true, None, Some(usual)) => usual.purposes,
        (true, None, None) => return Err(missing("--purpose")),
    };
    let categories = match (said.categories.is_empty(), before, usual) {
        (false, ..) => said.categories.into_iter().collect(),
        (true, Some(before), _) => before.categories.clone(),
        (true, None, Some(usual)) => usual.categories,
        (true, None, None) => return Err(missing("--category")),
    };
    let agreed = before.and_then(|before| before.agreement.clone());
    let kind = said.agreement.or(agreed.as_ref().map(|one| one.kind)).ok_or_else(|| missing("--agreement"))?;
    let reference = said.reference.or(agreed.as_ref().map(|one| one.reference.clone()));
    let signed_on = said.signed.or(agreed.as_ref().map(|one| one.signed_on)).ok_or_else(|| missing("--signed"))?;
    let ends_on = if said.endless { None } else { said.ends.or(agreed.and_then(|one| one.ends_on)) };
    Ok(Terms {
        name: said.name.or(old(|terms| terms.name.clone())).ok_or_else(|| missing("--name"))?,
        way,
        place: said.place.or(old(|terms| terms.place.clone())).unwrap_or_default().to_ascii_lowercase(),
        purposes,
        categories,
        region: said
            .region
            .or(old(|terms| terms.region.clone()))
            .ok_or_else(|| missing("--region"))?
            .to_ascii_uppercase(),
        safeguard: said.safeguard.or(old(|terms| terms.safeguard.clone())).unwrap_or_default(),
        agreement: Some(Agreement {
            kind,
            reference: reference.ok_or_else(|| missing("--reference"))?,
            signed_on,
            ends_on,
        }),
    })
}

/// The program's own name of a way, or by hand.
fn way_of(way: &str) -> &'static str {
    ground::egress::way(way).map_or(BY_HAND, |way| way.name)
}

/// Refuses what the register would not take, for whichever clinic.
async fn sound(house: &House, terms: &Terms) -> Result<(), CliError> {
    use recipient::Fault as F;
    let clinics = house.clinics().await?;
    let abroad = clinics.iter().find(|clinic| !clinic.jurisdiction.starts_with(&terms.region));
    let country = abroad.map_or(terms.region.as_str(), |clinic| clinic.jurisdiction.as_str());
    let said = |fault: &F| match fault {
        F::Name => "--name: at most 200 characters",
        F::Way => "--way: mail-relay, google-workspace, openid-provider or by_hand",
        F::Place => "--place: the host that is asked, as in relay.example.org; none with by_hand",
        F::Purposes => "--purpose: what for",
        F::NeverSold => "--purpose: nobody gets anything for promotion, sale or counting",
        F::Categories => "--category: what kinds of data",
        F::Region => "--region: two letters, as in IE",
        F::Safeguard => "--safeguard: a clinic is in another country, so say what protects it there",
        F::Reference => "--reference: what the agreement is called",
        F::Signed => "--signed: a day that has come",
        F::Ends => "--ends: not before today, nor before it was signed",
    };
    let faults = recipient::faults(terms, country, today(house));
    match faults.is_empty() {
        true => Ok(()),
        false => Err(CliError::Said(faults.iter().map(said).collect::<Vec<_>>().join("\n"))),
    }
}

/// From when something new counts: once it stood announced for as long as every clinic's notice says.
async fn announced(house: &House) -> Result<jiff::Timestamp, CliError> {
    let (now, clinics) = (house.clock.now(), house.clinics().await?);
    let day = |clinic: &std::sync::Arc<ground::Clinic>| {
        office::rules::change::effective(now, clinic.parameters.notice_days, &clinic.zone)
    };
    Ok(clinics.iter().map(day).max().unwrap_or(now))
}

async fn add(house: &House, new: Fresh) -> Result<(), CliError> {
    let terms = terms(new.with, None)?;
    sound(house, &terms).await?;
    let replaced = match &new.replaces {
        Some(id) => Some(found(house, id).await?),
        None => None,
    };
    let (counting, coming) = recipient::everywhere(house).await?;
    // The first of its way would be taken over at the next start: who writes it down before is not later for it.
    let first = terms.way != BY_HAND && !counting.iter().chain(&coming).any(|entry| entry.terms.way == terms.way);
    let (at_once, seen) = match replaced {
        None if first => (AtOnce::First, None),
        None => (AtOnce::No, None),
        Some((old, _)) if old.terms.way != terms.way => {
            return Err(CliError::Said(format!(
                "{} is asked for {}: only an equal one replaces it",
                old.id, old.terms.way
            )));
        }
        Some((old, newest)) => (AtOnce::Replaces(old.id), Some(newest)),
    };
    let day = announced(house).await?;
    match recipient::add_everywhere(house, New { terms, day, at_once }, seen).await? {
        Outcome::Written(id, at) => say!("{id} counts from {}{}", at.strftime("%Y-%m-%d"), told(house, at)),
        refused => return Err(refusal(refused)),
    }
    Ok(())
}

/// Why nothing was written.
fn refusal(outcome: Outcome) -> CliError {
    CliError::Said(match outcome {
        Outcome::Unequal => UNEQUAL.to_owned(),
        Outcome::Over(at) => {
            format!("--ends: it would be over before it counts, from {} on", at.strftime("%Y-%m-%d"))
        }
        _ => QUICKER.to_owned(),
    })
}

/// That people are written to first, where it counts from a day to come.
fn told(house: &House, at: jiff::Timestamp) -> &'static str {
    if at > house.clock.now() { ", once every clinic's program wrote to its people that many days before" } else { "" }
}

const UNEQUAL: &str = "that is no equal: it would give more purposes or kinds of data, or in another country, or what it replaces does not count in every clinic yet, ended long ago, or was replaced already; leave --replaces or --equal out, and it is announced";

const QUICKER: &str = "somebody else changed it just now: look at keepwell recipient list, and decide anew";

async fn renew(house: &House, id: &str, with: Said, equal: bool) -> Result<(), CliError> {
    let (before, newest) = found(house, id).await?;
    if before.state == State::Ended {
        return Err(CliError::Said(format!("{id} was ended: keepwell recipient add writes a new one")));
    }
    let terms = terms(with, Some(&before.terms))?;
    sound(house, &terms).await?;
    let at_once = if equal { AtOnce::Itself } else { AtOnce::No };
    let day = announced(house).await?;
    match recipient::renew_everywhere(house, before.id, newest, New { terms, day, at_once }).await? {
        Outcome::Written(id, at) => say!("{id} counts as written from {}{}", at.strftime("%Y-%m-%d"), told(house, at)),
        refused => return Err(refusal(refused)),
    }
    Ok(())
}

async fn end(house: &House, id: &str) -> Result<(), CliError> {
    let (before, newest) = found(house, id).await?;
    match recipient::end_everywhere(house, before.id, newest).await? {
        true => say!("{id} is ended: nothing leaves for them any more"),
        false => return Err(CliError::Said(QUICKER.to_owned())),
    }
    Ok(())
}

async fn check(house: &House) -> Result<ExitCode, CliError> {
    let ways = recipients::ways(house).await?;
    for way in &ways {
        say!("{}", way.said());
    }
    if ways.is_empty() {
        say!("nothing leaves: no relay, no provider and no directory is named");
    }
    Ok(if ways.iter().all(recipients::Stands::is_open) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
