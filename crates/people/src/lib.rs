//! The people room: clients, whom they act for, how they are found, and who opened their record.
//!
//! What other rooms use: [`find_or_create`] and [`create_dependant`] within their own transaction, [`form`] to read
//! the same fields by the same rules, [`open`] for a client in clear, [`search`] and [`found`] to look for one, and
//! [`rules::may_book_alone`].

mod api;
mod doc;
mod fold;
pub mod form;
pub mod import;
pub mod incoming;
pub mod model;
pub mod own;
pub mod rules;
pub mod store;
mod web;

use std::time::Duration;

use ground::{Event, Recurring, Result, Room, Tx};

pub use api::{ClientBody, ClientList};
pub use doc::openapi;
pub use fold::words as folded;
pub use model::{BirthDate, Client, Email, FamilyName, GivenName, Kinship, NewChild, NewClient, Phone, Source, Stored};
pub use store::clients_kept;
pub use store::document::bytes as document_bytes;
pub use store::{
    Acts, Bond, Found, acts_for, complete, create, create_dependant, create_for, dependants_of, end_bond, find,
    find_many, find_or_create, forget, found, guardians_of, is_shared, known, known_by_email, meant, open, open_many,
    search, unguarded, wards,
};
pub use store::{Subject, subjects};
pub use store::{imported, whom};
pub use web::came_back;

/// Something was written about a person whose record was merged meanwhile: it follows the rest.
fn follow(tx: &mut Tx<'_>, event: &Event) -> Result<()> {
    event.person.map_or(Ok(()), |person| tx.follow(person))
}

/// The room.
pub fn room() -> Room {
    let room = Room::new("people")
        .schema("001_people", include_str!("../schema/001_people.sql"))
        .schema("005_claimed", include_str!("../schema/005_claimed.sql"))
        .schema("010_imported_token", include_str!("../schema/010_imported_token.sql"))
        .schema("011_documents", include_str!("../schema/011_documents.sql"))
        .schema("012_tags", include_str!("../schema/012_tags.sql"))
        .schema("013_merge", include_str!("../schema/013_merge.sql"))
        .schema("014_identifiers", include_str!("../schema/014_identifiers.sql"))
        .schema("020_before_client", include_str!("../schema/020_before_client.sql"))
        .schema("021_import", include_str!("../schema/021_import.sql"))
        .schema("100_erased", include_str!("../schema/100_erased.sql"))
        .schema("101_keeper", include_str!("../schema/101_keeper.sql"))
        .data_map(include_str!("../datamap.toml"))
        .shows(web::SHOWN)
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .words("en", include_str!("../locales/en.ftl"))
        .words("ar", include_str!("../locales/ar.ftl"))
        .words("en", include_str!("../locales/en/import.ftl"))
        .words("en", include_str!("../locales/en/incoming.ftl"))
        .routes(web::routes())
        .routes(api::routes())
        .relation(store::relate)
        .everybody(store::count)
        .seen(store::seen::seen)
        .about("{client}", store::named)
        .about("{other}", store::named)
        .merges(store::merge::MERGES)
        .erases(store::erase::ERASES)
        .due(store::duplicate::due)
        .more_evidence("residency.stated", store::told)
        .more_evidence("rights.delete", store::erase::evidence)
        .on("appointment.booked", follow)
        .on("appointment.requested", follow)
        .recurring(Recurring {
            name: "people.duplicates",
            every: Duration::from_secs(30),
            run: |scope| Box::pin(async move { store::duplicate::look_through(&scope).await.map(drop) }),
        })
        .recurring(Recurring {
            name: "people.merges",
            every: Duration::from_secs(3_600),
            run: |scope| Box::pin(async move { scope.write(store::merge::sweep).await.map(drop) }),
        })
        .evidence("rights.self_service", store::self_service)
        .evidence("collection.source", store::source_evidence);
    web::furnish(incoming::furnish::<import::Clients>(room))
}
