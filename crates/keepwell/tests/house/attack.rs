//! Every route of the list, attacked as everyone. A route whose action stands in no line below fails the test.

use std::collections::BTreeMap;

use ground::{Role, RoleSet, params};
use promise::Purpose;
use reqwest::Method;

use crate::kit::{Answer, Browser, TestApp};

/// Who may, written down by hand from what each page is for, not from the policy: `*` is everyone, `people` everyone
/// but programs, `staff` the four roles that work for the clinic. A `?` lets a role in as far as the record, whose key
/// it gets only in a care relation or for another purpose: the answer is the page or a recorded refusal.
const EXPECTED: &[(&str, &str)] = &[
    ("booking.appointment.approve", "front_desk clinician manager"),
    ("booking.appointment.cancel", "front_desk clinician manager integration"),
    ("booking.appointment.create", "front_desk clinician manager integration"),
    ("booking.appointment.mark", "front_desk clinician manager"),
    ("booking.appointment.read", "front_desk clinician manager integration"),
    ("booking.appointment.update", "front_desk clinician manager integration"),
    ("booking.day.read", "front_desk clinician manager"),
    ("booking.report.read", "manager"),
    ("booking.service.read", "*"),
    ("booking.setup.read", "front_desk clinician manager"),
    ("booking.setup.write", "manager"),
    ("booking.time.read", "*"),
    ("booking.visit.cancel", "*"),
    ("booking.visit.change", "*"),
    ("booking.visit.create", "*"),
    ("booking.visit.read", "*"),
    ("booking.visit.remind", "*"),
    ("front.api.read", "*"),
    ("front.brand.read", "*"),
    ("front.components.read", "*"),
    ("front.demo.enter", "*"),
    ("front.home.read", "*"),
    ("front.mailbox.read", "*"),
    ("front.notice.read", "*"),
    ("identity.account.ask", "people"),
    ("identity.account.create", "people"),
    ("identity.account.read", "client staff"),
    ("identity.password.change", "client staff"),
    ("identity.reset.ask", "people"),
    ("identity.reset.complete", "people"),
    ("identity.reset.read", "people"),
    ("identity.reset.request", "people"),
    ("identity.session.ask", "people"),
    ("identity.session.begin", "people"),
    ("identity.session.end", "people"),
    ("identity.session.end_all", "client staff"),
    ("identity.session.end_one", "client staff"),
    ("identity.staff.activate", "manager"),
    ("identity.staff.ask", "manager"),
    ("identity.staff.deactivate", "manager"),
    ("identity.staff.invite", "manager"),
    ("identity.staff.list", "manager privacy_officer"),
    ("identity.staff.read", "manager"),
    ("identity.staff.remind", "manager"),
    ("identity.staff.update", "manager"),
    ("identity.token.create", "manager"),
    ("identity.token.list", "manager"),
    ("identity.token.revoke", "manager"),
    ("identity.verification.confirm", "people"),
    ("identity.verification.read", "people"),
    ("people.client.create", "front_desk manager integration"),
    ("people.client.merge", "front_desk manager"),
    ("people.client.read", "front_desk manager integration clinician? privacy_officer?"),
    ("people.client.search", "staff integration"),
    ("people.client.tag", "front_desk manager"),
    ("people.client.update", "front_desk manager integration"),
    ("people.document.create", "front_desk manager clinician"),
    ("people.document.list", "front_desk manager clinician?"),
    ("people.document.read", "front_desk manager clinician?"),
    ("people.document.update", "front_desk manager"),
    ("people.duplicate.list", "front_desk manager"),
    ("people.family.update", "front_desk manager"),
    ("people.identifier.list", "front_desk manager"),
    ("people.identifier.open", "front_desk manager"),
    ("people.identifier.update", "front_desk manager"),
    ("people.opening.read", "client staff"),
    ("people.profile.document", "client staff"),
    ("people.profile.read", "client staff"),
    ("people.profile.update", "client staff"),
    ("people.tag.write", "manager"),
];

