//! What stands against a plan. What a look did not bring is never taken for what is not there.

use std::collections::HashMap;

use ground::RoleSet;

use super::here::{Here, Limits, State};
use super::make::Aim;
use super::snapshot::{Gap, Snapshot, Standing, place};
use super::{Change, Plan};

/// A reason against a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Not one user came. A directory always has one: its administrator.
    NothingRead,
    /// A page did not come.
    PageMissing,
    /// Something came without a field that we need.
    FieldsMissing,
    /// The reading ended before the end.
    Partial,
    /// Nobody could govern the clinic's staff any more.
    LastManager,
    /// More people than the clinic allows would be shut out or lose a role, out of `of`.
    TooMany { losing: u64, of: u64, allowed: u64 },
    /// Everybody would be shut out.
    Everybody { of: u64 },
    /// More than that share of what people belong to would go, out of `of`.
    TooManyMemberships { losing: u64, of: u64, allowed: u64 },
}

impl Reason {
    /// Whether a person may approve the plan in spite of it. What was not read, or would lock the clinic out, nobody can.
    pub fn can_be_approved(self) -> bool {
        matches!(self, Reason::TooMany { .. } | Reason::Everybody { .. } | Reason::TooManyMemberships { .. })
    }
}

impl From<Gap> for Reason {
    fn from(gap: Gap) -> Reason {
        match gap {
            Gap::Page => Reason::PageMissing,
            Gap::Fields => Reason::FieldsMissing,
            Gap::End => Reason::Partial,
        }
    }
}

/// A plan that is not applied.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// All of them, each once.
    pub reasons: Vec<Reason>,
    /// The plan, where a person may approve it.
    pub held: Option<Box<Plan>>,
}

pub(super) struct Looked<'a> {
    pub there: &'a Snapshot,
    pub here: &'a Here,
    pub limits: &'a Limits,
    pub aims: &'a [Aim],
    pub governs: &'a dyn Fn(RoleSet) -> bool,
}

/// Hands the plan out, or says all that stands against it.
pub(super) fn check(looked: &Looked<'_>, plan: Plan) -> Result<Plan, Refusal> {
    let mut reasons: Vec<Reason> = looked.there.gaps.iter().map(|gap| Reason::from(*gap)).collect();
    if !looked.there.users.iter().any(|user| user.standing != Standing::Deleted) {
        reasons.push(Reason::NothingRead);
    }
    reasons.extend(looked.losses(&plan));
    reasons.extend(looked.memberships(&plan));
    let mut governs = Governs { ask: looked.governs, known: HashMap::new() };
    if looked.managers_before(&mut governs) > 0 && looked.managers_after(&plan, &mut governs) == 0 {
        reasons.push(Reason::LastManager);
    }
    reasons.sort_unstable();
    reasons.dedup();
    if reasons.is_empty() {
        return Ok(plan);
    }
    let held = reasons.iter().all(|reason| reason.can_be_approved()).then(|| Box::new(plan));
    Err(Refusal { reasons, held })
}

impl Looked<'_> {
    /// Each person who would lose something counts once, whatever they lose.
    fn losses(&self, plan: &Plan) -> Option<Reason> {
        let was_in = |user: u32| {
            let here = plan.users[user as usize].here.map(|at| &self.here.users[at as usize]);
            here.is_some_and(|known| known.state == State::In)
        };
        let (mut losing, mut shut_out): (Vec<u32>, u64) = (Vec::new(), 0);
        for change in &plan.changes {
            match *change {
                Change::Left { user } | Change::Suspended { user } if was_in(user) => {
                    losing.push(user);
                    shut_out += 1;
                }
                Change::RoleTaken { user, .. } if was_in(user) => losing.push(user),
                _ => {}
            }
        }
        losing.sort_unstable();
        losing.dedup();
        let of = count(self.here.users.iter().filter(|known| known.state == State::In));
        let (losing, allowed) = (count(&losing), self.limits.allowed(of));
        if of > 1 && shut_out == of {
            return Some(Reason::Everybody { of });
        }
        (losing > allowed).then_some(Reason::TooMany { losing, of, allowed })
    }

    /// Groups that come back emptier than anybody empties them: what people belong to is counted too, because a rule may
    /// be made tomorrow. What goes with a group that is gone, or with somebody who leaves, is counted above or known.
    fn memberships(&self, plan: &Plan) -> Option<Reason> {
        let stays = |group: u32, user: u32| {
            plan.groups[group as usize].there.is_some() && self.aims[user as usize].name.is_some()
        };
        let gone = plan.changes.iter().filter(|change| match **change {
            Change::MemberRemoved { group, user } => stays(group, user),
            Change::NestedRemoved { group, .. } => plan.groups[group as usize].there.is_some(),
            _ => false,
        });
        let (losing, of) = (count(gone), count(&self.here.members) + count(&self.here.nested));
        let share = of.saturating_mul(u64::from(self.limits.share.min(100))) / 100;
        let allowed = share.max(u64::from(self.limits.few) * MEMBERSHIPS_EACH);
        (losing > allowed).then_some(Reason::TooManyMemberships { losing, of, allowed })
    }

    fn managers_before(&self, governs: &mut Governs<'_>) -> u64 {
        let here = self.here.users.iter();
        let manages = here.filter(|known| {
            let held = || known.roles.or(known.own).held(&self.here.own_roles);
            known.state == State::In && known.open && governs.of(held())
        });
        count(manages) + u64::from(self.here.managers)
    }

    /// Only who can sign in today counts: somebody who joins has not done so yet.
    fn managers_after(&self, plan: &Plan, governs: &mut Governs<'_>) -> u64 {
        let stay = plan.users.iter().zip(self.aims).filter(|(subject, aim)| {
            let Some(known) = subject.here.map(|at| &self.here.users[at as usize]) else { return false };
            let held = || aim.roles.or(known.own).held(&self.here.own_roles);
            known.state == State::In && known.open && aim.enters && governs.of(held())
        });
        count(stay) + u64::from(self.here.managers)
    }
}

/// How many groups somebody is in is not known; so many leave with one person before it is asked about.
const MEMBERSHIPS_EACH: u64 = 20;

/// Who governs, asked once for each set of roles: many people have the same.
struct Governs<'a> {
    ask: &'a dyn Fn(RoleSet) -> bool,
    known: HashMap<RoleSet, bool>,
}

impl Governs<'_> {
    fn of(&mut self, held: RoleSet) -> bool {
        !held.is_empty() && *self.known.entry(held).or_insert_with(|| (self.ask)(held))
    }
}

fn count(of: impl IntoIterator) -> u64 {
    u64::from(place(of.into_iter().count()))
}
