//! Booking's part of pages about one person: their next visits on their own page, all near ones on the desk's.

use askama::Template;
use ground::web::{Page, Tongue};
use ground::{Panel, PersonId, Result, Tx};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::link;
use crate::store::appointment::{self, Glimpse};
use crate::web::public::say::{state, state_key};

/// Visits shown at most.
const SHOWN: u32 = 5;

#[derive(Template)]
#[template(path = "panel.html")]
struct Visits {
    page: Page,
    title: String,
    none: String,
    book: Option<String>,
    visits: Vec<Line>,
}

struct Line {
    href: String,
    when: String,
    /// "For Ines", where it is somebody else's than the page's.
    of: String,
    service: String,
    with: String,
    state: &'static str,
    state_word: String,
}

pub(crate) fn panels() -> Vec<Panel> {
    vec![Panel { place: "home", order: 10, draw: home }, Panel { place: "client", order: 10, draw: client }]
}

/// The person's own next visits and those of whom they act for, each with the page on which it can be moved or cancelled.
fn home(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let mut ahead = appointment::of_client(tx, person, true, SHOWN)?;
    for bond in people::dependants_of(tx, person)? {
        ahead.extend(appointment::of_client(tx, bond.dependant, true, SHOWN)?);
    }
    ahead.sort_by_key(|visit| (visit.starts_at, visit.id));
    ahead.truncate(SHOWN as usize);
    let base = page.base.clone();
    let mut visits = lines(tx, page, &ahead, |tx, visit| {
        let scope = tx.scope();
        Ok(format!("{base}{}", link::path(scope.house(), &scope.clinic, visit.id)?))
    })?;
    for (line, visit) in visits.iter_mut().zip(&ahead).filter(|(_, visit)| visit.client != person) {
        if tx.may_open(visit.client)? {
            line.of = page.t.with("booking-for-name", &[("name", people::open(tx, visit.client)?.given_name.into())]);
        }
    }
    let book = Some(format!("{}/", page.base));
    draw(&Visits {
        title: page.t.get("booking-panel-next"),
        none: page.t.get("booking-panel-none"),
        book,
        visits,
        page: page.clone(),
    })
}

/// What the desk sees beside a client: what is ahead, then what was.
fn client(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> Result<Option<String>> {
    let mut near = appointment::of_client(tx, person, true, SHOWN)?;
    near.extend(appointment::of_client(tx, person, false, SHOWN)?);
    let base = page.base.clone();
    let visits = lines(tx, page, &near, |_, visit| Ok(format!("{base}/appointments/{}", visit.id)))?;
    draw(&Visits {
        title: page.t.get("booking-panel-visits"),
        none: page.t.get("booking-panel-none"),
        book: None,
        visits,
        page: page.clone(),
    })
}

fn lines(
    tx: &mut Tx<'_>,
    page: &Page,
    visits: &[Glimpse],
    href: impl Fn(&mut Tx<'_>, &Glimpse) -> Result<String>,
) -> Result<Vec<Line>> {
    let (zone, now) = (tx.settings().zone.clone(), tx.now());
    let line = |visit: &Glimpse| {
        Ok(Line {
            href: href(tx, visit)?,
            when: when(&page.t, visit, &zone, now),
            of: String::new(),
            service: visit.service.clone().unwrap_or_default(),
            with: visit.practitioner.clone().unwrap_or_default(),
            state: state(visit.status),
            state_word: page.t.get(state_key(visit.status)),
        })
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

fn draw(panel: &Visits) -> Result<Option<String>> {
    panel.render().map(Some).map_err(|_| ground::Error::internal("a panel could not be drawn"))
}
