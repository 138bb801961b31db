//! The privacy office: the notice that executes, and what people may ask of it.
//!
//! It keeps the notice's versions (`notice.published`, `notice.versions`). The sentences of a notice are made from the
//! parameters that the controls read, so nobody writes a version: one is written down when what is stated changes, whatever
//! changed it. A clinic changes what it states by a draft that it publishes: what weakens is announced, and until its day the
//! parameters are the old ones (`notice.change_ahead`). Deliberately absent: a text that somebody can edit beside them.

mod error;
mod jobs;
mod model;
pub mod rules;
mod store;
mod web;

use std::time::Duration;

use ground::{NOBODYS, Nav, Panel, Recurring, Room, SENT, Scope};

pub use error::{Error, Result};
pub use ground::due::Due;
pub use model::change::Values;
pub use model::notice::{Cause, Said, Sentences, Version};
pub use store::change::{Done, drafted, publish, restate, take_effect};
pub use store::notice::{dates, keep};
pub use store::recipients::ahead::{announce as announce_recipients, take_effect as recipients_take_effect};
pub use store::retention::due as retention_due;
pub use web::gaps::{Gap, gaps};
pub use web::retention::kept_for;

/// The self-audit, and what the officer writes about impact.
pub mod checks {
    pub use crate::jobs::checks::{difference, found, look, now, subject};
    pub use crate::model::checks::{Audit, Finding, Kind, State, Way, Went};
    pub use crate::store::assessment;
    pub use crate::store::checks::{Asked, fall_due, findings, list, newest, press};
}

/// Looks which agreements with recipients end, and tells whoever keeps the list.
pub use jobs::look_at_recipients;

/// What people ask about their own data.
pub mod requests {
    pub use crate::jobs::look;
    pub use crate::model::opinions::*;
    pub use crate::model::requests::*;
    pub use crate::store::requests::*;
    pub use crate::web::requests::{Keeps, found};
}

/// What takes the word of two where four eyes are asked for.
pub mod confirmations {
    pub use crate::model::confirmations::*;
    pub use crate::store::confirmations::{agreed, ask, confirm, confirmable, needed, two, used, waiting, withdraw};
    pub use crate::web::confirmations::{Waits, named, waits};
}

/// Who answers for the clinic's data.
pub mod responsible {
    pub use crate::model::responsible::{Part, Responsible};
    pub use crate::store::responsible::{find, set};
}

/// What was given to somebody outside care.
pub mod disclosures {
    pub use crate::model::disclosures::*;
    pub use crate::store::disclosures::{
        After, Shown, Unlisted, count_told, data, handed, record, record_many, seen, told,
    };
}

/// Releases that can no longer be led back to anybody, and counts with noise.
pub mod releases {
    pub use crate::jobs::releases::{count, gather, is_sound, look};
    pub use crate::model::releases::*;
    pub use crate::store::releases::*;
}

/// Complaints about privacy.
pub mod complaints {
    pub use crate::jobs::look_at_complaints as look;
    pub use crate::model::complaints::*;
    pub use crate::rules::complaints as rules;
    pub use crate::store::complaints::*;
}

/// What went wrong with people's data.
pub mod incidents {
    pub use crate::jobs::look_at_incidents as look;
    pub use crate::model::incidents::*;
    pub use crate::store::incidents::*;
}

/// The sealed columns of this room, each with where the person reads it.
const SHOWN: &[ground::Shown] = &[
    ("request", "said", "/me/privacy/requests/{privacy_request}"),
    ("request", "wanted", "/me/privacy/requests/{privacy_request}"),
    ("request", "reason", "/me/privacy/requests/{privacy_request}"),
    ("request", "changed_what", "/me/privacy/requests/{privacy_request}"),
    ("request", "changed_where", "/me/privacy/requests/{privacy_request}"),
    ("request_opinion", "question", "/me/privacy/requests/{privacy_request}"),
    ("request_opinion", "reason", "/me/privacy/requests/{privacy_request}"),
    ("request_event", "note", "/me/privacy/requests/{privacy_request}"),
    ("request_letter", "subject", SENT),
    ("request_letter", "body", SENT),
    ("statement", "body", "/me/held"),
    ("disclosure", "recipient", "/me/privacy/disclosures"),
    ("disclosure", "address", "/me/privacy/disclosures"),
    ("disclosure", "purpose", "/me/privacy/disclosures"),
    ("disclosure", "basis", "/me/privacy/disclosures"),
    ("disclosure", "ordered_by", "/me/privacy/disclosures"),
    ("data_release_part", "content", NOBODYS),
    ("complaint", "said", "/me/privacy/complaints/{complaint}"),
    ("complaint", "name", "/me/privacy/complaints/{complaint}"),
    ("complaint", "email", "/me/privacy/complaints/{complaint}"),
    ("complaint", "reason", "/me/privacy/complaints/{complaint}"),
    ("complaint_event", "note", "/me/privacy/complaints/{complaint}"),
    ("complaint_letter", "subject", "/me/privacy/complaints/{complaint}"),
    ("complaint_letter", "body", "/me/privacy/complaints/{complaint}"),
    ("complaint_file", "name", "/me/privacy/complaints/{complaint}"),
    ("complaint_file", "kind", "/me/privacy/complaints/{complaint}"),
    ("complaint_file", "content", "/me/privacy/complaints/{complaint}"),
    ("incident", "said", NOBODYS),
    ("incident", "factors", NOBODYS),
    ("incident", "outcome", NOBODYS),
    ("incident_event", "note", NOBODYS),
    ("incident_letter", "subject", NOBODYS),
    ("incident_letter", "body", NOBODYS),
    ("incident_draft", "subject", NOBODYS),
    ("incident_draft", "body", NOBODYS),
    ("incident_told", "subject", "/me/privacy"),
    ("incident_told", "body", "/me/privacy"),
];

