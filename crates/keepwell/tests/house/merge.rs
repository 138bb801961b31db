//! Merging two records with every room in the house: nothing that moves goes on naming the merged record, and whoever
//! books meanwhile stands with the one that stays.

use booking::model::Source;
use booking::offers::{self, Wish};
use booking::rules::Booker;
use booking::store::book::NewBooking;
use booking::{Whom, act};
use ground::{Actor, PersonId, Role, RoleSet, Scope, Who, params};
use jiff::ToSpan;
use promise::Purpose;
use tokio::task::JoinSet;

use crate::kit::{Answer, TestApp};

/// Where the merged record may still be named: what says so in the data map, what points or was opened then, and history.
const STAYS: &[(&str, &str)] = &[
    ("person", "id"),
    ("person_merge", "person"),
    ("access_entry", "person"),
    ("mail", "person"),
    ("client", "id"),
    ("client_tag", "client"),
    ("event", "subject"),
    // Work that waits finds where the record went.
    ("job", "subject"),
];

/// The desk, as an account of nobody else's.
fn desk(app: &TestApp) -> Scope {
    let who = Who::Account { account: ground::AccountId::from_bits(1), person: PersonId::from_bits(7) };
    let actor = Actor { who, roles: RoleSet::from(Role::FrontDesk), shown_as: Some("Maeve Corrigan".to_owned()) };
    app.scope(&app.clinic, Purpose::Scheduling).as_actor(actor)
}

/// Two clients who have visits, the one with more first.
async fn two(scope: &Scope) -> (PersonId, PersonId) {
    let rows = scope
        .read(|tx| {
            tx.query(
                "SELECT client, COUNT(*) AS n FROM appointment WHERE clinic = $1 GROUP BY client ORDER BY n DESC, client LIMIT 2",
                &params![tx.clinic()],
            )
        })
        .await
        .unwrap();
    (rows[0].get("client").unwrap(), rows[1].get("client").unwrap())
}

async fn visits(scope: &Scope, client: PersonId) -> i64 {
    let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<i64> {
        tx.one(
            "SELECT COUNT(*) AS n FROM appointment WHERE clinic = $1 AND client = $2",
            &params![tx.clinic(), client],
        )?
        .get("n")
    };
    scope.read(read).await.unwrap()
}

/// Every column that holds `id`, as table and column.
async fn named(scope: &Scope, id: PersonId) -> Vec<(String, String)> {
    let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<(String, String)>> {
        let map = tx.scope().house().data_map.clone();
        let mut found = Vec::new();
        for (table, declared) in &map.tables {
            if !declared.columns.contains_key("clinic") {
                continue;
            }
            for column in declared.columns.keys() {
                let sql =
                    format!("SELECT COUNT(*) AS n FROM {table} WHERE clinic = $1 AND CAST({column} AS TEXT) = $2");
                if tx.one(&sql, &params![tx.clinic(), id.to_string()])?.get::<i64>("n")? > 0 {
                    found.push((table.clone(), column.clone()));
                }
            }
        }
        Ok(found)
    };
    scope.read(read).await.unwrap()
}

