//! Recovery codes: ten on paper, each for one time. Eighty random bits each, so there is nothing to guess.

use std::fmt;

/// Codes of one set.
pub const CODES: usize = 10;

/// No i, l, o or u: what is read off paper cannot be misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 16;

/// One code, as it is printed: four groups of four.
#[derive(Clone, PartialEq, Eq)]
pub struct Recovery([u8; LENGTH]);

impl Recovery {
    /// A fresh code.
    pub fn fresh() -> Recovery {
        let mut code = [0; LENGTH];
        ground::random(&mut code);
        // 256 is eight times 32, so every sign is as likely as any other.
        Recovery(code.map(|byte| ALPHABET[usize::from(byte & 31)]))
    }

    /// The code that was typed, however it was grouped; none when it cannot be one.
    pub fn read(typed: &str) -> Option<Recovery> {
        let sign = |c: char| match c.to_ascii_lowercase() {
            ' ' | '-' | '\u{2011}' | '\u{2013}' | '\t' => None,
            'o' => Some(b'0'),
            'i' | 'l' => Some(b'1'),
            c => Some(u8::try_from(c).unwrap_or(0)),
        };
        let signs: Vec<u8> = typed.chars().filter_map(sign).take(LENGTH + 1).collect();
        let code: [u8; LENGTH] = signs.try_into().ok()?;
        code.iter().all(|sign| ALPHABET.contains(sign)).then_some(Recovery(code))
    }

    /// As it is printed.
    pub fn text(&self) -> String {
        let groups: Vec<&str> = self.0.chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
        groups.join("-")
    }
}

/// It opens an account, so it prints as nothing.
impl fmt::Debug for Recovery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<recovery code>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_printed_and_as_it_is_misread() {
        let code = Recovery::fresh();
        let text = code.text();
        assert_eq!((text.len(), text.matches('-').count()), (19, 3));
        for typed in
            [&text, &text.to_uppercase(), &text.replace('-', ""), &text.replace('-', " "), &format!(" {text} ")]
        {
            assert_eq!(Recovery::read(typed), Some(code.clone()), "{typed}");
        }
        assert_eq!(Recovery::read("oil0-0000-0000-0000").unwrap().text(), "0110-0000-0000-0000");
        for wrong in ["", "123456", &text[1..], &format!("{text}0"), "uuuu-uuuu-uuuu-uuuu", "ééééééééééééééé0"]
        {
            assert_eq!(Recovery::read(wrong), None, "{wrong}");
        }
        assert_ne!(Recovery::fresh(), Recovery::fresh());
        assert_eq!(format!("{code:?}"), "<recovery code>");
    }
}