/// The pages of the office, as they stand beside each other: path, word and action of each.
const PAGES: &[(&str, &str, &str)] = &[
    ("/office", "office-tab-due", "office.due.read"),
    ("/office/requests", "office-tab-requests", "office.request.list"),
    ("/office/complaints", "office-tab-complaints", "office.complaint.list"),
    ("/incidents", "incidents-nav", "office.incident.list"),
    ("/office/disclosures", "disclosures-nav", "office.disclosure.list"),
    ("/office/recipients", "recipients-nav", "office.recipient.list"),
    ("/releases", "releases-nav", "office.release.read"),
    ("/erasures", "office-tab-erasures", "office.erasure.list"),
    ("/retention", "office-nav-retention", "office.retention.read"),
    ("/office/law", "law-nav", "office.law.read"),
    ("/notice/change", "office-nav-notice", "office.change.read"),
    ("/office/checks", "office-tab-checks", "office.check.list"),
];

/// The room, part by part.
pub fn room() -> Room {
    let room = Room::new("office")
        .schema("001_notice", include_str!("../schema/001_notice.sql"))
        .schema("002_publish", include_str!("../schema/002_publish.sql"))
        .schema("003_requests", include_str!("../schema/003_requests.sql"))
        .schema("007_answers", include_str!("../schema/007_answers.sql"))
        .schema("008_complaints", include_str!("../schema/008_complaints.sql"))
        .schema("009_incidents", include_str!("../schema/009_incidents.sql"))
        .schema("010_disclosures", include_str!("../schema/010_disclosures.sql"))
        .schema("011_releases", include_str!("../schema/011_releases.sql"))
        .schema("012_checks", include_str!("../schema/012_checks.sql"))
        .schema("014_uses", include_str!("../schema/014_uses.sql"))
        .schema("015_reach", include_str!("../schema/015_reach.sql"))
        .schema("016_uses_end", include_str!("../schema/016_uses_end.sql"))
        .schema("018_given_up", include_str!("../schema/018_given_up.sql"))
        .schema("019_returned", include_str!("../schema/019_returned.sql"))
        .schema("030_confirmation", include_str!("../schema/030_confirmation.sql"))
        .schema("031_known", include_str!("../schema/031_known.sql"))
        .schema("032_opinion", include_str!("../schema/032_opinion.sql"))
        .schema("035_not_told", include_str!("../schema/035_not_told.sql"))
        .schema("040_responsible", include_str!("../schema/040_responsible.sql"))
        .data_map(include_str!("../datamap.toml"))
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .shows(SHOWN);
    let parts: [fn(Room) -> Room; 13] = [
        notice,
        consents,
        erasure,
        requests_of_seven_kinds,
        retention,
        laws,
        recipients,
        disclosures_recorded,
        research,
        checks,
        complaints_about_privacy,
        incidents_and_duties,
        where_it_is_kept,
    ];
    let room = parts.into_iter().fold(room, |room, part| part(room));
    let room = PAGES.iter().fold(room, |room, (path, label, action)| room.nav_below("/office", path, label, action));
    web::routes().into_iter().fold(room, Room::routes)
}

