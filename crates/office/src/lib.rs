//! The privacy office: the notice that executes, and what people may ask of it.
//!
//! Today it keeps the notice's versions (`notice.published`, `notice.versions`). The sentences of a notice are made from the
//! parameters that the controls read, so nobody writes a version: one is written down when what is stated changes, whatever
//! changed it. Deliberately absent: a text that somebody can edit beside the parameters.

mod model;
pub mod rules;
mod store;
mod web;

use std::time::Duration;

use ground::{Recurring, Room};
use store::notice;

pub use model::due::Due;
pub use model::notice::{Cause, Said, Sentences, Version};
pub use store::notice::{dates, keep};

/// The room.
pub fn room() -> Room {
    Room::new("office")
        .schema("001_notice", include_str!("../schema/001_notice.sql"))
        .schema("003_requests", include_str!("../schema/003_requests.sql"))
        .data_map(include_str!("../datamap.toml"))
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .words("en", include_str!("../locales/en/erasure.ftl"))
        .words("ar", include_str!("../locales/ar/erasure.ftl"))
        .words("en", include_str!("../locales/en/notice.ftl"))
        .words("ar", include_str!("../locales/ar/notice.ftl"))
        .routes(web::routes())
        .routes(web::erasure_routes())
        .panel(web::erasure_panel())
        .on("clinic.changed", |tx, _| notice::settings_changed(tx).map(drop))
        // A new clinic's first version, and what a new program says with other words.
        .recurring(Recurring {
            name: "office.notice",
            every: Duration::from_secs(60),
            run: |scope| Box::pin(async move { scope.write(keep).await.map(drop) }),
        })
        .evidence("notice.published", notice::published)
        .evidence("notice.versions", notice::versions)
}
