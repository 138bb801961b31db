//! What happens there is felt here (promise `directory.follows_leavers`).

use directory::standin::{Belongs, Circle, Person};
use ground::{Role, RoleSet};
use jiff::SignedDuration;

use super::kit::{TestHouse, world};

#[tokio::test(flavor = "multi_thread")]
async fn a_first_look_takes_everybody_in_and_the_next_writes_nothing() {
    let test = TestHouse::open(world()).await;
    assert_eq!(test.ends().await, ("applied", String::new(), "joined=3 groups=2 members_added=2 drift=0".to_owned()));
    let ada = test.account("ada@example.org").await.unwrap();
    assert_eq!((ada.shown_as.as_deref(), ada.roles, ada.verified_at), (Some("Ada Holm"), RoleSet::EMPTY, None));
    let before = test.rows().await;
    test.later(1);
    let run = test.look(false).await;
    assert_eq!((run.outcome.as_str(), run.counts.as_str()), ("unchanged", ""));
    let mut after = test.rows().await;
    // Nothing but that it was looked.
    let events = |rows: &std::collections::BTreeMap<&str, Vec<String>>| rows["event"][0].parse::<i64>().unwrap();
    assert_eq!(events(&after), events(&before) + 1);
    after.insert("event", before["event"].clone());
    assert_eq!(before, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_says_what_would_be_and_does_nothing() {
    let test = TestHouse::open(world()).await;
    let before = test.rows().await;
    let run = test.look(true).await;
    assert_eq!((run.outcome.as_str(), run.counts.as_str()), ("tried", "joined=3 groups=2 members_added=2"));
    let mut after = test.rows().await;
    after.insert("event", before["event"].clone());
    assert_eq!(before, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_suspended_is_signed_out_at_once_and_comes_back_as_they_were() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    test.rule("g2", Role::FrontDesk).await;
    let ben = test.account("ben@example.org").await.unwrap();
    assert_eq!(ben.roles, RoleSet::from(Role::FrontDesk));
    for archived in [false, true] {
        test.sign_in_again(&ben).await;
        let person = |edit: fn(&mut Person, bool), yes: bool| edit(&mut test.standin.world().people[1], yes);
        let edit: fn(&mut Person, bool) =
            if archived { |person, yes| person.archived = yes } else { |person, yes| person.suspended = yes };
        person(edit, true);
        assert_eq!(test.ends().await.2, "suspended=1 drift=0");
        let out = test.account("ben@example.org").await.unwrap();
        assert!(out.deactivated_at.is_some());
        assert_eq!(test.sessions(ben.id).await, 0);
        person(edit, false);
        assert_eq!(test.ends().await.2, "returned=1 drift=0");
        let back = test.account("ben@example.org").await.unwrap();
        assert_eq!((back.id, back.roles, back.deactivated_at), (ben.id, ben.roles, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_deleted_is_out_at_once_and_restored_within_the_days_of_grace() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    test.rule("g2", Role::FrontDesk).await;
    let ben = test.account("ben@example.org").await.unwrap();
    test.sign_in(ben.id).await;
    test.standin.world().people[1].deleted = true;
    assert_eq!(
        test.ends().await,
        ("applied", String::new(), "left=1 members_removed=1 roles_taken=1 drift=0".to_owned())
    );
    // Nobody finds them by their address, which is free for the next.
    assert!(test.account("ben@example.org").await.is_none());
    assert_eq!(test.sessions(ben.id).await, 0);
    let named =
        "SELECT COUNT(*) AS n FROM directory_user WHERE clinic = $1 AND account = $2 AND given_name IS NOT NULL";
    assert_eq!(test.count(named, Some(ben.id)).await, 0);
    // Gone from both lists they are gone as well: nothing changes.
    let gone = test.standin.world().people.remove(1);
    test.standin.world().circles[1].members.clear();
    assert_eq!(test.ends().await.0, "unchanged");
    test.later(24 * 19);
    let back = Person { deleted: false, ..gone };
    test.standin.world().people.push(back);
    test.standin.world().circles[1].members = vec![Belongs::Person(2)];
    assert_eq!(test.ends().await.2, "changed=1 restored=1 members_added=1 roles_given=1 drift=0");
    let restored = test.account("ben@example.org").await.unwrap();
    assert_eq!((restored.id, restored.roles, restored.deactivated_at), (ben.id, RoleSet::from(Role::FrontDesk), None));
    assert_eq!(test.count(named, Some(ben.id)).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_days_of_grace_end_in_a_mark() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    test.standin.world().people[1].deleted = true;
    test.ends().await;
    test.later(24 * 20 - 1);
    assert_eq!(test.ends().await.0, "unchanged");
    test.later(1);
    assert_eq!(test.ends().await.2, "due=1 drift=0");
    let due = "SELECT COUNT(*) AS n FROM directory_user WHERE clinic = $1 AND due_at IS NOT NULL";
    assert_eq!(test.count(due, None).await, 1);
    assert_eq!(test.ends().await.0, "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_swap_addresses_stay_who_they_are_and_a_new_name_is_shown() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    let (ada, ben) = (test.account("ada@example.org").await.unwrap(), test.account("ben@example.org").await.unwrap());
    {
        let mut world = test.standin.world();
        world.people[0].email = "ben@example.org".to_owned();
        world.people[1].email = "Ada@example.org".to_owned();
        world.people[2].family = "Vale-Okri".to_owned();
    }
    assert_eq!(test.ends().await.2, "changed=3 drift=0");
    assert_eq!(test.account("ben@example.org").await.unwrap().id, ada.id);
    assert_eq!(test.account("ada@example.org").await.unwrap().id, ben.id);
    assert_eq!(test.account("cai@example.org").await.unwrap().shown_as.as_deref(), Some("Cai Vale-Okri"));
    // The address of whoever leaves is the next one's in the same look.
    {
        let mut world = test.standin.world();
        world.people[1].deleted = true;
        world.people.push(Person::new("4", "Dee", "Lund", "ada@example.org"));
        world.circles[1].members.clear();
    }
    assert_eq!(test.ends().await.2, "joined=1 left=1 members_removed=1 drift=0");
    assert_ne!(test.account("ada@example.org").await.unwrap().id, ben.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_come_and_go_with_groups_within_groups_and_what_a_colleague_gave_stays() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    test.rule("g1", Role::Manager).await;
    test.rule("g2", Role::FrontDesk).await;
    let cai = test.account("cai@example.org").await.unwrap();
    let by_hand = cai.clone();
    test.write(move |tx| Ok(identity::update_staff(tx, &by_hand, "Cai Vale", RoleSet::from(Role::Clinician))?))
        .await
        .unwrap();
    {
        let mut world = test.standin.world();
        // A team within the desk, which holds the desk again.
        let mut team = Circle::new("g3", "Evening team", "evening@example.org");
        team.members = vec![Belongs::Person(2), Belongs::Circle(1)];
        world.circles.push(team);
        world.circles[1].members.push(Belongs::Circle(2));
    }
    assert_eq!(test.ends().await.2, "groups=1 members_added=3 roles_given=1 drift=0");
    let both = RoleSet::of(&[Role::Clinician, Role::FrontDesk]);
    assert_eq!(test.account("cai@example.org").await.unwrap().roles, both);
    test.sign_in(cai.id).await;
    test.standin.world().circles[2].members.retain(|member| *member != Belongs::Person(2));
    assert_eq!(test.ends().await.2, "members_removed=1 roles_taken=1 drift=0");
    assert_eq!(test.account("cai@example.org").await.unwrap().roles, RoleSet::from(Role::Clinician));
    assert_eq!(test.sessions(cai.id).await, 0, "no page of the old roles stays open");
    // A group that goes takes with it what it gave.
    {
        let mut world = test.standin.world();
        world.circles.truncate(1);
    }
    assert_eq!(test.ends().await.2, "groups=2 members_removed=3 roles_taken=1 drift=0");
    assert_eq!(test.account("ben@example.org").await.unwrap().roles, RoleSet::EMPTY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_is_due_when_its_time_has_come_or_somebody_asks() {
    let test = TestHouse::open(world()).await;
    let turn = async || directory::sync::turn(test.scope()).await.unwrap();
    turn().await;
    turn().await;
    assert_eq!(test.runs().await.len(), 1);
    test.write(|tx| directory::store::google::settings::ask(tx, true)).await.unwrap();
    turn().await;
    turn().await;
    let runs = test.runs().await;
    assert_eq!(runs.iter().filter(|run| run.trial).count(), 1);
    assert_eq!(runs.len(), 2);
    test.house.clock.set(test.now() + SignedDuration::from_mins(59));
    turn().await;
    assert_eq!(test.runs().await.len(), 2);
    test.house.clock.set(test.now() + SignedDuration::from_mins(1));
    turn().await;
    assert_eq!(test.runs().await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_first_given_something_to_do_is_written_how_to_come_in() {
    let test = TestHouse::open(world()).await;
    test.ends().await;
    test.rule("g1", Role::Clinician).await;
    // Cai comes into that group, and Dee comes with it.
    {
        let mut world = test.standin.world();
        world.people.push(Person::new("4", "Dee", "Lund", "dee@example.org"));
        world.circles[0].members.extend([Belongs::Person(2), Belongs::Person(3)]);
    }
    test.ends().await;
    ground::job::run_due(&test.house).await.unwrap();
    let letters = test.scope().read(|tx| ground::mail::list(tx, 10)).await.unwrap();
    let mut to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    // Ada was there when the rule was made.
    assert_eq!(to, ["ada@example.org", "cai@example.org", "dee@example.org"]);
}

impl TestHouse {
    async fn sign_in_again(&self, account: &identity::Account) {
        assert_eq!(self.sessions(account.id).await, 0);
        self.sign_in(account.id).await;
        assert_eq!(self.sessions(account.id).await, 1);
    }
}
