//! Providers as a manager sets them up, and who asks to be let in. A change asks for a fresh proof first.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{Role, RoleSet, Scope};

use super::fields::{filled, fresh, groups_of, offered, read as read_form};
use super::redirect;
use crate::enter::Visitor;
use crate::error::{Error, Result};
use crate::model::{Gives, OwnRole};
use crate::oidc::{self, MOST_PROVIDERS, ProviderId, RequestId, Unknown, client};
use crate::rules::STAFF_ROLES;
use crate::store::oidc::provider::{self, Provider};
use crate::store::oidc::{link, request};
use crate::store::own_role;
use crate::web::sign_in::limit;
use crate::web::staff::StaffRole;
use crate::web::{Choice, Field, at_fault, role_word, see_other, toast};

const PATH: &str = "/staff/providers";

#[derive(askama::Template)]
#[template(path = "provider/list.html")]
struct List {
    page: Page,
    providers: Vec<Line>,
    asking: Vec<Asking>,
    more: bool,
}

struct Line {
    href: String,
    name: String,
    issuer: String,
    working: bool,
    linked: String,
}

struct Asking {
    action: String,
    name: String,
    email: String,
    provider: String,
    when: String,
    shown_as: String,
    name_fault: String,
    roles: Vec<Choice>,
    role_fault: String,
}

#[derive(askama::Template)]
#[template(path = "provider/form.html")]
struct One {
    page: Page,
    action: String,
    faults: u32,
    /// It is being set up.
    new: bool,
    google: bool,
    /// Where the provider sends browsers back to.
    redirect: String,
    called: Field,
    issuer: Field,
    client_id: Field,
    secret: Field,
    domains: Field,
    for_staff: bool,
    for_clients: bool,
    for_fault: String,
    unknown: Vec<Choice>,
    unknown_fault: String,
    groups: Vec<Groups>,
    proves_two: bool,
    working: bool,
    /// What a trial found: whether it is well, and what to say.
    tried: Option<(bool, String)>,
    linked: String,
}

/// The groups that give a role.
struct Groups {
    name: String,
    label: String,
    field: Field,
}

fn id_of(text: &str) -> Result<ProviderId, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

fn linked(page: &Page, n: i64) -> String {
    page.t.with("identity-provider-linked", &[("n", n.into())])
}

fn done(face: &Face, done: &str) -> Response {
    see_other(&face.to(&format!("{PATH}?done={done}")), None)
}

pub(super) async fn list(scope: Scope, face: Face) -> Result<Response, Fault> {
    Ok(show(&scope, &face, None).await?)
}

/// The list; with what was typed of somebody who asks, and what is wrong with it.
async fn show(scope: &Scope, face: &Face, typed: Option<(RequestId, &Fields, &Faults)>) -> Result<Response> {
    let (providers, asking, now) = scope
        .read(move |tx| -> Result<_> {
            let mut providers = Vec::new();
            for provider in provider::list(tx)? {
                let linked = link::count(tx, provider.id)?;
                providers.push((provider, linked));
            }
            Ok((providers, request::list(tx)?, tx.now()))
        })
        .await?;
    let mut page = face.page(scope, "identity-providers-title");
    toast(&mut page, face);
    let of = |id: ProviderId| providers.iter().find(|(provider, _)| provider.id == id);
    let asking = asking
        .into_iter()
        .map(|one| {
            let name = one.name.unwrap_or_else(|| one.email.split('@').next().unwrap_or_default().to_owned());
            let typed = typed.filter(|(id, ..)| *id == one.id).map(|(_, fields, faults)| (fields, faults));
            let fault = |field| typed.and_then(|(_, faults)| faults.of(field, &page.t)).unwrap_or_default();
            let role = |role: Role| Choice {
                value: role.as_str().to_owned(),
                label: role_word(&page, role),
                hint: String::new(),
                chosen: typed.is_some_and(|(fields, _)| fields.chosen("role", role.as_str())),
            };
            Asking {
                action: face.to(&format!("{PATH}/requests/{}", one.id)),
                provider: of(one.provider).map(|(provider, _)| provider.name.clone()).unwrap_or_default(),
                when: page.t.ago(now.duration_since(one.asked_at)),
                shown_as: typed.map_or_else(|| name.clone(), |(fields, _)| fields.value("name").to_owned()),
                name_fault: fault("name"),
                roles: STAFF_ROLES.into_iter().map(role).collect(),
                role_fault: fault("role"),
                name,
                email: one.email,
            }
        })
        .collect();
    let more = providers.len() < MOST_PROVIDERS;
    let line = |(provider, many): (Provider, i64)| Line {
        href: face.to(&format!("{PATH}/{}", provider.id)),
        name: provider.name,
        issuer: provider.issuer,
        working: provider.working,
        linked: linked(&page, many),
    };
    let providers = providers.into_iter().map(line).collect();
    let status = if typed.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(render_as(status, &List { providers, asking, more, page }))
}