/// The notice: its versions, and what of it is drafted, announced and told.
fn notice(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/notice.ftl"))
        .words("ar", include_str!("../locales/ar/notice.ftl"))
        .words("en", include_str!("../locales/en/change.ftl"))
        .words("ar", include_str!("../locales/ar/change.ftl"))
        .words("en", include_str!("../locales/en/agreement.ftl"))
        .words("ar", include_str!("../locales/ar/agreement.ftl"))
        .words("hi", include_str!("../locales/hi/agreement.ftl"))
        .words("hi", include_str!("../locales/hi/evidence.ftl"))
        .words("hi", include_str!("../locales/hi/frame.ftl"))
        .words("hi", include_str!("../locales/hi/notice.ftl"))
        .words("hi", include_str!("../locales/hi/places.ftl"))
        .words("hi", include_str!("../locales/hi/promises.ftl"))
        .job(jobs::announce())
        .job(jobs::ask())
        .on("clinic.changed", |tx, _| store::notice::settings_changed(tx).map(drop))
        // A new clinic's first version, what a new program says with other words, and what was announced for today.
        .recurring(Recurring {
            name: "office.notice",
            every: Duration::from_secs(60),
            run: |scope| Box::pin(every_minute(scope)),
        })
        .due(store::change::due)
        .evidence("notice.published", store::notice::published)
        .evidence("notice.versions", store::notice::versions)
        .evidence("notice.change_ahead", store::ahead::evidence)
}

async fn every_minute(scope: Scope) -> ground::Result<()> {
    scope.write(keep).await?;
    scope.write(take_effect).await?;
    scope.write(recipients_take_effect).await
}

/// What people agree to and say no to.
fn consents(room: Room) -> Room {
    let room = room
        .words("en", include_str!("../locales/en/consent.ftl"))
        .words("ar", include_str!("../locales/ar/consent.ftl"))
        .evidence("consent.recorded", ground::consent::evidence)
        .evidence("rights.object", ground::restrict::evidence);
    web::consents(room)
}

/// Erasing a client, and the certificates of it.
fn erasure(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/erasure.ftl"))
        .words("ar", include_str!("../locales/ar/erasure.ftl"))
        .words("en", include_str!("../locales/en/confirmations.ftl"))
        .words("ar", include_str!("../locales/ar/confirmations.ftl"))
        .on("person.erased", |tx, event| event.person.map_or(Ok(()), |person| store::confirmations::erased(tx, person)))
        .on("person.locked", |tx, event| event.person.map_or(Ok(()), |person| store::confirmations::erased(tx, person)))
        .due(store::confirmations::due)
        .panel(web::erasure_panel())
}

/// What people ask about their data, and the page of what is due.
fn requests_of_seven_kinds(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/requests.ftl"))
        .words("ar", include_str!("../locales/ar/requests.ftl"))
        .words("en", include_str!("../locales/en/copy.ftl"))
        .words("ar", include_str!("../locales/ar/copy.ftl"))
        .words("hi", include_str!("../locales/hi/copy.ftl"))
        .job(jobs::late())
        .recurring(Recurring {
            name: "office.requests",
            every: Duration::from_secs(300),
            run: |scope| Box::pin(jobs::look(scope)),
        })
        .due(store::requests::due)
        .about("{privacy_request}", store::requests::person_of)
        .about("{opinion}", store::requests::person_of_opinion)
        .nav(Nav { path: "/opinions", label: "opinions-nav", icon: "talk", action: "office.opinion.give", order: 70 })
        .nav(Nav { path: "/office", label: "office-nav", icon: "seal", action: "office.due.read", order: 80 })
        .own(Nav { path: "/me/privacy", label: "requests-own-nav", icon: "seal", action: "office.own.read", order: 45 })
        .foot(Nav {
            path: "/privacy/request",
            label: "requests-foot",
            icon: "seal",
            action: "office.public.ask",
            order: 10,
        })
        .panel(Panel { place: "client", order: 35, draw: web::requests::statements_panel })
        .panel(Panel { place: "held", order: 35, draw: web::requests::statements_panel })
        .panel(Panel { place: "client", order: 85, draw: web::requests::log_panel })
        .evidence("rights.access", store::requests::evidence::access)
        .evidence("rights.correct", store::requests::evidence::correct)
}

/// Who handles something about people for the clinic.
fn recipients(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/recipients.ftl"))
        .words("ar", include_str!("../locales/ar/recipients.ftl"))
        .panel(web::recipients_notice())
        .due(store::recipients::due)
        .job(jobs::announce_recipient())
        .recurring(Recurring {
            name: "office.recipients",
            every: Duration::from_secs(3_600),
            run: |scope| Box::pin(jobs::look_at_recipients(scope)),
        })
}

/// Complaints about privacy, and the clinic's working days.
fn complaints_about_privacy(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/complaints.ftl"))
        .words("ar", include_str!("../locales/ar/complaints.ftl"))
        .job(jobs::late_for_governors())
        .job(jobs::late_for_them())
        .recurring(Recurring {
            name: "office.complaints",
            every: Duration::from_secs(300),
            run: |scope| Box::pin(jobs::look_at_complaints(scope)),
        })
        .due(store::complaints::due)
        .about("{complaint}", store::complaints::person_of)
        .foot(Nav {
            path: "/privacy/complaint",
            label: "complaints-foot",
            icon: "talk",
            action: "office.complaint.make",
            order: 20,
        })
        .seen(store::complaints::seen)
        .panel(Panel { place: "client", order: 86, draw: web::complaints::panel })
        .evidence("complaints.answered", store::complaints::evidence::answered)
}

