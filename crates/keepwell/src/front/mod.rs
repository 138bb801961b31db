//! The front of the house: pages that belong to no single room. The installation's own front page, the promises as
//! they stand, the clinic's colour, and what only the demo shows: components, letters, and doors without a key.

mod access_log;
mod api;
mod cookies;
mod copy;
mod doors;
mod export;
mod impact;
mod known;
mod leave;
mod mailbox;
mod notice;
pub(crate) mod processing;

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Page, Query, render};
use ground::{Room, Routes, Scope, digest};
use promise::Purpose;

pub(crate) use leave::REASON;

/// The roof's own room.
pub fn room() -> Room {
    Room::new("front")
        .schema("001_invented", include_str!("../../schema/001_invented.sql"))
        .schema("002_clinic_export", include_str!("../../schema/002_clinic_export.sql"))
        .data_map(include_str!("../../datamap.toml"))
        .policy(include_str!("../../policy.cedar"))
        .abilities(include_str!("../../abilities.toml"))
        .promises(include_str!("../../promises.toml"))
        .words("en", include_str!("../../locales/en.ftl"))
        .words("ar", include_str!("../../locales/ar.ftl"))
        .words("en", include_str!("../../locales/en/cookies.ftl"))
        .words("en", include_str!("../../locales/en/impact.ftl"))
        .words("ar", include_str!("../../locales/ar/impact.ftl"))
        .words("ar", include_str!("../../locales/ar/cookies.ftl"))
        .evidence("traffic.encrypted", notice::traffic)
        .evidence("logs.without_people", notice::logs)
        .evidence("collection.declared", notice::declared)
        .evidence("tracking.none_by_third_parties", notice::egress)
        .evidence("cookies.listed", notice::cookies)
        .evidence("cookies.choice", cookies::chosen)
        .evidence("links.marked", notice::away)
        .on("account.verified", known::attach)
        .on("clinic.leaving", crate::leave::decided)
        .on("clinic.stays", crate::leave::decided)
        .due(crate::leave::due)
        .job(crate::leave::told())
        .farewell(crate::leave::farewell)
        .nav_below("/office", "/processing", "processing-nav", "front.processing.read")
        .nav_below("/office", "/access-log", "access-log-nav", "front.access.read")
        .routes(
            Routes::new()
                .get("/", "front.home.read", Purpose::Scheduling, doors::home)
                .get("/_components", "front.components.read", Purpose::Operation, components)
                .get("/api/v1/openapi.json", "front.api.read", Purpose::Scheduling, api::document)
                .get("/api/v1/docs", "front.api.read", Purpose::Scheduling, api::page)
                .get("/c/{clinic}/brand.css", "front.brand.read", Purpose::Scheduling, brand)
                .get("/c/{clinic}/access-log", "front.access.read", Purpose::Rights, access_log::page)
                .get("/c/{clinic}/access-log/checkpoint", "front.access.check", Purpose::Rights, access_log::checkpoint)
                .get("/c/{clinic}/access-log/continued", "front.access.read", Purpose::Rights, access_log::continued)
                .get("/c/{clinic}/access-log/key", "front.access.check", Purpose::Rights, access_log::key)
                .get("/c/{clinic}/logo", "front.brand.read", Purpose::Scheduling, logo)
                .get("/c/{clinic}/notice", "front.notice.read", Purpose::Rights, notice::page)
                .get("/c/{clinic}/processing", "front.processing.read", Purpose::Rights, processing::page)
                .get("/c/{clinic}/processing/impact", "front.processing.read", Purpose::Rights, impact::page)
                .post("/c/{clinic}/processing/impact/{section}", "front.impact.write", Purpose::Rights, impact::write)
                .get("/c/{clinic}/processing.json", "front.processing.read", Purpose::Rights, processing::json)
                .get("/c/{clinic}/processing.csv", "front.processing.read", Purpose::Rights, processing::csv)
                .get("/.well-known/gpc.json", "front.signal.describe", Purpose::Rights, cookies::gpc)
                .get("/c/{clinic}/.well-known/gpc.json", "front.signal.describe", Purpose::Rights, cookies::gpc)
                .get("/c/{clinic}/cookies", "front.cookies.read", Purpose::Rights, cookies::page)
                .post("/c/{clinic}/cookies", "front.cookies.choose", Purpose::Rights, cookies::choose)
                .get("/c/{clinic}/notice.jsonld", "front.notice.read", Purpose::Rights, notice::machine::document)
                .get("/c/{clinic}/notice/{promise}", "front.notice.read", Purpose::Rights, notice::one::page)
                .get("/c/{clinic}/mailbox", "front.mailbox.read", Purpose::Operation, mailbox::list)
                .get("/c/{clinic}/mailbox/{letter}", "front.mailbox.read", Purpose::Operation, mailbox::one)
                .get(
                    "/c/{clinic}/mailbox/{letter}/visit.ics",
                    "front.mailbox.read",
                    Purpose::Operation,
                    mailbox::calendar,
                )
                .get("/c/{clinic}/setup/export", "front.export.take", Purpose::Administration, export::page)
                .post("/c/{clinic}/setup/export", "front.export.take", Purpose::Administration, export::ask)
                .post(
                    "/c/{clinic}/setup/export/confirmation",
                    "front.export.take",
                    Purpose::Administration,
                    export::agree,
                )
                .fresh()
                .post(
                    "/c/{clinic}/setup/export/confirmation/withdrawal",
                    "front.export.take",
                    Purpose::Administration,
                    export::withdraw,
                )
                .get("/c/{clinic}/setup/export/live", "front.export.take", Purpose::Administration, export::live)
                .get("/c/{clinic}/setup/export/{export}", "front.export.take", Purpose::Administration, export::file)
                .get("/c/{clinic}/setup/leave", "front.leave.read", Purpose::Administration, leave::page)
                .post("/c/{clinic}/setup/leave", "front.leave.ask", Purpose::Administration, leave::ask)
                .fresh()
                .post("/c/{clinic}/setup/leave/confirmation", "front.leave.ask", Purpose::Administration, leave::agree)
                .fresh()
                .post(
                    "/c/{clinic}/setup/leave/confirmation/withdrawal",
                    "front.leave.ask",
                    Purpose::Administration,
                    leave::withdraw,
                )
                .post("/c/{clinic}/setup/leave/return", "front.leave.take_back", Purpose::Administration, leave::stay)
                .get("/receipts/{left}", "front.receipt.read", Purpose::Rights, leave::receipt)
                .get("/c/{clinic}/me/privacy/copy/{privacy_request}", "office.own.read", Purpose::Rights, copy::own)
                .fresh()
                .get(
                    "/c/{clinic}/office/requests/{privacy_request}/copy",
                    "office.request.complete",
                    Purpose::Rights,
                    copy::office,
                )
                .fresh()
                .get(
                    "/c/{clinic}/privacy/request/{secret}/copy",
                    "office.public.follow",
                    Purpose::Rights,
                    copy::by_letter,
                )
                .post("/c/{clinic}/demo/entrance", "front.demo.enter", Purpose::Account, doors::enter),
        )
}

