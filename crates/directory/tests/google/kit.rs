//! A stand-in and a way to it that waits in no time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use directory::google::{Bounds, Endpoints, Fault, Google, Pace, Read, ServiceKey, read};
use directory::standin::{Standin, World};
use ground::Clock;
use ground::egress::{Gate, Register};

pub const ADMINISTRATOR: &str = "admin@example.org";

pub struct Kit {
    pub standin: Standin,
    pub google: Google,
    /// What was waited for.
    pub waits: Arc<Mutex<Vec<Duration>>>,
    pub bounds: Bounds,
}

pub fn clock() -> Clock {
    Clock::held("2026-11-24T10:40:00Z".parse().unwrap())
}

pub fn way(
    endpoints: &Endpoints,
    key: &str,
    administrator: &str,
    clock: Clock,
    waits: Arc<Mutex<Vec<Duration>>>,
) -> Google {
    let gate = Gate::new(Register::of_a_test(), vec![endpoints.recipient().unwrap()]).unwrap();
    let key = ServiceKey::read(key, &endpoints.token).unwrap();
    let wait = move |time| -> futures_util::future::BoxFuture<'static, ()> {
        waits.lock().unwrap().push(time);
        Box::pin(async {})
    };
    let pace = Pace::new(wait, Arc::new(|| 1.0));
    Google::new(gate, endpoints.clone(), key, administrator.to_owned(), clock, pace)
}

impl Kit {
    pub async fn new(world: World) -> Kit {
        let (clock, waits) = (clock(), Arc::<Mutex<Vec<Duration>>>::default());
        let standin = Standin::start(world, ADMINISTRATOR, clock.clone()).await.unwrap();
        let google = way(&standin.endpoints().unwrap(), standin.key(), ADMINISTRATOR, clock, waits.clone());
        Kit { standin, google, waits, bounds: Bounds::default() }
    }

    pub async fn read(&self) -> Result<Read, Fault> {
        read(&self.google, &self.bounds, &|_, _| {}).await
    }

    pub fn waited(&self) -> Vec<u64> {
        self.waits.lock().unwrap().iter().map(Duration::as_secs).collect()
    }
}
