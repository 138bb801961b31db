//! Passkeys on the pages: made and removed on one's own account, shown to sign in, and to show once more who one is. The
//! browser's script asks here what to ask the device for, and sends the answer as any form.

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use ground::web::{Assets, Face, Fault, Faults, Form, Reader, Rule};
use ground::{Actor, Scope, Tx};
use promise::Purpose;
use serde_json::json;

use super::account::own;
use super::factors::codes_page;
use super::second::{self, Given};
use super::see_other;
use crate::enter::{self, Visitor};
use crate::error::{Error, Result};
use crate::factor::passkey::{Judged, MOST, Party, Shown};
use crate::factor::recovery::Recovery;
use crate::factor::{Need, PasskeyId};
use crate::model::{Account, What};
use crate::rules::next_page;
use crate::session::Secret;
use crate::store::{self, ceremony};

/// A form that asks the device for a passkey. It is there for browsers with script that know passkeys.
pub(super) struct Ask {
    pub script: String,
    /// Where the script asks what to ask for, and where the answer goes.
    pub challenge: String,
    pub action: String,
    /// What the form carries besides.
    pub fields: Vec<(&'static str, String)>,
}

impl Ask {
    fn to(face: &Face, challenge: &str, action: &str, fields: Vec<(&'static str, String)>) -> Ask {
        Ask { script: Assets::url("passkey.js"), challenge: face.to(challenge), action: face.to(action), fields }
    }

    /// To sign in, and go on to `next`; as the second step, with its secret.
    pub(super) fn to_sign_in(face: &Face, party: &Party, next: &str, step: Option<&str>) -> Option<Ask> {
        let given = [("next", Some(next)), ("step", step)];
        let fields = given.into_iter().filter_map(|(name, value)| Some((name, value?.to_owned())));
        let fields = fields.filter(|(_, value)| !value.is_empty()).collect();
        party.stands().then(|| Ask::to(face, "/sign-in/passkey/challenge", "/sign-in/passkey", fields))
    }

    /// To show once more who one is.
    pub(super) fn again(face: &Face, party: &Party, kept: Vec<(&'static str, String)>) -> Option<Ask> {
        let fields = kept.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        party.stands().then(|| Ask::to(face, "/sign-in/passkey/challenge", "/account/again", fields))
    }

    /// To make one.
    pub(super) fn to_make(face: &Face, party: &Party) -> Option<Ask> {
        let (challenge, action) = ("/account/factors/passkeys/challenge", "/account/factors/passkeys");
        party.stands().then(|| Ask::to(face, challenge, action, Vec::new()))
    }
}

/// More bytes than any answer of a device has.
const LONGEST: usize = 16_384;

/// What a form brings from a device: the secret of what was asked, and the answer.
pub(super) fn brought(form: &mut Reader<'_>) -> Option<(Secret, String)> {
    let (secret, answer) = (form.text("ceremony", 100), form.text("credential", LONGEST));
    Some((Secret::read(&secret?)?, answer?))
}

/// Keepwell itself looks at the passkey: whoever asks is nobody yet.
fn automatic(scope: &Scope) -> Scope {
    scope.as_actor(Actor::automatic()).for_purpose(Purpose::Security)
}

/// What a script asks the device for.
fn asked(secret: &Secret, options: &serde_json::Value) -> Response {
    Json(json!({ "ceremony": secret.text(), "options": options })).into_response()
}

pub(super) async fn challenge(scope: Scope, visitor: Visitor) -> Result<Response, Fault> {
    scope.house().limits.check(Rule::PublicForm, visitor.address)?;
    let begun = visitor.party.ask(&scope.clinic.name)?;
    let state = begun.state;
    let secret = scope.write(move |tx| ceremony::create(tx, None, &state)).await?;
    Ok(asked(&secret, &begun.options))
}

/// Whose passkey was shown, if it is one of this clinic's and everything about it is right. It is used up by that:
/// counted, noted, and told where it counts backwards.
pub(super) fn shown(tx: &mut Tx<'_>, (secret, answer): (&Secret, &str), visitor: &Visitor) -> Result<Option<Account>> {
    let party = &visitor.party;
    let state = ceremony::take(tx, None, secret)?;
    let Some(shown) = Shown::read(answer) else { return Ok(None) };
    let Some(found) = store::passkey::find(tx, shown.credential())? else { return Ok(None) };
    store::account::take_turns(tx, found.account)?;
    // Whoever came first has counted it on.
    let Some(found) = store::passkey::find(tx, shown.credential())? else { return Ok(None) };
    if shown.account() != Some(found.account) || party.name() != Some(found.host.as_str()) {
        return Ok(None);
    }
    let account = store::account::find(tx, found.account)?;
    let clinic = tx.settings().name.clone();
    match party.judge(&clinic, &state, &shown, &found.passkey)? {
        Judged::Right(anew) if account.is_open() => {
            store::passkey::used(tx, found.id, anew.as_deref())?;
            Ok(Some(account))
        }
        Judged::Copied => {
            store::alert::note(tx, &account, What::KeyCopied, Some(&visitor.device))?;
            Ok(None)
        }
        Judged::Right(_) | Judged::Wrong => Ok(None),
    }
}

fn enter_by(tx: &mut Tx<'_>, brought: (&Secret, &str), step: Option<&Secret>, visitor: &Visitor) -> Result<Given> {
    let Some(account) = shown(tx, brought, visitor)? else { return Ok(Given::Wrong) };
    if let Some(step) = step {
        match store::step::find(tx, step) {
            Ok(of) if of.id == account.id => store::step::spend(tx, step)?,
            // The password of one account, and the passkey of another; or its time is over. What was asked is used up.
            Ok(_) | Err(Error::LinkGone) => return Ok(Given::Wrong),
            Err(error) => return Err(error),
        }
    }
    second::begin(tx, account, visitor)
}

/// Signs in by a passkey: nothing is typed, and nothing else is asked.
pub(super) async fn enter(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let taken = scope.house().limits.check(Rule::SignIn, visitor.address)?;
    let mut form = fields.reader();
    let brought = brought(&mut form);
    for carried in ["next", "step"] {
        form.text_or_none(carried, 2_000);
    }
    let next = next_page(fields.value("next"), &face.base);
    let (step, asks) = (Secret::read(fields.value("step")), visitor.clone());
    let refused = async |at: Option<&Secret>| -> Result<Response, Fault> {
        let Some(step) = at.cloned() else { return Ok(wrong(&face, next)) };
        // The password was right, and need not be typed again for another try.
        let find = step.clone();
        match scope.read(move |tx| store::step::find(tx, &find)).await {
            Ok(account) => {
                let faults = Faults::one("code", "identity-passkey-wrong");
                let (ask, next) = ((account, Need::Factor), next.unwrap_or_default());
                Ok(second::ask(&scope, &face, &visitor.party, ask, &step, next, &faults).await?)
            }
            Err(Error::LinkGone) => Ok(wrong(&face, next)),
            Err(error) => Err(error.into()),
        }
    };
    let Ok((secret, answer)) = form.finish(|| brought) else { return refused(step.as_ref()).await };
    let of = step.clone();
    let given = automatic(&scope).write(move |tx| enter_by(tx, (&secret, &answer), of.as_ref(), &asks)).await;
    match given {
        Ok(Given::In(entered)) => {
            scope.house().limits.forgive(taken);
            let (account, session) = *entered;
            let home = || enter::home(&scope, &face.base, &account);
            let to = next.map_or_else(home, str::to_owned);
            Ok(see_other(&to, enter::cookies_of(&scope, &face.base, &visitor.marks, (&account, &session))?))
        }
        Ok(Given::Wrong | Given::Shut) | Err(Error::LinkGone | Error::Closed) => refused(step.as_ref()).await,
        Err(error) => Err(error.into()),
    }
}

/// Back to the sign-in, which says that the passkey was not one.
fn wrong(face: &Face, next: Option<&str>) -> Response {
    second::back(face, "passkey=wrong", next.unwrap_or_default())
}

/// What the device is asked to make.
pub(super) async fn begin(scope: Scope, visitor: Visitor) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let made = scope
        .write(move |tx| -> Result<(Secret, serde_json::Value)> {
            let host = visitor.party.name().ok_or(ground::Error::NotFound)?;
            let (here, all) = store::passkey::of_account(tx, id, host)?;
            if all >= MOST {
                return Err(Error::FactorThere);
            }
            let email = store::account::open_email(tx, id)?;
            let begun = visitor.party.make(&tx.settings().name.clone(), id, &email, &here)?;
            Ok((ceremony::create(tx, Some(id), &begun.state)?, begun.options))
        })
        .await?;
    Ok(asked(&made.0, &made.1))
}

/// Keeps the passkey that the device made.
pub(super) async fn add(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let mut form = fields.reader();
    let (brought, name) = (brought(&mut form), form.text_or_none("name", 60));
    let Ok((secret, answer)) = form.finish(|| brought) else {
        return Ok(see_other(&face.to("/account/factors?done=passkey-wrong"), None));
    };
    // Whoever gives it no name knows it by what it was made with.
    let name = name.unwrap_or_else(|| face.t.get(&format!("identity-browser-{}", visitor.device.browser)));
    let kept = scope.write(move |tx| -> Result<Option<Option<Vec<Recovery>>>> {
        let state = ceremony::take(tx, Some(id), &secret)?;
        store::account::take_turns(tx, id)?;
        let account = store::account::find(tx, id)?;
        let host = visitor.party.name().ok_or(ground::Error::NotFound)?;
        let Some(passkey) = visitor.party.made(&tx.settings().name.clone(), &state, &answer)? else { return Ok(None) };
        store::passkey::create(tx, &account, host, &name, &passkey)?;
        let here = visitor.secret.as_ref().map(Secret::hash);
        store::factor::added(tx, &account, What::PasskeyAdded, &visitor.device, here.as_deref()).map(Some)
    });
    match kept.await {
        Ok(Some(Some(codes))) => Ok(codes_page(&scope, &face, &codes, &face.to("/account/factors?done=passkey-added"))),
        Ok(Some(None)) => Ok(see_other(&face.to("/account/factors?done=passkey-added"), None)),
        Ok(None) | Err(Error::LinkGone | Error::FactorThere) => {
            Ok(see_other(&face.to("/account/factors?done=passkey-wrong"), None))
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove(
    scope: Scope,
    face: Face,
    visitor: Visitor,
    Path((_, passkey)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let id = own(&scope)?;
    let passkey: PasskeyId = passkey.parse().map_err(|_| Fault::not_found())?;
    scope
        .write(move |tx| -> Result<()> {
            let account = store::account::find(tx, id)?;
            store::account::take_turns(tx, id)?;
            store::passkey::delete(tx, id, passkey)?;
            store::factor::removed(tx, &account, What::PasskeyRemoved, Some(&visitor.device))
        })
        .await?;
    Ok(see_other(&face.to("/account/factors?done=passkey-removed"), None))
}
