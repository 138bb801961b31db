//! Every route of the list, attacked as everyone. A route whose action stands in no line below fails the test.

use std::collections::BTreeMap;

use ground::mail::{Letter, Voice};
use ground::{AccountId, Actor, PersonId, Role, RoleSet, Tx, params};
use people::model::{IdentifierKind, Number, TagName};
use people::store::tag::Named;
use people::store::{identifier, tag};
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
    ("booking.appointment.update", "front_desk clinician? manager integration"),
    ("booking.block.create", "front_desk clinician manager"),
    ("booking.block.remove", "front_desk clinician manager"),
    ("booking.change.undo", "front_desk clinician manager"),
    ("booking.day.read", "front_desk clinician manager"),
    ("booking.feed.keep", "client guardian staff"),
    ("booking.feed.read", "*"),
    ("booking.own.cancel", "client guardian staff"),
    ("booking.own.change", "client guardian staff"),
    ("booking.own.list", "client guardian staff"),
    ("booking.own.read", "client guardian staff"),
    ("booking.own.remind", "client guardian staff"),
    ("booking.own.remove", "client guardian staff"),
    ("booking.reminder.choose", "client guardian staff"),
    ("booking.report.read", "manager"),
    ("booking.service.read", "*"),
    ("booking.setup.read", "front_desk clinician manager"),
    ("booking.setup.write", "manager"),
    ("booking.time.explain", "front_desk clinician manager"),
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
    ("identity.account.read", "client guardian operator staff"),
    ("identity.password.change", "client guardian operator staff"),
    ("identity.reset.ask", "people"),
    ("identity.reset.complete", "people"),
    ("identity.reset.read", "people"),
    ("identity.reset.request", "people"),
    ("identity.session.ask", "people"),
    ("identity.session.begin", "people"),
    ("identity.session.end", "people"),
    ("identity.session.end_all", "client guardian operator staff"),
    ("identity.session.end_one", "client guardian operator staff"),
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

/// Parts of an address that name what belongs to one account: anybody else who is let in finds nothing there.
const OWN: [&str; 4] = ["{session}", "/me/documents/{document}", "/me/visits/{appointment}", "/me/calendar/{feed}"];

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
    ];
    callers.push(Caller { token: Some(token(app).await), ..caller("integration", "a program", app.visitor()) });
    callers.push(caller("client", "the first client", enter(app, owner.account).await));
    for role in [Role::FrontDesk, Role::Clinician, Role::PrivacyOfficer, Role::Manager] {
        callers.push(caller(role.as_str(), role.as_str(), app.signed_in(&app.clinic, role).await));
    }
    callers
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
    let spoils = |action: &str| u8::from(action.contains("deactivate")) + 2 * u8::from(action.contains("session.end"));
    routes.sort_by_key(|route| (route.method != "GET", spoils(&route.action), route.path.clone()));
    let mut untouched = belongings(&app, &owner).await;
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
            "the operator" => &["administration", "scheduling"][..],
            _ => &["account", "administration", "rights", "scheduling"],
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

/// The first client, with everything a client can have, and others who have none of it.
struct Owner {
    account: AccountId,
    person: PersonId,
    /// A browser of theirs that stays signed in.
    session: String,
    other_client: AccountId,
    guardian: AccountId,
    operator: AccountId,
    /// A member of staff whose pages are asked for.
    colleague: AccountId,
}

