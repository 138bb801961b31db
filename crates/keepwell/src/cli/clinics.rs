//! Commands that open and change clinics.

use std::sync::Arc;

use clap::Subcommand;
use ground::{Actor, Clinic, House, NewClinic, Scope, Tx, residency};
use promise::{Edition, Parameters, Purpose, Region};

use super::limits::MayUse;
use super::{CliError, Format, Shape, clinic, hosted, leave, line};

#[derive(Subcommand)]
pub(super) enum ClinicAction {
    /// Open a clinic; prints the link with which its manager sets a password.
    Create {
        slug: String,
        #[arg(long)]
        name: String,
        /// IANA time zone.
        #[arg(long)]
        zone: String,
        /// Country, or part of one, whose law it follows: IE, US-CA.
        #[arg(long)]
        jurisdiction: String,
        /// ISO 4217 code of prices.
        #[arg(long, default_value = "EUR")]
        currency: String,
        /// A host name of its own, such as book.example.org, under which it stands at /.
        #[arg(long)]
        host: Option<String>,
        /// Which promises it makes: all, scheduling, rehab, crm, attendance or directory.
        #[arg(long, default_value_t = Edition::All)]
        edition: Edition,
        /// The first manager's email.
        #[arg(long)]
        manager: String,
        /// The first manager's name as colleagues and patients know it.
        #[arg(long)]
        manager_name: String,
        /// The country in which its database, documents and backups lie, such as IE: its notice says so.
        #[arg(long, value_name = "COUNTRY")]
        kept_in: Option<Region>,
    },
    /// Say in which country the database, documents and backups of a clinic lie, such as IE; its notice is held against it.
    KeptIn {
        slug: String,
        #[arg(value_name = "COUNTRY")]
        country: Region,
    },
    /// Make another manager, where nobody can sign in as one any more; prints the link with which they set a password.
    Manager {
        slug: String,
        #[arg(long)]
        email: String,
        /// The name as colleagues and patients know it.
        #[arg(long)]
        name: String,
    },
    /// List the clinics, and which of them are paused.
    List(Shape),
    /// Say how a clinic stands: paused or not, its agreement, and what it uses of what it may.
    Show {
        slug: String,
        #[command(flatten)]
        shape: Shape,
    },
    /// Say how much of what a clinic may use; what is left out stays, and "none" is no limit.
    Limits {
        slug: String,
        #[command(flatten)]
        limits: MayUse,
    },
    /// Pause a clinic: its pages say so to everybody, its letters and its other work wait, and nothing is lost. Its managers
    /// still sign in, read why, and take everything along.
    Suspend {
        slug: String,
        /// Why, in a sentence that its managers read.
        #[arg(long)]
        because: String,
    },
    /// Let a paused clinic go on where it was.
    Resume { slug: String },
    /// Let a clinic leave the installation: it is closed at once, takes everything along, and is erased for good after its
    /// days of grace. Everybody who answers for it is written to.
    Leave {
        #[arg(long)]
        clinic: String,
        /// Why, in a sentence that its managers read.
        #[arg(long, value_name = "TEXT")]
        reason: String,
        /// Although nobody took everything along.
        #[arg(long)]
        without_export: bool,
    },
    /// Take it back that a clinic leaves, as long as its days of grace last.
    Stay {
        #[arg(long)]
        clinic: String,
    },
    /// Print the receipt of a clinic that left.
    Receipt {
        /// The slug that it had, or its id.
        #[arg(long)]
        clinic: String,
    },
    /// Say which promises a clinic makes; the others are off, and stand in no notice of it.
    Edition {
        slug: String,
        /// all, scheduling, rehab, crm, attendance or directory.
        edition: Edition,
        /// Although it makes promises that are not kept now.
        #[arg(long)]
        anyway: bool,
    },
    /// Give a clinic a host name of its own, or take it away.
    Host {
        slug: String,
        /// The name, such as book.example.org, without https:// and port.
        #[arg(required_unless_present = "none")]
        host: Option<String>,
        /// Let it stand at /c/SLUG only.
        #[arg(long, conflicts_with = "host")]
        none: bool,
    },
}

