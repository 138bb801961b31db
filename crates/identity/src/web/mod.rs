//! The room's pages. One list says every address, and the action by which policy decides who may call it.

pub(crate) mod account;
mod address;
pub(crate) mod again;
pub(crate) mod agreed;
mod by_link;
mod effect;
mod factors;
mod forgotten;
mod lost;
mod oauth;
mod oidc;
mod passkeys;
mod personal;
mod roles;
mod rotation;
mod second;
mod sign_in;
mod sign_up;
mod staff;
mod token;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ground::Routes;
use ground::web::{Face, Faults, Fields, Page};
use promise::Purpose::{Account, Administration};

pub(crate) fn routes() -> Routes {
    oidc::routes(Routes::new())
        .get("/c/{clinic}/sign-in", "identity.session.ask", Account, sign_in::ask)
        .post("/c/{clinic}/sign-in", "identity.session.begin", Account, sign_in::begin)
        .post("/c/{clinic}/sign-in/code", "identity.session.prove", Account, second::prove)
        .post("/c/{clinic}/sign-in/enrolment", "identity.session.enrol", Account, second::enrol)
        .post("/c/{clinic}/sign-in/passkey/challenge", "identity.passkey.ask", Account, passkeys::challenge)
        .post("/c/{clinic}/sign-in/passkey", "identity.passkey.enter", Account, passkeys::enter)
        .post("/c/{clinic}/sign-out", "identity.session.end", Account, sign_in::end)
        .get("/c/{clinic}/sign-up", "identity.account.ask", Account, sign_up::ask)
        .post("/c/{clinic}/sign-up", "identity.account.create", Account, sign_up::create)
        .get("/c/{clinic}/confirm/{secret}", "identity.verification.read", Account, sign_up::look)
        .post("/c/{clinic}/confirm/{secret}", "identity.verification.confirm", Account, sign_up::confirm)
        .get("/c/{clinic}/forgotten", "identity.reset.ask", Account, forgotten::ask)
        .post("/c/{clinic}/forgotten", "identity.reset.request", Account, forgotten::request)
        .get("/c/{clinic}/password/{secret}", "identity.reset.read", Account, forgotten::look)
        .post("/c/{clinic}/password/{secret}", "identity.reset.complete", Account, forgotten::complete)
        .get("/c/{clinic}/account", "identity.account.read", Account, account::read)
        .post("/c/{clinic}/account/password", "identity.password.change", Account, account::change_password)
        .get("/c/{clinic}/account/address", "identity.address.ask", Account, address::ask)
        .fresh()
        .post("/c/{clinic}/account/address", "identity.address.begin", Account, address::begin)
        .fresh()
        .post("/c/{clinic}/account/address/withdrawal", "identity.address.withdraw", Account, address::withdraw)
        .get("/c/{clinic}/address/{secret}", "identity.address.look", Account, address::look)
        .post("/c/{clinic}/address/{secret}", "identity.address.answer", Account, address::answer)
        .post("/c/{clinic}/account/sign-out", "identity.session.end_all", Account, account::end_all)
        .post("/c/{clinic}/account/devices/{session}/sign-out", "identity.session.end_one", Account, account::end_one)
        .get("/c/{clinic}/account/again", "identity.proof.ask", Account, again::ask)
        .post("/c/{clinic}/account/again", "identity.proof.give", Account, again::prove)
        .get("/c/{clinic}/account/factors", "identity.factor.list", Account, factors::list)
        .post("/c/{clinic}/account/factors/app", "identity.factor.begin", Account, factors::begin_app)
        .fresh()
        .post("/c/{clinic}/account/factors/app/confirmation", "identity.factor.add", Account, factors::confirm_app)
        .fresh()
        .post("/c/{clinic}/account/factors/app/removal", "identity.factor.remove", Account, factors::remove_app)
        .fresh()
        .post("/c/{clinic}/account/factors/codes", "identity.factor.renew", Account, factors::renew_codes)
        .fresh()
        .post("/c/{clinic}/account/factors/passkeys/challenge", "identity.passkey.begin", Account, passkeys::begin)
        .fresh()
        .post("/c/{clinic}/account/factors/passkeys", "identity.passkey.add", Account, passkeys::add)
        .fresh()
        .post(
            "/c/{clinic}/account/factors/passkeys/{passkey}/removal",
            "identity.passkey.remove",
            Account,
            passkeys::remove,
        )
        .fresh()
        .get("/c/{clinic}/staff", "identity.staff.list", Administration, staff::list)
        .post("/c/{clinic}/staff", "identity.staff.invite", Administration, staff::invite)
        .fresh()
        .get("/c/{clinic}/staff/invite", "identity.staff.ask", Administration, staff::ask)
        .get("/c/{clinic}/staff/{account}", "identity.staff.read", Administration, staff::read)
        .post("/c/{clinic}/staff/{account}", "identity.staff.update", Administration, staff::update)
        .fresh()
        .post("/c/{clinic}/staff/{account}/invitation", "identity.staff.remind", Administration, staff::remind)
        .post(
            "/c/{clinic}/staff/{account}/deactivation",
            "identity.staff.deactivate",
            Administration,
            staff::deactivate,
        )
        .post("/c/{clinic}/staff/{account}/activation", "identity.staff.activate", Administration, staff::activate)
        .fresh()
        .post("/c/{clinic}/staff/second-factor", "identity.staff.require_factor", Administration, lost::require)
        .fresh()
        .post(
            "/c/{clinic}/accounts/{account}/factors/removal",
            "identity.factor.remove_others",
            Administration,
            lost::remove,
        )
        .fresh()
        .get("/c/{clinic}/roles", "identity.role.list", Administration, roles::list)
        .post("/c/{clinic}/roles", "identity.role.create", Administration, roles::create)
        .fresh()
        .get("/c/{clinic}/roles/new", "identity.role.create", Administration, roles::ask)
        .get("/c/{clinic}/roles/{role}", "identity.role.read", Administration, roles::read)
        .post("/c/{clinic}/roles/{role}", "identity.role.update", Administration, roles::update)
        .fresh()
        .post("/c/{clinic}/roles/{role}/retirement", "identity.role.retire", Administration, roles::retire)
        .fresh()
        .get("/c/{clinic}/tokens", "identity.token.list", Administration, token::list)
        .post("/c/{clinic}/tokens", "identity.token.create", Administration, token::create)
        .fresh()
        .get("/c/{clinic}/tokens/{token}", "identity.token.read", Administration, rotation::read)
        .post("/c/{clinic}/tokens/{token}/rotation", "identity.token.rotate", Administration, rotation::rotate)
        .fresh()
        .post("/c/{clinic}/tokens/{token}/revocation", "identity.token.revoke", Administration, token::revoke)
        .get("/c/{clinic}/account/tokens", "identity.personal.list", Account, personal::list)
        .post("/c/{clinic}/account/tokens", "identity.personal.create", Account, personal::create)
        .fresh()
        .post("/c/{clinic}/account/tokens/{personal}/revocation", "identity.personal.revoke", Account, personal::revoke)
        .post("/c/{clinic}/oauth/token", "identity.oauth.token", Account, oauth::token)
        .post("/c/{clinic}/oauth/revoke", "identity.oauth.revoke", Account, oauth::revoke)
        .get("/c/{clinic}/.well-known/oauth-authorization-server", "identity.oauth.read", Account, oauth::describe)
        .get("/.well-known/oauth-authorization-server/c/{clinic}", "identity.oauth.read", Account, oauth::describe)
}

