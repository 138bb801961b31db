//! Whose an address is. Here nobody shares one, and two who swap theirs are not in each other's way.

use std::collections::{HashMap, HashSet};

use super::here::Token;
use super::make::Aim;

/// Gives each address to one: to whoever holds it and keeps it, or to the only one who asks for it. Who cannot have theirs
/// keeps the one they hold (`held`), or does not join; that may stand in another's way, so it goes on until nobody is. Each
/// is turned away once at most. Returns whom a person has to decide about.
pub(super) fn settle(aims: &mut [Aim], held: impl Fn(usize) -> Option<Token>, taken: &HashSet<Token>) -> Vec<u32> {
    let mut claims: HashMap<Token, Vec<u32>> = HashMap::with_capacity(aims.len());
    for (user, aim) in (0u32..).zip(aims.iter()) {
        if let Some(address) = aim.address {
            claims.entry(address).or_default().push(user);
        }
    }
    let mut open: Vec<Token> =
        claims.iter().filter(|(address, users)| users.len() > 1 || taken.contains(address)).map(|(a, _)| *a).collect();
    let mut turned = Vec::new();
    while let Some(address) = open.pop() {
        let Some(users) = claims.get_mut(&address) else { continue };
        let holds = |user: &u32| held(*user as usize) == Some(address);
        let settled = users.len() <= 1 && !taken.contains(&address);
        if settled {
            continue;
        }
        let away: Vec<u32> = users.iter().filter(|user| !holds(user)).copied().collect();
        users.retain(holds);
        for user in away {
            let aim = &mut aims[user as usize];
            match held(user as usize) {
                Some(before) => {
                    aim.address = Some(before);
                    claims.entry(before).or_default().push(user);
                    open.push(before);
                }
                None => *aim = Aim::default(),
            }
            turned.push(user);
        }
    }
    turned.sort_unstable();
    turned
}
