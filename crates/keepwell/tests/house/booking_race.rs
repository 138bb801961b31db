//! Many want one time. Exactly one has it, the others are told what is free next, and nothing ever overlaps.
//!
//! A round is one time that several want at the same moment. 64 tasks are under way at once: all of them for one time,
//! or 32, 16 or 8 of them for each of two, four or eight times of one week, so that on PostgreSQL days that do not wait
//! for each other are raced side by side. Of every fifteen rounds one is the 64 for one time. Each such fifteen have a
//! week of their own, so that the last round costs no more than the first. KEEPWELL_ROUNDS asks for another number of
//! rounds of every kind.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use booking::model::{PractitionerId, Service};
use booking::offers::{self, Wish};
use booking::rules::Booker;
use booking::store::book::{NewBooking, Settled};
use booking::store::change::Move;
use booking::{Error, Whom, act};
use ground::{PersonId, Scope, params};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use promise::Purpose;
use tokio::task::JoinSet;

use crate::kit::{TestApp, booking};

const TASKS: usize = 64;
/// Times raced for side by side, one batch after the other.
const AT_ONCE: [usize; 4] = [1, 2, 4, 8];

fn rounds(usual: usize) -> usize {
    std::env::var("KEEPWELL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(usual)
}

/// A start with whom.
type Time = (Timestamp, PractitionerId);

struct Clinic {
    app: TestApp,
    scope: Scope,
    clients: Vec<PersonId>,
    services: Vec<Service>,
}

impl Clinic {
    async fn open(services: &[&str]) -> Clinic {
        let app = TestApp::start().await;
        let scope = app.scope(&app.clinic, Purpose::Scheduling);
        let read = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<PersonId>> {
            tx.query("SELECT id FROM client WHERE clinic = $1 ORDER BY id", &params![tx.clinic()])?
                .iter()
                .map(|row| row.get("id"))
                .collect()
        };
        let clients = scope.read(read).await.unwrap();
        let catalogue = offers::catalogue(&scope).await.unwrap();
        let services = services.iter().map(|slug| catalogue.service(slug).unwrap().clone()).collect();
        Clinic { app, scope, clients, services }
    }

    fn wish(&self, n: usize, service: &Service, start: Timestamp, with: Option<PractitionerId>) -> NewBooking {
        let client = self.clients[n % self.clients.len()];
        booking(service.id, with, start, Whom::Known { client, booked_by: None })
    }

    /// The week that is raced for: the one after the next seven days.
    fn week(&self) -> RangeInclusive<Date> {
        let first = self.scope.clinic.zone.to_datetime(self.app.house.clock.now() + SignedDuration::from_hours(168));
        first.date()..=first.date().saturating_add(6.days())
    }

    /// Free times of the first service in that week.
    async fn free(&self) -> Vec<Time> {
        let wish = Wish { service: &self.services[0], practitioner: None, booker: Booker::Visitor };
        offers::times(&self.scope, &wish, self.week()).await.unwrap()
    }

    /// Goes on to a week that nobody has raced for.
    fn next_week(&self) {
        self.app.house.clock.set(self.app.house.clock.now() + SignedDuration::from_hours(168));
    }

    /// So many free times, `apart` from each other.
    async fn pick(&self, count: usize, from: usize, apart: SignedDuration) -> Vec<Time> {
        loop {
            let offered = self.free().await;
            let mut picked: Vec<Time> = Vec::new();
            for at in 0..offered.len() {
                // From everywhere in the week, not only from its mornings.
                let time = offered[(at + from * 37) % offered.len()];
                if picked.len() < count && picked.iter().all(|other| time.0.duration_since(other.0).abs() >= apart) {
                    picked.push(time);
                }
            }
            if picked.len() == count {
                return picked;
            }
            self.next_week();
        }
    }

    /// Appointments of the last weeks that claim a practitioner, a room or a device while another does.
    async fn overlaps(&self, weeks: i64) -> usize {
        let since = self.app.house.clock.now() + SignedDuration::from_hours(168 * (1 - weeks));
        let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<usize> {
            let rows = tx.query(
                "SELECT practitioner, room, device, busy_from, busy_to FROM appointment WHERE clinic = $1 AND active = 1 AND starts_at >= $2 ORDER BY busy_from",
                &params![tx.clinic(), since],
            )?;
            let (mut until, mut found) = (HashMap::<String, i64>::new(), 0);
            for row in &rows {
                for of in ["practitioner", "room", "device"] {
                    let Some(id) = row.get::<Option<String>>(of)? else { continue };
                    let taken = until.entry(id).or_insert(i64::MIN);
                    found += usize::from(row.get::<i64>("busy_from")? < *taken);
                    *taken = row.get::<i64>("busy_to")?.max(*taken);
                }
            }
            Ok(found)
        };
        self.scope.read(read).await.unwrap()
    }
}

/// Books all of these at once; each outcome with the place of what it is about.
async fn race(scope: &Scope, wishes: Vec<NewBooking>) -> Vec<(usize, Result<Timestamp, Error>)> {
    let mut tasks = JoinSet::new();
    for (n, new) in wishes.into_iter().enumerate() {
        let scope = scope.clone();
        tasks.spawn(async move { (n, act::book(&scope, new).await.map(|booked| booked.appointment.starts_at)) });
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_all_who_want_one_time_exactly_one_has_it() {
    let clinic = Clinic::open(&["review"]).await;
    let (rounds, mut raced) = (rounds(2_000), 0);
    for batch in 0.. {
        if raced >= rounds {
            break;
        }
        if batch % AT_ONCE.len() == 0 {
            clinic.next_week();
        }
        let times = clinic.pick(AT_ONCE[batch % AT_ONCE.len()], batch, SignedDuration::from_hours(2)).await;
        raced += times.len();
        let wanted = |n: usize| times[n % times.len()];
        let wishes = (0..TASKS).map(|n| clinic.wish(n, &clinic.services[0], wanted(n).0, Some(wanted(n).1))).collect();
        let mut won = vec![0; times.len()];
        for (n, outcome) in race(&clinic.scope, wishes).await {
            let (start, practitioner) = wanted(n);
            match outcome {
                Ok(booked) => {
                    assert_eq!(booked, start);
                    won[n % times.len()] += 1;
                }
                Err(Error::NotFree { next, .. }) => assert!(
                    !next.is_empty()
                        && next.iter().all(|free| free.practitioner == practitioner && free.start != start),
                    "batch {batch}: {next:?}"
                ),
                Err(other) => panic!("batch {batch}: {other:?}"),
            }
        }
        assert!(won.iter().all(|won| *won == 1), "batch {batch}: {won:?}");
        // What is offered afterwards no longer has any of them.
        let offered = clinic.free().await;
        assert!(times.iter().all(|time| !offered.contains(time)), "batch {batch}");
    }
    assert_eq!(clinic.overlaps(10_000).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn overlapping_times_and_shared_rooms_never_overlap_in_the_store() {
    let clinic = Clinic::open(&["review", "first-visit", "ultrasound", "fall-check", "home"]).await;
    let (rounds, mut raced) = (rounds(600), 0);
    for batch in 0.. {
        if raced >= rounds {
            break;
        }
        if batch % AT_ONCE.len() == 0 {
            clinic.next_week();
        }
        let around = clinic.pick(AT_ONCE[batch % AT_ONCE.len()], batch, SignedDuration::from_hours(4)).await;
        raced += around.len();
        // The time itself, then five minutes after it, five before, ten after: as far as twenty, for one service after
        // the other, with whoever is free, and each fourth with the same one.
        let wish = |n: usize| {
            let ((about, one), n) = (around[n % around.len()], n / around.len());
            let with = n.is_multiple_of(4).then_some(one);
            let off = 5 * (n as i64 % 9 + 1).div_euclid(2);
            let start = about + SignedDuration::from_mins(if n % 2 == 1 { off } else { -off });
            let booker = if n.is_multiple_of(3) { Booker::Visitor } else { Booker::Desk };
            NewBooking { booker, ..clinic.wish(n, &clinic.services[n % clinic.services.len()], start, with) }
        };
        let mut won = vec![0; around.len()];
        for (n, outcome) in race(&clinic.scope, (0..TASKS).map(wish).collect()).await {
            match outcome {
                Ok(_) => won[n % around.len()] += 1,
                Err(Error::NotFree { .. }) => {}
                Err(other) => panic!("batch {batch}: {other:?}"),
            }
        }
        assert!(won.iter().all(|won| *won >= 1), "batch {batch}: nobody was booked around one of the times: {won:?}");
        assert_eq!(clinic.overlaps(3).await, 0, "batch {batch}");
    }
    assert_eq!(clinic.overlaps(10_000).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn moves_race_as_bookings_do() {
    let clinic = Clinic::open(&["review"]).await;
    let mut visits = Vec::new();
    for (n, (start, practitioner)) in clinic.pick(8, 0, SignedDuration::from_hours(2)).await.into_iter().enumerate() {
        let wish = clinic.wish(n, &clinic.services[0], start, Some(practitioner));
        visits.push(act::book(&clinic.scope, wish).await.unwrap().appointment.id);
    }
    for round in 0..rounds(500) {
        let (start, practitioner) = clinic.pick(1, round, SignedDuration::ZERO).await[0];
        let mut tasks = JoinSet::new();
        for id in visits.clone() {
            let (scope, practitioner) = (clinic.scope.clone(), Some(practitioner));
            let to = Move {
                start,
                practitioner,
                booker: Booker::Desk,
                tell: false,
                settled: Settled::default(),
                version: None,
                leave: None,
            };
            tasks.spawn(async move { act::move_to(&scope, id, to).await });
        }
        let mut won = 0;
        for outcome in tasks.join_all().await {
            match outcome {
                Ok(_) => won += 1,
                Err(Error::NotFree { next, .. }) => assert!(next.iter().all(|free| free.start != start)),
                Err(other) => panic!("round {round}: {other:?}"),
            }
        }
        assert_eq!(won, 1, "round {round}");
        assert_eq!(clinic.overlaps(3).await, 0, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_time_that_is_blocked_while_it_is_booked_is_one_of_the_two() {
    use booking::model::Owner;
    use booking::store::setup::{self, NewBlock};
    enum Came {
        Booked,
        Blocked,
        Not,
    }
    let clinic = Clinic::open(&["review"]).await;
    let (mut booked, mut blocked) = (0, 0);
    for round in 0..rounds(120) {
        if round % 4 == 0 {
            clinic.next_week();
        }
        let (start, with) = clinic.pick(1, round, SignedDuration::from_hours(1)).await[0];
        let mut tasks = JoinSet::new();
        for n in 0..12 {
            let (scope, wish) = (clinic.scope.clone(), clinic.wish(n, &clinic.services[0], start, Some(with)));
            tasks.spawn(async move {
                if n % 3 > 0 {
                    return match act::book(&scope, wish).await {
                        Ok(_) => Came::Booked,
                        Err(Error::NotFree { .. }) => Came::Not,
                        Err(other) => panic!("round {round}: {other:?}"),
                    };
                }
                let block = NewBlock::of(
                    Owner { practitioner: Some(with), room: None, device: None },
                    start..start + SignedDuration::from_mins(30),
                    "Meeting".to_owned(),
                );
                let blocks = move |tx: &mut ground::Tx<'_>| -> ground::Result<Came> {
                    if !setup::meets(tx, &block)?.is_empty() {
                        return Ok(Came::Not);
                    }
                    setup::create_block(tx, &block).map(|_| Came::Blocked)
                };
                scope.write(blocks).await.unwrap()
            });
        }
        let (mut here, mut there) = (0, 0);
        for came in tasks.join_all().await {
            match came {
                Came::Booked => here += 1,
                Came::Blocked => there += 1,
                Came::Not => {}
            }
        }
        assert!(here + there > 0 && (here == 0 || there == 0), "round {round}: {here} booked in {there} blocks");
        booked += here;
        blocked += usize::from(there > 0);
    }
    assert!(booked > 0 && blocked > 0, "it was no race: {booked} booked, {blocked} blocked");
}