pub(super) async fn run(house: &House, action: ClinicAction) -> Result<(), CliError> {
    match action {
        ClinicAction::Create {
            slug,
            name,
            zone,
            jurisdiction,
            currency,
            edition,
            host,
            manager,
            manager_name,
            kept_in,
        } => {
            // The same names that the pages take.
            let (name, manager_name) =
                (line(house, "--name", &name, 80)?, line(house, "--manager-name", &manager_name, 80)?);
            let host = match host {
                Some(host) => Some(house.free_host(&host).await?),
                None => None,
            };
            let new = NewClinic {
                slug,
                host,
                name,
                zone,
                jurisdiction,
                languages: vec!["en".to_owned(), "ar".to_owned()],
                currency,
                brand: None,
                parameters: Parameters { region: kept_in.unwrap_or(Region::Unstated), ..edition.preset() },
            };
            create(house, new, kept_in, &manager, &manager_name).await
        }
        ClinicAction::KeptIn { slug, country } => {
            let clinic = clinic(house, Some(&slug)).await?;
            let (stated, said) = (country != Region::Unstated, clinic.parameters.region);
            residency::state(house, clinic, stated.then_some(country)).await?;
            match (stated, said == country) {
                (false, _) => say!("it is not said any more where {slug} lies"),
                (true, true) => say!("{slug} lies in {}, as its notice says", country.phrase()),
                (true, false) => say!(
                    "{slug} lies in {}; its notice says {}: a manager changes that at /notice/change",
                    country.phrase(),
                    said.phrase()
                ),
            }
            Ok(())
        }
        ClinicAction::Manager { slug, email, name } => {
            let name = line(house, "--name", &name, 80)?;
            let clinic = clinic(house, Some(&slug)).await?;
            // A manager reads what the clinic keeps, so an operator makes none where there is one to ask.
            let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Account, "clinic.manager");
            let managed = scope.read(identity::managers).await.map_err(|e| CliError::Said(e.to_string()))?;
            if !managed.is_empty() {
                hosted::own(house, &clinic, "/staff")?;
            }
            invite(house, clinic, &email, &name).await
        }
        ClinicAction::List(shape) => list(house, shape.format == Format::Json).await,
        ClinicAction::Show { slug, shape } => {
            show(house, clinic(house, Some(&slug)).await?, shape.format == Format::Json).await
        }
        ClinicAction::Limits { slug, limits } => {
            let clinic = clinic(house, Some(&slug)).await?;
            house.allow(clinic.clone(), limits.over(clinic.allowance)).await?;
            show(house, self::clinic(house, Some(&slug)).await?, false).await
        }
        ClinicAction::Suspend { slug, because } => {
            let because = sentence(&line(house, "--because", &because, 300)?);
            let clinic = clinic(house, Some(&slug)).await?;
            house.pause(clinic, Some(because)).await?;
            say!("{slug} is paused: its pages say so within five seconds, and what it would send waits");
            Ok(())
        }
        ClinicAction::Resume { slug } => {
            let clinic = clinic(house, Some(&slug)).await?;
            if clinic.paused.is_none() {
                return Err(CliError::Said(format!("{slug} is not paused")));
            }
            house.pause(clinic, None).await?;
            say!("{slug} goes on where it was");
            Ok(())
        }
        ClinicAction::Leave { clinic, reason, without_export } => {
            leave::ask(house, &clinic, &reason, without_export).await
        }
        ClinicAction::Stay { clinic } => leave::stay(house, &clinic).await,
        ClinicAction::Receipt { clinic } => leave::receipt(house, &clinic).await,
        ClinicAction::Edition { slug, edition, anyway } => {
            let clinic = clinic(house, Some(&slug)).await?;
            if !anyway {
                unkept(house, &clinic, edition).await?;
            }
            let scope =
                Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Administration, "clinic.edition");
            match scope.write(move |tx| office::restate(tx, edition)).await? {
                office::Done::Done => {}
                _ => {
                    return Err(CliError::Said(format!(
                        "{slug} drafts or announces a change of its notice already: it is published, or taken back, on its own pages first"
                    )));
                }
            }
            let clinic = self::clinic(house, Some(&slug)).await?;
            match clinic.changes_at.filter(|_| clinic.parameters.edition != edition) {
                Some(at) => say!(
                    "{slug} makes the promises of {edition} from {at} on: it gives promises up, so that is announced first"
                ),
                None => say!("{slug} makes the promises of {edition}"),
            }
            Ok(())
        }
        ClinicAction::Host { slug, host, none: _ } => {
            let mut changed = Clinic::clone(&*clinic(house, Some(&slug)).await?);
            changed.host = match host {
                // Its own already.
                Some(host) if changed.host.is_some() && changed.host == ground::host_name(&host) => changed.host,
                Some(host) => Some(house.free_host(&host).await?),
                None => None,
            };
            house.update_clinic(changed.clone()).await?;
            say!("{} stands at {}", changed.name, house.address_of(&changed));
            Ok(())
        }
    }
}

