//! Signing up, and confirming the address by the link of a letter.
//!
//! A password waits with its own link until the link is used *and* that password is typed once more. Whoever signs up
//! with another's address therefore gains nothing: the letter goes to its owner, who does not know the password.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render, render_as};
use ground::{Scope, Tx};
use promise::Jurisdiction;

use super::sign_in::limit;
use super::{Field, action, at_fault, by_link};
use crate::enter::Visitor;
use crate::error::Result;
use crate::letters::{self, Kind};
use crate::model::{Account, ChallengeKind, NewClient, Source};
use crate::password::{self, Hashed, Tried};
use crate::rules::email_key;
use crate::session::Secret;
use crate::store;

#[derive(askama::Template)]
#[template(path = "enter/sign_up.html")]
struct SignUp {
    page: Page,
    action: String,
    faults: u32,
    called: Field,
    email: Field,
    password: Field,
    /// The box that states the age: `value` is not empty when it was ticked.
    age: Field,
    least_age: u32,
    least_length: u32,
}

/// Completed years from which one opens an account here without a guardian.
fn least_age(scope: &Scope) -> Result<u32> {
    let place: Jurisdiction = scope.clinic.jurisdiction.parse().map_err(ground::Error::internal)?;
    Ok(scope.clinic.parameters.minimum_age(place))
}

fn form(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Result<SignUp> {
    let page = face.page(scope, "identity-sign-up-title");
    let typed = |name| Field::typed(name, fields, faults, &page);
    Ok(SignUp {
        action: action(face, "/sign-up"),
        faults: at_fault(faults),
        called: typed("name"),
        email: typed("email"),
        password: Field::secret("password", faults, &page),
        age: typed("age"),
        least_age: least_age(scope)?,
        least_length: scope.clinic.parameters.password_min_length,
        page,
    })
}

pub(super) async fn ask(scope: Scope, face: Face) -> Result<Response, Fault> {
    Ok(render(&form(&scope, &face, &Fields::default(), &Faults::new())?))
}

/// A sign-up that is sound but for what only looking can tell.
struct Typed {
    name: Option<String>,
    email: String,
    password: String,
}

async fn read(scope: &Scope, face: &Face, fields: &Fields) -> Result<Result<Typed, Faults>> {
    let parameters = &scope.clinic.parameters;
    let mut form = fields.reader();
    let (name, email) = (form.text_or_none("name", 80), form.email("email"));
    let password = form.secret("password", parameters.password_max_length as usize);
    if !form.ticked("age") {
        form.fault_with("age", "identity-age-fault", &[("age", least_age(scope)?.into())]);
    }
    let own: Vec<String> =
        [name.clone(), email.clone(), Some(scope.clinic.name.clone())].into_iter().flatten().collect();
    let weak = match &password {
        Some(password) => password::measure(password.clone(), own, parameters).await?,
        None => None,
    };
    if let Some(weak) = weak {
        let mut faults = form.finish(|| None::<()>).err().unwrap_or_default();
        weak.tell("password", &mut faults, &face.t);
        return Ok(Err(faults));
    }
    Ok(form.finish(|| Some(Typed { name, email: email?, password: password? })))
}

pub(super) async fn create(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    limit(&scope, &visitor, &email_key(fields.value("email")))?;
    let typed = match read(&scope, &face, &fields).await? {
        Ok(typed) => typed,
        Err(faults) => return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &form(&scope, &face, &fields, &faults)?)),
    };
    let password = password::hash(typed.password, &scope.clinic.parameters).await?;
    let new = NewClient {
        person: None,
        email: typed.email,
        name: typed.name,
        language: face.t.lang().to_owned(),
        age_stated: Some(least_age(&scope)?),
        password: None,
        source: Source::Themselves,
    };
    let (to, again) = (new.email.clone(), new.clone());
    let hashed = password.clone();
    match scope.write(move |tx| sign_up(tx, &new, &hashed)).await {
        // Two with one address at the same instant: the second finds the first.
        Err(error) if error.is_taken() => scope.write(move |tx| sign_up(tx, &again, &password)).await?,
        other => other?,
    }
    Ok(sent(&scope, &face, "identity-sent-sign-up", &to))
}

