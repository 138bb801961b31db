//! Who has a role by a group within a group: one walk for each role, over numbers, each group and each membership once. So
//! a group that is reached by two ways is counted once, and groups that contain each other end nothing.

use super::gift::Gift;

const NOT: u32 = u32::MAX;

/// Pairs as lists: those that begin with `n` stand at `starts[n]..starts[n + 1]`.
pub(super) struct Lists {
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Lists {
    /// Of sorted pairs whose first is below `size`.
    pub(super) fn of(size: usize, pairs: &[(u32, u32)]) -> Lists {
        let mut starts = vec![0u32; size + 1];
        for (from, _) in pairs {
            starts[*from as usize + 1] += 1;
        }
        for at in 0..size {
            starts[at + 1] += starts[at];
        }
        Lists { starts, ends: pairs.iter().map(|(_, to)| *to).collect() }
    }

    pub(super) fn from(&self, at: u32) -> &[u32] {
        &self.ends[self.starts[at as usize] as usize..self.starts[at as usize + 1] as usize]
    }
}

/// How one role comes down from the groups that the rules name.
#[derive(Clone, Debug)]
struct Way {
    role: Gift,
    /// How many groups lie between a group and the one of the rule; [`NOT`] where the role does not come.
    depth: Vec<u32>,
    /// The group around it through which the role comes; itself where a rule names it.
    above: Vec<u32>,
}

/// Why somebody has a role.
#[derive(Clone, Debug, Default)]
pub struct Why {
    ways: Vec<Way>,
}

impl Why {
    /// `rules` name groups; `nested` are sorted pairs of a group and one within it. Groups are numbered in an order that
    /// does not depend on how they were read, so that of two ways equally long always the same is told.
    pub(super) fn of(groups: usize, nested: &[(u32, u32)], rules: &[(Gift, u32)]) -> Why {
        let within = Lists::of(groups, nested);
        let mut roles: Vec<Gift> = rules.iter().map(|(role, _)| *role).collect();
        roles.sort_unstable();
        roles.dedup();
        let way = |role: Gift| {
            let (mut depth, mut above) = (vec![NOT; groups], vec![NOT; groups]);
            let mut turn: Vec<u32> = rules.iter().filter(|rule| rule.0 == role).map(|rule| rule.1).collect();
            turn.sort_unstable();
            turn.dedup();
            for &group in &turn {
                (depth[group as usize], above[group as usize]) = (0, group);
            }
            let mut deep = 0;
            while !turn.is_empty() {
                deep += 1;
                let mut next = Vec::new();
                for &outer in &turn {
                    for &inner in within.from(outer) {
                        if depth[inner as usize] == NOT {
                            (depth[inner as usize], above[inner as usize]) = (deep, outer);
                            next.push(inner);
                        }
                    }
                }
                next.sort_unstable();
                turn = next;
            }
            Way { role, depth, above }
        };
        Why { ways: roles.into_iter().map(way).collect() }
    }

    /// For each user the roles they have and, for each, the group of theirs through which it comes by the shortest way.
    pub(super) fn given(&self, users: usize, members: &[(u32, u32)]) -> Vec<Vec<(Gift, u32)>> {
        let mut given: Vec<Vec<(Gift, u32)>> = vec![Vec::new(); users];
        for way in &self.ways {
            let mut best = vec![(NOT, NOT); users];
            for &(group, user) in members {
                let found = (way.depth[group as usize], group);
                let best = &mut best[user as usize];
                if found.0 != NOT && found < *best {
                    *best = found;
                }
            }
            for (user, (depth, group)) in best.into_iter().enumerate() {
                if depth != NOT {
                    given[user].push((way.role, group));
                }
            }
        }
        given
    }

    /// The groups through which `role` comes to a member of `group`, from theirs to the one that the rule names.
    pub fn chain(&self, role: Gift, group: u32) -> Vec<u32> {
        let Some(way) = self.ways.iter().find(|way| way.role == role) else { return Vec::new() };
        let mut chain = Vec::new();
        let mut at = group;
        while let Some(&above) = way.above.get(at as usize).filter(|above| **above != NOT) {
            chain.push(at);
            if above == at {
                break;
            }
            at = above;
        }
        chain
    }
}
