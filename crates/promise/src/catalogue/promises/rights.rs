//! What a person can ask for.

use super::{A, ALL, AS, C, D, OURS, RCAS, S, SC, SR, TREATMENT, without};
use crate::Parameter::{
    BackupKeyDays, ComplaintAnswerDays, ComplaintResolveDays, ContractYears, IncidentHours, LeaveDays, LetterDays,
    RecordYears,
};
use crate::{Group, Promise, Service};

const fn promise(id: &'static str, services: &'static [Service], statement: &'static str) -> Promise {
    Promise::new(Group::Rights, id, services, statement)
}

pub(super) const RIGHTS: [Promise; 12] = [
    promise(
        "rights.access",
        AS,
        "You can have everything we hold about you, to read and as files, from your own page. \
         Nothing is left out.",
    ),
    promise(
        "rights.correct",
        ALL,
        "You can put right what is wrong. Where a clinician has to agree and does not, we \
         tell you why and keep your view beside theirs.",
    )
    .otherwise(&[without(
        TREATMENT,
        "You can put right what is wrong. Where one of us has to agree and does not, we tell you \
         why and keep your view beside ours.",
    )]),
    promise(
        "rights.delete",
        ALL,
        "You can have your account and your data erased. If a law makes us keep something, we \
         name the law and the day it goes, and lock it until then.",
    ),
    promise(
        "rights.anonymise",
        S,
        "We can keep our figures and forget you: the numbers stay right, and no one can find \
         you in them again.",
    ),
    promise(
        "rights.object",
        A,
        "You can say no to a use of your data, or have it stopped for a while. Signed in, it \
         counts at once; asked for by letter or at the desk, once we have agreed.",
    ),
    promise(
        "rights.self_service",
        SR,
        "You see, change and remove your own details in your profile, without asking anyone.",
    ),
    promise(
        "rights.close_account",
        SC,
        "You can close your account. It signs you out everywhere and ends what you subscribed \
         to and what we send you.",
    ),
    promise(
        "complaints.answered",
        S,
        "We answer a complaint about privacy within {complaint_answer_days} of our working days and settle it within \
         {complaint_resolve_days} of them. One that is late goes to whoever is in charge.",
    )
    .reads(&[ComplaintAnswerDays, ComplaintResolveDays]),
    promise(
        "retention.limited",
        RCAS,
        "We keep your record for {record_years} years after we saw you last, and letters for {letter_days} days, or longer \
         where a law or a contract{contract_years} binds us; then it goes by itself. If a dispute holds it back, \
         you can see that.",
    )
    .reads(&[RecordYears, LetterDays, ContractYears]),
    promise(
        "deletion.reaches_backups",
        OURS,
        "When we erase you, our backups can no longer be read about you either: within \
         {backup_key_days} days your key is gone from all of them. You get a certificate that \
         anyone can check.",
    )
    .reads(&[BackupKeyDays]),
    promise(
        "termination.removes_service_data",
        C,
        "When a practice leaves this service, it takes everything along, and {leave_days} days later \
         its data here is erased. Only totals remain.",
    )
    .reads(&[LeaveDays]),
    promise(
        "incident.notified",
        D,
        "If something goes wrong with your data, we work out whom it touches from our own \
         records, and tell them and the authorities within the time the law sets, and within \
         {incident_hours} hours where it sets none.",
    )
    .reads(&[IncidentHours]),
];
