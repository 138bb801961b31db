//! Every route of the list, attacked as everyone. A route whose action stands in no line below fails the test.

mod elsewhere;
mod office;
mod rows;

use ground::{PersonId, Role};
use promise::Purpose;
use reqwest::Method;

use crate::kit::{Answer, Browser, TestApp};
use rows::*;

/// Who may, written down by hand from what each page is for, not from the policy: `*` is everyone, `people` everyone
/// but programs, `staff` the four roles that work for the clinic. A `?` lets a role in as far as the record, whose key
/// it gets only in a care relation or for another purpose: the answer is the page or a recorded refusal.
const EXPECTED: &[(&str, &str)] = &[
    ("ground.asset.read", "*"),
    // Whoever attacks here is on this machine; `/metrics` for others is held by a test of its own.
    ("ground.figures.read", "*"),
    ("ground.health.read", "*"),
    ("booking.appointment.approve", "front_desk clinician manager"),
    ("booking.appointment.cancel", "front_desk clinician manager integration"),
    ("booking.appointment.create", "front_desk clinician manager integration"),
    ("booking.appointment.mark", "front_desk clinician manager"),
    ("booking.appointment.read", "front_desk clinician manager integration"),
    ("booking.appointment.update", "front_desk clinician? manager integration"),
    ("booking.block.create", "front_desk clinician manager"),
    ("booking.block.remove", "front_desk clinician manager"),
    ("booking.change.undo", "front_desk clinician manager"),
    ("booking.day.read", "front_desk clinician manager"),
    ("booking.feed.keep", "client guardian staff"),
    ("booking.feed.read", "*"),
    ("booking.import.run", "manager"),
    ("booking.own.cancel", "client guardian staff"),
    ("booking.own.change", "client guardian staff"),
    ("booking.own.list", "client guardian staff"),
    ("booking.own.read", "client guardian staff"),
    ("booking.own.remind", "client guardian staff"),
    ("booking.own.remove", "client guardian staff"),
    ("booking.reminder.choose", "client guardian staff"),
    ("booking.report.read", "manager"),
    ("booking.service.read", "*"),
    ("booking.setup.read", "front_desk clinician manager operator"),
    ("booking.setup.write", "manager operator"),
    ("booking.time.explain", "front_desk clinician manager"),
    ("booking.time.read", "*"),
    ("booking.visit.cancel", "*"),
    ("booking.visit.change", "*"),
    ("booking.visit.create", "*"),
    ("booking.visit.read", "*"),
    ("booking.visit.remind", "*"),
    ("directory.bulk.write", "directory"),
    ("directory.claim.confirm", "manager"),
    ("directory.google.read", "manager privacy_officer"),
    ("directory.google.write", "manager"),
    ("directory.group.list", "directory"),
    ("directory.group.read", "directory"),
    ("directory.group.write", "directory"),
    ("directory.leaver.decide", "manager"),
    ("directory.own.read", "staff"),
    ("directory.page.read", "manager privacy_officer"),
    ("directory.rule.write", "manager"),
    ("directory.scim.discover", "directory"),
    ("directory.user.list", "directory"),
    ("directory.user.read", "directory"),
    ("directory.user.write", "directory"),
    ("front.access.check", "*"),
    ("front.access.read", "manager privacy_officer"),
    ("front.api.read", "*"),
    ("front.brand.read", "*"),
    ("front.components.read", "*"),
    ("front.cookies.choose", "*"),
    ("front.cookies.read", "*"),
    ("front.demo.enter", "*"),
    ("front.export.take", "manager"),
    ("front.home.read", "*"),
    ("front.impact.write", "manager privacy_officer"),
    ("front.leave.ask", "manager"),
    ("front.leave.read", "manager privacy_officer"),
    ("front.leave.take_back", "manager"),
    ("front.mailbox.read", "*"),
    ("front.notice.read", "*"),
    ("front.receipt.read", "*"),
    ("front.processing.read", "manager privacy_officer"),
    ("front.signal.describe", "*"),
    ("identity.account.ask", "people"),
    ("identity.account.create", "people"),
    ("identity.account.read", "client guardian operator staff"),
    ("identity.address.answer", "people"),
    ("identity.address.ask", "client guardian operator staff"),
    ("identity.address.begin", "client guardian operator staff"),
    ("identity.address.look", "people"),
    ("identity.address.withdraw", "client guardian operator staff"),
    ("identity.emergency.begin", "clinician"),
    ("identity.emergency.judge", "manager privacy_officer"),
    ("identity.emergency.list", "manager privacy_officer"),
    ("identity.emergency.read", "manager privacy_officer"),
    ("identity.factor.add", "client guardian operator staff"),
    ("identity.factor.begin", "client guardian operator staff"),
    ("identity.factor.list", "client guardian operator staff"),
    ("identity.factor.remove", "client guardian operator staff"),
    ("identity.factor.remove_others", "manager"),
    ("identity.factor.renew", "client guardian operator staff"),
    ("identity.link.begin", "client guardian operator staff"),
    ("identity.link.list", "client guardian operator staff"),
    ("identity.link.remove", "client guardian operator staff"),
    ("identity.passkey.add", "client guardian operator staff"),
    ("identity.passkey.ask", "people"),
    ("identity.passkey.begin", "client guardian operator staff"),
    ("identity.passkey.enter", "people"),
    ("identity.oauth.read", "*"),
    ("identity.oauth.revoke", "*"),
    ("identity.oauth.token", "*"),
    ("identity.passkey.remove", "client guardian operator staff"),
    ("identity.password.change", "client guardian operator staff"),
    ("identity.personal.create", "staff"),
    ("identity.personal.list", "staff"),
    ("identity.personal.revoke", "staff"),
    ("identity.proof.ask", "client guardian operator staff"),
    ("identity.proof.give", "client guardian operator staff"),
    ("identity.provider.answer", "manager"),
    ("identity.provider.ask", "manager"),
    ("identity.provider.begin", "people"),
    ("identity.provider.create", "manager"),
    ("identity.provider.list", "manager"),
    ("identity.provider.read", "manager"),
    ("identity.provider.remove", "manager"),
    ("identity.provider.return", "people"),
    ("identity.provider.test", "manager"),
    ("identity.provider.update", "manager"),
    ("identity.reset.ask", "people"),
    ("identity.reset.complete", "people"),
    ("identity.reset.read", "people"),
    ("identity.reset.request", "people"),
    ("identity.role.create", "manager"),
    ("identity.role.list", "manager privacy_officer"),
    ("identity.role.read", "manager"),
    ("identity.role.retire", "manager"),
    ("identity.role.update", "manager"),
    ("identity.session.ask", "people"),
    ("identity.session.begin", "people"),
    ("identity.session.end", "people"),
    ("identity.session.end_all", "client guardian operator staff"),
    ("identity.session.end_one", "client guardian operator staff"),
    ("identity.session.enrol", "people"),
    ("identity.session.prove", "people"),
    ("identity.staff.activate", "manager"),
    ("identity.staff.ask", "manager"),
    ("identity.staff.deactivate", "manager"),
    ("identity.staff.invite", "manager"),
    ("identity.staff.list", "manager privacy_officer"),
    ("identity.staff.read", "manager"),
    ("identity.staff.remind", "manager"),
    ("identity.staff.require_factor", "manager"),
    ("identity.staff.update", "manager"),
    ("identity.token.create", "manager"),
    ("identity.token.list", "manager"),
    ("identity.token.read", "manager"),
    ("identity.token.revoke", "manager"),
    ("identity.token.rotate", "manager"),
    ("identity.verification.confirm", "people"),
    ("identity.verification.read", "people"),
    ("operator.agreement.accept", "manager"),
    ("operator.agreement.read", "manager privacy_officer"),
    ("operator.grant.create", "manager privacy_officer"),
    ("operator.grant.end", "manager privacy_officer"),
    ("operator.page.read", "manager privacy_officer"),
    ("people.client.create", "front_desk manager integration"),
    ("people.client.merge", "front_desk manager"),
    ("people.client.read", "front_desk manager integration clinician?"),
    ("people.client.search", "front_desk clinician manager integration"),
    ("people.client.tag", "front_desk manager"),
    ("people.client.update", "front_desk manager integration"),
    ("people.document.create", "front_desk manager clinician?"),
    ("people.document.list", "front_desk manager clinician?"),
    ("people.document.read", "front_desk manager clinician?"),
    ("people.document.update", "front_desk manager"),
    ("people.duplicate.list", "front_desk manager"),
    ("people.family.update", "front_desk manager"),
    ("people.identifier.list", "front_desk manager"),
    ("people.identifier.open", "front_desk manager"),
    ("people.identifier.update", "front_desk manager"),
    ("people.import.run", "manager"),
    ("people.opening.read", "client guardian operator staff"),
    ("people.profile.document", "client guardian operator staff"),
    ("people.profile.hold", "client guardian operator staff"),
    ("people.profile.remove", "client guardian operator staff"),
    ("people.profile.read", "client guardian operator staff"),
    ("people.profile.update", "client guardian operator staff"),
    ("people.tag.write", "manager"),
    ("people.ward.document", "client? guardian?"),
    ("people.ward.read", "client? guardian?"),
    ("people.ward.update", "client? guardian?"),
];