#[derive(Template)]
#[template(path = "components.html")]
struct Components {
    page: Page,
}

async fn components(scope: Scope, face: Face) -> Result<Response, Fault> {
    if !scope.house().demo {
        return Err(Fault::not_found());
    }
    Ok(render(&Components { page: face.page(&scope, "parts-title") }))
}

/// The clinic's one colour. Everything else follows from it in the style sheet, whatever it is.
async fn brand(scope: Scope) -> Response {
    let colour = scope
        .clinic
        .brand
        .as_deref()
        .filter(|c| c.len() == 7 && c.starts_with('#') && c[1..].bytes().all(|b| b.is_ascii_hexdigit()));
    let css = colour.map(|colour| format!(":root{{--tenant:{colour}}}\n")).unwrap_or_default();
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "max-age=300")], css).into_response()
}

/// The clinic's logo. A page names it with the beginning of its digest, and that address shows the same for good.
async fn logo(scope: Scope, Query(query): Query, headers: HeaderMap) -> Result<Response, Fault> {
    let Some(known) = scope.clinic.logo.clone() else { return Err(Fault::not_found()) };
    let png = scope.read(ground::logo::find).await?.ok_or_else(Fault::not_found)?;
    let digest = digest(&png);
    let tag = format!("\"{digest}\"");
    let lasts = query.value("v") == known.version() && digest == known.digest;
    let kept = if lasts { "public, max-age=31536000, immutable" } else { "max-age=300" };
    if headers.get(IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag.as_str()), (CACHE_CONTROL, kept)]).into_response());
    }
    let sent = [
        (CONTENT_TYPE, "image/png"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'"),
        (CACHE_CONTROL, kept),
        (ETAG, tag.as_str()),
    ];
    Ok((sent, png).into_response())
}