/// A form, as it is or as it came back.
fn form(
    scope: &Scope,
    face: &Face,
    before: Option<(&Provider, i64)>,
    own: &[OwnRole],
    fields: &Fields,
    faults: &Faults,
) -> One {
    let mut page = match before {
        Some((provider, _)) => face.page_titled(scope, provider.name.clone()),
        None => face.page(scope, "identity-provider-new-title"),
    };
    toast(&mut page, face);
    let choice = |unknown: Unknown| Choice {
        value: unknown.as_str().to_owned(),
        label: page.t.get(&format!("identity-unknown-{}", unknown.as_str())),
        hint: page.t.get(&format!("identity-unknown-{}-why", unknown.as_str())),
        chosen: fields.chosen("unknown", unknown.as_str()),
    };
    let groups = |gives: Gives| {
        let name = groups_of(gives);
        let role = match gives {
            Gives::Role(role) => role_word(&page, role),
            Gives::Own(id) => own.iter().find(|role| role.id == id).map(|role| role.name.clone()).unwrap_or_default(),
        };
        let label = page.t.with("identity-provider-groups", &[("role", role.into())]);
        Groups { field: Field::typed(&name, fields, faults, &page), label, name }
    };
    let asked = |name: &str| {
        face.uri.query().and_then(|query| {
            let prefix = format!("{name}=");
            query.split('&').find_map(|pair| pair.strip_prefix(&prefix)).map(str::to_owned)
        })
    };
    let found = asked("fault").and_then(|fault| page.t.known(&format!("identity-provider-fault-{fault}")));
    let works = asked("works").map(|_| page.t.get("identity-provider-works"));
    let tried = found.map(|text| (false, text)).or_else(|| works.map(|text| (true, text)));
    One {
        action: face.to(&before.map_or_else(|| PATH.to_owned(), |(provider, _)| format!("{PATH}/{}", provider.id))),
        faults: at_fault(faults),
        new: before.is_none(),
        google: fields.value("issuer") == oidc::GOOGLE,
        redirect: redirect(scope.house(), scope),
        called: Field::typed("name", fields, faults, &page),
        issuer: Field::typed("issuer", fields, faults, &page),
        client_id: Field::typed("client_id", fields, faults, &page),
        // What was given once is not shown again.
        secret: Field { value: String::new(), fault: faults.of("secret", &page.t).unwrap_or_default() },
        domains: Field::typed("domains", fields, faults, &page),
        for_staff: fields.chosen("for_staff", "1"),
        for_clients: fields.chosen("for_clients", "1"),
        for_fault: faults.of("for_staff", &page.t).unwrap_or_default(),
        unknown: Unknown::ALL.into_iter().map(choice).collect(),
        unknown_fault: faults.of("unknown", &page.t).unwrap_or_default(),
        groups: offered(own).map(groups).collect(),
        proves_two: fields.chosen("proves_two", "1"),
        working: fields.chosen("working", "1"),
        tried,
        linked: before.map(|(_, many)| linked(&page, many)).unwrap_or_default(),
        page,
    }
}

pub(super) async fn ask(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let google = fields.chosen("kind", "google");
    let own = scope.read(own_role::list).await?;
    Ok(render(&form(&scope, &face, None, &own, &fresh(google), &Faults::new())))
}

/// Asks what a provider is and which keys it has.
async fn tried(scope: &Scope, issuer: &str) -> Result<(oidc::discovery::Discovery, Vec<oidc::jws::Jwk>), oidc::Fault> {
    let found = client::discover(scope, issuer).await?;
    let keys = client::keys(scope, &found).await?;
    // What is wrong with the provider itself is said first; being asked what it is tells it nothing of anybody.
    client::listed(scope, issuer).await?;
    Ok((found, keys))
}

