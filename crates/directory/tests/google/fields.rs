//! Of all that Google knows of somebody, four things are taken (promise `directory.fields`).

use directory::google::{SCOPES, What};
use directory::plan::{Standing, User};
use directory::standin::schema::{GROUP, MARK, MEMBER, USER, USER_NAME, filled};
use directory::standin::{Belongs, Circle, Person, World};

use super::kit::Kit;

fn world() -> World {
    let mut desk = Circle::new("g1", "Front desk", "desk@example.org");
    desk.members = vec![Belongs::Person(0)];
    World { people: vec![Person::new("1", "Ada", "Holm", "ada@example.org")], circles: vec![desk], ..World::default() }
}

#[tokio::test]
async fn of_every_field_that_google_defines_only_four_are_taken() {
    let talkative = World { talkative: true, ..world() };
    let kit = Kit::new(talkative).await;
    let found = kit.read().await.unwrap().snapshot;
    let ada = User {
        id: "1".into(),
        given: "Ada".into(),
        family: "Holm".into(),
        email: "ada@example.org".into(),
        standing: Standing::Active,
    };
    assert_eq!(found.users, [ada]);
    assert_eq!((found.groups.len(), &*found.groups[0].id, &*found.groups[0].name), (1, "g1", "Front desk"));
    assert_eq!(found.members, [(0, 0)]);
    // Nothing else that was said is anywhere in what was taken.
    assert!(!format!("{found:?}").contains(MARK));
}

#[test]
fn the_stand_in_sends_every_field_of_the_published_document() {
    for (shape, fields) in [(USER, 46), (USER_NAME, 4), (GROUP, 10), (MEMBER, 8)] {
        let record = filled(shape, &serde_json::json!({ "id": "1" }));
        let names: Vec<&String> = record.as_object().unwrap().keys().collect();
        assert_eq!((names.len(), shape.len()), (fields, fields));
        assert!(shape.iter().all(|(name, _)| names.iter().any(|found| found == name)));
    }
    let user = filled(USER, &serde_json::json!({})).to_string();
    for secret in ["password", "phones", "recoveryPhone", "addresses", "sshPublicKeys", "gender"] {
        assert!(user.contains(&format!("{MARK}{secret}")), "{secret}");
    }
}

#[tokio::test]
async fn nothing_but_what_is_taken_is_asked_for() {
    let kit = Kit::new(World { asked: Some(Vec::new()), ..world() }).await;
    kit.read().await.unwrap();
    let asked = kit.standin.world().asked.take().unwrap();
    let fields = |what: What| {
        let asked = asked.iter().find(|asked| asked.what == what).unwrap();
        asked.query.iter().find(|pair| pair.0 == "fields").unwrap().1.clone()
    };
    assert_eq!(
        fields(What::Users),
        "kind,nextPageToken,users(id,primaryEmail,name(givenName,familyName),suspended,archived)"
    );
    assert_eq!(fields(What::Deleted), "kind,nextPageToken,users(id)");
    assert_eq!(fields(What::Groups), "kind,nextPageToken,groups(id,name,email,directMembersCount)");
    assert_eq!(fields(What::Members), "kind,nextPageToken,members(id,email,type)");
    assert!(
        asked.iter().filter(|asked| asked.what != What::Token).all(|asked| asked.query.iter().any(|p| p.0 == "fields"))
    );
    // And nothing can be changed with what the administrator delegates.
    assert!(SCOPES.iter().all(|scope| scope.ends_with(".readonly")));
}