/// What a clinic uses of one thing, and may.
#[derive(serde::Serialize)]
struct Use {
    what: &'static str,
    /// None where it is a rate.
    used: Option<u64>,
    most: Option<u64>,
}

/// How a clinic stands, as `keepwell clinic show` prints it.
#[derive(serde::Serialize)]
struct Stands {
    #[serde(flatten)]
    listed: Listed,
    uses: Vec<Use>,
}

async fn show(house: &House, clinic: Arc<Clinic>, json: bool) -> Result<(), CliError> {
    let may = clinic.allowance;
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "clinic.show");
    let used = move |tx: &mut Tx<'_>| -> ground::Result<[u64; 4]> {
        let zone = tx.settings().zone.clone();
        let today = zone.to_datetime(tx.now()).date().to_zoned(zone).map_err(ground::Error::internal)?;
        Ok([
            people::document_bytes(tx)?,
            people::clients_kept(tx)?,
            identity::many_staff(tx)?,
            ground::mail::gone_since(tx, today.timestamp())?,
        ])
    };
    let [documents, clients, staff, letters] = scope.read(used).await?;
    let uses = vec![
        Use { what: "bytes of documents", used: Some(documents), most: may.document_bytes },
        Use { what: "clients", used: Some(clients), most: may.clients },
        Use { what: "staff", used: Some(staff), most: may.staff },
        Use { what: "letters today", used: Some(letters), most: may.letters_a_day },
        Use { what: "API requests a minute", used: None, most: may.api_a_minute },
    ];
    let stands = Stands { listed: listed(house, &clinic).await?, uses };
    if json {
        say!("{}", serde_json::to_string_pretty(&stands).map_err(|e| CliError::Said(e.to_string()))?);
        return Ok(());
    }
    say!("{} ({}) at {}", stands.listed.name, stands.listed.slug, stands.listed.address);
    match (&stands.listed.paused_since, &stands.listed.paused_because) {
        (Some(since), Some(because)) => say!("paused since {since}: {because}"),
        _ => say!("open"),
    }
    if let Some(until) = &stands.listed.leaves_at {
        say!("leaves; it can be taken back until {until}");
    }
    say!("agreement: {}; {} let in", stands.listed.agreement, stands.listed.let_in);
    for one in &stands.uses {
        let used = one.used.map_or_else(|| "-".to_owned(), |used| used.to_string());
        let most = one.most.map_or_else(|| "no limit".to_owned(), |most| format!("of {most}"));
        say!("  {:22} {used:>14} {most}", one.what);
    }
    Ok(())
}

/// Ended like a sentence: others stand after it.
fn sentence(text: &str) -> String {
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// One clinic, as `keepwell clinic list` prints it.
#[derive(serde::Serialize)]
struct Listed {
    slug: String,
    name: String,
    address: String,
    /// Since when it is paused, and why.
    paused_since: Option<String>,
    paused_because: Option<String>,
    /// Until when it can be taken back that it leaves, where it does.
    leaves_at: Option<String>,
    /// How it stands to the agreement with whoever runs the program: own, none, accepted, outgrown or lapsed.
    agreement: &'static str,
    /// How many of the operator's are let in now.
    let_in: usize,
}

async fn listed(house: &House, clinic: &Arc<Clinic>) -> Result<Listed, CliError> {
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "clinic.list");
    let (standing, live) = scope
        .read(|tx| -> ground::Result<_> { Ok((operator::agreement::standing(tx)?, operator::grant::live(tx)?)) })
        .await?;
    Ok(Listed {
        slug: clinic.slug.clone(),
        name: clinic.name.clone(),
        address: house.address_of(clinic),
        paused_since: clinic.paused.as_ref().map(|paused| paused.since.to_string()),
        paused_because: clinic.paused.as_ref().map(|paused| paused.because.clone()),
        leaves_at: clinic.leaving.as_ref().map(|leaving| leaving.until.to_string()),
        agreement: standing.as_str(),
        let_in: live.len(),
    })
}

