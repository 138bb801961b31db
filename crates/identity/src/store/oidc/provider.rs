//! How a clinic asks a provider of identities.

use std::collections::{BTreeMap, BTreeSet};

use ground::db::Row;
use ground::{Event, PersonId, RoleSet, Sealed, Tx, cell, params};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::model::{Given, Gives, What};
use crate::oidc::client;
use crate::oidc::discovery::Discovery;
use crate::oidc::jws::Jwk;
use crate::oidc::{KEYS_AGAIN, KNOWN, MOST_PROVIDERS, ProviderId, Unknown};
use crate::store::{alert, own_role, staff};

const TABLE: &str = "oidc_provider";
const COLUMNS: &str = "id, keeper, name, issuer, client_id, domains, for_staff, for_clients, unknown, proves_two, working, discovered, discovered_at, public_keys, keys_at";

/// A provider, but for its secret.
#[derive(Clone, Debug)]
pub struct Provider {
    pub id: ProviderId,
    keeper: PersonId,
    /// What the button says.
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    pub domains: Vec<String>,
    pub for_staff: bool,
    pub for_clients: bool,
    pub unknown: Unknown,
    /// The clinic trusts it to have asked for two factors, where its token says so.
    pub proves_two: bool,
    pub working: bool,
    /// What it said of itself, while that is new enough to go by.
    pub discovered: Option<Discovery>,
    pub keys: Option<Vec<Jwk>>,
}

/// How it is to be asked.
#[derive(Clone, Debug)]
pub struct NewProvider {
    pub name: String,
    pub issuer: String,
    pub client_id: String,
    /// None keeps the one there is.
    pub secret: Option<Secret>,
    pub domains: Vec<String>,
    pub for_staff: bool,
    pub for_clients: bool,
    pub unknown: Unknown,
    pub proves_two: bool,
    pub working: bool,
    pub rules: Vec<Rule>,
}

/// The client's secret. It is never printed.
#[derive(Clone)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<secret>")
    }
}

/// A group of the provider, and a role that it gives to somebody unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub group: String,
    pub gives: Gives,
}

/// The roles that `groups` give: of the rules that name one of them, to the letter.
pub fn given(rules: &[Rule], groups: &[String]) -> Given {
    rules.iter().filter(|rule| groups.contains(&rule.group)).map(|rule| rule.gives).collect()
}

fn from_row(row: &Row, now: Timestamp) -> Result<Provider> {
    let broken = |_| Error::internal("a provider that cannot be read");
    let fresh = |at: Timestamp| now.duration_since(at) < KNOWN;
    let (discovered_at, keys_at): (Timestamp, Timestamp) = (row.get("discovered_at")?, row.get("keys_at")?);
    let discovered: Option<String> = row.get("discovered")?;
    let keys: Option<String> = row.get("public_keys")?;
    let domains: String = row.get("domains")?;
    Ok(Provider {
        id: row.get("id")?,
        keeper: row.get("keeper")?,
        name: row.get("name")?,
        issuer: row.get("issuer")?,
        client_id: row.get("client_id")?,
        domains: domains.split_whitespace().map(str::to_owned).collect(),
        for_staff: row.get("for_staff")?,
        for_clients: row.get("for_clients")?,
        unknown: row
            .get::<String>("unknown")?
            .parse()
            .map_err(|()| Error::internal("a provider with an unknown rule"))?,
        proves_two: row.get("proves_two")?,
        working: row.get("working")?,
        discovered: discovered
            .filter(|_| fresh(discovered_at))
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(broken)?,
        keys: keys.filter(|_| fresh(keys_at)).map(|text| serde_json::from_str(&text)).transpose().map_err(broken)?,
    })
}

/// Every provider of the clinic, by name.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Provider>> {
    let sql = format!("SELECT {COLUMNS} FROM oidc_provider WHERE clinic = $1 ORDER BY name, id");
    let now = tx.now();
    tx.query(&sql, &params![tx.clinic()])?.iter().map(|row| from_row(row, now)).collect()
}

