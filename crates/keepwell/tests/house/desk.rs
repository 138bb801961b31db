//! The desk's day: seen, booked in place, marked, moved, cancelled; and what happens to whoever is slower.

use booking::model::AppointmentId;
use booking::rules::Status;
use booking::store;
use ground::{PersonId, Role, params};
use promise::Purpose;

use crate::kit::{Answer, Browser, TestApp};

/// The value of the first hidden or visible field called `name` at or after `from` in the page.
pub fn field_after(html: &str, from: &str, name: &str) -> String {
    let rest = &html[html.find(from).unwrap_or_else(|| panic!("{from} is not on the page"))..];
    let at = rest.find(&format!("name=\"{name}\" ")).unwrap_or_else(|| panic!("no field {name}"));
    let value = rest[at..].split_once("value=\"").unwrap().1;
    value.split('"').next().unwrap().to_owned()
}

/// A front desk with a browser, a client to book for, a service that needs a room, and who gives it.
pub struct Desk {
    pub app: TestApp,
    pub browser: Browser,
    pub client: PersonId,
    pub service: String,
    pub practitioner: String,
}

impl Desk {
    pub async fn open() -> Desk {
        let app = TestApp::start().await;
        let browser = app.signed_in(&app.clinic, Role::FrontDesk).await;
        let scope = app.scope(&app.clinic, Purpose::Operation);
        let (client, catalogue) = scope
            .read(|tx| -> ground::Result<_> {
                // Somebody who is written to: a child has no address.
                let rows = tx.query(
                    "SELECT id, email FROM client WHERE clinic = $1 ORDER BY id LIMIT 20",
                    &params![tx.clinic()],
                )?;
                let row = rows.iter().find(|row| matches!(row.get::<Option<Vec<u8>>>("email"), Ok(Some(_)))).unwrap();
                Ok((row.get::<PersonId>("id")?, store::catalogue(tx)?))
            })
            .await
            .unwrap();
        let service = catalogue.services.iter().find(|service| service.needs_room && !service.needs_device).unwrap();
        let practitioner = catalogue.practitioners[0].id.to_string();
        Desk { service: service.id.to_string(), practitioner, app, browser, client }
    }

