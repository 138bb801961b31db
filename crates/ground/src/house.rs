//! The house: what is shared by all requests of one running program.

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use policy::{Ask, Policy};
use promise::{DataMap, Lookup, RoomPromises};
use tokio::sync::{Notify, broadcast};

use crate::ClinicId;
use crate::access::{self, SealError, Visits, Watch};
use crate::actor::Relations;
use crate::beside;
use crate::clinic::{self, Clinic};
use crate::clock::Clock;
use crate::db::{self, Database, Engine, Location, Migration, Threads};
use crate::error::{Error, Result};
use crate::files::{FilePlan, Files};
use crate::job::Handler;
use crate::keys::{KeyLocation, Keys, Master};
use crate::mail::Post;
use crate::merge::Merges;
use crate::news::{self, Teller, Word};
use crate::room::{About, Doorkeeper, Name, Nav, Panel, Prove, Recurring, Relate, Room, Tell};
use crate::route::Route;
use crate::says;
use crate::scope::Scope;
use crate::tx::Effects;
use crate::web::live::Listeners;
use crate::web::{Limits, Seen, Words};
use crate::words::ENGLISH;

mod clinics;

/// What the program decides before it opens the house.
pub struct Plan {
    pub data: Location,
    pub keys: KeyLocation,
    pub files: FilePlan,
    pub master: Master,
    pub threads: Threads,
    pub clock: Clock,
    pub post: Post,
    pub limits: Limits,
    /// Shows the demo's front page, mailbox and components.
    pub demo: bool,
    /// What links in mails begin with, such as `https://book.example.org`.
    pub address: String,
    /// What holds for the whole installation and no clinic sets for itself: TLS, HSTS, the log's addresses, the source
    /// of the master key. Every clinic's parameters have these values, so that statement and control read one.
    pub installed: Installed,
}

/// Parameters of promises that belong to the installation.
#[derive(Clone, Copy, Debug)]
pub struct Installed {
    pub tls_certificate: promise::CertificateSource,
    pub tls_minimum: promise::TlsVersion,
    pub hsts_days: u32,
    pub key_source: promise::KeySource,
    pub backup_key_days: u32,
    pub log_address_bits: u32,
    pub log_address_bits_v6: u32,
}

impl Default for Installed {
    fn default() -> Installed {
        let usual = promise::Parameters::default();
        Installed {
            tls_certificate: usual.tls_certificate,
            tls_minimum: usual.tls_minimum,
            hsts_days: usual.hsts_days,
            key_source: usual.key_source,
            backup_key_days: usual.backup_key_days,
            log_address_bits: usual.log_address_bits,
            log_address_bits_v6: usual.log_address_bits_v6,
        }
    }
}

impl Installed {
    /// Writes them over a clinic's own.
    pub fn apply(self, parameters: &mut promise::Parameters) {
        parameters.tls_certificate = self.tls_certificate;
        parameters.tls_minimum = self.tls_minimum;
        parameters.hsts_days = self.hsts_days;
        parameters.key_source = self.key_source;
        parameters.backup_key_days = self.backup_key_days;
        parameters.log_address_bits = self.log_address_bits;
        parameters.log_address_bits_v6 = self.log_address_bits_v6;
    }
}

/// One thing that changed, on this node or another, for live pages and what is kept in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub clinic: ClinicId,
    pub topic: String,
}

impl Change {
    /// Anything may have changed anywhere: other nodes were not heard for a while.
    fn everything() -> Change {
        Change { clinic: ClinicId::from_bits(0), topic: "*".to_owned() }
    }

    /// Whether it says something about `topic` in `clinic`.
    pub fn concerns(&self, clinic: ClinicId, topic: &str) -> bool {
        *self == Change::everything() || (self.clinic == clinic && self.topic == topic)
    }
}

/// The house. Cheap to clone; the state of every handler.
#[derive(Clone)]
pub struct House(Arc<Inner>);

