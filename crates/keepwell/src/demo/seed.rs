//! Planting the invented clinic in an empty installation.

use std::sync::Arc;

use booking::store::seed::{insert_appointments, insert_catalogue, tell_where};
use fastrand::Rng;
use ground::{Actor, Clinic, House, NewClinic, PersonId, Result, Role, RoleSet, Scope};
use identity::{Hashed, NewStaff, create_client_account, create_staff};
use jiff::ToSpan;
use jiff::civil::Date;
use people::{Email, FamilyName, GivenName, NewClient, Phone};
use promise::catalogue::Edition;
use promise::{Parameters, Purpose, Region};

use super::clinic::{OFFICE, catalogue};
use super::days::Plan;
use super::names::person;
use super::record::furnish;
use super::spot::Spot;
use super::{recipients, store};

/// Clients written in one transaction.
const BATCH: usize = 500;
/// Appointments one practitioner of the invented clinic has in a working year.
const A_YEAR: usize = 2_200;

/// Days on which visits lie, from today on and before it, and the furthest back that many of them go.
const AHEAD: i64 = 35;
const BACK: i64 = 60;
const LONG_AGO: i64 = 60_000;

/// What to invent.
#[derive(Clone, Debug)]
pub struct Seed {
    pub seed: u64,
    pub clients: usize,
    pub appointments: Option<usize>,
    /// They lie from today on, day by day as full as days are, instead of all over the three months: few rows, and a full
    /// calendar now.
    pub near: bool,
    /// Six, or as many as so many appointments need, if left out.
    pub practitioners: Option<usize>,
}

/// Keeps so many of so many, evenly; all of them when no more were met than are to be kept.
struct Thinned {
    keep: usize,
    of: usize,
    met: usize,
}

impl Thinned {
    fn keeps(&mut self) -> bool {
        self.met += 1;
        self.of <= self.keep || self.met * self.keep / self.of > (self.met - 1) * self.keep / self.of
    }
}

/// Plants the clinic. `progress` hears how many of how many rows are written.
pub async fn plant(house: &House, seed: &Seed, progress: impl FnMut(usize, usize)) -> Result<Arc<Clinic>> {
    plant_edition(house, seed, Edition::All, progress).await
}

/// The same as a service of one edition would run it: with its promises and parameters, and what its rooms keep.
pub async fn plant_edition(
    house: &House,
    seed: &Seed,
    edition: Edition,
    mut progress: impl FnMut(usize, usize),
) -> Result<Arc<Clinic>> {
    let spot = Spot::of(edition);
    let clinic = house
        .create_clinic(NewClinic {
            slug: "linden-quay".to_owned(),
            host: None,
            name: "Linden Quay Physiotherapy".to_owned(),
            zone: spot.zone.to_owned(),
            jurisdiction: spot.jurisdiction.to_owned(),
            languages: vec!["en".to_owned(), "ar".to_owned()],
            currency: spot.currency.to_owned(),
            brand: None,
            parameters: Parameters { region: spot.kept_in, ..edition.preset() },
        })
        .await?;
    ground::residency::state(house, clinic.clone(), Some(spot.kept_in)).await?;
    house.update_clinic(introduced(&clinic, &spot)).await?;
    let clinic = house.clinic_by_id(clinic.id).await?.ok_or(ground::Error::NotFound)?;
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "demo.plant");
    scope.write(store::mark).await?;
    scope.write(office::keep).await?;
    recipients::list(&scope).await?;
    let wanted = seed.appointments.unwrap_or(0);
    let total = seed.clients + wanted;
    let practitioners = seed.practitioners.unwrap_or_else(|| 6.max(wanted.div_ceil(3 * A_YEAR)));
    let (mut catalogue, hours) = catalogue(house.clock.now(), practitioners, spot.address);

    let clients = match edition.has_room("people") {
        true => clients(&scope, seed, |done| progress(done, total)).await?,
        false => Vec::new(),
    };
    let staff = staff(
        &scope,
        clients.first().copied(),
        &catalogue.practitioners.iter().map(|one| one.name.clone()).collect::<Vec<_>>(),
    )
    .await?;
    for (one, (account, person)) in catalogue.practitioners.iter_mut().zip(staff) {
        (one.account, one.person) = (Some(account), Some(person));
    }
    if !edition.has_room("booking") {
        if edition.has_room("people") {
            furnish(&scope, &clients).await?;
        }
        return Ok(clinic);
    }
    let (rows, spans) = (catalogue.clone(), hours.clone());
    scope.write(move |tx| insert_catalogue(tx, &rows, &spans)).await?;

    let mut rng = Rng::with_seed(seed.seed);
    let now = house.clock.now();
    let today = clinic.zone.to_datetime(now).date();
    let plan =
        Plan { catalogue: &catalogue, hours: &hours, clients: &clients, zone: &clinic.zone, now, full: (0.88, 0.62) };
    // Ahead as far as is booked, then back: three months in all.
    let ahead = (0..AHEAD).map(|n| today.saturating_add(n.days()));
    let back = (1..=BACK).map(|n| today.saturating_sub(n.days()));
    let months: Vec<Date> = ahead.chain(back).collect();
    // Fewer than the three months hold are some of theirs, from all over them; more go further back.
    let wanted = seed.appointments.unwrap_or(usize::MAX);
    let held: usize = match seed.appointments {
        Some(_) if !seed.near => {
            let mut rng = rng.clone();
            months.iter().map(|date| plan.day(*date, &mut rng).len()).sum()
        }
        _ => 0,
    };
    let mut thinned = Thinned { keep: wanted, of: held, met: 0 };
    let further = (BACK + 1..=LONG_AGO).map(|n| today.saturating_sub(n.days()));
    let more = further.take_while(|_| seed.appointments.is_some());
    let mut written = 0;
    for date in months.into_iter().chain(more) {
        if written >= wanted {
            break;
        }
        let mut rows = plan.day(date, &mut rng);
        rows.retain(|_| thinned.keeps());
        rows.truncate(wanted - written);
        written += rows.len();
        scope.write(move |tx| insert_appointments(tx, &rows)).await?;
        progress(seed.clients + written, total);
    }
    scope.write(move |tx| tell_where(tx, &spot.homes)).await?;
    furnish(&scope, &clients).await?;
    Ok(clinic)
}