async fn owner(app: &TestApp) -> Owner {
    let accounts = app.scope(&app.clinic, Purpose::Operation).read(identity::one_of_each).await.unwrap();
    let of = |role: Role| accounts.iter().find(|account| account.roles.contains(role)).unwrap();
    let (account, person) = (of(Role::Client).id, of(Role::Client).person);
    let (other_client, other) = client(app, "tove@example.net").await;
    let (guardian, guards) = client(app, "wren@example.net").await;
    let operator = staff(app, "hosting@example.net", Role::Operator, Some(identity::Hashed::of("x", 1))).await;
    // Whom the manager deactivates is none of those who ask: nobody enters as one who has set no password.
    let colleague = staff(app, "colleague@example.net", Role::Clinician, None).await;
    let change = move |tx: &mut Tx<'_>| -> ground::Result<()> {
        let (clinic, now) = (tx.clinic(), tx.now());
        tx.execute("UPDATE account SET roles = 'guardian' WHERE clinic = $1 AND id = $2", &params![clinic, guardian])?;
        // The guardian acts for the other client's child, not for the first client.
        let add = "INSERT INTO guardian (clinic, dependant, guardian, kind, since) VALUES ($1, $2, $3, 'carer', $4)";
        tx.execute(add, &params![clinic, other, guards, now])?;
        // A letter to the first client; a blocked hour.
        let letter = Letter {
            kind: "test.letter",
            purpose: Purpose::Scheduling,
            voice: Voice::Automatic,
            language: "en".to_owned(),
            to: "first@example.net".to_owned(),
            subject: "Yours alone".to_owned(),
            body: "Yours alone".to_owned(),
            calendar: None,
        };
        let key = tx.seal_for(person)?;
        ground::mail::post(tx, &key, &letter)?;
        let block = "INSERT INTO block (clinic, id, starts_at, ends_at, reason) VALUES ($1, 'blk_00000000000000000000000000', 0, 1, 'x')";
        tx.execute(block, &params![clinic])?;
        let day = "INSERT INTO clinic_day (clinic, date, name, from_min, to_min) VALUES ($1, '2026-12-25', 'x', 0, 0)";
        tx.execute(day, &params![clinic])?;
        // A private address for their calendar.
        booking::store::feed::create(tx, person, booking::model::feed::Shows::All, false)?;
        // A label, and a number, of the first client's.
        let Named::Done(label) = tag::create(tx, &TagName::parse("Ramp").unwrap())? else { panic!("a first label") };
        tag::change(tx, person, &[label], &[])?;
        let number = Number::parse("QM 4417 2209 31").unwrap();
        identifier::create(tx, person, IdentifierKind::Insurance, &number, None)?;
        Ok(())
    };
    app.scope(&app.clinic, Purpose::Operation).write(change).await.unwrap();
    record(app, person).await;
    // A visit of the first client's, as far ahead as there is one.
    app.place.tamper(&format!(
        "UPDATE appointment SET client = '{person}' WHERE id = (SELECT id FROM appointment WHERE status = 'booked' AND clinic = '{}' ORDER BY starts_at DESC LIMIT 1)",
        app.clinic.id
    ));
    // What somebody at the desk did with it, and could still take back.
    app.place.tamper(&format!(
        "INSERT INTO desk_change (clinic, id, actor, kind, subject, version, starts_at, ends_at, told, at)
         SELECT clinic, 'chg_00000000000000000000000000', 'system', 'moved', id, '', starts_at, ends_at, 0, 0 FROM appointment WHERE client = '{person}' AND status = 'booked' LIMIT 1"
    ));
    enter(app, account).await;
    let session = app.place.column(&format!("SELECT id FROM session WHERE account = '{account}'")).remove(0);
    Owner { account, person, session, other_client, guardian, operator, colleague }
}

/// Gives `person` a document that is shared with them, and makes another record part of theirs.
async fn record(app: &TestApp, person: PersonId) {
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let kept = desk.upload(&app.path(&format!("/clients/{person}/documents")), "letter.txt", "Yours alone").await;
    assert_eq!(kept.status, 303, "{}", kept.text);
    app.place.tamper(&format!("UPDATE document SET shared = 1 WHERE person = '{person}'"));
    let (_, twin) = client(app, "twin@example.net").await;
    let who = Actor { roles: RoleSet::from(Role::FrontDesk), ..Actor::automatic() };
    let scope = app.scope(&app.clinic, Purpose::Scheduling).as_actor(who);
    scope.write(move |tx| tx.merge(twin, person)).await.unwrap().unwrap();
}

/// The account of another member of staff.
async fn staff(app: &TestApp, email: &str, role: Role, password: Option<identity::Hashed>) -> AccountId {
    let new = identity::NewStaff {
        email: email.to_owned(),
        shown_as: "Somebody".to_owned(),
        roles: RoleSet::from(role),
        language: "en".to_owned(),
        password,
        source: identity::Source::Automatic,
    };
    let scope = app.scope(&app.clinic, Purpose::Operation);
    scope.write(move |tx| identity::create_staff(tx, &new)).await.unwrap().account
}