/// The ids and names of those by which anybody signs in: what the sign-in page shows, read without their keys. To one that
/// the register of recipients lets nothing go to, nobody is sent.
pub fn buttons(tx: &mut Tx<'_>) -> Result<Vec<(ProviderId, String)>> {
    let sql = "SELECT id, name, issuer FROM oidc_provider WHERE clinic = $1 AND working = 1 ORDER BY name, id";
    let mut open = Vec::new();
    for row in tx.query(sql, &params![tx.clinic()])? {
        if client::is_open(tx, &row.get::<String>("issuer")?)? {
            open.push((row.get("id")?, row.get("name")?));
        }
    }
    Ok(open)
}

/// Whether there is one by which anybody signs in, though nobody may be sent there now: whoever linked it removes it.
pub fn any(tx: &mut Tx<'_>) -> Result<bool> {
    let sql = "SELECT 1 AS one FROM oidc_provider WHERE clinic = $1 AND working = 1 LIMIT 1";
    Ok(tx.optional(sql, &params![tx.clinic()])?.is_some())
}

/// One of them; another clinic's is not found.
pub fn find(tx: &mut Tx<'_>, id: ProviderId) -> Result<Provider> {
    let sql = format!("SELECT {COLUMNS} FROM oidc_provider WHERE clinic = $1 AND id = $2");
    let now = tx.now();
    from_row(&tx.one(&sql, &params![tx.clinic(), id])?, now)
}

/// The client's secret, opened to show it to the provider.
pub fn open(tx: &mut Tx<'_>, provider: &Provider) -> Result<Secret> {
    let row =
        tx.one("SELECT secret FROM oidc_provider WHERE clinic = $1 AND id = $2", &params![tx.clinic(), provider.id])?;
    let key = tx.open(provider.keeper)?;
    Ok(Secret(key.open(&Sealed::<String>::read(&row, TABLE, "secret", provider.id)?)?))
}

/// Which of its groups give what.
pub fn rules(tx: &mut Tx<'_>, id: ProviderId) -> Result<Vec<Rule>> {
    let sql = "SELECT group_name, role FROM oidc_rule WHERE clinic = $1 AND provider = $2
         UNION ALL SELECT group_name, role FROM oidc_own_rule WHERE clinic = $1 AND provider = $2 ORDER BY group_name, role";
    let rows = tx.query(sql, &params![tx.clinic(), id])?;
    let gives =
        |row: &Row| row.get::<String>("role")?.parse().map_err(|_| Error::internal("a rule with an unknown role"));
    rows.iter().map(|row| Ok(Rule { group: row.get("group_name")?, gives: gives(row)? })).collect()
}

fn is_taken(tx: &mut Tx<'_>, issuer: &str) -> Result<bool> {
    let sql = "SELECT 1 AS one FROM oidc_provider WHERE clinic = $1 AND issuer = $2";
    Ok(tx.optional(sql, &params![tx.clinic(), issuer])?.is_some())
}

/// Sets one up.
///
/// # Errors
/// [`Error::ProviderThere`] when the clinic has that issuer; [`Error::TooMany`] when it has as many as it may.
pub fn create(tx: &mut Tx<'_>, new: &NewProvider) -> Result<ProviderId> {
    tx.take_turns("identity.providers")?;
    if list(tx)?.len() >= MOST_PROVIDERS {
        return Err(Error::TooMany);
    }
    if is_taken(tx, &new.issuer)? {
        return Err(Error::ProviderThere);
    }
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    let id = ProviderId::new(now);
    let key = tx.create_keeper()?;
    let secret = new.secret.as_ref().map_or_else(String::new, |secret| secret.0.clone());
    let sealed = key.seal(cell(TABLE, "secret", id), &secret)?;
    tx.execute(
        "INSERT INTO oidc_provider (clinic, id, keeper, name, issuer, client_id, secret, domains, for_staff, for_clients, unknown, proves_two, working, discovered_at, keys_at, keys_asked_at, created_at, changed_at, changed_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0, 0, 'refuse', 0, 0, 0, 0, 0, $8, $8, $9)",
        &params![clinic, id, key.person(), &new.name, &new.issuer, &new.client_id, sealed, now, actor],
    )?;
    write(tx, id, new)?;
    if !governing_groups(tx, new.unknown, &new.rules)?.is_empty() {
        tell(tx)?;
    }
    client::take_over(tx, &new.issuer)?;
    tx.emit(Event::new("provider.created", id, None))?;
    Ok(id)
}

