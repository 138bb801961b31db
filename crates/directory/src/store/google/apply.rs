//! What a plan does here. All of it happens in one transaction, or nothing.

use std::collections::BTreeMap;

use ground::db::Value;
use ground::{AccountId, Event, Key, PersonId, Tx, cell, params};
use identity::{Account, NewStaff};

use super::SOURCE;
use super::here::{Loaded, token};
use crate::error::{Error, Result};
use crate::model::{Given, GroupId, Source, UserId};
use crate::plan::{Change, Gifts, Plan, Question, Snapshot, User, name_digest};
use crate::store::shut::settle_account;
use crate::store::{claim, group, leaver, roles as given};

/// Rows that one statement writes.
const ROWS: usize = 200;
const MEMBERS: &str = "INSERT INTO directory_member (clinic, directory_group, directory_user, person) VALUES ";

struct Work<'a, 'b, 'c> {
    tx: &'a mut Tx<'b>,
    there: &'c Snapshot,
    loaded: &'c Loaded,
    plan: &'c Plan,
    /// Rows of those who joined, by the plan's numbers.
    joined: BTreeMap<u32, (UserId, PersonId)>,
    /// And of groups that are new.
    new_groups: BTreeMap<u32, GroupId>,
}

/// Does what `plan` says. Who gains goes before who loses, so that of two managers who change places one is there at any
/// time; who goes makes room before who comes.
///
/// # Errors
/// [`Error::LastManager`] where identity's own rule says so after all; then nothing is done.
pub fn apply(tx: &mut Tx<'_>, there: &Snapshot, loaded: &Loaded, plan: &Plan) -> Result<()> {
    let mut work = Work { tx, there, loaded, plan, joined: BTreeMap::new(), new_groups: BTreeMap::new() };
    let roles = work.roles();
    work.groups()?;
    work.gains(&roles)?;
    work.losses(&roles)?;
    work.addresses()?;
    work.names()?;
    work.joins(&roles)?;
    work.pairs()?;
    work.gone_groups()
}

/// Does of `plan` only what takes something away: who left does not stay in because nobody more may come.
///
/// # Errors
/// [`Error::LastManager`], as above.
pub fn apply_losses(tx: &mut Tx<'_>, there: &Snapshot, loaded: &Loaded, plan: &Plan) -> Result<()> {
    let plan = plan.losses();
    let mut work = Work { tx, there, loaded, plan: &plan, joined: BTreeMap::new(), new_groups: BTreeMap::new() };
    let roles = work.roles();
    work.losses(&roles)
}

/// What becomes of somebody's roles that groups gave.
type Roles = BTreeMap<u32, (Gifts, Gifts)>;

