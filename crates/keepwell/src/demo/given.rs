//! What the demo's clinic gave to somebody outside care: so that its register, and the first client's page, have something.

use ground::{Actor, House, Role, Scope, Who};
use jiff::{SignedDuration, Timestamp};
use office::disclosures::{Form, NewDisclosure, Occasion, Secrecy, record};
use promise::{Category, Purpose};

use super::store;

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

fn health_board(now: Timestamp) -> NewDisclosure {
    NewDisclosure {
        kind: Occasion::PublicHealth,
        recipient: "Harbour Health Board".to_owned(),
        address: Some("12 Quay Street, Harbour".to_owned()),
        purpose: "They look for everybody who was here on the day of a measles case".to_owned(),
        basis: "Infectious Diseases Regulations 1981, article 14".to_owned(),
        categories: vec![Category::Contact, Category::Schedule],
        form: Form::File,
        given_at: now - days(40),
        secrecy: None,
        attached: true,
    }
}

fn insurer(now: Timestamp) -> NewDisclosure {
    NewDisclosure {
        kind: Occasion::Named,
        recipient: "Meridian Mutual".to_owned(),
        address: None,
        purpose: "Their insurer asked how often they came, and they wanted us to answer".to_owned(),
        basis: "What they signed at the desk".to_owned(),
        categories: vec![Category::Identity, Category::Schedule],
        form: Form::Post,
        given_at: now - days(12),
        secrecy: None,
        attached: true,
    }
}

fn court(now: Timestamp) -> NewDisclosure {
    NewDisclosure {
        kind: Occasion::LegalOrder,
        recipient: "District Court, Harbour".to_owned(),
        address: None,
        purpose: "An inquiry that is under way".to_owned(),
        basis: "Order 2026/118, section 7".to_owned(),
        categories: vec![Category::Schedule],
        form: Form::Paper,
        given_at: now - days(5),
        secrecy: Some(Secrecy { until: now + days(60), ordered_by: "The judge of that inquiry".to_owned() }),
        attached: true,
    }
}

/// Gives it, in the invented clinics that have clients.
pub(super) async fn give(house: &House) -> office::Result<()> {
    for clinic in house.clinics().await? {
        let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "demo.given");
        if !scope.read(store::is_invented).await? {
            continue;
        }
        let accounts = scope.read(identity::one_of_each).await?;
        let of = |role: Role| accounts.iter().find(|account| account.roles.contains(role));
        let (Some(client), Some(officer)) = (of(Role::Client), of(Role::PrivacyOfficer)) else { continue };
        let first = client.person;
        let who = Actor {
            who: Who::Account { account: officer.id, person: officer.person },
            roles: Role::PrivacyOfficer.into(),
            shown_as: None,
        };
        let scope = scope.as_actor(who).for_purpose(Purpose::Disclosure);
        let give = move |tx: &mut ground::Tx<'_>| -> office::Result<()> {
            let now = tx.now();
            let others = store::other_clients(tx, first, 2)?;
            record(tx, first, &health_board(now))?;
            record(tx, first, &insurer(now))?;
            for (at, other) in others.into_iter().enumerate() {
                record(tx, other, &if at == 0 { health_board(now) } else { court(now) })?;
            }
            Ok(())
        };
        scope.write(give).await?;
    }
    Ok(())
}
