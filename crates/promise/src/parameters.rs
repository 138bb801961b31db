//! The numbers and choices a promise is made with.
//!
//! A control takes its figure from here, and so does the sentence in the notice. There is no second
//! place.

mod choices;
mod region;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::age::{self, Jurisdiction};
use crate::catalogue::Edition;

pub use choices::{CertificateSource, KeySource, OperatedBy, TlsVersion};
pub use region::Region;

/// The parameters of the promises that a clinic makes.
///
/// In a file each field may be left out and then has its default; a field that is none of these is
/// refused. Before use, [`Parameters::validate`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Parameters {
    /// Which promises the clinic makes at all; the others are off.
    pub edition: Edition,
    /// Where the certificate comes from: "files", "acme" or "proxy". Read by `traffic.encrypted`.
    pub tls_certificate: CertificateSource,
    /// Oldest TLS version spoken outside loopback: "1.2" or "1.3". Read by `traffic.encrypted`.
    pub tls_minimum: TlsVersion,
    /// Days for which a browser remembers to come by HTTPS only (RFC 6797 max-age); 180 to 730.
    /// Read by `traffic.encrypted`.
    pub hsts_days: u32,
    /// Rounds of PBKDF2-HMAC-SHA256 over a password; 600,000 (OWASP Password Storage Cheat Sheet)
    /// to 10,000,000. A stored hash with fewer is raised at the next sign-in. Read by
    /// `password.hashed`.
    pub password_iterations: u32,
    /// Fewest characters (Unicode scalar values) of a password; 8 (NIST SP 800-63B, 5.1.1.2) to
    /// 128. Read by `password.robust`.
    pub password_min_length: u32,
    /// Most bytes (UTF-8) of a password, so that hashing it is bounded work; 128 to 1024, and at
    /// least four for each character asked for, because so many may a character need. Read by
    /// `password.robust`.
    pub password_max_length: u32,
    /// Least guessability score of a password on the zxcvbn scale, 0 to 4; 2 to 4 may be asked.
    /// Read by `password.robust`.
    pub password_min_score: u32,
    /// Whether staff sign in with a second factor beside their password: a passkey or a one-time code. Clients always may.
    /// Read by `password.robust`.
    pub staff_second_factor: bool,
    /// Wrong passwords for one account within an hour after which its holder is told; 5 to 100. Read by `security.alerts`.
    pub alert_tries: u32,
    /// Records that one of the clinic's people or programs opens within an hour before the privacy officer is told; 20 to
    /// 10,000. Read by `security.alerts`.
    pub alert_reads: u32,
    /// Days a browser stays signed in; 1 to 90. Read by `session.lifetime`.
    pub session_days: u32,
    /// Minutes without a request after which a member of staff signs in again; 5 to 240
    /// (automatic logoff, 45 CFR 164.312(a)(2)(iii)). Read by `session.lifetime`.
    pub staff_idle_minutes: u32,
    /// Days after its visit for which the link in a letter opens it without a password; 1 to 180. Read by
    /// `session.lifetime`.
    pub visit_link_days: u32,
    /// Where the master key comes from: "file", "environment" or "command". Read by
    /// `encryption.at_rest`.
    pub key_source: KeySource,
    /// Days after which the keys in a backup are destroyed; 1 to 90. Read by `deletion.reaches_backups`.
    pub backup_key_days: u32,
    /// Years after somebody was seen last for which their record is kept, where no law and no contract asks for more; 1 to 50.
    /// Read by `retention.limited`.
    pub record_years: u32,
    /// Years for which a contract, as with an insurer, binds the clinic to keep records; 0 where none does, at most 50. Read by
    /// `retention.limited`.
    pub contract_years: u32,
    /// Years over which a person is told to whom something about them was given outside their care; 1 to 50 (six in
    /// 45 CFR 164.528(a)(1)). Read by `sharing.disclosures_recorded`.
    pub disclosure_years: u32,
    /// Days for which letters are kept that were sent; 30 to 3,650. Read by `retention.limited`.
    pub letter_days: u32,
    /// Minutes that one entry of the access record covers for the same actor, person and purpose; 1
    /// to 15. Read by `access.visible`.
    pub access_visit_minutes: u32,
    /// Minutes for which a clinician who says that it is an emergency opens a record that is not in their care; 15 to
    /// 240 (emergency access procedure, 45 CFR 164.312(a)(2)(ii)). Read by `access.need_to_know`.
    pub emergency_minutes: u32,
    /// Who runs the program: "ourselves" or "others". Read by `phi.as_clinic_permits`.
    pub operated_by: OperatedBy,
    /// The country in which what the clinic keeps lies, as "IE"; "unstated" where nobody said it yet. Read by
    /// `residency.stated`.
    pub region: Region,
    /// Most hours for which a named person of whoever runs the program may be let in to help; 1 to 72. Read by
    /// `phi.as_clinic_permits`.
    pub grant_hours: u32,
    /// Days for which a clinic that leaves can take everything along and take it back, before it is erased; 7 to 90. Read by
    /// `termination.removes_service_data`.
    pub leave_days: u32,
    /// Days between saying that something in the notice grows weaker and its taking effect; 7 to 90. Read by
    /// `notice.change_ahead`.
    pub notice_days: u32,
    /// Days from one self-audit to the next; 1 to 31. Read by `security.evaluated`.
    pub audit_days: u32,
    /// Working days of the clinic within which a complaint is answered; 1 to 30. Read by `complaints.answered`.
    pub complaint_answer_days: u32,
    /// Working days of the clinic within which it is settled; 5 to 90, and no fewer than for the answer. Read by
    /// `complaints.answered`.
    pub complaint_resolve_days: u32,
    /// Hours after an incident is known within which people and the authority are told where no law that we know says how
    /// soon; 24 to 720. Read by `incident.notified`.
    pub incident_hours: u32,
    /// Leading bits of an IPv4 address that a log keeps; 8 to 24. Read by `logs.without_people`.
    pub log_address_bits: u32,
    /// Leading bits of an IPv6 address that a log keeps; 16 to 48. Read by `logs.without_people`.
    pub log_address_bits_v6: u32,
    /// Metres to which a position is rounded before anything is reckoned with it; 500 to 10,000. Read by
    /// `location.asked`.
    pub location_metres: u32,
    /// People who are alike in everything that is released about each of them, at least; 5 to 100. Read by
    /// `sharing.deidentified_only`.
    pub release_k: u32,
    /// Tenths of epsilon that all answers with noise about one set of data may spend together; 1 to 100. Read by
    /// `sharing.deidentified_only`.
    pub release_epsilon: u32,
    /// Age in completed years from which a person opens an account without a guardian; 13 to 21.
    /// Read by `age.minimum`.
    pub age_minimum: u32,
    /// The same for people who live in certain places, by country or part of one ("IE", "US-CA");
    /// not below the age that the law there sets, and at most 21. Read by `age.minimum`.
    pub age_by_jurisdiction: BTreeMap<Jurisdiction, u32>,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            edition: Edition::All,
            tls_certificate: CertificateSource::Files,
            tls_minimum: TlsVersion::V1_2,
            hsts_days: 365,
            password_iterations: 600_000,
            password_min_length: 12,
            password_max_length: 128,
            password_min_score: 3,
            staff_second_factor: false,
            alert_tries: 20,
            alert_reads: 500,
            session_days: 30,
            staff_idle_minutes: 30,
            visit_link_days: 30,
            key_source: KeySource::File,
            backup_key_days: 14,
            record_years: 10,
            contract_years: 0,
            disclosure_years: 6,
            letter_days: 730,
            access_visit_minutes: 15,
            emergency_minutes: 60,
            operated_by: OperatedBy::Ourselves,
            region: Region::Unstated,
            grant_hours: 4,
            leave_days: 30,
            notice_days: 30,
            audit_days: 7,
            complaint_answer_days: 10,
            complaint_resolve_days: 25,
            incident_hours: 72,
            log_address_bits: 24,
            log_address_bits_v6: 48,
            location_metres: 1_000,
            release_k: 11,
            release_epsilon: 30,
            age_minimum: 18,
            age_by_jurisdiction: BTreeMap::new(),
        }
    }
}

