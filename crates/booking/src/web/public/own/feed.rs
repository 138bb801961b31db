//! A private address for one's own calendar program, and what the program reads there.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Fault, Faults, Fields, Form, Page, Query, Rule, Tongue, render_as};
use ground::{Actor, Error, PersonId, Scope, Tx};
use identity::Secret;
use jiff::SignedDuration;

use super::{Named, visits_of};
use crate::jobs;
use crate::model::feed::{Feed, FeedId, Shows};
use crate::rules::Status;
use crate::store::appointment::Side;
use crate::store::feed;
use crate::web::public::Visitor;

/// Visits in a feed at most, on each side of now.
const MANY: u32 = 200;
/// How long a visit stays in a feed after it was.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

#[derive(Template)]
#[template(path = "own/calendar.html")]
struct Calendar {
    page: Page,
    action: String,
    back: String,
    faults: u32,
    all: bool,
    shows_fault: String,
    /// Whether with wards' visits; none for whoever acts for nobody.
    wards: Option<bool>,
    feeds: Vec<Line>,
    /// The new address, shown this once: for a program to fetch, and for this device's own to open.
    fresh: Option<(String, String)>,
}

struct Line {
    revoke: String,
    words: String,
    since: String,
    read: String,
}

struct Stands {
    feeds: Vec<Feed>,
    has_wards: bool,
}

fn stands(tx: &mut Tx<'_>, me: PersonId) -> ground::Result<Stands> {
    Ok(Stands { feeds: feed::list(tx, me)?, has_wards: !people::dependants_of(tx, me)?.is_empty() })
}

fn draw(visitor: &Visitor, stands: &Stands, fields: &Fields, faults: &Faults, fresh: Option<&Secret>) -> Calendar {
    let t = &visitor.face.t;
    let today = visitor.local(visitor.now).date();
    let line = |feed: &Feed| Line {
        revoke: visitor.face.to(&format!("/me/calendar/{}/revocation", feed.id)),
        words: what(t, feed),
        since: t.date_time_near(&visitor.local(feed.created_at), today),
        read: feed.read_at.map_or_else(
            || t.get("booking-feed-unread"),
            |at| t.with("booking-feed-read", &[("when", t.date_time_near(&visitor.local(at), today).into())]),
        ),
    };
    let fresh = fresh.map(|secret| {
        let address = address(&visitor.scope, secret);
        let program = address.split_once("://").map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
        (address, program)
    });
    Calendar {
        action: visitor.face.to("/me/calendar"),
        back: visitor.face.to("/me/visits"),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        // The least that serves, unless they say more.
        all: fields.value("shows") == Shows::as_word(Shows::All),
        shows_fault: faults.of("shows", t).unwrap_or_default(),
        wards: stands.has_wards.then(|| !fields.value("wards").is_empty()),
        feeds: stands.feeds.iter().map(line).collect(),
        fresh,
        page: visitor.page("booking-feed"),
    }
}

/// The address of a feed. It ends like a file, because some programs look at that.
fn address(scope: &Scope, secret: &Secret) -> String {
    format!("{}/calendar/{}.ics", scope.house().address_of(&scope.clinic), secret.text())
}

fn what(t: &Tongue, feed: &Feed) -> String {
    t.get(match (feed.shows, feed.wards) {
        (Shows::All, false) => "booking-feed-is-all",
        (Shows::All, true) => "booking-feed-is-all-wards",
        (Shows::Busy, false) => "booking-feed-is-busy",
        (Shows::Busy, true) => "booking-feed-is-busy-wards",
    })
}

pub(crate) async fn show(visitor: Visitor, Query(query): Query) -> Result<Response, Fault> {
    let me = visitor.me()?;
    let stands = visitor.scope.read(move |tx| stands(tx, me)).await?;
    let usual = Fields::filled([("shows", "busy")]);
    let mut shown = draw(&visitor, &stands, &usual, &Faults::new(), None);
    if query.value("done") == "revoked" {
        shown.page.toast = Some(visitor.face.t.get("booking-feed-revoked"));
    }
    Ok(render_as(StatusCode::OK, &shown))
}

