//! A group as SCIM says it (RFC 7643, section 4.2), and what a change does to it.
//!
//! What is removed is named. Entra ID sends the members to remove as the value of a removal, where the RFC would have the
//! whole list go; a server that reads the one as the other empties a group when one person leaves it.

use std::collections::BTreeMap;

use ground::Tx;
use ground::web::{Fault, Fields as Texts};
use serde_json::{Map, Value as Json};

use super::answer::{invalid_path, invalid_value, mutability, no_target, vague};
use super::body::{member, present, single};
use super::draw;
use super::filter::{Filter, Path, matches, texts};
use super::patch::{Kind, Op};
use crate::error::{Error, Result};
use crate::model::{Group, Member};
use crate::store;

/// The schema's name.
pub(crate) const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

const NAME: usize = 254;
const EXTERNAL: usize = 254;

/// What is sent of a group. What is left out is left as it is: a group that is sent without its members keeps them.
#[derive(Default)]
pub(crate) struct Draft {
    pub name: Option<String>,
    pub external_id: Option<Option<String>>,
    /// Exactly these, where they were sent.
    pub members: Option<Vec<Member>>,
    /// Who comes and who goes beside those.
    changes: BTreeMap<Member, bool>,
}

fn line(name: &'static str, value: &Json, most: usize) -> Result<Option<String>, Fault> {
    let Json::String(text) = single(value) else { return Err(invalid_value(name)) };
    if text.contains('\0') {
        return Err(invalid_value(name));
    }
    let texts = Texts::filled([("text", text.clone())]);
    let mut reader = texts.reader();
    let line = reader.text_or_none("text", most);
    if reader.sound() { Ok(line) } else { Err(invalid_value(name)) }
}

/// A member by its id.
fn by_id(text: &str) -> Result<Member> {
    let user = text.parse().map(Member::User);
    user.or_else(|_| text.parse().map(Member::Group)).map_err(|_| Error::NoMember)
}

fn members(value: &Json) -> Result<Vec<Member>> {
    let all: Vec<&Json> = match value {
        Json::Array(all) => all.iter().collect(),
        one => vec![one],
    };
    all.into_iter()
        .map(|one| match one {
            Json::String(id) => by_id(id),
            Json::Object(parts) => match member(parts, "value") {
                Some(Json::String(id)) => by_id(id),
                _ => Err(invalid_value("members").into()),
            },
            _ => Err(invalid_value("members").into()),
        })
        .collect()
}

impl Draft {
    /// What is sent of a whole group.
    pub(crate) fn read(body: &Map<String, Json>) -> Result<Draft> {
        let mut draft = Draft::default();
        if let Some(value) = member(body, "displayName") {
            draft.name = Some(line("displayName", value, NAME)?.ok_or_else(|| invalid_value("displayName"))?);
        }
        if let Some(value) = present(body, "externalId") {
            draft.external_id = Some(if value.is_null() { None } else { line("externalId", value, EXTERNAL)? });
        }
        if let Some(value) = member(body, "members") {
            draft.members = Some(members(value)?);
        }
        Ok(draft)
    }

    /// Takes in one change.
    pub(crate) fn change(&mut self, tx: &mut Tx<'_>, group: &Group, op: &Op) -> Result<()> {
        match (&op.path, &op.value) {
            (Some(path), value) => self.set(tx, group, op.kind, path, value.as_ref(), true),
            (None, Some(Json::Object(parts))) if op.kind != Kind::Remove => {
                for (name, value) in parts {
                    let path = super::filter::path(name).map_err(|_| invalid_path())?;
                    self.set(tx, group, op.kind, &path, Some(value), false)?;
                }
                Ok(())
            }
            (None, _) if op.kind == Kind::Remove => Err(no_target().into()),
            _ => Err(invalid_value("value").into()),
        }
    }

