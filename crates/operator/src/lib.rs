//! The operator's room: whoever runs the program for clinics that are not theirs, by which agreement, and whom of them a
//! clinic lets in.
//!
//! Where the program is the clinic's own there is no operator, and this room only says so. Deliberately absent: an account
//! of the operator's that belongs to no clinic, a way for whoever was let in to stay longer, and a key that opens
//! anybody without the clinic's leave.

mod error;
mod letter;
pub mod model;
pub mod rules;
pub mod store;
mod web;

use ground::{Panel, Room};

pub use error::{Error, Result};
pub use rules::Standing;
pub use store::{agreement, grant};

/// The room.
pub fn room() -> Room {
    Room::new("operator")
        .schema("001_operator", include_str!("../schema/001_operator.sql"))
        .data_map(include_str!("../datamap.toml"))
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .words("en", include_str!("../locales/en.ftl"))
        .words("ar", include_str!("../locales/ar.ftl"))
        .routes(web::routes())
        .panel(Panel { place: "record", order: 20, draw: web::panel::draw })
        .panel(Panel { place: "setup", order: 10, draw: web::panel::notice })
        .relation(store::grant::relate)
        .on("account.deactivated", store::grant::closed)
        .due(store::agreement::due)
        .job(letter::told())
        .evidence("phi.as_clinic_permits", store::evidence::permitted)
}
