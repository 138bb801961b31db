//! The Safe Harbor method, 45 CFR 164.514(b)(2): the eighteen kinds of identifiers that are removed, and what may stay of
//! places, dates and ages.

use jiff::civil::Date;

use crate::age_on;

vocabulary! {
    /// A kind of identifier that 45 CFR 164.514(b)(2)(i) lists, (A) to (R).
    pub enum Identifier as "a kind of identifier" {
        /// (A)
        Names = "names",
        /// (B) All geographic subdivisions smaller than a state, but for the first three digits of a large ZIP area.
        Geography = "geography",
        /// (C) All elements of dates but the year, and all ages over 89.
        Dates = "dates",
        /// (D)
        Phones = "phones",
        /// (E)
        Faxes = "faxes",
        /// (F)
        Emails = "emails",
        /// (G)
        SocialSecurity = "social_security",
        /// (H)
        MedicalRecords = "medical_records",
        /// (I)
        HealthPlans = "health_plans",
        /// (J)
        Accounts = "accounts",
        /// (K)
        Licences = "licences",
        /// (L)
        Vehicles = "vehicles",
        /// (M)
        Devices = "devices",
        /// (N)
        WebAddresses = "web_addresses",
        /// (O)
        NetworkAddresses = "network_addresses",
        /// (P)
        Biometrics = "biometrics",
        /// (Q)
        Photographs = "photographs",
        /// (R) Any other unique number, characteristic or code; a record's id is one.
        Others = "others",
    }
}

/// What becomes of a kind of identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Handling {
    /// Nothing of it leaves.
    Removed,
    /// Its country, or the first three digits of a large ZIP area ([`zip3`]).
    ToArea,
    /// Its year ([`year`]), or an age below 90 ([`age`]).
    ToYear,
}

impl Identifier {
    /// What becomes of it.
    #[must_use]
    pub const fn handling(self) -> Handling {
        match self {
            Self::Geography => Handling::ToArea,
            Self::Dates => Handling::ToYear,
            _ => Handling::Removed,
        }
    }
}

/// The years of age from which on there is one class: 45 CFR 164.514(b)(2)(i)(C), "ages 90 or older".
pub const TOP_AGE: u32 = 90;

/// An age as it may leave.
#[must_use]
pub fn age(years: u32) -> String {
    if years >= TOP_AGE { format!("{TOP_AGE}+") } else { years.to_string() }
}

/// The age of somebody on a day as it may leave; nothing where the day is before their birth.
#[must_use]
pub fn age_of(born: Date, on: Date) -> Option<String> {
    age_on(born, on).map(age)
}

/// The same where the day's year leaves beside it: whoever is 90 or more on `read` is so on every day, or the two together would
/// say when they were born.
#[must_use]
pub fn age_beside_year(born: Date, on: Date, read: Date) -> Option<String> {
    let then = age_on(born, on)?;
    Some(age(if age_on(born, read).is_some_and(|now| now >= TOP_AGE) { TOP_AGE } else { then }))
}

/// What may leave of a date that says nothing of an age.
#[must_use]
pub fn year(date: Date) -> String {
    date.year().to_string()
}

/// What may leave of a date of birth: its year, unless it shows an age of 90 or more to whoever reads it on `read`.
#[must_use]
pub fn birth_year(born: Date, read: Date) -> String {
    // A year alone says as much as its first day does.
    let first = Date::new(born.year(), 1, 1).unwrap_or(born);
    if age_on(first, read).is_some_and(|years| years >= TOP_AGE) { format!("{TOP_AGE}+") } else { year(born) }
}

/// The ZIP areas of three digits in which a census found 20,000 people or fewer.
#[derive(Debug, Clone, Copy)]
pub struct Census {
    /// Its year.
    pub year: u16,
    /// Who names the areas.
    pub source: &'static str,
    /// Their first three digits.
    pub small: &'static [&'static str],
}

/// As the Department of Health and Human Services names them. Its guidance still gives those of the census of 2000; a clinic in
/// the United States compares them with the newest figures of the Census Bureau.
pub const CENSUS: Census = Census {
    year: 2000,
    source: "HHS, Guidance Regarding Methods for De-identification of Protected Health Information in Accordance with the HIPAA Privacy Rule (26 November 2012), on 45 CFR 164.514(b)(2)(i)(B)",
    small: &[
        "036", "059", "063", "102", "203", "556", "692", "790", "821", "823", "830", "831", "878", "879", "884", "890",
        "893",
    ],
};

/// What may leave of a postcode: three digits of an American ZIP, `000` where so few live there; nothing of another
/// country's, because no rule says how few people one stands for.
#[must_use]
pub fn zip3(country: &str, postcode: &str) -> Option<String> {
    if country != "US" {
        return None;
    }
    let code = postcode.trim();
    let (five, four) = code.split_once('-').map_or((code, None), |(five, four)| (five, Some(four)));
    let digits = |text: &str, many: usize| text.len() == many && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(five, 5) || four.is_some_and(|four| !digits(four, 4)) {
        return None;
    }
    let area = five.get(..3)?;
    Some(if CENSUS.small.contains(&area) { "000" } else { area }.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eighteen_kinds_are_listed_and_two_of_them_are_coarsened() {
        assert_eq!(Identifier::ALL.len(), 18);
        let coarse: Vec<_> = Identifier::ALL.iter().filter(|one| one.handling() != Handling::Removed).collect();
        assert_eq!(coarse, [&Identifier::Geography, &Identifier::Dates]);
    }

    #[test]
    fn ninety_and_older_is_one_class() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let on = day("2026-11-24");
        for (born, said) in [("1936-11-25", "89"), ("1936-11-24", "90+"), ("1916-01-01", "90+"), ("2026-11-24", "0")] {
            assert_eq!(age_of(day(born), on).as_deref(), Some(said), "{born}");
        }
        assert_eq!(age_of(day("2026-11-25"), on), None);
        // Beside its year an age says when they were born: who is ninety today is so in every year.
        for (born, said) in [("1936-11-25", "83"), ("1936-11-24", "90+"), ("1916-01-01", "90+"), ("1990-05-06", "30")] {
            assert_eq!(age_beside_year(day(born), day("2020-06-01"), on).as_deref(), Some(said), "{born}");
        }
        assert_eq!(age_beside_year(day("2020-06-02"), day("2020-06-01"), on), None);
        // A year of birth is read as if its bearer were as old as that year allows.
        for (born, said) in [("1936-12-31", "90+"), ("1937-01-01", "1937"), ("1900-02-28", "90+")] {
            assert_eq!(birth_year(day(born), on), said, "{born}");
        }
    }

    #[test]
    fn a_zip_keeps_three_digits_and_none_where_few_live() {
        assert_eq!(CENSUS.small.len(), 17);
        for (country, code, said) in [
            ("US", "60614", Some("606")),
            ("US", " 60614-1234 ", Some("606")),
            ("US", "03601", Some("000")),
            ("US", "89301-0001", Some("000")),
            ("US", "6061", None),
            ("US", "60614-12", None),
            ("US", "6061a", None),
            ("US", "", None),
            ("IE", "D02 X285", None),
            ("IE", "60614", None),
        ] {
            assert_eq!(zip3(country, code).as_deref(), said, "{country} {code}");
        }
        for small in CENSUS.small {
            assert_eq!(zip3("US", &format!("{small}99")).as_deref(), Some("000"));
        }
    }
}
