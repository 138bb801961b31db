//! Whatever goes wrong is said, and is never a shorter list.

use directory::google::{Bounds, Fault, What};
use directory::standin::{Belongs, Circle, Person, Trouble, World};
use ground::egress::Unanswered;

use super::kit::Kit;
use Trouble::{BrokenOff, CutShort, Emptied, Hole, Html, NoBody, NoObject, SameAgain, TokenError, Without, WrongType};

fn world() -> World {
    let person = |n: usize| Person::new(format!("{n}"), "Ada", "Holm", &format!("u{n}@example.org"));
    let mut people: Vec<Person> = (0..9).map(person).collect();
    people[8].deleted = true;
    let mut circles =
        vec![Circle::new("g1", "Front desk", "desk@example.org"), Circle::new("g2", "All", "all@example.org")];
    circles[0].members = (0..6).map(Belongs::Person).collect();
    circles[1].members = vec![Belongs::Circle(0)];
    World { people, circles, page: Some(3), ..World::default() }
}

fn status(status: u16, reason: &'static str) -> Trouble {
    Trouble::Status { status, reason, retry_after: None }
}

const EVER: u32 = 1_000;
const LISTS: [What; 4] = [What::Deleted, What::Users, What::Groups, What::Members];

#[tokio::test]
async fn an_answer_that_cannot_be_whole_ends_the_reading() {
    for what in LISTS {
        for (trouble, expected) in [
            (NoBody, Fault::Empty(what)),
            (NoObject, Fault::Empty(what)),
            (Html, Fault::Malformed(what)),
            (CutShort, Fault::Malformed(what)),
            (SameAgain, Fault::Cycle(what)),
            (WrongType("id"), Fault::Malformed(what)),
            (Without("id"), Fault::FieldMissing(what)),
            (status(400, "badRequest"), Fault::Status { what, status: 400 }),
            (status(403, "forbidden"), Fault::Forbidden(what)),
            (status(403, "accessNotConfigured"), Fault::SwitchedOff),
            (status(401, "authError"), Fault::NotAccepted),
            (status(410, "gone"), Fault::Status { what, status: 410 }),
        ] {
            let kit = Kit::new(world()).await;
            kit.standin.world().script(what, 0, EVER, trouble.clone());
            assert_eq!(kit.read().await.unwrap_err(), expected, "{trouble:?}");
        }
    }
    // Whether the head of the answer came before it broke off is chance; that it broke off is not overlooked.
    for what in LISTS {
        let mut kit = Kit::new(world()).await;
        kit.bounds = Bounds { at_once: 1, ..kit.bounds };
        kit.standin.world().script(what, 0, EVER, BrokenOff);
        let fault = kit.read().await.unwrap_err();
        let why = [Unanswered::BrokenOff, Unanswered::Unreached];
        assert!(why.iter().any(|why| fault == Fault::Unanswered { what, why: *why }), "{fault}");
        assert_eq!(kit.waited(), [1, 2, 4, 8, 16, 32, 64]);
    }
    // One whole reading, so that what the others lack is the trouble.
    assert_eq!(Kit::new(world()).await.read().await.unwrap().snapshot.members.len(), 6);
}

#[tokio::test]
async fn what_goes_wrong_on_a_later_page_is_no_end_of_the_list() {
    for what in [What::Users, What::Members] {
        for (trouble, expected) in [
            (NoBody, Fault::Empty(what)),
            (Hole, Fault::Empty(what)),
            (Emptied, Fault::Empty(what)),
            (CutShort, Fault::Malformed(what)),
            (SameAgain, Fault::Cycle(what)),
            (Without("id"), Fault::FieldMissing(what)),
        ] {
            let mut world = world();
            // Of three pages the second goes wrong.
            world
                .people
                .extend((20..30).map(|n| Person::new(format!("{n}"), "Ben", "Holm", &format!("u{n}@example.org"))));
            world.circles[0].members.extend((9..15).map(Belongs::Person));
            let mut kit = Kit::new(world).await;
            kit.bounds = Bounds { at_once: 1, ..kit.bounds };
            kit.standin.world().script(what, 1, 1, trouble.clone());
            assert_eq!(kit.read().await.unwrap_err(), expected, "{what:?} {trouble:?}");
        }
    }
}