/// Sets one up, if it answers as it should: nobody gets a button that leads nowhere.
pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let own = scope.read(own_role::list).await?;
    let back = |faults: &Faults| {
        Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &form(&scope, &face, None, &own, &fields, faults)))
    };
    let new = match read_form(&fields, None, &own) {
        Ok(new) => new,
        Err(faults) => return back(&faults),
    };
    let (found, keys) = match tried(&scope, &new.issuer).await {
        Ok(found) => found,
        Err(fault) => return back(&Faults::one("issuer", fault.words())),
    };
    let made = scope.write(move |tx| -> Result<ProviderId> {
        let id = provider::create(tx, &new)?;
        provider::discovered(tx, id, &found)?;
        provider::keys(tx, id, &keys)?;
        Ok(id)
    });
    match made.await {
        Ok(_) => Ok(done(&face, "provider-saved")),
        Err(Error::ProviderThere) => back(&Faults::one("issuer", "identity-provider-there")),
        Err(Error::TooMany) => back(&Faults::one("issuer", "identity-provider-most")),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn read(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    let (found, rules, many, own) = scope
        .read(move |tx| -> Result<_> {
            Ok((provider::find(tx, id)?, provider::rules(tx, id)?, link::count(tx, id)?, own_role::list(tx)?))
        })
        .await?;
    let fields = filled(&found, &rules, &own);
    Ok(render(&form(&scope, &face, Some((&found, many)), &own, &fields, &Faults::new())))
}

pub(super) async fn update(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    let (before, many, own) = scope
        .read(move |tx| -> Result<_> { Ok((provider::find(tx, id)?, link::count(tx, id)?, own_role::list(tx)?)) })
        .await?;
    let new = match read_form(&fields, Some(&before), &own) {
        Ok(new) => new,
        Err(faults) => {
            let shown = form(&scope, &face, Some((&before, many)), &own, &fields, &faults);
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &shown));
        }
    };
    scope.write(move |tx| provider::update(tx, id, &new)).await?;
    Ok(done(&face, "provider-saved"))
}

/// Asks the provider what it is, and says what is wrong in words.
pub(super) async fn test(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    // Each trial asks another host several things.
    limit(&scope, &visitor, "provider-test", &id.to_string())?;
    let found = scope.read(move |tx| provider::find(tx, id)).await?;
    let page = format!("{PATH}/{id}");
    match tried(&scope, &found.issuer).await {
        Ok((found, keys)) => {
            let keeps = scope.write(move |tx| -> Result<()> {
                provider::discovered(tx, id, &found)?;
                provider::keys(tx, id, &keys)
            });
            keeps.await?;
            Ok(see_other(&face.to(&format!("{page}?works=1")), None))
        }
        Err(fault) => {
            let key = fault.words().trim_start_matches("identity-provider-fault-");
            Ok(see_other(&face.to(&format!("{page}?fault={key}")), None))
        }
    }
}

pub(super) async fn remove(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id = id_of(&id)?;
    scope.read(move |tx| provider::find(tx, id)).await?;
    scope.write(move |tx| provider::delete(tx, id)).await?;
    Ok(done(&face, "provider-removed"))
}

/// Says yes, with roles and the name colleagues know, or no, to somebody who asks to work here.
pub(super) async fn answer(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: RequestId = id.parse().map_err(|_| Fault::not_found())?;
    let mut form = fields.reader();
    let yes = form.text("answer", 3).as_deref() == Some("yes");
    if !yes {
        scope.write(move |tx| request::refuse(tx, id)).await?;
        return Ok(done(&face, "provider-refused"));
    }
    let shown_as = form.text("name", 80);
    let roles: RoleSet = form.many::<StaffRole>("role", STAFF_ROLES.len()).into_iter().map(|role| role.0).collect();
    if roles.is_empty() && form.sound() {
        form.fault("role", "identity-role-missing");
    }
    let shown_as = match form.finish(|| shown_as) {
        Ok(shown_as) => shown_as,
        Err(faults) => return Ok(show(&scope, &face, Some((id, &fields, &faults))).await?),
    };
    let language = scope.clinic.languages.first().map_or("en", String::as_str).to_owned();
    let fault = match scope.write(move |tx| request::admit(tx, id, &shown_as, &roles.into(), &language)).await {
        Ok(_) => return Ok(done(&face, "provider-admitted")),
        Err(error) if error.is_taken() => "identity-asking-taken",
        Err(Error::LinkedElsewhere) => "identity-asking-linked",
        Err(error) => return Err(error.into()),
    };
    Ok(show(&scope, &face, Some((id, &fields, &Faults::one("name", fault)))).await?)
}
