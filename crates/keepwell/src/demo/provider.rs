//! The demo's provider of identities: a stand-in on this machine, which signs in whomever one chooses on its page. It begins
//! after the demo answers, and only there: `keepwell serve` starts none.

use std::path::{Path, PathBuf};

use ground::{AccountId, Actor, Clinic, House, Role, Scope};
use identity::Gives;
use identity::standin::{Connected, Person, Played, Standin, connect};
use promise::Purpose;

use super::store;

/// Where it is kept at which port the provider was, beside the demo's data: at another one it would be another provider.
pub(super) const FILE: &str = "their-provider.port";
/// What the button on the sign-in page says.
const NAME: &str = "Linden Quay staff";
/// Which of its groups let somebody unknown in, and as what.
const GIVES: [(&str, Role); 2] = [("Reception", Role::FrontDesk), ("Therapists", Role::Clinician)];

/// Plays a provider for the first invented clinic, for as long as the program runs.
pub(super) async fn play(house: House, folder: PathBuf) {
    match begin(&house, &folder).await {
        // It ends when it is dropped.
        Ok(_standin) => std::future::pending().await,
        Err(fault) => tracing::warn!(cause = %fault, "nobody plays a provider of identities in this demo"),
    }
}

async fn begin(house: &House, folder: &Path) -> identity::Result<Option<Standin>> {
    for clinic in house.clinics().await? {
        let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "demo.provider");
        if scope.read(store::is_invented).await? {
            return Ok(Some(follow(house, &scope, &clinic, folder).await?));
        }
    }
    Ok(None)
}

async fn follow(house: &House, scope: &Scope, clinic: &Clinic, folder: &Path) -> identity::Result<Standin> {
    let path = folder.join(FILE);
    let base = house.address_of(clinic);
    let played = Played {
        words: house.words.clone(),
        clinic: clinic.name.clone(),
        signs_in: format!("{base}/sign-in"),
        redirect: format!("{base}/sign-in/return"),
        groups: GIVES.iter().map(|(group, _)| (*group).to_owned()).collect(),
    };
    let port = std::fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let standin = Standin::with_page(house.clock.clone(), played, port).await?;
    if let Some(port) = standin.issuer().rsplit(':').next() {
        std::fs::write(&path, port).map_err(ground::Error::internal)?;
    }
    let people: Vec<(AccountId, Person)> = scope
        .read(identity::one_of_each)
        .await?
        .into_iter()
        .filter(|account| !account.roles.is_empty())
        .map(|account| {
            let role = account.roles.iter().map(|role| house.words.english().get(&word(role)));
            let role = role.collect::<Vec<_>>().join(", ");
            let name = account.shown_as.clone().map_or_else(|| role.clone(), |name| format!("{name} ({role})"));
            let subject = account.id.to_string();
            (account.id, Person { subject, name, email: None, groups: Vec::new(), linked: true })
        })
        .collect();
    let (issuer, linked) = (
        standin.issuer().to_owned(),
        people.iter().map(|(account, person)| (*account, person.subject.clone())).collect::<Vec<_>>(),
    );
    scope
        .write(move |tx| {
            let rules = GIVES.map(|(group, role)| (group, Gives::Role(role)));
            connect(tx, &Connected { issuer: &issuer, name: NAME, rules: &rules, people: &linked })
        })
        .await?;
    standin.world().people = people.into_iter().map(|(_, person)| person).chain(unknown()).collect();
    Ok(standin)
}

fn word(role: Role) -> String {
    format!("role-{}", role.as_str().replace('_', "-"))
}

/// People of whom the clinic knows nothing: one whom its rule lets in, and one whom it does not.
fn unknown() -> [Person; 2] {
    let person = |subject: &str, name: &str, groups: &[&str]| Person {
        subject: subject.to_owned(),
        name: name.to_owned(),
        email: Some(format!("{}@linden-quay.example", name.to_lowercase().replace(' ', "."))),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        linked: false,
    };
    [person("unknown-1", "Ragna Ellery", &["Reception"]), person("unknown-2", "Silas Ondine", &[])]
}
