//! What is read when all goes well, and the token that lets us.

use std::sync::Arc;

use directory::google::{Endpoints, Fault, SCOPES, ServiceKey, Unfit, What};
use directory::plan::Standing;
use directory::standin::{Belongs, Circle, Person, Standin, World};

use super::kit::{ADMINISTRATOR, Kit, clock, way};

fn many(people: usize, circles: usize) -> World {
    let person = |n: usize| Person::new(format!("{n}"), &format!("Given{n}"), "Holm", &format!("u{n}@example.org"));
    let circle = |n: usize| {
        let mut circle = Circle::new(format!("g{n}"), &format!("Group {n}"), &format!("g{n}@example.org"));
        circle.members = (0..people).filter(|p| p % circles == n).map(Belongs::Person).collect();
        circle.members.extend((n + 1 < circles).then_some(Belongs::Circle(n + 1)));
        circle
    };
    World { people: (0..people).map(person).collect(), circles: (0..circles).map(circle).collect(), ..World::default() }
}

#[tokio::test]
async fn everybody_is_read_page_by_page_with_the_groups_they_are_in() {
    let kit = Kit::new(World { page: Some(7), asked: Some(Vec::new()), ..many(100, 3) }).await;
    let found = kit.read().await.unwrap().snapshot;
    assert_eq!((found.users.len(), found.groups.len(), found.members.len(), found.nested.len()), (100, 3, 100, 2));
    assert!(found.gaps.is_empty());
    for (group, user) in &found.members {
        let (group, user) = (&found.groups[*group as usize], &found.users[*user as usize]);
        let number: usize = user.id.parse().unwrap();
        assert_eq!(*group.id, *format!("g{}", number % 3));
    }
    let asked = kit.standin.world().asked.take().unwrap();
    let count = |what| asked.iter().filter(|asked| asked.what == what).count();
    assert_eq!((count(What::Users), count(What::Deleted), count(What::Groups), count(What::Token)), (15, 1, 1, 1));
}

#[tokio::test]
async fn how_somebody_stands_is_read_with_them() {
    let mut world = many(4, 1);
    world.people[1].suspended = true;
    world.people[2].archived = true;
    world.people[3].deleted = true;
    world.circles[0].members = vec![Belongs::Person(0), Belongs::Person(1), Belongs::Person(3)];
    let found = Kit::new(world).await.read().await.unwrap().snapshot;
    let standing = |id: &str| found.users.iter().find(|user| &*user.id == id).unwrap().standing;
    assert_eq!(
        (standing("0"), standing("1"), standing("2"), standing("3")),
        (Standing::Active, Standing::Suspended, Standing::Archived, Standing::Deleted)
    );
    // Of whoever was deleted nothing is asked but who it was.
    let gone = found.users.iter().find(|user| &*user.id == "3").unwrap();
    assert!(gone.given.is_empty() && gone.family.is_empty() && gone.email.is_empty());
}

#[tokio::test]
async fn whoever_is_in_both_lists_was_brought_back_and_is_there() {
    let mut world = many(2, 1);
    let mut deleted = world.people[1].clone();
    deleted.deleted = true;
    world.people.push(deleted);
    let found = Kit::new(world).await.read().await.unwrap().snapshot;
    assert_eq!(found.users.iter().filter(|user| user.standing == Standing::Active).count(), 2);
    assert_eq!(found.users.len(), 2);
}

#[tokio::test]
async fn a_group_of_everybody_has_everybody_and_strangers_are_nobody_here() {
    let mut world = many(5, 1);
    world.people[4].deleted = true;
    let stranger =
        |id: Option<&str>| Belongs::Stranger { id: id.map(str::to_owned), email: "max@elsewhere.example".to_owned() };
    world.circles[0].members = vec![Belongs::Everybody, Belongs::Person(0), stranger(Some("x")), stranger(None)];
    let read = Kit::new(world).await.read().await.unwrap();
    assert_eq!(read.snapshot.members, [(0, 1), (0, 2), (0, 3), (0, 4)].map(|(g, at): (u32, u32)| (g, at)));
    assert_eq!(read.outside, 2);
}

#[tokio::test]
async fn names_come_as_they_are_written_and_without_signs_that_turn_words_round() {
    let mut world = many(3, 1);
    world.people[0].given = "\u{5de}\u{5e8}\u{5d9}\u{5dd}".to_owned();
    world.people[1].given = "Ada\u{202e}nimda\u{2066}\u{0}".to_owned();
    world.people[2].family = String::new();
    world.circles[0].name = "\u{41c}anagers".to_owned();
    let found = Kit::new(world).await.read().await.unwrap().snapshot;
    let given: Vec<&str> = found.users.iter().map(|user| &*user.given).collect();
    assert_eq!(given, ["\u{5de}\u{5e8}\u{5d9}\u{5dd}", "Adanimda", "Given2"]);
    assert_eq!(&*found.groups[0].name, "\u{41c}anagers");
}

