//! Booking's part of pages about one person: their next visits on their own page, all near ones on the desk's.

use askama::Template;
use ground::web::{Page, Tongue};
use ground::{Panel, PersonId, Result, Tx};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::store::appointment::{self, Glimpse, Side};
use crate::web::public::Visitor;
use crate::web::public::own::{self, Next, told};
use crate::web::public::say::{state, state_key};

/// Visits shown at most.
const SHOWN: u32 = 5;

#[derive(Template)]
#[template(path = "panel.html")]
struct Visits {
    page: Page,
    title: String,
    none: String,
    visits: Vec<Line>,
}

struct Line {
    href: String,
    when: String,
    service: String,
    with: String,
    state: &'static str,
    state_word: String,
}

pub(crate) fn panels() -> Vec<Panel> {
    vec![
        Panel { place: "home", order: 10, draw: home },
        Panel { place: "client", order: 10, draw: client },
        Panel { place: "profile", order: 20, draw: profile },
        Panel { place: "held", order: 10, draw: told::panel },
        Panel { place: "removal-email", order: 10, draw: without_email },
        Panel { place: "removal-phone", order: 10, draw: without_phone },
        Panel { place: "removal-phone", order: 20, draw: told::numbers },
    ]
}

#[derive(Template)]
#[template(path = "own/panel.html")]
struct Home {
    page: Page,
    next: Option<Next>,
    ahead: Vec<own::Line>,
}

/// The person's own next visits and those of whom they act for, each leading to where it can be moved or cancelled.
fn home(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let (ahead, _) = own::visits_of(tx, person, true, Side::Ahead(None), SHOWN)?;
    let visitor = Visitor::within(tx, page)?;
    let mut ahead = ahead.iter();
    let next = ahead.next().map(|visit| visitor.next(visit));
    let panel = Home { next, ahead: ahead.map(|visit| visitor.line(visit)).collect(), page: page.clone() };
    draw(&panel)
}

#[derive(Template)]
#[template(path = "own/profile.html")]
struct Profile<'a> {
    page: &'a Page,
}

/// Where one goes on from one's profile.
fn profile(_: &mut Tx<'_>, page: &Page, _: PersonId) -> Result<Option<String>> {
    draw(&Profile { page })
}

#[derive(Template)]
#[template(path = "own/removal.html")]
struct Removal<'a> {
    page: &'a Page,
    words: String,
}

fn without_email(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    without(tx, page, person, "booking-removal-email")
}

fn without_phone(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    without(tx, page, person, "booking-removal-phone")
}

/// What it means for the visits ahead that the person can be reached in one way less; nothing where there are none.
fn without(tx: &mut Tx<'_>, page: &Page, person: PersonId, key: &str) -> Result<Option<String>> {
    let (ahead, _) = own::visits_of(tx, person, true, Side::Ahead(None), 100)?;
    let Some((next, _)) = ahead.first() else { return Ok(None) };
    let (zone, now) = (tx.settings().zone.clone(), tx.now());
    let next = page.t.date_time(&next.starts_at.to_zoned(zone.clone()), now.to_zoned(zone).date());
    let values = [("count", ahead.len().into()), ("when", next.into())];
    draw(&Removal { page, words: page.t.with(key, &values) })
}

/// What the desk sees beside a client: what is ahead, then what was.
fn client(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let mut near = appointment::of_client(tx, person, true, SHOWN)?;
    near.extend(appointment::of_client(tx, person, false, SHOWN)?);
    let base = page.base.clone();
    let visits = lines(tx, page, &near, |visit| format!("{base}/appointments/{}", visit.id));
    draw(&Visits {
        title: page.t.get("booking-panel-visits"),
        none: page.t.get("booking-panel-none"),
        visits,
        page: page.clone(),
    })
}

fn lines(tx: &Tx<'_>, page: &Page, visits: &[Glimpse], href: impl Fn(&Glimpse) -> String) -> Vec<Line> {
    let (zone, now) = (tx.settings().zone.clone(), tx.now());
    let line = |visit: &Glimpse| Line {
        href: href(visit),
        when: when(&page.t, visit, &zone, now),
        service: visit.service.clone().unwrap_or_default(),
        with: visit.practitioner.clone().unwrap_or_default(),
        state: state(visit.status),
        state_word: page.t.get(state_key(visit.status)),
    };
    visits.iter().map(line).collect()
}

/// "Thursday 26 November, 14:15"; with its year when that is not plain, which it is for this year's days to come only;
/// and without the time of day where nobody knows it.
fn when(t: &Tongue, visit: &Glimpse, zone: &TimeZone, now: Timestamp) -> String {
    let (at, today) = (zone.to_datetime(visit.starts_at), zone.to_datetime(now).date());
    let plain = at.date() >= today && at.year() == today.year();
    let date = if plain { t.date_long(at.date()) } else { t.date_full(at.date()) };
    if !visit.time_known {
        return date;
    }
    t.with("date-time", &[("date", date.into()), ("time", t.time(at.time()).into())])
}

fn draw(panel: &impl Template) -> Result<Option<String>> {
    panel.render().map(Some).map_err(|_| ground::Error::internal("a panel could not be drawn"))
}