    /// A time far enough ahead that nothing invented stands there.
    fn booking<'a>(&'a self, key: &'a str, time: &'a str, client: &'a str) -> Vec<(&'a str, &'a str)> {
        vec![
            ("key", key),
            ("service", &self.service),
            ("practitioner", &self.practitioner),
            ("date", "2027-06-01"),
            ("time", time),
            ("find", ""),
            ("client", client),
            ("note", "The low chair"),
            ("tell", "1"),
        ]
    }

    pub async fn book(&self, time: &str) -> AppointmentId {
        let client = self.client.to_string();
        let answer = self
            .browser
            .post(&self.app.path("/appointments"), &self.booking(&format!("key-{time}"), time, &client))
            .await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        let location = answer.location.unwrap();
        location.split("visit=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap()
    }

    pub async fn status(&self, id: AppointmentId) -> Status {
        self.app.scope(&self.app.clinic, Purpose::Operation).read(move |tx| store::find(tx, id)).await.unwrap().status
    }

    pub async fn day(&self, more: &str) -> Answer {
        self.browser.get(&self.app.path(&format!("/day?date=2027-06-01{more}"))).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_books_in_place_and_the_same_form_twice_books_once() {
    let desk = Desk::open().await;
    let client = desk.client.to_string();
    let form = desk.day(&format!("&lane={}&at=10:00", desk.practitioner)).await;
    assert_eq!(form.status, 200);
    assert!(
        form.text.contains("value=\"10:00\"") && form.text.contains("value=\"2027-06-01\""),
        "the form is filled with what was pressed"
    );

    let looked = desk
        .browser
        .post(&desk.app.path("/appointments"), &[("look", "1"), ("find", "zzzz-nobody"), ("date", "2027-06-01")])
        .await;
    assert_eq!(looked.status, 200);
    assert!(looked.text.contains("given_name"), "whoever is not found can be entered");

    let id = desk.book("10:00").await;
    let again = desk.browser.post(&desk.app.path("/appointments"), &desk.booking("key-10:00", "10:00", &client)).await;
    assert_eq!(again.status, 303);
    assert!(
        again.location.unwrap().contains(&id.to_string()),
        "the repeated form is answered with the same appointment"
    );
    let page = desk.day(&format!("&visit={id}&done=booked")).await;
    assert!(
        page.text.contains(&format!("id=\"{id}\""))
            && page.text.contains("The low chair")
            && page.text.contains("toast")
    );

    // What cannot be had: the reasons, what is free near, and everything as it was typed.
    let clash = desk.browser.post(&desk.app.path("/appointments"), &desk.booking("key-other", "10:00", &client)).await;
    assert_eq!(clash.status, 409);
    assert!(
        clash.text.contains("name=\"other\"")
            && clash.text.contains("The low chair")
            && clash.text.contains("Another visit is booked")
    );
    let other = field_after(&clash.text, "name=\"other\"", "other");
    let mut fields = desk.booking("key-other", "10:00", &client);
    fields.push(("other", &other));
    assert_eq!(
        desk.browser.post(&desk.app.path("/appointments"), &fields).await.status,
        303,
        "a time that is offered instead can be pressed"
    );

    let nobody = desk.browser.post(&desk.app.path("/appointments"), &desk.booking("key-3", "12:00", "")).await;
    assert_eq!(nobody.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_marks_and_whoever_is_slower_is_told_how_it_stands() {
    let desk = Desk::open().await;
    let id = desk.book("10:00").await;
    let card = desk.day(&format!("&visit={id}")).await;
    let version = field_after(&card.text, "chosen-name", "version");
    let post = |state: &'static str, version: String| {
        let (desk, path) = (&desk, desk.app.path(&format!("/appointments/{id}/status")));
        async move { desk.browser.post(&path, &[("state", state), ("version", &version)]).await }
    };
    assert_eq!(post("confirmed", version.clone()).await.status, 303);
    assert_eq!(desk.status(id).await, Status::Confirmed);

    let late = post("arrived", version).await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("somebody was quicker") && late.text.contains("Confirmed"), "it says how it stands now");
    assert_eq!(desk.status(id).await, Status::Confirmed, "nothing was changed");

    // A step that does not exist is no step, whatever version it comes with; nor is approving by the wrong door.
    let fresh = field_after(&late.text, "chosen-name", "version");
    for (state, from) in
        [("done", "Tuesday 1 June 2027"), ("no_show", "Tuesday 1 June 2027"), ("arrived", "Monday 31 May 2027")]
    {
        let early = post(state, fresh.clone()).await;
        assert_eq!(early.status, 409, "nobody comes to, misses or finishes a visit that is half a year ahead");
        let said = early.text.replace(['\u{2068}', '\u{2069}'], "");
        assert!(
            said.contains("Nothing was changed: this visit is")
                && said.contains(&format!("marked so from {from}, 10:00")),
            "{state}: {said}"
        );
        assert_eq!(desk.status(id).await, Status::Confirmed);
    }
    assert_eq!(post("cancelled", fresh.clone()).await.status, 409, "cancelling has a page of its own, with its reason");
    assert_eq!(post("nonsense", fresh).await.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_moved_and_cancelled_with_a_reason() {
    let desk = Desk::open().await;
    let (id, other) = (desk.book("10:00").await, desk.book("14:00").await);
    let path = desk.app.path(&format!("/appointments/{id}/move"));
    let page = desk.browser.get(&path).await;
    let version = field_after(&page.text, "<main", "version");
    let moved = |date: &'static str, time: &'static str, version: String| {
        let (desk, path) = (&desk, path.clone());
        async move {
            desk.browser
                .post(
                    &path,
                    &[
                        ("version", &version),
                        ("date", date),
                        ("time", time),
                        ("practitioner", &desk.practitioner),
                        ("tell", "1"),
                    ],
                )
                .await
        }
    };
    let clash = moved("2027-06-01", "14:00", version.clone()).await;
    assert_eq!(clash.status, 409, "the other visit is there: {other}");
    assert_eq!(
        moved("2027-06-01", "10:10", version.clone()).await.status,
        303,
        "its own time is no obstacle to moving it a little"
    );
    let late = moved("2027-06-01", "11:00", version).await;
    assert_eq!(late.status, 409);
    assert!(
        late.text.contains("somebody was quicker") && late.text.contains("value=\"11:00\""),
        "the time that was typed is still there"
    );

    let page = desk.browser.get(&desk.app.path(&format!("/appointments/{id}"))).await;
    assert!(page.text.contains("Moved") && page.text.contains("Booked"), "its history is told");
    let version = field_after(&page.text, "/cancellation", "version");
    let cancel = |reason: &'static str, version: String| {
        let (desk, path) = (&desk, desk.app.path(&format!("/appointments/{id}/cancellation")));
        async move { desk.browser.post(&path, &[("reason", reason), ("version", &version), ("tell", "1")]).await }
    };
    assert_eq!(cancel("boredom", version.clone()).await.status, 422);
    assert_eq!(cancel("clinic", version.clone()).await.status, 303);
    assert_eq!(desk.status(id).await, Status::Cancelled);
    assert_eq!(cancel("clinic", version).await.status, 409);
    assert!(!desk.day("").await.text.contains(&format!("id=\"{id}\"")), "what was called off gave its place back");
    let page = desk.browser.get(&desk.app.path(&format!("/appointments/{id}"))).await;
    assert!(page.text.contains("We had to"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinician_sees_their_own_column_first_and_opens_only_whom_they_treat() {
    let desk = Desk::open().await;
    desk.book("10:00").await;
    let clinician = desk.app.signed_in(&desk.app.clinic, Role::Clinician).await;
    let page = clinician.get(&desk.app.path("/day?date=2027-06-01")).await;
    assert_eq!(page.status, 200);
    let first = page.text.split("<h2 id=\"lane-").nth(1).unwrap();
    assert!(first.split("</h2>").next().unwrap().contains("(you)"), "the first column is the reader's own");
    let scope = desk.app.scope(&desk.app.clinic, Purpose::Operation);
    let refused = scope
        .read(|tx| -> ground::Result<i64> {
            tx.one(
                "SELECT COUNT(*) AS n FROM access_entry WHERE clinic = $1 AND outcome = 'refused'",
                &params![tx.clinic()],
            )?
            .get("n")
        })
        .await
        .unwrap();
    assert_eq!(refused, 0, "looking at the day tries nobody's door");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_left_open_does_not_hold_a_session_beyond_its_pause() {
    let app = TestApp::start().await;
    let start = app.house.clock.now();
    let after = |minutes: i64| app.house.clock.set(start + jiff::SignedDuration::from_mins(minutes));
    let (person, page) =
        (app.signed_in(&app.clinic, Role::FrontDesk).await, app.signed_in(&app.clinic, Role::FrontDesk).await);
    after(20);
    assert_eq!(person.get(&app.path("/day")).await.status, 200);
    let itself = page.api(reqwest::Method::GET, &app.path("/day"), None, &[("x-keepwell-live", "1")], None).await;
    assert_eq!(itself.status, 200);
    after(35);
    assert_eq!(person.get(&app.path("/day")).await.status, 200, "somebody was there 15 minutes ago");
    assert_eq!(
        page.get(&app.path("/day")).await.status,
        303,
        "nobody was there for 35 minutes: the page only refreshed itself"
    );
}
