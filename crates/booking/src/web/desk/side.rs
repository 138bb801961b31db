//! Beside the board: the month to go by, who waits, and what was asked for.

use std::collections::{HashMap, HashSet};

use ground::PersonId;
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use people::Client;

use super::say::{Say, first};
use super::view::{View, first_of_month, monday};
use crate::model::Appointment;
use crate::rules::Status;
use crate::store::Catalogue;
use crate::store::day::Days;

/// A small month: what a date is gone to by, and what a visit can be dropped on.
pub(super) struct Month {
    pub words: String,
    pub before: String,
    pub after: String,
    /// "Mo" with "Monday".
    pub names: Vec<(String, String)>,
    pub weeks: Vec<Vec<MonthDay>>,
}

pub(super) struct MonthDay {
    pub href: String,
    pub date: String,
    pub number: i8,
    /// "Tuesday 24 November", with what the clinic says of it.
    pub label: String,
    pub chosen: bool,
    pub today: bool,
    pub outside: bool,
    pub shut: bool,
}

/// The month around the view's date, each day leading to the same view of it.
pub(super) fn month(say: &Say<'_>, view: &View, shut: &HashSet<Date>, to: &impl Fn(&View) -> String) -> Month {
    let t = say.t;
    let first = first_of_month(view.date);
    let begins = monday(first);
    let shown = view.days();
    let day = |date: Date| MonthDay {
        href: to(&view.on(date)),
        date: date.to_string(),
        number: date.day(),
        label: if shut.contains(&date) {
            t.with("desk-month-shut", &[("date", t.date_long(date).into())])
        } else {
            t.date_long(date)
        },
        chosen: shown.contains(&date),
        today: date == say.today(),
        outside: (date.year(), date.month()) != (first.year(), first.month()),
        shut: shut.contains(&date),
    };
    let weeks = (0..6)
        .map(|week| begins.saturating_add((week * 7).days()))
        .take_while(|monday| (monday.year(), monday.month()) <= (first.year(), first.month()) || *monday == begins)
        .map(|monday| (0..7).map(|n| day(monday.saturating_add(n.days()))).collect())
        .collect();
    let names = (0..7).map(|n| begins.saturating_add(n.days()));
    let near = |date: Date| to(&view.on(date));
    Month {
        words: t.month(first),
        before: near(view.date.saturating_sub(1.month())),
        after: near(view.date.saturating_add(1.month())),
        names: names.map(|date| (t.weekday_short(date), t.weekday(date))).collect(),
        weeks,
    }
}

/// Somebody who waits, or asked.
pub(super) struct Here {
    pub href: String,
    pub name: String,
    pub initials: String,
    pub line: String,
    pub minutes: u32,
}

/// Whether somebody is there today and not yet in the room.
pub(super) fn waits(say: &Say<'_>, visit: &Appointment) -> bool {
    visit.status == Status::Arrived && say.date(visit.starts_at) == say.today()
}

/// Who is there and not yet in the room, longest first.
pub(super) fn waiting(
    say: &Say<'_>,
    days: &Days,
    clients: &HashMap<PersonId, Client>,
    to: &impl Fn(&Appointment) -> String,
) -> Vec<Here> {
    let mut waiting: Vec<&Appointment> = days.visits.iter().filter(|visit| waits(say, visit)).collect();
    waiting.sort_by_key(|visit| visit.updated_at);
    waiting.into_iter().map(|visit| line(say, &days.catalogue, clients, visit, to(visit))).collect()
}

/// What was asked for and not answered yet.
pub(super) fn requests(
    say: &Say<'_>,
    days: &Days,
    clients: &HashMap<PersonId, Client>,
    to: &impl Fn(&Appointment) -> String,
) -> Vec<Here> {
    let asked = |visit: &Appointment| {
        let service = say.service(&days.catalogue, visit);
        let words =
            say.t.with("desk-asks", &[("service", service.into()), ("when", say.moment(visit.starts_at).into())]);
        Here { line: words, ..line(say, &days.catalogue, clients, visit, to(visit)) }
    };
    days.requests.iter().map(asked).collect()
}

fn line(
    say: &Say<'_>,
    catalogue: &Catalogue,
    clients: &HashMap<PersonId, Client>,
    visit: &Appointment,
    href: String,
) -> Here {
    let client = clients.get(&visit.client);
    let with = visit.practitioner.and_then(|id| catalogue.practitioner(id)).map(|one| first(&one.name).to_owned());
    let time = say.time(visit.starts_at);
    let waited = say.now.duration_since(visit.updated_at).max(SignedDuration::ZERO);
    Here {
        href,
        name: say.name(client),
        initials: client.map_or_else(|| "·".to_owned(), Client::initials),
        line: match with {
            Some(name) => say.t.with("desk-waits-for", &[("time", time.into()), ("name", name.into())]),
            None => time,
        },
        minutes: u32::try_from(waited.as_mins()).unwrap_or(0),
    }
}
