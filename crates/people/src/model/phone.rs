//! Telephone numbers, as the world numbers them (ITU-T E.164).

use promise::Jurisdiction;

use super::name::turns_text;
use super::{Wrong, personal};

/// A number in international form: `+353875550142`.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

personal!(Phone);

/// How one country writes its own numbers: the calling code (ITU-T E.164, list of assigned codes), and the digits that
/// stand before a number only within the country. Empty where there are none, as in Italy, whose zero is part of the
/// number.
struct Country {
    code: &'static str,
    calling: &'static str,
    trunk: &'static str,
}

/// Countries in which a number without its country can be completed. Everywhere else people are asked to begin with +.
const COUNTRIES: &[Country] = &[
    of("AE", "971", "0"),
    of("AT", "43", "0"),
    of("AU", "61", "0"),
    of("BE", "32", "0"),
    of("BG", "359", "0"),
    of("BH", "973", ""),
    of("BR", "55", "0"),
    of("CA", "1", "1"),
    of("CH", "41", "0"),
    of("CN", "86", "0"),
    of("CY", "357", ""),
    of("CZ", "420", ""),
    of("DE", "49", "0"),
    of("DK", "45", ""),
    of("EE", "372", ""),
    of("EG", "20", "0"),
    of("ES", "34", ""),
    of("FI", "358", "0"),
    of("FR", "33", "0"),
    of("GB", "44", "0"),
    of("GR", "30", ""),
    of("HR", "385", "0"),
    of("HU", "36", "06"),
    of("IE", "353", "0"),
    of("IL", "972", "0"),
    of("IN", "91", "0"),
    of("IS", "354", ""),
    of("IT", "39", ""),
    of("JO", "962", "0"),
    of("JP", "81", "0"),
    of("KE", "254", "0"),
    of("KW", "965", ""),
    of("LB", "961", "0"),
    of("LT", "370", "0"),
    of("LU", "352", ""),
    of("LV", "371", ""),
    of("MA", "212", "0"),
    of("MT", "356", ""),
    of("MX", "52", ""),
    of("NG", "234", "0"),
    of("NL", "31", "0"),
    of("NO", "47", ""),
    of("NZ", "64", "0"),
    of("OM", "968", ""),
    of("PH", "63", "0"),
    of("PK", "92", "0"),
    of("PL", "48", ""),
    of("PT", "351", ""),
    of("QA", "974", ""),
    of("RO", "40", "0"),
    of("SA", "966", "0"),
    of("SE", "46", "0"),
    of("SG", "65", ""),
    of("SI", "386", "0"),
    of("SK", "421", "0"),
    of("TR", "90", "0"),
    of("US", "1", "1"),
    of("VN", "84", "0"),
    of("ZA", "27", "0"),
];

const fn of(code: &'static str, calling: &'static str, trunk: &'static str) -> Country {
    Country { code, calling, trunk }
}

/// Digits by which a number is found however it was written: the end that every form of it has.
pub(crate) const TAIL: usize = 9;

impl Phone {
    /// Reads a number as people write it: `+` or `00` and the country, or a number of the clinic's own country `home`.
    /// Spaces, signs between digits and `(0)` fall away; Arabic and Devanagari digits count as digits.
    pub fn parse(text: &str, home: Option<Jurisdiction>) -> Result<Phone, Wrong> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Wrong::Missing);
        }
        let (plus, digits) = digits(text).ok_or(Wrong::Phone)?;
        let country = home.and_then(|home| COUNTRIES.iter().find(|country| country.code == home.country()));
        let full = match (plus, country) {
            (true, _) => digits,
            (false, Some(country)) => complete(&digits, country),
            (false, None) => digits.strip_prefix("00").ok_or(Wrong::PhoneCountry)?.to_owned(),
        };
        // E.164, section 6.1: fifteen digits at most; no country code begins with zero. Seven is the shortest in use.
        if !(7..=15).contains(&full.len()) || full.starts_with('0') {
            return Err(Wrong::Phone);
        }
        Ok(Phone(format!("+{full}")))
    }

    /// The last nine digits, or all of a shorter number.
    pub(crate) fn tail(&self) -> &str {
        tail(self.0.trim_start_matches('+'))
    }
}

/// A number in international form as it is read aloud: the country, then groups of three, the last of up to four.
pub fn grouped(number: &str) -> String {
    let digits = number.trim_start_matches('+');
    if !digits.is_ascii() {
        return number.to_owned();
    }
    // No calling code begins another one, so the first that fits is the one.
    let calling =
        COUNTRIES.iter().map(|country| country.calling).find(|calling| digits.starts_with(calling)).unwrap_or_default();
    let mut rest = &digits[calling.len()..];
    let mut groups = vec![format!("+{calling}")];
    while rest.len() > 4 {
        let (group, left) = rest.split_at(3);
        groups.push(group.to_owned());
        rest = left;
    }
    groups.push(rest.to_owned());
    if calling.is_empty() { groups.join(" ").replacen("+ ", "+", 1) } else { groups.join(" ") }
}

/// The number in international form, spaced as whoever typed it spaces it: "01 910 0142" is "+353 1 910 0142".
pub fn spaced(typed: &str, phone: &Phone) -> String {
    let digits = phone.as_str().trim_start_matches('+');
    let rest = typed.trim().trim_start_matches(['+', '0']);
    let plain = rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.'));
    let own: String = rest.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_suffix(&own) {
        Some("") if plain => format!("+{rest}"),
        Some(calling) if plain => format!("+{calling} {rest}"),
        _ => grouped(phone.as_str()),
    }
}

