//! What every test stands on: the real program, on a port and a database of its own, with a small invented clinic.

pub mod authority;
mod browser;
#[path = "../../../../ground/tests/house/place.rs"]
mod place;
mod plans;
mod planted;
pub mod program;
pub mod relay;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use booking::Whom;
use booking::model::{PractitionerId, ServiceId, Source};
use booking::rules::Booker;
use booking::store::book::{NewBooking, Settled};
use ground::db::Threads;
use ground::keys::Master;
use ground::mail::{Post, Transport};
use ground::web::{LimitSettings, Limits};
use ground::{Actor, Clinic, Clock, House, Plan, Reach, Role, Room, Scope, app};
use keepwell::rooms::rooms;
use promise::Purpose;

pub use browser::{Answer, Browser};
pub use place::Place;
use planted::{planted, sow};
pub use program::Program;

/// A booking as visitors make them, of whom nothing more is said: tests change what they are about.
pub fn booking(service: ServiceId, with: Option<PractitionerId>, start: jiff::Timestamp, whom: Whom) -> NewBooking {
    NewBooking {
        settled: Settled::default(),
        service,
        practitioner: with,
        place: None,
        start,
        booker: Booker::Visitor,
        whom,
        language: "en".to_owned(),
        note: None,
        remind: false,
        tell: false,
        source: Source::Online,
        once: None,
    }
}

/// A running program.
pub struct TestApp {
    pub house: House,
    pub clinic: Arc<Clinic>,
    /// A second clinic in the same installation.
    pub other: Arc<Clinic>,
    pub address: String,
    /// Goes with the last program on it.
    pub place: Arc<Place>,
    server: tokio::task::JoinHandle<()>,
}

fn off() -> LimitSettings {
    LimitSettings { off: true, ..LimitSettings::default() }
}

fn mailbox() -> Post {
    Post { from: "clinic@example.org".to_owned(), transport: Transport::Mailbox }
}

/// A Tuesday morning in Dublin.
pub const NOW: &str = "2026-11-24T10:40:00Z";

impl TestApp {
    /// Starts the program, without limits on how often one may ask, at the held time [`NOW`].
    pub async fn start() -> TestApp {
        TestApp::with(off(), Clock::held(NOW.parse().unwrap())).await
    }

    /// Starts the program with these limits and this clock.
    pub async fn with(limits: LimitSettings, clock: Clock) -> TestApp {
        TestApp::posting(limits, clock, mailbox()).await
    }

    /// Starts the program without limits, behind proxies that are believed.
    pub async fn believing(trusted_proxies: &[IpAddr]) -> TestApp {
        let limits = off();
        let post = mailbox();
        let reach = Reach { trusted_proxies: trusted_proxies.to_vec(), ..Reach::default() };
        TestApp::open(limits, Clock::held(NOW.parse().unwrap()), post, reach, None, None).await
    }

    /// Starts the program without limits, run by somebody for clinics that are not theirs.
    pub async fn hosted() -> TestApp {
        let host = ground::Host {
            name: "Harbour Hosting".to_owned(),
            contact: "help@harbour.example".to_owned(),
            agreement_days: 30,
        };
        TestApp::open(off(), Clock::held(NOW.parse().unwrap()), mailbox(), Reach::default(), None, Some(host)).await
    }

    /// Starts the program without limits and with these rooms.
    pub async fn furnished(rooms: Vec<Room>) -> TestApp {
        let limits = off();
        let post = mailbox();
        TestApp::open(limits, Clock::held(NOW.parse().unwrap()), post, Reach::default(), Some(rooms), None).await
    }

    /// Starts the program with letters leaving by this gate.
    pub async fn posting(limits: LimitSettings, clock: Clock, post: Post) -> TestApp {
        TestApp::open(limits, clock, post, Reach::default(), None, None).await
    }

