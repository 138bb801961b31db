//! Incidents: reported, found whom they touch, assessed, told of in time, closed; through the program's own doors and jobs.

mod anew;
mod returned;
mod right;
mod told;
mod unreached;

use std::collections::BTreeSet;

use ground::{AccountId, Actor, PersonId, Role, RoleSet, Scope, Tx, Who};
use jiff::Timestamp;
use office::incidents::{self, IncidentId};
use promise::{Purpose, State};

use crate::kit::{Answer, Browser, TestApp};
use crate::reminders::somebody;

async fn officer(app: &TestApp) -> Browser {
    app.signed_in(&app.clinic, Role::PrivacyOfficer).await
}

const REASON: &str = "A reason that says something.";

/// Reports as whoever is signed in, and gives the incident's id.
async fn report(app: &TestApp, browser: &Browser, kind: &str) -> IncidentId {
    let before: BTreeSet<String> = app.place.column("SELECT id FROM incident").into_iter().collect();
    let said = "The laptop of the front room is gone since the morning.";
    let fields = [("kind", kind), ("said", said), ("day", "2026-11-24"), ("time", "10:30")];
    let sent = browser.post(&app.path("/incidents/report"), &fields).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let all = app.place.column("SELECT id FROM incident");
    all.into_iter().find(|id| !before.contains(id)).unwrap().parse().unwrap()
}

fn version(app: &TestApp, id: IncidentId) -> String {
    app.place.column(&format!("SELECT CAST(version AS TEXT) FROM incident WHERE id = '{id}'")).remove(0)
}

fn state(app: &TestApp, id: IncidentId) -> String {
    app.place.column(&format!("SELECT state FROM incident WHERE id = '{id}'")).remove(0)
}

fn persons(app: &TestApp, id: IncidentId) -> BTreeSet<String> {
    let sql =
        format!("SELECT person FROM incident_person WHERE incident = '{id}' AND (hand IS NULL OR hand = 'added')");
    app.place.column(&sql).into_iter().collect()
}

