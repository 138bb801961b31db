//! Groups of a Google Workspace that give roles which the clinic made.

use std::collections::BTreeMap;

use axum::http::Method;
use directory::plan::Limits;
use directory::standin::{Belongs, Person};
use ground::{Role, RoleSet};

use crate::kit::{TestHouse, world};

/// That somebody looked is an event of its own.
fn but_for_events(mut rows: BTreeMap<&'static str, Vec<String>>) -> BTreeMap<&'static str, Vec<String>> {
    rows.remove("event");
    rows
}

const GOVERN: &[&str] = &["identity.govern_staff"];

#[tokio::test(flavor = "multi_thread")]
async fn a_look_gives_and_takes_roles_that_the_clinic_made_and_a_second_one_writes_nothing() {
    let test = TestHouse::open(world()).await;
    let manager = test.enters("mia@example.org", Role::Manager).await;
    test.ends().await;
    let night = test.own_role("Night desk", Role::Manager, GOVERN).await;
    let list = test.own_role("List", Role::Manager, GOVERN).await;
    test.rule("g2", night).await;
    assert_eq!(test.own_roles("ben@example.org").await, ["Night desk"]);
    // Cai has another by hand, and comes into the group with somebody new, who has nothing but what it gives.
    let cai = test.account("cai@example.org").await.unwrap();
    test.write(move |tx| Ok(identity::change_staff(tx, &cai, "Cai Vale", RoleSet::EMPTY, Some(&[list].into()))?))
        .await
        .unwrap();
    {
        let mut world = test.standin.world();
        world.people.push(Person::new("4", "Dee", "Lund", "dee@example.org"));
        world.circles[1].members.extend([Belongs::Person(2), Belongs::Person(3)]);
    }
    let tried = test.look(true).await;
    assert_eq!(tried.counts, "joined=1 members_added=2 roles_given=2");
    let shown = test.send(Method::GET, "/directory/google", &manager, &[]).await.text;
    assert!(shown.contains("Cai Vale is given a role: Night desk (Desk)."), "{shown}");
    assert_eq!(test.ends().await.2, "joined=1 members_added=2 roles_given=2 drift=0");
    assert_eq!(test.own_roles("cai@example.org").await, ["List", "Night desk"]);
    assert_eq!(test.own_roles("dee@example.org").await, ["Night desk"]);
    let before = test.rows().await;
    assert_eq!(test.ends().await.0, "unchanged");
    assert_eq!(but_for_events(test.rows().await), but_for_events(before));
    // Out of the group: what it gave goes, with the sessions, and what a manager gave stays.
    let cai = test.account("cai@example.org").await.unwrap().id;
    test.sign_in(cai).await;
    test.standin.world().circles[1].members.retain(|member| *member == Belongs::Person(1));
    assert_eq!(test.ends().await.2, "members_removed=2 roles_taken=2 drift=0");
    assert_eq!((test.own_roles("cai@example.org").await, test.sessions(cai).await), (vec!["List".to_owned()], 0));
    assert!(test.own_roles("dee@example.org").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_manager_gave_by_hand_before_the_group_gave_it_is_not_the_groups_to_take() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    let night = test.own_role("Night desk", Role::Manager, GOVERN).await;
    let cai = test.account("cai@example.org").await.unwrap();
    test.write(move |tx| Ok(identity::change_staff(tx, &cai, "Cai Vale", RoleSet::EMPTY, Some(&[night].into()))?))
        .await
        .unwrap();
    test.rule("g2", night).await;
    test.standin.world().circles[1].members.push(Belongs::Person(2));
    assert_eq!(test.ends().await.2, "members_added=1 drift=0");
    test.standin.world().circles[1].members.pop();
    assert_eq!(test.ends().await.2, "members_removed=1 drift=0");
    assert_eq!(test.own_roles("cai@example.org").await, ["Night desk"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_approved_is_another_once_the_role_it_gives_is_another() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    let night = test.own_role("Night desk", Role::FrontDesk, &[]).await;
    test.rule("g2", night).await;
    test.save(Limits { few: 0, share: 0, ..Limits::default() }).await;
    // Ben loses it, Cai is given it: held, because somebody loses something.
    test.standin.world().circles[1].members = vec![Belongs::Person(2)];
    assert_eq!(test.ends().await.0, "held");
    let digest = |run: &directory::store::google::run::Run| run.digest.clone().unwrap();
    let held = digest(&test.runs().await[0]);
    assert_eq!(test.ends().await.0, "held");
    assert_eq!(digest(&test.runs().await[0]), held, "the same plan");
    test.write(move |tx| {
        let before = identity::find_role(tx, night)?;
        let parts = before.parts.with(Role::Clinician);
        let new = identity::NewRole { name: before.name.clone(), parts, taken: before.taken.clone() };
        Ok(identity::update_role(tx, &before, &new)?)
    })
    .await
    .unwrap();
    assert_eq!(test.ends().await.0, "held");
    assert_ne!(digest(&test.runs().await[0]), held, "it would give something else");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_who_governs_by_a_role_that_the_clinic_made_holds_the_look() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    let deputy = test.own_role("Deputy", Role::Manager, &[]).await;
    let list = test.own_role("List", Role::Manager, GOVERN).await;
    let group = test.rule("g1", deputy).await;
    test.rule("g2", list).await;
    for email in ["ada@example.org", "ben@example.org"] {
        let account = test.account(email).await.unwrap().id;
        test.sign_in(account).await;
    }
    // Edda, whom the clinic made herself, is no manager any more: Ada alone governs.
    let edda = test.account("edda@example.org").await.unwrap();
    test.write(move |tx| Ok(identity::update_staff(tx, &edda, "Edda Marsh", Role::FrontDesk.into())?)).await.unwrap();
    test.standin.world().circles[0].members.clear();
    let before = test.rows().await;
    let ended = test.ends().await;
    assert_eq!((ended.0, ended.1.as_str()), ("refused", "last_manager"));
    assert_eq!(but_for_events(test.rows().await), but_for_events(before));
    // Ben comes into the group in the same look: he governs from the moment that Ada does not.
    test.standin.world().circles[0].members = vec![Belongs::Person(1)];
    assert_eq!(test.ends().await.0, "applied");
    assert_eq!(test.own_roles("ben@example.org").await, ["Deputy", "List"]);
    assert!(test.own_roles("ada@example.org").await.is_empty());
    // The rule itself is not taken back either.
    let rule = directory::store::rule::Rule { group, gives: deputy.into() };
    let gone = test.write(move |tx| directory::store::rule::delete(tx, rule)).await;
    assert!(matches!(gone, Err(directory::Error::LastManager)), "{gone:?}");
}
