//! Who treats nobody yet treats them by no deed of their own: what a clinician may do to visits of clients in their
//! care and out of it, beside those who run the day.

mod emergency;
mod explained;
pub mod ward;

use booking::model::AppointmentId;
use booking::rules::Status;
use ground::Role;
use jiff::SignedDuration;
use promise::Purpose;
use reqwest::Method;
use serde_json::json;

use crate::booking_api::key;
use crate::booking_public::{book, slots, visit, with};
use crate::desk::field_after;
use ward::*;

#[tokio::test(flavor = "multi_thread")]
async fn only_who_may_open_a_client_changes_their_visits_or_books_for_them() {
    let ward = Ward::open().await;
    assert!(ward.treats(ward.inside).await && !ward.treats(ward.outside).await);
    let mut wrong = Vec::new();
    for role in [Role::FrontDesk, Role::Manager, Role::Clinician] {
        for (client, whose) in [(ward.outside, "out of care"), (ward.inside, "in care")] {
            let let_in = role != Role::Clinician || client == ward.inside;
            for deed in ["looks at moving", "moves", "marks", "marks late", "cancels"] {
                // The one line that a quarter of an hour takes.
                ward.app.house.clock.set(ward.app.house.clock.now() + jiff::SignedDuration::from_mins(16));
                let before = ward.refusals(client).await;
                let browser = ward.app.signed_in(&ward.app.clinic, role).await;
                let (id, answer) = ward.does(&browser, deed, client).await;
                let expected = match (let_in, deed) {
                    (false, _) => 403,
                    (true, "looks at moving") => 200,
                    (true, "marks late") => 409,
                    (true, _) => 303,
                };
                let after = ward.stands(id).await;
                let changed = after.status != Status::Booked || after.sequence != 0;
                let changes = let_in && ["moves", "marks", "cancels"].contains(&deed);
                let recorded = ward.refusals(client).await - before;
                let said = (answer.status, changed, recorded > 0);
                if said != (expected, changes, !let_in) {
                    wrong.push(format!("{role} {deed}, {whose}: {said:?}"));
                }
                if !let_in && ward.treats(client).await {
                    wrong.push(format!("{role} {deed}, {whose}: treats them now"));
                }
                // It goes again, so that the days do not fill.
                if after.status != Status::Cancelled {
                    let version = ward.version(id).await;
                    let path = ward.app.path(&format!("/appointments/{id}/cancellation"));
                    let desk = ward.app.signed_in(&ward.app.clinic, Role::FrontDesk).await;
                    assert_eq!(desk.post(&path, &[("reason", "mistake"), ("version", &version)]).await.status, 303);
                }
            }
            let browser = ward.app.signed_in(&ward.app.clinic, role).await;
            let before = ward.count("appointment").await;
            let answer = ward.try_book(&browser, &ward.own, &[("client", &client.to_string())]).await;
            let said = (answer.status, ward.count("appointment").await - before);
            if said != if let_in { (303, 1) } else { (403, 0) } {
                wrong.push(format!("{role} books by id, {whose}: {said:?}"));
            }
            // What the front desk and the manager book with the clinician brings the client into their care.
            if role != Role::Clinician && client == ward.outside {
                assert!(ward.treats(client).await);
                let (id, desk) = (id_of(&answer), ward.app.signed_in(&ward.app.clinic, Role::FrontDesk).await);
                let version = ward.version(id).await;
                let path = ward.app.path(&format!("/appointments/{id}/cancellation"));
                desk.post(&path, &[("reason", "mistake"), ("version", &version)]).await;
                assert!(!ward.treats(client).await, "a visit that was called off brings nobody into care");
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_given_away_with_the_client_is_not_taken_back_and_one_in_care_is() {
    let ward = Ward::open().await;
    let outside = ward.fresh(ward.outside).await;
    let own = ward.app.place.column(&format!("SELECT id FROM appointment WHERE client = '{}'", ward.inside)).remove(0);
    let id: AppointmentId = own.parse().unwrap();
    let day = async |id: AppointmentId| {
        let date = ward.stands(id).await.starts_at.to_zoned(ward.app.clinic.zone.clone()).date();
        ward.clinician.get(&ward.app.path(&format!("/day?date={date}"))).await.text
    };
    let slip = async |id: AppointmentId| {
        let page = day(id).await;
        page.split(&format!("id=\"{id}\"")).nth(1).unwrap().split('>').next().unwrap().to_owned()
    };
    assert!(slip(id).await.contains("data-moves"));
    assert!(!slip(outside).await.contains("data-moves"), "what may not be moved is not picked up");
    let give = async |to: &str| {
        let version = ward.stands(id).await.version();
        for (day, time) in times() {
            let fields =
                [("date", day.as_str()), ("time", time.as_str()), ("practitioner", to), ("version", version.as_str())];
            let answer = ward.clinician.post(&ward.app.path(&format!("/appointments/{id}/move")), &fields).await;
            if answer.status != 409 {
                return answer.status;
            }
        }
        409
    };
    let change = || {
        let own = "SELECT id FROM desk_change WHERE undone_at IS NULL AND kind = 'moved'";
        ward.app.path(&format!("/changes/{}/undo", ward.app.place.column(own).remove(0)))
    };
    // Another visit of theirs keeps the client in care: then it is taken back.
    let desk = ward.app.signed_in(&ward.app.clinic, Role::FrontDesk).await;
    let kept = ward.booked(&desk, &ward.own, ward.inside).await;
    assert_eq!(give(&ward.colleague).await, 303);
    assert!(day(id).await.contains("data-undo"));
    assert_eq!(ward.clinician.post(&change(), &[]).await.status, 303);
    assert_eq!(ward.stands(id).await.practitioner.unwrap().to_string(), ward.own);
    // It is not by their last one, which the client went with.
    let version = ward.version(kept).await;
    let path = ward.app.path(&format!("/appointments/{kept}/cancellation"));
    assert_eq!(desk.post(&path, &[("reason", "client"), ("version", &version)]).await.status, 303);
    assert_eq!(give(&ward.colleague).await, 303);
    assert!(!day(id).await.contains("data-undo"), "it is not offered");
    assert_eq!(ward.refusals(ward.inside).await, 0);
    let answer = ward.clinician.post(&change(), &[]).await;
    assert_eq!(answer.status, 403, "{}", answer.text);
    assert_eq!(ward.stands(id).await.practitioner.unwrap().to_string(), ward.colleague);
    assert_eq!(ward.refusals(ward.inside).await, 1, "that they tried is written down");
    assert!(!ward.treats(ward.inside).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_of_a_time_is_named_to_whoever_may_open_it() {
    let ward = Ward::open().await;
    let id = ward.fresh(ward.outside).await;
    let stands = ward.stands(id).await.starts_at.to_zoned(ward.app.clinic.zone.clone());
    let (service, with) = (&ward.service, &ward.colleague);
    let query =
        format!("service={service}&practitioner={with}&date={}&time={}", stands.date(), stands.strftime("%H:%M"));
    let path = ward.app.path(&format!("/why?{query}"));
    let desk = ward.app.signed_in(&ward.app.clinic, Role::FrontDesk).await;
    assert!(desk.get(&path).await.text.contains("Oona Halloran is there"));
    let answer = ward.clinician.get(&path).await;
    assert!(answer.status == 200 && answer.text.contains(" is there, "), "{}", answer.text);
    assert!(!answer.text.contains(OUTSIDE.0) && !answer.text.contains(OUTSIDE.1));
    assert!(!answer.text.contains(&format!("{id}/move")), "nor is it theirs to move");
    assert_eq!(ward.refusals(ward.outside).await, 0, "an answer tries nobody's record");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinician_who_types_somebody_is_told_the_same_whether_they_are_known_or_not() {
    let ward = Ward::open().await;
    let typed = |(given, family, email): (&'static str, &'static str, &'static str)| {
        [("client", "new"), ("given_name", given), ("family_name", family), ("email", email)]
    };
    let stranger = ("Una", "Nobody", "una@example.net");
    for (role, status) in [(Role::FrontDesk, 303), (Role::Manager, 303), (Role::Clinician, 403)] {
        let browser = ward.app.signed_in(&ward.app.clinic, role).await;
        let mut told = Vec::new();
        for who in [INSIDE, OUTSIDE, stranger] {
            let (clients, visits) = (ward.count("client").await, ward.count("appointment").await);
            let answer = ward.try_book(&browser, &ward.colleague, &typed(who)).await;
            assert_eq!(answer.status, status, "{role} {}: {}", who.0, answer.text);
            if role == Role::Clinician {
                assert_eq!((ward.count("client").await, ward.count("appointment").await), (clients, visits));
                assert!(answer.text.contains("Someone new is booked by the front desk"), "{}", answer.text);
                let words = [who.0, who.1, who.2].iter().fold(answer.text.clone(), |text, word| text.replace(word, ""));
                let key = field_after(&words, "<form class=\"stack form\"", "key");
                told.push(words.replace(&key, ""));
            }
        }
        assert!(told.windows(2).all(|two| two[0] == two[1]), "{role} is told of somebody known");
    }
    assert!(!ward.treats(ward.outside).await);
    assert_eq!(ward.refusals(ward.outside).await, 1, "that is the look of this test; typing tried nobody's record");
    // The form does not ask a clinician for somebody new, and does the desk.
    let look = [("look", "1"), ("find", "zzzz-nobody"), ("date", DAY)];
    let form = ward.clinician.post(&ward.app.path("/appointments"), &look).await;
    assert!(!form.text.contains("given_name") && form.text.contains("No one in your care"), "{}", form.text);
    // By the public pages a member of staff types nobody either.
    let offered = slots(&ward.clinician.get(&ward.app.path("/book/review")).await);
    let known = [("given_name", OUTSIDE.0), ("family_name", OUTSIDE.1), ("email", OUTSIDE.2)];
    let answer = book(&ward.clinician, &ward.app, "review", &with(&offered[0], &known)).await;
    assert!(answer.status == 403 && answer.text.contains("sign out first"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_an_address_typed_by_nobody_bring_no_known_client_into_care_until_the_clinic_acts() {
    let ward = Ward::open().await;
    let visitor = ward.app.visitor();
    let free = ward.free().await;
    let slot = |at: usize| format!("{}.{}", free[at], ward.own);
    let last = free.len() - 1;
    let known = [("given_name", OUTSIDE.0), ("family_name", OUTSIDE.1), ("email", OUTSIDE.2)];
    let booked = visit(&book(&visitor, &ward.app, "review", &with(&slot(last / 4), &known)).await);
    let id: AppointmentId = booked.split('/').nth(4).unwrap().parse().unwrap();
    assert_eq!(ward.stands(id).await.client, ward.outside, "the client's visits stay together");
    assert!(!ward.treats(ward.outside).await);
    let at = |path: &str| ward.app.path(&format!("/appointments/{id}{path}"));
    let page = ward.clinician.get(&at("")).await;
    assert!(page.status == 200 && !page.text.contains(OUTSIDE.0) && !page.text.contains("/cancellation"));
    assert!(page.text.contains("They are not in your care"), "{}", page.text);
    let version = ward.version(id).await;
    let confirm = [("state", "confirmed"), ("version", version.as_str())];
    assert_eq!(ward.clinician.post(&at("/status"), &confirm).await.status, 403);
    // By the API too, and moving it by its own link proves nothing.
    let start = jiff::Timestamp::from_second(free[last / 2]).unwrap().to_string();
    let body = json!({ "service": "review", "practitioner": ward.own, "start": start,
        "client": { "given_name": OUTSIDE.0, "family_name": OUTSIDE.1, "email": OUTSIDE.2 } });
    let clinic = &ward.app.clinic.slug;
    let answer = visitor.api(Method::POST, &format!("/api/v1/clinics/{clinic}/bookings"), None, &[], Some(body)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert!(!ward.treats(ward.outside).await);
    let answer = visitor.post(&format!("{booked}/change"), &[("slot", &slot(last))]).await;
    assert_eq!(answer.location, Some(format!("{booked}?moved=1")), "{}", answer.text);
    assert!(!ward.treats(ward.outside).await);
    // The front desk has spoken with them.
    let desk = ward.app.signed_in(&ward.app.clinic, Role::FrontDesk).await;
    let page = desk.get(&at("")).await;
    assert!(page.text.contains("Came by a name and an address we know"), "{}", page.text);
    let version = ward.version(id).await;
    assert_eq!(desk.post(&at("/status"), &[("state", "confirmed"), ("version", &version)]).await.status, 303);
    assert!(ward.treats(ward.outside).await);
    // Its link brings the client into nobody else's care: taken to a colleague and back, it proves nothing again.
    for (with, treats) in [(&ward.own, true), (&ward.colleague, false), (&ward.own, false)] {
        ward.app.house.clock.set(ward.app.house.clock.now() + SignedDuration::from_secs(1));
        let stood = ward.stands(id).await.starts_at.as_second();
        let mut moved = false;
        for start in free.iter().rev().filter(|start| **start != stood) {
            let slot = format!("{start}.{with}");
            let answer = visitor.post(&format!("{booked}/change"), &[("slot", &slot)]).await;
            moved = answer.location == Some(format!("{booked}?moved=1"));
            if moved {
                break;
            }
            assert_eq!(answer.status, 409, "{}", answer.text);
        }
        assert!(moved && ward.stands(id).await.practitioner.unwrap().to_string() == *with, "with {with}");
        assert_eq!(ward.treats(ward.outside).await, treats, "with {with}");
    }
    let version = ward.version(id).await;
    assert_eq!(desk.post(&at("/status"), &[("state", "confirmed"), ("version", &version)]).await.status, 303);
    assert!(ward.treats(ward.outside).await);
    // Whoever is new has nothing that was there before.
    let stranger = [("given_name", "Una"), ("family_name", "Nobody"), ("email", "una@example.net")];
    let slot = slot(last * 3 / 4);
    let booked = visit(&book(&visitor, &ward.app, "review", &with(&slot, &stranger)).await);
    let id: AppointmentId = booked.split('/').nth(4).unwrap().parse().unwrap();
    assert!(ward.treats(ward.stands(id).await.client).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_booked_by_a_name_that_was_new_has_nobody_in_care_by_its_being_merged_into_a_known_record() {
    let ward = Ward::open().await;
    let (visitor, free) = (ward.app.visitor(), ward.free().await);
    let desk = ward
        .app
        .scope(&ward.app.clinic, Purpose::Scheduling)
        .as_actor(ground::Actor { roles: ground::RoleSet::from(Role::FrontDesk), ..ground::Actor::automatic() });
    // Whichever of the two records stays.
    for (at, keep_known) in [(0, true), (free.len() - 1, false)] {
        let email = format!("oona{at}@example.net");
        let typed = [("given_name", "Una"), ("family_name", "Haloran"), ("email", email.as_str())];
        let slot = format!("{}.{}", free[at], ward.own);
        let booked = visit(&book(&visitor, &ward.app, "review", &with(&slot, &typed)).await);
        let id: AppointmentId = booked.split('/').nth(4).unwrap().parse().unwrap();
        let new = ward.stands(id).await.client;
        assert!(ward.treats(new).await && !ward.treats(ward.outside).await);
        let (from, into) = if keep_known { (new, ward.outside) } else { (ward.outside, new) };
        let merge = desk.write(move |tx| tx.merge(from, into)).await.unwrap().unwrap();
        assert_eq!(ward.stands(id).await.client, into);
        assert!(!ward.treats(into).await, "the desk merged two records and said nothing of who treats whom");
        desk.write(move |tx| tx.unmerge(merge)).await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_with_a_key_keeps_everybodys_appointments_as_the_desk_does() {
    let ward = Ward::open().await;
    let (token, visitor) = (key(&ward.app).await, ward.app.visitor());
    let base = format!("/api/v1/clinics/{}", ward.app.clinic.slug);
    for client in [ward.inside, ward.outside] {
        let id = ward.fresh(client).await;
        let mut moved = 409;
        for (day, time) in times() {
            let body = json!({ "start": format!("{day}T{time}:00+01:00"), "practitioner": ward.own });
            let path = format!("{base}/appointments/{id}");
            moved = visitor.api(Method::PATCH, &path, Some(&token), &[], Some(body)).await.status;
            if moved != 409 {
                break;
            }
        }
        assert_eq!(moved, 200);
        let path = format!("{base}/appointments/{id}/cancellation");
        assert_eq!(visitor.api(Method::POST, &path, Some(&token), &[], None).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_care_is_reached_however_many_others_bear_the_name() {
    let ward = Ward::open().await;
    let scheduling = ward.app.scope(&ward.app.clinic, Purpose::Scheduling);
    // Ids sort by the millisecond they were made in.
    ward.app.house.clock.set(ward.app.house.clock.now() + jiff::SignedDuration::from_millis(1));
    scheduling
        .write(|tx| -> ground::Result<()> {
            for n in 0..420 {
                let new = client((&format!("Nils{}", letters(n)), INSIDE.1, &format!("n{n}@example.net")));
                people::create(tx, &new, &people::Source::Desk)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let sent = ward.clinician.post(&ward.app.path("/clients/search"), &[("q", INSIDE.1)]).await;
    let first = ward.clinician.get(&sent.location.unwrap()).await;
    assert!(first.text.contains("No one so far") && !first.text.contains(INSIDE.0), "{}", first.text);
    assert!(!first.text.contains("Nils"), "those who are looked at are not shown");
    let on = first.attribute("after=per_", "href").unwrap();
    assert!(!on.contains(INSIDE.1));
    let second = ward.clinician.get(&on).await;
    assert!(second.text.contains(INSIDE.0) && !second.text.contains("Look further"), "{}", second.text);
    // So it is where the clinician books.
    let look = [("look", "1"), ("find", INSIDE.1), ("date", DAY)];
    let first = ward.clinician.post(&ward.app.path("/appointments"), &look).await;
    assert!(first.text.contains("Not everybody who bears this") && !first.text.contains(INSIDE.0), "{}", first.text);
    let on = first.attribute("name=\"look\" value=\"per_", "value").unwrap();
    let second = ward.clinician.post(&ward.app.path("/appointments"), &[("look", on.as_str()), look[1], look[2]]).await;
    assert!(second.text.contains(INSIDE.0), "{}", second.text);
    assert!(second.text.contains(&format!("value=\"{}\"", ward.inside)));
    assert_eq!(ward.refusals(ward.outside).await, 0, "a search tries nobody's record");
}

/// A number as a name: no name has digits in it.
fn letters(n: u32) -> String {
    [n / 26, n % 26].iter().filter_map(|n| char::from_u32(u32::from('a') + n)).collect()
}