/// Another client's account, and whose it is.
async fn client(app: &TestApp, email: &'static str) -> (AccountId, PersonId) {
    let make = move |tx: &mut Tx<'_>| -> identity::Result<identity::Made> {
        let named = |text: &str| (people::GivenName::parse(text).unwrap(), people::FamilyName::parse(text).unwrap());
        let (given_name, family_name) = named("Tove");
        let new = people::NewClient {
            given_name,
            family_name,
            email: people::Email::parse(email).ok(),
            phone: None,
            birth_date: None,
            note: None,
            language: "en".to_owned(),
        };
        let person = people::create(tx, &new, &people::Source::Demo)?;
        let account = identity::NewClient {
            person: Some(person),
            email: email.to_owned(),
            name: None,
            language: "en".to_owned(),
            age_stated: Some(18),
            password: Some(identity::Hashed::of("x", 1)),
            source: identity::Source::Automatic,
        };
        identity::create_client_account(tx, &account)
    };
    let made = app.scope(&app.clinic, Purpose::Operation).write(make).await.unwrap();
    (made.account, made.person)
}

async fn person_of(app: &TestApp, account: AccountId) -> PersonId {
    app.scope(&app.clinic, Purpose::Operation).read(move |tx| identity::find_account(tx, account)).await.unwrap().person
}

/// A browser signed in to `account`, by the demo's door.
async fn enter(app: &TestApp, account: AccountId) -> Browser {
    let browser = app.visitor();
    let answer = browser.post(&app.path("/demo/entrance"), &[("account", &account.to_string())]).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
    browser
}

/// Everything that belongs to the first client, and what only a manager changes, as it is stored.
async fn belongings(app: &TestApp, owner: &Owner) -> Vec<String> {
    let (person, account, session) = (owner.person, owner.account, owner.session.clone());
    let read = move |tx: &mut Tx<'_>| -> ground::Result<Vec<String>> {
        let own = [
            ("SELECT id AS it FROM session WHERE clinic = $1 AND id = $2", session.clone()),
            ("SELECT id || state AS it FROM mail WHERE clinic = $1 AND person = $2 ORDER BY id", person.to_string()),
            (
                "SELECT roles || language || COALESCE(password, '') AS it FROM account WHERE clinic = $1 AND id = $2",
                account.to_string(),
            ),
            ("SELECT CAST(version AS TEXT) AS it FROM client WHERE clinic = $1 AND id = $2", person.to_string()),
            (
                "SELECT id || CAST(shared AS TEXT) AS it FROM document WHERE clinic = $1 AND person = $2 ORDER BY id",
                person.to_string(),
            ),
            ("SELECT id AS it FROM calendar_feed WHERE clinic = $1 AND person = $2 ORDER BY id", person.to_string()),
            ("SELECT id AS it FROM client_tag WHERE clinic = $1 AND client = $2 ORDER BY token", person.to_string()),
            ("SELECT id AS it FROM identifier WHERE clinic = $1 AND person = $2 ORDER BY id", person.to_string()),
            (
                "SELECT id AS it FROM identifier_opening WHERE clinic = $1 AND person = $2 ORDER BY id",
                person.to_string(),
            ),
            (
                "SELECT id || CAST(COALESCE(undone_at, 0) AS TEXT) AS it FROM person_merge WHERE clinic = $1 AND kept = $2 ORDER BY id",
                person.to_string(),
            ),
            (
                "SELECT guardian AS it FROM guardian WHERE clinic = $1 AND dependant = $2 AND ended_at IS NULL ORDER BY guardian",
                person.to_string(),
            ),
            (
                "SELECT id || status || CAST(sequence AS TEXT) || CAST(starts_at AS TEXT) AS it FROM appointment WHERE clinic = $1 AND client = $2 ORDER BY starts_at",
                person.to_string(),
            ),
        ];
        let managers = [
            "SELECT id || CAST(COALESCE(expires_at, 0) AS TEXT) AS it FROM api_token WHERE clinic = $1 ORDER BY id",
            "SELECT id AS it FROM block WHERE clinic = $1 ORDER BY id",
            "SELECT id || folded AS it FROM tag WHERE clinic = $1 ORDER BY id",
            "SELECT date AS it FROM clinic_day WHERE clinic = $1 ORDER BY date",
            "SELECT id || roles || CAST(COALESCE(deactivated_at, 0) AS TEXT) AS it FROM account WHERE clinic = $1 AND shown_as IS NOT NULL ORDER BY id",
        ];
        let mut all = Vec::new();
        for (sql, of) in &own {
            all.extend(tx.query(sql, &params![tx.clinic(), of])?);
        }
        for sql in managers {
            all.extend(tx.query(sql, &params![tx.clinic()])?);
        }
        all.iter().map(|row| row.get("it")).collect()
    };
    app.scope(&app.clinic, Purpose::Operation).read(read).await.unwrap()
}

