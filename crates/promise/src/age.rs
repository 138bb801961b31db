//! How old somebody is on a day, and how old they must be where they live.
//!
//! The ages are data with their source beside them; none of it is legal advice.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Completed years of somebody born on `born`, on the day `on`; none when that is before the birth.
///
/// Who was born on 29 February completes a year on 1 March of a common year: the rule of England and Wales
/// by the anniversary's absence and of Hong Kong by statute (Age of Majority (Related Provisions) Ordinance,
/// Cap. 410, s. 5). Some places count the day before; taking the later day never lets a person in too early.
#[must_use]
pub fn age_on(born: Date, on: Date) -> Option<u32> {
    if on < born {
        return None;
    }
    let years = i32::from(on.year()) - i32::from(born.year());
    // 29 February sorts after 28 February and before 1 March, which is the rule above without a special case.
    let had_anniversary = (on.month(), on.day()) >= (born.month(), born.day());
    u32::try_from(years - i32::from(!had_anniversary)).ok()
}

/// Where a person lives or a clinic stands: a country (ISO 3166-1 alpha-2), perhaps a part of it (ISO 3166-2).
///
/// Written "IE", "US-CA". Any well-formed code is taken; what we know about it is another question, and for an
/// unknown place the strictest rule holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jurisdiction {
    country: [u8; 2],
    // One to three letters or digits, filled up with zeros; all zeros for the whole country.
    part: [u8; 3],
}

/// A code that names no place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "\"{0}\" is not a place: write a country as \"IE\", or a part of one as \"US-CA\" (ISO 3166)"
)]
pub struct NotAJurisdiction(pub String);

impl Jurisdiction {
    /// The two letters of the country.
    #[must_use]
    pub fn country(&self) -> &str {
        // Only ASCII letters get in, so this is always text.
        str::from_utf8(&self.country).unwrap_or("??")
    }

    /// The part of the country, if one is named: "CA" of "US-CA".
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        let length = self
            .part
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(self.part.len());
        str::from_utf8(&self.part[..length])
            .ok()
            .filter(|part| !part.is_empty())
    }

    /// The whole country of which this is a part.
    #[must_use]
    pub const fn country_only(self) -> Self {
        Self {
            country: self.country,
            part: [0; 3],
        }
    }

    /// The English name where we know the place, else its code.
    #[must_use]
    pub fn name(&self) -> String {
        match (rule(self), self.part()) {
            (Some(rule), None) => rule.name.to_owned(),
            (Some(found), Some(_)) if found.place == self.to_string() => found.name.to_owned(),
            _ => self.to_string(),
        }
    }
}

impl FromStr for Jurisdiction {
    type Err = NotAJurisdiction;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotAJurisdiction(text.to_owned());
        let (country, part) = match text.split_once('-') {
            Some((country, part)) => (country, Some(part)),
            None => (text, None),
        };
        let country: [u8; 2] = country.as_bytes().try_into().map_err(|_| wrong())?;
        if !country.iter().all(u8::is_ascii_uppercase) {
            return Err(wrong());
        }
        let mut filled = [0; 3];
        if let Some(part) = part {
            let bytes = part.as_bytes();
            if bytes.is_empty()
                || !bytes
                    .iter()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
            {
                return Err(wrong());
            }
            filled
                .get_mut(..bytes.len())
                .ok_or_else(wrong)?
                .copy_from_slice(bytes);
        }
        Ok(Self {
            country,
            part: filled,
        })
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part() {
            Some(part) => write!(f, "{}-{part}", self.country()),
            None => f.write_str(self.country()),
        }
    }
}

impl fmt::Debug for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Jurisdiction({self})")
    }
}

impl Serialize for Jurisdiction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Jurisdiction {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// From which age the law of one place lets a person agree alone to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AgeRule {
    /// The code of the place.
    pub place: &'static str,
    /// Its English name, as it stands in a sentence.
    pub name: &'static str,
    /// Completed years.
    pub years: u32,
    /// The law and its article.
    pub law: &'static str,
}

/// The rule of the place, of its country if the part has none of its own; none where we do not know it.
#[must_use]
pub fn rule(place: &Jurisdiction) -> Option<&'static AgeRule> {
    let find = |code: &str| AGE_RULES.iter().find(|rule| rule.place == code);
    find(&place.to_string()).or_else(|| find(place.country()))
}

/// Completed years from which the law of the place lets a person agree alone; 18 where we do not know the
/// law, because below that everybody is a child (UN Convention on the Rights of the Child, Article 1).
#[must_use]
pub fn minimum_age(place: Jurisdiction) -> u32 {
    rule(&place).map_or(18, |rule| rule.years)
}

const fn law(place: &'static str, name: &'static str, years: u32, law: &'static str) -> AgeRule {
    AgeRule {
        place,
        name,
        years,
        law,
    }
}

/// What we know, by place. In the EU the age is 16 unless a state sets a lower one, not below 13 (GDPR Article 8(1)).
pub const AGE_RULES: &[AgeRule] = &[
    law(
        "US",
        "the United States",
        13,
        "Children's Online Privacy Protection Act, 15 U.S.C. 6501(1)",
    ),
    law(
        "IN",
        "India",
        18,
        "Digital Personal Data Protection Act 2023, s. 2(f) and s. 9",
    ),
];
