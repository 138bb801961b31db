//! A room: everything one part of the product brings, as one value. The program is a list of them.

use std::collections::HashMap;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use promise::Evidence;

use crate::PersonId;
use crate::actor::{Actor, Relations};
use crate::check::Check;
use crate::clinic::Clinic;
use crate::dataset::DataSet;
use crate::db::Migration;
use crate::due::SayDue;
use crate::erase::Erases;
use crate::error::{Error, Refusal, Result};
use crate::event::Event;
use crate::house::House;
use crate::job::Handler;
use crate::merge::Merges;
use crate::retain::Seen;
use crate::route::{Route, Routes};
use crate::scope::Scope;
use crate::tx::Tx;
use crate::web::{Dialect, Page};

/// Adds what a room knows of how the actor stands to each of some people, all of whom are in the map; no more than a list can name.
pub type Relate = fn(&mut Tx<'_>, &[PersonId], &mut HashMap<PersonId, Relations>) -> Result<()>;
/// Runs in the transaction in which something happened.
pub type Tell = fn(&mut Tx<'_>, &Event) -> Result<()>;
/// Says whom a part of an address is about, as an appointment's id is about whoever comes to it; none where it names
/// no row of the clinic. Nothing is opened by it.
pub type About = fn(&mut Tx<'_>, &str) -> Result<Option<PersonId>>;
/// Reads a promise's live figures.
pub type Prove = fn(&mut Tx<'_>) -> Result<Evidence>;
/// Says by what name the clinic shows persons, of those the room knows a public name of; the rest it leaves out.
pub type Name = fn(&mut Tx<'_>, &[PersonId]) -> Result<HashMap<PersonId, String>>;
/// Draws a room's part of a page about one person, or nothing.
pub type Draw = fn(&mut Tx<'_>, &Page, PersonId) -> Result<Option<String>>;
/// Counts everybody a room keeps a record of.
pub type Everybody = fn(&mut Tx<'_>) -> Result<i64>;
/// Counts, for each of these members of staff, those they are related to; who is related to nobody may be left out.
pub type CountRelated = fn(&mut Tx<'_>, &[PersonId]) -> Result<HashMap<PersonId, i64>>;
/// Says farewell to a clinic whose time here is over, in a transaction of its own; whether all of it was handed over. It is
/// asked again until it was, and says nothing twice.
pub type Farewell = fn(&mut Tx<'_>) -> Result<bool>;
/// Recurring work over one clinic: it reconciles, takes no input, and can run twice.
pub type Recur = fn(crate::Scope) -> BoxFuture<'static, Result<()>>;

/// Says who is behind a request: the identity room provides it.
pub trait Doorkeeper: Send + Sync {
    /// The actor of a request that carries a session or a token; none for a visitor.
    fn who<'a>(
        &'a self,
        house: &'a House,
        clinic: &'a Arc<Clinic>,
        parts: &'a Parts,
    ) -> BoxFuture<'a, Result<Option<Actor>>>;

    /// Whether whoever is behind the request showed within [`FRESH_MINUTES`] who they are. Nobody did, where nothing can tell.
    fn is_fresh<'a>(&'a self, _scope: &'a Scope, _parts: &'a Parts) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async { Ok(false) })
    }

    /// Asks them to, and leads back: to `page`, which they came from, or on with the form `typed` that they sent.
    fn again<'a>(
        &'a self,
        _scope: &'a Scope,
        _parts: Parts,
        _page: Option<String>,
        _typed: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Response> {
        Box::pin(async { Error::Refused(Refusal::Policy).into_response() })
    }
}

/// For how many minutes somebody who showed who they are is not asked again.
pub const FRESH_MINUTES: i64 = 10;

/// An entry of a navigation: the staff's, or that of one's own pages.
#[derive(Clone, Copy, Debug)]
pub struct Nav {
    /// Below the clinic's base: `/day`.
    pub path: &'static str,
    /// Key of its word.
    pub label: &'static str,
    pub icon: &'static str,
    /// Shown to whom policy permits this action.
    pub action: &'static str,
    pub order: u8,
}

/// A named place on a page, offered to all rooms.
#[derive(Clone, Copy)]
pub struct Panel {
    /// `client`, `home`, ...
    pub place: &'static str,
    pub order: u8,
    pub draw: Draw,
}

/// A sealed column, by table and name, and where whoever it is about reads it: the end of the address of one of their
/// pages, [`SENT`] or [`NOBODYS`].
pub type Shown = (&'static str, &'static str, &'static str);

/// It was written to them.
pub const SENT: &str = "sent";

/// It is about nobody yet: the key that seals it is no person's.
pub const NOBODYS: &str = "nobody's";

/// Work done every so often for every clinic.
#[derive(Clone, Copy)]
pub struct Recurring {
    pub name: &'static str,
    pub every: std::time::Duration,
    pub run: Recur,
}

/// One room. Leaving it out of the program's list is a supported edition.
#[derive(Clone)]
pub struct Room {
    pub(crate) name: &'static str,
    pub(crate) migrations: Vec<Migration>,
    pub(crate) data_map: &'static str,
    pub(crate) promises: &'static str,
    pub(crate) policy: &'static str,
    pub(crate) abilities: &'static str,
    pub(crate) everybody: Vec<Everybody>,
    pub(crate) counts: Vec<(&'static str, CountRelated)>,
    pub(crate) seen: Vec<Seen>,
    pub(crate) words: Vec<(&'static str, &'static str)>,
    pub(crate) routes: Vec<Route>,
    pub(crate) handlers: Vec<Handler>,
    pub(crate) subscribers: Vec<(&'static str, Tell)>,
    pub(crate) relations: Vec<Relate>,
    pub(crate) names: Vec<Name>,
    pub(crate) about: Vec<(&'static str, About)>,
    pub(crate) evidence: Vec<(&'static str, Prove)>,
    pub(crate) more_evidence: Vec<(&'static str, Prove)>,
    pub(crate) checks: Vec<Check>,
    pub(crate) due: Vec<SayDue>,
    pub(crate) panels: Vec<Panel>,
    pub(crate) nav: Vec<Nav>,
    pub(crate) parts: Vec<(&'static str, Nav)>,
    pub(crate) own: Vec<Nav>,
    pub(crate) feet: Vec<Nav>,
    pub(crate) recurring: Vec<Recurring>,
    pub(crate) shown: Vec<Shown>,
    pub(crate) datasets: Vec<DataSet>,
    pub(crate) merges: Option<Merges>,
    pub(crate) erases: Option<Erases>,
    pub(crate) farewell: Option<Farewell>,
    pub(crate) doorkeeper: Option<Arc<dyn Doorkeeper>>,
    pub(crate) dialects: Vec<Dialect>,
}

impl Room {
    /// An empty room called `name`.
    pub fn new(name: &'static str) -> Room {
        Room {
            name,
            migrations: Vec::new(),
            data_map: "",
            promises: "",
            policy: "",
            abilities: "",
            everybody: Vec::new(),
            counts: Vec::new(),
            seen: Vec::new(),
            words: Vec::new(),
            routes: Vec::new(),
            handlers: Vec::new(),
            subscribers: Vec::new(),
            relations: Vec::new(),
            names: Vec::new(),
            about: Vec::new(),
            evidence: Vec::new(),
            more_evidence: Vec::new(),
            checks: Vec::new(),
            due: Vec::new(),
            panels: Vec::new(),
            nav: Vec::new(),
            parts: Vec::new(),
            own: Vec::new(),
            feet: Vec::new(),
            recurring: Vec::new(),
            shown: Vec::new(),
            datasets: Vec::new(),
            merges: None,
            erases: None,
            farewell: None,
            doorkeeper: None,
            dialects: Vec::new(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// One step of its schema, `001_name`; append-only.
    #[must_use]
    pub fn schema(mut self, name: &'static str, sql: &'static str) -> Room {
        self.migrations.push(Migration { room: self.name, name, sql });
        self
    }

    /// Every column it stores, classified.
    #[must_use]
    pub fn data_map(self, toml: &'static str) -> Room {
        Room { data_map: toml, ..self }
    }

    /// What it keeps.
    #[must_use]
    pub fn promises(self, toml: &'static str) -> Room {
        Room { promises: toml, ..self }
    }

    /// Who may do what here, in Cedar.
    #[must_use]
    pub fn policy(self, cedar: &'static str) -> Room {
        Room { policy: cedar, ..self }
    }

    /// What a clinic may take away from roles that it makes: groups of actions, in the form of `policy`'s `ability.rs`.
    #[must_use]
    pub fn abilities(self, toml: &'static str) -> Room {
        Room { abilities: toml, ..self }
    }

    /// Counts everybody it keeps a record of: what a role opens that opens everybody.
    #[must_use]
    pub fn everybody(mut self, count: Everybody) -> Room {
        self.everybody.push(count);
        self
    }

    /// Counts those of them to whom members of staff are related as `relation` says, for each of many at once.
    #[must_use]
    pub fn counts(mut self, relation: &'static str, count: CountRelated) -> Room {
        self.counts.push((relation, count));
        self
    }

    /// Knows when it saw persons last: whose record is kept counts from there.
    #[must_use]
    pub fn seen(mut self, seen: Seen) -> Room {
        self.seen.push(seen);
        self
    }

    /// All its words in one language.
    #[must_use]
    pub fn words(mut self, language: &'static str, fluent: &'static str) -> Room {
        self.words.push((language, fluent));
        self
    }

    /// Its pages and addresses.
    #[must_use]
    pub fn routes(mut self, routes: Routes) -> Room {
        self.routes.extend(routes.into_inner());
        self
    }

    /// A kind of job it runs.
    #[must_use]
    pub fn job(mut self, handler: Handler) -> Room {
        self.handlers.push(handler.of(self.name));
        self
    }

    /// Asks to be told of events called `name`, in their transaction.
    #[must_use]
    pub fn on(mut self, name: &'static str, tell: Tell) -> Room {
        self.subscribers.push((name, tell));
        self
    }

    /// Knows something of how actors stand to persons.
    #[must_use]
    pub fn relation(mut self, relate: Relate) -> Room {
        self.relations.push(relate);
        self
    }

    /// Knows names that the clinic shows to everyone, such as its staff's: the access record says who by them.
    #[must_use]
    pub fn names(mut self, name: Name) -> Room {
        self.names.push(name);
        self
    }

    /// Knows whom `segment` of an address is about, as `{client}`: whoever is turned away at the door of such an address
    /// tried to see that person, and the person can read so.
    #[must_use]
    pub fn about(mut self, segment: &'static str, about: About) -> Room {
        self.about.push((segment, about));
        self
    }

    /// Reads the live evidence of the promise `id`.
    #[must_use]
    pub fn evidence(mut self, id: &'static str, prove: Prove) -> Room {
        self.evidence.push((id, prove));
        self
    }

    /// Reads more evidence of the promise `id`, which another room keeps together with this one.
    #[must_use]
    pub fn more_evidence(mut self, id: &'static str, prove: Prove) -> Room {
        self.more_evidence.push((id, prove));
        self
    }

    /// What of its own the self-audit looks after, beside the promises.
    #[must_use]
    pub fn checks(mut self, checks: &[Check]) -> Room {
        self.checks.extend(checks);
        self
    }

    /// What of its own whoever answers for people's data has to do.
    #[must_use]
    pub fn due(mut self, say: SayDue) -> Room {
        self.due.push(say);
        self
    }

    /// A fragment for a named place of a page.
    #[must_use]
    pub fn panel(mut self, panel: Panel) -> Room {
        self.panels.push(panel);
        self
    }

    /// An entry of the staff's navigation.
    #[must_use]
    pub fn nav(mut self, nav: Nav) -> Room {
        self.nav.push(nav);
        self
    }

    /// A page that stands below the entry at `of` of the staff's navigation, beside those named before. Whoever may not open
    /// the entry's own page is led to the first of these that they may.
    #[must_use]
    pub fn nav_below(
        mut self,
        of: &'static str,
        path: &'static str,
        label: &'static str,
        action: &'static str,
    ) -> Room {
        self.parts.push((of, Nav { path, label, icon: "", action, order: 0 }));
        self
    }

    /// An entry of the way between one's own pages, for whoever is signed in; staff have such pages too.
    #[must_use]
    pub fn own(mut self, nav: Nav) -> Room {
        self.own.push(nav);
        self
    }

    /// A way from the foot of every page of a clinic.
    #[must_use]
    pub fn foot(mut self, nav: Nav) -> Room {
        self.feet.push(nav);
        self
    }

    /// Where the persons whom its sealed columns are about read them (promise `rights.self_service`).
    #[must_use]
    pub fn shows(mut self, shown: &[Shown]) -> Room {
        self.shown.extend(shown);
        self
    }

    /// Rows that it offers for releases that can no longer be led back to anybody (promise `sharing.deidentified_only`).
    #[must_use]
    pub fn dataset(mut self, set: DataSet) -> Room {
        self.datasets.push(set);
        self
    }

    /// Work done every so often.
    #[must_use]
    pub fn recurring(mut self, recurring: Recurring) -> Room {
        self.recurring.push(recurring);
        self
    }

    /// What it does when two records of one person are merged: needed where its data map leaves a table to it.
    #[must_use]
    pub fn merges(self, merges: Merges) -> Room {
        Room { merges: Some(merges), ..self }
    }

    /// What it does when somebody is erased, beside what its data map says.
    #[must_use]
    pub fn erases(self, erases: Erases) -> Room {
        Room { erases: Some(erases), ..self }
    }

    /// What it has to say to a clinic whose time here is over, before it is erased.
    #[must_use]
    pub fn farewell(self, farewell: Farewell) -> Room {
        Room { farewell: Some(farewell), ..self }
    }

    /// Says at its addresses what cannot be answered in the form that their protocol asks for.
    #[must_use]
    pub fn dialect(mut self, dialect: Dialect) -> Room {
        self.dialects.push(dialect);
        self
    }

    /// Says who is behind a request. One room of a program does.
    #[must_use]
    pub fn doorkeeper(self, doorkeeper: Arc<dyn Doorkeeper>) -> Room {
        Room { doorkeeper: Some(doorkeeper), ..self }
    }
}