/// What a token that somebody made for a program of theirs does at most, whoever they are; that everybody may besides.
const BY_TOKEN: &[&str] = &[
    "booking.appointment.cancel",
    "booking.appointment.read",
    "booking.appointment.update",
    "people.client.read",
    "people.client.search",
];

fn expected() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    EXPECTED.iter().chain(office::EXPECTED)
}

fn may(action: &str, role: &str) -> Option<bool> {
    if let Some(holder) = role.strip_suffix(" by a token") {
        let everyone = expected().any(|one| *one == (action, "*"));
        return match BY_TOKEN.contains(&action) {
            // It opens whom they may open: a clinician those in their care.
            true if holder == "clinician" => None,
            true => may(action, holder),
            false if everyone => may(action, holder),
            false => Some(false),
        };
    }
    let (_, who) = expected()
        .find(|(known, _)| *known == action)
        .unwrap_or_else(|| panic!("the action {action} has no expectation: write down who may"));
    let staff = ["front_desk", "clinician", "manager", "privacy_officer", EVENINGS].contains(&role);
    if role == EVENINGS && EVENINGS_MAY.contains(&action) {
        // A page that opens the record for more than scheduling is refused by the record.
        return (action != "people.client.read").then_some(true);
    }
    if who.split(' ').any(|word| word.strip_suffix('?') == Some(role)) {
        return None;
    }
    Some(who.split(' ').any(|word| {
        word == role
            || word == "*"
            || (word == "staff" && staff)
            || (word == "people" && !["integration", "directory"].contains(&role))
    }))
}

