//! Many at once: found by an index where a filter allows it, else looked through within bounds.

use ground::Tx;
use serde_json::{Map, Value as Json, json};

use super::answer::too_many;
use super::draw;
use super::filter::{Compare, Filter, matches, order, texts};
use super::query::Asked;
use super::user::SEALED;
use crate::error::Result;
use crate::model::{Group, GroupId, Source, User, UserId};
use crate::store;

/// How many people a filter may open to find those it is about, and how many it may look through unopened.
const OPENED: usize = 1_000;
const LOOKED_THROUGH: usize = 10_000;

const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// A part of what was found.
pub(crate) struct Found {
    pub total: usize,
    pub resources: Vec<Json>,
}

impl Found {
    /// As it is answered.
    pub(crate) fn to_json(&self, start: usize) -> Json {
        json!({
            "schemas": [SCHEMA],
            "totalResults": self.total,
            "startIndex": start,
            "itemsPerPage": self.resources.len(),
            "Resources": self.resources,
        })
    }
}

/// Those that are looked at: all of them, or a few that an index names.
enum Among<T> {
    All,
    Few(Vec<T>),
}

/// People.
pub(crate) fn users(tx: &mut Tx<'_>, asked: &Asked, base: &str) -> Result<Found> {
    let looks_at = asked.looks_at();
    let wanted = |name: &str| asked.wanted.takes(name);
    let users: Vec<User> = match indexed_users(tx, asked.filter.as_ref())? {
        Among::All if looks_at.is_empty() => {
            let total = store::user::count(tx, Source::Scim)?;
            let page = store::user::list(tx, Source::Scim, asked.start - 1, asked.count)?;
            return Ok(Found { total, resources: finish(draw::users(tx, &page, base, &wanted)?, asked) });
        }
        Among::All => {
            let most =
                if looks_at.iter().any(|name| SEALED.contains(&name.as_str())) { OPENED } else { LOOKED_THROUGH };
            let all = store::user::list(tx, Source::Scim, 0, most + 1)?;
            if all.len() > most {
                return Err(too_many().into());
            }
            all
        }
        Among::Few(few) => few,
    };
    let users = if is_settled(asked.filter.as_ref(), &["id", "username", "externalid"]) && asked.sort.is_none() {
        users
    } else {
        let drawn = draw::users(tx, &users, base, &|name| looks_at.iter().any(|looked| looked == name))?;
        chosen(users, drawn, asked, |user| user.id.to_string())
    };
    let total = users.len();
    let page: Vec<User> = users.into_iter().skip(asked.start - 1).take(asked.count).collect();
    Ok(Found { total, resources: finish(draw::users(tx, &page, base, &wanted)?, asked) })
}

/// Groups.
pub(crate) fn groups(tx: &mut Tx<'_>, asked: &Asked, base: &str) -> Result<Found> {
    let looks_at = asked.looks_at();
    let wanted = |name: &str| asked.wanted.takes(name);
    let groups: Vec<Group> = match indexed_groups(tx, asked.filter.as_ref())? {
        Among::All if looks_at.is_empty() => {
            let total = store::group::count(tx, Source::Scim)?;
            let page = store::group::list(tx, Source::Scim, asked.start - 1, asked.count)?;
            return Ok(Found { total, resources: finish(draw::groups(tx, &page, base, &wanted)?, asked) });
        }
        Among::All => {
            let most = if looks_at.iter().any(|name| name == "members") { OPENED } else { LOOKED_THROUGH };
            let all = store::group::list(tx, Source::Scim, 0, most + 1)?;
            if all.len() > most {
                return Err(too_many().into());
            }
            all
        }
        Among::Few(few) => few,
    };
    let drawn = draw::groups(tx, &groups, base, &|name| looks_at.iter().any(|looked| looked == name))?;
    let groups = chosen(groups, drawn, asked, |group| group.id.to_string());
    let total = groups.len();
    let page: Vec<Group> = groups.into_iter().skip(asked.start - 1).take(asked.count).collect();
    Ok(Found { total, resources: finish(draw::groups(tx, &page, base, &wanted)?, asked) })
}