impl<'c> Work<'_, '_, 'c> {
    fn there(&self, user: u32) -> Result<&'c User> {
        let at = self.plan.users.get(user as usize).and_then(|subject| subject.there);
        at.and_then(|at| self.there.users.get(at as usize)).ok_or_else(missing)
    }

    fn stored(&self, user: u32) -> Result<super::here::Stored> {
        let at = self.plan.users.get(user as usize).and_then(|subject| subject.here);
        at.and_then(|at| self.loaded.users.get(at as usize)).copied().ok_or_else(missing)
    }

    fn row(&self, user: u32) -> Result<UserId> {
        match self.joined.get(&user) {
            Some((id, _)) => Ok(*id),
            None => Ok(self.stored(user)?.id),
        }
    }

    fn group_row(&self, group: u32) -> Result<GroupId> {
        if let Some(id) = self.new_groups.get(&group) {
            return Ok(*id);
        }
        let at = self.plan.groups.get(group as usize).and_then(|subject| subject.here);
        at.and_then(|at| self.loaded.groups.get(at as usize)).copied().ok_or_else(missing)
    }

    fn account(&mut self, user: u32) -> Result<Account> {
        let id = self.stored(user)?.account;
        Ok(identity::find_account(self.tx, id)?)
    }

    /// For each whose roles change: what groups gave, and what they give now.
    fn roles(&self) -> Roles {
        let mut roles = Roles::new();
        for change in &self.plan.changes {
            let (Change::RoleGiven { user, role, .. } | Change::RoleTaken { user, role }) = *change else { continue };
            let here = self.plan.users.get(user as usize).and_then(|subject| subject.here);
            let known = here.and_then(|at| self.loaded.here.users.get(at as usize));
            let gave = known.map_or_else(Gifts::default, |known| known.roles);
            let (_, gives) = roles.entry(user).or_insert((gave, gave));
            *gives = match change {
                Change::RoleGiven { .. } => gives.with(role),
                _ => gives.without([role].into_iter().collect()),
            };
        }
        roles
    }

    fn groups(&mut self) -> Result<()> {
        for change in &self.plan.changes {
            let (Change::GroupNew { group } | Change::GroupRenamed { group }) = *change else { continue };
            let at = self.plan.groups.get(group as usize).and_then(|subject| subject.there).ok_or_else(missing)?;
            let there = self.there.groups.get(at as usize).ok_or_else(missing)?;
            let (name, clinic, now) = (&*there.name, self.tx.clinic(), self.tx.now());
            let folded = crate::store::user::folded(name);
            if matches!(change, Change::GroupNew { .. }) {
                let id = GroupId::new(now);
                self.tx.execute(
                    "INSERT INTO directory_group (clinic, id, source, external_id, name, folded, version, made_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)",
                    &params![clinic, id, SOURCE, &*there.id, name, folded, now],
                )?;
                self.new_groups.insert(group, id);
            } else {
                let id = self.group_row(group)?;
                self.tx.execute(
                    "UPDATE directory_group SET name = $3, folded = $4, version = version + 1, changed_at = $5 WHERE clinic = $1 AND id = $2",
                    &params![clinic, id, name, folded, now],
                )?;
            }
        }
        Ok(())
    }

    /// Whoever is let in again, and whoever has more roles than before.
    fn gains(&mut self, roles: &Roles) -> Result<()> {
        for change in &self.plan.changes {
            let (user, enters) = match *change {
                Change::Returned { user } => (user, true),
                Change::Restored { user, enters } => (user, enters),
                _ => continue,
            };
            let (stored, clinic, now) = (self.stored(user)?, self.tx.clinic(), self.tx.now());
            self.tx.execute(
                "UPDATE directory_user SET active = $3, left_at = NULL, due_at = NULL, kept_at = NULL, kept_by = NULL, told_at = NULL, version = version + 1, changed_at = $4 WHERE clinic = $1 AND id = $2",
                &params![clinic, stored.id, enters, now],
            )?;
            if matches!(change, Change::Restored { .. }) {
                // Their names went when they left.
                self.write_names(user, stored.id, stored.person)?;
            }
            if enters {
                settle_account(self.tx, stored.id, stored.account, true)?;
            }
            self.tx.emit(Event::new("directory.user_returned", stored.id, stored.person))?;
        }
        // All that is given is given before anything is taken.
        for (user, (gave, gives)) in roles {
            if self.stored(*user).is_err() {
                // They join, with all of it.
                continue;
            }
            let both = gave.or(*gives);
            if both != *gave {
                self.settle(*user, *gave, both)?;
            }
        }
        Ok(())
    }

    /// Gives the account what groups give now, and takes what they gave; what colleagues gave stays.
    fn settle(&mut self, user: u32, gave: Gifts, gives: Gifts) -> Result<()> {
        let (account, id) = (self.account(user)?, self.stored(user)?.id);
        let (gave, gives) = (self.loaded.given(gave), self.loaded.given(gives));
        let own = !(gave.own.is_empty() && gives.own.is_empty());
        given::change(self.tx, &account, own, |has| has.without(&gave.without(&gives)).or(&gives))?;
        given::write(self.tx, id, &gives)
    }

    fn losses(&mut self, roles: &Roles) -> Result<()> {
        for (user, (gave, gives)) in roles {
            if self.stored(*user).is_err() {
                // They join, with all of it.
                continue;
            }
            let both = gave.or(*gives);
            if both != *gives {
                self.settle(*user, both, *gives)?;
            }
        }
        for change in &self.plan.changes {
            let (user, leaves) = match *change {
                Change::Suspended { user } => (user, false),
                Change::Left { user } => (user, true),
                Change::Due { user } => {
                    let (id, clinic, now) = (self.stored(user)?.id, self.tx.clinic(), self.tx.now());
                    self.tx.execute(
                        "UPDATE directory_user SET due_at = $3 WHERE clinic = $1 AND id = $2",
                        &params![clinic, id, now],
                    )?;
                    continue;
                }
                _ => continue,
            };
            self.shut_out(user, leaves)?;
        }
        Ok(())
    }

    /// Closes the account and ends its sessions. Whoever leaves is called by no name here any more, and their address is free.
    fn shut_out(&mut self, user: u32, leaves: bool) -> Result<()> {
        let stored = self.stored(user)?;
        let (clinic, now) = (self.tx.clinic(), self.tx.now());
        settle_account(self.tx, stored.id, stored.account, false)?;
        if leaves {
            let closed = identity::find_account(self.tx, stored.account)?;
            identity::release_email(self.tx, &closed)?;
            self.tx.execute(
                "UPDATE directory_user SET left_at = $3, due_at = NULL, kept_at = NULL, kept_by = NULL, told_at = NULL, active = 0, external = NULL, user_name = NULL, given_name = NULL, family_name = NULL, version = version + 1, changed_at = $3
                 WHERE clinic = $1 AND id = $2",
                &params![clinic, stored.id, now],
            )?;
        } else {
            self.tx.execute(
                "UPDATE directory_user SET active = 0, version = version + 1, changed_at = $3 WHERE clinic = $1 AND id = $2",
                &params![clinic, stored.id, now],
            )?;
        }
        let what = if leaves { "directory.user_left" } else { "directory.user_suspended" };
        self.tx.emit(Event::new(what, stored.id, stored.person))?;
        Ok(())
    }

    /// All at once, so that two can swap theirs.
    fn addresses(&mut self) -> Result<()> {
        let mut new: Vec<(AccountId, String)> = Vec::new();
        for change in &self.plan.changes {
            if let Change::Readdressed { user } = *change {
                new.push((self.stored(user)?.account, self.there(user)?.email.to_string()));
            }
        }
        if !new.is_empty() {
            identity::readdress(self.tx, &new)?;
        }
        Ok(())
    }

    fn names(&mut self) -> Result<()> {
        for change in &self.plan.changes {
            if let Change::Renamed { user } = *change {
                let stored = self.stored(user)?;
                self.write_names(user, stored.id, stored.person)?;
                let (account, shown_as) = (self.account(user)?, shown_as(self.there(user)?));
                if account.shown_as.as_deref() != Some(&shown_as) {
                    let roles = account.roles;
                    identity::update_staff(self.tx, &account, &shown_as, roles)?;
                }
                self.tx.emit(Event::new("directory.user_changed", stored.id, stored.person))?;
            }
        }
        Ok(())
    }

    fn write_names(&mut self, user: u32, id: UserId, person: PersonId) -> Result<()> {
        let key = self.tx.seal_for(person)?;
        let there = self.there(user)?;
        let (given, family, digest) = sealed(self.tx, &key, id, there)?;
        let (clinic, now) = (self.tx.clinic(), self.tx.now());
        self.tx.execute(
            "UPDATE directory_user SET given_name = $3, family_name = $4, digest = $5, version = version + 1, changed_at = $6 WHERE clinic = $1 AND id = $2",
            &params![clinic, id, given, family, digest, now],
        )?;
        Ok(())
    }

    fn joins(&mut self, roles: &Roles) -> Result<()> {
        let (clinic, now) = (self.tx.clinic(), self.tx.now());
        let language = self.tx.settings().languages.first().cloned();
        let language = language.unwrap_or_else(|| ground::words::ENGLISH.to_owned());
        for change in &self.plan.changes {
            let Change::Join { user } = *change else { continue };
            let there = self.there(user)?;
            let gives = roles.get(&user).map_or_else(Given::default, |(_, gives)| self.loaded.given(*gives));
            let external = self.tx.token("directory.external", &there.id)?;
            let mut found = identity::find_by_email(self.tx, &there.email)?;
            if let Some(begun) = found.take_if(|account| account.is_unconfirmed()) {
                // Somebody typed it on a form and has not shown that it is theirs.
                identity::release_email(self.tx, &begun)?;
            }
            let (account, person, given) = match found {
                // The clinic made it itself, and a manager agreed: planning let nobody else through.
                Some(account) if claim::settle(self.tx, Source::Google, &account, Some(external.clone()))? => {
                    // What a colleague gave them is theirs, also where a group gives it too.
                    let has = given::change(self.tx, &account, !gives.own.is_empty(), |has| has.or(&gives))?;
                    (account.id, account.person, gives.without(&has))
                }
                Some(_) => return Err(Error::Claimed),
                None => {
                    let new = NewStaff {
                        email: there.email.to_string(),
                        shown_as: shown_as(there),
                        roles: gives.roles,
                        language: language.clone(),
                        password: None,
                        source: identity::Source::Directory,
                    };
                    let made = identity::create_staff(self.tx, &new)?;
                    if !gives.own.is_empty() {
                        let account = identity::find_account(self.tx, made.account)?;
                        identity::change_staff(self.tx, &account, &new.shown_as, gives.roles, Some(&gives.own))?;
                    }
                    if !gives.is_empty() {
                        identity::invite(self.tx, made.account)?;
                    }
                    (made.account, made.person, gives)
                }
            };
            let id = UserId::new(now);
            let key = self.tx.seal_for(person)?;
            let (first, family, digest) = sealed(self.tx, &key, id, there)?;
            // What they sign in with there is their address, which stands in the account.
            let name = self.tx.token("directory.user_name", &there.id)?;
            self.tx.execute(
                "INSERT INTO directory_user (clinic, id, account, person, source, external_token, user_name_token, given_name, family_name, email_marks, active, roles_given, own_given, digest, version, made_at, changed_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 1, $10, $11, $12, 1, $13, $13)",
                &params![clinic, id, account, person, SOURCE, external, name, first, family, given.roles.to_string(), given.own_text(), digest, now],
            )?;
            self.tx.emit(Event::new("directory.user_came", id, person))?;
            self.joined.insert(user, (id, person));
        }
        Ok(())
    }

    fn pairs(&mut self) -> Result<()> {
        let clinic = self.tx.clinic();
        let (mut members, mut nested): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
        for change in &self.plan.changes {
            match *change {
                Change::MemberRemoved { group, user } => {
                    let (group, user) = (self.group_row(group)?, self.row(user)?);
                    self.tx.execute(
                        "DELETE FROM directory_member WHERE clinic = $1 AND directory_group = $2 AND directory_user = $3",
                        &params![clinic, group, user],
                    )?;
                }
                Change::NestedRemoved { group, inner } => {
                    let (group, inner) = (self.group_row(group)?, self.group_row(inner)?);
                    self.tx.execute(
                        "DELETE FROM directory_subgroup WHERE clinic = $1 AND parent = $2 AND child = $3",
                        &params![clinic, group, inner],
                    )?;
                }
                Change::MemberAdded { group, user } => {
                    let person = match self.joined.get(&user) {
                        Some((_, person)) => *person,
                        None => self.stored(user)?.person,
                    };
                    members.extend(params![clinic, self.group_row(group)?, self.row(user)?, person]);
                    // Half a million of them waiting would weigh more than the whole directory.
                    if members.len() == ROWS * 4 {
                        self.insert(MEMBERS, 4, &members)?;
                        members.clear();
                    }
                }
                Change::NestedAdded { group, inner } => {
                    nested.extend(params![clinic, self.group_row(group)?, self.group_row(inner)?]);
                }
                _ => {}
            }
        }
        self.insert(MEMBERS, 4, &members)?;
        self.insert("INSERT INTO directory_subgroup (clinic, parent, child) VALUES ", 3, &nested)
    }

    /// Many rows by few statements, of which all but the last have one text.
    fn insert(&mut self, into: &str, width: usize, values: &[Value]) -> Result<()> {
        for values in values.chunks(ROWS * width) {
            let rows: Vec<String> = (0..values.len() / width)
                .map(|row| {
                    let places: Vec<String> = (1..=width).map(|n| format!("${}", row * width + n)).collect();
                    format!("({})", places.join(", "))
                })
                .collect();
            self.tx.execute(&format!("{into}{}", rows.join(", ")), values)?;
        }
        Ok(())
    }

    fn gone_groups(&mut self) -> Result<()> {
        for change in &self.plan.changes {
            if let Change::GroupGone { group: at } = *change {
                let id = self.group_row(at)?;
                group::delete_empty(self.tx, id)?;
            }
        }
        Ok(())
    }
}

