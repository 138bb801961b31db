//! Directories in a few words, and what becomes of a clinic when a plan is carried out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_lc_rs::digest::{SHA256, digest};
use directory::plan::*;
use ground::{Role, RoleSet};
use identity::OwnRoleId;
use jiff::Timestamp;

pub fn token(kind: &'static str, text: &str) -> Token {
    let found = digest(&SHA256, format!("{kind}\0{text}").as_bytes());
    Token(found.as_ref()[..16].try_into().unwrap())
}

/// The staff is governed by managers, and by whoever is at the desk and answers for privacy too.
pub fn governs(held: RoleSet) -> bool {
    let both = [Role::FrontDesk, Role::PrivacyOfficer];
    held.contains(Role::Manager) || both.into_iter().all(|role| held.contains(role))
}

pub const ASKS: Asks<'static> = Asks { tokens: &token, governs: &governs };

/// Roles that the clinic made, each of one role.
pub fn own_roles(of: &[Role]) -> Vec<OwnRole> {
    let role = |(bits, role): (u128, &Role)| OwnRole {
        id: OwnRoleId::from_bits(bits),
        version: 1,
        holds: RoleSet::from(*role),
    };
    (1..).zip(of).map(role).collect()
}

pub fn user(id: &str) -> Token {
    token("directory.external", id)
}

pub fn group(id: &str) -> Token {
    token("directory.group", id)
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn now() -> Timestamp {
    at("2026-11-24T10:40:00Z")
}

/// Limits that stand in nobody's way.
pub fn wide() -> Limits {
    Limits { few: u32::MAX, share: 100, number: u32::MAX, ..Limits::default() }
}

pub fn person(id: &str, given: &str, email: &str, standing: Standing) -> User {
    User { id: id.into(), given: given.into(), family: "Holm".into(), email: email.into(), standing }
}

/// A directory of users `(id, address, standing)` and of groups with what is in them, by ids.
pub fn directory(users: &[(&str, &str, Standing)], groups: &[(&str, &[&str])]) -> Snapshot {
    let mut gathering = Gathering::default();
    for (id, email, standing) in users {
        gathering.user(person(id, id, email, *standing)).unwrap();
    }
    for (id, _) in groups {
        gathering.group(Group { id: (*id).into(), name: (*id).into() }).unwrap();
    }
    for (at, (_, members)) in groups.iter().enumerate() {
        members.iter().for_each(|member| gathering.member(at, member));
    }
    gathering.finish()
}

/// Here as a set: by tokens, in no order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clinic {
    pub users: BTreeMap<Token, Known>,
    pub groups: BTreeMap<Token, Token>,
    pub members: BTreeSet<(Token, Token)>,
    pub nested: BTreeSet<(Token, Token)>,
}

impl Clinic {
    pub fn of(here: &Here) -> Clinic {
        let groups: Vec<Token> = here.groups.iter().map(|group| group.token).collect();
        let users: Vec<Token> = here.users.iter().map(|known| known.token).collect();
        Clinic {
            users: here.users.iter().map(|known| (known.token, known.clone())).collect(),
            groups: here.groups.iter().map(|group| (group.token, group.name)).collect(),
            members: here.members.iter().map(|pair| (groups[pair.0 as usize], users[pair.1 as usize])).collect(),
            nested: here.nested.iter().map(|pair| (groups[pair.0 as usize], groups[pair.1 as usize])).collect(),
        }
    }

    /// As planning takes it; what a clinic has beside its directory is `beside`'s.
    pub fn here(&self, beside: &Here) -> Here {
        let place = |tokens: Vec<Token>| -> HashMap<Token, u32> { tokens.into_iter().zip(0u32..).collect() };
        let users = place(self.users.keys().copied().collect());
        let groups = place(self.groups.keys().copied().collect());
        Here {
            users: self.users.values().cloned().collect(),
            groups: self.groups.iter().map(|(token, name)| KnownGroup { token: *token, name: *name }).collect(),
            members: self.members.iter().map(|pair| (groups[&pair.0], users[&pair.1])).collect(),
            nested: self.nested.iter().map(|pair| (groups[&pair.0], groups[&pair.1])).collect(),
            rules: beside.rules.clone(),
            own_roles: beside.own_roles.clone(),
            taken: beside.taken.clone(),
            managers: beside.managers,
        }
    }
}

