//! Killed at any instant under booking load, the program loses no acknowledged booking and makes no double one.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use crate::kit::Place;

const KILLS: usize = 50;
const BOOKERS: usize = 8;

struct Program {
    child: Child,
    address: String,
}

impl Program {
    fn start(place: &Place) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_keepwell"))
            .args(["demo", "--port", "0", "--clients", "5", "--appointments", "5", "--data"])
            .arg(place.folder.path())
            .envs(place.environment())
            .env("KEEPWELL_LIMITS", "off")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("ready ")
            .unwrap_or_else(|| panic!("the program said {line:?} instead of ready"))
            .to_owned();
        Program { child, address }
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Books whatever is offered, until the program is gone. `acknowledged` hears of every 201.
pub(crate) async fn book(address: String, n: usize, acknowledged: Arc<Mutex<Vec<String>>>) {
    let client = Client::builder().timeout(Duration::from_secs(5)).build().unwrap();
    let base = format!("{address}/api/v1/clinics/linden-quay");
    for round in 0.. {
        // One needs a room, the other a room and the one machine there is.
        let service = ["review", "ultrasound"][(n + round) % 2];
        let Ok(offer) = client.get(format!("{base}/services/{service}/times?{}", window())).send().await else {
            return;
        };
        let Ok(offer) = offer.json::<Value>().await else { return };
        let Some(times) = offer["times"].as_array().filter(|times| !times.is_empty()) else { return };
        let start = times[(n * 7 + round * 3) % times.len()]["start"].clone();
        let body = json!({ "service": service, "start": start, "client": { "given_name": "Nora", "family_name": format!("Case{n}"), "email": format!("n{n}.{round}@example.org") } });
        let request = client
            .post(format!("{base}/bookings"))
            .header("idempotency-key", format!("{n}-{round}-{start}"))
            .json(&body);
        let Ok(answer) = request.send().await else { return };
        if answer.status() == 201 {
            let Ok(booked) = answer.json::<Value>().await else { return };
            acknowledged.lock().unwrap().push(booked["id"].as_str().unwrap().to_owned());
        }
    }
}

/// From tomorrow on, for four weeks: the machine's clock is the program's here.
fn window() -> String {
    let now = ground::Clock::system().now();
    let days = |n: i64| (now + jiff::SignedDuration::from_hours(24 * n)).to_zoned(jiff::tz::TimeZone::UTC).date();
    format!("from={}&to={}", days(1), days(28))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_kills_under_load_lose_no_acknowledged_booking_and_make_no_double_one() {
    let place = Place::fresh();
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let mut program = Program::start(&place);
    for kill in 0..KILLS {
        let bookers: Vec<_> = (0..BOOKERS)
            .map(|n| tokio::spawn(book(program.address.clone(), kill * BOOKERS + n, acknowledged.clone())))
            .collect();
        // From the first acknowledgement on, any instant is as good as another, however slow the machine.
        let before = acknowledged.lock().unwrap().len();
        for _ in 0..500 {
            if acknowledged.lock().unwrap().len() > before {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let mut instant = [0u8; 2];
        ground::random(&mut instant);
        tokio::time::sleep(Duration::from_millis(u64::from(u16::from_be_bytes(instant)) % 200)).await;
        program.kill();
        for booker in bookers {
            booker.await.unwrap();
        }
        program = Program::start(&place);
    }
    program.kill();
    let acknowledged = std::mem::take(&mut *acknowledged.lock().unwrap());
    assert!(acknowledged.len() > KILLS, "only {} bookings were acknowledged: the load was none", acknowledged.len());
    let stored = place.column("SELECT id FROM appointment");
    let lost: Vec<_> = acknowledged.iter().filter(|id| !stored.contains(id)).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    let double = place.column(
        "SELECT a.id FROM appointment a JOIN appointment b ON a.clinic = b.clinic AND a.id < b.id AND a.active = 1 AND b.active = 1
         AND (a.practitioner = b.practitioner OR a.room = b.room OR a.device = b.device) AND a.busy_from < b.busy_to AND b.busy_from < a.busy_to",
    );
    assert!(double.is_empty(), "booked twice: {double:?}");
}
