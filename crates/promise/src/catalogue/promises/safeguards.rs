//! How data is kept safe.

use super::{D, R, RA, RAD, RS, S, TREATMENT, without};
use crate::Parameter::*;
use crate::{Group, Promise, Service};

const fn promise(id: &'static str, services: &'static [Service], statement: &'static str) -> Promise {
    Promise::new(Group::Safeguards, id, services, statement)
}

pub(super) const SAFEGUARDS: [Promise; 10] = [
    promise(
        "traffic.encrypted",
        RS,
        "What travels between you and us is encrypted, with {tls_minimum}, under a \
         certificate {tls_certificate}. An unencrypted address only sends you on to the \
         encrypted one, and your browser keeps to it for {hsts_days} days.",
    )
    .reads(&[TlsMinimum, TlsCertificate, HstsDays]),
    promise(
        "password.hashed",
        S,
        "We do not keep your password. We keep what remains of it after {password_iterations} \
         rounds of a one-way calculation (PBKDF2) with a salt of your own, and it never \
         stands in a log.",
    )
    .reads(&[PasswordIterations]),
    promise(
        "password.robust",
        R,
        "A password has at least {password_min_length} characters and at most \
         {password_max_length} bytes. We turn down one that is common or easy to guess (below \
         {password_min_score} on a scale to 4), and tell you why. You may add a passkey or one-time \
         codes to it, and {staff_second_factor}.",
    )
    .reads(&[PasswordMinLength, PasswordMaxLength, PasswordMinScore, StaffSecondFactor]),
    promise(
        "session.lifetime",
        RS,
        "You stay signed in for {session_days} days on a browser, our staff until they pause \
         for {staff_idle_minutes} minutes. You can sign out everywhere from anywhere; a new \
         password does it too. The link in a letter opens its visit without a password until \
          {visit_link_days} days after it.",
    )
    .reads(&[SessionDays, StaffIdleMinutes, VisitLinkDays]),
    promise(
        "encryption.at_rest",
        RA,
        "Your name, how to reach you, your health, your whereabouts and what you write to us \
         are encrypted under a key that is yours alone. The master key is kept {key_source}.",
    )
    .reads(&[KeySource]),
    promise(
        "access.need_to_know",
        RAD,
        "Your record opens only for someone whose task asks for it. Everyone else is refused, \
         and we write down that they tried. In an emergency somebody who treats here opens it \
         for {emergency_minutes} minutes by writing down why; you can read that, and whoever \
         answers for data here is told at once and looks at it.",
    )
    .reads(&[EmergencyMinutes])
    .otherwise(&[without(
        TREATMENT,
        "Your record, your name and your address with it, opens only for someone whose task asks for \
         it. Everyone else is refused, and we write down that they tried.",
    )]),
    promise(
        "access.visible",
        RA,
        "Each time your record is opened, we write down who, when and why, sealed so that any later \
         change shows; one line covers {access_visit_minutes} minutes of the same visit. Signed in, \
         you can read all of it.",
    )
    .reads(&[AccessVisitMinutes]),
    promise(
        "logs.without_people",
        D,
        "Our technical logs hold no names, no email addresses, no number that stands for you \
         and nothing you wrote. Of your network address they keep the first \
         {log_address_bits} bits ({log_address_bits_v6} of the long kind): a neighbourhood, \
         not a door.",
    )
    .reads(&[LogAddressBits, LogAddressBitsV6]),
    promise(
        "security.alerts",
        R,
        "We write to you when someone signs in to your account from a browser and network we have not \
         seen, changes how you sign in, or types {alert_tries} wrong passwords within an hour. When \
         one of us opens {alert_reads} records within an hour, our privacy officer is told.",
    )
    .reads(&[AlertTries, AlertReads]),
    promise(
        "security.evaluated",
        RA,
        "Our program checks all of this every {audit_days} days, and keeps what each check found so that \
         any later change shows.",
    )
    .reads(&[AuditDays]),
];
