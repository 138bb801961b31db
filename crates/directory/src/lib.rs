//! The directory room: those who work for the clinic, as a directory of its people says it.
//!
//! A directory takes the clinic's staff in and out: by SCIM it tells us, from Google Workspace we ask. Whichever way, it
//! may say four things of a person and no more (promise `directory.fields`): first name, last name, email, and groups.
//! What a group gives is said by the clinic's own rules. Deliberately absent: a column for anything else, a password, and
//! a way to take over an account that the clinic made itself.

mod error;
pub mod google;
pub mod leave;
pub mod model;
pub mod plan;
mod scim;
pub mod standin;
pub mod store;
pub mod sync;
mod web;

use ground::{NOBODYS, Nav, Panel, Recurring, Room};

pub use error::{Error, Result};

/// The room.
pub fn room() -> Room {
    Room::new("directory")
        .schema("001_directory", include_str!("../schema/001_directory.sql"))
        .schema("002_google", include_str!("../schema/002_google.sql"))
        .schema("003_leavers", include_str!("../schema/003_leavers.sql"))
        .schema("004_consent", include_str!("../schema/004_consent.sql"))
        .schema("005_own_roles", include_str!("../schema/005_own_roles.sql"))
        .schema("006_keeper", include_str!("../schema/006_keeper.sql"))
        .data_map(include_str!("../datamap.toml"))
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .words("en", include_str!("../locales/en.ftl"))
        .words("en", include_str!("../locales/en/google.ftl"))
        .words("en", include_str!("../locales/en/scim.ftl"))
        .words("en", include_str!("../locales/en/standin.ftl"))
        .words("ar", include_str!("../locales/ar.ftl"))
        .words("ar", include_str!("../locales/ar/scim.ftl"))
        .shows(web::own::SHOWN)
        .panel(Panel { place: "profile", order: 15, draw: web::own::profile })
        .routes(scim::routes())
        .routes(sync::web::routes())
        .routes(web::routes())
        .nav(Nav {
            path: "/directory",
            label: "directory-nav",
            icon: "people",
            action: "directory.page.read",
            order: 91,
        })
        .dialect(scim::DIALECT)
        .shows(&[
            ("directory_google", "service_key", NOBODYS),
            ("directory_google", "administrator", NOBODYS),
            ("directory_google", "difference", NOBODYS),
            ("directory_consent", "client_secret", NOBODYS),
        ])
        .recurring(Recurring { name: "directory.google", every: sync::LOOKS, run: |scope| Box::pin(sync::turn(scope)) })
        .recurring(Recurring {
            name: "directory.leavers",
            every: leave::LOOKS,
            run: |scope| Box::pin(leave::turn(scope)),
        })
        .on("account.activated", store::shut::opened)
        .relation(store::user::relate)
        .merges(store::merge::MERGES)
        .due(store::due::due)
        .erases(store::erase::ERASES)
        .evidence("directory.fields", scim::evidence)
        .evidence("directory.follows_leavers", store::evidence::leavers)
}