/// What is inside.
pub struct Inner {
    pub db: Database,
    pub keys: Keys,
    pub files: Files,
    pub policy: Policy,
    pub clock: Clock,
    pub words: Words,
    /// What the data map says of each column, for asking on every read.
    pub permits: Arc<Lookup>,
    pub data_map: Arc<DataMap>,
    pub post: Post,
    pub limits: Limits,
    pub demo: bool,
    pub address: String,
    pub installed: Installed,
    /// What really left with answers since the start.
    pub seen: Arc<Seen>,
    pub routes: Vec<Route>,
    pub nav: Vec<Nav>,
    /// The way between one's own pages.
    pub own: Vec<Nav>,
    pub panels: Vec<Panel>,
    pub promises: Vec<RoomPromises>,
    pub evidence: BTreeMap<&'static str, Prove>,
    /// What other rooms know of a promise beside the one that keeps it.
    pub more_evidence: Vec<(&'static str, Prove)>,
    pub(crate) doorkeeper: Option<Arc<dyn Doorkeeper>>,
    pub(crate) relations: Arc<[Relate]>,
    pub(crate) names: Arc<[Name]>,
    pub(crate) merges: Arc<[Merges]>,
    pub(crate) about: HashMap<&'static str, About>,
    pub(crate) subscribers: HashMap<&'static str, Vec<Tell>>,
    pub(crate) visits: Visits,
    pub(crate) watch: Watch,
    pub(crate) listeners: Listeners,
    handlers: HashMap<&'static str, Handler>,
    pub(crate) recurring: Vec<Recurring>,
    clinics: RwLock<Option<(Instant, Vec<Arc<Clinic>>)>>,
    /// Counts how often what was known of the clinics was forgotten.
    forgotten: AtomicU64,
    /// What is wrong with clinics' settings, as last told.
    faults: Mutex<Vec<String>>,
    installation: Arc<Clinic>,
    changes: broadcast::Sender<Change>,
    /// Tells other nodes; none on SQLite, whose file one program has.
    teller: Option<Arc<Teller>>,
    jobs: Notify,
    sealer: Notify,
    closing: AtomicBool,
}

impl Deref for House {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl House {
    /// Opens the house with these rooms: brings the schema up to date, and refuses to start on any gap between the
    /// data map and the live schema, an unknown word in a policy, or a promise that names nothing.
    pub fn open(plan: Plan, rooms: Vec<Room>) -> Result<House> {
        let migrations = migrations(&rooms);
        let rooms: Vec<Room> = std::iter::once(crate::ground_room()).chain(rooms).collect();
        let mut data_map = DataMap::default();
        let mut promises = Vec::new();
        for room in &rooms {
            data_map
                .merge(DataMap::parse(room.name, room.data_map).map_err(Error::internal)?)
                .map_err(Error::internal)?;
            promises.push(RoomPromises::parse(room.name, room.promises).map_err(Error::internal)?);
        }
        for (name, table) in &data_map.tables {
            let decided = rooms.iter().any(|room| room.name == table.room && room.merges.is_some());
            if table.merge == Some(promise::Merge::Room) && !decided {
                return Err(Error::internal(format_args!(
                    "the data map leaves it to the room {} what merging two records does to {name}, and the room does not say",
                    table.room
                )));
            }
        }
        let policies: Vec<(&str, &str)> = rooms.iter().map(|room| (room.name, room.policy)).collect();
        let policy = Policy::parse(&policies).map_err(Error::internal)?;
        let asked = rooms.iter().flat_map(|room| {
            let navs = room.nav.iter().chain(&room.own).map(|nav| nav.action);
            room.routes.iter().map(|route| route.action).chain(navs)
        });
        if let Some(action) = asked.into_iter().find(|action| !policy.actions().any(|known| known == *action)) {
            return Err(Error::internal(format_args!(
                "no policy names the action {action}: a misspelt one would silently mean no"
            )));
        }
        let words: Vec<(&str, &str, &str)> =
            rooms.iter().flat_map(|room| room.words.iter().map(|(lang, text)| (*lang, room.name, *text))).collect();
        // What the promises say is English of the program's own; rooms bring the other languages.
        let said = says::english(&promises);
        let words = [words, vec![(ENGLISH, "promises", said.as_str())]].concat();
        let words = Words::build(&words).map_err(Error::internal)?;
        db::apart(&plan.data, &plan.keys)?;
        let mut keys = Keys::open(&plan.keys, &plan.master, plan.clock.clone())?;
        let files = Files::open(&plan.files)?;
        let db = Database::open(&plan.data, plan.threads, &migrations)?;
        let nodes = match &plan.data {
            Location::Sqlite(_) => None,
            Location::Postgres { app, .. } => Some((db::address_of(app)?, fresh_node())),
        };
        let teller = match &nodes {
            None => None,
            Some((address, node)) => Some(Arc::new(Teller::start(address.clone(), node.clone())?)),
        };
        keys.told_by(teller.clone());
        let data_map = Arc::new(data_map);
        let mut subscribers: HashMap<&'static str, Vec<Tell>> = HashMap::new();
        for (name, tell) in rooms.iter().flat_map(|room| &room.subscribers) {
            subscribers.entry(name).or_default().push(*tell);
        }
        let (nav, own) = (navigation(&rooms, |room| &room.nav), navigation(&rooms, |room| &room.own));
        let mut panels: Vec<Panel> = rooms.iter().flat_map(|room| room.panels.iter().copied()).collect();
        panels.sort_by_key(|panel| panel.order);
        let inner = Inner {
            db,
            keys,
            files,
            policy,
            clock: plan.clock,
            words,
            permits: Arc::new(data_map.lookup()),
            data_map,
            post: plan.post,
            limits: plan.limits,
            demo: plan.demo,
            address: plan.address,
            installed: plan.installed,
            seen: Arc::default(),
            routes: rooms.iter().flat_map(|room| room.routes.iter().cloned()).collect(),
            nav,
            own,
            panels,
            promises,
            evidence: rooms.iter().flat_map(|room| room.evidence.iter().copied()).collect(),
            more_evidence: rooms.iter().flat_map(|room| room.more_evidence.iter().copied()).collect(),
            doorkeeper: rooms.iter().find_map(|room| room.doorkeeper.clone()),
            relations: rooms.iter().flat_map(|room| room.relations.iter().copied()).collect(),
            names: rooms.iter().flat_map(|room| room.names.iter().copied()).collect(),
            merges: rooms.iter().filter_map(|room| room.merges).collect(),
            about: rooms.iter().flat_map(|room| room.about.iter().copied()).collect(),
            subscribers,
            visits: Visits::new(),
            watch: Watch::default(),
            listeners: Listeners::default(),
            handlers: rooms.iter().flat_map(|room| room.handlers.iter().map(|h| (h.kind, h.clone()))).collect(),
            recurring: rooms.iter().flat_map(|room| room.recurring.iter().copied()).collect(),
            clinics: RwLock::new(None),
            forgotten: AtomicU64::new(0),
            faults: Mutex::default(),
            installation: Arc::new(Clinic::installation()),
            changes: broadcast::channel(1024).0,
            teller,
            jobs: Notify::new(),
            sealer: Notify::new(),
            closing: AtomicBool::new(false),
        };
        let house = House(Arc::new(inner));
        if let Some((address, node)) = nodes {
            news::listen(address, node, Arc::downgrade(&house.0))?;
        }
        Ok(house)
    }

