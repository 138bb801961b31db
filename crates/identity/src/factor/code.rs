//! One-time codes of an app (TOTP, RFC 6238): six digits, thirty seconds, HMAC-SHA-1, which is what every app can do.

use jiff::Timestamp;
use qrcode::{Color, QrCode};
use totp_rs::{Builder, Secret, Totp};

use super::digits;
use crate::error::{Error, Result};

/// Bytes of a seed (RFC 4226, section 4, R6).
const SEED: usize = 20;
/// Steps before and after the present one whose codes are taken: clocks differ (RFC 6238, section 5.2).
const SKEW: u16 = 1;

/// A fresh seed.
pub fn seed() -> Vec<u8> {
    let mut seed = vec![0; SEED];
    ground::random(&mut seed);
    seed
}

fn totp(seed: &[u8]) -> Result<Totp> {
    let builder = Builder::new().with_secret(Secret::from(seed.to_vec())).with_skew(SKEW);
    builder.build().map_err(|_| Error::internal("a seed of the wrong length"))
}

/// The step whose code was typed, if it is one that is taken at `now` and later than `last`: each code counts once.
pub fn check(seed: &[u8], typed: &str, now: Timestamp, last: i64) -> Result<Option<i64>> {
    let Ok(seconds) = u64::try_from(now.as_second()) else { return Ok(None) };
    let step = totp(seed)?.check(&digits(typed), seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()).filter(|step| *step > last))
}

/// The code of `now`: what the app shows.
#[cfg(test)]
fn code_at(seed: &[u8], now: Timestamp) -> Result<String> {
    let seconds = u64::try_from(now.as_second()).unwrap_or(0);
    Ok(totp(seed)?.generate(seconds).to_string())
}

/// The seed as one types it into an app: base 32 in groups of four.
pub fn spelt(seed: &[u8]) -> String {
    let text = Secret::from(seed.to_vec()).to_base32();
    let groups: Vec<&str> = text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(" ")
}

/// The address an app reads (the key URI format of Google Authenticator): whose code it is, of which clinic.
pub fn address(seed: &[u8], clinic: &str, email: &str) -> Result<String> {
    // A colon parts the two in the address, so neither has one.
    let plain = |text: &str| text.replace(':', " ");
    let totp = Builder::new()
        .with_secret(Secret::from(seed.to_vec()))
        .with_skew(SKEW)
        .with_issuer(Some(plain(clinic)))
        .with_account_name(plain(email))
        .build()
        .map_err(|_| Error::internal("an authenticator without a name"))?;
    totp.to_url().map_err(|_| Error::internal("an authenticator without an address"))
}

/// A QR code as the path of an SVG: one unit a module, with the four that must stay free on each side.
pub struct Picture {
    pub side: usize,
    pub path: String,
}

/// Units that stay free around a QR code (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// Draws `text`.
pub fn picture(text: &str) -> Result<Picture> {
    let code = QrCode::new(text).map_err(|_| Error::internal("an address too long for a QR code"))?;
    let width = code.width();
    let colours = code.to_colors();
    let mut path = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let length = run.len();
                path.push_str(&format!("M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET));
            }
            x += run.len();
        }
    }
    Ok(Picture { side: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seed of RFC 6238, appendix B.
    const RFC: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        // Appendix B has eight digits; six are their end.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code_at(RFC, at(second)).unwrap(), code);
            assert_eq!(check(RFC, code, at(second), 0).unwrap(), Some(second / 30), "{second}");
        }
    }

    #[test]
    fn a_code_counts_for_one_step_to_either_side_and_never_again() {
        let now = 1_700_000_015;
        let code = code_at(RFC, at(now)).unwrap();
        for (clock, taken) in [(now - 60, false), (now - 30, true), (now, true), (now + 30, true), (now + 60, false)] {
            assert_eq!(check(RFC, &code, at(clock), 0).unwrap().is_some(), taken, "{}", clock - now);
        }
        let step = now / 30;
        assert_eq!(check(RFC, &code, at(now), step - 1).unwrap(), Some(step));
        assert_eq!(check(RFC, &code, at(now), step).unwrap(), None, "the same again");
        assert_eq!(check(RFC, &code, at(now + 30), step + 1).unwrap(), None, "an earlier one than the last");
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let now = at(1_111_111_111);
        for typed in ["050471", "050 471", " 050-471 ", "٠٥٠٤٧١", "۰۵۰۴۷۱"] {
            assert!(check(RFC, typed, now, 0).unwrap().is_some(), "{typed}");
        }
        for typed in ["", "50471", "0504710", "050472", "+50471", "abcdef", "０５０４７１"] {
            assert!(check(RFC, typed, now, 0).unwrap().is_none(), "{typed}");
        }
    }

    #[test]
    fn an_app_is_told_the_clinic_the_address_and_the_seed() {
        let address = address(RFC, "Linden Quay: Physio", "a:b@example.org").unwrap();
        assert_eq!(
            address,
            "otpauth://totp/Linden%20Quay%20%20Physio:a%20b%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Linden%20Quay%20%20Physio"
        );
        assert_eq!(spelt(RFC), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn a_picture_has_its_corners_and_a_free_margin() {
        let picture = picture("otpauth://totp/x").unwrap();
        assert!((21 + 8..=177 + 8).contains(&picture.side), "{}", picture.side);
        // The upper side of the first finder pattern, seven modules long.
        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert!(picture.path.bytes().all(|c| c.is_ascii_digit() || b"Mhvz -".contains(&c)));
    }

    #[test]
    fn seeds_differ() {
        assert_ne!(seed(), seed());
        assert_eq!(seed().len(), 20);
    }
}
