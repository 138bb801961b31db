//! The house: what is shared by all requests of one running program.

mod open;
mod plan;

use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Instant;

use policy::Policy;
use promise::{DataMap, Lookup, RoomPromises};
use tokio::sync::{Notify, broadcast};

use crate::ClinicId;
use crate::access::{self, Roots, SealError, Visits, Watch};
use crate::actor::Relations;
use crate::allowance::Minutes;
use crate::beside::{self, Beside};
use crate::check::Check;
use crate::clinic::{self, Clinic};
use crate::clock::Clock;
use crate::db::{Database, Engine};
use crate::erase::Erases;
use crate::error::Result;
use crate::files::Files;
use crate::job::Handler;
use crate::keys::Keys;
use crate::mail::Post;
use crate::merge::Merges;
use crate::news::{Teller, Word};
use crate::room::{
    About, CountRelated, Doorkeeper, Everybody, Farewell, Name, Nav, Panel, Prove, Recurring, Relate, Shown, Tell,
};
use crate::route::Route;
use crate::scope::Scope;
use crate::tx::Effects;
use crate::web::live::Listeners;
use crate::web::{Dialect, Limits, Seen, Words};

pub use open::migrations;
pub use plan::{Host, Installed, Plan};

mod clinics;

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
    /// What stands below an entry of it, by the entry's path.
    pub parts: BTreeMap<&'static str, Vec<Nav>>,
    /// The way between one's own pages.
    pub own: Vec<Nav>,
    /// Ways from the foot of every page of a clinic.
    pub feet: Vec<Nav>,
    pub panels: Vec<(&'static str, Panel)>,
    pub promises: Vec<RoomPromises>,
    pub evidence: BTreeMap<&'static str, Prove>,
    /// What other rooms know of a promise beside the one that keeps it.
    pub more_evidence: Vec<(&'static str, Prove)>,
    /// What rooms check of their own beside the promises, each with its room.
    pub checks: Vec<(&'static str, Check)>,
    /// What rooms say that is to be done.
    pub(crate) due: Arc<[crate::due::SayDue]>,
    pub(crate) doorkeeper: Option<Arc<dyn Doorkeeper>>,
    pub(crate) dialects: Vec<Dialect>,
    pub(crate) relations: Arc<[Relate]>,
    pub(crate) names: Arc<[Name]>,
    /// What rooms count of the records they keep: everybody, and whom a member of staff is related to.
    pub(crate) everybody: Vec<Everybody>,
    pub(crate) counts: Vec<(&'static str, CountRelated)>,
    pub(crate) seen_by: Vec<crate::retain::Seen>,
    /// Where people read what is kept sealed about them.
    pub shown: Vec<Shown>,
    /// What rooms offer for releases.
    pub datasets: Vec<crate::dataset::DataSet>,
    pub(crate) merges: Arc<[Merges]>,
    pub(crate) erases: Arc<[Erases]>,
    /// What rooms have to say to a clinic before it is erased.
    pub(crate) farewells: Vec<Farewell>,
    pub(crate) about: HashMap<&'static str, About>,
    pub(crate) subscribers: HashMap<&'static str, Vec<Tell>>,
    pub(crate) visits: Visits,
    /// Roots of stretches of access logs, for proofs.
    pub(crate) roots: Roots,
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
    /// Counts them.
    told: AtomicU64,
    /// Tells other nodes; none on SQLite, whose file one program has.
    teller: Option<Arc<Teller>>,
    jobs: Notify,
    /// When jobs were looked at last, by the clock of then, in microseconds: a clock that is set back is noticed by it.
    pub(crate) jobs_at: AtomicI64,
    sealer: Notify,
    /// How often programs asked each clinic within the minute.
    pub(crate) minutes: Minutes,
    closing: AtomicBool,
}

impl Deref for House {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl House {
    /// The panels of `place` that a clinic's rooms offer, in their order.
    pub fn panels(&self, clinic: &Clinic, place: &str) -> Vec<Panel> {
        let edition = clinic.parameters.edition;
        let there = self.panels.iter().filter(|(room, panel)| panel.place == place && edition.has_room(room));
        there.map(|(_, panel)| *panel).collect()
    }

    /// What keeps the promise `id` in a clinic: a room that its edition has.
    pub fn control(&self, clinic: &promise::Parameters, id: &str) -> Option<&promise::Control> {
        let rooms = self.promises.iter().filter(|room| clinic.edition.has_room(&room.room));
        rooms.flat_map(|room| &room.controls).find(|control| control.id == id)
    }

    /// The rooms that a promise waits for in a clinic with these parameters: that this program has not, or its edition.
    pub fn waits_for(&self, clinic: &promise::Parameters, promise: &promise::Promise) -> Vec<&'static str> {
        promise.waits_for(clinic.edition, |name| self.promises.iter().any(|room| room.room == name))
    }

    /// The gaps between the data map and the live schema; a house with one must not open its doors.
    pub async fn gaps(&self) -> Result<Vec<promise::Gap>> {
        Scope::installation(self).read(|tx| tx.gaps()).await
    }

    /// Starts what runs beside the requests: the sealer, the jobs, keys made ahead, and recurring work.
    pub fn start(&self) -> Beside {
        beside::start(self)
    }

    /// Lets everything beside the requests come to an end.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
        self.jobs.notify_one();
        self.sealer.notify_waiters();
    }

    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    /// Whether policy permits the scope's actor `action`.
    pub fn decide(&self, scope: &Scope, action: &str, relations: Relations) -> bool {
        self.policy.decide(&scope.ask(action, relations)).allowed
    }

    /// News for live pages.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// How many changes were told since the program started, whichever clinic's.
    pub(crate) fn told(&self) -> u64 {
        self.told.load(Ordering::SeqCst)
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

    pub(crate) fn handlers(&self) -> impl Iterator<Item = &Handler> {
        self.handlers.values()
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
    pub(crate) fn changed(&self, clinic: ClinicId, topic: &str) {
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
        self.told.fetch_add(1, Ordering::SeqCst);
        let _listeners = self.changes.send(Change { clinic, topic });
    }

    /// Takes in what another node tells.
    pub(crate) fn heard(&self, word: Word) {
        match word {
            Word::Changed(clinic, topic) => self.look_again(clinic, topic),
            Word::Destroyed(key) => self.keys.forget(key),
            Word::Left(clinic) => {
                self.keys.forget_clinic(clinic);
                self.look_again(clinic, clinic::TOPIC.to_owned());
            }
            Word::Unknown => self.everything_is_stale(),
        }
    }

    /// Trusts nothing that is kept in memory: what other nodes told may have been missed.
    pub(crate) fn everything_is_stale(&self) {
        self.keys.forget_all();
        self.forget_clinics();
        self.told.fetch_add(1, Ordering::SeqCst);
        let _listeners = self.changes.send(Change::everything());
    }
}
