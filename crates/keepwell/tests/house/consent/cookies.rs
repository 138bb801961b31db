//! Nothing but what a page cannot do without is left in a browser before a choice, and a choice is taken back by one press.

use ground::{Room, Routes};
use keepwell::rooms::rooms;
use promise::{Purpose, State};

use super::stands;
use crate::kit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_the_necessary_is_set_before_a_choice() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for page in ["", "/notice", "/cookies", "/sign-in", "/sign-up", "/book/review", "/notice/versions"] {
        for way in ["", "?in=ar"] {
            let answer = visitor.get(&app.path(&format!("{page}{way}"))).await;
            assert_eq!(answer.status, 200, "{page}{way}");
            assert!(answer.headers.get("set-cookie").is_none(), "{page}{way}: {:?}", answer.headers);
        }
    }
    let page = visitor.get(&app.path("/cookies")).await.text;
    for said in [
        "There is no banner here",
        "keeps no setting of yours",
        "stays off for you until you choose it here",
        "keepwell_session",
        "local or session storage",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(stands(&app, "cookies.choice").await.0, State::Kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_is_forgotten_by_one_press() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let chosen = visitor.get(&app.path("?lang=ar")).await;
    assert!(chosen.headers["set-cookie"].to_str().unwrap().starts_with("lang=ar"));
    let page = visitor.get(&app.path("/cookies")).await;
    assert!(
        page.text.contains("dir=\"rtl\"") && page.text.contains("action=\"/c/linden-quay/cookies\""),
        "{}",
        page.text
    );
    let pressed = visitor.post(&app.path("/cookies"), &[]).await;
    assert_eq!(pressed.status, 303, "{}", pressed.text);
    assert!(visitor.cookie(&format!("{}{}", app.address, app.path("/cookies"))).is_empty());
    let page = visitor.get(&app.path("/cookies?done=1")).await;
    assert!(page.text.contains("keeps no setting of yours"), "{}", page.text);
    assert_eq!(stands(&app, "cookies.choice").await.0, State::Kept, "what was chosen counts for nothing against it");
}

/// A room that keeps a setting nobody chose.
fn eager() -> Room {
    const POLICY: &str = r#"@id("eager.everyone") permit (principal, action == Action::"eager.page.read", resource);"#;
    let page = async || ([("set-cookie", "lang=ar; Path=/; Max-Age=100")], "hello");
    let routes = Routes::new().get("/eager", "eager.page.read", Purpose::Scheduling, page);
    Room::new("eager").policy(POLICY).routes(routes)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cookie_that_nobody_chose_is_evidence_against_it() {
    let app = TestApp::furnished([rooms(), vec![eager()]].concat()).await;
    ground::look_around(&app.house, &app.clinic).await.unwrap();
    assert_eq!(stands(&app, "cookies.choice").await.0, State::Kept);
    assert_eq!(app.visitor().get("/eager").await.status, 200);
    let (state, said) = stands(&app, "cookies.choice").await;
    assert_eq!(state, State::Gap, "{said}");
    // It is on the list all the same: one promise does not stand for the other.
    assert_eq!(stands(&app, "cookies.listed").await.0, State::Kept);
}
