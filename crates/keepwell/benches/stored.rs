//! What the store answers in process, without HTTP: free times read from the database, and clients found among many.
//!
//!     stored times FOLDER            plants 50 practitioners with 2,000 bookings in four weeks, and asks for them
//!     stored search FOLDER WORDS...  opens a demo's data folder and looks for each word
//!     stored copy FOLDER ROWS        gives one client so many rows, and takes their copy of everything
//!     stored log FOLDER ENTRIES      seals so many entries of the access log and verifies it: whole, and a turn at a time
//!     stored over FOLDER ROWS        plants so many rows, of which half are over
//!     stored sweep FOLDER            sweeps what is over there, while another writes a row at a time
//!     stored erase FOLDER PEOPLE ROWS...  plants so many people, gives some of them so many rows each, and erases them one by one
//!
//! Prints the median and the 95th percentile in milliseconds, a line for each question.

use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use booking::rules::{Booker, Query};
use ground::{Actor, Clock, House, Role, RoleSet, Scope};
use jiff::ToSpan;
use keepwell::config::Config;
use keepwell::demo::{Seed, plant};
use keepwell::install;
use keepwell::rooms::rooms;
use promise::Purpose;

const ROUNDS: usize = 400;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let [what, folder, rest @ ..] = words.as_slice() else {
        return Err("stored times|search|copy|log|over|sweep|erase FOLDER [WORDS]".into());
    };
    let mut config = Config::load(None)?;
    config.data.folder = PathBuf::from(folder);
    let house = install::open_by(&config, rooms(), true, Clock::system()).await?;
    match what.as_str() {
        "times" => times(&house).await,
        "search" => search(&house, rest).await,
        "copy" => copy(&house, rest.first().ok_or("how many rows?")?.parse()?).await,
        "log" => log(&house, rest.first().ok_or("how many entries?")?.parse()?).await,
        "over" => plant_over(&house, rest.first().ok_or("how many rows?")?.parse()?).await,
        "sweep" => sweep(&house).await,
        "erase" => erase(&house, rest).await,
        other => Err(format!("{other} is none of times, search, copy, log, over, sweep and erase").into()),
    }
}

/// Where a copy goes that is only counted.
struct Counted(usize);

impl keepwell::export::Outlet for Counted {
    async fn put(&mut self, bytes: Vec<u8>) -> std::io::Result<()> {
        self.0 += bytes.len();
        Ok(())
    }

    async fn keep(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Gives somebody letters.
async fn letters(scope: &Scope, person: ground::PersonId, rows: usize) -> Result<(), Failure> {
    for from in (0..rows).step_by(500) {
        let write = move |tx: &mut ground::Tx<'_>| -> ground::Result<()> {
            let key = tx.seal_for(person)?;
            for n in from..rows.min(from + 500) {
                let letter = ground::mail::Letter {
                    kind: "bench.letter",
                    purpose: Purpose::Scheduling,
                    voice: ground::mail::Voice::Automatic,
                    language: "en".to_owned(),
                    to: "somebody@example.net".to_owned(),
                    subject: format!("Letter {n}"),
                    body: "A few lines about a visit, as letters are. ".repeat(12),
                    calendar: None,
                    until: None,
                };
                ground::mail::post(tx, &key, &letter)?;
            }
            Ok(())
        };
        scope.write(write).await?;
    }
    Ok(())
}

/// Letters are what somebody has most of, and all of one is sealed.
async fn copy(house: &House, rows: usize) -> Result<(), Failure> {
    let seed = Seed { seed: 1, clients: 600, appointments: Some(2_000), near: true, practitioners: Some(4) };
    let clinic = plant(house, &seed, |_, _| {}).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "bench");
    let first = |tx: &mut ground::Tx<'_>| -> ground::Result<ground::PersonId> {
        let sql = "SELECT id FROM client WHERE clinic = $1 ORDER BY id LIMIT 1";
        tx.one(sql, &ground::params![tx.clinic()])?.get("id")
    };
    let person = scope.read(first).await?;
    letters(&scope, person, rows).await?;
    let new = office::requests::NewRequest {
        person,
        kind: office::requests::Kind::Access,
        via: office::requests::Via::Page,
        shown: Some(office::requests::Shown::Session),
        field: None,
        said: None,
        wanted: None,
        language: "en".to_owned(),
    };
    let id = scope.for_purpose(Purpose::Rights).write(move |tx| office::requests::create(tx, &new)).await?;
    let scope = scope.for_purpose(Purpose::Rights).as_actor(Actor::link(person));
    let english = house.words.english();
    let mut out = Counted(0);
    let begun = stopwatch();
    let steps = keepwell::export::person::take(&scope, person, id, &english, &mut out).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let copied: i64 = steps.iter().map(|step| step.count).sum();
    println!("copy {copied} {seconds:.3} {}", out.0);
    Ok(())
}

