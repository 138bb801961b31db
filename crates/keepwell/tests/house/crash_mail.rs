//! Killed at any instant while letters go out, the program sends each letter it owes, and a copy is known as one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::crash::book;
use crate::kit::relay::{Part, Relay};
use crate::kit::{Place, Program};

const KILLS: usize = 10;
const BOOKERS: usize = 4;

/// The visit that a confirmation is about: its calendar names it.
fn visit(letter: &Part) -> Option<String> {
    let calendar = letter.leaves().into_iter().find(|part| part.body.contains("BEGIN:VCALENDAR"))?;
    let uid = calendar.body.lines().find_map(|line| line.strip_prefix("UID:"))?;
    Some(uid.split('@').next()?.trim().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_again_and_again_the_program_owes_nobody_a_letter_and_a_copy_bears_the_same_message_id() {
    let (place, relay) = (Place::fresh(), Relay::start().await);
    let data = place.folder.path().to_str().unwrap().to_owned();
    let demo = ["demo", "--port", "0", "--clients", "5", "--appointments", "5", "--data", &data];
    Program::start(&place, &demo, &[]).kill();
    let environment = [
        ("KEEPWELL_MAIL__RELAY", relay.address.as_str()),
        ("KEEPWELL_MAIL__FROM", "desk@linden.example"),
        ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
    ];
    // Long enough that a kill meets letters that the relay has and of which nothing is written down.
    relay.thinks(40);
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let mut program = Program::start(&place, &["serve"], &environment);
    for kill in 0..KILLS {
        let address = format!("http://{}", program.address);
        let bookers: Vec<_> = (0..BOOKERS)
            .map(|n| tokio::spawn(book(address.clone(), kill * BOOKERS + n, acknowledged.clone())))
            .collect();
        let (booked, sent) = (acknowledged.lock().unwrap().len(), relay.taken().len());
        let deadline = Instant::now() + Duration::from_secs(10);
        while (acknowledged.lock().unwrap().len() == booked || relay.taken().len() == sent) && Instant::now() < deadline
        {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let mut instant = [0u8; 1];
        ground::random(&mut instant);
        tokio::time::sleep(Duration::from_millis(u64::from(instant[0]))).await;
        program.kill();
        for booker in bookers {
            booker.await.unwrap();
        }
        program = Program::start(&place, &["serve"], &environment);
    }
    program.kill();
    // As if the two minutes had gone by after which another attempt may begin.
    place.tamper("UPDATE job SET leased_until = 1 WHERE leased_until IS NOT NULL");
    let _program = Program::start(&place, &["serve"], &environment);
    let owed = || place.column("SELECT id FROM job WHERE kind = 'mail.send' OR kind = 'booking.confirmation'");
    let deadline = Instant::now() + Duration::from_secs(60);
    while !owed().is_empty() {
        assert!(
            Instant::now() < deadline,
            "letters are still owed: {:?}",
            place.column("SELECT kind || ' ' || state || ' ' || COALESCE(cause, '') FROM job")
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    let acknowledged = std::mem::take(&mut *acknowledged.lock().unwrap());
    assert!(acknowledged.len() > KILLS, "only {} bookings were acknowledged: the load was none", acknowledged.len());
    let mut letters: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for letter in relay.taken() {
        if let Some(visit) = visit(&letter.whole) {
            letters.entry(visit).or_default().insert(letter.id());
        }
    }
    let without: Vec<&String> = acknowledged.iter().filter(|visit| !letters.contains_key(*visit)).collect();
    assert!(without.is_empty(), "acknowledged, and nobody was written to: {without:?}");
    let other: Vec<_> = letters.iter().filter(|(_, ids)| ids.len() != 1).collect();
    assert!(other.is_empty(), "a second letter and no copy of the first: {other:?}");
    assert_eq!(place.column("SELECT id FROM mail WHERE state = 'waiting'"), [] as [String; 0]);
}
