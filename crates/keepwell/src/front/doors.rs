//! The installation's front page. In the demo it has one-press doors for every role; elsewhere it lists the clinics.

use askama::Template;
use axum::extract::Request;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Form, Page, render};
use ground::{AccountId, Actor, Role, Scope};
use promise::Purpose;

use crate::demo::store::is_invented;

struct Door {
    account: String,
    name: String,
    role: String,
    /// The role, and what else can be seen through this door.
    about: String,
}

struct Front {
    base: String,
    name: String,
    doors: Vec<Door>,
}

#[derive(Template)]
#[template(path = "doors.html")]
struct Doors {
    page: Page,
    clinics: Vec<Front>,
}

/// One account for each kind of person, in the order of a day at the clinic.
const ROLES: [Role; 6] =
    [Role::FrontDesk, Role::Clinician, Role::Manager, Role::PrivacyOfficer, Role::Operator, Role::Client];

pub(super) async fn home(scope: Scope, face: Face) -> Result<Response, Fault> {
    let mut clinics = Vec::new();
    for clinic in scope.house().clinics().await? {
        let within =
            Scope::new(scope.house(), clinic.clone(), Actor::automatic(), Purpose::Operation, "front.home.read");
        let mut doors = Vec::new();
        if scope.house().demo && within.read(is_invented).await.map_err(Fault::from)? {
            let accounts = within.read(identity::one_of_each).await.map_err(Fault::from)?;
            for role in ROLES {
                if let Some(account) = accounts.iter().find(|account| account.roles.contains(role)) {
                    let word = face.t.get(&format!("role-{}", role.as_str().replace('_', "-")));
                    // The invented client has a child, so one door shows both.
                    let about = if role == Role::Client { face.t.get("doors-client-role") } else { word.clone() };
                    let name = account.shown_as.clone().unwrap_or_else(|| face.t.get("doors-client"));
                    doors.push(Door { account: account.id.to_string(), name, role: word, about });
                }
            }
        }
        clinics.push(Front { base: format!("/c/{}", clinic.slug), name: clinic.name.clone(), doors });
    }
    let title = if scope.house().demo { "doors-title" } else { "doors-clinics" };
    Ok(render(&Doors { page: face.page(&scope, title), clinics }))
}

/// Signs in without a key. Anywhere but in a clinic that the demo invented this address does not exist.
pub(super) async fn enter(scope: Scope, face: Face, request: Request) -> Result<Response, Fault> {
    if !scope.house().demo || !scope.read(is_invented).await.map_err(Fault::from)? {
        return Err(Fault::not_found());
    }
    let (parts, body) = request.into_parts();
    let Form(fields) = {
        use axum::extract::FromRequest;
        Form::from_request(Request::from_parts(parts.clone(), body), scope.house()).await?
    };
    let account: AccountId = fields.value("account").parse().map_err(|_| Fault::not_found())?;
    let whose = scope.read(move |tx| identity::find_account(tx, account)).await.map_err(Fault::from)?;
    let (_, cookie) = identity::enter(scope.house(), &scope.clinic, &parts, account).await.map_err(Fault::from)?;
    let to =
        HeaderValue::try_from(identity::home(&scope, &face.to(""), &whose)).map_err(|_| Fault::internal("location"))?;
    Ok((StatusCode::SEE_OTHER, [(SET_COOKIE, cookie), (LOCATION, to)]).into_response())
}
