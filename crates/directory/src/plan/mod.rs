//! What a look at a directory would change here: decided whole before anything is touched, by rules that ask nobody.
//!
//! The same plan is the dry run, what a person is asked to approve, and what is applied. It is made of keyed tokens and
//! numbers: planning opens nobody. A look that is not whole gives no plan at all, so what is missing in it is never taken
//! for somebody who left.

mod address;
mod check;
mod gift;
mod here;
mod make;
mod nest;
mod snapshot;

pub use check::{Reason, Refusal};
pub use gift::{Gift, Gifts, MOST_OWN, OwnRole};
pub use here::{
    Asks, Here, Known, KnownGroup, Limits, Rule, State, Token, Tokens, address_digest, group_digest, group_token,
    name_digest, user_token,
};
pub use make::plan;
pub use nest::Why;
pub use snapshot::{Gap, Gathering, Group, Snapshot, Standing, Twice, User};

/// One thing that would be done. Numbers are places in [`Plan::users`] and [`Plan::groups`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// New here, and may enter there.
    Join {
        user: u32,
    },
    Renamed {
        user: u32,
    },
    Readdressed {
        user: u32,
    },
    /// Shut out over there, so here too.
    Suspended {
        user: u32,
    },
    /// Let in again over there.
    Returned {
        user: u32,
    },
    /// Deleted over there, or in neither of its lists any more.
    Left {
        user: u32,
    },
    /// Brought back over there before they were erased here; `enters`, if not as somebody who is suspended.
    Restored {
        user: u32,
        enters: bool,
    },
    /// The days of grace are over.
    Due {
        user: u32,
    },
    GroupNew {
        group: u32,
    },
    GroupRenamed {
        group: u32,
    },
    GroupGone {
        group: u32,
    },
    MemberAdded {
        group: u32,
        user: u32,
    },
    MemberRemoved {
        group: u32,
        user: u32,
    },
    NestedAdded {
        group: u32,
        inner: u32,
    },
    NestedRemoved {
        group: u32,
        inner: u32,
    },
    /// `via` is the group of theirs through which it comes; [`Why::chain`] leads on from there.
    RoleGiven {
        user: u32,
        role: Gift,
        via: u32,
    },
    RoleTaken {
        user: u32,
        role: Gift,
    },
}

/// Where somebody or something stands in the two lists that a plan compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    pub token: Token,
    /// Place in the snapshot.
    pub there: Option<u32>,
    /// Place in what is here.
    pub here: Option<u32>,
}

/// What nobody but a person of the clinic can decide. Whoever it is about is left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// They were erased at their own request, and the directory has them still.
    Erased { user: u32 },
    /// Their address is somebody else's here, or that of two at once.
    AddressTaken { user: u32 },
}

/// How many of each kind of change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub joined: u32,
    pub changed: u32,
    pub suspended: u32,
    pub returned: u32,
    pub left: u32,
    pub restored: u32,
    pub due: u32,
    pub groups: u32,
    pub members_added: u32,
    pub members_removed: u32,
    pub roles_given: u32,
    pub roles_taken: u32,
    pub questions: u32,
}

/// What a look would change. Users and groups are numbered by their tokens, so two looks that find the same come to the same
/// plan in whatever order their pages came.
#[derive(Clone, Debug)]
pub struct Plan {
    pub users: Vec<Subject>,
    pub groups: Vec<Subject>,
    pub changes: Vec<Change>,
    pub questions: Vec<Question>,
    pub why: Why,
    pub digest: [u8; 32],
}

impl Plan {
    /// The same of those alone who leave, are shut out or lose a role.
    #[must_use]
    pub fn losses(&self) -> Plan {
        let takes = |change: &Change| {
            matches!(
                change,
                Change::Suspended { .. } | Change::Left { .. } | Change::Due { .. } | Change::RoleTaken { .. }
            )
        };
        Plan { changes: self.changes.iter().copied().filter(takes).collect(), ..self.clone() }
    }

    /// Whether there is nothing to do. A question by itself is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many of each kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { questions: snapshot::place(self.questions.len()), ..Counts::default() };
        let mut last_changed = None;
        for change in &self.changes {
            *match change {
                Change::Join { .. } => &mut counts.joined,
                Change::Renamed { user } | Change::Readdressed { user } => {
                    // Changes are in order of users: a name and an address that change together are one person.
                    if last_changed.replace(*user) == Some(*user) {
                        continue;
                    }
                    &mut counts.changed
                }
                Change::Suspended { .. } => &mut counts.suspended,
                Change::Returned { .. } => &mut counts.returned,
                Change::Left { .. } => &mut counts.left,
                Change::Restored { .. } => &mut counts.restored,
                Change::Due { .. } => &mut counts.due,
                Change::GroupNew { .. } | Change::GroupRenamed { .. } | Change::GroupGone { .. } => &mut counts.groups,
                Change::MemberAdded { .. } | Change::NestedAdded { .. } => &mut counts.members_added,
                Change::MemberRemoved { .. } | Change::NestedRemoved { .. } => &mut counts.members_removed,
                Change::RoleGiven { .. } => &mut counts.roles_given,
                Change::RoleTaken { .. } => &mut counts.roles_taken,
            } += 1;
        }
        counts
    }
}
