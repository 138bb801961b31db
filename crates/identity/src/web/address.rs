//! Another address to sign in with: asked for on one's own account after a fresh proof, and agreed to by both mailboxes. So
//! neither a browser left open nor a mailbox that others read is enough to take an account away.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, render, render_as};
use ground::{Actor, Scope};

use super::account::own;
use super::by_link::gone;
use super::sign_in::limit;
use super::{Field, action, at_fault, see_other, toast};
use crate::enter::Visitor;
use crate::error::{Error, Result};
use crate::letters;
use crate::rules::{NEW_ADDRESS_HOURS, email_key};
use crate::session::Secret;
use crate::store;
use crate::store::new_address::Mailbox;

/// What both dresses of the page show.
struct View {
    /// The address in use.
    now: String,
    pending: Option<Waiting>,
    faults: u32,
    email: Field,
    hours: i64,
}

/// A change that waits for a mailbox.
struct Waiting {
    email: String,
    old_agreed: bool,
    new_agreed: bool,
    until: String,
}

#[derive(askama::Template)]
#[template(path = "account/address_for_clients.html")]
struct Mine {
    page: Page,
    view: View,
}

#[derive(askama::Template)]
#[template(path = "account/address_for_staff.html")]
struct Desk {
    page: Page,
    view: View,
}

async fn form(scope: &Scope, face: &Face, fields: &Fields, status: StatusCode, faults: &Faults) -> Result<Response> {
    let id = own(scope)?;
    let (email, pending, now) = scope
        .read(move |tx| -> Result<_> {
            Ok((store::account::open_email(tx, id)?, store::new_address::open(tx, id)?, tx.now()))
        })
        .await?;
    let mut page = face.page(scope, "identity-address-title");
    toast(&mut page, face);
    let zone = &scope.clinic.zone;
    let today = now.to_zoned(zone.clone()).date();
    let view = View {
        now: email,
        pending: pending.map(|pending| Waiting {
            until: face.t.date_time_near(&pending.until.to_zoned(zone.clone()), today),
            email: pending.email,
            old_agreed: pending.old_agreed,
            new_agreed: pending.new_agreed,
        }),
        faults: at_fault(faults),
        email: Field::typed("email", fields, faults, &page),
        hours: NEW_ADDRESS_HOURS,
    };
    Ok(match scope.actor.is_staff() {
        true => render_as(status, &Desk { page, view }),
        false => render_as(status, &Mine { page, view }),
    })
}

pub(super) async fn ask(scope: Scope, face: Face) -> Result<Response, Fault> {
    Ok(form(&scope, &face, &Fields::default(), StatusCode::OK, &Faults::new()).await?)
}

/// Writes to both mailboxes. The page is the same whether or not somebody has an account of the address.
pub(super) async fn begin(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let (before, held) = scope
        .read(move |tx| -> Result<_> {
            let person = store::account::find(tx, id)?.person;
            // A directory says which address those have whom it brings.
            Ok((store::account::open_email(tx, id)?, tx.relations(person)?.from_directory))
        })
        .await?;
    let mut reader = fields.reader();
    let email = reader.email("email");
    if held {
        reader.fault("email", "identity-address-directory");
    }
    if email.as_deref().is_some_and(|email| email_key(email) == email_key(&before)) {
        reader.fault("email", "identity-address-same");
    }
    let email = match reader.finish(|| email) {
        Ok(email) => email,
        Err(faults) => return Ok(form(&scope, &face, &fields, StatusCode::UNPROCESSABLE_ENTITY, &faults).await?),
    };
    // Neither mailbox is flooded by asking again and again.
    limit(&scope, &visitor, "address", &email_key(&email))?;
    limit(&scope, &visitor, "address", &id.to_string())?;
    scope
        .write(move |tx| -> Result<()> {
            let account = store::account::find(tx, id)?;
            let known = store::account::find_by_email(tx, &email)?.is_some_and(|other| !other.is_unconfirmed());
            let (old, new) = store::new_address::create(tx, &account, &email)?;
            letters::ask_of_address(tx, &account, (&before, &email), (&old, &new), known)
        })
        .await?;
    Ok(see_other(&face.to("/account/address"), None))
}

pub(super) async fn withdraw(scope: Scope, face: Face) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let gone = scope
        .write(move |tx| -> Result<bool> {
            store::account::take_turns(tx, id)?;
            store::new_address::delete(tx, id)
        })
        .await?;
    Ok(see_other(&face.to(if gone { "/account?done=address-withdrawn" } else { "/account" }), None))
}

#[derive(askama::Template)]
#[template(path = "enter/address.html")]
struct Question {
    page: Page,
    action: String,
    /// It is the mailbox of the address in use, which can also say no.
    old: bool,
}

/// Shows the question; looking at it changes nothing, so that a scanner of mail does nothing.
pub(super) async fn look(
    scope: Scope,
    face: Face,
    Path((_, secret)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let Some(secret) = Secret::read(&secret) else { return Ok(gone(&scope, &face)) };
    let asked = secret.clone();
    match scope.read(move |tx| store::new_address::find(tx, &asked)).await {
        Ok(change) => Ok(render(&Question {
            action: action(&face, &format!("/address/{}", secret.text())),
            old: change.mailbox == Mailbox::Old,
            page: face.page(&scope, "identity-address-title"),
        })),
        Err(Error::LinkGone) => Ok(gone(&scope, &face)),
        Err(error) => Err(error.into()),
    }
}

#[derive(askama::Template)]
#[template(path = "enter/address_answered.html")]
struct Answered {
    page: Page,
    words: String,
}

pub(super) async fn answer(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Path((_, secret)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let Some(secret) = Secret::read(&secret) else { return Ok(gone(&scope, &face)) };
    limit(&scope, &visitor, "address-answer", &secret.text())?;
    // Keepwell itself opens the address: whoever follows a letter's link is nobody yet.
    let own = scope.as_actor(Actor::automatic());
    let answered = match fields.value("answer") {
        "yes" => {
            let asked = secret.clone();
            own.write(move |tx| store::new_address::agree(tx, &asked)).await.map(|done| match done {
                true => "identity-address-done",
                false => "identity-address-half",
            })
        }
        "no" => own.write(move |tx| refuse(tx, &secret)).await,
        _ => return Ok(see_other(&face.to(&format!("/address/{}", secret.text())), None)),
    };
    let words = match answered {
        Ok(words) => words,
        Err(Error::LinkGone) => return Ok(gone(&scope, &face)),
        Err(Error::EmailTaken) => "identity-address-taken",
        Err(error) => return Ok(error.into_response()),
    };
    let page = face.page(&scope, "identity-address-title");
    let words = page.t.get(words);
    Ok(render(&Answered { page, words }))
}

/// The mailbox of the address in use says no; the new one has nothing to refuse, it only does not agree.
fn refuse(tx: &mut ground::Tx<'_>, secret: &Secret) -> Result<&'static str> {
    let change = store::new_address::find(tx, secret)?;
    if change.mailbox == Mailbox::New {
        return Err(Error::LinkGone);
    }
    store::account::take_turns(tx, change.account)?;
    store::new_address::delete(tx, change.account)?;
    Ok("identity-address-refused")
}