/// Somebody who holds a role that the clinic made, of the front desk and the manager, and what was left of them.
const EVENINGS: &str = "evenings";
const EVENINGS_MAY: [&str; 5] = [
    "booking.appointment.read",
    "booking.day.read",
    "booking.time.explain",
    "people.client.read",
    "people.client.search",
];

/// Parts of an address that name what belongs to one account: anybody else who is let in finds nothing there.
const OWN: [&str; 10] = [
    "{receipt}",
    "{session}",
    "{passkey}",
    "{personal}",
    "/me/documents/{document}",
    "/me/visits/{appointment}",
    "/me/calendar/{feed}",
    "/me/privacy/copy/{privacy_request}",
    "/me/privacy/requests/{privacy_request}",
    "/me/privacy/complaints/{complaint}",
];

/// Makes the first client somebody of whom there is a row in nearly every table: their account, and who they are.
pub async fn one_who_has_everything(app: &TestApp) -> (ground::AccountId, PersonId) {
    let owner = owner(app).await;
    (owner.account, owner.person)
}

/// A browser signed in to that account.
pub async fn signed_in_to(app: &TestApp, account: ground::AccountId) -> Browser {
    enter(app, account).await
}

/// Another client's account, and whose it is.
pub async fn another(app: &TestApp, email: &'static str) -> (ground::AccountId, PersonId) {
    client(app, email).await
}

struct Caller {
    /// The role that [`EXPECTED`] knows.
    name: &'static str,
    /// Who that is here.
    called: &'static str,
    browser: Browser,
    token: Option<String>,
}