/// Makes a new address and shows it: on this answer, and never again.
pub(crate) async fn create(visitor: Visitor, Form(fields): Form) -> Result<Response, Fault> {
    let me = visitor.me()?;
    let mut form = fields.reader();
    let (shows, wards) = (form.text("shows", 10).and_then(|word| Shows::from_word(&word)), form.ticked("wards"));
    if shows.is_none() && form.sound() {
        form.fault("shows", "fault-choice");
    }
    let mut faults = Faults::new();
    let mut fresh = None;
    match form.finish(|| shows) {
        Ok(shows) => {
            fresh = visitor.scope.write(move |tx| feed::create(tx, me, shows, wards)).await?;
            if fresh.is_none() {
                faults.add("shows", "booking-feed-fault-many", &[("most", feed::MOST.into())]);
            }
        }
        Err(wrong) => faults = wrong,
    }
    let stands = visitor.scope.read(move |tx| stands(tx, me)).await?;
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(render_as(status, &draw(&visitor, &stands, &fields, &faults, fresh.as_ref())))
}

/// Revokes one. One that is gone already is not found, as somebody else's.
pub(crate) async fn revoke(
    visitor: Visitor,
    Path((_, id)): Path<(String, FeedId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let me = visitor.me()?;
    fields.reader().finish(|| Some(())).map_err(Fault::invalid)?;
    visitor.scope.write(move |tx| feed::delete(tx, me, id)).await?;
    Ok(Redirect::to(&visitor.face.to("/me/calendar?done=revoked")).into_response())
}

/// What a calendar program reads: without a session, by the secret in the address alone. Whose visits they are reads in
/// the access record that it was read.
///
/// Each try counts for where it comes from until it has opened something: whoever guesses is told to wait before anything
/// is looked for. What opens counts for itself.
pub(crate) async fn read(
    visitor: Visitor,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let limits = &visitor.scope.house().limits;
    let taken = visitor.address.map(|from| limits.check(Rule::PublicForm, from)).transpose()?;
    let secret = name.strip_suffix(".ics").and_then(Secret::read).ok_or_else(Fault::not_found)?;
    let found = visitor.scope.read(move |tx| feed::find(tx, &secret)).await?.ok_or_else(Fault::not_found)?;
    if let Some(taken) = taken {
        limits.forgive(taken);
    }
    limits.check_about(Rule::Feed, &found.id.to_string())?;
    if found.is_noted_at(visitor.now) {
        visitor.scope.write(move |tx| feed::note_read(tx, found.id)).await?;
    }
    let scope = visitor.scope.as_actor(Actor::feed(found.person));
    let shows = found.shows;
    let (language, visits) = match scope.read(move |tx| visits(tx, &found)).await {
        // Whoever it was about was erased.
        Err(Error::Refused(_) | Error::NotFound) => return Err(Fault::not_found()),
        other => other?,
    };
    let words = &scope.house().words;
    let t = language.and_then(|language| words.tongue(&language)).unwrap_or_else(|| words.english());
    let text = jobs::feed(&scope, &visitor.catalogue, &visits, shows, &t)?;
    Ok(file(text, &headers))
}

/// The visits of a feed. Its owner is opened for it, and so are those they act for: whether they still do depends on how old
/// these are. Reading is recording.
fn visits(tx: &mut Tx<'_>, feed: &Feed) -> ground::Result<(Option<String>, Vec<Named>)> {
    tx.open(feed.person)?;
    let language = people::find(tx, feed.person)?.map(|client| client.language);
    let since = tx.now() - KEPT;
    let (ahead, _) = visits_of(tx, feed.person, feed.wards, Side::Ahead(None), MANY)?;
    let (behind, _) = visits_of(tx, feed.person, feed.wards, Side::Behind(None), MANY)?;
    let shown = |(visit, _): &Named| {
        let stands = visit.status.claims_time() && visit.status != Status::NoShow;
        stands && visit.time_known && visit.ends_at > since
    };
    Ok((language, behind.into_iter().rev().chain(ahead).filter(shown).collect()))
}

/// The file, or that it has not changed since it was last read.
fn file(text: String, headers: &HeaderMap) -> Response {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    let tag: String = digest.as_ref()[..12].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|sent| sent.as_bytes() == tag.as_bytes());
    let mut response = if known { StatusCode::NOT_MODIFIED.into_response() } else { text.into_response() };
    let sent = response.headers_mut();
    if !known {
        sent.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
        sent.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"visits.ics\""));
    }
    sent.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        sent.insert(header::ETAG, tag);
    }
    response
}
