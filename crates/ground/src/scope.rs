//! A scope: who asks, in which clinic, for what purpose, now. Without one there is no connection.

use std::sync::Arc;

use policy::{Ask, Relations};
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

    /// What is asked of the policy where this actor wants to do `action`: the one place where an actor becomes a question.
    pub(crate) fn ask<'a>(&self, action: &'a str, relations: Relations) -> Ask<'a> {
        Ask { roles: self.actor.roles, action, purpose: self.purpose.as_str(), relations }
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
        let (value, owed) = self.run(body, false).await;
        self.record(owed.taken()).await.map_err(E::from)?;
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
        let (value, owed) = self.run(body, true).await;
        self.record(owed.taken()).await.map_err(E::from)?;
        value
    }

    async fn record(&self, visits: Vec<Visit>) -> Result<()> {
        if visits.is_empty() {
            return Ok(());
        }
        self.run(recording(visits), true).await.0
    }

    async fn run<T, E, F>(&self, body: F, writes: bool) -> (Result<T, E>, Owed)
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let lost = || (Err(E::from(Error::Unavailable("the store closed"))), Owed::nothing(self));
        self.submit(body, writes).await.unwrap_or_else(|_| lost())
    }

    /// Leaves work with the engine, which does it also if nobody waits for its answer.
    fn submit<T, E, F>(&self, body: F, writes: bool) -> oneshot::Receiver<(Result<T, E>, Owed)>
    where
        F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, receive) = oneshot::channel();
        let effects = Effects::default();
        let task = Task { scope: self.clone(), body, writes, alone: false, value: None, effects, answer };
        if writes {
            self.house.db.write(Box::new(task));
        } else {
            self.house.db.read(Box::new(task));
        }
        receive
    }

    /// Leaves with the engine what nobody waits for any more.
    fn leave(&self, visits: Vec<Visit>) {
        let (body, effects, (answer, _)) = (recording(visits), Effects::default(), oneshot::channel());
        let task = Task { scope: self.clone(), body, writes: true, alone: true, value: None, effects, answer };
        self.house.db.write(Box::new(task));
    }
}

/// Writes what was opened or refused into the record.
fn recording(visits: Vec<Visit>) -> impl Fn(&mut Tx<'_>) -> Result<()> + Send + 'static {
    move |tx| {
        visits.iter().try_for_each(|visit| access::insert(tx, visit))?;
        tx.effects.recorded.extend(visits.iter().cloned());
        Ok(())
    }
}

/// What a transaction opened or was refused, and could not write into the record itself. Whoever asked writes it before they
/// have their answer; if they went away meanwhile, it is written all the same.
struct Owed {
    scope: Scope,
    visits: Vec<Visit>,
}

impl Owed {
    fn nothing(scope: &Scope) -> Owed {
        Owed { scope: scope.clone(), visits: Vec::new() }
    }

    fn taken(mut self) -> Vec<Visit> {
        std::mem::take(&mut self.visits)
    }
}

impl Drop for Owed {
    fn drop(&mut self) {
        let visits = std::mem::take(&mut self.visits);
        if !visits.is_empty() {
            self.scope.leave(visits);
        }
    }
}

struct Task<T, E, F> {
    scope: Scope,
    body: F,
    writes: bool,
    /// Whoever asked has gone: that it failed is for the log.
    alone: bool,
    value: Option<Result<T, E>>,
    effects: Effects,
    answer: oneshot::Sender<(Result<T, E>, Owed)>,
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
        let Task { scope, writes, alone, value, effects, answer, .. } = *self;
        let (value, effects) = match (outcome, value) {
            (Ok(()), Some(value)) => (value, effects),
            (Err(error), _) => (Err(E::from(error)), Effects { refusals: effects.refusals, ..Effects::default() }),
            (Ok(()), None) => (Err(E::from(Error::internal("a transaction without a value"))), Effects::default()),
        };
        if alone && value.is_err() {
            tracing::error!(clinic = %scope.clinic.id, "what somebody opened, or was refused, could not be written into the record");
        }
        // Here and not where it is waited for: whoever asked may have gone away, and the work is done all the same.
        if writes && value.is_ok() {
            scope.house.committed(scope.clinic.id, &effects);
        }
        let Effects { openings, recorded, refusals, .. } = effects;
        // What was written down is taken back with the rest, what was opened was opened: an error may say something of it.
        let lost = if value.is_ok() { Vec::new() } else { recorded };
        let visits = openings.into_iter().chain(lost).chain(refusals).collect();
        let _gone = answer.send((value, Owed { scope, visits }));
    }
}