async fn clients(scope: &Scope, seed: &Seed, mut progress: impl FnMut(usize)) -> Result<Vec<PersonId>> {
    let mut all = Vec::with_capacity(seed.clients);
    let mut from = 0;
    while from < seed.clients {
        let until = (from + BATCH).min(seed.clients);
        let made = scope
            .write(move |tx| -> Result<Vec<PersonId>> {
                let invented = (from..until).filter_map(invent);
                invented.map(|new| people::create(tx, &new, &people::Source::Demo)).collect()
            })
            .await?;
        all.extend(made);
        progress(until);
        from = until;
    }
    Ok(all)
}

fn invent(n: usize) -> Option<NewClient> {
    let (given, family, email, phone) = person(n);
    Some(NewClient {
        given_name: GivenName::parse(&given).ok()?,
        family_name: FamilyName::parse(&family).ok()?,
        email: Email::parse(&email).ok(),
        phone: Phone::parse(&phone, "IE".parse().ok()).ok(),
        birth_date: None,
        note: None,
        language: if n % 40 == 39 { "ar" } else { "en" }.to_owned(),
    })
}

/// Accounts whose password nobody knows: the demo's doors need none, and nobody can sign in to them by guessing.
async fn staff(
    scope: &Scope,
    client: Option<PersonId>,
    practitioners: &[String],
) -> Result<Vec<(ground::AccountId, PersonId)>> {
    let practitioners = practitioners.to_vec();
    let rounds = scope.clinic.parameters.password_iterations;
    let unknown = tokio::task::spawn_blocking(move || {
        let mut secret = [0u8; 32];
        ground::random(&mut secret);
        Hashed::of(&secret.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), rounds)
    })
    .await
    .map_err(ground::Error::internal)?;
    scope
        .write(move |tx| -> Result<_> {
            let new = |email: String, name: &str, role: Role| NewStaff {
                email,
                shown_as: name.to_owned(),
                roles: RoleSet::from(role),
                language: "en".to_owned(),
                password: Some(unknown.clone()),
                source: identity::Source::Automatic,
            };
            let mut accounts = Vec::new();
            for (n, name) in practitioners.iter().enumerate() {
                let made = create_staff(tx, &new(format!("practitioner{n}@example.org"), name, Role::Clinician))
                    .map_err(ground::Error::internal)?;
                accounts.push((made.account, made.person));
            }
            for (name, email, role) in OFFICE {
                create_staff(tx, &new((*email).to_owned(), name, *role)).map_err(ground::Error::internal)?;
            }
            if let Some(person_id) = client {
                let (given, family, email, _) = person(0);
                let client = identity::NewClient {
                    person: Some(person_id),
                    email,
                    name: Some(format!("{given} {family}")),
                    language: "en".to_owned(),
                    age_stated: Some(18),
                    password: Some(unknown.clone()),
                    source: identity::Source::Automatic,
                };
                create_client_account(tx, &client).map_err(ground::Error::internal)?;
            }
            Ok(accounts)
        })
        .await
}

/// The clinic with what it says of itself.
fn introduced(clinic: &Clinic, spot: &Spot) -> Clinic {
    let greetings = [
        ("en", "We are physiotherapists on the quay. We take our time, and the first visit begins with your story."),
        ("ar", "نحن أخصائيو علاج طبيعي على الرصيف. نعطيك وقتنا، وتبدأ الزيارة الأولى بقصتك."),
    ];
    Clinic {
        phone: spot.phone.map(str::to_owned),
        email: Some("hello@linden-quay.example".to_owned()),
        greetings: greetings.map(|(code, words)| (code.to_owned(), words.to_owned())).into(),
        ..clinic.clone()
    }
}

/// A second, small clinic of the same kind, for tests of the wall between clinics.
pub async fn plant_second(house: &House) -> Result<Arc<Clinic>> {
    let clinic = house
        .create_clinic(NewClinic {
            slug: "harbour-row".to_owned(),
            host: None,
            name: "Harbour Row Hands".to_owned(),
            zone: "America/New_York".to_owned(),
            jurisdiction: "US-NY".to_owned(),
            languages: vec!["en".to_owned()],
            currency: "USD".to_owned(),
            brand: Some("#8a3ffc".to_owned()),
            parameters: Parameters { region: Region::Ie, ..Parameters::default() },
        })
        .await?;
    ground::residency::state(house, clinic.clone(), Some(Region::Ie)).await?;
    let clinic = house.clinic_by_id(clinic.id).await?.ok_or(ground::Error::NotFound)?;
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "demo.plant");
    scope.write(store::mark).await?;
    scope.write(office::keep).await?;
    recipients::list(&scope).await?;
    let clients =
        clients(&scope, &Seed { seed: 2, clients: 3, appointments: None, near: false, practitioners: None }, |_| {})
            .await?;
    let (catalogue, hours) = catalogue(house.clock.now(), 6, "14 Linden Quay, New York");
    staff(
        &scope,
        clients.first().copied(),
        &catalogue.practitioners.iter().map(|one| one.name.clone()).collect::<Vec<_>>(),
    )
    .await?;
    scope.write(move |tx| insert_catalogue(tx, &catalogue, &hours)).await?;
    Ok(clinic)
}
