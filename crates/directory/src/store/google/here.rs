//! How things stand here, as planning takes it: tokens and numbers, read in walks of bounded size. Nobody is opened.

use std::collections::{HashMap, HashSet};

use ground::db::{FromValue, Value};
use ground::{AccountId, PersonId, Tx, params};
use identity::OwnRoleId;
use jiff::Timestamp;

use super::SOURCE;
use crate::error::{Error, Result};
use crate::model::{Given, Gives, GroupId, UserId};
use crate::plan::{
    Gift, Gifts, Here, Known, KnownGroup, MOST_OWN, OwnRole, Rule, Snapshot, Standing, State, Token, address_digest,
    user_token,
};
use crate::store::{rule, user};

/// Rows that one statement brings.
const WALK: i64 = 10_000;

/// Somebody's row, at the place they have in [`Here::users`].
#[derive(Clone, Copy, Debug)]
pub struct Stored {
    pub id: UserId,
    pub account: AccountId,
    pub person: PersonId,
}

/// How things stand, and which rows they are.
#[derive(Debug, Default)]
pub struct Loaded {
    pub here: Here,
    /// Those who were erased come after them and have no row.
    pub users: Vec<Stored>,
    pub groups: Vec<GroupId>,
    /// What the groups are called.
    pub names: Vec<String>,
    /// What the clinic's own roles are called, by their places.
    pub role_names: Vec<String>,
}

impl Loaded {
    /// A role by its number in a plan.
    fn gift(&self, gives: Gives) -> Option<Gift> {
        let own = |id: OwnRoleId| self.here.own_roles.binary_search_by_key(&id, |role| role.id).ok();
        match gives {
            Gives::Role(role) => Some(Gift::Role(role)),
            Gives::Own(id) => Some(Gift::Own(u8::try_from(own(id)?).ok()?)),
        }
    }

    /// Roles by their ids, as a store knows them.
    pub fn given(&self, gifts: Gifts) -> Given {
        let own = gifts.own().filter_map(|at| Some(self.here.own_roles.get(usize::from(at))?.id));
        Given { roles: gifts.roles, own: own.collect() }
    }
}

/// A token of the clinic's.
pub fn token(tx: &Tx<'_>, kind: &'static str, text: &str) -> Result<Token> {
    of_bytes(&tx.token(kind, text)?)
}

fn of_bytes(bytes: &[u8]) -> Result<Token> {
    Ok(Token(bytes.try_into().map_err(|_| Error::internal("a token of another length"))?))
}

/// Reads how things stand here, beside `there`.
pub fn load(tx: &mut Tx<'_>, there: &Snapshot) -> Result<Loaded> {
    let mut loaded = Loaded::default();
    own_roles(tx, &mut loaded)?;
    users(tx, &mut loaded)?;
    erased(tx, &mut loaded)?;
    groups(tx, &mut loaded)?;
    belonging(tx, &mut loaded)?;
    let groups: HashMap<GroupId, Token> =
        loaded.groups.iter().zip(&loaded.here.groups).map(|(id, known)| (*id, known.token)).collect();
    let rules = rule::list(tx)?.into_iter();
    let rules =
        rules.filter_map(|rule| Some(Rule { group: *groups.get(&rule.group)?, gives: loaded.gift(rule.gives)? }));
    loaded.here.rules = rules.collect();
    around(tx, there, &mut loaded)?;
    Ok(loaded)
}

fn own_roles(tx: &mut Tx<'_>, loaded: &mut Loaded) -> Result<()> {
    let mut roles = identity::list_roles(tx)?;
    if roles.len() > MOST_OWN {
        return Err(Error::internal("a clinic with more roles of its own than it may make"));
    }
    roles.sort_unstable_by_key(|role| role.id);
    for role in roles {
        let holds = identity::own_role_holds(tx, &role);
        loaded.here.own_roles.push(OwnRole { id: role.id, version: role.version, holds });
        loaded.role_names.push(role.name);
    }
    Ok(())
}

fn users(tx: &mut Tx<'_>, loaded: &mut Loaded) -> Result<()> {
    let mut last = String::new();
    loop {
        let rows = tx.query(
            "SELECT id, account, person, external_token, digest, active, left_at, due_at, roles_given, own_given FROM directory_user
             WHERE clinic = $1 AND source = $2 AND id > $3 ORDER BY id LIMIT $4",
            &params![tx.clinic(), SOURCE, &last, WALK],
        )?;
        let accounts: Vec<AccountId> = rows.iter().map(|row| row.get("account")).collect::<ground::Result<_>>()?;
        let stands = identity::stands(tx, &accounts)?;
        let mut held: HashMap<AccountId, Gifts> = HashMap::new();
        for (account, role) in identity::own_roles_among(tx, &accounts)? {
            let held = held.entry(account).or_default();
            *held = loaded.gift(Gives::Own(role)).map_or(*held, |gift| held.with(gift));
        }
        for row in &rows {
            let stored = Stored { id: row.get("id")?, account: row.get("account")?, person: row.get("person")? };
            let account = stands
                .get(&stored.account)
                .ok_or_else(|| Error::internal("somebody from a directory without account"))?;
            let active: bool = row.get("active")?;
            let state = match row.get::<Option<Timestamp>>("left_at")? {
                Some(since) => State::Left { since, due: row.get::<Option<Timestamp>>("due_at")?.is_some() },
                None if active => State::In,
                None => State::Out,
            };
            // What was retired since is nobody's any more.
            let roles: Gifts = user::given(row)?.iter().filter_map(|gives| loaded.gift(gives)).collect();
            let has = held.get(&stored.account).copied().unwrap_or_default().or(account.roles.into());
            let external: Option<Vec<u8>> = row.get("external_token")?;
            let external = external.ok_or_else(|| Error::internal("somebody from Google without their id"))?;
            loaded.here.users.push(Known {
                token: of_bytes(&external)?,
                name: of_bytes(&row.get::<Vec<u8>>("digest")?)?,
                address: of_bytes(&account.email_token)?,
                state,
                roles,
                own: has.without(roles),
                open: account.open,
            });
            loaded.users.push(stored);
        }
        match rows.last() {
            Some(row) if rows.len() as i64 == WALK => last = row.get("id")?,
            _ => return Ok(()),
        }
    }
}

