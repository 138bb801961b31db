//! The plan itself.

use std::collections::HashMap;

use aws_lc_rs::digest::{Context, SHA256};
use jiff::Timestamp;

use super::address::settle;
use super::check::{Looked, Refusal, check};
use super::gift::{Gift, Gifts, OwnRole};
use super::here::{
    Asks, Here, Limits, State, Token, Tokens, address_digest, group_digest, group_token, name_digest, user_token,
};
use super::nest::Why;
use super::snapshot::{Snapshot, Standing, place};
use super::{Change, Plan, Question, Subject};

/// Who somebody is to become.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Aim {
    /// They are known here already, or join.
    pub known: bool,
    /// They are to be in.
    pub enters: bool,
    pub name: Option<Token>,
    /// The address they are to have; none where they have none.
    pub address: Option<Token>,
    pub roles: Gifts,
}

/// Plans what `there` would change `here`, now.
///
/// # Errors
/// A [`Refusal`] with every reason that stands against it. Where all of them can be put to a person, it holds the plan.
pub fn plan(there: &Snapshot, here: &Here, limits: &Limits, now: Timestamp, asks: Asks<'_>) -> Result<Plan, Refusal> {
    let tokens = asks.tokens;
    let users =
        subjects(there.users.iter().map(|user| user_token(tokens, user)), here.users.iter().map(|known| known.token));
    let groups = subjects(
        there.groups.iter().map(|group| group_token(tokens, group)),
        here.groups.iter().map(|known| known.token),
    );
    let mut look = Look { there, here, users, groups, changes: Vec::new(), questions: Vec::new(), aims: Vec::new() };
    look.aim(tokens);
    look.groups(tokens);
    let (members, nested) = look.belonging();
    let why = look.roles(&members, &nested);
    look.pairs(&members, &nested);
    look.people(limits, now);
    let Look { users, groups, mut changes, mut questions, aims, .. } = look;
    // By their numbers within each kind, which the tokens gave: in this order a plan is digested, shown and applied.
    changes.sort_unstable_by_key(|change| (kind(change), *change));
    questions.sort_unstable();
    let digest = digest(&users, &groups, &aims, &changes, &here.own_roles);
    let plan = Plan { users, groups, changes, questions, why, digest };
    check(&Looked { there, here, limits, aims: &aims, governs: asks.governs }, plan)
}

/// Both lists as one, in the order of their tokens.
fn subjects(there: impl Iterator<Item = Token>, here: impl Iterator<Item = Token>) -> Vec<Subject> {
    let there = there.enumerate().map(|(at, token)| Subject { token, there: Some(place(at)), here: None });
    let here = here.enumerate().map(|(at, token)| Subject { token, there: None, here: Some(place(at)) });
    let mut all: Vec<Subject> = there.chain(here).collect();
    all.sort_unstable_by_key(|subject| subject.token);
    all.dedup_by(|next, kept| {
        let same = next.token == kept.token;
        if same {
            kept.there = kept.there.or(next.there);
            kept.here = kept.here.or(next.here);
        }
        same
    });
    all
}

/// By the plan's numbers, sorted.
type Pairs = Vec<(u32, u32)>;

struct Look<'a> {
    there: &'a Snapshot,
    here: &'a Here,
    users: Vec<Subject>,
    groups: Vec<Subject>,
    changes: Vec<Change>,
    questions: Vec<Question>,
    aims: Vec<Aim>,
}