    /// The gaps between the data map and the live schema; a house with one must not open its doors.
    pub async fn gaps(&self) -> Result<Vec<promise::Gap>> {
        Scope::installation(self).read(|tx| tx.gaps()).await
    }

    /// Starts what runs beside the requests: the sealer, the jobs, keys made ahead, and recurring work.
    pub fn start(&self) {
        beside::start(self);
    }

    /// Lets everything beside the requests come to an end.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
        self.jobs.notify_waiters();
        self.sealer.notify_waiters();
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// Whether policy permits the scope's actor `action`.
    pub fn decide(&self, scope: &Scope, action: &str, relations: Relations) -> bool {
        let ask = Ask { roles: scope.actor.roles, action, purpose: scope.purpose.as_str(), relations };
        self.policy.decide(&ask).allowed
    }

    /// News for live pages.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    pub(crate) fn committed(&self, clinic: ClinicId, effects: &Effects) {
        self.visits.add(&effects.recorded);
        for topic in &effects.topics {
            self.changed(clinic, topic);
        }
        if effects.jobs {
            self.jobs.notify_one();
        }
        if !effects.recorded.is_empty() {
            self.sealer.notify_one();
        }
    }

    pub(crate) fn handler(&self, kind: &str) -> Option<Handler> {
        self.handlers.get(kind).cloned()
    }

