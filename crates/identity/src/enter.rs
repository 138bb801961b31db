//! Signing in: beginning a session, and where it leads.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use ground::log::Browser;
use ground::web::{ClientAddress, Fault};
use ground::{AccountId, Actor, Clinic, House, Scope, Tx, Who};
use promise::Purpose;

use crate::error::Result;
use crate::factor::passkey::Party;
use crate::factor::{Need, Shown, need};
use crate::familiar::Marks;
use crate::model::{Account, Device, Session};
use crate::rules::is_staff;
use crate::session::{self, Secret};
use crate::store;

/// What signing in needs to know of a request.
#[derive(Clone)]
pub(crate) struct Visitor {
    pub address: ClientAddress,
    pub device: Device,
    /// The session this browser holds already, if any.
    pub secret: Option<Secret>,
    /// The accounts it signed in to before.
    pub marks: Marks,
    /// Where it asks for passkeys.
    pub party: Party,
}

impl Visitor {
    fn of(house: &House, clinic: &Clinic, parts: &Parts) -> Option<Visitor> {
        let address = *parts.extensions.get::<ClientAddress>()?;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
        let device = Device { browser: Browser::of(agent).as_str().to_owned(), block: address.block().to_string() };
        let (secret, marks) = (session::of_cookie(&parts.headers), Marks::of(&parts.headers));
        Some(Visitor { address, device, secret, marks, party: Party::of(house, clinic, parts) })
    }
}

impl FromRequestParts<House> for Visitor {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Visitor, Fault> {
        let scope = parts.extensions.get::<Scope>().ok_or_else(|| Fault::internal("route.unlisted"))?;
        Visitor::of(house, &scope.clinic, parts).ok_or_else(|| Fault::internal("shell.missing"))
    }
}

/// What came of a password, or of a letter's link, that was right.
pub(crate) enum Entered {
    In(Account, Session),
    /// The account needs more; the secret is that of the second step.
    Asked(Account, Need, Secret),
}

/// Lets `visitor` in to `account`, or to its second step.
pub(crate) fn first_factor(tx: &mut Tx<'_>, account: Account, visitor: &Visitor) -> Result<Entered> {
    having_shown(tx, account, visitor, Shown::Password)
}

/// The same for whoever showed `shown`: nobody who showed both is asked for more.
pub(crate) fn having_shown(tx: &mut Tx<'_>, account: Account, visitor: &Visitor, shown: Shown) -> Result<Entered> {
    if shown == Shown::Password
        && let Some(need) = need(tx, &account)?
    {
        let secret = store::step::create(tx, &account)?;
        return Ok(Entered::Asked(account, need, secret));
    }
    let familiar = visitor.marks.of_account(tx.scope(), &account)?.is_some();
    let session = store::session::begin(tx, &account, &visitor.device, familiar, shown)?;
    Ok(Entered::In(account, session))
}

/// Whether cookies may travel by TLS only: when that is how the clinic is reached.
pub(crate) fn by_tls(house: &House) -> bool {
    house.address.starts_with("https://")
}

/// The `Set-Cookie` of a session that began.
pub(crate) fn cookie_of(scope: &Scope, base: &str, session: &Session) -> Result<HeaderValue> {
    session::set_cookie(&session.secret, base, &scope.clinic.parameters, by_tls(scope.house()))
        .ok_or_else(|| crate::Error::internal("a cookie that cannot be written"))
}

/// Every `Set-Cookie` of a browser that showed who it is: the session, and the mark by which the account knows it again.
pub(crate) fn cookies_of(
    scope: &Scope,
    base: &str,
    marks: &Marks,
    (account, session): (&Account, &Session),
) -> Result<Vec<HeaderValue>> {
    let mark = marks.with(scope, base, account, by_tls(scope.house()))?;
    Ok(std::iter::once(cookie_of(scope, base, session)?).chain(mark).collect())
}

/// Signs a browser in to `account` without asking for anything, for the demo's front page: the session, and the
/// `Set-Cookie` that gives it to the browser of this request.
///
/// # Errors
/// [`crate::Error::Closed`] when the account is not open to its holder.
pub async fn enter(
    house: &House,
    clinic: &Arc<Clinic>,
    parts: &Parts,
    account: AccountId,
) -> Result<(Session, HeaderValue)> {
    let visitor = Visitor::of(house, clinic, parts)
        .ok_or_else(|| crate::Error::internal("a request that did not come through the shell"))?;
    let scope = Scope::new(house, clinic.clone(), Actor::nobody(), Purpose::Security, "identity.session.begin");
    let session = scope
        .write(move |tx| -> Result<Session> {
            let account = store::account::find(tx, account)?;
            store::session::begin(tx, &account, &visitor.device, true, Shown::Nothing)
        })
        .await?;
    let cookie = cookie_of(&scope, &house.base(clinic, parts), &session)?;
    Ok((session, cookie))
}

/// Where the holder of `account` begins: staff on the first page of theirs that policy opens, clients on their home;
/// rooms that bring neither may be left out, so the account's own page is the last resort.
pub fn home(scope: &Scope, base: &str, account: &Account) -> String {
    let house = scope.house();
    let who = Who::Account { account: account.id, person: account.person };
    let own = scope.as_actor(Actor { who, roles: account.held, shown_as: None });
    let path = if is_staff(account.held) {
        house.nav.iter().find(|entry| house.permits_anyhow(&own, entry.action)).map(|entry| entry.path)
    } else {
        house.routes.iter().any(|route| route.path == "/c/{clinic}/me").then_some("/me")
    };
    let path = path.unwrap_or("/account");
    format!("{base}{path}")
}
