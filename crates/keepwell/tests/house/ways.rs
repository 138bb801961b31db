//! The ways between the staff's pages: every one of them opens, and says where one is.

use ground::{Role, Room};
use keepwell::rooms::rooms;

use crate::kit::{Answer, TestApp};

/// The addresses within the navigation of a page that begins with `marks`, and those that are said to be where one is.
fn ways(page: &Answer, marks: &str) -> (Vec<String>, Vec<String>) {
    let Some(all) = page.text.split(marks).nth(1).and_then(|rest| rest.split("</nav>").next()) else {
        return (Vec::new(), Vec::new());
    };
    let links = all.split("<a ").skip(1).filter(|link| !link.contains("class=\"brand\""));
    let href = |link: &str| link.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    let (mut ways, mut here) = (Vec::new(), Vec::new());
    for link in links {
        ways.push(href(link));
        if link.split('>').next().unwrap().contains("aria-current") {
            here.push(href(link));
        }
    }
    (ways, here)
}

const SPINE: &str = "<nav aria-label=\"Main\">";
const TABS: &str = "<nav class=\"tabs\" aria-label=\"Privacy\">";

#[tokio::test(flavor = "multi_thread")]
async fn every_way_that_staff_are_shown_opens_and_says_where_they_are() {
    let app = TestApp::start().await;
    for (role, begins) in [(Role::Manager, "/office"), (Role::PrivacyOfficer, "/office"), (Role::FrontDesk, "/clients")]
    {
        let browser = app.signed_in(&app.clinic, role).await;
        let page = browser.get(&app.path(begins)).await;
        let (spine, here) = ways(&page, SPINE);
        assert!(!spine.is_empty(), "{role:?}");
        assert_eq!(here, [app.path(begins)], "{role:?}");
        for way in &spine {
            let there = browser.get(way).await;
            // Reports leads on to the first of them.
            assert!(there.status == 200 || there.status == 303, "{role:?} at {way}: {}", there.status);
            if there.status == 200 {
                assert_eq!(ways(&there, SPINE).1, std::slice::from_ref(way), "{role:?} at {way}");
            }
        }
        let (tabs, here) = ways(&page, TABS);
        assert_eq!(tabs.len() > 1, role != Role::FrontDesk, "{role:?} {tabs:?}");
        assert_eq!(here.is_empty(), tabs.is_empty());
        for tab in &tabs {
            let there = browser.get(tab).await;
            assert_eq!(there.status, 200, "{role:?} at {tab}");
            assert_eq!(ways(&there, TABS), (tabs.clone(), vec![tab.clone()]), "{role:?} at {tab}");
            assert_eq!(ways(&there, SPINE).1, [app.path("/office")], "{role:?} at {tab}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_open_an_entry_is_led_to_the_first_below_it_that_they_may() {
    let more = Room::new("more")
        .nav_below("/setup", "/staff", "people-nav", "identity.staff.list")
        .nav_below("/setup", "/clients/new", "people-nav", "people.client.create")
        .nav_below("/setup", "/clients/duplicates", "people-nav", "people.duplicate.list");
    let app = TestApp::furnished([rooms(), vec![more]].concat()).await;
    let desk = app.signed_in(&app.clinic, Role::FrontDesk).await;
    let page = desk.get(&app.path("/day")).await;
    let (spine, here) = ways(&page, SPINE);
    assert_eq!(here, [app.path("/day")]);
    assert!(spine.contains(&app.path("/clients/new")), "{spine:?}");
    assert!(!spine.contains(&app.path("/setup")) && !spine.contains(&app.path("/staff")), "{spine:?}");
    let there = desk.get(&app.path("/clients/new")).await;
    assert!(ways(&there, SPINE).1.contains(&app.path("/clients/new")), "{}", there.text);
}