    async fn open(
        limits: LimitSettings,
        clock: Clock,
        post: Post,
        reach: Reach,
        rooms: Option<Vec<Room>>,
        host: Option<ground::Host>,
    ) -> TestApp {
        // What was planted at another time, or in other rooms, is another clinic.
        let usual = rooms.is_none() && clock.now() == NOW.parse().unwrap();
        let place = match usual {
            true => {
                let empty = async |place: &Place| {
                    let (house, _, server) = program(
                        place,
                        off(),
                        Clock::held(NOW.parse().unwrap()),
                        mailbox(),
                        Reach::default(),
                        self::rooms(),
                        ground::Installed::default(),
                    )
                    .await;
                    server.abort();
                    house
                };
                planted(empty).await
            }
            false => Place::fresh(),
        };
        let place = Arc::new(place);
        let rooms = rooms.unwrap_or_else(self::rooms);
        let installed = ground::Installed { host, ..ground::Installed::default() };
        let (house, address, server) = program(&place, limits, clock, post, reach, rooms, installed).await;
        if !usual {
            sow(&house).await;
        }
        assert_eq!(house.gaps().await.unwrap(), [], "the data map and the schema agree");
        let [clinic, other] = planted::SLUGS;
        let (clinic, other) = (house.clinic_by_slug(clinic).await, house.clinic_by_slug(other).await);
        let (clinic, other) = (clinic.unwrap().unwrap(), other.unwrap().unwrap());
        TestApp { house, clinic, other, address, place, server }
    }

    /// Another node on the same database, at the same held time by a clock of its own.
    pub async fn beside(&self) -> TestApp {
        self.beside_with(rooms()).await
    }

    /// The same of a program with these rooms, as a later version is.
    pub async fn beside_with(&self, rooms: Vec<Room>) -> TestApp {
        let (limits, clock) = (off(), Clock::held(self.house.clock.now()));
        let post = mailbox();
        let installed = self.house.installed.clone();
        let (house, address, server) =
            program(&self.place, limits, clock, post, Reach::default(), rooms, installed).await;
        let (clinic, other) = (self.clinic.clone(), self.other.clone());
        TestApp { house, clinic, other, address, place: self.place.clone(), server }
    }

    /// A browser that is signed in to nothing.
    pub fn visitor(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// A browser signed in as the first member of `role` in `clinic`, by the demo's door.
    pub async fn signed_in(&self, clinic: &Clinic, role: Role) -> Browser {
        let browser = self.visitor();
        let scope = self.scope(clinic, Purpose::Operation);
        let accounts = scope.read(identity::one_of_each).await.unwrap();
        let account = accounts
            .iter()
            .find(|account| account.roles.contains(role))
            .unwrap_or_else(|| panic!("no account is a {role:?}"));
        let answer =
            browser.post(&format!("/c/{}/demo/entrance", clinic.slug), &[("account", &account.id.to_string())]).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        browser
    }

    /// Keepwell's own scope in `clinic`.
    pub fn scope(&self, clinic: &Clinic, purpose: Purpose) -> Scope {
        Scope::new(&self.house, Arc::new(clinic.clone()), Actor::automatic(), purpose, "test")
    }

    /// Runs every job that is due.
    pub async fn run_jobs(&self) {
        ground::job::run_due(&self.house).await.unwrap();
    }

    /// Every letter of the clinic, newest first.
    pub async fn letters(&self) -> Vec<ground::mail::Kept> {
        self.run_jobs().await;
        self.scope(&self.clinic, Purpose::Operation).read(|tx| ground::mail::list(tx, 1000)).await.unwrap()
    }

    /// A path below the clinic's base.
    pub fn path(&self, below: &str) -> String {
        format!("/c/{}{below}", self.clinic.slug)
    }
}

/// Starts the program on `place`: its house, its address, and the task that answers there.
async fn program(
    place: &Place,
    limits: LimitSettings,
    clock: Clock,
    post: Post,
    reach: Reach,
    rooms: Vec<Room>,
    installed: ground::Installed,
) -> (House, String, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let plan = Plan {
        data: place.data.clone(),
        keys: place.keys.clone(),
        files: place.files(),
        master: Master::from_bytes([7; 32]),
        threads: Threads { readers: 2, writers: 4 },
        clock,
        post,
        limits: Limits::new(limits).unwrap(),
        demo: true,
        address: address.clone(),
        installed,
    };
    let house = tokio::task::spawn_blocking(move || House::open(plan, rooms)).await.unwrap().unwrap();
    keepwell::recipients::take_over(&house).await.unwrap();
    let routes = app(&house, &reach).unwrap();
    let server = tokio::spawn(async move {
        axum::serve(listener, routes.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap();
    });
    (house, address, server)
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.server.abort();
        self.house.close();
        if !std::thread::panicking()
            && let ground::db::Location::Sqlite(path) = &self.place.data
        {
            assert_eq!(plans::that_grow(path), [] as [String; 0], "statements that read more the more there is");
        }
        assert!(
            std::thread::panicking() || self.house.words.missing().is_empty(),
            "words are missing: {:?}",
            self.house.words.missing()
        );
    }
}