async fn merge(scope: &Scope, from: PersonId, into: PersonId) -> ground::MergeId {
    scope.write(move |tx| tx.merge(from, into)).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_merge_nothing_that_moves_names_the_merged_record_and_undoing_brings_all_of_it_back() {
    let app = TestApp::start().await;
    let scope = desk(&app);
    let (into, from) = two(&scope).await;
    // A note of a visit, sealed under the key of the record that will be merged.
    let catalogue = offers::catalogue(&scope).await.unwrap();
    let service = catalogue.service("review").unwrap().clone();
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let wish = Wish { service: &service, practitioner: None, booker: Booker::Visitor };
    let (start, practitioner) = offers::times(&scope, &wish, today..=today.saturating_add(60.days())).await.unwrap()[0];
    let booked = act::book(&scope, booking(service.id, Some(practitioner), start, from, Some("The low chair"))).await;
    let visit = booked.unwrap().appointment.id;
    let (before_from, before_into) = (visits(&scope, from).await, visits(&scope, into).await);
    let columns = named(&scope, from).await;

    let id = merge(&scope, from, into).await;
    for column in named(&scope, from).await {
        assert!(
            STAYS.contains(&(column.0.as_str(), column.1.as_str())),
            "{}.{} still names the merged record: its room's data map must say what becomes of it",
            column.0,
            column.1
        );
    }
    assert_eq!((visits(&scope, from).await, visits(&scope, into).await), (0, before_from + before_into));
    let browser = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let page = browser.get(&app.path(&format!("/appointments/{visit}"))).await;
    assert!(page.text.contains("The low chair"), "what was sealed for the one opens for the other: {}", page.text);

    scope.write(move |tx| tx.unmerge(id)).await.unwrap().unwrap();
    assert_eq!((visits(&scope, from).await, visits(&scope, into).await), (before_from, before_into));
    let mut after = named(&scope, from).await;
    after.retain(|(table, _)| !["person_merge", "access_entry", "event", "job"].contains(&table.as_str()));
    let mut columns = columns;
    columns.retain(|(table, _)| !["access_entry", "event", "job"].contains(&table.as_str()));
    assert_eq!(after, columns);
    let page = browser.get(&app.path(&format!("/appointments/{visit}"))).await;
    assert!(page.text.contains("The low chair"), "and back: {}", page.text);
}

fn booking(
    service: booking::model::ServiceId,
    practitioner: Option<booking::model::PractitionerId>,
    start: jiff::Timestamp,
    client: PersonId,
    note: Option<&str>,
) -> NewBooking {
    let whom = Whom::Known { client, booked_by: None };
    NewBooking {
        note: note.map(str::to_owned),
        source: Source::Desk,
        ..crate::kit::booking(service, practitioner, start, whom)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_visit_booked_while_two_records_are_merged_stands_with_the_one_that_stays() {
    let app = TestApp::start().await;
    let scope = desk(&app);
    let catalogue = offers::catalogue(&scope).await.unwrap();
    let service = catalogue.service("review").unwrap().clone();
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    for round in 0..8 {
        let (into, from) = two(&scope).await;
        let wish = Wish { service: &service, practitioner: None, booker: Booker::Visitor };
        let offered = offers::times(&scope, &wish, today..=today.saturating_add(60.days())).await.unwrap();
        let before = visits(&scope, from).await + visits(&scope, into).await;
        let mut tasks = JoinSet::new();
        for n in 0..8 {
            let (start, practitioner) = offered[n * 29 % offered.len()];
            let (scope, new) = (scope.clone(), booking(service.id, Some(practitioner), start, from, None));
            tasks.spawn(async move { act::book(&scope, new).await.is_ok() });
        }
        let merging = scope.clone();
        let merged = tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(round)).await;
            merge(&merging, from, into).await
        });
        let mut booked = 0;
        while let Some(done) = tasks.join_next().await {
            booked += i64::from(done.unwrap());
        }
        let id = merged.await.unwrap();
        assert!(booked > 0, "round {round}");
        assert_eq!(visits(&scope, from).await, 0, "round {round}: nothing is left behind");
        assert_eq!(visits(&scope, into).await, before + booked, "round {round}: nothing is lost");
        scope.write(move |tx| tx.unmerge(id)).await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_follows_its_person_and_a_colleagues_does_not_move() {
    let app = TestApp::start().await;
    let scope = desk(&app);
    let client = app.signed_in(&app.clinic, Role::Client).await;
    let one_of = |role| {
        let scope = app.scope(&app.clinic, Purpose::Operation);
        async move {
            let all = scope.read(identity::one_of_each).await.unwrap();
            all.iter().find(|account| account.roles.contains(role)).unwrap().person
        }
    };
    let own = one_of(Role::Client).await;
    let (into, _) = two(&scope).await;
    let into = if into == own { two(&scope).await.1 } else { into };
    assert_eq!(client.get(&app.path("/me/details")).await.status, 200);
    let id = merge(&scope, own, into).await;
    // Signed in as before, and at home in the one record.
    let name = scope.read(move |tx| people::open(tx, into)).await.unwrap();
    let details = client.get(&app.path("/me/details")).await;
    assert!(details.status == 200 && details.text.contains(&name.family_name), "{}", details.text);
    scope.write(move |tx| tx.unmerge(id)).await.unwrap().unwrap();
    let details = client.get(&app.path("/me/details")).await;
    assert!(details.status == 200 && !details.text.contains(&format!("value=\"{}\"", name.email.unwrap())));
    // Somebody who works here is named by their person in every record they opened.
    let colleague = one_of(Role::Clinician).await;
    let why = scope.write(move |tx| tx.merge(colleague, into)).await;
    assert!(
        matches!(why, Ok(Err(ground::merge::Cannot::Room("identity-merge-staff"))) | Err(ground::Error::Refused(_))),
        "{why:?}"
    );
}

/// Where the first link or form that contains `part` leads.
fn to(answer: &Answer, part: &str) -> String {
    let found = answer.text.split('"').find(|text| text.starts_with('/') && text.contains(part));
    found.unwrap_or_else(|| panic!("{part} in {}", answer.text)).to_owned()
}

/// Everything the desk does with records, through its pages: each statement is then held against its plan, when the
/// program of this test ends (`kit/plans.rs`).
#[tokio::test(flavor = "multi_thread")]
async fn what_the_desk_does_with_records_walks_nothing_that_grows() {
    let app = TestApp::start().await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let path = |below: &str| app.path(&format!("/clients{below}"));
    let add = async |given: &str| {
        let fields =
            [("given_name", given), ("family_name", "Zellberg"), ("language", "en"), ("phone", "087 555 0142")];
        let added = desk.post(&path(""), &fields).await;
        assert_eq!(added.status, 303, "{}", added.text);
        added.location.unwrap().split(['/', '?']).find(|part| part.starts_with("per_")).unwrap().to_owned()
    };
    let (one, other) = (add("Kjersti").await, add("Kjersty").await);
    let record = |below: &str| path(&format!("/{one}{below}"));
    let send = async |at: String, fields: &[(&str, &str)]| {
        let answer = desk.post(&at, fields).await;
        assert!([200, 303].contains(&answer.status), "{at}: {} {}", answer.status, answer.text);
        answer
    };
    let get = async |at: String| {
        let answer = desk.get(&at).await;
        assert_eq!(answer.status, 200, "{at}: {}", answer.text);
        answer
    };
    // Labels.
    assert_eq!(manager.post(&path("/tags"), &[("name", "Rings twice")]).await.status, 303);
    let label = to(&manager.get(&path("/tags")).await, "/clients/tags/tag_");
    let tag = label.rsplit('/').next().unwrap().to_owned();
    get(record("/tags")).await;
    send(record("/tags"), &[("tag", &tag)]).await;
    get(path(&format!("?tag={tag}"))).await;
    assert_eq!(manager.post(&label, &[("name", "Rings once")]).await.status, 303);
    // Documents.
    assert_eq!(desk.upload(&record("/documents"), "letter.txt", "Dear colleague").await.status, 303);
    let details = to(&get(record("/documents")).await, "/details");
    get(details.replace("/details", "")).await;
    get(details.clone()).await;
    send(details.clone(), &[("name", "letter"), ("shared", "1")]).await;
    // Numbers.
    send(record("/numbers"), &[("kind", "passport"), ("number", "P 4417")]).await;
    let opening = to(&get(record("/numbers")).await, "/opening");
    send(opening.clone(), &[("reason", "verify")]).await;
    // Family.
    let child = add("Ylva").await;
    send(record("/family"), &[("look", "1"), ("find", "Zellberg")]).await;
    send(record("/family"), &[("find", "Zellberg"), ("who", &child), ("kind", "parent"), ("way", "guarded")]).await;
    get(path(&format!("/{child}/family"))).await;
    // Two that are one, and apart.
    get(path("/duplicates")).await;
    send(record("/merge"), &[("find", "Zellberg")]).await;
    get(record(&format!("/merge/{other}"))).await;
    let fields = [("keep", "one"), ("version_one", "1"), ("version_other", "1"), ("pick_given_name", "one")];
    send(record(&format!("/merge/{other}")), &fields).await;
    let undoing = to(&get(record("")).await, "/undoing");
    send(undoing, &[]).await;
    send(record(&format!("/apart/{child}")), &[]).await;
    send(record("/family/end"), &[("dependant", &child), ("guardian", &one)]).await;
    send(opening.replace("/opening", "/removal"), &[]).await;
    send(details.replace("/details", "/removal"), &[]).await;
    assert_eq!(manager.post(&format!("{label}/removal"), &[]).await.status, 303);
    // Beside the requests.
    let scope = app.scope(&app.clinic, Purpose::Operation);
    people::store::duplicate::look_through(&scope).await.unwrap();
    scope.write(people::store::merge::sweep).await.unwrap();
    ground::files::reconcile(&scope).await.unwrap();
    let gone: PersonId = one.parse().unwrap();
    scope.write(move |tx| people::forget(tx, gone)).await.unwrap();
}
