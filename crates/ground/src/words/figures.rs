//! Numbers, shares, money, lengths of time and lists, as the language writes them.

use super::{Tongue, Value};

/// Currencies whose sign says enough by itself; others show their code (ISO 4217).
const SIGNS: &[(&str, &str)] =
    &[("EUR", "€"), ("USD", "$"), ("GBP", "£"), ("INR", "₹"), ("JPY", "¥"), ("ILS", "₪"), ("TRY", "₺")];

/// Currencies whose minor unit is not a hundredth (ISO 4217, column "minor unit"); all others have two digits.
const DIGITS: [(u32, &[&str]); 3] = [
    (
        0,
        &[
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
            "XOF", "XPF",
        ],
    ),
    (3, &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
    (4, &["CLF", "UYW"]),
];

/// The currencies people pay in (ISO 4217, active codes of countries).
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY \
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD \
    JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO \
    NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT \
    TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// Whether people pay in what this code names.
pub fn is_currency(code: &str) -> bool {
    CURRENCIES.split_whitespace().any(|known| known == code)
}

/// How many digits the minor unit of a currency has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217). The one place that
/// says so: amounts are stored in that unit, read from forms into it, and written from it.
pub fn minor_digits(currency: &str) -> u32 {
    DIGITS.iter().find(|(_, codes)| codes.contains(&currency)).map_or(2, |(digits, _)| *digits)
}

impl Tongue {
    /// A quantity, grouped by thousands: "110,527".
    pub fn number(&self, quantity: impl Into<f64>) -> String {
        self.fraction(quantity, 0)
    }

    /// A quantity with exactly `decimals` digits after the sign: "4.20".
    pub fn fraction(&self, quantity: impl Into<f64>, decimals: usize) -> String {
        written(quantity.into(), decimals, decimals, &self.get("number-group"), &self.get("number-decimal"))
    }

    /// A share between 0 and 1 as a percentage: "20.2%".
    pub fn percent(&self, share: f64, decimals: usize) -> String {
        let n = self.fraction(share * 100.0, decimals);
        self.say("number-percent", &[("n", n.into())], false)
    }

    /// An amount in the currency's minor units (cents): "€72", "€72.50". Whole amounts show no cents.
    pub fn money(&self, minor: i64, currency: &str) -> String {
        let digits = minor_digits(currency);
        let unit = 10_u64.pow(digits);
        let size = minor.unsigned_abs();
        let decimals = if size.is_multiple_of(unit) { 0 } else { digits as usize };
        let amount = self.fraction(size as f64 / unit as f64, decimals);
        let sign = SIGNS.iter().find(|(code, _)| *code == currency).map(|(_, sign)| (*sign).to_owned());
        let symbol = sign.unwrap_or_else(|| format!("{currency}\u{a0}"));
        let key = if minor < 0 { "money-less" } else { "money" };
        self.say(key, &[("symbol", symbol.into()), ("amount", amount.into())], false)
    }

    /// A length of time in minutes: "45 minutes", "1 hour 30 minutes".
    pub fn duration(&self, minutes: i64) -> String {
        self.length(minutes, "duration-hours", "duration-minutes")
    }

    /// A length of time in minutes where room is scarce: "45 min", "1 h 30 min".
    pub fn duration_short(&self, minutes: i64) -> String {
        self.length(minutes, "duration-hours-short", "duration-minutes-short")
    }

    fn length(&self, minutes: i64, hours_key: &str, minutes_key: &str) -> String {
        let part = |key: &str, n: i64| self.say(key, &[("n", n.into())], false);
        // Ninety minutes are said in hours, sixty too; a visit of 75 minutes likewise.
        match (minutes / 60, minutes % 60) {
            (0, _) => part(minutes_key, minutes),
            (hours, 0) => part(hours_key, hours),
            (hours, rest) => {
                let values = [("hours", part(hours_key, hours).into()), ("minutes", part(minutes_key, rest).into())];
                self.say("duration-both", &values, false)
            }
        }
    }

    /// Several names in one sentence: "Maeve, Tomas and Ifeoma".
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        match items {
            [] => String::new(),
            [one] => one.as_ref().to_owned(),
            [first, second] => {
                self.with("list-two", &[("first", first.as_ref().into()), ("second", second.as_ref().into())])
            }
            [first, rest @ ..] => {
                // The rest is already isolated where it has to be.
                let mut values = vec![("rest", Value::from(self.list(rest)))];
                values.insert(0, ("first", first.as_ref().into()));
                self.with("list-more", &values)
            }
        }
    }
}