/// One field as a template shows it: what was typed, and what is wrong with it in words.
pub(crate) struct Field {
    pub value: String,
    pub fault: String,
}

impl Field {
    /// What was typed into `name`.
    pub(crate) fn typed(name: &str, fields: &Fields, faults: &Faults, page: &Page) -> Field {
        Field { value: fields.value(name).to_owned(), fault: faults.of(name, &page.t).unwrap_or_default() }
    }

    /// A field that never comes back filled.
    fn secret(name: &str, faults: &Faults, page: &Page) -> Field {
        Field { value: String::new(), fault: faults.of(name, &page.t).unwrap_or_default() }
    }
}

/// How many fields are at fault, for the note above the form.
pub(crate) fn at_fault(faults: &Faults) -> u32 {
    let mut fields: Vec<&str> = faults.fields().collect();
    fields.sort_unstable();
    fields.dedup();
    u32::try_from(fields.len()).unwrap_or(u32::MAX)
}

/// A box to tick.
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub chosen: bool,
}

/// Where a form goes: in the language this page was asked for by its address, as by the link in a letter.
pub(crate) fn action(face: &Face, path: &str) -> String {
    let asked = face.uri.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("lang=")));
    if asked { face.to(&format!("{path}?lang={}", face.t.lang())) } else { face.to(path) }
}

