//! Reading fields one by one, collecting what is wrong with each.

use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::{Date, Time};

use super::Fields;
use crate::web::faults::Faults;
use crate::words::Value;

/// The longest address a mail system takes (RFC 5321, section 4.5.3.1).
const LONGEST_EMAIL: usize = 254;

/// Reads fields by name. A getter that finds a fault notes it and gives nothing; [`Reader::finish`] then answers
/// with all of them. Lengths are in characters.
pub struct Reader<'a> {
    fields: &'a Fields,
    asked: Vec<String>,
    faults: Faults,
}

impl<'a> Reader<'a> {
    pub(super) fn new(fields: &'a Fields) -> Reader<'a> {
        Reader { fields, asked: Vec::new(), faults: Faults::new() }
    }

    /// A line of text that must be there, without space around it.
    pub fn text(&mut self, name: &str, most: usize) -> Option<String> {
        let text = self.text_or_none(name, most);
        self.required(name, text)
    }

    /// A line of text that may be left out.
    pub fn text_or_none(&mut self, name: &str, most: usize) -> Option<String> {
        let text = self.one(name)?;
        self.kept(name, text, most, false)
    }

    /// Several lines of text that may be left out.
    pub fn lines_or_none(&mut self, name: &str, most: usize) -> Option<String> {
        let text = self.one(name)?.replace("\r\n", "\n");
        self.kept(name, &text, most, true)
    }

    /// A secret that must be there, exactly as typed, space and all.
    pub fn secret(&mut self, name: &str, most: usize) -> Option<String> {
        let text = self.sent(name).filter(|text| !text.is_empty()).map(str::to_owned);
        if let Some(text) = &text
            && text.chars().count() > most
        {
            self.fault_with(name, "fault-long", &[("most", most.into())]);
            return None;
        }
        self.required(name, text)
    }

    /// An email address that must be there, in a form mail systems take.
    pub fn email(&mut self, name: &str) -> Option<String> {
        let email = self.email_or_none(name);
        self.required(name, email)
    }

    /// An email address that may be left out.
    pub fn email_or_none(&mut self, name: &str) -> Option<String> {
        let text = self.text_or_none(name, LONGEST_EMAIL)?;
        self.checked(name, "fault-email", is_email(&text).then_some(text))
    }

    /// A phone number that must be there, as typed: digits, spaces and the usual signs.
    pub fn phone(&mut self, name: &str) -> Option<String> {
        let phone = self.phone_or_none(name);
        self.required(name, phone)
    }

    /// A phone number that may be left out.
    pub fn phone_or_none(&mut self, name: &str) -> Option<String> {
        let text = self.text_or_none(name, 40)?;
        self.checked(name, "fault-phone", is_phone(&text).then_some(text))
    }

    /// A whole number within `range` that must be there.
    pub fn number(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let number = self.number_or_none(name, range);
        self.required(name, number)
    }

    /// A whole number within `range` that may be left out.
    pub fn number_or_none(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let text = self.one(name)?;
        let number = self.checked(name, "fault-number", text.parse::<i64>().ok())?;
        if range.contains(&number) {
            return Some(number);
        }
        let (least, most) = (*range.start(), *range.end());
        self.fault_with(name, "fault-between", &[("least", least.into()), ("most", most.into())]);
        None
    }

    /// A day that must be there, as `<input type=date>` sends it.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let date = self.date_or_none(name);
        self.required(name, date)
    }

    /// A day that may be left out.
    pub fn date_or_none(&mut self, name: &str) -> Option<Date> {
        let text = self.one(name)?;
        // Ten characters: nothing with a time or a zone behind it.
        let date = (text.len() == 10).then(|| text.parse().ok()).flatten();
        self.checked(name, "fault-date", date)
    }

    /// A time of day that must be there, as `<input type=time>` sends it.
    pub fn time(&mut self, name: &str) -> Option<Time> {
        let time = self.time_or_none(name);
        self.required(name, time)
    }

    /// A time of day that may be left out.
    pub fn time_or_none(&mut self, name: &str) -> Option<Time> {
        let text = self.one(name)?;
        self.checked(name, "fault-time", clock_time(text))
    }

