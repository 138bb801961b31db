//! What is told and asked before data is taken.

use super::{ALL, C, CA, R, RA, RC, RCS, without};
use crate::Parameter::*;
use crate::{Group, Promise, Service};

const fn promise(id: &'static str, services: &'static [Service], statement: &'static str) -> Promise {
    Promise::new(Group::Notice, id, services, statement)
}

pub(super) const NOTICE: [Promise; 14] = [
    promise(
        "notice.published",
        ALL,
        "The foot of every page leads to this notice, in each of our languages. It says the day \
         it took effect and the day we last changed it. You need not sign in to read it.",
    ),
    promise(
        "notice.versions",
        RCS,
        "Every earlier version stays here to be read, with what changed from one to the next.",
    ),
    promise(
        "notice.change_ahead",
        RCS,
        "Before we weaken anything we promise you here, we say so on our home page and write to \
         you at least {notice_days} days ahead. A use of what you told us that we add later waits \
         for your yes: until you say it, we act as if you said no.",
    )
    .reads(&[NoticeDays]),
    promise(
        "collection.declared",
        ALL,
        "We keep only what is on a list of ours, field by field. Our program does not start \
         with a field that is not on it.",
    ),
    promise(
        "collection.source",
        C,
        "We note where we have your details from: you, someone who booked for you, a form on \
         another site, a file, or a directory.",
    )
    .otherwise(&[without(
        &["booking"],
        "We note where we have your details from: you, someone who acts for you, a form on \
         another site, a file, or a directory.",
    )]),
    promise(
        "consent.recorded",
        CA,
        "When you agree to something, we keep what you were shown, in which language, when, \
         and how you agreed. You can take it back as easily as you gave it, and it counts at \
         once.",
    ),
    promise(
        "cookies.listed",
        RCS,
        "Every cookie, and everything else we leave in your browser, is on a list with what \
         it is for and how long it stays: for your session and its safety, for your settings and \
         for what you prefer.",
    ),
    promise(
        "cookies.choice",
        RC,
        "We leave only what the page cannot do without until you choose. Your settings and \
         our counting of visits are two separate choices, and you can change both at any \
         time.",
    ),
    promise(
        "tracking.signals",
        RC,
        "If your browser asks us not to track you (Global Privacy Control or Do Not Track), \
         we take it as your no to promotion and to counting, and show you that it reached us.",
    ),
    promise(
        "tracking.none_by_third_parties",
        RC,
        "Our pages load nothing from anyone else, and our mails have no hidden pictures that \
         tell us you opened them.",
    ),
    promise(
        "location.asked",
        RA,
        "We ask where you are only when you press for it, to find which of our places is nearest. \
         It is rounded to {location_metres} metres and stays on your device: none of it is sent or \
         kept.",
    )
    .reads(&[LocationMetres])
    .about(&["booking"]),
    promise(
        "push.choice",
        R,
        "Notifications are off until you switch them on, by kind and by device. You can \
         switch them off at any time.",
    )
    .needs(&["care"]),
    promise(
        "age.minimum",
        ALL,
        "Whoever opens an account here tells us that they are {age_minimum} or older \
         ({age_by_jurisdiction}). If the law where we are, or where you tell us you live, asks for \
         more, that counts. For someone younger a parent or guardian books.",
    )
    .reads(&[AgeMinimum, AgeByJurisdiction])
    .otherwise(&[
        without(
            &["people"],
            "Whoever opens an account here tells us that they are {age_minimum} or older \
             ({age_by_jurisdiction}). If the law where we are, or where you tell us you live, asks for \
             more, that counts. Nobody younger opens one.",
        ),
        without(
            &["booking"],
            "Whoever opens an account here tells us that they are {age_minimum} or older \
             ({age_by_jurisdiction}). If the law where we are, or where you tell us you live, asks for \
             more, that counts. For someone younger a parent or guardian acts.",
        ),
    ]),
    promise(
        "age.minor_removes_own_posts",
        R,
        "If you are a minor, you can take down what you posted, or have us take it down.",
    )
    .needs(&["engage"]),
];