#[tokio::test]
async fn a_field_that_is_needed_is_missed() {
    for (what, field, expected) in [
        (What::Users, "primaryEmail", Fault::FieldMissing(What::Users)),
        (What::Users, "name", Fault::FieldMissing(What::Users)),
        (What::Users, "suspended", Fault::FieldMissing(What::Users)),
        (What::Groups, "directMembersCount", Fault::FieldMissing(What::Groups)),
        (What::Members, "type", Fault::FieldMissing(What::Members)),
    ] {
        let kit = Kit::new(world()).await;
        kit.standin.world().script(what, 0, EVER, Without(field));
        assert_eq!(kit.read().await.unwrap_err(), expected, "{field}");
        let kit = Kit::new(world()).await;
        kit.standin.world().script(what, 0, EVER, WrongType(field));
        assert_eq!(kit.read().await.unwrap_err(), Fault::Malformed(what), "{field}");
    }
    // Whether somebody is archived need not be said: Google says it of few.
    let kit = Kit::new(world()).await;
    kit.standin.world().script(What::Users, 0, EVER, Without("archived"));
    assert!(kit.read().await.is_ok());
}

#[tokio::test]
async fn values_that_cannot_be_are_not_taken() {
    for edit in [
        |world: &mut World| world.people[1].email = "no address".to_owned(),
        |world: &mut World| world.people[1].email = "k\u{131}t@example.org".to_owned(),
        |world: &mut World| world.people[1].email = format!("{}@example.org", "a".repeat(300)),
        |world: &mut World| world.people[1].given = "A".repeat(1_000),
        |world: &mut World| world.people[1].id = "1".repeat(200),
    ] {
        let mut world = world();
        edit(&mut world);
        assert_eq!(Kit::new(world).await.read().await.unwrap_err(), Fault::Malformed(What::Users));
    }
    let mut twice = world();
    let again = Person::new("1", "Somebody", "Else", "else@example.org");
    twice.people.push(again);
    assert_eq!(Kit::new(twice).await.read().await.unwrap_err(), Fault::Twice(What::Users));
}

#[tokio::test]
async fn a_group_that_says_it_has_members_and_comes_without_is_not_empty() {
    let kit = Kit::new(world()).await;
    kit.standin.world().script(What::Members, 0, EVER, Emptied);
    assert_eq!(kit.read().await.unwrap_err(), Fault::Empty(What::Members), "it said that there is more");
    let mut short = world();
    short.page = None;
    let kit = Kit::new(short).await;
    kit.standin.world().script(What::Members, 0, EVER, Emptied);
    assert_eq!(kit.read().await.unwrap_err(), Fault::Short);
    // Once may be chance: it is asked again.
    kit.standin.world().scripts.clear();
    kit.standin.world().script(What::Members, 0, 1, Emptied);
    assert_eq!(kit.read().await.unwrap().snapshot.members.len(), 6);
    // A member without an id is missed, unless they are of another domain.
    let mut nameless = world();
    nameless.circles[0].members.push(Belongs::Stranger { id: None, email: "somebody@EXAMPLE.org".to_owned() });
    assert_eq!(Kit::new(nameless).await.read().await.unwrap_err(), Fault::FieldMissing(What::Members));
}

#[tokio::test]
async fn a_group_that_goes_while_it_is_read_ends_the_reading() {
    let kit = Kit::new(world()).await;
    kit.standin.world().script(What::Members, 0, 1, status(404, "notFound"));
    assert_eq!(kit.read().await.unwrap_err(), Fault::Moved);
}

