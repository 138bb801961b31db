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
    ("request_event", "note", "/me/privacy/requests/{privacy_request}"),
    ("request_letter", "subject", SENT),
    ("request_letter", "body", SENT),
    ("statement", "body", "/me/held"),
    ("incident", "said", NOBODYS),
    ("incident", "factors", NOBODYS),
    ("incident", "outcome", NOBODYS),
    ("incident_event", "note", NOBODYS),
    ("incident_letter", "subject", NOBODYS),
    ("incident_letter", "body", NOBODYS),
    ("incident_told", "subject", "/me/privacy"),
    ("incident_told", "body", "/me/privacy"),
];

/// The room, part by part.
pub fn room() -> Room {
    let room = Room::new("office")
        .schema("001_notice", include_str!("../schema/001_notice.sql"))
        .schema("002_publish", include_str!("../schema/002_publish.sql"))
        .schema("003_requests", include_str!("../schema/003_requests.sql"))
        .schema("007_answers", include_str!("../schema/007_answers.sql"))
        .schema("009_incidents", include_str!("../schema/009_incidents.sql"))
        .data_map(include_str!("../datamap.toml"))
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .shows(SHOWN);
    let parts: [fn(Room) -> Room; 6] =
        [notice, consents, erasure, requests_of_seven_kinds, retention, incidents_and_duties];
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

/// What went wrong with people's data: whom it touches, who must be told by when, and what was told.
fn incidents_and_duties(room: Room) -> Room {
    let room = room
        .words("en", include_str!("../locales/en/incidents.ftl"))
        .words("ar", include_str!("../locales/ar/incidents.ftl"))
        .nav(Nav {
            path: "/incidents",
            label: "incidents-nav",
            icon: "alert",
            action: "office.incident.list",
            order: 82,
        })
        .nav(Nav {
            path: "/incidents/report",
            label: "incidents-nav-report",
            icon: "unsure",
            action: "office.incident.report",
            order: 83,
        })
        .panel(Panel { place: "privacy", order: 30, draw: web::incidents::own_panel })
        .recurring(Recurring {
            name: "office.incidents",
            every: Duration::from_secs(300),
            run: |scope| Box::pin(jobs::look_at_incidents(scope)),
        })
        .evidence("incident.notified", store::incidents::evidence::notified);
    jobs::incidents().into_iter().fold(room, Room::job)
}
