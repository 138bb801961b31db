//! The same form of the setup open twice: whoever saves second is shown what the first one wrote.

use std::sync::Mutex;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use booking::offers;
use booking::rules::Booker;
use booking::store::{self, setup};
use promise::Purpose;

use crate::kit::Answer;
use crate::setup::manager;

type Typed = Vec<(String, String)>;

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split_once(&format!(" {name}=\""))?.1;
    Some(value[..value.find('"')?].replace("&#38;", "&"))
}

/// What a browser would send of the page's first form, untouched.
fn form(page: &Answer) -> Typed {
    let form = page.text.split_once("<form class=\"stack").unwrap().1.split_once("</form>").unwrap().0;
    let mut typed = Typed::new();
    let mut select = None;
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let (name, value) = (attribute(tag, "name"), attribute(tag, "value").unwrap_or_default());
        if tag.starts_with("input") {
            let ticks = tag.contains("type=\"checkbox\"");
            if !ticks || tag.ends_with(" checked") || tag.contains(" checked ") {
                typed.extend(name.map(|name| (name, value)));
            }
        } else if tag.starts_with("textarea") {
            typed.push((name.unwrap(), text.trim_start_matches('\n').to_owned()));
        } else if tag.starts_with("select") {
            select = name;
        } else if tag.starts_with("option")
            && let Some(name) = select.as_ref()
        {
            let chosen = tag.contains(" selected");
            match typed.iter_mut().find(|(known, _)| known == name) {
                Some(first) if chosen => first.1 = value,
                Some(_) => {}
                None => typed.push((name.clone(), value)),
            }
        } else if tag.starts_with("/select") {
            select = None;
        }
    }
    typed
}

