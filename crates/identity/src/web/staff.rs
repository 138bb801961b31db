//! Those who work for the clinic: who they are, what they may do, and letting them in and out.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render, render_as};
use ground::{AccountId, Role, RoleSet, Scope, Tx};
use jiff::Timestamp;

use super::{Choice, Field, at_fault, role_word, see_other, toast};
use crate::error::{Error, Result};
use crate::letters::{self, Kind};
use crate::model::{Account, NewStaff, Source};
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

pub(super) async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    let (staff, now) = scope.read(|tx| -> Result<_> { Ok((store::staff::list(tx)?, tx.now())) }).await?;
    let mut page = face.page(&scope, "identity-staff-title");
    toast(&mut page, &face);
    let line = |account: &Account| Line {
        href: face.to(&format!("/staff/{}", account.id)),
        initials: initials(&name(account)),
        roles: roles_in_words(&page, account.roles),
        until: until(&scope, &page, account, now),
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

fn invite_form(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Invite {
    let page = face.page(scope, "identity-invite-title");
    Invite {
        faults: at_fault(faults),
        called: Field::typed("name", fields, faults, &page),
        email: Field::typed("email", fields, faults, &page),
        roles: role_choices(&page, |role| fields.chosen("role", role.as_str())),
        roles_fault: faults.of("role", &page.t).unwrap_or_default(),
        page,
    }
}

pub(super) async fn ask(scope: Scope, face: Face) -> Response {
    render(&invite_form(&scope, &face, &Fields::default(), &Faults::new()))
}

/// Roles that a manager may give; others are no choice of this form.
struct StaffRole(Role);

impl std::str::FromStr for StaffRole {
    type Err = ();

    fn from_str(text: &str) -> Result<StaffRole, ()> {
        text.parse().ok().filter(|role| STAFF_ROLES.contains(role)).map(StaffRole).ok_or(())
    }
}

fn read_roles(form: &mut ground::web::Reader<'_>) -> RoleSet {
    let roles: RoleSet =
        form.many::<StaffRole>("role", STAFF_ROLES.len()).into_iter().map(|StaffRole(role)| role).collect();
    if roles.is_empty() && form.sound() {
        form.fault("role", "identity-role-missing");
    }
    roles
}

fn read_new(fields: &Fields, language: &str) -> Result<NewStaff, Faults> {
    let mut form = fields.reader();
    let (name, email) = (form.text("name", 80), form.email("email"));
    let roles = read_roles(&mut form);
    form.finish(|| {
        Some(NewStaff {
            email: email?,
            shown_as: name?,
            roles,
            language: language.to_owned(),
            password: None,
            source: Source::Staff,
        })
    })
}

pub(super) async fn invite(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let again =
        |faults: &Faults| Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &invite_form(&scope, &face, &fields, faults)));
    // A colleague reads the clinic's own language until they choose another.
    let language = scope.clinic.languages.first().map_or("en", String::as_str);
    let new = match read_new(&fields, language) {
        Ok(new) => new,
        Err(faults) => return again(&faults),
    };
    match scope.write(move |tx| create(tx, &new)).await {
        Ok(()) => Ok(see_other(&face.to("/staff?done=invited"), None)),
        Err(error) if error.is_taken() => again(&Faults::one("email", "identity-email-taken")),
        Err(error) => Err(error.into()),
    }
}

fn create(tx: &mut Tx<'_>, new: &NewStaff) -> Result<()> {
    let made = store::staff::create(tx, new)?;
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
    let (account, email, factors, now) = scope
        .read(move |tx| -> Result<_> {
            let account = store::staff::find(tx, id)?;
            Ok((account, store::account::open_email(tx, id)?, store::factor::any(tx, id)?, tx.now()))
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
        roles_fault: faults.of("role", &page.t).unwrap_or_default(),
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

pub(super) async fn update(
    scope: Scope,
    face: Face,
    Path((_, account)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = id_of(&account)?;
    let mut form = fields.reader();
    let shown_as = form.text("name", 80);
    let roles = read_roles(&mut form);
    let shown_as = match form.finish(|| shown_as) {
        Ok(shown_as) => shown_as,
        Err(faults) => return Ok(show(&scope, &face, id, Some(&fields), &faults).await?),
    };
    let changed = scope
        .write(move |tx| {
            let before = store::staff::find(tx, id)?;
            store::staff::update(tx, &before, &shown_as, roles)
        })
        .await;
    match changed {
        Ok(()) => Ok(see_other(&face.to("/staff?done=saved"), None)),
        Err(Error::LastManager) => {
            Ok(show(&scope, &face, id, Some(&fields), &Faults::one("role", "identity-last-manager")).await?)
        }
        Err(error) => Err(error.into()),
    }
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
            store::account::activate(tx, &account)
        })
        .await?;
    Ok(see_other(&face.to("/staff?done=activated"), None))
}