/// Writes the letter that fits, to an address with an account as to one without: the page says the same of both.
fn sign_up(tx: &mut Tx<'_>, new: &NewClient, password: &Hashed) -> Result<()> {
    match store::account::find_by_email(tx, &new.email)? {
        None => {
            let made = store::account::create_client(tx, new)?;
            let account = store::account::find(tx, made.account)?;
            send(tx, &account, Kind::Verification, &new.email, Some(password))
        }
        // Closed by the clinic: what there is to say, the clinic says.
        Some(account) if account.deactivated_at.is_some() => Ok(()),
        Some(account) if account.verified_at.is_some() => send(tx, &account, Kind::Known, &new.email, None),
        Some(account) if account.shown_as.is_some() => send(tx, &account, Kind::Invitation, &new.email, None),
        Some(account) => send(tx, &account, Kind::Verification, &new.email, Some(password)),
    }
}

/// Writes a letter with a link, unless enough of its kind went to this account within the hour. `to` was typed just
/// now and found the account, so nobody's record need be opened for it.
pub(super) fn send(tx: &mut Tx<'_>, account: &Account, kind: Kind, to: &str, password: Option<&Hashed>) -> Result<()> {
    let Some(secret) = store::challenge::create(tx, account.id, account.person, kind.challenge(), password)? else {
        return Ok(());
    };
    let key = tx.seal_for(account.person)?;
    letters::write(tx, &key, kind, &account.language, to, &secret)
}

#[derive(askama::Template)]
#[template(path = "enter/sent.html")]
struct Sent {
    page: Page,
    words: String,
}

/// Says that a letter was written, if there was anyone to write to.
pub(super) fn sent(scope: &Scope, face: &Face, words: &'static str, to: &str) -> Response {
    let page = face.page(scope, "identity-sent-title");
    let words = page.t.with(words, &[("email", to.into())]);
    render(&Sent { page, words })
}

#[derive(askama::Template)]
#[template(path = "enter/confirm.html")]
struct Confirm {
    page: Page,
    action: String,
    password: Field,
}

fn confirm_form(scope: &Scope, face: &Face, secret: &Secret, faults: &Faults) -> Confirm {
    let page = face.page(scope, "identity-confirm-title");
    Confirm {
        action: action(face, &format!("/confirm/{}", secret.text())),
        password: Field::secret("password", faults, &page),
        page,
    }
}

/// Shows the page; looking at it changes nothing, so that a scanner of mail does nothing.
pub(super) async fn look(
    scope: Scope,
    face: Face,
    Path((_, secret)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let Some(secret) = Secret::read(&secret) else { return Ok(by_link::gone(&scope, &face)) };
    Ok(match by_link::find(&scope, &face, &secret, &[ChallengeKind::Verification]).await {
        Ok(_) => render(&confirm_form(&scope, &face, &secret, &Faults::new())),
        Err(answer) => answer,
    })
}

pub(super) async fn confirm(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Path((_, secret)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let Some(secret) = Secret::read(&secret) else { return Ok(by_link::gone(&scope, &face)) };
    limit(&scope, &visitor, &secret.text())?;
    let challenge = match by_link::find(&scope, &face, &secret, &[ChallengeKind::Verification]).await {
        Ok(challenge) => challenge,
        Err(answer) => return Ok(answer),
    };
    let again = |faults: &Faults| {
        Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &confirm_form(&scope, &face, &secret, faults)))
    };
    let mut form = fields.reader();
    let typed = form.secret("password", 1_024);
    let typed = match form.finish(|| typed) {
        Ok(typed) => typed,
        Err(faults) => return again(&faults),
    };
    let rounds = scope.clinic.parameters.password_iterations;
    let password = match password::check(challenge.password.clone(), typed, rounds).await? {
        Tried::Wrong => return again(&Faults::one("password", "identity-confirm-wrong")),
        Tried::Raised(raised) => Some(raised),
        Tried::Right => challenge.password.clone(),
    };
    match password {
        Some(password) => by_link::use_up(&scope, &face, secret, challenge, password, visitor).await,
        None => Ok(by_link::gone(&scope, &face)),
    }
}