fn with<'a>(typed: &'a Typed, name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let others = typed.iter().filter(|(known, _)| known != name);
    others.map(|(name, value)| (name.as_str(), value.as_str())).chain([(name, value)]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_have_the_same_form_open_the_second_overwrites_nothing_unseen() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let maeve = catalogue.practitioners[0].id;
    let service = catalogue.service("review").unwrap().id;
    let (place, room, device) = (catalogue.places[0].id, catalogue.rooms[0].id, catalogue.devices[0].id);
    // The form, what one writes in one tab, what another writes in the other, and how the first is told to them.
    for (path, first, second, told) in [
        (format!("practitioners/{maeve}/hours"), ("from-1-0", "10:00"), ("from-2-0", "10:30"), "10:00"),
        (format!("services/{service}"), ("price", "61"), ("about", "For later."), ">61<"),
        (format!("services/{service}"), ("approve_first", "1"), ("about", "For now."), ">yes<"),
        (format!("services/{service}"), ("online", "known"), ("about", "For ever."), ">those we already know<"),
        (format!("practitioners/{maeve}"), ("skills", "Ankles"), ("daily_limit", "9"), ">Ankles<"),
        (format!("places/{place}"), ("directions", "By the back door."), ("name", "Quay"), ">By the back door.<"),
        (format!("rooms/{room}"), ("name", "Quiet room"), ("name", "Loud room"), ">Quiet room<"),
        (format!("equipment/{device}"), ("name", "Old laser"), ("name", "New laser"), ">Old laser<"),
        ("terms".to_owned(), ("change_until", "180"), ("cancel_until", "240"), ">180<"),
        ("messages/reminder".to_owned(), ("said-en", "Do come."), ("subject-en", "Soon"), ">Do come.<"),
    ] {
        let path = app.path(&format!("/setup/{path}"));
        let (one, two) = (form(&browser.get(&path).await), form(&browser.get(&path).await));
        let send = async |typed: &Typed, (name, value): (&str, &str)| {
            let mut fields = with(typed, name, value);
            // What is left outside is known; this is about something else.
            fields.extend(path.ends_with("/hours").then_some(("sure", "1")));
            browser.post(&path, &fields).await
        };
        assert_eq!(send(&one, first).await.status, 303, "{path}");
        let saved = form(&browser.get(&path).await);
        assert_ne!(saved, one, "{path}: something was saved");
        let stale = send(&two, second).await;
        assert_eq!(stale.status, 409, "{path}: {}", stale.text);
        let note = stale.text.split("Somebody saved this page before you.").nth(1).unwrap();
        let note = note.split("</dl>").next().unwrap();
        assert!(note.contains(told), "{path}: {note}");
        let back = form(&stale);
        assert!(back.iter().any(|(name, value)| (name.as_str(), value.as_str()) == second), "{path}: as it was typed");
        assert_eq!(form(&browser.get(&path).await), saved, "{path}: nothing was written over it");
        // A form without a mark is one that nobody has seen the present through.
        let unmarked: Typed = two.iter().filter(|(name, _)| name != "drawn").cloned().collect();
        assert_eq!(send(&unmarked, second).await.status, 409, "{path}");
        // Sent again from there, it is meant so.
        assert_eq!(send(&back, second).await.status, 303, "{path}");
        assert_ne!(form(&browser.get(&path).await), saved, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_forms_sent_at_the_same_moment_one_is_written() {
    let (app, browser) = manager().await;
    let path = app.path("/setup/terms");
    let drawn = form(&browser.get(&path).await);
    let (one, two) = (with(&drawn, "change_until", "60"), with(&drawn, "cancel_until", "60"));
    let (one, two) = tokio::join!(browser.post(&path, &one), browser.post(&path, &two));
    let mut both = [one.status, two.status];
    both.sort_unstable();
    assert_eq!(both, [303, 409]);
}

#[tokio::test(flavor = "multi_thread")]
async fn visits_left_outside_are_still_asked_about_after_a_form_came_back() {
    let (app, browser) = manager().await;
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(store::catalogue).await.unwrap();
    let path = app.path(&format!("/setup/practitioners/{}/hours", catalogue.practitioners[0].id));
    let (one, two) = (form(&browser.get(&path).await), form(&browser.get(&path).await));
    let mut first = with(&one, "from-1-0", "10:00");
    first.push(("sure", "1"));
    assert_eq!(browser.post(&path, &first).await.status, 303);
    // Nobody works any more.
    let night = |typed: &Typed| -> Typed {
        let emptied = typed.iter().filter(|(name, _)| !name.starts_with("from-") && !name.starts_with("to-"));
        emptied.cloned().collect()
    };
    let post = async |typed: &Typed| {
        let pairs: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(&path, &pairs).await
    };
    let stale = post(&night(&two)).await;
    assert!(stale.status == 409 && stale.text.contains("Somebody saved this page before you."), "{}", stale.text);
    let asked = post(&night(&form(&stale))).await;
    assert!(asked.status == 409 && asked.text.contains("/appointments/apt_"), "{}", asked.text);
    assert!(!asked.text.contains("Somebody saved this page"), "{}", asked.text);
    let sure = night(&form(&asked));
    assert!(sure.iter().any(|(name, _)| name == "sure"));
    assert_eq!(post(&sure).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_planned_meanwhile_is_not_planned_otherwise_unseen_and_another_is_in_nobodys_way() {
    let (app, browser) = manager().await;
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(store::catalogue).await.unwrap();
    let own = app.path(&format!("/setup/practitioners/{}/dates", catalogue.practitioners[0].id));
    for (path, date, first, second, told) in [
        (app.path("/setup/dates"), "date", ("plan", "closed"), ("plan", "hours"), "Feast. Closed"),
        (own, "first", ("plan", "away"), ("plan", "hours"), "Away"),
    ] {
        let drawn = form(&browser.get(&path).await);
        let post = async |typed: &Typed, on: &str, (name, value): (&str, &str)| {
            let more =
                [(date, on), ("day_name", "Feast"), (name, value), ("from", "10:00"), ("to", "12:00"), ("sure", "1")];
            let more = more.iter().filter(|(name, _)| *name != "day_name" || date == "date");
            let others = typed.iter().filter(|(known, _)| !more.clone().any(|(name, _)| known == name));
            let pairs: Vec<(&str, &str)> =
                others.map(|(name, value)| (name.as_str(), value.as_str())).chain(more.clone().copied()).collect();
            browser.post(&path, &pairs).await
        };
        for _ in 0..2 {
            assert_eq!(post(&drawn, "2027-03-17", first).await.status, 303, "{path}: a form may be sent twice");
        }
        let stale = post(&drawn, "2027-03-17", second).await;
        assert_eq!(stale.status, 409, "{path}: {}", stale.text);
        let note = stale.text.split("Somebody saved this page before you.").nth(1).unwrap();
        assert!(note.split("</dl>").next().unwrap().contains(told), "{path}: {note}");
        assert_eq!(post(&drawn, "2027-03-18", first).await.status, 303, "{path}");
        assert_eq!(post(&form(&stale), "2027-03-17", second).await.status, 409, "{path}: the list changed once more");
        let seen = form(&browser.get(&path).await);
        assert_eq!(post(&seen, "2027-03-17", second).await.status, 303, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_takes_hours_away_and_who_books_wait_for_each_other_and_so_do_those_who_set_up() {
    let (app, browser) = manager().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let catalogue = scope.read(store::catalogue).await.unwrap();
    let (maeve, service) = (catalogue.practitioners[0].id, catalogue.service("review").unwrap().id);
    let free = {
        let wish = offers::Wish {
            service: catalogue.service("review").unwrap(),
            practitioner: Some(maeve),
            booker: Booker::Visitor,
        };
        let day = jiff::civil::date(2026, 12, 3);
        offers::times(&scope, &wish, day..=day).await.unwrap()[0].0
    };
    let clients = app.place.column(&format!("SELECT id FROM client WHERE clinic = '{}'", app.clinic.id));
    let client = clients[0].parse().unwrap();
    let hours = app.path(&format!("/setup/practitioners/{maeve}/hours"));
    let (weekly, new_person, removal) = (
        form(&browser.get(&hours).await),
        form(&browser.get(&app.path("/setup/practitioners/new")).await),
        app.path(&format!("/setup/practitioners/{maeve}/dates/2026-12-03/removal")),
    );
    let mut week: Vec<(String, String)> = with(&weekly, "from-1-0", "10:00").iter().map(owned).collect();
    week.push(("sure".to_owned(), "1".to_owned()));
    let person = with(&new_person, "name", "Somebody New").iter().map(owned).collect::<Vec<_>>();
    let sure = vec![("sure".to_owned(), "1".to_owned())];
    // What is held open, and what is asked meanwhile.
    for (books, path, fields) in
        [(true, hours.clone(), week.clone()), (true, removal, sure), (false, app.path("/setup/practitioners"), person)]
    {
        let ((holds, held), (release, released)) = (sync_channel(1), sync_channel(1));
        let (scope, released) = (scope.clone(), Mutex::new(released));
        let holding = tokio::spawn(async move {
            let body = move |tx: &mut ground::Tx<'_>| -> Result<(), booking::Error> {
                if books {
                    let whom = booking::Whom::Known { client, booked_by: None };
                    store::book::book(tx, &crate::kit::booking(service, Some(maeve), free, whom))?;
                } else {
                    setup::take_turns(tx)?;
                }
                let _told = holds.try_send(());
                let _waited = released.lock().unwrap().recv_timeout(Duration::from_secs(20));
                // Nothing of it stays, so that the next round finds the same.
                Err(booking::Error::Stale)
            };
            scope.write(body).await
        });
        tokio::task::block_in_place(|| held.recv_timeout(Duration::from_secs(20)).unwrap());
        let (asker, to) = (browser.clone(), path.clone());
        let asking = tokio::spawn(async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            asker.post(&to, &fields).await.status
        });
        tokio::time::sleep(Duration::from_millis(900)).await;
        assert!(!asking.is_finished(), "{path} did not wait");
        release.send(()).unwrap();
        assert!(matches!(holding.await.unwrap(), Err(booking::Error::Stale)));
        assert_eq!(asking.await.unwrap(), 303, "{path}");
    }
}

fn owned((name, value): &(&str, &str)) -> (String, String) {
    ((*name).to_owned(), (*value).to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_of_the_setup_that_is_sent_twice_is_saved_once_and_well() {
    let (app, browser) = manager().await;
    let catalogue = app.scope(&app.clinic, Purpose::Operation).read(store::catalogue).await.unwrap();
    let path = app.path(&format!("/setup/places/{}", catalogue.places[0].id));
    let typed = form(&browser.get(&path).await);
    for _ in 0..2 {
        let saved = browser.post(&path, &with(&typed, "directions", "Over the yard.")).await;
        assert_eq!(saved.status, 303, "{}", saved.text);
    }
}