async fn times(house: &House) -> Result<(), Failure> {
    let seed = Seed { seed: 1, clients: 600, appointments: Some(2_000), near: true, practitioners: Some(50) };
    let clinic = plant(house, &seed, |_, _| {}).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Scheduling, "bench");
    let read = |tx: &mut ground::Tx<'_>| -> ground::Result<(std::time::Duration, usize)> {
        let begun = stopwatch();
        let now = tx.now();
        let today = tx.settings().zone.to_datetime(now).date();
        let catalogue = booking::store::catalogue(tx)?;
        let service = catalogue.service("review").ok_or(ground::Error::NotFound)?;
        let rules = catalogue.rules(service)?;
        let calendar = booking::store::calendar::calendar_of(tx, &catalogue, today..=today.saturating_add(27.days()))?;
        let query = Query { service: &rules, now, booker: Booker::Visitor, practitioner: None, place: None };
        let offered = black_box(calendar.offer(&query)).len();
        Ok((begun.elapsed(), offered))
    };
    let mut taken = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        taken.push(scope.read(read).await?.0);
    }
    say("times", &mut taken);
    Ok(())
}

async fn search(house: &House, words: &[String]) -> Result<(), Failure> {
    let clinic = house.clinics().await?.into_iter().next().ok_or("there is no clinic in this folder")?;
    let desk = Actor { roles: RoleSet::from(Role::FrontDesk), ..Actor::automatic() };
    let scope = Scope::new(house, clinic, desk, Purpose::Scheduling, "bench");
    let mut taken = Vec::new();
    for _ in 0..ROUNDS / words.len().max(1) + 1 {
        for word in words {
            let word = word.clone();
            let asked = scope
                .read(move |tx| -> ground::Result<_> {
                    let begun = stopwatch();
                    black_box(people::store::search(tx, &word, 25)?);
                    Ok(begun.elapsed())
                })
                .await?;
            taken.push(asked);
        }
    }
    say("search", &mut taken);
    Ok(())
}

async fn log(house: &House, entries: i64) -> Result<(), Failure> {
    let seed = Seed { seed: 1, clients: 5, appointments: Some(10), near: true, practitioners: None };
    let clinic = plant(house, &seed, |_, _| {}).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "bench");
    for from in (0..entries).step_by(10_000) {
        scope
            .write(move |tx| -> ground::Result<()> {
                for n in from..entries.min(from + 10_000) {
                    tx.execute(
                        "INSERT INTO access_entry (clinic, id, person, actor, roles, purpose, action, outcome, begins, at)
                         SELECT $1, $2, id, 'automatic', '', 'operation', 'bench', 'opened', $3, $3 FROM person WHERE clinic = $1 LIMIT 1",
                        &ground::params![tx.clinic(), format!("ent_{n:026}"), n],
                    )?;
                }
                Ok(())
            })
            .await?;
    }
    let begun = stopwatch();
    house.seal_access().await?;
    say("sealed", &mut [begun.elapsed()]);
    let mut whole = Vec::new();
    for _ in 0..3 {
        let begun = stopwatch();
        let report = ground::access::verify_clinic(&scope).await?;
        whole.push(begun.elapsed());
        if !report.faults.is_empty() || report.entries < entries {
            return Err(format!("it verified {report:?}").into());
        }
    }
    say("verified", &mut whole);
    let mut turns = Vec::new();
    for _ in 0..entries / 20_000 {
        let begun = stopwatch();
        ground::access::watch(&scope, 20_000).await?;
        turns.push(begun.elapsed());
    }
    say("turn", &mut turns);
    let mut asked = Vec::new();
    for _ in 0..5 {
        let begun = stopwatch();
        black_box(scope.read(house.evidence["access.visible"]).await?);
        asked.push(begun.elapsed());
    }
    say("evidence", &mut asked);
    Ok(())
}

/// Rows of which every second one is over.
async fn plant_over(house: &House, rows: i64) -> Result<(), Failure> {
    let seed = Seed { seed: 1, clients: 5, appointments: Some(10), near: true, practitioners: None };
    let clinic = plant(house, &seed, |_, _| {}).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "bench");
    for from in (0..rows).step_by(10_000) {
        scope
            .write(move |tx| -> ground::Result<()> {
                let (old, new) = (tx.now() - jiff::SignedDuration::from_hours(24 * 366 * 30), tx.now());
                for n in from..rows.min(from + 10_000) {
                    let at = if n % 2 == 0 { old } else { new };
                    tx.execute(
                        "INSERT INTO event (clinic, id, name, subject, actor, at) VALUES ($1, $2, 'bench.thing', 'x', 'automatic', $3)",
                        &ground::params![tx.clinic(), format!("evt_{n:026}"), at],
                    )?;
                }
                Ok(())
            })
            .await?;
    }
    Ok(())
}

