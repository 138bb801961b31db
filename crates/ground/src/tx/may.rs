//! Who may be opened, before anybody is: for lists that leave somebody out, and for changes that read nothing.

use std::collections::HashMap;

use policy::{CHANGE, OPEN, Relations};
use promise::Categories;

use super::Tx;
use crate::db::{LISTED, Row, listed};
use crate::error::{Error, Refusal, Result};
use crate::{PersonId, agreement, params, restrict};

/// Whether anything stands that somebody had restricted, or said no to for the purpose `$2`: whose record `p` is, or the one it
/// was merged into. Of one that was merged on and on it is asked.
const BOUND: &str = "CASE WHEN EXISTS (SELECT 1 FROM restriction r WHERE r.clinic = p.clinic
        AND (r.person = p.id OR r.person = p.merged_into) AND r.lifted_at IS NULL AND (r.kind = 'restricted' OR r.purpose = $2))
    OR EXISTS (SELECT 1 FROM person k WHERE k.clinic = p.clinic AND k.id = p.merged_into AND k.merged_into IS NOT NULL)
    THEN 1 ELSE 0 END AS bound";

/// What somebody's own word takes, by the purpose `$2` and the instant `$3`, in one statement with whatever else is asked of them.
pub(super) fn word() -> String {
    format!("{BOUND}, {} AS withheld", agreement::withheld())
}

/// What somebody's own word takes from what policy permits.
#[derive(Default)]
pub(super) struct Stands {
    /// Something is restricted or was said no to: it is worth asking what.
    pub(super) bound: bool,
    /// The kinds of data that wait for their agreement, for this purpose.
    pub(super) withheld: Categories,
}

impl Stands {
    pub(super) fn of(row: &Row) -> Result<Stands> {
        Ok(Stands { bound: row.get("bound")?, withheld: agreement::kinds(row.get("withheld")?) })
    }
}

impl Tx<'_> {
    /// Whether [`Tx::open`] would hand out `person`'s key. Nothing is opened, shown or recorded: it is for leaving
    /// someone out of a list before anyone asked for them.
    pub fn may_open(&mut self, person: PersonId) -> Result<bool> {
        Ok(!self.may_open_many(&[person], &[])?.is_empty())
    }

    /// Those of `persons` of whom [`Tx::open`] would hand out a key that opens all of `columns`, of these tables, in their
    /// order: asked once for all, for a list that leaves the others out. Nothing is opened, shown or recorded.
    pub fn may_open_many(&mut self, persons: &[PersonId], columns: &[(&str, &str)]) -> Result<Vec<PersonId>> {
        let permits = self.house().permits.clone();
        let needed: Categories = columns.iter().filter_map(|(table, column)| permits.category(table, column)).collect();
        // Only who is not let in by what they are is worth looking up.
        let by_role = |person: &&PersonId| self.decide(OPEN, self.scope.actor.relations(**person));
        let others: Vec<PersonId> = persons.iter().filter(|person| !by_role(person)).copied().collect();
        self.look_up(&others)?;
        let mut permitted = Vec::with_capacity(persons.len());
        for &person in persons {
            if self.permitted(person)? {
                permitted.push(person);
            }
        }
        let mut stands = self.stands(&permitted)?;
        let waiting = permitted.iter().filter(|person| stands.get(person).is_some_and(|one| !one.withheld.is_empty()));
        let waiting: Vec<PersonId> = waiting.copied().collect();
        // Who acts as nobody in particular is bound to nobody who said something.
        if self.actor().person().is_some() {
            self.look_up(&waiting)?;
        }
        let mut may = Vec::with_capacity(permitted.len());
        for person in permitted {
            if self.lets(person, stands.remove(&person).unwrap_or_default(), needed)? {
                may.push(person);
            }
        }
        Ok(may)
    }

    /// Whether `person`'s own word leaves it to this actor to open them, and to read what is `needed`.
    fn lets(&mut self, person: PersonId, stands: Stands, needed: Categories) -> Result<bool> {
        let purpose = self.scope.purpose;
        if stands.bound && restrict::judge(self, person, purpose)?.is_some() {
            return Ok(false);
        }
        // Whom it binds is asked only where that decides.
        let keeps = |tx: &Tx<'_>, withheld: Categories| {
            agreement::shuts(tx, purpose, withheld) || needed.iter().any(|kind| withheld.contains(kind))
        };
        if !keeps(self, stands.withheld) {
            return Ok(true);
        }
        let withheld = agreement::left(self, person, purpose, stands.withheld)?;
        Ok(!keeps(self, withheld))
    }

    /// Looks up how the actor stands to all of `persons` in as many questions as of one, for a list. Where something is written it
    /// does not stay so, and each is asked for when it counts.
    pub(super) fn look_up(&mut self, persons: &[PersonId]) -> Result<()> {
        let unknown: Vec<PersonId> = persons.iter().filter(|one| !self.relations.contains_key(one)).copied().collect();
        if self.writes || unknown.len() < 2 {
            return Ok(());
        }
        self.relations_of(&unknown).map(drop)
    }

    /// All that binds this actor to each of `persons`, as rooms know it.
    pub(super) fn relations_of(&mut self, persons: &[PersonId]) -> Result<HashMap<PersonId, Relations>> {
        let mut found: HashMap<PersonId, Relations> =
            persons.iter().map(|person| (*person, self.scope.actor.relations(*person))).collect();
        for persons in persons.chunks(LISTED) {
            for relate in self.house().relations.clone().iter() {
                relate(self, persons, &mut found)?;
            }
        }
        self.relations.extend(&found);
        Ok(found)
    }

    /// What the word of each of `persons` takes, in one statement for as many as one can name; nothing of whom is not known.
    fn stands(&mut self, persons: &[PersonId]) -> Result<HashMap<PersonId, Stands>> {
        let mut found = HashMap::with_capacity(persons.len());
        for persons in persons.chunks(LISTED) {
            let mut values = params![self.clinic(), self.scope.purpose.as_str(), self.now].to_vec();
            let list = listed(&mut values, persons);
            let sql = format!("SELECT id, {} FROM person p WHERE p.clinic = $1 AND p.id IN ({list})", word());
            for row in self.query(&sql, &values)? {
                found.insert(row.get("id")?, Stands::of(&row)?);
            }
        }
        Ok(found)
    }

    /// Refuses where [`Tx::open`] would, and records the refusal; else nothing is opened, shown or recorded. It is for
    /// whoever changes what is about a person without reading who they are. Policy may let somebody change who may not
    /// open: whoever holds a visit's link reads nothing of the record and moves that visit.
    pub fn require(&mut self, person: PersonId) -> Result<()> {
        if self.decide(CHANGE, self.scope.actor.relations(person)) {
            return Ok(());
        }
        let stands = self.stands(&[person])?.remove(&person).unwrap_or_default();
        self.require_open(person, stands.bound)?;
        let purpose = self.scope.purpose;
        let withheld = agreement::left(self, person, purpose, stands.withheld)?;
        if !agreement::shuts(self, purpose, withheld) {
            return Ok(());
        }
        self.note_refusal(person);
        Err(Error::Refused(Refusal::Unagreed))
    }
}
