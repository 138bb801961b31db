//! Practitioners: who they are to patients, what they give, and who signs in as them.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Query, render};
use ground::{AccountId, PersonId, Role, Scope, Tx};

use super::drawn::{self, Refused, again, unchanged};
use super::page::{self, FormPage, Maker, Row, Tab, answer, form, retiring};
use crate::model::{Practitioner, PractitionerId, ServiceId};
use crate::store::setup::{self, Kind, PractitionerDraft};
use crate::store::{Catalogue, catalogue};

const NAME: usize = 80;
const SKILLS: usize = 300;
/// Most services of one practitioner.
const MANY: usize = 200;

pub(super) async fn list(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let mut page = page::list(&scope, &face, &fields, "practitioners", &["setup-name", "setup-skills", "setup-gives"]);
    let catalogue = scope.read(catalogue).await?;
    for one in &catalogue.practitioners {
        let gives: Vec<&str> = catalogue
            .services
            .iter()
            .filter(|service| service.retired_at.is_none() && service.practitioners.contains(&one.id))
            .map(|service| service.name.as_str())
            .collect();
        page.rows.push(Row {
            href: page.add.is_some().then(|| face.to(&format!("/setup/practitioners/{}", one.id))),
            name: one.name.clone(),
            cells: vec![one.skills.clone(), face.t.list(&gives)],
            retired: one.retired_at.is_some(),
        });
    }
    Ok(render(&page))
}

/// Clinicians who sign in, to be chosen from.
fn accounts(tx: &mut Tx<'_>) -> ground::Result<Vec<(AccountId, PersonId, String)>> {
    let staff = identity::list_staff(tx).map_err(|error| match error {
        identity::Error::Ground(error) => error,
        _ => ground::Error::internal("the staff cannot be listed"),
    })?;
    let treats =
        staff.into_iter().filter(|account| account.held.contains(Role::Clinician) && account.deactivated_at.is_none());
    Ok(treats.filter_map(|account| account.shown_as.map(|name| (account.id, account.person, name))).collect())
}

/// The pages about one practitioner.
pub(super) fn beside(face: &Face, id: PractitionerId, here: &str) -> Vec<Tab> {
    let tab = |path: &str, key: &str| Tab {
        href: face.to(&format!("/setup/practitioners/{id}{path}")),
        label: face.t.get(key),
        current: path == here,
    };
    vec![tab("", "setup-practitioner-about"), tab("/hours", "setup-hours"), tab("/dates", "setup-own-dates")]
}

async fn page_of(
    scope: &Scope,
    face: &Face,
    id: Option<PractitionerId>,
    fields: &Fields,
    faults: &Faults,
) -> Result<FormPage, Fault> {
    let (catalogue, accounts) = scope.read(|tx| -> ground::Result<_> { Ok((catalogue(tx)?, accounts(tx)?)) }).await?;
    let nobody = (String::new(), face.t.get("setup-no-account"));
    let accounts = std::iter::once(nobody).chain(accounts.into_iter().map(|(id, _, name)| (id.to_string(), name)));
    let services = catalogue
        .services
        .iter()
        .filter(|service| service.retired_at.is_none())
        .map(|service| (service.id.to_string(), service.name.clone()));
    let inputs = Maker::new(&face.t, fields, faults)
        .line("text", "name")
        .maybe("text", "skills")
        .select("account", accounts)
        .maybe("number", "daily_limit")
        .ticks("services", services)
        .done();
    let (title, action) = match id {
        Some(id) => (fields.value("name").to_owned(), face.to(&format!("/setup/practitioners/{id}"))),
        None => (face.t.get("setup-new-practitioner"), face.to("/setup/practitioners")),
    };
    let mut page = form(scope, face, "practitioners", title, action, faults, inputs);
    if let Some(id) = id {
        page.beside = beside(face, id, "");
        let retired = catalogue.practitioner(id).is_some_and(|one| one.retired_at.is_some());
        page.retire = Some(retiring(scope, face, Kind::Practitioner, "practitioners", id.to_string(), retired).await?);
    }
    Ok(page)
}

fn filled(one: &Practitioner, gives: &[ServiceId]) -> Fields {
    let mut pairs = vec![
        ("name", one.name.clone()),
        ("skills", one.skills.clone()),
        ("account", one.account.map(|account| account.to_string()).unwrap_or_default()),
        ("daily_limit", one.daily_limit.map(|limit| limit.to_string()).unwrap_or_default()),
    ];
    pairs.extend(gives.iter().map(|id| ("services", id.to_string())));
    Fields::filled(pairs)
}