    fn set(
        &mut self,
        tx: &mut Tx<'_>,
        group: &Group,
        kind: Kind,
        path: &Path,
        value: Option<&Json>,
        named: bool,
    ) -> Result<()> {
        let schema = path.attr.schema.as_str();
        if !schema.is_empty() && !schema.eq_ignore_ascii_case(SCHEMA) {
            return Ok(());
        }
        match (path.attr.name.as_str(), path.attr.sub.as_deref(), &path.filter) {
            ("displayname", None, None) => {
                let value = value.filter(|value| kind != Kind::Remove && !value.is_null());
                let value = value.ok_or_else(|| mutability("displayName"))?;
                self.name = Some(line("displayName", value, NAME)?.ok_or_else(|| invalid_value("displayName"))?);
                Ok(())
            }
            ("externalid", None, None) => {
                let value = value.filter(|value| kind != Kind::Remove && !value.is_null());
                self.external_id = Some(match value {
                    Some(value) => line("externalId", value, EXTERNAL)?,
                    None => None,
                });
                Ok(())
            }
            ("members", None, filter) => self.set_members(tx, group, kind, filter.as_ref(), value),
            ("members", Some(_), _) => Err(mutability("members").into()),
            ("id" | "meta" | "schemas", ..) if !named => Ok(()),
            ("id" | "meta" | "schemas", ..) => Err(mutability("id").into()),
            _ => Err(invalid_path().into()),
        }
    }

    fn set_members(
        &mut self,
        tx: &mut Tx<'_>,
        group: &Group,
        kind: Kind,
        filter: Option<&Filter>,
        value: Option<&Json>,
    ) -> Result<()> {
        match (kind, filter, value) {
            (Kind::Remove, Some(filter), _) => {
                for member in matching(tx, group, filter)? {
                    self.changes.insert(member, false);
                }
            }
            // The RFC's own way to say all of them (section 3.5.2.2): a removal of the attribute, and nothing beside it.
            (Kind::Remove, None, None) => (self.members, self.changes) = (Some(Vec::new()), BTreeMap::new()),
            (Kind::Remove, None, Some(value)) => {
                let named = if value.is_null() { Vec::new() } else { members(value)? };
                if named.is_empty() {
                    return Err(vague().into());
                }
                self.changes.extend(named.into_iter().map(|member| (member, false)));
            }
            (_, Some(_), _) => return Err(mutability("members").into()),
            (Kind::Add, None, Some(value)) => {
                self.changes.extend(members(value)?.into_iter().map(|member| (member, true)));
            }
            (Kind::Replace, None, Some(value)) if !value.is_null() => {
                (self.members, self.changes) = (Some(members(value)?), BTreeMap::new());
            }
            _ => return Err(invalid_value("members").into()),
        }
        Ok(())
    }

    /// Writes all of it; true when anything changed.
    pub(crate) fn write(&self, tx: &mut Tx<'_>, group: &Group) -> Result<bool> {
        let name = self.name.as_ref().unwrap_or(&group.name);
        let external_id = self.external_id.as_ref().unwrap_or(&group.external_id);
        let mut changed = store::group::update(tx, group, external_id.as_deref(), name)?;
        let of = |comes: bool| -> Vec<Member> {
            self.changes.iter().filter(|(_, known)| **known == comes).map(|(member, _)| *member).collect()
        };
        if let Some(members) = &self.members {
            let mut after = members.clone();
            after.retain(|member| self.changes.get(member) != Some(&false));
            after.extend(of(true));
            changed |= store::member::replace(tx, group, &after)?;
        } else {
            changed |= store::member::add(tx, group, &of(true))?;
            changed |= store::member::remove(tx, group, &of(false))?;
        }
        if changed {
            store::group::touch(tx, group.id)?;
        }
        Ok(changed)
    }
}

/// Those in the group that a filter is about.
fn matching(tx: &mut Tx<'_>, group: &Group, filter: &Filter) -> Result<Vec<Member>> {
    if let Filter::Is(..) = filter
        && let Some(id) = texts(filter, "value")
    {
        // Whoever is not in it is taken out of nothing.
        return Ok(by_id(id).into_iter().collect());
    }
    let all = store::member::list(tx, group.id)?;
    Ok(all
        .into_iter()
        .filter(|member| {
            draw::members(&[*member], "").as_array().is_some_and(|one| one.iter().any(|one| matches(filter, one)))
        })
        .collect())
}