impl Look<'_> {
    fn standing(&self, subject: Subject) -> Option<Standing> {
        subject.there.map(|at| self.there.users[at as usize].standing).filter(|found| *found != Standing::Deleted)
    }

    fn state(&self, subject: Subject) -> Option<State> {
        subject.here.map(|at| self.here.users[at as usize].state)
    }

    /// Says of each user who they are to become: first by themselves, then beside the others, whose address it may be.
    fn aim(&mut self, tokens: Tokens<'_>) {
        let mut aims = Vec::with_capacity(self.users.len());
        for (at, subject) in (0u32..).zip(&self.users) {
            let (standing, state) = (self.standing(*subject), self.state(*subject));
            let (Some(standing), Some(user)) = (standing, subject.there.map(|at| &self.there.users[at as usize]))
            else {
                aims.push(Aim { known: state.is_some_and(|state| state != State::Erased), ..Aim::default() });
                continue;
            };
            if state == Some(State::Erased) {
                self.questions.push(Question::Erased { user: at });
                aims.push(Aim::default());
                continue;
            }
            // Whoever may not enter over there and is not known here has no business here.
            let known = state.is_some() || standing.may_enter();
            let aim = Aim {
                known,
                enters: standing.may_enter(),
                name: Some(name_digest(tokens, user)),
                address: Some(address_digest(tokens, user)),
                roles: Gifts::default(),
            };
            aims.push(if known { aim } else { Aim::default() });
        }
        let held = |at: usize| {
            let known = self.users[at].here.map(|at| &self.here.users[at as usize])?;
            // Whoever left has no address here any more; the next may have it.
            matches!(known.state, State::In | State::Out).then_some(known.address)
        };
        for user in settle(&mut aims, held, &self.here.taken) {
            self.questions.push(Question::AddressTaken { user });
        }
        self.aims = aims;
    }

    fn groups(&mut self, tokens: Tokens<'_>) {
        for (group, subject) in (0u32..).zip(&self.groups) {
            let name = subject.there.map(|at| group_digest(tokens, &self.there.groups[at as usize]));
            let before = subject.here.map(|at| self.here.groups[at as usize].name);
            self.changes.extend(match (before, name) {
                (None, _) => Some(Change::GroupNew { group }),
                (Some(_), None) => Some(Change::GroupGone { group }),
                (Some(before), Some(name)) => (before != name).then_some(Change::GroupRenamed { group }),
            });
        }
    }

    /// Who is to belong to which group, and which group to which, by the plan's numbers and sorted.
    fn belonging(&self) -> (Pairs, Pairs) {
        let (users, groups) = (numbers(&self.users, |s| s.there), numbers(&self.groups, |s| s.there));
        let mut members: Pairs = (self.there.members.iter())
            .map(|(group, user)| (groups[*group as usize], users[*user as usize]))
            .filter(|(_, user)| {
                let aim = &self.aims[*user as usize];
                aim.known && self.standing(self.users[*user as usize]).is_some()
            })
            .collect();
        let mut nested: Pairs = (self.there.nested.iter())
            .map(|(group, inner)| (groups[*group as usize], groups[*inner as usize]))
            .collect();
        for pairs in [&mut members, &mut nested] {
            pairs.sort_unstable();
            pairs.dedup();
        }
        (members, nested)
    }

    fn roles(&mut self, members: &[(u32, u32)], nested: &[(u32, u32)]) -> Why {
        let by_token: HashMap<Token, u32> = (0u32..).zip(&self.groups).map(|(at, group)| (group.token, at)).collect();
        let rules: Vec<(Gift, u32)> =
            self.here.rules.iter().filter_map(|rule| Some((rule.gives, *by_token.get(&rule.group)?))).collect();
        let why = Why::of(self.groups.len(), nested, &rules);
        for (at, given) in why.given(self.users.len(), members).into_iter().enumerate() {
            let user = place(at);
            let (before, own) = self.users[at].here.map_or((Gifts::default(), Gifts::default()), |here| {
                let known = &self.here.users[here as usize];
                (known.roles, known.own)
            });
            for &(role, via) in &given {
                self.aims[at].roles = self.aims[at].roles.with(role);
                // What a colleague gave is there already, and stays theirs to take.
                if !before.contains(role) && !own.contains(role) {
                    self.changes.push(Change::RoleGiven { user, role, via });
                }
            }
            let aim = self.aims[at].roles;
            self.changes.extend(before.without(aim).iter().map(|role| Change::RoleTaken { user, role }));
        }
        why
    }

    fn pairs(&mut self, members: &[(u32, u32)], nested: &[(u32, u32)]) {
        let (users, groups) = (numbers(&self.users, |s| s.here), numbers(&self.groups, |s| s.here));
        let of = |pairs: &[(u32, u32)], second: &[u32]| {
            let mut pairs: Vec<(u32, u32)> =
                pairs.iter().map(|(one, two)| (groups[*one as usize], second[*two as usize])).collect();
            pairs.sort_unstable();
            pairs
        };
        let changes = &mut self.changes;
        differ(&of(&self.here.members, &users), members, |(group, user), new| {
            changes.push(if new { Change::MemberAdded { group, user } } else { Change::MemberRemoved { group, user } });
        });
        differ(&of(&self.here.nested, &groups), nested, |(group, inner), new| {
            changes.push(if new {
                Change::NestedAdded { group, inner }
            } else {
                Change::NestedRemoved { group, inner }
            });
        });
    }

    fn people(&mut self, limits: &Limits, now: Timestamp) {
        for (user, subject) in (0u32..).zip(&self.users) {
            let aim = &self.aims[user as usize];
            let Some(known) = subject.here.map(|at| &self.here.users[at as usize]) else {
                self.changes.extend(aim.known.then_some(Change::Join { user }));
                continue;
            };
            let there = self.standing(*subject).is_some();
            if there && !aim.known {
                // A person has to decide first; until then they stay as they are.
                continue;
            }
            let moved: &[Change] = match (known.state, there, aim.enters) {
                (State::Erased, ..) | (State::In, true, true) | (State::Out, true, false) => &[],
                (State::In, true, false) => &[Change::Suspended { user }],
                (State::Out, true, true) => &[Change::Returned { user }],
                (State::In | State::Out, false, _) => &[Change::Left { user }],
                (State::Left { .. }, true, enters) => &[Change::Restored { user, enters }],
                (State::Left { since, due: false }, false, _) if now.duration_since(since) >= limits.grace => {
                    &[Change::Due { user }]
                }
                (State::Left { .. }, false, _) => &[],
            };
            self.changes.extend_from_slice(moved);
            if known.state != State::Erased && there {
                self.changes.extend((aim.name != Some(known.name)).then_some(Change::Renamed { user }));
                self.changes.extend((aim.address != Some(known.address)).then_some(Change::Readdressed { user }));
            }
        }
    }
}