/// What is over goes; meanwhile somebody writes one row after another and measures how long each takes. A process of its own,
/// so that its memory is the sweep's.
async fn sweep(house: &House) -> Result<(), Failure> {
    let clinic = house.clinics().await?.into_iter().next().ok_or("there is no clinic in this folder")?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "bench");
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (writer, over) = (scope.clone(), done.clone());
    let probe = tokio::spawn(async move {
        let (mut taken, mut own) = (Vec::new(), 0.0_f64);
        while !over.load(std::sync::atomic::Ordering::SeqCst) {
            own = own.max(megabytes("RssAnon:")?);
            let begun = stopwatch();
            let touch = |tx: &mut ground::Tx<'_>| {
                tx.execute("UPDATE clinic SET version = version + 1 WHERE id = $1", &ground::params![tx.clinic()])
            };
            writer.write(touch).await?;
            taken.push(begun.elapsed());
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>((taken, own))
    });
    let begun = stopwatch();
    let gone = ground::retain::sweep(&scope).await?;
    let swept = begun.elapsed();
    done.store(true, std::sync::atomic::Ordering::SeqCst);
    let (mut taken, own) = probe.await?.map_err(|error| error.to_string())?;
    println!("gone {gone} 0");
    say("swept", &mut [swept]);
    say("write", &mut taken);
    println!("memory {own:.4} 0");
    println!("mapped {:.4} 0", megabytes("VmHWM:").map_err(|error| error.to_string())?);
    println!("slowest {:.4} 0", taken.last().map_or(0.0, |slowest| slowest.as_secs_f64() * 1e3));
    Ok(())
}

/// What the system says of this process: `RssAnon:` is what it holds for itself now, `VmHWM:` the most that it ever had in
/// memory, the pages of the database's file among it.
fn megabytes(of: &str) -> Result<f64, Box<dyn std::error::Error + Send + Sync>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(of)).ok_or("the system does not say it")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

/// How many people each number of rows is tried with.
const ERASED: usize = 5;

/// People with more and more rows are erased among many: how long it takes until nobody can read them, and until nothing of
/// them is left.
async fn erase(house: &House, words: &[String]) -> Result<(), Failure> {
    let [people, sizes @ ..] = words else { return Err("how many people, and how many rows?".into()) };
    let seed = Seed { seed: 1, clients: people.parse()?, appointments: Some(100), near: true, practitioners: Some(2) };
    let clinic = plant(house, &seed, |_, _| {}).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Rights, "bench");
    let some = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<ground::PersonId>> {
        let sql = "SELECT c.id FROM client c WHERE c.clinic = $1
             AND NOT EXISTS (SELECT 1 FROM appointment a WHERE a.clinic = c.clinic AND a.client = c.id) ORDER BY c.id DESC LIMIT 100";
        tx.query(sql, &ground::params![tx.clinic()])?.iter().map(|row| row.get("id")).collect()
    };
    let mut persons = scope.read(some).await?.into_iter();
    for size in sizes {
        let (rows, mut unread, mut gone) = (size.parse()?, Vec::new(), Vec::new());
        for person in persons.by_ref().take(ERASED) {
            letters(&scope, person, rows).await?;
            let because = ground::erase::Because::new(ground::erase::Cause::Clinic, "a bench");
            let begun = stopwatch();
            let done =
                scope.write(move |tx| tx.erase_person(person, &because)).await?.map_err(|why| why.to_string())?;
            if done.locked_until.is_some() {
                return Err("a law keeps them".into());
            }
            gone.push(begun.elapsed());
            ground::erase::destroy_keys(&scope, &done).await?;
            unread.push(begun.elapsed());
        }
        say(&format!("unread{rows}"), &mut unread);
        say(&format!("gone{rows}"), &mut gone);
    }
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a stopwatch beside the program")]
fn stopwatch() -> Instant {
    Instant::now()
}

fn say(what: &str, taken: &mut [std::time::Duration]) {
    taken.sort_unstable();
    let at = |share: usize| taken.get((taken.len() * share / 100).min(taken.len().saturating_sub(1)));
    let millis = |share| at(share).map_or(0.0, |taken| taken.as_secs_f64() * 1e3);
    println!("{what} {:.4} {:.4}", millis(50), millis(95));
}
