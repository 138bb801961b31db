//! Jobs whose attempts overlap, hang, or end with their process.

use std::sync::Arc;
use std::time::Duration;

use ground::job::{Handler, Job, NewJob, list, retry, run_due};
use ground::{Actor, House, Room, Scope};
use promise::Purpose;
use tokio::sync::{Semaphore, mpsc};

use crate::ground_test::{house, new_clinic};
use crate::place::Place;

/// A house with jobs that end when the test lets them.
struct Work {
    place: Place,
    house: House,
    scope: Scope,
    /// Attempts that began, by subject.
    begun: mpsc::UnboundedReceiver<String>,
    /// One attempt ends for each permit.
    end: Arc<Semaphore>,
}

impl Work {
    async fn new() -> Work {
        let (begin, begun) = mpsc::unbounded_channel();
        let end = Arc::new(Semaphore::new(0));
        let permits = end.clone();
        let run = move |_: Scope, job: Job| {
            let (begin, permits) = (begin.clone(), permits.clone());
            async move {
                begin.send(job.subject.clone()).unwrap();
                if job.subject.starts_with("slow") {
                    permits.acquire().await.unwrap().forget();
                }
                Ok(())
            }
        };
        let room = Room::new("odd").job(Handler::new("odd.work", Purpose::Operation, run)).job(
            Handler::new("odd.hangs", Purpose::Operation, async |_, _| std::future::pending().await)
                .within(Duration::from_millis(100)),
        );
        let place = Place::fresh();
        let house = house(&place, vec![room]).await.unwrap();
        let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
        let scope = Scope::new(&house, clinic, Actor::automatic(), Purpose::Operation, "test");
        Work { place, house, scope, begun, end }
    }

    async fn leave(&self, kind: &'static str, subject: &'static str) {
        let leave =
            move |tx: &mut ground::Tx<'_>| tx.enqueue(&NewJob { kind, subject: subject.to_owned(), run_at: tx.now() });
        self.scope.write(leave).await.unwrap();
    }

    fn run(&self) -> tokio::task::JoinHandle<usize> {
        let house = self.house.clone();
        tokio::spawn(async move { run_due(&house).await.unwrap() })
    }

    async fn begins(&mut self) -> String {
        tokio::time::timeout(Duration::from_secs(20), self.begun.recv()).await.expect("nothing began").unwrap()
    }

    async fn jobs(&self) -> Vec<Job> {
        list(&self.house).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_says_only_how_its_own_generation_ended() {
    let mut work = Work::new().await;
    for again in ["left", "retried"] {
        work.leave("odd.work", "slow").await;
        let first = work.run();
        work.begins().await;
        // The same work is left, or retried by hand, while it is under way; another worker takes it at once.
        let id = work.jobs().await[0].id;
        match again {
            "left" => work.leave("odd.work", "slow").await,
            _ => assert_eq!(retry(&work.house, Some(id)).await.unwrap(), 1),
        }
        let second = work.run();
        work.begins().await;
        work.end.add_permits(1);
        let first_to_end =
            tokio::select! { ran = first => ran.unwrap(), () = tokio::time::sleep(Duration::from_secs(20)) => 0 };
        assert_eq!(first_to_end, 1);
        assert_eq!(work.jobs().await.len(), 1, "{again}: the first has not done what the second is doing");
        work.end.add_permits(1);
        assert_eq!(second.await.unwrap(), 1);
        assert_eq!(work.jobs().await.len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn attempts_that_end_with_their_process_are_counted() {
    let mut work = Work::new().await;
    work.leave("odd.work", "slow").await;
    for attempt in 1..=10 {
        let process = work.run();
        work.begins().await;
        process.abort();
        assert!(process.await.unwrap_err().is_cancelled());
        let jobs = work.jobs().await;
        assert_eq!((jobs[0].attempts, jobs[0].state.as_str()), (attempt, "due"));
        assert_eq!(run_due(&work.house).await.unwrap(), 0, "its lease has not ended");
        work.house.clock.set(work.house.clock.now() + jiff::SignedDuration::from_secs(121));
    }
    assert_eq!(run_due(&work.house).await.unwrap(), 0);
    let jobs = work.jobs().await;
    assert_eq!(jobs[0].state, "stuck");
    assert!(jobs[0].cause.as_ref().unwrap().contains("never ended"), "{jobs:?}");
    work.end.add_permits(1);
    assert_eq!((retry(&work.house, None).await.unwrap(), run_due(&work.house).await.unwrap()), (1, 1));
    assert_eq!(work.jobs().await.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_attempts_that_a_process_took_with_it_one_is_repeated_at_a_time() {
    let mut work = Work::new().await;
    for subject in ["slow a", "slow b", "slow c"] {
        work.leave("odd.work", subject).await;
    }
    tokio::task::block_in_place(|| work.place.tamper("UPDATE job SET attempts = 1, leased_until = 1"));
    work.house.start();
    let mut begun = vec![work.begins().await];
    for again in 1..=3 {
        // Whatever else is due goes on meanwhile.
        work.leave("odd.work", "quick").await;
        assert_eq!(work.begins().await, "quick");
        assert_eq!(work.jobs().await.iter().filter(|job| job.attempts == 2).count(), 1, "{begun:?}");
        work.end.add_permits(1);
        if again < 3 {
            begun.push(work.begins().await);
        }
    }
    begun.sort();
    assert_eq!(begun, ["slow a", "slow b", "slow c"]);
    work.house.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_hangs_holds_no_other() {
    let mut work = Work::new().await;
    work.house.start();
    work.leave("odd.work", "slow").await;
    assert_eq!(work.begins().await, "slow");
    for _ in 0..3 {
        work.leave("odd.work", "quick").await;
        assert_eq!(work.begins().await, "quick");
    }
    work.end.add_permits(1);
    work.house.close();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_hangs_is_given_up_and_tried_again() {
    let work = Work::new().await;
    work.leave("odd.hangs", "x").await;
    let ran = tokio::time::timeout(Duration::from_secs(20), run_due(&work.house)).await.expect("it hangs");
    assert_eq!(ran.unwrap(), 1);
    let jobs = work.jobs().await;
    assert_eq!((jobs[0].attempts, jobs[0].state.as_str()), (1, "due"));
    assert_eq!(jobs[0].cause.as_deref(), Some("it took too long"));
}
