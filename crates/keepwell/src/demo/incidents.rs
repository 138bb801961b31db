//! What went wrong at an invented clinic: a letter to the wrong person, which is over; a lost phone, about which people are to
//! be told; and something that was only just noticed.

use std::sync::Arc;

use ground::{Actor, Clinic, House, PersonId, Result, Role, Scope, Tx, Who};
use jiff::{SignedDuration, Timestamp};
use office::incidents::{self, Assessment, Factors, Facts, Grade, Hand, IncidentId, IncidentKind, NewIncident, Reach};
use promise::{Category, Purpose};

/// Whom the lost phone touches.
const TOUCHED: u32 = 3;

/// Writes them down, as whoever answers for data there would.
pub(super) async fn happen(house: &House, clinic: &Arc<Clinic>) -> Result<()> {
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Rights, "demo.plant");
    let accounts = scope.read(identity::one_of_each).await.map_err(ground::Error::internal)?;
    let who = |role: Role| {
        let account = accounts.iter().find(|account| account.roles.contains(role))?;
        let who = Who::Account { account: account.id, person: account.person };
        Some(scope.as_actor(Actor { who, roles: account.roles, shown_as: account.shown_as.clone() }))
    };
    let (Some(desk), Some(officer)) = (who(Role::FrontDesk), who(Role::PrivacyOfficer)) else { return Ok(()) };
    let now = house.clock.now();
    let ago = |hours: i64| now - SignedDuration::from_hours(hours);

    let said = "A referral for one client went to another, who brought it back unopened an hour later.";
    let letter = report(&desk, IncidentKind::Misdirected, said, ago(30)).await?;
    let lessons = "Two of us now read the address aloud before a referral is sent. The envelope came back unopened.";
    let facts = facts(IncidentKind::Misdirected, said, &[Category::Identity, Category::Health], ago(31), ago(30));
    let assessed = assessment(Grade::None, true);
    officer
        .write(move |tx| -> office::Result<()> {
            step(tx, letter, |tx, version| incidents::confirm(tx, letter, version, &facts))?;
            step(tx, letter, |tx, version| incidents::assess(tx, letter, version, &assessed))?;
            // Nobody is named: it was not opened.
            step(tx, letter, |tx, version| incidents::reach(tx, letter, version, Reach::ByHand, ""))?;
            while incidents::step(tx, letter)? {}
            step(tx, letter, |tx, version| incidents::close(tx, letter, version, lessons))
        })
        .await
        .map_err(ground::Error::internal)?;

    let said = "A phone with the mail of the front desk was left on a tram. It was locked; we closed its session the same evening.";
    let phone = report(&desk, IncidentKind::LostDevice, said, ago(6)).await?;
    let facts = self::facts(IncidentKind::LostDevice, said, &[Category::Contact, Category::Schedule], ago(9), ago(5));
    let assessed = assessment(Grade::High, false);
    officer
        .write(move |tx| -> office::Result<()> {
            step(tx, phone, |tx, version| incidents::confirm(tx, phone, version, &facts))?;
            step(tx, phone, |tx, version| incidents::reach(tx, phone, version, Reach::ByHand, ""))?;
            for person in first(tx)? {
                let why = "Their letter was open on that phone.";
                step(tx, phone, |tx, version| incidents::by_hand(tx, phone, version, person, Hand::Added, why))?;
            }
            step(tx, phone, |tx, version| incidents::assess(tx, phone, version, &assessed))
        })
        .await
        .map_err(ground::Error::internal)?;

    let said = "The list of tomorrow's visits lay at the printer over lunch. I do not know who saw it.";
    report(&desk, IncidentKind::Other, said, ago(1)).await.map(drop)
}

async fn report(scope: &Scope, kind: IncidentKind, said: &str, discovered_at: Timestamp) -> Result<IncidentId> {
    let new = NewIncident { kind, said: said.to_owned(), discovered_at };
    scope.write(move |tx| incidents::report(tx, &new)).await.map_err(ground::Error::internal)
}

/// One thing that is done with it, as it stands now.
fn step(
    tx: &mut Tx<'_>,
    id: IncidentId,
    act: impl FnOnce(&mut Tx<'_>, i64) -> office::Result<()>,
) -> office::Result<()> {
    let version = incidents::find(tx, id)?.version;
    act(tx, version)
}

fn facts(kind: IncidentKind, said: &str, kinds: &[Category], from: Timestamp, to: Timestamp) -> Facts {
    Facts { kind, said: said.to_owned(), categories: kinds.to_vec(), window: Some((from, to)), discovered_at: to }
}

fn assessment(grade: Grade, improbable: bool) -> Assessment {
    let factors = Factors {
        nature: "Names, and what the visits were for.".to_owned(),
        recipient: "Somebody we know, or nobody we know of.".to_owned(),
        acquired: "We do not think that anybody read it, and cannot show it.".to_owned(),
        mitigated: "We had it back, or closed what it opened, within hours.".to_owned(),
        why: "It says who comes here and why.".to_owned(),
    };
    Assessment { grade, improbable, unreadable: false, factors }
}

/// Some of the clinic's clients.
fn first(tx: &mut Tx<'_>) -> Result<Vec<PersonId>> {
    super::store::first_clients(tx, TOUCHED)
}
