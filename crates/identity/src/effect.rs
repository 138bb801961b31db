//! What other roles change for whom, told before they are saved and in the same words by which they are then saved: what
//! was shown is bound to what is done by a digest of it.

use std::collections::{BTreeSet, HashMap};

use aws_lc_rs::digest::{SHA256, digest};
use ground::reach::{Extent, figures};
use ground::{AccountId, PersonId, RoleSet, Tx};
use promise::Purpose;

use crate::error::Result;
use crate::model::Account;

/// What clients' records are opened for, as the page tells them apart.
pub const PURPOSES: [Purpose; 4] = [Purpose::Scheduling, Purpose::Care, Purpose::Administration, Purpose::Rights];

/// Members of staff whose effect is told one by one; of the others it is said how many they are.
pub const TOLD: usize = 50;

/// Somebody who would act in other roles.
#[derive(Clone, Debug)]
pub struct Affected {
    pub account: AccountId,
    pub person: PersonId,
    pub name: String,
    /// Nobody comes in by it: the account is closed, or waits for its first password.
    pub away: bool,
    pub before: RoleSet,
    pub after: RoleSet,
}

impl Affected {
    /// `account` with other roles than it has.
    pub fn of(account: &Account, after: RoleSet) -> Affected {
        Affected {
            account: account.id,
            person: account.person,
            name: account.shown_as.clone().unwrap_or_default(),
            away: !account.is_open(),
            before: account.held,
            after,
        }
    }
}

/// What changes for one person.
#[derive(Clone, Debug)]
pub struct Effect {
    pub who: Affected,
    /// Abilities, by name, of which there is more than before.
    pub gains: Vec<String>,
    /// Abilities of which there is less.
    pub loses: Vec<String>,
    pub records: Vec<Records>,
}

/// Whose records are opened for these purposes, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    pub purposes: Vec<Purpose>,
    pub before: Extent,
    pub after: Extent,
    /// How many more than before; fewer, where it is below zero.
    pub more: i64,
}

impl Effect {
    /// Whether nothing changes.
    pub fn is_none(&self) -> bool {
        self.gains.is_empty() && self.loses.is_empty() && self.records.is_empty()
    }
}

/// What changes for these people, those first whose names come first. Nobody is opened for it.
pub fn effects(tx: &mut Tx<'_>, people: Vec<Affected>) -> Result<Vec<Effect>> {
    let persons: Vec<PersonId> = people.iter().take(TOLD).map(|one| one.person).collect();
    let figures = figures(tx, &persons)?;
    let told = people.into_iter().take(TOLD).map(|who| {
        let rights = Rights::of(tx, who.before, who.after);
        let mut records: Vec<Records> = Vec::new();
        for (purpose, before, after) in rights.extents {
            let more = figures.of(after, who.person) - figures.of(before, who.person);
            match records.iter_mut().find(|known| (known.before, known.after) == (before, after)) {
                Some(known) => known.purposes.push(purpose),
                None => records.push(Records { purposes: vec![purpose], before, after, more }),
            }
        }
        Effect { who, gains: rights.gains, loses: rights.loses, records }
    });
    Ok(told.collect())
}

/// What differs between two sets of roles, without counting anything.
#[derive(Clone)]
struct Rights {
    gains: Vec<String>,
    loses: Vec<String>,
    extents: Vec<(Purpose, Extent, Extent)>,
}

impl Rights {
    fn of(tx: &Tx<'_>, before: RoleSet, after: RoleSet) -> Rights {
        let house = tx.scope().house();
        let (mut gains, mut loses) = (Vec::new(), Vec::new());
        for ability in house.policy.abilities() {
            let (was, is): (BTreeSet<_>, _) = (house.of_ability(before, ability), house.of_ability(after, ability));
            if !is.is_subset(&was) {
                gains.push(ability.name.clone());
            }
            if !was.is_subset(&is) {
                loses.push(ability.name.clone());
            }
        }
        let extents =
            PURPOSES.into_iter().map(|purpose| (purpose, house.extent(before, purpose), house.extent(after, purpose)));
        Rights { gains, loses, extents: extents.filter(|(_, before, after)| before != after).collect() }
    }
}

/// What was shown, in one word: whose rights change, from what to what, by saving `what`. The figures are left out. They
/// move with every booking, and a page that a busy clinic could never save would be pressed through unread.
pub fn seen(tx: &Tx<'_>, what: &str, people: &[Affected]) -> String {
    let mut known: HashMap<(RoleSet, RoleSet), Rights> = HashMap::new();
    let mut text = format!("{what}\n");
    for who in people {
        let pair = (who.before, who.after);
        let rights = known.entry(pair).or_insert_with(|| Rights::of(tx, who.before, who.after));
        let Rights { gains, loses, extents } = rights;
        text.push_str(&format!("{} {gains:?} {loses:?} {extents:?}\n", who.account));
    }
    digest(&SHA256, text.as_bytes()).as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
