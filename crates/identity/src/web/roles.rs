//! Roles: those there are, explained; those the clinic makes of them, made, changed and retired.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Reader, render, render_as};
use ground::{Role, RoleSet, Scope, Tx};

use super::staff::{StaffRole, roles_in_words};
use super::{Choice, Field, ability_word, at_fault, effect, role_word, see_other, toast};
use crate::effect::{Affected, effects, seen};
use crate::error::{Error, Result};
use crate::model::{NewRole, OwnRole, OwnRoleId};
use crate::rules::{STAFF_ROLES, role_key};
use crate::store;

/// Roles of its own that a clinic has at most: more than anybody keeps apart, and few enough for every list.
const MOST: usize = 40;

#[derive(askama::Template)]
#[template(path = "role/list.html")]
struct List {
    page: Page,
    built_in: Vec<BuiltIn>,
    own: Vec<Own>,
    manages: bool,
}

/// A role that every clinic has.
struct BuiltIn {
    name: String,
    may: String,
    abilities: Vec<String>,
    holders: Vec<String>,
}

struct Own {
    href: String,
    name: String,
    parts: String,
    taken: Vec<String>,
    holders: Vec<String>,
    /// It names what nobody knows any more, and gives nothing.
    broken: bool,
}

/// Names of holders shown beside a role; the page of the staff has all.
const NAMES: usize = 8;

fn few(page: &Page, mut names: Vec<String>) -> Vec<String> {
    let all = names.len();
    names.truncate(NAMES);
    if all > NAMES {
        let more = i64::try_from(all - NAMES).unwrap_or(i64::MAX);
        names.push(page.t.with("identity-role-more", &[("n", more.into())]));
    }
    names
}

pub(super) async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    let (roles, held, staff) = scope
        .read(|tx| -> Result<_> {
            Ok((store::own_role::list(tx)?, store::own_role::held_by(tx)?, store::staff::list(tx)?))
        })
        .await?;
    let mut page = face.page(&scope, "identity-roles-title");
    toast(&mut page, &face);
    let policy = &scope.house().policy;
    let name = |account: &crate::model::Account| account.shown_as.clone().unwrap_or_default();
    let built_in = STAFF_ROLES.into_iter().map(|role| {
        let holders = staff.iter().filter(|one| one.deactivated_at.is_none() && one.roles.contains(role)).map(name);
        BuiltIn {
            name: role_word(&page, role),
            may: page.t.get(&format!("identity-may-{}", role.as_str().replace('_', "-"))),
            abilities: given(&scope, role.into()).iter().map(|name| ability_word(&page, name)).collect(),
            holders: few(&page, holders.collect()),
        }
    });
    let built_in = built_in.collect();
    let line = |role: &OwnRole| {
        let taken = given(&scope, role.parts).into_iter().filter(|name| role.taken.contains(name));
        let holders = held.iter().filter(|(id, _)| *id == role.id).map(|(_, name)| name.clone());
        Own {
            href: face.to(&format!("/roles/{}", role.id)),
            name: role.name.clone(),
            parts: roles_in_words(&page, role.parts),
            taken: taken.map(|name| ability_word(&page, &name)).collect(),
            holders: few(&page, holders.collect()),
            broken: policy.own_role(role.parts, role.taken.iter().map(String::as_str)).is_none(),
        }
    };
    let own = roles.iter().map(line).collect();
    let manages = scope.house().permits_anyhow(&scope, "identity.role.create");
    Ok(render(&List { built_in, own, manages, page }))
}

/// The abilities of which these roles give something, by name.
fn given(scope: &Scope, roles: RoleSet) -> Vec<String> {
    let gives = |ability: &&policy::Ability| !scope.house().of_ability(roles, ability).is_empty();
    scope.house().policy.abilities().filter(gives).map(|ability| ability.name.clone()).collect()
}

#[derive(askama::Template)]
#[template(path = "role/form.html")]
struct RoleForm {
    page: Page,
    faults: u32,
    action: String,
    called: Field,
    parts: Vec<Choice>,
    parts_fault: String,
    abilities: Vec<Choice>,
    abilities_fault: String,
    /// Of one that is there: its version, who holds it, and where it is retired.
    there: Option<There>,
}

struct There {
    holders: Vec<(String, String)>,
    retire: String,
    retire_fault: String,
}

