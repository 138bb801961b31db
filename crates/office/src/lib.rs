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

use ground::{Nav, Panel, Recurring, Room, SENT, Scope};

pub use error::{Error, Result};
pub use model::due::Due;
pub use model::notice::{Cause, Said, Sentences, Version};
pub use store::change::{Done, drafted, publish, restate, take_effect};
pub use store::notice::{dates, keep};
pub use store::retention::due as retention_due;

/// What people ask about their own data.
pub mod requests {
    pub use crate::jobs::look;
    pub use crate::model::requests::*;
    pub use crate::store::requests::*;
    pub use crate::web::requests::found;
}

/// Complaints about privacy.
pub mod complaints {
    pub use crate::jobs::look_at_complaints as look;
    pub use crate::model::complaints::*;
    pub use crate::rules::complaints as rules;
    pub use crate::store::complaints::*;
}

/// The sealed columns of this room, each with where the person reads it.
const SHOWN: &[ground::Shown] = &[
    ("request", "said", "/me/privacy/requests/{privacy_request}"),
    ("request", "wanted", "/me/privacy/requests/{privacy_request}"),
    ("request", "reason", "/me/privacy/requests/{privacy_request}"),
    ("request_event", "note", "/me/privacy/requests/{privacy_request}"),
    ("request_letter", "subject", SENT),
    ("request_letter", "body", SENT),
    ("statement", "body", "/me/held"),
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
];

/// The room, part by part.
pub fn room() -> Room {
    let room = Room::new("office")
        .schema("001_notice", include_str!("../schema/001_notice.sql"))
        .schema("002_publish", include_str!("../schema/002_publish.sql"))
        .schema("003_requests", include_str!("../schema/003_requests.sql"))
        .schema("007_answers", include_str!("../schema/007_answers.sql"))
        .schema("008_complaints", include_str!("../schema/008_complaints.sql"))
        .data_map(include_str!("../datamap.toml"))
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .shows(SHOWN);
    let parts: [fn(Room) -> Room; 6] =
        [notice, consents, erasure, requests_of_seven_kinds, complaints_about_privacy, retention];
    let room = parts.into_iter().fold(room, |room, part| part(room));
    web::routes().into_iter().fold(room, Room::routes)
}

/// The notice: its versions, and what of it is drafted, announced and told.
fn notice(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/notice.ftl"))
        .words("ar", include_str!("../locales/ar/notice.ftl"))
        .words("en", include_str!("../locales/en/change.ftl"))
        .words("ar", include_str!("../locales/ar/change.ftl"))
        .words("hi", include_str!("../locales/hi/frame.ftl"))
        .words("hi", include_str!("../locales/hi/notice.ftl"))
        .words("hi", include_str!("../locales/hi/promises.ftl"))
        .nav(Nav {
            path: "/notice/change",
            label: "office-nav-notice",
            icon: "paper",
            action: "office.change.read",
            order: 85,
        })
        .job(jobs::announce())
        .on("clinic.changed", |tx, _| store::notice::settings_changed(tx).map(drop))
        // A new clinic's first version, what a new program says with other words, and what was announced for today.
        .recurring(Recurring {
            name: "office.notice",
            every: Duration::from_secs(60),
            run: |scope| Box::pin(every_minute(scope)),
        })
        .evidence("notice.published", store::notice::published)
        .evidence("notice.versions", store::notice::versions)
        .evidence("notice.change_ahead", store::ahead::evidence)
}

async fn every_minute(scope: Scope) -> ground::Result<()> {
    scope.write(keep).await?;
    scope.write(take_effect).await.map(drop)
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
        .panel(web::erasure_panel())
}

/// What people ask about their data, and the page of what is due.
fn requests_of_seven_kinds(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/requests.ftl"))
        .words("ar", include_str!("../locales/ar/requests.ftl"))
        .words("en", include_str!("../locales/en/copy.ftl"))
        .words("ar", include_str!("../locales/ar/copy.ftl"))
        .job(jobs::late())
        .recurring(Recurring {
            name: "office.requests",
            every: Duration::from_secs(300),
            run: |scope| Box::pin(jobs::look(scope)),
        })
        .about("{privacy_request}", store::requests::person_of)
        .nav(Nav { path: "/office", label: "office-nav", icon: "seal", action: "office.due.read", order: 80 })
        .own(Nav { path: "/me/privacy", label: "requests-own-nav", icon: "seal", action: "office.own.read", order: 45 })
        .panel(Panel { place: "client", order: 35, draw: web::requests::statements_panel })
        .panel(Panel { place: "held", order: 35, draw: web::requests::statements_panel })
        .panel(Panel { place: "client", order: 85, draw: web::requests::log_panel })
        .evidence("rights.access", store::requests::evidence::access)
        .evidence("rights.correct", store::requests::evidence::correct)
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
        .about("{complaint}", store::complaints::person_of)
        .seen(store::complaints::seen)
        .panel(Panel { place: "client", order: 86, draw: web::complaints::panel })
        .evidence("complaints.answered", store::complaints::evidence::answered)
}

/// How long what is kept, and what a dispute holds back.
fn retention(room: Room) -> Room {
    room.words("en", include_str!("../locales/en/retention.ftl"))
        .words("ar", include_str!("../locales/ar/retention.ftl"))
        .panel(Panel { place: "client", order: 90, draw: web::retention::panel })
        .nav(Nav {
            path: "/retention",
            label: "office-nav-retention",
            icon: "paper",
            action: "office.retention.read",
            order: 92,
        })
}
