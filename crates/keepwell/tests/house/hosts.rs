//! A clinic under a host name of its own: its pages without /c/{slug}, and nothing of another clinic.

use std::collections::HashSet;

use ground::{Clinic, Role};
use promise::Purpose;
use reqwest::Method;
use serde_json::json;

use crate::kit::program::{run, said};
use crate::kit::{Answer, Browser, Place, TestApp};

const HOST: &str = "book.linden.example";

/// The program with its first clinic under [`HOST`], a browser there, and what addresses there begin with.
async fn named() -> (TestApp, Browser, String) {
    let app = TestApp::start().await;
    let mut clinic = Clinic::clone(&*app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap());
    clinic.host = Some(HOST.to_owned());
    app.house.update_clinic(clinic).await.unwrap();
    let browser = Browser::at_host(HOST, &app.address, false);
    let own = format!("http://{HOST}:{}", app.address.rsplit(':').next().unwrap());
    (app, browser, own)
}

/// Every address a page leads to.
fn leads(page: &Answer) -> Vec<String> {
    ["href=\"", "action=\"", "src=\""]
        .iter()
        .flat_map(|mark| page.text.split(mark).skip(1))
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .collect()
}

/// A page of the clinic under its own name: whole, and leading nowhere by the long way.
fn own(page: &Answer) {
    assert_eq!(page.status, 200, "{:?} {}", page.location, page.text);
    for address in leads(page) {
        let local = address.is_empty() || address.starts_with(['/', '?', '#']);
        if ["data:image/", "tel:", "mailto:", "https://www.openstreetmap.org/"]
            .iter()
            .any(|elsewhere| address.starts_with(elsewhere))
        {
            continue;
        }
        assert!(local && !address.starts_with("/c/") && !address.starts_with("//"), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_books_under_the_clinics_own_name_and_every_link_stays_there() {
    let (app, browser, at) = named().await;
    for page in ["/", "/?lang=ar", "/notice", "/sign-in", "/sign-up"] {
        own(&browser.get(page).await);
    }
    let times = browser.get("/book/review?day=2026-12-01").await;
    own(&times);
    let slots: Vec<&str> =
        times.text.split("name=\"slot\" value=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect();
    let mut fields = vec![
        ("slot", slots[0]),
        ("whom", "self"),
        ("given_name", "Nadia"),
        ("family_name", "Ferreira"),
        ("email", "nadia@example.net"),
        ("of_age", "1"),
    ];
    let confirm = browser.post("/book/review/confirm", &fields).await;
    own(&confirm);
    let key = confirm.attribute("name=\"key\"", "value").unwrap();
    fields.push(("key", &key));
    let booked = browser.post("/book/review", &fields).await;
    let done = booked.location.unwrap_or_else(|| panic!("{}", booked.text));
    assert!(done.starts_with("/visit/apt_"), "{done}");
    own(&browser.get(&done).await);
    let visit = done.split('?').next().unwrap();
    for page in ["", "/change", "/cancel"] {
        own(&browser.get(&format!("{visit}{page}")).await);
    }
    let mut letters = app.letters().await;
    let file = browser.get(&format!("{visit}/calendar.ics")).await;
    // A line of a calendar is folded after 75 bytes.
    let unfolded = |text: &str| text.replace("\r\n ", "").replace("\n ", "");
    assert!(unfolded(&file.text).contains(&format!("URL:{at}{visit}")), "{}", file.text);
    let moved = browser.post(&format!("{visit}/change"), &[("slot", slots[3])]).await;
    assert_eq!(moved.location, Some(format!("{visit}?moved=1")), "{}", moved.text);
    letters.extend(app.letters().await);
    let cancelled = browser.call_off(visit).await;
    assert_eq!(cancelled.location, Some(format!("{visit}?cancelled=1")));
    letters.extend(app.letters().await);
    let kinds: HashSet<&str> = letters.iter().map(|letter| letter.kind.as_str()).collect();
    assert!(["booking.confirmation", "booking.change", "booking.cancellation"].iter().all(|kind| kinds.contains(kind)));
    for letter in letters.iter().filter(|letter| letter.to == "nadia@example.net") {
        assert!(letter.body.contains(&format!("{at}{visit}\n")), "{}", letter.body);
        // One event stays one, under whatever name the clinic is reached.
        let calendar = unfolded(letter.calendar.as_deref().unwrap());
        assert!(
            calendar.contains(&format!("@{}", app.clinic.id)) && calendar.contains(&format!("URL:{at}{visit}")),
            "{calendar}"
        );
    }
    // Links sent before it had a name, and those who know the installation, find it as ever.
    let before = app.visitor().get(&app.path(visit)).await;
    assert!(before.status == 200 && leads(&before).iter().any(|address| address.starts_with("/c/linden-quay/")));
    let program = Browser::at_host(HOST, &app.address, false);
    let times =
        program.get("/api/v1/clinics/linden-quay/services/review/times?from=2026-12-01&to=2026-12-04").await.json();
    let body = json!({ "service": "review", "start": times["times"][0]["start"],
        "client": { "given_name": "Nadia", "family_name": "Ferreira", "email": "nadia@example.net" } });
    for reached in [&program, &app.visitor()] {
        let booked = reached
            .api(
                Method::POST,
                "/api/v1/clinics/linden-quay/bookings",
                None,
                &[("idempotency-key", "k")],
                Some(body.clone()),
            )
            .await;
        let link = booked.json()["manage_link"].as_str().unwrap().to_owned();
        let below = link.strip_prefix(&at).unwrap_or_else(|| panic!("{link}"));
        own(&browser.get(below).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_under_the_clinics_own_name_has_a_session_of_that_host_and_clinic() {
    let (app, browser, at) = named().await;
    let out = browser.get("/clients?q=fer").await;
    assert_eq!((out.status, out.location.as_deref()), (303, Some("/sign-in?next=%2Fclients%3Fq%3Dfer")));
    let ask = browser.get("/sign-in?next=%2Fclients%3Fq%3Dfer").await;
    assert_eq!(ask.attribute("name=\"next\"", "value").as_deref(), Some("/clients?q=fer"));
    // Only addresses of this host are gone on to.
    for next in ["//evil.example/", "https://evil.example/", "/\\evil.example"] {
        let ask = browser.get(&format!("/sign-in?next={}", next.replace('/', "%2F"))).await;
        assert_eq!(ask.attribute("name=\"next\"", "value").unwrap_or_default(), "", "{next}");
    }
    let account = |role| {
        let scope = app.scope(&app.clinic, Purpose::Operation);
        async move {
            let all = scope.read(identity::one_of_each).await.unwrap();
            all.iter().find(|account| account.roles.contains(role)).unwrap().id.to_string()
        }
    };
    let manager = account(Role::Manager).await;
    let entered = browser.post("/demo/entrance", &[("account", &manager)]).await;
    assert_eq!((entered.status, entered.location.as_deref()), (303, Some("/day")));
    let cookie = entered.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.contains("; Path=/;") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    assert!(!cookie.contains("Domain"), "no other host is sent it: {cookie}");
    for page in ["/day", "/clients", "/setup/services", "/staff", "/reports/attendance"] {
        let page = browser.get(page).await;
        own(&page);
        assert!(page.text.contains("aria-current=\"page\""), "the navigation knows where it is");
    }
    // The cookie is of this host; by the other way in one signs in anew, for that path alone.
    assert_eq!(app.visitor().get(&app.path("/day")).await.status, 303);
    let long = app.visitor().post(&app.path("/demo/entrance"), &[("account", &manager)]).await;
    assert!(long.headers["set-cookie"].to_str().unwrap().contains("; Path=/c/linden-quay;"));
    // Its session opens nothing of another clinic, which under this name is not there at all.
    let secret = cookie.split(';').next().unwrap();
    for (address, status) in [
        (format!("{}{}", app.address, "/c/linden-quay/day"), 200),
        (format!("{}/c/{}/day", app.address, app.other.slug), 303),
    ] {
        let request =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap().get(&address);
        assert_eq!(request.header("cookie", secret).send().await.unwrap().status(), status, "{address}");
    }
    assert_eq!(browser.get(&format!("/c/{}/day", app.other.slug)).await.status, 404);
    let ended = browser.post("/sign-out", &[]).await;
    assert_eq!(ended.location.as_deref(), Some("/sign-in?out=1"));
    assert!(ended.headers["set-cookie"].to_str().unwrap().contains("; Path=/;"));
    assert_eq!(browser.get("/day").await.status, 303);

    // Accounts' letters lead there too.
    let fields =
        [("name", ""), ("email", "new@example.net"), ("password", "copper lantern over the quay"), ("age", "1")];
    let asked = browser.post("/sign-up", &fields).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    let letters = app.letters().await;
    let letter = letters.iter().find(|letter| letter.to == "new@example.net").unwrap();
    let link = letter.body.split_whitespace().find(|word| word.starts_with("http")).unwrap();
    let below = link.strip_prefix(&at).unwrap_or_else(|| panic!("{link}"));
    assert!(below.starts_with("/confirm/"), "{link}");
    own(&browser.get(below).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_decides_which_clinic_there_is_and_the_long_way_leads_to_the_short_one() {
    let (app, _, _) = named().await;
    let port = app.address.rsplit(':').next().unwrap();
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let ask = async |host: &str, path: &str| {
        // The path as it stands: a client would tidy it.
        let request = client.get(format!("{}{path}", app.address)).header("host", host).header("accept", "text/html");
        let answer = request.send().await.unwrap();
        let location = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        assert!(answer.headers().contains_key("content-security-policy"), "{host}{path} left outside the shell");
        (answer.status().as_u16(), location, answer.text().await.unwrap())
    };
    let other = &app.other.slug;
    let (home, elsewhere) = (Some("/"), None);
    for (host, path, status, to) in [
        (HOST, "/", 200, elsewhere),
        (&format!("{HOST}:{port}"), "/", 200, elsewhere),
        (&format!("{HOST}:8443"), "/notice", 200, elsewhere),
        ("BOOK.Linden.EXAMPLE", "/", 200, elsewhere),
        ("Book.Linden.Example:443", "/book/review", 200, elsewhere),
        ("book.linden.example.", "/", 200, elsewhere),
        (HOST, "/notice/", 200, elsewhere),
        (HOST, "/nowhere", 404, elsewhere),
        (HOST, "/c/linden-quay", 307, home),
        (HOST, "/c/linden-quay/", 307, home),
        (HOST, "/c/linden-quay?lang=ar", 307, Some("/?lang=ar")),
        (HOST, "/c/linden-quay/book/review?day=2026-12-01", 307, Some("/book/review?day=2026-12-01")),
        (HOST, "/c/linden-quay//evil.example/x", 307, Some("/evil.example/x")),
        (HOST, "/c/linden-quayside", 404, elsewhere),
        (HOST, &format!("/c/{other}"), 404, elsewhere),
        (HOST, &format!("/c/{other}/sign-in"), 404, elsewhere),
        (HOST, "/c/", 404, elsewhere),
        (HOST, "/_components", 404, elsewhere),
        (HOST, "/healthz", 200, elsewhere),
        (HOST, "/api/v1/clinics", 200, elsewhere),
        (HOST, "/api/v1/openapi.json", 200, elsewhere),
        // Another's name, one that only looks like it, and none: the installation.
        ("elsewhere.example", "/", 200, elsewhere),
        ("elsewhere.example", "/notice", 404, elsewhere),
        ("elsewhere.example", "/c/linden-quay", 200, elsewhere),
        ("xbook.linden.example", "/notice", 404, elsewhere),
        ("book.linden.example.evil.example", "/notice", 404, elsewhere),
        ("127.0.0.1", &format!("/c/{other}"), 200, elsewhere),
    ] {
        let (answered, location, text) = ask(host, path).await;
        assert_eq!((answered, location.as_deref()), (status, to), "{host} {path}");
        if host == HOST && status == 404 {
            // What is not there is said by the clinic, whose pages one is led back to.
            assert!(text.contains(&app.clinic.name) && !text.contains(&app.other.name), "{host} {path}: {text}");
            assert!(text.contains("href=\"/notice\"") && !text.contains("href=\"/c/"), "{host} {path}: {text}");
        }
        if host == "elsewhere.example" {
            // What a request says of itself is in no address of a page.
            assert!(!text.contains("elsewhere.example"), "{text}");
        }
    }
    let front = ask("elsewhere.example", "/").await.2;
    assert!(front.contains(&app.clinic.name) && front.contains(&app.other.name), "the installation shows its clinics");
    // HTTP/2 says the host elsewhere than in a header of that name.
    let second = Browser::at_host(HOST, &app.address, true);
    for page in ["/", "/book/review?day=2026-12-01"] {
        own(&second.get(page).await);
    }
    assert_eq!(second.get("/c/linden-quay").await.status, 307);
    let fields = [("email", "nadia@example.net"), ("password", "not this one")];
    assert_eq!(second.post("/sign-in", &fields).await.status, 422, "a form from its own host is taken");
}

#[test]
fn an_operator_gives_a_clinic_its_name_and_takes_it_away() {
    let place = Place::fresh();
    let with = [("KEEPWELL_WEB__ADDRESS", "https://clinics.example")];
    let create = |slug: &str, host: &str| {
        let words = ["clinic", "create", slug, "--name", slug, "--zone", "Europe/Dublin", "--jurisdiction", "IE"];
        let rest = ["--manager", "m@example.org", "--manager-name", "Edda"];
        let host: &[&str] = if host.is_empty() { &[] } else { &["--host", host] };
        let output = run(&place, &[&words[..], &rest, host].concat(), &with);
        (output.status.success(), said(&output))
    };
    let (made, words) = create("north", "Book.North.Example");
    assert!(made && words.contains("open at https://book.north.example\n"), "{words}");
    assert!(words.contains("sets a password at https://book.north.example/password/"), "{words}");
    let (made, words) = create("south", "");
    assert!(made && words.contains("sets a password at https://clinics.example/c/south/password/"), "{words}");
    for (host, part) in [
        ("book.north.example", "belongs to the clinic north"),
        ("clinics.example", "where the installation itself stands"),
        ("https://south.example", "is not a host name"),
        ("south.example:8443", "is not a host name"),
        ("192.0.2.7", "is not a host name"),
    ] {
        let (made, words) = create("west", host);
        assert!(!made && words.contains(part), "{host}: {words}");
    }
    for (words, well, part) in [
        (&["clinic", "host", "south", "BOOK.south.example."][..], true, "stands at https://book.south.example\n"),
        (&["clinic", "host", "south", "book.south.example"], true, "stands at https://book.south.example\n"),
        (&["clinic", "host", "south", "book.north.example"], false, "belongs to the clinic north"),
        (&["clinic", "host", "nowhere", "book.west.example"], false, "there is no clinic nowhere"),
        (&["clinic", "host", "south"], false, "<HOST"),
        (&["clinic", "host", "north", "--none"], true, "stands at https://clinics.example/c/north\n"),
        (&["clinic", "host", "south", "book.north.example"], true, "stands at https://book.north.example\n"),
    ] {
        let output = run(&place, words, &with);
        assert!(output.status.success() == well && said(&output).contains(part), "{words:?}: {}", said(&output));
    }
    assert_eq!(place.column("SELECT COALESCE(host, '-') FROM clinic ORDER BY slug"), ["-", "book.north.example"]);
}
