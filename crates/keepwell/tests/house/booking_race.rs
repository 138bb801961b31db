//! Many want one time. Exactly one has it, the others are told what is free next, and nothing ever overlaps.
//!
//! Rounds are few by default; KEEPWELL_ROUNDS asks for more.

use booking::model::{PractitionerId, Service, Source};
use booking::offers::{self, Wish};
use booking::rules::Booker;
use booking::store::book::NewBooking;
use booking::{Error, Whom, act};
use ground::{PersonId, Scope, params};
use jiff::{Timestamp, ToSpan};
use promise::Purpose;
use tokio::task::JoinSet;

use crate::kit::TestApp;

const TASKS: usize = 64;

fn rounds(usual: usize) -> usize {
    std::env::var("KEEPWELL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(usual)
}

async fn clients(scope: &Scope) -> Vec<PersonId> {
    let read = |tx: &mut ground::Tx<'_>| -> ground::Result<Vec<PersonId>> {
        tx.query("SELECT id FROM client WHERE clinic = $1 ORDER BY id", &params![tx.clinic()])?
            .iter()
            .map(|row| row.get("id"))
            .collect()
    };
    scope.read(read).await.unwrap()
}

fn wish(
    service: &Service,
    client: PersonId,
    start: Timestamp,
    practitioner: Option<PractitionerId>,
    booker: Booker,
) -> NewBooking {
    NewBooking {
        settled: booking::store::book::Settled::default(),
        service: service.id,
        practitioner,
        place: None,
        start,
        booker,
        whom: Whom::Known { client, booked_by: None },
        language: "en".to_owned(),
        note: None,
        remind: false,
        tell: false,
        source: Source::Online,
        once: None,
    }
}

/// Free times of the service over the next weeks.
async fn free(scope: &Scope, service: &Service) -> Vec<(Timestamp, PractitionerId)> {
    let today = scope.clinic.zone.to_datetime(scope.house().clock.now()).date();
    let wish = Wish { service, practitioner: None, booker: Booker::Visitor };
    offers::times(scope, &wish, today..=today.saturating_add(60.days())).await.unwrap()
}

/// Pairs of appointments that claim the same practitioner, room or device at once.
async fn overlaps(scope: &Scope) -> i64 {
    let read = |tx: &mut ground::Tx<'_>| -> ground::Result<i64> {
        tx.one(
            "SELECT COUNT(*) AS n FROM appointment a JOIN appointment b ON a.clinic = b.clinic AND a.id < b.id AND a.active = 1 AND b.active = 1
             AND (a.practitioner = b.practitioner OR a.room = b.room OR a.device = b.device) AND a.busy_from < b.busy_to AND b.busy_from < a.busy_to
             WHERE a.clinic = $1",
            &params![tx.clinic()],
        )?
        .get("n")
    };
    scope.read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixty_four_who_want_one_time_exactly_one_has_it() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let clients = clients(&scope).await;
    let catalogue = offers::catalogue(&scope).await.unwrap();
    let service = catalogue.service("review").unwrap().clone();
    for round in 0..rounds(20) {
        let offered = free(&scope, &service).await;
        let (start, practitioner) = offered[(round * 37) % offered.len()];
        let mut tasks = JoinSet::new();
        for n in 0..TASKS {
            let (scope, new) =
                (scope.clone(), wish(&service, clients[n % clients.len()], start, Some(practitioner), Booker::Visitor));
            tasks.spawn(async move { act::book(&scope, new).await });
        }
        let mut won = 0;
        while let Some(outcome) = tasks.join_next().await {
            match outcome.unwrap() {
                Ok(booked) => {
                    won += 1;
                    assert_eq!(
                        (booked.appointment.starts_at, booked.appointment.practitioner),
                        (start, Some(practitioner))
                    );
                }
                Err(Error::NotFree { next, .. }) => {
                    assert!(
                        !next.is_empty()
                            && next.iter().all(|free| free.practitioner == practitioner && free.start != start),
                        "round {round}: {next:?}"
                    );
                }
                Err(other) => panic!("round {round}: {other:?}"),
            }
        }
        assert_eq!(won, 1, "round {round}");
        // What is offered afterwards no longer has it.
        assert!(!free(&scope, &service).await.contains(&(start, practitioner)), "round {round}");
    }
    assert_eq!(overlaps(&scope).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn overlapping_times_and_shared_rooms_never_overlap_in_the_store() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let clients = clients(&scope).await;
    let catalogue = offers::catalogue(&scope).await.unwrap();
    let services: Vec<Service> = ["first-visit", "review", "ultrasound", "fall-check", "home"]
        .iter()
        .map(|slug| catalogue.service(slug).unwrap().clone())
        .collect();
    for round in 0..rounds(20) {
        let offered = free(&scope, &services[1]).await;
        let (around, _) = offered[(round * 53) % offered.len()];
        let mut tasks = JoinSet::new();
        for n in 0..TASKS {
            let service = &services[n % services.len()];
            let start = around + jiff::SignedDuration::from_mins(5 * (n as i64 % 9 - 4));
            let booker = if n % 3 == 0 { Booker::Visitor } else { Booker::Desk };
            let (scope, new) = (scope.clone(), wish(service, clients[n % clients.len()], start, None, booker));
            tasks.spawn(async move { act::book(&scope, new).await });
        }
        let mut won = 0;
        while let Some(outcome) = tasks.join_next().await {
            match outcome.unwrap() {
                Ok(_) => won += 1,
                Err(Error::NotFree { .. }) => {}
                Err(other) => panic!("round {round}: {other:?}"),
            }
        }
        assert!(won >= 1, "round {round}: nobody was booked");
        assert_eq!(overlaps(&scope).await, 0, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn moves_race_as_bookings_do() {
    let app = TestApp::start().await;
    let scope = app.scope(&app.clinic, Purpose::Scheduling);
    let clients = clients(&scope).await;
    let catalogue = offers::catalogue(&scope).await.unwrap();
    let service = catalogue.service("review").unwrap().clone();
    let offered = free(&scope, &service).await;
    let mut booked = Vec::new();
    let mut last: Option<Timestamp> = None;
    for (start, practitioner) in &offered {
        if booked.len() == 8 {
            break;
        }
        if last.is_none_or(|last| *start >= last + jiff::SignedDuration::from_hours(2)) {
            let outcome =
                act::book(&scope, wish(&service, clients[booked.len()], *start, Some(*practitioner), Booker::Visitor))
                    .await;
            booked.push(outcome.unwrap().appointment);
            last = Some(*start);
        }
    }
    for round in 0..rounds(10) {
        let offered = free(&scope, &service).await;
        let (start, practitioner) = offered[(round * 41 + 200) % offered.len()];
        let mut tasks = JoinSet::new();
        for visit in &booked {
            let (scope, id) = (scope.clone(), visit.id);
            let to = booking::store::change::Move {
                start,
                practitioner: Some(practitioner),
                booker: Booker::Desk,
                tell: false,
                settled: booking::store::book::Settled::default(),
                version: None,
            };
            tasks.spawn(async move { act::move_to(&scope, id, to).await });
        }
        let mut won = 0;
        while let Some(outcome) = tasks.join_next().await {
            match outcome.unwrap() {
                Ok(_) => won += 1,
                Err(Error::NotFree { .. } | Error::Stale) => {}
                Err(other) => panic!("round {round}: {other:?}"),
            }
        }
        assert_eq!(won, 1, "round {round}");
        assert_eq!(overlaps(&scope).await, 0, "round {round}");
    }
}