/// The plan's number of each place in one of the two lists.
fn numbers(subjects: &[Subject], side: impl Fn(&Subject) -> Option<u32>) -> Vec<u32> {
    let size = subjects.iter().filter_map(&side).max().map_or(0, |most| most as usize + 1);
    let mut numbers = vec![0; size];
    for (number, subject) in (0u32..).zip(subjects) {
        if let Some(at) = side(subject) {
            numbers[at as usize] = number;
        }
    }
    numbers
}

/// Walks two sorted lists beside each other and tells what one has alone; `true` for the second.
fn differ(before: &[(u32, u32)], after: &[(u32, u32)], mut tell: impl FnMut((u32, u32), bool)) {
    let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
    loop {
        match (before.peek(), after.peek()) {
            (None, None) => return,
            (Some(one), Some(two)) if one == two => {
                before.next();
                after.next();
            }
            (Some(one), two) if two.is_none_or(|two| *one < *two) => {
                tell(**one, false);
                before.next();
            }
            (_, Some(two)) => {
                tell(**two, true);
                after.next();
            }
            (Some(_), None) => return,
        }
    }
}

/// The order in which changes are applied: who goes makes room for who comes, people and groups come before what they
/// belong to, and a name and an address of one person stand beside each other.
fn kind(change: &Change) -> (u8, u32) {
    match *change {
        Change::MemberRemoved { group, .. } | Change::NestedRemoved { group, .. } => (0, group),
        Change::RoleTaken { user, .. } => (1, user),
        Change::Left { user } | Change::Suspended { user } | Change::Due { user } => (2, user),
        Change::GroupGone { group } => (3, group),
        Change::Restored { user, .. } | Change::Returned { user } => (4, user),
        Change::Renamed { user } | Change::Readdressed { user } => (5, user),
        Change::Join { user } => (6, user),
        Change::GroupNew { group } | Change::GroupRenamed { group } => (7, group),
        Change::MemberAdded { group, .. } | Change::NestedAdded { group, .. } => (8, group),
        Change::RoleGiven { user, .. } => (9, user),
    }
}

/// What a person approves is this and nothing else: who becomes what, by tokens, whatever the pages' order was.
fn digest(users: &[Subject], groups: &[Subject], aims: &[Aim], changes: &[Change], own: &[OwnRole]) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    let (user, group) = (|at: u32| users[at as usize].token.0, |at: u32| groups[at as usize].token.0);
    for change in changes {
        let (code, one, two): (u8, [u8; 16], [u8; 16]) = match *change {
            Change::Join { user: at } => (0, user(at), [0; 16]),
            Change::Renamed { user: at } => (1, user(at), aims[at as usize].name.map_or([0; 16], |name| name.0)),
            Change::Readdressed { user: at } => (2, user(at), [0; 16]),
            Change::Suspended { user: at } => (3, user(at), [0; 16]),
            Change::Returned { user: at } => (4, user(at), [0; 16]),
            Change::Left { user: at } => (5, user(at), [0; 16]),
            Change::Restored { user: at, enters } => (6, user(at), [u8::from(enters); 16]),
            Change::Due { user: at } => (7, user(at), [0; 16]),
            Change::GroupNew { group: at } => (8, group(at), [0; 16]),
            Change::GroupRenamed { group: at } => (9, group(at), [0; 16]),
            Change::GroupGone { group: at } => (10, group(at), [0; 16]),
            Change::MemberAdded { group: at, user: of } => (11, group(at), user(of)),
            Change::MemberRemoved { group: at, user: of } => (12, group(at), user(of)),
            Change::NestedAdded { group: at, inner } => (13, group(at), group(inner)),
            Change::NestedRemoved { group: at, inner } => (14, group(at), group(inner)),
            Change::RoleGiven { user: at, role, .. } => (15, user(at), word(role, own)),
            Change::RoleTaken { user: at, role } => (16, user(at), word(role, own)),
        };
        context.update(&[code]);
        context.update(&one);
        context.update(&two);
        if let Change::RoleGiven { role: Gift::Own(at), .. } | Change::RoleTaken { role: Gift::Own(at), .. } = *change {
            context.update(&own.get(usize::from(at)).map_or(0, |role| role.version).to_be_bytes());
        }
        if let Change::Join { user: at } | Change::Readdressed { user: at } = *change {
            let aim = &aims[at as usize];
            context.update(&aim.name.map_or([0; 16], |name| name.0));
            context.update(&aim.address.map_or([0; 16], |address| address.0));
        }
    }
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    digest
}

/// A role's name, or the id of one that the clinic made: no name begins as an id does.
fn word(role: Gift, own: &[OwnRole]) -> [u8; 16] {
    let role = match role {
        Gift::Role(role) => role,
        Gift::Own(at) => return own.get(usize::from(at)).map_or([0; 16], |role| role.id.bits().to_be_bytes()),
    };
    let mut word = [0; 16];
    for (to, from) in word.iter_mut().zip(role.as_str().bytes()) {
        *to = from;
    }
    word
}
