//! A scope: who asks, in which clinic, for what purpose, now. Without one there is no connection.

use std::sync::Arc;

use promise::Purpose;
use tokio::sync::oneshot;

use crate::access::{self, Visit};
use crate::actor::Actor;
use crate::clinic::Clinic;
use crate::db::{Session, Step, Work};
use crate::error::{Error, Result};
use crate::house::House;
use crate::tx::{Effects, Tx};

/// Who asks, in which clinic, for what purpose. Cheap to clone.
#[derive(Clone)]
pub struct Scope {
    pub(crate) house: House,
    pub clinic: Arc<Clinic>,
    pub actor: Arc<Actor>,
    pub purpose: Purpose,
    /// The action of the route or job that asks, for the access record.
    pub action: &'static str,
    /// The rows that row-level security lets through: the clinic's, or all for the program's own work.
    wall: Arc<str>,
    /// Nobody waits for what is done in it.
    behind: bool,
    /// How much had been told to live pages when it began: what it reads has at least that in it.
    since: u64,
}

impl Scope {
    /// A scope in `clinic`.
    pub fn new(house: &House, clinic: Arc<Clinic>, actor: Actor, purpose: Purpose, action: &'static str) -> Scope {
        let wall = clinic.id.to_string().into();
        Scope {
            house: house.clone(),
            clinic,
            actor: Arc::new(actor),
            purpose,
            action,
            wall,
            behind: false,
            since: house.told(),
        }
    }

    /// The program's own work over all clinics: looking for due jobs, listing clinics.
    pub(crate) fn installation(house: &House) -> Scope {
        let clinic = Arc::new(Clinic::installation());
        Scope {
            house: house.clone(),
            clinic,
            actor: Arc::new(Actor::automatic()),
            purpose: Purpose::Operation,
            action: "ground.operate",
            wall: "*".into(),
            behind: false,
            since: house.told(),
        }
    }

    /// The same for work that nobody waits for: it lets those go first who do wait.
    pub(crate) fn behind(self) -> Scope {
        Scope { behind: true, ..self }
    }

    /// The same actor in the same clinic with another purpose.
    pub fn for_purpose(&self, purpose: Purpose) -> Scope {
        Scope { purpose, ..self.clone() }
    }

    /// The same clinic and purpose, as another actor: one who came by a signed link, or Keepwell itself.
    pub fn as_actor(&self, actor: Actor) -> Scope {
        Scope { actor: Arc::new(actor), ..self.clone() }
    }

    /// Where a page that is drawn in this scope begins to listen.
    pub(crate) fn since(&self) -> u64 {
        self.since
    }

    /// The installation around this scope.
    pub fn house(&self) -> &House {
        &self.house
    }

    /// Runs `body` in a read transaction. What it opened is recorded, and the record is on disk, before its result
    /// is returned: reading is recording.
    pub async fn read<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (value, effects) = self.run(body, false).await;
        let visits: Vec<Visit> = effects.openings.into_iter().chain(effects.refusals).collect();
        self.record(visits).await.map_err(E::from)?;
        value
    }

    /// Runs `body` in a write transaction and returns after the commit is on disk. On PostgreSQL it may run more than
    /// once, so it must do nothing but return its value and use its transaction.
    pub async fn write<T, E, F>(&self, body: F) -> Result<T, E>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (value, effects) = self.run(body, true).await;
        let mut visits = Vec::new();
        if value.is_ok() {
            self.house.committed(self.clinic.id, &effects);
        } else {
            // What it wrote is taken back, what it opened was opened all the same: its error may say something of it.
            visits.extend(effects.recorded);
        }
        visits.extend(effects.refusals);
        self.record(visits).await.map_err(E::from)?;
        value
    }

    async fn record(&self, visits: Vec<Visit>) -> Result<()> {
        if visits.is_empty() {
            return Ok(());
        }
        let visits = Arc::new(visits);
        let kept = visits.clone();
        let written: (Result<()>, Effects) =
            self.run(move |tx| visits.iter().try_for_each(|visit| access::insert(tx, visit)), true).await;
        written.0?;
        self.house.visits.add(&kept);
        self.house.nudge_sealer();
        Ok(())
    }

    async fn run<T, E, F>(&self, body: F, writes: bool) -> (Result<T, E>, Effects)
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, receive) = oneshot::channel();
        let task = Task { scope: self.clone(), body, writes, value: None, effects: Effects::default(), answer };
        if writes {
            self.house.db.write(Box::new(task));
        } else {
            self.house.db.read(Box::new(task));
        }
        let lost = || (Err(E::from(Error::Unavailable("the store closed"))), Effects::default());
        receive.await.unwrap_or_else(|_| lost())
    }
}

struct Task<T, E, F> {
    scope: Scope,
    body: F,
    writes: bool,
    value: Option<Result<T, E>>,
    effects: Effects,
    answer: oneshot::Sender<(Result<T, E>, Effects)>,
}

impl<T, E, F> Work for Task<T, E, F>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    fn clinic(&self) -> &str {
        &self.scope.wall
    }

    fn is_waited_for(&self) -> bool {
        !self.scope.behind
    }

    fn run(&mut self, session: &mut dyn Session) -> Step {
        let mut tx = Tx::new(session, &self.scope, self.writes);
        let value = (self.body)(&mut tx);
        self.effects = std::mem::take(&mut tx.effects);
        let step = if value.is_ok() { Step::Keep } else { Step::Undo };
        self.value = Some(value);
        step
    }

    fn finish(self: Box<Self>, outcome: Result<()>) {
        let Task { value, effects, answer, .. } = *self;
        let value = match (outcome, value) {
            (Ok(()), Some(value)) => (value, effects),
            (Err(error), _) => (Err(E::from(error)), Effects { refusals: effects.refusals, ..Effects::default() }),
            (Ok(()), None) => (Err(E::from(Error::internal("a transaction without a value"))), Effects::default()),
        };
        // Whoever asked may have gone away; the work is done all the same.
        let _gone = answer.send(value);
    }
}