#[tokio::test]
async fn a_token_that_stops_working_half_way_is_asked_for_anew() {
    let kit = Kit::new(many(3, 2)).await;
    kit.read().await.unwrap();
    kit.standin.forget_tokens();
    kit.standin.world().asked = Some(Vec::new());
    kit.read().await.unwrap();
    let asked = kit.standin.world().asked.take().unwrap();
    assert_eq!(asked.iter().filter(|asked| asked.what == What::Token).count(), 1);
}

#[tokio::test]
async fn only_the_delegated_key_for_its_administrator_gets_a_token() {
    let kit = Kit::new(many(1, 1)).await;
    let endpoints = kit.standin.endpoints().unwrap();
    let other = Standin::start(World::default(), ADMINISTRATOR, clock()).await.unwrap();
    let asking = |key: &str, administrator: &str, clock| way(&endpoints, key, administrator, clock, Arc::default());
    let read = async |google: directory::google::Google| {
        directory::google::read(&google, &kit.bounds, &|_, _| {}).await.map(|read| read.snapshot.users.len())
    };
    let key = kit.standin.key();
    assert_eq!(read(asking(key, ADMINISTRATOR, clock())).await, Ok(1));
    assert_eq!(read(asking(key, "somebody@example.org", clock())).await, Err(Fault::NotAccepted));
    // Another account's key, though it says the same of itself.
    let forged = other.key().replace(other.endpoints().unwrap().token.as_str(), endpoints.token.as_str());
    assert_eq!(read(asking(&forged, ADMINISTRATOR, clock())).await, Err(Fault::NotAccepted));
    // Our clock goes wrong: the assertion is not yet or no longer in its time.
    for wrong in ["2026-11-24T11:40:01Z", "2026-11-24T09:39:00Z"] {
        let clock = ground::Clock::held(wrong.parse().unwrap());
        assert_eq!(read(asking(key, ADMINISTRATOR, clock)).await, Err(Fault::NotAccepted), "{wrong}");
    }
    kit.standin.delegate(&SCOPES[..2]);
    assert_eq!(kit.read().await.unwrap_err(), Fault::NotDelegated);
    kit.standin.delegate(&SCOPES);
    assert!(kit.read().await.is_ok());
}

#[tokio::test]
async fn a_file_that_is_no_key_says_why() {
    let standin = Standin::start(World::default(), ADMINISTRATOR, clock()).await.unwrap();
    let (key, token) = (standin.key().to_owned(), standin.endpoints().unwrap().token);
    assert_eq!(format!("{:?}", ServiceKey::read(&key, &token).unwrap()), "<service key>");
    let google: url::Url = Endpoints::GOOGLE.0.parse().unwrap();
    for (file, at, expected) in [
        (key.clone(), &google, Unfit::Elsewhere),
        (key.replace("service_account", "authorized_user"), &token, Unfit::Foreign),
        (key.replace("\"client_id\"", "\"client\""), &token, Unfit::Foreign),
        (key[..key.len() / 2].to_owned(), &token, Unfit::Foreign),
        ("[]".to_owned(), &token, Unfit::Foreign),
        (" ".repeat(20_000) + &key, &token, Unfit::Foreign),
        (key.replace("BEGIN PRIVATE KEY", "BEGIN RSA PRIVATE KEY"), &token, Unfit::Key),
        (key.replace("MII", "MIX"), &token, Unfit::Key),
    ] {
        assert_eq!(ServiceKey::read(&file, at).unwrap_err(), expected, "{}", &file[..file.len().min(60)]);
    }
}

#[test]
fn the_defaults_are_googles_own() {
    let google = Endpoints::at(Endpoints::GOOGLE.0, Endpoints::GOOGLE.1).unwrap();
    assert_eq!(google.token.as_str(), "https://oauth2.googleapis.com/token");
    assert_eq!(google.directory.as_str(), "https://admin.googleapis.com/admin/directory/v1/");
    assert!(google.recipient().is_some());
    for (token, directory) in [
        ("http://oauth2.googleapis.com/token", Endpoints::GOOGLE.1),
        (Endpoints::GOOGLE.0, "http://admin.googleapis.com/admin/directory/v1/"),
    ] {
        assert!(Endpoints::at(token, directory).unwrap().recipient().is_none());
    }
    assert!(Endpoints::at(Endpoints::GOOGLE.0, "https://admin.googleapis.com/admin/directory/v1").is_none());
}