fn form(scope: &Scope, face: &Face, title: String, fields: &Fields, faults: &Faults, there: Option<There>) -> RoleForm {
    let page = face.page_titled(scope, title);
    let part = |role: Role| Choice {
        value: role.as_str().to_owned(),
        label: role_word(&page, role),
        hint: page.t.get(&format!("identity-may-{}", role.as_str().replace('_', "-"))),
        chosen: fields.chosen("part", role.as_str()),
    };
    let gives: Vec<(Role, Vec<String>)> =
        STAFF_ROLES.into_iter().map(|role| (role, given(scope, role.into()))).collect();
    let ability = |ability: &policy::Ability| {
        let from = gives.iter().filter(|(_, names)| names.contains(&ability.name)).map(|(role, _)| *role);
        Choice {
            value: ability.name.clone(),
            label: ability_word(&page, &ability.name),
            hint: roles_in_words(&page, from.collect()),
            chosen: fields.chosen("keeps", &ability.name),
        }
    };
    RoleForm {
        faults: at_fault(faults),
        action: face.uri.path().to_owned(),
        called: Field::typed("name", fields, faults, &page),
        parts: STAFF_ROLES.into_iter().map(part).collect(),
        parts_fault: faults.of("part", &page.t).unwrap_or_default(),
        abilities: scope.house().policy.abilities().map(ability).collect(),
        abilities_fault: faults.of("keeps", &page.t).unwrap_or_default(),
        there,
        page,
    }
}

/// Everything is kept until it is taken away.
fn blank(scope: &Scope) -> Fields {
    Fields::filled(scope.house().policy.abilities().map(|ability| ("keeps", ability.name.clone())))
}

pub(super) async fn ask(scope: Scope, face: Face) -> Response {
    let title = face.t.get("identity-role-new");
    let mut form = form(&scope, &face, title, &blank(&scope), &Faults::new(), None);
    form.action = face.to("/roles");
    render(&form)
}

/// What was typed; an ability or a part that the form does not offer is refused like one that was mistyped.
fn read_role(scope: &Scope, face: &Face, form: &mut Reader<'_>) -> Option<NewRole> {
    let name = form.text("name", 60);
    if let Some(name) = &name
        && STAFF_ROLES.into_iter().any(|role| {
            let words = face.t.get(&format!("role-{}", role.as_str().replace('_', "-")));
            [role_key(&words), role.as_str().replace('_', " ")].contains(&role_key(name))
        })
    {
        form.fault("name", "identity-role-taken");
    }
    let parts: RoleSet = form.many::<StaffRole>("part", STAFF_ROLES.len()).into_iter().map(|role| role.0).collect();
    if parts.is_empty() && form.sound() {
        form.fault("part", "identity-role-missing");
    }
    let keeps: BTreeSet<String> = form.many::<String>("keeps", 64).into_iter().collect();
    let all: BTreeSet<String> = scope.house().policy.abilities().map(|ability| ability.name.clone()).collect();
    if !keeps.is_subset(&all) {
        form.fault("keeps", "fault-choice");
    }
    // One that has nothing of what its parts give would let nobody do anything.
    if form.sound() && !given(scope, parts).iter().any(|name| keeps.contains(name)) {
        form.fault("keeps", "identity-role-empty");
    }
    Some(NewRole { name: name?, parts, taken: all.difference(&keeps).cloned().collect() })
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let title = face.t.get("identity-role-new");
    let again = |faults: &Faults| {
        let form = form(&scope, &face, title.clone(), &fields, faults, None);
        Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &form))
    };
    let mut reader = fields.reader();
    let new = read_role(&scope, &face, &mut reader);
    let new = match reader.finish(|| new) {
        Ok(new) => new,
        Err(faults) => return again(&faults),
    };
    let made = scope
        .write(move |tx| -> Result<Option<OwnRoleId>> {
            store::own_role::take_turns(tx)?;
            if store::own_role::list(tx)?.len() >= MOST {
                return Ok(None);
            }
            store::own_role::create(tx, &new).map(Some)
        })
        .await;
    match made {
        // Nobody holds it yet, so it changes nothing for anybody: what it does is told where it is given.
        Ok(Some(_)) => Ok(see_other(&face.to("/roles?done=role-made"), None)),
        Ok(None) => again(&Faults::one("name", "identity-role-many")),
        Err(error) if error.is_role_taken() => again(&Faults::one("name", "identity-role-taken")),
        Err(error) => Err(error.into()),
    }
}

fn id_of(text: &str) -> Result<OwnRoleId, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

async fn show(scope: &Scope, face: &Face, id: OwnRoleId, typed: Option<&Fields>, faults: &Faults) -> Result<Response> {
    let (role, holders) = scope
        .read(move |tx| -> Result<_> { Ok((store::own_role::find(tx, id)?, store::own_role::holders(tx, id)?)) })
        .await?;
    let keeps = scope.house().policy.abilities().filter(|ability| !role.taken.contains(&ability.name));
    let parts = role.parts.iter().map(|role| ("part", role.as_str().to_owned()));
    let filled = Fields::filled(
        [("name", role.name.clone())].into_iter().chain(parts).chain(keeps.map(|one| ("keeps", one.name.clone()))),
    );
    let there = There {
        holders: holders
            .iter()
            .map(|one| (face.to(&format!("/staff/{}", one.id)), one.shown_as.clone().unwrap_or_default()))
            .collect(),
        retire: face.to(&format!("/roles/{id}/retirement")),
        retire_fault: faults.of("retire", &face.t).unwrap_or_default(),
    };
    let mut form = form(scope, face, role.name, typed.unwrap_or(&filled), faults, Some(there));
    form.action = face.to(&format!("/roles/{id}"));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &form))
}

