//! Signing in and out.

use axum::http::StatusCode;
use axum::response::Response;
use ground::Scope;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Rule, Taken, render, render_as};

use super::passkeys::Ask;
use super::{Field, action, second, see_other};
use crate::enter::{self, Entered, Visitor};
use crate::error::{Error, Result};
use crate::factor::passkey::Party;
use crate::model::Account;
use crate::password::{self, Tried};
use crate::rules::{email_key, next_page};
use crate::session::clear_cookie;
use crate::store;

#[derive(askama::Template)]
#[template(path = "enter/sign_in.html")]
struct SignIn {
    page: Page,
    action: String,
    email: Field,
    password: Field,
    next: String,
    /// Signed out just now.
    out: bool,
    /// Their holder closed the account just now.
    closed: bool,
    /// The second step took too long.
    over: bool,
    /// The passkey that was shown is none of this clinic's.
    wrong: bool,
    passkey: Option<Ask>,
    /// Providers of identities: where each one's button leads, and what it says.
    providers: Vec<(String, String)>,
    /// What came of one of them.
    came: String,
}

/// More characters than any password we take, so that a longer one is simply wrong.
const LONGEST: usize = 1_024;

async fn form(scope: &Scope, face: &Face, party: &Party, fields: &Fields, faults: &Faults) -> Result<SignIn> {
    let providers = scope.read(store::oidc::provider::buttons).await?;
    let page = face.page(scope, "identity-sign-in-title");
    let email = Field::typed("email", fields, faults, &page);
    let password = Field::secret("password", faults, &page);
    let next = next_page(fields.value("next"), &face.base).unwrap_or_default().to_owned();
    let (out, over) = (fields.chosen("out", "1"), fields.chosen("over", "1"));
    let closed = fields.chosen("closed", "1");
    let (wrong, passkey) = (fields.chosen("passkey", "wrong"), Ask::to_sign_in(face, party, &next, None));
    let providers = providers.into_iter().map(|(id, name)| (face.to(&format!("/sign-in/with/{id}")), name)).collect();
    let came = page.t.known(&format!("identity-came-{}", fields.value("came"))).unwrap_or_default();
    let action = action(face, "/sign-in");
    Ok(SignIn { action, email, password, next, out, closed, over, wrong, passkey, providers, came, page })
}

pub(super) async fn ask(scope: Scope, face: Face, visitor: Visitor, Query(fields): Query) -> Result<Response, Fault> {
    Ok(render(&form(&scope, &face, &visitor.party, &fields, &Faults::new()).await?))
}

struct Typed {
    email: String,
    password: String,
}

fn read(fields: &Fields) -> Result<Typed, Faults> {
    let mut form = fields.reader();
    let (email, password) = (form.email("email"), form.secret("password", LONGEST));
    form.text_or_none("next", 2_000);
    form.finish(|| Some(Typed { email: email?, password: password? }))
}

