//! What a directory says of itself, as far as we take it: four fields of each user, and who belongs to which group.

use std::collections::{HashMap, HashSet};

/// A user as the directory has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Never changes and is never given to somebody else, which an address is.
    pub id: Box<str>,
    pub given: Box<str>,
    pub family: Box<str>,
    pub email: Box<str>,
    pub standing: Standing,
}

/// How a user stands over there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Active,
    Suspended,
    /// Kept for what they left behind; they cannot sign in over there either.
    Archived,
    Deleted,
}

impl Standing {
    /// Whether they may sign in over there.
    pub fn may_enter(self) -> bool {
        self == Standing::Active
    }
}

/// A group as the directory has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: Box<str>,
    pub name: Box<str>,
}

/// What makes a reading less than the whole directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// A page did not come.
    Page,
    /// Something came without a field that we need.
    Fields,
    /// Reading ended before the end.
    End,
}

/// A whole directory as it was read. Pairs are places in the lists, so that half a million of them weigh 4 MB.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    pub users: Vec<User>,
    pub groups: Vec<Group>,
    /// Group and user.
    pub members: Vec<(u32, u32)>,
    /// Group and the group within it.
    pub nested: Vec<(u32, u32)>,
    pub gaps: Vec<Gap>,
}

/// Gathers a snapshot from what comes page by page.
#[derive(Debug, Default)]
pub struct Gathering {
    snapshot: Snapshot,
    users: HashMap<Box<str>, u32>,
    groups: HashMap<Box<str>, u32>,
    /// Members that are neither users nor groups of this directory.
    outside: u64,
}

/// The same id came twice, and not with the same words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("two different records have one id")]
pub struct Twice;

impl Gathering {
    /// Takes a user. The same one may come again, because pages shift while they are read; of two that say different
    /// things neither can be believed. What is read of deleted users is read before the others, so whoever is among both
    /// was brought back in between.
    ///
    /// # Errors
    /// [`Twice`].
    pub fn user(&mut self, user: User) -> Result<(), Twice> {
        if let Some(&at) = self.users.get(&user.id) {
            let before = &mut self.snapshot.users[at as usize];
            if before.standing == Standing::Deleted && user.standing != Standing::Deleted {
                *before = user;
                return Ok(());
            }
            return if *before == user { Ok(()) } else { Err(Twice) };
        }
        self.users.insert(user.id.clone(), place(self.snapshot.users.len()));
        self.snapshot.users.push(user);
        Ok(())
    }

    /// Takes a group.
    ///
    /// # Errors
    /// [`Twice`].
    pub fn group(&mut self, group: Group) -> Result<(), Twice> {
        if let Some(&at) = self.groups.get(&group.id) {
            return if self.snapshot.groups[at as usize] == group { Ok(()) } else { Err(Twice) };
        }
        self.groups.insert(group.id.clone(), place(self.snapshot.groups.len()));
        self.snapshot.groups.push(group);
        Ok(())
    }

    /// Takes a member of the group at `group`: a user or a group by their id. Whoever is of another directory is nobody
    /// here and only counted.
    pub fn member(&mut self, group: usize, id: &str) {
        let group = place(group);
        if let Some(&user) = self.users.get(id) {
            self.snapshot.members.push((group, user));
        } else if let Some(&inner) = self.groups.get(id) {
            self.snapshot.nested.push((group, inner));
        } else {
            self.outside += 1;
        }
    }

    /// How many members [`Gathering::everybody`] takes at most.
    pub fn all(&self) -> u64 {
        self.snapshot.users.len() as u64
    }

    /// Takes the whole directory as members of the group at `group`, as a directory may say of "everybody".
    pub fn everybody(&mut self, group: usize) {
        let group = place(group);
        let there = self.snapshot.users.iter().enumerate().filter(|(_, user)| user.standing != Standing::Deleted);
        self.snapshot.members.extend(there.map(|(at, _)| (group, place(at))));
    }

    /// Takes a member who has no id in any directory.
    pub fn somebody_outside(&mut self) {
        self.outside += 1;
    }

    /// The domains of those users who are there.
    pub fn domains(&self, domain: impl Fn(&str) -> Option<String>) -> HashSet<String> {
        self.snapshot.users.iter().filter_map(|user| domain(&user.email)).collect()
    }

    /// The groups taken so far.
    pub fn groups(&self) -> &[Group] {
        &self.snapshot.groups
    }

    /// Members that belong to no directory of ours.
    pub fn outside(&self) -> u64 {
        self.outside
    }

    /// The snapshot, with each pair once.
    pub fn finish(mut self) -> Snapshot {
        for pairs in [&mut self.snapshot.members, &mut self.snapshot.nested] {
            pairs.sort_unstable();
            pairs.dedup();
        }
        self.snapshot
    }
}

/// Lists are bounded by what a reading takes (`google::Bounds`), far below four thousand million.
pub(super) fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