/// Sends the browser on after a form was done, so that going back does not send it twice.
pub(crate) fn see_other(to: &str, cookies: impl IntoIterator<Item = HeaderValue>) -> Response {
    // An address we cannot write into a header was never one of ours.
    let Ok(location) = HeaderValue::try_from(to) else {
        return ground::web::Fault::internal("redirect").into_response();
    };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// What was just done, said once on the page one was sent on to: `?done=invited`.
pub(crate) fn toast(page: &mut Page, face: &Face) {
    let asked = face.uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("done=")));
    let key = match asked {
        Some("invited") => "identity-done-invited",
        Some("reminded") => "identity-done-reminded",
        Some("saved") => "identity-done-saved",
        Some("deactivated") => "identity-done-deactivated",
        Some("activated") => "identity-done-activated",
        Some("role-made") => "identity-done-role-made",
        Some("role-saved") => "identity-done-role-saved",
        Some("role-retired") => "identity-done-role-retired",
        Some("revoked") => "identity-done-revoked",
        Some("password") => "identity-done-password",
        Some("address-withdrawn") => "identity-done-address-withdrawn",
        Some("ended") => "identity-done-ended",
        Some("judged") => "identity-done-judged",
        Some("own-first") => "identity-done-own-first",
        Some("asked") => "identity-done-asked",
        Some("left") => "identity-done-left",
        Some("factors-removed") => "identity-done-factors-removed",
        Some("app-added") => "identity-done-app-added",
        Some("app-removed") => "identity-done-app-removed",
        Some("passkey-added") => "identity-done-passkey-added",
        Some("passkey-removed") => "identity-done-passkey-removed",
        Some("provider-linked") => "identity-done-provider-linked",
        Some("provider-unlinked") => "identity-done-provider-unlinked",
        Some("provider-elsewhere") => "identity-done-provider-elsewhere",
        Some("provider-last") => "identity-done-provider-last",
        Some("provider-failed") => "identity-done-provider-failed",
        Some("provider-not-for-you") => "identity-done-provider-not-for-you",
        Some("provider-saved") => "identity-done-provider-saved",
        Some("provider-removed") => "identity-done-provider-removed",
        Some("provider-admitted") => "identity-done-provider-admitted",
        Some("provider-refused") => "identity-done-provider-refused",
        Some("passkey-wrong") => "identity-done-passkey-wrong",
        _ => return,
    };
    page.toast = Some(page.t.get(key));
}

/// What an ability lets somebody do, in words.
pub(super) fn ability_word(page: &Page, name: &str) -> String {
    page.t.get(&format!("ability-{}", name.replace(['.', '_'], "-")))
}

/// How the page calls a role.
pub(crate) fn role_word(page: &Page, role: ground::Role) -> String {
    page.t.get(&format!("role-{}", role.as_str().replace('_', "-")))
}
