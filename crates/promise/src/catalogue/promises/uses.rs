//! What data is used for, and who gets it.

use super::{A, ALL, C, CS, D, R, RC, RCA, RCD, RCS, RCSD, RS, TREATMENT, without};
use crate::Parameter::{DisclosureYears, GrantHours, OperatedBy, Region, ReleaseEpsilon, ReleaseK};
use crate::{Group, Promise, Service};

const fn promise(id: &'static str, services: &'static [Service], statement: &'static str) -> Promise {
    Promise::new(Group::Use, id, services, statement)
}

pub(super) const USE: [Promise; 23] = [
    promise(
        "purpose.limited",
        RCA,
        "Whoever opens what we keep encrypted about you, and every letter we send you, states what \
         for. A purpose that is not on our list for that detail is refused.",
    ),
    promise(
        "phi.as_clinic_permits",
        RCA,
        "Whoever runs this program for us may handle health details only under an agreement \
         we signed, and for nothing we could not do with them ourselves. {operated_by}. Whom we \
         let in to help, we let in by name, for a reason that you can read, and for {grant_hours} \
         hours at most.",
    )
    .reads(&[OperatedBy, GrantHours])
    .otherwise(&[without(
        TREATMENT,
        "Whoever runs this program for us may handle what it keeps about you only for us: under an \
         agreement we signed, and for nothing we could not do with it ourselves. {operated_by}. Whom \
         we let in to help, we let in by name, for a reason that you can read, and for {grant_hours} \
         hours at most.",
    )])
    .needs(&["operator"]),
    promise(
        "marketing.by_agreement",
        RC,
        "We send promotion only to those who asked for it. What you give us to book or to pay \
         is not used for it.",
    )
    .otherwise(&[without(
        &["booking"],
        "We send promotion only to those who asked for it. What you give us to buy or to pay is not \
         used for it.",
    )])
    .needs(&["engage"]),
    promise(
        "marketing.opt_out",
        RC,
        "One click ends promotion, without signing in. You find it in every such mail, on \
         every form that asks for your address, and on a page of its own.",
    )
    .needs(&["engage"]),
    promise(
        "service_messages.frequency",
        R,
        "You choose how often we remind you, and the hours in which we keep quiet, by your \
         own clock.",
    ),
    promise(
        "messages.from_shown",
        R,
        "Every message shows who it is from: a person, our practice, or our program by \
         itself.",
    ),
    promise(
        "messages.within_care",
        RC,
        "You and a clinician can write to each other only while that person cares for you.",
    )
    .needs(&["care"]),
    promise(
        "sharing.never_sold",
        ALL,
        "We do not sell, lend or show anything about you to anyone who wants to sell you \
         something. There is one way out of our program, and a list of who may be at its \
         other end.",
    ),
    promise(
        "sharing.recipients_listed",
        RCSD,
        "Everyone who handles something about you for us is on a public list: what for, \
         where, and since when they are bound to keep it to themselves. Our program sends \
         nothing to anyone else.",
    ),
    promise(
        "sharing.disclosures_recorded",
        RCS,
        "If we had to give something about you to someone outside your care, we note to whom, \
         what, why and on what ground, and tell you of all of it for {disclosure_years} years. \
         Where an order forbids that, we tell you once it ends.",
    )
    .reads(&[DisclosureYears]),
    promise(
        "sharing.deidentified_only",
        RC,
        "For research we give only what can no longer be led back to you: without the marks \
         the law lists, and mixed with others, so that at least {release_k} people are alike in \
         it; or as counts with noise, of which all together may tell {release_epsilon} \
         (epsilon) about any set of data. Say no to it at any time.",
    )
    .reads(&[ReleaseK, ReleaseEpsilon]),
    promise(
        "analytics.aggregate_only",
        RCD,
        "We count how our pages are used ourselves, so that no one person can be seen in the \
         counts. Your network address is cut before anything is kept.",
    )
    .needs(&["engage"]),
    promise(
        "residency.stated",
        CS,
        "We keep what you tell us in {region}. Every form by which you come to us says so before \
         anything is stored. If you live elsewhere, and the law there, as far as we know it, asks \
         for it, we wait for your agreement, and you can take it back as easily.",
    )
    .reads(&[Region]),
    promise("links.marked", RS, "A link that leads away from our pages says so."),
    promise(
        "testimonials.by_consent",
        RC,
        "We show your name with your words only if you agreed to both. Ask us, and we take \
         them down or tell you why not.",
    )
    .needs(&["engage"]),
    promise(
        "packages.expiry_told",
        C,
        "Before something you paid for ends, or renews by itself, we write to you in time to say no.",
    )
    .needs(&["billing"]),
    promise("posts.audience", C, "You set who can see what you post, and nobody else does.").needs(&["engage"]),
    promise(
        "directory.fields",
        D,
        "From a directory of staff we take first name, last name, email and groups. No \
         passwords, no documents, nothing else.",
    )
    .needs(&["directory"]),
    promise(
        "directory.follows_leavers",
        D,
        "Who is removed from that directory is removed here, who is suspended there is shut \
         out here, at the next look. If a look would remove too many at once, it stops and \
         asks a person.",
    )
    .needs(&["directory"]),
    promise(
        "biometric.by_written_release",
        A,
        "We learn a face only after its owner signed what it is for and for how long. Who \
         would rather not clocks in another way, with nothing lost.",
    )
    .needs(&["workforce"]),
    promise(
        "biometric.templates_only",
        A,
        "We keep no picture of a face, only encrypted numbers made from it, and use them for \
         clocking in and nothing else.",
    )
    .needs(&["workforce"]),
    promise(
        "biometric.destroyed",
        A,
        "Those numbers are destroyed when their owner takes the consent back or leaves, and \
         in any case when their time is up.",
    )
    .needs(&["workforce"]),
    promise(
        "location.at_clocking_only",
        A,
        "We check where staff are only once they signed what it is for, and only as they clock in \
         and out. We keep \"here\" or \"not here\" and how far, never a track. Who would rather not \
         clocks in another way.",
    )
    .needs(&["workforce"]),
];