pub(super) async fn begin(scope: Scope, face: Face, visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let again = async |faults: Faults| -> Result<Response, Fault> {
        Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &form(&scope, &face, &visitor.party, &fields, &faults).await?))
    };
    let typed = match read(&fields) {
        Ok(typed) => typed,
        Err(faults) => return again(faults).await,
    };
    let limits = &scope.house().limits;
    let (here, crowded) = match limits.check(Rule::SignIn, visitor.address) {
        Ok(taken) => (Some(taken), None),
        Err(fault) => (None, Some(fault)),
    };
    // A browser that knows an account may be that account's; whoever else is here uses up none of its tries.
    if let Some(fault) = crowded.as_ref().filter(|_| visitor.marks.is_empty()) {
        return Err(fault.clone());
    }
    let email = typed.email.clone();
    let account = scope.read(move |tx| store::account::find_by_email(tx, &email)).await?.filter(Account::is_open);
    let counted = match &account {
        Some(account) => Counted::of(&scope, &visitor, account, &email_key(&typed.email))?,
        None => Counted::strangers(&scope, &email_key(&typed.email)),
    };
    if let Some(fault) = crowded.filter(|_| counted.rule != Rule::SignIn) {
        return Err(fault);
    }
    let about = counted.take(&scope)?;
    let stored = account.as_ref().and_then(|account| account.password.clone());
    let tried = password::check(stored, typed.password, scope.clinic.parameters.password_iterations).await?;
    let (Some(account), Tried::Right | Tried::Raised(_)) = (account, &tried) else {
        // Whoever it belongs to is told when it happens again and again.
        let email = typed.email.clone();
        scope.write(move |tx| store::alert::missed(tx, &email)).await?;
        return again(Faults::one("password", "identity-no-match")).await;
    };
    // It was the right one: only wrong ones count. A browser heard where its network had no tries left took none of
    // them, and gives none back.
    for taken in here.into_iter().chain([about]) {
        limits.forgive(taken);
    }
    match sign_in(&scope, account, visitor.clone(), tried).await {
        Ok(Entered::Asked(account, need, step)) => {
            Ok(second::ask(&scope, &face, &visitor.party, (account, need), &step, fields.value("next"), &Faults::new())
                .await?)
        }
        Ok(Entered::In(account, session)) => {
            let home = || enter::home(&scope, &face.base, &account);
            let to = next_page(fields.value("next"), &face.base).map_or_else(home, str::to_owned);
            Ok(see_other(&to, enter::cookies_of(&scope, &face.base, &visitor.marks, (&account, &session))?))
        }
        Err(Error::Closed) => again(Faults::one("password", "identity-no-match")).await,
        Err(error) => Err(error.into()),
    }
}

/// Against what a try at a password counts until it turns out to be the right one.
pub(super) struct Counted {
    rule: Rule,
    subject: String,
}

impl Counted {
    /// Tries at `account`: a browser that it knows has tries of its own, all others share the account's.
    pub(super) fn of(scope: &Scope, visitor: &Visitor, account: &Account, about: &str) -> Result<Counted> {
        Ok(match visitor.marks.of_account(scope, account)? {
            Some(mark) => Counted { rule: Rule::SignIn, subject: format!("familiar {mark}") },
            None => Counted::strangers(scope, about),
        })
    }

    /// Tries at whatever account there may be, from browsers that it does not know.
    fn strangers(scope: &Scope, about: &str) -> Counted {
        Counted { rule: Rule::Account, subject: format!("{} {about}", scope.clinic.id) }
    }

    /// Takes a try, or refuses it with the seconds to wait.
    pub(super) fn take(&self, scope: &Scope) -> Result<Taken, Fault> {
        scope.house().limits.check_about(self.rule, &self.subject)
    }
}

/// Lets a request at another of the room's doors pass, or refuses it with the seconds to wait: by where it comes from,
/// and by what it is about in this clinic. Each door counts by itself, so that none of them shuts another.
pub(super) fn limit(scope: &Scope, visitor: &Visitor, door: &str, about: &str) -> Result<(), Fault> {
    let limits = &scope.house().limits;
    limits.check(Rule::SignIn, visitor.address)?;
    limits.check_about(Rule::Account, &format!("{door} {} {about}", scope.clinic.id)).map(drop)
}

/// Begins the session or the second step, unless the account was closed or its password changed while the old one was
/// tried.
async fn sign_in(scope: &Scope, account: Account, visitor: Visitor, tried: Tried) -> Result<Entered> {
    scope
        .write(move |tx| {
            store::account::take_turns(tx, account.id)?;
            let mut now = store::account::find(tx, account.id)?;
            if now.password != account.password || !now.is_open() {
                return Err(Error::Closed);
            }
            if let (Some(stored), Tried::Raised(raised)) = (&account.password, &tried) {
                store::account::raise_password(tx, account.id, stored, raised)?;
                now.password = Some(raised.clone());
            }
            let entered = enter::first_factor(tx, now, &visitor)?;
            if let (Entered::In(..), Some(before)) = (&entered, &visitor.secret) {
                store::session::end(tx, &before.hash())?;
            }
            Ok(entered)
        })
        .await
}

pub(super) async fn end(scope: Scope, face: Face, visitor: Visitor) -> Result<Response, Fault> {
    if let Some(secret) = visitor.secret {
        scope.write(move |tx| store::session::end(tx, &secret.hash())).await?;
    }
    Ok(see_other(&face.to("/sign-in?out=1"), clear_cookie(&face.base, enter::by_tls(scope.house()))))
}
