//! The language somebody arrived with, or booked in, stays as they go on, with no cookie and no script.

use reqwest::{Client, redirect};

use crate::booking_public::{book, slots, times, visit, with};
use crate::kit::{Answer, TestApp};

/// A browser set to English that keeps no cookie and says nothing of where it fetches from.
struct Plain<'a>(&'a TestApp, Client);

impl Plain<'_> {
    fn new(app: &TestApp) -> Plain<'_> {
        Plain(app, Client::builder().redirect(redirect::Policy::none()).build().unwrap())
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.1.get(format!("{}{path}", self.0.address)).header("accept-language", "en");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Answer::of(request.header("accept", "text/html").send().await.unwrap()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = self.1.post(format!("{}{path}", self.0.address)).header("accept-language", "en");
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(body);
        Answer::of(request.send().await.unwrap()).await
    }
}

fn arabic(page: &Answer) -> bool {
    page.text.contains("<html lang=\"ar\" dir=\"rtl\">")
}

/// The address in `page` that begins with `path`, as its tag has it.
fn led(page: &Answer, path: &str) -> String {
    let at = page.text.find(&format!("=\"{path}")).unwrap_or_else(|| panic!("no {path}: {}", page.text));
    page.text[at + 2..].split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&")
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_arrives_in_arabic_books_in_arabic_without_a_cookie() {
    let app = TestApp::start().await;
    let plain = Plain::new(&app);
    for headers in [&[("sec-fetch-site", "cross-site")][..], &[("sec-fetch-site", "none")], &[]] {
        let front = plain.get(&app.path("?lang=ar"), headers).await;
        assert!(arabic(&front), "{}", front.text);
        assert!(front.headers.get("set-cookie").is_none(), "nothing is kept that nobody chose");
        let service = led(&front, &app.path("/book/review"));
        assert_eq!(service, app.path("/book/review?in=ar"));
        let page = plain.get(&format!("{service}&day=2026-12-03"), &[]).await;
        assert!(arabic(&page) && page.headers.get("set-cookie").is_none(), "{}", page.text);
        // The times are a form that only looks something up: it takes the language along.
        assert!(page.text.contains("<input type=\"hidden\" name=\"in\" value=\"ar\">"), "{}", page.text);
        let slot = slots(&page).remove(0);
        let details = plain.get(&app.path(&format!("/book/review/details?in=ar&slot={slot}")), &[]).await;
        let confirm = led(&details, &app.path("/book/review/confirm"));
        let fields = with(&slot, &[]);
        let asked = plain.post(&confirm, &fields).await;
        assert!(arabic(&asked), "{}", asked.text);
        let key = asked.attribute("name=\"key\"", "value").unwrap();
        let all: Vec<(&str, &str)> = fields.iter().copied().chain([("key", key.as_str())]).collect();
        let booked = plain.post(&app.path("/book/review?in=ar"), &all).await;
        assert!(booked.status == 303 && booked.location.as_deref().unwrap().ends_with("?done=1&in=ar"), "{booked:?}");
        assert!(arabic(&plain.get(booked.location.as_deref().unwrap(), &[]).await));
        let letters = app.letters().await;
        assert!(letters.last().unwrap().language == "ar", "the letter too");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_changes_no_language_that_somebody_chose() {
    let app = TestApp::start().await;
    let plain = Plain::new(&app);
    let chosen = [("cookie", "lang=en"), ("sec-fetch-site", "cross-site")];
    let front = plain.get(&app.path("?lang=ar"), &chosen).await;
    assert!(arabic(&front) && front.headers.get("set-cookie").is_none());
    assert_eq!(led(&front, &app.path("/book/review")), app.path("/book/review"), "the next page is theirs again");
    let led_there = plain.get(&app.path("/book/review?in=ar"), &chosen).await;
    assert!(!arabic(&led_there), "what led here is weaker than what they chose");
    // A press on our own page is a choice, in a browser that names only the page it came from too.
    let own = format!("{}{}", app.address, app.path("?in=ar"));
    for (referer, kept) in [(own.as_str(), true), ("https://elsewhere.example/", false)] {
        let pressed = plain.get(&app.path("?in=ar&lang=en"), &[("referer", referer)]).await;
        assert_eq!((arabic(&pressed), pressed.headers.get("set-cookie").is_some()), (false, kept), "{referer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_a_visit_speak_the_language_it_was_booked_in_unless_their_reader_chose_another() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let offered = times(&browser, &app, "review?lang=ar&day=2026-12-03").await;
    let here = visit(&book(&browser, &app, "review", &with(&offered[0], &[])).await);
    let plain = Plain::new(&app);
    for path in ["", "/change?day=2026-12-04", "/cancel"] {
        let page = plain.get(&format!("{here}{path}"), &[]).await;
        assert!(page.status == 200 && arabic(&page), "{path}: {}", page.text);
        let and = if path.contains('?') { '&' } else { '?' };
        assert!(!arabic(&plain.get(&format!("{here}{path}{and}lang=en"), &[]).await), "{path}");
        assert!(!arabic(&plain.get(&format!("{here}{path}"), &[("cookie", "lang=en")]).await), "{path}");
    }
    let ask = plain.get(&format!("{here}/cancel"), &[]).await;
    let value = |name: &str| ask.attribute(&format!("name=\"{name}\""), "value").unwrap_or_default();
    let fields = [("version", value("version")), ("late", value("late"))];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let done = plain.post(&led(&ask, &format!("{here}/cancel")), &fields).await;
    assert_eq!(done.status, 303, "{}", done.text);
    let after = plain.get(done.location.as_deref().unwrap(), &[]).await;
    assert!(arabic(&after), "{}", after.text);
    // Whoever goes on from there to the clinic goes on in Arabic.
    assert!(arabic(&plain.get(&led(&after, &app.path("/book/review")), &[]).await), "{}", after.text);
}