async fn list(house: &House, json: bool) -> Result<(), CliError> {
    let mut all = Vec::new();
    for clinic in house.clinics().await? {
        all.push(listed(house, &clinic).await?);
    }
    if json {
        say!("{}", serde_json::to_string_pretty(&all).map_err(|e| CliError::Said(e.to_string()))?);
        return Ok(());
    }
    for one in all {
        let state = match (&one.paused_since, &one.leaves_at) {
            (_, Some(_)) => "leaves",
            (Some(_), None) => "paused",
            (None, None) => "open",
        };
        say!("{:24} {state:7} {:9} {} let in  {}  {}", one.slug, one.agreement, one.let_in, one.address, one.name);
        if let Some(because) = one.paused_because {
            say!("{:24} {because}", "");
        }
    }
    Ok(())
}

async fn create(
    house: &House,
    new: NewClinic,
    kept_in: Option<Region>,
    manager: &str,
    manager_name: &str,
) -> Result<(), CliError> {
    let (slug, currency) = (&new.slug, &new.currency);
    let slug_sound = (2..=40).contains(&slug.len())
        && slug.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
        && !slug.starts_with('-');
    if !slug_sound {
        return Err(CliError::Said(format!(
            "{slug} cannot stand in an address: use 2 to 40 small letters, digits and hyphens"
        )));
    }
    if !house.left(Some(slug), 1).await?.is_empty() {
        return Err(CliError::Said(format!(
            "{slug} was the address of a clinic that left, and stays reserved: whoever follows an old letter must not come to strangers"
        )));
    }
    if house.clinic_by_slug(slug).await?.is_some() {
        return Err(CliError::Said(format!("there is a clinic {slug} already")));
    }
    let place: promise::Jurisdiction = new.jurisdiction.parse().map_err(|e| CliError::Said(format!("{e}")))?;
    if !place.is_a_country() {
        return Err(CliError::Said(format!(
            "{} is no country: write its two letters, such as IE, or GB for the United Kingdom (ISO 3166)",
            place.country()
        )));
    }
    if !ground::words::is_currency(currency) {
        return Err(CliError::Said(format!("{currency} is not a currency: use its three letters, such as EUR")));
    }
    addressed(manager)?;
    let clinic = house.create_clinic(new).await?;
    if kept_in.is_some() {
        residency::state(house, clinic.clone(), kept_in).await?;
    }
    // What it promises stands from the first moment.
    Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "clinic.create")
        .write(office::keep)
        .await?;
    say!("{} is open at {}", clinic.name, house.address_of(&clinic));
    invite(house, clinic, manager, manager_name).await
}

fn addressed(email: &str) -> Result<(), CliError> {
    email.parse::<lettre::Address>().map(drop).map_err(|_| CliError::Said(format!("{email} is not a mail address")))
}

/// Makes a manager, and says where they set a password.
async fn invite(house: &House, clinic: Arc<Clinic>, email: &str, name: &str) -> Result<(), CliError> {
    addressed(email)?;
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Account, "clinic.create");
    let link = identity::invite_manager(&scope, email, name).await.map_err(|e| CliError::Said(e.to_string()))?;
    say!("its manager sets a password at {}{link}", house.address_of(&clinic));
    Ok(())
}

/// Refuses an edition that makes promises which are not kept now, as publishing a notice does.
async fn unkept(house: &House, clinic: &Arc<Clinic>, edition: Edition) -> Result<(), CliError> {
    let t = house.words.english();
    let then = promise::Parameters { edition, ..clinic.parameters.clone() };
    let gaps = office::gaps(house, &t, clinic, &then, &office::Values::new()).await;
    if gaps.is_empty() {
        return Ok(());
    }
    let bare = |text: &str| -> String { text.chars().filter(|c| !('\u{2066}'..='\u{2069}').contains(c)).collect() };
    let lines: Vec<String> =
        gaps.iter().map(|gap| format!("  {}\n      {}", bare(&gap.sentence), bare(&gap.why))).collect();
    Err(CliError::Said(format!(
        "{} would promise what is not kept now; nothing was changed (--anyway does it all the same):\n{}",
        clinic.slug,
        lines.join("\n")
    )))
}
