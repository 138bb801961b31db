//! The calendar at the desk: moved, made longer, blocked, taken back; and what happens to whoever is slower.

use booking::model::{Appointment, AppointmentId};
use booking::rules::Status;
use booking::store;
use ground::{Role, params};
use jiff::{SignedDuration, Timestamp};
use promise::Purpose;

use crate::desk::{Desk, field_after};
use crate::kit::{Answer, Browser};

/// When the tests' visits are.
const DAY: &str = "2027-06-01";

fn at(time: &str) -> Timestamp {
    // Summer time in Dublin.
    format!("{DAY}T{time}:00+01:00").parse().unwrap()
}

impl Desk {
    async fn find(&self, id: AppointmentId) -> Appointment {
        self.app.scope(&self.app.clinic, Purpose::Operation).read(move |tx| store::find(tx, id)).await.unwrap()
    }

    async fn version(&self, id: AppointmentId) -> String {
        self.find(id).await.version()
    }

    /// Moves by the form, from `version`.
    async fn shift(&self, browser: &Browser, id: AppointmentId, version: &str, fields: &[(&str, &str)]) -> Answer {
        let mut sent = vec![("version", version), ("date", DAY), ("practitioner", self.practitioner.as_str())];
        sent.extend(fields);
        browser.post(&self.app.path(&format!("/appointments/{id}/move")), &sent).await
    }

    /// Later, with whoever is at the desk then.
    async fn later(self, now: Timestamp) -> Desk {
        self.app.house.clock.set(now);
        let browser = self.app.signed_in(&self.app.clinic, Role::FrontDesk).await;
        Desk { browser, ..self }
    }

    async fn mark(&self, id: AppointmentId, state: &str) -> Answer {
        let version = self.version(id).await;
        let path = self.app.path(&format!("/appointments/{id}/status"));
        self.browser.post(&path, &[("state", state), ("version", &version)]).await
    }

    async fn cancel(&self, id: AppointmentId, tell: &str) -> Answer {
        let version = self.version(id).await;
        let path = self.app.path(&format!("/appointments/{id}/cancellation"));
        self.browser.post(&path, &[("reason", "client"), ("version", &version), ("tell", tell)]).await
    }

    /// Where the calendar offers to take the last change back, if it does.
    async fn undo_path(&self) -> Option<String> {
        let day = self.day("").await.text;
        let path = day.split("/changes/").nth(1)?.split('"').next()?.to_owned();
        Some(self.app.path(&format!("/changes/{path}")))
    }

    async fn undo(&self) -> Answer {
        let path = self.undo_path().await.expect("nothing can be taken back");
        self.browser.post(&path, &[]).await
    }