    /// An id, a status, a currency: any type that reads itself, which must be there.
    pub fn parse<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let value = self.parse_or_none(name);
        self.required(name, value)
    }

    /// Any type that reads itself, which may be left out.
    pub fn parse_or_none<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let text = self.one(name)?;
        self.checked(name, "fault-choice", text.parse().ok())
    }

    /// All values sent under one name, at most `most` of them; none is no fault.
    pub fn many<T: FromStr>(&mut self, name: &str, most: usize) -> Vec<T> {
        self.asked.push(name.to_owned());
        let mut values = Vec::new();
        for text in self.fields.all(name) {
            match text.trim().parse() {
                Ok(value) => values.push(value),
                Err(_) => self.fault(name, "fault-choice"),
            }
        }
        if values.len() > most {
            self.fault_with(name, "fault-many", &[("most", most.into())]);
        }
        values
    }

    /// Whether a box was ticked.
    pub fn ticked(&mut self, name: &str) -> bool {
        self.asked.push(name.to_owned());
        self.fields.all(name).any(|value| !value.is_empty())
    }

    /// Notes a fault the getters cannot know, such as an end before its start.
    pub fn fault(&mut self, name: &str, key: &'static str) {
        self.fault_with(name, key, &[]);
    }

    /// Notes a fault with values for its words.
    pub fn fault_with(&mut self, name: &str, key: &'static str, values: &[(&'static str, Value<'_>)]) {
        self.faults.add(name.to_owned(), key, values);
    }

    /// Says another fault of a field in place of those noted so far.
    pub(in crate::web) fn instead(&mut self, name: &str, key: &'static str) {
        self.faults.instead(name, key);
    }

    /// Whether the field was read.
    pub(in crate::web) fn asks(&self, name: &str) -> bool {
        self.asked.iter().any(|asked| asked == name)
    }

    /// Whether all is well so far.
    pub fn sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// The value, or everything that is wrong. Fields nobody read are refused: what is not declared is not accepted
    /// (`collection.declared`).
    pub fn finish<T>(mut self, make: impl FnOnce() -> Option<T>) -> Result<T, Faults> {
        for name in self.fields.names() {
            if !self.asks(name) && !self.faults.has(name) {
                self.faults.add(name.to_owned(), "fault-unasked", &[]);
            }
        }
        match make() {
            Some(value) if self.faults.is_empty() => Ok(value),
            _ => Err(self.faults),
        }
    }

    /// The one value of `name`, as sent. Two values have two meanings, and guessing which is meant helps nobody.
    fn sent(&mut self, name: &str) -> Option<&'a str> {
        self.asked.push(name.to_owned());
        let mut values = self.fields.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let (first, second) = (values.next(), values.next());
        if second.is_some() {
            self.fault(name, "fault-repeated");
            return None;
        }
        first
    }

    fn one(&mut self, name: &str) -> Option<&'a str> {
        self.sent(name).map(str::trim).filter(|text| !text.is_empty())
    }

    fn kept(&mut self, name: &str, text: &str, most: usize, lines: bool) -> Option<String> {
        let text: String = text.chars().filter(|c| !turns_text(*c)).collect();
        if let Some(c) = text.chars().find(|c| c.is_control() && !(lines && matches!(c, '\n' | '\t'))) {
            self.fault_with(name, "fault-characters", &[("character", named(c).into())]);
            return None;
        }
        if text.chars().count() > most {
            self.fault_with(name, "fault-long", &[("most", most.into())]);
            return None;
        }
        (!text.is_empty()).then_some(text)
    }

    /// What is missing is a fault, unless the field already has another.
    fn required<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.faults.has(name) {
            self.fault(name, "fault-missing");
        }
        value
    }

    fn checked<T>(&mut self, name: &str, key: &'static str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.fault(name, key);
        }
        value
    }
}

/// "14:15", and nothing shorter, longer or signed.
fn clock_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':').filter(|_| text.len() == 5 && !text.contains(['+', '-']))?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// A character that is not seen, by its number as Unicode writes it: "U+0007".
pub fn named(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Embeddings, overrides and isolates come along when a number is copied from a contact list, and can make a name
/// read as another. They carry no meaning of their own, so they are left out.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What nearly every mail system takes (RFC 5321, section 4.1.2, without quoted forms and address literals).
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let atom = |part: &str, signs: &[u8]| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || signs.contains(&byte))
    };
    let label = |part: &str| part.len() <= 63 && atom(part, b"-") && !part.starts_with('-') && !part.ends_with('-');
    local.len() <= 64
        && local.split('.').all(|part| atom(part, b"!#$%&'*+-/=?^_`{|}~"))
        && domain.contains('.')
        && domain.split('.').all(label)
}

