//! The second step of signing in. The password, or a letter's link, was right; before a factor is shown too there is no
//! session and no cookie: the form carries the secret of the step, which works once and for five minutes.

use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Resend, Rule, Taken, render_as};
use ground::{Actor, Scope, Tx};
use promise::Purpose;

use super::factors::{Setup, codes_page, setup_of};
use super::passkeys::Ask;
use super::sign_in::Counted;
use super::{Field, see_other};
use crate::enter::{self, Visitor};
use crate::error::{Error, Result};
use crate::factor::passkey::Party;
use crate::factor::recovery::Recovery;
use crate::factor::{MOST_WRONG, Need, Shown};
use crate::model::{Account, Session, What};
use crate::rules::next_page;
use crate::session::Secret;
use crate::store::authenticator::Tried;
use crate::store::{self, step};

#[derive(askama::Template)]
#[template(path = "enter/code.html")]
struct Code {
    page: Page,
    action: String,
    step: String,
    next: String,
    code: Field,
    /// The account has an app; without one, a passkey or a recovery code.
    app: bool,
    passkey: Option<Ask>,
}

#[derive(askama::Template)]
#[template(path = "enter/enrol.html")]
struct Enrol {
    page: Page,
    action: String,
    step: String,
    next: String,
    code: Field,
    setup: Setup,
}

const CODE: &str = "/sign-in/code";
const ENROLMENT: &str = "/sign-in/enrolment";

/// Wrong codes in a row at which the holder is told that somebody knows their password.
const TOLD: [i64; 2] = [10, MOST_WRONG];

/// More characters than any code has, so that a longer one is simply wrong.
const LONGEST: usize = 100;

/// In another language the form is sent again: no other page has its secret.
fn resend(face: &Face, to: &str) -> Option<Resend> {
    Some(Resend { form: "step", to: face.to(to), before: Some(face.to("/sign-in")) })
}

/// Keepwell itself looks at the code: whoever asks is nobody yet.
fn own(scope: &Scope) -> Scope {
    scope.as_actor(Actor::automatic()).for_purpose(Purpose::Security)
}

/// The page that asks `account` for what it needs beside its password.
pub(super) async fn ask(
    scope: &Scope,
    face: &Face,
    party: &Party,
    (account, need): (Account, Need),
    secret: &Secret,
    next: &str,
    faults: &Faults,
) -> Result<Response> {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (step, next) = (secret.text(), next_page(next, &face.base).unwrap_or_default().to_owned());
    if need == Need::Enrolment {
        let by = secret.clone();
        let setup = own(scope).write(move |tx| setup_of(tx, &account, &by)).await?;
        let mut page = face.page(scope, "identity-enrol-title");
        page.resend = resend(face, ENROLMENT);
        let code = Field::secret("code", faults, &page);
        return Ok(render_as(status, &Enrol { action: face.to(ENROLMENT), step, next, code, setup, page }));
    }
    let (app, passkeys) = scope
        .read(move |tx| -> Result<_> {
            let app = store::authenticator::find(tx, account.id)?;
            Ok((app, store::passkey::of_account(tx, account.id, "")?.1 > 0))
        })
        .await?;
    let mut page = face.page(scope, "identity-code-title");
    page.resend = resend(face, CODE);
    let code = Field::secret("code", faults, &page);
    let app = app.is_some_and(|app| app.confirmed_at.is_some());
    let passkey = if passkeys { Ask::to_sign_in(face, party, &next, Some(&step)) } else { None };
    Ok(render_as(status, &Code { action: face.to(CODE), step, next, code, app, passkey, page }))
}

/// The five minutes are over, or the step was used.
fn over(face: &Face, next: &str) -> Response {
    back(face, "over=1", next)
}

/// Back to the sign-in, which says `why`, and from there to `next`.
pub(super) fn back(face: &Face, why: &str, next: &str) -> Response {
    let next = next_page(next, &face.base).map(|next| url::form_urlencoded::byte_serialize(next.as_bytes()));
    let next = next.map_or_else(String::new, |next| format!("&next={}", next.collect::<String>()));
    see_other(&face.to(&format!("/sign-in?{why}{next}")), None)
}

