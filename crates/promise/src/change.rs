//! In which direction a notice grows weaker: pure, and complete by construction, because every parameter names its own.
//!
//! What weakens matters to whoever the data is about, and is said ahead of time; what strengthens is not kept from them.

use crate::catalogue::{PROMISES, Promise};
use crate::parameters::{CertificateSource, KeySource, OperatedBy, Parameter, Parameters, Region, TlsVersion};

/// Which of two values of one parameter promises less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weaker {
    /// The lower number.
    Lower,
    /// The higher number.
    Higher,
    /// As its values are ranked, see [`weakens`].
    Ranked,
}

impl Parameter {
    /// Which value promises less. Every parameter says so here, or the program does not compile.
    #[must_use]
    pub const fn weaker(self) -> Weaker {
        match self {
            // Less is done, asked for or waited, or younger people are let in.
            Self::HstsDays
            | Self::PasswordIterations
            | Self::PasswordMinLength
            | Self::PasswordMaxLength
            | Self::PasswordMinScore
            | Self::LocationMetres
            | Self::ReleaseK
            | Self::LeaveDays
            | Self::NoticeDays
            | Self::DisclosureYears
            | Self::AgeMinimum => Weaker::Lower,
            // More is kept, or for longer, or more happens before anybody is told or answered.
            Self::AlertTries
            | Self::AlertReads
            | Self::SessionDays
            | Self::StaffIdleMinutes
            | Self::VisitLinkDays
            | Self::BackupKeyDays
            | Self::RecordYears
            | Self::ContractYears
            | Self::LetterDays
            | Self::ComplaintAnswerDays
            | Self::ComplaintResolveDays
            | Self::AccessVisitMinutes
            | Self::EmergencyMinutes
            | Self::IncidentHours
            | Self::GrantHours
            | Self::ReleaseEpsilon
            | Self::AuditDays
            | Self::LogAddressBits
            | Self::LogAddressBitsV6 => Weaker::Higher,
            Self::TlsCertificate
            | Self::TlsMinimum
            | Self::StaffSecondFactor
            | Self::KeySource
            | Self::OperatedBy
            | Self::Region
            | Self::AgeByJurisdiction => Weaker::Ranked,
        }
    }
}

/// How much is promised by what is no number, the more the higher.
fn rank(parameters: &Parameters, parameter: Parameter) -> u32 {
    match parameter {
        // What a proxy speaks nobody here knows.
        Parameter::TlsCertificate => u32::from(parameters.tls_certificate != CertificateSource::Proxy),
        Parameter::TlsMinimum => u32::from(parameters.tls_minimum == TlsVersion::V1_3),
        Parameter::StaffSecondFactor => u32::from(parameters.staff_second_factor),
        // A key that lies beside the data is the nearest to whoever takes it.
        Parameter::KeySource => match parameters.key_source {
            KeySource::File => 0,
            KeySource::Environment => 1,
            KeySource::Command => 2,
        },
        // Somebody more has a hand in it.
        Parameter::OperatedBy => u32::from(parameters.operated_by == OperatedBy::Ourselves),
        _ => 0,
    }
}

/// Whether `now` promises less by `parameter` than `before`.
#[must_use]
pub fn weakens(parameter: Parameter, before: &Parameters, now: &Parameters) -> bool {
    match (parameter.weaker(), before.number(parameter), now.number(parameter)) {
        (Weaker::Lower, before, now) => now < before,
        (Weaker::Higher, before, now) => now > before,
        // A place that is named no more has the clinic's general age, or what the law there sets.
        (Weaker::Ranked, ..) if parameter == Parameter::AgeByJurisdiction => {
            let places = before.age_by_jurisdiction.keys().chain(now.age_by_jurisdiction.keys());
            let general = Parameters { age_minimum: before.age_minimum, ..now.clone() };
            places.into_iter().any(|place| general.minimum_age(*place) < before.minimum_age(*place))
        }
        // Another country is another law: none is weaker than the other, and nobody is moved without a word. Saying it for the
        // first time takes nothing away.
        (Weaker::Ranked, ..) if parameter == Parameter::Region => {
            before.region != Region::Unstated && now.region != before.region
        }
        (Weaker::Ranked, ..) => rank(now, parameter) < rank(before, parameter),
    }
}

/// Every parameter by which `now` promises less than `before`.
#[must_use]
pub fn weakened(before: &Parameters, now: &Parameters) -> Vec<Parameter> {
    Parameter::ALL.iter().copied().filter(|parameter| weakens(*parameter, before, now)).collect()
}

