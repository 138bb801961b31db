//! How often one may ask. A generic cell rate algorithm (ITU-T I.371, annex A): per key one instant is kept, the
//! one at which its bucket would be full again, so that a decision is one look-up and is exact under concurrency.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_lc_rs::hmac;
use serde::Deserialize;

use super::address::{Block, ClientAddress};
use super::error::Fault;

/// Locks that requests share; more than any machine has cores.
const SHARDS: usize = 64;

/// Keys kept per lock: 64 times 2,048 of about 50 bytes are 6 MB at the very most.
const KEYS_PER_SHARD: usize = 2_048;

/// One second, in nanoseconds.
const SWEEP_EVERY: u64 = 1_000_000_000;

/// How often: `per_minute` steadily, `burst` at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    pub per_minute: u32,
    pub burst: u32,
}

/// The limits of an installation, as its configuration states them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitSettings {
    /// Signing in, signing up, asking for a new password: by address block, and again by the address signed in with.
    pub sign_in: Rate,
    /// Forms anyone may send, such as a booking.
    pub public_form: Rate,
    /// Requests to the API.
    pub api: Rate,
    /// No limits at all.
    pub off: bool,
}

impl Default for LimitSettings {
    fn default() -> Self {
        LimitSettings {
            sign_in: Rate { per_minute: 10, burst: 10 },
            public_form: Rate { per_minute: 20, burst: 20 },
            api: Rate { per_minute: 600, burst: 200 },
            off: false,
        }
    }
}

impl LimitSettings {
    /// Obeys `KEEPWELL_LIMITS=off`, so that load can be put on a program that only this machine reaches.
    #[must_use]
    pub fn heed(mut self, switch: Option<&str>, loopback_only: bool) -> LimitSettings {
        self.off = loopback_only && (self.off || switch == Some("off"));
        self
    }
}

/// Which limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    SignIn,
    PublicForm,
    Api,
}

/// Counts requests, in memory, forgetting everyone within a minute or so. Clones count together.
#[derive(Clone)]
pub struct Limits(Arc<Counts>);

struct Counts {
    settings: LimitSettings,
    shards: Vec<Mutex<Shard>>,
    hasher: RandomState,
    /// Lives as long as the process, so that what is kept of a subject means nothing to anyone.
    secret: hmac::Key,
    started: Instant,
}

#[derive(Default)]
struct Shard {
    /// When each bucket is full again, in nanoseconds.
    full_at: HashMap<Key, u64>,
    /// When it was last swept, so that a flood does not make every request sweep.
    swept: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Block(Rule, Block),
    Subject(Rule, [u8; 16]),
    /// Shared by all whom a full shard has no room for: neither unlimited memory nor unlimited tries.
    Overflow(Rule),
}

impl Limits {
    /// Limits with nobody counted yet. Fails only when the system has no randomness.
    #[allow(clippy::disallowed_methods, reason = "a stopwatch, which no change of the time of day can turn back")]
    pub fn new(settings: LimitSettings) -> Result<Limits, Fault> {
        let secret = hmac::Key::generate(hmac::HMAC_SHA256, &aws_lc_rs::rand::SystemRandom::new())
            .map_err(|_| Fault::internal("limit.randomness"))?;
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Ok(Limits(Arc::new(Counts { settings, shards, hasher: RandomState::new(), secret, started: Instant::now() })))
    }

    /// Lets one request of `rule` pass or refuses it with the seconds to wait: by the block it comes from and, when
    /// there is one, by whom it is about (an email typed at sign-in), so that many addresses do not help either.
    pub fn check(&self, rule: Rule, from: ClientAddress, subject: Option<&str>) -> Result<(), Fault> {
        self.check_at(rule, from, subject, self.0.started.elapsed())
    }

    /// The same at `now`, on any clock that only runs forward.
    pub fn check_at(&self, rule: Rule, from: ClientAddress, subject: Option<&str>, now: Duration) -> Result<(), Fault> {
        if self.0.settings.off {
            return Ok(());
        }
        self.take(Key::Block(rule, from.block()), now)?;
        let Some(subject) = subject else { return Ok(()) };
        let tag = hmac::sign(&self.0.secret, subject.trim().to_lowercase().as_bytes());
        let mut digest = [0; 16];
        digest.copy_from_slice(&tag.as_ref()[..16]);
        self.take(Key::Subject(rule, digest), now)
    }