pub(super) async fn read(scope: Scope, face: Face, Path((_, role)): Path<(String, String)>) -> Result<Response, Fault> {
    Ok(show(&scope, &face, id_of(&role)?, None, &Faults::new()).await?)
}

/// Who holds `role`, and what they would hold were it `new`.
fn affected(tx: &mut Tx<'_>, role: &OwnRole, new: &NewRole) -> Result<Vec<Affected>> {
    let mut people = Vec::new();
    for holder in store::own_role::holders(tx, role.id)? {
        let others = store::own_role::of(tx, holder.id)?;
        let given = others.iter().filter_map(|one| {
            let (parts, taken) = if one.id == role.id { (new.parts, &new.taken) } else { (one.parts, &one.taken) };
            tx.scope().house().policy.own_role(parts, taken.iter().map(String::as_str))
        });
        let after = given.fold(holder.roles, RoleSet::or);
        people.push(Affected::of(&holder, after));
    }
    Ok(people)
}

/// What is saved, for the digest: from which state of the role, to which.
fn saving(role: &OwnRole, new: &NewRole) -> String {
    format!("{} {} {new:?}", role.id, role.version)
}

pub(super) async fn update(
    scope: Scope,
    face: Face,
    Path((_, role)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = id_of(&role)?;
    let mut reader = fields.reader();
    let new = read_role(&scope, &face, &mut reader);
    let shown = reader.text_or_none("seen", 64);
    let new = match reader.finish(|| new) {
        Ok(new) => new,
        Err(faults) => return Ok(show(&scope, &face, id, Some(&fields), &faults).await?),
    };
    let (to_save, told) = (new.clone(), shown.clone());
    let saved = scope
        .write(move |tx| -> Result<()> {
            store::own_role::take_turns(tx)?;
            let before = store::own_role::find(tx, id)?;
            let people = affected(tx, &before, &to_save)?;
            let seen = seen(tx, &saving(&before, &to_save), &people);
            let matters = people.iter().any(|one| one.before != one.after);
            if matters && told.as_deref() != Some(seen.as_str()) {
                return Err(Error::OtherEffect);
            }
            store::own_role::update(tx, &before, &to_save)
        })
        .await;
    match saved {
        Ok(()) => Ok(see_other(&face.to("/roles?done=role-saved"), None)),
        Err(Error::OtherEffect) => {
            let typed = new.clone();
            let (effects, people, seen) = scope
                .read(move |tx| -> Result<_> {
                    let before = store::own_role::find(tx, id)?;
                    let people = affected(tx, &before, &typed)?;
                    let (all, seen) = (people.len(), seen(tx, &saving(&before, &typed), &people));
                    Ok((effects(tx, people)?, all, seen))
                })
                .await?;
            let kept = scope.house().policy.abilities().filter(|ability| !new.taken.contains(&ability.name));
            let fields = std::iter::once(("name", new.name.clone()))
                .chain(new.parts.iter().map(|role| ("part", role.as_str().to_owned())))
                .chain(kept.map(|ability| ("keeps", ability.name.clone())))
                .collect();
            let path = face.to(&format!("/roles/{id}"));
            let shown = effect::Shown {
                title: "identity-effect-title",
                effects,
                people,
                seen,
                changed: shown.is_some(),
                action: path.clone(),
                back: path,
                fields,
            };
            Ok(effect::page(&scope, &face, shown))
        }
        Err(Error::LastManager) => {
            Ok(show(&scope, &face, id, Some(&fields), &Faults::one("keeps", "identity-last-manager")).await?)
        }
        Err(error) if error.is_role_taken() => {
            Ok(show(&scope, &face, id, Some(&fields), &Faults::one("name", "identity-role-taken")).await?)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn retire(
    scope: Scope,
    face: Face,
    Path((_, role)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id = id_of(&role)?;
    match scope.write(move |tx| store::own_role::retire(tx, id)).await {
        Ok(()) => Ok(see_other(&face.to("/roles?done=role-retired"), None)),
        Err(Error::RoleNamed) => {
            Ok(show(&scope, &face, id, None, &Faults::one("retire", "identity-role-named")).await?)
        }
        Err(error) if error.is_role_held() => {
            Ok(show(&scope, &face, id, None, &Faults::one("retire", "identity-role-still-held")).await?)
        }
        Err(error) => Err(error.into()),
    }
}
