//! A forgotten password, and the first one of a new colleague: both are set by the link of a letter.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, render, render_as};
use ground::{Actor, Scope};
use promise::Purpose;

use super::sign_in::limit;
use super::sign_up::sent;
use super::{Field, action, by_link};
use crate::enter::Visitor;
use crate::error::Result;
use crate::model::{Challenge, ChallengeKind};
use crate::password;
use crate::rules::email_key;
use crate::session::Secret;
use crate::store;

#[derive(askama::Template)]
#[template(path = "enter/forgotten.html")]
struct Forgotten {
    page: Page,
    action: String,
    email: Field,
}

fn form(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Forgotten {
    let page = face.page(scope, "identity-forgotten-title");
    Forgotten { action: action(face, "/forgotten"), email: Field::typed("email", fields, faults, &page), page }
}

pub(super) async fn ask(scope: Scope, face: Face, Query(_): Query) -> Response {
    render(&form(&scope, &face, &Fields::default(), &Faults::new()))
}

pub(super) async fn request(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let mut reader = fields.reader();
    let email = reader.email("email");
    let email = match reader.finish(|| email) {
        Ok(email) => email,
        Err(faults) => return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &form(&scope, &face, &fields, &faults))),
    };
    limit(&scope, &visitor, "forgotten", &email_key(&email))?;
    let to = email.clone();
    scope.write(move |tx| store::reset::ask(tx, &email)).await?;
    Ok(sent(&scope, &face, "identity-sent-reset", &to))
}

#[derive(askama::Template)]
#[template(path = "enter/new_password.html")]
struct NewPassword {
    page: Page,
    action: String,
    password: Field,
    least_length: u32,
    /// The first password of a new colleague.
    first: bool,
}

fn new_form(scope: &Scope, face: &Face, secret: &Secret, kind: ChallengeKind, faults: &Faults) -> NewPassword {
    let first = kind == ChallengeKind::Invitation;
    let page = face.page(scope, if first { "identity-first-password-title" } else { "identity-new-password-title" });
    NewPassword {
        action: action(face, &format!("/password/{}", secret.text())),
        password: Field::secret("password", faults, &page),
        least_length: scope.clinic.parameters.password_min_length,
        first,
        page,
    }
}

/// The links by which a password is set.
const LINKS: [ChallengeKind; 2] = [ChallengeKind::Reset, ChallengeKind::Invitation];

/// Shows the page; looking at it changes nothing.
pub(super) async fn look(
    scope: Scope,
    face: Face,
    Path((_, secret)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let Some(secret) = Secret::read(&secret) else { return Ok(by_link::gone(&scope, &face)) };
    Ok(match by_link::find(&scope, &face, &secret, &LINKS).await {
        Ok(challenge) => render(&new_form(&scope, &face, &secret, challenge.kind, &Faults::new())),
        Err(answer) => answer,
    })
}

pub(super) async fn complete(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Path((_, secret)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let Some(secret) = Secret::read(&secret) else { return Ok(by_link::gone(&scope, &face)) };
    limit(&scope, &visitor, "password", &secret.text())?;
    let challenge = match by_link::find(&scope, &face, &secret, &LINKS).await {
        Ok(challenge) => challenge,
        Err(answer) => return Ok(answer),
    };
    let kind = challenge.kind;
    let own = own_words(&scope, &challenge).await?;
    let password = match read(&scope, &face, &fields, own).await? {
        Ok(password) => password,
        Err(faults) => {
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &new_form(&scope, &face, &secret, kind, &faults)));
        }
    };
    let password = password::hash(password, &scope.clinic.parameters).await?;
    by_link::use_up(&scope, &face, secret, challenge, password, visitor).await
}

async fn read(scope: &Scope, face: &Face, fields: &Fields, own: Vec<String>) -> Result<Result<String, Faults>> {
    let mut form = fields.reader();
    let password = form.secret("password", scope.clinic.parameters.password_max_length as usize);
    let password = match form.finish(|| password) {
        Ok(password) => password,
        Err(faults) => return Ok(Err(faults)),
    };
    match password::measure(password.clone(), own, &scope.clinic.parameters).await? {
        None => Ok(Ok(password)),
        Some(weak) => {
            let mut faults = Faults::new();
            weak.tell("password", &mut faults, &face.t);
            Ok(Err(faults))
        }
    }
}

/// What the account's holder told us of themselves, which a password must not be made of. Nobody sees it: Keepwell
/// opens it to measure the new password against it.
async fn own_words(scope: &Scope, challenge: &Challenge) -> Result<Vec<String>> {
    let (own, id) = (scope.as_actor(Actor::automatic()).for_purpose(Purpose::Security), challenge.account);
    let clinic = scope.clinic.name.clone();
    own.read(move |tx| {
        let account = store::account::find(tx, id)?;
        let told = store::account::open(tx, id)?;
        Ok([Some(told.email), told.name, account.shown_as, Some(clinic.clone())].into_iter().flatten().collect())
    })
    .await
}
