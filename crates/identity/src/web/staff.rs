//! Those who work for the clinic: who they are, what they may do, and letting them in and out.

use std::collections::BTreeSet;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render, render_as};
use ground::{AccountId, Refusal, Role, RoleSet, Scope, Tx};
use jiff::Timestamp;

use super::{Choice, Field, at_fault, effect, role_word, see_other, toast};
use crate::effect::{Affected, effects, seen};
use crate::error::{Error, Result};
use crate::letters::{self, Kind};
use crate::model::{Account, NewStaff, OwnRole, OwnRoleId, Source};
use crate::rules::{STAFF_ROLES, initials};
use crate::store;

#[derive(askama::Template)]
#[template(path = "staff/list.html")]
struct List {
    page: Page,
    colleagues: Vec<Line>,
    /// Whether who looks may change what is seen.
    manages: bool,
    /// Where emergencies are looked at, for whom may.
    emergencies: Option<String>,
    /// Where it is said who runs the program, and who of them was let in, for whom may.
    operator: Option<String>,
    /// A second factor is asked of everyone here.
    asked: bool,
}

struct Line {
    href: String,
    name: String,
    initials: String,
    roles: String,
    /// When it ends by itself, of whom the clinic let in to help; else empty.
    until: String,
    /// `in`, `invited` or `left`.
    state: &'static str,
}

fn state(account: &Account, now: Timestamp) -> &'static str {
    if account.has_ended(now) {
        return "left";
    }
    match (account.deactivated_at, account.verified_at) {
        (Some(_), _) => "left",
        (None, None) => "invited",
        (None, Some(_)) => "in",
    }
}

/// Until when somebody is let in, in words; empty for whoever belongs to the clinic, and once it is over.
fn until(scope: &Scope, page: &Page, account: &Account, now: Timestamp) -> String {
    let Some(end) = account.ends_at.filter(|end| *end > now) else { return String::new() };
    let zone = &scope.clinic.zone;
    let end = page.t.date_time(&end.to_zoned(zone.clone()), zone.to_datetime(now).date());
    page.t.with("identity-guest-until", &[("until", end.into())])
}

fn name(account: &Account) -> String {
    account.shown_as.clone().unwrap_or_default()
}

/// Roles in words, one after the other.
pub(super) fn roles_in_words(page: &Page, roles: RoleSet) -> String {
    let words: Vec<String> = roles.iter().map(|role| role_word(page, role)).collect();
    words.join(&page.t.get("identity-comma"))
}

/// Roles given as they are and those that the clinic made, one after the other.
fn all_roles(page: &Page, roles: RoleSet, own: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = roles.iter().map(|role| role_word(page, role)).chain(own).collect();
    words.join(&page.t.get("identity-comma"))
}

pub(super) async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    let (staff, held, now) = scope
        .read(|tx| -> Result<_> { Ok((store::staff::list(tx)?, store::own_role::by_holder(tx)?, tx.now())) })
        .await?;
    let mut page = face.page(&scope, "identity-staff-title");
    toast(&mut page, &face);
    let line = |account: &Account| Line {
        href: face.to(&format!("/staff/{}", account.id)),
        initials: initials(&name(account)),
        until: until(&scope, &page, account, now),
        roles: all_roles(
            &page,
            account.roles,
            held.iter().filter(|(id, _)| *id == account.id).map(|(_, name)| name.clone()),
        ),
        state: state(account, now),
        name: name(account),
    };
    let colleagues = staff.iter().map(line).collect();
    let manages = scope.house().permits_anyhow(&scope, "identity.staff.read");
    let operator = scope.house().installed.host.is_some() && scope.house().permits_anyhow(&scope, "operator.page.read");
    let operator = operator.then(|| face.to("/operator"));
    let emergencies = scope.house().permits_anyhow(&scope, "identity.emergency.list").then(|| face.to("/emergencies"));
    Ok(render(&List {
        colleagues,
        manages,
        emergencies,
        operator,
        asked: scope.clinic.parameters.staff_second_factor,
        page,
    }))
}

#[derive(askama::Template)]
#[template(path = "staff/invite.html")]
struct Invite {
    page: Page,
    faults: u32,
    called: Field,
    email: Field,
    roles: Vec<Choice>,
    /// Those that the clinic made.
    own_roles: Vec<Choice>,
    roles_fault: String,
}