fn erased(tx: &mut Tx<'_>, loaded: &mut Loaded) -> Result<()> {
    let rows = tx.query(
        "SELECT external_token FROM directory_erased WHERE clinic = $1 AND source = $2",
        &params![tx.clinic(), SOURCE],
    )?;
    let known: HashSet<Token> = loaded.here.users.iter().map(|known| known.token).collect();
    for row in &rows {
        let token = of_bytes(&row.get::<Vec<u8>>("external_token")?)?;
        if !known.contains(&token) {
            let nothing = Token([0; 16]);
            loaded.here.users.push(Known {
                token,
                name: nothing,
                address: nothing,
                state: State::Erased,
                roles: Gifts::default(),
                own: Gifts::default(),
                open: false,
            });
        }
    }
    Ok(())
}

fn groups(tx: &mut Tx<'_>, loaded: &mut Loaded) -> Result<()> {
    let rows = tx.query(
        "SELECT id, external_id, name FROM directory_group WHERE clinic = $1 AND source = $2 ORDER BY id",
        &params![tx.clinic(), SOURCE],
    )?;
    for row in &rows {
        let external: Option<String> = row.get("external_id")?;
        let external = external.ok_or_else(|| Error::internal("a group from Google without its id"))?;
        let name: String = row.get("name")?;
        loaded.here.groups.push(KnownGroup {
            token: token(tx, "directory.group", &external)?,
            name: token(tx, "directory.group.name", &name)?,
        });
        loaded.groups.push(row.get("id")?);
        loaded.names.push(name);
    }
    Ok(())
}

fn belonging(tx: &mut Tx<'_>, loaded: &mut Loaded) -> Result<()> {
    let users: HashMap<UserId, u32> = loaded.users.iter().map(|stored| stored.id).zip(0u32..).collect();
    let groups: HashMap<GroupId, u32> = loaded.groups.iter().copied().zip(0u32..).collect();
    let members = "SELECT directory_group AS one, directory_user AS two FROM directory_member
         WHERE clinic = $1 AND (directory_group, directory_user) > ($2, $3) ORDER BY directory_group, directory_user LIMIT $4";
    loaded.here.members = pairs(tx, members, &groups, &users)?;
    let nested = "SELECT parent AS one, child AS two FROM directory_subgroup
         WHERE clinic = $1 AND (parent, child) > ($2, $3) ORDER BY parent, child LIMIT $4";
    loaded.here.nested = pairs(tx, nested, &groups, &groups)?;
    Ok(())
}

/// Walks pairs of ids; those of another directory are passed over.
fn pairs<A, B>(tx: &mut Tx<'_>, sql: &str, ones: &HashMap<A, u32>, twos: &HashMap<B, u32>) -> Result<Vec<(u32, u32)>>
where
    A: FromValue + std::hash::Hash + Eq,
    B: FromValue + std::hash::Hash + Eq,
{
    let (mut found, mut last) = (Vec::new(), (Value::from(""), Value::from("")));
    loop {
        let rows = tx.query(sql, &[tx.clinic().into(), last.0.clone(), last.1.clone(), WALK.into()])?;
        for row in &rows {
            if let (Some(one), Some(two)) = (ones.get(&row.get("one")?), twos.get(&row.get("two")?)) {
                found.push((*one, *two));
            }
        }
        match rows.last() {
            Some(row) if rows.len() as i64 == WALK => last = (row.value("one")?.clone(), row.value("two")?.clone()),
            _ => return Ok(found),
        }
    }
}

/// Whose the addresses are that somebody is to have, and who else governs the clinic.
fn around(tx: &mut Tx<'_>, there: &Snapshot, loaded: &mut Loaded) -> Result<()> {
    let ours: HashSet<AccountId> = (loaded.users.iter().zip(&loaded.here.users))
        .filter(|(_, known)| !matches!(known.state, State::Left { .. }))
        .map(|(stored, _)| stored.account)
        .collect();
    let mut wanted = Vec::with_capacity(there.users.len());
    let mut of: HashMap<[u8; 16], Token> = HashMap::new();
    for user in there.users.iter().filter(|user| user.standing != Standing::Deleted) {
        let fault = std::cell::Cell::new(false);
        let tokens = |kind: &'static str, text: &str| {
            token(tx, kind, text).unwrap_or_else(|_| {
                fault.set(true);
                Token([0; 16])
            })
        };
        let (address, who) = (address_digest(&tokens, user), user_token(&tokens, user));
        if fault.get() {
            return Err(Error::internal("the clinic's key makes no tokens"));
        }
        wanted.push(address.0);
        of.insert(address.0, who);
    }
    for (address, account) in identity::accounts_at(tx, &wanted)? {
        let address = of_bytes(&address)?;
        let who = of.get(&address.0).map(|who| who.0.to_vec());
        if !ours.contains(&account) && !crate::store::claim::agreed(tx, SOURCE, account, who)? {
            loaded.here.taken.insert(address);
        }
    }
    let others = identity::managers(tx)?.into_iter().filter(|account| !ours.contains(account)).count();
    loaded.here.managers = u32::try_from(others).unwrap_or(u32::MAX);
    Ok(())
}
