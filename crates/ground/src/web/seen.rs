//! What really left with the answers, and how requests really came, counted as it happens: evidence reads these facts
//! and not what the program means to do (`tracking.none_by_third_parties`, `cookies.listed`, `traffic.encrypted`).

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, header};

use super::headers::position;
use super::signal::Signals;
use crate::{ClinicId, PersonId};

/// Names kept; a program that sets more cookies than this is found out by the first of them.
const NAMES: usize = 64;
/// People remembered; of more it is looked up again.
const PEOPLE: usize = 10_000;

/// Counts since the program started.
#[derive(Default)]
pub struct Seen {
    answers: AtomicU64,
    elsewhere: AtomicU64,
    unsecured: AtomicU64,
    positions: AtomicU64,
    others: AtomicU64,
    cookies: Mutex<BTreeSet<String>>,
    /// Those of them that were set on an answer to a request that chose nothing.
    unasked: Mutex<BTreeSet<String>>,
    proxied: AtomicU64,
    plain: AtomicU64,
    signals: AtomicU64,
    unheeded: Mutex<BTreeSet<(ClinicId, PersonId)>>,
    heeded: Mutex<BTreeSet<(ClinicId, PersonId)>>,
}

/// The counts at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight {
    /// Answers that left.
    pub answers: u64,
    /// Those whose policy lets a browser ask another host, or that have none.
    pub elsewhere: u64,
    /// Those that should tell a browser to come by TLS only, and do not for as long as is promised.
    pub unsecured: u64,
    /// Pages that may ask where their reader is.
    pub positions: u64,
    /// Answers that let anybody else ask it.
    pub others: u64,
    /// Every cookie that was set.
    pub cookies: BTreeSet<String>,
    /// Requests that a trusted proxy passed on.
    pub proxied: u64,
    /// Those of them that the proxy did not say came by TLS.
    pub plain: u64,
    /// Cookies that were set although the request chose nothing: it sent no form and named no language.
    pub unasked: BTreeSet<String>,
    /// Requests whose browser says no to being followed (`web/signal.rs`).
    pub signals: u64,
    /// Of whom that could not be written down, and has not been since.
    pub unheeded: BTreeSet<(ClinicId, PersonId)>,
    /// Of whom it was.
    pub heeded: BTreeSet<(ClinicId, PersonId)>,
}

