//! Why a time is not offered: every reason with what it is made of, and what can be done about it by whoever asks.

use booking::model::{ClinicDayRow, DeviceId, Owner, RoomId};
use booking::rules::ClinicDay;
use booking::store::{self, setup};
use ground::Role;
use jiff::Timestamp;
use promise::Purpose;

use crate::desk::{Desk, field_after};
use crate::kit::{Answer, Browser};

const DAY: &str = "2027-06-01";

fn at(time: &str) -> Timestamp {
    // Summer time in Dublin.
    format!("{DAY}T{time}:00+01:00").parse().unwrap()
}

impl Desk {
    async fn asks(&self, browser: &Browser, service: &str, practitioner: &str, when: (&str, &str)) -> Answer {
        let (date, time) = when;
        let query = format!("service={service}&practitioner={practitioner}&date={date}&time={time}");
        browser.get(&self.app.path(&format!("/why?{query}"))).await
    }

    async fn blocks(&self, owner: Owner, from: &str, to: &str, reason: &str) {
        let block = setup::NewBlock::of(owner, at(from)..at(to), reason.to_owned());
        let scope = self.app.scope(&self.app.clinic, Purpose::Operation);
        scope.write(move |tx| setup::create_block(tx, &block)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_in_the_way_is_named_with_what_can_be_done_about_it() {
    let desk = Desk::open().await;
    let scope = desk.app.scope(&desk.app.clinic, Purpose::Operation);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let ultrasound = catalogue.service("ultrasound").unwrap().id.to_string();
    let balance = catalogue.service("fall-check").unwrap().id.to_string();
    let (rooms, devices): (Vec<RoomId>, Vec<DeviceId>) =
        (catalogue.rooms.iter().map(|room| room.id).collect(), catalogue.devices.iter().map(|one| one.id).collect());
    let nobody = Owner { practitioner: None, room: None, device: None };
    let visit = desk.book("10:00").await;
    let me = catalogue.practitioners[0].id;
    desk.blocks(Owner { practitioner: Some(me), ..nobody }, "14:00", "15:00", "Case meeting").await;
    for room in &rooms {
        desk.blocks(Owner { room: Some(*room), ..nobody }, "15:00", "16:00", "Painters").await;
    }
    for device in &devices {
        desk.blocks(Owner { device: Some(*device), ..nobody }, "11:00", "12:30", "Being serviced").await;
    }
    let holiday =
        ClinicDayRow { date: "2027-06-07".parse().unwrap(), name: "June holiday".to_owned(), day: ClinicDay::Closed };
    scope.write(move |tx| setup::set_clinic_day(tx, &holiday)).await.unwrap();

    let own = desk.service.as_str();
    let cases: [(&str, (&str, &str), &[&str]); 12] = [
        (own, (DAY, "11:00"), &["not offered online. At the desk you can book it", "Online only", "Book it anyway"]),
        (own, (DAY, "03:00"), &["Outside working hours", "works 08:00 to 12:30 and 13:15 to 17:30 that day"]),
        (own, ("2026-11-20", "10:00"), &["That time is over"]),
        (own, (DAY, "11:02"), &["Times are whole five minutes"]),
        (own, ("2027-06-07", "10:00"), &["The clinic is closed that day"]),
        (own, (DAY, "10:15"), &["is there, 10:00 to 10:45", "Open the visit", "Move it"]),
        (&ultrasound, (DAY, "09:15"), &["is close by, 10:00 to 10:45", "5 minutes are kept between them"]),
        (own, (DAY, "14:30"), &["blocked, 14:00 to 15:00. Case meeting", "Give the time back"]),
        (own, (DAY, "15:00"), &["No fitting room is free", "Room 1: blocked", "Gym: blocked", "Painters"]),
        (&ultrasound, (DAY, "11:00"), &["The equipment it needs is in use", "Ultrasound: blocked", "Being serviced"]),
        (&balance, (DAY, "11:00"), &["does not give this visit"]),
        (own, ("9999-12-31", "10:00"), &["A date within the last hundred years and the next ten"]),
    ];
    for (service, when, words) in cases {
        let answer = desk.asks(&desk.browser, service, &desk.practitioner, when).await;
        assert_eq!(answer.status, 200, "{when:?}");
        for word in words {
            assert!(answer.text.contains(word), "{when:?}: {word} is missing in {}", answer.text);
        }
    }
    // What is free near it lies as far apart as what a visitor is shown.
    let near = desk.asks(&desk.browser, own, &desk.practitioner, (DAY, "10:15")).await.text;
    for time in ["10:45", "11:00", "11:15"] {
        assert!(
            near.contains(&format!("1 June 2027, {time} with Maeve")),
            "{time}: {}",
            near.split("Free nearby").nth(1).unwrap()
        );
    }
    assert!(!near.contains("10:50 with"));
    // All of it, not the first of it.
    desk.app.place.tamper(&format!("UPDATE practitioner SET daily_limit = 1 WHERE id = '{me}'"));
    let answer = desk.asks(&desk.browser, own, &desk.practitioner, (DAY, "10:15")).await.text;
    for word in ["is there, 10:00 to 10:45", "limit of 1 is reached", "Visits of that day"] {
        assert!(answer.contains(word), "{word} is missing in {answer}");
    }
    assert!(answer.contains(&visit.to_string()), "the visit that is in the way can be gone to");
    // Without a practitioner, everyone who gives it is answered for.
    let all = desk.asks(&desk.browser, own, "", (DAY, "03:00")).await.text;
    for one in &catalogue.practitioners {
        assert!(all.contains(&one.name), "{} is missing", one.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_click_opens_the_hours_for_whoever_sets_up_and_gives_blocked_time_back_for_the_desk() {
    let desk = Desk::open().await;
    let when = (DAY, "19:00");
    let mend = [
        ("service", desk.service.as_str()),
        ("practitioner", desk.practitioner.as_str()),
        ("date", DAY),
        ("time", "19:00"),
    ];
    let path = desk.app.path("/why/hours");
    let hours = "SELECT date FROM exception";
    for role in [Role::FrontDesk, Role::Clinician] {
        let browser = desk.app.signed_in(&desk.app.clinic, role).await;
        let answer = desk.asks(&browser, &desk.service, &desk.practitioner, when).await;
        assert!(answer.status == 200 && answer.text.contains("Outside working hours"), "{role}: {}", answer.text);
        assert!(!answer.text.contains("/why/hours"), "{role} is not offered what is the manager's");
        let before = desk.app.place.column(hours).len();
        assert_eq!(browser.post(&path, &mend).await.status, 403, "{role}");
        assert_eq!(desk.app.place.column(hours).len(), before, "{role}");
    }
    let manager = desk.app.signed_in(&desk.app.clinic, Role::Manager).await;
    let answer = desk.asks(&manager, &desk.service, &desk.practitioner, when).await;
    assert!(answer.text.contains("Open 19:00 to 19:45 for Maeve that day"), "{}", answer.text);
    let opened = manager.post(&path, &mend).await;
    assert!(opened.status == 303 && opened.location.as_deref().unwrap().ends_with("done=opened"), "{}", opened.text);
    let answer = desk.asks(&desk.browser, &desk.service, &desk.practitioner, when).await;
    assert!(answer.text.contains("At the desk you can book it") && !answer.text.contains("Outside working hours"));
    desk.book("19:00").await;
    // That one day, and no other.
    let next = desk.asks(&desk.browser, &desk.service, &desk.practitioner, ("2027-06-08", "19:00")).await;
    assert!(next.text.contains("Outside working hours"));
    assert_eq!(manager.post(&path, &mend[..3]).await.status, 422, "a time is asked for");

    let scope = desk.app.scope(&desk.app.clinic, Purpose::Operation);
    let me = scope.read(store::catalogue).await.unwrap().practitioners[0].id;
    desk.blocks(Owner { practitioner: Some(me), room: None, device: None }, "11:00", "12:00", "Stock taking").await;
    let answer = desk.asks(&desk.browser, &desk.service, &desk.practitioner, (DAY, "11:00")).await.text;
    let removal =
        answer.split("action=\"").find(|part| part.contains("/removal\"")).unwrap().split('"').next().unwrap();
    let see = field_after(&answer, "/removal", "see");
    assert_eq!(desk.browser.post(removal, &[("see", &see)]).await.status, 303);
    let answer = desk.asks(&desk.browser, &desk.service, &desk.practitioner, (DAY, "11:00")).await.text;
    assert!(answer.contains("At the desk you can book it") && !answer.contains("Stock taking"));
}