/// Carries out `plan`, change by change.
pub fn carry_out(here: &Here, there: &Snapshot, plan: &Plan, now: Timestamp) -> Here {
    let mut clinic = Clinic::of(here);
    let (users, groups) = (&plan.users, &plan.groups);
    let of = |at: u32| users[at as usize].token;
    let over_there = |at: u32| &there.users[users[at as usize].there.unwrap() as usize];
    for change in &plan.changes {
        match *change {
            Change::Join { user } => {
                let there = over_there(user);
                let (name, address) = (name_digest(&token, there), address_digest(&token, there));
                let roles = Gifts::default();
                let joined = Known { token: of(user), name, address, state: State::In, roles, own: roles, open: false };
                assert!(clinic.users.insert(of(user), joined).is_none(), "joined twice");
            }
            Change::Renamed { user } => {
                clinic.users.get_mut(&of(user)).unwrap().name = name_digest(&token, over_there(user));
            }
            Change::Readdressed { user } => {
                clinic.users.get_mut(&of(user)).unwrap().address = address_digest(&token, over_there(user));
            }
            Change::Suspended { user } => clinic.users.get_mut(&of(user)).unwrap().state = State::Out,
            Change::Returned { user } => clinic.users.get_mut(&of(user)).unwrap().state = State::In,
            Change::Left { user } => {
                clinic.users.get_mut(&of(user)).unwrap().state = State::Left { since: now, due: false };
            }
            Change::Restored { user, enters } => {
                clinic.users.get_mut(&of(user)).unwrap().state = if enters { State::In } else { State::Out };
            }
            Change::Due { user } => {
                let known = clinic.users.get_mut(&of(user)).unwrap();
                let State::Left { since, due: false } = known.state else { panic!("due who did not leave") };
                known.state = State::Left { since, due: true };
            }
            Change::GroupNew { group } | Change::GroupRenamed { group } => {
                let subject = groups[group as usize];
                let name = group_digest(&token, &there.groups[subject.there.unwrap() as usize]);
                clinic.groups.insert(subject.token, name);
            }
            Change::GroupGone { group } => {
                let gone = groups[group as usize].token;
                assert!(!clinic.members.iter().any(|pair| pair.0 == gone), "somebody is in a group that goes");
                assert!(!clinic.nested.iter().any(|pair| pair.0 == gone || pair.1 == gone));
                assert!(clinic.groups.remove(&gone).is_some());
            }
            Change::MemberAdded { group, user } => {
                let pair = (groups[group as usize].token, of(user));
                assert!(clinic.groups.contains_key(&pair.0) && clinic.users.contains_key(&pair.1));
                assert!(clinic.members.insert(pair));
            }
            Change::MemberRemoved { group, user } => {
                assert!(clinic.members.remove(&(groups[group as usize].token, of(user))));
            }
            Change::NestedAdded { group, inner } => {
                assert!(clinic.nested.insert((groups[group as usize].token, groups[inner as usize].token)));
            }
            Change::NestedRemoved { group, inner } => {
                assert!(clinic.nested.remove(&(groups[group as usize].token, groups[inner as usize].token)));
            }
            Change::RoleGiven { user, role, via } => {
                assert!(!plan.why.chain(role, via).is_empty(), "a role without a reason");
                let known = clinic.users.get_mut(&of(user)).unwrap();
                known.roles = known.roles.with(role);
            }
            Change::RoleTaken { user, role } => {
                let known = clinic.users.get_mut(&of(user)).unwrap();
                known.roles = known.roles.without([role].into_iter().collect());
            }
        }
    }
    clinic.here(here)
}

/// A clinic that took `there` as it is.
pub fn settled(there: &Snapshot, rules: &[(&str, Role)]) -> Here {
    let rules = rules.iter().map(|(id, role)| Rule { group: group(id), gives: Gift::Role(*role) }).collect();
    let empty = Here { rules, ..Here::default() };
    let plan = plan(there, &empty, &wide(), now(), ASKS).unwrap();
    let mut here = carry_out(&empty, there, &plan, now());
    // They have all signed in since.
    here.users.iter_mut().for_each(|known| known.open = true);
    here
}
