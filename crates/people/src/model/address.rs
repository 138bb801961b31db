//! Email addresses.

use super::name::turns_text;
use super::{Wrong, personal};

/// The longest address a mail system takes, in bytes (RFC 5321, section 4.5.3.1).
const LONGEST: usize = 254;
/// The longest part before the sign, in bytes (the same section).
const LONGEST_LOCAL: usize = 64;

/// Where somebody is written to. The host is in lower case; what stands before the sign is as its owner writes it.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

personal!(Email);

impl Email {
    /// Reads an address: one sign, something before it, a host with a dot after it, no space. Only a letter that
    /// arrives proves an address, so nothing finer is asked.
    pub fn parse(text: &str) -> Result<Email, Wrong> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Wrong::Missing);
        }
        if text.len() > LONGEST {
            return Err(Wrong::Long(LONGEST));
        }
        let (local, host) = text.split_once('@').ok_or(Wrong::Email)?;
        let unfit = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || turns_text(c)
                || matches!(c, '@' | '<' | '>' | ',' | ';' | '"' | '\\')
        };
        let dotted = |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
        let whole =
            !local.is_empty() && local.len() <= LONGEST_LOCAL && host.contains('.') && dotted(local) && dotted(host);
        if !whole
            || text.matches('@').count() != 1
            || local.contains(unfit)
            || host.contains(|c: char| unfit(c) || c == '_')
        {
            return Err(Wrong::Email);
        }
        Ok(Email(format!("{local}@{}", host.to_lowercase())))
    }

    /// The address as it is looked up: nobody remembers which letters they wrote large.
    pub(crate) fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// What stands before the sign, as it is looked up.
    pub(crate) fn local(&self) -> String {
        self.folded().split('@').next().unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_with_its_host_in_lower_case() {
        for (typed, kept) in [
            (" Maeve.O'Neill+knee@Example.ORG ", "Maeve.O'Neill+knee@example.org"),
            ("a@b.ie", "a@b.ie"),
            ("用户@例子.广告", "用户@例子.广告"),
        ] {
            assert_eq!(Email::parse(typed).unwrap().as_str(), kept);
        }
        let email = Email::parse("Maeve@Example.org").unwrap();
        assert_eq!((email.folded().as_str(), email.local().as_str()), ("maeve@example.org", "maeve"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.org", "a".repeat(300));
        let long_local = format!("{}@example.org", "a".repeat(65));
        for (typed, wrong) in [
            ("", Wrong::Missing),
            ("maeve", Wrong::Email),
            ("maeve@", Wrong::Email),
            ("@example.org", Wrong::Email),
            ("maeve@localhost", Wrong::Email),
            ("a@b@c.org", Wrong::Email),
            ("a b@example.org", Wrong::Email),
            ("a@exa mple.org", Wrong::Email),
            (".a@example.org", Wrong::Email),
            ("a..b@example.org", Wrong::Email),
            ("a@.example.org", Wrong::Email),
            ("a@example.org\nBcc: x@example.org", Wrong::Email),
            ("Maeve <a@example.org>", Wrong::Email),
            (long.as_str(), Wrong::Long(LONGEST)),
            (long_local.as_str(), Wrong::Email),
        ] {
            assert_eq!(Email::parse(typed).unwrap_err(), wrong, "{typed:?}");
        }
    }
}