vocabulary! {
    /// The name of a field of [`Parameters`], as it stands in a file and between the braces of a
    /// statement.
    pub enum Parameter as "a parameter" {
        /// [`Parameters::tls_certificate`]
        TlsCertificate = "tls_certificate",
        /// [`Parameters::tls_minimum`]
        TlsMinimum = "tls_minimum",
        /// [`Parameters::hsts_days`]
        HstsDays = "hsts_days",
        /// [`Parameters::password_iterations`]
        PasswordIterations = "password_iterations",
        /// [`Parameters::password_min_length`]
        PasswordMinLength = "password_min_length",
        /// [`Parameters::password_max_length`]
        PasswordMaxLength = "password_max_length",
        /// [`Parameters::password_min_score`]
        PasswordMinScore = "password_min_score",
        /// [`Parameters::staff_second_factor`]
        StaffSecondFactor = "staff_second_factor",
        /// [`Parameters::alert_tries`]
        AlertTries = "alert_tries",
        /// [`Parameters::alert_reads`]
        AlertReads = "alert_reads",
        /// [`Parameters::session_days`]
        SessionDays = "session_days",
        /// [`Parameters::staff_idle_minutes`]
        StaffIdleMinutes = "staff_idle_minutes",
        /// [`Parameters::visit_link_days`]
        VisitLinkDays = "visit_link_days",
        /// [`Parameters::key_source`]
        KeySource = "key_source",
        /// [`Parameters::backup_key_days`]
        BackupKeyDays = "backup_key_days",
        /// [`Parameters::record_years`]
        RecordYears = "record_years",
        /// [`Parameters::contract_years`]
        ContractYears = "contract_years",
        /// [`Parameters::disclosure_years`]
        DisclosureYears = "disclosure_years",
        /// [`Parameters::letter_days`]
        LetterDays = "letter_days",
        /// [`Parameters::access_visit_minutes`]
        AccessVisitMinutes = "access_visit_minutes",
        /// [`Parameters::emergency_minutes`]
        EmergencyMinutes = "emergency_minutes",
        /// [`Parameters::operated_by`]
        OperatedBy = "operated_by",
        /// [`Parameters::region`]
        Region = "region",
        /// [`Parameters::grant_hours`]
        GrantHours = "grant_hours",
        /// [`Parameters::leave_days`]
        LeaveDays = "leave_days",
        /// [`Parameters::notice_days`]
        NoticeDays = "notice_days",
        /// [`Parameters::audit_days`]
        AuditDays = "audit_days",
        /// [`Parameters::complaint_answer_days`]
        ComplaintAnswerDays = "complaint_answer_days",
        /// [`Parameters::complaint_resolve_days`]
        ComplaintResolveDays = "complaint_resolve_days",
        /// [`Parameters::incident_hours`]
        IncidentHours = "incident_hours",
        /// [`Parameters::log_address_bits`]
        LogAddressBits = "log_address_bits",
        /// [`Parameters::log_address_bits_v6`]
        LogAddressBitsV6 = "log_address_bits_v6",
        /// [`Parameters::location_metres`]
        LocationMetres = "location_metres",
        /// [`Parameters::release_k`]
        ReleaseK = "release_k",
        /// [`Parameters::release_epsilon`]
        ReleaseEpsilon = "release_epsilon",
        /// [`Parameters::age_minimum`]
        AgeMinimum = "age_minimum",
        /// [`Parameters::age_by_jurisdiction`]
        AgeByJurisdiction = "age_by_jurisdiction",
    }
}

