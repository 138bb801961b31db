//! Staff: invited, changed, let go.

use ground::{Relations, Role};
use promise::Purpose;

use crate::kit::{OTHER_PASSWORD, PASSWORD, TestHouse};

const EDDA: &str = "edda@example.org";

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_invited_and_chooses_a_password() {
    let house = TestHouse::open().await;
    house.staff(EDDA, "Edda Marsh", Role::Manager).await;
    let manager = house.signed_in(EDDA).await;
    assert_eq!(manager.get("/c/linden-quay/staff/invite").await.status, 200);
    let invite = [("name", "Ida Holm"), ("email", "ida@example.org"), ("role", "clinician"), ("role", "front_desk")];
    assert_eq!(manager.post("/c/linden-quay/staff", &invite).await.location(), "/c/linden-quay/staff?done=invited");
    let list = manager.get("/c/linden-quay/staff?done=invited").await.text;
    assert!(list.contains("Ida Holm") && list.contains("Front desk, Clinician") && list.contains("Invited"), "{list}");
    // A second account for the address is refused beside the field, and the form comes back filled.
    let again = manager.post("/c/linden-quay/staff", &invite).await;
    assert_eq!(again.status, 422);
    assert!(again.text.contains("has an account here already") && again.text.contains("value=\"Ida Holm\""));
    let link = house.newest_link("identity.invitation", "ida@example.org").await;
    let ida = house.browser();
    assert!(ida.get(&link).await.text.contains("Choose your password"));
    assert_eq!(ida.post(&link, &[("password", OTHER_PASSWORD)]).await.status, 303);
    assert_eq!(ida.get("/c/linden-quay/account").await.status, 200);
    assert_eq!(ida.get("/c/linden-quay/staff").await.status, 403, "a clinician does not see the staff list");
    assert_eq!(house.browser().sign_in("ida@example.org", OTHER_PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_of_an_invitation_stand_beside_their_fields() {
    let house = TestHouse::open().await;
    house.staff(EDDA, "Edda Marsh", Role::Manager).await;
    let manager = house.signed_in(EDDA).await;
    for (fields, fault) in [
        (vec![("name", ""), ("email", "ida@example.org"), ("role", "clinician")], "e-name"),
        (vec![("name", "Ida"), ("email", "ida"), ("role", "clinician")], "e-email"),
        (vec![("name", "Ida"), ("email", "ida@example.org")], "e-role"),
        (vec![("name", "Ida"), ("email", "ida@example.org"), ("role", "operator")], "e-role"),
        (vec![("name", "Ida"), ("email", "ida@example.org"), ("role", "automatic")], "e-role"),
    ] {
        let answer = manager.post("/c/linden-quay/staff", &fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.text.contains(&format!("id=\"{fault}\"")), "{fields:?}");
    }
    assert!(house.letters().await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn deactivation_ends_every_session() {
    let house = TestHouse::open().await;
    house.staff(EDDA, "Edda Marsh", Role::Manager).await;
    let made = house.staff("ida@example.org", "Ida Holm", Role::Clinician).await;
    let (manager, ida) = (house.signed_in(EDDA).await, house.signed_in("ida@example.org").await);
    house.browser().post("/c/linden-quay/forgotten", &[("email", "ida@example.org")]).await;
    let link = house.newest_link("identity.reset", "ida@example.org").await;
    let page = format!("/c/linden-quay/staff/{}", made.account);
    assert!(manager.get(&page).await.text.contains("ida@example.org"));
    assert_eq!(manager.post(&format!("{page}/deactivation"), &[]).await.status, 303);
    assert_eq!(ida.get("/c/linden-quay/account").await.status, 303);
    assert_eq!(house.browser().sign_in("ida@example.org", PASSWORD).await.status, 422);
    assert_eq!(house.browser().post(&link, &[("password", OTHER_PASSWORD)]).await.status, 410);
    assert_eq!(manager.post(&format!("{page}/activation"), &[]).await.status, 303);
    assert_eq!(house.browser().sign_in("ida@example.org", PASSWORD).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_roles_end_every_session_and_hold_from_the_next() {
    let house = TestHouse::open().await;
    house.staff(EDDA, "Edda Marsh", Role::Manager).await;
    let made = house.staff("ida@example.org", "Ida Holm", Role::Clinician).await;
    let (manager, ida) = (house.signed_in(EDDA).await, house.signed_in("ida@example.org").await);
    let page = format!("/c/linden-quay/staff/{}", made.account);
    assert_eq!(manager.post(&page, &[("name", "Ida M. Holm"), ("role", "clinician")]).await.status, 303);
    assert_eq!(ida.get("/c/linden-quay/account").await.status, 200, "another name ends nothing");
    assert_eq!(manager.post_and_agree(&page, &[("name", "Ida M. Holm"), ("role", "manager")]).await.status, 303);
    assert_eq!(ida.get("/c/linden-quay/account").await.status, 303);
    let ida = house.signed_in("ida@example.org").await;
    assert_eq!(ida.get("/c/linden-quay/staff").await.status, 200);
    let scope = house.scope(Purpose::Operation);
    let names = scope.read(move |tx| tx.names(&[made.person])).await.unwrap();
    assert_eq!(names[&made.person], "Ida M. Holm");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_manager_stays() {
    let house = TestHouse::open().await;
    let edda = house.staff(EDDA, "Edda Marsh", Role::Manager).await;
    let manager = house.signed_in(EDDA).await;
    let page = format!("/c/linden-quay/staff/{}", edda.account);
    assert_eq!(manager.post(&format!("{page}/deactivation"), &[]).await.status, 409);
    let answer = manager.post_and_agree(&page, &[("name", "Edda Marsh"), ("role", "clinician")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains("make a colleague manager first"));
    // One who was invited and never came could not help.
    manager
        .post("/c/linden-quay/staff", &[("name", "Ida Holm"), ("email", "ida@example.org"), ("role", "manager")])
        .await;
    assert_eq!(manager.post(&format!("{page}/deactivation"), &[]).await.status, 409);
    let other = house.staff("una@example.org", "Una Reid", Role::Manager).await;
    // Two who let each other go at the same instant: one stays.
    let una = house.signed_in("una@example.org").await;
    let (away, too) = (format!("/c/linden-quay/staff/{}/deactivation", other.account), format!("{page}/deactivation"));
    let (one, two) = tokio::join!(manager.post(&away, &[]), una.post(&too, &[]));
    let done = [one.status, two.status].iter().filter(|status| **status == 303).count();
    assert!(done <= 2);
    let staff = house.scope(Purpose::Operation).read(identity::list_staff).await.unwrap();
    assert!(staff.iter().any(|account| account.is_open() && account.roles.contains(Role::Manager)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clients_account_is_not_found_among_the_staff() {
    let house = TestHouse::open().await;
    house.staff(EDDA, "Edda Marsh", Role::Manager).await;
    let client = house.client("ottoline@example.org").await;
    let manager = house.signed_in(EDDA).await;
    let page = format!("/c/linden-quay/staff/{}", client.account);
    assert_eq!(manager.get(&page).await.status, 404);
    for path in ["", "/deactivation", "/invitation", "/activation"] {
        let answer = manager.post(&format!("{page}{path}"), &[("name", "X"), ("role", "manager")]).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_managers_govern_staff_whatever_else_somebody_is() {
    let house = TestHouse::open().await;
    for role in Role::ALL {
        let actor = ground::Actor { who: ground::Who::Nobody, roles: role.into(), shown_as: None };
        let scope = house.scope(Purpose::Administration).as_actor(actor);
        assert_eq!(
            house.house.decide(&scope, "identity.staff.invite", Relations::NONE),
            role == Role::Manager,
            "{role}"
        );
        assert_eq!(
            house.house.decide(&scope, "identity.token.create", Relations::NONE),
            role == Role::Manager,
            "{role}"
        );
    }
    let both = ground::Actor {
        who: ground::Who::Nobody,
        roles: ground::RoleSet::of(&[Role::Manager, Role::Integration]),
        shown_as: None,
    };
    let scope = house.scope(Purpose::Administration).as_actor(both);
    assert!(!house.house.decide(&scope, "identity.token.create", Relations::NONE), "a key makes no keys");
}
