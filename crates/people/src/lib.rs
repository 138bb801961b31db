//! The people room: clients, whom they act for, how they are found, and who opened their record.
//!
//! What other rooms use: [`find_or_create`] and [`create_dependant`] within their own transaction, [`form`] to read
//! the same fields by the same rules, [`open`] for a client in clear, [`search`] and [`found`] to look for one, and
//! [`rules::may_book_alone`].

mod api;
mod doc;
mod fold;
pub mod form;
pub mod model;
pub mod rules;
pub mod store;
mod web;

use ground::Room;

pub use api::{ClientBody, ClientList};
pub use doc::openapi;
pub use model::{BirthDate, Client, Email, FamilyName, GivenName, Kinship, NewChild, NewClient, Phone, Source, Stored};
pub use store::imported;
pub use store::{
    Bond, Found, complete, create, create_dependant, create_for, dependants_of, end_bond, find, find_many,
    find_or_create, forget, found, guardians_of, known, known_by_email, open, search,
};

/// The room.
pub fn room() -> Room {
    let room = Room::new("people")
        .schema("001_people", include_str!("../schema/001_people.sql"))
        .schema("005_claimed", include_str!("../schema/005_claimed.sql"))
        .schema("010_imported_token", include_str!("../schema/010_imported_token.sql"))
        .data_map(include_str!("../datamap.toml"))
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .words("en", include_str!("../locales/en.ftl"))
        .words("ar", include_str!("../locales/ar.ftl"))
        .routes(web::routes())
        .routes(api::routes())
        .relation(store::relate)
        .about("{client}", store::named)
        .evidence("collection.source", store::source_evidence);
    web::furnish(room)
}