impl Seen {
    /// Notes the headers of an answer as they leave. `lasting`: the days a browser should come by TLS only; `chose`: whether
    /// whoever asked chose something by it.
    pub(crate) fn left(&self, headers: &HeaderMap, lasting: Option<u32>, chose: bool) {
        self.answers.fetch_add(1, Ordering::Relaxed);
        let policies: Vec<&str> =
            headers.get_all(header::CONTENT_SECURITY_POLICY).iter().filter_map(|value| value.to_str().ok()).collect();
        if policies.is_empty() || policies.iter().any(|policy| names_others(policy)) {
            self.elsewhere.fetch_add(1, Ordering::Relaxed);
        }
        let (asks, others) = position(headers);
        self.positions.fetch_add(u64::from(asks && !others), Ordering::Relaxed);
        self.others.fetch_add(u64::from(others), Ordering::Relaxed);
        let told = headers.get(header::STRICT_TRANSPORT_SECURITY).and_then(|value| value.to_str().ok());
        let days = told.and_then(|told| told.strip_prefix("max-age=")?.split(';').next()?.trim().parse::<u64>().ok());
        if lasting.is_some_and(|lasting| days.is_none_or(|seconds| seconds < u64::from(lasting) * 86_400)) {
            self.unsecured.fetch_add(1, Ordering::Relaxed);
        }
        for cookie in headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let name = cookie.split('=').next().unwrap_or(cookie).trim();
            let ends = cookie.contains("Max-Age=0");
            for (names, counts) in [(&self.cookies, true), (&self.unasked, !chose && !ends)] {
                let mut names = names.lock().unwrap_or_else(PoisonError::into_inner);
                if counts && names.len() < NAMES && !names.contains(name) {
                    names.insert(name.to_owned());
                }
            }
        }
    }

    /// Notes what a request says of being followed.
    pub(crate) fn came(&self, headers: &HeaderMap) {
        self.signals.fetch_add(Signals::of(headers).any().into(), Ordering::Relaxed);
    }

    /// Whether what the browser of `person` says is known to be written down.
    pub(crate) fn heeded(&self, clinic: ClinicId, person: PersonId) -> bool {
        self.heeded.lock().unwrap_or_else(PoisonError::into_inner).contains(&(clinic, person))
    }

    /// Notes that it is.
    pub(crate) fn heed(&self, clinic: ClinicId, person: PersonId) {
        let mut heeded = self.heeded.lock().unwrap_or_else(PoisonError::into_inner);
        if heeded.len() >= PEOPLE {
            heeded.clear();
        }
        heeded.insert((clinic, person));
        drop(heeded);
        self.unheeded.lock().unwrap_or_else(PoisonError::into_inner).remove(&(clinic, person));
    }

    /// Notes that it could not be, until it is.
    pub(crate) fn not_heeded(&self, clinic: ClinicId, person: PersonId) {
        let mut unheeded = self.unheeded.lock().unwrap_or_else(PoisonError::into_inner);
        if unheeded.len() < PEOPLE {
            unheeded.insert((clinic, person));
        }
    }

    /// Notes a request that a trusted proxy passed on, and by which scheme it came to the proxy.
    pub(crate) fn passed_on(&self, headers: &HeaderMap) {
        self.proxied.fetch_add(1, Ordering::Relaxed);
        if headers.get("x-forwarded-proto").is_none_or(|scheme| scheme != "https") {
            self.plain.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The counts now.
    pub fn now(&self) -> Sight {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Sight {
            answers: count(&self.answers),
            elsewhere: count(&self.elsewhere),
            unsecured: count(&self.unsecured),
            positions: count(&self.positions),
            others: count(&self.others),
            cookies: self.cookies.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            proxied: count(&self.proxied),
            plain: count(&self.plain),
            unasked: self.unasked.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            signals: count(&self.signals),
            unheeded: self.unheeded.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            heeded: self.heeded.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}

/// Whether a content security policy lets a browser ask anybody but us: what it does not forbid by default, or a source
/// that is neither a word in quotes nor a picture inside the page.
fn names_others(policy: &str) -> bool {
    let directives = || policy.split(';').map(str::trim).filter(|directive| !directive.is_empty());
    let forbids = directives().any(|directive| directive == "default-src 'none'");
    let other = |source: &str| !(source.starts_with('\'') && source.ends_with('\'')) && source != "data:";
    !forbids || directives().any(|directive| directive.split_whitespace().skip(1).any(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::headers::{CONTENT_SECURITY_POLICY, secure};

    #[test]
    fn a_policy_that_lets_a_browser_ask_others_is_noticed() {
        assert!(!names_others(CONTENT_SECURITY_POLICY));
        for policy in [
            "",
            "img-src 'self'",
            "default-src 'self'",
            "default-src 'none'; img-src *",
            "default-src 'none'; script-src 'self' https://cdn.example",
            "default-src 'none'; connect-src wss:",
            "default-src 'none'; font-src fonts.example",
        ] {
            assert!(names_others(policy), "{policy}");
        }
    }

    #[test]
    fn what_leaves_is_counted_as_it_is() {
        let seen = Seen::default();
        let mut headers = HeaderMap::new();
        secure(&mut headers, Some(365));
        headers.append(header::SET_COOKIE, "lang=ar; Path=/".parse().unwrap());
        headers.append(header::SET_COOKIE, "keepwell_session=x; Path=/".parse().unwrap());
        seen.left(&headers, Some(365), false);
        let sight = seen.now();
        assert_eq!((sight.answers, sight.elsewhere, sight.unsecured), (1, 0, 0));
        assert_eq!(sight.cookies.into_iter().collect::<Vec<_>>(), ["keepwell_session", "lang"]);
        // A shorter time than promised, another's script, no policy at all.
        seen.left(&headers, Some(366), false);
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; script-src https://cdn.example".parse().unwrap(),
        );
        seen.left(&headers, None, false);
        seen.left(&HeaderMap::new(), Some(180), false);
        let sight = seen.now();
        assert_eq!((sight.answers, sight.elsewhere, sight.unsecured), (4, 2, 2));
        for scheme in ["https", "http", ""] {
            let mut headers = HeaderMap::new();
            headers.insert("x-forwarded-proto", scheme.parse().unwrap());
            seen.passed_on(&headers);
        }
        seen.passed_on(&HeaderMap::new());
        assert_eq!((seen.now().proxied, seen.now().plain), (4, 3));
    }

    #[test]
    fn a_cookie_that_nobody_chose_is_told_from_one_that_somebody_did() {
        let seen = Seen::default();
        let setting = |line: &str| HeaderMap::from_iter([(header::SET_COOKIE, line.parse().unwrap())]);
        seen.left(&setting("lang=ar; Max-Age=9"), None, true);
        seen.left(&setting("gone=; Path=/; Max-Age=0"), None, false);
        assert!(seen.now().unasked.is_empty());
        seen.left(&setting("lang=ar; Max-Age=9"), None, false);
        assert_eq!(seen.now().unasked.into_iter().collect::<Vec<_>>(), ["lang"]);
    }
}
