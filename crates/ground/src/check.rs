//! What the self-audit looks after beside the promises. Each room says what of its own it checks ([`Room::check`]), so the audit
//! knows of no table; a check reads what can be otherwise and says how much of it is wrong.
//!
//! [`Room::check`]: crate::Room::check

use std::sync::Arc;

use jiff::SignedDuration;
use promise::Purpose;

use crate::error::Result;
use crate::tx::Tx;
use crate::{Actor, Clinic, House, KeyId, Scope, access, egress, hold, params};

/// What a check found: figures by name, of which its words are made, and how much is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub figures: Vec<(String, i64)>,
    pub wrong: i64,
}

impl Found {
    /// These figures, of which so many are wrong.
    #[must_use]
    pub fn new(figures: &[(&str, i64)], wrong: i64) -> Found {
        Found { figures: figures.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect(), wrong }
    }
}

/// Looks, and changes nothing.
pub type Look = fn(&mut Tx<'_>) -> Result<Found>;

/// One thing that is checked.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// `keys`: its words are `check-keys` and, with its figures, `check-keys-found`.
    pub name: &'static str,
    /// Where it is mended, from the clinic's address on; empty where no page mends it.
    pub href: &'static str,
    pub look: Look,
}

/// What `check` finds in `clinic` now; none where it cannot be read, which is no pass.
pub async fn look(house: &House, clinic: &Arc<Clinic>, check: Check) -> Option<Found> {
    let scope = Scope::new(house, clinic.clone(), Actor::automatic(), Purpose::Operation, "promises.evidence").behind();
    match scope.read(check.look).await {
        Ok(found) => Some(found),
        Err(error) => {
            tracing::warn!(cause = %error, check = check.name, "what is checked could not be read");
            None
        }
    }
}

/// What the ground checks of its own.
pub(crate) const OWN: [Check; 6] = [
    Check { name: "schema", href: "/processing", look: schema },
    Check { name: "log", href: "/access-log", look: log },
    Check { name: "keys", href: "", look: keys },
    Check { name: "rules", href: "", look: rules },
    Check { name: "holds", href: "/retention", look: holds },
    Check { name: "work", href: "", look: work },
];

fn many(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The data map against the live schema, and whom the program may ask or write to at all.
fn schema(tx: &mut Tx<'_>) -> Result<Found> {
    let gaps = many(tx.gaps()?.len());
    let map = &tx.house().data_map;
    let columns = map.tables.values().map(|table| table.columns.len()).sum();
    let figures = [
        ("tables", many(map.tables.len())),
        ("columns", many(columns)),
        ("recipients", many(egress::REGISTER.len())),
        ("differ", gaps),
    ];
    Ok(Found::new(&figures, gaps))
}

/// How old the last reading of the whole log may be.
const READ: SignedDuration = SignedDuration::from_hours(24);

/// The access log: that it goes on from what is kept beside the keys, was as it was sealed when it was read, and was read lately.
fn log(tx: &mut Tx<'_>) -> Result<Found> {
    let broken = i64::from(access::standing(tx)?.is_some());
    let watched = access::watched(tx)?;
    let altered = i64::from(watched.fault.is_some());
    let unread = i64::from(watched.whole.is_none_or(|whole| tx.now().duration_since(whole.began) > READ));
    let entries = watched.whole.map_or(0, |whole| whole.entries);
    Ok(Found::new(
        &[("entries", entries), ("broken", broken), ("altered", altered), ("unread", unread)],
        broken + altered + unread,
    ))
}

/// Living persons whose key is looked for, and erased ones whose key must be gone: the newest of each.
const PERSONS: u32 = 20_000;
const ERASED: u32 = 2_000;
/// How long a key may wait to be destroyed.
const WAITS: SignedDuration = SignedDuration::from_mins(10);

/// Keys against persons: whoever is here has one, and whoever was erased has none.
fn keys(tx: &mut Tx<'_>) -> Result<Found> {
    let clinic = tx.clinic();
    let living = tx.query(
        "SELECT key FROM person WHERE clinic = $1 AND erased_at IS NULL ORDER BY id DESC LIMIT $2",
        &params![clinic, PERSONS],
    )?;
    let erased = tx.query(
        "SELECT key FROM person WHERE clinic = $1 AND erased_at < $2 ORDER BY erased_at DESC LIMIT $3",
        &params![clinic, tx.now() - WAITS, ERASED],
    )?;
    let store = &tx.house().keys;
    let (mut without, mut left) = (0, 0);
    for row in &living {
        without += i64::from(!store.has(clinic, row.get::<KeyId>("key")?)?);
    }
    for row in &erased {
        left += i64::from(store.has(clinic, row.get::<KeyId>("key")?)?);
    }
    Ok(Found::new(
        &[("persons", many(living.len())), ("without", without), ("erased", many(erased.len())), ("left", left)],
        without + left,
    ))
}

/// Routes that no rule of the policy names, and actions that no ability names and nobody may take away.
fn rules(tx: &mut Tx<'_>) -> Result<Found> {
    let house = tx.house();
    let named = |action: &str| house.policy.actions().any(|known| known == action);
    let without = many(house.routes.iter().filter(|route| !named(route.action)).count());
    let unsorted = many(house.policy.unsorted().len());
    Ok(Found::new(
        &[("routes", many(house.routes.len())), ("without", without), ("unsorted", unsorted)],
        without + unsorted,
    ))
}

/// What disputes hold back: told, and nothing wrong.
fn holds(tx: &mut Tx<'_>) -> Result<Found> {
    let clinic = i64::from(hold::of_clinic(tx)?.is_some());
    Ok(Found::new(&[("holds", hold::standing(tx)?), ("whole", clinic)], 0))
}

/// Work that the program gave up.
fn work(tx: &mut Tx<'_>) -> Result<Found> {
    let sql = "SELECT COUNT(*) AS n FROM job WHERE clinic = $1 AND state = 'stuck'";
    let stuck: i64 = tx.one(sql, &params![tx.clinic()])?.get("n")?;
    Ok(Found::new(&[("stuck", stuck)], stuck))
}
