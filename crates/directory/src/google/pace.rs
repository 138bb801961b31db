//! How long to wait before asking again: longer each time, and by chance, so that many who were put off together do not
//! come back together.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::RETRY_AFTER;
use futures_util::future::BoxFuture;

use super::fault::{Fault, What};

/// How often one thing is asked at most.
const TRIES: u32 = 8;
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(64);
/// A host that wants to be left alone for longer is left alone until the next run.
const PATIENCE: Duration = Duration::from_secs(300);

/// What takes longer as a whole is given up, so that it ends in words: whoever works beside the requests is cut off after
/// ten minutes, and whoever waits in front of a page after half of one.
const WHOLE: Duration = Duration::from_secs(480);
const WHOLE_PAGE: Duration = Duration::from_secs(20);

/// A number from 0 up to but not with 1.
pub type Chance = Arc<dyn Fn() -> f64 + Send + Sync>;
/// Waits.
type Wait = Arc<dyn Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync>;

/// How to wait, and the chance in it: a test waits in no time and draws what it likes.
#[derive(Clone)]
pub struct Pace {
    wait: Wait,
    chance: Chance,
    /// How often one thing is asked before it is given up.
    tries: u32,
    /// How long all of it may take.
    whole: Duration,
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pace")
    }
}

impl Pace {
    /// Waits as `wait` does, with the chance of `chance`.
    pub fn new(wait: impl Fn(Duration) -> BoxFuture<'static, ()> + Send + Sync + 'static, chance: Chance) -> Pace {
        Pace { wait: Arc::new(wait), chance, tries: TRIES, whole: WHOLE }
    }

    /// Real time and real chance.
    pub fn real() -> Pace {
        let chance = || {
            let mut bytes = [0u8; 4];
            ground::random(&mut bytes);
            f64::from(u32::from_le_bytes(bytes)) / 4_294_967_296.0
        };
        Pace::new(|time| Box::pin(tokio::time::sleep(time)), Arc::new(chance))
    }

    /// Asks nothing twice: for somebody who waits in front of a page.
    pub fn never() -> Pace {
        Pace { tries: 1, whole: WHOLE_PAGE, ..Pace::real() }
    }

    /// The same, with less time or more for the whole.
    #[must_use]
    pub fn within(self, whole: Duration) -> Pace {
        Pace { whole, ..self }
    }

    /// What `asking` comes to, or that it was put off for longer than the whole may take.
    ///
    /// # Errors
    /// Its own, and [`Fault::PutOff`].
    pub async fn keep<T>(&self, asking: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        tokio::time::timeout(self.whole, asking).await.unwrap_or(Err(Fault::PutOff(What::Users)))
    }

    /// Waits before the next try; false when there is none, because it was tried often enough or the host wants to be
    /// left alone for too long.
    pub(super) async fn again(&self, tried: u32, headers: Option<&HeaderMap>) -> bool {
        if tried >= self.tries {
            return false;
        }
        let Some(time) = wait(tried, headers.and_then(asked), (self.chance)()) else { return false };
        (self.wait)(time).await;
        true
    }
}

/// The wait after `tried` tries: half of it certain, half of it by chance; never less than the host asked for.
fn wait(tried: u32, asked: Option<Duration>, chance: f64) -> Option<Duration> {
    if tried >= TRIES || asked.is_some_and(|asked| asked > PATIENCE) {
        return None;
    }
    let full = (FIRST * 2u32.saturating_pow(tried.saturating_sub(1))).min(LONGEST);
    let ours = full / 2 + (full / 2).mul_f64(chance.clamp(0.0, 1.0));
    // Everybody who was told the same number would come at the same instant.
    Some(asked.map_or(ours, |asked| asked.max(ours) + FIRST.mul_f64(chance.clamp(0.0, 1.0))))
}

/// What the host asks for, in seconds (RFC 9110, 10.2.3). Google does not send dates.
fn asked(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_longer_than_the_one_before_and_never_the_same_for_all() {
        let seconds = |tried, asked, chance| wait(tried, asked, chance).map(|time| time.as_secs_f64());
        for (tried, least, most) in
            [(1, 0.5, 1.0), (2, 1.0, 2.0), (3, 2.0, 4.0), (4, 4.0, 8.0), (6, 16.0, 32.0), (7, 32.0, 64.0)]
        {
            assert_eq!(seconds(tried, None, 0.0), Some(least), "{tried}");
            assert_eq!(seconds(tried, None, 1.0), Some(most), "{tried}");
        }
        assert_eq!(seconds(TRIES, None, 0.5), None);
        let asked = Some(Duration::from_secs(30));
        assert_eq!(seconds(1, asked, 0.0), Some(30.0));
        assert_eq!(seconds(1, asked, 0.5), Some(30.5));
        assert_eq!(seconds(7, asked, 1.0), Some(65.0));
        assert_eq!(seconds(1, Some(Duration::from_secs(301)), 0.0), None);
    }
}
