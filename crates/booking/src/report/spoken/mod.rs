//! The reports in words: sentences, tables, charts, and what is counted.

mod attendance;
mod bookings;
mod clients;
mod utilisation;

use ground::web::Tongue;
use jiff::civil::Date;

use super::chart::{self, Chart, Kind, Mark};
use super::{Attendance, Bookings, Clients, Named, Period, Unit, Utilisation};

/// Any of the reports.
pub(super) enum Figured {
    Bookings(Bookings),
    Attendance(Attendance),
    Utilisation(Utilisation),
    Clients(Clients),
}

/// What a page shows of a report. Contract: templates/report/report.html.
#[derive(Default)]
pub(super) struct View {
    /// "22,319 of 110,527 visits were missed, 20.2%, ..."; none of nothing.
    pub sums: Option<String>,
    /// What is told beside it.
    pub beside: Vec<String>,
    pub groups: Vec<Group>,
    /// What each figure counts: a word and its meaning.
    pub terms: Vec<(String, String)>,
}

/// One division of the figures: a chart where there is something to draw, and always a table.
pub(super) struct Group {
    pub id: &'static str,
    /// Of the page's twelve columns: w5, w6, w7, w12; "w12 tall" where the table has many rows.
    pub width: &'static str,
    pub title: String,
    pub heads: Vec<String>,
    pub rows: Vec<Row>,
    pub total: Option<Row>,
    pub note: String,
    pub chart: Option<Chart>,
}

pub(super) struct Row {
    pub name: String,
    pub cells: Vec<String>,
}

impl Figured {
    /// The days it is about.
    pub fn period(&self) -> Period {
        match self {
            Figured::Bookings(report) => report.period,
            Figured::Attendance(report) => report.period,
            Figured::Utilisation(report) => report.period,
            Figured::Clients(report) => report.period,
        }
    }

    /// It in words.
    pub fn view(&self, t: &Tongue) -> View {
        match self {
            Figured::Bookings(report) => bookings::view(t, report),
            Figured::Attendance(report) => attendance::view(t, report),
            Figured::Utilisation(report) => utilisation::view(t, report),
            Figured::Clients(report) => clients::view(t, report),
        }
    }
}

/// "from 1 March 2026 to 31 March 2026".
fn span(t: &Tongue, period: Period) -> String {
    t.with("report-span", &[("from", t.date_plain(period.from).into()), ("to", t.date_plain(period.to).into())])
}

fn terms(t: &Tongue, names: &[&str]) -> Vec<(String, String)> {
    names.iter().map(|name| (t.get(&format!("report-term-{name}")), t.get(&format!("report-means-{name}")))).collect()
}

fn words(t: &Tongue, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| t.get(key)).collect()
}

fn count(t: &Tongue, count: u64) -> String {
    t.number(count as f64)
}

/// A share, or a word where there is nothing to be a part of.
fn part(t: &Tongue, share: Option<f64>) -> String {
    share.map_or_else(|| t.get("report-none"), |share| t.percent(share, 1))
}

/// The name of a service, or that none is known.
fn service(t: &Tongue, service: &Named) -> String {
    service.name.clone().unwrap_or_else(|| t.get("report-service-unknown"))
}

/// The heading of a division by time.
fn by_time(t: &Tongue, unit: Unit) -> String {
    t.get(&format!("report-by-{}", unit.as_str()))
}

/// A part of a period, as a row is called.
fn part_name(t: &Tongue, unit: Unit, part: Period) -> String {
    match unit {
        Unit::Day => t.date_short(part.from),
        Unit::Week if part.from == part.to => short(t, part.from),
        Unit::Week => t.with("report-week", &[("from", short(t, part.from).into()), ("to", short(t, part.to).into())]),
        Unit::Month => t.month(part.from),
        Unit::Year => part.from.year().to_string(),
    }
}

/// The same where there is hardly any room.
fn part_label(t: &Tongue, unit: Unit, part: Period) -> String {
    match unit {
        Unit::Day => part.from.day().to_string(),
        Unit::Week => short(t, part.from),
        Unit::Month => t.get(&format!("month-short-{}", part.from.month())),
        Unit::Year => part.from.year().to_string(),
    }
}

/// "26 Oct".
fn short(t: &Tongue, day: Date) -> String {
    let month = t.get(&format!("month-short-{}", day.month()));
    t.with("report-day-short", &[("day", day.day().into()), ("month", month.into())])
}

/// Columns of a count over the parts of a period.
fn over_time(t: &Tongue, title: &str, caption: &str, unit: Unit, parts: &[(Period, u64)]) -> Option<Chart> {
    let mark = |(part, value): &(Period, u64)| Mark {
        label: part_label(t, unit, *part),
        name: part_name(t, unit, *part),
        value: *value as f64,
    };
    let marks: Vec<Mark> = parts.iter().map(mark).collect();
    chart::columns(t, title, t.get(caption), Kind::Count, &marks)
}

/// A mark called the same in words and beside its bar.
fn mark(name: &str, value: f64) -> Mark {
    Mark { label: name.to_owned(), name: name.to_owned(), value }
}
