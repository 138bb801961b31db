//! How often one may ask. A generic cell rate algorithm (ITU-T I.371, annex A): per key one instant is kept, the
//! one at which its bucket would be full again, so that a decision is one look-up and is exact under concurrency.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

/// How often something slow may happen: `per_hour` steadily, `burst` at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SlowRate {
    pub per_hour: u32,
    pub burst: u32,
}

/// The limits of an installation, as its configuration states them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LimitSettings {
    /// Signing in, signing up, asking for a new password: by block of addresses, and by a browser that an account knows.
    pub sign_in: Rate,
    /// Wrong passwords for one account, from everywhere together. Higher than `sign_in`, or whoever sits in one network
    /// could keep an account's holder out.
    pub account: Rate,
    /// Forms anyone may send, such as a booking, by whichever way in.
    pub public_form: Rate,
    /// Letters that visitors cause, whoever they are, by the mailbox that a booking writes to and by the visit that is
    /// moved: nobody's mailbox is flooded in their name.
    pub letters: SlowRate,
    /// How often a calendar program reads one private address.
    pub feed: SlowRate,
    /// Requests to the API.
    pub api: Rate,
    /// Requests of directories that say who works here: one that begins with thousands of people sends them quickly.
    pub directory: Rate,
    /// No limits at all.
    pub off: bool,
}

impl Default for LimitSettings {
    fn default() -> Self {
        LimitSettings {
            sign_in: Rate { per_minute: 10, burst: 10 },
            account: Rate { per_minute: 30, burst: 30 },
            public_form: Rate { per_minute: 20, burst: 20 },
            letters: SlowRate { per_hour: 6, burst: 6 },
            feed: SlowRate { per_hour: 60, burst: 20 },
            api: Rate { per_minute: 600, burst: 200 },
            directory: Rate { per_minute: 3_000, burst: 600 },
            off: false,
        }
    }
}

impl LimitSettings {
    /// Obeys `KEEPWELL_LIMITS=off`, so that load can be put on a program that only this machine reaches.
    #[must_use]
    pub fn heed(mut self, switch: Option<&str>, this_machine_only: bool) -> LimitSettings {
        self.off = this_machine_only && (self.off || switch == Some("off"));
        self
    }
}

/// Which limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    SignIn,
    Account,
    PublicForm,
    Letters,
    Feed,
    Api,
    Directory,
}

/// Counts requests, in memory, forgetting everyone whose bucket is full again. Clones count together.
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

impl Key {
    fn rule(self) -> Rule {
        let (Key::Block(rule, _) | Key::Subject(rule, _) | Key::Overflow(rule)) = self;
        rule
    }
}

/// What one request took, to be given back by [`Limits::forgive`] if it turns out to be nothing to count.
pub struct Taken(Option<(usize, Key)>);

impl Limits {
    /// Limits with nobody counted yet. Fails only when the system has no randomness.
    #[allow(clippy::disallowed_methods, reason = "a stopwatch, which no change of the time of day can turn back")]
    pub fn new(settings: LimitSettings) -> Result<Limits, Fault> {
        let secret = hmac::Key::generate(hmac::HMAC_SHA256, &aws_lc_rs::rand::SystemRandom::new())
            .map_err(|_| Fault::internal("limit.randomness"))?;
        let shards = (0..SHARDS).map(|_| Mutex::default()).collect();
        Ok(Limits(Arc::new(Counts { settings, shards, hasher: RandomState::new(), secret, started: Instant::now() })))
    }

    /// Lets one request of `rule` pass or refuses it with the seconds to wait, by the block it comes from.
    pub fn check(&self, rule: Rule, from: ClientAddress) -> Result<Taken, Fault> {
        self.check_at(rule, from, self.0.started.elapsed())
    }

    /// The same at `now`, on any clock that only runs forward.
    pub fn check_at(&self, rule: Rule, from: ClientAddress, now: Duration) -> Result<Taken, Fault> {
        if self.0.settings.off { Ok(Taken(None)) } else { self.take(Key::Block(rule, from.block()), now) }
    }

    /// Lets one request of `rule` pass by whom it is about (an email typed at sign-in, the address of a letter), so
    /// that many addresses to come from do not help.
    pub fn check_about(&self, rule: Rule, subject: &str) -> Result<Taken, Fault> {
        self.check_about_at(rule, subject, self.0.started.elapsed())
    }

