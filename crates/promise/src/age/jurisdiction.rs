//! Places whose law matters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Where a person lives or a clinic stands: a country (ISO 3166-1 alpha-2), perhaps a part of it
/// (ISO 3166-2).
///
/// Written "IE", "US-CA". Any well-formed code is taken; what we know about it is another question,
/// and for an unknown place the strictest rule holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jurisdiction {
    country: [u8; 2],
    // One to three letters or digits, filled up with zeros; all zeros for the whole country.
    part: [u8; 3],
}

/// The countries and territories with a code of their own (ISO 3166-1 alpha-2).
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE \
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A code that names no place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\"{0}\" is not a place: write a country as \"IE\", or a part of one as \"US-CA\" (ISO 3166)")]
pub struct NotAJurisdiction(pub String);

impl Jurisdiction {
    /// The two letters of the country.
    #[must_use]
    pub fn country(&self) -> &str {
        // Only ASCII letters get in, so this is always text.
        str::from_utf8(&self.country).unwrap_or("??")
    }

    /// Whether there is such a country, so that a slip of the keys, as "UK" for "GB", is told from a place of whose rules we
    /// know nothing.
    #[must_use]
    pub fn is_a_country(&self) -> bool {
        COUNTRIES.split_whitespace().any(|code| code == self.country())
    }

    /// The part of the country, if one is named: "CA" of "US-CA".
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        let length = self.part.iter().position(|byte| *byte == 0).unwrap_or(self.part.len());
        str::from_utf8(&self.part[..length]).ok().filter(|part| !part.is_empty())
    }

    /// The whole country of which this is a part.
    #[must_use]
    pub const fn country_only(self) -> Self {
        Self { country: self.country, part: [0; 3] }
    }

    /// The English name where we know a rule of that very place, else the code.
    #[must_use]
    pub fn name(self) -> String {
        let code = self.to_string();
        super::rule(self).filter(|rule| rule.place == code).map_or(code, |rule| rule.name.to_owned())
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
            if bytes.is_empty() || !bytes.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
                return Err(wrong());
            }
            filled.get_mut(..bytes.len()).ok_or_else(wrong)?.copy_from_slice(bytes);
        }
        Ok(Self { country, part: filled })
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