/// A parameter that cannot stand as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub field: Parameter,
    /// What is wrong with its value and what it may be.
    pub message: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

impl Parameters {
    /// Each number with the least and the most it may be.
    fn bounded(&self) -> impl Iterator<Item = (Parameter, u32, u32, u32)> {
        use Parameter as P;
        [
            (P::HstsDays, self.hsts_days, 180, 730),
            (P::PasswordIterations, self.password_iterations, 600_000, 10_000_000),
            (P::PasswordMinLength, self.password_min_length, 8, 128),
            (P::PasswordMaxLength, self.password_max_length, 128, 1024),
            (P::PasswordMinScore, self.password_min_score, 2, 4),
            (P::AlertTries, self.alert_tries, 5, 100),
            (P::AlertReads, self.alert_reads, 20, 10_000),
            (P::SessionDays, self.session_days, 1, 90),
            (P::StaffIdleMinutes, self.staff_idle_minutes, 5, 240),
            (P::VisitLinkDays, self.visit_link_days, 1, 180),
            (P::BackupKeyDays, self.backup_key_days, 1, 90),
            (P::RecordYears, self.record_years, 1, 50),
            (P::ContractYears, self.contract_years, 0, 50),
            (P::DisclosureYears, self.disclosure_years, 1, 50),
            (P::LetterDays, self.letter_days, 30, 3_650),
            (P::AccessVisitMinutes, self.access_visit_minutes, 1, 15),
            (P::EmergencyMinutes, self.emergency_minutes, 15, 240),
            (P::GrantHours, self.grant_hours, 1, 72),
            (P::LeaveDays, self.leave_days, 7, 90),
            (P::NoticeDays, self.notice_days, 7, 90),
            (P::AuditDays, self.audit_days, 1, 31),
            (P::ComplaintAnswerDays, self.complaint_answer_days, 1, 30),
            (P::ComplaintResolveDays, self.complaint_resolve_days, 5, 90),
            (P::IncidentHours, self.incident_hours, 24, 720),
            (P::LogAddressBits, self.log_address_bits, 8, 24),
            (P::LogAddressBitsV6, self.log_address_bits_v6, 16, 48),
            (P::LocationMetres, self.location_metres, 500, 10_000),
            (P::ReleaseK, self.release_k, 5, 100),
            (P::ReleaseEpsilon, self.release_epsilon, 1, 100),
            (P::AgeMinimum, self.age_minimum, 13, MOST_AGE),
        ]
        .into_iter()
    }