    fn take(&self, key: Key, now: Duration) -> Result<(), Fault> {
        let (rule, rate) = match key {
            Key::Block(rule, _) | Key::Subject(rule, _) | Key::Overflow(rule) => (rule, self.rate(rule)),
        };
        let step = 60_000_000_000 / u64::from(rate.per_minute.max(1));
        let room = step * u64::from(rate.burst.max(1));
        let now = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX / 2);
        let shard = &self.0.shards[self.0.hasher.hash_one(key) as usize % SHARDS];
        let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        let Shard { full_at, swept } = &mut *shard;
        let mut key = key;
        if full_at.len() >= KEYS_PER_SHARD && !full_at.contains_key(&key) {
            if now.saturating_sub(*swept) >= SWEEP_EVERY {
                // Whoever's bucket is full again is as good as unknown.
                full_at.retain(|_, at| *at > now);
                *swept = now;
            }
            if full_at.len() >= KEYS_PER_SHARD {
                key = Key::Overflow(rule);
            }
        }
        let at = full_at.get(&key).copied().unwrap_or(0).max(now) + step;
        if at - now > room {
            return Err(Fault::too_often((at - now - room).div_ceil(1_000_000_000)));
        }
        full_at.insert(key, at);
        Ok(())
    }

    fn rate(&self, rule: Rule) -> Rate {
        match rule {
            Rule::SignIn => self.0.settings.sign_in,
            Rule::PublicForm => self.0.settings.public_form,
            Rule::Api => self.0.settings.api,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    fn limits(per_minute: u32, burst: u32) -> Limits {
        let rate = Rate { per_minute, burst };
        Limits::new(LimitSettings { sign_in: rate, public_form: rate, api: rate, off: false }).unwrap()
    }

    fn at(address: &str) -> ClientAddress {
        ClientAddress(address.parse().unwrap())
    }

    const NOW: Duration = Duration::from_secs(1_000);

    #[test]
    fn a_burst_passes_then_one_at_a_time_as_the_minute_allows() {
        let limits = limits(6, 3);
        let from = at("203.0.113.7");
        let check = |seconds| limits.check_at(Rule::SignIn, from, None, NOW + Duration::from_secs(seconds)).is_ok();
        assert!(check(0) && check(0) && check(0));
        assert!(!check(0) && !check(9));
        assert!(check(10) && !check(10));
        assert!(check(600) && check(600) && check(600) && !check(600));
        assert!(limits.check_at(Rule::PublicForm, from, None, NOW).is_ok(), "rules are counted apart");
    }

    #[test]
    fn the_refusal_says_how_long_to_wait() {
        let limits = limits(6, 1);
        limits.check_at(Rule::Api, at("203.0.113.7"), None, NOW).unwrap();
        let fault =
            limits.check_at(Rule::Api, at("203.0.113.7"), None, NOW + Duration::from_millis(2_500)).unwrap_err();
        use axum::response::IntoResponse;
        let response = fault.into_response();
        assert_eq!((response.status().as_u16(), &response.headers()["retry-after"]), (429, &"8".parse().unwrap()));
    }

    #[test]
    fn neighbours_in_a_block_share_and_one_subject_is_counted_from_everywhere() {
        let limits = limits(1, 2);
        assert!(limits.check_at(Rule::SignIn, at("203.0.113.7"), None, NOW).is_ok());
        assert!(limits.check_at(Rule::SignIn, at("203.0.113.200"), None, NOW).is_ok());
        assert!(limits.check_at(Rule::SignIn, at("203.0.113.9"), None, NOW).is_err());
        assert!(limits.check_at(Rule::SignIn, at("203.0.114.9"), None, NOW).is_ok());
        for (address, passes) in [("198.51.1.1", true), ("198.51.2.1", true), ("198.51.3.1", false)] {
            let spelt = if passes { "maeve@example.org" } else { " Maeve@Example.org " };
            assert_eq!(limits.check_at(Rule::SignIn, at(address), Some(spelt), NOW).is_ok(), passes);
        }
    }

    #[test]
    fn never_more_than_the_burst_passes_however_many_ask_at_once() {
        for round in 0..20 {
            let limits = limits(1, 50);
            let passed = AtomicU32::new(0);
            std::thread::scope(|scope| {
                for _ in 0..64 {
                    scope.spawn(|| {
                        for _ in 0..20 {
                            let subject = Some("maeve@example.org");
                            if limits.check_at(Rule::SignIn, at("203.0.113.7"), subject, NOW).is_ok() {
                                passed.fetch_add(1, Ordering::SeqCst);
                            }
                        }
                    });
                }
            });
            assert_eq!(passed.load(Ordering::SeqCst), 50, "round {round}");
        }
    }

    #[test]
    fn memory_is_bounded_and_a_flood_of_addresses_does_not_buy_tries() {
        let limits = limits(1, 1);
        let flood = (SHARDS * KEYS_PER_SHARD * 2) as u32;
        let passed = (0..flood)
            .filter(|n| {
                let address = std::net::IpAddr::V4(std::net::Ipv4Addr::from_bits(n << 8));
                limits.check_at(Rule::SignIn, ClientAddress(address), None, NOW).is_ok()
            })
            .count();
        let kept: usize = limits.0.shards.iter().map(|shard| shard.lock().unwrap().full_at.len()).sum();
        assert!(kept <= SHARDS * (KEYS_PER_SHARD + 1), "{kept}");
        assert!(passed <= SHARDS * (KEYS_PER_SHARD + 1), "{passed}");
        assert!(limits.check_at(Rule::SignIn, at("250.1.2.3"), None, NOW + Duration::from_secs(61)).is_ok());
    }

    #[test]
    fn limits_are_switched_off_on_loopback_only() {
        let settings = LimitSettings::default();
        assert!(settings.heed(Some("off"), true).off);
        assert!(!settings.heed(Some("off"), false).off);
        assert!(!LimitSettings { off: true, ..settings }.heed(None, false).off);
        assert!(!settings.heed(Some("on"), true).off);
        let off = Limits::new(settings.heed(Some("off"), true)).unwrap();
        assert!((0..1_000).all(|_| off.check(Rule::SignIn, at("127.0.0.1"), None).is_ok()));
    }
}
