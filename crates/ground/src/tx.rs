//! One transaction, as a room's store functions see it.

mod may;

use std::collections::HashMap;

use jiff::Timestamp;
use policy::Relations;

use crate::access::{self, Outcome, Visit};
use crate::actor::Actor;
use crate::clinic::Clinic;
use crate::db::{Counted, Engine, LISTED, Row, Session, Value, listed};
use crate::error::{Error, Refusal, Result};
use crate::event::{self, Event};
use crate::house::House;
use crate::job::{self, NewJob};
use crate::scope::Scope;
use crate::seal::Key;
use crate::{ClinicId, KeyId, PersonId, agreement, params, restrict};

use may::{Stands, word};

pub use policy::OPEN;

/// All that is asked of a record, in the very statement that finds its key.
fn asked() -> String {
    format!("key, erased_at, locked_until, {}", word())
}

/// How a transaction takes its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nobody else has the turn meanwhile.
    Alone,
    /// Others that take it so go on at the same time; whoever is alone waits for all of them.
    Beside,
}

/// A transaction in one clinic, by one actor, for one purpose, at one instant.
pub struct Tx<'a> {
    session: &'a mut dyn Session,
    scope: &'a Scope,
    now: Timestamp,
    writes: bool,
    asked: usize,
    keys: HashMap<PersonId, Key>,
    /// How the actor stands to whom, as far as it was looked up: while nothing is written it stays so.
    relations: HashMap<PersonId, Relations>,
    pub(crate) effects: Effects,
}

/// What becomes true outside the database once the transaction is committed.
#[derive(Default)]
pub(crate) struct Effects {
    /// Openings to record: of a reading transaction, which cannot write them itself.
    pub(crate) openings: Vec<Visit>,
    /// Openings already written in this transaction.
    pub(crate) recorded: Vec<Visit>,
    /// Refused openings, recorded although the transaction is taken back.
    pub(crate) refusals: Vec<Visit>,
    /// Subjects whose pages should look again.
    pub(crate) topics: Vec<&'static str>,
    pub(crate) jobs: bool,
}

/// Whether a record is over.
enum Ended {
    No,
    Locked,
    Erased,
}

impl Ended {
    fn of(row: &Row) -> Result<Ended> {
        Ok(match (row.get::<Option<Timestamp>>("erased_at")?, row.get::<Option<Timestamp>>("locked_until")?) {
            (Some(_), _) => Ended::Erased,
            (None, Some(_)) => Ended::Locked,
            (None, None) => Ended::No,
        })
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(session: &'a mut dyn Session, scope: &'a Scope, writes: bool) -> Tx<'a> {
        let now = scope.house.clock.now();
        Tx {
            session,
            scope,
            now,
            writes,
            asked: 0,
            keys: HashMap::new(),
            relations: HashMap::new(),
            effects: Effects::default(),
        }
    }

    /// The clinic whose rows this transaction may touch.
    pub fn clinic(&self) -> ClinicId {
        self.scope.clinic.id
    }

    /// The clinic's name, zone and parameters.
    pub fn settings(&self) -> &Clinic {
        &self.scope.clinic
    }