    /// The least and the most that a number may be; none for what is no number.
    #[must_use]
    pub fn bounds(parameter: Parameter) -> Option<(u32, u32)> {
        let usual = Self::default();
        let mut bounded = usual.bounded();
        bounded.find_map(|(of, _, least, most)| (of == parameter).then_some((least, most)))
    }

    /// Everything that is out of its bounds; empty when the parameters may be used.
    #[must_use]
    pub fn validate(&self) -> Vec<Fault> {
        use Parameter as P;
        let mut faults = Vec::new();
        for (field, value, least, most) in self.bounded() {
            if !(least..=most).contains(&value) {
                faults.push(Fault {
                    field,
                    message: format!("{} is outside {} to {}", grouped(value), grouped(least), grouped(most)),
                });
            }
        }
        // Only told when each is within its own bounds, or one slip would be told twice.
        let needed = self.password_min_length.saturating_mul(4);
        if faults.is_empty() && self.password_max_length < needed {
            faults.push(Fault {
                field: P::PasswordMaxLength,
                message: format!(
                    "{} bytes do not hold every password of {} characters: at least {}",
                    grouped(self.password_max_length),
                    grouped(self.password_min_length),
                    grouped(needed)
                ),
            });
        }
        if faults.is_empty() && self.complaint_resolve_days < self.complaint_answer_days {
            faults.push(Fault {
                field: P::ComplaintResolveDays,
                message: format!(
                    "{} days to settle a complaint are fewer than {} to answer it",
                    self.complaint_resolve_days, self.complaint_answer_days
                ),
            });
        }
        for (place, years) in &self.age_by_jurisdiction {
            let least = age::minimum_age(*place);
            if !(least..=MOST_AGE).contains(years) {
                faults.push(Fault {
                    field: P::AgeByJurisdiction,
                    message: format!("{years} for {place} is outside {least} (the law there) to {MOST_AGE}"),
                });
            }
        }
        faults
    }

    /// Completed years from which a person living there opens an account without a guardian.
    ///
    /// The clinic's own age for that place if it names one, a part of a country before the whole;
    /// else the clinic's general age. Never below what the law there sets, nor below 18 where we do
    /// not know it.
    #[must_use]
    pub fn minimum_age(&self, place: Jurisdiction) -> u32 {
        let named = |place| self.age_by_jurisdiction.get(&place).copied();
        let chosen = named(place).or_else(|| named(place.country_only())).unwrap_or(self.age_minimum);
        chosen.max(age::minimum_age(place))
    }

