//! Reading everything, in an order that never takes somebody for gone who is there: those who were deleted first, then
//! those who are there. Whoever is deleted in between is in neither list and is gone indeed; whoever is brought back in
//! between is in both, and is there.

use std::collections::HashSet;

use futures_util::{StreamExt, TryStreamExt, stream};

use super::client::Google;
use super::fault::{Fault, What};
use super::wire::{Deleted, Groups, Member, Members, Page, Users, domain};
use crate::plan::{Gathering, Snapshot};

/// Told how far it is: so many of these.
pub type Progress<'a> = &'a (dyn Fn(What, u64) + Sync);

/// What a reading takes at most. A directory beyond it is a fault, not a shorter list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Groups whose members are asked for at once.
    pub at_once: usize,
    pub users: usize,
    pub groups: usize,
    pub members: u64,
    /// Pages of one list.
    pub pages: usize,
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { at_once: 8, users: 500_000, groups: 100_000, members: 5_000_000, pages: 50_000 }
    }
}

/// A whole directory.
#[derive(Debug)]
pub struct Read {
    pub snapshot: Snapshot,
    /// Members of groups that are of no directory of ours.
    pub outside: u64,
}

/// Reads the directory.
///
/// # Errors
/// The first [`Fault`]: then there is no snapshot at all.
pub async fn read(google: &Google, bounds: &Bounds, progress: Progress<'_>) -> Result<Read, Fault> {
    let mut gathering = Gathering::default();
    let mut users = 0;
    for what in [What::Deleted, What::Users] {
        let mut take = |user| {
            users += 1;
            if users > bounds.users {
                return Err(Fault::TooMany(what));
            }
            gathering.user(user).map_err(|_| Fault::Twice(what))
        };
        match what {
            What::Deleted => {
                let query = [("customer", "my_customer"), ("showDeleted", "true"), ("projection", "basic")];
                let list = List { google, bounds, what, path: &["users"], query: &query, gaps: true };
                list.each::<Deleted>(|raw| take(raw.user()?), progress).await?;
            }
            _ => {
                let query = [("customer", "my_customer"), ("projection", "basic"), ("orderBy", "email")];
                let list = List { google, bounds, what, path: &["users"], query: &query, gaps: false };
                list.each::<Users>(|raw| take(raw.user()?), progress).await?;
            }
        }
    }
    let what = What::Groups;
    let query = [("customer", "my_customer")];
    let mut counts: Vec<u64> = Vec::new();
    let list = List { google, bounds, what, path: &["groups"], query: &query, gaps: false };
    let take = |raw: super::wire::RawGroup| {
        let (group, members) = raw.group()?;
        let before = gathering.groups().len();
        if before >= bounds.groups {
            return Err(Fault::TooMany(what));
        }
        gathering.group(group).map_err(|_| Fault::Twice(what))?;
        // The same group again, because pages shifted, is no group more.
        if gathering.groups().len() > before {
            counts.push(members);
        }
        Ok(())
    };
    list.each::<Groups>(take, progress).await?;
    belonging(google, bounds, &mut gathering, &counts, progress).await?;
    let outside = gathering.outside();
    Ok(Read { snapshot: gathering.finish(), outside })
}

/// Asks for one user and one group: whether the key, the administrator and the scopes are what they should be.
///
/// # Errors
/// The [`Fault`] that a reading would end with at once.
pub async fn probe(google: &Google) -> Result<(), Fault> {
    for (what, path) in [(What::Users, "users"), (What::Groups, "groups")] {
        let query = [("customer", "my_customer"), ("maxResults", "1"), ("fields", "kind")];
        let body = google.get(what, &[path], &query).await?;
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(Fault::Empty(what));
        }
        serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(&body)
            .map_err(|_| Fault::Malformed(what))?;
    }
    Ok(())
}