/// The hosts of the providers by which a clinic's people sign in, each once.
///
/// # Errors
/// Those of the store.
pub fn hosts(tx: &mut Tx<'_>) -> ground::Result<Vec<String>> {
    let rows = tx.query("SELECT issuer FROM oidc_provider WHERE clinic = $1 ORDER BY issuer", &params![tx.clinic()])?;
    let mut hosts = Vec::new();
    for row in &rows {
        hosts.extend(client::host(&row.get::<String>("issuer")?));
    }
    hosts.dedup();
    Ok(hosts)
}

/// Changes how it is asked; not whom: another issuer knows other people by the same words. A new secret has a keeper of its
/// own, and the one before ends, so that a backup's copy of the old secret is unreadable soon.
pub fn update(tx: &mut Tx<'_>, id: ProviderId, new: &NewProvider) -> Result<()> {
    tx.take_turns("identity.providers")?;
    let before = find(tx, id)?;
    if let Some(secret) = &new.secret {
        let key = tx.create_keeper()?;
        let sealed = key.seal(cell(TABLE, "secret", id), &secret.0)?;
        tx.execute(
            "UPDATE oidc_provider SET keeper = $3, secret = $4 WHERE clinic = $1 AND id = $2",
            &params![tx.clinic(), id, key.person(), sealed],
        )?;
        tx.end_person(before.keeper)?;
    }
    let gave = rules(tx, id)?;
    let before = governing_groups(tx, before.unknown, &gave)?;
    let after = governing_groups(tx, new.unknown, &new.rules)?;
    write(tx, id, new)?;
    if !after.is_subset(&before) {
        tell(tx)?;
    }
    tx.emit(Event::new("provider.changed", id, None))?;
    Ok(())
}

/// The groups by which somebody unknown comes in and can govern the staff.
fn governing_groups(tx: &mut Tx<'_>, unknown: Unknown, rules: &[Rule]) -> Result<BTreeSet<String>> {
    if unknown != Unknown::Group {
        return Ok(BTreeSet::new());
    }
    let own: BTreeMap<_, RoleSet> =
        own_role::list(tx)?.iter().map(|role| (role.id, own_role::holds(tx, role))).collect();
    let mut held: BTreeMap<&str, RoleSet> = BTreeMap::new();
    for rule in rules {
        let more = match rule.gives {
            Gives::Role(role) => role.into(),
            Gives::Own(role) => own.get(&role).copied().unwrap_or(RoleSet::EMPTY),
        };
        let held = held.entry(&rule.group).or_default();
        *held = held.or(more);
    }
    let governing = held.into_iter().filter(|(_, held)| staff::governs(tx, *held));
    Ok(governing.map(|(group, _)| group.to_owned()).collect())
}

/// Tells the others who govern what whoever does this makes of it.
fn tell(tx: &mut Tx<'_>) -> Result<()> {
    let (but, who) = (tx.actor().account(), tx.actor().to_string());
    alert::tell_governing(tx, but, What::ProviderGives, &(who, 1))
}

fn write(tx: &mut Tx<'_>, id: ProviderId, new: &NewProvider) -> Result<()> {
    let (clinic, now, actor) = (tx.clinic(), tx.now(), tx.actor().to_string());
    tx.execute(
        "UPDATE oidc_provider SET name = $3, client_id = $4, domains = $5, for_staff = $6, for_clients = $7, unknown = $8, proves_two = $9, working = $10, changed_at = $11, changed_by = $12
         WHERE clinic = $1 AND id = $2",
        &params![
            clinic, id, &new.name, &new.client_id, new.domains.join(" "), new.for_staff, new.for_clients, new.unknown.as_str(),
            new.proves_two, new.working, now, actor
        ],
    )?;
    for table in ["oidc_rule", "oidc_own_rule"] {
        tx.execute(&format!("DELETE FROM {table} WHERE clinic = $1 AND provider = $2"), &params![clinic, id])?;
    }
    for rule in &new.rules {
        let table = match rule.gives {
            Gives::Role(_) => "oidc_rule",
            Gives::Own(_) => "oidc_own_rule",
        };
        let sql = format!(
            "INSERT INTO {table} (clinic, provider, group_name, role) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
        );
        tx.execute(&sql, &params![clinic, id, &rule.group, rule.gives.to_string()])?;
    }
    Ok(())
}