/// Writes a number with between `least` and `most` decimals; trailing zeros beyond `least` are left out.
pub(super) fn written(number: f64, least: usize, most: usize, group: &str, decimal: &str) -> String {
    let text = format!("{:.*}", most.max(least), number.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let kept = fraction.trim_end_matches('0').len().max(least);
    let fraction = fraction.get(..kept).unwrap_or(fraction);
    let zero = whole.bytes().chain(fraction.bytes()).all(|digit| digit == b'0');
    let mut out = String::with_capacity(text.len() + 8);
    if number < 0.0 && !zero {
        out.push('\u{2212}');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push_str(decimal);
        out.push_str(fraction);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample;
    use super::*;

    #[test]
    fn numbers_are_grouped_and_cut() {
        for (number, least, most, expected) in [
            (0.0, 0, 0, "0"),
            (999.0, 0, 3, "999"),
            (1_000.0, 0, 3, "1,000"),
            (110_527.0, 0, 0, "110,527"),
            (-1_234_567.5, 0, 3, "−1,234,567.5"),
            (4.2, 2, 2, "4.20"),
            (-0.001, 0, 2, "0"),
            (0.125, 0, 3, "0.125"),
        ] {
            assert_eq!(written(number, least, most, ",", "."), expected);
        }
    }

    #[test]
    fn every_currency_is_known_once_and_has_its_digits() {
        let codes: Vec<&str> = CURRENCIES.split_whitespace().collect();
        assert!(codes.is_sorted_by(|a, b| a < b) && codes.iter().all(|code| code.len() == 3));
        assert!(SIGNS.iter().all(|(code, _)| is_currency(code)));
        for (code, known, digits) in [
            ("EUR", true, 2),
            ("JPY", true, 0),
            ("KWD", true, 3),
            ("EURO", false, 2),
            ("", false, 2),
            ("eur", false, 2),
        ] {
            assert_eq!((is_currency(code), minor_digits(code)), (known, digits), "{code}");
        }
    }

    #[test]
    fn money_knows_its_minor_unit() {
        let en = sample().english();
        for (minor, currency, expected) in [
            (7_200, "EUR", "€72"),
            (7_250, "EUR", "€72.50"),
            (-500, "GBP", "−£5"),
            (123_456_700, "USD", "$1,234,567"),
            (1_500, "JPY", "¥1,500"),
            (2_500, "KWD", "KWD\u{a0}2.500"),
            (10_000, "AED", "AED\u{a0}100"),
        ] {
            assert_eq!(en.money(minor, currency), expected);
        }
        assert!(en.money(i64::MIN, "EUR").starts_with("−€92,233,"));
        assert_eq!(sample().tongue("ar").unwrap().money(7_200, "EUR"), "€72");
    }

    #[test]
    fn lengths_of_time_follow_the_plural_of_the_language() {
        let (en, ar) = (sample().english(), sample().tongue("ar").unwrap());
        for (minutes, english, arabic) in [
            (1, "1 minute", "دقيقة واحدة"),
            (2, "2 minutes", "دقيقتان"),
            (5, "5 minutes", "5 دقائق"),
            (45, "45 minutes", "45 دقيقة"),
            (60, "1 hour", "ساعة واحدة"),
            (90, "1 hour 30 minutes", "ساعة واحدة و30 دقيقة"),
            (0, "0 minutes", "0 دقيقة"),
        ] {
            assert_eq!((en.duration(minutes).as_str(), ar.duration(minutes).as_str()), (english, arabic));
        }
        assert_eq!(en.duration_short(75), "1 h 15 min");
        assert_eq!(en.percent(0.20193, 1), "20.2%");
    }

    #[test]
    fn names_are_joined_as_the_language_joins_them() {
        let (en, ar) = (sample().english(), sample().tongue("ar").unwrap());
        assert_eq!(en.list::<&str>(&[]), "");
        assert_eq!(en.list(&["Maeve"]), "Maeve");
        assert_eq!(en.list(&["Maeve", "Tomas", "Ifeoma"]), "Maeve, Tomas and Ifeoma");
        assert_eq!(ar.list(&["مايف", "توماش"]), "مايف وتوماش");
    }
}