/// What stands for each placeholder: rows of the first clinic, the first client's where a client has such a thing.
async fn ids(app: &TestApp, owner: &Owner) -> BTreeMap<&'static str, String> {
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
    let own = |sql: &str| app.place.column(&format!("{sql} = '{}' LIMIT 1", owner.person)).remove(0);
    let token = token(app).await;
    assert!(!token.is_empty(), "a key to revoke");
    BTreeMap::from([
        ("{clinic}", app.clinic.slug.clone()),
        ("{client}", owner.person.to_string()),
        ("{dependant}", owner.person.to_string()),
        ("{appointment}", own("SELECT id FROM appointment WHERE status = 'booked' AND client")),
        ("{service}", found("SELECT slug AS id FROM service WHERE clinic = $1 ORDER BY position LIMIT 1").await),
        ("{account}", owner.colleague.to_string()),
        ("{letter}", own("SELECT id FROM mail WHERE person")),
        ("{token}", found("SELECT id FROM api_token WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        ("{session}", owner.session.clone()),
        ("{document}", own("SELECT id FROM document WHERE person")),
        ("{tag}", found("SELECT id FROM tag WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        ("{identifier}", own("SELECT id FROM identifier WHERE person")),
        ("{merge}", own("SELECT id FROM person_merge WHERE kept")),
        ("{other}", person_of(app, owner.other_client).await.to_string()),
        ("{feed}", own("SELECT id FROM calendar_feed WHERE person")),
        ("{date}", "2026-12-25".to_owned()),
        ("{kind}", "places".to_owned()),
        ("services/{id}", found("SELECT id FROM service WHERE clinic = $1 ORDER BY position LIMIT 1").await),
        ("practitioners/{id}", found("SELECT id FROM practitioner WHERE clinic = $1 ORDER BY id LIMIT 1").await),
        ("places/{id}", found("SELECT id FROM place WHERE clinic = $1 LIMIT 1").await),
        ("rooms/{id}", found("SELECT id FROM room WHERE clinic = $1 LIMIT 1").await),
        ("equipment/{id}", found("SELECT id FROM device WHERE clinic = $1 LIMIT 1").await),
        ("blocks/{id}", found("SELECT id FROM block WHERE clinic = $1 LIMIT 1").await),
        ("{block}", found("SELECT id FROM block WHERE clinic = $1 LIMIT 1").await),
        ("{change}", found("SELECT id FROM desk_change WHERE clinic = $1 LIMIT 1").await),
        // Secrets are whose they are: whoever holds a true one may. These are guesses.
        ("{signature}", "c2lnbmF0dXJl".to_owned()),
        ("{secret}", "c2VjcmV0".to_owned()),
    ])
}

fn fill(pattern: &str, ids: &BTreeMap<&'static str, String>) -> String {
    let mut filled: Vec<String> = Vec::new();
    for part in pattern.split('/') {
        let of_kind = format!("{}/{part}", filled.last().map_or("", String::as_str));
        let value = match part.starts_with('{') {
            true => ids.get(part).or_else(|| ids.get(of_kind.as_str())).cloned(),
            false => Some(part.to_owned()),
        };
        filled.push(value.unwrap_or_else(|| panic!("say in attack.rs what stands for {part} in {pattern}")));
    }
    filled.join("/")
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

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_another_clinic_or_client_is_not_there() {
    let app = TestApp::start().await;
    let owner = owner(&app).await;
    let ids = ids(&app, &owner).await;
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