    pub(crate) fn nudge_jobs(&self) {
        self.jobs.notify_one();
    }

    pub(crate) async fn jobs_nudged(&self) {
        self.jobs.notified().await;
    }

    pub(crate) fn nudge_sealer(&self) {
        self.sealer.notify_one();
    }

    pub(crate) async fn sealer_nudged(&self) {
        self.sealer.notified().await;
    }

    /// Which engine stores the data.
    pub fn engine(&self) -> Engine {
        self.db.engine()
    }

    /// Appends every clinic's waiting access entries to its log, now. One that fails does not stop the others; the
    /// first failure is returned.
    pub async fn seal_access(&self) -> Result<(), SealError> {
        let failed = beside::seal_waiting(self).await?;
        failed.into_iter().next().map_or(Ok(()), |(_, error)| Err(error))
    }

    /// Goes on with verifying the clinics' access logs, by at most `most` entries over all of them.
    pub async fn watch_access(&self, most: usize) -> Result<()> {
        access::turn(self, most).await
    }
}

impl Inner {
    fn forget_clinics(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        *self.clinics.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Says what this node committed: to its own live pages and memory, and to the other nodes.
    fn changed(&self, clinic: ClinicId, topic: &str) {
        self.look_again(clinic, topic.to_owned());
        if let Some(teller) = &self.teller {
            teller.tell(Word::Changed(clinic, topic.to_owned()));
        }
    }

    fn look_again(&self, clinic: ClinicId, topic: String) {
        if topic == clinic::TOPIC {
            self.forget_clinics();
        }
        // Nobody listening is no fault.
        let _listeners = self.changes.send(Change { clinic, topic });
    }

    /// Takes in what another node tells.
    pub(crate) fn heard(&self, word: Word) {
        match word {
            Word::Changed(clinic, topic) => self.look_again(clinic, topic),
            Word::Destroyed(key) => self.keys.forget(key),
            Word::Unknown => self.everything_is_stale(),
        }
    }

    /// Trusts nothing that is kept in memory: what other nodes told may have been missed.
    pub(crate) fn everything_is_stale(&self) {
        self.keys.forget_all();
        self.forget_clinics();
        let _listeners = self.changes.send(Change::everything());
    }
}

/// A name for this node, so that it knows its own news.
fn fresh_node() -> String {
    let mut bytes = [0; 8];
    crate::random(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The entries that `of` names of all rooms, in their order.
fn navigation(rooms: &[Room], of: impl Fn(&Room) -> &Vec<Nav>) -> Vec<Nav> {
    let mut entries: Vec<Nav> = rooms.iter().flat_map(|room| of(room).iter().copied()).collect();
    entries.sort_by_key(|entry| entry.order);
    entries
}

/// Every step of the schema of a house with these rooms, in the order in which it is applied.
pub fn migrations(rooms: &[Room]) -> Vec<Migration> {
    let ground = crate::ground_room();
    std::iter::once(&ground).chain(rooms).flat_map(|room| room.migrations.iter().copied()).collect()
}