/// The roles a colleague can have, each with what it lets them do.
fn role_choices(page: &Page, chosen: impl Fn(Role) -> bool) -> Vec<Choice> {
    let choice = |role: Role| Choice {
        value: role.as_str().to_owned(),
        label: role_word(page, role),
        hint: page.t.get(&format!("identity-may-{}", role.as_str().replace('_', "-"))),
        chosen: chosen(role),
    };
    STAFF_ROLES.into_iter().map(choice).collect()
}

/// The roles that the clinic made, each with what it is made of.
fn own_choices(page: &Page, all: Vec<OwnRole>, chosen: impl Fn(&OwnRole) -> bool) -> Vec<Choice> {
    let choice = |role: OwnRole| Choice {
        value: role.id.to_string(),
        hint: page.t.with("identity-role-of", &[("roles", roles_in_words(page, role.parts).into())]),
        chosen: chosen(&role),
        label: role.name,
    };
    all.into_iter().map(choice).collect()
}

fn roles_fault(page: &Page, faults: &Faults) -> String {
    faults.of("role", &page.t).or_else(|| faults.of("own", &page.t)).unwrap_or_default()
}

async fn invite_form(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Result<Invite> {
    let all = scope.read(store::own_role::list).await?;
    let page = face.page(scope, "identity-invite-title");
    Ok(Invite {
        faults: at_fault(faults),
        called: Field::typed("name", fields, faults, &page),
        email: Field::typed("email", fields, faults, &page),
        roles: role_choices(&page, |role| fields.chosen("role", role.as_str())),
        own_roles: own_choices(&page, all, |role| fields.chosen("own", &role.id.to_string())),
        roles_fault: roles_fault(&page, faults),
        page,
    })
}

pub(super) async fn ask(scope: Scope, face: Face) -> Result<Response, Fault> {
    Ok(render(&invite_form(&scope, &face, &Fields::default(), &Faults::new()).await?))
}

/// Roles that a manager may give; others are no choice of this form.
pub(super) struct StaffRole(pub(super) Role);

impl std::str::FromStr for StaffRole {
    type Err = ();

    fn from_str(text: &str) -> Result<StaffRole, ()> {
        text.parse().ok().filter(|role| STAFF_ROLES.contains(role)).map(StaffRole).ok_or(())
    }
}

fn read_roles(form: &mut ground::web::Reader<'_>) -> RoleSet {
    let roles = read_no_roles(form);
    if roles.is_empty() && form.sound() {
        form.fault("role", "identity-role-missing");
    }
    roles
}

/// The same, where none is asked for.
fn read_no_roles(form: &mut ground::web::Reader<'_>) -> RoleSet {
    form.many::<StaffRole>("role", STAFF_ROLES.len()).into_iter().map(|StaffRole(role)| role).collect()
}

/// Roles as they are and of the clinic's own: at least one of either.
fn read_either(form: &mut ground::web::Reader<'_>) -> (RoleSet, BTreeSet<OwnRoleId>) {
    let own: BTreeSet<OwnRoleId> = form.many("own", 40).into_iter().collect();
    // Who has a role of the clinic's need have none as it is.
    let roles = if own.is_empty() { read_roles(form) } else { read_no_roles(form) };
    (roles, own)
}

fn read_new(fields: &Fields, language: &str) -> Result<(NewStaff, BTreeSet<OwnRoleId>), Faults> {
    let mut form = fields.reader();
    let (name, email) = (form.text("name", 80), form.email("email"));
    let (roles, own) = read_either(&mut form);
    form.finish(|| {
        let new = NewStaff {
            email: email?,
            shown_as: name?,
            roles,
            language: language.to_owned(),
            password: None,
            source: Source::Staff,
        };
        Some((new, own))
    })
}

pub(super) async fn invite(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let again = async |faults: &Faults| -> Result<Response, Fault> {
        Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &invite_form(&scope, &face, &fields, faults).await?))
    };
    // A colleague reads the clinic's own language until they choose another.
    let language = scope.clinic.languages.first().map_or("en", String::as_str);
    let (new, own) = match read_new(&fields, language) {
        Ok(read) => read,
        Err(faults) => return again(&faults).await,
    };
    match scope.write(move |tx| create(tx, &new, &own)).await {
        Ok(()) => Ok(see_other(&face.to("/staff?done=invited"), None)),
        Err(Error::RoleGone) => again(&Faults::one("own", "identity-role-gone")).await,
        Err(error) if error.is_taken() => again(&Faults::one("email", "identity-email-taken")).await,
        Err(error) => Err(error.into()),
    }
}

