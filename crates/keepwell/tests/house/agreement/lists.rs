//! Lists: whoever has not agreed is not in them, and takes nobody else out; many are asked for as few are.

use ground::{AccountId, Actor, PersonId, Role, RoleSet, Scope, Tx, Who, params};
use promise::{Category, Purpose};

use super::{adds, adds_all, later};
use crate::booking_own::{client, free};
use crate::booking_public::{book, visit};
use crate::kit::TestApp;

/// Everybody but `silent` came later than any use was added.
fn came_later(app: &TestApp, silent: PersonId) {
    app.place.tamper(&format!(
        "UPDATE person SET created_at = {} WHERE id <> '{silent}'",
        app.house.clock.now().as_microsecond()
    ));
}

async fn name(app: &TestApp, person: PersonId) -> String {
    let open = move |tx: &mut Tx<'_>| people::open(tx, person);
    app.scope(&app.clinic, Purpose::Scheduling).read(open).await.unwrap().name()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_has_not_agreed_to_a_part_is_left_out_of_lists_and_nobody_else_is() {
    let app = TestApp::start().await;
    // Somebody who comes on the day that is shown, and somebody else who does.
    let today = format!(
        "SELECT client FROM appointment WHERE clinic = '{}' AND active = 1 AND starts_at > {} ORDER BY starts_at",
        app.clinic.id,
        app.house.clock.now().as_microsecond()
    );
    let mut coming = app.place.column(&today);
    coming.dedup();
    let coming: Vec<PersonId> = coming.iter().map(|one| one.parse().unwrap()).collect();
    // A release may know of both.
    let subjects = async |of: &[PersonId]| {
        let of = of.to_vec();
        let read = move |tx: &mut Tx<'_>| people::subjects(tx, &of);
        app.scope(&app.clinic, Purpose::Research).read(read).await.unwrap()
    };
    let grown = subjects(&coming).await;
    let mut grown = coming.into_iter().filter(|one| grown.contains_key(one));
    let silent = grown.next().unwrap();
    let other = grown.find(|one| *one != silent).unwrap();
    let (name, others) = (name(&app, silent).await, name(&app, other).await);
    adds(&app, &[(Category::Contact, Purpose::Scheduling)]).await;
    came_later(&app, silent);
    later(&app);
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let trace = format!(
        "SELECT id FROM access_entry WHERE person = '{silent}' AND purpose = 'scheduling' AND actor LIKE 'per_%'"
    );
    let before = app.place.column(&trace).len();
    let mut shown = String::new();
    for path in ["/day?lang=en", "/day?view=week&lang=en", "/clients?lang=en", "/clients/duplicates?lang=en"] {
        let page = desk.get(&app.path(path)).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text);
        assert!(!page.text.contains(&name), "{path}");
        shown += &page.text;
    }
    assert!(shown.contains(&others), "the others are there");
    let found = desk.post(&app.path("/clients/search"), &[("q", name.as_str())]).await;
    let found = desk.get(&found.location.unwrap()).await;
    assert!(found.status == 200 && !found.text.contains(&format!("/clients/{silent}\"")), "{}", found.text);
    assert_eq!(app.place.column(&trace).len(), before, "nobody tried their door");
    // What programs read, and what a release may know.
    let list = app.scope(&app.clinic, Purpose::Scheduling).read(|tx| people::found(tx, "", None, 100)).await.unwrap();
    assert!(list.clients.iter().any(|one| one.id == other) && list.clients.iter().all(|one| one.id != silent));
    // Of whom a release reads the day of birth.
    adds(&app, &[(Category::Identity, Purpose::Research)]).await;
    came_later(&app, silent);
    let known = subjects(&[silent, other]).await;
    assert!(!known.contains_key(&silent) && known.contains_key(&other));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_goes_without_what_waits() {
    let (app, browser, _) = client().await;
    let offered = free(&browser, &app).await;
    let booked = book(&browser, &app, "review", &[("slot", &offered[0]), ("whom", "self"), ("note", "By train")]).await;
    let visit = visit(&booked).split('/').nth(4).unwrap().to_owned();
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let card = app.path(&format!("/day?date=2026-12-03&visit={visit}&lang=en"));
    let before = desk.get(&card).await;
    assert!(before.status == 200 && before.text.contains("By train"), "{}", before.text);
    adds(&app, &[(app.house.data_map.column("appointment", "note").unwrap().category, Purpose::Scheduling)]).await;
    let after = desk.get(&card).await;
    assert!(after.status == 200 && !after.text.contains("By train"), "{}", after.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_of_whom_something_waits_are_asked_for_as_often_as_one() {
    let app = TestApp::start().await;
    let read = |tx: &mut Tx<'_>| -> ground::Result<Vec<PersonId>> {
        let rows = tx.query("SELECT id FROM client WHERE clinic = $1 ORDER BY id", &params![tx.clinic()])?;
        rows.iter().map(|row| row.get("id")).collect()
    };
    let ids = app.scope(&app.clinic, Purpose::Operation).read(read).await.unwrap();
    let job = Actor { roles: RoleSet::from(Role::FrontDesk), ..Actor::automatic() };
    let desk = Scope::new(&app.house, app.clinic.clone(), job.clone(), Purpose::Scheduling, "test");
    let asked = async |ids: &[PersonId]| {
        let ids = ids.to_vec();
        let open = move |tx: &mut Tx<'_>| -> ground::Result<(usize, usize)> {
            Ok((people::open_many(tx, &ids)?.len(), tx.asked()))
        };
        desk.read(open).await.unwrap()
    };
    // A change asks one question of everybody's word.
    let one = ids[0];
    let change = move |tx: &mut Tx<'_>| -> ground::Result<usize> { tx.require(one).map(|()| tx.asked()) };
    assert_eq!(desk.write(change).await.unwrap(), 1);
    adds(&app, &[(Category::Identity, Purpose::Care)]).await;
    assert_eq!(asked(&ids).await, (ids.len(), 3), "added for something else");
    adds(&app, &[(Category::Contact, Purpose::Scheduling)]).await;
    assert_eq!(asked(&ids).await, (0, 2), "everybody is silent");
    came_later(&app, one);
    assert_eq!(asked(&ids).await, (ids.len() - 1, 3), "one is");
    // Of somebody who works here it is looked up whom they are bound to: of all at once.
    let person: PersonId = app.place.column(&format!(
        "SELECT person FROM account WHERE clinic = '{}' AND roles = 'front_desk' ORDER BY id",
        app.clinic.id
    ))[0]
        .parse()
        .unwrap();
    let who = Who::Account { account: AccountId::new(app.house.clock.now()), person };
    let desk = Actor { who, roles: RoleSet::from(Role::FrontDesk), shown_as: None };
    let desk = Scope::new(&app.house, app.clinic.clone(), desk, Purpose::Scheduling, "test");
    let staff = async |ids: &[PersonId]| {
        let ids = ids.to_vec();
        let open = move |tx: &mut Tx<'_>| -> ground::Result<(usize, usize)> {
            Ok((people::open_many(tx, &ids)?.len(), tx.asked()))
        };
        desk.read(open).await.unwrap()
    };
    app.place.tamper("UPDATE person SET created_at = 0");
    let ((few, of_few), (many, of_many)) = (staff(&ids[..2]).await, staff(&ids).await);
    assert_eq!((few, many), (0, 0));
    assert!(of_many == of_few && of_many <= 6, "{of_many} as {of_few}");
    adds_all(&app, Purpose::Scheduling).await;
    assert_eq!(staff(&ids).await, (0, of_many));
    came_later(&app, one);
    assert_eq!(asked(&ids).await, (ids.len() - 1, 3));
    let other = ids[1];
    let change = move |tx: &mut Tx<'_>| -> ground::Result<usize> { tx.require(other).map(|()| tx.asked()) };
    let desk = Scope::new(&app.house, app.clinic.clone(), job, Purpose::Scheduling, "test");
    assert_eq!(desk.write(change).await.unwrap(), 1);
}