/// The practitioner as the form shows them.
fn stored(catalogue: &Catalogue, id: PractitionerId) -> Option<Fields> {
    let gives = catalogue.services.iter().filter(|service| service.practitioners.contains(&id));
    let gives: Vec<ServiceId> = gives.map(|service| service.id).collect();
    catalogue.practitioner(id).map(|one| filled(one, &gives))
}

struct Typed {
    draft: PractitionerDraft,
    account: Option<AccountId>,
}

fn read(fields: &Fields) -> Result<Typed, Faults> {
    let mut form = fields.reader();
    drawn::read(&mut form);
    let (name, skills) = (form.text("name", NAME), form.text_or_none("skills", SKILLS));
    let account = form.parse_or_none::<AccountId>("account");
    let limit = form.number_or_none("daily_limit", 1..=100);
    let services = form.many::<ServiceId>("services", MANY);
    form.finish(|| {
        let daily_limit = limit.and_then(|limit| u16::try_from(limit).ok());
        Some(Typed {
            draft: PractitionerDraft {
                name: name?,
                skills: skills.unwrap_or_default(),
                daily_limit,
                account: None,
                services,
            },
            account,
        })
    })
}

/// Finds the person behind the account; one that is no clinician's is no choice.
fn settle(tx: &mut Tx<'_>, typed: &Typed) -> ground::Result<PractitionerDraft> {
    let account = match typed.account {
        None => None,
        Some(wanted) => {
            let known = accounts(tx)?.into_iter().find(|(id, ..)| *id == wanted).map(|(id, person, _)| (id, person));
            Some(known.ok_or_else(|| ground::Error::Constraint("account".to_owned()))?)
        }
    };
    Ok(PractitionerDraft { account, ..typed.draft.clone() })
}

fn fault_of(error: ground::Error) -> Result<Faults, Fault> {
    match error {
        ground::Error::Constraint(name) if name == "account" => Ok(Faults::one("account", "fault-choice")),
        ground::Error::Constraint(_) => Ok(Faults::one("services", "fault-choice")),
        error => Err(error.into()),
    }
}

pub(super) async fn blank(scope: Scope, face: Face) -> Result<Response, Fault> {
    page_of(&scope, &face, None, &Fields::default(), &Faults::new()).await.map(answer)
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let typed = match read(&fields) {
        Ok(typed) => typed,
        Err(faults) => return page_of(&scope, &face, None, &fields, &faults).await.map(answer),
    };
    let made = scope
        .write(move |tx| {
            let draft = settle(tx, &typed)?;
            setup::create_practitioner(tx, &draft)
        })
        .await;
    match made {
        // Without hours nobody can book them: that is the next page.
        Ok(id) => Ok(Redirect::to(&face.to(&format!("/setup/practitioners/{id}/hours"))).into_response()),
        Err(error) => page_of(&scope, &face, None, &fields, &fault_of(error)?).await.map(answer),
    }
}

pub(super) async fn show(scope: Scope, face: Face, Path((_, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let id: PractitionerId = id.parse().map_err(|_| Fault::not_found())?;
    let catalogue = scope.read(catalogue).await?;
    let stored = stored(&catalogue, id).ok_or_else(Fault::not_found)?;
    page_of(&scope, &face, Some(id), &drawn::marked(&stored), &Faults::new()).await.map(answer)
}

pub(super) async fn update(
    scope: Scope,
    face: Face,
    Path((_, id)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id: PractitionerId = id.parse().map_err(|_| Fault::not_found())?;
    let typed = match read(&fields) {
        Ok(typed) => typed,
        Err(faults) => return page_of(&scope, &face, Some(id), &fields, &faults).await.map(answer),
    };
    let sent = fields.clone();
    let done = scope
        .write(move |tx| -> Result<(), Refused> {
            unchanged(tx, &sent, |tx| stored(&catalogue(tx)?, id).ok_or(ground::Error::NotFound))?;
            let draft = settle(tx, &typed)?;
            Ok(setup::update_practitioner(tx, id, &draft)?)
        })
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&face.to("/setup/practitioners?done=saved")).into_response()),
        Err(Refused::Stale(now)) => {
            let page = page_of(&scope, &face, Some(id), &again(&fields, &now), &Faults::new()).await?;
            Ok(answer(drawn::beside(page, &face.t, &now)))
        }
        Err(Refused::Ground(error)) => page_of(&scope, &face, Some(id), &fields, &fault_of(error)?).await.map(answer),
    }
}