fn count(app: &TestApp, what: &str) -> i64 {
    app.place.column(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {what}"))[0].parse().unwrap()
}

/// Sends one of the forms of the incident's page, as it stands now.
async fn act(app: &TestApp, browser: &Browser, id: IncidentId, what: &str, fields: &[(&str, &str)]) -> Answer {
    let version = version(app, id);
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    browser.post(&app.path(&format!("/incidents/{id}/{what}")), &all).await
}

async fn done(app: &TestApp, browser: &Browser, id: IncidentId, what: &str, fields: &[(&str, &str)]) {
    let answer = act(app, browser, id, what, fields).await;
    assert_eq!(answer.status, 303, "{what}: {}", answer.text);
}

/// What is known, from one time of the day to another.
async fn confirm(app: &TestApp, browser: &Browser, id: IncidentId, from: &str, to: &str) {
    let fields = [
        ("kind", "opened"),
        ("said", "Somebody looked at records they had no business with."),
        ("categories", "identity"),
        ("categories", "health"),
        ("discovered_day", "2026-11-24"),
        ("discovered_time", "10:30"),
        ("began_day", "2026-11-24"),
        ("began_time", from),
        ("ended_day", "2026-11-24"),
        ("ended_time", to),
    ];
    done(app, browser, id, "confirmation", &fields).await;
}

async fn assess(app: &TestApp, browser: &Browser, id: IncidentId, grade: &str) {
    let fields = [
        ("nature", REASON),
        ("recipient", REASON),
        ("acquired", REASON),
        ("mitigated", REASON),
        ("grade", grade),
        ("why", REASON),
    ];
    done(app, browser, id, "assessment", &fields).await;
}

/// A client who came with this address, or with none.
async fn client(app: &TestApp, email: Option<&str>) -> PersonId {
    let new = people::NewClient { email: email.map(|email| people::Email::parse(email).unwrap()), ..somebody() };
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    scope.write(move |tx| people::create(tx, &new, &people::Source::Desk)).await.unwrap()
}

/// Somebody of the desk, as an actor of their own.
fn desk(app: &TestApp, person: PersonId) -> Scope {
    let actor = Actor {
        who: Who::Account { account: AccountId::new(app.house.clock.now()), person },
        roles: RoleSet::from(Role::FrontDesk),
        shown_as: None,
    };
    app.scope(&app.clinic, Purpose::Scheduling).as_actor(actor)
}

async fn open(scope: &Scope, person: PersonId) {
    scope.read(move |tx| people::open(tx, person).map(drop)).await.unwrap();
}

/// Whom an actor opened, as the record has it.
fn opened(app: &TestApp, actor: PersonId, from: &str, to: &str) -> BTreeSet<String> {
    let at = |time: &str| format!("2026-11-24T{time}:00Z").parse::<Timestamp>().unwrap().as_microsecond();
    let sql = format!(
        "SELECT DISTINCT person FROM access_entry WHERE actor = '{actor}' AND outcome = 'opened' AND at >= {} AND at <= {}",
        at(from),
        at(to)
    );
    app.place.column(&sql).into_iter().collect()
}

fn set(app: &TestApp, time: &str) {
    app.house.clock.set(format!("2026-11-24T{time}:00Z").parse().unwrap());
}

async fn standing(app: &TestApp) -> (State, String) {
    let all = keepwell::promises::standing(&app.house, &app.clinic).await;
    let promise = all.into_iter().find(|standing| standing.promise.id == "incident.notified").unwrap();
    (promise.state, format!("{:?}", promise.evidence))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_touched_is_who_was_opened_and_nobody_else() {
    let app = TestApp::start().await;
    let (eve, ben) = (client(&app, None).await, client(&app, None).await);
    let (before, one, two, edge, after, others, none) = (
        client(&app, None).await,
        client(&app, None).await,
        client(&app, None).await,
        client(&app, None).await,
        client(&app, None).await,
        client(&app, None).await,
        client(&app, None).await,
    );
    set(&app, "07:00");
    open(&desk(&app, eve), before).await;
    // Its note covers the quarter hour in which the window begins, so it may have been opened again in it.
    set(&app, "07:55");
    open(&desk(&app, eve), edge).await;
    set(&app, "08:30");
    for person in [one, two] {
        open(&desk(&app, eve), person).await;
    }
    open(&desk(&app, ben), others).await;
    set(&app, "10:20");
    open(&desk(&app, eve), after).await;
    set(&app, "10:40");
    let officer = officer(&app).await;
    let id = report(&app, &officer, "opened").await;
    confirm(&app, &officer, id, "08:05", "10:00").await;
    let shown = act(&app, &officer, id, "reach", &[("reach", "actor"), ("person", &eve.to_string())]).await;
    assert_eq!(shown.status, 303, "{}", shown.text);
    app.run_jobs().await;
    assert_eq!(persons(&app, id), opened(&app, eve, "08:00", "10:00"));
    assert_eq!(persons(&app, id), BTreeSet::from([one.to_string(), two.to_string()]));
    // From five to eight on, the note of that quarter hour counts as well.
    confirm(&app, &officer, id, "07:58", "10:00").await;
    app.run_jobs().await;
    assert_eq!(persons(&app, id), BTreeSet::from([one.to_string(), two.to_string(), edge.to_string()]));
    // Everybody opened at all, but for what the program does by itself.
    done(&app, &officer, id, "reach", &[("reach", "window")]).await;
    app.run_jobs().await;
    let all = persons(&app, id);
    assert!(all.contains(&others.to_string()) && !all.contains(&none.to_string()), "{all:?}");
    assert!(!all.contains(&before.to_string()) && !all.contains(&after.to_string()), "{all:?}");
    // All of whom we hold a name, and nobody whose key is nobody's, as the incident's own.
    done(&app, &officer, id, "reach", &[("reach", "categories"), ("data", "identity")]).await;
    app.run_jobs().await;
    let clients: BTreeSet<String> =
        app.place.column(&format!("SELECT id FROM client WHERE clinic = '{}'", app.clinic.id)).into_iter().collect();
    let found = persons(&app, id);
    assert!(found.is_superset(&clients), "{found:?}");
    let holder = app.place.column(&format!("SELECT holder FROM incident WHERE id = '{id}'")).remove(0);
    assert!(!found.contains(&holder));
    let page = officer.get(&app.path(&format!("/incidents/{id}/persons"))).await;
    assert!(page.status == 200 && page.text.contains("Nadia"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_by_hand_stays_when_it_is_found_anew() {
    let app = TestApp::start().await;
    let eve = client(&app, None).await;
    let (one, two, three) = (client(&app, None).await, client(&app, None).await, client(&app, None).await);
    set(&app, "08:30");
    for person in [one, two] {
        open(&desk(&app, eve), person).await;
    }
    set(&app, "10:40");
    let officer = officer(&app).await;
    let id = report(&app, &officer, "opened").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    let eve = eve.to_string();
    let reach = [("reach", "actor"), ("person", eve.as_str())];
    done(&app, &officer, id, "reach", &reach).await;
    app.run_jobs().await;
    let (off, on) = (one.to_string(), three.to_string());
    done(&app, &officer, id, "persons", &[("person", &off), ("hand", "removed"), ("why", REASON)]).await;
    done(&app, &officer, id, "persons", &[("person", &on), ("hand", "added"), ("why", REASON)]).await;
    let decided = BTreeSet::from([two.to_string(), on.clone()]);
    assert_eq!(persons(&app, id), decided);
    done(&app, &officer, id, "reach", &reach).await;
    app.run_jobs().await;
    assert_eq!(persons(&app, id), decided);
    // Nobody was opened at that time, so only what was decided by hand is left.
    confirm(&app, &officer, id, "06:00", "06:30").await;
    app.run_jobs().await;
    assert_eq!(persons(&app, id), BTreeSet::from([on]));
    let nobody = [("person", "per_00000000000000000000000000"), ("hand", "added"), ("why", "kept as it was typed")];
    let answer = act(&app, &officer, id, "persons", &nobody).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains("kept as it was typed"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn finding_goes_on_where_the_program_ended() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let many = |tx: &mut Tx<'_>| -> ground::Result<()> {
        for _ in 0..1_100 {
            people::create(tx, &somebody(), &people::Source::Desk)?;
        }
        Ok(())
    };
    scope.write(many).await.unwrap();
    let officer = officer(&app).await;
    let id = report(&app, &officer, "ransomware").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    done(&app, &officer, id, "reach", &[("reach", "everything")]).await;
    // One step, and then the program is gone with the job it had taken.
    let rights = app.scope(&app.clinic, Purpose::Rights);
    assert!(rights.write(move |tx| incidents::step(tx, id)).await.unwrap());
    app.place.tamper("DELETE FROM job WHERE kind = 'office.incident.find'");
    let page = officer.get(&app.path(&format!("/incidents/{id}"))).await;
    assert!(page.text.contains("We are finding whom it touches"), "{}", page.text);
    app.run_jobs().await;
    assert!(persons(&app, id).len() < 1_100);
    incidents::look(app.scope(&app.clinic, Purpose::Operation)).await.unwrap();
    app.run_jobs().await;
    let clients = count(&app, &format!("client WHERE clinic = '{}'", app.clinic.id));
    assert!(persons(&app, id).len() as i64 >= clients);
    assert_eq!(count(&app, "incident WHERE counting = 1"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_closed_while_somebody_is_to_be_told() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "misdirected").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    let close = async || act(&app, &officer, id, "closure", &[("lessons", REASON)]).await;
    assert_eq!(close().await.status, 409, "nobody assessed it");
    assess(&app, &officer, id, "risk").await;
    assert_eq!(close().await.status, 409, "the authority is to be told");
    let duty = app.place.column("SELECT id FROM incident_duty").remove(0);
    let paper = officer.get(&app.path(&format!("/incidents/{id}/duties/{duty}"))).await;
    assert!(paper.text.contains("no business with"), "{}", paper.text);
    let short = [("day", "2026-11-24"), ("time", "10:35"), ("reference", "")];
    assert_eq!(act(&app, &officer, id, &format!("duties/{duty}"), &short).await.status, 422);
    let told = [("day", "2026-11-24"), ("time", "10:35"), ("reference", "DPC-17")];
    done(&app, &officer, id, &format!("duties/{duty}"), &told).await;
    assert_eq!(state(&app, id), "notifying");
    assert_eq!(close().await.status, 409, "nobody said whom it touches");
    done(&app, &officer, id, "reach", &[("reach", "by_hand")]).await;
    app.run_jobs().await;
    let short = act(&app, &officer, id, "closure", &[("lessons", "short")]).await;
    assert!(short.status == 422 && short.text.contains("short"), "{}", short.text);
    assert_eq!(close().await.status, 303);
    assert_eq!(state(&app, id), "closed");
    // It is over: nothing is changed any more.
    let again = act(&app, &officer, id, "dismissal", &[("why", REASON)]).await;
    assert_eq!(again.status, 409);
    let page = officer.get(&app.path(&format!("/incidents/{id}"))).await;
    assert!(page.text.contains(REASON), "what was learnt stands on it: {}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_none_is_dismissed_with_a_reason() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let id = report(&app, &officer, "lost_device").await;
    let short = act(&app, &officer, id, "dismissal", &[("why", "no")]).await;
    assert_eq!(short.status, 422, "{}", short.text);
    done(&app, &officer, id, "dismissal", &[("why", REASON)]).await;
    assert_eq!((state(&app, id).as_str(), count(&app, "incident_duty")), ("dismissed", 0));
    let stale = [("version", "1"), ("why", REASON)];
    let answer = officer.post(&app.path(&format!("/incidents/{id}/dismissal")), &stale).await;
    assert_eq!(answer.status, 409);
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_who_works_here_reports_and_only_whoever_answers_for_data_reads() {
    let app = TestApp::start().await;
    let clinician = app.signed_in(&app.clinic, Role::Clinician).await;
    let id = report(&app, &clinician, "opened").await;
    let letters = app.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.kind == "office.incident.staff").collect();
    assert_eq!(told.len(), 1, "whoever answers for data is told at once");
    assert!(told[0].body.contains(&id.to_string()) && !told[0].body.contains("laptop"), "{}", told[0].body);
    for path in ["/incidents".to_owned(), format!("/incidents/{id}"), format!("/incidents/{id}/persons")] {
        assert_eq!(clinician.get(&app.path(&path)).await.status, 403, "{path}");
    }
    let client = app.signed_in(&app.clinic, Role::Client).await;
    for path in ["/incidents".to_owned(), "/incidents/report".to_owned(), format!("/incidents/{id}")] {
        assert_eq!(client.get(&app.path(&path)).await.status, 403, "{path}");
    }
    for role in [Role::Manager, Role::PrivacyOfficer] {
        let browser = app.signed_in(&app.clinic, role).await;
        let page = browser.get(&app.path(&format!("/incidents/{id}"))).await;
        assert!(page.status == 200 && page.text.contains("The laptop of the front room"), "{}", page.text);
    }
    // Another clinic's officer finds nothing there.
    let other = app.signed_in(&app.other, Role::PrivacyOfficer).await;
    assert_eq!(other.get(&format!("/c/{}/incidents/{id}", app.other.slug)).await.status, 404);
    // A form that is not whole comes back as it was filled.
    let half = [("kind", "opened"), ("said", "too few"), ("day", "2027-01-01"), ("time", "10:00")];
    let answer = clinician.post(&app.path("/incidents/report"), &half).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("too few") && answer.text.contains("That is still to come"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duty_that_is_late_or_was_taken_away_is_evidence_against_it() {
    let app = TestApp::start().await;
    let officer = officer(&app).await;
    let (state, evidence) = standing(&app).await;
    assert_eq!(state, State::Kept, "{evidence}");
    let id = report(&app, &officer, "misdirected").await;
    confirm(&app, &officer, id, "08:00", "10:00").await;
    assess(&app, &officer, id, "risk").await;
    let (state, evidence) = standing(&app).await;
    assert_eq!(state, State::Kept, "{evidence}");
    let tampered = async |sql: &str, figure: &str, back: &str| {
        app.place.tamper(sql);
        let (state, evidence) = standing(&app).await;
        assert_eq!(state, State::Gap, "{sql}: {evidence}");
        assert!(evidence.contains(figure), "{sql}: {evidence}");
        app.place.tamper(back);
    };
    let due = "2026-11-27T10:30:00Z".parse::<Timestamp>().unwrap().as_microsecond();
    let back = format!("UPDATE incident_duty SET due_at = {due}, met_at = NULL");
    // It was due the day before.
    tampered("UPDATE incident_duty SET due_at = due_at - 345600000000", "(\"late\", 1)", &back).await;
    // Somebody wrote a later day over it.
    tampered("UPDATE incident_duty SET due_at = due_at + 86400000000", "(\"missing\", 1)", &back).await;
    // It was met after its day.
    tampered(&format!("UPDATE incident_duty SET met_at = {}", due + 1), "(\"told late\", 1)", &back).await;
    let undecided = "UPDATE incident SET grade = NULL, discovered_at = discovered_at - 345600000000";
    let decided = "UPDATE incident SET grade = 'risk', discovered_at = discovered_at + 345600000000";
    tampered(undecided, "(\"undecided\", 1)", decided).await;
    // It was taken away.
    app.place.tamper("DELETE FROM incident_duty");
    let (state, evidence) = standing(&app).await;
    assert!(state == State::Gap && evidence.contains("(\"missing\", 1)"), "{evidence}");
}
