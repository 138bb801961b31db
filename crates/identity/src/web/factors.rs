//! What besides a password shows who one is: seen, added and removed on one's own account. Every change asks for a fresh
//! proof first, so that a browser left open is not enough.

use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Form, Page, Value, render, render_as};
use ground::{Scope, Tx};

use super::account::own;
use super::passkeys::Ask;
use super::{Field, see_other, toast};
use crate::enter::Visitor;
use crate::error::{Error, Result};
use crate::factor::code::{self, Picture};
use crate::factor::recovery::Recovery;
use crate::model::{Account, Device, What};
use crate::session::Secret;
use crate::store;
use crate::store::alert::Alert;
use crate::store::passkey::Listed;

/// Lines of what happened that are shown.
const HAPPENED: u32 = 20;

/// What both dresses of the page show.
struct View {
    /// Since when there is an app, and when it was used last.
    app: Option<(String, String)>,
    passkeys: Vec<Line>,
    /// How one is made; none where this browser cannot have one here.
    passkey: Option<Ask>,
    codes: Option<i64>,
    happened: Vec<Happening>,
    /// The clinic asks for a second factor.
    asked: bool,
}

/// One passkey.
struct Line {
    name: String,
    since: String,
    /// When it was shown last, if ever.
    used: String,
    action: String,
}

/// One thing that happened.
struct Happening {
    what: String,
    when: String,
    /// The browser and the network.
    from: Option<(String, String)>,
}

#[derive(askama::Template)]
#[template(path = "factor/for_clients.html")]
struct Mine {
    page: Page,
    view: View,
}

#[derive(askama::Template)]
#[template(path = "factor/for_staff.html")]
struct Desk {
    page: Page,
    view: View,
}

/// An app that is being set up: what it reads, and what one types where it cannot.
pub(super) struct Setup {
    pub picture: Picture,
    pub seed: String,
}

/// Begins to set up an app for `account` in the session or second step `by`, or goes on with it.
pub(super) fn setup_of(tx: &mut Tx<'_>, account: &Account, by: &Secret) -> Result<Setup> {
    let seed = store::authenticator::begin(tx, account, &by.hash())?;
    let email = store::account::open_email(tx, account.id)?;
    let address = code::address(&seed, &tx.settings().name, &email)?;
    Ok(Setup { picture: code::picture(&address)?, seed: code::spelt(&seed) })
}

#[derive(askama::Template)]
#[template(path = "factor/app.html")]
struct App {
    page: Page,
    code: Field,
    setup: Setup,
}

#[derive(askama::Template)]
#[template(path = "factor/codes.html")]
struct Codes {
    page: Page,
    codes: Vec<String>,
    to: String,
}

/// The recovery codes, shown this once.
pub(super) fn codes_page(scope: &Scope, face: &Face, codes: &[Recovery], to: &str) -> Response {
    let codes = codes.iter().map(Recovery::text).collect();
    render(&Codes { codes, to: to.to_owned(), page: face.page(scope, "identity-codes-title") })
}

pub(super) async fn list(scope: Scope, face: Face, visitor: Visitor) -> Result<Response, Fault> {
    let (id, t) = (own(&scope)?, face.t.clone());
    let (app, passkeys, codes, happened, any, now) = scope
        .read(move |tx| -> Result<_> {
            let any = store::factor::any(tx, id)?;
            let app = store::authenticator::find(tx, id)?;
            let account = store::account::find(tx, id)?;
            let (passkeys, codes) = (store::passkey::list(tx, &account)?, store::recovery::left(tx, id)?);
            let mut happened = Vec::new();
            for alert in store::alert::list(tx, id, HAPPENED)? {
                let said = store::alert::said(tx, &alert, &t)?;
                happened.push((alert, said));
            }
            Ok((app, passkeys, codes, happened, any, tx.now()))
        })
        .await?;
    let mut page = face.page(&scope, "identity-factors-title");
    toast(&mut page, &face);
    let zone = &scope.clinic.zone;
    let day = |at: jiff::Timestamp| face.t.date_plain(at.to_zoned(zone.clone()).date());
    let ago = |at: Option<jiff::Timestamp>| at.map_or_else(String::new, |at| face.t.ago(now.duration_since(at)));
    let line = |passkey: Listed| Line {
        since: day(passkey.created_at),
        used: ago(passkey.used_at),
        action: face.to(&format!("/account/factors/passkeys/{}/removal", passkey.id)),
        name: passkey.name,
    };
    let view = View {
        app: app.and_then(|app| app.confirmed_at.map(|at| (day(at), ago(app.used_at)))),
        passkeys: passkeys.into_iter().map(line).collect(),
        passkey: Ask::to_make(&face, &visitor.party),
        codes: any.then_some(codes),
        happened: happened.iter().map(|(alert, said)| happening(&scope, &face, alert, said)).collect(),
        asked: scope.clinic.parameters.staff_second_factor && scope.actor.is_staff(),
    };
    Ok(match scope.actor.is_staff() {
        true => render(&Desk { page, view }),
        false => render(&Mine { page, view }),
    })
}

