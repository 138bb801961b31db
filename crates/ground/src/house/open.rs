//! Opening the house: from a plan and a list of rooms.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64};
use std::sync::{Arc, Mutex, RwLock};

use policy::Policy;
use promise::{DataMap, RoomPromises};
use tokio::sync::{Notify, broadcast};

use super::{House, Inner, Plan};
use crate::access::{Roots, Visits, Watch};
use crate::allowance::Minutes;
use crate::clinic::Clinic;
use crate::db::{self, Database, Location, Migration};
use crate::error::{Error, Result};
use crate::files::Files;
use crate::keys::Keys;
use crate::news::{self, Teller};
use crate::room::{Nav, Panel, Room, Tell};
use crate::says;
use crate::web::Words;
use crate::web::live::Listeners;
use crate::words::ENGLISH;

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
        if let Some((table, draft)) = data_map.lost_drafts().next() {
            return Err(Error::internal(format_args!(
                "the data map says that {table} is a draft until {} of another table, which has no such column or no id",
                draft.until
            )));
        }
        crate::erase::complete(&data_map, &rooms)?;
        crate::leave::complete(&data_map)?;
        crate::dataset::complete(&data_map, &rooms)?;
        if let Some(gap) = promise::retention::gaps(&data_map).first() {
            return Err(Error::internal(gap));
        }
        let policies: Vec<(&str, &str)> = rooms.iter().map(|room| (room.name, room.policy)).collect();
        let policy = Policy::parse(&policies).map_err(Error::internal)?;
        let abilities: Vec<(&str, &str)> = rooms.iter().map(|room| (room.name, room.abilities)).collect();
        let policy = policy.with_abilities(&abilities).map_err(Error::internal)?;
        let asked = rooms.iter().flat_map(|room| {
            let navs = room.nav.iter().chain(&room.own).chain(&room.feet).map(|nav| nav.action);
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
        let feet = navigation(&rooms, |room| &room.feet);
        let mut parts: BTreeMap<&'static str, Vec<Nav>> = BTreeMap::new();
        for (of, nav) in rooms.iter().flat_map(|room| &room.parts) {
            parts.entry(of).or_default().push(*nav);
        }
        let of_room =
            |room: &'static str, panels: &[Panel]| panels.iter().map(|panel| (room, *panel)).collect::<Vec<_>>();
        let mut panels: Vec<_> = rooms.iter().flat_map(|room| of_room(room.name(), &room.panels)).collect();
        panels.sort_by_key(|(_, panel)| panel.order);
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
            parts,
            own,
            feet,
            panels,
            promises,
            evidence: rooms.iter().flat_map(|room| room.evidence.iter().copied()).collect(),
            more_evidence: rooms.iter().flat_map(|room| room.more_evidence.iter().copied()).collect(),
            due: rooms.iter().flat_map(|room| room.due.iter().copied()).collect(),
            checks: rooms.iter().flat_map(|room| room.checks.iter().map(|check| (room.name(), *check))).collect(),
            doorkeeper: rooms.iter().find_map(|room| room.doorkeeper.clone()),
            dialects: rooms.iter().flat_map(|room| room.dialects.clone()).collect(),
            relations: rooms.iter().flat_map(|room| room.relations.iter().copied()).collect(),
            names: rooms.iter().flat_map(|room| room.names.iter().copied()).collect(),
            everybody: rooms.iter().flat_map(|room| room.everybody.iter().copied()).collect(),
            seen_by: rooms.iter().flat_map(|room| room.seen.iter().copied()).collect(),
            counts: rooms.iter().flat_map(|room| room.counts.iter().copied()).collect(),
            datasets: rooms.iter().flat_map(|room| room.datasets.iter().copied()).collect(),
            shown: rooms.iter().flat_map(|room| room.shown.iter().copied()).collect(),
            merges: rooms.iter().filter_map(|room| room.merges).collect(),
            erases: rooms.iter().filter_map(|room| room.erases).collect(),
            farewells: rooms.iter().filter_map(|room| room.farewell).collect(),
            about: rooms.iter().flat_map(|room| room.about.iter().copied()).collect(),
            subscribers,
            visits: Visits::new(),
            roots: Roots::new(),
            watch: Watch::default(),
            listeners: Listeners::default(),
            handlers: rooms.iter().flat_map(|room| room.handlers.iter().map(|h| (h.kind, h.clone()))).collect(),
            recurring: rooms.iter().flat_map(|room| room.recurring.iter().copied()).collect(),
            clinics: RwLock::new(None),
            forgotten: AtomicU64::new(0),
            faults: Mutex::default(),
            installation: Arc::new(Clinic::installation()),
            changes: broadcast::channel(1024).0,
            told: AtomicU64::new(0),
            teller,
            jobs: Notify::new(),
            jobs_at: AtomicI64::new(i64::MAX),
            sealer: Notify::new(),
            minutes: Minutes::default(),
            closing: AtomicBool::new(false),
        };
        let house = House(Arc::new(inner));
        if let Some((address, node)) = nodes {
            news::listen(address, node, Arc::downgrade(&house.0))?;
        }
        Ok(house)
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
