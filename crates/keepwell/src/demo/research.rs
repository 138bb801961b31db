//! What the invented clinic released for research: one file that was approved, one draft that waits, and one count with noise.

use ground::{Actor, House, Result, Role, RoleSet, Scope, Who};
use office::releases::{self, NewQuestion, NewRelease, question};
use promise::Purpose;
use promise::release::Diversity;

use super::store;

/// Fewest visits of which something is released: a handful leads back to people.
const ENOUGH: i64 = 300;

/// Plants them, as far as the demo has visits of which something can be released.
pub(super) async fn plant(house: &House) -> Result<()> {
    for clinic in house.clinics().await? {
        let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "demo.plant");
        let accounts = scope.read(identity::one_of_each).await.map_err(ground::Error::internal)?;
        let of = |role: Role| accounts.iter().find(|account| account.roles.contains(role));
        let (Some(manager), Some(officer)) = (of(Role::Manager), of(Role::PrivacyOfficer)) else { continue };
        let has_visits = house.datasets.iter().any(|set| set.name == "visits");
        if !has_visits || !clinic.parameters.edition.has_room("booking") || scope.read(store::begun).await? < ENOUGH {
            continue;
        }
        let acting = |account: &identity::Account, role: Role| {
            let who = Who::Account { account: account.id, person: account.person };
            let actor = Actor { who, roles: RoleSet::from(role), shown_as: None };
            scope.as_actor(actor).for_purpose(Purpose::Administration)
        };
        let (manager, officer) = (acting(manager, Role::Manager), acting(officer, Role::PrivacyOfficer));
        let research = scope.for_purpose(Purpose::Research);
        let asked = |recipient: &str, purpose: &str, columns: &[&str]| NewRelease {
            data_set: "visits".to_owned(),
            purpose: purpose.to_owned(),
            recipient: recipient.to_owned(),
            columns: columns.iter().map(|name| (*name).to_owned()).collect(),
            k: clinic.parameters.release_k,
            l: 2,
            diversity: Diversity::Distinct,
            most_suppressed: 3_000,
        };
        let first = asked(
            "Shannon Institute for Movement",
            "How often visits are missed, by what they are for",
            &["modality", "year", "lead", "status"],
        );
        let first = manager.write(move |tx| releases::draft(tx, &first)).await?;
        let waits = asked(
            "Register of Physiotherapy Outcomes",
            "Visits by service and language",
            &["service", "modality", "year", "language", "status"],
        );
        let waits = manager.write(move |tx| releases::draft(tx, &waits)).await?;
        let count = NewQuestion { data_set: "visits".to_owned(), by: Some("status".to_owned()), most: 3, epsilon: 5 };
        let asked = manager.write(move |tx| question::ask(tx, &count)).await?;
        releases::gather(&research, first).await?;
        releases::gather(&research, waits).await?;
        let round = officer.read(move |tx| releases::find(tx, first)).await?.round;
        officer.write(move |tx| releases::approve(tx, first, round)).await?;
        if let question::Asked::New(id) = asked {
            releases::count(&research, id).await?;
        }
    }
    Ok(())
}
