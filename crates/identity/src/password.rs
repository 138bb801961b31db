//! Passwords: how they are kept, and which are too easy to guess.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use aws_lc_rs::{constant_time, pbkdf2};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ground::db::{FromValue, Value};
use promise::Parameters;
use tokio::sync::Semaphore;

use crate::error::Error;

mod weak;

pub use weak::{Weakness, weakness};

const ALGORITHM: &str = "pbkdf2-sha256";
const SALT: usize = 16;
const HASH: usize = 32;
/// No stored hash can ask for more work than any setting allows.
const MOST_ROUNDS: u32 = 10_000_000;

/// What remains of a password: PBKDF2-HMAC-SHA256 (RFC 8018, section 5.2), written as a PHC string
/// (`$pbkdf2-sha256$i=600000,l=32$salt$hash`, base64 without padding).
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed {
    rounds: NonZeroU32,
    salt: [u8; SALT],
    hash: [u8; HASH],
}

impl Hashed {
    /// The hash of `password` with a fresh salt and `rounds` rounds. Costs some tenths of a second of one core: inside
    /// a request use [`hash`] or [`check`], which wait for a core elsewhere.
    pub fn of(password: &str, rounds: u32) -> Hashed {
        let mut salt = [0; SALT];
        ground::random(&mut salt);
        Hashed::salted(password, at_least_one(rounds), salt)
    }

    fn salted(password: &str, rounds: NonZeroU32, salt: [u8; SALT]) -> Hashed {
        #[cfg(test)]
        tests::SPENT.with(|spent| spent.set(spent.get() + rounds.get()));
        let mut hash = [0; HASH];
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, &salt, password.as_bytes(), &mut hash);
        Hashed { rounds, salt, hash }
    }

    /// Random, and another for every password that is set.
    pub(crate) fn salt(&self) -> &[u8] {
        &self.salt
    }

    /// How many rounds it went through.
    pub fn rounds(&self) -> u32 {
        self.rounds.get()
    }

    fn is_of(&self, password: &str) -> bool {
        let typed = Hashed::salted(password, self.rounds, self.salt);
        constant_time::verify_slices_are_equal(&typed.hash, &self.hash).is_ok()
    }
}

fn at_least_one(rounds: u32) -> NonZeroU32 {
    NonZeroU32::new(rounds).unwrap_or(NonZeroU32::MIN)
}

impl fmt::Display for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (salt, hash) = (STANDARD_NO_PAD.encode(self.salt), STANDARD_NO_PAD.encode(self.hash));
        write!(f, "${ALGORITHM}$i={},l={HASH}${salt}${hash}", self.rounds)
    }
}

/// A hash is as good as a password to whoever can try guesses, so it prints as neither.
impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hashed({} rounds)", self.rounds)
    }
}

/// The text was no PHC string of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a PBKDF2-HMAC-SHA256 hash in PHC form")]
pub struct NotAHash;

impl FromStr for Hashed {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Hashed, NotAHash> {
        let mut parts = text.strip_prefix('$').ok_or(NotAHash)?.split('$');
        let (Some(ALGORITHM), Some(settings), Some(salt), Some(hash), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotAHash);
        };
        let rounds = settings.strip_prefix("i=").and_then(|rest| rest.strip_suffix(",l=32")).ok_or(NotAHash)?;
        let digits = !rounds.starts_with('0') && rounds.bytes().all(|byte| byte.is_ascii_digit());
        let rounds: NonZeroU32 = rounds.parse().ok().filter(|_| digits).ok_or(NotAHash)?;
        if rounds.get() > MOST_ROUNDS {
            return Err(NotAHash);
        }
        Ok(Hashed { rounds, salt: bytes(salt)?, hash: bytes(hash)? })
    }
}

fn bytes<const N: usize>(text: &str) -> Result<[u8; N], NotAHash> {
    STANDARD_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).ok_or(NotAHash)
}

impl From<Hashed> for Value {
    fn from(hashed: Hashed) -> Value {
        Value::Text(hashed.to_string())
    }
}

impl FromValue for Hashed {
    fn from_value(value: &Value) -> Option<Hashed> {
        match value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

/// What came of trying a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// It is not the one, or there is none to compare with: the two must look and last alike.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, and its hash is to be replaced by this one, which has the rounds now set.
    Raised(Hashed),
}

/// Tries `password` against `stored`, at the same cost whether or not there is anything stored and however few rounds
/// that has: what is unknown must not be told by a stopwatch.
pub fn try_password(stored: Option<&Hashed>, password: &str, rounds: u32) -> Tried {
    let Some(stored) = stored else {
        let _cost = Hashed::salted(password, at_least_one(rounds), [0; SALT]);
        return Tried::Wrong;
    };
    let right = stored.is_of(password);
    if stored.rounds() >= rounds {
        return if right { Tried::Right } else { Tried::Wrong };
    }
    if right {
        return Tried::Raised(Hashed::of(password, rounds));
    }
    let _cost = Hashed::salted(password, at_least_one(rounds - stored.rounds()), stored.salt);
    Tried::Wrong
}

/// As many at once as there are cores: more would not be quicker, and fewer are left for pages.
static CORES: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get))));

async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let permit =
        CORES.clone().acquire_owned().await.map_err(|_| Error::internal("the semaphore of the cores was closed"))?;
    let held = move || {
        let _until_done = permit;
        work()
    };
    tokio::task::spawn_blocking(held).await.map_err(|_| Error::internal("work on a password was stopped"))
}

/// Tries a password away from the threads that answer pages; see [`try_password`].
pub async fn check(stored: Option<Hashed>, password: String, rounds: u32) -> Result<Tried, Error> {
    apart(move || try_password(stored.as_ref(), &password, rounds)).await
}

/// Measures a new password away from the threads that answer pages; see [`weakness`].
pub async fn measure(password: String, own: Vec<String>, parameters: &Parameters) -> Result<Option<Weakness>, Error> {
    let parameters = parameters.clone();
    apart(move || {
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        weakness(&password, &own, &parameters)
    })
    .await
}

/// Hashes a new password away from the threads that answer pages.
pub async fn hash(password: String, parameters: &Parameters) -> Result<Hashed, Error> {
    let rounds = parameters.password_iterations;
    apart(move || Hashed::of(&password, rounds)).await
}

#[cfg(test)]
mod tests;