/// 6 to 15 digits (ITU-T E.164, section 6.2.1, gives the upper bound) with the signs people put between them.
fn is_phone(text: &str) -> bool {
    let signs = text.strip_prefix('+').unwrap_or(text);
    let digits = signs.bytes().filter(u8::is_ascii_digit).count();
    (6..=15).contains(&digits) && signs.bytes().all(|byte| byte.is_ascii_digit() || b" -()./".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::sample;
    use jiff::civil::{date, time};

    fn fields(body: &str) -> Fields {
        Fields::parse(body.as_bytes()).unwrap()
    }

    fn codes(faults: &Faults) -> Vec<(String, String)> {
        let json = faults.to_json(&sample().english());
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        json.as_array().unwrap().iter().map(|fault| (text(&fault["field"]), text(&fault["code"]))).collect()
    }

    #[test]
    fn a_sound_form_becomes_a_value() {
        let fields = fields(
            "name=+Maeve+&email=maeve%40example.org&phone=%E2%80%AA%2B353+86+123+4567%E2%80%AC&born=1984-03-21&at=14%3A15\
             &minutes=45&note=one%0D%0Atwo&agree=on&day=1&day=3",
        );
        let mut form = fields.reader();
        assert_eq!(form.text("name", 80).as_deref(), Some("Maeve"));
        assert_eq!(form.email("email").as_deref(), Some("maeve@example.org"));
        assert_eq!(form.phone("phone").as_deref(), Some("+353 86 123 4567"));
        assert_eq!(form.date("born"), Some(date(1984, 3, 21)));
        assert_eq!(form.time("at"), Some(time(14, 15, 0, 0)));
        assert_eq!(form.number("minutes", 5..=720), Some(45));
        assert_eq!(form.lines_or_none("note", 100).as_deref(), Some("one\ntwo"));
        assert_eq!(form.text_or_none("absent", 100), None);
        assert!(form.ticked("agree") && !form.ticked("other"));
        assert_eq!(form.many::<u8>("day", 7), [1, 3]);
        assert_eq!(form.finish(|| Some(1)), Ok(1));
    }

    #[test]
    fn every_fault_is_found_at_once_and_named_beside_its_field() {
        let fields = fields(
            "name=&email=maeve&phone=call+me&born=21.3.1984&at=25%3A00&minutes=4&long=abcdef&twice=1&twice=2&bell=a%07b&secret=9",
        );
        let mut form = fields.reader();
        let name = form.text("name", 80);
        form.email("email");
        form.phone_or_none("phone");
        form.date("born");
        form.time("at");
        form.number("minutes", 5..=720);
        form.text("long", 5);
        form.text("twice", 5);
        form.text("bell", 5);
        let faults = form.finish(|| name).unwrap_err();
        let expected = [
            ("name", "fault-missing"),
            ("email", "fault-email"),
            ("phone", "fault-phone"),
            ("born", "fault-date"),
            ("at", "fault-time"),
            ("minutes", "fault-between"),
            ("long", "fault-long"),
            ("twice", "fault-repeated"),
            ("bell", "fault-characters"),
            ("secret", "fault-unasked"),
        ];
        assert_eq!(codes(&faults), expected.map(|(field, code)| (field.to_owned(), code.to_owned())));
    }

    #[test]
    fn email_addresses_and_phone_numbers_are_told_from_other_text() {
        for (text, good) in [
            ("a@b.co", true),
            ("first.last+tag@sub.example.org", true),
            ("o'neill@example.org", true),
            ("a@b", false),
            ("a@@b.co", false),
            ("@b.co", false),
            ("a@b..co", false),
            (".a@b.co", false),
            ("a b@c.de", false),
            ("a@-b.co", false),
            ("a@b.co\r\nBcc: x@y.z", false),
            ("مايف@example.org", false),
        ] {
            assert_eq!(is_email(text), good, "{text}");
        }
        for (text, good) in [
            ("+353 86 123 4567", true),
            ("(01) 234-5678", true),
            ("12345", false),
            ("1234567890123456", false),
            ("++353861234567", false),
            ("0861234567 ext", false),
            ("353+861234567", false),
        ] {
            assert_eq!(is_phone(text), good, "{text}");
        }
    }

    #[test]
    fn dates_and_times_take_nothing_but_themselves() {
        for text in ["2026-02-30", "2026-2-3", "2026-02-03T10:00", "20260203", "+02026-02-0"] {
            assert_eq!(fields(&format!("d={text}")).reader().date_or_none("d"), None, "{text}");
        }
        for text in ["24:00", "9:05", "09:60", "+9:05", "09:05:00"] {
            assert_eq!(fields(&format!("t={}", text.replace('+', "%2B"))).reader().time_or_none("t"), None, "{text}");
        }
    }

    #[test]
    fn a_secret_is_kept_as_typed() {
        let fields = fields("password=+a+b+");
        let mut form = fields.reader();
        assert_eq!(form.secret("password", 128).as_deref(), Some(" a b "));
        assert_eq!(form.secret("absent", 128), None);
        assert!(!form.sound());
    }
}
