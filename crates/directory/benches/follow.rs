//! A directory of 50,000 users, 5,000 groups within one another five deep and 500,000 memberships, followed for the first time
//! and looked at again. The stand-in runs in a process of its own, so that what is measured is the program alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a measurement that cannot go on must stop")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use directory::google::{Endpoints, Pace};
use directory::plan::Limits;
use directory::standin::{Belongs, Circle, Person, Standin, World};
use directory::store::google::settings::{self, NewSettings, Secret};
use directory::sync;
use ground::db::{Location, Threads};
use ground::files::{FileLocation, FilePlan};
use ground::keys::{KeyLocation, Master};
use ground::mail::{Post, Transport};
use ground::web::{LimitSettings, Limits as Visits};
use ground::{Actor, Clock, House, NewClinic, Plan, Role, RoleSet, Scope};
use promise::{Parameters, Purpose};

const ADMINISTRATOR: &str = "admin@example.org";

fn world(users: usize, groups: usize, each: usize) -> World {
    let person = |n: usize| {
        Person::new(format!("1{n:020}"), &format!("Given{n}"), &format!("Family{n}"), &format!("u{n}@example.org"))
    };
    let circle = |n: usize| {
        let mut circle = Circle::new(format!("0{n:014}"), &format!("Group {n}"), &format!("g{n}@example.org"));
        circle.members = (n * 5 + 1..=n * 5 + 5).filter(|inner| *inner < groups).map(Belongs::Circle).collect();
        circle
    };
    let mut circles: Vec<Circle> = (0..groups).map(circle).collect();
    for user in 0..users {
        for turn in 0..each {
            circles[(user * 7 + turn * (groups / each + 1)) % groups].members.push(Belongs::Person(user));
        }
    }
    World { people: (0..users).map(person).collect(), circles, ..World::default() }
}

/// The memory that is this process's own now, in MB. Pages of the database's file that are mapped belong to the system, which
/// takes them back when it needs them.
fn own() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or("0");
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or(0) / 1_024
}

/// The most of it since somebody asked last.
static MOST: AtomicU64 = AtomicU64::new(0);

fn watch() {
    std::thread::spawn(|| {
        loop {
            MOST.fetch_max(own(), Ordering::Relaxed);
            std::thread::sleep(Duration::from_millis(20));
        }
    });
}

async fn stand_in(sizes: &[usize]) {
    let standin = Standin::start(world(sizes[0], sizes[1], sizes[2]), ADMINISTRATOR, Clock::system()).await.unwrap();
    let endpoints = standin.endpoints().unwrap();
    println!("{}\n{}\n{}", endpoints.token, endpoints.directory, standin.key());
    std::io::stdout().flush().unwrap();
    // Until whoever measures closes the other end.
    let mut nothing = String::new();
    tokio::task::spawn_blocking(move || std::io::stdin().read_line(&mut nothing)).await.unwrap().unwrap();
}

fn open(folder: &std::path::Path) -> House {
    let plan = Plan {
        data: Location::Sqlite(folder.join("keepwell.db")),
        keys: KeyLocation::Sqlite(folder.join("keys.db")),
        files: FilePlan { location: FileLocation::Folder(folder.join("files")), most: 1_000_000 },
        master: Master::from_bytes([7; 32]),
        threads: Threads::default(),
        clock: Clock::system(),
        post: Post { from: "clinic@example.org".to_owned(), transport: Transport::Mailbox },
        limits: Visits::new(LimitSettings { off: true, ..LimitSettings::default() }).unwrap(),
        demo: false,
        address: "http://clinic.example".to_owned(),
        installed: ground::Installed::default(),
    };
    House::open(plan, vec![identity::room(), directory::room()]).unwrap()
}

async fn measure(sizes: &[usize]) {
    let numbers: Vec<String> = sizes.iter().map(usize::to_string).collect();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg("standin")
        .args(&numbers)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut line = || lines.next().unwrap().unwrap();
    let (token, directory, key) = (line(), line(), line());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    let house = tokio::task::spawn_blocking(move || open(&path)).await.unwrap();
    let new = NewClinic {
        slug: "linden-quay".to_owned(),
        host: None,
        name: "Linden Quay".to_owned(),
        zone: "Europe/Dublin".to_owned(),
        jurisdiction: "IE".to_owned(),
        languages: vec!["en".to_owned()],
        currency: "EUR".to_owned(),
        brand: None,
        parameters: Parameters::default(),
    };
    let clinic = house.create_clinic(new).await.unwrap();
    let scope = Scope::new(&house, clinic, Actor::automatic(), Purpose::Operation, "directory.google");
    scope
        .write(move |tx| -> directory::Result<()> {
            let new = identity::NewStaff {
                email: "edda@elsewhere.example".to_owned(),
                shown_as: "Edda Marsh".to_owned(),
                roles: RoleSet::from(Role::Manager),
                language: "en".to_owned(),
                password: None,
                source: identity::Source::Staff,
            };
            identity::create_staff(tx, &new)?;
            let secret = Secret { service_key: key.clone(), administrator: ADMINISTRATOR.to_owned() };
            let new = NewSettings {
                secret: Some((secret, "1".to_owned())),
                endpoints: Endpoints::at(&token, &directory),
                working: false,
                minutes: 60,
                limits: Limits::default(),
            };
            settings::save(tx, &new)
        })
        .await
        .unwrap();
    let before = own();
    watch();
    let settings = scope.read(settings::find).await.unwrap().unwrap();
    let pace = Pace::new(|time| Box::pin(tokio::time::sleep(time)), Arc::new(|| 0.5));
    for name in ["first", "again"] {
        MOST.store(0, Ordering::Relaxed);
        let begun = Instant::now();
        let run = sync::look(&scope, &settings, false, &pace).await.unwrap();
        let counts = if run.counts.is_empty() { "-" } else { &run.counts };
        println!(
            "{name} {:.2} {} {} {counts}",
            begun.elapsed().as_secs_f64(),
            MOST.load(Ordering::Relaxed),
            run.outcome.as_str()
        );
    }
    println!("before {before}");
    house.close();
    drop(child.stdin.take());
    child.wait().unwrap();
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let mut sizes: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if sizes.len() != 3 {
        sizes = vec![50_000, 5_000, 10];
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        if words.first().is_some_and(|word| word == "standin") {
            stand_in(&sizes).await;
        } else {
            measure(&sizes).await;
        }
    });
}