#[tokio::test]
async fn whoever_is_put_off_waits_longer_each_time_and_asks_again() {
    for (code, reason) in [
        (403, "quotaExceeded"),
        (403, "rateLimitExceeded"),
        (403, "userRateLimitExceeded"),
        (429, "rateLimitExceeded"),
        (503, "backendError"),
        (500, "internalError"),
        (502, "badGateway"),
    ] {
        for what in LISTS {
            let mut kit = Kit::new(world()).await;
            kit.bounds = Bounds { at_once: 1, ..kit.bounds };
            kit.standin.world().script(what, 0, 4, status(code, reason));
            assert_eq!(kit.read().await.unwrap().snapshot.users.len(), 9, "{code} {reason}");
            assert_eq!(kit.waited(), [1, 2, 4, 8], "{code} {reason}");
        }
    }
    let kit = Kit::new(world()).await;
    kit.standin.world().script(What::Users, 0, EVER, status(403, "quotaExceeded"));
    assert_eq!(kit.read().await.unwrap_err(), Fault::PutOff(What::Users));
    assert_eq!(kit.waited(), [1, 2, 4, 8, 16, 32, 64]);
}

#[tokio::test]
async fn a_host_that_says_when_is_not_asked_before() {
    let later = |seconds| Trouble::Status { status: 429, reason: "rateLimitExceeded", retry_after: Some(seconds) };
    let kit = Kit::new(world()).await;
    kit.standin.world().script(What::Groups, 0, 1, later(30));
    assert!(kit.read().await.is_ok());
    assert_eq!(kit.waited(), [31]);
    let kit = Kit::new(world()).await;
    kit.standin.world().script(What::Groups, 0, 1, later(3_600));
    assert_eq!(kit.read().await.unwrap_err(), Fault::PutOff(What::Groups));
    assert!(kit.waited().is_empty());
}

#[tokio::test]
async fn a_token_that_cannot_be_had_says_why() {
    let what = What::Token;
    for (trouble, expected) in [
        (TokenError("unauthorized_client"), Fault::NotDelegated),
        (TokenError("invalid_scope"), Fault::NotDelegated),
        (TokenError("invalid_grant"), Fault::NotAccepted),
        (NoBody, Fault::Empty(what)),
        (NoObject, Fault::FieldMissing(what)),
        (Html, Fault::Malformed(what)),
        (status(404, "notFound"), Fault::Status { what, status: 404 }),
        (status(503, "backendError"), Fault::PutOff(what)),
    ] {
        let kit = Kit::new(world()).await;
        kit.standin.world().script(what, 0, EVER, trouble.clone());
        assert_eq!(kit.read().await.unwrap_err(), expected, "{trouble:?}");
    }
}

#[tokio::test]
async fn more_than_a_directory_has_is_not_cut_but_refused() {
    let kit = |edit: fn(&mut Bounds)| async move {
        let mut kit = Kit::new(world()).await;
        edit(&mut kit.bounds);
        kit.read().await.map(|_| ())
    };
    assert_eq!(kit(|bounds| bounds.users = 5).await, Err(Fault::TooMany(What::Users)));
    assert_eq!(kit(|bounds| bounds.groups = 1).await, Err(Fault::TooMany(What::Groups)));
    assert_eq!(kit(|bounds| bounds.members = 5).await, Err(Fault::TooMany(What::Members)));
    assert_eq!(kit(|bounds| bounds.pages = 1).await, Err(Fault::TooMany(What::Users)));
    // "Everybody" is one entry and as many members as there are people, each time it is said.
    let mut kit = Kit::new(world()).await;
    let people = {
        let mut world = kit.standin.world();
        world.circles =
            vec![Circle { members: vec![Belongs::Everybody; 10], ..Circle::new("g1", "All", "all@example.org") }];
        world.people.len() as u64
    };
    kit.bounds.members = 10 * people + 9;
    assert_eq!(kit.read().await.map(drop), Err(Fault::TooMany(What::Members)));
    kit.bounds.members = 10 * people + 10;
    assert!(kit.read().await.is_ok());
}

#[tokio::test]
async fn no_fault_says_a_word_of_what_was_answered() {
    for what in LISTS {
        for trouble in [CutShort, WrongType("id"), status(403, "forbidden"), Html] {
            let kit = Kit::new(world()).await;
            kit.standin.world().script(what, 0, EVER, trouble);
            let fault = kit.read().await.unwrap_err();
            let said = format!("{fault} {fault:?} {}", fault.as_str());
            assert!(!["Ada", "Holm", "example.org", "desk"].iter().any(|word| said.contains(word)), "{said}");
        }
    }
}
