//! What is not done, and why.

use std::sync::Arc;
use std::time::Duration;

use directory::google::{Pace, What};
use directory::plan::{Asks, Gathering, Group, Limits, Standing, User, plan};
use directory::standin::{Belongs, Person, Trouble, World};
use directory::store::claim;
use directory::store::google::here::{load, token};
use directory::store::google::{apply, remember_erased, run, settings};
use ground::{Allowance, Role, RoleSet};

use super::kit::{TestHouse, world};

/// A directory of `many`, all at the desk.
fn many(many: usize) -> World {
    let mut world = world();
    let person = |n: usize| Person::new(format!("p{n}"), "Given", &format!("Family{n}"), &format!("p{n}@example.org"));
    world.people.extend((0..many).map(person));
    world.circles[1].members.extend((0..many).map(|n| Belongs::Person(n + 3)));
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_goes_wrong_with_an_answer_changes_nobody() {
    let test = TestHouse::open(many(30)).await;
    test.ends().await;
    test.rule("g2", Role::FrontDesk).await;
    let before = test.rows().await;
    for (what, trouble, reason) in [
        (What::Users, Trouble::NoBody, "empty"),
        (What::Users, Trouble::CutShort, "malformed"),
        (What::Users, Trouble::Without("id"), "field_missing"),
        (What::Users, Trouble::SameAgain, "cycle"),
        (What::Groups, Trouble::NoObject, "empty"),
        (What::Members, Trouble::Emptied, "short"),
        (What::Members, Trouble::BrokenOff, "unanswered"),
        (What::Deleted, Trouble::Status { status: 403, reason: "forbidden", retry_after: None }, "forbidden"),
        (What::Token, Trouble::TokenError("unauthorized_client"), "not_delegated"),
        (What::Users, Trouble::Status { status: 429, reason: "rateLimitExceeded", retry_after: None }, "put_off"),
    ] {
        test.standin.forget_tokens();
        test.standin.world().scripts.clear();
        test.standin.world().script(what, 0, 1_000, trouble.clone());
        assert_eq!(test.ends().await, ("failed", reason.to_owned(), String::new()), "{trouble:?}");
    }
    // The answers are whole and say that nobody is left, or only the half.
    test.standin.world().scripts.clear();
    test.standin.world().script(What::Users, 0, 1, Trouble::Emptied);
    assert_eq!(test.ends().await.0, "refused");
    let half = test.standin.world().people.split_off(17);
    test.standin.world().circles[1].members.truncate(15);
    let (outcome, reasons, _) = test.ends().await;
    assert_eq!(outcome, "held");
    assert!(reasons.contains("too_many:16:33:3"), "{reasons}");
    test.standin.world().people.extend(half);
    test.standin.world().circles[1].members.extend((17..33).map(Belongs::Person));
    let mut after = test.rows().await;
    after.insert("event", before["event"].clone());
    assert_eq!(before, after);
    assert_eq!(test.ends().await.0, "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reading_that_does_not_come_to_its_end_is_given_up_and_written_down() {
    let test = TestHouse::open(world()).await;
    test.standin.world().script(
        What::Groups,
        0,
        1_000,
        Trouble::Status { status: 503, reason: "backendError", retry_after: None },
    );
    // Whoever is put off so waits for ever.
    let pace = Pace::new(|_| Box::pin(std::future::pending()), Arc::new(|| 0.0)).within(Duration::from_millis(300));
    let run = test.look_at(false, &pace).await;
    assert_eq!((run.outcome.as_str(), run.reasons.as_str()), ("failed", "put_off"));
    assert_eq!(test.runs().await.len(), 1);
    test.standin.world().scripts.clear();
    assert_eq!(test.ends().await.0, "applied");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_plan_is_done_once_a_person_approves_that_one() {
    let test = TestHouse::open(many(10)).await;
    test.ends().await;
    for person in &mut test.standin.world().people[3..9] {
        person.suspended = true;
    }
    let held = test.look(false).await;
    assert_eq!(
        (held.outcome.as_str(), held.reasons.as_str(), held.counts.as_str()),
        ("held", "too_many:6:13:2", "suspended=6")
    );
    // By itself it stays held, however often it is found.
    assert_eq!(test.ends().await.0, "held");
    let digest = held.digest.unwrap();
    let other = digest.replace(&digest[..1], if digest.starts_with('0') { "1" } else { "0" });
    assert!(test.write(move |tx| run::approve(tx, &other)).await.is_err());
    let approved = digest.clone();
    test.write(move |tx| run::approve(tx, &approved)).await.unwrap();
    // What is found now is another plan: that one nobody approved.
    test.standin.world().people[9].suspended = true;
    assert_eq!(test.ends().await.0, "held");
    test.standin.world().people[9].suspended = false;
    assert_eq!(test.ends().await.0, "held", "the approval went with the look it was for");
    test.write(move |tx| run::approve(tx, &digest)).await.unwrap();
    assert_eq!(test.ends().await, ("applied", String::new(), "suspended=6 drift=0".to_owned()));
    assert!(test.account("p0@example.org").await.unwrap().deactivated_at.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_manager_stays_and_so_does_everybody_until_there_is_another() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    test.rule("g1", Role::Manager).await;
    let ada = test.account("ada@example.org").await.unwrap();
    test.sign_in(ada.id).await;
    // Ada is the only manager left.
    let edda = test.account("edda@example.org").await.unwrap();
    test.write(move |tx| Ok(identity::deactivate_staff(tx, &edda)?)).await.unwrap();
    test.standin.world().people[0].suspended = true;
    test.standin.world().people[1].suspended = true;
    let run = test.look(false).await;
    assert_eq!((run.outcome.as_str(), run.reasons.as_str(), run.digest), ("refused", "last_manager", None));
    assert!(test.account("ada@example.org").await.unwrap().is_open());
    // Ben follows her as manager, in the same look in which she goes: he is there before she is gone.
    let ben = test.account("ben@example.org").await.unwrap();
    test.sign_in(ben.id).await;
    {
        let mut world = test.standin.world();
        world.people[1].suspended = false;
        world.circles[0].members = vec![Belongs::Person(1)];
    }
    assert_eq!(
        test.ends().await.2,
        "suspended=1 members_added=1 members_removed=1 roles_given=1 roles_taken=1 drift=0"
    );
    assert_eq!(test.account("ben@example.org").await.unwrap().roles, RoleSet::from(Role::Manager));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_erased_at_their_request_is_not_brought_back() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    test.write(|tx| {
        let ben = directory::store::user::by_external(tx, directory::model::Source::Google, "2")?.unwrap();
        remember_erased(tx, ben.account)?;
        // As erasing does with their rows.
        for sql in [
            "DELETE FROM directory_member WHERE clinic = $1 AND directory_user = $2",
            "DELETE FROM directory_user WHERE clinic = $1 AND id = $2",
        ] {
            tx.execute(sql, &ground::params![tx.clinic(), ben.id])?;
        }
        tx.execute("DELETE FROM account WHERE clinic = $1 AND id = $2", &ground::params![tx.clinic(), ben.account])?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(test.ends().await, ("unchanged", String::new(), "questions=1".to_owned()));
    assert!(test.account("ben@example.org").await.is_none());
}

/// A manager's yes to what is asked just now.
fn agree(tx: &mut ground::Tx<'_>, account: ground::AccountId) -> directory::Result<()> {
    let asked = claim::list(tx)?.into_iter().find(|claim| claim.account == account).unwrap();
    claim::confirm(tx, account, &asked.seen)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_the_clinic_made_is_nobodys_by_an_address_alone() {
    let test = TestHouse::open(world()).await;
    let own = test.own_staff("ada@example.org", Role::Clinician).await;
    assert_eq!(test.ends().await.2, "joined=2 groups=2 members_added=1 questions=1 drift=0");
    let asked = test.write(claim::list).await.unwrap();
    assert_eq!(
        asked.iter().map(|claim| (claim.account, claim.confirmed_at.is_some())).collect::<Vec<_>>(),
        [(own, false)]
    );
    assert_eq!(test.ends().await, ("unchanged", String::new(), "questions=1".to_owned()));
    test.write(move |tx| agree(tx, own)).await.unwrap();
    assert_eq!(test.ends().await.2, "joined=1 members_added=1 drift=0");
    let ada = test.account("ada@example.org").await.unwrap();
    assert_eq!((ada.id, ada.roles, ada.is_open()), (own, RoleSet::from(Role::Clinician), true));
    assert_eq!(test.ends().await.0, "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_had_by_hand_before_they_were_connected_stays_theirs_when_a_group_gave_it_too() {
    let test = TestHouse::open(world()).await;
    let own = test.own_staff("ada@example.org", Role::Clinician).await;
    test.ends().await;
    test.rule("g1", Role::Clinician).await;
    test.write(move |tx| agree(tx, own)).await.unwrap();
    assert_eq!(test.ends().await.0, "applied");
    assert_eq!(test.ends().await.0, "unchanged");
    test.standin.world().circles[0].members.clear();
    assert_eq!(test.ends().await.0, "applied");
    let ada = test.account("ada@example.org").await.unwrap();
    assert_eq!((ada.id, ada.roles), (own, RoleSet::from(Role::Clinician)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_that_was_not_followed_for_long_is_evidence_against_the_promise() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    let kept = async || test.scope().read(test.house.evidence["directory.follows_leavers"]).await.unwrap().ok;
    assert!(kept().await);
    test.later(26);
    assert!(kept().await);
    test.later(2);
    assert!(!kept().await, "three looks and a day");
    test.ends().await;
    assert!(kept().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_lies_sealed_and_a_new_one_ends_the_one_before() {
    let test = TestHouse::open(world()).await;
    let keeper = "SELECT COUNT(*) AS n FROM person WHERE clinic = $1 AND erased_at IS NOT NULL";
    assert_eq!(test.count(keeper, None).await, 0);
    test.save(Limits::default()).await;
    assert_eq!(test.count(keeper, None).await, 1);
    let found = test.scope().read(settings::find).await.unwrap().unwrap();
    assert!(!format!("{found:?}").contains("PRIVATE"));
    let secret = test.scope().read(move |tx| settings::open(tx, &found)).await.unwrap();
    assert!(secret.service_key.contains("PRIVATE KEY") && format!("{secret:?}") == "<secret>");
    if let Some(bytes) = test.file() {
        for word in [&b"PRIVATE KEY"[..], b"admin@example.org", b"private_key_id"] {
            assert!(!bytes.windows(word.len()).any(|found| found == word));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_the_clinics_own() {
    let test = TestHouse::open(many(10)).await;
    test.ends().await;
    for person in &mut test.standin.world().people[3..9] {
        person.suspended = true;
    }
    assert_eq!(test.ends().await.0, "held");
    test.save(Limits { share: 50, ..Limits::default() }).await;
    assert_eq!(test.ends().await.0, "applied");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cut_off_while_it_is_done_was_never_begun() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    test.rule("g2", Role::FrontDesk).await;
    let before = test.rows().await;
    // Ben is gone, Cai has his address and his place at the desk, and somebody new is there.
    let cut_off = test
        .write(|tx| {
            let mut gathering = Gathering::default();
            for (id, given, email) in
                [("1", "Ada", "ada@example.org"), ("3", "Cai", "ben@example.org"), ("4", "Dee", "dee@example.org")]
            {
                let (given, family) = (given.into(), "Lund".into());
                let user = User { id: id.into(), given, family, email: email.into(), standing: Standing::Active };
                gathering.user(user).unwrap();
            }
            gathering.group(Group { id: "g2".into(), name: "Front desk".into() }).unwrap();
            gathering.member(0, "3");
            let there = gathering.finish();
            let loaded = load(tx, &there)?;
            let now = tx.now();
            let tokens = |kind: &'static str, text: &str| token(tx, kind, text).unwrap();
            let asks = Asks { tokens: &tokens, governs: &|held| held.contains(Role::Manager) };
            let plan = plan(&there, &loaded.here, &Limits::default(), now, asks).unwrap();
            assert_eq!((plan.counts().left, plan.counts().joined, plan.counts().roles_given), (1, 1, 1));
            apply::apply(tx, &there, &loaded, &plan)?;
            Err::<(), _>(directory::Error::NoMember)
        })
        .await;
    assert!(cut_off.is_err());
    assert_eq!(before, test.rows().await);
    assert_eq!(test.ends().await.0, "unchanged");
}

async fn allow(test: &mut TestHouse, staff: Option<u64>) {
    test.house.allow(test.clinic.clone(), Allowance { staff, ..Allowance::default() }).await.unwrap();
    test.clinic = test.house.clinic_by_id(test.clinic.id).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_room_whoever_left_is_shut_out_and_whoever_comes_waits() {
    let mut test = TestHouse::open(world()).await;
    test.ends().await;
    test.rule("g2", Role::FrontDesk).await;
    test.ends().await;
    // Ada and Cai have no role and count as nobody: Edda and Ben are all there may be.
    allow(&mut test, Some(2)).await;
    let nobody = Person::new("4", "Dov", "Lund", "dov@example.org");
    test.standin.world().people.push(nobody);
    assert_eq!(test.ends().await.0, "applied");
    // Two come with a role, one who was here gets the first, and one leaves.
    {
        let mut world = test.standin.world();
        world.people.push(Person::new("5", "Eir", "Moss", "eir@example.org"));
        world.people.push(Person::new("6", "Finn", "Ash", "finn@example.org"));
        world.circles[1].members = vec![Belongs::Person(0), Belongs::Person(4), Belongs::Person(5)];
        world.people[1].suspended = true;
        world.people[2].suspended = true;
    }
    test.save(Limits { few: 9, share: 100, ..Limits::default() }).await;
    let run = test.look(false).await;
    assert_eq!((run.outcome.as_str(), run.reasons.as_str()), ("refused", "full"));
    assert!(run.counts.contains("suspended=2") && !run.counts.contains("joined"), "{}", run.counts);
    assert!(test.account("ben@example.org").await.unwrap().deactivated_at.is_some());
    assert!(test.account("eir@example.org").await.is_none());
    assert!(test.account("ada@example.org").await.unwrap().roles.is_empty());
    let told = "SELECT COUNT(*) AS n FROM mail WHERE clinic = $1 AND kind LIKE 'directory.%'";
    let letters = test.count(told, None).await;
    assert!(letters > 0);
    assert_eq!(test.ends().await.1, "full");
    assert_eq!(test.count(told, None).await, letters, "the same again is no news");
    allow(&mut test, None).await;
    assert_eq!(test.ends().await.0, "applied");
    assert!(test.account("eir@example.org").await.is_some());
    assert!(!test.account("ada@example.org").await.unwrap().roles.is_empty());
}
