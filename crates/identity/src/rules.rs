//! What the room decides without looking anything up; time is a parameter.

use ground::{Role, RoleSet};
use jiff::{SignedDuration, Timestamp};

/// How long the link in a letter works, by what it is for.
pub const VERIFICATION_HOURS: i64 = 72;
/// A new password is asked for in a hurry; what lies in a mailbox for longer helps others more than the person.
pub const RESET_HOURS: i64 = 1;
/// A new colleague may be on holiday.
pub const INVITATION_HOURS: i64 = 7 * 24;

/// Two mailboxes are looked into, and one of them seldom.
pub const NEW_ADDRESS_HOURS: i64 = 24;

/// Letters of one kind to one account within [`LETTERS_WITHIN`]: nobody's mailbox is flooded by asking in their name.
pub const LETTERS_MOST: i64 = 3;
pub const LETTERS_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// A sign-up that nobody confirmed is forgotten after its links stopped working.
pub const UNVERIFIED_KEPT: SignedDuration = SignedDuration::from_hours(VERIFICATION_HOURS + 24);

/// A request for a new password that no job has taken within this time is forgotten: longer than a job is tried again.
pub const REQUESTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 3);

/// What happened with how somebody signs in stands on their page for a year.
pub const ALERTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 365);

/// A browser and network are known for as long as the browser's own mark (see `familiar.rs`).
pub const DEVICES_KEPT: SignedDuration = SignedDuration::from_hours(24 * 180);

/// How long what a client of OAuth 2 is given works.
pub const ACCESS: SignedDuration = SignedDuration::from_mins(15);

/// The managers are told of a key that ends within this time, and of one that nobody used for that.
pub const ENDS_SOON: SignedDuration = SignedDuration::from_hours(24 * 14);
pub const UNUSED: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Tokens for programs of one's own: days for which one works at most, and how many one has.
pub const PERSONAL_DAYS: u32 = 90;
pub const PERSONAL_MOST: i64 = 20;

/// Roles a manager gives to colleagues.
pub const STAFF_ROLES: [Role; 4] = [Role::FrontDesk, Role::Clinician, Role::Manager, Role::PrivacyOfficer];

/// Whether these are the roles of someone who works for the clinic, or was let in to help those who do.
pub fn is_staff(roles: RoleSet) -> bool {
    STAFF_ROLES.into_iter().chain([Role::Operator]).any(|role| roles.contains(role))
}

/// The one spelling of an email address that it is found by. Only ASCII addresses get in (see the form's reader),
/// so no other letter can be taken for one of these.
pub fn email_key(email: &str) -> String {
    email.trim().to_ascii_lowercase()
}

/// Where to go after signing in: the page that was asked for, when it is one of this clinic's own.
///
/// Anything a browser could read as another host's address is refused: `//host`, `/\host`, a scheme, control signs.
pub fn next_page<'a>(asked: &'a str, base: &str) -> Option<&'a str> {
    let own = asked.strip_prefix(base)?;
    let local = own.starts_with('/') && !own.starts_with("//") && !asked.starts_with("//");
    let plain = asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    // Back to the sign-in itself would look as if it had failed; a changed address is not worth a loop.
    let elsewhere = !["/sign-in", "/sign-up", "/sign-out"].iter().any(|page| own.starts_with(page));
    (local && plain && elsewhere && asked.len() <= 2_000).then_some(asked)
}

/// What the name of a role is compared by: two that differ in case or space alone are one.
pub fn role_key(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A time that is due after `hours`.
pub fn after_hours(now: Timestamp, hours: i64) -> Timestamp {
    now + SignedDuration::from_hours(hours)
}

/// Initials for a bowl: of the first and the last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_the_same_clinic_is_gone_back_to() {
        for (asked, base, good) in [
            ("/c/linden-quay/day", "/c/linden-quay", true),
            ("/c/linden-quay/visit/apt_1?a=b", "/c/linden-quay", true),
            ("/day", "", true),
            ("/c/other/day", "/c/linden-quay", false),
            ("/c/linden-quayside/day", "/c/linden-quay", false),
            ("/c/linden-quay", "/c/linden-quay", false),
            ("//evil.example/", "", false),
            ("/\\evil.example", "", false),
            ("https://evil.example/", "", false),
            ("/c/linden-quay//evil.example", "/c/linden-quay", false),
            ("/c/linden-quay/sign-in?next=/x", "/c/linden-quay", false),
            ("/day\r\nSet-Cookie: a=b", "", false),
            ("", "", false),
        ] {
            assert_eq!(next_page(asked, base).is_some(), good, "{asked}");
        }
    }

    #[test]
    fn an_address_is_found_however_it_is_typed() {
        assert_eq!(email_key(" Maeve.Corrigan@Example.ORG "), "maeve.corrigan@example.org");
        // No letter of another script becomes an ASCII one.
        assert_ne!(email_key("\u{212a}it@example.org"), email_key("kit@example.org"));
    }

    #[test]
    fn initials_are_of_the_first_and_the_last_name() {
        for (name, expected) in
            [("Maeve Corrigan", "MC"), ("Ana de la Cruz", "AC"), ("Tomasz", "T"), ("", ""), ("(Dr) Ida Holm", "DH")]
        {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