/// The promises that `before` makes and `now` does not, because it is another edition.
#[must_use]
pub fn given_up(before: &Parameters, now: &Parameters) -> Vec<&'static Promise> {
    made_by_one(before, now)
}

/// The promises that `now` makes and `before` does not.
#[must_use]
pub fn taken_up(before: &Parameters, now: &Parameters) -> Vec<&'static Promise> {
    made_by_one(now, before)
}

fn made_by_one(one: &Parameters, other: &Parameters) -> Vec<&'static Promise> {
    PROMISES.iter().filter(|promise| promise.is_made_in(one.edition) && !promise.is_made_in(other.edition)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Edition;

    #[test]
    fn every_parameter_weakens_in_one_direction_and_never_in_the_other() {
        for parameter in Parameter::ALL.iter().copied() {
            let usual = Parameters::default();
            assert!(!weakens(parameter, &usual, &usual), "{parameter}: what stays is not weaker");
            let (strong, weak) = two(parameter);
            assert!(weakens(parameter, &strong, &weak), "{parameter}");
            assert!(!weakens(parameter, &weak, &strong), "{parameter}");
            assert_eq!(weakened(&strong, &weak), [parameter], "nothing else changed");
        }
    }

    /// A stronger and a weaker clinic by one parameter.
    fn two(parameter: Parameter) -> (Parameters, Parameters) {
        let (mut strong, mut weak) = (Parameters::default(), Parameters::default());
        match parameter {
            Parameter::TlsCertificate => weak.tls_certificate = CertificateSource::Proxy,
            Parameter::TlsMinimum => strong.tls_minimum = TlsVersion::V1_3,
            Parameter::StaffSecondFactor => strong.staff_second_factor = true,
            Parameter::KeySource => strong.key_source = KeySource::Command,
            Parameter::OperatedBy => weak.operated_by = OperatedBy::Others,
            Parameter::Region => strong.region = Region::Ie,
            Parameter::AgeByJurisdiction => {
                strong.age_by_jurisdiction.insert("IE".parse().unwrap(), 20);
            }
            number => {
                let (least, most) = Parameters::bounds(number).unwrap();
                let with = |value: u32| {
                    let mut table = toml::Table::new();
                    table.insert(number.as_str().to_owned(), i64::from(value).into());
                    toml::from_str::<Parameters>(&table.to_string()).unwrap()
                };
                let (low, high) = (with(least), with(most));
                (strong, weak) = if number.weaker() == Weaker::Lower { (high, low) } else { (low, high) };
            }
        }
        (strong, weak)
    }

    #[test]
    fn a_lower_age_for_a_place_is_weaker_also_where_the_place_is_named_no_more() {
        let named = |years: &[(&str, u32)]| Parameters {
            age_minimum: 16,
            age_by_jurisdiction: years.iter().map(|(place, years)| (place.parse().unwrap(), *years)).collect(),
            ..Parameters::default()
        };
        for (before, now, weaker) in [
            (named(&[("IE", 18)]), named(&[("IE", 17)]), true),
            (named(&[("IE", 18)]), named(&[]), true),
            (named(&[]), named(&[("US", 13)]), true),
            (named(&[]), named(&[("US", 18)]), false),
            (named(&[("IE", 17)]), named(&[("IE", 18)]), false),
        ] {
            assert_eq!(weakens(Parameter::AgeByJurisdiction, &before, &now), weaker, "{before:?} {now:?}");
        }
    }

    #[test]
    fn another_country_is_announced_whichever_it_is_and_naming_the_first_is_not() {
        let kept = |region| Parameters { region, ..Parameters::default() };
        for (before, now, weaker) in [
            (Region::Unstated, Region::Us, false),
            (Region::Ie, Region::De, true),
            (Region::De, Region::Ie, true),
            (Region::Ie, Region::Ie, false),
            (Region::Ie, Region::Unstated, true),
        ] {
            assert_eq!(weakens(Parameter::Region, &kept(before), &kept(now)), weaker, "{before} {now}");
        }
    }

    #[test]
    fn an_edition_that_makes_fewer_promises_gives_the_others_up() {
        let of = |edition| Parameters { edition, ..Parameters::default() };
        let (all, directory) = (of(Edition::All), of(Edition::Directory));
        let gone: Vec<_> = given_up(&all, &directory).iter().map(|promise| promise.id).collect();
        assert!(gone.contains(&"password.hashed") && !gone.contains(&"notice.published"), "{gone:?}");
        assert!(taken_up(&all, &directory).is_empty() && !taken_up(&directory, &all).is_empty());
        assert!(weakened(&all, &directory).is_empty(), "no parameter changed");
    }
}
