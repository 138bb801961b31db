//! The demo's Google: a stand-in on this machine, whose directory one edits on its own page, and which the invented clinic
//! follows. It begins after the demo answers, and only there: `keepwell serve` starts none.

use std::path::Path;

use directory::model::Source;
use directory::plan::Limits;
use directory::standin::{Belongs, Circle, Edited, Person, Standin, World};
use directory::store::google::settings::{self, NewSettings, Secret};
use directory::store::{group, rule};
use directory::sync;
use ground::{Actor, Clinic, House, Role, Scope};
use promise::Purpose;

use super::store;

/// Where the played directory lies, beside the demo's data.
pub(super) const FILE: &str = "their-google.json";
/// Who has delegated to the service account over there.
const ADMINISTRATOR: &str = "directory-reader@linden-quay.example";
/// Whoever is deleted over there may come back for so long: as Google has it.
const MINUTES: u32 = 60;

/// Plays Google for the first invented clinic, for as long as the program runs.
pub(super) async fn play(house: House, folder: std::path::PathBuf) {
    match begin(&house, &folder).await {
        // It ends when it is dropped.
        Ok(_standin) => std::future::pending().await,
        Err(fault) => tracing::warn!(cause = %fault, "nobody plays Google in this demo"),
    }
}

async fn begin(house: &House, folder: &Path) -> directory::Result<Option<Standin>> {
    for clinic in house.clinics().await? {
        let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "directory.google");
        if clinic.parameters.edition.has_room("directory") && scope.read(store::is_invented).await? {
            return Ok(Some(follow(house, &scope, &clinic, folder).await?));
        }
    }
    Ok(None)
}

async fn follow(house: &House, scope: &Scope, clinic: &Clinic, folder: &Path) -> directory::Result<Standin> {
    let path = folder.join(FILE);
    let base = house.address_of(clinic);
    let edited =
        Edited::new(house.words.clone(), clinic.name.clone(), format!("{base}/directory/google"), Some(path.clone()));
    let world = World { page: Some(4), ..World::read(&path).unwrap_or_else(invented) };
    let standin = Standin::with_page(world, ADMINISTRATOR, house.clock.clone(), edited).await?;
    let before = scope.read(settings::find).await?;
    let first = before.is_none();
    // It makes a new key each time it starts, and has another port.
    let (key, endpoints) = (standin.key().to_owned(), standin.endpoints());
    scope
        .write(move |tx| {
            let secret = Secret { service_key: key.clone(), administrator: ADMINISTRATOR.to_owned() };
            let new = NewSettings {
                secret: Some((secret, directory::standin::CLIENT_ID.to_owned())),
                endpoints: endpoints.clone(),
                working: before.as_ref().is_none_or(|before| before.working),
                minutes: before.as_ref().map_or(MINUTES, |before| before.minutes),
                limits: before.as_ref().map_or_else(Limits::default, |before| before.limits),
            };
            settings::save(tx, &new)
        })
        .await?;
    if first {
        let found = scope.read(settings::find).await?.ok_or(ground::Error::NotFound)?;
        // Everybody is here before a group gives anything, as it goes with a real directory.
        sync::look(scope, &found, false, &directory::google::Pace::real()).await?;
        scope
            .write(|tx| {
                for (external, role) in GIVES {
                    if let Some(group) = group::by_external(tx, Source::Google, external)? {
                        rule::create(tx, rule::Rule { group: group.id, gives: (*role).into() })?;
                    }
                }
                Ok::<_, directory::Error>(())
            })
            .await?;
    }
    Ok(standin)
}

/// What the invented clinic's groups give.
const GIVES: &[(&str, Role)] = &[("g-desk", Role::FrontDesk), ("g-treat", Role::Clinician)];

/// Who is in the directory when the demo begins: none of those who have a door of the demo's front page.
fn invented() -> World {
    const PEOPLE: [(&str, &str); 8] = [
        ("Orla", "Whitcombe"),
        ("Callum", "Ferriday"),
        ("Meera", "Ashdown"),
        ("Caspar", "Nolan"),
        ("Yasmin", "Farouk"),
        ("Bertil", "Quayle"),
        ("Niamh", "Sandoval"),
        ("Hugo", "Teague"),
    ];
    let people = PEOPLE.iter().zip(1u32..).map(|((given, family), n)| {
        let email = format!("{}.{}@linden-quay.example", given.to_lowercase(), family.to_lowercase());
        Person::new(format!("10000000000000000000{n}"), given, family, &email)
    });
    let circle = |id: &str, name: &str, members: Vec<Belongs>| {
        let at = format!("{}@linden-quay.example", name.to_lowercase().replace(' ', "-"));
        Circle { members, ..Circle::new(id, name, &at) }
    };
    let circles = vec![
        circle("g-all", "Everybody", vec![Belongs::Circle(1), Belongs::Circle(3), Belongs::Person(7)]),
        circle("g-desk", "Reception", vec![Belongs::Person(0), Belongs::Person(1), Belongs::Circle(2)]),
        circle("g-cover", "Evening cover", vec![Belongs::Person(2)]),
        circle(
            "g-treat",
            "Therapists",
            vec![Belongs::Person(3), Belongs::Person(4), Belongs::Person(5), Belongs::Person(6)],
        ),
    ];
    World { people: people.collect(), circles, ..World::default() }
}