/// Reads who is in which group, several groups at once.
async fn belonging(
    google: &Google,
    bounds: &Bounds,
    gathering: &mut Gathering,
    counts: &[u64],
    progress: Progress<'_>,
) -> Result<(), Fault> {
    let domains = gathering.domains(domain);
    let groups: Vec<Box<str>> = gathering.groups().iter().map(|group| group.id.clone()).collect();
    let domains = &domains;
    let mut answers = stream::iter(groups.into_iter().enumerate())
        .map(|(at, id)| async move {
            let members = in_group(google, bounds, &id, counts.get(at).copied().unwrap_or(0), domains).await?;
            Ok::<_, Fault>((at, members))
        })
        .buffer_unordered(bounds.at_once.max(1));
    let (mut done, mut taken) = (0, 0u64);
    while let Some((at, members)) = answers.try_next().await? {
        // "Everybody" is as many as there are, each time it is said.
        let everybody = members.iter().filter(|member| matches!(member, Member::Everybody)).count() as u64;
        taken += members.len() as u64 + everybody.saturating_mul(gathering.all());
        if taken > bounds.members {
            return Err(Fault::TooMany(What::Members));
        }
        for member in members {
            match member {
                Member::One(id) => gathering.member(at, &id),
                Member::Everybody => gathering.everybody(at),
                Member::Outside => gathering.somebody_outside(),
            }
        }
        done += 1;
        progress(What::Members, done);
    }
    Ok(())
}

/// The members of one group. One that says it has some and comes without is asked once more: it may have changed.
async fn in_group(
    google: &Google,
    bounds: &Bounds,
    id: &str,
    expected: u64,
    domains: &HashSet<String>,
) -> Result<Vec<Member>, Fault> {
    let path = ["groups", id, "members"];
    let list = List { google, bounds, what: What::Members, path: &path, query: &[], gaps: false };
    for _ in 0..2 {
        let mut members = Vec::new();
        let take = |raw: super::wire::RawMember| {
            members.push(raw.member(domains)?);
            Ok(())
        };
        list.each::<Members>(take, &|_, _| {}).await?;
        if !members.is_empty() || expected == 0 {
            return Ok(members);
        }
    }
    Err(Fault::Short)
}

/// One list, read page by page.
struct List<'a> {
    google: &'a Google,
    bounds: &'a Bounds,
    what: What,
    path: &'a [&'a str],
    query: &'a [(&'a str, &'a str)],
    /// Whether a page in the middle may be empty: of the deleted ones, which are looked for among all, it may.
    gaps: bool,
}

impl List<'_> {
    async fn each<P: Page>(
        &self,
        mut take: impl FnMut(P::Item) -> Result<(), Fault>,
        progress: Progress<'_>,
    ) -> Result<(), Fault> {
        let what = self.what;
        let (mut seen, mut next, mut taken) = (HashSet::new(), None::<String>, 0u64);
        loop {
            let mut query = self.query.to_vec();
            query.extend([("maxResults", P::SIZE), ("fields", P::FIELDS)]);
            query.extend(next.as_deref().map(|token| ("pageToken", token)));
            let body = self.google.get(what, self.path, &query).await?;
            if body.iter().all(u8::is_ascii_whitespace) {
                return Err(Fault::Empty(what));
            }
            let page: P = serde_json::from_slice(&body).map_err(|_| Fault::Malformed(what))?;
            let (kind, items, token) = page.parts();
            match kind.as_deref() {
                // `{}` is what a directory without anybody does not say.
                None => return Err(Fault::Empty(what)),
                Some(kind) if kind != P::KIND => return Err(Fault::Malformed(what)),
                Some(_) => {}
            }
            let items = items.unwrap_or_default();
            let token = token.filter(|token| !token.is_empty());
            if items.is_empty() && token.is_some() && !self.gaps {
                return Err(Fault::Empty(what));
            }
            taken += items.len() as u64;
            for item in items {
                take(item)?;
            }
            progress(what, taken);
            let Some(token) = token else { return Ok(()) };
            if seen.len() >= self.bounds.pages {
                return Err(Fault::TooMany(what));
            }
            if !seen.insert(token.clone()) {
                return Err(Fault::Cycle(what));
            }
            next = Some(token);
        }
    }
}
