//! Resources as they are answered. Whatever nobody asked for is neither looked up nor opened.

use ground::Tx;
use serde_json::{Map, Value as Json, json};

use super::{group, user};
use crate::error::Result;
use crate::model::{Fields, Group, GroupId, Member, Source, User, UserId};
use crate::store;

/// The version of a resource as a header and `meta` say it.
pub(crate) fn etag(version: i64) -> String {
    format!("W/\"{version}\"")
}

fn meta(kind: &str, base: &str, id: &str, made: jiff::Timestamp, changed: jiff::Timestamp, version: i64) -> Json {
    json!({
        "resourceType": kind,
        "created": made.to_string(),
        "lastModified": changed.to_string(),
        "location": format!("{base}/{kind}s/{id}"),
        "version": etag(version),
    })
}

/// The attributes of people, each by its name in small letters, that `takes` asks for.
pub(crate) fn users(
    tx: &mut Tx<'_>,
    users: &[User],
    base: &str,
    takes: &dyn Fn(&str) -> bool,
) -> Result<Vec<Map<String, Json>>> {
    let opens = user::SEALED.iter().any(|name| takes(name));
    let opened = if opens { store::user::open_many(tx, users)? } else { Default::default() };
    // Whoever may not be opened, as one who was erased, is not there.
    let there: Vec<&User> = users.iter().filter(|user| !opens || opened.contains_key(&user.id)).collect();
    let mut belongs = belongs(tx, &there, base, takes)?;
    Ok(there
        .iter()
        .map(|user| {
            let groups = belongs.remove(&user.id);
            draw_user(user, opened.get(&user.id), groups, base)
        })
        .collect())
}

fn belongs(
    tx: &mut Tx<'_>,
    users: &[&User],
    base: &str,
    takes: &dyn Fn(&str) -> bool,
) -> Result<std::collections::BTreeMap<UserId, Json>> {
    if !takes("groups") {
        return Ok(Default::default());
    }
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let of = store::member::of_users(tx, &ids)?;
    let mut groups: Vec<GroupId> = of.values().flatten().map(|belongs| belongs.group).collect();
    groups.sort_unstable();
    groups.dedup();
    let named = store::group::find_many(tx, Source::Scim, &groups)?;
    let named: std::collections::BTreeMap<GroupId, String> =
        named.into_iter().map(|group| (group.id, group.name)).collect();
    let one = |belongs: &store::member::Belongs| {
        let id = belongs.group.to_string();
        json!({
            "value": id,
            "$ref": format!("{base}/Groups/{id}"),
            "display": named.get(&belongs.group),
            "type": if belongs.direct { "direct" } else { "indirect" },
        })
    };
    Ok(of.into_iter().map(|(user, groups)| (user, groups.iter().map(one).collect())).collect())
}

/// A person of whom it is known what the directory said.
pub(crate) fn draw_user(user: &User, fields: Option<&Fields>, groups: Option<Json>, base: &str) -> Map<String, Json> {
    let id = user.id.to_string();
    let mut drawn = Map::from_iter([
        ("schemas".to_owned(), json!([user::SCHEMA])),
        ("id".to_owned(), json!(id)),
        ("active".to_owned(), json!(user.active)),
        ("meta".to_owned(), meta("User", base, &id, user.made_at, user.changed_at, user.version)),
    ]);
    for (name, value) in fields.map(user::told).unwrap_or_default() {
        drawn.insert(name.to_owned(), value);
    }
    if let Some(groups) = groups {
        drawn.insert("groups".to_owned(), groups);
    }
    drawn
}

/// A person as the answer to a change has it, with their groups.
pub(crate) fn one_user(tx: &mut Tx<'_>, user: &User, fields: &Fields, base: &str) -> Result<Map<String, Json>> {
    let groups = belongs(tx, &[user], base, &|_| true)?.remove(&user.id);
    Ok(draw_user(user, Some(fields), groups, base))
}

/// What is in a group, as it is answered: nobody's name is among it.
pub(crate) fn members(members: &[Member], base: &str) -> Json {
    let one = |member: &Member| {
        let (kind, id) = match member {
            Member::User(id) => ("User", id.to_string()),
            Member::Group(id) => ("Group", id.to_string()),
        };
        json!({ "value": id, "$ref": format!("{base}/{kind}s/{id}"), "type": kind })
    };
    members.iter().map(one).collect()
}

/// Groups, with what is in them where `takes` asks for it.
pub(crate) fn groups(
    tx: &mut Tx<'_>,
    groups: &[Group],
    base: &str,
    takes: &dyn Fn(&str) -> bool,
) -> Result<Vec<Map<String, Json>>> {
    let mut drawn = Vec::with_capacity(groups.len());
    for group in groups {
        let id = group.id.to_string();
        let mut one = Map::from_iter([
            ("schemas".to_owned(), json!([group::SCHEMA])),
            ("id".to_owned(), json!(id)),
            ("displayName".to_owned(), json!(group.name)),
            ("meta".to_owned(), meta("Group", base, &id, group.made_at, group.changed_at, group.version)),
        ]);
        if let Some(external) = &group.external_id {
            one.insert("externalId".to_owned(), json!(external));
        }
        if takes("members") {
            let within = store::member::list(tx, group.id)?;
            if !within.is_empty() {
                one.insert("members".to_owned(), members(&within, base));
            }
        }
        drawn.push(one);
    }
    Ok(drawn)
}