    async fn subjects(&self) -> Vec<String> {
        self.app.letters().await.into_iter().map(|letter| letter.subject).collect()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let scope = self.app.scope(&self.app.clinic, Purpose::Operation);
        scope.read(move |tx| -> ground::Result<i64> { tx.one(sql, &params![tx.clinic()])?.get("n") }).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_desks_move_one_visit_at_once_and_one_of_them_is_told() {
    let desk = Desk::open().await;
    let id = desk.book("10:00").await;
    let other = desk.app.signed_in(&desk.app.clinic, Role::Manager).await;
    for (first, second) in [("11:00", "11:30"), ("14:00", "15:00"), ("09:00", "16:00")] {
        let version = desk.version(id).await;
        let (ones, twos) = ([("time", first)], [("time", second)]);
        let (one, two) =
            tokio::join!(desk.shift(&desk.browser, id, &version, &ones), desk.shift(&other, id, &version, &twos));
        let (won, lost, to) = if one.status == 303 { (one, two, first) } else { (two, one, second) };
        assert_eq!((won.status, lost.status), (303, 409), "{first} and {second}");
        assert!(lost.text.contains("somebody was quicker"), "the slower one is told so");
        assert_eq!(desk.find(id).await.starts_at, at(to), "it stands where the quicker one put it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cancelled_elsewhere_while_it_was_dragged_is_not_moved() {
    let desk = Desk::open().await;
    let id = desk.book("10:00").await;
    let drawn = desk.version(id).await;
    desk.cancel(id, "").await;
    let asked = format!("date={DAY}&time=11:30&drawn={drawn}");
    let question = desk.browser.get(&desk.app.path(&format!("/appointments/{id}/move?{asked}"))).await;
    assert_eq!(question.status, 409);
    assert!(
        question.text.contains("somebody was quicker")
            && question.text.contains("Cancelled")
            && !question.text.contains("name=\"time\""),
        "it says how it stands, and asks nothing"
    );
    let pressed = desk.shift(&desk.browser, id, &drawn, &[("time", "11:30")]).await;
    assert_eq!(pressed.status, 409, "nor does the answer of a dialog that was open already");
    assert_eq!(desk.status(id).await, Status::Cancelled);
    let nothing = desk.shift(&desk.browser, id, "", &[("time", "11:30")]).await;
    assert_eq!(nothing.status, 422, "a change that says from what it was drawn is asked for");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_question_says_what_would_change_and_asks_the_rules_beforehand() {
    let desk = Desk::open().await;
    let (id, other) = (desk.book("10:00").await, desk.book("14:00").await);
    let version = desk.version(id).await;
    let ask = |fields: String| {
        let path = desk.app.path(&format!("/appointments/{id}/move?date={DAY}&drawn={version}{fields}"));
        let browser = &desk.browser;
        async move { browser.get(&path).await }
    };
    let free = ask("&time=11:30".to_owned()).await;
    assert_eq!(free.status, 200);
    assert!(free.text.contains("11:30") && free.text.contains("10:00") && free.text.contains("They get a letter at"));
    let taken = ask("&time=14:00".to_owned()).await;
    assert!(
        taken.text.contains("not to be had")
            && taken.text.contains("name=\"other\"")
            && taken.text.contains("disabled"),
        "into taken time ({other}): why not, and what is free near it"
    );
    let longer = ask("&time=10:00&minutes=60".to_owned()).await;
    assert!(longer.text.contains("Length") && longer.text.contains("11:00"), "another end is said as such");
    assert_eq!(desk.version(id).await, version, "asking changes nothing");
    // What the question offers instead is taken by its button.
    let instead = field_after(&taken.text, "name=\"other\"", "other");
    let moved = desk.shift(&desk.browser, id, &version, &[("time", "14:00"), ("other", &instead)]).await;
    assert_eq!(moved.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_made_longer_and_shorter_by_the_same_rules_and_the_claim_goes_with_it() {
    let desk = Desk::open().await;
    let (id, next) = (desk.book("10:00").await, desk.book("11:00").await);
    let usual = desk.find(id).await.minutes();
    let resize = |id: AppointmentId, time: &'static str, minutes: &'static str| {
        let desk = &desk;
        async move {
            let version = desk.version(id).await;
            desk.shift(&desk.browser, id, &version, &[("time", time), ("minutes", minutes), ("tell", "1")]).await
        }
    };
    assert_eq!(resize(id, "10:00", "75").await.status, 409, "the next visit is in the way: {next}");
    assert_eq!(resize(id, "10:00", "12").await.status, 422, "whole five minutes");
    assert_eq!(resize(id, "10:00", "0").await.status, 422);
    let longer = resize(id, "10:00", "60").await;
    assert_eq!(longer.status, 303);
    assert!(longer.location.unwrap().contains("done=resized"));
    let now = desk.find(id).await;
    assert_eq!((now.starts_at, now.ends_at, now.sequence), (at("10:00"), at("11:00"), 1));
    assert!(now.busy_to >= now.ends_at && now.minutes() != usual);
    assert!(
        desk.subjects().await.iter().any(|subject| subject.contains("has another length")),
        "whoever comes is written to, and their calendar is changed"
    );
    // It keeps its length when it is moved, and what it claims is refused to others.
    let moved = desk.shift(&desk.browser, id, &now.version(), &[("time", "14:00")]).await;
    assert_eq!((moved.status, desk.find(id).await.minutes()), (303, 60));
    let client = desk.client.to_string();
    let inside = [
        ("key", "inside"),
        ("service", desk.service.as_str()),
        ("practitioner", desk.practitioner.as_str()),
        ("date", DAY),
        ("time", "14:55"),
        ("client", client.as_str()),
    ];
    assert_eq!(desk.browser.post(&desk.app.path("/appointments"), &inside).await.status, 409);
    assert_eq!(resize(id, "14:00", "5").await.status, 303);
    let shorter = desk.browser.post(&desk.app.path("/appointments"), &inside).await;
    assert_eq!(shorter.status, 303, "what was given back can be had");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_of_the_day_itself_is_taken_back_too() {
    let desk = Desk::open().await;
    let id = desk.book("10:00").await;
    let desk = desk.later(at("08:00")).await;
    assert_eq!(desk.mark(id, "arrived").await.status, 303);
    assert_eq!(desk.status(id).await, Status::Arrived);
    assert_eq!(desk.undo().await.status, 303);
    assert_eq!(desk.status(id).await, Status::Booked);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_change_of_every_kind_is_taken_back_by_the_same_rules() {
    let desk = Desk::open().await;
    let id = desk.book("10:00").await;
    let before = desk.find(id).await;
    let stands = |visit: &Appointment| {
        (visit.status, visit.starts_at, visit.ends_at, visit.busy_to, visit.practitioner, visit.room)
    };
    type Change<'a> = (&'static str, Vec<(&'static str, &'static str)>, &'static str);
    let changes: [Change<'_>; 5] = [
        ("/move", vec![("date", DAY), ("time", "11:30"), ("tell", "1")], "is now on"),
        ("/move", vec![("date", DAY), ("time", "10:00"), ("minutes", "60"), ("tell", "1")], "another length"),
        ("/status", vec![("state", "confirmed")], ""),
        ("/status", vec![("state", "late_cancelled")], "stands after all"),
        ("/cancellation", vec![("reason", "mistake"), ("tell", "1")], "stands after all"),
    ];
    for (path, mut fields, letter) in changes {
        let version = desk.version(id).await;
        fields.push(("version", &version));
        let told = |subjects: &[String]| subjects.iter().filter(|subject| subject.contains(letter)).count();
        let before_it = desk.subjects().await;
        let done = desk.browser.post(&desk.app.path(&format!("/appointments/{id}{path}")), &fields).await;
        assert_eq!(done.status, 303, "{fields:?}: {}", done.text);
        assert_ne!(stands(&desk.find(id).await), stands(&before), "{fields:?}");
        desk.subjects().await;
        let undone = desk.undo().await;
        assert_eq!(undone.status, 303, "{fields:?}: {}", undone.text);
        assert!(undone.location.unwrap().contains(&format!("visit={id}&done=undone")));
        assert_eq!(stands(&desk.find(id).await), stands(&before), "{fields:?}");
        let subjects = desk.subjects().await;
        match letter {
            "" => assert_eq!(subjects.len(), before_it.len(), "{fields:?}: nobody is written to of a mark"),
            _ => {
                assert_eq!(subjects.len(), before_it.len() + 2, "{fields:?}: of the change, and of its end");
                assert!(told(&subjects) > told(&before_it), "{letter}: {subjects:?}");
            }
        }
        assert_eq!(desk.undo_path().await, None, "what was taken back is not offered again");
    }
    let page = desk.browser.get(&desk.app.path(&format!("/appointments/{id}"))).await;
    assert!(page.text.contains("Put back after it was cancelled"), "its history is told whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_booked_by_mistake_is_taken_back_while_it_stands_as_it_was_booked() {
    let desk = Desk::open().await;
    let id = desk.book("10:00").await;
    let toast = async || {
        let day = desk.day(&format!("&visit={id}&done=booked")).await.text;
        day.split("data-toast").nth(1).unwrap().to_owned()
    };
    assert!(toast().await.contains("Undo the booking"), "what is offered beside the news is to take that back");
    // Another desk under the same name has marked another visit meanwhile: the news still offers its own.
    let other = desk.book("14:00").await;
    assert_eq!(desk.mark(other, "confirmed").await.status, 303);
    let news = toast().await;
    assert!(news.contains("Undo the booking") && !news.contains("Undo the mark"), "{news}");
    assert_eq!(desk.undo().await.status, 303, "elsewhere it is the last that counts");
    assert_eq!(desk.status(other).await, Status::Booked);

    let before = desk.subjects().await.len();
    let path = news.split("/changes/").nth(1).unwrap().split('"').next().unwrap();
    let undone = desk.browser.post(&desk.app.path(&format!("/changes/{path}")), &[]).await;
    assert!(undone.status == 303 && undone.location.unwrap().ends_with("done=unbooked"), "{}", undone.text);
    assert_eq!(desk.status(id).await, Status::Cancelled);
    let subjects = desk.subjects().await;
    assert_eq!(subjects.len(), before + 1);
    assert!(subjects.iter().any(|subject| subject.contains("Cancelled")), "who was told is told: {subjects:?}");
    let page = desk.browser.get(&desk.app.path(&format!("/appointments/{id}"))).await.text;
    assert!(page.contains("Booked by mistake"), "{page}");

    // Somebody has marked it since: it is no longer only a booking.
    let id = desk.book("11:30").await;
    let path = desk.undo_path().await.unwrap();
    let other = desk.app.signed_in(&desk.app.clinic, Role::Manager).await;
    let version = desk.version(id).await;
    let status = desk.app.path(&format!("/appointments/{id}/status"));
    assert_eq!(other.post(&status, &[("state", "confirmed"), ("version", &version)]).await.status, 303);
    assert_eq!(desk.browser.post(&path, &[]).await.status, 409);
    assert_eq!(desk.status(id).await, Status::Confirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_else_has_by_now_stays_with_them() {
    let desk = Desk::open().await;
    let id = desk.book("10:00").await;
    desk.cancel(id, "").await;
    let path = desk.undo_path().await.unwrap();
    let client = desk.client.to_string();
    let taken = desk
        .browser
        .post(
            &desk.app.path("/appointments"),
            &[
                ("key", "quick"),
                ("service", &desk.service),
                ("practitioner", &desk.practitioner),
                ("date", DAY),
                ("time", "10:00"),
                ("client", &client),
            ],
        )
        .await;
    assert_eq!(taken.status, 303);
    let refused = desk.browser.post(&path, &[]).await;
    assert_eq!(refused.status, 409);
    assert!(
        refused.text.contains("no longer free") && refused.text.contains("Another visit is booked"),
        "it says why nothing was taken back"
    );
    assert_eq!(desk.status(id).await, Status::Cancelled);

    // Moved by one, then by another: the first can no longer take theirs back.
    let id = desk.book("11:30").await;
    let version = desk.version(id).await;
    desk.shift(&desk.browser, id, &version, &[("time", "14:00")]).await;
    let path = desk.undo_path().await.unwrap();
    let other = desk.app.signed_in(&desk.app.clinic, Role::Manager).await;
    assert_eq!(other.post(&path, &[]).await.status, 404, "nobody takes back what another did");
    let version = desk.version(id).await;
    assert_eq!(desk.shift(&other, id, &version, &[("time", "15:00")]).await.status, 303);
    let refused = desk.browser.post(&path, &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("somebody was quicker"));
    assert_eq!(desk.find(id).await.starts_at, at("15:00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_taken_back_within_five_minutes_by_whatever_clock() {
    let desk = Desk::open().await;
    let start = desk.app.house.clock.now();
    let clock = |minutes: i64| desk.app.house.clock.set(start + SignedDuration::from_mins(minutes));
    let id = desk.book("10:00").await;
    desk.mark(id, "confirmed").await;
    let path = desk.undo_path().await.unwrap();
    clock(6);
    assert_eq!(desk.undo_path().await, None, "it is not offered any longer");
    let late = desk.browser.post(&path, &[]).await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("for five minutes"));
    assert_eq!(desk.status(id).await, Status::Confirmed);
    // The clock is set back an hour: the change lies ahead, and what is made now can be taken back.
    clock(-60);
    assert_eq!(desk.browser.post(&path, &[]).await.status, 409, "a change of the future is as far off as an old one");
    assert_eq!(desk.mark(id, "booked").await.status, 303, "the desk works on");
    assert_eq!(desk.undo().await.status, 303);
    assert_eq!(desk.status(id).await, Status::Confirmed);
    let version = desk.version(id).await;
    assert_eq!(desk.shift(&desk.browser, id, &version, &[("time", "11:00")]).await.status, 303);
    let stale = desk.shift(&desk.browser, id, &version, &[("time", "11:30")]).await;
    assert_eq!(stale.status, 409, "an old page is known as old, whatever the clock says");
    // Rows go after a day.
    clock(60 * 25);
    desk.app.scope(&desk.app.clinic, Purpose::Operation).write(store::undo::sweep).await.unwrap();
    assert_eq!(desk.count("SELECT COUNT(*) AS n FROM desk_change WHERE clinic = $1").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn time_is_blocked_in_place_and_given_back() {
    let desk = Desk::open().await;
    let visit = desk.book("10:00").await;
    let form = desk.day(&format!("&lane={}&at=10:00&until=10:45&do=block", desk.practitioner)).await;
    assert!(form.text.contains("value=\"10:45\""), "what was drawn is filled in");
    let block = |time: &'static str, until: &'static str, sure: &'static str| {
        let desk = &desk;
        async move {
            let fields = [
                ("whose", desk.practitioner.as_str()),
                ("reason", "Case meeting"),
                ("date", DAY),
                ("time", time),
                ("until", until),
                ("sure", sure),
            ];
            desk.browser.post(&desk.app.path("/blocks"), &fields).await
        }
    };
    assert_eq!(block("11:00", "10:00", "").await.status, 422);
    let met = block("09:30", "10:30", "").await;
    assert_eq!(met.status, 409, "a visit lies in it: {visit}");
    assert!(met.text.contains("1 visit ahead lies in this time") && met.text.contains("name=\"sure\""));
    assert_eq!(block("14:00", "15:00", "").await.status, 303);
    assert!(desk.day("").await.text.contains("Case meeting"));

    let client = desk.client.to_string();
    let booking = || {
        let (desk, client) = (&desk, client.as_str());
        async move {
            let fields = [
                ("key", "blocked"),
                ("service", desk.service.as_str()),
                ("practitioner", desk.practitioner.as_str()),
                ("date", DAY),
                ("time", "14:30"),
                ("client", client),
            ];
            desk.browser.post(&desk.app.path("/appointments"), &fields).await
        }
    };
    assert_eq!(booking().await.status, 409);
    // Given back, blocked again by taking that back, given back once more.
    let blocks = "SELECT COUNT(*) AS n FROM block WHERE clinic = $1 AND reason = 'Case meeting'";
    assert_eq!(desk.undo().await.status, 303);
    assert_eq!(desk.count(blocks).await, 0);
    assert_eq!(block("14:00", "15:00", "").await.status, 303);
    let day = desk.day("").await.text;
    let id = day.split("block=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let card = desk.day(&format!("&block={id}")).await.text;
    assert!(card.contains("Give the time back"));
    let removal = desk.app.path(&format!("/blocks/{id}/removal"));
    assert_eq!(desk.browser.post(&removal, &[]).await.status, 303);
    assert_eq!(desk.browser.post(&removal, &[]).await.status, 409, "somebody else has given it back already");
    assert_eq!(desk.undo().await.status, 303);
    assert_eq!(desk.count(blocks).await, 1);
    let id = desk.day("").await.text.split("block=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    desk.browser.post(&desk.app.path(&format!("/blocks/{id}/removal")), &[]).await;
    let again = desk.undo_path().await.unwrap();
    assert_eq!(booking().await.status, 303);
    // The time has gone to a visit: it is not blocked over it.
    let refused = desk.browser.post(&again, &[]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("no longer free"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_shows_the_visit_and_opens_nobody_whom_it_does_not_name() {
    let desk = Desk::open().await;
    let id = desk.book("10:00").await;
    // Who waits is shown beside the day on which they do, and opened for no other.
    let waits = desk.book("14:00").await;
    let desk = desk.later(at("15:00") - SignedDuration::from_hours(24)).await;
    assert_eq!(desk.mark(waits, "arrived").await.status, 303);
    let scope = desk.app.scope(&desk.app.clinic, Purpose::Operation);
    let all = scope.read(store::catalogue::practitioners).await.unwrap();
    let colleague = all.iter().map(|one| one.id.to_string()).find(|one| *one != desk.practitioner).unwrap();
    let other = desk.app.signed_in(&desk.app.clinic, Role::Manager).await;
    let entries = "SELECT COUNT(*) AS n FROM access_entry WHERE clinic = $1";
    let before = desk.count(entries).await;
    let week = other.get(&desk.app.path(&format!("/day?date={DAY}&view=week"))).await;
    assert_eq!(week.status, 200);
    assert!(week.text.contains(&format!("id=\"{id}\"")));
    assert_eq!(desk.count(entries).await, before, "it says when, not who");
    for view in ["", "&view=week", "&view=list"] {
        let page = other.get(&desk.app.path(&format!("/day?date={DAY}&who={colleague}{view}"))).await;
        assert!(page.status == 200 && !page.text.contains(&format!("id=\"{id}\"")), "{view}");
        assert_eq!(desk.count(entries).await, before, "{view}: of somebody else");
    }
    for view in ["", "&view=week&who={who}", "&view=rooms", "&view=list", "&who={who}"] {
        let view = view.replace("{who}", &desk.practitioner);
        let page = desk.day(&view).await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains(&format!("id=\"{id}\"")), "{view}");
    }
    desk.cancel(id, "").await;
    assert!(desk.day("&view=list").await.text.contains(&format!("id=\"{id}\"")), "the list shows what was called off");
    assert!(!desk.day("&view=rooms").await.text.contains(&format!("id=\"{id}\"")));
    // Addresses that make no sense show a day all the same.
    for odd in ["date=-1000-01-01", "view=sideways", "who=nobody&view=week", "date=2027-02-30&lane="] {
        let page = desk.browser.get(&desk.app.path(&format!("/day?{odd}"))).await;
        assert_eq!(page.status, 200, "{odd}");
    }
}