    /// The instant at which everything in this transaction happens.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.scope.actor
    }

    /// The scope this transaction runs in.
    pub fn scope(&self) -> &Scope {
        self.scope
    }

    pub(crate) fn house(&self) -> &House {
        &self.scope.house
    }

    /// Whether it may change anything.
    pub(crate) fn is_writing(&self) -> bool {
        self.writes
    }

    /// Which engine runs it: for the few places where two texts stand side by side.
    pub fn engine(&self) -> Engine {
        self.session.engine()
    }

    /// Every row of `sql`, whose parameters are `$1`, `$2`, ...
    pub fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        self.asked += 1;
        self.session.query(sql, params)
    }

    /// The first row, if there is one.
    pub fn optional(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>> {
        Ok(self.query(sql, params)?.into_iter().next())
    }

    /// The one row; none is [`Error::NotFound`].
    pub fn one(&mut self, sql: &str, params: &[Value]) -> Result<Row> {
        self.optional(sql, params)?.ok_or(Error::NotFound)
    }

    /// Counts the rows of `sql` in one walk, by its columns `name` (text or nothing) and `key`, with the sum of `amount`
    /// (whole numbers): for figures about very many rows, which SQLite would sort to group.
    pub fn counted(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Counted>> {
        self.asked += 1;
        crate::db::counted(self.session, sql, params)
    }

    /// Runs a statement and says how many rows it changed.
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.asked += 1;
        self.session.execute(sql, params)
    }

    /// How many statements it has run: for tests that hold them few.
    pub fn asked(&self) -> usize {
        self.asked
    }

    /// Hands out `person`'s key against this transaction's reason, or refuses. This is the one place where a key is
    /// handed out: it asks the policy and writes the access record.
    pub fn open(&mut self, person: PersonId) -> Result<Key> {
        if let Some(key) = self.keys.get(&person) {
            return Ok(key.clone());
        }
        let sql = format!("SELECT {} FROM person p WHERE p.clinic = $1 AND p.id = $4", asked());
        let row = self.one(&sql, &params![self.clinic(), self.scope.purpose.as_str(), self.now, person])?;
        self.hand_out(person, row.get("key")?, Ended::of(&row)?, Stands::of(&row)?)
    }

    /// The keys of several persons at once; whoever is not known, refused or erased is left out, and the refusals
    /// are recorded.
    pub fn open_many(&mut self, persons: &[PersonId]) -> Result<HashMap<PersonId, Key>> {
        let mut keys: HashMap<PersonId, Key> =
            persons.iter().filter_map(|person| Some((*person, self.keys.get(person)?.clone()))).collect();
        let mut unopened: Vec<PersonId> = persons.iter().filter(|person| !keys.contains_key(person)).copied().collect();
        unopened.sort_unstable();
        unopened.dedup();
        for persons in unopened.chunks(LISTED) {
            let mut values = params![self.clinic(), self.scope.purpose.as_str(), self.now].to_vec();
            let list = listed(&mut values, persons);
            let sql = format!("SELECT id, {} FROM person p WHERE p.clinic = $1 AND p.id IN ({list})", asked());
            let rows = self.query(&sql, &values)?;
            let mut waiting: Vec<PersonId> = Vec::new();
            for row in &rows {
                if !Stands::of(row)?.withheld.is_empty() {
                    waiting.push(row.get("id")?);
                }
            }
            if self.actor().person().is_some() {
                self.look_up(&waiting)?;
            }
            for row in &rows {
                match self.hand_out(row.get("id")?, row.get("key")?, Ended::of(row)?, Stands::of(row)?) {
                    Ok(key) => {
                        keys.insert(key.person(), key);
                    }
                    Err(Error::NotFound | Error::Refused(_)) => {}
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(keys)
    }

    fn hand_out(&mut self, person: PersonId, key: KeyId, ended: Ended, stands: Stands) -> Result<Key> {
        let purpose = self.scope.purpose;
        match ended {
            Ended::Erased => return Err(Error::Refused(Refusal::Erased)),
            // What a law keeps is there for the law, and for whom it is about.
            Ended::Locked if !crate::erase::is_open_under(purpose) => return Err(Error::Refused(Refusal::Erased)),
            Ended::Locked | Ended::No => {}
        }
        self.require_open(person, stands.bound)?;
        let withheld = agreement::left(self, person, purpose, stands.withheld)?;
        if agreement::shuts(self, purpose, withheld) {
            self.note_refusal(person);
            return Err(Error::Refused(Refusal::Unagreed));
        }
        let opened = Visit::new(self.scope, person, Outcome::Opened, self.now);
        let aead = self.house().keys.get(self.clinic(), key)?;
        let key = Key::new(person, Some(purpose), aead, self.house().permits.clone()).withholding(withheld);
        if !self.house().visits.contains(&opened) {
            if self.writes {
                access::insert(self, &opened)?;
                self.effects.recorded.push(opened);
            } else {
                self.effects.openings.push(opened);
            }
        }
        self.keys.insert(person, key.clone());
        Ok(key)
    }

    /// Notes that this actor was refused `person`'s record, once in each quarter hour like an opening.
    pub(crate) fn note_refusal(&mut self, person: PersonId) {
        let refused = Visit::new(self.scope, person, Outcome::Refused, self.now);
        if !self.house().visits.contains(&refused) {
            self.effects.refusals.push(refused);
        }
    }

    /// This transaction as another actor would have it, for trying what they are refused. What it notes goes with it.
    pub(crate) fn as_if<'b>(&'b mut self, scope: &'b Scope) -> Tx<'b> {
        Tx::new(self.session, scope, false)
    }

    /// This transaction as whoever is so bound to `person` would have it.
    pub(crate) fn bound_to(mut self, person: PersonId, relations: Relations) -> Self {
        self.relations.insert(person, relations);
        self
    }

    /// Whether it is noted that this actor was refused `person`'s record.
    pub(crate) fn noted(&self, person: PersonId) -> bool {
        let refused = Visit::new(self.scope, person, Outcome::Refused, self.now);
        !self.effects.refusals.is_empty() || self.house().visits.contains(&refused)
    }

    /// Whether the clinic has such a person, erased or not.
    pub fn knows(&mut self, person: PersonId) -> Result<bool> {
        let row =
            self.optional("SELECT id FROM person WHERE clinic = $1 AND id = $2", &params![self.clinic(), person])?;
        Ok(row.is_some())
    }

    /// Takes back the key of somebody of whom something else holds from here on.
    pub(crate) fn let_go(&mut self, person: PersonId) {
        self.keys.remove(&person);
    }

    /// `bound`: they had something restricted, so it is asked what.
    fn require_open(&mut self, person: PersonId, bound: bool) -> Result<()> {
        let refusal = match self.permitted(person)? {
            true if bound => restrict::judge(self, person, self.scope.purpose)?,
            true => None,
            false => Some(Refusal::Policy),
        };
        let Some(refusal) = refusal else { return Ok(()) };
        self.note_refusal(person);
        Err(Error::Refused(refusal))
    }

    /// The names under which the clinic shows those of `persons` it shows to everyone; the others are left out.
    pub fn names(&mut self, persons: &[PersonId]) -> Result<HashMap<PersonId, String>> {
        let mut known = HashMap::new();
        for name in self.house().names.clone().iter() {
            known.extend(name(self, persons)?);
        }
        Ok(known)
    }

    fn permitted(&mut self, person: PersonId) -> Result<bool> {
        // Only who is not let in by what they are is worth looking up.
        if self.decide(OPEN, self.scope.actor.relations(person)) {
            return Ok(true);
        }
        let relations = self.relations(person)?;
        Ok(self.decide(OPEN, relations))
    }

    /// All that binds this actor to `person`, as rooms know it. Nothing is opened, shown or recorded.
    pub fn relations(&mut self, person: PersonId) -> Result<Relations> {
        if let Some(known) = self.relations.get(&person).filter(|_| !self.writes) {
            return Ok(*known);
        }
        Ok(self.relations_of(&[person])?.remove(&person).unwrap_or_default())
    }

    /// The person whom `id` is about: their own id, or that of anything a room finds them by, as a visit of theirs.
    pub fn about(&mut self, id: &str) -> Result<Option<PersonId>> {
        if let Ok(person) = id.parse::<PersonId>() {
            return Ok(self.knows(person)?.then_some(person));
        }
        for about in self.house().about.values().copied().collect::<Vec<_>>() {
            if let Some(person) = about(self, id)? {
                return Ok(Some(person));
            }
        }
        Ok(None)
    }

    /// Whether policy permits this actor `action` for this purpose, being so related.
    pub fn decide(&self, action: &str, relations: Relations) -> bool {
        self.scope.house.decide(self.scope, action, relations)
    }

    /// A new person with a key of their own. The key seals and, for as long as this transaction lasts, opens what it
    /// sealed; it is no leave to read anything older, because there is nothing older.
    pub fn create_person(&mut self) -> Result<Key> {
        self.create(false)
    }

    /// A key that is nobody's, of what is to end by itself: a file, a setting, an incident, a request to be let in. Nobody is
    /// asked for it.
    pub fn create_keeper(&mut self) -> Result<Key> {
        self.create(true)
    }

    /// Makes what was kept under a key that was nobody's about somebody, who is asked from now on.
    pub fn take_in(&mut self, person: PersonId) -> Result<()> {
        let sql = "UPDATE person SET nobodys = 0 WHERE clinic = $1 AND id = $2";
        self.execute(sql, &params![self.clinic(), person]).map(drop)
    }

    fn create(&mut self, keeper: bool) -> Result<Key> {
        let person = PersonId::new(self.now);
        let (id, aead) = self.house().keys.take(self.clinic())?;
        self.execute(
            "INSERT INTO person (clinic, id, key, created_at, nobodys) VALUES ($1, $2, $3, $4, $5)",
            &params![self.clinic(), person, id, self.now, keeper],
        )?;
        let key = Key::new(person, Some(self.scope.purpose), aead, self.house().permits.clone());
        self.keys.insert(person, key.clone());
        Ok(key)
    }

    /// A key that can only seal, for whoever brings news about a person without leave to read the old.
    pub fn seal_for(&mut self, person: PersonId) -> Result<Key> {
        let row = self.one(
            "SELECT key FROM person WHERE clinic = $1 AND id = $2 AND erased_at IS NULL AND locked_until IS NULL",
            &params![self.clinic(), person],
        )?;
        self.sealing_by(person, &row)
    }

    /// The same where the record may be locked: a dispute can be about what a law keeps.
    pub(crate) fn seal_for_locked(&mut self, person: PersonId) -> Result<Key> {
        let row = self.one(
            "SELECT key FROM person WHERE clinic = $1 AND id = $2 AND erased_at IS NULL",
            &params![self.clinic(), person],
        )?;
        self.sealing_by(person, &row)
    }

    fn sealing_by(&mut self, person: PersonId, row: &Row) -> Result<Key> {
        let aead = self.house().keys.get(self.clinic(), row.get("key")?)?;
        Ok(Key::new(person, None, aead, self.house().permits.clone()))
    }

    /// A keyed look-up token for `text`, different in every clinic and for every `kind` of look-up.
    pub fn token(&self, kind: &str, text: &str) -> Result<Vec<u8>> {
        let keys = self.house().keys.clinic(self.clinic())?;
        let mut context = aws_lc_rs::hmac::Context::with_key(&keys.tokens);
        context.update(kind.as_bytes());
        context.update(&[0]);
        context.update(text.as_bytes());
        Ok(context.sign().as_ref()[..16].to_vec())
    }

    /// Says that something happened: stored, told to the rooms that asked, and to live pages after the commit.
    pub fn emit(&mut self, event: Event) -> Result<()> {
        event::insert(self, &event)?;
        for tell in self.house().subscribers.get(event.name).cloned().unwrap_or_default() {
            tell(self, &event)?;
        }
        if !self.effects.topics.contains(&event.topic()) {
            self.effects.topics.push(event.topic());
        }
        Ok(())
    }

    /// Leaves work for after the commit, in the same transaction. The same kind and subject waits once.
    pub fn enqueue(&mut self, new: &NewJob) -> Result<()> {
        job::insert(self, new)?;
        self.effects.jobs = true;
        Ok(())
    }

    /// The same for whatever looks again and again for work that was left undone: where there is such a job it is left as it
    /// is, so that one which fails waits longer each time and is stuck in the end.
    pub fn enqueue_once(&mut self, new: &NewJob) -> Result<()> {
        job::insert_once(self, new)?;
        self.effects.jobs = true;
        Ok(())
    }

    /// Takes back work that waits for a later time. What is due by now is as good as begun, and looks for itself.
    pub fn forget(&mut self, kind: &str, subject: impl ToString) -> Result<()> {
        job::delete(self, kind, &subject.to_string())
    }

    /// On PostgreSQL, lets transactions that name the same thing take turns; on SQLite writers do anyway.
    pub fn take_turns(&mut self, about: &str) -> Result<()> {
        self.take_turns_of(&[(Turn::Alone, about)])
    }

    /// Takes the turns of several things, in the order given. Whoever names the same things must name them in the same
    /// order, or two would wait for each other.
    pub fn take_turns_of(&mut self, turns: &[(Turn, &str)]) -> Result<()> {
        if self.engine() == Engine::Sqlite || turns.is_empty() {
            return Ok(());
        }
        self.turns_at(self.clinic(), turns)
    }

    /// The turn that `clinic`'s own writers take, for what the installation does to a clinic.
    pub(crate) fn take_turn_at(&mut self, clinic: ClinicId, about: &str) -> Result<()> {
        if self.engine() == Engine::Sqlite { Ok(()) } else { self.turns_at(clinic, &[(Turn::Alone, about)]) }
    }

    fn turns_at(&mut self, clinic: ClinicId, turns: &[(Turn, &str)]) -> Result<()> {
        let taken = turns.iter().zip(1..).map(|((turn, _), n)| match turn {
            Turn::Alone => format!("pg_advisory_xact_lock(hashtextextended(${n}, 0))"),
            Turn::Beside => format!("pg_advisory_xact_lock_shared(hashtextextended(${n}, 0))"),
        });
        let sql = format!("SELECT {}", taken.collect::<Vec<_>>().join(", "));
        let names: Vec<Value> = turns.iter().map(|(_, about)| format!("{clinic}/{about}").into()).collect();
        self.query(&sql, &names).map(drop)
    }

    /// The live schema.
    pub(crate) fn live(&mut self) -> Result<promise::LiveSchema> {
        crate::db::schema::live(self.session)
    }

    /// What differs between the data map and the live schema now.
    pub fn gaps(&mut self) -> Result<Vec<promise::Gap>> {
        let live = self.live()?;
        Ok(self.house().data_map.compare(&live))
    }
}
