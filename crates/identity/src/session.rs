//! Sessions: a random token in a cookie, its hash in the database, and when it ends.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::{HeaderMap, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ground::web::cookies::{self, Listed, Need, Place};
use jiff::{SignedDuration, Timestamp};
use promise::Parameters;

/// The session's cookie as the list of cookies has it; its days are the clinic's `session_days`.
pub const COOKIE: Listed = Listed {
    name: "keepwell_session",
    place: Place::Cookie,
    purpose: "cookie-session",
    need: Need::Necessary,
    days: 30,
};

/// The session's cookie with the lifetime this clinic states.
pub fn listed(parameters: &Parameters) -> Listed {
    Listed { days: u16::try_from(parameters.session_days).unwrap_or(u16::MAX), ..COOKIE }
}

/// How often a session notes that it was seen: a write a minute, not one a page.
pub const NOTED: SignedDuration = SignedDuration::from_mins(1);

/// A secret of 256 random bits that is handed out once; only its hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A fresh secret.
    pub fn fresh() -> Secret {
        let mut bytes = [0; 32];
        ground::random(&mut bytes);
        Secret(bytes)
    }

    /// The secret written as `text`; none when that cannot be one.
    pub fn read(text: &str) -> Option<Secret> {
        URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok()).map(Secret)
    }

    /// The secret that a code for people to write down stands for; as hard to guess as the code is.
    pub fn of(code: &str) -> Secret {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest(&SHA256, code.as_bytes()).as_ref());
        Secret(bytes)
    }

    /// As it stands in a cookie, a link or a header.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored of it. A plain hash is enough: there is nothing to guess in 256 random bits.
    pub fn hash(&self) -> Vec<u8> {
        digest(&SHA256, &self.0).as_ref().to_vec()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<secret>")
    }
}

/// The times of a session, and whether it is one of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    pub started_at: Timestamp,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub staff: bool,
    /// It began with a second factor.
    pub two_factors: bool,
}

/// Whether a session still lives at `now`: not past what was promised when it began nor past what is promised today,
/// and, for staff, not after a longer pause than stated, nor without the second factor that the clinic asks them for.
pub fn alive(times: Times, parameters: &Parameters, now: Timestamp) -> bool {
    let since = |then: Timestamp| now.duration_since(then);
    let life = SignedDuration::from_hours(24 * i64::from(parameters.session_days));
    let pause = SignedDuration::from_mins(i64::from(parameters.staff_idle_minutes));
    let working = !times.staff || since(times.seen_at) < pause;
    let proven = times.two_factors || !times.staff || !parameters.staff_second_factor;
    now < times.expires_at && since(times.started_at) < life && working && proven
}

/// When a session that begins at `now` ends by itself.
pub fn expiry(parameters: &Parameters, now: Timestamp) -> Timestamp {
    now + SignedDuration::from_hours(24 * i64::from(parameters.session_days))
}

/// The secret in a request's cookie.
pub fn of_cookie(headers: &HeaderMap) -> Option<Secret> {
    cookies::read(headers, COOKIE.name).and_then(Secret::read)
}

/// The `Set-Cookie` of a session, sent only to this clinic's pages, never to scripts, and not with another site's forms.
pub fn set_cookie(secret: &Secret, base: &str, parameters: &Parameters, tls: bool) -> Option<HeaderValue> {
    cookies::set_below(&listed(parameters), &secret.text(), base, tls)
}

/// The `Set-Cookie` that removes a session.
pub fn clear_cookie(base: &str, tls: bool) -> Option<HeaderValue> {
    cookies::clear(&COOKIE, base, tls)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn a_session_lives_as_long_as_stated_and_a_pause_ends_that_of_staff() {
        let p = Parameters { session_days: 30, staff_idle_minutes: 30, ..Parameters::default() };
        const DAY: i64 = 24 * 60;
        for (staff, seen, now, lives) in [
            (false, 0, 0, true),
            (false, 0, 30 * DAY - 1, true),
            (false, 30 * DAY - 1, 30 * DAY, false),
            (true, 0, 29, true),
            (true, 0, 30, false),
            (true, 20, 49, true),
            (true, 30 * DAY - 1, 30 * DAY, false),
            // A clock that went back for a moment ends nothing.
            (true, 5, 4, true),
        ] {
            let times = Times {
                started_at: at(0),
                seen_at: at(seen),
                expires_at: expiry(&p, at(0)),
                staff,
                two_factors: false,
            };
            assert_eq!(alive(times, &p, at(now)), lives, "staff {staff}, seen {seen}, now {now}");
        }
    }

    #[test]
    fn a_session_of_staff_that_began_with_a_password_alone_ends_when_a_second_factor_is_asked_of_them() {
        let asked = Parameters { staff_second_factor: true, ..Parameters::default() };
        for (p, staff, two_factors, lives) in [
            (&asked, true, false, false),
            (&asked, true, true, true),
            (&asked, false, false, true),
            (&Parameters::default(), true, false, true),
        ] {
            let times = Times { started_at: at(0), seen_at: at(0), expires_at: expiry(p, at(0)), staff, two_factors };
            assert_eq!(alive(times, p, at(1)), lives, "staff {staff}, two {two_factors}");
        }
    }

    #[test]
    fn a_shorter_promise_ends_sessions_that_began_under_a_longer_one_and_a_longer_one_lengthens_none() {
        let (long, short) = (
            Parameters { session_days: 30, ..Parameters::default() },
            Parameters { session_days: 1, ..Parameters::default() },
        );
        let began = |p: &Parameters| Times {
            started_at: at(0),
            seen_at: at(0),
            expires_at: expiry(p, at(0)),
            staff: false,
            two_factors: false,
        };
        assert!(!alive(began(&long), &short, at(2 * 24 * 60)));
        assert!(!alive(began(&short), &long, at(2 * 24 * 60)));
    }

    #[test]
    fn a_cookie_holds_the_secret_for_one_clinics_pages_only() {
        let secret = Secret::fresh();
        let p = Parameters { session_days: 14, ..Parameters::default() };
        let line = set_cookie(&secret, "/c/linden-quay", &p, true).unwrap();
        let line = line.to_str().unwrap();
        assert_eq!(
            line,
            format!(
                "keepwell_session={}; Path=/c/linden-quay; HttpOnly; SameSite=Lax; Max-Age=1209600; Secure",
                secret.text()
            )
        );
        assert!(
            set_cookie(&secret, "", &p, false)
                .unwrap()
                .to_str()
                .unwrap()
                .contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=1209600")
        );
        assert_eq!(listed(&p).days, 14);
        let mut headers = HeaderMap::new();
        headers.insert("cookie", format!("a=b; keepwell_session={}", secret.text()).parse().unwrap());
        assert_eq!(of_cookie(&headers), Some(secret));
    }

    #[test]
    fn a_secret_is_256_bits_kept_only_as_a_hash_and_never_printed() {
        let secret = Secret::fresh();
        assert_eq!(secret.text().len(), 43);
        assert_eq!(Secret::read(&secret.text()), Some(secret.clone()));
        assert_ne!(secret.hash(), secret.0);
        assert_eq!(format!("{secret:?}"), "<secret>");
        for wrong in ["", "abc", &secret.text()[1..], &format!("{}A", secret.text()), "=".repeat(43).as_str()] {
            assert_eq!(Secret::read(wrong), None, "{wrong}");
        }
    }
}