    /// The same at `now`.
    pub fn check_about_at(&self, rule: Rule, subject: &str, now: Duration) -> Result<Taken, Fault> {
        if self.0.settings.off { Ok(Taken(None)) } else { self.take(self.about(rule, subject), now) }
    }

    /// Gives back what one request took that turned out to be nothing to count, as the right password. Taking first
    /// and giving back is exact however many try at once; and nothing is given back that was not taken, or twice.
    pub fn forgive(&self, taken: Taken) {
        let Some((shard, key)) = taken.0 else { return };
        if let Some(at) = self.shard(shard).full_at.get_mut(&key) {
            *at = at.saturating_sub(self.step_and_room(key.rule()).0);
        }
    }

    fn about(&self, rule: Rule, subject: &str) -> Key {
        let tag = hmac::sign(&self.0.secret, subject.trim().to_lowercase().as_bytes());
        let mut digest = [0; 16];
        digest.copy_from_slice(&tag.as_ref()[..16]);
        Key::Subject(rule, digest)
    }

    fn shard(&self, shard: usize) -> MutexGuard<'_, Shard> {
        self.0.shards[shard].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, mut key: Key, now: Duration) -> Result<Taken, Fault> {
        let rule = key.rule();
        let (step, room) = self.step_and_room(rule);
        let now = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX / 2);
        let place = self.0.hasher.hash_one(key) as usize % SHARDS;
        let mut shard = self.shard(place);
        let Shard { full_at, swept } = &mut *shard;
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
        Ok(Taken(Some((place, key))))
    }

    /// Nanoseconds in which one request is earned, and those of a whole burst.
    fn step_and_room(&self, rule: Rule) -> (u64, u64) {
        let settings = &self.0.settings;
        let by_minute = |rate: Rate| (60_000_000_000 / u64::from(rate.per_minute.max(1)), rate.burst);
        let by_hour = |rate: SlowRate| (3_600_000_000_000 / u64::from(rate.per_hour.max(1)), rate.burst);
        let (step, burst) = match rule {
            Rule::SignIn => by_minute(settings.sign_in),
            Rule::Account => by_minute(settings.account),
            Rule::PublicForm => by_minute(settings.public_form),
            Rule::Letters => by_hour(settings.letters),
            Rule::Feed => by_hour(settings.feed),
            Rule::Api => by_minute(settings.api),
            Rule::Directory => by_minute(settings.directory),
        };
        (step, step * u64::from(burst.max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    fn limits(per_minute: u32, burst: u32) -> Limits {
        let rate = Rate { per_minute, burst };
        let letters = SlowRate { per_hour: per_minute, burst };
        let feed = letters;
        let settings = LimitSettings {
            sign_in: rate,
            account: rate,
            public_form: rate,
            letters,
            feed,
            api: rate,
            directory: rate,
            off: false,
        };
        Limits::new(settings).unwrap()
    }

    fn at(address: &str) -> ClientAddress {
        ClientAddress(address.parse().unwrap())
    }

    const NOW: Duration = Duration::from_secs(1_000);

    #[test]
    fn a_burst_passes_then_one_at_a_time_as_the_minute_allows() {
        let limits = limits(6, 3);
        let from = at("203.0.113.7");
        let check = |seconds| limits.check_at(Rule::SignIn, from, NOW + Duration::from_secs(seconds)).is_ok();
        assert!(check(0) && check(0) && check(0));
        assert!(!check(0) && !check(9));
        assert!(check(10) && !check(10));
        assert!(check(600) && check(600) && check(600) && !check(600));
        assert!(limits.check_at(Rule::PublicForm, from, NOW).is_ok(), "rules are counted apart");
    }

    #[test]
    fn the_refusal_says_how_long_to_wait() {
        let limits = limits(6, 1);
        limits.check_at(Rule::Api, at("203.0.113.7"), NOW).unwrap();
        let fault = limits.check_at(Rule::Api, at("203.0.113.7"), NOW + Duration::from_millis(2_500)).err().unwrap();
        use axum::response::IntoResponse;
        let response = fault.into_response();
        assert_eq!((response.status().as_u16(), &response.headers()["retry-after"]), (429, &"8".parse().unwrap()));
    }

    #[test]
    fn neighbours_in_a_block_share_and_one_subject_is_counted_from_everywhere() {
        let limits = limits(1, 2);
        assert!(limits.check_at(Rule::SignIn, at("203.0.113.7"), NOW).is_ok());
        assert!(limits.check_at(Rule::SignIn, at("203.0.113.200"), NOW).is_ok());
        assert!(limits.check_at(Rule::SignIn, at("203.0.113.9"), NOW).is_err());
        assert!(limits.check_at(Rule::SignIn, at("203.0.114.9"), NOW).is_ok());
        for (spelt, passes) in
            [("maeve@example.org", true), ("maeve@example.org", true), (" Maeve@Example.org ", false)]
        {
            assert_eq!(limits.check_about_at(Rule::Account, spelt, NOW).is_ok(), passes);
        }
    }

    #[test]
    fn what_is_forgiven_was_never_counted_and_nothing_more_is_given_back() {
        let limits = limits(1, 2);
        let take = |subject| limits.check_about_at(Rule::Account, subject, NOW);
        for _ in 0..50 {
            limits.forgive(take("maeve@example.org").unwrap());
        }
        // Whoever is forgiven one try has the others counted, and nobody else has any more.
        let counted = take(" Maeve@example.org").unwrap();
        for _ in 0..50 {
            limits.forgive(take("maeve@example.org").unwrap());
        }
        assert!(take("maeve@example.org").is_ok() && take("maeve@example.org").is_err());
        limits.forgive(counted);
        assert!(take("maeve@example.org").is_ok() && take("maeve@example.org").is_err());
        assert!(
            take("tove@example.org").is_ok() && take("tove@example.org").is_ok() && take("tove@example.org").is_err()
        );
    }

    #[test]
    fn what_a_flood_made_many_share_is_given_back_to_all_of_them() {
        let limits = limits(1, 2);
        for n in 0..(SHARDS * KEYS_PER_SHARD * 2) as u32 {
            let address = std::net::IpAddr::V4(std::net::Ipv4Addr::from_bits(n << 8));
            let _full = limits.check_at(Rule::SignIn, ClientAddress(address), NOW);
        }
        let take = || limits.check_about_at(Rule::Account, "maeve@example.org", NOW);
        let counted = take().unwrap();
        assert!(matches!(counted.0, Some((_, Key::Overflow(Rule::Account)))), "there is room for her own");
        for _ in 0..50 {
            limits.forgive(take().unwrap());
        }
        assert!(take().is_ok() && take().is_err());
        limits.forgive(counted);
        assert!(take().is_ok() && take().is_err());
    }

    #[test]
    fn a_slow_rate_is_counted_by_the_hour() {
        let limits = limits(2, 1);
        let check = |minutes: u64| {
            limits.check_about_at(Rule::Letters, "maeve@example.org", NOW + Duration::from_secs(60 * minutes)).is_ok()
        };
        assert!(check(0) && !check(1) && !check(29) && check(30) && !check(31) && check(60));
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
                            if limits.check_about_at(Rule::Account, "maeve@example.org", NOW).is_ok() {
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
                limits.check_at(Rule::SignIn, ClientAddress(address), NOW).is_ok()
            })
            .count();
        let kept: usize = limits.0.shards.iter().map(|shard| shard.lock().unwrap().full_at.len()).sum();
        assert!(kept <= SHARDS * (KEYS_PER_SHARD + 1), "{kept}");
        assert!(passed <= SHARDS * (KEYS_PER_SHARD + 1), "{passed}");
        assert!(limits.check_at(Rule::SignIn, at("250.1.2.3"), NOW + Duration::from_secs(61)).is_ok());
    }

    #[test]
    fn limits_are_switched_off_on_loopback_only() {
        let settings = LimitSettings::default();
        assert!(settings.heed(Some("off"), true).off);
        assert!(!settings.heed(Some("off"), false).off);
        assert!(!LimitSettings { off: true, ..settings }.heed(None, false).off);
        assert!(!settings.heed(Some("on"), true).off);
        let off = Limits::new(settings.heed(Some("off"), true)).unwrap();
        assert!((0..1_000).all(|_| off.check(Rule::SignIn, at("127.0.0.1")).is_ok()));
    }
}