/// Whoever has no business with the first client's rows comes first, because those who have may use them up.
async fn callers(app: &TestApp, owner: &Owner) -> Vec<Caller> {
    let caller = |name, called, browser| Caller { name, called, browser, token: None };
    let mut callers = vec![
        caller("nobody", "a visitor", app.visitor()),
        // Another clinic's manager is nobody here.
        caller("nobody", "another clinic's manager", app.signed_in(&app.other, Role::Manager).await),
        caller("client", "another client", enter(app, owner.other_client).await),
        caller("guardian", "a guardian of somebody else", enter(app, owner.guardian).await),
        caller("operator", "the operator", enter(app, owner.operator).await),
        caller(EVENINGS, "a role of the clinic", enter(app, owner.evenings).await),
    ];
    callers.push(Caller { token: Some(token(app).await), ..caller("integration", "a program", app.visitor()) });
    let of_directory = key(app, identity::Reach::Scim).await;
    callers.push(Caller { token: Some(of_directory), ..caller("directory", "a directory", app.visitor()) });
    callers.push(caller("client", "the first client", enter(app, owner.account).await));
    // Whoever works here, by a token of their own: never more than they may, and of that only what is for tokens.
    for (role, name) in [
        (Role::FrontDesk, "front_desk by a token"),
        (Role::Clinician, "clinician by a token"),
        (Role::PrivacyOfficer, "privacy_officer by a token"),
        (Role::Manager, "manager by a token"),
    ] {
        let token = personal(app, role).await;
        callers.push(Caller { token: Some(token), ..caller(name, name, app.visitor()) });
    }
    for role in [Role::FrontDesk, Role::Clinician, Role::PrivacyOfficer, Role::Manager] {
        callers.push(caller(role.as_str(), role.as_str(), app.signed_in(&app.clinic, role).await));
    }
    callers
}

/// Every route and what it asks for, written down by hand: one that was put under another's action would be attacked as
/// that one is, and pass.
const ROUTES: &str = include_str!("attack/routes.txt");