/// What happened, when and from where.
fn happening(scope: &Scope, face: &Face, alert: &Alert, said: &[(&'static str, Value<'static>)]) -> Happening {
    let at = alert.at.to_zoned(scope.clinic.zone.clone());
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let browser = |device: &Device| face.t.get(&format!("identity-browser-{}", device.browser));
    Happening {
        what: face.t.with(&alert.what.words("identity-happened"), said),
        when: face.t.date_time_near(&at, today),
        from: alert.device.as_ref().map(|device| (browser(device), device.block.clone())),
    }
}

async fn show_setup(scope: &Scope, face: &Face, visitor: &Visitor, faults: &Faults) -> Result<Response> {
    let (id, here) = (own(scope)?, visitor.secret.clone().ok_or(Error::Closed)?);
    let setup = scope.write(move |tx| {
        let account = store::account::find(tx, id)?;
        setup_of(tx, &account, &here)
    });
    let setup = match setup.await {
        Ok(setup) => setup,
        Err(Error::FactorThere) => return Ok(see_other(&face.to("/account/factors"), None)),
        Err(error) => return Err(error),
    };
    let page = face.page(scope, "identity-app-title");
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &App { code: Field::secret("code", faults, &page), setup, page }))
}

/// Begins to set up an app. Its page stands at no address of its own: it shows a secret.
pub(super) async fn begin_app(scope: Scope, face: Face, visitor: Visitor) -> Result<Response, Fault> {
    Ok(show_setup(&scope, &face, &visitor, &Faults::new()).await?)
}

pub(super) async fn confirm_app(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let mut form = fields.reader();
    let typed = form.text("code", 100);
    let typed = match form.finish(|| typed) {
        Ok(typed) => typed,
        Err(faults) => return Ok(show_setup(&scope, &face, &visitor, &faults).await?),
    };
    let (device, here) = (visitor.device.clone(), visitor.secret.as_ref().map(Secret::hash).unwrap_or_default());
    let confirmed = scope.write(move |tx| -> Result<Option<Option<Vec<Recovery>>>> {
        let account = store::account::find(tx, id)?;
        if !store::authenticator::confirm(tx, &account, &here, &typed)? {
            return Ok(None);
        }
        store::factor::added(tx, &account, What::AppAdded, &device, Some(&here)).map(Some)
    });
    match confirmed.await {
        Ok(Some(Some(codes))) => Ok(codes_page(&scope, &face, &codes, &face.to("/account/factors?done=app-added"))),
        Ok(Some(None)) => Ok(see_other(&face.to("/account/factors?done=app-added"), None)),
        Ok(None) => Ok(show_setup(&scope, &face, &visitor, &Faults::one("code", "identity-code-wrong")).await?),
        Err(Error::LinkGone) => Ok(see_other(&face.to("/account/factors"), None)),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove_app(scope: Scope, face: Face, visitor: Visitor) -> Result<Response, Fault> {
    let id = own(&scope)?;
    scope
        .write(move |tx| -> Result<()> {
            let account = store::account::find(tx, id)?;
            store::account::take_turns(tx, id)?;
            if store::authenticator::delete(tx, id)? {
                store::factor::removed(tx, &account, What::AppRemoved, Some(&visitor.device))?;
            }
            Ok(())
        })
        .await?;
    Ok(see_other(&face.to("/account/factors?done=app-removed"), None))
}

/// Makes recovery codes anew; the old ones are worthless from now on.
pub(super) async fn renew_codes(scope: Scope, face: Face, visitor: Visitor) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let codes = scope
        .write(move |tx| -> Result<Vec<Recovery>> {
            let account = store::account::find(tx, id)?;
            store::account::take_turns(tx, id)?;
            // Without a factor there is nothing to recover.
            if !store::factor::any(tx, id)? {
                return Err(ground::Error::NotFound.into());
            }
            store::alert::note(tx, &account, What::CodesRenewed, Some(&visitor.device))?;
            store::recovery::create(tx, &account)
        })
        .await?;
    Ok(codes_page(&scope, &face, &codes, &face.to("/account/factors")))
}
