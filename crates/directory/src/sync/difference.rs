//! A plan as a person reads it: line by line, with the names by which they know each other. People come first, roles with the
//! groups through which they come.

use ground::web::{Page, Value};
use ground::{AccountId, Tx};

use crate::error::Result;
use crate::plan::{Change, Gift, Plan, Snapshot};
use crate::store::google::apply::shown_as;
use crate::store::google::here::Loaded;

/// Lines that are kept; how many there are of each kind is counted anyhow.
const LINES: usize = 300;
/// Stands between the parts of a line. No name has it: control signs are taken out as they are read.
const BETWEEN: char = '\u{1f}';
/// Stands before the name of a role that the clinic made.
const OWN: char = '\u{1e}';

struct Names<'a, 'b, 'c> {
    tx: &'a mut Tx<'b>,
    there: &'c Snapshot,
    loaded: &'c Loaded,
    plan: &'c Plan,
}

/// The plan's lines, the most telling first.
pub(super) fn of(tx: &mut Tx<'_>, there: &Snapshot, loaded: &Loaded, plan: &Plan) -> Result<Vec<String>> {
    let mut names = Names { tx, there, loaded, plan };
    let mut changes: Vec<&Change> = plan.changes.iter().collect();
    changes.sort_by_key(|change| rank(change));
    let mut lines = Vec::with_capacity(changes.len().min(LINES) + 1);
    for change in changes.iter().take(LINES) {
        lines.push(names.line(change)?);
    }
    if changes.len() > LINES {
        lines.push(joined("more", &(changes.len() - LINES).to_string(), ""));
    }
    Ok(lines)
}

fn joined(kind: &str, who: &str, detail: &str) -> String {
    format!("{kind}{BETWEEN}{who}{BETWEEN}{detail}")
}

/// Whom it takes something from comes first.
fn rank(change: &Change) -> u8 {
    match change {
        Change::Left { .. } | Change::Suspended { .. } => 0,
        Change::RoleTaken { .. } | Change::Due { .. } => 1,
        Change::Join { .. } | Change::Restored { .. } | Change::Returned { .. } => 2,
        Change::Renamed { .. } | Change::Readdressed { .. } => 3,
        Change::RoleGiven { .. } => 4,
        Change::GroupNew { .. } | Change::GroupRenamed { .. } | Change::GroupGone { .. } => 5,
        Change::MemberRemoved { .. } | Change::NestedRemoved { .. } => 6,
        Change::MemberAdded { .. } | Change::NestedAdded { .. } => 7,
    }
}

impl Names<'_, '_, '_> {
    fn line(&mut self, change: &Change) -> Result<String> {
        Ok(match *change {
            Change::Join { user } => joined("join", &self.new_name(user), &self.email(user)),
            Change::Renamed { user } => joined("renamed", &self.name(user)?, &self.new_name(user)),
            Change::Readdressed { user } => joined("readdressed", &self.name(user)?, &self.email(user)),
            Change::Suspended { user } => joined("suspended", &self.name(user)?, ""),
            Change::Returned { user } => joined("returned", &self.name(user)?, ""),
            Change::Left { user } => joined("left", &self.name(user)?, ""),
            Change::Restored { user, .. } => joined("restored", &self.name(user)?, ""),
            Change::Due { user } => joined("due", &self.name(user)?, ""),
            Change::GroupNew { group } => joined("group-new", &self.group(group), ""),
            Change::GroupRenamed { group } => joined("group-renamed", &self.group(group), ""),
            Change::GroupGone { group } => joined("group-gone", &self.group(group), ""),
            Change::MemberAdded { group, user } => joined("member-added", &self.name(user)?, &self.group(group)),
            Change::MemberRemoved { group, user } => joined("member-removed", &self.name(user)?, &self.group(group)),
            Change::NestedAdded { group, inner } => joined("member-added", &self.group(inner), &self.group(group)),
            Change::NestedRemoved { group, inner } => joined("member-removed", &self.group(inner), &self.group(group)),
            Change::RoleGiven { user, role, via } => {
                let chain = self.plan.why.chain(role, via);
                let chain: Vec<String> = chain.into_iter().map(|group| self.group(group)).collect();
                let detail = format!("{}{BETWEEN}{}", self.role(role), chain.join(" \u{2192} "));
                joined("role-given", &self.name(user)?, &detail)
            }
            Change::RoleTaken { user, role } => joined("role-taken", &self.name(user)?, &self.role(role)),
        })
    }

    fn over_there(&self, user: u32) -> Option<&crate::plan::User> {
        let at = self.plan.users.get(user as usize)?.there?;
        self.there.users.get(at as usize)
    }

    fn new_name(&self, user: u32) -> String {
        self.over_there(user).map(shown_as).unwrap_or_default()
    }

    fn email(&self, user: u32) -> String {
        self.over_there(user).map(|user| user.email.to_string()).unwrap_or_default()
    }

    /// The name by which colleagues know somebody now; of whoever joins, the one they will have.
    fn name(&mut self, user: u32) -> Result<String> {
        let here = self.plan.users.get(user as usize).and_then(|subject| subject.here);
        let account: Option<AccountId> = here.and_then(|at| Some(self.loaded.users.get(at as usize)?.account));
        Ok(match account {
            Some(account) => identity::find_account(self.tx, account)?.shown_as.unwrap_or_default(),
            None => self.new_name(user),
        })
    }

    /// A built-in role by its name in the code, to be put into words when it is read; one that the clinic made by the name it
    /// has now, with a sign before it that no other has.
    fn role(&self, role: Gift) -> String {
        match role {
            Gift::Role(role) => role.as_str().to_owned(),
            Gift::Own(at) => {
                let name = self.loaded.role_names.get(usize::from(at));
                format!("{OWN}{}", name.map_or("", String::as_str))
            }
        }
    }

    fn group(&self, group: u32) -> String {
        let Some(subject) = self.plan.groups.get(group as usize) else { return String::new() };
        match subject.there.and_then(|at| self.there.groups.get(at as usize)) {
            Some(group) => group.name.to_string(),
            None => subject.here.and_then(|at| self.loaded.names.get(at as usize)).cloned().unwrap_or_default(),
        }
    }
}

/// A line in the page's words.
pub(super) fn word(page: &Page, line: &str) -> Option<String> {
    let mut parts = line.split(BETWEEN);
    let (kind, who, detail, more) = (parts.next()?, parts.next()?, parts.next()?, parts.next());
    let role = || match detail.strip_prefix(OWN) {
        Some(own) => own.to_owned(),
        None => page.t.get(&format!("role-{}", detail.replace('_', "-"))),
    };
    let detail = match (kind, more) {
        ("role-given", Some(chain)) => format!("{} ({chain})", role()),
        ("role-taken", _) => role(),
        _ => detail.to_owned(),
    };
    let values = [("who", Value::from(who)), ("detail", Value::from(detail.as_str()))];
    page.t.known_with(&format!("google-change-{kind}"), &values)
}