/// How long what is kept, and what a dispute holds back.
fn retention(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/retention.ftl"))
        .words("ar", include_str!("../locales/ar/retention.ftl"))
        .due(store::retention::due)
        .panel(Panel { place: "client", order: 90, draw: web::retention::panel })
}

/// What the program knows of laws, and who answers by them.
fn laws(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/law.ftl"))
        .words("ar", include_str!("../locales/ar/law.ftl"))
        .words("hi", include_str!("../locales/hi/law.ftl"))
        .words("en", include_str!("../locales/en/responsible.ftl"))
        .words("ar", include_str!("../locales/ar/responsible.ftl"))
        .words("hi", include_str!("../locales/hi/responsible.ftl"))
        .checks(&[ground::check::Check { name: "laws", href: "/office/law", look: store::law::looked }])
}

/// What was given to somebody outside care.
fn disclosures_recorded(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/disclosures.ftl"))
        .words("ar", include_str!("../locales/ar/disclosures.ftl"))
        .seen(store::disclosures::seen)
        .panel(Panel { place: "client", order: 86, draw: web::disclosures::panel })
        .panel(Panel { place: "privacy", order: 40, draw: web::disclosures::own_panel })
        .evidence("sharing.disclosures_recorded", store::disclosures::evidence::recorded)
}

/// What leaves for research, and what it may not say of anybody.
fn research(room: Room) -> Room {
    let room = room
        .words("en", include_str!("../locales/en/releases.ftl"))
        .words("ar", include_str!("../locales/ar/releases.ftl"))
        .due(store::releases::due)
        // Who says no, is erased, or turns out to be a child or to have somebody who acts for them, is in nothing that is not
        // decided or taken yet; of records that were merged or parted other people are in a class.
        .on("restriction.changed", |tx, _| store::releases::said_no(tx))
        .on("person.erased", |tx, _| store::releases::said_no(tx))
        .on("person.locked", |tx, _| store::releases::said_no(tx))
        .on("guardian.began", |tx, event| store::releases::known_of(tx, event.person))
        .on("client.born", |tx, event| store::releases::known_of(tx, event.person))
        .on("client.merged", |tx, _| store::releases::said_no(tx))
        .on("client.unmerged", |tx, _| store::releases::said_no(tx))
        .recurring(Recurring {
            name: "office.releases",
            every: Duration::from_secs(300),
            run: |scope| Box::pin(jobs::releases::look(scope)),
        })
        .evidence("sharing.deidentified_only", store::releases::evidence::evidence);
    jobs::releases::handlers().into_iter().fold(room, Room::job)
}

/// The self-audit, and what the officer writes about impact.
fn checks(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/checks.ftl"))
        .words("ar", include_str!("../locales/ar/checks.ftl"))
        .due(store::checks::due)
        .job(jobs::checks::audit())
        .job(jobs::checks::worse())
        .checks(&[ground::check::Check { name: "overdue", href: "/office", look: store::due::overdue }])
        .recurring(Recurring {
            name: "office.audit",
            every: Duration::from_secs(300),
            run: |scope| Box::pin(jobs::checks::look(scope)),
        })
        .evidence("security.evaluated", store::checks::evidence)
}

/// What went wrong with people's data: whom it touches, who must be told by when, and what was told.
fn incidents_and_duties(room: Room) -> Room {
    let room = room
        .words("en", include_str!("../locales/en/incidents.ftl"))
        .words("ar", include_str!("../locales/ar/incidents.ftl"))
        .nav(Nav {
            path: "/incidents/report",
            label: "incidents-nav-report",
            icon: "alert",
            action: "office.incident.report",
            order: 83,
        })
        .panel(Panel { place: "privacy", order: 30, draw: web::incidents::own_panel })
        .due(store::incidents::due)
        .recurring(Recurring {
            name: "office.incidents",
            every: Duration::from_secs(300),
            run: |scope| Box::pin(jobs::look_at_incidents(scope)),
        })
        .evidence("incident.notified", store::incidents::evidence::notified);
    jobs::incidents().into_iter().fold(room, Room::job)
}

/// Where what is kept lies: the receipt of whoever must agree to it is written as the first row about them is stored.
fn where_it_is_kept(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/residency.ftl"))
        .words("ar", include_str!("../locales/ar/residency.ftl"))
        .on(ground::residency::AGREED, store::residency::agreed)
        .evidence("residency.stated", store::residency::evidence)
}