/// Takes it away, with every link to it, and with those who wait to be let in by it.
pub fn delete(tx: &mut Tx<'_>, id: ProviderId) -> Result<()> {
    tx.take_turns("identity.providers")?;
    // Whoever links or asks at this moment is before it or after it, and leaves nothing behind.
    tx.take_turns("identity.requests")?;
    tx.take_turns("identity.links")?;
    let (clinic, provider) = (tx.clinic(), find(tx, id)?);
    super::request::delete_all(tx, id)?;
    for table in ["oidc_flow", "oidc_identity", "oidc_rule", "oidc_own_rule"] {
        tx.execute(&format!("DELETE FROM {table} WHERE clinic = $1 AND provider = $2"), &params![clinic, id])?;
    }
    tx.execute("DELETE FROM oidc_provider WHERE clinic = $1 AND id = $2", &params![clinic, id])?;
    tx.end_person(provider.keeper)?;
    tx.emit(Event::new("provider.removed", id, None))?;
    Ok(())
}

/// Keeps what it said of itself.
pub fn discovered(tx: &mut Tx<'_>, id: ProviderId, found: &Discovery) -> Result<()> {
    let text = serde_json::to_string(found).map_err(|_| Error::internal("what a provider said cannot be written"))?;
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE oidc_provider SET discovered = $3, discovered_at = $4 WHERE clinic = $1 AND id = $2",
        &params![clinic, id, text, now],
    )?;
    Ok(())
}

/// Takes the turn to ask for its keys: true for whoever may. An unknown key does not make us ask more than once a minute.
pub fn may_ask_keys(tx: &mut Tx<'_>, id: ProviderId) -> Result<bool> {
    let (clinic, now) = (tx.clinic(), tx.now());
    let took = tx.execute(
        "UPDATE oidc_provider SET keys_asked_at = $3 WHERE clinic = $1 AND id = $2 AND keys_asked_at <= $4",
        &params![clinic, id, now, now - KEYS_AGAIN],
    )?;
    Ok(took > 0)
}

/// Keeps its keys.
pub fn keys(tx: &mut Tx<'_>, id: ProviderId, keys: &[Jwk]) -> Result<()> {
    let text = serde_json::to_string(keys).map_err(|_| Error::internal("keys that cannot be written"))?;
    let (clinic, now) = (tx.clinic(), tx.now());
    tx.execute(
        "UPDATE oidc_provider SET public_keys = $3, keys_at = $4, keys_asked_at = $4 WHERE clinic = $1 AND id = $2",
        &params![clinic, id, text, now],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use ground::Role;

    use super::*;
    use crate::model::OwnRoleId;

    #[test]
    fn groups_give_what_the_rules_name_and_nothing_else() {
        let rule = |group: &str, gives| Rule { group: group.to_owned(), gives };
        let own = Gives::Own(OwnRoleId::from_bits(7));
        let [desk, clinician, manager] = [Role::FrontDesk, Role::Clinician, Role::Manager].map(Gives::Role);
        let rules = [rule("Reception", desk), rule("Reception", clinician), rule("Heads", manager), rule("Night", own)];
        let cases: [(&[&str], &[Gives]); 5] = [
            (&["Reception"], &[desk, clinician]),
            (&["reception", "RECEPTION ", "manager"], &[]),
            (&[], &[]),
            (&["Heads", "Others"], &[manager]),
            (&["Night", "Heads"], &[manager, own]),
        ];
        for (groups, expected) in cases {
            let groups: Vec<String> = groups.iter().map(|group| (*group).to_owned()).collect();
            assert_eq!(given(&rules, &groups), expected.iter().copied().collect(), "{groups:?}");
        }
    }
}
