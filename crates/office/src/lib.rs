//! The privacy office: the notice that executes, and what people may ask of it.
//!
//! It keeps the notice's versions (`notice.published`, `notice.versions`). The sentences of a notice are made from the
//! parameters that the controls read, so nobody writes a version: one is written down when what is stated changes, whatever
//! changed it. A clinic changes what it states by a draft that it publishes: what weakens is announced, and until its day the
//! parameters are the old ones (`notice.change_ahead`). Deliberately absent: a text that somebody can edit beside them.

mod jobs;
mod model;
pub mod rules;
mod store;
mod web;

use std::time::Duration;

use ground::{Nav, Recurring, Result, Room, Scope};
use store::{ahead, change, notice};

pub use model::notice::{Cause, Said, Sentences, Version};
pub use store::change::{Done, restate, take_effect};
pub use store::notice::{dates, keep};

/// The room.
pub fn room() -> Room {
    Room::new("office")
        .schema("001_notice", include_str!("../schema/001_notice.sql"))
        .schema("002_publish", include_str!("../schema/002_publish.sql"))
        .data_map(include_str!("../datamap.toml"))
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .words("en", include_str!("../locales/en/notice.ftl"))
        .words("ar", include_str!("../locales/ar/notice.ftl"))
        .words("en", include_str!("../locales/en/change.ftl"))
        .words("ar", include_str!("../locales/ar/change.ftl"))
        .words("hi", include_str!("../locales/hi/frame.ftl"))
        .words("hi", include_str!("../locales/hi/notice.ftl"))
        .words("hi", include_str!("../locales/hi/promises.ftl"))
        .routes(web::routes())
        .nav(Nav {
            path: "/notice/change",
            label: "office-nav-notice",
            icon: "paper",
            action: "office.change.read",
            order: 85,
        })
        .job(jobs::announce())
        .on("clinic.changed", |tx, _| notice::settings_changed(tx).map(drop))
        // A new clinic's first version, what a new program says with other words, and what was announced for today.
        .recurring(Recurring {
            name: "office.notice",
            every: Duration::from_secs(60),
            run: |scope| Box::pin(every_minute(scope)),
        })
        .evidence("notice.published", notice::published)
        .evidence("notice.versions", notice::versions)
        .evidence("notice.change_ahead", ahead::evidence)
}

async fn every_minute(scope: Scope) -> Result<()> {
    scope.write(keep).await?;
    scope.write(change::take_effect).await.map(drop)
}
