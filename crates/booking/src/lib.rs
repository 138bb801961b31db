//! Booking: services, free times, and appointments from the first click to the last status.
//!
//! Read [`rules`] for what may be booked and why, [`store::book`] for how it is, [`act`] for what pages and programs
//! call.

pub mod act;
mod admit;
pub mod api;
mod error;
pub mod ics;
pub mod import;
pub mod jobs;
pub mod link;
pub mod model;
pub mod offers;
mod panel;
mod party;
pub mod report;
pub mod rules;
pub mod store;
pub mod web;

use ground::{Nav, Recurring, Room};

pub use api::openapi;
pub use error::{Error, Free, code_of};
pub use party::{Own, OwnFor, Party, Visitor, Whom};

/// The booking room.
pub fn room() -> Room {
    let room = Room::new("booking")
        .schema("001_booking", include_str!("../schema/001_booking.sql"))
        .schema("002_requests", include_str!("../schema/002_requests.sql"))
        .schema("003_desk_change", include_str!("../schema/003_desk_change.sql"))
        .schema("005_visit_phone", include_str!("../schema/005_visit_phone.sql"))
        .schema("006_booked_by", include_str!("../schema/006_booked_by.sql"))
        .schema("007_overlap", include_str!("../schema/007_overlap.sql"))
        .schema("008_letter_words", include_str!("../schema/008_letter_words.sql"))
        .schema("010_bring", include_str!("../schema/010_bring.sql"))
        .schema("011_reminder_choice", include_str!("../schema/011_reminder_choice.sql"))
        .schema("012_calendar_feed", include_str!("../schema/012_calendar_feed.sql"))
        .schema("013_place_spot", include_str!("../schema/013_place_spot.sql"))
        .schema("020_reports", include_str!("../schema/020_reports.sql"))
        .schema("021_remind", include_str!("../schema/021_remind.sql"))
        .schema("022_import", include_str!("../schema/022_import.sql"))
        .schema("023_keeper", include_str!("../schema/023_keeper.sql"))
        .schema("025_nobodys", include_str!("../schema/025_nobodys.sql"))
        .data_map(include_str!("../datamap.toml"))
        .shows(&[
            ("appointment", "note", "/me/visits/{appointment}"),
            ("appointment", "phone", "/me/visits/{appointment}"),
        ])
        .promises(include_str!("../promises.toml"))
        .policy(include_str!("../policy.cedar"))
        .abilities(include_str!("../abilities.toml"))
        .words("en", include_str!("../locales/en.ftl"))
        .words("ar", include_str!("../locales/ar.ftl"))
        .words("en", include_str!("../locales/en/desk.ftl"))
        .words("en", include_str!("../locales/en/problems.ftl"))
        .words("ar", include_str!("../locales/ar/problems.ftl"))
        .words("en", include_str!("../locales/en/report.ftl"))
        .words("en", include_str!("../locales/en/import.ftl"))
        .routes(web::public::routes())
        .routes(web::desk::routes())
        .routes(web::setup::routes())
        .routes(web::import::routes())
        .routes(report::routes())
        .routes(api::routes())
        .more_evidence("session.lifetime", link::evidence)
        .evidence("service_messages.frequency", store::reminders::evidence)
        .evidence("location.asked", web::public::nearest::evidence)
        .relation(store::care::relate)
        .counts("in_care", store::care::counts)
        .seen(store::seen::seen)
        .recurring(Recurring {
            name: "booking.sweep",
            every: std::time::Duration::from_secs(3_600),
            run: |scope| Box::pin(async move { scope.write(store::undo::sweep).await.map(drop) }),
        })
        .dataset(store::dataset::VISITS)
        .merges(store::merge::MERGES)
        .erases(store::erase::ERASES)
        .on("account.removed", store::erase::account_removed)
        .on("restriction.changed", store::reminders::restricted)
        .on("account.closed", store::feed::account_closed)
        .more_evidence("rights.close_account", store::feed::closed_evidence)
        .about("{appointment}", store::client_of)
        .about("{change}", store::undo::client_of)
        .own(Nav { path: "/me/visits", label: "booking-own-nav", icon: "cal", action: "booking.own.list", order: 20 })
        .nav(Nav { path: "/day", label: "booking-nav-day", icon: "cal", action: "booking.day.read", order: 10 })
        .nav(Nav {
            path: "/reports",
            label: "desk-nav-reports",
            icon: "paper",
            action: "booking.report.read",
            order: 60,
        })
        .nav(Nav { path: "/setup", label: "desk-nav-setup", icon: "gear", action: "booking.setup.write", order: 95 });
    let room = people::incoming::furnish::<import::visits::Visits>(room);
    let room = panel::panels().into_iter().fold(room, Room::panel);
    jobs::handlers().into_iter().fold(room, Room::job)
}