fn create(tx: &mut Tx<'_>, new: &NewStaff, own: &BTreeSet<OwnRoleId>) -> Result<()> {
    let made = store::staff::create_with(tx, new, own)?;
    let account = store::account::find(tx, made.account)?;
    send(tx, &account, &new.email).map(drop)
}

/// Writes the invitation; false when enough of them went out within the hour.
fn send(tx: &mut Tx<'_>, account: &Account, email: &str) -> Result<bool> {
    let kind = Kind::Invitation;
    let Some(secret) = store::challenge::create(tx, account.id, account.person, kind.challenge(), None)? else {
        return Ok(false);
    };
    let key = tx.seal_for(account.person)?;
    letters::write(tx, &key, kind, &account.language, email, &secret)?;
    Ok(true)
}

#[derive(askama::Template)]
#[template(path = "staff/member.html")]
struct Member {
    page: Page,
    faults: u32,
    action: String,
    email: String,
    state: &'static str,
    called: Field,
    roles: Vec<Choice>,
    /// Those that the clinic made.
    own_roles: Vec<Choice>,
    roles_fault: String,
    since: String,
    /// The manager looks at themselves.
    own: bool,
    /// Where everything beside the password is taken off the account; none where there is nothing.
    factors: Option<String>,
}

fn id_of(text: &str) -> Result<AccountId, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

async fn show(scope: &Scope, face: &Face, id: AccountId, typed: Option<&Fields>, faults: &Faults) -> Result<Response> {
    // Opening a colleague's address is an opening like any other, and stands in their record.
    let (account, email, factors, all, held, now) = scope
        .read(move |tx| -> Result<_> {
            let account = store::staff::find(tx, id)?;
            let (all, held) = (store::own_role::list(tx)?, store::own_role::of(tx, id)?);
            let email = store::account::open_email(tx, id)?;
            let factors = store::factor::any_or_linked(tx, id)?;
            Ok((account, email, factors, all, held, tx.now()))
        })
        .await?;
    let mut page = face.page_titled(scope, name(&account));
    toast(&mut page, face);
    let filled = Fields::filled([("name", name(&account))]);
    let member = Member {
        faults: at_fault(faults),
        action: face.to(&format!("/staff/{id}")),
        email,
        state: state(&account, now),
        called: Field::typed("name", typed.unwrap_or(&filled), faults, &page),
        roles: role_choices(&page, |role| {
            typed.map_or(account.roles.contains(role), |typed| typed.chosen("role", role.as_str()))
        }),
        own_roles: own_choices(&page, all, |role| {
            typed.map_or(held.iter().any(|one| one.id == role.id), |typed| typed.chosen("own", &role.id.to_string()))
        }),
        roles_fault: roles_fault(&page, faults),
        since: page.t.date_plain(account.created_at.to_zoned(scope.clinic.zone.clone()).date()),
        own: scope.actor.account() == Some(id),
        factors: factors.then(|| face.to(&format!("/accounts/{id}/factors/removal"))),
        page,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &member))
}

pub(super) async fn read(
    scope: Scope,
    face: Face,
    Path((_, account)): Path<(String, String)>,
) -> Result<Response, Fault> {
    Ok(show(&scope, &face, id_of(&account)?, None, &Faults::new()).await?)
}

/// What a colleague is to be.
#[derive(Clone)]
struct Becomes {
    shown_as: String,
    roles: RoleSet,
    own: BTreeSet<OwnRoleId>,
}

impl Becomes {
    fn read(form: &mut ground::web::Reader<'_>) -> Option<Becomes> {
        let shown_as = form.text("name", 80);
        let (roles, own) = read_either(form);
        Some(Becomes { shown_as: shown_as?, roles, own })
    }

    /// What it changes for `account`, and what is saved by it, for the digest.
    fn of(&self, tx: &mut Tx<'_>, account: &Account) -> Result<(Affected, String)> {
        let known = store::own_role::list(tx)?;
        let mut held = self.roles;
        let mut versions = Vec::new();
        for id in &self.own {
            // Another clinic's, or one retired meanwhile.
            let role = known.iter().find(|role| role.id == *id).ok_or(Error::RoleGone)?;
            let own = tx.scope().house().policy.own_role(role.parts, role.taken.iter().map(String::as_str));
            held = own.map_or(held, |own| held.or(own));
            versions.push((role.id, role.version));
        }
        let before: Vec<OwnRoleId> = store::own_role::of(tx, account.id)?.iter().map(|role| role.id).collect();
        let what = format!("{} {} {before:?} > {} {versions:?}", account.id, account.roles, self.roles);
        Ok((Affected::of(account, held), what))
    }
}