fn may(action: &str, role: &str) -> Option<bool> {
    let (_, who) = EXPECTED
        .iter()
        .find(|(known, _)| *known == action)
        .unwrap_or_else(|| panic!("the action {action} has no expectation: write down who may"));
    let staff = ["front_desk", "clinician", "manager", "privacy_officer"].contains(&role);
    if who.split(' ').any(|word| word.strip_suffix('?') == Some(role)) {
        return None;
    }
    Some(who.split(' ').any(|word| {
        word == role || word == "*" || (word == "staff" && staff) || (word == "people" && role != "integration")
    }))
}

struct Caller {
    name: &'static str,
    browser: Browser,
    token: Option<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_kind_of_caller_as_expected() {
    let app = TestApp::start().await;
    let ids = ids(&app).await;
    let mut callers = vec![Caller { name: "nobody", browser: app.visitor(), token: None }];
    for role in [Role::Client, Role::FrontDesk, Role::Clinician, Role::Manager, Role::PrivacyOfficer] {
        callers.push(Caller { name: role.as_str(), browser: app.signed_in(&app.clinic, role).await, token: None });
    }
    callers.push(Caller { name: "integration", browser: app.visitor(), token: Some(token(&app).await) });
    // Another clinic's manager is nobody here.
    callers.push(Caller { name: "nobody", browser: app.signed_in(&app.other, Role::Manager).await, token: None });

    let mut wrong = Vec::new();
    // A route that ends a session or changes staff would spoil it for the routes after it: those are asked last.
    let mut routes = ground::printed(&app.house);
    let spoils = |action: &str| u8::from(action.contains("deactivate")) + 2 * u8::from(action.contains("session.end"));
    routes.sort_by_key(|route| (route.method != "GET", spoils(&route.action), route.path.clone()));
    for route in &routes {
        for caller in &callers {
            let api = route.path.starts_with("/api/");
            let allowed = may(&route.action, caller.name);
            if (caller.token.is_some() && !api) || (api && caller.token.is_none() && caller.name != "nobody") {
                continue;
            }
            let path = fill(&route.path, &ids);
            if path.ends_with("/live") && allowed != Some(false) {
                continue; // A stream never ends; the browser tests listen to it.
            }
            let method: Method = route.method.parse().unwrap();
            let answer = match api {
                true => {
                    caller
                        .browser
                        .api(
                            method.clone(),
                            &path,
                            caller.token.as_deref(),
                            &[],
                            (method != Method::GET).then(|| serde_json::json!({})),
                        )
                        .await
                }
                false => caller.browser.send(method.clone(), &path, (method != Method::GET).then(String::new)).await,
            };
            if let Some(why) = complaint(&answer, allowed, caller.name, api, &method) {
                wrong.push(format!("{} {} as {}: {} {}", route.method, route.path, caller.name, answer.status, why));
            }
        }
    }
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn complaint(answer: &Answer, allowed: Option<bool>, name: &str, api: bool, method: &Method) -> Option<&'static str> {
    if answer.status >= 500 {
        return Some("is a fault of ours");
    }
    let to_sign_in = answer.status == 303 && answer.location.as_deref().is_some_and(|to| to.contains("/sign-in?next="));
    let denied = answer.status == 401 || answer.status == 403 || to_sign_in;
    match (allowed, denied) {
        (Some(true), true) => Some("is refused, and should not be"),
        (Some(false), false) => Some("is let in, and should not be"),
        (None, _) if to_sign_in => Some("is sent to sign in, being signed in"),
        (Some(false), true) if name == "nobody" && !api && method == Method::GET && !to_sign_in => {
            Some("should lead to the sign-in")
        }
        _ => None,
    }
}

/// What stands for each placeholder: rows of the first clinic.
async fn ids(app: &TestApp) -> BTreeMap<&'static str, String> {
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let found = |sql: &'static str| {
        let scope = scope.clone();
        async move {
            scope
                .read(move |tx| -> ground::Result<String> { tx.one(sql, &params![tx.clinic()])?.get("id") })
                .await
                .unwrap()
        }
    };
    BTreeMap::from([
        ("{clinic}", app.clinic.slug.clone()),
        ("{client}", found("SELECT id FROM client WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        ("{dependant}", found("SELECT id FROM client WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        (
            "{appointment}",
            found("SELECT id FROM appointment WHERE clinic = $1 AND status = 'booked' ORDER BY id DESC LIMIT 1").await,
        ),
        ("{service}", found("SELECT slug AS id FROM service WHERE clinic = $1 ORDER BY position LIMIT 1").await),
        ("{practitioner}", found("SELECT id FROM practitioner WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        ("{place}", found("SELECT id FROM place WHERE clinic = $1 LIMIT 1").await),
        ("{room}", found("SELECT id FROM room WHERE clinic = $1 LIMIT 1").await),
        ("{device}", found("SELECT id FROM device WHERE clinic = $1 LIMIT 1").await),
        ("{hours}", found("SELECT id FROM hours WHERE clinic = $1 LIMIT 1").await),
        (
            "{account}",
            found("SELECT id FROM account WHERE clinic = $1 AND roles = 'clinician' ORDER BY id DESC LIMIT 1").await,
        ),
        ("{signature}", "c2lnbmF0dXJl".to_owned()),
        ("{secret}", "c2VjcmV0".to_owned()),
        ("{letter}", "msg_00000000000000000000000000".to_owned()),
        ("{token}", "tok_00000000000000000000000000".to_owned()),
        ("{session}", "ses_00000000000000000000000000".to_owned()),
        ("{exception}", "exc_00000000000000000000000000".to_owned()),
        ("{block}", "blk_00000000000000000000000000".to_owned()),
        ("{document}", "doc_00000000000000000000000000".to_owned()),
        ("{tag}", "tag_00000000000000000000000000".to_owned()),
        ("{identifier}", "idn_00000000000000000000000000".to_owned()),
        ("{merge}", "mrg_00000000000000000000000000".to_owned()),
        ("{other}", found("SELECT id FROM client WHERE clinic = $1 ORDER BY id DESC LIMIT 1").await),
        ("{date}", "2026-12-25".to_owned()),
        ("{kind}", "places".to_owned()),
        ("{id}", "plc_00000000000000000000000000".to_owned()),
    ])
}

fn fill(pattern: &str, ids: &BTreeMap<&'static str, String>) -> String {
    let part = |part: &str| match part.starts_with('{') {
        true => ids.get(part).unwrap_or_else(|| panic!("say in attack.rs what stands for {part} in {pattern}")).clone(),
        false => part.to_owned(),
    };
    pattern.split('/').map(part).collect::<Vec<_>>().join("/")
}

async fn token(app: &TestApp) -> String {
    app.scope(&app.clinic, Purpose::Administration)
        .write(|tx| {
            identity::create_token(
                tx,
                &identity::NewToken {
                    label: "test".to_owned(),
                    roles: RoleSet::from(Role::Integration),
                    reach: identity::Reach::Write,
                    days: Some(1),
                },
            )
        })
        .await
        .unwrap()
        .1
        .0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_another_clinic_or_client_is_not_there() {
    let app = TestApp::start().await;
    let ids = ids(&app).await;
    let manager = app.signed_in(&app.other, Role::Manager).await;
    for below in [
        format!("/clients/{}", ids["{client}"]),
        format!("/appointments/{}", ids["{appointment}"]),
        format!("/staff/{}", ids["{account}"]),
    ] {
        let answer = manager.get(&format!("/c/{}{below}", app.other.slug)).await;
        assert_eq!(answer.status, 404, "{below}");
    }
    // A session of one clinic is none in another.
    let answer = manager.get(&app.path("/day")).await;
    assert_eq!(answer.status, 303);
    // A forged link opens nothing.
    let forged = app.visitor().get(&app.path(&format!("/visit/{}/AAAAAAAAAAAAAAAAAAAAAA", ids["{appointment}"]))).await;
    assert_eq!(forged.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_make_a_browser_change_anything() {
    let app = TestApp::start().await;
    let client = reqwest::Client::new();
    for (header, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let answer = client
            .post(format!("{}{}", app.address, app.path("/sign-out")))
            .header(header, value)
            .header("cookie", "keepwell_session=x")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 403, "{header}: {value}");
    }
}