fn missing() -> Error {
    Error::internal("a plan names what is not there")
}

/// The name by which colleagues know somebody.
pub(crate) fn shown_as(user: &User) -> String {
    format!("{} {}", user.given, user.family).trim().to_owned()
}

type Names = (Option<ground::Sealed<String>>, Option<ground::Sealed<String>>, Vec<u8>);

fn sealed(tx: &Tx<'_>, key: &Key, id: UserId, user: &User) -> Result<Names> {
    let seal = |column: &'static str, text: &str| {
        let text = Some(text.to_owned()).filter(|text| !text.is_empty());
        text.map(|text| key.seal(cell("directory_user", column, id), &text)).transpose()
    };
    let fault = std::cell::Cell::new(false);
    let tokens = |kind: &'static str, text: &str| {
        token(tx, kind, text).unwrap_or_else(|_| {
            fault.set(true);
            crate::plan::Token([0; 16])
        })
    };
    let digest = name_digest(&tokens, user).0.to_vec();
    if fault.get() {
        return Err(Error::internal("the clinic's key makes no tokens"));
    }
    Ok((seal("given_name", &user.given)?, seal("family_name", &user.family)?, digest))
}

/// Asks a manager about those whose address is that of an account which the clinic made itself.
pub fn ask(tx: &mut Tx<'_>, there: &Snapshot, plan: &Plan) -> Result<()> {
    for question in &plan.questions {
        let (Question::AddressTaken { user } | Question::Erased { user }) = *question;
        if let Question::Erased { .. } = question {
            let at = plan.users.get(user as usize).and_then(|subject| subject.there);
            if let Some(there) = at.and_then(|at| there.users.get(at as usize)) {
                let external = tx.token("directory.external", &there.id)?;
                leaver::was_erased(tx, Source::Google, &external)?;
            }
            continue;
        }
        let subject = plan.users.get(user as usize).filter(|subject| subject.here.is_none());
        let Some(there) = subject.and_then(|subject| subject.there).and_then(|at| there.users.get(at as usize)) else {
            continue;
        };
        let Some(account) = identity::find_by_email(tx, &there.email)? else { continue };
        // A client's account, or a record that is a client's too, is nobody's to link.
        if account.deactivated_at.is_none() && claim::is_colleagues_alone(tx, &account)? {
            let external = tx.token("directory.external", &there.id)?;
            // Where somebody agreed already, another stands in the way: that is asked once.
            if !claim::agreed(tx, SOURCE, account.id, Some(external.clone()))? {
                claim::settle(tx, Source::Google, &account, Some(external))?;
            }
        }
    }
    Ok(())
}