/// People and groups together: people first.
pub(crate) fn everything(tx: &mut Tx<'_>, asked: &Asked, base: &str) -> Result<Found> {
    let people = users(tx, asked, base)?;
    let rest = Asked {
        start: asked.start.saturating_sub(people.total).max(1),
        count: asked.count - people.resources.len(),
        ..asked.clone()
    };
    let groups = groups(tx, &rest, base)?;
    Ok(Found {
        total: people.total + groups.total,
        resources: people.resources.into_iter().chain(groups.resources).collect(),
    })
}

fn finish(drawn: Vec<Map<String, Json>>, asked: &Asked) -> Vec<Json> {
    drawn.into_iter().map(|one| asked.wanted.of(one)).collect()
}

/// Those that match, in the order asked for.
fn chosen<T>(all: Vec<T>, drawn: Vec<Map<String, Json>>, asked: &Asked, id: impl Fn(&T) -> String) -> Vec<T> {
    let mut looked: std::collections::BTreeMap<String, Json> =
        drawn.into_iter().filter_map(|one| Some((one.get("id")?.as_str()?.to_owned(), Json::Object(one)))).collect();
    let mut chosen: Vec<(T, Json)> = all
        .into_iter()
        .filter_map(|one| {
            let looked = looked.remove(&id(&one))?;
            asked.filter.as_ref().is_none_or(|filter| matches(filter, &looked)).then_some((one, looked))
        })
        .collect();
    if let Some((by, descends)) = &asked.sort {
        // What has no value stands last in the usual order, and first in the other (RFC 7644, section 3.4.2.3).
        let key = |one: &(T, Json)| order(&one.1, by).map_or((true, String::new()), |text| (false, text));
        chosen.sort_by_cached_key(key);
        if *descends {
            chosen.reverse();
        }
    }
    chosen.into_iter().map(|(one, _)| one).collect()
}

/// Whether the index answers the whole filter, so that nobody need be opened to try it.
fn is_settled(filter: Option<&Filter>, names: &[&str]) -> bool {
    matches!(filter, Some(Filter::Is(attr, Compare::Eq, _)) if names.contains(&attr.name.as_str()) && attr.sub.is_none())
        && filter.is_some_and(|filter| names.iter().any(|name| texts(filter, name).is_some()))
}

fn indexed_users(tx: &mut Tx<'_>, filter: Option<&Filter>) -> Result<Among<User>> {
    let Some(filter) = filter else { return Ok(Among::All) };
    let found = if let Some(id) = texts(filter, "id") {
        match id.parse::<UserId>() {
            Ok(id) => store::user::find(tx, Source::Scim, id)?,
            Err(_) => None,
        }
    } else if let Some(name) = texts(filter, "username") {
        store::user::by_user_name(tx, Source::Scim, name)?
    } else if let Some(external) = texts(filter, "externalid") {
        store::user::by_external(tx, Source::Scim, external)?
    } else if let Some(email) = texts(filter, "emails") {
        store::user::by_email(tx, Source::Scim, email)?
    } else {
        return Ok(Among::All);
    };
    Ok(Among::Few(found.into_iter().collect()))
}

fn indexed_groups(tx: &mut Tx<'_>, filter: Option<&Filter>) -> Result<Among<Group>> {
    let Some(filter) = filter else { return Ok(Among::All) };
    if let Some(id) = texts(filter, "id") {
        let found = match id.parse::<GroupId>() {
            Ok(id) => store::group::find(tx, Source::Scim, id)?,
            Err(_) => None,
        };
        return Ok(Among::Few(found.into_iter().collect()));
    }
    if let Some(external) = texts(filter, "externalid") {
        return Ok(Among::Few(store::group::by_external(tx, Source::Scim, external)?.into_iter().collect()));
    }
    if let Some(name) = texts(filter, "displayname") {
        return Ok(Among::Few(store::group::by_name(tx, Source::Scim, name)?));
    }
    if let Some(member) = texts(filter, "members") {
        let Ok(user) = member.parse::<UserId>() else { return Ok(Among::All) };
        let of = store::member::of_users(tx, &[user])?.remove(&user).unwrap_or_default();
        let direct: Vec<GroupId> = of.iter().filter(|belongs| belongs.direct).map(|belongs| belongs.group).collect();
        return Ok(Among::Few(store::group::find_many(tx, Source::Scim, &direct)?));
    }
    Ok(Among::All)
}