/// A step that is asked about, with what was typed.
struct Asked {
    secret: Secret,
    account: Account,
    need: Need,
    typed: String,
    /// What the try took of the limits.
    taken: Vec<Taken>,
}

/// Reads the form, or answers it: with the page in another language, with what is wrong, or with the sign-in.
async fn read(
    scope: &Scope,
    face: &Face,
    visitor: &Visitor,
    fields: &Fields,
) -> Result<Asked, Result<Response, Fault>> {
    let next = fields.value("next");
    let Some(secret) = Secret::read(fields.value("step")) else { return Err(Ok(over(face, next))) };
    let asked = secret.clone();
    let found = scope.read(move |tx| -> Result<(Account, Option<Need>)> {
        let account = step::find(tx, &asked)?;
        let need = crate::factor::need(tx, &account)?;
        Ok((account, need))
    });
    let (account, need) = match found.await {
        // Nothing is asked any more: as if the password had come just now.
        Ok((account, need)) => (account, need.unwrap_or(Need::Factor)),
        Err(Error::LinkGone) => return Err(Ok(over(face, next))),
        Err(error) => return Err(Err(error.into())),
    };
    let speaks = face.uri.query().is_some_and(|query| query.contains("lang="));
    let mut form = fields.reader();
    for carried in ["step", "next"] {
        form.text_or_none(carried, 2_000);
    }
    let typed = if speaks { form.text_or_none("code", LONGEST) } else { form.text("code", LONGEST) };
    let faults = match form.finish(|| Some(typed.clone())) {
        Ok(Some(typed)) => {
            let taken = match tries(scope, visitor, &account) {
                Ok(taken) => taken,
                Err(fault) => return Err(Err(fault)),
            };
            return Ok(Asked { secret, account, need, typed, taken });
        }
        Ok(None) => Faults::new(),
        Err(faults) => faults,
    };
    Err(ask(scope, face, &visitor.party, (account, need), &secret, next, &faults).await.map_err(Fault::from))
}

/// Takes a try at the account's code: a browser that it knows has tries of its own, all others share the account's and
/// their network's.
pub(super) fn tries(scope: &Scope, visitor: &Visitor, account: &Account) -> Result<Vec<Taken>, Fault> {
    let mut taken = Vec::new();
    if visitor.marks.of_account(scope, account)?.is_none() {
        taken.push(scope.house().limits.check(Rule::SignIn, visitor.address)?);
    }
    taken.push(Counted::of(scope, visitor, account, &format!("code {}", account.id))?.take(scope)?);
    Ok(taken)
}

/// Gives the tries back: only wrong ones count.
pub(super) fn forgive(scope: &Scope, taken: Vec<Taken>) {
    taken.into_iter().for_each(|taken| scope.house().limits.forgive(taken));
}

/// What became of what was shown.
pub(super) enum Given {
    In(Box<(Account, Session)>),
    Wrong,
    /// Too many wrong codes: those of the app count for nothing.
    Shut,
}

/// Tries a code of the app or a recovery code, and uses it up.
pub(super) fn spend(tx: &mut Tx<'_>, account: &Account, typed: &str, visitor: &Visitor) -> Result<Tried> {
    let Some(code) = Recovery::read(typed) else {
        let tried = store::authenticator::spend(tx, account, typed)?;
        if matches!(tried, Tried::Wrong(n) if TOLD.contains(&n)) {
            store::alert::note(tx, account, What::WrongCodes, Some(&visitor.device))?;
        }
        return Ok(tried);
    };
    if !store::recovery::spend(tx, account.id, &code)? {
        return Ok(Tried::Wrong(0));
    }
    store::alert::note(tx, account, What::CodeUsed, Some(&visitor.device))?;
    Ok(Tried::Right)
}

fn give(tx: &mut Tx<'_>, secret: &Secret, typed: &str, visitor: &Visitor) -> Result<Given> {
    let account = step::find(tx, secret)?;
    store::account::take_turns(tx, account.id)?;
    // Whoever came first may have changed all of it.
    let account = step::find(tx, secret)?;
    match spend(tx, &account, typed, visitor)? {
        Tried::Wrong(_) => Ok(Given::Wrong),
        Tried::Shut => Ok(Given::Shut),
        Tried::Right => {
            step::spend(tx, secret)?;
            begin(tx, account, visitor)
        }
    }
}

