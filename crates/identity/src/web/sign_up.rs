//! Signing up, and confirming the address by the link of a letter.
//!
//! A password waits with its own link until the link is used *and* that password is typed once more. Whoever signs up
//! with another's address therefore gains nothing: the letter goes to its owner, who does not know the password.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use ground::residency::{self, Ask, By, Told, Via};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render, render_as};
use ground::{Scope, Tx};
use promise::Jurisdiction;
use promise::age::AGE_RULES;

use super::sign_in::limit;
use super::{Choice, Field, action, at_fault, by_link};
use crate::enter::Visitor;
use crate::error::Result;
use crate::letters::{Kind, send};
use crate::model::{ChallengeKind, NewClient, Source};
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
    /// Where one may live.
    homes: Vec<Choice>,
    home_fault: String,
    /// The box that states the age: `value` is not empty when it was ticked.
    age: Field,
    least_age: u32,
    least_length: u32,
    /// Where it is kept.
    kept: String,
}

/// What stands for a place whose law we do not know: the strictest age holds there.
const ELSEWHERE: &str = "elsewhere";

/// Completed years from which one opens an account here without a guardian: as the clinic states for where it is, and
/// for where one lives if one says so, whichever is more (promise `age.minimum`).
fn least_age(scope: &Scope, home: &str) -> Result<u32> {
    let parameters = &scope.clinic.parameters;
    let here: Jurisdiction = scope.clinic.jurisdiction.parse().map_err(ground::Error::internal)?;
    let there = match home {
        "" => None,
        // A code that no country has.
        ELSEWHERE => "ZZ".parse().ok(),
        home => home.parse::<Jurisdiction>().ok(),
    };
    Ok(there.map_or(0, |there| parameters.minimum_age(there)).max(parameters.minimum_age(here)))
}

/// Every place one may say one lives in: those whose law we know, by their names, and anywhere else.
fn homes(page: &Page, chosen: &str) -> Vec<Choice> {
    let option = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
        hint: String::new(),
        chosen: value == chosen,
    };
    let name = |place: &str| page.t.get(&format!("place-{}", place.to_lowercase()));
    let mut known: Vec<Choice> = AGE_RULES.iter().map(|rule| option(rule.place, name(rule.place))).collect();
    known.sort_by(|a, b| a.label.cmp(&b.label));
    let here = option("", page.t.get("identity-home-here"));
    std::iter::once(here).chain(known).chain([option(ELSEWHERE, name(ELSEWHERE))]).collect()
}

fn form(scope: &Scope, face: &Face, fields: &Fields, faults: &Faults) -> Result<SignUp> {
    let page = face.page(scope, "identity-sign-up-title");
    let typed = |name| Field::typed(name, fields, faults, &page);
    let ask = Ask::of(&scope.clinic, scope.house().clock.now());
    let kept = ask.map(|ask| ask.draw(&page.t, fields, faults, By::Asked)).transpose()?.unwrap_or_default();
    Ok(SignUp {
        kept,
        action: action(face, "/sign-up"),
        faults: at_fault(faults),
        called: typed("name"),
        email: typed("email"),
        password: Field::secret("password", faults, &page),
        homes: homes(&page, fields.value("home")),
        home_fault: faults.of("home", &page.t).unwrap_or_default(),
        age: typed("age"),
        least_age: least_age(scope, fields.value("home"))?,
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
    age_stated: u32,
    told: Option<Told>,
}

async fn read(scope: &Scope, face: &Face, fields: &Fields) -> Result<Result<Typed, Faults>> {
    let parameters = &scope.clinic.parameters;
    let mut form = fields.reader();
    let (name, email) = (form.text_or_none("name", 80), form.email("email"));
    let password = form.secret("password", parameters.password_max_length as usize);
    let home = form.text_or_none("home", 10).unwrap_or_default();
    if !home.is_empty() && home != ELSEWHERE && AGE_RULES.iter().all(|rule| rule.place != home) {
        form.fault("home", "fault-choice");
    }
    // It says where they live already; who says nothing lives here.
    let ask = Ask::of(&scope.clinic, scope.house().clock.now());
    let told = ask.map(|ask| ask.read(&mut form, Via::Page, face.t.lang(), true));
    if told.is_none() {
        residency::skip(&mut form);
    }
    // The age that stood beside the box when it was ticked: where one lives may ask for more.
    let (least, ticked) = (least_age(scope, &home)?, form.ticked("age"));
    let shown = form.number_or_none("stated", 0..=200).map_or(least_age(scope, ""), |shown| Ok(shown as u32))?;
    if !ticked || shown < least {
        form.fault_with("age", "identity-age-fault", &[("age", least.into())]);
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
    Ok(form.finish(|| Some(Typed { name, email: email?, password: password?, age_stated: least, told })))
}

pub(super) async fn create(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    limit(&scope, &visitor, "sign-up", &email_key(fields.value("email")))?;
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
        age_stated: Some(typed.age_stated),
        password: None,
        source: Source::Themselves,
    };
    let (to, again) = (new.email.clone(), new.clone());
    let (hashed, told) = (password.clone(), typed.told);
    let told_again = told.clone();
    match scope.write(move |tx| sign_up(tx, &new, &hashed, told.as_ref())).await {
        // Two with one address at the same instant: the second finds the first.
        Err(error) if error.is_taken() => {
            scope.write(move |tx| sign_up(tx, &again, &password, told_again.as_ref())).await?
        }
        other => other?,
    }
    Ok(sent(&scope, &face, "identity-sent-sign-up", &to))
}

/// Writes the letter that fits, to an address with an account as to one without: the page says the same of both.
fn sign_up(tx: &mut Tx<'_>, new: &NewClient, password: &Hashed, told: Option<&Told>) -> Result<()> {
    match store::account::find_by_email(tx, &new.email)? {
        None => {
            let made = store::account::create_client(tx, new)?;
            residency::note(tx, made.person, made.person, told)?;
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
    limit(&scope, &visitor, "confirm", &secret.text())?;
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
