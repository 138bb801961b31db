//! The demo's doors need no key, so they open on what the demo invented and on nothing else.

use crate::kit::program::{CREATE, run, said};
use crate::kit::{NOW, Place, Program};

/// Few people: these tests are about doors.
fn words<'a>(data: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    ["demo", "--port", "0", "--clients", "5", "--appointments", "5", "--data", data]
        .into_iter()
        .chain(more.iter().copied())
        .collect()
}

#[test]
fn the_demo_never_opens_doors_on_a_clinic_it_did_not_make_nor_removes_one() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    assert!(run(&place, CREATE, &[]).status.success());
    // What lies beside the database proves nothing.
    std::fs::write(place.folder.path().join("keepwell-demo"), "made by keepwell demo\n").unwrap();
    let started = run(&place, &words(&data, &[]), &[]);
    assert!(!started.status.success() && said(&started).contains("did not make, north"), "{}", said(&started));
    let part = if place.is_postgres() { "does not empty a database on PostgreSQL" } else { "leaves it alone" };
    let emptied = run(&place, &words(&data, &["--fresh"]), &[]);
    assert!(!emptied.status.success() && said(&emptied).contains(part), "{}", said(&emptied));
    assert_eq!(place.column("SELECT slug FROM clinic"), ["north"]);
    assert!(run(&place, &["check"], &[]).status.success(), "it is as it was");
}

#[test]
fn a_demo_in_which_nobody_comes_is_refused_in_words() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let none = run(&place, &["demo", "--port", "0", "--clients", "0", "--data", &data], &[]);
    let words = said(&none);
    assert!(!none.status.success() && words.contains("--clients: ") && words.contains("at least 1"), "{words}");
    assert!(!words.contains("panicked"), "{words}");
}

#[test]
fn appointments_asked_for_by_number_lie_all_over_the_three_months() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let many = ["demo", "--port", "0", "--clients", "12", "--appointments", "400", "--at", NOW, "--data", &data];
    drop(Program::start(&place, &many, &[]));
    let now: jiff::Timestamp = NOW.parse().unwrap();
    let starts =
        place.column("SELECT CAST(starts_at AS TEXT) FROM appointment WHERE source = 'demo' ORDER BY starts_at");
    let day = 86_400_000_000;
    let days: Vec<i64> =
        starts.iter().map(|at| (at.parse::<i64>().unwrap() - now.as_microsecond()).div_euclid(day)).collect();
    assert_eq!(days.len(), 400);
    let past = days.iter().filter(|day| **day < 0).count();
    assert!((200..330).contains(&past), "{past} of 400 are over: two of three months are");
    assert!(days[0] < -55 && days[0] >= -61 && days[399] > 30 && days[399] <= 35, "{} to {}", days[0], days[399]);
    assert!(days.windows(2).all(|two| two[1] - two[0] <= 4), "no stretch is empty: {days:?}");
    let of = |status: &str| place.column(&format!("SELECT id FROM appointment WHERE status = '{status}'")).len();
    assert!(of("done") > of("no_show") && of("no_show") > 3 && of("booked") > 40, "as a clinic's are");
}

#[test]
fn a_real_clinic_beside_an_invented_one_has_no_door_without_a_key() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    let mut program = Program::start(&place, &words(&data, &[]), &[]);
    assert!(run(&place, CREATE, &[]).status.success());
    let clinic = place.column("SELECT id FROM clinic WHERE slug = 'north'").remove(0);
    let account = place.column(&format!("SELECT id FROM account WHERE clinic = '{clinic}'")).remove(0);
    place.tamper(&format!("UPDATE account SET password = 'x', verified_at = 1 WHERE id = '{account}'"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let invented = program.signed_in("Manager").await;
        assert_eq!(invented.get("/c/linden-quay/mailbox").await.status, 200);
        // Known to every part of the program after a few seconds at most.
        let visitor = program.visitor();
        for _ in 0..100 {
            if visitor.get("/c/north").await.status == 200 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(visitor.post("/c/north/demo/entrance", &[("account", &account)]).await.status, 404);
        assert_eq!(visitor.get("/c/north/mailbox").await.status, 404);
        assert!(!visitor.get("/").await.text.contains(&account));
    });
    program.kill();
    let again = run(&place, &words(&data, &[]), &[]);
    assert!(!again.status.success() && said(&again).contains("did not make, north"), "{}", said(&again));
    let fresh = run(&place, &words(&data, &["--fresh"]), &[]);
    assert!(!fresh.status.success(), "{}", said(&fresh));
    assert_eq!(place.column("SELECT slug FROM clinic ORDER BY slug"), ["linden-quay", "north"]);
}

#[test]
fn a_fresh_demo_forgets_the_one_before_and_nothing_else() {
    let place = Place::fresh();
    let data = place.folder.path().to_str().unwrap().to_owned();
    Program::start(&place, &words(&data, &[]), &[]).kill();
    let before = place.column("SELECT id FROM clinic");
    Program::start(&place, &words(&data, &[]), &[]).kill();
    assert_eq!(place.column("SELECT id FROM clinic"), before, "it goes on where it was");
    let own = place.folder.path().join("notes.txt");
    std::fs::write(&own, "mine").unwrap();
    let fresh = words(&data, &["--fresh"]);
    if place.is_postgres() {
        let refused = run(&place, &fresh, &[]);
        assert!(said(&refused).contains("drop the two databases yourself"), "{}", said(&refused));
        assert_eq!(place.column("SELECT id FROM clinic"), before);
    } else {
        Program::start(&place, &fresh, &[]).kill();
        let after = place.column("SELECT id FROM clinic");
        assert!(after.len() == 1 && after != before, "{after:?}");
    }
    assert_eq!(std::fs::read_to_string(own).unwrap(), "mine");
}
