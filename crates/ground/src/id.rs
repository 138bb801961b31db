//! Typed, prefixed, time-ordered ids: `apt_01k...`. The first 48 bits are milliseconds since the Unix epoch,
//! the other 80 random (the layout of a ULID), so that newest-first is a walk along the primary key.

use std::fmt;

use jiff::Timestamp;

/// Crockford's base 32 in lower case: no i, l, o or u, so an id read aloud cannot be misheard.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The digit of each character, 255 for those that are none: ids are read for every row there is.
const DIGITS: [u8; 256] = {
    let (mut digits, mut at) = ([255; 256], 0);
    while at < ALPHABET.len() {
        digits[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    digits
};

/// A fresh id body for `now`.
pub fn fresh(now: Timestamp) -> u128 {
    let mut tail = [0u8; 16];
    crate::seal::random(&mut tail[6..]);
    first(now) | u128::from_be_bytes(tail)
}

/// The least id body of `at`'s millisecond.
pub fn first(at: Timestamp) -> u128 {
    let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
    let mut body = [0u8; 16];
    body[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
    u128::from_be_bytes(body)
}

/// Writes the 26 characters of an id body.
pub fn write(body: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [0u8; 26];
    for (i, c) in text.iter_mut().enumerate() {
        *c = ALPHABET[((body >> (125 - 5 * i)) & 31) as usize];
    }
    f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
}

/// Reads the 26 characters of an id body; anything else is `None`.
pub fn read(text: &str) -> Option<u128> {
    if text.len() != 26 || !matches!(text.as_bytes()[0], b'0'..=b'7') {
        return None;
    }
    let mut body = 0u128;
    for c in text.bytes() {
        match DIGITS[usize::from(c)] {
            255 => return None,
            digit => body = body << 5 | u128::from(digit),
        }
    }
    Some(body)
}

/// When an id of any kind was made, to the millisecond; nothing for what is no id.
pub fn made(id: &str) -> Option<Timestamp> {
    let body = read(id.rsplit_once('_')?.1)?;
    Timestamp::from_millisecond(i64::try_from(body >> 80).ok()?).ok()
}

/// The text was not an id of the kind expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct NotAnId;

/// Declares an id type with its prefix.
///
/// ```
/// ground::id!(/// An appointment's id.
///     pub AppointmentId, "apt");
/// ```
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $vis:vis $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(u128);

        impl $name {
            /// What the id's text begins with, before the underscore.
            pub const PREFIX: &'static str = $prefix;

            /// A fresh id; ids of later milliseconds sort later.
            pub fn new(now: ::jiff::Timestamp) -> Self {
                Self($crate::id::fresh(now))
            }

            /// The least id of `at`'s millisecond: what was made since then has this one or a greater.
            pub fn since(at: ::jiff::Timestamp) -> Self {
                Self($crate::id::first(at))
            }

            /// The id whose 128 bits are `bits`: for demo data and tests that must repeat.
            pub fn from_bits(bits: u128) -> Self {
                Self(bits)
            }

            /// The id's 128 bits.
            pub fn bits(self) -> u128 {
                self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!($prefix, "_"))?;
                $crate::id::write(self.0, f)
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(self, f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, $crate::id::NotAnId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .and_then($crate::id::read)
                    .map(Self)
                    .ok_or($crate::id::NotAnId)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = ::std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(::serde::de::Error::custom)
            }
        }

        impl From<$name> for $crate::db::Value {
            fn from(id: $name) -> $crate::db::Value {
                $crate::db::Value::Text(id.to_string())
            }
        }

        impl $crate::db::FromValue for $name {
            fn from_value(value: &$crate::db::Value) -> Option<Self> {
                match value {
                    $crate::db::Value::Text(text) => text.parse().ok(),
                    _ => None,
                }
            }
        }
    };
}

id!(/// A clinic, the tenant in which everything lives.
    pub ClinicId, "cln");
id!(/// A person in one clinic, client or staff; the owner of one key.
    pub PersonId, "per");
id!(/// An account a person signs in with.
    pub AccountId, "acc");
id!(/// One entry of the access log.
    pub EntryId, "acl");
id!(/// A job of the outbox.
    pub JobId, "job");
id!(/// Something that happened.
    pub EventId, "evt");
id!(/// A message that was, or will be, sent.
    pub MailId, "msg");
id!(/// A merge of two records of one person.
    pub MergeId, "mrg");
id!(/// A hold of data that a dispute is about.
    pub HoldId, "hld");
id!(/// A restriction of what somebody's data is used for, or a no to one use.
    pub RestrictionId, "rst");
id!(/// A receipt of a consent, or of its end.
    pub ReceiptId, "rcp");
id!(/// What somebody said to a use that the notice added.
    pub AnswerId, "ans");
id!(/// A key in the key store.
    pub KeyId, "key");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_sorts_by_time() {
        let early = PersonId::new(Timestamp::from_second(1_000).unwrap());
        let late = PersonId::new(Timestamp::from_second(2_000).unwrap());
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(early.to_string().parse::<PersonId>().unwrap(), early);
        assert_eq!(early.to_string().len(), 4 + 26);
        assert_eq!(made(&late.to_string()), Timestamp::from_second(2_000).ok());
        assert_eq!((made("per_"), made("2000")), (None, None));
    }

    #[test]
    fn another_kind_and_noise_are_refused() {
        let id = PersonId::new(Timestamp::from_second(1_000).unwrap()).to_string();
        for wrong in [
            id.replace("per_", "acc_"),
            id.to_uppercase(),
            format!("{id}0"),
            "per_".into(),
            "per_8zzzzzzzzzzzzzzzzzzzzzzzzz".into(),
        ] {
            assert!(wrong.parse::<PersonId>().is_err(), "{wrong}");
        }
    }
}