#[tokio::test(flavor = "multi_thread")]
async fn every_route_asks_for_what_it_is_expected_to() {
    let app = TestApp::start().await;
    let there = ground::printed(&app.house);
    let there: Vec<String> = there.iter().map(|one| format!("{} {} {}", one.method, one.path, one.action)).collect();
    let expected: Vec<&str> = ROUTES.lines().collect();
    let wrong: Vec<&String> = there.iter().filter(|line| !expected.contains(&line.as_str())).collect();
    assert!(wrong.is_empty(), "write into attack/routes.txt what these are for: {wrong:#?}");
    let gone: Vec<&&str> = expected.iter().filter(|line| !there.iter().any(|one| one == *line)).collect();
    assert!(gone.is_empty(), "these are no routes any more: {gone:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_answers_every_kind_of_caller_as_expected() {
    let app = TestApp::start().await;
    let owner = owner(&app).await;
    let ids = ids(&app, &owner).await;
    let callers = callers(&app, &owner).await;

    let mut wrong = Vec::new();
    // A route that ends a session or changes staff would spoil it for the routes after it: those are asked last.
    let mut routes = ground::printed(&app.house);
    let spoils = |action: &str| {
        u8::from(action.contains("deactivate"))
            + 2 * u8::from(action.contains("session.end") || action == "office.own.close")
    };
    routes.sort_by_key(|route| (route.method != "GET", spoils(&route.action), route.path.clone()));
    let mut untouched = belongings(&app, &owner).await;
    for route in &routes {
        for caller in &callers {
            let door = ground::Door::of(&route.path);
            let api = door != ground::Door::Pages;
            // A key of one kind at the other's door is turned away by the door itself, also where everybody may.
            // Where no clinic is named nobody looks at keys.
            let of_a_clinic = route.path.contains("{clinic}");
            let others_key = match caller.name {
                "integration" => door == ground::Door::Directory,
                "directory" => door == ground::Door::Api && of_a_clinic,
                // No program's key is looked at where a client shows itself.
                name if name.ends_with(" by a token") => door == ground::Door::Directory,
                _ => false,
            };
            let allowed = if others_key { Some(false) } else { may(&route.action, caller.name) };
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
            let mut complain = |why: &str| {
                wrong.push(format!("{} {} as {}: {} {why}", route.method, route.path, caller.called, answer.status));
            };
            if let Some(why) = complaint(&answer, allowed, caller.name, api, &method) {
                complain(why);
            }
            let others = OWN.iter().any(|part| route.path.contains(part)) && caller.called != "the first client";
            if others && allowed != Some(false) && answer.status != 404 {
                complain("finds what is not theirs");
            }
            let now = belongings(&app, &owner).await;
            let stranger = others || allowed == Some(false);
            if stranger && now != untouched {
                complain("changes what is not theirs");
            }
            untouched = now;
        }
    }
    assert!(wrong.is_empty(), "{} answers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    attempts_are_written_down(&app, &owner).await;
}

/// Who was refused `person`'s record, and for what.
async fn refused(app: &TestApp, person: PersonId) -> Vec<(String, String)> {
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let all = scope.read(move |tx| ground::access::about(tx, person, 1_000)).await.unwrap();
    let all = all.into_iter().filter(|opening| opening.refused);
    let mut all: Vec<(String, String)> = all.map(|one| (one.actor, one.purpose.to_string())).collect();
    all.sort();
    all
}

/// Whoever was turned away at the door of a page about somebody stands in that person's record, once for each purpose
/// in a quarter of an hour, however often they tried.
async fn attempts_are_written_down(app: &TestApp, owner: &Owner) {
    let tried = refused(app, owner.person).await;
    for (account, called) in
        [(owner.other_client, "another client"), (owner.guardian, "a guardian"), (owner.operator, "the operator")]
    {
        let person = person_of(app, account).await.to_string();
        // The client's pages at the desk; the pages that somebody acting for them would have, if a client asks.
        let mut own: Vec<&str> = Vec::new();
        own.extend(tried.iter().filter(|(actor, _)| *actor == person).map(|(_, purpose)| purpose.as_str()));
        let wards = match called {
            "the operator" => &["administration", "care", "rights", "scheduling"][..],
            _ => &["account", "administration", "care", "rights", "scheduling"],
        };
        assert_eq!(own, wards, "{called} tried to open the client's pages");
    }
    let nobodys = tried.iter().filter(|(actor, _)| actor == "visitor");
    assert_eq!(nobodys.count(), 0, "who is not signed in is sent to sign in");
    // The same for the pages about a member of staff.
    let other = person_of(app, owner.other_client).await.to_string();
    let tried = refused(app, person_of(app, owner.colleague).await).await;
    assert!(tried.contains(&(other, "administration".to_owned())), "{tried:?}");
    // And the person reads it.
    let record = enter(app, owner.account).await.get(&app.path("/me/record")).await;
    assert!(record.status == 200 && record.text.contains("Refused"), "{}", record.text);
}

fn complaint(answer: &Answer, allowed: Option<bool>, name: &str, api: bool, method: &Method) -> Option<&'static str> {
    // 501 is an answer, and says that nothing is done at that address.
    if answer.status >= 500 && answer.status != 501 {
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

#[tokio::test(flavor = "multi_thread")]
async fn each_door_of_a_page_about_somebody_writes_down_whom_it_turned_away() {
    let app = TestApp::start().await;
    let owner = owner(&app).await;
    let ids = ids(&app, &owner).await;
    let colleague = person_of(&app, owner.colleague).await;
    for (below, segment, about, email) in [
        ("clients", "{client}", owner.person, "one@example.net"),
        ("appointments", "{appointment}", owner.person, "two@example.net"),
        ("staff", "{account}", colleague, "three@example.net"),
    ] {
        let (account, asker) = client(&app, email).await;
        let answer = enter(&app, account).await.get(&app.path(&format!("/{below}/{}", ids[segment]))).await;
        assert_eq!(answer.status, 403, "{below}");
        let tried = refused(&app, about).await;
        assert_eq!(tried.iter().filter(|(actor, _)| *actor == asker.to_string()).count(), 1, "{below}: {tried:?}");
    }
}
