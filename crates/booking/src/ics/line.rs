//! Content lines (RFC 5545 section 3.1): folded, and with values that cannot become lines of their own.

/// The most octets of a line, its end not counted.
const LONGEST: usize = 75;

/// A file in the making.
pub struct Lines(String);

impl Lines {
    pub fn new() -> Lines {
        Lines(String::with_capacity(2048))
    }

    /// Writes a line whose value is already in its final form.
    pub fn raw(&mut self, name: &str, value: &str) {
        let mut room = LONGEST;
        for character in name.chars().chain(":".chars()).chain(value.chars()) {
            // Folding between the octets of one character is allowed and read wrongly by many.
            if character.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            room -= character.len_utf8();
            self.0.push(character);
        }
        self.0.push_str("\r\n");
    }

    /// Writes a line whose value is text (section 3.3.11).
    pub fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escaped(value));
    }

    pub fn finish(self) -> String {
        self.0
    }
}

/// Text with its line breaks, commas, semicolons and backslashes escaped, and without control characters.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push_str("\\n");
            }
            // Some readers take every kind of line break for the end of a line.
            '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push_str("\\n"),
            '\\' | ',' | ';' => out.extend(['\\', character]),
            '\t' => out.push('\t'),
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out
}

/// A parameter value in quotes (section 3.2). It can hold neither quotes nor line breaks: quotes become
/// apostrophes, line breaks spaces, and a caret is doubled because it announces an escape (RFC 6868).
pub fn quoted(value: &str) -> String {
    let mut out = String::from("\"");
    for character in value.chars() {
        match character {
            '"' => out.push('\''),
            '^' => out.push_str("^^"),
            _ if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') => out.push(' '),
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// An email address as a URI (RFC 6068): what an address may hold stays, all else is percent-encoded.
pub fn mailto(email: &str) -> String {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"@.-_~+!$'*=".contains(&octet);
    format!("mailto:{}", percent(email, plain))
}

/// A URI as it is, but for what no URI may hold.
pub fn uri(uri: &str) -> String {
    percent(uri, |octet| octet.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&octet))
}

fn percent(text: &str, plain: impl Fn(u8) -> bool) -> String {
    let octet = |octet: u8| {
        if plain(octet) { char::from(octet).to_string() } else { format!("%{octet:02X}") }
    };
    text.bytes().map(octet).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_fold_at_75_octets_and_never_within_a_character() {
        let value = "العلاج الطبيعي ".repeat(20) + &"x".repeat(200) + "🧘🏽‍♀️é";
        let mut lines = Lines::new();
        lines.text("DESCRIPTION", &value);
        let file = lines.finish();
        assert!(file.ends_with("\r\n"));
        assert!(file.trim_end().split("\r\n").all(|line| line.len() <= 75 && !line.is_empty()));
        assert!(file.trim_end().split("\r\n").skip(1).all(|line| line.starts_with(' ')));
        assert_eq!(file.replace("\r\n ", ""), format!("DESCRIPTION:{value}\r\n"));
    }

    #[test]
    fn a_line_of_exactly_75_octets_is_not_folded() {
        let mut lines = Lines::new();
        lines.raw("X", &"a".repeat(73));
        lines.raw("X", &"a".repeat(74));
        assert_eq!(lines.finish(), format!("X:{0}\r\nX:{0}\r\n a\r\n", "a".repeat(73)));
    }

    #[test]
    fn text_cannot_begin_a_line_of_its_own() {
        for (text, expected) in [
            ("Smith, Ann; \"Annie\"", "Smith\\, Ann\\; \"Annie\""),
            ("a\r\nEND:VEVENT\rb\nc", "a\\nEND:VEVENT\\nb\\nc"),
            ("back\\slash\\n", "back\\\\slash\\\\n"),
            ("\u{0}nul\u{7}\u{85}\u{2028}x\ty", "nul\\n\\nx\ty"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn names_and_addresses_stay_within_their_quotes_and_their_uri() {
        assert_eq!(quoted("Ann \"A\" O'Neil; ^n\r\nX:y"), "\"Ann 'A' O'Neil; ^^n  X:y\"");
        assert_eq!(mailto("ann+visit@example.org"), "mailto:ann+visit@example.org");
        assert_eq!(mailto("a\r\nb;c,d:e@x?bcc=f&g%"), "mailto:a%0D%0Ab%3Bc%2Cd%3Ae@x%3Fbcc=f%26g%25");
        assert_eq!(uri("https://x.example/c/a?b=1&c=%20#d e\r\nX:1"), "https://x.example/c/a?b=1&c=%20#d%20e%0D%0AX:1");
    }
}
