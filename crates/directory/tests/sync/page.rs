//! The manager's page of the Google directory.

use axum::http::Method;
use directory::google::{SCOPES, What};
use directory::standin::Trouble;
use directory::store::google::settings;
use ground::Role;

use super::kit::{ADMINISTRATOR, TestHouse, world};

const PAGE: &str = "/directory/google";

/// The fields of the form, as they come filled.
const USUAL: [(&str, &str); 6] =
    [("minutes", "60"), ("few", "2"), ("share", "10"), ("number", "50"), ("grace", "20"), ("working", "1")];

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_sets_it_up_tests_it_looks_and_follows() {
    let test = TestHouse::open(world()).await;
    let manager = test.enters("manager@example.org", Role::Manager).await;
    let get = async || test.send(Method::GET, PAGE, &manager, &[]).await;
    let post = async |below: &str, fields: &[(&str, &str)]| {
        test.send(Method::POST, &format!("{PAGE}{below}"), &manager, fields).await
    };
    let page = get().await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("104000000000000000001") && page.text.contains(SCOPES[0]));
    assert!(!page.text.contains("PRIVATE KEY") && !page.text.contains(ADMINISTRATOR));
    let tested = post("/test", &[]).await;
    assert_eq!(tested.location, "/c/linden-quay/directory/google?done=works");
    test.standin.delegate(&[]);
    test.standin.forget_tokens();
    assert_eq!(post("/test", &[]).await.location, "/c/linden-quay/directory/google?done=fault-not-delegated");
    test.standin.delegate(&SCOPES);
    // Asked for, looked, and read as a difference.
    post("/look", &[("trial", "1")]).await;
    test.turn().await;
    let tried = get().await.text;
    for said in [
        "Only looked",
        "3 people join",
        "Ada Holm joins as ada@example.org.",
        "The group Desk is new.",
        "Ben Okri comes into the group Desk.",
    ] {
        assert!(tried.contains(said), "{said}");
    }
    assert!(test.account("ada@example.org").await.is_none());
    post("/look", &[]).await;
    test.turn().await;
    assert!(get().await.text.contains("Afterwards nothing differed."));
    assert!(test.account("ada@example.org").await.is_some());
    test.rule("g1", Role::Manager).await;
    // A look that everybody would be shut out by waits for the manager.
    for person in &mut test.standin.world().people {
        person.suspended = true;
    }
    test.look(false).await;
    let held = get().await.text;
    assert!(held.contains("A plan waits for you") && held.contains("Everybody would be shut out, all 3."), "{held}");
    assert!(held.contains("Ada Holm is shut out: suspended there."));
    let digest = held.split("name=\"digest\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(post("/approval", &[("digest", "00")]).await.status, 409);
    assert_eq!(post("/approval", &[("digest", digest)]).await.status, 303);
    test.turn().await;
    assert!(test.account("ada@example.org").await.unwrap().deactivated_at.is_some());
    assert!(!get().await.text.contains("A plan waits for you"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_form_says_what_is_wrong_and_keeps_the_key_where_none_is_given() {
    let test = TestHouse::open(world()).await;
    let manager = test.enters("manager@example.org", Role::Manager).await;
    let save = async |fields: &[(&str, &str)]| test.send(Method::POST, PAGE, &manager, fields).await;
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields = USUAL.to_vec();
        fields.retain(|field| more.iter().all(|other| other.0 != field.0));
        fields.extend(more);
        fields
    };
    let kept = save(&with(&[("minutes", "30")])).await;
    assert_eq!((kept.status, kept.location.as_str()), (303, "/c/linden-quay/directory/google?done=saved"));
    let found = test.scope().read(settings::find).await.unwrap().unwrap();
    assert_eq!((found.minutes, found.working), (30, true));
    for (fields, said) in [
        (with(&[("minutes", "1")]), "aria-invalid"),
        (with(&[("share", "101")]), "aria-invalid"),
        (with(&[("key", "{}"), ("administrator", ADMINISTRATOR)]), "This is not the JSON file"),
        (with(&[("key", "nonsense"), ("administrator", ADMINISTRATOR)]), "This is not the JSON file"),
    ] {
        let again = save(&fields).await;
        assert_eq!(again.status, 422);
        assert!(again.text.contains(said), "{said}: {}", again.text);
    }
    // A key that would have us ask somebody else.
    let foreign = test.standin.key().replace("/token", "/tokens");
    let mut fields: Vec<(&str, &str)> = USUAL.to_vec();
    fields.extend([("key", foreign.as_str()), ("administrator", ADMINISTRATOR)]);
    assert!(save(&fields).await.text.contains("somewhere else than at Google"));
    // The one there was works still.
    assert_eq!(test.ends().await.0, "applied");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_decide_does_not_see_who_it_is_about() {
    let test = TestHouse::open(world()).await;
    test.look(true).await;
    let officer = test.enters("officer@example.org", Role::PrivacyOfficer).await;
    let page = test.send(Method::GET, PAGE, &officer, &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Only looked") && !page.text.contains("Ada Holm") && !page.text.contains("google/look"));
    let desk = test.enters("desk@example.org", Role::FrontDesk).await;
    for (who, status) in [(&desk, 403), (&officer, 403)] {
        for below in ["", "/look", "/test", "/approval"] {
            let answer = test.send(Method::POST, &format!("{PAGE}{below}"), who, &[("digest", "0")]).await;
            assert_eq!(answer.status, status, "{below}");
        }
    }
    assert_eq!(test.send(Method::GET, PAGE, &desk, &[]).await.status, 403);
    assert_eq!(test.send(Method::GET, PAGE, "", &[]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_wrong_is_said_in_words() {
    let test = TestHouse::open(world()).await;
    let manager = test.enters("manager@example.org", Role::Manager).await;
    for (trouble, said) in [
        (Trouble::NoBody, "An answer was empty."),
        (Trouble::CutShort, "An answer could not be read."),
        (Trouble::SameAgain, "The pages went round."),
        (Trouble::Without("id"), "Something came without a field that we need."),
        (Trouble::Status { status: 403, reason: "accessNotConfigured", retry_after: None }, "is not switched on"),
        (Trouble::Status { status: 403, reason: "forbidden", retry_after: None }, "may not read users or groups"),
        (Trouble::Status { status: 503, reason: "backendError", retry_after: None }, "asked us to wait for too long"),
        (Trouble::Emptied, "Not one user came."),
    ] {
        test.standin.world().scripts.clear();
        test.standin.world().script(What::Users, 0, 1_000, trouble);
        test.look(false).await;
        let page = test.send(Method::GET, PAGE, &manager, &[]).await;
        assert!(page.text.contains(said), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_are_written_to_once_for_each_trouble() {
    let test = TestHouse::open(world()).await;
    test.enters("manager@example.org", Role::Manager).await;
    test.look(false).await;
    for person in &mut test.standin.world().people {
        person.suspended = true;
    }
    test.look(false).await;
    test.look(false).await;
    let letters = test.scope().read(|tx| ground::mail::list(tx, 10)).await.unwrap();
    let mut to: Vec<&str> = letters.iter().map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["edda@example.org", "manager@example.org"]);
    let letter = &letters[0];
    assert_eq!(letter.subject, "A plan waits for you at Linden Quay");
    assert!(letter.body.contains("Everybody would be shut out, all 3."), "{}", letter.body);
    assert!(letter.body.contains("http://clinic.example/c/linden-quay/directory/google?lang=en"), "{}", letter.body);
    assert!(!letter.body.contains("Ada"), "whom it is about is for the page");
}
