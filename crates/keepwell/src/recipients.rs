//! The ways out that the configuration and the clinics' settings name, and how they stand on the register of recipients.

use ground::mail::{self, Transport};
use ground::recipient::{self, BY_HAND, Entry, Implied, Standing, TakenOver};
use ground::{Actor, House, Result, Scope, Tx};
use promise::{Category, Purpose};

/// Whoever runs the machine: they get all of it, sealed, and nothing else.
const KEPT: [Category; 6] =
    [Category::Identity, Category::Contact, Category::Schedule, Category::Health, Category::Message, Category::Account];

/// Whom the configuration names, for every clinic.
fn implied(house: &House) -> Vec<Implied> {
    let mut all = Vec::new();
    if let Transport::Smtp(relay) = &house.post.transport {
        all.extend(Implied::at(mail::RECIPIENT, relay.host()));
    }
    if let Some(host) = &house.installed.host {
        all.push(Implied {
            way: BY_HAND,
            place: String::new(),
            name: host.name.clone(),
            purposes: [Purpose::Operation].into_iter().collect(),
            categories: KEPT.into_iter().collect(),
        });
    }
    all
}

/// Whether the clinic asks somebody of whom nobody wrote down anything.
fn asks_unknown(tx: &mut Tx<'_>) -> Result<bool> {
    let known: Vec<String> = recipient::all(tx)?.into_iter().map(|entry| entry.terms.way).collect();
    for (way, _) in asked(tx)? {
        if !known.iter().any(|one| one == way) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whom the clinic's settings have the program ask, and where.
fn asked(tx: &mut Tx<'_>) -> Result<Vec<(&'static str, String)>> {
    let map = tx.scope().house().data_map.clone();
    let mut all = Vec::new();
    // A supported edition of the program leaves rooms out.
    if map.tables.contains_key("directory_google") {
        let host = directory::store::google::settings::recipient(tx).map_err(ground::Error::internal)?;
        all.extend(host.map(|host| (directory::google::RECIPIENT, host)));
    }
    if map.tables.contains_key("oidc_provider") {
        all.extend(identity::provider_hosts(tx)?.into_iter().map(|host| (identity::PROVIDER, host)));
    }
    Ok(all)
}

fn scope(house: &House, clinic: std::sync::Arc<ground::Clinic>) -> Scope {
    Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "recipients.check")
}

/// Writes down whom an installation asks that is older than its register, or asks first, so that nothing stops by surprise:
/// the agreement is to be named within some days, which `/office` and the log say. Whoever comes after the first of a way is
/// listed by somebody, or gets nothing.
///
/// # Errors
/// Those of the store.
pub async fn take_over(house: &House) -> Result<()> {
    let told = |name: &str, TakenOver { id, due }: TakenOver| {
        tracing::warn!(
            recipient = name,
            %id,
            cause = %format_args!("name the agreement by {due}, after which nothing leaves for them: keepwell recipient renew"),
            "a recipient is taken over into the register"
        );
    };
    for implied in implied(house) {
        let name = implied.name.clone();
        if let Some(taken) = recipient::take_over_everywhere(house, implied).await? {
            told(&name, taken);
        }
    }
    for clinic in house.clinics().await? {
        let slug = clinic.slug.clone();
        let scope = scope(house, clinic);
        if !scope.read(asks_unknown).await? {
            continue;
        }
        let taken = scope.write(|tx| {
            let implied: Vec<Implied> =
                asked(tx)?.into_iter().filter_map(|(way, host)| Implied::at(way, &host)).collect();
            recipient::take_over(tx, &implied)
        });
        for taken in taken.await? {
            told(&slug, taken);
        }
    }
    Ok(())
}

/// A way out, and how it stands.
#[derive(Clone, Debug)]
pub struct Stands {
    /// None where the way is every clinic's.
    pub clinic: Option<String>,
    pub way: &'static str,
    /// The host, or who it is where data goes by hand.
    pub whom: String,
    /// None where nobody is on the list for it.
    pub standing: Option<Standing>,
}

impl Stands {
    /// Whether anything may leave by it.
    pub fn is_open(&self) -> bool {
        self.standing.is_some_and(Standing::is_open)
    }

    /// In words for whoever runs the program.
    pub fn said(&self) -> String {
        let how = match self.standing {
            None => "is not on the list, so nothing leaves: keepwell recipient add".to_owned(),
            Some(Standing::Bound(None)) => "bound".to_owned(),
            Some(Standing::Bound(Some(end))) => format!("bound until {end}"),
            Some(Standing::ToName(due)) => {
                format!("name the agreement by {due}, after which nothing leaves: keepwell recipient renew")
            }
            Some(Standing::NotYet) => "is bound from a day to come, so nothing leaves yet".to_owned(),
            Some(Standing::Lapsed(end)) => {
                format!("is bound no more since {end}, so nothing leaves: keepwell recipient renew")
            }
            Some(Standing::Ended) => "was ended, so nothing leaves".to_owned(),
        };
        let clinic = self.clinic.as_ref().map_or_else(String::new, |slug| format!("{slug}: "));
        format!("{clinic}{} {}: {how}", self.way, self.whom)
    }
}

fn best(entries: &[Entry], today: jiff::civil::Date, is: impl Fn(&Entry) -> bool) -> Option<Standing> {
    let stands: Vec<Standing> =
        entries.iter().filter(|entry| is(entry)).map(|entry| recipient::standing(entry, today)).collect();
    stands.iter().copied().find(|standing| standing.is_open()).or(stands.first().copied())
}

/// Every way out that the configuration and the clinics' settings name.
///
/// # Errors
/// Those of the store.
pub async fn ways(house: &House) -> Result<Vec<Stands>> {
    let mut all = Vec::new();
    let (entries, _) = recipient::everywhere(house).await?;
    let today = house.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    for implied in implied(house) {
        let is = |entry: &Entry| match implied.way {
            BY_HAND => entry.terms.name == implied.name,
            way => entry.terms.way == way && entry.terms.place.eq_ignore_ascii_case(&implied.place),
        };
        let whom = if implied.way == BY_HAND { implied.name.clone() } else { implied.place.clone() };
        all.push(Stands { clinic: None, way: implied.way, whom, standing: best(&entries, today, is) });
    }
    for clinic in house.clinics().await? {
        let slug = clinic.slug.clone();
        let look = |tx: &mut Tx<'_>| {
            let today = tx.now().to_zoned(tx.settings().zone.clone()).date();
            Ok::<_, ground::Error>((asked(tx)?, recipient::all(tx)?, today))
        };
        let (asked, entries, today) = scope(house, clinic).read(look).await?;
        for (way, host) in asked {
            let is = |entry: &Entry| entry.terms.way == way && entry.terms.place.eq_ignore_ascii_case(&host);
            let standing = best(&entries, today, is);
            all.push(Stands { clinic: Some(slug.clone()), way, whom: host, standing });
        }
    }
    Ok(all)
}