/// Begins the session of somebody who showed both.
pub(super) fn begin(tx: &mut Tx<'_>, account: Account, visitor: &Visitor) -> Result<Given> {
    if let Some(before) = &visitor.secret {
        store::session::end(tx, &before.hash())?;
    }
    let familiar = visitor.marks.of_account(tx.scope(), &account)?.is_some();
    let session = store::session::begin(tx, &account, &visitor.device, familiar, Shown::Both)?;
    Ok(Given::In(Box::new((account, session))))
}

pub(super) async fn prove(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let asked = match read(&scope, &face, &visitor, &fields).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let (secret, typed, gives) = (asked.secret.clone(), asked.typed.clone(), visitor.clone());
    let given = own(&scope).write(move |tx| give(tx, &secret, &typed, &gives)).await;
    let next = fields.value("next");
    let wrong = match given {
        Ok(Given::In(entered)) => {
            forgive(&scope, asked.taken);
            let (account, session) = *entered;
            let home = || enter::home(&scope, &face.base, &account);
            let to = next_page(next, &face.base).map_or_else(home, str::to_owned);
            return Ok(see_other(&to, enter::cookies_of(&scope, &face.base, &visitor.marks, (&account, &session))?));
        }
        Ok(Given::Wrong) => "identity-code-wrong",
        Ok(Given::Shut) => "identity-code-shut",
        Err(Error::LinkGone | Error::Closed) => return Ok(over(&face, next)),
        Err(error) => return Err(error.into()),
    };
    let faults = Faults::one("code", wrong);
    Ok(ask(&scope, &face, &visitor.party, (asked.account, asked.need), &asked.secret, next, &faults).await?)
}

type Enrolled = (Account, Session, Vec<Recovery>);

fn confirm(tx: &mut Tx<'_>, secret: &Secret, typed: &str, visitor: &Visitor) -> Result<Option<Enrolled>> {
    let account = step::find(tx, secret)?;
    store::account::take_turns(tx, account.id)?;
    let account = step::find(tx, secret)?;
    // Whoever has a factor by now shows it.
    if store::factor::any(tx, account.id)? {
        return Err(Error::LinkGone);
    }
    if !store::authenticator::confirm(tx, &account, &secret.hash(), typed)? {
        return Ok(None);
    }
    step::spend(tx, secret)?;
    let codes = store::factor::added(tx, &account, What::AppAdded, &visitor.device, None)?.unwrap_or_default();
    match begin(tx, account, visitor)? {
        Given::In(entered) => Ok(Some((entered.0, entered.1, codes))),
        Given::Wrong | Given::Shut => Ok(None),
    }
}

/// A colleague sets up the factor that the clinic asks of them, and is in: with the recovery codes first.
pub(super) async fn enrol(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let asked = match read(&scope, &face, &visitor, &fields).await {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let (secret, typed, sets_up) = (asked.secret.clone(), asked.typed.clone(), visitor.clone());
    let next = fields.value("next");
    match own(&scope).write(move |tx| confirm(tx, &secret, &typed, &sets_up)).await {
        Ok(Some((account, session, codes))) => {
            forgive(&scope, asked.taken);
            let home = || enter::home(&scope, &face.base, &account);
            let to = next_page(next, &face.base).map_or_else(home, str::to_owned);
            let mut response = codes_page(&scope, &face, &codes, &to);
            for cookie in enter::cookies_of(&scope, &face.base, &visitor.marks, (&account, &session))? {
                response.headers_mut().append(axum::http::header::SET_COOKIE, cookie);
            }
            Ok(response)
        }
        Ok(None) => {
            let faults = Faults::one("code", "identity-code-wrong");
            Ok(ask(&scope, &face, &visitor.party, (asked.account, asked.need), &asked.secret, next, &faults).await?)
        }
        Err(Error::LinkGone | Error::Closed) => Ok(over(&face, next)),
        Err(error) => Err(error.into()),
    }
}
