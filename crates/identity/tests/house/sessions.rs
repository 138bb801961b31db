//! Sessions: how long they live, and what ends them.

use axum::http::Method;
use ground::{AccountId, Role};
use promise::Purpose;

use crate::kit::{OTHER_PASSWORD, PASSWORD, TestHouse};

const EMAIL: &str = "ottoline@example.org";
const ACCOUNT: &str = "/c/linden-quay/account";

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_stays_signed_in_as_long_as_stated_and_staff_until_they_pause() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let (client, staff) = (house.signed_in(EMAIL).await, house.signed_in("edda@example.org").await);
    // Staff who keep working stay in, because each minute is noted.
    for _ in 0..3 {
        house.later(29);
        assert_eq!(staff.get(ACCOUNT).await.status, 200);
    }
    house.later(30);
    assert_eq!(staff.get(ACCOUNT).await.status, 303);
    let days = i64::from(house.clinic.parameters.session_days);
    house.later(days * 24 * 60 - 120);
    assert_eq!(client.get(ACCOUNT).await.status, 200);
    house.later(60);
    let answer = client.get(ACCOUNT).await;
    assert_eq!((answer.status, answer.location()), (303, "/c/linden-quay/sign-in?next=%2Fc%2Flinden-quay%2Faccount"));
    // What has ended is swept, and the promise's figures see it.
    house.later(3 * 60);
    let (figures, kept) = house.evidence("session.lifetime").await;
    assert_eq!((figures["sessions"], figures["older than allowed"], kept), (2, 2, false));
    house.scope(Purpose::Operation).write(identity::sweep).await.unwrap();
    let (figures, kept) = house.evidence("session.lifetime").await;
    assert_eq!((figures["sessions"], kept), (0, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_anywhere_ends_the_session_at_once() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let (here, there) = (house.signed_in(EMAIL).await, house.signed_in(EMAIL).await);
    let stolen = there.clone();
    let secret = there.session().unwrap();
    let page = here.get(ACCOUNT).await.text;
    assert!(page.contains("This browser") && page.contains("Firefox") && page.contains("0.0.0.0/24"), "{page}");
    // The list has a button for every browser but this one.
    let buttons: Vec<&str> = page
        .split("action=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|to| to.contains("/devices/"))
        .collect();
    assert_eq!(buttons.len(), 1);
    assert_eq!(here.post(buttons[0], &[]).await.status, 303);
    assert_eq!(there.get(ACCOUNT).await.status, 303);
    assert_eq!(here.get(ACCOUNT).await.status, 200);
    // Signed out, the cookie is gone from the browser and its secret worthless to whoever copied it.
    let copy = format!("keepwell_session={}", here.session().unwrap());
    assert_eq!(here.post("/c/linden-quay/sign-out", &[]).await.status, 303);
    assert_eq!(here.session(), None);
    assert_eq!(house.browser().send(Method::GET, ACCOUNT, &[("cookie", &copy)], "").await.status, 303);
    let (one, two) = (house.signed_in(EMAIL).await, house.signed_in(EMAIL).await);
    assert_eq!(one.post("/c/linden-quay/account/sign-out", &[]).await.status, 303);
    assert_eq!(two.get(ACCOUNT).await.status, 303);
    assert_eq!(stolen.session(), Some(secret), "a browser that was not told keeps its cookie");
    assert_eq!(stolen.get(ACCOUNT).await.status, 303, "and it opens nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_every_session() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let (here, there) = (house.signed_in(EMAIL).await, house.signed_in(EMAIL).await);
    let before = here.session();
    let change = |current: &'static str| [("current", current), ("password", OTHER_PASSWORD)];
    assert_eq!(here.post("/c/linden-quay/account/password", &change("wrong")).await.status, 422);
    assert_eq!(there.get(ACCOUNT).await.status, 200);
    assert_eq!(here.post("/c/linden-quay/account/password", &change(PASSWORD)).await.status, 303);
    assert_ne!(here.session(), before, "this browser got a new session");
    assert_eq!(here.get(ACCOUNT).await.status, 200);
    assert_eq!(there.get(ACCOUNT).await.status, 303);
    assert_eq!(house.browser().sign_in(EMAIL, PASSWORD).await.status, 422);
    assert_eq!(house.browser().sign_in(EMAIL, OTHER_PASSWORD).await.status, 303);
}

/// A request that is made when it is polled; its status.
type Asks = std::pin::Pin<Box<dyn Future<Output = u16> + Send>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_begins_a_session_and_who_ends_them_all_wait_for_each_other() {
    let house = std::sync::Arc::new(TestHouse::open().await);
    let client = house.client(EMAIL).await.account;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    let ben = house.staff("ben@example.org", "Ben Lindqvist", Role::FrontDesk).await.account;
    let (here, manager) = (house.signed_in(EMAIL).await, house.signed_in("edda@example.org").await);
    let page = format!("/c/linden-quay/staff/{ben}");
    let change = [("current", PASSWORD), ("password", OTHER_PASSWORD)];
    let roles = [("name", "Ben Lindqvist"), ("role", "clinician")];
    let (stranger, to_roles, to_end) = (house.browser(), page.clone(), format!("{page}/deactivation"));
    let asked: [(AccountId, Asks); 4] = [
        (client, Box::pin(async move { stranger.sign_in(EMAIL, PASSWORD).await.status })),
        (client, Box::pin(async move { here.post("/c/linden-quay/account/password", &change).await.status })),
        (
            ben,
            Box::pin({
                let manager = manager.clone();
                async move { manager.post_and_agree(&to_roles, &roles).await.status }
            }),
        ),
        (ben, Box::pin(async move { manager.post(&to_end, &[]).await.status })),
    ];
    for (at, (account, asks)) in asked.into_iter().enumerate() {
        let ((holds, held), (release, released)) = (std::sync::mpsc::sync_channel(1), std::sync::mpsc::sync_channel(1));
        let (scope, released) = (house.scope(Purpose::Operation), std::sync::Mutex::new(released));
        let holding = tokio::spawn(async move {
            let body = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
                tx.take_turns(&format!("account/{account}"))?;
                let _told = holds.try_send(());
                let _waited = released.lock().unwrap().recv_timeout(std::time::Duration::from_secs(20));
                Ok(())
            };
            scope.write(body).await
        });
        tokio::task::block_in_place(|| held.recv_timeout(std::time::Duration::from_secs(20)).unwrap());
        let asking = tokio::spawn(asks);
        tokio::time::sleep(std::time::Duration::from_millis(900)).await;
        assert!(!asking.is_finished(), "{at}: it did not wait");
        release.send(()).unwrap();
        holding.await.unwrap().unwrap();
        assert_eq!(asking.await.unwrap(), 303, "{at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_one_clinic_opens_nothing_in_another() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    let browser = house.signed_in(EMAIL).await;
    let cookie = format!("keepwell_session={}", browser.session().unwrap());
    assert_eq!(house.browser().send(Method::GET, ACCOUNT, &[("cookie", &cookie)], "").await.status, 200);
    assert_eq!(
        house.browser().send(Method::GET, "/c/harbour-row/account", &[("cookie", &cookie)], "").await.status,
        303
    );
    // Nor with the other clinic's account of the same address and password.
    assert_eq!(
        house.browser().post("/c/harbour-row/sign-in", &[("email", EMAIL), ("password", PASSWORD)]).await.status,
        422
    );
    assert_eq!(house.other.slug, "harbour-row");
}

#[tokio::test(flavor = "multi_thread")]
async fn anothers_device_is_not_there_to_be_signed_out() {
    let house = TestHouse::open().await;
    house.client(EMAIL).await;
    house.client("gideon@example.org").await;
    let (one, _elsewhere, other) =
        (house.signed_in(EMAIL).await, house.signed_in(EMAIL).await, house.signed_in("gideon@example.org").await);
    let page = one.get(ACCOUNT).await.text;
    let button = page
        .split("action=\"")
        .find_map(|rest| rest.split('"').next().filter(|to| to.contains("/devices/")))
        .unwrap()
        .to_owned();
    assert_eq!(other.post(&button, &[]).await.status, 404);
    assert_eq!(one.post(&button, &[]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_leads_back_to_the_page_that_was_asked_for_and_nowhere_else() {
    let house = TestHouse::open().await;
    house.staff("edda@example.org", "Edda Marsh", Role::Manager).await;
    for (next, to) in [
        ("/c/linden-quay/tokens", "/c/linden-quay/tokens"),
        ("", "/c/linden-quay/staff"),
        ("//evil.example/", "/c/linden-quay/staff"),
        ("https://evil.example/", "/c/linden-quay/staff"),
        ("/c/harbour-row/staff", "/c/linden-quay/staff"),
    ] {
        let fields = [("email", "edda@example.org"), ("password", PASSWORD), ("next", next)];
        let answer = house.browser().post("/c/linden-quay/sign-in", &fields).await;
        assert_eq!((answer.status, answer.location()), (303, to), "{next}");
    }
}