    /// The value, if it is a number.
    #[must_use]
    pub fn number(&self, parameter: Parameter) -> Option<u32> {
        use Parameter as P;
        Some(match parameter {
            P::HstsDays => self.hsts_days,
            P::PasswordIterations => self.password_iterations,
            P::PasswordMinLength => self.password_min_length,
            P::PasswordMaxLength => self.password_max_length,
            P::PasswordMinScore => self.password_min_score,
            P::AlertTries => self.alert_tries,
            P::AlertReads => self.alert_reads,
            P::SessionDays => self.session_days,
            P::StaffIdleMinutes => self.staff_idle_minutes,
            P::VisitLinkDays => self.visit_link_days,
            P::AccessVisitMinutes => self.access_visit_minutes,
            P::EmergencyMinutes => self.emergency_minutes,
            P::GrantHours => self.grant_hours,
            P::LeaveDays => self.leave_days,
            P::NoticeDays => self.notice_days,
            P::AuditDays => self.audit_days,
            P::ComplaintAnswerDays => self.complaint_answer_days,
            P::ComplaintResolveDays => self.complaint_resolve_days,
            P::IncidentHours => self.incident_hours,
            P::LogAddressBits => self.log_address_bits,
            P::LogAddressBitsV6 => self.log_address_bits_v6,
            P::LocationMetres => self.location_metres,
            P::ReleaseK => self.release_k,
            P::ReleaseEpsilon => self.release_epsilon,
            P::AgeMinimum => self.age_minimum,
            P::BackupKeyDays => self.backup_key_days,
            P::RecordYears => self.record_years,
            P::ContractYears => self.contract_years,
            P::DisclosureYears => self.disclosure_years,
            P::LetterDays => self.letter_days,
            P::StaffSecondFactor
            | P::TlsCertificate
            | P::TlsMinimum
            | P::KeySource
            | P::OperatedBy
            | P::Region
            | P::AgeByJurisdiction => {
                return None;
            }
        })
    }

    /// The value as it stands in an English sentence.
    #[must_use]
    pub fn text(&self, parameter: Parameter) -> String {
        use Parameter as P;
        match parameter {
            // Kept in tenths, and said as the measure that it is.
            P::ReleaseEpsilon => return format!("{}.{}", self.release_epsilon / 10, self.release_epsilon % 10),
            P::ContractYears => return contract_phrase(self.contract_years),
            _ => {}
        }
        if let Some(number) = self.number(parameter) {
            return grouped(number);
        }
        match parameter {
            P::TlsCertificate => self.tls_certificate.phrase().to_owned(),
            // What a proxy speaks is its own affair, and nothing we could know.
            P::TlsMinimum if self.tls_certificate == CertificateSource::Proxy => "TLS".to_owned(),
            P::TlsMinimum => format!("TLS {} or newer", self.tls_minimum),
            P::KeySource => self.key_source.phrase().to_owned(),
            P::OperatedBy => self.operated_by.phrase().to_owned(),
            P::Region => self.region.phrase().to_owned(),
            P::StaffSecondFactor => second_factor_phrase(self.staff_second_factor).to_owned(),
            P::AgeByJurisdiction if self.age_by_jurisdiction.is_empty() => "we set no other age anywhere".to_owned(),
            P::AgeByJurisdiction => self
                .age_by_jurisdiction
                .iter()
                .map(|(place, years)| format!("{years} in {}", place.name()))
                .collect::<Vec<_>>()
                .join(", "),
            // Numbers all; a new parameter that is none is missed by the test of every statement.
            _ => String::new(),
        }
    }
}

/// As it stands in an English sentence: "You may add a passkey or one-time codes to it, and our staff must."
#[must_use]
pub const fn second_factor_phrase(asked_of_staff: bool) -> &'static str {
    if asked_of_staff { "our staff must" } else { "so may our staff" }
}

/// As it stands in an English sentence behind "a contract": nothing where none binds.
fn contract_phrase(years: u32) -> String {
    match years {
        0 => String::new(),
        1 => " (1 year)".to_owned(),
        years => format!(" ({years} years)"),
    }
}

// The highest age of majority we know of anywhere; a number above it is a slip of the pen.
const MOST_AGE: u32 = 21;

/// A number with a comma between thousands, as English writes it.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
