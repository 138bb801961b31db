//! Groups that give roles which the clinic made.

use directory::model::Gives;
use ground::{Role, Scope};
use identity::{NewRole, OwnRoleId};
use promise::Purpose;
use serde_json::json;

use crate::kit::{TestHouse, clinic, person};

const GOVERN: &str = "identity.govern_staff";

impl TestHouse {
    /// A role that the clinic makes of `part`, less these abilities.
    async fn own_role(&self, name: &str, part: Role, taken: &[&str]) -> OwnRoleId {
        let taken = taken.iter().map(|ability| (*ability).to_owned()).collect();
        let new = NewRole { name: name.to_owned(), parts: part.into(), taken };
        self.scope(Purpose::Administration).write(move |tx| identity::create_role(tx, &new)).await.unwrap()
    }

    /// The names of the clinic's own roles that the account of a person of the directory has.
    fn own(&self, user: &str) -> Vec<String> {
        let account = self.account(user);
        self.place.column(&format!(
            "SELECT r.name FROM own_role_holder h JOIN own_role r ON r.id = h.role WHERE h.account = '{account}' ORDER BY r.name"
        ))
    }

    /// A manager gives somebody just these roles by hand.
    async fn give(&self, user: &str, roles: ground::RoleSet, own: &[OwnRoleId]) {
        let (account, own) = (self.account(user).parse().unwrap(), own.iter().copied().collect());
        let scope: Scope = self.scope(Purpose::Administration);
        let given = scope.write(move |tx| {
            let account = identity::find_account(tx, account)?;
            identity::change_staff(tx, &account, "Somebody", roles, Some(&own))
        });
        given.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_gives_a_role_that_the_clinic_made_and_takes_it_and_nothing_else() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let (night, list) = (
        house.own_role("Night desk", Role::Manager, &[GOVERN]).await,
        house.own_role("List", Role::Manager, &[GOVERN]).await,
    );
    let inner = house.group("Inner", &[&edda, &ada]).await;
    let outer = house.group("Outer", &[&inner]).await;
    // Ada has it by hand before the group gives it.
    house.give(&ada, Role::Clinician.into(), &[night]).await;
    house.sign_in(&edda).await;
    house.rule(&outer, night).await;
    assert_eq!((house.own(&edda), house.sessions(&edda)), (vec!["Night desk".to_owned()], "0".to_owned()));
    house.sign_in(&edda).await;
    house.rule(&inner, night).await;
    assert_eq!(house.sessions(&edda), "1", "a second way to the same role changes nothing");
    house.rule(&inner, Role::FrontDesk).await;
    house.rule(&inner, list).await;
    assert_eq!(
        (house.roles(&edda), house.own(&edda).len(), house.sessions(&edda)),
        ("front_desk".to_owned(), 2, "0".to_owned())
    );
    // What a manager gives by hand beside it stays, whatever becomes of the group.
    house.give(&edda, Role::FrontDesk.into(), &[night, list]).await;
    house.sign_in(&edda).await;
    assert_eq!(house.scim("DELETE", &format!("/Groups/{outer}"), None).await.status, 204);
    assert_eq!(house.sessions(&edda), "1", "the inner group gives it still");
    assert_eq!(house.scim("DELETE", &format!("/Groups/{inner}"), None).await.status, 204);
    assert_eq!((house.roles(&edda), house.own(&edda), house.sessions(&edda)), (String::new(), vec![], "0".to_owned()));
    assert_eq!((house.roles(&ada), house.own(&ada)), ("clinician".to_owned(), vec!["Night desk".to_owned()]));
    assert_eq!(house.place.column("SELECT COUNT(*) || '' FROM directory_own_rule"), ["0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_nothing_but_a_role_that_the_clinic_made_is_invited_counted_and_leaves_with_it() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let group = house.group("Night", &[]).await;
    let night = house.own_role("Night desk", Role::FrontDesk, &[]).await;
    house.rule(&group, night).await;
    let before = house.scope(Purpose::Operation).read(identity::many_staff).await.unwrap();
    let edda = house.bring("edda").await;
    let into = json!([{ "value": edda }]);
    assert_eq!(house.patch(&format!("/Groups/{group}"), &[("add", "members", into)]).await.status, 204);
    assert_eq!(house.letters("identity.invitation").await, ["edda@example.org"]);
    assert_eq!(house.scope(Purpose::Operation).read(identity::many_staff).await.unwrap(), before + 1);
    assert_eq!(house.scim("DELETE", &format!("/Users/{edda}"), None).await.status, 204);
    assert_eq!(house.own(&edda), Vec::<String>::new());
    // Back, with the same account, and the group's role only once they are in it again.
    assert_eq!(house.scim("POST", "/Users", Some(person("edda"))).await.status, 201);
    assert_eq!(house.place.column("SELECT COUNT(*) || '' FROM own_role_holder"), ["0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_offers_both_says_who_gets_what_by_which_and_takes_nothing_else() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let manager = house.enter("own@example.org").await;
    let night = house.own_role("Night <desk>", Role::Manager, &[GOVERN]).await.to_string();
    let list = house.own_role("List", Role::Manager, &[GOVERN]).await;
    let edda = house.bring("edda").await;
    house.give(&edda, ground::RoleSet::EMPTY, &[list]).await;
    let group = house.group("Reception", &[&edda]).await;
    let rule = [("group", group.as_str()), ("role", night.as_str())];
    let offered = house.page(&manager, "/directory", None).await.text;
    assert!(offered.contains(&format!("<option value=\"{night}\">Night &#60;desk&#62;</option>")), "{offered}");
    let made = house.page(&manager, "/directory/rules", Some(&rule)).await;
    assert_eq!(made.header("location"), "/c/linden-quay/directory?done=given", "{}", made.text);
    let page = house.page(&manager, "/directory", None).await.text.replace(['\u{2068}', '\u{2069}'], "");
    assert!(page.contains("Night &#60;desk&#62; by Reception") && page.contains("<td>List</td>"), "{page}");
    // A role of another clinic, or of nobody, is none here.
    let new = NewRole { name: "Theirs".to_owned(), parts: Role::Manager.into(), taken: Default::default() };
    let other = clinic(&house.house, "other").await;
    let there = Scope::new(&house.house, other, ground::Actor::automatic(), Purpose::Operation, "test");
    let theirs = there.write(move |tx| identity::create_role(tx, &new)).await.unwrap().to_string();
    for role in [theirs.as_str(), "rol_00000000000000000000000000"] {
        let answer = house.page(&manager, "/directory/rules", Some(&[("group", group.as_str()), ("role", role)])).await;
        assert_eq!(answer.status, 404, "{role}");
    }
    // While the group gives it, it is not retired, be it that nobody is in the group.
    let retire = format!("/roles/{night}/retirement");
    let into = format!("/Groups/{group}");
    assert_eq!(house.scim("PUT", &into, Some(json!({ "displayName": "Reception", "members": [] }))).await.status, 200);
    assert_eq!(house.own(&edda), ["List"]);
    let kept = house.page(&manager, &retire, Some(&[])).await;
    assert!(kept.status == 422 && kept.text.contains("A group gives it."), "{}", kept.text);
    assert_eq!(house.page(&manager, "/directory/rules/removal", Some(&rule)).await.status, 303);
    assert_eq!(house.page(&manager, &retire, Some(&[])).await.status, 303);
    assert_eq!(house.place.column("SELECT COUNT(*) || '' FROM own_role WHERE name = 'Night <desk>'"), ["0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_who_governs_stays_by_whichever_role_and_two_may_change_places() {
    let house = TestHouse::open().await;
    let (edda, ada) = (house.bring("edda").await, house.bring("ada").await);
    let deputy = house.own_role("Deputy", Role::Manager, &[]).await;
    let list = house.own_role("List", Role::Manager, &[GOVERN]).await;
    let group = house.group("Heads", &[&edda]).await;
    let path = format!("/Groups/{group}");
    house.rule(&group, deputy).await;
    house.sign_in(&edda).await;
    house.sign_in(&ada).await;
    let nobody = house.scim("PUT", &path, Some(json!({ "displayName": "Heads", "members": [] }))).await;
    assert_eq!((nobody.fault().0, house.own(&edda)), (409, vec!["Deputy".to_owned()]));
    assert_eq!(house.scim("DELETE", &path, None).await.fault().0, 409);
    // A manager's role by name that does not govern is no way out.
    let other = house.group("Lists", &[&ada]).await;
    house.rule(&other, list).await;
    assert_eq!(house.scim("DELETE", &path, None).await.fault().0, 409);
    // Ada governs from the same moment on.
    let swapped = json!({ "displayName": "Heads", "members": [{ "value": ada }] });
    assert_eq!(house.scim("PUT", &path, Some(swapped)).await.status, 200);
    assert_eq!((house.own(&edda).len(), house.own(&ada)), (0, vec!["Deputy".to_owned(), "List".to_owned()]));
    // And the other way round in one change, whoever of the two comes first in a list.
    let swapped = json!({ "displayName": "Heads", "members": [{ "value": edda }] });
    assert_eq!(house.scim("PUT", &path, Some(swapped)).await.status, 200);
    let again = json!({ "displayName": "Heads", "members": [{ "value": ada }] });
    assert_eq!(house.scim("PUT", &path, Some(again)).await.status, 200);
    // By two changes, where who gains loses something too.
    let back = json!([
        { "op": "add", "path": "members", "value": [{ "value": edda }] },
        { "op": "remove", "path": format!("members[value eq \"{ada}\"]") },
    ]);
    let ops = back.as_array().unwrap().clone();
    assert_eq!(house.patch_raw(&path, ops).await.status, 204);
    assert_eq!(house.own(&edda), ["Deputy"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_raises_themselves_by_a_rule_is_told_to_the_others() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let edda = house.bring("edda").await;
    let (heads, all) = (house.group("Heads", &[&edda]).await, house.group("All", &[&edda]).await);
    let deputy = house.own_role("Deputy", Role::Manager, &["identity.emergency"]).await;
    house.rule(&heads, deputy).await;
    house.sign_in(&edda).await;
    let own = house.enter("edda@example.org").await;
    let treats = house.own_role("Treats", Role::Clinician, &[]).await.to_string();
    let made = house.page(&own, "/directory/rules", Some(&[("group", all.as_str()), ("role", treats.as_str())])).await;
    assert_eq!(made.status, 303, "{}", made.text);
    assert_eq!(house.own(&edda), ["Deputy", "Treats"]);
    assert_eq!(house.letters("identity.alert").await, ["own@example.org"]);
    let rules = house.scope(Purpose::Operation).read(directory::store::rule::list).await.unwrap();
    assert!(rules.iter().all(|rule| matches!(rule.gives, Gives::Own(_))) && rules.len() == 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_govern_the_staff_gives_nobody_anything_by_a_group() {
    let house = TestHouse::open().await;
    house.staff("own@example.org", Role::Manager).await;
    let edda = house.bring("edda").await;
    let (heads, all) = (house.group("Heads", &[&edda]).await, house.group("All", &[&edda]).await);
    let lead = house.own_role("Office lead", Role::Manager, &[GOVERN]).await;
    house.rule(&heads, lead).await;
    house.sign_in(&edda).await;
    let own = house.enter("edda@example.org").await;
    assert_eq!(house.page(&own, "/directory", None).await.status, 200);
    let made = house.page(&own, "/directory/rules", Some(&[("group", all.as_str()), ("role", "manager")])).await;
    assert_eq!(made.status, 403, "{}", made.text);
    let claim = format!("/directory/claims/{}", house.account(&edda));
    assert_eq!(house.page(&own, &claim, Some(&[("answer", "yes"), ("seen", "x")])).await.status, 403);
    assert_eq!(house.page(&own, "/directory/google", Some(&[("domain", "x")])).await.status, 403);
    assert_eq!(house.own(&edda), ["Office lead"]);
}