pub(crate) fn tail(digits: &str) -> &str {
    // Digits are ASCII here, so every byte is a boundary.
    digits.get(digits.len().saturating_sub(TAIL)..).unwrap_or(digits)
}

fn complete(digits: &str, country: &Country) -> String {
    if let Some(international) =
        digits.strip_prefix("00").or_else(|| (country.calling == "1").then(|| digits.strip_prefix("011")).flatten())
    {
        return international.to_owned();
    }
    if !country.trunk.is_empty()
        && let Some(national) = digits.strip_prefix(country.trunk)
    {
        return format!("{}{national}", country.calling);
    }
    // "91 98765 43210": the country is there, only its sign was left out. Too long to be a number without one.
    if digits.len() > 10 && digits.starts_with(country.calling) {
        return digits.to_owned();
    }
    format!("{}{digits}", country.calling)
}

/// Whether it begins with a plus, and the ASCII digits; nothing when something else is in it.
pub(crate) fn digits(text: &str) -> Option<(bool, String)> {
    let text = text.replace("(0)", "");
    let mut plus = false;
    let mut digits = String::new();
    for c in text.chars() {
        match c {
            '+' if digits.is_empty() && !plus => plus = true,
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2010}'..='\u{2015}' | '(' | ')' | '.' | '/' => {}
            c if turns_text(c) => {}
            c => digits.push(digit(c)?),
        }
    }
    (!digits.is_empty()).then_some((plus, digits))
}

/// A digit of one of the scripts we read, as 0 to 9.
pub(super) fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => return Some(c),
        // Arabic-Indic, extended Arabic-Indic, Devanagari.
        '\u{660}'..='\u{669}' => c as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => c as u32 - 0x6f0,
        '\u{966}'..='\u{96f}' => c as u32 - 0x966,
        _ => return None,
    };
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, home: &str) -> Result<String, Wrong> {
        Phone::parse(text, home.parse().ok()).map(|phone| phone.as_str().to_owned())
    }

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for (text, home, full) in [
            ("087 555 0142", "IE", "+353875550142"),
            ("+353 87 555 0142", "IE", "+353875550142"),
            ("+353 (0)87-555.0142", "US", "+353875550142"),
            ("00353 87 555 0142", "GB", "+353875550142"),
            ("(415) 555-0142", "US-CA", "+14155550142"),
            ("1 415 555 0142", "US", "+14155550142"),
            ("011 353 87 555 0142", "US", "+353875550142"),
            ("98765 43210", "IN", "+919876543210"),
            ("91 98765 43210", "IN", "+919876543210"),
            ("09876543210", "IN", "+919876543210"),
            ("٠٥٠ ١٢٣ ٤٥٦٧", "AE", "+971501234567"),
            ("०९८७६५४३२१०", "IN", "+919876543210"),
            ("06 12345678", "IT", "+390612345678"),
            ("06 30 123 4567", "HU", "+36301234567"),
            ("555 1234", "IS", "+3545551234"),
            ("\u{202a}+353875550142\u{202c}", "IE", "+353875550142"),
        ] {
            assert_eq!(read(text, home).as_deref(), Ok(full), "{text} in {home}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_and_a_missing_country_is_asked_for() {
        for (text, home, wrong) in [
            ("", "IE", Wrong::Missing),
            ("087", "IE", Wrong::Phone),
            ("087 555 0142 ext 3", "IE", Wrong::Phone),
            ("+0875550142", "IE", Wrong::Phone),
            ("1234567890123456", "IE", Wrong::Phone),
            ("+3538755501420000", "IE", Wrong::Phone),
            ("353+875550142", "IE", Wrong::Phone),
            ("+", "IE", Wrong::Phone),
            ("555 0142", "ZZ", Wrong::PhoneCountry),
        ] {
            assert_eq!(read(text, home), Err(wrong), "{text} in {home}");
        }
    }

    #[test]
    fn a_number_is_printed_as_its_owner_spaces_it() {
        for (typed, printed) in [
            ("01 910 0142", "+353 1 910 0142"),
            ("+353 20 910-0142", "+353 20 910-0142"),
            ("00353 20 9100142", "+353 20 9100142"),
            ("(01) 910 0142", "+353 191 001 42"),
        ] {
            assert_eq!(spaced(typed, &Phone::parse(typed, "IE".parse().ok()).unwrap()), printed, "{typed}");
        }
    }

    #[test]
    fn a_number_is_shown_in_groups() {
        for (number, shown) in [
            ("+353875550142", "+353 875 550 142"),
            ("+14155550142", "+1 415 555 0142"),
            ("+919876543210", "+91 987 654 3210"),
            ("+3545551234", "+354 555 1234"),
            ("+99912345678", "+999 123 456 78"),
        ] {
            assert_eq!(grouped(number), shown);
        }
    }

    #[test]
    fn every_form_of_a_number_ends_alike() {
        for (text, home) in [("087 555 0142", "IE"), ("+353875550142", "IE"), ("00353875550142", "FR")] {
            assert_eq!(Phone::parse(text, home.parse().ok()).unwrap().tail(), "875550142");
        }
    }
}
