//! Commands that open and change clinics.

use std::sync::Arc;

use ground::{Actor, Clinic, House, NewClinic, Scope};
use promise::{Parameters, Purpose};

use super::{CliError, ClinicAction, clinic, line};

pub(super) async fn run(house: &House, action: ClinicAction) -> Result<(), CliError> {
    match action {
        ClinicAction::Create { slug, name, zone, jurisdiction, currency, edition, host, manager, manager_name } => {
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
                parameters: Parameters { edition, ..Parameters::default() },
            };
            create(house, new, &manager, &manager_name).await
        }
        ClinicAction::Manager { slug, email, name } => {
            let name = line(house, "--name", &name, 80)?;
            invite(house, clinic(house, Some(&slug)).await?, &email, &name).await
        }
        ClinicAction::Edition { slug, edition } => {
            let mut changed = Clinic::clone(&*clinic(house, Some(&slug)).await?);
            changed.parameters.edition = edition;
            house.update_clinic(changed).await?;
            say!("{slug} makes the promises of {edition}");
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

async fn create(house: &House, new: NewClinic, manager: &str, manager_name: &str) -> Result<(), CliError> {
    let (slug, currency) = (&new.slug, &new.currency);
    let slug_sound = (2..=40).contains(&slug.len())
        && slug.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
        && !slug.starts_with('-');
    if !slug_sound {
        return Err(CliError::Said(format!(
            "{slug} cannot stand in an address: use 2 to 40 small letters, digits and hyphens"
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