pub(super) async fn update(
    scope: Scope,
    face: Face,
    Path((_, account)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = id_of(&account)?;
    let mut form = fields.reader();
    let becomes = Becomes::read(&mut form);
    let shown = form.text_or_none("seen", 64);
    let becomes = match form.finish(|| becomes) {
        Ok(becomes) => becomes,
        Err(faults) => return Ok(show(&scope, &face, id, Some(&fields), &faults).await?),
    };
    let (to_save, told) = (becomes.clone(), shown.clone());
    let changed = scope
        .write(move |tx| {
            store::own_role::take_turns(tx)?;
            let before = store::staff::find(tx, id)?;
            // What somebody who was let in may do is what they were let in for: there is nothing to say yes to.
            if before.roles.contains(Role::Operator) {
                return Err(ground::Error::Refused(Refusal::Policy).into());
            }
            let (affected, what) = to_save.of(tx, &before)?;
            // Another name is nobody's right.
            if affected.before != affected.after && told.as_deref() != Some(seen(tx, &what, &[affected]).as_str()) {
                return Err(Error::OtherEffect);
            }
            store::staff::change(tx, &before, &to_save.shown_as, to_save.roles, Some(&to_save.own))
        })
        .await;
    match changed {
        Ok(()) => Ok(see_other(&face.to("/staff?done=saved"), None)),
        Err(Error::OtherEffect) => Ok(effect_of(&scope, &face, id, becomes, shown.is_some()).await?),
        Err(Error::LastManager) => {
            Ok(show(&scope, &face, id, Some(&fields), &Faults::one("role", "identity-last-manager")).await?)
        }
        Err(Error::RoleGone) => {
            Ok(show(&scope, &face, id, Some(&fields), &Faults::one("own", "identity-role-gone")).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// What would come of it, to be said yes to.
async fn effect_of(scope: &Scope, face: &Face, id: AccountId, becomes: Becomes, changed: bool) -> Result<Response> {
    let typed = becomes.clone();
    let (effects, seen) = scope
        .read(move |tx| -> Result<_> {
            let account = store::staff::find(tx, id)?;
            let (affected, what) = typed.of(tx, &account)?;
            let seen = seen(tx, &what, std::slice::from_ref(&affected));
            Ok((effects(tx, vec![affected])?, seen))
        })
        .await?;
    let path = face.to(&format!("/staff/{id}"));
    let fields = std::iter::once(("name", becomes.shown_as))
        .chain(becomes.roles.iter().map(|role| ("role", role.as_str().to_owned())))
        .chain(becomes.own.iter().map(|role| ("own", role.to_string())))
        .collect();
    let (action, back) = (path.clone(), path);
    let title = "identity-effect-title";
    Ok(effect::page(scope, face, effect::Shown { title, effects, people: 1, seen, changed, action, back, fields }))
}

pub(super) async fn remind(
    scope: Scope,
    face: Face,
    Path((_, account)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id = id_of(&account)?;
    let sent = scope
        .write(move |tx| {
            let account = store::staff::find(tx, id)?;
            if state(&account, tx.now()) != "invited" {
                return Err(ground::Error::NotFound.into());
            }
            let email = store::account::open_email(tx, id)?;
            send(tx, &account, &email)
        })
        .await?;
    if !sent {
        return Err(Fault::too_often(3_600));
    }
    Ok(see_other(&face.to(&format!("/staff/{id}?done=reminded")), None))
}

pub(super) async fn deactivate(
    scope: Scope,
    face: Face,
    Path((_, account)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id = id_of(&account)?;
    scope
        .write(move |tx| {
            let account = store::staff::find(tx, id)?;
            store::staff::deactivate(tx, &account)
        })
        .await?;
    Ok(see_other(&face.to("/staff?done=deactivated"), None))
}

pub(super) async fn activate(
    scope: Scope,
    face: Face,
    Path((_, account)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id = id_of(&account)?;
    scope
        .write(move |tx| {
            let account = store::staff::find(tx, id)?;
            store::staff::activate(tx, &account)
        })
        .await?;
    Ok(see_other(&face.to("/staff?done=activated"), None))
}
