//! The policy itself: asked, answered, remembered.

use crate::ability::{Abilities, Ability, UNSORTED};
use crate::ask::{Ask, Decision, Explanation, Relations};
use crate::error::PolicyError;
use crate::read::{self, Rule};
use crate::role::{Role, RoleSet, STAFF};
use cedar_policy::{
    AuthorizationError, Authorizer, Context, Decision as Verdict, Entities, Entity, EntityId, EntityTypeName,
    EntityUid, PolicyId, PolicySet, Request, RestrictedExpression,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

/// Answers remembered at most; some thousands occur in practice, and beyond this the memory starts anew.
const REMEMBERED: usize = 65_536;

/// Every room's rules, ready to be asked from any thread.
pub struct Policy {
    rules: BTreeMap<String, Rule>,
    /// By name: its number in the memory's key, and the rules that could speak about it.
    actions: BTreeMap<String, Action>,
    /// The purposes rules name, numbered from 1; every other purpose is alike to every rule, and is 0.
    purposes: HashMap<String, u8>,
    abilities: Abilities,
    names: Names,
    authorizer: Authorizer,
    memory: RwLock<HashMap<u64, Decision>>,
    refused: Decision,
}

struct Action {
    number: u32,
    uid: EntityUid,
    rules: PolicySet,
}

struct Names {
    actor: EntityUid,
    resource: EntityUid,
}

impl Policy {
    /// Reads the rules of all rooms, each given with its room's name.
    ///
    /// # Errors
    /// The first fault with its room and line: bad syntax, a rule without `@id` or with one taken, a role, purpose,
    /// relation or action that does not exist, a permit for another room's action.
    pub fn parse(files: &[(&str, &str)]) -> Result<Policy, PolicyError> {
        let read = read::rules(files)?;
        let broken = |fault: String| PolicyError {
            room: files.first().map_or("", |file| file.0).to_owned(),
            line: 1,
            fault: crate::Fault::Invalid(fault),
        };
        let mut actions = BTreeMap::new();
        for (number, name) in (0u32..).zip(&read.actions) {
            let rules = read
                .rules
                .values()
                .filter(|rule| rule.actions.is_empty() || rule.actions.contains(name))
                .map(|rule| rule.cedar.clone());
            let rules = PolicySet::from_policies(rules).map_err(|error| broken(error.to_string()))?;
            let uid = uid("Action", name).map_err(broken)?;
            actions.insert(name.clone(), Action { number, uid, rules });
        }
        Ok(Policy {
            rules: read.rules,
            actions,
            purposes: read.purposes.into_iter().zip(1u8..).collect(),
            abilities: Abilities::default(),
            names: Names {
                actor: uid("Actor", "actor").map_err(broken)?,
                resource: uid("Resource", "resource").map_err(broken)?,
            },
            authorizer: Authorizer::new(),
            memory: RwLock::default(),
            refused: Decision { allowed: false, rules: Arc::new([]) },
        })
    }

    /// With the abilities of all rooms, each file given with its room's name; an empty one lists none.
    ///
    /// # Errors
    /// The first fault with its room and line: a file that is not of this form, an action that no rule names, one that
    /// stands in two abilities.
    pub fn with_abilities(mut self, files: &[(&str, &str)]) -> Result<Policy, PolicyError> {
        let known = self.actions.keys().map(String::as_str).collect();
        let staffs = self.rules.values().filter(|rule| rule.permits && is_staffs(rule));
        let reserved = staffs.flat_map(|rule| rule.actions.iter().map(String::as_str)).collect();
        let abilities = Abilities::read(files, &known, &reserved)?;
        self.abilities = abilities;
        Ok(self)
    }

    /// What can be taken away from a role that a clinic makes, by name.
    pub fn abilities(&self) -> impl Iterator<Item = &Ability> {
        self.abilities.all()
    }

    /// A role that a clinic made of `parts`, less the abilities named. One that names an ability nobody knows gives
    /// nothing at all: what was to be taken away can no longer be told.
    pub fn own_role<'n>(&self, parts: RoleSet, taken: impl IntoIterator<Item = &'n str>) -> Option<RoleSet> {
        let mut less = 1 << UNSORTED;
        for name in taken {
            less |= 1 << self.abilities.number(name)?;
        }
        Some(parts.less(less))
    }

    /// What is for staff and stands in no ability and in no list of what is always theirs: no role that a clinic makes
    /// gives it, and a program with such an action is not to be started. So is a rule that forbids something to staff,
    /// because taking that role's part away would permit it.
    pub fn unsorted(&self) -> Vec<String> {
        let mut missing = Vec::new();
        for (id, rule) in &self.rules {
            if !is_staffs(rule) {
                continue;
            }
            if !rule.permits {
                missing.push(format!("{id} forbids something to a role of staff"));
                continue;
            }
            for action in &rule.actions {
                let any = BTreeSet::from([String::new()]);
                for purpose in if rule.purposes.is_empty() { &any } else { &rule.purposes } {
                    if self.abilities.of(action, purpose) == Some(UNSORTED) {
                        let purpose = if purpose.is_empty() { "any purpose" } else { purpose };
                        missing.push(format!("{action} for {purpose}, by {id}"));
                    }
                }
            }
        }
        missing
    }

    /// The roles that count for this ask: all that are held, but those whose ability was taken away.
    pub fn counting(&self, ask: &Ask<'_>) -> RoleSet {
        if ask.roles.is_whole() {
            return ask.roles;
        }
        match self.abilities.of(ask.action, ask.purpose) {
            Some(ability) => ask.roles.counting(ability),
            None => ask.roles.whole(),
        }
    }

    /// Answers an ask; the same ask gets the same answer for as long as the program runs.
    pub fn decide(&self, ask: &Ask<'_>) -> Decision {
        let Some(action) = self.actions.get(ask.action) else {
            return self.refused.clone();
        };
        // Nothing beside the roles that count is asked or remembered.
        let ask = &Ask { roles: self.counting(ask), ..*ask };
        let key = self.key(action, ask);
        // A panic while the memory is held cannot leave it half-written: an answer is inserted whole.
        if let Some(known) = self.memory.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let decision = self.evaluate(action, ask);
        let mut memory = self.memory.write().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= REMEMBERED {
            memory.clear();
        }
        memory.insert(key, decision.clone());
        decision
    }

    /// Which roles may do `action` for `purpose` where nothing binds them to anybody; what `keepwell routes` prints.
    pub fn who(&self, action: &str, purpose: &str) -> Vec<Role> {
        self.who_related(action, purpose, Relations::NONE)
    }

    /// Which roles may do `action` for `purpose` to a person they are so related to.
    pub fn who_related(&self, action: &str, purpose: &str, relations: Relations) -> Vec<Role> {
        let may = |role: &Role| {
            let roles = RoleSet::from(*role);
            let ask = Ask { roles, action, purpose, relations };
            // A mark by itself is nobody: what is printed of it is what its holder may do by such a token at most.
            match RoleSet::MARKS.contains(*role) {
                true => self.listed(&ask),
                false => self.decide(&ask).allowed,
            }
        };
        Role::ALL.into_iter().filter(may).collect()
    }

    /// Every action some rule names, in order; a route whose action is not among them can never be entered.
    pub fn actions(&self) -> impl Iterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    /// Why the answer to `ask` is what it is.
    pub fn explain(&self, ask: &Ask<'_>) -> Explanation {
        let decision = self.decide(ask);
        let relations: Vec<_> = ask.relations.named().into_iter().filter(|(_, holds)| *holds).collect();
        let related = match relations.as_slice() {
            [] => "no relation".to_owned(),
            some => some.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
        };
        let roles = if ask.roles.is_empty() { "no role".to_owned() } else { ask.roles.to_string() };
        let place = |(id, rule): (&String, &Rule)| format!("{}/policy.cedar:{} {id}", rule.room, rule.line);
        let deciding = self.rules.iter().filter(|(id, _)| decision.rules.contains(id)).map(place).collect();
        let nearest = if decision.allowed || !decision.rules.is_empty() {
            Vec::new()
        } else {
            let speaks = |rule: &Rule| rule.permits && rule.actions.iter().any(|action| action == ask.action);
            self.rules.iter().filter(|(_, rule)| speaks(rule)).map(place).collect()
        };
        let without = (!decision.allowed && !ask.roles.is_whole()).then(|| Ask { roles: ask.roles.whole(), ..*ask });
        let taken = without.filter(|whole| self.decide(whole).allowed).map(|_| {
            self.abilities
                .of(ask.action, ask.purpose)
                .and_then(|number| self.abilities.name(number))
                .unwrap_or_default()
        });
        Explanation {
            taken: taken.map(str::to_owned),
            asked: format!("{} for {} by {roles} ({related})", ask.action, ask.purpose),
            decision,
            deciding,
            nearest,
        }
    }

    /// All an answer depends on, in one number: action, purpose, roles (16 bits), relations (8 bits).
    fn key(&self, action: &Action, ask: &Ask<'_>) -> u64 {
        let purpose = self.purposes.get(ask.purpose).copied().unwrap_or(0);
        u64::from(action.number) << 32
            | u64::from(purpose) << 24
            | u64::from(ask.roles.bits()) << 8
            | u64::from(ask.relations.bits())
    }

    /// Whether a rule permits it to the marks of a personal token, whoever holds that.
    fn listed(&self, ask: &Ask<'_>) -> bool {
        let marks = Ask { roles: ask.roles.and(RoleSet::MARKS), ..*ask };
        let listed = self.actions.get(ask.action).and_then(|action| self.put(action, &marks));
        listed.is_some_and(|decision| decision.allowed)
    }

    /// A personal token does what its holder may, and of that only what is permitted to the token's marks by name. A rule
    /// that lets the holder in and forgets about tokens lets no token in.
    fn evaluate(&self, action: &Action, ask: &Ask<'_>) -> Decision {
        let holder = Ask { roles: ask.roles.without(RoleSet::MARKS), ..*ask };
        // Only a malformed ask fails to be put, and then nothing is permitted.
        let decision = self.put(action, &holder).unwrap_or_else(|| self.refused.clone());
        if decision.allowed && holder.roles != ask.roles && !self.listed(ask) {
            return self.refused.clone();
        }
        decision
    }

    fn put(&self, action: &Action, ask: &Ask<'_>) -> Option<Decision> {
        let roles = ask.roles.iter().map(|role| RestrictedExpression::new_string(role.as_str().to_owned()));
        let roles = HashMap::from([("roles".to_owned(), RestrictedExpression::new_set(roles))]);
        let relations = ask.relations.named().into_iter();
        let relations = relations.map(|(name, holds)| (name.to_owned(), RestrictedExpression::new_bool(holds)));
        let actor = Entity::new(self.names.actor.clone(), roles, Default::default()).ok()?;
        let resource = Entity::new(self.names.resource.clone(), relations.collect(), Default::default()).ok()?;
        let entities = Entities::from_entities([actor, resource], None).ok()?;
        let purpose = RestrictedExpression::new_string(ask.purpose.to_owned());
        let context = Context::from_pairs([("purpose".to_owned(), purpose)]).ok()?;
        let (actor, resource) = (self.names.actor.clone(), self.names.resource.clone());
        let request = Request::new(actor, action.uid.clone(), resource, context, None).ok()?;
        let response = self.authorizer.is_authorized(&request, &action.rules, &entities);

        // Cedar skips a rule that fails to evaluate; a skipped forbid would permit, so any failure refuses.
        let failed: Vec<String> = response
            .diagnostics()
            .errors()
            .map(|AuthorizationError::PolicyEvaluationError(error)| name(error.policy_id()))
            .collect();
        let allowed = failed.is_empty() && response.decision() == Verdict::Allow;
        let mut rules = if failed.is_empty() { response.diagnostics().reason().map(name).collect() } else { failed };
        rules.sort();
        Some(Decision { allowed, rules: rules.into() })
    }
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Policy({} rules, {} actions)", self.rules.len(), self.actions.len())
    }
}

/// Whether a rule is for those who work here and not for whoever is signed in.
fn is_staffs(rule: &Rule) -> bool {
    rule.roles.iter().any(|role| STAFF.contains(role)) && !rule.roles.contains(&Role::Client)
}

fn name(id: &PolicyId) -> String {
    let id: &str = id.as_ref();
    id.to_owned()
}

fn uid(kind: &str, name: &str) -> Result<EntityUid, String> {
    let kind: EntityTypeName = kind.parse().map_err(|error: cedar_policy::ParseErrors| error.to_string())?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(name)))
}
